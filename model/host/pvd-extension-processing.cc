/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-extension-processing.h"

#include "pvd-arrival-tag.h"
#include "pvd-forwarding.h"
#include "pvd-icmpv6-error-policy.h"
#include "pvd-ipv6-extension.h"
#include "pvd-packet-admission.h"

#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ipv6-extension-demux.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdExtensionProcessing");

NS_OBJECT_ENSURE_REGISTERED(PvdExtensionProcessing);

namespace
{

constexpr uint32_t IPV6_HEADER = 40;
constexpr uint8_t UNKNOWN_NEXT_HEADER = 1;
/// ns-3 counts octets of extension headers in 8 bits.
constexpr uint32_t MOST_COUNTED = 255;
/// Shortest extension header, in octets; ns-3 requires that each header has a length.
constexpr uint32_t UNIT = 8;
/// The longest payload of a packet.
constexpr std::size_t LONGEST_PAYLOAD = 65535;

std::vector<uint8_t>
GetOctets(const Packet& packet)
{
    std::vector<uint8_t> octets(packet.GetSize());
    packet.CopyData(octets.data(), static_cast<uint32_t>(octets.size()));
    return octets;
}

/// Make a packet and its header what they were before the packet was cut: without Fragment header.
/// \param [in,out] octets all after the IPv6 header
/// \param [in,out] header the IPv6 header
/// \param fragment the Fragment header
void
RemoveFragmentHeader(std::vector<uint8_t>& octets, Ipv6Header& header, const PvdFragment& fragment)
{
    if (fragment.field < IPV6_HEADER)
    {
        header.SetNextHeader(fragment.nextHeader);
    }
    else
    {
        octets[fragment.field - IPV6_HEADER] = fragment.nextHeader;
    }
    octets.erase(octets.begin() + fragment.header, octets.begin() + fragment.data);
    header.SetPayloadLength(static_cast<uint16_t>(octets.size()));
}

/// \return where an octet stands after RemoveFragmentHeader \param pointer where it stood
uint32_t
WithoutFragmentHeader(uint32_t pointer, const PvdFragment& fragment)
{
    if (pointer == IPV6_HEADER + fragment.header)
    {
        return fragment.field; // what the Fragment header named is named by the header before it
    }
    return pointer < IPV6_HEADER + fragment.data ? pointer : pointer - UNIT;
}

} // namespace

TypeId
PvdExtensionProcessing::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::PvdExtensionProcessing")
            .SetParent<Object>()
            .SetGroupName("Pvd")
            .AddConstructor<PvdExtensionProcessing>()
            .AddAttribute("MaxHeaders",
                          "Most extension headers of a packet.",
                          UintegerValue(64),
                          MakeUintegerAccessor(&PvdExtensionProcessing::m_maxHeaders),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute("MaxOptions",
                          "Most options of an extension header, without padding (RFC 8504, "
                          "section 5.3).",
                          UintegerValue(8),
                          MakeUintegerAccessor(&PvdExtensionProcessing::m_maxOptions),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute("MaxChainLength",
                          "Most octets of all extension headers of a packet.",
                          UintegerValue(2048),
                          MakeUintegerAccessor(&PvdExtensionProcessing::m_maxChainLength),
                          MakeUintegerChecker<uint32_t>(0, 65535))
            .AddAttribute("MaxReassemblies",
                          "Most packets of which fragments are missing. For one more the oldest "
                          "is given up.",
                          UintegerValue(64),
                          MakeUintegerAccessor(&PvdExtensionProcessing::m_maxReassemblies),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("MaxReassemblyOctets",
                          "Most octets of their fragments, 64 more for each fragment.",
                          UintegerValue(262144),
                          MakeUintegerAccessor(&PvdExtensionProcessing::m_maxReassemblyOctets),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("ReassemblyTimeout",
                          "How long the host waits for the fragments of a packet after the one "
                          "that came first (RFC 8200, section 4.5).",
                          TimeValue(Seconds(60)),
                          MakeTimeAccessor(&PvdExtensionProcessing::m_reassemblyTimeout),
                          MakeTimeChecker(Time(0)))
            .AddTraceSource(
                "Dropped",
                "A received packet was dropped before an upper layer saw it: reason, IPv6 "
                "header.",
                MakeTraceSourceAccessor(&PvdExtensionProcessing::m_dropped),
                "ns3::PvdExtensionProcessing::DroppedTracedCallback");
    return tid;
}

PvdExtensionProcessing::PvdExtensionProcessing() = default;

PvdExtensionProcessing::~PvdExtensionProcessing() = default;

void
PvdExtensionProcessing::DoDispose()
{
    m_reassembly.Clear();
    m_node = nullptr;
    Object::DoDispose();
}

void
PvdExtensionProcessing::Install(Ptr<Node> node)
{
    PvdIpv6Extension::Install(node);
    const auto processing = CreateObject<PvdExtensionProcessing>();
    processing->m_node = node;
    node->AggregateObject(processing);
    PvdPacketAdmission::Install(node);
}

void
PvdExtensionProcessing::NoteTruncated(const Packet& packet)
{
    m_truncated = packet.GetUid();
    m_truncatedAt = Simulator::Now();
}

bool
PvdExtensionProcessing::IsTruncated(Ptr<const Packet> packet) const
{
    return packet->GetUid() == m_truncated && Simulator::Now() == m_truncatedAt;
}

PvdChainRules
PvdExtensionProcessing::GetRules(uint32_t begin, const Ipv6Header& header) const
{
    PvdChainRules rules;
    rules.limits.headers = m_maxHeaders;
    rules.limits.options = m_maxOptions;
    rules.limits.octets = m_maxChainLength;
    rules.begin = begin;
    rules.isMulticast = header.GetDestination().IsMulticast();
    return rules;
}

PvdExtensionProcessing::Verdict
PvdExtensionProcessing::Receive(Ptr<Packet>& packet,
                                uint8_t begin,
                                uint8_t number,
                                const Ipv6Header& header)
{
    NS_LOG_FUNCTION(this << +begin << +number << header.GetSource());
    if (packet->GetSize() < header.GetPayloadLength())
    {
        return Drop(PvdPacketDropReason::PAYLOAD_LENGTH, header);
    }
    auto chain = WalkExtensionHeaders(GetOctets(*packet), number, GetRules(begin, header));
    const bool isFragment = chain.fragment && !chain.fragment->IsAtomic();
    if (chain.fault == PvdPacketDropReason::NONE && isFragment)
    {
        return Reassemble(packet, begin, chain, header);
    }
    CheckProtocol(chain);
    if (chain.fault != PvdPacketDropReason::NONE)
    {
        return Reject(chain, packet, header);
    }
    const uint16_t fragments = chain.fragment ? 1 : 0;
    return Deliver(packet, chain, {begin, chain.upper, fragments});
}

PvdExtensionProcessing::Verdict
PvdExtensionProcessing::Inspect(Ptr<const Packet> packet, const Ipv6Header& header)
{
    const Ipv6Address destination = header.GetDestination();
    const auto ipv6 = m_node->GetObject<Ipv6>();
    const bool isGroup = destination.IsMulticast();
    const bool isOwn = isGroup || ipv6->GetInterfaceForAddress(destination) >= 0;
    uint8_t next = 0;
    const bool isTwice = packet->CopyData(&next, 1) == 1 && next == PVD_HOP_BY_HOP_OPTIONS;
    // Of its own packets ns-3 drops those with two such headers before Receive could see them.
    const bool isWhole = isOwn && isTwice;
    // A router may be on the way to a group that it is no member of.
    const bool isOnItsWay = isGroup ? IsBeyondLink(destination) : !isOwn;
    if (!isWhole && !(isOnItsWay && IsPvdRouter(*ipv6)))
    {
        return {};
    }
    auto rules = GetRules(0, header);
    rules.onlyHopByHop = !isWhole;
    const auto chain = WalkExtensionHeaders(GetOctets(*packet), PVD_HOP_BY_HOP_OPTIONS, rules);
    return chain.fault == PvdPacketDropReason::NONE ? Verdict() : Reject(chain, packet, header);
}

PvdExtensionProcessing::Verdict
PvdExtensionProcessing::Deliver(const Ptr<Packet>& packet,
                                const PvdHeaderChain& chain,
                                const Span& headers)
{
    Verdict verdict;
    verdict.nextHeader = chain.protocol;
    verdict.stop = chain.protocol == PVD_NO_NEXT_HEADER;
    PvdArrival arrival;
    arrival.node = m_node->GetId();
    arrival.protocol = chain.protocol;
    arrival.length = packet->GetSize() - headers.end;
    arrival.fragments = headers.fragments;
    arrival.headers = chain.headers;
    arrival.options = chain.options;
    PvdArrivalTag former;
    packet->RemovePacketTag(former);
    packet->AddPacketTag(PvdArrivalTag(arrival));
    if (headers.end > MOST_COUNTED)
    {
        packet->RemoveAtStart(headers.end - headers.begin - UNIT);
        verdict.step = UNIT;
    }
    else
    {
        verdict.step = static_cast<uint8_t>(headers.end - headers.begin);
    }
    return verdict;
}

PvdExtensionProcessing::Verdict
PvdExtensionProcessing::Reassemble(Ptr<Packet>& packet,
                                   uint8_t begin,
                                   const PvdHeaderChain& chain,
                                   const Ipv6Header& header)
{
    const auto whole = GetReassembly().Add({packet->Copy(), header, *chain.fragment});
    if (!whole)
    {
        Verdict wait;
        wait.stop = true;
        return wait;
    }
    packet = whole->payload;
    return ReceiveWhole(*whole, begin, chain.headers.front());
}

PvdExtensionProcessing::Verdict
PvdExtensionProcessing::ReceiveWhole(const PvdReassembly::Whole& whole,
                                     uint8_t begin,
                                     uint8_t number)
{
    Ipv6Header header = whole.first.header;
    const PvdFragment& fragment = whole.first.fragment;
    auto octets = GetOctets(*whole.payload);
    if (octets.size() > LONGEST_PAYLOAD + UNIT)
    {
        return Drop(PvdPacketDropReason::FRAGMENT_TOO_LONG, header);
    }
    // With all data there, the Fragment header says that nothing is missing.
    constexpr uint32_t OFFSET_FIELD = 2;
    octets[fragment.header + OFFSET_FIELD] = 0;
    octets[fragment.header + OFFSET_FIELD + 1] = 0;
    const uint8_t first = begin == 0 ? header.GetNextHeader() : number;
    auto chain = WalkExtensionHeaders(octets, first, GetRules(begin, header));
    CheckProtocol(chain);
    if (chain.fault == PvdPacketDropReason::NONE)
    {
        return Deliver(whole.payload, chain, {begin, chain.upper, whole.fragments});
    }
    RemoveFragmentHeader(octets, header, fragment);
    chain.pointer = WithoutFragmentHeader(chain.pointer, fragment);
    const auto original = Create<Packet>(octets.data(), static_cast<uint32_t>(octets.size()));
    return Reject(chain, original, header);
}

PvdReassembly&
PvdExtensionProcessing::GetReassembly()
{
    PvdReassembly& reassembly = m_reassembly.Make();
    PvdReassemblyLimits limits;
    limits.packets = m_maxReassemblies;
    limits.octets = m_maxReassemblyOctets;
    limits.timeout = m_reassemblyTimeout;
    reassembly.Set(limits,
                   [this](PvdPacketDropReason reason, const auto& any) { GiveUp(reason, any); });
    return reassembly;
}

void
PvdExtensionProcessing::GiveUp(PvdPacketDropReason reason, const PvdReassembly::Received& any)
{
    Drop(reason, any.header);
    if (reason == PvdPacketDropReason::REASSEMBLY_TIMEOUT && any.fragment.offset == 0)
    {
        const auto first = any.payload->Copy();
        first->AddHeader(any.header);
        m_node->GetObject<Icmpv6L4Protocol>()->SendErrorTimeExceeded(first,
                                                                     any.header.GetSource(),
                                                                     Icmpv6Header::ICMPV6_FRAGTIME);
    }
}

void
PvdExtensionProcessing::CheckProtocol(PvdHeaderChain& chain) const
{
    if (chain.fault == PvdPacketDropReason::NONE && !IsKnown(chain.protocol))
    {
        chain.fault = PvdPacketDropReason::UNKNOWN_PROTOCOL;
        chain.code = UNKNOWN_NEXT_HEADER;
        chain.pointer = chain.field;
    }
}

bool
PvdExtensionProcessing::IsKnown(uint8_t protocol) const
{
    const auto ipv6 = m_node->GetObject<Ipv6L3Protocol>();
    bool isKnown = protocol == PVD_NO_NEXT_HEADER || ipv6->GetProtocol(protocol) ||
                   m_node->GetObject<Ipv6ExtensionDemux>()->GetExtension(protocol);
    for (uint32_t i = 0; i < ipv6->GetNInterfaces() && !isKnown; ++i)
    {
        isKnown = ipv6->GetProtocol(protocol, static_cast<int32_t>(i)) != nullptr;
    }
    return isKnown;
}

PvdExtensionProcessing::Verdict
PvdExtensionProcessing::Reject(const PvdHeaderChain& chain,
                               const Ptr<const Packet>& packet,
                               const Ipv6Header& header)
{
    const Verdict verdict = Drop(chain.fault, header);
    const auto whole = packet->Copy();
    whole->AddHeader(header);
    // The error itself would hold a part of the packet only.
    const auto policy = m_node->GetObject<PvdIcmpv6ErrorPolicy>();
    if (chain.code && (!policy || policy->MayReport(GetOctets(*whole))))
    {
        m_node->GetObject<Icmpv6L4Protocol>()->SendErrorParameterError(whole,
                                                                       header.GetSource(),
                                                                       *chain.code,
                                                                       chain.pointer);
    }
    return verdict;
}

PvdExtensionProcessing::Verdict
PvdExtensionProcessing::Drop(PvdPacketDropReason reason, const Ipv6Header& header)
{
    NS_LOG_INFO("packet from " << header.GetSource() << " dropped: " << ns3::ToString(reason));
    ++m_drops.Make()[reason];
    m_dropped(reason, header);
    Verdict verdict;
    verdict.stop = true;
    verdict.dropped = true;
    return verdict;
}

uint64_t
PvdExtensionProcessing::GetDropCount(PvdPacketDropReason reason) const
{
    const auto& drops = m_drops.Get();
    const auto it = drops.find(reason);
    return it == drops.end() ? 0 : it->second;
}

} // namespace ns3
