/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-sent-redirect.h"

#include "pvd-compat.h"
#include "pvd-forwarding.h"
#include "pvd-registry.h"

#include "ns3/icmpv6-header.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-routing-protocol.h"
#include "ns3/ipv6.h"
#include "ns3/socket.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace ns3
{

namespace
{

constexpr std::size_t ICMPV6_HEADER = 4;
/// A Redirect: where its addresses and its options stand, and how long it may be.
constexpr std::size_t TARGET = 8;
constexpr std::size_t DESTINATION = 24;
constexpr std::size_t OPTIONS = 40;
constexpr std::size_t LONGEST = 1280 - 40;
/// Options of Neighbor Discovery.
constexpr uint8_t TARGET_LINK_LAYER_ADDRESS = 2;
constexpr uint8_t REDIRECTED_HEADER = 4;
constexpr std::size_t UNIT = 8;

constexpr uint8_t ND_HOP_LIMIT = 255;

/// \return an option of Neighbor Discovery with what follows its length, and zeros
std::vector<uint8_t>
MakeOption(uint8_t type, const std::vector<uint8_t>& body)
{
    std::vector<uint8_t> option{type, static_cast<uint8_t>((body.size() + 2 + UNIT - 1) / UNIT)};
    option.insert(option.end(), body.begin(), body.end());
    option.resize(UNIT * option[1]);
    return option;
}

/// \return what the first option of a type has behind its length; nothing if there is none
std::vector<uint8_t>
FindOption(const std::vector<uint8_t>& octets, uint8_t type)
{
    for (std::size_t at = OPTIONS; at + 1 < octets.size() && octets[at + 1] > 0;)
    {
        const std::size_t end = at + UNIT * octets[at + 1];
        if (octets[at] == type && end <= octets.size())
        {
            return {octets.begin() + static_cast<std::ptrdiff_t>(at + 2),
                    octets.begin() + static_cast<std::ptrdiff_t>(end)};
        }
        at = end;
    }
    return {};
}

/// ns-3 may leave out the link-layer address of the target, although it is known, and quotes more
/// of the packet than there is room for. \param [in,out] octets the Redirect \param target its
/// link-layer address, or nothing
void
MendOptions(std::vector<uint8_t>& octets, const std::vector<uint8_t>& target)
{
    auto quoted = FindOption(octets, REDIRECTED_HEADER);
    octets.resize(OPTIONS);
    if (!target.empty())
    {
        const auto option = MakeOption(TARGET_LINK_LAYER_ADDRESS, target);
        octets.insert(octets.end(), option.begin(), option.end());
    }
    if (!quoted.empty())
    {
        const std::size_t room = (LONGEST - octets.size()) / UNIT * UNIT - 2;
        quoted.resize(std::min(quoted.size(), room));
        const auto option = MakeOption(REDIRECTED_HEADER, quoted);
        octets.insert(octets.end(), option.begin(), option.end());
    }
}

/// \return the link-layer address of a neighbour, or nothing
std::vector<uint8_t>
FindHardware(const Ptr<Node>& node, const Ipv6Address& neighbor, const Ptr<NetDevice>& device)
{
    Address hardware;
    const auto icmpv6 = node->GetObject<Icmpv6L4Protocol>();
    if (!icmpv6->Lookup(neighbor, device, nullptr, &hardware))
    {
        return {};
    }
    std::vector<uint8_t> octets(hardware.GetLength());
    hardware.CopyTo(octets.data());
    return octets;
}

/// \return the way to the node that gets a Redirect, if it is on the link of the Redirect's source;
/// otherwise null
Ptr<Ipv6Route>
FindNeighbor(const Ptr<Node>& node, const PvdIcmpv6ErrorPolicy::Error& redirect)
{
    const auto ipv6 = node->GetObject<Ipv6>();
    Ipv6Header header;
    header.SetDestination(redirect.destination);
    Socket::SocketErrno reason = Socket::ERROR_NOTERROR;
    const auto route =
        ipv6->GetRoutingProtocol()->RouteOutput(Create<Packet>(), header, nullptr, reason);
    if (!route || !route->GetGateway().IsAny() || FindAnycastOwner(*ipv6, redirect.destination))
    {
        return nullptr;
    }
    const int32_t interface = ipv6->GetInterfaceForDevice(route->GetOutputDevice());
    const bool isThere =
        interface >= 0 &&
        node->GetObject<PvdRegistry>()->GetInterface(interface)->HasAddress(redirect.source);
    return isThere ? route : nullptr;
}

} // namespace

PvdErrorSuppression
PvdMendRedirect(const Ptr<Node>& node, PvdIcmpv6ErrorPolicy::Error& redirect)
{
    std::vector<uint8_t> octets(redirect.packet->GetSize());
    redirect.packet->CopyData(octets.data(), static_cast<uint32_t>(octets.size()));
    if (octets.size() < OPTIONS)
    {
        return PvdErrorSuppression::NOT_A_PACKET;
    }
    const auto target = Ipv6Address::Deserialize(octets.data() + TARGET);
    if (!target.IsLinkLocal() && target != Ipv6Address::Deserialize(octets.data() + DESTINATION))
    {
        return PvdErrorSuppression::TARGET_NOT_LINK_LOCAL;
    }
    redirect.route = FindNeighbor(node, redirect);
    if (!redirect.route)
    {
        return PvdErrorSuppression::NOT_A_NEIGHBOR;
    }
    MendOptions(octets, FindHardware(node, target, redirect.route->GetOutputDevice()));
    const auto mended = Create<Packet>(octets.data() + ICMPV6_HEADER,
                                       static_cast<uint32_t>(octets.size() - ICMPV6_HEADER));
    Icmpv6Header icmpv6;
    icmpv6.SetType(octets[0]);
    icmpv6.SetCode(octets[1]);
    PvdStartChecksum(icmpv6,
                     redirect.source,
                     redirect.destination,
                     static_cast<uint16_t>(octets.size()));
    mended->AddHeader(icmpv6);
    SocketIpv6HopLimitTag hopLimit;
    hopLimit.SetHopLimit(ND_HOP_LIMIT);
    mended->AddPacketTag(hopLimit);
    redirect.packet = mended;
    return PvdErrorSuppression::NONE;
}

} // namespace ns3
