/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-router
 * How the messages of an advertising interface are made and leave.
 */

#include "pvd-advertising-link.h"
#include "pvd-entry.h"
#include "pvd-icmpv6-ra-header.h"

#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"

namespace ns3
{

namespace
{

constexpr uint8_t HOP_LIMIT = 255;        // hosts drop messages with any other
constexpr uint32_t BURST = 50;            // messages that leave at once: half of the usual queue
constexpr int64_t PACE = 2;               // milliseconds between those that follow
constexpr std::size_t WAITING_MAX = 1500; // as many as leave within MIN_DELAY_BETWEEN_RAS

/// \return to whom rounds go: all nodes, or each client
std::vector<Ipv6Address>
GetAudience(const PvdAdvertisingInterface& configuration)
{
    if (!configuration.unicastOnly && configuration.clients.empty())
    {
        return {Ipv6Address::GetAllNodesMulticast()};
    }
    std::vector<Ipv6Address> audience;
    for (const Ipv6Octets& client : configuration.clients)
    {
        audience.push_back(ToAddress(client));
    }
    return audience;
}

} // namespace

void
PvdAdvertisingLink::SendLost()
{
    if (!CanSend())
    {
        return;
    }
    for (const PvdLostSource& lost : m_sources.Withdraw())
    {
        for (const Ipv6Address& destination : GetAudience(m_configuration))
        {
            SendAdvertisement(m_configuration,
                              lost.advertisement,
                              lost.address,
                              destination,
                              Round::FINAL);
        }
    }
}

bool
PvdAdvertisingLink::SendToAll(const PvdAdvertisingInterface& configuration, Round round)
{
    const auto audience = GetAudience(configuration);
    bool hasSent = audience.empty();
    for (const Ipv6Address& destination : audience)
    {
        hasSent |= SendRound(configuration, destination, round);
    }
    return hasSent;
}

bool
PvdAdvertisingLink::SendRound(const PvdAdvertisingInterface& configuration,
                              const Ipv6Address& destination,
                              Round round)
{
    if (!CanSend())
    {
        return false;
    }
    bool hasSent = false;
    for (const PvdAdvertisement& advertisement : configuration.advertisements)
    {
        const Ipv6Address source =
            PvdAdvertisedSources::Find(GetIpv6(), m_interface, advertisement);
        if (source.IsAny())
        {
            m_owner.m_notSent("an advertisement: the interface does not have its source address",
                              m_interface);
            continue;
        }
        SendAdvertisement(configuration, advertisement, source, destination, round);
        hasSent = true;
    }
    return hasSent;
}

void
PvdAdvertisingLink::SendAdvertisement(const PvdAdvertisingInterface& configuration,
                                      const PvdAdvertisement& advertisement,
                                      const Ipv6Address& source,
                                      const Ipv6Address& destination,
                                      Round round)
{
    const auto built = BuildAdvertisement(configuration, advertisement, GetMoment(round));
    for (const std::string& sentence : built.unsendable)
    {
        m_owner.m_notSent(sentence, m_interface);
    }
    for (const RouterAdvertisement& message : built.messages)
    {
        SendPaced({message, source, destination});
    }
}

void
PvdAdvertisingLink::SendPaced(const Outgoing& outgoing)
{
    if (m_burstTime != Simulator::Now())
    {
        m_burstTime = Simulator::Now();
        m_burst = 0;
    }
    if (m_outgoing.empty() && m_burst < BURST)
    {
        ++m_burst;
        SendMessage(outgoing);
        return;
    }
    if (m_outgoing.size() >= WAITING_MAX)
    {
        m_owner.m_notSent("a message: those of the round before still wait; advertise less, or "
                          "with a longer MaxRtrAdvInterval",
                          m_interface);
        return;
    }
    m_outgoing.push_back(outgoing);
    if (m_pace.IsExpired())
    {
        m_pace = Simulator::Schedule(MilliSeconds(PACE), &PvdAdvertisingLink::SendNext, this);
    }
}

void
PvdAdvertisingLink::SendNext()
{
    const Outgoing outgoing = m_outgoing.front();
    m_outgoing.pop_front();
    if (!m_outgoing.empty())
    {
        m_pace = Simulator::Schedule(MilliSeconds(PACE), &PvdAdvertisingLink::SendNext, this);
    }
    if (CanSend())
    {
        SendMessage(outgoing);
    }
    else
    {
        m_owner.m_notSent("a message that waited: the interface is down", m_interface);
    }
}

void
PvdAdvertisingLink::SendMessage(const Outgoing& outgoing)
{
    const auto& [message, source, destination] = outgoing;
    Icmpv6RouterAdvertisement header;
    if (!header.Set(message))
    {
        m_owner.m_notSent(header.GetError(), m_interface);
        return;
    }
    header.SetPseudoHeader(source, destination);
    const auto packet = Create<Packet>();
    packet->AddHeader(header);
    SocketIpv6HopLimitTag hopLimit;
    hopLimit.SetHopLimit(HOP_LIMIT);
    packet->AddPacketTag(hopLimit);
    // Given a route, ns-3 asks no routing protocol: the message leaves here, from this address,
    // even from one that the node has no more.
    const auto route = Create<Ipv6Route>();
    route->SetSource(source);
    route->SetDestination(destination);
    route->SetGateway(Ipv6Address::GetAny());
    route->SetOutputDevice(GetIpv6()->GetNetDevice(m_interface));
    GetIpv6()->Send(packet,
                    source,
                    destination,
                    Icmpv6L4Protocol::GetStaticProtocolNumber(),
                    route);
    m_owner.m_tx(message, m_interface, source, destination);
}

} // namespace ns3
