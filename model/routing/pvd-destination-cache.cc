/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-destination-cache.h"

#include <algorithm>

namespace ns3
{

bool
PvdDestinationCache::Key::operator==(const Key& other) const
{
    return destination == other.destination && source == other.source && oif == other.oif &&
           bound == other.bound && pvds == other.pvds;
}

std::size_t
PvdDestinationCache::Hash::operator()(const Key& key) const
{
    uint64_t hash = UINT64_C(0x9e3779b97f4a7c15);
    const auto add = [&hash](uint64_t value) {
        hash = (hash ^ value) * UINT64_C(0xff51afd7ed558ccd);
        hash ^= hash >> 32;
    };
    add(key.destination.words[0]);
    add(key.destination.words[1]);
    add(key.source.words[0]);
    add(key.source.words[1]);
    add(static_cast<uint64_t>(key.oif) << 1 | key.bound);
    std::for_each(key.pvds.begin(), key.pvds.end(), add);
    return hash;
}

const PvdDestinationCache::Entry*
PvdDestinationCache::Find(const Key& key,
                          uint64_t generation,
                          const PvdReachability& isReachable) const
{
    const auto found = m_entries.find(key);
    if (found == m_entries.end() || found->second.generation != generation)
    {
        return nullptr;
    }
    const Entry& entry = found->second;
    const bool holds =
        std::all_of(entry.nextHops.begin(), entry.nextHops.end(), [&](const auto& nextHop) {
            return isReachable(nextHop.interface, nextHop.router) == nextHop.reachable;
        });
    return holds ? &entry : nullptr;
}

void
PvdDestinationCache::Insert(const Key& key, const Entry& entry, std::size_t limit)
{
    if (limit == 0)
    {
        return;
    }
    if (m_entries.size() >= limit && m_entries.count(key) == 0)
    {
        m_entries.clear();
    }
    m_entries[key] = entry;
}

void
PvdDestinationCache::Clear()
{
    m_entries.clear();
}

} // namespace ns3
