/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_SCOPED_ROUTES_H
#define PVD_SCOPED_ROUTES_H

#include "pvd-entry.h"

#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * Fill up source-scoped forwarding tables (RFC 8678, section 5): each takes from those of less
 * specific source prefixes, the most specific first, the destinations that it does not have
 * exactly. A table is all routes with one source prefix; "::/0" is the unscoped one.
 *
 * PvdIpv6Routing needs no such tables: it looks for the destination first and among its routes for
 * the source, which gives the same. This is for those who want to see the tables, and for routers
 * that look for the source first.
 *
 * \param routes routes of all tables
 * \return the same and those that were added, by source prefix from long to short, then in order
 */
std::vector<PvdRoute> FillUpScopedRoutes(const std::vector<PvdRoute>& routes);

/**
 * \ingroup pvd-routing
 * Look up in tables that are filled up, as RFC 8678 says: the longest matching source prefix picks
 * the table, the longest matching destination in it the route.
 *
 * \param routes what FillUpScopedRoutes gave
 * \param source source address of a packet
 * \param destination its destination address
 * \return the route, or null
 */
const PvdRoute* LookupScopedRoute(const std::vector<PvdRoute>& routes,
                                  const Ipv6Address& source,
                                  const Ipv6Address& destination);

} // namespace ns3

#endif /* PVD_SCOPED_ROUTES_H */
