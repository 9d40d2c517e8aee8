/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-topology-helper.h"

#include "pvd-host-helper.h"
#include "pvd-ipv6-routing.h"
#include "pvd-router-advertiser.h"
#include "pvd-router-helper.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace ns3
{

namespace
{

/// The last 64 bits of a router's address.
constexpr uint8_t ROUTER = 1;
constexpr uint8_t SERVER_ROUTER = 0xfe; // on a server's link: servers have small numbers
constexpr uint8_t ACCESS_PREFIX_LENGTH = 64;
constexpr uint8_t LONGEST_SERVER_PREFIX = 120; // the router's address has other last 8 bits

std::string
ToText(const Ipv6Address& address)
{
    std::ostringstream os;
    os << address;
    return os.str();
}

/// Stop if ns-3 forwards nothing to a prefix. \param who has it \param prefix which
void
CheckForwarded(const std::string& who, const std::string& prefix)
{
    NS_ABORT_MSG_IF(PvdTopology::ReadPrefix(prefix).first.IsDocumentation(),
                    "PvdTopologyHelper: " << who << " has the prefix " << prefix
                                          << "; ns-3 forwards nothing to 2001:db8::/32, write one "
                                             "of 3fff::/20 (RFC 9637).");
}

/// Stop if hosts cannot form addresses. \param name of an uplink \param prefix of it
void
CheckAccessPrefix(const std::string& name, const std::string& prefix)
{
    NS_ABORT_MSG_UNLESS(PvdTopology::ReadPrefix(prefix).second == ACCESS_PREFIX_LENGTH,
                        "PvdTopologyHelper: uplink "
                            << name << " has the prefix " << prefix
                            << "; hosts form addresses from 64 bits, such as 3fff:a00::/64.");
    CheckForwarded("uplink " + name, prefix);
}

/// \return a prefix without the bits past its length
std::pair<Ipv6Address, uint8_t>
ReadNetwork(const std::string& text)
{
    const auto [address, length] = PvdTopology::ReadPrefix(text);
    return {Ipv6Address(address).CombinePrefix(Ipv6Prefix(length)), length};
}

/// \return the address of a router on a link with a prefix
Ipv6Address
MakeRouterAddress(const std::string& prefix)
{
    uint8_t octets[16];
    PvdTopology::ReadPrefix(prefix).first.GetBytes(octets);
    octets[15] = ROUTER;
    return Ipv6Address(octets);
}

/// \param uplink an uplink \param old prefix that it had before; empty: none
/// \return what its router advertises
PvdAdvertisingInterface
MakeAdvertisement(const PvdTopologyHelper::Uplink& uplink, const std::string& old)
{
    PvdAdvertisingInterface interface;
    PvdAdvertisement& advertisement = interface.advertisements.front();
    advertisement.header.preference = uplink.preference;
    advertisement.uplink = uplink.name;
    if (!uplink.isDefaultRouter)
    {
        advertisement.header.defaultLifetime = 0;
    }
    if (!old.empty())
    {
        advertisement.options.prefixes.push_back(PvdRouterHelper::Prefix(old, 0, 0));
    }
    advertisement.options.prefixes.push_back(PvdRouterHelper::Prefix(uplink.prefix));
    for (const auto& prefix : uplink.routes)
    {
        advertisement.options.routes.push_back(PvdRouterHelper::Route(prefix, uplink.preference));
    }
    if (!uplink.pvd.empty())
    {
        advertisement.pvd = PvdRouterHelper::NamedPvd(uplink.pvd);
    }
    return interface;
}

/// \return what makes a host, PvD-aware or not
PvdTopology::Stack
MakeStack(bool parsePvd, bool rule55)
{
    return [parsePvd, rule55](const Ptr<Node>& node) {
        PvdHostHelper helper;
        helper.SetRegistryAttribute("ParsePvd", BooleanValue(parsePvd));
        helper.SetRoutingAttribute("Rule55", BooleanValue(rule55));
        helper.Install(node);
    };
}

} // namespace

PvdTopology::Stack
PvdTopologyHelper::StockHost()
{
    return [](const Ptr<Node>& node) { InternetStackHelper().Install(node); };
}

PvdTopology::Stack
PvdTopologyHelper::Rfc6724Host()
{
    return MakeStack(false, false);
}

PvdTopology::Stack
PvdTopologyHelper::Rule55Host()
{
    return MakeStack(false, true);
}

PvdTopology::Stack
PvdTopologyHelper::PvdHost()
{
    return MakeStack(true, true);
}

void
PvdTopologyHelper::AddAccessLink(const std::string& name, const PvdTopologyLink& link)
{
    m_accesses.emplace_back(name, link);
}

void
PvdTopologyHelper::AddUplink(const Uplink& uplink)
{
    NS_ABORT_MSG_IF(uplink.name.empty(),
                    "PvdTopologyHelper: an uplink has no name; write one such as \"a\".");
    CheckAccessPrefix(uplink.name, uplink.prefix);
    CheckFree("uplink " + uplink.name, uplink.prefix);
    NS_ABORT_MSG_IF(uplink.start.IsStrictlyNegative(),
                    "PvdTopologyHelper: uplink " << uplink.name << " starts at "
                                                 << uplink.start.As(Time::S)
                                                 << "; write 0 or more.");
    m_uplinks.push_back(uplink);
}

void
PvdTopologyHelper::AddHost(const std::string& name,
                           const PvdTopology::Stack& stack,
                           const std::vector<std::string>& accesses)
{
    m_hosts.push_back({name, stack, accesses});
}

void
PvdTopologyHelper::AddServer(const std::string& name,
                             const std::string& address,
                             const std::string& uplink)
{
    const uint8_t length = PvdTopology::ReadPrefix(address).second;
    NS_ABORT_MSG_IF(length > LONGEST_SERVER_PREFIX,
                    "PvdTopologyHelper: server "
                        << name << " has the address " << address
                        << "; write it with the length of its link's prefix, at most "
                        << +LONGEST_SERVER_PREFIX << ", such as 3fff:900::1/64.");
    CheckForwarded("server " + name, address);
    CheckFree("server " + name, address);
    m_servers.push_back({name, address, uplink});
}

void
PvdTopologyHelper::CheckFree(const std::string& who, const std::string& prefix) const
{
    const auto check = [&](const std::string& other, const std::string& taken) {
        NS_ABORT_MSG_IF(ReadNetwork(prefix) == ReadNetwork(taken),
                        "PvdTopologyHelper: " << who << " and " << other << " have the prefix of "
                                              << taken << "; give each one of its own.");
    };
    for (const auto& uplink : m_uplinks)
    {
        check("uplink " + uplink.name, uplink.prefix);
    }
    for (const auto& server : m_servers)
    {
        check("server " + server.name, server.address);
    }
}

PvdTopologyHelper::Uplink&
PvdTopologyHelper::FindUplink(const std::string& name)
{
    const auto found = std::find_if(m_uplinks.begin(), m_uplinks.end(), [&](const auto& uplink) {
        return uplink.name == name;
    });
    NS_ABORT_MSG_IF(found == m_uplinks.end(),
                    "PvdTopologyHelper: no uplink is called \"" << name
                                                                << "\"; add it with AddUplink.");
    return *found;
}

PvdTopology
PvdTopologyHelper::Build()
{
    PvdTopology topology;
    if (m_accesses.empty())
    {
        AddAccessLink("lan");
    }
    for (const auto& [name, link] : m_accesses)
    {
        topology.AddSegment(name, link);
    }
    for (const auto& host : m_hosts)
    {
        topology.AddNode(host.name, host.stack);
        for (std::size_t i = 0; i < host.accesses.size(); ++i)
        {
            topology.Connect(host.name, "eth" + std::to_string(i), host.accesses[i]);
        }
    }
    topology.AddRouter("internet");
    for (const auto& uplink : m_uplinks)
    {
        BuildUplink(topology, uplink);
    }
    for (const auto& server : m_servers)
    {
        if (!server.uplink.empty())
        {
            FindUplink(server.uplink);
        }
        BuildServer(topology, server);
    }
    return topology;
}

void
PvdTopologyHelper::BuildUplink(PvdTopology& topology, const Uplink& uplink) const
{
    const std::string edge = "edge-" + uplink.name;
    const std::string isp = "isp-" + uplink.name;
    topology.AddRouter(edge);
    topology.AddRouter(isp);
    topology.Connect(edge, "access", uplink.access);
    topology.AddPointToPoint("uplink-" + uplink.name, {edge, "up"}, {isp, "down"}, uplink.link);
    topology.AddAddress(edge, "access", ToText(MakeRouterAddress(uplink.prefix)) + "/64");
    topology.AddRoute(edge, "::/0", ToText(topology.GetLinkLocal(isp, "down")), "up");
    topology.AddRoute(isp, uplink.prefix, ToText(topology.GetLinkLocal(edge, "up")), "down");
    if (uplink.ingressFilter)
    {
        topology.AllowSource(isp, "down", uplink.prefix);
    }
    if (uplink.isDefaultRouter)
    {
        topology.AddPointToPoint("core-" + uplink.name, {isp, "up"}, {"internet", isp});
        topology.AddRoute(isp, "::/0", ToText(topology.GetLinkLocal("internet", isp)), "up");
        topology.AddRoute("internet", uplink.prefix, ToText(topology.GetLinkLocal(isp, "up")), isp);
    }
    PvdRouterHelper()
        .Install(topology.GetDevice(edge, "access"), MakeAdvertisement(uplink, ""))
        .Start(uplink.start);
}

void
PvdTopologyHelper::BuildServer(PvdTopology& topology, const Server& server) const
{
    const std::string router = server.uplink.empty() ? "internet" : "isp-" + server.uplink;
    topology.AddNode(server.name, StockHost());
    topology.AddPointToPoint(server.name, {server.name, "eth0"}, {router, server.name});
    topology.AddAddress(server.name, "eth0", server.address);
    // Over a link-local gateway, ns-3's own host would answer from a link-local address.
    const uint8_t length = PvdTopology::ReadPrefix(server.address).second;
    uint8_t own[16];
    PvdTopology::ReadPrefix(server.address).first.GetBytes(own);
    uint8_t octets[16];
    ReadNetwork(server.address).first.GetBytes(octets);
    octets[15] = own[15] == SERVER_ROUTER ? ROUTER : SERVER_ROUTER;
    const std::string gateway = ToText(Ipv6Address(octets));
    topology.AddAddress(router, server.name, gateway + "/" + std::to_string(length));
    topology.AddRoute(server.name, "::/0", gateway, "eth0");
}

void
PvdTopologyHelper::Renumber(PvdTopology& topology,
                            const std::string& uplink,
                            const std::string& prefix)
{
    Uplink& renumbered = FindUplink(uplink);
    CheckAccessPrefix(uplink, prefix);
    CheckFree("new uplink " + uplink, prefix);
    const std::string old = renumbered.prefix;
    const std::string edge = "edge-" + uplink;
    const std::string isp = "isp-" + uplink;
    renumbered.prefix = prefix;
    topology.AddAddress(edge, "access", ToText(MakeRouterAddress(prefix)) + "/64");
    topology.AddRoute(isp, prefix, ToText(topology.GetLinkLocal(edge, "up")), "down");
    topology.RemoveRoute(isp, old, ToText(topology.GetLinkLocal(edge, "up")), "down");
    if (renumbered.ingressFilter)
    {
        topology.GetRouting(isp)->GetIngressFilter().Clear(topology.GetInterface(isp, "down"));
        topology.AllowSource(isp, "down", prefix);
    }
    if (renumbered.isDefaultRouter)
    {
        const std::string via = ToText(topology.GetLinkLocal(isp, "up"));
        topology.AddRoute("internet", prefix, via, isp);
        topology.RemoveRoute("internet", old, via, isp);
    }
    topology.GetAdvertiser(edge)->SetInterface(topology.GetInterface(edge, "access"),
                                               MakeAdvertisement(renumbered, old));
}

} // namespace ns3
