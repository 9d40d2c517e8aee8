/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-binding-helper.h"

#include "pvd-application-member.h"
#include "pvd-socket-binding.h"

#include "ns3/node.h"
#include "ns3/tcp-socket.h"

namespace ns3
{

namespace
{

/// Stop with a sentence if something could not be bound.
void
CheckBound(Socket::SocketErrno error, const PvdBinding& binding)
{
    NS_ABORT_MSG_IF(error == Socket::ERROR_INVAL,
                    "PvdBindingHelper::Bind: \""
                        << binding
                        << "\" names no PvD; write a PvD ID such as \"isp-a.example.com\".");
    NS_ABORT_MSG_IF(error == Socket::ERROR_NODEV,
                    "PvdBindingHelper::Bind: no PvD is called \""
                        << binding << "\" yet; bind later, or leave BindCheck at Lazy.");
    NS_ABORT_MSG_IF(error == Socket::ERROR_ISCONN,
                    "PvdBindingHelper::Bind: a connected socket is not bound to \""
                        << binding << "\" while RebindPolicy is Reject; close it first.");
}

/// \param socket that cannot be bound \return a sentence that says why, and what to write instead
std::string
DescribeUnboundable(const Ptr<Socket>& socket)
{
    if (!socket)
    {
        return "a null pointer is no socket; make one with Socket::CreateSocket.";
    }
    if (!socket->GetNode() || !socket->GetNode()->GetObject<PvdProcessTable>())
    {
        return "the node of the socket is no PvD-aware host; install PvdHostHelper on it before "
               "the socket is made.";
    }
    if (DynamicCast<TcpSocket>(socket))
    {
        return "a socket of ns-3's own TCP cannot be bound to PvDs; leave PvdHostHelper::SetTcp "
               "out, or give it a protocol that is derived from ns3::PvdTcpL4Protocol.";
    }
    return "a socket of the type " + socket->GetInstanceTypeId().GetName() +
           " cannot be bound to PvDs; use a UDP, TCP or raw IPv6 socket of the node's own "
           "factories.";
}

/// \return the processes of a node
Ptr<PvdProcessTable>
GetTable(const Ptr<Node>& node)
{
    NS_ABORT_MSG_IF(!node,
                    "PvdBindingHelper: a null pointer is no node; install the application on a "
                    "PvD-aware host first.");
    const auto table = node->GetObject<PvdProcessTable>();
    NS_ABORT_MSG_IF(!table,
                    "PvdBindingHelper: node " << node->GetId()
                                              << " is no PvD-aware host; install PvdHostHelper.");
    return table;
}

/// \return the process or thread that only one application is in
Ptr<PvdProcess>
GetOwnProcess(const Ptr<Application>& application)
{
    const auto member = PvdApplicationMember::Get(application);
    auto* table = member->GetProcess()->GetTable();
    if (member->IsAlone())
    {
        return member->GetProcess();
    }
    const std::string name = application->GetInstanceTypeId().GetName();
    const bool isFree = member->GetProcess() == table->GetRoot();
    const auto own =
        isFree ? table->CreateProcess(name) : table->CreateThread(name, member->GetProcess());
    member->SetProcess(own);
    member->SetAlone();
    return own;
}

} // namespace

PvdBindingHelper::PvdBindingHelper() = default;

void
PvdBindingHelper::SetBindCheck(PvdBinding::Check check)
{
    m_check = check;
}

void
PvdBindingHelper::Bind(const ApplicationContainer& applications, const PvdBinding& binding) const
{
    for (auto it = applications.Begin(); it != applications.End(); ++it)
    {
        Bind(*it, binding);
    }
}

void
PvdBindingHelper::Bind(const ApplicationContainer& applications,
                       const std::vector<std::string>& pvds,
                       PvdBinding::Policy policy) const
{
    Bind(applications, PvdBinding(pvds, policy));
}

void
PvdBindingHelper::Bind(const NodeContainer& nodes, const PvdBinding& binding) const
{
    for (auto it = nodes.Begin(); it != nodes.End(); ++it)
    {
        Bind(*it, binding);
    }
}

void
PvdBindingHelper::Bind(const Ptr<Node>& node, const PvdBinding& binding) const
{
    Bind(GetTable(node)->GetRoot(), binding);
}

void
PvdBindingHelper::Bind(const Ptr<Application>& application, const PvdBinding& binding) const
{
    Bind(GetOwnProcess(application), binding);
}

void
PvdBindingHelper::Bind(const Ptr<PvdProcess>& process, const PvdBinding& binding) const
{
    NS_ABORT_MSG_IF(!process,
                    "PvdBindingHelper::Bind: a null pointer is no process; make one with "
                    "CreateProcess.");
    CheckBound(process->Bind(binding, m_check), binding);
}

void
PvdBindingHelper::Bind(const Ptr<Socket>& socket, const PvdBinding& binding) const
{
    auto* bound = PvdSocketBinding::Get(socket);
    NS_ABORT_MSG_IF(!bound, "PvdBindingHelper::Bind: " << DescribeUnboundable(socket));
    CheckBound(bound->BindToPvd(binding, m_check), binding);
}

void
PvdBindingHelper::Unbind(const ApplicationContainer& applications) const
{
    Bind(applications, PvdBinding::None());
}

void
PvdBindingHelper::Unbind(const NodeContainer& nodes) const
{
    Bind(nodes, PvdBinding::None());
}

Ptr<PvdProcess>
PvdBindingHelper::CreateProcess(const Ptr<Node>& node,
                                const std::string& name,
                                const Ptr<PvdProcess>& parent)
{
    return GetTable(node)->CreateProcess(name, parent);
}

void
PvdBindingHelper::Exec(const Ptr<PvdProcess>& process, const ApplicationContainer& applications)
{
    NS_ABORT_MSG_IF(!process,
                    "PvdBindingHelper::Exec: a null pointer is no process; make one with "
                    "CreateProcess.");
    for (auto it = applications.Begin(); it != applications.End(); ++it)
    {
        NS_ABORT_MSG_IF(GetTable((*it)->GetNode()) != process->GetTable(),
                        "PvdBindingHelper::Exec: the application is on another node than the "
                        "process \""
                            << process->GetName() << "\"; make a process on its node.");
        PvdApplicationMember::Get(*it)->SetProcess(process);
    }
}

} // namespace ns3
