/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "router-advertiser.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-raw-socket-factory.h"
#include "ns3/ipv6.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/pvd-icmpv6-ra-header.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace echo
{

using namespace ns3;

namespace
{

constexpr uint8_t ROUTER_SOLICITATION = 133; // RFC 4861, section 4.1
constexpr uint8_t HOP_LIMIT = 255;           // hosts drop RAs with any other

/// MAX_INITIAL_RTR_ADVERT_INTERVAL of RFC 4861, section 10
const Time INTERVAL = Seconds(16);
/// MIN_DELAY_BETWEEN_RAS of the same
const Time MIN_DELAY_BETWEEN_RAS = Seconds(3);
/// MAX_RA_DELAY_TIME of the same, in seconds
constexpr double MAX_RA_DELAY_TIME = 0.5;

} // namespace

RouterAdvertiser::RouterAdvertiser(uint32_t interface, const RouterAdvertisement& message)
    : m_interface(interface),
      m_message(message),
      m_random(CreateObject<UniformRandomVariable>())
{
    m_random->SetAttribute("Max", DoubleValue(MAX_RA_DELAY_TIME));
}

void
RouterAdvertiser::SetStream(int64_t stream)
{
    m_random->SetStream(stream);
}

void
RouterAdvertiser::StartApplication()
{
    const auto ipv6 = GetNode()->GetObject<Ipv6>();
    const auto makeSocket = [&] {
        const auto socket = Socket::CreateSocket(GetNode(), Ipv6RawSocketFactory::GetTypeId());
        socket->SetAttribute("Protocol",
                             UintegerValue(Icmpv6L4Protocol::GetStaticProtocolNumber()));
        return socket;
    };
    m_own = ipv6->GetAddress(m_interface, 0).GetAddress();
    m_socket = makeSocket();
    m_socket->Bind(Inet6SocketAddress(m_own, 0));
    m_socket->BindToNetDevice(ipv6->GetNetDevice(m_interface));
    m_socket->ShutdownRecv();
    // A socket with an address of its own would not hear what is sent to all routers.
    m_solicitations = makeSocket();
    m_solicitations->Bind();
    m_solicitations->BindToNetDevice(ipv6->GetNetDevice(m_interface));
    m_solicitations->SetRecvCallback(MakeCallback(&RouterAdvertiser::HandleSolicitations, this));
    Send();
}

void
RouterAdvertiser::StopApplication()
{
    m_next.Cancel();
    for (auto* socket : {&m_socket, &m_solicitations})
    {
        if (*socket)
        {
            (*socket)->Close();
            *socket = nullptr;
        }
    }
}

void
RouterAdvertiser::Send()
{
    const Ipv6Address everyone = Ipv6Address::GetAllNodesMulticast();
    Icmpv6RouterAdvertisement header;
    NS_ABORT_MSG_UNLESS(header.Set(m_message), "RouterAdvertiser: " << header.GetError());
    header.SetPseudoHeader(m_own, everyone);
    const auto packet = Create<Packet>();
    packet->AddHeader(header);
    // Raw sockets of ns-3 do not heed their own hop limit when they send to a group.
    SocketIpv6HopLimitTag hopLimit;
    hopLimit.SetHopLimit(HOP_LIMIT);
    packet->AddPacketTag(hopLimit);
    m_socket->SendTo(packet, 0, Inet6SocketAddress(everyone, 0));
    m_last = Simulator::Now();
    m_next.Cancel();
    m_next = Simulator::Schedule(INTERVAL, &RouterAdvertiser::Send, this);
}

void
RouterAdvertiser::SendWithin(Time delay)
{
    const Time now = Simulator::Now();
    const Time wait = std::max(now + delay, m_last + MIN_DELAY_BETWEEN_RAS) - now;
    if (wait < Simulator::GetDelayLeft(m_next))
    {
        m_next.Cancel();
        m_next = Simulator::Schedule(wait, &RouterAdvertiser::Send, this);
    }
}

void
RouterAdvertiser::HandleSolicitations(Ptr<Socket> socket)
{
    while (const auto packet = socket->Recv())
    {
        Ipv6Header header;
        packet->RemoveHeader(header);
        uint8_t type = 0;
        packet->CopyData(&type, sizeof(type));
        if (type == ROUTER_SOLICITATION && header.GetHopLimit() == HOP_LIMIT)
        {
            SendWithin(Seconds(m_random->GetValue()));
        }
    }
}

} // namespace echo
