/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-stock-scripts.h"

#include "pvd-compat-global-routing.h"

#include "ns3/boolean.h"
#include "ns3/ipv6.h"
#include "ns3/node-list.h"

#include <algorithm>
#include <iostream>

namespace ns3
{

namespace
{

bool
ForwardsEverywhere(const Ptr<Ipv6>& ipv6)
{
    for (uint32_t i = 1; i < ipv6->GetNInterfaces(); ++i)
    {
        if (!ipv6->IsForwarding(i))
        {
            return false;
        }
    }
    return ipv6->GetNInterfaces() > 1;
}

bool
IsOfSomeNode(const Ipv6Address& address)
{
    return std::any_of(NodeList::Begin(), NodeList::End(), [&address](const Ptr<Node>& node) {
        const auto ipv6 = node->GetObject<Ipv6>();
        return ipv6 && ipv6->GetInterfaceForAddress(address) >= 0;
    });
}

bool
HasGlobalRoutes(const Ptr<Node>& node)
{
    return PvdCountGlobalRoutes(node->GetObject<Ipv6>()) > 0;
}

bool
MayBePopulated(const Ptr<Node>& node)
{
    return PvdMayBePopulated(node->GetObject<Ipv6>());
}

/// \return true if all interfaces of a node forward without its attribute that asks for it
bool
ForwardsUnasked(const Ptr<Node>& node)
{
    const auto ipv6 = node->GetObject<Ipv6>();
    BooleanValue isAsked(true);
    return ipv6 && ForwardsEverywhere(ipv6) && ipv6->GetAttributeFailSafe("IpForward", isAsked) &&
           !isAsked.Get();
}

/// \return true if the script called Ipv6GlobalRoutingHelper::PopulateRoutingTables
bool
IsGlobalRoutingUsed()
{
    // Routes alone do not show it: without a router of ns-3, no node has one.
    return std::any_of(NodeList::Begin(), NodeList::End(), &HasGlobalRoutes) ||
           (std::all_of(NodeList::Begin(), NodeList::End(), &MayBePopulated) &&
            std::any_of(NodeList::Begin(), NodeList::End(), &ForwardsUnasked));
}

} // namespace

bool
PvdWarnOfHopLimit(uint32_t node, const Ipv6Header& header)
{
    // What comes from outside of the simulation, from a capture say, no script can mend.
    if (!IsOfSomeNode(header.GetSource()))
    {
        return false;
    }
    std::cerr << "pvd: node " << node << " dropped a Router Advertisement or Redirect of "
              << header.GetSource() << " with hop limit " << +header.GetHopLimit()
              << ", since RFC 4861 wants 255. ns3::Radvd sends so: let PvdRouterHelper advertise "
                 "instead, or set ns3::PvdIcmpv6L4Protocol::AcceptLowHopLimit. Further ones are "
                 "dropped and not reported.\n";
    return true;
}

void
PvdWarnOfGlobalRouting(const Ptr<Node>& node)
{
    const auto ipv6 = node->GetObject<Ipv6>();
    if (!ForwardsEverywhere(ipv6) || PvdHasGlobalRouting(ipv6) || !IsGlobalRoutingUsed())
    {
        return;
    }
    std::cerr << "pvd: node " << node->GetId()
              << " gets no routes from Ipv6GlobalRoutingHelper::PopulateRoutingTables, which has "
                 "made it forward, so that it takes no Router Advertisements either. Give "
                 "PvdHostHelper::SetRoutingHelper an Ipv6GlobalRoutingHelper if it is to use "
                 "global routes; call Ipv6::SetForwarding afterwards if it is a host.\n";
}

} // namespace ns3
