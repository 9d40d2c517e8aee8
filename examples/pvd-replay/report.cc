/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "report.h"

#include "ns3/core-module.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/mac48-address.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace replay
{

using namespace ns3;
namespace json = boost::json;

namespace
{

/// Whole numbers as such, so that no reader has to look at exponents.
json::value
Number(double value)
{
    const double micro = std::round(value * 1e6) / 1e6;
    if (micro == std::floor(micro) && std::abs(micro) < 1e15)
    {
        return static_cast<int64_t>(micro);
    }
    return micro;
}

json::value
Remaining(Time expiry)
{
    if (expiry == InfiniteExpiry())
    {
        return nullptr;
    }
    return Number(GetRemaining(Simulator::Now(), expiry).GetSeconds());
}

template <class T>
json::value
OrNull(const std::optional<T>& value)
{
    return value ? json::value(*value) : json::value(nullptr);
}

std::string
Cidr(const PvdRoute& route)
{
    return ToString(route.prefix) + "/" + std::to_string(route.length);
}

json::value
PvdName(const Ptr<Pvd>& pvd)
{
    return pvd ? json::value(pvd->GetId().ToString()) : json::value(nullptr);
}

/// The parts of the report that all need the host.
class Reporter
{
  public:
    explicit Reporter(const ReplayHost& host);

    json::array Interfaces() const;
    json::array Pvds() const;
    json::array Addresses() const;
    json::array Routes() const;
    json::array Prefixes() const;
    json::array Dropped() const;
    json::array Events() const;

  private:
    std::string Name(uint32_t interface) const;
    json::object One(const Ptr<Pvd>& pvd) const;
    json::array Routers(const Ptr<Pvd>& pvd) const;
    json::array OwnedAddresses(const Ptr<Pvd>& pvd) const;
    json::object Address(uint32_t interface, const Ipv6InterfaceAddress& address) const;
    json::array AdvertisedBy(uint32_t interface, const Ipv6Address& address) const;
    json::object Route(const PvdRoute& route, const Ptr<Pvd>& pvd) const;

    const ReplayHost& m_host;
    Ptr<PvdRegistry> m_registry;
    Ptr<Ipv6> m_ipv6;
};

Reporter::Reporter(const ReplayHost& host)
    : m_host(host),
      m_registry(host.GetRegistry()),
      m_ipv6(host.GetIpv6())
{
}

std::string
Reporter::Name(uint32_t interface) const
{
    return m_registry->GetInterface(interface)->GetName();
}

json::array
Reporter::Interfaces() const
{
    json::array all;
    for (uint32_t i = 1; i < m_ipv6->GetNInterfaces(); ++i)
    {
        const auto interface = m_registry->GetInterface(i);
        std::ostringstream mac;
        mac << Mac48Address::ConvertFrom(m_ipv6->GetNetDevice(i)->GetAddress());
        json::object one;
        one["name"] = interface->GetName();
        one["index"] = i;
        one["mac"] = mac.str();
        one["mtu"] = interface->GetMtu();
        one["curHopLimit"] = interface->GetCurHopLimit();
        one["reachableTime"] = Number(interface->GetBaseReachableTime() / 1e3);
        one["retransTimer"] = Number(interface->GetRetransTimer() / 1e3);
        all.push_back(one);
    }
    return all;
}

json::array
Reporter::Routers(const Ptr<Pvd>& pvd) const
{
    json::array all;
    for (const auto& router : pvd->GetRouters())
    {
        if (router.lifetime == 0)
        {
            continue; // not a default router
        }
        json::object one;
        one["interface"] = Name(router.interface);
        one["address"] = ToString(router.address);
        one["lifetime"] = Remaining(router.expiry);
        one["preference"] = ToString(router.preference);
        all.push_back(one);
    }
    return all;
}

json::array
Reporter::OwnedAddresses(const Ptr<Pvd>& pvd) const
{
    json::array all;
    for (const auto& interface : m_registry->GetInterfaces())
    {
        if (!interface)
        {
            continue;
        }
        for (const auto& address : interface->GetAddresses())
        {
            if (address.pvd == pvd)
            {
                all.push_back(json::value(ToString(address.address)));
            }
        }
    }
    return all;
}

json::object
Reporter::One(const Ptr<Pvd>& pvd) const
{
    json::object one;
    one["id"] = pvd->GetId().ToString();
    one["explicit"] = pvd->IsExplicit();
    one["index"] = pvd->GetIndex();
    one["sequence"] = pvd->GetSequence();
    one["http"] = pvd->GetHttp();
    one["legacy"] = pvd->GetLegacy();
    one["raHeader"] = pvd->GetRaHeader();
    one["delay"] = pvd->GetDelay();
    one["routers"] = Routers(pvd);
    one["addresses"] = OwnedAddresses(pvd);
    json::array routes;
    for (const auto& route : pvd->GetRoutes())
    {
        const json::value prefix(Cidr(route));
        if (std::find(routes.begin(), routes.end(), prefix) == routes.end())
        {
            routes.push_back(prefix);
        }
    }
    one["routes"] = routes;
    json::array rdnss;
    for (const auto& resolver : pvd->GetResolvers())
    {
        rdnss.push_back(json::object{{"address", ToString(resolver.address)},
                                     {"lifetime", Remaining(resolver.expiry)}});
    }
    one["rdnss"] = rdnss;
    json::array dnssl;
    for (const auto& domain : pvd->GetSearchDomains())
    {
        dnssl.push_back(json::object{{"domain", domain.domain.ToString()},
                                     {"lifetime", Remaining(domain.expiry)}});
    }
    one["dnssl"] = dnssl;
    one["mtu"] = OrNull(pvd->GetMtu());
    one["curHopLimit"] = OrNull(pvd->GetCurHopLimit());
    one["captivePortal"] = OrNull(pvd->GetCaptivePortal());
    return one;
}

json::array
Reporter::Pvds() const
{
    json::array all;
    for (const auto& entry : m_registry->GetPvds())
    {
        all.push_back(One(entry.second));
    }
    return all;
}

json::array
Reporter::AdvertisedBy(uint32_t interface, const Ipv6Address& address) const
{
    json::array all;
    for (const auto& pair : m_registry->GetAdvertisers(interface, address))
    {
        all.push_back(
            json::object{{"pvd", PvdName(pair.first)}, {"router", ToString(pair.second)}});
    }
    return all;
}

json::object
Reporter::Address(uint32_t interface, const Ipv6InterfaceAddress& address) const
{
    const auto* entry = m_registry->GetInterface(interface)->FindAddress(address.GetAddress());
    const auto state = address.GetState();
    const bool tentative = state == Ipv6InterfaceAddress::TENTATIVE ||
                           state == Ipv6InterfaceAddress::TENTATIVE_OPTIMISTIC;
    json::object one;
    one["address"] = ToString(address.GetAddress());
    one["prefixLength"] = address.GetPrefix().GetPrefixLength();
    one["interface"] = Name(interface);
    one["state"] = tentative           ? "tentative"
                   : !entry            ? "permanent"
                   : entry->deprecated ? "deprecated"
                                       : "preferred";
    one["valid"] = entry ? Remaining(entry->validExpiry) : json::value(nullptr);
    one["preferred"] = !entry              ? json::value(nullptr)
                       : entry->deprecated ? json::value(0)
                                           : Remaining(entry->preferredExpiry);
    one["pvd"] = entry ? PvdName(entry->pvd) : json::value(nullptr);
    one["advertisedBy"] = AdvertisedBy(interface, address.GetAddress());
    return one;
}

json::array
Reporter::Addresses() const
{
    json::array all;
    for (uint32_t i = 1; i < m_ipv6->GetNInterfaces(); ++i)
    {
        for (uint32_t j = 0; j < m_ipv6->GetNAddresses(i); ++j)
        {
            all.push_back(Address(i, m_ipv6->GetAddress(i, j)));
        }
    }
    return all;
}

json::object
Reporter::Route(const PvdRoute& route, const Ptr<Pvd>& pvd) const
{
    json::object one;
    one["prefix"] = Cidr(route);
    one["gateway"] =
        route.gateway.IsAny() ? json::value(nullptr) : json::value(ToString(route.gateway));
    one["interface"] = Name(route.interface);
    one["preference"] = ToString(route.preference);
    one["lifetime"] = Remaining(route.expiry);
    one["pvd"] = PvdName(pvd);
    return one;
}

json::array
Reporter::Routes() const
{
    json::array all;
    for (uint32_t i = 1; i < m_ipv6->GetNInterfaces(); ++i)
    {
        if (m_ipv6->IsUp(i))
        {
            PvdRoute linkLocal;
            linkLocal.interface = i;
            linkLocal.gateway = Ipv6Address::GetAny();
            linkLocal.prefix = Ipv6Address("fe80::");
            linkLocal.length = 64;
            linkLocal.expiry = InfiniteExpiry();
            all.push_back(Route(linkLocal, nullptr));
        }
    }
    for (const auto& entry : m_registry->GetPvds())
    {
        for (const auto& route : entry.second->GetRoutes())
        {
            all.push_back(Route(route, entry.second));
        }
    }
    return all;
}

json::array
Reporter::Prefixes() const
{
    json::array all;
    for (const auto& entry : m_registry->GetPvds())
    {
        for (const auto& prefix : entry.second->GetPrefixes())
        {
            const bool onLink = prefix.onLinkExpiry > Simulator::Now();
            json::object one;
            one["prefix"] = ToString(prefix.prefix) + "/" + std::to_string(prefix.length);
            one["interface"] = Name(prefix.interface);
            one["pvd"] = PvdName(entry.second);
            one["onLink"] = onLink;
            one["autonomous"] = prefix.autonomous;
            one["pdPreferred"] = prefix.pdPreferred;
            one["valid"] = Remaining(prefix.validExpiry);
            one["preferred"] = Remaining(prefix.preferredExpiry);
            all.push_back(one);
        }
    }
    return all;
}

json::array
Reporter::Dropped() const
{
    json::array all;
    for (const auto& drop : m_host.GetDrops())
    {
        all.push_back(json::object{{"time", Number(drop.time)},
                                   {"reason", drop.reason},
                                   {"option", OrNull(drop.option)}});
    }
    return all;
}

json::array
Reporter::Events() const
{
    json::array all;
    for (const auto& event : m_host.GetEvents())
    {
        all.push_back(
            json::object{{"time", Number(event.time)},
                         {"event", event.what},
                         {"pvd", event.pvd.empty() ? json::value(nullptr) : json::value(event.pvd)},
                         {"text", event.text}});
    }
    return all;
}

} // namespace

json::object
MakeReport(const ReplayHost& host, bool events)
{
    const Reporter reporter(host);
    json::object report;
    report["time"] = Number(Simulator::Now().GetSeconds());
    report["interfaces"] = reporter.Interfaces();
    report["pvds"] = reporter.Pvds();
    report["addresses"] = reporter.Addresses();
    report["routes"] = reporter.Routes();
    report["prefixes"] = reporter.Prefixes();
    report["dropped"] = reporter.Dropped();
    if (events)
    {
        report["events"] = reporter.Events();
    }
    return report;
}

} // namespace replay
