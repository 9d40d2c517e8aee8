/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-bits.h"

namespace ns3
{

PvdIpv6Bits::PvdIpv6Bits(const Ipv6Address& address)
{
    uint8_t octets[16];
    address.GetBytes(octets);
    for (unsigned i = 0; i < sizeof(octets); ++i)
    {
        words[i / 8] = words[i / 8] << 8 | octets[i];
    }
}

Ipv6Address
PvdIpv6Bits::ToAddress() const
{
    uint8_t octets[16];
    for (unsigned i = 0; i < sizeof(octets); ++i)
    {
        octets[i] = words[i / 8] >> (56 - i % 8 * 8);
    }
    return Ipv6Address(octets);
}

} // namespace ns3
