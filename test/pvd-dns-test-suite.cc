/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/pvd-dhcp-association.h"
#include "ns3/pvd-lifetime.h"
#include "ns3/pvd-static-configuration.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// DNS servers and search lists from Router Advertisements.
class Dns : public CaseOf<Dns>
{
  public:
    using CaseOf::CaseOf;

    void OrderIsThatOfTheOption();
    void NewerOptionsComeFirst();
    void RepeatRefreshesAndKeepsItsPlace();
    void LifetimeZeroWithdrawsOne();
    void LifetimeZeroOfUnknownIsNothing();
    void EntriesEndWhenTheyShould();
    void InfiniteLifetimeNeverEnds();
    void InvalidOptionsAreDiscardedAlone();
    void LinkLocalResolverHasAZone();
    void FullListLosesWhatEndsFirst();
    void RoomForThree();
    void EachPvdHasItsOwnList();
    void ResolverByHandWins();
    void DhcpRanksBeforeRa();

  private:
    void CheckLists(const Ptr<Pvd>& pvd,
                    const std::string& resolvers,
                    const std::string& domains,
                    const std::string& what);
};

/// \return addresses of the DNS servers, in order
std::string
Resolvers(const Ptr<Pvd>& pvd)
{
    std::string text;
    for (const auto& resolver : pvd->GetResolvers())
    {
        text += (text.empty() ? "" : " ") + ToText(resolver.address);
    }
    return text;
}

/// \return search suffixes, in order
std::string
Domains(const Ptr<Pvd>& pvd)
{
    std::string text;
    for (const auto& domain : pvd->GetSearchDomains())
    {
        text += (text.empty() ? "" : " ") + domain.domain.ToString();
    }
    return text;
}

void
Dns::CheckLists(const Ptr<Pvd>& pvd,
                const std::string& resolvers,
                const std::string& domains,
                const std::string& what)
{
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, what << ": no PvD");
    NS_TEST_EXPECT_MSG_EQ(Resolvers(pvd), resolvers, what << ": DNS servers");
    NS_TEST_EXPECT_MSG_EQ(Domains(pvd), domains, what << ": search list");
}

/// \return an RA with resolvers 2001:db8::<n> and domains <n>.example
RouterAdvertisement
RaWith(const std::vector<int>& numbers, uint32_t lifetime)
{
    std::vector<std::string> addresses;
    std::vector<std::string> domains;
    for (int number : numbers)
    {
        addresses.push_back("2001:db8::" + std::to_string(number));
        domains.push_back("d" + std::to_string(number) + ".example");
    }
    return Ra(1800, {Rdnss(addresses, lifetime), Dnssl(domains, lifetime)});
}

// Rows: 8106-5.3.1-02, 8106-1.2-02, 8106-6.1-01
void
Dns::OrderIsThatOfTheOption()
{
    OneHost net;
    net.Hear(RaWith({3, 1, 2}, 600));
    CheckLists(net.host.GetOnlyPvd(),
               "2001:db8::3 2001:db8::1 2001:db8::2",
               "d3.example d1.example d2.example",
               "one option");
    OneHost two;
    two.Hear(Ra(1800, {Rdnss({"2001:db8::3", "2001:db8::1"}, 600), Rdnss({"2001:db8::2"}, 600)}));
    CheckLists(two.host.GetOnlyPvd(), "2001:db8::3 2001:db8::1 2001:db8::2", "", "two options");
}

// Rows: 8106-6.2-01, 8106-6.3-01
void
Dns::NewerOptionsComeFirst()
{
    OneHost net;
    net.Hear(RaWith({1, 2}, 600));
    net.Hear(RaWith({3, 4}, 600));
    CheckLists(net.host.GetOnlyPvd(),
               "2001:db8::3 2001:db8::4 2001:db8::1 2001:db8::2",
               "d3.example d4.example d1.example d2.example",
               "the new before the known");
}

// Rows: 8106-6.2-01, 8106-6.1-02, 8106-6.3-01
void
Dns::RepeatRefreshesAndKeepsItsPlace()
{
    OneHost net;
    net.Hear(RaWith({1, 2}, 600));
    RunTo(Seconds(400));
    net.Hear(RaWith({2}, 600));
    CheckLists(net.host.GetOnlyPvd(),
               "2001:db8::1 2001:db8::2",
               "d1.example d2.example",
               "after a repeat of the second");
    RunTo(Seconds(600));
    CheckLists(net.host.GetOnlyPvd(), "2001:db8::2", "d2.example", "the first ended");
    RunTo(Seconds(1000) - NanoSeconds(1));
    CheckLists(net.host.GetOnlyPvd(), "2001:db8::2", "d2.example", "the refreshed, early");
    RunTo(Seconds(1000));
    CheckLists(net.host.GetOnlyPvd(), "", "", "the refreshed, late");
}

// Rows: 8106-5.1-03, 8106-5.2-05, 8106-6.2-01, 8106-6.3-01
void
Dns::LifetimeZeroWithdrawsOne()
{
    OneHost net;
    net.Hear(RaWith({1, 2, 3}, 600));
    net.host.ForgetEvents();
    net.Hear(RaWith({2}, 0));
    CheckLists(net.host.GetOnlyPvd(),
               "2001:db8::1 2001:db8::3",
               "d1.example d3.example",
               "without the second");
    NS_TEST_ASSERT_MSG_EQ(net.host.GetEvents().size(), 3, "two removals and one change");
    net.Hear(Ra(1800, {Dnssl({"D1.EXAMPLE"}, 0)}));
    CheckLists(net.host.GetOnlyPvd(), "2001:db8::1 2001:db8::3", "d3.example", "other letter case");
}

// Rows: 8106-6.2-03
void
Dns::LifetimeZeroOfUnknownIsNothing()
{
    OneHost net;
    net.Hear(RaWith({1}, 600));
    net.host.ForgetEvents();
    net.Hear(RaWith({9}, 0));
    CheckLists(net.host.GetOnlyPvd(), "2001:db8::1", "d1.example", "lifetime 0 of an unknown one");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetEvents().size(), 0, "a notification");
}

// Rows: 8106-6.1-02, 8106-6.1-03, 8106-6.3-01
void
Dns::EntriesEndWhenTheyShould()
{
    OneHost net;
    RunTo(Seconds(5));
    net.Hear(Ra(10, {Rdnss({"2001:db8::1"}, 100), Dnssl({"a.example"}, 200)}));
    RunTo(Seconds(105) - NanoSeconds(1));
    CheckLists(net.host.GetOnlyPvd(), "2001:db8::1", "a.example", "the router ended long ago");
    RunTo(Seconds(105));
    CheckLists(net.host.GetOnlyPvd(), "", "a.example", "the server ended");
    RunTo(Seconds(205) - NanoSeconds(1));
    CheckLists(net.host.GetOnlyPvd(), "", "a.example", "the suffix, early");
    RunTo(Seconds(205));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 0, "nothing is left");
    const auto& events = net.host.GetEvents();
    const std::string pvd = "fe80:0000:0000:0000:0000:0000:0000:000a%eth0";
    for (const std::string& event : {"RdnssAdded " + pvd + " 2001:db8::1 100",
                                     "DnsslAdded " + pvd + " a.example 200",
                                     "RdnssRemoved " + pvd + " 2001:db8::1",
                                     "DnsslRemoved " + pvd + " a.example"})
    {
        NS_TEST_EXPECT_MSG_EQ(std::count(events.begin(), events.end(), event), 1, event);
    }
}

// Rows: 8106-5.1-04
void
Dns::InfiniteLifetimeNeverEnds()
{
    OneHost net;
    net.Hear(Ra(1800, {Pio("2001:db8:1::/64", 7200, 3600)}));
    RunTo(Seconds(5));
    net.Hear(RaWith({1}, ND_INFINITE_LIFETIME));
    RunTo(Days(365 * 150)); // past 2^32 seconds
    CheckLists(net.host.GetOnlyPvd(), "2001:db8::1", "d1.example", "after 150 years");
    net.Hear(RaWith({1}, 10));
    RunTo(Days(365 * 150) + Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(Resolvers(net.host.FindPvd("fe80::a%eth0")), "", "made finite");
}

// Rows: 8106-5.3.1-01
void
Dns::InvalidOptionsAreDiscardedAlone()
{
    const auto address = Hex("20010db8000000000000000000000001");
    Octets half = Hex("0000 00000258"); // Reserved and Lifetime
    half.insert(half.end(), address.begin(), address.begin() + 8);
    Octets multicast = Hex("0000 00000258 ff020000000000000000000000000001");

    struct Row
    {
        const char* name;
        OpaqueOption option;
        OptionIgnoreReason reason;
    };

    const Row rows[] = {
        {"RDNSS of length 1", Opaque(25, Hex("0000 00000258")), OptionIgnoreReason::BAD_LENGTH},
        {"RDNSS of length 2", Opaque(25, half), OptionIgnoreReason::BAD_LENGTH},
        {"RDNSS of a group", Opaque(25, multicast), OptionIgnoreReason::NOT_UNICAST},
        {"DNSSL of length 1", Opaque(31, Hex("0000 00000258")), OptionIgnoreReason::BAD_LENGTH},
        {"DNSSL without root label",
         Opaque(31, Hex("0000 00000258 0761616161616161")),
         OptionIgnoreReason::BAD_NAME},
        {"compressed DNSSL",
         Opaque(31, Hex("0000 00000258 0161c00800000000")),
         OptionIgnoreReason::BAD_NAME},
    };
    for (const Row& row : rows)
    {
        OneHost net;
        net.Hear(Ra(1800,
                    {Rdnss({"2001:db8::1"}, 600),
                     row.option,
                     Rdnss({"2001:db8::2"}, 600),
                     Dnssl({"a.example"}, 600)}));
        CheckLists(net.host.GetOnlyPvd(), "2001:db8::1 2001:db8::2", "a.example", row.name);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetIgnoreCount(row.reason), 1, row.name);
    }
}

// Rows: 8106-5.1-05, 8106-5.1-06
void
Dns::LinkLocalResolverHasAZone()
{
    TwoLinks net;
    const auto ra = Ra(1800, {PvdNamed("a.example"), Rdnss({"fe80::53", "2001:db8::53"}, 600)});
    net.link.Send(ra, MakeRouter('a'));
    net.second.Send(ra, MakeRouter('b'));
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
    std::vector<uint32_t> zones;
    for (const auto& resolver : pvd->GetResolvers())
    {
        if (resolver.address.IsLinkLocal())
        {
            zones.push_back(resolver.zone);
        }
        else
        {
            NS_TEST_EXPECT_MSG_EQ(resolver.zone, 0, "a global address has no zone");
        }
    }
    std::sort(zones.begin(), zones.end());
    NS_TEST_EXPECT_MSG_EQ((zones == std::vector<uint32_t>{1, 2}), true, "one for each link");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetResolvers().size(), 3, "the global one is one");
    net.second.Send(Ra(1800, {PvdNamed("a.example"), Rdnss({"fe80::53"}, 0)}), MakeRouter('b'));
    NS_TEST_ASSERT_MSG_EQ(pvd->GetResolvers().size(), 2, "withdrawn on one link");
    for (const auto& resolver : pvd->GetResolvers())
    {
        NS_TEST_EXPECT_MSG_NE(resolver.zone, 2, "that of the other link");
    }
}

// Rows: 8106-6.2-02
void
Dns::FullListLosesWhatEndsFirst()
{
    HostOptions options;
    options.maxResolvers = 3;
    OneHost net(options);
    net.Hear(Ra(1800, {Rdnss({"2001:db8::1"}, 300)}));
    net.Hear(Ra(1800, {Rdnss({"2001:db8::2"}, 100)}));
    net.Hear(Ra(1800, {Rdnss({"2001:db8::3"}, 200)}));
    net.Hear(Ra(1800, {Rdnss({"2001:db8::4"}, 50)}));
    CheckLists(net.host.GetOnlyPvd(),
               "2001:db8::4 2001:db8::3 2001:db8::1",
               "",
               "the second ended first");
    NS_TEST_EXPECT_MSG_EQ(
        net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::RESOLVER_LIMIT),
        1,
        "told");
}

// Rows: 8106-5.3.1-04
void
Dns::RoomForThree()
{
    OneHost net;
    net.Hear(RaWith({1, 2, 3, 4, 5, 6, 7, 8}, 600));
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetResolvers().size(), 8, "DNS servers with default limits");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetSearchDomains().size(), 8, "suffixes with default limits");
}

// Rows: 8106-6-PvD, 8106-1.2-02, 8801-3.4.4-01
void
Dns::EachPvdHasItsOwnList()
{
    OneHost net;
    const auto announce = [&net](const std::string& pvd, uint32_t lifetime, bool inside) {
        const auto rdnss = Rdnss({"2001:db8::53"}, lifetime);
        const auto dnssl = Dnssl({"corp.example"}, lifetime);
        net.Hear(inside ? Ra(1800, {PvdNamed(pvd, {rdnss, dnssl})})
                        : Ra(1800, {PvdNamed(pvd), rdnss, dnssl}));
    };
    announce("a.example", 600, true);
    announce("b.example", 600, false);
    announce("a.example", 0, false);
    CheckLists(net.host.FindPvd("a.example"), "", "", "withdrawn in A");
    CheckLists(net.host.FindPvd("b.example"), "2001:db8::53", "corp.example", "B keeps it");
}

// Rows: 8106-1.2-01
void
Dns::ResolverByHandWins()
{
    OneHost net;
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    PvdStaticConfiguration byHand(net.host.GetRegistry());
    NS_TEST_ASSERT_MSG_EQ(+byHand.AddResolver("a.example", Ipv6Address("2001:db8::99")),
                          +PvdStaticConfiguration::NONE,
                          "a server by hand");
    const auto ra = Ra(1800, {PvdNamed("a.example"), Rdnss({"2001:db8::1"}, 600)});
    net.Hear(ra);
    CheckLists(net.host.FindPvd("a.example"), "2001:db8::99", "", "configured by hand");
    NS_TEST_EXPECT_MSG_EQ(
        net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::STATIC_CONFIGURATION),
        1,
        "told");
    byHand.RemoveResolver("a.example", Ipv6Address("2001:db8::99"));
    net.Hear(ra);
    CheckLists(net.host.FindPvd("a.example"), "2001:db8::1", "", "no longer by hand");
    byHand.AddResolver("a.example", Ipv6Address("2001:db8::99"));
    net.Hear(Ra(1800, {PvdNamed("a.example"), Rdnss({"2001:db8::1", "2001:db8::2"}, 900)}));
    CheckLists(net.host.FindPvd("a.example"),
               "2001:db8::99 2001:db8::1",
               "",
               "only what is known is refreshed");
    net.Hear(Ra(1800, {PvdNamed("a.example"), Rdnss({"2001:db8::1"}, 0)}));
    CheckLists(net.host.FindPvd("a.example"), "2001:db8::99", "", "and withdrawn");
}

// Rows: 8106-5.3.1-03, 8106-5.3.1-05, 8106-1.2-02
void
Dns::DhcpRanksBeforeRa()
{
    for (bool dhcpFirst : {true, false})
    {
        OneHost net;
        RaHeader header = pvdtest::Header(1800);
        header.otherConfig = true;
        PvdOtherConfiguration dhcp;
        dhcp.resolvers.emplace_back("2001:db8::d1");
        dhcp.resolvers.emplace_back("2001:db8::d2");
        dhcp.searchDomains.push_back(Name("dhcp.example"));
        dhcp.lifetime = 600;
        PvdDhcpAssociation association(net.host.GetRegistry());
        if (dhcpFirst)
        {
            association.SetOtherConfiguration(1, dhcp);
        }
        net.Hear(Ra(header, {Rdnss({"2001:db8::1"}, 600), Dnssl({"ra.example"}, 600)}));
        if (!dhcpFirst)
        {
            association.SetOtherConfiguration(1, dhcp);
        }
        CheckLists(net.host.GetOnlyPvd(),
                   "2001:db8::d1 2001:db8::d2 2001:db8::1",
                   "dhcp.example ra.example",
                   dhcpFirst ? "DHCP first" : "RA first");
        net.Hear(Ra(header, {Rdnss({"2001:db8::2"}, 600), Dnssl({"new.example"}, 600)}));
        CheckLists(net.host.GetOnlyPvd(),
                   "2001:db8::d1 2001:db8::d2 2001:db8::2 2001:db8::1",
                   "dhcp.example new.example ra.example",
                   "a new one of an RA");
    }
}

class DnsSuite : public TestSuite
{
  public:
    DnsSuite()
        : TestSuite("pvd-dns", Type::UNIT)
    {
        Add("order of the option is lost", &Dns::OrderIsThatOfTheOption);
        Add("newer option does not come first", &Dns::NewerOptionsComeFirst);
        Add("repeat moves an entry or does not refresh it", &Dns::RepeatRefreshesAndKeepsItsPlace);
        Add("lifetime 0 does not withdraw", &Dns::LifetimeZeroWithdrawsOne);
        Add("lifetime 0 enters something", &Dns::LifetimeZeroOfUnknownIsNothing);
        Add("entry ends at another time", &Dns::EntriesEndWhenTheyShould);
        Add("infinite lifetime ends", &Dns::InfiniteLifetimeNeverEnds);
        Add("invalid option counts or stops the RA", &Dns::InvalidOptionsAreDiscardedAlone);
        Add("link-local server without zone", &Dns::LinkLocalResolverHasAZone);
        Add("full list loses the wrong one", &Dns::FullListLosesWhatEndsFirst);
        Add("no room for three", &Dns::RoomForThree);
        Add("PvDs share a list", &Dns::EachPvdHasItsOwnList);
        Add("server by hand is not alone", &Dns::ResolverByHandWins);
        Add("RA ranks before DHCP", &Dns::DhcpRanksBeforeRa);
    }

  private:
    void Add(const std::string& name, Dns::Body body)
    {
        AddTestCase(new Dns(name, body));
    }
};

DnsSuite g_dnsSuite; ///< registers itself

} // namespace
