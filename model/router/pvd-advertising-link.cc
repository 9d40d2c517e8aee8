/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-advertising-link.h"

#include "pvd-advertisement-consistency.h"
#include "pvd-arrival-tag.h"
#include "pvd-neighbor-message.h"

#include "ns3/abort.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ipv6-raw-socket-factory.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint8_t ROUTER_SOLICITATION = 133; // RFC 4861 section 4.1
constexpr uint8_t HOP_LIMIT = 255;           // of valid messages
// RFC 4861 section 10
constexpr uint32_t MAX_INITIAL_RTR_ADVERTISEMENTS = 3;
const Time MAX_INITIAL_RTR_ADVERT_INTERVAL = Seconds(16);
constexpr double MAX_RA_DELAY_TIME = 0.5; // seconds
/// How soon an interface that cannot send yet is tried again.
const Time RETRY = MilliSeconds(100);

Ipv6Octets
ToOctets(const Ipv6Address& address)
{
    Ipv6Octets octets;
    address.GetBytes(octets.data());
    return octets;
}

bool
AreOfOnePvd(const PvdAdvertisement& one, const PvdAdvertisement& other)
{
    return one.pvd.has_value() == other.pvd.has_value() &&
           (!one.pvd || one.pvd->id == other.pvd->id);
}

} // namespace

PvdAdvertisingLink::PvdAdvertisingLink(PvdRouterAdvertiser& owner,
                                       uint32_t interface,
                                       const PvdAdvertisingInterface& configuration)
    : m_owner(owner),
      m_interface(interface),
      m_configuration(configuration)
{
    m_withdrawn.advertisements.clear();
}

PvdAdvertisingLink::~PvdAdvertisingLink()
{
    m_next.Cancel();
    m_pace.Cancel();
    for (auto& answer : m_unicast)
    {
        answer.second.Cancel();
    }
    CloseSocket();
}

PvdAdvertisingInterface&
PvdAdvertisingLink::GetConfiguration()
{
    return m_configuration;
}

void
PvdAdvertisingLink::Start()
{
    const auto ipv6 = GetIpv6();
    NS_ABORT_MSG_UNLESS(ipv6 && m_interface < ipv6->GetNInterfaces(),
                        "PvdRouterAdvertiser: node "
                            << m_owner.GetNode()->GetId() << " has no interface " << m_interface
                            << " of IPv6; add it before the advertiser starts.");
    if (!m_configuration.sendAdvertisements)
    {
        return;
    }
    m_isRunning = true;
    m_began = Simulator::Now();
    m_nRounds = 0;
    m_next.Cancel();
    OpenSocket();
    PlanAt(GetEarliest());
}

void
PvdAdvertisingLink::Stop(uint32_t times)
{
    if (!m_isRunning)
    {
        return;
    }
    CheckLink();
    PvdAdvertisingInterface nothing;
    nothing.advertisements.clear();
    Withdraw(nothing);
    m_isRunning = false;
    m_next.Cancel();
    for (auto& answer : m_unicast)
    {
        answer.second.Cancel();
    }
    m_unicast.clear();
    CloseSocket();
    if (times > 0 && m_hasSent && m_configuration.finalAdvertisements)
    {
        m_next = Simulator::Schedule(GetEarliest() - Simulator::Now(),
                                     &PvdAdvertisingLink::SendFinal,
                                     this,
                                     times);
    }
    else
    {
        m_withdrawn.advertisements.clear();
    }
}

bool
PvdAdvertisingLink::IsSuccessor(const PvdAdvertisement& one, const PvdAdvertisement& old) const
{
    // An address that is named for the first time may have been the source before.
    const auto source = PvdAdvertisedSources::Find(GetIpv6(), m_interface, one);
    const bool isSameRouter =
        one.sources == old.sources ||
        (!source.IsAny() && source == PvdAdvertisedSources::Find(GetIpv6(), m_interface, old));
    return isSameRouter && AreOfOnePvd(one, old);
}

void
PvdAdvertisingLink::Withdraw(const PvdAdvertisingInterface& next)
{
    PvdAdvertisingInterface removed = m_configuration;
    auto& all = removed.advertisements;
    if (!m_isRunning)
    {
        all.clear(); // hosts do not know it
    }
    // What the change before this one took away may not have been said yet.
    const auto& before = m_withdrawn.advertisements;
    all.insert(all.begin(), before.begin(), before.end());
    const auto hasSuccessor = [this, &next](const PvdAdvertisement& old) {
        return std::any_of(
            next.advertisements.begin(),
            next.advertisements.end(),
            [this, &old](const PvdAdvertisement& one) { return IsSuccessor(one, old); });
    };
    all.erase(std::remove_if(all.begin(), all.end(), hasSuccessor), all.end());
    m_withdrawn = removed;
}

void
PvdAdvertisingLink::Change(const PvdAdvertisingInterface& configuration)
{
    if (!configuration.sendAdvertisements)
    {
        Stop(m_owner.m_nFinal);
    }
    else if (m_hasSent)
    {
        Withdraw(configuration);
    }
    CheckLink();
    m_configuration = configuration;
    if (m_hasSent)
    {
        m_sources.Set(GetIpv6(), m_interface, m_configuration.advertisements);
    }
    if (m_owner.m_isRunning && !m_isRunning)
    {
        Start();
    }
    else if (m_isRunning)
    {
        m_began = Simulator::Now();
        NotifyChanged();
    }
}

bool
PvdAdvertisingLink::DependsOn(const std::string& uplink) const
{
    const auto& all = m_configuration.advertisements;
    return std::any_of(all.begin(), all.end(), [&uplink](const PvdAdvertisement& one) {
        return one.uplink == uplink || (one.pvd && one.pvd->uplink == uplink);
    });
}

void
PvdAdvertisingLink::NotifyChanged()
{
    if (m_isRunning)
    {
        m_nRounds = 0;
        PlanAt(GetEarliest());
    }
}

void
PvdAdvertisingLink::CheckLink()
{
    if (!m_isRunning || !m_hasSent)
    {
        return;
    }
    const bool wasDown = m_isDown;
    m_isDown = !CanSend();
    const uint32_t times = m_configuration.finalAdvertisements ? m_owner.m_nFinal : 0;
    const bool hasMoved =
        m_sources.Update(GetIpv6(), m_interface, m_configuration.advertisements, times);
    if (hasMoved || (wasDown && !m_isDown))
    {
        NotifyChanged();
    }
}

Ptr<Ipv6>
PvdAdvertisingLink::GetIpv6() const
{
    return m_owner.GetNode()->GetObject<Ipv6>();
}

bool
PvdAdvertisingLink::CanSend() const
{
    const auto ipv6 = GetIpv6();
    return ipv6->IsUp(m_interface) && ipv6->GetNetDevice(m_interface)->IsLinkUp();
}

PvdAdvertisingMoment
PvdAdvertisingLink::GetMoment(Round round) const
{
    const auto ipv6 = GetIpv6();
    PvdAdvertisingMoment moment;
    moment.elapsed = static_cast<uint64_t>((Simulator::Now() - m_began).GetSeconds());
    moment.ceasing = round == Round::FINAL;
    moment.bare = round == Round::BARE;
    moment.forwarding = ipv6->IsForwarding(m_interface);
    moment.downUplinks = m_owner.m_downUplinks;
    const Address address = ipv6->GetNetDevice(m_interface)->GetAddress();
    moment.linkLayerAddress.resize(address.GetLength());
    address.CopyTo(moment.linkLayerAddress.data());
    moment.linkMtu = ipv6->GetMtu(m_interface);
    return moment;
}

void
PvdAdvertisingLink::OpenSocket()
{
    const auto node = m_owner.GetNode();
    m_socket = Socket::CreateSocket(node, Ipv6RawSocketFactory::GetTypeId());
    m_socket->SetAttribute("Protocol", UintegerValue(Icmpv6L4Protocol::GetStaticProtocolNumber()));
    // A socket with an address of its own would not hear what is sent to all routers.
    m_socket->Bind();
    m_socket->BindToNetDevice(node->GetObject<Ipv6>()->GetNetDevice(m_interface));
    m_socket->SetRecvCallback(MakeCallback(&PvdAdvertisingLink::HandleReceived, this));
}

void
PvdAdvertisingLink::CloseSocket()
{
    if (m_socket)
    {
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        m_socket->Close();
        m_socket = nullptr;
    }
}

void
PvdAdvertisingLink::HandleReceived(Ptr<Socket> socket)
{
    while (const auto packet = socket->Recv())
    {
        Ipv6Header header;
        packet->RemoveHeader(header);
        HandleMessage(packet, header);
    }
}

void
PvdAdvertisingLink::HandleMessage(const Ptr<Packet>& packet, const Ipv6Header& header)
{
    std::vector<uint8_t> octets(packet->GetSize());
    packet->CopyData(octets.data(), octets.size());
    if (octets.empty())
    {
        return;
    }
    NdEnvelope envelope;
    envelope.source = ToOctets(header.GetSource());
    envelope.destination = ToOctets(header.GetDestination());
    envelope.hopLimit = header.GetHopLimit();
    const auto arrival = PvdArrivalTag::Find(packet, m_owner.GetNode()->GetId());
    const bool isFragmented = arrival && arrival->fragments > 0;
    envelope.nextHeader =
        isFragmented ? uint8_t{Ipv6Header::IPV6_EXT_FRAGMENTATION} : header.GetNextHeader();
    envelope.addressLength = GetMoment(Round::ALL).linkLayerAddress.size();
    envelope.checksums =
        Node::ChecksumEnabled() || (octets.size() > 3 && (octets[2] != 0 || octets[3] != 0));
    if (octets.front() == RouterAdvertisement::TYPE && IsIcmpv6ChecksumValid(octets, envelope))
    {
        Compare(octets, header);
    }
    if (octets.front() != ROUTER_SOLICITATION)
    {
        return;
    }
    const NdDropReason reason = CheckIcmpv6Message(octets, envelope);
    if (reason != NdDropReason::NONE)
    {
        m_owner.m_solicitationDropped(reason, m_interface, header.GetSource());
        return;
    }
    Answer(header.GetSource());
}

void
PvdAdvertisingLink::Compare(const std::vector<uint8_t>& octets, const Ipv6Header& header)
{
    const auto parsed = RouterAdvertisement::Parse(octets);
    const auto ipv6 = GetIpv6();
    if (!parsed.message || header.GetHopLimit() != HOP_LIMIT || !header.GetSource().IsLinkLocal() ||
        ipv6->GetInterfaceForAddress(header.GetSource()) >= 0)
    {
        return;
    }
    std::vector<std::string> told; // what all our messages say differs from each of them
    for (const PvdAdvertisement& advertisement : m_configuration.advertisements)
    {
        const auto built =
            BuildAdvertisement(m_configuration, advertisement, GetMoment(Round::ALL));
        for (const RouterAdvertisement& message : built.messages)
        {
            for (const std::string& sentence : FindInconsistencies(message, *parsed.message))
            {
                if (std::find(told.begin(), told.end(), sentence) == told.end())
                {
                    told.push_back(sentence);
                    m_owner.m_inconsistent(sentence, m_interface, header.GetSource());
                }
            }
        }
    }
}

bool
PvdAdvertisingLink::IsClient(const Ipv6Address& address) const
{
    const auto& clients = m_configuration.clients;
    return clients.empty() ||
           std::find(clients.begin(), clients.end(), ToOctets(address)) != clients.end();
}

void
PvdAdvertisingLink::Answer(const Ipv6Address& solicitor)
{
    if (!IsClient(solicitor))
    {
        m_owner.m_notSent("an answer to a solicitation of one that is no client", m_interface);
        return;
    }
    const Time delay = Seconds(m_owner.m_delay->GetValue(0, MAX_RA_DELAY_TIME));
    const bool canUnicast =
        !solicitor.IsAny() && (m_configuration.unicastSolicited || m_configuration.unicastOnly);
    const bool isKnown = m_unicast.count(solicitor) != 0;
    if (canUnicast && (isKnown || m_unicast.size() < m_owner.m_maxSolicitors))
    {
        if (!isKnown)
        {
            m_unicast[solicitor] =
                Simulator::Schedule(delay, &PvdAdvertisingLink::SendUnicast, this, solicitor);
        }
    }
    else if (m_configuration.unicastOnly)
    {
        m_owner.m_notSent("an answer to a solicitation: only unicast is allowed", m_interface);
    }
    else
    {
        m_isAsked = true;
        PlanAt(std::max(Simulator::Now(), GetEarliest()) + delay);
    }
}

Time
PvdAdvertisingLink::GetEarliest() const
{
    const Time now = Simulator::Now();
    return m_hasSent ? std::max(now, m_last + Seconds(m_configuration.minDelayBetweenRas)) : now;
}

void
PvdAdvertisingLink::PlanAt(Time time)
{
    const Time wait = time - Simulator::Now();
    if (!m_next.IsExpired() && Simulator::GetDelayLeft(m_next) <= wait)
    {
        return;
    }
    m_next.Cancel();
    m_next = Simulator::Schedule(wait, &PvdAdvertisingLink::SendUnsolicited, this);
}

void
PvdAdvertisingLink::SendUnsolicited()
{
    CheckLink();
    m_next.Cancel();
    // What is withdrawn goes first, as what is said now may come from the same address.
    SendLost();
    const bool hasWithdrawn = SendToAll(m_withdrawn, Round::FINAL);
    const bool hasSent = SendToAll(m_configuration, GetNextRound()) || hasWithdrawn;
    Time wait = RETRY;
    if (hasSent)
    {
        if (!m_hasSent)
        {
            m_sources.Set(GetIpv6(), m_interface, m_configuration.advertisements);
        }
        m_hasSent = true;
        m_isAsked = false;
        m_last = Simulator::Now();
        wait = Seconds(m_owner.m_interval->GetValue(m_configuration.GetMinRtrAdvInterval(),
                                                    m_configuration.maxRtrAdvInterval));
        // The first ones come sooner, lest one of them is lost.
        if (++m_nRounds < MAX_INITIAL_RTR_ADVERTISEMENTS)
        {
            wait = std::min(wait, MAX_INITIAL_RTR_ADVERT_INTERVAL);
        }
        else
        {
            m_withdrawn.advertisements.clear();
        }
        wait = std::max(wait, Seconds(m_configuration.minDelayBetweenRas));
    }
    m_next = Simulator::Schedule(wait, &PvdAdvertisingLink::SendUnsolicited, this);
}

PvdAdvertisingLink::Round
PvdAdvertisingLink::GetNextRound() const
{
    // The last of the first ones has options, and so has one in so many from then on.
    const bool isFirst = m_nRounds < MAX_INITIAL_RTR_ADVERTISEMENTS;
    const uint32_t later = isFirst ? 0 : m_nRounds + 1 - MAX_INITIAL_RTR_ADVERTISEMENTS;
    const bool hasOptions = m_isAsked || later % m_configuration.roundsForOptions == 0;
    return hasOptions ? Round::ALL : Round::BARE;
}

void
PvdAdvertisingLink::SendFinal(uint32_t times)
{
    if (!CanSend())
    {
        m_owner.m_notSent("a last message, which withdraws all: the interface is down",
                          m_interface);
    }
    SendLost();
    SendToAll(m_withdrawn, Round::FINAL);
    m_last = Simulator::Now();
    if (times > 1)
    {
        m_next = Simulator::Schedule(Seconds(m_configuration.minDelayBetweenRas),
                                     &PvdAdvertisingLink::SendFinal,
                                     this,
                                     times - 1);
    }
    else
    {
        m_withdrawn.advertisements.clear();
    }
}

void
PvdAdvertisingLink::SendUnicast(Ipv6Address destination)
{
    m_unicast.erase(destination);
    if (!CanSend())
    {
        m_owner.m_notSent("an answer to a solicitation: the interface is down", m_interface);
    }
    SendRound(m_configuration, destination, Round::ALL);
}

} // namespace ns3
