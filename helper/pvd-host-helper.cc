/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-host-helper.h"

#include "pvd-extension-processing.h"
#include "pvd-icmpv6-error-policy.h"
#include "pvd-icmpv6-l4-protocol.h"
#include "pvd-ipv6-list-routing.h"
#include "pvd-ipv6-routing.h"
#include "pvd-registry.h"
#include "pvd-socket-factories.h"
#include "pvd-udp-l4-protocol.h"

#include "ns3/arp-l3-protocol.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/ipv4-list-routing-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/names.h"
#include "ns3/node-list.h"
#include "ns3/packet-socket-factory.h"
#include "ns3/string.h"
#include "ns3/traffic-control-layer.h"

namespace ns3
{

namespace
{

/// Where a further IPv6 routing protocol stands behind PvdIpv6Routing, which has 0.
constexpr int16_t FURTHER_PRIORITY = -10;

void
Aggregate(Ptr<Node> node, const std::string& typeId)
{
    ObjectFactory factory;
    factory.SetTypeId(typeId);
    node->AggregateObject(factory.Create<Object>());
}

/// Stop with a sentence if a node has an internet stack already.
void
CheckThatNoStackIsThere(const Ptr<Node>& node)
{
    const bool isOurs = bool(node->GetObject<PvdUdpL4Protocol>());
    NS_ABORT_MSG_IF(node->GetObject<Ipv4>() || node->GetObject<Ipv6>(),
                    "PvdHostHelper::Install: node "
                        << node->GetId() << " already has an internet stack of "
                        << (isOurs ? "PvdHostHelper; install it once."
                                   : "InternetStackHelper or another helper. A PvD-aware host gets "
                                     "all of it from PvdHostHelper: call only PvdHostHelper::"
                                     "Install for this node."));
}

} // namespace

PvdHostHelper::PvdHostHelper()
{
    Reset();
}

PvdHostHelper::~PvdHostHelper() = default;

PvdHostHelper::PvdHostHelper(const PvdHostHelper& other)
    : m_stock(other.m_stock),
      m_registry(other.m_registry),
      m_processes(other.m_processes),
      m_routing(other.m_routing),
      m_ipv4Routing(other.m_ipv4Routing->Copy()),
      m_ipv6Routing(other.m_ipv6Routing ? other.m_ipv6Routing->Copy() : nullptr),
      m_tcp(other.m_tcp),
      m_ipv4(other.m_ipv4),
      m_ipv6(other.m_ipv6),
      m_arpJitter(other.m_arpJitter),
      m_nsRsJitter(other.m_nsRsJitter)
{
}

PvdHostHelper&
PvdHostHelper::operator=(const PvdHostHelper& other)
{
    if (this != &other)
    {
        m_stock = other.m_stock;
        m_registry = other.m_registry;
        m_processes = other.m_processes;
        m_routing = other.m_routing;
        m_ipv4Routing.reset(other.m_ipv4Routing->Copy());
        m_ipv6Routing.reset(other.m_ipv6Routing ? other.m_ipv6Routing->Copy() : nullptr);
        m_tcp = other.m_tcp;
        m_ipv4 = other.m_ipv4;
        m_ipv6 = other.m_ipv6;
        m_arpJitter = other.m_arpJitter;
        m_nsRsJitter = other.m_nsRsJitter;
    }
    return *this;
}

void
PvdHostHelper::Reset()
{
    Ipv4StaticRoutingHelper staticRouting;
    Ipv4GlobalRoutingHelper globalRouting;
    Ipv4ListRoutingHelper listRouting;
    listRouting.Add(staticRouting, 0);
    listRouting.Add(globalRouting, -10);
    m_ipv4Routing.reset(listRouting.Copy());
    m_ipv6Routing.reset();
    m_registry = ObjectFactory();
    m_registry.SetTypeId("ns3::PvdRegistry");
    m_processes = ObjectFactory();
    m_processes.SetTypeId("ns3::PvdProcessTable");
    m_routing = ObjectFactory();
    m_routing.SetTypeId("ns3::PvdIpv6Routing");
    m_tcp = "ns3::PvdTcpL4Protocol";
    m_ipv4 = true;
    m_ipv6 = true;
    m_arpJitter = true;
    m_nsRsJitter = true;
}

void
PvdHostHelper::SetRoutingHelper(const Ipv4RoutingHelper& routing)
{
    m_ipv4Routing.reset(routing.Copy());
}

void
PvdHostHelper::SetRoutingHelper(const Ipv6RoutingHelper& routing)
{
    m_ipv6Routing.reset(routing.Copy());
}

void
PvdHostHelper::SetIpv4StackInstall(bool enable)
{
    m_ipv4 = enable;
}

void
PvdHostHelper::SetIpv6StackInstall(bool enable)
{
    m_ipv6 = enable;
}

void
PvdHostHelper::SetTcp(const std::string& tid)
{
    m_tcp = tid;
}

void
PvdHostHelper::SetIpv4ArpJitter(bool enable)
{
    m_arpJitter = enable;
}

void
PvdHostHelper::SetIpv6NsRsJitter(bool enable)
{
    m_nsRsJitter = enable;
}

void
PvdHostHelper::SetPvdRouting(const std::string& tid)
{
    m_routing.SetTypeId(tid);
    NS_ABORT_MSG_UNLESS(m_routing.GetTypeId() == PvdIpv6Routing::GetTypeId() ||
                            m_routing.GetTypeId().IsChildOf(PvdIpv6Routing::GetTypeId()),
                        "PvdHostHelper::SetPvdRouting: "
                            << tid
                            << " is not derived from ns3::PvdIpv6Routing; a protocol that is asked "
                               "after it is set with SetRoutingHelper.");
}

void
PvdHostHelper::SetRoutingAttribute(const std::string& name, const AttributeValue& value)
{
    m_routing.Set(name, value);
}

void
PvdHostHelper::SetRegistryAttribute(const std::string& name, const AttributeValue& value)
{
    m_registry.Set(name, value);
}

void
PvdHostHelper::SetBindingAttribute(const std::string& name, const AttributeValue& value)
{
    m_processes.Set(name, value);
}

void
PvdHostHelper::Install(const std::string& nodeName) const
{
    Ptr<Node> node = Names::Find<Node>(nodeName);
    NS_ABORT_MSG_IF(!node,
                    "PvdHostHelper::Install: no node has the name \""
                        << nodeName << "\"; give it one with Names::Add.");
    Install(node);
}

void
PvdHostHelper::Install(const NodeContainer& nodes) const
{
    for (auto it = nodes.Begin(); it != nodes.End(); ++it)
    {
        Install(*it);
    }
}

void
PvdHostHelper::InstallAll() const
{
    for (auto it = NodeList::Begin(); it != NodeList::End(); ++it)
    {
        Install(*it);
    }
}

void
PvdHostHelper::Install(Ptr<Node> node) const
{
    CheckThatNoStackIsThere(node);
    if (m_ipv4)
    {
        InstallIpv4(node);
    }
    if (m_ipv6)
    {
        InstallIpv6(node);
    }
    if (m_ipv4 || m_ipv6)
    {
        Aggregate(node, "ns3::TrafficControlLayer");
        Aggregate(node, "ns3::PvdUdpL4Protocol");
        Aggregate(node, m_tcp);
        node->AggregateObject(CreateObject<PacketSocketFactory>());
    }
    if (m_ipv4)
    {
        node->GetObject<ArpL3Protocol>()->SetTrafficControl(node->GetObject<TrafficControlLayer>());
    }
}

void
PvdHostHelper::InstallIpv4(Ptr<Node> node) const
{
    Aggregate(node, "ns3::ArpL3Protocol");
    Aggregate(node, "ns3::Ipv4L3Protocol");
    Aggregate(node, "ns3::Icmpv4L4Protocol");
    if (!m_arpJitter)
    {
        node->GetObject<ArpL3Protocol>()->SetAttribute(
            "RequestJitter",
            StringValue("ns3::ConstantRandomVariable[Constant=0.0]"));
    }
    node->GetObject<Ipv4>()->SetRoutingProtocol(m_ipv4Routing->Create(node));
}

void
PvdHostHelper::InstallIpv6(Ptr<Node> node) const
{
    // The registry first: ICMPv6 and routing look for it when they are aggregated.
    node->AggregateObject(m_registry.Create<Object>());
    Aggregate(node, "ns3::Ipv6L3Protocol");
    Aggregate(node, "ns3::PvdIcmpv6L4Protocol");
    const auto icmpv6 = node->GetObject<PvdIcmpv6L4Protocol>();
    icmpv6->SetRandomDelays(m_nsRsJitter);
    if (!m_nsRsJitter)
    {
        icmpv6->SetAttribute("SolicitationJitter",
                             StringValue("ns3::ConstantRandomVariable[Constant=0.0]"));
    }
    const auto ipv6 = node->GetObject<Ipv6>();
    const auto routing = m_routing.Create<PvdIpv6Routing>();
    routing->TraceConnectWithoutContext(
        "AddressAdded",
        MakeCallback(&PvdIcmpv6L4Protocol::NotifyAddAddress, icmpv6));
    if (m_ipv6Routing)
    {
        const auto list = CreateObject<PvdIpv6ListRouting>();
        list->SetPvdRouting(routing);
        list->AddRoutingProtocol(m_ipv6Routing->Create(node), FURTHER_PRIORITY);
        ipv6->SetRoutingProtocol(list);
    }
    else
    {
        ipv6->SetRoutingProtocol(routing);
    }
    node->AggregateObject(m_processes.Create<Object>());
    PvdIpv6RawSocketFactory::Install(node);
    PvdExtensionProcessing::Install(node);
    ipv6->RegisterOptions();
    node->AggregateObject(CreateObject<PvdIcmpv6ErrorPolicy>());
}

int64_t
PvdHostHelper::AssignStreams(const NodeContainer& nodes, int64_t stream)
{
    int64_t used = m_stock.AssignStreams(nodes, stream);
    for (auto it = nodes.Begin(); it != nodes.End(); ++it)
    {
        const auto icmpv6 = (*it)->GetObject<PvdIcmpv6L4Protocol>();
        if (icmpv6)
        {
            used += icmpv6->AssignStreams(stream + used);
        }
    }
    return used;
}

void
PvdHostHelper::EnablePcapIpv4Internal(std::string prefix,
                                      Ptr<Ipv4> ipv4,
                                      uint32_t interface,
                                      bool explicitFilename)
{
    m_stock.EnablePcapIpv4(prefix, ipv4, interface, explicitFilename);
}

void
PvdHostHelper::EnableAsciiIpv4Internal(Ptr<OutputStreamWrapper> stream,
                                       std::string prefix,
                                       Ptr<Ipv4> ipv4,
                                       uint32_t interface,
                                       bool explicitFilename)
{
    if (stream)
    {
        m_stock.EnableAsciiIpv4(stream, ipv4, interface);
    }
    else
    {
        m_stock.EnableAsciiIpv4(prefix, ipv4, interface, explicitFilename);
    }
}

void
PvdHostHelper::EnablePcapIpv6Internal(std::string prefix,
                                      Ptr<Ipv6> ipv6,
                                      uint32_t interface,
                                      bool explicitFilename)
{
    m_stock.EnablePcapIpv6(prefix, ipv6, interface, explicitFilename);
}

void
PvdHostHelper::EnableAsciiIpv6Internal(Ptr<OutputStreamWrapper> stream,
                                       std::string prefix,
                                       Ptr<Ipv6> ipv6,
                                       uint32_t interface,
                                       bool explicitFilename)
{
    if (stream)
    {
        m_stock.EnableAsciiIpv6(stream, ipv6, interface);
    }
    else
    {
        m_stock.EnableAsciiIpv6(prefix, ipv6, interface, explicitFilename);
    }
}

} // namespace ns3
