/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "selection-test-support.h"

#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <tuple>

using namespace ns3;
using namespace selectiontest;

namespace
{

const PvdPolicyTable::Policy KNOWN_LOCAL{45, 14};

} // namespace

// Rows: 6724-2.1-02, 6724-2.1-03, 6724-3.2-01
TEST(PolicyTable, LongestPrefixSaysIt)
{
    const PvdPolicyTable table;
    const std::tuple<const char*, int, int> rows[] = {{"::1", 50, 0},
                                                      {"2001:db8::1", 40, 1},
                                                      {"::ffff:10.1.2.3", 35, 4},
                                                      {"2002::1", 30, 2},
                                                      {"2001::1", 5, 5},
                                                      {"fc00::1", 3, 13},
                                                      {"fd22::1", 3, 13},
                                                      {"::2", 1, 3},
                                                      {"fec0::1", 1, 11},
                                                      {"3ffe::1", 1, 12}};
    for (const auto& row : rows)
    {
        const auto policy = table.Lookup(PvdIpv6Bits(Parse(std::get<0>(row))));
        EXPECT_EQ(policy.precedence, std::get<1>(row)) << std::get<0>(row);
        EXPECT_EQ(policy.label, std::get<2>(row)) << std::get<0>(row);
    }
    EXPECT_EQ(table.GetRows().size(), 9U);
}

// Rows: 6724-2.1-04, 6724-2.1-05, 6724-2.1-06
TEST(PolicyTable, KnownLocalRowsYieldToConfiguredOnes)
{
    PvdPolicyTable table = PvdPolicyTable::MakeUpdate();
    const Ipv6Address ula("fd11:1111:1111:1::1");
    table.AddKnownLocal(Parse("2001:db8::1"));
    EXPECT_EQ(table.GetRows().size(), 9U);
    table.AddKnownLocal(ula);
    EXPECT_EQ(table.Lookup(PvdIpv6Bits(ula)).label, KNOWN_LOCAL.label);
    EXPECT_EQ(table.Lookup(PvdIpv6Bits(ula)).precedence, KNOWN_LOCAL.precedence);
    table.RemoveKnownLocal();
    EXPECT_EQ(table.Lookup(PvdIpv6Bits(ula)).precedence, 30U);
    table.Set(Parse("fd11:1111:1111::"), 48, {9, 9});
    table.AddKnownLocal(ula);
    EXPECT_EQ(table.Lookup(PvdIpv6Bits(ula)).label, 9U);
    table.RemoveKnownLocal();
    EXPECT_EQ(table.Lookup(PvdIpv6Bits(ula)).label, 9U);
}

// Rows: 6724-2.1-01
TEST(PolicyTable, BadFilesAreToldWithTheirLine)
{
    std::string error;
    std::istringstream good("policy,prefix,precedence,label\na,::/0,1,2,RFC\r\nb,::/0,3,4\n");
    const auto table = PvdPolicyTable::Read(good, "a", error);
    EXPECT_EQ(error, "");
    EXPECT_EQ(table.Lookup(PvdIpv6Bits()).label, 2U);
    for (const char* row : {"a,::,1,2", "a,::/129,1,2", "a,::/0,1", "a,::/0,x,2", "a,::/0,1,-2"})
    {
        std::istringstream bad(std::string("policy,prefix,precedence,label\n") + row + "\n");
        PvdPolicyTable::Read(bad, "a", error);
        EXPECT_EQ(error.rfind("line 2:", 0), 0U) << row;
    }
    std::istringstream other("policy,prefix,precedence,label\nb,::/0,3,4\n");
    PvdPolicyTable::Read(other, "a", error);
    EXPECT_EQ(error, "no policy is called a");
}
