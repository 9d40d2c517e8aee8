/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_COMPAT_GLOBAL_ROUTING_H
#define PVD_COMPAT_GLOBAL_ROUTING_H

#include "ns3/boolean.h"
#include "ns3/ipv6-list-routing.h"
#include "ns3/ipv6.h"

#include <cstdint>

#if __has_include("ns3/ipv6-global-routing-helper.h")
#include "ns3/global-routing.h"
#endif

/**
 * @file
 * @ingroup pvd
 *
 * The part of pvd-compat.h about IPv6 global routing, which exists from ns-3.47 on. The branches
 * without it can go when 3.46 is no longer supported.
 */

namespace ns3
{

#if __has_include("ns3/ipv6-global-routing-helper.h")

/// @cond HIDDEN
inline Ptr<GlobalRouting<Ipv6RoutingProtocol>>
PvdFindGlobalRouting(const Ptr<Ipv6>& ipv6)
{
    const auto protocol = ipv6 ? ipv6->GetRoutingProtocol() : nullptr;
    const auto list = DynamicCast<Ipv6ListRouting>(protocol);
    for (uint32_t i = 0; list && i < list->GetNRoutingProtocols(); ++i)
    {
        int16_t priority = 0;
        const auto found =
            DynamicCast<GlobalRouting<Ipv6RoutingProtocol>>(list->GetRoutingProtocol(i, priority));
        if (found)
        {
            return found;
        }
    }
    return DynamicCast<GlobalRouting<Ipv6RoutingProtocol>>(protocol);
}

/// @endcond

/**
 * PopulateRoutingTables sets StrongEndSystemModel to false on each node with IPv6, as scripts do on
 * some, and makes all interfaces forward without a change of the attribute IpForward.
 * @ingroup pvd
 * @param ipv6 IPv6 of a node, or null
 * @return false if the node shows that PopulateRoutingTables was not called
 */
inline bool
PvdMayBePopulated(const Ptr<Ipv6>& ipv6)
{
    BooleanValue isStrong(true);
    return !ipv6 ||
           (ipv6->GetAttributeFailSafe("StrongEndSystemModel", isStrong) && !isStrong.Get());
}

/// @ingroup pvd @param ipv6 IPv6 of a node, or null @return true if it has global routing
inline bool
PvdHasGlobalRouting(const Ptr<Ipv6>& ipv6)
{
    return PvdFindGlobalRouting(ipv6) != nullptr;
}

/// @ingroup pvd @param ipv6 IPv6 of a node, or null @return how many global routes it has
inline uint32_t
PvdCountGlobalRoutes(const Ptr<Ipv6>& ipv6)
{
    const auto routing = PvdFindGlobalRouting(ipv6);
    return routing ? routing->GetNRoutes() : 0;
}

#else

/// @ingroup pvd @return false: there is no IPv6 global routing
inline bool
PvdMayBePopulated(const Ptr<Ipv6>&)
{
    return false;
}

/// @ingroup pvd @return false: there is no IPv6 global routing
inline bool
PvdHasGlobalRouting(const Ptr<Ipv6>&)
{
    return false;
}

/// @ingroup pvd @return 0: there is no IPv6 global routing
inline uint32_t
PvdCountGlobalRoutes(const Ptr<Ipv6>&)
{
    return 0;
}

#endif

} // namespace ns3

#endif // PVD_COMPAT_GLOBAL_ROUTING_H
