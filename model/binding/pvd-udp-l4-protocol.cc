/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-udp-l4-protocol.h"

#include "pvd-end-points.h"
#include "pvd-receive-gate.h"
#include "pvd-socket-factories.h"
#include "pvd-udp-socket.h"

#include "ns3/ipv4-interface.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6.h"
#include "ns3/node.h"

#include <algorithm>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdUdpL4Protocol);

TypeId
PvdUdpL4Protocol::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdUdpL4Protocol")
                            .SetParent<UdpL4Protocol>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdUdpL4Protocol>();
    return tid;
}

PvdUdpL4Protocol::PvdUdpL4Protocol() = default;

PvdUdpL4Protocol::~PvdUdpL4Protocol() = default;

void
PvdUdpL4Protocol::NotifyNewAggregate()
{
    const auto node = GetObject<Node>();
    // The base class makes a factory of its own unless it has a node already.
    if (node && !node->GetObject<PvdUdpSocketFactory>() &&
        (node->GetObject<Ipv4>() || node->GetObject<Ipv6>()))
    {
        SetNode(node);
        const auto factory = CreateObject<PvdUdpSocketFactory>();
        factory->SetUdp(this);
        node->AggregateObject(factory);
    }
    UdpL4Protocol::NotifyNewAggregate();
}

void
PvdUdpL4Protocol::DoDispose()
{
    m_byPort.clear();
    for (const auto& socket : m_open)
    {
        socket->Dispose();
    }
    m_open.clear();
    m_model = nullptr;
    UdpL4Protocol::DoDispose();
}

Ptr<Socket>
PvdUdpL4Protocol::CreatePvdSocket()
{
    // The attributes of a socket are those of the socket inside. A copy is spared their
    // construction, which takes as long as all of the socket inside.
    m_model = m_model ? m_model : CreateObject<PvdUdpSocket>();
    const auto socket = CopyObject(m_model);
    socket->SetUdp(this);
    socket->SetInner(CreateSocket());
    m_open.push_back(socket);
    return socket;
}

Ipv6EndPoint*
PvdUdpL4Protocol::FindEndPoint(const Ipv6Address& address, uint16_t port) const
{
    return FindLastEndPoint(*this, address, port);
}

Ipv6EndPoint*
PvdUdpL4Protocol::GetNewestEndPoint() const
{
    return ns3::GetNewestEndPoint(*this);
}

bool
PvdUdpL4Protocol::MayShare(const PvdUdpSocket& socket, const Inet6SocketAddress& address) const
{
    const auto found = m_byPort.find(address.GetPort());
    return found != m_byPort.end() &&
           std::all_of(found->second.begin(), found->second.end(), [&](const auto* other) {
               return !other->GetEndPoint() ||
                      other->GetEndPoint()->GetLocalAddress() != address.GetIpv6() ||
                      socket.IsApartFrom(*other);
           });
}

void
PvdUdpL4Protocol::List(PvdUdpSocket* socket)
{
    for (const uint16_t port : socket->GetPorts())
    {
        if (port != 0)
        {
            m_byPort[port].push_back(socket);
        }
    }
}

void
PvdUdpL4Protocol::Unlist(PvdUdpSocket* socket)
{
    for (const uint16_t port : socket->GetPorts())
    {
        const auto found = m_byPort.find(port);
        if (found != m_byPort.end())
        {
            auto& sockets = found->second;
            sockets.erase(std::remove(sockets.begin(), sockets.end(), socket), sockets.end());
            if (sockets.empty())
            {
                m_byPort.erase(found);
            }
        }
    }
}

void
PvdUdpL4Protocol::Forget(PvdUdpSocket* socket)
{
    const auto found = std::find(m_open.rbegin(), m_open.rend(), socket);
    if (found != m_open.rend())
    {
        m_open.erase(std::next(found).base());
    }
}

const std::vector<PvdUdpSocket*>*
PvdUdpL4Protocol::FindSockets(const Ptr<Packet>& packet) const
{
    const auto found = m_byPort.find(PeekDestinationPort(packet));
    if (found == m_byPort.end())
    {
        return nullptr;
    }
    for (const auto* socket : found->second)
    {
        socket->SyncOptions(); // some say what a received packet is to carry
    }
    return &found->second;
}

IpL4Protocol::RxStatus
PvdUdpL4Protocol::Receive(Ptr<Packet> packet,
                          const Ipv4Header& header,
                          Ptr<Ipv4Interface> interface)
{
    FindSockets(packet);
    return UdpL4Protocol::Receive(packet, header, interface);
}

IpL4Protocol::RxStatus
PvdUdpL4Protocol::Receive(Ptr<Packet> packet,
                          const Ipv6Header& header,
                          Ptr<Ipv6Interface> interface)
{
    const auto* sockets = FindSockets(packet);
    if (!sockets)
    {
        return UdpL4Protocol::Receive(packet, header, interface);
    }
    const PvdReceiveGate<PvdUdpSocket> gate(*sockets, header.GetDestination());
    return UdpL4Protocol::Receive(packet, header, interface);
}

} // namespace ns3
