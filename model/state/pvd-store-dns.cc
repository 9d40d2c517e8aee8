/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-lifetime.h"
#include "pvd-store.h"

#include <algorithm>

namespace ns3
{

namespace
{

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

/// The Change bit and the events of a kind of DNS entry.
struct DnsKind
{
    uint32_t change;
    PvdEvent::Type added;
    PvdEvent::Type removed;
};

constexpr DnsKind
KindOf(const PvdResolver&)
{
    return {Pvd::RDNSS, PvdEvent::RDNSS_ADDED, PvdEvent::RDNSS_REMOVED};
}

constexpr DnsKind
KindOf(const PvdSearchDomain&)
{
    return {Pvd::DNSSL, PvdEvent::DNSSL_ADDED, PvdEvent::DNSSL_REMOVED};
}

/// The user goes before DHCP, and DHCP before RAs (RFC 8106, section 5.3.1). \return larger is
/// first
constexpr int
GetRank(PvdOrigin origin)
{
    return origin == PvdOrigin::STATIC ? 2 : origin == PvdOrigin::DHCPV6 ? 1 : 0;
}

} // namespace

void
PvdStore::NoteEvent(PvdEvent::Type type, Pvd& pvd, const PvdResolver& resolver)
{
    m_notes.push_back({type, &pvd, 0, resolver.address, PvdDomainName(), resolver.expiry});
}

void
PvdStore::NoteEvent(PvdEvent::Type type, Pvd& pvd, const PvdSearchDomain& domain)
{
    m_notes.push_back({type, &pvd, 0, Ipv6Address(), domain.domain, domain.expiry});
}

template <class Entry>
bool
PvdStore::SetDnsEntry(Pvd& pvd,
                      std::vector<Entry>& list,
                      const Entry& entry,
                      std::size_t& place,
                      uint32_t limit)
{
    const auto kind = KindOf(entry);
    NoteExpiry(pvd, entry.expiry);
    const auto it = std::find_if(list.begin(), list.end(), [&](const auto& known) {
        return IsSameEntry(known, entry);
    });
    if (it != list.end())
    {
        if (GetRank(it->origin) > GetRank(entry.origin))
        {
            return true;
        }
        if (IsNewLifetime(it->lifetime, it->expiry, entry.lifetime, entry.expiry))
        {
            Touch(pvd, kind.change);
        }
        *it = entry;
        return true;
    }
    const bool full = limit != 0 && list.size() >= limit;
    if (full)
    {
        auto first = list.end();
        for (auto e = list.begin(); e != list.end(); ++e)
        {
            // Of those that end together the least preferred.
            const bool yields =
                GetRank(e->origin) < GetRank(entry.origin) || e->origin == PvdOrigin::RA;
            if (yields && (first == list.end() || e->expiry <= first->expiry))
            {
                first = e;
            }
        }
        if (first == list.end())
        {
            return false;
        }
        NoteEvent(kind.removed, pvd, *first);
        place -= static_cast<std::size_t>(first - list.begin()) < place ? 1 : 0;
        list.erase(first);
    }
    list.insert(list.begin() + std::min(place, list.size()), entry);
    ++place;
    NoteEvent(kind.added, pvd, entry);
    Touch(pvd, kind.change);
    return !full;
}

bool
PvdStore::SetResolver(Pvd& pvd, const PvdResolver& resolver, std::size_t& place)
{
    return SetDnsEntry(pvd, pvd.m_resolvers, resolver, place, limits.resolvers);
}

bool
PvdStore::SetSearchDomain(Pvd& pvd, const PvdSearchDomain& domain, std::size_t& place)
{
    return SetDnsEntry(pvd, pvd.m_domains, domain, place, limits.searchDomains);
}

bool
PvdStore::HasResolver(const Pvd& pvd, const PvdResolver& resolver)
{
    return std::any_of(pvd.m_resolvers.begin(), pvd.m_resolvers.end(), [&](const auto& known) {
        return IsSameEntry(known, resolver);
    });
}

bool
PvdStore::HasSearchDomain(const Pvd& pvd, const PvdDomainName& domain)
{
    return std::any_of(pvd.m_domains.begin(), pvd.m_domains.end(), [&](const auto& known) {
        return known.domain == domain;
    });
}

bool
PvdStore::RemoveResolver(Pvd& pvd, const Ipv6Address& address, uint32_t zone)
{
    const auto it =
        std::find_if(pvd.m_resolvers.begin(), pvd.m_resolvers.end(), [&](const auto& r) {
            return r.address == address && r.zone == zone;
        });
    if (it == pvd.m_resolvers.end())
    {
        return false;
    }
    NoteEvent(PvdEvent::RDNSS_REMOVED, pvd, *it);
    pvd.m_resolvers.erase(it);
    Touch(pvd, Pvd::RDNSS);
    return true;
}

bool
PvdStore::RemoveSearchDomain(Pvd& pvd, const PvdDomainName& domain)
{
    const auto it = std::find_if(pvd.m_domains.begin(), pvd.m_domains.end(), [&](const auto& d) {
        return d.domain == domain;
    });
    if (it == pvd.m_domains.end())
    {
        return false;
    }
    NoteEvent(PvdEvent::DNSSL_REMOVED, pvd, *it);
    pvd.m_domains.erase(it);
    Touch(pvd, Pvd::DNSSL);
    return true;
}

} // namespace ns3
