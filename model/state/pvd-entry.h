/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ENTRY_H
#define PVD_ENTRY_H

#include "pvd-nd-option.h"

#include "ns3/ipv4-address.h"
#include "ns3/ipv6-address.h"
#include "ns3/nstime.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-state
 * What a Provisioning Domain is made of: values with their keys and lifetimes. `interface` is
 * always the index that the node's Ipv6 object gives the interface; an expiry is an absolute
 * simulation time, InfiniteExpiry() for never.
 */

namespace ns3
{

class Pvd;
struct RouterAdvertisement;

/// Who put an object into a PvD.
enum class PvdOrigin : uint8_t
{
    RA,        //!< learned from a Router Advertisement
    STATIC,    //!< given by hand
    DHCPV6,    //!< assigned by DHCPv6 and associated by RFC 8801 section 3.4.1
    CONNECTED, //!< follows from an address that an interface has
};

/// \return the octets as ns-3's address
Ipv6Address ToAddress(const Ipv6Octets& octets);

/// \return the address as text in the form of RFC 5952
std::string ToString(const Ipv6Address& address);

/// \return "ra", "static", "dhcpv6" or "connected"
const char* ToString(PvdOrigin origin);

/**
 * \ingroup pvd-state
 * \brief A router of one PvD: an entry of its Default Router List while its lifetime lasts.
 *
 * Key: (PvD, interface, link-local address). Of a router whose lifetime is 0 the entry remains as
 * long as the PvD has anything else from it; it is then no default router.
 */
struct PvdRouter
{
    uint32_t interface {
        0
    };                                                     //!< see the file comment
    Ipv6Address address;                                   //!< link-local
    RouterPreference preference{RouterPreference::MEDIUM}; //!< RFC 4191
    uint32_t lifetime{0};                                  //!< as last received, seconds
    Time expiry;                                           //!< end of its role as default router
    bool managed{false};                                   //!< M of its last RA (effective header)
    bool otherConfig{false};                               //!< O of its last RA (effective header)
    Time lastRa;                                           //!< when its last RA for the PvD came
    std::optional<uint16_t> sequence; //!< Sequence Number that it announces; none while H is clear
    PvdOrigin origin{PvdOrigin::RA};  //!< who told of it
    /// Its last RA for the PvD, or null: see attribute KeepMessages of PvdIpv6Interface.
    std::shared_ptr<const RouterAdvertisement> lastMessage;
};

/**
 * \ingroup pvd-state
 * \brief A prefix that one router announces in one PvD (RFC 8028, section 3.1).
 *
 * Key: (PvD, interface, router, prefix, length). The Prefix List of RFC 4861 is the set of these
 * whose onLinkExpiry lies ahead; a prefix stays on-link while one router says so.
 */
struct PvdPrefix
{
    uint32_t interface {
        0
    };                             //!< see the file comment
    Ipv6Address router;            //!< who announces it
    Ipv6Address prefix;            //!< bits past length are zero
    uint8_t length{0};             //!< 0..128
    bool autonomous{false};        //!< A of the last option
    bool pdPreferred{false};       //!< P of the last option (RFC 9762)
    bool pdListed{false};          //!< P, and the preferred lifetime is not over (section 7.1)
    uint32_t onLinkLifetime{0};    //!< valid lifetime of the last option with L, seconds
    Time onLinkExpiry;             //!< when this router's on-link statement ends
    uint32_t validLifetime{0};     //!< as last received, seconds
    uint32_t preferredLifetime{0}; //!< as last received, seconds
    Time validExpiry;              //!< end of the announcement
    Time preferredExpiry;          //!< end of preference
};

/**
 * \ingroup pvd-state
 * \brief A route of one PvD. Key: (PvD, interface, gateway, prefix, length).
 */
struct PvdRoute
{
    uint32_t interface {
        0
    };                                                     //!< see the file comment
    Ipv6Address gateway;                                   //!< link-local; "::" if on-link
    Ipv6Address prefix;                                    //!< bits past length are zero
    uint8_t length{0};                                     //!< 0..128
    Ipv6Address source;                                    //!< prefix of sources that may take it
    uint8_t sourceLength{0};                               //!< 0..128; 0: from anywhere
    RouterPreference preference{RouterPreference::MEDIUM}; //!< RFC 4191
    uint32_t metric{0};                                    //!< smaller is better
    PvdOrigin origin{PvdOrigin::RA};                       //!< who told of it
    uint32_t lifetime{0};                                  //!< as last received, seconds
    Time expiry;                                           //!< end of the route

    /// \return true if both have the same key
    bool HasSameKey(const PvdRoute& other) const;
};

/**
 * \ingroup pvd-state
 * \brief A recursive DNS server of one PvD (RFC 8106). Key: (PvD, zone, address).
 */
struct PvdResolver
{
    Ipv6Address address; //!< of the server
    uint32_t zone{0};    //!< interface of a link-local address, else 0
    uint32_t interface {
        0
    };                               //!< where it was last heard of
    Ipv6Address router;              //!< who last told of it
    PvdOrigin origin{PvdOrigin::RA}; //!< who told of it
    uint32_t lifetime{0};            //!< as last received, seconds
    Time expiry;                     //!< end of its use
};

/**
 * \ingroup pvd-state
 * \brief A DNS search suffix of one PvD (RFC 8106). Key: (PvD, domain).
 */
struct PvdSearchDomain
{
    PvdDomainName domain; //!< the suffix
    uint32_t interface {
        0
    };                               //!< where it was last heard of
    Ipv6Address router;              //!< who last told of it
    PvdOrigin origin{PvdOrigin::RA}; //!< who told of it
    uint32_t lifetime{0};            //!< as last received, seconds
    Time expiry;                     //!< end of its use
};

/**
 * \ingroup pvd-state
 * \brief An address of an interface that the module looks after. Key: (interface, address).
 */
struct PvdAddress
{
    Ipv6Address address;             //!< unicast
    uint8_t prefixLength{64};        //!< 0..128
    PvdOrigin origin{PvdOrigin::RA}; //!< who gave it
    Ptr<Pvd> pvd;                    //!< its owner: the PvD of the latest RA with its prefix
    uint32_t validLifetime{0};       //!< as last taken over, seconds
    uint32_t preferredLifetime{0};   //!< as last taken over, seconds
    Time validExpiry;                //!< then it is removed
    Time preferredExpiry;            //!< then it is deprecated
    bool deprecated{false};          //!< the preferred lifetime is over

    PvdAddress();
    ~PvdAddress();
    PvdAddress(const PvdAddress& other);
    PvdAddress& operator=(const PvdAddress& other);
};

/// IPv4 configuration of a link from DHCPv4 (RFC 8801, section 3.4.2).
struct PvdLegacyConfiguration
{
    std::vector<Ipv4Address> addresses; //!< assigned
    std::vector<Ipv4Address> routers;   //!< default gateways
    std::vector<Ipv4Address> resolvers; //!< DNS servers

    /// \return true if there is nothing in it
    bool IsEmpty() const;
};

/// Fields of a PvD that can be given by hand; each counts with the Pvd::Change bit named.
struct PvdFields
{
    bool http{false};                         //!< H: Pvd::FLAGS
    bool legacy{false};                       //!< L: Pvd::FLAGS
    uint16_t sequence{0};                     //!< Pvd::SEQUENCE
    uint8_t delay{0};                         //!< 0..15: Pvd::DELAY
    std::optional<uint32_t> mtu;              //!< octets: Pvd::MTU
    std::optional<uint8_t> curHopLimit;       //!< Pvd::HOP_LIMIT
    std::optional<std::string> captivePortal; //!< URI: Pvd::CAPTIVE_PORTAL
};

/// What stateless DHCPv6 says on a link (RFC 8801, section 3.4.1).
struct PvdOtherConfiguration
{
    std::vector<Ipv6Address> resolvers;       //!< DNS servers in order of preference
    std::vector<PvdDomainName> searchDomains; //!< search list in order of preference
    uint32_t lifetime{0};                     //!< information refresh time, seconds
};

} // namespace ns3

#endif /* PVD_ENTRY_H */
