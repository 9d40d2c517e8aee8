/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-host-pair.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <sys/socket.h>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint16_t PROTOCOL = 17; // ns-3 answers those that it does not know

/// \return a raw socket
Ptr<Socket>
MakeRaw(HostPair& net, uint32_t host, const std::string& name)
{
    const auto socket = net.Make(host, "Ipv6Raw", name);
    socket->SetAttribute("Protocol", UintegerValue(PROTOCOL));
    return socket;
}

/// Send 10 octets.
void
Send(HostPair& net, const Ptr<Socket>& socket, const std::string& to)
{
    net.Returned("SendTo " + to, socket, socket->SendTo(Create<Packet>(10), 0, To(to, 0)));
    net.Wait();
}

// As in ns-3's test of raw IPv6 sockets: several receivers, one on a device.
void
Delivery(HostPair& net)
{
    const auto sender = MakeRaw(net, 0, "sender");
    const auto first = MakeRaw(net, 1, "first");
    first->Bind(To("2001:db8:1::2", 0));
    const auto second = MakeRaw(net, 1, "second");
    second->Bind(To("2001:db8:2::2", 0));
    const auto all = MakeRaw(net, 1, "all");
    const auto device = MakeRaw(net, 1, "device");
    device->BindToNetDevice(net.GetDevice(1, 2));
    Send(net, sender, "2001:db8:1::2");
    Send(net, sender, "2001:db8:2::2");
    sender->BindToNetDevice(net.GetDevice(0, 1));
    Send(net, sender, "ff02::1");
    const auto bound = MakeRaw(net, 0, "bound");
    bound->Bind(To("2001:db8:1::1", 0));
    Send(net, bound, "2001:db8:1::2");
    const auto own = MakeRaw(net, 0, "own");
    Send(net, MakeRaw(net, 0, "another"), "2001:db8:1::1");
}

void
Loopback(HostPair& net)
{
    const auto own = MakeRaw(net, 0, "own");
    Send(net, MakeRaw(net, 0, "other"), "::1");
}

void
ConnectedSocket(HostPair& net)
{
    const auto receiver = MakeRaw(net, 1, "receiver");
    const auto sender = MakeRaw(net, 0, "sender");
    // ns-3 does so from 3.37 on: see ReportsConnection.
    sender->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                               MakeNullCallback<void, Ptr<Socket>>());
    net.SayNames(sender);
    net.Returned("Connect", sender, sender->Connect(To("2001:db8:1::2", 0)));
    net.SayNames(sender);
    net.Returned("Send", sender, sender->Send(Create<Packet>(10)));
    net.Wait();
    // It takes packets of its peer only.
    Send(net, receiver, "2001:db8:1::1");
    receiver->Bind(To("2001:db8:2::2", 0));
    Send(net, receiver, "2001:db8:2::1");
    net.Returned("Connect", sender, sender->Connect(To("10.0.1.2", 0)));
    net.Returned("Bind", sender, sender->Bind(To("10.0.1.2", 0)));
    net.Returned("SendTo", sender, sender->SendTo(Create<Packet>(10), 0, To("10.0.1.2", 0)));
    net.Returned("Listen", sender, sender->Listen());
}

void
Options(HostPair& net)
{
    net.WatchHeaders(0);
    const auto sender = MakeRaw(net, 0, "sender");
    const auto receiver = MakeRaw(net, 1, "receiver");
    receiver->Bind();
    sender->SetIpv6Tclass(0x28);
    sender->SetIpv6HopLimit(7);
    sender->SetPriority(3);
    Send(net, sender, "2001:db8:1::2");
    sender->SetIpv6Tclass(-1);
    Send(net, sender, "2001:db8:1::2");
}

/// The first packet after an option was set has what it asks for.
template <void (Socket::*Option)(bool)>
void
ReceiveOption(HostPair& net)
{
    const auto sender = MakeRaw(net, 0, "sender");
    const auto receiver = MakeRaw(net, 1, "receiver");
    receiver->Bind();
    ((*receiver).*Option)(true);
    Send(net, sender, "2001:db8:1::2");
    ((*receiver).*Option)(false);
    Send(net, sender, "2001:db8:1::2");
}

void
Fetching(HostPair& net)
{
    const auto sender = MakeRaw(net, 0, "sender");
    const auto receiver = MakeRaw(net, 1, "receiver");
    net.LeaveReceived(receiver);
    net.Returned("nothing", receiver, receiver->Recv() ? 1 : 0);
    Send(net, sender, "2001:db8:1::2");
    Send(net, sender, "2001:db8:1::2");
    net.Say("available " + std::to_string(receiver->GetRxAvailable()));
    for (const auto& [size, flags] : {std::pair<uint32_t, uint32_t>(20, MSG_PEEK),
                                      std::pair<uint32_t, uint32_t>(20, 0),
                                      std::pair<uint32_t, uint32_t>(100, MSG_PEEK),
                                      std::pair<uint32_t, uint32_t>(100, 0),
                                      std::pair<uint32_t, uint32_t>(100, 0)})
    {
        Address from;
        const auto packet = receiver->RecvFrom(size, flags, from);
        net.Say("fetched " + (packet ? std::to_string(packet->GetSize()) : "nothing") +
                ToText(from));
        net.Say("available " + std::to_string(receiver->GetRxAvailable()));
    }
    uint8_t octets[64] = {};
    net.Returned("Recv", receiver, receiver->Recv(octets, sizeof(octets), 0));
}

void
Shutdown(HostPair& net)
{
    const auto sender = MakeRaw(net, 0, "sender");
    const auto receiver = MakeRaw(net, 1, "receiver");
    Send(net, sender, "2001:db8:1::2");
    net.Returned("ShutdownRecv", receiver, receiver->ShutdownRecv());
    Send(net, sender, "2001:db8:1::2");
    net.Returned("ShutdownSend", sender, sender->ShutdownSend());
    Send(net, sender, "2001:db8:1::2");
    net.Returned("Close", sender, sender->Close());
    net.Returned("Close", sender, sender->Close());
    net.Returned("Close", receiver, receiver->Close());
}

void
Closed(HostPair& net)
{
    const auto sender = MakeRaw(net, 0, "sender");
    const auto receiver = MakeRaw(net, 1, "receiver");
    net.LeaveReceived(receiver);
    Send(net, sender, "2001:db8:1::2");
    net.Returned("Close", receiver, receiver->Close());
    Send(net, sender, "2001:db8:1::2");
    net.Fetch(receiver);
}

void
Multicast(HostPair& net)
{
    const auto sender = MakeRaw(net, 0, "sender");
    sender->BindToNetDevice(net.GetDevice(0, 1));
    const auto receiver = MakeRaw(net, 1, "receiver");
    receiver->Ipv6JoinGroup(Ipv6Address("ff02::1234"));
    Send(net, sender, "ff02::1234");
    receiver->Ipv6LeaveGroup();
    Send(net, sender, "ff02::1234");
    Send(net, sender, "2001:db8:1::2");
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
    const auto factory = TypeId::LookupByName("ns3::Ipv6RawSocketFactory");
    g_received = 0;
    {
        const auto receiver = Socket::CreateSocket(net.GetNode(1), factory);
        receiver->SetAttribute("Protocol", UintegerValue(PROTOCOL));
        receiver->SetRecvCallback(MakeCallback(&CountReceived));
    }
    Send(net, MakeRaw(net, 0, "sender"), "2001:db8:1::2");
    net.Say("received " + std::to_string(g_received));
}

void
BlackHole(HostPair& net)
{
    const auto sender = MakeRaw(net, 0, "sender");
    Send(net, sender, "2001:db8:1::2");
    net.Returned("Send", sender, sender->Send(Create<Packet>(10)));
    net.Say("broadcast " + std::to_string(sender->GetAllowBroadcast()) +
            std::to_string(sender->SetAllowBroadcast(false)) +
            std::to_string(sender->SetAllowBroadcast(true)));
    net.Say("available " + std::to_string(sender->GetTxAvailable()));
    net.Say("type " + std::to_string(sender->GetSocketType()));
}

/// A raw socket of a PvD-aware host reports what becomes of Connect, on each release of ns-3.
class ReportsConnection : public TestCase
{
  public:
    ReportsConnection()
        : TestCase("raw socket reports that it is connected, or that it is not")
    {
    }

  private:
    void DoRun() override
    {
        for (const HostKind kind : {HostKind::AWARE, HostKind::BOUND})
        {
            HostPair net(kind);
            const auto socket = MakeRaw(net, 0, "socket");
            socket->Connect(To("2001:db8:1::2", 0));
            NS_TEST_EXPECT_MSG_EQ(net.GetDiary(), "socket connected\n", "not once");
            socket->Connect(Address());
            NS_TEST_EXPECT_MSG_EQ(net.GetDiary().find("socket connected\nsocket failed"),
                                  0,
                                  "not that it is not");
        }
    }
};

class StockRawSuite : public TestSuite
{
  public:
    StockRawSuite()
        : TestSuite("pvd-stock-raw", Type::SYSTEM)
    {
        const auto add =
            [this](const char* name, SameAsStock::Scenario scenario, const char* mark) {
                AddTestCase(new SameAsStock(name, scenario, mark));
            };
        add("a raw socket gets other packets", &Delivery, "device got 50");
        AddTestCase(new SameLoopbackAsStock("pvd-stock-raw",
                                            "a raw socket gets other packets to ::1",
                                            &Loopback,
                                            "own got 50 from ::1"));
        add("a connected raw socket differs", &ConnectedSocket, "receiver got 50");
        add("an option is not sent", &Options, "link 1: to 2001:db8:1::2 tclass 40 hoplimit 7");
        add("packet information comes late",
            &ReceiveOption<&Socket::SetRecvPktInfo>,
            "receiver got 50 from 2001:db8:1::1:17 if6=");
        add("the traffic class comes late",
            &ReceiveOption<&Socket::SetIpv6RecvTclass>,
            "receiver got 50 from 2001:db8:1::1:17 tclass=0");
        add("the hop limit comes late",
            &ReceiveOption<&Socket::SetIpv6RecvHopLimit>,
            "receiver got 50 from 2001:db8:1::1:17 hoplimit=64");
        add("a part of a packet is fetched differently", &Fetching, "fetched 20");
        add("a raw socket is shut down differently", &Shutdown, "ShutdownSend=0");
        add("a closed raw socket receives", &Closed, "Close=0");
        add("a raw socket is in no group", &Multicast, "receiver got 50");
        add("a socket that was let go of is gone", &LetGo, "received 1");
        add("a socket without peer differs", &BlackHole, "broadcast 101");
        AddTestCase(new ReportsConnection);
    }
};

StockRawSuite g_stockRawSuite; ///< registers itself

} // namespace
