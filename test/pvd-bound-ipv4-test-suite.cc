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

/// What a bound socket may do with IPv4, over the loopback interface.
class BoundIpv4 : public CaseOf<BoundIpv4>
{
  public:
    using CaseOf::CaseOf;

    void Ipv4IsFree();
    void Ipv4Listener();
    void Receiver();
    void TwoReceiversOfOnePort();

  private:
    void NoteConnected(Ptr<Socket>)
    {
        m_isConnected = true;
    }

    /// \return a TCP socket that notes whether it is connected
    Ptr<Socket> MakeClient(const TwoProviders& net)
    {
        m_isConnected = false;
        const auto client = net.MakeTcp();
        client->SetConnectCallback(MakeCallback(&BoundIpv4::NoteConnected, this),
                                   MakeNullCallback<void, Ptr<Socket>>());
        return client;
    }

    bool m_isConnected{false}; //!< the last one of MakeClient
};

// Rows: LKP-13
void
BoundIpv4::Ipv4IsFree()
{
    for (const bool isBlocked : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Set("Ipv4WhenBound", isBlocked ? "Block" : "Free");
        const auto listener = net.MakeTcp();
        listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
        listener->Listen();
        const auto socket = net.MakeTcp();
        net.Bind(socket, "a.example");
        const InetSocketAddress self(Ipv4Address::GetLoopback(), PORT);
        NS_TEST_EXPECT_MSG_EQ(socket->Connect(self), (isBlocked ? -1 : 0), "over IPv4");
        const auto datagrams = net.MakeUdp();
        net.Bind(datagrams, "a.example");
        NS_TEST_EXPECT_MSG_EQ(datagrams->SendTo(Create<Packet>(10), 0, self),
                              (isBlocked ? -1 : 10),
                              "over IPv4");
        RunTo(Simulator::Now() + Seconds(1));
    }
}

// Rows: LKP-13
void
BoundIpv4::Ipv4Listener()
{
    for (const bool isBlocked : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Set("Ipv4WhenBound", isBlocked ? "Block" : "Free");
        const auto bound = net.MakeTcp();
        net.Bind(bound, "a.example");
        NS_TEST_EXPECT_MSG_EQ(bound->Bind(), (isBlocked ? -1 : 0), "any address");
        const auto listener = net.MakeTcp();
        net.Bind(listener, "a.example");
        NS_TEST_EXPECT_MSG_EQ(listener->Bind(InetSocketAddress(PORT)),
                              (isBlocked ? -1 : 0),
                              "an address");
        const auto error = isBlocked ? Socket::ERROR_ADDRNOTAVAIL : Socket::ERROR_NOTERROR;
        NS_TEST_EXPECT_MSG_EQ(listener->GetErrno(), error, "an address");
        listener->Close();
        // Bound to a PvD when it has its address already, before or after it listens.
        for (const bool isListening : {false, true})
        {
            // ns-3 leaves a port with a socket that was closed before it listened.
            const uint16_t port = PORT + (isListening ? 1 : 2);
            const auto late = net.MakeTcp();
            NS_TEST_EXPECT_MSG_EQ(late->Bind(InetSocketAddress(port)),
                                  0,
                                  "of one that is not bound");
            if (isListening)
            {
                late->Listen();
            }
            net.Bind(late, "a.example");
            if (!isListening)
            {
                NS_TEST_EXPECT_MSG_EQ(late->Listen(), (isBlocked ? -1 : 0), "Listen");
            }
            const auto client = MakeClient(net);
            client->Connect(InetSocketAddress(Ipv4Address::GetLoopback(), port));
            RunTo(Simulator::Now() + Seconds(2));
            NS_TEST_EXPECT_MSG_EQ(m_isConnected, !isBlocked, "it is connected, " << isListening);
            if (isBlocked)
            {
                net.Bind(late, PvdBinding::None());
                RunTo(Simulator::Now() + Seconds(10));
                const auto again = MakeClient(net);
                again->Connect(InetSocketAddress(Ipv4Address::GetLoopback(), port));
                RunTo(Simulator::Now() + Seconds(2));
                NS_TEST_EXPECT_MSG_EQ(m_isConnected, isListening, "when it is bound no more");
                again->Close();
            }
            late->Close();
            client->Close();
            RunTo(Simulator::Now() + Seconds(2));
        }
    }
}

// Rows: LKP-13
void
BoundIpv4::Receiver()
{
    const InetSocketAddress self(Ipv4Address::GetLoopback(), PORT);
    for (const bool isBlocked : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Set("Ipv4WhenBound", isBlocked ? "Block" : "Free");
        const auto bound = net.MakeUdp();
        net.Bind(bound, "a.example");
        NS_TEST_EXPECT_MSG_EQ(bound->Bind(), (isBlocked ? -1 : 0), "any address");
        const auto other = net.MakeUdp(); // in ns-3 a socket may ask once
        net.Bind(other, "a.example");
        NS_TEST_EXPECT_MSG_EQ(other->Bind(InetSocketAddress(4000)), (isBlocked ? -1 : 0), "a port");
        const auto error = isBlocked ? Socket::ERROR_ADDRNOTAVAIL : Socket::ERROR_NOTERROR;
        NS_TEST_EXPECT_MSG_EQ(other->GetErrno(), error, "a port");
        // Bound to a PvD when it has its address already: over IPv4 alone, or over IPv6 as well.
        for (const bool isOverBoth : {false, true})
        {
            const auto late = net.MakeUdp();
            if (isOverBoth)
            {
                late->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
            }
            else
            {
                late->Bind(InetSocketAddress(PORT));
            }
            const auto count = [&] {
                net.MakeUdp()->SendTo(Create<Packet>(10), 0, self);
                RunTo(Simulator::Now() + Seconds(1));
                return late->Recv() ? 1 : 0;
            };
            NS_TEST_EXPECT_MSG_EQ(count(), 1, "before " << isOverBoth);
            net.Bind(late, "a.example");
            NS_TEST_EXPECT_MSG_EQ(count(), (isBlocked ? 0 : 1), "bound " << isOverBoth);
            net.Bind(late, PvdBinding::None());
            NS_TEST_EXPECT_MSG_EQ(count(), 1, "bound no more " << isOverBoth);
            late->ShutdownRecv();
            net.Bind(late, "a.example");
            NS_TEST_EXPECT_MSG_EQ(count(), 0, "shut down " << isOverBoth);
            late->Close();
        }
    }
}

// Rows: LKP-13
void
BoundIpv4::TwoReceiversOfOnePort()
{
    TwoProviders net;
    net.Advertise('a');
    net.Set("Ipv4WhenBound", "Block");
    const InetSocketAddress self(Ipv4Address::GetLoopback(), PORT);
    const auto special = net.MakeUdp();
    special->Bind(self);
    const auto general = net.MakeUdp();
    general->Bind(InetSocketAddress(PORT));
    net.Bind(special, "a.example");
    net.MakeUdp()->SendTo(Create<Packet>(10), 0, self);
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(special->GetRxAvailable(), 0, "it may not have it");
    NS_TEST_EXPECT_MSG_EQ(general->GetRxAvailable(), 10, "the other one may");
}

class BoundIpv4Suite : public TestSuite
{
  public:
    BoundIpv4Suite()
        : TestSuite("pvd-bound-ipv4", Type::SYSTEM)
    {
        Add("IPv4 is not as it should be", &BoundIpv4::Ipv4IsFree);
        Add("a listener over IPv4 is not as it should be", &BoundIpv4::Ipv4Listener);
        Add("a receiver over IPv4 is not as it should be", &BoundIpv4::Receiver);
        Add("the wrong receiver over IPv4 is blocked", &BoundIpv4::TwoReceiversOfOnePort);
    }

  private:
    void Add(const std::string& name, BoundIpv4::Body body)
    {
        AddTestCase(new BoundIpv4(name, body));
    }
};

BoundIpv4Suite g_boundIpv4Suite; ///< registers itself

} // namespace
