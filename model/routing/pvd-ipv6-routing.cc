/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-routing.h"

#include "pvd-lifetime.h"

#include "ns3/ipv6-route.h"
#include "ns3/log.h"
#include "ns3/loopback-net-device.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdIpv6Routing");

NS_OBJECT_ENSURE_REGISTERED(PvdIpv6Routing);

namespace
{

/// \return true if a is a better route than b of the same prefix; equal ones keep their order
bool
IsBetter(const PvdFib::Entry& a, const PvdFib::Entry& b)
{
    const int rankA = GetRank(a.route.preference);
    const int rankB = GetRank(b.route.preference);
    return rankA != rankB ? rankA > rankB : a.route.metric < b.route.metric;
}

PvdRoute
MakeStaticRoute(Ipv6Address network,
                Ipv6Prefix prefix,
                Ipv6Address nextHop,
                uint32_t interface,
                uint32_t metric)
{
    PvdRoute route;
    route.prefix = network.CombinePrefix(prefix);
    route.length = prefix.GetPrefixLength();
    route.gateway = nextHop;
    route.interface = interface;
    route.metric = metric;
    route.origin = PvdOrigin::STATIC;
    route.lifetime = ND_INFINITE_LIFETIME;
    route.expiry = InfiniteExpiry();
    return route;
}

} // namespace

TypeId
PvdIpv6Routing::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdIpv6Routing")
                            .SetParent<Ipv6RoutingProtocol>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdIpv6Routing>();
    return tid;
}

PvdIpv6Routing::PvdIpv6Routing() = default;

PvdIpv6Routing::~PvdIpv6Routing() = default;

void
PvdIpv6Routing::DoDispose()
{
    if (m_registry)
    {
        m_registry->SetRouteTable(nullptr);
    }
    m_fib = PvdFib();
    m_ipv6 = nullptr;
    m_registry = nullptr;
    Ipv6RoutingProtocol::DoDispose();
}

void
PvdIpv6Routing::SetIpv6(Ptr<Ipv6> ipv6)
{
    NS_LOG_FUNCTION(this << ipv6);
    m_ipv6 = ipv6;
    m_registry = ipv6->GetObject<PvdRegistry>();
    NS_ABORT_MSG_IF(!m_registry,
                    "PvdIpv6Routing::SetIpv6: the node has no PvdRegistry; install the stack with "
                    "PvdHostHelper instead of InternetStackHelper.");
    m_registry->SetRouteTable(this);
    for (uint32_t i = 0; i < m_ipv6->GetNInterfaces(); ++i)
    {
        if (m_ipv6->IsUp(i))
        {
            NotifyInterfaceUp(i);
        }
    }
}

void
PvdIpv6Routing::SetRoute(const Ptr<Pvd>& pvd, const PvdRoute& route)
{
    m_fib.Insert(pvd, route);
}

void
PvdIpv6Routing::RemoveRoute(const Ptr<Pvd>& pvd, const PvdRoute& route)
{
    m_fib.Remove(pvd, route);
}

void
PvdIpv6Routing::AddNetworkRouteTo(Ipv6Address network,
                                  Ipv6Prefix prefix,
                                  Ipv6Address nextHop,
                                  uint32_t interface,
                                  uint32_t metric)
{
    m_fib.Insert(nullptr, MakeStaticRoute(network, prefix, nextHop, interface, metric));
}

const PvdFib&
PvdIpv6Routing::GetFib() const
{
    return m_fib;
}

void
PvdIpv6Routing::NotifyInterfaceUp(uint32_t interface)
{
    NS_LOG_FUNCTION(this << interface);
    for (uint32_t i = 0; i < m_ipv6->GetNAddresses(interface); ++i)
    {
        NotifyAddAddress(interface, m_ipv6->GetAddress(interface, i));
    }
}

void
PvdIpv6Routing::NotifyInterfaceDown(uint32_t interface)
{
    NS_LOG_FUNCTION(this << interface);
    m_registry->NotifyInterfaceDown(interface);
    for (const auto& entry : m_fib.GetEntries())
    {
        if (entry.route.interface == interface)
        {
            m_fib.Remove(entry.pvd, entry.route);
        }
    }
}

void
PvdIpv6Routing::NotifyAddAddress(uint32_t interface, Ipv6InterfaceAddress address)
{
    NS_LOG_FUNCTION(this << interface << address);
    // The on-link prefixes of autoconfigured addresses are the registry's.
    if (m_ipv6->IsUp(interface) && address.GetOnLink())
    {
        NotifyAddRoute(address.GetAddress(), address.GetPrefix(), Ipv6Address::GetAny(), interface);
    }
}

void
PvdIpv6Routing::NotifyRemoveAddress(uint32_t interface, Ipv6InterfaceAddress address)
{
    NS_LOG_FUNCTION(this << interface << address);
    if (address.GetOnLink())
    {
        NotifyRemoveRoute(address.GetAddress(),
                          address.GetPrefix(),
                          Ipv6Address::GetAny(),
                          interface);
    }
    m_registry->NotifyRemoveAddress(interface, address.GetAddress());
}

void
PvdIpv6Routing::NotifyAddRoute(Ipv6Address destination,
                               Ipv6Prefix mask,
                               Ipv6Address nextHop,
                               uint32_t interface,
                               Ipv6Address prefixToUse)
{
    NS_LOG_FUNCTION(this << destination << mask << nextHop << interface << prefixToUse);
    AddNetworkRouteTo(destination, mask, nextHop, interface);
}

void
PvdIpv6Routing::NotifyRemoveRoute(Ipv6Address destination,
                                  Ipv6Prefix mask,
                                  Ipv6Address nextHop,
                                  uint32_t interface,
                                  Ipv6Address prefixToUse)
{
    NS_LOG_FUNCTION(this << destination << mask << nextHop << interface << prefixToUse);
    m_fib.Remove(nullptr, MakeStaticRoute(destination, mask, nextHop, interface, 0));
}

bool
PvdIpv6Routing::IsUsable(const PvdFib::Entry& entry, Ptr<NetDevice> oif) const
{
    return m_ipv6->IsUp(entry.route.interface) &&
           (!oif || m_ipv6->GetNetDevice(entry.route.interface) == oif);
}

bool
PvdIpv6Routing::IsOf(const Ipv6Address& address, uint32_t interface, const Ptr<Pvd>& pvd) const
{
    const auto& interfaces = m_registry->GetInterfaces();
    if (interface >= interfaces.size() || !interfaces[interface])
    {
        return false;
    }
    const PvdAddress* entry = interfaces[interface]->FindAddress(address);
    return entry && entry->pvd == pvd;
}

const PvdFib::Entry*
PvdIpv6Routing::Select(const Ipv6Address& destination,
                       const Ipv6Address& source,
                       Ptr<NetDevice> oif) const
{
    const PvdFib::Entry* best = nullptr;
    m_fib.Lookup(destination, [&](const PvdFib::Entries& entries) {
        bool fits = false; // with the fixed source
        for (const auto& entry : entries)
        {
            if (!IsUsable(entry, oif))
            {
                continue;
            }
            const bool entryFits =
                !source.IsAny() && IsOf(source, entry.route.interface, entry.pvd);
            if (!best || (entryFits && !fits) || (entryFits == fits && IsBetter(entry, *best)))
            {
                best = &entry;
                fits = entryFits;
            }
        }
        return best != nullptr;
    });
    return best;
}

Ipv6Address
PvdIpv6Routing::SelectSource(const Ipv6Address& destination,
                             uint32_t interface,
                             const Ptr<Pvd>& pvd) const
{
    const bool linkLocal = destination.IsLinkLocal() || destination.IsLinkLocalMulticast();
    Ipv6Address best = Ipv6Address::GetAny();
    int bestScore = -1;
    for (uint32_t i = 0; i < m_ipv6->GetNAddresses(interface); ++i)
    {
        const Ipv6InterfaceAddress address = m_ipv6->GetAddress(interface, i);
        const auto state = address.GetState();
        if (state == Ipv6InterfaceAddress::TENTATIVE || state == Ipv6InterfaceAddress::INVALID)
        {
            continue;
        }
        const bool fitsScope = address.GetAddress().IsLinkLocal() == linkLocal;
        const int score = (fitsScope ? 4 : 0) +
                          (state != Ipv6InterfaceAddress::DEPRECATED ? 2 : 0) +
                          (pvd && IsOf(address.GetAddress(), interface, pvd) ? 1 : 0);
        if (score > bestScore)
        {
            best = address.GetAddress();
            bestScore = score;
        }
    }
    return best;
}

int32_t
PvdIpv6Routing::FindInterface(const Ipv6Address& address) const
{
    return m_ipv6->GetInterfaceForAddress(address);
}

int32_t
PvdIpv6Routing::FindLink(const Ipv6Address& source, Ptr<NetDevice> oif) const
{
    if (oif)
    {
        return m_ipv6->GetInterfaceForDevice(oif);
    }
    if (!source.IsAny())
    {
        return FindInterface(source);
    }
    for (uint32_t i = 1; i < m_ipv6->GetNInterfaces(); ++i)
    {
        if (m_ipv6->IsUp(i))
        {
            return i;
        }
    }
    return -1;
}

Ptr<Ipv6Route>
PvdIpv6Routing::MakeRoute(const Ipv6Address& destination,
                          const Ipv6Address& gateway,
                          const Ipv6Address& source,
                          uint32_t interface) const
{
    const auto route = Create<Ipv6Route>();
    route->SetDestination(destination);
    route->SetGateway(gateway);
    route->SetSource(source);
    route->SetOutputDevice(m_ipv6->GetNetDevice(interface));
    return route;
}

Ptr<Ipv6Route>
PvdIpv6Routing::RouteCommon(const Ipv6Address& destination,
                            const Ipv6Address& source,
                            Ptr<NetDevice> oif,
                            bool& isCommon) const
{
    int32_t interface = -1;
    isCommon = true;
    if (destination.IsLocalhost())
    {
        interface = 0;
    }
    else if (destination.IsLinkLocal() || destination.IsMulticast())
    {
        interface = FindLink(source, oif);
    }
    else
    {
        interface = FindInterface(destination);
        isCommon = interface >= 0;
    }
    if (interface < 0)
    {
        return nullptr;
    }
    const bool own = destination.IsLocalhost() || FindInterface(destination) == interface;
    const Ipv6Address selected = !source.IsAny() ? source
                                 : own           ? destination
                                                 : SelectSource(destination, interface, nullptr);
    return MakeRoute(destination, Ipv6Address::GetAny(), selected, interface);
}

Ptr<Ipv6Route>
PvdIpv6Routing::RouteOutput(Ptr<Packet>,
                            const Ipv6Header& header,
                            Ptr<NetDevice> oif,
                            Socket::SocketErrno& sockerr)
{
    const Ipv6Address destination = header.GetDestination();
    const Ipv6Address source = header.GetSource();
    NS_LOG_FUNCTION(this << destination << source << oif);
    if (!source.IsAny() && FindInterface(source) < 0)
    {
        sockerr = Socket::ERROR_NOROUTETOHOST; // an address that is gone (RFC 4862, section 5.5.4)
        return nullptr;
    }
    sockerr = Socket::ERROR_NOTERROR;
    bool isCommon = false;
    Ptr<Ipv6Route> route = RouteCommon(destination, source, oif, isCommon);
    if (!isCommon)
    {
        if (const auto* entry = Select(destination, source, oif))
        {
            const uint32_t interface = entry->route.interface;
            route = MakeRoute(destination,
                              entry->route.gateway,
                              source.IsAny() ? SelectSource(destination, interface, entry->pvd)
                                             : source,
                              interface);
        }
    }
    if (!route)
    {
        sockerr = Socket::ERROR_NOROUTETOHOST;
    }
    return route;
}

bool
PvdIpv6Routing::RouteInput(Ptr<const Packet> p,
                           const Ipv6Header& header,
                           Ptr<const NetDevice> idev,
                           PvdUnicastForwardArgument ucb,
                           PvdMulticastForwardArgument,
                           PvdLocalDeliverArgument,
                           PvdErrorArgument ecb)
{
    NS_LOG_FUNCTION(this << header.GetSource() << header.GetDestination());
    const Ipv6Address destination = header.GetDestination();
    if (destination.IsMulticast())
    {
        return false; // no multicast routing here; another protocol may know better
    }
    if (!m_ipv6->IsForwarding(m_ipv6->GetInterfaceForDevice(idev)))
    {
        if (!ecb.IsNull())
        {
            ecb(p, header, Socket::ERROR_NOROUTETOHOST);
        }
        return true;
    }
    const auto* entry = Select(destination, header.GetSource(), nullptr);
    if (!entry || destination.IsLinkLocal())
    {
        return false;
    }
    const uint32_t interface = entry->route.interface;
    ucb(idev,
        MakeRoute(destination,
                  entry->route.gateway,
                  SelectSource(destination, interface, entry->pvd),
                  interface),
        p,
        header);
    return true;
}

} // namespace ns3
