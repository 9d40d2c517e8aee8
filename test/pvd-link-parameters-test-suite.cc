/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ndisc-cache.h"
#include "ns3/uinteger.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What an RA says of the link and of its sender, and how the host treats neighbours.
class LinkParameters : public CaseOf<LinkParameters>
{
  public:
    using CaseOf::CaseOf;

    void ValuesAreCopied();
    void UnspecifiedValuesChangeNothing();
    void LatestWinsOnTheLinkAndEachPvdKeepsItsOwn();
    void MtuIsTakenBetweenItsBounds();
    void LastMtuThatFitsIsTaken();
    void ReachableTimeIsDrawnAtRandom();
    void LinkDownBringsDefaultsBack();
    void NodeConstantsAreThoseOfRfc4861();
    void SllaMakesAStaleRouter();
    void SllaUpdatesAKnownNeighbour();
    void SllaFreesWaitingPackets();
    void RaWithoutSllaMakesARouterOfANeighbour();
    void SllaOfAnotherLengthIsIgnored();
    void NeighborAdvertisementSaysWhetherItIsARouter();
    void DeadNeighbourIsProbedAndForgotten();
    void AllNodesGroupIsHeard();

  private:
    void CheckInterface(const TestHost& host, const std::string& expected, const std::string& what);
};

const Station A = MakeRouter('a');
const Station B = MakeRouter('b');

/// \return a header with link parameters
RaHeader
HeaderWith(uint8_t hopLimit, uint32_t reachable, uint32_t retrans)
{
    RaHeader header = pvdtest::Header(1800);
    header.curHopLimit = hopLimit;
    header.reachableTime = reachable;
    header.retransTimer = retrans;
    return header;
}

NdiscCache::Entry*
FindNeighbour(const TestHost& host, const Ipv6Address& address)
{
    return host.GetStockInterface()->GetNdiscCache()->Lookup(address);
}

void
LinkParameters::CheckInterface(const TestHost& host,
                               const std::string& expected,
                               const std::string& what)
{
    const auto interface = host.GetInterface();
    std::ostringstream text;
    text << +interface->GetCurHopLimit() << " " << interface->GetBaseReachableTime() << " "
         << interface->GetRetransTimer() << " " << interface->GetMtu();
    NS_TEST_EXPECT_MSG_EQ(text.str(), expected, what);
}

// Rows: 4861-6.3.4-06, 4861-6.3.2-01, 4861-4.2-02
void
LinkParameters::ValuesAreCopied()
{
    OneHost net;
    CheckInterface(net.host, "64 30000 1000 1500", "before any RA");
    net.Hear(Ra(HeaderWith(17, 40000, 2000), {Mtu(1400)}));
    CheckInterface(net.host, "17 40000 2000 1400", "after the first RA");
    net.Hear(Ra(HeaderWith(255, 3600000, 0xffffffff)));
    CheckInterface(net.host, "255 3600000 3600000 1400", "largest values");
}

// Rows: 4861-6.3.4-03
void
LinkParameters::UnspecifiedValuesChangeNothing()
{
    OneHost net;
    net.Hear(Ra(HeaderWith(17, 40000, 2000), {Mtu(1400)}));
    net.Hear(Ra(HeaderWith(0, 0, 0)));
    CheckInterface(net.host, "17 40000 2000 1400", "all 0");
    net.Hear(Ra(HeaderWith(0, 50000, 0)));
    CheckInterface(net.host, "17 50000 2000 1400", "only Reachable Time");
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
    NS_TEST_EXPECT_MSG_EQ(+pvd->GetCurHopLimit().value_or(0), 17, "hop limit of the PvD");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetRetransTimer().value_or(0), 2000, "Retrans Timer of the PvD");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetMtu().value_or(0), 1400, "MTU of the PvD");
}

// Rows: 4861-6.3.4-02
void
LinkParameters::LatestWinsOnTheLinkAndEachPvdKeepsItsOwn()
{
    OneHost net;
    net.Hear(Ra(HeaderWith(17, 40000, 2000), {Mtu(1400)}), A);
    net.Hear(Ra(HeaderWith(18, 50000, 3000), {Mtu(1300)}), B);
    CheckInterface(net.host, "18 50000 3000 1300", "B was the latest");
    net.Hear(Ra(HeaderWith(17, 40000, 2000), {Mtu(1400)}), A);
    CheckInterface(net.host, "17 40000 2000 1400", "A was the latest");
    const auto pvds = net.host.GetRegistry()->LookupByRouter(1, B.address);
    NS_TEST_ASSERT_MSG_EQ(pvds.size(), 1, "PvD of B");
    NS_TEST_EXPECT_MSG_EQ(pvds[0]->GetMtu().value_or(0), 1300, "MTU of B");
    NS_TEST_EXPECT_MSG_EQ(+pvds[0]->GetCurHopLimit().value_or(0), 18, "hop limit of B");
}

// Rows: 4861-6.3.4-09
void
LinkParameters::MtuIsTakenBetweenItsBounds()
{
    const std::pair<uint32_t, bool> mtus[] = {
        {0, false},
        {1279, false},
        {1280, true},
        {1500, true},
        {1501, false},
        {9000, false},
        {0xffffffff, false},
    };
    for (const auto& mtu : mtus)
    {
        OneHost net;
        net.Hear(Ra(1800, {Mtu(1400)}));
        net.Hear(Ra(1800, {Mtu(mtu.first)}));
        NS_TEST_EXPECT_MSG_EQ(net.host.GetInterface()->GetMtu(),
                              (mtu.second ? mtu.first : 1400),
                              "MTU option " << mtu.first);
        NS_TEST_EXPECT_MSG_EQ(
            net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::MTU_OUT_OF_RANGE),
            (mtu.second ? 0 : 1),
            "MTU option " << mtu.first << ": told");
    }
    HostOptions jumbo;
    jumbo.deviceMtu = 9000;
    OneHost net(jumbo);
    net.Hear(Ra(1800, {Mtu(9000)}));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetInterface()->GetMtu(), 9000, "a link of 9000 octets");
}

// Rows: 4861-6.3.4-09, 4861-9-01
void
LinkParameters::LastMtuThatFitsIsTaken()
{
    OneHost net;
    net.Hear(Ra(1800, {Mtu(1300), Mtu(1400), Mtu(1000)}));
    CheckInterface(net.host, "64 30000 1000 1400", "the last that fits");
}

// In part: 4861-10-01 (random factors)
// Rows: 4861-6.3.2-01
void
LinkParameters::ReachableTimeIsDrawnAtRandom()
{
    OneHost net;
    const auto interface = net.host.GetInterface();
    double sum = 0;
    double least = 2;
    double most = 0;
    const int draws = 400;
    for (int i = 0; i < draws; ++i)
    {
        const uint32_t base = i % 2 == 0 ? 20000 : 40000;
        net.Hear(Ra(HeaderWith(0, base, 0)));
        const double factor = static_cast<double>(interface->GetReachableTime()) / base;
        NS_TEST_ASSERT_MSG_EQ(interface->GetReachableTime(),
                              interface->GetReachableTime(),
                              "drawn at each look");
        sum += factor;
        least = std::min(least, factor);
        most = std::max(most, factor);
    }
    NS_TEST_EXPECT_MSG_GT_OR_EQ(least, 0.4999, "under MIN_RANDOM_FACTOR");
    NS_TEST_EXPECT_MSG_LT_OR_EQ(most, 1.5, "over MAX_RANDOM_FACTOR");
    NS_TEST_EXPECT_MSG_LT(least, 0.55, "no factor is small");
    NS_TEST_EXPECT_MSG_GT(most, 1.45, "no factor is large");
    NS_TEST_EXPECT_MSG_EQ_TOL(sum / draws, 1.0, 0.08, "mean"); // 5 standard deviations
    const uint32_t before = interface->GetReachableTime();
    net.Hear(Ra(HeaderWith(0, 40000, 0)));
    NS_TEST_EXPECT_MSG_EQ(interface->GetReachableTime(), before, "drawn anew without a change");
}

// Rows: 4861-6.3.2-01
void
LinkParameters::LinkDownBringsDefaultsBack()
{
    OneHost net;
    net.Hear(Ra(HeaderWith(17, 40000, 2000), {Mtu(1400)}));
    net.host.GetIpv6()->SetDown(1);
    net.host.GetIpv6()->SetUp(1);
    CheckInterface(net.host, "64 30000 1000 1500", "another link, perhaps");
}

// In part: 4861-10-01 (node constants)
// Rows: 4861-10-01
void
LinkParameters::NodeConstantsAreThoseOfRfc4861()
{
    OneHost net;
    const auto icmpv6 = net.host.GetNode()->GetObject<Icmpv6L4Protocol>();
    NS_TEST_EXPECT_MSG_EQ(+icmpv6->GetMaxMulticastSolicit(), 3, "MAX_MULTICAST_SOLICIT");
    NS_TEST_EXPECT_MSG_EQ(+icmpv6->GetMaxUnicastSolicit(), 3, "MAX_UNICAST_SOLICIT");
    NS_TEST_EXPECT_MSG_EQ(icmpv6->GetReachableTime(), MilliSeconds(30000), "REACHABLE_TIME");
    NS_TEST_EXPECT_MSG_EQ(icmpv6->GetRetransmissionTime(), MilliSeconds(1000), "RETRANS_TIMER");
    NS_TEST_EXPECT_MSG_EQ(icmpv6->GetDelayFirstProbe(), Seconds(5), "DELAY_FIRST_PROBE_TIME");
}

// Rows: 4861-6.3.4-07, 4861-6.3.4-08
void
LinkParameters::SllaMakesAStaleRouter()
{
    OneHost net;
    net.Hear(Ra(1800, {Slla(A.mac)}));
    const auto* entry = FindNeighbour(net.host, A.address);
    NS_TEST_ASSERT_MSG_NE(entry, nullptr, "no neighbour");
    NS_TEST_EXPECT_MSG_EQ(entry->IsStale(), true, "state");
    NS_TEST_EXPECT_MSG_EQ(entry->IsRouter(), true, "IsRouter");
    NS_TEST_EXPECT_MSG_EQ(entry->GetMacAddress(), Address(A.mac), "hardware address");
}

// Rows: 4861-6.3.4-07, 4861-6.3.4-08
void
LinkParameters::SllaUpdatesAKnownNeighbour()
{
    OneHost net;
    RunTo(Seconds(5));
    net.Hear(Ra(1800, {Slla(A.mac)}));
    net.host.SendUdp(A.address);
    net.link.Send(NeighborAdvertisement(A.address, A.mac, "RS"), A, net.host.GetLinkLocal());
    auto* entry = FindNeighbour(net.host, A.address);
    NS_TEST_ASSERT_MSG_NE(entry, nullptr, "no neighbour");
    NS_TEST_ASSERT_MSG_EQ(entry->IsReachable(), true, "the test was to make it reachable");
    net.Hear(Ra(1800, {Slla(A.mac)}));
    NS_TEST_EXPECT_MSG_EQ(entry->IsReachable(), true, "the same address made it stale");
    net.Hear(Ra(1800, {Slla(B.mac)}));
    NS_TEST_EXPECT_MSG_EQ(entry->IsStale(), true, "another address: state");
    NS_TEST_EXPECT_MSG_EQ(entry->GetMacAddress(), Address(B.mac), "another address");
    NS_TEST_EXPECT_MSG_EQ(entry->IsRouter(), true, "IsRouter");
}

// Rows: 4861-6.3.4-07
void
LinkParameters::SllaFreesWaitingPackets()
{
    OneHost net;
    net.Hear(Ra(1800, {Pio("2001:db8:1::/64", 7200, 3600)}));
    RunTo(Seconds(5));
    net.host.SendUdp(Ipv6Address("2001:db8:ffff::1"));
    NS_TEST_ASSERT_MSG_EQ(net.link.GetSeenUdp().size(), 0, "the router's address is not known");
    net.Hear(Ra(1800, {Slla(A.mac)}));
    const auto seen = net.link.GetSeenUdp();
    NS_TEST_ASSERT_MSG_EQ(seen.size(), 1, "the packet that waited");
    NS_TEST_EXPECT_MSG_EQ(seen[0].hardwareDestination, A.mac, "to the router");
    NS_TEST_EXPECT_MSG_EQ(FindNeighbour(net.host, A.address)->IsRouter(), true, "IsRouter");
}

// Rows: 4861-6.3.4-08
void
LinkParameters::RaWithoutSllaMakesARouterOfANeighbour()
{
    OneHost net;
    RunTo(Seconds(5));
    net.link.Send(NeighborSolicitation(net.host.GetLinkLocal(), &A.mac),
                  A,
                  Ipv6Address::MakeSolicitedAddress(net.host.GetLinkLocal()));
    auto* entry = FindNeighbour(net.host, A.address);
    NS_TEST_ASSERT_MSG_NE(entry, nullptr, "the test was to make a neighbour");
    NS_TEST_EXPECT_MSG_EQ(entry->IsRouter(), false, "a neighbour that sent an NS");
    net.Hear(Ra(1800));
    NS_TEST_EXPECT_MSG_EQ(entry->IsRouter(), true, "after its RA");
    net.Hear(Ra(1800), B);
    NS_TEST_EXPECT_MSG_EQ(FindNeighbour(net.host, B.address), nullptr, "an entry of nothing");
}

// Rows: 4861-6.3.4-07
void
LinkParameters::SllaOfAnotherLengthIsIgnored()
{
    OneHost net;
    SourceLinkLayerAddressOption slla;
    slla.address.resize(14, 0xab); // as for an EUI-64
    net.Hear(Ra(1800, {slla}));
    NS_TEST_EXPECT_MSG_EQ(FindNeighbour(net.host, A.address), nullptr, "a neighbour");
    NS_TEST_EXPECT_MSG_EQ(
        net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::LINK_LAYER_ADDRESS_LENGTH),
        1,
        "told");
    NS_TEST_EXPECT_MSG_NE(net.host.GetOnlyPvd(), nullptr, "the rest of the RA counts");
}

// Rows: 4861-7.2.4-01
void
LinkParameters::NeighborAdvertisementSaysWhetherItIsARouter()
{
    for (bool forwards : {false, true})
    {
        OneHost net;
        net.host.GetIpv6()->SetForwarding(1, forwards);
        RunTo(Seconds(5));
        net.link.Send(NeighborSolicitation(net.host.GetLinkLocal(), &A.mac),
                      A,
                      Ipv6Address::MakeSolicitedAddress(net.host.GetLinkLocal()));
        const auto seen = net.link.GetSeen(NEIGHBOR_ADVERTISEMENT);
        NS_TEST_ASSERT_MSG_EQ(seen.size(), 1, "one answer");
        NS_TEST_EXPECT_MSG_EQ(((seen[0].message[4] & 0x80) != 0), forwards, "R");
    }
}

// In part: 4861-7.3-01 (next hops are not redone yet)
void
LinkParameters::DeadNeighbourIsProbedAndForgotten()
{
    OneHost net;
    net.Hear(Ra(1800, {Slla(A.mac), Pio("2001:db8:1::/64", 7200, 3600)}));
    RunTo(Seconds(5));
    net.link.ForgetSeen();
    for (int i = 0; i < 12; ++i)
    {
        RunTo(Seconds(10 + i));
        net.host.SendUdp(Ipv6Address("2001:db8:ffff::1"));
    }
    std::vector<Time> probes;
    for (const auto& seen : net.link.GetSeen(NEIGHBOR_SOLICITATION))
    {
        if (!seen.destination.IsMulticast() && GetTarget(seen.message) == A.address)
        {
            probes.push_back(seen.time);
        }
    }
    const std::vector<Time> expected{Seconds(15), Seconds(16), Seconds(17)};
    NS_TEST_EXPECT_MSG_EQ((probes == expected), true, "three probes, the first after 5 s of use");
    NS_TEST_EXPECT_MSG_EQ(FindNeighbour(net.host, A.address)->IsIncomplete(),
                          true,
                          "after the probes it is looked for anew");
}

// Rows: 4861-6.3.3-01
void
LinkParameters::AllNodesGroupIsHeard()
{
    OneHost net;
    net.Hear(Ra(1800, {Slla(A.mac)}));
    RunTo(Seconds(5));
    net.link.Send(EchoRequest(), A, Ipv6Address::GetAllNodesMulticast());
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(ECHO_REPLY).size(), 1, "an echo request to ff02::1");
    net.link.Send(EchoRequest(), A, Ipv6Address("ff02::99"));
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(ECHO_REPLY).size(), 1, "to a group it has not joined");
}

class LinkParametersSuite : public TestSuite
{
  public:
    LinkParametersSuite()
        : TestSuite("pvd-link-parameters", Type::UNIT)
    {
        Add("header value is not copied", &LinkParameters::ValuesAreCopied);
        Add("0 restores a default", &LinkParameters::UnspecifiedValuesChangeNothing);
        Add("link value of an older RA is used",
            &LinkParameters::LatestWinsOnTheLinkAndEachPvdKeepsItsOwn);
        Add("MTU out of bounds is used", &LinkParameters::MtuIsTakenBetweenItsBounds);
        Add("one of several MTUs is lost", &LinkParameters::LastMtuThatFitsIsTaken);
        Add("ReachableTime is not random", &LinkParameters::ReachableTimeIsDrawnAtRandom);
        Add("link value outlives the link", &LinkParameters::LinkDownBringsDefaultsBack);
        Add("constant of RFC 4861 is another", &LinkParameters::NodeConstantsAreThoseOfRfc4861);
        Add("router's SLLA is lost", &LinkParameters::SllaMakesAStaleRouter);
        Add("router's new SLLA is lost", &LinkParameters::SllaUpdatesAKnownNeighbour);
        Add("packet waits for a router that is known", &LinkParameters::SllaFreesWaitingPackets);
        Add("router is no router in the neighbour cache",
            &LinkParameters::RaWithoutSllaMakesARouterOfANeighbour);
        Add("SLLA of another link is used", &LinkParameters::SllaOfAnotherLengthIsIgnored);
        Add("NA has the wrong R", &LinkParameters::NeighborAdvertisementSaysWhetherItIsARouter);
        Add("dead router is not probed", &LinkParameters::DeadNeighbourIsProbedAndForgotten);
        Add("all-nodes group is not joined", &LinkParameters::AllNodesGroupIsHeard);
    }

  private:
    void Add(const std::string& name, LinkParameters::Body body)
    {
        AddTestCase(new LinkParameters(name, body));
    }
};

LinkParametersSuite g_linkParametersSuite; ///< registers itself

} // namespace
