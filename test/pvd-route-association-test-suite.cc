/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/boolean.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Routes of PvDs, and options that stand inside and outside a PvD option.
class RouteAssociation : public CaseOf<RouteAssociation>
{
  public:
    using CaseOf::CaseOf;

    void InnerOptionWinsWhereverItStands();
    void InnerPrefixDeprecatesForAwareHosts();
    void UnknownNestedOptionIsSkipped();
    void InnerHeaderReplacesTheOuterOne();
    void ParametersOfTwoPvds();
    void MtuOfTwoPvds();
    void OnLinkPrefixComesAndGoes();
    void OnLinkPrefixOfTwoPvds();
    void RouteInFourSteps();
    void RouteOfTheDefaultPrefix();
    void RouteLengthsThatAreTaken();
    void ReservedPreference();
    void PreferenceOfTheHeaderInForce();
    void ThreePvdsOfOneRouter();
    void DemoOfThreePorts();
};

// Rows: NST-03, NST-04, NST-02
void
RouteAssociation::InnerOptionWinsWhereverItStands()
{
    const PvdOption pvd = PvdNamed("a.example",
                                   {Rio("2001:db8:100::/40", 900, RouterPreference::LOW),
                                    Mtu(1400),
                                    Rdnss({"2001:db8::53"}, 60),
                                    CaptivePortalOption{0, "https://inner.example"}});
    const Options outer{Rio("2001:db8:100::/40", 900, RouterPreference::HIGH),
                        Mtu(1500),
                        Rdnss({"2001:db8::53"}, 600),
                        CaptivePortalOption{0, "https://outer.example"}};
    for (const std::size_t place : {std::size_t{0}, outer.size()})
    {
        OneHost net;
        Options options = outer;
        options.insert(options.begin() + place, pvd);
        net.Hear(Ra(0, options));
        const auto known = net.host.FindPvd("a.example");
        NS_TEST_ASSERT_MSG_NE(known, nullptr, "no PvD");
        NS_TEST_EXPECT_MSG_EQ(ListRoutes(known), "2001:db8:100::/40 via fe80::a%1 low", "route");
        NS_TEST_EXPECT_MSG_EQ(known->GetMtu().value_or(0), 1400, "MTU of the PvD");
        NS_TEST_EXPECT_MSG_EQ(net.host.GetInterface()->GetMtu(), 1400, "MTU of the link");
        NS_TEST_EXPECT_MSG_EQ(known->GetResolvers().at(0).expiry, Seconds(60), "DNS server");
        NS_TEST_EXPECT_MSG_EQ(known->GetCaptivePortal().value_or(""),
                              "https://inner.example",
                              "portal");
    }
}

// Rows: NST-06
void
RouteAssociation::InnerPrefixDeprecatesForAwareHosts()
{
    for (const bool aware : {true, false})
    {
        OneHost net;
        net.host.GetRegistry()->SetAttribute("ParsePvd", BooleanValue(aware));
        net.Hear(Ra(1800,
                    {Pio("2001:db8:1::/64", 3600, 1800),
                     PvdNamed("a.example", {Pio("2001:db8:1::/64", 3600, 0)})}));
        RunTo(Seconds(3));
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.MakeAddress("2001:db8:1::")),
                              (aware ? "deprecated" : "preferred"),
                              "understands PvD options: " << aware);
    }
}

// Rows: NST-07
void
RouteAssociation::UnknownNestedOptionIsSkipped()
{
    OneHost net;
    net.Hear(Ra(0,
                {PvdNamed("a.example",
                          {Opaque(200, Hex("000000000000")), Rio("2001:db8:100::/40", 900)})}));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("a.example")),
                          "2001:db8:100::/40 via fe80::a%1",
                          "what stands behind it");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "200: unknown type", "traced");
}

// Rows: RA-09, DFL-01
void
RouteAssociation::InnerHeaderReplacesTheOuterOne()
{
    OneHost net;
    RaHeader outer = pvdtest::Header(1800, RouterPreference::HIGH);
    outer.curHopLimit = 30;
    outer.reachableTime = 10000;
    outer.managed = true;
    RaHeader inner = pvdtest::Header(600, RouterPreference::LOW);
    inner.curHopLimit = 60;
    inner.retransTimer = 2000;
    inner.otherConfig = true;
    net.Hear(Ra(outer, {PvdNamed("a.example", inner)}));
    NS_TEST_EXPECT_MSG_EQ(
        net.host.Describe(),
        "pvd a.example explicit R delay 0 sequence 0\n"
        "  parameters mtu 0 hop limit 60 reachable 0 retrans 2000 portal none pref64 0\n"
        "  router 1 fe80::a low lifetime 600 until 600 O\n"
        "  route 1 ::/0 via fe80::a low until 600\n"
        "interface 1 mtu 1500 hop limit 60 reachable 30000 retrans 2000\n",
        "a field of the outer header is left");
}

// In part: RA-10
void
RouteAssociation::ParametersOfTwoPvds()
{
    OneHost net;
    RaHeader a = pvdtest::Header(1800);
    a.curHopLimit = 32;
    RaHeader b = pvdtest::Header(1800);
    b.curHopLimit = 128;
    net.Hear(Ra(1800, {PvdNamed("a.example", a)}));
    net.Hear(Ra(1800, {PvdNamed("b.example", b)}));
    NS_TEST_EXPECT_MSG_EQ(+net.host.FindPvd("a.example")->GetCurHopLimit().value_or(0), 32, "of A");
    NS_TEST_EXPECT_MSG_EQ(+net.host.FindPvd("b.example")->GetCurHopLimit().value_or(0),
                          128,
                          "of B");
    NS_TEST_EXPECT_MSG_EQ(+net.host.GetInterface()->GetCurHopLimit(), 128, "the last one heard");
}

// In part: NST-05
void
RouteAssociation::MtuOfTwoPvds()
{
    OneHost net;
    net.Hear(Ra(1800, {PvdNamed("a.example", {Mtu(1400)})}));
    net.Hear(Ra(1800, {PvdNamed("b.example", {Mtu(1500)})}));
    net.Hear(Ra(1800, {PvdNamed("c.example")}));
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a.example")->GetMtu().value_or(0), 1400, "of A");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("b.example")->GetMtu().value_or(0), 1500, "of B");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("c.example")->GetMtu().has_value(), false, "of C");
}

// Rows: PRX-01
void
RouteAssociation::OnLinkPrefixComesAndGoes()
{
    OneHost net;
    const auto hear = [&net](uint32_t valid) {
        net.Hear(Ra(1800, {PvdNamed("a.example", {Pio("2001:db8:1::/64", valid, 0, "L")})}));
    };
    hear(100);
    const auto pvd = net.host.FindPvd("a.example");
    const std::string both = "::/0 via fe80::a%1, 2001:db8:1::/64%1";
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), both, "the prefix is on-link");
    RunTo(Seconds(50));
    hear(100);
    RunTo(Seconds(149));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), both, "refreshed");
    hear(100);
    hear(0);
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "::/0 via fe80::a%1", "valid lifetime 0");
    hear(0);
    hear(7);
    RunTo(Seconds(156));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "::/0 via fe80::a%1", "it ended after 7 s");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
}

// Rows: PRX-02
void
RouteAssociation::OnLinkPrefixOfTwoPvds()
{
    OneHost net;
    const std::string both = "::/0 via fe80::a%1, 2001:db8:1::/64%1";
    for (int i = 0; i < 20; ++i)
    {
        const std::string id = i % 2 == 0 ? "a.example" : "b.example";
        net.Hear(Ra(1800, {PvdNamed(id, {Pio("2001:db8:1::/64", 3600, 1800)})}));
        NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("a.example")), both, "of A, after " << i);
        if (i > 0)
        {
            NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("b.example")), both, "of B");
        }
    }
    net.Hear(Ra(1800, {PvdNamed("b.example", {Pio("2001:db8:1::/64", 0, 0)})}));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("a.example")), both, "B's end is not A's");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("b.example")), "::/0 via fe80::a%1", "of B");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
}

// Rows: RIO-01
void
RouteAssociation::RouteInFourSteps()
{
    OneHost net;
    const auto hear = [&net](uint32_t lifetime, RouterPreference preference) {
        net.Hear(Ra(
            0,
            {PvdNamed("a.example", {Mtu(1400), Rio("2001:db8:100::/40", lifetime, preference)})}));
    };
    hear(100, RouterPreference::MEDIUM);
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "2001:db8:100::/40 via fe80::a%1", "new");
    RunTo(Seconds(99));
    hear(100, RouterPreference::HIGH);
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "2001:db8:100::/40 via fe80::a%1 high", "changed");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetRoutes().at(0).expiry, Seconds(199), "refreshed");
    hear(ND_INFINITE_LIFETIME, RouterPreference::HIGH);
    RunTo(Seconds(1000000));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "2001:db8:100::/40 via fe80::a%1 high", "no end");
    hear(0, RouterPreference::HIGH);
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "", "lifetime 0");
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "that was all the PvD had");
}

// Rows: RIO-02
void
RouteAssociation::RouteOfTheDefaultPrefix()
{
    OneHost net;
    net.Hear(Ra(1800, {Rio("::/0", 900, RouterPreference::HIGH)}));
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "::/0 via fe80::a%1 high", "one default route");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetRouters().at(0).expiry, Seconds(900), "its end");
    net.Hear(Ra(1800, {Rio("::/0", 0), Pio("2001:db8:1::/64", 3600, 1800)}));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "2001:db8:1::/64%1", "lifetime 0 kills the default");
    net.Hear(Ra(0, {Rio("::/0", 60, RouterPreference::LOW)}));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd),
                          "2001:db8:1::/64%1, ::/0 via fe80::a%1 low",
                          "and makes one beside Router Lifetime 0");
}

// Rows: RIO-03
void
RouteAssociation::RouteLengthsThatAreTaken()
{
    OneHost net;
    net.host.GetInterface()->SetAttribute("MinRouteLength", UintegerValue(33));
    net.host.GetInterface()->SetAttribute("MaxRouteLength", UintegerValue(64));
    net.Hear(Ra(0,
                {Rio("2001:db8::/32", 900),
                 Rio("2001:db8:8000::/33", 900),
                 Rio("2001:db8:1::/64", 900),
                 Rio("2001:db8:2::/65", 900)}));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.GetOnlyPvd()),
                          "2001:db8:8000::/33 via fe80::a%1, 2001:db8:1::/64 via fe80::a%1",
                          "33 to 64");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host),
                          "24: route prefix length not accepted, "
                          "24: route prefix length not accepted",
                          "32 and 65");
    OneHost other;
    other.Hear(Ra(0, {Rio("2001:db8::1/128", 900)}));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(other.host.GetOnlyPvd()),
                          "2001:db8::1/128 via fe80::a%1",
                          "128 by default");
}

// Rows: RIO-04
void
RouteAssociation::ReservedPreference()
{
    OneHost net;
    Octets octets =
        ToMessage(Ra(1800, {Rio("2001:db8:100::/40", 900), Rio("2001:db8:200::/40", 900)}));
    octets.at(5) |= 0x10;      // Prf of the header
    octets.at(16 + 3) |= 0x10; // Prf of the first option
    net.link.Send(octets, MakeRouter('a'), TestLink::Envelope());
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.GetOnlyPvd()),
                          "::/0 via fe80::a%1, 2001:db8:200::/40 via fe80::a%1",
                          "medium in the header, ignored in the option");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "24: reserved preference", "traced");
}

// Rows: DFL-02
void
RouteAssociation::PreferenceOfTheHeaderInForce()
{
    OneHost net;
    net.Hear(Ra(pvdtest::Header(1800, RouterPreference::HIGH),
                {PvdNamed("a.example", pvdtest::Header(1800, RouterPreference::LOW))}));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.GetOnlyPvd()), "::/0 via fe80::a%1 low", "inner");
    net.Hear(Ra(pvdtest::Header(1800, RouterPreference::HIGH), {PvdNamed("a.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.GetOnlyPvd()), "::/0 via fe80::a%1 high", "outer");
}

// Rows: DFL-03
void
RouteAssociation::ThreePvdsOfOneRouter()
{
    OneHost net;
    const std::vector<std::string> ids{"big.example", "ben.example", "fettered.example"};
    for (int i = 0; i < 100; ++i)
    {
        RunTo(Seconds(10 * i));
        net.Hear(Ra(1800, {PvdNamed(ids[i % 3])}));
        if (i == 2)
        {
            net.host.ForgetEvents();
        }
        for (int j = 0; j < 3 && i >= 2; ++j)
        {
            NS_TEST_ASSERT_MSG_EQ(ListRoutes(net.host.FindPvd(ids[j])),
                                  "::/0 via fe80::a%1",
                                  ids[j] << " after message " << i);
        }
    }
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "routes flapped");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
    net.Hear(Ra(0, {PvdNamed("ben.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "big.example, fettered.example", "only one ends");
}

// Topology A of the inventory, section 3.1: three ports of a router on one link.
// Rows: LIM-06, NST-03, DFL-02, IMP-01
void
RouteAssociation::DemoOfThreePorts()
{
    OneHost net;
    const auto high = RouterPreference::HIGH;
    net.Hear(
        Ra(1500,
           {Pio("2001:db8:1::/64", 2048, 1024),
            Rio("2001:db8:1000::/40", ND_INFINITE_LIFETIME, high),
            Dnssl({"office.test1.example.com", "test1.example.com", "example.com"}, 1100),
            Rdnss({"2001:1111:1111::8888"}, 1234),
            PvdNamed(
                "test1.example.com",
                pvdtest::Header(65535),
                {Pio("2001:db8:1:abcd::/64", 86400, 14400),
                 Pio("2001:db8:1:beef::/64", 86400, 14400),
                 Rio("2001:db8:1a00::/40", ND_INFINITE_LIFETIME, high),
                 Rio("2001:db8:1000::/40", ND_INFINITE_LIFETIME, RouterPreference::LOW),
                 Dnssl({"special.test1-pvd.example.com", "test1-pvd.example.com", "example.com"},
                       1234),
                 Rdnss({"2001:1111:1111::8844"}, 1234)})}),
        MakeRouter('1'));
    net.Hear(Ra(1500,
                {Pio("2001:db8:2::/64", 2048, 1024),
                 Rio("2001:db8:2000::/48", 1500, high),
                 PvdNamed("test2.example.com", pvdtest::Header(65535, RouterPreference::LOW))}),
             MakeRouter('2'));
    net.Hear(Ra(1500, {Pio("2001:db8:3::/64", 2048, 1024), Rio("2001:db8:3000::/40", 1500, high)}),
             MakeRouter('3'));
    RunTo(Seconds(3));
    const auto test1 = net.host.FindPvd("test1.example.com");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 3, "PvDs");
    NS_TEST_EXPECT_MSG_EQ(ListDomains(test1),
                          "office.test1.example.com, test1.example.com, example.com, "
                          "special.test1-pvd.example.com, test1-pvd.example.com",
                          "five suffixes");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(test1),
                          "::/0 via fe80::1%1, 2001:db8:1::/64%1, 2001:db8:1:abcd::/64%1, "
                          "2001:db8:1:beef::/64%1, 2001:db8:1a00::/40 via fe80::1%1 high, "
                          "2001:db8:1000::/40 via fe80::1%1 low",
                          "routes of test1");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, test1),
                          "2001:db8:1::ff:fe00:1, 2001:db8:1:abcd:0:ff:fe00:1, "
                          "2001:db8:1:beef:0:ff:fe00:1",
                          "addresses of test1");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("test2.example.com")),
                          "::/0 via fe80::2%1 low, 2001:db8:2::/64%1, "
                          "2001:db8:2000::/48 via fe80::2%1 high",
                          "routes of test2");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("fe80::3%eth0")),
                          "::/0 via fe80::3%1, 2001:db8:3::/64%1, "
                          "2001:db8:3000::/40 via fe80::3%1 high",
                          "routes of the implicit PvD");
}

class RouteAssociationSuite : public TestSuite
{
  public:
    RouteAssociationSuite()
        : TestSuite("pvd-route-association", Type::UNIT)
    {
        Add("place of the PvD option matters", &RouteAssociation::InnerOptionWinsWhereverItStands);
        Add("inner prefix has no effect", &RouteAssociation::InnerPrefixDeprecatesForAwareHosts);
        Add("unknown nested option hides others", &RouteAssociation::UnknownNestedOptionIsSkipped);
        Add("outer header beside an inner one counts",
            &RouteAssociation::InnerHeaderReplacesTheOuterOne);
        Add("PvD shows the hop limit of another", &RouteAssociation::ParametersOfTwoPvds);
        Add("PvD shows the MTU of another", &RouteAssociation::MtuOfTwoPvds);
        Add("on-link prefix does not come or go", &RouteAssociation::OnLinkPrefixComesAndGoes);
        Add("on-link prefix moves between PvDs", &RouteAssociation::OnLinkPrefixOfTwoPvds);
        Add("route does not come, change or go", &RouteAssociation::RouteInFourSteps);
        Add("route option of the default prefix is another route",
            &RouteAssociation::RouteOfTheDefaultPrefix);
        Add("route of a length that is not taken", &RouteAssociation::RouteLengthsThatAreTaken);
        Add("reserved preference counts", &RouteAssociation::ReservedPreference);
        Add("preference of the wrong header", &RouteAssociation::PreferenceOfTheHeaderInForce);
        Add("PvDs of one router share a default route", &RouteAssociation::ThreePvdsOfOneRouter);
        Add("demo of three ports", &RouteAssociation::DemoOfThreePorts);
    }

  private:
    void Add(const std::string& name, RouteAssociation::Body body)
    {
        AddTestCase(new RouteAssociation(name, body));
    }
};

RouteAssociationSuite g_routeAssociationSuite; ///< registers itself

} // namespace
