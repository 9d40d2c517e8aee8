/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FLOW_SCOPE_H
#define PVD_FLOW_SCOPE_H

#include "pvd-indexes.h"

#include "ns3/ipv6-address.h"

#include <cstdint>

namespace ns3
{

class PvdIpv6Routing;

/**
 * \ingroup pvd-routing
 * \brief What the packets of a socket may use. Plain values, ready for each packet.
 */
struct PvdFlowBinding
{
    bool bound{false};    //!< only pvds may be used
    bool together{false}; //!< pvds are one set; else the first that has a way is taken
    bool rerouted{false}; //!< the source stays although it is not of pvds
    PvdIndexes pvds;      //!< indexes of PvDs, in order
    Ipv6Address source;   //!< of packets that have none yet; "::": to be chosen
    int32_t oif{-1};      //!< outgoing interface of packets that have none yet, or -1
};

/**
 * \ingroup pvd-routing
 * \brief While it lives, packets of the node leave as one socket may send.
 *
 * RouteOutput is not told which socket sends. Who opens a scope around a socket's operation tells
 * it; scopes are nested as calls are. What is common to all PvDs can be reached from each.
 */
class PvdFlowScope
{
  public:
    /**
     * \param routing the node's routing; null: the scope does nothing
     * \param binding what may be used; it must outlive the scope
     */
    PvdFlowScope(PvdIpv6Routing* routing, const PvdFlowBinding& binding);
    ~PvdFlowScope();
    PvdFlowScope(const PvdFlowScope&) = delete;
    PvdFlowScope& operator=(const PvdFlowScope&) = delete;

    /// \param routing routing of a node \return true if who sends there now is bound to PvDs
    static bool IsBound(const PvdIpv6Routing& routing);
    /// \param routing routing of a node \return true if who sends there now is in a scope
    static bool IsOpen(const PvdIpv6Routing& routing);

    /// No packet finds a route in this scope any more: ERROR_SHUTDOWN.
    void Revoke()
    {
        m_isRevoked = true;
    }

    /// \return true if Revoke was called
    bool IsRevoked() const
    {
        return m_isRevoked;
    }

    /// \return index of the PvD whose route was used last, or 0
    uint64_t GetPvd() const
    {
        return m_pvd;
    }

  private:
    friend class PvdIpv6Routing;

    PvdIpv6Routing* m_routing;       //!< the node's routing, or null
    PvdFlowScope* m_outer;           //!< the scope around this one, or null
    const PvdFlowBinding& m_binding; //!< what may be used
    uint64_t m_pvd{0};               //!< see GetPvd
    bool m_isRevoked{false};         //!< see Revoke
};

} // namespace ns3

#endif /* PVD_FLOW_SCOPE_H */
