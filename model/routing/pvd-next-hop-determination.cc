/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-next-hop-determination.h"

#include <algorithm>
#include <functional>

namespace ns3
{

namespace
{

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
IsOf(const PvdSourceCandidate& candidate, const PvdIndexes& pvds)
{
    const auto own = ListPvds(candidate);
    return std::find_first_of(own.begin(), own.end(), pvds.begin(), pvds.end()) != own.end();
}

/// \return true if a bound flow may use an address with a route
bool
IsOf(const PvdSourceCandidate& candidate, const PvdFlowKey& key, const PvdFib::Route& route)
{
    return IsOf(candidate, route.key->pvd ? PvdIndexes{route.key->pvd->GetIndex()} : key.pvds);
}

} // namespace

PvdNextHopDetermination::PvdNextHopDetermination(const Choices& choices)
    : m_choices(choices)
{
}

void
PvdNextHopDetermination::SetSettings(const Settings& settings)
{
    m_settings = settings;
}

bool
PvdNextHopDetermination::HasSourceFor(const PvdFlowKey& key,
                                      const PvdFib::Route& route,
                                      uint8_t scope) const
{
    if (!key.bound && route.key->sourceLength == 0)
    {
        return m_choices.addresses.GetLargestScope(route.key->interface) >=
               std::max<uint8_t>(scope, 1);
    }
    for (const auto& candidate : m_choices.addresses.GetCandidates(route.key->interface))
    {
        if (candidate.usable && candidate.scope >= scope &&
            (route.key->AcceptsSource(candidate.bits)) &&
            (key.bound ? IsOf(candidate, key, route) : !candidate.draining))
        {
            return true;
        }
    }
    return false;
}

PvdRouteChoice
PvdNextHopDetermination::ChooseRoute(const PvdFlowKey& key,
                                     const PvdRouteQuery& query,
                                     std::vector<PvdNextHop>& nextHops) const
{
    // A source of too small a scope is better than none, but not than another route.
    const std::size_t before = nextHops.size();
    const uint8_t wanted = GetPvdScope(key.destination);
    PvdRouteChoice choice;
    for (const uint8_t scope : {wanted, uint8_t(0)})
    {
        nextHops.resize(before);
        const auto hasSource = [&](const PvdFib::Route& route) {
            return HasSourceFor(key, route, scope);
        };
        choice = SelectRoute(m_choices.fib,
                             query,
                             m_choices.up,
                             std::cref(hasSource),
                             m_choices.isReachable,
                             nextHops);
        if (choice.route || query.hasSource)
        {
            break;
        }
    }
    return choice;
}

const PvdSourceCandidate*
PvdNextHopDetermination::CheckSource(const PvdFlowKey& key, PvdFlowAnswer& answer) const
{
    const auto* own = key.oif >= 0 ? m_choices.addresses.Find(key.source, key.oif) : nullptr;
    own = own ? own : m_choices.addresses.Find(key.source);
    // To ns-3 the loopback address is tentative for ever.
    const bool isLoopback = own && key.source.IsLoopback();
    const bool allowed =
        isLoopback || (own && own->usable &&
                       (!key.bound || key.rerouted || m_choices.addresses.Find(key.destination) ||
                        key.source.IsLinkLocal() || IsOf(*own, key.pvds)));
    if (!allowed)
    {
        answer.error = Socket::ERROR_ADDRNOTAVAIL;
        return nullptr;
    }
    answer.source = key.source;
    return own;
}

int32_t
PvdNextHopDetermination::FindCommonInterface(const PvdFlowKey& key, bool& isCommon) const
{
    isCommon = true;
    if (key.destination.IsLoopback())
    {
        return 0;
    }
    const bool onLink = key.destination.IsLinkLocal() || key.destination.IsMulticast();
    if (!onLink)
    {
        // One that is tentative or a duplicate may be somebody else's.
        const auto* own = m_choices.addresses.Find(key.destination);
        isCommon = own && own->usable;
        return isCommon ? static_cast<int32_t>(own->interface) : -1;
    }
    if (key.oif >= 0)
    {
        const bool isUp =
            static_cast<std::size_t>(key.oif) < m_choices.up.size() && m_choices.up[key.oif];
        return isUp ? key.oif : -1;
    }
    if (!key.source.IsZero())
    {
        const auto* source = m_choices.addresses.Find(key.source);
        return source ? static_cast<int32_t>(source->interface) : -1;
    }
    for (std::size_t i = 1; i < m_choices.up.size(); ++i)
    {
        // Of a bound flow, the link of one of its PvDs: a link is of some of them only.
        if (m_choices.up[i] && (!key.bound || m_choices.addresses.IsOn(i, key.pvds)))
        {
            return static_cast<int32_t>(i);
        }
    }
    return -1;
}

PvdSourceQuery
PvdNextHopDetermination::MakeSourceQuery(const PvdFlowKey& key, const PvdFlowAnswer& answer) const
{
    PvdSourceQuery query(key.destination);
    query.interface = answer.oif;
    query.nextHop = PvdAdvertiser(answer.pvd ? answer.pvd->GetIndex() : 0, answer.gateway);
    query.preferCareOf = key.preferCareOf;
    query.preferPublic = key.preferPublic != m_settings.preferPublic;
    query.rule55 = m_settings.rule55;
    query.unknownIsWorse = m_settings.unknownIsWorse;
    return query;
}

const PvdNextHopDetermination::Candidates&
PvdNextHopDetermination::GetCandidates(const PvdFlowKey& key,
                                       const PvdSourceQuery& query,
                                       const PvdFib::Route* route,
                                       Candidates& some) const
{
    const auto& all = m_choices.addresses.GetCandidates(query.interface);
    const bool mayUseAll = !key.bound && !m_choices.addresses.HasDraining(query.interface);
    if (mayUseAll && (!route || route->key->sourceLength == 0))
    {
        return all;
    }
    // A bound flow uses addresses of the PvD of its route; what is common to all, link-local.
    const PvdIndexes pvds =
        route && route->key->pvd ? PvdIndexes{route->key->pvd->GetIndex()} : key.pvds;
    const bool onLink = query.scope <= 2;
    for (const auto& candidate : all)
    {
        const bool fits = !route || route->key->AcceptsSource(candidate.bits);
        const bool common = onLink && candidate.bits.IsLinkLocal();
        const bool isOwn = key.bound ? common || IsOf(candidate, pvds) : !candidate.draining;
        if (fits && isOwn)
        {
            some.push_back(candidate);
        }
    }
    return some;
}

void
PvdNextHopDetermination::DecideCommon(const PvdFlowKey& key,
                                      uint32_t interface,
                                      PvdFlowAnswer& answer) const
{
    answer.oif = interface;
    answer.error = Socket::ERROR_NOTERROR;
    answer.length = 128;
    if (!key.source.IsZero())
    {
        return;
    }
    const auto* own = m_choices.addresses.Find(key.destination, interface);
    if (key.destination.IsLoopback() || (own && own->usable))
    {
        answer.source = key.destination;
        answer.rule = PvdSourceRule::SAME_ADDRESS;
        return;
    }
    const PvdSourceQuery query = MakeSourceQuery(key, answer);
    Candidates some;
    const auto& candidates = GetCandidates(key, query, nullptr, some);
    const auto choice = SelectSource(query, candidates, m_choices.policies);
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
PvdNextHopDetermination::MakeRouteQuery(const PvdFlowKey& key, const PvdSourceCandidate* own) const
{
    PvdRouteQuery query;
    query.destination = key.destination;
    query.oif = key.oif;
    if (own)
    {
        query.hasSource = true;
        query.source = own->bits;
    }
    query.draining = key.bound || (own && own->draining);
    if (own && !key.rerouted)
    {
        query.pvds = ListPvds(*own);
        query.restricted = m_settings.rule55 && !query.pvds.empty();
        query.preferred = m_settings.rule55 ? &own->advertisers : nullptr;
        // The address is of one interface, and only a router may use it on others.
        if (query.oif < 0 && !key.forwarding)
        {
            query.oif = own->interface;
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
PvdNextHopDetermination::DecideByRoute(const PvdFlowKey& key,
                                       const PvdSourceCandidate* own,
                                       PvdFlowAnswer& answer,
                                       std::vector<PvdNextHop>& nextHops) const
{
    PvdRouteQuery route = MakeRouteQuery(key, own);
    auto choice = ChooseRoute(key, route, nextHops);
    if (!choice.route && own && !route.draining)
    {
        // An address that stays may be that of a flow which began when more was there.
        route.draining = true;
        choice = ChooseRoute(key, route, nextHops);
    }
    if (!choice.route)
    {
        const bool isThere = !own && SelectRoute(m_choices.fib,
                                                 route,
                                                 m_choices.up,
                                                 nullptr,
                                                 m_choices.isReachable,
                                                 nextHops)
                                         .route;
        answer.error = isThere ? Socket::ERROR_ADDRNOTAVAIL : Socket::ERROR_NOROUTETOHOST;
        return;
    }
    answer.error = Socket::ERROR_NOTERROR;
    answer.gateway = choice.route->key->gateway;
    answer.oif = choice.route->key->interface;
    answer.pvd = choice.route->key->pvd;
    answer.length = choice.length;
    if (own)
    {
        return;
    }
    const PvdSourceQuery query = MakeSourceQuery(key, answer);
    Candidates some;
    const auto& candidates = GetCandidates(key, query, choice.route, some);
    const auto source = SelectSource(query, candidates, m_choices.policies);
    if (source.index < 0)
    {
        answer.error = Socket::ERROR_ADDRNOTAVAIL;
        return;
    }
    answer.source = candidates[source.index].bits;
    answer.rule = source.rule;
    if (m_settings.rule55 && answer.pvd)
    {
        FollowSource(key, candidates[source.index], answer, nextHops);
    }
}

void
PvdNextHopDetermination::FollowSource(const PvdFlowKey& key,
                                      const PvdSourceCandidate& source,
                                      PvdFlowAnswer& answer,
                                      std::vector<PvdNextHop>& nextHops) const
{
    const PvdAdvertiser nextHop(answer.pvd->GetIndex(), answer.gateway);
    const bool belongs = source.advertisers.empty() ||
                         std::any_of(source.advertisers.begin(),
                                     source.advertisers.end(),
                                     [&nextHop](const auto& one) { return one.Matches(nextHop); });
    if (belongs)
    {
        return;
    }
    PvdFlowKey fixed = key;
    fixed.source = source.bits;
    fixed.forwarding = false; // its interface is that of the route
    PvdFlowAnswer other;
    DecideByRoute(fixed, m_choices.addresses.Find(source.bits, source.interface), other, nextHops);
    const bool isFound =
        other.error == Socket::ERROR_NOTERROR && other.oif == answer.oif && other.pvd;
    if (isFound && (key.bound || !other.pvd->IsDraining()))
    {
        other.source = answer.source;
        other.rule = answer.rule;
        answer = other;
    }
}

void
PvdNextHopDetermination::FollowRedirect(const PvdFlowKey& key,
                                        PvdFlowAnswer& answer,
                                        std::vector<PvdNextHop>& nextHops) const
{
    const PvdIpv6Bits* const target = m_choices.redirects.Find(
        {key.destination, answer.source, answer.oif, answer.pvd ? answer.pvd->GetIndex() : 0},
        answer.gateway);
    if (!target)
    {
        return;
    }
    const Ipv6Address nextHop = (target->IsZero() ? key.destination : *target).ToAddress();
    const bool isReachable = m_choices.isReachable(answer.oif, nextHop);
    nextHops.push_back({answer.oif, nextHop, isReachable});
    if (isReachable)
    {
        answer.isRedirected = true;
        answer.gateway = *target;
    }
}

PvdFlowAnswer
PvdNextHopDetermination::Decide(const PvdFlowKey& key, std::vector<PvdNextHop>& nextHops) const
{
    PvdFlowAnswer answer;
    const PvdSourceCandidate* own = nullptr;
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
        if (answer.error == Socket::ERROR_NOTERROR && m_choices.redirects.GetSize() > 0)
        {
            FollowRedirect(key, answer, nextHops);
        }
    }
    else if (interface >= 0)
    {
        DecideCommon(key, interface, answer);
    }
    return answer;
}

} // namespace ns3
