/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/bulk-send-helper.h"
#include "ns3/config.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/on-off-helper.h"
#include "ns3/onoff-application.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/packet-sink.h"
#include "ns3/string.h"
#include "ns3/tcp-socket.h"
#include "ns3/test.h"
#include "ns3/three-gpp-http-helper.h"
#include "ns3/three-gpp-http-server.h"
#include "ns3/udp-client-server-helper.h"
#include "ns3/udp-echo-helper.h"
#include "ns3/udp-socket.h"
#include "ns3/uinteger.h"
#include "ns3/v4traceroute.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint16_t HTTP_PORT = 80;

/// An application of ns-3 that sends.
struct Sender
{
    const char* name;                                     //!< of the application
    uint8_t protocol;                                     //!< over which it sends
    ApplicationContainer (*install)(const TwoProviders&); //!< on the host
};

ApplicationContainer
InstallOnOff(const TwoProviders& net, const char* factory)
{
    OnOffHelper helper(factory, net.GetServer());
    helper.SetAttribute("OnTime", StringValue("ns3::ConstantRandomVariable[Constant=1]"));
    helper.SetAttribute("OffTime", StringValue("ns3::ConstantRandomVariable[Constant=0]"));
    return helper.Install(net.host.GetNode());
}

const Sender SENDERS[] = {
    {"OnOffApplication over UDP",
     UDP,
     [](const TwoProviders& net) { return InstallOnOff(net, "ns3::UdpSocketFactory"); }},
    {"OnOffApplication over TCP",
     TCP,
     [](const TwoProviders& net) { return InstallOnOff(net, "ns3::TcpSocketFactory"); }},
    {"BulkSendApplication",
     TCP,
     [](const TwoProviders& net) {
         BulkSendHelper helper("ns3::TcpSocketFactory", net.GetServer());
         helper.SetAttribute("MaxBytes", UintegerValue(100000));
         return helper.Install(net.host.GetNode());
     }},
    {"UdpClient",
     UDP,
     [](const TwoProviders& net) {
         return UdpClientHelper(net.GetServerAddress(), PORT).Install(net.host.GetNode());
     }},
    {"UdpEchoClient",
     UDP,
     [](const TwoProviders& net) {
         return UdpEchoClientHelper(net.GetServerAddress(), PORT).Install(net.host.GetNode());
     }},
    {"ThreeGppHttpClient",
     TCP,
     [](const TwoProviders& net) {
         ThreeGppHttpServerHelper(net.GetServerAddress()).Install(net.server).Start(Seconds(0));
         return ThreeGppHttpClientHelper(net.GetServerAddress()).Install(net.host.GetNode());
     }},
};

/// How an application is bound.
enum class Way
{
    APPLICATION, //!< by itself
    POINTER,     //!< by itself, without a container
    DERIVED,     //!< by itself, by a pointer to its own class
    PROCESS,     //!< it runs in a process
    NODE,        //!< with all of its node, without a container
    NODES,       //!< with all of its node
    THREAD,      //!< it runs in a process that is bound to another PvD
    ATTRIBUTE,   //!< with all of its node, as on a command line
};

/// What applications use that are bound, without a changed line.
class BoundApplication : public CaseOf<BoundApplication>
{
  public:
    using CaseOf::CaseOf;

    void SendersUseTheirPvd();
    void WaysToBind();
    void SocketsByPointersToTheirClasses();
    void OrderOfCallsDoesNotMatter();
    void UnknownPvdIsTold();
    void TwoApplicationsOfOneNode();
    void ReceiversReceiveOfTheirPvd();
    void Ping();
    void BoundWhileTheSimulationRuns();

  private:
    /// Bind applications. \param pvd a PvD
    void Bind(TwoProviders& net, const ApplicationContainer& apps, Way way, const char* pvd);
};

void
BoundApplication::Bind(TwoProviders& net,
                       const ApplicationContainer& apps,
                       Way way,
                       const char* pvd)
{
    const PvdBindingHelper helper;
    const auto node = net.host.GetNode();
    const auto process = PvdBindingHelper::CreateProcess(node, "process");
    switch (way)
    {
    case Way::APPLICATION:
        helper.Bind(apps, pvd);
        break;
    case Way::POINTER:
        helper.Bind(apps.Get(0), pvd);
        break;
    case Way::DERIVED:
        helper.Bind(DynamicCast<OnOffApplication>(apps.Get(0)), pvd);
        break;
    case Way::PROCESS:
        PvdBindingHelper::Exec(process, apps);
        helper.Bind(process, pvd);
        break;
    case Way::NODE:
        helper.Bind(node, pvd);
        break;
    case Way::NODES:
        helper.Bind(NodeContainer(node), pvd);
        break;
    case Way::THREAD:
        helper.Bind(process, PvdBinding::None());
        PvdBindingHelper::Exec(process, apps);
        helper.Bind(apps, pvd);
        break;
    case Way::ATTRIBUTE:
        Config::Set("/NodeList/" + std::to_string(node->GetId()) +
                        "/$ns3::PvdProcessTable/RootBinding",
                    StringValue(pvd));
        break;
    }
}

// Rows: LIB-06 FLW-02 FLW-05
void
BoundApplication::SendersUseTheirPvd()
{
    for (const auto& sender : SENDERS)
    {
        for (const char name : {'a', 'b'})
        {
            TwoProviders net;
            net.Advertise('a');
            net.Advertise('b');
            auto apps = sender.install(net);
            PvdBindingHelper().Bind(apps, std::string(1, name) + ".example");
            apps.Start(Seconds(1));
            net.Forget();
            RunTo(Simulator::Now() + Seconds(20));
            NS_TEST_EXPECT_MSG_EQ(net.GetWires(sender.protocol),
                                  std::string(1, name),
                                  sender.name << " uses another PvD");
        }
    }
}

// Rows: BND-01 BND-02 LIB-10
void
BoundApplication::WaysToBind()
{
    for (const Way way : {Way::APPLICATION,
                          Way::POINTER,
                          Way::DERIVED,
                          Way::PROCESS,
                          Way::NODE,
                          Way::NODES,
                          Way::THREAD,
                          Way::ATTRIBUTE})
    {
        for (const char* name : {"a", "b"})
        {
            TwoProviders net;
            net.Advertise('a');
            net.Advertise('b');
            const auto apps = SENDERS[0].install(net);
            Bind(net, apps, way, (std::string(name) + ".example").c_str());
            net.Forget();
            RunTo(Simulator::Now() + Seconds(5));
            NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP), name, "another PvD in way " << int(way));
        }
    }
}

// Rows: BND-01
void
BoundApplication::SocketsByPointersToTheirClasses()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const PvdBindingHelper helper;
    helper.Bind(net.host.GetNode(), "a.example");
    const auto udp = DynamicCast<UdpSocket>(net.MakeUdp());
    const auto tcp = DynamicCast<TcpSocket>(net.MakeTcp());
    helper.Bind(udp, "b.example");
    helper.Bind(tcp, "b.example");
    net.Forget();
    udp->SendTo(Create<Packet>(10), 0, net.GetServer());
    tcp->Connect(net.GetServer());
    RunTo(Simulator::Now() + Seconds(5));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP), "b", "a UDP socket");
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "b", "a TCP socket");
    helper.Bind(udp, "a.example");
    helper.Bind(net.host.GetNode(), "b.example");
    helper.Unbind(udp);
    helper.Unbind(net.host.GetNode());
    net.Withdraw('a');
    net.Forget();
    udp->SendTo(Create<Packet>(10), 0, net.GetServer());
    net.MakeUdp()->SendTo(Create<Packet>(10), 0, net.GetServer());
    RunTo(Simulator::Now() + Seconds(5));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP), "b", "what is unbound uses the provider that is left");
}

void
BoundApplication::OrderOfCallsDoesNotMatter()
{
    for (const bool isStartFirst : {false, true})
    {
        for (const auto& sender : SENDERS)
        {
            TwoProviders net;
            auto apps = sender.install(net);
            if (isStartFirst)
            {
                apps.Start(Seconds(10));
                apps.Stop(Seconds(30));
            }
            PvdBindingHelper().Bind(apps, "b.example");
            if (!isStartFirst)
            {
                apps.Start(Seconds(10));
                apps.Stop(Seconds(30));
            }
            net.Advertise('a');
            net.Advertise('b');
            RunTo(Seconds(12));
            NS_TEST_EXPECT_MSG_EQ(net.GetWires(sender.protocol), "", sender.name << " is early");
            RunTo(Seconds(25));
            NS_TEST_EXPECT_MSG_EQ(net.GetWires(sender.protocol), "b", sender.name);
            RunTo(Seconds(50));
            net.Forget();
            RunTo(Seconds(60));
            NS_TEST_EXPECT_MSG_EQ(net.GetWires(sender.protocol), "", sender.name << " is late");
        }
    }
}

// Rows: OQ-03
void
BoundApplication::UnknownPvdIsTold()
{
    TwoProviders net;
    net.Advertise('a');
    const auto apps = SENDERS[0].install(net);
    PvdBindingHelper().Bind(apps, "b.example");
    net.Forget();
    RunTo(Simulator::Now() + Seconds(5));
    NS_TEST_EXPECT_MSG_EQ(net.GetEvents().front(),
                          "unknown ns3::OnOffApplication: b.example",
                          "nobody is told");
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP), "", "it uses another PvD");
    net.Advertise('b');
    RunTo(Simulator::Now() + Seconds(5));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP), "b", "it does not begin when the PvD is there");
}

// Rows: LIB-06 8801-3.4-10
void
BoundApplication::TwoApplicationsOfOneNode()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto first = InstallOnOff(net, "ns3::UdpSocketFactory");
    const auto second = SENDERS[2].install(net);
    PvdBindingHelper().Bind(first, "b.example");
    PvdBindingHelper().Bind(second, "a.example");
    net.Forget();
    RunTo(Simulator::Now() + Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP) + net.GetWires(TCP), "ba", "they are not apart");
    const auto third = SENDERS[4].install(net);
    PvdBindingHelper().Unbind(third);
    net.Forget();
    RunTo(Simulator::Now() + Seconds(5));
    NS_TEST_EXPECT_MSG_NE(net.GetSenders().find('a'), std::string::npos, "unbound");
}

// Rows: OQ-21
void
BoundApplication::ReceiversReceiveOfTheirPvd()
{
    for (const char* factory : {"ns3::UdpSocketFactory", "ns3::TcpSocketFactory"})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        // Two sinks on one port.
        PacketSinkHelper sink(factory, Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        const auto ofA = sink.Install(net.host.GetNode());
        const auto ofB = sink.Install(net.host.GetNode());
        PvdBindingHelper().Bind(ofA, "a.example");
        PvdBindingHelper().Bind(ofB, "b.example");
        RunTo(Simulator::Now() + Seconds(1));
        OnOffHelper sender(factory, net.GetHost('b'));
        sender.SetAttribute("MaxBytes", UintegerValue(1024));
        sender.Install(net.server);
        RunTo(Simulator::Now() + Seconds(10));
        NS_TEST_EXPECT_MSG_EQ(DynamicCast<PacketSink>(ofA.Get(0))->GetTotalRx(), 0, factory);
        NS_TEST_EXPECT_MSG_EQ(DynamicCast<PacketSink>(ofB.Get(0))->GetTotalRx(), 1024, factory);
    }
}

/// \return ns-3's ping of the server; it has another name and other attributes up to ns-3.37
Ptr<Application>
MakePing(const TwoProviders& net)
{
    V4TraceRoute::GetTypeId(); // who uses nothing of a library by name may be linked without it
    ObjectFactory factory;
    TypeId ping;
    if (TypeId::LookupByNameFailSafe("ns3::Ping", &ping))
    {
        factory.SetTypeId(ping);
        factory.Set("Destination", AddressValue(Address(net.GetServerAddress())));
        factory.Set("Count", UintegerValue(3));
    }
    else
    {
        factory.SetTypeId("ns3::Ping6");
        factory.Set("RemoteIpv6", Ipv6AddressValue(net.GetServerAddress()));
        factory.Set("MaxPackets", UintegerValue(3));
    }
    const auto application = factory.Create<Application>();
    net.host.GetNode()->AddApplication(application);
    return application;
}

// Rows: FLW-03
void
BoundApplication::Ping()
{
    for (const char name : {'a', 'b'})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        PvdBindingHelper().Bind(ApplicationContainer(MakePing(net)),
                                std::string(1, name) + ".example");
        net.Forget();
        RunTo(Simulator::Now() + Seconds(5));
        TestLink& own = name == 'a' ? net.a : net.b;
        TestLink& other = name == 'a' ? net.b : net.a;
        NS_TEST_EXPECT_MSG_EQ(own.GetSeen(ECHO_REQUEST).size(), 3, "requests");
        NS_TEST_EXPECT_MSG_EQ(own.GetSeen(ECHO_REPLY).size(), 3, "replies");
        NS_TEST_EXPECT_MSG_EQ(other.GetSeen(ECHO_REQUEST).size(), 0, "on another wire");
    }
}

// Rows: LIB-06
void
BoundApplication::BoundWhileTheSimulationRuns()
{
    for (const auto& sender : SENDERS)
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        auto apps = sender.install(net);
        apps.Start(Seconds(30));
        RunTo(Seconds(10));
        NS_TEST_EXPECT_MSG_EQ(apps.Get(0)->IsInitialized(), true, "it is bound too early");
        PvdBindingHelper().Bind(apps, "b.example");
        RunTo(Seconds(29.5));
        net.Forget();
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(sender.protocol), "", sender.name << " is early");
        RunTo(Seconds(40));
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(sender.protocol), "b", sender.name);
    }
}

class BoundApplicationSuite : public TestSuite
{
  public:
    BoundApplicationSuite()
        : TestSuite("pvd-bound-application", Type::SYSTEM)
    {
        Add("an application uses another PvD", &BoundApplication::SendersUseTheirPvd);
        Add("a way to bind does not work", &BoundApplication::WaysToBind);
        Add("sockets are bound and unbound by pointers to their own classes",
            &BoundApplication::SocketsByPointersToTheirClasses);
        Add("the order of calls matters", &BoundApplication::OrderOfCallsDoesNotMatter);
        Add("an unknown PvD is not told", &BoundApplication::UnknownPvdIsTold);
        Add("applications of one node share a PvD", &BoundApplication::TwoApplicationsOfOneNode);
        Add("a receiver receives of another PvD", &BoundApplication::ReceiversReceiveOfTheirPvd);
        Add("ping uses another PvD", &BoundApplication::Ping);
        Add("an application is bound while the simulation runs",
            &BoundApplication::BoundWhileTheSimulationRuns);
    }

  private:
    void Add(const std::string& name, BoundApplication::Body body)
    {
        AddTestCase(new BoundApplication(name, body));
    }
};

BoundApplicationSuite g_boundApplicationSuite; ///< registers itself

} // namespace
