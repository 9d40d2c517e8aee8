/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-host.h"

#include "ns3/pvd-lifetime.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace pvdtest
{

namespace
{

/// \return seconds since the start, "never" for what does not end
std::string
Until(Time expiry)
{
    std::ostringstream text;
    if (expiry == InfiniteExpiry())
    {
        return "never";
    }
    text << expiry.GetSeconds();
    return text.str();
}

std::string
Prefix(const Ipv6Address& prefix, uint8_t length)
{
    return ToText(prefix) + "/" + std::to_string(length);
}

std::string
Describe(const PvdRouter& router)
{
    std::ostringstream text;
    text << "router " << router.interface << " " << ToText(router.address) << " "
         << router.preference << " lifetime " << router.lifetime << " until "
         << Until(router.expiry) << (router.managed ? " M" : "")
         << (router.otherConfig ? " O" : "");
    return text.str();
}

std::string
Describe(const PvdPrefix& prefix)
{
    std::ostringstream text;
    text << "prefix " << prefix.interface << " " << Prefix(prefix.prefix, prefix.length) << " by "
         << ToText(prefix.router) << (prefix.autonomous ? " A" : "") << " on-link until "
         << Until(prefix.onLinkExpiry) << " valid until " << Until(prefix.validExpiry)
         << " preferred until " << Until(prefix.preferredExpiry);
    return text.str();
}

std::string
Describe(const PvdRoute& route)
{
    std::ostringstream text;
    text << "route " << route.interface << " " << Prefix(route.prefix, route.length) << " via "
         << ToText(route.gateway) << " " << route.preference << " until " << Until(route.expiry);
    return text.str();
}

std::string
Describe(const PvdResolver& resolver)
{
    std::ostringstream text;
    text << "rdnss " << ToText(resolver.address) << " zone " << resolver.zone << " until "
         << Until(resolver.expiry);
    return text.str();
}

std::string
Describe(const PvdSearchDomain& domain)
{
    return "dnssl " + domain.domain.ToString() + " until " + Until(domain.expiry);
}

/// Add the lines of a list, sorted: the order of what is equally good does not count.
template <class List>
void
AddSorted(std::vector<std::string>& lines, const List& list)
{
    std::vector<std::string> own;
    for (const auto& object : list)
    {
        own.push_back("  " + Describe(object));
    }
    std::sort(own.begin(), own.end());
    lines.insert(lines.end(), own.begin(), own.end());
}

/// Add the lines of a list in its order.
template <class List>
void
AddInOrder(std::vector<std::string>& lines, const List& list)
{
    for (const auto& object : list)
    {
        lines.push_back("  " + Describe(object));
    }
}

std::string
DescribeParameters(const Pvd& pvd)
{
    std::ostringstream text;
    text << "  parameters mtu " << pvd.GetMtu().value_or(0) << " hop limit "
         << +pvd.GetCurHopLimit().value_or(0) << " reachable " << pvd.GetReachableTime().value_or(0)
         << " retrans " << pvd.GetRetransTimer().value_or(0) << " portal "
         << pvd.GetCaptivePortal().value_or("none") << " pref64 " << pvd.GetPref64().size();
    return text.str();
}

void
AddPvd(std::vector<std::string>& lines, const Pvd& pvd)
{
    std::ostringstream head;
    head << "pvd " << pvd.GetId() << (pvd.IsExplicit() ? " explicit" : " implicit")
         << (pvd.GetHttp() ? " H" : "") << (pvd.GetLegacy() ? " L" : "")
         << (pvd.GetRaHeader() ? " R" : "") << " delay " << +pvd.GetDelay() << " sequence "
         << pvd.GetSequence();
    lines.push_back(head.str());
    lines.push_back(DescribeParameters(pvd));
    AddSorted(lines, pvd.GetRouters());
    AddSorted(lines, pvd.GetPrefixes());
    AddSorted(lines, pvd.GetRoutes());
    AddInOrder(lines, pvd.GetResolvers());
    AddInOrder(lines, pvd.GetSearchDomains());
}

std::string
DescribeState(Ipv6InterfaceAddress::State_e state)
{
    switch (state)
    {
    case Ipv6InterfaceAddress::TENTATIVE:
    case Ipv6InterfaceAddress::TENTATIVE_OPTIMISTIC:
        return "tentative";
    case Ipv6InterfaceAddress::PREFERRED:
        return "preferred";
    case Ipv6InterfaceAddress::DEPRECATED:
        return "deprecated";
    default:
        return "invalid";
    }
}

} // namespace

Ptr<Pvd>
TestHost::FindPvd(const std::string& id) const
{
    return GetRegistry()->Lookup(id);
}

Ptr<Pvd>
TestHost::GetOnlyPvd() const
{
    const auto& pvds = GetRegistry()->GetPvds();
    return pvds.size() == 1 ? pvds.begin()->second : nullptr;
}

Ipv6Address
TestHost::GetLinkLocal(uint32_t index) const
{
    return GetStockInterface(index)->GetLinkLocalAddress().GetAddress();
}

Ipv6Address
TestHost::MakeAddress(const std::string& prefix, uint32_t index) const
{
    Ipv6Octets octets = ToOctets(prefix.substr(0, prefix.find('/')));
    const Ipv6Octets linkLocal = ToOctets(GetLinkLocal(index));
    std::copy(linkLocal.begin() + 8, linkLocal.end(), octets.begin() + 8);
    return Ipv6Address(octets.data());
}

std::string
TestHost::GetAddressState(const Ipv6Address& address, uint32_t index) const
{
    for (uint32_t i = 0; i < GetIpv6()->GetNAddresses(index); ++i)
    {
        const Ipv6InterfaceAddress found = GetIpv6()->GetAddress(index, i);
        if (found.GetAddress() == address)
        {
            return DescribeState(found.GetState());
        }
    }
    return "none";
}

std::string
TestHost::DescribeAddresses(uint32_t index) const
{
    std::ostringstream text;
    for (const auto& entry : GetInterface(index)->GetAddresses())
    {
        text << ToText(entry.address) << "/" << +entry.prefixLength << " "
             << GetAddressState(entry.address, index) << " valid until " << Until(entry.validExpiry)
             << " preferred until " << Until(entry.preferredExpiry) << " of "
             << (entry.pvd ? entry.pvd->GetId().ToString() : "none") << "\n";
    }
    return text.str();
}

std::string
TestHost::Describe() const
{
    std::vector<std::string> lines;
    for (const auto& entry : GetRegistry()->GetPvds())
    {
        AddPvd(lines, *entry.second);
    }
    std::ostringstream text;
    for (const auto& line : lines)
    {
        text << line << "\n";
    }
    for (uint32_t i = 1; i < GetIpv6()->GetNInterfaces(); ++i)
    {
        const auto interface = GetInterface(i);
        text << "interface " << i << " mtu " << interface->GetMtu() << " hop limit "
             << +interface->GetCurHopLimit() << " reachable " << interface->GetBaseReachableTime()
             << " retrans " << interface->GetRetransTimer() << "\n"
             << DescribeAddresses(i);
    }
    return text.str();
}

} // namespace pvdtest
} // namespace ns3
