/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/internet-stack-helper.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// The worked examples of RFC 8801, section 5, and what they rest on.
class Examples : public CaseOf<Examples>
{
  public:
    using CaseOf::CaseOf;

    void OnePvdForAllHosts();
    void SecondRouterForAwareHostsOnly();
    void AwareHostIsMultihomed();
    void AwareAndUnawareShareALink();
    void RouterThatChangesItsAddress();
    void RouterWithoutOption();
    void OnlyOnePvdIsKept();
};

const char* const OUTER = "2001:db8:cafe::/64";
const char* const INNER = "2001:db8:f00d::/64";

/// Section 5.1: one message, its PvD option after what all hosts use.
RouterAdvertisement
Example51()
{
    return Ra(6000,
              {Slla(MakeRouter('a').mac),
               Pio(OUTER, 3600, 1800),
               PvdNamed("example.org",
                        {Rdnss({"2001:db8:cafe::53", "2001:db8:f00d::53"}, 1800),
                         Pio(INNER, 3600, 1800)})});
}

/// Section 5.2, first message: aware hosts have no default router from it.
RouterAdvertisement
Example52First()
{
    return Ra(6000,
              {Slla(MakeRouter('a').mac),
               Pio(OUTER, 3600, 1800),
               Rdnss({"2001:db8:cafe::53"}, 1800),
               PvdNamed("foo.example.org", pvdtest::Header(0))});
}

/// Section 5.2, second message: unaware hosts see a router with lifetime 0.
RouterAdvertisement
Example52Second()
{
    return Ra(0,
              {Slla(MakeRouter('b').mac),
               PvdNamed("bar.example.org",
                        pvdtest::Header(1600),
                        {Pio(INNER, 3600, 1800), Rdnss({"2001:db8:f00d::53"}, 1800)})});
}

/// A stock ns-3 host on a link.
class StockHost
{
  public:
    explicit StockHost(TestLink& link)
        : m_node(CreateObject<Node>())
    {
        InternetStackHelper().Install(m_node);
        const auto device = CreateObject<SimpleNetDevice>();
        device->SetAddress(Mac48Address("02:00:00:00:00:77"));
        device->SetChannel(link.GetChannel());
        m_node->AddDevice(device);
        const auto ipv6 = m_node->GetObject<Ipv6>();
        ipv6->SetUp(ipv6->AddInterface(device));
    }

    /// \return how many addresses it has besides the link-local one
    uint32_t GetNGlobal() const
    {
        return m_node->GetObject<Ipv6>()->GetNAddresses(1) - 1;
    }

    /// \return true if it formed an address from a prefix
    bool HasAddressOf(const char* prefix) const
    {
        const Ipv6Address network(
            std::string(prefix).substr(0, std::string(prefix).find('/')).c_str());
        const auto ipv6 = m_node->GetObject<Ipv6>();
        for (uint32_t i = 0; i < ipv6->GetNAddresses(1); ++i)
        {
            if (Ipv6Prefix(64).IsMatch(ipv6->GetAddress(1, i).GetAddress(), network))
            {
                return true;
            }
        }
        return false;
    }

  private:
    Ptr<Node> m_node; //!< the node
};

/// \return the link-local addresses of the default routers of a PvD
std::string
DefaultRouters(const Ptr<Pvd>& pvd)
{
    std::string text;
    for (const auto& router : pvd->GetRouters())
    {
        text += router.lifetime > 0 ? ToText(router.address) + " " : "";
    }
    return text;
}

// Rows: 8801-5.1-01, 8801-3.4-01, 8801-3.3-01
void
Examples::OnePvdForAllHosts()
{
    OneHost net;
    StockHost stock(net.link);
    RunTo(Seconds(5));
    net.Hear(Example51());
    RunTo(Seconds(10));
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "one PvD");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetId().ToString(), "example.org", "its name");
    for (const char* prefix : {OUTER, INNER})
    {
        const auto* address = net.host.GetInterface()->FindAddress(net.host.MakeAddress(prefix));
        NS_TEST_ASSERT_MSG_NE(address, nullptr, prefix << ": no address");
        NS_TEST_EXPECT_MSG_EQ(address->pvd, pvd, prefix << ": of another PvD");
    }
    NS_TEST_EXPECT_MSG_EQ(pvd->GetRoutes().size(), 3, "default and two on-link prefixes");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetResolvers().size(), 2, "resolvers");
    NS_TEST_EXPECT_MSG_EQ(stock.HasAddressOf(OUTER), true, "unaware: outer prefix");
    NS_TEST_EXPECT_MSG_EQ(stock.HasAddressOf(INNER), false, "unaware: inner prefix");
}

// Rows: 8801-5.2-03
void
Examples::SecondRouterForAwareHostsOnly()
{
    for (const bool reversed : {false, true})
    {
        OneHost net;
        StockHost stock(net.link);
        RunTo(Seconds(5));
        net.Hear(reversed ? Example52Second() : Example52First(), MakeRouter(reversed ? 'b' : 'a'));
        net.Hear(reversed ? Example52First() : Example52Second(), MakeRouter(reversed ? 'a' : 'b'));
        RunTo(Seconds(10));
        const auto foo = net.host.FindPvd("foo.example.org");
        const auto bar = net.host.FindPvd("bar.example.org");
        NS_TEST_ASSERT_MSG_EQ((foo && bar), true, "two PvDs");
        NS_TEST_EXPECT_MSG_EQ(DefaultRouters(foo), "", "the first RA gives no default router");
        NS_TEST_EXPECT_MSG_EQ(DefaultRouters(bar), "fe80::b ", "the second one does");
        NS_TEST_EXPECT_MSG_EQ(foo->GetNAddresses(), 1, "outer prefix");
        NS_TEST_EXPECT_MSG_EQ(bar->GetNAddresses(), 1, "inner prefix");
        net.link.ForgetSeen();
        net.host.SendUdp("2001:db8:99::1");
        const auto sent = net.link.GetSeenUdp();
        NS_TEST_ASSERT_MSG_EQ(sent.size(), 1, "off-link traffic");
        NS_TEST_EXPECT_MSG_EQ(sent[0].source, net.host.MakeAddress(INNER), "its source");
        NS_TEST_EXPECT_MSG_EQ(sent[0].hardwareDestination, MakeRouter('b').mac, "its router");
        NS_TEST_EXPECT_MSG_EQ(stock.HasAddressOf(OUTER), true, "unaware: outer prefix");
        NS_TEST_EXPECT_MSG_EQ(stock.HasAddressOf(INNER), false, "unaware: inner prefix");
    }
}

// Rows: 8801-5.3-01
void
Examples::AwareHostIsMultihomed()
{
    OneHost net;
    RunTo(Seconds(5));
    net.Hear(Ra(6000,
                {Slla(MakeRouter('a').mac),
                 Pio(OUTER, 3600, 1800),
                 PvdNamed("foo.example.org", {Rdnss({"2001:db8:cafe::53"}, 1800)})}));
    net.Hear(Example52Second(), MakeRouter('b'));
    const auto foo = net.host.FindPvd("foo.example.org");
    const auto bar = net.host.FindPvd("bar.example.org");
    NS_TEST_ASSERT_MSG_EQ((foo && bar), true, "two PvDs");
    NS_TEST_EXPECT_MSG_EQ(DefaultRouters(foo), "fe80::a ", "foo");
    NS_TEST_EXPECT_MSG_EQ(DefaultRouters(bar), "fe80::b ", "bar");
    NS_TEST_EXPECT_MSG_EQ(foo->GetNAddresses() + bar->GetNAddresses(), 2, "an address each");
    NS_TEST_EXPECT_MSG_EQ(foo->GetResolvers().size() + bar->GetResolvers().size(),
                          2,
                          "a resolver each");
}

// Rows: 8801-3.3-02
void
Examples::AwareAndUnawareShareALink()
{
    const auto run = [](bool mixed) {
        OneHost net;
        std::unique_ptr<StockHost> stock;
        if (mixed)
        {
            stock = std::make_unique<StockHost>(net.link);
        }
        RunTo(Seconds(5));
        net.Hear(Example51());
        net.Hear(Example52Second(), MakeRouter('b'));
        RunTo(Seconds(20));
        const bool good = !mixed || (stock->GetNGlobal() == 1 && stock->HasAddressOf(OUTER));
        return good ? net.host.Describe() : std::string("the stock host was disturbed");
    };
    NS_TEST_EXPECT_MSG_EQ(run(true), run(false), "a neighbour of another kind makes a difference");
}

// Rows: 8801-3.2-08, IMP-07
void
Examples::RouterThatChangesItsAddress()
{
    OneHost net;
    net.Hear(Ra(1800, {Pio(OUTER, 3600, 1800)}), MakeRouter('a'));
    RunTo(Seconds(100));
    net.Hear(Ra(1800, {Pio(OUTER, 3600, 1800)}), MakeRouter('b'));
    NS_TEST_ASSERT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 2, "a new implicit PvD");
    const auto oldPvd = net.host.FindPvd("fe80::a%eth0");
    const auto newPvd = net.host.FindPvd("fe80::b%eth0");
    NS_TEST_ASSERT_MSG_EQ((oldPvd && newPvd), true, "their names");
    NS_TEST_EXPECT_MSG_EQ(newPvd->GetNAddresses(), 1, "the address is of the latest RA");
    RunTo(Seconds(3599));
    NS_TEST_EXPECT_MSG_EQ(oldPvd->IsAlive(), true, "its prefix lasts");
    RunTo(Seconds(3600));
    NS_TEST_EXPECT_MSG_EQ(oldPvd->IsAlive(), false, "the old one ages out");
    NS_TEST_EXPECT_MSG_EQ(newPvd->IsAlive(), true, "the new one stays");
}

// Rows: 8801-3.4-02
void
Examples::RouterWithoutOption()
{
    TwoLinks net;
    const auto ra = Ra(1800, {Pio(OUTER, 3600, 1800)});
    net.link.Send(ra, MakeRouter('a'));
    net.link.Send(ra, MakeRouter('b'));
    net.second.Send(ra, MakeRouter('a'));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 3, "(interface, router)");
    for (const char* id : {"fe80::a%eth0", "fe80::b%eth0", "fe80::a%eth1"})
    {
        const auto pvd = net.host.FindPvd(id);
        NS_TEST_ASSERT_MSG_NE(pvd, nullptr, id);
        NS_TEST_EXPECT_MSG_EQ(pvd->IsExplicit(), false, id);
    }
}

// Rows: 8801-3.4-11
void
Examples::OnlyOnePvdIsKept()
{
    HostOptions options;
    options.maxPvds = 1;
    OneHost net(options);
    net.Hear(Ra(1800, {PvdNamed("a.example", {Pio(OUTER, 3600, 1800)})}));
    const std::string before = net.host.Describe();
    net.host.ForgetEvents();
    net.Hear(Ra(1800, {Pio("2001:db8:77::/64", 3600, 1800), PvdNamed("b.example")}));
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), before, "the second PvD left something");
    NS_TEST_ASSERT_MSG_EQ(net.host.GetDrops().size(), 1, "not told");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetDrops()[0], RaDropReason::PVD_LIMIT, "reason");
}

class ExamplesSuite : public TestSuite
{
  public:
    ExamplesSuite()
        : TestSuite("pvd-rfc8801-examples", Type::UNIT)
    {
        Add("example 5.1 ends otherwise", &Examples::OnePvdForAllHosts);
        Add("example 5.2 ends otherwise", &Examples::SecondRouterForAwareHostsOnly);
        Add("example 5.3 ends otherwise", &Examples::AwareHostIsMultihomed);
        Add("aware and unaware hosts disturb each other", &Examples::AwareAndUnawareShareALink);
        Add("router that changes its address stays one PvD",
            &Examples::RouterThatChangesItsAddress);
        Add("implicit PvDs are mixed up", &Examples::RouterWithoutOption);
        Add("limit of one PvD lets a second one in", &Examples::OnlyOnePvdIsKept);
    }

  private:
    void Add(const std::string& name, Examples::Body body)
    {
        AddTestCase(new Examples(name, body));
    }
};

ExamplesSuite g_examplesSuite; ///< registers itself

} // namespace
