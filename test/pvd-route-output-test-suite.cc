/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-two-pvds.h"

#include "ns3/boolean.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/ndisc-cache.h"
#include "ns3/pvd-static-configuration.h"

#include <random>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Which way a packet goes.
class RouteOutput : public CaseOf<RouteOutput>
{
  public:
    using CaseOf::CaseOf;

    void LongestPrefixTheFlowMayUse();
    void NoRouteInThePvd();
    void WithoutABindingAllRoutesCompete();
    void CommonDestinations();
    void BetterRouteOfOnePrefix();
    void ReachableRoutersFirst();
    void SilentRouterIsLeftAndProbed();
    void StaticRoutesOfTwoPvds();
    void BothInterfacesAgree();
    void DecisionIsTraced();
    void RouterWithoutPrefixes();
    void OutgoingDevice();
    void RoutesByHand();
    void RouteTableAsText();
    void BoundFlowAndRoutesOfNoPvd();
    void SourcePrefixWithoutUsableAddress();
    void ForwardingNodeUsesOtherInterfaces();

  private:
    void NoteDecision(const PvdDecision& decision);

    std::vector<PvdDecision> m_decisions; //!< as traced
};

// Rows: LKP-01, LKP-02, LKP-04, LKP-10, LKP-14, 6724-7-01, 4861-5.2-01
void
RouteOutput::LongestPrefixTheFlowMayUse()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR)), BY_B, "the RIO is longer");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR, net.Bound({"a.example"}))),
                          BY_A,
                          "a longer prefix of B attracts a flow of A");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR, net.Bound({"b.example"}))), BY_B, "B");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR, net.Bound({"a.example", "b.example"}))),
                          BY_B,
                          "both");
    const auto decision = routing->Resolve(FAR);
    NS_TEST_EXPECT_MSG_EQ(ToText(decision.prefix) + "/" + std::to_string(decision.length),
                          "2001:db8:ffff::/48",
                          "the prefix that decided");
    NS_TEST_EXPECT_MSG_EQ(ToString(decision.rule), std::string("S5.5"), "the rule that decided");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(Ipv6Address("2001:db8:a::9"))),
                          "on-link from 2001:db8:a::ff:fe00:1 in a.example",
                          "on-link");
    NS_TEST_EXPECT_MSG_EQ(
        Tell(routing->Resolve(Ipv6Address("2001:db8:a::9"), net.Bound({"b.example"}))),
        BY_B,
        "A's neighbours are reached by B's router");
}

// Rows: LKP-03, PRX-03, 4191-3.2-03
void
RouteOutput::NoRouteInThePvd()
{
    TwoPvds net;
    net.Hear(Ra(0, {PvdNamed("a.example", {Pio("2001:db8:a::/64", 3600, 1800, "A")})}), A);
    NS_TEST_EXPECT_MSG_EQ(
        Tell(net.GetRouting()->Resolve(Ipv6Address("2001:db8:c::1"), net.Bound({"a.example"}))),
        "no route",
        "a flow of A leaves by B");
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(FAR, net.Bound({}))),
                          "no route",
                          "a flow of no PvD leaves");
    net.host.GetIpv6()->SetDown(1);
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(FAR)), "no route", "nothing is there");
}

// Rows: LKP-04
void
RouteOutput::WithoutABindingAllRoutesCompete()
{
    TwoPvds net;
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(Ipv6Address("2001:db8:c::1"))),
                          BY_A,
                          "first heard");
    net.Hear(Ra(pvdtest::Header(1800, RouterPreference::LOW), {PvdNamed("a.example")}), A);
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(Ipv6Address("2001:db8:c::1"))),
                          BY_B,
                          "the better one");
}

// Rows: LKP-05, SAS-07
void
RouteOutput::CommonDestinations()
{
    TwoPvds net;
    const PvdFlow flow = net.Bound({"a.example"});
    const std::string local = ToText(net.host.GetLinkLocal());
    const std::pair<const char*, std::string> rows[] = {
        {"::1", "on-link from ::1 in all"},
        {"2001:db8:b::ff:fe00:1", "on-link from 2001:db8:b::ff:fe00:1 in all"},
        {"fe80::b", "on-link from " + local + " in all"},
        {"ff02::1", "on-link from " + local + " in all"},
        {"ff0e::1", "on-link from 2001:db8:a::ff:fe00:1 in all"}};
    for (const auto& row : rows)
    {
        NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(Ipv6Address(row.first), flow)),
                              row.second,
                              row.first);
    }
}

// Rows: LKP-06, 4191-3.2-02
void
RouteOutput::BetterRouteOfOnePrefix()
{
    struct Row
    {
        const char* name;
        RouterPreference a, b;
        uint32_t metricA, metricB;
        const char* gateway;
    };

    const Row rows[] = {
        {"first", RouterPreference::LOW, RouterPreference::LOW, 5, 5, "fe80::a"},
        {"metric", RouterPreference::LOW, RouterPreference::LOW, 5, 4, "fe80::b"},
        {"preference", RouterPreference::LOW, RouterPreference::MEDIUM, 1, 9, "fe80::b"},
        {"preference of a", RouterPreference::HIGH, RouterPreference::MEDIUM, 9, 1, "fe80::a"}};
    for (const auto& row : rows)
    {
        TwoPvds net;
        PvdRouteOptions options;
        options.preference = row.a;
        options.metric = row.metricA;
        const Ipv6Address prefix("2001:db8:7::");
        net.GetRouting()->AddRoute(prefix, Ipv6Prefix(48), A.address, 1, options);
        options.preference = row.b;
        options.metric = row.metricB;
        net.GetRouting()->AddRoute(prefix, Ipv6Prefix(48), B.address, 1, options);
        for (int i = 0; i < 3; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(
                ToText(net.GetRouting()->Resolve(Ipv6Address("2001:db8:7::1")).gateway),
                row.gateway,
                row.name);
        }
    }
}

// Rows: LKP-07, 4191-3.2-01, 4191-3.2-04, 4861-6.3.6-01, 8028-3.2-05
void
RouteOutput::ReachableRoutersFirst()
{
    TwoPvds net;
    const Ipv6Address far("2001:db8:c::1");
    const auto cache = net.host.GetStockInterface()->GetNdiscCache();
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(far)), BY_A, "both answer");
    cache->Lookup(A.address)->MarkIncomplete(NdiscCache::Ipv6PayloadHeaderPair());
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(far)), BY_B, "B with B's address");
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(far, net.Bound({"a.example"}))),
                          BY_A,
                          "a flow of A stays with A's only router");
    cache->Lookup(B.address)->MarkIncomplete(NdiscCache::Ipv6PayloadHeaderPair());
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(far)), BY_A, "none answers: the best");
    cache->Lookup(A.address)->MarkReachable(A.mac);
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(far)), BY_A, "A is back");
}

// Rows: 4191-3.5-01, 4191-3.5-02, 4191-3.5-03, 4861-7.3-01
void
RouteOutput::SilentRouterIsLeftAndProbed()
{
    TwoPvds net;
    const Ipv6Address far("2001:db8:c::1");
    net.link.ForgetSeen();
    for (int second = 10; second < 610; ++second)
    {
        RunTo(Seconds(second));
        net.host.SendUdp(far); // A does not answer for its address, B does
        net.link.Send(NeighborAdvertisement(B.address, B.mac, "RSO"), B, net.host.GetLinkLocal());
    }
    std::size_t probes = 0;
    std::size_t byA = 0;
    for (const auto& seen : net.link.GetSeen(NEIGHBOR_SOLICITATION))
    {
        probes += GetTarget(seen.message) == A.address ? 1 : 0;
    }
    for (const auto& seen : net.link.GetSeenUdp())
    {
        byA += seen.hardwareDestination == A.mac ? 1 : 0;
    }
    NS_TEST_EXPECT_MSG_LT_OR_EQ(probes, 30, "probed more than once a minute, beside ns-3's three");
    NS_TEST_EXPECT_MSG_GT(probes, 5, "never looked for again");
    NS_TEST_EXPECT_MSG_LT(byA, 30, "traffic stays with a router that is silent");
    RunTo(Seconds(640));
    net.link.ForgetSeen();
    RunTo(Seconds(900));
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_SOLICITATION).size(), 0, "probed for nothing");
}

// Rows: LKP-08, RTN-02
void
RouteOutput::StaticRoutesOfTwoPvds()
{
    TwoPvds net;
    PvdRouteOptions options;
    options.pvd = "a.example";
    net.GetRouting()->AddRoute(Ipv6Address("2001:db8:7::"), Ipv6Prefix(48), A.address, 1, options);
    options.pvd = "b.example";
    net.GetRouting()->AddRoute(Ipv6Address("2001:db8:7::"), Ipv6Prefix(48), B.address, 1, options);
    for (uint32_t i = 0; i < 1000; ++i)
    {
        Ipv6Octets octets = ToOctets(std::string("2001:db8:7::"));
        octets[14] = i >> 8;
        octets[15] = i & 0xff;
        const Ipv6Address to(octets.data());
        NS_TEST_ASSERT_MSG_EQ(Tell(net.GetRouting()->Resolve(to, net.Bound({"a.example"}))),
                              BY_A,
                              "a leak");
        NS_TEST_ASSERT_MSG_EQ(Tell(net.GetRouting()->Resolve(to, net.Bound({"b.example"}))),
                              BY_B,
                              "a leak");
    }
    options.pvd = "a.example";
    NS_TEST_EXPECT_MSG_EQ(net.GetRouting()->RemoveRoute(Ipv6Address("2001:db8:7::"),
                                                        Ipv6Prefix(48),
                                                        A.address,
                                                        1,
                                                        options),
                          true,
                          "one of both");
    NS_TEST_EXPECT_MSG_EQ(
        Tell(net.GetRouting()->Resolve(Ipv6Address("2001:db8:7::1"), net.Bound({"b.example"}))),
        BY_B,
        "the other went too");
}

// Rows: LKP-09
void
RouteOutput::BothInterfacesAgree()
{
    TwoPvds net;
    std::mt19937 random(1);
    const Ipv6Address sources[] = {Ipv6Address("::"),
                                   net.host.MakeAddress("2001:db8:a::/64"),
                                   net.host.MakeAddress("2001:db8:b::/64"),
                                   net.host.GetLinkLocal(),
                                   Ipv6Address("2001:db8:dead::1")};
    const char* const prefixes[] =
        {"2001:db8:a::", "2001:db8:b::", "2001:db8:ffff::", "fe80::", "ff02::", "2606::"};
    for (int i = 0; i < 10000; ++i)
    {
        Ipv6Octets octets = ToOctets(std::string(prefixes[random() % 6]));
        octets[15] = random() % 16;
        const Ipv6Address to(octets.data());
        const Ipv6Address from = sources[random() % 5];
        const auto decision = net.GetRouting()->Resolve(to, From(from));
        const std::string expected = decision.error != Socket::ERROR_NOTERROR
                                         ? "error " + std::to_string(decision.error)
                                         : ToText(decision.gateway) + " " + ToText(decision.source);
        NS_TEST_ASSERT_MSG_EQ(TellRoute(net.GetRouting(), to, from), expected, to);
    }
}

void
RouteOutput::NoteDecision(const PvdDecision& decision)
{
    m_decisions.push_back(decision);
}

void
RouteOutput::DecisionIsTraced()
{
    TwoPvds net;
    net.GetRouting()->TraceConnectWithoutContext("Decision",
                                                 MakeCallback(&RouteOutput::NoteDecision, this));
    net.host.SendUdp(FAR);
    NS_TEST_ASSERT_MSG_GT(m_decisions.size(), 0, "nothing was told");
    NS_TEST_EXPECT_MSG_EQ(Tell(m_decisions.front()), BY_B, "the decision");
    NS_TEST_EXPECT_MSG_EQ(ToString(m_decisions.front().rule), std::string("S5.5"), "its rule");
    m_decisions.clear();
}

// Rows: 8028-3.1-03, 8028-3.1-04
void
RouteOutput::RouterWithoutPrefixes()
{
    // C only tells of a route, as RFC 4191 knows it; B has a prefix of its own.
    TwoPvds net;
    const Station c = MakeRouter('c');
    const Ipv6Address source = net.host.MakeAddress("2001:db8:a::/64");
    net.Hear(Ra(0, {Slla(c.mac), Rio("2001:db8:7::/48", 1800)}), c);
    const auto routing = net.GetRouting();
    NS_TEST_EXPECT_MSG_EQ(
        ToText(routing->Resolve(Ipv6Address("2001:db8:7::1"), From(source)).gateway),
        "fe80::c",
        "it has no sources of its own");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR, From(source))), BY_A, "A's source goes to B");
    net.Hear(Ra(0, {PvdNamed("a.example")}), A);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR, From(source))),
                          "no route",
                          "A has no route: B would drop it");
}

void
RouteOutput::OutgoingDevice()
{
    TwoPvds net;
    PvdFlow flow;
    flow.oif = 2;
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(FAR, flow)),
                          "no route",
                          "no router there");
    for (const int32_t none : {3, 99})
    {
        flow.oif = none; // no such interface
        for (const char* to : {"2606::1", "fe80::a", "ff02::1"})
        {
            NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(Ipv6Address(to), flow)),
                                  "no route",
                                  to << " over " << none);
        }
    }
    flow.oif = 2;
    net.second.Send(Ra(600, {Pio("2001:db8:c::/64", 3600, 1800)}), MakeRouter('c'));
    RunTo(Seconds(9));
    NS_TEST_EXPECT_MSG_EQ(ToText(net.GetRouting()->Resolve(FAR, flow).gateway),
                          "fe80::c",
                          "the router there");
    NS_TEST_EXPECT_MSG_EQ(ToText(net.GetRouting()->Resolve(FAR, flow).source),
                          "2001:db8:c::ff:fe00:2",
                          "an address there");
}

// Rows: RTN-04
void
RouteOutput::RoutesByHand()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    const Ipv6Address c("fe80::c");
    const Ipv6Address host("2001:db8:77::1");
    routing->AddHostRouteTo(host, c, 1);
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(host).gateway), "fe80::c", "host route");
    NS_TEST_EXPECT_MSG_EQ(routing->RemoveRoute(host, Ipv6Prefix(128), c, 1), true, "removed");
    NS_TEST_EXPECT_MSG_EQ(routing->RemoveRoute(host, Ipv6Prefix(128), c, 1), false, "again");
    routing->AddNetworkRouteTo(Ipv6Address("2001:db8:77::"), Ipv6Prefix(64), 1);
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(host).gateway), "::", "on-link prefix");
    net.Hear(Ra(0, {PvdNamed("a.example")}), A);
    net.Hear(Ra(0, {PvdNamed("b.example")}), B);
    routing->SetDefaultRoute(c, 1);
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(Ipv6Address("2606::1")).gateway),
                          "fe80::c",
                          "default route");
    net.host.GetIpv6()->GetRoutingProtocol()->NotifyAddRoute(Ipv6Address("2001:db8:78::"),
                                                             Ipv6Prefix(48),
                                                             A.address,
                                                             1);
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(Ipv6Address("2001:db8:78::1")).gateway),
                          "fe80::a",
                          "NotifyAddRoute");
    // A source prefix: only who has it may take the route.
    PvdRouteOptions options;
    options.source = Ipv6Address("2001:db8:b::");
    options.sourceLength = 64;
    routing->AddRoute(Ipv6Address("2001:db8:79::"), Ipv6Prefix(48), B.address, 1, options);
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(Ipv6Address("2001:db8:79::1")).source),
                          "2001:db8:b::ff:fe00:1",
                          "the source of the route's prefix");
    NS_TEST_EXPECT_MSG_EQ(ToText(routing
                                     ->Resolve(Ipv6Address("2001:db8:79::1"),
                                               From(net.host.MakeAddress("2001:db8:a::/64")))
                                     .gateway),
                          "fe80::c",
                          "another source takes the default");
}

// Rows: RTN-03
void
RouteOutput::RouteTableAsText()
{
    TwoPvds net;
    std::ostringstream all;
    std::ostringstream some;
    const auto routing = net.GetRouting();
    routing->PrintRoutingTable(Create<OutputStreamWrapper>(&all));
    routing->PrintRoutes(Create<OutputStreamWrapper>(&some), net.host.FindPvd("b.example"));
    NS_TEST_EXPECT_MSG_NE(all.str().find("pvd a.example"), std::string::npos, all.str());
    NS_TEST_EXPECT_MSG_EQ(some.str().find("pvd a.example"), std::string::npos, some.str());
    NS_TEST_EXPECT_MSG_NE(
        some.str().find("2001:db8:ffff::/48 via fe80::b dev eth0 proto ra metric 0 expires +1797s "
                        "pref medium pvd b.example\n"),
        std::string::npos,
        some.str());
}

// Rows: 8028-3.1-03
void
RouteOutput::BoundFlowAndRoutesOfNoPvd()
{
    TwoPvds net;
    const Ipv6Address to("2400:7::1");
    net.GetRouting()->AddNetworkRouteTo(Ipv6Address("2400:7::"), Ipv6Prefix(48), B.address, 1);
    NS_TEST_EXPECT_MSG_EQ(ToText(net.GetRouting()->Resolve(to).gateway), "fe80::b", "unbound");
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(to, net.Bound({"a.example"}))),
                          BY_A,
                          "a route of no PvD is not one of A");
}

void
RouteOutput::SourcePrefixWithoutUsableAddress()
{
    TwoPvds net;
    const Ipv6Address to("2400:7::1");
    PvdRouteOptions options;
    options.source = Ipv6Address("2001:db8:b::");
    options.sourceLength = 64;
    net.GetRouting()->AddRoute(Ipv6Address("2400:7::"), Ipv6Prefix(48), B.address, 1, options);
    NS_TEST_EXPECT_MSG_EQ(ToText(net.GetRouting()->Resolve(to).source), ToText(net.OfB()), "fits");
    net.host.GetStockInterface()->SetState(net.OfB(), Ipv6InterfaceAddress::INVALID);
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(to)), BY_A, "none is left that fits");
}

void
RouteOutput::ForwardingNodeUsesOtherInterfaces()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    const Ipv6Address to("2400:7::1");
    PvdRouteOptions options;
    options.pvd = "a.example";
    routing->AddRoute(Ipv6Address("2400:7::"), Ipv6Prefix(48), A.address, 2, options);
    const PvdFlow flow = From(net.OfA());
    NS_TEST_EXPECT_MSG_EQ(routing->Resolve(to, flow).interface, 1, "a host is strong");
    net.host.GetIpv6()->SetForwarding(1, true);
    NS_TEST_EXPECT_MSG_EQ(routing->Resolve(to, flow).interface, 2, "a router is not");
    NS_TEST_EXPECT_MSG_EQ(AskRoute(routing, to, net.OfA()).route->GetOutputDevice(),
                          net.host.GetIpv6()->GetNetDevice(2),
                          "its packets");
    net.host.GetIpv6()->SetForwarding(1, false);
    NS_TEST_EXPECT_MSG_EQ(AskRoute(routing, to, net.OfA()).route->GetOutputDevice(),
                          net.host.GetIpv6()->GetNetDevice(1),
                          "and back");
}

class RouteOutputSuite : public TestSuite
{
  public:
    RouteOutputSuite()
        : TestSuite("pvd-route-output", Type::UNIT)
    {
        using T = RouteOutput;
        Add("prefix of another PvD attracts", &T::LongestPrefixTheFlowMayUse);
        Add("flow leaves its PvD", &T::NoRouteInThePvd);
        Add("unbound flow is restricted", &T::WithoutABindingAllRoutesCompete);
        Add("what is common is not", &T::CommonDestinations);
        Add("worse route is taken", &T::BetterRouteOfOnePrefix);
        Add("unreachable router is taken", &T::ReachableRoutersFirst);
        Add("silent router is used, or flooded", &T::SilentRouterIsLeftAndProbed);
        Add("static routes of two PvDs are mixed", &T::StaticRoutesOfTwoPvds);
        Add("Resolve and RouteOutput differ", &T::BothInterfacesAgree);
        Add("decision is not told", &T::DecisionIsTraced);
        Add("router without prefixes is shut out", &T::RouterWithoutPrefixes);
        Add("bound flow takes a route of no PvD", &T::BoundFlowAndRoutesOfNoPvd);
        Add("route for a source that is not there", &T::SourcePrefixWithoutUsableAddress);
        Add("router as strong as a host", &T::ForwardingNodeUsesOtherInterfaces);
        Add("outgoing device does not count", &T::OutgoingDevice);
        Add("routes by hand", &T::RoutesByHand);
        Add("routing table as text", &T::RouteTableAsText);
    }

  private:
    void Add(const std::string& name, RouteOutput::Body body)
    {
        AddTestCase(new RouteOutput(name, body));
    }
};

RouteOutputSuite g_routeOutputSuite; ///< registers itself

} // namespace
