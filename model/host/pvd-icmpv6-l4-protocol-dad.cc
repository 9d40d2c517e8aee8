/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-icmpv6-l4-protocol.h"
#include "pvd-stock-scripts.h"

#include "ns3/icmpv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/log.h"
#include "ns3/loopback-net-device.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"

#include <algorithm>
#include <optional>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdIcmpv6L4ProtocolDad");

namespace
{

/// Hop Limit of all Neighbor Discovery.
constexpr uint8_t ND_HOP_LIMIT = 255;

/// After how many seconds ns-3 ends its own duplicate address detection of a new address.
constexpr double STOCK_DAD_TIMEOUT = 1.0;

std::optional<Ipv6InterfaceAddress>
FindAddress(Ptr<const Ipv6Interface> interface, const Ipv6Address& address)
{
    for (uint32_t i = 0; i < interface->GetNAddresses(); ++i)
    {
        const Ipv6InterfaceAddress found = interface->GetAddress(i);
        if (found.GetAddress() == address)
        {
            return found;
        }
    }
    return std::nullopt;
}

bool
IsTentative(const Ipv6InterfaceAddress& address)
{
    return address.GetState() == Ipv6InterfaceAddress::TENTATIVE ||
           address.GetState() == Ipv6InterfaceAddress::TENTATIVE_OPTIMISTIC;
}

} // namespace

void
PvdIcmpv6L4Protocol::DoInitialize()
{
    TakeOverDad();
    FollowApplications();
    PvdWarnOfGlobalRouting(GetObject<Node>());
    Icmpv6L4Protocol::DoInitialize();
}

void
PvdIcmpv6L4Protocol::TakeOverDad()
{
    if (m_dadTakenOver)
    {
        return;
    }
    // With its switch off the base class neither tests an address nor waits; what it was set to
    // now says whether we do.
    m_dadTakenOver = true;
    m_dad = m_alwaysDad;
    m_alwaysDad = false;
    for (const auto& link : m_links)
    {
        if (link.interface && link.interface->IsUp())
        {
            TestAddresses(link.interface);
        }
    }
}

void
PvdIcmpv6L4Protocol::NotifyDadTimeout(Ipv6Interface* interface, Ipv6Address addr)
{
    if (!m_registry)
    {
        return; // disposed of while an event was pending
    }
    TakeOverDad();
    const auto address = FindAddress(interface, addr);
    // Up to ns-3.36 this comes after ns-3 has made the address preferred, although it is tested.
    const bool isRushed = !HAS_DAD_TIMEOUT && address &&
                          address->GetState() == Ipv6InterfaceAddress::PREFERRED &&
                          GetLink(GetIndex(interface)).dad->IsTesting(addr);
    if (address && (IsTentative(*address) || isRushed))
    {
        TestAddress(interface, addr);
    }
}

void
PvdIcmpv6L4Protocol::TestAddresses(Ptr<Ipv6Interface> interface)
{
    for (uint32_t i = 0; i < interface->GetNAddresses(); ++i)
    {
        const Ipv6InterfaceAddress address = interface->GetAddress(i);
        if (!IsTentative(address))
        {
            continue;
        }
        TestAddress(interface, address.GetAddress());
        if (!HAS_DAD_TIMEOUT)
        {
            Simulator::Schedule(Seconds(STOCK_DAD_TIMEOUT),
                                &PvdIcmpv6L4Protocol::NotifyDadTimeout,
                                this,
                                PeekPointer(interface),
                                address.GetAddress());
        }
    }
}

void
PvdIcmpv6L4Protocol::TestAddress(Ptr<Ipv6Interface> interface, Ipv6Address address)
{
    const uint32_t index = GetIndex(interface);
    const auto state = m_registry->GetInterface(index);
    interface->SetState(address, Ipv6InterfaceAddress::TENTATIVE);
    GetLink(index).dad->Start(address, m_dad ? state->GetDupAddrDetectTransmits() : 0);
}

void
PvdIcmpv6L4Protocol::NotifyAddAddress(uint32_t interface, Ipv6Address address)
{
    if (!HAS_DAD_TIMEOUT && m_dadTakenOver)
    {
        Simulator::ScheduleNow(&PvdIcmpv6L4Protocol::TestNewAddress, this, interface, address);
    }
}

void
PvdIcmpv6L4Protocol::TestNewAddress(uint32_t index, Ipv6Address address)
{
    if (!m_registry)
    {
        return; // disposed of while an event was pending
    }
    const Link& link = GetLink(index);
    const auto found = FindAddress(link.interface, address);
    if (found && found->GetState() != Ipv6InterfaceAddress::INVALID && link.interface->IsUp())
    {
        TestAddress(link.interface, address);
    }
}

Time
PvdIcmpv6L4Protocol::SendDadNs(uint32_t index, Ipv6Address address)
{
    Link& link = GetLink(index);
    if (!FindAddress(link.interface, address))
    {
        link.dad->Cancel(address);
        return Time(0);
    }
    // Without the link-layer address: the source is "::" (RFC 4861, section 4.3).
    const Ipv6Address group = Ipv6Address::MakeSolicitedAddress(address);
    const auto nonce = MakeNonceOption(link.dad->MakeNonce(address, GetNonceSource()));
    Ptr<Packet> packet = Create<Packet>(nonce.data(), nonce.size());
    Icmpv6NS ns(address);
    PvdStartChecksum(ns, Ipv6Address::GetAny(), group, packet->GetSize() + ns.GetSerializedSize());
    packet->AddHeader(ns);
    Ipv6Header header;
    header.SetSource(Ipv6Address::GetAny());
    header.SetDestination(group);
    header.SetNextHeader(Ipv6Header::IPV6_ICMPV6);
    header.SetPayloadLength(packet->GetSize());
    header.SetHopLimit(ND_HOP_LIMIT);
    link.interface->SetNsDadUid(address, packet->GetUid());
    link.interface->Send(packet, header, group);
    return MilliSeconds(m_registry->GetInterface(index)->GetRetransTimer());
}

void
PvdIcmpv6L4Protocol::FinishDad(uint32_t index, Ipv6Address address, bool unique)
{
    NS_LOG_FUNCTION(this << index << address << unique);
    // A listener of what follows may add an interface, which moves the links.
    const auto interface = GetLink(index).interface;
    const auto solicitation = GetLink(index).solicitation;
    if (!FindAddress(interface, address))
    {
        return;
    }
    if (unique)
    {
        interface->SetState(address, Ipv6InterfaceAddress::PREFERRED);
        m_registry->NotifyDadSuccess(index, address);
        if (address.IsLinkLocal())
        {
            const bool tested =
                m_dad && m_registry->GetInterface(index)->GetDupAddrDetectTransmits() > 0;
            solicitation->Start(!tested);
        }
        else if (m_advertiseNew)
        {
            AdvertiseAddress(index, address, 0);
        }
        FireDadOutcome(address, true);
        if (address.IsLinkLocal() && IsManaged(index))
        {
            StartDhcpv6(index);
        }
        return;
    }
    NS_LOG_WARN("Duplicate address " << address << " on interface " << index);
    interface->SetState(address, Ipv6InterfaceAddress::INVALID);
    m_registry->NotifyDadFailure(index, address);
    FireDadOutcome(address, false);
    if (address.IsLinkLocal())
    {
        // Made from the hardware address, which is then another node's too: RFC 4862, section
        // 5.4.5. Not at once, because a packet from this interface is being handled.
        Simulator::ScheduleNow(&Ipv6::SetDown, GetObject<Ipv6>(), index);
    }
}

void
PvdIcmpv6L4Protocol::ReceiveNs(Ptr<const Packet> packet,
                               const Ipv6Header& header,
                               Ptr<Ipv6Interface> interface)
{
    const Ipv6Address target = ToAddress(GetNeighborTarget(m_octets));
    const auto address = FindAddress(interface, target);
    const Link& link = GetLink(GetIndex(interface));
    // Our own solicitation may come back (RFC 4862, section 5.4.3; RFC 7527).
    const bool isOwn = address && header.GetSource().IsAny() &&
                       (packet->GetUid() == address->GetNsDadUid() ||
                        link.dad->HasNonce(target, GetNonce(m_octets)));
    if (!address && link.discovery)
    {
        link.discovery->ReceiveAnycastSolicitation(m_octets, header.GetSource());
    }
    if (!address || isOwn || !link.discovery)
    {
        return;
    }
    if (!IsUnready(target, interface))
    {
        link.discovery->ReceiveSolicitation(m_octets, header.GetSource());
    }
    else if (header.GetSource().IsAny())
    {
        // A tentative address answers nobody, and another node that tests it is a conflict.
        link.dad->Conflict(target);
    }
}

void
PvdIcmpv6L4Protocol::ReceiveNa(Ptr<Ipv6Interface> interface)
{
    const uint32_t index = GetIndex(interface);
    const Link& link = GetLink(index);
    const Ipv6Address target = ToAddress(GetNeighborTarget(m_octets));
    const auto address = FindAddress(interface, target);
    if (address)
    {
        if (IsTentative(*address))
        {
            link.dad->Conflict(target);
        }
        return;
    }
    if (!link.discovery)
    {
        return; // the loopback interface
    }
    if (m_advertiseNew && interface->IsForwarding() &&
        !FindCache(interface->GetDevice())->Lookup(target))
    {
        Address hardware = interface->GetDevice()->GetAddress();
        const auto given = GetLinkLayerAddress(m_octets, hardware.GetLength());
        if (!given.empty())
        {
            hardware.CopyFrom(given.data(), given.size());
            link.discovery->Learn(target, hardware, HasRouterFlag(m_octets));
        }
        return;
    }
    if (link.discovery->ReceiveAdvertisement(m_octets))
    {
        m_registry->NotifyNotRouter(index, target);
        if (PvdRouteTable* const routes = m_registry->GetRouteTable())
        {
            routes->NotifyNotRouter(index, target);
        }
    }
}

void
PvdIcmpv6L4Protocol::AdvertiseAddress(uint32_t index, Ipv6Address address, uint32_t sent)
{
    constexpr uint32_t MAX_NEIGHBOR_ADVERTISEMENT = 3; // RFC 4861, section 10
    if (!m_registry)
    {
        return; // disposed of while an event was pending
    }
    const Link& link = GetLink(index);
    if (!link.discovery || !link.interface->IsUp() || !IsAssigned(address) ||
        link.interface->IsForwarding())
    {
        return;
    }
    link.discovery->Advertise(address, Ipv6Address::GetAllRoutersMulticast(), false);
    if (++sent < MAX_NEIGHBOR_ADVERTISEMENT)
    {
        Simulator::Schedule(MilliSeconds(m_registry->GetInterface(index)->GetRetransTimer()),
                            &PvdIcmpv6L4Protocol::AdvertiseAddress,
                            this,
                            index,
                            address,
                            sent);
    }
}

void
PvdIcmpv6L4Protocol::SendRouterSolicitation(uint32_t index)
{
    Ptr<Ipv6Interface> interface = GetLink(index).interface;
    if (!interface->IsUp() || interface->IsForwarding())
    {
        GetLink(index).solicitation->Stop();
        return;
    }
    const auto linkLocal = FindAddress(interface, interface->GetLinkLocalAddress().GetAddress());
    const bool usable = linkLocal && !IsTentative(*linkLocal) &&
                        linkLocal->GetState() != Ipv6InterfaceAddress::INVALID;
    const Ipv6Address source = usable ? linkLocal->GetAddress() : Ipv6Address::GetAny();
    const Ipv6Address group = Ipv6Address::GetAllRoutersMulticast();
    Ptr<Packet> packet = Create<Packet>();
    if (usable)
    {
        packet->AddHeader(Icmpv6OptionLinkLayerAddress(true, interface->GetDevice()->GetAddress()));
    }
    Icmpv6RS rs;
    PvdStartChecksum(rs, source, group, packet->GetSize() + rs.GetSerializedSize());
    packet->AddHeader(rs);
    m_soliciting = true;
    SendOnLink(index, packet, source, group);
    m_soliciting = false;
}

void
PvdIcmpv6L4Protocol::SendOnLink(uint32_t index,
                                Ptr<Packet> packet,
                                const Ipv6Address& source,
                                const Ipv6Address& destination)
{
    SocketIpv6HopLimitTag tag;
    tag.SetHopLimit(ND_HOP_LIMIT);
    packet->ReplacePacketTag(tag);
    const auto route = Create<Ipv6Route>();
    route->SetDestination(destination);
    route->SetSource(source);
    route->SetGateway(Ipv6Address::GetAny());
    route->SetOutputDevice(GetLink(index).interface->GetDevice());
    SendDown(packet, source, destination, Ipv6Header::IPV6_ICMPV6, route);
}

bool
PvdIcmpv6L4Protocol::IsUnready(const Ipv6Address& address, Ptr<const Ipv6Interface> interface) const
{
    const auto found = FindAddress(interface, address);
    return found && (IsTentative(*found) || found->GetState() == Ipv6InterfaceAddress::INVALID);
}

bool
PvdIcmpv6L4Protocol::IsAssigned(const Ipv6Address& address) const
{
    const int32_t index = GetObject<Ipv6>()->GetInterfaceForAddress(address);
    if (index < 0)
    {
        return false;
    }
    const auto found = FindAddress(GetObject<Ipv6L3Protocol>()->GetInterface(index), address);
    return found && !IsTentative(*found) && found->GetState() != Ipv6InterfaceAddress::INVALID;
}

void
PvdIcmpv6L4Protocol::NotifyInterfaceDown(uint32_t index)
{
    GetLink(index).solicitation->Stop();
    GetLink(index).dad->CancelAll();
}

} // namespace ns3
