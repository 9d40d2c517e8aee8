/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "policy-routing.h"

#include "ns3/ipv6-route.h"
#include "ns3/packet.h"
#include "ns3/pvd-registry.h"

namespace multihoming
{

using namespace ns3;

NS_OBJECT_ENSURE_REGISTERED(PolicyRouting);

TypeId
PolicyRouting::GetTypeId()
{
    static TypeId tid = TypeId("multihoming::PolicyRouting")
                            .SetParent<PvdIpv6Routing>()
                            .AddConstructor<PolicyRouting>();
    return tid;
}

void
PolicyRouting::SetIpv6(Ptr<Ipv6> ipv6)
{
    m_ipv6 = ipv6;
    PvdIpv6Routing::SetIpv6(ipv6);
}

void
PolicyRouting::AddRule(uint8_t protocol, uint16_t port, const std::string& pvd)
{
    m_rules[{protocol, port}] = pvd;
}

Ptr<Pvd>
PolicyRouting::FindTable(const Ptr<Packet>& packet, const Ipv6Header& header) const
{
    const uint8_t protocol = header.GetNextHeader();
    uint8_t ports[4] =
        {}; // the beginning of the header of TCP; ns-3 asks for UDP before it is there
    if (packet && packet->GetSize() >= sizeof(ports))
    {
        packet->CopyData(ports, sizeof(ports));
    }
    auto rule = m_rules.find({protocol, ports[2] << 8 | ports[3]});
    rule = rule == m_rules.end() ? m_rules.find({protocol, 0}) : rule;
    return rule == m_rules.end() ? nullptr : m_ipv6->GetObject<PvdRegistry>()->Lookup(rule->second);
}

Ptr<Ipv6Route>
PolicyRouting::RouteOutput(Ptr<Packet> p,
                           const Ipv6Header& header,
                           Ptr<NetDevice> oif,
                           Socket::SocketErrno& sockerr)
{
    const auto route = PvdIpv6Routing::RouteOutput(p, header, oif, sockerr);
    const Ipv6Address destination = header.GetDestination();
    if (!route || destination.IsLinkLocal() || destination.IsMulticast())
    {
        return route;
    }
    const auto table = FindTable(p, header);
    if (!table)
    {
        return route;
    }
    PvdFlow flow;
    flow.bound = true;
    flow.pvds = {table};
    const PvdDecision decision = Resolve(destination, flow);
    if (decision.error != Socket::ERROR_NOTERROR)
    {
        return route;
    }
    const auto marked = Create<Ipv6Route>(); // that of the base class is shared
    marked->SetDestination(destination);
    marked->SetSource(route->GetSource());
    marked->SetGateway(decision.gateway);
    marked->SetOutputDevice(m_ipv6->GetNetDevice(decision.interface));
    return marked;
}

} // namespace multihoming
