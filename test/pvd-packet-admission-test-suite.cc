/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-wire.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/pvd-extension-processing.h"
#include "ns3/socket.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint16_t ECHO = 7;
const Ipv6Address LOOPBACK("::1");

/// Packets that no host may take, sent to one.
class Admission : public CaseOf<Admission>
{
  public:
    using CaseOf::CaseOf;

    void DatagramThatClaimsToComeFromTheHost();
    void DatagramFromAGroup();
    void DatagramToTheNodeItself();
    void DatagramToANodeLocalGroup();
    void DatagramOfWhichAPartIsMissing();
    void DatagramWithAnotherVersion();
    void ConnectionFromTheHost();
    void FramesWithoutAHeader();
    void HostTalksToItself();
    void DropsAreTraced();

  private:
    /// Let the host answer datagrams to port 7, a hundred at most.
    void Serve(const WireHost& net);
    void Answer(Ptr<Socket> socket);
    void Note(PvdPacketDropReason reason, const Ipv6Header& header);
    /// Send a datagram to port 7. \return how many the server has received since the last call
    std::size_t Receive(WireHost& net, const Ipv6Address& source, const Ipv6Address& destination);

    std::size_t m_received{0};                  //!< by the server
    std::vector<PvdPacketDropReason> m_reasons; //!< in order
};

/// \return a datagram from and to port 7
Octets
EchoDatagram()
{
    Octets datagram = Datagram(ECHO);
    datagram[0] = 0;
    datagram[1] = ECHO;
    return datagram;
}

void
Admission::Serve(const WireHost& net)
{
    const auto server = Socket::CreateSocket(net.host.GetNode(), UdpSocketFactory::GetTypeId());
    server->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), ECHO));
    server->SetRecvCallback(MakeCallback(&Admission::Answer, this));
    m_received = 0;
}

void
Admission::Answer(Ptr<Socket> socket)
{
    Address from;
    while (const auto packet = socket->RecvFrom(from))
    {
        if (++m_received < 100)
        {
            socket->SendTo(packet, 0, from);
        }
    }
}

std::size_t
Admission::Receive(WireHost& net, const Ipv6Address& source, const Ipv6Address& destination)
{
    m_received = 0;
    net.Put(UDP_DATAGRAM, EchoDatagram(), source, destination);
    net.Put(DESTINATION_OPTIONS, Hex("1100010400000000") + EchoDatagram(), source, destination);
    RunTo(Simulator::Now() + MilliSeconds(1));
    return m_received;
}

void
Admission::DatagramThatClaimsToComeFromTheHost()
{
    WireHost net;
    Serve(net);
    const Ipv6Address own = net.host.MakeAddress("2001:db8:1::");
    const Ipv6Address linkLocal = net.host.GetLinkLocal();
    const Ipv6Address group = Ipv6Address::GetAllNodesMulticast();
    for (const auto& source : {LOOPBACK, own, linkLocal})
    {
        for (const auto& destination : {own, linkLocal, group})
        {
            NS_TEST_EXPECT_MSG_EQ(Receive(net, source, destination),
                                  0,
                                  "from " << source << " to " << destination);
        }
    }
    NS_TEST_EXPECT_MSG_EQ(Receive(net, net.neighbor.address, linkLocal), 2, "of a neighbour");
}

void
Admission::DatagramFromAGroup()
{
    WireHost net;
    Serve(net);
    const Ipv6Address own = net.host.MakeAddress("2001:db8:1::");
    for (const char* source : {"ff02::1", "ff05::7", "ff0e::1"})
    {
        NS_TEST_EXPECT_MSG_EQ(Receive(net, Ipv6Address(source), own), 0, source);
    }
}

void
Admission::DatagramToTheNodeItself()
{
    WireHost net;
    Serve(net);
    NS_TEST_EXPECT_MSG_EQ(Receive(net, net.neighbor.address, LOOPBACK), 0, "to ::1");
    NS_TEST_EXPECT_MSG_EQ(Receive(net, LOOPBACK, LOOPBACK), 0, "from ::1 to ::1");
}

void
Admission::DatagramToANodeLocalGroup()
{
    WireHost net;
    Serve(net);
    for (const char* group : {"ff01::1", "ff00::1", "ff11::1"})
    {
        net.host.GetIpv6()->GetObject<Ipv6L3Protocol>()->AddMulticastAddress(Ipv6Address(group));
        NS_TEST_EXPECT_MSG_EQ(Receive(net, net.neighbor.address, Ipv6Address(group)), 0, group);
    }
}

void
Admission::DatagramOfWhichAPartIsMissing()
{
    WireHost net;
    Serve(net);
    const Octets whole = net.Header(UDP_DATAGRAM, 16) + EchoDatagram();
    for (std::size_t size = 40; size < whole.size(); ++size)
    {
        net.PutFrame(Octets(whole.begin(), whole.begin() + size));
        NS_TEST_EXPECT_MSG_EQ(m_received, 0, size << " octets of " << whole.size());
    }
    net.PutFrame(whole);
    NS_TEST_EXPECT_MSG_EQ(m_received, 1, "all of it");
    net.PutFrame(whole + Octets{0, 0, 0});
    NS_TEST_EXPECT_MSG_EQ(m_received, 2, "with padding of the link");
}

void
Admission::DatagramWithAnotherVersion()
{
    WireHost net;
    Serve(net);
    Octets packet = net.Header(UDP_DATAGRAM, 16) + EchoDatagram();
    for (const uint8_t version : {0, 4, 5, 7, 15})
    {
        packet[0] = static_cast<uint8_t>(version << 4);
        net.PutFrame(packet);
    }
    NS_TEST_EXPECT_MSG_EQ(m_received, 0, "none of them is IPv6");
}

void
Admission::ConnectionFromTheHost()
{
    WireHost net;
    const auto server = Socket::CreateSocket(net.host.GetNode(), TcpSocketFactory::GetTypeId());
    server->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), ECHO));
    server->Listen();
    const auto processing = net.host.GetNode()->GetObject<PvdExtensionProcessing>();
    const Ipv6Address own = net.host.MakeAddress("2001:db8:1::");
    TcpHeader syn;
    syn.SetSourcePort(ECHO);
    syn.SetDestinationPort(ECHO);
    syn.SetFlags(TcpHeader::SYN);
    const auto segment = Create<Packet>();
    segment->AddHeader(syn);
    Octets octets(segment->GetSize());
    segment->CopyData(octets.data(), static_cast<uint32_t>(octets.size()));
    net.Put(TCP_SEGMENT, octets, own, own);
    net.Put(TCP_SEGMENT, octets, LOOPBACK, own);
    net.Put(TCP_SEGMENT, octets, Ipv6Address("ff02::1"), own);
    RunTo(Seconds(20));
    NS_TEST_EXPECT_MSG_EQ(net.CountOf(TCP_SEGMENT, own), 3, "the segments, and no answer");
    NS_TEST_EXPECT_MSG_EQ(processing->GetDropCount(PvdPacketDropReason::OWN_SOURCE),
                          1,
                          "of the host itself");
    net.Put(TCP_SEGMENT, octets, net.neighbor.address, net.host.GetLinkLocal());
    RunTo(Seconds(21));
    NS_TEST_EXPECT_MSG_EQ(net.CountOf(TCP_SEGMENT, net.neighbor.address), 1, "its answer");
}

void
Admission::FramesWithoutAHeader()
{
    WireHost net;
    const auto processing = net.host.GetNode()->GetObject<PvdExtensionProcessing>();
    const Octets whole = net.Header(NO_NEXT_HEADER, 0);
    for (std::size_t size = 1; size < whole.size(); ++size)
    {
        net.PutFrame(Octets(whole.begin(), whole.begin() + size));
    }
    NS_TEST_EXPECT_MSG_EQ(processing->GetDropCount(PvdPacketDropReason::NO_HEADER), 39, "short");
    net.PutFrame(Octets(39, 0xff));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "nobody is answered");
    net.Put(ICMPV6_MESSAGE, net.Behind({}, EchoRequest()));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "the host goes on");
}

void
Admission::HostTalksToItself()
{
    WireHost net;
    Serve(net);
    for (const auto& own :
         {LOOPBACK, net.host.MakeAddress("2001:db8:1::"), net.host.GetLinkLocal()})
    {
        m_received = 0;
        const auto client = Socket::CreateSocket(net.host.GetNode(), UdpSocketFactory::GetTypeId());
        client->Bind(Inet6SocketAddress(own, 0));
        client->SendTo(Create<Packet>(4), 0, Inet6SocketAddress(own, ECHO));
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(m_received, 1, own);
        NS_TEST_EXPECT_MSG_EQ(client->GetRxAvailable(), 4, own << " has no answer");
    }
}

void
Admission::Note(PvdPacketDropReason reason, const Ipv6Header&)
{
    m_reasons.push_back(reason);
}

void
Admission::DropsAreTraced()
{
    WireHost net;
    net.host.GetNode()->GetObject<PvdExtensionProcessing>()->TraceConnectWithoutContext(
        "Dropped",
        MakeCallback(&Admission::Note, this));
    const Ipv6Address own = net.host.MakeAddress("2001:db8:1::");
    net.PutFrame(Octets(7));
    net.PutFrame(Octets(47));
    net.Put(UDP_DATAGRAM, Datagram(9), Ipv6Address("ff02::1"), own);
    net.Put(UDP_DATAGRAM, Datagram(9), LOOPBACK, own);
    net.Put(UDP_DATAGRAM, Datagram(9), own, own);
    net.PutFrame(net.Header(UDP_DATAGRAM, 16) + Octets(15));
    const std::vector<PvdPacketDropReason> expected{PvdPacketDropReason::NO_HEADER,
                                                    PvdPacketDropReason::VERSION,
                                                    PvdPacketDropReason::MULTICAST_SOURCE,
                                                    PvdPacketDropReason::NODE_LOCAL_ADDRESS,
                                                    PvdPacketDropReason::OWN_SOURCE,
                                                    PvdPacketDropReason::PAYLOAD_LENGTH};
    NS_TEST_EXPECT_MSG_EQ((m_reasons == expected), true, m_reasons.size() << " reasons");
}

class AdmissionSuite : public TestSuite
{
  public:
    AdmissionSuite()
        : TestSuite("pvd-packet-admission", Type::UNIT)
    {
        Add("datagram from an address of the host, or ::1, is dropped",
            &Admission::DatagramThatClaimsToComeFromTheHost);
        Add("datagram from a multicast address is dropped", &Admission::DatagramFromAGroup);
        Add("datagram from a link to ::1 is dropped", &Admission::DatagramToTheNodeItself);
        Add("datagram from a link to a node-local group is dropped",
            &Admission::DatagramToANodeLocalGroup);
        Add("datagram of which a part is missing is dropped",
            &Admission::DatagramOfWhichAPartIsMissing);
        Add("packet of another version is dropped", &Admission::DatagramWithAnotherVersion);
        Add("connection from an address of the host is dropped", &Admission::ConnectionFromTheHost);
        Add("frame shorter than an IPv6 header is dropped", &Admission::FramesWithoutAHeader);
        Add("host reaches its own server", &Admission::HostTalksToItself);
        Add("drops are traced with their reasons", &Admission::DropsAreTraced);
    }

  private:
    void Add(const std::string& name, Admission::Body body)
    {
        AddTestCase(new Admission(name, body));
    }
};

const AdmissionSuite g_suite;

} // namespace
