/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"
#include "pvd-test-router.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/pvd-topology.h"

#include <tuple>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr const char* PREFIX_1 = "2001:db8:1::/64";
constexpr const char* PREFIX_2 = "2001:db8:2::/64";
const Ipv6Address FAR("2600:ffff::1");

/// Which uplinks are up, and what hosts think of the addresses of both prefixes then.
struct Uplinks
{
    bool isUp1;         //!< that of PREFIX_1
    bool isUp2;         //!< that of PREFIX_2
    const char* states; //!< as Site::GetStates has them
};

struct Site;

/// The sites of RFC 8475, section 3.2: hosts change their source addresses when an uplink fails.
class Scenario : public CaseOf<Scenario>
{
  public:
    using CaseOf::CaseOf;

    void OneRouterPrimaryAndBackup();
    void TwoRoutersPrimaryAndBackup();
    void OneRouterLoadSharing();
    void TwoRoutersLoadSharing();
    void DedicatedBorderRouters();
    void AllUplinksFail();
    void PacketsOfAFailedUplink();

  private:
    /// Each prefix follows its own uplink, and new flows take the one that is up.
    void Check(Site& net, const Uplinks& uplinks);
    void CountDropped(const Ipv6Header& header,
                      Ptr<const Packet> packet,
                      Ipv6L3Protocol::DropReason reason,
                      Ptr<Ipv6> ipv6,
                      uint32_t interface);

    std::vector<Ipv6Address> m_dropped; //!< sources of packets without a route
};

void
Scenario::CountDropped(const Ipv6Header& header,
                       Ptr<const Packet>,
                       Ipv6L3Protocol::DropReason reason,
                       Ptr<Ipv6>,
                       uint32_t)
{
    if (reason == Ipv6L3Protocol::DROP_ROUTE_ERROR)
    {
        m_dropped.push_back(header.GetSource());
    }
}

/// \return true while something is up
bool
IsUp(bool* state)
{
    return *state;
}

/// \return true while something else is down
bool
IsDown(bool* state)
{
    return !*state;
}

/// \return an interface that advertises prefixes, which depend on uplinks of their names
PvdAdvertisingInterface
Interface(const std::vector<std::string>& prefixes)
{
    PvdAdvertisingInterface lan;
    lan.maxRtrAdvInterval = 600;
    lan.advertisements.clear();
    for (const std::string& prefix : prefixes)
    {
        PvdAdvertisement advertisement;
        advertisement.options.prefixes = {PvdRouterHelper::Prefix(prefix)};
        advertisement.uplink = prefix;
        // It stays the default router as long as one of its uplinks is up.
        advertisement.withdrawal.defaultRouter = prefixes.size() == 1;
        lan.advertisements.push_back(advertisement);
    }
    return lan;
}

/// \return what a router said last of both prefixes: one message for each
std::string
GetLastStates(const TestLink& link, const TestRouter& router)
{
    std::string states[2];
    for (const SeenRa& ra : GetMulticastRas(link))
    {
        const auto& prefix = std::get<PrefixInformationOption>(ra.message.options.at(0));
        if (ra.source == router.GetLinkLocal())
        {
            states[ToString(prefix.prefix) + "/64" == PREFIX_1 ? 0 : 1] =
                prefix.preferredLifetime ? "preferred" : "deprecated";
        }
    }
    return states[0] + ", " + states[1];
}

/// Let the second interface of a router be up or down. \param address of that interface
void
SetUplink(const TestRouter& router, const char* address, bool isUp)
{
    const auto ipv6 = router.GetIpv6();
    if (isUp && !ipv6->IsUp(2))
    {
        ipv6->SetUp(2); // ns-3 has forgotten the address
        ipv6->AddAddress(2, Ipv6InterfaceAddress(Ipv6Address(address), Ipv6Prefix(64)));
    }
    else if (!isUp)
    {
        ipv6->SetDown(2);
    }
}

/// A site with one router or two, which ask after their uplinks.
struct Site : HostAndRouter
{
    TestRouter second; //!< says nothing unless it is told to
    bool isUp1{true};  //!< the first uplink
    bool isUp2{true};  //!< the second one

    explicit Site(RouterStack stack = RouterStack::STOCK)
        : HostAndRouter(stack),
          second(link, stack, "02:00:00:00:ff:0b")
    {
    }

    /// \return states of the addresses of both prefixes
    std::string GetStates() const
    {
        return host.GetAddressState(host.MakeAddress(PREFIX_1)) + ", " +
               host.GetAddressState(host.MakeAddress(PREFIX_2));
    }

    /// \return of which prefix a new flow has its source, or how else it went
    std::string Send(const Ipv6Address& to, const Ipv6Address& from = Ipv6Address::GetAny())
    {
        link.ForgetSeen();
        if (!host.SendUdp(to, from))
        {
            return "refused";
        }
        RunTo(Simulator::Now() + Seconds(1));
        const auto seen = link.GetSeenUdp();
        return seen.empty()                                   ? "nothing sent"
               : seen[0].source == host.MakeAddress(PREFIX_1) ? PREFIX_1
               : seen[0].source == host.MakeAddress(PREFIX_2) ? PREFIX_2
                                                              : ToText(seen[0].source);
    }
};

void
Scenario::Check(Site& net, const Uplinks& uplinks)
{
    NS_TEST_EXPECT_MSG_EQ(net.GetStates(), uplinks.states, "a prefix does not follow its uplink");
    if (uplinks.isUp1 != uplinks.isUp2)
    {
        NS_TEST_EXPECT_MSG_EQ(net.Send(FAR),
                              (uplinks.isUp1 ? PREFIX_1 : PREFIX_2),
                              "source while it is: " << uplinks.states);
    }
}

// Rows: 8475-3.2.1-01
void
Scenario::OneRouterPrimaryAndBackup()
{
    Site net;
    net.router.Advertise(Interface({PREFIX_1, PREFIX_2}));
    const auto advertiser = net.router.GetAdvertiser();
    advertiser->WatchUplink(PREFIX_1, MakeBoundCallback(&IsUp, &net.isUp1));
    advertiser->WatchUplink(PREFIX_2, MakeBoundCallback(&IsDown, &net.isUp1));
    RunTo(Seconds(100));
    NS_TEST_EXPECT_MSG_EQ(net.GetStates(), "preferred, deprecated", "only the primary one");
    NS_TEST_EXPECT_MSG_EQ(net.Send(FAR), PREFIX_1, "source");

    net.isUp1 = false;
    const Time failure = Simulator::Now();
    RunTo(failure + MilliSeconds(200));
    NS_TEST_EXPECT_MSG_EQ(net.GetStates(), "deprecated, deprecated", "the failure is told at once");
    RunTo(failure + Seconds(4));
    NS_TEST_EXPECT_MSG_EQ(net.GetStates(), "deprecated, preferred", "the backup is proven");
    NS_TEST_EXPECT_MSG_EQ(net.Send(FAR), PREFIX_2, "source");

    net.isUp1 = true;
    RunTo(Simulator::Now() + Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(net.GetStates(), "preferred, deprecated", "they swap back");
    NS_TEST_EXPECT_MSG_EQ(net.Send(FAR), PREFIX_1, "source of new flows");
    NS_TEST_EXPECT_MSG_EQ(net.Send(FAR, net.host.MakeAddress(PREFIX_2)),
                          PREFIX_2,
                          "a flow goes on");
}

// Rows: 8475-3.2.2-01
void
Scenario::TwoRoutersPrimaryAndBackup()
{
    Site net;
    net.router.Advertise(Interface({PREFIX_1}));
    net.second.Advertise(Interface({PREFIX_2}), Seconds(3));
    // One role for both, as of VRRP: one of them is the primary router.
    net.router.GetAdvertiser()->WatchUplink(PREFIX_1, MakeBoundCallback(&IsUp, &net.isUp1));
    net.second.GetAdvertiser()->WatchUplink(PREFIX_2, MakeBoundCallback(&IsDown, &net.isUp1));
    const std::string router1 = ToText(net.router.GetLinkLocal()) + " medium";
    const std::string router2 = ToText(net.second.GetLinkLocal()) + " medium";
    RunTo(Seconds(100));
    NS_TEST_EXPECT_MSG_EQ(net.GetStates(), "preferred, deprecated", "only the primary one");
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), router1, "its router");
    NS_TEST_EXPECT_MSG_EQ(net.Send(FAR), PREFIX_1, "source");
    net.isUp1 = false;
    RunTo(Seconds(110));
    NS_TEST_EXPECT_MSG_EQ(net.GetStates(), "deprecated, preferred", "only the backup");
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), router2, "its router");
    NS_TEST_EXPECT_MSG_EQ(net.Send(FAR), PREFIX_2, "source");
}

// Rows: 8475-3.2.3-01
void
Scenario::OneRouterLoadSharing()
{
    Site net;
    net.router.Advertise(Interface({PREFIX_1, PREFIX_2}));
    net.router.GetAdvertiser()->WatchUplink(PREFIX_1, MakeBoundCallback(&IsUp, &net.isUp1));
    net.router.GetAdvertiser()->WatchUplink(PREFIX_2, MakeBoundCallback(&IsUp, &net.isUp2));

    const Uplinks rows[] = {{true, true, "preferred, preferred"},
                            {false, true, "deprecated, preferred"},
                            {true, true, "preferred, preferred"},
                            {true, false, "preferred, deprecated"},
                            {false, false, "deprecated, deprecated"},
                            {false, true, "deprecated, preferred"}};

    RunTo(Seconds(100));
    for (const auto& row : rows)
    {
        net.isUp1 = row.isUp1;
        net.isUp2 = row.isUp2;
        RunTo(Simulator::Now() + Seconds(10));
        Check(net, row);
    }
}

// Rows: 8475-3.2.4-01
void
Scenario::TwoRoutersLoadSharing()
{
    Site net;
    net.router.Advertise(Interface({PREFIX_1}));
    net.second.Advertise(Interface({PREFIX_2}), Seconds(3));
    RunTo(Seconds(100));
    const std::string router1 = ToText(net.router.GetLinkLocal()) + " medium";
    const std::string router2 = ToText(net.second.GetLinkLocal()) + " medium";
    NS_TEST_EXPECT_MSG_EQ(net.GetStates(), "preferred, preferred", "both are up");
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), router1 + ", " + router2, "both");
    net.router.GetAdvertiser()->SetUplink(PREFIX_1, false);
    RunTo(Seconds(110));
    NS_TEST_EXPECT_MSG_EQ(net.GetStates(), "deprecated, preferred", "the first fails");
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), router2, "the other stays");
    NS_TEST_EXPECT_MSG_EQ(net.Send(FAR), PREFIX_2, "source");
    net.router.GetAdvertiser()->SetUplink(PREFIX_1, true);
    net.second.GetAdvertiser()->SetUplink(PREFIX_2, false);
    RunTo(Seconds(120));
    NS_TEST_EXPECT_MSG_EQ(net.GetStates(), "preferred, deprecated", "the second fails");
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), router1, "the first is back");
    NS_TEST_EXPECT_MSG_EQ(net.Send(FAR), PREFIX_1, "source");
}

// Rows: 8475-3.2.5-01
void
Scenario::DedicatedBorderRouters()
{
    // R1 and R2 are on the link of the host, R3 and R4 have the uplinks; RIPng is between them.
    Site net(RouterStack::RIPNG);
    TestLink core;
    TestLink uplinks[2];
    TestRouter third(core, RouterStack::RIPNG, "02:00:00:00:ff:0c");
    TestRouter fourth(core, RouterStack::RIPNG, "02:00:00:00:ff:0d");
    third.AddInterface(uplinks[0], "02:00:00:00:ff:1c", "2600:a::1");
    fourth.AddInterface(uplinks[1], "02:00:00:00:ff:1d", "2600:b::1");
    net.router.AddInterface(core, "02:00:00:00:ff:1a", "2600:c::1");
    net.second.AddInterface(core, "02:00:00:00:ff:1b", "2600:c::2");
    for (TestRouter* router : {&net.router, &net.second})
    {
        router->Advertise(Interface({PREFIX_1, PREFIX_2}));
        const auto node = router->GetNode();
        router->GetAdvertiser()->WatchUplink(PREFIX_1,
                                             PvdRouterHelper::HasRoute(node, "2600:a::99"));
        router->GetAdvertiser()->WatchUplink(PREFIX_2,
                                             PvdRouterHelper::HasRoute(node, "2600:b::99"));
    }

    const Uplinks rows[] = {{true, true, "preferred, preferred"},
                            {false, true, "deprecated, preferred"},
                            {true, true, "preferred, preferred"},
                            {true, false, "preferred, deprecated"}};

    for (const auto& row : rows)
    {
        SetUplink(third, "2600:a::1", row.isUp1);
        SetUplink(fourth, "2600:b::1", row.isUp2);
        net.link.ForgetSeen();
        // RIPng reports it, an uplink is proven. After 30 s it is too late to ask: then ns-3's
        // RIPng takes a prefix that it has given up back from any other router that has given it
        // up.
        RunTo(Simulator::Now() + Seconds(25));
        for (const TestRouter* router : {&net.router, &net.second})
        {
            NS_TEST_EXPECT_MSG_EQ(GetLastStates(net.link, *router), row.states, "of each router");
        }
        Check(net, row);
    }
}

// Rows: 8475-3.2.6-01
void
Scenario::AllUplinksFail()
{
    Site net;
    TestHost neighbor;
    neighbor.AddInterface(net.link, "02:00:00:00:00:02");
    net.router.Advertise(Interface({PREFIX_1, PREFIX_2}));
    RunTo(Seconds(100));
    net.router.GetAdvertiser()->SetUplink(PREFIX_1, false);
    net.router.GetAdvertiser()->SetUplink(PREFIX_2, false);
    RunTo(Seconds(110));
    NS_TEST_EXPECT_MSG_EQ(net.GetStates(), "deprecated, deprecated", "all are deprecated");
    for (const char* prefix : {PREFIX_1, PREFIX_2})
    {
        NS_TEST_EXPECT_MSG_EQ(net.Send(neighbor.MakeAddress(prefix)),
                              prefix,
                              "hosts of the site talk to each other all the same");
        const auto seen = net.link.GetSeenUdp();
        NS_TEST_ASSERT_MSG_EQ(seen.size(), 1, prefix);
        NS_TEST_EXPECT_MSG_EQ(seen[0].hardwareDestination,
                              Mac48Address("02:00:00:00:00:02"),
                              "not over a router");
    }
}

// Rows: 8475-3.2.8-01
void
Scenario::PacketsOfAFailedUplink()
{
    Site net(RouterStack::PVD);
    TestLink uplinks[2];
    const auto ipv6 = net.router.GetIpv6();
    const auto routing = DynamicCast<PvdIpv6Routing>(ipv6->GetRoutingProtocol());
    const Station provider{Ipv6Address("fe80::99"), Mac48Address("02:00:00:00:ff:99")};
    const char* const prefixes[] = {PREFIX_1, PREFIX_2};
    for (const uint32_t i : {0, 1})
    {
        const uint32_t interface =
            net.router.AddInterface(uplinks[i], "02:00:00:00:ff:1" + std::to_string(i));
        PvdRouteOptions scope;
        std::tie(scope.source, scope.sourceLength) = PvdTopology::ReadPrefix(prefixes[i]);
        routing->AddRoute(Ipv6Address("::"),
                          Ipv6Prefix(uint8_t(0)),
                          provider.address,
                          interface,
                          scope);
        // So that it has a way back to the host.
        ipv6->AddAddress(1, Ipv6InterfaceAddress(scope.source, Ipv6Prefix(64)));
    }
    net.router.Advertise(Interface({PREFIX_1, PREFIX_2}));
    ipv6->GetObject<Ipv6L3Protocol>()->TraceConnectWithoutContext(
        "Drop",
        MakeCallback(&Scenario::CountDropped, this));
    RunTo(Seconds(100));
    for (TestLink& uplink : uplinks)
    {
        uplink.Send(RouterSolicitation(provider.mac), provider, "ff02::2"); // a neighbor is known
    }
    const auto cross = [&](const char* prefix) {
        uplinks[0].ForgetSeen();
        uplinks[1].ForgetSeen();
        net.Send(FAR, net.host.MakeAddress(prefix));
        return std::to_string(uplinks[0].GetSeenUdp().size()) + " " +
               std::to_string(uplinks[1].GetSeenUdp().size());
    };
    NS_TEST_EXPECT_MSG_EQ(cross(PREFIX_1), "1 0", "its own uplink");
    NS_TEST_EXPECT_MSG_EQ(cross(PREFIX_2), "0 1", "its own uplink");
    NS_TEST_EXPECT_MSG_EQ(m_dropped.size(), 0, "dropped");

    ipv6->SetDown(2);
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(cross(PREFIX_1), "0 0", "the provider of the other would filter it");
    const std::vector<Ipv6Address> lost{net.host.MakeAddress(PREFIX_1)};
    NS_TEST_EXPECT_MSG_EQ((m_dropped == lost), true, "silently lost, or another one");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(DESTINATION_UNREACHABLE).size(), 1, "host is not told");
    NS_TEST_EXPECT_MSG_EQ(cross(PREFIX_2), "0 1", "the other provider's goes on");
    NS_TEST_EXPECT_MSG_EQ(m_dropped.size(), 1, "dropped");
}

class ScenarioSuite : public TestSuite
{
  public:
    ScenarioSuite()
        : TestSuite("pvd-router-scenario", Type::UNIT)
    {
        Add("backup of one router is not taken", &Scenario::OneRouterPrimaryAndBackup);
        Add("backup router is not taken", &Scenario::TwoRoutersPrimaryAndBackup);
        Add("prefix follows another uplink", &Scenario::OneRouterLoadSharing);
        Add("prefix follows another router", &Scenario::TwoRoutersLoadSharing);
        Add("prefix follows no border router", &Scenario::DedicatedBorderRouters);
        Add("site without uplinks is cut into pieces", &Scenario::AllUplinksFail);
        Add("packet takes the uplink of another prefix", &Scenario::PacketsOfAFailedUplink);
    }

  private:
    void Add(const std::string& name, Scenario::Body body)
    {
        AddTestCase(new Scenario(name, body));
    }
};

ScenarioSuite g_scenarioSuite; ///< registers itself

} // namespace
