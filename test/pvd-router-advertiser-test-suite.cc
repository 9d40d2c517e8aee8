/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"
#include "pvd-test-router.h"

#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-routing-helper.h"
#include "ns3/ipv6-routing-table-entry.h"
#include "ns3/ipv6-static-routing.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What hosts make of what a router advertises.
class Advertiser : public CaseOf<Advertiser>
{
  public:
    using CaseOf::CaseOf;

    void HostConfiguresItself();
    void SeveralPvdsFromOneAddress();
    void PvdForAwareHostsOnly();
    void ImplicitPvdsOfTwoAddresses();
    void StockHostListens();
    void StopWithdraws();
    void RemovedPvdIsWithdrawn();
    void RemovedOneByOne();
    void SourceIsNamed();
    void SequenceGoesUp();
    void LifetimesCountDown();
    void SourceThatIsNotThere();
    void SourceThatChanges();
    void FilesOfThreeDaemons();
};

/// \return an advertisement with a prefix inside of its PvD option, and an inner header
PvdAdvertisement
PvdAdvertisementOf(const std::string& id, const std::string& prefix)
{
    PvdAdvertisement advertisement;
    advertisement.pvd = PvdRouterHelper::NamedPvd(id);
    advertisement.pvd->header.emplace();
    advertisement.pvd->options.prefixes = {PvdRouterHelper::Prefix(prefix)};
    return advertisement;
}

/// \return an interface with PvDs a, b, c
PvdAdvertisingInterface
ThreePvds()
{
    PvdAdvertisingInterface lan;
    lan.maxRtrAdvInterval = 10;
    lan.advertisements = {PvdAdvertisementOf("a.example", "2001:db8:a::/64"),
                          PvdAdvertisementOf("b.example", "2001:db8:b::/64"),
                          PvdAdvertisementOf("c.example", "2001:db8:c::/64")};
    return lan;
}

// Rows: 8801-3.2-01, 4861-4.2-01, RVD-01, RVD-02
void
Advertiser::HostConfiguresItself()
{
    HostAndRouter net;
    auto lan = QuickInterface();
    lan.advertisements[0].pvd = PvdRouterHelper::NamedPvd("isp-a.example.com");
    PvdAdvertisedPvd& advertised = *lan.advertisements[0].pvd;
    advertised.http = true;
    advertised.legacy = true;
    advertised.delay = 5;
    advertised.sequence = 4660;
    advertised.header.emplace().preference = RouterPreference::LOW;
    advertised.options.prefixes = {PvdRouterHelper::Prefix("2001:db8:2::/64")};
    advertised.options.routes = {
        PvdRouterHelper::Route("2001:db8:1111::/48", RouterPreference::HIGH)};
    advertised.options.resolvers = {PvdRouterHelper::Resolvers({"2001:db8::53"})};
    advertised.options.domains = {PvdRouterHelper::Domains({"example.com"})};
    advertised.options.captivePortal = "https://portal.example.com/api";
    net.router.Advertise(lan);
    RunTo(Seconds(5));
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "one PvD");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetId().ToString(), "isp-a.example.com", "its name");
    const std::string router = ToText(net.router.GetLinkLocal());
    NS_TEST_EXPECT_MSG_EQ(ListRouters(pvd), router + "%1", "its router");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd),
                          "::/0 via " + router +
                              "%1 low, 2001:db8:1::/64%1, 2001:db8:2::/64%1, "
                              "2001:db8:1111::/48 via " +
                              router + "%1 high",
                          "its routes");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetNAddresses(), 2, "one of each prefix");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), "2001:db8::53", "its resolver");
    NS_TEST_EXPECT_MSG_EQ(ListDomains(pvd), "example.com", "its search domain");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "", "what the host ignores");
    NS_TEST_EXPECT_MSG_EQ(net.router.GetNotSent().size(), 0, "what the router could not send");
    const auto ra = GetSeenRas(net.link).at(0);
    NS_TEST_EXPECT_MSG_EQ(ra.source, net.router.GetLinkLocal(), "source");
    NS_TEST_EXPECT_MSG_EQ(+ra.hopLimit, 255, "hop limit");
    const PvdOption& option = *ra.message.GetPvdOption();
    NS_TEST_EXPECT_MSG_EQ((option.http && option.legacy), true, "H and L");
    NS_TEST_EXPECT_MSG_EQ(+option.delay, 5, "Delay");
    NS_TEST_EXPECT_MSG_EQ(option.sequence, 4660, "Sequence Number");
}

// Rows: 8801-3.2-05, 8801-3.2-06, 8801-3.2-02, RVD-05, DFL-03
void
Advertiser::SeveralPvdsFromOneAddress()
{
    HostAndRouter net;
    auto lan = ThreePvds();
    lan.advertisements.push_back(QuickInterface().advertisements[0]);
    net.router.Advertise(lan);
    RunTo(Seconds(100));
    const std::string router = ToText(net.router.GetLinkLocal()) + "%1";
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 4, "how many");
    NS_TEST_EXPECT_MSG_NE(net.host.FindPvd(ToText(net.router.GetLinkLocal()) + "%eth0"),
                          nullptr,
                          "one of them is implicit");
    for (const char* name : {"a", "b", "c"})
    {
        const auto pvd = net.host.FindPvd(std::string(name) + ".example");
        const std::string prefix = std::string("2001:db8:") + name + "::/64%1";
        NS_TEST_ASSERT_MSG_NE(pvd, nullptr, name);
        NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "::/0 via " + router + ", " + prefix, name);
        NS_TEST_EXPECT_MSG_EQ(pvd->GetNAddresses(), 1, name);
    }
    const auto seen = GetMulticastRas(net.link);
    NS_TEST_EXPECT_MSG_EQ(seen.size() % 4, 0, "each round has all");
    for (std::size_t i = 0; i < seen.size(); ++i)
    {
        NS_TEST_EXPECT_MSG_EQ(seen[i].time, seen[i / 4 * 4].time, "they leave together");
    }
}

// Rows: 8801-5.2-01, 8801-5.2-02, 8678-6.2.2-01
void
Advertiser::PvdForAwareHostsOnly()
{
    HostAndRouter net;
    auto lan = QuickInterface();
    PvdAdvertisement aware = PvdAdvertisementOf("bar.example.org", "2001:db8:f00d::/64");
    aware.header.defaultLifetime = 0;
    aware.sources = {PvdRouterHelper::Address("fe80::b")};
    lan.advertisements.push_back(aware);
    net.router.Advertise(lan, Seconds(3));
    RunTo(Seconds(6));
    const auto bar = net.host.FindPvd("bar.example.org");
    NS_TEST_ASSERT_MSG_NE(bar, nullptr, "the PvD");
    NS_TEST_EXPECT_MSG_EQ(ListRouters(bar), "fe80::b%1", "its router");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(bar), "::/0 via fe80::b%1, 2001:db8:f00d::/64%1", "routes");
    const auto seen = GetSeenRas(net.link);
    NS_TEST_ASSERT_MSG_GT(seen.size(), 1, "two messages");
    NS_TEST_EXPECT_MSG_EQ(seen[0].source, net.router.GetLinkLocal(), "for all hosts");
    NS_TEST_EXPECT_MSG_EQ(seen[1].source, Ipv6Address("fe80::b"), "for hosts that know PvDs");
    NS_TEST_EXPECT_MSG_EQ(seen[1].message.header.routerLifetime, 0, "no router for the others");
}

// Rows: 8801-3.2-07
void
Advertiser::ImplicitPvdsOfTwoAddresses()
{
    HostAndRouter net;
    auto lan = QuickInterface();
    lan.advertisements.push_back(lan.advertisements[0]);
    lan.advertisements[0].sources = {PvdRouterHelper::Address("fe80::a")};
    lan.advertisements[1].sources = {PvdRouterHelper::Address("fe80::b")};
    net.router.Advertise(lan, Seconds(3));
    RunTo(Seconds(6));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 2, "how many");
    NS_TEST_EXPECT_MSG_NE(net.host.FindPvd("fe80::a%eth0"), nullptr, "one of each");
    NS_TEST_EXPECT_MSG_NE(net.host.FindPvd("fe80::b%eth0"), nullptr, "one of each");
}

void
Advertiser::StockHostListens()
{
    HostAndRouter net;
    const auto node = CreateObject<Node>();
    InternetStackHelper().Install(node);
    const auto device = CreateObject<SimpleNetDevice>();
    device->SetAddress(Mac48Address("02:00:00:00:00:77"));
    device->SetChannel(net.link.GetChannel());
    node->AddDevice(device);
    const auto ipv6 = node->GetObject<Ipv6>();
    ipv6->SetUp(ipv6->AddInterface(device));
    auto lan = QuickInterface();
    lan.advertisements[0].options.linkMtu = 1400;
    lan.advertisements[0].pvd = PvdAdvertisementOf("isp-a.example.com", "2001:db8:2::/64").pvd;
    net.router.Advertise(lan);
    RunTo(Seconds(60));
    NS_TEST_ASSERT_MSG_EQ(ipv6->GetNAddresses(1), 2, "link-local and one of the outer prefix");
    NS_TEST_EXPECT_MSG_EQ(
        ipv6->GetAddress(1, 1).GetAddress(),
        Ipv6Address::MakeAutoconfiguredAddress(Mac48Address("02:00:00:00:00:77"), "2001:db8:1::"),
        "its address");
    const auto routing =
        Ipv6RoutingHelper::GetRouting<Ipv6StaticRouting>(ipv6->GetRoutingProtocol());
    NS_TEST_ASSERT_MSG_NE(routing, nullptr, "static routing");
    NS_TEST_EXPECT_MSG_EQ(routing->GetDefaultRoute().GetGateway(),
                          net.router.GetLinkLocal(),
                          "its default router");
}

// Rows: RVD-08, 4861-6.2.5-01, 4861-10-01
void
Advertiser::StopWithdraws()
{
    HostAndRouter net;
    net.router.Advertise(ThreePvds());
    const auto advertiser = net.router.GetAdvertiser();
    advertiser->SetAttribute("FinalAdvertisements", UintegerValue(2));
    NS_TEST_EXPECT_MSG_EQ(advertiser->SetAttributeFailSafe("FinalAdvertisements", UintegerValue(4)),
                          false,
                          "more than MAX_FINAL_RTR_ADVERTISEMENTS");
    advertiser->SetStopTime(Seconds(50));
    RunTo(Seconds(49.9));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("b.example")).find("::/0"), 0, "before");
    net.link.ForgetSeen();
    RunTo(Seconds(53.1));
    for (const char* name : {"a.example", "b.example", "c.example"})
    {
        const auto pvd = net.host.FindPvd(name);
        NS_TEST_ASSERT_MSG_NE(pvd, nullptr, name);
        NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd).find("::/0"), std::string::npos, name);
    }
    RunTo(Seconds(200));
    const auto seen = GetMulticastRas(net.link);
    NS_TEST_ASSERT_MSG_EQ(seen.size(), 6, "two rounds of three, and then silence");
    NS_TEST_EXPECT_MSG_EQ(seen[3].time - seen[0].time, Seconds(3), "between them");
    for (const SeenRa& ra : seen)
    {
        NS_TEST_EXPECT_MSG_EQ(ra.message.header.routerLifetime, 0, "outer header");
        NS_TEST_EXPECT_MSG_EQ(ra.message.GetEffectiveHeader().routerLifetime, 0, "inner header");
    }
    net.link.Send(RouterSolicitation(MakeRouter('d').mac), MakeRouter('d'), "ff02::2");
    RunTo(Seconds(210));
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(net.link).size(), 6, "a solicitation after the end");
}

void
Advertiser::RemovedPvdIsWithdrawn()
{
    HostAndRouter net;
    auto lan = ThreePvds();
    net.router.Advertise(lan);
    RunTo(Seconds(50));
    lan.advertisements.erase(lan.advertisements.begin() + 1);
    net.router.Advertise(lan);
    RunTo(Seconds(54));
    const auto gone = net.host.FindPvd("b.example");
    NS_TEST_ASSERT_MSG_NE(gone, nullptr, "its prefix lasts");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(gone), "2001:db8:b::/64%1", "it has no default router");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("a.example")).find("::/0"), 0, "a stays");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("c.example")).find("::/0"), 0, "c stays");
    net.link.ForgetSeen();
    RunTo(Seconds(150));
    const auto late = GetMulticastRas(net.link);
    NS_TEST_ASSERT_MSG_GT(late.size(), 6, "it goes on");
    std::size_t said = 0;
    for (const SeenRa& ra : late)
    {
        said += ra.message.GetPvdOption()->id == Name("b.example");
    }
    NS_TEST_EXPECT_MSG_EQ(said, 2, "three times in all");
}

void
Advertiser::RemovedOneByOne()
{
    HostAndRouter net;
    auto lan = ThreePvds();
    net.Settle(lan, Seconds(50));
    const auto hasDefault = [&net](const std::string& name) {
        return ListRoutes(net.host.FindPvd(name)).find("::/0") != std::string::npos;
    };
    auto off = lan;
    off.sendAdvertisements = false;
    off.advertisements = {PvdAdvertisement()};
    net.router.Advertise(off);
    lan.advertisements.pop_back();
    net.router.Advertise(lan);
    lan.advertisements.pop_back();
    net.router.Advertise(lan);
    RunTo(Seconds(54));
    NS_TEST_EXPECT_MSG_EQ(hasDefault("a.example"), true, "it stays");
    NS_TEST_EXPECT_MSG_EQ(hasDefault("b.example"), false, "gone with the last change");
    NS_TEST_EXPECT_MSG_EQ(hasDefault("c.example"), false, "gone with the change before");
    for (const SeenRa& ra : GetMulticastRas(net.link))
    {
        NS_TEST_EXPECT_MSG_NE(ra.message.GetPvdOption(), nullptr, "what never was is not told");
    }
    RunTo(Seconds(100));
    net.link.ForgetSeen();
    lan.advertisements.push_back(PvdAdvertisementOf("c.example", "2001:db8:c::/64"));
    net.router.Advertise(lan);
    lan.advertisements.pop_back();
    net.router.Advertise(lan);
    lan.sendAdvertisements = false;
    net.router.Advertise(lan);
    RunTo(Seconds(200));
    NS_TEST_EXPECT_MSG_EQ(hasDefault("a.example"), false, "gone at the end");
    NS_TEST_EXPECT_MSG_EQ(GetMulticastRas(net.link).size(), 2, "each is withdrawn once");
}

void
Advertiser::SourceIsNamed()
{
    HostAndRouter net;
    auto lan = ThreePvds();
    net.Settle(lan, Seconds(50));
    for (PvdAdvertisement& advertisement : lan.advertisements)
    {
        advertisement.sources = {PvdRouterHelper::Address(ToText(net.router.GetLinkLocal()))};
    }
    net.router.Advertise(lan);
    RunTo(Seconds(80));
    NS_TEST_EXPECT_MSG_GT(GetMulticastRas(net.link).size(), 6, "the change is told");
    for (const SeenRa& ra : GetMulticastRas(net.link))
    {
        NS_TEST_EXPECT_MSG_NE(ra.message.header.routerLifetime, 0, "it is the same router");
    }
}

// Rows: 8801-4.2-03, 8801-4.2-04, RVD-10
void
Advertiser::SequenceGoesUp()
{
    HostAndRouter net;
    auto lan = ThreePvds();
    for (PvdAdvertisement& advertisement : lan.advertisements)
    {
        advertisement.pvd->http = true;
        advertisement.pvd->sequence = 65534;
    }
    net.router.Advertise(lan);
    RunTo(Seconds(50));
    for (const uint32_t expected : {65535, 0, 1})
    {
        const Time now = Simulator::Now();
        net.router.GetAdvertiser()->IncrementSequence("B.Example.");
        RunTo(now + Seconds(3.1));
        NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("b.example")->GetSequence(), expected, "raised");
        NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a.example")->GetSequence(), 65534, "untouched");
    }
}

// Rows: RVD-11, 4861-6.2.1-06
void
Advertiser::LifetimesCountDown()
{
    HostAndRouter net;
    auto lan = QuickInterface();
    lan.advertisements[0].options.prefixes = {PvdRouterHelper::Prefix("2001:db8:1::/64", 2048, 60)};
    lan.advertisements[0].options.prefixes[0].decrementLifetimes = true;
    net.router.Advertise(lan);
    RunTo(Seconds(100));
    const auto seen = GetMulticastRas(net.link);
    NS_TEST_ASSERT_MSG_GT(seen.size(), 8, "many");
    for (const SeenRa& ra : seen)
    {
        const auto& prefix = std::get<PrefixInformationOption>(ra.message.options.at(0));
        const auto elapsed = static_cast<uint32_t>((ra.time - Seconds(2)).GetSeconds());
        NS_TEST_EXPECT_MSG_EQ(prefix.validLifetime, 2048 - elapsed, "valid");
        NS_TEST_EXPECT_MSG_EQ(prefix.preferredLifetime,
                              (elapsed < 60 ? 60 - elapsed : 0),
                              "preferred");
    }
    const auto address = net.host.MakeAddress("2001:db8:1::/64");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "deprecated", "at the host");
    net.router.Advertise(lan);
    RunTo(Seconds(104));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "preferred", "configured anew");
}

void
Advertiser::SourceThatIsNotThere()
{
    HostAndRouter net;
    auto lan = QuickInterface();
    net.router.Advertise(lan);
    lan.advertisements[0].sources = {PvdRouterHelper::Address("fe80::99"),
                                     PvdRouterHelper::Address("fe80::98")};
    net.router.GetAdvertiser()->SetInterface(1, lan);
    RunTo(Seconds(3));
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(net.link).size(), 0, "sent");
    NS_TEST_EXPECT_MSG_GT(net.router.GetNotSent().size(), 0, "not told");
    net.router.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress("fe80::98", Ipv6Prefix(64)));
    RunTo(Seconds(5));
    NS_TEST_ASSERT_MSG_GT(GetSeenRas(net.link).size(), 0, "not sent when the address is there");
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(net.link)[0].source, Ipv6Address("fe80::98"), "source");
}

// Rows: 4861-6.2.8-01
void
Advertiser::SourceThatChanges()
{
    HostAndRouter net;
    auto lan = ThreePvds();
    lan.maxRtrAdvInterval = 600;
    lan.advertisements.erase(lan.advertisements.begin() + 1, lan.advertisements.end());
    lan.advertisements.push_back(QuickInterface().advertisements[0]);
    net.Settle(lan);
    const Ipv6Address before = net.router.GetLinkLocal();
    const Ipv6Address after("fe80::99");
    const auto ipv6 = net.router.GetIpv6();
    ipv6->AddAddress(1, Ipv6InterfaceAddress(after, Ipv6Prefix(64)));
    RunTo(Seconds(102));
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(net.link).size(), 0, "a second address changes nothing");
    ipv6->RemoveAddress(1, before);
    RunTo(Seconds(104));
    const auto seen = GetMulticastRas(net.link);
    NS_TEST_ASSERT_MSG_EQ(seen.size(), 4, "two from each address");
    for (std::size_t i = 0; i < 4; ++i)
    {
        const bool isOld = i < 2;
        NS_TEST_EXPECT_MSG_EQ(seen[i].source, (isOld ? before : after), "source of " << i);
        NS_TEST_EXPECT_MSG_EQ((seen[i].message.GetEffectiveHeader().routerLifetime == 0),
                              isOld,
                              "Router Lifetime of " << i);
    }
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "the PvD stays");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd),
                          "2001:db8:a::/64%1, ::/0 via fe80::99%1",
                          "its default routes");
    RunTo(Seconds(600));
    std::size_t fromOld = 0;
    for (const SeenRa& ra : GetMulticastRas(net.link))
    {
        fromOld += ra.source == before;
    }
    NS_TEST_EXPECT_MSG_EQ(fromOld, 2, "as often as FinalAdvertisements says");
    NS_TEST_EXPECT_MSG_GT(GetMulticastRas(net.link).size(), 7, "the first ones come soon");
}

void
Advertiser::FilesOfThreeDaemons()
{
    HostAndRouter net;
    const auto node = net.router.GetNode();
    const std::string data = PVD_SOURCE_DIR "/examples/data/topology-c-";
    auto advertisers = PvdRouterHelper().InstallFromFiles(
        node,
        {data + "big.conf", data + "ben.conf", data + "fettered.conf"},
        {{"ve1br0", net.router.GetIpv6()->GetNetDevice(1)}});
    advertisers.Start(Seconds(2));
    RunTo(Seconds(6));
    for (const char* name : {"big", "ben", "fettered"})
    {
        const auto pvd = net.host.FindPvd(std::string(name) + ".mpvd.io");
        NS_TEST_ASSERT_MSG_NE(pvd, nullptr, name);
        NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd).find("::/0 via "), 0, name);
        NS_TEST_EXPECT_MSG_EQ(ListDomains(pvd), "mpvd.io", name);
    }
}

class AdvertiserSuite : public TestSuite
{
  public:
    AdvertiserSuite()
        : TestSuite("pvd-router-advertiser", Type::UNIT)
    {
        Add("what is advertised does not reach a host", &Advertiser::HostConfiguresItself);
        Add("PvDs of one router are mixed up", &Advertiser::SeveralPvdsFromOneAddress);
        Add("PvD for aware hosts is for all", &Advertiser::PvdForAwareHostsOnly);
        Add("implicit PvDs of two addresses are one", &Advertiser::ImplicitPvdsOfTwoAddresses);
        Add("stock host does not understand", &Advertiser::StockHostListens);
        Add("router that stops stays a router", &Advertiser::StopWithdraws);
        Add("PvD that is not advertised any more stays", &Advertiser::RemovedPvdIsWithdrawn);
        Add("changes one after the other lose a PvD", &Advertiser::RemovedOneByOne);
        Add("source that is named ends a router", &Advertiser::SourceIsNamed);
        Add("new additional information is not told", &Advertiser::SequenceGoesUp);
        Add("lifetimes do not count down", &Advertiser::LifetimesCountDown);
        Add("source that is not there is used", &Advertiser::SourceThatIsNotThere);
        Add("source that changes is not told", &Advertiser::SourceThatChanges);
        Add("file of radvd is not advertised", &Advertiser::FilesOfThreeDaemons);
    }

  private:
    void Add(const std::string& name, Advertiser::Body body)
    {
        AddTestCase(new Advertiser(name, body));
    }
};

AdvertiserSuite g_advertiserSuite; ///< registers itself

} // namespace
