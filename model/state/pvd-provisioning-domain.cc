/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-provisioning-domain.h"

#include "pvd-lifetime.h"

#include <algorithm>

namespace ns3
{

Pvd::Pvd(const PvdId& id, uint64_t index, PvdOrigin origin)
    : m_id(id),
      m_index(index),
      m_origin(origin),
      m_nextExpiry(InfiniteExpiry()),
      m_removal(InfiniteExpiry())
{
}

const PvdId&
Pvd::GetId() const
{
    return m_id;
}

uint64_t
Pvd::GetIndex() const
{
    return m_index;
}

bool
Pvd::IsExplicit() const
{
    return m_id.IsExplicit();
}

PvdOrigin
Pvd::GetOrigin() const
{
    return m_origin;
}

bool
Pvd::IsAlive() const
{
    return m_alive;
}

bool
Pvd::IsDraining() const
{
    return m_draining;
}

bool
Pvd::IsUntagged() const
{
    return m_untagged;
}

bool
Pvd::GetHttp() const
{
    return m_http;
}

bool
Pvd::GetLegacy() const
{
    return m_legacy;
}

bool
Pvd::GetRaHeader() const
{
    return m_raHeader;
}

uint8_t
Pvd::GetDelay() const
{
    return m_delay;
}

uint16_t
Pvd::GetSequence() const
{
    return m_sequence;
}

const std::vector<PvdRouter>&
Pvd::GetRouters() const
{
    return m_routers;
}

const std::vector<PvdPrefix>&
Pvd::GetPrefixes() const
{
    return m_prefixes;
}

std::vector<PvdPrefix>
Pvd::GetPdPrefixes(uint32_t interface) const
{
    std::vector<PvdPrefix> listed;
    for (const auto& prefix : m_prefixes)
    {
        const bool isKnown = std::any_of(listed.begin(), listed.end(), [&](const auto& other) {
            return other.prefix == prefix.prefix && other.length == prefix.length;
        });
        if (prefix.interface == interface && prefix.pdListed && !isKnown)
        {
            listed.push_back(prefix);
        }
    }
    return listed;
}

const std::vector<PvdRoute>&
Pvd::GetRoutes() const
{
    return m_routes;
}

const std::vector<PvdResolver>&
Pvd::GetResolvers() const
{
    return m_resolvers;
}

const std::vector<PvdSearchDomain>&
Pvd::GetSearchDomains() const
{
    return m_domains;
}

std::optional<uint32_t>
Pvd::GetMtu() const
{
    return m_mtu;
}

std::optional<uint8_t>
Pvd::GetCurHopLimit() const
{
    return m_curHopLimit;
}

std::optional<uint32_t>
Pvd::GetReachableTime() const
{
    return m_reachableTime;
}

std::optional<uint32_t>
Pvd::GetRetransTimer() const
{
    return m_retransTimer;
}

const std::optional<std::string>&
Pvd::GetCaptivePortal() const
{
    return m_captivePortal.Get();
}

const std::vector<OpaqueOption>&
Pvd::GetPref64() const
{
    return m_pref64.Get();
}

uint32_t
Pvd::GetNAddresses() const
{
    return m_nAddresses;
}

bool
Pvd::IsEmpty() const
{
    return m_nAddresses == 0 && m_routers.empty() && m_prefixes.empty() && m_routes.empty() &&
           m_resolvers.empty() && m_domains.empty();
}

const PvdRouter*
Pvd::FindRouter(uint32_t interface, const Ipv6Address& address) const
{
    for (const auto& router : m_routers)
    {
        if (router.interface == interface && router.address == address)
        {
            return &router;
        }
    }
    return nullptr;
}

} // namespace ns3
