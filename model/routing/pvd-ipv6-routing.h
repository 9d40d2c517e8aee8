/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_IPV6_ROUTING_H
#define PVD_IPV6_ROUTING_H

#include "pvd-compat.h"
#include "pvd-fib.h"
#include "pvd-registry.h"

#include "ns3/ipv6-routing-protocol.h"
#include "ns3/ipv6.h"

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief The routing protocol of a PvD-aware host: the routes of its registry and those given by
 * hand, each with its PvD.
 *
 * Of the routes of the longest matching prefix the one with the best preference (RFC 4191) is
 * taken, then the one with the smallest metric, then the first heard. The source is an address of
 * the PvD of the route if there is one.
 *
 * The protocol must be set on a node that has a PvdRegistry; PvdHostHelper does so.
 */
class PvdIpv6Routing : public Ipv6RoutingProtocol, public PvdRouteTable
{
  public:
    /**
     * \brief Get the type ID.
     * \return the object TypeId
     */
    static TypeId GetTypeId();

    PvdIpv6Routing();
    ~PvdIpv6Routing() override;

    // Ipv6RoutingProtocol
    Ptr<Ipv6Route> RouteOutput(Ptr<Packet> p,
                               const Ipv6Header& header,
                               Ptr<NetDevice> oif,
                               Socket::SocketErrno& sockerr) override;
    bool RouteInput(Ptr<const Packet> p,
                    const Ipv6Header& header,
                    Ptr<const NetDevice> idev,
                    PvdUnicastForwardArgument ucb,
                    PvdMulticastForwardArgument mcb,
                    PvdLocalDeliverArgument lcb,
                    PvdErrorArgument ecb) override;
    void NotifyInterfaceUp(uint32_t interface) override;
    void NotifyInterfaceDown(uint32_t interface) override;
    void NotifyAddAddress(uint32_t interface, Ipv6InterfaceAddress address) override;
    void NotifyRemoveAddress(uint32_t interface, Ipv6InterfaceAddress address) override;
    void NotifyAddRoute(Ipv6Address destination,
                        Ipv6Prefix mask,
                        Ipv6Address nextHop,
                        uint32_t interface,
                        Ipv6Address prefixToUse = Ipv6Address::GetZero()) override;
    void NotifyRemoveRoute(Ipv6Address destination,
                           Ipv6Prefix mask,
                           Ipv6Address nextHop,
                           uint32_t interface,
                           Ipv6Address prefixToUse = Ipv6Address::GetZero()) override;
    void SetIpv6(Ptr<Ipv6> ipv6) override;
    void PrintRoutingTable(Ptr<OutputStreamWrapper> stream,
                           Time::Unit unit = Time::S) const override;

    // PvdRouteTable
    void SetRoute(const Ptr<Pvd>& pvd, const PvdRoute& route) override;
    void RemoveRoute(const Ptr<Pvd>& pvd, const PvdRoute& route) override;

    /**
     * Add a route that is common to all PvDs, by hand.
     * \param network destination prefix
     * \param prefix its length
     * \param nextHop next hop, "::" if on-link
     * \param interface interface index
     * \param metric smaller is better
     */
    void AddNetworkRouteTo(Ipv6Address network,
                           Ipv6Prefix prefix,
                           Ipv6Address nextHop,
                           uint32_t interface,
                           uint32_t metric = 0);

    /// \return the routes
    const PvdFib& GetFib() const;

  protected:
    void DoDispose() override;

  private:
    /// \return true if the interface of an entry is up and, if asked for, is the wanted one
    bool IsUsable(const PvdFib::Entry& entry, Ptr<NetDevice> oif) const;
    /// \return the best entry for a destination, or null; fixed source or "::"
    const PvdFib::Entry* Select(const Ipv6Address& destination,
                                const Ipv6Address& source,
                                Ptr<NetDevice> oif) const;
    /// \return the source for a destination over an interface, or "::" if it has none
    Ipv6Address SelectSource(const Ipv6Address& destination,
                             uint32_t interface,
                             const Ptr<Pvd>& pvd) const;
    /// \return true if an address of an interface is of a PvD
    bool IsOf(const Ipv6Address& address, uint32_t interface, const Ptr<Pvd>& pvd) const;
    /// \return the interface that has an address, or -1
    int32_t FindInterface(const Ipv6Address& address) const;
    /// \return the interface for a link-local or multicast destination, or -1
    int32_t FindLink(const Ipv6Address& source, Ptr<NetDevice> oif) const;
    /// Make ns-3's route of a decision.
    Ptr<Ipv6Route> MakeRoute(const Ipv6Address& destination,
                             const Ipv6Address& gateway,
                             const Ipv6Address& source,
                             uint32_t interface) const;
    /// Route to a destination that all PvDs share; null if it is none.
    Ptr<Ipv6Route> RouteCommon(const Ipv6Address& destination,
                               const Ipv6Address& source,
                               Ptr<NetDevice> oif,
                               bool& isCommon) const;

    Ptr<Ipv6> m_ipv6;            //!< the node's IPv6
    Ptr<PvdRegistry> m_registry; //!< the node's PvDs
    PvdFib m_fib;                //!< the routes
};

} // namespace ns3

#endif /* PVD_IPV6_ROUTING_H */
