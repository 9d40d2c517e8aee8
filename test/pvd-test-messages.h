/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_MESSAGES_H
#define PVD_TEST_MESSAGES_H

#include "ns3/ipv6-address.h"
#include "ns3/mac48-address.h"
#include "ns3/pvd-router-advertisement.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-test
 * Messages that the test suites send, in few words. Prefixes are text such as "2001:db8:1::/64".
 */

namespace ns3
{
namespace pvdtest
{

/// Octets of an ICMPv6 message, from its Type on.
using Octets = std::vector<uint8_t>;
/// Options of a Router Advertisement.
using Options = std::vector<RouterAdvertisement::Option>;

/// ICMPv6 types that the suites send and look for.
enum IcmpType : uint8_t
{
    DESTINATION_UNREACHABLE = 1,
    ECHO_REQUEST = 128,
    ECHO_REPLY = 129,
    ROUTER_SOLICITATION = 133,
    ROUTER_ADVERTISEMENT = 134,
    NEIGHBOR_SOLICITATION = 135,
    NEIGHBOR_ADVERTISEMENT = 136,
    REDIRECT = 137,
};

/// Who sends something.
struct Station
{
    Ipv6Address address; //!< IPv6 source address
    Mac48Address mac;    //!< hardware address
};

/// \return the router fe80::<digit>, 02:00:00:00:ff:0<digit>
Station MakeRouter(char digit);

/// \return the octets of an address in text
Ipv6Octets ToOctets(const std::string& address);
/// \return the octets of an address
Ipv6Octets ToOctets(const Ipv6Address& address);
/// \return octets from pairs of hexadecimal digits; blanks are skipped
Octets Hex(const std::string& text);
/// \return a domain name from text
PvdDomainName Name(const std::string& text);

/// \return a header with this Router Lifetime and nothing else
RaHeader Header(uint16_t lifetime, RouterPreference preference = RouterPreference::MEDIUM);
/// \return a Prefix Information option; flags are letters of "LAR"
PrefixInformationOption Pio(const std::string& prefix,
                            uint32_t valid,
                            uint32_t preferred,
                            const std::string& flags = "LA");
/// \return a Route Information option
RouteInformationOption Rio(const std::string& prefix,
                           uint32_t lifetime,
                           RouterPreference preference = RouterPreference::MEDIUM);
/// \return a Recursive DNS Server option
RecursiveDnsServerOption Rdnss(const std::vector<std::string>& addresses, uint32_t lifetime);
/// \return a DNS Search List option
DnsSearchListOption Dnssl(const std::vector<std::string>& domains, uint32_t lifetime);
/// \return an MTU option
MtuOption Mtu(uint32_t mtu);
/// \return a Source Link-Layer Address option
SourceLinkLayerAddressOption Slla(const Mac48Address& mac);
/// \return an option of any type with this body
OpaqueOption Opaque(uint8_t type, const Octets& body);
/// \return a PvD option
PvdOption PvdNamed(const std::string& id, const std::vector<NdOption>& options = {});
/// \return a PvD option with an RA header of its own
PvdOption PvdNamed(const std::string& id,
                   const RaHeader& header,
                   const std::vector<NdOption>& options = {});
/// \return a Router Advertisement
RouterAdvertisement Ra(uint16_t lifetime, const Options& options = {});
/// \return a Router Advertisement
RouterAdvertisement Ra(const RaHeader& header, const Options& options = {});

/// \return a message that leaves one object of each kind in a PvD
RouterAdvertisement FullRa(const std::string& id);

/// \return the message with a Checksum of 0; aborts if it cannot be sent
Octets ToMessage(const RouterAdvertisement& ra);
/// \return a Neighbor Solicitation, with a Source Link-Layer Address unless mac is null
Octets NeighborSolicitation(const Ipv6Address& target, const Mac48Address* mac = nullptr);
/// \return a Neighbor Advertisement with a Target Link-Layer Address; flags are letters of "RSO"
Octets NeighborAdvertisement(const Ipv6Address& target,
                             const Mac48Address& mac,
                             const std::string& flags);
/// \return a Redirect, with a Target Link-Layer Address unless mac is null
Octets RedirectTo(const Ipv6Address& target,
                  const Ipv6Address& destination,
                  const Mac48Address* mac = nullptr);
/// \return a Router Solicitation with a Source Link-Layer Address
Octets RouterSolicitation(const Mac48Address& mac);
/// \return an Echo Request with 8 octets of data
Octets EchoRequest();
/// \return the address that stands 8 octets into a Neighbor Solicitation or Advertisement
Ipv6Address GetTarget(const Octets& message);

/**
 * \param message an ICMPv6 message
 * \param source IPv6 source address
 * \param destination IPv6 destination address
 * \return the message with a correct checksum
 */
Octets WithChecksum(Octets message, const Ipv6Address& source, const Ipv6Address& destination);

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_MESSAGES_H */
