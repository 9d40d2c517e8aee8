/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-bits.h"

#include <cstring>
#include <iterator>

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

/// Gives the octets of an address by the pointer to them.
template <auto Octets>
struct Reach
{
    friend const uint8_t* GetOctets(const Ipv6Address& address)
    {
        return std::data(address.*Octets);
    }
};

const uint8_t* GetOctets(const Ipv6Address& address);

// ns-3 copies the octets of an address, and writes so to its log. What is done twice for each
// packet reads them where they are, which C++ allows to who names the private member in an explicit
// instantiation.
template struct Reach<&Ipv6Address::m_address>;

} // namespace

PvdIpv6Bits::PvdIpv6Bits(const Ipv6Address& address)
{
    std::memcpy(words, GetOctets(address), sizeof(words));
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
