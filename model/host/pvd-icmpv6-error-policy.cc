/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-icmpv6-error-policy.h"

#include "pvd-arrival-tag.h"
#include "pvd-compat.h"
#include "pvd-extension-headers.h"
#include "pvd-forwarding.h"
#include "pvd-incoming-interface-tag.h"
#include "pvd-sent-redirect.h"

#include "ns3/double.h"
#include "ns3/icmpv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdIcmpv6ErrorPolicy");

NS_OBJECT_ENSURE_REGISTERED(PvdIcmpv6ErrorPolicy);

namespace
{

/// An ICMPv6 error: its header, and where its last four octets stand.
constexpr std::size_t ERROR_HEADER = 8;
constexpr std::size_t PARAMETER = 4;
constexpr std::size_t ICMPV6_HEADER = 4;
/// The IPv6 header that it quotes: its length, and where fields stand.
constexpr std::size_t IPV6_HEADER = 40;
constexpr std::size_t PAYLOAD_LENGTH = ERROR_HEADER + 4;
constexpr std::size_t NEXT_HEADER = ERROR_HEADER + 6;
constexpr std::size_t SOURCE = ERROR_HEADER + 8;
constexpr std::size_t DESTINATION = ERROR_HEADER + 24;

constexpr uint8_t UDP = 17;
constexpr uint8_t ICMPV6 = 58;
constexpr std::size_t UDP_HEADER = 8;
/// Code of Destination Unreachable: beyond scope of source address (RFC 4443, section 3.1).
constexpr uint8_t BEYOND_SCOPE = 2;

bool
IsError(const std::vector<uint8_t>& error, uint8_t type, uint8_t code)
{
    return error[0] == type && error[1] == code;
}

bool
IsUnknownNextHeader(const std::vector<uint8_t>& error)
{
    return IsError(error,
                   Icmpv6Header::ICMPV6_ERROR_PARAMETER_ERROR,
                   Icmpv6Header::ICMPV6_UNKNOWN_NEXT_HEADER);
}

/// \return what an error quotes
std::vector<uint8_t>
GetQuoted(const std::vector<uint8_t>& error)
{
    return {error.begin() + ERROR_HEADER, error.end()};
}

uint32_t
ReadU16(const std::vector<uint8_t>& octets, std::size_t begin)
{
    return (octets[begin] << 8) | octets[begin + 1];
}

/**
 * What the tag of a packet says, from what an error quotes of it: ns-3.35 makes errors without the
 * tags. In ns-3, UDP alone finds that a port is closed, and its header has its length.
 * \return nothing if no extension header is missing
 */
std::optional<PvdArrival>
GuessArrival(const std::vector<uint8_t>& error)
{
    constexpr std::size_t UDP_LENGTH = 4;
    constexpr std::size_t DATAGRAM = ERROR_HEADER + IPV6_HEADER;
    const auto upper = FindUpperLayer(GetQuoted(error));
    const std::size_t begin = ERROR_HEADER + upper->begin;
    const uint32_t headers = upper->begin - IPV6_HEADER;
    const bool isWhole =
        upper->protocol == UDP && begin + UDP_HEADER <= error.size() &&
        ReadU16(error, begin + UDP_LENGTH) + headers == ReadU16(error, PAYLOAD_LENGTH);
    if (isWhole || error[NEXT_HEADER] == UDP || DATAGRAM + UDP_HEADER > error.size())
    {
        return std::nullopt;
    }
    PvdArrival arrival;
    arrival.protocol = UDP;
    arrival.length = ReadU16(error, DATAGRAM + UDP_LENGTH);
    return arrival;
}

/// Some releases of ns-3 quote the IPv6 header as it was received, and leave out what followed.
void
MendQuotedHeader(std::optional<PvdArrival> arrival, std::vector<uint8_t>& octets)
{
    if (!IsError(octets,
                 Icmpv6Header::ICMPV6_ERROR_DESTINATION_UNREACHABLE,
                 Icmpv6Header::ICMPV6_PORT_UNREACHABLE))
    {
        return;
    }
    arrival = arrival ? arrival : GuessArrival(octets);
    if (arrival)
    {
        octets[NEXT_HEADER] = arrival->protocol;
        octets[PAYLOAD_LENGTH] = static_cast<uint8_t>(arrival->length >> 8);
        octets[PAYLOAD_LENGTH + 1] = static_cast<uint8_t>(arrival->length & 0xff);
    }
}

/// \param packet from its IPv6 header on \return true if it is an ICMPv6 error or a Redirect
bool
IsIcmpv6Error(const std::vector<uint8_t>& packet)
{
    const auto upper = FindUpperLayer(packet);
    return upper && upper->protocol == ICMPV6 && upper->begin < packet.size() &&
           (packet[upper->begin] < Icmpv6Header::ICMPV6_ECHO_REQUEST ||
            packet[upper->begin] == Icmpv6Header::ICMPV6_ND_REDIRECTION);
}

/// The Pointer of ns-3 points behind the headers; the field that is not known stands before. With
/// extension headers the module makes the error, which may quote a part of them only.
void
MendPointer(std::vector<uint8_t>& octets)
{
    const auto quoted = GetQuoted(octets);
    if (IsUnknownNextHeader(octets) && FindUpperLayer(quoted)->begin == IPV6_HEADER)
    {
        const uint32_t field = FindUpperLayer(quoted)->field;
        octets[PARAMETER] = octets[PARAMETER + 1] = 0;
        octets[PARAMETER + 2] = static_cast<uint8_t>(field >> 8);
        octets[PARAMETER + 3] = static_cast<uint8_t>(field & 0xff);
    }
}

/// ns-3 has one code for all packets that it cannot forward. \param source of the packet
void
MendCode(std::vector<uint8_t>& octets, const Ipv6Address& source)
{
    if (IsError(octets,
                Icmpv6Header::ICMPV6_ERROR_DESTINATION_UNREACHABLE,
                Icmpv6Header::ICMPV6_NO_ROUTE) &&
        source.IsLinkLocal())
    {
        octets[1] = BEYOND_SCOPE;
    }
}

} // namespace

TypeId
PvdIcmpv6ErrorPolicy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::PvdIcmpv6ErrorPolicy")
            .SetParent<Object>()
            .SetGroupName("Pvd")
            .AddConstructor<PvdIcmpv6ErrorPolicy>()
            .AddAttribute("Rate",
                          "Most ICMPv6 errors and Redirects of the node in a second, on average "
                          "(RFC 4443, section 2.4 f); 0: no limit.",
                          DoubleValue(1000),
                          MakeDoubleAccessor(&PvdIcmpv6ErrorPolicy::m_rate),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Burst",
                          "Most ICMPv6 errors and Redirects of the node at once.",
                          UintegerValue(50),
                          MakeUintegerAccessor(&PvdIcmpv6ErrorPolicy::m_burst),
                          MakeUintegerChecker<uint32_t>(1))
            .AddTraceSource("Suppressed",
                            "An ICMPv6 error or a Redirect was not sent: reason, ICMPv6 type, "
                            "destination.",
                            MakeTraceSourceAccessor(&PvdIcmpv6ErrorPolicy::m_trace),
                            "ns3::PvdIcmpv6ErrorPolicy::SuppressedTracedCallback");
    return tid;
}

PvdIcmpv6ErrorPolicy::PvdIcmpv6ErrorPolicy() = default;

PvdIcmpv6ErrorPolicy::~PvdIcmpv6ErrorPolicy() = default;

PvdErrorSuppression
PvdIcmpv6ErrorPolicy::Check(Error& error)
{
    uint8_t type = 0;
    error.packet->CopyData(&type, sizeof(type));
    const PvdErrorSuppression reason = Find(error);
    if (reason != PvdErrorSuppression::NONE)
    {
        Suppress(reason, type, error.destination);
    }
    return reason;
}

PvdErrorSuppression
PvdIcmpv6ErrorPolicy::CheckRedirect(Error& redirect)
{
    PvdErrorSuppression reason = PvdMendRedirect(GetObject<Node>(), redirect);
    if (reason == PvdErrorSuppression::NONE && !TakeToken())
    {
        reason = PvdErrorSuppression::RATE;
    }
    if (reason != PvdErrorSuppression::NONE)
    {
        Suppress(reason, Icmpv6Header::ICMPV6_ND_REDIRECTION, redirect.destination);
    }
    return reason;
}

bool
PvdIcmpv6ErrorPolicy::MayReport(const std::vector<uint8_t>& packet)
{
    if (!IsIcmpv6Error(packet))
    {
        return true;
    }
    Suppress(PvdErrorSuppression::ABOUT_AN_ERROR,
             Icmpv6Header::ICMPV6_ERROR_PARAMETER_ERROR,
             Ipv6Address::Deserialize(packet.data() + SOURCE - ERROR_HEADER));
    return false;
}

void
PvdIcmpv6ErrorPolicy::Suppress(PvdErrorSuppression reason,
                               uint8_t type,
                               const Ipv6Address& destination)
{
    NS_LOG_INFO("error " << +type << " to " << destination
                         << " not sent: " << ns3::ToString(reason));
    ++m_suppressed;
    m_trace(reason, type, destination);
}

PvdErrorSuppression
PvdIcmpv6ErrorPolicy::Find(Error& error)
{
    std::vector<uint8_t> octets(error.packet->GetSize());
    error.packet->CopyData(octets.data(), static_cast<uint32_t>(octets.size()));
    if (octets.size() < ERROR_HEADER + IPV6_HEADER)
    {
        return PvdErrorSuppression::NOT_A_PACKET;
    }
    const auto before = octets;
    MendQuotedHeader(PvdArrivalTag::Find(error.packet, GetObject<Node>()->GetId()), octets);
    MendPointer(octets);
    const PvdErrorSuppression reason = CheckRules(octets);
    if (reason != PvdErrorSuppression::NONE)
    {
        return reason;
    }
    if (!TakeToken())
    {
        return PvdErrorSuppression::RATE;
    }
    const auto sender = Ipv6Address::Deserialize(octets.data() + SOURCE);
    MendCode(octets, sender);
    const bool isRight = octets == before && error.destination == sender && !sender.IsLinkLocal();
    return isRight || Mend(error, octets) ? PvdErrorSuppression::NONE
                                          : PvdErrorSuppression::NO_ROUTE;
}

PvdErrorSuppression
PvdIcmpv6ErrorPolicy::CheckRules(const std::vector<uint8_t>& error) const
{
    const auto source = Ipv6Address::Deserialize(error.data() + SOURCE);
    const auto destination = Ipv6Address::Deserialize(error.data() + DESTINATION);
    const auto quoted = GetQuoted(error);
    const auto upper = FindUpperLayer(quoted);
    if (source.IsAny() || source.IsMulticast() || FindAnycastOwner(*GetObject<Ipv6>(), source))
    {
        return PvdErrorSuppression::NO_SENDER;
    }
    const bool mayBeAboutGroup = error[0] == Icmpv6Header::ICMPV6_ERROR_PACKET_TOO_BIG ||
                                 IsError(error,
                                         Icmpv6Header::ICMPV6_ERROR_PARAMETER_ERROR,
                                         Icmpv6Header::ICMPV6_UNKNOWN_OPTION);
    if (destination.IsMulticast() && !mayBeAboutGroup)
    {
        return PvdErrorSuppression::ABOUT_A_GROUP;
    }
    if (IsIcmpv6Error(quoted))
    {
        return PvdErrorSuppression::ABOUT_AN_ERROR;
    }
    if (upper->protocol == PVD_NO_NEXT_HEADER && IsUnknownNextHeader(error))
    {
        return PvdErrorSuppression::NO_NEXT_HEADER;
    }
    const bool isNoRoute = IsError(error,
                                   Icmpv6Header::ICMPV6_ERROR_DESTINATION_UNREACHABLE,
                                   Icmpv6Header::ICMPV6_NO_ROUTE);
    return isNoRoute && !IsPvdRouter(*GetObject<Ipv6>()) ? PvdErrorSuppression::NOT_A_ROUTER
                                                         : PvdErrorSuppression::NONE;
}

bool
PvdIcmpv6ErrorPolicy::Mend(Error& error, std::vector<uint8_t> octets) const
{
    const auto destination = Ipv6Address::Deserialize(octets.data() + SOURCE);
    Icmpv6Header icmpv6;
    icmpv6.SetType(octets[0]);
    icmpv6.SetCode(octets[1]);
    const auto mended = Create<Packet>(octets.data() + ICMPV6_HEADER,
                                       static_cast<uint32_t>(octets.size() - ICMPV6_HEADER));
    SocketIpv6HopLimitTag hopLimit;
    if (error.packet->PeekPacketTag(hopLimit))
    {
        mended->AddPacketTag(hopLimit);
    }
    const auto incoming = PvdIncomingInterfaceTag::Find(error.packet, GetObject<Node>()->GetId());
    if (destination != error.destination || incoming)
    {
        Ipv6Header header;
        header.SetDestination(destination);
        Socket::SocketErrno reason = Socket::ERROR_NOTERROR;
        const auto ipv6 = GetObject<Ipv6>();
        // The link-local address of the sender does not say on which link it is.
        const auto device = incoming ? ipv6->GetNetDevice(*incoming) : Ptr<NetDevice>();
        error.route = ipv6->GetRoutingProtocol()->RouteOutput(mended, header, device, reason);
        if (!error.route)
        {
            return false;
        }
        error.source = error.route->GetSource();
        error.destination = destination;
    }
    PvdStartChecksum(icmpv6, error.source, error.destination, static_cast<uint16_t>(octets.size()));
    mended->AddHeader(icmpv6);
    error.packet = mended;
    return true;
}

bool
PvdIcmpv6ErrorPolicy::TakeToken()
{
    if (m_rate == 0)
    {
        return true;
    }
    const Time now = Simulator::Now();
    const double burst = m_burst;
    const double gained = (now - m_filled).GetSeconds() * m_rate;
    m_tokens = m_isStarted ? std::min(burst, m_tokens + gained) : burst;
    m_filled = now;
    m_isStarted = true;
    const bool isThere = m_tokens >= 1;
    m_tokens -= isThere ? 1 : 0;
    return isThere;
}

uint64_t
PvdIcmpv6ErrorPolicy::GetSuppressedCount() const
{
    return m_suppressed;
}

const char*
ToString(PvdErrorSuppression reason)
{
    switch (reason)
    {
    case PvdErrorSuppression::NONE:
        return "none";
    case PvdErrorSuppression::NOT_A_PACKET:
        return "no packet quoted";
    case PvdErrorSuppression::ABOUT_AN_ERROR:
        return "about an error or Redirect";
    case PvdErrorSuppression::ABOUT_A_GROUP:
        return "about a packet to a group";
    case PvdErrorSuppression::NO_SENDER:
        return "to no single node";
    case PvdErrorSuppression::NO_NEXT_HEADER:
        return "no next header";
    case PvdErrorSuppression::NOT_A_ROUTER:
        return "no route, and not a router";
    case PvdErrorSuppression::RATE:
        return "too many errors";
    case PvdErrorSuppression::NO_ROUTE:
        return "no route to the sender";
    case PvdErrorSuppression::NOT_A_NEIGHBOR:
        return "the sender is no neighbor";
    case PvdErrorSuppression::TARGET_NOT_LINK_LOCAL:
        return "the next hop has no link-local address";
    }
    return "unknown";
}

} // namespace ns3
