/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-forwarding.h"
#include "pvd-ipv6-routing.h"

#include "ns3/ipv6-route.h"
#include "ns3/log.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdIpv6RoutingInput");

bool
PvdIpv6Routing::RouteInput(Ptr<const Packet> p,
                           const Ipv6Header& header,
                           Ptr<const NetDevice> idev,
                           PvdUnicastForwardArgument ucb,
                           PvdMulticastForwardArgument,
                           PvdLocalDeliverArgument lcb,
                           PvdErrorArgument ecb)
{
    NS_LOG_FUNCTION(this << header.GetSource() << header.GetDestination());
    if (!m_ipv6)
    {
        return false;
    }
    const Ipv6Address destination = header.GetDestination();
    const uint32_t incoming = m_ipv6->GetInterfaceForDevice(idev);
    if (destination.IsMulticast())
    {
        const bool isOwn = !lcb.IsNull() && IsAnycastGroup(*m_ipv6, incoming, destination);
        if (isOwn)
        {
            lcb(p, header, incoming);
        }
        return isOwn; // no multicast routing here; another protocol may know better
    }
    if (!m_ipv6->IsForwarding(incoming))
    {
        // The callback reports the packet as dropped. It also makes an error, which a node that is
        // no router at all does not send; a router must not be asked for one here.
        if (IsPvdRouter(*m_ipv6))
        {
            m_ingressDropped(header, incoming);
        }
        else if (!ecb.IsNull())
        {
            ecb(p, header, Socket::ERROR_NOROUTETOHOST);
        }
        return true;
    }
    if (destination.IsLinkLocal())
    {
        return false;
    }
    // ns-3 knows the addresses of the node, but not its anycast addresses.
    if (!lcb.IsNull() && FindAnycastOwner(*m_ipv6, destination))
    {
        lcb(p, header, incoming);
        return true;
    }
    const PvdIpv6Bits source(header.GetSource());
    if (source.IsZero() || source.IsLoopback() || source.IsLinkLocal() || source.IsMulticast() ||
        destination.IsLocalhost() || destination.IsAny())
    {
        m_ingressDropped(header, incoming); // RFC 4291, sections 2.5.2, 2.5.3, 2.5.6 and 2.7
        // Only the destination is beyond the reach of a link-local source: RFC 4443, section 3.1.
        if (source.IsLinkLocal() && !destination.IsLocalhost() && !destination.IsAny() &&
            !ecb.IsNull())
        {
            ecb(p, header, Socket::ERROR_NOROUTETOHOST);
        }
        return true;
    }
    if (m_ingressFiltering && !m_ingress.Accepts(incoming, header.GetSource()))
    {
        NS_LOG_INFO("source " << header.GetSource() << " may not enter on " << incoming);
        m_ingressDropped(header, incoming);
        return true;
    }
    // The destination first, and the most specific source prefix among its routes: what RFC 8678
    // gets from tables that are filled up.
    PvdRouteQuery query;
    query.destination = PvdIpv6Bits(destination);
    query.source = source;
    query.hasSource = true;
    std::vector<PvdNextHop> nextHops;
    const auto choice = SelectRoute(m_fib, query, m_up, nullptr, m_isReachable, nextHops);
    if (!choice.route)
    {
        // Among several protocols, which have no callback for errors, another may know better.
        if (ecb.IsNull())
        {
            return false;
        }
        ecb(p, header, Socket::ERROR_NOROUTETOHOST);
        return true;
    }
    Answer answer;
    answer.gateway = choice.route->key->gateway;
    answer.source = query.source;
    answer.oif = choice.route->key->interface;
    answer.error = Socket::ERROR_NOTERROR;
    PvdDestinationCache::Entry entry;
    Fill(entry, answer);
    entry.route->SetDestination(destination);
    // ns-3 takes one away from the Hop Limit before it looks at it, of 0 too.
    Ipv6Header forwarded = header;
    forwarded.SetHopLimit(std::max<uint8_t>(header.GetHopLimit(), 1));
    ucb(idev, entry.route, p, forwarded);
    return true;
}

} // namespace ns3
