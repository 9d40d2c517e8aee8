/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-store.h"

#include <algorithm>

namespace ns3
{

Ptr<Pvd>
PvdStore::TableKey(Pvd& pvd) const
{
    return &pvd == PeekPointer(m_untagged) ? nullptr : Ptr<Pvd>(&pvd);
}

void
PvdStore::SetRouteTable(PvdRouteTable* table)
{
    routeTable = table;
    const auto tell = [this](Pvd& pvd) {
        for (const auto& route : pvd.m_routes)
        {
            routeTable->SetRoute(TableKey(pvd), route);
        }
    };
    if (!table)
    {
        return;
    }
    if (m_untagged)
    {
        tell(*m_untagged);
    }
    for (const auto& pvd : ListPvds())
    {
        tell(*pvd);
    }
}

bool
PvdStore::RemoveRoute(Pvd& pvd, const PvdRoute& route)
{
    const auto it = std::find_if(pvd.m_routes.begin(), pvd.m_routes.end(), [&](const auto& r) {
        return r.HasSameKey(route);
    });
    if (it == pvd.m_routes.end())
    {
        return false;
    }
    const PvdRoute gone = *it;
    pvd.m_routes.erase(it);
    if (routeTable)
    {
        routeTable->RemoveRoute(TableKey(pvd), gone);
    }
    Touch(pvd, Pvd::ROUTES);
    return true;
}

bool
PvdStore::WithdrawRoute(Pvd& pvd, const PvdRoute& route)
{
    const auto it = std::find_if(pvd.m_routes.begin(), pvd.m_routes.end(), [&](const auto& r) {
        return r.HasSameKey(route);
    });
    return it != pvd.m_routes.end() && it->origin == PvdOrigin::RA && RemoveRoute(pvd, route);
}

} // namespace ns3
