/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-fib.h"

#include <algorithm>

namespace ns3
{

namespace
{

PvdFib::Entries::iterator
Find(PvdFib::Entries& entries, const Ptr<Pvd>& pvd, const PvdRoute& route)
{
    return std::find_if(entries.begin(), entries.end(), [&](const PvdFib::Entry& entry) {
        return entry.pvd == pvd && entry.route.interface == route.interface &&
               entry.route.gateway == route.gateway;
    });
}

} // namespace

void
PvdFib::Insert(const Ptr<Pvd>& pvd, const PvdRoute& route)
{
    auto& entries = m_prefixes[{route.length, route.prefix}];
    const auto it = Find(entries, pvd, route);
    if (it != entries.end())
    {
        it->route = route;
        return;
    }
    entries.push_back({route, pvd});
    ++m_size;
}

bool
PvdFib::Remove(const Ptr<Pvd>& pvd, const PvdRoute& route)
{
    const auto prefix = m_prefixes.find({route.length, route.prefix});
    if (prefix == m_prefixes.end())
    {
        return false;
    }
    const auto it = Find(prefix->second, pvd, route);
    if (it == prefix->second.end())
    {
        return false;
    }
    prefix->second.erase(it);
    --m_size;
    if (prefix->second.empty())
    {
        m_prefixes.erase(prefix);
    }
    return true;
}

bool
PvdFib::Lookup(const Ipv6Address& address, const std::function<bool(const Entries&)>& visit) const
{
    Ipv6Address destination = address;
    auto first = m_prefixes.begin();
    while (first != m_prefixes.end())
    {
        const uint8_t length = first->first.first;
        const auto it = m_prefixes.find({length, destination.CombinePrefix(Ipv6Prefix(length))});
        if (it != m_prefixes.end() && visit(it->second))
        {
            return true;
        }
        // On to the first prefix that is shorter.
        first = length == 0 ? m_prefixes.end()
                            : m_prefixes.lower_bound({length - 1, Ipv6Address::GetZero()});
    }
    return false;
}

std::vector<PvdFib::Entry>
PvdFib::GetEntries() const
{
    std::vector<Entry> all;
    for (const auto& prefix : m_prefixes)
    {
        all.insert(all.end(), prefix.second.begin(), prefix.second.end());
    }
    return all;
}

std::size_t
PvdFib::GetSize() const
{
    return m_size;
}

} // namespace ns3
