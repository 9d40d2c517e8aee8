/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-packet-parameters.h"

#include "ns3/socket.h"

namespace ns3
{

std::optional<uint8_t>
PvdPacketParameters::GetHopLimit(const PvdIpv6Interface& state, const Ptr<Pvd>& pvd)
{
    const auto ofPvd = pvd ? pvd->GetCurHopLimit() : std::nullopt;
    if (ofPvd || !state.HasCurHopLimit())
    {
        return ofPvd;
    }
    return state.GetCurHopLimit();
}

std::optional<uint32_t>
PvdPacketParameters::GetMtu(const PvdIpv6Interface& state, const Ptr<Pvd>& pvd)
{
    const auto ofPvd = pvd ? pvd->GetMtu() : std::nullopt;
    // One PvD may be on several interfaces.
    if (ofPvd && state.IsValidMtu(*ofPvd))
    {
        return ofPvd;
    }
    return state.HasMtu() ? std::optional<uint32_t>(state.GetMtu()) : std::nullopt;
}

bool
PvdPacketParameters::IsOfSocket(const Ipv6Header& header)
{
    return header.GetHopLimit() == 0 && (header.GetNextHeader() == Ipv6Header::IPV6_UDP ||
                                         header.GetNextHeader() == Ipv6Header::IPV6_TCP);
}

void
PvdPacketParameters::SetHopLimit(const Ptr<Packet>& packet, uint8_t hopLimit)
{
    SocketIpv6HopLimitTag tag;
    if (packet && !packet->PeekPacketTag(tag))
    {
        tag.SetHopLimit(hopLimit);
        packet->AddPacketTag(tag);
    }
}

} // namespace ns3
