/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/test.h"

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

    void NoteConnected(Ptr<Socket>)
    {
        m_isConnected = true;
    }

    bool m_isConnected{false}; //!< see OneAddressLeavesTheOthersOfTcp
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
    const auto client = net.MakeTcp();
    client->SetConnectCallback(MakeCallback(&SharedPort::NoteConnected, this),
                               MakeNullCallback<void, Ptr<Socket>>());
    client->Connect(Inet6SocketAddress(Ipv6Address::GetLoopback(), PORT));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(m_isConnected, true, "nobody accepts what is sent to ::1");
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
    const auto client = net.MakeServerSocket(TCP);
    client->SetConnectCallback(MakeCallback(&SharedPort::NoteConnected, this),
                               MakeNullCallback<void, Ptr<Socket>>());
    client->Connect(net.GetHost('a'));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(m_isConnected, true, "a connection takes what is not for it");
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
    }

  private:
    void Add(const std::string& name, SharedPort::Body body)
    {
        AddTestCase(new SharedPort(name, body));
    }
};

SharedPortSuite g_sharedPortSuite; ///< registers itself

} // namespace
