/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-scoped-routes.h"

#include "pvd-ipv6-bits.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// A source prefix.
using Scope = std::pair<PvdIpv6Bits, uint8_t>;

Scope
GetScope(const PvdRoute& route)
{
    return {PvdIpv6Bits(route.source).GetPrefix(route.sourceLength), route.sourceLength};
}

bool
Covers(const Scope& scope, const PvdIpv6Bits& bits)
{
    return scope.first.GetCommonLength(bits) >= scope.second;
}

/// \return all source prefixes, from long to short
std::vector<Scope>
ListScopes(const std::vector<PvdRoute>& routes)
{
    std::vector<Scope> scopes;
    for (const auto& route : routes)
    {
        if (std::find(scopes.begin(), scopes.end(), GetScope(route)) == scopes.end())
        {
            scopes.push_back(GetScope(route));
        }
    }
    std::stable_sort(scopes.begin(), scopes.end(), [](const auto& a, const auto& b) {
        return a.second > b.second;
    });
    return scopes;
}

bool
HasDestination(const std::vector<PvdRoute>& table, const PvdRoute& route)
{
    return std::any_of(table.begin(), table.end(), [&route](const auto& known) {
        return known.length == route.length && known.prefix == route.prefix;
    });
}

} // namespace

std::vector<PvdRoute>
FillUpScopedRoutes(const std::vector<PvdRoute>& routes)
{
    const auto scopes = ListScopes(routes);
    std::vector<PvdRoute> filled;
    for (const auto& scope : scopes)
    {
        std::vector<PvdRoute> table;
        for (const auto& other : scopes) // longer ones come first: the scope itself, then its outer
        {
            if (other.second > scope.second || !Covers(other, scope.first))
            {
                continue;
            }
            std::vector<PvdRoute> missing;
            for (const auto& route : routes)
            {
                if (GetScope(route) == other && !HasDestination(table, route))
                {
                    missing.push_back(route);
                    missing.back().source = scope.first.ToAddress();
                    missing.back().sourceLength = scope.second;
                }
            }
            table.insert(table.end(), missing.begin(), missing.end());
        }
        filled.insert(filled.end(), table.begin(), table.end());
    }
    return filled;
}

const PvdRoute*
LookupScopedRoute(const std::vector<PvdRoute>& routes,
                  const Ipv6Address& source,
                  const Ipv6Address& destination)
{
    const PvdIpv6Bits from(source);
    const PvdIpv6Bits to(destination);
    int sourceLength = -1; // of the table
    const PvdRoute* best = nullptr;
    for (const auto& route : routes)
    {
        if (!Covers(GetScope(route), from) || route.sourceLength < sourceLength)
        {
            continue;
        }
        if (route.sourceLength > sourceLength)
        {
            sourceLength = route.sourceLength;
            best = nullptr;
        }
        if (PvdIpv6Bits(route.prefix).GetCommonLength(to) >= route.length &&
            (!best || route.length > best->length))
        {
            best = &route;
        }
    }
    return best;
}

} // namespace ns3
