/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-host-pair.h"

#include "ns3/boolean.h"
#include "ns3/inet-socket-address.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

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

// An address of IPv4 carries a TOS until ns-3.41. A literal 0 prefers the overload with int, if
// that one is well-formed.

template <typename SocketAddress>
auto
SetTos(SocketAddress& address, uint8_t tos, int) -> decltype(address.SetTos(tos))
{
    address.SetTos(tos);
}

template <typename SocketAddress>
void
SetTos(SocketAddress&, uint8_t, long)
{
}

void
Options(HostPair& net)
{
    net.WatchHeaders(0);
    MakeBound(net, 1, "receiver4", "0.0.0.0");
    MakeBound(net, 1, "receiver6", "::");
    const auto sender = net.Make(0, "Udp", "sender");
    for (const char* to : {"10.0.1.2", "2001:db8:1::2"})
    {
        sender->SetIpTos(0x28);
        Send(net, sender, to);
        sender->SetPriority(5);
        sender->SetIpTtl(9);
        sender->SetIpv6HopLimit(8);
        sender->SetIpv6Tclass(0x48);
        sender->SetAttribute("MtuDiscover", BooleanValue(true));
        Send(net, sender, to);
        auto with = To(to, PORT);
        if (InetSocketAddress::IsMatchingType(with))
        {
            auto inet = InetSocketAddress::ConvertFrom(with);
            SetTos(inet, 0x10, 0);
            with = inet;
        }
        Send(net, sender, with);
        net.Returned("Connect", sender, sender->Connect(with));
        net.Say("tos " + std::to_string(sender->GetIpTos()) + " priority " +
                std::to_string(sender->GetPriority()));
        net.Returned("Send", sender, sender->Send(Create<Packet>(10)));
        net.Wait();
        net.SayNames(sender);
        sender->SetIpv6Tclass(-1);
        sender->SetPriority(0);
        net.Returned("Send", sender, sender->Send(Create<Packet>(10)));
        net.Wait();
    }
}

/// What was set before a call that may carry a TOS is there after it, as far as ns-3 has it so.
void
OptionsBefore(HostPair& net)
{
    net.WatchHeaders(0);
    for (const char* to : {"10.0.1.2", "::ffff:10.0.1.2", "2001:db8:1::2"})
    {
        const std::string own = to[0] == '2' ? "::" : "10.0.1.1";
        for (const uint8_t tos : {0, 0x48})
        {
            const auto bound = net.Make(0, "Udp", "bound");
            bound->SetIpTos(tos);
            bound->SetPriority(6);
            net.Returned("Bind", bound, bound->Bind(To(own, 0)));
            net.Say("priority " + std::to_string(bound->GetPriority()));
            Send(net, bound, to);
            const auto connected = net.Make(0, "Udp", "connected");
            connected->SetIpTos(tos);
            connected->SetPriority(3);
            net.Returned("Connect", connected, connected->Connect(To(to, PORT)));
            net.Say("tos " + std::to_string(connected->GetIpTos()) + " priority " +
                    std::to_string(connected->GetPriority()));
            net.Returned("Send", connected, connected->Send(Create<Packet>(10)));
            connected->SetPriority(2);
            net.Returned("Connect", connected, connected->Connect(To(to, PORT + 1)));
            net.Returned("Send", connected, connected->Send(Create<Packet>(10)));
            net.Wait();
        }
    }
}

void
MulticastOptions(HostPair& net)
{
    net.WatchHeaders(0);
    const auto sender = net.Make(0, "Udp", "sender");
    sender->SetAttribute("IpMulticastTtl", UintegerValue(3));
    sender->BindToNetDevice(net.GetDevice(0, 1));
    Send(net, sender, "ff02::1");
    UintegerValue ttl;
    sender->GetAttribute("IpMulticastTtl", ttl);
    net.Say("ttl " + std::to_string(ttl.Get()));
}

/// Each option without the others, on a socket of its own.
void
SingleOptions(HostPair& net)
{
    net.WatchHeaders(0);
    MakeBound(net, 1, "receiver", "::");
    const auto priority = net.Make(0, "Udp", "priority");
    priority->SetPriority(5);
    Send(net, priority, "2001:db8:1::2");
    const auto trafficClass = net.Make(0, "Udp", "traffic class");
    trafficClass->SetIpv6Tclass(0x48);
    Send(net, trafficClass, "2001:db8:1::2");
    const auto hopLimit = net.Make(0, "Udp", "hop limit");
    hopLimit->SetIpv6HopLimit(8);
    Send(net, hopLimit, "2001:db8:1::2");
    const auto device = net.Make(0, "Udp", "device");
    device->BindToNetDevice(net.GetDevice(0, 2));
    Send(net, device, "2001:db8:1::2");
}

class StockUdpOptionsSuite : public TestSuite
{
  public:
    StockUdpOptionsSuite()
        : TestSuite("pvd-stock-udp-options", Type::SYSTEM)
    {
        const auto add =
            [this](const char* name, SameAsStock::Scenario scenario, const char* mark) {
                AddTestCase(new SameAsStock(name, scenario, mark));
            };
        add("an option is not sent", &Options, "link 1: to 2001:db8:1::2 tclass 72 hoplimit 8");
        add("option set before Bind and Connect is sent as by ns-3",
            &OptionsBefore,
            "link 1: to 2001:db8:1::2 tclass 0 hoplimit 64 priority 6");
        add("an option alone is not sent", &SingleOptions, "link 1: to 2001:db8:1::2 tclass 72");
        add("an option of multicast is not sent", &MulticastOptions, "link 1: to ff02::1 tclass 0");
    }
};

StockUdpOptionsSuite g_stockUdpOptionsSuite; ///< registers itself

} // namespace
