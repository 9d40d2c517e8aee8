/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_NEXT_HOP_DETERMINATION_H
#define PVD_NEXT_HOP_DETERMINATION_H

#include "pvd-address-view.h"
#include "pvd-fib.h"
#include "pvd-flow-key.h"
#include "pvd-policy-table.h"
#include "pvd-redirects.h"
#include "pvd-route-selection.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief Next-hop determination (RFC 4861, section 5.2) and source address selection (RFC 6724)
 * in one: the first because the second needs it, and back if the source belongs to another router.
 * Internal to PvdIpv6Routing.
 */
class PvdNextHopDetermination
{
  public:
    /// What there is to choose from; it belongs to somebody else and outlives this.
    struct Choices
    {
        const PvdFib& fib;                  //!< routes
        const PvdRedirects& redirects;      //!< what routers have told about better first hops
        const PvdAddressView& addresses;    //!< sources
        const PvdPolicyTable& policies;     //!< RFC 6724, section 2.1
        const std::vector<bool>& up;        //!< which interfaces are up
        const PvdReachability& isReachable; //!< which routers answer
    };

    /// How the rules are applied.
    struct Settings
    {
        bool rule55{true};          //!< routes and sources belong together
        bool unknownIsWorse{false}; //!< see PvdSourceQuery
        bool preferPublic{false};   //!< see PvdSourceQuery
    };

    /// \param choices what there is to choose from
    explicit PvdNextHopDetermination(const Choices& choices);

    /// \param settings from now on
    void SetSettings(const Settings& settings);

    /**
     * \param key what is asked
     * \param [in,out] nextHops those on whose reachability the answer depends are added
     * \return how the packet leaves, or why it does not
     */
    PvdFlowAnswer Decide(const PvdFlowKey& key, std::vector<PvdNextHop>& nextHops) const;

  private:
    using Candidates = std::vector<PvdSourceCandidate>;

    /// \return the source that was given, or null with the error set
    const PvdSourceCandidate* CheckSource(const PvdFlowKey& key, PvdFlowAnswer& answer) const;
    /// \return the interface for a destination that is common to all PvDs, or -1
    int32_t FindCommonInterface(const PvdFlowKey& key, bool& isCommon) const;
    void DecideCommon(const PvdFlowKey& key, uint32_t interface, PvdFlowAnswer& answer) const;
    void DecideByRoute(const PvdFlowKey& key,
                       const PvdSourceCandidate* own,
                       PvdFlowAnswer& answer,
                       std::vector<PvdNextHop>& nextHops) const;
    PvdRouteQuery MakeRouteQuery(const PvdFlowKey& key, const PvdSourceCandidate* own) const;
    PvdSourceQuery MakeSourceQuery(const PvdFlowKey& key, const PvdFlowAnswer& answer) const;
    /// \return addresses of an interface that a flow may use with a route, or null for none
    const Candidates& GetCandidates(const PvdFlowKey& key,
                                    const PvdSourceQuery& query,
                                    const PvdFib::Route* route,
                                    Candidates& some) const;
    /// \return the best route that has a source, of the destination's scope if there is one
    PvdRouteChoice ChooseRoute(const PvdFlowKey& key,
                               const PvdRouteQuery& query,
                               std::vector<PvdNextHop>& nextHops) const;
    /// \return true if a flow has a source of a scope, or a larger one, for a route
    bool HasSourceFor(const PvdFlowKey& key, const PvdFib::Route& route, uint8_t scope) const;
    /// Send the packet to a router that announces its source, if there is one.
    void FollowSource(const PvdFlowKey& key,
                      const PvdSourceCandidate& source,
                      PvdFlowAnswer& answer,
                      std::vector<PvdNextHop>& nextHops) const;
    /// Send the packet where the first hop wants to have it (RFC 4861, section 8.3).
    void FollowRedirect(const PvdFlowKey& key,
                        PvdFlowAnswer& answer,
                        std::vector<PvdNextHop>& nextHops) const;

    Choices m_choices;   //!< what there is to choose from
    Settings m_settings; //!< how the rules are applied
};

} // namespace ns3

#endif /* PVD_NEXT_HOP_DETERMINATION_H */
