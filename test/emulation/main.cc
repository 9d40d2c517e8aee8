/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-test
 * A PvD-aware host, or a router that advertises, on an interface of this machine and in its time.
 * It opens the packet socket itself, which takes the right to do so. It prints "ready" when it
 * listens, and at the end the addresses of the host with their PvDs, a line for each. A host may
 * talk to another one meanwhile, and says at the end how that went.
 */

#include "echo-traffic.h"

#include "ns3/boolean.h"
#include "ns3/command-line.h"
#include "ns3/fd-net-device.h"
#include "ns3/global-value.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6.h"
#include "ns3/mac48-address.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/pvd-registry.h"
#include "ns3/pvd-router-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <string>
#include <sys/socket.h>

namespace
{

using namespace ns3;

constexpr uint16_t LINK_MTU = 1500;

/// \return a socket that sends frames, and receives those of IPv6 that others send; or -1
int
OpenPacketSocket(const std::string& name)
{
    // Another protocol than IPv6 is of no use here, and all protocols would include what we send.
    const int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_IPV6));
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_IPV6);
    address.sll_ifindex = static_cast<int>(if_nametoindex(name.c_str()));
    if (fd < 0 || address.sll_ifindex == 0 ||
        bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
    {
        return -1;
    }
    return fd;
}

Ptr<Node>
MakeNode(const std::string& mac, int fd)
{
    const auto node = CreateObject<Node>();
    PvdHostHelper().Install(node);
    const auto device = CreateObject<FdNetDevice>();
    device->SetAddress(Mac48Address(mac.c_str()));
    device->SetEncapsulationMode(FdNetDevice::DIX);
    device->SetFileDescriptor(fd);
    device->SetMtu(LINK_MTU);
    node->AddDevice(device);
    const auto ipv6 = node->GetObject<Ipv6>();
    ipv6->SetUp(ipv6->AddInterface(device));
    PvdHostHelper().AssignStreams(NodeContainer(node), 1);
    return node;
}

/// Print what the host knows, a line for each thing.
void
PrintState(const Ptr<Node>& node)
{
    for (const auto& [index, pvd] : node->GetObject<PvdRegistry>()->GetPvds())
    {
        const std::string id = pvd->GetId().ToString();
        for (const PvdRoute& route : pvd->GetRoutes())
        {
            std::cout << id << " route " << ToString(route.prefix) << "/" << +route.length << " "
                      << ToString(route.gateway) << " " << ToString(route.preference) << "\n";
        }
        for (const PvdResolver& resolver : pvd->GetResolvers())
        {
            std::cout << id << " rdnss " << ToString(resolver.address) << "\n";
        }
    }
    const auto ipv6 = node->GetObject<Ipv6>();
    for (uint32_t i = 0; i < ipv6->GetNAddresses(1); ++i)
    {
        std::cout << "address " << ToString(ipv6->GetAddress(1, i).GetAddress()) << "\n";
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    std::string name;
    std::string mac = "02:00:00:00:00:01";
    std::string config;
    std::string peer;
    Time duration = Seconds(10);
    CommandLine command(__FILE__);
    command.AddValue("device", "interface of this machine", name);
    command.AddValue("mac", "hardware address of the simulated node", mac);
    command.AddValue("config", "a file of radvd: be a router; else be a host", config);
    command.AddValue("duration", "how long, with its unit", duration);
    command.AddValue("peer", "address of a host to talk to, ten times in a second", peer);
    command.Parse(argc, argv);
    const int fd = OpenPacketSocket(name);
    if (fd < 0)
    {
        std::cerr << "pvd-emulation: no packet socket on \"" << name
                  << "\": " << std::strerror(errno) << "\n";
        return 1;
    }

    GlobalValue::Bind("SimulatorImplementationType", StringValue("ns3::RealtimeSimulatorImpl"));
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    const auto node = MakeNode(mac, fd);
    if (!config.empty())
    {
        const auto device = node->GetObject<Ipv6>()->GetNetDevice(1);
        auto advertisers = PvdRouterHelper().InstallFromFiles(node, {config}, {{name, device}});
        advertisers.Start(Seconds(1.5));
        advertisers.Stop(duration - Seconds(1));
    }
    pvdtest::EchoTraffic traffic(node);
    if (!peer.empty())
    {
        // The other host needs an address first, and the last answers some time.
        const Ipv6Address address(peer.c_str());
        traffic.Start(address, MilliSeconds(100), Seconds(10), duration - Seconds(3));
    }
    Simulator::Schedule(
        Seconds(0),
        +[] { std::cout << "ready" << std::endl; });
    Simulator::Stop(duration);
    Simulator::Run();
    PrintState(node);
    if (!peer.empty())
    {
        traffic.Print(std::cout);
    }
    Simulator::Destroy();
    return 0;
}
