/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "selection-test-support.h"

#include "ns3/pvd-destination-selection.h"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <vector>

using namespace ns3;
using namespace selectiontest;

namespace
{

PvdDestination
To(const std::string& address,
   const std::string& source,
   const std::function<void(PvdDestination&)>& change = nullptr)
{
    PvdDestination destination{Parse(address)};
    destination.hasSource = !source.empty();
    if (destination.hasSource)
    {
        destination.source = Make(source);
    }
    if (change)
    {
        change(destination);
    }
    return destination;
}

/// Two destinations, of which one rule prefers the first.
struct DestinationRow
{
    std::string name;        //!< of the test
    PvdDestination better;   //!< goes first
    PvdDestination worse;    //!< the other
    PvdDestinationRule rule; //!< why
};

void
PrintTo(const DestinationRow& row, std::ostream* os)
{
    *os << row.name;
}

const std::vector<DestinationRow> DESTINATION_ROWS{
    {"Unreachable",
     To("2001:db8:9::9", "2001:db8:2::1"),
     To("2001:db8:1::9", "2001:db8:1::1", [](PvdDestination& d) { d.unreachable = true; }),
     PvdDestinationRule::USABLE},
    {"NoSource",
     To("2001:db8:9::9", "fe80::1"),
     To("2001:db8:1::9", ""),
     PvdDestinationRule::USABLE},
    {"Scope",
     To("2001:db8:9::9", "2001:db8:1::1"),
     To("2001:db8:1::9", "fe80::1"),
     PvdDestinationRule::SCOPE},
    {"DeprecatedSource",
     To("2001:db8:9::9", "2001:db8:2::1"),
     To("2001:db8:1::9", "2001:db8:1::1", [](PvdDestination& d) { d.source.deprecated = true; }),
     PvdDestinationRule::DEPRECATED},
    {"HomeSource",
     To("2001:db8:9::9", "2001:db8:2::1", [](PvdDestination& d) { d.source.home = true; }),
     To("2001:db8:1::9", "2001:db8:1::1", [](PvdDestination& d) { d.source.careOf = true; }),
     PvdDestinationRule::HOME_ADDRESS},
    {"Label",
     To("2002:1::9", "2002:2::1"),
     To("2001:db8:1::9", "2002:2::1"),
     PvdDestinationRule::LABEL},
    {"Precedence",
     To("2001:db8:9::9", "2001:db8:2::1"),
     To("::ffff:192.0.2.9", "::ffff:192.0.2.1"),
     PvdDestinationRule::PRECEDENCE},
    {"Native",
     To("2001:db8:9::9", "2001:db8:2::1"),
     To("2001:db8:1::9", "2001:db8:1::1", [](PvdDestination& d) { d.encapsulated = true; }),
     PvdDestinationRule::NATIVE},
    {"SmallerScope",
     To("fe80::9", "fe80::1"),
     To("2001:db8:1::9", "2001:db8:1::1"),
     PvdDestinationRule::SMALLER_SCOPE},
    {"LongestPrefix",
     To("2001:db8:1::9", "2001:db8:1::1"),
     To("2001:db8:9::9", "2001:db8:1::1"),
     PvdDestinationRule::LONGEST_PREFIX},
    {"LongestPrefixOfIpv4",
     To("::ffff:192.0.2.9", "::ffff:192.0.2.1"),
     To("::ffff:198.51.100.9", "::ffff:192.0.2.1"),
     PvdDestinationRule::LONGEST_PREFIX},
};

class DestinationRule : public testing::TestWithParam<DestinationRow>
{
};

} // namespace

// Rows: 6724-6-01, 6724-6-02, 6724-6-03, 6724-6-R1, 6724-6-R2, 6724-6-R3, 6724-6-R4, 6724-6-R5,
// 6724-6-R6, 6724-6-R7, 6724-6-R8, 6724-6-R9
TEST_P(DestinationRule, DecidesInBothOrders)
{
    const DestinationRow& row = GetParam();
    EXPECT_EQ(SortPvdDestinations({row.better, row.worse}, PvdPolicyTable()),
              (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(SortPvdDestinations({row.worse, row.better}, PvdPolicyTable()),
              (std::vector<std::size_t>{1, 0}));
    PvdDestinationRule rule;
    EXPECT_GT(CompareDestinations(row.better, row.worse, PvdPolicyTable(), rule), 0);
    EXPECT_STREQ(ToString(rule), ToString(row.rule));
}

INSTANTIATE_TEST_SUITE_P(Table,
                         DestinationRule,
                         testing::ValuesIn(DESTINATION_ROWS),
                         [](const auto& test) { return test.param.name; });

TEST(DestinationRules, EachHasItsRow)
{
    std::vector<PvdDestinationRule> seen;
    for (const auto& row : DESTINATION_ROWS)
    {
        seen.push_back(row.rule);
    }
    for (auto rule = PvdDestinationRule::USABLE; rule != PvdDestinationRule::ORDER;
         rule = static_cast<PvdDestinationRule>(static_cast<int>(rule) + 1))
    {
        EXPECT_NE(std::find(seen.begin(), seen.end(), rule), seen.end()) << ToString(rule);
    }
}

// Rows: 6724-6-R10, 6724-6-04, 6724-3.2-03, 6724-3.3-02
TEST(DestinationSelection, EqualOnesKeepTheirOrder)
{
    std::vector<PvdDestination> destinations;
    for (int i = 0; i < 5; ++i)
    {
        destinations.push_back(To("2001:db8:9::" + std::to_string(i + 1), "2001:db8:1::1"));
    }
    EXPECT_EQ(SortPvdDestinations(destinations, PvdPolicyTable()),
              (std::vector<std::size_t>{0, 1, 2, 3, 4}));
    // One family between the other: its places stay.
    PvdPolicyTable flat = PvdPolicyTable::MakeEmpty();
    const std::vector<PvdDestination> mixed{To("2001:db8:9::9", "2001:db8:1::1"),
                                            To("::ffff:192.0.2.9", "::ffff:192.0.2.1"),
                                            To("2001:db8:1::9", "2001:db8:1::1")};
    EXPECT_EQ(SortPvdDestinations(mixed, flat), (std::vector<std::size_t>{2, 1, 0}));
}
