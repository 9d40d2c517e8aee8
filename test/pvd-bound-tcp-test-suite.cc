/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint32_t MUCH = 200000; //!< octets, more than fit into a send buffer

/// Sends MUCH octets over TCP, and notes how it ends.
class Transfer
{
  public:
    /// \param socket a socket that is not connected
    explicit Transfer(const Ptr<Socket>& socket)
        : m_socket(socket)
    {
        socket->SetConnectCallback(MakeCallback(&Transfer::NoteConnected, this),
                                   MakeCallback(&Transfer::NoteFailed, this));
        socket->SetCloseCallbacks(MakeCallback(&Transfer::NoteClosed, this),
                                  MakeCallback(&Transfer::NoteError, this));
        socket->SetSendCallback(MakeCallback(&Transfer::Fill, this));
    }

    /// \return what Connect returns
    int Connect(const Address& to)
    {
        return m_socket->Connect(to);
    }

    /// \return letters: c connected, f failed, e closed with an error, n closed
    const std::string& GetEvents() const
    {
        return m_events;
    }

    /// \return the socket
    const Ptr<Socket>& GetSocket() const
    {
        return m_socket;
    }

  private:
    void NoteConnected(Ptr<Socket> socket)
    {
        m_events += "c";
        Fill(socket, socket->GetTxAvailable());
    }

    void NoteFailed(Ptr<Socket>)
    {
        m_events += "f";
    }

    void NoteClosed(Ptr<Socket>)
    {
        m_events += "n";
    }

    void NoteError(Ptr<Socket>)
    {
        m_events += "e";
    }

    void Fill(Ptr<Socket> socket, uint32_t)
    {
        while (m_left > 0 && socket->GetTxAvailable() >= 1000)
        {
            if (socket->Send(Create<Packet>(1000)) < 0)
            {
                return;
            }
            m_left -= 1000;
        }
    }

    Ptr<Socket> m_socket;  //!< the socket
    uint32_t m_left{MUCH}; //!< octets to send
    std::string m_events;  //!< see GetEvents
};

/// What a TCP socket sends when it is bound.
class BoundTcp : public CaseOf<BoundTcp>
{
  public:
    using CaseOf::CaseOf;

    void ConnectionUsesItsPvd();
    void NewRouterOfAnotherPvd();
    void GivenAddress();
    void ErrorsOfConnect();
    void RoundRobin();
    void OwnAddressOfAnotherPvd();
    void ConnectsAfterRebinding();
};

// Rows: FLW-02 FLW-03 FLW-04 LIB-01
void
BoundTcp::ConnectionUsesItsPvd()
{
    for (const char name : {'a', 'b'})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        Transfer transfer(net.MakeTcp());
        net.Bind(transfer.GetSocket(), std::string(1, name) + ".example");
        net.Forget();
        NS_TEST_EXPECT_MSG_EQ(transfer.Connect(net.GetServer()), 0, "it cannot be connected");
        RunTo(Simulator::Now() + Seconds(20));
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), std::string(1, name), "another wire");
        NS_TEST_EXPECT_MSG_EQ(net.GetOctets(), MUCH, "octets are missing");
        transfer.GetSocket()->Close();
        RunTo(Simulator::Now() + Seconds(10));
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), std::string(1, name), "another wire at the end");
    }
}

// Rows: FLW-04 LKP-15
void
BoundTcp::NewRouterOfAnotherPvd()
{
    TwoProviders net;
    net.Advertise('a');
    Transfer transfer(net.MakeTcp());
    net.Bind(transfer.GetSocket(), "a.example");
    net.Forget();
    transfer.Connect(net.GetServer());
    RunTo(Simulator::Now() + MilliSeconds(100));
    net.AdvertiseRoute('b', "2600:ff::/32");
    RunTo(Simulator::Now() + Seconds(20));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "a", "it follows a route of another PvD");
    NS_TEST_EXPECT_MSG_EQ(net.GetOctets(), MUCH, "octets are missing");
}

// Rows: SAS-05
void
BoundTcp::GivenAddress()
{
    for (const char name : {'a', 'b'})
    {
        for (const bool isBound : {false, true})
        {
            TwoProviders net;
            net.Advertise('a');
            net.Advertise('b');
            const auto socket = net.MakeTcp();
            if (isBound)
            {
                net.Bind(socket, {"a.example", "b.example"});
            }
            NS_TEST_EXPECT_MSG_EQ(socket->Bind(net.GetHost(name, 0)), 0, "the address is refused");
            net.Forget();
            socket->Connect(net.GetServer());
            RunTo(Simulator::Now() + Seconds(2));
            NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), std::string(1, name), "another wire");
            Address local;
            socket->GetSockName(local);
            NS_TEST_EXPECT_MSG_EQ(Inet6SocketAddress::ConvertFrom(local).GetIpv6(),
                                  net.GetAddress(name),
                                  "another address");
        }
    }
}

// Rows: BND-05 OQ-03
void
BoundTcp::ErrorsOfConnect()
{
    TwoProviders net;
    net.Advertise('a');
    net.Set("BindCheck", "Lazy");
    const auto lazy = net.MakeTcp();
    net.Bind(lazy, "b.example");
    net.Forget();
    NS_TEST_EXPECT_MSG_EQ(lazy->Connect(net.GetServer()), -1, "b is not there");
    NS_TEST_EXPECT_MSG_EQ(lazy->GetErrno(), Socket::ERROR_NOROUTETOHOST, "b is not there");
    const auto bound = net.MakeTcp();
    net.Bind(bound, "a.example");
    net.Advertise('b');
    NS_TEST_EXPECT_MSG_EQ(bound->Bind(net.GetHost('b', 0)), -1, "an address of b");
    NS_TEST_EXPECT_MSG_EQ(bound->GetErrno(), Socket::ERROR_ADDRNOTAVAIL, "an address of b");
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "", "something was sent");
    // A PvD with routes, and no address.
    PvdStaticConfiguration(net.host.GetRegistry()).CreatePvd("c.example");
    const auto empty = net.MakeTcp();
    net.Bind(empty, "c.example");
    NS_TEST_EXPECT_MSG_EQ(empty->Connect(net.GetServer()), -1, "c has no route");
    NS_TEST_EXPECT_MSG_EQ(empty->GetErrno(), Socket::ERROR_NOROUTETOHOST, "c has no route");
    PvdRoute route;
    route.interface = 1;
    route.gateway = Ipv6Address("fe80::99");
    route.lifetime = 1800;
    PvdStaticConfiguration(net.host.GetRegistry()).AddRoute("c.example", route);
    NS_TEST_EXPECT_MSG_EQ(empty->Connect(net.GetServer()), -1, "c has no address");
    NS_TEST_EXPECT_MSG_EQ(empty->GetErrno(), Socket::ERROR_ADDRNOTAVAIL, "c has no address");
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "", "something was sent");
}

// Rows: OQ-13
void
BoundTcp::RoundRobin()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto process = net.GetTable()->CreateProcess("process");
    process->Bind(PvdBinding({"a.example", "b.example"}, PvdBinding::ROUND_ROBIN));
    const PvdProcess::Scope scope(process);
    std::string wires;
    std::vector<Ptr<Socket>> sockets;
    for (int i = 0; i < 4; ++i)
    {
        net.Forget();
        sockets.push_back(net.MakeTcp());
        sockets.back()->Connect(net.GetServer());
        RunTo(Simulator::Now() + Seconds(1));
        wires += net.GetWires(TCP);
    }
    NS_TEST_EXPECT_MSG_EQ(wires, "abab", "connections do not take turns");
}

// Rows: TAG-02
void
BoundTcp::OwnAddressOfAnotherPvd()
{
    for (const char name : {'a', 'b'})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        const auto listener = net.MakeTcp();
        listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        listener->Listen();
        Transfer transfer(net.MakeTcp());
        net.Bind(transfer.GetSocket(), "a.example");
        net.Forget();
        NS_TEST_EXPECT_MSG_EQ(transfer.Connect(net.GetHost(name)), 0, "it cannot be connected");
        RunTo(Simulator::Now() + Seconds(5));
        NS_TEST_EXPECT_MSG_EQ(transfer.GetEvents(), "c", "the node itself is of all PvDs");
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "", "it leaves the node");
    }
}

// Rows: BND-07 OQ-12
void
BoundTcp::ConnectsAfterRebinding()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Transfer transfer(net.MakeTcp());
    const auto& socket = transfer.GetSocket();
    net.Bind(socket, "a.example");
    transfer.Connect(Inet6SocketAddress(Ipv6Address("2600:dead::1"), PORT)); // nobody answers
    RunTo(Simulator::Now() + Seconds(600));
    NS_TEST_EXPECT_MSG_EQ(transfer.GetEvents(), "f", "it has not failed");
    net.Bind(socket, "b.example");
    net.Forget();
    NS_TEST_EXPECT_MSG_EQ(transfer.Connect(net.GetServer()), 0, "it cannot be connected again");
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "b", "it keeps what its old connection had");
    socket->Close();
    RunTo(Simulator::Now() + Seconds(1));
}

/// What becomes of a connection when its binding or its PvD changes.
class ChangedTcp : public CaseOf<ChangedTcp>
{
  public:
    using CaseOf::CaseOf;

    void Rebinds();
    void LosesItsPvd();
    void LosesItsPvdAfterTheEnd();
    void RebindsAfterTheEnd();

  private:
    bool AcceptAll(Ptr<Socket> socket, const Address& from);
    void CloseAccepted(Ptr<Socket> socket, const Address& from);
};

bool
ChangedTcp::AcceptAll(Ptr<Socket>, const Address&)
{
    return true;
}

void
ChangedTcp::CloseAccepted(Ptr<Socket> socket, const Address&)
{
    socket->Close();
}

// Rows: DEL-02 OQ-20
void
ChangedTcp::LosesItsPvdAfterTheEnd()
{
    TwoProviders net;
    net.Advertise('a');
    const auto server = net.MakeServerSocket(TCP);
    server->Bind(Inet6SocketAddress(net.GetServerAddress(), PORT + 1));
    server->Listen();
    server->SetAcceptCallback(MakeCallback(&ChangedTcp::AcceptAll, this),
                              MakeCallback(&ChangedTcp::CloseAccepted, this));
    Transfer transfer(net.MakeTcp());
    net.Bind(transfer.GetSocket(), "a.example");
    transfer.Connect(Inet6SocketAddress(net.GetServerAddress(), PORT + 1));
    RunTo(Simulator::Now() + MilliSeconds(500));
    const std::string before = transfer.GetEvents();
    NS_TEST_EXPECT_MSG_NE(before.find('n'), std::string::npos, "the end is not told");
    net.Withdraw('a');
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(transfer.GetEvents(), before, "it ends twice");
}

// Rows: BND-07 OQ-12
void
ChangedTcp::RebindsAfterTheEnd()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    net.Set("RebindPolicy", "Reject");
    const auto server = net.MakeServerSocket(TCP);
    server->Bind(Inet6SocketAddress(net.GetServerAddress(), PORT + 1));
    server->Listen();
    server->SetAcceptCallback(MakeCallback(&ChangedTcp::AcceptAll, this),
                              MakeCallback(&ChangedTcp::CloseAccepted, this));
    const auto process = net.GetTable()->CreateProcess("process");
    process->Bind("a.example");
    const PvdProcess::Scope scope(process);
    const auto follower = net.MakeTcp();
    const auto own = net.MakeTcp();
    net.Bind(own, "a.example");
    for (const auto& socket : {follower, own})
    {
        socket->Connect(Inet6SocketAddress(net.GetServerAddress(), PORT + 1));
        RunTo(Simulator::Now() + Seconds(1));
    }
    NS_TEST_EXPECT_MSG_EQ(process->Bind("b.example"), Socket::ERROR_ISCONN, "half open");
    NS_TEST_EXPECT_MSG_EQ(net.Bind(own, "b.example"), Socket::ERROR_ISCONN, "half open");
    follower->Close();
    own->Close();
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(process->Bind("b.example"), Socket::ERROR_NOTERROR, "it has ended");
    NS_TEST_EXPECT_MSG_EQ(net.Bind(own, "b.example"), Socket::ERROR_NOTERROR, "it has ended");
}

/// What happens when a socket that is connected over a is bound to b.
struct Rebinding
{
    const char* policy;        //!< attribute RebindPolicy
    Socket::SocketErrno error; //!< of the bind
    const char* wires;         //!< afterwards
    bool isWhole;              //!< all octets arrive
};

// Rows: OQ-12 BND-07
void
ChangedTcp::Rebinds()
{
    const Rebinding rows[] = {
        {"Pin", Socket::ERROR_NOTERROR, "a", true},
        {"Reject", Socket::ERROR_ISCONN, "a", true},
        // The router of b drops what has a's address.
        {"Reroute", Socket::ERROR_NOTERROR, "b", false},
    };
    for (const auto& row : rows)
    {
        for (const bool byProcess : {false, true})
        {
            TwoProviders net;
            net.Advertise('a');
            net.Advertise('b');
            net.Set("RebindPolicy", row.policy);
            const auto process = net.GetTable()->CreateProcess("process");
            process->Bind("a.example");
            const PvdProcess::Scope scope(process);
            Transfer transfer(net.MakeTcp());
            transfer.Connect(net.GetServer());
            RunTo(Simulator::Now() + MilliSeconds(100));
            net.Forget();
            const auto error = byProcess ? process->Bind("b.example")
                                         : net.Bind(transfer.GetSocket(), "b.example");
            NS_TEST_EXPECT_MSG_EQ(error, row.error, row.policy);
            const uint64_t before = net.GetOctets();
            NS_TEST_EXPECT_MSG_EQ(before, 0, "too late");
            RunTo(Simulator::Now() + Seconds(30));
            NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), row.wires, row.policy);
            NS_TEST_EXPECT_MSG_EQ((net.GetOctets() > MUCH / 2), row.isWhole, row.policy);
        }
    }
}

/// What happens when the PvD of a connection goes, and comes back.
struct Loss
{
    const char* policy;     //!< attribute OnPvdLoss
    const char* events;     //!< of the connection
    const char* wires;      //!< while the PvD is gone
    bool isWholeAfterwards; //!< all octets arrive once it is back
};

// Rows: DEL-02 OQ-04 OQ-07 OQ-20
void
ChangedTcp::LosesItsPvd()
{
    const Loss rows[] = {
        {"Fail", "ce", "", false},
        {"Wait", "c", "", true},
        // Its address has gone with the PvD.
        {"Unbind", "c", "", true},
    };
    for (const auto& row : rows)
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        net.Set("OnPvdLoss", row.policy);
        Transfer transfer(net.MakeTcp());
        net.Bind(transfer.GetSocket(), "a.example");
        transfer.Connect(net.GetServer());
        RunTo(Simulator::Now() + MilliSeconds(100));
        net.Withdraw('a');
        NS_TEST_EXPECT_MSG_EQ(transfer.GetEvents(), row.events, row.policy);
        net.Forget();
        RunTo(Simulator::Now() + Seconds(3));
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), row.wires, row.policy);
        net.Advertise('a');
        RunTo(Simulator::Now() + Seconds(60));
        NS_TEST_EXPECT_MSG_EQ((net.GetOctets() > MUCH / 2), row.isWholeAfterwards, row.policy);
    }
}

class BoundTcpSuite : public TestSuite
{
  public:
    BoundTcpSuite()
        : TestSuite("pvd-bound-tcp", Type::SYSTEM)
    {
        Add("a connection uses another PvD", &BoundTcp::ConnectionUsesItsPvd);
        Add("a connection follows a new route of another PvD", &BoundTcp::NewRouterOfAnotherPvd);
        Add("a given address is not kept", &BoundTcp::GivenAddress);
        Add("connect says something else", &BoundTcp::ErrorsOfConnect);
        Add("connections do not take turns", &BoundTcp::RoundRobin);
        Add("an own address is out of reach", &BoundTcp::OwnAddressOfAnotherPvd);
        Add("a new connection has the old PvD", &BoundTcp::ConnectsAfterRebinding);
        Add("a connection that is bound anew", &ChangedTcp::Rebinds);
        Add("a connection that loses its PvD", &ChangedTcp::LosesItsPvd);
        Add("a connection that has ended loses its PvD", &ChangedTcp::LosesItsPvdAfterTheEnd);
        Add("a connection that has ended counts as one", &ChangedTcp::RebindsAfterTheEnd);
    }

  private:
    void Add(const std::string& name, BoundTcp::Body body)
    {
        AddTestCase(new BoundTcp(name, body));
    }

    void Add(const std::string& name, ChangedTcp::Body body)
    {
        AddTestCase(new ChangedTcp(name, body));
    }
};

BoundTcpSuite g_boundTcpSuite; ///< registers itself

} // namespace
