/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-tcp-l4-protocol.h"

#include "pvd-ipv4-receive-gate.h"
#include "pvd-receive-gate.h"
#include "pvd-socket-factories.h"
#include "pvd-tcp-socket.h"

#include "ns3/ipv4-interface.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6.h"
#include "ns3/node.h"
#include "ns3/rtt-estimator.h"
#include "ns3/tcp-congestion-ops.h"
#include "ns3/tcp-recovery-ops.h"

#include <algorithm>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdTcpL4Protocol);

namespace
{

/// \return an object of the type that an attribute of TCP names
template <class Type>
Ptr<Type>
CreateNamed(const TcpL4Protocol& tcp, const char* attribute)
{
    TypeIdValue type;
    tcp.GetAttribute(attribute, type);
    ObjectFactory factory;
    factory.SetTypeId(type.Get());
    return factory.Create<Type>();
}

/// \return true if a segment is as long as its data offset says its header is (RFC 9293, section
/// 3.1)
bool
IsWhole(const Packet& packet)
{
    constexpr uint32_t OFFSET = 12;    // where the data offset stands
    constexpr uint32_t WORDS_MIN = 5;  // of 4 octets
    constexpr uint32_t WORDS_MAX = 15; // what fits in the data offset
    if (packet.GetSize() >= 4 * WORDS_MAX)
    {
        return true;
    }
    uint8_t octets[OFFSET + 1];
    if (packet.CopyData(octets, sizeof(octets)) < sizeof(octets))
    {
        return false;
    }
    const uint32_t words = octets[OFFSET] >> 4;
    return words >= WORDS_MIN && packet.GetSize() >= 4 * words;
}

} // namespace

TypeId
PvdTcpL4Protocol::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdTcpL4Protocol")
                            .SetParent<TcpL4Protocol>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdTcpL4Protocol>();
    return tid;
}

PvdTcpL4Protocol::PvdTcpL4Protocol() = default;

PvdTcpL4Protocol::~PvdTcpL4Protocol() = default;

void
PvdTcpL4Protocol::NotifyNewAggregate()
{
    const auto node = GetObject<Node>();
    // The base class makes a factory of its own unless it has a node already.
    if (node && !node->GetObject<PvdTcpSocketFactory>() &&
        (node->GetObject<Ipv4>() || node->GetObject<Ipv6>()))
    {
        SetNode(node);
        const auto factory = CreateObject<PvdTcpSocketFactory>();
        factory->SetTcp(this);
        node->AggregateObject(factory);
    }
    TcpL4Protocol::NotifyNewAggregate();
}

void
PvdTcpL4Protocol::DoDispose()
{
    m_ports.Clear();
    TcpL4Protocol::DoDispose();
}

Ptr<Socket>
PvdTcpL4Protocol::CreatePvdSocket()
{
    const auto socket = CreateObject<PvdTcpSocket>();
    socket->SetNode(GetObject<Node>());
    socket->SetTcp(this);
    socket->SetRtt(CreateNamed<RttEstimator>(*this, "RttEstimatorType"));
    socket->SetCongestionControlAlgorithm(CreateNamed<TcpCongestionOps>(*this, "SocketType"));
    socket->SetRecoveryAlgorithm(CreateNamed<TcpRecoveryOps>(*this, "RecoveryType"));
    AddSocket(socket);
    return socket;
}

bool
PvdTcpL4Protocol::MayShare(const PvdTcpSocket& socket, const Inet6SocketAddress& address) const
{
    const auto& byPort = m_ports.Get().sockets;
    const auto found = byPort.find(address.GetPort());
    return found != byPort.end() &&
           std::all_of(found->second.begin(), found->second.end(), [&](const auto* other) {
               return !other->GetEndPoint() ||
                      other->GetEndPoint()->GetLocalAddress() != address.GetIpv6() ||
                      socket.IsApartFrom(*other);
           });
}

void
PvdTcpL4Protocol::List(PvdTcpSocket* socket)
{
    Unlist(socket);
    socket->m_listedPort = socket->GetEndPoint() ? socket->GetEndPoint()->GetLocalPort()
                                                 : socket->GetIpv4EndPoint()->GetLocalPort();
    Ports& ports = m_ports.Make();
    ports.sockets[socket->m_listedPort].push_back(socket);
    ports.processes = socket->GetTable();
}

void
PvdTcpL4Protocol::Unlist(PvdTcpSocket* socket)
{
    auto& byPort = m_ports.Make().sockets;
    const auto found = byPort.find(socket->m_listedPort);
    if (found == byPort.end())
    {
        return;
    }
    auto& sockets = found->second;
    sockets.erase(std::remove(sockets.begin(), sockets.end(), socket), sockets.end());
    if (sockets.empty())
    {
        byPort.erase(found);
    }
}

const PvdTcpL4Protocol::Sockets*
PvdTcpL4Protocol::FindSockets(const Ptr<Packet>& packet) const
{
    const Ports& ports = m_ports.Get();
    if (!ports.processes || !ports.processes->HasBindings())
    {
        return nullptr;
    }
    const auto found = ports.sockets.find(PeekDestinationPort(packet));
    return found == ports.sockets.end() ? nullptr : &found->second;
}

IpL4Protocol::RxStatus
PvdTcpL4Protocol::Receive(Ptr<Packet> packet,
                          const Ipv4Header& header,
                          Ptr<Ipv4Interface> interface)
{
    if (!IsWhole(*packet))
    {
        return RX_CSUM_FAILED; // ns-3 would read on behind its end
    }
    if (const Sockets* const sockets = FindSockets(packet))
    {
        const PvdIpv4ReceiveGate<PvdTcpSocket> gate(*sockets);
        return TcpL4Protocol::Receive(packet, header, interface);
    }
    return TcpL4Protocol::Receive(packet, header, interface);
}

IpL4Protocol::RxStatus
PvdTcpL4Protocol::Receive(Ptr<Packet> packet,
                          const Ipv6Header& header,
                          Ptr<Ipv6Interface> interface)
{
    if (!IsWhole(*packet))
    {
        return RX_CSUM_FAILED;
    }
    const Sockets* const sockets = FindSockets(packet);
    // One that may have it, or is not bound, keeps nobody from anything.
    if (sockets && (sockets->size() > 1 || !sockets->front()->Accepts(header.GetDestination())))
    {
        return ReceiveGated(*sockets, packet, header, interface);
    }
    return TcpL4Protocol::Receive(packet, header, interface);
}

IpL4Protocol::RxStatus
PvdTcpL4Protocol::ReceiveGated(const Sockets& sockets,
                               const Ptr<Packet>& packet,
                               const Ipv6Header& header,
                               const Ptr<Ipv6Interface>& interface)
{
    const uint16_t port = PeekDestinationPort(packet);
    const Ipv6Address destination = header.GetDestination();
    const PvdReceiveGate<PvdTcpSocket> gate(sockets, destination, port, interface);
    return TcpL4Protocol::Receive(packet, header, interface);
}

} // namespace ns3
