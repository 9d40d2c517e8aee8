/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_DHCP_CLIENTS_H
#define PVD_DHCP_CLIENTS_H

#include "pvd-registry.h"

#include "ns3/application.h"

namespace ns3
{

/**
 * \ingroup pvd-host
 * \brief Hand the leases of one of ns-3's DHCP clients to PvdDhcpAssociation from now on.
 *
 * Dhcp6Client applies addresses and nothing else, and removes them itself when their valid lifetime
 * ends; so they never end by themselves here. DhcpClient applies an address and a default route.
 *
 * \param application an application; nothing happens unless it is a Dhcp6Client or a DhcpClient
 * \param registry the PvDs of its node
 */
void PvdFollowDhcpClient(const Ptr<Application>& application, const Ptr<PvdRegistry>& registry);

} // namespace ns3

#endif /* PVD_DHCP_CLIENTS_H */
