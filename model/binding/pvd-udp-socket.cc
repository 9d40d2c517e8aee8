/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-udp-socket.h"

#include "pvd-end-points.h"
#include "pvd-udp-l4-protocol.h"

#include "ns3/boolean.h"
#include "ns3/callback.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/integer.h"
#include "ns3/ipv6-end-point.h"
#include "ns3/ipv6-route.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/uinteger.h"

#include <string>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdUdpSocket);

namespace
{

/// \return an attribute of a socket, which UdpSocket lets nobody else read
template <class Value>
Value
GetInside(const Ptr<Socket>& socket, const char* name)
{
    Value value;
    if (socket)
    {
        socket->GetAttribute(name, value);
    }
    return value;
}

/// Set an attribute of a socket, if there is one. While its wrapper is made, there is none, but it
/// has the same initial values.
void
SetInside(const Ptr<Socket>& socket, const char* name, const AttributeValue& value)
{
    if (socket)
    {
        socket->SetAttribute(name, value);
    }
}

} // namespace

/// The trace source of the socket inside: who connects to it is connected there.
class PvdUdpSocket::DropTrace : public TraceSourceAccessor
{
  public:
    bool ConnectWithoutContext(ObjectBase* object, const CallbackBase& callback) const override
    {
        const auto inner = GetInner(object);
        return inner && inner->TraceConnectWithoutContext("Drop", callback);
    }

    bool Connect(ObjectBase* object,
                 std::string context,
                 const CallbackBase& callback) const override
    {
        const auto inner = GetInner(object);
        return inner && inner->TraceConnect("Drop", context, callback);
    }

    bool DisconnectWithoutContext(ObjectBase* object, const CallbackBase& callback) const override
    {
        const auto inner = GetInner(object);
        return inner && inner->TraceDisconnectWithoutContext("Drop", callback);
    }

    bool Disconnect(ObjectBase* object,
                    std::string context,
                    const CallbackBase& callback) const override
    {
        const auto inner = GetInner(object);
        return inner && inner->TraceDisconnect("Drop", context, callback);
    }

  private:
    static Ptr<Socket> GetInner(const ObjectBase* object)
    {
        const auto* socket = dynamic_cast<const PvdUdpSocket*>(object);
        return socket ? socket->m_inner : nullptr;
    }
};

TypeId
PvdUdpSocket::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::PvdUdpSocket")
            .SetParent<UdpSocket>()
            .SetGroupName("Pvd")
            .AddConstructor<PvdUdpSocket>()
            .AddAttribute("IcmpCallback",
                          "Called for each ICMP error about what the socket has sent.",
                          TypeId::ATTR_GET | TypeId::ATTR_SET,
                          CallbackValue(),
                          MakeCallbackAccessor(&PvdUdpSocket::SetIcmpCallback,
                                               &PvdUdpSocket::GetIcmpCallback),
                          MakeCallbackChecker())
            .AddAttribute("IcmpCallback6",
                          "Called for each ICMPv6 error about what the socket has sent.",
                          TypeId::ATTR_GET | TypeId::ATTR_SET,
                          CallbackValue(),
                          MakeCallbackAccessor(&PvdUdpSocket::SetIcmpv6Callback,
                                               &PvdUdpSocket::GetIcmpv6Callback),
                          MakeCallbackChecker())
            .AddTraceSource("Drop",
                            "A packet was dropped because the receive buffer was full.",
                            Create<DropTrace>(),
                            "ns3::Packet::TracedCallback");
    return tid;
}

PvdUdpSocket::PvdUdpSocket() = default;

PvdUdpSocket::~PvdUdpSocket() = default;

void
PvdUdpSocket::DoDispose()
{
    m_udp = nullptr;
    m_endPoint = nullptr;
    PvdSocketWrapper<UdpSocket>::DoDispose();
}

void
PvdUdpSocket::SetUdp(PvdUdpL4Protocol* udp)
{
    m_udp = udp;
}

Ipv6EndPoint*
PvdUdpSocket::GetEndPoint() const
{
    return m_endPoint;
}

Ipv4EndPoint*
PvdUdpSocket::GetIpv4EndPoint()
{
    Address name;
    m_inner->GetSockName(name); // that over IPv4, if it has one
    if (!m_udp || !InetSocketAddress::IsMatchingType(name))
    {
        return nullptr;
    }
    const auto own = InetSocketAddress::ConvertFrom(name);
    return FindIpv4EndPoint(*m_udp, own.GetIpv4(), own.GetPort(), GetBoundNetDevice());
}

bool
PvdUdpSocket::IsReceiving() const
{
    return m_isReceiving;
}

const std::array<uint16_t, 2>&
PvdUdpSocket::GetPorts() const
{
    return m_ports;
}

void
PvdUdpSocket::NotifyBound()
{
    Address name;
    m_inner->GetSockName(name); // that over IPv4, if it has one
    if (!InetSocketAddress::IsMatchingType(name))
    {
        return;
    }
    const uint16_t port = InetSocketAddress::ConvertFrom(name).GetPort();
    if (port != 0 && port != m_ports[0])
    {
        NotifyPort(port, nullptr);
    }
}

PvdUdpL4Protocol*
PvdUdpSocket::FindUdp() const
{
    const auto node = m_isClosed && !m_udp ? GetNode() : nullptr;
    return node ? PeekPointer(node->GetObject<PvdUdpL4Protocol>()) : m_udp;
}

void
PvdUdpSocket::Reopen()
{
    if (!m_isClosed)
    {
        return;
    }
    auto* udp = FindUdp();
    if (udp && !m_udp)
    {
        m_udp = udp;
        m_udp->Remember(this);
    }
    m_isClosed = false;
}

void
PvdUdpSocket::NotifyPort(uint16_t port, Ipv6EndPoint* endPoint)
{
    Reopen();
    m_isReceiving = true;
    if (!m_udp)
    {
        return;
    }
    m_udp->Unlist(this);
    m_ports[endPoint ? 1 : 0] = port;
    if (endPoint)
    {
        m_endPoint = endPoint;
        m_isAnywhere = endPoint->GetLocalAddress().IsAny();
    }
    m_udp->List(this);
}

int
PvdUdpSocket::DoBind(const Address& address)
{
    const auto wanted = Inet6SocketAddress::ConvertFrom(address);
    int result = PvdSocketWrapper<UdpSocket>::DoBind(address);
    const auto* udp = FindUdp();
    if (result < 0 && m_error == ERROR_ADDRINUSE && udp && udp->MayShare(*this, wanted))
    {
        // Another socket has the port, for other PvDs. ns-3 would not have two: this one gets any
        // other port first.
        result = Take(m_inner->Bind(Inet6SocketAddress(wanted.GetIpv6(), 0)));
        if (result == 0)
        {
            udp->GetNewestEndPoint()->SetLocalPort(wanted.GetPort());
            m_error = ERROR_NOTERROR;
        }
    }
    return result < 0 ? result : NotifyNewest();
}

bool
PvdUdpSocket::BindAnywhere()
{
    return m_endPoint || Bind6() == 0; // also what is closed: the socket inside may send again
}

int
PvdUdpSocket::Bind6()
{
    SyncOptions();
    return !CheckOpen() || Take(m_inner->Bind6()) < 0 ? -1 : NotifyNewest();
}

int
PvdUdpSocket::NotifyNewest()
{
    // One that has a port over IPv4 too tells only that as its name.
    Reopen();
    if (m_udp)
    {
        Ipv6EndPoint* const endPoint = m_udp->GetNewestEndPoint();
        NotifyPort(endPoint->GetLocalPort(), endPoint);
    }
    return 0;
}

int
PvdUdpSocket::Close()
{
    const Ptr<Socket> self = GetSocket(); // the protocol may have the last reference
    m_isSending = false;
    const int result = PvdSocketWrapper<UdpSocket>::Close();
    if (result < 0)
    {
        return result; // the socket inside was shut down both ways, and keeps its ports
    }
    if (m_udp)
    {
        m_udp->Unlist(this);
        m_udp->Forget(this);
        m_udp = nullptr; // until it is bound again, nobody holds it
    }
    m_endPoint = nullptr;
    m_ports = {};
    m_isAnywhere = false;
    ForgetGivenAddress();
    return result;
}

int
PvdUdpSocket::ShutdownSend()
{
    m_isSending = false;
    return PvdSocketWrapper<UdpSocket>::ShutdownSend();
}

int
PvdUdpSocket::ShutdownRecv()
{
    m_isReceiving = false;
    return PvdSocketWrapper<UdpSocket>::ShutdownRecv();
}

std::optional<int>
PvdUdpSocket::SendDirectly(PvdIpv6Routing& routing,
                           const Ptr<Packet>& packet,
                           const Ipv6Address& destination,
                           uint16_t port)
{
    const bool isPlain = GetPriority() == 0 && !IsManualIpv6Tclass() && !IsManualIpv6HopLimit() &&
                         !GetBoundNetDevice();
    const uint32_t size = packet->GetSize();
    if (!m_isAnywhere || !m_endPoint || !m_isSending || !isPlain || destination.IsMulticast() ||
        size > m_inner->GetTxAvailable())
    {
        return std::nullopt;
    }
    // What is noted on it for this time must not stay on the packet of the application.
    const auto copy = packet->Copy();
    const auto route = m_udp->FindRoute(routing, copy, destination, m_error);
    if (!m_endPoint)
    {
        return Refuse(ERROR_SHUTDOWN); // a listener of the decision has closed it
    }
    if (!route)
    {
        return -1;
    }
    m_udp->Send(copy, route->GetSource(), destination, m_endPoint->GetLocalPort(), port, route);
    return size;
}

bool
PvdUdpSocket::IsAnywhere() const
{
    return m_isAnywhere;
}

int
PvdUdpSocket::MulticastJoinGroup(uint32_t interface, const Address& group)
{
    return DynamicCast<UdpSocket>(m_inner)->MulticastJoinGroup(interface, group);
}

int
PvdUdpSocket::MulticastLeaveGroup(uint32_t interface, const Address& group)
{
    return DynamicCast<UdpSocket>(m_inner)->MulticastLeaveGroup(interface, group);
}

void
PvdUdpSocket::SetRcvBufSize(uint32_t size)
{
    SetInside(m_inner, "RcvBufSize", UintegerValue(size));
}

uint32_t
PvdUdpSocket::GetRcvBufSize() const
{
    return GetInside<UintegerValue>(m_inner, "RcvBufSize").Get();
}

void
PvdUdpSocket::SetIpMulticastTtl(uint8_t ttl)
{
    SetInside(m_inner, "IpMulticastTtl", UintegerValue(ttl));
}

uint8_t
PvdUdpSocket::GetIpMulticastTtl() const
{
    return GetInside<UintegerValue>(m_inner, "IpMulticastTtl").Get();
}

void
PvdUdpSocket::SetIpMulticastIf(int32_t interface)
{
    SetInside(m_inner, "IpMulticastIf", IntegerValue(interface));
}

int32_t
PvdUdpSocket::GetIpMulticastIf() const
{
    return GetInside<IntegerValue>(m_inner, "IpMulticastIf").Get();
}

void
PvdUdpSocket::SetIpMulticastLoop(bool loop)
{
    SetInside(m_inner, "IpMulticastLoop", BooleanValue(loop));
}

bool
PvdUdpSocket::GetIpMulticastLoop() const
{
    return GetInside<BooleanValue>(m_inner, "IpMulticastLoop").Get();
}

void
PvdUdpSocket::SetMtuDiscover(bool discover)
{
    SetInside(m_inner, "MtuDiscover", BooleanValue(discover));
}

bool
PvdUdpSocket::GetMtuDiscover() const
{
    return GetInside<BooleanValue>(m_inner, "MtuDiscover").Get();
}

void
PvdUdpSocket::SetIcmpCallback(IcmpCallback callback)
{
    SetInside(m_inner, "IcmpCallback", CallbackValue(callback));
}

PvdUdpSocket::IcmpCallback
PvdUdpSocket::GetIcmpCallback() const
{
    IcmpCallback callback;
    GetInside<CallbackValue>(m_inner, "IcmpCallback").GetAccessor(callback);
    return callback;
}

void
PvdUdpSocket::SetIcmpv6Callback(Icmpv6Callback callback)
{
    SetInside(m_inner, "IcmpCallback6", CallbackValue(callback));
}

PvdUdpSocket::Icmpv6Callback
PvdUdpSocket::GetIcmpv6Callback() const
{
    Icmpv6Callback callback;
    GetInside<CallbackValue>(m_inner, "IcmpCallback6").GetAccessor(callback);
    return callback;
}

} // namespace ns3
