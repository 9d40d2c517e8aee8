/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-neighbor.h"

#include "ns3/ndisc-cache.h"
#include "ns3/pvd-icmpv6-l4-protocol.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Address resolution and Neighbor Unreachability Detection, as the link sees them.
class Discovery : public CaseOf<Discovery>
{
  public:
    using CaseOf::CaseOf;

    void QueueLeavesWithAnyAddress();
    void QueueKeepsTheNewest();
    void AnswerWithoutLinkLayerAddressConfirms();
    void AdvertisedNeighborThatDiesIsGivenUp();
    void PacketsLeaveDuringProbes();
    void TakenOverAddressIsProbed();
    void RetransTimerOfTheRouter();
    void DeafRouterIsGivenUp();
    void ScannedPrefixFillsNoMemory();
    void GivenByHandStays();
};

// Rows: 4861-7.2.5-01, 4861-7.2.3-01
void
Discovery::QueueLeavesWithAnyAddress()
{
    for (const char* how : {"", "O", "S", "SO", "solicitation", "nothing"})
    {
        HostAndPeer net;
        net.host.SendUdp(PEER.address);
        net.host.SendUdp(PEER.address);
        NS_TEST_EXPECT_MSG_EQ(net.CountUdp(PEER.mac), 0, how << ": before it is known");
        const std::string kind(how);
        if (kind == "solicitation")
        {
            net.link.Send(NeighborSolicitation(net.Own(), &PEER.mac), PEER, net.Own());
        }
        else if (kind == "nothing")
        {
            net.Advertise("SO", nullptr);
        }
        else
        {
            net.Advertise(kind, &PEER.mac);
        }
        RunTo(Simulator::Now() + MilliSeconds(10));
        const std::size_t expected = kind == "nothing" ? 0 : 2;
        NS_TEST_EXPECT_MSG_EQ(net.CountUdp(PEER.mac), expected, how);
    }
}

// Rows: 4861-7.2.2-02
void
Discovery::QueueKeepsTheNewest()
{
    HostAndPeer net;
    for (uint32_t size = 1; size <= 6; ++size)
    {
        net.host.SendUdp(PEER.address, Ipv6Address(), size);
    }
    net.Advertise("SO", &PEER.mac);
    RunTo(Simulator::Now() + MilliSeconds(10));
    std::string sizes;
    for (const auto& seen : net.link.GetSeenUdp())
    {
        sizes += std::to_string(seen.message.size() - 8) + " ";
    }
    NS_TEST_EXPECT_MSG_EQ(sizes, "4 5 6 ", "three wait at most");
    const auto icmpv6 = net.host.GetNode()->GetObject<PvdIcmpv6L4Protocol>();
    NS_TEST_EXPECT_MSG_EQ(icmpv6->GetDropCount(NeighborDropReason::QUEUE_LIMIT), 3, "counted");
}

/// Answer unicast solicitations for A as Linux does: what is asked so knows the address.
uint32_t
AnswerAsLinux(TestLink& link)
{
    uint32_t probes = 0;
    const auto seen = link.GetSeen(NEIGHBOR_SOLICITATION);
    for (const auto& one : seen)
    {
        if (one.hardwareDestination == A.mac && GetTarget(one.message) == A.address)
        {
            Octets answer = NeighborAdvertisement(A.address, A.mac, "RSO");
            answer.resize(24);
            link.Send(answer, A, one.source);
            ++probes;
        }
    }
    return probes;
}

// Rows: 4861-7.2.5-02, 4861-7.3.1-01
void
Discovery::AnswerWithoutLinkLayerAddressConfirms()
{
    HostAndPeer net;
    TestHost other;
    const Mac48Address otherMac("02:00:00:00:00:02");
    other.AddInterface(net.link, "02:00:00:00:00:02");
    RunTo(Simulator::Now() + Seconds(3));
    net.Hear(Ra(9000, {Slla(A.mac), Pio("2001:db8:1::/64", 90000, 90000)}));
    net.Hear(Ra(9000, {Slla(B.mac), Pio("2001:db8:2::/64", 90000, 90000)}), B);
    RunTo(Simulator::Now() + Seconds(3));
    net.link.ForgetSeen();
    const Ipv6Address otherAddress = other.MakeAddress("2001:db8:1::/64");
    constexpr uint32_t PACKETS = 3600;
    std::size_t toA = 0;
    std::size_t toEachOther = 0;
    uint32_t probes = 0;
    for (uint32_t i = 0; i < PACKETS; ++i)
    {
        net.host.SendUdp(FAR, net.Own());
        other.SendUdp(FAR, otherAddress);
        net.host.SendUdp(otherAddress, net.Own());
        other.SendUdp(net.Own(), otherAddress);
        RunTo(Simulator::Now() + MilliSeconds(200));
        probes += AnswerAsLinux(net.link);
        toA += net.CountUdp(A.mac);
        toEachOther += net.CountUdp(otherMac) + net.CountUdp(Mac48Address("02:00:00:00:00:01"));
        net.link.ForgetSeen();
        RunTo(Simulator::Now() + MilliSeconds(800));
    }
    NS_TEST_EXPECT_MSG_EQ(toA, 2 * PACKETS, "packets of an hour that went to the router");
    NS_TEST_EXPECT_MSG_EQ(toEachOther, 2 * PACKETS, "packets of an hour between the hosts");
    NS_TEST_EXPECT_MSG_GT(probes, 2 * 3600 / (45 + 5) - 1, "probes");
    NS_TEST_EXPECT_MSG_LT(probes, 2 * 3600 / 15 + 1, "probes");
}

// Rows: 4861-7.3-01, 4861-7.3.3-01, 4861-7.2.5-03
void
Discovery::AdvertisedNeighborThatDiesIsGivenUp()
{
    // Silent from the moment at which it is REACHABLE, DELAY or PROBE, but for an advertisement.
    for (const uint32_t silence : {1U, 47U, 52U})
    {
        for (const char* flags : {"", "O"})
        {
            HostAndPeer net;
            net.Confirm();
            RunTo(Simulator::Now() + Seconds(silence == 1 ? 1 : 46));
            net.Talk(silence == 1 ? 1 : silence - 46);
            net.Advertise(flags, &PEER.mac);
            net.link.ForgetSeen();
            net.Talk(60);
            NS_TEST_EXPECT_MSG_GT(net.CountProbes(PEER.mac), 0, silence << " s: probes");
            NS_TEST_EXPECT_MSG_LT(net.CountProbes(PEER.mac), 4, silence << " s: probes");
            NS_TEST_EXPECT_MSG_GT(net.CountQuestions(PEER.address), 0, silence << " s: given up");
            NS_TEST_EXPECT_MSG_LT(net.CountUdp(PEER.mac), 55, silence << " s: packets");
        }
    }
}

// Rows: 4861-7.3.3-02
void
Discovery::PacketsLeaveDuringProbes()
{
    HostAndPeer net;
    net.Confirm();
    RunTo(Simulator::Now() + Seconds(46));
    net.host.SendUdp(PEER.address);
    RunTo(Simulator::Now() + MilliSeconds(5500));
    NS_TEST_EXPECT_MSG_EQ(net.CountProbes(PEER.mac), 1, "the first probe");
    net.link.ForgetSeen();
    net.Talk(2);
    NS_TEST_EXPECT_MSG_EQ(net.CountUdp(PEER.mac), 2, "packets meanwhile");
    net.Advertise("", &PEER.mac);
    net.host.SendUdp(PEER.address);
    NS_TEST_EXPECT_MSG_EQ(net.CountUdp(PEER.mac), 3, "and after it said that it is there");
}

// Rows: 4861-7.2.5-04
void
Discovery::TakenOverAddressIsProbed()
{
    HostAndPeer net;
    net.Confirm();
    net.Advertise("O", &OTHER_MAC);
    net.Talk(7);
    NS_TEST_EXPECT_MSG_EQ(net.CountUdp(OTHER_MAC), 7, "packets to the new device");
    NS_TEST_EXPECT_MSG_EQ(net.CountProbes(OTHER_MAC), 3, "it is asked whether it is there");
    net.Advertise("", &PEER.mac);
    net.link.ForgetSeen();
    net.Talk(1);
    NS_TEST_EXPECT_MSG_EQ(net.CountUdp(OTHER_MAC), 1, "without O it stays");
}

// Rows: 4861-7.2.2-01, 4861-10-02
void
Discovery::RetransTimerOfTheRouter()
{
    for (const uint32_t milliseconds : {0U, 200U, 5000U})
    {
        HostAndPeer net;
        RaHeader header = pvdtest::Header(9000);
        header.retransTimer = milliseconds;
        net.Hear(Ra(header));
        net.host.SendUdp(PEER.address);
        RunTo(Simulator::Now() + Seconds(30));
        const auto seen = net.link.GetSeen(NEIGHBOR_SOLICITATION);
        NS_TEST_ASSERT_MSG_EQ(seen.size(), 3, "solicitations, timer " << milliseconds);
        const int64_t expected = milliseconds == 0 ? 1000 : milliseconds;
        for (std::size_t i = 1; i < seen.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ((seen[i].time - seen[i - 1].time).GetMilliSeconds(),
                                  expected,
                                  "between them");
        }
    }
}

// Rows: 4861-7.3.1-02
void
Discovery::DeafRouterIsGivenUp()
{
    HostAndPeer net; // A never answers, but goes on to advertise and to solicit
    constexpr uint32_t SECONDS = 120;
    const RouterAdvertisement ofB = Ra(9000, {Slla(B.mac), Pio("2001:db8:1::/64", 90000, 90000)});
    net.Hear(ofB, B);
    net.host.GetStockInterface()->GetNdiscCache()->Lookup(B.address)->MarkPermanent();
    for (uint32_t i = 0; i < SECONDS; ++i)
    {
        if (i % 4 == 0)
        {
            net.Hear(Ra(pvdtest::Header(9000, RouterPreference::HIGH),
                        {Slla(A.mac), Pio("2001:db8:1::/64", 90000, 90000)}));
            net.link.Send(NeighborSolicitation(net.host.GetLinkLocal(), &A.mac),
                          A,
                          net.host.GetLinkLocal());
        }
        net.host.SendUdp(FAR);
        RunTo(Simulator::Now() + Seconds(1));
    }
    NS_TEST_EXPECT_MSG_LT(net.CountUdp(A.mac), 12, "packets to the router that hears nothing");
    NS_TEST_EXPECT_MSG_GT(net.CountUdp(B.mac), SECONDS - 12, "packets to the other one");
    // Once it answers it is used again.
    RunTo(Simulator::Now() + Seconds(60));
    net.link.ForgetSeen();
    net.host.SendUdp(FAR);
    RunTo(Simulator::Now() + MilliSeconds(100));
    NS_TEST_EXPECT_MSG_EQ(net.CountProbes(A.mac), 1, "is it back?");
    net.link.Send(NeighborAdvertisement(A.address, A.mac, "RSO"), A, net.host.GetLinkLocal());
    net.link.ForgetSeen();
    net.Talk(3, FAR);
    NS_TEST_EXPECT_MSG_EQ(net.CountUdp(A.mac), 3, "packets after its answer");
}

// Rows: 4861-7.2.2-03
void
Discovery::ScannedPrefixFillsNoMemory()
{
    HostAndPeer net;
    net.host.GetInterface()->SetAttribute("MaxNeighbors", UintegerValue(8));
    for (uint32_t i = 0; i < 64; ++i)
    {
        Ipv6Octets octets = ToOctets(std::string("2001:db8:1::1:0"));
        octets.back() = i;
        net.host.SendUdp(Ipv6Address(octets.data()));
    }
    const auto asked = net.link.GetSeen(NEIGHBOR_SOLICITATION).size();
    NS_TEST_EXPECT_MSG_LT(asked, 9, "neighbours asked for at once");
    NS_TEST_EXPECT_MSG_GT(asked, 6, "neighbours asked for at once");
    RunTo(Simulator::Now() + Seconds(5));
    net.link.ForgetSeen();
    net.host.SendUdp(PEER.address);
    NS_TEST_EXPECT_MSG_EQ(net.CountQuestions(PEER.address), 1, "there is room again");
}

// Rows: 4861-7.3.2-01
void
Discovery::GivenByHandStays()
{
    for (const bool isAutogenerated : {false, true})
    {
        HostAndPeer net;
        const auto cache = net.host.GetStockInterface()->GetNdiscCache();
        auto* entry = cache->Add(PEER.address);
        entry->SetMacAddress(PEER.mac);
        isAutogenerated ? entry->MarkAutoGenerated() : entry->MarkPermanent();
        net.Advertise("SO", &OTHER_MAC);
        net.Advertise("O", &OTHER_MAC);
        net.link.Send(NeighborSolicitation(net.Own(), &OTHER_MAC), PEER, net.Own());
        net.link.ForgetSeen();
        net.Talk(100);
        NS_TEST_EXPECT_MSG_EQ(net.CountUdp(PEER.mac), 100, "packets");
        NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_SOLICITATION).size(), 0, "questions");
    }
}

class DiscoverySuite : public TestSuite
{
  public:
    DiscoverySuite()
        : TestSuite("pvd-neighbor-discovery", Type::UNIT)
    {
        Add("waiting packets leave once any message brings the address",
            &Discovery::QueueLeavesWithAnyAddress);
        Add("the newest packets wait", &Discovery::QueueKeepsTheNewest);
        Add("an hour with a router that answers as Linux does has no switch",
            &Discovery::AnswerWithoutLinkLayerAddressConfirms);
        Add("neighbour that advertises and dies is given up",
            &Discovery::AdvertisedNeighborThatDiesIsGivenUp);
        Add("packets leave while a neighbour is probed", &Discovery::PacketsLeaveDuringProbes);
        Add("address that was taken over is probed", &Discovery::TakenOverAddressIsProbed);
        Add("three solicitations, a RetransTimer of the router apart",
            &Discovery::RetransTimerOfTheRouter);
        Add("router that hears nothing is given up", &Discovery::DeafRouterIsGivenUp);
        Add("scan of a prefix has a limit", &Discovery::ScannedPrefixFillsNoMemory);
        Add("entry given by hand stays", &Discovery::GivenByHandStays);
    }

  private:
    void Add(const std::string& name, Discovery::Body body)
    {
        AddTestCase(new Discovery(name, body));
    }
};

DiscoverySuite g_discoverySuite; ///< registers itself

} // namespace
