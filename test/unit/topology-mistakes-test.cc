/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/pvd-topology-helper.h"
#include "ns3/simulator.h"

#include <cmath>
#include <functional>
#include <gtest/gtest.h>

/**
 * \file
 * What a script can write wrong about a network: each stops it with a sentence that says what to
 * write instead.
 */

using namespace ns3;

namespace
{

PvdTopologyHelper::Uplink
MakeUplink()
{
    PvdTopologyHelper::Uplink uplink;
    uplink.name = "a";
    uplink.pvd = "a.example";
    uplink.prefix = "3fff:a00::/64";
    return uplink;
}

/// Build a network with one uplink after somebody has changed it.
void
BuildWith(const std::function<void(PvdTopologyHelper::Uplink&)>& change)
{
    auto uplink = MakeUplink();
    change(uplink);
    PvdTopologyHelper helper;
    helper.AddUplink(uplink);
    helper.Build();
}

TEST(TopologyMistakes, UplinkThatCannotBe)
{
    using Uplink = PvdTopologyHelper::Uplink;

    const struct
    {
        std::function<void(Uplink&)> change;
        const char* sentence;
    } rows[] = {
        {[](Uplink& one) { one.name = ""; }, "has no name; write one such as \"a\""},
        {[](Uplink& one) { one.access = "wifi"; }, "no link is called \"wifi\"; there are: lan"},
        {[](Uplink& one) { one.pvd = "a..b"; }, "is no domain name; write one such as"},
        {[](Uplink& one) { one.prefix = "3fff:a00::/48"; }, "from 64 bits, such as 3fff:a00::/64"},
        {[](Uplink& one) { one.prefix = "3fff:a00::"; }, "from 64 bits, such as 3fff:a00::/64"},
        {[](Uplink& one) { one.prefix = ""; }, "write an address, or a prefix such as"},
        {[](Uplink& one) { one.prefix = "2001:db8:a::/64"; }, "write one of 3fff::/20"},
        {[](Uplink& one) { one.routes = {"3fff:b00::"}; }, "is no prefix; write one such as"},
        {[](Uplink& one) { one.start = Seconds(-1); }, "write 0 or more"},
        {[](Uplink& one) { one.link.rate = DataRate(0); }, "write one such as 1Mbps"},
        {[](Uplink& one) { one.link.delay = Seconds(-1); }, "write 0 or more"},
        {[](Uplink& one) { one.link.loss = 1.5; }, "write a share from 0 to 1"},
        {[](Uplink& one) { one.link.loss = -0.1; }, "write a share from 0 to 1"},
        {[](Uplink& one) { one.link.loss = std::nan(""); }, "write a share from 0 to 1"},
        {[](Uplink& one) { one.link.mtu = 1279; }, "IPv6 needs 1280 to 65535"},
        {[](Uplink& one) { one.link.mtu = 65536; }, "IPv6 needs 1280 to 65535"}};

    for (const auto& row : rows)
    {
        EXPECT_DEATH(BuildWith(row.change), row.sentence) << row.sentence;
    }
    BuildWith([](Uplink& one) { one.link.mtu = 1280; });
    BuildWith([](Uplink& one) { one.link.loss = 1; });
    Simulator::Destroy();
}

TEST(TopologyMistakes, NameOrPrefixThatIsThereTwice)
{
    PvdTopologyHelper helper;
    helper.AddUplink(MakeUplink());
    helper.AddServer("server", "3fff:900::1/64");
    auto same = MakeUplink();
    EXPECT_DEATH(helper.AddUplink(same), "uplink a and uplink a have the prefix of 3fff:a00::/64");
    same.prefix = "3fff:900::/64";
    EXPECT_DEATH(helper.AddUplink(same), "server server have the prefix of 3fff:900::1/64; give");
    EXPECT_DEATH(helper.AddServer("second", "3fff:900::2/64"), "give each one of its own");
    same.prefix = "3fff:b00::/64";
    const auto build = [&same](const std::function<void(PvdTopologyHelper&)>& add) {
        PvdTopologyHelper more;
        more.AddUplink(MakeUplink());
        add(more);
        more.Build();
    };
    EXPECT_DEATH(build([&](auto& more) { more.AddUplink(same); }),
                 "two nodes are called \"edge-a\"; rename one");
    EXPECT_DEATH(
        build([](auto& more) { more.AddHost("edge-a", PvdTopologyHelper::PvdHost(), {}); }),
        "two nodes are called \"edge-a\"; rename one");
    EXPECT_DEATH(build([](auto& more) {
                     more.AddAccessLink("lan");
                     more.AddAccessLink("lan");
                 }),
                 "two links are called \"lan\"; rename one");
    EXPECT_DEATH(build([](auto& more) { more.AddServer("uplink-a", "3fff:900::1/64"); }),
                 "two links are called \"uplink-a\"; rename one");
}

TEST(TopologyMistakes, HostOrServerThatCannotBe)
{
    PvdTopologyHelper helper;
    helper.AddUplink(MakeUplink());
    EXPECT_DEATH(helper.AddServer("server", "3fff:900::1"), "such as 3fff:900::1/64");
    EXPECT_DEATH(helper.AddServer("server", "2001:db8::1/64"), "write one of 3fff::/20");
    EXPECT_DEATH(helper.AddServer("server", "server"), "write an address, or a prefix such as");
    helper.AddServer("server", "3fff:900::1/64", "b");
    EXPECT_DEATH(helper.Build(), "no uplink is called \"b\"; add it with AddUplink");
    PvdTopologyHelper other;
    other.AddUplink(MakeUplink());
    other.AddHost("host", PvdTopologyHelper::PvdHost(), {"wifi"});
    EXPECT_DEATH(other.Build(), "no link is called \"wifi\"; there are: lan");
}

TEST(TopologyMistakes, NameThatIsNotThere)
{
    PvdTopologyHelper helper;
    helper.AddUplink(MakeUplink());
    helper.AddHost("host", PvdTopologyHelper::StockHost());
    PvdTopology topology = helper.Build();
    const std::string nodes = "there are: edge-a, host, internet, isp-a";
    EXPECT_DEATH(topology.GetNode("hots"), nodes);
    EXPECT_DEATH(topology.GetDevice("host", "eth1"), "host has no port \"eth1\"; it has: eth0");
    EXPECT_DEATH(topology.GetInterface("host", "eth1"), "it has: eth0");
    EXPECT_DEATH(topology.GetLink("wan"), "there are: core-a, lan, uplink-a");
    EXPECT_DEATH(topology.SetUp("wan", false), "there are: core-a, lan, uplink-a");
    EXPECT_DEATH(topology.SetLoss("lan", 2), "write a share from 0 to 1");
    EXPECT_DEATH(topology.Connect("host", "eth1", "uplink-a"), "make it with AddSegment");
    EXPECT_DEATH(topology.Connect("host", "eth0", "lan"), "called \"eth0\"; rename one");
    EXPECT_DEATH(topology.AllowSource("host", "eth0", "3fff::/20"), "make it with AddRouter");
    EXPECT_DEATH(topology.AddRoute("host", "::/0", "fe80::1", "eth0", "3fff:a00::/64"),
                 "make host with PvdHostHelper");
    EXPECT_DEATH(helper.Renumber(topology, "b", "3fff:b00::/64"), "add it with AddUplink");
    EXPECT_DEATH(helper.Renumber(topology, "a", "3fff:b00::/48"), "from 64 bits");
    EXPECT_DEATH(helper.Renumber(topology, "a", "3fff:a00::/64"), "give each one of its own");
    Simulator::Destroy();
}

} // namespace
