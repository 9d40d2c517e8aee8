/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-socket-wrapper.h"

#include <utility>

namespace ns3
{

template <class Base>
template <class Function>
int
PvdSocketWrapper<Base>::SendInside(PvdFlowScope* scope, Function&& send)
{
    PvdFlowScope* const outer = std::exchange(m_sendScope, scope);
    ++m_insideSends;
    const int result = Take(send());
    --m_insideSends;
    m_sendScope = outer;
    if (m_closesLater && m_insideSends == 0)
    {
        CloseInside();
    }
    return scope && scope->IsRevoked() ? Refuse(Socket::ERROR_SHUTDOWN) : result;
}

template <class Base>
template <class Function>
int
PvdSocketWrapper<Base>::SendOverIpv4(Function&& send)
{
    SyncOptions();
    if (!CheckOpen())
    {
        return -1;
    }
    const Socket::SocketErrno blocked = CheckIpv4();
    if (blocked != Socket::ERROR_NOTERROR)
    {
        return Refuse(blocked);
    }
    const Ptr<Socket> self = GetSocket(); // who is told that it was sent may close it
    const int result = SendInside(nullptr, send);
    NotifyBound(); // the first datagram gives the socket inside a port
    return result;
}

template <class Base>
std::optional<int>
PvdSocketWrapper<Base>::SendDirectly(PvdIpv6Routing&,
                                     const Ptr<Packet>&,
                                     const Ipv6Address&,
                                     uint16_t)
{
    return std::nullopt;
}

template <class Base>
template <class Function>
int
PvdSocketWrapper<Base>::SendInScope(PvdIpv6Routing* routing,
                                    const PvdFlowBinding& flow,
                                    const Ptr<Packet>& packet,
                                    const Ipv6Address& destination,
                                    uint16_t port,
                                    bool& isDirect,
                                    Function&& send)
{
    // Who may use everything needs no scope, unless it is within that of someone else.
    const bool isFree = !flow.bound && !m_isGiven && routing && !PvdFlowScope::IsOpen(*routing);
    PvdFlowScope scope(isFree ? nullptr : routing, flow);
    const uint32_t closes = m_closes;
    std::optional<int> sent;
    if (routing && HasOnlyRouting())
    {
        sent = SendDirectly(*routing, packet, destination, port);
    }
    isDirect = sent.has_value();
    if (!isDirect)
    {
        SyncOptions();
        // What is noted on it for this time must not stay on the packet of the application.
        const auto copy = packet->Copy();
        if (routing && !flow.source.IsAny() && !destination.IsMulticast() &&
            !this->IsManualIpv6HopLimit())
        {
            // ns-3 makes the header of such a packet before it asks for a route.
            routing->SetHopLimit(copy, flow.source);
        }
        PvdFlowScope inside(isFree ? routing : nullptr, flow);
        sent = SendInside(isFree ? &inside : &scope, [&] { return send(copy); });
    }
    if (*sent >= 0 && flow.bound && closes == m_closes)
    {
        if (m_isConnected && !IsPinned())
        {
            Pin(scope.GetPvd());
        }
        Stay(scope.GetPvd());
    }
    return *sent;
}

template <class Base>
template <class Function>
int
PvdSocketWrapper<Base>::SendOver(PvdFlowBinding& flow,
                                 const Ptr<Packet>& packet,
                                 const Ipv6Address& destination,
                                 uint16_t port,
                                 Function&& send)
{
    const uint32_t closes = m_closes;
    const Socket::SocketErrno reason = Prepare(destination, flow);
    if (closes != m_closes)
    {
        return Refuse(Socket::ERROR_SHUTDOWN); // by a listener, or by what scores PvDs
    }
    PvdIpv6Routing* const routing = GetRouting();
    if (flow.bound && routing && (reason != Socket::ERROR_NOTERROR || m_checks || m_isGiven))
    {
        // From here on the socket inside would not tell what is wrong.
        const PvdDecision decision = routing->Resolve(destination, flow);
        if (decision.error != Socket::ERROR_NOTERROR)
        {
            return Refuse(reason != Socket::ERROR_NOTERROR ? reason : decision.error);
        }
        flow.oif = decision.interface;
    }
    bool isDirect = false;
    const uint32_t size = packet->GetSize();
    const int result = SendInScope(routing, flow, packet, destination, port, isDirect, send);
    if (isDirect && result >= 0)
    {
        const PvdProcess::Scope process(GetProcess());
        this->NotifyDataSent(size);
    }
    return result;
}

template <class Base>
template <class Function>
int
PvdSocketWrapper<Base>::SendOver(const Ptr<Packet>& packet,
                                 const Ipv6Address& destination,
                                 uint16_t port,
                                 Function&& send)
{
    if (destination.IsIpv4MappedAddress())
    {
        return SendOverIpv4([&] { return send(packet); });
    }
    if (!CheckOpen() || !BindAnywhere())
    {
        return -1;
    }
    const Ptr<Socket> self = GetSocket(); // who is told that it was sent may close it
    PvdFlowBinding flow;
    if (m_isGiven)
    {
        flow.source = m_given;
    }
    return SendOver(flow, packet, destination, port, send);
}

template <class Base>
int
PvdSocketWrapper<Base>::Send(Ptr<Packet> packet, uint32_t flags)
{
    const auto send = [&](const Ptr<Packet>& copy) { return m_inner->Send(copy, flags); };
    if (m_isConnected)
    {
        return SendOver(packet, m_peer, m_peerPort, send);
    }
    if (m_peer.IsIpv4MappedAddress() && !BindAnywhere())
    {
        return -1; // a port over IPv6 too: the socket inside would get one by itself
    }
    return SendOverIpv4([&] { return send(packet); });
}

template <class Base>
int
PvdSocketWrapper<Base>::SendTo(Ptr<Packet> packet, uint32_t flags, const Address& address)
{
    const auto send = [&](const Ptr<Packet>& copy) {
        return m_inner->SendTo(copy, flags, address);
    };
    if (Inet6SocketAddress::IsMatchingType(address))
    {
        const auto to = Inet6SocketAddress::ConvertFrom(address);
        return SendOver(packet, to.GetIpv6(), to.GetPort(), send);
    }
    return SendOverIpv4([&] { return send(packet); });
}

// The class is instantiated elsewhere, without these.
template std::optional<int> PvdSocketWrapper<Socket>::SendDirectly(PvdIpv6Routing&,
                                                                   const Ptr<Packet>&,
                                                                   const Ipv6Address&,
                                                                   uint16_t);
template int PvdSocketWrapper<Socket>::Send(Ptr<Packet>, uint32_t);
template int PvdSocketWrapper<Socket>::SendTo(Ptr<Packet>, uint32_t, const Address&);
template std::optional<int> PvdSocketWrapper<UdpSocket>::SendDirectly(PvdIpv6Routing&,
                                                                      const Ptr<Packet>&,
                                                                      const Ipv6Address&,
                                                                      uint16_t);
template int PvdSocketWrapper<UdpSocket>::Send(Ptr<Packet>, uint32_t);
template int PvdSocketWrapper<UdpSocket>::SendTo(Ptr<Packet>, uint32_t, const Address&);

} // namespace ns3
