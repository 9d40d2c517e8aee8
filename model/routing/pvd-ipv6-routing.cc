/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-routing.h"

#include "pvd-lifetime.h"
#include "pvd-static-configuration.h"

#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdIpv6Routing");

NS_OBJECT_ENSURE_REGISTERED(PvdIpv6Routing);

namespace
{

PvdRoute
MakeStaticRoute(const Ipv6Address& network,
                const Ipv6Prefix& prefix,
                const Ipv6Address& nextHop,
                uint32_t interface,
                const PvdRouteOptions& options)
{
    PvdRoute route;
    route.prefix = Ipv6Address(network).CombinePrefix(prefix);
    route.length = prefix.GetPrefixLength();
    route.gateway = nextHop;
    route.interface = interface;
    route.source = PvdIpv6Bits(options.source).GetPrefix(options.sourceLength).ToAddress();
    route.sourceLength = options.sourceLength;
    route.preference = options.preference;
    route.metric = options.metric;
    route.origin = PvdOrigin::STATIC;
    route.lifetime = ND_INFINITE_LIFETIME;
    route.expiry = InfiniteExpiry();
    return route;
}

} // namespace

TypeId
PvdIpv6Routing::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::PvdIpv6Routing")
            .SetParent<Ipv6RoutingProtocol>()
            .SetGroupName("Pvd")
            .AddConstructor<PvdIpv6Routing>()
            .AddAttribute("Rule55",
                          "Prefer a source that the next hop announces (RFC 6724, rule 5.5; "
                          "RFC 8028). Off: as hosts of today do, which send over one router with "
                          "an address of another.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&PvdIpv6Routing::m_rule55),
                          MakeBooleanChecker())
            .AddAttribute("UnknownSourceIsWorse",
                          "An address that no router announces loses rule 5.5; off: the rule has "
                          "no effect on it.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&PvdIpv6Routing::m_unknownIsWorse),
                          MakeBooleanChecker())
            .AddAttribute("PreferPublic",
                          "Prefer public to temporary addresses (RFC 6724, rule 7 the other way "
                          "round), for all applications.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&PvdIpv6Routing::m_preferPublic),
                          MakeBooleanChecker())
            .AddAttribute("KnownLocalUla",
                          "Add a row to the policy table for the /48 of each ULA of the node "
                          "(draft-ietf-6man-rfc6724-update).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&PvdIpv6Routing::m_knownLocalUla),
                          MakeBooleanChecker())
            .AddAttribute("IngressFiltering",
                          "Drop what is to be forwarded if its source address may not enter over "
                          "its interface (BCP 38): see PvdIngressFilter.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&PvdIpv6Routing::m_ingressFiltering),
                          MakeBooleanChecker())
            .AddAttribute(
                "DestinationCacheSize",
                "Most decisions that are kept, at least 16; 0: each packet is decided on anew.",
                UintegerValue(1024),
                MakeUintegerAccessor(&PvdIpv6Routing::m_cacheSize),
                MakeUintegerChecker<uint32_t>())
            .AddTraceSource("AddressAdded",
                            "An interface that is up has a new address, or came up with it: "
                            "interface index, address.",
                            MakeTraceSourceAccessor(&PvdIpv6Routing::m_addressAdded),
                            "ns3::PvdIpv6Routing::AddressTracedCallback")
            .AddTraceSource("Decision",
                            "Route and source were chosen for a packet, or none.",
                            MakeTraceSourceAccessor(&PvdIpv6Routing::m_decided),
                            "ns3::PvdIpv6Routing::DecisionTracedCallback")
            .AddTraceSource("IngressDropped",
                            "A packet was not forwarded, because its source may not enter there, "
                            "or no packet may travel so: header, interface index.",
                            MakeTraceSourceAccessor(&PvdIpv6Routing::m_ingressDropped),
                            "ns3::PvdIpv6Routing::IngressDroppedTracedCallback");
    return tid;
}

PvdIpv6Routing::PvdIpv6Routing() = default;

PvdIpv6Routing::~PvdIpv6Routing() = default;

void
PvdIpv6Routing::DoDispose()
{
    if (m_registry && m_registry->GetRouteTable() == this)
    {
        m_registry->SetRouteTable(nullptr);
    }
    m_fib = PvdFib();
    m_cache.Clear();
    m_determination.reset();
    m_pathMtu.reset();
    m_addresses.reset();
    m_reachability.reset();
    m_ipv6 = nullptr;
    m_registry = nullptr;
    Ipv6RoutingProtocol::DoDispose();
}

void
PvdIpv6Routing::SetIpv6(Ptr<Ipv6> ipv6)
{
    NS_LOG_FUNCTION(this << ipv6);
    m_ipv6 = DynamicCast<Ipv6L3Protocol>(ipv6);
    m_registry = ipv6->GetObject<PvdRegistry>();
    NS_ABORT_MSG_IF(!m_registry || !m_ipv6,
                    "PvdIpv6Routing::SetIpv6: the node has no PvdRegistry; install the stack with "
                    "PvdHostHelper instead of InternetStackHelper.");
    m_addresses = std::make_unique<PvdAddressView>(m_ipv6, m_registry);
    m_reachability = std::make_unique<PvdRouterReachability>(m_ipv6);
    m_isReachable = [this](uint32_t interface, const Ipv6Address& router) {
        return m_reachability->IsReachable(interface, router);
    };
    m_determination =
        std::make_unique<PvdNextHopDetermination>(PvdNextHopDetermination::Choices{m_fib,
                                                                                   m_redirects,
                                                                                   *m_addresses,
                                                                                   m_policies,
                                                                                   m_up,
                                                                                   m_isReachable});
    m_settingsSeen = NONE_SEEN;
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
    m_cache.Clear(); // a PvD that is gone must not be held by what was decided with it
}

void
PvdIpv6Routing::AddRoute(Ipv6Address network,
                         Ipv6Prefix prefix,
                         Ipv6Address nextHop,
                         uint32_t interface,
                         const PvdRouteOptions& options)
{
    NS_ABORT_MSG_IF(!m_ipv6 || interface >= m_ipv6->GetNInterfaces(),
                    "PvdIpv6Routing::AddRoute: the node has no IPv6 interface "
                        << interface << "; add it with Ipv6::AddInterface first.");
    NS_ABORT_MSG_IF(options.sourceLength > 128,
                    "PvdIpv6Routing::AddRoute: a source prefix has 0 to 128 bits, not "
                        << +options.sourceLength << ".");
    const PvdRoute route = MakeStaticRoute(network, prefix, nextHop, interface, options);
    if (options.pvd.empty())
    {
        m_fib.Insert(nullptr, route);
        return;
    }
    const auto error = PvdStaticConfiguration(m_registry).AddRoute(options.pvd, route);
    NS_ABORT_MSG_IF(error != PvdStaticConfiguration::NONE,
                    "PvdIpv6Routing::AddRoute: PvD \""
                        << options.pvd << "\": " << ToString(error)
                        << "; create it first with PvdStaticConfiguration::CreatePvd.");
}

void
PvdIpv6Routing::AddNetworkRouteTo(Ipv6Address network,
                                  Ipv6Prefix prefix,
                                  Ipv6Address nextHop,
                                  uint32_t interface,
                                  uint32_t metric)
{
    PvdRouteOptions options;
    options.metric = metric;
    AddRoute(network, prefix, nextHop, interface, options);
}

void
PvdIpv6Routing::AddNetworkRouteTo(Ipv6Address network,
                                  Ipv6Prefix prefix,
                                  uint32_t interface,
                                  uint32_t metric)
{
    AddNetworkRouteTo(network, prefix, Ipv6Address::GetAny(), interface, metric);
}

void
PvdIpv6Routing::AddHostRouteTo(Ipv6Address destination,
                               Ipv6Address nextHop,
                               uint32_t interface,
                               uint32_t metric)
{
    AddNetworkRouteTo(destination, Ipv6Prefix(128), nextHop, interface, metric);
}

void
PvdIpv6Routing::SetDefaultRoute(Ipv6Address nextHop, uint32_t interface, uint32_t metric)
{
    AddNetworkRouteTo(Ipv6Address::GetAny(), Ipv6Prefix(uint8_t(0)), nextHop, interface, metric);
}

bool
PvdIpv6Routing::RemoveRoute(Ipv6Address network,
                            Ipv6Prefix prefix,
                            Ipv6Address nextHop,
                            uint32_t interface,
                            const PvdRouteOptions& options)
{
    const PvdRoute route = MakeStaticRoute(network, prefix, nextHop, interface, options);
    return options.pvd.empty()
               ? m_fib.Remove(nullptr, route)
               : PvdStaticConfiguration(m_registry).RemoveRoute(options.pvd, route) ==
                     PvdStaticConfiguration::NONE;
}

const PvdFib&
PvdIpv6Routing::GetFib() const
{
    return m_fib;
}

const PvdPolicyTable&
PvdIpv6Routing::GetPolicyTable() const
{
    return m_policies;
}

void
PvdIpv6Routing::SetPolicyTable(const PvdPolicyTable& policies)
{
    m_policies = policies;
    m_knownLocalSeen = 0;
    ++m_changes;
}

PvdIngressFilter&
PvdIpv6Routing::GetIngressFilter()
{
    return m_ingress;
}

void
PvdIpv6Routing::NotifyInterfaceUp(uint32_t interface)
{
    NS_LOG_FUNCTION(this << interface);
    if (!m_ipv6)
    {
        return; // disposed of before the rest of its node
    }
    m_up.resize(std::max<std::size_t>(m_up.size(), interface + 1));
    m_up[interface] = true;
    ++m_changes;
    m_addresses->Invalidate();
    for (uint32_t i = 0; i < m_ipv6->GetNAddresses(interface); ++i)
    {
        NotifyAddAddress(interface, m_ipv6->GetAddress(interface, i));
    }
}

void
PvdIpv6Routing::NotifyInterfaceDown(uint32_t interface)
{
    NS_LOG_FUNCTION(this << interface);
    if (!m_ipv6)
    {
        return; // disposed of before the rest of its node
    }
    m_up.resize(std::max<std::size_t>(m_up.size(), interface + 1));
    m_up[interface] = false;
    ++m_changes;
    m_addresses->Invalidate();
    m_registry->NotifyInterfaceDown(interface);
    m_redirects.RemoveInterface(interface);
    m_reachability->RemoveInterface(interface);
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
    if (!m_ipv6)
    {
        return; // disposed of before the rest of its node
    }
    ++m_changes;
    m_addresses->Invalidate();
    // The on-link prefixes of autoconfigured addresses are the registry's.
    if (m_ipv6->IsUp(interface) && address.GetOnLink())
    {
        PvdRoute route = MakeStaticRoute(address.GetAddress(),
                                         address.GetPrefix(),
                                         Ipv6Address::GetAny(),
                                         interface,
                                         PvdRouteOptions());
        route.origin = PvdOrigin::CONNECTED;
        m_fib.Insert(nullptr, route);
    }
    if (m_ipv6->IsUp(interface))
    {
        m_addressAdded(interface, address.GetAddress());
    }
}

bool
PvdIpv6Routing::HasOtherAddress(uint32_t interface, const Ipv6InterfaceAddress& address) const
{
    const Ipv6Prefix prefix = address.GetPrefix();
    for (uint32_t i = 0; i < m_ipv6->GetNAddresses(interface); ++i)
    {
        const Ipv6InterfaceAddress other = m_ipv6->GetAddress(interface, i);
        if (other.GetOnLink() && other.GetAddress() != address.GetAddress() &&
            other.GetPrefix() == prefix && prefix.IsMatch(other.GetAddress(), address.GetAddress()))
        {
            return true;
        }
    }
    return false;
}

void
PvdIpv6Routing::NotifyRemoveAddress(uint32_t interface, Ipv6InterfaceAddress address)
{
    NS_LOG_FUNCTION(this << interface << address);
    if (!m_ipv6)
    {
        return; // disposed of before the rest of its node
    }
    ++m_changes;
    m_addresses->Invalidate();
    if (address.GetOnLink() && !HasOtherAddress(interface, address))
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
    RemoveRoute(destination, mask, nextHop, interface);
}

} // namespace ns3
