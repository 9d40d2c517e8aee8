/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-socket-factories.h"

#include "pvd-ipv6-raw-socket.h"
#include "pvd-tcp-l4-protocol.h"
#include "pvd-udp-l4-protocol.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/node.h"

#include <algorithm>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdUdpSocketFactory);
NS_OBJECT_ENSURE_REGISTERED(PvdTcpSocketFactory);
NS_OBJECT_ENSURE_REGISTERED(PvdIpv6RawSocketFactory);

TypeId
PvdUdpSocketFactory::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdUdpSocketFactory")
                            .SetParent<UdpSocketFactory>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdUdpSocketFactory>();
    return tid;
}

void
PvdUdpSocketFactory::SetUdp(PvdUdpL4Protocol* udp)
{
    m_udp = udp;
}

Ptr<Socket>
PvdUdpSocketFactory::CreateSocket()
{
    return m_udp->CreatePvdSocket();
}

TypeId
PvdTcpSocketFactory::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdTcpSocketFactory")
                            .SetParent<TcpSocketFactory>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdTcpSocketFactory>();
    return tid;
}

void
PvdTcpSocketFactory::SetTcp(PvdTcpL4Protocol* tcp)
{
    m_tcp = tcp;
}

Ptr<Socket>
PvdTcpSocketFactory::CreateSocket()
{
    return m_tcp->CreatePvdSocket();
}

TypeId
PvdIpv6RawSocketFactory::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdIpv6RawSocketFactory")
                            .SetParent<Ipv6RawSocketFactory>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdIpv6RawSocketFactory>();
    return tid;
}

PvdIpv6RawSocketFactory::PvdIpv6RawSocketFactory() = default;

PvdIpv6RawSocketFactory::~PvdIpv6RawSocketFactory() = default;

void
PvdIpv6RawSocketFactory::Install(const Ptr<Node>& node)
{
    node->AggregateObject(CreateObject<PvdIpv6RawSocketFactory>());
    // ns-3's own comes with its IPv6, and nothing takes it away. Of several objects that fit, ns-3
    // finds the one that was asked for most often: it has never been asked for, and from now on is
    // not.
    node->GetObject<PvdIpv6RawSocketFactory>();
    NS_ABORT_MSG_IF(
        node->GetObject<Ipv6RawSocketFactory>() != node->GetObject<PvdIpv6RawSocketFactory>(),
        "PvdIpv6RawSocketFactory::Install: node "
            << node->GetId() << " has made raw sockets already; install the PvD-aware host first.");
}

Ptr<Socket>
PvdIpv6RawSocketFactory::CreateSocket()
{
    const auto socket = CreateObject<PvdIpv6RawSocket>();
    socket->SetInner(GetObject<Ipv6L3Protocol>()->CreateRawSocket());
    socket->SyncOptions();
    m_open.push_back(socket);
    return socket;
}

void
PvdIpv6RawSocketFactory::Forget(PvdIpv6RawSocket* socket)
{
    const auto found = std::find(m_open.rbegin(), m_open.rend(), socket);
    if (found != m_open.rend())
    {
        m_open.erase(std::next(found).base());
    }
}

void
PvdIpv6RawSocketFactory::DoDispose()
{
    for (const auto& socket : m_open)
    {
        socket->Dispose();
    }
    m_open.clear();
    Ipv6RawSocketFactory::DoDispose();
}

} // namespace ns3
