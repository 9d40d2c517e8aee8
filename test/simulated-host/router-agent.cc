/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "router-agent.h"

#include "ns3/abort.h"
#include "ns3/ipv6-interface-address.h"
#include "ns3/ipv6-routing-protocol.h"
#include "ns3/ipv6.h"
#include "ns3/pvd-ipv6-routing.h"

#include <map>
#include <sstream>
#include <utility>

using namespace ns3;

namespace pvdsimulated
{

namespace
{

/// A prefix, or an address and the length of its prefix.
std::pair<Ipv6Address, Ipv6Prefix>
ReadPrefix(std::istream& words)
{
    std::string address;
    unsigned length = 0;
    words >> address >> length;
    return {Ipv6Address(address.c_str()), Ipv6Prefix(static_cast<uint8_t>(length))};
}

} // namespace

RouterAgent::RouterAgent(const Ptr<Node>& node, std::vector<uint32_t> interfaces)
    : m_node(node),
      m_interfaces(std::move(interfaces))
{
}

bool
RouterAgent::Do(const std::string& line)
{
    static const std::map<std::string, void (RouterAgent::*)(std::istream&)> commands = {
        {"assign", &RouterAgent::Assign},
        {"route", &RouterAgent::AddRoute},
        {"mtu", &RouterAgent::SetMtu},
    };
    std::istringstream words(line);
    std::string verb;
    words >> verb;
    const auto command = commands.find(verb);
    if (command == commands.end())
    {
        return false;
    }
    (this->*command->second)(words);
    return true;
}

uint32_t
RouterAgent::ReadInterface(std::istream& words) const
{
    std::size_t link = m_interfaces.size();
    words >> link;
    NS_ABORT_MSG_IF(link >= m_interfaces.size(), "the router has no such link");
    return m_interfaces[link];
}

void
RouterAgent::Assign(std::istream& words)
{
    const uint32_t interface = ReadInterface(words);
    const auto [address, prefix] = ReadPrefix(words);
    m_node->GetObject<Ipv6>()->AddAddress(interface, Ipv6InterfaceAddress(address, prefix));
}

void
RouterAgent::AddRoute(std::istream& words)
{
    const uint32_t interface = ReadInterface(words);
    const auto [network, prefix] = ReadPrefix(words);
    std::string gateway;
    words >> gateway;
    const auto routing =
        DynamicCast<PvdIpv6Routing>(m_node->GetObject<Ipv6>()->GetRoutingProtocol());
    NS_ABORT_MSG_IF(!routing, "only a router of the module has its routes so");
    routing->AddNetworkRouteTo(network, prefix, Ipv6Address(gateway.c_str()), interface);
}

void
RouterAgent::SetMtu(std::istream& words)
{
    const uint32_t interface = ReadInterface(words);
    uint16_t mtu = 0;
    words >> mtu;
    m_node->GetObject<Ipv6>()->GetNetDevice(interface)->SetMtu(mtu);
}

} // namespace pvdsimulated
