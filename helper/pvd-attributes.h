/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ATTRIBUTES_H
#define PVD_ATTRIBUTES_H

#include "ns3/nstime.h"
#include "ns3/pvd-registry.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-helper
 * \brief All that a node knows of one PvD at one moment: a value, which does not change later.
 *
 * It is what SO_GETPVDATTRIBUTES of the Linux mPvD kernel gives, and what is missing there: the
 * lengths of prefixes, preferences, metrics, routers, announced prefixes, and all lifetimes. Lists
 * keep the order of first sight, DNS that of preference.
 *
 * A lifetime is what remains at that moment, InfiniteExpiry() if it never ends. A device is the
 * name of an interface, empty if there is none.
 */
struct PvdAttributes
{
    /// A router.
    struct Router
    {
        Ipv6Address address;                                   //!< link-local
        std::string device;                                    //!< where it is
        RouterPreference preference{RouterPreference::MEDIUM}; //!< RFC 4191
        Time lifetime;                                         //!< 0: it is no default router
        bool managed{false};                                   //!< M of its RA
        bool otherConfig{false};                               //!< O of its RA
    };

    /// A prefix that a router announces.
    struct Prefix
    {
        Ipv6Address prefix;     //!< bits past length are zero
        uint8_t length{0};      //!< 0..128
        std::string device;     //!< where it is announced
        Ipv6Address router;     //!< by whom
        Time onLinkLifetime;    //!< 0: not on-link
        bool autonomous{false}; //!< A: addresses may be formed from it
        Time validLifetime;     //!< of the announcement
        Time preferredLifetime; //!< of the announcement
    };

    /// An address.
    struct HostAddress
    {
        Ipv6Address address;             //!< unicast
        uint8_t length{0};               //!< of its prefix, 0..128
        std::string device;              //!< that has it
        PvdOrigin origin{PvdOrigin::RA}; //!< who gave it
        Time validLifetime;              //!< then it goes
        Time preferredLifetime;          //!< then it is deprecated
    };

    /// A route.
    struct Route
    {
        Ipv6Address prefix;                                    //!< destination
        uint8_t length{0};                                     //!< of prefix, 0..128
        Ipv6Address source;                                    //!< prefix of sources
        uint8_t sourceLength{0};                               //!< of source; 0: from anywhere
        Ipv6Address gateway;                                   //!< "::" if on-link
        std::string device;                                    //!< over which it goes
        RouterPreference preference{RouterPreference::MEDIUM}; //!< RFC 4191
        uint32_t metric{0};                                    //!< smaller is better
        PvdOrigin origin{PvdOrigin::RA};                       //!< who told of it
        Time lifetime;                                         //!< then it goes
    };

    /// A DNS server (RFC 8106).
    struct Resolver
    {
        Ipv6Address address; //!< of the server
        std::string zone;    //!< device of a link-local address, else empty
        Time lifetime;       //!< then it goes
    };

    /// A DNS search suffix (RFC 8106).
    struct SearchDomain
    {
        std::string domain; //!< without final dot
        Time lifetime;      //!< then it goes
    };

    std::string name;                         //!< the PvD ID, or the text of an implicit PvD
    uint64_t index{0};                        //!< 1 or more, never used twice on a node
    PvdOrigin origin{PvdOrigin::RA};          //!< RA, or STATIC if it was made by hand
    bool implicit{false};                     //!< no PvD option names it
    bool hFlag{false};                        //!< H: additional information can be fetched
    bool lFlag{false};                        //!< L: the link's IPv4 configuration belongs to it
    bool rFlag{false};                        //!< R; libpvd calls it aFlag
    uint8_t delay{0};                         //!< 0..15, without meaning if H is clear
    uint16_t sequenceNumber{0};               //!< without meaning if H is clear
    Ipv6Address lla;                          //!< of its first router, or "::"
    std::string dev;                          //!< of an implicit PvD, else empty
    std::optional<uint32_t> mtu;              //!< octets
    std::optional<uint8_t> curHopLimit;       //!< of packets, 1..255
    std::optional<std::string> captivePortal; //!< URI of its API (RFC 8910)
    std::vector<Router> routers;              //!< those with lifetime 0 included
    std::vector<Prefix> prefixes;             //!< announced
    std::vector<HostAddress> addresses;       //!< that it owns
    std::vector<Route> routes;                //!< default, on-link and others
    std::vector<Resolver> rdnss;              //!< DNS servers
    std::vector<SearchDomain> dnssl;          //!< DNS search list

    /**
     * \param registry the PvDs of a node
     * \param pvd one of them
     * \return what is known of it now
     */
    static PvdAttributes Get(const PvdRegistry& registry, const Pvd& pvd);

    /**
     * Each attribute by the name that it has in pvdd, with its value in JSON: name, id,
     * sequenceNumber, hFlag, lFlag, aFlag, implicit, lla, dev, addresses, routes, rdnss, dnssl; and
     * rFlag, origin, delay, mtu, curHopLimit, captivePortal, routers, prefixes, rdnssLifetimes,
     * dnsslLifetimes. Lifetimes are seconds, -1 for ever. What is not there has no member.
     * \return names and values, always in the same order
     */
    std::vector<std::pair<std::string, std::string>> ToJsonMembers() const;
};

} // namespace ns3

#endif /* PVD_ATTRIBUTES_H */
