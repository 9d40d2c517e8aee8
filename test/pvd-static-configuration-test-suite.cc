/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/pvd-static-configuration.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

using Error = PvdStaticConfiguration::Error;

/// PvDs, addresses, routes and DNS by hand.
class ByHand : public CaseOf<ByHand>
{
  public:
    using CaseOf::CaseOf;

    void CallsThatMustFail();
    void CreationIsRepeatable();
    void MaskChoosesFields();
    void EmptyPvdStays();
    void AddressHasItsPvdAndPrefix();
    void NewLifetimesKeepThePvd();
    void AddressMovesToAnotherPvd();
    void AddressAndPrefixEndTogether();
    void AddressRemovedElsewhere();
    void DuplicateAddressByHand();
    void AddressThatWasThere();
    void LearnedAddressIsTakenOver();
};

/// \return a route that never ends
PvdRoute
MakeRoute(const std::string& prefix,
          uint8_t length,
          const std::string& gateway,
          uint32_t interface = 1)
{
    PvdRoute route;
    route.interface = interface;
    route.prefix = Ipv6Address(prefix.c_str());
    route.length = length;
    route.gateway = Ipv6Address(gateway.c_str());
    route.lifetime = ND_INFINITE_LIFETIME;
    return route;
}

PvdFields
WithDelay(uint8_t delay)
{
    PvdFields fields;
    fields.delay = delay;
    return fields;
}

// Rows: SCK-06, RTN-01, RTN-02
void
ByHand::CallsThatMustFail()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const std::string a = "a.example";
    const std::string unknown = "unknown.example";
    const Ipv6Address address("2001:db8:1::1");
    const PvdRoute route = MakeRoute("2001:db8:100::", 40, "fe80::a");
    const PvdRoute elsewhere = MakeRoute("2001:db8:100::", 40, "fe80::a", 9);
    PvdRoute endless = route;
    endless.length = 129;
    PvdRoute ended = route;
    ended.lifetime = 0;
    PvdRoute toGroup = route;
    toGroup.gateway = Ipv6Address("ff02::1");
    PvdRoute toSelf = route;
    toSelf.gateway = net.host.GetLinkLocal();
    PvdFields tiny;
    tiny.mtu = 5;
    PvdFields noUri;
    noUri.captivePortal = "\xff\n";
    const Ipv6Address known("2001:db8:7::5");
    hand.CreatePvd(a);
    hand.AddAddress(a, 1, known, 64);
    const std::string before = net.host.Describe();
    net.host.ForgetEvents();
    const std::pair<Error, Error> calls[] = {
        {hand.UpdatePvd(unknown, Pvd::SEQUENCE, PvdFields()), Error::UNKNOWN_PVD},
        {hand.UpdatePvd(a, Pvd::DELAY, WithDelay(16)), Error::BAD_VALUE},
        {hand.UpdatePvd(a, Pvd::MTU, tiny), Error::BAD_VALUE},
        {hand.UpdatePvd(a, Pvd::CAPTIVE_PORTAL, noUri), Error::BAD_VALUE},
        {hand.UpdatePvd(a, Pvd::ROUTERS, PvdFields()), Error::BAD_VALUE},
        {hand.RemovePvd(unknown), Error::UNKNOWN_PVD},
        {hand.Block("no..name"), Error::BAD_ID},
        {hand.Unblock("no..name"), Error::BAD_ID},
        {hand.Unblock(a), Error::NOT_FOUND},
        {hand.AddAddress(unknown, 1, address, 64), Error::UNKNOWN_PVD},
        {hand.AddAddress(a, 9, address, 64), Error::UNKNOWN_INTERFACE},
        {hand.AddAddress(a, 1, address, 129), Error::BAD_VALUE},
        {hand.AddAddress(a, 1, address, 64, 0, 0), Error::BAD_VALUE},
        {hand.AddAddress(a, 1, address, 64, 10, 11), Error::BAD_VALUE},
        {hand.AddAddress(a, 1, Ipv6Address("ff02::5"), 64), Error::BAD_VALUE},
        {hand.AddAddress(a, 1, Ipv6Address("::"), 64), Error::BAD_VALUE},
        {hand.AddAddress(a, 1, Ipv6Address("::1"), 128), Error::BAD_VALUE},
        {hand.AddAddress(a, 1, net.host.GetLinkLocal(), 64), Error::BAD_VALUE},
        {hand.AddAddress(a, 1, known, 48), Error::BAD_VALUE},
        {hand.SetLifetimes(1, address, 10, 10), Error::NOT_FOUND},
        {hand.SetLifetimes(9, address, 10, 10), Error::UNKNOWN_INTERFACE},
        {hand.RemoveAddress(1, address), Error::NOT_FOUND},
        {hand.RemoveAddress(1, net.host.GetLinkLocal()), Error::NOT_FOUND},
        {hand.AddRoute(unknown, route), Error::UNKNOWN_PVD},
        {hand.AddRoute(a, elsewhere), Error::UNKNOWN_INTERFACE},
        {hand.AddRoute(a, endless), Error::BAD_VALUE},
        {hand.AddRoute(a, ended), Error::BAD_VALUE},
        {hand.AddRoute(a, toGroup), Error::BAD_VALUE},
        {hand.AddRoute(a, toSelf), Error::BAD_VALUE},
        {hand.RemoveRoute(unknown, route), Error::UNKNOWN_PVD},
        {hand.RemoveRoute(a, route), Error::NOT_FOUND},
        {hand.AddResolver(unknown, address), Error::UNKNOWN_PVD},
        {hand.AddResolver(a, Ipv6Address("fe80::53"), 0), Error::BAD_VALUE},
        {hand.AddResolver(a, Ipv6Address("fe80::53"), 9), Error::UNKNOWN_INTERFACE},
        {hand.AddResolver(a, address, 0, 0), Error::BAD_VALUE},
        {hand.AddResolver(a, Ipv6Address("::"), 0), Error::BAD_VALUE},
        {hand.AddResolver(a, Ipv6Address("ff02::fb"), 0), Error::BAD_VALUE},
        {hand.RemoveResolver(a, address), Error::NOT_FOUND},
        {hand.AddSearchDomain(unknown, "s.example"), Error::UNKNOWN_PVD},
        {hand.AddSearchDomain(a, "."), Error::BAD_VALUE},
        {hand.AddSearchDomain(a, "no..name"), Error::BAD_VALUE},
        {hand.AddSearchDomain(a, "s.example", 0), Error::BAD_VALUE},
        {hand.RemoveSearchDomain(a, "s.example"), Error::NOT_FOUND},
    };
    int place = 0;
    for (const auto& call : calls)
    {
        NS_TEST_EXPECT_MSG_EQ(ToString(call.first), ToString(call.second), "call " << place);
        ++place;
    }
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), before, "a call that failed changed something");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "a call that failed was told");
}

// Rows: SCK-06, LIM-02
void
ByHand::CreationIsRepeatable()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    Error error = Error::LIMIT;
    const auto pvd = hand.CreatePvd("a.example", &error);
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "not created");
    NS_TEST_EXPECT_MSG_EQ(error, Error::NONE, "no error");
    NS_TEST_EXPECT_MSG_EQ(std::string(ToString(pvd->GetOrigin())), "static", "origin");
    NS_TEST_EXPECT_MSG_EQ(hand.CreatePvd("A.EXAMPLE."), pvd, "created twice");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdAdded a.example", "told once");
    for (const char* bad : {"", ".", "a..example", "fe80::1%eth0", "%eth0", "fe80::1%"})
    {
        error = Error::NONE;
        NS_TEST_EXPECT_MSG_EQ(hand.CreatePvd(bad, &error), nullptr, "created \"" << bad << "\"");
        NS_TEST_EXPECT_MSG_EQ(error, Error::BAD_ID, "error for \"" << bad << "\"");
    }
    net.Hear(Ra(1800));
    NS_TEST_EXPECT_MSG_NE(hand.CreatePvd("fe80::a%eth0"), nullptr, "an implicit PvD that is there");
}

// Rows: SCK-06
void
ByHand::MaskChoosesFields()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    PvdFields fields;
    fields.http = true;
    fields.legacy = true;
    fields.sequence = 7;
    fields.delay = 15;
    fields.mtu = 1400;
    fields.curHopLimit = 33;
    fields.captivePortal = "https://p.example";
    const auto pvd = hand.CreatePvd("a.example");
    hand.UpdatePvd("a.example", Pvd::SEQUENCE, fields);
    NS_TEST_EXPECT_MSG_EQ(pvd->GetSequence(), 7, "the field of the mask");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetHttp() || pvd->GetLegacy() || pvd->GetDelay() || pvd->GetMtu() ||
                              pvd->GetCurHopLimit() || pvd->GetCaptivePortal(),
                          false,
                          "a field outside the mask");
    hand.UpdatePvd("a.example",
                   Pvd::FLAGS | Pvd::DELAY | Pvd::MTU | Pvd::HOP_LIMIT | Pvd::CAPTIVE_PORTAL,
                   fields);
    fields = PvdFields();
    hand.UpdatePvd("a.example", 0, fields);
    NS_TEST_EXPECT_MSG_EQ(pvd->GetHttp() && pvd->GetLegacy() && pvd->GetDelay() == 15,
                          true,
                          "flags");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetMtu().value_or(0), 1400, "MTU");
    NS_TEST_EXPECT_MSG_EQ(+pvd->GetCurHopLimit().value_or(0), 33, "hop limit");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetCaptivePortal().value_or(""), "https://p.example", "portal");
    hand.UpdatePvd("a.example", Pvd::MTU | Pvd::CAPTIVE_PORTAL, fields);
    NS_TEST_EXPECT_MSG_EQ(pvd->GetMtu().has_value(), false, "MTU taken away");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetCaptivePortal().has_value(), false, "portal taken away");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetSequence(), 7, "the rest stays");
}

// Rows: SCK-07
void
ByHand::EmptyPvdStays()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    hand.CreatePvd("a.example");
    net.Hear(
        Ra(100,
           {PvdNamed("a.example"), PvdNamed("b.example").options.empty() ? Mtu(1400) : Mtu(1300)}));
    net.Hear(Ra(100, {PvdNamed("b.example")}));
    hand.AddRoute("b.example", MakeRoute("2001:db8:100::", 40, "fe80::b"));
    RunTo(Seconds(1000));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host),
                          "a.example, b.example",
                          "one is static, one has something by hand");
    hand.RemoveRoute("b.example", MakeRoute("2001:db8:100::", 40, "fe80::b"));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "a learned PvD with nothing left");
    hand.RemovePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "by hand it goes");
}

// Rows: RTN-01, RTN-04, TAG-02
void
ByHand::AddressHasItsPvdAndPrefix()
{
    OneHost net;
    RunTo(Seconds(3));
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const auto pvd = hand.CreatePvd("a.example");
    const std::string common = ListCommonRoutes(net.host);
    NS_TEST_EXPECT_MSG_EQ(
        hand.AddAddress("a.example", 1, Ipv6Address("2001:db8:1::5"), 56, 100, 50),
        Error::NONE,
        "not added");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:1::5", "its PvD");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "2001:db8:1::/56%1", "its prefix");
    NS_TEST_EXPECT_MSG_EQ(ListCommonRoutes(net.host), common, "a route without a PvD");
    RunTo(Seconds(6));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(Ipv6Address("2001:db8:1::5")),
                          "preferred",
                          "after duplicate address detection");
    net.link.ForgetSeen();
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(Ipv6Address("ff02::1")), true, "multicast");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeenUdp().size(), 1, "multicast was sent");
    RunTo(Seconds(53));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(Ipv6Address("2001:db8:1::5")),
                          "deprecated",
                          "after 50 s");
    RunTo(Seconds(103));
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd) + ListRoutes(pvd), "", "after 100 s");
}

// Rows: RTN-01
void
ByHand::NewLifetimesKeepThePvd()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const Ipv6Address address("2001:db8:1::5");
    const auto pvd = hand.CreatePvd("a.example");
    hand.AddAddress("a.example", 1, address, 64);
    NS_TEST_EXPECT_MSG_EQ(hand.SetLifetimes(1, address, 100, 50), Error::NONE, "lifetimes");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:1::5", "the PvD was stripped");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetInterface()->FindAddress(address)->validExpiry,
                          Seconds(100),
                          "the new lifetime");
    NS_TEST_EXPECT_MSG_EQ(hand.SetLifetimes(1, address, 10, 11), Error::BAD_VALUE, "a bad one");
    RunTo(Seconds(99));
    hand.SetLifetimes(1, address, 100, 50);
    RunTo(Seconds(198));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "2001:db8:1::/64%1", "the prefix goes with its address");
    RunTo(Seconds(199));
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd) + ListRoutes(pvd), "", "both have ended");
}

// Rows: RTN-01, TAG-04
void
ByHand::AddressMovesToAnotherPvd()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const Ipv6Address address("2001:db8:1::5");
    net.Hear(Ra(10, {PvdNamed("a.example")}));
    const auto a = net.host.FindPvd("a.example");
    const auto b = hand.CreatePvd("b.example");
    hand.AddAddress("a.example", 1, address, 64);
    hand.AddAddress("a.example", 1, Ipv6Address("2001:db8:1::6"), 64);
    net.host.ForgetEvents();
    NS_TEST_EXPECT_MSG_EQ(hand.AddAddress("b.example", 1, address, 64), Error::NONE, "moved");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, b), "2001:db8:1::5", "to B");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(a),
                          "::/0 via fe80::a%1, 2001:db8:1::/64%1",
                          "A has another address of the prefix");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "PvdChanged a.example 0x20, PvdChanged b.example 0x60",
                          "both are told");
    hand.AddAddress("b.example", 1, Ipv6Address("2001:db8:1::6"), 64);
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(a), "::/0 via fe80::a%1", "now it has none");
    RunTo(Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "b.example", "A ends with its router");
}

// Rows: TAG-04
void
ByHand::AddressAndPrefixEndTogether()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const auto pvd = hand.CreatePvd("a.example");
    hand.AddAddress("a.example", 1, Ipv6Address("2001:db8:1::5"), 64, 10, 10);
    hand.AddAddress("a.example", 1, Ipv6Address("2001:db8:1::6"), 64, 20, 20);
    hand.AddAddress("a.example", 1, Ipv6Address("2001:db8:1::7"), 64, 5, 5);
    RunTo(Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:1::6", "one is left");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "2001:db8:1::/64%1", "and needs its prefix");
    RunTo(Seconds(20));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "", "none is left");
    hand.AddAddress("a.example", 1, Ipv6Address("2001:db8:1::5"), 64);
    NS_TEST_EXPECT_MSG_EQ(hand.RemoveAddress(1, Ipv6Address("2001:db8:1::5")), Error::NONE, "gone");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "", "its prefix stayed");
}

// Rows: TAG-04
void
ByHand::AddressRemovedElsewhere()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const auto pvd = hand.CreatePvd("a.example");
    hand.AddAddress("a.example", 1, Ipv6Address("2001:db8:1::5"), 64);
    net.host.ForgetEvents();
    NS_TEST_EXPECT_MSG_EQ(net.host.GetIpv6()->RemoveAddress(1, Ipv6Address("2001:db8:1::5")),
                          true,
                          "ns-3 has the address");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd) + ListRoutes(pvd), "", "the PvD keeps it");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x60", "told once");
}

// Rows: TAG-04
void
ByHand::DuplicateAddressByHand()
{
    OneHost net;
    RunTo(Seconds(3));
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const Ipv6Address address("2001:db8:1::5");
    const auto pvd = hand.CreatePvd("a.example");
    hand.AddAddress("a.example", 1, address, 64);
    RunTo(Seconds(3) + MilliSeconds(100));
    const Station other = MakeRouter('c');
    net.link.Send(NeighborAdvertisement(address, other.mac, "O"),
                  {address, other.mac},
                  Ipv6Address::GetAllNodesMulticast());
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "none", "it is another node's");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd) + ListRoutes(pvd), "", "the PvD keeps it");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
}

// Rows: RTN-01
void
ByHand::AddressThatWasThere()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const Ipv6Address address("2001:db8:1::5");
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(address, Ipv6Prefix(64)));
    const uint32_t addresses = net.host.GetIpv6()->GetNAddresses(1);
    const auto pvd = hand.CreatePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(hand.AddAddress("a.example", 1, address, 64), Error::NONE, "taken over");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:1::5", "it has a PvD now");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetIpv6()->GetNAddresses(1), addresses, "it is there twice");
    hand.RemoveAddress(1, address);
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "none", "it was not removed");
}

// Rows: SCK-07, TAG-03
void
ByHand::LearnedAddressIsTakenOver()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const RouterAdvertisement ra =
        Ra(1800, {PvdNamed("a.example", {Pio("2001:db8:1::/64", 100, 50)})});
    net.Hear(ra);
    const auto b = hand.CreatePvd("b.example");
    const Ipv6Address address = net.host.MakeAddress("2001:db8:1::");
    hand.AddAddress("b.example", 1, address, 64);
    net.Hear(ra);
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, b), ToText(address), "an RA took it back");
    RunTo(Seconds(1000));
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, b), ToText(address), "an RA's lifetime ended it");
}

class ByHandSuite : public TestSuite
{
  public:
    ByHandSuite()
        : TestSuite("pvd-static-configuration", Type::UNIT)
    {
        Add("call that must fail does something", &ByHand::CallsThatMustFail);
        Add("second creation is another PvD", &ByHand::CreationIsRepeatable);
        Add("field outside the mask changes", &ByHand::MaskChoosesFields);
        Add("static PvD ends by itself", &ByHand::EmptyPvdStays);
        Add("address lacks its PvD or prefix", &ByHand::AddressHasItsPvdAndPrefix);
        Add("new lifetimes strip the PvD", &ByHand::NewLifetimesKeepThePvd);
        Add("moved address leaves its prefix", &ByHand::AddressMovesToAnotherPvd);
        Add("prefix outlives its addresses", &ByHand::AddressAndPrefixEndTogether);
        Add("address that ns-3 lost stays", &ByHand::AddressRemovedElsewhere);
        Add("address of another node stays", &ByHand::DuplicateAddressByHand);
        Add("address without PvD gets none", &ByHand::AddressThatWasThere);
        Add("RA takes an address by hand back", &ByHand::LearnedAddressIsTakenOver);
    }

  private:
    void Add(const std::string& name, ByHand::Body body)
    {
        AddTestCase(new ByHand(name, body));
    }
};

ByHandSuite g_byHandSuite; ///< registers itself

} // namespace
