/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/pvd-static-configuration.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// How much a network can make a host keep.
class Limit : public CaseOf<Limit>
{
  public:
    using CaseOf::CaseOf;

    void DefaultsOfAllLimits();
    void ThousandAndOnePvds();
    void WhatIsTooMuchLeavesNothing();
    void AddressThatIsTooMuch();
    void RoutesUpToTheLimit();
    void NoLimit();
    void LimitOfAnInterface();
    void ServersThatEndFirstMakeRoom();
    void RoomIsUsedAgain();
    void LongestName();
    void LongSuffixVoidsItsOption();
    void ShortestPvdOption();
    void LargestPvdOption();

  private:
    struct OverflowRow;

    void CheckOverflow(const OverflowRow& row);
};

/// \return options of a kind for the digits from 1
template <class Make>
std::vector<NdOption>
Several(int count, Make make)
{
    std::vector<NdOption> options;
    for (int i = 1; i <= count; ++i)
    {
        options.push_back(make(std::to_string(i)));
    }
    return options;
}

PrefixInformationOption
NumberedPio(const std::string& number)
{
    return Pio("2001:db8:" + number + "::/64", 3600, 1800);
}

RouteInformationOption
NumberedRio(const std::string& number)
{
    return Rio("2001:db8:1" + number + "::/48", 3600);
}

// Rows: LIM-01
void
Limit::DefaultsOfAllLimits()
{
    OneHost net;
    const std::pair<const char*, uint64_t> limits[] = {{"MaxPvds", 1024},
                                                       {"MaxPvdsPerInterface", 1024},
                                                       {"MaxRouters", 32},
                                                       {"MaxPrefixes", 256},
                                                       {"MaxRoutes", 1024},
                                                       {"MaxResolvers", 32},
                                                       {"MaxSearchDomains", 64},
                                                       {"MaxAddresses", 256}};
    for (const auto& limit : limits)
    {
        UintegerValue value;
        net.host.GetRegistry()->GetAttribute(limit.first, value);
        NS_TEST_EXPECT_MSG_EQ(value.Get(), limit.second, limit.first);
    }
}

// Rows: LIM-01
void
Limit::ThousandAndOnePvds()
{
    OneHost net;
    for (int i = 0; i < 1024; ++i)
    {
        net.Hear(Ra(1800, {PvdNamed("p" + std::to_string(i) + ".example")}));
    }
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 1024, "1024 PvDs");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "", "all of them fit");
    const std::string before = net.host.Describe();
    net.host.ForgetEvents();
    net.Hear(Ra(1800, {PvdNamed("last.example"), Pio("2001:db8:1::/64", 3600, 1800), Mtu(1300)}));
    NS_TEST_EXPECT_MSG_EQ((net.host.Describe() == before), true, "the last RA left something");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "too many pvds", "traced once");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetDropCount(RaDropReason::PVD_LIMIT),
                          1,
                          "counted once");
    net.Hear(Ra(600, {PvdNamed("p7.example")}));
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("p7.example")->GetRouters().at(0).lifetime,
                          600,
                          "a PvD that is there is still served");
}

/// Messages of which the last is too much, and the same without what is too much.
struct Limit::OverflowRow
{
    std::string attribute;                 //!< the limit
    uint32_t limit;                        //!< its value
    std::vector<RouterAdvertisement> over; //!< the first from router a, others from router b
    std::vector<RouterAdvertisement> fits; //!< the same for a host without limit
    std::string complaints;                //!< of the first host
};

void
Limit::CheckOverflow(const OverflowRow& row)
{
    OneHost net;
    TestLink other;
    TestHost unlimited;
    unlimited.AddInterface(other);
    net.host.GetRegistry()->SetAttribute(row.attribute, UintegerValue(row.limit));
    for (std::size_t i = 0; i < row.over.size(); ++i)
    {
        net.Hear(row.over[i], MakeRouter(i == 0 ? 'a' : 'b'));
    }
    for (std::size_t i = 0; i < row.fits.size(); ++i)
    {
        other.Send(row.fits[i], MakeRouter(i == 0 ? 'a' : 'b'));
    }
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), row.complaints, row.attribute);
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(unlimited), "", row.attribute << ": without limit");
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), unlimited.Describe(), row.attribute);
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", row.attribute);
}

// Rows: LIM-01, LIM-03, LIM-04, LIM-05, LIM-06
void
Limit::WhatIsTooMuchLeavesNothing()
{
    const auto a = [](const std::vector<NdOption>& options) {
        return Ra(1800, {PvdNamed("a.example", options)});
    };
    const RouterAdvertisement b = Ra(1800, {PvdNamed("b.example", {NumberedPio("1"), Mtu(1300)})});
    const RouterAdvertisement implicit = Ra(1800, {NumberedPio("1"), Mtu(1300)});
    const auto pios = [](int count) { return Several(count, NumberedPio); };
    std::vector<NdOption> routes = pios(3);
    const auto rios = Several(4, NumberedRio);
    routes.insert(routes.end(), rios.begin(), rios.end());
    const std::vector<NdOption> twoRoutes(routes.begin(), routes.end() - 2);
    const OverflowRow rows[] = {
        {"MaxPvds", 1, {a({}), b}, {a({})}, "too many pvds"},
        {"MaxPvds", 1, {a({}), implicit}, {a({})}, "too many pvds"},
        {"MaxPvdsPerInterface", 1, {a({}), b}, {a({})}, "too many pvds"},
        {"MaxRouters", 1, {a({}), a({})}, {a({})}, "0: too many routers"},
        {"MaxPrefixes", 2, {a(pios(3))}, {a(pios(2))}, "3: too many prefixes"},
        {"MaxRoutes", 2, {a(routes)}, {a(twoRoutes)}, "24: too many routes, 24: too many routes"},
        {"MaxResolvers",
         2,
         {a({Rdnss({"2001:db8::1", "2001:db8::2", "2001:db8::3"}, 60)})},
         {a({Rdnss({"2001:db8::1", "2001:db8::2"}, 60)})},
         "25: too many resolvers"},
        {"MaxSearchDomains",
         2,
         {a({Dnssl({"s1.example", "s2.example"}, 60), Dnssl({"s3.example"}, 60)})},
         {a({Dnssl({"s1.example", "s2.example"}, 60)})},
         "31: too many search domains"},
    };
    for (const auto& row : rows)
    {
        CheckOverflow(row);
    }
}

// Rows: LIM-04
void
Limit::AddressThatIsTooMuch()
{
    OneHost net;
    net.host.GetRegistry()->SetAttribute("MaxAddresses", UintegerValue(32));
    net.Hear(Ra(1800, {PvdNamed("a.example", Several(40, NumberedPio))}));
    RunTo(Seconds(3));
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetNAddresses(), 32, "addresses of the PvD");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetIpv6()->GetNAddresses(1), 33, "with the link-local one");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::ADDRESS_LIMIT),
                          8,
                          "each is traced");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetPrefixes().size(), 40, "on-link prefixes have their own limit");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.MakeAddress("2001:db8:33::")),
                          "none",
                          "the 33rd address is usable");
    PvdStaticConfiguration(net.host.GetRegistry())
        .AddAddress("a.example", 1, Ipv6Address("2001:db8:99::1"), 64);
    NS_TEST_EXPECT_MSG_EQ(pvd->GetNAddresses(), 33, "the user has no limit");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
}

// Rows: LIM-03
void
Limit::RoutesUpToTheLimit()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    net.host.GetRegistry()->SetAttribute("MaxRoutes", UintegerValue(32));
    std::vector<NdOption> options = Several(3, NumberedPio);
    const auto rios = Several(40, NumberedRio);
    options.insert(options.end(), rios.begin(), rios.end());
    net.Hear(Ra(1800, {PvdNamed("a.example", options)}));
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetRoutes().size(), 32 + 3 + 1, "32 beside on-link and default");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::ROUTE_LIMIT),
                          8,
                          "the last 8 are traced");
    NS_TEST_EXPECT_MSG_EQ(ListCommonRoutes(net.host), "", "a route without a PvD");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
}

// Rows: LIM-03, LIM-04
void
Limit::NoLimit()
{
    OneHost net;
    for (const char* name : {"MaxRoutes", "MaxPrefixes", "MaxAddresses", "MaxResolvers"})
    {
        net.host.GetRegistry()->SetAttribute(name, UintegerValue(0));
    }
    for (const char* first : {"1", "2", "3", "4", "5", "6", "7", "8"})
    {
        std::vector<NdOption> options;
        for (int i = 0; i < 40; ++i)
        {
            options.push_back(NumberedPio(first + std::to_string(i)));
            options.push_back(NumberedRio(first + std::to_string(i)));
            options.push_back(Rdnss({"2001:db8::" + (first + std::to_string(i))}, 60));
        }
        net.Hear(Ra(1800, {PvdNamed("a.example"), Mtu(1400)}));
        Options outer{PvdNamed("a.example")};
        for (const auto& option : options)
        {
            std::visit([&outer](const auto& value) { outer.emplace_back(value); }, option);
        }
        net.Hear(Ra(1800, outer));
    }
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetNAddresses(), 320, "addresses");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetRoutes().size(), 2 * 320 + 1, "routes");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetResolvers().size(), 320, "DNS servers");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "", "0 is no limit");
}

// Rows: LIM-01
void
Limit::LimitOfAnInterface()
{
    TwoLinks net;
    net.host.GetRegistry()->SetAttribute("MaxPvdsPerInterface", UintegerValue(2));
    const auto hear = [&net](TestLink& link, const std::string& id) {
        link.Send(Ra(1800, {PvdNamed(id)}), MakeRouter('a'));
    };
    for (const char* id : {"a.example", "b.example", "c.example"})
    {
        hear(net.link, id);
    }
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example, b.example", "two on interface 1");
    hear(net.second, "d.example");
    hear(net.second, "a.example");
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example, b.example, d.example", "one on 2");
    net.host.ForgetEvents();
    hear(net.second, "b.example");
    NS_TEST_EXPECT_MSG_EQ(ListRouters(net.host.FindPvd("b.example")),
                          "fe80::a%1",
                          "a PvD that is known elsewhere is one more here too");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "too many pvds", "traced");
    net.host.ForgetEvents();
    hear(net.link, "b.example");
    hear(net.second, "a.example");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "", "those that are there are served");
}

// Rows: LIM-05, LIM-06
void
Limit::ServersThatEndFirstMakeRoom()
{
    OneHost net;
    net.host.GetRegistry()->SetAttribute("MaxResolvers", UintegerValue(3));
    net.host.GetRegistry()->SetAttribute("MaxSearchDomains", UintegerValue(3));
    const auto hear = [&net](const std::string& digit, uint32_t lifetime, char router) {
        net.Hear(Ra(1800,
                    {PvdNamed("a.example",
                              {Rdnss({"2001:db8::" + digit}, lifetime),
                               Dnssl({"s" + digit + ".example"}, lifetime)})}),
                 MakeRouter(router));
    };
    hear("1", 900, 'a');
    hear("2", 300, 'b');
    hear("3", 600, 'c');
    hear("4", 500, 'd');
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd),
                          "2001:db8::4, 2001:db8::3, 2001:db8::1",
                          "the one that ends first made room");
    NS_TEST_EXPECT_MSG_EQ(ListDomains(pvd), "s4.example, s3.example, s1.example", "suffixes too");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host),
                          "25: too many resolvers, 31: too many search domains",
                          "traced");
    NS_TEST_EXPECT_MSG_NE(ListEvents(net.host).find("RdnssRemoved a.example 2001:db8::2"),
                          std::string::npos,
                          "its end was told");
}

// Rows: LIM-01, LIM-03
void
Limit::RoomIsUsedAgain()
{
    OneHost net;
    net.host.GetRegistry()->SetAttribute("MaxPvds", UintegerValue(1));
    net.host.GetRegistry()->SetAttribute("MaxRoutes", UintegerValue(1));
    net.Hear(Ra(100, {PvdNamed("a.example", {Rio("2001:db8:100::/40", 50)})}));
    net.Hear(Ra(100, {PvdNamed("a.example", {Rio("2001:db8:200::/40", 50)})}));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("a.example")),
                          "::/0 via fe80::a%1, 2001:db8:100::/40 via fe80::a%1",
                          "one route");
    RunTo(Seconds(50));
    net.Hear(Ra(50, {PvdNamed("a.example", {Rio("2001:db8:200::/40", 50)})}));
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.FindPvd("a.example")),
                          "::/0 via fe80::a%1, 2001:db8:200::/40 via fe80::a%1",
                          "another one after its end");
    RunTo(Seconds(100));
    net.Hear(Ra(100, {PvdNamed("b.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host),
                          "b.example",
                          "another PvD after the end of the first");
}

/// \return a name with this many characters, without final dot
std::string
LongName(std::size_t size)
{
    std::string name;
    while (name.size() < size)
    {
        name += name.size() % 64 == 63 ? '.' : 'x';
    }
    return name;
}

// Rows: LIM-02
void
Limit::LongestName()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const std::string longest = LongName(253);
    net.Hear(Ra(1800, {PvdNamed(longest)}));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), longest, "253 octets from a router");
    NS_TEST_EXPECT_MSG_NE(net.host.FindPvd(longest + "."), nullptr, "found with its final dot");
    hand.RemovePvd(longest);
    NS_TEST_EXPECT_MSG_NE(hand.CreatePvd(longest), nullptr, "253 octets by hand");
    hand.RemovePvd(longest);

    PvdStaticConfiguration::Error error = PvdStaticConfiguration::NONE;
    NS_TEST_EXPECT_MSG_EQ(hand.CreatePvd(LongName(254), &error), nullptr, "254 octets by hand");
    NS_TEST_EXPECT_MSG_EQ(error, PvdStaticConfiguration::BAD_ID, "error");
    Octets body = Hex("0000 0000"); // flags and Sequence Number
    for (int label = 0; label < 4; ++label)
    {
        const uint8_t size = label < 3 ? 63 : 62; // 64 + 64 + 64 + 63 + 1 = 256 octets
        body.push_back(size);
        body.insert(body.end(), size, 'x');
    }
    body.resize(262);
    net.host.ForgetEvents();
    net.Hear(Ra(1800, {Opaque(21, body)}));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host),
                          "fe80:0000:0000:0000:0000:0000:0000:000a%eth0",
                          "254 octets from a router");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "21: bad domain name", "traced once");
}

// Rows: LIM-07
void
Limit::LongSuffixVoidsItsOption()
{
    OneHost net;
    Octets body = Hex("0000 00000258"); // reserved, 600 s
    for (int label = 0; label < 5; ++label)
    {
        body.push_back(63);
        body.insert(body.end(), 63, 'x');
    }
    const Octets good = Hex("00 04 676f6f64 00 00 00"); // the root label, then "good."
    body.insert(body.end(), good.begin(), good.end());
    body.resize((body.size() + 2 + 7) / 8 * 8 - 2);
    net.Hear(Ra(1800, {Opaque(31, body), Rdnss({"2001:db8::53"}, 600)}));
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_EXPECT_MSG_EQ(ListDomains(pvd), "", "a suffix of an option that is void");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), "2001:db8::53", "a later option");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "31: bad domain name", "traced");
}

// The inventory counts 8 octets for the shortest option; with its root label it has 16.
// Rows: LIM-12, LIM-10
void
Limit::ShortestPvdOption()
{
    OneHost net;
    const auto octets = SerializeOption(PvdNamed("a"));
    NS_TEST_ASSERT_MSG_EQ(octets.has_value(), true, "not to be sent");
    NS_TEST_EXPECT_MSG_EQ((*octets == Hex("15 02 0000 0000 01 61 00 00000000000000")),
                          true,
                          "type 21, 16 octets");
    // 8 octets hold a name of one octet, its length octet being one of them, and no root label.
    net.Hear(Ra(1800, {Opaque(21, Hex("0000 0000 01 61"))}));
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "21: bad domain name", "no root label");
    net.Hear(Ra(1800, {PvdNamed("a")}));
    NS_TEST_EXPECT_MSG_NE(net.host.FindPvd("a"), nullptr, "a name of one octet");
}

// Rows: LIM-11
void
Limit::LargestPvdOption()
{
    OneHost net;
    std::vector<NdOption> options; // of 16 octets, as is what is before them
    for (int i = 0; i < 126; ++i)
    {
        options.push_back(Rio("2001:db8:0:" + std::to_string(i) + "::/64", 900));
    }
    const auto largest = SerializeOption(PvdNamed("a", options));
    NS_TEST_ASSERT_MSG_EQ(largest.has_value(), true, "2032 octets");
    NS_TEST_EXPECT_MSG_EQ(largest->size(), 2032, "size");
    options.push_back(Mtu(1400));
    NS_TEST_EXPECT_MSG_EQ(SerializeOption(PvdNamed("a", options)).has_value(), true, "2040 octets");
    options.push_back(Mtu(1400));
    std::string error;
    const RouterAdvertisement tooLarge = Ra(1800, {PvdNamed("a", options)});
    NS_TEST_EXPECT_MSG_EQ(tooLarge.Serialize(&error).has_value(), false, "2048 octets");
    NS_TEST_EXPECT_MSG_NE(error.find("2040"), std::string::npos, error);
    options.resize(126);
    const auto half = options.begin() + options.size() / 2;
    net.Hear(Ra(1800, {PvdNamed("a", std::vector<NdOption>(options.begin(), half))}));
    net.Hear(Ra(1800, {PvdNamed("a", std::vector<NdOption>(half, options.end()))}));
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a")->GetRoutes().size(),
                          options.size() + 1,
                          "two messages with the same PvD add up");
}

class LimitSuite : public TestSuite
{
  public:
    LimitSuite()
        : TestSuite("pvd-limit", Type::UNIT)
    {
        Add("limit has a wrong default", &Limit::DefaultsOfAllLimits);
        Add("PvD over MaxPvds leaves something", &Limit::ThousandAndOnePvds);
        Add("something over a limit is half applied", &Limit::WhatIsTooMuchLeavesNothing);
        Add("address over MaxAddresses is usable", &Limit::AddressThatIsTooMuch);
        Add("MaxRoutes counts other routes", &Limit::RoutesUpToTheLimit);
        Add("0 is a limit", &Limit::NoLimit);
        Add("MaxPvdsPerInterface is passed", &Limit::LimitOfAnInterface);
        Add("wrong DNS entry makes room", &Limit::ServersThatEndFirstMakeRoom);
        Add("room of what has ended is lost", &Limit::RoomIsUsedAgain);
        Add("name of 254 octets is taken", &Limit::LongestName);
        Add("suffix that is too long hides other options", &Limit::LongSuffixVoidsItsOption);
        Add("shortest PvD option is refused", &Limit::ShortestPvdOption);
        Add("PvD option over 2040 octets is sent", &Limit::LargestPvdOption);
    }

  private:
    void Add(const std::string& name, Limit::Body body)
    {
        AddTestCase(new Limit(name, body));
    }
};

LimitSuite g_limitSuite; ///< registers itself

} // namespace
