/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-routing.h"

#include "ns3/ipv6-route.h"
#include "ns3/log.h"
#include "ns3/net-device.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdIpv6RoutingOutput");

namespace
{

bool
IsMulticast(const PvdIpv6Bits& address)
{
    return address.words[0] >> 56 == 0xff;
}

bool
IsLinkLocal(const PvdIpv6Bits& address)
{
    return address.words[0] >> 54 == 0xfe80 >> 6;
}

bool
IsLoopback(const PvdIpv6Bits& address)
{
    return address.words[0] == 0 && address.words[1] == 1;
}

/// \return the indexes of the PvDs of an address: its owner and all that announce its prefix
std::vector<uint64_t>
ListPvds(const PvdSourceCandidate& candidate)
{
    std::vector<uint64_t> pvds;
    if (candidate.owner != 0)
    {
        pvds.push_back(candidate.owner);
    }
    for (const auto& advertiser : candidate.advertisers)
    {
        pvds.push_back(advertiser.pvd);
    }
    return pvds;
}

std::vector<uint64_t>
ListPvds(const PvdFlow& flow)
{
    std::vector<uint64_t> pvds;
    for (const auto& pvd : flow.pvds)
    {
        pvds.push_back(pvd->GetIndex());
    }
    return pvds;
}

/// \return true if an address belongs to one of some PvDs
bool
IsOf(const PvdSourceCandidate& candidate, const std::vector<uint64_t>& pvds)
{
    const auto own = ListPvds(candidate);
    return std::find_first_of(own.begin(), own.end(), pvds.begin(), pvds.end()) != own.end();
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
            m_policies.AddKnownLocal(candidate.address);
        }
    }
}

PvdReachability
PvdIpv6Routing::MakeReachability()
{
    return [this](uint32_t interface, const Ipv6Address& router) {
        return m_reachability->IsReachable(interface, router);
    };
}

PvdRouteChoice
PvdIpv6Routing::ChooseRoute(const PvdRouteQuery& query)
{
    const auto isUsable = [this, &query](const PvdFib::Route& route) {
        const uint32_t interface = route.interface;
        if (interface >= m_up.size() || !m_up[interface])
        {
            return false;
        }
        if (route.sourceLength == 0 || query.hasSource)
        {
            return true;
        }
        const auto& candidates = m_addresses->GetCandidates(interface);
        return std::any_of(candidates.begin(), candidates.end(), [&](const auto& candidate) {
            return m_fib.AcceptsSource(route, candidate.bits);
        });
    };
    return SelectRoute(m_fib, query, isUsable, MakeReachability());
}

const PvdAddressView::Own*
PvdIpv6Routing::CheckSource(const PvdFlow& flow, PvdDecision& decision) const
{
    const PvdIpv6Bits bits(flow.source);
    const auto* own = flow.oif >= 0 ? m_addresses->Find(bits, flow.oif) : nullptr;
    own = own ? own : m_addresses->Find(bits);
    const bool allowed = own && own->usable &&
                         (!flow.bound || IsLinkLocal(bits) || IsLoopback(bits) ||
                          IsOf(own->candidate, ListPvds(flow)));
    if (!allowed)
    {
        decision.error = Socket::ERROR_ADDRNOTAVAIL;
        return nullptr;
    }
    decision.source = flow.source;
    return own;
}

int32_t
PvdIpv6Routing::FindCommonInterface(const PvdIpv6Bits& destination,
                                    const PvdFlow& flow,
                                    bool& isCommon) const
{
    isCommon = true;
    if (IsLoopback(destination))
    {
        return 0;
    }
    const bool onLink = IsLinkLocal(destination) || IsMulticast(destination);
    const auto* own = onLink ? nullptr : m_addresses->Find(destination);
    isCommon = onLink || own;
    if (!onLink)
    {
        return own ? static_cast<int32_t>(own->candidate.interface) : -1;
    }
    if (flow.oif >= 0)
    {
        return flow.oif;
    }
    if (!flow.source.IsAny())
    {
        const auto* source = m_addresses->Find(PvdIpv6Bits(flow.source));
        return source ? static_cast<int32_t>(source->candidate.interface) : -1;
    }
    for (uint32_t i = 1; i < m_up.size(); ++i)
    {
        if (m_up[i])
        {
            return i;
        }
    }
    return -1;
}

PvdSourceQuery
PvdIpv6Routing::MakeSourceQuery(const PvdFlow& flow, const PvdDecision& decision) const
{
    PvdSourceQuery query(decision.destination);
    query.interface = decision.interface;
    query.nextHop = {decision.pvd ? decision.pvd->GetIndex() : 0, decision.gateway};
    query.preferCareOf = flow.preferCareOf;
    query.preferPublic = flow.preferPublic != m_preferPublic;
    query.rule55 = m_rule55;
    query.unknownIsWorse = m_unknownIsWorse;
    return query;
}

const std::vector<PvdSourceCandidate>&
PvdIpv6Routing::GetCandidates(const PvdFlow& flow,
                              const PvdSourceQuery& query,
                              const PvdFib::Route* route,
                              std::vector<PvdSourceCandidate>& some) const
{
    const auto& all = m_addresses->GetCandidates(query.interface);
    if (!flow.bound && (!route || route->sourceLength == 0))
    {
        return all;
    }
    // A bound flow uses addresses of the PvD of its route; what is common to all, link-local.
    const std::vector<uint64_t> pvds =
        route && route->pvd ? std::vector<uint64_t>{route->pvd->GetIndex()} : ListPvds(flow);
    const bool onLink = query.scope <= 2;
    for (const auto& candidate : all)
    {
        const bool fits = !route || m_fib.AcceptsSource(*route, candidate.bits);
        const bool common = onLink && IsLinkLocal(candidate.bits);
        if (fits && (!flow.bound || common || IsOf(candidate, pvds)))
        {
            some.push_back(candidate);
        }
    }
    return some;
}

void
PvdIpv6Routing::DecideCommon(const PvdFlow& flow, uint32_t interface, PvdDecision& decision) const
{
    decision.interface = interface;
    decision.error = Socket::ERROR_NOTERROR;
    decision.prefix = decision.destination;
    decision.length = 128;
    if (!flow.source.IsAny())
    {
        return;
    }
    const PvdIpv6Bits bits(decision.destination);
    if (IsLoopback(bits) || m_addresses->Find(bits, interface))
    {
        decision.source = decision.destination;
        decision.rule = PvdSourceRule::SAME_ADDRESS;
        return;
    }
    const PvdSourceQuery query = MakeSourceQuery(flow, decision);
    std::vector<PvdSourceCandidate> some;
    const auto& candidates = GetCandidates(flow, query, nullptr, some);
    const auto choice = SelectSource(query, candidates, m_policies);
    // A host without an address yet may still send to its link, from "::".
    if (choice.index >= 0)
    {
        decision.source = candidates[choice.index].address;
        decision.rule = choice.rule;
    }
    else if (flow.bound)
    {
        decision.error = Socket::ERROR_ADDRNOTAVAIL;
    }
}

void
PvdIpv6Routing::DecideByRoute(const PvdFlow& flow,
                              const PvdAddressView::Own* own,
                              PvdDecision& decision,
                              std::vector<PvdNextHop>& nextHops)
{
    PvdRouteQuery query;
    query.destination = PvdIpv6Bits(decision.destination);
    query.oif = flow.oif;
    if (own)
    {
        query.hasSource = true;
        query.source = own->candidate.bits;
        query.pvds = ListPvds(own->candidate);
        query.restricted = m_rule55 && !query.pvds.empty();
        query.preferred = m_rule55 ? &own->candidate.advertisers : nullptr;
        // The address is of one interface, and only a router may use it on others.
        if (query.oif < 0 && !m_ipv6->IsForwarding(own->candidate.interface))
        {
            query.oif = own->candidate.interface;
        }
    }
    if (flow.bound)
    {
        std::vector<uint64_t> pvds = ListPvds(flow);
        if (query.restricted)
        {
            pvds.erase(std::remove_if(pvds.begin(),
                                      pvds.end(),
                                      [&query](uint64_t pvd) {
                                          return std::find(query.pvds.begin(),
                                                           query.pvds.end(),
                                                           pvd) == query.pvds.end();
                                      }),
                       pvds.end());
        }
        query.pvds = pvds;
        query.restricted = true;
        query.common = false;
    }
    const auto choice = ChooseRoute(query);
    nextHops.insert(nextHops.end(), choice.nextHops.begin(), choice.nextHops.end());
    if (!choice.route)
    {
        return;
    }
    decision.error = Socket::ERROR_NOTERROR;
    decision.gateway = choice.route->gateway;
    decision.interface = choice.route->interface;
    decision.pvd = choice.route->pvd;
    decision.length = choice.length;
    decision.prefix = query.destination.GetPrefix(choice.length).ToAddress();
    if (own)
    {
        return;
    }
    const PvdSourceQuery sourceQuery = MakeSourceQuery(flow, decision);
    std::vector<PvdSourceCandidate> some;
    const auto& candidates = GetCandidates(flow, sourceQuery, choice.route, some);
    const auto source = SelectSource(sourceQuery, candidates, m_policies);
    if (source.index < 0)
    {
        decision.error = Socket::ERROR_ADDRNOTAVAIL;
        return;
    }
    decision.source = candidates[source.index].address;
    decision.rule = source.rule;
    FollowSource(flow, candidates[source.index], decision, nextHops);
}

void
PvdIpv6Routing::FollowSource(const PvdFlow& flow,
                             const PvdSourceCandidate& source,
                             PvdDecision& decision,
                             std::vector<PvdNextHop>& nextHops)
{
    const PvdAdvertiser nextHop{decision.pvd ? decision.pvd->GetIndex() : 0, decision.gateway};
    const bool belongs = std::any_of(source.advertisers.begin(),
                                     source.advertisers.end(),
                                     [&nextHop](const auto& one) { return one.Matches(nextHop); });
    if (!m_rule55 || belongs || source.advertisers.empty() || !decision.pvd)
    {
        return;
    }
    PvdFlow fixed = flow;
    fixed.source = source.address;
    PvdDecision other;
    other.destination = decision.destination;
    const auto* own = m_addresses->Find(source.bits, source.interface);
    DecideByRoute(fixed, own, other, nextHops);
    if (other.error == Socket::ERROR_NOTERROR && other.interface == decision.interface && other.pvd)
    {
        other.source = decision.source;
        other.rule = decision.rule;
        decision = other;
    }
}

PvdDecision
PvdIpv6Routing::Decide(const Ipv6Address& destination,
                       const PvdFlow& flow,
                       std::vector<PvdNextHop>& nextHops)
{
    PvdDecision decision;
    decision.destination = destination;
    const PvdAddressView::Own* own = nullptr;
    if (!flow.source.IsAny())
    {
        own = CheckSource(flow, decision);
        if (!own)
        {
            return decision;
        }
    }
    bool isCommon = false;
    const int32_t interface = FindCommonInterface(PvdIpv6Bits(destination), flow, isCommon);
    if (!isCommon)
    {
        DecideByRoute(flow, own, decision, nextHops);
    }
    else if (interface >= 0)
    {
        DecideCommon(flow, interface, decision);
    }
    return decision;
}

PvdDecision
PvdIpv6Routing::Resolve(const Ipv6Address& destination, const PvdFlow& flow)
{
    GetGeneration(); // brings the addresses up to date
    std::vector<PvdNextHop> nextHops;
    return Decide(destination, flow, nextHops);
}

Ptr<Ipv6Route>
PvdIpv6Routing::MakeRoute(const PvdDecision& decision) const
{
    const auto route = Create<Ipv6Route>();
    route->SetDestination(decision.destination);
    route->SetGateway(decision.gateway);
    route->SetSource(decision.source);
    route->SetOutputDevice(m_ipv6->GetNetDevice(decision.interface));
    return route;
}

void
PvdIpv6Routing::ProbeBetter(const PvdDecision& decision, const std::vector<PvdNextHop>& nextHops)
{
    for (const auto& nextHop : nextHops)
    {
        if (nextHop.router == decision.gateway && nextHop.interface == decision.interface)
        {
            m_reachability->Use(nextHop.interface, nextHop.router);
        }
        else if (!nextHop.reachable)
        {
            m_reachability->Probe(nextHop.interface, nextHop.router);
        }
    }
}

Ptr<Ipv6Route>
PvdIpv6Routing::RouteOutput(Ptr<Packet>,
                            const Ipv6Header& header,
                            Ptr<NetDevice> oif,
                            Socket::SocketErrno& sockerr)
{
    PvdDestinationCache::Key key;
    const Ipv6Address destination = header.GetDestination();
    key.destination = PvdIpv6Bits(destination);
    key.source = PvdIpv6Bits(header.GetSource());
    key.oif = oif ? m_ipv6->GetInterfaceForDevice(oif) : -1;
    NS_LOG_FUNCTION(this << destination << oif);
    const uint64_t generation = GetGeneration();
    key.forwarding = IsForwardingSource(key.source);
    const auto* known = m_cache.Find(key, generation, MakeReachability());
    PvdDestinationCache::Entry made;
    if (!known)
    {
        PvdFlow flow;
        flow.source = header.GetSource();
        flow.oif = key.oif;
        made.decision = Decide(destination, flow, made.nextHops);
        made.generation = generation;
        made.key = std::move(key);
        if (made.decision.error == Socket::ERROR_NOTERROR)
        {
            made.route = MakeRoute(made.decision);
        }
        known = m_cacheSize > 0 ? &m_cache.Insert(std::move(made), m_cacheSize) : &made;
    }
    const Ptr<Ipv6Route> route = known->route;
    sockerr = known->decision.error;
    if (!known->nextHops.empty() || !m_decided.IsEmpty())
    {
        const PvdDestinationCache::Entry used = *known; // a probe may come back at once
        ProbeBetter(used.decision, used.nextHops);
        m_decided(used.decision);
    }
    return route;
}

bool
PvdIpv6Routing::IsForwardingSource(const PvdIpv6Bits& source) const
{
    const bool fixed = source.words[0] != 0 || source.words[1] != 0;
    const auto* own = fixed ? m_addresses->Find(source) : nullptr;
    return own && m_ipv6->IsForwarding(own->candidate.interface);
}

} // namespace ns3
