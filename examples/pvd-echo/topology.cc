/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "topology.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/pvd-router-helper.h"
#include "ns3/simple-net-device.h"
#include "ns3/uinteger.h"

#include <sstream>

namespace echo
{

using namespace ns3;

namespace
{

constexpr uint8_t PREFIX_LENGTH = 64;
constexpr uint32_t PENDING_PACKETS = 64;
constexpr uint16_t SERVER = 0xbabe; // its interface identifier

const Time LINK_DELAY = MilliSeconds(1);
const Time ADVERTISING_STARTS = Seconds(2); // routers have checked their addresses by then
const Time BETWEEN_ROUTERS = MilliSeconds(100);
const Mac48Address HOST1("02:00:00:00:00:01");
const Mac48Address HOST2("02:00:00:00:00:02");
const std::array<Mac48Address, PROVIDERS> NET1{Mac48Address("02:00:00:00:01:01"),
                                               Mac48Address("02:00:00:00:01:02")};
const std::array<Mac48Address, PROVIDERS> NET2{Mac48Address("02:00:00:00:02:01"),
                                               Mac48Address("02:00:00:00:02:02")};

/// \return an address of a prefix, by the last 16 bits
Ipv6Address
MakeAddress(const Ipv6Address& prefix, uint16_t last)
{
    uint8_t octets[16];
    prefix.GetBytes(octets);
    octets[14] = last >> 8;
    octets[15] = last & 0xff;
    return Ipv6Address(octets);
}

Ptr<SimpleChannel>
MakeLink()
{
    const auto channel = CreateObject<SimpleChannel>();
    channel->SetAttribute("Delay", TimeValue(LINK_DELAY));
    return channel;
}

/// Connect a node to a link. \return the interface
uint32_t
AddInterface(const Ptr<Node>& node, const Ptr<SimpleChannel>& link, const Mac48Address& mac)
{
    const auto device = CreateObject<SimpleNetDevice>();
    device->SetAddress(mac);
    device->SetChannel(link);
    node->AddDevice(device);
    const auto ipv6 = node->GetObject<Ipv6>();
    const uint32_t interface = ipv6->AddInterface(device);
    ipv6->SetMetric(interface, 1);
    ipv6->SetUp(interface);
    return interface;
}

void
AddAddress(const Ptr<Node>& node, uint32_t interface, const Ipv6Address& address)
{
    node->GetObject<Ipv6>()->AddAddress(interface,
                                        Ipv6InterfaceAddress(address, Ipv6Prefix(PREFIX_LENGTH)));
}

} // namespace

Topology::Topology(const Prefixes& prefixes, const FreeChoice& choice)
    : m_prefixes(prefixes),
      m_net1(MakeLink()),
      m_net2(MakeLink()),
      m_host1(CreateObject<Node>()),
      m_host2(CreateObject<Node>())
{
    // All sockets begin at once, while no next hop is resolved yet. ns-3 would keep 3 packets.
    Config::SetDefault("ns3::NdiscCache::UnresolvedQueueSize", UintegerValue(PENDING_PACKETS));
    PvdHostHelper().Install(m_host1);
    AddInterface(m_host1, m_net1, HOST1);
    m_host1->GetObject<Ipv6>()->GetRoutingProtocol()->SetAttribute("Rule55",
                                                                   BooleanValue(choice.rule55));
    InternetStackHelper().Install(m_host2);
    m_serverInterface = AddInterface(m_host2, m_net2, HOST2);
    AddAddress(m_host2, m_serverInterface, GetServerAddress());
    for (std::size_t provider = 0; provider < PROVIDERS; ++provider)
    {
        const uint32_t interface = AddRouter(provider);
        const Time later = provider == choice.first ? Time(0) : BETWEEN_ROUTERS;
        Advertise(provider, interface, ADVERTISING_STARTS + later);
    }
}

uint32_t
Topology::AddRouter(std::size_t provider)
{
    const auto node = CreateObject<Node>();
    m_routers[provider] = node;
    PvdHostHelper().Install(node);
    const auto ipv6 = node->GetObject<Ipv6>();
    const Ipv6Address prefix = m_prefixes.providers[provider];
    const uint32_t inside = AddInterface(node, m_net1, NET1[provider]);
    const uint32_t outside = AddInterface(node, m_net2, NET2[provider]);
    AddAddress(node, inside, MakeAddress(prefix, 1));
    AddAddress(node, outside, MakeAddress(m_prefixes.net2, 1 + provider));
    ipv6->SetForwarding(inside, true);
    ipv6->SetForwarding(outside, true);
    DynamicCast<PvdIpv6Routing>(ipv6->GetRoutingProtocol())
        ->GetIngressFilter()
        .Allow(inside, prefix, PREFIX_LENGTH);
    Watch(provider);
    // Over a link-local gateway, ns-3's own host would answer from a link-local address.
    const auto back = Ipv6StaticRoutingHelper().GetStaticRouting(m_host2->GetObject<Ipv6>());
    back->AddNetworkRouteTo(prefix,
                            Ipv6Prefix(PREFIX_LENGTH),
                            MakeAddress(m_prefixes.net2, 1 + provider),
                            m_serverInterface);
    return inside;
}

void
Topology::Advertise(std::size_t provider, uint32_t interface, Time start)
{
    PvdAdvertisingInterface net1;
    PvdAdvertisement& advertisement = net1.advertisements[0];
    std::ostringstream prefix;
    prefix << m_prefixes.providers[provider] << "/" << +PREFIX_LENGTH;
    advertisement.options.prefixes = {PvdRouterHelper::Prefix(prefix.str())};
    advertisement.pvd = PvdRouterHelper::NamedPvd(GetPvd(provider));
    const PvdRouterHelper helper;
    auto advertisers = helper.Install(m_routers[provider], interface, net1);
    PvdRouterHelper::AssignStreams(advertisers, 2 * provider);
    advertisers.Start(start);
}

void
Topology::Watch(std::size_t provider)
{
    const auto ipv6 = m_routers[provider]->GetObject<Ipv6L3Protocol>();
    const bool isWatched = ipv6->TraceConnectWithoutContext(
                               "Rx",
                               MakeBoundCallback(&Topology::NoteReceived, this, provider)) &&
                           ipv6->GetRoutingProtocol()->TraceConnectWithoutContext(
                               "IngressDropped",
                               MakeBoundCallback(&Topology::NoteRefused, this));
    NS_ABORT_MSG_UNLESS(isWatched, "a router has no such trace sources");
}

void
Topology::NoteReceived(Topology* self,
                       std::size_t provider,
                       Ptr<const Packet> packet,
                       Ptr<Ipv6>,
                       uint32_t)
{
    const auto copy = packet->Copy();
    Ipv6Header header;
    copy->RemoveHeader(header);
    if (header.GetDestination() != self->GetServerAddress())
    {
        return;
    }
    // UDP and TCP both begin with the source port.
    uint8_t port[2] = {0, 0};
    copy->CopyData(port, sizeof(port));
    Way& way = self->m_ways[{header.GetNextHeader(), port[0] << 8 | port[1]}];
    way.providers.insert(provider);
    way.sources.insert(header.GetSource());
}

void
Topology::NoteRefused(Topology* self, const Ipv6Header&, uint32_t)
{
    ++self->m_refused;
}

Ptr<Node>
Topology::GetHost1() const
{
    return m_host1;
}

Ptr<Node>
Topology::GetHost2() const
{
    return m_host2;
}

Ipv6Address
Topology::GetServerAddress() const
{
    return MakeAddress(m_prefixes.net2, SERVER);
}

Ipv6Address
Topology::GetHostAddress(std::size_t provider) const
{
    return Ipv6Address::MakeAutoconfiguredAddress(HOST1, m_prefixes.providers[provider]);
}

const char*
Topology::GetPvd(std::size_t provider)
{
    return provider == 0 ? "pirl1.cisco.com" : "pirl2.cisco.com";
}

const char*
Topology::GetRouter(std::size_t provider)
{
    return provider == 0 ? "router1" : "router2";
}

std::string
Topology::GetFirstHops(uint8_t protocol, uint16_t port) const
{
    std::string names;
    const auto found = m_ways.find({protocol, port});
    for (const std::size_t provider :
         found == m_ways.end() ? std::set<std::size_t>() : found->second.providers)
    {
        names += (names.empty() ? "" : "+") + std::string(GetRouter(provider));
    }
    return names.empty() ? "-" : names;
}

std::set<Ipv6Address>
Topology::GetSources(uint8_t protocol, uint16_t port) const
{
    const auto found = m_ways.find({protocol, port});
    return found == m_ways.end() ? std::set<Ipv6Address>() : found->second.sources;
}

uint32_t
Topology::GetRefused() const
{
    return m_refused;
}

} // namespace echo
