/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FLOW_H
#define PVD_FLOW_H

#include "pvd-provisioning-domain.h"
#include "pvd-source-selection.h"

#include "ns3/ipv6-address.h"
#include "ns3/socket.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief What a packet may use on its way out, beside its destination.
 */
struct PvdFlow
{
    Ipv6Address source;         //!< given by the application; "::": to be chosen
    int32_t oif{-1};            //!< the only outgoing interface, or -1
    bool bound{false};          //!< only routes and addresses of pvds may be used
    std::vector<Ptr<Pvd>> pvds; //!< see bound
    bool preferCareOf{false};   //!< rule 4 of RFC 6724 the other way round
    bool preferPublic{false};   //!< rule 7 of RFC 6724 the other way round
};

/**
 * \ingroup pvd-routing
 * \brief How a packet leaves, and why so.
 */
struct PvdDecision
{
    Socket::SocketErrno error{Socket::ERROR_NOROUTETOHOST}; //!< ERROR_NOTERROR, or why not
    Ipv6Address destination;                                //!< of the packet
    Ipv6Address gateway;                                    //!< next hop; "::" if on-link
    Ipv6Address source;                                     //!< source address
    uint32_t interface {
        0
    };                                       //!< outgoing interface
    Ptr<Pvd> pvd;                            //!< of the route; null: common to all
    Ipv6Address prefix;                      //!< destination prefix of the route
    uint8_t length{0};                       //!< its length
    PvdSourceRule rule{PvdSourceRule::NONE}; //!< what decided on the source
};

/// What a route given by hand may have beside its destination and next hop.
struct PvdRouteOptions
{
    std::string pvd;                                       //!< its PvD; empty: common to all
    Ipv6Address source;                                    //!< prefix of sources that may take it
    uint8_t sourceLength{0};                               //!< 0..128; 0: from anywhere
    RouterPreference preference{RouterPreference::MEDIUM}; //!< RFC 4191
    uint32_t metric{0};                                    //!< smaller is better
};

} // namespace ns3

#endif /* PVD_FLOW_H */
