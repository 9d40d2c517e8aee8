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

/// What a timer of the header may be, milliseconds: a router may announce no longer Reachable Time
/// (RFC 4861, section 6.2.1), and more solicitations than one each 10 ms flood the link.
constexpr uint32_t SHORTEST_TIMER = 10;
constexpr uint32_t LONGEST_TIMER = 3600000;

/// Stands for the header of the message where an option has its type.
constexpr uint8_t HEADER = 0;

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
    ApplyHeader(ra, header, option);
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
PvdRaUpdate::ApplyHeader(const RouterAdvertisement& ra,
                         const RaHeader& header,
                         const PvdOption* option)
{
    PvdRouter router;
    router.interface = m_interface.GetIndex();
    router.address = m_router;
    router.lifetime = header.routerLifetime;
    router.expiry = GetExpiry(m_now, header.routerLifetime);
    router.managed = header.managed;
    router.otherConfig = header.otherConfig;
    router.lastRa = m_now;
    if (option && option->http)
    {
        router.sequence = option->sequence;
    }
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

    CompareSequence(router);
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
PvdRaUpdate::CompareSequence(const PvdRouter& router)
{
    const auto* known = m_pvd->FindRouter(router.interface, router.address);
    if (!router.sequence || (known && known->sequence == router.sequence))
    {
        return; // what it said before has been told
    }
    for (const auto& other : m_pvd->GetRouters())
    {
        if (&other != known && other.sequence && other.sequence != router.sequence)
        {
            m_store.NoteDisagreement(*m_pvd, router, other);
        }
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
        const uint32_t time = Limit(header.reachableTime);
        Assign(m_pvd->m_reachableTime, time, Pvd::TIMERS);
        m_interface.SetBaseReachableTime(time);
    }
    if (header.retransTimer != 0)
    {
        const uint32_t time = Limit(header.retransTimer);
        Assign(m_pvd->m_retransTimer, time, Pvd::TIMERS);
        m_interface.SetRetransTimer(time);
    }
}

uint32_t
PvdRaUpdate::Limit(uint32_t milliseconds)
{
    const uint32_t limited = std::clamp(milliseconds, SHORTEST_TIMER, LONGEST_TIMER);
    if (limited != milliseconds)
    {
        m_ignored.emplace_back(OptionIgnoreReason::TIMER_OUT_OF_RANGE, HEADER);
    }
    return limited;
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
PvdRaUpdate::ApplyPortal()
{
    if (m_portal)
    {
        Assign(m_pvd->m_captivePortal.Make(), m_portal->uri, Pvd::CAPTIVE_PORTAL);
    }
    if (!m_pref64.empty() && !(m_pvd->m_pref64.Get() == m_pref64))
    {
        m_pvd->m_pref64.Make() = m_pref64;
        m_store.Touch(*m_pvd, Pvd::PREF64);
    }
}

} // namespace ns3
