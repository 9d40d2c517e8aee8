/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/error-model.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6.h"
#include "ns3/simple-net-device.h"
#include "ns3/test.h"

#include <map>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// From now on a node receives nothing.
void
Deafen(const Ptr<Node>& node)
{
    const auto all = CreateObject<RateErrorModel>();
    all->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
    all->SetRate(1);
    const auto device = node->GetObject<Ipv6>()->GetNetDevice(1);
    DynamicCast<SimpleNetDevice>(device)->SetReceiveErrorModel(all);
}

/// What an application does when a socket, or a trace source, calls it.
class BindingCallback : public CaseOf<BindingCallback>
{
  public:
    using CaseOf::CaseOf;

    void ClosesTheOtherSocketOfThePort();
    void ClosesWhenToldOfUnknown();
    void ClosesWhenPvdGoes();
    void ConnectsAgainWhenAborted();
    void BelongsToTheProcess();
    void BelongsToTheProcessOfTheListener();
    void BelongsToTheRoot();
    void ConnectionThatFails();
    void ClosesWhenToldOfSending();
    void ConnectionThatIsGivenUp();

  private:
    void Close(Ptr<Socket> socket);
    void CloseOnEvent(const PvdBindingEvent& event);
    void CloseWhenSent(Ptr<Socket> socket, uint32_t size);
    void ConnectAgain(Ptr<Socket> socket);
    /// Note to which process a socket belongs that is made now. \param what calls
    void Note(const std::string& what);
    void NoteConnected(Ptr<Socket> socket);
    void NoteFailed(Ptr<Socket> socket);
    void NoteSent(Ptr<Socket> socket, uint32_t size);
    void NoteSpace(Ptr<Socket> socket, uint32_t space);
    void NoteReceived(Ptr<Socket> socket);
    void NoteClosed(Ptr<Socket> socket);
    bool NoteRequest(Ptr<Socket> socket, const Address& from);
    void NoteAccepted(Ptr<Socket> socket, const Address& from);
    /// Have all of them called. \param socket a socket
    void Watch(const Ptr<Socket>& socket);

    Ptr<Socket> m_victim;                        //!< to be closed
    PvdBindingEvent::Edge m_edge{};              //!< when it is to be closed
    TwoProviders* m_net{nullptr};                //!< the network
    std::map<std::string, std::string> m_called; //!< by what calls: the processes
    std::vector<Ptr<Socket>> m_accepted;         //!< connections
    int m_received{0};                           //!< datagrams
};

void
BindingCallback::Close(Ptr<Socket> socket)
{
    m_received += socket->Recv() ? 1 : 0;
    if (m_victim)
    {
        m_victim->Close();
        m_victim = nullptr; // the last reference
    }
}

// Rows: OQ-21
void
BindingCallback::ClosesTheOtherSocketOfThePort()
{
    for (const char name : {'a', 'b'})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        const Inet6SocketAddress any(Ipv6Address::GetAny(), PORT);
        auto first = net.MakeUdp();
        net.Bind(first, "a.example");
        first->Bind(any);
        auto second = net.MakeUdp();
        net.Bind(second, "b.example");
        second->Bind(any);
        first->SetRecvCallback(MakeCallback(&BindingCallback::Close, this));
        second->SetRecvCallback(MakeCallback(&BindingCallback::Close, this));
        m_received = 0;
        m_victim = name == 'a' ? second : first;
        first = name == 'a' ? first : nullptr;
        second = name == 'a' ? nullptr : second;
        const auto sender = net.MakeServerSocket(UDP);
        for (int i = 0; i < 2; ++i)
        {
            sender->SendTo(Create<Packet>(10), 0, net.GetHost(name));
            RunTo(Simulator::Now() + Seconds(1));
        }
        NS_TEST_EXPECT_MSG_EQ(m_received, 2, "a datagram to " << name << " is lost");
        sender->SendTo(Create<Packet>(10), 0, net.GetHost(name == 'a' ? 'b' : 'a'));
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(m_received, 2, "one of another PvD came");
    }
}

void
BindingCallback::CloseOnEvent(const PvdBindingEvent& event)
{
    if (event.edge == m_edge && event.socket && m_victim)
    {
        m_victim->Close();
        m_victim = nullptr;
    }
}

// Rows: OQ-03
void
BindingCallback::ClosesWhenToldOfUnknown()
{
    for (const bool isTcp : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Set("BindCheck", "Lazy");
        net.GetTable()->TraceConnectWithoutContext(
            "Binding",
            MakeCallback(&BindingCallback::CloseOnEvent, this));
        m_victim = isTcp ? net.MakeTcp() : net.MakeUdp();
        m_edge = PvdBindingEvent::UNKNOWN;
        net.Bind(m_victim, "x.example");
        net.Forget();
        Socket& socket = *m_victim; // nothing else holds it
        const int result = isTcp ? socket.Connect(net.GetServer())
                                 : socket.SendTo(Create<Packet>(10), 0, net.GetServer());
        NS_TEST_EXPECT_MSG_EQ(result, -1, "it is sent");
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP) + net.GetWires(TCP), "", "it is sent");
        NS_TEST_EXPECT_MSG_EQ(bool(m_victim), false, "it is not told");
    }
}

// Rows: OQ-07 DEL-02
void
BindingCallback::ClosesWhenPvdGoes()
{
    for (const bool isTcp : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        net.GetTable()->TraceConnectWithoutContext(
            "Binding",
            MakeCallback(&BindingCallback::CloseOnEvent, this));
        const auto first = net.MakeTcp();
        m_victim = isTcp ? net.MakeTcp() : net.MakeUdp();
        m_edge = PvdBindingEvent::DANGLING;
        net.Bind(first, "a.example");
        net.Bind(m_victim, "a.example");
        m_victim->Connect(net.GetServer());
        RunTo(Simulator::Now() + Seconds(1));
        net.Withdraw('a');
        NS_TEST_EXPECT_MSG_EQ(bool(m_victim), false, "it is not told");
        RunTo(Simulator::Now() + Seconds(1));
    }
}

void
BindingCallback::ConnectAgain(Ptr<Socket> socket)
{
    NS_TEST_EXPECT_MSG_EQ(socket->GetErrno(), Socket::ERROR_NOROUTETOHOST, "another reason");
    const auto kept = PvdSocketBinding::Get(socket)->GetPinnedPvd();
    NS_TEST_EXPECT_MSG_EQ(kept, nullptr, "a connection that has ended keeps a PvD");
    NS_TEST_EXPECT_MSG_EQ(m_net->Bind(socket, "b.example"), Socket::ERROR_NOTERROR, "b is refused");
    NS_TEST_EXPECT_MSG_EQ(socket->Connect(m_net->GetServer()), 0, "it cannot be connected");
}

// Rows: OQ-20
void
BindingCallback::ConnectsAgainWhenAborted()
{
    TwoProviders net;
    m_net = &net;
    net.Advertise('a');
    net.Advertise('b');
    net.Set("RebindPolicy", "Reject"); // a connection that is over is none
    const auto socket = net.MakeTcp();
    net.Bind(socket, "a.example");
    socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                              MakeCallback(&BindingCallback::ConnectAgain, this));
    socket->Connect(net.GetServer());
    RunTo(Simulator::Now() + Seconds(1));
    net.Forget();
    net.Withdraw('a');
    RunTo(Simulator::Now() + Seconds(1));
    socket->Send(Create<Packet>(100));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "b", "another wire");
    NS_TEST_EXPECT_MSG_EQ(net.GetOctets(), 100, "the new connection does not work");
}

void
BindingCallback::Note(const std::string& what)
{
    const auto socket = m_net->MakeUdp();
    const std::string name = PvdSocketBinding::Get(socket)->GetProcess()->GetName();
    std::string& known = m_called[what];
    known += known.find(name) == std::string::npos ? name : "";
    socket->Close();
}

void
BindingCallback::NoteConnected(Ptr<Socket> socket)
{
    Note("connected");
    socket->SetSendCallback(MakeCallback(&BindingCallback::NoteSpace, this));
}

void
BindingCallback::NoteFailed(Ptr<Socket>)
{
    Note("failed");
}

void
BindingCallback::NoteSent(Ptr<Socket>, uint32_t)
{
    Note("sent");
}

void
BindingCallback::NoteSpace(Ptr<Socket>, uint32_t)
{
    Note("space");
}

void
BindingCallback::NoteReceived(Ptr<Socket> socket)
{
    Note("received");
    socket->Recv();
}

void
BindingCallback::NoteClosed(Ptr<Socket>)
{
    Note("closed");
}

bool
BindingCallback::NoteRequest(Ptr<Socket>, const Address&)
{
    Note("request");
    return true;
}

void
BindingCallback::NoteAccepted(Ptr<Socket> socket, const Address&)
{
    Note("accepted");
    m_accepted.push_back(socket);
    socket->SetRecvCallback(MakeCallback(&BindingCallback::NoteReceived, this));
    socket->SetDataSentCallback(MakeCallback(&BindingCallback::NoteSent, this));
    socket->Send(Create<Packet>(10));
}

void
BindingCallback::Watch(const Ptr<Socket>& socket)
{
    m_called.clear();
    socket->SetConnectCallback(MakeCallback(&BindingCallback::NoteConnected, this),
                               MakeCallback(&BindingCallback::NoteFailed, this));
    socket->SetDataSentCallback(MakeCallback(&BindingCallback::NoteSent, this));
    socket->SetRecvCallback(MakeCallback(&BindingCallback::NoteReceived, this));
    socket->SetCloseCallbacks(MakeCallback(&BindingCallback::NoteClosed, this),
                              MakeCallback(&BindingCallback::NoteClosed, this));
}

// Rows: FLW-05 BND-09
void
BindingCallback::BelongsToTheProcess()
{
    for (const uint8_t protocol : {TCP, UDP})
    {
        // Before Connect, after it, or when it is connected.
        for (const int watched : {0, 1, 2})
        {
            for (const bool isMoved : {false, true})
            {
                TwoProviders net;
                m_net = &net;
                net.Advertise('a');
                const auto process = net.GetTable()->CreateProcess("process");
                const auto socket = protocol == TCP ? net.MakeTcp() : net.MakeUdp();
                if (!isMoved)
                {
                    PvdSocketBinding::Get(socket)->SetProcess(process);
                }
                if (watched == 0)
                {
                    Watch(socket);
                }
                socket->Connect(net.GetServer());
                if (isMoved)
                {
                    PvdSocketBinding::Get(socket)->SetProcess(process);
                }
                if (watched == 1)
                {
                    Watch(socket);
                }
                RunTo(Simulator::Now() + Seconds(1));
                if (watched == 2)
                {
                    Watch(socket);
                }
                socket->Send(Create<Packet>(10));
                RunTo(Simulator::Now() + Seconds(1));
                socket->Close();
                RunTo(Simulator::Now() + Seconds(1));
                std::vector<std::string> expected{"sent"};
                if (protocol == TCP && watched < 2)
                {
                    // UDP tells that it is connected within Connect, which runs where it is called.
                    expected = {"connected", "sent", "space"};
                }
                for (const auto& what : expected)
                {
                    NS_TEST_EXPECT_MSG_EQ(m_called[what],
                                          "process",
                                          what << ", " << +protocol << watched << isMoved);
                }
            }
        }
    }
}

// Rows: FLW-05 BND-11
void
BindingCallback::BelongsToTheProcessOfTheListener()
{
    TwoProviders net;
    m_net = &net;
    net.Advertise('a');
    const auto process = net.GetTable()->CreateProcess("process");
    const auto listener = net.MakeTcp();
    PvdSocketBinding::Get(listener)->SetProcess(process);
    listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
    listener->Listen();
    listener->SetAcceptCallback(MakeCallback(&BindingCallback::NoteRequest, this),
                                MakeCallback(&BindingCallback::NoteAccepted, this));
    const auto client = net.MakeServerSocket(TCP);
    client->Connect(net.GetHost('a'));
    RunTo(Simulator::Now() + Seconds(1));
    client->Send(Create<Packet>(10));
    RunTo(Simulator::Now() + Seconds(1));
    for (const char* what : {"request", "accepted", "sent", "received"})
    {
        NS_TEST_EXPECT_MSG_EQ(m_called[what], "process", what);
    }
    m_accepted.clear();
}

// Rows: FLW-05
void
BindingCallback::ConnectionThatFails()
{
    TwoProviders net;
    m_net = &net;
    net.Advertise('a');
    const auto process = net.GetTable()->CreateProcess("process");
    const auto socket = net.MakeTcp();
    PvdSocketBinding::Get(socket)->SetProcess(process);
    Watch(socket);
    socket->Connect(Inet6SocketAddress(Ipv6Address("2600:dead::1"), PORT)); // nobody answers
    RunTo(Simulator::Now() + Seconds(600));
    NS_TEST_EXPECT_MSG_EQ(m_called["failed"], "process", "it fails in another process");
    const auto lost = net.MakeTcp();
    PvdSocketBinding::Get(lost)->SetProcess(process);
    net.Bind(lost, "a.example");
    Watch(lost);
    lost->Connect(net.GetServer());
    RunTo(Simulator::Now() + Seconds(1));
    net.Withdraw('a');
    NS_TEST_EXPECT_MSG_EQ(m_called["closed"], "process", "it ends in another process");
}

void
BindingCallback::CloseWhenSent(Ptr<Socket>, uint32_t)
{
    m_victim->Close();
    m_victim = nullptr; // the last reference
}

// Rows: FLW-05
void
BindingCallback::ClosesWhenToldOfSending()
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
        m_victim->SetDataSentCallback(MakeCallback(&BindingCallback::CloseWhenSent, this));
        Socket& socket = *m_victim;
        const int sent = socket.SendTo(Create<Packet>(10), 0, net.GetServer());
        NS_TEST_EXPECT_MSG_EQ(sent, 10, "it is not sent");
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(net.GetSenders(), "a", "it did not arrive");
    }
}

// Rows: FLW-05
void
BindingCallback::ConnectionThatIsGivenUp()
{
    TwoProviders net;
    m_net = &net;
    net.Advertise('a');
    const auto socket = net.MakeTcp();
    PvdSocketBinding::Get(socket)->SetProcess(net.GetTable()->CreateProcess("process"));
    Watch(socket);
    socket->Connect(net.GetServer());
    RunTo(Simulator::Now() + Seconds(1));
    Deafen(net.MakeServerSocket(UDP)->GetNode());
    socket->Send(Create<Packet>(10));
    RunTo(Simulator::Now() + Seconds(3000));
    NS_TEST_EXPECT_MSG_EQ(m_called["closed"], "process", "its retransmissions end in another one");
}

// Rows: BND-09
void
BindingCallback::BelongsToTheRoot()
{
    TwoProviders net;
    m_net = &net;
    net.Advertise('a');
    const auto socket = net.MakeUdp();
    Watch(socket);
    socket->Connect(net.GetServer());
    const PvdProcess::Scope other(net.GetTable()->CreateProcess("process"));
    socket->Send(Create<Packet>(10));
    NS_TEST_EXPECT_MSG_EQ(m_called["sent"], "root", "another process sends over it");
}

class BindingCallbackSuite : public TestSuite
{
  public:
    BindingCallbackSuite()
        : TestSuite("pvd-binding-callback", Type::SYSTEM)
    {
        Add("the other socket of the port is closed meanwhile",
            &BindingCallback::ClosesTheOtherSocketOfThePort);
        Add("a socket is closed when it is told that its PvD is unknown",
            &BindingCallback::ClosesWhenToldOfUnknown);
        Add("a socket is closed when it is told that its PvD has gone",
            &BindingCallback::ClosesWhenPvdGoes);
        Add("a connection that has ended is connected again too early",
            &BindingCallback::ConnectsAgainWhenAborted);
        Add("what is called belongs to another process", &BindingCallback::BelongsToTheProcess);
        Add("what a listener calls belongs to another process",
            &BindingCallback::BelongsToTheProcessOfTheListener);
        Add("what a socket of the root calls belongs to who uses it",
            &BindingCallback::BelongsToTheRoot);
        Add("a connection that fails tells another process", &BindingCallback::ConnectionThatFails);
        Add("a connection that is given up tells another process",
            &BindingCallback::ConnectionThatIsGivenUp);
        Add("a socket is closed when it is told that it has sent",
            &BindingCallback::ClosesWhenToldOfSending);
    }

  private:
    void Add(const std::string& name, BindingCallback::Body body)
    {
        AddTestCase(new BindingCallback(name, body));
    }
};

BindingCallbackSuite g_bindingCallbackSuite; ///< registers itself

} // namespace
