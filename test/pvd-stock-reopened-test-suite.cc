/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-host-pair.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <iostream>

using namespace ns3;
using namespace ns3::pvdtest;

// Up to ns-3.37 a UDP socket that was closed sends and receives nothing any more; from 3.38 it does
// once it is bound again. What the release in use does is what the PvD-aware hosts have to do.

namespace
{

constexpr uint16_t PORT = 8300;

/// Up to ns-3.37 a closed UDP socket of ns-3 stops the program when it is bound again, in builds
/// with asserts. The header came with 3.38.
#if defined(NS3_ASSERT_ENABLE) && !__has_include("ns3/warnings.h")
constexpr bool CAN_BIND_AGAIN = false;
#else
constexpr bool CAN_BIND_AGAIN = true;
#endif

/// In builds with asserts every ns-3 stops the program when a socket that keeps its port, as one
/// does that was shut down before it was closed, is bound again.
#ifdef NS3_ASSERT_ENABLE
constexpr bool CAN_BIND_AFTER_SHUTDOWN = false;
#else
constexpr bool CAN_BIND_AFTER_SHUTDOWN = true;
#endif

/// \return any address of the same family
Address
AnyLike(const std::string& ip, uint16_t port)
{
    return To(ip.find(':') == std::string::npos ? "0.0.0.0" : "::", port);
}

/// \return the port of a socket
uint16_t
GetPort(const Ptr<Socket>& socket)
{
    Address name;
    socket->GetSockName(name);
    return InetSocketAddress::IsMatchingType(name)
               ? InetSocketAddress::ConvertFrom(name).GetPort()
               : Inet6SocketAddress::ConvertFrom(name).GetPort();
}

/// Send 10 octets to an address.
void
Send(HostPair& net, const Ptr<Socket>& socket, const Address& to)
{
    net.Returned("SendTo " + ToText(to), socket, socket->SendTo(Create<Packet>(10), 0, to));
    net.Wait();
}

/// Send 10 octets to the peer.
void
Send(HostPair& net, const Ptr<Socket>& socket)
{
    net.Returned("Send", socket, socket->Send(Create<Packet>(10)));
    net.Wait();
}

/// The same for both families.
template <void (*Scenario)(HostPair& net, const std::string& own, const std::string& peer)>
void
OverBoth(HostPair& net)
{
    Scenario(net, "10.0.1.1", "10.0.1.2");
    Scenario(net, "2001:db8:1::1", "2001:db8:1::2");
}

void
UdpBoundAgain(HostPair& net, const std::string& own, const std::string& peer)
{
    const auto sender = net.Make(0, "Udp", "sender");
    const auto receiver = net.Make(1, "Udp", "receiver");
    for (const auto& local : {To(peer, PORT), AnyLike(peer, PORT + 1), To(peer, PORT + 2)})
    {
        const uint16_t port = InetSocketAddress::IsMatchingType(local)
                                  ? InetSocketAddress::ConvertFrom(local).GetPort()
                                  : Inet6SocketAddress::ConvertFrom(local).GetPort();
        net.Returned("Bind again", receiver, receiver->Bind(local));
        net.SayNames(receiver);
        Send(net, sender, To(peer, port));
        Send(net, receiver, To(own, GetPort(sender)));
        net.Returned("Close", receiver, receiver->Close());
        Send(net, sender, To(peer, port));
        net.SayNames(receiver);
    }
}

void
UdpSendsAgain(HostPair& net, const std::string& own, const std::string& peer)
{
    const auto receiver = net.Make(1, "Udp", "receiver");
    receiver->Bind(To(peer, PORT));
    const auto closed = net.Make(0, "Udp", "closed");
    closed->SetPriority(4);
    Send(net, closed, To(peer, PORT));
    net.Returned("Close", closed, closed->Close());
    // Without a port it gets one, and what answers reaches it or does not.
    Send(net, closed, To(peer, PORT));
    closed->SetPriority(0);
    Send(net, closed, To(peer, PORT));
    net.SayNames(closed);
    Send(net, receiver, To(own, PORT + 5));
    net.Returned("Close", closed, closed->Close());
    net.Returned("Connect", closed, closed->Connect(To(peer, PORT)));
    Send(net, closed);
    net.SayNames(closed);
    Send(net, receiver, To(own, GetPort(closed)));
    net.Returned("Listen", closed, closed->Listen());
    net.Returned("ShutdownSend", closed, closed->ShutdownSend());
    Send(net, closed);
    net.Returned("Close", closed, closed->Close());
    Send(net, closed);
    receiver->Close();
}

void
UdpClosedWhileConnected(HostPair& net, const std::string& own, const std::string& peer)
{
    const auto receiver = net.Make(1, "Udp", "receiver");
    receiver->Bind(To(peer, PORT));
    const auto socket = net.Make(0, "Udp", "connected");
    net.Returned("Bind", socket, socket->Bind(To(own, PORT)));
    net.Returned("Connect", socket, socket->Connect(To(peer, PORT)));
    Send(net, socket);
    net.Returned("Close", socket, socket->Close());
    net.SayNames(socket);
    const auto next = net.Make(0, "Udp", "next");
    net.Returned("Bind", next, next->Bind(To(own, PORT)));
    Send(net, receiver, To(own, PORT));
    net.Returned("Bind again", socket, socket->Bind(AnyLike(own, PORT + 1)));
    Send(net, socket);
    Send(net, receiver, To(own, PORT + 1));
    net.SayNames(socket);
    next->Close();
    socket->Close();
    receiver->Close();
}

void
UdpShutDown(HostPair& net, const std::string&, const std::string& peer)
{
    const auto sender = net.Make(0, "Udp", "sender");
    const auto receiver = net.Make(1, "Udp", "receiver");
    net.Returned("ShutdownRecv", receiver, receiver->ShutdownRecv());
    net.Returned("Bind again", receiver, receiver->Bind(AnyLike(peer, PORT)));
    Send(net, sender, To(peer, PORT));
    net.Returned("ShutdownRecv", receiver, receiver->ShutdownRecv());
    Send(net, sender, To(peer, PORT));
    net.Returned("ShutdownSend", sender, sender->ShutdownSend());
    net.Returned("Bind again", sender, sender->Bind(AnyLike(peer, PORT + 1)));
    Send(net, sender, To(peer, PORT));
    receiver->Close();
}

void
UdpOptionsAgain(HostPair& net, const std::string&, const std::string& peer)
{
    const auto sender = net.Make(0, "Udp", "sender");
    const auto receiver = net.Make(1, "Udp", "receiver");
    receiver->Bind(To(peer, PORT));
    receiver->Close();
    net.Returned("Bind again", receiver, receiver->Bind(To(peer, PORT)));
    for (const bool flag : {true, false})
    {
        receiver->SetRecvPktInfo(flag);
        receiver->SetIpRecvTtl(flag);
        receiver->SetIpv6RecvHopLimit(flag);
        Send(net, sender, To(peer, PORT));
    }
    receiver->Close();
}

uint32_t g_received; //!< by a socket that nobody holds

void
CountReceived(Ptr<Socket>)
{
    ++g_received;
}

void
UdpLetGoAgain(HostPair& net, const std::string&, const std::string& peer)
{
    g_received = 0;
    {
        const auto factory = TypeId::LookupByName("ns3::UdpSocketFactory");
        const auto receiver = Socket::CreateSocket(net.GetNode(1), factory);
        receiver->Bind(To(peer, PORT));
        receiver->Close();
        net.Returned("Bind again", receiver, receiver->Bind(To(peer, PORT)));
        receiver->SetRecvCallback(MakeCallback(&CountReceived));
    }
    Send(net, net.Make(0, "Udp", "sender"), To(peer, PORT));
    net.Say("received " + std::to_string(g_received));
}

void
TcpAgain(HostPair& net, const std::string&, const std::string& peer)
{
    const auto listener = net.Make(1, "Tcp", "listener");
    const auto client = net.Make(0, "Tcp", "client");
    for (const uint16_t port : {PORT, uint16_t(PORT + 1)})
    {
        net.Returned("Bind again", listener, listener->Bind(AnyLike(peer, port)));
        net.Returned("Listen", listener, listener->Listen());
        net.Returned("Connect", client, client->Connect(To(peer, port)));
        net.Wait();
        Send(net, client);
        net.SayNames(client);
        net.Returned("Close", client, client->Close());
        net.Returned("Close", listener, listener->Close());
        net.Wait();
        Send(net, client);
        for (std::string name = "accepted"; net.Find(name); name += "+")
        {
            net.Returned("Close", net.Find(name), net.Find(name)->Close());
        }
        Simulator::Stop(Seconds(300)); // the old connection is over
        Simulator::Run();
        net.SayNames(client);
        net.SayNames(listener);
    }
    net.Forget();
}

void
RawAgain(HostPair& net)
{
    const auto make = [&net](uint32_t host, const std::string& name) {
        const auto socket = net.Make(host, "Ipv6Raw", name);
        socket->SetAttribute("Protocol", UintegerValue(17));
        return socket;
    };
    const auto sender = make(0, "sender");
    const auto receiver = make(1, "receiver");
    // Up to ns-3.36 a raw socket does not report that it is connected.
    receiver->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                                 MakeNullCallback<void, Ptr<Socket>>());
    for (const char* own : {"2001:db8:1::2", "::", "2001:db8:1::2"})
    {
        net.Returned("Bind again", receiver, receiver->Bind(To(own, 0)));
        Send(net, sender, To("2001:db8:1::2", 0));
        Send(net, sender, To("2001:db8:2::2", 0));
        net.Returned("Close", receiver, receiver->Close());
        Send(net, sender, To("2001:db8:1::2", 0));
        net.Returned("Connect", receiver, receiver->Connect(To("2001:db8:1::1", 0)));
        Send(net, receiver);
        net.SayNames(receiver);
    }
}

/// Says that UDP is not tested.
class Skipped : public TestCase
{
  public:
    Skipped()
        : TestCase("UDP is skipped")
    {
    }

  private:
    void DoRun() override
    {
        std::cout << "pvd-stock-reopened: UDP is skipped, since this ns-3 asserts that a closed "
                     "socket is not bound again\n";
    }
};

/// Add the scenarios of UDP. \param add takes name, scenario and what the log of it holds
template <typename Function>
void
AddUdp(Function add)
{
    add("closed UDP socket bound again receives as that of ns-3",
        &OverBoth<&UdpBoundAgain>,
        "Bind again=0");
    add("closed UDP socket sends as that of ns-3", &OverBoth<&UdpSendsAgain>, "closed sent 10");
    add("closed connected UDP socket bound again is as that of ns-3",
        &OverBoth<&UdpClosedWhileConnected>,
        "Bind again=0");
    if (CAN_BIND_AFTER_SHUTDOWN)
    {
        add("UDP socket bound after a shutdown is as that of ns-3",
            &OverBoth<&UdpShutDown>,
            "Bind again=0");
    }
    add("options of a closed UDP socket bound again are as those of ns-3",
        &OverBoth<&UdpOptionsAgain>,
        "Bind again=0");
    add("closed UDP socket bound again and let go of lives as that of ns-3",
        &OverBoth<&UdpLetGoAgain>,
        "Bind again=0");
}

class StockReopenedSuite : public TestSuite
{
  public:
    StockReopenedSuite()
        : TestSuite("pvd-stock-reopened", Type::SYSTEM)
    {
        const auto add =
            [this](const char* name, SameAsStock::Scenario scenario, const char* mark) {
                AddTestCase(new SameAsStock(name, scenario, mark));
            };
        if (CAN_BIND_AGAIN)
        {
            AddUdp(add);
        }
        else
        {
            AddTestCase(new Skipped);
        }
        add("closed TCP socket connects and listens again as that of ns-3",
            &OverBoth<&TcpAgain>,
            "accepted got 10");
        add("closed raw socket bound again is as that of ns-3", &RawAgain, "Bind again=0");
    }
};

StockReopenedSuite g_stockReopenedSuite; ///< registers itself

} // namespace
