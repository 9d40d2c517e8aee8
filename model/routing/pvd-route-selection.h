/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ROUTE_SELECTION_H
#define PVD_ROUTE_SELECTION_H

#include "pvd-fib.h"
#include "pvd-source-selection.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ns3
{

/// Which routes a packet may take.
struct PvdRouteQuery
{
    PvdIpv6Bits destination;    //!< where to
    PvdIpv6Bits source;         //!< from where, if hasSource
    bool hasSource{false};      //!< the source is fixed
    int32_t oif{-1};            //!< the only outgoing interface, or -1
    bool restricted{false};     //!< only routes of pvds
    bool common{true};          //!< and those of no PvD, or of one without prefixes
    bool draining{false};       //!< also those of pvds that drain
    std::vector<uint64_t> pvds; //!< indexes of PvDs
    const std::vector<PvdAdvertiser>* preferred{nullptr}; //!< routers that come first, or null
};

/// A next hop on which a choice has depended.
struct PvdNextHop
{
    uint32_t interface; //!< outgoing interface
    Ipv6Address router; //!< link-local address
    bool reachable;     //!< what it was taken for
};

/// The route that was chosen.
struct PvdRouteChoice
{
    const PvdFib::Route* route{nullptr}; //!< the route, or null
    uint8_t length{0};                   //!< of its destination prefix
};

/// Says of a next hop whether it is worth a try.
using PvdReachability = std::function<bool(uint32_t interface, const Ipv6Address& router)>;
/// Says of a route whether the host has a source for it.
using PvdRouteCheck = std::function<bool(const PvdFib::Route& route)>;

/**
 * \ingroup pvd-routing
 * Choose a route: of the longest matching prefix that has one which may be used, the best. The
 * better one is, in this order, that for the more specific source prefix, that of a preferred
 * router (RFC 8028, section 3.2), the reachable one (RFC 4861, section 6.3.6), that with the higher
 * preference (RFC 4191, section 3.2), that with the smaller metric, the one first heard of.
 *
 * \param fib the routes
 * \param query what is wanted
 * \param up which interfaces are up, by index
 * \param hasSourceFor asked if the source is not fixed; null: each route will do
 * \param isReachable asked only where there is a choice
 * \param [in,out] nextHops those between which there was a choice are added
 * \return the choice
 */
PvdRouteChoice SelectRoute(const PvdFib& fib,
                           const PvdRouteQuery& query,
                           const std::vector<bool>& up,
                           const PvdRouteCheck& hasSourceFor,
                           const PvdReachability& isReachable,
                           std::vector<PvdNextHop>& nextHops);

} // namespace ns3

#endif /* PVD_ROUTE_SELECTION_H */
