/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-path-mtu.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <iterator>

namespace ns3
{

PvdPathMtu::PvdPathMtu(Ptr<Ipv6L3Protocol> ipv6)
    : m_ipv6(ipv6)
{
}

bool
PvdPathMtu::Set(const PvdIpv6Bits& destination, const PvdIpv6Bits& source, uint32_t mtu)
{
    if (m_entries.size() >= LIMIT)
    {
        RemoveEnded();
    }
    const Key key(destination, source);
    const Time now = Simulator::Now();
    const auto known = m_entries.find(key);
    const bool isNew = known == m_entries.end();
    if (isNew && m_entries.size() >= LIMIT)
    {
        return false;
    }
    // RFC 8201, section 4: it never grows by a message.
    if (isNew || known->second.end <= now || mtu < known->second.mtu)
    {
        m_entries[key] = {mtu, now + Seconds(LIFETIME)};
    }
    m_applied[destination] = Told(); // ns-3 is to be told anew
    return true;
}

void
PvdPathMtu::RemoveEnded()
{
    const Time now = Simulator::Now();
    std::map<PvdIpv6Bits, Told> applied;
    for (auto entry = m_entries.begin(); entry != m_entries.end();)
    {
        const PvdIpv6Bits& destination = entry->first.first;
        const bool hasEnded = entry->second.end <= now;
        if (!hasEnded)
        {
            applied[destination] = m_applied[destination];
        }
        entry = hasEnded ? m_entries.erase(entry) : std::next(entry);
    }
    m_applied.swap(applied);
}

void
PvdPathMtu::Apply(const PvdIpv6Bits& destination,
                  const PvdIpv6Bits& source,
                  uint32_t linkMtu,
                  uint32_t deviceMtu)
{
    auto applied = m_applied.find(destination);
    if (applied == m_applied.end() && linkMtu >= deviceMtu)
    {
        return;
    }
    if (applied == m_applied.end())
    {
        if (m_applied.size() >= LIMIT)
        {
            RemoveEnded(); // and those of which only the link is known: they come again
        }
        applied = m_applied.emplace(destination, Told()).first;
    }
    const auto known = m_entries.find(Key(destination, source));
    const Time now = Simulator::Now();
    const bool holds = known != m_entries.end() && known->second.end > now;
    const uint32_t mtu = holds ? std::min(known->second.mtu, linkMtu) : linkMtu;
    Told& told = applied->second;
    // What ns-3 is to forget by itself is not told again: the end of a path's MTU is its own.
    const bool isForgotten = !holds && mtu < deviceMtu && now - told.time > Seconds(TELL_AGAIN);
    if (told.mtu != mtu || isForgotten)
    {
        told = {mtu, now};
        m_ipv6->SetPmtu(destination.ToAddress(), mtu);
    }
}

} // namespace ns3
