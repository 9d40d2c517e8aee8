/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-lifetime.h"
#include "pvd-ra-update.h"

#include <algorithm>

namespace ns3
{

namespace
{

bool
IsLinkLocal(const Ipv6Octets& prefix)
{
    return prefix[0] == 0xfe && (prefix[1] & 0xc0) == 0x80;
}

bool
IsMulticast(const Ipv6Octets& prefix)
{
    return prefix[0] == 0xff;
}

template <class Option>
bool
HasSameKey(const Option& a, const Option& b)
{
    return a.prefixLength == b.prefixLength && a.prefix == b.prefix;
}

/// \return true if no later option with the same key fulfils the condition
template <class Option, class Condition>
bool
IsLast(const std::vector<const Option*>& options, std::size_t i, Condition condition)
{
    return std::none_of(options.begin() + i + 1, options.end(), [&](const Option* later) {
        return HasSameKey(*options[i], *later) && condition(*later);
    });
}

} // namespace

void
PvdRaUpdate::ApplyPrefixes()
{
    std::vector<const PrefixInformationOption*> autonomous;
    std::vector<const PrefixInformationOption*> refused;
    for (std::size_t i = 0; i < m_prefixes.size(); ++i)
    {
        const auto& option = *m_prefixes[i];
        if (IsLinkLocal(option.prefix) || IsMulticast(option.prefix))
        {
            Ignore(IsMulticast(option.prefix) ? OptionIgnoreReason::MULTICAST_PREFIX
                                              : OptionIgnoreReason::LINK_LOCAL_PREFIX,
                   NdOptionType::PREFIX_INFORMATION);
            continue;
        }
        const bool lastOnLink =
            option.onLink && IsLast(m_prefixes, i, [](const auto& o) { return o.onLink; });
        const bool last = IsLast(m_prefixes, i, [](const auto&) { return true; });
        if ((lastOnLink || last) && !ApplyAnnouncement(option, lastOnLink))
        {
            refused.push_back(&option);
        }
        if (UsesAutoconfiguration(option) &&
            IsLast(m_prefixes, i, [this](const auto& o) { return UsesAutoconfiguration(o); }))
        {
            autonomous.push_back(&option);
        }
    }
    for (const auto* option : autonomous)
    {
        if (std::none_of(refused.begin(), refused.end(), [option](const auto* other) {
                return HasSameKey(*option, *other);
            }))
        {
            ApplyAutoconfiguration(*option);
        }
    }
}

bool
PvdRaUpdate::UsesAutoconfiguration(const PrefixInformationOption& option) const
{
    // RFC 9762, section 7.1: a host that does DHCPv6-PD treats A as unset where P is set.
    return option.autonomous && !(option.pdPreferred && m_interface.GetPrefixDelegation());
}

bool
PvdRaUpdate::ApplyAnnouncement(const PrefixInformationOption& option, bool onLink)
{
    PvdPrefix prefix;
    prefix.interface = m_interface.GetIndex();
    prefix.router = m_router;
    prefix.prefix = ToAddress(option.prefix);
    prefix.length = option.prefixLength;
    const PvdPrefix* known = m_store.FindPrefix(*m_pvd, prefix);
    if (known)
    {
        prefix = *known;
    }
    prefix.autonomous = option.autonomous;
    prefix.pdPreferred = option.pdPreferred;
    prefix.pdListed = option.pdPreferred && option.preferredLifetime > 0;
    prefix.validLifetime = option.validLifetime;
    prefix.preferredLifetime = option.preferredLifetime;
    prefix.validExpiry = GetExpiry(m_now, option.validLifetime);
    prefix.preferredExpiry = GetExpiry(m_now, option.preferredLifetime);
    if (onLink)
    {
        prefix.onLinkLifetime = option.validLifetime;
        prefix.onLinkExpiry = option.validLifetime == 0 ? Time(0) : prefix.validExpiry;
    }
    if (!m_store.SetPrefix(*m_pvd, prefix))
    {
        Ignore(OptionIgnoreReason::PREFIX_LIMIT, NdOptionType::PREFIX_INFORMATION);
        return false;
    }
    return true;
}

void
PvdRaUpdate::ApplyAutoconfiguration(const PrefixInformationOption& option)
{
    if (!m_interface.GetAutoconfiguration())
    {
        return;
    }
    if (option.preferredLifetime > option.validLifetime)
    {
        Ignore(OptionIgnoreReason::PREFERRED_OVER_VALID, NdOptionType::PREFIX_INFORMATION);
        return;
    }
    if (option.prefixLength != PvdIpv6Interface::INTERFACE_ID_LENGTH)
    {
        Ignore(OptionIgnoreReason::NOT_SLAAC_LENGTH, NdOptionType::PREFIX_INFORMATION);
        return;
    }
    const Ipv6Address address = m_interface.MakeAddress(option.prefix);
    PvdAddress* entry = m_interface.FindEntry(address);
    if (entry && entry->origin == PvdOrigin::RA)
    {
        RefreshAddress(*entry, option);
    }
    else if (entry)
    {
        Ignore(OptionIgnoreReason::STATIC_CONFIGURATION, NdOptionType::PREFIX_INFORMATION);
    }
    else if (option.validLifetime > 0)
    {
        FormAddress(address, option);
    }
}

void
PvdRaUpdate::RefreshAddress(PvdAddress& entry, const PrefixInformationOption& option)
{
    PvdAddress values = entry;
    values.pvd = m_pvd;
    values.validLifetime = option.validLifetime;
    values.preferredLifetime = option.preferredLifetime;
    values.validExpiry = ApplyTwoHourRule(m_now, entry.validExpiry, option.validLifetime);
    values.preferredExpiry = GetExpiry(m_now, option.preferredLifetime);
    values.deprecated = option.preferredLifetime == 0;
    m_store.UpdateAddress(m_interface, entry, values);
}

void
PvdRaUpdate::FormAddress(const Ipv6Address& address, const PrefixInformationOption& option)
{
    if (m_interface.IsDuplicate(address))
    {
        Ignore(OptionIgnoreReason::DUPLICATE_ADDRESS, NdOptionType::PREFIX_INFORMATION);
        return;
    }
    if (m_interface.HasAddress(address))
    {
        Ignore(OptionIgnoreReason::STATIC_CONFIGURATION, NdOptionType::PREFIX_INFORMATION);
        return;
    }
    PvdAddress entry;
    entry.address = address;
    entry.prefixLength = option.prefixLength;
    entry.pvd = m_pvd;
    entry.validLifetime = option.validLifetime;
    entry.preferredLifetime = option.preferredLifetime;
    entry.validExpiry = GetExpiry(m_now, option.validLifetime);
    entry.preferredExpiry = GetExpiry(m_now, option.preferredLifetime);
    entry.deprecated = option.preferredLifetime == 0;
    if (!m_store.AddAddress(m_interface, entry))
    {
        Ignore(OptionIgnoreReason::ADDRESS_LIMIT, NdOptionType::PREFIX_INFORMATION);
    }
}

void
PvdRaUpdate::ApplyRoutes()
{
    for (std::size_t i = 0; i < m_routes.size(); ++i)
    {
        const auto& option = *m_routes[i];
        if (IsMulticast(option.prefix) && option.prefixLength >= 8)
        {
            Ignore(OptionIgnoreReason::MULTICAST_PREFIX, NdOptionType::ROUTE_INFORMATION);
            continue;
        }
        const bool accepted = m_interface.AcceptsRouteLength(option.prefixLength);
        if (m_hostType != TYPE_C || !accepted)
        {
            Ignore(accepted ? OptionIgnoreReason::HOST_TYPE
                            : OptionIgnoreReason::ROUTE_PREFIX_LENGTH,
                   NdOptionType::ROUTE_INFORMATION);
            continue;
        }
        if (option.prefixLength == 0 || !IsLast(m_routes, i, [](const auto&) { return true; }))
        {
            continue; // ::/0 was taken with the header
        }
        PvdRoute route;
        route.interface = m_interface.GetIndex();
        route.gateway = m_router;
        route.prefix = ToAddress(option.prefix);
        route.length = option.prefixLength;
        route.preference = option.preference;
        route.lifetime = option.lifetime;
        route.expiry = GetExpiry(m_now, option.lifetime);
        if (option.lifetime == 0)
        {
            m_store.WithdrawRoute(*m_pvd, route);
        }
        else if (!m_store.SetRoute(*m_pvd, route))
        {
            Ignore(OptionIgnoreReason::ROUTE_LIMIT, NdOptionType::ROUTE_INFORMATION);
        }
    }
}

} // namespace ns3
