/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-two-providers.h"
#include "pvd-test-two-pvds.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-list-routing.h"
#include "ns3/simple-net-device.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// A routing protocol that comes, is replaced and goes.
class RoutingLifecycle : public CaseOf<RoutingLifecycle>
{
  public:
    using CaseOf::CaseOf;

    void ReplacedByAnother();
    void UsedAfterDispose();
    void DeviceWithoutIpv6();
    void InterfaceThatIsDown();
    void TwoAddressesOfOnePrefix();
    void AddressesChangedByNs3();
    void JoinsAListLater();
};

void
RoutingLifecycle::ReplacedByAnother()
{
    TwoPvds net;
    Ptr<PvdIpv6Routing> old = net.GetRouting();
    const Ptr<PvdIpv6Routing> routing = CreateObject<PvdIpv6Routing>();
    net.host.GetIpv6()->SetRoutingProtocol(routing);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR)), BY_B, "what was learned before");
    old->Dispose();
    old = nullptr;
    net.Hear(Ra(1800, {PvdNamed("a.example", {Rio("2001:db8:ffff::/64", 1800)})}), A);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR)), BY_A, "what is learned now");
}

void
RoutingLifecycle::UsedAfterDispose()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    routing->Dispose();
    NS_TEST_EXPECT_MSG_EQ(AskRoute(routing, FAR, Ipv6Address::GetAny()).error,
                          Socket::ERROR_NOROUTETOHOST,
                          "a packet");
    net.Hear(Ra(1800, {PvdNamed("c.example", {Pio("2001:db8:c::/64", 3600, 1800)})}), A);
    RunTo(Seconds(9));
    net.link.Send(RedirectTo(B.address, FAR), A, net.host.GetLinkLocal());
    net.host.GetIpv6()->SetDown(1);
    net.host.GetIpv6()->SetUp(1);
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(FAR), false, "it is gone, and so are its routes");
}

// Rows: LKP-01
void
RoutingLifecycle::DeviceWithoutIpv6()
{
    TwoPvds net;
    const auto device = CreateObject<SimpleNetDevice>();
    net.host.GetNode()->AddDevice(device);
    Ipv6Header header;
    header.SetDestination(FAR);
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    const auto route = net.GetRouting()->RouteOutput(Create<Packet>(), header, device, error);
    NS_TEST_EXPECT_MSG_EQ(route, nullptr, "over another device");
    NS_TEST_EXPECT_MSG_EQ(error, Socket::ERROR_NOROUTETOHOST, "why");
}

void
RoutingLifecycle::InterfaceThatIsDown()
{
    TwoPvds net;
    PvdFlow flow;
    flow.oif = 2;
    const auto routing = net.GetRouting();
    const Ipv6Address groups[] = {Ipv6Address("fe80::9"), Ipv6Address("ff02::9")};
    for (const auto& to : groups)
    {
        NS_TEST_EXPECT_MSG_EQ(routing->Resolve(to, flow).error, Socket::ERROR_NOTERROR, to);
    }
    net.host.GetIpv6()->SetDown(2);
    for (const auto& to : groups)
    {
        NS_TEST_EXPECT_MSG_EQ(routing->Resolve(to, flow).error, Socket::ERROR_NOROUTETOHOST, to);
    }
}

void
RoutingLifecycle::TwoAddressesOfOnePrefix()
{
    OneHost net;
    RunTo(Seconds(3));
    const auto ipv6 = net.host.GetIpv6();
    const auto routing = DynamicCast<PvdIpv6Routing>(ipv6->GetRoutingProtocol());
    const Ipv6Address neighbor("2400:1::99");
    const Ipv6Address first("2400:1::1");
    const Ipv6Address second("2400:1::2");
    ipv6->AddAddress(1, Ipv6InterfaceAddress(first, Ipv6Prefix(64)));
    ipv6->AddAddress(1, Ipv6InterfaceAddress(second, Ipv6Prefix(64)));
    RunTo(Seconds(6));
    ipv6->RemoveAddress(1, first);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(neighbor)),
                          "on-link from 2400:1::2 in all",
                          "one is left");
    ipv6->RemoveAddress(1, second);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(neighbor)), "no route", "none is left");
}

void
RoutingLifecycle::AddressesChangedByNs3()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    const auto interface = net.host.GetStockInterface();
    routing->AddNetworkRouteTo(Ipv6Address("2400:1::"), Ipv6Prefix(48), 1);
    const Ipv6Address to("2400:1::99");
    for (uint32_t i = 1; i < 20; ++i)
    {
        Ipv6Octets octets = ToOctets(std::string("2400:1::"));
        octets[15] = i;
        const Ipv6Address own(octets.data());
        Ipv6InterfaceAddress address(own, Ipv6Prefix(64));
        interface->AddAddress(address);
        interface->SetState(own, Ipv6InterfaceAddress::PREFERRED);
        NS_TEST_EXPECT_MSG_EQ(
            ToText(AskRoute(routing, to, Ipv6Address::GetAny()).route->GetSource()),
            ToText(own),
            "an address that is gone");
        interface->RemoveAddress(own);
    }
}

// Rows: FLW-05
void
RoutingLifecycle::JoinsAListLater()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto list = CreateObject<Ipv6ListRouting>();
    net.host.GetIpv6()->SetRoutingProtocol(list);
    const auto socket = net.MakeUdp();
    net.Bind(socket, "b.example");
    net.Forget();
    NS_TEST_EXPECT_MSG_EQ(socket->SendTo(Create<Packet>(10), 0, net.GetServer()),
                          -1,
                          "nobody knows a route");
    list->AddRoutingProtocol(CreateObject<PvdIpv6Routing>(), 0);
    NS_TEST_EXPECT_MSG_EQ(socket->SendTo(Create<Packet>(10), 0, net.GetServer()), 10, "it is sent");
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP) + net.GetSenders(), "bb", "it is not asked");
}

class RoutingLifecycleSuite : public TestSuite
{
  public:
    RoutingLifecycleSuite()
        : TestSuite("pvd-routing-lifecycle", Type::UNIT)
    {
        using T = RoutingLifecycle;
        Add("next protocol knows nothing", &T::ReplacedByAnother);
        Add("crash after Dispose", &T::UsedAfterDispose);
        Add("packet leaves by another device", &T::DeviceWithoutIpv6);
        Add("packet leaves by an interface that is down", &T::InterfaceThatIsDown);
        Add("route goes with one of two addresses", &T::TwoAddressesOfOnePrefix);
        Add("address replaced behind the back", &T::AddressesChangedByNs3);
        Add("routing that joins a list later is not asked", &T::JoinsAListLater);
    }

  private:
    void Add(const std::string& name, RoutingLifecycle::Body body)
    {
        AddTestCase(new RoutingLifecycle(name, body));
    }
};

RoutingLifecycleSuite g_routingLifecycleSuite; ///< registers itself

} // namespace
