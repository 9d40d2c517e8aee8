/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-process-table.h"

#include "pvd-compat.h"
#include "pvd-ipv6-routing.h"
#include "pvd-registry.h"
#include "pvd-socket-binding.h"

#include "ns3/boolean.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-list-routing.h"

#include <algorithm>
#include <ostream>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdProcessTable);

namespace
{

/// \return the routing of PvDs that a protocol is or has, or null
PvdIpv6Routing*
FindRouting(const Ptr<Ipv6RoutingProtocol>& protocol)
{
    if (const auto own = DynamicCast<PvdIpv6Routing>(protocol))
    {
        return PeekPointer(own);
    }
    const auto list = DynamicCast<Ipv6ListRouting>(protocol);
    for (uint32_t i = 0; list && i < list->GetNRoutingProtocols(); ++i)
    {
        int16_t priority = 0;
        if (const auto own = DynamicCast<PvdIpv6Routing>(list->GetRoutingProtocol(i, priority)))
        {
            return PeekPointer(own);
        }
    }
    return nullptr;
}

} // namespace

TypeId
PvdProcessTable::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::PvdProcessTable")
            .SetParent<Object>()
            .SetGroupName("Pvd")
            .AddConstructor<PvdProcessTable>()
            .AddAttribute("RootBinding",
                          "What sockets may use that belong to no process, as text: \"none\", or "
                          "PvDs (\"isp-a.example.com,isp-b.example.com\"), before which may stand "
                          "\"first:\", \"union:\" or \"round-robin:\". PvDs need not be known yet.",
                          PvdBindingValue(PvdBinding()),
                          MakePvdBindingAccessor(&PvdProcessTable::SetRootBinding,
                                                 &PvdProcessTable::GetRootBinding),
                          MakePvdBindingChecker())
            .AddAttribute("BindCheck",
                          "Whether binding a PvD that is not known is an error.",
                          EnumValue(PvdBinding::STRICT),
                          PvdMakeEnumAccessor<PvdBinding::Check>(&PvdProcessTable::m_bindCheck),
                          MakeEnumChecker(PvdBinding::STRICT, "Strict", PvdBinding::LAZY, "Lazy"))
            .AddAttribute("OnPvdLoss",
                          "What happens to who uses a PvD that goes.",
                          EnumValue(FAIL),
                          PvdMakeEnumAccessor<OnPvdLoss>(&PvdProcessTable::m_onPvdLoss),
                          MakeEnumChecker(FAIL, "Fail", UNBIND, "Unbind", WAIT, "Wait"))
            .AddAttribute("RebindPolicy",
                          "What happens to a connected socket that is bound anew.",
                          EnumValue(PIN),
                          PvdMakeEnumAccessor<RebindPolicy>(&PvdProcessTable::m_rebindPolicy),
                          MakeEnumChecker(PIN, "Pin", REJECT, "Reject", REROUTE, "Reroute"))
            .AddAttribute("Ipv4WhenBound",
                          "What bound sockets may do with IPv4.",
                          EnumValue(FREE),
                          PvdMakeEnumAccessor<Ipv4WhenBound>(&PvdProcessTable::m_ipv4WhenBound),
                          MakeEnumChecker(FREE, "Free", BLOCK, "Block"))
            .AddAttribute("StickyByName",
                          "Whether a binding works again when a PvD of the same name is back.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&PvdProcessTable::m_stickyByName),
                          MakeBooleanChecker())
            .AddTraceSource("Binding",
                            "Something has happened to a binding.",
                            MakeTraceSourceAccessor(&PvdProcessTable::m_binding),
                            "ns3::PvdProcessTable::BindingTracedCallback");
    return tid;
}

PvdProcessTable::PvdProcessTable() = default;

PvdProcessTable::~PvdProcessTable() = default;

void
PvdProcessTable::NotifyNewAggregate()
{
    if (!m_registry)
    {
        m_registry = GetObject<PvdRegistry>();
        m_ipv6 = GetObject<Ipv6L3Protocol>();
    }
    Object::NotifyNewAggregate();
}

void
PvdProcessTable::Watch()
{
    m_isWatching = true;
    m_registry->TraceConnectWithoutContext("PvdAdded",
                                           MakeCallback(&PvdProcessTable::NotifyPvdAdded, this));
    m_registry->TraceConnectWithoutContext("PvdRemoved",
                                           MakeCallback(&PvdProcessTable::NotifyPvdRemoved, this));
}

void
PvdProcessTable::DoDispose()
{
    for (PvdSocketBinding* socket : m_sockets)
    {
        socket->m_table = nullptr;
        socket->m_process = nullptr;
    }
    m_sockets.clear();
    for (const auto& process : m_processes)
    {
        process->Dispose();
    }
    m_processes.clear();
    m_scopes.clear();
    m_protocol = nullptr;
    m_routing = nullptr;
    m_isOnlyRouting = false;
    m_registry = nullptr;
    m_ipv6 = nullptr;
    Object::DoDispose();
}

Ptr<PvdProcess>
PvdProcessTable::Add(const std::string& name, Ptr<PvdProcess> parent)
{
    const auto process = CreateObject<PvdProcess>();
    process->m_table = this;
    process->m_name = name;
    process->m_parent = parent;
    m_hasBindings |= parent != nullptr;
    m_processes.push_back(process);
    return process;
}

Ptr<PvdProcess>
PvdProcessTable::GetRoot()
{
    if (m_processes.empty())
    {
        const auto root = Add("root", nullptr);
        root->m_bound.Set(m_rootBinding.Get());
        Note(root->m_bound);
    }
    return m_processes.front();
}

Ptr<PvdProcess>
PvdProcessTable::GetCurrent()
{
    return m_scopes.empty() ? GetRoot() : m_scopes.back()->m_process;
}

Ptr<PvdProcess>
PvdProcessTable::CreateProcess(const std::string& name, Ptr<PvdProcess> parent)
{
    const Ptr<PvdProcess> above = parent ? parent : GetRoot();
    NS_ABORT_MSG_IF(above->m_table != this,
                    "PvdProcessTable::CreateProcess: the parent of \""
                        << name << "\" is a process of another node; take one of this table.");
    const auto process = Add(name, above);
    process->m_inherited.Set(above->GetEffectiveBinding());
    Note(process->m_inherited);
    return process;
}

Ptr<PvdProcess>
PvdProcessTable::CreateThread(const std::string& name, Ptr<PvdProcess> process)
{
    NS_ABORT_MSG_IF(!process || process->m_table != this,
                    "PvdProcessTable::CreateThread: \"" << name
                                                        << "\" must be a thread of a process of "
                                                           "the same table, such as GetRoot().");
    // A thread of a thread is one more thread of the process.
    const auto thread = Add(name, process->m_isThread ? process->m_parent : process);
    thread->m_isThread = true;
    return thread;
}

const std::vector<Ptr<PvdProcess>>&
PvdProcessTable::GetProcesses() const
{
    return m_processes;
}

const std::vector<PvdSocketBinding*>&
PvdProcessTable::GetSockets() const
{
    return m_sockets;
}

Socket::SocketErrno
PvdProcessTable::Check(const PvdBinding& binding, PvdBinding::Check check) const
{
    const auto& names = binding.GetPvds();
    const bool isNone = binding.GetType() == PvdBinding::PVDS && names.empty();
    const bool isBad = std::any_of(names.begin(), names.end(), [](const auto& name) {
        return !PvdId::FromText(name);
    });
    const bool hasNoScorer =
        binding.GetPolicy() == PvdBinding::SCORED && binding.GetScorer() == nullptr;
    if (isNone || isBad || hasNoScorer)
    {
        return Socket::ERROR_INVAL;
    }
    const bool isUnknown = std::any_of(names.begin(), names.end(), [this](const auto& name) {
        return !m_registry || !m_registry->Lookup(name);
    });
    return isUnknown && check == PvdBinding::STRICT ? Socket::ERROR_NODEV : Socket::ERROR_NOTERROR;
}

Socket::SocketErrno
PvdProcessTable::Bind(PvdProcess* process, const PvdBinding& binding, PvdBinding::Check check)
{
    const Socket::SocketErrno error = Check(binding, check);
    if (error != Socket::ERROR_NOTERROR)
    {
        return error;
    }
    const auto& sockets = process->GetSockets();
    const auto isConnected = [process](const PvdSocketBinding* socket) {
        return socket->IsPinned() && !socket->IsClosed() && socket->Follows(*process);
    };
    if (m_rebindPolicy == REJECT && std::any_of(sockets.begin(), sockets.end(), isConnected))
    {
        return Socket::ERROR_ISCONN;
    }
    process->m_bound.Set(binding);
    Note(process->m_bound);
    for (PvdSocketBinding* socket : sockets)
    {
        if (socket->Follows(*process))
        {
            socket->NotifyRebound();
        }
    }
    const bool isBound = binding.GetType() == PvdBinding::PVDS;
    m_binding({isBound ? PvdBindingEvent::BOUND : PvdBindingEvent::UNBOUND,
               process,
               nullptr,
               binding.ToText()});
    return Socket::ERROR_NOTERROR;
}

PvdBinding::Check
PvdProcessTable::GetBindCheck() const
{
    return m_bindCheck;
}

PvdProcessTable::OnPvdLoss
PvdProcessTable::GetOnPvdLoss() const
{
    return m_onPvdLoss;
}

PvdProcessTable::RebindPolicy
PvdProcessTable::GetRebindPolicy() const
{
    return m_rebindPolicy;
}

PvdProcessTable::Ipv4WhenBound
PvdProcessTable::GetIpv4WhenBound() const
{
    return m_ipv4WhenBound;
}

bool
PvdProcessTable::IsStickyByName() const
{
    return m_stickyByName;
}

void
PvdProcessTable::Note(PvdBoundPvds& bound)
{
    m_hasBindings |= bound.Get().GetType() != PvdBinding::INHERIT;
    if (!m_isWatching && m_registry && bound.Get().GetType() == PvdBinding::PVDS)
    {
        Watch();
    }
    GetUsablePvds(bound);
}

std::vector<Ptr<Pvd>>
PvdProcessTable::GetUsablePvds(PvdBoundPvds& bound) const
{
    return m_registry ? bound.Find(*m_registry, m_stickyByName) : std::vector<Ptr<Pvd>>();
}

void
PvdProcessTable::NotifyUse(const Ptr<PvdProcess>& process)
{
    PvdBoundPvds& bound = process->GetDeciding();
    const bool isBound = bound.Get().GetType() == PvdBinding::PVDS;
    if (isBound && m_registry && bound.Find(*m_registry, m_stickyByName).empty())
    {
        m_binding({PvdBindingEvent::UNKNOWN, process, nullptr, bound.Get().ToText()});
    }
}

void
PvdProcessTable::SetRootBinding(PvdBinding binding)
{
    if (!(binding == m_rootBinding.Get()))
    {
        m_rootBinding.Make() = binding;
    }
    if (!m_processes.empty())
    {
        const auto error = Bind(PeekPointer(m_processes.front()), binding, PvdBinding::LAZY);
        NS_ABORT_MSG_IF(error != Socket::ERROR_NOTERROR,
                        "PvdProcessTable::RootBinding: \""
                            << binding
                            << "\" is not taken while a socket of the "
                               "root process is connected and "
                               "RebindPolicy is Reject; close it.");
    }
}

PvdBinding
PvdProcessTable::GetRootBinding() const
{
    return m_processes.empty() ? m_rootBinding.Get() : m_processes.front()->GetBinding();
}

PvdRegistry*
PvdProcessTable::GetRegistry() const
{
    return PeekPointer(m_registry);
}

PvdIpv6Routing*
PvdProcessTable::GetRouting()
{
    const Ptr<Ipv6RoutingProtocol> protocol = m_ipv6 ? m_ipv6->GetRoutingProtocol() : nullptr;
    // A list may get a routing of PvDs later.
    if (protocol != m_protocol || !m_routing)
    {
        m_protocol = protocol;
        m_routing = FindRouting(protocol);
        m_isOnlyRouting = m_routing && protocol == m_routing;
    }
    return m_routing;
}

bool
PvdProcessTable::IsTold(const PvdBoundPvds& bound, PvdBindingEvent::Edge edge, const Pvd& pvd) const
{
    // Without StickyByName what has been lost stays so.
    const bool isDead = edge == PvdBindingEvent::REVIVED && !m_stickyByName && bound.WasThere();
    return bound.Names(pvd) && !isDead;
}

std::vector<Ptr<Socket>>
PvdProcessTable::HoldSockets() const
{
    std::vector<Ptr<Socket>> sockets;
    for (PvdSocketBinding* socket : m_sockets)
    {
        sockets.push_back(socket->GetSocket());
    }
    return sockets;
}

void
PvdProcessTable::Tell(PvdBindingEvent::Edge edge, const Ptr<Pvd>& pvd)
{
    const std::string name = pvd->GetId().ToString();
    const auto processes = m_processes; // a callback may make more
    for (const auto& process : processes)
    {
        if (IsTold(process->m_bound, edge, *pvd) || IsTold(process->m_inherited, edge, *pvd))
        {
            Note(process->m_bound);
            Note(process->m_inherited);
            m_binding({edge, process, nullptr, name});
        }
    }
    const auto sockets = HoldSockets();
    for (const auto& socket : sockets)
    {
        const auto* binding = PvdSocketBinding::Get(socket);
        if (IsTold(binding->m_bound, edge, *pvd))
        {
            Note(binding->m_bound);
            m_binding({edge, binding->GetProcess(), socket, name});
        }
    }
    for (const auto& socket : sockets)
    {
        auto* binding = PvdSocketBinding::Get(socket);
        if (edge == PvdBindingEvent::DANGLING)
        {
            binding->NotifyPvdRemoved(pvd);
        }
        else
        {
            binding->NotifyPvdChanged(pvd);
        }
    }
}

void
PvdProcessTable::NotifyPvdAdded(Ptr<Pvd> pvd)
{
    Tell(PvdBindingEvent::REVIVED, pvd);
}

void
PvdProcessTable::AddWaiting(int32_t more)
{
    // Most hosts never have one: then changes are not looked at.
    if (!m_seesChanges && m_registry)
    {
        m_seesChanges = true;
        m_registry->TraceConnectWithoutContext(
            "PvdChanged",
            MakeCallback(&PvdProcessTable::NotifyPvdChanged, this));
    }
    m_nWaiting += more;
}

void
PvdProcessTable::NotifyPvdChanged(Ptr<Pvd> pvd, uint32_t)
{
    if (m_nWaiting == 0)
    {
        return;
    }
    for (const auto& socket : HoldSockets())
    {
        PvdSocketBinding::Get(socket)->NotifyPvdChanged(pvd);
    }
}

void
PvdProcessTable::NotifyPvdRemoved(Ptr<Pvd> pvd)
{
    if (pvd->IsDraining() && !m_seesDrains)
    {
        m_seesDrains = true;
        m_registry->TraceConnectWithoutContext(
            "PvdDrained",
            MakeCallback(&PvdProcessTable::NotifyPvdDrained, this));
    }
    Tell(PvdBindingEvent::DANGLING, pvd);
}

void
PvdProcessTable::NotifyPvdDrained(Ptr<Pvd> pvd)
{
    for (const auto& socket : HoldSockets())
    {
        PvdSocketBinding::Get(socket)->NotifyPvdDrained(pvd);
    }
}

void
PvdProcessTable::Print(std::ostream& os) const
{
    const auto print =
        [&](const Ptr<PvdProcess>& above, unsigned depth, const auto& again) -> void {
        for (const auto& process : m_processes)
        {
            if (process->GetParent() == above)
            {
                os << std::string(2 * depth, ' ') << process->GetName()
                   << (process->IsThread() ? " (thread) " : " ") << process->GetBinding() << " -> "
                   << process->GetEffectiveBinding() << "\n";
                again(process, depth + 1, again);
            }
        }
    };
    print(nullptr, 0, print);
}

} // namespace ns3
