/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "echo-traffic.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6.h"
#include "ns3/pvd-icmpv6-l4-protocol.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

namespace ns3
{
namespace pvdtest
{

namespace
{

constexpr uint16_t ECHO = 7;  // RFC 862
constexpr uint32_t SIZE = 64; // octets of a datagram

} // namespace

EchoTraffic::EchoTraffic(const Ptr<Node>& node)
    : m_node(node),
      m_server(Socket::CreateSocket(node, UdpSocketFactory::GetTypeId())),
      m_client(Socket::CreateSocket(node, UdpSocketFactory::GetTypeId()))
{
    m_server->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), ECHO));
    m_server->SetRecvCallback(MakeCallback(&EchoTraffic::Answer, this));
    m_client->Bind6();
    m_client->SetRecvCallback(MakeCallback(&EchoTraffic::Count, this));
    node->GetObject<PvdIcmpv6L4Protocol>()->TraceConnectWithoutContext(
        "NeighborReachability",
        MakeCallback(&EchoTraffic::NoteReachability, this));
    node->GetObject<Ipv6>()->GetRoutingProtocol()->TraceConnectWithoutContext(
        "Decision",
        MakeCallback(&EchoTraffic::NoteDecision, this));
}

void
EchoTraffic::Start(const Ipv6Address& peer,
                   const Time& interval,
                   const Time& begin,
                   const Time& end)
{
    m_peer = peer;
    Simulator::Schedule(begin, &EchoTraffic::Send, this, peer, interval, end);
}

void
EchoTraffic::Send(Ipv6Address peer, Time interval, Time end)
{
    if (Simulator::Now() >= end)
    {
        return;
    }
    m_client->SendTo(Create<Packet>(SIZE), 0, Inet6SocketAddress(peer, ECHO));
    ++m_sent;
    Simulator::Schedule(interval, &EchoTraffic::Send, this, peer, interval, end);
}

void
EchoTraffic::Answer(Ptr<Socket> socket)
{
    Address from;
    while (const auto packet = socket->RecvFrom(from))
    {
        socket->SendTo(packet, 0, from);
    }
}

void
EchoTraffic::Count(Ptr<Socket> socket)
{
    while (socket->Recv())
    {
        ++m_answered;
    }
}

void
EchoTraffic::NoteReachability(uint32_t, Ipv6Address, bool isReachable)
{
    m_givenUp += isReachable ? 0 : 1;
}

void
EchoTraffic::NoteDecision(const PvdDecision& decision)
{
    if (decision.destination == m_peer && decision.gateway != m_gateway)
    {
        m_switches += m_gateway.IsAny() ? 0 : 1;
        m_gateway = decision.gateway;
    }
}

void
EchoTraffic::Print(std::ostream& os) const
{
    os << "sent " << m_sent << "\nanswered " << m_answered << "\ngiven up " << m_givenUp
       << "\nswitches " << m_switches << "\n";
}

} // namespace pvdtest
} // namespace ns3
