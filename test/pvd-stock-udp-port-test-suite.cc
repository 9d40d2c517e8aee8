/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-host-pair.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint16_t PORT = 8300;

/// Send some octets.
void
Send(HostPair& net, const Ptr<Socket>& socket, const Address& to)
{
    net.Returned("SendTo " + ToText(to), socket, socket->SendTo(Create<Packet>(10), 0, to));
    net.Wait();
}

/// \return the local port over IPv6 of a socket that has none over IPv4
uint16_t
GetPort(const Ptr<Socket>& socket)
{
    Address name;
    socket->GetSockName(name);
    return Inet6SocketAddress::ConvertFrom(name).GetPort();
}

/// One socket has one port over IPv4, and another one over IPv6.
void
DifferentPorts(HostPair& net)
{
    const auto receiver = net.Make(1, "Udp", "receiver");
    net.Returned("Bind", receiver, receiver->Bind(To("::", PORT + 1)));
    net.Returned("Bind", receiver, receiver->Bind(To("0.0.0.0", PORT))); // ns-3 wants it last
    const auto sender = net.Make(0, "Udp", "sender");
    for (const char* to : {"10.0.1.2", "2001:db8:1::2"})
    {
        Send(net, sender, To(to, PORT));
        Send(net, sender, To(to, PORT + 1));
    }
    const auto other = net.Make(1, "Udp", "other");
    net.Returned("Bind", other, other->Bind(To("2001:db8:1::2", PORT)));
    Send(net, sender, To("2001:db8:1::2", PORT));
}

/// One socket has the same port over both.
void
SamePort(HostPair& net)
{
    const auto receiver = net.Make(1, "Udp", "receiver");
    net.Returned("Bind", receiver, receiver->Bind(To("::", PORT)));
    net.Returned("Bind", receiver, receiver->Bind(To("0.0.0.0", PORT)));
    const auto sender = net.Make(0, "Udp", "sender");
    for (const char* to : {"2001:db8:1::2", "10.0.1.2", "2001:db8:1::2"})
    {
        Send(net, sender, To(to, PORT));
    }
    receiver->Close();
    Send(net, sender, To("2001:db8:1::2", PORT));
}

/// What is closed sends nothing, and takes no ports but the one that it gets for the attempt.
void
SendsAfterItsEnd(HostPair& net)
{
    const auto first = net.Make(0, "Udp", "first");
    Send(net, first, To("2001:db8:1::2", PORT));
    net.Returned("Close", first, first->Close());
    for (int i = 0; i < 3; ++i)
    {
        Send(net, first, To("2001:db8:1::2", PORT));
    }
    net.SayNames(first);
    const auto next = net.Make(0, "Udp", "next");
    Send(net, next, To("2001:db8:1::2", PORT));
    net.SayNames(next);
}

/// What is closed is bound again and forgotten, and then a datagram comes for it.
void
BoundAfterItsEnd(HostPair& net)
{
    auto closed = net.Make(1, "Udp", "closed");
    net.Returned("Close", closed, closed->Close());
    net.Returned("Bind", closed, closed->Bind(To("::", PORT)));
    net.SayNames(closed);
    closed = nullptr;
    net.Forget();
    const auto sender = net.Make(0, "Udp", "sender");
    Send(net, sender, To("2001:db8:1::2", PORT));
    Send(net, sender, To("10.0.1.2", PORT));
    // What is bound again now and then keeps its first port.
    const auto twice = net.Make(1, "Udp", "twice");
    twice->Bind6();
    const uint16_t port = GetPort(twice);
    net.Returned("Bind", twice, twice->Bind(To("2001:db8:1::2", PORT + 1)));
    Send(net, sender, To("2001:db8:1::2", port));
    Send(net, sender, To("2001:db8:1::2", PORT + 1));
}

class StockUdpPortSuite : public TestSuite
{
  public:
    StockUdpPortSuite()
        : TestSuite("pvd-stock-udp-port", Type::SYSTEM)
    {
        const auto add =
            [this](const char* name, SameAsStock::Scenario scenario, const char* mark) {
                AddTestCase(new SameAsStock(name, scenario, mark));
            };
        add("a port over IPv4 is taken for one over IPv6", &DifferentPorts, "receiver got 10");
        add("one port over both receives nothing", &SamePort, "receiver got 10");
        add("a closed socket takes ports", &SendsAfterItsEnd, "SendTo");
        add("a closed socket that was bound again is found", &BoundAfterItsEnd, "twice got 10");
    }
};

StockUdpPortSuite g_stockUdpPortSuite; ///< registers itself

} // namespace
