/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_IPV6_ROUTING_H
#define PVD_IPV6_ROUTING_H

#include "pvd-address-view.h"
#include "pvd-compat.h"
#include "pvd-destination-cache.h"
#include "pvd-destination-selection.h"
#include "pvd-fib.h"
#include "pvd-flow-scope.h"
#include "pvd-flow.h"
#include "pvd-ingress-filter.h"
#include "pvd-next-hop-determination.h"
#include "pvd-path-mtu.h"
#include "pvd-redirects.h"
#include "pvd-registry.h"
#include "pvd-router-reachability.h"

#include "ns3/ipv6-routing-protocol.h"
#include "ns3/ipv6.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief The routing protocol of a PvD-aware host: for each packet it chooses the next hop, and a
 * source address that belongs to it.
 *
 * Routes are those of the node's registry, each with its PvD, and static ones. The route
 * comes first (SelectRoute), then the source among the addresses of its interface (RFC 6724 with
 * rule 5.5). If rules before 5.5 prefer an address that the next hop does not announce, and another
 * router does, the packet goes there (RFC 8028, section 3.2). A source that the application gave is
 * kept, and its PvDs say which routes count.
 *
 * The node's own addresses, ::1, link-local and multicast destinations are common to all PvDs.
 * The protocol must be set on a node that has a PvdRegistry; PvdHostHelper does so.
 */
class PvdIpv6Routing : public Ipv6RoutingProtocol, public PvdRouteTable
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    PvdIpv6Routing();
    ~PvdIpv6Routing() override;

    // Ipv6RoutingProtocol; the route is shared, and must not be changed
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
    bool Redirect(const PvdRedirect& redirect) override;
    void NotifyNotRouter(uint32_t interface, const Ipv6Address& address) override;
    void NotifyReachability(uint32_t interface,
                            const Ipv6Address& neighbor,
                            bool isReachable) override;
    bool SetPathMtu(const Ipv6Address& destination,
                    const Ipv6Address& source,
                    uint32_t mtu) override;
    bool IsNextHop(uint32_t interface, const Ipv6Address& address) const override;

    /**
     * What would happen to a packet, without sending one. RouteOutput does the same.
     * \param destination where to
     * \param flow what it may use
     * \return how it would leave, or why it would not
     */
    PvdDecision Resolve(const Ipv6Address& destination, const PvdFlow& flow = PvdFlow());
    /// The same of a socket. \param destination where to \param binding what it may use
    PvdDecision Resolve(const Ipv6Address& destination, const PvdFlowBinding& binding);

    /// Give a packet the Hop Limit of its PvD, unless it has one. \param packet of a socket that is
    /// bound to an address \param source the address
    void SetHopLimit(const Ptr<Packet>& packet, const Ipv6Address& source);

    /// \param address an address of the node \return indexes of the PvDs that it belongs to
    std::vector<uint64_t> GetPvds(const Ipv6Address& address);
    /// \param address any \param pvds indexes \return true if it is an own one of one of the PvDs
    bool IsOf(const Ipv6Address& address, const PvdIndexes& pvds);

    /// Sort destinations after RFC 6724, section 6. \param destinations IPv6 addresses, or IPv4
    /// ones as IPv4-mapped \param flow what the application may use \return the same addresses, the
    /// one to try first at the beginning
    std::vector<Ipv6Address> SortDestinations(const std::vector<Ipv6Address>& destinations,
                                              const PvdFlow& flow = PvdFlow());

    /// Add a static route, or replace the one with the same key. Stops with a sentence if the PvD
    /// does not exist. \param network destination prefix \param prefix its length \param nextHop
    /// next hop, "::" if on-link \param interface interface index \param options PvD, source
    /// prefix, preference and metric
    void AddRoute(Ipv6Address network,
                  Ipv6Prefix prefix,
                  Ipv6Address nextHop,
                  uint32_t interface,
                  const PvdRouteOptions& options = PvdRouteOptions());
    /// As Ipv6StaticRouting: a route that is common to all PvDs.
    void AddNetworkRouteTo(Ipv6Address network,
                           Ipv6Prefix prefix,
                           Ipv6Address nextHop,
                           uint32_t interface,
                           uint32_t metric = 0);
    /// As Ipv6StaticRouting: an on-link prefix.
    void AddNetworkRouteTo(Ipv6Address network,
                           Ipv6Prefix prefix,
                           uint32_t interface,
                           uint32_t metric = 0);
    /// As Ipv6StaticRouting: a route to one host.
    void AddHostRouteTo(Ipv6Address destination,
                        Ipv6Address nextHop,
                        uint32_t interface,
                        uint32_t metric = 0);
    /// As Ipv6StaticRouting: the default route.
    void SetDefaultRoute(Ipv6Address nextHop, uint32_t interface, uint32_t metric = 0);
    /// Remove a static route. \param network destination prefix \param prefix its
    /// length \param nextHop next hop \param interface interface index \param options PvD and
    /// source prefix \return false if there is no such route
    bool RemoveRoute(Ipv6Address network,
                     Ipv6Prefix prefix,
                     Ipv6Address nextHop,
                     uint32_t interface,
                     const PvdRouteOptions& options = PvdRouteOptions());

    /// \param stream where to \param unit of times
    /// \param pvd only routes of this PvD; null: only those that are common to all
    void PrintRoutes(Ptr<OutputStreamWrapper> stream,
                     Ptr<Pvd> pvd,
                     Time::Unit unit = Time::S) const;

    /// \return the routes
    const PvdFib& GetFib() const;
    /// \return the policy table
    const PvdPolicyTable& GetPolicyTable() const;
    /// \param policies the policy table from now on
    void SetPolicyTable(const PvdPolicyTable& policies);
    /// \return which sources may enter where, for packets that are forwarded
    PvdIngressFilter& GetIngressFilter();

    /// \name Signatures of trace sources, which GetTypeId explains.
    /// \{
    typedef void (*AddressTracedCallback)(uint32_t interface, Ipv6Address address);
    typedef void (*DecisionTracedCallback)(const PvdDecision& decision);
    typedef void (*IngressDroppedTracedCallback)(const Ipv6Header& header, uint32_t interface);
    /// \}

  protected:
    void DoDispose() override;

  private:
    friend class PvdFlowScope;
    using Key = PvdFlowKey;
    using Answer = PvdFlowAnswer;
    static constexpr uint32_t NONE_SEEN = UINT32_MAX; //!< no settings have been looked at

    /// Route a packet of which the key is known, but for what the source says.
    Ptr<Ipv6Route> Route(Key& key,
                         const Ptr<Packet>& packet,
                         const Ipv6Header& header,
                         Socket::SocketErrno& sockerr);
    /// Hop Limit and MTU of a packet.
    void ApplyParameters(const Key& key,
                         const Answer& answer,
                         const Ptr<Packet>& packet,
                         const Ipv6Header& header);
    Key MakeKey(const Ipv6Address& destination, const PvdFlow& flow) const;
    PvdDecision MakeDecision(const Key& key, const Answer& answer) const;
    /// \return true if a source is an address of an interface that forwards
    bool IsForwardingSource(const PvdIpv6Bits& source) const;
    /// \return what destination address selection wants to know of a destination
    PvdDestination Examine(const Ipv6Address& address, const PvdFlow& flow);
    /// \return true if an interface has another address of the same on-link prefix
    bool HasOtherAddress(uint32_t interface, const Ipv6InterfaceAddress& address) const;
    uint64_t GetGeneration();
    /// Write an answer, and all of its route but the destination.
    void Fill(PvdDestinationCache::Entry& entry, const Answer& answer) const;
    /// \return true if the sender of a redirect is the first hop of such packets
    bool TakeRedirect(const Key& key, const PvdRedirect& redirect);
    /// \return true if the target is a router of other PvDs, none of which has the source
    bool IsForeignRouter(const PvdRedirect& redirect) const;
    void ProbeBetter(const Key& key, const Answer& answer, const std::vector<PvdNextHop>& nextHops);
    void AddKnownLocalPolicies();
    uint8_t GetDefaultHopLimit();                             // that ns-3 gives packets by itself
    Ptr<Ipv6L3Protocol> m_ipv6;                               //!< the node's IPv6
    Ptr<PvdRegistry> m_registry;                              //!< the node's PvDs
    PvdFib m_fib;                                             //!< the routes
    PvdPolicyTable m_policies;                                //!< RFC 6724, section 2.1
    std::unique_ptr<PvdAddressView> m_addresses;              //!< the node's addresses
    std::unique_ptr<PvdRouterReachability> m_reachability;    //!< which routers answer
    PvdReachability m_isReachable;                            //!< asks m_reachability
    PvdRedirects m_redirects;                                 //!< better first hops
    std::unique_ptr<PvdNextHopDetermination> m_determination; //!< decides with all these
    std::unique_ptr<PvdPathMtu> m_pathMtu;                    //!< made when a packet was too big
    PvdDestinationCache m_cache;                              //!< decisions
    PvdIngressFilter m_ingress;                               //!< for packets that are forwarded
    std::vector<bool> m_up;                                   //!< interfaces
    uint64_t m_changes{0};                                    //!< of interfaces and settings
    bool m_rule55;                                            //!< attribute
    bool m_unknownIsWorse;                                    //!< attribute
    bool m_preferPublic;                                      //!< attribute
    bool m_knownLocalUla;                                     //!< attribute
    uint32_t m_settingsSeen{NONE_SEEN}; //!< attributes when they were last looked at
    uint64_t m_knownLocalSeen{0};       //!< addresses that it was applied to
    bool m_ingressFiltering;            //!< attribute
    uint32_t m_cacheSize;               //!< attribute
    uint8_t m_hopLimit{0};              //!< see GetDefaultHopLimit
    PvdFlowScope* m_scope{nullptr};     //!< what sends, or null
    TracedCallback<uint32_t, Ipv6Address> m_addressAdded;         //!< see GetTypeId
    TracedCallback<const PvdDecision&> m_decided;                 //!< see GetTypeId
    TracedCallback<const Ipv6Header&, uint32_t> m_ingressDropped; //!< see GetTypeId
};

} // namespace ns3

#endif /* PVD_IPV6_ROUTING_H */
