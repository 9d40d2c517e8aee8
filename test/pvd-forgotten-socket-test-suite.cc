/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/object.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <algorithm>
#include <string>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Ends with the socket that it is aggregated to, and notes in which process that was.
class Witness : public Object
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::pvdtest::Witness").SetParent<Object>().SetGroupName("Pvd");
        return tid;
    }

    /// \param socket which \param table of its node \param [out] end see above
    static void Watch(const Ptr<Socket>& socket,
                      const Ptr<PvdProcessTable>& table,
                      std::string& end)
    {
        const auto witness = CreateObject<Witness>();
        witness->m_table = table;
        witness->m_end = &end;
        socket->AggregateObject(witness);
    }

    ~Witness() override
    {
        *m_end = m_table->GetCurrent()->GetName();
    }

  private:
    Ptr<PvdProcessTable> m_table; //!< of the socket's node
    std::string* m_end{nullptr};  //!< where to note it
};

/// A socket of which somebody lets go who is called by it, or while others are told too.
class ForgottenSocket : public CaseOf<ForgottenSocket>
{
  public:
    using CaseOf::CaseOf;

    void WhileOthersAreTold();
    void OtherOfThePort();
    void OtherWhenAWayIsThere();
    void OtherWhenAPvdHasDrained();
    void WhenItsPvdIsUnknown();
    void WhenItHasSent();
    void WhenItHasEnded();

  private:
    /// A socket that nobody else holds. \param socket a new socket
    void Watch(TwoProviders& net, const Ptr<Socket>& socket)
    {
        m_end.clear();
        m_victim = socket;
        Witness::Watch(socket, net.GetTable(), m_end);
    }

    /// Let go of the victim.
    void Forget()
    {
        if (m_victim)
        {
            m_victim->Close();
            m_victim = nullptr;
            NS_TEST_EXPECT_MSG_EQ(m_end, "", "it ends in the middle of a call");
        }
    }

    void ForgetOnEvent(const PvdBindingEvent& event)
    {
        if (event.edge == m_edge)
        {
            Forget();
        }
    }

    void ForgetOther(Ptr<Socket>)
    {
        Forget();
    }

    void ForgetWhenSent(Ptr<Socket>, uint32_t)
    {
        Forget();
    }

    /// It must have been told, and have ended. \param what happened
    void CheckEnd(const std::string& what)
    {
        NS_TEST_EXPECT_MSG_EQ(bool(m_victim), false, "nobody is told: " << what);
        // What a socket does, it does in its process; it ends when that is done.
        NS_TEST_EXPECT_MSG_EQ(m_end, "root", "it ends too early or not at all: " << what);
    }

    void WatchAccepted(Ptr<Socket> socket, const Address& from);

    TwoProviders* m_net{nullptr};   //!< the network
    Ptr<Socket> m_victim;           //!< to be forgotten
    PvdBindingEvent::Edge m_edge{}; //!< when that is to be
    std::string m_end;              //!< in which process it ended, or empty
};

// Rows: OQ-03 OQ-07 DEL-02
void
ForgottenSocket::WhileOthersAreTold()
{
    for (const auto edge : {PvdBindingEvent::DANGLING, PvdBindingEvent::REVIVED})
    {
        for (const bool isTcp : {false, true})
        {
            TwoProviders net;
            net.Advertise('a');
            const auto first = net.MakeUdp();
            net.Bind(first, "a.example");
            Watch(net, isTcp ? net.MakeTcp() : net.MakeUdp());
            net.Bind(m_victim, "a.example");
            m_victim->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
            m_victim->Listen(); // TCP lets go of what has a port
            const auto last = net.MakeUdp();
            net.Bind(last, "a.example");
            net.GetTable()->TraceConnectWithoutContext(
                "Binding",
                MakeCallback(&ForgottenSocket::ForgetOnEvent, this));
            m_edge = edge;
            net.Forget();
            net.Withdraw('a');
            net.Advertise('a');
            const auto& events = net.GetEvents();
            const auto nTold =
                std::count(events.begin(), events.end(), "dangling socket: a.example");
            NS_TEST_EXPECT_MSG_EQ(nTold, 3, "others are not told");
            RunTo(Simulator::Now() + Seconds(1));
            CheckEnd(isTcp ? "TCP" : "UDP");
        }
    }
}

// Rows: OQ-21
void
ForgottenSocket::OtherOfThePort()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const Inet6SocketAddress any(Ipv6Address::GetAny(), PORT);
    Watch(net, net.MakeUdp());
    net.Bind(m_victim, "b.example");
    m_victim->Bind(any);
    const auto receiver = net.MakeUdp();
    net.Bind(receiver, "a.example");
    receiver->Bind(any);
    receiver->SetRecvCallback(MakeCallback(&ForgottenSocket::ForgetOther, this));
    net.MakeServerSocket(UDP)->SendTo(Create<Packet>(10), 0, net.GetHost('a'));
    RunTo(Simulator::Now() + Seconds(1));
    CheckEnd("a datagram");
}

// Rows: OQ-03
void
ForgottenSocket::OtherWhenAWayIsThere()
{
    TwoProviders net;
    net.Set("BindCheck", "Lazy");
    const auto first = net.MakeUdp();
    net.Bind(first, "a.example");
    first->SetConnectCallback(MakeCallback(&ForgottenSocket::ForgetOther, this),
                              MakeNullCallback<void, Ptr<Socket>>());
    first->Connect(net.GetServer());
    Watch(net, net.MakeUdp());
    net.Bind(m_victim, "a.example");
    m_victim->Connect(net.GetServer());
    net.Advertise('a');
    RunTo(Simulator::Now() + Seconds(1));
    CheckEnd("a way");
}

// Rows: OQ-20
void
ForgottenSocket::OtherWhenAPvdHasDrained()
{
    TwoProviders net;
    net.Advertise('a');
    net.host.GetRegistry()->SetAttribute("DrainTime", TimeValue(Seconds(10)));
    const auto first = net.MakeTcp();
    net.Bind(first, "a.example");
    first->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                             MakeCallback(&ForgottenSocket::ForgetOther, this));
    first->Connect(net.GetServer());
    Watch(net, net.MakeUdp());
    RunTo(Simulator::Now() + Seconds(1));
    net.Withdraw('a');
    RunTo(Simulator::Now() + Seconds(11));
    CheckEnd("a PvD that has drained");
}

// Rows: OQ-03
void
ForgottenSocket::WhenItsPvdIsUnknown()
{
    TwoProviders net;
    net.Set("BindCheck", "Lazy");
    net.GetTable()->TraceConnectWithoutContext("Binding",
                                               MakeCallback(&ForgottenSocket::ForgetOnEvent, this));
    m_edge = PvdBindingEvent::UNKNOWN;
    Watch(net, net.MakeUdp());
    net.Bind(m_victim, "x.example");
    Socket& socket = *m_victim;
    NS_TEST_EXPECT_MSG_EQ(socket.Connect(net.GetServer()), -1, "it is connected");
    NS_TEST_EXPECT_MSG_EQ(m_end, "", "it ends in the middle of a call");
    RunTo(Simulator::Now() + Seconds(1));
    CheckEnd("an unknown PvD");
}

// Rows: FLW-05
void
ForgottenSocket::WhenItHasSent()
{
    const Address destinations[] = {Inet6SocketAddress(Ipv6Address("2600:ff::1"), PORT),
                                    InetSocketAddress(Ipv4Address::GetLoopback(), PORT)};
    for (const auto& destination : destinations)
    {
        for (const bool isBound : {false, true})
        {
            TwoProviders net;
            net.Advertise('a');
            Watch(net, net.MakeUdp());
            PvdSocketBinding::Get(m_victim)->SetProcess(net.GetTable()->CreateProcess("process"));
            if (isBound)
            {
                net.Bind(m_victim, "a.example");
            }
            m_victim->SetDataSentCallback(MakeCallback(&ForgottenSocket::ForgetWhenSent, this));
            Socket& socket = *m_victim;
            NS_TEST_EXPECT_MSG_EQ(socket.SendTo(Create<Packet>(10), 0, destination),
                                  10,
                                  "not sent");
            RunTo(Simulator::Now() + Seconds(1));
            CheckEnd("a datagram");
        }
    }
}

void
ForgottenSocket::WatchAccepted(Ptr<Socket> socket, const Address&)
{
    Watch(*m_net, socket);
    socket->SetCloseCallbacks(MakeCallback(&ForgottenSocket::ForgetOther, this),
                              MakeNullCallback<void, Ptr<Socket>>());
}

// Rows: FLW-05
void
ForgottenSocket::WhenItHasEnded()
{
    TwoProviders net;
    m_net = &net;
    net.Advertise('a');
    const auto listener = net.MakeTcp();
    PvdSocketBinding::Get(listener)->SetProcess(net.GetTable()->CreateProcess("process"));
    listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
    listener->Listen();
    listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                MakeCallback(&ForgottenSocket::WatchAccepted, this));
    const auto client = net.MakeServerSocket(TCP);
    client->Connect(net.GetHost('a'));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(bool(m_victim), true, "it is not accepted");
    // The last that the connection receives is that both sides have closed it.
    client->Close();
    RunTo(Simulator::Now() + Seconds(1));
    CheckEnd("a connection");
}

class ForgottenSocketSuite : public TestSuite
{
  public:
    ForgottenSocketSuite()
        : TestSuite("pvd-forgotten-socket", Type::SYSTEM)
    {
        using T = ForgottenSocket;
        Add("a socket ends while others are told of its PvD", &T::WhileOthersAreTold);
        Add("a socket ends while another one of its port receives", &T::OtherOfThePort);
        Add("a socket ends while another one is told of a way", &T::OtherWhenAWayIsThere);
        Add("a socket ends while others lose a PvD that has drained", &T::OtherWhenAPvdHasDrained);
        Add("a socket ends before it is told that its PvD is unknown", &T::WhenItsPvdIsUnknown);
        Add("a socket ends before it has told what it sent", &T::WhenItHasSent);
        Add("a connection ends before it has received its end", &T::WhenItHasEnded);
    }

  private:
    void Add(const std::string& name, ForgottenSocket::Body body)
    {
        AddTestCase(new ForgottenSocket(name, body));
    }
};

ForgottenSocketSuite g_forgottenSocketSuite; ///< registers itself

} // namespace
