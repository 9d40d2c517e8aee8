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
        {"stock",
         "ns-3's own host",
         Helper::StockHost(),
         unbound,
         "a default route carries the prefix that it came with, so the source fits (web: <web "
         "filtered> filtered); Route Information is ignored: no way into the garden (<garden "
         "completed>)"},
        {"no-rule-5.5",
         "RFC 6724 without rule 5.5: Linux today",
         Helper::Rfc6724Host(),
         unbound,
         "the source is chosen without a look at the next hop: the providers drop what does not "
         "fit (<web filtered> of web, <voice filtered> of voice)"},
        {"rule-5.5",
         "RFC 6724 with rule 5.5, RFC 8028",
         Helper::Rule55Host(),
         unbound,
         "the source is one that the next hop announced (web: <web filtered> filtered); nothing "
         "says to leave a congested provider (<web timeout> of web, <voice timeout> of voice: "
         "timeout)"},
        {"policy-routing",
         "a table for each PvD, chosen by mark",
         InstallPolicyRouting,
         unbound,
         "the mark chooses the provider, after the source has been chosen: filtered (<web "
         "filtered> of web, <voice filtered> of voice)"},
        {"vrf",
         "a VRF for its interface",
         Helper::Rfc6724Host(),
         unbound,
         "both providers are on one interface, so in one VRF: filtered as without it (<web "
         "filtered> of web, <voice filtered> of voice)",
         Vrf::ONE},
        {"vrf-virtual",
         "a virtual interface and a VRF for each PvD, used as by pvd-bound",
         Helper::Rfc6724Host(),
         unbound,
         "an interface for each PvD ties source to next hop; web has no route while A is away "
         "(<web no route>), voice stays with B (<voice timeout> timeout)",
         Vrf::VIRTUAL},
        {"pvd-unbound",
         "PvD-aware, applications unbound",
         Helper::PvdHost(),
         unbound,
         "as rule-5.5, for applications that know no PvDs (web: <web filtered> filtered, <web "
         "timeout> timeout)"},
        {"pvd-bound",
         "PvD-aware; web bound to A, voice to B, garden to its PvD",
         Helper::PvdHost(),
         bound,
         "never another provider than the one asked for: web has no route while A is away (<web "
         "no route>), voice stays with B (<voice timeout> timeout)"},
        {"pvd-failover",
         "PvD-aware; web bound to A, else B; voice to B, else A",
         Helper::PvdHost(),
         several,
         "the next PvD when A is away (web: <web no route> no route, <web completed> completed); "
         "a congested B is not away (<voice timeout> of voice: timeout)"},
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
