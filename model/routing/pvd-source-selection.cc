/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-source-selection.h"

#include <algorithm>
#include <iterator>
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
    for (const auto& advertiser : candidate.advertisers)
    {
        if (advertiser.Matches(query.nextHop))
        {
            return 1;
        }
    }
    return 0;
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
    unsigned bits;      //!< its score is smaller than two to the power of this
    Score score;        //!< what it looks at
};

constexpr Row RULES[] = {{PvdSourceRule::SAME_ADDRESS, 1, IsSame},
                         {PvdSourceRule::SCOPE, 6, FitsScope},
                         {PvdSourceRule::DEPRECATED, 1, IsPreferred},
                         {PvdSourceRule::HOME_ADDRESS, 2, IsHome},
                         {PvdSourceRule::OUTGOING_INTERFACE, 1, IsOutgoing},
                         {PvdSourceRule::NEXT_HOP, 1, IsOfNextHop},
                         {PvdSourceRule::LABEL, 1, HasLabel},
                         {PvdSourceRule::TEMPORARY, 1, IsTemporary},
                         {PvdSourceRule::LONGEST_PREFIX, 8, CountCommonBits}};

/// \return the place of a rule in the table
constexpr std::size_t
GetPlace(PvdSourceRule rule)
{
    std::size_t place = 0;
    while (RULES[place].rule != rule)
    {
        ++place;
    }
    return place;
}

/// See IsCandidate.
bool
MayEnter(const PvdSourceCandidate& candidate, const PvdSourceQuery& query)
{
    const uint64_t first = candidate.bits.words[0];
    const bool isUnicast = !candidate.bits.IsMulticast() && !candidate.bits.IsZero();
    const bool isIpv4 = first == 0 && IsIpv4Mapped(candidate.bits);
    return candidate.usable && isUnicast && isIpv4 == query.isIpv4 &&
           (!query.isOfLink || candidate.interface == query.interface);
}

/// A candidate that is still in the running.
struct Runner
{
    const PvdSourceCandidate* candidate; //!< what is known of it
    int rank; //!< its scores under the rules of the moment, the first of them in front
};

PvdSourceQuery
WithLabel(PvdSourceQuery query, const PvdPolicyTable& policies)
{
    query.label = policies.Lookup(query.bits).label;
    return query;
}

/**
 * Candidates, from which rule after rule takes some. Rules that follow each other are applied
 * together: scores side by side in one number compare as the rules do one by one.
 */
class Race
{
  public:
    /// \param query what is asked \param policies labels \param runners room for all candidates
    Race(const PvdSourceQuery& query, const PvdPolicyTable& policies, Runner* runners)
        : m_query(query),
          m_policies(policies),
          m_begin(runners),
          m_end(runners)
    {
    }

    PvdSourceChoice Run(const std::vector<PvdSourceCandidate>& candidates)
    {
        // A rule that may be without effect stands alone; labels cost time and are asked for late.
        constexpr std::size_t NEXT_HOP = GetPlace(PvdSourceRule::NEXT_HOP);
        constexpr std::size_t LABEL = GetPlace(PvdSourceRule::LABEL);
        for (const auto& candidate : candidates)
        {
            if (MayEnter(candidate, m_query))
            {
                *m_end++ = {&candidate, GetRank<0, NEXT_HOP>(m_query, candidate)};
            }
        }
        if (m_begin == m_end)
        {
            return {};
        }
        Leave<NEXT_HOP>();
        if (!IsOver())
        {
            Apply<NEXT_HOP, LABEL>(m_query);
        }
        if (!IsOver())
        {
            Apply<LABEL, std::size(RULES)>(WithLabel(m_query, m_policies));
        }
        return {static_cast<int>(m_end[-1].candidate - candidates.data()),
                IsOver() ? m_decided : PvdSourceRule::TIE};
    }

  private:
    bool IsOver() const
    {
        return m_end - m_begin == 1;
    }

    /// \return what some rules say; they are known when this is compiled, and so are inlined
    template <std::size_t First, std::size_t Last>
    int GetRank(const PvdSourceQuery& query, const PvdSourceCandidate& candidate) const
    {
        return GetRank<First>(query, candidate, std::make_index_sequence<Last - First>());
    }

    template <std::size_t First, std::size_t... Place>
    int GetRank(const PvdSourceQuery& query,
                const PvdSourceCandidate& candidate,
                std::index_sequence<Place...>) const
    {
        int rank = 0;
        ((rank = rank << RULES[First + Place].bits |
                 RULES[First + Place].score(query, candidate, m_policies)),
         ...);
        return rank;
    }

    template <std::size_t First, std::size_t Last>
    void Apply(const PvdSourceQuery& query)
    {
        for (Runner* runner = m_begin; runner != m_end; ++runner)
        {
            runner->rank = GetRank<First, Last>(query, *runner->candidate);
        }
        Leave<Last>();
    }

    /// Those with less than the best rank leave; Last is behind the rules that it is made of.
    template <std::size_t Last>
    void Leave()
    {
        int best = m_begin->rank;
        int worst = best;
        for (const Runner* runner = m_begin + 1; runner != m_end; ++runner)
        {
            best = std::max(best, runner->rank);
            worst = std::min(worst, runner->rank);
        }
        if (best == worst)
        {
            return;
        }
        int second = NO_EFFECT;
        Runner* left = m_begin;
        for (const Runner* runner = m_begin; runner != m_end; ++runner)
        {
            if (runner->rank == best || runner->rank == NO_EFFECT)
            {
                *left++ = *runner;
            }
            else
            {
                second = std::max(second, runner->rank);
            }
        }
        m_end = left;
        if (second != NO_EFFECT)
        {
            m_decided = FindRule<Last>(best ^ second);
        }
    }

    /// \return the rule in whose score the first of some bits is, of those before the last
    template <std::size_t Last>
    static PvdSourceRule FindRule(unsigned bits)
    {
        std::size_t place = Last - 1;
        while (bits >> RULES[place].bits != 0)
        {
            bits >>= RULES[place--].bits;
        }
        return RULES[place].rule;
    }

    const PvdSourceQuery& m_query;                    //!< what is asked
    const PvdPolicyTable& m_policies;                 //!< labels
    Runner* m_begin;                                  //!< those that are left
    Runner* m_end;                                    //!< behind them
    PvdSourceRule m_decided{PvdSourceRule::ONLY_ONE}; //!< the last rule that took some
};

} // namespace

const char*
ToString(PvdSourceRule rule)
{
    constexpr const char* NAMES[] =
        {"only one", "S1", "S2", "S3", "S4", "S5", "S5.5", "S6", "S7", "S8", "tie", "none"};
    return NAMES[static_cast<unsigned>(rule)];
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
      scope(GetPvdScope(bits)),
      isIpv4(IsIpv4Mapped(bits)),
      isOfLink(bits.IsMulticast() || bits.IsLinkLocal())
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
    if (address.IsMulticast())
    {
        return first >> 48 & 0xf;
    }
    if (IsIpv4Mapped(address))
    {
        const uint32_t ipv4 = address.words[1];
        const bool linkLocal = ipv4 >> 16 == 0xa9fe || ipv4 >> 24 == 127;
        return linkLocal ? LINK_LOCAL_SCOPE : GLOBAL_SCOPE;
    }
    if (address.IsLoopback() || address.IsLinkLocal())
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
    return MayEnter(candidate, query);
}

PvdSourceChoice
SelectSource(const PvdSourceQuery& asked,
             const std::vector<PvdSourceCandidate>& candidates,
             const PvdPolicyTable& policies)
{
    constexpr std::size_t FEW = 16; // more than that need memory of their own
    if (candidates.size() <= FEW)
    {
        Runner few[FEW];
        return Race(asked, policies, few).Run(candidates);
    }
    std::vector<Runner> many(candidates.size());
    return Race(asked, policies, many.data()).Run(candidates);
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
