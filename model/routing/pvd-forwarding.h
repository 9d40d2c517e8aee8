/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FORWARDING_H
#define PVD_FORWARDING_H

#include "ns3/ipv6.h"

#include <cstdint>
#include <optional>

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

/**
 * \ingroup pvd-routing
 * \param ipv6 IPv6 of a node
 * \param interface interface index
 * \param address any address
 * \return an own address with a prefix of which the other one is the Subnet-Router anycast address
 * (RFC 4291, section 2.6.1), if the interface forwards packets; otherwise nothing. Prefixes of 127
 * bits have none (RFC 6164).
 */
std::optional<Ipv6Address> FindAnycastOwner(const Ipv6& ipv6,
                                            uint32_t interface,
                                            const Ipv6Address& address);
/// The same on all interfaces. \param ipv6 IPv6 of a node \param address any address \return an own
/// address
std::optional<Ipv6Address> FindAnycastOwner(const Ipv6& ipv6, const Ipv6Address& address);

/**
 * \ingroup pvd-routing
 * \param ipv6 IPv6 of a node
 * \param interface interface index
 * \param group a multicast address
 * \return true if it is the solicited-node address of an anycast address of the node there, and of
 * none that is assigned, which ns-3 knows
 */
bool IsAnycastGroup(const Ipv6& ipv6, uint32_t interface, const Ipv6Address& group);

} // namespace ns3

#endif /* PVD_FORWARDING_H */
