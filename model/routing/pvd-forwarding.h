/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FORWARDING_H
#define PVD_FORWARDING_H

#include "ns3/ipv6.h"

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \param ipv6 IPv6 of a node
 * \return true if the node is a router: an interface other than the loopback one forwards packets
 * (RFC 4861, section 2.1)
 */
bool IsPvdRouter(const Ipv6& ipv6);

/**
 * \ingroup pvd-routing
 * \param group a multicast address
 * \return true if its scope is larger than a link, so that routers may be on the way to its members
 * (RFC 4291, section 2.7)
 */
bool IsBeyondLink(const Ipv6Address& group);

} // namespace ns3

#endif /* PVD_FORWARDING_H */
