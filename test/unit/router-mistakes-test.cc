/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/internet-stack-helper.h"
#include "ns3/node.h"
#include "ns3/pvd-router-advertiser.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>

/**
 * \file
 * What a script can write wrong about an advertiser that it makes without PvdRouterHelper: each
 * stops it with a sentence that says what to write instead.
 */

using namespace ns3;

namespace
{

/// Run a node that advertises on an interface. \param node which \param interface index
void
AdvertiseOn(const Ptr<Node>& node, uint32_t interface)
{
    const auto advertiser = CreateObject<PvdRouterAdvertiser>();
    node->AddApplication(advertiser);
    advertiser->SetInterface(interface, PvdAdvertisingInterface());
    Simulator::Stop(Seconds(1));
    Simulator::Run();
    Simulator::Destroy();
}

TEST(RouterMistakes, NodeWithoutIpv6)
{
    EXPECT_DEATH(AdvertiseOn(CreateObject<Node>(), 1), "has no interface 1 of IPv6; add it before");
}

TEST(RouterMistakes, InterfaceThatIsNotThere)
{
    const auto node = CreateObject<Node>();
    InternetStackHelper().Install(node);
    EXPECT_DEATH(AdvertiseOn(node, 7), "has no interface 7 of IPv6; add it before");
    Simulator::Destroy();
}

} // namespace
