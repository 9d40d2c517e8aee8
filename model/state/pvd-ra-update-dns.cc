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

/// \return true if the entry that fulfils the condition was learned from an RA
template <class List, class Condition>
bool
IsLearned(const List& list, Condition condition)
{
    const auto it = std::find_if(list.begin(), list.end(), condition);
    return it != list.end() && it->origin == PvdOrigin::RA;
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
    if (!m_resolvers.empty() && HasStaticResolver())
    {
        Ignore(OptionIgnoreReason::STATIC_CONFIGURATION, NdOptionType::RECURSIVE_DNS_SERVER);
        return;
    }
    std::size_t place = CountFirst(m_pvd->m_resolvers);
    for (const auto& entry : m_resolvers)
    {
        PvdResolver resolver;
        resolver.address = ToAddress(entry.first);
        resolver.zone = resolver.address.IsLinkLocal() ? m_interface.GetIndex() : 0;
        resolver.interface = m_interface.GetIndex();
        resolver.router = m_router;
        resolver.lifetime = entry.second;
        resolver.expiry = GetExpiry(m_now, entry.second);
        if (entry.second == 0)
        {
            if (IsLearned(m_pvd->m_resolvers, [&](const auto& known) {
                    return known.address == resolver.address && known.zone == resolver.zone;
                }))
            {
                m_store.RemoveResolver(*m_pvd, resolver.address, resolver.zone);
            }
        }
        else if (!m_store.SetResolver(*m_pvd, resolver, place))
        {
            Ignore(OptionIgnoreReason::RESOLVER_LIMIT, NdOptionType::RECURSIVE_DNS_SERVER);
        }
    }
}

void
PvdRaUpdate::ApplySearchDomains()
{
    std::size_t place = CountFirst(m_pvd->m_domains);
    for (const auto& entry : m_domains)
    {
        PvdSearchDomain domain;
        domain.domain = entry.first;
        domain.interface = m_interface.GetIndex();
        domain.router = m_router;
        domain.lifetime = entry.second;
        domain.expiry = GetExpiry(m_now, entry.second);
        if (entry.second == 0)
        {
            if (IsLearned(m_pvd->m_domains,
                          [&](const auto& known) { return known.domain == domain.domain; }))
            {
                m_store.RemoveSearchDomain(*m_pvd, domain.domain);
            }
        }
        else if (!m_store.SetSearchDomain(*m_pvd, domain, place))
        {
            Ignore(OptionIgnoreReason::SEARCH_DOMAIN_LIMIT, NdOptionType::DNS_SEARCH_LIST);
        }
    }
}

} // namespace ns3
