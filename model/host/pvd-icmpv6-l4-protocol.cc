/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-icmpv6-l4-protocol.h"

#include "pvd-arrival-tag.h"
#include "pvd-compat.h"
#include "pvd-extension-processing.h"
#include "pvd-icmpv6-error-policy.h"

#include "ns3/boolean.h"
#include "ns3/icmpv6-header.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/log.h"
#include "ns3/loopback-net-device.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdIcmpv6L4Protocol");

NS_OBJECT_ENSURE_REGISTERED(PvdIcmpv6L4Protocol);

namespace
{

/// The Hop Limit that no router has lowered (RFC 4861, section 6.1.2).
constexpr uint8_t ND_HOP_LIMIT = 255;

} // namespace

TypeId
PvdIcmpv6L4Protocol::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::PvdIcmpv6L4Protocol")
            .SetParent<Icmpv6L4Protocol>()
            .SetGroupName("Pvd")
            .AddConstructor<PvdIcmpv6L4Protocol>()
            .AddAttribute("AcceptLowHopLimit",
                          "Take Router Advertisements and Redirects with a Hop Limit below 255, "
                          "which RFC 4861 forbids: ns-3's own Radvd and routers send 64.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&PvdIcmpv6L4Protocol::m_acceptLowHopLimit),
                          MakeBooleanChecker())
            .AddAttribute(
                "AcceptStockDad",
                "Take Neighbor Solicitations from \"::\" that have a link-layer address, "
                "although RFC 4861, section 7.1.1, demands that they are dropped: the hosts "
                "of ns-3 test their addresses so.",
                BooleanValue(false),
                MakeBooleanAccessor(&PvdIcmpv6L4Protocol::m_acceptStockDad),
                MakeBooleanChecker())
            .AddAttribute("AdvertiseNewAddresses",
                          "Tell the routers of a new address before the first packet comes for it "
                          "(RFC 9131). A forwarding interface then remembers who told it.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&PvdIcmpv6L4Protocol::m_advertiseNew),
                          MakeBooleanChecker())
            .AddTraceSource("NeighborDropped",
                            "A packet to a neighbour was dropped before it left: reason, IPv6 "
                            "header, interface index.",
                            MakeTraceSourceAccessor(&PvdIcmpv6L4Protocol::m_neighborDropped),
                            "ns3::PvdIcmpv6L4Protocol::NeighborDroppedTracedCallback")
            .AddTraceSource("NeighborReachability",
                            "A neighbour was confirmed to be reachable after it was not, or was "
                            "given up: interface index, neighbour, true if it is reachable.",
                            MakeTraceSourceAccessor(&PvdIcmpv6L4Protocol::m_neighborReachability),
                            "ns3::PvdIcmpv6L4Protocol::NeighborReachabilityTracedCallback")
            .AddTraceSource("NdDropped",
                            "An ICMPv6 message other than a Router Advertisement was dropped: "
                            "reason, ICMPv6 type, source.",
                            MakeTraceSourceAccessor(&PvdIcmpv6L4Protocol::m_ndDropped),
                            "ns3::PvdIcmpv6L4Protocol::NdDroppedTracedCallback");
    return tid;
}

PvdIcmpv6L4Protocol::PvdIcmpv6L4Protocol() = default;

PvdIcmpv6L4Protocol::~PvdIcmpv6L4Protocol() = default;

void
PvdIcmpv6L4Protocol::DoDispose()
{
    for (auto& link : m_links)
    {
        if (link.interface)
        {
            link.solicitation->Dispose();
            link.dad->Dispose();
        }
    }
    m_links.clear();
    m_registry = nullptr;
    Icmpv6L4Protocol::DoDispose();
}

void
PvdIcmpv6L4Protocol::NotifyNewAggregate()
{
    Icmpv6L4Protocol::NotifyNewAggregate();
    if (!m_registry)
    {
        m_registry = GetObject<PvdRegistry>();
        if (m_registry)
        {
            m_registry->TraceConnectWithoutContext(
                "InterfaceDown",
                MakeCallback(&PvdIcmpv6L4Protocol::NotifyInterfaceDown, this));
        }
    }
    if (GetObject<Ipv6>() && GetDownTarget6().IsNull() == false)
    {
        SetDownTarget6(MakeCallback(&PvdIcmpv6L4Protocol::SendDown, this));
    }
}

PvdIcmpv6L4Protocol::Link&
PvdIcmpv6L4Protocol::GetLink(uint32_t interface)
{
    if (m_links.size() <= interface)
    {
        m_links.resize(interface + 1);
    }
    Link& link = m_links[interface];
    if (!link.interface)
    {
        link.interface = GetObject<Ipv6L3Protocol>()->GetInterface(interface);
        link.solicitation = CreateObject<PvdRouterSolicitation>();
        link.solicitation->SetSend([this, interface] { SendRouterSolicitation(interface); });
        link.dad = CreateObject<PvdDuplicateAddressDetection>();
        if (!m_randomDelays)
        {
            const StringValue none("ns3::ConstantRandomVariable[Constant=0.0]");
            link.solicitation->SetAttribute("Delay", none);
            link.dad->SetAttribute("Delay", none);
        }
        link.dad->SetCallbacks(
            [this, interface](Ipv6Address address) { return SendDadNs(interface, address); },
            [this, interface](Ipv6Address address, bool unique) {
                FinishDad(interface, address, unique);
            });
        if (m_nextStream >= 0)
        {
            m_nextStream += AssignStreams(link, interface, m_nextStream);
        }
    }
    return link;
}

void
PvdIcmpv6L4Protocol::SetRandomDelays(bool enable)
{
    m_randomDelays = enable;
}

Ptr<PvdRouterSolicitation>
PvdIcmpv6L4Protocol::GetRouterSolicitation(uint32_t interface)
{
    return GetLink(interface).solicitation;
}

Ptr<PvdDuplicateAddressDetection>
PvdIcmpv6L4Protocol::GetDuplicateAddressDetection(uint32_t interface)
{
    return GetLink(interface).dad;
}

uint32_t
PvdIcmpv6L4Protocol::GetIndex(Ptr<const Ipv6Interface> interface) const
{
    for (uint32_t i = 0; i < m_links.size(); ++i)
    {
        if (m_links[i].interface == interface)
        {
            return i;
        }
    }
    return GetObject<Ipv6>()->GetInterfaceForDevice(interface->GetDevice());
}

int64_t
PvdIcmpv6L4Protocol::AssignStreams(int64_t stream)
{
    int64_t used = PvdWithLookup::AssignStreams(stream);
    for (uint32_t i = 0; i < m_links.size(); ++i)
    {
        if (m_links[i].interface)
        {
            used += AssignStreams(m_links[i], i, stream + used);
        }
    }
    m_nextStream = stream + used;
    return used;
}

int64_t
PvdIcmpv6L4Protocol::AssignStreams(Link& link, uint32_t interface, int64_t stream)
{
    int64_t used = link.solicitation->AssignStreams(stream);
    used += link.dad->AssignStreams(stream + used);
    used += m_registry->GetInterface(interface)->AssignStreams(stream + used);
    return used;
}

enum IpL4Protocol::RxStatus
PvdIcmpv6L4Protocol::Receive(Ptr<Packet> p, const Ipv4Header& header, Ptr<Ipv4Interface> interface)
{
    return Icmpv6L4Protocol::Receive(p, header, interface);
}

enum IpL4Protocol::RxStatus
PvdIcmpv6L4Protocol::Receive(Ptr<Packet> p, const Ipv6Header& header, Ptr<Ipv6Interface> interface)
{
    const auto arrival = PvdArrivalTag::Find(p, GetObject<Node>()->GetId());
    m_isFragmented = arrival && arrival->fragments > 0;
    m_isTruncated = GetObject<PvdExtensionProcessing>()->IsTruncated(p);
    uint8_t type = 0;
    p->CopyData(&type, sizeof(type));
    if (type == Icmpv6Header::ICMPV6_ND_ROUTER_ADVERTISEMENT)
    {
        ReceiveRa(p, header, interface);
        return IpL4Protocol::RX_OK;
    }
    m_octets.resize(p->GetSize());
    p->CopyData(m_octets.data(), m_octets.size());
    const bool isRedirect = type == Icmpv6Header::ICMPV6_ND_REDIRECTION;
    NdDropReason reason = CheckOther(header, interface);
    if (reason == NdDropReason::NONE && isRedirect)
    {
        reason = ReceiveRedirect(header, interface);
    }
    else if (reason == NdDropReason::NONE && type == Icmpv6Header::ICMPV6_ERROR_PACKET_TOO_BIG)
    {
        reason = ReceivePacketTooBig(*interface);
    }
    if (reason != NdDropReason::NONE)
    {
        NS_LOG_INFO("ICMPv6 " << +type << " from " << header.GetSource()
                              << " dropped: " << ns3::ToString(reason));
        ++m_drops.Make()[reason];
        m_ndDropped(reason, type, header.GetSource());
        if (isRedirect && reason == NdDropReason::HOP_LIMIT)
        {
            WarnOfHopLimit(header);
        }
        return IpL4Protocol::RX_OK;
    }
    switch (type)
    {
    case Icmpv6Header::ICMPV6_ND_ROUTER_SOLICITATION:
        ReceiveRs(header, interface);
        return IpL4Protocol::RX_OK;
    case Icmpv6Header::ICMPV6_ND_NEIGHBOR_SOLICITATION:
        ReceiveNs(p, header, interface);
        return IpL4Protocol::RX_OK;
    case Icmpv6Header::ICMPV6_ND_NEIGHBOR_ADVERTISEMENT:
        ReceiveNa(interface);
        return IpL4Protocol::RX_OK;
    case Icmpv6Header::ICMPV6_ND_REDIRECTION:
        return IpL4Protocol::RX_OK;
    default:
        return Icmpv6L4Protocol::Receive(p, header, interface);
    }
}

NdDropReason
PvdIcmpv6L4Protocol::CheckOther(const Ipv6Header& header, Ptr<Ipv6Interface> interface)
{
    NdEnvelope envelope = GetEnvelope(header);
    envelope.addressLength = interface->GetDevice()->GetAddress().GetLength();
    envelope.anonymousAddress = m_acceptStockDad;
    if (m_isTruncated)
    {
        return NdDropReason::TOO_SHORT;
    }
    const NdDropReason reason = CheckIcmpv6Message(m_octets, envelope);
    if (reason != NdDropReason::NONE)
    {
        return reason;
    }
    const bool isNeighbor = m_octets[0] == Icmpv6Header::ICMPV6_ND_NEIGHBOR_SOLICITATION ||
                            m_octets[0] == Icmpv6Header::ICMPV6_ND_NEIGHBOR_ADVERTISEMENT;
    const bool isUnready = !isNeighbor && IsUnready(header.GetDestination(), interface);
    return isUnready ? NdDropReason::NOT_ASSIGNED : NdDropReason::NONE;
}

uint64_t
PvdIcmpv6L4Protocol::GetDropCount(NdDropReason reason) const
{
    const auto& drops = m_drops.Get();
    const auto it = drops.find(reason);
    return it == drops.end() ? 0 : it->second;
}

NdEnvelope
PvdIcmpv6L4Protocol::GetEnvelope(const Ipv6Header& header) const
{
    NdEnvelope envelope;
    header.GetSource().GetBytes(envelope.source.data());
    header.GetDestination().GetBytes(envelope.destination.data());
    const bool isRedirect = !m_octets.empty() && m_octets[0] == Icmpv6Header::ICMPV6_ND_REDIRECTION;
    envelope.hopLimit = isRedirect && m_acceptLowHopLimit ? ND_HOP_LIMIT : header.GetHopLimit();
    // The header itself says what was received on some releases of ns-3, what is left on others.
    envelope.nextHeader =
        m_isFragmented ? Ipv6Header::IPV6_EXT_FRAGMENTATION : Ipv6Header::IPV6_ICMPV6;
    // To ask takes time, and is of interest only where there is no checksum.
    const bool isZero = m_octets.size() >= 4 && m_octets[2] == 0 && m_octets[3] == 0;
    envelope.checksums = !isZero || Node::ChecksumEnabled();
    return envelope;
}

RaDropReason
PvdIcmpv6L4Protocol::CheckRa(const Ipv6Header& header, Ptr<Ipv6Interface> interface) const
{
    const auto state = m_registry->GetInterface(GetIndex(interface));
    if (!interface->IsUp())
    {
        return RaDropReason::INTERFACE_DOWN;
    }
    if (!state->GetAcceptRa() || (interface->IsForwarding() && !state->GetAcceptRaOnForwarding()))
    {
        return state->GetAcceptRa() ? RaDropReason::FORWARDING : RaDropReason::NOT_ACCEPTED;
    }
    if (!header.GetSource().IsLinkLocal())
    {
        return RaDropReason::SOURCE_NOT_LINK_LOCAL;
    }
    if (header.GetHopLimit() != ND_HOP_LIMIT && !m_acceptLowHopLimit)
    {
        return RaDropReason::HOP_LIMIT;
    }
    if (m_isFragmented)
    {
        return RaDropReason::FRAGMENTED;
    }
    if (m_isTruncated)
    {
        return RaDropReason::PAYLOAD_LENGTH;
    }
    if (!IsIcmpv6ChecksumValid(m_octets, GetEnvelope(header)))
    {
        return RaDropReason::CHECKSUM;
    }
    return state->HasAddress(header.GetSource()) ? RaDropReason::OWN_ADDRESS : RaDropReason::NONE;
}

void
PvdIcmpv6L4Protocol::ReceiveRa(Ptr<const Packet> packet,
                               const Ipv6Header& header,
                               Ptr<Ipv6Interface> interface)
{
    NS_LOG_FUNCTION(this << header.GetSource());
    m_octets.resize(packet->GetSize());
    packet->CopyData(m_octets.data(), m_octets.size());
    const uint32_t index = GetIndex(interface);
    const Ipv6Address router = header.GetSource();
    const RaDropReason reason = CheckRa(header, interface);
    if (reason != RaDropReason::NONE)
    {
        m_registry->DropRa(reason, 0, index, router);
        if (reason == RaDropReason::HOP_LIMIT)
        {
            WarnOfHopLimit(header);
        }
        return;
    }
    FollowApplications();
    const bool aware = m_registry->UnderstandsPvd(index);
    const auto result =
        RouterAdvertisement::Parse(m_octets, aware ? PvdAwareness::AWARE : PvdAwareness::UNAWARE);
    const bool wasDefault = IsDefaultRouter(index, router);
    if (m_registry->ReceiveRa(index, router, result) != RaDropReason::NONE)
    {
        return;
    }
    const RouterAdvertisement& ra = *result.message;
    UpdateNeighbor(ra, router, interface);
    // Whatever made or ended its role: a Route Information option for ::/0 has the last word, a
    // limit may refuse it, and a callback may have taken the interface down meanwhile.
    const bool isDefault = IsDefaultRouter(index, router);
    PvdRouteTable* const routes = m_registry->GetRouteTable();
    if (wasDefault && !isDefault && routes)
    {
        routes->NotifyNotRouter(index, router);
    }
    GetLink(index).solicitation->NotifyRa(isDefault);
    const PvdOption* option = aware ? ra.GetPvdOption() : nullptr;
    if (option && option->header ? option->header->managed : ra.header.managed)
    {
        StartDhcpv6(index);
    }
}

bool
PvdIcmpv6L4Protocol::IsDefaultRouter(uint32_t index, const Ipv6Address& router) const
{
    const auto& pvds = m_registry->GetPvds();
    return std::any_of(pvds.begin(), pvds.end(), [&](const auto& entry) {
        const auto* known = entry.second->FindRouter(index, router);
        return known && known->lifetime > 0;
    });
}

} // namespace ns3
