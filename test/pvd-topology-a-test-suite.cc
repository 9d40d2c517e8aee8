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

constexpr const char* SERVERS[] = {"2001:1111:1111::8888",
                                   "2001:1111:1111::8844",
                                   "2001:2222:2222::2"};

/// Two PvDs and a router without one, on one link.
class TopologyA : public CaseOf<TopologyA>
{
  public:
    using CaseOf::CaseOf;

    void AwareHost();
    void ClassicHost();
    void BoundFlows();
};

// Rows: MPVD-3.1
void
TopologyA::AwareHost()
{
    SettledTopology net(PvdTopologyHelper::BuildA());
    const auto pvds = net.ListPvds("host_pvd");
    NS_TEST_ASSERT_MSG_EQ(pvds.size(), 3, "other PvDs than three");
    const auto test1 = net.Find("host_pvd", "test1.example.com");
    NS_TEST_EXPECT_MSG_EQ(test1.addresses,
                          "2001:db8:1::/64, 2001:db8:1:abcd::/64, 2001:db8:1:beef::/64",
                          "addresses of test1");
    // Nested options come after the outer ones: the route of both is low.
    NS_TEST_EXPECT_MSG_EQ(
        test1.routes,
        "2001:db8:1000::/40 rt0 low, 2001:db8:1a00::/40 rt0 high, ::/0 rt0 medium",
        "routes of test1");
    NS_TEST_EXPECT_MSG_EQ(test1.domains,
                          "example.com, office.test1.example.com, special.test1-pvd.example.com, "
                          "test1-pvd.example.com, test1.example.com",
                          "one of the five suffixes is lost");
    NS_TEST_EXPECT_MSG_EQ(test1.resolvers, "2001:1111:1111::8844, 2001:1111:1111::8888", "rdnss");
    const auto test2 = net.Find("host_pvd", "test2.example.com");
    NS_TEST_EXPECT_MSG_EQ(test2.addresses, "2001:db8:2::/64", "addresses of test2");
    NS_TEST_EXPECT_MSG_EQ(test2.routes, "2001:db8:2000::/48 rt1 high, ::/0 rt1 low", "its routes");
    const auto implicit = net.Find("host_pvd", "implicit rt2");
    NS_TEST_EXPECT_MSG_EQ(implicit.addresses, "2001:db8:3::/64", "addresses of no PvD's router");
    NS_TEST_EXPECT_MSG_EQ(implicit.routes, "2001:db8:3000::/40 rt2 high, ::/0 rt2 medium", "");
}

// Rows: MPVD-3.1
void
TopologyA::ClassicHost()
{
    SettledTopology net(PvdTopologyHelper::BuildA());
    const auto pvds = net.ListPvds("host_classic");
    NS_TEST_ASSERT_MSG_EQ(pvds.size(), 3, "a host without PvDs has other than one per router");
    const auto rt0 = net.Find("host_classic", "implicit rt0");
    NS_TEST_EXPECT_MSG_EQ(rt0.addresses, "2001:db8:1::/64", "it took nested prefixes");
    NS_TEST_EXPECT_MSG_EQ(rt0.routes, "2001:db8:1000::/40 rt0 high, ::/0 rt0 medium", "or routes");
    NS_TEST_EXPECT_MSG_EQ(net.Find("host_classic", "implicit rt1").routes,
                          "2001:db8:2000::/48 rt1 high, ::/0 rt1 medium",
                          "it took the inner header");
    NS_TEST_EXPECT_MSG_EQ(net.Find("host_classic", "implicit rt2").routes,
                          "2001:db8:3000::/40 rt2 high, ::/0 rt2 medium",
                          "routes of rt2");
}

// Rows: MPVD-3.1
void
TopologyA::BoundFlows()
{
    SettledTopology net(PvdTopologyHelper::BuildA());
    net.probe.Listen("router");
    const std::string implicit = net.Find("host_pvd", "implicit rt2").text;
    for (const std::string server : SERVERS)
    {
        const auto test1 = net.Connect("host_pvd", "test1.example.com", server);
        NS_TEST_EXPECT_MSG_EQ(test1.substr(0, 10), "2001:db8:1", server);
        NS_TEST_EXPECT_MSG_EQ(test1.substr(test1.find(' ')), " router:rt0", server);
        NS_TEST_EXPECT_MSG_EQ(net.Connect("host_pvd", "test2.example.com", server),
                              "2001:db8:2:: router:rt1",
                              server);
        NS_TEST_EXPECT_MSG_EQ(net.Connect("host_pvd", implicit, server),
                              "2001:db8:3:: router:rt2",
                              server);
    }
}

class TopologyASuite : public TestSuite
{
  public:
    TopologyASuite()
        : TestSuite("pvd-topology-a", Type::SYSTEM)
    {
        AddTestCase(new TopologyA("what the RAs make of a PvD-aware host", &TopologyA::AwareHost));
        AddTestCase(new TopologyA("the same RAs, a host without PvDs", &TopologyA::ClassicHost));
        AddTestCase(
            new TopologyA("bound flows take another router or source", &TopologyA::BoundFlows));
    }
};

TopologyASuite g_topologyASuite; ///< registers itself

} // namespace
