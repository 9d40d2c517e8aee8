/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ROUTE_TABLE_H
#define PVD_ROUTE_TABLE_H

#include "pvd-entry.h"

namespace ns3
{

/**
 * \ingroup pvd-state
 * \brief Where a registry's routes are used: what a routing protocol offers the registry.
 *
 * The registry decides which routes exist and when they end; the table decides which is taken. A
 * route without a PvD (null) was untagged when its PvD was removed.
 */
class PvdRouteTable
{
  public:
    virtual ~PvdRouteTable() = default;

    /**
     * Insert a route, or replace the one with the same PvD and key.
     * \param pvd its PvD, or null
     * \param route the route; its lifetime may later be extended without another call
     */
    virtual void SetRoute(const Ptr<Pvd>& pvd, const PvdRoute& route) = 0;

    /**
     * \param pvd its PvD, or null
     * \param route a route with the key of the one to remove; nothing happens if there is none
     */
    virtual void RemoveRoute(const Ptr<Pvd>& pvd, const PvdRoute& route) = 0;
};

} // namespace ns3

#endif /* PVD_ROUTE_TABLE_H */
