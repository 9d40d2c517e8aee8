/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-router-advertisement.h"

/**
 * \file
 * \ingroup pvd-wire
 * What the values of a message are beyond their octets: equality and the words for reasons.
 */

namespace ns3
{

const char*
ToString(RaDropReason reason)
{
    switch (reason)
    {
    case RaDropReason::NONE:
        return "not dropped";
    case RaDropReason::TOO_SHORT:
        return "too short";
    case RaDropReason::NOT_AN_RA:
        return "not a router advertisement";
    case RaDropReason::CODE:
        return "code not 0";
    case RaDropReason::OPTION_LENGTH_ZERO:
        return "option of length 0";
    case RaDropReason::OPTION_OVERRUN:
        return "option past the end";
    case RaDropReason::HOP_LIMIT:
        return "hop limit not 255";
    case RaDropReason::SOURCE_NOT_LINK_LOCAL:
        return "source not link-local";
    case RaDropReason::PAYLOAD_LENGTH:
        return "shorter than the ipv6 payload length";
    case RaDropReason::CHECKSUM:
        return "wrong checksum";
    case RaDropReason::FRAGMENTED:
        return "fragmented";
    case RaDropReason::OWN_ADDRESS:
        return "sent by this node";
    case RaDropReason::FORWARDING:
        return "interface forwards";
    case RaDropReason::NOT_ACCEPTED:
        return "Router Advertisements are not accepted";
    case RaDropReason::INTERFACE_DOWN:
        return "interface down";
    case RaDropReason::PVD_LIMIT:
        return "too many pvds";
    case RaDropReason::PVD_BLOCKED:
        return "pvd blocked";
    }
    return "unknown reason";
}

const char*
ToString(NdDropReason reason)
{
    switch (reason)
    {
    case NdDropReason::NONE:
        return "not dropped";
    case NdDropReason::TOO_SHORT:
        return "too short";
    case NdDropReason::HOP_LIMIT:
        return "hop limit not 255";
    case NdDropReason::EXTENSION_HEADER:
        return "fragmented, or behind extension headers";
    case NdDropReason::CHECKSUM:
        return "wrong checksum";
    case NdDropReason::CODE:
        return "code not 0";
    case NdDropReason::OPTIONS:
        return "malformed options";
    case NdDropReason::TARGET:
        return "unfit target";
    case NdDropReason::DESTINATION:
        return "unfit destination";
    case NdDropReason::SOURCE:
        return "source that nobody has";
    case NdDropReason::UNSPECIFIED_SOURCE:
        return "link-layer address of nobody";
    case NdDropReason::LINK_LOCAL_SOURCE:
        return "source not link-local";
    case NdDropReason::REDIRECTED:
        return "redirects multicast";
    case NdDropReason::FIRST_HOP:
        return "redirects what is not the sender's";
    case NdDropReason::PATH_MTU:
        return "unbelievable path mtu";
    case NdDropReason::NOT_ASSIGNED:
        return "destination is no address of the interface yet";
    }
    return "unknown reason";
}

const char*
ToString(NeighborDropReason reason)
{
    switch (reason)
    {
    case NeighborDropReason::QUEUE_LIMIT:
        return "too many packets wait";
    case NeighborDropReason::NEIGHBOR_LIMIT:
        return "too many neighbours";
    case NeighborDropReason::UNREACHABLE:
        return "neighbour does not answer";
    }
    return "unknown reason";
}

const char*
ToString(OptionIgnoreReason reason)
{
    switch (reason)
    {
    case OptionIgnoreReason::UNKNOWN_TYPE:
        return "unknown type";
    case OptionIgnoreReason::NOT_FOR_RA:
        return "not for a router advertisement";
    case OptionIgnoreReason::BAD_LENGTH:
        return "bad length";
    case OptionIgnoreReason::PREFIX_LENGTH:
        return "prefix length over 128";
    case OptionIgnoreReason::RESERVED_PREFERENCE:
        return "reserved preference";
    case OptionIgnoreReason::BAD_NAME:
        return "bad domain name";
    case OptionIgnoreReason::NOT_UNICAST:
        return "not a unicast address";
    case OptionIgnoreReason::BAD_URI:
        return "bad uri";
    case OptionIgnoreReason::PVD_NO_INNER_HEADER:
        return "no room for the inner header";
    case OptionIgnoreReason::PVD_OPTION_OVERRUN:
        return "contained option past the end";
    case OptionIgnoreReason::SECOND_PVD:
        return "second pvd option";
    case OptionIgnoreReason::PVD_NOT_PARSED:
        return "pvd options are not understood here";
    case OptionIgnoreReason::NESTED_PVD:
        return "pvd option in a pvd option";
    case OptionIgnoreReason::LINK_LOCAL_PREFIX:
        return "link-local prefix";
    case OptionIgnoreReason::PREFERRED_OVER_VALID:
        return "preferred over valid lifetime";
    case OptionIgnoreReason::NOT_SLAAC_LENGTH:
        return "prefix length not fit for slaac";
    case OptionIgnoreReason::MTU_OUT_OF_RANGE:
        return "mtu out of range";
    case OptionIgnoreReason::TIMER_OUT_OF_RANGE:
        return "timer out of range";
    case OptionIgnoreReason::LINK_LAYER_ADDRESS_LENGTH:
        return "link-layer address does not fit the link";
    case OptionIgnoreReason::MULTICAST_PREFIX:
        return "multicast prefix";
    case OptionIgnoreReason::ROUTER_LIMIT:
        return "too many routers";
    case OptionIgnoreReason::PREFIX_LIMIT:
        return "too many prefixes";
    case OptionIgnoreReason::ADDRESS_LIMIT:
        return "too many addresses";
    case OptionIgnoreReason::ROUTE_LIMIT:
        return "too many routes";
    case OptionIgnoreReason::RESOLVER_LIMIT:
        return "too many resolvers";
    case OptionIgnoreReason::SEARCH_DOMAIN_LIMIT:
        return "too many search domains";
    case OptionIgnoreReason::ROUTE_PREFIX_LENGTH:
        return "route prefix length not accepted";
    case OptionIgnoreReason::DUPLICATE_ADDRESS:
        return "duplicate address";
    case OptionIgnoreReason::STATIC_CONFIGURATION:
        return "configured by hand";
    case OptionIgnoreReason::HOST_TYPE:
        return "host type ignores routes";
    }
    return "unknown reason";
}

bool
operator==(const RaHeader& a, const RaHeader& b)
{
    return a.curHopLimit == b.curHopLimit && a.managed == b.managed &&
           a.otherConfig == b.otherConfig && a.homeAgent == b.homeAgent && a.proxy == b.proxy &&
           a.preference == b.preference && a.routerLifetime == b.routerLifetime &&
           a.reachableTime == b.reachableTime && a.retransTimer == b.retransTimer;
}

bool
operator==(const PvdOption& a, const PvdOption& b)
{
    return a.http == b.http && a.legacy == b.legacy && a.delay == b.delay &&
           a.sequence == b.sequence && a.id == b.id && a.header == b.header &&
           a.options == b.options;
}

bool
operator==(const RouterAdvertisement& a, const RouterAdvertisement& b)
{
    return a.header == b.header && a.options == b.options;
}

} // namespace ns3
