/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-dhcp-clients.h"
#include "pvd-icmpv6-l4-protocol.h"
#include "pvd-stock-scripts.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/node.h"

#include <algorithm>

namespace ns3
{

void
PvdIcmpv6L4Protocol::FollowApplications()
{
    const auto node = GetObject<Node>();
    for (; node && m_followed < node->GetNApplications(); ++m_followed)
    {
        PvdFollowDhcpClient(node->GetApplication(m_followed), m_registry);
    }
}

void
PvdIcmpv6L4Protocol::StartDhcpv6(uint32_t index)
{
    // The client sends from the link-local address, which FinishDad waits for.
    const auto interface = GetLink(index).interface;
    if (IsAssigned(interface->GetLinkLocalAddress().GetAddress()))
    {
        CallDhcpv6(index);
    }
}

bool
PvdIcmpv6L4Protocol::IsManaged(uint32_t index) const
{
    const auto& pvds = m_registry->GetPvds();
    return std::any_of(pvds.begin(), pvds.end(), [index](const auto& entry) {
        const auto& routers = entry.second->GetRouters();
        return std::any_of(routers.begin(), routers.end(), [index](const auto& router) {
            return router.interface == index && router.managed;
        });
    });
}

void
PvdIcmpv6L4Protocol::WarnOfHopLimit(const Ipv6Header& header)
{
    m_warned = m_warned || PvdWarnOfHopLimit(GetObject<Node>()->GetId(), header);
}

} // namespace ns3
