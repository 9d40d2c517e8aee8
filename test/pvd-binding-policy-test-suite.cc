/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/enum.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/nstime.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <utility>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// How a socket of the table sends.
enum class Sending
{
    TO,        //!< UDP, with the destination in each call
    CONNECTED, //!< connected UDP
    STREAM,    //!< TCP
};

const char*
ToName(Sending sending)
{
    static const char* const NAMES[] = {"UDP", "connected UDP", "TCP"};
    return NAMES[static_cast<int>(sending)];
}

/// A socket of the host that is bound and has sent something.
class Flow
{
  public:
    Flow(TwoProviders& net, Sending sending, const PvdBinding& binding = "a.example")
        : m_net(net),
          m_sending(sending),
          m_socket(sending == Sending::STREAM ? net.MakeTcp() : net.MakeUdp())
    {
        net.Bind(m_socket, binding);
        m_socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                                    MakeCallback(&Flow::NoteError, this));
        if (sending != Sending::TO)
        {
            m_socket->Connect(net.GetServer());
        }
        Send();
    }

    /// Send something. \return the wires on which it went, or "error N"; and "!" if the connection
    /// was ended with an error
    std::string Send()
    {
        m_net.Forget();
        const int sent = m_sending == Sending::TO
                             ? m_socket->SendTo(Create<Packet>(10), 0, m_net.GetServer())
                             : m_socket->Send(Create<Packet>(10));
        RunTo(Simulator::Now() + Seconds(2));
        const std::string wires = m_net.GetWires(m_sending == Sending::STREAM ? TCP : UDP);
        const std::string error =
            sent < 0 ? "error " + std::to_string(m_socket->GetErrno()) : std::string();
        return wires + error + (m_isEnded ? "!" : "");
    }

    /// \return the socket
    const Ptr<Socket>& GetSocket() const
    {
        return m_socket;
    }

  private:
    void NoteError(Ptr<Socket>)
    {
        m_isEnded = true;
    }

    TwoProviders& m_net;   //!< the network
    Sending m_sending;     //!< how it sends
    Ptr<Socket> m_socket;  //!< the socket
    bool m_isEnded{false}; //!< with an error
};

const std::string NO_ROUTE = "error " + std::to_string(Socket::ERROR_NOROUTETOHOST);
const std::string NO_CONNECTION = "error " + std::to_string(Socket::ERROR_NOTCONN) + "!";
const std::string LATER = "error " + std::to_string(Socket::ERROR_AGAIN);

/// What the policies make of the events.
class BindingPolicy : public CaseOf<BindingPolicy>
{
  public:
    using CaseOf::CaseOf;

    void Loss();
    void Draining();
    void BackWhileDraining();
    void LossAfterReroute();
    void Rebinding();
    void RebindingOfThreads();
    void ClosedSocketsDoNotCount();
    void NotSticky();
    void EdgesAreTold();
};

/// What happens to a socket of a.example when the PvD is removed, and advertised again.
struct LossRow
{
    const char* onLoss;     //!< attribute OnPvdLoss
    const char* removal;    //!< attribute RemovalPolicy
    Sending sending;        //!< how it sends
    std::string meanwhile;  //!< what Send says while the PvD is gone
    std::string afterwards; //!< what it says when it is back
};

// Rows: 8801-3.4-12 DEL-01 DEL-02 BND-08 OQ-04 OQ-07 OQ-15 OQ-20
void
BindingPolicy::Loss()
{
    const LossRow rows[] = {
        {"Fail", "Flush", Sending::TO, NO_ROUTE, "a"},
        {"Fail", "Flush", Sending::CONNECTED, NO_ROUTE, "a"},
        {"Fail", "Flush", Sending::STREAM, NO_CONNECTION, NO_CONNECTION},
        {"Fail", "Untag", Sending::TO, NO_ROUTE, "a"},
        {"Fail", "Untag", Sending::CONNECTED, NO_ROUTE, "a"},
        // What is left behind is enough for a connection that has an address.
        {"Fail", "Untag", Sending::STREAM, "a", "a"},
        {"Fail", "Deprecate", Sending::TO, NO_ROUTE, "a"},
        {"Fail", "Deprecate", Sending::CONNECTED, NO_ROUTE, "a"},
        {"Fail", "Deprecate", Sending::STREAM, NO_CONNECTION, NO_CONNECTION},
        // What may use everything, uses the other provider, or what is left of its own.
        {"Unbind", "Flush", Sending::TO, "b", "a"},
        {"Unbind", "Flush", Sending::CONNECTED, "b", "a"},
        {"Unbind", "Flush", Sending::STREAM, "", "a"},
        {"Unbind", "Untag", Sending::TO, "b", "a"},
        {"Unbind", "Untag", Sending::CONNECTED, "b", "a"},
        {"Unbind", "Untag", Sending::STREAM, "a", "a"},
        {"Unbind", "Deprecate", Sending::TO, "b", "a"},
        {"Unbind", "Deprecate", Sending::CONNECTED, "b", "a"},
        {"Unbind", "Deprecate", Sending::STREAM, "", "a"},
        {"Wait", "Flush", Sending::TO, LATER, "a"},
        {"Wait", "Flush", Sending::CONNECTED, LATER, "a"},
        {"Wait", "Flush", Sending::STREAM, "", "a"},
        {"Wait", "Untag", Sending::TO, LATER, "a"},
        {"Wait", "Untag", Sending::CONNECTED, LATER, "a"},
        {"Wait", "Untag", Sending::STREAM, "a", "a"},
        {"Wait", "Deprecate", Sending::TO, LATER, "a"},
        {"Wait", "Deprecate", Sending::CONNECTED, LATER, "a"},
        {"Wait", "Deprecate", Sending::STREAM, "", "a"},
    };
    for (const auto& row : rows)
    {
        const std::string name =
            std::string(row.onLoss) + " " + row.removal + " " + ToName(row.sending);
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        net.Set("OnPvdLoss", row.onLoss);
        net.host.GetRegistry()->SetAttribute("RemovalPolicy", StringValue(row.removal));
        Flow flow(net, row.sending);
        net.Withdraw('a');
        NS_TEST_EXPECT_MSG_EQ(flow.Send(), row.meanwhile, name << ", meanwhile");
        net.Advertise('a');
        RunTo(Simulator::Now() + Seconds(20)); // for the timer of TCP
        NS_TEST_EXPECT_MSG_EQ(flow.Send(), row.afterwards, name << ", afterwards");
    }
}

/// What happens to a socket of a.example when the PvD is removed and drains for 10 s, and is
/// advertised again.
struct DrainRow
{
    const char* onLoss;     //!< attribute OnPvdLoss
    Sending sending;        //!< how it sends
    std::string meanwhile;  //!< what Send says while the PvD drains
    std::string drained;    //!< what it says when the PvD has drained
    std::string afterwards; //!< what it says when it is back
};

constexpr double DRAIN_TIME = 10; //!< seconds

// Rows: DEL-01 OQ-20
void
BindingPolicy::Draining()
{
    const DrainRow rows[] = {
        {"Fail", Sending::TO, NO_ROUTE, NO_ROUTE, "a"},
        {"Fail", Sending::CONNECTED, "a", NO_ROUTE, "a"},
        {"Fail", Sending::STREAM, "a", NO_CONNECTION, NO_CONNECTION},
        {"Unbind", Sending::TO, "b", "b", "a"},
        {"Unbind", Sending::CONNECTED, "a", "b", "a"},
        {"Unbind", Sending::STREAM, "a", "", "a"},
        {"Wait", Sending::TO, LATER, LATER, "a"},
        {"Wait", Sending::CONNECTED, "a", LATER, "a"},
        {"Wait", Sending::STREAM, "a", "", "a"},
    };
    for (const auto& row : rows)
    {
        const std::string name = std::string(row.onLoss) + " " + ToName(row.sending);
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        net.Set("OnPvdLoss", row.onLoss);
        net.host.GetRegistry()->SetAttribute("DrainTime", TimeValue(Seconds(DRAIN_TIME)));
        Flow flow(net, row.sending);
        net.Withdraw('a');
        const Time end = Simulator::Now() + Seconds(DRAIN_TIME);
        NS_TEST_EXPECT_MSG_EQ(flow.Send(), row.meanwhile, name << ", meanwhile");
        RunTo(end - Seconds(3));
        NS_TEST_EXPECT_MSG_EQ(flow.Send(), row.meanwhile, name << ", near the end");
        RunTo(end);
        NS_TEST_EXPECT_MSG_EQ(flow.Send(), row.drained, name << ", drained");
        net.Advertise('a');
        RunTo(Simulator::Now() + Seconds(20)); // for the timer of TCP
        NS_TEST_EXPECT_MSG_EQ(flow.Send(), row.afterwards, name << ", afterwards");
    }
}

// Rows: OQ-07 OQ-20
void
BindingPolicy::BackWhileDraining()
{
    // One that sends nothing meanwhile is told of the end, and of nothing before.
    for (const auto& [isSticky, isIdle] : {std::pair(true, false), {true, true}, {false, false}})
    {
        for (const Sending sending : {Sending::TO, Sending::CONNECTED, Sending::STREAM})
        {
            TwoProviders net;
            net.Advertise('a');
            net.Advertise('b');
            net.Set("StickyByName", isSticky ? "true" : "false");
            net.host.GetRegistry()->SetAttribute("DrainTime", TimeValue(Seconds(DRAIN_TIME)));
            Flow flow(net, sending);
            net.Withdraw('a');
            const Time end = Simulator::Now() + Seconds(DRAIN_TIME);
            RunTo(Simulator::Now() + Seconds(2));
            net.Advertise('a');
            const std::string meanwhile = isIdle ? "a" : flow.Send();
            RunTo(end);
            const std::string afterwards = flow.Send();
            if (isSticky)
            {
                NS_TEST_EXPECT_MSG_EQ(meanwhile, "a", ToName(sending) << ", back");
                NS_TEST_EXPECT_MSG_EQ(afterwards, "a", ToName(sending) << ", later");
            }
            else
            {
                const bool isStream = sending == Sending::STREAM;
                NS_TEST_EXPECT_MSG_EQ(afterwards,
                                      (isStream ? NO_CONNECTION : NO_ROUTE),
                                      ToName(sending) << ", of the old one");
            }
        }
    }
}

/// What happens to a socket that was bound to a.example, then to b.example, when b is removed.
struct RerouteLossRow
{
    const char* onLoss;    //!< attribute OnPvdLoss
    const char* removal;   //!< attribute RemovalPolicy
    double drain;          //!< attribute DrainTime, seconds
    Sending sending;       //!< how it sends
    std::string meanwhile; //!< what Send says while the PvD drains
    std::string drained;   //!< what it says afterwards
};

// Rows: OQ-07 OQ-12 OQ-20
void
BindingPolicy::LossAfterReroute()
{
    const RerouteLossRow rows[] = {
        {"Fail", "Flush", 0, Sending::CONNECTED, NO_ROUTE, NO_ROUTE},
        {"Fail", "Flush", 0, Sending::STREAM, NO_CONNECTION, NO_CONNECTION},
        {"Wait", "Flush", 0, Sending::CONNECTED, LATER, LATER},
        {"Wait", "Flush", 0, Sending::STREAM, "", ""},
        {"Unbind", "Flush", 0, Sending::CONNECTED, "a", "a"},
        {"Unbind", "Flush", 0, Sending::STREAM, "a", "a"},
        {"Fail", "Flush", DRAIN_TIME, Sending::CONNECTED, "b", NO_ROUTE},
        {"Fail", "Flush", DRAIN_TIME, Sending::STREAM, "b", NO_CONNECTION},
        // What is left behind has not the address of the connection.
        {"Fail", "Untag", 0, Sending::STREAM, NO_CONNECTION, NO_CONNECTION},
    };
    for (const auto& row : rows)
    {
        const std::string name = std::string(row.onLoss) + " " + ToName(row.sending);
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        net.Set("OnPvdLoss", row.onLoss);
        net.Set("RebindPolicy", "Reroute");
        net.host.GetRegistry()->SetAttribute("RemovalPolicy", StringValue(row.removal));
        net.host.GetRegistry()->SetAttribute("DrainTime", TimeValue(Seconds(row.drain)));
        Flow flow(net, row.sending);
        net.Bind(flow.GetSocket(), "b.example");
        NS_TEST_EXPECT_MSG_EQ(flow.Send(), "b", name << ", rerouted");
        net.Withdraw('b');
        NS_TEST_EXPECT_MSG_EQ(flow.Send(), row.meanwhile, name << ", meanwhile");
        RunTo(Simulator::Now() + Seconds(DRAIN_TIME));
        NS_TEST_EXPECT_MSG_EQ(flow.Send(), row.drained, name << ", drained");
    }
}

/// What happens to a socket of a.example that is bound to b.example.
struct RebindingRow
{
    const char* policy;        //!< attribute RebindPolicy
    Sending sending;           //!< how it sends
    Socket::SocketErrno error; //!< of the bind
    std::string afterwards;    //!< what Send says
};

// Rows: BND-07 OQ-12
void
BindingPolicy::Rebinding()
{
    const RebindingRow rows[] = {
        {"Pin", Sending::TO, Socket::ERROR_NOTERROR, "b"},
        {"Pin", Sending::CONNECTED, Socket::ERROR_NOTERROR, "a"},
        {"Pin", Sending::STREAM, Socket::ERROR_NOTERROR, "a"},
        {"Reject", Sending::TO, Socket::ERROR_NOTERROR, "b"},
        {"Reject", Sending::CONNECTED, Socket::ERROR_ISCONN, "a"},
        {"Reject", Sending::STREAM, Socket::ERROR_ISCONN, "a"},
        {"Reroute", Sending::TO, Socket::ERROR_NOTERROR, "b"},
        {"Reroute", Sending::CONNECTED, Socket::ERROR_NOTERROR, "b"},
        {"Reroute", Sending::STREAM, Socket::ERROR_NOTERROR, "b"},
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
            Flow flow(net, row.sending, byProcess ? PvdBinding::Inherit() : "a.example");
            const auto error =
                byProcess ? process->Bind("b.example") : net.Bind(flow.GetSocket(), "b.example");
            const std::string name = std::string(row.policy) + " " + ToName(row.sending);
            NS_TEST_EXPECT_MSG_EQ(error, row.error, name);
            NS_TEST_EXPECT_MSG_EQ(flow.Send(), row.afterwards, name);
        }
    }
}

// Rows: BND-07
void
BindingPolicy::RebindingOfThreads()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    net.Set("RebindPolicy", "Reject");
    const auto process = net.GetTable()->CreateProcess("process");
    process->Bind("a.example");
    const auto busy = net.GetTable()->CreateThread("busy", process);
    const auto idle = net.GetTable()->CreateThread("idle", process);
    const PvdProcess::Scope scope(busy);
    Flow flow(net, Sending::CONNECTED, PvdBinding::Inherit());
    NS_TEST_EXPECT_MSG_EQ(idle->Bind("b.example"), Socket::ERROR_NOTERROR, "another thread");
    NS_TEST_EXPECT_MSG_EQ(busy->Bind("b.example"), Socket::ERROR_ISCONN, "the thread");
    NS_TEST_EXPECT_MSG_EQ(process->Bind("b.example"), Socket::ERROR_ISCONN, "its process");
    PvdSocketBinding::Get(flow.GetSocket())->SetProcess(idle);
    NS_TEST_EXPECT_MSG_EQ(busy->Bind("b.example"), Socket::ERROR_NOTERROR, "it has left");
    NS_TEST_EXPECT_MSG_EQ(idle->Bind("a.example"), Socket::ERROR_ISCONN, "where it is now");
    NS_TEST_EXPECT_MSG_EQ(process->Bind("b.example"), Socket::ERROR_NOTERROR, "bound by its own");
}

// Rows: BND-07 OQ-12
void
BindingPolicy::ClosedSocketsDoNotCount()
{
    for (const Sending sending : {Sending::CONNECTED, Sending::STREAM})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        net.Set("RebindPolicy", "Reject");
        const auto process = net.GetTable()->CreateProcess("process");
        process->Bind("a.example");
        const PvdProcess::Scope scope(process);
        Flow flow(net, sending, PvdBinding::Inherit());
        Flow own(net, sending, "a.example");
        NS_TEST_EXPECT_MSG_EQ(process->Bind("b.example"), Socket::ERROR_ISCONN, ToName(sending));
        flow.GetSocket()->Close();
        own.GetSocket()->Close();
        RunTo(Simulator::Now() + Seconds(1));
        if (sending == Sending::STREAM)
        {
            // The server leaves its end open: only a connection that has ended is none.
            net.Withdraw('a');
            net.Advertise('a');
        }
        NS_TEST_EXPECT_MSG_EQ(process->Bind("b.example"), Socket::ERROR_NOTERROR, ToName(sending));
        NS_TEST_EXPECT_MSG_EQ(net.Bind(own.GetSocket(), "b.example"),
                              Socket::ERROR_NOTERROR,
                              ToName(sending));
    }
}

// Rows: BND-03 BND-08 OQ-06
void
BindingPolicy::NotSticky()
{
    for (const bool isSticky : {false, true})
    {
        for (const bool byProcess : {false, true})
        {
            TwoProviders net;
            net.Advertise('a');
            net.Advertise('b');
            net.Set("StickyByName", isSticky ? "true" : "false");
            const auto process = net.GetTable()->CreateProcess("process");
            process->Bind("a.example");
            const PvdProcess::Scope scope(process);
            Flow flow(net, Sending::TO, byProcess ? PvdBinding::Inherit() : "a.example");
            net.Withdraw('a');
            NS_TEST_EXPECT_MSG_EQ(flow.Send(), NO_ROUTE, "a has gone");
            net.Forget();
            net.Advertise('a');
            NS_TEST_EXPECT_MSG_EQ(net.GetEvents().empty(), !isSticky, "it is told that a is back");
            NS_TEST_EXPECT_MSG_EQ(flow.Send(), (isSticky ? "a" : NO_ROUTE), "a is back");
        }
    }
}

// Rows: DEL-02 OQ-07
void
BindingPolicy::EdgesAreTold()
{
    TwoProviders net;
    net.Advertise('a');
    net.Forget();
    const auto process = net.GetTable()->CreateProcess("process");
    process->Bind("a.example");
    const auto socket = net.MakeUdp();
    net.Bind(socket, "a.example");
    net.Withdraw('a');
    net.Advertise('a');
    net.Bind(socket, PvdBinding::None());
    process->Bind(PvdBinding::Inherit());
    const std::vector<std::string> expected{"bound process: a.example",
                                            "bound socket: a.example",
                                            "dangling process: a.example",
                                            "dangling socket: a.example",
                                            "revived process: a.example",
                                            "revived socket: a.example",
                                            "unbound socket: none",
                                            "unbound process: inherit"};
    NS_TEST_EXPECT_MSG_EQ((net.GetEvents() == expected), true, "other events, or another order");
}

class BindingPolicySuite : public TestSuite
{
  public:
    BindingPolicySuite()
        : TestSuite("pvd-binding-policy", Type::SYSTEM)
    {
        Add("a PvD that goes, and comes back", &BindingPolicy::Loss);
        Add("a PvD that drains", &BindingPolicy::Draining);
        Add("a PvD that comes back while it drains", &BindingPolicy::BackWhileDraining);
        Add("a loss after rerouting is not told", &BindingPolicy::LossAfterReroute);
        Add("a socket that is bound anew", &BindingPolicy::Rebinding);
        Add("another thread is bound anew", &BindingPolicy::RebindingOfThreads);
        Add("a socket that is closed counts as connected", &BindingPolicy::ClosedSocketsDoNotCount);
        Add("a PvD that comes back is the same, or is not", &BindingPolicy::NotSticky);
        Add("an edge is not told", &BindingPolicy::EdgesAreTold);
    }

  private:
    void Add(const std::string& name, BindingPolicy::Body body)
    {
        AddTestCase(new BindingPolicy(name, body));
    }
};

BindingPolicySuite g_bindingPolicySuite; ///< registers itself

} // namespace
