/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/test.h"
#include "ns3/udp-l4-protocol.h"

#include <algorithm>
#include <map>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Several sockets of one port, and packets that only some of them may have.
class SharedPort : public CaseOf<SharedPort>
{
  public:
    using CaseOf::CaseOf;

    void KeepsItsOwnEndPoint();
    void OneAddressLeavesTheOthers();
    void OneAddressLeavesTheOthersOfTcp();
    void DeviceAndNoDevice();
    void SharesAndHasIpv4();
    void AddressSaysMore();
    void ConnectionKeepsNobodyAway();
    void ShutDownMeanwhile();
    void ListenerThatIsShutDown();
    void PortOverIpv4IsAnother();
    void OnePortAndTwoPeers();
    void TwinsKeepTheirOrder();
    void SharingIsNoError();
    void SocketOfNs3ItselfSaysMore();

  private:
    using Sockets = std::map<std::string, Ptr<Socket>>;

    /// \return a socket of the host on PORT, bound to a PvD, or not if it is empty
    Ptr<Socket> Make(TwoProviders& net, const std::string& pvd, const Ipv6Address& address);
    /// \return the names of the sockets that get a datagram of the host itself
    std::string SendTo(TwoProviders& net, const Ipv6Address& address, const Sockets& sockets);
    /// \return the same of a datagram from the server
    std::string ServerSendsTo(TwoProviders& net, char name, const Sockets& sockets);
    /// \return the names of the sockets that have something to receive
    std::string Fetch(const Sockets& sockets);

    /// \return a socket of the host that is bound to a PvD, and has PORT for any address
    Ptr<Socket> MakeTcp(TwoProviders& net, const std::string& pvd);
    /// Connect a socket. \return true if it was
    bool Connect(const Ptr<Socket>& socket, const Address& to);

    void NoteConnected(Ptr<Socket>)
    {
        m_isConnected = true;
    }

    void ShutDown(Ptr<Socket>)
    {
        m_victim->ShutdownRecv();
    }

    bool m_isConnected{false}; //!< see Connect
    Ptr<Socket> m_victim;      //!< see ShutDownMeanwhile
};

Ptr<Socket>
SharedPort::Make(TwoProviders& net, const std::string& pvd, const Ipv6Address& address)
{
    const auto socket = net.MakeUdp();
    if (!pvd.empty())
    {
        net.Bind(socket, pvd);
    }
    NS_TEST_EXPECT_MSG_EQ(socket->Bind(Inet6SocketAddress(address, PORT)), 0, "bound: " << pvd);
    return socket;
}

std::string
SharedPort::Fetch(const Sockets& sockets)
{
    RunTo(Simulator::Now() + Seconds(1));
    std::string got;
    for (const auto& one : sockets)
    {
        while (one.second->Recv())
        {
            got += one.first;
        }
    }
    return got;
}

std::string
SharedPort::SendTo(TwoProviders& net, const Ipv6Address& address, const Sockets& sockets)
{
    const auto sender = net.MakeUdp();
    NS_TEST_EXPECT_MSG_EQ(sender->SendTo(Create<Packet>(10), 0, Inet6SocketAddress(address, PORT)),
                          10,
                          "it is not sent");
    return Fetch(sockets);
}

std::string
SharedPort::ServerSendsTo(TwoProviders& net, char name, const Sockets& sockets)
{
    net.MakeServerSocket(UDP)->SendTo(Create<Packet>(10), 0, net.GetHost(name));
    return Fetch(sockets);
}

Ptr<Socket>
SharedPort::MakeTcp(TwoProviders& net, const std::string& pvd)
{
    const auto socket = net.MakeTcp();
    net.Bind(socket, pvd);
    NS_TEST_EXPECT_MSG_EQ(socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT)),
                          0,
                          "the port cannot be had for " << pvd);
    return socket;
}

bool
SharedPort::Connect(const Ptr<Socket>& socket, const Address& to)
{
    m_isConnected = false;
    socket->SetConnectCallback(MakeCallback(&SharedPort::NoteConnected, this),
                               MakeNullCallback<void, Ptr<Socket>>());
    NS_TEST_EXPECT_MSG_EQ(socket->Connect(to), 0, "it cannot be connected");
    RunTo(Simulator::Now() + Seconds(1));
    return m_isConnected;
}

// Rows: OQ-21
void
SharedPort::KeepsItsOwnEndPoint()
{
    for (const bool isClosed : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        Sockets sockets;
        sockets["A"] = Make(net, "a.example", Ipv6Address::GetAny());
        sockets["B"] = Make(net, "b.example", Ipv6Address::GetAny());
        // What fails must not let A take the end point of B for its own.
        NS_TEST_EXPECT_MSG_EQ(sockets["A"]->Send(Create<Packet>(10)), -1, "it is not connected");
        if (isClosed)
        {
            sockets["B"]->Close();
            sockets.erase("B");
        }
        NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'a', sockets), "A", "to a");
        NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'b', sockets), (isClosed ? "" : "B"), "to b");
        NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'a', sockets), "A", "to a, again");
    }
}

// Rows: OQ-21
void
SharedPort::OneAddressLeavesTheOthers()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Sockets sockets;
    sockets["A"] = Make(net, "a.example", net.GetAddress('a'));
    sockets["N"] = Make(net, "", Ipv6Address::GetAny());
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'a', sockets), "A", "to a");
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'b', sockets), "N", "to b");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, Ipv6Address::GetLoopback(), sockets), "N", "to ::1");
    // Another address of its PvD.
    const Ipv6Address more("2600:a::77");
    PvdStaticConfiguration(net.host.GetRegistry()).AddAddress("a.example", 1, more, 64);
    RunTo(Simulator::Now() + Seconds(2));
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, more, sockets), "N", "to another address of a");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, net.GetAddress('a'), sockets), "A", "to a, again");
}

// Rows: OQ-21
void
SharedPort::OneAddressLeavesTheOthersOfTcp()
{
    TwoProviders net;
    net.Advertise('a');
    const auto bound = net.MakeTcp();
    net.Bind(bound, "a.example");
    bound->Bind(net.GetHost('a'));
    bound->Listen();
    const auto listener = net.MakeTcp();
    NS_TEST_EXPECT_MSG_EQ(listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT)),
                          0,
                          "the port cannot be had");
    listener->Listen();
    const bool isConnected =
        Connect(net.MakeTcp(), Inet6SocketAddress(Ipv6Address::GetLoopback(), PORT));
    NS_TEST_EXPECT_MSG_EQ(isConnected, true, "nobody accepts what is sent to ::1");
}

// Rows: OQ-21
void
SharedPort::DeviceAndNoDevice()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Sockets sockets;
    sockets["A"] = net.MakeUdp();
    net.Bind(sockets["A"], "a.example");
    sockets["A"]->BindToNetDevice(net.host.GetIpv6()->GetNetDevice(0));
    sockets["A"]->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
    sockets["B"] = Make(net, "b.example", Ipv6Address::GetAny());
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, Ipv6Address::GetLoopback(), sockets), "A", "to ::1");
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'a', sockets), "", "A is on another device");
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'b', sockets), "B", "to b");
}

// Rows: OQ-21
void
SharedPort::SharesAndHasIpv4()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Sockets sockets;
    sockets["A"] = Make(net, "a.example", Ipv6Address::GetAny());
    sockets["B"] = net.MakeUdp();
    net.Bind(sockets["B"], "b.example");
    NS_TEST_EXPECT_MSG_EQ(sockets["B"]->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT)),
                          0,
                          "over IPv6");
    // ns-3 wants it in this order.
    NS_TEST_EXPECT_MSG_EQ(sockets["B"]->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT)),
                          0,
                          "over IPv4 too");
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'a', sockets), "A", "to a");
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'b', sockets), "B", "to b");
}

// Rows: OQ-21
void
SharedPort::AddressSaysMore()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Sockets sockets;
    sockets["N"] = Make(net, "", net.GetAddress('a'));
    sockets["A"] = Make(net, "a.example", Ipv6Address::GetAny());
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'a', sockets), "N", "to the address of N");
    const Ipv6Address more("2600:a::77");
    PvdStaticConfiguration(net.host.GetRegistry()).AddAddress("a.example", 1, more, 64);
    RunTo(Simulator::Now() + Seconds(2));
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, more, sockets), "A", "to another address of a");
}

// Rows: OQ-21
void
SharedPort::ConnectionKeepsNobodyAway()
{
    TwoProviders net;
    net.Advertise('a');
    const auto bound = net.MakeTcp();
    net.Bind(bound, "a.example");
    bound->Bind(net.GetHost('a'));
    bound->Connect(net.GetServer());
    RunTo(Simulator::Now() + Seconds(1));
    const auto listener = net.MakeTcp();
    NS_TEST_EXPECT_MSG_EQ(listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT)),
                          0,
                          "the port cannot be had");
    listener->Listen();
    const bool isConnected = Connect(net.MakeServerSocket(TCP), net.GetHost('a'));
    NS_TEST_EXPECT_MSG_EQ(isConnected, true, "a connection takes what is not for it");
}

// Rows: OQ-21
void
SharedPort::ShutDownMeanwhile()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Sockets sockets;
    sockets["A"] = Make(net, "a.example", Ipv6Address::GetAny());
    sockets["B"] = Make(net, "b.example", Ipv6Address::GetAny());
    m_victim = sockets["B"];
    sockets["A"]->SetRecvCallback(MakeCallback(&SharedPort::ShutDown, this));
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'a', sockets), "A", "to a");
    net.Forget();
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'b', sockets), "", "to b, which is shut down");
    const auto& seen = net.b.GetSeen();
    const bool isRefused = std::any_of(seen.begin(), seen.end(), [](const auto& packet) {
        return packet.nextHeader == 58 && packet.message.at(0) == 1 && // ICMPv6: port unreachable
               packet.message.at(1) == 4;
    });
    NS_TEST_EXPECT_MSG_EQ(isRefused, true, "it receives again");
    m_victim = nullptr;
}

// Rows: OQ-21
void
SharedPort::ListenerThatIsShutDown()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto first = MakeTcp(net, "a.example");
    const auto second = MakeTcp(net, "b.example");
    first->ShutdownRecv(); // for ns-3, one that is not told of what it receives
    first->Listen();
    second->Listen();
    for (const char name : {'a', 'b', 'a'})
    {
        NS_TEST_EXPECT_MSG_EQ(Connect(net.MakeServerSocket(TCP), net.GetHost(name)), true, name);
    }
}

// Rows: OQ-21
void
SharedPort::PortOverIpv4IsAnother()
{
    TwoProviders net;
    net.Advertise('a');
    Sockets sockets;
    sockets["A"] = net.MakeUdp();
    net.Bind(sockets["A"], "a.example");
    sockets["A"]->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT + 1));
    NS_TEST_EXPECT_MSG_EQ(sockets["A"]->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT)),
                          0,
                          "over IPv4 too");
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'a', sockets), "", "A has the port over IPv4 only");
    sockets["N"] = Make(net, "", Ipv6Address::GetAny());
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'a', sockets), "N", "it is not that of A");
}

// Rows: OQ-21
void
SharedPort::OnePortAndTwoPeers()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const Ipv6Address more("2600:ff::77");
    const uint32_t interface =
        net.server->GetObject<Ipv6>()->GetInterfaceForAddress(net.GetServerAddress());
    net.server->GetObject<Ipv6>()->AddAddress(interface,
                                              Ipv6InterfaceAddress(more, Ipv6Prefix(64)));
    const auto listener = net.MakeServerSocket(TCP);
    listener->Bind(Inet6SocketAddress(more, PORT));
    listener->Listen();
    RunTo(Simulator::Now() + Seconds(2));
    const auto first = MakeTcp(net, "a.example");
    const auto second = MakeTcp(net, "b.example");
    net.Bind(second, "a.example");
    NS_TEST_EXPECT_MSG_EQ(Connect(first, net.GetServer()), true, "the first");
    NS_TEST_EXPECT_MSG_EQ(Connect(second, Inet6SocketAddress(more, PORT)), true, "the second");
}

// Rows: OQ-21 BND-07
void
SharedPort::TwinsKeepTheirOrder()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Sockets sockets;
    sockets["A"] = Make(net, "a.example", Ipv6Address::GetAny());
    sockets["A"]->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
    sockets["B"] = Make(net, "b.example", Ipv6Address::GetAny());
    net.Bind(sockets["B"], "a.example");
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'a', sockets), "A", "the first of them");
    const InetSocketAddress to(Ipv4Address::GetLoopback(), PORT + 1);
    NS_TEST_EXPECT_MSG_EQ(sockets["A"]->SendTo(Create<Packet>(10), 0, to), 10, "over IPv4");
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'a', sockets), "A", "still the first");
}

// Rows: OQ-21
void
SharedPort::SharingIsNoError()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    for (const bool isTcp : {false, true})
    {
        for (const char* pvd : {"a.example", "b.example"})
        {
            const auto socket = isTcp ? MakeTcp(net, pvd) : Make(net, pvd, Ipv6Address::GetAny());
            NS_TEST_EXPECT_MSG_EQ(socket->GetErrno(), Socket::ERROR_NOTERROR, pvd << isTcp);
        }
    }
}

// Rows: OQ-21
void
SharedPort::SocketOfNs3ItselfSaysMore()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Sockets sockets;
    sockets["N"] = Make(net, "", Ipv6Address::GetAny());
    sockets["S"] = net.host.GetNode()->GetObject<UdpL4Protocol>()->CreateSocket();
    NS_TEST_EXPECT_MSG_EQ(sockets["S"]->Bind(net.GetHost('a')), 0, "the address cannot be had");
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'a', sockets), "S", "to the address of S");
    NS_TEST_EXPECT_MSG_EQ(ServerSendsTo(net, 'b', sockets), "N", "to another one");
}

class SharedPortSuite : public TestSuite
{
  public:
    SharedPortSuite()
        : TestSuite("pvd-shared-port", Type::SYSTEM)
    {
        Add("a socket takes the end point of another one", &SharedPort::KeepsItsOwnEndPoint);
        Add("who is bound to an address keeps others from what is not for it",
            &SharedPort::OneAddressLeavesTheOthers);
        Add("the same of TCP", &SharedPort::OneAddressLeavesTheOthersOfTcp);
        Add("a datagram reaches a socket on a device and another one",
            &SharedPort::DeviceAndNoDevice);
        Add("a port over IPv4 is in the way of one that is shared", &SharedPort::SharesAndHasIpv4);
        Add("an address that was given does not count", &SharedPort::AddressSaysMore);
        Add("a connection keeps another away from its port",
            &SharedPort::ConnectionKeepsNobodyAway);
        Add("a socket that is shut down meanwhile receives", &SharedPort::ShutDownMeanwhile);
        Add("a listener that was shut down is deaf", &SharedPort::ListenerThatIsShutDown);
        Add("a port over IPv4 counts over IPv6", &SharedPort::PortOverIpv4IsAnother);
        Add("connections to two peers are taken for one", &SharedPort::OnePortAndTwoPeers);
        Add("who sends over IPv4 comes after others", &SharedPort::TwinsKeepTheirOrder);
        Add("a port that is shared is an error", &SharedPort::SharingIsNoError);
        Add("a socket that ns-3 made itself is passed over",
            &SharedPort::SocketOfNs3ItselfSaysMore);
    }

  private:
    void Add(const std::string& name, SharedPort::Body body)
    {
        AddTestCase(new SharedPort(name, body));
    }
};

SharedPortSuite g_sharedPortSuite; ///< registers itself

} // namespace
