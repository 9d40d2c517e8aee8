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
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6.h"
#include "ns3/node.h"
#include "ns3/udp-header.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>

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

/// The sockets of a node, and what serves them all.
struct PvdUdpL4Protocol::Sockets
{
    Ptr<PvdUdpSocket> model;             //!< one that is never used but to make others
    std::vector<Ptr<PvdUdpSocket>> open; //!< those that are not closed
    std::unordered_map<uint16_t, std::vector<PvdUdpSocket*>> byPort; //!< those with a port
    std::size_t listed{0};  //!< how many of them have an end point over IPv6
    Ipv6Header routeHeader; //!< see FindRoute
};

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
    if (m_pvdSockets)
    {
        m_pvdSockets->byPort.clear();
        for (const auto& socket : m_pvdSockets->open)
        {
            socket->Dispose();
        }
        m_pvdSockets->open.clear();
        m_pvdSockets->model = nullptr;
    }
    UdpL4Protocol::DoDispose();
}

Ptr<Socket>
PvdUdpL4Protocol::CreatePvdSocket()
{
    // The attributes of a socket are those of the socket inside. A copy is spared their
    // construction, which takes as long as all of the socket inside.
    if (!m_pvdSockets)
    {
        m_pvdSockets = std::make_unique<Sockets>();
        m_pvdSockets->model = CreateObject<PvdUdpSocket>();
        m_pvdSockets->routeHeader.SetNextHeader(GetProtocolNumber());
    }
    const auto socket = CopyObject(m_pvdSockets->model);
    socket->SetUdp(this);
    socket->SetInner(CreateSocket());
    Remember(PeekPointer(socket));
    return socket;
}

Ipv6EndPoint*
PvdUdpL4Protocol::GetNewestEndPoint() const
{
    return ns3::GetNewestEndPoint(*this);
}

bool
PvdUdpL4Protocol::MayShare(const PvdUdpSocket& socket, const Inet6SocketAddress& address) const
{
    const auto& byPort = m_pvdSockets->byPort;
    const auto found = byPort.find(address.GetPort());
    return found != byPort.end() &&
           std::all_of(found->second.begin(), found->second.end(), [&](const auto* other) {
               return !other->GetEndPoint() ||
                      other->GetEndPoint()->GetLocalAddress() != address.GetIpv6() ||
                      socket.IsApartFrom(*other);
           });
}

void
PvdUdpL4Protocol::List(PvdUdpSocket* socket)
{
    m_pvdSockets->listed += socket->GetEndPoint() ? 1 : 0;
    const auto& ports = socket->GetPorts();
    for (std::size_t i = 0; i < ports.size(); ++i)
    {
        if (ports[i] != 0 &&
            std::find(ports.begin(), ports.begin() + i, ports[i]) == ports.begin() + i)
        {
            m_pvdSockets->byPort[ports[i]].push_back(socket); // once, also if both are the same
        }
    }
}

void
PvdUdpL4Protocol::Unlist(PvdUdpSocket* socket)
{
    auto& byPort = m_pvdSockets->byPort;
    m_pvdSockets->listed -= socket->GetEndPoint() ? 1 : 0;
    for (const uint16_t port : socket->GetPorts())
    {
        const auto found = byPort.find(port);
        if (found != byPort.end())
        {
            auto& sockets = found->second;
            sockets.erase(std::remove(sockets.begin(), sockets.end(), socket), sockets.end());
            if (sockets.empty())
            {
                byPort.erase(found);
            }
        }
    }
}

void
PvdUdpL4Protocol::Remember(PvdUdpSocket* socket)
{
    m_pvdSockets->open.emplace_back(socket);
}

void
PvdUdpL4Protocol::Forget(PvdUdpSocket* socket)
{
    auto& open = m_pvdSockets->open;
    const auto found = std::find(open.rbegin(), open.rend(), socket);
    if (found != open.rend())
    {
        open.erase(std::next(found).base());
    }
}

Ptr<Ipv6Route>
PvdUdpL4Protocol::FindRoute(PvdIpv6Routing& routing,
                            const Ptr<Packet>& packet,
                            const Ipv6Address& destination,
                            Socket::SocketErrno& error)
{
    // To make a header takes longer than to look up a destination.
    Ipv6Header& header = m_pvdSockets->routeHeader;
    header.SetDestination(destination);
    header.SetNextHeader(Ipv6Header::IPV6_UDP);
    Socket::SocketErrno reason = Socket::ERROR_NOTERROR;
    const auto route = routing.RouteOutput(packet, header, nullptr, reason);
    error = route ? error : reason;
    return route;
}

const std::vector<PvdUdpSocket*>*
PvdUdpL4Protocol::FindSockets(uint16_t port) const
{
    if (!m_pvdSockets)
    {
        return nullptr;
    }
    const auto found = m_pvdSockets->byPort.find(port);
    return found == m_pvdSockets->byPort.end() ? nullptr : &found->second;
}

PvdUdpSocket*
PvdUdpL4Protocol::FindReceiver(const std::vector<PvdUdpSocket*>& sockets,
                               const Ipv6Address& destination,
                               uint16_t port) const
{
    PvdUdpSocket* const socket = sockets.front();
    Ipv6EndPoint* const endPoint = socket->GetEndPoint();
    // An end point that none of our sockets has may be on the port too, and that of this one on
    // another: the port may be that which it has over IPv4.
    if (sockets.size() > 1 || m_pvdSockets->listed != CountEndPoints(*this) || !endPoint ||
        endPoint->GetLocalPort() != port || !endPoint->IsRxEnabled() ||
        endPoint->GetBoundNetDevice())
    {
        return nullptr;
    }
    const bool isHere = socket->IsAnywhere() || endPoint->GetLocalAddress() == destination;
    return isHere && (!socket->IsBound() || socket->Accepts(destination)) ? socket : nullptr;
}

IpL4Protocol::RxStatus
PvdUdpL4Protocol::Deliver(PvdUdpSocket& socket,
                          const Ptr<Packet>& packet,
                          const Ipv6Header& header,
                          const Ptr<Ipv6Interface>& interface) const
{
    UdpHeader udp;
    if (Node::ChecksumEnabled())
    {
        udp.EnableChecksums();
        udp.InitializeChecksum(header.GetSource(), header.GetDestination(), GetProtocolNumber());
    }
    packet->RemoveHeader(udp);
    // That of a packet which came over IPv4 is right too: what IPv6 adds to its addresses, 0xffff
    // twice, changes no sum.
    if (!udp.IsChecksumOk())
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
    const auto* sockets = FindSockets(PeekDestinationPort(packet));
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
    const uint16_t port = PeekDestinationPort(packet);
    const auto* sockets = FindSockets(port);
    if (!sockets)
    {
        return UdpL4Protocol::Receive(packet, header, interface);
    }
    const Ipv6Address destination = header.GetDestination();
    if (PvdUdpSocket* const receiver = FindReceiver(*sockets, destination, port))
    {
        return Deliver(*receiver, packet, header, interface);
    }
    SyncOptions(*sockets);
    const PvdReceiveGate<PvdUdpSocket> gate(*sockets, destination, port, interface);
    return UdpL4Protocol::Receive(packet, header, interface);
}

} // namespace ns3
