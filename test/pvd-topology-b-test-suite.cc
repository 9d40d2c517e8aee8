/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-topology.h"

#include "ns3/pvd-topology-helper.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr const char* OVER_WIFI = "3fff:db8:1111::8888";
constexpr const char* OVER_CABLE = "3fff:db8:2222::8888";
constexpr const char* ELSEWHERE = "2001:3::13";

/// One PvD on two interfaces.
class TopologyB : public CaseOf<TopologyB>
{
  public:
    using CaseOf::CaseOf;

    void State();
    void BoundFlows();
    void UnboundFlows();
};

// Rows: MPVD-3.2, 8801-3-02
void
TopologyB::State()
{
    SettledTopology net(PvdTopologyHelper::BuildB());
    NS_TEST_ASSERT_MSG_EQ(net.ListPvds("host").size(), 2, "a PvD on two interfaces is not one");
    const auto test1 = net.Find("host", "test1.example.com");
    NS_TEST_EXPECT_MSG_EQ(test1.addresses,
                          "(3fff:db8:100a::/64), (3fff:db8:100b::/64), 3fff:db8:1000::/64, "
                          "3fff:db8:1001::/64",
                          "prefixes of hosts without PvDs are not deprecated");
    NS_TEST_EXPECT_MSG_EQ(test1.routes,
                          "3fff:db8:1111::/48 router-wifi0 high, 3fff:db8:2222::/48 router-cable0 "
                          "high, ::/0 router-cable0 low, ::/0 router-wifi0 low",
                          "routes of test1");
    const auto test2 = net.Find("host", "test2.example.com");
    NS_TEST_EXPECT_MSG_EQ(test2.addresses, "3fff:db8:2000::/64", "addresses of test2");
    NS_TEST_EXPECT_MSG_EQ(test2.routes, "::/0 router-cable1 high", "routes of test2");
}

// Rows: MPVD-3.2
void
TopologyB::BoundFlows()
{
    SettledTopology net(PvdTopologyHelper::BuildB());
    net.probe.Listen("server");
    const PvdBinding test1("test1.example.com");
    const PvdBinding test2("test2.example.com");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host", test1, OVER_WIFI),
                          "3fff:db8:1000:: router:router-wifi0",
                          "test1 leaves the route of wifi");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host", test1, OVER_CABLE),
                          "3fff:db8:1001:: router:router-cable0",
                          "test1 leaves the route of cable");
    for (const char* server : {OVER_WIFI, OVER_CABLE, ELSEWHERE})
    {
        NS_TEST_EXPECT_MSG_EQ(net.Connect("host", test2, server),
                              "3fff:db8:2000:: router:router-cable1",
                              "test2 uses routes of test1");
    }
    // Of two equal default routers, the one that was heard first.
    const auto registry = net.topology.GetNode("host")->GetObject<PvdRegistry>();
    const auto pvd = registry->Lookup("test1.example.com");
    NS_TEST_ASSERT_MSG_EQ(pvd->GetRouters().size(), 2, "test1 has not both routers");
    const bool isWifi =
        pvd->GetRouters().front().address == net.topology.GetLinkLocal("router", "router-wifi0");
    const std::string first =
        isWifi ? "3fff:db8:1000:: router:router-wifi0" : "3fff:db8:1001:: router:router-cable0";
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host", test1, ELSEWHERE),
                          first,
                          "of two equal default routers, not the first is used");
}

// Rows: MPVD-3.2
void
TopologyB::UnboundFlows()
{
    SettledTopology net(PvdTopologyHelper::BuildB());
    net.probe.Listen("server");
    const PvdBinding unbound;
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host", unbound, OVER_WIFI),
                          "3fff:db8:1000:: router:router-wifi0",
                          "the more specific route loses");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host", unbound, OVER_CABLE),
                          "3fff:db8:1001:: router:router-cable0",
                          "the more specific route loses");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host", unbound, ELSEWHERE),
                          "3fff:db8:2000:: router:router-cable1",
                          "the high default router loses, or gets a source of the other PvD");
}

class TopologyBSuite : public TestSuite
{
  public:
    TopologyBSuite()
        : TestSuite("pvd-topology-b", Type::SYSTEM)
    {
        AddTestCase(new TopologyB("a PvD on two interfaces", &TopologyB::State));
        AddTestCase(new TopologyB("bound flows leave their PvD", &TopologyB::BoundFlows));
        AddTestCase(new TopologyB("unbound flows mix PvDs", &TopologyB::UnboundFlows));
    }
};

TopologyBSuite g_topologyBSuite; ///< registers itself

} // namespace
