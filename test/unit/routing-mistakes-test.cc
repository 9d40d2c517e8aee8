/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/ipv6.h"
#include "ns3/node.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>

using namespace ns3;

namespace
{

/// A host with nothing but its loopback interface.
class RoutingMistakes : public testing::Test
{
  protected:
    RoutingMistakes()
        : m_node(CreateObject<Node>())
    {
        PvdHostHelper().Install(m_node);
        const auto ipv6 = m_node->GetObject<Ipv6>();
        m_routing = DynamicCast<PvdIpv6Routing>(ipv6->GetRoutingProtocol());
    }

    ~RoutingMistakes() override
    {
        Simulator::Destroy();
    }

    Ptr<Node> m_node;              //!< the host
    Ptr<PvdIpv6Routing> m_routing; //!< its routing
};

TEST_F(RoutingMistakes, RouteOverAnInterfaceThatIsNotThere)
{
    EXPECT_DEATH(m_routing->SetDefaultRoute(Ipv6Address("fe80::1"), 99), "add it with Ipv6::Add");
}

TEST_F(RoutingMistakes, RoutingByNameThatIsNotDerived)
{
    PvdHostHelper helper;
    EXPECT_DEATH(helper.SetPvdRouting("ns3::Ipv6StaticRouting"), "set with SetRoutingHelper");
}

TEST_F(RoutingMistakes, SourcePrefixThatIsTooLong)
{
    PvdRouteOptions options;
    options.sourceLength = 200;
    EXPECT_DEATH(m_routing->AddRoute(Ipv6Address("2001:db8::"),
                                     Ipv6Prefix(32),
                                     Ipv6Address("fe80::1"),
                                     0,
                                     options),
                 "0 to 128 bits");
}

TEST_F(RoutingMistakes, FlowBoundToAPvdThatIsNotThere)
{
    PvdFlow flow;
    flow.bound = true;
    flow.pvds.push_back(nullptr);
    EXPECT_DEATH(m_routing->Resolve(Ipv6Address("2001:db8::1"), flow), "a null pointer is no PvD");
}

TEST(RoutingWithoutNode, IsAsked)
{
    EXPECT_DEATH(CreateObject<PvdIpv6Routing>()->Resolve(Ipv6Address("2001:db8::1")),
                 "belongs to no node");
}

} // namespace
