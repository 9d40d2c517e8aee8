/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_STOCK_SCRIPTS_H
#define PVD_STOCK_SCRIPTS_H

#include "ns3/ipv6-header.h"
#include "ns3/node.h"

namespace ns3
{

/**
 * \file
 * \ingroup pvd-host
 * What a script that was written for stock hosts does, and a PvD-aware host does not answer to: a
 * sentence on the standard error output says so, and what to write instead.
 */

/**
 * Say that a message of another node of the simulation was dropped for its Hop Limit, which ns-3's
 * own Radvd and ns-3's routers, for their Redirects, set to 64. Says nothing of messages that come
 * from outside of the simulation.
 * \param node number of the node
 * \param header of the message
 * \return true if it was said
 */
bool PvdWarnOfHopLimit(uint32_t node, const Ipv6Header& header);

/**
 * Say that the script uses IPv6 global routing, and this node gets no routes of it; nothing if that
 * is not so, or if not all interfaces forward. Ipv6GlobalRoutingHelper::PopulateRoutingTables makes
 * them forward on all nodes.
 * \param node a node without global routing
 */
void PvdWarnOfGlobalRouting(const Ptr<Node>& node);

} // namespace ns3

#endif /* PVD_STOCK_SCRIPTS_H */
