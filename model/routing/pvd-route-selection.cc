/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-route-selection.h"

#include <algorithm>
#include <tuple>

namespace ns3
{

namespace
{

/// \return true if the flow may take a route
bool
Fits(const PvdFib& fib, const PvdRouteQuery& query, const PvdFib::Route& route)
{
    if (query.oif >= 0 && static_cast<uint32_t>(query.oif) != route.interface)
    {
        return false;
    }
    if (query.hasSource && !fib.AcceptsSource(route, query.source))
    {
        return false;
    }
    if (!query.restricted)
    {
        return true;
    }
    // A PvD without a prefix has no sources of its own that it could insist on: a router that only
    // tells of routes, as RFC 4191 knows it.
    if (query.common && (!route.pvd || route.pvd->GetPrefixes().empty()))
    {
        return true;
    }
    return route.pvd && std::find(query.pvds.begin(), query.pvds.end(), route.pvd->GetIndex()) !=
                            query.pvds.end();
}

bool
IsPreferred(const PvdRouteQuery& query, const PvdFib::Route& route)
{
    if (!query.preferred || query.preferred->empty())
    {
        return false;
    }
    const PvdAdvertiser own{route.pvd ? route.pvd->GetIndex() : 0, route.gateway};
    return std::any_of(query.preferred->begin(), query.preferred->end(), [&own](const auto& one) {
        return one.Matches(own);
    });
}

/// How good a route is: more is better.
using Rank = std::tuple<int, bool, bool, int, int64_t>;

Rank
GetRouteRank(const PvdRouteQuery& query, const PvdFib::Route& route, bool reachable)
{
    return {query.hasSource ? route.sourceLength : 0,
            IsPreferred(query, route),
            reachable,
            GetRank(route.preference),
            -static_cast<int64_t>(route.metric)};
}

/// Choose the best of several routes of one prefix.
const PvdFib::Route*
ChooseBest(const std::vector<const PvdFib::Route*>& routes,
           const PvdRouteQuery& query,
           const PvdReachability& isReachable,
           std::vector<PvdNextHop>& nextHops)
{
    const PvdFib::Route* best = routes.front();
    if (routes.size() == 1)
    {
        return best;
    }
    Rank bestRank;
    for (const auto* route : routes)
    {
        bool reachable = true; // who is on the link is asked for when a packet goes there
        if (!route->gateway.IsAny())
        {
            reachable = isReachable(route->interface, route->gateway);
            nextHops.push_back({route->interface, route->gateway, reachable});
        }
        const Rank rank = GetRouteRank(query, *route, reachable);
        if (route == best || rank > bestRank)
        {
            best = route;
            bestRank = rank;
        }
    }
    return best;
}

} // namespace

PvdRouteChoice
SelectRoute(const PvdFib& fib,
            const PvdRouteQuery& query,
            const PvdRouteCheck& isUsable,
            const PvdReachability& isReachable)
{
    PvdRouteChoice choice;
    std::vector<const PvdFib::Route*> usable;
    fib.Lookup(query.destination, [&](uint8_t length, const PvdFib::Routes& routes) {
        for (const PvdFib::Route& route : routes)
        {
            if (Fits(fib, query, route) && isUsable(route))
            {
                usable.push_back(&route);
            }
        }
        if (usable.empty())
        {
            return false;
        }
        choice.route = ChooseBest(usable, query, isReachable, choice.nextHops);
        choice.length = length;
        return true;
    });
    return choice;
}

} // namespace ns3
