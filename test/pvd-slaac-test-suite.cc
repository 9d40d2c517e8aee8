/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/boolean.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

const char* const PREFIX = "2001:db8:1::/64";

/// How addresses are formed from prefixes, and when they end.
class Slaac : public CaseOf<Slaac>
{
  public:
    using CaseOf::CaseOf;

    void OptionsThatFormNoAddress();
    void LifetimesAreTakenOver();
    void SwitchedOff();
    void TwoHourRule();
    void TwoHourRuleKeepsThePreferredLifetime();
    void OnLinkHasNoTwoHourRule();
    void TwoHourRuleFollowsTheAddress();
    void DeprecatedThenGone();
    void DeprecationIsTakenBack();
    void DeprecatedAddressStillServes();
    void PreferredAddressGoesBeforeDeprecated();
    void InvalidAddressIsDead();
    void InfiniteLifetimes();

  private:
    struct Row;

    void CheckTwoHours(const Row& row);
};

/// \return what the module keeps of the address of PREFIX, or null
const PvdAddress*
Find(const OneHost& net)
{
    return net.host.GetInterface()->FindAddress(net.host.MakeAddress(PREFIX));
}

// Rows: 4862-5.5.3-a, 4862-5.5.3-b, 4862-5.5.3-c, 4862-5.5.3-d1, 4862-5.5.3-d2, 4861-6.3.4-12,
// 4861-4.6.2-06
void
Slaac::OptionsThatFormNoAddress()
{
    struct Case
    {
        const char* name;
        PrefixInformationOption option;
        bool onLink;
        bool told;
    };

    const Case cases[] = {
        {"A clear", Pio(PREFIX, 3600, 1800, "L"), true, false},
        {"link-local prefix", Pio("fe80::/64", 3600, 1800), false, true},
        {"multicast prefix", Pio("ff0e::/64", 3600, 1800), false, true},
        {"preferred over valid", Pio(PREFIX, 100, 200), true, true},
        {"preferred infinite, valid not", Pio(PREFIX, 100, ND_INFINITE_LIFETIME), true, true},
        {"valid 0", Pio(PREFIX, 0, 0), false, false},
        {"/63", Pio("2001:db8::/63", 3600, 1800), true, true},
        {"/65", Pio("2001:db8:1::/65", 3600, 1800), true, true},
        {"/48", Pio("2001:db8:1::/48", 3600, 1800), true, true},
        {"/0", Pio("::/0", 3600, 1800), true, true},
        {"/128", Pio("2001:db8:1::1/128", 3600, 1800), true, true},
    };
    for (const auto& test : cases)
    {
        OneHost net;
        net.Hear(Ra(0, {test.option}));
        RunTo(Seconds(5));
        NS_TEST_EXPECT_MSG_EQ(net.host.DescribeAddresses(), "", test.name << ": an address");
        const auto pvd = net.host.GetOnlyPvd();
        const bool hasRoute = pvd && pvd->GetRoutes().size() == 1;
        NS_TEST_EXPECT_MSG_EQ(hasRoute, test.onLink, test.name << ": on-link prefix");
        NS_TEST_EXPECT_MSG_EQ(net.host.GetIgnored().size(), test.told, test.name << ": told");
    }
}

// Rows: 4862-5.5.3-d1, 4862-5.5-01
void
Slaac::LifetimesAreTakenOver()
{
    OneHost net;
    RunTo(Seconds(100));
    net.Hear(Ra(0, {Pio(PREFIX, 3600, 1800)}));
    const PvdAddress* address = Find(net);
    NS_TEST_ASSERT_MSG_NE(address, nullptr, "no address");
    NS_TEST_EXPECT_MSG_EQ(address->validExpiry, Seconds(3700), "valid");
    NS_TEST_EXPECT_MSG_EQ(address->preferredExpiry, Seconds(1900), "preferred");
    NS_TEST_EXPECT_MSG_EQ(address->address,
                          Ipv6Address("2001:db8:1::ff:fe00:1"),
                          "prefix and interface identifier");
    NS_TEST_EXPECT_MSG_EQ(address->pvd, net.host.GetOnlyPvd(), "owner");
}

// Rows: 4862-5.5-01
void
Slaac::SwitchedOff()
{
    OneHost net;
    net.host.GetInterface()->SetAttribute("Autoconfiguration", BooleanValue(false));
    net.Hear(Ra(1800, {Pio(PREFIX, 3600, 1800)}));
    NS_TEST_EXPECT_MSG_EQ(net.host.DescribeAddresses(), "", "an address");
    NS_TEST_ASSERT_MSG_NE(net.host.GetOnlyPvd(), nullptr, "no PvD");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetOnlyPvd()->GetRoutes().size(), 2, "routes");
}

/// One comparison of the two-hour rule, in seconds.
struct Slaac::Row
{
    uint32_t remaining; //!< what was left of the valid lifetime
    uint32_t received;  //!< what the option says
    uint32_t expected;  //!< what is left then
};

void
Slaac::CheckTwoHours(const Row& row)
{
    OneHost net;
    net.Hear(Ra(0, {Pio(PREFIX, row.remaining + 10, 0)}));
    RunTo(Seconds(10));
    net.Hear(Ra(0, {Pio(PREFIX, row.received, 0)}));
    const PvdAddress* address = Find(net);
    NS_TEST_ASSERT_MSG_NE(address, nullptr, "gone");
    NS_TEST_EXPECT_MSG_EQ(address->validExpiry - Simulator::Now(),
                          Seconds(row.expected),
                          "remaining " << row.remaining << ", received " << row.received);
}

// Rows: 4862-5.5.3-e1, 4862-5.5.3-e2, 4862-5.5.3-e3, 4862-5.5.3-e4, TAG-06
void
Slaac::TwoHourRule()
{
    const Row rows[] = {
        {300, 7201, 7201},       // over two hours
        {7200, 7201, 7201},      //
        {2592000, 7201, 7201},   // although it is less than what remains
        {300, 600, 600},         // over what remains
        {300, 301, 301},         //
        {7199, 7200, 7200},      //
        {7200, 0, 7200},         // two hours or less remain: nothing changes
        {7200, 7199, 7200},      //
        {7200, 7200, 7200},      //
        {3600, 1800, 3600},      //
        {300, 300, 300},         //
        {1, 0, 1},               //
        {2592000, 0, 7200},      // else two hours
        {2592000, 7200, 7200},   //
        {7201, 7200, 7200},      //
        {7201, 0, 7200},         //
        {86400, 86400, 86400},   //
        {86400, 864000, 864000}, //
    };
    for (const auto& row : rows)
    {
        CheckTwoHours(row);
    }
}

// Rows: 4862-5.5.3-e0
void
Slaac::TwoHourRuleKeepsThePreferredLifetime()
{
    OneHost net;
    net.Hear(Ra(0, {Pio(PREFIX, 86400, 43200)}));
    RunTo(Seconds(10));
    net.Hear(Ra(0, {Pio(PREFIX, 0, 0)}));
    const PvdAddress* address = Find(net);
    NS_TEST_ASSERT_MSG_NE(address, nullptr, "gone");
    NS_TEST_EXPECT_MSG_EQ(address->deprecated, true, "preferred lifetime 0");
    NS_TEST_EXPECT_MSG_EQ(address->validExpiry, Seconds(10 + 7200), "valid");
    net.Hear(Ra(0, {Pio(PREFIX, 100, 90)}));
    address = Find(net);
    NS_TEST_EXPECT_MSG_EQ(address->deprecated, false, "preferred again");
    NS_TEST_EXPECT_MSG_EQ(address->preferredExpiry, Seconds(100), "preferred lifetime 90");
    NS_TEST_EXPECT_MSG_EQ(address->validExpiry, Seconds(10 + 7200), "valid is left alone");
}

// Rows: 4862-5.5.3-e5, PRX-01
void
Slaac::OnLinkHasNoTwoHourRule()
{
    OneHost net;
    net.Hear(Ra(1800, {Pio(PREFIX, 86400, 43200)}));
    RunTo(Seconds(10));
    NS_TEST_ASSERT_MSG_EQ(net.host.GetOnlyPvd()->GetRoutes().size(), 2, "default and on-link");
    net.Hear(Ra(1800, {Pio(PREFIX, 0, 0)}));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetOnlyPvd()->GetRoutes().size(), 1, "on-link");
    NS_TEST_EXPECT_MSG_NE(Find(net), nullptr, "the address goes with the prefix");
}

// Rows: 4862-5.5.3-e6, 8801-3.4-07, TAG-03, RA-19
void
Slaac::TwoHourRuleFollowsTheAddress()
{
    OneHost net;
    const auto hear = [&net](const char* pvd, uint32_t valid) {
        net.Hear(Ra(1800, {PvdNamed(pvd, {Pio(PREFIX, valid, 0)})}));
    };
    hear("a.example", 86400);
    hear("b.example", 600);
    const PvdAddress* address = Find(net);
    NS_TEST_ASSERT_MSG_NE(address, nullptr, "gone");
    NS_TEST_EXPECT_MSG_EQ(address->pvd, net.host.FindPvd("b.example"), "the latest RA owns it");
    NS_TEST_EXPECT_MSG_EQ(address->validExpiry, Seconds(7200), "compared with what A said");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a.example")->GetNAddresses(), 0, "A lost it");
    hear("a.example", 600);
    NS_TEST_EXPECT_MSG_EQ(Find(net)->pvd, net.host.FindPvd("a.example"), "A has it again");
}

// Rows: 4862-5.5.4-01
void
Slaac::DeprecatedThenGone()
{
    OneHost net;
    net.Hear(Ra(0, {Pio(PREFIX, 100, 50)}));
    const Ipv6Address address = net.host.MakeAddress(PREFIX);
    const std::pair<Time, const char*> moments[] = {
        {Seconds(5), "preferred"},
        {Seconds(50) - NanoSeconds(1), "preferred"},
        {Seconds(50), "deprecated"},
        {Seconds(100) - NanoSeconds(1), "deprecated"},
        {Seconds(100), "none"},
    };
    for (const auto& moment : moments)
    {
        RunTo(moment.first);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), moment.second, moment.first);
    }
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 0, "nothing is left");
}

// Rows: 4862-5.5.3-e0
void
Slaac::DeprecationIsTakenBack()
{
    OneHost net;
    net.Hear(Ra(0, {Pio(PREFIX, 10000, 50)}));
    const Ipv6Address address = net.host.MakeAddress(PREFIX);
    RunTo(Seconds(60));
    NS_TEST_ASSERT_MSG_EQ(net.host.GetAddressState(address), "deprecated", "at 60 s");
    net.Hear(Ra(0, {Pio(PREFIX, 10000, 50)}));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "preferred", "refreshed");
    RunTo(Seconds(109));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "preferred", "the old end counts");
    RunTo(Seconds(111));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "deprecated", "the new end");
}

/// Ask an address with an Echo Request. \return how many replies come from it
std::size_t
Ping(OneHost& net, const Ipv6Address& address)
{
    const Station neighbour = MakeRouter('c');
    // So that the host knows where to send the reply.
    net.link.Send(NeighborSolicitation(net.host.GetLinkLocal(), &neighbour.mac),
                  neighbour,
                  Ipv6Address::MakeSolicitedAddress(net.host.GetLinkLocal()));
    net.link.ForgetSeen();
    net.link.Send(EchoRequest(), neighbour, address);
    RunTo(Simulator::Now() + Seconds(1));
    return net.link.GetSeen(ECHO_REPLY).size();
}

// Rows: 4862-5.5.4-02, 4862-5.5.4-04
void
Slaac::DeprecatedAddressStillServes()
{
    OneHost net;
    net.Hear(Ra(1800, {Pio(PREFIX, 10000, 0)}));
    RunTo(Seconds(5));
    const Ipv6Address address = net.host.MakeAddress(PREFIX);
    NS_TEST_ASSERT_MSG_EQ(net.host.GetAddressState(address), "deprecated", "state");
    const std::size_t answers = Ping(net, address);
    NS_TEST_EXPECT_MSG_EQ(answers, 1, "no answer from a deprecated address");
    net.link.ForgetSeen();
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp("2001:db8:99::1", address), true, "bound to it");
}

// Rows: 4862-5.5.4-03, 4862-5.5.4-05
void
Slaac::PreferredAddressGoesBeforeDeprecated()
{
    for (const bool deprecatedFirst : {true, false})
    {
        OneHost net;
        const auto deprecated = Pio("2001:db8:1::/64", 10000, 0);
        const auto preferred = Pio("2001:db8:2::/64", 10000, 5000);
        const Station router = MakeRouter('a');
        const Options options =
            deprecatedFirst ? Options{deprecated, preferred} : Options{preferred, deprecated};
        Options all = options;
        all.emplace_back(Slla(router.mac));
        net.Hear(Ra(1800, all), router);
        RunTo(Seconds(5));
        net.host.SendUdp("2001:db8:99::1");
        const auto sent = net.link.GetSeenUdp();
        NS_TEST_ASSERT_MSG_EQ(sent.size(), 1, "sent");
        NS_TEST_EXPECT_MSG_EQ(sent[0].source,
                              net.host.MakeAddress("2001:db8:2::/64"),
                              "a deprecated source, order " << deprecatedFirst);
    }
    OneHost net;
    const Station router = MakeRouter('a');
    net.Hear(Ra(1800, {Pio(PREFIX, 10000, 0), Slla(router.mac)}), router);
    RunTo(Seconds(5));
    net.host.SendUdp("2001:db8:99::1");
    const auto sent = net.link.GetSeenUdp();
    NS_TEST_ASSERT_MSG_EQ(sent.size(), 1, "a deprecated one is better than none");
    NS_TEST_EXPECT_MSG_EQ(sent[0].source, net.host.MakeAddress(PREFIX), "source");
}

// Rows: 4862-5.5.4-06
void
Slaac::InvalidAddressIsDead()
{
    OneHost net;
    net.Hear(Ra(1800, {Pio(PREFIX, 100, 50)}));
    const Ipv6Address address = net.host.MakeAddress(PREFIX);
    RunTo(Seconds(90));
    std::size_t answers = Ping(net, address);
    NS_TEST_ASSERT_MSG_EQ(answers, 1, "no answer before the end");
    RunTo(Seconds(101));
    answers = Ping(net, address);
    NS_TEST_EXPECT_MSG_EQ(answers, 0, "an answer after the end");
}

// Rows: 4862-5.5.3-e1
void
Slaac::InfiniteLifetimes()
{
    OneHost net;
    net.Hear(Ra(0, {Pio(PREFIX, ND_INFINITE_LIFETIME, ND_INFINITE_LIFETIME)}));
    const Ipv6Address address = net.host.MakeAddress(PREFIX);
    RunTo(Days(365 * 20));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "preferred", "after 20 years");
    net.Hear(Ra(0, {Pio(PREFIX, ND_INFINITE_LIFETIME, 100)}));
    RunTo(Simulator::Now() + Seconds(100));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "deprecated", "preferred for 100 s");
    net.Hear(Ra(0, {Pio(PREFIX, 0, 0)}));
    RunTo(Simulator::Now() + Hours(2));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "none", "withdrawn");
}

class SlaacSuite : public TestSuite
{
  public:
    SlaacSuite()
        : TestSuite("pvd-slaac", Type::UNIT)
    {
        Add("option that forms no address forms one", &Slaac::OptionsThatFormNoAddress);
        Add("lifetimes are wrong from the start", &Slaac::LifetimesAreTakenOver);
        Add("switch is ignored", &Slaac::SwitchedOff);
        Add("two-hour rule", &Slaac::TwoHourRule);
        Add("two-hour rule holds the preferred lifetime",
            &Slaac::TwoHourRuleKeepsThePreferredLifetime);
        Add("two-hour rule holds the on-link prefix", &Slaac::OnLinkHasNoTwoHourRule);
        Add("two-hour rule forgets at a change of PvD", &Slaac::TwoHourRuleFollowsTheAddress);
        Add("end of a lifetime is early or late", &Slaac::DeprecatedThenGone);
        Add("deprecation is for ever", &Slaac::DeprecationIsTakenBack);
        Add("deprecated address is dead", &Slaac::DeprecatedAddressStillServes);
        Add("deprecated source is chosen", &Slaac::PreferredAddressGoesBeforeDeprecated);
        Add("invalid address answers", &Slaac::InvalidAddressIsDead);
        Add("infinity ends", &Slaac::InfiniteLifetimes);
    }

  private:
    void Add(const std::string& name, Slaac::Body body)
    {
        AddTestCase(new Slaac(name, body));
    }
};

SlaacSuite g_slaacSuite; ///< registers itself

} // namespace
