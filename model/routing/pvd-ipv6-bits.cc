/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-bits.h"

#include <cstring>

namespace ns3
{

namespace
{

/// \return a number with its octets in the order of the network, or the other way round
uint64_t
Turn(uint64_t word)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return word;
#else
    return __builtin_bswap64(word);
#endif
}

} // namespace

PvdIpv6Bits::PvdIpv6Bits(const Ipv6Address& address)
{
    uint8_t octets[16];
    address.GetBytes(octets);
    std::memcpy(words, octets, sizeof(octets));
    words[0] = Turn(words[0]);
    words[1] = Turn(words[1]);
}

Ipv6Address
PvdIpv6Bits::ToAddress() const
{
    const uint64_t turned[] = {Turn(words[0]), Turn(words[1])};
    uint8_t octets[16];
    std::memcpy(octets, turned, sizeof(octets));
    return Ipv6Address(octets);
}

} // namespace ns3
