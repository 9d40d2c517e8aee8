/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-process.h"

#include "pvd-process-table.h"

#include <algorithm>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdProcess);

TypeId
PvdProcess::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdProcess").SetParent<Object>().SetGroupName("Pvd");
    return tid;
}

PvdProcess::PvdProcess() = default;

PvdProcess::~PvdProcess() = default;

void
PvdProcess::DoDispose()
{
    m_sockets.clear();
    m_parent = nullptr;
    m_table = nullptr;
    Object::DoDispose();
}

const std::string&
PvdProcess::GetName() const
{
    return m_name;
}

Ptr<PvdProcess>
PvdProcess::GetParent() const
{
    return m_parent;
}

bool
PvdProcess::IsThread() const
{
    return m_isThread;
}

PvdProcessTable*
PvdProcess::GetTable() const
{
    return m_table;
}

Socket::SocketErrno
PvdProcess::Bind(const PvdBinding& binding)
{
    return m_table ? Bind(binding, m_table->GetBindCheck()) : Socket::ERROR_INVAL;
}

Socket::SocketErrno
PvdProcess::Bind(const PvdBinding& binding, PvdBinding::Check check)
{
    return m_table ? m_table->Bind(this, binding, check) : Socket::ERROR_INVAL;
}

const PvdBinding&
PvdProcess::GetBinding() const
{
    return m_bound.Get();
}

const PvdBinding&
PvdProcess::GetEffectiveBinding() const
{
    return const_cast<PvdProcess*>(this)->GetDeciding().Get();
}

std::vector<Ptr<Pvd>>
PvdProcess::GetUsablePvds()
{
    return m_table ? m_table->GetUsablePvds(GetDeciding()) : std::vector<Ptr<Pvd>>();
}

std::vector<Ptr<Pvd>>
PvdProcess::GetBoundPvds()
{
    return m_table ? m_table->GetUsablePvds(m_bound) : std::vector<Ptr<Pvd>>();
}

PvdBoundPvds&
PvdProcess::GetDeciding()
{
    if (m_bound.Get().GetType() != PvdBinding::INHERIT)
    {
        return m_bound;
    }
    return m_isThread && m_parent ? m_parent->GetDeciding() : m_inherited;
}

std::vector<PvdSocketBinding*>&
PvdProcess::GetSockets()
{
    return m_isThread && m_parent ? m_parent->m_sockets : m_sockets;
}

PvdProcess::Scope::Scope(Ptr<PvdProcess> process)
{
    // What runs where no scope is open belongs to the root anyway.
    const bool isNeeded =
        process && process->m_table && (process->m_parent || !process->m_table->m_scopes.empty());
    if (isNeeded)
    {
        m_process = process;
        m_process->m_table->m_scopes.push_back(this);
    }
}

PvdProcess::Scope::~Scope()
{
    if (m_process && m_process->m_table)
    {
        auto& scopes = m_process->m_table->m_scopes;
        scopes.erase(std::remove(scopes.begin(), scopes.end(), this), scopes.end());
    }
}

} // namespace ns3
