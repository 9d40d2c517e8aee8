/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-udp-l4-protocol.h"

#include "pvd-end-points.h"
#include "pvd-ipv4-receive-gate.h"
#include "pvd-ipv6-routing.h"
#include "pvd-receive-gate.h"
#include "pvd-socket-factories.h"
#include "pvd-udp-socket.h"

#include "ns3/ipv4-interface.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-end-point.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6.h"
#include "ns3/node.h"
#include "ns3/udp-header.h"

#include <algorithm>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdUdpL4Protocol);

namespace
{

constexpr uint32_t UDP_HEADER_SIZE = 8; //!< octets

/// Tell the sockets inside what a received packet is to carry.
void
SyncOptions(const std::vector<PvdUdpSocket*>& sockets)
{
    for (const auto* socket : sockets)
    {
        socket->SyncOptions();
    }
}

} // namespace

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
    m_listed += socket->GetEndPoint() ? 1 : 0;
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
    m_listed -= socket->GetEndPoint() ? 1 : 0;
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

Ptr<Ipv6Route>
PvdUdpL4Protocol::FindRoute(PvdIpv6Routing& routing,
                            const Ptr<Packet>& packet,
                            const Ipv6Address& destination,
                            Socket::SocketErrno& error)
{
    // To make a header takes longer than to look up a destination.
    m_routeHeader.SetNextHeader(PROT_NUMBER);
    m_routeHeader.SetDestination(destination);
    Socket::SocketErrno reason = Socket::ERROR_NOTERROR;
    const auto route = routing.RouteOutput(packet, m_routeHeader, nullptr, reason);
    error = route ? error : reason;
    return route;
}

const std::vector<PvdUdpSocket*>*
PvdUdpL4Protocol::FindSockets(uint16_t port) const
{
    const auto found = m_byPort.find(port);
    return found == m_byPort.end() ? nullptr : &found->second;
}

PvdUdpSocket*
PvdUdpL4Protocol::FindReceiver(const std::vector<PvdUdpSocket*>& sockets,
                               const Ipv6Header& header,
                               uint16_t sourcePort) const
{
    PvdUdpSocket* const socket = sockets.front();
    Ipv6EndPoint* const endPoint = socket->GetEndPoint();
    // An end point that none of our sockets has may be on the port too.
    if (sockets.size() > 1 || m_listed != CountEndPoints(*this) || !endPoint ||
        !endPoint->IsRxEnabled() || endPoint->GetBoundNetDevice())
    {
        return nullptr;
    }
    const Ipv6Address& destination = header.GetDestination();
    const bool isOfPeer =
        endPoint->GetPeerPort() == sourcePort && endPoint->GetPeerAddress() == header.GetSource();
    const bool isOfAny = endPoint->GetPeerPort() == 0 && endPoint->GetPeerAddress().IsAny();
    const bool isHere = socket->IsAnywhere() || endPoint->GetLocalAddress() == destination;
    const bool isForIt = isHere && (isOfAny || isOfPeer);
    return isForIt && (!socket->IsBound() || socket->Accepts(destination)) ? socket : nullptr;
}

IpL4Protocol::RxStatus
PvdUdpL4Protocol::Deliver(PvdUdpSocket& socket,
                          const Ptr<Packet>& packet,
                          const Ipv6Header& header,
                          const Ptr<Ipv6Interface>& interface)
{
    UdpHeader udp;
    if (Node::ChecksumEnabled())
    {
        udp.EnableChecksums();
        udp.InitializeChecksum(header.GetSource(), header.GetDestination(), PROT_NUMBER);
    }
    packet->RemoveHeader(udp);
    // That of a packet which came over IPv4 was checked there.
    if (!udp.IsChecksumOk() && !header.GetSource().IsIpv4MappedAddress())
    {
        return RX_CSUM_FAILED;
    }
    socket.SyncOptions();
    socket.GetEndPoint()->ForwardUp(packet, header, udp.GetSourcePort(), interface);
    return RX_OK;
}

IpL4Protocol::RxStatus
PvdUdpL4Protocol::Receive(Ptr<Packet> packet,
                          const Ipv4Header& header,
                          Ptr<Ipv4Interface> interface)
{
    if (packet->GetSize() < UDP_HEADER_SIZE)
    {
        return RX_CSUM_FAILED; // ns-3 would read on behind its end
    }
    const auto* sockets = FindSockets(PeekPorts(packet).destination);
    if (!sockets)
    {
        return UdpL4Protocol::Receive(packet, header, interface);
    }
    SyncOptions(*sockets);
    const PvdIpv4ReceiveGate<PvdUdpSocket> gate(*sockets);
    return UdpL4Protocol::Receive(packet, header, interface);
}

IpL4Protocol::RxStatus
PvdUdpL4Protocol::Receive(Ptr<Packet> packet,
                          const Ipv6Header& header,
                          Ptr<Ipv6Interface> interface)
{
    if (packet->GetSize() < UDP_HEADER_SIZE)
    {
        return RX_CSUM_FAILED;
    }
    const PvdPorts ports = PeekPorts(packet);
    const auto* sockets = FindSockets(ports.destination);
    if (!sockets)
    {
        return UdpL4Protocol::Receive(packet, header, interface);
    }
    if (PvdUdpSocket* const receiver = FindReceiver(*sockets, header, ports.source))
    {
        return Deliver(*receiver, packet, header, interface);
    }
    SyncOptions(*sockets);
    const PvdReceiveGate<PvdUdpSocket> gate(*sockets, header.GetDestination());
    return UdpL4Protocol::Receive(packet, header, interface);
}

} // namespace ns3
