/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-uplinks.h"

#include "ns3/pvd-ipv6-routing.h"
#include "ns3/pvd-router-advertiser.h"

#include <map>
#include <set>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Networks with any uplinks, hosts and access links.
class TopologyHelper : public CaseOf<TopologyHelper>
{
  public:
    using CaseOf::CaseOf;

    void Names();
    void EachUplinkOfEachHost();
    void SeveralAccessLinks();
    void WalledGarden();
    void StartAndPreference();
    void Renumbering();
};

// Rows: 4861-4.2-07
void
TopologyHelper::Names()
{
    PvdTopologyHelper helper;
    helper.AddAccessLink("wifi");
    helper.AddAccessLink("cable");
    helper.AddUplink(MakeUplink("a", "wifi"));
    helper.AddUplink(MakeUplink("b", "cable"));
    helper.AddHost("laptop", PvdTopologyHelper::PvdHost(), {"wifi", "cable"});
    helper.AddHost("phone", PvdTopologyHelper::StockHost(), {"wifi"});
    helper.AddServer("server", "3fff:900::1/64");
    helper.AddServer("inside", "3fff:b00:0:9::1/64", "b");
    SettledTopology net(helper.Build());
    const PvdTopology& topology = net.topology;

    const std::vector<std::string> nodes{"laptop",
                                         "phone",
                                         "internet",
                                         "edge-a",
                                         "isp-a",
                                         "edge-b",
                                         "isp-b",
                                         "server",
                                         "inside"};
    NS_TEST_EXPECT_MSG_EQ((topology.GetNodeNames() == nodes), true, "names of nodes");
    const std::vector<std::string>
        links{"wifi", "cable", "uplink-a", "core-a", "uplink-b", "core-b", "server", "inside"};
    NS_TEST_EXPECT_MSG_EQ((topology.GetLinkNames() == links), true, "names of links");
    const std::map<std::string, std::vector<std::string>> ports{
        {"laptop", {"eth0", "eth1"}},
        {"phone", {"eth0"}},
        {"edge-a", {"access", "up"}},
        {"isp-a", {"down", "up"}},
        {"isp-b", {"down", "up", "inside"}},
        {"internet", {"isp-a", "isp-b", "server"}},
        {"server", {"eth0"}}};
    for (const auto& [node, names] : ports)
    {
        NS_TEST_EXPECT_MSG_EQ((topology.GetPortNames(node) == names), true, "ports of " << node);
    }

    std::set<Ptr<Node>> all;
    for (const auto& link : links)
    {
        for (const auto& [node, port] : topology.GetEnds(link))
        {
            const auto device = topology.GetDevice(node, port);
            const auto ipv6 = topology.GetNode(node)->GetObject<Ipv6>();
            const uint32_t interface = topology.GetInterface(node, port);
            all.insert(device->GetNode());
            NS_TEST_EXPECT_MSG_EQ(device->GetNode(), topology.GetNode(node), node << port);
            NS_TEST_EXPECT_MSG_EQ(device->GetChannel(), topology.GetLink(link), node << port);
            NS_TEST_EXPECT_MSG_EQ(ipv6->GetNetDevice(interface), device, node << port);
            NS_TEST_EXPECT_MSG_EQ(ipv6->GetAddress(interface, 0).GetAddress(),
                                  topology.GetLinkLocal(node, port),
                                  node << port);
        }
    }
    NS_TEST_EXPECT_MSG_EQ(all.size(), nodes.size(), "two names of one node");
    NS_TEST_EXPECT_MSG_EQ(topology.GetEnds("wifi").size(), 3, "who is on the link");
    NS_TEST_EXPECT_MSG_EQ(topology.GetRouting("phone"), nullptr, "it is ns-3's own host");
    NS_TEST_EXPECT_MSG_NE(topology.GetRouting("laptop"), nullptr, "it is ours");

    const auto advertiser = topology.GetAdvertiser("edge-a");
    NS_TEST_ASSERT_MSG_NE(advertiser, nullptr, "a router of the access link");
    NS_TEST_EXPECT_MSG_EQ(topology.GetAdvertiser("isp-a"), nullptr, "it has no hosts");
    const uint32_t access = topology.GetInterface("edge-a", "access");
    const auto* advertised = advertiser->GetInterface(access);
    NS_TEST_ASSERT_MSG_NE(advertised, nullptr, "its interface");
    const auto& prefixes = advertised->advertisements.at(0).options.prefixes;
    const auto ipv6 = topology.GetNode("edge-a")->GetObject<Ipv6>();
    NS_TEST_ASSERT_MSG_EQ(ipv6->GetNAddresses(access), 2, "its addresses");
    NS_TEST_ASSERT_MSG_EQ(prefixes.size(), 1, "on-link prefixes of the router");
    NS_TEST_EXPECT_MSG_EQ(ToString(prefixes[0].prefix) + "1",
                          ToText(ipv6->GetAddress(access, 1).GetAddress()),
                          "the prefix of its address");
}

void
TopologyHelper::EachUplinkOfEachHost()
{
    const std::map<std::string, PvdTopology::Stack> kinds{
        {"stock", PvdTopologyHelper::StockHost()},
        {"linux", PvdTopologyHelper::Rfc6724Host()},
        {"rule55", PvdTopologyHelper::Rule55Host()},
        {"aware", PvdTopologyHelper::PvdHost()}};
    const std::vector<std::string> uplinks{"a", "b", "c"};
    PvdTopologyHelper helper;
    for (const auto& name : uplinks)
    {
        helper.AddUplink(MakeUplink(name));
    }
    for (const auto& [kind, stack] : kinds)
    {
        helper.AddHost(kind + "0", stack);
        helper.AddHost(kind + "1", stack);
    }
    AddServer(helper);
    SettledTopology net(helper.Build());
    net.probe.Listen("server");
    for (const std::string number : {"0", "1"})
    {
        for (const auto& name : uplinks)
        {
            const std::string prefix = "3fff:" + name + "00::";
            NS_TEST_EXPECT_MSG_EQ(net.Connect("aware" + number, name + ".example", SERVER),
                                  prefix + " edge-" + name + ":access",
                                  "bound to the PvD of uplink " << name);
            for (const auto& kind : kinds)
            {
                const auto ipv6 = net.topology.GetNode(kind.first + number)->GetObject<Ipv6>();
                const auto own = net.topology.GetAddress(kind.first + number,
                                                         "eth0",
                                                         Ipv6Address(prefix.c_str()));
                NS_TEST_EXPECT_MSG_EQ(ipv6->GetInterfaceForAddress(own), 1, kind.first << prefix);
            }
        }
        const auto way = net.Connect("rule55" + number, PvdBinding(), SERVER);
        NS_TEST_EXPECT_MSG_EQ((way == "3fff:a00:: edge-a:access" ||
                               way == "3fff:b00:: edge-b:access" ||
                               way == "3fff:c00:: edge-c:access"),
                              true,
                              "next hop and source belong together: " << way);
        NS_TEST_EXPECT_MSG_EQ(net.ListPvds("aware" + number).size(), 3, "PvDs");
        NS_TEST_EXPECT_MSG_EQ(net.Find("linux" + number, "implicit access").routes.empty(),
                              false,
                              "no PvD is known");
    }
}

void
TopologyHelper::SeveralAccessLinks()
{
    PvdTopologyHelper helper;
    helper.AddAccessLink("wifi");
    helper.AddAccessLink("cable");
    helper.AddUplink(MakeUplink("a", "wifi"));
    helper.AddUplink(MakeUplink("b", "cable"));
    helper.AddHost("on-wifi", PvdTopologyHelper::PvdHost(), {"wifi"});
    helper.AddHost("on-cable", PvdTopologyHelper::PvdHost(), {"cable"});
    helper.AddHost("on-both", PvdTopologyHelper::PvdHost(), {"cable", "wifi"});
    AddServer(helper);
    SettledTopology net(helper.Build());
    net.probe.Listen("server");
    const auto list = [&net](const std::string& host) {
        std::string ids;
        for (const auto& pvd : DescribePvds(net.topology, host))
        {
            ids += pvd.id + " ";
        }
        return ids;
    };
    NS_TEST_EXPECT_MSG_EQ(list("on-wifi"), "a.example ", "hears another link");
    NS_TEST_EXPECT_MSG_EQ(list("on-cable"), "b.example ", "hears another link");
    NS_TEST_EXPECT_MSG_EQ(net.ListPvds("on-both").size(), 2, "one of its links is not heard");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("on-both", "a.example", SERVER),
                          "3fff:a00:: edge-a:access",
                          "over wifi");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("on-both", "b.example", SERVER),
                          "3fff:b00:: edge-b:access",
                          "over cable");
    const auto ipv6 = net.topology.GetNode("on-both")->GetObject<Ipv6>();
    NS_TEST_EXPECT_MSG_EQ(
        ipv6->GetInterfaceForAddress(net.topology.GetAddress("on-both", "eth0", "3fff:b00::")),
        int32_t(net.topology.GetInterface("on-both", "eth0")),
        "ports stand in the order of the links");
    net.topology.SetUp("wifi", false);
    NS_TEST_EXPECT_MSG_EQ(net.Connect("on-both", "a.example", SERVER).rfind("lost", 0),
                          0,
                          "a link that is down carries something");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("on-both", "b.example", SERVER),
                          "3fff:b00:: edge-b:access",
                          "the other link suffers");
}

void
TopologyHelper::WalledGarden()
{
    PvdTopologyHelper helper;
    auto garden = MakeUplink("b");
    garden.isDefaultRouter = false;
    garden.routes = {"3fff:b00::/32"};
    helper.AddUplink(MakeUplink("a"));
    helper.AddUplink(garden);
    helper.AddHost("host", PvdTopologyHelper::PvdHost());
    AddServer(helper);
    helper.AddServer("inside", "3fff:b00:0:9::fe/64", "b");
    SettledTopology net(helper.Build());
    net.probe.Listen("server");
    net.probe.Listen("inside");
    NS_TEST_EXPECT_MSG_EQ(net.Find("host", "b.example").routes,
                          "3fff:b00::/32 access medium",
                          "routes of the garden");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host", PvdBinding(), "3fff:b00:0:9::fe"),
                          "3fff:b00:: edge-b:access",
                          "into the garden");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host", PvdBinding(), SERVER),
                          "3fff:a00:: edge-a:access",
                          "past the garden");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host", "b.example", SERVER), "no route", "out of it");
}

void
TopologyHelper::StartAndPreference()
{
    PvdTopologyHelper helper;
    auto late = MakeUplink("b");
    late.start = Seconds(30);
    late.preference = RouterPreference::HIGH;
    helper.AddUplink(MakeUplink("a"));
    helper.AddUplink(late);
    helper.AddHost("host", PvdTopologyHelper::PvdHost());
    AddServer(helper);
    SettledTopology net(helper.Build());
    net.probe.Listen("server");
    NS_TEST_EXPECT_MSG_EQ(net.ListPvds("host").size(), 1, "before the start of b");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host", PvdBinding(), SERVER),
                          "3fff:a00:: edge-a:access",
                          "over a");
    SettledTopology::Wait(30);
    NS_TEST_EXPECT_MSG_EQ(net.Find("host", "b.example").routes, "::/0 access high", "preference");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host", PvdBinding(), SERVER),
                          "3fff:b00:: edge-b:access",
                          "over b");
}

void
TopologyHelper::Renumbering()
{
    PvdTopologyHelper helper;
    helper.AddUplink(MakeUplink("a"));
    helper.AddHost("host", PvdTopologyHelper::PvdHost());
    AddServer(helper);
    SettledTopology net(helper.Build());
    net.probe.Listen("server");
    const Ipv6Address before = net.topology.GetAddress("host", "eth0", "3fff:a00::");
    helper.Renumber(net.topology, "a", "3fff:a00:0:1::/64");
    SettledTopology::Wait(10);
    NS_TEST_EXPECT_MSG_EQ(net.Find("host", "a.example").addresses,
                          "(3fff:a00::/64), 3fff:a00:0:1::/64",
                          "the old one is deprecated");
    NS_TEST_EXPECT_MSG_EQ(net.Connect("host", PvdBinding(), SERVER),
                          "3fff:a00:0:1:: edge-a:access",
                          "the new one is used");
    NS_TEST_EXPECT_MSG_EQ(UdpTraffic(net, "host", before).SendSlowly(1),
                          0,
                          "the provider takes the old one");
}

class TopologyHelperSuite : public TestSuite
{
  public:
    TopologyHelperSuite()
        : TestSuite("pvd-topology-helper", Type::SYSTEM)
    {
        Add("a name is of something else", &TopologyHelper::Names);
        Add("a host lacks an uplink", &TopologyHelper::EachUplinkOfEachHost);
        Add("access links are mixed up", &TopologyHelper::SeveralAccessLinks);
        Add("a walled garden is open, or closed", &TopologyHelper::WalledGarden);
        Add("an uplink starts at another time", &TopologyHelper::StartAndPreference);
        Add("a new prefix is not used", &TopologyHelper::Renumbering);
    }

  private:
    void Add(const std::string& name, TopologyHelper::Body body)
    {
        AddTestCase(new TopologyHelper(name, body));
    }
};

TopologyHelperSuite g_topologyHelperSuite; ///< registers itself

} // namespace
