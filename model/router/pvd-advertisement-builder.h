/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ADVERTISEMENT_BUILDER_H
#define PVD_ADVERTISEMENT_BUILDER_H

#include "pvd-router-advertisement.h"
#include "pvd-router-configuration.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace ns3
{

/// What a message depends on besides the configuration.
struct PvdAdvertisingMoment
{
    uint64_t elapsed{0};                   //!< since lifetimes began to count down, seconds
    bool ceasing{false};                   //!< the interface stops to advertise: a final RA
    bool bare{false};                      //!< options are left out, but for the PvD option's head
    bool forwarding{true};                 //!< the interface forwards
    std::set<std::string> downUplinks;     //!< uplinks that are down
    std::vector<uint8_t> linkLayerAddress; //!< of the interface; empty: it has none
    uint32_t linkMtu{1500};                //!< of the interface, octets
};

/// The messages of an advertisement, and what cannot be sent of it.
struct PvdBuiltAdvertisement
{
    std::vector<RouterAdvertisement> messages; //!< at least one; each fits into one packet
    std::vector<std::string> unsendable;       //!< a sentence for each option that is left out
};

/**
 * \ingroup pvd-router
 * \brief Make the messages of an advertisement (RFC 4861 section 6.2.3).
 *
 * What does not fit into one packet, or into one PvD option, is spread over several messages. Each
 * begins its PvD option with the same octets, inner header included, and each option is in one of
 * them (RFC 8801 section 3.2). Lists of RDNSS and DNSSL options are split where it must be. No
 * message has a lifetime of a router that does not forward (RFC 4861 section 6.2.5), and none with
 * Router Lifetime 0 a preference (RFC 4191 section 2.2).
 *
 * \param interface without mistakes
 * \param advertisement one of those of the interface
 * \param moment all else
 * \return the messages
 */
PvdBuiltAdvertisement BuildAdvertisement(const PvdAdvertisingInterface& interface,
                                         const PvdAdvertisement& advertisement,
                                         const PvdAdvertisingMoment& moment);

} // namespace ns3

#endif /* PVD_ADVERTISEMENT_BUILDER_H */
