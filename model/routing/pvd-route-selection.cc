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
Fits(const PvdRouteQuery& query, const PvdFibKey& key)
{
    if (query.oif >= 0 && static_cast<uint32_t>(query.oif) != key.interface)
    {
        return false;
    }
    if (query.hasSource && !key.AcceptsSource(query.source))
    {
        return false;
    }
    const bool isNamed =
        key.pvd &&
        std::find(query.pvds.begin(), query.pvds.end(), key.pvd->GetIndex()) != query.pvds.end();
    const bool isDraining = key.pvd && key.pvd->IsDraining();
    if (isNamed || isDraining)
    {
        return isNamed && (query.draining || !isDraining);
    }
    if (!query.restricted)
    {
        return true;
    }
    // A PvD without a prefix has no sources of its own that it could insist on: a router that only
    // tells of routes, as RFC 4191 knows it.
    return query.common && (!key.pvd || key.pvd->GetPrefixes().empty());
}

bool
IsPreferred(const PvdRouteQuery& query, const PvdFibKey& key)
{
    if (!query.preferred || query.preferred->empty())
    {
        return false;
    }
    const PvdAdvertiser own{key.pvd ? key.pvd->GetIndex() : 0, key.gateway};
    return std::any_of(query.preferred->begin(), query.preferred->end(), [&own](const auto& one) {
        return one.Matches(own);
    });
}

/// How good a route is: more is better.
using Rank = std::tuple<int, bool, bool, int, int64_t>;

Rank
GetRouteRank(const PvdRouteQuery& query, const PvdFib::Route& route, bool reachable)
{
    return {query.hasSource ? route.key->sourceLength : 0,
            IsPreferred(query, *route.key),
            reachable,
            GetRank(route.preference),
            -static_cast<int64_t>(route.metric)};
}

/// The best of the routes of one prefix so far.
class Contest
{
  public:
    Contest(const PvdRouteQuery& query,
            const PvdReachability& isReachable,
            std::vector<PvdNextHop>& nextHops)
        : m_query(query),
          m_isReachable(isReachable),
          m_nextHops(nextHops)
    {
    }

    /// \return the best, or null
    const PvdFib::Route* Get() const
    {
        return m_route;
    }

    void Enter(const PvdFib::Route& route)
    {
        if (!m_route)
        {
            m_route = &route; // it need not be ranked as long as there is no other
            return;
        }
        if (!m_isRanked)
        {
            m_best = Judge(*m_route);
            m_isRanked = true;
        }
        const Rank rank = Judge(route);
        if (rank > m_best)
        {
            m_route = &route;
            m_best = rank;
        }
    }

  private:
    Rank Judge(const PvdFib::Route& route)
    {
        bool reachable = true; // who is on the link is asked for when a packet goes there
        if (!route.key->gateway.IsZero())
        {
            const Ipv6Address router = route.key->gateway.ToAddress();
            reachable = m_isReachable(route.key->interface, router);
            m_nextHops.push_back({route.key->interface, router, reachable});
        }
        return GetRouteRank(m_query, route, reachable);
    }

    const PvdRouteQuery& m_query;          //!< what is wanted
    const PvdReachability& m_isReachable;  //!< which routers answer
    std::vector<PvdNextHop>& m_nextHops;   //!< between which was chosen
    const PvdFib::Route* m_route{nullptr}; //!< the best so far
    Rank m_best;                           //!< its rank
    bool m_isRanked{false};                //!< it has one
};

} // namespace

PvdRouteChoice
SelectRoute(const PvdFib& fib,
            const PvdRouteQuery& query,
            const std::vector<bool>& up,
            const PvdRouteCheck& hasSourceFor,
            const PvdReachability& isReachable,
            std::vector<PvdNextHop>& nextHops)
{
    Contest contest(query, isReachable, nextHops);
    uint8_t found = 0;
    const bool asks = !query.hasSource && hasSourceFor;
    fib.Lookup(query.destination, [&](uint8_t length, const PvdFib::Routes& routes) {
        for (const PvdFib::Route& route : routes)
        {
            const bool isUp = route.key->interface < up.size() && up[route.key->interface];
            if (isUp && Fits(query, *route.key) && (!asks || hasSourceFor(route)))
            {
                contest.Enter(route);
            }
        }
        found = length;
        return contest.Get() != nullptr;
    });
    return {contest.Get(), found};
}

} // namespace ns3
