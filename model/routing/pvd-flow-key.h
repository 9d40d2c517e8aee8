/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FLOW_KEY_H
#define PVD_FLOW_KEY_H

#include "pvd-indexes.h"
#include "pvd-ipv6-bits.h"
#include "pvd-provisioning-domain.h"
#include "pvd-source-selection.h"

#include "ns3/socket.h"

#include <cstdint>

namespace ns3
{

/// What next-hop determination is asked for, as it is worked with: a destination and a PvdFlow.
struct PvdFlowKey
{
    PvdIpv6Bits destination;  //!< where to
    PvdIpv6Bits source;       //!< from where, or "::"
    int32_t oif{-1};          //!< the only outgoing interface, or -1
    bool forwarding{false};   //!< the interface of the source forwards
    bool bound{false};        //!< only pvds
    bool preferCareOf{false}; //!< see PvdFlow
    bool preferPublic{false}; //!< see PvdFlow
    bool rerouted{false};     //!< see PvdFlowBinding
    PvdIndexes pvds;          //!< indexes, if bound

    /// \return true if they ask for the same
    bool operator==(const PvdFlowKey& other) const
    {
        return destination == other.destination && source == other.source && oif == other.oif &&
               forwarding == other.forwarding && bound == other.bound &&
               preferCareOf == other.preferCareOf && preferPublic == other.preferPublic &&
               rerouted == other.rerouted && pvds == other.pvds;
    }
};

/// How a packet leaves, as it is worked with: see PvdDecision.
struct PvdFlowAnswer
{
    Socket::SocketErrno error{Socket::ERROR_NOROUTETOHOST}; //!< or ERROR_NOTERROR
    PvdIpv6Bits gateway;                                    //!< next hop
    PvdIpv6Bits source;                                     //!< source address
    Ptr<Pvd> pvd;                                           //!< of the route, or null
    uint32_t oif{0};                                        //!< outgoing interface
    bool isRedirected{false};                               //!< the gateway is not the route's
    uint8_t length{0};                                      //!< of the destination prefix
    PvdSourceRule rule{PvdSourceRule::NONE};                //!< what decided on the source
};

} // namespace ns3

#endif /* PVD_FLOW_KEY_H */
