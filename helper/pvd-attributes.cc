/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-attributes.h"

#include "pvd-json.h"
#include "pvd-lifetime.h"

#include "ns3/simulator.h"

namespace ns3
{

namespace
{

using Members = std::vector<std::pair<std::string, std::string>>;

Time
Remaining(const Time& expiry)
{
    return GetRemaining(Simulator::Now(), expiry);
}

std::string
DeviceName(const PvdRegistry& registry, uint32_t interface)
{
    const auto& interfaces = registry.GetInterfaces();
    const bool isKnown = interface < interfaces.size() && interfaces[interface];
    return isKnown ? interfaces[interface]->GetName() : "";
}

void
AddRouters(PvdAttributes& attributes, const PvdRegistry& registry, const Pvd& pvd)
{
    for (const auto& router : pvd.GetRouters())
    {
        attributes.routers.push_back({router.address,
                                      DeviceName(registry, router.interface),
                                      router.preference,
                                      Remaining(router.expiry),
                                      router.managed,
                                      router.otherConfig});
    }
}

void
AddPrefixes(PvdAttributes& attributes, const PvdRegistry& registry, const Pvd& pvd)
{
    for (const auto& prefix : pvd.GetPrefixes())
    {
        attributes.prefixes.push_back({prefix.prefix,
                                       prefix.length,
                                       DeviceName(registry, prefix.interface),
                                       prefix.router,
                                       Remaining(prefix.onLinkExpiry),
                                       prefix.autonomous,
                                       Remaining(prefix.validExpiry),
                                       Remaining(prefix.preferredExpiry)});
    }
}

void
AddAddresses(PvdAttributes& attributes, const PvdRegistry& registry, const Pvd& pvd)
{
    const Ptr<Pvd> owner = registry.LookupByIndex(pvd.GetIndex());
    if (!owner)
    {
        return;
    }
    for (const auto& entry : registry.GetAddresses(owner))
    {
        attributes.addresses.push_back({entry.second.address,
                                        entry.second.prefixLength,
                                        DeviceName(registry, entry.first),
                                        entry.second.origin,
                                        Remaining(entry.second.validExpiry),
                                        Remaining(entry.second.preferredExpiry)});
    }
}

void
AddRoutes(PvdAttributes& attributes, const PvdRegistry& registry, const Pvd& pvd)
{
    for (const auto& route : pvd.GetRoutes())
    {
        attributes.routes.push_back({route.prefix,
                                     route.length,
                                     route.source,
                                     route.sourceLength,
                                     route.gateway,
                                     DeviceName(registry, route.interface),
                                     route.preference,
                                     route.metric,
                                     route.origin,
                                     Remaining(route.expiry)});
    }
}

void
AddDns(PvdAttributes& attributes, const PvdRegistry& registry, const Pvd& pvd)
{
    for (const auto& resolver : pvd.GetResolvers())
    {
        attributes.rdnss.push_back(
            {resolver.address, DeviceName(registry, resolver.zone), Remaining(resolver.expiry)});
    }
    for (const auto& domain : pvd.GetSearchDomains())
    {
        attributes.dnssl.push_back({domain.domain.ToString(), Remaining(domain.expiry)});
    }
}

/// The identity of an implicit PvD is a router and a device.
void
AddIdentity(PvdAttributes& attributes, const Pvd& pvd)
{
    attributes.name = pvd.GetId().ToString();
    attributes.implicit = !pvd.IsExplicit();
    if (attributes.implicit)
    {
        const auto percent = attributes.name.find('%');
        attributes.lla = Ipv6Address(attributes.name.substr(0, percent).c_str());
        attributes.dev = attributes.name.substr(percent + 1);
    }
    else if (!pvd.GetRouters().empty())
    {
        attributes.lla = pvd.GetRouters().front().address;
    }
}

std::string
AddressToJson(const Ipv6Address& address)
{
    return JsonString(ToString(address));
}

std::string
Lifetime(const Time& lifetime)
{
    return lifetime == InfiniteExpiry() ? "-1" : JsonNumber(lifetime.GetSeconds());
}

std::string
Preference(RouterPreference preference)
{
    switch (preference)
    {
    case RouterPreference::HIGH:
        return JsonString("high");
    case RouterPreference::LOW:
        return JsonString("low");
    default:
        return JsonString("medium");
    }
}

/// \return an array of what a function makes of each element of a list
template <class Element, class Function>
std::string
Array(const std::vector<Element>& elements, Function toJson)
{
    std::vector<std::string> values;
    for (const auto& element : elements)
    {
        values.push_back(toJson(element));
    }
    return JsonArray(values);
}

std::string
RouterToJson(const PvdAttributes::Router& router)
{
    return JsonObject({{"address", AddressToJson(router.address)},
                       {"dev", JsonString(router.device)},
                       {"preference", Preference(router.preference)},
                       {"lifetime", Lifetime(router.lifetime)},
                       {"managed", JsonBoolean(router.managed)},
                       {"otherConfig", JsonBoolean(router.otherConfig)}});
}

std::string
PrefixToJson(const PvdAttributes::Prefix& prefix)
{
    return JsonObject({{"prefix", AddressToJson(prefix.prefix)},
                       {"length", std::to_string(prefix.length)},
                       {"dev", JsonString(prefix.device)},
                       {"router", AddressToJson(prefix.router)},
                       {"onLinkLifetime", Lifetime(prefix.onLinkLifetime)},
                       {"autonomous", JsonBoolean(prefix.autonomous)},
                       {"validLifetime", Lifetime(prefix.validLifetime)},
                       {"preferredLifetime", Lifetime(prefix.preferredLifetime)}});
}

std::string
HostAddressToJson(const PvdAttributes::HostAddress& address)
{
    return JsonObject({{"address", AddressToJson(address.address)},
                       {"length", std::to_string(address.length)},
                       {"dev", JsonString(address.device)},
                       {"origin", JsonString(ToString(address.origin))},
                       {"validLifetime", Lifetime(address.validLifetime)},
                       {"preferredLifetime", Lifetime(address.preferredLifetime)}});
}

std::string
RouteToJson(const PvdAttributes::Route& route)
{
    return JsonObject({{"dst", AddressToJson(route.prefix)},
                       {"length", std::to_string(route.length)},
                       {"src", AddressToJson(route.source)},
                       {"srcLength", std::to_string(route.sourceLength)},
                       {"gateway", AddressToJson(route.gateway)},
                       {"dev", JsonString(route.device)},
                       {"preference", Preference(route.preference)},
                       {"metric", std::to_string(route.metric)},
                       {"origin", JsonString(ToString(route.origin))},
                       {"lifetime", Lifetime(route.lifetime)}});
}

std::string
ResolverToJson(const PvdAttributes::Resolver& resolver)
{
    const std::string zone = resolver.zone.empty() ? "" : "%" + resolver.zone;
    return JsonString(ToString(resolver.address) + zone);
}

void
AddNumbers(Members& members, const PvdAttributes& attributes)
{
    members.emplace_back("sequenceNumber", std::to_string(attributes.sequenceNumber));
    members.emplace_back("hFlag", JsonBoolean(attributes.hFlag));
    members.emplace_back("lFlag", JsonBoolean(attributes.lFlag));
    members.emplace_back("aFlag", JsonBoolean(attributes.rFlag));
    members.emplace_back("rFlag", JsonBoolean(attributes.rFlag));
    members.emplace_back("delay", std::to_string(attributes.delay));
    if (attributes.mtu)
    {
        members.emplace_back("mtu", std::to_string(*attributes.mtu));
    }
    if (attributes.curHopLimit)
    {
        members.emplace_back("curHopLimit", std::to_string(*attributes.curHopLimit));
    }
    if (attributes.captivePortal)
    {
        members.emplace_back("captivePortal", JsonString(*attributes.captivePortal));
    }
}

} // namespace

PvdAttributes
PvdAttributes::Get(const PvdRegistry& registry, const Pvd& pvd)
{
    PvdAttributes attributes;
    AddIdentity(attributes, pvd);
    attributes.index = pvd.GetIndex();
    attributes.origin = pvd.GetOrigin();
    attributes.hFlag = pvd.GetHttp();
    attributes.lFlag = pvd.GetLegacy();
    attributes.rFlag = pvd.GetRaHeader();
    attributes.delay = pvd.GetDelay();
    attributes.sequenceNumber = pvd.GetSequence();
    attributes.mtu = pvd.GetMtu();
    attributes.curHopLimit = pvd.GetCurHopLimit();
    attributes.captivePortal = pvd.GetCaptivePortal();
    AddRouters(attributes, registry, pvd);
    AddPrefixes(attributes, registry, pvd);
    AddAddresses(attributes, registry, pvd);
    AddRoutes(attributes, registry, pvd);
    AddDns(attributes, registry, pvd);
    return attributes;
}

std::vector<std::pair<std::string, std::string>>
PvdAttributes::ToJsonMembers() const
{
    const auto lifetime = [](const auto& entry) { return Lifetime(entry.lifetime); };
    Members members;
    members.emplace_back("name", JsonString(name));
    members.emplace_back("id", std::to_string(index));
    members.emplace_back("origin", JsonString(ToString(origin)));
    members.emplace_back("implicit", JsonBoolean(implicit));
    AddNumbers(members, *this);
    if (!lla.IsAny())
    {
        members.emplace_back("lla", AddressToJson(lla));
    }
    if (!dev.empty())
    {
        members.emplace_back("dev", JsonString(dev));
    }
    members.emplace_back("routers", Array(routers, RouterToJson));
    members.emplace_back("prefixes", Array(prefixes, PrefixToJson));
    members.emplace_back("addresses", Array(addresses, HostAddressToJson));
    members.emplace_back("routes", Array(routes, RouteToJson));
    members.emplace_back("rdnss", Array(rdnss, ResolverToJson));
    members.emplace_back("rdnssLifetimes", Array(rdnss, lifetime));
    members.emplace_back("dnssl", Array(dnssl, [](const SearchDomain& entry) {
                             return JsonString(entry.domain);
                         }));
    members.emplace_back("dnsslLifetimes", Array(dnssl, lifetime));
    return members;
}

} // namespace ns3
