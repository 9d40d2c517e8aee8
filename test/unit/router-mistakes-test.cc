/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/node.h"
#include "ns3/pvd-router-advertiser.h"
#include "ns3/pvd-router-helper.h"
#include "ns3/simple-net-device-helper.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>

/**
 * \file
 * What a script can write wrong about a router: each mistake stops it with a sentence that says
 * what to write instead.
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

/// A router of ns-3 with two links, that does not advertise yet.
class RouterHelperMistakes : public testing::Test
{
  protected:
    RouterHelperMistakes()
        : m_node(CreateObject<Node>())
    {
        InternetStackHelper().Install(m_node);
        m_devices.Add(SimpleNetDeviceHelper().Install(m_node));
        m_devices.Add(SimpleNetDeviceHelper().Install(m_node));
        Ipv6AddressHelper().AssignWithoutAddress(m_devices);
    }

    ~RouterHelperMistakes() override
    {
        Simulator::Destroy();
    }

    /// \return the advertiser of the node
    Ptr<PvdRouterAdvertiser> GetAdvertiser() const
    {
        return PvdRouterHelper::GetAdvertiser(m_node);
    }

    Ptr<Node> m_node;              //!< the router
    NetDeviceContainer m_devices;  //!< its two devices
    PvdAdvertisingInterface m_lan; //!< what it advertises
};

bool
IsUp()
{
    return true;
}

TEST_F(RouterHelperMistakes, UplinkThatNoAdvertisementNames)
{
    m_lan.advertisements[0].uplink = "isp-a";
    m_lan.advertisements[0].pvd = PvdRouterHelper::NamedPvd("a.example");
    m_lan.advertisements[0].pvd->uplink = "isp-b";
    PvdRouterHelper().Install(m_devices.Get(0), m_lan);
    EXPECT_DEATH(GetAdvertiser()->SetUplink("core", false),
                 "no advertisement depends on the uplink \"core\"; .*\"isp-a\", \"isp-b\"");
    EXPECT_DEATH(GetAdvertiser()->SetUplink("", false), "no advertisement depends on the uplink");
    EXPECT_DEATH(GetAdvertiser()->WatchUplink("core", MakeCallback(&IsUp)),
                 "no advertisement depends on the uplink \"core\"");
    GetAdvertiser()->SetUplink("isp-a", false);
    GetAdvertiser()->WatchUplink("isp-b", MakeCallback(&IsUp));
    // A script may have planned the return of an uplink that is not advertised any more.
    GetAdvertiser()->SetInterface(1, PvdAdvertisingInterface());
    GetAdvertiser()->SetUplink("isp-a", true);
}

TEST_F(RouterHelperMistakes, UplinkWhereNoneIsNamed)
{
    PvdRouterHelper().Install(m_devices.Get(0), m_lan);
    EXPECT_DEATH(GetAdvertiser()->SetUplink("core", true),
                 "no advertisement depends on the uplink \"core\"; give PvdAdvertisement::uplink");
}

TEST_F(RouterHelperMistakes, InterfaceThatAdvertisesAlready)
{
    PvdRouterHelper().Install(m_devices.Get(0), m_lan);
    EXPECT_DEATH(PvdRouterHelper().Install(m_devices.Get(0), m_lan),
                 "interface 1 of node [0-9]+ advertises already; .*SetInterface");
    EXPECT_DEATH(PvdRouterHelper().Install(m_node, 1, m_lan), "advertises already");
    PvdRouterHelper().Install(m_devices.Get(1), m_lan);
    EXPECT_EQ(m_node->GetNApplications(), 1);
}

TEST_F(RouterHelperMistakes, RouterThatSaysNothing)
{
    m_lan.advertisements.clear();
    EXPECT_DEATH(PvdRouterHelper().Install(m_devices.Get(0), m_lan),
                 "has no advertisement; .*advertisements\\[0\\]");
    m_lan.sendAdvertisements = false; // so it is meant
    PvdRouterHelper().Install(m_devices.Get(0), m_lan);
}

TEST_F(RouterHelperMistakes, LoopbackInterface)
{
    EXPECT_DEATH(PvdRouterHelper().Install(m_node, 0, m_lan), "interface 0 .*loopback");
}

} // namespace
