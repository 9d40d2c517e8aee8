/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-socket-binding.h"

#include "pvd-ipv6-routing.h"
#include "pvd-process-table.h"
#include "pvd-registry.h"

#include "ns3/node.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <set>
#include <string>

namespace ns3
{

namespace
{

/// Take a socket out of a list.
void
Remove(std::vector<PvdSocketBinding*>& sockets, PvdSocketBinding* socket)
{
    // Those that go are mostly among the last.
    const auto place = std::find(sockets.rbegin(), sockets.rend(), socket);
    if (place != sockets.rend())
    {
        sockets.erase(std::next(place).base());
    }
}

/// An event that holds a socket until then.
void
Release(Ptr<Socket>)
{
}

} // namespace

PvdSocketBinding::PvdSocketBinding() = default;

PvdSocketBinding::PvdSocketBinding(const PvdSocketBinding& other)
    : m_table(other.m_table),
      m_bound(other.m_bound)
{
    if (m_table)
    {
        m_table->m_sockets.push_back(this);
    }
    SetProcess(other.m_process);
}

PvdSocketBinding::~PvdSocketBinding()
{
    SetWaiting(false);
    if (m_table)
    {
        Remove(m_table->m_sockets, this);
    }
    SetProcess(nullptr);
}

PvdSocketBinding*
PvdSocketBinding::Get(const Ptr<Socket>& socket)
{
    return dynamic_cast<PvdSocketBinding*>(PeekPointer(socket));
}

void
PvdSocketBinding::Attach(const Ptr<Node>& node)
{
    const auto table = node->GetObject<PvdProcessTable>();
    if (table)
    {
        m_table = PeekPointer(table);
        m_table->m_sockets.push_back(this);
        SetProcess(m_table->GetCurrent());
    }
}

PvdIpv6Routing*
PvdSocketBinding::GetRouting() const
{
    return m_table ? m_table->GetRouting() : nullptr;
}

bool
PvdSocketBinding::HasOnlyRouting() const
{
    return m_table && m_table->m_isOnlyRouting;
}

PvdSocketBinding::Known&
PvdSocketBinding::GetKnown()
{
    const uint64_t generation = m_table->m_registry->GetGeneration();
    if (generation != m_known.generation)
    {
        m_known = Known();
        m_known.generation = generation;
    }
    return m_known;
}

PvdBoundPvds&
PvdSocketBinding::GetDeciding() const
{
    const bool isOwn = m_bound.Get().GetType() != PvdBinding::INHERIT || !m_process;
    return isOwn ? m_bound : m_process->GetDeciding();
}

const PvdBinding&
PvdSocketBinding::GetPvdBinding() const
{
    return m_bound.Get();
}

const PvdBinding&
PvdSocketBinding::GetEffectivePvdBinding() const
{
    return GetDeciding().Get();
}

Ptr<Pvd>
PvdSocketBinding::GetPinnedPvd() const
{
    return m_kept == PVD ? m_pvd : nullptr;
}

Ptr<PvdProcess>
PvdSocketBinding::GetProcess() const
{
    return m_process;
}

void
PvdSocketBinding::SetProcess(Ptr<PvdProcess> process)
{
    NS_ABORT_MSG_IF(process && process->GetTable() != m_table,
                    "PvdSocketBinding::SetProcess: the process is not of the socket's node; take "
                    "one of its PvdProcessTable.");
    if (m_process)
    {
        Remove(m_process->GetSockets(), this);
    }
    m_process = process;
    m_known = Known();
    if (m_process)
    {
        m_process->GetSockets().push_back(this);
    }
}

bool
PvdSocketBinding::Follows(const PvdProcess& process) const
{
    if (!m_process || m_bound.Get().GetType() != PvdBinding::INHERIT)
    {
        return false;
    }
    const bool isUndecided =
        m_process->m_isThread && m_process->m_bound.Get().GetType() == PvdBinding::INHERIT;
    return m_process == &process || (isUndecided && m_process->m_parent == &process);
}

Ptr<Socket>
PvdSocketBinding::GetSocket() const
{
    return Ptr<Socket>(const_cast<Socket*>(Self()));
}

bool
PvdSocketBinding::IsPinned() const
{
    return m_kept != NOTHING && m_kept != ROTATION;
}

bool
PvdSocketBinding::IsBound() const
{
    if (m_kept == PVD || m_kept == EVERYTHING)
    {
        return m_kept == PVD;
    }
    return GetDeciding().Get().GetType() == PvdBinding::PVDS;
}

std::vector<Ptr<Pvd>>
PvdSocketBinding::GetUsablePvds() const
{
    if (!m_table || !IsBound())
    {
        return {};
    }
    if (m_kept != PVD)
    {
        return m_table->GetUsablePvds(GetDeciding());
    }
    const auto back = m_pvd->IsAlive() || !m_table->IsStickyByName()
                          ? nullptr
                          : m_table->m_registry->Lookup(m_pvd->GetId());
    const auto pvd = back ? back : m_pvd;
    return pvd->IsAlive() || pvd->IsDraining() ? std::vector<Ptr<Pvd>>{pvd}
                                               : std::vector<Ptr<Pvd>>();
}

std::vector<Ptr<Pvd>>
PvdSocketBinding::GetBoundPvds() const
{
    return m_table ? m_table->GetUsablePvds(m_bound) : std::vector<Ptr<Pvd>>();
}

bool
PvdSocketBinding::IsClosed() const
{
    return m_isClosed;
}

bool
PvdSocketBinding::IsApartFrom(const PvdSocketBinding& other) const
{
    const auto getKeys = [](const PvdBinding& binding) {
        std::set<std::string> keys;
        for (const auto& name : binding.GetPvds())
        {
            const auto id = PvdId::FromText(name);
            keys.insert(id ? id->GetKey() : name);
        }
        return keys;
    };
    const auto own = getKeys(GetEffectivePvdBinding());
    const auto others = getKeys(other.GetEffectivePvdBinding());
    return !own.empty() && !others.empty() &&
           std::none_of(own.begin(), own.end(), [&others](const auto& key) {
               return others.count(key) > 0;
           });
}

Socket::SocketErrno
PvdSocketBinding::BindToPvd(const PvdBinding& binding)
{
    return m_table ? BindToPvd(binding, m_table->GetBindCheck()) : Socket::ERROR_INVAL;
}

Socket::SocketErrno
PvdSocketBinding::BindToPvd(const PvdBinding& binding, PvdBinding::Check check)
{
    if (!m_table)
    {
        return Socket::ERROR_INVAL;
    }
    const Socket::SocketErrno error = m_table->Check(binding, check);
    if (error != Socket::ERROR_NOTERROR)
    {
        return error;
    }
    if (IsPinned() && !IsClosed() && m_table->GetRebindPolicy() == PvdProcessTable::REJECT)
    {
        return Socket::ERROR_ISCONN;
    }
    m_bound.Set(binding);
    m_table->Note(m_bound);
    NotifyRebound();
    const bool isBound = binding.GetType() == PvdBinding::PVDS;
    m_table->m_binding({isBound ? PvdBindingEvent::BOUND : PvdBindingEvent::UNBOUND,
                        m_process,
                        GetSocket(),
                        binding.ToText()});
    return Socket::ERROR_NOTERROR;
}

Socket::SocketErrno
PvdSocketBinding::PrepareLost(PvdFlowBinding& flow, bool wasThere) const
{
    if (wasThere && m_table->GetOnPvdLoss() == PvdProcessTable::UNBIND)
    {
        flow.bound = false;
        return Socket::ERROR_NOTERROR;
    }
    const bool waits = wasThere && m_table->GetOnPvdLoss() == PvdProcessTable::WAIT;
    return waits ? Socket::ERROR_AGAIN : Socket::ERROR_NOROUTETOHOST;
}

Socket::SocketErrno
PvdSocketBinding::PrepareKept(PvdFlowBinding& flow)
{
    flow.bound = true;
    if (!m_pvd->IsAlive() && m_table->IsStickyByName())
    {
        const auto back = m_table->m_registry->Lookup(m_pvd->GetId());
        m_pvd = back ? back : m_pvd;
    }
    if (!m_pvd->IsAlive() && !m_pvd->IsDraining())
    {
        return PrepareLost(flow, true);
    }
    flow.pvds = {m_pvd->GetIndex()};
    return Socket::ERROR_NOTERROR;
}

Socket::SocketErrno
PvdSocketBinding::Prepare(const Ipv6Address& destination, PvdFlowBinding& flow)
{
    if (!m_table || m_kept == EVERYTHING)
    {
        return Socket::ERROR_NOTERROR;
    }
    if (m_kept == PVD)
    {
        return PrepareKept(flow);
    }
    PvdBoundPvds& bound = GetDeciding();
    if (bound.Get().GetType() != PvdBinding::PVDS)
    {
        return Socket::ERROR_NOTERROR;
    }
    flow.bound = true;
    flow.rerouted = m_kept == NEW_PVDS;
    flow.together = bound.Get().GetPolicy() == PvdBinding::UNION_BEST_ROUTE;
    const PvdRegistry& registry = *m_table->m_registry;
    if (bound.IsOne() && bound.Get().GetPolicy() != PvdBinding::SCORED)
    {
        Known& known = GetKnown();
        if (known.pvd == 0)
        {
            const auto only = bound.Find(0, registry, m_table->IsStickyByName());
            known.pvd = only ? only->GetIndex() : 0;
        }
        if (known.pvd != 0)
        {
            flow.pvds = {known.pvd};
            return Socket::ERROR_NOTERROR;
        }
    }
    auto pvds = bound.Find(registry, m_table->IsStickyByName());
    if (pvds.empty() && flow.rerouted && m_pvd && m_pvd->IsDraining())
    {
        pvds.push_back(m_pvd);
    }
    if (pvds.empty())
    {
        if (!bound.WasThere() && !m_toldUnknown)
        {
            m_toldUnknown = true;
            const Ptr<Socket> self = GetSocket();
            // Who is told may close it and forget it, in the middle of a call.
            Simulator::ScheduleNow(&Release, self);
            m_table->m_binding({PvdBindingEvent::UNKNOWN, m_process, self, bound.Get().ToText()});
            return Socket::ERROR_NOROUTETOHOST;
        }
        return PrepareLost(flow, bound.WasThere());
    }
    Order(bound, destination, pvds);
    for (const auto& pvd : pvds)
    {
        flow.pvds.push_back(pvd->GetIndex());
    }
    return Socket::ERROR_NOTERROR;
}

void
PvdSocketBinding::Order(const PvdBoundPvds& bound,
                        const Ipv6Address& destination,
                        std::vector<Ptr<Pvd>>& pvds) const
{
    if (bound.Get().GetPolicy() == PvdBinding::ROUND_ROBIN)
    {
        const auto stay = std::find(pvds.begin(), pvds.end(), m_pvd);
        const auto first = stay != pvds.end() ? stay : pvds.begin() + bound.turn % pvds.size();
        std::rotate(pvds.begin(), first, pvds.end());
        return;
    }
    if (bound.Get().GetPolicy() != PvdBinding::SCORED)
    {
        return;
    }
    std::vector<std::pair<double, Ptr<Pvd>>> scored;
    for (const auto& pvd : pvds)
    {
        const double score = bound.Get().GetScorer()(pvd, destination);
        if (score >= 0)
        {
            scored.emplace_back(score, pvd);
        }
    }
    std::stable_sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) {
        return a.first > b.first;
    });
    pvds.clear();
    for (const auto& one : scored)
    {
        pvds.push_back(one.second);
    }
}

Socket::SocketErrno
PvdSocketBinding::CheckIpv4() const
{
    const bool isBlocked =
        m_table && m_table->GetIpv4WhenBound() == PvdProcessTable::BLOCK && IsBound();
    return isBlocked ? Socket::ERROR_NOROUTETOHOST : Socket::ERROR_NOTERROR;
}

bool
PvdSocketBinding::AcceptsIpv4() const
{
    return CheckIpv4() == Socket::ERROR_NOTERROR;
}

Socket::SocketErrno
PvdSocketBinding::CheckAddress(const Ipv6Address& address)
{
    return address.IsAny() || Accepts(address) ? Socket::ERROR_NOTERROR
                                               : Socket::ERROR_ADDRNOTAVAIL;
}

bool
PvdSocketBinding::FindAllowed(PvdIndexes& pvds)
{
    if (!m_table || m_kept == EVERYTHING)
    {
        return false;
    }
    PvdFlowBinding flow;
    flow.bound = true;
    if (m_kept == PVD)
    {
        PrepareKept(flow);
        pvds = flow.pvds;
        return flow.bound;
    }
    PvdBoundPvds& bound = GetDeciding();
    if (bound.Get().GetType() != PvdBinding::PVDS)
    {
        return false;
    }
    for (std::size_t i = 0; i < bound.Get().GetPvds().size(); ++i)
    {
        if (const auto pvd = bound.Find(i, *m_table->m_registry, m_table->IsStickyByName()))
        {
            pvds.push_back(pvd->GetIndex());
        }
    }
    if (pvds.empty())
    {
        PrepareLost(flow, bound.WasThere());
    }
    return flow.bound;
}

bool
PvdSocketBinding::Accepts(const Ipv6Address& destination)
{
    if (destination.IsIpv4MappedAddress())
    {
        return AcceptsIpv4();
    }
    const PvdIpv6Bits bits(destination);
    if (bits.IsLinkLocal() || bits.IsMulticast() || bits.IsLoopback())
    {
        return true;
    }
    if (m_known.generation != 0 && GetKnown().accepted == bits)
    {
        return true;
    }
    PvdIndexes allowed;
    if (!FindAllowed(allowed))
    {
        return true;
    }
    auto* routing = GetRouting();
    const bool accepts = routing && routing->IsOf(destination, allowed);
    if (accepts)
    {
        GetKnown().accepted = bits;
    }
    return accepts;
}

} // namespace ns3
