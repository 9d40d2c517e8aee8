/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-host-pair.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/test.h"

#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint16_t LOCAL = 9000; //!< port of the host

/// Something that a socket was asked for before it sends.
struct Setting
{
    std::string name;              //!< what it is
    void (*apply)(Socket& socket); //!< asks for it
};

/// \return what makes ns-3's own socket send a datagram, each by itself
std::vector<Setting>
GetSettings()
{
    return {
        {"nothing", [](Socket&) {}},
        {"priority", [](Socket& socket) { socket.SetPriority(3); }},
        {"traffic class", [](Socket& socket) { socket.SetIpv6Tclass(0x28); }},
        {"hop limit", [](Socket& socket) { socket.SetIpv6HopLimit(9); }},
        {"device", [](Socket& socket) { socket.BindToNetDevice(socket.GetNode()->GetDevice(1)); }},
        {"port",
         [](Socket& socket) { socket.Bind(Inet6SocketAddress(Ipv6Address::GetAny(), LOCAL)); }},
        {"port and priority",
         [](Socket& socket) {
             socket.Bind(Inet6SocketAddress(Ipv6Address::GetAny(), LOCAL));
             socket.SetPriority(3);
         }},
    };
}

/// A socket that is closed by a listener of what it does, in the middle of a call.
class ClosedMeanwhile : public CaseOf<ClosedMeanwhile>
{
  public:
    using CaseOf::CaseOf;

    void WhenSentOverIpv4();
    void WhenBroadcast();
    void WhenTheRouteIsTold();
    void WhenTheRouteFromAnAddressIsTold();
    void WhenTheRouteOfRawIsTold();
    void WhenPvdsAreScored();
    void WhenConnectingIsScored();
    void WhenTcpIsScored();
    void WhenTcpConnects();
    void WhenTcpSends();
    void WhenThePvdGoes();
    void BoundAgain();

  private:
    void CloseWhenSent(Ptr<Socket>, uint32_t)
    {
        if (m_victim)
        {
            m_victim->Close();
            m_victim = nullptr; // the last reference
        }
    }

    void CloseWhenDecided(const PvdDecision&)
    {
        if (m_victim)
        {
            m_victim->Close();
            ++m_closed;
        }
    }

    void WithdrawWhenDecided(const PvdDecision&)
    {
        if (m_net)
        {
            std::exchange(m_net, nullptr)->Withdraw('a');
        }
    }

    void NoteConnected(Ptr<Socket>)
    {
        ++m_connected;
    }

    void NoteAccepted(Ptr<Socket> socket, const Address&)
    {
        m_accepted = socket;
    }

    /// Have the victim closed by the next decision of a route.
    void CloseAtDecision(const TwoProviders& net)
    {
        const bool isTold = net.GetTable()->GetRouting()->TraceConnectWithoutContext(
            "Decision",
            MakeCallback(&ClosedMeanwhile::CloseWhenDecided, this));
        NS_TEST_EXPECT_MSG_EQ(isTold, true, "nobody tells");
    }

    /// Check that nothing of a datagram is there, and that its port is free.
    void CheckSilent(TwoProviders& net, int sent, const std::string& what)
    {
        NS_TEST_EXPECT_MSG_EQ(sent, -1, what << ": a closed socket sends");
        NS_TEST_EXPECT_MSG_EQ(m_victim->GetErrno(), Socket::ERROR_SHUTDOWN, what << ": error");
        m_victim = nullptr;
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(net.GetSenders(), "", what << ": it arrived");
        const auto next = net.MakeUdp();
        NS_TEST_EXPECT_MSG_EQ(next->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), LOCAL)),
                              0,
                              what << ": the port is in use");
        next->SendTo(Create<Packet>(10), 0, net.GetServer());
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(net.GetSenders(), "a", what << ": others do not send");
    }

    Ptr<Socket> m_victim;         //!< to be closed
    Ptr<Socket> m_accepted;       //!< by a listener
    TwoProviders* m_net{nullptr}; //!< whose PvD is to go
    int m_closed{0};              //!< how often it was closed
    int m_connected{0};           //!< how often a connection was reported
};

// Rows: FLW-05
void
ClosedMeanwhile::WhenSentOverIpv4()
{
    for (const bool isBound : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        m_victim = net.MakeUdp();
        if (isBound)
        {
            net.Bind(m_victim, "a.example");
        }
        m_victim->SetDataSentCallback(MakeCallback(&ClosedMeanwhile::CloseWhenSent, this));
        const InetSocketAddress to(Ipv4Address::GetLoopback(), PORT);
        Socket& socket = *m_victim;
        NS_TEST_EXPECT_MSG_EQ(socket.SendTo(Create<Packet>(10), 0, to), 10, "it is not sent");
    }
}

void
ClosedMeanwhile::WhenBroadcast()
{
    // ns-3 sends a broadcast on each link, and reports each.
    HostPair net(HostKind::AWARE);
    const auto receiver = net.Make(1, "Udp", "receiver");
    receiver->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
    m_victim = Socket::CreateSocket(net.GetNode(0), TypeId::LookupByName("ns3::UdpSocketFactory"));
    m_victim->Bind(InetSocketAddress(Ipv4Address::GetAny(), LOCAL));
    m_victim->SetAllowBroadcast(true);
    m_victim->SetDataSentCallback(MakeCallback(&ClosedMeanwhile::CloseWhenSent, this));
    const InetSocketAddress to(Ipv4Address::GetBroadcast(), PORT);
    const Ptr<Socket> socket = m_victim;
    NS_TEST_EXPECT_MSG_EQ(socket->SendTo(Create<Packet>(10), 0, to), 10, "it is not sent");
    net.Wait();
    NS_TEST_EXPECT_MSG_NE(net.GetDiary().find("receiver got 10 from 10.0.1.1:9000"),
                          std::string::npos,
                          net.GetDiary());
    const auto next = net.Make(0, "Udp", "next");
    NS_TEST_EXPECT_MSG_EQ(next->Bind(InetSocketAddress(Ipv4Address::GetAny(), LOCAL)),
                          0,
                          "the port is in use");
}

// Rows: FLW-05
void
ClosedMeanwhile::WhenTheRouteIsTold()
{
    for (const auto& setting : GetSettings())
    {
        for (const bool isBound : {false, true})
        {
            TwoProviders net;
            net.Advertise('a');
            m_victim = net.MakeUdp();
            if (isBound)
            {
                net.Bind(m_victim, "a.example");
            }
            setting.apply(*m_victim);
            CloseAtDecision(net);
            const int sent = m_victim->SendTo(Create<Packet>(10), 0, net.GetServer());
            CheckSilent(net, sent, setting.name);
        }
    }
}

void
ClosedMeanwhile::WhenTheRouteFromAnAddressIsTold()
{
    for (const bool isConnected : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        m_victim = net.MakeUdp();
        m_victim->Bind(net.GetHost('a', LOCAL));
        if (isConnected)
        {
            m_victim->Connect(net.GetServer());
        }
        CloseAtDecision(net);
        const int sent = isConnected ? m_victim->Send(Create<Packet>(10), 0)
                                     : m_victim->SendTo(Create<Packet>(10), 0, net.GetServer());
        CheckSilent(net, sent, "own address");
    }
}

void
ClosedMeanwhile::WhenTheRouteOfRawIsTold()
{
    for (const bool isBound : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        m_victim = net.MakeRaw(UDP);
        if (isBound)
        {
            net.Bind(m_victim, "a.example");
        }
        CloseAtDecision(net);
        net.Forget();
        const int sent = m_victim->SendTo(Create<Packet>(10), 0, net.GetServer());
        NS_TEST_EXPECT_MSG_EQ(sent, -1, "a closed socket sends");
        NS_TEST_EXPECT_MSG_EQ(m_victim->GetErrno(), Socket::ERROR_SHUTDOWN, "another error");
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP), "", "it is sent");
        m_victim = nullptr;
    }
}

void
ClosedMeanwhile::WhenPvdsAreScored()
{
    for (const auto& setting : GetSettings())
    {
        TwoProviders net;
        net.Advertise('a');
        m_victim = net.MakeUdp();
        setting.apply(*m_victim);
        const PvdBinding::Scorer scorer = [this](const Ptr<Pvd>&, const Ipv6Address&) {
            m_victim->Close();
            return 1;
        };
        net.Bind(m_victim, PvdBinding({"a.example"}, scorer));
        const int sent = m_victim->SendTo(Create<Packet>(10), 0, net.GetServer());
        CheckSilent(net, sent, setting.name);
    }
}

void
ClosedMeanwhile::WhenConnectingIsScored()
{
    TwoProviders net;
    net.Advertise('a');
    const auto socket = net.MakeUdp();
    socket->SetConnectCallback(MakeCallback(&ClosedMeanwhile::NoteConnected, this),
                               MakeNullCallback<void, Ptr<Socket>>());
    double score = -1;
    const PvdBinding::Scorer scorer = [&](const Ptr<Pvd>&, const Ipv6Address&) {
        socket->Close();
        return score;
    };
    net.Set("BindCheck", "Lazy");
    net.Bind(socket, PvdBinding({"a.example", "b.example"}, scorer));
    m_connected = 0;
    NS_TEST_EXPECT_MSG_EQ(socket->Connect(net.GetServer()), -1, "a closed socket is connected");
    NS_TEST_EXPECT_MSG_EQ(socket->GetErrno(), Socket::ERROR_SHUTDOWN, "another error");
    score = 1;
    net.Advertise('b'); // a socket that waits for a way gets one
    NS_TEST_EXPECT_MSG_EQ(m_connected, 0, "a closed socket is connected later");
    NS_TEST_EXPECT_MSG_EQ(bool(PvdSocketBinding::Get(socket)->GetPinnedPvd()),
                          false,
                          "a closed socket keeps a PvD");
}

void
ClosedMeanwhile::WhenTcpIsScored()
{
    TwoProviders net;
    net.Advertise('a');
    const auto socket = net.MakeTcp();
    const PvdBinding::Scorer scorer = [&socket](const Ptr<Pvd>&, const Ipv6Address&) {
        socket->Close();
        return 1;
    };
    net.Bind(socket, PvdBinding({"a.example"}, scorer));
    socket->Connect(net.GetServer());
    RunTo(Simulator::Now() + Seconds(5));
    NS_TEST_EXPECT_MSG_EQ(socket->Send(Create<Packet>(10), 0), -1, "it has a connection");
    NS_TEST_EXPECT_MSG_EQ(PvdSocketBinding::Get(socket)->IsClosed(), true, "it is open");
}

void
ClosedMeanwhile::WhenTcpConnects()
{
    using Before = void (*)(TwoProviders & net, Socket & socket);
    const std::vector<std::pair<std::string, Before>> all{
        {"new", [](TwoProviders&, Socket&) {}},
        {"listening", [](TwoProviders&, Socket& socket) { socket.Listen(); }},
        {"connecting", [](TwoProviders& net, Socket& socket) { socket.Connect(net.GetServer()); }},
        {"connected",
         [](TwoProviders& net, Socket& socket) {
             socket.Connect(net.GetServer());
             RunTo(Simulator::Now() + Seconds(1));
         }},
    };
    for (const bool isBound : {false, true})
    {
        for (const auto& [name, before] : all)
        {
            TwoProviders net;
            net.Advertise('a');
            m_victim = net.MakeTcp();
            if (isBound)
            {
                net.Bind(m_victim, "a.example");
            }
            m_victim->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), LOCAL));
            before(net, *m_victim);
            m_closed = 0;
            CloseAtDecision(net);
            m_victim->Connect(net.GetServer());
            NS_TEST_EXPECT_MSG_GT(m_closed, 0, name << ": nobody tells");
            const auto socket = std::exchange(m_victim, nullptr);
            RunTo(Simulator::Now() + Seconds(1));
            NS_TEST_EXPECT_MSG_EQ(socket->Send(Create<Packet>(10), 0), -1, name << ": sends");
            NS_TEST_EXPECT_MSG_EQ(PvdSocketBinding::Get(socket)->IsClosed(),
                                  true,
                                  name << ": is open");
            RunTo(Simulator::Now() + Seconds(10));
            NS_TEST_EXPECT_MSG_EQ(net.GetOctets(), 0, name << ": octets of a closed socket");
            const auto next = net.MakeTcp();
            NS_TEST_EXPECT_MSG_EQ(next->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), LOCAL)),
                                  0,
                                  name << ": the port is in use");
        }
    }
}

void
ClosedMeanwhile::WhenTcpSends()
{
    // What nobody has fetched makes a closed connection end at once, with segments still to send.
    for (const bool isBound : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        const auto listener = net.MakeTcp();
        if (isBound)
        {
            net.Bind(listener, "a.example");
        }
        listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), LOCAL));
        listener->Listen();
        listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                    MakeCallback(&ClosedMeanwhile::NoteAccepted, this));
        const auto client = net.MakeServerSocket(TCP);
        client->Connect(net.GetHost('a', LOCAL));
        RunTo(Simulator::Now() + Seconds(1));
        client->Send(Create<Packet>(100));
        RunTo(Simulator::Now() + Seconds(1));
        const Ptr<Socket> accepted = std::exchange(m_accepted, nullptr);
        NS_TEST_ASSERT_MSG_EQ(bool(accepted), true, "no connection");
        NS_TEST_ASSERT_MSG_EQ(accepted->GetRxAvailable(), 100, "nothing to fetch");
        accepted->Send(Create<Packet>(5000));
        m_victim = accepted;
        m_closed = 0;
        CloseAtDecision(net);
        RunTo(Simulator::Now() + Seconds(1));
        m_victim = nullptr;
        NS_TEST_EXPECT_MSG_GT(m_closed, 0, "nobody tells");
        NS_TEST_EXPECT_MSG_EQ(PvdSocketBinding::Get(accepted)->IsClosed(), true, "it is open");
        net.Forget();
        RunTo(Simulator::Now() + Seconds(10));
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "", "a closed socket sends");
    }
}

void
ClosedMeanwhile::WhenThePvdGoes()
{
    TwoProviders net;
    net.Set("OnPvdLoss", "Fail");
    net.Advertise('a');
    const auto socket = net.MakeTcp();
    net.Bind(socket, "a.example");
    socket->Connect(net.GetServer());
    m_net = &net;
    net.GetTable()->GetRouting()->TraceConnectWithoutContext(
        "Decision",
        MakeCallback(&ClosedMeanwhile::WithdrawWhenDecided, this));
    socket->Connect(net.GetServer()); // as what connects again while it waits
    NS_TEST_EXPECT_MSG_EQ(bool(m_net), false, "nobody tells");
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(socket->Send(Create<Packet>(10), 0), -1, "it has a connection");
    RunTo(Simulator::Now() + Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(net.GetOctets(), 0, "it has sent");
}

// Rows: OQ-21
void
ClosedMeanwhile::BoundAgain()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const Inet6SocketAddress any(Ipv6Address::GetAny(), LOCAL);
    const auto socket = net.MakeUdp();
    net.Bind(socket, "a.example");
    socket->Bind(any);
    socket->Close();
    NS_TEST_EXPECT_MSG_EQ(socket->Bind(any), 0, "it cannot be bound again");
    const auto sender = net.MakeServerSocket(UDP);
    sender->SendTo(Create<Packet>(10), 0, net.GetHost('b', LOCAL));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(socket->GetRxAvailable(), 0, "what was sent to b");
    const auto other = net.MakeUdp();
    net.Bind(other, "b.example");
    NS_TEST_EXPECT_MSG_EQ(other->Bind(any), 0, "one of b has not the port too");
    sender->SendTo(Create<Packet>(10), 0, net.GetHost('b', LOCAL));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(socket->GetRxAvailable(), 0, "what was sent to b");
    NS_TEST_EXPECT_MSG_EQ(other->GetRxAvailable(), 10, "what was sent to b is lost");
}

class ClosedMeanwhileSuite : public TestSuite
{
  public:
    ClosedMeanwhileSuite()
        : TestSuite("pvd-closed-meanwhile", Type::SYSTEM)
    {
        Add("socket closed when it has sent over IPv4 has sent",
            &ClosedMeanwhile::WhenSentOverIpv4);
        Add("socket closed when it has sent a broadcast on one link sends it on all",
            &ClosedMeanwhile::WhenBroadcast);
        Add("UDP socket closed by a listener of its route sends nothing",
            &ClosedMeanwhile::WhenTheRouteIsTold);
        Add("UDP socket with an address closed by a listener of its route sends nothing",
            &ClosedMeanwhile::WhenTheRouteFromAnAddressIsTold);
        Add("raw socket closed by a listener of its route sends nothing",
            &ClosedMeanwhile::WhenTheRouteOfRawIsTold);
        Add("UDP socket closed by what scores its PvDs sends nothing",
            &ClosedMeanwhile::WhenPvdsAreScored);
        Add("UDP socket closed by what scores its PvDs is not connected",
            &ClosedMeanwhile::WhenConnectingIsScored);
        Add("TCP socket closed by what scores its PvDs has no connection",
            &ClosedMeanwhile::WhenTcpIsScored);
        Add("TCP socket closed by a listener of its route has no connection",
            &ClosedMeanwhile::WhenTcpConnects);
        Add("TCP socket closed by a listener of its route stops to send",
            &ClosedMeanwhile::WhenTcpSends);
        Add("TCP socket whose PvD a listener of its route removes has no connection",
            &ClosedMeanwhile::WhenThePvdGoes);
        Add("closed UDP socket bound again receives of its PvD only", &ClosedMeanwhile::BoundAgain);
    }

  private:
    void Add(const std::string& name, ClosedMeanwhile::Body body)
    {
        AddTestCase(new ClosedMeanwhile(name, body));
    }
};

ClosedMeanwhileSuite g_closedMeanwhileSuite; ///< registers itself

} // namespace
