/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_DROP_REASON_H
#define PVD_DROP_REASON_H

#include <cstdint>

namespace ns3
{

/**
 * \ingroup pvd-wire
 * \brief Why a whole Router Advertisement is dropped.
 *
 * The first group is found in the octets of the message, by RouterAdvertisement::Parse. The second
 * is found around them, by whoever received the packet. RFC 4861, section 6.1.2, unless said
 * otherwise.
 */
enum class RaDropReason : uint8_t
{
    NONE,               //!< not dropped
    TOO_SHORT,          //!< under 16 octets
    NOT_AN_RA,          //!< ICMPv6 type other than 134
    CODE,               //!< Code not 0
    OPTION_LENGTH_ZERO, //!< an option of Length 0, also inside a PvD option (RFC 4861 4.6)
    OPTION_OVERRUN,     //!< an option, or the rest of the message, ends past the end

    HOP_LIMIT,             //!< IPv6 Hop Limit not 255
    SOURCE_NOT_LINK_LOCAL, //!< IPv6 source address not link-local
    PAYLOAD_LENGTH,        //!< IPv6 payload length over what arrived (RFC 8200 section 3)
    CHECKSUM,              //!< ICMPv6 checksum wrong
    FRAGMENTED,            //!< sent in fragments (RFC 6980, section 5)
    OWN_ADDRESS,           //!< sent by this node itself
    FORWARDING,            //!< the interface forwards and AcceptRaOnForwarding is off
    NOT_ACCEPTED,          //!< AcceptRa is off
    INTERFACE_DOWN,        //!< the interface is down for IPv6
    PVD_LIMIT,             //!< a new PvD, and the node or the interface has as many as it may
    PVD_BLOCKED,           //!< the PvD was blocked by hand
};

/// Why an ICMPv6 message other than a Router Advertisement is dropped (RFC 4861, RFC 4862).
enum class NdDropReason : uint8_t
{
    NONE,               //!< not dropped
    TOO_SHORT,          //!< shorter than its header or payload length, or an error without ports
    HOP_LIMIT,          //!< IPv6 Hop Limit not 255
    EXTENSION_HEADER,   //!< fragmented (RFC 6980 section 5), or extension headers are there still
    CHECKSUM,           //!< ICMPv6 checksum wrong
    CODE,               //!< Code not 0
    OPTIONS,            //!< an option of Length 0, past the end, twice, or unfit for the link
    TARGET,             //!< Target Address that such a message may not have
    DESTINATION,        //!< destination that such a message may not have (RFC 4861 7.1.1, 7.1.2)
    SOURCE,             //!< from a multicast address, "::1" or, an echo, "::" (RFC 4291 2.5, 2.7)
    UNSPECIFIED_SOURCE, //!< "::" with a link-layer address (RFC 4861 6.1.1, 7.1.1)
    LINK_LOCAL_SOURCE,  //!< a Redirect that is not from a link-local address (RFC 4861 8.1)
    REDIRECTED,         //!< a Redirect of packets to a multicast address (RFC 4861 8.1)
    FIRST_HOP,          //!< a Redirect by another than the packets' first hop, or for a router
    PATH_MTU,     //!< a Packet Too Big below 1280 octets, of no packet of the node, or too many
    NOT_ASSIGNED, //!< to an address that is tentative or a duplicate (RFC 4862 5.4)
};

/// Why a packet to a neighbour is dropped before it leaves (RFC 4861, section 7.2.2).
enum class NeighborDropReason : uint8_t
{
    QUEUE_LIMIT,    //!< as many packets as may wait for the link-layer address wait for it
    NEIGHBOR_LIMIT, //!< another neighbour has taken its place in the neighbour cache
    UNREACHABLE,    //!< the neighbour has not answered
};

/**
 * \ingroup pvd-wire
 * \brief Why one option is ignored while the rest of the message counts.
 *
 * The first group is found in the octets; the second when a host applies the option.
 */
enum class OptionIgnoreReason : uint8_t
{
    UNKNOWN_TYPE,  //!< type not known here (RFC 4861 4.2)
    NOT_FOR_RA,    //!< defined, but not for an RA: TLLA, Redirected Header (RFC 4861 6.1.2)
    BAD_LENGTH,    //!< Length does not fit the type (RFC 4861 4.6, RFC 4191 2.3, RFC 8106 5.3.1)
    PREFIX_LENGTH, //!< prefix length over 128 (RFC 4861 4.6.2, RFC 4191 2.3)
    RESERVED_PREFERENCE, //!< a RIO with Prf 10 (RFC 4191 2.3)
    BAD_NAME,            //!< DNSSL or PvD ID that is no domain name, is empty or is compressed
    NOT_UNICAST,         //!< RDNSS with an address that no resolver has (RFC 8106 5.3.1)
    BAD_URI,             //!< captive portal URI that is empty or has octets no URI has (RFC 8910 5)
    PVD_NO_INNER_HEADER, //!< R set and under 16 octets left (RFC 8801 3.1)
    PVD_OPTION_OVERRUN,  //!< a contained option ends past the PvD option (RFC 8801 3.1)
    SECOND_PVD,          //!< second and later PvD option of an RA (RFC 8801 3.4)
    NESTED_PVD,          //!< PvD option inside a PvD option (RFC 8801 3.2)
    PVD_NOT_PARSED,      //!< the receiver does not understand PvD options (RFC 8801 3.3)

    LINK_LOCAL_PREFIX,    //!< PIO of the link-local prefix (RFC 4861 4.6.2, RFC 4862 5.5.3 b)
    PREFERRED_OVER_VALID, //!< preferred lifetime over valid (RFC 4862 5.5.3 c)
    NOT_SLAAC_LENGTH,     //!< prefix and interface identifier are not 128 bits (RFC 4862 5.5.3 d)
    MTU_OUT_OF_RANGE,     //!< under 1280 or over the link's MTU (RFC 4861 6.3.4)
    TIMER_OUT_OF_RANGE,   //!< a timer of the header that would stop, or flood, the link
    LINK_LAYER_ADDRESS_LENGTH, //!< SLLA that does not fit the link
    MULTICAST_PREFIX,          //!< PIO or RIO of a multicast prefix
    ROUTER_LIMIT,              //!< as many default routers as the PvD may have
    PREFIX_LIMIT,              //!< as many prefixes as the PvD may have
    ADDRESS_LIMIT,             //!< as many addresses as the interface may have
    ROUTE_LIMIT,               //!< as many routes as the PvD may have
    RESOLVER_LIMIT,            //!< as many resolvers as the PvD may have
    SEARCH_DOMAIN_LIMIT,       //!< as many search domains as the PvD may have
    ROUTE_PREFIX_LENGTH,       //!< RIO outside the interface's accepted prefix lengths
    DUPLICATE_ADDRESS,         //!< PIO of an address that failed DAD (RFC 4862 5.4.5)
    STATIC_CONFIGURATION,      //!< the user configured this by hand (RFC 8106 1.2)
    HOST_TYPE,                 //!< RIO at a host of type A or B (RFC 4191 3.1)
};

/// \return the reason in a few words, lower case
const char* ToString(RaDropReason reason);
/// \copydoc ToString(RaDropReason)
const char* ToString(NdDropReason reason);
/// \copydoc ToString(RaDropReason)
const char* ToString(NeighborDropReason reason);
/// \copydoc ToString(RaDropReason)
const char* ToString(OptionIgnoreReason reason);

} // namespace ns3

#endif /* PVD_DROP_REASON_H */
