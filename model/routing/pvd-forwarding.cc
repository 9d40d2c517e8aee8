/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-forwarding.h"

namespace ns3
{

namespace
{

/// Prefixes of 127 bits have no anycast address (RFC 6164), so that the last two bits are 0.
constexpr uint8_t LONGEST_ANYCAST_PREFIX = 126;
constexpr uint8_t ANYCAST_ZEROS = 3;

/// \return the Subnet-Router anycast address of the prefix of an own address; "::" if it has none
Ipv6Address
GetAnycast(const Ipv6InterfaceAddress& own)
{
    const bool isReady = own.GetState() != Ipv6InterfaceAddress::TENTATIVE &&
                         own.GetState() != Ipv6InterfaceAddress::TENTATIVE_OPTIMISTIC &&
                         own.GetState() != Ipv6InterfaceAddress::INVALID;
    Ipv6Address address = own.GetAddress();
    return isReady && !address.IsLinkLocal() &&
                   own.GetPrefix().GetPrefixLength() <= LONGEST_ANYCAST_PREFIX
               ? address.CombinePrefix(own.GetPrefix())
               : Ipv6Address::GetAny();
}

} // namespace

bool
IsPvdRouter(const Ipv6& ipv6)
{
    // ns-3 makes the loopback interface first, and lets it forward.
    bool isRouter = false;
    for (uint32_t i = 1; i < ipv6.GetNInterfaces() && !isRouter; ++i)
    {
        isRouter = ipv6.IsForwarding(i);
    }
    return isRouter;
}

bool
IsBeyondLink(const Ipv6Address& group)
{
    constexpr uint8_t LINK_LOCAL_SCOPE = 2;
    uint8_t octets[16];
    group.GetBytes(octets);
    return (octets[1] & 0xf) > LINK_LOCAL_SCOPE;
}

std::optional<Ipv6Address>
FindAnycastOwner(const Ipv6& ipv6, uint32_t interface, const Ipv6Address& address)
{
    std::optional<Ipv6Address> owner;
    const bool isRouter = ipv6.IsForwarding(interface) && !address.IsAny();
    for (uint32_t i = 0; isRouter && i < ipv6.GetNAddresses(interface); ++i)
    {
        const Ipv6InterfaceAddress own = ipv6.GetAddress(interface, i);
        if (own.GetAddress() == address)
        {
            return std::nullopt;
        }
        if (!owner && GetAnycast(own) == address)
        {
            owner = own.GetAddress();
        }
    }
    return owner;
}

std::optional<Ipv6Address>
FindAnycastOwner(const Ipv6& ipv6, const Ipv6Address& address)
{
    // Called for every packet: most destinations are no such address.
    uint8_t octets[16];
    address.GetBytes(octets);
    std::optional<Ipv6Address> owner;
    for (uint32_t i = 1; !(octets[15] & ANYCAST_ZEROS) && i < ipv6.GetNInterfaces() && !owner; ++i)
    {
        owner = FindAnycastOwner(ipv6, i, address);
    }
    return owner;
}

bool
IsAnycastGroup(const Ipv6& ipv6, uint32_t interface, const Ipv6Address& group)
{
    bool isAnycast = false;
    for (uint32_t i = 0; group.IsSolicitedMulticast() && i < ipv6.GetNAddresses(interface); ++i)
    {
        const Ipv6InterfaceAddress own = ipv6.GetAddress(interface, i);
        if (Ipv6Address::MakeSolicitedAddress(own.GetAddress()) == group)
        {
            return false;
        }
        const Ipv6Address anycast = GetAnycast(own);
        isAnycast = isAnycast || (Ipv6Address::MakeSolicitedAddress(anycast) == group &&
                                  FindAnycastOwner(ipv6, interface, anycast));
    }
    return isAnycast;
}

} // namespace ns3
