/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-routing.h"
#include "pvd-lifetime.h"

#include "ns3/node.h"
#include "ns3/simulator.h"

#include <ostream>

namespace ns3
{

namespace
{

/// A route's lifetime is extended in its PvD without another word to the table.
Time
GetExpiryNow(const PvdFib::Entry& entry)
{
    if (entry.pvd)
    {
        for (const auto& route : entry.pvd->GetRoutes())
        {
            if (route.HasSameKey(entry.route))
            {
                return route.expiry;
            }
        }
    }
    return entry.route.expiry;
}

} // namespace

void
PvdIpv6Routing::PrintRoutingTable(Ptr<OutputStreamWrapper> stream, Time::Unit unit) const
{
    std::ostream& os = *stream->GetStream();
    const Time now = Simulator::Now();
    os << "Node: " << m_ipv6->GetObject<Node>()->GetId() << ", Time: " << now.As(unit)
       << ", PvdIpv6Routing table\n";
    for (const auto& entry : m_fib.GetEntries())
    {
        const PvdRoute& route = entry.route;
        if (route.length == 0)
        {
            os << "default";
        }
        else
        {
            os << route.prefix << "/" << +route.length;
        }
        if (!route.gateway.IsAny())
        {
            os << " via " << route.gateway;
        }
        os << " dev " << m_registry->GetInterface(route.interface)->GetName() << " proto "
           << ns3::ToString(route.origin) << " metric " << route.metric;
        const Time expiry = GetExpiryNow(entry);
        if (expiry != InfiniteExpiry())
        {
            os << " expires " << GetRemaining(now, expiry).As(unit);
        }
        os << " pref " << ns3::ToString(route.preference);
        if (entry.pvd)
        {
            os << " pvd " << entry.pvd->GetId();
        }
        os << "\n";
    }
}

} // namespace ns3
