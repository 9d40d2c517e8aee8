/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-first-octets.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// The IPv6 header (RFC 8200, section 3): its length, and where its fields stand.
constexpr std::size_t IPV6_HEADER = 40;
constexpr std::size_t PAYLOAD_LENGTH = 4;
constexpr std::size_t NEXT_HEADER = 6;
constexpr std::size_t SOURCE = 8;
constexpr std::size_t DESTINATION = 24;
constexpr std::size_t ADDRESS = 16;
constexpr uint8_t VERSION = 6;

/// Where the flags of a TCP header stand behind an IPv6 header, and SYN among them (RFC 9293).
constexpr std::size_t TCP_FLAGS = IPV6_HEADER + 13;
constexpr uint8_t TCP_SYN = 0x02;

/// Values of Next Header.
constexpr uint8_t TCP = 6;
constexpr uint8_t ICMPV6 = 58;

/// The first octet of a multicast address, and the widest scope that ends within its node.
constexpr uint8_t MULTICAST = 0xff;
constexpr uint8_t SCOPE = 0x0f;
constexpr uint8_t INTERFACE_LOCAL = 1;

bool
IsLoopback(const uint8_t* address)
{
    return address[ADDRESS - 1] == 1 &&
           std::all_of(address, address + ADDRESS - 1, [](uint8_t octet) { return octet == 0; });
}

} // namespace

PvdFirstOctets::PvdFirstOctets(const std::array<uint8_t, SIZE>& octets, std::size_t arrived)
    : m_octets(octets),
      m_arrived(arrived)
{
}

PvdPacketDropReason
PvdFirstOctets::Check() const
{
    if (m_arrived < IPV6_HEADER)
    {
        return PvdPacketDropReason::NO_HEADER;
    }
    if (m_octets[0] >> 4 != VERSION)
    {
        return PvdPacketDropReason::VERSION;
    }
    if (m_octets[SOURCE] == MULTICAST)
    {
        return PvdPacketDropReason::MULTICAST_SOURCE;
    }
    const std::size_t payload = m_octets[PAYLOAD_LENGTH] << 8 | m_octets[PAYLOAD_LENGTH + 1];
    return m_arrived < IPV6_HEADER + payload ? PvdPacketDropReason::PAYLOAD_LENGTH
                                             : PvdPacketDropReason::NONE;
}

bool
PvdFirstOctets::HasNodeLocalAddress() const
{
    const bool isNodeLocalGroup = m_octets[DESTINATION] == MULTICAST &&
                                  (m_octets[DESTINATION + 1] & SCOPE) <= INTERFACE_LOCAL;
    return isNodeLocalGroup || IsLoopback(&m_octets[SOURCE]) || IsLoopback(&m_octets[DESTINATION]);
}

bool
PvdFirstOctets::HasLinkLocalSource() const
{
    return m_octets[SOURCE] == 0xfe && (m_octets[SOURCE + 1] & 0xc0) == 0x80;
}

bool
PvdFirstOctets::MayBegin() const
{
    const uint8_t next = GetNextHeader();
    return next != ICMPV6 && (next != TCP || (m_octets[TCP_FLAGS] & TCP_SYN) != 0);
}

uint8_t
PvdFirstOctets::GetNextHeader() const
{
    return m_octets[NEXT_HEADER];
}

Ipv6Octets
PvdFirstOctets::GetSource() const
{
    Ipv6Octets source;
    std::copy_n(m_octets.begin() + SOURCE, source.size(), source.begin());
    return source;
}

} // namespace ns3
