/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-packet-admission.h"

#include "pvd-extension-headers.h"
#include "pvd-extension-processing.h"
#include "pvd-incoming-interface-tag.h"

#include "ns3/ipv6.h"
#include "ns3/loopback-net-device.h"

#include <vector>

namespace ns3
{

namespace
{

constexpr uint16_t ETHERTYPE_IPV6 = 0x86dd; // RFC 2464, section 3
constexpr uint8_t ICMPV6 = 58;

bool
IsAddressOf(const Ipv6& ipv6, const Ipv6Octets& address)
{
    return ipv6.GetInterfaceForAddress(Ipv6Address::Deserialize(address.data())) >= 0;
}

/// \return true if what the device receives has never left the node
bool
IsLoopback(const Ptr<NetDevice>& device)
{
    return DynamicCast<LoopbackNetDevice>(device) != nullptr;
}

/// \return true if the packet is of ICMPv6, which reports by itself what is wrong with a message,
/// and wants to see that another node uses an address of this one
bool
IsIcmpv6(const Packet& packet)
{
    std::vector<uint8_t> octets(packet.GetSize());
    packet.CopyData(octets.data(), static_cast<uint32_t>(octets.size()));
    return FindUpperLayer(octets)->protocol == ICMPV6;
}

/// \return true if a layer above reports on its own account that a part of a packet is missing
bool
IsReportedAbove(uint8_t nextHeader)
{
    return nextHeader == ICMPV6 || nextHeader == PVD_HOP_BY_HOP_OPTIONS ||
           nextHeader == PVD_ROUTING_HEADER || nextHeader == PVD_FRAGMENT_HEADER ||
           nextHeader == PVD_DESTINATION_OPTIONS;
}

/// ns-3 goes on with the packet that it hands in here, whatever it is. So another one takes its
/// place, which comes from nowhere, goes to nowhere, and holds nothing.
void
Erase(const Ptr<const Packet>& packet)
{
    Ipv6Header nothing;
    nothing.SetNextHeader(PVD_NO_NEXT_HEADER);
    nothing.SetHopLimit(1);
    const auto received = ConstCast<Packet>(packet);
    received->RemoveAtStart(received->GetSize());
    received->AddHeader(nothing);
}

} // namespace

void
PvdPacketAdmission::NoteInterface(const Ptr<const Packet>& packet, const Ptr<NetDevice>& device)
{
    const auto node = device->GetNode();
    const int32_t interface = node->GetObject<Ipv6>()->GetInterfaceForDevice(device);
    if (interface >= 0)
    {
        PvdIncomingInterfaceTag tag(node->GetId(), interface);
        ConstCast<Packet>(packet)->ReplacePacketTag(tag);
    }
}

void
PvdPacketAdmission::Install(const Ptr<Node>& node)
{
    // Handlers are called in order, and interfaces that are added later have theirs later. One
    // callback for all nodes: each would take its memory.
    static const auto receive = MakeCallback(&PvdPacketAdmission::Receive);
    node->RegisterProtocolHandler(receive, ETHERTYPE_IPV6, nullptr);
}

void
PvdPacketAdmission::Receive(Ptr<NetDevice> device,
                            Ptr<const Packet> packet,
                            uint16_t,
                            const Address&,
                            const Address&,
                            NetDevice::PacketType)
{
    // Called for every packet: what most packets do not need is not looked up.
    std::array<uint8_t, PvdFirstOctets::SIZE> octets{};
    packet->CopyData(octets.data(), octets.size());
    const PvdFirstOctets first(octets, packet->GetSize());
    const PvdPacketDropReason reason = Check(*packet, first, device);
    const bool isTruncated = reason == PvdPacketDropReason::PAYLOAD_LENGTH;
    if (isTruncated && IsReportedAbove(first.GetNextHeader()))
    {
        device->GetNode()->GetObject<PvdExtensionProcessing>()->NoteTruncated(*packet);
    }
    else if (reason != PvdPacketDropReason::NONE)
    {
        Ipv6Header header;
        if (reason != PvdPacketDropReason::NO_HEADER)
        {
            packet->PeekHeader(header);
        }
        Erase(packet);
        device->GetNode()->GetObject<PvdExtensionProcessing>()->Drop(reason, header);
    }
    else if (first.HasLinkLocalSource())
    {
        NoteInterface(packet, device);
    }
}

PvdPacketDropReason
PvdPacketAdmission::Check(const Packet& packet,
                          const PvdFirstOctets& first,
                          const Ptr<NetDevice>& device)
{
    const PvdPacketDropReason reason = first.Check();
    if (reason == PvdPacketDropReason::MULTICAST_SOURCE)
    {
        return IsIcmpv6(packet) ? PvdPacketDropReason::NONE : reason;
    }
    if (reason != PvdPacketDropReason::NONE && reason != PvdPacketDropReason::PAYLOAD_LENGTH)
    {
        return reason;
    }
    if (first.HasNodeLocalAddress() && !IsLoopback(device))
    {
        return PvdPacketDropReason::NODE_LOCAL_ADDRESS;
    }
    const bool isOwn =
        first.MayBegin() && IsAddressOf(*device->GetNode()->GetObject<Ipv6>(), first.GetSource());
    return isOwn && !IsLoopback(device) && !IsIcmpv6(packet) ? PvdPacketDropReason::OWN_SOURCE
                                                             : reason;
}

} // namespace ns3
