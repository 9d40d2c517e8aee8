/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/pvd-lifetime.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// The Prefix List: what is on-link, and what is not.
class OnLink : public CaseOf<OnLink>
{
  public:
    using CaseOf::CaseOf;

    void FourPiosAddRefreshAndRemove();
    void PrefixEndsWhenItShould();
    void InfinitePrefixStays();
    void ClearFlagSaysNothing();
    void LinkLocalPrefixIsLeftAlone();
    void AnyLengthCounts();
    void EachRouterHasItsOwnLifetime();
    void TwoHourRuleIsNotForTheList();
    void AddressMakesNoPrefix();
    void ExpiredPrefixIsOffLink();
    void LongestPrefixIsTaken();
    void NothingKnownIsNotOnLink();
    void MessagesMakeNoPrefix();

  private:
    void CheckOnLink(OneHost& net, const Ipv6Address& address, const std::string& where);
};

const Station A = MakeRouter('a');
const Station B = MakeRouter('b');
const char* const PREFIX = "2001:db8:1::/64";
const Ipv6Address NEIGHBOUR("2001:db8:1::99"); ///< an address of PREFIX

/// \return prefixes of the on-link routes of all PvDs
std::string
OnLinkRoutes(const TestHost& host)
{
    std::string text;
    for (const auto& entry : host.GetRegistry()->GetPvds())
    {
        for (const auto& route : entry.second->GetRoutes())
        {
            if (route.gateway.IsAny())
            {
                text += (text.empty() ? "" : ", ") + ToText(route.prefix) + "/" +
                        std::to_string(route.length);
            }
        }
    }
    return text;
}

/**
 * Send a packet and see where it goes.
 * \return "neighbour" if the destination itself is looked for, "a" or "b" if it goes to that
 * router, "refused" if the socket says so, "nowhere" if nothing is to be seen
 */
std::string
WhereItGoes(OneHost& net, const Ipv6Address& destination)
{
    net.link.ForgetSeen();
    const bool sent = net.host.SendUdp(destination);
    for (const auto& seen : net.link.GetSeen(NEIGHBOR_SOLICITATION))
    {
        if (GetTarget(seen.message) == destination)
        {
            return "neighbour";
        }
    }
    for (const auto& seen : net.link.GetSeenUdp())
    {
        return seen.hardwareDestination == A.mac   ? "a"
               : seen.hardwareDestination == B.mac ? "b"
                                                   : "elsewhere";
    }
    return sent ? "nowhere" : "refused";
}

void
OnLink::CheckOnLink(OneHost& net, const Ipv6Address& address, const std::string& where)
{
    NS_TEST_EXPECT_MSG_EQ(WhereItGoes(net, address),
                          where,
                          "a packet to " << address << " at " << Simulator::Now().As(Time::S));
}

// Rows: 4861-6.3.4-11
void
OnLink::FourPiosAddRefreshAndRemove()
{
    OneHost net;
    net.Hear(Ra(1800, {Pio(PREFIX, 0, 0, "L")}));
    NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "", "unknown with lifetime 0");
    net.Hear(Ra(1800, {Pio(PREFIX, 100, 0, "L")}));
    NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "2001:db8:1::/64", "new");
    RunTo(Seconds(50));
    net.Hear(Ra(1800, {Pio(PREFIX, 100, 0, "L")}));
    RunTo(Seconds(120));
    NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "2001:db8:1::/64", "refreshed");
    net.Hear(Ra(1800, {Pio(PREFIX, 0, 0, "L")}));
    NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "", "known with lifetime 0");
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
    RunNow();
    for (const auto& prefix : pvd->GetPrefixes())
    {
        NS_TEST_EXPECT_MSG_LT_OR_EQ(prefix.onLinkExpiry, Simulator::Now(), "still on the list");
    }
}

// Rows: 4861-6.3.5-01, 4861-6.3.4-11
void
OnLink::PrefixEndsWhenItShould()
{
    for (uint32_t lifetime : {1U, 7200U, 2592000U})
    {
        OneHost net;
        RunTo(Seconds(3));
        net.Hear(Ra(0, {Pio(PREFIX, lifetime, 0, "L")}));
        RunTo(Seconds(3) + Seconds(lifetime) - NanoSeconds(1));
        NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "2001:db8:1::/64", lifetime << " s: early");
        RunTo(Seconds(3) + Seconds(lifetime));
        NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "", lifetime << " s: late");
        NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 0, "a PvD of nothing");
    }
}

// Rows: 4861-6.3.5-01
void
OnLink::InfinitePrefixStays()
{
    OneHost net;
    net.Hear(Ra(1800, {Pio(PREFIX, ND_INFINITE_LIFETIME, 0, "L")}));
    RunTo(Days(365 * 150)); // past 2^32 seconds
    NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "2001:db8:1::/64", "0xffffffff");
    net.Hear(Ra(0, {Pio(PREFIX, 10, 0, "L")}));
    RunTo(Days(365 * 150) + Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "", "made finite again");
}

// Rows: 4861-4.6.2-03, 4861-6.3.4-10
void
OnLink::ClearFlagSaysNothing()
{
    for (uint32_t valid : {0U, 50U, 5000U})
    {
        OneHost net;
        net.Hear(Ra(0, {Pio(PREFIX, 100, 0, "")}));
        NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "", "L=0 made it on-link");
        net.Hear(Ra(0, {Pio(PREFIX, 100, 0, "L")}));
        RunTo(Seconds(10));
        net.Hear(Ra(0, {Pio(PREFIX, valid, 0, "")}));
        RunTo(Seconds(100) - NanoSeconds(1));
        NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host),
                              "2001:db8:1::/64",
                              "L=0 with valid lifetime " << valid << " ended it");
        RunTo(Seconds(100));
        NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host),
                              "",
                              "L=0 with valid lifetime " << valid << " extended it");
    }
}

// Rows: 4861-4.6.2-06, 4861-5.1-01, 4862-5.5.3-b
void
OnLink::LinkLocalPrefixIsLeftAlone()
{
    for (const char* prefix : {"fe80::/64", "fe80::/10", "fe80:0:0:1::/64"})
    {
        for (uint32_t lifetime : {0U, 1U})
        {
            OneHost net;
            RunTo(Seconds(5));
            net.Hear(Ra(1800, {Slla(A.mac), Pio(prefix, lifetime, lifetime)}));
            const auto pvd = net.host.GetOnlyPvd();
            NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
            NS_TEST_EXPECT_MSG_EQ(pvd->GetPrefixes().size(), 0, prefix << " was kept");
            NS_TEST_EXPECT_MSG_EQ(net.host.DescribeAddresses(), "", prefix << ": an address");
            NS_TEST_EXPECT_MSG_EQ(
                net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::LINK_LOCAL_PREFIX),
                1,
                prefix << ": told");
            RunTo(Seconds(10));
            CheckOnLink(net, Ipv6Address("fe80::99"), "neighbour");
            NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.GetLinkLocal()),
                                  "preferred",
                                  prefix << ": the link-local address");
        }
    }
}

// Rows: 4861-6.3.4-12, 4862-5.5.3-d2
void
OnLink::AnyLengthCounts()
{
    for (const char* prefix : {"2001:db8::/32",
                               "2001:db8:1::/48",
                               "2001:db8:1::/63",
                               "2001:db8:1::/65",
                               "2001:db8:1::99/128"})
    {
        OneHost net;
        net.Hear(Ra(1800, {Slla(A.mac), Pio(prefix, 7200, 3600), Pio("2001:db8:2::/64", 99, 99)}));
        RunTo(Seconds(5));
        CheckOnLink(net, NEIGHBOUR, "neighbour");
        NS_TEST_EXPECT_MSG_EQ(net.host.GetInterface()->GetAddresses().size(),
                              1,
                              prefix << ": only the other prefix gives an address");
        NS_TEST_EXPECT_MSG_EQ(
            net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::NOT_SLAAC_LENGTH),
            1,
            prefix << ": told");
    }
}

// Rows: 4861-6.3.4-11, 8801-3.4-06
void
OnLink::EachRouterHasItsOwnLifetime()
{
    OneHost net;
    const auto announce = [&net](const Station& router, uint32_t lifetime) {
        net.Hear(Ra(0, {PvdNamed("example.org"), Pio(PREFIX, lifetime, 0, "L")}), router);
    };
    announce(A, 100);
    announce(B, 200);
    announce(A, 0);
    NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "2001:db8:1::/64", "B still says so");
    announce(A, 100);
    announce(B, 0);
    RunTo(Seconds(100) - NanoSeconds(1));
    NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "2001:db8:1::/64", "A still says so");
    RunTo(Seconds(100));
    NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "", "neither says so");
}

// Rows: 4862-5.5.3-e5, 4861-6.3.4-11
void
OnLink::TwoHourRuleIsNotForTheList()
{
    OneHost net;
    net.Hear(Ra(1800, {Slla(A.mac), Pio(PREFIX, 86400, 43200)}));
    RunTo(Seconds(5));
    CheckOnLink(net, NEIGHBOUR, "neighbour");
    net.Hear(Ra(1800, {Pio(PREFIX, 0, 0)}));
    NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "", "on-link after lifetime 0");
    const PvdAddress* entry = net.host.GetInterface()->FindAddress(net.host.MakeAddress(PREFIX));
    NS_TEST_ASSERT_MSG_NE(entry, nullptr, "the address went at once");
    NS_TEST_EXPECT_MSG_EQ(entry->validExpiry, Seconds(5 + 7200), "end of the address");
    CheckOnLink(net, Ipv6Address("2001:db8:1::98"), "a");
}

// Rows: 5942-4-01
void
OnLink::AddressMakesNoPrefix()
{
    OneHost net;
    net.Hear(Ra(1800, {Slla(A.mac), Pio(PREFIX, 7200, 3600, "A")}));
    RunTo(Seconds(5));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.MakeAddress(PREFIX)),
                          "preferred",
                          "the address");
    NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "", "A=1 L=0");
    CheckOnLink(net, NEIGHBOUR, "a");
}

// Rows: 5942-4-02, 4861-6.3.5-01
void
OnLink::ExpiredPrefixIsOffLink()
{
    OneHost net;
    net.Hear(
        Ra(1800, {Slla(A.mac), Pio("2001:db8:2::/64", 7200, 3600), Pio(PREFIX, 100, 50, "L")}));
    RunTo(Seconds(100) - NanoSeconds(1));
    CheckOnLink(net, NEIGHBOUR, "neighbour");
    RunTo(Seconds(110));
    CheckOnLink(net, Ipv6Address("2001:db8:1::98"), "a");
}

// In part: 4861-5.2-01 (there is no Destination Cache yet)
void
OnLink::LongestPrefixIsTaken()
{
    OneHost net;
    net.Hear(Ra(1800,
                {Slla(A.mac),
                 Pio("2001:db8:1::/48", 7200, 3600, "L"),
                 Pio("2001:db8:1:1::/64", 7200, 3600)}),
             A);
    net.Hear(Ra(0, {Slla(B.mac), Rio("2001:db8:1:2::/64", 7200)}), B);
    RunTo(Seconds(5));
    CheckOnLink(net, Ipv6Address("2001:db8:1:1::9"), "neighbour");
    CheckOnLink(net, Ipv6Address("2001:db8:1:2::9"), "b");
    CheckOnLink(net, Ipv6Address("2001:db8:1:3::9"), "neighbour");
    CheckOnLink(net, Ipv6Address("2001:db8:2::9"), "a");
}

// Rows: 5942-4-03
void
OnLink::NothingKnownIsNotOnLink()
{
    OneHost net;
    net.Hear(Ra(0, {Pio(PREFIX, 7200, 3600, "A")}));
    RunTo(Seconds(5));
    CheckOnLink(net, NEIGHBOUR, "refused");
    CheckOnLink(net, Ipv6Address("2001:db8:ffff::1"), "refused");
    RunTo(Seconds(60));
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_SOLICITATION).size(), 0, "a solicitation");
}

// Rows: 5942-3-01
void
OnLink::MessagesMakeNoPrefix()
{
    OneHost net;
    net.Hear(Ra(1800, {Slla(A.mac), Pio("2001:db8:2::/64", 7200, 3600, "LA")}));
    RunTo(Seconds(5));
    const Station neighbour{NEIGHBOUR, Mac48Address("02:00:00:00:ff:99")};
    const Ipv6Address own = net.host.MakeAddress("2001:db8:2::/64");
    net.link.Send(NeighborSolicitation(own, &neighbour.mac),
                  neighbour,
                  Ipv6Address::MakeSolicitedAddress(own));
    net.link.Send(NeighborAdvertisement(NEIGHBOUR, neighbour.mac, "SO"), neighbour, own);
    NS_TEST_EXPECT_MSG_EQ(OnLinkRoutes(net.host), "2001:db8:2::/64", "on-link prefixes");
    CheckOnLink(net, NEIGHBOUR, "a");
}

class OnLinkSuite : public TestSuite
{
  public:
    OnLinkSuite()
        : TestSuite("pvd-on-link-prefix", Type::UNIT)
    {
        Add("PIO does not add, refresh or remove", &OnLink::FourPiosAddRefreshAndRemove);
        Add("prefix ends at another time", &OnLink::PrefixEndsWhenItShould);
        Add("infinite prefix ends", &OnLink::InfinitePrefixStays);
        Add("L=0 is a statement", &OnLink::ClearFlagSaysNothing);
        Add("RA changes the link-local prefix", &OnLink::LinkLocalPrefixIsLeftAlone);
        Add("length unfit for SLAAC is no prefix", &OnLink::AnyLengthCounts);
        Add("router ends what another announces", &OnLink::EachRouterHasItsOwnLifetime);
        Add("two-hour rule keeps a prefix", &OnLink::TwoHourRuleIsNotForTheList);
        Add("address makes its prefix on-link", &OnLink::AddressMakesNoPrefix);
        Add("expired prefix is used", &OnLink::ExpiredPrefixIsOffLink);
        Add("shorter prefix is taken", &OnLink::LongestPrefixIsTaken);
        Add("unknown destination is taken for a neighbour", &OnLink::NothingKnownIsNotOnLink);
        Add("message makes its source on-link", &OnLink::MessagesMakeNoPrefix);
    }

  private:
    void Add(const std::string& name, OnLink::Body body)
    {
        AddTestCase(new OnLink(name, body));
    }
};

OnLinkSuite g_onLinkSuite; ///< registers itself

} // namespace
