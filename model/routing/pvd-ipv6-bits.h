/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_IPV6_BITS_H
#define PVD_IPV6_BITS_H

#include "ns3/ipv6-address.h"

#include <cstdint>
#include <cstring>
#include <iterator>

namespace ns3
{

namespace pvdbits
{

/// \return a number with its octets in the order of the network, or the other way round
inline uint64_t
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
    /// \param address an address \return its 16 octets, in the order of the network
    friend const uint8_t* GetOctets(const Ipv6Address& address)
    {
        return std::data(address.*Octets);
    }
};

const uint8_t* GetOctets(const Ipv6Address& address);

// ns-3 copies the octets of an address, and writes so to its log. What is done for each packet
// reads them where they are, which C++ allows to who names the private member in an explicit
// instantiation.
template struct Reach<&Ipv6Address::m_address>;

} // namespace pvdbits

/**
 * \ingroup pvd-routing
 * \brief An IPv6 address as 128 bits, for what is done with it often: comparing prefixes.
 */
struct PvdIpv6Bits
{
    uint64_t words[2]{0, 0}; //!< the first 64 bits, and the others

    PvdIpv6Bits() = default;

    /// \param address an address; an explicit conversion, because it takes time
    explicit PvdIpv6Bits(const Ipv6Address& address)
    {
        std::memcpy(words, pvdbits::GetOctets(address), sizeof(words));
        words[0] = pvdbits::Turn(words[0]);
        words[1] = pvdbits::Turn(words[1]);
    }

    /// \return the address
    Ipv6Address ToAddress() const;

    /// \param i place of a bit, 0..127 \return the bit
    unsigned GetBit(unsigned i) const
    {
        return words[i >> 6] >> (63 - (i & 63)) & 1;
    }

    /// \param length 0..128 \return the bits up to that length; the others are 0
    PvdIpv6Bits GetPrefix(unsigned length) const
    {
        PvdIpv6Bits prefix;
        prefix.words[0] = length >= 64 ? words[0] : words[0] & ~(~UINT64_C(0) >> length);
        prefix.words[1] = length >= 128  ? words[1]
                          : length <= 64 ? 0
                                         : words[1] & ~(~UINT64_C(0) >> (length - 64));
        return prefix;
    }

    /// \return how many bits at the beginning are the same, 0..128
    unsigned GetCommonLength(const PvdIpv6Bits& other) const
    {
        const uint64_t first = words[0] ^ other.words[0];
        if (first != 0)
        {
            return __builtin_clzll(first);
        }
        const uint64_t second = words[1] ^ other.words[1];
        return second != 0 ? 64 + __builtin_clzll(second) : 128;
    }

    /// \return true for "::"
    bool IsZero() const
    {
        return (words[0] | words[1]) == 0;
    }

    /// \return true for ff00::/8
    bool IsMulticast() const
    {
        return words[0] >> 56 == 0xff;
    }

    /// \return true for fe80::/10
    bool IsLinkLocal() const
    {
        return words[0] >> 54 == 0xfe80 >> 6;
    }

    /// \return true for ::1
    bool IsLoopback() const
    {
        return words[0] == 0 && words[1] == 1;
    }

    /// \return true if all bits are the same
    bool operator==(const PvdIpv6Bits& other) const
    {
        return words[0] == other.words[0] && words[1] == other.words[1];
    }

    /// \return true if this one comes first, read as a number
    bool operator<(const PvdIpv6Bits& other) const
    {
        return words[0] != other.words[0] ? words[0] < other.words[0] : words[1] < other.words[1];
    }
};

} // namespace ns3

#endif /* PVD_IPV6_BITS_H */
