/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_DESTINATION_CACHE_H
#define PVD_DESTINATION_CACHE_H

#include "pvd-flow-key.h"
#include "pvd-route-selection.h"

#include "ns3/ipv6-route.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief Decisions that were made and still hold (RFC 4861, section 5.1). Internal to
 * PvdIpv6Routing.
 *
 * An entry holds as long as the generation at which it was made, which counts the changes of
 * routes, addresses and PvDs, and as long as the routers between which it has chosen are as
 * reachable as they were.
 */
class PvdDestinationCache
{
  public:
    /// What was decided.
    struct Entry
    {
        PvdFlowKey key;                   //!< what was asked
        PvdFlowAnswer answer;             //!< what was decided
        Ptr<Ipv6Route> route;             //!< the same for ns-3, or null
        std::vector<PvdNextHop> nextHops; //!< between which was chosen
        uint64_t generation{0};           //!< when; 0: never
    };

    /// \param key what is asked \return where its decision is kept
    static uint64_t GetHash(const PvdFlowKey& key);

    /**
     * \param key what is asked
     * \param hash its hash
     * \param generation the present one
     * \param isReachable what the next hops are now
     * \return the entry, or null if there is none that holds
     */
    const Entry* Find(const PvdFlowKey& key,
                      uint64_t hash,
                      uint64_t generation,
                      const PvdReachability& isReachable) const;

    /**
     * Make room for a decision, in place of another one if need be.
     * \param key what is asked
     * \param hash its hash
     * \param generation the present one
     * \param limit how many may be kept, at least 16; 0: it is forgotten at once
     * \return where to write the decision; a route that is still there is nobody else's, and says
     * what the answer that is there says
     */
    Entry& Claim(const PvdFlowKey& key, uint64_t hash, uint64_t generation, std::size_t limit);

    /// Forget all.
    void Clear();

  private:
    /// Twice as many places.
    void Grow();

    std::vector<Entry> m_entries; //!< each key has one place; a power of two, or none
};

} // namespace ns3

#endif /* PVD_DESTINATION_CACHE_H */
