/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "host-agent.h"

#include "ns3/abort.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-interface-address.h"
#include "ns3/ipv6-raw-socket-factory.h"
#include "ns3/ipv6.h"
#include "ns3/packet.h"
#include "ns3/pvd-binding.h"
#include "ns3/pvd-dhcp-association.h"
#include "ns3/pvd-ipv6-interface.h"
#include "ns3/pvd-registry.h"
#include "ns3/pvd-socket-binding.h"
#include "ns3/pvd-static-configuration.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <arpa/inet.h>
#include <sstream>
#include <utility>
#include <vector>

using namespace ns3;

namespace pvdsimulated
{

namespace
{

const Time SOCKET_LIFE = Seconds(30);
constexpr uint16_t DNS_PORT = 53;
constexpr uint8_t ECHO_REQUEST = 128;
constexpr std::size_t ECHO_HEADER = 8;

std::string
ToText(const Ipv6Address& address)
{
    uint8_t octets[16];
    char text[INET6_ADDRSTRLEN];
    address.GetBytes(octets);
    return inet_ntop(AF_INET6, octets, text, sizeof(text));
}

/// \return a DNS question for the AAAA records of "pvd.example"
Ptr<Packet>
MakeQuestion()
{
    const std::vector<uint8_t> octets = {
        0x47, 0x11, 1,   0,   0,   1,   0,   0,   0,   0, 0, 0,  3, 'p', 'v',
        'd',  7,    'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 28, 0, 1,
    };
    return Create<Packet>(octets.data(), static_cast<uint32_t>(octets.size()));
}

const char*
ToText(Socket::SocketErrno error)
{
    switch (error)
    {
    case Socket::ERROR_NOTERROR:
        return "ok";
    case Socket::ERROR_NOROUTETOHOST:
        return "no-route";
    case Socket::ERROR_ADDRNOTAVAIL:
        return "no-address";
    case Socket::ERROR_NODEV:
        return "no-pvd";
    default:
        return "error";
    }
}

} // namespace

HostAgent::HostAgent(const Ptr<Node>& node, uint32_t interface, Reporter reporter)
    : m_node(node),
      m_interface(interface),
      m_reporter(std::move(reporter))
{
}

bool
HostAgent::Do(const std::string& line)
{
    static const std::map<std::string, void (HostAgent::*)(std::istream&)> commands = {
        {"ping", &HostAgent::Ping},
        {"udp", &HostAgent::SendUdp},
        {"bind", &HostAgent::Bind},
        {"send", &HostAgent::SendBound},
        {"query", &HostAgent::Query},
        {"address", &HostAgent::AddAddress},
        {"dhcp", &HostAgent::AddDhcpAddress},
        {"state", &HostAgent::ReportState},
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

Ipv6Address
HostAgent::ToAddress(const std::string& text)
{
    uint8_t octets[16];
    NS_ABORT_MSG_IF(inet_pton(AF_INET6, text.c_str(), octets) != 1, "no address: " << text);
    return Ipv6Address(octets);
}

Ptr<PvdRegistry>
HostAgent::GetRegistry() const
{
    const auto registry = m_node->GetObject<PvdRegistry>();
    NS_ABORT_MSG_IF(!registry, "the host knows no PvDs");
    return registry;
}

void
HostAgent::Ping(std::istream& words)
{
    std::string destination;
    std::size_t size = 0;
    words >> destination >> size;
    const auto socket = Socket::CreateSocket(m_node, Ipv6RawSocketFactory::GetTypeId());
    socket->SetAttribute("Protocol", UintegerValue(Ipv6Header::IPV6_ICMPV6));
    std::vector<uint8_t> octets(ECHO_HEADER + size);
    octets[0] = ECHO_REQUEST;
    octets[ECHO_HEADER - 1] = 1;
    socket->SendTo(Create<Packet>(octets.data(), static_cast<uint32_t>(octets.size())),
                   0,
                   Inet6SocketAddress(ToAddress(destination), 0));
    Simulator::Schedule(SOCKET_LIFE, &Socket::Close, socket);
}

void
HostAgent::SendUdp(std::istream& words)
{
    std::string destination;
    uint16_t port = 0;
    uint32_t size = 0;
    words >> destination >> port >> size;
    const auto socket = Socket::CreateSocket(m_node, UdpSocketFactory::GetTypeId());
    socket->Bind6();
    socket->SendTo(Create<Packet>(size), 0, Inet6SocketAddress(ToAddress(destination), port));
    Simulator::Schedule(SOCKET_LIFE, &Socket::Close, socket);
}

Ptr<Socket>
HostAgent::MakeSocket(const std::string& name, const std::string& pvd)
{
    const auto socket = Socket::CreateSocket(m_node, UdpSocketFactory::GetTypeId());
    PvdSocketBinding* const binding = PvdSocketBinding::Get(socket);
    NS_ABORT_MSG_IF(!binding, "only a PvD-aware host binds flows");
    const Socket::SocketErrno error = binding->BindToPvd(PvdBinding(pvd));
    if (error != Socket::ERROR_NOTERROR)
    {
        m_reporter("bind " + name + " " + ToText(error));
        return nullptr;
    }
    socket->Bind6();
    return socket;
}

void
HostAgent::Bind(std::istream& words)
{
    std::string name;
    std::string pvd;
    words >> name >> pvd;
    if (const auto socket = MakeSocket(name, pvd))
    {
        m_sockets[name] = socket;
        m_reporter("bind " + name + " ok");
    }
}

void
HostAgent::Send(const std::string& name,
                const Ptr<Socket>& socket,
                const Ptr<Packet>& packet,
                const Ipv6Address& destination,
                uint16_t port)
{
    const int sent = socket->SendTo(packet, 0, Inet6SocketAddress(destination, port));
    m_reporter("send " + name + " " + (sent < 0 ? ToText(socket->GetErrno()) : "ok"));
}

void
HostAgent::SendBound(std::istream& words)
{
    std::string name;
    std::string destination;
    uint16_t port = 0;
    uint32_t size = 0;
    words >> name >> destination >> port >> size;
    const auto found = m_sockets.find(name);
    NS_ABORT_MSG_IF(found == m_sockets.end(), "no flow is called " << name);
    Send(name, found->second, Create<Packet>(size), ToAddress(destination), port);
}

void
HostAgent::Query(std::istream& words)
{
    std::string wanted;
    words >> wanted;
    for (const auto& [index, pvd] : GetRegistry()->GetPvds())
    {
        const std::string id = pvd->GetId().ToString();
        for (const PvdResolver& resolver : pvd->GetResolvers())
        {
            const auto socket = wanted.empty() || wanted == id ? MakeSocket("query", id) : nullptr;
            if (socket)
            {
                Send("query", socket, MakeQuestion(), resolver.address, DNS_PORT);
                Simulator::Schedule(SOCKET_LIFE, &Socket::Close, socket);
            }
        }
    }
}

void
HostAgent::AddAddress(std::istream& words)
{
    std::string address;
    words >> address;
    m_node->GetObject<Ipv6>()->AddAddress(
        m_interface,
        Ipv6InterfaceAddress(ToAddress(address), Ipv6Prefix(uint8_t{128})));
}

void
HostAgent::AddDhcpAddress(std::istream& words)
{
    std::string address;
    uint32_t lifetime = 0;
    words >> address >> lifetime;
    PvdDhcpAssociation(GetRegistry())
        .AddAddress(m_interface, ToAddress(address), 128, lifetime, lifetime);
}

void
HostAgent::ReportState(std::istream& /* words */)
{
    for (const auto& [index, pvd] : GetRegistry()->GetPvds())
    {
        const PvdId& id = pvd->GetId();
        const std::string name = id.ToString() + " ";
        m_reporter("state " + name + (id.IsExplicit() ? "explicit" : "implicit"));
        for (const PvdRouter& router : pvd->GetRouters())
        {
            m_reporter("state " + name + "router " + ToText(router.address));
        }
        for (const PvdPrefix& prefix : pvd->GetPrefixes())
        {
            m_reporter("state " + name + "prefix " + ToText(prefix.prefix) + "/" +
                       std::to_string(prefix.length));
        }
        for (const PvdRoute& route : pvd->GetRoutes())
        {
            m_reporter("state " + name + "route " + ToText(route.prefix) + "/" +
                       std::to_string(route.length));
        }
        for (const PvdResolver& resolver : pvd->GetResolvers())
        {
            m_reporter("state " + name + "resolver " + ToText(resolver.address));
        }
    }
    m_reporter("state end");
}

} // namespace pvdsimulated
