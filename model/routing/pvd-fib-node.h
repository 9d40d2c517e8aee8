/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FIB_NODE_H
#define PVD_FIB_NODE_H

#include "pvd-entry.h"
#include "pvd-huge-page-allocator.h"
#include "pvd-ipv6-bits.h"
#include "pvd-provisioning-domain.h"

#include <cstdint>
#include <tuple>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief What the routes of one prefix are told apart by. Routes to many prefixes share one.
 */
struct PvdFibKey
{
    Ptr<Pvd> pvd;        //!< the PvD that the route came from, or null
    PvdIpv6Bits gateway; //!< next hop, "::" if on-link
    PvdIpv6Bits source;  //!< source prefix; bits past sourceLength are 0
    uint32_t interface {
        0
    };                       //!< interface index
    uint8_t sourceLength{0}; //!< length of the source prefix; 0: from anywhere

    /// \return true if packets from an address may take the route
    bool AcceptsSource(const PvdIpv6Bits& address) const
    {
        return address.GetCommonLength(source) >= sourceLength;
    }

    /// \return true if this one comes first, in any order
    bool operator<(const PvdFibKey& other) const
    {
        return std::tie(pvd, interface, sourceLength, gateway, source) <
               std::tie(other.pvd,
                        other.interface,
                        other.sourceLength,
                        other.gateway,
                        other.source);
    }
};

/**
 * \ingroup pvd-routing
 * \brief A route, as the FIB keeps it with its prefix; half a cache line.
 */
struct PvdFibRoute
{
    const PvdFibKey* key{nullptr};                         //!< where to, and for whom
    Time expiry;                                           //!< end of the route
    uint32_t next{UINT32_MAX};                             //!< the next of the prefix, or NONE
    uint32_t metric{0};                                    //!< smaller is better
    uint32_t lifetime{0};                                  //!< as last received, seconds
    RouterPreference preference{RouterPreference::MEDIUM}; //!< RFC 4191
    PvdOrigin origin{PvdOrigin::RA};                       //!< who told of it
};

/**
 * \ingroup pvd-routing
 * \brief A node of the trie of PvdFib; one cache line, so that who has found the prefix has the
 * first of its routes.
 */
struct alignas(64) PvdFibNode
{
    /// No node, no route.
    static constexpr uint32_t NONE = UINT32_MAX;
    /// Bits of an address.
    static constexpr uint8_t LENGTH = 128;

    /// A list that may be as long as a table of the Internet.
    template <class T>
    using Large = std::vector<T, PvdHugePageAllocator<T>>;

    PvdIpv6Bits prefix;               //!< bits past length are 0
    uint32_t children[2]{NONE, NONE}; //!< where the bit behind the prefix is 0, and 1; or NONE
    uint8_t length{0};                //!< of the prefix
    PvdFibRoute first;                //!< the first route, without a key if there is none

    /// \return true if there are routes
    bool HasRoutes() const
    {
        return first.key != nullptr;
    }
};

} // namespace ns3

#endif /* PVD_FIB_NODE_H */
