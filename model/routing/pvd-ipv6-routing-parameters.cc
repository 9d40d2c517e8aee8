/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-routing.h"
#include "pvd-packet-parameters.h"

#include "ns3/uinteger.h"

namespace ns3
{

void
PvdIpv6Routing::ApplyParameters(const Key& key,
                                const Answer& answer,
                                const Ptr<Packet>& packet,
                                const Ipv6Header& header)
{
    const auto state = m_registry->GetInterface(answer.oif);
    const auto mtu = PvdPacketParameters::GetMtu(*state, answer.pvd);
    if (mtu || m_pathMtu)
    {
        const uint32_t deviceMtu = m_ipv6->GetMtu(answer.oif);
        if (!m_pathMtu)
        {
            m_pathMtu = std::make_unique<PvdPathMtu>(m_ipv6);
        }
        const PvdPathMtu::Link link{mtu.value_or(deviceMtu), deviceMtu};
        m_pathMtu->Apply(key.destination, answer.source, link, packet);
    }
    const auto hopLimit = PvdPacketParameters::GetHopLimit(*state, answer.pvd);
    if (hopLimit && *hopLimit != GetDefaultHopLimit() && !header.GetDestination().IsMulticast() &&
        PvdPacketParameters::IsOfSocket(header))
    {
        PvdPacketParameters::SetHopLimit(packet, *hopLimit);
    }
}

uint8_t
PvdIpv6Routing::GetDefaultHopLimit()
{
    if (m_hopLimit == 0)
    {
        // Not before the first packet: until then scripts configure.
        UintegerValue hopLimit;
        m_ipv6->GetAttribute("DefaultTtl", hopLimit);
        m_hopLimit = hopLimit.Get();
    }
    return m_hopLimit;
}

void
PvdIpv6Routing::SetHopLimit(const Ptr<Packet>& packet, const Ipv6Address& source)
{
    const int32_t interface = m_ipv6 ? m_ipv6->GetInterfaceForAddress(source) : -1;
    if (interface < 0)
    {
        return;
    }
    const auto state = m_registry->GetInterface(interface);
    const auto* own = state->FindAddress(source);
    const auto hopLimit = PvdPacketParameters::GetHopLimit(*state, own ? own->pvd : nullptr);
    if (hopLimit && *hopLimit != GetDefaultHopLimit())
    {
        PvdPacketParameters::SetHopLimit(packet, *hopLimit);
    }
}

bool
PvdIpv6Routing::SetPathMtu(const Ipv6Address& destination, const Ipv6Address& source, uint32_t mtu)
{
    const PvdIpv6Bits own(source);
    if (!m_ipv6)
    {
        return false;
    }
    GetGeneration(); // brings the addresses up to date
    if (!m_addresses->Find(own))
    {
        return false;
    }
    if (!m_pathMtu)
    {
        m_pathMtu = std::make_unique<PvdPathMtu>(m_ipv6);
    }
    return m_pathMtu->Set(PvdIpv6Bits(destination), own, mtu);
}

} // namespace ns3
