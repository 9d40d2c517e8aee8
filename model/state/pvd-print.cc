/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-print.h"

#include "pvd-lifetime.h"

#include "ns3/simulator.h"

#include <cstdio>
#include <ostream>

namespace ns3
{

namespace
{

const char* const NO_DEVICE = "<nodev>";

std::string
FullForm(const Ipv6Address& address)
{
    uint8_t octets[16];
    address.GetBytes(octets);
    std::string text;
    for (int i = 0; i < 16; i += 2)
    {
        char group[6];
        std::snprintf(group, sizeof(group), i ? ":%02x%02x" : "%02x%02x", octets[i], octets[i + 1]);
        text += group;
    }
    return text;
}

/// Seconds that remain as the kernel writes them, whole ones without a point.
std::string
Remaining(Time expiry)
{
    if (expiry == InfiniteExpiry())
    {
        return "(-1)";
    }
    char text[32];
    std::snprintf(text,
                  sizeof(text),
                  "(%.10g)",
                  GetRemaining(Simulator::Now(), expiry).GetSeconds());
    return text;
}

const char*
ToText(bool value)
{
    return value ? "true" : "false";
}

std::string
DeviceName(const PvdRegistry& registry, uint32_t interface)
{
    const auto& interfaces = registry.GetInterfaces();
    return interface < interfaces.size() && interfaces[interface] ? interfaces[interface]->GetName()
                                                                  : NO_DEVICE;
}

} // namespace

void
PrintPvds(std::ostream& os, const PvdRegistry& registry)
{
    for (const auto& entry : registry.GetPvds())
    {
        os << "name=" << entry.second->GetId() << " ";
        PrintPvdAttributes(os, *entry.second);
    }
}

void
PrintPvdAttributes(std::ostream& os, const Pvd& pvd)
{
    const std::string text = pvd.GetId().ToString();
    const auto percent = text.find('%');
    const Ipv6Address router =
        pvd.GetRouters().empty() ? Ipv6Address::GetAny() : pvd.GetRouters().front().address;
    os << "seq=" << pvd.GetSequence() << " h=" << ToText(pvd.GetHttp())
       << " l=" << ToText(pvd.GetLegacy()) << " a=" << ToText(pvd.GetRaHeader())
       << " index=" << pvd.GetIndex()
       << " lla=" << (pvd.IsExplicit() ? FullForm(router) : text.substr(0, percent))
       << " dev=" << (pvd.IsExplicit() ? NO_DEVICE : text.substr(percent + 1)) << "\n";
}

void
PrintPvdRoutes(std::ostream& os, const PvdRegistry& registry, const Pvd& pvd)
{
    uint32_t index = 0;
    for (const auto& route : pvd.GetRoutes())
    {
        os << index++ << " " << FullForm(route.prefix) << "/" << +route.length << " "
           << FullForm(Ipv6Address::GetAny()) << "/0 " << FullForm(route.gateway) << " "
           << route.metric << " " << DeviceName(registry, route.interface) << " "
           << Remaining(route.expiry) << "\n";
    }
}

void
PrintPvdAddresses(std::ostream& os, const PvdRegistry& registry, const Pvd& pvd)
{
    uint32_t index = 0;
    for (const auto& interface : registry.GetInterfaces())
    {
        if (!interface)
        {
            continue;
        }
        for (const auto& address : interface->GetAddresses())
        {
            if (PeekPointer(address.pvd) == &pvd)
            {
                os << index++ << " " << FullForm(address.address) << "/" << +address.prefixLength
                   << " " << interface->GetName() << " " << Remaining(address.validExpiry) << "\n";
            }
        }
    }
}

void
PrintPvdResolvers(std::ostream& os, const Pvd& pvd)
{
    uint32_t index = 0;
    for (const auto& resolver : pvd.GetResolvers())
    {
        os << index++ << " " << FullForm(resolver.address) << " " << Remaining(resolver.expiry)
           << "\n";
    }
}

void
PrintPvdSearchDomains(std::ostream& os, const Pvd& pvd)
{
    uint32_t index = 0;
    for (const auto& domain : pvd.GetSearchDomains())
    {
        os << index++ << " " << domain.domain << " " << Remaining(domain.expiry) << "\n";
    }
}

} // namespace ns3
