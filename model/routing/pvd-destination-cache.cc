/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-destination-cache.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// Places of a cache that has just been needed; a power of two.
constexpr std::size_t SMALLEST = 4;

} // namespace

// The same keys have the same hash on every machine.
uint64_t
PvdDestinationCache::GetHash(const PvdFlowKey& key)
{
    uint64_t hash = UINT64_C(0x9e3779b97f4a7c15);
    const auto add = [&hash](uint64_t value) {
        hash = (hash ^ value) * UINT64_C(0xff51afd7ed558ccd);
        hash ^= hash >> 32;
    };
    add(key.destination.words[0] ^ key.destination.words[1] << 1);
    add(key.destination.words[1]);
    add(key.source.words[0] ^ key.source.words[1] << 1);
    add(static_cast<uint64_t>(key.oif) << 2 | key.forwarding << 1 | key.bound);
    std::for_each(key.pvds.begin(), key.pvds.end(), add);
    return hash;
}

const PvdDestinationCache::Entry*
PvdDestinationCache::Find(const PvdFlowKey& key,
                          uint64_t hash,
                          uint64_t generation,
                          const PvdReachability& isReachable) const
{
    if (m_entries.empty())
    {
        return nullptr;
    }
    const Entry& entry = m_entries[hash & (m_entries.size() - 1)];
    if (entry.generation != generation || !(entry.key == key))
    {
        return nullptr;
    }
    const bool holds =
        std::all_of(entry.nextHops.begin(), entry.nextHops.end(), [&](const auto& nextHop) {
            return isReachable(nextHop.interface, nextHop.router) == nextHop.reachable;
        });
    return holds ? &entry : nullptr;
}

PvdDestinationCache::Entry&
PvdDestinationCache::Claim(const PvdFlowKey& key,
                           uint64_t hash,
                           uint64_t generation,
                           std::size_t limit)
{
    if (m_entries.empty())
    {
        m_entries.resize(SMALLEST);
    }
    Entry* place = &m_entries[hash & (m_entries.size() - 1)];
    if (place->generation == generation && m_entries.size() * 2 <= limit && !(place->key == key))
    {
        Grow();
        place = &m_entries[hash & (m_entries.size() - 1)];
    }
    place->key = key;
    place->generation = limit == 0 ? 0 : generation;
    place->nextHops.clear();
    if (place->route && place->route->GetReferenceCount() > 1)
    {
        place->route = nullptr;
    }
    return *place;
}

void
PvdDestinationCache::Grow()
{
    std::vector<Entry> old(m_entries.size() * 2);
    old.swap(m_entries);
    for (auto& entry : old)
    {
        if (entry.generation != 0)
        {
            m_entries[GetHash(entry.key) & (m_entries.size() - 1)] = std::move(entry);
        }
    }
}

void
PvdDestinationCache::Clear()
{
    m_entries.clear();
}

} // namespace ns3
