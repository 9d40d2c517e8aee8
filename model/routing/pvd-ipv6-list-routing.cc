/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-list-routing.h"

#include "pvd-flow-scope.h"
#include "pvd-ipv6-routing.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdIpv6ListRouting);

TypeId
PvdIpv6ListRouting::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdIpv6ListRouting")
                            .SetParent<Ipv6ListRouting>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdIpv6ListRouting>();
    return tid;
}

PvdIpv6ListRouting::PvdIpv6ListRouting() = default;

PvdIpv6ListRouting::~PvdIpv6ListRouting() = default;

void
PvdIpv6ListRouting::SetPvdRouting(const Ptr<PvdIpv6Routing>& routing)
{
    m_routing = routing;
    AddRoutingProtocol(routing, 0);
}

Ptr<Ipv6Route>
PvdIpv6ListRouting::RouteOutput(Ptr<Packet> packet,
                                const Ipv6Header& header,
                                Ptr<NetDevice> oif,
                                Socket::SocketErrno& sockerr)
{
    return m_routing && PvdFlowScope::IsBound(*m_routing)
               ? m_routing->RouteOutput(packet, header, oif, sockerr)
               : Ipv6ListRouting::RouteOutput(packet, header, oif, sockerr);
}

void
PvdIpv6ListRouting::DoDispose()
{
    m_routing = nullptr;
    Ipv6ListRouting::DoDispose();
}

} // namespace ns3
