/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_PACKET_PARAMETERS_H
#define PVD_PACKET_PARAMETERS_H

#include "pvd-ipv6-interface.h"
#include "pvd-provisioning-domain.h"

#include "ns3/ipv6-header.h"
#include "ns3/packet.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief Hop Limit and MTU of packets, as the routers of their PvD and of their link say (RFC 4861,
 * section 6.3.4). Where they differ, the PvD has the last word: its routers are on the packet's
 * way.
 */
class PvdPacketParameters
{
  public:
    /// \param state of the outgoing interface \param pvd of the packet; null: of none
    /// \return Cur Hop Limit, or nothing if no router has said any
    static std::optional<uint8_t> GetHopLimit(const PvdIpv6Interface& state, const Ptr<Pvd>& pvd);
    /// \param state of the outgoing interface \param pvd of the packet; null: of none
    /// \return the MTU of the link for such packets, octets, or nothing if no router has said any
    static std::optional<uint32_t> GetMtu(const PvdIpv6Interface& state, const Ptr<Pvd>& pvd);

    /// \param header a header with which ns-3 asks for a route \return true if it asks for a
    /// socket, so that the packet's own header is not made yet
    static bool IsOfSocket(const Ipv6Header& header);
    /// Give a packet its Hop Limit, unless its socket has given it one. \param packet a packet, or
    /// null \param hopLimit the Hop Limit
    static void SetHopLimit(const Ptr<Packet>& packet, uint8_t hopLimit);
};

} // namespace ns3

#endif /* PVD_PACKET_PARAMETERS_H */
