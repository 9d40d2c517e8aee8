/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-host-pair.h"

#include "ns3/boolean.h"
#include "ns3/global-value.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/test.h"
#include "ns3/udp-socket.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint16_t PORT = 8300;

/// Send some octets.
void
Send(HostPair& net, const Ptr<Socket>& socket, const Address& to, uint32_t size = 10)
{
    net.Returned("SendTo " + ToText(to), socket, socket->SendTo(Create<Packet>(size), 0, to));
    net.Wait();
}

/// Send some octets to PORT.
void
Send(HostPair& net, const Ptr<Socket>& socket, const std::string& to, uint32_t size = 10)
{
    Send(net, socket, To(to, PORT), size);
}

/// \return a socket with a local address
Ptr<Socket>
MakeBound(HostPair& net, uint32_t host, const std::string& name, const std::string& ip)
{
    const auto socket = net.Make(host, "Udp", name);
    net.Returned("Bind " + name, socket, socket->Bind(To(ip, PORT)));
    return socket;
}

// As in ns-3's test of UDP over IPv4: unicast, broadcasts, several receivers.
void
DeliveryIpv4(HostPair& net)
{
    MakeBound(net, 1, "first", "10.0.1.2");
    for (const uint32_t link : {1, 2})
    {
        const auto socket = net.Make(1, "Udp", "on link " + std::to_string(link));
        socket->BindToNetDevice(net.GetDevice(1, link));
        net.Returned("Bind", socket, socket->Bind(To("0.0.0.0", PORT)));
    }
    const auto sender = net.Make(0, "Udp", "sender");
    for (const bool allow : {false, true})
    {
        net.Returned("Allow", sender, sender->SetAllowBroadcast(allow));
        net.Say("allowed " + std::to_string(sender->GetAllowBroadcast()));
        for (const char* to : {"10.0.1.2", "10.0.2.2", "10.0.1.255", "255.255.255.255"})
        {
            Send(net, sender, to);
        }
    }
    net.SayNames(sender);
    sender->BindToNetDevice(net.GetDevice(0, 2));
    Send(net, sender, "255.255.255.255");
    Send(net, sender, "10.9.9.9");
}

// As in ns-3's test of UDP over IPv6.
void
DeliveryIpv6(HostPair& net)
{
    MakeBound(net, 1, "first", "2001:db8:1::2");
    for (const uint32_t link : {1, 2})
    {
        const auto socket = net.Make(1, "Udp", "on link " + std::to_string(link));
        socket->BindToNetDevice(net.GetDevice(1, link));
        net.Returned("Bind", socket, socket->Bind(To("::", PORT)));
    }
    const auto sender = net.Make(0, "Udp", "sender");
    for (const char* to : {"2001:db8:1::2", "2001:db8:2::2"})
    {
        Send(net, sender, to);
    }
    net.SayNames(sender);
    sender->BindToNetDevice(net.GetDevice(0, 2));
    Send(net, sender, "2001:db8:2::2");
    Send(net, sender, "ff02::1");
    net.Find("on link 1")->Close();
    net.Find("on link 2")->BindToNetDevice(net.GetDevice(1, 1));
    sender->BindToNetDevice(net.GetDevice(0, 1));
    Send(net, sender, "ff02::1");
    const auto fixed = net.Make(0, "Udp", "fixed");
    fixed->Bind(To("2001:db8:1::1", 0));
    Send(net, fixed, "2001:db8:1::2");
}

void
OneNode(HostPair& net)
{
    MakeBound(net, 0, "receiver4", "0.0.0.0");
    MakeBound(net, 0, "receiver6", "::");
    for (const char* to : {"127.0.0.1", "10.0.1.1", "2001:db8:1::1"})
    {
        Send(net, net.Make(0, "Udp", std::string("to ") + to), to);
    }
}

void
Loopback(HostPair& net)
{
    MakeBound(net, 0, "receiver6", "::");
    Send(net, net.Make(0, "Udp", "to ::1"), "::1");
}

/// The first packet after an option was set has what it asks for, whatever was done before.
template <void (Socket::*Option)(bool)>
void
ReceiveOption(HostPair& net)
{
    const auto sender4 = net.Make(0, "Udp", "sender4");
    const auto sender6 = net.Make(0, "Udp", "sender6");
    const auto receiver4 = MakeBound(net, 1, "receiver4", "0.0.0.0");
    const auto receiver6 = MakeBound(net, 1, "receiver6", "::");
    const auto any4 = net.Make(1, "Udp", "any4");
    any4->Bind();
    const auto any6 = net.Make(1, "Udp", "any6");
    any6->Bind6();
    for (const bool flag : {true, false})
    {
        for (const auto& socket : {receiver4, receiver6, any4, any6, sender4, sender6})
        {
            ((*socket).*Option)(flag);
        }
        Send(net, sender4, "10.0.1.2");
        Send(net, sender6, "2001:db8:1::2");
        Address name;
        any4->GetSockName(name);
        Send(net, sender4, To("10.0.1.2", InetSocketAddress::ConvertFrom(name).GetPort()));
        any6->GetSockName(name);
        Send(net, sender6, To("2001:db8:1::2", Inet6SocketAddress::ConvertFrom(name).GetPort()));
        // Those that have their port from sending.
        sender4->GetSockName(name);
        Send(net, receiver4, To("10.0.1.1", InetSocketAddress::ConvertFrom(name).GetPort()));
        sender6->GetSockName(name);
        Send(net, receiver6, To("2001:db8:1::1", Inet6SocketAddress::ConvertFrom(name).GetPort()));
    }
}

void
Errors(HostPair& net)
{
    for (const char* to : {"10.0.1.2", "2001:db8:1::2"})
    {
        const auto socket = net.Make(0, "Udp", "sender");
        net.SayNames(socket);
        net.Returned("Send", socket, socket->Send(Create<Packet>(10)));
        net.Returned("Listen", socket, socket->Listen());
        Send(net, socket, to, 65507);
        Send(net, socket, to, 65508);
        net.Say("space " + std::to_string(socket->GetTxAvailable()));
        net.Returned("Connect", socket, socket->Connect(To(to, PORT)));
        net.Returned("Send", socket, socket->Send(Create<Packet>(65508)));
        net.Returned("ShutdownSend", socket, socket->ShutdownSend());
        net.Returned("Send", socket, socket->Send(Create<Packet>(10)));
        Send(net, socket, to);
        net.Returned("Close", socket, socket->Close());
        net.Returned("Close", socket, socket->Close());
        net.SayNames(socket);
        const auto first = net.Make(0, "Udp", "first");
        const auto second = net.Make(0, "Udp", "second");
        const auto own = To(to[0] == '1' ? "0.0.0.0" : "::", PORT);
        net.Returned("Bind", first, first->Bind(own));
        net.Returned("Bind", second, second->Bind(own));
        net.SayNames(first);
        first->Close();
        net.Returned("Bind", second, second->Bind(own));
    }
    const auto socket = net.Make(0, "Udp", "other");
    net.Returned("Bind", socket, socket->Bind(Address()));
    net.Returned("Connect", socket, socket->Connect(Address()));
    net.Returned("SendTo", socket, socket->SendTo(Create<Packet>(10), 0, Address()));
    net.Say("type " + std::to_string(socket->GetSocketType()));
}

void
ShutdownRecv(HostPair& net)
{
    const auto sender = net.Make(0, "Udp", "sender");
    for (const char* to : {"10.0.1.2", "2001:db8:1::2"})
    {
        const auto receiver = MakeBound(net, 1, "receiver", to);
        Send(net, sender, to);
        net.Returned("ShutdownRecv", receiver, receiver->ShutdownRecv());
        Send(net, sender, to);
        net.Returned("ShutdownSend", receiver, receiver->ShutdownSend());
        net.Returned("Close", receiver, receiver->Close());
        const auto next = net.Make(1, "Udp", "next");
        net.Returned("Bind", next, next->Bind(To(to, PORT)));
        Send(net, sender, to);
        const auto closed = net.Make(1, "Udp", "closed");
        closed->Bind(To(to, PORT + 1));
        net.Returned("Close", closed, closed->Close());
        Send(net, sender, To(to, PORT + 1));
        const auto deaf = net.Make(1, "Udp", "deaf");
        deaf->ShutdownRecv();
        deaf->Bind(To(to, PORT + 2));
        Send(net, sender, To(to, PORT + 2));
    }
}

void
Mapped(HostPair& net)
{
    const auto receiver = MakeBound(net, 1, "receiver", "::");
    const auto sender4 = net.Make(0, "Udp", "sender4");
    Send(net, sender4, "10.0.1.2");
    const auto sender6 = net.Make(0, "Udp", "sender6");
    Send(net, sender6, "::ffff:10.0.1.2");
    sender6->Connect(To("::ffff:10.0.1.2", PORT));
    net.SayNames(sender6);
    net.Returned("Send", sender6, sender6->Send(Create<Packet>(10)));
    net.Wait();
    Address name;
    sender4->GetSockName(name);
    const uint16_t port = InetSocketAddress::ConvertFrom(name).GetPort();
    Send(net, receiver, To("::ffff:10.0.1.1", port));
    Send(net, receiver, To("10.0.1.1", port));
    net.SayNames(receiver);
    // One socket, both protocols.
    Send(net, sender6, "2001:db8:1::2");
    Send(net, sender4, "2001:db8:1::2");
}

/// A checksum over addresses of IPv4 is one over those as they are called in IPv6.
void
MappedWithChecksum(HostPair& net)
{
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    MakeBound(net, 1, "receiver", "::");
    const auto sender = net.Make(0, "Udp", "sender");
    Send(net, sender, "10.0.1.2");
    Send(net, sender, "2001:db8:1::2");
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(false));
}

void
Multicast(HostPair& net)
{
    const auto sender = net.Make(0, "Udp", "sender");
    sender->BindToNetDevice(net.GetDevice(0, 1));
    const auto joined = MakeBound(net, 1, "joined", "::");
    joined->Ipv6JoinGroup(Ipv6Address("ff02::1234"));
    Send(net, sender, "ff02::1234");
    joined->Ipv6LeaveGroup();
    Send(net, sender, "ff02::1234");
    joined->Close();
    const auto group = MakeBound(net, 1, "group", "ff02::4321");
    Send(net, sender, "ff02::4321");
    group->BindToNetDevice(net.GetDevice(1, 2));
    Send(net, sender, "ff02::4321");
    group->BindToNetDevice(net.GetDevice(1, 1));
    Send(net, sender, "ff02::4321");
    const auto address = To("2001:db8:1::1", PORT);
    const auto udp = DynamicCast<UdpSocket>(group);
    net.Say("join " + std::to_string(udp->MulticastJoinGroup(1, address)));
    net.Say("leave " + std::to_string(udp->MulticastLeaveGroup(1, address)));
    net.Returned("Close", group, group->Close());
    Send(net, sender, "ff02::4321");
}

uint32_t g_received; //!< by a socket that nobody holds

void
CountReceived(Ptr<Socket>)
{
    ++g_received;
}

// ns-3 keeps a socket until it is closed: an application may let go of it.
void
LetGo(HostPair& net)
{
    g_received = 0;
    const auto factory = TypeId::LookupByName("ns3::UdpSocketFactory");
    for (const char* to : {"10.0.1.2", "2001:db8:1::2"})
    {
        const auto receiver = Socket::CreateSocket(net.GetNode(1), factory);
        receiver->Bind(To(to, PORT));
        receiver->SetRecvCallback(MakeCallback(&CountReceived));
    }
    const auto sender = net.Make(0, "Udp", "sender");
    Send(net, sender, "10.0.1.2");
    Send(net, sender, "2001:db8:1::2");
    net.Say("received " + std::to_string(g_received));
}

void
CloseOnReceipt(Ptr<Socket> socket)
{
    ++g_received;
    socket->Close();
}

void
ClosedInCallback(HostPair& net)
{
    g_received = 0;
    const auto factory = TypeId::LookupByName("ns3::UdpSocketFactory");
    for (const char* to : {"10.0.1.2", "2001:db8:1::2"})
    {
        const auto receiver = Socket::CreateSocket(net.GetNode(1), factory);
        receiver->Bind(To(to, PORT));
        receiver->SetRecvCallback(MakeCallback(&CloseOnReceipt));
    }
    const auto sender = net.Make(0, "Udp", "sender");
    for (const char* to : {"10.0.1.2", "10.0.1.2", "2001:db8:1::2", "2001:db8:1::2"})
    {
        Send(net, sender, to);
    }
    net.Say("received " + std::to_string(g_received));
}

// What holds a socket may close it later than the simulation ends.
void
AfterTheEnd(HostPair& net)
{
    const auto idle = net.Make(0, "Udp", "idle");
    const auto four = MakeBound(net, 0, "four", "10.0.1.1");
    const auto six = MakeBound(net, 0, "six", "2001:db8:1::1");
    Simulator::Destroy();
    for (const auto& socket : {idle, four, six})
    {
        net.Say("available " + std::to_string(socket->GetRxAvailable()));
        net.Say("space " + std::to_string(socket->GetTxAvailable()));
        net.Say(socket->Recv() ? "a packet" : "no packet");
        net.Returned("ShutdownSend", socket, socket->ShutdownSend());
        net.Returned("Close", socket, socket->Close());
        net.Returned("Close", socket, socket->Close());
    }
}

/// A port that one socket has, which does not take all that comes to it.
void
LoneReceiver(HostPair& net)
{
    const auto device = net.Make(1, "Udp", "device");
    device->BindToNetDevice(net.GetDevice(1, 2));
    device->Bind(To("::", PORT));
    const auto sender = net.Make(0, "Udp", "sender");
    Send(net, sender, "2001:db8:1::2");
    Send(net, sender, "2001:db8:2::2");
    device->Close();
    MakeBound(net, 1, "address", "2001:db8:2::2");
    Send(net, sender, "2001:db8:1::2");
    Send(net, sender, "2001:db8:2::2");
    const auto connected = net.Make(1, "Udp", "connected");
    connected->Bind(To("2001:db8:1::2", PORT + 1));
    net.Returned("Connect", connected, connected->Connect(To("2001:db8:1::1", PORT + 7)));
    Send(net, sender, To("2001:db8:1::2", PORT + 1));
}

class StockUdpSuite : public TestSuite
{
  public:
    StockUdpSuite()
        : TestSuite("pvd-stock-udp", Type::SYSTEM)
    {
        const auto add =
            [this](const char* name, SameAsStock::Scenario scenario, const char* mark) {
                AddTestCase(new SameAsStock(name, scenario, mark));
            };
        add("UDP over IPv4 gets elsewhere", &DeliveryIpv4, "on link 2 got 10");
        add("UDP over IPv6 gets elsewhere", &DeliveryIpv6, "on link 2 got 10");
        add("sockets of one node do not meet", &OneNode, "receiver6 got 10 from 2001:db8:1::1");
        AddTestCase(new SameLoopbackAsStock("pvd-stock-udp",
                                            "sockets of one node do not meet at ::1",
                                            &Loopback,
                                            "receiver6 got 10 from ::1"));
        add("who alone has a port gets what is not for it", &LoneReceiver, "address got 10");
        add("packet information does not come",
            &ReceiveOption<&Socket::SetRecvPktInfo>,
            "sender4 got 10 from 10.0.1.2:8300 if4=");
        add("the TOS does not come", &ReceiveOption<&Socket::SetIpRecvTos>, "any4 got 10 from ");
        add("the TTL does not come", &ReceiveOption<&Socket::SetIpRecvTtl>, "any4 got 10 from ");
        add("the traffic class does not come",
            &ReceiveOption<&Socket::SetIpv6RecvTclass>,
            "sender6 got 10 from 2001:db8:1::2:8300 tclass=0");
        add("the hop limit does not come",
            &ReceiveOption<&Socket::SetIpv6RecvHopLimit>,
            "sender6 got 10 from 2001:db8:1::2:8300 hoplimit=64");
        add("an error is another one", &Errors, "Send=-1 error 2");
        add("a socket that was shut down receives", &ShutdownRecv, "Close=-1 error ");
        add("IPv4-mapped addresses differ", &Mapped, "receiver got 10 from ::ffff:10.0.1.1");
        add("a right checksum is taken for a wrong one",
            &MappedWithChecksum,
            "receiver got 10 from ::ffff:10.0.1.1");
        add("a socket is not in its group", &Multicast, "joined got 10");
        add("a socket that was let go of is gone", &LetGo, "received 2");
        add("a socket cannot be closed when it receives", &ClosedInCallback, "received 2");
        add("a socket cannot be closed after the end", &AfterTheEnd, "Close=0");
    }
};

StockUdpSuite g_stockUdpSuite; ///< registers itself

} // namespace
