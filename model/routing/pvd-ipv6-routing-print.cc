/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-routing.h"
#include "pvd-lifetime.h"

#include "ns3/node.h"
#include "ns3/simulator.h"

#include <algorithm>
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

void
PrintEntry(std::ostream& os, PvdRegistry& registry, const PvdFib::Entry& entry, Time::Unit unit)
{
    const PvdRoute& route = entry.route;
    if (route.length == 0)
    {
        os << "default";
    }
    else
    {
        os << ns3::ToString(route.prefix) << "/" << +route.length;
    }
    if (route.sourceLength > 0)
    {
        os << " from " << ns3::ToString(route.source) << "/" << +route.sourceLength;
    }
    if (!route.gateway.IsAny())
    {
        os << " via " << ns3::ToString(route.gateway);
    }
    os << " dev " << registry.GetInterface(route.interface)->GetName() << " proto "
       << ns3::ToString(route.origin) << " metric " << route.metric;
    const Time expiry = GetExpiryNow(entry);
    if (expiry != InfiniteExpiry())
    {
        os << " expires " << GetRemaining(Simulator::Now(), expiry).As(unit);
    }
    os << " pref " << ns3::ToString(route.preference);
    if (entry.pvd)
    {
        os << " pvd " << entry.pvd->GetId();
    }
    os << "\n";
}

void
PrintTable(std::ostream& os,
           PvdRegistry& registry,
           const std::vector<PvdFib::Entry>& entries,
           Time::Unit unit)
{
    os << "Node: " << registry.GetObject<Node>()->GetId() << ", Time: " << Simulator::Now().As(unit)
       << ", PvdIpv6Routing table\n";
    for (const auto& entry : entries)
    {
        PrintEntry(os, registry, entry, unit);
    }
}

} // namespace

void
PvdIpv6Routing::PrintRoutingTable(Ptr<OutputStreamWrapper> stream, Time::Unit unit) const
{
    PrintTable(*stream->GetStream(), *m_registry, m_fib.GetEntries(), unit);
}

void
PvdIpv6Routing::PrintRoutes(Ptr<OutputStreamWrapper> stream, Ptr<Pvd> pvd, Time::Unit unit) const
{
    auto entries = m_fib.GetEntries();
    entries.erase(std::remove_if(entries.begin(),
                                 entries.end(),
                                 [&pvd](const auto& entry) { return entry.pvd != pvd; }),
                  entries.end());
    PrintTable(*stream->GetStream(), *m_registry, entries, unit);
}

} // namespace ns3
