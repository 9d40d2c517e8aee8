/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"
#include "pvd-test-wire.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ndisc-cache.h"
#include "ns3/pvd-arrival-tag.h"
#include "ns3/pvd-extension-processing.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What a host makes of packets with extension headers.
class Extension : public CaseOf<Extension>
{
  public:
    using CaseOf::CaseOf;

    void AdvertisementBehindOptionsCounts();
    void AdvertisementInFragmentsIsDropped();
    void SolicitationBehindOptionsIsAnswered();
    void NeighborAdvertisementBehindOptionsCounts();
    void UpperLayerLearnsHowAPacketCame();
    void AnswersToSingleHeaders();
    void ManyHeadersEndInAnAnswer();
    void LimitsAreObeyed();
    void HopByHopOptionsInTransit();
    void TransitOfAHostIsSilent();
    void DropsAreCounted();

  private:
    void Receive(Ptr<Socket> socket);

    std::vector<std::optional<PvdArrival>> m_arrivals; //!< of packets that a socket received
    Ptr<Node> m_node;                                  //!< whose socket
};

/// Extension headers before a message, none of them a Fragment header.
struct Headers
{
    std::string name;
    uint8_t first;
    std::string octets;
};

const std::vector<Headers> WITHOUT_FRAGMENT{
    {"Hop-by-Hop Options with padding", HOP_BY_HOP, "3a00010400000000"},
    {"Hop-by-Hop Options with Router Alert", HOP_BY_HOP, "3a00050200000100"},
    {"Destination Options", DESTINATION_OPTIONS, "3a00010400000000"},
    {"Destination Options, 16 octets", DESTINATION_OPTIONS, "3a01010c000000000000000000000000"},
    {"both", HOP_BY_HOP, "3c00010400000000 3a001e0400000000"},
    {"a Routing header that is used up", ROUTING_HEADER, "3a00210000000000"},
};

// Rows: 6980-5-02
void
Extension::AdvertisementBehindOptionsCounts()
{
    for (const auto& headers : WITHOUT_FRAGMENT)
    {
        OneHost net;
        TestLink::Envelope envelope;
        envelope.nextHeader = headers.first;
        envelope.fragmentHeader = Hex(headers.octets);
        net.link.Send(ToMessage(FullRa("a.example")), MakeRouter('a'), envelope);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 1, headers.name);
    }
}

// Rows: 6980-5-02
void
Extension::AdvertisementInFragmentsIsDropped()
{
    for (const auto& headers : WITHOUT_FRAGMENT)
    {
        OneHost net;
        TestLink::Envelope envelope;
        envelope.nextHeader = headers.first;
        envelope.fragmentHeader = Hex(headers.octets) + Hex("3a00000000000001");
        const std::size_t last = envelope.fragmentHeader.size() - 16;
        envelope.fragmentHeader[headers.name == "Destination Options, 16 octets" ? 0 : last] =
            FRAGMENT;
        net.link.Send(ToMessage(FullRa("a.example")), MakeRouter('a'), envelope);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 0, headers.name);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetDropCount(RaDropReason::FRAGMENTED),
                              1,
                              headers.name);
    }
}

void
Extension::SolicitationBehindOptionsIsAnswered()
{
    for (const auto& headers : WITHOUT_FRAGMENT)
    {
        OneHost net;
        RunTo(Seconds(5));
        net.link.ForgetSeen();
        const Station neighbor = MakeRouter('c');
        TestLink::Envelope envelope;
        envelope.destination = net.host.GetLinkLocal();
        envelope.nextHeader = headers.first;
        envelope.fragmentHeader = Hex(headers.octets);
        net.link.Send(NeighborSolicitation(net.host.GetLinkLocal(), &neighbor.mac),
                      neighbor,
                      envelope);
        NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_ADVERTISEMENT).size(), 1, headers.name);
    }
}

void
Extension::NeighborAdvertisementBehindOptionsCounts()
{
    for (const auto& headers : WITHOUT_FRAGMENT)
    {
        OneHost net;
        const Station a = MakeRouter('a');
        net.Hear(Ra(1800, {Slla(a.mac)}), a);
        RunTo(Seconds(3));
        TestLink::Envelope envelope;
        envelope.nextHeader = headers.first;
        envelope.fragmentHeader = Hex(headers.octets);
        net.link.Send(NeighborAdvertisement(a.address, a.mac, ""), a, envelope);
        NS_TEST_EXPECT_MSG_EQ(DefaultRoutes(net.host), "", headers.name << ": router still");
    }
}

void
Extension::Receive(Ptr<Socket> socket)
{
    while (const auto packet = socket->Recv())
    {
        m_arrivals.push_back(PvdArrivalTag::Find(packet, m_node->GetId()));
    }
}

void
Extension::UpperLayerLearnsHowAPacketCame()
{
    WireHost net;
    m_node = net.host.GetNode();
    const auto socket = Socket::CreateSocket(m_node, UdpSocketFactory::GetTypeId());
    socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 9));
    socket->SetRecvCallback(MakeCallback(&Extension::Receive, this));
    const Octets datagram = Datagram(9);
    net.Put(UDP_DATAGRAM, datagram);
    net.Put(HOP_BY_HOP, Hex("3c00050200000100 1100 1e0400000000") + datagram);
    net.Put(FRAGMENT, FragmentHeader(UDP_DATAGRAM, 0, false, 1) + datagram);
    const Octets head(datagram.begin(), datagram.begin() + 8);
    const Octets tail(datagram.begin() + 8, datagram.end());
    net.Put(FRAGMENT, FragmentHeader(UDP_DATAGRAM, 8, false, 2) + tail);
    net.Put(FRAGMENT, FragmentHeader(UDP_DATAGRAM, 0, true, 2) + head);
    NS_TEST_EXPECT_MSG_EQ(m_arrivals.size(), 4, "datagrams");
    if (m_arrivals.size() != 4)
    {
        return;
    }
    NS_TEST_EXPECT_MSG_EQ(m_arrivals[0].has_value(), false, "it had no extension header");
    NS_TEST_EXPECT_MSG_EQ((m_arrivals[1] && m_arrivals[2] && m_arrivals[3]), true, "no tag");
    if (!(m_arrivals[1] && m_arrivals[2] && m_arrivals[3]))
    {
        return;
    }
    NS_TEST_EXPECT_MSG_EQ((m_arrivals[1]->headers == Octets{0, 60}), true, "headers");
    NS_TEST_EXPECT_MSG_EQ((m_arrivals[1]->options == Octets{5, 0x1e}), true, "options");
    NS_TEST_EXPECT_MSG_EQ(m_arrivals[1]->fragments, 0, "no Fragment header");
    NS_TEST_EXPECT_MSG_EQ(m_arrivals[2]->fragments, 1, "atomic");
    NS_TEST_EXPECT_MSG_EQ(m_arrivals[3]->fragments, 2, "two");
    NS_TEST_EXPECT_MSG_EQ(m_arrivals[3]->length, 16, "octets of UDP");
}

/// A packet to the host, and what it answers.
struct Exchange
{
    std::string name;
    uint8_t nextHeader;
    std::string headers; //!< before an Echo Request
    std::string answer;
};

const std::vector<Exchange> EXCHANGES{
    {"nothing before it", ICMPV6_MESSAGE, "", "reply to fe80::c"},
    {"unknown protocol", 200, "", "4/1 at 6 to fe80::c"},
    {"unknown protocol behind options", 60, "c800010400000000", "4/1 at 40 to fe80::c"},
    {"no next header", NO_NEXT_HEADER, "", ""},
    {"no next header behind options", 60, "3b00010400000000", ""},
    {"Hop-by-Hop Options second", 60, "0000010400000000 3a00010400000000", "4/1 at 40 to fe80::c"},
    {"Hop-by-Hop Options twice", 0, "0000010400000000 3a00010400000000", "4/1 at 40 to fe80::c"},
    {"unknown option 00", 0, "3a001e0400000000", "reply to fe80::c"},
    {"unknown option 01", 0, "3a005e0400000000", ""},
    {"unknown option 10", 0, "3a009e0400000000", "4/2 at 42 to fe80::c"},
    {"unknown option 11", 60, "3a00de0400000000", "4/2 at 42 to fe80::c"},
    {"second of two options", 60, "3a011e0400000000 de06000000000000", "4/2 at 48 to fe80::c"},
    {"routing type 0",
     43,
     "3a02000100000000 fe8000000000000000000000000000aa",
     "4/0 at 42 to fe80::c"},
    {"routing type 0, used up",
     43,
     "3a02000000000000 fe8000000000000000000000000000aa",
     "reply to fe80::c"},
    {"routing type 33", 43, "3a00210100000000", "4/0 at 42 to fe80::c"},
    {"option past its end", 60, "3a003efa00000000", "4/0 at 43 to fe80::c"},
    {"atomic fragment", 44, "3a00000000000001", "reply to fe80::c"},
    {"options behind an atomic fragment",
     44,
     "3c00000000000001 3a009e0400000000",
     "4/2 at 50 to fe80::c"},
    {"fragment past 65535 octets", 44, "3a00fff800000001", "4/0 at 42 to fe80::c"},
    {"first fragment without its protocol",
     44,
     "3c00000100000001 3aff010400000000",
     "4/3 at 0 to fe80::c"},
};

void
Extension::AnswersToSingleHeaders()
{
    WireHost net;
    for (const auto& row : EXCHANGES)
    {
        net.Put(row.nextHeader, net.Behind(Hex(row.headers), EchoRequest()));
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), row.answer, row.name);
    }
}

/// \return so many Destination Options headers before an ICMPv6 message
Octets
OptionsHeaders(int count)
{
    Octets octets;
    for (int i = 1; i <= count; ++i)
    {
        octets = octets + Hex(i < count ? "3c00010400000000" : "3a00010400000000");
    }
    return octets;
}

void
Extension::ManyHeadersEndInAnAnswer()
{
    // ns-3 counts octets of extension headers in 8 bits, so that 32 of them are none.
    WireHost net;
    for (const int count : {31, 32, 33, 40, 64})
    {
        net.Put(DESTINATION_OPTIONS, net.Behind(OptionsHeaders(count), EchoRequest()));
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", count << " headers");
    }
    const Octets longHeader = Hex("3a20") + Octets(262, 0);
    net.Put(DESTINATION_OPTIONS, net.Behind(longHeader, EchoRequest()));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "one header of 264 octets");
    // Of a type that ns-3 does not know it goes on by no octet, for ever.
    net.Put(ROUTING_HEADER, Hex("2b00210000000000 2b00210000000000"));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "4/0 at 4 to fe80::c", "Routing headers in a ring");
}

void
Extension::LimitsAreObeyed()
{
    WireHost net;
    const auto processing = net.host.GetNode()->GetObject<PvdExtensionProcessing>();
    processing->SetAttribute("MaxHeaders", UintegerValue(2));
    net.Put(DESTINATION_OPTIONS, net.Behind(OptionsHeaders(2), EchoRequest()));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "two headers");
    net.Put(DESTINATION_OPTIONS, net.Behind(OptionsHeaders(3), EchoRequest()));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "4/8 at 56 to fe80::c", "three headers");
    processing->SetAttribute("MaxChainLength", UintegerValue(8));
    net.Put(DESTINATION_OPTIONS, net.Behind(OptionsHeaders(2), EchoRequest()));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "4/7 at 48 to fe80::c", "sixteen octets");
    processing->SetAttribute("MaxOptions", UintegerValue(1));
    net.Put(DESTINATION_OPTIONS, net.Behind(Hex("3a00 1e00 1e00 0000"), EchoRequest()));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "4/9 at 44 to fe80::c", "two options");
}

void
Extension::HopByHopOptionsInTransit()
{
    WireHost net;
    net.host.GetIpv6()->SetForwarding(1, true);
    const Ipv6Address source("2001:db8:1::c");
    auto* const entry = net.host.GetStockInterface()->GetNdiscCache()->Add(source);
    entry->SetMacAddress(net.neighbor.mac);
    entry->MarkPermanent();
    const Ipv6Address far("2600:2::1");
    net.Put(HOP_BY_HOP, Hex("3a009e0400000000"), source, far);
    NS_TEST_EXPECT_MSG_EQ(net.CountOf(HOP_BY_HOP, far), 1, "the packet was forwarded");
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "4/2 at 42 to " + ToText(source), "a report");
}

void
Extension::TransitOfAHostIsSilent()
{
    WireHost net;
    const Ipv6Address other("2001:db8:1::77");
    net.Put(HOP_BY_HOP, Hex("3a009e0400000000"), net.neighbor.address, other);
    net.Put(DESTINATION_OPTIONS, Hex("3a009e0400000000"), net.neighbor.address, other);
    net.Put(UDP_DATAGRAM, Datagram(9), net.neighbor.address, other);
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "not its own packets");
}

void
Extension::DropsAreCounted()
{
    WireHost net;
    const auto processing = net.host.GetNode()->GetObject<PvdExtensionProcessing>();
    net.Put(ROUTING_HEADER, net.Behind(Hex("3a00210100000000"), EchoRequest()));
    net.Put(ROUTING_HEADER, net.Behind(Hex("3a00210100000000"), EchoRequest()));
    NS_TEST_EXPECT_MSG_EQ(processing->GetDropCount(PvdPacketDropReason::ROUTING_TYPE), 2, "");
    NS_TEST_EXPECT_MSG_EQ(processing->GetDropCount(PvdPacketDropReason::TRUNCATED), 0, "");
}

class ExtensionSuite : public TestSuite
{
  public:
    ExtensionSuite()
        : TestSuite("pvd-extension-headers", Type::UNIT)
    {
        Add("Router Advertisement behind options counts",
            &Extension::AdvertisementBehindOptionsCounts);
        Add("Router Advertisement in fragments behind options is dropped",
            &Extension::AdvertisementInFragmentsIsDropped);
        Add("Neighbor Solicitation behind options is answered",
            &Extension::SolicitationBehindOptionsIsAnswered);
        Add("Neighbor Advertisement behind options counts",
            &Extension::NeighborAdvertisementBehindOptionsCounts);
        Add("upper layer learns how a packet came", &Extension::UpperLayerLearnsHowAPacketCame);
        Add("each header gets the answer of RFC 8200", &Extension::AnswersToSingleHeaders);
        Add("many headers end in an answer", &Extension::ManyHeadersEndInAnAnswer);
        Add("packets beyond a limit are dropped", &Extension::LimitsAreObeyed);
        Add("router checks Hop-by-Hop Options in transit", &Extension::HopByHopOptionsInTransit);
        Add("host is silent about packets of others", &Extension::TransitOfAHostIsSilent);
        Add("drops are counted by reason", &Extension::DropsAreCounted);
    }

  private:
    void Add(const std::string& name, Extension::Body body)
    {
        AddTestCase(new Extension(name, body));
    }
};

const ExtensionSuite g_suite;

} // namespace
