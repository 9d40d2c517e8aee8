/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_NEIGHBOR_TABLE_H
#define PVD_NEIGHBOR_TABLE_H

#include "ns3/ipv6-address.h"

#include <cstdint>

namespace ns3
{

/**
 * \ingroup pvd-state
 * \brief What Neighbor Discovery offers to those who decide and those who send. The ICMPv6 protocol
 * of a PvD-aware host is one.
 */
class PvdNeighborTable
{
  public:
    virtual ~PvdNeighborTable() = default;

    /**
     * Ask a neighbour, by one Neighbor Solicitation, whether it is there (RFC 4191, section 3.5).
     * Nothing is sent if it is being asked already, or known to be there.
     * \param interface interface index
     * \param neighbor its address
     */
    virtual void ProbeNeighbor(uint32_t interface, const Ipv6Address& neighbor) = 0;

    /**
     * An upper layer has seen that what was sent to a neighbour arrives (RFC 4861, section 7.3.1).
     * \param interface interface index
     * \param neighbor its address
     */
    virtual void ConfirmNeighbor(uint32_t interface, const Ipv6Address& neighbor) = 0;
};

} // namespace ns3

#endif /* PVD_NEIGHBOR_TABLE_H */
