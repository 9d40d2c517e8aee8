/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FIB_H
#define PVD_FIB_H

#include "pvd-entry.h"
#include "pvd-provisioning-domain.h"

#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief The forwarding information base of a PvD-aware host: routes by prefix, each with its PvD.
 *
 * A prefix holds any number of routes, told apart by (PvD, interface, next hop). The order of the
 * routes of a prefix is that of their insertion.
 */
class PvdFib
{
  public:
    /// A route and the PvD it came from; without one it is common to all.
    struct Entry
    {
        PvdRoute route; //!< the route
        Ptr<Pvd> pvd;   //!< its PvD, or null
    };

    /// The routes of one prefix.
    using Entries = std::vector<Entry>;

    /**
     * Insert a route, or replace the one of the same PvD with the same key, which keeps its place.
     * \param pvd its PvD, or null
     * \param route the route
     */
    void Insert(const Ptr<Pvd>& pvd, const PvdRoute& route);

    /**
     * \param pvd its PvD, or null
     * \param route a route with the key of the one to remove
     * \return false if there is none
     */
    bool Remove(const Ptr<Pvd>& pvd, const PvdRoute& route);

    /**
     * Visit the prefixes that match an address, the longest first.
     * \param address destination
     * \param visit called with the routes of each prefix; returns true to stop
     * \return true if it was stopped
     */
    bool Lookup(const Ipv6Address& address, const std::function<bool(const Entries&)>& visit) const;

    /// \return all routes, by prefix length from long to short, then by prefix, then by insertion
    std::vector<Entry> GetEntries() const;

    /// \return how many routes there are
    std::size_t GetSize() const;

  private:
    /// Orders prefixes: the longest first.
    struct IsBefore
    {
        bool operator()(const std::pair<uint8_t, Ipv6Address>& a,
                        const std::pair<uint8_t, Ipv6Address>& b) const
        {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        }
    };

    std::map<std::pair<uint8_t, Ipv6Address>, Entries, IsBefore> m_prefixes; //!< by length, prefix
    std::size_t m_size{0};                                                   //!< routes
};

} // namespace ns3

#endif /* PVD_FIB_H */
