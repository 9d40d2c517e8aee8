/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-fib-shortcuts.h"

#include <algorithm>
#include <iterator>

namespace ns3
{

namespace
{

constexpr uint32_t NONE = PvdFibNode::NONE;
constexpr unsigned FEWEST_BITS = 2; //!< a fork of one bit would be a node
constexpr unsigned MOST_BITS = 20;  //!< of one table, which then has four megabytes
/// So many entries of a table there may be for each that leads somewhere.
constexpr std::size_t SPARSEST = 8;
/// Below that many nodes the trie itself is as fast.
constexpr std::size_t FEWEST_NODES = 16;

/// \return true if the trie below a node is worth a fork
bool
HasMany(const PvdFibShortcuts::Nodes& nodes, uint32_t node)
{
    std::size_t number = 0;
    std::vector<uint32_t> waiting{node};
    while (!waiting.empty() && number < FEWEST_NODES)
    {
        ++number;
        const PvdFibNode& known = nodes[waiting.back()];
        waiting.pop_back();
        std::copy_if(std::begin(known.children),
                     std::end(known.children),
                     std::back_inserter(waiting),
                     [](uint32_t child) { return child != NONE; });
    }
    return number >= FEWEST_NODES;
}

/// \return the number of bits that a fork at a node should look at
unsigned
CountForkBits(const PvdFibShortcuts::Nodes& nodes, uint32_t node)
{
    const unsigned first = nodes[node].length;
    unsigned best = 0;
    std::vector<uint32_t> reached{node};
    std::vector<uint32_t> next;
    for (unsigned count = 1; count <= MOST_BITS && first + count <= PvdFibNode::LENGTH; ++count)
    {
        next.clear();
        for (const uint32_t known : reached)
        {
            if (nodes[known].length >= first + count)
            {
                next.push_back(known);
                continue;
            }
            for (const uint32_t child : nodes[known].children)
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

} // namespace

PvdFibShortcuts::PvdFibShortcuts(const Nodes& nodes)
{
    MakeCovers(nodes);
    MakeFork(nodes, 0);
}

void
PvdFibShortcuts::MakeCovers(const Nodes& nodes)
{
    m_covers.assign(nodes.size(), NONE);
    std::vector<uint32_t> waiting{0};
    while (!waiting.empty())
    {
        const uint32_t node = waiting.back();
        waiting.pop_back();
        const uint32_t cover = nodes[node].HasRoutes() ? node : m_covers[node];
        for (const uint32_t child : nodes[node].children)
        {
            if (child != NONE)
            {
                m_covers[child] = cover;
                waiting.push_back(child);
            }
        }
    }
}

uint32_t
PvdFibShortcuts::MakeFork(const Nodes& nodes, uint32_t node)
{
    // What is skipped is compared at the end, as everywhere in the trie.
    while ((nodes[node].children[0] == NONE) != (nodes[node].children[1] == NONE))
    {
        node = nodes[node].children[nodes[node].children[0] == NONE ? 1 : 0];
    }
    const unsigned count = HasMany(nodes, node) ? CountForkBits(nodes, node) : 0;
    if (count < FEWEST_BITS)
    {
        return node;
    }
    const uint32_t number = m_forks.size();
    const Fork fork{static_cast<uint32_t>(m_entries.size()),
                    nodes[node].length,
                    static_cast<uint8_t>(count)};
    m_forks.push_back(fork);
    const uint32_t cover = nodes[node].HasRoutes() ? node : m_covers[node];
    m_entries.resize(fork.table + (std::size_t(1) << count), LAST | (cover != NONE ? cover : 0));
    FillTable(nodes, node, fork);
    return FORK | number;
}

void
PvdFibShortcuts::FillTable(const Nodes& nodes, uint32_t node, const Fork& fork)
{
    auto& entries = m_entries;
    const unsigned end = fork.first + fork.count;
    std::vector<uint32_t> waiting{node};
    while (!waiting.empty())
    {
        const uint32_t known = waiting.back();
        waiting.pop_back();
        const unsigned length = nodes[known].length;
        const std::size_t place = fork.table + GetBits(nodes[known].prefix, fork.first, fork.count);
        if (length >= end)
        {
            const uint32_t entry = MakeFork(nodes, known);
            entries[place] = entry;
            continue;
        }
        if (known != node && nodes[known].HasRoutes())
        {
            // What is longer overwrites it, as it comes later.
            std::fill_n(entries.begin() + place, std::size_t(1) << (end - length), LAST | known);
        }
        for (const uint32_t child : nodes[known].children)
        {
            if (child != NONE)
            {
                waiting.push_back(child);
            }
        }
    }
}

} // namespace ns3
