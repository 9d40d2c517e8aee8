/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ROUTER_REACHABILITY_H
#define PVD_ROUTER_REACHABILITY_H

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <map>
#include <utility>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief Which routers answer, as Neighbor Discovery notifies it (RFC 4861, sections 6.3.6 and 7.3;
 * RFC 4191, sections 3.2 and 3.5).
 *
 * A router of which nothing is known counts as reachable, and one whose link-layer address is being
 * asked for does not. One that was given up is remembered as silent until it has answered: that a
 * packet comes from it does not show that it receives what is sent to it (RFC 4861, section 7.3.1).
 */
class PvdRouterReachability
{
  public:
    /// At most one probe of a router in this time (RFC 4191, section 3.5), seconds.
    static constexpr int64_t PROBE_INTERVAL = 60;

    /// \param ipv6 the node's IPv6
    explicit PvdRouterReachability(Ptr<Ipv6L3Protocol> ipv6);

    /// \param interface interface index \param router its address \return true if worth a try
    bool IsReachable(uint32_t interface, const Ipv6Address& router);

    /**
     * Ask a router that does not answer whether it is back, unless it has been asked lately. A
     * packet has just gone to a worse one.
     * \param interface interface index
     * \param router its address
     */
    void Probe(uint32_t interface, const Ipv6Address& router);

    /**
     * A neighbour has answered, or a next hop was given up.
     * \param interface interface index
     * \param neighbor its address
     * \param isReachable true if it has answered
     */
    void Notify(uint32_t interface, const Ipv6Address& neighbor, bool isReachable);

    /// \param interface interface index; what is known of its link ends
    void RemoveInterface(uint32_t interface);

  private:
    /// Interface index and address.
    using Key = std::pair<uint32_t, Ipv6Address>;

    Ptr<Ipv6L3Protocol> m_ipv6;   //!< the node's IPv6
    std::map<Key, Time> m_silent; //!< routers that do not answer, and when they were asked last
};

} // namespace ns3

#endif /* PVD_ROUTER_REACHABILITY_H */
