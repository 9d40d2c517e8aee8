/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-bits.h"

#include <cstring>

namespace ns3
{

Ipv6Address
PvdIpv6Bits::ToAddress() const
{
    const uint64_t turned[] = {pvdbits::Turn(words[0]), pvdbits::Turn(words[1])};
    uint8_t octets[16];
    std::memcpy(octets, turned, sizeof(octets));
    return Ipv6Address(octets);
}

} // namespace ns3
