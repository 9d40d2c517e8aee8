/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-neighbor-message.h"

#include <algorithm>
#include <array>
#include <optional>

namespace ns3
{

namespace
{

constexpr uint8_t PACKET_TOO_BIG = 2;
constexpr uint8_t ECHO_REQUEST = 128;
constexpr uint8_t ECHO_REPLY = 129;
constexpr uint8_t ROUTER_SOLICITATION = 133;
constexpr uint8_t NEIGHBOR_SOLICITATION = 135;
constexpr uint8_t NEIGHBOR_ADVERTISEMENT = 136;
constexpr uint8_t REDIRECT = 137;
/// The last type of an error that ns-3 knows: Parameter Problem.
constexpr uint8_t LAST_ERROR = 4;

/// Hop Limit of all Neighbor Discovery: no router has forwarded it.
constexpr uint8_t ND_HOP_LIMIT = 255;
/// Next Header of ICMPv6.
constexpr uint8_t ICMPV6 = 58;
/// The shortest ICMPv6 message.
constexpr std::size_t ICMPV6_HEADER = 4;
/// Header of all messages here but NS and NA.
constexpr std::size_t SHORT_HEADER = 8;
/// Where flags and Target Address of NS and NA stand, and where their options begin.
constexpr std::size_t FLAGS = 4;
constexpr std::size_t TARGET = 8;
constexpr std::size_t NEIGHBOR_HEADER = 24;
/// Where the Destination Address of a Redirect stands, and where its options begin.
constexpr std::size_t REDIRECTED = 24;
constexpr std::size_t REDIRECT_HEADER = 40;
constexpr uint8_t ROUTER_FLAG = 0x80;
constexpr uint8_t SOLICITED_FLAG = 0x40;
constexpr uint8_t OVERRIDE_FLAG = 0x20;
/// IPv6 header and ports of a packet that an error quotes.
constexpr std::size_t QUOTED = 48;

/// Every link takes as much, octets (RFC 8200, section 5).
constexpr uint32_t SMALLEST_MTU = 1280;

/// Options that hold a link-layer address: source and target.
constexpr uint8_t SOURCE_LINK_LAYER_ADDRESS = 1;
constexpr uint8_t TARGET_LINK_LAYER_ADDRESS = 2;
/// The option that tells solicitations apart (RFC 3971, section 5.3.2).
constexpr uint8_t NONCE = 14;

bool
IsUnspecified(const Ipv6Octets& address)
{
    return address == Ipv6Octets{};
}

bool
IsMulticast(const Ipv6Octets& address)
{
    return address[0] == 0xff;
}

/// \return true for ::1
bool
IsLoopback(const Ipv6Octets& address)
{
    Ipv6Octets loopback{};
    loopback.back() = 1;
    return address == loopback;
}

/// \return true for fe80::/10
bool
IsLinkLocal(const Ipv6Octets& address)
{
    return address[0] == 0xfe && (address[1] & 0xc0) == 0x80;
}

/// \return true for ff02::1:ff00:0/104
bool
IsSolicitedNodeGroup(const Ipv6Octets& address)
{
    constexpr std::array<uint8_t, 13> PREFIX{0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff};
    return std::equal(PREFIX.begin(), PREFIX.end(), address.begin());
}

/// Options as RFC 4861 wants them, and each link-layer address once at most.
/// \return true if they hold a source link-layer address; nothing if they are wrong
std::optional<bool>
CheckOptions(const std::vector<uint8_t>& octets, std::size_t offset, std::size_t addressLength)
{
    bool hasSource = false;
    bool hasTarget = false;
    while (offset < octets.size())
    {
        const std::size_t left = octets.size() - offset;
        const std::size_t length = left < 2 ? 0 : octets[offset + 1] * 8U;
        const uint8_t type = octets[offset];
        if (length == 0 || length > left)
        {
            return std::nullopt;
        }
        // The address fills the option up to the next multiple of 8 octets.
        const bool isSource = type == SOURCE_LINK_LAYER_ADDRESS;
        const bool isTarget = type == TARGET_LINK_LAYER_ADDRESS;
        const bool isAgain = (isSource && hasSource) || (isTarget && hasTarget);
        if (isAgain || ((isSource || isTarget) && length != (2 + addressLength + 7) / 8 * 8))
        {
            return std::nullopt;
        }
        hasSource |= isSource;
        hasTarget |= isTarget;
        offset += length;
    }
    return hasSource;
}

/// \return what RFC 4861, sections 6.1.1, 7.1.1 and 7.1.2, have in common
NdDropReason
CheckEnvelope(const std::vector<uint8_t>& octets, const NdEnvelope& envelope)
{
    if (envelope.hopLimit != ND_HOP_LIMIT)
    {
        return NdDropReason::HOP_LIMIT;
    }
    if (envelope.nextHeader != ICMPV6)
    {
        return NdDropReason::EXTENSION_HEADER;
    }
    if (IsMulticast(envelope.source) || IsLoopback(envelope.source))
    {
        return NdDropReason::SOURCE;
    }
    if (!IsIcmpv6ChecksumValid(octets, envelope))
    {
        return NdDropReason::CHECKSUM;
    }
    return octets[1] != 0 ? NdDropReason::CODE : NdDropReason::NONE;
}

NdDropReason
CheckRouterSolicitation(const std::vector<uint8_t>& octets, const NdEnvelope& envelope)
{
    const auto hasSource = CheckOptions(octets, SHORT_HEADER, envelope.addressLength);
    if (!hasSource)
    {
        return NdDropReason::OPTIONS;
    }
    return IsUnspecified(envelope.source) && *hasSource ? NdDropReason::UNSPECIFIED_SOURCE
                                                        : NdDropReason::NONE;
}

NdDropReason
CheckNeighborMessage(const std::vector<uint8_t>& octets, const NdEnvelope& envelope)
{
    if (octets.size() < NEIGHBOR_HEADER)
    {
        return NdDropReason::TOO_SHORT;
    }
    const auto hasSource = CheckOptions(octets, NEIGHBOR_HEADER, envelope.addressLength);
    if (!hasSource)
    {
        return NdDropReason::OPTIONS;
    }
    if (IsMulticast(GetNeighborTarget(octets)))
    {
        return NdDropReason::TARGET;
    }
    if (octets[0] == NEIGHBOR_ADVERTISEMENT)
    {
        const bool solicited = (octets[FLAGS] & SOLICITED_FLAG) != 0;
        return solicited && IsMulticast(envelope.destination) ? NdDropReason::DESTINATION
                                                              : NdDropReason::NONE;
    }
    if (!IsUnspecified(envelope.source))
    {
        return NdDropReason::NONE;
    }
    if (!IsSolicitedNodeGroup(envelope.destination))
    {
        return NdDropReason::DESTINATION;
    }
    return *hasSource && !envelope.anonymousAddress ? NdDropReason::UNSPECIFIED_SOURCE
                                                    : NdDropReason::NONE;
}

NdDropReason
CheckRedirect(const std::vector<uint8_t>& octets, const NdEnvelope& envelope)
{
    if (!IsLinkLocal(envelope.source))
    {
        return NdDropReason::LINK_LOCAL_SOURCE;
    }
    if (octets.size() < REDIRECT_HEADER)
    {
        return NdDropReason::TOO_SHORT;
    }
    if (!CheckOptions(octets, REDIRECT_HEADER, envelope.addressLength))
    {
        return NdDropReason::OPTIONS;
    }
    const Ipv6Octets target = GetNeighborTarget(octets);
    const Ipv6Octets destination = GetRedirectedDestination(octets);
    if (IsMulticast(destination))
    {
        return NdDropReason::REDIRECTED;
    }
    if (!IsLinkLocal(target) && target != destination)
    {
        return NdDropReason::TARGET;
    }
    return IsMulticast(envelope.destination) ? NdDropReason::DESTINATION : NdDropReason::NONE;
}

/// \return where an option begins, or the end
std::size_t
FindOption(const std::vector<uint8_t>& octets, std::size_t offset, uint8_t type)
{
    while (offset < octets.size() && octets[offset] != type)
    {
        offset += octets[offset + 1] * 8U;
    }
    return offset;
}

} // namespace

bool
IsIcmpv6ChecksumValid(const std::vector<uint8_t>& octets, const NdEnvelope& envelope)
{
    constexpr std::size_t CHECKSUM = 2; // offset in the message
    if (octets.size() < CHECKSUM + 2)
    {
        return true; // too short is another defect
    }
    if (octets[CHECKSUM] == 0 && octets[CHECKSUM + 1] == 0 && !envelope.checksums)
    {
        return true; // a simulation without checksums
    }
    uint64_t sum = octets.size() + ICMPV6;
    const auto add = [&sum](const uint8_t* begin, std::size_t size) {
        for (std::size_t i = 0; i + 1 < size; i += 2)
        {
            sum += begin[i] << 8 | begin[i + 1];
        }
        sum += size % 2 == 0 ? 0 : begin[size - 1] << 8;
    };
    add(envelope.source.data(), envelope.source.size());
    add(envelope.destination.data(), envelope.destination.size());
    add(octets.data(), octets.size());
    while (sum >> 16)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum == 0xffff;
}

NdDropReason
CheckIcmpv6Message(const std::vector<uint8_t>& octets, const NdEnvelope& envelope)
{
    if (octets.size() < ICMPV6_HEADER)
    {
        return NdDropReason::TOO_SHORT;
    }
    const uint8_t type = octets[0];
    const bool isError = type >= 1 && type <= LAST_ERROR;
    const bool isDiscovery = type == ROUTER_SOLICITATION || type == NEIGHBOR_SOLICITATION ||
                             type == NEIGHBOR_ADVERTISEMENT || type == REDIRECT;
    const bool isEcho = type == ECHO_REQUEST || type == ECHO_REPLY;
    if ((isError && octets.size() < SHORT_HEADER + QUOTED) ||
        ((isEcho || isDiscovery) && octets.size() < SHORT_HEADER))
    {
        return NdDropReason::TOO_SHORT;
    }
    // An answer would go to all of the group, or to no address at all.
    if (IsMulticast(envelope.source) || (isEcho && IsUnspecified(envelope.source)))
    {
        return NdDropReason::SOURCE;
    }
    if (!isDiscovery && !IsIcmpv6ChecksumValid(octets, envelope))
    {
        return NdDropReason::CHECKSUM;
    }
    if (type == PACKET_TOO_BIG && GetPacketTooBig(octets).mtu < SMALLEST_MTU)
    {
        return NdDropReason::PATH_MTU;
    }
    if (!isDiscovery)
    {
        return NdDropReason::NONE;
    }
    const NdDropReason reason = CheckEnvelope(octets, envelope);
    if (reason != NdDropReason::NONE)
    {
        return reason;
    }
    return type == ROUTER_SOLICITATION ? CheckRouterSolicitation(octets, envelope)
           : type == REDIRECT          ? CheckRedirect(octets, envelope)
                                       : CheckNeighborMessage(octets, envelope);
}

Ipv6Octets
GetNeighborTarget(const std::vector<uint8_t>& octets)
{
    Ipv6Octets target;
    std::copy_n(octets.begin() + TARGET, target.size(), target.begin());
    return target;
}

bool
HasRouterFlag(const std::vector<uint8_t>& octets)
{
    return (octets[FLAGS] & ROUTER_FLAG) != 0;
}

bool
HasSolicitedFlag(const std::vector<uint8_t>& octets)
{
    return (octets[FLAGS] & SOLICITED_FLAG) != 0;
}

bool
HasOverrideFlag(const std::vector<uint8_t>& octets)
{
    return (octets[FLAGS] & OVERRIDE_FLAG) != 0;
}

bool
HasLinkLayerAddress(const std::vector<uint8_t>& octets)
{
    return FindOption(octets, NEIGHBOR_HEADER, SOURCE_LINK_LAYER_ADDRESS) < octets.size();
}

PacketTooBig
GetPacketTooBig(const std::vector<uint8_t>& octets)
{
    constexpr std::size_t MTU = 4;
    constexpr std::size_t SOURCE = SHORT_HEADER + 8; // of the packet that is quoted
    PacketTooBig message{};
    for (std::size_t i = 0; i < sizeof(message.mtu); ++i)
    {
        message.mtu = message.mtu << 8 | octets[MTU + i];
    }
    const auto source = octets.begin() + SOURCE;
    std::copy_n(source, message.source.size(), message.source.begin());
    std::copy_n(source + message.source.size(),
                message.destination.size(),
                message.destination.begin());
    return message;
}

Ipv6Octets
GetRedirectedDestination(const std::vector<uint8_t>& octets)
{
    Ipv6Octets destination;
    std::copy_n(octets.begin() + REDIRECTED, destination.size(), destination.begin());
    return destination;
}

std::vector<uint8_t>
GetLinkLayerAddress(const std::vector<uint8_t>& octets, std::size_t length)
{
    const uint8_t type = octets[0];
    const bool isOfTarget = type == NEIGHBOR_ADVERTISEMENT || type == REDIRECT;
    const std::size_t begin = type == REDIRECT              ? REDIRECT_HEADER
                              : type == ROUTER_SOLICITATION ? SHORT_HEADER
                                                            : NEIGHBOR_HEADER;
    const std::size_t option =
        FindOption(octets,
                   begin,
                   isOfTarget ? TARGET_LINK_LAYER_ADDRESS : SOURCE_LINK_LAYER_ADDRESS);
    if (option >= octets.size())
    {
        return {};
    }
    const auto address = octets.begin() + option + 2;
    return {address, address + length};
}

std::vector<uint8_t>
GetNonce(const std::vector<uint8_t>& octets)
{
    const std::size_t option = FindOption(octets, NEIGHBOR_HEADER, NONCE);
    if (option >= octets.size())
    {
        return {};
    }
    const auto begin = octets.begin() + option;
    return {begin + 2, begin + octets[option + 1] * 8U};
}

std::vector<uint8_t>
MakeNonceOption(const std::vector<uint8_t>& nonce)
{
    std::vector<uint8_t> option((nonce.size() + 2 + 7) / 8 * 8);
    option[0] = NONCE;
    option[1] = option.size() / 8;
    std::copy(nonce.begin(), nonce.end(), option.begin() + 2);
    return option;
}

} // namespace ns3
