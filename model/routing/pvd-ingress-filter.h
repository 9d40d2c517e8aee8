/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_INGRESS_FILTER_H
#define PVD_INGRESS_FILTER_H

#include "pvd-ipv6-bits.h"
#include "pvd-on-demand.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief Which source addresses may enter a forwarding node over which interface (BCP 38).
 *
 * An interface without a prefix lets all in.
 */
class PvdIngressFilter
{
  public:
    /**
     * \param interface interface index
     * \param prefix prefix of source addresses that may enter
     * \param length its length, 0..128
     */
    void Allow(uint32_t interface, const Ipv6Address& prefix, uint8_t length);
    /// Let all in again. \param interface interface index
    void Clear(uint32_t interface);
    /// \param interface interface index \param source a source address \return true if it may enter
    bool Accepts(uint32_t interface, const Ipv6Address& source) const;

  private:
    using Prefixes = std::vector<std::pair<PvdIpv6Bits, uint8_t>>;

    PvdMapOnDemand<uint32_t, Prefixes> m_prefixes; //!< by interface
};

} // namespace ns3

#endif /* PVD_INGRESS_FILTER_H */
