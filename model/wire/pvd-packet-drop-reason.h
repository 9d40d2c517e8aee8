/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_PACKET_DROP_REASON_H
#define PVD_PACKET_DROP_REASON_H

#include <cstdint>

namespace ns3
{

/**
 * \ingroup pvd-wire
 * \brief Why a received packet is dropped before an upper layer sees it.
 *
 * The first group is found in its IPv6 header, the second in its extension headers, the third by
 * the host that receives it.
 */
enum class PvdPacketDropReason : uint8_t
{
    NONE,               //!< not dropped
    NO_HEADER,          //!< under 40 octets (RFC 8200 3)
    VERSION,            //!< Version not 6 (RFC 8200 3)
    MULTICAST_SOURCE,   //!< from a multicast address (RFC 4291 2.7)
    NODE_LOCAL_ADDRESS, //!< "::1", or a group that ends in its node, on a link (RFC
                        //!< 4291 2.5.3, 2.7)
    OWN_SOURCE,         //!< from an address of the node that receives it, and not from the node

    TRUNCATED,            //!< a header ends past the end of the packet
    HOP_BY_HOP_POSITION,  //!< Hop-by-Hop Options behind another header (RFC 8200 4.1)
    OPTION_OVERRUN,       //!< an option ends past the end of its header
    UNKNOWN_OPTION,       //!< an option of an unknown type that may not be skipped (RFC 8200 4.2)
    JUMBO_PAYLOAD,        //!< Jumbo Payload option in a packet with a Payload Length (RFC 2675 3)
    ROUTING_TYPE,         //!< Segments Left not 0 in a Routing header (RFC 8200 4.4, RFC 5095)
    FRAGMENT_LENGTH,      //!< more fragments follow, and its length is no multiple of 8 octets
    FRAGMENT_EMPTY,       //!< a fragment of nothing
    FRAGMENT_TOO_LONG,    //!< the whole packet would have more than 65535 octets
    FRAGMENT_IN_FRAGMENT, //!< a second Fragment header
    INCOMPLETE_HEADER_CHAIN, //!< the first fragment does not hold all headers (RFC 7112)
    TOO_MANY_HEADERS,        //!< more extension headers than the host takes
    CHAIN_TOO_LONG,          //!< more octets of extension headers than the host takes
    TOO_MANY_OPTIONS,        //!< more options in one header than the host takes

    PAYLOAD_LENGTH,     //!< Payload Length over what arrived (RFC 8200 3)
    OVERLAP,            //!< fragments overlap, or disagree on the length (RFC 5722)
    REASSEMBLY_TIMEOUT, //!< fragments are missing after the time for them (RFC 8200 4.5)
    REASSEMBLY_LIMIT,   //!< the oldest incomplete packet, to make room for another one
    UNKNOWN_PROTOCOL,   //!< extension headers before a protocol that the host does not have
};

/// \ingroup pvd-wire
/// \return the reason in a few words, lower case
const char* ToString(PvdPacketDropReason reason);

} // namespace ns3

#endif /* PVD_PACKET_DROP_REASON_H */
