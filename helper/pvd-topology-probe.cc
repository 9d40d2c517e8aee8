/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-topology-probe.h"

#include "pvd-binding-helper.h"

#include "ns3/abort.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/tcp-socket-factory.h"

#include <algorithm>
#include <ostream>

namespace ns3
{

namespace
{

constexpr uint8_t TCP = 6; // protocol number

} // namespace

std::string
PvdTopologyProbe::Way::GetFirstHop() const
{
    return hops.empty() ? "-" : hops.front().first + ":" + hops.front().second;
}

bool
PvdTopologyProbe::Way::Passes(const std::string& node) const
{
    return std::any_of(hops.begin(), hops.end(), [&node](const auto& hop) {
        return hop.first == node;
    });
}

PvdTopologyProbe::PvdTopologyProbe(const PvdTopology& topology)
    : m_topology(topology)
{
    for (const auto& name : m_topology.GetNodeNames())
    {
        m_watched.push_back({this, name, {}});
        for (const auto& port : m_topology.GetPortNames(name))
        {
            m_watched.back().ports[m_topology.GetInterface(name, port)] = port;
        }
        const bool isWatched =
            m_topology.GetNode(name)->GetObject<Ipv6L3Protocol>()->TraceConnectWithoutContext(
                "Rx",
                MakeBoundCallback(&PvdTopologyProbe::See, &m_watched.back()));
        NS_ABORT_MSG_UNLESS(isWatched, "PvdTopologyProbe: Ipv6L3Protocol has no trace source Rx");
    }
}

PvdTopologyProbe::~PvdTopologyProbe()
{
    for (auto& watched : m_watched)
    {
        const auto ipv6 = m_topology.GetNode(watched.node)->GetObject<Ipv6L3Protocol>();
        if (ipv6)
        {
            ipv6->TraceDisconnectWithoutContext(
                "Rx",
                MakeBoundCallback(&PvdTopologyProbe::See, &watched));
        }
    }
    for (const auto& way : m_ways)
    {
        way.socket->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                                       MakeNullCallback<void, Ptr<Socket>>());
    }
    for (const auto& listener : m_listeners)
    {
        listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                    MakeNullCallback<void, Ptr<Socket>, const Address&>());
    }
}

void
PvdTopologyProbe::Listen(const std::string& node, uint16_t port)
{
    const auto socket =
        Socket::CreateSocket(m_topology.GetNode(node), TcpSocketFactory::GetTypeId());
    const int result = socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), port));
    NS_ABORT_MSG_IF(result < 0,
                    "PvdTopologyProbe::Listen: port " << port << " of " << node << " is taken");
    socket->Listen();
    socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                              MakeCallback(&PvdTopologyProbe::HandleAccepted, this));
    m_listeners.push_back(socket);
}

void
PvdTopologyProbe::HandleAccepted(Ptr<Socket> socket, const Address&)
{
    m_listeners.push_back(socket);
}

const PvdTopologyProbe::Way&
PvdTopologyProbe::Connect(const std::string& host,
                          const PvdBinding& binding,
                          const Ipv6Address& destination,
                          uint16_t port)
{
    m_ways.emplace_back();
    Way& way = m_ways.back();
    way.host = host;
    way.binding = binding;
    way.destination = destination;
    way.socket = Socket::CreateSocket(m_topology.GetNode(host), TcpSocketFactory::GetTypeId());
    if (binding.GetType() != PvdBinding::INHERIT)
    {
        PvdBindingHelper().Bind(way.socket, binding);
    }
    way.socket->SetConnectCallback(MakeCallback(&PvdTopologyProbe::HandleConnected, this),
                                   MakeNullCallback<void, Ptr<Socket>>());
    if (way.socket->Connect(Inet6SocketAddress(destination, port)) < 0)
    {
        way.error = way.socket->GetErrno();
        return way;
    }
    Address own;
    way.socket->GetSockName(own);
    if (Inet6SocketAddress::IsMatchingType(own))
    {
        way.source = Inet6SocketAddress::ConvertFrom(own).GetIpv6();
        way.port = Inet6SocketAddress::ConvertFrom(own).GetPort();
    }
    return way;
}

void
PvdTopologyProbe::HandleConnected(Ptr<Socket> socket)
{
    for (auto& way : m_ways)
    {
        way.isConnected = way.isConnected || way.socket == socket;
    }
}

void
PvdTopologyProbe::Print(std::ostream& os) const
{
    for (const auto& way : m_ways)
    {
        os << "  " << way.host << " (" << way.binding << ") -> " << way.destination << ": ";
        if (way.error != Socket::ERROR_NOTERROR)
        {
            os << "no route\n";
            continue;
        }
        os << (way.isConnected ? "connected" : "not connected") << " from " << way.source
           << " over";
        for (const auto& hop : way.hops)
        {
            os << " " << hop.first << ":" << hop.second;
        }
        os << "\n";
    }
}

void
PvdTopologyProbe::See(Watched* watched, Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t interface)
{
    const auto copy = packet->Copy();
    Ipv6Header header;
    copy->RemoveHeader(header);
    if (header.GetNextHeader() != TCP)
    {
        return;
    }
    uint8_t octets[2] = {}; // source port
    copy->CopyData(octets, sizeof(octets));
    for (auto& way : watched->probe->m_ways)
    {
        const bool isOfIt = way.source == header.GetSource() &&
                            way.destination == header.GetDestination() &&
                            way.port == (octets[0] << 8 | octets[1]);
        if (isOfIt && !way.Passes(watched->node))
        {
            way.hops.emplace_back(watched->node, watched->ports[interface]);
        }
    }
}

} // namespace ns3
