/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-lifetime.h"
#include "pvd-registry.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// \return the place behind an entry of a list
template <class List, class Predicate>
std::size_t
FindPlaceBehind(const List& list, Predicate predicate)
{
    const auto it = std::find_if(list.begin(), list.end(), predicate);
    return it == list.end() ? list.size() : it - list.begin() + 1;
}

} // namespace

void
PvdRegistry::ApplyOtherConfiguration(Pvd& pvd, uint32_t interface)
{
    const auto it = m_otherConfigurations.Get().find(interface);
    if (it == m_otherConfigurations.Get().end() || it->second.second <= Simulator::Now() ||
        !m_store.HasOtherConfig(pvd, interface))
    {
        return;
    }
    const PvdOtherConfiguration& configuration = it->second.first;
    std::size_t place = 0;
    for (const auto& address : configuration.resolvers)
    {
        PvdResolver resolver;
        resolver.address = address;
        resolver.zone = address.IsLinkLocal() ? interface : 0;
        resolver.interface = interface;
        resolver.origin = PvdOrigin::DHCPV6;
        resolver.lifetime = configuration.lifetime;
        resolver.expiry = it->second.second;
        m_store.SetResolver(pvd, resolver, place);
        place = FindPlaceBehind(pvd.GetResolvers(), [&resolver](const auto& known) {
            return known.address == resolver.address && known.zone == resolver.zone;
        });
    }
    place = 0;
    for (const auto& name : configuration.searchDomains)
    {
        PvdSearchDomain domain;
        domain.domain = name;
        domain.interface = interface;
        domain.origin = PvdOrigin::DHCPV6;
        domain.lifetime = configuration.lifetime;
        domain.expiry = it->second.second;
        m_store.SetSearchDomain(pvd, domain, place);
        place = FindPlaceBehind(pvd.GetSearchDomains(),
                                [&name](const auto& known) { return known.domain == name; });
    }
}

void
PvdRegistry::Commit()
{
    ++m_generation;
    for (const auto& event : m_store.Settle(Simulator::Now()))
    {
        if (event.type != PvdEvent::CHANGED || m_coalescingInterval == Time(0))
        {
            m_events.push_back(event);
            continue;
        }
        auto& gathered = m_coalesced.Make()[event.pvd->GetIndex()];
        gathered.first = event.pvd;
        gathered.second |= event.mask;
        if (m_coalescingEvent.IsExpired())
        {
            m_coalescingEvent =
                Simulator::Schedule(m_coalescingInterval, &PvdRegistry::FireCoalesced, this);
        }
    }
    ScheduleExpiry();
    Fire();
}

void
PvdRegistry::FireCoalesced()
{
    for (const auto& entry : m_coalesced.Get())
    {
        if (entry.second.first->IsAlive())
        {
            m_events.push_back({PvdEvent::CHANGED, entry.second.first, entry.second.second});
        }
    }
    m_coalesced.Clear();
    Fire();
}

void
PvdRegistry::Fire()
{
    if (m_firing)
    {
        return; // a callback changed the registry: the loop below goes on with what follows from it
    }
    m_firing = true;
    while (!m_events.empty())
    {
        const PvdEvent event = m_events.front();
        m_events.pop_front();
        Fire(event);
    }
    m_firing = false;
}

void
PvdRegistry::Fire(const PvdEvent& event)
{
    switch (event.type)
    {
    case PvdEvent::ADDED:
        m_pvdAdded(event.pvd);
        break;
    case PvdEvent::CHANGED:
        m_pvdChanged(event.pvd, event.mask);
        break;
    case PvdEvent::REMOVED:
        m_pvdRemoved(event.pvd);
        break;
    case PvdEvent::DRAINED:
        m_pvdDrained(event.pvd);
        break;
    case PvdEvent::RDNSS_ADDED:
        m_rdnssAdded(event.pvd, event.address, GetRemaining(Simulator::Now(), event.expiry));
        break;
    case PvdEvent::RDNSS_REMOVED:
        m_rdnssRemoved(event.pvd, event.address);
        break;
    case PvdEvent::DNSSL_ADDED:
        m_dnsslAdded(event.pvd,
                     event.domain.ToString(),
                     GetRemaining(Simulator::Now(), event.expiry));
        break;
    case PvdEvent::DNSSL_REMOVED:
        m_dnsslRemoved(event.pvd, event.domain.ToString());
        break;
    case PvdEvent::DISAGREEMENT:
        m_disagreement(event.pvd, event.address, event.other, event.ahead);
        break;
    }
}

void
PvdRegistry::ScheduleExpiry()
{
    const Time next = m_store.GetNextExpiry();
    // An event that comes too early finds nothing to do and looks again: a refresh, which only
    // moves expiries away, costs no event.
    if (next == InfiniteExpiry() || (!m_expiryEvent.IsExpired() && m_expiryTime <= next))
    {
        return;
    }
    Simulator::Remove(m_expiryEvent); // cancelled, it would take memory until its time
    m_expiryTime = next;
    m_expiryEvent =
        Simulator::Schedule(std::max(Time(0), next - Simulator::Now()), &PvdRegistry::Expire, this);
}

void
PvdRegistry::Expire()
{
    m_store.Expire(Simulator::Now());
    Commit();
}

} // namespace ns3
