/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6-routing-protocol.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <string>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What is done while a datagram is sent, and datagrams to where there is no PvD.
class DatagramEdge : public CaseOf<DatagramEdge>
{
  public:
    using CaseOf::CaseOf;

    void WhoIsToldIsFree();
    void WhoLooksOnIsFree();
    void WayIsToldInTheProcess();
    void ConnectedWhileItsPvdIsAway();
    void GroupIsNoSource();
    void HopLimitOfMulticast();

  private:
    void NoteSize(Ptr<Socket>, uint32_t)
    {
        m_device = FindDevice();
    }

    void NoteConnected(Ptr<Socket>)
    {
        m_process = m_net->GetTable()->GetCurrent()->GetName();
    }

    void SendAsWell(Ptr<const Packet>, Ptr<Ipv6>, uint32_t)
    {
        if (m_second)
        {
            const Ptr<Socket> second = m_second;
            m_second = nullptr;
            second->SendTo(Create<Packet>(10), 0, m_net->GetServer());
        }
    }

    /// \return the device on which a packet leaves that is of no socket
    Ptr<NetDevice> FindDevice() const;

    TwoProviders* m_net{nullptr}; //!< the network
    Ptr<NetDevice> m_device;      //!< see FindDevice
    Ptr<Socket> m_second;         //!< see SendAsWell
    std::string m_process;        //!< in which it was told of a connection
};

Ptr<NetDevice>
DatagramEdge::FindDevice() const
{
    Ipv6Header header;
    header.SetDestination(m_net->GetServerAddress());
    Socket::SocketErrno error;
    const auto route = m_net->host.GetIpv6()->GetRoutingProtocol()->RouteOutput(Create<Packet>(10),
                                                                                header,
                                                                                nullptr,
                                                                                error);
    return route ? route->GetOutputDevice() : nullptr;
}

// Rows: FLW-05
void
DatagramEdge::WhoIsToldIsFree()
{
    for (const bool isSpace : {false, true})
    {
        TwoProviders net;
        m_net = &net;
        net.Advertise('a');
        net.Advertise('b');
        const auto socket = net.MakeUdp();
        net.Bind(socket, "b.example");
        socket->Bind(net.GetHost('b')); // from a given address the socket inside sends
        const auto note = MakeCallback(&DatagramEdge::NoteSize, this);
        isSpace ? socket->SetSendCallback(note) : socket->SetDataSentCallback(note);
        m_device = nullptr;
        socket->SendTo(Create<Packet>(10), 0, net.GetServer());
        NS_TEST_EXPECT_MSG_EQ(FindDevice(), net.host.GetIpv6()->GetNetDevice(1), "that of a");
        NS_TEST_EXPECT_MSG_EQ(m_device, FindDevice(), "it goes on in the flow: " << isSpace);
    }
}

// Rows: FLW-05
void
DatagramEdge::WhoLooksOnIsFree()
{
    TwoProviders net;
    m_net = &net;
    net.Advertise('a');
    net.Advertise('b');
    m_second = net.MakeUdp();
    net.host.GetIpv6()->TraceConnectWithoutContext("Tx",
                                                   MakeCallback(&DatagramEdge::SendAsWell, this));
    const auto socket = net.MakeUdp();
    net.Bind(socket, "b.example");
    // To the host itself: it passes the trace before the call is over.
    socket->SendTo(Create<Packet>(10), 0, net.GetHost('b'));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.GetSenders(), "a", "it goes the way of another socket");
}

// Rows: OQ-15
void
DatagramEdge::WayIsToldInTheProcess()
{
    TwoProviders net;
    m_net = &net;
    net.Set("BindCheck", "Lazy");
    const auto socket = net.MakeUdp();
    const auto process = net.GetTable()->CreateProcess("process");
    PvdSocketBinding::Get(socket)->SetProcess(process);
    net.Bind(socket, "b.example");
    socket->SetConnectCallback(MakeCallback(&DatagramEdge::NoteConnected, this),
                               MakeNullCallback<void, Ptr<Socket>>());
    socket->Connect(net.GetServer());
    NS_TEST_EXPECT_MSG_EQ(m_process, "", "b is not there");
    net.Advertise('b');
    NS_TEST_EXPECT_MSG_EQ(m_process, "process", "it is told in another process");
}

// Rows: OQ-07 OQ-12
void
DatagramEdge::ConnectedWhileItsPvdIsAway()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    net.Set("OnPvdLoss", "Unbind");
    const auto socket = net.MakeUdp();
    net.Bind(socket, "a.example");
    net.Withdraw('a');
    NS_TEST_EXPECT_MSG_EQ(socket->Connect(net.GetServer()), 0, "it is not connected");
    for (const char* senders : {"b", "a"})
    {
        net.Forget();
        socket->Send(Create<Packet>(10));
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(net.GetSenders(), senders, "another PvD");
        net.Advertise('a');
    }
    net.Bind(socket, "b.example");
    net.Forget();
    socket->Send(Create<Packet>(10));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.GetSenders(), "a", "it does not keep its PvD, now that it has one");
}

// Rows: SAS-05
void
DatagramEdge::GroupIsNoSource()
{
    TwoProviders net;
    net.Advertise('a');
    for (const char* pvd : {"", "a.example"})
    {
        const auto socket = net.MakeUdp();
        if (*pvd)
        {
            net.Bind(socket, pvd);
        }
        const Inet6SocketAddress group(Ipv6Address("ff02::1234"), PORT);
        NS_TEST_EXPECT_MSG_EQ(socket->Bind(group), 0, "the group cannot be had");
        const int sent = socket->SendTo(Create<Packet>(10), 0, net.GetServer());
        NS_TEST_EXPECT_MSG_EQ(sent, 10, "it has no way: " << pvd);
        socket->Close();
    }
}

// Rows: TAG-02
void
DatagramEdge::HopLimitOfMulticast()
{
    for (const char* pvd : {"", "a.example"})
    {
        TwoProviders net;
        net.Advertise('a');
        const auto socket = net.MakeUdp();
        if (*pvd)
        {
            net.Bind(socket, pvd);
        }
        socket->SetAttribute("IpMulticastTtl", UintegerValue(3));
        net.Forget();
        socket->SendTo(Create<Packet>(10), 0, Inet6SocketAddress(Ipv6Address("ff0e::1234"), PORT));
        RunTo(Simulator::Now() + Seconds(1));
        const auto& seen = net.a.GetSeen();
        const auto found = std::find_if(seen.begin(), seen.end(), [](const auto& packet) {
            return packet.nextHeader == UDP;
        });
        NS_TEST_ASSERT_MSG_EQ((found != seen.end()), true, "it is not sent: " << pvd);
        NS_TEST_EXPECT_MSG_EQ(+found->hopLimit, 3, "it goes further: " << pvd);
    }
}

class DatagramEdgeSuite : public TestSuite
{
  public:
    DatagramEdgeSuite()
        : TestSuite("pvd-datagram-edge", Type::SYSTEM)
    {
        Add("what is done when a datagram was sent is of its flow", &DatagramEdge::WhoIsToldIsFree);
        Add("another socket sends in the flow of a datagram", &DatagramEdge::WhoLooksOnIsFree);
        Add("a way is told of in another process", &DatagramEdge::WayIsToldInTheProcess);
        Add("a socket that was connected without its PvD does not keep it",
            &DatagramEdge::ConnectedWhileItsPvdIsAway);
        Add("a group is the source of a datagram", &DatagramEdge::GroupIsNoSource);
        Add("the hop limit of multicast does not count", &DatagramEdge::HopLimitOfMulticast);
    }

  private:
    void Add(const std::string& name, DatagramEdge::Body body)
    {
        AddTestCase(new DatagramEdge(name, body));
    }
};

DatagramEdgeSuite g_datagramEdgeSuite; ///< registers itself

} // namespace
