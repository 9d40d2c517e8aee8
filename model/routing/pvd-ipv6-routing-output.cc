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
        m_knownLocalSeen = 0;
        m_policies.RemoveKnownLocal(); // they come back below if they are wanted
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

PvdRouteChoice
PvdIpv6Routing::ChooseRoute(const PvdRouteQuery& query)
{
    const auto hasSourceFor = [this](const PvdFib::Route& route) {
        const auto& candidates = m_addresses->GetCandidates(route.interface);
        return std::any_of(candidates.begin(), candidates.end(), [&](const auto& candidate) {
            return m_fib.AcceptsSource(route, candidate.bits);
        });
    };
    return SelectRoute(m_fib, query, m_up, hasSourceFor, m_isReachable);
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
    for (const auto& pvd : flow.pvds)
    {
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

const PvdAddressView::Own*
PvdIpv6Routing::CheckSource(const Key& key, Answer& answer) const
{
    const auto* own = key.oif >= 0 ? m_addresses->Find(key.source, key.oif) : nullptr;
    own = own ? own : m_addresses->Find(key.source);
    const bool allowed = own && own->usable &&
                         (!key.bound || IsLinkLocal(key.source) || IsLoopback(key.source) ||
                          IsOf(own->candidate, key.pvds));
    if (!allowed)
    {
        answer.error = Socket::ERROR_ADDRNOTAVAIL;
        return nullptr;
    }
    answer.source = key.source;
    return own;
}

int32_t
PvdIpv6Routing::FindCommonInterface(const Key& key, bool& isCommon) const
{
    isCommon = true;
    if (IsLoopback(key.destination))
    {
        return 0;
    }
    const bool onLink = IsLinkLocal(key.destination) || IsMulticast(key.destination);
    if (!onLink)
    {
        const auto* own = m_addresses->Find(key.destination);
        isCommon = own != nullptr;
        return own ? static_cast<int32_t>(own->candidate.interface) : -1;
    }
    if (key.oif >= 0)
    {
        return static_cast<std::size_t>(key.oif) < m_up.size() ? key.oif : -1;
    }
    if (!key.source.IsZero())
    {
        const auto* source = m_addresses->Find(key.source);
        return source ? static_cast<int32_t>(source->candidate.interface) : -1;
    }
    const auto up =
        std::find(m_up.begin() + std::min<std::size_t>(1, m_up.size()), m_up.end(), true);
    return up == m_up.end() ? -1 : static_cast<int32_t>(up - m_up.begin());
}

PvdSourceQuery
PvdIpv6Routing::MakeSourceQuery(const Key& key, const Answer& answer) const
{
    PvdSourceQuery query(key.destination);
    query.interface = answer.oif;
    query.nextHop = PvdAdvertiser(answer.pvd ? answer.pvd->GetIndex() : 0, answer.gateway);
    query.preferCareOf = key.preferCareOf;
    query.preferPublic = key.preferPublic != m_preferPublic;
    query.rule55 = m_rule55;
    query.unknownIsWorse = m_unknownIsWorse;
    return query;
}

const std::vector<PvdSourceCandidate>&
PvdIpv6Routing::GetCandidates(const Key& key,
                              const PvdSourceQuery& query,
                              const PvdFib::Route* route,
                              std::vector<PvdSourceCandidate>& some) const
{
    const auto& all = m_addresses->GetCandidates(query.interface);
    if (!key.bound && (!route || route->sourceLength == 0))
    {
        return all;
    }
    // A bound flow uses addresses of the PvD of its route; what is common to all, link-local.
    const std::vector<uint64_t> pvds =
        route && route->pvd ? std::vector<uint64_t>{route->pvd->GetIndex()} : key.pvds;
    const bool onLink = query.scope <= 2;
    for (const auto& candidate : all)
    {
        const bool fits = !route || m_fib.AcceptsSource(*route, candidate.bits);
        const bool common = onLink && IsLinkLocal(candidate.bits);
        if (fits && (!key.bound || common || IsOf(candidate, pvds)))
        {
            some.push_back(candidate);
        }
    }
    return some;
}

void
PvdIpv6Routing::DecideCommon(const Key& key, uint32_t interface, Answer& answer) const
{
    answer.oif = interface;
    answer.error = Socket::ERROR_NOTERROR;
    answer.length = 128;
    if (!key.source.IsZero())
    {
        return;
    }
    if (IsLoopback(key.destination) || m_addresses->Find(key.destination, interface))
    {
        answer.source = key.destination;
        answer.rule = PvdSourceRule::SAME_ADDRESS;
        return;
    }
    const PvdSourceQuery query = MakeSourceQuery(key, answer);
    std::vector<PvdSourceCandidate> some;
    const auto& candidates = GetCandidates(key, query, nullptr, some);
    const auto choice = SelectSource(query, candidates, m_policies);
    // A host without an address yet may still send to its link, from "::".
    if (choice.index >= 0)
    {
        answer.source = candidates[choice.index].bits;
        answer.rule = choice.rule;
    }
    else if (key.bound)
    {
        answer.error = Socket::ERROR_ADDRNOTAVAIL;
    }
}

PvdRouteQuery
PvdIpv6Routing::MakeRouteQuery(const Key& key, const PvdAddressView::Own* own) const
{
    PvdRouteQuery query;
    query.destination = key.destination;
    query.oif = key.oif;
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
    if (key.bound)
    {
        std::vector<uint64_t> allowed;
        for (const uint64_t pvd : key.pvds)
        {
            const bool isOfSource =
                std::find(query.pvds.begin(), query.pvds.end(), pvd) != query.pvds.end();
            if (!query.restricted || isOfSource)
            {
                allowed.push_back(pvd);
            }
        }
        query.pvds = allowed;
        query.restricted = true;
        query.common = false;
    }
    return query;
}

void
PvdIpv6Routing::DecideByRoute(const Key& key,
                              const PvdAddressView::Own* own,
                              Answer& answer,
                              std::vector<PvdNextHop>& nextHops)
{
    const auto choice = ChooseRoute(MakeRouteQuery(key, own));
    nextHops.insert(nextHops.end(), choice.nextHops.begin(), choice.nextHops.end());
    if (!choice.route)
    {
        return;
    }
    answer.error = Socket::ERROR_NOTERROR;
    answer.gateway = choice.route->gateway;
    answer.oif = choice.route->interface;
    answer.pvd = choice.route->pvd;
    answer.length = choice.length;
    if (own)
    {
        return;
    }
    const PvdSourceQuery query = MakeSourceQuery(key, answer);
    std::vector<PvdSourceCandidate> some;
    const auto& candidates = GetCandidates(key, query, choice.route, some);
    const auto source = SelectSource(query, candidates, m_policies);
    if (source.index < 0)
    {
        answer.error = Socket::ERROR_ADDRNOTAVAIL;
        return;
    }
    answer.source = candidates[source.index].bits;
    answer.rule = source.rule;
    FollowSource(key, candidates[source.index], answer, nextHops);
}

void
PvdIpv6Routing::FollowSource(const Key& key,
                             const PvdSourceCandidate& source,
                             Answer& answer,
                             std::vector<PvdNextHop>& nextHops)
{
    if (!m_rule55 || source.advertisers.empty() || !answer.pvd)
    {
        return;
    }
    const PvdAdvertiser nextHop(answer.pvd->GetIndex(), answer.gateway);
    const bool belongs = std::any_of(source.advertisers.begin(),
                                     source.advertisers.end(),
                                     [&nextHop](const auto& one) { return one.Matches(nextHop); });
    if (belongs)
    {
        return;
    }
    Key fixed = key;
    fixed.source = source.bits;
    Answer other;
    DecideByRoute(fixed, m_addresses->Find(source.bits, source.interface), other, nextHops);
    if (other.error == Socket::ERROR_NOTERROR && other.oif == answer.oif && other.pvd)
    {
        other.source = answer.source;
        other.rule = answer.rule;
        answer = other;
    }
}

PvdIpv6Routing::Answer
PvdIpv6Routing::Decide(const Key& key, std::vector<PvdNextHop>& nextHops)
{
    Answer answer;
    const PvdAddressView::Own* own = nullptr;
    if (!key.source.IsZero())
    {
        own = CheckSource(key, answer);
        if (!own)
        {
            return answer;
        }
    }
    bool isCommon = false;
    const int32_t interface = FindCommonInterface(key, isCommon);
    if (!isCommon)
    {
        DecideByRoute(key, own, answer, nextHops);
    }
    else if (interface >= 0)
    {
        DecideCommon(key, interface, answer);
    }
    return answer;
}

PvdDecision
PvdIpv6Routing::Resolve(const Ipv6Address& destination, const PvdFlow& flow)
{
    GetGeneration(); // brings the addresses up to date
    const Key key = MakeKey(destination, flow);
    std::vector<PvdNextHop> nextHops;
    return MakeDecision(key, Decide(key, nextHops));
}

void
PvdIpv6Routing::Fill(Ipv6Route& route, const Ipv6Address& destination, const Answer& answer) const
{
    route.SetDestination(destination);
    route.SetGateway(answer.gateway.ToAddress());
    route.SetSource(answer.source.ToAddress());
    route.SetOutputDevice(m_ipv6->GetNetDevice(answer.oif));
}

void
PvdIpv6Routing::ProbeBetter(const Answer& answer, const std::vector<PvdNextHop>& nextHops)
{
    for (const auto& nextHop : nextHops)
    {
        if (nextHop.interface == answer.oif && PvdIpv6Bits(nextHop.router) == answer.gateway)
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
    const Ipv6Address destination = header.GetDestination();
    NS_LOG_FUNCTION(this << destination << oif);
    Key key;
    key.destination = PvdIpv6Bits(destination);
    key.source = PvdIpv6Bits(header.GetSource());
    key.oif = oif ? m_ipv6->GetInterfaceForDevice(oif) : -1;
    const uint64_t generation = GetGeneration();
    key.forwarding = IsForwardingSource(key.source);
    const uint64_t hash = PvdDestinationCache::GetHash(key);
    const auto* known = m_cache.Find(key, hash, generation, m_isReachable);
    PvdDestinationCache::Entry passing;
    if (!known)
    {
        auto& made = m_cacheSize > 0 ? m_cache.Claim(key, hash, generation, m_cacheSize) : passing;
        made.answer = Decide(key, made.nextHops);
        if (made.answer.error != Socket::ERROR_NOTERROR)
        {
            made.route = nullptr;
        }
        else
        {
            made.route = made.route ? made.route : Create<Ipv6Route>();
            Fill(*made.route, destination, made.answer);
        }
        known = &made;
    }
    const Ptr<Ipv6Route> route = known->route;
    sockerr = known->answer.error;
    if (!known->nextHops.empty() || !m_decided.IsEmpty())
    {
        const PvdDestinationCache::Entry used = *known; // a probe may come back at once
        ProbeBetter(used.answer, used.nextHops);
        m_decided(MakeDecision(key, used.answer));
    }
    return route;
}

bool
PvdIpv6Routing::IsForwardingSource(const PvdIpv6Bits& source) const
{
    const auto* own = source.IsZero() ? nullptr : m_addresses->Find(source);
    return own && m_ipv6->IsForwarding(own->candidate.interface);
}

} // namespace ns3
