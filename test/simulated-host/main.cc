/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-test
 * One simulated node on one link, or a router on several, in simulated time. The other end of the
 * links is a program that writes commands to stdin, one a line:
 *
 *   up, down              bring the interface up, take it down
 *   frame HEX [LINK]      send an Ethernet frame to the node, on the first link if none is named
 *   run T                 let time pass until T seconds, or until the node sends a frame
 *   ping DST SIZE         the node sends an Echo Request with SIZE octets of data
 *   udp DST PORT SIZE     the node sends a datagram
 *   bind NAME PVD         the node makes a flow that is bound to a PvD
 *   send NAME DST PORT SIZE  the node sends a datagram of that flow
 *   query [PVD]           the node sends a DNS query to each resolver of a PvD, or of all
 *   address ADDR          an address is statically configured
 *   dhcp ADDR SECONDS     DHCPv6 assigns an address
 *   state                 the node says which PvDs it knows
 *
 * and for a router, whose links are 0, 1 and so on:
 *
 *   assign LINK ADDR LENGTH  an address with its on-link prefix is statically configured
 *   route LINK PREFIX LENGTH GATEWAY  a route is statically configured
 *   mtu LINK SIZE            sets the MTU of a link, octets
 *
 * It answers on stdout: "tx T HEX" for each frame of the node, with the number of the link behind
 * it unless it is the first one, "report ..." for what the commands have to say, and "at T" after
 * each run. Commands take effect with the next run.
 */

#include "host-agent.h"
#include "router-agent.h"
#include "tester-link.h"

#include "ns3/boolean.h"
#include "ns3/command-line.h"
#include "ns3/global-value.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/pvd-router-helper.h"
#include "ns3/simulator.h"

#include <functional>
#include <iomanip>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace
{

using namespace ns3;
using pvdsimulated::HostAgent;
using pvdsimulated::RouterAgent;
using pvdsimulated::TesterLink;

/// Hardware addresses of the node, one for each link in order.
const std::vector<std::string> MACS = {"02:00:00:00:00:01", "02:00:00:00:00:02"};
const Time ROUTER_START = Seconds(2);

/// What the command line says.
struct Options
{
    std::string kind{"pvd"}; //!< pvd, stock or router
    std::string config;      //!< a file of radvd, of a router
    Time stop{Seconds(1e6)}; //!< when a router ceases to advertise
    uint32_t links{1};       //!< of a router
    bool rule55{true};       //!< attribute of PvdIpv6Routing
};

bool
IsKind(const std::string& kind)
{
    return kind == "pvd" || kind == "stock" || kind == "router";
}

void
InstallStack(const Ptr<Node>& node, const Options& options)
{
    if (options.kind == "stock")
    {
        InternetStackHelper().Install(node);
        return;
    }
    PvdHostHelper helper;
    helper.SetRoutingAttribute("Rule55", BooleanValue(options.rule55));
    helper.Install(node);
}

void
AssignStreams(const Ptr<Node>& node, const Options& options)
{
    if (options.kind == "stock")
    {
        InternetStackHelper().AssignStreams(NodeContainer(node), 1);
        return;
    }
    PvdHostHelper().AssignStreams(NodeContainer(node), 1);
}

/// Write a frame that the node sends on a link, and let the run end.
void
WriteFrame(uint32_t link, const TesterLink::Octets& frame)
{
    std::ostringstream hex;
    hex << std::hex << std::setfill('0');
    for (const uint8_t octet : frame)
    {
        hex << std::setw(2) << +octet;
    }
    std::cout << "tx " << Now().GetSeconds() << " " << hex.str();
    std::cout << (link > 0 ? " " + std::to_string(link) : "") << "\n";
    Simulator::Stop();
}

TesterLink::Octets
ReadFrame(std::istream& words)
{
    std::string hex;
    words >> hex;
    TesterLink::Octets frame;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    {
        frame.push_back(static_cast<uint8_t>(std::stoul(hex.substr(i, 2), nullptr, 16)));
    }
    return frame;
}

/// Let time pass. \param until seconds
void
RunUntil(double until)
{
    const EventId end = Simulator::Schedule(
        Max(Seconds(until) - Now(), Time(0)),
        +[] { Simulator::Stop(); });
    Simulator::Run();
    Simulator::Cancel(end);
    std::cout << "at " << Now().GetSeconds() << std::endl;
}

/// The node on its link, and the commands.
class SimulatedHost
{
  public:
    explicit SimulatedHost(const Options& options)
        : m_node(CreateObject<Node>())
    {
        InstallStack(m_node, options);
        m_ipv6 = m_node->GetObject<Ipv6>();
        for (uint32_t link = 0; link < options.links; ++link)
        {
            AddLink(link);
        }
        AssignStreams(m_node, options);
        m_agent = std::make_unique<HostAgent>(m_node, m_interfaces[0], [](const std::string& line) {
            std::cout << "report " << line << "\n";
        });
        if (options.kind == "router")
        {
            m_routerAgent = std::make_unique<RouterAgent>(m_node, m_interfaces);
            Advertise(options);
        }
    }

    /// \param line a command that takes effect at once \return false if there is no such command
    bool Do(const std::string& line)
    {
        std::istringstream words(line);
        std::string verb;
        words >> verb;
        if (verb == "frame")
        {
            const TesterLink::Octets frame = ReadFrame(words);
            std::size_t link = 0;
            words >> link;
            m_links.at(link)->Send(frame);
        }
        else if (verb == "up")
        {
            m_ipv6->SetUp(m_interfaces[0]);
        }
        else if (verb == "down")
        {
            m_ipv6->SetDown(m_interfaces[0]);
        }
        else
        {
            return m_agent->Do(line) || (m_routerAgent && m_routerAgent->Do(line));
        }
        return true;
    }

  private:
    void AddLink(uint32_t link)
    {
        m_links.push_back(std::make_unique<TesterLink>(
            m_node,
            MACS.at(link),
            [link](const TesterLink::Octets& frame) { WriteFrame(link, frame); }));
        m_interfaces.push_back(m_ipv6->AddInterface(m_links.back()->GetDevice()));
        m_ipv6->SetMetric(m_interfaces.back(), 1);
    }

    void Advertise(const Options& options)
    {
        PvdRouterHelper::Devices devices;
        for (std::size_t link = 0; link < m_links.size(); ++link)
        {
            m_ipv6->SetUp(m_interfaces[link]);
            devices["eth" + std::to_string(link)] = m_links[link]->GetDevice();
        }
        auto advertisers = PvdRouterHelper().InstallFromFiles(m_node, {options.config}, devices);
        PvdRouterHelper::AssignStreams(advertisers, 1000);
        advertisers.Start(ROUTER_START);
        advertisers.Stop(options.stop);
    }

    Ptr<Node> m_node;                                 //!< the node
    std::vector<std::unique_ptr<TesterLink>> m_links; //!< its links
    Ptr<Ipv6> m_ipv6;                                 //!< its IPv6
    std::vector<uint32_t> m_interfaces;               //!< on the links
    std::unique_ptr<HostAgent> m_agent;               //!< what a program on it does
    std::unique_ptr<RouterAgent> m_routerAgent; //!< what is statically configured, of a router
};

void
Listen(SimulatedHost& host)
{
    std::string line;
    while (std::getline(std::cin, line))
    {
        if (line.rfind("run ", 0) == 0)
        {
            RunUntil(std::stod(line.substr(4)));
            continue;
        }
        Simulator::ScheduleNow([&host, line] {
            if (!host.Do(line))
            {
                std::cerr << "pvd-simulated-host: no command: " << line << "\n";
            }
        });
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    CommandLine command(__FILE__);
    command.AddValue("kind", "pvd, stock or router", options.kind);
    command.AddValue("config", "a file of radvd, for a router", options.config);
    command.AddValue("stop", "when a router ceases to advertise, with its unit", options.stop);
    command.AddValue("links", "1 or 2 links, of a router", options.links);
    command.AddValue("rule55", "attribute Rule55 of a PvD-aware host", options.rule55);
    command.Parse(argc, argv);
    const bool isRouter = options.kind == "router";
    if (!IsKind(options.kind) || options.links < 1 || options.links > (isRouter ? MACS.size() : 1))
    {
        std::cerr << "pvd-simulated-host: --kind is pvd, stock or router, and only a router has "
                     "--links=2\n";
        return 2;
    }
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    std::cout << std::fixed << std::setprecision(6);
    {
        SimulatedHost host(options);
        Listen(host);
    }
    Simulator::Destroy();
    return 0;
}
