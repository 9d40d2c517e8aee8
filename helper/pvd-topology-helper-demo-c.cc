/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-routing.h"
#include "pvd-router-helper.h"
#include "pvd-topology-helper.h"

#include "ns3/abort.h"
#include "ns3/application.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"

#include <tuple>
#include <vector>

namespace ns3
{

namespace
{

/// All addresses are of 2001:67c:1230::/48.
const std::string P = "2001:67c:1230:";

const Time ADVERTISING_STARTS = Seconds(2); // addresses are checked by then
constexpr double INTERVAL = 500;            // MaxRtrAdvInterval, seconds
constexpr uint32_t LINK_MTU = 1500;
constexpr uint16_t PORTAL_PORT = 80;
constexpr uint32_t DNS_LIFETIME = 800; // seconds
constexpr uint8_t HOST_PREFIX_LENGTH = 128;

/// Lets through who has connected to it.
class CaptivePortal : public Application
{
  public:
    /// \param interface to which it lets addresses in
    explicit CaptivePortal(uint32_t interface)
        : m_interface(interface)
    {
    }

  private:
    void StartApplication() override
    {
        m_socket = Socket::CreateSocket(GetNode(), TcpSocketFactory::GetTypeId());
        const int result = m_socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORTAL_PORT));
        NS_ABORT_MSG_IF(result < 0, "CaptivePortal: port " << PORTAL_PORT << " is taken");
        m_socket->Listen();
        m_socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                    MakeCallback(&CaptivePortal::HandleVisit, this));
    }

    void StopApplication() override
    {
        m_socket->Close();
    }

    void HandleVisit(Ptr<Socket> socket, const Address& from)
    {
        const auto routing =
            DynamicCast<PvdIpv6Routing>(GetNode()->GetObject<Ipv6>()->GetRoutingProtocol());
        routing->GetIngressFilter().Allow(m_interface,
                                          Inet6SocketAddress::ConvertFrom(from).GetIpv6(),
                                          HOST_PREFIX_LENGTH);
        socket->Close();
    }

    uint32_t m_interface; //!< see the constructor
    Ptr<Socket> m_socket; //!< null before the start
};

/// Two nodes, and the prefix of the link between them: the first has ::1, the second ::2.
void
AddLink(PvdTopology& topology,
        const std::string& one,
        const std::string& other,
        const std::string& network)
{
    topology.AddPointToPoint(one + "-" + other, {one, other}, {other, one});
    topology.AddAddress(one, other, P + network + "::1/64");
    topology.AddAddress(other, one, P + network + "::2/64");
}

void
AddNodes(PvdTopology& topology)
{
    for (const char* router : {"u1", "u2", "r1", "r2", "e1"})
    {
        topology.AddRouter(router);
    }
    topology.AddRouter("gateway"); // it has to know the ways back
    topology.AddSegment("br0");
    topology.AddSegment("outside");
    for (const char* host : {"h1", "h2"})
    {
        topology.AddNode(host, PvdTopologyHelper::PvdHost());
        topology.Connect(host, "eth0", "br0");
    }
    topology.Connect("gateway", "outside", "outside");
    topology.AddAddress("gateway", "outside", P + "103::1/64");
    for (const char* upstream : {"u1", "u2"})
    {
        topology.Connect(upstream, "outside", "outside");
    }
    topology.AddAddress("u1", "outside", P + "103::2/64");
    topology.AddAddress("u2", "outside", P + "103::3/64");
    AddLink(topology, "u1", "r1", "e0a0");
    AddLink(topology, "u2", "r1", "f0a0");
    AddLink(topology, "u2", "r2", "f1a0");
    AddLink(topology, "r1", "e1", "e0a1");
    AddLink(topology, "r2", "e1", "f1a1");
    topology.Connect("e1", "ve1br0", "br0");
    for (const char* network : {"e001", "f001", "f101"})
    {
        topology.AddAddress("e1", "ve1br0", P + network + "::1/64");
    }
    topology.AddDummy("e1", "homes"); // where further homes would be
    topology.AddAddress("e1", "homes", P + "e0a2::1/64");
}

void
AddRoutes(PvdTopology& topology)
{
    /// Node, destination, gateway, port, source.
    using Route = std::tuple<const char*, std::string, std::string, const char*, std::string>;
    const std::string all = "::/0";
    const std::vector<Route> routes{
        {"e1", all, P + "e0a1::1", "r1", P + "e000::/56"},
        {"e1", all, P + "e0a1::1", "r1", P + "f000::/56"},
        {"e1", all, P + "f1a1::1", "r2", P + "f100::/56"},
        {"r1", all, P + "e0a0::1", "u1", P + "e000::/56"},
        {"r1", all, P + "f0a0::1", "u2", P + "f000::/56"},
        {"r2", all, P + "f1a0::1", "u2", ""},
        {"r1", P + "e000::/56", P + "e0a1::2", "e1", ""},
        {"r1", P + "f000::/56", P + "e0a1::2", "e1", ""},
        {"r2", P + "f100::/56", P + "f1a1::2", "e1", ""},
        {"r1", P + "e0a2::/64", P + "e0a1::2", "e1", ""},
        {"r2", P + "e0a2::/64", P + "f1a1::2", "e1", ""},
        {"u1", P + "e000::/56", P + "e0a0::2", "r1", ""},
        {"u2", P + "f000::/56", P + "f0a0::2", "r1", ""},
        {"u2", P + "f100::/56", P + "f1a0::2", "r2", ""},
        {"u1", all, P + "103::1", "outside", ""},
        {"u2", all, P + "103::1", "outside", ""},
        {"gateway", P + "e000::/56", P + "103::2", "outside", ""},
        {"gateway", P + "f000::/56", P + "103::3", "outside", ""},
        {"gateway", P + "f100::/56", P + "103::3", "outside", ""},
    };
    for (const auto& [node, destination, gateway, port, source] : routes)
    {
        topology.AddRoute(node, destination, gateway, port, source);
    }
    for (const char* home : {"2", "3"})
    {
        for (const char* provider : {"e0", "f0", "f1"})
        {
            topology.AddRoute("e1",
                              P + provider + "0" + home + "::/64",
                              P + "e0a2::" + home,
                              "homes");
        }
    }
}

void
AddFilters(PvdTopology& topology)
{
    topology.AllowSource("u1", "r1", P + "e000::/56");
    topology.AllowSource("u2", "r1", P + "f000::/56");
    topology.AllowSource("u2", "r2", P + "f100::/56");
    // Those on the link may pass; hosts only when they have been at the portal.
    topology.AllowSource("r2", "e1", P + "f1a1::/64");
    const auto portal = CreateObject<CaptivePortal>(topology.GetInterface("r2", "e1"));
    topology.GetNode("r2")->AddApplication(portal);
}

/// \return what one of three daemons says
PvdAdvertisement
MakeAdvertisement(const std::string& pvd, const std::string& network)
{
    PvdAdvertisement advertisement;
    advertisement.options.linkMtu = LINK_MTU;
    advertisement.options.prefixes = {PvdRouterHelper::Prefix(P + network + "::/64")};
    advertisement.options.resolvers = {PvdRouterHelper::Resolvers({"2001:4860:4860::8844"})};
    advertisement.options.resolvers[0].lifetime = DNS_LIFETIME;
    advertisement.pvd = PvdRouterHelper::NamedPvd(pvd);
    advertisement.pvd->http = true;
    advertisement.pvd->sequence = 113;
    advertisement.pvd->header = PvdAdvertisedHeader();
    advertisement.pvd->options.domains = {PvdRouterHelper::Domains({"mpvd.io"})};
    advertisement.pvd->options.domains[0].lifetime = DNS_LIFETIME;
    return advertisement;
}

} // namespace

PvdTopology
PvdTopologyHelper::BuildC()
{
    PvdTopology topology;
    AddNodes(topology);
    AddRoutes(topology);
    AddFilters(topology);
    PvdAdvertisingInterface br0;
    br0.maxRtrAdvInterval = INTERVAL;
    br0.advertisements = {MakeAdvertisement("big.mpvd.io", "e001"),
                          MakeAdvertisement("ben.mpvd.io", "f001"),
                          MakeAdvertisement("fettered.mpvd.io", "f101")};
    PvdRouterHelper().Install(topology.GetDevice("e1", "ve1br0"), br0).Start(ADVERTISING_STARTS);
    return topology;
}

Ipv6Address
PvdTopologyHelper::GetPortal()
{
    return Ipv6Address((P + "f1a1::1").c_str());
}

} // namespace ns3
