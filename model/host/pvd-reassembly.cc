/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-reassembly.h"

#include "ns3/simulator.h"

namespace ns3
{

namespace
{

/// What a fragment takes beside its data, so that tiny ones cannot take much room unseen.
constexpr uint32_t PART_OVERHEAD = 64;

} // namespace

PvdReassembly::~PvdReassembly()
{
    for (auto& [key, packet] : m_packets)
    {
        Simulator::Cancel(packet.timeout);
    }
}

void
PvdReassembly::Set(const PvdReassemblyLimits& limits, const GivenUp& givenUp)
{
    m_limits = limits;
    m_givenUp = givenUp;
}

std::optional<PvdReassembly::Whole>
PvdReassembly::Add(const Received& received)
{
    const Key key(received.header.GetSource(),
                  received.header.GetDestination(),
                  received.fragment.identification);
    Incomplete& packet = Find(key, received);
    if (packet.isDiscarded)
    {
        return std::nullopt;
    }
    const uint32_t begin = received.fragment.offset;
    const uint32_t size = received.payload->GetSize() - received.fragment.data;
    const auto known = packet.parts.find(begin);
    if (known != packet.parts.end() && known->second->GetSize() == size &&
        received.fragment.more == (packet.length != begin + size))
    {
        return std::nullopt; // once more
    }
    if (!Fits(packet, begin, begin + size, received.fragment.more))
    {
        Discard(packet);
        m_givenUp(PvdExtensionDropReason::OVERLAP, received);
        return std::nullopt;
    }
    packet.parts[begin] = received.payload->CreateFragment(received.fragment.data, size);
    packet.octets += size;
    m_octets += size + PART_OVERHEAD;
    packet.length = received.fragment.more ? packet.length : begin + size;
    packet.any = begin == 0 ? received : packet.any;
    if (packet.octets != packet.length)
    {
        MakeRoom(key);
        return std::nullopt;
    }
    Whole whole;
    whole.first = packet.any;
    whole.fragments = static_cast<uint16_t>(packet.parts.size());
    whole.payload = whole.first.payload->CreateFragment(0, whole.first.fragment.data);
    for (const auto& [offset, part] : packet.parts)
    {
        whole.payload->AddAtEnd(part);
    }
    Remove(key);
    return whole;
}

PvdReassembly::Incomplete&
PvdReassembly::Find(const Key& key, const Received& received)
{
    const auto known = m_packets.find(key);
    if (known != m_packets.end())
    {
        return known->second;
    }
    Incomplete& packet = m_packets[key];
    packet.any = received;
    packet.age = m_order.insert(m_order.end(), key);
    packet.timeout = Simulator::Schedule(m_limits.timeout,
                                         &PvdReassembly::GiveUp,
                                         this,
                                         key,
                                         PvdExtensionDropReason::REASSEMBLY_TIMEOUT);
    return packet;
}

bool
PvdReassembly::Fits(const Incomplete& packet, uint32_t begin, uint32_t end, bool more) const
{
    const bool isPast = packet.length != 0 && end > packet.length;
    const bool isSecondEnd = packet.length != 0 && !more;
    const auto next = packet.parts.lower_bound(begin);
    const bool overlapsNext = next != packet.parts.end() && next->first < end;
    bool overlapsPrevious = false;
    if (next != packet.parts.begin())
    {
        const auto& [offset, part] = *std::prev(next);
        overlapsPrevious = offset + part->GetSize() > begin;
    }
    const bool isCut = !more && next != packet.parts.end();
    return !isPast && !isSecondEnd && !overlapsNext && !overlapsPrevious && !isCut;
}

void
PvdReassembly::Discard(Incomplete& packet)
{
    m_octets -= packet.octets + PART_OVERHEAD * static_cast<uint32_t>(packet.parts.size());
    packet.parts.clear();
    packet.octets = 0;
    packet.any.payload = nullptr;
    packet.isDiscarded = true;
}

void
PvdReassembly::Remove(const Key& key)
{
    const auto it = m_packets.find(key);
    Discard(it->second);
    Simulator::Cancel(it->second.timeout);
    m_order.erase(it->second.age);
    m_packets.erase(it);
}

void
PvdReassembly::GiveUp(const Key& key, PvdExtensionDropReason reason)
{
    const Incomplete& packet = m_packets.at(key);
    const bool isDiscarded = packet.isDiscarded;
    const Received any = packet.any;
    Remove(key);
    if (!isDiscarded)
    {
        m_givenUp(reason, any);
    }
}

void
PvdReassembly::MakeRoom(const Key& keep)
{
    // One that alone is too much goes as well.
    while (m_packets.size() > m_limits.packets || m_octets > m_limits.octets)
    {
        const bool isLast = m_order.size() == 1;
        const Key oldest = m_order.front();
        if (oldest == keep && !isLast)
        {
            m_order.splice(m_order.end(), m_order, m_order.begin());
            continue;
        }
        GiveUp(oldest, PvdExtensionDropReason::REASSEMBLY_LIMIT);
    }
}

} // namespace ns3
