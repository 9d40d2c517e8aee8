/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-advertised-sources.h"

#include "ns3/ipv6-interface-address.h"

#include <algorithm>
#include <cstddef>

namespace ns3
{

namespace
{

/// Changes of one interface that wait to be told; of more, the oldest are not.
constexpr std::size_t MOST_LOST = 64;

bool
IsFit(const Ipv6InterfaceAddress& address)
{
    return address.GetAddress().IsLinkLocal() &&
           address.GetState() != Ipv6InterfaceAddress::TENTATIVE &&
           address.GetState() != Ipv6InterfaceAddress::TENTATIVE_OPTIMISTIC &&
           address.GetState() != Ipv6InterfaceAddress::INVALID;
}

Ipv6Octets
ToOctets(const Ipv6Address& address)
{
    Ipv6Octets octets;
    address.GetBytes(octets.data());
    return octets;
}

} // namespace

Ipv6Address
PvdAdvertisedSources::Find(const Ptr<Ipv6>& ipv6,
                           uint32_t interface,
                           const PvdAdvertisement& advertisement)
{
    const auto& sources = advertisement.sources;
    for (std::size_t wanted = 0; wanted < std::max<std::size_t>(sources.size(), 1); ++wanted)
    {
        for (uint32_t i = 0; i < ipv6->GetNAddresses(interface); ++i)
        {
            const Ipv6InterfaceAddress address = ipv6->GetAddress(interface, i);
            if (IsFit(address) &&
                (sources.empty() || ToOctets(address.GetAddress()) == sources[wanted]))
            {
                return address.GetAddress();
            }
        }
    }
    return Ipv6Address::GetAny();
}

void
PvdAdvertisedSources::Set(const Ptr<Ipv6>& ipv6,
                          uint32_t interface,
                          const std::vector<PvdAdvertisement>& all)
{
    m_current.clear();
    for (const PvdAdvertisement& advertisement : all)
    {
        m_current.push_back(Find(ipv6, interface, advertisement));
    }
}

bool
PvdAdvertisedSources::Update(const Ptr<Ipv6>& ipv6,
                             uint32_t interface,
                             const std::vector<PvdAdvertisement>& all,
                             uint32_t times)
{
    bool hasChanged = false;
    m_current.resize(all.size(), Ipv6Address::GetAny());
    for (std::size_t i = 0; i < all.size(); ++i)
    {
        const Ipv6Address now = Find(ipv6, interface, all[i]);
        // Without a new one nothing can be said, and the old one may come back.
        if (now.IsAny() || now == m_current[i])
        {
            continue;
        }
        if (!m_current[i].IsAny())
        {
            hasChanged = true;
            m_lost.push_back({m_current[i], all[i], times});
        }
        m_current[i] = now;
    }
    if (m_lost.size() > MOST_LOST)
    {
        m_lost.erase(m_lost.begin(), m_lost.end() - MOST_LOST);
    }
    return hasChanged;
}

std::vector<PvdLostSource>
PvdAdvertisedSources::Withdraw()
{
    m_lost.erase(std::remove_if(m_lost.begin(),
                                m_lost.end(),
                                [](const PvdLostSource& lost) { return lost.times == 0; }),
                 m_lost.end());
    for (PvdLostSource& lost : m_lost)
    {
        --lost.times;
    }
    return m_lost;
}

} // namespace ns3
