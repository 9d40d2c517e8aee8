/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-icmpv6-l4-protocol.h"
#include "pvd-packet-parameters.h"

#include "ns3/icmpv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/socket.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdIcmpv6L4ProtocolNeighbor");

namespace
{

/// \return true if an interface has an address
bool
HasAddress(const Ipv6Interface& interface, const Ipv6Address& address)
{
    for (uint32_t i = 0; i < interface.GetNAddresses(); ++i)
    {
        if (interface.GetAddress(i).GetAddress() == address)
        {
            return true;
        }
    }
    return false;
}

} // namespace

void
PvdIcmpv6L4Protocol::UpdateNeighbor(const RouterAdvertisement& ra,
                                    const Ipv6Address& router,
                                    Ptr<Ipv6Interface> interface)
{
    const uint32_t index = GetIndex(interface);
    auto* const discovery = GetLink(index).discovery.get();
    if (!discovery)
    {
        return; // the loopback interface
    }
    const SourceLinkLayerAddressOption* found = nullptr;
    for (const auto& option : ra.options)
    {
        const auto* slla = std::get_if<SourceLinkLayerAddressOption>(&option);
        found = slla ? slla : found;
    }
    if (ra.GetPvdOption())
    {
        for (const auto& option : ra.GetPvdOption()->options)
        {
            const auto* slla = std::get_if<SourceLinkLayerAddressOption>(&option);
            found = slla ? slla : found;
        }
    }
    Address hardware = interface->GetDevice()->GetAddress();
    if (!found)
    {
        auto* entry = FindCache(interface->GetDevice())->Lookup(router);
        if (entry)
        {
            entry->SetRouter(true);
        }
        return;
    }
    // The address fills the option up to the next multiple of 8 octets.
    const std::size_t length = hardware.GetLength();
    if (found->address.size() < length || found->address.size() >= length + 8)
    {
        m_registry->IgnoreOption(OptionIgnoreReason::LINK_LAYER_ADDRESS_LENGTH,
                                 static_cast<uint8_t>(NdOptionType::SOURCE_LINK_LAYER_ADDRESS),
                                 index,
                                 router);
        return;
    }
    hardware.CopyFrom(found->address.data(), length);
    // Also if it is no default router (section 6.3.4).
    discovery->Learn(router, hardware, true);
}

NdDropReason
PvdIcmpv6L4Protocol::ReceivePacketTooBig(const Ipv6Interface& interface)
{
    const PacketTooBig message = GetPacketTooBig(m_octets);
    const Ipv6Address source = ToAddress(message.source);
    PvdRouteTable* const routes = m_registry->GetRouteTable();
    // A host sends from an address on its own link only: on another one nobody has seen the packet.
    const bool isHere = interface.IsForwarding() || HasAddress(interface, source);
    const bool isOurs =
        !routes ||
        (isHere && routes->SetPathMtu(ToAddress(message.destination), source, message.mtu));
    return isOurs ? NdDropReason::NONE : NdDropReason::PATH_MTU;
}

NdDropReason
PvdIcmpv6L4Protocol::ReceiveRedirect(const Ipv6Header& header, Ptr<Ipv6Interface> interface)
{
    PvdRedirect redirect;
    redirect.interface = GetIndex(interface);
    redirect.router = header.GetSource();
    redirect.source = header.GetDestination();
    redirect.destination = ToAddress(GetRedirectedDestination(m_octets));
    redirect.target = ToAddress(GetNeighborTarget(m_octets));
    PvdRouteTable* const routes = m_registry->GetRouteTable();
    if (!routes || !routes->Redirect(redirect))
    {
        return NdDropReason::FIRST_HOP;
    }
    Address hardware = interface->GetDevice()->GetAddress();
    const auto address = GetLinkLayerAddress(m_octets, hardware.GetLength());
    auto* const discovery = GetLink(redirect.interface).discovery.get();
    if (discovery && !address.empty())
    {
        hardware.CopyFrom(address.data(), address.size());
        // One that is a destination as well may be a router nevertheless (section 8.3).
        const bool isRouter = redirect.target != redirect.destination;
        discovery->Learn(redirect.target,
                         hardware,
                         isRouter ? std::optional<bool>(true) : std::nullopt);
    }
    return NdDropReason::NONE;
}

void
PvdIcmpv6L4Protocol::ReceiveRs(const Ipv6Header& header, Ptr<Ipv6Interface> interface)
{
    auto* const discovery = GetLink(GetIndex(interface)).discovery.get();
    if (!discovery || !interface->IsForwarding() || header.GetSource().IsAny())
    {
        return; // RFC 4861, section 6.2.6
    }
    Address hardware = interface->GetDevice()->GetAddress();
    const auto address = GetLinkLayerAddress(m_octets, hardware.GetLength());
    auto* known = FindCache(interface->GetDevice())->Lookup(header.GetSource());
    if (!address.empty())
    {
        hardware.CopyFrom(address.data(), address.size());
        discovery->Learn(header.GetSource(), hardware, false);
    }
    else if (known)
    {
        known->SetRouter(false);
    }
}

Ptr<NdiscCache>
PvdIcmpv6L4Protocol::CreateCache(Ptr<NetDevice> device, Ptr<Ipv6Interface> interface)
{
    const uint32_t index = GetIndex(interface);
    const auto state = m_registry->GetInterface(index);
    const auto cache = CreateObject<PvdNdiscCache>();
    cache->SetDevice(device, interface, this);
    device->AddLinkChangeCallback(MakeCallback(&NdiscCache::Flush, Ptr<NdiscCache>(cache)));
    m_cacheList.push_back(cache);
    GetLink(index).discovery =
        std::make_unique<PvdNeighborDiscovery>(*this, index, interface, state, cache);
    return cache;
}

PvdNeighborDiscovery*
PvdIcmpv6L4Protocol::GetDiscovery(Ptr<NdiscCache> cache, Ptr<NetDevice> device)
{
    // CreateCache makes all of them.
    const Ptr<NdiscCache> known = cache ? cache : FindCache(device);
    return known ? static_cast<PvdNdiscCache*>(PeekPointer(known))->GetDiscovery() : nullptr;
}

bool
PvdIcmpv6L4Protocol::ResolveNeighbor(Ipv6Address neighbor,
                                     Ptr<NetDevice> device,
                                     Ptr<NdiscCache> cache,
                                     Address* hardware)
{
    auto* const discovery = GetDiscovery(cache, device);
    return discovery && discovery->Resolve(neighbor, *hardware);
}

bool
PvdIcmpv6L4Protocol::ResolveNeighbor(Ptr<Packet> packet,
                                     const Ipv6Header& header,
                                     Ipv6Address neighbor,
                                     Ptr<NetDevice> device,
                                     Ptr<NdiscCache> cache,
                                     Address* hardware)
{
    auto* const discovery = GetDiscovery(cache, device);
    return discovery && discovery->Resolve(packet, header, neighbor, *hardware);
}

void
PvdIcmpv6L4Protocol::ProbeNeighbor(uint32_t interface, const Ipv6Address& neighbor)
{
    if (auto* const discovery = GetLink(interface).discovery.get())
    {
        discovery->Probe(neighbor);
    }
}

void
PvdIcmpv6L4Protocol::ConfirmNeighbor(uint32_t interface, const Ipv6Address& neighbor)
{
    if (auto* const discovery = GetLink(interface).discovery.get())
    {
        discovery->Confirm(neighbor);
    }
}

void
PvdIcmpv6L4Protocol::NotifyNeighbor(uint32_t interface,
                                    const Ipv6Address& neighbor,
                                    bool isReachable)
{
    if (PvdRouteTable* const routes = m_registry->GetRouteTable())
    {
        routes->NotifyReachability(interface, neighbor, isReachable);
    }
    m_neighborReachability(interface, neighbor, isReachable);
}

bool
PvdIcmpv6L4Protocol::IsNextHop(uint32_t interface, const Ipv6Address& neighbor) const
{
    const PvdRouteTable* const routes = m_registry->GetRouteTable();
    return routes && routes->IsNextHop(interface, neighbor);
}

void
PvdIcmpv6L4Protocol::DropWaiting(const Ptr<Packet>& packet,
                                 const Ipv6Header& header,
                                 uint32_t interface,
                                 NeighborDropReason reason)
{
    NS_LOG_INFO("Packet to " << header.GetDestination() << " dropped: " << ns3::ToString(reason));
    ++m_neighborDrops.Make()[reason];
    m_neighborDropped(reason, header, interface);
    if (reason == NeighborDropReason::UNREACHABLE)
    {
        packet->AddHeader(header);
        SendErrorDestinationUnreachable(packet,
                                        header.GetSource(),
                                        Icmpv6Header::ICMPV6_ADDR_UNREACHABLE);
    }
}

uint64_t
PvdIcmpv6L4Protocol::GetDropCount(NeighborDropReason reason) const
{
    const auto& drops = m_neighborDrops.Get();
    const auto it = drops.find(reason);
    return it == drops.end() ? 0 : it->second;
}

void
PvdIcmpv6L4Protocol::SetHopLimit(const Ptr<Packet>& packet, const Ipv6Address& source) const
{
    const int32_t index = GetObject<Ipv6>()->GetInterfaceForAddress(source);
    if (index < 0)
    {
        return;
    }
    const auto state = m_registry->GetInterface(index);
    const auto* own = state->FindAddress(source);
    const auto limit = PvdPacketParameters::GetHopLimit(*state, own ? own->pvd : nullptr);
    if (limit)
    {
        SocketIpv6HopLimitTag tag;
        tag.SetHopLimit(*limit);
        packet->ReplacePacketTag(tag);
    }
}

bool
PvdIcmpv6L4Protocol::TakeOverSolicitation(Ptr<const Packet> solicitation, const Ipv6Address& source)
{
    // Solicitations of ns-3 have no route, ours do: what is sent here does not come back.
    std::vector<uint8_t> octets(solicitation->GetSize());
    solicitation->CopyData(octets.data(), octets.size());
    const Ipv6Address target = ToAddress(GetNeighborTarget(octets));
    bool isTaken = false;
    for (const auto& link : m_links)
    {
        isTaken = (link.discovery && link.discovery->TakeOver(target, source)) || isTaken;
    }
    return isTaken;
}

} // namespace ns3
