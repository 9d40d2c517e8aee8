/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-neighbor.h"
#include "pvd-test-wire.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ndisc-cache.h"
#include "ns3/pvd-path-mtu.h"
#include "ns3/socket.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint32_t FEW = 64; //!< MaxNeighbors of these hosts

constexpr IcmpType TIME_EXCEEDED = static_cast<IcmpType>(3);
constexpr IcmpType PARAMETER_PROBLEM = static_cast<IcmpType>(4);

/// What a station on the link cannot do to a host.
class HostileLink : public CaseOf<HostileLink>
{
  public:
    using CaseOf::CaseOf;

    void EchoRequestsFromMadeUpNeighbors();
    void SolicitationsOfMadeUpNeighbors();
    void NeighborsThatAreGivenUp();
    void TimersOutOfRange();
    void DestinationsWithoutEnd();
    void ErrorsLeaveWhereThePacketCame();
    void ProgressOverAnotherRouter();
    void ErrorBehindALongHeader();
    void UnknownProtocolBehindALongHeader();
};

/// \return the neighbour with a number, in the prefix of HostAndPeer
Station
MadeUp(uint32_t number)
{
    Ipv6Octets octets = ToOctets(std::string("2001:db8:1::e:0:0"));
    octets[14] = static_cast<uint8_t>(number >> 8);
    octets[15] = static_cast<uint8_t>(number);
    return {Ipv6Address(octets.data()), "02:00:00:00:ee:01"};
}

// Rows: 4861-7.2.2-03
void
HostileLink::EchoRequestsFromMadeUpNeighbors()
{
    HostAndPeer net;
    net.host.GetInterface()->SetAttribute("MaxNeighbors", UintegerValue(FEW));
    RunTo(Simulator::Now() + Seconds(60)); // the router is STALE
    for (uint32_t i = 0; i < 2000; ++i)
    {
        net.link.Send(EchoRequest(), MadeUp(i), net.Own());
        RunTo(Simulator::Now() + MicroSeconds(500));
    }
    net.link.ForgetSeen();
    net.host.SendUdp(FAR);
    RunTo(Simulator::Now() + MilliSeconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.CountUdp(A.mac), 1, "the packet goes over the router");
    net.link.Send(NeighborSolicitation(net.host.GetLinkLocal(), &A.mac),
                  A,
                  net.host.GetLinkLocal());
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_ADVERTISEMENT).size(), 1, "it is answered");
    net.link.Send(NeighborSolicitation(net.Own(), &PEER.mac), PEER, net.Own());
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_ADVERTISEMENT).size(), 2, "and a neighbour");
    RunTo(Simulator::Now() + Seconds(1));
    net.link.ForgetSeen();
    RunTo(Simulator::Now() + Seconds(1));
    const auto asked = net.link.GetSeen(NEIGHBOR_SOLICITATION).size();
    NS_TEST_EXPECT_MSG_LT(asked, FEW + 1, "neighbours asked for in a second");
}

void
HostileLink::SolicitationsOfMadeUpNeighbors()
{
    HostAndPeer net;
    net.host.GetInterface()->SetAttribute("MaxNeighbors", UintegerValue(FEW));
    RunTo(Simulator::Now() + Seconds(60));
    for (uint32_t i = 0; i < 1000; ++i)
    {
        const Station station = MadeUp(i);
        net.link.Send(NeighborSolicitation(net.Own(), &station.mac), station, net.Own());
        if (i == 500)
        {
            net.host.SendUdp(PEER.address);
        }
        if (i == 510)
        {
            net.Advertise("SO", &PEER.mac);
        }
        RunTo(Simulator::Now() + MilliSeconds(1));
    }
    NS_TEST_EXPECT_MSG_EQ(net.CountUdp(PEER.mac), 1, "what waits for an address leaves");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_ADVERTISEMENT).size(), 1000, "answers");
    net.host.SendUdp(FAR);
    RunTo(Simulator::Now() + MilliSeconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.CountUdp(A.mac), 1, "the router has kept its place");
}

// Rows: 8028-3.2-05
void
HostileLink::NeighborsThatAreGivenUp()
{
    OneHost net;
    RunTo(Seconds(3));
    const auto ofA = Pio("2001:db8:a::/64", 3600, 1800);
    const auto ofB = Pio("2001:db8:b::/64", 3600, 1800);
    net.Hear(Ra(1800, {PvdNamed("a.example", {Slla(A.mac), ofA})}), A);
    net.Hear(Ra(1800, {PvdNamed("b.example", {Slla(B.mac), ofB})}), B);
    RunTo(Seconds(6));
    net.host.GetStockInterface()->GetNdiscCache()->Lookup(B.address)->MarkPermanent();
    const auto count = [&net](const Station& router) {
        return HostAndPeer::Count(net.link.GetSeenUdp(), router.mac);
    };
    for (int i = 0; i < 20; ++i)
    {
        net.host.SendUdp(FAR);
        RunTo(Simulator::Now() + Seconds(1));
    }
    net.link.ForgetSeen();
    net.host.SendUdp(FAR);
    RunTo(Simulator::Now() + MilliSeconds(1));
    NS_TEST_EXPECT_MSG_EQ(count(B), 1, "A does not answer");
    for (uint32_t i = 0; i < 200; ++i)
    {
        Ipv6Octets octets = ToOctets(std::string("2001:db8:b::e:0"));
        octets[15] = static_cast<uint8_t>(i);
        net.link.Send(EchoRequest(),
                      {Ipv6Address(octets.data()), OTHER_MAC},
                      net.host.MakeAddress("2001:db8:b::/64"));
    }
    RunTo(Simulator::Now() + Seconds(5));
    net.link.ForgetSeen();
    net.host.SendUdp(FAR);
    RunTo(Simulator::Now() + MilliSeconds(1));
    NS_TEST_EXPECT_MSG_EQ(count(A), 0, "it still does not");
    NS_TEST_EXPECT_MSG_EQ(count(B), 1, "the packet goes over B");
}

// Rows: 4861-6.3.4-09
void
HostileLink::TimersOutOfRange()
{
    const std::pair<OptionIgnoreReason, uint8_t> reported{OptionIgnoreReason::TIMER_OUT_OF_RANGE,
                                                          0};
    for (const uint32_t timer : {1U, 9U, 3600001U, UINT32_MAX})
    {
        HostAndPeer net;
        RaHeader header = pvdtest::Header(9000);
        header.retransTimer = timer;
        net.Hear(Ra(header, {}));
        NS_TEST_EXPECT_MSG_EQ((net.host.GetIgnored().back() == reported), true, timer);
        net.link.ForgetSeen();
        net.host.SendUdp(PEER.address);
        const bool isShort = timer < 1000;
        RunTo(Simulator::Now() + (isShort ? MicroSeconds(9900) : Seconds(3599)));
        NS_TEST_EXPECT_MSG_EQ(net.CountQuestions(PEER.address), 1, timer << " ms: too early");
        RunTo(Simulator::Now() + (isShort ? MicroSeconds(200) : Seconds(2)));
        NS_TEST_EXPECT_MSG_EQ(net.CountQuestions(PEER.address), 2, timer << " ms: too late");
    }
    for (const uint32_t timer : {10U, 3600000U})
    {
        HostAndPeer net;
        RaHeader header = pvdtest::Header(9000);
        header.retransTimer = timer;
        header.reachableTime = timer;
        net.Hear(Ra(header, {}));
        NS_TEST_EXPECT_MSG_EQ(net.host.GetIgnored().size(), 0, timer << " ms may be");
    }
    HostAndPeer net;
    RaHeader header = pvdtest::Header(9000);
    header.reachableTime = UINT32_MAX;
    net.Hear(Ra(header, {}));
    NS_TEST_EXPECT_MSG_EQ((net.host.GetIgnored().back() == reported), true, "Reachable Time");
    net.Confirm();
    RunTo(Simulator::Now() + Seconds(5401));
    net.Talk(10);
    NS_TEST_EXPECT_MSG_GT(net.CountProbes(PEER.mac), 0, "probes after one and a half hours");
}

// Rows: 4861-6.3.4-15
void
HostileLink::DestinationsWithoutEnd()
{
    HostAndPeer net;
    net.Hear(Ra(9000, {Mtu(1280)}));
    net.host.GetStockInterface()->GetNdiscCache()->Lookup(A.address)->MarkPermanent();
    const auto send = [&net](uint32_t number, uint32_t size) {
        Ipv6Octets octets = ToOctets(std::string("2606::5:0:0"));
        octets[14] = static_cast<uint8_t>(number >> 8);
        octets[15] = static_cast<uint8_t>(number);
        net.link.ForgetSeen();
        net.host.SendUdp(Ipv6Address(octets.data()), Ipv6Address::GetAny(), size);
        RunTo(Simulator::Now() + MicroSeconds(10));
        return net.CountUdp(A.mac) == 1;
    };
    uint32_t whole = 0;
    for (uint32_t i = 0; i < 3000; ++i)
    {
        whole += send(i, 100) ? 1 : 0;
    }
    NS_TEST_EXPECT_MSG_EQ(whole, 3000, "small packets");
    whole = 0;
    for (uint32_t i = 3000; i < 3000 + PvdPathMtu::LIMIT + 50; ++i)
    {
        whole += send(i, 1400) ? 1 : 0;
    }
    NS_TEST_EXPECT_MSG_EQ(whole, 50, "destinations to which a large packet leaves whole");
    RunTo(Simulator::Now() + Seconds(601));
    NS_TEST_EXPECT_MSG_EQ(send(9000, 1400), false, "ten minutes later");
}

// Rows: 4443-2.2-01
void
HostileLink::ErrorsLeaveWhereThePacketCame()
{
    TwoLinks net;
    RunTo(Seconds(5));
    const Station c = MakeRouter('c');
    for (uint32_t index = 1; index <= 2; ++index)
    {
        TestLink& here = index == 1 ? net.link : net.second;
        const TestLink& other = index == 1 ? net.second : net.link;
        const Ipv6Address own = net.host.GetLinkLocal(index);
        here.Send(NeighborSolicitation(own, &c.mac), c, own);
        TestLink::Envelope envelope;
        envelope.destination = own;
        here.Send(EchoRequest(), c, envelope);
        NS_TEST_EXPECT_MSG_EQ(here.GetSeen(ECHO_REPLY).size(), 1, "replies on link " << index);
        envelope.nextHeader = DESTINATION_OPTIONS;
        envelope.fragmentHeader = Hex("3a009e0400000000");
        here.Send(EchoRequest(), c, envelope);
        envelope.nextHeader = FRAGMENT;
        envelope.fragmentHeader = FragmentHeader(ICMPV6_MESSAGE, 0, true, 1);
        here.Send(EchoRequest(), c, envelope);
        RunTo(Simulator::Now() + Seconds(59));
        here.Send(NeighborSolicitation(own, &c.mac), c, own); // it has been given up meanwhile
        RunTo(Simulator::Now() + Seconds(2));
        for (const auto type : {PARAMETER_PROBLEM, TIME_EXCEEDED})
        {
            const auto errors = here.GetSeen(type);
            NS_TEST_EXPECT_MSG_EQ(errors.size(), 1, +type << " on link " << index);
            NS_TEST_EXPECT_MSG_EQ(other.GetSeen(type).size(), 0, +type << " on the other link");
            NS_TEST_EXPECT_MSG_EQ((errors.empty() || errors[0].source == own), true, "source");
            NS_TEST_EXPECT_MSG_EQ((errors.empty() || errors[0].hardwareDestination == c.mac),
                                  true,
                                  "device");
        }
        net.link.ForgetSeen();
        net.second.ForgetSeen();
    }
}

/// A TCP segment. \param flags of it \param from what it is an answer to
Octets
Answer(uint8_t flags, const TcpHeader& from, uint32_t length)
{
    TcpHeader header;
    header.SetSourcePort(from.GetDestinationPort());
    header.SetDestinationPort(from.GetSourcePort());
    header.SetFlags(flags);
    header.SetWindowSize(60000);
    header.SetSequenceNumber(SequenceNumber32((flags & TcpHeader::SYN) != 0 ? 1000 : 1001));
    header.SetAckNumber(from.GetSequenceNumber() + length);
    const auto packet = Create<Packet>();
    packet->AddHeader(header);
    Octets octets(packet->GetSize());
    packet->CopyData(octets.data(), static_cast<uint32_t>(octets.size()));
    return octets;
}

/// \return the last TCP segment that a host sent, and where it went
std::pair<TcpHeader, Mac48Address>
GetLastSegment(const WireHost& net)
{
    std::pair<TcpHeader, Mac48Address> last;
    for (const auto& seen : net.link.GetSeen())
    {
        if (seen.nextHeader == TCP_SEGMENT && seen.destination == FAR)
        {
            Create<Packet>(seen.message.data(), static_cast<uint32_t>(seen.message.size()))
                ->PeekHeader(last.first);
            last.second = seen.hardwareDestination;
        }
    }
    return last;
}

// Rows: 4861-7.3.1-03
void
HostileLink::ProgressOverAnotherRouter()
{
    WireHost net;
    const Ipv6Address own = net.host.MakeAddress("2001:db8:1::");
    const auto prefix = Pio("2001:db8:1::/64", 3600, 1800);
    const auto socket = Socket::CreateSocket(net.host.GetNode(), TcpSocketFactory::GetTypeId());
    socket->Connect(Inet6SocketAddress(FAR, 80));
    RunTo(Simulator::Now() + MilliSeconds(10));
    net.Put(TCP_SEGMENT,
            Answer(TcpHeader::SYN | TcpHeader::ACK, GetLastSegment(net).first, 1),
            FAR,
            own);
    net.Hear(Ra(1800, {Slla(B.mac), prefix}), B);
    RunTo(Simulator::Now() + Seconds(2));
    socket->Send(Create<Packet>(100));
    RunTo(Simulator::Now() + MilliSeconds(10));
    const auto data = GetLastSegment(net);
    NS_TEST_EXPECT_MSG_EQ(data.second, A.mac, "the data go over A");
    net.Hear(Ra(0, {Slla(A.mac), prefix}));
    net.Put(TCP_SEGMENT, Answer(TcpHeader::ACK, data.first, 100), FAR, own);
    net.link.ForgetSeen();
    socket->Send(Create<Packet>(100));
    RunTo(Simulator::Now() + MilliSeconds(10));
    NS_TEST_EXPECT_MSG_EQ(GetLastSegment(net).second, B.mac, "more data go over B");
    net.link.ForgetSeen();
    RunTo(Simulator::Now() + Seconds(7));
    const auto asked = net.link.GetSeen(NEIGHBOR_SOLICITATION);
    NS_TEST_EXPECT_MSG_GT(HostAndPeer::Count(asked, B.mac), 0, "nobody has confirmed B");
}

/// \return Destination Options with nothing in them \param nextHeader of them \param units of 8
Octets
LongOptions(uint8_t nextHeader, uint8_t units)
{
    Octets header{nextHeader, static_cast<uint8_t>(units - 1)};
    while (header.size() < units * 8U)
    {
        const std::size_t left = units * 8U - header.size();
        const std::size_t padding = left > 257 ? (left < 260 ? 200 : 257) : left;
        Octets option{1, static_cast<uint8_t>(padding - 2)};
        option.resize(padding);
        header = header + option;
    }
    return header;
}

void
HostileLink::ErrorBehindALongHeader()
{
    WireHost net;
    Octets error = Hex("0100000000000000 60000000 0010 11 40");
    error.resize(8 + 40 + 16);
    const Octets unknown{ICMPV6_MESSAGE, 0, 0x9e, 4, 0, 0, 0, 0};
    for (const uint8_t units : {2, 100, 158, 200})
    {
        const Octets headers = LongOptions(DESTINATION_OPTIONS, units) + unknown;
        net.Put(DESTINATION_OPTIONS, net.Behind(headers, error));
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "about an error behind " << units * 8);
        net.Put(DESTINATION_OPTIONS, net.Behind(headers, EchoRequest()));
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(),
                              "4/2 at " + std::to_string(40 + units * 8 + 2) + " to fe80::c",
                              "about a request behind " << units * 8);
    }
}

void
HostileLink::UnknownProtocolBehindALongHeader()
{
    WireHost net;
    for (const uint8_t units : {1, 2, 31, 32, 100, 158, 200})
    {
        net.Put(DESTINATION_OPTIONS,
                LongOptions(DESTINATION_OPTIONS, units) + Hex("c800010400000000"));
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(),
                              "4/1 at " + std::to_string(40 + units * 8) + " to fe80::c",
                              "200 is named behind " << units * 8);
    }
}

class HostileLinkSuite : public TestSuite
{
  public:
    HostileLinkSuite()
        : TestSuite("pvd-hostile-link", Type::UNIT)
    {
        Add("made-up neighbours that ask for echoes do not cost the router its place",
            &HostileLink::EchoRequestsFromMadeUpNeighbors);
        Add("made-up neighbours that announce themselves do not cost others theirs",
            &HostileLink::SolicitationsOfMadeUpNeighbors);
        Add("silent router is remembered however many neighbours are silent",
            &HostileLink::NeighborsThatAreGivenUp);
        Add("timers out of range are limited and reported", &HostileLink::TimersOutOfRange);
        Add("MTU of the link acts for a limited number of destinations",
            &HostileLink::DestinationsWithoutEnd);
        Add("errors to link-local addresses leave over the link of the packet",
            &HostileLink::ErrorsLeaveWhereThePacketCame);
        Add("acknowledgment of data that went over one router does not confirm another",
            &HostileLink::ProgressOverAnotherRouter);
        Add("no error about an error behind a long header", &HostileLink::ErrorBehindALongHeader);
        Add("pointer reaches behind what an error quotes",
            &HostileLink::UnknownProtocolBehindALongHeader);
    }

  private:
    void Add(const std::string& name, HostileLink::Body body)
    {
        AddTestCase(new HostileLink(name, body));
    }
};

const HostileLinkSuite g_suite;

} // namespace
