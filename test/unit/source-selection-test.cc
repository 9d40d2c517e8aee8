/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "selection-test-support.h"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <vector>

using namespace ns3;
using namespace selectiontest;

namespace
{

using Candidate = PvdSourceCandidate;

PvdAdvertiser
Router(const std::string& address, uint64_t pvd = 0)
{
    return {pvd, Parse(address)};
}

/// Two candidates, of which one rule prefers the first.
struct SourceRow
{
    std::string name;                           //!< of the test
    std::string destination;                    //!< where to
    Candidate better;                           //!< to be chosen
    Candidate worse;                            //!< the other
    std::function<void(PvdSourceQuery&)> query; //!< what else is asked
    PvdSourceRule rule;                         //!< why
};

void
PrintTo(const SourceRow& row, std::ostream* os)
{
    *os << row.name;
}

const auto PLAIN = [](PvdSourceQuery&) {};
const auto BY_A = [](PvdSourceQuery& query) { query.nextHop = Router("fe80::a"); };

const auto DEPRECATED = [](Candidate& c) { c.deprecated = true; };
const auto TEMPORARY = [](Candidate& c) { c.temporary = true; };
const auto HOME = [](Candidate& c) { c.home = true; };
const auto CARE_OF = [](Candidate& c) { c.careOf = true; };
const auto AT_HOME = [](Candidate& c) { c.home = c.careOf = true; };
const auto ELSEWHERE = [](Candidate& c) { c.interface = 2; };
const auto OF_A = [](Candidate& c) { c.advertisers = {Router("fe80::a")}; };
const auto OF_B = [](Candidate& c) { c.advertisers = {Router("fe80::b")}; };

// Each row says what one rule does; rules before it find no difference.
const std::vector<SourceRow> SOURCE_ROWS{
    {"SameAddress",
     "2001:db8:1::1",
     Make("2001:db8:1::1", DEPRECATED),
     Make("2001:db8:1::2"),
     PLAIN,
     PvdSourceRule::SAME_ADDRESS},
    {"SmallerScopeThatReaches",
     "fe80::9",
     Make("fe80::1"),
     Make("2001:db8:1::1"),
     PLAIN,
     PvdSourceRule::SCOPE},
    {"LargerScopeIfNoneReaches",
     "2001:db8:9::9",
     Make("2001:db8:1::1", DEPRECATED),
     Make("fe80::1"),
     PLAIN,
     PvdSourceRule::SCOPE},
    {"ScopeOfMulticast",
     "ff02::1",
     Make("fe80::1", DEPRECATED),
     Make("2001:db8:1::1"),
     PLAIN,
     PvdSourceRule::SCOPE},
    {"UlaHasGlobalScope", "ff0e::1", Make("fd00::1"), Make("fe80::1"), PLAIN, PvdSourceRule::SCOPE},
    {"NotDeprecated",
     "2001:db8:1::9",
     Make("2001:db8:2::1", ELSEWHERE),
     Make("2001:db8:1::1", DEPRECATED),
     PLAIN,
     PvdSourceRule::DEPRECATED},
    {"DeprecatedBeforeNextHop",
     "2001:db8:9::9",
     Make("2001:db8:2::1", OF_B),
     Make("2001:db8:1::1",
          [](Candidate& c) {
              c.deprecated = true;
              OF_A(c);
          }),
     BY_A,
     PvdSourceRule::DEPRECATED},
    {"HomeAddress",
     "2001:db8:1::9",
     Make("2001:db8:2::1", HOME),
     Make("2001:db8:1::1", CARE_OF),
     PLAIN,
     PvdSourceRule::HOME_ADDRESS},
    {"HomeAndCareOf",
     "2001:db8:1::9",
     Make("2001:db8:2::1", AT_HOME),
     Make("2001:db8:1::1", HOME),
     PLAIN,
     PvdSourceRule::HOME_ADDRESS},
    {"CareOfIfWanted",
     "2001:db8:1::9",
     Make("2001:db8:2::1", CARE_OF),
     Make("2001:db8:1::1", HOME),
     [](PvdSourceQuery& query) { query.preferCareOf = true; },
     PvdSourceRule::HOME_ADDRESS},
    {"OutgoingInterface",
     "2001:db8:1::9",
     Make("2001:db8:2::1"),
     Make("2001:db8:1::1", ELSEWHERE),
     PLAIN,
     PvdSourceRule::OUTGOING_INTERFACE},
    {"InterfaceBeforeNextHop",
     "2001:db8:9::9",
     Make("2001:db8:2::1", OF_B),
     Make("2001:db8:1::1",
          [](Candidate& c) {
              c.interface = 2;
              OF_A(c);
          }),
     BY_A,
     PvdSourceRule::OUTGOING_INTERFACE},
    {"NextHop",
     "2001:db8:2::9",
     Make("2001:db8:1::1", OF_A),
     Make("2001:db8:2::1", OF_B),
     BY_A,
     PvdSourceRule::NEXT_HOP},
    {"NextHopOfSeveral",
     "2001:db8:2::9",
     Make("2001:db8:1::1",
          [](Candidate& c) {
              c.advertisers = {Router("fe80::b"), Router("fe80::a")};
          }),
     Make("2001:db8:2::1", OF_B),
     BY_A,
     PvdSourceRule::NEXT_HOP},
    {"PvdOfOneRouter",
     "2001:db8:2::9",
     Make("2001:db8:1::1", [](Candidate& c) { c.advertisers = {Router("fe80::a", 1)}; }),
     Make("2001:db8:2::1", [](Candidate& c) { c.advertisers = {Router("fe80::a", 2)}; }),
     [](PvdSourceQuery& query) { query.nextHop = Router("fe80::a", 1); },
     PvdSourceRule::NEXT_HOP},
    {"UnknownOriginHasNoEffect",
     "2001:db8:2::9",
     Make("2001:db8:2::1"),
     Make("2001:db8:1::1", OF_A),
     BY_A,
     PvdSourceRule::LONGEST_PREFIX},
    {"UnknownOriginLosesIfWanted",
     "2001:db8:2::9",
     Make("2001:db8:1::1", OF_A),
     Make("2001:db8:2::1"),
     [](PvdSourceQuery& query) {
         BY_A(query);
         query.unknownIsWorse = true;
     },
     PvdSourceRule::NEXT_HOP},
    {"NextHopOff",
     "2001:db8:2::9",
     Make("2001:db8:2::1", OF_B),
     Make("2001:db8:1::1", OF_A),
     [](PvdSourceQuery& query) {
         BY_A(query);
         query.rule55 = false;
     },
     PvdSourceRule::LONGEST_PREFIX},
    {"NextHopBeforeLabel",
     "2002:1::9",
     Make("2001:db8:1::1", OF_A),
     Make("2002:1::1", OF_B),
     BY_A,
     PvdSourceRule::NEXT_HOP},
    {"Label",
     "2002:c633:6401::1",
     Make("2002:ffff::1"),
     Make("2003::1"),
     PLAIN,
     PvdSourceRule::LABEL},
    {"Temporary",
     "2001:db8:1::9",
     Make("2001:db8:2::1", TEMPORARY),
     Make("2001:db8:1::1"),
     PLAIN,
     PvdSourceRule::TEMPORARY},
    {"PublicIfWanted",
     "2001:db8:1::9",
     Make("2001:db8:2::1"),
     Make("2001:db8:1::1", TEMPORARY),
     [](PvdSourceQuery& query) { query.preferPublic = true; },
     PvdSourceRule::TEMPORARY},
    {"LongestPrefix",
     "2001:db8:1::9",
     Make("2001:db8:1::1"),
     Make("2001:db8:2::1"),
     PLAIN,
     PvdSourceRule::LONGEST_PREFIX},
};

class SourceRule : public testing::TestWithParam<SourceRow>
{
};

PvdSourceChoice
Choose(const SourceRow& row, const std::vector<Candidate>& candidates)
{
    PvdSourceQuery query(Parse(row.destination));
    row.query(query);
    return SelectSource(query, candidates, PvdPolicyTable());
}

} // namespace

// Rows: 6724-5-01, 6724-5-03, 6724-5-R1, 6724-5-R2, 6724-5-R3, 6724-5-R4, 6724-5-R4a, 6724-5-R5,
// 6724-5-R5.5, 6724-5-R6, 6724-5-R7, 6724-5-R7a, 6724-5-R7b, 6724-5-R8, 8028-3.3-01
TEST_P(SourceRule, DecidesInBothOrders)
{
    const SourceRow& row = GetParam();
    const auto first = Choose(row, {row.better, row.worse});
    EXPECT_EQ(first.index, 0);
    EXPECT_STREQ(ToString(first.rule), ToString(row.rule));
    const auto second = Choose(row, {row.worse, row.better});
    EXPECT_EQ(second.index, 1);
    EXPECT_STREQ(ToString(second.rule), ToString(row.rule));
    PvdSourceQuery query(Parse(row.destination));
    row.query(query);
    PvdSourceRule rule;
    EXPECT_GT(CompareSources(query, row.better, row.worse, PvdPolicyTable(), rule), 0);
    EXPECT_STREQ(ToString(rule), ToString(row.rule));
    EXPECT_LT(CompareSources(query, row.worse, row.better, PvdPolicyTable(), rule), 0);
}

TEST(SourceRules, EachHasItsRows)
{
    std::vector<PvdSourceRule> seen;
    for (const auto& row : SOURCE_ROWS)
    {
        seen.push_back(row.rule);
    }
    for (auto rule = PvdSourceRule::SAME_ADDRESS; rule != PvdSourceRule::TIE;
         rule = static_cast<PvdSourceRule>(static_cast<int>(rule) + 1))
    {
        EXPECT_NE(std::find(seen.begin(), seen.end(), rule), seen.end()) << ToString(rule);
    }
}

INSTANTIATE_TEST_SUITE_P(Table, SourceRule, testing::ValuesIn(SOURCE_ROWS), [](const auto& test) {
    return test.param.name;
});

// Rows: 6724-5-02
TEST(SourceSelection, TieGoesToTheAddressAddedLast)
{
    const std::vector<Candidate> candidates{Make("2001:db8:1::1"),
                                            Make("2001:db8:1::2"),
                                            Make("2001:db8:1::3")};
    PvdSourceQuery query(Parse("2001:db8:9::9"));
    const auto choice = SelectSource(query, candidates, PvdPolicyTable());
    EXPECT_EQ(choice.index, 2);
    EXPECT_EQ(choice.rule, PvdSourceRule::TIE);
}

TEST(SourceSelection, OrderDoesNotMatterWhereUnknownOriginMeetsTheNextHop)
{
    // Pairwise these three would run in a circle.
    std::vector<Candidate> candidates{Make("2001:db8:1::1", OF_A),
                                      Make("2001:db8:9:9::1", OF_B),
                                      Make("2001:db8:9::1")};
    std::sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
        return a.address < b.address;
    });
    PvdSourceQuery query(Parse("2001:db8:9:9::9"));
    query.nextHop = Router("fe80::a");
    do
    {
        const auto choice = SelectSource(query, candidates, PvdPolicyTable());
        EXPECT_EQ(candidates[choice.index].address, Parse("2001:db8:9::1"));
    } while (
        std::next_permutation(candidates.begin(),
                              candidates.end(),
                              [](const auto& a, const auto& b) { return a.address < b.address; }));
}

// Rows: 6724-4-04, 6724-4-06
TEST(SourceSelection, CandidatesAreThoseOfTheLink)
{
    const std::vector<Candidate> candidates{Make("fe80::1", ELSEWHERE),
                                            Make("ff02::1"),
                                            Make("::"),
                                            Make("::ffff:10.1.2.3")};
    for (const char* destination : {"fe80::9", "ff02::9", "ff0e::9"})
    {
        PvdSourceQuery query{Parse(destination)};
        EXPECT_EQ(SelectSource(query, candidates, PvdPolicyTable()).index, -1) << destination;
    }
    PvdSourceQuery query(Parse("2001:db8::9"));
    const auto choice = SelectSource(query, candidates, PvdPolicyTable());
    EXPECT_EQ(choice.index, 0);
    EXPECT_EQ(choice.rule, PvdSourceRule::ONLY_ONE);
}

// Rows: 6724-3.1-01, 6724-3.1-02, 6724-3.2-02, 6724-3.3-01, 6724-3.4-01, 6724-3.4-02
TEST(Scope, IsThatOfTheRfc)
{
    const std::pair<const char*, int> rows[] = {{"fe80::1", 2},
                                                {"febf::1", 2},
                                                {"fec0::1", 5},
                                                {"2001:db8::1", 14},
                                                {"fd00::1", 14},
                                                {"::1", 2},
                                                {"200::1", 14},
                                                {"2002:a9fe:1::1", 14},
                                                {"::ffff:169.254.1.1", 2},
                                                {"::ffff:127.0.0.1", 2},
                                                {"::ffff:10.0.0.1", 14},
                                                {"::ffff:100.64.0.1", 14},
                                                {"::192.0.2.1", 14},
                                                {"ff01::1", 1},
                                                {"ff02::1", 2},
                                                {"ff05::1", 5},
                                                {"ff0e::1", 14}};
    for (const auto& row : rows)
    {
        EXPECT_EQ(GetPvdScope(PvdIpv6Bits(Parse(row.first))), row.second) << row.first;
    }
}

// Rows: 6724-2.2-01, 6724-2.2-02
TEST(CommonPrefixLength, EndsWithTheSourcePrefix)
{
    const PvdIpv6Bits destination(Parse("fe80::2"));
    for (const uint8_t length : {48, 64, 128})
    {
        const Candidate source(Parse("fe80::1"), length);
        EXPECT_EQ(GetCommonPrefixLength(source, destination), std::min<int>(length, 126));
    }
    const Candidate mapped(Parse("::ffff:10.1.2.3"), 64);
    EXPECT_EQ(GetCommonPrefixLength(mapped, PvdIpv6Bits(Parse("::ffff:10.1.2.2"))), 127);
}
