/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_ROUTER_FILTER_H
#define PVD_MULTIHOMING_ROUTER_FILTER_H

#include "ns3/error-model.h"
#include "ns3/mac48-address.h"

namespace multihoming
{

/// Lets a device hear the Router Advertisements of one router only: what an administrator does to
/// have one PvD on each virtual interface.
class RouterFilter : public ns3::ErrorModel
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static ns3::TypeId GetTypeId();

    /// \param router hardware address of the only router
    void SetRouter(const ns3::Mac48Address& router);

  private:
    bool DoCorrupt(ns3::Ptr<ns3::Packet> packet) override;
    void DoReset() override;

    ns3::Mac48Address m_router; //!< the only router
};

} // namespace multihoming

#endif /* PVD_MULTIHOMING_ROUTER_FILTER_H */
