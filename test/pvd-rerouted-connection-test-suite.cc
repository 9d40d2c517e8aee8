/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/nstime.h"
#include "ns3/string.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr double DRAIN_TIME = 10; //!< seconds

/// A connection that has lost one PvD, or what it uses of one that drains.
class ReroutedConnection : public CaseOf<ReroutedConnection>
{
  public:
    using CaseOf::CaseOf;

    void OneOfSeveralIsLeft();
    void AnotherPvdGoes();
    void UsablePvds();
    void NewFlowsWhileItDrains();

  private:
    /// \return a connection of a.example
    Ptr<Socket> Connect(TwoProviders& net);
    /// Send something. \return the wires on which it went; and "!" if the connection has ended with
    /// an error
    std::string Send(TwoProviders& net, const Ptr<Socket>& socket);

    void NoteError(Ptr<Socket>)
    {
        m_isEnded = true;
    }

    bool m_isEnded{false}; //!< the connection, with an error
};

Ptr<Socket>
ReroutedConnection::Connect(TwoProviders& net)
{
    m_isEnded = false;
    const auto socket = net.MakeTcp();
    net.Bind(socket, "a.example");
    socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                              MakeCallback(&ReroutedConnection::NoteError, this));
    socket->Connect(net.GetServer());
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "a", "connected");
    return socket;
}

std::string
ReroutedConnection::Send(TwoProviders& net, const Ptr<Socket>& socket)
{
    net.Forget();
    socket->Send(Create<Packet>(10));
    RunTo(Simulator::Now() + Seconds(2));
    return net.GetWires(TCP) + (m_isEnded ? "!" : "");
}

// Rows: OQ-07 OQ-12 OQ-13
void
ReroutedConnection::OneOfSeveralIsLeft()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    net.Set("RebindPolicy", "Reroute");
    const auto socket = Connect(net);
    net.Bind(socket, {"b.example", "a.example"});
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "b", "the first of both");
    net.Withdraw('b');
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "a", "the second is left");
    net.Withdraw('a');
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "!", "none is left");
}

// Rows: OQ-07 OQ-12
void
ReroutedConnection::AnotherPvdGoes()
{
    TwoProviders net;
    net.Advertise('a');
    net.Set("RebindPolicy", "Reroute");
    net.Set("BindCheck", "Lazy");
    PvdStaticConfiguration hand(net.host.GetRegistry());
    hand.CreatePvd("c.example");
    const auto socket = Connect(net);
    hand.RemovePvd("c.example");
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "a", "it has nothing to do with c");
    hand.CreatePvd("c.example");
    net.Bind(socket, "b.example");
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "", "b is not there yet");
    hand.RemovePvd("c.example");
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "", "it has nothing to do with c");
    net.Advertise('b');
    RunTo(Simulator::Now() + Seconds(20)); // for the timer of TCP
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "b", "b is there");
}

// Rows: OQ-06 OQ-20
void
ReroutedConnection::UsablePvds()
{
    for (const bool isSticky : {true, false})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Set("OnPvdLoss", "Wait");
        net.Set("StickyByName", isSticky ? "true" : "false");
        net.host.GetRegistry()->SetAttribute("DrainTime", TimeValue(Seconds(DRAIN_TIME)));
        const auto socket = Connect(net);
        const auto* binding = PvdSocketBinding::Get(socket);
        const std::vector<Ptr<Pvd>> own{net.host.FindPvd("a.example")};
        NS_TEST_EXPECT_MSG_EQ((binding->GetUsablePvds() == own), true, "its own");
        net.Withdraw('a');
        NS_TEST_EXPECT_MSG_EQ((binding->GetUsablePvds() == own), true, "what drains");
        NS_TEST_EXPECT_MSG_EQ(binding->GetBoundPvds().size(), 0, "its name stands for nothing");
        RunTo(Simulator::Now() + Seconds(DRAIN_TIME + 1));
        NS_TEST_EXPECT_MSG_EQ(binding->GetUsablePvds().size(), 0, "what has drained");
        net.Advertise('a');
        std::vector<Ptr<Pvd>> back(isSticky ? 1 : 0, net.host.FindPvd("a.example"));
        NS_TEST_EXPECT_MSG_EQ((binding->GetUsablePvds() == back), true, "one of its name is there");
    }
}

// Rows: OQ-13 OQ-20
void
ReroutedConnection::NewFlowsWhileItDrains()
{
    const PvdBinding::Policy policies[] = {PvdBinding::FIRST_USABLE,
                                           PvdBinding::UNION_BEST_ROUTE,
                                           PvdBinding::ROUND_ROBIN};
    for (const auto policy : policies)
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        net.host.GetRegistry()->SetAttribute("DrainTime", TimeValue(Seconds(DRAIN_TIME)));
        const PvdBinding binding({"a.example", "b.example"}, policy);
        net.Withdraw('a');
        net.Forget();
        for (int i = 0; i < 2; ++i)
        {
            const auto socket = net.MakeUdp();
            NS_TEST_EXPECT_MSG_EQ(net.Bind(socket, binding), Socket::ERROR_NODEV, "a is bound");
            PvdSocketBinding::Get(socket)->BindToPvd(binding, PvdBinding::LAZY);
            socket->SendTo(Create<Packet>(10), 0, net.GetServer());
            RunTo(Simulator::Now() + Seconds(1));
        }
        NS_TEST_EXPECT_MSG_EQ(net.GetSenders(), "bb", "a PvD that drains is used");
    }
}

class ReroutedConnectionSuite : public TestSuite
{
  public:
    ReroutedConnectionSuite()
        : TestSuite("pvd-rerouted-connection", Type::SYSTEM)
    {
        using T = ReroutedConnection;
        Add("a connection ends though it has another PvD", &T::OneOfSeveralIsLeft);
        Add("a connection ends with a PvD that it has not", &T::AnotherPvdGoes);
        Add("a connection has more or fewer PvDs than it may use", &T::UsablePvds);
        Add("a new flow of several PvDs uses one that drains", &T::NewFlowsWhileItDrains);
    }

  private:
    void Add(const std::string& name, ReroutedConnection::Body body)
    {
        AddTestCase(new ReroutedConnection(name, body));
    }
};

ReroutedConnectionSuite g_reroutedConnectionSuite; ///< registers itself

} // namespace
