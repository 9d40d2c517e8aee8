/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/nstime.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

const std::string NO_ROUTE = "error " + std::to_string(Socket::ERROR_NOROUTETOHOST);

/// Bindings at the edges of what they say.
class BindingEdge : public CaseOf<BindingEdge>
{
  public:
    using CaseOf::CaseOf;

    void UnknownIsToldOnce();
    void NotThereYetIsNotLost();
    void WasThereWhileNobodyLooked();
    void ChildIsTold();
    void FirstTimeIsTold();
    void Scores();
    void RotationBeginsAnew();
    void OwnBindingIsNotThatOfTheProcess();
    void UnboundConnectionIsBound();
    void ReceiverOfALostPvd();
    void AcceptedFromTheHostItself();
    void OneNameInTwoWays();

  private:
    /// Send one datagram. \return on which wires it went, or the error
    static std::string Send(TwoProviders& net, const Ptr<Socket>& socket);
    /// \return how often something was told since Forget
    static int Count(const TwoProviders& net, const std::string& event);

    void NoteAccepted(Ptr<Socket> socket, const Address&)
    {
        m_accepted = socket;
    }

    Ptr<Socket> m_accepted; //!< a connection
};

std::string
BindingEdge::Send(TwoProviders& net, const Ptr<Socket>& socket)
{
    net.a.ForgetSeen();
    net.b.ForgetSeen();
    const int sent = socket->SendTo(Create<Packet>(10), 0, net.GetServer());
    const std::string error = sent < 0 ? "error " + std::to_string(socket->GetErrno()) : "";
    RunTo(Simulator::Now() + Seconds(1));
    return error + net.GetWires(UDP);
}

int
BindingEdge::Count(const TwoProviders& net, const std::string& event)
{
    return std::count(net.GetEvents().begin(), net.GetEvents().end(), event);
}

// Rows: OQ-03 OQ-07
void
BindingEdge::UnknownIsToldOnce()
{
    TwoProviders net;
    net.Set("BindCheck", "Lazy");
    const auto process = net.GetTable()->CreateProcess("process");
    const auto socket = net.MakeUdp();
    PvdSocketBinding::Get(socket)->SetProcess(process);
    const auto sendTwice = [&] {
        net.Forget();
        Send(net, socket);
        Send(net, socket);
    };
    process->Bind("x.example");
    sendTwice();
    NS_TEST_EXPECT_MSG_EQ(Count(net, "unknown socket: x.example"), 1, "of its process");
    process->Bind("y.example");
    sendTwice();
    NS_TEST_EXPECT_MSG_EQ(Count(net, "unknown socket: y.example"), 1, "its process is bound anew");
    net.Bind(socket, "x.example");
    sendTwice();
    NS_TEST_EXPECT_MSG_EQ(Count(net, "unknown socket: x.example"), 1, "its own");
    net.Bind(socket, "x.example");
    sendTwice();
    NS_TEST_EXPECT_MSG_EQ(Count(net, "unknown socket: x.example"), 1, "it is bound anew");
}

// Rows: OQ-03 OQ-07
void
BindingEdge::NotThereYetIsNotLost()
{
    for (const char* onLoss : {"Fail", "Unbind", "Wait"})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Set("BindCheck", "Lazy");
        net.Set("OnPvdLoss", onLoss);
        const auto socket = net.MakeUdp();
        net.Bind(socket, "x.example");
        NS_TEST_EXPECT_MSG_EQ(Send(net, socket), NO_ROUTE, onLoss);
        NS_TEST_EXPECT_MSG_EQ(Send(net, socket), NO_ROUTE, onLoss << ", when it was told");
    }
}

// Rows: OQ-07 OQ-15
void
BindingEdge::WasThereWhileNobodyLooked()
{
    for (const bool byProcess : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Set("BindCheck", "Lazy");
        net.Set("OnPvdLoss", "Unbind");
        const auto process = net.GetTable()->CreateProcess("process");
        const auto socket = net.MakeUdp();
        PvdSocketBinding::Get(socket)->SetProcess(process);
        byProcess ? process->Bind("b.example") : net.Bind(socket, "b.example");
        net.Advertise('b');
        net.Withdraw('b');
        NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "a", "it is not lost: " << byProcess);
    }
}

// Rows: OQ-07 BND-09
void
BindingEdge::ChildIsTold()
{
    TwoProviders net;
    net.Advertise('a');
    const auto process = net.GetTable()->CreateProcess("process");
    process->Bind("a.example");
    const auto child = net.GetTable()->CreateProcess("child", process);
    process->Bind(PvdBinding::None());
    net.Forget();
    net.Withdraw('a');
    net.Advertise('a');
    const std::vector<std::string> expected{"dangling child: a.example",
                                            "revived child: a.example"};
    NS_TEST_EXPECT_MSG_EQ((net.GetEvents() == expected), true, "it has a binding of its parent");
    const auto thread = net.GetTable()->CreateThread("thread", child);
    const auto second = net.GetTable()->CreateThread("second", thread);
    NS_TEST_EXPECT_MSG_EQ(second->GetParent(), child, "a thread of a thread is one of its process");
}

// Rows: OQ-06 OQ-07
void
BindingEdge::FirstTimeIsTold()
{
    TwoProviders net;
    net.Set("StickyByName", "false");
    net.Set("BindCheck", "Lazy");
    const auto socket = net.MakeUdp();
    net.Bind(socket, "a.example");
    net.Forget();
    net.Advertise('a');
    NS_TEST_EXPECT_MSG_EQ(Count(net, "revived socket: a.example"), 1, "it is there");
    net.Withdraw('a');
    net.Advertise('a');
    NS_TEST_EXPECT_MSG_EQ(Count(net, "revived socket: a.example"), 1, "it is another one");
}

// Rows: OQ-13 OQ-28
void
BindingEdge::Scores()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto socket = net.MakeUdp();
    double score = 0;
    const PvdBinding::Scorer scorer = [&score](const Ptr<Pvd>&, const Ipv6Address&) {
        return score;
    };
    const auto bind = [&](const std::vector<std::string>& names) {
        return net.Bind(socket, PvdBinding(names, scorer));
    };
    bind({"b.example"});
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "b", "0 is not negative");
    score = -1;
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), NO_ROUTE, "the only one is not wanted");
    score = 1;
    bind({"a.example", "b.example"});
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "a", "of equals the first of the binding");
    bind({"b.example", "a.example"});
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "b", "of equals the first of the binding");
    NS_TEST_EXPECT_MSG_EQ(net.Bind(socket, PvdBinding({"a.example"}, PvdBinding::SCORED)),
                          Socket::ERROR_INVAL,
                          "nobody says how");
}

// Rows: OQ-13 OQ-20
void
BindingEdge::RotationBeginsAnew()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto socket = net.MakeUdp();
    net.Bind(socket, PvdBinding({"a.example", "b.example"}, PvdBinding::ROUND_ROBIN));
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "a", "the first");
    net.Bind(socket, PvdBinding({"b.example", "a.example"}, PvdBinding::ROUND_ROBIN));
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "b", "the first of another binding");
    net.Bind(socket, PvdBinding({"a.example"}, PvdBinding::ROUND_ROBIN));
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "a", "the only one");
    net.host.GetRegistry()->SetAttribute("DrainTime", TimeValue(Seconds(10)));
    net.Withdraw('a');
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), NO_ROUTE, "it drains, and is for connections only");
}

// Rows: OQ-12 BND-09
void
BindingEdge::OwnBindingIsNotThatOfTheProcess()
{
    for (const char* policy : {"Pin", "Reject", "Reroute"})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        net.Set("RebindPolicy", policy);
        const auto process = net.GetTable()->CreateProcess("process");
        const auto socket = net.MakeUdp();
        const auto* binding = PvdSocketBinding::Get(socket);
        PvdSocketBinding::Get(socket)->SetProcess(process);
        net.Bind(socket, "a.example");
        socket->Connect(net.GetServer());
        NS_TEST_EXPECT_MSG_EQ(process->Bind("b.example"), Socket::ERROR_NOTERROR, policy);
        NS_TEST_EXPECT_MSG_EQ(binding->GetPinnedPvd(), net.host.FindPvd("a.example"), policy);
    }
}

// Rows: OQ-12 SAS-05
void
BindingEdge::UnboundConnectionIsBound()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto socket = net.MakeUdp();
    socket->Connect(net.GetServer());
    net.Bind(socket, "b.example");
    NS_TEST_EXPECT_MSG_EQ(socket->Bind(net.GetHost('a', 0)), 0, "it keeps that it was not bound");
}

// Rows: OQ-07 OQ-21
void
BindingEdge::ReceiverOfALostPvd()
{
    for (const bool isUnbound : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        net.Set("OnPvdLoss", isUnbound ? "Unbind" : "Fail");
        const auto socket = net.MakeUdp();
        net.Bind(socket, "a.example");
        socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        const auto receives = [&] {
            net.MakeServerSocket(UDP)->SendTo(Create<Packet>(10), 0, net.GetHost('b'));
            RunTo(Simulator::Now() + Seconds(1));
            return bool(socket->Recv());
        };
        NS_TEST_EXPECT_MSG_EQ(receives(), false, "it is bound to a");
        net.Withdraw('a');
        NS_TEST_EXPECT_MSG_EQ(receives(), isUnbound, "a has gone");
    }
}

// Rows: BND-11
void
BindingEdge::AcceptedFromTheHostItself()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto listener = net.MakeTcp();
    net.Bind(listener, {"b.example", "a.example"});
    listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
    listener->Listen();
    listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                MakeCallback(&BindingEdge::NoteAccepted, this));
    net.MakeTcp()->Connect(net.GetHost('a'));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_ASSERT_MSG_EQ(bool(m_accepted), true, "it is not accepted");
    NS_TEST_EXPECT_MSG_EQ(PvdSocketBinding::Get(m_accepted)->GetPinnedPvd(),
                          net.host.FindPvd("a.example"),
                          "its local address is of a");
    m_accepted = nullptr;
}

// Rows: OQ-21
void
BindingEdge::OneNameInTwoWays()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const Inet6SocketAddress any(Ipv6Address::GetAny(), PORT);
    const auto first = net.MakeUdp();
    net.Bind(first, "a.example");
    first->Bind(any);
    const auto second = net.MakeUdp();
    net.Bind(second, "A.Example.");
    NS_TEST_EXPECT_MSG_EQ(second->Bind(any), -1, "two sockets of one PvD have one port");
    NS_TEST_EXPECT_MSG_EQ(second->GetErrno(), Socket::ERROR_ADDRINUSE, "another reason");
    const auto third = net.MakeUdp();
    net.Bind(third, {"b.example", "a.example"});
    NS_TEST_EXPECT_MSG_EQ(third->Bind(any), -1, "one of its PvDs is of the first too");
}

class BindingEdgeSuite : public TestSuite
{
  public:
    BindingEdgeSuite()
        : TestSuite("pvd-binding-edge", Type::SYSTEM)
    {
        using T = BindingEdge;
        Add("an unknown PvD is told of too often, or too seldom", &T::UnknownIsToldOnce);
        Add("what was never there is lost", &T::NotThereYetIsNotLost);
        Add("what was there is not noticed", &T::WasThereWhileNobodyLooked);
        Add("a child is not told of what its parent was bound to", &T::ChildIsTold);
        Add("the first PvD of a name is not told of", &T::FirstTimeIsTold);
        Add("a score is misread", &T::Scores);
        Add("turns go on after another binding", &T::RotationBeginsAnew);
        Add("a process binds a socket that has a binding", &T::OwnBindingIsNotThatOfTheProcess);
        Add("a connection that was not bound gets a PvD", &T::UnboundConnectionIsBound);
        Add("a receiver has lost its PvD", &T::ReceiverOfALostPvd);
        Add("a connection of the host itself has no PvD", &T::AcceptedFromTheHostItself);
        Add("a PvD is taken for two", &T::OneNameInTwoWays);
    }

  private:
    void Add(const std::string& name, BindingEdge::Body body)
    {
        AddTestCase(new BindingEdge(name, body));
    }
};

BindingEdgeSuite g_bindingEdgeSuite; ///< registers itself

} // namespace
