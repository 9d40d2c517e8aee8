/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/socket.h"
#include "ns3/udp-socket-factory.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// The Default Router List.
class DefaultRouter : public CaseOf<DefaultRouter>
{
  public:
    using CaseOf::CaseOf;

    void ThreeRasAddRefreshAndRemove();
    void EveryLifetimeIsTaken();
    void LifetimeGovernsTheRoleAlone();
    void TenRoutersAreKept();
    void LessContentRemovesNothing();
    void OtherRoutersAreNotTouched();
    void FlowMovesWhenItsRouterLeaves();
    void FlowMovesWhenItsRouterExpires();
    void NaWithoutRouterFlagEndsTheRole();
    void NaOfOthersDoesNot();
    void ReservedPreferenceIsMedium();
    void PreferenceNeedsALifetime();

  private:
    void CheckDefault(OneHost& net, const std::string& expected, const std::string& what);
};

const Station A = MakeRouter('a');
const Station B = MakeRouter('b');
const Ipv6Address FAR("2001:db8:ffff::1"); ///< on no link

/// \return the hardware addresses to which UDP packets went, in order
std::vector<Mac48Address>
WhereUdpWent(const TestLink& link)
{
    std::vector<Mac48Address> to;
    for (const auto& seen : link.GetSeenUdp())
    {
        to.push_back(seen.hardwareDestination);
    }
    return to;
}

/// \return an RA of a router with one prefix and its hardware address
RouterAdvertisement
RaOf(const Station& router, uint16_t lifetime, const std::string& prefix)
{
    return Ra(lifetime, {Slla(router.mac), Pio(prefix, 7200, 3600)});
}

void
DefaultRouter::CheckDefault(OneHost& net, const std::string& expected, const std::string& what)
{
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), expected, what << ": default routes");
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(FAR), !expected.empty(), what << ": a packet");
}

// Rows: 4861-6.3.4-04, 4861-4.2-04
void
DefaultRouter::ThreeRasAddRefreshAndRemove()
{
    OneHost net;
    const auto prefix = Pio("2001:db8:1::/64", 90000, 90000);
    RunTo(Seconds(10));
    CheckDefault(net, "", "before");
    net.Hear(Ra(100, {prefix}));
    RunTo(Seconds(12));
    CheckDefault(net, "fe80::a medium", "lifetime 100");
    RunTo(Seconds(60));
    net.Hear(Ra(200, {prefix}));
    RunTo(Seconds(60 + 200) - NanoSeconds(1));
    CheckDefault(net, "fe80::a medium", "refreshed");
    RunTo(Seconds(60 + 200));
    CheckDefault(net, "", "expired");
    net.Hear(Ra(200, {prefix}));
    CheckDefault(net, "fe80::a medium", "again");
    net.Hear(Ra(0, {prefix}));
    CheckDefault(net, "", "lifetime 0");
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "the PvD with its prefix stays");
    for (const auto& router : pvd->GetRouters())
    {
        NS_TEST_EXPECT_MSG_EQ(router.lifetime, 0, "a default router with lifetime 0");
    }
}

// Rows: 4861-4.2-03
void
DefaultRouter::EveryLifetimeIsTaken()
{
    for (uint16_t lifetime : {1, 9000, 9001, 18000, 65535})
    {
        OneHost net;
        RunTo(Seconds(7));
        net.Hear(Ra(lifetime));
        RunTo(Seconds(7 + lifetime) - NanoSeconds(1));
        NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "fe80::a medium", lifetime << " s: early");
        RunTo(Seconds(7 + lifetime));
        NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "", lifetime << " s: late");
    }
}

// Rows: 4861-4.2-05, 8106-6.1-03
void
DefaultRouter::LifetimeGovernsTheRoleAlone()
{
    for (uint16_t lifetime : {0, 100})
    {
        OneHost net;
        net.Hear(Ra(lifetime,
                    {Pio("2001:db8:1::/64", 7200, 3600),
                     Rio("2001:db8:100::/40", 7200),
                     Rdnss({"2001:db8::53"}, 7200),
                     Dnssl({"example.org"}, 7200)}));
        RunTo(Seconds(1000)); // past the lifetime, if there was one
        const auto pvd = net.host.GetOnlyPvd();
        NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "lifetime " << lifetime << ": no PvD");
        NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "", "lifetime " << lifetime);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.MakeAddress("2001:db8:1::/64")),
                              "preferred",
                              "lifetime " << lifetime << ": address");
        NS_TEST_EXPECT_MSG_EQ(pvd->GetRoutes().size(), 2, "on-link and more specific route");
        NS_TEST_EXPECT_MSG_EQ(pvd->GetResolvers().size(), 1, "lifetime " << lifetime << ": RDNSS");
        NS_TEST_EXPECT_MSG_EQ(pvd->GetSearchDomains().size(), 1, "lifetime " << lifetime);
        NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(Ipv6Address("2001:db8:100::1")),
                              true,
                              "lifetime " << lifetime << ": the more specific route is not used");
    }
}

// Rows: 4861-6.3.4-05
void
DefaultRouter::TenRoutersAreKept()
{
    for (bool sameDomain : {true, false})
    {
        OneHost net;
        std::string expected;
        for (char digit = '0'; digit <= '9'; ++digit)
        {
            const Options options = sameDomain ? Options{PvdNamed("example.org")} : Options{};
            const Station router = MakeRouter(digit == '0' ? 'f' : digit);
            net.Hear(Ra(1800, options), router);
            expected += (expected.empty() ? "" : ", ") + ToText(router.address) + " medium";
        }
        NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), expected, "one PvD: " << sameDomain);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(),
                              (sameDomain ? 1 : 10),
                              "PvDs");
    }
}

// Rows: 4861-6.3.4-01, 4861-9-03
void
DefaultRouter::LessContentRemovesNothing()
{
    RaHeader header = pvdtest::Header(1800);
    header.curHopLimit = 17;
    header.reachableTime = 40000;
    header.retransTimer = 2000;
    OneHost net;
    net.Hear(Ra(header,
                {Pio("2001:db8:1::/64", 7200, 3600),
                 Rio("2001:db8:100::/40", 7200),
                 Rdnss({"2001:db8::53"}, 7200),
                 Dnssl({"example.org"}, 7200),
                 Mtu(1400),
                 PvdNamed("example.org", {Pio("2001:db8:2::/64", 7200, 3600)})}));
    const std::string before = net.host.Describe();
    net.host.ForgetEvents();
    net.Hear(Ra(1800, {PvdNamed("example.org")})); // the same router with nothing in it
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), before, "something went");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetEvents().size(), 0, "a notification");
    net.Hear(Ra(1800)); // and without its PvD option, which makes an implicit PvD of it
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe().find(before.substr(0, before.find("interface"))),
                          0,
                          "the explicit PvD changed");
}

// Rows: 4861-6.3.4-01
void
DefaultRouter::OtherRoutersAreNotTouched()
{
    OneHost net;
    net.Hear(RaOf(A, 1800, "2001:db8:1::/64"), A);
    net.Hear(RaOf(B, 1800, "2001:db8:2::/64"), B);
    net.Hear(Ra(0, {Pio("2001:db8:2::/64", 0, 0)}), B);
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "fe80::a medium", "after B took all back");
    const auto pvd = net.host.GetRegistry()->GetPvds().begin()->second;
    NS_TEST_EXPECT_MSG_EQ(pvd->GetPrefixes().size(), 1, "prefix of A");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetRoutes().size(), 2, "routes of A");
}

/// A UDP flow: one socket that sends to one destination.
struct Flow
{
    Ptr<Socket> socket; //!< connected

    explicit Flow(TestHost& host)
        : socket(Socket::CreateSocket(host.GetNode(), UdpSocketFactory::GetTypeId()))
    {
        socket->Bind6();
        socket->Connect(Inet6SocketAddress(FAR, 9));
    }

    /// Send one packet.
    void Send()
    {
        socket->Send(Create<Packet>(4));
        RunNow();
    }
};

// Rows: 4861-5.3-01, 4861-6.3.5-02
void
DefaultRouter::FlowMovesWhenItsRouterLeaves()
{
    OneHost net;
    net.Hear(RaOf(A, 1800, "2001:db8:1::/64"), A);
    net.Hear(RaOf(B, 1800, "2001:db8:2::/64"), B);
    RunTo(Seconds(5));
    Flow flow(net.host);
    flow.Send();
    flow.Send();
    net.Hear(RaOf(A, 0, "2001:db8:1::/64"), A);
    flow.Send();
    net.Hear(RaOf(B, 0, "2001:db8:2::/64"), B);
    flow.Send();
    net.Hear(RaOf(A, 1800, "2001:db8:1::/64"), A);
    flow.Send();
    const std::vector<Mac48Address> expected{A.mac, A.mac, B.mac, A.mac};
    NS_TEST_EXPECT_MSG_EQ((WhereUdpWent(net.link) == expected),
                          true,
                          "two to A, one to B when A left, none without router, one to A again");
}

// Rows: 4861-6.3.5-02
void
DefaultRouter::FlowMovesWhenItsRouterExpires()
{
    OneHost net;
    net.Hear(RaOf(A, 100, "2001:db8:1::/64"), A);
    net.Hear(RaOf(B, 1800, "2001:db8:2::/64"), B);
    RunTo(Seconds(100) - NanoSeconds(1));
    Flow flow(net.host);
    flow.Send();
    RunTo(Seconds(100));
    flow.Send();
    const std::vector<Mac48Address> expected{A.mac, B.mac};
    NS_TEST_EXPECT_MSG_EQ((WhereUdpWent(net.link) == expected), true, "one to A, one to B");
}

// Rows: 4861-7.3-02
void
DefaultRouter::NaWithoutRouterFlagEndsTheRole()
{
    for (const char* flags : {"", "S", "O", "SO"})
    {
        OneHost net;
        net.Hear(Ra(1800,
                    {Slla(A.mac),
                     Pio("2001:db8:1::/64", 7200, 3600),
                     Rio("2001:db8:100::/40", 7200),
                     Rdnss({"2001:db8::53"}, 7200)}));
        net.Hear(Ra(1800, {PvdNamed("example.org")}));
        RunTo(Seconds(5));
        NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host),
                              "fe80::a medium, fe80::a medium",
                              "in both PvDs");
        // A solicited one goes to who asked.
        const bool solicited = std::string(flags).find('S') != std::string::npos;
        net.link.Send(NeighborAdvertisement(A.address, A.mac, flags),
                      A,
                      solicited ? net.host.MakeAddress("fe80::/64")
                                : Ipv6Address::GetAllNodesMulticast());
        NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "", "flags \"" << flags << "\"");
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.MakeAddress("2001:db8:1::/64")),
                              "preferred",
                              "the address went too");
        net.Hear(Ra(1800, {Slla(A.mac)}));
        NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "fe80::a medium", "it is a router again");
    }
}

// Rows: 4861-7.3-02
void
DefaultRouter::NaOfOthersDoesNot()
{
    OneHost net;
    net.Hear(RaOf(A, 1800, "2001:db8:1::/64"), A);
    RunTo(Seconds(5));
    const Ipv6Address all = Ipv6Address::GetAllNodesMulticast();
    net.link.Send(NeighborAdvertisement(A.address, A.mac, "RSO"), A, all);
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "fe80::a medium", "with R");
    net.link.Send(NeighborAdvertisement(B.address, B.mac, "SO"), B, all);
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "fe80::a medium", "of a host nearby");
    TestLink::Envelope forwarded;
    forwarded.hopLimit = 254;
    net.link.Send(NeighborAdvertisement(A.address, A.mac, "SO"), A, forwarded);
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "fe80::a medium", "from off the link");
}

// Rows: 4191-2.2-03
void
DefaultRouter::ReservedPreferenceIsMedium()
{
    const std::pair<uint8_t, const char*> codes[] = {
        {0x00, "fe80::a medium"},
        {0x08, "fe80::a high"},
        {0x10, "fe80::a medium"},
        {0x18, "fe80::a low"},
    };
    for (const auto& code : codes)
    {
        OneHost net;
        Octets octets = ToMessage(Ra(1800));
        octets[5] |= code.first;
        net.link.Send(octets, A, TestLink::Envelope());
        NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), code.second, "Prf bits " << +code.first);
    }
}

// Rows: 4191-2.2-02
void
DefaultRouter::PreferenceNeedsALifetime()
{
    OneHost net;
    const auto prefix = Pio("2001:db8:1::/64", 7200, 3600);
    net.Hear(Ra(pvdtest::Header(0, RouterPreference::HIGH), {prefix}));
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
    const PvdRouter* router = pvd->FindRouter(1, A.address);
    NS_TEST_ASSERT_MSG_NE(router, nullptr, "not even as a router that announces the prefix");
    NS_TEST_EXPECT_MSG_EQ(router->preference, RouterPreference::MEDIUM, "with lifetime 0");
    net.Hear(Ra(pvdtest::Header(1800, RouterPreference::HIGH), {prefix}));
    NS_TEST_EXPECT_MSG_EQ(pvd->FindRouter(1, A.address)->preference,
                          RouterPreference::HIGH,
                          "with a lifetime");
}

class DefaultRouterSuite : public TestSuite
{
  public:
    DefaultRouterSuite()
        : TestSuite("pvd-default-router", Type::UNIT)
    {
        Add("Router Lifetime is not kept", &DefaultRouter::ThreeRasAddRefreshAndRemove);
        Add("Router Lifetime is cut or refused", &DefaultRouter::EveryLifetimeIsTaken);
        Add("Router Lifetime ends options", &DefaultRouter::LifetimeGovernsTheRoleAlone);
        Add("too few routers are kept", &DefaultRouter::TenRoutersAreKept);
        Add("absence of an option removes something", &DefaultRouter::LessContentRemovesNothing);
        Add("RA removes what another router said", &DefaultRouter::OtherRoutersAreNotTouched);
        Add("flow stays with a router that left", &DefaultRouter::FlowMovesWhenItsRouterLeaves);
        Add("flow stays with a router that expired", &DefaultRouter::FlowMovesWhenItsRouterExpires);
        Add("router that turned host is used", &DefaultRouter::NaWithoutRouterFlagEndsTheRole);
        Add("NA of another node ends a router", &DefaultRouter::NaOfOthersDoesNot);
        Add("reserved preference is no medium", &DefaultRouter::ReservedPreferenceIsMedium);
        Add("preference without lifetime counts", &DefaultRouter::PreferenceNeedsALifetime);
    }

  private:
    void Add(const std::string& name, DefaultRouter::Body body)
    {
        AddTestCase(new DefaultRouter(name, body));
    }
};

DefaultRouterSuite g_defaultRouterSuite; ///< registers itself

} // namespace
