/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_END_POINTS_H
#define PVD_END_POINTS_H

#include "ns3/ipv4-address.h"
#include "ns3/net-device.h"

#include <cstddef>
#include <cstdint>

namespace ns3
{

class Ipv4EndPoint;
class Ipv6EndPoint;
class UdpL4Protocol;

/**
 * \ingroup pvd-binding
 * \param udp the UDP of a node, with at least one end point over IPv6
 * \return the end point over IPv6 that was made last
 */
Ipv6EndPoint* GetNewestEndPoint(const UdpL4Protocol& udp);

/**
 * \ingroup pvd-binding
 * \param udp the UDP of a node
 * \return how many end points over IPv6 it has
 */
std::size_t CountEndPoints(const UdpL4Protocol& udp);

/**
 * \ingroup pvd-binding
 * \param udp the UDP of a node
 * \param address a local address, or "0.0.0.0"
 * \param port a local port
 * \param device to which it is bound, or null
 * \return their end point over IPv4, or null
 */
Ipv4EndPoint* FindIpv4EndPoint(const UdpL4Protocol& udp,
                               const Ipv4Address& address,
                               uint16_t port,
                               const Ptr<NetDevice>& device);

} // namespace ns3

#endif /* PVD_END_POINTS_H */
