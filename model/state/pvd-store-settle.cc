/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-lifetime.h"
#include "pvd-store.h"

#include <algorithm>
#include <type_traits>

namespace ns3
{

namespace
{

// A router whose lifetime is over stays while the PvD has anything else from it: PruneRouters.
bool
HasEnded(const PvdRouter&, Time)
{
    return false;
}

bool
HasEnded(const PvdPrefix& prefix, Time now)
{
    return prefix.validExpiry <= now && prefix.onLinkExpiry <= now;
}

template <class Object>
bool
HasEnded(const Object& object, Time now)
{
    return object.expiry <= now;
}

template <class Object>
bool
IsDns(const Object&)
{
    return std::is_same<Object, PvdResolver>::value || std::is_same<Object, PvdSearchDomain>::value;
}

void
Deprecate(PvdAddress& address)
{
    address.deprecated = true;
    address.preferredLifetime = 0;
    address.preferredExpiry = Time(0);
}

} // namespace

template <class Predicate>
void
PvdStore::RemoveObjects(Pvd& pvd, Predicate predicate)
{
    // Backwards where the removal itself is a step with consequences, so that places stay valid.
    for (std::size_t i = pvd.m_prefixes.size(); i-- > 0;)
    {
        if (predicate(pvd.m_prefixes[i]))
        {
            const PvdPrefix gone = pvd.m_prefixes[i];
            pvd.m_prefixes.erase(pvd.m_prefixes.begin() + i);
            SyncOnLinkRoute(pvd, gone);
            Touch(pvd, gone.pdListed ? Pvd::PREFIXES | Pvd::PD_PREFERRED : Pvd::PREFIXES);
        }
    }
    for (std::size_t i = pvd.m_routes.size(); i-- > 0;)
    {
        if (i < pvd.m_routes.size() && predicate(pvd.m_routes[i]))
        {
            const PvdRoute gone = pvd.m_routes[i];
            RemoveRoute(pvd, gone);
        }
    }
    for (std::size_t i = 0; i < pvd.m_resolvers.size();)
    {
        const PvdResolver entry = pvd.m_resolvers[i];
        i += predicate(entry) && RemoveResolver(pvd, entry.address, entry.zone) ? 0 : 1;
    }
    for (std::size_t i = 0; i < pvd.m_domains.size();)
    {
        const PvdSearchDomain entry = pvd.m_domains[i];
        i += predicate(entry) && RemoveSearchDomain(pvd, entry.domain) ? 0 : 1;
    }
    const auto end = std::remove_if(pvd.m_routers.begin(), pvd.m_routers.end(), predicate);
    if (end != pvd.m_routers.end())
    {
        pvd.m_routers.erase(end, pvd.m_routers.end());
        Touch(pvd, Pvd::ROUTERS);
    }
}

void
PvdStore::ClearInterface(uint32_t index)
{
    const auto interface = GetInterface(index);
    if (!interface)
    {
        return;
    }
    const auto isThere = [index](const auto& object) { return object.interface == index; };
    while (!interface->m_addresses.empty())
    {
        RemoveAddress(*interface, interface->m_addresses.back().address);
    }
    for (const auto& pvd : ListPvds())
    {
        RemoveObjects(*pvd, isThere);
    }
    if (m_untagged)
    {
        RemoveObjects(*m_untagged, isThere);
    }
    interface->m_duplicates.clear();
    interface->ResetLinkParameters();
}

Pvd&
PvdStore::GetUntagged()
{
    if (!m_untagged)
    {
        m_untagged = Create<Pvd>(PvdId(PvdDomainName()), 0, PvdOrigin::RA);
    }
    return *m_untagged;
}

void
PvdStore::UntagRoutes(Pvd& pvd)
{
    const std::vector<PvdRoute> routes = pvd.m_routes;
    for (const auto& route : routes)
    {
        RemoveRoute(pvd, route);
        SetRoute(GetUntagged(), route);
    }
}

void
PvdStore::ReleaseAddresses(Pvd& pvd, Removal removal)
{
    for (const auto& interface : m_interfaces)
    {
        for (std::size_t i = interface ? interface->m_addresses.size() : 0; i-- > 0;)
        {
            PvdAddress values = interface->m_addresses[i];
            if (PeekPointer(values.pvd) != &pvd)
            {
                continue;
            }
            if (removal == Removal::FLUSH)
            {
                RemoveAddress(*interface, values.address);
                continue;
            }
            values.pvd = nullptr;
            if (removal == Removal::DEPRECATE)
            {
                Deprecate(values);
            }
            UpdateAddress(*interface, interface->m_addresses[i], values);
        }
    }
}

std::vector<Ptr<Pvd>>
PvdStore::ListPvds() const
{
    std::vector<Ptr<Pvd>> pvds;
    for (const auto& entry : m_pvds)
    {
        pvds.push_back(entry.second);
    }
    pvds.insert(pvds.end(), m_draining.begin(), m_draining.end());
    return pvds;
}

void
PvdStore::Drain(Pvd& pvd, Time end)
{
    for (const auto& interface : m_interfaces)
    {
        for (std::size_t i = 0; interface && i < interface->m_addresses.size(); ++i)
        {
            PvdAddress values = interface->m_addresses[i];
            if (PeekPointer(values.pvd) == &pvd)
            {
                Deprecate(values);
                UpdateAddress(*interface, interface->m_addresses[i], values);
            }
        }
    }
    RemoveObjects(pvd, [](const auto& object) { return IsDns(object); });
    pvd.m_draining = true;
    pvd.m_removal = end;
    NoteExpiry(pvd, end);
    m_draining.emplace_back(&pvd);
    Unlink(pvd);
}

std::vector<Ptr<Pvd>>
PvdStore::SettleDraining(Time now)
{
    std::vector<Ptr<Pvd>> drained;
    const auto goesOn = [now](const Ptr<Pvd>& pvd) {
        return pvd->m_removal > now && !pvd->IsEmpty();
    };
    const auto end = std::stable_partition(m_draining.begin(), m_draining.end(), goesOn);
    drained.assign(end, m_draining.end());
    m_draining.erase(end, m_draining.end());
    for (const auto& pvd : drained)
    {
        ReleaseAddresses(*pvd, FLUSH);
        RemoveObjects(*pvd, [](const auto&) { return true; });
        pvd->m_draining = false;
    }
    return drained;
}

void
PvdStore::RemovePvd(const Ptr<Pvd>& pvd, Removal removal, Time now)
{
    if (removal == Removal::FLUSH && drainTime > Time(0) && !pvd->IsEmpty())
    {
        Drain(*pvd, drainTime < InfiniteExpiry() - now ? now + drainTime : InfiniteExpiry());
        return;
    }
    pvd->m_untagged = removal == Removal::UNTAG;
    if (removal == Removal::UNTAG)
    {
        UntagRoutes(*pvd);
    }
    ReleaseAddresses(*pvd, removal);
    RemoveObjects(*pvd, [](const auto&) { return true; });
    Unlink(*pvd);
}

void
PvdStore::ExpirePvd(Pvd& pvd, Time now)
{
    if (pvd.m_nextExpiry > now)
    {
        return;
    }
    for (std::size_t i = pvd.m_prefixes.size(); i-- > 0;)
    {
        auto& prefix = pvd.m_prefixes[i];
        if (prefix.onLinkExpiry <= now && prefix.onLinkExpiry > Time(0))
        {
            prefix.onLinkExpiry = Time(0);
            const PvdPrefix copy = prefix;
            SyncOnLinkRoute(pvd, copy);
        }
    }
    for (auto& prefix : pvd.m_prefixes)
    {
        if (prefix.pdListed && prefix.preferredExpiry <= now)
        {
            prefix.pdListed = false;
            Touch(pvd, Pvd::PD_PREFERRED);
        }
    }
    for (auto& router : pvd.m_routers)
    {
        if (router.lifetime > 0 && router.expiry <= now)
        {
            router.lifetime = 0;
            Touch(pvd, Pvd::ROUTERS);
        }
    }
    RemoveObjects(pvd, [now](const auto& object) { return HasEnded(object, now); });
    PruneRouters(pvd, now);

    Time next = pvd.m_removal;
    const auto note = [&next](Time expiry) { next = std::min(next, expiry); };
    for (const auto& router : pvd.m_routers)
    {
        note(router.lifetime > 0 ? router.expiry : InfiniteExpiry());
    }
    for (const auto& prefix : pvd.m_prefixes)
    {
        note(prefix.pdListed ? prefix.preferredExpiry : InfiniteExpiry());
        note(prefix.validExpiry > now ? prefix.validExpiry : InfiniteExpiry());
        note(prefix.onLinkExpiry > now ? prefix.onLinkExpiry : InfiniteExpiry());
    }
    for (const auto& route : pvd.m_routes)
    {
        note(route.expiry);
    }
    for (const auto& resolver : pvd.m_resolvers)
    {
        note(resolver.expiry);
    }
    for (const auto& domain : pvd.m_domains)
    {
        note(domain.expiry);
    }
    pvd.m_nextExpiry = next;
}

void
PvdStore::ExpireAddresses(PvdIpv6Interface& interface, Time now)
{
    if (interface.m_nextExpiry > now)
    {
        return;
    }
    interface.m_nextExpiry = InfiniteExpiry();
    for (std::size_t i = interface.m_addresses.size(); i-- > 0;)
    {
        auto& entry = interface.m_addresses[i];
        if (entry.validExpiry <= now)
        {
            RemoveAddress(interface, Ipv6Address(entry.address));
            continue;
        }
        if (!entry.deprecated && entry.preferredExpiry <= now)
        {
            PvdAddress values = entry;
            values.deprecated = true;
            UpdateAddress(interface, entry, values);
        }
        interface.NoteExpiry(entry);
    }
}

void
PvdStore::Expire(Time now)
{
    for (const auto& interface : m_interfaces)
    {
        if (interface)
        {
            ExpireAddresses(*interface, now);
        }
    }
    for (const auto& entry : m_pvds)
    {
        ExpirePvd(*entry.second, now);
        if (entry.second->m_removal <= now)
        {
            Touch(*entry.second, 0);
        }
    }
    for (const auto& pvd : m_draining)
    {
        ExpirePvd(*pvd, now);
    }
    if (m_untagged)
    {
        ExpirePvd(*m_untagged, now);
    }
}

Time
PvdStore::GetNextExpiry() const
{
    Time next = m_untagged ? m_untagged->m_nextExpiry : InfiniteExpiry();
    for (const auto& entry : m_pvds)
    {
        next = std::min(next, entry.second->m_nextExpiry);
    }
    for (const auto& pvd : m_draining)
    {
        next = std::min(next, pvd->m_nextExpiry);
    }
    for (const auto& interface : m_interfaces)
    {
        next = std::min(next, interface ? interface->m_nextExpiry : InfiniteExpiry());
    }
    return next;
}

bool
PvdStore::HasObjectOf(const Pvd& pvd, uint32_t interface, const Ipv6Address& router)
{
    const auto isFrom = [&](const auto& object) {
        return object.interface == interface && object.router == router;
    };
    return std::any_of(pvd.m_prefixes.begin(), pvd.m_prefixes.end(), isFrom) ||
           std::any_of(pvd.m_resolvers.begin(), pvd.m_resolvers.end(), isFrom) ||
           std::any_of(pvd.m_domains.begin(), pvd.m_domains.end(), isFrom) ||
           std::any_of(pvd.m_routes.begin(), pvd.m_routes.end(), [&](const auto& route) {
               return route.interface == interface && route.gateway == router;
           });
}

void
PvdStore::PruneRouters(Pvd& pvd, Time now)
{
    const auto hasNothing = [&pvd, now](const PvdRouter& router) {
        return router.origin == PvdOrigin::RA && (router.lifetime == 0 || router.expiry <= now) &&
               !HasObjectOf(pvd, router.interface, router.address);
    };
    const auto end = std::remove_if(pvd.m_routers.begin(), pvd.m_routers.end(), hasNothing);
    if (end != pvd.m_routers.end())
    {
        pvd.m_routers.erase(end, pvd.m_routers.end());
        Touch(pvd, Pvd::ROUTERS);
    }
}

bool
PvdStore::SettleRemoval(Pvd& pvd, Time now)
{
    if (!pvd.IsEmpty() || pvd.m_origin == PvdOrigin::STATIC)
    {
        pvd.m_removal = InfiniteExpiry();
        return false;
    }
    if (lingerTime > Time(0) && pvd.m_announced)
    {
        if (pvd.m_removal == InfiniteExpiry() && lingerTime < InfiniteExpiry() - now)
        {
            pvd.m_removal = now + lingerTime;
            NoteExpiry(pvd, pvd.m_removal);
        }
        if (pvd.m_removal > now)
        {
            return false;
        }
    }
    Unlink(pvd);
    return true;
}

void
PvdStore::NoteDisagreement(Pvd& pvd, const PvdRouter& router, const PvdRouter& other)
{
    PvdEvent event{PvdEvent::DISAGREEMENT, &pvd};
    event.address = router.address;
    event.other = other.address;
    // Sequence Numbers wrap; which is newer follows from the shorter way round.
    event.ahead = static_cast<int16_t>(*router.sequence - *other.sequence);
    m_notes.push_back(event);
}

std::vector<PvdEvent>
PvdStore::Settle(Time now)
{
    std::vector<PvdEvent> events;
    if (m_touched.empty() && m_removed.empty() && m_draining.empty())
    {
        return events;
    }
    const auto drained = SettleDraining(now);
    std::vector<PvdEvent> changed;
    for (const auto& entry : m_touched)
    {
        Pvd& pvd = *entry.second.first;
        if (!pvd.m_alive)
        {
            continue;
        }
        PruneRouters(pvd, now);
        if (SettleRemoval(pvd, now))
        {
            continue;
        }
        const uint32_t mask = entry.second.second;
        if (!pvd.m_announced)
        {
            pvd.m_announced = true;
            events.push_back({PvdEvent::ADDED, &pvd, mask});
        }
        else if (mask != 0)
        {
            changed.push_back({PvdEvent::CHANGED, &pvd, mask});
        }
    }
    events.insert(events.end(), m_notes.begin(), m_notes.end());
    events.insert(events.end(), changed.begin(), changed.end());
    for (const auto& pvd : m_removed)
    {
        if (pvd->m_announced)
        {
            events.push_back({PvdEvent::REMOVED, pvd});
        }
    }
    for (const auto& pvd : drained)
    {
        events.push_back({PvdEvent::DRAINED, pvd});
    }
    m_touched.clear();
    m_notes.clear();
    m_removed.clear();
    return events;
}

} // namespace ns3
