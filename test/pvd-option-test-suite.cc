/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/pvd-ipv6-routing.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What a host makes of PvD options.
class PvdOptionTest : public CaseOf<PvdOptionTest>
{
  public:
    using CaseOf::CaseOf;

    void AllOfTheMessageBelongsToThePvd();
    void EveryObjectCarriesItsPvd();
    void WithoutOptionThePvdIsImplicit();
    void AnotherAddressIsAnotherImplicitPvd();
    void InnerHeaderReplacesTheOuter();
    void InnerHeaderIsShownAsItIs();
    void InnerTypeCodeAndChecksumAreIgnored();
    void PaddingIsIgnored();
    void MalformedOptionIsIgnoredAlone();
    void SecondOptionIsIgnored();
    void NestedOptionIsIgnored();
    void LetterCaseDoesNotMatter();
    void OnePvdIsEnoughForAConstrainedHost();
    void OrderOfOptionsDoesNotMatter();

  private:
    void CheckSame(const RouterAdvertisement& ra,
                   const std::vector<std::pair<std::size_t, uint8_t>>& changes,
                   const std::string& what);
};

const Station A = MakeRouter('a');
const Station B = MakeRouter('b');
const std::string IMPLICIT_A = "fe80::a%eth0";

/// \return prefixes, routes, resolvers and suffixes of a PvD, in short
std::string
Summary(const Ptr<Pvd>& pvd)
{
    if (!pvd)
    {
        return "no PvD";
    }
    std::ostringstream text;
    for (const auto& router : pvd->GetRouters())
    {
        text << "router " << ToText(router.address) << " " << router.lifetime << "; ";
    }
    for (const auto& prefix : pvd->GetPrefixes())
    {
        text << ToText(prefix.prefix) << "/" << +prefix.length << "; ";
    }
    text << pvd->GetRoutes().size() << " routes, " << pvd->GetNAddresses() << " addresses, "
         << pvd->GetResolvers().size() << " rdnss, " << pvd->GetSearchDomains().size() << " dnssl";
    return text.str();
}

// Rows: 8801-3.4-01, 8801-3.4.4-01
void
PvdOptionTest::AllOfTheMessageBelongsToThePvd()
{
    OneHost net;
    net.Hear(Ra(1800,
                {Pio("2001:db8:cafe::/64", 7200, 3600),
                 Rdnss({"2001:db8:cafe::53"}, 600),
                 PvdNamed("example.org",
                          {Pio("2001:db8:f00d::/64", 7200, 3600),
                           Rio("2001:db8:2::/48", 600),
                           Rdnss({"2001:db8:f00d::53"}, 600),
                           Dnssl({"in.example"}, 600)}),
                 Rio("2001:db8:1::/48", 600),
                 Dnssl({"out.example"}, 600)}));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 1, "PvDs");
    NS_TEST_EXPECT_MSG_EQ(Summary(net.host.FindPvd("example.org")),
                          "router fe80::a 1800; 2001:db8:cafe::/64; 2001:db8:f00d::/64; "
                          "5 routes, 2 addresses, 2 rdnss, 2 dnssl",
                          "inside and outside the option");
}

// Rows: 8801-3.4-06
void
PvdOptionTest::EveryObjectCarriesItsPvd()
{
    OneHost net;
    net.Hear(Ra(1800, {PvdNamed("a.example"), Pio("2001:db8:1::/64", 7200, 3600)}), A);
    net.Hear(Ra(1800, {Pio("2001:db8:2::/64", 7200, 3600), Rio("2001:db8:3::/48", 600)}), B);
    RunTo(Seconds(5));
    const auto explicitPvd = net.host.FindPvd("a.example");
    const auto implicitPvd = net.host.FindPvd("fe80::b%eth0");
    NS_TEST_ASSERT_MSG_NE(explicitPvd, nullptr, "no explicit PvD");
    NS_TEST_ASSERT_MSG_NE(implicitPvd, nullptr, "no implicit PvD");
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    std::size_t ofExplicit = 0;
    std::size_t ofImplicit = 0;
    for (const auto& entry : routing->GetFib().GetEntries())
    {
        ofExplicit += entry.pvd == explicitPvd ? 1 : 0;
        ofImplicit += entry.pvd == implicitPvd ? 1 : 0;
        NS_TEST_EXPECT_MSG_EQ(
            (entry.pvd || entry.route.prefix.IsLinkLocal() || entry.route.prefix.IsLocalhost()),
            true,
            entry.route.prefix << " has no PvD");
    }
    NS_TEST_EXPECT_MSG_EQ(ofExplicit, 2, "routes of the explicit PvD");
    NS_TEST_EXPECT_MSG_EQ(ofImplicit, 3, "routes of the implicit PvD");
    const auto& addresses = net.host.GetInterface()->GetAddresses();
    NS_TEST_ASSERT_MSG_EQ(addresses.size(), 2, "addresses");
    NS_TEST_EXPECT_MSG_EQ(addresses[0].pvd, explicitPvd, "PvD of the first address");
    NS_TEST_EXPECT_MSG_EQ(addresses[1].pvd, implicitPvd, "PvD of the second address");
}

// Rows: 8801-3.4-02
void
PvdOptionTest::WithoutOptionThePvdIsImplicit()
{
    TwoLinks net;
    const auto ra = Ra(1800);
    net.link.Send(ra, A);
    net.link.Send(ra, B);
    net.second.Send(ra, A);
    net.link.Send(ra, A);
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 3, "implicit PvDs");
    for (const char* id : {"fe80::a%eth0", "fe80::b%eth0", "fe80::a%eth1"})
    {
        const auto pvd = net.host.FindPvd(id);
        NS_TEST_ASSERT_MSG_NE(pvd, nullptr, id << " is missing");
        NS_TEST_EXPECT_MSG_EQ(pvd->IsExplicit(), false, id << " is explicit");
        NS_TEST_EXPECT_MSG_EQ(pvd->GetRouters().size(), 1, id << ": routers");
    }
}

// Rows: 8801-3.2-08
void
PvdOptionTest::AnotherAddressIsAnotherImplicitPvd()
{
    OneHost net;
    net.Hear(Ra(100, {Pio("2001:db8:1::/64", 200, 100)}), A);
    RunTo(Seconds(50));
    net.Hear(Ra(1800, {Pio("2001:db8:1::/64", 7200, 3600)}), {B.address, A.mac});
    const auto old = net.host.FindPvd(IMPLICIT_A);
    NS_TEST_ASSERT_MSG_NE(old, nullptr, "the old PvD went at once");
    NS_TEST_ASSERT_MSG_NE(net.host.FindPvd("fe80::b%eth0"), nullptr, "no new PvD");
    RunTo(Seconds(200) - NanoSeconds(1));
    NS_TEST_EXPECT_MSG_EQ(old->IsAlive(), true, "it has its prefix still");
    RunTo(Seconds(200));
    NS_TEST_EXPECT_MSG_EQ(old->IsAlive(), false, "it has nothing left");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 1, "PvDs");
}

// Rows: 8801-3.4-03, 8801-3.1-19
void
PvdOptionTest::InnerHeaderReplacesTheOuter()
{
    const std::pair<uint16_t, uint16_t> lifetimes[] = {{0, 1600}, {6000, 0}, {6000, 1600}};
    for (const auto& lifetime : lifetimes)
    {
        RaHeader outer = pvdtest::Header(lifetime.first);
        outer.curHopLimit = 10;
        outer.reachableTime = 11000;
        OneHost net;
        net.Hear(Ra(outer,
                    {PvdNamed("a.example",
                              pvdtest::Header(lifetime.second),
                              {Pio("2001:db8:1::/64", 7200, 3600)})}));
        const auto pvd = net.host.FindPvd("a.example");
        NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
        const PvdRouter* router = pvd->FindRouter(1, A.address);
        NS_TEST_ASSERT_MSG_NE(router, nullptr, "no router");
        NS_TEST_EXPECT_MSG_EQ(router->lifetime, lifetime.second, "Router Lifetime");
        NS_TEST_EXPECT_MSG_EQ(pvd->GetRoutes().size(),
                              (lifetime.second > 0 ? 2 : 1),
                              "on-link and, with a lifetime, default route");
        NS_TEST_EXPECT_MSG_EQ(pvd->GetCurHopLimit().has_value(), false, "outer hop limit");
        NS_TEST_EXPECT_MSG_EQ(+net.host.GetInterface()->GetCurHopLimit(), 64, "outer hop limit");
        NS_TEST_EXPECT_MSG_EQ(net.host.GetInterface()->GetBaseReachableTime(), 30000, "outer");
    }
}

// Rows: 8801-3.1-19
void
PvdOptionTest::InnerHeaderIsShownAsItIs()
{
    RaHeader inner = pvdtest::Header(1600, RouterPreference::HIGH);
    inner.managed = true;
    inner.otherConfig = true;
    inner.curHopLimit = 33;
    inner.reachableTime = 44000;
    inner.retransTimer = 5500;
    OneHost net;
    net.Hear(Ra(0, {PvdNamed("a.example", inner)}));
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
    const PvdRouter* router = pvd->FindRouter(1, A.address);
    NS_TEST_ASSERT_MSG_NE(router, nullptr, "no router");
    NS_TEST_EXPECT_MSG_EQ(router->preference, RouterPreference::HIGH, "Prf");
    NS_TEST_EXPECT_MSG_EQ(router->managed, true, "M");
    NS_TEST_EXPECT_MSG_EQ(router->otherConfig, true, "O");
    NS_TEST_EXPECT_MSG_EQ(router->lifetime, 1600, "Router Lifetime");
    NS_TEST_EXPECT_MSG_EQ(+pvd->GetCurHopLimit().value_or(0), 33, "Cur Hop Limit");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetReachableTime().value_or(0), 44000, "Reachable Time");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetRetransTimer().value_or(0), 5500, "Retrans Timer");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetRaHeader(), true, "R");
}

void
PvdOptionTest::CheckSame(const RouterAdvertisement& ra,
                         const std::vector<std::pair<std::size_t, uint8_t>>& changes,
                         const std::string& what)
{
    OneHost plain;
    plain.Hear(ra);
    const std::string expected = plain.host.Describe();
    OneHost net;
    Octets octets = ToMessage(ra);
    for (const auto& change : changes)
    {
        NS_TEST_ASSERT_MSG_NE(+octets.at(change.first), +change.second, "no change");
        octets[change.first] = change.second;
    }
    net.link.Send(octets, A, TestLink::Envelope());
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), expected, what);
    NS_TEST_EXPECT_MSG_EQ(net.host.GetIgnored().size(), 0, what << ": something was ignored");
}

// Rows: 8801-3.1-16, 8801-3.1-18
void
PvdOptionTest::InnerTypeCodeAndChecksumAreIgnored()
{
    constexpr std::size_t INNER = 16 + 24; // after the header, and the option up to its padding
    const auto ra = Ra(0, {PvdNamed("example.org", pvdtest::Header(1600))});
    CheckSame(ra, {{INNER, 0}}, "inner Type 0");
    CheckSame(ra, {{INNER + 1, 9}}, "inner Code 9");
    CheckSame(ra, {{INNER + 2, 0xde}, {INNER + 3, 0xad}}, "inner Checksum 0xdead");
}

// Rows: 8801-3.1-13
void
PvdOptionTest::PaddingIsIgnored()
{
    constexpr std::size_t PADDING = 16 + 6 + 13; // after the name, up to octet 40
    const auto ra =
        Ra(0, {PvdNamed("example.org", pvdtest::Header(1600), {Pio("2001:db8::/64", 7200, 3600)})});
    std::vector<std::pair<std::size_t, uint8_t>> changes;
    for (std::size_t i = PADDING; i < 40; ++i)
    {
        changes.emplace_back(i, 0xff);
    }
    NS_TEST_ASSERT_MSG_EQ(changes.size(), 5, "octets of padding");
    CheckSame(ra, changes, "padding of 0xff");
}

// Rows: 8801-3.1-20
void
PvdOptionTest::MalformedOptionIsIgnoredAlone()
{
    struct Row
    {
        const char* name;
        const char* body;
        OptionIgnoreReason reason;
    };

    const Row rows[] = {
        {"name past the end", "0000 0000 07657861", OptionIgnoreReason::BAD_NAME},
        {"no root label", "0000 0000 09 6578616d706c65616263", OptionIgnoreReason::BAD_NAME},
        {"empty name", "0000 0000 00000000 0000", OptionIgnoreReason::BAD_NAME},
        {"compressed name", "0000 0000 0161c006 0000", OptionIgnoreReason::BAD_NAME},
        {"label of 64 octets", "0000 0000 40616161 6161", OptionIgnoreReason::BAD_NAME},
        {"R and no header", "2000 0000 01610000 0000", OptionIgnoreReason::PVD_NO_INNER_HEADER},
        {"R and 8 octets",
         "2000 0000 016100 00000000000000 8600000000000000",
         OptionIgnoreReason::PVD_NO_INNER_HEADER},
        {"contained option past the end",
         "0000 0000 016100 00000000000000 0302000000000000",
         OptionIgnoreReason::PVD_OPTION_OVERRUN},
    };
    for (const Row& row : rows)
    {
        Octets body = Hex(row.body);
        body.resize((body.size() + 2 + 7) / 8 * 8 - 2, row.name[0] == 'n' ? 0x61 : 0);
        OneHost net;
        net.Hear(Ra(
            1800,
            {Pio("2001:db8:1::/64", 7200, 3600), Opaque(21, body), Rdnss({"2001:db8::53"}, 600)}));
        NS_TEST_EXPECT_MSG_EQ(net.host.GetDrops().size(), 0, row.name << ": dropped");
        NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 1, row.name << ": PvDs");
        NS_TEST_EXPECT_MSG_EQ(Summary(net.host.FindPvd(IMPLICIT_A)),
                              "router fe80::a 1800; 2001:db8:1::/64; "
                              "2 routes, 1 addresses, 1 rdnss, 0 dnssl",
                              row.name << ": as if there was no PvD option");
        NS_TEST_ASSERT_MSG_EQ(net.host.GetIgnored().size(), 1, row.name << ": told");
        NS_TEST_EXPECT_MSG_EQ(net.host.GetIgnored()[0].first, row.reason, row.name << ": reason");
    }
}

/// \return an option as octets, for where it may not stand
OpaqueOption
ToOpaque(const PvdOption& option)
{
    const auto octets = SerializeOption(option);
    NS_ABORT_MSG_UNLESS(octets, "the option does not fit");
    return Opaque((*octets)[0], Octets(octets->begin() + 2, octets->end()));
}

// Rows: 8801-3.4-04, 8801-3.4-01
void
PvdOptionTest::SecondOptionIsIgnored()
{
    OneHost net;
    net.Hear(Ra(
        1800,
        {PvdNamed("first.example", {Rdnss({"2001:db8::1"}, 600)}),
         Pio("2001:db8:1::/64", 7200, 3600),
         ToOpaque(PvdNamed("second.example",
                           pvdtest::Header(0),
                           {Pio("2001:db8:2::/64", 7200, 3600), Rdnss({"2001:db8::2"}, 600)}))}));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 1, "PvDs");
    NS_TEST_EXPECT_MSG_EQ(Summary(net.host.FindPvd("first.example")),
                          "router fe80::a 1800; 2001:db8:1::/64; "
                          "2 routes, 1 addresses, 1 rdnss, 0 dnssl",
                          "the second has no effect");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::SECOND_PVD),
                          1,
                          "told");
}

// Rows: 8801-3.4-01
void
PvdOptionTest::NestedOptionIsIgnored()
{
    OneHost net;
    net.Hear(Ra(1800,
                {PvdNamed("out.example",
                          {ToOpaque(PvdNamed("in.example", {Rdnss({"2001:db8::2"}, 600)})),
                           Pio("2001:db8:1::/64", 7200, 3600)})}));
    NS_TEST_EXPECT_MSG_EQ(Summary(net.host.FindPvd("out.example")),
                          "router fe80::a 1800; 2001:db8:1::/64; "
                          "2 routes, 1 addresses, 0 rdnss, 0 dnssl",
                          "what stands after it counts, what is in it does not");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("in.example"), nullptr, "it made a PvD");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::NESTED_PVD),
                          1,
                          "told");
}

// Rows: 8801-3.4-08
void
PvdOptionTest::LetterCaseDoesNotMatter()
{
    OneHost net;
    net.Hear(Ra(100, {PvdNamed("cafe.example.com")}));
    net.Hear(Ra(200, {PvdNamed("CaFe.EXAMPLE.com")}));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 1, "other letter case");
    NS_TEST_EXPECT_MSG_EQ(Summary(net.host.FindPvd("CAFE.example.com.")),
                          "router fe80::a 200; 1 routes, 0 addresses, 0 rdnss, 0 dnssl",
                          "the second RA refreshed it");
    net.Hear(Ra(100, {PvdNamed("\\221.example")}));
    net.Hear(Ra(100, {PvdNamed("\\253.example")})); // 0xdd and 0xfd differ in the same bit
    net.Hear(Ra(100, {PvdNamed("[.example")}));
    net.Hear(Ra(100, {PvdNamed("{.example")})); // and so do these, next to the letters
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 5, "what is no letter");
}

// Rows: 8801-3.4-11
void
PvdOptionTest::OnePvdIsEnoughForAConstrainedHost()
{
    HostOptions options;
    options.maxPvds = 1;
    OneHost net(options);
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    const std::string before = net.host.Describe();
    net.Hear(Ra(1800, {PvdNamed("b.example"), Pio("2001:db8:1::/64", 7200, 3600)}), B);
    net.Hear(Ra(1800, {Slla(B.mac), Pio("2001:db8:1::/64", 7200, 3600)}), B);
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), before, "another PvD left something");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetDropCount(RaDropReason::PVD_LIMIT), 2, "told");
    net.Hear(Ra(0, {PvdNamed("a.example")}));
    net.Hear(Ra(1800, {PvdNamed("b.example")}), B);
    NS_TEST_EXPECT_MSG_NE(net.host.FindPvd("b.example"), nullptr, "there is room again");
}

// Rows: 4861-9-01
void
PvdOptionTest::OrderOfOptionsDoesNotMatter()
{
    const Options options{Pio("2001:db8:1::/64", 7200, 3600),
                          Pio("2001:db8:2::/64", 7200, 0),
                          Rio("2001:db8:100::/40", 900, RouterPreference::HIGH),
                          Mtu(1400),
                          Rdnss({"2001:db8::53"}, 600),
                          PvdNamed("example.org",
                                   pvdtest::Header(1600),
                                   {Pio("2001:db8:1::/64", 9000, 4000),
                                    Mtu(1300),
                                    Rdnss({"2001:db8::54", "2001:db8::53"}, 700)})};
    std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
    std::string expected;
    do
    {
        Options permuted;
        for (std::size_t i : order)
        {
            permuted.push_back(options[i]);
        }
        OneHost net;
        net.Hear(Ra(6000, permuted));
        const std::string state = net.host.Describe();
        expected = expected.empty() ? state : expected;
        NS_TEST_ASSERT_MSG_EQ(state, expected, "order " << order[0] << order[1] << order[2]);
    } while (std::next_permutation(order.begin(), order.end()));
    NS_TEST_EXPECT_MSG_NE(expected.find("mtu 1300"), std::string::npos, "the inner MTU wins");
}

class PvdOptionSuite : public TestSuite
{
  public:
    PvdOptionSuite()
        : TestSuite("pvd-option", Type::UNIT)
    {
        using T = PvdOptionTest;
        Add("part of the message is lost to the PvD", &T::AllOfTheMessageBelongsToThePvd);
        Add("object has no PvD, or another", &T::EveryObjectCarriesItsPvd);
        Add("implicit PvDs are mixed up", &T::WithoutOptionThePvdIsImplicit);
        Add("changed router address keeps its PvD", &T::AnotherAddressIsAnotherImplicitPvd);
        Add("outer header counts", &T::InnerHeaderReplacesTheOuter);
        Add("field of the inner header is lost", &T::InnerHeaderIsShownAsItIs);
        Add("inner Type, Code or Checksum counts", &T::InnerTypeCodeAndChecksumAreIgnored);
        Add("padding counts", &T::PaddingIsIgnored);
        Add("malformed PvD option is half applied", &T::MalformedOptionIsIgnoredAlone);
        Add("second PvD option counts", &T::SecondOptionIsIgnored);
        Add("nested PvD option counts", &T::NestedOptionIsIgnored);
        Add("letter case makes another PvD", &T::LetterCaseDoesNotMatter);
        Add("constrained host takes a second PvD", &T::OnePvdIsEnoughForAConstrainedHost);
        Add("order of options matters", &T::OrderOfOptionsDoesNotMatter);
    }

  private:
    void Add(const std::string& name, PvdOptionTest::Body body)
    {
        AddTestCase(new PvdOptionTest(name, body));
    }
};

PvdOptionSuite g_pvdOptionSuite; ///< registers itself

} // namespace
