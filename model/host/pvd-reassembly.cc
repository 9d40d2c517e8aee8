/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-reassembly.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <vector>

namespace ns3
{

namespace
{

/// What a fragment takes beside its data, so that tiny ones cannot take much room unseen.
constexpr uint32_t PART_OVERHEAD = 64;

bool
HaveSameOctets(const Packet& one, const Packet& other)
{
    std::vector<uint8_t> octets(one.GetSize());
    std::vector<uint8_t> others(other.GetSize());
    one.CopyData(octets.data(), static_cast<uint32_t>(octets.size()));
    other.CopyData(others.data(), static_cast<uint32_t>(others.size()));
    return octets == others;
}

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
    const auto part = received.payload->CreateFragment(received.fragment.data, size);
    const auto known = packet.parts.find(begin);
    if (known != packet.parts.end() && received.fragment.more == (packet.length != begin + size) &&
        HaveSameOctets(*known->second, *part))
    {
        return std::nullopt; // once more
    }
    if (!Fits(packet, begin, begin + size, received.fragment.more))
    {
        Discard(packet);
        m_givenUp(PvdPacketDropReason::OVERLAP, received);
        return std::nullopt;
    }
    packet.parts[begin] = part;
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
    for (const auto& [offset, next] : packet.parts)
    {
        whole.payload->AddAtEnd(next);
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
                                         PvdPacketDropReason::REASSEMBLY_TIMEOUT);
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

uint32_t
PvdReassembly::GetCost(const Incomplete& packet)
{
    return packet.octets + PART_OVERHEAD * static_cast<uint32_t>(packet.parts.size());
}

void
PvdReassembly::Discard(Incomplete& packet)
{
    m_octets -= GetCost(packet);
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
PvdReassembly::GiveUp(const Key& key, PvdPacketDropReason reason)
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
    while (m_packets.size() > m_limits.packets || m_octets > m_limits.octets)
    {
        // One that takes most of the room must not cost all others theirs.
        const Incomplete& newest = m_packets.at(keep);
        const bool isLarge = GetCost(newest) > m_limits.octets / 4 * 3;
        const auto other = std::find_if(m_order.begin(), m_order.end(), [&](const Key& key) {
            return key != keep;
        });
        const Key victim = isLarge || other == m_order.end() ? keep : *other;
        GiveUp(victim, PvdPacketDropReason::REASSEMBLY_LIMIT);
        if (victim == keep)
        {
            return;
        }
    }
}

} // namespace ns3
