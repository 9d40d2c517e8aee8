/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-host.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{

std::ostream&
operator<<(std::ostream& os, RaDropReason reason)
{
    return os << ToString(reason);
}

std::ostream&
operator<<(std::ostream& os, OptionIgnoreReason reason)
{
    return os << ToString(reason);
}

std::ostream&
operator<<(std::ostream& os, RouterPreference preference)
{
    return os << ToString(preference);
}

namespace pvdtest
{

namespace
{

constexpr uint16_t ETHERTYPE_IPV6 = 0x86dd;
constexpr uint8_t NEXT_HEADER_UDP = 17;

/// \return the events of this moment that follow from each other are no longer chains than this
constexpr int CHAIN = 16;

Mac48Address
MulticastMac(const Ipv6Address& destination)
{
    return Mac48Address::GetMulticast(destination);
}

} // namespace

std::string
ToText(const Ipv6Address& address)
{
    return ToString(ToOctets(address));
}

void
RunNow()
{
    for (int i = 0; i < CHAIN; ++i)
    {
        Simulator::Stop(Time(0));
        Simulator::Run();
    }
}

void
RunTo(Time time)
{
    Simulator::Stop(time - Simulator::Now());
    Simulator::Run();
    RunNow();
}

TestLink::TestLink()
    : m_channel(CreateObject<SimpleChannel>()),
      m_device(CreateObject<SimpleNetDevice>())
{
    m_device->SetAddress(Mac48Address("02:00:00:00:ee:ee"));
    m_device->SetChannel(m_channel);
    const auto node = CreateObject<Node>();
    node->AddDevice(m_device);
    node->RegisterProtocolHandler(MakeCallback(&TestLink::See, this),
                                  ETHERTYPE_IPV6,
                                  m_device,
                                  true);
}

Ptr<SimpleChannel>
TestLink::GetChannel() const
{
    return m_channel;
}

void
TestLink::Send(const Octets& message, const Station& from, const Envelope& envelope)
{
    Octets octets = message;
    if (octets.size() >= 4)
    {
        octets = WithChecksum(message, from.address, envelope.destination);
        octets[3] ^= envelope.rightChecksum ? 0 : 1;
    }
    const uint8_t nextHeader =
        envelope.fragmentHeader.empty() ? uint8_t(Ipv6Header::IPV6_ICMPV6) : envelope.nextHeader;
    octets.insert(octets.begin(), envelope.fragmentHeader.begin(), envelope.fragmentHeader.end());
    const auto packet = Create<Packet>(octets.data(), octets.size());
    Ipv6Header header;
    header.SetSource(from.address);
    header.SetDestination(envelope.destination);
    header.SetNextHeader(nextHeader);
    header.SetPayloadLength(octets.size() + envelope.missing);
    header.SetHopLimit(envelope.hopLimit);
    packet->AddHeader(header);
    const bool group = envelope.destination.IsMulticast();
    m_device->SendFrom(packet,
                       from.mac,
                       group ? MulticastMac(envelope.destination) : Mac48Address::GetBroadcast(),
                       ETHERTYPE_IPV6);
    RunNow();
}

void
TestLink::Send(const Octets& message, const Station& from, const Ipv6Address& destination)
{
    Envelope envelope;
    envelope.destination = destination;
    Send(message, from, envelope);
}

void
TestLink::Send(const RouterAdvertisement& ra, const Station& from)
{
    Send(ToMessage(ra), from, Envelope());
}

void
TestLink::See(Ptr<NetDevice>,
              Ptr<const Packet> packet,
              uint16_t,
              const Address&,
              const Address& to,
              NetDevice::PacketType)
{
    const auto copy = packet->Copy();
    Ipv6Header header;
    if (copy->GetSize() < header.GetSerializedSize())
    {
        return; // a test has sent what is no packet
    }
    copy->RemoveHeader(header);
    SeenPacket seen;
    seen.time = Simulator::Now();
    seen.hardwareDestination = Mac48Address::ConvertFrom(to);
    seen.source = header.GetSource();
    seen.destination = header.GetDestination();
    seen.nextHeader = header.GetNextHeader();
    seen.hopLimit = header.GetHopLimit();
    seen.message.resize(copy->GetSize());
    copy->CopyData(seen.message.data(), seen.message.size());
    m_seen.push_back(seen);
}

const std::vector<SeenPacket>&
TestLink::GetSeen() const
{
    return m_seen;
}

std::vector<SeenPacket>
TestLink::GetSeen(IcmpType type) const
{
    std::vector<SeenPacket> found;
    std::copy_if(m_seen.begin(), m_seen.end(), std::back_inserter(found), [type](const auto& seen) {
        return seen.nextHeader == Ipv6Header::IPV6_ICMPV6 && !seen.message.empty() &&
               seen.message[0] == type;
    });
    return found;
}

std::vector<SeenPacket>
TestLink::GetSeenUdp() const
{
    std::vector<SeenPacket> found;
    std::copy_if(m_seen.begin(), m_seen.end(), std::back_inserter(found), [](const auto& seen) {
        return seen.nextHeader == NEXT_HEADER_UDP;
    });
    return found;
}

void
TestLink::ForgetSeen()
{
    m_seen.clear();
}

TestHost::TestHost(const HostOptions& options)
    : m_options(options),
      m_node(CreateObject<Node>())
{
    if (options.deviceFirst)
    {
        m_device = CreateObject<SimpleNetDevice>();
        m_node->AddDevice(m_device);
    }
    PvdHostHelper helper;
    helper.SetIpv6NsRsJitter(options.randomDelays);
    helper.SetRegistryAttribute("HostType", StringValue(options.hostType));
    helper.SetRegistryAttribute("MaxPvds", UintegerValue(options.maxPvds));
    helper.SetRegistryAttribute("MaxResolvers", UintegerValue(options.maxResolvers));
    helper.Install(m_node);
    const auto registry = GetRegistry();
    const auto connect = [&registry](const std::string& source, const CallbackBase& sink) {
        NS_ABORT_MSG_UNLESS(registry->TraceConnectWithoutContext(source, sink),
                            "no trace source " << source);
    };
    connect("PvdAdded", MakeCallback(&TestHost::NotePvdAdded, this));
    connect("PvdChanged", MakeCallback(&TestHost::NotePvdChanged, this));
    connect("PvdRemoved", MakeCallback(&TestHost::NotePvdRemoved, this));
    connect("RaDropped", MakeCallback(&TestHost::NoteRaDropped, this));
    connect("OptionIgnored", MakeCallback(&TestHost::NoteIgnored, this));
    connect("RdnssAdded", MakeCallback(&TestHost::NoteRdnssAdded, this));
    connect("RdnssRemoved", MakeCallback(&TestHost::NoteRdnssRemoved, this));
    connect("DnsslAdded", MakeCallback(&TestHost::NoteDnsslAdded, this));
    connect("DnsslRemoved", MakeCallback(&TestHost::NoteDnsslRemoved, this));
}

uint32_t
TestHost::AddInterface(TestLink& link, const std::string& mac)
{
    const auto device = m_device ? m_device : CreateObject<SimpleNetDevice>();
    device->SetAddress(Mac48Address(mac.c_str()));
    device->SetChannel(link.GetChannel());
    device->SetMtu(m_options.deviceMtu);
    if (!m_device)
    {
        m_node->AddDevice(device);
    }
    m_device = nullptr;
    const uint32_t index = GetIpv6()->AddInterface(device);
    GetInterface(index)->SetAttribute("DupAddrDetectTransmits",
                                      UintegerValue(m_options.dadTransmits));
    GetIpv6()->SetMetric(index, 1);
    if (m_options.up)
    {
        GetIpv6()->SetUp(index);
    }
    return index;
}

Ptr<Node>
TestHost::GetNode() const
{
    return m_node;
}

Ptr<Ipv6>
TestHost::GetIpv6() const
{
    return m_node->GetObject<Ipv6>();
}

Ptr<PvdRegistry>
TestHost::GetRegistry() const
{
    return m_node->GetObject<PvdRegistry>();
}

Ptr<PvdIpv6Interface>
TestHost::GetInterface(uint32_t index) const
{
    return GetRegistry()->GetInterface(index);
}

Ptr<Ipv6Interface>
TestHost::GetStockInterface(uint32_t index) const
{
    return m_node->GetObject<Ipv6L3Protocol>()->GetInterface(index);
}

bool
TestHost::SendUdp(const Ipv6Address& destination, const Ipv6Address& source, uint32_t size)
{
    const auto socket = Socket::CreateSocket(m_node, UdpSocketFactory::GetTypeId());
    socket->Bind(Inet6SocketAddress(source, 0));
    const int sent = socket->SendTo(Create<Packet>(size), 0, Inet6SocketAddress(destination, 9));
    RunNow();
    socket->Close();
    return sent == static_cast<int>(size);
}

const std::vector<RaDropReason>&
TestHost::GetDrops() const
{
    return m_drops;
}

const std::vector<std::pair<OptionIgnoreReason, uint8_t>>&
TestHost::GetIgnored() const
{
    return m_ignored;
}

const std::vector<std::string>&
TestHost::GetEvents() const
{
    return m_events;
}

void
TestHost::ForgetEvents()
{
    m_drops.clear();
    m_ignored.clear();
    m_events.clear();
}

void
TestHost::NotePvdAdded(Ptr<Pvd> pvd)
{
    m_events.push_back("PvdAdded " + pvd->GetId().ToString());
}

void
TestHost::NotePvdChanged(Ptr<Pvd> pvd, uint32_t mask)
{
    std::ostringstream text;
    text << "PvdChanged " << pvd->GetId() << " 0x" << std::hex << mask;
    m_events.push_back(text.str());
}

void
TestHost::NotePvdRemoved(Ptr<Pvd> pvd)
{
    m_events.push_back("PvdRemoved " + pvd->GetId().ToString());
}

void
TestHost::NoteRaDropped(RaDropReason reason, uint32_t, uint32_t, Ipv6Address)
{
    m_drops.push_back(reason);
}

void
TestHost::NoteIgnored(OptionIgnoreReason reason, uint8_t type, uint32_t, Ipv6Address)
{
    m_ignored.emplace_back(reason, type);
}

void
TestHost::NoteRdnssAdded(Ptr<Pvd> pvd, Ipv6Address address, Time lifetime)
{
    std::ostringstream text;
    text << "RdnssAdded " << pvd->GetId() << " " << ToText(address) << " ";
    text << (lifetime == Time::Max() ? -1 : lifetime.GetSeconds());
    m_events.push_back(text.str());
}

void
TestHost::NoteRdnssRemoved(Ptr<Pvd> pvd, Ipv6Address address)
{
    m_events.push_back("RdnssRemoved " + pvd->GetId().ToString() + " " + ToText(address));
}

void
TestHost::NoteDnsslAdded(Ptr<Pvd> pvd, std::string domain, Time lifetime)
{
    std::ostringstream text;
    text << "DnsslAdded " << pvd->GetId() << " " << domain << " ";
    text << (lifetime == Time::Max() ? -1 : lifetime.GetSeconds());
    m_events.push_back(text.str());
}

void
TestHost::NoteDnsslRemoved(Ptr<Pvd> pvd, std::string domain)
{
    m_events.push_back("DnsslRemoved " + pvd->GetId().ToString() + " " + domain);
}

} // namespace pvdtest
} // namespace ns3
