/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-host-pair.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-packet-info-tag.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-packet-info-tag.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/pvd-process-table.h"
#include "ns3/pvd-registry.h"
#include "ns3/pvd-static-configuration.h"
#include "ns3/string.h"

#include <deque>
#include <iostream>
#include <sstream>

namespace ns3
{
namespace pvdtest
{

namespace
{

const char* const PVD = "own.example";

Ptr<Node>
MakeNode(HostKind kind)
{
    const auto node = CreateObject<Node>();
    if (kind == HostKind::STOCK)
    {
        InternetStackHelper().Install(node);
        return node;
    }
    PvdHostHelper().Install(node);
    if (kind == HostKind::BOUND)
    {
        PvdStaticConfiguration(node->GetObject<PvdRegistry>()).CreatePvd(PVD);
        node->GetObject<PvdProcessTable>()->GetRoot()->Bind(PVD);
    }
    return node;
}

/// Give an interface its addresses on a link.
void
AddAddresses(const Ptr<Node>& node, uint32_t link, uint32_t host, HostKind kind)
{
    const auto ipv4 = node->GetObject<Ipv4>();
    const std::string net = std::to_string(link);
    const std::string id = std::to_string(host + 1);
    ipv4->AddAddress(link,
                     Ipv4InterfaceAddress(Ipv4Address(("10.0." + net + "." + id).c_str()),
                                          Ipv4Mask("255.255.255.0")));
    const Ipv6Address address(("2001:db8:" + net + "::" + id).c_str());
    if (kind == HostKind::BOUND)
    {
        PvdStaticConfiguration(node->GetObject<PvdRegistry>()).AddAddress(PVD, link, address, 64);
        return;
    }
    node->GetObject<Ipv6>()->AddAddress(link, Ipv6InterfaceAddress(address, Ipv6Prefix(64)));
}

/// Write down a tag of a packet. \param get what it says
template <class Tag, class Value>
void
AddTag(std::ostream& os, const Packet& packet, const char* name, Value (Tag::*get)() const)
{
    Tag tag;
    if (packet.PeekPacketTag(tag))
    {
        os << " " << name << "=" << +(tag.*get)();
    }
}

/// \return what a socket has told of a packet beside its octets
std::string
TagsOf(const Packet& packet)
{
    std::ostringstream os;
    AddTag(os, packet, "tos", &SocketIpTosTag::GetTos);
    AddTag(os, packet, "ttl", &SocketIpTtlTag::GetTtl);
    AddTag(os, packet, "tclass", &SocketIpv6TclassTag::GetTclass);
    AddTag(os, packet, "hoplimit", &SocketIpv6HopLimitTag::GetHopLimit);
    AddTag(os, packet, "if4", &Ipv4PacketInfoTag::GetRecvIf);
    AddTag(os, packet, "ttl4", &Ipv4PacketInfoTag::GetTtl);
    AddTag(os, packet, "if6", &Ipv6PacketInfoTag::GetRecvIf);
    AddTag(os, packet, "hoplimit6", &Ipv6PacketInfoTag::GetHoplimit);
    AddTag(os, packet, "tclass6", &Ipv6PacketInfoTag::GetTrafficClass);
    return os.str();
}

int
PriorityOf(const Packet& packet)
{
    SocketPriorityTag tag;
    return packet.PeekPacketTag(tag) ? tag.GetPriority() : 0;
}

/// \return where two diaries begin to differ, with some lines before it, or nothing
std::string
FindDifference(const std::string& own, const std::string& stock)
{
    std::istringstream ours(own);
    std::istringstream theirs(stock);
    std::deque<std::string> before;
    while (ours || theirs)
    {
        std::string our = "the end";
        std::string their = "the end";
        std::getline(ours, our);
        std::getline(theirs, their);
        if (our != their)
        {
            std::string text;
            for (const auto& line : before)
            {
                text += line + "\n";
            }
            return text + "here: " + our + "\nns-3: " + their;
        }
        before.push_back(our);
        if (before.size() > 4)
        {
            before.pop_front();
        }
    }
    return "";
}

} // namespace

HostPair::HostPair(HostKind kind)
    : m_nodes{MakeNode(kind), MakeNode(kind)},
      m_links{CreateObject<SimpleChannel>(), CreateObject<SimpleChannel>()}
{
    AddLink(1, kind);
    AddLink(2, kind);
    Wait();
    Wait();
}

HostPair::~HostPair()
{
    Simulator::Destroy();
}

void
HostPair::AddLink(uint32_t link, HostKind kind)
{
    for (uint32_t host = 0; host < 2; ++host)
    {
        const uint8_t octets[6] = {2, 0, 0, 0, uint8_t(link), uint8_t(host + 1)};
        Mac48Address mac;
        mac.CopyFrom(octets);
        const auto device = CreateObject<SimpleNetDevice>();
        device->SetAddress(mac);
        device->SetMtu(1500);
        device->SetChannel(GetLink(link));
        m_nodes[host]->AddDevice(device);
        const auto ipv4 = m_nodes[host]->GetObject<Ipv4>();
        const auto ipv6 = m_nodes[host]->GetObject<Ipv6>();
        const uint32_t interface = ipv4->AddInterface(device);
        ipv6->AddInterface(device);
        ipv4->SetUp(interface);
        ipv6->SetUp(interface);
        AddAddresses(m_nodes[host], link, host, kind);
    }
}

Ptr<Node>
HostPair::GetNode(uint32_t host) const
{
    return m_nodes.at(host);
}

Ptr<SimpleNetDevice>
HostPair::GetDevice(uint32_t host, uint32_t link) const
{
    const auto ipv4 = m_nodes.at(host)->GetObject<Ipv4>();
    return DynamicCast<SimpleNetDevice>(ipv4->GetNetDevice(link));
}

Ptr<SimpleChannel>
HostPair::GetLink(uint32_t link) const
{
    return m_links.at(link - 1);
}

Ptr<Socket>
HostPair::Make(uint32_t host, const std::string& protocol, const std::string& name)
{
    const auto factory = TypeId::LookupByName("ns3::" + protocol + "SocketFactory");
    const auto socket = Socket::CreateSocket(m_nodes.at(host), factory);
    Watch(socket, name);
    return socket;
}

void
HostPair::Watch(const Ptr<Socket>& socket, const std::string& name)
{
    m_names[PeekPointer(socket)] = name;
    m_byName[name] = socket;
    socket->SetRecvCallback(MakeCallback(&HostPair::Received, this));
    socket->SetConnectCallback(MakeCallback(&HostPair::Connected, this),
                               MakeCallback(&HostPair::Failed, this));
    socket->SetCloseCallbacks(MakeCallback(&HostPair::Closed, this),
                              MakeCallback(&HostPair::ErrorClosed, this));
    socket->SetAcceptCallback(MakeCallback(&HostPair::Asked, this),
                              MakeCallback(&HostPair::Accepted, this));
    socket->SetDataSentCallback(MakeCallback(&HostPair::Sent, this));
}

void
HostPair::LeaveReceived(const Ptr<Socket>& socket)
{
    socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
}

Ptr<Socket>
HostPair::Find(const std::string& name) const
{
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? nullptr : found->second;
}

void
HostPair::Forget()
{
    m_byName.clear();
}

void
HostPair::Say(const std::string& text)
{
    m_diary += text + "\n";
}

void
HostPair::Returned(const std::string& call, const Ptr<Socket>& socket, int result)
{
    Say(call + "=" + std::to_string(result) +
        (result < 0 ? " error " + std::to_string(socket->GetErrno()) : ""));
}

void
HostPair::SayNames(const Ptr<Socket>& socket)
{
    if (!socket)
    {
        return Say("no socket");
    }
    Address name;
    Returned("GetSockName", socket, socket->GetSockName(name));
    Say(GetName(socket) + " is " + ToText(name));
    Address peer;
    const int result = socket->GetPeerName(peer);
    Returned("GetPeerName", socket, result);
    if (result == 0)
    {
        Say(GetName(socket) + " has peer " + ToText(peer));
    }
}

void
HostPair::Wait()
{
    Simulator::Stop(Seconds(2));
    Simulator::Run();
}

const std::string&
HostPair::GetDiary() const
{
    return m_diary;
}

std::string
HostPair::GetName(const Ptr<Socket>& socket) const
{
    const auto found = m_names.find(PeekPointer(socket));
    return found == m_names.end() ? "?" : found->second;
}

void
HostPair::Received(Ptr<Socket> socket)
{
    Fetch(socket);
}

void
HostPair::Fetch(Ptr<Socket> socket)
{
    Address from;
    while (const auto packet = socket->RecvFrom(from))
    {
        Say(GetName(socket) + " got " + std::to_string(packet->GetSize()) + " from " +
            ToText(from) + TagsOf(*packet));
        if (packet->GetSize() == 0)
        {
            break; // the end of a connection
        }
    }
}

void
HostPair::Connected(Ptr<Socket> socket)
{
    Say(GetName(socket) + " connected");
}

void
HostPair::Failed(Ptr<Socket> socket)
{
    Say(GetName(socket) + " failed, error " + std::to_string(socket->GetErrno()));
}

void
HostPair::Closed(Ptr<Socket> socket)
{
    Say(GetName(socket) + " closed");
}

void
HostPair::ErrorClosed(Ptr<Socket> socket)
{
    Say(GetName(socket) + " closed, error " + std::to_string(socket->GetErrno()));
}

bool
HostPair::Asked(Ptr<Socket> socket, const Address& from)
{
    Say(GetName(socket) + " asked by " + ToText(from));
    return accepts;
}

void
HostPair::Accepted(Ptr<Socket> socket, const Address& from)
{
    // A listener's accepted connection is the first that has no name yet.
    std::string name = "accepted";
    while (Find(name))
    {
        name += "+";
    }
    Watch(socket, name);
    Say(name + " from " + ToText(from));
}

void
HostPair::Sent(Ptr<Socket> socket, uint32_t size)
{
    Say(GetName(socket) + " sent " + std::to_string(size));
}

void
HostPair::WatchHeaders(uint32_t host)
{
    const auto ipv4 = m_nodes.at(host)->GetObject<Ipv4L3Protocol>();
    const auto ipv6 = m_nodes.at(host)->GetObject<Ipv6L3Protocol>();
    const auto seeIpv4 = MakeCallback(&HostPair::SentIpv4, this);
    const auto seeIpv6 = MakeCallback(&HostPair::SentIpv6, this);
    // Once, however often it is asked for.
    ipv4->TraceDisconnectWithoutContext("SendOutgoing", seeIpv4);
    ipv6->TraceDisconnectWithoutContext("SendOutgoing", seeIpv6);
    ipv4->TraceConnectWithoutContext("SendOutgoing", seeIpv4);
    ipv6->TraceConnectWithoutContext("SendOutgoing", seeIpv6);
}

void
HostPair::SentIpv4(const Ipv4Header& header, Ptr<const Packet> packet, uint32_t interface)
{
    std::ostringstream os;
    os << "link " << interface << ": to " << header.GetDestination() << " tos " << +header.GetTos()
       << " ttl " << +header.GetTtl() << " df " << header.IsDontFragment() << " priority "
       << PriorityOf(*packet);
    Say(os.str());
}

void
HostPair::SentIpv6(const Ipv6Header& header, Ptr<const Packet> packet, uint32_t interface)
{
    if (header.GetNextHeader() == Ipv6Header::IPV6_ICMPV6)
    {
        return; // neighbour discovery is not the socket's
    }
    std::ostringstream os;
    os << "link " << interface << ": to " << header.GetDestination() << " tclass "
       << +header.GetTrafficClass() << " hoplimit " << +header.GetHopLimit() << " priority "
       << PriorityOf(*packet);
    Say(os.str());
}

Address
To(const std::string& ip, uint16_t port)
{
    if (ip.find(':') == std::string::npos)
    {
        return InetSocketAddress(Ipv4Address(ip.c_str()), port);
    }
    const std::size_t ipv4 = ip.rfind(':') + 1;
    if (ip.find('.') != std::string::npos)
    {
        const Ipv4Address mapped(ip.substr(ipv4).c_str());
        return Inet6SocketAddress(Ipv6Address::MakeIpv4MappedAddress(mapped), port);
    }
    return Inet6SocketAddress(Ipv6Address(ip.c_str()), port);
}

std::string
ToText(const Address& address)
{
    std::ostringstream os;
    if (InetSocketAddress::IsMatchingType(address))
    {
        const auto inet = InetSocketAddress::ConvertFrom(address);
        os << inet.GetIpv4() << ":" << inet.GetPort();
    }
    else if (Inet6SocketAddress::IsMatchingType(address))
    {
        const auto inet6 = Inet6SocketAddress::ConvertFrom(address);
        os << inet6.GetIpv6() << ":" << inet6.GetPort();
    }
    return os.str();
}

void
SameAsStock::DoRun()
{
    const auto run = [this](HostKind kind) {
        HostPair net(kind);
        m_scenario(net);
        return net.GetDiary();
    };
    const std::string stock = run(HostKind::STOCK);
    NS_TEST_EXPECT_MSG_EQ((("\n" + stock).find("\n" + m_landmark) != std::string::npos),
                          true,
                          "ns-3 itself does not do it:\n"
                              << stock);
    NS_TEST_EXPECT_MSG_EQ(FindDifference(run(HostKind::AWARE), stock), "", "a PvD-aware host");
    NS_TEST_EXPECT_MSG_EQ(FindDifference(run(HostKind::BOUND), stock), "", "a bound socket");
}

void
SameLoopbackAsStock::DoRun()
{
    const Ipv6Address loopback = Ipv6Address::GetLoopback();
    bool isSender = false;
    {
        HostPair net(HostKind::STOCK);
        const auto ipv6 = net.GetNode(0)->GetObject<Ipv6>();
        isSender = ipv6->SourceAddressSelection(0, loopback) == loopback;
    }
    if (isSender)
    {
        SameAsStock::DoRun();
        return;
    }
    std::cout << m_suite
              << ": packets to ::1 are skipped, since hosts of this ns-3 send to ::1 from ::\n";
}

} // namespace pvdtest
} // namespace ns3
