/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-host-pair.h"

#include "ns3/callback.h"
#include "ns3/config.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <sstream>
#include <sys/socket.h>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint16_t PORT = 8300;

HostPair* g_net; //!< of the scenario that runs

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

void
DropTraced(Ptr<const Packet> packet)
{
    g_net->Say("dropped " + std::to_string(packet->GetSize()));
}

void
DropTracedByPath(std::string path, Ptr<const Packet> packet)
{
    g_net->Say(path + " dropped " + std::to_string(packet->GetSize()));
}

void
FullBuffer(HostPair& net)
{
    g_net = &net;
    const auto sender4 = net.Make(0, "Udp", "sender4");
    const auto sender6 = net.Make(0, "Udp", "sender6");
    const auto four = MakeBound(net, 1, "receiver4", "0.0.0.0");
    const auto six = MakeBound(net, 1, "receiver6", "::");
    for (const auto& socket : {four, six})
    {
        net.LeaveReceived(socket);
        socket->SetAttribute("RcvBufSize", UintegerValue(25));
        net.Say(socket->TraceConnectWithoutContext("Drop", MakeCallback(&DropTraced)) ? "traced"
                                                                                      : "no trace");
    }
    for (int i = 0; i < 4; ++i)
    {
        Send(net, sender4, "10.0.1.2");
        Send(net, sender6, "2001:db8:1::2");
    }
    for (const auto& socket : {four, six})
    {
        net.Say("available " + std::to_string(socket->GetRxAvailable()));
        Address from;
        net.Say(socket->RecvFrom(5, 0, from) ? "a part" : "no part");
        net.Say(socket->RecvFrom(50, MSG_PEEK, from) ? "peeked" : "not peeked");
        net.Say("available " + std::to_string(socket->GetRxAvailable()));
        net.Fetch(socket);
        net.Returned("Recv", socket, socket->Recv() ? 0 : -1);
    }
}

// A socket that got its port from sending is as good as one that was bound.
void
FullBufferOfSender(HostPair& net)
{
    g_net = &net;
    for (const char* to : {"10.0.1.2", "2001:db8:1::2"})
    {
        const bool isIpv4 = to[0] == '1';
        const auto client = net.Make(0, "Udp", "client");
        client->SetAttribute("RcvBufSize", UintegerValue(5));
        client->TraceConnectWithoutContext("Drop", MakeCallback(&DropTraced));
        client->Connect(To(to, PORT));
        const auto server = MakeBound(net, 1, "server", to);
        net.Returned("Send", client, client->Send(Create<Packet>(10)));
        net.Wait();
        Address own;
        client->GetSockName(own);
        const uint16_t port = isIpv4 ? InetSocketAddress::ConvertFrom(own).GetPort()
                                     : Inet6SocketAddress::ConvertFrom(own).GetPort();
        Send(net, server, To(isIpv4 ? "10.0.1.1" : "2001:db8:1::1", port));
    }
}

// As scripts do it: by paths over the sockets of a protocol, and by default values.
void
Paths(HostPair& net)
{
    g_net = &net;
    Config::SetDefault("ns3::UdpSocket::RcvBufSize", UintegerValue(15));
    const auto receiver = MakeBound(net, 1, "receiver", "2001:db8:1::2");
    Config::SetDefault("ns3::UdpSocket::RcvBufSize", UintegerValue(131072));
    net.LeaveReceived(receiver);
    UintegerValue size;
    receiver->GetAttribute("RcvBufSize", size);
    net.Say("size " + std::to_string(size.Get()));
    const std::string path = "/NodeList/1/$ns3::UdpL4Protocol/SocketList/*/";
    net.Say("matches " + std::to_string(Config::LookupMatches(path).GetN()));
    Config::Connect(path + "Drop", MakeCallback(&DropTracedByPath));
    Config::Connect(path + "$ns3::UdpSocketImpl/Drop", MakeCallback(&DropTracedByPath));
    const auto sender = net.Make(0, "Udp", "sender");
    Send(net, sender, "2001:db8:1::2");
    Send(net, sender, "2001:db8:1::2");
    Config::Set(path + "RcvBufSize", UintegerValue(35));
    receiver->GetAttribute("RcvBufSize", size);
    net.Say("size " + std::to_string(size.Get()));
    Send(net, sender, "2001:db8:1::2");
    net.Fetch(receiver);
}

void
Icmp4(Ipv4Address from, uint8_t, uint8_t type, uint8_t code, uint32_t)
{
    std::ostringstream os;
    os << "ICMP " << +type << " " << +code << " from " << from;
    g_net->Say(os.str());
}

void
Icmp6(Ipv6Address from, uint8_t, uint8_t type, uint8_t code, uint32_t)
{
    std::ostringstream os;
    os << "ICMPv6 " << +type << " " << +code << " from " << from;
    g_net->Say(os.str());
}

// A closed port is told to who sent there, bound before, bound by sending, or connected.
void
IcmpErrors(HostPair& net)
{
    g_net = &net;
    for (const char* own : {"10.0.1.1", "2001:db8:1::1"})
    {
        const bool isIpv4 = own[0] == '1';
        for (const char* how : {"bound", "sends", "connected"})
        {
            const auto socket = net.Make(0, "Udp", how);
            socket->SetAttribute("IcmpCallback", CallbackValue(MakeCallback(&Icmp4)));
            socket->SetAttribute("IcmpCallback6", CallbackValue(MakeCallback(&Icmp6)));
            const auto to = To(isIpv4 ? "10.0.1.2" : "2001:db8:1::2", PORT);
            if (*how == 'b')
            {
                socket->Bind(To(own, 0));
            }
            if (*how == 'c')
            {
                socket->Connect(to);
            }
            net.Returned(how,
                         socket,
                         *how == 'c' ? socket->Send(Create<Packet>(10))
                                     : socket->SendTo(Create<Packet>(10), 0, to));
            net.Wait();
            socket->Close();
        }
    }
}

class StockUdpTraceSuite : public TestSuite
{
  public:
    StockUdpTraceSuite()
        : TestSuite("pvd-stock-udp-trace", Type::SYSTEM)
    {
        const auto add =
            [this](const char* name, SameAsStock::Scenario scenario, const char* mark) {
                AddTestCase(new SameAsStock(name, scenario, mark));
            };
        add("a full buffer drops differently", &FullBuffer, "dropped 10");
        add("a drop after sending is not told", &FullBufferOfSender, "dropped 10");
        add("a path finds no socket", &Paths, "size 35");
        add("an ICMP error is not told", &IcmpErrors, "ICMPv6 1 4 from 2001:db8:1::2");
    }
};

StockUdpTraceSuite g_stockUdpTraceSuite; ///< registers itself

} // namespace
