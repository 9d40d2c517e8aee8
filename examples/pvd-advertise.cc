/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-examples
 * What does a router say that has this radvd.conf? Each interface of the files is a port on a link
 * of its own. The program prints each Router Advertisement that leaves, and writes them as captures
 * that pvd-replay, tshark, and other receivers read:
 *
 *     pvd-advertise --config=examples/data/topology-a.conf --pcap=out/a
 *     pvd-replay --pcap=out/a-rt0.pcap
 *
 * Several files, with commas between them, are several daemons on one router.
 */

#include "checked-command-line.h"

#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6.h"
#include "ns3/mac48-address.h"
#include "ns3/pcap-file.h"
#include "ns3/pvd-icmpv6-ra-header.h"
#include "ns3/pvd-radvd-configuration.h"
#include "ns3/pvd-router-helper.h"
#include "ns3/simple-channel.h"
#include "ns3/simple-net-device.h"
#include "ns3/simulator.h"

#include <array>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace
{

using namespace ns3;

constexpr uint32_t ETHERNET = 1; // link type of the captures
constexpr uint16_t LINK_MTU = 1500;
constexpr std::size_t ETHERNET_HEADER = 14;
const Time STARTS = Seconds(2);        // the router has checked its addresses by then
const Time FINAL_DELAY = Seconds(3.5); // the last messages may have to wait
const Mac48Address FIRST_MAC("02:00:00:00:00:0a");
const Mac48Address LISTENER("02:00:00:00:00:ff");

/// A port of the router, and who hears on its link.
struct Port
{
    std::string name;               //!< as in the file
    Ptr<SimpleNetDevice> device;    //!< of the router
    Ptr<SimpleNetDevice> listener;  //!< hears all
    std::unique_ptr<PcapFile> pcap; //!< where it writes, or null
};

/// \return the first address, counted up
Mac48Address
MakeMac(uint8_t number)
{
    std::array<uint8_t, 6> octets;
    FIRST_MAC.CopyTo(octets.data());
    octets[5] = static_cast<uint8_t>(octets[5] + number);
    Mac48Address mac;
    mac.CopyFrom(octets.data());
    return mac;
}

void
Write(Port* port,
      const Ptr<const Packet>& packet,
      uint16_t protocol,
      const Address& from,
      const Address& to)
{
    std::vector<uint8_t> frame(ETHERNET_HEADER + packet->GetSize());
    Mac48Address::ConvertFrom(to).CopyTo(frame.data());
    Mac48Address::ConvertFrom(from).CopyTo(frame.data() + 6);
    frame[12] = static_cast<uint8_t>(protocol >> 8);
    frame[13] = static_cast<uint8_t>(protocol);
    packet->CopyData(frame.data() + ETHERNET_HEADER, packet->GetSize());
    const Time now = Simulator::Now();
    const auto seconds = static_cast<uint32_t>(now.GetSeconds());
    const auto rest = static_cast<uint32_t>((now - Seconds(seconds)).GetMicroSeconds());
    port->pcap->Write(seconds, rest, frame.data(), frame.size());
}

bool
Hear(Port* port,
     Ptr<NetDevice>,
     Ptr<const Packet> packet,
     uint16_t protocol,
     const Address& from,
     const Address& to,
     NetDevice::PacketType)
{
    if (port->pcap && Simulator::Now() >= STARTS)
    {
        Write(port, packet, protocol, from, to);
    }
    return true;
}

void
Print(std::vector<Port>* ports,
      const RouterAdvertisement& message,
      uint32_t interface,
      Ipv6Address source,
      Ipv6Address destination)
{
    Icmpv6RouterAdvertisement header;
    header.Set(message);
    std::cout << Simulator::Now().GetSeconds() << " s  " << ports->at(interface - 1).name << "  "
              << source << " > " << destination << "  ";
    header.Print(std::cout);
    std::cout << "\n";
}

void
PrintNotSent(std::vector<Port>* ports, std::string sentence, uint32_t interface)
{
    std::cout << Simulator::Now().GetSeconds() << " s  " << ports->at(interface - 1).name
              << "  not sent: " << sentence << "\n";
}

/// \return name of the capture of an interface
std::string
NameCapture(const std::string& pcap, const std::string& interface)
{
    return pcap + "-" + interface + ".pcap";
}

/// Give the router a port on a link of its own.
Port
AddPort(const Ptr<Node>& router, const std::string& name, uint8_t number, const std::string& pcap)
{
    Port port;
    port.name = name;
    const auto channel = CreateObject<SimpleChannel>();
    port.device = CreateObject<SimpleNetDevice>();
    port.device->SetAddress(MakeMac(number));
    port.listener = CreateObject<SimpleNetDevice>();
    port.listener->SetAddress(LISTENER);
    const auto other = CreateObject<Node>();
    for (const auto& [node, device] :
         {std::pair(router, port.device), std::pair(other, port.listener)})
    {
        device->SetChannel(channel);
        device->SetMtu(LINK_MTU);
        node->AddDevice(device);
    }
    const auto ipv6 = router->GetObject<Ipv6>();
    ipv6->SetUp(ipv6->AddInterface(port.device));
    if (!pcap.empty())
    {
        port.pcap = std::make_unique<PcapFile>();
        port.pcap->Open(NameCapture(pcap, name), std::ios::out);
        port.pcap->Init(ETHERNET);
    }
    return port;
}

/// \return what is wrong with a file of radvd or with the captures of its interfaces, or nothing
std::string
FindMistake(const std::string& name, const std::string& pcap)
{
    std::ifstream file(name);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || !text)
    {
        return "--config: " + name + " cannot be read, or is empty";
    }
    const auto configuration = PvdRadvdConfiguration::Parse(text.str());
    if (!configuration.mistakes.empty())
    {
        const std::string lines = configuration.Describe(name);
        return lines.substr(0, lines.find_last_not_of('\n') + 1);
    }
    if (configuration.interfaces.empty())
    {
        return "--config: " + name + " has no interface; write one such as: interface lan { " +
               "AdvSendAdvert on; };";
    }
    for (const auto& interface : configuration.interfaces)
    {
        const std::string capture = NameCapture(pcap, interface.name);
        if (!pcap.empty() && !examples::IsWritable(capture))
        {
            return "--pcap: " + capture + " cannot be written; write a prefix such as " +
                   "out/router, whose folder is there";
        }
    }
    return "";
}

/// \return what is wrong with the command line, or nothing
std::string
FindMistake(const std::vector<std::string>& files, const std::string& pcap)
{
    for (const std::string& name : files)
    {
        const std::string mistake = FindMistake(name, pcap);
        if (!mistake.empty())
        {
            return mistake;
        }
    }
    return files.empty() ? "--config: write the name of a file" : "";
}

} // namespace

int
main(int argc, char* argv[])
{
    std::string files = PVD_SOURCE_DIR "/examples/data/topology-a.conf";
    std::string pcap;
    Time duration = Seconds(60);
    examples::CheckedCommandLine command(
        __FILE__,
        "A router advertises what files of radvd say, PvDs included, on a link for each interface "
        "in them. Prints each Router Advertisement with all its options.");
    command.AddValue("config", "files of radvd, with commas between them", files);
    command.AddValue("duration",
                     "how long the router advertises, with its unit, such as 60s",
                     duration,
                     {"1ms", "30d"});
    command.AddValue("pcap",
                     "write captures PREFIX-INTERFACE.pcap; the prefix of their names",
                     pcap);
    std::string mistake = command.Parse(argc, argv);
    mistake = mistake.empty() ? FindMistake(examples::SplitList(files), pcap) : mistake;
    if (!mistake.empty())
    {
        return command.Fail(mistake);
    }

    const auto router = CreateObject<Node>();
    InternetStackHelper stack;
    stack.SetIpv6NsRsJitter(false);
    stack.Install(router);
    std::vector<Port> ports;
    PvdRouterHelper::Devices devices;
    for (const auto& block : PvdRouterHelper::LoadFiles(examples::SplitList(files)).interfaces)
    {
        ports.push_back(AddPort(router, block.name, ports.size(), pcap));
        devices[block.name] = ports.back().device;
    }
    for (Port& port : ports)
    {
        port.listener->SetPromiscReceiveCallback(MakeBoundCallback(&Hear, &port));
    }
    auto advertisers =
        PvdRouterHelper().InstallFromFiles(router, examples::SplitList(files), devices);
    PvdRouterHelper::AssignStreams(advertisers, 1);
    advertisers.Start(STARTS);
    advertisers.Stop(STARTS + duration);
    const auto advertiser = PvdRouterHelper::GetAdvertiser(router);
    advertiser->TraceConnectWithoutContext("Tx", MakeBoundCallback(&Print, &ports));
    advertiser->TraceConnectWithoutContext("NotSent", MakeBoundCallback(&PrintNotSent, &ports));
    Simulator::Stop(STARTS + duration + FINAL_DELAY);
    Simulator::Run();
    Simulator::Destroy();
    return 0;
}
