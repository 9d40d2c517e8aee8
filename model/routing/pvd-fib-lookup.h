/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FIB_LOOKUP_H
#define PVD_FIB_LOOKUP_H

#include "pvd-fib.h"

/**
 * \file
 * \ingroup pvd-routing
 * The functions of PvdFib that are templates; pvd-fib.h includes them.
 */

namespace ns3
{

inline void
PvdFib::NoteLookup() const
{
    // To make shortcuts costs about as much as a lookup for each node.
    if (m_nodes.size() >= MANY_NODES && ++m_lookups >= m_nodes.size())
    {
        MakeShortcuts();
    }
}

template <class Visit>
bool
PvdFib::Lookup(const PvdIpv6Bits& address, Visit&& visit) const
{
    if (!m_shortcuts)
    {
        NoteLookup();
        return Walk(0, address, visit);
    }
    const PvdFibShortcuts::Start start = m_shortcuts->Find(address);
    const Node& node = m_nodes[start.node];
    if (!start.isLast && (node.children[0] & node.children[1]) != NONE)
    {
        // There is more below.
        return Walk(start.node, address, visit) || VisitCovers(start.node, address, visit);
    }
    return (node.HasRoutes() && address.GetCommonLength(node.prefix) >= node.length &&
            visit(node.length, Routes(*this, node))) ||
           VisitCovers(start.node, address, visit);
}

template <class Visit>
bool
PvdFib::VisitCovers(uint32_t node, const PvdIpv6Bits& address, Visit& visit) const
{
    for (uint32_t above = m_shortcuts->GetCover(node); above != NONE;
         above = m_shortcuts->GetCover(above))
    {
        const Node& known = m_nodes[above];
        if (address.GetCommonLength(known.prefix) >= known.length &&
            visit(known.length, Routes(*this, known)))
        {
            return true;
        }
    }
    return false;
}

template <class Visit>
bool
PvdFib::Walk(uint32_t first, const PvdIpv6Bits& address, Visit& visit) const
{
    uint32_t passed[Node::LENGTH + 1]; // nodes with routes
    unsigned nPassed = 0;
    const Node* node = &m_nodes[first];
    for (;;)
    {
        if (node->HasRoutes())
        {
            passed[nPassed++] = node - m_nodes.data();
        }
        const uint32_t next =
            node->length == Node::LENGTH ? NONE : node->children[address.GetBit(node->length)];
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
        if (known.length <= common && visit(known.length, Routes(*this, known)))
        {
            return true;
        }
    }
    return false;
}

} // namespace ns3

#endif /* PVD_FIB_LOOKUP_H */
