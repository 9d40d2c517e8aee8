/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/socket.h"
#include "ns3/udp-socket-factory.h"

#include <set>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint16_t PORT = 4000;
constexpr uint32_t DESTINATIONS = 100;
constexpr uint32_t FLOWS = 1000;
const Mac48Address SERVER("02:00:00:00:00:09");

/// \return destination number i; even ones look like A's prefix, odd ones like B's, which tells of
/// them. ns-3 forwards nothing to the documentation prefix.
Ipv6Address
GetDestination(uint32_t i)
{
    Ipv6Octets octets = ToOctets(std::string(i % 2 == 0 ? "2600:ff::" : "2a00:ff::"));
    octets[15] = 1 + i;
    return Ipv6Address(octets.data());
}

/// \return the router with this last octet of its hardware address
Station
MakeGateway(uint8_t number)
{
    const uint8_t octets[6] = {0x02, 0, 0, 0, 0xff, number};
    Station station;
    station.mac.CopyFrom(octets);
    station.address = Ipv6Address::MakeAutoconfiguredLinkLocalAddress(station.mac);
    return station;
}

Ptr<NetDevice>
AddDevice(Ptr<Node> node, Ptr<SimpleChannel> channel, const Mac48Address& mac)
{
    const auto device = CreateObject<SimpleNetDevice>();
    device->SetAddress(mac);
    device->SetChannel(channel);
    node->AddDevice(device);
    return device;
}

uint32_t
AddInterface(Ptr<Node> node, Ptr<SimpleChannel> channel, const Mac48Address& mac)
{
    const auto ipv6 = node->GetObject<Ipv6>();
    const uint32_t index = ipv6->AddInterface(AddDevice(node, channel, mac));
    ipv6->SetMetric(index, 1);
    ipv6->SetUp(index);
    return index;
}

/// Two hosts on a link with two providers, which filter, and a server behind both of them.
class Network
{
  public:
    Network();

    ~Network()
    {
        Simulator::Destroy();
    }

    /// Start FLOWS flows of one packet. \return how many arrived
    std::size_t CountArrived(Ptr<Node> host);

    TestLink link;       //!< of the hosts
    Ptr<Node> pvdHost;   //!< ours
    Ptr<Node> stockHost; //!< that of ns-3

  private:
    void AddGateway(const Station& gateway, const char* prefix, uint8_t number);
    void AddServer();
    void Receive(Ptr<Socket> socket);
    void Start(Ptr<Node> host, uint32_t flow);

    Ptr<SimpleChannel> m_core;    //!< between providers and server
    Ptr<Node> m_server;           //!< has all destinations
    std::set<uint32_t> m_arrived; //!< flows
};

Network::Network()
    : pvdHost(CreateObject<Node>()),
      stockHost(CreateObject<Node>()),
      m_core(CreateObject<SimpleChannel>()),
      m_server(CreateObject<Node>())
{
    PvdHostHelper().Install(pvdHost);
    InternetStackHelper stock;
    stock.Install(stockHost);
    stock.Install(m_server);
    AddInterface(pvdHost, link.GetChannel(), Mac48Address("02:00:00:00:00:01"));
    AddInterface(stockHost, link.GetChannel(), Mac48Address("02:00:00:00:00:02"));
    AddServer();
    AddGateway(MakeGateway(0xa), "2600:a::", 0xa);
    AddGateway(MakeGateway(0xb), "2a00:b::", 0xb);
    RunTo(Seconds(3));
    link.Send(Ra(1800, {Slla(MakeGateway(0xa).mac), Pio("2600:a::/64", 3600, 1800)}),
              MakeGateway(0xa));
    link.Send(
        Ra(1800,
           {Slla(MakeGateway(0xb).mac), Pio("2a00:b::/64", 3600, 1800), Rio("2a00:ff::/32", 1800)}),
        MakeGateway(0xb));
    RunTo(Seconds(6));
}

void
Network::AddGateway(const Station& gateway, const char* prefix, uint8_t number)
{
    const auto node = CreateObject<Node>();
    PvdHostHelper().Install(node);
    const auto ipv6 = node->GetObject<Ipv6>();
    const uint32_t inside = AddInterface(node, link.GetChannel(), gateway.mac);
    const uint8_t octets[6] = {0x02, 0, 0, 0, 0xee, number};
    Mac48Address mac;
    mac.CopyFrom(octets);
    const uint32_t outside = AddInterface(node, m_core, mac);
    ipv6->SetForwarding(inside, true);
    ipv6->SetForwarding(outside, true);
    const auto routing = DynamicCast<PvdIpv6Routing>(ipv6->GetRoutingProtocol());
    routing->AddNetworkRouteTo(Ipv6Address(prefix), Ipv6Prefix(64), inside);
    routing->SetDefaultRoute(Ipv6Address::MakeAutoconfiguredLinkLocalAddress(SERVER), outside);
    routing->GetIngressFilter().Allow(inside, Ipv6Address(prefix), 64);
}

void
Network::AddServer()
{
    const uint32_t interface = AddInterface(m_server, m_core, SERVER);
    for (uint32_t i = 0; i < DESTINATIONS; ++i)
    {
        m_server->GetObject<Ipv6>()->AddAddress(
            interface,
            Ipv6InterfaceAddress(GetDestination(i), Ipv6Prefix(128)));
    }
    const auto sink = Socket::CreateSocket(m_server, UdpSocketFactory::GetTypeId());
    sink->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
    sink->SetRecvCallback(MakeCallback(&Network::Receive, this));
}

void
Network::Receive(Ptr<Socket> socket)
{
    while (const auto packet = socket->Recv())
    {
        uint32_t flow = 0;
        packet->CopyData(reinterpret_cast<uint8_t*>(&flow), sizeof(flow));
        m_arrived.insert(flow);
    }
}

void
Network::Start(Ptr<Node> host, uint32_t flow)
{
    const auto socket = Socket::CreateSocket(host, UdpSocketFactory::GetTypeId());
    if (flow % 3 != 0)
    {
        // As who answers, or spreads flows: the source is given, and the next hop has to fit it.
        const Ipv6Address prefix(flow % 3 == 1 ? "2600:a::" : "2a00:b::");
        const auto mac =
            Mac48Address::ConvertFrom(host->GetObject<Ipv6>()->GetNetDevice(1)->GetAddress());
        const auto source = Ipv6Address::MakeAutoconfiguredAddress(mac, prefix);
        socket->Bind(Inet6SocketAddress(source, 0));
    }
    socket->SendTo(Create<Packet>(reinterpret_cast<uint8_t*>(&flow), sizeof(flow)),
                   0,
                   Inet6SocketAddress(GetDestination(flow % DESTINATIONS), PORT));
    socket->Close();
}

std::size_t
Network::CountArrived(Ptr<Node> host)
{
    m_arrived.clear();
    for (uint32_t flow = 0; flow < FLOWS; ++flow)
    {
        Start(host, flow);
        RunTo(Simulator::Now() + MilliSeconds(20));
    }
    RunTo(Simulator::Now() + Seconds(10));
    return m_arrived.size();
}

/// What providers that filter make of the packets of a host.
class Multihoming : public CaseOf<Multihoming>
{
  public:
    using CaseOf::CaseOf;

    void NoFlowOfAPvdHostIsLost();
};

// Rows: 8028-3.2-04
void
Multihoming::NoFlowOfAPvdHostIsLost()
{
    Network net;
    NS_TEST_EXPECT_MSG_EQ(net.CountArrived(net.pvdHost), FLOWS, "a PvD host loses flows");
    NS_TEST_EXPECT_MSG_LT(net.CountArrived(net.stockHost), FLOWS, "the providers do not filter");
}

class MultihomingSuite : public TestSuite
{
  public:
    MultihomingSuite()
        : TestSuite("pvd-multihoming", Type::SYSTEM)
    {
        AddTestCase(new Multihoming("providers that filter drop flows",
                                    &Multihoming::NoFlowOfAPvdHostIsLost));
    }
};

MultihomingSuite g_multihomingSuite; ///< registers itself

} // namespace
