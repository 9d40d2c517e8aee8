/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <string>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint32_t SEGMENT = 500; //!< octets of data

/// A TCP socket before its connection, and after it.
class TcpEdge : public CaseOf<TcpEdge>
{
  public:
    using CaseOf::CaseOf;

    void ConnectsWhileConnected();
    void WaitsForItsPvd();
    void AsksForRoomOverNewPvds();
    void ListensAfterAConnection();
    void UsesIpv4AfterAConnection();
    void LosesItsPvdInTimeWait();
    void AcceptedIsReset();
    void Ipv4IsReset();

  private:
    /// \return a connection of the host, bound to a.example, to a listener that notes what it
    /// accepts
    Ptr<Socket> Connect(TwoProviders& net);
    /// \return a socket of the host that was bound to a.example when nobody answered it
    Ptr<Socket> MakeUnanswered(TwoProviders& net);
    /// Let a socket accept connections at PORT + 1.
    void Listen(const Ptr<Socket>& socket, const Address& address);

    void NoteAccepted(Ptr<Socket> socket, const Address&)
    {
        m_accepted = socket;
    }

    void NoteConnected(Ptr<Socket>)
    {
        m_isConnected = true;
    }

    Ptr<Socket> m_accepted;    //!< the last connection
    bool m_isConnected{false}; //!< the server's connection
};

void
TcpEdge::Listen(const Ptr<Socket>& socket, const Address& address)
{
    NS_TEST_EXPECT_MSG_EQ(socket->Bind(address), 0, "the port cannot be had");
    NS_TEST_EXPECT_MSG_EQ(socket->Listen(), 0, "it cannot listen");
    socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                              MakeCallback(&TcpEdge::NoteAccepted, this));
}

Ptr<Socket>
TcpEdge::Connect(TwoProviders& net)
{
    const Inet6SocketAddress to(net.GetServerAddress(), PORT + 1);
    const auto listener = net.MakeServerSocket(TCP);
    listener->SetAttribute("RcvBufSize", UintegerValue(10 * SEGMENT));
    Listen(listener, to);
    const auto socket = net.MakeTcp();
    socket->SetAttribute("SegmentSize", UintegerValue(SEGMENT));
    net.Bind(socket, "a.example");
    NS_TEST_EXPECT_MSG_EQ(socket->Connect(to), 0, "it cannot be connected");
    RunTo(Simulator::Now() + Seconds(1));
    net.Forget();
    return socket;
}

Ptr<Socket>
TcpEdge::MakeUnanswered(TwoProviders& net)
{
    net.Advertise('a');
    net.Advertise('b');
    const auto socket = net.MakeTcp();
    net.Bind(socket, "a.example");
    socket->Connect(Inet6SocketAddress(Ipv6Address("2600:dead::1"), PORT));
    RunTo(Simulator::Now() + Seconds(600));
    return socket;
}

// Rows: BND-07 OQ-12
void
TcpEdge::ConnectsWhileConnected()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto socket = Connect(net);
    net.Bind(socket, "b.example");
    socket->Connect(net.GetServer()); // ns-3 resets what there is
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "a", "the end of a connection has another PvD");
}

// Rows: OQ-07
void
TcpEdge::WaitsForItsPvd()
{
    TwoProviders net;
    net.Advertise('a');
    net.Set("OnPvdLoss", "Wait");
    const auto socket = net.MakeTcp();
    net.Bind(socket, "a.example");
    net.Withdraw('a');
    NS_TEST_EXPECT_MSG_EQ(socket->Connect(net.GetServer()), -1, "a has gone");
    NS_TEST_EXPECT_MSG_EQ(socket->GetErrno(), Socket::ERROR_AGAIN, "it is not worth another try");
}

// Rows: OQ-12 BND-07
void
TcpEdge::AsksForRoomOverNewPvds()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    net.Set("RebindPolicy", "Reroute");
    const auto socket = Connect(net);
    // Nobody fetches it, until the receiver has no more room.
    socket->Send(Create<Packet>(20 * SEGMENT));
    RunTo(Simulator::Now() + Seconds(10));
    net.Forget();
    RunTo(Simulator::Now() + Seconds(60));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "a", "it does not ask for room");
    net.Bind(socket, "b.example");
    net.Forget();
    RunTo(Simulator::Now() + Seconds(120));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "b", "what asks for room has the old PvD");
}

// Rows: BND-07 OQ-12
void
TcpEdge::ListensAfterAConnection()
{
    for (const bool isGiven : {true, false})
    {
        TwoProviders net;
        const auto socket = MakeUnanswered(net);
        net.Bind(socket, "b.example");
        NS_TEST_EXPECT_MSG_EQ((isGiven ? socket->Bind(net.GetHost('b')) : socket->Bind6()),
                              0,
                              "an address of b");
        NS_TEST_EXPECT_MSG_EQ(socket->Listen(), 0, "it cannot listen");
        Address own;
        socket->GetSockName(own);
        const auto client = net.MakeServerSocket(TCP);
        m_isConnected = false;
        client->SetConnectCallback(MakeCallback(&TcpEdge::NoteConnected, this),
                                   MakeNullCallback<void, Ptr<Socket>>());
        client->Connect(net.GetHost('b', Inet6SocketAddress::ConvertFrom(own).GetPort()));
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(m_isConnected, true, "it keeps what its old connection had");
    }
}

// Rows: BND-07 OQ-12
void
TcpEdge::UsesIpv4AfterAConnection()
{
    const InetSocketAddress here(Ipv4Address::GetLoopback(), PORT + 1);
    for (const std::string how : {"bind", "bind to any", "connect"})
    {
        TwoProviders net;
        net.Set("Ipv4WhenBound", "Block");
        const auto socket = MakeUnanswered(net);
        net.Bind(socket, PvdBinding::None());
        const int result = how == "bind"      ? socket->Bind(here)
                           : how == "connect" ? socket->Connect(here)
                                              : socket->Bind();
        NS_TEST_EXPECT_MSG_EQ(result, 0, "it keeps what its old connection had: " << how);
    }
}

// Rows: DEL-02 OQ-20
void
TcpEdge::LosesItsPvdInTimeWait()
{
    TwoProviders net;
    net.Advertise('a');
    const auto socket = Connect(net);
    socket->Close();
    RunTo(Simulator::Now() + Seconds(1));
    m_accepted->Close();
    RunTo(Simulator::Now() + Seconds(1));
    auto* const binding = PvdSocketBinding::Get(socket);
    const auto getState = [&] { return std::string(binding->GetStateName()); };
    NS_TEST_EXPECT_MSG_EQ(getState(), "TIME_WAIT", "it does not wait");
    net.Withdraw('a');
    NS_TEST_EXPECT_MSG_EQ(getState(), "TIME_WAIT", "it has ended before, and well");
    NS_TEST_EXPECT_MSG_EQ(socket->GetErrno(), Socket::ERROR_NOTERROR, "it has ended well");
}

// Rows: BND-07 OQ-12
void
TcpEdge::AcceptedIsReset()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    net.Set("RebindPolicy", "Reject");
    const auto process = net.GetTable()->CreateProcess("process");
    process->Bind("a.example");
    const auto listener = net.MakeTcp();
    PvdSocketBinding::Get(listener)->SetProcess(process);
    Listen(listener, net.GetHost('a'));
    const auto client = net.MakeServerSocket(TCP);
    client->Connect(net.GetHost('a'));
    RunTo(Simulator::Now() + Seconds(1));
    client->Send(Create<Packet>(10));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(process->Bind("b.example"), Socket::ERROR_ISCONN, "it is connected");
    m_accepted->Close(); // with what nobody has read: ns-3 resets it
    NS_TEST_EXPECT_MSG_EQ(process->Bind("b.example"), Socket::ERROR_NOTERROR, "it has ended");
}

// Rows: PRC-06
void
TcpEdge::Ipv4IsReset()
{
    TwoProviders net;
    const InetSocketAddress to(Ipv4Address::GetLoopback(), PORT + 1);
    Listen(net.MakeTcp(), to);
    const auto client = net.MakeTcp();
    NS_TEST_EXPECT_MSG_EQ(client->Connect(to), 0, "it cannot be connected");
    RunTo(Simulator::Now() + Seconds(1));
    m_accepted->Send(Create<Packet>(10));
    RunTo(Simulator::Now() + Seconds(1));
    const auto* binding = PvdSocketBinding::Get(client);
    NS_TEST_EXPECT_MSG_EQ(binding->IsClosed(), false, "it is connected");
    client->Close(); // with what nobody has read: ns-3 resets it
    NS_TEST_EXPECT_MSG_EQ(binding->IsClosed(), true, "it has ended");
}

class TcpEdgeSuite : public TestSuite
{
  public:
    TcpEdgeSuite()
        : TestSuite("pvd-tcp-edge", Type::SYSTEM)
    {
        Add("a connection that is connected again ends elsewhere",
            &TcpEdge::ConnectsWhileConnected);
        Add("who waits for a PvD is told something else", &TcpEdge::WaitsForItsPvd);
        Add("who asks for room asks over another PvD", &TcpEdge::AsksForRoomOverNewPvds);
        Add("a listener has the old PvD", &TcpEdge::ListensAfterAConnection);
        Add("a socket may not use IPv4 as it was bound once", &TcpEdge::UsesIpv4AfterAConnection);
        Add("a connection that has ended ends again", &TcpEdge::LosesItsPvdInTimeWait);
        Add("an accepted connection that was reset counts as one", &TcpEdge::AcceptedIsReset);
        Add("a connection over IPv4 that was reset counts as one", &TcpEdge::Ipv4IsReset);
    }

  private:
    void Add(const std::string& name, TcpEdge::Body body)
    {
        AddTestCase(new TcpEdge(name, body));
    }
};

TcpEdgeSuite g_tcpEdgeSuite; ///< registers itself

} // namespace
