/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_POLICY_ROUTING_H
#define PVD_MULTIHOMING_POLICY_ROUTING_H

#include "ns3/pvd-ipv6-routing.h"

#include <map>
#include <string>
#include <utility>

namespace multihoming
{

/**
 * Policy routing as Linux has it, to compare with: a routing table for each PvD, filled with the
 * routes of its routers, and rules that mark packets on their way out and choose the table by the
 * mark. The rules see packets: protocol and destination port. By then the source address is chosen,
 * with the main table, and it stays as it is. What the table of a mark does not know, the main one
 * decides.
 */
class PolicyRouting : public ns3::PvdIpv6Routing
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static ns3::TypeId GetTypeId();

    /// \param protocol protocol number \param port destination port; 0: all
    /// \param pvd whose table is used
    void AddRule(uint8_t protocol, uint16_t port, const std::string& pvd);

    ns3::Ptr<ns3::Ipv6Route> RouteOutput(ns3::Ptr<ns3::Packet> p,
                                         const ns3::Ipv6Header& header,
                                         ns3::Ptr<ns3::NetDevice> oif,
                                         ns3::Socket::SocketErrno& sockerr) override;
    void SetIpv6(ns3::Ptr<ns3::Ipv6> ipv6) override;

  private:
    /// \return the PvD whose table is used for a packet, or null
    ns3::Ptr<ns3::Pvd> FindTable(const ns3::Ptr<ns3::Packet>& packet,
                                 const ns3::Ipv6Header& header) const;

    ns3::Ptr<ns3::Ipv6> m_ipv6;                                  //!< the node's IPv6
    std::map<std::pair<uint8_t, uint16_t>, std::string> m_rules; //!< see AddRule
};

} // namespace multihoming

#endif /* PVD_MULTIHOMING_POLICY_ROUTING_H */
