/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ndisc-cache.h"
#include "ns3/pvd-icmpv6-l4-protocol.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What a host makes of ICMPv6 that is no Router Advertisement.
class Neighbor : public CaseOf<Neighbor>
{
  public:
    using CaseOf::CaseOf;

    void NoiseOfEveryType();
    void InvalidSolicitationIsNoConflict();
    void InvalidAdvertisementEndsNoRouter();
    void FragmentBehindAnotherHeader();
    void RoutersThatComeAndGo();
    void SolicitationsFromEverywhere();
    void AdvertisementOfAStranger();
    void LinkLayerAddressInsideThePvdOption();
    void PayloadThatDidNotArrive();
    void OptionsOfUnknownTypes();
    void EchoWithAWrongChecksum();

  private:
    void NoteDrop(NdDropReason reason, uint8_t type, Ipv6Address source);

    std::vector<NdDropReason> m_drops; //!< reasons, in order
};

void
Neighbor::NoteDrop(NdDropReason reason, uint8_t, Ipv6Address)
{
    m_drops.push_back(reason);
}

Ptr<PvdIcmpv6L4Protocol>
GetIcmpv6(const OneHost& net)
{
    return net.host.GetNode()->GetObject<PvdIcmpv6L4Protocol>();
}

/// \return fe80::1:<number>
Station
MakeStation(uint32_t number)
{
    Ipv6Octets octets = ToOctets(std::string("fe80::1:0"));
    octets[14] = number >> 8;
    octets[15] = number & 0xff;
    return {Ipv6Address(octets.data()), MakeRouter('a').mac};
}

/// \return how many of the stations the host's neighbour cache holds
uint32_t
CountNeighbors(const OneHost& net, uint32_t stations)
{
    const auto cache = net.host.GetStockInterface()->GetNdiscCache();
    uint32_t found = 0;
    for (uint32_t i = 0; i < stations; ++i)
    {
        found += cache->Lookup(MakeStation(i).address) ? 1 : 0;
    }
    return found;
}

void
Neighbor::NoiseOfEveryType()
{
    OneHost net;
    RunTo(Seconds(3));
    for (uint32_t type = 0; type < 256; ++type)
    {
        for (const std::size_t size : {4, 7, 8, 23, 24, 25, 40, 55, 56, 1200})
        {
            Octets message(size, 0);
            for (std::size_t i = 0; i < size; ++i)
            {
                message[i] = static_cast<uint8_t>(i * 37 + type);
            }
            message[0] = type;
            message[1] = 0;
            net.link.Send(message, MakeRouter('b'), net.host.GetLinkLocal());
            net.link.Send(message, MakeRouter('b'), Ipv6Address::GetAllNodesMulticast());
        }
    }
    RunTo(Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 0, "noise made a PvD");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.GetLinkLocal()), "preferred", "lost");
}

void
Neighbor::InvalidSolicitationIsNoConflict()
{
    struct Row
    {
        const char* name;
        TestLink::Envelope envelope;
        uint8_t code;
        NdDropReason reason;
    };

    const Ipv6Address address("2001:db8:1::ff:fe00:1");
    TestLink::Envelope good;
    good.destination = Ipv6Address::MakeSolicitedAddress(address);
    TestLink::Envelope checksum = good;
    checksum.rightChecksum = false;
    TestLink::Envelope group = good;
    group.destination = Ipv6Address::GetAllNodesMulticast();
    TestLink::Envelope forwarded = good;
    forwarded.hopLimit = 64;
    const Row rows[] = {{"good", good, 0, NdDropReason::NONE},
                        {"checksum", checksum, 0, NdDropReason::CHECKSUM},
                        {"code", good, 1, NdDropReason::CODE},
                        {"group", group, 0, NdDropReason::DESTINATION},
                        {"hop limit", forwarded, 0, NdDropReason::HOP_LIMIT}};
    for (const auto& row : rows)
    {
        OneHost net;
        m_drops.clear();
        GetIcmpv6(net)->TraceConnectWithoutContext("NdDropped",
                                                   MakeCallback(&Neighbor::NoteDrop, this));
        RunTo(Seconds(3));
        net.Hear(Ra(1800, {Pio("2001:db8:1::/64", 3600, 1800)}));
        Octets message = NeighborSolicitation(address);
        message[1] = row.code;
        net.link.Send(message, {Ipv6Address::GetAny(), MakeRouter('b').mac}, row.envelope);
        RunTo(Seconds(6));
        const bool isGood = row.reason == NdDropReason::NONE;
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address),
                              std::string(isGood ? "none" : "preferred"),
                              row.name);
        NS_TEST_EXPECT_MSG_EQ(m_drops.size(), (isGood ? 0U : 1U), row.name);
        NS_TEST_EXPECT_MSG_EQ((m_drops.empty() || m_drops[0] == row.reason), true, row.name);
    }
}

// In part: 4861-7.3-02
void
Neighbor::InvalidAdvertisementEndsNoRouter()
{
    const Station a = MakeRouter('a');
    OneHost net;
    net.Hear(Ra(1800, {Slla(a.mac)}), a);
    RunTo(Seconds(3));
    TestLink::Envelope checksum;
    checksum.rightChecksum = false;
    net.link.Send(NeighborAdvertisement(a.address, a.mac, ""), a, checksum);
    Octets code = NeighborAdvertisement(a.address, a.mac, "");
    code[1] = 1;
    net.link.Send(code, a, TestLink::Envelope());
    net.link.Send(NeighborAdvertisement(a.address, a.mac, "S"), a, TestLink::Envelope());
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "fe80::a medium", "believed");
    net.link.Send(NeighborAdvertisement(a.address, a.mac, ""), a, TestLink::Envelope());
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "", "a valid one is not");
}

// Rows: 6980-5-02
void
Neighbor::FragmentBehindAnotherHeader()
{
    // Destination Options with PadN, then a Fragment header for the whole message.
    OneHost net;
    RunTo(Seconds(3));
    TestLink::Envelope envelope;
    envelope.nextHeader = 60;
    envelope.fragmentHeader = Hex("2c 00 01 04 00000000 3a 00 0000 00000001");
    net.link.Send(ToMessage(Ra(1800)), MakeRouter('a'), envelope);
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 0, "a fragment was taken");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetDropCount(RaDropReason::FRAGMENTED),
                          1,
                          "not counted");
}

void
Neighbor::RoutersThatComeAndGo()
{
    constexpr uint32_t ROUTERS = 300;
    OneHost net;
    net.host.GetInterface()->SetAttribute("MaxNeighbors", UintegerValue(50));
    for (uint32_t i = 0; i < ROUTERS; ++i)
    {
        net.Hear(Ra(1, {Slla(MakeRouter('a').mac)}), MakeStation(i));
        RunTo(Seconds(3 + 2 * i));
    }
    NS_TEST_EXPECT_MSG_EQ(CountNeighbors(net, ROUTERS), 50, "the neighbour cache grew");
    NS_TEST_EXPECT_MSG_EQ(CountNeighbors(net, ROUTERS - 50), 0, "the oldest stay");
}

void
Neighbor::SolicitationsFromEverywhere()
{
    constexpr uint32_t STATIONS = 300;
    OneHost net;
    net.host.GetInterface()->SetAttribute("MaxNeighbors", UintegerValue(50));
    RunTo(Seconds(3));
    const Mac48Address mac = MakeRouter('a').mac;
    for (uint32_t i = 0; i < STATIONS; ++i)
    {
        net.link.Send(NeighborSolicitation(net.host.GetLinkLocal(), &mac),
                      MakeStation(i),
                      net.host.GetLinkLocal());
    }
    NS_TEST_EXPECT_MSG_EQ(CountNeighbors(net, STATIONS), 50, "the neighbour cache grew");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_ADVERTISEMENT).size(),
                          STATIONS,
                          "a solicitation was not answered");
}

// Rows: 4861-7.1.1-01
void
Neighbor::OptionsOfUnknownTypes()
{
    for (uint32_t number = 0; number < 3; ++number)
    {
        OneHost net;
        RunTo(Seconds(3));
        const Station c = MakeRouter('c');
        Octets message = NeighborSolicitation(net.host.GetLinkLocal(), &c.mac);
        for (uint32_t i = 0; i < number; ++i)
        {
            message.insert(message.end(), {200, 1, 0, 0, 0, 0, 0, 0});
        }
        net.link.Send(message, c, net.host.GetLinkLocal());
        NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_ADVERTISEMENT).size(), 1, number);
    }
}

void
Neighbor::EchoWithAWrongChecksum()
{
    OneHost net;
    RunTo(Seconds(3));
    const Station c = MakeRouter('c');
    net.link.Send(NeighborSolicitation(net.host.GetLinkLocal(), &c.mac),
                  c,
                  net.host.GetLinkLocal());
    TestLink::Envelope envelope;
    envelope.destination = net.host.GetLinkLocal();
    for (const bool isRight : {false, true})
    {
        envelope.rightChecksum = isRight;
        net.link.Send(EchoRequest(), c, envelope);
        NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(ECHO_REPLY).size(), isRight, "right: " << isRight);
    }
}

// Rows: 4861-7.3-02
void
Neighbor::AdvertisementOfAStranger()
{
    const Station a = MakeRouter('a');
    OneHost net;
    net.Hear(Ra(1800), a); // no link-layer address: the neighbour cache does not know it
    RunTo(Seconds(3));
    net.link.Send(NeighborAdvertisement(a.address, a.mac, ""), a, TestLink::Envelope());
    NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "fe80::a medium", "RFC 4861, section 7.2.5");
}

void
Neighbor::LinkLayerAddressInsideThePvdOption()
{
    const Station a = MakeRouter('a');
    OneHost net;
    net.Hear(Ra(1800, {PvdNamed("a.example", {Slla(a.mac)})}), a);
    const auto* entry = net.host.GetStockInterface()->GetNdiscCache()->Lookup(a.address);
    const bool known = entry && entry->GetMacAddress() == Address(a.mac);
    NS_TEST_EXPECT_MSG_EQ(known, true, "the option was not looked at");
}

void
Neighbor::PayloadThatDidNotArrive()
{
    OneHost net;
    TestLink::Envelope envelope;
    envelope.missing = 8;
    net.link.Send(ToMessage(Ra(1800)), MakeRouter('a'), envelope);
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetDropCount(RaDropReason::PAYLOAD_LENGTH),
                          1,
                          "taken, though its end is missing");
    RunTo(Seconds(3));
    envelope.destination = net.host.GetLinkLocal();
    const auto countQuestions = [&net, &envelope] {
        net.link.ForgetSeen();
        net.link.Send(EchoRequest(), MakeRouter('a'), envelope);
        RunTo(Simulator::Now() + Seconds(1));
        return net.link.GetSeen(NEIGHBOR_SOLICITATION).size();
    };
    NS_TEST_EXPECT_MSG_EQ(countQuestions(), 0, "answered, though its end is missing");
    envelope.missing = 0;
    NS_TEST_EXPECT_MSG_NE(countQuestions(), 0, "whole: the host must ask where to reply to");
}

class NeighborSuite : public TestSuite
{
  public:
    NeighborSuite()
        : TestSuite("pvd-neighbor-message", Type::UNIT)
    {
        Add("noise ends the simulation", &Neighbor::NoiseOfEveryType);
        Add("invalid Neighbor Solicitation takes an address",
            &Neighbor::InvalidSolicitationIsNoConflict);
        Add("invalid Neighbor Advertisement ends a router",
            &Neighbor::InvalidAdvertisementEndsNoRouter);
        Add("fragment is taken", &Neighbor::FragmentBehindAnotherHeader);
        Add("routers that come and go fill the cache", &Neighbor::RoutersThatComeAndGo);
        Add("solicitations fill the cache", &Neighbor::SolicitationsFromEverywhere);
        Add("advertisement of a stranger counts", &Neighbor::AdvertisementOfAStranger);
        Add("SLLA inside the PvD option is lost", &Neighbor::LinkLayerAddressInsideThePvdOption);
        Add("options of unknown types are ignored, however many there are",
            &Neighbor::OptionsOfUnknownTypes);
        Add("echo with a wrong checksum is dropped", &Neighbor::EchoWithAWrongChecksum);
        Add("cut message is taken", &Neighbor::PayloadThatDidNotArrive);
    }

  private:
    void Add(const std::string& name, Neighbor::Body body)
    {
        AddTestCase(new Neighbor(name, body));
    }
};

const NeighborSuite g_suite;

} // namespace
