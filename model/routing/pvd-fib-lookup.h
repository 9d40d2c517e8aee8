/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FIB_LOOKUP_H
#define PVD_FIB_LOOKUP_H

#include "pvd-fib.h"

/**
 * \file
 * \ingroup pvd-routing
 * The one function of PvdFib that is a template; pvd-fib.h includes it.
 */

namespace ns3
{

template <class Visit>
bool
PvdFib::Lookup(const PvdIpv6Bits& address, Visit&& visit) const
{
    const Shortcuts& shortcuts = m_shortcuts;
    uint32_t start = 0;
    if (!shortcuts.forks.empty())
    {
        start = FORK; // the first
        while ((start & FORK) != 0)
        {
            const Fork& fork = shortcuts.forks[start & ~FORK];
            start = shortcuts.entries[fork.table + GetBits(address, fork.first, fork.count)];
        }
    }
    else if (m_nodes.size() >= MANY_NODES)
    {
        ConsiderShortcuts();
    }
    uint32_t passed[LENGTH + 1]; // nodes with routes
    unsigned nPassed = 0;
    const bool isLast = (start & LAST) != 0;
    start &= ~LAST;
    const Node* node = &m_nodes[start];
    for (;;)
    {
        if (node->routes != NONE)
        {
            passed[nPassed++] = node - m_nodes.data();
        }
        const uint32_t next =
            isLast || node->length == LENGTH ? NONE : node->children[address.GetBit(node->length)];
        if (next == NONE)
        {
            break;
        }
        node = &m_nodes[next];
    }
    const unsigned common = address.GetCommonLength(node->prefix);
    while (nPassed > 0)
    {
        const Node& known = m_nodes[passed[--nPassed]];
        if (known.length <= common && visit(known.length, Routes(*this, known.routes)))
        {
            return true;
        }
    }
    for (uint32_t above = start == 0 ? NONE : shortcuts.covers[start]; above != NONE;
         above = shortcuts.covers[above])
    {
        const Node& known = m_nodes[above];
        if (known.length <= common && visit(known.length, Routes(*this, known.routes)))
        {
            return true;
        }
    }
    return false;
}

} // namespace ns3

#endif /* PVD_FIB_LOOKUP_H */
