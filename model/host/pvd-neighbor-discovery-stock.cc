/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-icmpv6-l4-protocol.h"
#include "pvd-neighbor-discovery.h"

#include "ns3/simulator.h"

namespace ns3
{

// Up to ns-3.36 ns-3 itself handles each packet to a neighbour: it looks the entry up, and then
// sends the packet, begins the state DELAY, queues the packet, or begins address resolution. None
// of that can be overridden. NotifyLookup is called before it, and Settle reads from the entry what
// ns-3 did, in an event at the same time. Can go when 3.36 is no longer supported.

namespace
{

/// Where no packet may wait ns-3 removes one from its queue even if the queue is empty: give it
/// one.
void
FillQueue(NdiscCache& cache, NdiscCache::Entry& entry)
{
    if (cache.GetUnresQlen() == 0)
    {
        cache.SetUnresQlen(1);
        entry.AddWaitingPacket({nullptr, Ipv6Header()});
        cache.SetUnresQlen(0);
    }
}

} // namespace

bool
PvdNeighborDiscovery::TakeOver(const Ipv6Address& address, const Ipv6Address& source)
{
    PvdNeighbor* const neighbor = m_cache->Find(address);
    if (!neighbor || !neighbor->IsIncomplete())
    {
        return false;
    }
    neighbor->isProbedOnce = false;
    if (neighbor->timer.IsExpired())
    {
        Enter(*neighbor, PvdNeighborState::INCOMPLETE);
        Solicit(*neighbor, source);
        NotifyLookup(*neighbor);
        // ns-3 has added the entry already, and goes on to use it.
        const uint32_t limit = m_state->GetMaxNeighbors();
        MakeRoom(limit > 0 ? limit + 1 : 0, address);
    }
    return true;
}

void
PvdNeighborDiscovery::NotifyLookup(PvdNeighbor& neighbor)
{
    if (PvdIcmpv6L4Protocol::HAS_LOOKUP)
    {
        return;
    }
    if (neighbor.IsIncomplete())
    {
        // In its own queue ns-3 would drop a packet silently.
        neighbor.lookup.Make().queued = neighbor.TakeWaiting();
        FillQueue(*m_cache, neighbor);
    }
    else if (!neighbor.GetState() || (!neighbor.IsStale() && !neighbor.timer.IsExpired()))
    {
        return; // a packet changes nothing
    }
    EventId& settling = neighbor.lookup.Make().settling;
    if (settling.IsExpired())
    {
        settling = Simulator::ScheduleNow(&PvdNeighborDiscovery::Settle, this, &neighbor);
    }
}

void
PvdNeighborDiscovery::Settle(PvdNeighbor* neighbor)
{
    const auto state = neighbor->GetState();
    if (state == PvdNeighborState::INCOMPLETE)
    {
        neighbor->StopNudTimer();
        SettleQueue(*neighbor);
    }
    else if (neighbor->timer.IsExpired() && state == PvdNeighborState::DELAY)
    {
        Enter(*neighbor, PvdNeighborState::DELAY);
    }
    else if (neighbor->timer.IsExpired() && state == PvdNeighborState::REACHABLE)
    {
        // By Ipv6L3Protocol::ReachabilityHint.
        neighbor->confirmed = Simulator::Now();
        Enter(*neighbor, PvdNeighborState::REACHABLE);
    }
}

void
PvdNeighborDiscovery::SettleQueue(PvdNeighbor& neighbor)
{
    const std::size_t limit = m_cache->GetUnresQlen();
    auto& queued = neighbor.lookup.Make().queued;
    queued = neighbor.TakeWaiting();
    neighbor.isProbedOnce = neighbor.isProbedOnce && queued.empty();
    WaitingPackets dropped;
    while (queued.size() > limit)
    {
        dropped.splice(dropped.end(), queued, queued.begin());
    }
    for (const auto& [packet, header] : dropped)
    {
        m_protocol.DropWaiting(packet, header, m_index, NeighborDropReason::QUEUE_LIMIT);
    }
}

} // namespace ns3
