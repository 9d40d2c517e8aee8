/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/pvd-ipv6-routing.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Router preferences and more-specific routes in the tables of a host.
class RouteInformation : public CaseOf<RouteInformation>
{
  public:
    using CaseOf::CaseOf;

    void HostTypesOfTheExample();
    void HostTypesWithAMoreSpecificRoute();
    void DefaultRouteOptionHasTheLastWord();
    void DefaultRouteOptionWithLifetimeZeroRemoves();
    void DefaultRouteOptionWorksOnTheInnerHeader();
    void DefaultRouteOptionDecidesOnSoliciting();
    void RouteIsAddedUpdatedAndRemoved();
    void RouteIsKnownByPrefixLengthAndNextHop();
    void RouteEndsWhenItShould();
    void ReservedPreferenceVoidsTheOption();
    void HostBitsAndReservedBitsAreIgnored();
    void RoutesReachTheForwardingTable();

  private:
    void CheckRoutes(const TestHost& host, const std::string& expected, const std::string& what);
};

const Station A = MakeRouter('a');
const Station B = MakeRouter('b');
const char* const PREFIX = "2001:db8:100::/48";

void
RouteInformation::CheckRoutes(const TestHost& host,
                              const std::string& expected,
                              const std::string& what)
{
    std::ostringstream text;
    for (const auto& entry : host.GetRegistry()->GetPvds())
    {
        for (const auto& route : entry.second->GetRoutes())
        {
            text << (text.tellp() == 0 ? "" : ", ") << ToText(route.prefix) << "/" << +route.length
                 << " " << ToText(route.gateway) << " " << route.preference << " "
                 << route.lifetime;
        }
    }
    NS_TEST_EXPECT_MSG_EQ(text.str(), expected, what);
}

/// \return options of a host of a type
HostOptions
OfType(const std::string& type)
{
    HostOptions options;
    options.hostType = type;
    return options;
}

// Rows: 4191-3.1-01, 4191-3.1-02
void
RouteInformation::HostTypesOfTheExample()
{
    // RFC 4191, section 3.1: 100 s and medium in the header, ::/0 for 200 s and low in an option.
    const std::pair<const char*, const char*> types[] = {
        {"A", "::/0 fe80::a medium 100"},
        {"B", "::/0 fe80::a medium 100"},
        {"C", "::/0 fe80::a low 200"},
    };
    for (const auto& type : types)
    {
        OneHost net(OfType(type.first));
        net.Hear(Ra(100, {Rio("::/0", 200, RouterPreference::LOW)}));
        CheckRoutes(net.host, type.second, std::string("type ") + type.first);
    }
}

// Rows: 4191-3.1-01
void
RouteInformation::HostTypesWithAMoreSpecificRoute()
{
    const std::pair<const char*, const char*> types[] = {
        {"A", "::/0 fe80::a medium 100"},
        {"B", "::/0 fe80::a high 100"},
        {"C", "::/0 fe80::a high 100, 2001:db8:100::/48 fe80::a low 300"},
    };
    for (const auto& type : types)
    {
        OneHost net(OfType(type.first));
        net.Hear(Ra(pvdtest::Header(100, RouterPreference::HIGH),
                    {Rio(PREFIX, 300, RouterPreference::LOW)}));
        CheckRoutes(net.host, type.second, std::string("type ") + type.first);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::HOST_TYPE),
                              (std::string(type.first) == "C" ? 0 : 1),
                              "type " << type.first << ": told");
    }
}

// Rows: 4191-3.1-02
void
RouteInformation::DefaultRouteOptionHasTheLastWord()
{
    OneHost net;
    const auto high = Rio("::/0", 50, RouterPreference::HIGH);
    net.Hear(Ra(pvdtest::Header(1800, RouterPreference::LOW), {high}));
    CheckRoutes(net.host, "::/0 fe80::a high 50", "a shorter lifetime");
    RunTo(Seconds(50) - NanoSeconds(1));
    CheckRoutes(net.host, "::/0 fe80::a high 50", "early");
    RunTo(Seconds(50));
    CheckRoutes(net.host, "", "the header's 1800 s do not count");
    net.Hear(Ra(0, {high}));
    CheckRoutes(net.host, "::/0 fe80::a high 50", "also after a Router Lifetime of 0");
}

// Rows: 4191-3.1-04
void
RouteInformation::DefaultRouteOptionWithLifetimeZeroRemoves()
{
    OneHost net;
    net.Hear(Ra(1800));
    net.Hear(Ra(1800, {Rio("::/0", 0), Rio(PREFIX, 300)}));
    CheckRoutes(net.host, "2001:db8:100::/48 fe80::a medium 300", "removed");
    const PvdRouter* router = net.host.GetOnlyPvd()->FindRouter(1, A.address);
    NS_TEST_ASSERT_MSG_NE(router, nullptr, "a router of the other route");
    NS_TEST_EXPECT_MSG_EQ(router->lifetime, 0, "not a default router");
}

// Rows: 4191-3.1-04, 4191-3.1-02, 8801-3.4-03
void
RouteInformation::DefaultRouteOptionWorksOnTheInnerHeader()
{
    struct Row
    {
        const char* name;
        RouterAdvertisement ra;
        const char* expected;
    };

    const auto inner = pvdtest::Header(1600, RouterPreference::HIGH);
    const auto outerRio = Rio("::/0", 200, RouterPreference::LOW);
    const Row rows[] = {
        {"inner header alone", Ra(6000, {PvdNamed("a.example", inner)}), "::/0 fe80::a high 1600"},
        {"option inside",
         Ra(6000, {PvdNamed("a.example", inner, {outerRio})}),
         "::/0 fe80::a low 200"},
        {"option outside",
         Ra(6000, {PvdNamed("a.example", inner), outerRio}),
         "::/0 fe80::a low 200"},
        {"lifetime 0 inside", Ra(6000, {PvdNamed("a.example", inner, {Rio("::/0", 0)})}), ""},
        {"inside over outside",
         Ra(6000, {PvdNamed("a.example", inner, {Rio("::/0", 300)}), outerRio}),
         "::/0 fe80::a medium 300"},
    };
    for (const Row& row : rows)
    {
        OneHost net;
        net.Hear(row.ra);
        CheckRoutes(net.host, row.expected, row.name);
    }
}

// Rows: 4191-3.1-03
void
RouteInformation::RouteIsAddedUpdatedAndRemoved()
{
    OneHost net;
    net.Hear(Ra(0, {Rio(PREFIX, 0)}));
    CheckRoutes(net.host, "", "unknown with lifetime 0");
    net.Hear(Ra(0, {Rio(PREFIX, 300)}));
    CheckRoutes(net.host, "2001:db8:100::/48 fe80::a medium 300", "added");
    net.Hear(Ra(0, {Rio(PREFIX, 200, RouterPreference::HIGH)}));
    CheckRoutes(net.host, "2001:db8:100::/48 fe80::a high 200", "updated");
    RunTo(Seconds(10));
    net.Hear(Ra(0, {Rio(PREFIX, 0, RouterPreference::HIGH)}));
    CheckRoutes(net.host, "", "removed");
}

// Rows: 4191-3.1-03
void
RouteInformation::RouteIsKnownByPrefixLengthAndNextHop()
{
    OneHost net;
    const auto tell = [&net](const std::string& prefix, uint32_t lifetime, const Station& router) {
        net.Hear(Ra(0, {PvdNamed("a.example"), Rio(prefix, lifetime)}), router);
    };
    tell("2001:db8:100::/48", 300, A);
    tell("2001:db8:100::/47", 301, A);
    tell("2001:db8:102::/48", 302, A);
    tell("2001:db8:100::/48", 303, B);
    CheckRoutes(net.host,
                "2001:db8:100::/48 fe80::a medium 300, 2001:db8:100::/47 fe80::a medium 301, "
                "2001:db8:102::/48 fe80::a medium 302, 2001:db8:100::/48 fe80::b medium 303",
                "four routes");
    tell("2001:db8:100::/48", 0, A);
    CheckRoutes(net.host,
                "2001:db8:100::/47 fe80::a medium 301, 2001:db8:102::/48 fe80::a medium 302, "
                "2001:db8:100::/48 fe80::b medium 303",
                "one of them withdrawn");
}

// Rows: 4191-2.3-05
void
RouteInformation::RouteEndsWhenItShould()
{
    OneHost net;
    RunTo(Seconds(5));
    net.Hear(Ra(1800, {Rio(PREFIX, 70), Rio("2001:db8:200::/48", ND_INFINITE_LIFETIME)}));
    const std::string infinite = "2001:db8:200::/48 fe80::a medium 4294967295";
    RunTo(Seconds(75) - NanoSeconds(1));
    CheckRoutes(net.host,
                "::/0 fe80::a medium 1800, 2001:db8:100::/48 fe80::a medium 70, " + infinite,
                "early");
    RunTo(Seconds(75));
    CheckRoutes(net.host, "::/0 fe80::a medium 1800, " + infinite, "late");
    RunTo(Days(365 * 150)); // past 2^32 seconds
    CheckRoutes(net.host, infinite, "infinite");
}

// Rows: 4191-2.3-02
void
RouteInformation::ReservedPreferenceVoidsTheOption()
{
    OneHost net;
    net.Hear(Ra(0, {Rio(PREFIX, 300, RouterPreference::HIGH)}));
    for (const char* lifetime : {"00000000", "00000708"})
    {
        const auto option =
            Opaque(24, Hex(std::string("30 10 ") + lifetime + " 20010db8 01000000"));
        net.Hear(Ra(0, {option}));
        CheckRoutes(net.host, "2001:db8:100::/48 fe80::a high 300", lifetime);
    }
    NS_TEST_EXPECT_MSG_EQ(
        net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::RESERVED_PREFERENCE),
        2,
        "told");
}

// Rows: 4191-2.3-04, 4191-2.3-07
void
RouteInformation::HostBitsAndReservedBitsAreIgnored()
{
    OneHost net;
    net.Hear(Ra(0, {Rio("2001:db8::/64", 300)}));
    const auto option =
        Opaque(24, Hex("40 ef 0000012c 20010db8 00000000 00000000 00000001")); // 2001:db8::1/64
    net.Hear(Ra(0, {option}));
    CheckRoutes(net.host, "2001:db8::/64 fe80::a high 300", "the same route, refreshed");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetIgnored().size(), 0, "ignored");
}

// Rows: 4191-3.1-03, 4861-4.2-04
void
RouteInformation::RoutesReachTheForwardingTable()
{
    OneHost net;
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    NS_TEST_ASSERT_MSG_NE(routing, nullptr, "no PvdIpv6Routing");
    const auto find = [&routing](uint8_t length) {
        for (const auto& entry : routing->GetFib().GetEntries())
        {
            if (entry.pvd && entry.route.length == length)
            {
                return std::string(ToString(entry.route.preference));
            }
        }
        return std::string("none");
    };
    net.Hear(Ra(1800, {Rio(PREFIX, 300)}));
    NS_TEST_EXPECT_MSG_EQ(find(48), "medium", "added");
    net.Hear(Ra(1800, {Rio(PREFIX, 300, RouterPreference::HIGH)}));
    NS_TEST_EXPECT_MSG_EQ(find(48), "high", "updated");
    RunTo(Seconds(300));
    NS_TEST_EXPECT_MSG_EQ(find(48), "none", "ended");
    NS_TEST_EXPECT_MSG_EQ(find(0), "medium", "the default route");
    net.Hear(Ra(0));
    NS_TEST_EXPECT_MSG_EQ(find(0), "none", "the default route, withdrawn");
}

// Rows: 7559-2.1-02, 4191-3.1-04
void
RouteInformation::DefaultRouteOptionDecidesOnSoliciting()
{
    for (const bool hasRoute : {true, false})
    {
        OneHost net;
        RunTo(Seconds(100));
        const std::size_t before = net.link.GetSeen(ROUTER_SOLICITATION).size();
        net.Hear(Ra(hasRoute ? 0 : 6000, {Rio("::/0", hasRoute ? 6000 : 0)}));
        RunTo(Seconds(1000));
        NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host),
                              std::string(hasRoute ? "fe80::a medium" : ""),
                              "default route");
        NS_TEST_EXPECT_MSG_EQ((net.link.GetSeen(ROUTER_SOLICITATION).size() == before),
                              hasRoute,
                              "with one it stops");
    }
}

class RouteInformationSuite : public TestSuite
{
  public:
    RouteInformationSuite()
        : TestSuite("pvd-route-information", Type::UNIT)
    {
        using T = RouteInformation;
        Add("host type does not do as the example says", &T::HostTypesOfTheExample);
        Add("host type takes more or less than it may", &T::HostTypesWithAMoreSpecificRoute);
        Add("header overrides a RIO of the default route", &T::DefaultRouteOptionHasTheLastWord);
        Add("default route with lifetime 0 in a RIO stays",
            &T::DefaultRouteOptionWithLifetimeZeroRemoves);
        Add("RIO of the default route meets the outer header",
            &T::DefaultRouteOptionWorksOnTheInnerHeader);
        Add("RIO of the default route does not count for RS",
            &T::DefaultRouteOptionDecidesOnSoliciting);
        Add("RIO does not add, update or remove", &T::RouteIsAddedUpdatedAndRemoved);
        Add("routes are taken for each other", &T::RouteIsKnownByPrefixLengthAndNextHop);
        Add("route ends at another time", &T::RouteEndsWhenItShould);
        Add("RIO with reserved preference counts", &T::ReservedPreferenceVoidsTheOption);
        Add("host bits or reserved bits count", &T::HostBitsAndReservedBitsAreIgnored);
        Add("forwarding table differs", &T::RoutesReachTheForwardingTable);
    }

  private:
    void Add(const std::string& name, RouteInformation::Body body)
    {
        AddTestCase(new RouteInformation(name, body));
    }
};

RouteInformationSuite g_routeInformationSuite; ///< registers itself

} // namespace
