/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/boolean.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// P of Prefix Information options (RFC 9762).
class PrefixDelegation : public CaseOf<PrefixDelegation>
{
  public:
    using CaseOf::CaseOf;

    void AddressOfAPrefixWithP();
    void ListOfAPvd();
    void ListsOfSeveralPvds();
    void ListEndsWithTheInterface();

  private:
    std::string List(const Ptr<Pvd>& pvd, uint32_t interface = 1) const;
};

constexpr uint32_t INFINITE = ND_INFINITE_LIFETIME;

/// \return an option with P
PrefixInformationOption
WithP(const std::string& prefix, uint32_t valid, uint32_t preferred, const std::string& flags)
{
    PrefixInformationOption option = Pio(prefix, valid, preferred, flags);
    option.pdPreferred = true;
    return option;
}

/// \return the prefixes that GetPdPrefixes lists
std::string
PrefixDelegation::List(const Ptr<Pvd>& pvd, uint32_t interface) const
{
    std::vector<std::string> prefixes;
    for (const auto& prefix : pvd->GetPdPrefixes(interface))
    {
        prefixes.push_back(ToText(prefix.prefix) + "/" + std::to_string(prefix.length));
    }
    return Join(prefixes);
}

// Rows: 9762-7.1-01, 9762-7.1-07
void
PrefixDelegation::AddressOfAPrefixWithP()
{
    for (const bool delegation : {false, true})
    {
        OneHost net;
        net.host.GetInterface()->SetAttribute("PrefixDelegation", BooleanValue(delegation));
        RunTo(Seconds(3));
        net.Hear(Ra(1800,
                    {Slla(MakeRouter('a').mac),
                     WithP("2600:a::/64", INFINITE, INFINITE, "LA"),
                     Pio("2600:b::/64", INFINITE, INFINITE, "LA")}));
        RunTo(Seconds(6));
        net.link.ForgetSeen();
        net.host.SendUdp(Ipv6Address("2600:a:0:1::9"), net.host.MakeAddress("2600:a::"));
        NS_TEST_EXPECT_MSG_EQ(net.link.GetSeenUdp().size(),
                              (delegation ? 0 : 1),
                              "from an address of the prefix with P");
        net.link.ForgetSeen();
        net.host.SendUdp(Ipv6Address("2600:b:0:1::9"), net.host.MakeAddress("2600:b::"));
        NS_TEST_EXPECT_MSG_EQ(net.link.GetSeenUdp().size(),
                              1,
                              "from an address of the prefix without P");
    }
}

// In part: 9762-7.1-05
// Rows: 9762-7.1-02, 9762-7.1-03, 9762-7.1-04
void
PrefixDelegation::ListOfAPvd()
{
    OneHost net;
    RunTo(Seconds(3));
    const auto hear = [&net](const PrefixInformationOption& option, char router = 'a') {
        net.host.ForgetEvents();
        net.Hear(Ra(1800, {PvdNamed("a.example", {option})}), MakeRouter(router));
    };
    hear(Pio("2600:a::/64", 3600, 100, "A"));
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(List(pvd), "", "without P");
    hear(WithP("2600:a::/64", 3600, 100, "A"));
    NS_TEST_EXPECT_MSG_EQ(List(pvd), "2600:a::/64", "with P");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x10000", "told");
    hear(WithP("2600:a::/64", 3600, 100, "A"));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "told again");
    hear(WithP("2600:a::/64", 3600, 200, ""), 'b');
    NS_TEST_EXPECT_MSG_EQ(List(pvd), "2600:a::/64", "by two routers");
    hear(Pio("2600:a::/64", 3600, 100, "A"));
    NS_TEST_EXPECT_MSG_EQ(List(pvd), "2600:a::/64", "the other router says so still");
    net.host.ForgetEvents();
    RunTo(Seconds(202));
    NS_TEST_EXPECT_MSG_EQ(List(pvd), "2600:a::/64", "preferred");
    RunTo(Seconds(203));
    NS_TEST_EXPECT_MSG_EQ(List(pvd), "", "not preferred");
    NS_TEST_EXPECT_MSG_NE(ListEvents(net.host).find("PvdChanged a.example 0x10000"),
                          std::string::npos,
                          "told: " << ListEvents(net.host));
    hear(WithP("2600:a::/64", 3600, 100, ""));
    NS_TEST_EXPECT_MSG_EQ(List(pvd), "2600:a::/64", "again");
    hear(WithP("2600:a::/64", 3600, 0, ""));
    NS_TEST_EXPECT_MSG_EQ(List(pvd), "", "preferred lifetime 0");
    hear(WithP("2600:a::/64", 3600, 100, ""));
    hear(Pio("2600:a::/64", 3600, 100, ""));
    NS_TEST_EXPECT_MSG_EQ(List(pvd), "", "P is clear");
    hear(WithP("2600:a::/64", 3600, 100, ""));
    hear(WithP("2600:a::/64", 0, 0, ""));
    NS_TEST_EXPECT_MSG_EQ(List(pvd), "", "withdrawn");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x10010", "told");
}

// In part: 9762-PvD-01
// Rows: 9762-7.3-01
void
PrefixDelegation::ListsOfSeveralPvds()
{
    TwoLinks net;
    RunTo(Seconds(3));
    net.Hear(Ra(1800, {PvdNamed("a.example", {WithP("2600:a::/64", 3600, 100, "")})}));
    net.Hear(Ra(1800, {PvdNamed("b.example", {Pio("2600:b::/64", 3600, 100, "A")})}));
    net.second.Send(Ra(1800, {PvdNamed("a.example", {WithP("2600:c::/64", 3600, 100, "")})}),
                    MakeRouter('c'));
    const auto a = net.host.FindPvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(List(a, 1), "2600:a::/64", "a.example on the first link");
    NS_TEST_EXPECT_MSG_EQ(List(a, 2), "2600:c::/64", "a.example on the second link");
    NS_TEST_EXPECT_MSG_EQ(List(net.host.FindPvd("b.example")), "", "an RA without P is its own");
}

// Rows: 9762-7.1-03
void
PrefixDelegation::ListEndsWithTheInterface()
{
    OneHost net;
    RunTo(Seconds(3));
    net.Hear(Ra(1800, {PvdNamed("a.example", {WithP("2600:a::/64", 3600, 100, "")})}));
    const auto pvd = net.host.FindPvd("a.example");
    net.host.GetIpv6()->SetDown(1);
    NS_TEST_EXPECT_MSG_EQ(List(pvd), "", "on a link that is down");
}

class PrefixDelegationSuite : public TestSuite
{
  public:
    PrefixDelegationSuite()
        : TestSuite("pvd-prefix-delegation", Type::UNIT)
    {
        Add("a host that does DHCPv6-PD forms no address of a prefix with P",
            &PrefixDelegation::AddressOfAPrefixWithP);
        Add("prefixes with P are listed while they are preferred", &PrefixDelegation::ListOfAPvd);
        Add("each PvD has a list for each interface", &PrefixDelegation::ListsOfSeveralPvds);
        Add("the list is empty after its interface went down",
            &PrefixDelegation::ListEndsWithTheInterface);
    }

  private:
    void Add(const std::string& name, PrefixDelegation::Body body)
    {
        AddTestCase(new PrefixDelegation(name, body));
    }
};

PrefixDelegationSuite g_prefixDelegationSuite; ///< registers itself

} // namespace
