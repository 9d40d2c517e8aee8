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
    auto& entries = m_lengths[route.length][route.prefix];
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
    const auto length = m_lengths.find(route.length);
    if (length == m_lengths.end())
    {
        return false;
    }
    const auto prefix = length->second.find(route.prefix);
    if (prefix == length->second.end())
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
        length->second.erase(prefix);
    }
    if (length->second.empty())
    {
        m_lengths.erase(length);
    }
    return true;
}

bool
PvdFib::Lookup(const Ipv6Address& address, const std::function<bool(const Entries&)>& visit) const
{
    Ipv6Address destination = address;
    for (const auto& length : m_lengths)
    {
        const auto it = length.second.find(destination.CombinePrefix(Ipv6Prefix(length.first)));
        if (it != length.second.end() && visit(it->second))
        {
            return true;
        }
    }
    return false;
}

std::vector<PvdFib::Entry>
PvdFib::GetEntries() const
{
    std::vector<Entry> all;
    for (const auto& length : m_lengths)
    {
        for (const auto& prefix : length.second)
        {
            all.insert(all.end(), prefix.second.begin(), prefix.second.end());
        }
    }
    return all;
}

std::size_t
PvdFib::GetSize() const
{
    return m_size;
}

} // namespace ns3
