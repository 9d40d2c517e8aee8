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
    PvdFibShortcuts::Start start{0, false};
    if (m_shortcuts.Exist())
    {
        start = m_shortcuts.Find(address);
    }
    else
    {
        m_shortcuts.NoteLookup(m_nodes);
    }
    uint32_t passed[Node::LENGTH + 1]; // nodes with routes
    unsigned nPassed = 0;
    const Node* node = &m_nodes[start.node];
    for (;;)
    {
        if (node->routes != NONE)
        {
            passed[nPassed++] = node - m_nodes.data();
        }
        const uint32_t next = start.isLast || node->length == Node::LENGTH
                                  ? NONE
                                  : node->children[address.GetBit(node->length)];
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
    // When the shortcuts have just been made, all of the way has been walked.
    const uint32_t first = start.node == 0 ? NONE : m_shortcuts.GetCover(start.node);
    for (uint32_t above = first; above != NONE; above = m_shortcuts.GetCover(above))
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
