/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ra-update.h"

#include "pvd-lifetime.h"

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

/// Enter a listed value; if it is there already only its lifetime is replaced.
template <class List, class Key>
void
Enter(List& list, const Key& key, uint32_t lifetime)
{
    const auto it = std::find_if(list.begin(), list.end(), [&key](const auto& entry) {
        return entry.first == key;
    });
    if (it == list.end())
    {
        list.emplace_back(key, lifetime);
    }
    else
    {
        it->second = lifetime;
    }
}

} // namespace

/// One overload for each kind of option; what the state does not keep falls to the template.
struct PvdRaUpdate::Collector
{
    PvdRaUpdate& update;

    void operator()(const PrefixInformationOption& option) const
    {
        update.m_prefixes.push_back(&option);
    }

    void operator()(const RouteInformationOption& option) const
    {
        update.m_routes.push_back(&option);
    }

    void operator()(const MtuOption& option) const
    {
        update.m_mtus.push_back(&option);
    }

    void operator()(const RecursiveDnsServerOption& option) const
    {
        for (const auto& address : option.addresses)
        {
            Enter(update.m_resolvers, address, option.lifetime);
        }
    }

    void operator()(const DnsSearchListOption& option) const
    {
        for (const auto& domain : option.domains)
        {
            Enter(update.m_domains, domain, option.lifetime);
        }
    }

    void operator()(const CaptivePortalOption& option) const
    {
        update.m_portal = &option;
    }

    void operator()(const OpaqueOption& option) const
    {
        if (option.type == static_cast<uint8_t>(NdOptionType::PREF64))
        {
            update.m_pref64.push_back(option);
        }
    }

    template <class Option>
    void operator()(const Option&) const
    {
    }
};

PvdRaUpdate::PvdRaUpdate(PvdStore& store,
                         PvdIpv6Interface& interface,
                         const Ptr<Pvd>& pvd,
                         const Ipv6Address& router,
                         HostType hostType,
                         Time now)
    : m_store(store),
      m_interface(interface),
      m_pvd(pvd),
      m_router(router),
      m_hostType(hostType),
      m_now(now)
{
}

const std::vector<PvdRaUpdate::Ignored>&
PvdRaUpdate::GetIgnored() const
{
    return m_ignored;
}

void
PvdRaUpdate::Ignore(OptionIgnoreReason reason, NdOptionType type)
{
    m_ignored.emplace_back(reason, static_cast<uint8_t>(type));
}

template <class Field, class Value>
void
PvdRaUpdate::Assign(Field& field, const Value& value, uint32_t change)
{
    if (field != value)
    {
        field = value;
        m_store.Touch(*m_pvd, change);
    }
}

void
PvdRaUpdate::Apply(const RouterAdvertisement& ra, const PvdOption* option)
{
    for (const auto& outer : ra.options)
    {
        std::visit(Collector{*this}, outer);
    }
    if (option)
    {
        for (const auto& inner : option->options)
        {
            std::visit(Collector{*this}, inner);
        }
        ApplyPvdOption(option);
    }
    const RaHeader& header = option && option->header ? *option->header : ra.header;
    ApplyHeader(ra, header);
    ApplyLinkParameters(header);
    ApplyMtu();
    ApplyPrefixes();
    ApplyRoutes();
    ApplyResolvers();
    ApplySearchDomains();
    ApplyPortal();
    if (m_passing && m_store.HasObjectOf(*m_pvd, m_passing->interface, m_router) &&
        !m_store.SetRouter(*m_pvd, *m_passing))
    {
        m_ignored.emplace_back(OptionIgnoreReason::ROUTER_LIMIT, 0);
    }
}

void
PvdRaUpdate::ApplyPvdOption(const PvdOption* option)
{
    Assign(m_pvd->m_http, option->http, Pvd::FLAGS);
    Assign(m_pvd->m_legacy, option->legacy, Pvd::FLAGS);
    Assign(m_pvd->m_raHeader, option->header.has_value(), Pvd::FLAGS);
    Assign(m_pvd->m_delay, option->delay, Pvd::DELAY);
    Assign(m_pvd->m_sequence, option->sequence, Pvd::SEQUENCE);
}

void
PvdRaUpdate::ApplyHeader(const RouterAdvertisement& ra, const RaHeader& header)
{
    PvdRouter router;
    router.interface = m_interface.GetIndex();
    router.address = m_router;
    router.lifetime = header.routerLifetime;
    router.expiry = GetExpiry(m_now, header.routerLifetime);
    router.managed = header.managed;
    router.otherConfig = header.otherConfig;
    router.lastRa = m_now;
    if (m_interface.GetKeepMessages())
    {
        router.lastMessage = std::make_shared<const RouterAdvertisement>(ra);
    }
    if (header.routerLifetime > 0 && m_hostType != TYPE_A)
    {
        router.preference = header.preference;
    }
    // A RIO for ::/0 speaks of the same route and has the last word (RFC 4191, section 3.1).
    for (const auto* option : m_routes)
    {
        if (option->prefixLength == 0 && m_hostType == TYPE_C && m_interface.AcceptsRouteLength(0))
        {
            router.lifetime = option->lifetime;
            router.expiry = GetExpiry(m_now, option->lifetime);
            router.preference = option->preference;
        }
    }

    PvdRoute route;
    route.interface = router.interface;
    route.gateway = m_router;
    route.prefix = Ipv6Address::GetAny();
    route.preference = router.preference;
    route.lifetime = router.lifetime;
    route.expiry = router.expiry;
    if (router.lifetime == 0 && !m_pvd->FindRouter(router.interface, m_router))
    {
        m_passing = router;
    }
    else if (!m_store.SetRouter(*m_pvd, router))
    {
        m_ignored.emplace_back(OptionIgnoreReason::ROUTER_LIMIT, 0);
    }
    else if (router.lifetime > 0)
    {
        m_store.SetRoute(*m_pvd, route);
    }
    else
    {
        m_store.WithdrawRoute(*m_pvd, route);
    }
}

void
PvdRaUpdate::ApplyLinkParameters(const RaHeader& header)
{
    if (header.curHopLimit != 0)
    {
        Assign(m_pvd->m_curHopLimit, header.curHopLimit, Pvd::HOP_LIMIT);
        m_interface.SetCurHopLimit(header.curHopLimit);
    }
    if (header.reachableTime != 0)
    {
        Assign(m_pvd->m_reachableTime, header.reachableTime, Pvd::TIMERS);
        m_interface.SetBaseReachableTime(header.reachableTime);
    }
    if (header.retransTimer != 0)
    {
        Assign(m_pvd->m_retransTimer, header.retransTimer, Pvd::TIMERS);
        m_interface.SetRetransTimer(header.retransTimer);
    }
}

void
PvdRaUpdate::ApplyMtu()
{
    uint32_t mtu = 0;
    for (const auto* option : m_mtus)
    {
        if (m_interface.IsValidMtu(option->mtu))
        {
            mtu = option->mtu;
        }
        else
        {
            Ignore(OptionIgnoreReason::MTU_OUT_OF_RANGE, NdOptionType::MTU);
        }
    }
    if (mtu != 0)
    {
        Assign(m_pvd->m_mtu, mtu, Pvd::MTU);
        m_interface.SetMtu(mtu);
    }
}

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
        if (option.autonomous && IsLast(m_prefixes, i, [](const auto& o) { return o.autonomous; }))
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
    else if (!entry && option.validLifetime > 0)
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

void
PvdRaUpdate::ApplyPortal()
{
    if (m_portal)
    {
        Assign(m_pvd->m_captivePortal, m_portal->uri, Pvd::CAPTIVE_PORTAL);
    }
    if (!m_pref64.empty() && !(m_pvd->m_pref64 == m_pref64))
    {
        m_pvd->m_pref64 = m_pref64;
        m_store.Touch(*m_pvd, Pvd::PREF64);
    }
}

} // namespace ns3
