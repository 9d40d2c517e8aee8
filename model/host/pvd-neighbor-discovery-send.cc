/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-compat.h"
#include "pvd-forwarding.h"
#include "pvd-icmpv6-l4-protocol.h"
#include "pvd-neighbor-discovery.h"

#include "ns3/icmpv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// Hop Limit of all Neighbor Discovery.
constexpr uint8_t ND_HOP_LIMIT = 255;

} // namespace

Address
PvdNeighborDiscovery::GetAddress(const std::vector<uint8_t>& octets) const
{
    Address hardware = m_interface->GetDevice()->GetAddress();
    const auto address = GetLinkLayerAddress(octets, hardware.GetLength());
    if (address.empty())
    {
        return Address();
    }
    hardware.CopyFrom(address.data(), address.size());
    return hardware;
}

void
PvdNeighborDiscovery::GiveUp(PvdNeighbor& neighbor)
{
    const Ipv6Address address = neighbor.GetIpv6Address();
    const auto packets = neighbor.TakeWaiting();
    m_cache->Remove(&neighbor);
    m_protocol.NotifyNeighbor(m_index, address, false);
    for (const auto& [packet, header] : packets)
    {
        m_protocol.DropWaiting(packet, header, m_index, NeighborDropReason::UNREACHABLE);
    }
}

PvdNeighborDiscovery::WaitingPackets
PvdNeighborDiscovery::Queue(PvdNeighbor& neighbor,
                            const Ptr<Packet>& packet,
                            const Ipv6Header& header)
{
    WaitingPackets dropped;
    const std::size_t limit = m_cache->GetUnresQlen();
    if (limit == 0)
    {
        dropped.emplace_back(packet, header);
        return dropped;
    }
    if (neighbor.waiting >= limit)
    {
        // The oldest one makes room (RFC 4861, section 7.2.2).
        auto kept = neighbor.TakeWaiting();
        while (kept.size() >= limit)
        {
            dropped.splice(dropped.end(), kept, kept.begin());
        }
        for (const auto& one : kept)
        {
            neighbor.AddWaitingPacket(one);
            ++neighbor.waiting;
        }
    }
    neighbor.AddWaitingPacket({packet, header});
    ++neighbor.waiting;
    return dropped;
}

bool
PvdNeighborDiscovery::IsUsable(const Ipv6Address& address) const
{
    for (uint32_t i = 0; i < m_interface->GetNAddresses(); ++i)
    {
        const auto own = m_interface->GetAddress(i);
        if (own.GetAddress() == address)
        {
            return own.GetState() != Ipv6InterfaceAddress::TENTATIVE &&
                   own.GetState() != Ipv6InterfaceAddress::TENTATIVE_OPTIMISTIC &&
                   own.GetState() != Ipv6InterfaceAddress::INVALID;
        }
    }
    return false;
}

Ipv6Address
PvdNeighborDiscovery::GetSource(const Ipv6Address& target, const Ipv6Address& preferred) const
{
    if (IsUsable(preferred))
    {
        return preferred; // RFC 4861, section 7.2.2
    }
    const Ipv6Address linkLocal = m_interface->GetLinkLocalAddress().GetAddress();
    const Ipv6Address matching =
        target.IsLinkLocal() ? linkLocal
                             : m_interface->GetAddressMatchingDestination(target).GetAddress();
    if (IsUsable(matching))
    {
        return matching;
    }
    return IsUsable(linkLocal) ? linkLocal : Ipv6Address::GetAny();
}

void
PvdNeighborDiscovery::Solicit(PvdNeighbor& neighbor, const Ipv6Address& preferred)
{
    ++neighbor.sent;
    StartTimer(neighbor, GetRetransTimer());
    const Ipv6Address target = neighbor.GetIpv6Address();
    const Ipv6Address source = GetSource(target, preferred);
    if (source.IsAny())
    {
        return; // the addresses are still being tested: there is none to send from
    }
    const bool isUnicast = !neighbor.IsIncomplete();
    const Address hardware = neighbor.GetMacAddress();
    const Ipv6Address to = isUnicast ? target : Ipv6Address::MakeSolicitedAddress(target);
    const auto packet = Create<Packet>();
    packet->AddHeader(Icmpv6OptionLinkLayerAddress(true, m_interface->GetDevice()->GetAddress()));
    Icmpv6NS solicitation(target);
    PvdStartChecksum(solicitation,
                     source,
                     to,
                     packet->GetSize() + solicitation.GetSerializedSize());
    packet->AddHeader(solicitation);
    if (!isUnicast)
    {
        m_protocol.SendOnLink(m_index, packet, source, to);
        return;
    }
    Ipv6Header header;
    header.SetSource(source);
    header.SetDestination(to);
    header.SetNextHeader(Ipv6Header::IPV6_ICMPV6);
    header.SetPayloadLength(packet->GetSize());
    header.SetHopLimit(ND_HOP_LIMIT);
    packet->AddHeader(header);
    m_interface->GetDevice()->Send(packet, hardware, ETHERTYPE_IPV6);
}

Ptr<Packet>
PvdNeighborDiscovery::MakeAdvertisement(const Ipv6Address& target,
                                        const Ipv6Address& source,
                                        const Ipv6Address& destination,
                                        bool solicited,
                                        bool overrides) const
{
    const auto packet = Create<Packet>();
    packet->AddHeader(Icmpv6OptionLinkLayerAddress(false, m_interface->GetDevice()->GetAddress()));
    Icmpv6NA advertisement;
    advertisement.SetIpv6Target(target);
    advertisement.SetFlagS(solicited);
    advertisement.SetFlagO(overrides);
    advertisement.SetFlagR(m_interface->IsForwarding());
    PvdStartChecksum(advertisement,
                     source,
                     destination,
                     packet->GetSize() + advertisement.GetSerializedSize());
    packet->AddHeader(advertisement);
    return packet;
}

void
PvdNeighborDiscovery::Advertise(const Ipv6Address& target,
                                const Ipv6Address& destination,
                                bool overrides)
{
    const auto packet = MakeAdvertisement(target, target, destination, false, overrides);
    m_protocol.SendOnLink(m_index, packet, target, destination);
}

void
PvdNeighborDiscovery::ReceiveAnycastSolicitation(const std::vector<uint8_t>& octets,
                                                 const Ipv6Address& source)
{
    const Ipv6Address target = ToAddress(GetNeighborTarget(octets));
    if (source.IsAny() || !FindAnycastOwner(*m_protocol.GetObject<Ipv6>(), m_index, target))
    {
        return;
    }
    const Address hardware = GetAddress(octets);
    if (!hardware.IsInvalid())
    {
        Learn(source, hardware, std::nullopt);
    }
    AnycastAnswers& answers = m_anycast.Make();
    if (answers.targets.empty())
    {
        const Time delay = m_protocol.GetDuplicateAddressDetection(m_index)->DrawDelay();
        answers.due = Simulator::Schedule(delay, &PvdNeighborDiscovery::AnswerAnycast, this);
    }
    const uint32_t limit = m_state->GetMaxNeighbors();
    if (limit == 0 || answers.targets.size() < limit)
    {
        answers.targets[source] = {target, hardware};
    }
}

void
PvdNeighborDiscovery::AnswerAnycast()
{
    const auto targets = std::exchange(m_anycast.Make().targets, {});
    for (const auto& [neighbor, answer] : targets)
    {
        const auto& [target, hardware] = answer;
        const auto own = FindAnycastOwner(*m_protocol.GetObject<Ipv6>(), m_index, target);
        if (own && m_interface->IsUp())
        {
            const auto packet = MakeAdvertisement(target, *own, neighbor, true, false);
            Answer(packet, *own, neighbor, hardware);
        }
    }
}

Time
PvdNeighborDiscovery::GetReachableTime() const
{
    return MilliSeconds(m_state->GetReachableTime());
}

Time
PvdNeighborDiscovery::GetRetransTimer() const
{
    return MilliSeconds(m_state->GetRetransTimer());
}

} // namespace ns3
