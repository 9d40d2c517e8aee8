/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet-socket-address.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// A UDP socket that is connected before its PvD is there.
class PendingConnection : public CaseOf<PendingConnection>
{
  public:
    using CaseOf::CaseOf;

    void IsToldWhenThereIsAWay();
    void NobodyWaits();

  private:
    void NoteConnected(Ptr<Socket>)
    {
        ++m_connected;
    }

    void Watch(const Ptr<Socket>& socket)
    {
        m_connected = 0;
        socket->SetConnectCallback(MakeCallback(&PendingConnection::NoteConnected, this),
                                   MakeNullCallback<void, Ptr<Socket>>());
    }

    int m_connected{0}; //!< how often it was told
};

// Rows: OQ-15 OQ-07
void
PendingConnection::IsToldWhenThereIsAWay()
{
    for (const bool isSentMeanwhile : {false, true})
    {
        TwoProviders net;
        net.Set("BindCheck", "Lazy");
        net.Advertise('a');
        const auto socket = net.MakeUdp();
        net.Bind(socket, "b.example");
        Watch(socket);
        NS_TEST_EXPECT_MSG_EQ(socket->Connect(net.GetServer()), -1, "b is not there");
        NS_TEST_EXPECT_MSG_EQ(m_connected, 0, "it says that it is connected");
        // A PvD that is there, but has neither a route nor an address yet.
        PvdStaticConfiguration hand(net.host.GetRegistry());
        hand.CreatePvd("b.example");
        NS_TEST_EXPECT_MSG_EQ(m_connected, 0, "b has no route");
        PvdRoute route;
        route.interface = 2;
        route.gateway = Ipv6Address("fe80::99");
        route.metric = 7;
        route.lifetime = 1800;
        hand.AddRoute("b.example", route);
        NS_TEST_EXPECT_MSG_EQ(m_connected, 0, "b has no address");
        if (isSentMeanwhile)
        {
            NS_TEST_EXPECT_MSG_EQ(socket->Send(Create<Packet>(10)), -1, "b has no address");
            NS_TEST_EXPECT_MSG_EQ(socket->GetErrno(), Socket::ERROR_ADDRNOTAVAIL, "no address");
        }
        hand.AddAddress("b.example", 2, net.GetAddress('b'), 64);
        NS_TEST_EXPECT_MSG_EQ(m_connected, 0, "its address is tentative");
        RunTo(Simulator::Now() + Seconds(2));
        NS_TEST_EXPECT_MSG_EQ(m_connected, 1, "it is not told");
        const auto pvd = PvdSocketBinding::Get(socket)->GetPinnedPvd();
        NS_TEST_EXPECT_MSG_EQ((pvd ? pvd->GetId().ToString() : ""), "b.example", "its PvD");
        m_connected = 0;
        net.Forget();
        hand.AddAddress("b.example", 2, Ipv6Address("2600:b::77"), 64);
        RunTo(Simulator::Now() + Seconds(2));
        NS_TEST_EXPECT_MSG_EQ(m_connected, 0, "it is told twice");
    }
}

// Rows: OQ-15
void
PendingConnection::NobodyWaits()
{
    for (const std::string how : {"closed", "connected", "connected over IPv4"})
    {
        TwoProviders net;
        net.Set("BindCheck", "Lazy");
        auto socket = net.MakeUdp();
        net.Bind(socket, "b.example");
        Watch(socket);
        socket->Connect(net.GetServer());
        if (how == "closed")
        {
            socket->Close();
        }
        else if (how == "connected over IPv4")
        {
            const InetSocketAddress here(Ipv4Address::GetLoopback(), PORT);
            NS_TEST_EXPECT_MSG_EQ(socket->Connect(here), 0, "it is not connected");
        }
        else
        {
            // Another connection takes its place.
            net.Advertise('a');
            net.Bind(socket, "a.example");
            NS_TEST_EXPECT_MSG_EQ(socket->Connect(net.GetServer()), 0, "it is not connected");
        }
        m_connected = 0;
        net.Advertise('b');
        PvdStaticConfiguration hand(net.host.GetRegistry());
        hand.AddAddress("a.example", 1, Ipv6Address("2600:a::77"), 64);
        RunTo(Simulator::Now() + Seconds(2));
        NS_TEST_EXPECT_MSG_EQ(m_connected, 0, "it is told, though it was " << how);
    }
}

class PendingConnectionSuite : public TestSuite
{
  public:
    PendingConnectionSuite()
        : TestSuite("pvd-pending-connection", Type::SYSTEM)
    {
        Add("a pending connection is told too early", &PendingConnection::IsToldWhenThereIsAWay);
        Add("a connection that is no more pending is told", &PendingConnection::NobodyWaits);
    }

  private:
    void Add(const std::string& name, PendingConnection::Body body)
    {
        AddTestCase(new PendingConnection(name, body));
    }
};

PendingConnectionSuite g_pendingConnectionSuite; ///< registers itself

} // namespace
