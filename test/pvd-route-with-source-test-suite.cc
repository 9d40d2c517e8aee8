/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-two-pvds.h"

#include "ns3/ipv6-l3-protocol.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

const Ipv6Address TO("2606::1"); //!< where packets go

/// Routes for which the host has no source, or none that will do.
class RouteWithSource : public CaseOf<RouteWithSource>
{
  public:
    using CaseOf::CaseOf;

    void AnotherPvdOfTheFlowHasOne();
    void OnlyALinkLocalOne();
    void OwnAddressThatIsNotUsable();
};

// Rows: LKP-02, SAS-02
void
RouteWithSource::AnotherPvdOfTheFlowHasOne()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    const Station c = MakeRouter('c');
    const RaHeader high = pvdtest::Header(1800, RouterPreference::HIGH);
    net.Hear(Ra(high, {PvdNamed("c.example", {Slla(c.mac), Rio("2606::/32", 1800)})}), c);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO, net.Bound({"c.example", "a.example"}))),
                          BY_A,
                          "c has the better route, but no address");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO, net.Bound({"c.example"}))),
                          "no address",
                          "there is a route");
    PvdRouteOptions options;
    options.pvd = "a.example";
    options.source = Ipv6Address("2001:db8:a:1::");
    options.sourceLength = 64;
    routing->AddRoute(Ipv6Address("2606::"), Ipv6Prefix(48), A.address, 1, options);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO, net.Bound({"a.example"}))),
                          BY_A,
                          "back from a route for other sources");
}

// Rows: LKP-02
void
RouteWithSource::OnlyALinkLocalOne()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    const Station c = MakeRouter('c');
    const RaHeader high = pvdtest::Header(1800, RouterPreference::HIGH);
    net.second.Send(Ra(high, {Slla(c.mac), Rio("2606::/32", 1800)}), c);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_A, "no router forwards link-local ones");
    net.Hear(Ra(0, {PvdNamed("a.example")}), A);
    net.Hear(Ra(0, {PvdNamed("b.example")}), B);
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(TO).gateway), "fe80::c", "better than nothing");
}

void
RouteWithSource::OwnAddressThatIsNotUsable()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    const Ipv6Address own("2001:db8:a::77");
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(own, Ipv6Prefix(64)));
    for (const auto state : {Ipv6InterfaceAddress::TENTATIVE, Ipv6InterfaceAddress::INVALID})
    {
        net.host.GetStockInterface()->SetState(own, state);
        const auto decision = routing->Resolve(own);
        NS_TEST_EXPECT_MSG_NE(decision.source, own, "a source that is not to be used");
        NS_TEST_EXPECT_MSG_EQ(decision.interface, 1, "its owner is on the link");
    }
}

class RouteWithSourceSuite : public TestSuite
{
  public:
    RouteWithSourceSuite()
        : TestSuite("pvd-route-with-source", Type::UNIT)
    {
        Add("stuck with a route that has no source", &RouteWithSource::AnotherPvdOfTheFlowHasOne);
        Add("router without prefix attracts", &RouteWithSource::OnlyALinkLocalOne);
        Add("duplicate is reached at home", &RouteWithSource::OwnAddressThatIsNotUsable);
    }

  private:
    void Add(const std::string& name, RouteWithSource::Body body)
    {
        AddTestCase(new RouteWithSource(name, body));
    }
};

RouteWithSourceSuite g_routeWithSourceSuite; ///< registers itself

} // namespace
