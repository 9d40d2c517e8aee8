/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_REDIRECTS_H
#define PVD_REDIRECTS_H

#include "pvd-ipv6-bits.h"
#include "pvd-on-demand.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief Better first hops, as routers have told of them in Redirects (RFC 4861, section 8.3).
 * Internal to PvdIpv6Routing.
 *
 * A Redirect to another router counts for its pair of source and destination alone (RFC 8028,
 * section 3.4); one that says that the destination is on the link counts for each source. Either
 * holds only for packets that the router which sent it would get: of the same PvD, by the same
 * interface. It ends when there are so many newer ones that its place is needed.
 */
class PvdRedirects
{
  public:
    /// Packets that somebody would get.
    struct Flow
    {
        PvdIpv6Bits destination; //!< where to
        PvdIpv6Bits source;      //!< from where
        uint32_t interface;      //!< outgoing interface
        uint64_t pvd;            //!< index of the PvD of the route, or 0
    };

    /// How many are kept.
    static constexpr std::size_t LIMIT = 1024;

    /**
     * \param flow packets
     * \param router the next hop that they have
     * \param target the better one; "::": the destination is on the link
     * \param isAgain the next hop is not that of the route, but of an earlier redirect
     */
    void Set(const Flow& flow, const PvdIpv6Bits& router, const PvdIpv6Bits& target, bool isAgain);
    /// \param flow packets \param router next hop of their route \return where to, or null
    const PvdIpv6Bits* Find(const Flow& flow, const PvdIpv6Bits& router) const;
    /// \param interface interface index \param neighbor a router, or a destination on the link
    /// \return true if a redirect leads to it
    bool LeadsTo(uint32_t interface, const PvdIpv6Bits& neighbor) const;
    /// \param interface interface index \param target one that is no router any more
    void RemoveTarget(uint32_t interface, const PvdIpv6Bits& target);
    /// \param interface interface index; what is known of its links ends
    void RemoveInterface(uint32_t interface);

    /// \return how many there are
    std::size_t GetSize() const;

  private:
    /// Destination, source ("::": any), interface and PvD.
    using Key = std::pair<std::pair<PvdIpv6Bits, PvdIpv6Bits>, std::pair<uint32_t, uint64_t>>;

    static Key MakeKey(const Flow& flow, const PvdIpv6Bits& source);

    /// What was told.
    struct Redirect
    {
        PvdIpv6Bits router; //!< the next hop of the route
        PvdIpv6Bits target; //!< the better one; "::": the destination is on the link
        uint64_t number;    //!< how many were told before
    };

    template <class Condition>
    void RemoveIf(Condition condition);

    using Redirects = std::map<Key, Redirect>;

    PvdOnDemand<Redirects> m_redirects; //!< by what they are for
    uint64_t m_number{0};               //!< of the next one
};

} // namespace ns3

#endif /* PVD_REDIRECTS_H */
