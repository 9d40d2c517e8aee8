/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ADVERTISED_SOURCES_H
#define PVD_ADVERTISED_SOURCES_H

#include "pvd-router-configuration.h"

#include "ns3/ipv6-address.h"
#include "ns3/ipv6.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/// What was advertised from an address that is not its source any more.
struct PvdLostSource
{
    Ipv6Address address;            //!< the old source
    PvdAdvertisement advertisement; //!< what hosts learned from it
    uint32_t times;                 //!< how often it is still to be withdrawn
};

/**
 * \ingroup pvd-router
 * \brief Where the messages of an interface come from, and what must be withdrawn because that has
 * changed (RFC 4861 section 6.2.8).
 *
 * A host knows a router by its link-local address: what was said from the old one stays there until
 * it expires, unless a last message from the old address takes it back.
 */
class PvdAdvertisedSources
{
  public:
    /**
     * \param ipv6 of the node
     * \param interface interface index
     * \param advertisement what is to be sent
     * \return where its messages come from; "::" if it cannot be sent now
     */
    static Ipv6Address Find(const Ptr<Ipv6>& ipv6,
                            uint32_t interface,
                            const PvdAdvertisement& advertisement);

    /**
     * Remember the sources of advertisements.
     * \param ipv6 of the node
     * \param interface interface index
     * \param all what is advertised from now on
     */
    void Set(const Ptr<Ipv6>& ipv6, uint32_t interface, const std::vector<PvdAdvertisement>& all);

    /**
     * See whether the sources are still the same.
     * \param ipv6 of the node
     * \param interface interface index
     * \param all what is advertised, the same as in Set
     * \param times how often what came from another address is to be withdrawn
     * \return true if one of them has changed
     */
    bool Update(const Ptr<Ipv6>& ipv6,
                uint32_t interface,
                const std::vector<PvdAdvertisement>& all,
                uint32_t times);

    /// \return what is to be withdrawn now; it counts as done
    std::vector<PvdLostSource> Withdraw();

  private:
    std::vector<Ipv6Address> m_current; //!< by advertisement; "::": none yet
    std::vector<PvdLostSource> m_lost;  //!< to be withdrawn
};

} // namespace ns3

#endif /* PVD_ADVERTISED_SOURCES_H */
