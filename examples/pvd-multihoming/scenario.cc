/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario.h"

#include "policy-routing.h"
#include "request-client.h"
#include "request-server.h"
#include "router-filter.h"
#include "traces.h"
#include "voice.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/on-off-helper.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/pointer.h"
#include "ns3/pvd-router-advertiser.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <iomanip>
#include <iostream>
#include <set>
#include <sstream>

namespace multihoming
{

using namespace ns3;

namespace
{

const char* const PREFIX_A = "3fff:400::/64";
const char* const NEW_PREFIX_A = "3fff:400:1::/64";
const char* const PREFIX_B = "3fff:c00::/64";
const char* const PREFIX_GARDEN = "3fff:a00::/64";
const char* const GARDEN = "3fff:a00::/32"; //!< what is reachable there
const char* const GARDEN_SERVER = "3fff:a00:900::1/64";
const char* const BACKGROUND = "3fff:b00::1/64"; //!< sends what congests B
const char* const CONGESTED = "3fff:c00::1";     //!< "edge-b", takes it

constexpr uint16_t DISCARD_PORT = 9;
constexpr uint32_t FULL_PACKET = 1400;  // octets
constexpr uint8_t TCP = 6;              // protocol numbers
constexpr uint8_t UDP = 17;             // protocol numbers
constexpr double ALL_ADVERTISE = 1;     // seconds: in this time, in any order
const Time PLAYOUT = MilliSeconds(300); // what is later than this is lost
constexpr double PROGRESS = 10;         // simulated seconds

/// Random streams. Clients of one use have the same on all hosts.
enum Stream : int64_t
{
    SERVERS = 1,
    ROUTERS = 2,
    CLIENTS = 10,
    NETWORK = 1000,
};

/**
 * Where on the Internet servers are does not depend on who asks: all over 3fff::/20, but in none of
 * the prefixes above.
 */
std::vector<std::string>
DrawServers(uint32_t count)
{
    const auto random = CreateObject<UniformRandomVariable>();
    random->SetStream(SERVERS);
    std::set<uint32_t> taken{0x400, 0xa00, 0xb00, 0xc00};
    std::vector<std::string> servers;
    while (servers.size() < count)
    {
        const uint32_t number = random->GetInteger(0, 0xfff);
        if (taken.insert(number).second)
        {
            std::ostringstream os;
            os << "3fff:" << std::hex << number << "::1/64";
            servers.push_back(os.str());
        }
    }
    return servers;
}

std::vector<Address>
MakeAddresses(const std::vector<std::string>& servers, uint16_t port)
{
    std::vector<Address> addresses;
    for (const auto& server : servers)
    {
        addresses.emplace_back(Inet6SocketAddress(PvdTopology::ReadPrefix(server).first, port));
    }
    return addresses;
}

/// \return how long the simulation takes: until the last flow has had its time
double
GetLength(const Parameters& parameters)
{
    return parameters.timeline.end + parameters.patience.GetSeconds() + 1;
}

} // namespace

Scenario::Scenario(const Parameters& parameters, const std::vector<HostKind>& kinds)
    : m_parameters(parameters),
      m_kinds(kinds),
      m_log(kinds.size(), static_cast<std::size_t>(GetLength(parameters)) + 1),
      m_servers(DrawServers(parameters.servers)),
      m_observer(m_topology, m_log)
{
    AddProviders();
    AddHosts();
    for (std::size_t i = 0; i < m_servers.size(); ++i)
    {
        m_helper.AddServer("server" + std::to_string(i + 1), m_servers[i]);
    }
    m_helper.AddServer("background", BACKGROUND);
    m_helper.AddServer("garden", GARDEN_SERVER, "garden");
    m_topology = m_helper.Build();
    m_observer.Watch("a", PREFIX_A);
    m_observer.Watch("b", PREFIX_B);
    m_observer.Watch("garden", PREFIX_GARDEN, GARDEN);
    AddServers();
    AddClients();
    AddCongestion();
    ScheduleEvents();
    m_topology.AssignStreams(NETWORK);
}

void
Scenario::AddProviders()
{
    const auto random = CreateObject<UniformRandomVariable>();
    random->SetStream(ROUTERS);
    const auto makeUplink = [&](const char* name, const char* pvd, const char* prefix) {
        PvdTopologyHelper::Uplink uplink;
        uplink.name = name;
        uplink.pvd = pvd;
        uplink.prefix = prefix;
        uplink.link.loss = m_parameters.loss;
        uplink.ingressFilter = m_parameters.filter;
        uplink.start += Seconds(random->GetValue(0, ALL_ADVERTISE));
        return uplink;
    };
    auto a = makeUplink("a", PVD_A, PREFIX_A);
    a.link.rate = m_parameters.rateA;
    a.link.delay = m_parameters.delayA;
    m_helper.AddUplink(a);
    auto b = makeUplink("b", PVD_B, PREFIX_B);
    b.link.rate = m_parameters.rateB;
    b.link.delay = m_parameters.delayB;
    m_helper.AddUplink(b);
    auto garden = makeUplink("garden", PVD_GARDEN, PREFIX_GARDEN);
    garden.link.rate = m_parameters.rateGarden;
    garden.link.delay = m_parameters.delayGarden;
    garden.isDefaultRouter = false;
    garden.routes = {GARDEN};
    m_helper.AddUplink(garden);
}

void
Scenario::AddHosts()
{
    for (const auto& kind : m_kinds)
    {
        const std::size_t ports = kind.vrf == Vrf::VIRTUAL ? USES : 1;
        m_helper.AddHost(kind.name, kind.stack, std::vector<std::string>(ports, "lan"));
    }
}

void
Scenario::AddServers()
{
    const Time end = Seconds(GetLength(m_parameters));
    const auto add = [&](const std::string& node, const Ptr<Application>& server) {
        m_topology.GetNode(node)->AddApplication(server);
        server->SetStopTime(end);
    };
    for (std::size_t i = 0; i < m_servers.size(); ++i)
    {
        const std::string node = "server" + std::to_string(i + 1);
        add(node, CreateObject<RequestServer>(WEB_PORT));
        add(node, CreateObject<VoiceServer>());
    }
    add("garden", CreateObject<RequestServer>(GARDEN_PORT));
}

void
Scenario::AddClients()
{
    const std::vector<std::string> edges{"edge-a", "edge-b", "edge-garden"};
    for (uint32_t host = 0; host < m_kinds.size(); ++host)
    {
        const HostKind& kind = m_kinds[host];
        if (kind.vrf == Vrf::VIRTUAL)
        {
            for (std::size_t i = 0; i < USES; ++i)
            {
                const auto filter = CreateObject<RouterFilter>();
                filter->SetRouter(m_topology.GetMac(edges[i], "access"));
                m_topology.GetDevice(kind.name, "eth" + std::to_string(i))
                    ->SetAttribute("ReceiveErrorModel", PointerValue(filter));
            }
        }
        const auto policies = DynamicCast<PolicyRouting>(m_topology.GetRouting(kind.name));
        if (policies)
        {
            policies->AddRule(TCP, WEB_PORT, PVD_A);
            policies->AddRule(UDP, 0, PVD_B);
            policies->AddRule(TCP, GARDEN_PORT, PVD_GARDEN);
        }
        AddClients(host);
    }
}

void
Scenario::AddClients(uint32_t host)
{
    const HostKind& kind = m_kinds[host];
    const auto node = m_topology.GetNode(kind.name);
    const auto makePlace = [&](Use use) {
        ClientPlace place{host, use, &m_log, kind.bindings[static_cast<std::size_t>(use)]};
        if (kind.vrf != Vrf::NONE)
        {
            const auto port = kind.vrf == Vrf::ONE ? 0 : static_cast<int>(use);
            place.vrf = m_topology.GetDevice(kind.name, "eth" + std::to_string(port));
        }
        return place;
    };
    const RequestPace web{m_parameters.webInterval, m_parameters.webSize, m_parameters.patience};
    const RequestPace garden{m_parameters.gardenInterval,
                             m_parameters.gardenSize,
                             m_parameters.patience};
    const VoicePace voice{m_parameters.call,
                          m_parameters.voiceInterval,
                          m_parameters.GetVoiceSize(),
                          PLAYOUT,
                          GOOD_VOICE};
    const std::array<Ptr<Client>, USES> clients{
        CreateObject<RequestClient>(makePlace(Use::WEB), MakeAddresses(m_servers, WEB_PORT), web),
        CreateObject<VoiceClient>(makePlace(Use::VOICE),
                                  MakeAddresses(m_servers, VOICE_PORT),
                                  voice),
        CreateObject<RequestClient>(makePlace(Use::GARDEN),
                                    MakeAddresses({GARDEN_SERVER}, GARDEN_PORT),
                                    garden)};
    for (std::size_t use = 0; use < USES; ++use)
    {
        node->AddApplication(clients[use]);
        clients[use]->SetStream(CLIENTS + 2 * use);
        clients[use]->SetStartTime(Seconds(m_parameters.timeline.start));
        clients[use]->SetStopTime(Seconds(m_parameters.timeline.end));
    }
}

void
Scenario::AddCongestion()
{
    const auto rate =
        static_cast<uint64_t>(m_parameters.congestion * double(m_parameters.rateB.GetBitRate()));
    if (rate == 0)
    {
        return;
    }
    const Inet6SocketAddress sink(Ipv6Address(CONGESTED), DISCARD_PORT);
    OnOffHelper source("ns3::UdpSocketFactory", sink);
    source.SetConstantRate(DataRate(rate), FULL_PACKET);
    auto applications = source.Install(m_topology.GetNode("background"));
    applications.Start(Seconds(m_parameters.timeline.congest));
    applications.Stop(Seconds(m_parameters.timeline.relief));
    PacketSinkHelper("ns3::UdpSocketFactory",
                     Inet6SocketAddress(Ipv6Address::GetAny(), DISCARD_PORT))
        .Install(m_topology.GetNode("edge-b"));
}

void
Scenario::ScheduleEvents()
{
    const Timeline& times = m_parameters.timeline;
    Simulator::Schedule(Seconds(times.failure), &Scenario::SetUplinkA, this, false);
    Simulator::Schedule(Seconds(times.repair), &Scenario::SetUplinkA, this, true);
    Simulator::Schedule(Seconds(times.renumber), &Scenario::RenumberA, this);
}

void
Scenario::SetUplinkA(bool isUp)
{
    m_topology.SetUp("uplink-a", isUp);
    if (m_parameters.withdraw)
    {
        Simulator::Schedule(m_parameters.detection, &Scenario::NoticeUplinkA, this, isUp);
    }
}

void
Scenario::NoticeUplinkA(bool isUp)
{
    m_topology.GetAdvertiser("edge-a")->SetUplink("a", isUp);
}

void
Scenario::RenumberA()
{
    m_helper.Renumber(m_topology, "a", NEW_PREFIX_A);
    m_observer.SetPrefix("a", NEW_PREFIX_A);
}

void
Scenario::ShowProgress()
{
    const double now = Simulator::Now().GetSeconds();
    std::cerr << "\rpvd-multihoming: " << std::lround(100 * now / GetLength(m_parameters)) << " % "
              << std::flush;
    Simulator::Schedule(Seconds(PROGRESS), &Scenario::ShowProgress, this);
}

std::optional<Record>
Scenario::Run(bool showsProgress, bool writesTraces)
{
    Traces traces(m_parameters, m_topology);
    if (writesTraces && !traces.Begin())
    {
        return std::nullopt;
    }
    if (showsProgress)
    {
        ShowProgress();
    }
    Simulator::Stop(Seconds(GetLength(m_parameters)));
    Simulator::Run();
    if (showsProgress)
    {
        std::cerr << "\r" << std::string(40, ' ') << "\r";
    }
    traces.End();
    return m_log.Finish(m_parameters.patience.GetSeconds());
}

} // namespace multihoming
