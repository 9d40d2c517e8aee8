/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-destination-selection.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace ns3
{

namespace
{

/// How good a destination is under one rule: more is better.
using Score = int64_t (*)(const PvdDestination&, const PvdPolicyTable&);

int64_t
IsUsable(const PvdDestination& destination, const PvdPolicyTable&)
{
    return destination.hasSource && !destination.unreachable;
}

int64_t
HasScopeOfSource(const PvdDestination& destination, const PvdPolicyTable&)
{
    return destination.hasSource && GetPvdScope(destination.bits) == destination.source.scope;
}

int64_t
HasPreferredSource(const PvdDestination& destination, const PvdPolicyTable&)
{
    return destination.hasSource && !destination.source.deprecated;
}

int64_t
HasHomeSource(const PvdDestination& destination, const PvdPolicyTable&)
{
    const auto& source = destination.source;
    return source.home && source.careOf ? 2 : source.careOf ? 0 : 1;
}

int64_t
HasLabelOfSource(const PvdDestination& destination, const PvdPolicyTable& policies)
{
    return destination.hasSource && policies.Lookup(destination.bits).label ==
                                        policies.Lookup(destination.source.bits).label;
}

int64_t
GetPrecedence(const PvdDestination& destination, const PvdPolicyTable& policies)
{
    return policies.Lookup(destination.bits).precedence;
}

int64_t
IsNative(const PvdDestination& destination, const PvdPolicyTable&)
{
    return !destination.encapsulated;
}

int64_t
IsNear(const PvdDestination& destination, const PvdPolicyTable&)
{
    return -GetPvdScope(destination.bits);
}

/// RFC 6724, section 6, up to rule 8.
struct Row
{
    PvdDestinationRule rule; //!< its name
    Score score;             //!< what it looks at
};

constexpr Row RULES[] = {{PvdDestinationRule::USABLE, IsUsable},
                         {PvdDestinationRule::SCOPE, HasScopeOfSource},
                         {PvdDestinationRule::DEPRECATED, HasPreferredSource},
                         {PvdDestinationRule::HOME_ADDRESS, HasHomeSource},
                         {PvdDestinationRule::LABEL, HasLabelOfSource},
                         {PvdDestinationRule::PRECEDENCE, GetPrecedence},
                         {PvdDestinationRule::NATIVE, IsNative},
                         {PvdDestinationRule::SMALLER_SCOPE, IsNear}};

/// \return rules 1 to 8: positive if a is better, 0 if they are equal
int
CompareUpToScope(const PvdDestination& a,
                 const PvdDestination& b,
                 const PvdPolicyTable& policies,
                 PvdDestinationRule& rule)
{
    for (const auto& row : RULES)
    {
        const int64_t difference = row.score(a, policies) - row.score(b, policies);
        if (difference != 0)
        {
            rule = row.rule;
            return difference > 0 ? 1 : -1;
        }
    }
    return 0;
}

uint8_t
CountCommonBits(const PvdDestination& destination)
{
    return destination.hasSource ? GetCommonPrefixLength(destination.source, destination.bits) : 0;
}

} // namespace

const char*
ToString(PvdDestinationRule rule)
{
    constexpr const char* NAMES[] = {"D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10"};
    return NAMES[static_cast<unsigned>(rule)];
}

PvdDestination::PvdDestination(const Ipv6Address& address)
    : address(address),
      bits(address)
{
}

int
CompareDestinations(const PvdDestination& a,
                    const PvdDestination& b,
                    const PvdPolicyTable& policies,
                    PvdDestinationRule& rule)
{
    const int order = CompareUpToScope(a, b, policies, rule);
    if (order != 0)
    {
        return order;
    }
    const int common = CountCommonBits(a) - CountCommonBits(b);
    if (common != 0 && IsIpv4Mapped(a.bits) == IsIpv4Mapped(b.bits))
    {
        rule = PvdDestinationRule::LONGEST_PREFIX;
        return common;
    }
    rule = PvdDestinationRule::ORDER;
    return 1;
}

std::vector<std::size_t>
SortPvdDestinations(const std::vector<PvdDestination>& destinations, const PvdPolicyTable& policies)
{
    std::vector<std::size_t> order(destinations.size());
    std::iota(order.begin(), order.end(), 0);
    PvdDestinationRule rule;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return CompareUpToScope(destinations[a], destinations[b], policies, rule) > 0;
    });
    // Rule 9, among those that are equal so far and of one family.
    for (auto begin = order.begin(); begin != order.end();)
    {
        const auto end = std::find_if(begin, order.end(), [&](std::size_t other) {
            return CompareUpToScope(destinations[*begin], destinations[other], policies, rule) != 0;
        });
        for (const bool ipv4 : {false, true})
        {
            const auto isOfFamily = [&](std::size_t place) {
                return IsIpv4Mapped(destinations[place].bits) == ipv4;
            };
            std::vector<std::size_t> family;
            std::copy_if(begin, end, std::back_inserter(family), isOfFamily);
            std::stable_sort(family.begin(), family.end(), [&](std::size_t a, std::size_t b) {
                return CountCommonBits(destinations[a]) > CountCommonBits(destinations[b]);
            });
            auto next = family.begin();
            for (auto place = begin; place != end; ++place)
            {
                *place = isOfFamily(*place) ? *next++ : *place;
            }
        }
        begin = end;
    }
    return order;
}

} // namespace ns3
