/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-application-member.h"

#include "pvd-process-table.h"

#include "ns3/node.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdApplicationMember);

namespace
{

/// Starts an application by the pointer to the function that does.
template <auto Function>
struct Reach
{
    friend void StartNow(Application& application)
    {
        (application.*Function)();
    }
};

void StartNow(Application& application);

// ns-3 lets nobody else start an application. C++ allows to who names a private member in an
// explicit instantiation to use it.
template struct Reach<&Application::StartApplication>;

/// What ns-3 keeps of an application for those derived from it.
struct Times : Application
{
    /// \return the event that would start an application
    static EventId& GetStartEvent(Application& application)
    {
        return application.*(&Times::m_startEvent);
    }

    /// \return when it starts
    static Time GetStartTime(const Application& application)
    {
        return application.*(&Times::m_startTime);
    }
};

} // namespace

TypeId
PvdApplicationMember::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdApplicationMember")
                            .SetParent<Object>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdApplicationMember>();
    return tid;
}

PvdApplicationMember::PvdApplicationMember() = default;

PvdApplicationMember::~PvdApplicationMember() = default;

Ptr<PvdApplicationMember>
PvdApplicationMember::Get(const Ptr<Application>& application)
{
    const auto known = application->GetObject<PvdApplicationMember>();
    if (known)
    {
        return known;
    }
    const auto node = application->GetNode();
    const auto table = node ? node->GetObject<PvdProcessTable>() : nullptr;
    NS_ABORT_MSG_IF(!table,
                    "PvdApplicationMember: the application is not on a PvD-aware host; install "
                    "PvdHostHelper on its node, and the application on the node.");
    const auto member = CreateObject<PvdApplicationMember>();
    member->m_process = table->GetRoot();
    application->AggregateObject(member);
    return member;
}

Ptr<PvdProcess>
PvdApplicationMember::GetProcess() const
{
    return m_process;
}

void
PvdApplicationMember::SetProcess(Ptr<PvdProcess> process)
{
    m_process = process;
    m_isAlone = false;
}

bool
PvdApplicationMember::IsAlone() const
{
    return m_isAlone;
}

void
PvdApplicationMember::SetAlone()
{
    m_isAlone = true;
}

void
PvdApplicationMember::DoInitialize()
{
    Application& application = *GetObject<Application>();
    // The application has been initialized before, or will be afterwards: then its own event comes
    // behind this one.
    EventId& own = Times::GetStartEvent(application);
    const Time delay =
        !own.IsExpired() ? Simulator::GetDelayLeft(own) : Times::GetStartTime(application);
    own.Cancel();
    m_start = Simulator::Schedule(delay, &PvdApplicationMember::Start, this);
    Object::DoInitialize();
}

void
PvdApplicationMember::Start()
{
    Application& application = *GetObject<Application>();
    Times::GetStartEvent(application).Cancel();
    m_process->GetTable()->NotifyUse(m_process);
    const PvdProcess::Scope scope(m_process);
    StartNow(application);
}

void
PvdApplicationMember::DoDispose()
{
    m_start.Cancel();
    m_process = nullptr;
    Object::DoDispose();
}

} // namespace ns3
