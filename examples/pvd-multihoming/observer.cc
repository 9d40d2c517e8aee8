/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "observer.h"

#include "ns3/abort.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/pvd-ipv6-routing.h"

#include <algorithm>

namespace multihoming
{

using namespace ns3;

namespace
{

std::pair<Ipv6Address, Ipv6Prefix>
ReadPrefix(const std::string& text)
{
    const auto [address, length] = PvdTopology::ReadPrefix(text);
    return {address, Ipv6Prefix(length)};
}

/// \param packet after its IPv6 header \return how the log knows it
FlowLog::Key
MakeKey(const Ipv6Header& header, const Ptr<Packet>& packet)
{
    uint8_t source[16];
    header.GetSource().GetBytes(source);
    uint64_t identifier = 0;
    for (int i = 8; i < 16; ++i)
    {
        identifier = identifier << 8 | source[i];
    }
    uint8_t port[2] = {}; // UDP and TCP both begin with the source port
    packet->CopyData(port, sizeof(port));
    return {identifier, header.GetNextHeader(), port[0] << 8 | port[1]};
}

} // namespace

Observer::Observer(const PvdTopology& topology, FlowLog& log)
    : m_topology(topology),
      m_log(log)
{
}

void
Observer::Watch(const std::string& uplink,
                const std::string& prefix,
                const std::optional<std::string>& only)
{
    const std::string isp = "isp-" + uplink;
    m_providers.push_back({this,
                           uplink,
                           m_topology.GetInterface(isp, "down"),
                           &m_topology.GetRouting(isp)->GetIngressFilter(),
                           ReadPrefix(prefix),
                           std::nullopt});
    if (only)
    {
        m_providers.back().only = ReadPrefix(*only);
    }
    const bool isWatched =
        m_topology.GetNode(isp)->GetObject<Ipv6L3Protocol>()->TraceConnectWithoutContext(
            "Rx",
            MakeBoundCallback(&Observer::See, &m_providers.back()));
    NS_ABORT_MSG_UNLESS(isWatched, "a router has no trace source Rx");
}

void
Observer::SetPrefix(const std::string& uplink, const std::string& prefix)
{
    for (auto& provider : m_providers)
    {
        if (provider.uplink == uplink)
        {
            provider.customers = ReadPrefix(prefix);
        }
    }
}

bool
Observer::CanReach(const Provider& provider, const Ipv6Address& destination) const
{
    const auto isIn = [&destination](const Prefix& prefix) {
        return prefix.second.IsMatch(prefix.first, destination);
    };
    if (provider.only)
    {
        return isIn(*provider.only);
    }
    return std::none_of(m_providers.begin(), m_providers.end(), [&](const auto& one) {
        return one.only && isIn(*one.only);
    });
}

void
Observer::See(Provider* provider, Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t interface)
{
    if (interface != provider->interface)
    {
        return;
    }
    const auto copy = packet->Copy();
    Ipv6Header header;
    copy->RemoveHeader(header);
    if (header.GetDestination().IsLinkLocal() || header.GetDestination().IsMulticast())
    {
        return;
    }
    const auto& [network, mask] = provider->customers;
    if (!mask.IsMatch(network, header.GetSource()))
    {
        const bool isDropped = !provider->filter->Accepts(interface, header.GetSource());
        provider->observer->m_log.NoteMisfit(MakeKey(header, copy), isDropped);
    }
    else if (!provider->observer->CanReach(*provider, header.GetDestination()))
    {
        provider->observer->m_log.NoteUnrouted(MakeKey(header, copy));
    }
}

} // namespace multihoming
