/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/pvd-indexes.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <utility>
#include <vector>

using namespace ns3;

namespace
{

using List = std::vector<uint64_t>;

PvdIndexes
Make(const List& list)
{
    PvdIndexes indexes;
    for (const uint64_t index : list)
    {
        indexes.push_back(index);
    }
    return indexes;
}

List
Read(const PvdIndexes& indexes)
{
    return List(indexes.begin(), indexes.end());
}

/// None, one, several; each differs from each other one in number, order or an index.
const List LISTS[] = {{}, {1}, {2}, {1, 2}, {2, 1}, {1, 3}, {1, 2, 3}, {1, 1}};

} // namespace

TEST(Indexes, AreOthersThanThoseThatWerePutIn)
{
    for (const auto& list : LISTS)
    {
        const PvdIndexes indexes = Make(list);
        EXPECT_EQ(Read(indexes), list);
        EXPECT_EQ(indexes.size(), list.size());
        EXPECT_EQ(indexes.empty(), list.empty());
        for (uint64_t index = 1; index < 5; ++index)
        {
            EXPECT_EQ(indexes.Has(index), std::find(list.begin(), list.end(), index) != list.end());
        }
    }
    EXPECT_EQ(Read(PvdIndexes{4, 5}), (List{4, 5}));
}

TEST(Indexes, OthersAreTheSame)
{
    for (const auto& one : LISTS)
    {
        for (const auto& other : LISTS)
        {
            EXPECT_EQ(Make(one) == Make(other), one == other);
        }
    }
}

TEST(Indexes, ACopyChangesWithThem)
{
    for (const auto& list : LISTS)
    {
        for (const auto& before : LISTS)
        {
            PvdIndexes indexes = Make(list);
            PvdIndexes copy = Make(before);
            copy = indexes;
            PvdIndexes copied(indexes);
            indexes.push_back(9);
            EXPECT_EQ(Read(copy), list);
            EXPECT_EQ(Read(copied), list);
            copied = std::move(copy);
            EXPECT_EQ(Read(copied), list);
        }
    }
}
