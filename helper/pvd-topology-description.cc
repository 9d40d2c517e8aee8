/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-topology-description.h"

#include "pvd-registry.h"

#include "ns3/abort.h"

#include <algorithm>
#include <ostream>
#include <sstream>

namespace ns3
{

namespace
{

std::string
ToText(const Ipv6Address& address)
{
    std::ostringstream os;
    os << address;
    return os.str();
}

std::string
ToText(Ipv6Address address, uint8_t length)
{
    return ToText(address.CombinePrefix(Ipv6Prefix(length))) + "/" + std::to_string(length);
}

std::string
Join(std::vector<std::string> texts)
{
    std::sort(texts.begin(), texts.end());
    std::string all;
    for (const auto& text : texts)
    {
        all += (all.empty() ? "" : ", ") + text;
    }
    return all;
}

/// \return name of the port that has a link-local address, or the address
std::string
FindPort(const PvdTopology& topology, const Ipv6Address& address)
{
    for (const auto& node : topology.GetNodeNames())
    {
        for (const auto& port : topology.GetPortNames(node))
        {
            if (topology.GetLinkLocal(node, port) == address)
            {
                return port;
            }
        }
    }
    return ToText(address);
}

PvdTopologyDescription
Describe(const PvdTopology& topology, const PvdRegistry& registry, const Ptr<Pvd>& pvd)
{
    PvdTopologyDescription description;
    description.text = pvd->GetId().ToString();
    const bool hasRouter = !pvd->GetRouters().empty();
    description.id = pvd->IsExplicit() ? description.text
                     : hasRouter
                         ? "implicit " + FindPort(topology, pvd->GetRouters().front().address)
                         : "implicit";
    std::vector<std::string> texts;
    for (const auto& one : registry.GetAddresses(pvd))
    {
        const PvdAddress& address = one.second;
        const std::string text = ToText(address.address, address.prefixLength);
        texts.push_back(address.deprecated ? "(" + text + ")" : text);
    }
    description.addresses = Join(texts);
    texts.clear();
    for (const auto& route : pvd->GetRoutes())
    {
        if (!route.gateway.IsAny())
        {
            texts.push_back(ToText(route.prefix, route.length) + " " +
                            FindPort(topology, route.gateway) + " " + ToString(route.preference));
        }
    }
    description.routes = Join(texts);
    texts.clear();
    for (const auto& resolver : pvd->GetResolvers())
    {
        texts.push_back(ToText(resolver.address));
    }
    description.resolvers = Join(texts);
    texts.clear();
    for (const auto& domain : pvd->GetSearchDomains())
    {
        texts.push_back(domain.domain.ToString());
    }
    description.domains = Join(texts);
    return description;
}

} // namespace

std::vector<PvdTopologyDescription>
DescribePvds(const PvdTopology& topology, const std::string& host)
{
    const auto registry = topology.GetNode(host)->GetObject<PvdRegistry>();
    NS_ABORT_MSG_UNLESS(registry,
                        "DescribePvds: " << host << " knows no PvDs; make it with PvdHostHelper.");
    std::vector<PvdTopologyDescription> descriptions;
    for (const auto& one : registry->GetPvds())
    {
        descriptions.push_back(Describe(topology, *registry, one.second));
    }
    return descriptions;
}

void
PrintPvds(std::ostream& os, const PvdTopology& topology, const std::string& host)
{
    os << "PvDs of " << host << "\n";
    for (const auto& pvd : DescribePvds(topology, host))
    {
        os << "  " << pvd.id << "\n    addresses  " << pvd.addresses << "\n    routes     "
           << pvd.routes << "\n    rdnss      " << pvd.resolvers << "\n    dnssl      "
           << pvd.domains << "\n";
    }
}

} // namespace ns3
