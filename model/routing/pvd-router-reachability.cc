/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-router-reachability.h"

#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ndisc-cache.h"
#include "ns3/net-device.h"
#include "ns3/simulator.h"

namespace ns3
{

namespace
{

/// Beyond this many, those of which nothing was heard for long are forgotten.
constexpr std::size_t MANY = 64;

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
    const Key key(interface, router);
    if (!entry)
    {
        const auto used = m_used.find(key);
        if (used != m_used.end() && used->second < Simulator::Now())
        {
            MarkSilent(key, used->second); // ns-3 has given up
            m_used.erase(used);
        }
        return m_silent.empty() || m_silent.count(key) == 0;
    }
    if (!entry->IsIncomplete())
    {
        if (!m_silent.empty())
        {
            m_silent.erase(key);
        }
        return true;
    }
    if (m_silent.count(key) == 0)
    {
        MarkSilent(key, Simulator::Now()); // ns-3 is asking
    }
    return false;
}

void
PvdRouterReachability::MarkSilent(const Key& key, Time asked)
{
    if (m_silent.size() >= MANY)
    {
        m_silent.clear(); // then they are asked once more
    }
    m_silent[key] = {asked, false};
}

void
PvdRouterReachability::RemoveInterface(uint32_t interface)
{
    const auto first = Key(interface, Ipv6Address());
    const auto end = Key(interface + 1, Ipv6Address());
    m_silent.erase(m_silent.lower_bound(first), m_silent.lower_bound(end));
    m_used.erase(m_used.lower_bound(first), m_used.lower_bound(end));
}

void
PvdRouterReachability::Probe(uint32_t interface, const Ipv6Address& router)
{
    const auto silent = m_silent.find(Key(interface, router));
    if (silent == m_silent.end() ||
        Simulator::Now() - silent->second.probed < Seconds(PROBE_INTERVAL))
    {
        return;
    }
    const auto link = m_ipv6->GetInterface(interface);
    const auto cache = link->GetNdiscCache();
    auto* entry = cache->Lookup(router);
    if (entry && !silent->second.probing)
    {
        return; // ns-3 is asking again
    }
    if (!entry)
    {
        entry = cache->Add(router);
        entry->SetRouter(true);
        entry->MarkIncomplete(NdiscCache::Ipv6PayloadHeaderPair());
    }
    silent->second.probed = Simulator::Now();
    silent->second.probing = true;
    m_ipv6->GetObject<Icmpv6L4Protocol>()->SendNS(link->GetLinkLocalAddress().GetAddress(),
                                                  Ipv6Address::MakeSolicitedAddress(router),
                                                  router,
                                                  link->GetDevice()->GetAddress());
}

void
PvdRouterReachability::Use(uint32_t interface, const Ipv6Address& router)
{
    const Key key(interface, router);
    if (m_used.size() >= MANY && m_used.count(key) == 0)
    {
        m_used.clear();
    }
    m_used[key] = Simulator::Now();
    const auto silent = m_silent.empty() ? m_silent.end() : m_silent.find(key);
    if (silent == m_silent.end() || !silent->second.probing)
    {
        return;
    }
    const auto cache = m_ipv6->GetInterface(interface)->GetNdiscCache();
    auto* entry = cache->Lookup(router);
    if (entry && entry->IsIncomplete())
    {
        cache->Remove(entry);
    }
    silent->second.probing = false;
}

} // namespace ns3
