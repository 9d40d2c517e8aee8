/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_REASSEMBLY_H
#define PVD_REASSEMBLY_H

#include "pvd-extension-headers.h"

#include "ns3/event-id.h"
#include "ns3/ipv6-header.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"

#include <functional>
#include <list>
#include <map>
#include <tuple>

namespace ns3
{

/// What a host keeps of packets of which fragments are missing.
struct PvdReassemblyLimits
{
    uint32_t packets{64};      //!< how many packets
    uint32_t octets{262144};   //!< of all fragments together
    Time timeout{Seconds(60)}; //!< after the fragment that came first (RFC 8200, section 4.5)
};

/**
 * \ingroup pvd-host
 * \brief Puts fragments together (RFC 8200, section 4.5).
 *
 * Fragments belong together that have source, destination and identification in common. If two
 * overlap, all of that packet are discarded, those included that come later (RFC 5722); an exact
 * duplicate changes nothing. If there is no room, the packets that began first are discarded.
 */
class PvdReassembly
{
  public:
    /// A fragment as it was received.
    struct Received
    {
        Ptr<Packet> payload;  //!< all after the IPv6 header
        Ipv6Header header;    //!< its IPv6 header
        PvdFragment fragment; //!< its Fragment header
    };

    /// A packet of which all fragments are there.
    struct Whole
    {
        Ptr<Packet>
            payload; //!< the first fragment's headers, its Fragment header included, and all data
        Received first;        //!< the first fragment
        uint16_t fragments{0}; //!< how many there were
    };

    /**
     * A packet was given up.
     * \param reason OVERLAP, REASSEMBLY_TIMEOUT or REASSEMBLY_LIMIT
     * \param any one of its fragments: the first one if it is there
     */
    using GivenUp = std::function<void(PvdPacketDropReason reason, const Received& any)>;

    PvdReassembly() = default;
    PvdReassembly(const PvdReassembly&) = delete;
    PvdReassembly& operator=(const PvdReassembly&) = delete;
    ~PvdReassembly();

    /// \param limits what to keep from now on \param givenUp what to call
    void Set(const PvdReassemblyLimits& limits, const GivenUp& givenUp);

    /**
     * Take a fragment that has passed the checks of WalkExtensionHeaders.
     * \param received the fragment
     * \return the packet, if this was the last fragment that was missing
     */
    std::optional<Whole> Add(const Received& received);

  private:
    /// Source, destination, identification.
    using Key = std::tuple<Ipv6Address, Ipv6Address, uint32_t>;

    /// A packet of which fragments are missing.
    struct Incomplete
    {
        std::map<uint32_t, Ptr<Packet>> parts; //!< data of the fragments, by offset
        Received any;                          //!< the first fragment if it is there
        uint32_t octets{0};                    //!< of all parts together
        uint32_t length{0};                    //!< of all that is to come together; 0: not known
        bool isDiscarded{false};               //!< fragments overlapped
        EventId timeout;                       //!< gives it up
        std::list<Key>::iterator age;          //!< where it stands in m_order
    };

    Incomplete& Find(const Key& key, const Received& received);
    /// \return false if the fragment contradicts those that are there
    bool Fits(const Incomplete& packet, uint32_t begin, uint32_t end, bool more) const;
    /// \return what a packet takes of the limit, octets
    static uint32_t GetCost(const Incomplete& packet);
    void Discard(Incomplete& packet);
    void Remove(const Key& key);
    void GiveUp(const Key& key, PvdPacketDropReason reason);
    void MakeRoom(const Key& keep);

    PvdReassemblyLimits m_limits;        //!< what to keep
    GivenUp m_givenUp;                   //!< what to call
    std::map<Key, Incomplete> m_packets; //!< that are not whole
    std::list<Key> m_order;              //!< of them, the one that began first in front
    uint32_t m_octets{0};                //!< of all their parts
};

} // namespace ns3

#endif /* PVD_REASSEMBLY_H */
