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

} // namespace ns3

#endif /* PVD_FORWARDING_H */
