/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-lists.h"
#include "pvd-test-two-providers.h"
#include "pvd-test-two-pvds.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/nstime.h"
#include "ns3/string.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint32_t OCTETS = 100; //!< that a stream sends at once

/// Sends OCTETS each 100 ms over TCP.
class Stream
{
  public:
    /// \param net the network \param socket a socket of the host
    Stream(TwoProviders& net, const Ptr<Socket>& socket)
        : m_net(net),
          m_socket(socket)
    {
        socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                                  MakeCallback(&Stream::NoteError, this));
        socket->Connect(net.GetServer());
        Send();
    }

    ~Stream()
    {
        m_event.Cancel();
    }

    /// \return when it ended with an error, or the beginning of time
    Time GetErrorTime() const
    {
        return m_errorTime;
    }

    /// \return why it ended
    Socket::SocketErrno GetError() const
    {
        return m_error;
    }

    /// \return octets that arrive within a second from now
    uint64_t Measure()
    {
        const uint64_t before = m_net.GetOctets();
        RunTo(Simulator::Now() + Seconds(1));
        return m_net.GetOctets() - before;
    }

  private:
    void Send()
    {
        m_socket->Send(Create<Packet>(OCTETS));
        m_event = Simulator::Schedule(MilliSeconds(100), &Stream::Send, this);
    }

    void NoteError(Ptr<Socket> socket)
    {
        m_errorTime = Simulator::Now();
        m_error = socket->GetErrno();
    }

    TwoProviders& m_net;                                 //!< the network
    Ptr<Socket> m_socket;                                //!< the socket
    EventId m_event;                                     //!< of the next octets
    Time m_errorTime;                                    //!< see GetErrorTime
    Socket::SocketErrno m_error{Socket::ERROR_NOTERROR}; //!< see GetError
};

/// A PvD that is removed by hand while connections use it.
class Drain : public CaseOf<Drain>
{
  public:
    using CaseOf::CaseOf;

    void ConnectionEndsInTime();
    void UnboundConnectionGoesOn();
    void NobodyElseUsesIt();
    void NobodyElseOfItsLinkUsesIt();
    void LeavesNoSourceOnItsLink();
    void SharesAPrefix();
    void HasTwoRouters();
    void WhatItHas();
    void ComesBackMeanwhile();
    void EndsWithItsInterface();
    void EndsWithItsLifetimes();
    void RouterStopsMeanwhile();

  private:
    void NoteDrained(Ptr<Pvd> pvd)
    {
        m_drained += pvd->GetId().ToString() + " ";
        m_wasEmpty = pvd->IsEmpty();
        m_time = Simulator::Now();
    }

    /// Let PvDs of a host drain for 10 s.
    void Prepare(const TestHost& host)
    {
        m_drained.clear();
        m_wasEmpty = false;
        host.GetRegistry()->SetAttribute("DrainTime", TimeValue(Seconds(10)));
        host.GetRegistry()->TraceConnectWithoutContext("PvdDrained",
                                                       MakeCallback(&Drain::NoteDrained, this));
    }

    static void Remove(const TestHost& host, const std::string& id)
    {
        PvdStaticConfiguration(host.GetRegistry()).RemovePvd(id);
    }

    std::string m_drained;  //!< PvDs that have drained
    bool m_wasEmpty{false}; //!< the last one had nothing
    Time m_time;            //!< when that was
};

/// How a connection ends.
struct EndRow
{
    const char* removal; //!< attribute RemovalPolicy
    double drain;        //!< attribute DrainTime, seconds
    double end;          //!< of the connection, seconds after the removal; negative: none
};

// Rows: OQ-20 DEL-01
void
Drain::ConnectionEndsInTime()
{
    const EndRow rows[] = {
        {"Flush", 10, 10},
        {"Flush", 0, 0},
        {"Untag", 0, -1},
        {"Untag", 10, -1},
        {"Deprecate", 0, 0},
        {"Deprecate", 10, 0}, // its routes go at once
    };
    for (const auto& row : rows)
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        net.host.GetRegistry()->SetAttribute("RemovalPolicy", StringValue(row.removal));
        net.host.GetRegistry()->SetAttribute("DrainTime", TimeValue(Seconds(row.drain)));
        const auto socket = net.MakeTcp();
        net.Bind(socket, "a.example");
        Stream stream(net, socket);
        RunTo(Simulator::Now() + Seconds(5));
        NS_TEST_EXPECT_MSG_EQ(stream.Measure(), 10 * OCTETS, row.removal << ", before");
        net.Forget();
        const Time removal = Simulator::Now();
        net.Withdraw('a');
        RunTo(removal + Seconds(8));
        const uint64_t arriving = row.end > 8 || row.end < 0 ? 10 * OCTETS : 0;
        NS_TEST_EXPECT_MSG_EQ(stream.Measure(), arriving, row.removal << ", 8 s later");
        RunTo(removal + Seconds(12));
        const uint64_t stillArriving = row.end < 0 ? 10 * OCTETS : 0;
        NS_TEST_EXPECT_MSG_EQ(stream.Measure(), stillArriving, row.removal << ", 12 s later");
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP).find('b'), std::string::npos, row.removal);
        const Time end = row.end < 0 ? Time(0) : removal + Seconds(row.end);
        NS_TEST_EXPECT_MSG_EQ(stream.GetErrorTime(), end, row.removal << ", " << row.drain);
        const auto error = row.end < 0 ? Socket::ERROR_NOTERROR : Socket::ERROR_NOROUTETOHOST;
        NS_TEST_EXPECT_MSG_EQ(stream.GetError(), error, row.removal << ", " << row.drain);
    }
}

// Rows: OQ-20
void
Drain::UnboundConnectionGoesOn()
{
    TwoProviders net;
    net.Advertise('a');
    Prepare(net.host);
    Stream stream(net, net.MakeTcp());
    RunTo(Simulator::Now() + Seconds(5));
    net.Advertise('b');
    net.Forget();
    net.Withdraw('a');
    NS_TEST_EXPECT_MSG_EQ(stream.Measure(), 10 * OCTETS, "what has its address stops");
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "a", "what has its address leaves it");
    RunTo(Simulator::Now() + Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(stream.Measure(), 0, "its address has not gone");
}

// Rows: OQ-20
void
Drain::NobodyElseUsesIt()
{
    TwoPvds net;
    Prepare(net.host);
    const auto routing = net.GetRouting();
    const Ipv6Address far("2600::1");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far)), BY_A, "before");
    Remove(net.host, "a.example");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far)), BY_B, "a new flow");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far, From(net.OfA()))), BY_A, "an old one");
    NS_TEST_EXPECT_MSG_EQ(TellRoute(routing, far, Ipv6Address::GetAny()),
                          "fe80::b " + ToText(net.OfB()),
                          "a new flow");
    Remove(net.host, "b.example");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far)), "no route", "both drain");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far, From(net.OfB()))), BY_B, "an old one");
    RunTo(Simulator::Now() + Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far, From(net.OfA()))), "no address", "later");
}

// Rows: OQ-20
void
Drain::NobodyElseOfItsLinkUsesIt()
{
    OneHost net;
    Prepare(net.host);
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    net.Hear(Ra(1800, {PvdNamed("a.example", {Slla(A.mac), Pio("2001:db8:a::/64", 3600, 1800)})}),
             A);
    net.Hear(Ra(1800, {PvdNamed("b.example", {Slla(B.mac)})}), B);
    RunTo(Seconds(3));
    const Ipv6Address far("2600::1");
    const Ipv6Address ofA = net.host.MakeAddress("2001:db8:a::/64");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far)), BY_A, "before");
    Remove(net.host, "a.example");
    const auto decision = routing->Resolve(far);
    NS_TEST_EXPECT_MSG_EQ(ToText(decision.gateway), "fe80::b", "a new flow");
    NS_TEST_EXPECT_MSG_EQ(decision.source.IsLinkLocal(), true, "its address in a new flow");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far, From(ofA))), BY_A, "an old one");
    const auto neighbor = routing->Resolve(Ipv6Address::GetAllNodesMulticast());
    NS_TEST_EXPECT_MSG_EQ(neighbor.source.IsLinkLocal(), true, "its address on the link");
}

// Rows: OQ-20
void
Drain::LeavesNoSourceOnItsLink()
{
    TwoLinks net;
    Prepare(net.host);
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    RunTo(Seconds(3));
    net.Hear(Ra(1800, {PvdNamed("a.example", {Slla(A.mac), Pio("2001:db8:a::/64", 3600, 1800)})}),
             A);
    net.Hear(Ra(1800, {PvdNamed("c.example")}), MakeRouter('c'));
    net.second.Send(
        Ra(1800, {PvdNamed("b.example", {Slla(B.mac), Pio("2001:db8:b::/64", 3600, 1800)})}),
        B);
    RunTo(Seconds(6));
    Remove(net.host, "a.example");
    // Of equal routes that which was heard of first, but c has no source left.
    const auto decision = routing->Resolve(Ipv6Address("2600::1"));
    NS_TEST_EXPECT_MSG_EQ(ToText(decision.gateway), "fe80::b", "a route without a source");
    PvdRouteOptions options;
    options.source = Ipv6Address("2001:db8:a::");
    options.sourceLength = 64;
    routing->AddRoute(Ipv6Address("2600::"), Ipv6Prefix(16), Ipv6Address("fe80::c"), 1, options);
    const auto scoped = routing->Resolve(Ipv6Address("2600::1"));
    NS_TEST_EXPECT_MSG_EQ(ToText(scoped.gateway), "fe80::b", "a route for a source that drains");
}

// Rows: OQ-20
void
Drain::SharesAPrefix()
{
    OneHost net;
    Prepare(net.host);
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    RunTo(Seconds(3));
    const NdOption shared = Pio("2001:db8:a::/64", 3600, 1800);
    net.Hear(Ra(1800, {PvdNamed("a.example", {Slla(A.mac), shared})}), A);
    // The first choice of a new flow, with which no address goes.
    const Station c = MakeRouter('c');
    net.Hear(
        Ra(pvdtest::Header(1800, RouterPreference::HIGH), {PvdNamed("c.example", {Slla(c.mac)})}),
        c);
    net.Hear(Ra(1800, {PvdNamed("b.example", {Slla(B.mac), shared})}), B);
    RunTo(Seconds(6));
    const Ipv6Address far("2600::1");
    const Ipv6Address own = net.host.MakeAddress("2001:db8:a::/64");
    const std::string byB = "via fe80::b from 2001:db8:a::ff:fe00:1 in b.example";
    PvdFlow bound;
    bound.bound = true;
    bound.pvds.push_back(net.host.FindPvd("a.example"));
    bound.source = own;
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far)), BY_A, "before");
    Remove(net.host, "a.example");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far)), byB, "a new flow");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far, From(own))), byB, "one with that address");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far, bound)), BY_A, "one that keeps it");
    // Nobody else knows a way from this address: who has it goes on.
    net.Hear(Ra(0, {PvdNamed("b.example", {Slla(B.mac), shared})}), B);
    net.Hear(Ra(pvdtest::Header(1800, RouterPreference::HIGH),
                {PvdNamed("c.example", {Slla(c.mac), Pio("2001:db8:c::/64", 3600, 0)})}),
             c);
    RunTo(Seconds(9));
    const auto decision = routing->Resolve(far);
    NS_TEST_EXPECT_MSG_EQ(ToText(decision.gateway), "fe80::c", "a new flow, without b");
    NS_TEST_EXPECT_MSG_EQ(ToText(decision.source), ToText(own), "it has another address");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far, From(own))), BY_A, "an old one, without b");
}

// Rows: OQ-20
void
Drain::HasTwoRouters()
{
    OneHost net;
    Prepare(net.host);
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    RunTo(Seconds(3));
    // The first router has a way, and the second the prefix.
    net.Hear(
        Ra(pvdtest::Header(1800, RouterPreference::HIGH), {PvdNamed("a.example", {Slla(B.mac)})}),
        B);
    net.Hear(Ra(1800, {PvdNamed("a.example", {Slla(A.mac), Pio("2001:db8:a::/64", 3600, 1800)})}),
             A);
    RunTo(Seconds(6));
    PvdFlow bound;
    bound.bound = true;
    bound.pvds.push_back(net.host.FindPvd("a.example"));
    const Ipv6Address far("2600::1");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far, bound)), BY_A, "before");
    Remove(net.host, "a.example");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(far, bound)), BY_A, "who keeps it");
}

// Rows: DEL-01 OQ-20
void
Drain::WhatItHas()
{
    OneHost net;
    Prepare(net.host);
    net.Hear(Ra(1800,
                {PvdNamed("a.example",
                          {Pio("2001:db8:a::/64", 3600, 1800),
                           Rio("2001:db8:100::/40", 900),
                           Rdnss({"2001:db8::53"}, 600),
                           Dnssl({"example"}, 600)})}));
    PvdStaticConfiguration(net.host.GetRegistry())
        .AddAddress("a.example", 1, Ipv6Address("2001:db8:2::5"), 64);
    RunTo(Seconds(3));
    const auto pvd = net.host.FindPvd("a.example");
    const auto routes = ListRoutes(pvd);
    const Ipv6Address learned = net.host.MakeAddress("2001:db8:a::/64");
    net.host.ForgetEvents();
    Remove(net.host, "a.example");
    // Its name, and what resolves names, is gone for all.
    NS_TEST_EXPECT_MSG_EQ(
        ListEvents(net.host),
        "RdnssRemoved a.example 2001:db8::53, DnsslRemoved a.example example, PvdRemoved a.example",
        "it is told");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a.example"), nullptr, "its name");
    NS_TEST_EXPECT_MSG_EQ(pvd->IsAlive(), false, "it is not removed");
    NS_TEST_EXPECT_MSG_EQ(pvd->IsDraining(), true, "it does not drain");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), routes, "its routes");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd),
                          "2001:db8:a::ff:fe00:1, 2001:db8:2::5",
                          "its addresses");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(learned), "deprecated", "for new flows");
    RunTo(Seconds(12.5));
    NS_TEST_EXPECT_MSG_EQ(pvd->IsDraining(), true, "too early");
    NS_TEST_EXPECT_MSG_EQ(m_drained, "", "too early");
    RunTo(Seconds(13));
    NS_TEST_EXPECT_MSG_EQ(m_drained, "a.example ", "it has drained");
    NS_TEST_EXPECT_MSG_EQ(m_wasEmpty, true, "it had something when that was told");
    NS_TEST_EXPECT_MSG_EQ(pvd->IsDraining(), false, "it drains");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(learned), "none", "its address");
    NS_TEST_EXPECT_MSG_EQ(ListCommonRoutes(net.host), "", "its routes");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "afterwards");
}

// Rows: DEL-04 OQ-20
void
Drain::ComesBackMeanwhile()
{
    TwoPvds net;
    Prepare(net.host);
    const auto old = net.host.FindPvd("a.example");
    Remove(net.host, "a.example");
    RunTo(Simulator::Now() + Seconds(5));
    net.Hear(Ra(1800, {PvdNamed("a.example", {Slla(A.mac), Pio("2001:db8:a::/64", 3600, 1800)})}),
             A);
    const auto back = net.host.FindPvd("a.example");
    NS_TEST_ASSERT_MSG_NE(back, nullptr, "it is not back");
    NS_TEST_EXPECT_MSG_NE(back->GetIndex(), old->GetIndex(), "the old one is back");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.OfA()), "preferred", "its address");
    const Ipv6Address far("2600::1");
    // Of equal routes, that which was heard of first.
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(far)), BY_B, "a new flow");
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(far, From(net.OfA()))), BY_A, "its flow");
    RunTo(Simulator::Now() + Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(m_drained, "a.example ", "the old one has not drained");
    NS_TEST_EXPECT_MSG_EQ(old->IsEmpty(), true, "the old one has something");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.OfA()), "preferred", "its address, later");
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(far, From(net.OfA()))), BY_A, "its flow");
}

// Rows: OQ-20
void
Drain::EndsWithItsInterface()
{
    TwoPvds net;
    Prepare(net.host);
    const auto pvd = net.host.FindPvd("a.example");
    Remove(net.host, "a.example");
    RunTo(Simulator::Now() + Seconds(1));
    net.host.GetIpv6()->SetDown(1);
    NS_TEST_EXPECT_MSG_EQ(m_drained, "a.example ", "it drains without an interface");
    NS_TEST_EXPECT_MSG_EQ(pvd->IsEmpty(), true, "it has something");
    RunTo(Simulator::Now() + Seconds(20));
    NS_TEST_EXPECT_MSG_EQ(m_drained, "a.example ", "it is told twice");
}

// Rows: OQ-20
void
Drain::EndsWithItsLifetimes()
{
    OneHost net;
    Prepare(net.host);
    RunTo(Seconds(2));
    net.Hear(Ra(6, {PvdNamed("a.example", {Pio("2001:db8:a::/64", 8, 8)})}));
    RunTo(Seconds(4));
    const auto pvd = net.host.FindPvd("a.example");
    Remove(net.host, "a.example");
    RunTo(Seconds(9));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "2001:db8:a::/64%1", "its default route has ended");
    RunTo(Seconds(20));
    NS_TEST_EXPECT_MSG_EQ(m_drained, "a.example ", "it has not drained");
    NS_TEST_EXPECT_MSG_EQ(m_time, Seconds(10), "it drains without anything");
}

// Rows: OQ-20
void
Drain::RouterStopsMeanwhile()
{
    TwoPvds net;
    Prepare(net.host);
    Remove(net.host, "a.example");
    net.host.GetRegistry()->NotifyNotRouter(1, A.address);
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(Ipv6Address("2600::1"), From(net.OfA()))),
                          "no route",
                          "to one that is no router any more");
}

class DrainSuite : public TestSuite
{
  public:
    DrainSuite()
        : TestSuite("pvd-drain", Type::SYSTEM)
    {
        Add("a connection ends at another time", &Drain::ConnectionEndsInTime);
        Add("an unbound connection is cut", &Drain::UnboundConnectionGoesOn);
        Add("a new flow uses a PvD that drains", &Drain::NobodyElseUsesIt);
        Add("a new flow uses an address that drains", &Drain::NobodyElseOfItsLinkUsesIt);
        Add("an address that drains counts as a source", &Drain::LeavesNoSourceOnItsLink);
        Add("a new flow uses a router that drains, of a prefix that stays", &Drain::SharesAPrefix);
        Add("a flow that keeps what drains has the router of another source",
            &Drain::HasTwoRouters);
        Add("too much or too little stays", &Drain::WhatItHas);
        Add("a PvD that is back is taken for the old one", &Drain::ComesBackMeanwhile);
        Add("a PvD drains without its interface", &Drain::EndsWithItsInterface);
        Add("a PvD drains longer than its lifetimes", &Drain::EndsWithItsLifetimes);
        Add("a route to a former router drains", &Drain::RouterStopsMeanwhile);
    }

  private:
    void Add(const std::string& name, Drain::Body body)
    {
        AddTestCase(new Drain(name, body));
    }
};

DrainSuite g_drainSuite; ///< registers itself

} // namespace
