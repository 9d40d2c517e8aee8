/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-source-selection.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint8_t LINK_LOCAL_SCOPE = 2;
constexpr uint8_t SITE_LOCAL_SCOPE = 5;
constexpr uint8_t GLOBAL_SCOPE = 14;
/// More than any scope.
constexpr int SCOPES = 16;

/// How good a candidate is under one rule: more is better.
using Score = int (*)(const PvdSourceQuery&, const PvdSourceCandidate&, const PvdPolicyTable&);

/// Neither good nor bad under a rule: it beats none and none beats it.
constexpr int NO_EFFECT = -1;

int
IsSame(const PvdSourceQuery& query, const PvdSourceCandidate& candidate, const PvdPolicyTable&)
{
    return candidate.bits == query.bits;
}

int
FitsScope(const PvdSourceQuery& query, const PvdSourceCandidate& candidate, const PvdPolicyTable&)
{
    // Large enough beats too small; of those that are, the smallest; of those that are not, the
    // largest.
    return candidate.scope >= query.scope ? 2 * SCOPES - candidate.scope : candidate.scope;
}

int
IsPreferred(const PvdSourceQuery&, const PvdSourceCandidate& candidate, const PvdPolicyTable&)
{
    return !candidate.deprecated;
}

int
IsHome(const PvdSourceQuery& query, const PvdSourceCandidate& candidate, const PvdPolicyTable&)
{
    // An address of a node that is not away is like a home address.
    const bool both = candidate.home && candidate.careOf;
    const bool away = candidate.careOf && !candidate.home;
    return both ? 2 : away == query.preferCareOf ? 1 : 0;
}

int
IsOutgoing(const PvdSourceQuery& query, const PvdSourceCandidate& candidate, const PvdPolicyTable&)
{
    return candidate.interface == query.interface;
}

int
IsOfNextHop(const PvdSourceQuery& query, const PvdSourceCandidate& candidate, const PvdPolicyTable&)
{
    const bool isKnown = query.nextHop.pvd != 0 || !query.nextHop.router.IsZero();
    if (!query.rule55 || !isKnown)
    {
        return 0;
    }
    if (candidate.advertisers.empty())
    {
        return query.unknownIsWorse ? 0 : NO_EFFECT;
    }
    return std::any_of(candidate.advertisers.begin(),
                       candidate.advertisers.end(),
                       [&query](const auto& one) { return one.Matches(query.nextHop); });
}

int
HasLabel(const PvdSourceQuery& query,
         const PvdSourceCandidate& candidate,
         const PvdPolicyTable& policies)
{
    return policies.Lookup(candidate.bits).label == query.label;
}

int
IsTemporary(const PvdSourceQuery& query, const PvdSourceCandidate& candidate, const PvdPolicyTable&)
{
    return candidate.temporary != query.preferPublic;
}

int
CountCommonBits(const PvdSourceQuery& query,
                const PvdSourceCandidate& candidate,
                const PvdPolicyTable&)
{
    return GetCommonPrefixLength(candidate, query.bits);
}

/// RFC 6724, section 5.
struct Row
{
    PvdSourceRule rule; //!< its name
    Score score;        //!< what it looks at
};

constexpr Row RULES[] = {{PvdSourceRule::SAME_ADDRESS, IsSame},
                         {PvdSourceRule::SCOPE, FitsScope},
                         {PvdSourceRule::DEPRECATED, IsPreferred},
                         {PvdSourceRule::HOME_ADDRESS, IsHome},
                         {PvdSourceRule::OUTGOING_INTERFACE, IsOutgoing},
                         {PvdSourceRule::NEXT_HOP, IsOfNextHop},
                         {PvdSourceRule::LABEL, HasLabel},
                         {PvdSourceRule::TEMPORARY, IsTemporary},
                         {PvdSourceRule::LONGEST_PREFIX, CountCommonBits}};

/// A candidate that is still in the running.
struct Runner
{
    uint32_t index; //!< its place
    int score;      //!< under the rule of the moment
};

PvdSourceQuery WithLabel(PvdSourceQuery query, const PvdPolicyTable& policies);

/// Candidates, from which rule after rule takes some.
struct Race
{
    const PvdSourceQuery* query;                       //!< what is asked
    const std::vector<PvdSourceCandidate>& candidates; //!< all
    const PvdPolicyTable& policies;                    //!< labels
    Runner* begin;                                     //!< those that are left
    Runner* end;                                       //!< behind them
    PvdSourceRule decided{PvdSourceRule::ONLY_ONE};    //!< the last rule that took some
    std::optional<PvdSourceQuery> labelled{};          //!< the same with its label

    /// Apply the rules in their order. They are known when this is compiled, and so are inlined.
    template <std::size_t... Place>
    void Run(std::index_sequence<Place...>)
    {
        (Apply<Place>() && ...);
    }

    /// \return true if there is anything left to decide
    template <std::size_t Place>
    bool Apply()
    {
        if (end - begin == 1)
        {
            return false;
        }
        constexpr Row ROW = RULES[Place];
        if constexpr (ROW.rule == PvdSourceRule::LABEL)
        {
            labelled = WithLabel(*query, policies);
            query = &*labelled;
        }
        int best = NO_EFFECT;
        for (Runner* runner = begin; runner != end; ++runner)
        {
            runner->score = ROW.score(*query, candidates[runner->index], policies);
            best = std::max(best, runner->score);
        }
        Runner* const left = std::remove_if(begin, end, [best](const Runner& runner) {
            return runner.score != best && runner.score != NO_EFFECT;
        });
        decided = left == end ? decided : ROW.rule;
        end = left;
        return true;
    }
};

PvdSourceQuery
WithLabel(PvdSourceQuery query, const PvdPolicyTable& policies)
{
    query.label = policies.Lookup(query.bits).label;
    return query;
}

} // namespace

const char*
ToString(PvdSourceRule rule)
{
    constexpr const char* NAMES[] =
        {"only one", "S1", "S2", "S3", "S4", "S5", "S5.5", "S6", "S7", "S8", "tie", "none"};
    return NAMES[static_cast<unsigned>(rule)];
}

bool
PvdAdvertiser::Matches(const PvdAdvertiser& other) const
{
    return (pvd == other.pvd || pvd == 0 || other.pvd == 0) &&
           (router == other.router || router.IsZero() || other.router.IsZero());
}

PvdSourceCandidate::PvdSourceCandidate(const Ipv6Address& address, uint8_t prefixLength)
    : address(address),
      bits(address),
      prefixLength(prefixLength),
      scope(GetPvdScope(bits))
{
}

PvdSourceQuery::PvdSourceQuery(const PvdIpv6Bits& destination)
    : bits(destination),
      scope(GetPvdScope(bits))
{
}

bool
IsIpv4Mapped(const PvdIpv6Bits& address)
{
    return address.words[0] == 0 && address.words[1] >> 32 == 0xffff;
}

uint8_t
GetPvdScope(const PvdIpv6Bits& address)
{
    const uint64_t first = address.words[0];
    if (first >> 56 == 0xff)
    {
        return first >> 48 & 0xf;
    }
    if (IsIpv4Mapped(address))
    {
        const uint32_t ipv4 = address.words[1];
        const bool linkLocal = ipv4 >> 16 == 0xa9fe || ipv4 >> 24 == 127;
        return linkLocal ? LINK_LOCAL_SCOPE : GLOBAL_SCOPE;
    }
    const bool loopback = first == 0 && address.words[1] == 1;
    if (loopback || first >> 54 == 0xfe80 >> 6)
    {
        return LINK_LOCAL_SCOPE;
    }
    return first >> 54 == 0xfec0 >> 6 ? SITE_LOCAL_SCOPE : GLOBAL_SCOPE;
}

uint8_t
GetCommonPrefixLength(const PvdSourceCandidate& source, const PvdIpv6Bits& destination)
{
    const unsigned common = source.bits.GetCommonLength(destination);
    // Verified erratum 6971: IPv4 addresses are compared as they are.
    return IsIpv4Mapped(source.bits) ? common : std::min<unsigned>(common, source.prefixLength);
}

bool
IsCandidate(const PvdSourceCandidate& candidate, const PvdSourceQuery& query)
{
    const uint64_t first = candidate.bits.words[0];
    const bool unspecified = first == 0 && candidate.bits.words[1] == 0;
    if (unspecified || first >> 56 == 0xff ||
        IsIpv4Mapped(candidate.bits) != IsIpv4Mapped(query.bits))
    {
        return false;
    }
    // Multicast and link-local destinations are on the link of the outgoing interface.
    const bool isOfLink =
        query.bits.words[0] >> 56 == 0xff || query.bits.words[0] >> 54 == 0xfe80 >> 6;
    return !isOfLink || candidate.interface == query.interface;
}

PvdSourceChoice
SelectSource(const PvdSourceQuery& asked,
             const std::vector<PvdSourceCandidate>& candidates,
             const PvdPolicyTable& policies)
{
    constexpr std::size_t FEW = 16; // more than that need memory of their own
    Runner few[FEW];
    std::vector<Runner> many;
    many.resize(candidates.size() > FEW ? candidates.size() : 0);
    Runner* const begin = many.empty() ? few : many.data();
    Runner* end = begin;
    for (uint32_t i = 0; i < candidates.size(); ++i)
    {
        if (IsCandidate(candidates[i], asked))
        {
            *end++ = {i, 0};
        }
    }
    if (end == begin)
    {
        return {};
    }
    Race race{&asked, candidates, policies, begin, end};
    race.Run(std::make_index_sequence<std::size(RULES)>());
    return {static_cast<int>(race.end[-1].index),
            race.end - begin > 1 ? PvdSourceRule::TIE : race.decided};
}

int
CompareSources(const PvdSourceQuery& asked,
               const PvdSourceCandidate& a,
               const PvdSourceCandidate& b,
               const PvdPolicyTable& policies,
               PvdSourceRule& rule)
{
    const PvdSourceQuery query = WithLabel(asked, policies);
    for (const auto& row : RULES)
    {
        const int first = row.score(query, a, policies);
        const int second = row.score(query, b, policies);
        if (first != second && first != NO_EFFECT && second != NO_EFFECT)
        {
            rule = row.rule;
            return first > second ? 1 : -1;
        }
    }
    rule = PvdSourceRule::TIE;
    return 0;
}

} // namespace ns3
