/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-router-reachability.h"

#include "pvd-compat-neighbor.h"
#include "pvd-neighbor-table.h"

#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ndisc-cache.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// How many are remembered. The one that was asked first makes room.
constexpr std::size_t LIMIT = 64;

} // namespace

PvdRouterReachability::PvdRouterReachability(Ptr<Ipv6L3Protocol> ipv6)
    : m_ipv6(ipv6)
{
}

bool
PvdRouterReachability::IsReachable(uint32_t interface, const Ipv6Address& router)
{
    const auto cache = m_ipv6->GetInterface(interface)->GetNdiscCache();
    const auto* entry = cache ? cache->Lookup(router) : nullptr;
    if (entry && entry->IsIncomplete())
    {
        return false;
    }
    if (m_silent.empty())
    {
        return true;
    }
    const Key key(interface, router);
    if (entry && (entry->IsReachable() || PvdIsByHand(*entry)))
    {
        m_silent.erase(key); // also if a script says so
        return true;
    }
    return m_silent.count(key) == 0;
}

void
PvdRouterReachability::Notify(uint32_t interface, const Ipv6Address& neighbor, bool isReachable)
{
    const Key key(interface, neighbor);
    if (isReachable)
    {
        m_silent.erase(key);
        return;
    }
    if (m_silent.size() >= LIMIT && m_silent.count(key) == 0)
    {
        m_silent.erase(std::min_element(m_silent.begin(), m_silent.end(), [](auto& a, auto& b) {
            return a.second < b.second;
        }));
    }
    m_silent.emplace(key, Simulator::Now());
}

void
PvdRouterReachability::RemoveInterface(uint32_t interface)
{
    const auto first = Key(interface, Ipv6Address());
    const auto end = Key(interface + 1, Ipv6Address());
    m_silent.erase(m_silent.lower_bound(first), m_silent.lower_bound(end));
}

void
PvdRouterReachability::Probe(uint32_t interface, const Ipv6Address& router)
{
    const auto silent = m_silent.find(Key(interface, router));
    if (silent == m_silent.end() || Simulator::Now() - silent->second < Seconds(PROBE_INTERVAL))
    {
        return;
    }
    silent->second = Simulator::Now();
    const auto icmpv6 = m_ipv6->GetObject<Icmpv6L4Protocol>();
    if (auto* const neighbors = dynamic_cast<PvdNeighborTable*>(PeekPointer(icmpv6)))
    {
        neighbors->ProbeNeighbor(interface, router);
    }
}

} // namespace ns3
