/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-too-big.h"
#include "pvd-test-two-providers.h"

#include "ns3/error-model.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/simple-net-device.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <string>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint8_t FRAGMENT = 44;      //!< Next Header
constexpr uint8_t ICMPV6 = 58;        //!< Next Header
constexpr uint32_t IPV6_HEADER = 40;  //!< octets
constexpr uint32_t LARGE = 4000;      //!< a datagram of several fragments, octets
constexpr uint32_t FILLS_LINK = 1452; //!< a datagram that fills a packet of 1500, octets
constexpr uint32_t OCTETS = 20000;    //!< that a connection sends

/// Packets of bound sockets that are larger than their path takes.
class BoundFragments : public CaseOf<BoundFragments>
{
  public:
    using CaseOf::CaseOf;

    void DatagramLargerThanTheLink();
    void TooBigOfAPath();
    void TooBigOfAnotherProvider();
    void TooBigOfAConnection();
    void ReceiversGetTheirOwn();
    void OneFragmentIsLost();
    void ErrorsComeFromWhereItWent();

  private:
    /// What the host has sent to the server on a link.
    struct Sent
    {
        uint32_t largest{0};        //!< packet, octets
        uint32_t nFragments{0};     //!< packets that are fragments
        uint32_t nErrors{0};        //!< ICMPv6 errors with the right checksum
        bool hasOtherSource{false}; //!< than that of the provider
    };

    /// \param name 'a' or 'b' \return what was sent there since Forget
    static Sent GetSent(const TwoProviders& net, char name);
    /// \return as GetSent of both links: "a", "b", "ab", or "?" if a source does not fit
    static std::string GetWires(const TwoProviders& net);
    /// Send a datagram to the server. \return the largest packet on the link of a provider, octets
    static uint32_t Measure(TwoProviders& net, const Ptr<Socket>& socket, char name);
    /// \return a socket that is bound to a provider
    static Ptr<Socket> MakeUdp(TwoProviders& net, char name);
    /// \return a socket of the server, whose link takes no more than that of the host
    static Ptr<Socket> MakeSender(TwoProviders& net);
};

BoundFragments::Sent
BoundFragments::GetSent(const TwoProviders& net, char name)
{
    Sent sent;
    for (const auto& packet : (name == 'a' ? net.a : net.b).GetSeen())
    {
        if (packet.destination != net.GetServerAddress() || packet.hopLimit < 64)
        {
            continue;
        }
        const uint32_t size = IPV6_HEADER + packet.message.size();
        sent.largest = std::max(sent.largest, size);
        sent.nFragments += packet.nextHeader == FRAGMENT;
        sent.nErrors +=
            packet.nextHeader == ICMPV6 && packet.message.at(0) < 128 &&
            WithChecksum(packet.message, packet.source, packet.destination) == packet.message;
        sent.hasOtherSource |= packet.source != net.GetAddress(name);
    }
    return sent;
}

std::string
BoundFragments::GetWires(const TwoProviders& net)
{
    std::string wires;
    for (const char name : {'a', 'b'})
    {
        const Sent sent = GetSent(net, name);
        wires += sent.largest == 0 ? "" : sent.hasOtherSource ? "?" : std::string(1, name);
    }
    return wires;
}

uint32_t
BoundFragments::Measure(TwoProviders& net, const Ptr<Socket>& socket, char name)
{
    net.Forget();
    socket->SendTo(Create<Packet>(FILLS_LINK), 0, net.GetServer());
    RunTo(Simulator::Now() + Seconds(1));
    return GetSent(net, name).largest;
}

Ptr<Socket>
BoundFragments::MakeUdp(TwoProviders& net, char name)
{
    const auto socket = net.MakeUdp();
    net.Bind(socket, std::string(1, name) + ".example");
    return socket;
}

Ptr<Socket>
BoundFragments::MakeSender(TwoProviders& net)
{
    net.server->GetObject<Ipv6>()->GetNetDevice(1)->SetMtu(1500);
    return net.MakeServerSocket(UDP);
}

// Rows: FLW-01 FLW-02 FLW-03
void
BoundFragments::DatagramLargerThanTheLink()
{
    for (const char name : {'a', 'b'})
    {
        for (const bool isConnected : {false, true})
        {
            for (const bool isGiven : {false, true})
            {
                TwoProviders net;
                net.Advertise('a');
                net.Advertise('b');
                const auto socket = MakeUdp(net, name);
                if (isGiven)
                {
                    socket->Bind(net.GetHost(name, 0));
                }
                if (isConnected)
                {
                    socket->Connect(net.GetServer());
                }
                net.Forget();
                const auto packet = Create<Packet>(LARGE);
                const int sent =
                    isConnected ? socket->Send(packet) : socket->SendTo(packet, 0, net.GetServer());
                RunTo(Simulator::Now() + Seconds(1));
                NS_TEST_EXPECT_MSG_EQ(sent, LARGE, "it is not sent");
                NS_TEST_EXPECT_MSG_EQ(GetWires(net), std::string(1, name), "another way");
                NS_TEST_EXPECT_MSG_EQ(GetSent(net, name).nFragments, 3, "fragments");
                NS_TEST_EXPECT_MSG_EQ(net.GetSenders(), std::string(1, name), "it did not arrive");
                const auto answer = socket->Recv();
                NS_TEST_EXPECT_MSG_EQ((answer ? answer->GetSize() : 0), LARGE, "the answer");
            }
        }
    }
}

// Rows: FLW-07
void
BoundFragments::TooBigOfAPath()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto ofA = MakeUdp(net, 'a');
    const auto ofB = MakeUdp(net, 'b');
    NS_TEST_EXPECT_MSG_EQ(Measure(net, ofA, 'a') + Measure(net, ofB, 'b'), 3000, "before");
    net.b.Send(TooBig(1300, net.GetAddress('b'), net.GetServerAddress()),
               MakeRouter('b'),
               net.GetAddress('b'));
    for (int i = 0; i < 2; ++i)
    {
        NS_TEST_EXPECT_MSG_LT_OR_EQ(Measure(net, ofB, 'b'), 1300, "b's path");
        NS_TEST_EXPECT_MSG_EQ(net.GetSenders(), "b", "it did not arrive");
        NS_TEST_EXPECT_MSG_EQ(Measure(net, ofA, 'a'), 1500, "a's path");
    }
    // What is bound anew goes another way, and one that may use both by the way that it takes.
    net.Bind(ofB, "a.example");
    NS_TEST_EXPECT_MSG_EQ(Measure(net, ofB, 'a'), 1500, "bound to a");
    net.Bind(ofB, {"b.example", "a.example"});
    NS_TEST_EXPECT_MSG_LT_OR_EQ(Measure(net, ofB, 'b'), 1300, "bound to both");
}

// Rows: FLW-07
void
BoundFragments::TooBigOfAnotherProvider()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto ofB = MakeUdp(net, 'b');
    net.a.Send(TooBig(1300, net.GetAddress('b'), net.GetServerAddress()),
               MakeRouter('a'),
               net.GetAddress('b'));
    net.a.Send(TooBig(1300, net.GetAddress('b'), net.GetServerAddress()),
               MakeRouter('a'),
               net.GetAddress('a'));
    NS_TEST_EXPECT_MSG_EQ(Measure(net, ofB, 'b'), 1500, "of a packet that it has never seen");
}

// Rows: FLW-01 FLW-04 FLW-07
void
BoundFragments::TooBigOfAConnection()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto connect = [&net](const std::string& pvd) {
        const auto socket = net.MakeTcp();
        socket->SetAttribute("SegmentSize", UintegerValue(1400));
        net.Bind(socket, pvd);
        socket->Connect(net.GetServer());
        RunTo(Simulator::Now() + Seconds(1));
        return socket;
    };
    const auto ofA = connect("a.example");
    const auto ofB = connect("b.example");
    const auto send = [&net](const Ptr<Socket>& socket) {
        net.Forget();
        socket->Send(Create<Packet>(OCTETS));
        RunTo(Simulator::Now() + Seconds(5));
        return net.GetOctets();
    };
    NS_TEST_EXPECT_MSG_EQ(send(ofB), OCTETS, "before");
    NS_TEST_EXPECT_MSG_GT(GetSent(net, 'b').largest, 1400, "before");
    net.b.Send(TooBig(1300, net.GetAddress('b'), net.GetServerAddress()),
               MakeRouter('b'),
               net.GetAddress('b'));
    NS_TEST_EXPECT_MSG_EQ(send(ofB), OCTETS, "it stops");
    NS_TEST_EXPECT_MSG_EQ(GetWires(net), "b", "it leaves its PvD");
    NS_TEST_EXPECT_MSG_LT_OR_EQ(GetSent(net, 'b').largest, 1300, "it is too big");
    NS_TEST_EXPECT_MSG_EQ(send(ofA), OCTETS, "the other one stops");
    NS_TEST_EXPECT_MSG_GT(GetSent(net, 'a').largest, 1400, "the path of another PvD");
    NS_TEST_EXPECT_MSG_EQ(GetWires(net), "a", "it leaves its PvD");
}

// Rows: OQ-21
void
BoundFragments::ReceiversGetTheirOwn()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const Inet6SocketAddress any(Ipv6Address::GetAny(), PORT);
    const auto ofA = MakeUdp(net, 'a');
    const auto ofB = MakeUdp(net, 'b');
    ofA->Bind(any);
    ofB->Bind(any);
    const auto sender = MakeSender(net);
    // Fragments of both on their way at once.
    sender->SendTo(Create<Packet>(LARGE), 0, net.GetHost('a'));
    sender->SendTo(Create<Packet>(LARGE + 1), 0, net.GetHost('b'));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(ofA->GetRxAvailable(), LARGE, "to a");
    NS_TEST_EXPECT_MSG_EQ(ofB->GetRxAvailable(), LARGE + 1, "to b");
}

// Rows: FLW-05 OQ-21
void
BoundFragments::OneFragmentIsLost()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto socket = MakeUdp(net, 'b');
    socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
    const auto device = DynamicCast<SimpleNetDevice>(net.host.GetIpv6()->GetNetDevice(2));
    const auto sender = MakeSender(net);
    sender->SendTo(Create<Packet>(10), 0, net.GetHost('b')); // neighbours know each other
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(socket->GetRxAvailable(), 10, "before");
    const auto second = CreateObject<ReceiveListErrorModel>();
    second->SetList({1});
    device->SetReceiveErrorModel(second);
    net.Forget();
    sender->SendTo(Create<Packet>(LARGE), 0, net.GetHost('b'));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(socket->GetRxAvailable(), 10, "a part of a datagram");
    sender->SendTo(Create<Packet>(LARGE), 0, net.GetHost('b'));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(socket->GetRxAvailable(), 10 + LARGE, "the next one");
    NS_TEST_EXPECT_MSG_EQ(GetWires(net), "", "it is told too early");
    RunTo(Simulator::Now() + Seconds(61));
    NS_TEST_EXPECT_MSG_EQ(GetWires(net), "b", "it is told over another provider");
    NS_TEST_EXPECT_MSG_EQ(GetSent(net, 'b').nErrors, 1, "it is told otherwise");
}

// Rows: FLW-05 OQ-21
void
BoundFragments::ErrorsComeFromWhereItWent()
{
    for (const char name : {'a', 'b'})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        net.Forget();
        net.MakeServerSocket(UDP)->SendTo(Create<Packet>(10), 0, net.GetHost(name));
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(GetWires(net), std::string(1, name), "nobody has the port");
        NS_TEST_EXPECT_MSG_EQ(GetSent(net, name).nErrors, 1, "it is told otherwise");
    }
}

class BoundFragmentsSuite : public TestSuite
{
  public:
    BoundFragmentsSuite()
        : TestSuite("pvd-bound-fragments", Type::SYSTEM)
    {
        using T = BoundFragments;
        Add("fragments of a datagram leave the PvD", &T::DatagramLargerThanTheLink);
        Add("a path of one PvD is that of another", &T::TooBigOfAPath);
        Add("another provider tells of a path", &T::TooBigOfAnotherProvider);
        Add("a connection whose path is small stops or leaves", &T::TooBigOfAConnection);
        Add("fragments come to another receiver", &T::ReceiversGetTheirOwn);
        Add("a lost fragment is told to another provider", &T::OneFragmentIsLost);
        Add("an error leaves over another provider", &T::ErrorsComeFromWhereItWent);
    }

  private:
    void Add(const std::string& name, BoundFragments::Body body)
    {
        AddTestCase(new BoundFragments(name, body));
    }
};

BoundFragmentsSuite g_boundFragmentsSuite; ///< registers itself

} // namespace
