/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FIB_SHORTCUTS_H
#define PVD_FIB_SHORTCUTS_H

#include "pvd-fib-node.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief Shortcuts into a large trie, made when it is looked up more often than it changes.
 * Internal to PvdFib.
 *
 * As in an LC-trie, a node below which the trie is dense is a fork: it has a table with an entry
 * for each value of the next bits. The entry is the first node on the way that is as long, or the
 * fork that is there, or, if nothing is, the last one with routes.
 */
class PvdFibShortcuts
{
  public:
    /// Nodes of a trie; the first is the root, ::/0.
    using Nodes = PvdFibNode::Large<PvdFibNode>;

    /// Where a lookup begins.
    struct Start
    {
        uint32_t node; //!< place of a node
        bool isLast;   //!< below it there is nothing to find
    };

    /// \param nodes those of the trie, which may not change while there are shortcuts
    explicit PvdFibShortcuts(const Nodes& nodes);

    /// \return false if the trie is too thin for shortcuts: then nothing else may be asked
    bool HasForks() const
    {
        return !m_forks.empty();
    }

    /// \param address an address \return where its lookup begins, if there are shortcuts
    Start Find(const PvdIpv6Bits& address) const
    {
        uint32_t entry = FORK; // the first
        while ((entry & FORK) != 0)
        {
            const Fork& fork = m_forks[entry & ~FORK];
            entry = m_entries[fork.table + GetBits(address, fork.first, fork.count)];
        }
        return {entry & ~LAST, (entry & LAST) != 0};
    }

    /// \param node place of a node \return the next shorter prefix with routes, or NONE
    uint32_t GetCover(uint32_t node) const
    {
        return m_covers[node];
    }

  private:
    /// Set in the entry of a table that stands for a fork, not for a node.
    static constexpr uint32_t FORK = UINT32_C(1) << 31;
    /// Set in the entry of a table that stands for a node below which there is nothing to find.
    static constexpr uint32_t LAST = UINT32_C(1) << 30;

    /// A node at which several bits are looked at together.
    struct Fork
    {
        uint32_t table; //!< place of its first entry
        uint8_t first;  //!< the first of the bits
        uint8_t count;  //!< how many, 2..20
    };

    /// \return bits of an address, at most 32
    static uint32_t GetBits(const PvdIpv6Bits& address, unsigned first, unsigned count)
    {
        if (first + count <= 64)
        {
            return address.words[0] << first >> (64 - count);
        }
        const uint64_t head = first < 64 ? address.words[0] << first : 0;
        const uint64_t tail = first == 0   ? 0
                              : first < 64 ? address.words[1] >> (64 - first)
                                           : address.words[1] << (first - 64);
        return (head | tail) >> (64 - count);
    }

    void MakeCovers(const Nodes& nodes);
    /// \return what stands for a node in a table: a fork, if there is enough below it, or itself
    uint32_t MakeFork(const Nodes& nodes, uint32_t node);
    /// Write the entries of a fork at a node.
    void FillTable(const Nodes& nodes, uint32_t node, const Fork& fork);

    std::vector<Fork> m_forks;             //!< the first is that of the root
    PvdFibNode::Large<uint32_t> m_entries; //!< tables of the forks
    PvdFibNode::Large<uint32_t> m_covers;  //!< of each node the next shorter one with routes
};

} // namespace ns3

#endif /* PVD_FIB_SHORTCUTS_H */
