/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-api-agent.h"
#include "pvd-api.h"
#include "pvd-socket-binding.h"

namespace ns3
{

namespace
{

/// \return the process, or that of the thread
Ptr<PvdProcess>
GetWhole(const Ptr<PvdProcess>& process)
{
    return process && process->IsThread() ? process->GetParent() : process;
}

/// \return the thread, or null
Ptr<PvdProcess>
GetThread(const Ptr<PvdProcess>& thread)
{
    return thread && thread->IsThread() ? thread : nullptr;
}

} // namespace

bool
PvdApi::IsOurs(const Ptr<PvdProcess>& process) const
{
    const auto table = m_agent->GetTable();
    return process && table && process->GetTable() == PeekPointer(table);
}

Socket::SocketErrno
PvdApi::SockBindToPvd(const Ptr<Socket>& socket, const PvdBinding& pvd)
{
    auto* binding = PvdSocketBinding::Get(socket);
    const bool isOurs = binding && IsOurs(binding->GetProcess());
    return Note(isOurs ? binding->BindToPvd(pvd) : Socket::ERROR_INVAL);
}

Socket::SocketErrno
PvdApi::SockBindToNoPvd(const Ptr<Socket>& socket)
{
    return SockBindToPvd(socket, PvdBinding::None());
}

Socket::SocketErrno
PvdApi::SockInheritBoundPvd(const Ptr<Socket>& socket)
{
    return SockBindToPvd(socket, PvdBinding::Inherit());
}

Socket::SocketErrno
PvdApi::Bind(const Ptr<PvdProcess>& process, const PvdBinding& pvd)
{
    return Note(IsOurs(process) ? process->Bind(pvd) : Socket::ERROR_INVAL);
}

Socket::SocketErrno
PvdApi::ProcBindToPvd(const Ptr<PvdProcess>& process, const PvdBinding& pvd)
{
    return Bind(GetWhole(process), pvd);
}

Socket::SocketErrno
PvdApi::ProcBindToNoPvd(const Ptr<PvdProcess>& process)
{
    return Bind(GetWhole(process), PvdBinding::None());
}

Socket::SocketErrno
PvdApi::ProcInheritBoundPvd(const Ptr<PvdProcess>& process)
{
    return Bind(GetWhole(process), PvdBinding::Inherit());
}

Socket::SocketErrno
PvdApi::ThreadBindToPvd(const Ptr<PvdProcess>& thread, const PvdBinding& pvd)
{
    return Bind(GetThread(thread), pvd);
}

Socket::SocketErrno
PvdApi::ThreadBindToNoPvd(const Ptr<PvdProcess>& thread)
{
    return Bind(GetThread(thread), PvdBinding::None());
}

Socket::SocketErrno
PvdApi::ThreadInheritBoundPvd(const Ptr<PvdProcess>& thread)
{
    return Bind(GetThread(thread), PvdBinding::Inherit());
}

PvdApi::Bound
PvdApi::DescribeUnknown()
{
    Note(Socket::ERROR_INVAL);
    return {std::nullopt, NOT_AWARE};
}

PvdApi::Bound
PvdApi::Describe(const PvdBinding& binding, const std::vector<Ptr<Pvd>>& pvds)
{
    Note(Socket::ERROR_NOTERROR);
    if (binding.GetType() != PvdBinding::PVDS)
    {
        return {std::nullopt, binding.GetType() == PvdBinding::NONE ? NO_PVD : INHERIT};
    }
    if (pvds.empty())
    {
        Note(Socket::ERROR_NODEV);
        return {std::nullopt, UNKNOWN_PVD};
    }
    std::vector<std::string> names;
    for (const auto& pvd : pvds)
    {
        names.push_back(pvd->GetId().ToString());
    }
    return {names, BOUND};
}

PvdApi::Bound
PvdApi::SockGetBoundPvd(const Ptr<Socket>& socket)
{
    const auto* binding = PvdSocketBinding::Get(socket);
    return binding && IsOurs(binding->GetProcess())
               ? Describe(binding->GetPvdBinding(), binding->GetBoundPvds())
               : DescribeUnknown();
}

PvdApi::Bound
PvdApi::SockGetBoundPvdRelaxed(const Ptr<Socket>& socket)
{
    const auto* binding = PvdSocketBinding::Get(socket);
    if (!binding || !IsOurs(binding->GetProcess()))
    {
        return DescribeUnknown();
    }
    const PvdBinding& decides = binding->GetEffectivePvdBinding();
    if (binding->IsBound() == (decides.GetType() == PvdBinding::PVDS))
    {
        return Describe(decides, binding->GetUsablePvds());
    }
    // A connection keeps what was in force when it began, whatever decides now.
    if (!binding->IsBound())
    {
        return Describe(PvdBinding::None(), {});
    }
    return Describe(PvdBinding(binding->GetPinnedPvd()->GetId().ToString()),
                    binding->GetUsablePvds());
}

PvdApi::Bound
PvdApi::ProcGetBoundPvd(const Ptr<PvdProcess>& process)
{
    const auto whole = GetWhole(process);
    return IsOurs(whole) ? Describe(whole->GetBinding(), whole->GetBoundPvds()) : DescribeUnknown();
}

PvdApi::Bound
PvdApi::ProcGetBoundPvdRelaxed(const Ptr<PvdProcess>& process)
{
    return IsOurs(process) ? Describe(process->GetEffectiveBinding(), process->GetUsablePvds())
                           : DescribeUnknown();
}

PvdApi::Bound
PvdApi::ThreadGetBoundPvd(const Ptr<PvdProcess>& thread)
{
    const auto own = GetThread(thread);
    return IsOurs(own) ? Describe(own->GetBinding(), own->GetBoundPvds()) : DescribeUnknown();
}

Ptr<PvdProcess>
PvdApi::GetCurrentProcess()
{
    const auto table = m_agent->GetTable();
    Note(Socket::ERROR_NOTERROR);
    return table ? table->GetCurrent() : nullptr;
}

const char*
ToString(PvdApi::Reason reason)
{
    switch (reason)
    {
    case PvdApi::BOUND:
        return "bound";
    case PvdApi::INHERIT:
        return "inherit";
    case PvdApi::NO_PVD:
        return "no PvD";
    case PvdApi::UNKNOWN_PVD:
        return "unknown PvD";
    case PvdApi::NOT_AWARE:
        return "not PvD-aware";
    }
    return "";
}

} // namespace ns3
