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
    // Written out, so that the compiler sees that it is one instruction.
    return static_cast<uint64_t>(octets[0]) << 56 | static_cast<uint64_t>(octets[1]) << 48 |
           static_cast<uint64_t>(octets[2]) << 40 | static_cast<uint64_t>(octets[3]) << 32 |
           static_cast<uint64_t>(octets[4]) << 24 | static_cast<uint64_t>(octets[5]) << 16 |
           static_cast<uint64_t>(octets[6]) << 8 | octets[7];
}

/// The way back.
void
WriteWord(uint8_t* octets, uint64_t word)
{
    octets[0] = word >> 56;
    octets[1] = word >> 48;
    octets[2] = word >> 40;
    octets[3] = word >> 32;
    octets[4] = word >> 24;
    octets[5] = word >> 16;
    octets[6] = word >> 8;
    octets[7] = word;
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
    WriteWord(octets, words[0]);
    WriteWord(octets + 8, words[1]);
    return Ipv6Address(octets);
}

} // namespace ns3
