/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ndisc-cache.h"

#include "ns3/simulator.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdNdiscCache);

PvdNeighbor::PvdNeighbor(NdiscCache* cache)
    : NdiscCache::Entry(cache),
      changed(Simulator::Now())
{
    m_state = INCOMPLETE;
}

PvdNeighbor::~PvdNeighbor()
{
    Simulator::Remove(timer); // cancelled, it would take memory until its time
}

std::optional<PvdNeighborState>
PvdNeighbor::GetState() const
{
    switch (m_state)
    {
    case INCOMPLETE:
        return PvdNeighborState::INCOMPLETE;
    case REACHABLE:
        return PvdNeighborState::REACHABLE;
    case STALE:
        return PvdNeighborState::STALE;
    case DELAY:
        return PvdNeighborState::DELAY;
    case PROBE:
        return PvdNeighborState::PROBE;
    default:
        return std::nullopt;
    }
}

void
PvdNeighbor::SetState(PvdNeighborState state)
{
    constexpr NdiscCacheEntryState_e STATES[] = {INCOMPLETE, REACHABLE, STALE, DELAY, PROBE};
    m_state = STATES[static_cast<uint8_t>(state)];
}

std::list<NdiscCache::Ipv6PayloadHeaderPair>
PvdNeighbor::TakeWaiting()
{
    // ns-3 shows them only to one that marks the entry.
    const NdiscCacheEntryState_e state = m_state;
    auto packets = MarkStale(GetMacAddress());
    m_state = state;
    ClearWaitingPacket();
    waiting = 0;
    packets.remove_if([](const auto& packet) { return !packet.first; });
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

bool
PvdNdiscCache::MakeRoom(uint32_t limit)
{
    if (limit == 0 || m_ndCache.size() < limit)
    {
        return true;
    }
    uint32_t count = 0;
    PvdNeighbor* oldest = nullptr;
    for (const auto& known : m_ndCache)
    {
        auto* neighbor = static_cast<PvdNeighbor*>(known.second);
        const auto state = neighbor->GetState();
        count += state ? 1 : 0;
        if (state == PvdNeighborState::STALE && (!oldest || neighbor->changed < oldest->changed))
        {
            oldest = neighbor;
        }
    }
    if (count < limit)
    {
        return true;
    }
    if (oldest)
    {
        Remove(oldest);
    }
    return oldest != nullptr;
}

void
PvdNdiscCache::StopTimers()
{
    for (const auto& known : m_ndCache)
    {
        Simulator::Remove(static_cast<PvdNeighbor*>(known.second)->timer);
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
