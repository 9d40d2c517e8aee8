/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-compat.h"
#include "pvd-forwarding.h"
#include "pvd-icmpv6-error-policy.h"
#include "pvd-icmpv6-l4-protocol.h"

#include "ns3/icmpv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/socket.h"

namespace ns3
{

namespace
{

/// \return to where the packet went that an ICMPv6 error quotes; "::" if it quotes too little
Ipv6Address
GetQuotedDestination(const Packet& error)
{
    constexpr uint32_t QUOTED = 8;       // where the quoted packet begins
    constexpr uint32_t DESTINATION = 24; // where the address stands in an IPv6 header
    uint8_t octets[QUOTED + DESTINATION + 16];
    const bool isWhole = error.CopyData(octets, sizeof(octets)) == sizeof(octets);
    return isWhole ? Ipv6Address::Deserialize(octets + QUOTED + DESTINATION) : Ipv6Address();
}

/// Compute the checksum of an ICMPv6 message anew. \param message the message \param source IPv6
/// source address \param destination IPv6 destination address
void
SetChecksum(const Ptr<Packet>& message, const Ipv6Address& source, const Ipv6Address& destination)
{
    Icmpv6Header icmpv6;
    message->RemoveHeader(icmpv6);
    PvdStartChecksum(icmpv6, source, destination, message->GetSize() + icmpv6.GetSerializedSize());
    message->AddHeader(icmpv6);
}

/// RFC 4443, section 4.2: what came to an anycast address is answered from another one.
void
SetSourceOfReply(const Ipv6& ipv6, PvdIcmpv6ErrorPolicy::Error& reply)
{
    const auto own = FindAnycastOwner(ipv6, reply.source);
    if (own)
    {
        reply.source = *own;
        SetChecksum(reply.packet, reply.source, reply.destination);
    }
}

} // namespace

void
PvdIcmpv6L4Protocol::SendDown(Ptr<Packet> packet,
                              Ipv6Address source,
                              Ipv6Address destination,
                              uint8_t protocol,
                              Ptr<Ipv6Route> route)
{
    uint8_t type = 0;
    packet->CopyData(&type, sizeof(type));
    // Up to ns-3.36 the base class solicits on its own account.
    if (type == Icmpv6Header::ICMPV6_ND_ROUTER_SOLICITATION && !m_soliciting)
    {
        return;
    }
    if (!HAS_LOOKUP && type == Icmpv6Header::ICMPV6_ND_NEIGHBOR_SOLICITATION && !route &&
        TakeOverSolicitation(packet, source))
    {
        return;
    }
    PvdIcmpv6ErrorPolicy::Error error{packet, source, destination, route};
    if (type == Icmpv6Header::ICMPV6_ND_REDIRECTION &&
        GetObject<PvdIcmpv6ErrorPolicy>()->CheckRedirect(error) != PvdErrorSuppression::NONE)
    {
        return;
    }
    if (type < Icmpv6Header::ICMPV6_ECHO_REQUEST)
    {
        if (GetObject<PvdIcmpv6ErrorPolicy>()->Check(error) != PvdErrorSuppression::NONE)
        {
            return;
        }
        SetSourceOfError(error.packet, error.destination, error.source, error.route);
    }
    if (type == Icmpv6Header::ICMPV6_ECHO_REPLY)
    {
        SetSourceOfReply(*GetObject<Ipv6>(), error);
    }
    if (type <= Icmpv6Header::ICMPV6_ECHO_REPLY && !error.destination.IsMulticast())
    {
        SetHopLimit(error.packet, error.source);
    }
    GetObject<Ipv6>()->Send(error.packet, error.source, error.destination, protocol, error.route);
}

void
PvdIcmpv6L4Protocol::SetSourceOfError(const Ptr<Packet>& error,
                                      const Ipv6Address& destination,
                                      Ipv6Address& source,
                                      Ptr<Ipv6Route>& route) const
{
    const auto ipv6 = GetObject<Ipv6>();
    Ipv6Header header;
    header.SetSource(GetQuotedDestination(*error));
    header.SetDestination(destination);
    const bool isScoped = destination.IsLinkLocal() || header.GetSource().IsLinkLocal();
    const auto device = isScoped && route ? route->GetOutputDevice() : Ptr<NetDevice>();
    const bool isOwn = header.GetSource().IsLinkLocal()
                           ? device && m_registry->GetInterface(ipv6->GetInterfaceForDevice(device))
                                           ->HasAddress(header.GetSource())
                           : IsAssigned(header.GetSource());
    if (!isOwn || header.GetSource() == source)
    {
        return;
    }
    Socket::SocketErrno reason = Socket::ERROR_NOTERROR;
    const auto own = ipv6->GetRoutingProtocol()->RouteOutput(error, header, device, reason);
    if (!own)
    {
        return;
    }
    source = header.GetSource();
    route = own;
    SetChecksum(error, source, destination);
}

} // namespace ns3
