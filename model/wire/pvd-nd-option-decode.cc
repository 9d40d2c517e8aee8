/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-nd-option-codec.h"

#include <algorithm>
#include <cstring>

namespace ns3
{
namespace pvdwire
{

namespace
{

constexpr std::size_t ADDRESS_SIZE = 16;

/// \return Length as it stands on the wire
uint8_t
GetLength(OptionView view)
{
    return view.octets[1];
}

/// \return the Length to keep: 0 if the sender used the smallest one
uint8_t
KeepLength(OptionView view, std::size_t minimalSize)
{
    const std::size_t minimal = (minimalSize + UNIT - 1) / UNIT;
    return GetLength(view) == minimal ? 0 : GetLength(view);
}

Ipv6Octets
ReadAddress(const uint8_t* octets)
{
    Ipv6Octets address;
    std::memcpy(address.data(), octets, address.size());
    return address;
}

} // namespace

std::optional<RouterPreference>
DecodePreference(uint8_t octet)
{
    const uint8_t code = octet >> 3 & 0x3;
    if (code == 0x2)
    {
        return std::nullopt;
    }
    return static_cast<RouterPreference>(code);
}

uint8_t
GetMinimalRouteLength(uint8_t prefixLength)
{
    return prefixLength == 0 ? 1 : prefixLength <= 64 ? 2 : 3;
}

bool
IsResolverAddress(const Ipv6Octets& address)
{
    if (address[0] == 0xff)
    {
        return false;
    }
    const bool isLow =
        std::all_of(address.begin(), address.end() - 1, [](uint8_t octet) { return octet == 0; });
    return !isLow || address[15] > 1;
}

bool
IsPlainUri(const std::string& uri)
{
    return !uri.empty() &&
           std::all_of(uri.begin(), uri.end(), [](char c) { return c >= 0x21 && c <= 0x7e; });
}

Verdict
Decode(OptionView view, SourceLinkLayerAddressOption& option)
{
    // The size of link-layer addresses is the link's matter (RFC 4861, section 4.6.1).
    option.address.assign(view.octets + 2, view.octets + view.size);
    return std::nullopt;
}

Verdict
Decode(OptionView view, PrefixInformationOption& option)
{
    const uint8_t* octets = view.octets;
    if (GetLength(view) != 4)
    {
        return OptionIgnoreReason::BAD_LENGTH;
    }
    if (octets[2] > 128)
    {
        return OptionIgnoreReason::PREFIX_LENGTH;
    }
    option.prefixLength = octets[2];
    option.onLink = octets[3] & 0x80;
    option.autonomous = octets[3] & 0x40;
    option.routerAddress = octets[3] & 0x20;
    option.pdPreferred = octets[3] & 0x10;
    option.validLifetime = ReadU32(octets + 4);
    option.preferredLifetime = ReadU32(octets + 8);
    const Ipv6Octets address = ReadAddress(octets + 16);
    option.prefix = MaskPrefix(address, option.prefixLength);
    if (option.routerAddress)
    {
        option.interfaceId = MaskInterfaceId(address, option.prefixLength);
    }
    return std::nullopt;
}

Verdict
Decode(OptionView view, MtuOption& option)
{
    if (GetLength(view) != 1)
    {
        return OptionIgnoreReason::BAD_LENGTH;
    }
    option.mtu = ReadU32(view.octets + 4);
    return std::nullopt;
}

Verdict
Decode(OptionView view, RouteInformationOption& option)
{
    const uint8_t* octets = view.octets;
    if (GetLength(view) > 3)
    {
        return OptionIgnoreReason::BAD_LENGTH;
    }
    option.prefixLength = octets[2];
    if (option.prefixLength > 128)
    {
        return OptionIgnoreReason::PREFIX_LENGTH;
    }
    const uint8_t minimal = GetMinimalRouteLength(option.prefixLength);
    if (GetLength(view) < minimal)
    {
        return OptionIgnoreReason::BAD_LENGTH;
    }
    const auto preference = DecodePreference(octets[3]);
    if (!preference)
    {
        return OptionIgnoreReason::RESERVED_PREFERENCE;
    }
    option.length = KeepLength(view, minimal * UNIT);
    option.preference = *preference;
    option.lifetime = ReadU32(octets + 4);
    Ipv6Octets prefix{};
    std::memcpy(prefix.data(), octets + UNIT, view.size - UNIT);
    option.prefix = MaskPrefix(prefix, option.prefixLength);
    return std::nullopt;
}

Verdict
Decode(OptionView view, RecursiveDnsServerOption& option)
{
    if (GetLength(view) < 3 || GetLength(view) % 2 == 0)
    {
        return OptionIgnoreReason::BAD_LENGTH;
    }
    option.lifetime = ReadU32(view.octets + 4);
    option.addresses.reserve((view.size - UNIT) / ADDRESS_SIZE);
    for (std::size_t at = UNIT; at < view.size; at += ADDRESS_SIZE)
    {
        option.addresses.push_back(ReadAddress(view.octets + at));
        if (!IsResolverAddress(option.addresses.back()))
        {
            return OptionIgnoreReason::NOT_UNICAST;
        }
    }
    return std::nullopt;
}

Verdict
Decode(OptionView view, DnsSearchListOption& option)
{
    if (GetLength(view) < 2)
    {
        return OptionIgnoreReason::BAD_LENGTH;
    }
    option.lifetime = ReadU32(view.octets + 4);
    std::size_t at = UNIT;
    // A zero where a name would start is padding: the root is no search domain.
    while (at < view.size && view.octets[at] != 0)
    {
        std::size_t used;
        PvdDomainName::Defect defect;
        auto name = PvdDomainName::Parse(view.octets + at, view.size - at, used, defect);
        if (!name)
        {
            return OptionIgnoreReason::BAD_NAME;
        }
        option.domains.push_back(std::move(*name));
        at += used;
    }
    if (option.domains.empty())
    {
        return OptionIgnoreReason::BAD_NAME;
    }
    option.length = KeepLength(view, at);
    return std::nullopt;
}

Verdict
Decode(OptionView view, CaptivePortalOption& option)
{
    std::size_t end = view.size;
    while (end > 2 && view.octets[end - 1] == 0)
    {
        --end;
    }
    option.uri.assign(reinterpret_cast<const char*>(view.octets) + 2, end - 2);
    if (!IsPlainUri(option.uri))
    {
        return OptionIgnoreReason::BAD_URI;
    }
    option.length = KeepLength(view, end);
    return std::nullopt;
}

Verdict
Decode(OptionView view, OpaqueOption& option)
{
    option.type = view.octets[0];
    option.body.assign(view.octets + 2, view.octets + view.size);
    switch (static_cast<NdOptionType>(option.type))
    {
    case NdOptionType::PREF64:
        return std::nullopt;
    case NdOptionType::TARGET_LINK_LAYER_ADDRESS:
    case NdOptionType::REDIRECTED_HEADER:
        return OptionIgnoreReason::NOT_FOR_RA;
    default:
        return OptionIgnoreReason::UNKNOWN_TYPE;
    }
}

} // namespace pvdwire
} // namespace ns3
