/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The program of doc/tutorial.rst. One host has two providers on one link, and asks a server:
 *
 *                     +- router a, isp-a.example.com, 2600:a::/64    -+
 *     host -- access -+                                               +- core -- server
 *                     +- router b, isp-b.example.com, 2600:800b::/64 -+
 *
 * Each provider lets only its own addresses out. The prefixes are not those for documentation,
 * because ns-3 does not forward 2001:db8::/32.
 */

#include "checked-command-line.h"

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/pvd-module.h"

#include <iomanip>
#include <iostream>
#include <string>

using namespace ns3;

namespace
{

constexpr uint16_t PORT = 7;
const Ipv6Address SERVER("2600:ffff::53");
constexpr double CONFIGURED_AT = 3.9; // seconds: the host has its addresses, and has not asked yet

/// A provider.
struct Provider
{
    const char* pvd;    //!< PvD ID
    const char* prefix; //!< what it gives to hosts, 64 bits
    const char* core;   //!< address of its router on the core link
};

constexpr Provider A{"isp-a.example.com", "2600:a::", "2600:ffff::a"};
constexpr Provider B{"isp-b.example.com", "2600:800b::", "2600:ffff::b"};

std::ostream&
Say()
{
    return std::cout << std::setw(7) << Simulator::Now().GetSeconds() << " s  ";
}

void
AddAddress(const Ptr<NetDevice>& device, const Ipv6Address& address)
{
    const auto ipv6 = device->GetNode()->GetObject<Ipv6>();
    ipv6->AddAddress(ipv6->GetInterfaceForDevice(device),
                     Ipv6InterfaceAddress(address, Ipv6Prefix(64)));
}

// [router]
/// Make a node the router of a provider. \return its advertiser
ApplicationContainer
InstallRouter(const Provider& provider, const Ptr<NetDevice>& access, const Ptr<NetDevice>& core)
{
    const auto node = access->GetNode();
    AddAddress(core, provider.core);
    AddAddress(access, (std::string(provider.prefix) + "1").c_str()); // its way to the hosts

    PvdAdvertisingInterface lan;
    lan.advertisements[0].options.prefixes = {
        PvdRouterHelper::Prefix(std::string(provider.prefix) + "/64")};
    lan.advertisements[0].pvd = PvdRouterHelper::NamedPvd(provider.pvd);
    lan.advertisements[0].pvd->options.resolvers = {
        PvdRouterHelper::Resolvers({std::string(provider.prefix) + "53"})};
    lan.advertisements[0].uplink = "core";
    const ApplicationContainer advertiser = PvdRouterHelper().Install(access, lan);

    const auto ipv6 = node->GetObject<Ipv6>();
    DynamicCast<PvdIpv6Routing>(ipv6->GetRoutingProtocol())
        ->GetIngressFilter()
        .Allow(ipv6->GetInterfaceForDevice(access), provider.prefix, 64);
    return advertiser;
}

// [router end]

// [fail]
/// The uplink of provider A goes down or comes back, and its router notices.
void
SetUplink(Ptr<NetDevice> core, bool isUp)
{
    const auto ipv6 = core->GetNode()->GetObject<Ipv6>();
    const uint32_t interface = ipv6->GetInterfaceForDevice(core);
    if (isUp)
    {
        ipv6->SetUp(interface);
        AddAddress(core, A.core); // ns-3 takes the addresses of an interface that is down
    }
    else
    {
        ipv6->SetDown(interface);
    }
    PvdRouterHelper::GetAdvertiser(core->GetNode())->SetUplink("core", isUp);
    Say() << "the uplink of " << A.pvd << " is " << (isUp ? "back" : "down") << "\n";
}

// [fail end]

// [ask]
/// The host asks the server once. One socket for all questions, so that nothing is connected.
void
Ask(Ptr<Socket> socket)
{
    const bool isSent =
        socket->SendTo(Create<Packet>(100), 0, Inet6SocketAddress(SERVER, PORT)) >= 0;
    Say() << "the host asks" << (isSent ? "" : ", but there is no way to the server") << "\n";
}

// [ask end]

void
NoteQuestion(Ptr<const Packet>, const Address& from, const Address&)
{
    Say() << "    the server hears " << Inet6SocketAddress::ConvertFrom(from).GetIpv6() << "\n";
}

void
NoteRefused(const char* provider, const Ipv6Header& header, uint32_t)
{
    Say() << "    " << provider << " refuses " << header.GetSource() << "\n";
}

// [trace]
void
NotePvdChanged(Ptr<Pvd> pvd, uint32_t mask)
{
    Say() << "trace: " << pvd->GetId().ToString() << " has changed, mask 0x" << std::hex << mask
          << std::dec << "\n";
}

void
NoteDecision(const PvdDecision& decision)
{
    if (decision.pvd && decision.destination == SERVER)
    {
        Say() << "trace: from " << decision.source << " to router " << decision.gateway << " in "
              << decision.pvd->GetId().ToString() << ", by " << ToString(decision.rule) << "\n";
    }
}

// [trace end]

// [state]
/// What the host has learned.
void
PrintState(Ptr<Node> host)
{
    const auto registry = host->GetObject<PvdRegistry>();
    PrintPvds(std::cout, *registry);
    for (const auto& [index, pvd] : registry->GetPvds())
    {
        std::cout << "PvD " << index << ", its addresses and routes:\n";
        PrintPvdAddresses(std::cout, *registry, *pvd);
        PrintPvdRoutes(std::cout, *registry, *pvd);
    }
}

// [state end]

// [resolve]
/// How a packet would leave: of an unbound socket, and of one that is bound to each PvD.
void
PrintDecisions(Ptr<Node> host, Ipv6Address destination)
{
    const auto registry = host->GetObject<PvdRegistry>();
    const auto routing = DynamicCast<PvdIpv6Routing>(host->GetObject<Ipv6>()->GetRoutingProtocol());
    const auto print = [&](const std::string& who, const PvdFlow& flow) {
        const PvdDecision decision = routing->Resolve(destination, flow);
        std::cout << who << ": to " << decision.gateway << " from " << decision.source << " in "
                  << (decision.pvd ? decision.pvd->GetId().ToString() : "-") << ", by "
                  << ToString(decision.rule) << "\n";
    };
    print("unbound", PvdFlow());
    for (const auto& entry : registry->GetPvds())
    {
        PvdFlow flow;
        flow.bound = true;
        flow.pvds = {entry.second};
        print("bound to " + entry.second->GetId().ToString(), flow);
    }
}

// [resolve end]

/// \return what is wrong with the command line, or nothing
std::string
FindMistake(const std::string& bind, const std::string& resolve, const std::string& pcap)
{
    PvdBinding binding;
    if (!PvdBinding::FromText(bind, binding))
    {
        return "--bind: \"" + bind + "\" is no PvD; write a name such as isp-a.example.com, or " +
               "several with commas between them";
    }
    if (!resolve.empty() && !ParseIpv6Address(resolve))
    {
        return "--resolve: \"" + resolve + "\" is no IPv6 address, such as 2600:ffff::53";
    }
    if (!pcap.empty() && !examples::IsWritable(pcap))
    {
        return "--pcap: " + pcap + " cannot be written; write a file in a folder that is there";
    }
    return "";
}

} // namespace

int
main(int argc, char* argv[])
{
    bool rule55 = true;
    bool state = false;
    bool trace = false;
    std::string bind = "inherit";
    std::string resolve;
    std::string pcap;
    Time fail;
    Time stop = Seconds(14);
    examples::CheckedCommandLine cmd(
        __FILE__,
        "A host with two providers asks a server every two seconds, which says from which address "
        "it heard it; one of the providers may fail. See doc/tutorial.rst.");
    cmd.AddValue("rule55", "Prefer a source that the next hop announces", rule55);
    cmd.AddValue("bind", "PvDs of the host's socket, separated by commas", bind);
    cmd.AddValue("fail",
                 "When the uplink of router a fails, for 5 s, such as 5.5s; 0s: never",
                 fail,
                 {"0s", "1h"});
    cmd.AddValue("state", "Print what the host has learned after 3.9 s", state);
    cmd.AddValue("resolve", "Address: print how packets to it would leave after 3.9 s", resolve);
    cmd.AddValue("trace", "Print changes and decisions", trace);
    cmd.AddValue("pcap", "File for the packets of the host", pcap);
    cmd.AddValue("stop", "End of the simulation, such as 14s", stop, {"1ms", "1h"});
    std::string mistake = cmd.Parse(argc, argv);
    mistake = mistake.empty() ? FindMistake(bind, resolve, pcap) : mistake;
    if (!mistake.empty())
    {
        return cmd.Fail(mistake);
    }

    // [nodes]
    NodeContainer pvdNodes(3);
    const auto host = pvdNodes.Get(0);
    const auto server = CreateObject<Node>();
    PvdHostHelper stack;
    stack.Install(pvdNodes);
    InternetStackHelper().Install(server);

    SimpleNetDeviceHelper link;
    link.SetChannelAttribute("Delay", TimeValue(MilliSeconds(1)));
    const NetDeviceContainer access = link.Install(pvdNodes);
    const NetDeviceContainer core =
        link.Install(NodeContainer(pvdNodes.Get(1), pvdNodes.Get(2), server));
    Ipv6AddressHelper addresses;
    addresses.AssignWithoutAddress(access);
    addresses.AssignWithoutAddress(core);
    stack.AssignStreams(pvdNodes, 0);
    // [nodes end]

    AddAddress(core.Get(2), SERVER);
    Ptr<Ipv6> serverIpv6 = server->GetObject<Ipv6>();
    const auto back = Ipv6StaticRoutingHelper().GetStaticRouting(serverIpv6);
    for (uint32_t i = 0; i < 2; ++i)
    {
        const Provider& provider = i == 0 ? A : B;
        auto advertiser = InstallRouter(provider, access.Get(1 + i), core.Get(i));
        advertiser.Start(Seconds(1 + 0.1 * i));
        PvdRouterHelper::AssignStreams(advertiser, 100 + 10 * i);
        back->AddNetworkRouteTo(provider.prefix, Ipv6Prefix(64), provider.core, 1);
        pvdNodes.Get(1 + i)->GetObject<Ipv6>()->GetRoutingProtocol()->TraceConnectWithoutContext(
            "IngressDropped",
            MakeBoundCallback(&NoteRefused, provider.pvd));
    }
    const auto routing = host->GetObject<Ipv6>()->GetRoutingProtocol();
    routing->SetAttribute("Rule55", BooleanValue(rule55));

    const auto echo = UdpEchoServerHelper(PORT).Install(server);
    echo.Get(0)->TraceConnectWithoutContext("RxWithAddresses", MakeCallback(&NoteQuestion));

    // [bind]
    const auto socket = Socket::CreateSocket(host, UdpSocketFactory::GetTypeId());
    socket->Bind6();
    PvdBinding binding;
    PvdBinding::FromText(bind, binding); // "a,b" is several
    PvdBindingHelper().Bind(socket, binding);
    // [bind end]

    for (Time at = Seconds(4); at < stop; at += Seconds(2))
    {
        Simulator::Schedule(at, &Ask, socket);
    }
    if (fail.IsStrictlyPositive())
    {
        Simulator::Schedule(fail, &SetUplink, core.Get(0), false);
        Simulator::Schedule(fail + Seconds(5), &SetUplink, core.Get(0), true);
    }
    if (state)
    {
        Simulator::Schedule(Seconds(CONFIGURED_AT), &PrintState, host);
    }
    if (!resolve.empty())
    {
        Simulator::Schedule(Seconds(CONFIGURED_AT),
                            &PrintDecisions,
                            host,
                            Ipv6Address(resolve.c_str()));
    }
    if (trace)
    {
        host->GetObject<PvdRegistry>()->TraceConnectWithoutContext("PvdChanged",
                                                                   MakeCallback(&NotePvdChanged));
        routing->TraceConnectWithoutContext("Decision", MakeCallback(&NoteDecision));
    }
    if (!pcap.empty())
    {
        stack.EnablePcapIpv6(pcap, host->GetObject<Ipv6>(), 1, true);
    }
    Simulator::Stop(stop);
    Simulator::Run();
    Simulator::Destroy();
    return 0;
}
