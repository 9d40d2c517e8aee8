/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-uplinks.h"

#include "ns3/config.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/node-list.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/pvd-registry.h"

#include <cmath>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint32_t HEADERS = 8 + 40;       // of UDP and IPv6, octets
constexpr uint32_t PPP = 2;                // of a link between two nodes
constexpr uint32_t ETHERNET = 14 + 4 + 12; // of a segment, with the gap between frames

/// Links carry packets as they are described.
class TopologyLink : public CaseOf<TopologyLink>
{
  public:
    using CaseOf::CaseOf;

    void Rate();
    void Delay();
    void Loss();
    void Mtu();
    void IngressFilter();
    void LinkThatFails();
    void SameStreamsSameLosses();

  private:
    void NoteFiltered(const Ipv6Header& header, uint32_t interface);

    std::vector<Ipv6Address> m_filtered; //!< sources that the provider refused
};

/// \return a network with a host and a server, and one uplink
PvdTopology
MakeNetwork(const PvdTopologyHelper::Uplink& uplink,
            const PvdTopologyLink& access = PvdTopologyLink())
{
    PvdTopologyHelper helper;
    helper.AddAccessLink("lan", access);
    helper.AddUplink(uplink);
    helper.AddHost("host", PvdTopologyHelper::PvdHost());
    AddServer(helper);
    return helper.Build();
}

void
TopologyLink::NoteFiltered(const Ipv6Header& header, uint32_t)
{
    m_filtered.push_back(header.GetSource());
}

/// \return bits per second of a burst, with the headers of a link; 0 if not all of it came
double
MeasureRate(const PvdTopologyHelper::Uplink& uplink,
            const PvdTopologyLink& access,
            uint32_t linkHeader)
{
    constexpr uint32_t BURST = 60; // queues have room for 100
    SettledTopology net(MakeNetwork(uplink, access));
    UdpTraffic traffic(net, "host");
    traffic.SendSlowly(1); // neighbors are known then
    traffic.Send(BURST);
    SettledTopology::Wait(10);
    const auto& arrivals = traffic.GetArrivals();
    if (arrivals.size() != BURST)
    {
        return 0;
    }
    const Time took = arrivals.back().time - arrivals.front().time;
    return (BURST - 1) * (UdpTraffic::PAYLOAD + HEADERS + linkHeader) * 8 / took.GetSeconds();
}

void
TopologyLink::Rate()
{
    for (const double rate : {1e6, 10e6, 64e6})
    {
        auto uplink = MakeUplink("a");
        uplink.link.rate = DataRate(static_cast<uint64_t>(rate));
        const double ofUplink = MeasureRate(uplink, PvdTopologyLink(), PPP);
        NS_TEST_EXPECT_MSG_EQ_TOL(ofUplink, rate, rate / 1000, "throughput of the uplink");
        PvdTopologyLink access;
        access.delay = Seconds(0); // a sender that finds the segment taken would back off
        access.rate = DataRate(static_cast<uint64_t>(rate));
        uplink.link.rate = DataRate("1Gbps");
        const double ofAccess = MeasureRate(uplink, access, ETHERNET);
        NS_TEST_EXPECT_MSG_EQ_TOL(ofAccess, rate, rate / 1000, "throughput of the access link");
    }
}

/// \return time from host to server and back
Time
MeasureRoundTrip(const PvdTopologyHelper::Uplink& uplink, const PvdTopologyLink& access)
{
    SettledTopology net(MakeNetwork(uplink, access));
    UdpTraffic traffic(net, "host");
    traffic.SendBack();
    traffic.Send(1);
    SettledTopology::Wait(2); // neighbors are known then
    const Time sent = Simulator::Now();
    traffic.Send(1);
    SettledTopology::Wait(2);
    return traffic.GetReturned() - sent;
}

void
TopologyLink::Delay()
{
    auto uplink = MakeUplink("a");
    PvdTopologyLink access;
    uplink.link.delay = MilliSeconds(5);
    const Time reference = MeasureRoundTrip(uplink, access);
    NS_TEST_EXPECT_MSG_GT(reference, MilliSeconds(10), "there and back");
    NS_TEST_EXPECT_MSG_LT(reference, MilliSeconds(11), "there and back");
    for (const uint32_t delay : {0, 20, 300})
    {
        uplink.link.delay = MilliSeconds(delay);
        NS_TEST_EXPECT_MSG_EQ(MeasureRoundTrip(uplink, access) - reference,
                              2 * (MilliSeconds(delay) - MilliSeconds(5)),
                              "of the uplink, " << delay << " ms");
    }
    uplink.link.delay = MilliSeconds(5);
    access.delay = MilliSeconds(40) + MicroSeconds(10);
    NS_TEST_EXPECT_MSG_EQ(MeasureRoundTrip(uplink, access) - reference,
                          MilliSeconds(80),
                          "of the access link");
}

/// Let the neighbors of all nodes stay known: what is lost of Neighbor Discovery, and what a
/// release of ns-3 makes of that, is none of the packets that a test counts.
void
KeepNeighbors(UdpTraffic& traffic)
{
    constexpr uint32_t TEN_HOURS = 10 * 3600 * 1000; // milliseconds
    Config::Set("/NodeList/*/$ns3::Icmpv6L4Protocol/ReachableTime", TimeValue(Hours(10)));
    for (uint32_t node = 0; node < NodeList::GetNNodes(); ++node)
    {
        // A node of this module has the value of each interface, as a router announces it.
        const auto registry = NodeList::GetNode(node)->GetObject<PvdRegistry>();
        const auto ipv6 = NodeList::GetNode(node)->GetObject<Ipv6>();
        for (uint32_t i = 1; registry && i < ipv6->GetNInterfaces(); ++i)
        {
            registry->GetInterface(i)->SetBaseReachableTime(TEN_HOURS);
        }
    }
    SettledTopology::Wait(60); // what was known before is stale then
    traffic.SendSlowly(1);
    SettledTopology::Wait(10); // and is confirmed again
}

void
TopologyLink::Loss()
{
    constexpr uint32_t COUNT = 1000;
    for (const bool isAccess : {false, true})
    {
        auto uplink = MakeUplink("a");
        SettledTopology net(MakeNetwork(uplink));
        net.topology.AssignStreams(100);
        const std::string link = isAccess ? "lan" : "uplink-a";
        UdpTraffic traffic(net, "host");
        KeepNeighbors(traffic);
        NS_TEST_EXPECT_MSG_EQ(traffic.SendSlowly(COUNT), COUNT, "without loss, on " << link);
        for (const double loss : {0.01, 0.2, 0.5})
        {
            net.topology.SetLoss(link, loss);
            const double deviation = std::sqrt(COUNT * loss * (1 - loss));
            const double came = traffic.SendSlowly(COUNT);
            NS_TEST_EXPECT_MSG_EQ_TOL(came,
                                      COUNT * (1 - loss),
                                      4 * deviation,
                                      "loss of " << loss << " on " << link);
        }
        net.topology.SetLoss(link, 1);
        NS_TEST_EXPECT_MSG_EQ(traffic.SendSlowly(10), 0, "all is lost on " << link);
        net.topology.SetLoss(link, 0);
        NS_TEST_EXPECT_MSG_EQ(traffic.SendSlowly(20), 20, "nothing is lost on " << link);
    }
    auto uplink = MakeUplink("a");
    uplink.link.loss = 0.2;
    SettledTopology net(MakeNetwork(uplink));
    net.topology.AssignStreams(100);
    const double came = UdpTraffic(net, "host").SendSlowly(COUNT);
    NS_TEST_EXPECT_MSG_EQ_TOL(came, 800, 51, "loss of the description");
}

void
TopologyLink::Mtu()
{
    auto uplink = MakeUplink("a");
    uplink.link.mtu = 1400;
    PvdTopologyLink access;
    access.mtu = 1300;
    SettledTopology net(MakeNetwork(uplink, access));
    const auto mtu = [&net](const std::string& node, const std::string& port) {
        return net.topology.GetNode(node)->GetObject<Ipv6>()->GetMtu(
            net.topology.GetInterface(node, port));
    };
    NS_TEST_EXPECT_MSG_EQ(mtu("edge-a", "up"), 1400, "uplink");
    NS_TEST_EXPECT_MSG_EQ(mtu("isp-a", "down"), 1400, "uplink");
    NS_TEST_EXPECT_MSG_EQ(mtu("host", "eth0"), 1300, "access link");
    NS_TEST_EXPECT_MSG_EQ(mtu("isp-a", "up"), 1500, "another link");
}

void
TopologyLink::IngressFilter()
{
    for (const bool isFiltering : {true, false})
    {
        PvdTopologyHelper helper;
        helper.AddUplink(MakeUplink("a"));
        auto other = MakeUplink("b");
        other.ingressFilter = isFiltering;
        helper.AddUplink(other);
        helper.AddHost("host", PvdTopologyHelper::StockHost());
        AddServer(helper);
        SettledTopology net(helper.Build());
        m_filtered.clear();
        net.topology.GetRouting("isp-b")->TraceConnectWithoutContext(
            "IngressDropped",
            MakeCallback(&TopologyLink::NoteFiltered, this));
        // To the server over b, whatever the source.
        const auto ipv6 = net.topology.GetNode("host")->GetObject<Ipv6>();
        Ipv6StaticRoutingHelper().GetStaticRouting(ipv6)->AddHostRouteTo(
            Ipv6Address(SERVER),
            net.topology.GetLinkLocal("edge-b", "access"),
            1);
        const auto own = [&net](const char* prefix) {
            return net.topology.GetAddress("host", "eth0", Ipv6Address(prefix));
        };
        for (const char* prefix : {"3fff:b00::", "3fff:a00::"})
        {
            const bool isWelcome = !isFiltering || prefix == std::string("3fff:b00::");
            UdpTraffic traffic(net, "host", own(prefix));
            NS_TEST_ASSERT_MSG_EQ(traffic.SendSlowly(1), isWelcome, prefix << " over b");
            if (isWelcome)
            {
                NS_TEST_EXPECT_MSG_EQ(traffic.GetArrivals()[0].source, own(prefix), "its source");
            }
        }
        NS_TEST_EXPECT_MSG_EQ(m_filtered.size(), isFiltering, "who dropped it");
    }
}

void
TopologyLink::LinkThatFails()
{
    SettledTopology net(MakeNetwork(MakeUplink("a")));
    UdpTraffic traffic(net, "host");
    for (const bool isUp : {true, false, true})
    {
        net.topology.SetUp("uplink-a", isUp);
        NS_TEST_EXPECT_MSG_EQ(traffic.SendSlowly(5), (isUp ? 5 : 0), "up: " << isUp);
    }
}

void
TopologyLink::SameStreamsSameLosses()
{
    const auto run = [this](int64_t stream) {
        auto uplink = MakeUplink("a");
        uplink.link.loss = 0.5;
        SettledTopology net(MakeNetwork(uplink));
        NS_TEST_EXPECT_MSG_GT(net.topology.AssignStreams(stream), 4, "streams of all nodes");
        UdpTraffic traffic(net, "host");
        std::string came;
        for (int i = 0; i < 100; ++i)
        {
            came += traffic.SendSlowly(1) ? "1" : "0";
        }
        return came;
    };
    NS_TEST_EXPECT_MSG_EQ(run(7), run(7), "one stream");
    NS_TEST_EXPECT_MSG_NE(run(7), run(1007), "another stream");
}

class TopologyLinkSuite : public TestSuite
{
  public:
    TopologyLinkSuite()
        : TestSuite("pvd-topology-link", Type::SYSTEM)
    {
        Add("a link has another rate", &TopologyLink::Rate);
        Add("a link has another delay", &TopologyLink::Delay);
        Add("a link loses another share", &TopologyLink::Loss);
        Add("a link has another MTU", &TopologyLink::Mtu);
        Add("a provider takes any source, or none", &TopologyLink::IngressFilter);
        Add("a link that is down carries packets", &TopologyLink::LinkThatFails);
        Add("one seed loses other packets", &TopologyLink::SameStreamsSameLosses);
    }

  private:
    void Add(const std::string& name, TopologyLink::Body body)
    {
        AddTestCase(new TopologyLink(name, body));
    }
};

TopologyLinkSuite g_topologyLinkSuite; ///< registers itself

} // namespace
