/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"
#include "pvd-test-router.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr const char* PREFIX_1 = "2001:db8:1::/64";
constexpr const char* PREFIX_2 = "2001:db8:2::/64";
const Ipv6Address FAR("2600:ffff::1");

/// The sites of RFC 8475, section 3.2: hosts change their source addresses when an uplink fails.
class Scenario : public CaseOf<Scenario>
{
  public:
    using CaseOf::CaseOf;

    void OneRouterPrimaryAndBackup();
    void TwoRoutersPrimaryAndBackup();
    void OneRouterLoadSharing();
    void TwoRoutersLoadSharing();
    void AllUplinksFail();
};

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

/// A site with one router or two, which ask after their uplinks.
struct Site : HostAndRouter
{
    TestRouter second; //!< says nothing unless it is told to
    bool isUp1{true};  //!< the first uplink
    bool isUp2{true};  //!< the second one

    Site()
        : second(link, RouterStack::STOCK, "02:00:00:00:ff:0b")
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

    const struct
    {
        bool isUp1;
        bool isUp2;
        const char* states;
    } rows[] = {{true, true, "preferred, preferred"},
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
        NS_TEST_EXPECT_MSG_EQ(net.GetStates(), row.states, "each prefix follows its own uplink");
        if (row.isUp1 != row.isUp2)
        {
            NS_TEST_EXPECT_MSG_EQ(net.Send(FAR), (row.isUp1 ? PREFIX_1 : PREFIX_2), row.states);
        }
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
        Add("site without uplinks is cut into pieces", &Scenario::AllUplinksFail);
    }

  private:
    void Add(const std::string& name, Scenario::Body body)
    {
        AddTestCase(new Scenario(name, body));
    }
};

ScenarioSuite g_scenarioSuite; ///< registers itself

} // namespace
