/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/boolean.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/pvd-icmpv6-l4-protocol.h"
#include "ns3/pvd-router-helper.h"
#include "ns3/radvd-helper.h"
#include "ns3/radvd-interface.h"
#include "ns3/radvd.h"
#include "ns3/simple-net-device-helper.h"
#include "ns3/udp-socket-factory.h"

#include <iostream>
#include <sstream>

#if __has_include("ns3/ipv6-global-routing-helper.h")
#include "ns3/ipv6-global-routing-helper.h"
#endif

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What is written to the standard error output, from its beginning to its end.
class Errors
{
  public:
    Errors()
        : m_before(std::cerr.rdbuf(m_text.rdbuf()))
    {
    }

    ~Errors()
    {
        std::cerr.rdbuf(m_before);
    }

    /// \return how many lines have a text in them
    std::size_t Count(const std::string& text) const
    {
        std::istringstream lines(m_text.str());
        std::string line;
        std::size_t count = 0;
        while (std::getline(lines, line))
        {
            count += line.find(text) == std::string::npos ? 0 : 1;
        }
        return count;
    }

  private:
    std::ostringstream m_text; //!< so far
    std::streambuf* m_before;  //!< where it went before
};

/// A PvD-aware host on the link of a router of ns-3 that runs ns-3's Radvd.
struct WithRadvd
{
    OneHost net;       //!< the host and its link
    Ptr<Node> router;  //!< ns-3's
    Errors errors;     //!< since the beginning
    uint32_t index{0}; //!< interface of the router

    WithRadvd()
        : router(CreateObject<Node>())
    {
        const auto device = CreateObject<SimpleNetDevice>();
        device->SetAddress(MakeRouter('a').mac);
        device->SetChannel(net.link.GetChannel());
        router->AddDevice(device);
        InternetStackHelper().Install(router);
        const auto ipv6 = router->GetObject<Ipv6>();
        index = ipv6->AddInterface(device);
        ipv6->SetMetric(index, 1);
        ipv6->SetUp(index);
        ipv6->SetForwarding(index, true);
        ipv6->AddAddress(index, Ipv6InterfaceAddress(Ipv6Address("2600:a::1"), Ipv6Prefix(64)));
    }

    /// Start Radvd with all that an RA of it can hold.
    void Start()
    {
        RadvdHelper helper;
        helper.AddAnnouncedPrefix(index, Ipv6Address("2600:a::"), 64);
        helper.EnableDefaultRouterForInterface(index);
        const auto interface = helper.GetRadvdInterface(index);
        interface->SetMaxRtrAdvInterval(4000);
        interface->SetMinRtrAdvInterval(3000);
        interface->SetSourceLLAddress(true);
        interface->SetLinkMtu(1400);
        interface->SetHomeAgentFlag(true);
        interface->SetManagedFlag(true);
        interface->SetOtherConfigFlag(true);
        interface->SetCurHopLimit(32);
        interface->SetReachableTime(20000);
        interface->SetRetransTimer(500);
        helper.Install(router).Start(Seconds(4));
    }

    /// \return where a packet of the host to the world goes, and its source
    std::string Send()
    {
        net.link.ForgetSeen();
        net.host.SendUdp(Ipv6Address("2600:ff::1"));
        RunTo(Simulator::Now() + Seconds(1));
        for (const auto& seen : net.link.GetSeenUdp())
        {
            if (seen.hardwareDestination == MakeRouter('a').mac)
            {
                return ToText(seen.source) + " by a";
            }
        }
        return "nothing";
    }
};

/// Scripts that were written for stock hosts.
class StockScripts : public CaseOf<StockScripts>
{
  public:
    using CaseOf::CaseOf;

    void RadvdIsDroppedAndOneSentenceSaysSo();
    void RadvdIsTakenWithTheAttribute();
    void RedirectOfAStockRouter();
    void GlobalRoutes();
    void GlobalRoutesWithoutAStockRouter();

  private:
    std::size_t CountAnswers(bool hasGlobalRouting);
    void Count(Ptr<Socket> socket);

    std::size_t m_answers{0}; //!< by Count
};

// Rows: 4861-6.1.2-01
void
StockScripts::RadvdIsDroppedAndOneSentenceSaysSo()
{
    WithRadvd net;
    net.Start();
    RunTo(Seconds(30));
    NS_TEST_EXPECT_MSG_EQ(net.net.host.DescribeAddresses(), "", "addresses");
    NS_TEST_EXPECT_MSG_EQ(net.Send(), "nothing", "a packet");
    NS_TEST_EXPECT_MSG_GT(net.net.host.GetDrops().size(), 3, "RAs with hop limit 64");
    NS_TEST_EXPECT_MSG_EQ(net.errors.Count("PvdRouterHelper"), 1, "sentences");
    NS_TEST_EXPECT_MSG_EQ(net.errors.Count("AcceptLowHopLimit"), 1, "sentences");
}

void
StockScripts::RadvdIsTakenWithTheAttribute()
{
    WithRadvd net;
    net.net.host.GetNode()->GetObject<PvdIcmpv6L4Protocol>()->SetAttribute("AcceptLowHopLimit",
                                                                           BooleanValue(true));
    net.Start();
    RunTo(Seconds(30));
    NS_TEST_EXPECT_MSG_EQ(net.Send(),
                          ToText(net.net.host.MakeAddress("2600:a::")) + " by a",
                          "a packet");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.net.host), "", "drops");
    NS_TEST_EXPECT_MSG_EQ(net.errors.Count("pvd:"), 0, "sentences");
}

void
StockScripts::RedirectOfAStockRouter()
{
    for (const bool accept : {false, true})
    {
        Errors errors;
        OneHost net;
        net.host.GetNode()->GetObject<PvdIcmpv6L4Protocol>()->SetAttribute("AcceptLowHopLimit",
                                                                           BooleanValue(accept));
        RunTo(Seconds(3));
        net.Hear(Ra(1800, {Slla(MakeRouter('a').mac), Pio("2600:a::/64", 3600, 1800)}));
        RunTo(Seconds(6));
        const Ipv6Address destination("2600:ff::1");
        const Station better = MakeRouter('b');
        TestLink::Envelope envelope;
        envelope.destination = net.host.MakeAddress("2600:a::");
        envelope.hopLimit = 64; // of Icmpv6L4Protocol::SendRedirection
        for (int i = 0; i < 2; ++i)
        {
            net.link.Send(RedirectTo(better.address, destination, &better.mac),
                          MakeRouter('a'),
                          envelope);
        }
        net.link.ForgetSeen();
        net.host.SendUdp(destination);
        const auto seen = net.link.GetSeenUdp();
        NS_TEST_ASSERT_MSG_EQ(seen.size(), 1, "a packet");
        NS_TEST_EXPECT_MSG_EQ(seen[0].hardwareDestination,
                              (accept ? better : MakeRouter('a')).mac,
                              "the router, accepted " << accept);
        // The router is a station of the test, not a node of the simulation that a script can mend.
        NS_TEST_EXPECT_MSG_EQ(errors.Count("AcceptLowHopLimit"), 0, "sentences");
    }
}

#if __has_include("ns3/ipv6-global-routing-helper.h")

void
StockScripts::Count(Ptr<Socket> socket)
{
    while (socket->Recv())
    {
        ++m_answers;
    }
}

/// A PvD-aware host, two routers and a server of ns-3 in a row; addresses are given by hand, and
/// global routing does the rest. The server sends to the host, and the host to the server.
std::size_t
StockScripts::CountAnswers(bool hasGlobalRouting)
{
    NodeContainer nodes;
    nodes.Create(4);
    PvdHostHelper pvd;
    if (hasGlobalRouting)
    {
        pvd.SetRoutingHelper(Ipv6GlobalRoutingHelper());
    }
    pvd.Install(nodes.Get(0));
    for (uint32_t i = 1; i < nodes.GetN(); ++i)
    {
        InternetStackHelper().Install(nodes.Get(i));
    }
    Ipv6AddressHelper addresses(Ipv6Address("2600:1::"), Ipv6Prefix(64));
    Ipv6Address server;
    for (uint32_t i = 0; i + 1 < nodes.GetN(); ++i)
    {
        const auto devices =
            SimpleNetDeviceHelper().Install(NodeContainer(nodes.Get(i), nodes.Get(i + 1)));
        server = addresses.Assign(devices).GetAddress(1, 1);
        addresses.NewNetwork();
    }
    Ipv6GlobalRoutingHelper::PopulateRoutingTables();
    const auto receiver = Socket::CreateSocket(nodes.Get(3), UdpSocketFactory::GetTypeId());
    receiver->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 9));
    receiver->SetRecvCallback(MakeCallback(&StockScripts::Count, this));
    m_answers = 0;
    for (int i = 0; i < 3; ++i)
    {
        RunTo(Simulator::Now() + Seconds(4));
        const auto sender = Socket::CreateSocket(nodes.Get(0), UdpSocketFactory::GetTypeId());
        sender->SendTo(Create<Packet>(10), 0, Inet6SocketAddress(server, 9));
        sender->Close();
    }
    RunTo(Simulator::Now() + Seconds(4));
    Simulator::Destroy();
    return m_answers;
}

void
StockScripts::GlobalRoutes()
{
    Errors without;
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(false), 0, "packets without global routing");
    NS_TEST_EXPECT_MSG_EQ(without.Count("SetRoutingHelper"), 1, "sentences");
    Errors with;
    NS_TEST_EXPECT_MSG_EQ(CountAnswers(true), 3, "packets with global routing");
    NS_TEST_EXPECT_MSG_EQ(with.Count("pvd:"), 0, "sentences");
    OneHost alone;
    RunTo(Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(with.Count("pvd:"), 0, "sentences without global routes");
}

/// A PvD-aware host and a PvD-aware router, with a server behind it that is of ns-3 or is not.
void
StockScripts::GlobalRoutesWithoutAStockRouter()
{
    for (const std::string step : {"", "populate", "populate, advertise", "host again", "forward"})
    {
        for (const bool isServerStock : {true, false})
        {
            Errors errors;
            NodeContainer nodes(3);
            PvdHostHelper pvd;
            pvd.Install(NodeContainer(nodes.Get(0), nodes.Get(1)));
            isServerStock ? InternetStackHelper().Install(nodes.Get(2)) : pvd.Install(nodes.Get(2));
            SimpleNetDeviceHelper link;
            Ipv6AddressHelper addresses(Ipv6Address("2600:1::"), Ipv6Prefix(64));
            auto access = addresses.Assign(link.Install(NodeContainer(nodes.Get(0), nodes.Get(1))));
            addresses.NewNetwork();
            auto core = addresses.Assign(link.Install(NodeContainer(nodes.Get(1), nodes.Get(2))));
            if (step == "forward")
            {
                access.SetForwarding(0, true);
                access.SetForwarding(1, true);
                core.SetForwarding(0, true);
                nodes.Get(1)->GetObject<Ipv6>()->SetAttribute("StrongEndSystemModel",
                                                              BooleanValue(false));
            }
            else if (!step.empty())
            {
                Ipv6GlobalRoutingHelper::PopulateRoutingTables();
            }
            if (step == "populate, advertise")
            {
                PvdRouterHelper().Install(nodes.Get(1), 1, PvdAdvertisingInterface());
            }
            if (step == "host again")
            {
                access.SetForwarding(0, false);
            }
            RunTo(Seconds(2));
            for (uint32_t i = 0; i < nodes.GetN(); ++i)
            {
                const bool isPvdAware = i < 2 || !isServerStock;
                const bool isMeant = i > 0 || step != "host again";
                const bool isTold = isPvdAware && isMeant && !step.empty() && step != "forward";
                const std::string told =
                    "pvd: node " + std::to_string(nodes.Get(i)->GetId()) + " gets no routes";
                NS_TEST_EXPECT_MSG_EQ(errors.Count(told),
                                      isTold,
                                      "node " << i << ", step \"" << step << "\", server of ns-3 "
                                              << isServerStock);
            }
            Simulator::Destroy();
        }
    }
}

#else

void
StockScripts::GlobalRoutes()
{
    std::cout << "pvd-stock-scripts: global routes are skipped, since this ns-3 has none of IPv6\n";
}

void
StockScripts::GlobalRoutesWithoutAStockRouter()
{
    GlobalRoutes();
}

#endif

class StockScriptsSuite : public TestSuite
{
  public:
    StockScriptsSuite()
        : TestSuite("pvd-stock-scripts", Type::UNIT)
    {
        Add("RAs of ns-3's Radvd are dropped, and one sentence says what to write instead",
            &StockScripts::RadvdIsDroppedAndOneSentenceSaysSo);
        Add("with AcceptLowHopLimit, Radvd gives an address and a router",
            &StockScripts::RadvdIsTakenWithTheAttribute);
        Add("with AcceptLowHopLimit, a Redirect of ns-3's router is followed",
            &StockScripts::RedirectOfAStockRouter);
        Add("a host without global routes says so, and has them with SetRoutingHelper",
            &StockScripts::GlobalRoutes);
        Add("PvD-aware nodes say that they have no global routes, with no router of ns-3",
            &StockScripts::GlobalRoutesWithoutAStockRouter);
    }

  private:
    void Add(const std::string& name, StockScripts::Body body)
    {
        AddTestCase(new StockScripts(name, body));
    }
};

StockScriptsSuite g_stockScriptsSuite; ///< registers itself

} // namespace
