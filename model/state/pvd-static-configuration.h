/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_STATIC_CONFIGURATION_H
#define PVD_STATIC_CONFIGURATION_H

#include "pvd-registry.h"

#include <string>

namespace ns3
{

/**
 * \ingroup pvd-state
 * \brief PvDs by hand: creates, changes and removes them and what they have.
 *
 * What is given by hand has origin STATIC and is not changed by the network. A PvD that was created
 * by hand, or confirmed so, stays until it is removed by hand; Router Advertisements may add to it.
 * Every call that succeeds is notified as a Router Advertisement would be.
 *
 * PvDs are named by text as PvdRegistry::Lookup takes it.
 */
class PvdStaticConfiguration
{
  public:
    /// Why a call changed nothing.
    enum Error : uint8_t
    {
        NONE,              //!< it did what it says
        BAD_ID,            //!< not a PvD ID; an implicit PvD cannot be created by hand
        UNKNOWN_PVD,       //!< no such PvD
        UNKNOWN_INTERFACE, //!< no such interface
        WRONG_INTERFACE,   //!< an implicit PvD has nothing on other interfaces than its own
        NOT_FOUND,         //!< no such address, route, resolver or search domain
        BAD_VALUE,         //!< out of its range: see the parameters
        LIMIT,             //!< the list is full of static entries
    };

    /// \param registry the PvDs of a node
    explicit PvdStaticConfiguration(Ptr<PvdRegistry> registry);

    /**
     * Create an explicit PvD; one that exists is kept as it is and becomes static.
     * \param id a PvD ID
     * \param [out] error BAD_ID or NONE, if not null
     * \return the PvD, or null
     */
    Ptr<Pvd> CreatePvd(const std::string& id, Error* error = nullptr);
    /**
     * \param id a PvD
     * \param mask Pvd::Change bits of the fields to change, FLAGS to HOP_LIMIT or CAPTIVE_PORTAL;
     * the others keep their values
     * \param fields the values; an MTU is at least 1280, a captive portal's URI printable ASCII
     */
    Error UpdatePvd(const std::string& id, uint32_t mask, const PvdFields& fields);
    /**
     * Remove a PvD. Its addresses and routes follow the registry's RemovalPolicy and DrainTime. One
     * that routers advertise returns with the next Router Advertisement, under a new index.
     */
    Error RemovePvd(const std::string& id);
    /// Remove a PvD if it is there and drop Router Advertisements of it until Unblock.
    Error Block(const std::string& id);
    /// End Block.
    Error Unblock(const std::string& id);

    /**
     * Add an address with its on-link prefix, or change one that is there: it moves to the PvD and
     * takes the lifetimes.
     * \param id a PvD
     * \param interface interface index
     * \param address unicast and not link-local, which is common to all PvDs
     * \param prefixLength 0..128; an address that is there keeps its own: remove it first
     * \param valid seconds, or ND_INFINITE_LIFETIME
     * \param preferred seconds, or ND_INFINITE_LIFETIME
     */
    Error AddAddress(const std::string& id,
                     uint32_t interface,
                     const Ipv6Address& address,
                     uint8_t prefixLength,
                     uint32_t valid = ND_INFINITE_LIFETIME,
                     uint32_t preferred = ND_INFINITE_LIFETIME);
    /// Change the lifetimes of an address and leave its PvD as it is.
    Error SetLifetimes(uint32_t interface,
                       const Ipv6Address& address,
                       uint32_t valid,
                       uint32_t preferred);
    /// Remove an address that the module looks after, whoever gave it.
    Error RemoveAddress(uint32_t interface, const Ipv6Address& address);

    /**
     * Add or replace a route. One that differs only in its PvD is another route.
     * \param id a PvD
     * \param route interface, gateway, prefix, length, preference, metric and lifetime count; the
     * gateway is "::" (on-link) or unicast and not the node's own
     */
    Error AddRoute(const std::string& id, PvdRoute route);
    /// \param id a PvD \param route interface, gateway, prefix and length count
    Error RemoveRoute(const std::string& id, const PvdRoute& route);

    /**
     * Add or refresh a DNS server. While a PvD has a static one, those of Router Advertisements are
     * not taken (RFC 8106, section 1.2).
     * \param id a PvD
     * \param address of the server, unicast
     * \param interface zone of a link-local address, else 0
     * \param lifetime seconds, or ND_INFINITE_LIFETIME
     */
    Error AddResolver(const std::string& id,
                      const Ipv6Address& address,
                      uint32_t interface = 0,
                      uint32_t lifetime = ND_INFINITE_LIFETIME);
    /// Remove a DNS server, whoever gave it.
    Error RemoveResolver(const std::string& id, const Ipv6Address& address, uint32_t interface = 0);
    /// Add or refresh a DNS search suffix.
    Error AddSearchDomain(const std::string& id,
                          const std::string& domain,
                          uint32_t lifetime = ND_INFINITE_LIFETIME);
    /// Remove a DNS search suffix, whoever gave it.
    Error RemoveSearchDomain(const std::string& id, const std::string& domain);

  private:
    Error Check(const std::string& id, uint32_t interface, Ptr<Pvd>& pvd) const;

    Ptr<PvdRegistry> m_registry; //!< the PvDs
};

/// \return the error in a few words
const char* ToString(PvdStaticConfiguration::Error error);

} // namespace ns3

#endif /* PVD_STATIC_CONFIGURATION_H */
