/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-registry.h"

#include "ns3/simulator.h"

#include <set>

namespace ns3
{

const std::map<uint64_t, Ptr<Pvd>>&
PvdRegistry::GetPvds() const
{
    return m_store.GetPvds();
}

Ptr<Pvd>
PvdRegistry::Lookup(const PvdId& id) const
{
    return m_store.Find(id);
}

Ptr<Pvd>
PvdRegistry::Lookup(const std::string& text) const
{
    const auto id = PvdId::FromText(text);
    return id ? Lookup(*id) : nullptr;
}

uint64_t
PvdRegistry::GetGeneration() const
{
    return m_generation;
}

Ptr<Pvd>
PvdRegistry::LookupByIndex(uint64_t index) const
{
    const auto it = GetPvds().find(index);
    return it == GetPvds().end() ? nullptr : it->second;
}

std::vector<Ptr<Pvd>>
PvdRegistry::LookupByRouter(uint32_t interface, const Ipv6Address& router) const
{
    std::vector<Ptr<Pvd>> found;
    for (const auto& entry : GetPvds())
    {
        if (entry.second->FindRouter(interface, router))
        {
            found.push_back(entry.second);
        }
    }
    return found;
}

std::vector<std::pair<Ptr<Pvd>, Ipv6Address>>
PvdRegistry::GetAdvertisers(uint32_t interface, const Ipv6Address& address) const
{
    const Time now = Simulator::Now();
    std::vector<std::pair<Ptr<Pvd>, Ipv6Address>> advertisers;
    if (address.IsLinkLocal())
    {
        return advertisers; // common to all PvDs, even if a router announces ::/0
    }
    for (const auto& pvd : m_store.ListPvds())
    {
        std::set<Ipv6Address> routers;
        for (const auto& prefix : pvd->GetPrefixes())
        {
            if (prefix.interface == interface && prefix.validExpiry > now &&
                Ipv6Prefix(prefix.length).IsMatch(prefix.prefix, address) &&
                routers.insert(prefix.router).second)
            {
                advertisers.emplace_back(pvd, prefix.router);
            }
        }
    }
    return advertisers;
}

std::vector<std::pair<uint32_t, PvdAddress>>
PvdRegistry::GetAddresses(const Ptr<Pvd>& pvd) const
{
    std::vector<std::pair<uint32_t, PvdAddress>> owned;
    for (const auto& interface : GetInterfaces())
    {
        for (std::size_t i = 0; interface && i < interface->GetAddresses().size(); ++i)
        {
            if (interface->GetAddresses()[i].pvd == pvd)
            {
                owned.emplace_back(interface->GetIndex(), interface->GetAddresses()[i]);
            }
        }
    }
    return owned;
}

} // namespace ns3
