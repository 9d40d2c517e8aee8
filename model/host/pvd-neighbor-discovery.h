/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_NEIGHBOR_DISCOVERY_H
#define PVD_NEIGHBOR_DISCOVERY_H

#include "pvd-ndisc-cache.h"
#include "pvd-on-demand.h"

#include "ns3/event-id.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-interface.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace ns3
{

class PvdIcmpv6L4Protocol;
class PvdIpv6Interface;

/**
 * \ingroup pvd-host
 * \brief Address resolution and Neighbor Unreachability Detection of one interface: RFC 4861,
 * section 7. Internal to PvdIcmpv6L4Protocol.
 *
 * PvdNeighborStateMachine decides; here are the timers, the queues and the messages. All messages
 * that are handed in were checked by CheckIcmpv6Message.
 */
class PvdNeighborDiscovery
{
  public:
    /**
     * \param protocol the node's ICMPv6, which has this object
     * \param index interface index
     * \param interface ns-3's interface
     * \param state link parameters of the interface
     * \param cache its neighbour cache
     */
    PvdNeighborDiscovery(PvdIcmpv6L4Protocol& protocol,
                         uint32_t index,
                         Ptr<Ipv6Interface> interface,
                         Ptr<PvdIpv6Interface> state,
                         Ptr<PvdNdiscCache> cache);
    ~PvdNeighborDiscovery();

    PvdNeighborDiscovery(const PvdNeighborDiscovery&) = delete;
    PvdNeighborDiscovery& operator=(const PvdNeighborDiscovery&) = delete;

    /**
     * A packet is about to be sent to a neighbour.
     * \param packet the packet without its IPv6 header; it may be kept
     * \param header its IPv6 header
     * \param neighbor the next hop
     * \param [out] hardware the link-layer address
     * \return false if the packet waits until the link-layer address is known, or was dropped
     */
    bool Resolve(const Ptr<Packet>& packet,
                 const Ipv6Header& header,
                 const Ipv6Address& neighbor,
                 Address& hardware);
    /// The same without a packet. \param neighbor the next hop \param [out] hardware its address
    /// \return true if the link-layer address is known
    bool Resolve(const Ipv6Address& neighbor, Address& hardware);

    /**
     * A Neighbor Solicitation for an address of the interface that is not tentative.
     * \param octets the message
     * \param source its IPv6 source address
     */
    void ReceiveSolicitation(const std::vector<uint8_t>& octets, const Ipv6Address& source);
    /**
     * A Neighbor Solicitation for an address that the interface does not have. If it is an anycast
     * address of this router, the answer follows at random within a second (section 7.2.7).
     * \param octets the message
     * \param source its IPv6 source address
     */
    void ReceiveAnycastSolicitation(const std::vector<uint8_t>& octets, const Ipv6Address& source);
    /**
     * A Neighbor Advertisement.
     * \param octets the message
     * \return true if a neighbour that is known has said that it is no router
     */
    bool ReceiveAdvertisement(const std::vector<uint8_t>& octets);

    /**
     * Another message has the link-layer address of a neighbour.
     * \param neighbor its address
     * \param hardware its link-layer address
     * \param isRouter what its IsRouter flag becomes; nothing: it stays, or is false in a new entry
     */
    void Learn(const Ipv6Address& neighbor,
               const Address& hardware,
               const std::optional<bool>& isRouter);

    /**
     * Go on with the address resolution that ns-3 has begun for a packet that waits.
     * \param neighbor a neighbour
     * \param source the source address of ns-3's solicitation
     * \return false if ns-3 has begun none here
     */
    bool TakeOver(const Ipv6Address& neighbor, const Ipv6Address& source);
    /**
     * ns-3 looks an entry up, on releases where it does so for each packet to a neighbour. What it
     * does with the entry is seen once it has done it.
     * \param neighbor the entry
     */
    void NotifyLookup(PvdNeighbor& neighbor);

    /// \see PvdNeighborTable::ProbeNeighbor
    void Probe(const Ipv6Address& neighbor);
    /// \see PvdNeighborTable::ConfirmNeighbor
    void Confirm(const Ipv6Address& neighbor);

    /**
     * Send an unsolicited Neighbor Advertisement.
     * \param target an address of the interface
     * \param destination where to
     * \param overrides the O flag
     */
    void Advertise(const Ipv6Address& target, const Ipv6Address& destination, bool overrides);

  private:
    static constexpr uint16_t ETHERTYPE_IPV6 = 0x86dd; //!< RFC 2464, section 3

    /// Packets without their IPv6 headers, and these.
    using WaitingPackets = std::list<NdiscCache::Ipv6PayloadHeaderPair>;

    /// How a link-layer address compares with that of an entry.
    static PvdLinkLayerAddress Compare(const PvdNeighbor& neighbor, const Address& hardware);
    /// \return the link-layer address in a message, or an invalid one
    Address GetAddress(const std::vector<uint8_t>& octets) const;
    /// \return a new entry; where there is no room, another neighbour makes some
    PvdNeighbor* Add(const Ipv6Address& address);
    /// Remove the least useful neighbour if there are too many. \param limit how many there may be
    /// before one is added; 0: any number \param kept one that stays
    void MakeRoom(uint32_t limit, const Ipv6Address& kept);
    /// Do what a step says. The entry may be gone afterwards.
    void Apply(PvdNeighbor& neighbor, const PvdNeighborStep& step, const Address& hardware);
    /// Begin a state: its timer and counter.
    void Enter(PvdNeighbor& neighbor, PvdNeighborState state);
    void StartTimer(PvdNeighbor& neighbor, const Time& delay);
    void Expire(PvdNeighbor* neighbor);
    void GiveUp(PvdNeighbor& neighbor);
    /// Follow what ns-3 has done with an entry that was looked up. The entry may be gone
    /// afterwards.
    void Settle(PvdNeighbor* neighbor);
    /// Drop those packets that wait and have no room. The entry may be gone afterwards.
    void SettleQueue(PvdNeighbor& neighbor);
    /// Keep a packet until the link-layer address is known. \return those that have no room
    WaitingPackets Queue(PvdNeighbor& neighbor,
                         const Ptr<Packet>& packet,
                         const Ipv6Header& header);
    /// Send a solicitation, multicast or unicast, and begin RetransTimer.
    void Solicit(PvdNeighbor& neighbor, const Ipv6Address& preferred);
    /// \return a source address for a solicitation; "::" if there is none
    Ipv6Address GetSource(const Ipv6Address& target, const Ipv6Address& preferred) const;
    bool IsUsable(const Ipv6Address& address) const;

    /// Solicitations for anycast addresses, which are answered together.
    struct AnycastAnswers
    {
        /// Target, and the link-layer address of the neighbour if it gave it, by neighbour.
        std::map<Ipv6Address, std::pair<Ipv6Address, Address>> targets;
        EventId due; //!< when
    };

    void AnswerAnycast();
    /// Send a solicited advertisement. \param packet the message \param source its IPv6 source
    /// \param destination the neighbour \param hardware its link-layer address, if it gave it
    void Answer(const Ptr<Packet>& packet,
                const Ipv6Address& source,
                const Ipv6Address& destination,
                const Address& hardware);
    Ptr<Packet> MakeAdvertisement(const Ipv6Address& target,
                                  const Ipv6Address& source,
                                  const Ipv6Address& destination,
                                  bool solicited,
                                  bool overrides) const;
    Time GetReachableTime() const;
    Time GetRetransTimer() const;

    PvdIcmpv6L4Protocol& m_protocol;       //!< sends
    Ptr<Ipv6Interface> m_interface;        //!< ns-3's interface
    Ptr<PvdIpv6Interface> m_state;         //!< link parameters
    Ptr<PvdNdiscCache> m_cache;            //!< the neighbours
    uint32_t m_index;                      //!< interface index
    PvdOnDemand<AnycastAnswers> m_anycast; //!< what is to be answered
};

} // namespace ns3

#endif /* PVD_NEIGHBOR_DISCOVERY_H */
