/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-tcp-pair.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-base.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

HostPair* g_net;    //!< of the scenario that runs
uint32_t g_remains; //!< octets that are still to be sent
std::string g_seen; //!< what was traced

// As in ns-3's test of TCP: both send.
void
Transfer(HostPair& net, const std::string& ip)
{
    const auto listener = Listen(net, AnyLike(ip));
    net.SayNames(listener);
    const auto client = Connect(net, ip);
    net.SayNames(client);
    net.SayNames(GetAccepted(net));
    for (const uint32_t size : {1, 200, 5000})
    {
        Send(net, client, size);
        Send(net, GetAccepted(net), size);
    }
    net.Returned("Connect", client, client->Connect(To(ip, PORT)));
}

void
Errors(HostPair& net, const std::string& ip)
{
    const auto first = Listen(net, AnyLike(ip));
    net.Returned("Listen", first, first->Listen());
    const auto second = net.Make(1, "Tcp", "second");
    net.Returned("Bind", second, second->Bind(To(AnyLike(ip), PORT)));
    net.Returned("Listen", second, second->Listen());
    net.Returned("Send", second, second->Send(Create<Packet>(10)));
    net.Returned("SendTo", second, second->SendTo(Create<Packet>(10), 0, To(ip, PORT)));
    net.SayNames(second);
    net.Returned("Close", second, second->Close());
    const auto third = net.Make(0, "Tcp", "third");
    net.Returned("Bind", third, ip[0] == '1' ? third->Bind() : third->Bind6());
    net.SayNames(third);
    net.Returned("Bind", third, third->Bind(Address()));
    net.Returned("Connect", third, third->Connect(Address()));
    net.Say("broadcast " + std::to_string(third->SetAllowBroadcast(true)) +
            std::to_string(third->GetAllowBroadcast()) + " type " +
            std::to_string(third->GetSocketType()));
}

// As in ns-3's test for bug 2211: two connections of one host to one port, on a device.
void
TwoConnections(HostPair& net, const std::string& ip)
{
    Listen(net, AnyLike(ip));
    for (const char* name : {"client", "other"})
    {
        const auto socket = net.Make(0, "Tcp", name);
        socket->BindToNetDevice(net.GetDevice(0, 1));
        net.Returned("Bind", socket, socket->Bind(To(AnyLike(ip), *name == 'c' ? 9301 : 9302)));
        net.Returned("Connect", socket, socket->Connect(To(ip, PORT)));
    }
    net.Wait();
    Send(net, net.Find("client"), 11);
    Send(net, net.Find("other"), 22);
    Send(net, GetAccepted(net), 33);
    Send(net, GetAccepted(net, "accepted+"), 44);
}

void
ListenerOnDevice(HostPair& net, const std::string& ip)
{
    const auto listener = net.Make(1, "Tcp", "listener");
    listener->BindToNetDevice(net.GetDevice(1, 2));
    listener->Bind(To(AnyLike(ip), PORT));
    listener->Listen();
    Connect(net, ip, "first");
    std::string there = ip;
    const std::size_t ipv4 = ip.find(".1.");
    there[(ipv4 == std::string::npos ? ip.find(":1:") : ipv4) + 1] = '2';
    Connect(net, there, "second");
}

void
Space(Ptr<Socket> socket, uint32_t space)
{
    while (g_remains > 0)
    {
        const int sent = socket->Send(Create<Packet>(std::min<uint32_t>(g_remains, 700)));
        if (sent < 0)
        {
            g_net->Say("refused, error " + std::to_string(socket->GetErrno()));
            return;
        }
        g_remains -= sent;
    }
    g_net->Say("all sent, space " + std::to_string(space));
    socket->SetSendCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
}

void
FullSendBuffer(HostPair& net, const std::string& ip)
{
    g_net = &net;
    g_remains = 30000;
    Listen(net, AnyLike(ip));
    const auto client = net.Make(0, "Tcp", "client");
    client->SetAttribute("SndBufSize", UintegerValue(4000));
    net.Say("space " + std::to_string(client->GetTxAvailable()));
    client->SetSendCallback(MakeCallback(&Space));
    client->Connect(To(ip, PORT));
    net.Wait();
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    net.Say("remains " + std::to_string(g_remains));
}

void
FullReceiveBuffer(HostPair& net, const std::string& ip)
{
    const auto listener = Listen(net, AnyLike(ip));
    listener->SetAttribute("RcvBufSize", UintegerValue(2000));
    const auto client = Connect(net, ip);
    const auto server = GetAccepted(net);
    net.LeaveReceived(server);
    Send(net, client, 9000);
    net.Say("available " + std::to_string(server->GetRxAvailable()));
    for (int i = 0; i < 8; ++i)
    {
        net.Fetch(server);
        Simulator::Stop(Seconds(20)); // time to probe the window
        Simulator::Run();
    }
}

void
SeeWindow(std::string path, uint32_t from, uint32_t to)
{
    g_seen += path + " " + std::to_string(from) + ">" + std::to_string(to) + "\n";
}

void
SeeState(TcpSocket::TcpStates_t from, TcpSocket::TcpStates_t to)
{
    g_seen += std::string(TcpSocket::TcpStateName[from]) + ">" + TcpSocket::TcpStateName[to] + "\n";
}

void
SeeSegment(Ptr<const Packet> packet, const TcpHeader&, Ptr<const TcpSocketBase>)
{
    g_seen += "segment of " + std::to_string(packet->GetSize()) + "\n";
}

void
TraceSources(HostPair& net, const std::string& ip)
{
    g_seen.clear();
    Listen(net, AnyLike(ip));
    const auto client = net.Make(0, "Tcp", "client");
    client->TraceConnectWithoutContext("State", MakeCallback(&SeeState));
    client->TraceConnectWithoutContext("Tx", MakeCallback(&SeeSegment));
    client->TraceConnectWithoutContext("Rx", MakeCallback(&SeeSegment));
    for (const char* name : {"CongestionWindow", "SlowStartThreshold", "RWND", "BytesInFlight"})
    {
        net.Say(client->TraceConnect(name, name, MakeCallback(&SeeWindow)) ? name : "no trace");
    }
    client->Connect(To(ip, PORT));
    net.Wait();
    Send(net, client, 20000);
    client->Close();
    net.Wait();
    net.Say(g_seen);
}

// As scripts do it: by paths over the sockets of a protocol, and by default values.
void
Paths(HostPair& net, const std::string& ip)
{
    g_seen.clear();
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(300));
    Config::SetDefault("ns3::TcpSocketBase::Sack", BooleanValue(false));
    Config::Set("/NodeList/0/$ns3::TcpL4Protocol/SocketType", StringValue("ns3::TcpVegas"));
    Listen(net, AnyLike(ip));
    const auto client = net.Make(0, "Tcp", "client");
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(536));
    Config::SetDefault("ns3::TcpSocketBase::Sack", BooleanValue(true));
    UintegerValue size;
    client->GetAttribute("SegmentSize", size);
    BooleanValue sack;
    client->GetAttribute("Sack", sack);
    net.Say("size " + std::to_string(size.Get()) + " sack " + std::to_string(sack.Get()));
    client->Connect(To(ip, PORT));
    net.Wait();
    Config::Connect("/NodeList/*/$ns3::TcpL4Protocol/SocketList/*/CongestionWindow",
                    MakeCallback(&SeeWindow));
    Config::Connect("/NodeList/*/$ns3::TcpL4Protocol/SocketList/*/$ns3::TcpSocketBase/RWND",
                    MakeCallback(&SeeWindow));
    Config::Set("/NodeList/0/$ns3::TcpL4Protocol/SocketList/*/DelAckCount", UintegerValue(1));
    Send(net, client, 5000);
    net.Say(g_seen);
    net.Say("sockets " +
            std::to_string(
                Config::LookupMatches("/NodeList/*/$ns3::TcpL4Protocol/SocketList/*").GetN()));
}

void
Options(HostPair& net, const std::string& ip)
{
    net.WatchHeaders(0);
    net.WatchHeaders(1);
    const auto listener = Listen(net, AnyLike(ip));
    listener->SetIpTos(0x10);
    const auto client = net.Make(0, "Tcp", "client");
    client->SetIpTos(0x28);
    client->SetIpv6Tclass(0x48);
    client->SetIpTtl(9);
    client->SetIpv6HopLimit(8);
    client->SetPriority(5);
    client->Connect(To(ip, PORT));
    net.Wait();
    Send(net, client, 100);
}

// As in ns-3's test of the callback for sent data.
void
SentData(HostPair& net, const std::string& ip)
{
    Listen(net, AnyLike(ip));
    const auto client = Connect(net, ip);
    for (const uint32_t size : {1, 536, 537, 3000})
    {
        Send(net, client, size);
    }
}

void
ConnectToItself(HostPair& net, const char* ip)
{
    net.Say(ip);
    const auto listener = Listen(net, AnyLike(ip));
    const auto client = net.Make(1, "Tcp", "client");
    net.Returned("Connect", client, client->Connect(To(ip, PORT)));
    net.Wait();
    net.SayNames(client);
    Send(net, client, 2000);
    if (const auto server = net.Find("accepted"))
    {
        Send(net, server, 2000);
        server->Close();
    }
    client->Close();
    listener->Close();
    Simulator::Stop(Seconds(300)); // until all timers are done
    Simulator::Run();
    net.Forget();
}

void
OneNode(HostPair& net)
{
    for (const char* ip : {"127.0.0.1", "10.0.1.2", "2001:db8:1::2", "::ffff:127.0.0.1"})
    {
        ConnectToItself(net, ip);
    }
}

void
Loopback(HostPair& net)
{
    ConnectToItself(net, "::1");
}

uint32_t g_received; //!< octets of a socket that nobody holds

void
CountReceived(Ptr<Socket> socket)
{
    while (const auto packet = socket->Recv())
    {
        if (packet->GetSize() == 0)
        {
            socket->Close();
            break;
        }
        g_received += packet->GetSize();
    }
}

void
AcceptAndLetGo(Ptr<Socket> socket, const Address&)
{
    socket->SetRecvCallback(MakeCallback(&CountReceived));
}

void
SendAndLetGo(Ptr<Socket> socket)
{
    socket->Send(Create<Packet>(1000));
    socket->Close();
}

// ns-3 keeps a socket until it is closed: an application may let go of it.
void
LetGo(HostPair& net)
{
    g_received = 0;
    const auto factory = TypeId::LookupByName("ns3::TcpSocketFactory");
    {
        const auto listener = Socket::CreateSocket(net.GetNode(1), factory);
        listener->Bind(To("::", PORT));
        listener->Listen();
        listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                    MakeCallback(&AcceptAndLetGo));
    }
    for (const char* ip : SERVERS)
    {
        const auto client = Socket::CreateSocket(net.GetNode(0), factory);
        client->SetConnectCallback(MakeCallback(&SendAndLetGo),
                                   MakeNullCallback<void, Ptr<Socket>>());
        client->Connect(To(ip, PORT));
    }
    net.Wait();
    net.Say("received " + std::to_string(g_received));
}

// What holds a socket may close it later than the simulation ends.
void
AfterTheEnd(HostPair& net)
{
    Listen(net, "::");
    Connect(net, "2001:db8:1::2");
    net.Make(0, "Tcp", "idle");
    Simulator::Destroy();
    for (const char* name : {"idle", "client", "accepted", "listener"})
    {
        const auto socket = net.Find(name);
        net.Say("available " + std::to_string(socket->GetRxAvailable()));
        net.Say(socket->Recv() ? "a packet" : "no packet");
    }
}

class StockTcpSuite : public TestSuite
{
  public:
    StockTcpSuite()
        : TestSuite("pvd-stock-tcp", Type::SYSTEM)
    {
        const auto add =
            [this](const char* name, SameAsStock::Scenario scenario, const char* mark) {
                AddTestCase(new SameAsStock(name, scenario, mark));
            };
        add("a transfer differs", &OverAll<&Transfer>, "accepted got 200");
        add("an error is another one", &OverAll<&Errors>, "Bind=-1 error 13");
        add("two connections are mixed", &OverAll<&TwoConnections>, "accepted+ got 22");
        add("a listener hears another device", &OverAll<&ListenerOnDevice>, "second connected");
        add("a full send buffer differs", &OverAll<&FullSendBuffer>, "remains 0");
        add("a full receive buffer differs", &OverAll<&FullReceiveBuffer>, "accepted got ");
        add("a trace source is silent", &OverAll<&TraceSources>, "CongestionWindow");
        add("a path finds no socket", &OverAll<&Paths>, "size 300 sack 0");
        add("an option is not sent",
            &OverAll<&Options>,
            "link 1: to 2001:db8:1::2 tclass 72 hoplimit 8");
        add("sent data is not told", &OverAll<&SentData>, "client sent 1");
        add("sockets of one node do not meet", &OneNode, "accepted got ");
        AddTestCase(new SameLoopbackAsStock("pvd-stock-tcp",
                                            "sockets of one node do not meet at ::1",
                                            &Loopback,
                                            "listener asked by ::1"));
        add("a socket that was let go of is gone", &LetGo, "received 3000");
        add("a socket cannot be asked after the end", &AfterTheEnd, "no packet");
    }
};

StockTcpSuite g_stockTcpSuite; ///< registers itself

} // namespace
