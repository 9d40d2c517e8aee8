/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_SOURCE_SELECTION_H
#define PVD_SOURCE_SELECTION_H

#include "pvd-policy-table.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/// Rules of RFC 6724, section 5, in their order.
enum class PvdSourceRule : uint8_t
{
    ONLY_ONE,           //!< there was one candidate
    SAME_ADDRESS,       //!< 1
    SCOPE,              //!< 2
    DEPRECATED,         //!< 3
    HOME_ADDRESS,       //!< 4
    OUTGOING_INTERFACE, //!< 5
    NEXT_HOP,           //!< 5.5
    LABEL,              //!< 6
    TEMPORARY,          //!< 7
    LONGEST_PREFIX,     //!< 8
    TIE,                //!< none: the address added last is taken
    NONE,               //!< no rule was asked: there is no source, or it was given
};

/// \return "S1" to "S8", "S5.5", "only one", "tie" or "none"
const char* ToString(PvdSourceRule rule);

/// A router in one PvD. Both count: one link-local address may serve several PvDs.
struct PvdAdvertiser
{
    PvdAdvertiser() = default;

    /// \param index index of the PvD \param address of the router
    PvdAdvertiser(uint64_t index, const PvdIpv6Bits& address)
        : pvd(index),
          router(address)
    {
    }

    /// \param index index of the PvD \param address of the router
    PvdAdvertiser(uint64_t index, const Ipv6Address& address)
        : PvdAdvertiser(index, PvdIpv6Bits(address))
    {
    }

    uint64_t pvd{0};    //!< index of the PvD; 0: any, or none
    PvdIpv6Bits router; //!< its link-local address; "::": the link itself, of an on-link route

    /// \return true if both may be the same
    bool Matches(const PvdAdvertiser& other) const
    {
        return (pvd == other.pvd || pvd == 0 || other.pvd == 0) &&
               (router == other.router || router.IsZero() || other.router.IsZero());
    }
};

/// What source address selection knows of an address of the host (RFC 6724, section 4).
struct PvdSourceCandidate
{
    PvdSourceCandidate() = default;
    /// \param address IPv6, or IPv4-mapped \param prefixLength of its on-link prefix, 0..128
    explicit PvdSourceCandidate(const Ipv6Address& address, uint8_t prefixLength = 64);

    Ipv6Address address;      //!< the address
    PvdIpv6Bits bits;         //!< the same
    uint8_t prefixLength{64}; //!< of its on-link prefix
    uint8_t scope{14};        //!< RFC 6724, section 3.1
    bool usable{true};        //!< neither tentative nor a duplicate
    bool deprecated{false};   //!< RFC 4862
    bool temporary{false};    //!< RFC 8981
    bool home{false};         //!< RFC 6275
    bool careOf{false};       //!< RFC 6275
    bool draining{false};     //!< only for who is bound to a PvD that was removed
    uint32_t interface {
        1
    };                                      //!< where it is assigned
    uint64_t owner{0};                      //!< index of its PvD, or 0
    std::vector<PvdAdvertiser> advertisers; //!< who announces its prefix; empty: nobody does

    /// \param pvd index of a PvD \return true if it is the owner, or announces the prefix
    bool IsOf(uint64_t pvd) const
    {
        const auto announces = [pvd](const PvdAdvertiser& one) { return one.pvd == pvd; };
        return owner == pvd || std::any_of(advertisers.begin(), advertisers.end(), announces);
    }
};

/// What is asked.
struct PvdSourceQuery
{
    /// \param destination where the packet goes
    explicit PvdSourceQuery(const PvdIpv6Bits& destination);

    /// As if with its bits.
    explicit PvdSourceQuery(const Ipv6Address& destination)
        : PvdSourceQuery(PvdIpv6Bits(destination))
    {
    }

    PvdIpv6Bits bits;  //!< destination: IPv6, or IPv4-mapped
    uint8_t scope;     //!< its scope
    bool isIpv4;       //!< it is IPv4-mapped
    bool isOfLink;     //!< it is multicast or link-local: on the link of the outgoing interface
    uint32_t label{0}; //!< its label: SelectSource sets it
    uint32_t interface {
        1
    };                          //!< outgoing interface
    PvdAdvertiser nextHop;      //!< the chosen next hop and its PvD
    bool preferCareOf{false};   //!< rule 4 the other way round, for this application
    bool preferPublic{false};   //!< rule 7 the other way round, for this application
    bool rule55{true};          //!< rule 5.5 counts
    bool unknownIsWorse{false}; //!< what nobody announces loses rule 5.5; else it has no effect
};

/// The result.
struct PvdSourceChoice
{
    int index{-1};                           //!< which candidate, or -1
    PvdSourceRule rule{PvdSourceRule::NONE}; //!< the last rule that left one out
};

/// \return the scope of an address as RFC 6724, sections 3.1 and 3.2, counts it, 1..15
uint8_t GetPvdScope(const PvdIpv6Bits& address);
/// \return true for ::ffff:0:0/96
bool IsIpv4Mapped(const PvdIpv6Bits& address);
/// \return CommonPrefixLen of RFC 6724, section 2.2, 0..128
uint8_t GetCommonPrefixLength(const PvdSourceCandidate& source, const PvdIpv6Bits& destination);
/// \return true if an address is a candidate for a destination (RFC 6724, section 4)
bool IsCandidate(const PvdSourceCandidate& candidate, const PvdSourceQuery& query);

/**
 * \ingroup pvd-routing
 * Choose a source address after RFC 6724, section 5: rule by rule those are left out that another
 * beats, until one is left. What is left after the last rule is a tie, and the last of the list
 * is taken.
 *
 * \param query what is asked
 * \param candidates addresses; those that IsCandidate refuses are passed over
 * \param policies labels
 * \return the choice; index -1 if no candidate is left
 */
PvdSourceChoice SelectSource(const PvdSourceQuery& query,
                             const std::vector<PvdSourceCandidate>& candidates,
                             const PvdPolicyTable& policies);

/// \return the first rule that separates two candidates, TIE if none does; the winner is positive
int CompareSources(const PvdSourceQuery& query,
                   const PvdSourceCandidate& a,
                   const PvdSourceCandidate& b,
                   const PvdPolicyTable& policies,
                   PvdSourceRule& rule);

} // namespace ns3

#endif /* PVD_SOURCE_SELECTION_H */
