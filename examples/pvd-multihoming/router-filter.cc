/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "router-filter.h"

#include "ns3/packet.h"

#include <algorithm>

namespace multihoming
{

using namespace ns3;

namespace
{

constexpr std::size_t ETHERNET_SOURCE = 6;    // offsets in a frame
constexpr std::size_t NEXT_HEADER = 14 + 6;   // of the IPv6 header
constexpr std::size_t ICMPV6_TYPE = 14 + 40;  // after it
constexpr uint8_t ICMPV6 = 58;                // protocol number
constexpr uint8_t ROUTER_ADVERTISEMENT = 134; // RFC 4861, section 4.2

} // namespace

NS_OBJECT_ENSURE_REGISTERED(RouterFilter);

TypeId
RouterFilter::GetTypeId()
{
    static TypeId tid =
        TypeId("multihoming::RouterFilter").SetParent<ErrorModel>().AddConstructor<RouterFilter>();
    return tid;
}

void
RouterFilter::SetRouter(const Mac48Address& router)
{
    m_router = router;
}

bool
RouterFilter::DoCorrupt(Ptr<Packet> packet)
{
    uint8_t frame[ICMPV6_TYPE + 1] = {};
    packet->CopyData(frame, sizeof(frame));
    uint8_t router[6];
    m_router.CopyTo(router);
    return frame[NEXT_HEADER] == ICMPV6 && frame[ICMPV6_TYPE] == ROUTER_ADVERTISEMENT &&
           !std::equal(router, router + sizeof(router), frame + ETHERNET_SOURCE);
}

void
RouterFilter::DoReset()
{
}

} // namespace multihoming
