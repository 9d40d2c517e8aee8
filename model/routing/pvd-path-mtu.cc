/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-path-mtu.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <iterator>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdPathMtu");

namespace
{

/// The IPv6 header and one of UDP or TCP with a few options, octets.
constexpr uint32_t HEADERS = 80;

} // namespace

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
    for (const auto& [destination, told] : m_applied)
    {
        if (told.mtu != 0 && told.time + Seconds(LIFETIME) > now)
        {
            applied.emplace(destination, told);
        }
    }
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
                  const Link& link,
                  const Ptr<const Packet>& packet)
{
    auto applied = m_applied.find(destination);
    if (applied == m_applied.end())
    {
        const bool fits = packet && packet->GetSize() + HEADERS <= link.mtu;
        if (fits || link.mtu >= link.deviceMtu)
        {
            return;
        }
        if (m_applied.size() >= LIMIT)
        {
            RemoveEnded();
        }
        if (m_applied.size() >= LIMIT)
        {
            NS_LOG_WARN("too many destinations to tell ns-3 the MTU of the link to "
                        << destination.ToAddress());
            return;
        }
        applied = m_applied.emplace(destination, Told()).first;
    }
    const auto known = m_entries.find(Key(destination, source));
    const Time now = Simulator::Now();
    const bool holds = known != m_entries.end() && known->second.end > now;
    const uint32_t mtu = holds ? std::min(known->second.mtu, link.mtu) : link.mtu;
    Told& told = applied->second;
    // What ns-3 is to forget by itself is not told again: the end of a path's MTU is its own.
    const bool isForgotten =
        !holds && mtu < link.deviceMtu && now - told.time > Seconds(TELL_AGAIN);
    if (told.mtu != mtu || isForgotten)
    {
        told = {mtu, now};
        m_ipv6->SetPmtu(destination.ToAddress(), mtu);
    }
}

} // namespace ns3
