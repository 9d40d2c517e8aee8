/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-topology.h"

#include "ns3/pvd-ipv6-routing.h"
#include "ns3/pvd-topology-helper.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr const char* GATEWAY = "2001:67c:1230:103::1";
constexpr uint16_t HTTP = 80;

/// Two upstreams behind one edge router, and a captive portal.
class TopologyC : public CaseOf<TopologyC>
{
  public:
    using CaseOf::CaseOf;

    void State();
    void EveryNodeReachesTheGateway();
    void UpstreamsFilter();
    void PvdsChooseProviders();
    void Portal();

  private:
    void CountDropped(const Ipv6Header& header, uint32_t interface);
    /// Connect. \return upstream that the connection passed, "lost" before it if nobody answered
    std::string Cross(SettledTopology& net, const std::string& host, const PvdBinding& binding);

    uint32_t m_dropped{0}; //!< by the upstreams
};

void
TopologyC::CountDropped(const Ipv6Header&, uint32_t)
{
    ++m_dropped;
}

std::string
TopologyC::Cross(SettledTopology& net, const std::string& host, const PvdBinding& binding)
{
    const auto& way = net.probe.Connect(host, binding, Ipv6Address(GATEWAY));
    SettledTopology::Wait(2);
    std::string path = way.isConnected ? "" : "lost";
    for (const auto& [node, port] : way.hops)
    {
        path += (path.empty() ? "" : " ") + node;
    }
    return path;
}

// Rows: MPVD-3.3, DFL-03
void
TopologyC::State()
{
    SettledTopology net(PvdTopologyHelper::BuildC());
    for (const std::string host : {"h1", "h2"})
    {
        const auto pvds = net.ListPvds(host);
        NS_TEST_ASSERT_MSG_EQ(pvds.size(), 3, "three PvDs of one router are not three");
        // Of one router: each PvD has its own default route, not only the last one.
        NS_TEST_EXPECT_MSG_EQ(pvds[0],
                              "big.mpvd.io: 2001:67c:1230:e001::/64; ::/0 ve1br0 medium",
                              host);
        NS_TEST_EXPECT_MSG_EQ(pvds[1],
                              "ben.mpvd.io: 2001:67c:1230:f001::/64; ::/0 ve1br0 medium",
                              host);
        NS_TEST_EXPECT_MSG_EQ(pvds[2],
                              "fettered.mpvd.io: 2001:67c:1230:f101::/64; ::/0 ve1br0 medium",
                              host);
        NS_TEST_EXPECT_MSG_EQ(net.Find(host, "ben.mpvd.io").domains, "mpvd.io", host);
    }
}

// Rows: MPVD-3.3
void
TopologyC::EveryNodeReachesTheGateway()
{
    SettledTopology net(PvdTopologyHelper::BuildC());
    net.probe.Listen("gateway");
    for (const std::string node : {"u1", "u2", "r1", "r2", "e1", "h1", "h2"})
    {
        const auto& way = net.probe.Connect(node, PvdBinding(), Ipv6Address(GATEWAY));
        SettledTopology::Wait(2);
        NS_TEST_EXPECT_MSG_EQ(way.isConnected, true, node);
    }
}

// Rows: MPVD-3.3
void
TopologyC::UpstreamsFilter()
{
    SettledTopology net(PvdTopologyHelper::BuildC());

    const struct
    {
        const char* upstream;
        const char* port;
        const char* own;
    } rows[] = {{"u1", "r1", "e001"}, {"u2", "r1", "f001"}, {"u2", "r2", "f101"}};

    for (const auto& row : rows)
    {
        const auto& filter = net.topology.GetRouting(row.upstream)->GetIngressFilter();
        for (const std::string network : {"e001", "f001", "f101"})
        {
            const auto source =
                net.topology.GetAddress("h1",
                                        "eth0",
                                        Ipv6Address(("2001:67c:1230:" + network + "::").c_str()));
            NS_TEST_EXPECT_MSG_EQ(
                filter.Accepts(net.topology.GetInterface(row.upstream, row.port), source),
                (network == row.own),
                row.upstream << " from " << row.port << ", " << network);
        }
    }
}

// Rows: MPVD-3.3
void
TopologyC::PvdsChooseProviders()
{
    SettledTopology net(PvdTopologyHelper::BuildC());
    net.probe.Listen("gateway");
    for (const char* upstream : {"u1", "u2"})
    {
        net.topology.GetRouting(upstream)->TraceConnectWithoutContext(
            "IngressDropped",
            MakeCallback(&TopologyC::CountDropped, this));
    }
    for (const std::string host : {"h1", "h2"})
    {
        NS_TEST_EXPECT_MSG_EQ(Cross(net, host, "big.mpvd.io"), "e1 r1 u1 gateway", host);
        NS_TEST_EXPECT_MSG_EQ(Cross(net, host, "ben.mpvd.io"), "e1 r1 u2 gateway", host);
        NS_TEST_EXPECT_MSG_EQ(Cross(net, host, "fettered.mpvd.io"), "lost e1 r2", host);
    }
    NS_TEST_EXPECT_MSG_EQ(m_dropped, 0, "an upstream got packets from sources of the other");
}

// Rows: MPVD-3.3
void
TopologyC::Portal()
{
    SettledTopology net(PvdTopologyHelper::BuildC());
    net.probe.Listen("gateway");
    const PvdBinding fettered("fettered.mpvd.io");
    NS_TEST_EXPECT_MSG_EQ(Cross(net, "h1", fettered), "lost e1 r2", "open before the portal");
    const auto& visit = net.probe.Connect("h1", fettered, PvdTopologyHelper::GetPortal(), HTTP);
    SettledTopology::Wait(2);
    NS_TEST_EXPECT_MSG_EQ(visit.isConnected, true, "the portal does not answer");
    NS_TEST_EXPECT_MSG_EQ(Cross(net, "h1", fettered), "e1 r2 u2 gateway", "closed after it");
    NS_TEST_EXPECT_MSG_EQ(Cross(net, "h2", fettered), "lost e1 r2", "open to another host");
    NS_TEST_EXPECT_MSG_EQ(Cross(net, "h2", "big.mpvd.io"), "e1 r1 u1 gateway", "others suffer");
}

class TopologyCSuite : public TestSuite
{
  public:
    TopologyCSuite()
        : TestSuite("pvd-topology-c", Type::SYSTEM)
    {
        AddTestCase(new TopologyC("three PvDs of one router", &TopologyC::State));
        AddTestCase(new TopologyC("a node has no way", &TopologyC::EveryNodeReachesTheGateway));
        AddTestCase(new TopologyC("an upstream does not filter", &TopologyC::UpstreamsFilter));
        AddTestCase(new TopologyC("a PvD takes another provider", &TopologyC::PvdsChooseProviders));
        AddTestCase(new TopologyC("the portal opens too much or too little", &TopologyC::Portal));
    }
};

TopologyCSuite g_topologyCSuite; ///< registers itself

} // namespace
