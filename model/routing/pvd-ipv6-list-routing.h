/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_IPV6_LIST_ROUTING_H
#define PVD_IPV6_LIST_ROUTING_H

#include "ns3/ipv6-list-routing.h"

namespace ns3
{

class PvdIpv6Routing;

/**
 * \ingroup pvd-routing
 * \brief Asks PvdIpv6Routing and other routing protocols in turn, as Ipv6ListRouting does; but what
 * a bound socket sends, PvdIpv6Routing decides alone, as no other protocol knows of PvDs.
 */
class PvdIpv6ListRouting : public Ipv6ListRouting
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    PvdIpv6ListRouting();
    ~PvdIpv6ListRouting() override;

    /// \param routing the protocol that knows of PvDs; it is added with priority 0
    void SetPvdRouting(const Ptr<PvdIpv6Routing>& routing);

    // Ipv6RoutingProtocol
    Ptr<Ipv6Route> RouteOutput(Ptr<Packet> packet,
                               const Ipv6Header& header,
                               Ptr<NetDevice> oif,
                               Socket::SocketErrno& sockerr) override;

  protected:
    void DoDispose() override;

  private:
    Ptr<PvdIpv6Routing> m_routing; //!< the protocol that knows of PvDs
};

} // namespace ns3

#endif /* PVD_IPV6_LIST_ROUTING_H */
