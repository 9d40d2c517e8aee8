/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/pvd-ipv6-routing.h"

#include <algorithm>

namespace ns3
{
namespace pvdtest
{

namespace
{

const char* const NO_PVD = "no PvD";

std::string
Prefix(const Ipv6Address& prefix, uint8_t length, uint32_t interface)
{
    return ToText(prefix) + "/" + std::to_string(length) + "%" + std::to_string(interface);
}

std::string
ToLine(const PvdRouter& router)
{
    return ToText(router.address) + "%" + std::to_string(router.interface);
}

std::string
ToLine(const PvdPrefix& prefix)
{
    return Prefix(prefix.prefix, prefix.length, prefix.interface) + " by " + ToText(prefix.router);
}

std::string
ToLine(const PvdRoute& route)
{
    std::string text = ToText(route.prefix) + "/" + std::to_string(route.length);
    text += route.gateway.IsAny() ? "" : " via " + ToText(route.gateway);
    text += "%" + std::to_string(route.interface);
    return text + (route.preference == RouterPreference::MEDIUM
                       ? std::string()
                       : std::string(" ") + ToString(route.preference));
}

std::string
ToLine(const PvdResolver& resolver)
{
    return ToText(resolver.address);
}

std::string
ToLine(const PvdSearchDomain& domain)
{
    return domain.domain.ToString();
}

template <class List>
std::string
ToLines(const List& list)
{
    std::vector<std::string> lines;
    for (const auto& entry : list)
    {
        lines.push_back(ToLine(entry));
    }
    return Join(lines);
}

Ptr<PvdIpv6Routing>
GetRouting(const TestHost& host)
{
    return DynamicCast<PvdIpv6Routing>(host.GetIpv6()->GetRoutingProtocol());
}

bool
IsAlive(const TestHost& host, const Ptr<Pvd>& pvd)
{
    return pvd->IsAlive() && host.GetRegistry()->LookupByIndex(pvd->GetIndex()) == pvd &&
           host.GetRegistry()->Lookup(pvd->GetId()) == pvd;
}

bool
HasRoute(const std::vector<PvdFib::Entry>& entries, const Ptr<Pvd>& pvd, const PvdRoute& route)
{
    return std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
        return entry.pvd == pvd && entry.route.HasSameKey(route);
    });
}

/// Routes of PvDs and routes in use are the same.
std::string
FindRouteContradiction(const TestHost& host)
{
    const auto entries = GetRouting(host)->GetFib().GetEntries();
    std::size_t expected = 0;
    for (const auto& known : host.GetRegistry()->GetPvds())
    {
        for (const auto& route : known.second->GetRoutes())
        {
            ++expected;
            if (!HasRoute(entries, known.second, route))
            {
                return known.second->GetId().ToString() + " has " + ToLine(route) +
                       ", which is not in use";
            }
        }
    }
    const std::size_t used = std::count_if(entries.begin(), entries.end(), [](const auto& entry) {
        return entry.pvd != nullptr;
    });
    return used == expected ? "" : "a route of a PvD is in use that no PvD has";
}

/// Addresses have living owners, which count them, and are in ns-3's interface.
std::string
FindAddressContradiction(const TestHost& host)
{
    std::map<uint64_t, uint32_t> owned;
    for (uint32_t i = 1; i < host.GetIpv6()->GetNInterfaces(); ++i)
    {
        for (const auto& entry : host.GetInterface(i)->GetAddresses())
        {
            if (host.GetAddressState(entry.address, i) == "none")
            {
                return ToText(entry.address) + " is not in ns-3's interface";
            }
            if (entry.pvd && !IsAlive(host, entry.pvd))
            {
                return ToText(entry.address) + " belongs to a PvD that is gone";
            }
            owned[entry.pvd ? entry.pvd->GetIndex() : 0] += 1;
        }
    }
    for (const auto& known : host.GetRegistry()->GetPvds())
    {
        if (known.second->GetNAddresses() != owned[known.first])
        {
            return known.second->GetId().ToString() + " counts its addresses wrong";
        }
    }
    return "";
}

} // namespace

std::string
Join(const std::vector<std::string>& parts)
{
    std::string text;
    for (const auto& part : parts)
    {
        text += (text.empty() ? "" : ", ") + part;
    }
    return text;
}

std::string
ListPvds(const TestHost& host)
{
    std::vector<std::string> ids;
    for (const auto& known : host.GetRegistry()->GetPvds())
    {
        ids.push_back(known.second->GetId().ToString());
    }
    return Join(ids);
}

std::string
ListRouters(const Ptr<Pvd>& pvd)
{
    return pvd ? ToLines(pvd->GetRouters()) : NO_PVD;
}

std::string
ListPrefixes(const Ptr<Pvd>& pvd)
{
    return pvd ? ToLines(pvd->GetPrefixes()) : NO_PVD;
}

std::string
ListRoutes(const Ptr<Pvd>& pvd)
{
    return pvd ? ToLines(pvd->GetRoutes()) : NO_PVD;
}

std::string
ListResolvers(const Ptr<Pvd>& pvd)
{
    return pvd ? ToLines(pvd->GetResolvers()) : NO_PVD;
}

std::string
ListDomains(const Ptr<Pvd>& pvd)
{
    return pvd ? ToLines(pvd->GetSearchDomains()) : NO_PVD;
}

std::string
ListAddresses(const TestHost& host, const Ptr<Pvd>& pvd)
{
    std::vector<std::string> addresses;
    for (uint32_t i = 1; i < host.GetIpv6()->GetNInterfaces(); ++i)
    {
        for (const auto& entry : host.GetInterface(i)->GetAddresses())
        {
            if (entry.pvd == pvd)
            {
                addresses.push_back(ToText(entry.address));
            }
        }
    }
    return Join(addresses);
}

std::string
ListCommonRoutes(const TestHost& host)
{
    std::vector<std::string> lines;
    for (const auto& entry : GetRouting(host)->GetFib().GetEntries())
    {
        const Ipv6Address prefix = entry.route.prefix;
        if (!entry.pvd && !prefix.IsLinkLocal() && !prefix.IsMulticast() && !prefix.IsLocalhost())
        {
            lines.push_back(ToLine(entry.route));
        }
    }
    return Join(lines);
}

std::string
DefaultRoutes(const TestHost& host)
{
    std::string text;
    for (const auto& entry : host.GetRegistry()->GetPvds())
    {
        for (const auto& route : entry.second->GetRoutes())
        {
            if (route.length == 0)
            {
                text += (text.empty() ? "" : ", ") + ToText(route.gateway) + " " +
                        ToString(route.preference);
            }
        }
    }
    return text;
}

std::string
ListEvents(const TestHost& host)
{
    return Join(host.GetEvents());
}

std::string
ListComplaints(const TestHost& host)
{
    std::vector<std::string> complaints;
    for (const auto reason : host.GetDrops())
    {
        complaints.push_back(ToString(reason));
    }
    for (const auto& ignored : host.GetIgnored())
    {
        complaints.push_back(std::to_string(ignored.second) + ": " + ToString(ignored.first));
    }
    return Join(complaints);
}

std::string
FindContradiction(const TestHost& host)
{
    const std::string wrong = FindRouteContradiction(host);
    return wrong.empty() ? FindAddressContradiction(host) : wrong;
}

} // namespace pvdtest
} // namespace ns3
