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
    assign(pvd.m_captivePortal, fields.captivePortal, Pvd::CAPTIVE_PORTAL);
}

void
PvdStore::PutAddress(PvdIpv6Interface& interface, const PvdAddress& address)
{
    PvdAddress* known = interface.FindEntry(address.address);
    if (known)
    {
        UpdateAddress(interface, *known, address);
        return;
    }
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

void
PvdStore::RemoveStaticOnLinkRoute(Pvd& pvd,
                                  const PvdIpv6Interface& interface,
                                  const PvdAddress& address)
{
    const Ipv6Prefix mask(address.prefixLength);
    for (const auto& other : interface.GetAddresses())
    {
        if (PeekPointer(other.pvd) == &pvd && other.origin == PvdOrigin::STATIC &&
            other.prefixLength == address.prefixLength &&
            mask.IsMatch(other.address, address.address))
        {
            return;
        }
    }
    PvdRoute route;
    route.interface = interface.GetIndex();
    route.gateway = Ipv6Address::GetAny();
    route.prefix = Ipv6Address(address.address).CombinePrefix(mask);
    route.length = address.prefixLength;
    for (const auto& known : pvd.m_routes)
    {
        if (known.HasSameKey(route) && known.origin == PvdOrigin::STATIC)
        {
            RemoveRoute(pvd, route);
            return;
        }
    }
}

} // namespace ns3
