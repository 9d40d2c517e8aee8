/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What a tentative or duplicate address must not do.
class TentativeAddress : public CaseOf<TentativeAddress>
{
  public:
    using CaseOf::CaseOf;

    void PingIsNotAnswered();
    void ItIsNoSource();
    void NeighboursAreNotSoughtFromIt();
    void OwnSolicitationIsNoConflict();
    void DuplicateGivenByHandIsSilent();
};

const char* const PREFIX = "2001:db8:1::/64";
const char* const OTHER_PREFIX = "2001:db8:2::/64";
const Station A = MakeRouter('a');
const Station C = MakeRouter('c');
const Ipv6Address FAR("2001:db8:ffff::1"); ///< on no link

/// A device that sends back all that it hears, as a loop in the link would.
struct Reflector
{
    Ptr<SimpleNetDevice> device{CreateObject<SimpleNetDevice>()}; //!< on the link
    int reflected{0};                                             //!< how many packets

    explicit Reflector(TestLink& link)
    {
        device->SetAddress(Mac48Address("02:00:00:00:dd:dd"));
        device->SetChannel(link.GetChannel());
        const auto node = CreateObject<Node>();
        node->AddDevice(device);
        node->RegisterProtocolHandler(MakeCallback(&Reflector::Hear, this), 0, device, true);
    }

    void Hear(Ptr<NetDevice>,
              Ptr<const Packet> packet,
              uint16_t protocol,
              const Address& from,
              const Address& to,
              NetDevice::PacketType)
    {
        ++reflected;
        device->SendFrom(packet->Copy(), from, to, protocol);
    }
};

// In part: 4862-5.4-04
void
TentativeAddress::PingIsNotAnswered()
{
    OneHost net;
    RunTo(Seconds(5));
    net.Hear(Ra(1800, {Slla(A.mac), Pio(PREFIX, 7200, 3600)}));
    const Ipv6Address own = net.host.MakeAddress(PREFIX);
    NS_TEST_ASSERT_MSG_EQ(net.host.GetAddressState(own), "tentative", "the test is to be early");
    net.link.Send(EchoRequest(), A, own);
    RunTo(Seconds(5.9));
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(ECHO_REPLY).size(), 0, "answered while tentative");
    RunTo(Seconds(7));
    net.link.Send(EchoRequest(), A, own);
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(ECHO_REPLY).size(), 1, "not answered after DAD");
}

// In part: 4862-5.4-04
void
TentativeAddress::ItIsNoSource()
{
    OneHost net;
    RunTo(Seconds(5));
    net.Hear(Ra(1800, {Slla(A.mac), Pio(PREFIX, 7200, 3600)}));
    RunTo(Seconds(10));
    net.Hear(Ra(1800, {Pio(PREFIX, 7200, 0), Pio(OTHER_PREFIX, 7200, 3600)}));
    const Ipv6Address fresh = net.host.MakeAddress(OTHER_PREFIX);
    NS_TEST_ASSERT_MSG_EQ(net.host.GetAddressState(fresh), "tentative", "the test is to be early");
    net.host.SendUdp(FAR);
    RunTo(Seconds(12));
    net.host.SendUdp(FAR);
    const auto seen = net.link.GetSeenUdp();
    NS_TEST_ASSERT_MSG_EQ(seen.size(), 2, "packets");
    NS_TEST_EXPECT_MSG_EQ(seen[0].source, net.host.MakeAddress(PREFIX), "while it is tentative");
    NS_TEST_EXPECT_MSG_EQ(seen[1].source, fresh, "when it is preferred");
}

// In part: 4862-5.4-04
void
TentativeAddress::NeighboursAreNotSoughtFromIt()
{
    OneHost net;
    RunTo(Seconds(5));
    net.Hear(Ra(1800, {Slla(A.mac), Pio(PREFIX, 7200, 3600)}));
    net.link.ForgetSeen();
    net.host.SendUdp(Ipv6Address("2001:db8:1::99"));
    int sought = 0;
    for (const auto& seen : net.link.GetSeen(NEIGHBOR_SOLICITATION))
    {
        if (GetTarget(seen.message) == Ipv6Address("2001:db8:1::99"))
        {
            ++sought;
            NS_TEST_EXPECT_MSG_EQ(seen.source, net.host.GetLinkLocal(), "source");
            NS_TEST_EXPECT_MSG_EQ(
                (seen.message == WithChecksum(seen.message, seen.source, seen.destination)),
                true,
                "checksum");
            NS_TEST_EXPECT_MSG_EQ(+seen.hopLimit, 255, "hop limit");
        }
    }
    NS_TEST_EXPECT_MSG_EQ(sought, 1, "solicitations for the neighbour");
}

// Rows: 4862-5.4.3-02
void
TentativeAddress::OwnSolicitationIsNoConflict()
{
    OneHost net;
    Reflector loop(net.link);
    net.Hear(Ra(1800, {Pio(PREFIX, 7200, 3600)}));
    RunTo(Seconds(3));
    NS_TEST_EXPECT_MSG_GT_OR_EQ(loop.reflected, 2, "nothing came back");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.GetLinkLocal()),
                          "preferred",
                          "link-local address");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.MakeAddress(PREFIX)),
                          "preferred",
                          "global address");
}

// Rows: 4862-5.4.5-01
void
TentativeAddress::DuplicateGivenByHandIsSilent()
{
    OneHost net;
    RunTo(Seconds(5));
    net.Hear(Ra(1800, {Slla(A.mac), Pio(PREFIX, 7200, 3600)}));
    const Ipv6Address byHand("2001:db8:1::77");
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(byHand, Ipv6Prefix(64)));
    RunNow();
    net.link.Send(NeighborAdvertisement(byHand, C.mac, "O"),
                  C,
                  Ipv6Address::GetAllNodesMulticast());
    RunTo(Seconds(10));
    NS_TEST_EXPECT_MSG_NE(net.host.GetAddressState(byHand), "preferred", "the duplicate is used");
    net.link.ForgetSeen();
    net.link.Send(NeighborSolicitation(byHand, &A.mac),
                  A,
                  Ipv6Address::MakeSolicitedAddress(byHand));
    net.link.Send(EchoRequest(), A, byHand);
    RunTo(Seconds(12));
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_ADVERTISEMENT).size(), 0, "its owner is C");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(ECHO_REPLY).size(), 0, "a ping is answered");
}

class TentativeAddressSuite : public TestSuite
{
  public:
    TentativeAddressSuite()
        : TestSuite("pvd-tentative-address", Type::UNIT)
    {
        Add("tentative address answers a ping", &TentativeAddress::PingIsNotAnswered);
        Add("tentative address is a source", &TentativeAddress::ItIsNoSource);
        Add("neighbour is sought from a tentative address",
            &TentativeAddress::NeighboursAreNotSoughtFromIt);
        Add("own solicitation is a conflict", &TentativeAddress::OwnSolicitationIsNoConflict);
        Add("duplicate given by hand answers", &TentativeAddress::DuplicateGivenByHandIsSilent);
    }

  private:
    void Add(const std::string& name, TentativeAddress::Body body)
    {
        AddTestCase(new TentativeAddress(name, body));
    }
};

TentativeAddressSuite g_tentativeAddressSuite; ///< registers itself

} // namespace
