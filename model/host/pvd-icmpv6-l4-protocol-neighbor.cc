/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-icmpv6-l4-protocol.h"

#include "ns3/ipv6-l3-protocol.h"

namespace ns3
{

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
    // ns-3's cache has no limit: it gets no more routers than the registry takes, and of those that
    // come and go only the last ones.
    if (FindCache(interface->GetDevice())->Lookup(router) ||
        !m_registry->LookupByRouter(index, router).empty())
    {
        SetNeighbor(hardware, router, true, interface);
    }
}

bool
PvdIcmpv6L4Protocol::MakeRoomForNeighbor(const Ipv6Address& neighbor, Ptr<Ipv6Interface> interface)
{
    const auto cache = FindCache(interface->GetDevice());
    const uint32_t index = GetIndex(interface);
    const uint32_t limit = m_registry->GetInterface(index)->GetMaxNeighbors();
    if (limit == 0 || cache->Lookup(neighbor))
    {
        return true;
    }
    auto& neighbors = GetLink(index).neighbors;
    for (std::size_t tries = neighbors.size(); tries > 0 && neighbors.size() >= limit; --tries)
    {
        const Ipv6Address oldest = neighbors.front();
        neighbors.pop_front();
        auto* entry = cache->Lookup(oldest);
        if (entry && !entry->IsStale())
        {
            neighbors.push_back(oldest); // the node talks to it
        }
        else if (entry)
        {
            cache->Remove(entry);
        }
    }
    if (neighbors.size() >= limit)
    {
        return false;
    }
    neighbors.push_back(neighbor);
    return true;
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
    const auto address = GetTargetLinkLayerAddress(m_octets, hardware.GetLength());
    if (!address.empty())
    {
        hardware.CopyFrom(address.data(), address.size());
        const bool isRouter = redirect.target != redirect.destination;
        SetNeighbor(hardware, redirect.target, isRouter, interface);
    }
    return NdDropReason::NONE;
}

void
PvdIcmpv6L4Protocol::SetNeighbor(const Address& hardware,
                                 const Ipv6Address& neighbor,
                                 bool isRouter,
                                 Ptr<Ipv6Interface> interface)
{
    const auto cache = FindCache(interface->GetDevice());
    auto* entry = cache->Lookup(neighbor);
    if (!entry)
    {
        if (MakeRoomForNeighbor(neighbor, interface))
        {
            entry = cache->Add(neighbor);
            entry->MarkStale(hardware);
            entry->SetRouter(isRouter);
        }
        return;
    }
    entry->SetRouter(isRouter || entry->IsRouter());
    const bool incomplete = entry->IsIncomplete();
    if (!incomplete && (entry->IsPermanent() || entry->GetMacAddress() == hardware))
    {
        return;
    }
    entry->StopNudTimer();
    const auto waiting = entry->MarkStale(hardware);
    if (incomplete)
    {
        for (const auto& packet : waiting)
        {
            interface->Send(packet.first, packet.second, neighbor);
        }
        entry->ClearWaitingPacket();
    }
}

} // namespace ns3
