/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-forwarding.h"

namespace ns3
{

bool
IsPvdRouter(const Ipv6& ipv6)
{
    // ns-3 makes the loopback interface first, and lets it forward.
    bool isRouter = false;
    for (uint32_t i = 1; i < ipv6.GetNInterfaces() && !isRouter; ++i)
    {
        isRouter = ipv6.IsForwarding(i);
    }
    return isRouter;
}

bool
IsBeyondLink(const Ipv6Address& group)
{
    constexpr uint8_t LINK_LOCAL_SCOPE = 2;
    uint8_t octets[16];
    group.GetBytes(octets);
    return (octets[1] & 0xf) > LINK_LOCAL_SCOPE;
}

} // namespace ns3
