/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-nd-option-codec.h"

#include <algorithm>

namespace ns3
{
namespace pvdwire
{

namespace
{

constexpr std::size_t MAX_UNITS = 255; //!< largest Length of an option

/// \return true unless a value outside the enum was cast into it: 10 is never sent (RFC 4191 2.1)
bool
IsSendable(RouterPreference preference)
{
    return preference == RouterPreference::HIGH || preference == RouterPreference::MEDIUM ||
           preference == RouterPreference::LOW;
}

uint8_t
EncodePreference(RouterPreference preference)
{
    return static_cast<uint8_t>(static_cast<uint8_t>(preference) << 3);
}

/// Write an option whose body is carried as it is.
bool
EncodeBody(uint8_t type, const std::vector<uint8_t>& body, const char* name, OptionWriter& writer)
{
    if (body.empty() || (body.size() + 2) % UNIT != 0)
    {
        return writer.Refuse(
            std::string(name) + " has " + std::to_string(body.size()) +
            " octets after type and length: give it 6, 14, 22 or any other 8 n - 2");
    }
    const std::size_t start = writer.Begin(type);
    writer.Write(body.data(), body.size());
    return writer.End(start, 0, "give it at most 2038 octets after type and length");
}

void
WriteName(const PvdDomainName& name, OptionWriter& writer)
{
    const std::string& wire = name.GetWire();
    writer.Write(reinterpret_cast<const uint8_t*>(wire.data()), wire.size());
}

} // namespace

OptionWriter::OptionWriter(std::string* error)
    : m_error(error)
{
}

bool
OptionWriter::Refuse(const std::string& sentence) const
{
    if (m_error)
    {
        *m_error = sentence;
    }
    return false;
}

void
OptionWriter::WriteU8(uint8_t value)
{
    octets.push_back(value);
}

void
OptionWriter::WriteU16(uint16_t value)
{
    const uint8_t wire[] = {static_cast<uint8_t>(value >> 8), static_cast<uint8_t>(value)};
    Write(wire, sizeof(wire));
}

void
OptionWriter::WriteU32(uint32_t value)
{
    const uint8_t wire[] = {static_cast<uint8_t>(value >> 24),
                            static_cast<uint8_t>(value >> 16),
                            static_cast<uint8_t>(value >> 8),
                            static_cast<uint8_t>(value)};
    Write(wire, sizeof(wire));
}

void
OptionWriter::Write(const uint8_t* data, std::size_t size)
{
    octets.insert(octets.end(), data, data + size);
}

void
OptionWriter::WriteZeros(std::size_t count)
{
    octets.insert(octets.end(), count, 0);
}

std::size_t
OptionWriter::Begin(uint8_t type)
{
    WriteU8(type);
    WriteU8(0);
    return octets.size() - 2;
}

void
OptionWriter::Pad(std::size_t start)
{
    WriteZeros((UNIT - (octets.size() - start) % UNIT) % UNIT);
}

bool
OptionWriter::End(std::size_t start, uint8_t length, const char* advice)
{
    Pad(start);
    const std::size_t units = (octets.size() - start) / UNIT;
    const std::size_t most = length == 0 ? MAX_UNITS : length;
    if (units > most)
    {
        return Refuse("an option of type " + std::to_string(octets[start]) + " needs " +
                      std::to_string(units * UNIT) + " octets and may have " +
                      std::to_string(most * UNIT) + ": " + advice);
    }
    if (length != 0)
    {
        WriteZeros((length - units) * UNIT);
    }
    octets[start + 1] = length == 0 ? static_cast<uint8_t>(units) : length;
    return true;
}

bool
Encode(const SourceLinkLayerAddressOption& option, OptionWriter& writer)
{
    return EncodeBody(static_cast<uint8_t>(NdOptionType::SOURCE_LINK_LAYER_ADDRESS),
                      option.address,
                      "a Source Link-Layer Address option",
                      writer);
}

bool
Encode(const OpaqueOption& option, OptionWriter& writer)
{
    return EncodeBody(option.type, option.body, "an opaque option", writer);
}

bool
Encode(const PrefixInformationOption& option, OptionWriter& writer)
{
    if (option.prefixLength > 128)
    {
        return writer.Refuse("a Prefix Information option has prefix length " +
                             std::to_string(option.prefixLength) + ": give it 0 to 128");
    }
    const std::size_t start = writer.Begin(static_cast<uint8_t>(NdOptionType::PREFIX_INFORMATION));
    writer.WriteU8(option.prefixLength);
    writer.WriteU8((option.onLink ? 0x80 : 0) | (option.autonomous ? 0x40 : 0) |
                   (option.routerAddress ? 0x20 : 0) | (option.pdPreferred ? 0x10 : 0));
    writer.WriteU32(option.validLifetime);
    writer.WriteU32(option.preferredLifetime);
    writer.WriteU32(0);
    const Ipv6Octets prefix = option.routerAddress ? GetRouterAddress(option)
                                                   : MaskPrefix(option.prefix, option.prefixLength);
    writer.Write(prefix.data(), prefix.size());
    return writer.End(start, 0, "");
}

bool
Encode(const MtuOption& option, OptionWriter& writer)
{
    const std::size_t start = writer.Begin(static_cast<uint8_t>(NdOptionType::MTU));
    writer.WriteU16(0);
    writer.WriteU32(option.mtu);
    return writer.End(start, 0, "");
}

bool
Encode(const RouteInformationOption& option, OptionWriter& writer)
{
    if (option.prefixLength > 128)
    {
        return writer.Refuse("a Route Information option has prefix length " +
                             std::to_string(option.prefixLength) + ": give it 0 to 128");
    }
    if (!IsSendable(option.preference))
    {
        return writer.Refuse("a Route Information option has the reserved preference: give it "
                             "HIGH, MEDIUM or LOW");
    }
    const uint8_t minimal = GetMinimalRouteLength(option.prefixLength);
    const uint8_t length = option.length == 0 ? minimal : option.length;
    if (length < minimal || length > 3)
    {
        return writer.Refuse("a Route Information option of prefix length " +
                             std::to_string(option.prefixLength) + " has Length " +
                             std::to_string(length) + ": give it 0, or " + std::to_string(minimal) +
                             " to 3");
    }
    const std::size_t start = writer.Begin(static_cast<uint8_t>(NdOptionType::ROUTE_INFORMATION));
    writer.WriteU8(option.prefixLength);
    writer.WriteU8(EncodePreference(option.preference));
    writer.WriteU32(option.lifetime);
    writer.Write(MaskPrefix(option.prefix, option.prefixLength).data(), (length - 1) * UNIT);
    return writer.End(start, length, "");
}

bool
Encode(const RecursiveDnsServerOption& option, OptionWriter& writer)
{
    if (option.addresses.empty())
    {
        return writer.Refuse("an RDNSS option has no address: give it one, or leave it out");
    }
    const std::size_t start =
        writer.Begin(static_cast<uint8_t>(NdOptionType::RECURSIVE_DNS_SERVER));
    writer.WriteU16(0);
    writer.WriteU32(option.lifetime);
    for (const Ipv6Octets& address : option.addresses)
    {
        if (!IsResolverAddress(address))
        {
            return writer.Refuse("an RDNSS option has the address " + ToString(address) +
                                 ": give it a unicast address that is not loopback");
        }
        writer.Write(address.data(), address.size());
    }
    return writer.End(start, 0, "put at most 127 addresses into one RDNSS option");
}

bool
Encode(const DnsSearchListOption& option, OptionWriter& writer)
{
    if (option.domains.empty())
    {
        return writer.Refuse("a DNSSL option has no domain: give it one, or leave it out");
    }
    const std::size_t start = writer.Begin(static_cast<uint8_t>(NdOptionType::DNS_SEARCH_LIST));
    writer.WriteU16(0);
    writer.WriteU32(option.lifetime);
    for (const PvdDomainName& domain : option.domains)
    {
        if (domain.IsRoot())
        {
            return writer.Refuse("a DNSSL option has the root as a domain: leave it out");
        }
        WriteName(domain, writer);
    }
    return writer.End(start,
                      option.length,
                      "set its length to 0, or put the domains into several DNSSL options");
}

bool
Encode(const CaptivePortalOption& option, OptionWriter& writer)
{
    if (!IsPlainUri(option.uri))
    {
        return writer.Refuse("a Captive Portal option has a URI that is empty or holds more than "
                             "visible ASCII: write other octets as %XX");
    }
    const std::size_t start = writer.Begin(static_cast<uint8_t>(NdOptionType::CAPTIVE_PORTAL));
    writer.Write(reinterpret_cast<const uint8_t*>(option.uri.data()), option.uri.size());
    return writer.End(start,
                      option.length,
                      "set its length to 0, and use a URI of at most 2038 octets");
}

bool
Encode(const PvdOption& option, OptionWriter& writer)
{
    if (option.id.IsRoot())
    {
        return writer.Refuse("a PvD option has the root as its PvD ID: give it a name");
    }
    if (option.delay > 15)
    {
        return writer.Refuse("a PvD option has Delay " + std::to_string(option.delay) +
                             ": give it 0 to 15");
    }
    const std::size_t start = writer.Begin(static_cast<uint8_t>(NdOptionType::PVD));
    writer.WriteU16(static_cast<uint16_t>((option.http ? 0x8000 : 0) |
                                          (option.legacy ? 0x4000 : 0) |
                                          (option.header ? 0x2000 : 0) | option.delay));
    writer.WriteU16(option.sequence);
    WriteName(option.id, writer);
    writer.Pad(start);
    if (option.header && !Encode(*option.header, writer))
    {
        return false;
    }
    for (const NdOption& contained : option.options)
    {
        if (!std::visit([&writer](const auto& value) { return Encode(value, writer); }, contained))
        {
            return false;
        }
    }
    return writer.End(start,
                      0,
                      "send its options in several Router Advertisements, each with the same PvD "
                      "option header");
}

bool
Encode(const RaHeader& header, OptionWriter& writer)
{
    if (!IsSendable(header.preference))
    {
        return writer.Refuse("a Router Advertisement header has the reserved preference: give it "
                             "HIGH, MEDIUM or LOW");
    }
    writer.WriteU8(RouterAdvertisement::TYPE);
    writer.WriteU8(0);
    writer.WriteU16(0);
    writer.WriteU8(header.curHopLimit);
    writer.WriteU8((header.managed ? 0x80 : 0) | (header.otherConfig ? 0x40 : 0) |
                   (header.homeAgent ? 0x20 : 0) | EncodePreference(header.preference) |
                   (header.proxy ? 0x04 : 0));
    writer.WriteU16(header.routerLifetime);
    writer.WriteU32(header.reachableTime);
    writer.WriteU32(header.retransTimer);
    return true;
}

} // namespace pvdwire
} // namespace ns3
