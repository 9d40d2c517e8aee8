/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-topology.h"

#include "ns3/boolean.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/pvd-topology-helper.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr const char* HOST2 = "3fff:db8:cafe:ffff::babe";
constexpr const char* OVER_1 = "3fff:db8:1:: router1:net1";
constexpr const char* OVER_2 = "3fff:db8:cafe:1:: router2:net1";

/// A test bench of source addresses.
class TopologyD : public CaseOf<TopologyD>
{
  public:
    using CaseOf::CaseOf;

    void Sources();
    void WithoutRule55();
};

// Rows: MPVD-3.4
void
TopologyD::Sources()
{
    SettledTopology net(PvdTopologyHelper::BuildD());
    net.probe.Listen("host2");
    NS_TEST_ASSERT_MSG_EQ(net.ListPvds("host1").size(), 2, "other PvDs than two");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host1", "pirl1.cisco.com", HOST2), OVER_1, "bound to 1");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host1", "pirl2.cisco.com", HOST2), OVER_2, "bound to 2");
    const bool isFirst = DescribePvds(net.topology, "host1").front().id == "pirl1.cisco.com";
    const std::string first = isFirst ? OVER_1 : OVER_2;
    for (const auto& free : {PvdBinding(), PvdBinding::None()})
    {
        NS_TEST_EXPECT_MSG_EQ(net.Connect("host1", free, HOST2),
                              first,
                              "source and router do not belong together");
    }
}

void
TopologyD::WithoutRule55()
{
    SettledTopology net(PvdTopologyHelper::BuildD());
    net.probe.Listen("host2");
    net.topology.GetRouting("host1")->SetAttribute("Rule55", BooleanValue(false));
    const auto way = net.Connect("host1", PvdBinding(), HOST2);
    NS_TEST_EXPECT_MSG_EQ(way.substr(0, way.find(' ')),
                          "3fff:db8:cafe:1::",
                          "the longest match does not decide, as on the kernel of the test bench");
}

class TopologyDSuite : public TestSuite
{
  public:
    TopologyDSuite()
        : TestSuite("pvd-topology-d", Type::SYSTEM)
    {
        AddTestCase(
            new TopologyD("sources and routers of bound and unbound flows", &TopologyD::Sources));
        AddTestCase(new TopologyD("without rule 5.5", &TopologyD::WithoutRule55));
    }
};

TopologyDSuite g_topologyDSuite; ///< registers itself

} // namespace
