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
 * \brief Which routers answer, as the neighbour cache tells it (RFC 4861, section 6.3.6; RFC 4191,
 * sections 3.2 and 3.5).
 *
 * A router of which nothing is known counts as reachable. ns-3 forgets a neighbour that does not
 * answer; here it is remembered that it was asked in vain, until it is heard of again: one that was
 * used and is not in the neighbour cache any more did not answer.
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
     * A router is used, whether it answers or not: ns-3 is to look for it itself. If it is gone
     * from the neighbour cache when it is asked for again, it has not answered.
     * \param interface interface index
     * \param router its address
     */
    void Use(uint32_t interface, const Ipv6Address& router);

    /// \param interface interface index; what is known of its link ends
    void RemoveInterface(uint32_t interface);

  private:
    /// A router that was asked in vain.
    struct Silent
    {
        Time probed;         //!< when it was asked last
        bool probing{false}; //!< its entry in the neighbour cache is ours
    };

    /// Interface index and address.
    using Key = std::pair<uint32_t, Ipv6Address>;

    void MarkSilent(const Key& key, Time asked);

    Ptr<Ipv6L3Protocol> m_ipv6;     //!< the node's IPv6
    std::map<Key, Silent> m_silent; //!< routers that do not answer
    std::map<Key, Time> m_used;     //!< routers that were used, and when last
};

} // namespace ns3

#endif /* PVD_ROUTER_REACHABILITY_H */
