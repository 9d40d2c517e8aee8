/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-neighbor-discovery.h"

#include "pvd-icmpv6-l4-protocol.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdNeighborDiscovery");

namespace
{

/// Hop Limit of all Neighbor Discovery.
constexpr uint8_t ND_HOP_LIMIT = 255;

} // namespace

PvdNeighborDiscovery::PvdNeighborDiscovery(PvdIcmpv6L4Protocol& protocol,
                                           uint32_t index,
                                           Ptr<Ipv6Interface> interface,
                                           Ptr<PvdIpv6Interface> state,
                                           Ptr<PvdNdiscCache> cache)
    : m_protocol(protocol),
      m_interface(interface),
      m_state(state),
      m_cache(cache),
      m_index(index)
{
    m_cache->SetDiscovery(this);
}

PvdNeighborDiscovery::~PvdNeighborDiscovery()
{
    Simulator::Cancel(m_anycast.Get().due);
    m_cache->StopTimers();
    m_cache->SetDiscovery(nullptr);
}

bool
PvdNeighborDiscovery::Resolve(const Ptr<Packet>& packet,
                              const Ipv6Header& header,
                              const Ipv6Address& address,
                              Address& hardware)
{
    if (Resolve(address, hardware))
    {
        return true;
    }
    PvdNeighbor* neighbor = m_cache->Find(address);
    if (!neighbor)
    {
        neighbor = Add(address);
    }
    const auto dropped = Queue(*neighbor, packet, header);
    neighbor->isProbedOnce = false;
    if (neighbor->timer.IsExpired())
    {
        Enter(*neighbor, PvdNeighborState::INCOMPLETE);
        Solicit(*neighbor, header.GetSource());
    }
    for (const auto& [oldest, itsHeader] : dropped)
    {
        m_protocol.DropWaiting(oldest, itsHeader, m_index, NeighborDropReason::QUEUE_LIMIT);
    }
    return false;
}

bool
PvdNeighborDiscovery::Resolve(const Ipv6Address& address, Address& hardware)
{
    PvdNeighbor* const neighbor = m_cache->Find(address);
    if (!neighbor || neighbor->IsIncomplete())
    {
        return false;
    }
    neighbor->isProbedOnce = false;
    if (neighbor->IsStale())
    {
        Apply(*neighbor, PvdNeighborStateMachine::Send(PvdNeighborState::STALE), Address());
    }
    else if (neighbor->IsReachable() && neighbor->timer.IsExpired())
    {
        // Made reachable by Ipv6L3Protocol::ReachabilityHint, which starts a timer of ns-3 alone:
        // that timer never ends as long as the neighbor sends.
        neighbor->confirmed = Simulator::Now();
        Enter(*neighbor, PvdNeighborState::REACHABLE);
    }
    hardware = neighbor->GetMacAddress();
    return true;
}

void
PvdNeighborDiscovery::ReceiveSolicitation(const std::vector<uint8_t>& octets,
                                          const Ipv6Address& source)
{
    const Address hardware = GetAddress(octets);
    const Ipv6Address target = ToAddress(GetNeighborTarget(octets));
    if (source.IsAny())
    {
        // Somebody tests the address (RFC 4861, section 7.2.4).
        Advertise(target, Ipv6Address::GetAllNodesMulticast(), true);
        return;
    }
    if (!hardware.IsInvalid())
    {
        Learn(source, hardware, std::nullopt);
    }
    Answer(MakeAdvertisement(target, target, source, true, true), target, source, hardware);
}

void
PvdNeighborDiscovery::Answer(const Ptr<Packet>& packet,
                             const Ipv6Address& source,
                             const Ipv6Address& destination,
                             const Address& hardware)
{
    const auto* const neighbor = m_cache->Find(destination);
    const bool isKnown = neighbor && !neighbor->IsIncomplete();
    Ipv6Header header;
    header.SetSource(source);
    header.SetDestination(destination);
    header.SetNextHeader(Ipv6Header::IPV6_ICMPV6);
    header.SetPayloadLength(packet->GetSize());
    header.SetHopLimit(ND_HOP_LIMIT);
    if (hardware.IsInvalid() && !isKnown)
    {
        m_interface->Send(packet, header, destination); // and asks for its address
        return;
    }
    // An answer is no use of the neighbour, of which nobody would wait for another sign of life.
    packet->AddHeader(header);
    m_interface->GetDevice()->Send(packet,
                                   hardware.IsInvalid() ? neighbor->GetMacAddress() : hardware,
                                   ETHERTYPE_IPV6);
}

bool
PvdNeighborDiscovery::ReceiveAdvertisement(const std::vector<uint8_t>& octets)
{
    const Ipv6Address target = ToAddress(GetNeighborTarget(octets));
    const Address hardware = GetAddress(octets);
    PvdNeighbor* const neighbor = m_cache->Find(target);
    if (!neighbor)
    {
        return false;
    }
    const bool isRouter = HasRouterFlag(octets);
    const auto state = neighbor->GetState();
    if (!state)
    {
        neighbor->SetRouter(isRouter); // statically configured: the rest stays
        return !isRouter;
    }
    const auto step =
        PvdNeighborStateMachine::Advertise(*state,
                                           {HasSolicitedFlag(octets), HasOverrideFlag(octets)},
                                           Compare(*neighbor, hardware));
    if (step.takesRouter)
    {
        neighbor->SetRouter(isRouter);
    }
    Apply(*neighbor, step, hardware);
    return step.takesRouter && !isRouter;
}

void
PvdNeighborDiscovery::Learn(const Ipv6Address& address,
                            const Address& hardware,
                            const std::optional<bool>& isRouter)
{
    PvdNeighbor* neighbor = m_cache->Find(address);
    const auto state = neighbor ? neighbor->GetState() : std::nullopt;
    const bool isByHand = neighbor && !state;
    if (!neighbor)
    {
        neighbor = Add(address);
    }
    neighbor->SetRouter(isRouter.value_or(neighbor->IsRouter()));
    if (!isByHand)
    {
        const auto step = PvdNeighborStateMachine::Learn(state, Compare(*neighbor, hardware));
        Apply(*neighbor, step, hardware);
    }
}

void
PvdNeighborDiscovery::Probe(const Ipv6Address& address)
{
    PvdNeighbor* neighbor = m_cache->Find(address);
    const bool isKnown = neighbor != nullptr;
    if (!neighbor)
    {
        neighbor = Add(address);
    }
    // In other states it is being asked already, or is known to be there.
    if (isKnown && !neighbor->IsStale())
    {
        return;
    }
    Enter(*neighbor, isKnown ? PvdNeighborState::PROBE : PvdNeighborState::INCOMPLETE);
    neighbor->SetRouter(true);
    neighbor->isProbedOnce = true;
    Solicit(*neighbor, Ipv6Address());
}

void
PvdNeighborDiscovery::Confirm(const Ipv6Address& address)
{
    PvdNeighbor* const neighbor = m_cache->Find(address);
    const auto state = neighbor ? neighbor->GetState() : std::nullopt;
    if (state)
    {
        Apply(*neighbor, PvdNeighborStateMachine::Confirm(*state), Address());
    }
}

PvdNeighbor*
PvdNeighborDiscovery::Add(const Ipv6Address& address)
{
    MakeRoom(m_state->GetMaxNeighbors(), address);
    // A listener of what was dropped may have sent a packet to the same neighbour.
    PvdNeighbor* const known = m_cache->Find(address);
    return known ? known : static_cast<PvdNeighbor*>(m_cache->Add(address));
}

void
PvdNeighborDiscovery::MakeRoom(uint32_t limit, const Ipv6Address& kept)
{
    const auto isNextHop = [&](const Ipv6Address& neighbor) {
        return neighbor == kept || m_protocol.IsNextHop(m_index, neighbor);
    };
    auto* const former = m_cache->FindLeastUseful(limit, isNextHop);
    if (!former || former->GetIpv6Address() == kept)
    {
        return;
    }
    const auto packets = former->TakeWaiting();
    m_cache->Remove(former);
    for (const auto& [packet, header] : packets)
    {
        m_protocol.DropWaiting(packet, header, m_index, NeighborDropReason::NEIGHBOR_LIMIT);
    }
}

PvdLinkLayerAddress
PvdNeighborDiscovery::Compare(const PvdNeighbor& neighbor, const Address& hardware)
{
    if (hardware.IsInvalid())
    {
        return PvdLinkLayerAddress::NONE;
    }
    return !neighbor.IsIncomplete() && neighbor.GetMacAddress() == hardware
               ? PvdLinkLayerAddress::SAME
               : PvdLinkLayerAddress::OTHER;
}

void
PvdNeighborDiscovery::Apply(PvdNeighbor& neighbor,
                            const PvdNeighborStep& step,
                            const Address& hardware)
{
    if (step.isUnreachable)
    {
        GiveUp(neighbor);
        return;
    }
    const Ipv6Address address = neighbor.GetIpv6Address();
    const auto before = neighbor.GetState();
    if (step.takesAddress)
    {
        neighbor.SetMacAddress(hardware);
    }
    if (step.isConfirmed)
    {
        neighbor.confirmed = Simulator::Now();
    }
    if (step.state != before)
    {
        Enter(neighbor, step.state);
    }
    const bool isResolved = before == PvdNeighborState::INCOMPLETE && step.state != before;
    const auto packets = isResolved ? neighbor.TakeWaiting() : WaitingPackets();
    // From here on listeners may do anything, and the entry may go.
    if (step.sendsProbe)
    {
        Solicit(neighbor, Ipv6Address());
    }
    if (step.state == PvdNeighborState::REACHABLE && step.state != before)
    {
        m_protocol.NotifyNeighbor(m_index, address, true);
    }
    for (const auto& [packet, header] : packets)
    {
        m_interface->Send(packet, header, address);
    }
}

void
PvdNeighborDiscovery::Enter(PvdNeighbor& neighbor, PvdNeighborState state)
{
    NS_LOG_LOGIC(neighbor.GetIpv6Address() << " enters state " << static_cast<int>(state));
    Simulator::Remove(neighbor.timer);
    neighbor.StopNudTimer();
    neighbor.SetState(state);
    neighbor.changed = Simulator::Now();
    neighbor.sent = 0;
    neighbor.isProbedOnce = false;
    if (state == PvdNeighborState::REACHABLE)
    {
        const Time reachable = GetReachableTime();
        m_protocol.PrepareEntry(neighbor, reachable);
        StartTimer(neighbor, reachable);
    }
    else if (state == PvdNeighborState::DELAY)
    {
        StartTimer(neighbor, m_protocol.GetDelayFirstProbe());
    }
}

void
PvdNeighborDiscovery::StartTimer(PvdNeighbor& neighbor, const Time& delay)
{
    Simulator::Remove(neighbor.timer);
    neighbor.timed = neighbor.GetState().value_or(PvdNeighborState::STALE);
    neighbor.timer = Simulator::Schedule(delay, &PvdNeighborDiscovery::Expire, this, &neighbor);
}

void
PvdNeighborDiscovery::Expire(PvdNeighbor* neighbor)
{
    const auto state = neighbor->GetState();
    if (!state)
    {
        return; // statically configured meanwhile
    }
    if (*state != neighbor->timed)
    {
        // A script has changed it, for instance by Ipv6L3Protocol::ReachabilityHint.
        if (*state == PvdNeighborState::REACHABLE)
        {
            neighbor->confirmed = Simulator::Now();
            Enter(*neighbor, *state);
        }
        return;
    }
    const Time end = neighbor->confirmed + GetReachableTime();
    if (*state == PvdNeighborState::REACHABLE && Simulator::Now() < end)
    {
        const Time left = end - Simulator::Now();
        StartTimer(*neighbor, left); // confirmed again meanwhile
        return;
    }
    const bool isMulticast = *state == PvdNeighborState::INCOMPLETE;
    const uint32_t limit = neighbor->isProbedOnce ? 1
                           : isMulticast          ? m_protocol.GetMaxMulticastSolicit()
                                                  : m_protocol.GetMaxUnicastSolicit();
    Apply(*neighbor, PvdNeighborStateMachine::Expire(*state, neighbor->sent, limit), Address());
}

} // namespace ns3
