/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-dhcpv6-network.h"

#if __has_include("ns3/dhcp6-client.h")

#include "ns3/dhcp6-helper.h"
#include "ns3/dhcp6-server.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/pvd-socket-binding.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/udp-socket-factory.h"

#include <map>

namespace ns3
{
namespace pvdtest
{

namespace
{

const Ipv6Address ELSEWHERE("2600:ff::1");   ///< behind the routers
const Time END = Seconds(300);               ///< of the client
constexpr uint16_t DHCPV6_SERVER_PORT = 547; ///< RFC 8415, section 7.2
constexpr std::size_t UDP_HEADER = 8;        ///< octets

/// In a release build, Dhcp6Client takes messages for those of the first device of its node.
HostOptions
WithDeviceFirst()
{
    HostOptions options;
    options.deviceFirst = true;
    return options;
}

} // namespace

Ptr<NetDevice>
Dhcpv6Network::AddStockNode(const std::string& mac)
{
    const auto node = CreateObject<Node>();
    const auto device = CreateObject<SimpleNetDevice>();
    device->SetAddress(Mac48Address(mac.c_str()));
    device->SetChannel(link.GetChannel());
    node->AddDevice(device);
    InternetStackHelper().Install(node);
    const auto ipv6 = node->GetObject<Ipv6>();
    const uint32_t index = ipv6->AddInterface(device);
    ipv6->SetMetric(index, 1);
    ipv6->SetUp(index);
    return device;
}

Dhcpv6Network::Dhcpv6Network(bool isPvd, const std::vector<std::string>& prefixes)
    : pvdHost(WithDeviceFirst())
{
    const std::string mac = "02:00:00:00:00:01";
    if (isPvd)
    {
        pvdHost.AddInterface(link, mac);
    }
    host = isPvd ? pvdHost.GetNode() : AddStockNode(mac)->GetNode();
    Dhcp6Helper helper;
    helper.SetServerAttribute("RenewTime", StringValue("10s"));
    helper.SetServerAttribute("RebindTime", StringValue("16s"));
    helper.SetServerAttribute("PreferredLifetime", StringValue("18s"));
    helper.SetServerAttribute("ValidLifetime", StringValue("20s"));
    helper.SetClientAttribute("SolicitJitter",
                              StringValue("ns3::ConstantRandomVariable[Constant=100]"));
    client = helper.InstallDhcp6Client(host);
    client.Start(Seconds(0));
    client.Stop(END);
    serverDevice = AddStockNode("02:00:00:00:00:0d");
    auto server = helper.InstallDhcp6Server(serverDevice);
    for (const auto& prefix : prefixes)
    {
        server.Get(0)->GetObject<Dhcp6Server>()->AddSubnet(Ipv6Address(prefix.c_str()),
                                                           Ipv6Prefix(64),
                                                           Ipv6Address((prefix + "42:1").c_str()),
                                                           Ipv6Address((prefix + "42:9").c_str()));
    }
    server.Start(Seconds(0));
    const auto icmpv6 = host->GetObject<Icmpv6L4Protocol>();
    icmpv6->TraceConnectWithoutContext("DadSuccess",
                                       MakeCallback(&Dhcpv6Network::NoteSuccess, this));
    icmpv6->TraceConnectWithoutContext("DadFailure",
                                       MakeCallback(&Dhcpv6Network::NoteFailure, this));
    client.Get(0)->TraceConnectWithoutContext("NewLease",
                                              MakeCallback(&Dhcpv6Network::NoteLease, this));
}

Dhcpv6Network::~Dhcpv6Network()
{
    RunTo(END);
    Simulator::Destroy();
}

void
Dhcpv6Network::NoteSuccess(const Ipv6Address& address)
{
    m_outcomes.push_back("+" + ToText(address));
}

void
Dhcpv6Network::NoteFailure(const Ipv6Address& address)
{
    m_outcomes.push_back("-" + ToText(address));
}

void
Dhcpv6Network::NoteLease(const Ipv6Address& address)
{
    m_leases.push_back(ToText(address));
}

void
Dhcpv6Network::Advertise(char digit, const std::string& prefix, const std::string& pvd)
{
    RaHeader header = pvdtest::Header(1800);
    header.managed = true;
    const Station router = MakeRouter(digit);
    const PrefixInformationOption pio = Pio(prefix + "/64", 3600, 1800, "");
    link.Send(pvd.empty() ? Ra(header, {Slla(router.mac), pio})
                          : Ra(header, {Slla(router.mac), PvdNamed(pvd, {pio})}),
              router);
}

void
Dhcpv6Network::Occupy(const Ipv6Address& address)
{
    const auto device = AddStockNode("02:00:00:00:00:0e");
    device->GetNode()->GetObject<Ipv6>()->AddAddress(1,
                                                     Ipv6InterfaceAddress(address, Ipv6Prefix(64)));
}

void
Dhcpv6Network::LoseServer()
{
    const auto device = host->GetObject<Ipv6>()->GetNetDevice(1);
    link.GetChannel()->BlackList(DynamicCast<SimpleNetDevice>(device),
                                 DynamicCast<SimpleNetDevice>(serverDevice));
}

std::string
Dhcpv6Network::ListMessages() const
{
    const std::map<uint8_t, std::string> names{{1, "Solicit"},
                                               {2, "Advertise"},
                                               {3, "Request"},
                                               {5, "Renew"},
                                               {6, "Rebind"},
                                               {7, "Reply"},
                                               {8, "Release"},
                                               {9, "Decline"}};
    std::string text;
    for (const auto& seen : link.GetSeenUdp())
    {
        const uint16_t from = seen.message.at(0) << 8 | seen.message.at(1);
        const uint16_t to = seen.message.at(2) << 8 | seen.message.at(3);
        if (from == DHCPV6_SERVER_PORT || to == DHCPV6_SERVER_PORT)
        {
            text += names.at(seen.message.at(UDP_HEADER)) + " ";
        }
    }
    return text;
}

const std::vector<std::string>&
Dhcpv6Network::GetOutcomes() const
{
    return m_outcomes;
}

const std::vector<std::string>&
Dhcpv6Network::GetLeases() const
{
    return m_leases;
}

std::string
Dhcpv6Network::GetState(const Ipv6Address& address) const
{
    const auto ipv6 = host->GetObject<Ipv6>();
    for (uint32_t i = 0; i < ipv6->GetNAddresses(1); ++i)
    {
        if (ipv6->GetAddress(1, i).GetAddress() == address)
        {
            const auto state = ipv6->GetAddress(1, i).GetState();
            return state == Ipv6InterfaceAddress::INVALID     ? "invalid"
                   : state == Ipv6InterfaceAddress::PREFERRED ? "preferred"
                                                              : "another";
        }
    }
    return "none";
}

std::string
Dhcpv6Network::Send(const std::string& pvd)
{
    const auto socket = Socket::CreateSocket(host, UdpSocketFactory::GetTypeId());
    if (!pvd.empty() &&
        PvdSocketBinding::Get(socket)->BindToPvd(PvdBinding(pvd)) != Socket::ERROR_NOTERROR)
    {
        return "no such PvD";
    }
    link.ForgetSeen();
    socket->SendTo(Create<Packet>(10), 0, Inet6SocketAddress(ELSEWHERE, 9));
    RunNow();
    socket->Close();
    for (const auto& seen : link.GetSeenUdp())
    {
        for (const char digit : {'a', 'b'})
        {
            if (seen.destination == ELSEWHERE && seen.hardwareDestination == MakeRouter(digit).mac)
            {
                return ToText(seen.source) + " by " + digit;
            }
        }
    }
    return "nothing";
}

} // namespace pvdtest
} // namespace ns3

#endif
