/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/boolean.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ndisc-cache.h"
#include "ns3/uinteger.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

const Station A = MakeRouter('a');                         ///< a router
const Station B = MakeRouter('b');                         ///< another one
const Ipv6Address FAR("2606::1");                          ///< behind the routers
const Station PEER{"2001:db8:1::77", "02:00:00:00:00:77"}; ///< a neighbour
const Mac48Address OTHER_MAC("02:00:00:00:00:78");         ///< its other device

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
    void SolicitationWithoutLinkLayerAddressIsAnswered();
    void EachLinkLocalAddressAnswersForItself();
    void AnonymousSolicitationWithLinkLayerAddress();
    void RouterOfLifetimeZeroIsANeighbor();
    void DeafRouterIsGivenUp();
    void SolicitationsHaveANonce();
    void NewAddressIsAdvertised();
    void ScannedPrefixFillsNoMemory();
    void GivenByHandStays();
};

/// A host with the prefix 2001:db8:1::/64 and the default router A.
struct Net : OneHost
{
    Net()
    {
        RunTo(Seconds(3));
        Hear(Ra(9000, {Slla(A.mac), Pio("2001:db8:1::/64", 90000, 90000)}));
        RunTo(Seconds(6));
        link.ForgetSeen();
    }

    /// \return the host's address
    Ipv6Address Own() const
    {
        return host.MakeAddress("2001:db8:1::/64");
    }

    /// Send an advertisement of PEER. \param flags see NeighborAdvertisement \param mac or null
    void Advertise(const std::string& flags, const Mac48Address* mac)
    {
        Octets message = NeighborAdvertisement(PEER.address, PEER.mac, flags);
        if (mac)
        {
            message = NeighborAdvertisement(PEER.address, *mac, flags);
        }
        else
        {
            message.resize(24);
        }
        const bool isAnswer = flags.find('S') != std::string::npos;
        link.Send(message, PEER, isAnswer ? Own() : Ipv6Address::GetAllNodesMulticast());
        RunNow();
    }

    /// Let PEER be known and confirmed.
    void Confirm()
    {
        host.SendUdp(PEER.address);
        Advertise("SO", &PEER.mac);
        RunTo(Simulator::Now() + Seconds(1));
        link.ForgetSeen();
    }

    /// Send a packet to a neighbour each second. \param seconds for how long
    void Talk(uint32_t seconds, const Ipv6Address& to = PEER.address)
    {
        for (uint32_t i = 0; i < seconds; ++i)
        {
            host.SendUdp(to);
            RunTo(Simulator::Now() + Seconds(1));
        }
    }

    /// \return how many UDP packets went to a device
    std::size_t CountUdp(const Mac48Address& mac) const
    {
        return Count(link.GetSeenUdp(), mac);
    }

    /// \return how many solicitations went to a device
    std::size_t CountProbes(const Mac48Address& mac) const
    {
        return Count(link.GetSeen(NEIGHBOR_SOLICITATION), mac);
    }

    /// \return how many multicast solicitations there were for an address
    std::size_t CountQuestions(const Ipv6Address& target) const
    {
        const auto seen = link.GetSeen(NEIGHBOR_SOLICITATION);
        return std::count_if(seen.begin(), seen.end(), [&](const auto& one) {
            return one.destination.IsMulticast() && GetTarget(one.message) == target;
        });
    }

    static std::size_t Count(const std::vector<SeenPacket>& seen, const Mac48Address& mac)
    {
        return std::count_if(seen.begin(), seen.end(), [&](const auto& one) {
            return one.hardwareDestination == mac;
        });
    }
};

// Rows: 4861-7.2.5-01, 4861-7.2.3-01
void
Discovery::QueueLeavesWithAnyAddress()
{
    for (const char* how : {"", "O", "S", "SO", "solicitation", "nothing"})
    {
        Net net;
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
    Net net;
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
}

// Rows: 4861-7.2.5-02, 4861-7.3.1-01
void
Discovery::AnswerWithoutLinkLayerAddressConfirms()
{
    Net net;
    net.Hear(Ra(9000, {Slla(B.mac), Pio("2001:db8:2::/64", 90000, 90000)}), B);
    RunTo(Simulator::Now() + Seconds(2));
    net.link.ForgetSeen();
    constexpr uint32_t PACKETS = 3600;
    std::size_t toA = 0;
    std::size_t probes = 0;
    for (uint32_t i = 0; i < PACKETS; ++i)
    {
        net.host.SendUdp(FAR, net.Own());
        RunTo(Simulator::Now() + MilliSeconds(200));
        // As Linux does: what is asked by unicast knows the address.
        for (uint32_t j = net.CountProbes(A.mac); j > 0; --j)
        {
            Octets answer = NeighborAdvertisement(A.address, A.mac, "RSO");
            answer.resize(24);
            const auto asked = net.link.GetSeen(NEIGHBOR_SOLICITATION).back();
            net.link.Send(answer, A, asked.source);
            ++probes;
        }
        toA += net.CountUdp(A.mac);
        net.link.ForgetSeen();
        RunTo(Simulator::Now() + MilliSeconds(800));
    }
    NS_TEST_EXPECT_MSG_EQ(toA, PACKETS, "packets of an hour that went to the router");
    NS_TEST_EXPECT_MSG_GT(probes, 3600 / (45 + 5) - 1, "probes");
    NS_TEST_EXPECT_MSG_LT(probes, 3600 / 15 + 1, "probes");
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
            Net net;
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
    Net net;
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
    Net net;
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
        Net net;
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

// Rows: 4861-7.2.4-02
void
Discovery::SolicitationWithoutLinkLayerAddressIsAnswered()
{
    for (const bool isKnown : {true, false})
    {
        Net net;
        if (isKnown)
        {
            net.Confirm();
        }
        net.link.Send(NeighborSolicitation(net.Own()), PEER, net.Own());
        if (!isKnown)
        {
            NS_TEST_EXPECT_MSG_EQ(net.CountQuestions(PEER.address), 1, "it is asked for first");
            net.Advertise("SO", &PEER.mac);
        }
        RunTo(Simulator::Now() + MilliSeconds(10));
        const auto seen = net.link.GetSeen(NEIGHBOR_ADVERTISEMENT);
        NS_TEST_ASSERT_MSG_EQ(seen.size(), 1, "known: " << isKnown);
        NS_TEST_EXPECT_MSG_EQ(seen[0].hardwareDestination, PEER.mac, "to whom");
        NS_TEST_EXPECT_MSG_EQ(ToText(GetTarget(seen[0].message)), ToText(net.Own()), "for what");
    }
}

// Rows: 4861-7.2.4-01, 4861-7.2.4-03
void
Discovery::EachLinkLocalAddressAnswersForItself()
{
    Net net;
    const Ipv6Address second("fe80::77");
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(second, Ipv6Prefix(64)));
    RunTo(Simulator::Now() + Seconds(3));
    for (const Ipv6Address& target : {second, net.host.GetLinkLocal(), net.Own()})
    {
        net.link.ForgetSeen();
        net.link.Send(NeighborSolicitation(target, &A.mac), A, target);
        const auto seen = net.link.GetSeen(NEIGHBOR_ADVERTISEMENT);
        NS_TEST_ASSERT_MSG_EQ(seen.size(), 1, target);
        NS_TEST_EXPECT_MSG_EQ(ToText(GetTarget(seen[0].message)), ToText(target), "target");
        NS_TEST_EXPECT_MSG_EQ(ToText(seen[0].source), ToText(target), "source");
    }
}

// Rows: 4861-7.1.1-01, 4862-5.4.5-02
void
Discovery::AnonymousSolicitationWithLinkLayerAddress()
{
    for (const bool isAccepted : {false, true})
    {
        OneHost net;
        net.host.GetNode()->GetObject<Icmpv6L4Protocol>()->SetAttribute("AcceptStockDad",
                                                                        BooleanValue(isAccepted));
        const Ipv6Address own = net.host.GetLinkLocal();
        const Station nobody{Ipv6Address::GetAny(), PEER.mac};
        net.link.Send(NeighborSolicitation(own, &PEER.mac),
                      nobody,
                      Ipv6Address::MakeSolicitedAddress(own));
        RunTo(Seconds(4));
        NS_TEST_EXPECT_MSG_EQ(net.host.GetIpv6()->IsUp(1), !isAccepted, "is the interface up");
        if (isAccepted)
        {
            continue;
        }
        net.link.ForgetSeen();
        net.link.Send(NeighborSolicitation(own, &PEER.mac),
                      nobody,
                      Ipv6Address::MakeSolicitedAddress(own));
        NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_ADVERTISEMENT).size(), 0, "answers");
        net.link.Send(NeighborSolicitation(own), nobody, Ipv6Address::MakeSolicitedAddress(own));
        const auto seen = net.link.GetSeen(NEIGHBOR_ADVERTISEMENT);
        NS_TEST_ASSERT_MSG_EQ(seen.size(), 1, "answers to a valid one");
        NS_TEST_EXPECT_MSG_EQ(ToText(seen[0].destination), "ff02::1", "to all");
    }
}

// Rows: 4861-6.3.4-13
void
Discovery::RouterOfLifetimeZeroIsANeighbor()
{
    OneHost net;
    RunTo(Seconds(3));
    net.Hear(Ra(0, {Slla(A.mac)}));
    net.link.ForgetSeen();
    net.link.Send(EchoRequest(), A, net.host.GetLinkLocal());
    RunTo(Seconds(4));
    const auto seen = net.link.GetSeen(ECHO_REPLY);
    NS_TEST_ASSERT_MSG_EQ(seen.size(), 1, "replies");
    NS_TEST_EXPECT_MSG_EQ(seen[0].hardwareDestination, A.mac, "to whom");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_SOLICITATION).size(), 0, "it was known");
}

// Rows: 4861-7.3.1-02
void
Discovery::DeafRouterIsGivenUp()
{
    Net net; // A never answers, but goes on to advertise and to solicit
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
    net.Talk(1, FAR);
    NS_TEST_EXPECT_MSG_EQ(net.CountProbes(A.mac), 1, "is it back?");
    net.link.Send(NeighborAdvertisement(A.address, A.mac, "RSO"), A, net.host.GetLinkLocal());
    net.link.ForgetSeen();
    net.Talk(3, FAR);
    NS_TEST_EXPECT_MSG_EQ(net.CountUdp(A.mac), 3, "packets after its answer");
}

// Rows: 7527-4-01
void
Discovery::SolicitationsHaveANonce()
{
    constexpr std::size_t HEADER = 24;
    HostOptions options;
    options.dadTransmits = 3;
    OneHost net(options);
    RunTo(MilliSeconds(1500));
    const auto first = net.link.GetSeen(NEIGHBOR_SOLICITATION);
    NS_TEST_ASSERT_MSG_EQ(first.size(), 2, "solicitations so far");
    for (const auto& seen : first)
    {
        NS_TEST_ASSERT_MSG_EQ(seen.message.size(), HEADER + 8, "with an option");
        NS_TEST_EXPECT_MSG_EQ(+seen.message[HEADER], 14, "a nonce");
    }
    NS_TEST_EXPECT_MSG_EQ((first[0].message == first[1].message), false, "each has its own");
    // It comes back, as from a link that is looped.
    const Station nobody{Ipv6Address::GetAny(), PEER.mac};
    net.link.Send(first[0].message, nobody, first[0].destination);
    net.link.Send(first[1].message, nobody, first[0].destination);
    RunTo(Seconds(4));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.GetLinkLocal()), "preferred", "loop");

    OneHost other(options);
    RunTo(MilliSeconds(1500));
    Octets strange = first[0].message;
    strange[HEADER + 2] ^= 1;
    other.link.Send(strange, nobody, first[0].destination);
    RunTo(Seconds(4));
    NS_TEST_EXPECT_MSG_EQ(other.host.GetIpv6()->IsUp(1), false, "another node's nonce");
}

// Rows: 9131-6.1-01
void
Discovery::NewAddressIsAdvertised()
{
    for (const bool isOn : {false, true})
    {
        OneHost net;
        net.host.GetNode()->GetObject<Icmpv6L4Protocol>()->SetAttribute("AdvertiseNewAddresses",
                                                                        BooleanValue(isOn));
        RunTo(Seconds(3));
        net.Hear(Ra(9000, {Pio("2001:db8:1::/64", 9000, 9000)}));
        RunTo(Seconds(20));
        const auto seen = net.link.GetSeen(NEIGHBOR_ADVERTISEMENT);
        const std::size_t expected = isOn ? 3 : 0;
        NS_TEST_ASSERT_MSG_EQ(seen.size(), expected, "advertisements");
        for (const auto& one : seen)
        {
            NS_TEST_EXPECT_MSG_EQ(ToText(one.destination), "ff02::2", "to the routers");
            NS_TEST_EXPECT_MSG_EQ(ToText(GetTarget(one.message)),
                                  ToText(net.host.MakeAddress("2001:db8:1::/64")),
                                  "for what");
            NS_TEST_EXPECT_MSG_EQ((one.message[4] & 0xe0), 0, "neither R, S nor O");
        }
    }
}

// Rows: 4861-7.2.2-03
void
Discovery::ScannedPrefixFillsNoMemory()
{
    Net net;
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
        Net net;
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
        Add("solicitation without a link-layer address is answered",
            &Discovery::SolicitationWithoutLinkLayerAddressIsAnswered);
        Add("each link-local address answers for itself",
            &Discovery::EachLinkLocalAddressAnswersForItself);
        Add("anonymous solicitation with a link-layer address is dropped",
            &Discovery::AnonymousSolicitationWithLinkLayerAddress);
        Add("router of lifetime 0 is a neighbour", &Discovery::RouterOfLifetimeZeroIsANeighbor);
        Add("router that hears nothing is given up", &Discovery::DeafRouterIsGivenUp);
        Add("own solicitation that comes back is recognised", &Discovery::SolicitationsHaveANonce);
        Add("new address is advertised to the routers", &Discovery::NewAddressIsAdvertised);
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
