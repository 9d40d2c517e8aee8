/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_NDISC_CACHE_H
#define PVD_NDISC_CACHE_H

#include "pvd-compat-neighbor.h"
#include "pvd-neighbor-state.h"
#include "pvd-on-demand.h"

#include "ns3/event-id.h"
#include "ns3/ipv6-header.h"
#include "ns3/ndisc-cache.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <functional>
#include <list>

namespace ns3
{

class PvdNeighborDiscovery;

/**
 * \ingroup pvd-host
 * \brief An entry of the neighbour cache, with the timer and the counters that ns-3's own entry
 * does not have.
 *
 * State, link-layer address, IsRouter flag and waiting packets are where ns-3 keeps them, so that
 * whatever reads or writes ns-3's entries finds them.
 */
class PvdNeighbor : public PvdWithNeighborState<NdiscCache::Entry>
{
  public:
    /// \param cache the cache
    explicit PvdNeighbor(NdiscCache* cache);
    ~PvdNeighbor() override;

    /// \return the packets that wait for the link-layer address; they wait no longer
    std::list<NdiscCache::Ipv6PayloadHeaderPair> TakeWaiting();

    EventId timer;            //!< of the state
    Time confirmed;           //!< when it was confirmed to be reachable
    Time changed;             //!< when it changed last
    PvdNeighborState timed{}; //!< the state for which the timer runs
    uint8_t sent{0};          //!< solicitations in this state
    bool isProbedOnce{false}; //!< one solicitation is enough: no packet waits for the answer
    uint16_t waiting{0};      //!< how many packets wait

    /// What is needed where ns-3 looks neighbours up, up to ns-3.36.
    struct Lookup
    {
        EventId settling; //!< see PvdNeighborDiscovery::NotifyLookup
        /// Packets that wait and that ns-3's entry does not hold any more; the oldest ones.
        std::list<NdiscCache::Ipv6PayloadHeaderPair> queued;
    };

    PvdOnDemand<Lookup> lookup; //!< made with the first lookup of ns-3
};

/**
 * \ingroup pvd-host
 * \brief The neighbour cache of an interface of a PvD-aware host: ns-3's own, with entries of the
 * module and a limit.
 */
class PvdNdiscCache : public NdiscCache
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    NdiscCache::Entry* Lookup(Ipv6Address to) override;
    NdiscCache::Entry* Add(Ipv6Address to) override;

    /// \param address an address \return its entry, or null
    PvdNeighbor* Find(const Ipv6Address& address);

    /// Tells whether packets may go over a neighbour.
    using IsNextHop = std::function<bool(const Ipv6Address&)>;

    /**
     * Find which neighbour is to make room for one more: one that is STALE, or of which the
     * link-layer address is not known, rather than one that is in use; of these the one that has
     * been so for the longest time; a next hop only if there is nothing else. Statically configured
     * entries do not count.
     * \param limit how many there may be; 0: any number
     * \param isNextHop asked for few of them
     * \return the neighbour, or null if there is room
     */
    PvdNeighbor* FindLeastUseful(uint32_t limit, const IsNextHop& isNextHop);

    /// End all timers.
    void StopTimers();

    /// \param discovery what resolves the neighbours
    void SetDiscovery(PvdNeighborDiscovery* discovery);
    /// \return what resolves the neighbours
    PvdNeighborDiscovery* GetDiscovery() const;

  private:
    PvdNeighborDiscovery* m_discovery{nullptr}; //!< see SetDiscovery
};

} // namespace ns3

#endif /* PVD_NDISC_CACHE_H */
