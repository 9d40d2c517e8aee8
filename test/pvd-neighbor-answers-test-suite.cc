/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-neighbor.h"

#include "ns3/boolean.h"
#include "ns3/icmpv6-l4-protocol.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What a host answers to its neighbours, and says to them of its addresses.
class Answers : public CaseOf<Answers>
{
  public:
    using CaseOf::CaseOf;

    void SolicitationWithoutLinkLayerAddressIsAnswered();
    void EachLinkLocalAddressAnswersForItself();
    void ForwardedPacketThatCannotBeDeliveredIsReported();
    void AnonymousSolicitationWithLinkLayerAddress();
    void RouterOfLifetimeZeroIsANeighbor();
    void SolicitationsHaveANonce();
    void NewAddressIsAdvertised();
};

// Rows: 4861-7.2.4-02
void
Answers::SolicitationWithoutLinkLayerAddressIsAnswered()
{
    for (const bool isKnown : {true, false})
    {
        HostAndPeer net;
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
Answers::EachLinkLocalAddressAnswersForItself()
{
    for (const bool isRouter : {false, true})
    {
        HostAndPeer net;
        const Ipv6Address second("fe80::77");
        net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(second, Ipv6Prefix(64)));
        net.host.GetIpv6()->SetForwarding(1, isRouter);
        RunTo(Simulator::Now() + Seconds(3));
        for (const Ipv6Address& target : {second, net.host.GetLinkLocal(), net.Own()})
        {
            net.link.ForgetSeen();
            net.link.Send(NeighborSolicitation(target, &A.mac), A, target);
            const auto seen = net.link.GetSeen(NEIGHBOR_ADVERTISEMENT);
            NS_TEST_ASSERT_MSG_EQ(seen.size(), 1, target);
            NS_TEST_EXPECT_MSG_EQ(ToText(GetTarget(seen[0].message)), ToText(target), "target");
            NS_TEST_EXPECT_MSG_EQ(ToText(seen[0].source), ToText(target), "source");
            const int flags = isRouter ? 0xe0 : 0x60;
            NS_TEST_EXPECT_MSG_EQ(+seen[0].message[4], flags, "R, S and O");
        }
    }
}

// Rows: 4861-7.2.2-04
void
Answers::ForwardedPacketThatCannotBeDeliveredIsReported()
{
    TwoLinks net; // with prefixes that ns-3 forwards
    const auto ipv6 = net.host.GetIpv6();
    ipv6->AddAddress(1, Ipv6InterfaceAddress("2606:1::1", Ipv6Prefix(64)));
    ipv6->AddAddress(2, Ipv6InterfaceAddress("2606:2::1", Ipv6Prefix(64)));
    ipv6->SetForwarding(1, true);
    ipv6->SetForwarding(2, true);
    RunTo(Seconds(4));
    const Station sender{"2606:2::5", PEER.mac};
    net.second.Send(NeighborSolicitation("2606:2::1", &sender.mac), sender, "2606:2::1");
    net.second.Send(EchoRequest(), sender, "2606:1::99");
    net.second.Send(EchoRequest(), sender, "2606:1::99");
    RunTo(Seconds(6));
    NS_TEST_EXPECT_MSG_EQ(net.second.GetSeen(DESTINATION_UNREACHABLE).size(), 0, "too early");
    RunTo(Seconds(8));
    const auto seen = net.second.GetSeen(DESTINATION_UNREACHABLE);
    NS_TEST_ASSERT_MSG_EQ(seen.size(), 2, "one for each packet");
    NS_TEST_EXPECT_MSG_EQ(+seen[0].message[1], 3, "address unreachable");
    NS_TEST_EXPECT_MSG_EQ(ToText(seen[0].destination), ToText(sender.address), "to whom");
}

// Rows: 4861-7.1.1-01, 4862-5.4.5-02
void
Answers::AnonymousSolicitationWithLinkLayerAddress()
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
Answers::RouterOfLifetimeZeroIsANeighbor()
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

// Rows: 7527-4-01
void
Answers::SolicitationsHaveANonce()
{
    constexpr std::size_t HEADER = 24;
    const Station nobody{Ipv6Address::GetAny(), PEER.mac};
    HostOptions options;
    options.dadTransmits = 3;
    // It comes back, as from a link that is looped; or that of another node comes.
    for (const bool isOwn : {true, false})
    {
        OneHost net(options);
        RunTo(MilliSeconds(1500));
        const auto first = net.link.GetSeen(NEIGHBOR_SOLICITATION);
        NS_TEST_ASSERT_MSG_EQ(first.size(), 2, "solicitations so far");
        for (const auto& seen : first)
        {
            NS_TEST_ASSERT_MSG_EQ(seen.message.size(), HEADER + 8, "with an option");
            NS_TEST_EXPECT_MSG_EQ(+seen.message[HEADER], 14, "a nonce");
            Octets back = seen.message;
            back[HEADER + 2] ^= isOwn ? 0 : 1;
            net.link.Send(back, nobody, seen.destination);
        }
        NS_TEST_EXPECT_MSG_EQ((first[0].message == first[1].message), false, "each has its own");
        RunTo(Seconds(4));
        NS_TEST_EXPECT_MSG_EQ(net.host.GetIpv6()->IsUp(1), isOwn, "is the address kept");
    }
}

// Rows: 9131-6.1-01
void
Answers::NewAddressIsAdvertised()
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

class AnswersSuite : public TestSuite
{
  public:
    AnswersSuite()
        : TestSuite("pvd-neighbor-answers", Type::UNIT)
    {
        Add("solicitation without a link-layer address is answered",
            &Answers::SolicitationWithoutLinkLayerAddressIsAnswered);
        Add("each link-local address answers for itself",
            &Answers::EachLinkLocalAddressAnswersForItself);
        Add("sender of a forwarded packet hears that a neighbour does not answer",
            &Answers::ForwardedPacketThatCannotBeDeliveredIsReported);
        Add("anonymous solicitation with a link-layer address is dropped",
            &Answers::AnonymousSolicitationWithLinkLayerAddress);
        Add("router of lifetime 0 is a neighbour", &Answers::RouterOfLifetimeZeroIsANeighbor);
        Add("own solicitation that comes back is recognised", &Answers::SolicitationsHaveANonce);
        Add("new address is advertised to the routers", &Answers::NewAddressIsAdvertised);
    }

  private:
    void Add(const std::string& name, Answers::Body body)
    {
        AddTestCase(new Answers(name, body));
    }
};

AnswersSuite g_answersSuite; ///< registers itself

} // namespace
