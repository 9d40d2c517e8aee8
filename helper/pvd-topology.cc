/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-topology.h"

#include "pvd-host-helper.h"
#include "pvd-ipv6-routing.h"
#include "pvd-router-advertiser.h"
#include "pvd-router-helper.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/csma-helper.h"
#include "ns3/csma-net-device.h"
#include "ns3/double.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/names.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/pointer.h"
#include "ns3/simple-channel.h"
#include "ns3/simple-net-device.h"
#include "ns3/string.h"

#include <arpa/inet.h>
#include <cstdlib>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_NODES = 255; // their numbers are octets of hardware addresses
constexpr std::size_t MAX_PORTS = 255;
constexpr uint32_t LEAST_MTU = 1280; // octets: RFC 8200 section 5
constexpr uint32_t LARGEST_MTU = 65535;

/// \return the names of a map in one line
template <class Map>
std::string
ListNames(const Map& map)
{
    std::string names;
    for (const auto& one : map)
    {
        names += (names.empty() ? "" : ", ") + one.first;
    }
    return names.empty() ? "none" : names;
}

/// Stop if a link cannot carry packets as it should. \param name of the link \param link how
void
Check(const std::string& name, const PvdTopologyLink& link)
{
    NS_ABORT_MSG_IF(link.rate.GetBitRate() == 0,
                    "PvdTopology: link \"" << name
                                           << "\" has a rate of 0; write one such as 1Mbps, "
                                           << "and use SetUp to take it down.");
    NS_ABORT_MSG_IF(link.delay.IsStrictlyNegative(),
                    "PvdTopology: link \"" << name << "\" has a delay of "
                                           << link.delay.As(Time::MS) << "; write 0 or more.");
    NS_ABORT_MSG_IF(!(link.loss >= 0 && link.loss <= 1),
                    "PvdTopology: link \"" << name << "\" has a loss of " << link.loss
                                           << "; write a share from 0 to 1.");
    NS_ABORT_MSG_IF(link.mtu < LEAST_MTU || link.mtu > LARGEST_MTU,
                    "PvdTopology: link \"" << name << "\" has an MTU of " << link.mtu
                                           << " octets; IPv6 needs " << LEAST_MTU << " to "
                                           << LARGEST_MTU << ".");
}

} // namespace

const PvdTopology::NamedNode&
PvdTopology::FindNode(const std::string& node) const
{
    const auto found = m_nodes.find(node);
    NS_ABORT_MSG_IF(found == m_nodes.end(),
                    "PvdTopology: no node is called \"" << node
                                                        << "\"; there are: " << ListNames(m_nodes));
    return found->second;
}

const PvdTopology::Port&
PvdTopology::FindPort(const std::string& node, const std::string& port) const
{
    const auto& ports = FindNode(node).ports;
    const auto found = ports.find(port);
    NS_ABORT_MSG_IF(found == ports.end(),
                    "PvdTopology: " << node << " has no port \"" << port
                                    << "\"; it has: " << ListNames(ports));
    return found->second;
}

const PvdTopology::Link&
PvdTopology::FindLink(const std::string& link) const
{
    const auto found = m_links.find(link);
    NS_ABORT_MSG_IF(found == m_links.end(),
                    "PvdTopology: no link is called \"" << link
                                                        << "\"; there are: " << ListNames(m_links));
    return found->second;
}

PvdTopology::Link&
PvdTopology::FindLink(const std::string& link)
{
    return const_cast<Link&>(static_cast<const PvdTopology*>(this)->FindLink(link));
}

Ptr<Node>
PvdTopology::GetNode(const std::string& node) const
{
    return FindNode(node).node;
}

Ptr<NetDevice>
PvdTopology::GetDevice(const std::string& node, const std::string& port) const
{
    return FindPort(node, port).device;
}

uint32_t
PvdTopology::GetInterface(const std::string& node, const std::string& port) const
{
    return FindPort(node, port).interface;
}

Mac48Address
PvdTopology::GetMac(const std::string& node, const std::string& port) const
{
    return Mac48Address::ConvertFrom(GetDevice(node, port)->GetAddress());
}

Ipv6Address
PvdTopology::GetLinkLocal(const std::string& node, const std::string& port) const
{
    return Ipv6Address::MakeAutoconfiguredLinkLocalAddress(GetMac(node, port));
}

Ipv6Address
PvdTopology::GetAddress(const std::string& node,
                        const std::string& port,
                        const Ipv6Address& prefix) const
{
    return Ipv6Address::MakeAutoconfiguredAddress(GetMac(node, port), prefix);
}

Ptr<PvdIpv6Routing>
PvdTopology::GetRouting(const std::string& node) const
{
    return DynamicCast<PvdIpv6Routing>(GetNode(node)->GetObject<Ipv6>()->GetRoutingProtocol());
}

Ptr<PvdRouterAdvertiser>
PvdTopology::GetAdvertiser(const std::string& node) const
{
    return PvdRouterHelper::GetAdvertiser(GetNode(node));
}

Ptr<Channel>
PvdTopology::GetLink(const std::string& link) const
{
    return FindLink(link).channel;
}

const std::vector<std::string>&
PvdTopology::GetNodeNames() const
{
    return m_nodeNames;
}

std::vector<std::string>
PvdTopology::GetPortNames(const std::string& node) const
{
    std::map<uint32_t, std::string> names;
    for (const auto& [name, port] : FindNode(node).ports)
    {
        names[port.interface] = name;
    }
    std::vector<std::string> sorted;
    for (const auto& one : names)
    {
        sorted.push_back(one.second);
    }
    return sorted;
}

const std::vector<std::string>&
PvdTopology::GetLinkNames() const
{
    return m_linkNames;
}

const std::vector<std::pair<std::string, std::string>>&
PvdTopology::GetEnds(const std::string& link) const
{
    return FindLink(link).ends;
}

Ptr<Node>
PvdTopology::AddNode(const std::string& name, const Stack& stack)
{
    NS_ABORT_MSG_IF(m_nodes.count(name) > 0,
                    "PvdTopology: two nodes are called \"" << name << "\"; rename one.");
    NS_ABORT_MSG_IF(m_nodes.size() == MAX_NODES,
                    "PvdTopology: at most " << MAX_NODES << " nodes; leave some out.");
    NamedNode added;
    added.node = CreateObject<Node>();
    added.number = m_nodes.size() + 1;
    added.forwards = false;
    stack(added.node);
    m_nodes.emplace(name, added);
    m_nodeNames.push_back(name);
    return added.node;
}

Ptr<Node>
PvdTopology::AddRouter(const std::string& name)
{
    const auto node = AddNode(name, [](const Ptr<Node>& one) { PvdHostHelper().Install(one); });
    m_nodes[name].forwards = true;
    return node;
}

void
PvdTopology::AddSegment(const std::string& name, const PvdTopologyLink& link)
{
    NS_ABORT_MSG_IF(m_links.count(name) > 0,
                    "PvdTopology: two links are called \"" << name << "\"; rename one.");
    Check(name, link);
    const auto channel = CreateObject<CsmaChannel>();
    channel->SetAttribute("DataRate", DataRateValue(link.rate));
    channel->SetAttribute("Delay", TimeValue(link.delay));
    m_links.emplace(name, Link{channel, link, true, {}, {}});
    m_linkNames.push_back(name);
}

uint32_t
PvdTopology::Connect(const std::string& node, const std::string& port, const std::string& segment)
{
    const auto channel = DynamicCast<CsmaChannel>(FindLink(segment).channel);
    NS_ABORT_MSG_UNLESS(channel,
                        "PvdTopology: link \"" << segment
                                               << "\" has two ends; make it with AddSegment.");
    CsmaHelper helper;
    const auto device = helper.Install(FindNode(node).node, channel).Get(0);
    return AddPort(node, port, device, segment);
}

void
PvdTopology::AddPointToPoint(const std::string& name,
                             const std::pair<std::string, std::string>& one,
                             const std::pair<std::string, std::string>& other,
                             const PvdTopologyLink& link)
{
    NS_ABORT_MSG_IF(m_links.count(name) > 0,
                    "PvdTopology: two links are called \"" << name << "\"; rename one.");
    Check(name, link);
    PointToPointHelper helper;
    helper.SetDeviceAttribute("DataRate", DataRateValue(link.rate));
    helper.SetChannelAttribute("Delay", TimeValue(link.delay));
    const auto devices = helper.Install(FindNode(one.first).node, FindNode(other.first).node);
    m_links.emplace(name, Link{devices.Get(0)->GetChannel(), link, true, {}, {}});
    m_linkNames.push_back(name);
    AddPort(one.first, one.second, devices.Get(0), name);
    AddPort(other.first, other.second, devices.Get(1), name);
}

void
PvdTopology::AddDummy(const std::string& node, const std::string& port)
{
    const auto device = CreateObject<SimpleNetDevice>();
    device->SetChannel(CreateObject<SimpleChannel>());
    FindNode(node).node->AddDevice(device);
    AddPort(node, port, device, "");
    // What is sent to its addresses comes in by other ports.
    FindNode(node).node->GetObject<Ipv6>()->SetAttribute("StrongEndSystemModel",
                                                         BooleanValue(false));
}

Mac48Address
PvdTopology::MakeMac(const NamedNode& node)
{
    const uint8_t octets[6] = {0x02, 0, 0, 0, node.number, uint8_t(node.ports.size() + 1)};
    Mac48Address mac;
    mac.CopyFrom(octets);
    return mac;
}

uint32_t
PvdTopology::AddPort(const std::string& node,
                     const std::string& port,
                     const Ptr<NetDevice>& device,
                     const std::string& link)
{
    NamedNode& owner = m_nodes.at(node);
    NS_ABORT_MSG_IF(owner.ports.count(port) > 0,
                    "PvdTopology: two ports of " << node << " are called \"" << port
                                                 << "\"; rename one.");
    NS_ABORT_MSG_IF(owner.ports.size() == MAX_PORTS,
                    "PvdTopology: " << node << " has " << MAX_PORTS << " ports already.");
    device->SetAddress(MakeMac(owner));
    if (!link.empty())
    {
        Link& carrier = FindLink(link);
        device->SetMtu(carrier.how.mtu);
        const auto errors = CreateObject<RateErrorModel>();
        errors->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
        device->SetAttribute("ReceiveErrorModel", PointerValue(errors));
        carrier.errors.push_back(errors);
        carrier.ends.emplace_back(node, port);
        ApplyLoss(carrier);
    }
    const auto ipv6 = owner.node->GetObject<Ipv6>();
    const uint32_t interface = ipv6->AddInterface(device);
    ipv6->SetMetric(interface, 1);
    ipv6->SetUp(interface);
    ipv6->SetForwarding(interface, owner.forwards);
    owner.ports[port] = {device, interface};
    return interface;
}

void
PvdTopology::AddAddress(const std::string& node,
                        const std::string& port,
                        const std::string& address)
{
    const auto [own, length] = ReadPrefix(address);
    GetNode(node)->GetObject<Ipv6>()->AddAddress(GetInterface(node, port),
                                                 Ipv6InterfaceAddress(own, Ipv6Prefix(length)));
}

void
PvdTopology::AddRoute(const std::string& node,
                      const std::string& prefix,
                      const std::string& gateway,
                      const std::string& port,
                      const std::string& from)
{
    const auto [destination, length] = ReadPrefix(prefix);
    const uint32_t interface = GetInterface(node, port);
    const Ipv6Address via = gateway.empty() ? Ipv6Address::GetAny() : ReadPrefix(gateway).first;
    const auto routing = GetRouting(node);
    if (routing)
    {
        PvdRouteOptions options;
        if (!from.empty())
        {
            std::tie(options.source, options.sourceLength) = ReadPrefix(from);
        }
        routing->AddRoute(destination, Ipv6Prefix(length), via, interface, options);
        return;
    }
    NS_ABORT_MSG_UNLESS(from.empty(),
                        "PvdTopology: routes of ns-3's own hosts know no source prefix; make "
                            << node << " with PvdHostHelper.");
    const auto own = Ipv6StaticRoutingHelper().GetStaticRouting(GetNode(node)->GetObject<Ipv6>());
    own->AddNetworkRouteTo(destination, Ipv6Prefix(length), via, interface);
}

void
PvdTopology::RemoveRoute(const std::string& node,
                         const std::string& prefix,
                         const std::string& gateway,
                         const std::string& port)
{
    const auto routing = GetRouting(node);
    NS_ABORT_MSG_UNLESS(routing,
                        "PvdTopology: " << node
                                        << " is no router of ours; make it with AddRouter.");
    const auto [destination, length] = ReadPrefix(prefix);
    const bool wasThere = routing->RemoveRoute(destination,
                                               Ipv6Prefix(length),
                                               ReadPrefix(gateway).first,
                                               GetInterface(node, port));
    NS_ABORT_MSG_UNLESS(wasThere, "PvdTopology: " << node << " has no such route to " << prefix);
}

void
PvdTopology::AllowSource(const std::string& node,
                         const std::string& port,
                         const std::string& prefix)
{
    const auto routing = GetRouting(node);
    NS_ABORT_MSG_UNLESS(routing,
                        "PvdTopology: " << node << " cannot filter; make it with AddRouter.");
    const auto [source, length] = ReadPrefix(prefix);
    routing->GetIngressFilter().Allow(GetInterface(node, port), source, length);
}

void
PvdTopology::ApplyLoss(const Link& link)
{
    for (const auto& errors : link.errors)
    {
        const double loss = link.isUp ? link.how.loss : 1;
        errors->SetRate(loss);
        loss > 0 ? errors->Enable() : errors->Disable(); // draws no random numbers then
    }
}

void
PvdTopology::SetUp(const std::string& link, bool up)
{
    FindLink(link).isUp = up;
    ApplyLoss(FindLink(link));
}

void
PvdTopology::SetLoss(const std::string& link, double loss)
{
    NS_ABORT_MSG_IF(!(loss >= 0 && loss <= 1),
                    "PvdTopology: a loss of " << loss << "; write a share from 0 to 1.");
    FindLink(link).how.loss = loss;
    ApplyLoss(FindLink(link));
}

int64_t
PvdTopology::AssignStreams(int64_t stream)
{
    int64_t used = 0;
    for (const auto& name : m_nodeNames)
    {
        const auto node = GetNode(name);
        used += PvdHostHelper().AssignStreams(NodeContainer(node), stream + used);
        const auto advertiser = GetAdvertiser(name);
        used += advertiser ? advertiser->AssignStreams(stream + used) : 0;
    }
    for (const auto& name : m_linkNames)
    {
        for (const auto& errors : FindLink(name).errors)
        {
            used += errors->AssignStreams(stream + used);
        }
        for (const auto& [node, port] : GetEnds(name))
        {
            used += CsmaHelper().AssignStreams(GetDevice(node, port), stream + used);
        }
    }
    return used;
}

void
PvdTopology::EnablePcap(const std::string& prefix) const
{
    for (const auto& name : m_linkNames)
    {
        const Link& link = FindLink(name);
        if (link.ends.empty())
        {
            continue;
        }
        const auto device = GetDevice(link.ends.front().first, link.ends.front().second);
        const std::string file = prefix + "-" + name + ".pcap";
        if (DynamicCast<CsmaNetDevice>(device))
        {
            CsmaHelper().EnablePcap(file, device, true, true);
        }
        else
        {
            PointToPointHelper().EnablePcap(file, device, true, true);
        }
    }
}

std::pair<Ipv6Address, uint8_t>
PvdTopology::ReadPrefix(const std::string& text)
{
    const auto slash = text.find('/');
    uint8_t octets[16] = {};
    bool good = inet_pton(AF_INET6, text.substr(0, slash).c_str(), octets) == 1;
    long length = 128;
    if (slash != std::string::npos)
    {
        char* end = nullptr;
        length = std::strtol(text.c_str() + slash + 1, &end, 10);
        good = good && slash + 1 < text.size() && *end == '\0' && length >= 0 && length <= 128;
    }
    NS_ABORT_MSG_UNLESS(good,
                        "PvdTopology: \"" << text << "\"; write an address, or a prefix such as "
                                          << "3fff:db8::/32.");
    return {Ipv6Address(octets), static_cast<uint8_t>(length)};
}

} // namespace ns3
