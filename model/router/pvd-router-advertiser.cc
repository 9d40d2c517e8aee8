/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-router-advertiser.h"

#include "pvd-advertising-link.h"

#include "ns3/abort.h"
#include "ns3/ipv6.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdRouterAdvertiser");

NS_OBJECT_ENSURE_REGISTERED(PvdRouterAdvertiser);

TypeId
PvdRouterAdvertiser::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::PvdRouterAdvertiser")
            .SetParent<Application>()
            .SetGroupName("Pvd")
            .AddConstructor<PvdRouterAdvertiser>()
            .AddAttribute("FinalAdvertisements",
                          "How often all is withdrawn when the application stops, 0..3 times "
                          "(RFC 4861 section 6.2.5).",
                          UintegerValue(1),
                          MakeUintegerAccessor(&PvdRouterAdvertiser::m_nFinal),
                          MakeUintegerChecker<uint32_t>(0, 3))
            .AddAttribute("MaxSolicitors",
                          "Answers to single hosts that may wait at one time on one interface; "
                          "further hosts are answered by a message to all nodes.",
                          UintegerValue(64),
                          MakeUintegerAccessor(&PvdRouterAdvertiser::m_maxSolicitors),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("UplinkHoldTime",
                          "How long an uplink must have been up before what depends on it is "
                          "advertised again, so that one that flaps stays withdrawn.",
                          TimeValue(Seconds(3)),
                          MakeTimeAccessor(&PvdRouterAdvertiser::m_uplinkHoldTime),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("UplinkPollInterval",
                          "Time between two questions for the state of a watched uplink.",
                          TimeValue(MilliSeconds(100)),
                          MakeTimeAccessor(&PvdRouterAdvertiser::m_uplinkPollInterval),
                          MakeTimeChecker(MicroSeconds(1)))
            .AddAttribute("AddressPollInterval",
                          "Time between two looks at the interfaces: a change of a link-local "
                          "address is told from the old one and from the new one (RFC 4861 section "
                          "6.2.8), and a link that is back is told as at the start. 0: a look only "
                          "before messages leave.",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&PvdRouterAdvertiser::m_addressPollInterval),
                          MakeTimeChecker(Seconds(0)))
            .AddTraceSource("Tx",
                            "A Router Advertisement leaves: message, interface, source, "
                            "destination.",
                            MakeTraceSourceAccessor(&PvdRouterAdvertiser::m_tx),
                            "ns3::PvdRouterAdvertiser::TxTracedCallback")
            .AddTraceSource("SolicitationDropped",
                            "A Router Solicitation is not valid: reason, interface, source.",
                            MakeTraceSourceAccessor(&PvdRouterAdvertiser::m_solicitationDropped),
                            "ns3::PvdRouterAdvertiser::SolicitationDroppedTracedCallback")
            .AddTraceSource("NotSent",
                            "Something that is to be sent is not: a sentence that says what and "
                            "why, interface.",
                            MakeTraceSourceAccessor(&PvdRouterAdvertiser::m_notSent),
                            "ns3::PvdRouterAdvertiser::NotSentTracedCallback")
            .AddTraceSource("Inconsistent",
                            "Another router of the link says something else (RFC 4861 section "
                            "6.2.7): a sentence that says what, interface, address of the router.",
                            MakeTraceSourceAccessor(&PvdRouterAdvertiser::m_inconsistent),
                            "ns3::PvdRouterAdvertiser::InconsistentTracedCallback");
    return tid;
}

PvdRouterAdvertiser::PvdRouterAdvertiser()
    : m_interval(CreateObject<UniformRandomVariable>()),
      m_delay(CreateObject<UniformRandomVariable>())
{
}

PvdRouterAdvertiser::~PvdRouterAdvertiser() = default;

void
PvdRouterAdvertiser::DoDispose()
{
    m_poll.Cancel();
    m_addressPoll.Cancel();
    for (auto& uplink : m_uplinks)
    {
        uplink.second.up.Cancel();
    }
    m_uplinks.clear();
    m_links.clear();
    Application::DoDispose();
}

void
PvdRouterAdvertiser::SetInterface(uint32_t interface, const PvdAdvertisingInterface& configuration)
{
    const std::string mistake = configuration.FindMistake();
    NS_ABORT_MSG_UNLESS(mistake.empty(),
                        "PvdRouterAdvertiser::SetInterface: interface " << interface << ": "
                                                                        << mistake);
    for (const std::string& doubt : configuration.FindDoubts())
    {
        NS_LOG_WARN("interface " << interface << ": " << doubt);
    }
    KnowUplinks(configuration);
    auto& link = m_links[interface];
    const bool wasThere = link != nullptr;
    if (!wasThere)
    {
        link = std::make_unique<PvdAdvertisingLink>(*this, interface, configuration);
    }
    if (wasThere)
    {
        link->Change(configuration);
    }
    else if (m_isRunning)
    {
        link->Start();
    }
}

const PvdAdvertisingInterface*
PvdRouterAdvertiser::GetInterface(uint32_t interface) const
{
    const auto found = m_links.find(interface);
    return found == m_links.end() ? nullptr : &found->second->GetConfiguration();
}

void
PvdRouterAdvertiser::IncrementSequence(const std::string& pvd)
{
    const auto id = PvdDomainName::FromText(pvd);
    bool isThere = false;
    for (auto& link : m_links)
    {
        bool isHere = false;
        for (PvdAdvertisement& advertisement : link.second->GetConfiguration().advertisements)
        {
            if (id && advertisement.pvd && advertisement.pvd->id == *id)
            {
                ++advertisement.pvd->sequence;
                isHere = true;
            }
        }
        if (isHere)
        {
            link.second->NotifyChanged();
        }
        isThere |= isHere;
    }
    NS_ABORT_MSG_UNLESS(isThere,
                        "PvdRouterAdvertiser::IncrementSequence: \""
                            << pvd << "\" is not advertised; write the PvD ID of a PvD that is.");
}

void
PvdRouterAdvertiser::KnowUplinks(const PvdAdvertisingInterface& configuration)
{
    for (const PvdAdvertisement& advertisement : configuration.advertisements)
    {
        const std::string inner = advertisement.pvd ? advertisement.pvd->uplink : "";
        for (const std::string& uplink : {advertisement.uplink, inner})
        {
            if (!uplink.empty())
            {
                m_uplinks[uplink]; // up until SetUplink or WatchUplink says otherwise
            }
        }
    }
}

PvdRouterAdvertiser::Uplink&
PvdRouterAdvertiser::FindUplink(const std::string& method, const std::string& uplink)
{
    const auto found = m_uplinks.find(uplink);
    if (found == m_uplinks.end())
    {
        std::string names;
        for (const auto& known : m_uplinks)
        {
            names += (names.empty() ? "\"" : ", \"") + known.first + "\"";
        }
        NS_ABORT_MSG("PvdRouterAdvertiser::"
                     << method << ": no advertisement depends on the uplink \"" << uplink << "\"; "
                     << (names.empty()
                             ? "give PvdAdvertisement::uplink or "
                               "PvdAdvertisedPvd::uplink that name first."
                             : "write the name of one on which something depends: " + names + "."));
    }
    return found->second;
}

void
PvdRouterAdvertiser::SetUplink(const std::string& uplink, bool isUp)
{
    Uplink& state = FindUplink("SetUplink", uplink);
    if (!isUp)
    {
        state.up.Cancel();
        if (!state.isDown)
        {
            SettleUplink(uplink, true);
        }
    }
    else if (state.isDown && state.up.IsExpired())
    {
        state.up = Simulator::Schedule(m_uplinkHoldTime,
                                       &PvdRouterAdvertiser::SettleUplink,
                                       this,
                                       uplink,
                                       false);
    }
}

void
PvdRouterAdvertiser::SettleUplink(std::string uplink, bool isDown)
{
    m_uplinks[uplink].isDown = isDown;
    if (isDown)
    {
        m_downUplinks.insert(uplink);
    }
    else
    {
        m_downUplinks.erase(uplink);
    }
    for (auto& link : m_links)
    {
        if (link.second->DependsOn(uplink))
        {
            link.second->NotifyChanged();
        }
    }
}

void
PvdRouterAdvertiser::WatchUplink(const std::string& uplink, Callback<bool> isUp)
{
    FindUplink("WatchUplink", uplink).isUp = isUp;
    if (m_isRunning && m_poll.IsExpired())
    {
        Poll();
    }
}

void
PvdRouterAdvertiser::Poll()
{
    bool isAsked = false;
    for (auto& uplink : m_uplinks)
    {
        if (!uplink.second.isUp.IsNull())
        {
            SetUplink(uplink.first, uplink.second.isUp());
            isAsked = true;
        }
    }
    if (isAsked)
    {
        m_poll = Simulator::Schedule(m_uplinkPollInterval, &PvdRouterAdvertiser::Poll, this);
    }
}

void
PvdRouterAdvertiser::PollAddresses()
{
    for (auto& link : m_links)
    {
        link.second->CheckLink();
    }
    if (m_addressPollInterval.IsStrictlyPositive())
    {
        m_addressPoll =
            Simulator::Schedule(m_addressPollInterval, &PvdRouterAdvertiser::PollAddresses, this);
    }
}

void
PvdRouterAdvertiser::StartApplication()
{
    m_isRunning = true;
    Poll();
    for (auto& link : m_links)
    {
        link.second->Start();
    }
    PollAddresses();
}

void
PvdRouterAdvertiser::StopApplication()
{
    m_isRunning = false;
    m_poll.Cancel();
    m_addressPoll.Cancel();
    for (auto& link : m_links)
    {
        link.second->Stop(m_nFinal);
    }
}

int64_t
PvdRouterAdvertiser::AssignStreams(int64_t stream)
{
    m_interval->SetStream(stream);
    m_delay->SetStream(stream + 1);
    return 2;
}

} // namespace ns3
