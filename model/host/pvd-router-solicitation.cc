/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-router-solicitation.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdRouterSolicitation");

NS_OBJECT_ENSURE_REGISTERED(PvdRouterSolicitation);

TypeId
PvdRouterSolicitation::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::PvdRouterSolicitation")
            .SetParent<Object>()
            .SetGroupName("Pvd")
            .AddConstructor<PvdRouterSolicitation>()
            .AddAttribute("InitialRetransmissionTime",
                          "IRT: interval after the first solicitation (RFC 7559, section 2).",
                          TimeValue(Seconds(4)),
                          MakeTimeAccessor(&PvdRouterSolicitation::m_initialTime),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("MaxRetransmissionTime",
                          "MRT: longest interval (RFC 7559, section 2).",
                          TimeValue(Seconds(3600)),
                          MakeTimeAccessor(&PvdRouterSolicitation::m_maxTime),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("MaxRetransmissionCount",
                          "MRC: how many solicitations; 0: without end (RFC 7559, section 2).",
                          UintegerValue(0),
                          MakeUintegerAccessor(&PvdRouterSolicitation::m_maxCount),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("MaxRetransmissionDuration",
                          "MRD: for how long; 0: without end (RFC 7559, section 2).",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&PvdRouterSolicitation::m_maxDuration),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("Delay",
                          "Delay of the first solicitation, seconds, at most "
                          "MAX_RTR_SOLICITATION_DELAY = 1 s (RFC 4861, section 6.3.7). Not used "
                          "where duplicate address detection has already waited.",
                          StringValue("ns3::UniformRandomVariable[Min=0.0|Max=1.0]"),
                          MakePointerAccessor(&PvdRouterSolicitation::m_delay),
                          MakePointerChecker<RandomVariableStream>());
    return tid;
}

PvdRouterSolicitation::PvdRouterSolicitation()
    : m_jitter(CreateObject<UniformRandomVariable>())
{
    m_jitter->SetAttribute("Min", DoubleValue(-0.1));
    m_jitter->SetAttribute("Max", DoubleValue(0.1));
}

PvdRouterSolicitation::~PvdRouterSolicitation() = default;

void
PvdRouterSolicitation::DoDispose()
{
    Stop();
    m_send = nullptr;
    Object::DoDispose();
}

void
PvdRouterSolicitation::SetSend(std::function<void()> send)
{
    m_send = std::move(send);
}

void
PvdRouterSolicitation::Start(bool delayed)
{
    NS_LOG_FUNCTION(this << delayed);
    Simulator::Remove(m_event);
    m_sent = 0;
    m_event = Simulator::Schedule(delayed ? Seconds(m_delay->GetValue()) : Time(0),
                                  &PvdRouterSolicitation::Transmit,
                                  this);
}

void
PvdRouterSolicitation::Stop()
{
    Simulator::Remove(m_event);
    m_answered = false;
}

void
PvdRouterSolicitation::NotifyRa(bool hasDefaultRouter)
{
    NS_LOG_FUNCTION(this << hasDefaultRouter);
    if (!hasDefaultRouter)
    {
        return; // RFC 7559, section 2.1: such an RA does not stop the host
    }
    m_answered = true;
    if (m_sent > 0)
    {
        Simulator::Remove(m_event);
    }
}

uint32_t
PvdRouterSolicitation::GetNSent() const
{
    return m_sent;
}

bool
PvdRouterSolicitation::IsSoliciting() const
{
    return !m_event.IsExpired();
}

void
PvdRouterSolicitation::Transmit()
{
    if (m_sent == 0)
    {
        m_start = Simulator::Now();
    }
    ++m_sent;
    m_send();
    const bool enough = m_maxCount != 0 && m_sent >= m_maxCount;
    if (m_answered || enough)
    {
        return;
    }
    const Time timeout = GetNextTimeout();
    m_previous = timeout;
    const Time elapsed = Simulator::Now() - m_start;
    if (m_maxDuration > Time(0) && elapsed + timeout > m_maxDuration)
    {
        return;
    }
    m_event = Simulator::Schedule(timeout, &PvdRouterSolicitation::Transmit, this);
}

Time
PvdRouterSolicitation::GetNextTimeout()
{
    const double jitter = m_jitter->GetValue();
    const double next = m_sent == 1 ? m_initialTime.GetSeconds() * (1 + jitter)
                                    : m_previous.GetSeconds() * (2 + jitter);
    if (Seconds(next) > m_maxTime)
    {
        return Seconds(m_maxTime.GetSeconds() * (1 + m_jitter->GetValue()));
    }
    return Seconds(next);
}

int64_t
PvdRouterSolicitation::AssignStreams(int64_t stream)
{
    m_delay->SetStream(stream);
    m_jitter->SetStream(stream + 1);
    return 2;
}

} // namespace ns3
