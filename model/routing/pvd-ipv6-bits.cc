/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-bits.h"

namespace ns3
{

namespace
{

/// \return the number that eight octets are in network order
uint64_t
ReadWord(const uint8_t* octets)
{
    uint64_t word = 0;
    for (unsigned i = 0; i < sizeof(word); ++i)
    {
        word = word << 8 | octets[i]; // one instruction, once compiled
    }
    return word;
}

} // namespace

PvdIpv6Bits::PvdIpv6Bits(const Ipv6Address& address)
{
    uint8_t octets[16];
    address.GetBytes(octets);
    words[0] = ReadWord(octets);
    words[1] = ReadWord(octets + 8);
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
