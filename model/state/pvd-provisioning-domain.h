/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_PROVISIONING_DOMAIN_H
#define PVD_PROVISIONING_DOMAIN_H

#include "pvd-entry.h"
#include "pvd-id.h"
#include "pvd-on-demand.h"

#include "ns3/simple-ref-count.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3
{

class PvdIpv6Interface;
class PvdRaUpdate;
class PvdStore;

/**
 * \ingroup pvd-state
 * \brief A Provisioning Domain of one node: a consistent set of network configuration (RFC 7556).
 *
 * Explicit if a PvD option names it (RFC 8801), implicit if it is what one router on one interface
 * advertises without such an option. Users read it; PvdRegistry changes it. Lists keep the order of
 * first sight. A Pvd that was removed from its registry stays valid while someone holds a Ptr to
 * it, and is empty when it does not drain any more.
 */
class Pvd : public SimpleRefCount<Pvd>
{
  public:
    /// What a notification says has changed: bits of a mask.
    enum Change : uint32_t
    {
        FLAGS = 0x0001,          //!< H, L or R
        SEQUENCE = 0x0002,       //!< Sequence Number
        DELAY = 0x0004,          //!< Delay
        ROUTERS = 0x0008,        //!< routers: set, lifetime, preference, M or O
        PREFIXES = 0x0010,       //!< announced prefixes
        ADDRESSES = 0x0020,      //!< addresses: set, lifetimes, deprecation
        ROUTES = 0x0040,         //!< routes: set, lifetime, preference
        RDNSS = 0x0080,          //!< DNS servers
        DNSSL = 0x0100,          //!< DNS search list
        MTU = 0x0200,            //!< MTU
        HOP_LIMIT = 0x0400,      //!< Cur Hop Limit
        CAPTIVE_PORTAL = 0x0800, //!< captive portal
        PREF64 = 0x1000,         //!< NAT64 prefixes
        TIMERS = 0x2000,         //!< Reachable Time or Retrans Timer
        LEGACY = 0x4000,         //!< IPv4 configuration
        ORIGIN = 0x8000,         //!< learned or static
        PD_PREFERRED = 0x10000,  //!< GetPdPrefixes: the set
    };

    /**
     * \param id its identity
     * \param index its index, 1 or more
     * \param origin who creates it
     */
    Pvd(const PvdId& id, uint64_t index, PvdOrigin origin);

    /// \return its identity
    const PvdId& GetId() const;
    /// \return its index: counts up from 1 in order of first sight, never used twice
    uint64_t GetIndex() const;
    /// \return true if a PvD option names it
    bool IsExplicit() const;
    /// \return RA if it was learned, STATIC if it was created by hand
    PvdOrigin GetOrigin() const;
    /// \return false once the registry has removed it
    bool IsAlive() const;
    /// \return true if it was removed, and connections that use it may go on for some time: see
    /// attribute DrainTime of PvdRegistry
    bool IsDraining() const;
    /// \return true if it was removed, and left its addresses and routes behind
    bool IsUntagged() const;

    /// \return H of the last PvD option: additional information can be fetched
    bool GetHttp() const;
    /// \return L of the last PvD option: the IPv4 configuration of the link belongs to it
    bool GetLegacy() const;
    /// \return R of the last PvD option: it had an RA header of its own
    bool GetRaHeader() const;
    /// \return Delay of the last PvD option, 0..15; without meaning if H is clear
    uint8_t GetDelay() const;
    /// \return Sequence Number of the last PvD option; without meaning if H is clear
    uint16_t GetSequence() const;

    /// \return its routers, those with lifetime 0 included
    const std::vector<PvdRouter>& GetRouters() const;
    /// \return the prefixes that its routers announce
    const std::vector<PvdPrefix>& GetPrefixes() const;
    /**
     * The list that RFC 9762, section 7.1, wants per interface, here of one PvD. When it gets its
     * first entry, the network prefers DHCPv6-PD there; when it is empty, no longer.
     * \param interface interface index
     * \return the prefixes with P whose preferred lifetime is not over, each once, in order of
     * first sight
     */
    std::vector<PvdPrefix> GetPdPrefixes(uint32_t interface) const;
    /// \return its routes: default, on-link, more specific, and those added by hand
    const std::vector<PvdRoute>& GetRoutes() const;
    /// \return its DNS servers in order of preference
    const std::vector<PvdResolver>& GetResolvers() const;
    /// \return its DNS search list in order of preference
    const std::vector<PvdSearchDomain>& GetSearchDomains() const;

    /// \return MTU option last received, octets
    std::optional<uint32_t> GetMtu() const;
    /// \return Cur Hop Limit last received that was not 0
    std::optional<uint8_t> GetCurHopLimit() const;
    /// \return Reachable Time last received that was not 0, milliseconds
    std::optional<uint32_t> GetReachableTime() const;
    /// \return Retrans Timer last received that was not 0, milliseconds
    std::optional<uint32_t> GetRetransTimer() const;
    /// \return URI of the captive portal API (RFC 8910)
    const std::optional<std::string>& GetCaptivePortal() const;
    /// \return bodies of the PREF64 options of the last RA that had any (RFC 8781), uninterpreted
    const std::vector<OpaqueOption>& GetPref64() const;

    /// \return how many addresses it owns
    uint32_t GetNAddresses() const;
    /// \return true if it has no router, prefix, address, route, resolver or search domain
    bool IsEmpty() const;

    /**
     * \param interface interface index
     * \param address link-local address
     * \return the router, or null
     */
    const PvdRouter* FindRouter(uint32_t interface, const Ipv6Address& address) const;

  private:
    // The writers: the store changes it, the update compares an RA with it.
    friend class PvdStore;
    friend class PvdRaUpdate;
    friend class PvdIpv6Interface;

    PvdId m_id;                              //!< identity
    uint64_t m_index;                        //!< index
    PvdOrigin m_origin;                      //!< who created it
    bool m_alive{true};                      //!< in the registry
    bool m_draining{false};                  //!< see IsDraining
    bool m_untagged{false};                  //!< see IsUntagged
    bool m_announced{false};                 //!< PvdAdded was fired
    bool m_http{false};                      //!< H
    bool m_legacy{false};                    //!< L
    bool m_raHeader{false};                  //!< R
    uint8_t m_delay{0};                      //!< Delay
    uint16_t m_sequence{0};                  //!< Sequence Number
    uint32_t m_nAddresses{0};                //!< addresses owned, over all interfaces
    std::vector<PvdRouter> m_routers;        //!< routers
    std::vector<PvdPrefix> m_prefixes;       //!< announced prefixes
    std::vector<PvdRoute> m_routes;          //!< routes
    std::vector<PvdResolver> m_resolvers;    //!< DNS servers
    std::vector<PvdSearchDomain> m_domains;  //!< search list
    std::optional<uint32_t> m_mtu;           //!< MTU
    std::optional<uint8_t> m_curHopLimit;    //!< Cur Hop Limit
    std::optional<uint32_t> m_reachableTime; //!< Reachable Time
    std::optional<uint32_t> m_retransTimer;  //!< Retrans Timer
    PvdOnDemand<std::optional<std::string>> m_captivePortal; //!< captive portal
    PvdOnDemand<std::vector<OpaqueOption>> m_pref64;         //!< NAT64 prefixes
    Time m_nextExpiry;                                       //!< no object of it ends before
    Time m_removal; //!< when an empty PvD that lingers is removed, or draining ends
};

} // namespace ns3

#endif /* PVD_PROVISIONING_DOMAIN_H */
