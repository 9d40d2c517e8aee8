/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-messages.h"

#include "ns3/abort.h"
#include "ns3/pvd-icmpv6-ra-header.h"

#include <algorithm>

namespace ns3
{
namespace pvdtest
{

namespace
{

/// Octets of an option of 8 octets with a hardware address in it.
Octets
HardwareAddressOption(uint8_t type, const Mac48Address& mac)
{
    Octets octets(8);
    octets[0] = type;
    octets[1] = 1;
    mac.CopyTo(octets.data() + 2);
    return octets;
}

/// An ICMPv6 message with four octets after the Checksum, and an address.
Octets
AboutTarget(uint8_t type, uint8_t flags, const Ipv6Address& target)
{
    Octets octets(24);
    octets[0] = type;
    octets[4] = flags;
    target.GetBytes(octets.data() + 8);
    return octets;
}

void
Append(Octets& octets, const Octets& more)
{
    octets.insert(octets.end(), more.begin(), more.end());
}

/// Put a prefix in text into an option.
template <class Option>
void
SetPrefix(Option& option, const std::string& prefix)
{
    const auto slash = prefix.find('/');
    NS_ABORT_MSG_IF(slash == std::string::npos, "no prefix length in " << prefix);
    option.prefixLength = std::stoul(prefix.substr(slash + 1));
    option.prefix = MaskPrefix(ToOctets(prefix.substr(0, slash)), option.prefixLength);
}

} // namespace

Station
MakeRouter(char digit)
{
    return {Ipv6Address((std::string("fe80::") + digit).c_str()),
            Mac48Address((std::string("02:00:00:00:ff:0") + digit).c_str())};
}

Ipv6Octets
ToOctets(const std::string& address)
{
    return ToOctets(Ipv6Address(address.c_str()));
}

Ipv6Octets
ToOctets(const Ipv6Address& address)
{
    Ipv6Octets octets;
    address.GetBytes(octets.data());
    return octets;
}

Octets
Hex(const std::string& text)
{
    std::string digits = text;
    digits.erase(std::remove(digits.begin(), digits.end(), ' '), digits.end());
    Octets octets;
    for (std::size_t i = 0; i < digits.size(); i += 2)
    {
        octets.push_back(std::stoul(digits.substr(i, 2), nullptr, 16));
    }
    return octets;
}

PvdDomainName
Name(const std::string& text)
{
    const auto name = PvdDomainName::FromText(text);
    NS_ABORT_MSG_UNLESS(name, "no domain name: " << text);
    return *name;
}

RaHeader
Header(uint16_t lifetime, RouterPreference preference)
{
    RaHeader header;
    header.routerLifetime = lifetime;
    header.preference = preference;
    return header;
}

PrefixInformationOption
Pio(const std::string& prefix, uint32_t valid, uint32_t preferred, const std::string& flags)
{
    PrefixInformationOption option;
    SetPrefix(option, prefix);
    option.validLifetime = valid;
    option.preferredLifetime = preferred;
    option.onLink = flags.find('L') != std::string::npos;
    option.autonomous = flags.find('A') != std::string::npos;
    option.routerAddress = flags.find('R') != std::string::npos;
    return option;
}

RouteInformationOption
Rio(const std::string& prefix, uint32_t lifetime, RouterPreference preference)
{
    RouteInformationOption option;
    SetPrefix(option, prefix);
    option.lifetime = lifetime;
    option.preference = preference;
    return option;
}

RecursiveDnsServerOption
Rdnss(const std::vector<std::string>& addresses, uint32_t lifetime)
{
    RecursiveDnsServerOption option;
    option.lifetime = lifetime;
    for (const auto& address : addresses)
    {
        option.addresses.push_back(ToOctets(address));
    }
    return option;
}

DnsSearchListOption
Dnssl(const std::vector<std::string>& domains, uint32_t lifetime)
{
    DnsSearchListOption option;
    option.lifetime = lifetime;
    for (const auto& domain : domains)
    {
        option.domains.push_back(Name(domain));
    }
    return option;
}

MtuOption
Mtu(uint32_t mtu)
{
    MtuOption option;
    option.mtu = mtu;
    return option;
}

SourceLinkLayerAddressOption
Slla(const Mac48Address& mac)
{
    SourceLinkLayerAddressOption option;
    option.address.resize(6);
    mac.CopyTo(option.address.data());
    return option;
}

OpaqueOption
Opaque(uint8_t type, const Octets& body)
{
    OpaqueOption option;
    option.type = type;
    option.body = body;
    return option;
}

PvdOption
PvdNamed(const std::string& id, const std::vector<NdOption>& options)
{
    PvdOption option;
    option.id = Name(id);
    option.options = options;
    return option;
}

PvdOption
PvdNamed(const std::string& id, const RaHeader& header, const std::vector<NdOption>& options)
{
    PvdOption option = PvdNamed(id, options);
    option.header = header;
    return option;
}

RouterAdvertisement
Ra(uint16_t lifetime, const Options& options)
{
    return Ra(Header(lifetime), options);
}

RouterAdvertisement
Ra(const RaHeader& header, const Options& options)
{
    RouterAdvertisement ra;
    ra.header = header;
    ra.options = options;
    return ra;
}

RouterAdvertisement
FullRa(const std::string& id)
{
    return Ra(1800,
              {PvdNamed(id,
                        {Pio("2001:db8:1::/64", 3600, 1800),
                         Rio("2001:db8:100::/40", 900),
                         Rdnss({"2001:db8::53"}, 600),
                         Dnssl({"s.example"}, 600),
                         Mtu(1400)})});
}

Octets
ToMessage(const RouterAdvertisement& ra)
{
    std::string error;
    const auto octets = ra.Serialize(&error);
    NS_ABORT_MSG_UNLESS(octets, error);
    return *octets;
}

Octets
NeighborSolicitation(const Ipv6Address& target, const Mac48Address* mac)
{
    Octets octets = AboutTarget(NEIGHBOR_SOLICITATION, 0, target);
    if (mac)
    {
        Append(octets, HardwareAddressOption(1, *mac));
    }
    return octets;
}

Octets
NeighborAdvertisement(const Ipv6Address& target, const Mac48Address& mac, const std::string& flags)
{
    uint8_t bits = 0;
    bits |= flags.find('R') != std::string::npos ? 0x80 : 0;
    bits |= flags.find('S') != std::string::npos ? 0x40 : 0;
    bits |= flags.find('O') != std::string::npos ? 0x20 : 0;
    Octets octets = AboutTarget(NEIGHBOR_ADVERTISEMENT, bits, target);
    Append(octets, HardwareAddressOption(2, mac));
    return octets;
}

Octets
RedirectTo(const Ipv6Address& target, const Ipv6Address& destination, const Mac48Address* mac)
{
    Octets octets = AboutTarget(REDIRECT, 0, target);
    const Ipv6Octets redirected = ToOctets(destination);
    Append(octets, Octets(redirected.begin(), redirected.end()));
    if (mac)
    {
        Append(octets, HardwareAddressOption(2, *mac));
    }
    return octets;
}

Octets
RouterSolicitation(const Mac48Address& mac)
{
    Octets octets(8);
    octets[0] = ROUTER_SOLICITATION;
    Append(octets, HardwareAddressOption(1, mac));
    return octets;
}

Octets
EchoRequest()
{
    return Hex("80 00 0000 1234 0001 0102030405060708");
}

Ipv6Address
GetTarget(const Octets& message)
{
    Octets octets(message.begin() + 8, message.begin() + 24);
    return Ipv6Address(octets.data());
}

Octets
WithChecksum(Octets message, const Ipv6Address& source, const Ipv6Address& destination)
{
    message[2] = 0;
    message[3] = 0;
    const uint16_t checksum =
        Icmpv6RouterAdvertisement::CalculateChecksum(source, destination, message);
    message[2] = checksum >> 8;
    message[3] = checksum & 0xff;
    return message;
}

} // namespace pvdtest
} // namespace ns3
