/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-store.h"

#include "pvd-lifetime.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// \return true if a list with a limit takes one more
bool
HasRoomFor(std::size_t size, uint32_t limit)
{
    return limit == 0 || size < limit;
}

} // namespace

PvdStore::PvdStore() = default;

PvdStore::~PvdStore() = default;

const std::map<uint64_t, Ptr<Pvd>>&
PvdStore::GetPvds() const
{
    return m_pvds;
}

Ptr<Pvd>
PvdStore::Find(const PvdId& id) const
{
    const auto it = m_byKey.find(id.GetKey());
    return it == m_byKey.end() ? nullptr : it->second;
}

Ptr<Pvd>
PvdStore::FindImplicit(uint32_t interface, const Ipv6Address& router) const
{
    const auto it = m_implicit.find({interface, router});
    return it == m_implicit.end() ? nullptr : it->second;
}

bool
PvdStore::HasRoom(const Ptr<Pvd>& pvd, uint32_t interface) const
{
    if (!pvd && !HasRoomFor(m_pvds.size(), limits.pvds))
    {
        return false;
    }
    if (limits.pvdsPerInterface == 0 || (pvd && IsOnInterface(*pvd, interface)))
    {
        return true;
    }
    const auto onInterface = [interface](const auto& entry) {
        return IsOnInterface(*entry.second, interface);
    };
    return std::count_if(m_pvds.begin(), m_pvds.end(), onInterface) < limits.pvdsPerInterface;
}

Ptr<Pvd>
PvdStore::CreatePvd(const PvdId& id, PvdOrigin origin)
{
    const auto pvd = Create<Pvd>(id, m_nextIndex++, origin);
    m_pvds[pvd->m_index] = pvd;
    m_byKey[pvd->m_id.GetKey()] = pvd;
    Touch(*pvd, 0);
    return pvd;
}

Ptr<Pvd>
PvdStore::CreateImplicitPvd(const PvdIpv6Interface& interface, const Ipv6Address& router)
{
    const PvdId id(router, interface.GetName());
    // The interface was renamed and another one, or the user, took the name: one PvD has it.
    const auto known = Find(id);
    const auto pvd = known ? known : CreatePvd(id, PvdOrigin::RA);
    m_implicit[{interface.GetIndex(), router}] = pvd;
    return pvd;
}

void
PvdStore::Unlink(Pvd& pvd)
{
    pvd.m_alive = false;
    m_byKey.erase(pvd.m_id.GetKey());
    for (auto it = m_implicit.begin(); it != m_implicit.end();)
    {
        it = PeekPointer(it->second) == &pvd ? m_implicit.erase(it) : std::next(it);
    }
    m_removed.emplace_back(&pvd);
    m_pvds.erase(pvd.m_index);
}

Ptr<PvdIpv6Interface>
PvdStore::GetInterface(uint32_t index) const
{
    return index < m_interfaces.size() ? m_interfaces[index] : nullptr;
}

const std::vector<Ptr<PvdIpv6Interface>>&
PvdStore::GetInterfaces() const
{
    return m_interfaces;
}

void
PvdStore::SetInterface(Ptr<PvdIpv6Interface> interface)
{
    if (m_interfaces.size() <= interface->GetIndex())
    {
        m_interfaces.resize(interface->GetIndex() + 1);
    }
    m_interfaces[interface->GetIndex()] = interface;
}

void
PvdStore::Touch(Pvd& pvd, uint32_t mask)
{
    if (pvd.m_index == 0)
    {
        return; // what has no PvD has no notifications
    }
    auto& touched = m_touched[pvd.m_index];
    touched.first = &pvd;
    touched.second |= mask;
}

void
PvdStore::NoteExpiry(Pvd& pvd, Time expiry)
{
    pvd.m_nextExpiry = std::min(pvd.m_nextExpiry, expiry);
}

bool
PvdStore::SetRouter(Pvd& pvd, const PvdRouter& router)
{
    const auto it = std::find_if(pvd.m_routers.begin(), pvd.m_routers.end(), [&](const auto& r) {
        return r.interface == router.interface && r.address == router.address;
    });
    if (it == pvd.m_routers.end())
    {
        if (!HasRoomFor(pvd.m_routers.size(), limits.routers))
        {
            return false;
        }
        pvd.m_routers.push_back(router);
        Touch(pvd, Pvd::ROUTERS);
    }
    else
    {
        const bool changed =
            it->preference != router.preference || it->managed != router.managed ||
            it->otherConfig != router.otherConfig ||
            IsNewLifetime(it->lifetime, it->expiry, router.lifetime, router.expiry);
        *it = router;
        if (changed)
        {
            Touch(pvd, Pvd::ROUTERS);
        }
    }
    NoteExpiry(pvd, router.expiry);
    return true;
}

bool
PvdStore::HasRoomForRoute(const Pvd& pvd, const PvdRoute& route) const
{
    // Default routes are as many as routers, on-link routes as prefixes: both have their own limit.
    const auto counts = [](const PvdRoute& r) {
        return r.length > 0 && !r.gateway.IsAny() && r.origin == PvdOrigin::RA;
    };
    return !counts(route) || HasRoomFor(pvd.m_routes.size(), limits.routes) ||
           HasRoomFor(std::count_if(pvd.m_routes.begin(), pvd.m_routes.end(), counts),
                      limits.routes);
}

bool
PvdStore::SetRoute(Pvd& pvd, const PvdRoute& route)
{
    const auto it = std::find_if(pvd.m_routes.begin(), pvd.m_routes.end(), [&](const auto& r) {
        return r.HasSameKey(route);
    });
    const bool isNew = it == pvd.m_routes.end();
    if (!isNew && it->origin == PvdOrigin::STATIC && route.origin == PvdOrigin::RA)
    {
        return true; // what was given by hand is not changed by the network
    }
    if (isNew && &pvd != PeekPointer(m_untagged) && !HasRoomForRoute(pvd, route))
    {
        return false;
    }
    const bool differs = isNew || it->preference != route.preference ||
                         it->metric != route.metric || it->origin != route.origin;
    const bool changed =
        differs || IsNewLifetime(it->lifetime, it->expiry, route.lifetime, route.expiry);
    if (isNew)
    {
        if (m_untagged)
        {
            RemoveRoute(*m_untagged, route);
        }
        pvd.m_routes.push_back(route);
    }
    else
    {
        *it = route;
    }
    if (differs && routeTable)
    {
        routeTable->SetRoute(TableKey(pvd), route);
    }
    if (changed)
    {
        Touch(pvd, Pvd::ROUTES);
    }
    NoteExpiry(pvd, route.expiry);
    return true;
}

const PvdPrefix*
PvdStore::FindPrefix(const Pvd& pvd, const PvdPrefix& prefix)
{
    for (const auto& p : pvd.m_prefixes)
    {
        if (p.interface == prefix.interface && p.length == prefix.length &&
            p.prefix == prefix.prefix && p.router == prefix.router)
        {
            return &p;
        }
    }
    return nullptr;
}

bool
PvdStore::SetPrefix(Pvd& pvd, const PvdPrefix& prefix)
{
    auto* it = const_cast<PvdPrefix*>(FindPrefix(pvd, prefix));
    const bool wasListed = it && it->pdListed;
    if (prefix.validLifetime == 0 && prefix.onLinkExpiry == Time(0))
    {
        if (it)
        {
            pvd.m_prefixes.erase(pvd.m_prefixes.begin() + (it - pvd.m_prefixes.data()));
            SyncOnLinkRoute(pvd, prefix);
            Touch(pvd, wasListed ? Pvd::PREFIXES | Pvd::PD_PREFERRED : Pvd::PREFIXES);
        }
        return true;
    }
    if (!it)
    {
        if (!HasRoomFor(pvd.m_prefixes.size(), limits.prefixes))
        {
            return false;
        }
        pvd.m_prefixes.push_back(prefix);
        Touch(pvd, Pvd::PREFIXES);
    }
    else
    {
        const bool changed = it->autonomous != prefix.autonomous ||
                             IsNewLifetime(it->validLifetime,
                                           it->validExpiry,
                                           prefix.validLifetime,
                                           prefix.validExpiry) ||
                             IsNewLifetime(it->preferredLifetime,
                                           it->preferredExpiry,
                                           prefix.preferredLifetime,
                                           prefix.preferredExpiry);
        *it = prefix;
        if (changed)
        {
            Touch(pvd, Pvd::PREFIXES);
        }
    }
    NoteExpiry(pvd, prefix.validExpiry);
    NoteExpiry(pvd, prefix.onLinkExpiry);
    if (prefix.pdListed)
    {
        NoteExpiry(pvd, prefix.preferredExpiry);
    }
    if (prefix.pdListed != wasListed)
    {
        Touch(pvd, Pvd::PD_PREFERRED);
    }
    SyncOnLinkRoute(pvd, prefix);
    return true;
}

void
PvdStore::SyncOnLinkRoute(Pvd& pvd, const PvdPrefix& prefix)
{
    PvdRoute route;
    route.interface = prefix.interface;
    route.gateway = Ipv6Address::GetAny();
    route.prefix = prefix.prefix;
    route.length = prefix.length;
    route.expiry = Time(0);
    for (const auto& p : pvd.m_prefixes)
    {
        if (p.interface == prefix.interface && p.length == prefix.length &&
            p.prefix == prefix.prefix && p.onLinkExpiry > route.expiry)
        {
            route.expiry = p.onLinkExpiry;
            route.lifetime = p.onLinkLifetime;
        }
    }
    if (route.expiry > Time(0))
    {
        SetRoute(pvd, route);
        return;
    }
    WithdrawRoute(pvd, route);
}

bool
PvdStore::AddAddress(PvdIpv6Interface& interface, const PvdAddress& address)
{
    const auto& known = interface.m_addresses;
    const auto isLearned = [](const auto& entry) { return entry.origin == PvdOrigin::RA; };
    if (isLearned(address) &&
        !HasRoomFor(std::count_if(known.begin(), known.end(), isLearned), limits.addresses))
    {
        return false;
    }
    if (!interface.AddAddress(address))
    {
        return false;
    }
    if (address.pvd)
    {
        Touch(*address.pvd, Pvd::ADDRESSES);
    }
    return true;
}

void
PvdStore::UpdateAddress(PvdIpv6Interface& interface, PvdAddress& entry, const PvdAddress& values)
{
    const bool moved = entry.pvd != values.pvd;
    const bool changed = moved || entry.deprecated != values.deprecated ||
                         IsNewLifetime(entry.validLifetime,
                                       entry.validExpiry,
                                       values.validLifetime,
                                       values.validExpiry) ||
                         IsNewLifetime(entry.preferredLifetime,
                                       entry.preferredExpiry,
                                       values.preferredLifetime,
                                       values.preferredExpiry);
    if (changed && entry.pvd)
    {
        Touch(*entry.pvd, Pvd::ADDRESSES);
    }
    if (changed && values.pvd)
    {
        Touch(*values.pvd, Pvd::ADDRESSES);
    }
    if (moved)
    {
        interface.SetOwner(entry, values.pvd);
    }
    const bool sync = entry.deprecated != values.deprecated;
    entry = values;
    interface.NoteExpiry(entry);
    if (sync)
    {
        interface.SyncState(entry);
    }
}

bool
PvdStore::RemoveAddress(PvdIpv6Interface& interface, const Ipv6Address& address)
{
    for (std::size_t i = 0; i < interface.m_addresses.size(); ++i)
    {
        if (interface.m_addresses[i].address == address)
        {
            const PvdAddress gone = interface.m_addresses[i];
            if (gone.pvd)
            {
                Touch(*gone.pvd, Pvd::ADDRESSES);
            }
            interface.RemoveAddress(i);
            SyncStaticOnLinkRoute(interface, gone);
            return true;
        }
    }
    return false;
}

void
PvdStore::ConfirmAddress(PvdIpv6Interface& interface, const Ipv6Address& address)
{
    const PvdAddress* entry = interface.FindAddress(address);
    if (entry)
    {
        interface.SyncState(*entry);
        if (entry->pvd)
        {
            Touch(*entry->pvd, Pvd::ADDRESSES);
        }
    }
}

void
PvdStore::FailAddress(PvdIpv6Interface& interface, const Ipv6Address& address)
{
    if (!RemoveAddress(interface, address))
    {
        return; // the module does not look after it: ns-3 keeps it, marked invalid
    }
    auto& duplicates = interface.m_duplicates;
    if (limits.addresses != 0 && duplicates.size() >= limits.addresses)
    {
        duplicates.erase(duplicates.begin());
    }
    duplicates.push_back(address);
}

void
PvdStore::EndDefaultRouter(uint32_t interface, const Ipv6Address& address)
{
    for (const auto& entry : ListPvds())
    {
        Pvd& pvd = *entry;
        for (auto& router : pvd.m_routers)
        {
            if (router.interface == interface && router.address == address && router.lifetime > 0)
            {
                router.lifetime = 0;
                Touch(pvd, Pvd::ROUTERS);
            }
        }
        PvdRoute route;
        route.interface = interface;
        route.gateway = address;
        route.prefix = Ipv6Address::GetAny();
        WithdrawRoute(pvd, route);
    }
}

void
PvdStore::Clear()
{
    routeTable = nullptr;
    m_touched.clear();
    m_removed.clear();
    m_draining.clear();
    m_notes.clear();
    m_implicit.clear();
    m_byKey.clear();
    m_pvds.clear();
    for (const auto& interface : m_interfaces)
    {
        if (interface)
        {
            interface->Detach();
        }
    }
    m_interfaces.clear();
    m_untagged = nullptr;
}

} // namespace ns3
