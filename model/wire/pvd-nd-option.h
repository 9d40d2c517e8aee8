/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ND_OPTION_H
#define PVD_ND_OPTION_H

#include "pvd-domain-name.h"

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

/**
 * \file
 * \ingroup pvd-wire
 * The options of a Router Advertisement as plain values. They know their fields and nothing of a
 * node; pvd-router-advertisement.h turns messages into them and back.
 *
 * Each option keeps `length`, its size on the wire in units of 8 octets as the RFCs count it, or 0
 * for "the smallest that holds the value". Parsing sets it only where the sender used more than the
 * smallest size, so that serialising gives back the same octets.
 */

namespace ns3
{

/// The 16 octets of an IPv6 address or prefix, in network order.
using Ipv6Octets = std::array<uint8_t, 16>;

/// The lifetime that never ends, in any option with a 32-bit lifetime in seconds.
constexpr uint32_t ND_INFINITE_LIFETIME = 0xffffffff;

/// Option types (RFC 4861 4.6, RFC 4191 2.3, RFC 8106 5, RFC 8801 3.1, RFC 8910 2.3, RFC 8781 4).
enum class NdOptionType : uint8_t
{
    SOURCE_LINK_LAYER_ADDRESS = 1,
    TARGET_LINK_LAYER_ADDRESS = 2,
    PREFIX_INFORMATION = 3,
    REDIRECTED_HEADER = 4,
    MTU = 5,
    PVD = 21,
    ROUTE_INFORMATION = 24,
    RECURSIVE_DNS_SERVER = 25,
    DNS_SEARCH_LIST = 31,
    CAPTIVE_PORTAL = 37,
    PREF64 = 38,
};

/**
 * Router and route preference (RFC 4191, section 2.1). The values are the two bits on the wire;
 * 10 (reserved) is MEDIUM in a header and voids a Route Information option, so it is none of them.
 */
enum class RouterPreference : uint8_t
{
    MEDIUM = 0x0,
    HIGH = 0x1,
    LOW = 0x3,
};

/// \return 1, 0 or -1 for HIGH, MEDIUM or LOW: larger is better.
int GetRank(RouterPreference preference);
/// \return "high", "medium" or "low".
const char* ToString(RouterPreference preference);

/// Source Link-Layer Address (type 1, RFC 4861 section 4.6.1).
struct SourceLinkLayerAddressOption
{
    std::vector<uint8_t> address; //!< all octets after type and length: 6 for Ethernet
};

/// Prefix Information (type 3, RFC 4861 section 4.6.2): 32 octets.
struct PrefixInformationOption
{
    uint8_t prefixLength{0};       //!< 0..128
    bool onLink{false};            //!< L
    bool autonomous{false};        //!< A
    bool routerAddress{false};     //!< R: an address of the router is there (RFC 6275 section 7.2)
    bool pdPreferred{false};       //!< P: the network prefers DHCPv6-PD (RFC 9762 section 5)
    uint32_t validLifetime{0};     //!< seconds, or ND_INFINITE_LIFETIME
    uint32_t preferredLifetime{0}; //!< seconds, or ND_INFINITE_LIFETIME
    Ipv6Octets prefix{};           //!< octets past prefixLength are zero
    Ipv6Octets interfaceId{};      //!< with R: the bits of its address past prefixLength
};

/// MTU (type 5, RFC 4861 section 4.6.4).
struct MtuOption
{
    uint32_t mtu{0}; //!< octets; whether it fits the link is for the host to say
};

/// Route Information (type 24, RFC 4191 section 2.3).
struct RouteInformationOption
{
    uint8_t length{0};                                     //!< see the file comment
    uint8_t prefixLength{0};                               //!< 0..128
    RouterPreference preference{RouterPreference::MEDIUM}; //!< never the reserved code
    uint32_t lifetime{0};                                  //!< seconds, or ND_INFINITE_LIFETIME
    Ipv6Octets prefix{};                                   //!< octets past prefixLength are zero
};

/// Recursive DNS Server (type 25, RFC 8106 section 5.1).
struct RecursiveDnsServerOption
{
    uint32_t lifetime{0};              //!< seconds, or ND_INFINITE_LIFETIME
    std::vector<Ipv6Octets> addresses; //!< in the sender's order of preference; 1..127
};

/// DNS Search List (type 31, RFC 8106 section 5.2).
struct DnsSearchListOption
{
    uint8_t length{0};                  //!< see the file comment
    uint32_t lifetime{0};               //!< seconds, or ND_INFINITE_LIFETIME
    std::vector<PvdDomainName> domains; //!< in the sender's order; none is the root
};

/// Captive Portal (type 37, RFC 8910 section 2.3).
struct CaptivePortalOption
{
    uint8_t length{0}; //!< see the file comment
    std::string uri;   //!< without the padding NULs
};

/// An option that is carried as octets: PREF64, what is unknown, what must be ignored.
struct OpaqueOption
{
    uint8_t type{0};           //!< option type on the wire
    std::vector<uint8_t> body; //!< all octets after type and length; 8 n - 2 of them
};

/// Any option that may stand inside a PvD option.
using NdOption = std::variant<SourceLinkLayerAddressOption,
                              PrefixInformationOption,
                              MtuOption,
                              RouteInformationOption,
                              RecursiveDnsServerOption,
                              DnsSearchListOption,
                              CaptivePortalOption,
                              OpaqueOption>;

bool operator==(const SourceLinkLayerAddressOption& a, const SourceLinkLayerAddressOption& b);
bool operator==(const PrefixInformationOption& a, const PrefixInformationOption& b);
bool operator==(const MtuOption& a, const MtuOption& b);
bool operator==(const RouteInformationOption& a, const RouteInformationOption& b);
bool operator==(const RecursiveDnsServerOption& a, const RecursiveDnsServerOption& b);
bool operator==(const DnsSearchListOption& a, const DnsSearchListOption& b);
bool operator==(const CaptivePortalOption& a, const CaptivePortalOption& b);
bool operator==(const OpaqueOption& a, const OpaqueOption& b);

/**
 * Set all bits past the prefix length to zero.
 * \param prefix the address or prefix
 * \param length 0..128
 * \return the prefix
 */
Ipv6Octets MaskPrefix(const Ipv6Octets& prefix, uint8_t length);
/// \param prefix an address \param length 0..128 \return the bits past the prefix; others are zero
Ipv6Octets MaskInterfaceId(const Ipv6Octets& prefix, uint8_t length);
/// \param option with R \return the router's address
Ipv6Octets GetRouterAddress(const PrefixInformationOption& option);

/// \return the address as text in the form of RFC 5952
std::string ToString(const Ipv6Octets& address);

} // namespace ns3

#endif /* PVD_ND_OPTION_H */
