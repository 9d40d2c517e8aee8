/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ICMPV6_L4_PROTOCOL_H
#define PVD_ICMPV6_L4_PROTOCOL_H

#include "pvd-compat-dhcpv6.h"
#include "pvd-compat-neighbor.h"
#include "pvd-compat.h"
#include "pvd-duplicate-address-detection.h"
#include "pvd-neighbor-discovery.h"
#include "pvd-neighbor-message.h"
#include "pvd-neighbor-table.h"
#include "pvd-on-demand.h"
#include "pvd-registry.h"
#include "pvd-router-advertisement.h"
#include "pvd-router-solicitation.h"

#include "ns3/icmpv6-l4-protocol.h"

#include <memory>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-host
 * \brief ICMPv6 of a PvD-aware host: takes Router Advertisements for the node's PvdRegistry.
 *
 * It validates and decodes an RA once, whole, and hands it on (RFC 4861, section 6.1.2); it
 * solicits routers per interface (RFC 7559), detects duplicate addresses (RFC 4862, section 5.4),
 * resolves the addresses of neighbours and watches whether they answer (RFC 4861, section 7).
 * ICMPv6 that is not Neighbor Discovery is its base class's.
 */
class PvdIcmpv6L4Protocol
    : public PvdWithLookup<
          PvdIcmpv6L4Protocol,
          PvdWithDhcpv6<PvdWithDadTimeout<PvdIcmpv6L4Protocol,
                                          PvdWithTypeId<PvdIcmpv6L4Protocol, Icmpv6L4Protocol>>>>,
      public PvdNeighborTable
{
  public:
    /**
     * \brief Get the type ID.
     * \return the object TypeId
     */
    static TypeId GetTypeId();

    PvdIcmpv6L4Protocol();
    ~PvdIcmpv6L4Protocol() override;

    void NotifyNewAggregate() override;
    enum IpL4Protocol::RxStatus Receive(Ptr<Packet> p,
                                        const Ipv4Header& header,
                                        Ptr<Ipv4Interface> interface) override;
    enum IpL4Protocol::RxStatus Receive(Ptr<Packet> p,
                                        const Ipv6Header& header,
                                        Ptr<Ipv6Interface> interface) override;
    Ptr<NdiscCache> CreateCache(Ptr<NetDevice> device, Ptr<Ipv6Interface> interface) override;
    /// ns-3 asks for the link-layer address of a neighbour; see Icmpv6L4Protocol::Lookup.
    bool ResolveNeighbor(Ipv6Address neighbor,
                         Ptr<NetDevice> device,
                         Ptr<NdiscCache> cache,
                         Address* hardware);
    /// ns-3 has a packet for a neighbour; see Icmpv6L4Protocol::Lookup.
    bool ResolveNeighbor(Ptr<Packet> packet,
                         const Ipv6Header& header,
                         Ipv6Address neighbor,
                         Ptr<NetDevice> device,
                         Ptr<NdiscCache> cache,
                         Address* hardware);
    void ProbeNeighbor(uint32_t interface, const Ipv6Address& neighbor) override;
    void ConfirmNeighbor(uint32_t interface, const Ipv6Address& neighbor) override;
    /**
     * ns-3 wants to end its own duplicate address detection of an address; ours begins.
     * \param interface the interface
     * \param addr the address
     */
    void NotifyDadTimeout(Ipv6Interface* interface, Ipv6Address addr);

    /**
     * An interface has a new address. Up to ns-3.36 it is preferred at once, whatever a subclass
     * wants; our duplicate address detection begins as soon as that has happened.
     * \param interface interface index
     * \param address the address
     */
    void NotifyAddAddress(uint32_t interface, Ipv6Address address);

    /**
     * Whether the first Router Solicitation of an interface and the first Neighbor Solicitation for
     * an address are delayed at random. To be called before the interfaces are there.
     * \param enable false: they leave at once
     */
    void SetRandomDelays(bool enable);

    /// \param interface interface index \return its Router Solicitation
    Ptr<PvdRouterSolicitation> GetRouterSolicitation(uint32_t interface);
    /// \param interface interface index \return its duplicate address detection
    Ptr<PvdDuplicateAddressDetection> GetDuplicateAddressDetection(uint32_t interface);

    /**
     * Streams of the base class, then of each interface in turn. Interfaces that come later take
     * those that follow, so that with several nodes all interfaces should be there before.
     * \param stream first stream number
     * \return how many streams were taken
     */
    int64_t AssignStreams(int64_t stream);

    /// \param reason a reason \return how many messages other than RAs were dropped for it
    uint64_t GetDropCount(NdDropReason reason) const;
    /// \param reason a reason \return how many packets to neighbours were dropped for it
    uint64_t GetDropCount(NeighborDropReason reason) const;

    /// Signature of NdDropped: reason, ICMPv6 type, IPv6 source address.
    typedef void (*NdDroppedTracedCallback)(NdDropReason reason, uint8_t type, Ipv6Address source);
    /// Signature of NeighborDropped: reason, IPv6 header of the packet, interface index.
    typedef void (*NeighborDroppedTracedCallback)(NeighborDropReason reason,
                                                  const Ipv6Header& header,
                                                  uint32_t interface);
    /// Signature of NeighborReachability: interface index, neighbour, whether it answers.
    typedef void (*NeighborReachabilityTracedCallback)(uint32_t interface,
                                                       Ipv6Address neighbor,
                                                       bool isReachable);

  protected:
    void DoInitialize() override;
    void DoDispose() override;

  private:
    friend class PvdNeighborDiscovery;

    /// What the protocol keeps for an interface.
    struct Link
    {
        Ptr<Ipv6Interface> interface;            //!< ns-3's part
        Ptr<PvdRouterSolicitation> solicitation; //!< RFC 7559
        Ptr<PvdDuplicateAddressDetection> dad;   //!< RFC 4862
        std::unique_ptr<PvdNeighborDiscovery>
            discovery; //!< RFC 4861, section 7; null: no neighbours
    };

    Link& GetLink(uint32_t interface);
    int64_t AssignStreams(Link& link, uint32_t interface, int64_t stream);
    uint32_t GetIndex(Ptr<const Ipv6Interface> interface) const;

    void ReceiveRa(Ptr<const Packet> packet,
                   const Ipv6Header& header,
                   Ptr<Ipv6Interface> interface);
    /// \return true if a router is a default router in any PvD
    bool IsDefaultRouter(uint32_t index, const Ipv6Address& router) const;
    RaDropReason CheckRa(const Ipv6Header& header, Ptr<Ipv6Interface> interface) const;
    NdEnvelope GetEnvelope(const Ipv6Header& header) const;
    NdDropReason CheckOther(const Ipv6Header& header, Ptr<Ipv6Interface> interface);
    void UpdateNeighbor(const RouterAdvertisement& ra,
                        const Ipv6Address& router,
                        Ptr<Ipv6Interface> interface);
    /// \return what resolves the neighbours of a cache, or of a device; null after disposal
    PvdNeighborDiscovery* GetDiscovery(Ptr<NdiscCache> cache, Ptr<NetDevice> device);
    /// A neighbour has answered, or was given up.
    void NotifyNeighbor(uint32_t interface, const Ipv6Address& neighbor, bool isReachable);
    /// \param interface interface index \param neighbor address \return true if routes go over it
    bool IsNextHop(uint32_t interface, const Ipv6Address& neighbor) const;
    /// A packet to a neighbour cannot leave.
    void DropWaiting(const Ptr<Packet>& packet,
                     const Ipv6Header& header,
                     uint32_t interface,
                     NeighborDropReason reason);
    /// Up to ns-3.36 ns-3 begins address resolution; ours goes on with it. \param solicitation
    /// ns-3's \param source its source \return true if ours has sent one instead
    bool TakeOverSolicitation(Ptr<const Packet> solicitation, const Ipv6Address& source);
    void ReceiveRs(const Ipv6Header& header, Ptr<Ipv6Interface> interface);
    /// ns-3 takes it too, but knows only one path to a destination.
    NdDropReason ReceivePacketTooBig(const Ipv6Interface& interface);
    NdDropReason ReceiveRedirect(const Ipv6Header& header, Ptr<Ipv6Interface> interface);
    void ReceiveNs(Ptr<const Packet> packet,
                   const Ipv6Header& header,
                   Ptr<Ipv6Interface> interface);
    void ReceiveNa(Ptr<Ipv6Interface> interface);

    void TakeOverDad();
    void TestAddress(Ptr<Ipv6Interface> interface, Ipv6Address address);
    void TestAddresses(Ptr<Ipv6Interface> interface);
    void TestNewAddress(uint32_t interface, Ipv6Address address);
    Time SendDadNs(uint32_t interface, Ipv6Address address);
    void FinishDad(uint32_t interface, Ipv6Address address, bool unique);
    void SendRouterSolicitation(uint32_t interface);
    void SendOnLink(uint32_t interface,
                    Ptr<Packet> packet,
                    const Ipv6Address& source,
                    const Ipv6Address& destination);
    /// RFC 9131, section 6.1.1. \param sent how many were sent
    void AdvertiseAddress(uint32_t interface, Ipv6Address address, uint32_t sent);
    /// Give an echo reply or an error the Hop Limit that routers want. \param packet the message
    /// \param source its source
    void SetHopLimit(const Ptr<Packet>& packet, const Ipv6Address& source) const;
    /// RFC 4443, section 2.2: an error comes from where the packet went, and so from that PvD. ns-3
    /// sends it as anything new. \param error an ICMPv6 error \param destination of the error
    /// \param [in,out] source of the error \param [in,out] route of the error
    void SetSourceOfError(const Ptr<Packet>& error,
                          const Ipv6Address& destination,
                          Ipv6Address& source,
                          Ptr<Ipv6Route>& route) const;
    /// \return true if the interface has the address, but tentative or as a duplicate
    bool IsUnready(const Ipv6Address& address, Ptr<const Ipv6Interface> interface) const;
    /// \return true if the address is one of the node's and not tentative
    bool IsAssigned(const Ipv6Address& address) const;
    void NotifyInterfaceDown(uint32_t interface);
    /// Follow DHCP clients among the node's applications that are new.
    void FollowApplications();
    /// A router wants DHCPv6 to be used (RFC 4861, section 4.2).
    void StartDhcpv6(uint32_t index);
    /// \return true if a router of any PvD on the interface has M set
    bool IsManaged(uint32_t index) const;
    /// ns-3 sends RAs and Redirects with Hop Limit 64.
    void WarnOfHopLimit(const Ipv6Header& header);
    void SendDown(Ptr<Packet> packet,
                  Ipv6Address source,
                  Ipv6Address destination,
                  uint8_t protocol,
                  Ptr<Ipv6Route> route);

    Ptr<PvdRegistry> m_registry;   //!< the node's PvDs
    std::vector<Link> m_links;     //!< by interface index
    std::vector<uint8_t> m_octets; //!< the message being looked at
    int64_t m_nextStream{-1};      //!< for interfaces to come, or -1
    bool m_dad{true};              //!< attribute DAD of the base as the user set it
    bool m_randomDelays{true};     //!< delay the first solicitations
    bool m_dadTakenOver{false};    //!< and whether it was read
    bool m_soliciting{false};      //!< a Router Solicitation of ours is on its way down
    bool m_acceptLowHopLimit;      //!< attribute
    bool m_warned{false};          //!< of a low Hop Limit
    uint32_t m_followed{0};        //!< applications that were looked at for DHCP clients
    bool m_acceptStockDad;         //!< attribute
    bool m_advertiseNew;           //!< attribute
    bool m_isFragmented{false};    //!< the message being looked at had a Fragment header
    bool m_isTruncated{false};     //!< its Payload Length says more than arrived
    PvdMapOnDemand<NdDropReason, uint64_t> m_drops;                 //!< per reason
    PvdMapOnDemand<NeighborDropReason, uint64_t> m_neighborDrops;   //!< per reason
    TracedCallback<NdDropReason, uint8_t, Ipv6Address> m_ndDropped; //!< see GetTypeId
    TracedCallback<NeighborDropReason, const Ipv6Header&, uint32_t> m_neighborDropped; //!< likewise
    TracedCallback<uint32_t, Ipv6Address, bool> m_neighborReachability;                //!< likewise
};

} // namespace ns3

#endif /* PVD_ICMPV6_L4_PROTOCOL_H */
