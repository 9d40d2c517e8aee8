/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a socket keeps while it is connected, and what becomes of it.

#include "pvd-ipv6-routing.h"
#include "pvd-process-table.h"
#include "pvd-registry.h"
#include "pvd-socket-binding.h"

#include <algorithm>

namespace ns3
{

void
PvdSocketBinding::NotifyRebound()
{
    m_known = Known();
    m_toldUnknown = false;
    if (m_kept == ROTATION)
    {
        Unpin();
    }
    else if (IsPinned() && m_table->GetRebindPolicy() == PvdProcessTable::REROUTE)
    {
        m_kept = NEW_PVDS;
        m_pvd = nullptr;
    }
}

void
PvdSocketBinding::Pin(uint64_t pvd)
{
    m_known = Known();
    PvdBoundPvds& bound = GetDeciding();
    if (!m_table || bound.Get().GetType() != PvdBinding::PVDS)
    {
        m_kept = EVERYTHING;
        return;
    }
    ++bound.turn;
    m_pvd = m_table->m_registry->LookupByIndex(pvd);
    m_kept = m_pvd ? PVD : NOTHING; // what is common to all stays so
}

void
PvdSocketBinding::PinAccepted(const Ipv6Address& local, const Ipv6Address& peer)
{
    auto* routing = GetRouting();
    PvdFlowBinding flow;
    flow.bound = FindAllowed(flow.pvds);
    uint64_t own = 0;
    if (flow.bound && routing)
    {
        flow.source = local;
        flow.together = GetDeciding().Get().GetPolicy() == PvdBinding::UNION_BEST_ROUTE;
        const PvdDecision decision = routing->Resolve(peer, flow);
        const auto first = std::find_if(flow.pvds.begin(), flow.pvds.end(), [&](uint64_t pvd) {
            return routing->IsOf(local, {pvd});
        });
        own = decision.pvd ? decision.pvd->GetIndex() : first == flow.pvds.end() ? 0 : *first;
    }
    Pin(own);
}

void
PvdSocketBinding::Stay(uint64_t pvd)
{
    PvdBoundPvds& bound = GetDeciding();
    if (pvd != 0 && m_kept == NOTHING && bound.Get().GetType() == PvdBinding::PVDS &&
        bound.Get().GetPolicy() == PvdBinding::ROUND_ROBIN)
    {
        ++bound.turn;
        m_pvd = m_table->m_registry->LookupByIndex(pvd);
        m_kept = m_pvd ? ROTATION : NOTHING;
    }
}

void
PvdSocketBinding::Unpin()
{
    m_known = Known();
    m_kept = NOTHING;
    m_pvd = nullptr;
}

void
PvdSocketBinding::NotifyPvdChanged(const Ptr<Pvd>& pvd)
{
    if (m_table && m_isWaiting && GetDeciding().Names(*pvd))
    {
        NotifyWay();
    }
}

void
PvdSocketBinding::SetWaiting(bool waiting)
{
    if (m_table && waiting != m_isWaiting)
    {
        m_isWaiting = waiting;
        m_table->AddWaiting(waiting ? 1 : -1);
    }
}

bool
PvdSocketBinding::HasFixedSource() const
{
    return false;
}

bool
PvdSocketBinding::HasLost(const Ptr<Pvd>& pvd) const
{
    if (!m_table)
    {
        return false;
    }
    if (m_kept == NEW_PVDS)
    {
        PvdBoundPvds& bound = GetDeciding();
        return bound.Names(*pvd) && m_table->GetUsablePvds(bound).empty();
    }
    const bool isBack = m_table->IsStickyByName() && m_table->m_registry->Lookup(pvd->GetId());
    return m_kept == PVD && m_pvd == pvd && !isBack;
}

void
PvdSocketBinding::NotifyPvdRemoved(const Ptr<Pvd>& pvd)
{
    if (!HasLost(pvd))
    {
        return;
    }
    if (pvd->IsDraining())
    {
        m_pvd = pvd;
    }
    else if (pvd->IsUntagged() && m_kept == PVD && HasFixedSource())
    {
        // Its address and its routes are there, but belong to no PvD.
        m_kept = EVERYTHING;
        m_pvd = nullptr;
    }
    else
    {
        NotifyLoss();
    }
}

void
PvdSocketBinding::NotifyPvdDrained(const Ptr<Pvd>& pvd)
{
    if (HasLost(pvd))
    {
        NotifyLoss();
    }
}

void
PvdSocketBinding::NotifyLoss()
{
    if (m_table->GetOnPvdLoss() == PvdProcessTable::FAIL)
    {
        Abort();
    }
}

} // namespace ns3
