/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-icmpv6-ra-header.h"

#include "pvd-nd-option-print.h"

#include "ns3/abort.h"

#include <ostream>
#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(Icmpv6RouterAdvertisement);

namespace
{

constexpr uint8_t NEXT_HEADER_ICMPV6 = 58; //!< RFC 4443, section 1
constexpr std::size_t CHECKSUM_AT = 2;     //!< where the Checksum field starts

/// One's complement sum, not folded: 64 bits hold that of any message.
uint64_t
Sum(const uint8_t* octets, std::size_t size)
{
    uint64_t sum = 0;
    for (std::size_t i = 0; i < size; ++i)
    {
        sum += i % 2 == 0 ? octets[i] << 8 : octets[i];
    }
    return sum;
}

uint64_t
Sum(const Ipv6Address& address)
{
    uint8_t octets[16];
    address.Serialize(octets);
    return Sum(octets, sizeof(octets));
}

} // namespace

TypeId
Icmpv6RouterAdvertisement::GetTypeId()
{
    static TypeId tid = TypeId("ns3::Icmpv6RouterAdvertisement")
                            .SetParent<Header>()
                            .SetGroupName("Pvd")
                            .AddConstructor<Icmpv6RouterAdvertisement>();
    return tid;
}

TypeId
Icmpv6RouterAdvertisement::GetInstanceTypeId() const
{
    return GetTypeId();
}

Icmpv6RouterAdvertisement::Icmpv6RouterAdvertisement()
{
    Set(RouterAdvertisement());
}

bool
Icmpv6RouterAdvertisement::Set(const RouterAdvertisement& message)
{
    m_message = message;
    m_ignored.clear();
    m_error.clear();
    m_dropReason = RaDropReason::NONE;
    m_isChecksumOk = true;
    m_octets = m_message.Serialize(&m_error).value_or(std::vector<uint8_t>());
    return IsValid();
}

const RouterAdvertisement&
Icmpv6RouterAdvertisement::Get() const
{
    return m_message;
}

const std::vector<RouterAdvertisement::Ignored>&
Icmpv6RouterAdvertisement::GetIgnored() const
{
    return m_ignored;
}

bool
Icmpv6RouterAdvertisement::IsValid() const
{
    return !m_octets.empty();
}

const std::string&
Icmpv6RouterAdvertisement::GetError() const
{
    return m_error;
}

RaDropReason
Icmpv6RouterAdvertisement::GetDropReason() const
{
    return m_dropReason;
}

void
Icmpv6RouterAdvertisement::SetPseudoHeader(const Ipv6Address& source,
                                           const Ipv6Address& destination)
{
    m_pseudoHeader = PseudoHeader{source, destination};
}

bool
Icmpv6RouterAdvertisement::IsChecksumOk() const
{
    return m_isChecksumOk;
}

uint16_t
Icmpv6RouterAdvertisement::CalculateChecksum(const Ipv6Address& source,
                                             const Ipv6Address& destination,
                                             const std::vector<uint8_t>& octets)
{
    uint64_t sum = Sum(source) + Sum(destination) + octets.size() + NEXT_HEADER_ICMPV6 +
                   Sum(octets.data(), octets.size());
    while (sum >> 16)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return static_cast<uint16_t>(~sum);
}

void
Icmpv6RouterAdvertisement::Print(std::ostream& os) const
{
    if (!IsValid())
    {
        os << "invalid: " << m_error;
        return;
    }
    PrintMessage(os, m_message);
    for (const RouterAdvertisement::Ignored& ignored : m_ignored)
    {
        os << "\n    Ignored: option of type " << +ignored.type << " at octet " << ignored.offset
           << ", " << ToString(ignored.reason);
    }
}

uint32_t
Icmpv6RouterAdvertisement::GetSerializedSize() const
{
    NS_ABORT_MSG_UNLESS(IsValid(), m_error);
    return static_cast<uint32_t>(m_octets.size());
}

void
Icmpv6RouterAdvertisement::Serialize(Buffer::Iterator start) const
{
    NS_ABORT_MSG_UNLESS(IsValid(), m_error);
    Buffer::Iterator checksum = start;
    start.Write(m_octets.data(), static_cast<uint32_t>(m_octets.size()));
    if (m_pseudoHeader)
    {
        checksum.Next(CHECKSUM_AT);
        checksum.WriteHtonU16(
            CalculateChecksum(m_pseudoHeader->source, m_pseudoHeader->destination, m_octets));
    }
}

uint32_t
Icmpv6RouterAdvertisement::Deserialize(Buffer::Iterator start)
{
    return Decode(start, start.GetRemainingSize());
}

uint32_t
Icmpv6RouterAdvertisement::Deserialize(Buffer::Iterator start, Buffer::Iterator end)
{
    return Decode(start, end.GetDistanceFrom(start));
}

uint32_t
Icmpv6RouterAdvertisement::Decode(Buffer::Iterator start, uint32_t size)
{
    std::vector<uint8_t> octets(size);
    if (size > 0)
    {
        start.Read(octets.data(), size);
    }
    auto parsed = RouterAdvertisement::Parse(octets);
    if (!parsed.message)
    {
        Set(RouterAdvertisement());
        m_octets.clear();
        m_dropReason = parsed.dropReason;
        m_error = ToString(parsed.dropReason);
        return 0;
    }
    Set(*parsed.message);
    m_ignored = std::move(parsed.ignored);
    m_isChecksumOk =
        !m_pseudoHeader ||
        CalculateChecksum(m_pseudoHeader->source, m_pseudoHeader->destination, octets) == 0;
    return size;
}

} // namespace ns3
