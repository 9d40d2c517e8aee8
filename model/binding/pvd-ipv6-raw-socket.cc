/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-raw-socket.h"

#include "pvd-socket-factories.h"

#include "ns3/ipv6-packet-info-tag.h"
#include "ns3/uinteger.h"

#include <sys/socket.h>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdIpv6RawSocket);

TypeId
PvdIpv6RawSocket::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdIpv6RawSocket")
                            .SetParent<Socket>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdIpv6RawSocket>()
                            .AddAttribute("Protocol",
                                          "Protocol number to match.",
                                          UintegerValue(0),
                                          MakeUintegerAccessor(&PvdIpv6RawSocket::SetProtocol,
                                                               &PvdIpv6RawSocket::GetProtocol),
                                          MakeUintegerChecker<uint16_t>());
    return tid;
}

PvdIpv6RawSocket::PvdIpv6RawSocket()
{
    m_checks = true; // without a route ns-3's own sends nothing and says nothing
}

PvdIpv6RawSocket::~PvdIpv6RawSocket() = default;

void
PvdIpv6RawSocket::SetProtocol(uint16_t protocol)
{
    if (m_inner)
    {
        m_inner->SetAttribute("Protocol", UintegerValue(protocol));
    }
}

uint16_t
PvdIpv6RawSocket::GetProtocol() const
{
    UintegerValue protocol;
    if (m_inner)
    {
        m_inner->GetAttribute("Protocol", protocol);
    }
    return protocol.Get();
}

int
PvdIpv6RawSocket::Close()
{
    const Ptr<Socket> self = GetSocket(); // the factory may have the last reference
    const auto node = m_inner->GetNode();
    if (!node)
    {
        return 0; // it is gone, and its sockets are closed
    }
    node->GetObject<PvdIpv6RawSocketFactory>()->Forget(this);
    return PvdSocketWrapper<Socket>::Close();
}

void
PvdIpv6RawSocket::SyncReceiveOptions() const
{
    // Nobody says when these change, and a packet that comes in cannot wait for it: the socket
    // inside puts all on, and what is not wanted is taken off.
    m_inner->SetRecvPktInfo(true);
    m_inner->SetIpv6RecvTclass(true);
    m_inner->SetIpv6RecvHopLimit(true);
}

void
PvdIpv6RawSocket::RemoveUnwanted(Packet& packet) const
{
    Ipv6PacketInfoTag info;
    SocketIpv6TclassTag trafficClass;
    SocketIpv6HopLimitTag hopLimit;
    if (!IsRecvPktInfo())
    {
        packet.RemovePacketTag(info);
    }
    if (!IsIpv6RecvTclass())
    {
        packet.RemovePacketTag(trafficClass);
    }
    if (!IsIpv6RecvHopLimit())
    {
        packet.RemovePacketTag(hopLimit);
    }
}

void
PvdIpv6RawSocket::HandleReceived(Ptr<Socket> inner)
{
    Address from;
    const auto packet = inner->RecvFrom(UINT32_MAX, 0, from);
    if (!packet)
    {
        return;
    }
    Ipv6Header header;
    packet->PeekHeader(header); // ns-3 leaves it where it is
    if (IsBound() && !Accepts(header.GetDestination()))
    {
        return;
    }
    RemoveUnwanted(*packet);
    m_received.emplace_back(packet, from);
    m_available += packet->GetSize();
    PvdSocketWrapper<Socket>::HandleReceived(inner);
}

uint32_t
PvdIpv6RawSocket::GetRxAvailable() const
{
    return m_available;
}

Ptr<Packet>
PvdIpv6RawSocket::RecvFrom(uint32_t maxSize, uint32_t flags, Address& from)
{
    if (m_received.empty())
    {
        m_error = ERROR_AGAIN;
        return nullptr;
    }
    auto& first = m_received.front();
    from = first.second;
    if (first.first->GetSize() > maxSize)
    {
        const auto part = first.first->CreateFragment(0, maxSize);
        if (!(flags & MSG_PEEK))
        {
            first.first->RemoveAtStart(maxSize);
            m_available -= maxSize;
        }
        return part;
    }
    const auto packet = first.first;
    m_available -= packet->GetSize();
    m_received.pop_front();
    return packet;
}

} // namespace ns3
