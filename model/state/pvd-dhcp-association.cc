/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-dhcp-association.h"

#include "pvd-lifetime.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <optional>

namespace ns3
{

namespace
{

template <class List>
void
Append(List& to, const List& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

/// \return when a PvD last announced a prefix of an assignment with M; none: it does not
std::optional<Time>
GetLastMatch(const Pvd& pvd, uint32_t interface, const Ipv6Address& address, uint8_t length)
{
    std::optional<Time> latest;
    for (const auto& prefix : pvd.GetPrefixes())
    {
        const PvdRouter* router = pvd.FindRouter(interface, prefix.router);
        const bool matches = prefix.interface == interface && prefix.length <= length &&
                             Ipv6Prefix(prefix.length).IsMatch(prefix.prefix, address);
        if (matches && router && router->managed && (!latest || router->lastRa >= *latest))
        {
            latest = router->lastRa;
        }
    }
    return latest;
}

} // namespace

PvdDhcpAssociation::PvdDhcpAssociation(Ptr<PvdRegistry> registry)
    : m_registry(registry)
{
    NS_ABORT_MSG_IF(!registry,
                    "PvdDhcpAssociation: the node has no PvdRegistry; install the stack with "
                    "PvdHostHelper.");
}

Ptr<Pvd>
PvdDhcpAssociation::FindPvd(uint32_t interface, const Ipv6Address& address, uint8_t length) const
{
    Ptr<Pvd> found;
    Time latest;
    for (const auto& entry : m_registry->GetPvds())
    {
        const auto match = GetLastMatch(*entry.second, interface, address, length);
        if (match && (!found || *match >= latest))
        {
            found = entry.second;
            latest = *match;
        }
    }
    return found;
}

Ptr<Pvd>
PvdDhcpAssociation::AddAddress(uint32_t interface,
                               const Ipv6Address& address,
                               uint8_t prefixLength,
                               uint32_t valid,
                               uint32_t preferred)
{
    auto& store = m_registry->m_store;
    Ptr<Pvd> pvd = FindPvd(interface, address, prefixLength);
    if (!pvd)
    {
        m_registry->m_dhcpMismatch(interface, address);
        pvd = m_registry->m_dhcpToImplicit ? store.FindFirstImplicit(interface) : nullptr;
    }
    const Time now = Simulator::Now();
    PvdAddress entry;
    entry.address = address;
    entry.prefixLength = prefixLength;
    entry.origin = PvdOrigin::DHCPV6;
    entry.pvd = pvd;
    entry.validLifetime = valid;
    entry.preferredLifetime = std::min(preferred, valid);
    entry.validExpiry = GetExpiry(now, entry.validLifetime);
    entry.preferredExpiry = GetExpiry(now, entry.preferredLifetime);
    entry.deprecated = entry.preferredLifetime == 0;
    store.PutAddress(*m_registry->GetInterface(interface), entry);
    m_registry->Commit();
    return pvd;
}

void
PvdDhcpAssociation::Reassociate(uint32_t interface)
{
    const auto state = m_registry->GetInterface(interface);
    for (std::size_t i = 0; i < state->GetAddresses().size(); ++i)
    {
        PvdAddress entry = state->GetAddresses()[i];
        if (entry.origin != PvdOrigin::DHCPV6 ||
            (entry.pvd && GetLastMatch(*entry.pvd, interface, entry.address, entry.prefixLength)))
        {
            continue;
        }
        const Ptr<Pvd> found = FindPvd(interface, entry.address, entry.prefixLength);
        if (found)
        {
            entry.pvd = found;
            m_registry->m_store.PutAddress(*state, entry);
        }
    }
}

void
PvdDhcpAssociation::SetOtherConfiguration(uint32_t interface,
                                          const PvdOtherConfiguration& configuration)
{
    m_registry->m_otherConfigurations.Make()[interface] = {
        configuration,
        GetExpiry(Simulator::Now(), configuration.lifetime)};
    m_registry->m_store.RetainOtherConfiguration(interface, configuration);
    for (const auto& entry : m_registry->GetPvds())
    {
        m_registry->ApplyOtherConfiguration(*entry.second, interface);
    }
    m_registry->Commit();
}

void
PvdDhcpAssociation::SetLegacyConfiguration(uint32_t interface,
                                           const PvdLegacyConfiguration& configuration)
{
    m_registry->m_legacyConfigurations.Make()[interface] = configuration;
    for (const auto& entry : m_registry->GetPvds())
    {
        if (m_registry->m_store.IsOnInterface(*entry.second, interface))
        {
            m_registry->m_store.Touch(*entry.second, Pvd::LEGACY);
        }
    }
    m_registry->Commit();
}

void
PvdDhcpAssociation::EndLegacyLease(const Ipv4Address& address)
{
    const auto configurations = m_registry->m_legacyConfigurations.Get();
    for (const auto& entry : configurations)
    {
        const auto& addresses = entry.second.addresses;
        if (std::find(addresses.begin(), addresses.end(), address) != addresses.end())
        {
            SetLegacyConfiguration(entry.first, PvdLegacyConfiguration());
        }
    }
}

Ptr<Pvd>
PvdDhcpAssociation::FindLegacyOwner(uint32_t interface) const
{
    Ptr<Pvd> owner;
    for (const auto& entry : m_registry->GetPvds())
    {
        const Ptr<Pvd>& pvd = entry.second;
        if (pvd->IsExplicit() && pvd->GetLegacy() &&
            m_registry->m_store.IsOnInterface(*pvd, interface))
        {
            if (owner)
            {
                return nullptr; // several claim it, so it is of none of them
            }
            owner = pvd;
        }
    }
    return owner;
}

PvdLegacyConfiguration
PvdDhcpAssociation::GetLegacyConfiguration(const Ptr<Pvd>& pvd) const
{
    PvdLegacyConfiguration all;
    for (const auto& entry : m_registry->m_legacyConfigurations.Get())
    {
        const Ptr<Pvd> owner = FindLegacyOwner(entry.first);
        const bool implicit =
            !owner && !pvd->IsExplicit() && m_registry->m_store.IsOnInterface(*pvd, entry.first);
        if (owner == pvd || implicit)
        {
            Append(all.addresses, entry.second.addresses);
            Append(all.routers, entry.second.routers);
            Append(all.resolvers, entry.second.resolvers);
        }
    }
    return all;
}

} // namespace ns3
