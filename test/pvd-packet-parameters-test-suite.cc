/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-tcp-pair.h"
#include "pvd-test-two-pvds.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ndisc-cache.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

const Ipv6Address TO("2606::1"); //!< where packets go

/// What routers say of packets, and what TCP says of routers.
class Parameters : public CaseOf<Parameters>
{
  public:
    using CaseOf::CaseOf;

    void HopLimitOfTheRouter();
    void HopLimitOfThePvd();
    void HopLimitOfTheSocket();
    void HopLimitOfAPacketThatIsSentAgain();
    void HopLimitThatTheScriptHasChanged();
    void MtuOfTheRouter();
    void MtuOfThePvd();
    void AcknowledgedDataConfirms();

  private:
    void NoteReceived(Ptr<const Packet> packet, Ptr<Ipv6> ipv6, uint32_t interface);

    uint32_t m_probes{0}; //!< unicast solicitations
};

/// \return a header with a Cur Hop Limit
RaHeader
WithHopLimit(uint8_t hopLimit)
{
    RaHeader header = pvdtest::Header(9000);
    header.curHopLimit = hopLimit;
    return header;
}

/// \return Hop Limits of packets with a Next Header
std::string
ListHopLimits(const TestLink& link, uint8_t nextHeader)
{
    std::string text;
    for (const auto& seen : link.GetSeen())
    {
        text += seen.nextHeader == nextHeader ? std::to_string(seen.hopLimit) + " " : "";
    }
    return text;
}

/// \return the largest IPv6 packet seen of those from a source, octets
std::size_t
GetLargest(const TestLink& link, const Ipv6Address& source)
{
    std::size_t largest = 0;
    for (const auto& seen : link.GetSeen())
    {
        largest = std::max(largest, seen.source == source ? 40 + seen.message.size() : 0);
    }
    return largest;
}

/// \return the largest packet on the wire for a UDP packet that fills 1500 octets
std::size_t
Measure(OneHost& net, const Ipv6Address& source)
{
    net.link.ForgetSeen();
    net.host.SendUdp(TO, source, 1452);
    RunTo(Simulator::Now() + MilliSeconds(10));
    return GetLargest(net.link, source);
}

// Rows: 4861-6.3.4-14
void
Parameters::HopLimitOfTheRouter()
{
    constexpr uint8_t TCP = 6;
    constexpr uint8_t UDP = 17;
    for (const uint8_t hopLimit : {0, 15, 255, 64})
    {
        OneHost net;
        RunTo(Seconds(3));
        net.Hear(Ra(WithHopLimit(hopLimit), {Slla(A.mac), Pio("2001:db8:1::/64", 90000, 90000)}));
        RunTo(Seconds(6));
        net.link.ForgetSeen();
        net.host.SendUdp(TO);
        const auto socket = Socket::CreateSocket(net.host.GetNode(), TcpSocketFactory::GetTypeId());
        socket->Bind6();
        socket->Connect(Inet6SocketAddress(TO, 80));
        net.link.Send(EchoRequest(), A, net.host.GetLinkLocal());
        net.link.Send(EchoRequest(), {TO, A.mac}, net.host.MakeAddress("2001:db8:1::/64"));
        net.link.Send(NeighborSolicitation(net.host.GetLinkLocal(), &A.mac),
                      A,
                      net.host.GetLinkLocal());
        RunTo(Seconds(7));
        const std::string expected = std::to_string(hopLimit == 0 ? 64 : hopLimit) + " ";
        NS_TEST_EXPECT_MSG_EQ(ListHopLimits(net.link, UDP), expected, "UDP");
        NS_TEST_EXPECT_MSG_EQ(ListHopLimits(net.link, TCP), expected, "TCP");
        for (const auto& reply : net.link.GetSeen(ECHO_REPLY))
        {
            NS_TEST_EXPECT_MSG_EQ(std::to_string(reply.hopLimit) + " ", expected, "echo reply");
        }
        NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(ECHO_REPLY).size(), 2, "echo replies");
        for (const auto& answer : net.link.GetSeen(NEIGHBOR_ADVERTISEMENT))
        {
            NS_TEST_EXPECT_MSG_EQ(+answer.hopLimit, 255, "advertisement");
        }
    }
}

// Rows: 4861-6.3.4-14
void
Parameters::HopLimitOfThePvd()
{
    TwoPvds net;
    net.Hear(Ra(WithHopLimit(15), {PvdNamed("a.example")}), A);
    net.Hear(Ra(WithHopLimit(30), {PvdNamed("b.example")}), B);
    for (int i = 0; i < 2; ++i)
    {
        net.link.ForgetSeen();
        net.host.SendUdp(TO, net.OfA());
        net.host.SendUdp(TO, net.OfB());
        NS_TEST_EXPECT_MSG_EQ(ListHopLimits(net.link, 17), "15 30 ", "of A, of B");
    }
}

// Rows: 4861-6.3.4-14
void
Parameters::HopLimitOfTheSocket()
{
    OneHost net;
    RunTo(Seconds(3));
    net.Hear(Ra(WithHopLimit(15), {Slla(A.mac), Pio("2001:db8:1::/64", 90000, 90000)}));
    RunTo(Seconds(6));
    net.link.ForgetSeen();
    const auto socket = Socket::CreateSocket(net.host.GetNode(), UdpSocketFactory::GetTypeId());
    socket->Bind6();
    socket->SetIpv6HopLimit(7);
    socket->SendTo(Create<Packet>(4), 0, Inet6SocketAddress(TO, 9));
    RunTo(Seconds(7));
    NS_TEST_EXPECT_MSG_EQ(ListHopLimits(net.link, 17), "7 ", "the application knows better");
}

// Rows: 4861-6.3.4-14
void
Parameters::HopLimitOfAPacketThatIsSentAgain()
{
    for (const bool isGiven : {false, true})
    {
        OneHost net;
        RunTo(Seconds(3));
        net.Hear(Ra(WithHopLimit(15), {Slla(A.mac), Pio("2001:db8:1::/64", 90000, 90000)}));
        RunTo(Seconds(6));
        net.link.ForgetSeen();
        const auto socket = Socket::CreateSocket(net.host.GetNode(), UdpSocketFactory::GetTypeId());
        const Ipv6Address own = net.host.MakeAddress("2001:db8:1::/64");
        socket->Bind(Inet6SocketAddress(isGiven ? own : Ipv6Address::GetAny(), 0));
        const auto packet = Create<Packet>(4);
        socket->SendTo(packet, 0, Inet6SocketAddress(TO, 9));
        net.Hear(Ra(WithHopLimit(30), {Slla(A.mac)}));
        socket->SendTo(packet, 0, Inet6SocketAddress(TO, 9));
        RunTo(Seconds(7));
        NS_TEST_EXPECT_MSG_EQ(ListHopLimits(net.link, 17), "15 30 ", "source given: " << isGiven);
    }
}

// Rows: 4861-6.3.4-14
void
Parameters::HopLimitThatTheScriptHasChanged()
{
    for (const uint8_t ofTheRouter : {0, 64})
    {
        OneHost net;
        net.host.GetIpv6()->SetAttribute("DefaultTtl", UintegerValue(32));
        RunTo(Seconds(3));
        net.Hear(Ra(WithHopLimit(ofTheRouter), {Slla(A.mac), Pio("2001:db8:1::/64", 9000, 9000)}));
        RunTo(Seconds(6));
        net.link.ForgetSeen();
        net.host.SendUdp(TO);
        RunTo(Seconds(7));
        const std::string expected = ofTheRouter == 0 ? "32 " : "64 ";
        NS_TEST_EXPECT_MSG_EQ(ListHopLimits(net.link, 17), expected, "router: " << +ofTheRouter);
    }
}

// Rows: 4861-6.3.4-15
void
Parameters::MtuOfTheRouter()
{
    OneHost net;
    RunTo(Seconds(3));
    const auto prefix = Pio("2001:db8:1::/64", 90000, 90000);
    net.Hear(Ra(9000, {Slla(A.mac), prefix}));
    RunTo(Seconds(6));
    net.host.GetStockInterface()->GetNdiscCache()->Lookup(A.address)->MarkPermanent();
    const Ipv6Address own = net.host.MakeAddress("2001:db8:1::/64");
    NS_TEST_EXPECT_MSG_EQ(Measure(net, own), 1500, "without an option");
    net.Hear(Ra(9000, {Mtu(1280)}));
    for (const int64_t second : {7, 200, 650, 1400, 2300})
    {
        RunTo(Seconds(second));
        NS_TEST_EXPECT_MSG_LT_OR_EQ(Measure(net, own), 1280, "after " << second << " s");
        NS_TEST_EXPECT_MSG_GT(Measure(net, own), 1200, "after " << second << " s");
    }
    net.link.ForgetSeen();
    Octets request = EchoRequest();
    request.resize(1400);
    net.link.Send(request, {Ipv6Address("2606::2"), A.mac}, own);
    RunTo(Simulator::Now() + MilliSeconds(10));
    NS_TEST_EXPECT_MSG_LT_OR_EQ(GetLargest(net.link, own), 1280, "a reply");
    NS_TEST_EXPECT_MSG_GT(GetLargest(net.link, own), 1200, "a reply");
    net.Hear(Ra(9000, {Mtu(1500)}));
    NS_TEST_EXPECT_MSG_EQ(Measure(net, own), 1500, "and back");
}

// Rows: 4861-6.3.4-15
void
Parameters::MtuOfThePvd()
{
    TwoPvds net;
    net.Hear(Ra(9000, {PvdNamed("a.example", {Mtu(1300)})}), A);
    net.Hear(Ra(9000, {PvdNamed("b.example", {Mtu(1400)})}), B);
    for (int i = 0; i < 2; ++i)
    {
        NS_TEST_EXPECT_MSG_LT_OR_EQ(Measure(net, net.OfA()), 1300, "of A");
        NS_TEST_EXPECT_MSG_LT_OR_EQ(Measure(net, net.OfB()), 1400, "of B");
        NS_TEST_EXPECT_MSG_GT(Measure(net, net.OfB()), 1300, "of B");
    }
}

void
Parameters::NoteReceived(Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t)
{
    Ipv6Header header;
    const auto copy = packet->Copy();
    copy->RemoveHeader(header);
    uint8_t type = 0;
    copy->CopyData(&type, 1);
    const bool isSolicitation =
        header.GetNextHeader() == Ipv6Header::IPV6_ICMPV6 && type == NEIGHBOR_SOLICITATION;
    m_probes += isSolicitation && !header.GetDestination().IsMulticast() ? 1 : 0;
}

// Rows: 4861-7.3.1-03
void
Parameters::AcknowledgedDataConfirms()
{
    for (const bool isAcknowledged : {true, false})
    {
        m_probes = 0;
        HostPair net(HostKind::AWARE);
        const auto listener = Listen(net, SERVERS[1]);
        const auto tcp = Connect(net, SERVERS[1]);
        const auto udp = net.Make(0, "Udp", "udp");
        net.GetNode(1)->GetObject<Ipv6L3Protocol>()->TraceConnectWithoutContext(
            "Rx",
            MakeCallback(&Parameters::NoteReceived, this));
        for (int i = 0; i < 100; ++i)
        {
            if (isAcknowledged)
            {
                Send(net, tcp, 100);
            }
            else
            {
                udp->SendTo(Create<Packet>(100), 0, To(SERVERS[1], 9));
                net.Wait();
            }
        }
        NS_TEST_EXPECT_MSG_EQ((m_probes > 0), !isAcknowledged, "probes in 200 s");
    }
}

class ParametersSuite : public TestSuite
{
  public:
    ParametersSuite()
        : TestSuite("pvd-packet-parameters", Type::UNIT)
    {
        Add("packets have the hop limit of the router", &Parameters::HopLimitOfTheRouter);
        Add("packets have the hop limit of their PvD", &Parameters::HopLimitOfThePvd);
        Add("socket's own hop limit is kept", &Parameters::HopLimitOfTheSocket);
        Add("packet that is sent again has the hop limit of then",
            &Parameters::HopLimitOfAPacketThatIsSentAgain);
        Add("packets have the hop limit of the router whatever the default is",
            &Parameters::HopLimitThatTheScriptHasChanged);
        Add("packets fit the MTU of the router", &Parameters::MtuOfTheRouter);
        Add("packets fit the MTU of their PvD", &Parameters::MtuOfThePvd);
        Add("acknowledged data confirms a neighbour", &Parameters::AcknowledgedDataConfirms);
    }

  private:
    void Add(const std::string& name, Parameters::Body body)
    {
        AddTestCase(new Parameters(name, body));
    }
};

ParametersSuite g_parametersSuite; ///< registers itself

} // namespace
