/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FIRST_OCTETS_H
#define PVD_FIRST_OCTETS_H

#include "pvd-nd-option.h"
#include "pvd-packet-drop-reason.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace ns3
{

/**
 * \ingroup pvd-wire
 * \brief The IPv6 header of a received packet as it came, and what follows it up to the flags of a
 * TCP header: what a host looks at before it takes a packet.
 */
class PvdFirstOctets
{
  public:
    /// How many octets there are.
    static constexpr std::size_t SIZE = 54;

    /**
     * \param octets the first octets of the packet, zeros where it has fewer
     * \param arrived how many octets the packet has
     */
    PvdFirstOctets(const std::array<uint8_t, SIZE>& octets, std::size_t arrived);

    /// \return NONE, or why no node may take the packet; PAYLOAD_LENGTH, where nothing else is
    /// wrong, if there is less than its Payload Length says
    PvdPacketDropReason Check() const;
    /// \return true if source or destination may not be on a link (RFC 4291, sections 2.5.3 and
    /// 2.7)
    bool HasNodeLocalAddress() const;
    /// \return true if the source address is link-local
    bool HasLinkLocalSource() const;
    /// \return true if the packet begins a conversation, as far as one can see: all but ICMPv6,
    /// and but a TCP segment without SYN, might be answered to its source without a limit
    bool MayBegin() const;

    /// \return the value of Next Header
    uint8_t GetNextHeader() const;
    /// \return the source address
    Ipv6Octets GetSource() const;

  private:
    const std::array<uint8_t, SIZE>& m_octets; //!< the first octets
    std::size_t m_arrived;                     //!< octets of the packet
};

} // namespace ns3

#endif /* PVD_FIRST_OCTETS_H */
