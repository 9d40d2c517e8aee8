/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-lifetime.h"
#include "pvd-ra-update.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// \return how many entries at the front of a list go before what an RA says
template <class List>
std::size_t
CountFirst(const List& list)
{
    return std::find_if(list.begin(),
                        list.end(),
                        [](const auto& entry) { return entry.origin == PvdOrigin::RA; }) -
           list.begin();
}

bool
IsSameEntry(const PvdResolver& a, const PvdResolver& b)
{
    return a.address == b.address && a.zone == b.zone;
}

bool
IsSameEntry(const PvdSearchDomain& a, const PvdSearchDomain& b)
{
    return a.domain == b.domain;
}

/// \return the entry of a list with the same key, or null
template <class Entry>
const Entry*
FindEntry(const std::vector<Entry>& list, const Entry& entry)
{
    const auto it = std::find_if(list.begin(), list.end(), [&entry](const auto& known) {
        return IsSameEntry(known, entry);
    });
    return it == list.end() ? nullptr : &*it;
}

/**
 * Choose from the entries of a message so that none of them takes the place of another, and a
 * repeated message changes nothing: the first that fit beside what the user and DHCP gave, and
 * what is known before what is new.
 * \param list what is there
 * \param [in,out] entries those of the message; then those to be entered, in this order
 * \param limit of the list, or 0
 * \return how many were left out
 */
template <class Entry>
std::size_t
Choose(const std::vector<Entry>& list, std::vector<Entry>& entries, uint32_t limit)
{
    const std::size_t given = std::count_if(list.begin(), list.end(), [](const auto& entry) {
        return entry.origin != PvdOrigin::RA;
    });
    const std::size_t room =
        limit == 0 ? entries.size() : limit - std::min<std::size_t>(limit, given);
    std::size_t taken = 0;
    const auto end = std::remove_if(entries.begin(), entries.end(), [&](const auto& entry) {
        const Entry* known = FindEntry(list, entry);
        const bool needsRoom = entry.lifetime > 0 && !(known && known->origin != PvdOrigin::RA);
        return needsRoom && ++taken > room;
    });
    const std::size_t refused = entries.end() - end;
    entries.erase(end, entries.end());
    std::stable_partition(entries.begin(), entries.end(), [&list](const auto& entry) {
        return entry.lifetime == 0 || FindEntry(list, entry);
    });
    return refused;
}

} // namespace

bool
PvdRaUpdate::HasStaticResolver() const
{
    return std::any_of(m_pvd->m_resolvers.begin(), m_pvd->m_resolvers.end(), [](const auto& r) {
        return r.origin == PvdOrigin::STATIC;
    });
}

void
PvdRaUpdate::ApplyResolvers()
{
    std::vector<PvdResolver> entries;
    for (const auto& entry : m_resolvers)
    {
        PvdResolver resolver;
        resolver.address = ToAddress(entry.first);
        resolver.zone = resolver.address.IsLinkLocal() ? m_interface.GetIndex() : 0;
        resolver.interface = m_interface.GetIndex();
        resolver.router = m_router;
        resolver.lifetime = entry.second;
        resolver.expiry = GetExpiry(m_now, entry.second);
        entries.push_back(resolver);
    }
    // What the user gave keeps new ones out; those that are known go on until they end.
    const auto end = std::remove_if(entries.begin(), entries.end(), [this](const auto& entry) {
        const auto* known = FindEntry(m_pvd->m_resolvers, entry);
        return HasStaticResolver() && !(known && known->origin == PvdOrigin::RA);
    });
    if (end != entries.end())
    {
        entries.erase(end, entries.end());
        Ignore(OptionIgnoreReason::STATIC_CONFIGURATION, NdOptionType::RECURSIVE_DNS_SERVER);
    }
    std::size_t refused = Choose(m_pvd->m_resolvers, entries, m_store.limits.resolvers);
    std::size_t place = CountFirst(m_pvd->m_resolvers);
    for (const auto& resolver : entries)
    {
        const auto* known = FindEntry(m_pvd->m_resolvers, resolver);
        if (resolver.lifetime > 0)
        {
            refused += m_store.SetResolver(*m_pvd, resolver, place) ? 0 : 1;
        }
        else if (known && known->origin == PvdOrigin::RA)
        {
            m_store.RemoveResolver(*m_pvd, resolver.address, resolver.zone);
        }
    }
    for (; refused > 0; --refused)
    {
        Ignore(OptionIgnoreReason::RESOLVER_LIMIT, NdOptionType::RECURSIVE_DNS_SERVER);
    }
}

void
PvdRaUpdate::ApplySearchDomains()
{
    std::vector<PvdSearchDomain> entries;
    for (const auto& entry : m_domains)
    {
        PvdSearchDomain domain;
        domain.domain = entry.first;
        domain.interface = m_interface.GetIndex();
        domain.router = m_router;
        domain.lifetime = entry.second;
        domain.expiry = GetExpiry(m_now, entry.second);
        entries.push_back(domain);
    }
    std::size_t refused = Choose(m_pvd->m_domains, entries, m_store.limits.searchDomains);
    std::size_t place = CountFirst(m_pvd->m_domains);
    for (const auto& domain : entries)
    {
        const auto* known = FindEntry(m_pvd->m_domains, domain);
        if (domain.lifetime > 0)
        {
            refused += m_store.SetSearchDomain(*m_pvd, domain, place) ? 0 : 1;
        }
        else if (known && known->origin == PvdOrigin::RA)
        {
            m_store.RemoveSearchDomain(*m_pvd, domain.domain);
        }
    }
    for (; refused > 0; --refused)
    {
        Ignore(OptionIgnoreReason::SEARCH_DOMAIN_LIMIT, NdOptionType::DNS_SEARCH_LIST);
    }
}

} // namespace ns3
