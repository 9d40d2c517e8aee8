/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/ndisc-cache.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Which messages reach the state at all.
class RaValidation : public CaseOf<RaValidation>
{
  public:
    using CaseOf::CaseOf;

    void BadMessagesChangeNothing();
    void EveryCutOfAMessageIsHandledWhole();
    void OptionsOfOtherMessagesAreSkipped();
    void UnknownOptionIsSkippedAndTheRestCounts();
    void ReservedBitsChangeNothing();
    void HostDiscardsRouterSolicitations();
    void HostSendsNoRouterAdvertisement();
    void FragmentedRouterAdvertisementIsIgnored();
    void FragmentedNeighborDiscoveryIsIgnored();
    void WhatTheHostSendsIsNotFragmented();
    void UnicastRouterAdvertisementCounts();

  private:
    struct BadMessage;

    void CheckIsDropped(const BadMessage& bad);
};

/// A message with an option of each kind that hosts use.
RouterAdvertisement
FullRa()
{
    return Ra(1800,
              {Pio("2001:db8:1::/64", 3600, 1800),
               Rio("2001:db8:100::/40", 900),
               Mtu(1400),
               PvdNamed("example.org", {Pio("2001:db8:2::/64", 3600, 1800)}),
               Rdnss({"2001:db8::53"}, 600),
               Dnssl({"example.org"}, 600)});
}

/// A message that fails one check.
struct RaValidation::BadMessage
{
    std::string name;            //!< what is wrong
    Octets message;              //!< the message
    Station from;                //!< its sender
    TestLink::Envelope envelope; //!< how it is sent
    RaDropReason reason;         //!< why it is dropped
};

/// \return octets of FullRa with an octet replaced
Octets
Replace(std::size_t offset, uint8_t octet)
{
    Octets octets = ToMessage(FullRa());
    octets.at(offset) = octet;
    return octets;
}

/// \return octets of FullRa with more of them at the end
Octets
Append(const std::string& hex)
{
    Octets octets = ToMessage(FullRa());
    const Octets more = Hex(hex);
    octets.insert(octets.end(), more.begin(), more.end());
    return octets;
}

/// \return the first octets of FullRa
Octets
Cut(std::size_t size)
{
    Octets octets = ToMessage(FullRa());
    octets.resize(size);
    return octets;
}

TestLink::Envelope
WithHopLimit(uint8_t hopLimit)
{
    TestLink::Envelope envelope;
    envelope.hopLimit = hopLimit;
    return envelope;
}

TestLink::Envelope
WithWrongChecksum()
{
    TestLink::Envelope envelope;
    envelope.rightChecksum = false;
    return envelope;
}

Station
From(const char* address)
{
    return {Ipv6Address(address), Mac48Address("02:00:00:00:ff:0a")};
}

void
RaValidation::CheckIsDropped(const BadMessage& bad)
{
    OneHost net;
    net.Hear(Ra(9000, {Pio("2001:db8:1::/64", 8000, 7000)}));
    const std::string before = net.host.Describe();
    net.host.ForgetEvents();

    net.link.Send(bad.message, bad.from, bad.envelope);

    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), before, bad.name << ": the state changed");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetEvents().size(), 0, bad.name << ": a notification");
    NS_TEST_ASSERT_MSG_EQ(net.host.GetDrops().size(), 1, bad.name << ": not traced once");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetDrops()[0], bad.reason, bad.name << ": wrong reason");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetDropCount(bad.reason),
                          1,
                          bad.name << ": not counted");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetIgnored().size(), 0, bad.name << ": an option was looked at");
}

// Rows: 4861-6.1.2-01, 4861-4.6-01, 8801-3.1-20
void
RaValidation::BadMessagesChangeNothing()
{
    constexpr std::size_t FIRST_OPTION = 16; // a PIO of 32 octets
    constexpr std::size_t IN_PVD = 16 + 32 + 16 + 8 + 24;
    const Station router = MakeRouter('a');
    const TestLink::Envelope fine;
    const Octets whole = ToMessage(FullRa());
    const BadMessage messages[] = {
        {"global source", whole, From("2001:db8::a"), fine, RaDropReason::SOURCE_NOT_LINK_LOCAL},
        {"source ::", whole, From("::"), fine, RaDropReason::SOURCE_NOT_LINK_LOCAL},
        {"source fec0::", whole, From("fec0::a"), fine, RaDropReason::SOURCE_NOT_LINK_LOCAL},
        {"hop limit 254", whole, router, WithHopLimit(254), RaDropReason::HOP_LIMIT},
        {"hop limit 1", whole, router, WithHopLimit(1), RaDropReason::HOP_LIMIT},
        {"hop limit 0", whole, router, WithHopLimit(0), RaDropReason::HOP_LIMIT},
        {"checksum", whole, router, WithWrongChecksum(), RaDropReason::CHECKSUM},
        {"code 1", Replace(1, 1), router, fine, RaDropReason::CODE},
        {"code 255", Replace(1, 255), router, fine, RaDropReason::CODE},
        {"15 octets", Cut(15), router, fine, RaDropReason::TOO_SHORT},
        {"4 octets", Cut(4), router, fine, RaDropReason::TOO_SHORT},
        {"1 octet", Cut(1), router, fine, RaDropReason::TOO_SHORT},
        {"length 0 of the first option",
         Replace(FIRST_OPTION + 1, 0),
         router,
         fine,
         RaDropReason::OPTION_LENGTH_ZERO},
        {"length 0 inside the PvD option",
         Replace(IN_PVD + 1, 0),
         router,
         fine,
         RaDropReason::OPTION_LENGTH_ZERO},
        {"length 0 of an unknown option at the end",
         Append("c800 000000000000"),
         router,
         fine,
         RaDropReason::OPTION_LENGTH_ZERO},
        {"two octets after the options",
         Append("c800"),
         router,
         fine,
         RaDropReason::OPTION_OVERRUN},
        {"option past the end",
         Append("c802 000000000000"),
         router,
         fine,
         RaDropReason::OPTION_OVERRUN},
        {"one octet after the options", Append("c8"), router, fine, RaDropReason::OPTION_OVERRUN},
    };
    NS_TEST_ASSERT_MSG_EQ(+whole.at(IN_PVD), 3, "the PIO inside the PvD option is elsewhere");
    for (const auto& bad : messages)
    {
        CheckIsDropped(bad);
    }
}

// Rows: 8801-3.1-20
void
RaValidation::EveryCutOfAMessageIsHandledWhole()
{
    const Octets whole = ToMessage(FullRa());
    std::vector<std::size_t> ends; // where an option ends
    for (std::size_t end = 16; end <= whole.size(); end += whole.at(end + 1) * 8U)
    {
        ends.push_back(end);
        if (end == whole.size())
        {
            break;
        }
    }
    NS_TEST_ASSERT_MSG_EQ(ends.size(), 7, "six options were meant to be there");
    for (std::size_t size = 1; size <= whole.size(); ++size)
    {
        OneHost net;
        net.link.Send(Cut(size), MakeRouter('a'), TestLink::Envelope());
        const bool isWhole = std::find(ends.begin(), ends.end(), size) != ends.end();
        const std::size_t pvds = net.host.GetRegistry()->GetPvds().size();
        NS_TEST_EXPECT_MSG_EQ(pvds, (isWhole ? 1 : 0), size << " octets: PvDs");
        NS_TEST_EXPECT_MSG_EQ(net.host.GetDrops().size(), (isWhole ? 0 : 1), size << " octets");
    }
}

// Rows: 4861-6.1.2-02
void
RaValidation::OptionsOfOtherMessagesAreSkipped()
{
    OneHost net;
    net.Hear(Ra(1800,
                {Pio("2001:db8:1::/64", 3600, 1800),
                 Opaque(2, Hex("020000000099")),
                 Opaque(4, Octets(46)),
                 Pio("2001:db8:2::/64", 3600, 1800)}));
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_EQ(net.host.GetDrops().size(), 0, "the message was dropped");
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetPrefixes().size(), 2, "prefixes around the strange options");
    NS_TEST_ASSERT_MSG_EQ(net.host.GetIgnored().size(), 2, "ignored options");
    for (const auto& ignored : net.host.GetIgnored())
    {
        NS_TEST_EXPECT_MSG_EQ(ignored.first, OptionIgnoreReason::NOT_FOR_RA, "reason");
    }
    const auto cache = net.host.GetStockInterface()->GetNdiscCache();
    NS_TEST_EXPECT_MSG_EQ(cache->Lookup(Ipv6Address("fe80::a")),
                          nullptr,
                          "a Target Link-Layer Address made a neighbour");
}

// Rows: 4861-4.2-06
void
RaValidation::UnknownOptionIsSkippedAndTheRestCounts()
{
    for (uint8_t type : {6, 30, 200, 255})
    {
        OneHost net;
        net.Hear(Ra(1800,
                    {Pio("2001:db8:1::/64", 3600, 1800),
                     Opaque(type, Octets(14, 0xff)),
                     Pio("2001:db8:2::/64", 3600, 1800)}));
        const auto pvd = net.host.GetOnlyPvd();
        NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "type " << +type << ": no PvD");
        NS_TEST_EXPECT_MSG_EQ(pvd->GetPrefixes().size(), 2, "type " << +type << ": prefixes");
        NS_TEST_ASSERT_MSG_EQ(net.host.GetIgnored().size(), 1, "type " << +type << ": ignored");
        NS_TEST_EXPECT_MSG_EQ(+net.host.GetIgnored()[0].second, +type, "type that was told");
        NS_TEST_EXPECT_MSG_EQ(net.host.GetIgnored()[0].first,
                              OptionIgnoreReason::UNKNOWN_TYPE,
                              "reason");
    }
}

// Rows: 4191-2.2-05, 4861-4.6.2-02, 4191-2.3-04, 8801-3.1-05, 8801-3.4-05
void
RaValidation::ReservedBitsChangeNothing()
{
    const RouterAdvertisement ra = Ra(1800,
                                      {PvdNamed("example.org"),
                                       Pio("2001:db8:1::/64", 3600, 1800),
                                       Rio("2001:db8:100::/40", 900, RouterPreference::HIGH),
                                       Rdnss({"2001:db8::53"}, 600),
                                       Dnssl({"example.org"}, 600),
                                       Mtu(1400)});
    const Octets clean = ToMessage(ra);
    // Offsets of reserved bits: header flags, PvD flags, PIO flags and Reserved2, RIO, and the
    // Reserved octets of RDNSS, DNSSL and MTU.
    const std::pair<std::size_t, uint8_t> reserved[] = {
        {5, 0x03},
        {18, 0x1f},
        {19, 0xf0},
        {43, 0x1f},
        {52, 0xff},
        {55, 0xff},
        {75, 0xe7},
        {90, 0xff},
        {91, 0xff},
        {114, 0xff},
        {115, 0xff},
        {138, 0xff},
        {139, 0xff},
    };
    OneHost plain;
    plain.Hear(ra);
    const std::string expected = plain.host.Describe();
    for (const auto& bits : reserved)
    {
        Octets octets = clean;
        NS_TEST_ASSERT_MSG_EQ((octets.at(bits.first) & bits.second), 0, "no reserved bits there");
        octets[bits.first] |= bits.second;
        OneHost net;
        net.link.Send(octets, MakeRouter('a'), TestLink::Envelope());
        NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), expected, "reserved bits at " << bits.first);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetIgnored().size(), 0, "ignored at " << bits.first);
    }
}

// Rows: 4861-6.1.1-01
void
RaValidation::HostDiscardsRouterSolicitations()
{
    OneHost net;
    RunTo(Seconds(6)); // between its second solicitation and its third
    net.link.ForgetSeen();
    const Station neighbour = MakeRouter('c');
    const Octets rs = RouterSolicitation(neighbour.mac);
    for (const Ipv6Address& destination : {net.host.GetLinkLocal(),
                                           Ipv6Address::GetAllRoutersMulticast(),
                                           Ipv6Address::GetAllNodesMulticast()})
    {
        net.link.Send(rs, neighbour, destination);
    }
    RunTo(Seconds(7));
    const auto cache = net.host.GetStockInterface()->GetNdiscCache();
    NS_TEST_EXPECT_MSG_EQ(cache->Lookup(neighbour.address),
                          nullptr,
                          "a neighbour was learned from a Router Solicitation");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen().size(), 0, "the host answered");
}

// Rows: 4861-6.2.4-01
void
RaValidation::HostSendsNoRouterAdvertisement()
{
    OneHost net;
    net.Hear(FullRa());
    const Station neighbour = MakeRouter('c');
    RunTo(Seconds(10));
    net.link.Send(RouterSolicitation(neighbour.mac),
                  neighbour,
                  Ipv6Address::GetAllRoutersMulticast());
    RunTo(Seconds(7200));
    NS_TEST_EXPECT_MSG_NE(net.link.GetSeen().size(), 0, "the host was meant to send something");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(ROUTER_ADVERTISEMENT).size(), 0, "a host sent an RA");
}

/// \return the atomic and the first of two fragments, as headers before an ICMPv6 message
std::vector<Octets>
FragmentHeaders()
{
    return {Hex("3a 00 0000 00000001"), Hex("3a 00 0001 00000002")};
}

// Rows: 6980-5-02
void
RaValidation::FragmentedRouterAdvertisementIsIgnored()
{
    OneHost net;
    for (const auto& fragmentHeader : FragmentHeaders())
    {
        TestLink::Envelope envelope;
        envelope.fragmentHeader = fragmentHeader;
        net.link.Send(ToMessage(FullRa()), MakeRouter('a'), envelope);
    }
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 0, "a fragment counted");
    net.Hear(FullRa());
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 1, "whole, it should count");
}

// Rows: 6980-5-02
void
RaValidation::FragmentedNeighborDiscoveryIsIgnored()
{
    OneHost net;
    RunTo(Seconds(5));
    net.link.ForgetSeen();
    const Station neighbour = MakeRouter('c');
    const Octets ns = NeighborSolicitation(net.host.GetLinkLocal(), &neighbour.mac);
    TestLink::Envelope envelope;
    envelope.destination = Ipv6Address::MakeSolicitedAddress(net.host.GetLinkLocal());
    envelope.fragmentHeader = FragmentHeaders()[0];
    net.link.Send(ns, neighbour, envelope);
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_ADVERTISEMENT).size(), 0, "answered");
    envelope.fragmentHeader.clear();
    net.link.Send(ns, neighbour, envelope);
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_ADVERTISEMENT).size(), 1, "whole: no answer");
}

// In part: 6980-5-01 (what a host sends)
void
RaValidation::WhatTheHostSendsIsNotFragmented()
{
    OneHost net;
    const Station neighbour = MakeRouter('c');
    RunTo(Seconds(5));
    net.link.Send(NeighborSolicitation(net.host.GetLinkLocal(), &neighbour.mac),
                  neighbour,
                  Ipv6Address::MakeSolicitedAddress(net.host.GetLinkLocal()));
    for (IcmpType type : {ROUTER_SOLICITATION, NEIGHBOR_SOLICITATION, NEIGHBOR_ADVERTISEMENT})
    {
        NS_TEST_EXPECT_MSG_NE(net.link.GetSeen(type).size(), 0, "none of type " << +type);
    }
    for (const auto& seen : net.link.GetSeen())
    {
        NS_TEST_EXPECT_MSG_EQ(+seen.nextHeader, 58, "Next Header");
        NS_TEST_EXPECT_MSG_EQ(+seen.hopLimit, 255, "Hop Limit");
    }
}

// Rows: 4861-6.1.2-01
void
RaValidation::UnicastRouterAdvertisementCounts()
{
    OneHost net;
    RunTo(Seconds(5));
    net.link.Send(ToMessage(FullRa()), MakeRouter('a'), net.host.GetLinkLocal());
    NS_TEST_EXPECT_MSG_NE(net.host.FindPvd("example.org"), nullptr, "an RA to the host alone");
}

class RaValidationSuite : public TestSuite
{
  public:
    RaValidationSuite()
        : TestSuite("pvd-ra-validation", Type::UNIT)
    {
        Add("message that fails a check changes state", &RaValidation::BadMessagesChangeNothing);
        Add("cut message is applied in part", &RaValidation::EveryCutOfAMessageIsHandledWhole);
        Add("option of another message stops the RA or is used",
            &RaValidation::OptionsOfOtherMessagesAreSkipped);
        Add("unknown option hides those after it",
            &RaValidation::UnknownOptionIsSkippedAndTheRestCounts);
        Add("reserved bit changes what is understood", &RaValidation::ReservedBitsChangeNothing);
        Add("host takes a Router Solicitation", &RaValidation::HostDiscardsRouterSolicitations);
        Add("host sends an RA", &RaValidation::HostSendsNoRouterAdvertisement);
        Add("fragmented RA counts", &RaValidation::FragmentedRouterAdvertisementIsIgnored);
        Add("fragmented Neighbor Solicitation is answered",
            &RaValidation::FragmentedNeighborDiscoveryIsIgnored);
        Add("host fragments Neighbor Discovery", &RaValidation::WhatTheHostSendsIsNotFragmented);
        Add("unicast RA is lost", &RaValidation::UnicastRouterAdvertisementCounts);
    }

  private:
    void Add(const std::string& name, RaValidation::Body body)
    {
        AddTestCase(new RaValidation(name, body));
    }
};

RaValidationSuite g_raValidationSuite; ///< registers itself

} // namespace
