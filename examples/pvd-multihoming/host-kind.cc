/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "host-kind.h"

#include "policy-routing.h"

#include "ns3/boolean.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/pvd-topology-helper.h"

namespace multihoming
{

using namespace ns3;

const char* const PVD_A = "a.example.com";
const char* const PVD_B = "b.example.com";
const char* const PVD_GARDEN = "garden.example.com";

namespace
{

/// What an administrator of such a host would write, or ip rule and iptables.
void
InstallPolicyRouting(const Ptr<Node>& node)
{
    PvdHostHelper helper;
    helper.SetPvdRouting("multihoming::PolicyRouting");
    helper.SetRoutingAttribute("Rule55", BooleanValue(false));
    helper.Install(node);
}

std::vector<HostKind>
MakeHostKinds()
{
    using Helper = PvdTopologyHelper;
    const PvdBinding free;
    const std::array<PvdBinding, USES> unbound{free, free, free};
    const std::array<PvdBinding, USES> bound{PVD_A, PVD_B, PVD_GARDEN};
    const std::array<PvdBinding, USES> several{PvdBinding({PVD_A, PVD_B}),
                                               PvdBinding({PVD_B, PVD_A}),
                                               PvdBinding(PVD_GARDEN)};
    return {
        {"stock", "ns-3's own host", Helper::StockHost(), unbound},
        {"no-rule-5.5", "RFC 6724 without rule 5.5: Linux today", Helper::Rfc6724Host(), unbound},
        {"rule-5.5", "RFC 6724 with rule 5.5, RFC 8028", Helper::Rule55Host(), unbound},
        {"policy-routing", "a table for each PvD, chosen by mark", InstallPolicyRouting, unbound},
        {"vrf", "a VRF for its interface", Helper::Rfc6724Host(), unbound, Vrf::ONE},
        {"vrf-virtual",
         "a virtual interface and a VRF for each PvD, used as by pvd-bound",
         Helper::Rfc6724Host(),
         unbound,
         Vrf::VIRTUAL},
        {"pvd-unbound", "PvD-aware, applications unbound", Helper::PvdHost(), unbound},
        {"pvd-bound",
         "PvD-aware; web bound to A, voice to B, garden to its PvD",
         Helper::PvdHost(),
         bound},
        {"pvd-failover",
         "PvD-aware; web bound to A, else B; voice to B, else A",
         Helper::PvdHost(),
         several},
    };
}

} // namespace

const std::vector<HostKind>&
GetHostKinds()
{
    static const std::vector<HostKind> kinds = MakeHostKinds();
    return kinds;
}

} // namespace multihoming
