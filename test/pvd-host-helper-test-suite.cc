/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-lists.h"

#include "ns3/boolean.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/pvd-ipv6-list-routing.h"
#include "ns3/pvd-ipv6-routing.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// A routing protocol of a user's.
class CountingRouting : public PvdIpv6Routing
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::pvdtest::CountingRouting")
                                .SetParent<PvdIpv6Routing>()
                                .SetGroupName("Pvd")
                                .AddConstructor<CountingRouting>();
        return tid;
    }

    Ptr<Ipv6Route> RouteOutput(Ptr<Packet> packet,
                               const Ipv6Header& header,
                               Ptr<NetDevice> device,
                               Socket::SocketErrno& error) override
    {
        ++m_asked;
        return PvdIpv6Routing::RouteOutput(packet, header, device, error);
    }

    uint32_t m_asked{0}; //!< how often
};

NS_OBJECT_ENSURE_REGISTERED(CountingRouting);

/// What PvdHostHelper installs.
class HostHelper : public CaseOf<HostHelper>
{
  public:
    using CaseOf::CaseOf;

    void RoutingByName();
    void RoutingByNameBeforeAnother();
};

/// A host that a helper made, on a link where a router has spoken.
struct MadeHost
{
    TestLink link;  //!< the link
    Ptr<Node> node; //!< the host

    explicit MadeHost(const PvdHostHelper& helper)
        : node(CreateObject<Node>())
    {
        helper.Install(node);
        const auto device = CreateObject<SimpleNetDevice>();
        device->SetAddress(Mac48Address("02:00:00:00:00:01"));
        device->SetChannel(link.GetChannel());
        node->AddDevice(device);
        const auto ipv6 = node->GetObject<Ipv6>();
        ipv6->SetUp(ipv6->AddInterface(device));
        RunTo(Seconds(3));
        link.Send(Ra(1800, {Slla(MakeRouter('a').mac), Pio("2001:db8:1::/64", 3600, 1800)}),
                  MakeRouter('a'));
        RunTo(Seconds(6));
    }

    ~MadeHost()
    {
        Simulator::Destroy();
    }

    /// \return the router that a packet would go to, or "::"
    Ipv6Address Ask() const
    {
        Ipv6Header header;
        header.SetDestination(Ipv6Address("2600:ffff::1"));
        Socket::SocketErrno error;
        const auto routing = node->GetObject<Ipv6>()->GetRoutingProtocol();
        const auto route = routing->RouteOutput(nullptr, header, nullptr, error);
        return route ? route->GetGateway() : Ipv6Address::GetAny();
    }
};

void
HostHelper::RoutingByName()
{
    PvdHostHelper helper;
    helper.SetRoutingAttribute("Rule55", BooleanValue(false));
    helper.SetPvdRouting("ns3::pvdtest::CountingRouting");
    const PvdHostHelper copy(helper);
    const MadeHost made(copy);
    const auto routing =
        DynamicCast<CountingRouting>(made.node->GetObject<Ipv6>()->GetRoutingProtocol());
    NS_TEST_ASSERT_MSG_NE(routing, nullptr, "the protocol that was asked for");
    BooleanValue rule55;
    routing->GetAttribute("Rule55", rule55);
    NS_TEST_EXPECT_MSG_EQ(rule55.Get(), false, "an attribute that was set before");
    const uint32_t before = routing->m_asked;
    NS_TEST_EXPECT_MSG_EQ(made.Ask(), MakeRouter('a').address, "it has what routers say");
    NS_TEST_EXPECT_MSG_EQ(routing->m_asked, before + 1, "it is asked");
}

void
HostHelper::RoutingByNameBeforeAnother()
{
    PvdHostHelper helper;
    helper.SetPvdRouting("ns3::pvdtest::CountingRouting");
    helper.SetRoutingHelper(Ipv6StaticRoutingHelper());
    const MadeHost made(helper);
    const auto list =
        DynamicCast<PvdIpv6ListRouting>(made.node->GetObject<Ipv6>()->GetRoutingProtocol());
    int16_t priority = 0;
    NS_TEST_ASSERT_MSG_NE(list, nullptr, "both of them");
    NS_TEST_EXPECT_MSG_EQ(Ipv6RoutingHelper::GetRouting<PvdIpv6Routing>(list),
                          list->GetRoutingProtocol(0, priority),
                          "what the manual writes finds ours in the list");
    const auto first = DynamicCast<CountingRouting>(list->GetRoutingProtocol(0, priority));
    NS_TEST_ASSERT_MSG_NE(first, nullptr, "the protocol that was asked for comes first");
    const uint32_t before = first->m_asked;
    NS_TEST_EXPECT_MSG_EQ(made.Ask(), MakeRouter('a').address, "it has what routers say");
    NS_TEST_EXPECT_MSG_EQ(first->m_asked, before + 1, "it is asked");
}

class HostHelperSuite : public TestSuite
{
  public:
    HostHelperSuite()
        : TestSuite("pvd-host-helper", Type::UNIT)
    {
        AddTestCase(
            new HostHelper("another routing protocol is installed", &HostHelper::RoutingByName));
        AddTestCase(new HostHelper("further routing protocol comes first",
                                   &HostHelper::RoutingByNameBeforeAnother));
    }
};

HostHelperSuite g_hostHelperSuite; ///< registers itself

} // namespace
