/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-nd-option.h"

#include <algorithm>
#include <functional>

namespace ns3
{

namespace
{

constexpr std::size_t GROUPS = 8; //!< 16-bit groups of an address

/// A run of groups that are zero.
struct ZeroRun
{
    std::size_t first{GROUPS}; //!< its first group
    std::size_t size{0};       //!< how many groups
};

uint16_t
GetGroup(const Ipv6Octets& address, std::size_t index)
{
    return static_cast<uint16_t>(address[2 * index] << 8 | address[2 * index + 1]);
}

/// \return the run that "::" stands for: the longest, the first of equals, never a single group
/// (RFC 5952, sections 4.2.2 and 4.2.3)
ZeroRun
FindZeroRun(const Ipv6Octets& address)
{
    ZeroRun best;
    std::size_t first = 0;
    for (std::size_t i = 0; i < GROUPS; ++i)
    {
        if (GetGroup(address, i) != 0)
        {
            first = i + 1;
        }
        else if (i + 1 - first > std::max<std::size_t>(best.size, 1))
        {
            best.first = first;
            best.size = i + 1 - first;
        }
    }
    return best;
}

void
AppendHex(std::string& text, uint16_t group)
{
    static const char digits[] = "0123456789abcdef";
    bool started = false;
    for (int shift = 12; shift >= 0; shift -= 4)
    {
        const unsigned digit = group >> shift & 0xf;
        started = started || digit != 0 || shift == 0;
        if (started)
        {
            text += digits[digit];
        }
    }
}

/// \return true for ::ffff:0:0/96, whose last 32 bits RFC 5952, section 5, shows as IPv4
bool
IsIpv4Mapped(const Ipv6Octets& address)
{
    return std::all_of(address.begin(), address.begin() + 10, [](uint8_t o) { return o == 0; }) &&
           address[10] == 0xff && address[11] == 0xff;
}

} // namespace

int
GetRank(RouterPreference preference)
{
    switch (preference)
    {
    case RouterPreference::HIGH:
        return 1;
    case RouterPreference::LOW:
        return -1;
    case RouterPreference::MEDIUM:
        break;
    }
    return 0;
}

const char*
ToString(RouterPreference preference)
{
    switch (preference)
    {
    case RouterPreference::HIGH:
        return "high";
    case RouterPreference::LOW:
        return "low";
    case RouterPreference::MEDIUM:
        break;
    }
    return "medium";
}

bool
operator==(const SourceLinkLayerAddressOption& a, const SourceLinkLayerAddressOption& b)
{
    return a.address == b.address;
}

bool
operator==(const PrefixInformationOption& a, const PrefixInformationOption& b)
{
    return a.prefixLength == b.prefixLength && a.onLink == b.onLink &&
           a.autonomous == b.autonomous && a.routerAddress == b.routerAddress &&
           a.pdPreferred == b.pdPreferred && a.validLifetime == b.validLifetime &&
           a.preferredLifetime == b.preferredLifetime && a.prefix == b.prefix &&
           a.interfaceId == b.interfaceId;
}

bool
operator==(const MtuOption& a, const MtuOption& b)
{
    return a.mtu == b.mtu;
}

bool
operator==(const RouteInformationOption& a, const RouteInformationOption& b)
{
    return a.length == b.length && a.prefixLength == b.prefixLength &&
           a.preference == b.preference && a.lifetime == b.lifetime && a.prefix == b.prefix;
}

bool
operator==(const RecursiveDnsServerOption& a, const RecursiveDnsServerOption& b)
{
    return a.lifetime == b.lifetime && a.addresses == b.addresses;
}

bool
operator==(const DnsSearchListOption& a, const DnsSearchListOption& b)
{
    return a.length == b.length && a.lifetime == b.lifetime && a.domains == b.domains;
}

bool
operator==(const CaptivePortalOption& a, const CaptivePortalOption& b)
{
    return a.length == b.length && a.uri == b.uri;
}

bool
operator==(const OpaqueOption& a, const OpaqueOption& b)
{
    return a.type == b.type && a.body == b.body;
}

Ipv6Octets
MaskPrefix(const Ipv6Octets& prefix, uint8_t length)
{
    if (length >= 128)
    {
        return prefix;
    }
    const std::size_t whole = length / 8;
    Ipv6Octets masked{};
    std::copy_n(prefix.begin(), whole, masked.begin());
    masked[whole] = static_cast<uint8_t>(prefix[whole] & ~(0xff >> length % 8));
    return masked;
}

Ipv6Octets
MaskInterfaceId(const Ipv6Octets& prefix, uint8_t length)
{
    const Ipv6Octets masked = MaskPrefix(prefix, length);
    Ipv6Octets rest;
    std::transform(prefix.begin(),
                   prefix.end(),
                   masked.begin(),
                   rest.begin(),
                   std::bit_xor<uint8_t>());
    return rest;
}

Ipv6Octets
GetRouterAddress(const PrefixInformationOption& option)
{
    const Ipv6Octets prefix = MaskPrefix(option.prefix, option.prefixLength);
    const Ipv6Octets rest = MaskInterfaceId(option.interfaceId, option.prefixLength);
    Ipv6Octets address;
    std::transform(prefix.begin(),
                   prefix.end(),
                   rest.begin(),
                   address.begin(),
                   std::bit_or<uint8_t>());
    return address;
}

std::string
ToString(const Ipv6Octets& address)
{
    const ZeroRun run = FindZeroRun(address);
    const bool mapped = IsIpv4Mapped(address);
    const std::size_t end = mapped ? GROUPS - 2 : GROUPS;
    std::string text;
    for (std::size_t i = 0; i < end; ++i)
    {
        if (i == run.first)
        {
            text += "::";
            i += run.size - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':')
        {
            text += ':';
        }
        AppendHex(text, GetGroup(address, i));
    }
    for (std::size_t i = 12; mapped && i < address.size(); ++i)
    {
        text += i == 12 ? ':' : '.';
        text += std::to_string(address[i]);
    }
    return text;
}

} // namespace ns3
