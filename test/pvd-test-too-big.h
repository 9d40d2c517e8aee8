/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_TOO_BIG_H
#define PVD_TEST_TOO_BIG_H

#include "pvd-test-messages.h"

#include "ns3/ipv6-address.h"

#include <algorithm>
#include <cstdint>

/**
 * \file
 * \ingroup pvd-test
 * What a router says of a packet that its next link does not take.
 */

namespace ns3
{
namespace pvdtest
{

/// \param mtu octets \param source of the packet \param destination of the same
/// \return a Packet Too Big that quotes a UDP packet
inline Octets
TooBig(uint32_t mtu, const Ipv6Address& source, const Ipv6Address& destination)
{
    Octets octets(96);
    octets[0] = 2;
    for (int i = 0; i < 4; ++i)
    {
        octets[4 + i] = mtu >> (24 - 8 * i) & 0xff;
    }
    octets[8] = 0x60;
    octets[14] = 17; // UDP
    octets[15] = 64;
    const Ipv6Octets from = ToOctets(source);
    const Ipv6Octets to = ToOctets(destination);
    std::copy(from.begin(), from.end(), octets.begin() + 16);
    std::copy(to.begin(), to.end(), octets.begin() + 32);
    return octets;
}

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_TOO_BIG_H */
