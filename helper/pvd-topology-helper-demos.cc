/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-router-helper.h"
#include "pvd-topology-helper.h"

namespace ns3
{

namespace
{

using Router = PvdRouterHelper;

const Time ADVERTISING_STARTS = Seconds(2); // addresses are checked by then
constexpr double INTERVAL = 500;            // MaxRtrAdvInterval, seconds
constexpr uint32_t LINK_MTU = 1500;
constexpr uint16_t ACCIDENTAL_LIFETIME = 65535; // what the daemon made of one that was left out

/// \return what an interface advertises to all
PvdAdvertisingInterface
MakeInterface()
{
    PvdAdvertisingInterface interface;
    interface.maxRtrAdvInterval = INTERVAL;
    interface.advertisements[0].options.linkMtu = LINK_MTU;
    return interface;
}

/// \return what all hosts take of an interface
PvdAdvertisedOptions&
GetOptions(PvdAdvertisingInterface& interface)
{
    return interface.advertisements[0].options;
}

/// Let an interface have a PvD. \return the PvD
PvdAdvertisedPvd&
AddPvd(PvdAdvertisingInterface& interface, const std::string& id, uint16_t sequence)
{
    auto& pvd = interface.advertisements[0].pvd;
    pvd = Router::NamedPvd(id);
    pvd->http = true;
    pvd->sequence = sequence;
    return *pvd;
}

PvdAdvertisedHeader
MakeHeader(RouterPreference preference)
{
    PvdAdvertisedHeader header;
    header.preference = preference;
    return header;
}

PvdAdvertisedPrefix
MakeCountingPrefix(const std::string& prefix)
{
    auto option = Router::Prefix(prefix, 2048, 1024);
    option.decrementLifetimes = true;
    return option;
}

PvdAdvertisedRoute
MakeRoute(const std::string& prefix, RouterPreference preference)
{
    auto option = Router::Route(prefix, preference);
    option.lifetime = ND_INFINITE_LIFETIME;
    return option;
}

PvdAdvertisedResolvers
MakeResolvers(const std::vector<std::string>& addresses)
{
    auto option = Router::Resolvers(addresses);
    option.lifetime = 1234;
    return option;
}

PvdAdvertisedDomains
MakeDomains(const std::vector<std::string>& domains, uint32_t lifetime)
{
    auto option = Router::Domains(domains);
    option.lifetime = lifetime;
    return option;
}

void
Advertise(PvdTopology& topology,
          const std::string& node,
          const std::string& port,
          const PvdAdvertisingInterface& interface)
{
    Router().Install(topology.GetDevice(node, port), interface).Start(ADVERTISING_STARTS);
}

/// The first port of topology A: the PvD says other things than what all hosts are told.
PvdAdvertisingInterface
MakeRt0()
{
    auto rt0 = MakeInterface();
    auto& outer = GetOptions(rt0);
    outer.prefixes = {MakeCountingPrefix("2001:db8:1::/64")};
    outer.routes = {MakeRoute("2001:db8:1000::/40", RouterPreference::HIGH)};
    outer.domains = {
        MakeDomains({"office.test1.example.com", "test1.example.com", "example.com"}, 1100)};
    outer.resolvers = {MakeResolvers({"2001:1111:1111::8888"})};
    auto& pvd = AddPvd(rt0, "test1.example.com", 113);
    pvd.header = MakeHeader(RouterPreference::MEDIUM);
    pvd.header->defaultLifetime = ACCIDENTAL_LIFETIME;
    pvd.options.prefixes = {Router::Prefix("2001:db8:1:abcd::/64", 86400, 14400),
                            Router::Prefix("2001:db8:1:beef::/64", 86400, 14400)};
    pvd.options.routes = {MakeRoute("2001:db8:1a00::/40", RouterPreference::HIGH),
                          MakeRoute("2001:db8:1000::/40", RouterPreference::LOW)};
    pvd.options.domains = {
        MakeDomains({"special.test1-pvd.example.com", "test1-pvd.example.com", "example.com"},
                    1234)};
    pvd.options.resolvers = {MakeResolvers({"2001:1111:1111::8844"})};
    return rt0;
}

PvdAdvertisingInterface
MakeRt1()
{
    auto rt1 = MakeInterface();
    auto& outer = GetOptions(rt1);
    outer.prefixes = {MakeCountingPrefix("2001:db8:2::/64")};
    outer.routes = {MakeRoute("2001:db8:2000::/48", RouterPreference::HIGH)};
    outer.domains = {
        MakeDomains({"office.test2.example.com", "test2.example.com", "example.com"}, 1100)};
    outer.resolvers = {MakeResolvers({"2001:2222:2222::2"})};
    AddPvd(rt1, "test2.example.com", 111).header = MakeHeader(RouterPreference::LOW);
    return rt1;
}

PvdAdvertisingInterface
MakeRt2()
{
    auto rt2 = MakeInterface();
    auto& outer = GetOptions(rt2);
    outer.prefixes = {MakeCountingPrefix("2001:db8:3::/64")};
    outer.routes = {MakeRoute("2001:db8:3000::/40", RouterPreference::HIGH)};
    outer.domains = {
        MakeDomains({"office.test3.example.com", "test3.example.com", "example.com"}, 1100)};
    outer.resolvers = {MakeResolvers({"2001:4860:4860::8888", "2001:4860:4860::8844"})};
    return rt2;
}

/// A port of topology B that advertises test1: other prefixes to those that know PvDs.
PvdAdvertisingInterface
MakeTest1(const std::string& legacy,
          const std::string& prefix,
          const std::string& route,
          const std::string& resolver)
{
    auto port = MakeInterface();
    auto& outer = GetOptions(port);
    outer.prefixes = {Router::Prefix(legacy)};
    outer.domains = {
        MakeDomains({"office.test1.example.com", "test1.example.com", "example.com"}, 1100)};
    outer.resolvers = {MakeResolvers({resolver})};
    auto& pvd = AddPvd(port, "test1.example.com", 113);
    pvd.header = MakeHeader(RouterPreference::LOW);
    auto unused = Router::Prefix(legacy);
    unused.preferredLifetime = 0;
    pvd.options.prefixes = {unused, Router::Prefix(prefix)};
    pvd.options.routes = {MakeRoute(route, RouterPreference::HIGH)};
    return port;
}

PvdAdvertisingInterface
MakeTest2(const std::string& prefix)
{
    auto port = MakeInterface();
    port.advertisements[0].header.preference = RouterPreference::HIGH;
    auto& outer = GetOptions(port);
    auto unused = Router::Prefix(prefix);
    unused.preferredLifetime = 0;
    outer.prefixes = {unused};
    outer.domains = {
        MakeDomains({"office.test2.example.com", "test2.example.com", "example.com"}, 1100)};
    outer.resolvers = {MakeResolvers({"2001:4860:4860::8844"})};
    AddPvd(port, "test2.example.com", 111).options.prefixes = {Router::Prefix(prefix)};
    return port;
}

} // namespace

PvdTopology
PvdTopologyHelper::BuildA()
{
    PvdTopology topology;
    topology.AddSegment("brpvd");
    topology.AddNode("host_pvd", PvdTopologyHelper::PvdHost());
    topology.AddNode("host_classic", PvdTopologyHelper::Rfc6724Host());
    topology.AddRouter("router");
    topology.Connect("host_pvd", "eh0", "brpvd");
    topology.Connect("host_classic", "eh1", "brpvd");
    for (const char* port : {"rt0", "rt1", "rt2"})
    {
        topology.Connect("router", port, "brpvd");
    }
    topology.AddDummy("router", "dummy0");
    for (const char* server : {"2001:1111:1111::8888", "2001:1111:1111::8844", "2001:2222:2222::2"})
    {
        topology.AddAddress("router", "dummy0", server);
    }
    for (const char* own : {"2001:db8:1::1/64", "2001:db8:1:beef::1/64", "2001:db8:1:abcd::1/64"})
    {
        topology.AddAddress("router", "rt0", own);
    }
    topology.AddAddress("router", "rt1", "2001:db8:2::1/64");
    topology.AddAddress("router", "rt2", "2001:db8:3::1/64");
    Advertise(topology, "router", "rt0", MakeRt0());
    Advertise(topology, "router", "rt1", MakeRt1());
    Advertise(topology, "router", "rt2", MakeRt2());
    return topology;
}

PvdTopology
PvdTopologyHelper::BuildB()
{
    PvdTopology topology;
    topology.AddSegment("wifi");
    topology.AddSegment("cable");
    topology.AddNode("host", PvdTopologyHelper::PvdHost());
    topology.AddRouter("router");
    topology.AddNode("server", PvdTopologyHelper::StockHost());
    topology.Connect("host", "host-wifi", "wifi");
    topology.Connect("host", "host-cable", "cable");
    for (const char* link : {"wifi", "cable"})
    {
        topology.Connect("router", "router-" + std::string(link) + "0", link);
        topology.Connect("router", "router-" + std::string(link) + "1", link);
    }
    topology.AddPointToPoint("server", {"router", "router-server"}, {"server", "server-router"});
    topology.AddAddress("router", "router-server", "2001:3::1/64");
    topology.AddAddress("server", "server-router", "2001:3::13/64");
    topology.AddDummy("server", "dummy0");
    topology.AddAddress("server", "dummy0", "3fff:db8:1111::8888");
    topology.AddAddress("server", "dummy0", "3fff:db8:2222::8888");
    topology.AddRoute("server", "::/0", "2001:3::1", "server-router");
    topology.AddAddress("router", "router-wifi0", "3fff:db8:100a::1/64");
    topology.AddAddress("router", "router-wifi0", "3fff:db8:1000::1/64");
    topology.AddAddress("router", "router-cable0", "3fff:db8:100b::1/64");
    topology.AddAddress("router", "router-cable0", "3fff:db8:1001::1/64");
    topology.AddAddress("router", "router-cable1", "3fff:db8:2000::1/64");
    topology.AddRoute("router", "::/0", "2001:3::13", "router-server");
    Advertise(topology,
              "router",
              "router-wifi0",
              MakeTest1("3fff:db8:100a::/64",
                        "3fff:db8:1000::/64",
                        "3fff:db8:1111::/48",
                        "2001:4860:4860::8888"));
    Advertise(topology,
              "router",
              "router-cable0",
              MakeTest1("3fff:db8:100b::/64",
                        "3fff:db8:1001::/64",
                        "3fff:db8:2222::/48",
                        "2001:4860:4860::8844"));
    Advertise(topology, "router", "router-cable1", MakeTest2("3fff:db8:2000::/64"));
    return topology;
}

PvdTopology
PvdTopologyHelper::BuildD()
{
    PvdTopology topology;
    topology.AddSegment("net1");
    topology.AddSegment("net2");
    topology.AddNode("host1", PvdTopologyHelper::PvdHost());
    topology.Connect("host1", "net1", "net1");
    topology.AddNode("host2", PvdTopologyHelper::StockHost());
    topology.Connect("host2", "net2", "net2");
    topology.AddAddress("host2", "net2", "3fff:db8:cafe:ffff::babe/64");
    const auto add = [&](const std::string& number, const std::string& prefix) {
        const std::string router = "router" + number;
        const std::string outside = "3fff:db8:cafe:ffff::" + number;
        topology.AddRouter(router);
        topology.Connect(router, "net1", "net1");
        topology.Connect(router, "net2", "net2");
        topology.AddAddress(router, "net1", prefix + "1/64");
        topology.AddAddress(router, "net2", outside + "/64");
        topology.AddRoute("host2", prefix + "/64", outside, "net2");
        PvdAdvertisingInterface net1;
        GetOptions(net1).prefixes = {Router::Prefix(prefix + "/64")};
        net1.advertisements[0].pvd = Router::NamedPvd("pirl" + number + ".cisco.com");
        Advertise(topology, router, "net1", net1);
    };
    add("1", "3fff:db8:1::");
    add("2", "3fff:db8:cafe:1::");
    return topology;
}

} // namespace ns3
