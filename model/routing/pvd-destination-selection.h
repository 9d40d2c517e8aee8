/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_DESTINATION_SELECTION_H
#define PVD_DESTINATION_SELECTION_H

#include "pvd-source-selection.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/// Rules of RFC 6724, section 6, in their order.
enum class PvdDestinationRule : uint8_t
{
    USABLE,         //!< 1
    SCOPE,          //!< 2
    DEPRECATED,     //!< 3
    HOME_ADDRESS,   //!< 4
    LABEL,          //!< 5
    PRECEDENCE,     //!< 6
    NATIVE,         //!< 7
    SMALLER_SCOPE,  //!< 8
    LONGEST_PREFIX, //!< 9
    ORDER,          //!< 10: as it was given
};

/// \return "D1" to "D10"
const char* ToString(PvdDestinationRule rule);

/// What destination address selection knows of a destination.
struct PvdDestination
{
    PvdDestination() = default;
    /// \param address IPv6, or IPv4-mapped
    explicit PvdDestination(const Ipv6Address& address);

    Ipv6Address address;       //!< the destination
    PvdIpv6Bits bits;          //!< the same
    bool unreachable{false};   //!< known to be, or without a route
    bool encapsulated{false};  //!< reached through a tunnel
    bool hasSource{false};     //!< there is a source address for it
    PvdSourceCandidate source; //!< Source(D), if there is one
};

/**
 * \ingroup pvd-routing
 * Sort destinations after RFC 6724, section 6. Rules 9 and 10 compare addresses of one family, so
 * those of the other keep their places: the result depends on the order given in nothing else.
 *
 * \param destinations with their sources
 * \param policies labels and precedences
 * \return their places in the new order
 */
std::vector<std::size_t> SortPvdDestinations(const std::vector<PvdDestination>& destinations,
                                             const PvdPolicyTable& policies);

/**
 * \param a a destination
 * \param b another, given after it
 * \param policies labels and precedences
 * \param [out] rule which rule decides
 * \return positive if a comes first, else negative
 */
int CompareDestinations(const PvdDestination& a,
                        const PvdDestination& b,
                        const PvdPolicyTable& policies,
                        PvdDestinationRule& rule);

} // namespace ns3

#endif /* PVD_DESTINATION_SELECTION_H */
