/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-two-providers.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace pvdtest
{

namespace
{

const Mac48Address SERVER("02:00:00:00:00:09");
const Ipv6Address SERVER_ADDRESS("2600:ff::1");

Mac48Address
MakeMac(uint8_t fifth, char name)
{
    const uint8_t octets[6] = {0x02, 0, 0, 0, fifth, static_cast<uint8_t>(name)};
    Mac48Address mac;
    mac.CopyFrom(octets);
    return mac;
}

uint32_t
AddInterface(const Ptr<Node>& node, const Ptr<SimpleChannel>& channel, const Mac48Address& mac)
{
    const auto device = CreateObject<SimpleNetDevice>();
    device->SetAddress(mac);
    device->SetChannel(channel);
    node->AddDevice(device);
    const auto ipv6 = node->GetObject<Ipv6>();
    const uint32_t index = ipv6->AddInterface(device);
    ipv6->SetMetric(index, 1);
    ipv6->SetUp(index);
    return index;
}

} // namespace

TwoProviders::TwoProviders()
    : server(CreateObject<Node>())
{
    host.AddInterface(a);
    host.AddInterface(b, "02:00:00:00:00:02");
    GetTable()->TraceConnectWithoutContext("Binding", MakeCallback(&TwoProviders::Note, this));
    // So that a connection lasts for some time.
    m_core.GetChannel()->SetAttribute("Delay", TimeValue(MilliSeconds(20)));
    AddServer();
    m_routers.push_back(AddRouter('a', a));
    m_routers.push_back(AddRouter('b', b));
    RunTo(Seconds(3));
}

TwoProviders::~TwoProviders()
{
    Simulator::Destroy();
}

void
TwoProviders::AddServer()
{
    InternetStackHelper().Install(server);
    const uint32_t interface = AddInterface(server, m_core.GetChannel(), SERVER);
    server->GetObject<Ipv6>()->AddAddress(interface,
                                          Ipv6InterfaceAddress(SERVER_ADDRESS, Ipv6Prefix(64)));
    const auto udp = MakeServerSocket(UDP);
    udp->Bind(GetServer());
    udp->SetRecvCallback(MakeCallback(&TwoProviders::Answer, this));
    const auto tcp = MakeServerSocket(TCP);
    tcp->Bind(GetServer());
    tcp->Listen();
    tcp->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                           MakeCallback(&TwoProviders::Accept, this));
}

TwoProviders::Router
TwoProviders::AddRouter(char name, TestLink& link)
{
    Router router;
    router.node = CreateObject<Node>();
    router.prefix = std::string("2600:") + name + "::";
    PvdHostHelper().Install(router.node);
    const auto ipv6 = router.node->GetObject<Ipv6>();
    router.inside.mac = MakeMac(0xff, name);
    router.inside.address = Ipv6Address::MakeAutoconfiguredLinkLocalAddress(router.inside.mac);
    const uint32_t inside = AddInterface(router.node, link.GetChannel(), router.inside.mac);
    const uint32_t outside = AddInterface(router.node, m_core.GetChannel(), MakeMac(0xee, name));
    ipv6->SetForwarding(inside, true);
    ipv6->SetForwarding(outside, true);
    const auto routing = DynamicCast<PvdIpv6Routing>(ipv6->GetRoutingProtocol());
    const Ipv6Address prefix(router.prefix.c_str());
    // ns-3 looks for no neighbour from an interface that has a link-local address only.
    ipv6->AddAddress(
        inside,
        Ipv6InterfaceAddress(Ipv6Address((router.prefix + "1").c_str()), Ipv6Prefix(64)));
    routing->GetIngressFilter().Allow(inside, prefix, 64);
    // A gateway with a global address: ns-3 sends from an address that is like that of the gateway.
    const Ipv6Address gateway((std::string("2600:ff::") + name).c_str());
    ipv6->AddAddress(outside, Ipv6InterfaceAddress(gateway, Ipv6Prefix(64)));
    Ipv6StaticRoutingHelper()
        .GetStaticRouting(server->GetObject<Ipv6>())
        ->AddNetworkRouteTo(prefix, Ipv6Prefix(64), gateway, 1);
    return router;
}

const TwoProviders::Router&
TwoProviders::GetRouter(char name) const
{
    return m_routers.at(name - 'a');
}

const TestLink&
TwoProviders::GetLink(char name) const
{
    return name == 'a' ? a : b;
}

void
TwoProviders::Hear(char name, const std::vector<NdOption>& more)
{
    const Router& router = GetRouter(name);
    std::vector<NdOption> options{Slla(router.inside.mac), Pio(router.prefix + "/64", 3600, 1800)};
    options.insert(options.end(), more.begin(), more.end());
    TestLink& link = name == 'a' ? a : b;
    link.Send(Ra(1800, {PvdNamed(std::string(1, name) + ".example", options)}), router.inside);
}

void
TwoProviders::Advertise(char name)
{
    Hear(name, {});
    RunTo(Simulator::Now() + Seconds(2));
}

void
TwoProviders::AdvertiseRoute(char name, const std::string& route)
{
    Hear(name, {Rio(route, 1800, RouterPreference::HIGH)});
}

void
TwoProviders::AdvertiseImplicit(char name)
{
    const Router& router = GetRouter(name);
    TestLink& link = name == 'a' ? a : b;
    link.Send(Ra(1800, {Slla(router.inside.mac), Pio(router.prefix + "/64", 3600, 1800)}),
              router.inside);
    RunTo(Simulator::Now() + Seconds(2));
}

void
TwoProviders::Withdraw(char name)
{
    const auto id = std::string(1, name) + ".example";
    PvdStaticConfiguration(host.GetRegistry()).RemovePvd(id);
}

Ipv6Address
TwoProviders::GetAddress(char name) const
{
    return host.MakeAddress(GetRouter(name).prefix + "/64", name == 'a' ? 1 : 2);
}

Address
TwoProviders::GetServer() const
{
    return Inet6SocketAddress(SERVER_ADDRESS, PORT);
}

Address
TwoProviders::GetHost(char name, uint16_t port) const
{
    return Inet6SocketAddress(GetAddress(name), port);
}

Ptr<Socket>
TwoProviders::MakeUdp() const
{
    return Socket::CreateSocket(host.GetNode(), UdpSocketFactory::GetTypeId());
}

Ptr<Socket>
TwoProviders::MakeTcp() const
{
    return Socket::CreateSocket(host.GetNode(), TcpSocketFactory::GetTypeId());
}

Ptr<Socket>
TwoProviders::MakeRaw(uint8_t protocol) const
{
    const auto socket =
        Socket::CreateSocket(host.GetNode(), TypeId::LookupByName("ns3::Ipv6RawSocketFactory"));
    socket->SetAttribute("Protocol", UintegerValue(protocol));
    return socket;
}

void
TwoProviders::SendRaw(uint8_t protocol, char name) const
{
    server->GetObject<Ipv6L3Protocol>()->Send(Create<Packet>(10),
                                              SERVER_ADDRESS,
                                              GetAddress(name),
                                              protocol,
                                              nullptr);
}

Ipv6Address
TwoProviders::GetServerAddress() const
{
    return SERVER_ADDRESS;
}

Ptr<Socket>
TwoProviders::MakeServerSocket(uint8_t protocol) const
{
    return Socket::CreateSocket(server,
                                protocol == TCP ? TcpSocketFactory::GetTypeId()
                                                : UdpSocketFactory::GetTypeId());
}

Socket::SocketErrno
TwoProviders::Bind(const Ptr<Socket>& socket, const PvdBinding& binding) const
{
    return PvdSocketBinding::Get(socket)->BindToPvd(binding);
}

void
TwoProviders::Set(const std::string& name, const std::string& value) const
{
    GetTable()->SetAttribute(name, StringValue(value));
}

Ptr<PvdProcessTable>
TwoProviders::GetTable() const
{
    return host.GetNode()->GetObject<PvdProcessTable>();
}

void
TwoProviders::Forget()
{
    a.ForgetSeen();
    b.ForgetSeen();
    m_senders.clear();
    m_octets = 0;
    m_events.clear();
}

std::string
TwoProviders::GetWires(uint8_t protocol) const
{
    std::string wires;
    for (const char name : {'a', 'b'})
    {
        const auto& seen = GetLink(name).GetSeen();
        const bool has = std::any_of(seen.begin(), seen.end(), [&](const auto& packet) {
            return packet.nextHeader == protocol &&
                   packet.hardwareDestination == GetRouter(name).inside.mac;
        });
        wires += has ? std::string(1, name) : "";
    }
    return wires;
}

const std::string&
TwoProviders::GetSenders() const
{
    return m_senders;
}

uint64_t
TwoProviders::GetOctets() const
{
    return m_octets;
}

const std::vector<std::string>&
TwoProviders::GetEvents() const
{
    return m_events;
}

void
TwoProviders::Answer(Ptr<Socket> socket)
{
    Address from;
    while (const auto packet = socket->RecvFrom(from))
    {
        const Ipv6Address sender = Inet6SocketAddress::ConvertFrom(from).GetIpv6();
        m_senders += sender == GetAddress('a') ? "a" : sender == GetAddress('b') ? "b" : "?";
        socket->SendTo(packet, 0, from);
    }
}

void
TwoProviders::Accept(Ptr<Socket> socket, const Address&)
{
    m_accepted.push_back(socket);
    socket->SetRecvCallback(MakeCallback(&TwoProviders::Count, this));
}

void
TwoProviders::Count(Ptr<Socket> socket)
{
    while (const auto packet = socket->Recv())
    {
        if (packet->GetSize() == 0)
        {
            break; // the end
        }
        m_octets += packet->GetSize();
    }
}

void
TwoProviders::Note(const PvdBindingEvent& event)
{
    static const char* const EDGES[] = {"bound", "unbound", "dangling", "revived", "unknown"};
    m_events.push_back(std::string(EDGES[event.edge]) +
                       (event.socket ? " socket: " : " " + event.process->GetName() + ": ") +
                       event.pvd);
}

} // namespace pvdtest
} // namespace ns3
