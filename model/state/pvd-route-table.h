/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ROUTE_TABLE_H
#define PVD_ROUTE_TABLE_H

#include "pvd-entry.h"

namespace ns3
{

/// That a router knows a better first hop (RFC 4861, section 4.5).
struct PvdRedirect
{
    uint32_t interface {
        0
    };                       //!< where it was received
    Ipv6Address router;      //!< who says so
    Ipv6Address source;      //!< of the packets
    Ipv6Address destination; //!< of the packets
    Ipv6Address target;      //!< the better one; the destination itself if that is on the link
};

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

    /**
     * \param redirect what a router says, checked after RFC 4861, section 8.1, but for its last
     * point
     * \return false if the router is not the first hop of such packets, or the target none that may
     * be: nothing has changed then
     */
    virtual bool Redirect(const PvdRedirect& redirect) = 0;

    /**
     * A router has ended its role (RFC 4861, sections 6.3.5 and 7.2.5).
     * \param interface interface index
     * \param address link-local address
     */
    virtual void NotifyNotRouter(uint32_t interface, const Ipv6Address& address) = 0;

    /**
     * A neighbour was confirmed to be reachable, or was given up (RFC 4861, section 7.3).
     * \param interface interface index
     * \param neighbor its address
     * \param isReachable true if it has answered
     */
    virtual void NotifyReachability(uint32_t interface,
                                    const Ipv6Address& neighbor,
                                    bool isReachable) = 0;

    /**
     * \param interface interface index
     * \param address an address
     * \return true if packets may go over this neighbour to other nodes
     */
    virtual bool IsNextHop(uint32_t interface, const Ipv6Address& address) const = 0;

    /**
     * A packet was too big for its path (RFC 8201).
     * \param destination where it went
     * \param source its source
     * \param mtu what it should have been at most, octets, 1280 or more
     * \return false if the source is not the node's, or too much is known: nothing has changed then
     */
    virtual bool SetPathMtu(const Ipv6Address& destination,
                            const Ipv6Address& source,
                            uint32_t mtu) = 0;
};

} // namespace ns3

#endif /* PVD_ROUTE_TABLE_H */
