/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_BENCH_LINK_H
#define PVD_BENCH_LINK_H

#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/pvd-module.h"
#include "ns3/simple-channel.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * What the benchmarks share: a link with hosts of either kind, and the messages of a router.
 */

namespace pvdbench
{

/// Who is measured.
enum class Side
{
    OURS, //!< PvD-aware hosts
    STOCK //!< the hosts of ns-3
};

/// \param side a side \return its name in the driver's figures
std::string ToString(Side side);

/// All that a router's message says.
struct RouterConfig
{
    uint32_t router{1};               //!< number of the router; its prefixes depend on it
    uint32_t prefixes{1};             //!< number of Prefix Information options, with L and A
    uint32_t validLifetime{3600};     //!< seconds
    uint32_t preferredLifetime{1800}; //!< seconds
    uint16_t routerLifetime{1800};    //!< seconds
};

/// \param router number of a router \return its hardware address
ns3::Mac48Address GetHardwareAddress(uint32_t router);
/// \param router number of a router \return its link-local address
ns3::Ipv6Address GetLinkLocalAddress(uint32_t router);

/**
 * \param config what to say
 * \return a Router Advertisement to all nodes, with Source Link-Layer Address, MTU and prefixes:
 * ICMPv6 from its Type on, with a valid checksum
 */
std::vector<uint8_t> MakeRouterAdvertisement(const RouterConfig& config);

/// Send a message from a device of the link. \param device which \param config what it says
void SendAdvertisement(ns3::Ptr<ns3::NetDevice> device, const RouterConfig& config);

/// \param router number of a router \param size octets of its message \return what goes before it
ns3::Ipv6Header MakeIpv6Header(uint32_t router, uint16_t size);

/// \param channel the link \param number how many \return devices of as many new nodes there
ns3::NetDeviceContainer AddDevices(ns3::Ptr<ns3::SimpleChannel> channel, uint32_t number);

/**
 * Make hosts as a user's script does, with the helpers and what they do of themselves.
 * \param side whose stack
 * \param channel the link
 * \param number how many
 * \return new hosts whose interface 1 is on the link
 */
ns3::NodeContainer AddHosts(Side side, ns3::Ptr<ns3::SimpleChannel> channel, uint32_t number);

/**
 * Let a router on the link send one message, and the hosts there see to their addresses.
 * \param channel the link
 * \param config what the router says
 */
void AdvertiseOnce(ns3::Ptr<ns3::SimpleChannel> channel, const RouterConfig& config);

/// \param host a host of ours that knows one PvD \return the binding to it
ns3::PvdBinding GetOnlyPvd(ns3::Ptr<ns3::Node> host);

/// \param host a host \return its first preferred address that is not link-local
ns3::Ipv6Address GetGlobalAddress(ns3::Ptr<ns3::Node> host);

/**
 * Tell how many addresses were autoconfigured, so that a comparison of hosts that did not do the
 * same work can be refused.
 * \param host a host
 * \return number of preferred addresses of interface 1 that are not link-local
 */
uint32_t CountAddresses(ns3::Ptr<ns3::Node> host);

} // namespace pvdbench

#endif /* PVD_BENCH_LINK_H */
