/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ROUTER_CONFIGURATION_H
#define PVD_ROUTER_CONFIGURATION_H

#include "pvd-nd-option.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-router
 * What a router advertises, as plain values: the variables of RFC 4861 section 6.2.1 and all that
 * radvd can be told, with any number of PvDs. Defaults are those of the RFCs. Lifetimes that are
 * left out follow MaxRtrAdvInterval.
 */

namespace ns3
{

/// The header of a Router Advertisement: the outer one, or the inner one of a PvD option.
struct PvdAdvertisedHeader
{
    bool managed{false};                                   //!< AdvManagedFlag
    bool otherConfig{false};                               //!< AdvOtherConfigFlag
    bool homeAgent{false};                                 //!< AdvHomeAgentFlag (RFC 6275)
    RouterPreference preference{RouterPreference::MEDIUM}; //!< AdvDefaultPreference (RFC 4191)
    /// AdvDefaultLifetime, seconds: 0, or MaxRtrAdvInterval..65535 (RFC 8319). None: 3
    /// MaxRtrAdvInterval.
    std::optional<uint16_t> defaultLifetime;
    uint32_t reachableTime{0}; //!< AdvReachableTime, 0..3600000 ms; 0: unspecified
    uint32_t retransTimer{0};  //!< AdvRetransTimer, ms; 0: unspecified
    uint8_t curHopLimit{64};   //!< AdvCurHopLimit; 0: unspecified
};

/// A Prefix Information option (RFC 4861 section 4.6.2).
struct PvdAdvertisedPrefix
{
    Ipv6Octets prefix{};                //!< bits past length are not sent, but with routerAddress
    uint8_t length{64};                 //!< 0..128
    bool onLink{true};                  //!< AdvOnLinkFlag
    bool autonomous{true};              //!< AdvAutonomousFlag
    bool pdPreferred{false};            //!< P (RFC 9762): hosts had better ask for DHCPv6-PD
    bool routerAddress{false};          //!< R (RFC 6275): prefix is an address of the router, whole
    uint32_t validLifetime{2592000};    //!< AdvValidLifetime, seconds, or ND_INFINITE_LIFETIME
    uint32_t preferredLifetime{604800}; //!< AdvPreferredLifetime, seconds, at most the valid one
    bool decrementLifetimes{false};     //!< lifetimes end at a fixed time: they count down
    bool deprecateAtEnd{false};         //!< final RAs deprecate it: DeprecatePrefix of radvd
};

/// A Route Information option (RFC 4191 section 2.3).
struct PvdAdvertisedRoute
{
    Ipv6Octets prefix{};                                   //!< bits past length are not sent
    uint8_t length{64};                                    //!< 0..128
    RouterPreference preference{RouterPreference::MEDIUM}; //!< of the route
    std::optional<uint32_t> lifetime;                      //!< seconds; none: 3 MaxRtrAdvInterval
    bool removeAtEnd{true}; //!< final RAs have lifetime 0: RemoveRoute of radvd
};

/// A Recursive DNS Server option (RFC 8106 section 5.1).
struct PvdAdvertisedResolvers
{
    std::vector<Ipv6Octets> addresses; //!< in order of preference, at least one
    std::optional<uint32_t> lifetime;  //!< seconds; none: 3 MaxRtrAdvInterval
    bool flushAtEnd{true};             //!< final RAs have lifetime 0: FlushRDNSS of radvd
};

/// A DNS Search List option (RFC 8106 section 5.2).
struct PvdAdvertisedDomains
{
    std::vector<PvdDomainName> domains; //!< in order, at least one, none the root
    std::optional<uint32_t> lifetime;   //!< seconds; none: 3 MaxRtrAdvInterval
    bool flushAtEnd{true};              //!< final RAs have lifetime 0: FlushDNSSL of radvd
};

/// The options of a message, or those that a PvD option contains.
struct PvdAdvertisedOptions
{
    std::vector<PvdAdvertisedPrefix> prefixes;     //!< each is a Prefix Information option
    std::vector<PvdAdvertisedRoute> routes;        //!< no prefix twice
    std::vector<PvdAdvertisedResolvers> resolvers; //!< each is an RDNSS option
    std::vector<PvdAdvertisedDomains> domains;     //!< each is a DNSSL option
    uint32_t linkMtu{0};                           //!< AdvLinkMTU, octets; 0: no MTU option
    std::string captivePortal;        //!< URI of the portal's API (RFC 8910); empty: no option
    std::vector<OpaqueOption> others; //!< any options besides, as octets
};

/// What is withdrawn while an uplink is down (RFC 8475; RFC 8678 section 6.3).
struct PvdWithdrawal
{
    bool defaultRouter{true}; //!< Router Lifetime 0
    bool prefixes{true};      //!< Preferred Lifetime 0; the valid lifetime stays
    bool routes{false};       //!< Route Lifetime 0
    bool resolvers{true};     //!< lifetimes of RDNSS and DNSSL 0
};

/// A PvD option (RFC 8801 section 3.1).
struct PvdAdvertisedPvd
{
    PvdDomainName id;                          //!< PvD ID, not the root
    bool http{false};                          //!< H: additional information can be fetched
    bool legacy{false};                        //!< L: IPv4 of the link belongs to the PvD
    uint8_t delay{0};                          //!< 0..15; sent as 0 without H
    uint16_t sequence{0};                      //!< Sequence Number; sent as 0 without H
    std::optional<PvdAdvertisedHeader> header; //!< the inner header; R is set if there is one
    PvdAdvertisedOptions options;              //!< contained options
    std::string uplink;                        //!< its uplink; empty: none to depend on
    PvdWithdrawal withdrawal;                  //!< what goes while that is down
};

/**
 * What one Router Advertisement says: to all hosts, and to those that know PvDs. Where it does not
 * fit the link, it becomes several messages, each with the header of its PvD option.
 */
struct PvdAdvertisement
{
    /// Link-local source: the first of these that the interface has. Empty: its own first one.
    std::vector<Ipv6Octets> sources;
    PvdAdvertisedHeader header;          //!< the outer header
    PvdAdvertisedOptions options;        //!< options outside of the PvD option
    std::optional<PvdAdvertisedPvd> pvd; //!< what hosts that know PvDs take; none: an implicit PvD
    std::string uplink;       //!< uplink of what is outside of the PvD option; empty: none
    PvdWithdrawal withdrawal; //!< what goes while that is down
};

/// A part of a Router Advertisement after its header.
enum class PvdAdvertisementPart : uint8_t
{
    PREFIXES,                  //!< Prefix Information
    ROUTES,                    //!< Route Information
    RESOLVERS,                 //!< RDNSS
    DOMAINS,                   //!< DNSSL
    MTU,                       //!< MTU
    SOURCE_LINK_LAYER_ADDRESS, //!< Source Link-Layer Address
    CAPTIVE_PORTAL,            //!< Captive Portal
    OTHERS,                    //!< options given as octets
    PVD,                       //!< PvD
};

/// An advertising interface (RFC 4861 section 6.2.1).
struct PvdAdvertisingInterface
{
    /// AdvSendAdvertisements. Who makes such a value wants them; an interface that was given none
    /// is silent, and in files of radvd it is off until it is set.
    bool sendAdvertisements{true};
    double maxRtrAdvInterval{600};           //!< seconds, 4..65535 (RFC 8319)
    std::optional<double> minRtrAdvInterval; //!< seconds, 3..0.75 Max; none: see GetMin...
    double minDelayBetweenRas{3};            //!< MIN_DELAY_BETWEEN_RAS, seconds; above 0
    /// Of rounds that nobody asked for, one in so many has options, from the third one on (RFC 4861
    /// section 6.2.3); the others have the headers, and the PvD option without what it contains.
    uint32_t roundsForOptions{1};
    bool unicastSolicited{true};       //!< answers go to who solicited, if it has an address
    bool unicastOnly{false};           //!< nothing goes to all nodes
    bool finalAdvertisements{true};    //!< withdraw all at the end: RemoveAdvOnExit of radvd
    bool sourceLinkLayerAddress{true}; //!< have a Source Link-Layer Address option
    uint32_t largestPacket{0};         //!< octets with the IPv6 header; 0: MTU of the link
    std::vector<Ipv6Octets> clients;   //!< who is answered, and sent to; empty: all
    /// What is said, in this order, each time; several PvDs are several advertisements.
    std::vector<PvdAdvertisement> advertisements{1};
    /// Order of the parts; those that are left out follow in the order of the enum. The PvD option
    /// stands last by default: hosts of ns-3 read no further than it.
    std::vector<PvdAdvertisementPart> order;

    /// \return MinRtrAdvInterval, by default a third of Max, from below 9 s on three quarters of it
    double GetMinRtrAdvInterval() const;
    /// \return 3 MaxRtrAdvInterval in whole seconds, at most 65535
    uint16_t GetDefaultLifetime() const;
    /// \return a sentence that says what is wrong and what to write instead; empty: nothing is
    std::string FindMistake() const;
    /// \return sentences about what is allowed and should not be
    std::vector<std::string> FindDoubts() const;
};

/**
 * \param text such as "2001:db8::1"
 * \return the address, or nothing if it is none
 */
std::optional<Ipv6Octets> ParseIpv6Address(const std::string& text);

} // namespace ns3

#endif /* PVD_ROUTER_CONFIGURATION_H */
