/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-link-router.h"

#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

const Ipv6Address ANYCAST("2400:1::");

/// The Subnet-Router anycast addresses of a router (RFC 4291, section 2.6.1).
class Anycast : public CaseOf<Anycast>
{
  public:
    using CaseOf::CaseOf;

    void SolicitationIsAnswered();
    void AnswerIsDelayed();
    void EachNeighborIsAnsweredOnce();
    void AnswersAreLimited();
    void InterfaceGoesDownBeforeTheAnswer();
    void AddressOfTheGroupIsDeliveredOnce();
    void EchoIsAnsweredFromAUnicastAddress();
    void HostHasNone();
    void PrefixesWithoutAnycastAddress();
    void AssignedAddressIsNoAnycastAddress();
    void NoErrorToAnAnycastAddress();
};

/// A neighbour asks for the link-layer address of an address.
void
Ask(TestLink& link, const Ipv6Address& target, const Station& from)
{
    link.Send(NeighborSolicitation(target, &from.mac),
              from,
              Ipv6Address::MakeSolicitedAddress(target));
}

/// \return how many advertisements for an address were seen
std::size_t
CountAnswers(const TestLink& link, const Ipv6Address& target)
{
    std::size_t count = 0;
    for (const auto& seen : link.GetSeen(NEIGHBOR_ADVERTISEMENT))
    {
        count += GetTarget(seen.message) == target ? 1 : 0;
    }
    return count;
}

void
Anycast::SolicitationIsAnswered()
{
    LinkRouter net;
    Ask(net.link, ANYCAST, net.near);
    const auto answers = net.link.GetSeen(NEIGHBOR_ADVERTISEMENT);
    NS_TEST_EXPECT_MSG_EQ(answers.size(), 1, "RFC 4861, section 7.2.7");
    if (answers.size() != 1)
    {
        return;
    }
    const auto& seen = answers.front();
    NS_TEST_EXPECT_MSG_EQ(seen.source, net.GetOwn(1), "from a unicast address");
    NS_TEST_EXPECT_MSG_EQ(seen.destination, net.near.address, "to who has asked");
    NS_TEST_EXPECT_MSG_EQ(seen.hardwareDestination, net.near.mac, "and gave the address");
    NS_TEST_EXPECT_MSG_EQ(+seen.hopLimit, 255, "Hop Limit");
    const Octets expected =
        WithChecksum(NeighborAdvertisement(ANYCAST, Mac48Address("02:00:00:00:00:01"), "RS"),
                     seen.source,
                     seen.destination);
    NS_TEST_EXPECT_MSG_EQ((seen.message == expected), true, "without the O flag");
    Ask(net.second, ANYCAST, net.far);
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.second, ANYCAST), 0, "of another link");
    Ask(net.second, Ipv6Address("2400:2::"), net.far);
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.second, Ipv6Address("2400:2::")), 1, "of this link");
    net.link.ForgetSeen();
    Ask(net.link, ANYCAST, {Ipv6Address("::"), net.near.mac});
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, ANYCAST), 0, "a test of an address");
    net.link.Send(NeighborSolicitation(ANYCAST), net.near, ANYCAST);
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, ANYCAST), 1, "a probe");
}

void
Anycast::AnswerIsDelayed()
{
    HostOptions options;
    options.randomDelays = true;
    LinkRouter net(options);
    const Time begin = Simulator::Now();
    std::size_t prompt = 0;
    for (int i = 0; i < 20; ++i)
    {
        Ask(net.link, ANYCAST, net.near);
        prompt += CountAnswers(net.link, ANYCAST);
        RunTo(begin + Seconds(i + 1));
        NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, ANYCAST), 1, "within MAX_ANYCAST_DELAY_TIME");
        net.link.ForgetSeen();
    }
    NS_TEST_EXPECT_MSG_EQ(prompt, 0, "so that several routers do not answer at one time");
}

void
Anycast::EachNeighborIsAnsweredOnce()
{
    HostOptions options;
    options.randomDelays = true;
    LinkRouter net(options);
    const Station other{Ipv6Address("2400:1::e"), MakeRouter('e').mac};
    for (int i = 0; i < 5; ++i)
    {
        Ask(net.link, ANYCAST, net.near);
        Ask(net.link, ANYCAST, other);
    }
    RunTo(Simulator::Now() + Seconds(2));
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, ANYCAST), 2, "two have asked");
}

void
Anycast::AnswersAreLimited()
{
    HostOptions options;
    options.randomDelays = true;
    LinkRouter net(options);
    net.host.GetInterface(1)->SetAttribute("MaxNeighbors", UintegerValue(3));
    for (const char* from : {"2400:1::d1", "2400:1::d2", "2400:1::d3", "2400:1::d4", "2400:1::d5"})
    {
        Ask(net.link, ANYCAST, {Ipv6Address(from), MakeRouter('d').mac});
    }
    RunTo(Simulator::Now() + Seconds(2));
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, ANYCAST), 3, "as many as there are neighbors");
    net.link.ForgetSeen();
    net.host.GetInterface(1)->SetAttribute("MaxNeighbors", UintegerValue(0));
    Ask(net.link, ANYCAST, net.near);
    RunTo(Simulator::Now() + Seconds(2));
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, ANYCAST), 1, "without limit");
}

void
Anycast::InterfaceGoesDownBeforeTheAnswer()
{
    HostOptions options;
    options.randomDelays = true;
    LinkRouter net(options);
    Ask(net.link, ANYCAST, net.near);
    net.host.GetIpv6()->SetDown(1);
    RunTo(Simulator::Now() + Seconds(2));
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, ANYCAST), 0, "nothing leaves");
    Ask(net.second, Ipv6Address("2400:2::"), net.far); // and is never answered: the run ends
}

void
Anycast::AddressOfTheGroupIsDeliveredOnce()
{
    LinkRouter net;
    // It is looked for at the group of the anycast address.
    const Ipv6Address own("2400:1::100:0");
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(own, Ipv6Prefix(uint8_t{64})));
    RunTo(Simulator::Now() + Seconds(3));
    net.link.ForgetSeen();
    Ask(net.link, own, net.near);
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, own), 1, "own");
    Ask(net.link, ANYCAST, net.near);
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, ANYCAST), 1, "anycast");
}

void
Anycast::EchoIsAnsweredFromAUnicastAddress()
{
    LinkRouter net;
    net.link.Send(EchoRequest(), net.near, ANYCAST);
    const auto replies = net.link.GetSeen(ECHO_REPLY);
    NS_TEST_EXPECT_MSG_EQ(replies.size(), 1, "the router has the address");
    if (replies.size() != 1)
    {
        return;
    }
    NS_TEST_EXPECT_MSG_EQ(replies[0].source, net.GetOwn(1), "RFC 4443, section 4.2");
    NS_TEST_EXPECT_MSG_EQ(
        (WithChecksum(replies[0].message, net.GetOwn(1), net.near.address) == replies[0].message),
        true,
        "checksum");
    net.link.ForgetSeen();
    net.second.Send(EchoRequest(), net.far, ANYCAST);
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.second), "129/0 to 2400:2::d", "from another link");
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.link), "", "it goes no further");
}

void
Anycast::HostHasNone()
{
    LinkRouter net;
    net.host.GetIpv6()->SetForwarding(1, false);
    Ask(net.link, ANYCAST, net.near);
    net.link.Send(EchoRequest(), net.near, ANYCAST);
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, ANYCAST), 0, "no router on this link");
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.link), "", "nor an echo reply");
}

void
Anycast::PrefixesWithoutAnycastAddress()
{
    LinkRouter net;
    const auto ipv6 = net.host.GetIpv6();
    ipv6->AddAddress(1, Ipv6InterfaceAddress(Ipv6Address("2400:7::5"), Ipv6Prefix(uint8_t{127})));
    ipv6->AddAddress(1, Ipv6InterfaceAddress(Ipv6Address("2400:7::9"), Ipv6Prefix(uint8_t{128})));
    ipv6->AddAddress(1, Ipv6InterfaceAddress(Ipv6Address("2400:7::d"), Ipv6Prefix(uint8_t{126})));
    RunTo(Simulator::Now() + Seconds(3));
    for (const char* target : {"2400:7::4", "2400:7::9", "2400:7::8", "fe80::", "::"})
    {
        const auto expected = std::string(target) == "2400:7::9" ? 1 : 0;
        net.link.ForgetSeen();
        Ask(net.link, Ipv6Address(target), net.near);
        NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, Ipv6Address(target)), expected, target);
    }
    Ask(net.link, Ipv6Address("2400:7::c"), net.near);
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, Ipv6Address("2400:7::c")), 1, "126 bits");
    ipv6->AddAddress(1, Ipv6InterfaceAddress(Ipv6Address("2400:8::5"), Ipv6Prefix(uint8_t{64})));
    Ask(net.link, Ipv6Address("2400:8::"), net.near);
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(net.link, Ipv6Address("2400:8::")), 0, "still tested");
}

void
Anycast::AssignedAddressIsNoAnycastAddress()
{
    LinkRouter net;
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(ANYCAST, Ipv6Prefix(uint8_t{64})));
    RunTo(Simulator::Now() + Seconds(3));
    net.link.ForgetSeen();
    Ask(net.link, ANYCAST, net.near);
    const auto answers = net.link.GetSeen(NEIGHBOR_ADVERTISEMENT);
    NS_TEST_EXPECT_MSG_EQ(answers.size(), 1, "as any other address");
    if (answers.size() != 1)
    {
        return;
    }
    NS_TEST_EXPECT_MSG_EQ(answers[0].source, ANYCAST, "from itself");
    NS_TEST_EXPECT_MSG_EQ(+(answers[0].message[4] >> 5), 7, "with the O flag");
}

void
Anycast::NoErrorToAnAnycastAddress()
{
    LinkRouter net;
    const auto put = [&net](const char* from, const char* to) {
        TestLink::Envelope envelope;
        envelope.destination = Ipv6Address(to);
        envelope.nextHeader = DESTINATION_OPTIONS;
        envelope.fragmentHeader = Hex("3a009e0400000000");
        envelope.hopLimit = 1;
        const Station station{Ipv6Address(from), net.near.mac};
        net.Announce(net.link, net.near, 1);
        net.link.Send(EchoRequest(), station, envelope);
        return net.Take(net.link);
    };
    // A node that asks for the address learns it from the neighbor.
    net.link.Send(NeighborAdvertisement(ANYCAST, net.near.mac, "SO"), net.near, net.GetOwn(1));
    NS_TEST_EXPECT_MSG_EQ(put("2400:1::c", "2400:1::ff"), "4/2 to 2400:1::c", "unknown option");
    NS_TEST_EXPECT_MSG_EQ(put("2400:1::c", "2400:2::d"), "3/0 to 2400:1::c", "Hop Limit");
    NS_TEST_EXPECT_MSG_EQ(put("2400:1::", "2400:1::ff"), "", "RFC 4443, section 2.4 (e.6)");
    NS_TEST_EXPECT_MSG_EQ(put("2400:1::", "2400:2::d"), "", "of a packet on its way");
    NS_TEST_EXPECT_MSG_EQ(put("2400:1::", "2600::1"), "", "without a route");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_SOLICITATION).size(),
                          0,
                          "nobody is looked for");
}

class AnycastSuite : public TestSuite
{
  public:
    AnycastSuite()
        : TestSuite("pvd-anycast", Type::UNIT)
    {
        Add("solicitation for the anycast address is answered without O",
            &Anycast::SolicitationIsAnswered);
        Add("answer follows at random within a second", &Anycast::AnswerIsDelayed);
        Add("neighbor that asks five times is answered once", &Anycast::EachNeighborIsAnsweredOnce);
        Add("as many neighbors are answered as are kept", &Anycast::AnswersAreLimited);
        Add("interface that went down does not answer", &Anycast::InterfaceGoesDownBeforeTheAnswer);
        Add("own address with the group of the anycast address is answered once",
            &Anycast::AddressOfTheGroupIsDeliveredOnce);
        Add("echo reply comes from a unicast address", &Anycast::EchoIsAnsweredFromAUnicastAddress);
        Add("interface that does not forward has no anycast address", &Anycast::HostHasNone);
        Add("prefix of 127 bits and tentative address have no anycast address",
            &Anycast::PrefixesWithoutAnycastAddress);
        Add("assigned address is answered as unicast", &Anycast::AssignedAddressIsNoAnycastAddress);
        Add("no error is sent to the anycast address", &Anycast::NoErrorToAnAnycastAddress);
    }

  private:
    void Add(const std::string& name, Anycast::Body body)
    {
        AddTestCase(new Anycast(name, body));
    }
};

AnycastSuite g_anycastSuite; ///< registers itself

} // namespace
