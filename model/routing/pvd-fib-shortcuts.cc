/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-fib.h"

#include <algorithm>
#include <iterator>

namespace ns3
{

namespace
{

constexpr unsigned FEWEST_BITS = 2; //!< a fork of one bit would be a node
constexpr unsigned MOST_BITS = 20;  //!< of one table, which then has four megabytes
/// So many entries of a table there may be for each that leads somewhere.
constexpr std::size_t SPARSEST = 4;
/// Below that many nodes the trie itself is as fast.
constexpr std::size_t FEWEST_NODES = 16;

} // namespace

void
PvdFib::ConsiderShortcuts() const
{
    // To make them costs about as much as a lookup for each node.
    if (++m_lookups < m_nodes.size())
    {
        return;
    }
    m_lookups = 0;
    m_shortcuts.entries.clear();
    MakeCovers();
    MakeFork(0);
}

bool
PvdFib::HasMany(uint32_t node) const
{
    std::size_t number = 0;
    std::vector<uint32_t> waiting{node};
    while (!waiting.empty() && number < FEWEST_NODES)
    {
        ++number;
        const Node& known = m_nodes[waiting.back()];
        waiting.pop_back();
        std::copy_if(std::begin(known.children),
                     std::end(known.children),
                     std::back_inserter(waiting),
                     [](uint32_t child) { return child != NONE; });
    }
    return number >= FEWEST_NODES;
}

unsigned
PvdFib::CountForkBits(uint32_t node) const
{
    const unsigned first = m_nodes[node].length;
    unsigned best = 0;
    std::vector<uint32_t> reached{node};
    std::vector<uint32_t> next;
    for (unsigned count = 1; count <= MOST_BITS && first + count <= LENGTH; ++count)
    {
        next.clear();
        for (const uint32_t known : reached)
        {
            if (m_nodes[known].length >= first + count)
            {
                next.push_back(known);
                continue;
            }
            for (const uint32_t child : m_nodes[known].children)
            {
                if (child != NONE)
                {
                    next.push_back(child);
                }
            }
        }
        reached.swap(next);
        const std::size_t entries = std::size_t(1) << count;
        if (reached.size() * SPARSEST >= entries)
        {
            best = count;
        }
        else if (reached.size() * SPARSEST * SPARSEST < entries)
        {
            break;
        }
    }
    return best;
}

uint32_t
PvdFib::MakeFork(uint32_t node) const
{
    // What is skipped is compared at the end, as everywhere in the trie.
    while ((m_nodes[node].children[0] == NONE) != (m_nodes[node].children[1] == NONE))
    {
        node = m_nodes[node].children[m_nodes[node].children[0] == NONE ? 1 : 0];
    }
    const unsigned count = HasMany(node) ? CountForkBits(node) : 0;
    if (count < FEWEST_BITS)
    {
        return node;
    }
    const uint32_t number = m_shortcuts.forks.size();
    const Fork fork{static_cast<uint32_t>(m_shortcuts.entries.size()),
                    m_nodes[node].length,
                    static_cast<uint8_t>(count)};
    m_shortcuts.forks.push_back(fork);
    const uint32_t cover = m_nodes[node].routes != NONE ? node : m_shortcuts.covers[node];
    m_shortcuts.entries.resize(fork.table + (std::size_t(1) << count),
                               LAST | (cover != NONE ? cover : 0));
    FillTable(node, fork);
    return FORK | number;
}

void
PvdFib::FillTable(uint32_t node, const Fork& fork) const
{
    auto& entries = m_shortcuts.entries;
    const unsigned end = fork.first + fork.count;
    std::vector<uint32_t> waiting{node};
    while (!waiting.empty())
    {
        const uint32_t known = waiting.back();
        waiting.pop_back();
        const unsigned length = m_nodes[known].length;
        const std::size_t place =
            fork.table + GetBits(m_nodes[known].prefix, fork.first, fork.count);
        if (length >= end)
        {
            const uint32_t entry = MakeFork(known);
            entries[place] = entry;
            continue;
        }
        if (known != node && m_nodes[known].routes != NONE)
        {
            // What is longer overwrites it, as it comes later.
            std::fill_n(entries.begin() + place, std::size_t(1) << (end - length), LAST | known);
        }
        for (const uint32_t child : m_nodes[known].children)
        {
            if (child != NONE)
            {
                waiting.push_back(child);
            }
        }
    }
}

void
PvdFib::MakeCovers() const
{
    m_shortcuts.covers.assign(m_nodes.size(), NONE);
    std::vector<uint32_t> waiting{0};
    while (!waiting.empty())
    {
        const uint32_t node = waiting.back();
        waiting.pop_back();
        const uint32_t cover = m_nodes[node].routes != NONE ? node : m_shortcuts.covers[node];
        for (const uint32_t child : m_nodes[node].children)
        {
            if (child != NONE)
            {
                m_shortcuts.covers[child] = cover;
                waiting.push_back(child);
            }
        }
    }
}

} // namespace ns3
