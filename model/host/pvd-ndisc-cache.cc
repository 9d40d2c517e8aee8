/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ndisc-cache.h"

#include "pvd-neighbor-discovery.h"

#include "ns3/simulator.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdNdiscCache);

namespace
{

/// \return true if it is not known that packets reach the neighbour, nor being found out
bool
IsIdle(const PvdNeighbor& neighbor)
{
    const auto state = neighbor.GetState();
    return state == PvdNeighborState::STALE || state == PvdNeighborState::INCOMPLETE;
}

bool
IsLessUseful(const PvdNeighbor& one, const PvdNeighbor& other)
{
    return IsIdle(one) != IsIdle(other) ? IsIdle(one) : one.changed < other.changed;
}

} // namespace

PvdNeighbor::PvdNeighbor(NdiscCache* cache)
    : PvdWithNeighborState(cache),
      changed(Simulator::Now())
{
    SetState(PvdNeighborState::INCOMPLETE);
}

PvdNeighbor::~PvdNeighbor()
{
    Simulator::Remove(timer); // cancelled, it would take memory until its time
    Simulator::Remove(lookup.Get().settling);
}

std::list<NdiscCache::Ipv6PayloadHeaderPair>
PvdNeighbor::TakeWaiting()
{
    // ns-3 shows them only to one that marks the entry.
    const auto state = GetState();
    auto packets = MarkStale(GetMacAddress());
    SetState(state.value_or(PvdNeighborState::STALE));
    ClearWaitingPacket();
    waiting = 0;
    packets.remove_if([](const auto& packet) { return !packet.first; });
    if (!lookup.Get().queued.empty())
    {
        packets.splice(packets.begin(), lookup.Make().queued);
    }
    return packets;
}

TypeId
PvdNdiscCache::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdNdiscCache")
                            .SetParent<NdiscCache>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdNdiscCache>();
    return tid;
}

NdiscCache::Entry*
PvdNdiscCache::Lookup(Ipv6Address to)
{
    PvdNeighbor* const neighbor = Find(to);
    if (neighbor && m_discovery)
    {
        m_discovery->NotifyLookup(*neighbor);
    }
    return neighbor;
}

NdiscCache::Entry*
PvdNdiscCache::Add(Ipv6Address to)
{
    auto* entry = new PvdNeighbor(this); // ns-3's cache deletes it
    entry->SetIpv6Address(to);
    m_ndCache[to] = entry;
    return entry;
}

PvdNeighbor*
PvdNdiscCache::Find(const Ipv6Address& address)
{
    const auto found = m_ndCache.find(address);
    return found == m_ndCache.end() ? nullptr : static_cast<PvdNeighbor*>(found->second);
}

PvdNeighbor*
PvdNdiscCache::FindLeastUseful(uint32_t limit, const IsNextHop& isNextHop)
{
    if (limit == 0 || m_ndCache.size() < limit)
    {
        return nullptr;
    }
    uint32_t count = 0;
    PvdNeighbor* found = nullptr;
    PvdNeighbor* nextHop = nullptr;
    for (const auto& known : m_ndCache)
    {
        auto* neighbor = static_cast<PvdNeighbor*>(known.second);
        if (!neighbor->GetState())
        {
            continue; // statically configured
        }
        ++count;
        if (found && !IsLessUseful(*neighbor, *found))
        {
            continue;
        }
        if (!isNextHop(neighbor->GetIpv6Address()))
        {
            found = neighbor;
        }
        else if (!nextHop || IsLessUseful(*neighbor, *nextHop))
        {
            nextHop = neighbor;
        }
    }
    return count < limit ? nullptr : found ? found : nextHop;
}

void
PvdNdiscCache::StopTimers()
{
    for (const auto& known : m_ndCache)
    {
        auto* neighbor = static_cast<PvdNeighbor*>(known.second);
        Simulator::Remove(neighbor->timer);
        Simulator::Remove(neighbor->lookup.Get().settling);
    }
}

void
PvdNdiscCache::SetDiscovery(PvdNeighborDiscovery* discovery)
{
    m_discovery = discovery;
}

PvdNeighborDiscovery*
PvdNdiscCache::GetDiscovery() const
{
    return m_discovery;
}

} // namespace ns3
