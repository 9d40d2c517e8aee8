/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/pvd-static-configuration.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

using Error = PvdStaticConfiguration::Error;

/// Routes and DNS by hand beside those of the network, and the removal of PvDs.
class StaticRoute : public CaseOf<StaticRoute>
{
  public:
    using CaseOf::CaseOf;

    void RouteInTwoPvds();
    void RouteIsNotTheNetworks();
    void DefaultRouteOfARouterThatIsNone();
    void DnsServersAreNotTheNetworks();
    void SearchSuffixesByHand();
    void ObjectOnAForeignInterface();
    void RemovalPolicies();
    void RemovedPvdReturns();
    void UntaggedObjectsFindAPvdAgain();
    void UntaggedObjectsEnd();

  private:
    struct PolicyRow;

    void CheckPolicy(const PolicyRow& row);
};

/// \return a route that never ends
PvdRoute
MakeRoute(const std::string& prefix,
          uint8_t length,
          const std::string& gateway,
          uint32_t interface = 1)
{
    PvdRoute route;
    route.interface = interface;
    route.prefix = Ipv6Address(prefix.c_str());
    route.length = length;
    route.gateway = Ipv6Address(gateway.c_str());
    route.lifetime = ND_INFINITE_LIFETIME;
    return route;
}

// Rows: RTN-02
void
StaticRoute::RouteInTwoPvds()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const auto a = hand.CreatePvd("a.example");
    const auto b = hand.CreatePvd("b.example");
    const PvdRoute route = MakeRoute("2001:db8:1ff::", 40, "fe80::a");
    NS_TEST_EXPECT_MSG_EQ(hand.AddRoute("a.example", route), Error::NONE, "in A");
    NS_TEST_EXPECT_MSG_EQ(hand.AddRoute("b.example", route), Error::NONE, "the same in B");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(a), "2001:db8:100::/40 via fe80::a%1", "of A");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(b), "2001:db8:100::/40 via fe80::a%1", "of B");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "both are in use");
    const PvdRoute key = MakeRoute("2001:db8:100::", 40, "fe80::a");
    NS_TEST_EXPECT_MSG_EQ(hand.RemoveRoute("a.example", key), Error::NONE, "removed from A");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(a), "", "of A");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(b), "2001:db8:100::/40 via fe80::a%1", "B lost its route");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "routes in use");
    PvdRoute limited = route;
    limited.lifetime = 10;
    limited.metric = 5;
    hand.AddRoute("b.example", limited);
    NS_TEST_EXPECT_MSG_EQ(b->GetRoutes().size(), 1, "replaced, not added");
    NS_TEST_EXPECT_MSG_EQ(b->GetRoutes().at(0).metric, 5, "by the new one");
    RunTo(Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(b), "", "it ends");
}

// Rows: SCK-07
void
StaticRoute::RouteIsNotTheNetworks()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const auto rio = [&net](uint32_t lifetime) {
        const auto low = RouterPreference::LOW;
        net.Hear(Ra(1800, {PvdNamed("a.example", {Rio("2001:db8:100::/40", lifetime, low)})}));
    };
    const auto pvd = hand.CreatePvd("a.example");
    hand.AddRoute("a.example", MakeRoute("2001:db8:100::", 40, "fe80::a"));
    rio(60);
    const std::string both = "2001:db8:100::/40 via fe80::a%1, ::/0 via fe80::a%1";
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), both, "an RA changed its preference");
    RunTo(Seconds(100));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), both, "an RA's lifetime ended it");
    rio(0);
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), both, "an RA took it away");
    hand.RemoveRoute("a.example", MakeRoute("2001:db8:100::", 40, "fe80::a"));
    rio(60);
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd),
                          "::/0 via fe80::a%1, 2001:db8:100::/40 via fe80::a%1 low",
                          "without it the RA counts");
}

// Rows: SCK-07
void
StaticRoute::DefaultRouteOfARouterThatIsNone()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const auto pvd = hand.CreatePvd("a.example");
    hand.AddRoute("a.example", MakeRoute("::", 0, "fe80::a"));
    const Station router = MakeRouter('a');
    net.Hear(Ra(1800, {PvdNamed("b.example"), Slla(router.mac)}));
    net.Hear(Ra(0, {PvdNamed("a.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "::/0 via fe80::a%1", "Router Lifetime 0");
    net.link.Send(NeighborAdvertisement(router.address, router.mac, "O"),
                  router,
                  Ipv6Address::GetAllNodesMulticast());
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "it is no router any more");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "::/0 via fe80::a%1", "what is by hand stays");
}

// Rows: SCK-07
void
StaticRoute::DnsServersAreNotTheNetworks()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const RouterAdvertisement ra =
        Ra(1800, {PvdNamed("a.example", {Rdnss({"2001:db8::1", "2001:db8::2"}, 600)})});
    net.Hear(ra);
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(hand.AddResolver("a.example", Ipv6Address("2001:db8::9"), 0, 50),
                          Error::NONE,
                          "a server by hand");
    NS_TEST_EXPECT_MSG_EQ(hand.AddResolver("a.example", Ipv6Address("fe80::9"), 1),
                          Error::NONE,
                          "a link-local one");
    net.Hear(ra);
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "", "known ones are refreshed");
    net.Hear(Ra(1800, {PvdNamed("a.example", {Rdnss({"2001:db8::3"}, 600)})}));
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "25: configured by hand", "new ones are not");
    NS_TEST_EXPECT_MSG_EQ(hand.RemoveResolver("a.example", Ipv6Address("2001:db8::2")),
                          Error::NONE,
                          "a learned one removed by hand");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), "2001:db8::9, fe80::9, 2001:db8::1", "in order");
    RunTo(Seconds(50));
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), "fe80::9, 2001:db8::1", "its lifetime");
    NS_TEST_EXPECT_MSG_EQ(hand.RemoveResolver("a.example", Ipv6Address("fe80::9"), 2),
                          Error::NOT_FOUND,
                          "a zone where it is not");
    hand.RemoveResolver("a.example", Ipv6Address("fe80::9"), 1);
    net.Hear(ra);
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), "2001:db8::2, 2001:db8::1", "the RA's count again");
}

// Rows: SCK-07
void
StaticRoute::SearchSuffixesByHand()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    net.host.GetRegistry()->SetAttribute("MaxSearchDomains", UintegerValue(2));
    const auto pvd = hand.CreatePvd("a.example");
    net.Hear(Ra(1800, {PvdNamed("a.example", {Dnssl({"x.example", "y.example"}, 60)})}));
    hand.AddSearchDomain("a.example", "s.example");
    NS_TEST_EXPECT_MSG_EQ(ListDomains(pvd), "s.example, x.example", "a learned one made room");
    net.Hear(Ra(1800, {PvdNamed("a.example", {Dnssl({"S.example"}, 0)})}));
    NS_TEST_EXPECT_MSG_EQ(ListDomains(pvd), "s.example, x.example", "an RA took one away");
    NS_TEST_EXPECT_MSG_EQ(hand.AddSearchDomain("a.example", "t.example"),
                          Error::NONE,
                          "the second");
    NS_TEST_EXPECT_MSG_EQ(hand.AddSearchDomain("a.example", "u.example"), Error::LIMIT, "no third");
    net.Hear(Ra(1800, {PvdNamed("a.example", {Dnssl({"x.example"}, 60)})}));
    NS_TEST_EXPECT_MSG_EQ(ListDomains(pvd), "s.example, t.example", "all by hand");
    NS_TEST_EXPECT_MSG_EQ(hand.RemoveSearchDomain("a.example", "S.EXAMPLE."), Error::NONE, "gone");
    NS_TEST_EXPECT_MSG_EQ(ListDomains(pvd), "t.example", "the other one stays");
}

// Rows: IMP-06
void
StaticRoute::ObjectOnAForeignInterface()
{
    TwoLinks net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    net.Hear(Ra(1800));
    const std::string id = "fe80::a%eth0";
    const std::string before = net.host.Describe();
    NS_TEST_EXPECT_MSG_EQ(hand.AddRoute(id, MakeRoute("2001:db8::", 32, "fe80::a", 2)),
                          Error::WRONG_INTERFACE,
                          "a route on another interface");
    NS_TEST_EXPECT_MSG_EQ(hand.AddAddress(id, 2, Ipv6Address("2001:db8::5"), 64),
                          Error::WRONG_INTERFACE,
                          "an address on another interface");
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), before, "something changed");
    NS_TEST_EXPECT_MSG_EQ(hand.AddRoute(id, MakeRoute("2001:db8::", 32, "fe80::a", 1)),
                          Error::NONE,
                          "a route on its own interface");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd(id)),
                          "::/0 via fe80::a%1, 2001:db8::/32 via fe80::a%1",
                          "its routes");
}

/// What is left after a removal.
struct StaticRoute::PolicyRow
{
    std::string policy;    //!< RemovalPolicy
    std::string addresses; //!< without a PvD
    std::string state;     //!< of the learned address
    std::string routes;    //!< without a PvD
};

void
StaticRoute::CheckPolicy(const PolicyRow& row)
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    net.host.GetRegistry()->SetAttribute("RemovalPolicy", StringValue(row.policy));
    net.Hear(Ra(1800, {PvdNamed("b.example", {Pio("2001:db8:b::/64", 3600, 1800)})}));
    net.Hear(Ra(1800,
                {PvdNamed("a.example",
                          {Pio("2001:db8:1::/64", 3600, 1800),
                           Rio("2001:db8:100::/40", 900),
                           Rdnss({"2001:db8::53"}, 600)})}));
    hand.AddAddress("a.example", 1, Ipv6Address("2001:db8:2::5"), 64);
    RunTo(Seconds(3));
    const auto pvd = net.host.FindPvd("a.example");
    const std::string other = ListRoutes(net.host.FindPvd("b.example"));
    net.host.ForgetEvents();
    NS_TEST_EXPECT_MSG_EQ(hand.RemovePvd("a.example"), Error::NONE, row.policy);
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "RdnssRemoved a.example 2001:db8::53, PvdRemoved a.example",
                          row.policy);
    NS_TEST_EXPECT_MSG_EQ(pvd->IsEmpty(), true, row.policy << ": it has something");
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "b.example", row.policy << ": it is listed");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, nullptr), row.addresses, row.policy);
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.MakeAddress("2001:db8:1::")),
                          row.state,
                          row.policy);
    NS_TEST_EXPECT_MSG_EQ(ListCommonRoutes(net.host), row.routes, row.policy);
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("b.example")), other, row.policy);
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", row.policy);
}

// Rows: DEL-01
void
StaticRoute::RemovalPolicies()
{
    const std::string addresses = "2001:db8:1::ff:fe00:1, 2001:db8:2::5";
    const PolicyRow rows[] = {
        {"Flush", "", "none", ""},
        {"Untag",
         addresses,
         "preferred",
         "2001:db8:1::/64%1, 2001:db8:2::/64%1, 2001:db8:100::/40 via fe80::a%1, "
         "::/0 via fe80::a%1"},
        {"Deprecate", addresses, "deprecated", ""},
    };
    for (const auto& row : rows)
    {
        CheckPolicy(row);
    }
}

// Rows: DEL-04, SCK-07
void
StaticRoute::RemovedPvdReturns()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const RouterAdvertisement ra =
        Ra(1800, {PvdNamed("a.example", {Pio("2001:db8:1::/64", 3600, 1800)})});
    net.Hear(ra);
    const uint64_t index = net.host.FindPvd("a.example")->GetIndex();
    hand.RemovePvd("a.example");
    net.host.ForgetEvents();
    net.Hear(ra);
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "it did not return");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetIndex(), index + 1, "index");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdAdded a.example", "told");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:1::ff:fe00:1", "its address");
    hand.Block("fe80::a%eth0");
    net.Hear(Ra(1800));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "an implicit PvD can be blocked too");
}

// Rows: DEL-01, DEL-04
void
StaticRoute::UntaggedObjectsFindAPvdAgain()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    net.host.GetRegistry()->SetAttribute("RemovalPolicy", StringValue("Untag"));
    const RouterAdvertisement ra =
        Ra(1800,
           {PvdNamed("a.example",
                     {Pio("2001:db8:1::/64", 3600, 1800), Rio("2001:db8:100::/40", 900)})});
    net.Hear(ra);
    const std::string routes = ListRoutes(net.host.FindPvd("a.example"));
    hand.RemovePvd("a.example");
    net.Hear(ra);
    NS_TEST_EXPECT_MSG_EQ(ListCommonRoutes(net.host), "", "a route is there twice");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("a.example")), routes, "routes");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, nullptr), "", "an address without a PvD");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
}

// Rows: DEL-01
void
StaticRoute::UntaggedObjectsEnd()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    net.host.GetRegistry()->SetAttribute("RemovalPolicy", StringValue("Untag"));
    net.Hear(Ra(
        50,
        {PvdNamed("a.example", {Pio("2001:db8:1::/64", 100, 80), Rio("2001:db8:100::/40", 70)})}));
    hand.RemovePvd("a.example");
    RunTo(Seconds(50));
    NS_TEST_EXPECT_MSG_EQ(ListCommonRoutes(net.host),
                          "2001:db8:1::/64%1, 2001:db8:100::/40 via fe80::a%1",
                          "the default route has ended");
    RunTo(Seconds(70));
    NS_TEST_EXPECT_MSG_EQ(ListCommonRoutes(net.host), "2001:db8:1::/64%1", "the route has ended");
    RunTo(Seconds(99));
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, nullptr), "2001:db8:1::ff:fe00:1", "not yet");
    RunTo(Seconds(100));
    NS_TEST_EXPECT_MSG_EQ(ListCommonRoutes(net.host) + ListAddresses(net.host, nullptr),
                          "",
                          "prefix and address have ended");
}

class StaticRouteSuite : public TestSuite
{
  public:
    StaticRouteSuite()
        : TestSuite("pvd-static-route", Type::UNIT)
    {
        Add("PvD is no part of the key of a route", &StaticRoute::RouteInTwoPvds);
        Add("RA changes a route by hand", &StaticRoute::RouteIsNotTheNetworks);
        Add("default route by hand ends with a router",
            &StaticRoute::DefaultRouteOfARouterThatIsNone);
        Add("RA changes DNS servers by hand", &StaticRoute::DnsServersAreNotTheNetworks);
        Add("RA changes search suffixes by hand", &StaticRoute::SearchSuffixesByHand);
        Add("implicit PvD gets an object elsewhere", &StaticRoute::ObjectOnAForeignInterface);
        Add("removal leaves the wrong objects", &StaticRoute::RemovalPolicies);
        Add("removed PvD does not return", &StaticRoute::RemovedPvdReturns);
        Add("untagged object is there twice", &StaticRoute::UntaggedObjectsFindAPvdAgain);
        Add("untagged object never ends", &StaticRoute::UntaggedObjectsEnd);
    }

  private:
    void Add(const std::string& name, StaticRoute::Body body)
    {
        AddTestCase(new StaticRoute(name, body));
    }
};

StaticRouteSuite g_staticRouteSuite; ///< registers itself

} // namespace
