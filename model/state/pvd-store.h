/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_STORE_H
#define PVD_STORE_H

#include "pvd-ipv6-interface.h"
#include "pvd-provisioning-domain.h"
#include "pvd-route-table.h"

#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace ns3
{

/// How much a network can make a node keep; 0 means without limit.
struct PvdLimits
{
    uint32_t pvds{0};             //!< PvDs of the node
    uint32_t pvdsPerInterface{0}; //!< PvDs with a router on one interface
    uint32_t routers{0};          //!< routers of a PvD
    uint32_t prefixes{0};         //!< announced prefixes of a PvD
    uint32_t routes{0};           //!< more-specific routes of a PvD
    uint32_t resolvers{0};        //!< DNS servers of a PvD
    uint32_t searchDomains{0};    //!< search suffixes of a PvD
    uint32_t addresses{0};        //!< autoconfigured addresses of an interface
};

/// One thing that happened to a PvD.
struct PvdEvent
{
    /// What happened.
    enum Type : uint8_t
    {
        ADDED,         //!< the PvD is new
        CHANGED,       //!< see mask
        REMOVED,       //!< the PvD is gone
        DRAINED,       //!< it was removed before, and nothing is left of it now
        RDNSS_ADDED,   //!< see address, expiry
        RDNSS_REMOVED, //!< see address
        DNSSL_ADDED,   //!< see domain, expiry
        DNSSL_REMOVED, //!< see domain
        DISAGREEMENT,  //!< see address, other, ahead
    };

    Type type;              //!< what happened
    Ptr<Pvd> pvd;           //!< to which PvD
    uint32_t mask{0};       //!< Pvd::Change bits
    Ipv6Address address{};  //!< of a DNS server or router
    PvdDomainName domain{}; //!< a search suffix
    Time expiry{};          //!< of the DNS server or suffix
    Ipv6Address other{};    //!< another router
    int16_t ahead{0};       //!< by how much the first one's Sequence Number is newer
};

/**
 * \ingroup pvd-state
 * \brief The PvDs of a node and the steps in which they change. Internal to the registry.
 *
 * The store keeps its parts consistent and notes what changed; it fires nothing and schedules
 * nothing. A transaction is a number of changes followed by Settle(), which turns them into at most
 * one ADDED, CHANGED or REMOVED event for each PvD.
 */
class PvdStore
{
  public:
    /// What a removal by hand does to addresses and routes.
    enum Removal : uint8_t
    {
        FLUSH,     //!< they go with it
        UNTAG,     //!< they stay, without a PvD, for what is left of their lifetimes
        DEPRECATE, //!< routes go; addresses stay without a PvD and are deprecated
    };

    PvdLimits limits;                   //!< set by the registry's attributes
    Time lingerTime;                    //!< how long an empty PvD stays
    Time drainTime;                     //!< how long one that is flushed drains
    PvdRouteTable* routeTable{nullptr}; //!< where routes are used, or null; see SetRouteTable

    PvdStore();
    ~PvdStore();
    /// Tell a table, or none, of all routes that there are and will be.
    void SetRouteTable(PvdRouteTable* table);
    /// \return all PvDs by index, which is the order of first sight
    const std::map<uint64_t, Ptr<Pvd>>& GetPvds() const;
    /// \return all PvDs that have something: also those that drain
    std::vector<Ptr<Pvd>> ListPvds() const;
    /// \return the PvD, or null
    Ptr<Pvd> Find(const PvdId& id) const;
    /// \return the implicit PvD of a router, or null
    Ptr<Pvd> FindImplicit(uint32_t interface, const Ipv6Address& router) const;
    /// \return true if the limits let a PvD, null for a new one, have a router on an interface
    bool HasRoom(const Ptr<Pvd>& pvd, uint32_t interface) const;
    /// Create a PvD. \return it
    Ptr<Pvd> CreatePvd(const PvdId& id, PvdOrigin origin);
    /// Create the implicit PvD of a router. \return it
    Ptr<Pvd> CreateImplicitPvd(const PvdIpv6Interface& interface, const Ipv6Address& router);
    /// Remove a PvD and what it has, or let it drain.
    /// \param pvd the PvD \param removal what becomes of what it has \param now the present
    void RemovePvd(const Ptr<Pvd>& pvd, Removal removal, Time now);

    /// \return the interface, or null
    Ptr<PvdIpv6Interface> GetInterface(uint32_t index) const;
    /// \return all interfaces by index, null where there is none
    const std::vector<Ptr<PvdIpv6Interface>>& GetInterfaces() const;
    /// \return true if a PvD has a router on an interface
    static bool IsOnInterface(const Pvd& pvd, uint32_t interface);
    /// \return true if a router of a PvD on an interface has O set
    static bool HasOtherConfig(const Pvd& pvd, uint32_t interface);
    /// \return the implicit PvD with a router on an interface that was seen first, or null
    Ptr<Pvd> FindFirstImplicit(uint32_t interface) const;
    /// Remove what DHCPv6 said on an interface unless it says it still.
    void RetainOtherConfiguration(uint32_t interface, const PvdOtherConfiguration& configuration);
    /// A PvD was created or confirmed by hand.
    void SetStatic(Pvd& pvd);
    /// Change the fields that a mask of Pvd::Change bits names.
    void SetFields(Pvd& pvd, uint32_t mask, const PvdFields& fields);
    /// Enter an interface.
    void SetInterface(Ptr<PvdIpv6Interface> interface);
    /// Forget everything that came over an interface.
    void ClearInterface(uint32_t index);

    /// Note that something of a PvD changed.
    void Touch(Pvd& pvd, uint32_t mask);
    /// Note when the next object of a PvD ends.
    static void NoteExpiry(Pvd& pvd, Time expiry);

    /// \return true if a PvD has anything from a router beside its role as default router
    static bool HasObjectOf(const Pvd& pvd, uint32_t interface, const Ipv6Address& router);
    /// Insert or update a router. \return false if the limit forbids it
    bool SetRouter(Pvd& pvd, const PvdRouter& router);
    /// Note that two routers of a PvD announce different Sequence Numbers.
    void NoteDisagreement(Pvd& pvd, const PvdRouter& router, const PvdRouter& other);
    /// Insert or update a route. \return false if the limit forbids it
    bool SetRoute(Pvd& pvd, const PvdRoute& route);
    /// \return false if there is none with that key
    bool RemoveRoute(Pvd& pvd, const PvdRoute& route);
    /// \return the announced prefix with the same key, or null
    static const PvdPrefix* FindPrefix(const Pvd& pvd, const PvdPrefix& prefix);
    /// Remove a route if it was learned. \return false if there is no such route
    bool WithdrawRoute(Pvd& pvd, const PvdRoute& route);
    /// Insert, update or, if it has ended, remove a prefix. \return false if the limit forbids it
    bool SetPrefix(Pvd& pvd, const PvdPrefix& prefix);
    /**
     * Insert or update a DNS server.
     * \param pvd the PvD
     * \param resolver the server
     * \param [in,out] place its place in the list if it is new; then counted up
     * \return false if the list was full: the one that ends first made room (RFC 8106, section
     * 6.2), or, if none may make room for it, this one was not taken
     */
    bool SetResolver(Pvd& pvd, const PvdResolver& resolver, std::size_t& place);
    /// \return true if a DNS server with the same key is there
    static bool HasResolver(const Pvd& pvd, const PvdResolver& resolver);
    /// \return true if a search suffix is there
    static bool HasSearchDomain(const Pvd& pvd, const PvdDomainName& domain);
    /// \return false if there is none with that key
    bool RemoveResolver(Pvd& pvd, const Ipv6Address& address, uint32_t zone);
    /// As SetResolver, for a search suffix.
    bool SetSearchDomain(Pvd& pvd, const PvdSearchDomain& domain, std::size_t& place);
    /// \return false if there is none with that key
    bool RemoveSearchDomain(Pvd& pvd, const PvdDomainName& domain);

    /// Insert an address. \return false if ns-3 has the address already or the limit forbids it
    bool AddAddress(PvdIpv6Interface& interface, const PvdAddress& address);
    /// Insert an address by hand or by DHCPv6, or change the one that is there.
    void PutAddress(PvdIpv6Interface& interface, const PvdAddress& address);
    /// Take over lifetimes and owner of an address.
    void UpdateAddress(PvdIpv6Interface& interface, PvdAddress& entry, const PvdAddress& values);
    /// \return false if the module does not look after the address
    bool RemoveAddress(PvdIpv6Interface& interface, const Ipv6Address& address);

    /// Duplicate address detection succeeded: bring ns-3's state in step.
    void ConfirmAddress(PvdIpv6Interface& interface, const Ipv6Address& address);
    /// Duplicate address detection failed: remove the address and remember it.
    void FailAddress(PvdIpv6Interface& interface, const Ipv6Address& address);
    /// End the role of a router in all PvDs.
    void EndDefaultRouter(uint32_t interface, const Ipv6Address& address);
    /// Forget everything, without a word.
    void Clear();

    /// Remove what has ended, deprecate what is to be. \param now the present
    void Expire(Time now);
    /// \return when Expire has something to do next, or InfiniteExpiry()
    Time GetNextExpiry() const;

    /**
     * End a transaction.
     * \param now the present
     * \return what happened, in the order in which it is to be told
     */
    std::vector<PvdEvent> Settle(Time now);

  private:
    /// \return what the route table knows the PvD as: null for what has none
    Ptr<Pvd> TableKey(Pvd& pvd) const;
    /// Bring the on-link route of a prefix in step with its announcements.
    void SyncOnLinkRoute(Pvd& pvd, const PvdPrefix& prefix);
    /// Bring the on-link route of a static address, present or gone, in step with its prefix.
    void SyncStaticOnLinkRoute(const PvdIpv6Interface& interface, const PvdAddress& address);
    /// \return true if the limit lets a PvD have a route
    bool HasRoomForRoute(const Pvd& pvd, const PvdRoute& route) const;
    void ExpirePvd(Pvd& pvd, Time now);                          //!< remove what has ended
    void ExpireAddresses(PvdIpv6Interface& interface, Time now); //!< remove or deprecate
    void PruneRouters(Pvd& pvd, Time now); //!< of which the PvD has nothing left
    template <class Predicate>             // holds for what goes
    void RemoveObjects(Pvd& pvd, Predicate predicate);
    /// \return what belongs to no PvD; made on first use
    Pvd& GetUntagged();
    /// Hand the routes of a PvD over to the PvD-less ones.
    void UntagRoutes(Pvd& pvd);
    /// Remove, untag or deprecate the addresses of a PvD.
    void ReleaseAddresses(Pvd& pvd, Removal removal);
    /// Add an event about a DNS server or a search suffix.
    void NoteEvent(PvdEvent::Type type, Pvd& pvd, const PvdResolver& resolver);
    void NoteEvent(PvdEvent::Type type, Pvd& pvd, const PvdSearchDomain& domain);
    template <class Entry> // of SetResolver and SetSearchDomain
    bool SetDnsEntry(Pvd& pvd,
                     std::vector<Entry>& list,
                     const Entry& entry,
                     std::size_t& place,
                     uint32_t limit);
    /// Remove a touched PvD if nothing is left of it. \return true if it is gone
    bool SettleRemoval(Pvd& pvd, Time now);
    void Unlink(Pvd& pvd); //!< out of the indexes
    /// Leave a PvD that is removed what connections need.
    void Drain(Pvd& pvd, Time end);
    /// Empty what drains no more. \return it
    std::vector<Ptr<Pvd>> SettleDraining(Time now);

    std::map<uint64_t, Ptr<Pvd>> m_pvds;          //!< by index
    std::map<std::string_view, Ptr<Pvd>> m_byKey; //!< by identity; the PvD holds the text
    std::map<std::pair<uint32_t, Ipv6Address>, Ptr<Pvd>> m_implicit; //!< by router
    std::vector<Ptr<PvdIpv6Interface>> m_interfaces;                 //!< by index
    Ptr<Pvd> m_untagged;                                             //!< see GetUntagged, or null
    uint64_t m_nextIndex{1};                                         //!< index of the next PvD
    std::map<uint64_t, std::pair<Ptr<Pvd>, uint32_t>> m_touched;     //!< masks by index
    std::vector<PvdEvent> m_notes;                                   //!< of this transaction
    std::vector<Ptr<Pvd>> m_removed;                                 //!< of this transaction
    std::vector<Ptr<Pvd>> m_draining; //!< removed, and not emptied yet
};

} // namespace ns3

#endif /* PVD_STORE_H */
