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

} // namespace ns3
