/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-extension-headers.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// The IPv6 header: its length, and where Payload Length and Next Header stand.
constexpr uint32_t IPV6_HEADER = 40;
constexpr uint32_t PAYLOAD_LENGTH_FIELD = 4;
constexpr uint32_t NEXT_HEADER_FIELD = 6;
/// The unit in which extension headers and fragments are counted, and the least that one has.
constexpr uint32_t UNIT = 8;
/// The longest payload of a packet.
constexpr uint32_t LONGEST_PAYLOAD = 65535;

/// Types of options (RFC 8200, section 4.2; RFC 2675).
constexpr uint8_t PAD_1 = 0;
constexpr uint8_t PAD_N = 1;
constexpr uint8_t JUMBO_PAYLOAD = 0xc2;

/// Codes of a Parameter Problem (RFC 4443, section 3.4; RFC 7112; RFC 8883).
constexpr uint8_t ERRONEOUS_FIELD = 0;
constexpr uint8_t UNKNOWN_NEXT_HEADER = 1;
constexpr uint8_t UNKNOWN_OPTION = 2;
constexpr uint8_t INCOMPLETE_CHAIN = 3;
constexpr uint8_t CHAIN_TOO_LONG = 7;
constexpr uint8_t TOO_MANY_HEADERS = 8;
constexpr uint8_t TOO_MANY_OPTIONS = 9;

bool
IsExtension(uint8_t nextHeader)
{
    return nextHeader == PVD_HOP_BY_HOP_OPTIONS || nextHeader == PVD_ROUTING_HEADER ||
           nextHeader == PVD_FRAGMENT_HEADER || nextHeader == PVD_DESTINATION_OPTIONS;
}

/// \return octets that the header of an upper layer has at least
uint32_t
GetShortestHeader(uint8_t protocol)
{
    constexpr uint8_t TCP = 6;
    constexpr uint8_t UDP = 17;
    constexpr uint8_t ICMPV6 = 58;
    switch (protocol)
    {
    case TCP:
        return 20;
    case UDP:
        return 8;
    case ICMPV6:
        return 4;
    default:
        return 0;
    }
}

/// One walk along the headers of a packet.
class Walk
{
  public:
    Walk(const std::vector<uint8_t>& payload, uint8_t nextHeader, const PvdChainRules& rules)
        : m_payload(payload),
          m_rules(rules)
    {
        m_chain.protocol = nextHeader;
        m_chain.upper = rules.begin;
        m_chain.field = rules.begin == 0 ? NEXT_HEADER_FIELD : IPV6_HEADER + rules.begin;
    }

    PvdHeaderChain Run()
    {
        while (IsExtension(m_chain.protocol) && IsGood() && !m_isDone)
        {
            Step();
        }
        if (IsGood() && m_inFirstFragment &&
            m_chain.upper + GetShortestHeader(m_chain.protocol) > m_payload.size())
        {
            Fail(PvdPacketDropReason::INCOMPLETE_HEADER_CHAIN, INCOMPLETE_CHAIN, 0);
        }
        return m_chain;
    }

  private:
    bool IsGood() const
    {
        return m_chain.fault == PvdPacketDropReason::NONE;
    }

    void Fail(PvdPacketDropReason fault, std::optional<uint8_t> code, uint32_t pointer)
    {
        m_chain.fault = fault;
        m_chain.code = code;
        m_chain.pointer = pointer;
    }

    void Step()
    {
        const uint8_t type = m_chain.protocol;
        const uint32_t at = m_chain.upper;
        const uint32_t length = GetLength();
        if (!IsGood())
        {
            return;
        }
        m_chain.headers.push_back(type);
        if (type == PVD_FRAGMENT_HEADER)
        {
            CheckFragment(at);
        }
        else if (!m_inFirstFragment && type == PVD_ROUTING_HEADER)
        {
            CheckRouting(at);
        }
        else if (!m_inFirstFragment)
        {
            CheckOptions(type, at, at + length);
        }
        if (IsGood() && !m_isDone)
        {
            m_chain.field = IPV6_HEADER + at;
            m_chain.protocol = m_payload[at];
            m_chain.upper = at + length;
            m_isDone = m_rules.onlyHopByHop;
        }
    }

    /// \return octets of the header at hand, if it is where it may be and not too much
    uint32_t GetLength()
    {
        const uint32_t at = m_chain.upper;
        if (m_chain.protocol == PVD_HOP_BY_HOP_OPTIONS && at != 0)
        {
            Fail(PvdPacketDropReason::HOP_BY_HOP_POSITION, UNKNOWN_NEXT_HEADER, m_chain.field);
            return 0;
        }
        if (m_chain.headers.size() >= m_rules.limits.headers)
        {
            Fail(PvdPacketDropReason::TOO_MANY_HEADERS, TOO_MANY_HEADERS, IPV6_HEADER + at);
            return 0;
        }
        const uint32_t left = at < m_payload.size() ? m_payload.size() - at : 0;
        const bool hasLength = m_chain.protocol != PVD_FRAGMENT_HEADER && left >= 2;
        const uint32_t length = hasLength ? UNIT * (1 + m_payload[at + 1]) : UNIT;
        if (length > left && m_inFirstFragment)
        {
            Fail(PvdPacketDropReason::INCOMPLETE_HEADER_CHAIN, INCOMPLETE_CHAIN, 0);
        }
        else if (length > left)
        {
            // Its own length is wrong, or that of the packet.
            const uint32_t pointer = hasLength ? IPV6_HEADER + at + 1 : PAYLOAD_LENGTH_FIELD;
            Fail(PvdPacketDropReason::TRUNCATED, ERRONEOUS_FIELD, pointer);
        }
        else if (at + length > m_rules.limits.octets)
        {
            const uint32_t pointer = IPV6_HEADER + m_rules.limits.octets;
            Fail(PvdPacketDropReason::CHAIN_TOO_LONG, CHAIN_TOO_LONG, pointer);
        }
        return length;
    }

    void CheckOptions(uint8_t header, uint32_t begin, uint32_t end)
    {
        uint32_t count = 0;
        for (uint32_t at = begin + 2; at < end && IsGood();)
        {
            if (m_payload[at] == PAD_1)
            {
                ++at;
                continue;
            }
            const uint32_t length = at + 1 < end ? 2U + m_payload[at + 1] : 2U;
            if (at + length > end)
            {
                const uint32_t pointer = IPV6_HEADER + std::min(at + 1, end - 1);
                Fail(PvdPacketDropReason::OPTION_OVERRUN, ERRONEOUS_FIELD, pointer);
            }
            else if (m_payload[at] != PAD_N)
            {
                ++count;
                CheckOption(header, at, count);
            }
            at += length;
        }
    }

    /// All types but Jumbo Payload are unknown, or ask for nothing here as Router Alert does.
    void CheckOption(uint8_t header, uint32_t at, uint32_t count)
    {
        const uint8_t type = m_payload[at];
        const uint32_t pointer = IPV6_HEADER + at;
        m_chain.options.push_back(type);
        if (count > m_rules.limits.options)
        {
            Fail(PvdPacketDropReason::TOO_MANY_OPTIONS, TOO_MANY_OPTIONS, pointer);
        }
        else if (header == PVD_HOP_BY_HOP_OPTIONS && type == JUMBO_PAYLOAD)
        {
            Fail(PvdPacketDropReason::JUMBO_PAYLOAD, ERRONEOUS_FIELD, pointer);
        }
        else if (type >> 6 != 0)
        {
            // 01 drops in silence, 10 always answers, 11 answers if the destination is no group.
            const bool answers = type >> 6 == 2 || (type >> 6 == 3 && !m_rules.isMulticast);
            const auto code = answers ? std::optional<uint8_t>(UNKNOWN_OPTION) : std::nullopt;
            Fail(PvdPacketDropReason::UNKNOWN_OPTION, code, pointer);
        }
    }

    /// No type is known, and type 0 is as unknown as any other (RFC 5095).
    void CheckRouting(uint32_t at)
    {
        constexpr uint32_t TYPE = 2;
        constexpr uint32_t SEGMENTS_LEFT = 3;
        if (m_payload[at + SEGMENTS_LEFT] != 0)
        {
            const uint32_t pointer = IPV6_HEADER + at + TYPE;
            Fail(PvdPacketDropReason::ROUTING_TYPE, ERRONEOUS_FIELD, pointer);
        }
    }

    void CheckFragment(uint32_t at)
    {
        constexpr uint32_t OFFSET_FIELD = 2;
        if (m_chain.fragment)
        {
            Fail(PvdPacketDropReason::FRAGMENT_IN_FRAGMENT, ERRONEOUS_FIELD, m_chain.field);
            return;
        }
        const uint8_t* const octets = m_payload.data() + at;
        PvdFragment fragment;
        fragment.header = at;
        fragment.data = at + UNIT;
        fragment.nextHeader = octets[0];
        fragment.offset = (octets[2] << 8 | octets[3]) & ~7U;
        fragment.more = octets[3] & 1;
        fragment.identification =
            uint32_t(octets[4]) << 24 | octets[5] << 16 | octets[6] << 8 | octets[7];
        fragment.field = m_chain.field;
        m_chain.fragment = fragment;
        const uint32_t length = m_payload.size() - fragment.data;
        if (fragment.IsAtomic())
        {
            return;
        }
        if (fragment.more && length % UNIT != 0)
        {
            Fail(PvdPacketDropReason::FRAGMENT_LENGTH, ERRONEOUS_FIELD, PAYLOAD_LENGTH_FIELD);
        }
        else if (length == 0)
        {
            Fail(PvdPacketDropReason::FRAGMENT_EMPTY, std::nullopt, 0);
        }
        else if (at + fragment.offset + length > LONGEST_PAYLOAD)
        {
            const uint32_t pointer = IPV6_HEADER + at + OFFSET_FIELD;
            Fail(PvdPacketDropReason::FRAGMENT_TOO_LONG, ERRONEOUS_FIELD, pointer);
        }
        m_inFirstFragment = fragment.offset == 0;
        m_isDone = !m_inFirstFragment;
    }

    const std::vector<uint8_t>& m_payload; //!< of the packet
    const PvdChainRules& m_rules;          //!< how to walk
    PvdHeaderChain m_chain;                //!< what was found so far
    bool m_inFirstFragment{false};         //!< what follows counts when the packet is whole
    bool m_isDone{false};                  //!< and all is found
};

} // namespace

PvdHeaderChain
WalkExtensionHeaders(const std::vector<uint8_t>& payload,
                     uint8_t nextHeader,
                     const PvdChainRules& rules)
{
    return Walk(payload, nextHeader, rules).Run();
}

std::optional<PvdUpperLayer>
FindUpperLayer(const std::vector<uint8_t>& packet)
{
    if (packet.size() < IPV6_HEADER)
    {
        return std::nullopt;
    }
    PvdUpperLayer found{packet[NEXT_HEADER_FIELD], IPV6_HEADER, NEXT_HEADER_FIELD};
    while (IsExtension(found.protocol) && found.begin + UNIT <= packet.size())
    {
        const uint32_t at = found.begin;
        const bool isMisplaced = found.protocol == PVD_HOP_BY_HOP_OPTIONS && at != IPV6_HEADER;
        const bool isFragment = found.protocol == PVD_FRAGMENT_HEADER;
        // Behind any but the first fragment there are no headers.
        if (isMisplaced || (isFragment && ((packet[at + 2] << 8 | packet[at + 3]) & ~7U) != 0))
        {
            break;
        }
        found.protocol = packet[at];
        found.field = at;
        found.begin += isFragment ? UNIT : UNIT * (1 + packet[at + 1]);
    }
    return found;
}

} // namespace ns3
