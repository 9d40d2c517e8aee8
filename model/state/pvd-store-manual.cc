/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-lifetime.h"
#include "pvd-store.h"

#include <algorithm>

namespace ns3
{

bool
PvdStore::IsOnInterface(const Pvd& pvd, uint32_t interface)
{
    return std::any_of(pvd.m_routers.begin(), pvd.m_routers.end(), [=](const auto& router) {
        return router.interface == interface;
    });
}

bool
PvdStore::HasOtherConfig(const Pvd& pvd, uint32_t interface)
{
    return std::any_of(pvd.m_routers.begin(), pvd.m_routers.end(), [=](const auto& router) {
        return router.interface == interface && router.otherConfig;
    });
}

Ptr<Pvd>
PvdStore::FindFirstImplicit(uint32_t interface) const
{
    for (const auto& entry : m_pvds)
    {
        if (!entry.second->IsExplicit() && IsOnInterface(*entry.second, interface))
        {
            return entry.second;
        }
    }
    return nullptr;
}

void
PvdStore::RetainOtherConfiguration(uint32_t interface, const PvdOtherConfiguration& configuration)
{
    const auto isGone = [interface](const auto& entry, const auto& list, const auto& value) {
        return entry.origin == PvdOrigin::DHCPV6 && entry.interface == interface &&
               std::find(list.begin(), list.end(), value) == list.end();
    };
    for (const auto& entry : m_pvds)
    {
        Pvd& pvd = *entry.second;
        const std::vector<PvdResolver> resolvers = pvd.m_resolvers;
        for (const auto& resolver : resolvers)
        {
            if (isGone(resolver, configuration.resolvers, resolver.address))
            {
                RemoveResolver(pvd, resolver.address, resolver.zone);
            }
        }
        const std::vector<PvdSearchDomain> domains = pvd.m_domains;
        for (const auto& domain : domains)
        {
            if (isGone(domain, configuration.searchDomains, domain.domain))
            {
                RemoveSearchDomain(pvd, domain.domain);
            }
        }
    }
}

void
PvdStore::SetStatic(Pvd& pvd)
{
    if (pvd.m_origin != PvdOrigin::STATIC)
    {
        pvd.m_origin = PvdOrigin::STATIC;
        Touch(pvd, Pvd::ORIGIN);
    }
}

void
PvdStore::SetFields(Pvd& pvd, uint32_t mask, const PvdFields& fields)
{
    const auto assign = [&](auto& field, const auto& value, uint32_t change) {
        if ((mask & change) && field != value)
        {
            field = value;
            Touch(pvd, change);
        }
    };
    assign(pvd.m_http, fields.http, Pvd::FLAGS);
    assign(pvd.m_legacy, fields.legacy, Pvd::FLAGS);
    assign(pvd.m_sequence, fields.sequence, Pvd::SEQUENCE);
    assign(pvd.m_delay, fields.delay, Pvd::DELAY);
    assign(pvd.m_mtu, fields.mtu, Pvd::MTU);
    assign(pvd.m_curHopLimit, fields.curHopLimit, Pvd::HOP_LIMIT);
    if (mask & Pvd::CAPTIVE_PORTAL)
    {
        assign(pvd.m_captivePortal.Make(), fields.captivePortal, Pvd::CAPTIVE_PORTAL);
    }
}

void
PvdStore::PutAddress(PvdIpv6Interface& interface, const PvdAddress& address)
{
    PvdAddress* known = interface.FindEntry(address.address);
    if (known)
    {
        const PvdAddress old = *known;
        UpdateAddress(interface, *known, address);
        SyncStaticOnLinkRoute(interface, old);
    }
    else
    {
        if (interface.HasAddress(address.address))
        {
            interface.AdoptAddress(address); // ns-3 has it already, without a PvD
        }
        else
        {
            interface.AddAddress(address);
        }
        if (address.pvd)
        {
            Touch(*address.pvd, Pvd::ADDRESSES);
        }
    }
    SyncStaticOnLinkRoute(interface, address);
}

void
PvdStore::SyncStaticOnLinkRoute(const PvdIpv6Interface& interface, const PvdAddress& address)
{
    if (address.origin != PvdOrigin::STATIC)
    {
        return;
    }
    Pvd& pvd = address.pvd ? *address.pvd : GetUntagged();
    const Ipv6Prefix mask(address.prefixLength);
    PvdRoute route;
    route.interface = interface.GetIndex();
    route.gateway = Ipv6Address::GetAny();
    route.prefix = Ipv6Address(address.address).CombinePrefix(mask);
    route.length = address.prefixLength;
    route.origin = PvdOrigin::STATIC;
    route.expiry = Time(0);
    for (const auto& other : interface.GetAddresses())
    {
        if (other.pvd == address.pvd && other.origin == PvdOrigin::STATIC &&
            other.prefixLength == address.prefixLength &&
            mask.IsMatch(other.address, address.address) && other.validExpiry > route.expiry)
        {
            route.lifetime = other.validLifetime;
            route.expiry = other.validExpiry;
        }
    }
    if (route.expiry > Time(0))
    {
        SetRoute(pvd, route);
        return;
    }
    const auto known = std::find_if(pvd.m_routes.begin(), pvd.m_routes.end(), [&](const auto& r) {
        return r.HasSameKey(route) && r.origin == PvdOrigin::STATIC;
    });
    if (known != pvd.m_routes.end())
    {
        RemoveRoute(pvd, route);
        PvdPrefix prefix;
        prefix.interface = route.interface;
        prefix.prefix = route.prefix;
        prefix.length = route.length;
        SyncOnLinkRoute(pvd, prefix); // a router may say so too
    }
}

} // namespace ns3
