/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-routing.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4-routing-protocol.h"
#include "ns3/ipv4.h"

namespace ns3
{

namespace
{

/// \return the source that the node's IPv4 takes for an IPv4-mapped destination
std::optional<PvdSourceCandidate>
FindIpv4Source(const Ptr<Ipv6>& ipv6, const PvdIpv6Bits& destination)
{
    const auto ipv4 = ipv6->GetObject<Ipv4>();
    const auto routing = ipv4 ? ipv4->GetRoutingProtocol() : nullptr;
    if (!routing)
    {
        return std::nullopt;
    }
    Ipv4Header header;
    header.SetDestination(Ipv4Address(static_cast<uint32_t>(destination.words[1])));
    Socket::SocketErrno error;
    const auto route = routing->RouteOutput(Create<Packet>(), header, nullptr, error);
    if (!route)
    {
        return std::nullopt;
    }
    return PvdSourceCandidate(Ipv6Address::MakeIpv4MappedAddress(route->GetSource()), 128);
}

} // namespace

PvdDestination
PvdIpv6Routing::Examine(const Ipv6Address& address, const PvdFlow& flow)
{
    PvdDestination destination(address);
    if (IsIpv4Mapped(destination.bits))
    {
        const auto source = FindIpv4Source(m_ipv6, destination.bits);
        destination.unreachable = !source;
        destination.hasSource = source.has_value();
        destination.source = source.value_or(PvdSourceCandidate());
        return destination;
    }
    const PvdDecision decision = Resolve(address, flow);
    const auto* own = m_addresses->Find(PvdIpv6Bits(decision.source));
    destination.unreachable = decision.error != Socket::ERROR_NOTERROR;
    destination.hasSource = !destination.unreachable && own;
    if (destination.hasSource)
    {
        destination.source = *own;
    }
    return destination;
}

std::vector<Ipv6Address>
PvdIpv6Routing::SortDestinations(const std::vector<Ipv6Address>& addresses, const PvdFlow& flow)
{
    std::vector<PvdDestination> destinations;
    for (const auto& address : addresses)
    {
        destinations.push_back(Examine(address, flow));
    }
    std::vector<Ipv6Address> sorted;
    for (const std::size_t place : SortPvdDestinations(destinations, m_policies))
    {
        sorted.push_back(addresses[place]);
    }
    return sorted;
}

} // namespace ns3
