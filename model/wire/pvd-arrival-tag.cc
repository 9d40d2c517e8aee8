/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-arrival-tag.h"

#include <algorithm>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdArrivalTag);

namespace
{

/// How many headers, and how many options, are kept.
constexpr std::size_t MOST = 64;

void
WriteList(TagBuffer& i, const std::vector<uint8_t>& list)
{
    i.WriteU8(static_cast<uint8_t>(list.size()));
    i.Write(list.data(), static_cast<uint32_t>(list.size()));
}

std::vector<uint8_t>
ReadList(TagBuffer& i)
{
    std::vector<uint8_t> list(i.ReadU8());
    i.Read(list.data(), static_cast<uint32_t>(list.size()));
    return list;
}

void
PrintList(std::ostream& os, const std::vector<uint8_t>& list)
{
    for (const uint8_t value : list)
    {
        os << " " << +value;
    }
}

} // namespace

TypeId
PvdArrivalTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdArrivalTag")
                            .SetParent<Tag>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdArrivalTag>();
    return tid;
}

PvdArrivalTag::PvdArrivalTag(const PvdArrival& arrival)
    : m_arrival(arrival)
{
    m_arrival.headers.resize(std::min(m_arrival.headers.size(), MOST));
    m_arrival.options.resize(std::min(m_arrival.options.size(), MOST));
}

std::optional<PvdArrival>
PvdArrivalTag::Find(Ptr<const Packet> packet, uint32_t node)
{
    PvdArrivalTag tag;
    if (!packet->PeekPacketTag(tag) || tag.m_arrival.node != node)
    {
        return std::nullopt;
    }
    return tag.m_arrival;
}

const PvdArrival&
PvdArrivalTag::Get() const
{
    return m_arrival;
}

TypeId
PvdArrivalTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
PvdArrivalTag::GetSerializedSize() const
{
    constexpr std::size_t FIXED = 4 + 1 + 4 + 2 + 1 + 1;
    return static_cast<uint32_t>(FIXED + m_arrival.headers.size() + m_arrival.options.size());
}

void
PvdArrivalTag::Serialize(TagBuffer i) const
{
    i.WriteU32(m_arrival.node);
    i.WriteU8(m_arrival.protocol);
    i.WriteU32(m_arrival.length);
    i.WriteU16(m_arrival.fragments);
    WriteList(i, m_arrival.headers);
    WriteList(i, m_arrival.options);
}

void
PvdArrivalTag::Deserialize(TagBuffer i)
{
    m_arrival.node = i.ReadU32();
    m_arrival.protocol = i.ReadU8();
    m_arrival.length = i.ReadU32();
    m_arrival.fragments = i.ReadU16();
    m_arrival.headers = ReadList(i);
    m_arrival.options = ReadList(i);
}

void
PvdArrivalTag::Print(std::ostream& os) const
{
    os << "node " << m_arrival.node << " headers";
    PrintList(os, m_arrival.headers);
    os << " options";
    PrintList(os, m_arrival.options);
    os << " fragments " << m_arrival.fragments;
}

} // namespace ns3
