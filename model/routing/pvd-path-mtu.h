/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_PATH_MTU_H
#define PVD_PATH_MTU_H

#include "pvd-ipv6-bits.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief Path MTUs (RFC 8201) by destination and source. Internal to PvdIpv6Routing.
 *
 * ns-3 keeps one for each destination, though packets of another PvD go another way there. Here
 * each source has its own, and ns-3 is told that of a packet's source just before it goes.
 */
class PvdPathMtu
{
  public:
    /// How many are kept; and for how many destinations ns-3, which has no limit of its own, gets
    /// an MTU of the link below that of its device. Packets to others are cut for the device.
    static constexpr std::size_t LIMIT = 1024;
    /// ns-3 believes what it is told for longer than this, seconds.
    static constexpr int64_t TELL_AGAIN = 240;
    /// For how long one is believed (RFC 8201, section 4), seconds.
    static constexpr int64_t LIFETIME = 600;

    /// \param ipv6 the node's IPv6
    explicit PvdPathMtu(Ptr<Ipv6L3Protocol> ipv6);

    /**
     * A packet was too big.
     * \param destination where it went
     * \param source its source
     * \param mtu what it should have been at most, octets
     * \return false if there are too many
     */
    bool Set(const PvdIpv6Bits& destination, const PvdIpv6Bits& source, uint32_t mtu);

    /// How big a packet may be on a link.
    struct Link
    {
        uint32_t mtu;       //!< as routers say, octets
        uint32_t deviceMtu; //!< of its device, octets
    };

    /**
     * A packet is about to go: tell ns-3, unless it fits in any case.
     * \param destination where to
     * \param source its source
     * \param link its link
     * \param packet the packet without its IPv6 header, perhaps without that of its protocol; null
     * if it is not known yet
     */
    void Apply(const PvdIpv6Bits& destination,
               const PvdIpv6Bits& source,
               const Link& link,
               const Ptr<const Packet>& packet);

  private:
    /// Destination and source.
    using Key = std::pair<PvdIpv6Bits, PvdIpv6Bits>;

    /// What ns-3 was told of a destination.
    struct Told
    {
        uint32_t mtu{0}; //!< octets
        Time time;       //!< when: ns-3 forgets it
    };

    /// What is known of a path.
    struct Entry
    {
        uint32_t mtu; //!< octets
        Time end;     //!< not believed any more
    };

    /// Forget what is not believed any more, and what ns-3 has forgotten.
    void RemoveEnded();

    Ptr<Ipv6L3Protocol> m_ipv6;            //!< the node's IPv6
    std::map<Key, Entry> m_entries;        //!< by path
    std::map<PvdIpv6Bits, Told> m_applied; //!< by destination
};

} // namespace ns3

#endif /* PVD_PATH_MTU_H */
