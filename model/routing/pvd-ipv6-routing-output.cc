/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-routing.h"

#include "ns3/ipv6-route.h"
#include "ns3/log.h"
#include "ns3/net-device.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdIpv6RoutingOutput");

namespace
{

/**
 * Try what a binding allows, in its order.
 * \param binding the binding
 * \param key what the packet has beside it
 * \param attempt uses the key; returns ERROR_NOTERROR, or why there is no way
 * \return what the attempt that decided has returned
 */
template <class Attempt>
Socket::SocketErrno
TryBinding(const PvdFlowBinding& binding, PvdFlowKey& key, Attempt&& attempt)
{
    key.source = key.source.IsZero() ? PvdIpv6Bits(binding.source) : key.source;
    key.oif = key.oif < 0 ? binding.oif : key.oif;
    key.bound = binding.bound;
    key.rerouted = binding.bound && binding.rerouted;
    if (!binding.bound || binding.together || binding.pvds.size() < 2)
    {
        key.pvds = binding.pvds;
        return attempt();
    }
    // Of several reasons, that there was a route and no source says more.
    Socket::SocketErrno worst = Socket::ERROR_NOROUTETOHOST;
    for (const uint64_t pvd : binding.pvds)
    {
        key.pvds = {pvd};
        const Socket::SocketErrno error = attempt();
        if (error == Socket::ERROR_NOTERROR)
        {
            return error;
        }
        worst = error == Socket::ERROR_ADDRNOTAVAIL ? error : worst;
    }
    return worst;
}

} // namespace

uint64_t
PvdIpv6Routing::GetGeneration()
{
    const uint32_t settings =
        m_rule55 | m_unknownIsWorse << 1 | m_preferPublic << 2 | m_knownLocalUla << 3;
    if (settings != m_settingsSeen)
    {
        m_settingsSeen = settings;
        m_knownLocalSeen = 0;
        m_policies.RemoveKnownLocal(); // they come back below if they are wanted
        m_determination->SetSettings({m_rule55, m_unknownIsWorse, m_preferPublic});
        ++m_changes;
    }
    // A sum of numbers that only grow: none of them can change without changing it. That of the
    // addresses grows with the registry's.
    const uint64_t addresses = m_addresses->Refresh();
    if (m_knownLocalUla && m_knownLocalSeen != addresses)
    {
        m_knownLocalSeen = addresses;
        AddKnownLocalPolicies();
        ++m_changes;
    }
    return addresses + m_fib.GetGeneration() + m_changes;
}

void
PvdIpv6Routing::AddKnownLocalPolicies()
{
    m_policies.RemoveKnownLocal();
    for (uint32_t i = 0; i < m_ipv6->GetNInterfaces(); ++i)
    {
        for (const auto& candidate : m_addresses->GetCandidates(i))
        {
            if (candidate.usable)
            {
                m_policies.AddKnownLocal(candidate.address);
            }
        }
    }
}

PvdIpv6Routing::Key
PvdIpv6Routing::MakeKey(const Ipv6Address& destination, const PvdFlow& flow) const
{
    Key key;
    key.destination = PvdIpv6Bits(destination);
    key.source = PvdIpv6Bits(flow.source);
    key.oif = flow.oif;
    key.bound = flow.bound;
    key.preferCareOf = flow.preferCareOf;
    key.preferPublic = flow.preferPublic;
    key.forwarding = IsForwardingSource(key.source);
    for (const auto& pvd : flow.pvds)
    {
        NS_ABORT_MSG_IF(!pvd,
                        "PvdFlow::pvds: a null pointer is no PvD; PvdRegistry::Lookup returns one "
                        "for a name that it does not know.");
        key.pvds.push_back(pvd->GetIndex());
    }
    return key;
}

PvdDecision
PvdIpv6Routing::MakeDecision(const Key& key, const Answer& answer) const
{
    PvdDecision decision;
    decision.error = answer.error;
    decision.destination = key.destination.ToAddress();
    decision.gateway = answer.gateway.ToAddress();
    decision.source = answer.source.ToAddress();
    decision.interface = answer.oif;
    decision.pvd = answer.pvd;
    decision.prefix = key.destination.GetPrefix(answer.length).ToAddress();
    decision.length = answer.length;
    decision.rule = answer.rule;
    return decision;
}

PvdDecision
PvdIpv6Routing::Resolve(const Ipv6Address& destination, const PvdFlow& flow)
{
    NS_ABORT_MSG_IF(!m_ipv6,
                    "PvdIpv6Routing::Resolve: the protocol belongs to no node; get that of a node "
                    "with Ipv6::GetRoutingProtocol.");
    GetGeneration(); // brings the addresses up to date
    const Key key = MakeKey(destination, flow);
    std::vector<PvdNextHop> nextHops;
    return MakeDecision(key, m_determination->Decide(key, nextHops));
}

void
PvdIpv6Routing::Fill(PvdDestinationCache::Entry& entry, const Answer& answer) const
{
    if (answer.error != Socket::ERROR_NOTERROR)
    {
        entry.route = nullptr;
        entry.answer = answer;
        return;
    }
    // What a route says already it need not be told: most that are used again are of one router.
    const bool isNew = !entry.route;
    entry.route = isNew ? Create<Ipv6Route>() : entry.route;
    if (isNew || !(entry.answer.gateway == answer.gateway))
    {
        entry.route->SetGateway(answer.gateway.ToAddress());
    }
    if (isNew || !(entry.answer.source == answer.source))
    {
        entry.route->SetSource(answer.source.ToAddress());
    }
    if (isNew || entry.answer.oif != answer.oif)
    {
        entry.route->SetOutputDevice(m_ipv6->GetNetDevice(answer.oif));
    }
    entry.answer = answer;
}

void
PvdIpv6Routing::ProbeBetter(const Key& key,
                            const Answer& answer,
                            const std::vector<PvdNextHop>& nextHops)
{
    const PvdIpv6Bits used = answer.gateway.IsZero() ? key.destination : answer.gateway;
    for (const auto& nextHop : nextHops)
    {
        const bool isUsed = nextHop.interface == answer.oif && PvdIpv6Bits(nextHop.router) == used;
        if (!isUsed && !nextHop.reachable)
        {
            m_reachability->Probe(nextHop.interface, nextHop.router);
        }
    }
}

Ptr<Ipv6Route>
PvdIpv6Routing::RouteOutput(Ptr<Packet> packet,
                            const Ipv6Header& header,
                            Ptr<NetDevice> oif,
                            Socket::SocketErrno& sockerr)
{
    const Ipv6Address destination = header.GetDestination();
    NS_LOG_FUNCTION(this << destination << oif);
    sockerr = Socket::ERROR_NOROUTETOHOST;
    Key key;
    key.oif = oif && m_ipv6 ? m_ipv6->GetInterfaceForDevice(oif) : -1;
    if (!m_ipv6 || (oif && key.oif < 0))
    {
        return nullptr; // no node, or a device that IPv6 does not know
    }
    key.destination = PvdIpv6Bits(destination);
    key.source = PvdIpv6Bits(header.GetSource());
    if (!m_scope)
    {
        return Route(key, packet, header, sockerr);
    }
    Ptr<Ipv6Route> route;
    sockerr = TryBinding(m_scope->m_binding, key, [&] {
        Socket::SocketErrno error = Socket::ERROR_NOTERROR;
        route = Route(key, packet, header, error);
        return error;
    });
    if (m_scope->IsRevoked())
    {
        sockerr = Socket::ERROR_SHUTDOWN; // a listener of the decision has closed the socket
        return nullptr;
    }
    return route;
}

PvdDecision
PvdIpv6Routing::Resolve(const Ipv6Address& destination, const PvdFlowBinding& binding)
{
    PvdDecision decision;
    decision.destination = destination;
    if (!m_ipv6)
    {
        return decision;
    }
    GetGeneration(); // brings the addresses up to date
    Key key;
    key.destination = PvdIpv6Bits(destination);
    decision.error = TryBinding(binding, key, [&] {
        key.forwarding = IsForwardingSource(key.source);
        std::vector<PvdNextHop> nextHops;
        decision = MakeDecision(key, m_determination->Decide(key, nextHops));
        return decision.error;
    });
    return decision;
}

std::vector<uint64_t>
PvdIpv6Routing::GetPvds(const Ipv6Address& address)
{
    std::vector<uint64_t> pvds;
    if (m_ipv6)
    {
        GetGeneration(); // brings the addresses up to date
        const auto* own = m_addresses->Find(PvdIpv6Bits(address));
        for (std::size_t i = 0; own && i < own->advertisers.size(); ++i)
        {
            pvds.push_back(own->advertisers[i].pvd);
        }
        // The prefix of an address that was given by hand is announced by nobody.
        if (own && own->owner != 0 && std::find(pvds.begin(), pvds.end(), own->owner) == pvds.end())
        {
            pvds.push_back(own->owner);
        }
    }
    return pvds;
}

bool
PvdIpv6Routing::IsOf(const Ipv6Address& address, const PvdIndexes& pvds)
{
    if (!m_ipv6)
    {
        return false;
    }
    GetGeneration(); // brings the addresses up to date
    const auto* own = m_addresses->Find(PvdIpv6Bits(address));
    // The prefix of an address that was given by hand is announced by nobody.
    return own &&
           (pvds.Has(own->owner) ||
            std::any_of(own->advertisers.begin(), own->advertisers.end(), [&pvds](const auto& one) {
                return pvds.Has(one.pvd);
            }));
}

Ptr<Ipv6Route>
PvdIpv6Routing::Route(Key& key,
                      const Ptr<Packet>& packet,
                      const Ipv6Header& header,
                      Socket::SocketErrno& sockerr)
{
    const uint64_t generation = GetGeneration();
    key.forwarding = IsForwardingSource(key.source);
    const uint64_t hash = PvdDestinationCache::GetHash(key);
    const auto* known = m_cache.Find(key, hash, generation, m_isReachable);
    if (!known)
    {
        auto& made = m_cache.Claim(key, hash, generation, m_cacheSize);
        Fill(made, m_determination->Decide(key, made.nextHops));
        if (made.route)
        {
            made.route->SetDestination(header.GetDestination());
        }
        known = &made;
    }
    const Ptr<Ipv6Route> route = known->route;
    sockerr = known->answer.error;
    if (m_scope && route)
    {
        m_scope->m_pvd = known->answer.pvd ? known->answer.pvd->GetIndex() : 0;
    }
    if (route)
    {
        ApplyParameters(key, known->answer, packet, header);
    }
    if (!known->nextHops.empty() || !m_decided.IsEmpty())
    {
        const PvdDestinationCache::Entry used = *known; // a probe may come back at once
        ProbeBetter(key, used.answer, used.nextHops);
        m_decided(MakeDecision(key, used.answer));
    }
    return route;
}

bool
PvdIpv6Routing::Redirect(const PvdRedirect& redirect)
{
    if (!m_ipv6 || m_ipv6->IsForwarding(redirect.interface))
    {
        return false; // RFC 4861, section 8.2: a router does not change its routes
    }
    GetGeneration();
    if (m_addresses->Find(PvdIpv6Bits(redirect.target)) || IsForeignRouter(redirect))
    {
        return false;
    }
    Key key;
    key.destination = PvdIpv6Bits(redirect.destination);
    key.source = PvdIpv6Bits(redirect.source);
    key.oif = redirect.interface;
    if (TakeRedirect(key, redirect))
    {
        return true;
    }
    // The flow may be bound to a PvD that is not the first choice of its source.
    const auto* own = m_addresses->Find(key.source, redirect.interface);
    key.bound = true;
    return own && std::any_of(own->advertisers.begin(),
                              own->advertisers.end(),
                              [&](const PvdAdvertiser& advertiser) {
                                  key.pvds = {advertiser.pvd};
                                  return TakeRedirect(key, redirect);
                              });
}

bool
PvdIpv6Routing::IsForeignRouter(const PvdRedirect& redirect) const
{
    const auto* own = m_addresses->Find(PvdIpv6Bits(redirect.source), redirect.interface);
    if (!own || own->advertisers.empty())
    {
        return false;
    }
    const auto pvds = m_registry->LookupByRouter(redirect.interface, redirect.target);
    const bool isShared = std::any_of(pvds.begin(), pvds.end(), [own](const auto& pvd) {
        return std::any_of(own->advertisers.begin(), own->advertisers.end(), [&](const auto& one) {
            return one.pvd == pvd->GetIndex();
        });
    });
    return !isShared && std::any_of(pvds.begin(), pvds.end(), [](const auto& pvd) {
        return !pvd->GetPrefixes().empty();
    });
}

bool
PvdIpv6Routing::TakeRedirect(const Key& key, const PvdRedirect& redirect)
{
    std::vector<PvdNextHop> nextHops;
    const Answer answer = m_determination->Decide(key, nextHops);
    // RFC 4861, section 8.1: only the first hop of the packet that was sent may say so.
    if (answer.error != Socket::ERROR_NOTERROR || !(answer.gateway == PvdIpv6Bits(redirect.router)))
    {
        return false;
    }
    const bool isOnLink = redirect.target == redirect.destination;
    m_redirects.Set(
        {key.destination, key.source, redirect.interface, answer.pvd ? answer.pvd->GetIndex() : 0},
        answer.gateway,
        isOnLink ? PvdIpv6Bits() : PvdIpv6Bits(redirect.target),
        answer.isRedirected);
    ++m_changes;
    return true;
}

void
PvdIpv6Routing::NotifyNotRouter(uint32_t interface, const Ipv6Address& address)
{
    m_redirects.RemoveTarget(interface, PvdIpv6Bits(address));
    ++m_changes;
}

void
PvdIpv6Routing::NotifyReachability(uint32_t interface,
                                   const Ipv6Address& neighbor,
                                   bool isReachable)
{
    // Other neighbours may be many, and it is not asked of them.
    if (m_reachability && (isReachable || IsNextHop(interface, neighbor)))
    {
        m_reachability->Notify(interface, neighbor, isReachable);
    }
}

bool
PvdIpv6Routing::IsNextHop(uint32_t interface, const Ipv6Address& address) const
{
    const PvdIpv6Bits gateway(address);
    return m_fib.HasNextHop(interface, gateway) || m_redirects.LeadsTo(interface, gateway);
}

bool
PvdIpv6Routing::IsForwardingSource(const PvdIpv6Bits& source) const
{
    const auto* own = source.IsZero() ? nullptr : m_addresses->Find(source);
    return own && m_ipv6->IsForwarding(own->interface);
}

} // namespace ns3
