/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/pvd-icmpv6-l4-protocol.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// When an address is the host's own.
class Dad : public CaseOf<Dad>
{
  public:
    using CaseOf::CaseOf;

    void EveryAddressIsTested();
    void TestTakesAsLongAsItShould();
    void SwitchedOffInEveryWay();
    void SolicitationIsWellFormed();
    void FirstSolicitationIsDelayed();
    void ConflictsAreTold();
    void ConflictDuringTheDelayCounts();
    void DuplicateIsNotAssigned();
    void DuplicateDoesNotComeBack();
    void DuplicateLinkLocalDisablesTheInterface();
    void TentativeAddressIsSilent();
};

const char* const PREFIX = "2001:db8:1::/64";

/// \return the solicitations for an address that were seen
std::vector<SeenPacket>
GetTests(const TestLink& link, const Ipv6Address& address)
{
    std::vector<SeenPacket> found;
    for (const auto& seen : link.GetSeen(NEIGHBOR_SOLICITATION))
    {
        if (GetTarget(seen.message) == address && seen.source.IsAny())
        {
            found.push_back(seen);
        }
    }
    return found;
}

RouterAdvertisement
OnePrefix()
{
    return Ra(1800, {Pio(PREFIX, 3600, 1800)});
}

// Rows: 4862-5.4-01, 4862-5.4-03, 4862-5.3-01, 4862-5.1-01
void
Dad::EveryAddressIsTested()
{
    OneHost net;
    net.Hear(OnePrefix());
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress("2001:db8:9::9", Ipv6Prefix(64)));
    RunTo(Seconds(3));
    for (const Ipv6Address& address :
         {net.host.GetLinkLocal(), net.host.MakeAddress(PREFIX), Ipv6Address("2001:db8:9::9")})
    {
        NS_TEST_EXPECT_MSG_EQ(GetTests(net.link, address).size(), 1, "tests of " << address);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "preferred", address);
    }
    RunTo(Days(400));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.GetLinkLocal()),
                          "preferred",
                          "the link-local address ended");
}

// Rows: 4862-5.4-05, 4862-5.4.2-02, 4862-5.1-01
void
Dad::TestTakesAsLongAsItShould()
{
    for (uint32_t transmits : {1U, 2U, 5U})
    {
        HostOptions options;
        options.dadTransmits = transmits;
        OneHost net(options);
        RunTo(Seconds(10));
        net.Hear(Ra(1800, {Pio(PREFIX, 3600, 1800)}));
        const Ipv6Address address = net.host.MakeAddress(PREFIX);
        RunTo(Seconds(10 + transmits) - MilliSeconds(1));
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "tentative", "too early");
        RunTo(Seconds(10 + transmits));
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "preferred", "too late");
        const auto tests = GetTests(net.link, address);
        NS_TEST_ASSERT_MSG_EQ(tests.size(), transmits, "DupAddrDetectTransmits");
        for (uint32_t i = 0; i < transmits; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(tests[i].time, Seconds(10 + i), "spaced by RetransTimer");
        }
    }
    OneHost slow;
    RaHeader header = pvdtest::Header(1800);
    header.retransTimer = 4000;
    RunTo(Seconds(10));
    slow.Hear(Ra(header, {Pio(PREFIX, 3600, 1800)}));
    RunTo(Seconds(13));
    NS_TEST_EXPECT_MSG_EQ(slow.host.GetAddressState(slow.host.MakeAddress(PREFIX)),
                          "tentative",
                          "RetransTimer 4 s");
    RunTo(Seconds(14));
    NS_TEST_EXPECT_MSG_EQ(slow.host.GetAddressState(slow.host.MakeAddress(PREFIX)),
                          "preferred",
                          "RetransTimer 4 s");
}

// Rows: 4862-5.1-01
void
Dad::SwitchedOffInEveryWay()
{
    HostOptions options;
    options.dadTransmits = 0;
    {
        OneHost net(options);
        net.Hear(OnePrefix());
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.MakeAddress(PREFIX)),
                              "preferred",
                              "DupAddrDetectTransmits 0");
        RunTo(Seconds(3));
        NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_SOLICITATION).size(), 0, "a test");
    }
    Config::SetDefault("ns3::Icmpv6L4Protocol::DAD", BooleanValue(false));
    {
        OneHost net;
        net.Hear(OnePrefix());
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.MakeAddress(PREFIX)),
                              "preferred",
                              "DAD of ns3::Icmpv6L4Protocol");
        RunTo(Seconds(3));
        NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_SOLICITATION).size(), 0, "a test");
    }
    Config::SetDefault("ns3::Icmpv6L4Protocol::DAD", BooleanValue(true));
}

// Rows: 4862-5.4.2-02, 4862-5.4.2-01
void
Dad::SolicitationIsWellFormed()
{
    OneHost net;
    RunTo(Seconds(2));
    const auto tests = GetTests(net.link, net.host.GetLinkLocal());
    NS_TEST_ASSERT_MSG_EQ(tests.size(), 1, "one");
    NS_TEST_EXPECT_MSG_EQ(tests[0].destination,
                          Ipv6Address::MakeSolicitedAddress(net.host.GetLinkLocal()),
                          "destination");
    NS_TEST_EXPECT_MSG_EQ(+tests[0].hopLimit, 255, "hop limit");
    NS_TEST_ASSERT_MSG_EQ(tests[0].message.size(), 32, "one option");
    NS_TEST_EXPECT_MSG_EQ(+tests[0].message[24], 14, "a nonce, no address: the source is ::");
    NS_TEST_EXPECT_MSG_EQ(
        (tests[0].message == WithChecksum(tests[0].message, tests[0].source, tests[0].destination)),
        true,
        "checksum");
}

// Rows: 4862-5.4.2-03
void
Dad::FirstSolicitationIsDelayed()
{
    HostOptions options;
    options.randomDelays = true;
    double sum = 0;
    const int hosts = 60;
    for (int i = 0; i < hosts; ++i)
    {
        OneHost net(options);
        RunTo(Seconds(10));
        net.Hear(OnePrefix());
        RunTo(Seconds(12));
        const auto tests = GetTests(net.link, net.host.MakeAddress(PREFIX));
        NS_TEST_ASSERT_MSG_EQ(tests.size(), 1, "one test");
        const double delay = tests[0].time.GetSeconds() - 10;
        NS_TEST_EXPECT_MSG_GT_OR_EQ(delay, 0, "before the RA");
        NS_TEST_EXPECT_MSG_LT_OR_EQ(delay, 1, "over MAX_RTR_SOLICITATION_DELAY");
        sum += delay;
    }
    NS_TEST_EXPECT_MSG_EQ_TOL(sum / hosts, 0.5, 0.2, "not uniform in 0..1 s");
}

// Rows: 4862-5.4.3-02, 4862-5.4.4-01
void
Dad::ConflictsAreTold()
{
    const Station other = MakeRouter('c');
    const Station nobody{Ipv6Address::GetAny(), other.mac};
    for (int kind = 0; kind < 3; ++kind)
    {
        OneHost net;
        RunTo(Seconds(10));
        net.Hear(OnePrefix());
        const Ipv6Address address = net.host.MakeAddress(PREFIX);
        const Ipv6Address group = Ipv6Address::MakeSolicitedAddress(address);
        RunTo(Seconds(10.5));
        switch (kind)
        {
        case 0: // another node tests it too
            net.link.Send(NeighborSolicitation(address), nobody, group);
            break;
        case 1: // another node has it
            net.link.Send(NeighborAdvertisement(address, other.mac, "O"),
                          other,
                          Ipv6Address::GetAllNodesMulticast());
            break;
        case 2: // another node looks for its owner
            net.link.Send(NeighborSolicitation(address, &other.mac), other, group);
            break;
        }
        RunTo(Seconds(20));
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address),
                              (kind == 2 ? "preferred" : "none"),
                              "kind " << kind);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetInterface()->IsDuplicate(address),
                              (kind != 2),
                              "kind " << kind);
    }
}

// Rows: 4862-5.4.2-04
void
Dad::ConflictDuringTheDelayCounts()
{
    HostOptions options;
    options.randomDelays = true;
    OneHost net(options);
    RunTo(Seconds(10));
    net.Hear(OnePrefix());
    const Ipv6Address address = net.host.MakeAddress(PREFIX);
    NS_TEST_ASSERT_MSG_EQ(GetTests(net.link, address).size(), 0, "the delay is over already");
    net.link.Send(NeighborSolicitation(address),
                  {Ipv6Address::GetAny(), MakeRouter('c').mac},
                  Ipv6Address::MakeSolicitedAddress(address));
    RunTo(Seconds(20));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetInterface()->IsDuplicate(address), true, "not seen");
}

/// A host whose address turned out to be another's.
void
MakeDuplicate(OneHost& net)
{
    net.Hear(OnePrefix());
    const Station other = MakeRouter('c');
    net.link.Send(NeighborAdvertisement(net.host.MakeAddress(PREFIX), other.mac, "O"),
                  other,
                  Ipv6Address::GetAllNodesMulticast());
}

// Rows: 4862-5.4.5-01, TAG-04
void
Dad::DuplicateIsNotAssigned()
{
    OneHost net;
    RunTo(Seconds(10));
    MakeDuplicate(net);
    RunTo(Seconds(20));
    NS_TEST_EXPECT_MSG_EQ(net.host.DescribeAddresses(), "", "the interface has it");
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "the PvD and the rest of it stay");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetNAddresses(), 0, "the PvD has it");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetRoutes().size(), 2, "default and on-link route stay");
}

// Rows: 4862-5.4.5-01
void
Dad::DuplicateDoesNotComeBack()
{
    OneHost net;
    RunTo(Seconds(10));
    MakeDuplicate(net);
    net.host.ForgetEvents();
    net.Hear(OnePrefix());
    RunTo(Seconds(20));
    NS_TEST_EXPECT_MSG_EQ(net.host.DescribeAddresses(), "", "the next RA brought it back");
    NS_TEST_ASSERT_MSG_EQ(net.host.GetIgnored().size(), 1, "not told");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetIgnored()[0].first,
                          OptionIgnoreReason::DUPLICATE_ADDRESS,
                          "reason");
}

// Rows: 4862-5.4.5-02
void
Dad::DuplicateLinkLocalDisablesTheInterface()
{
    OneHost net;
    const Station other = MakeRouter('c');
    const Ipv6Address address = net.host.GetLinkLocal();
    net.link.Send(NeighborAdvertisement(address, other.mac, "O"),
                  other,
                  Ipv6Address::GetAllNodesMulticast());
    RunTo(Seconds(20));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetIpv6()->IsUp(1), false, "two nodes with one MAC address");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(ROUTER_SOLICITATION).size(), 0, "it went on");
}

// Rows: 4862-5.4.3-01
void
Dad::TentativeAddressIsSilent()
{
    OneHost net;
    RunTo(Seconds(10));
    net.Hear(OnePrefix());
    const Ipv6Address address = net.host.MakeAddress(PREFIX);
    const Station other = MakeRouter('c');
    net.link.ForgetSeen();
    const auto ask = [&]() {
        net.link.Send(NeighborSolicitation(address, &other.mac),
                      other,
                      Ipv6Address::MakeSolicitedAddress(address));
    };
    ask();
    RunTo(Seconds(10.9));
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_ADVERTISEMENT).size(), 0, "answered");
    RunTo(Seconds(12));
    ask();
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_ADVERTISEMENT).size(), 1, "not answered");
}

class DadSuite : public TestSuite
{
  public:
    DadSuite()
        : TestSuite("pvd-duplicate-address-detection", Type::UNIT)
    {
        Add("address is not tested", &Dad::EveryAddressIsTested);
        Add("test is too short or too long", &Dad::TestTakesAsLongAsItShould);
        Add("switch is ignored", &Dad::SwitchedOffInEveryWay);
        Add("solicitation is malformed", &Dad::SolicitationIsWellFormed);
        Add("hosts test in step", &Dad::FirstSolicitationIsDelayed);
        Add("conflict is missed or imagined", &Dad::ConflictsAreTold);
        Add("conflict during the delay is missed", &Dad::ConflictDuringTheDelayCounts);
        Add("duplicate is assigned", &Dad::DuplicateIsNotAssigned);
        Add("duplicate comes back", &Dad::DuplicateDoesNotComeBack);
        Add("duplicate link-local address is used", &Dad::DuplicateLinkLocalDisablesTheInterface);
        Add("tentative address answers", &Dad::TentativeAddressIsSilent);
    }

  private:
    void Add(const std::string& name, Dad::Body body)
    {
        AddTestCase(new Dad(name, body));
    }
};

DadSuite g_dadSuite; ///< registers itself

} // namespace
