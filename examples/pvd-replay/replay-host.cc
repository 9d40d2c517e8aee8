/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "replay-host.h"

#include "ns3/core-module.h"
#include "ns3/mac48-address.h"
#include "ns3/packet.h"
#include "ns3/simple-channel.h"

#include <algorithm>
#include <limits>

namespace replay
{

using namespace ns3;

namespace
{

constexpr std::size_t ETHERNET_HEADER = 14;
constexpr uint16_t ETHERTYPE_IPV6 = 0x86dd;
constexpr uint16_t ETHERNET_MTU = 1500;

/// \return the MAC address that lies some places after another
Mac48Address
CountUp(const Mac48Address& first, uint32_t places)
{
    uint8_t octets[6];
    first.CopyTo(octets);
    for (int i = 5; i >= 0 && places > 0; --i)
    {
        places += octets[i];
        octets[i] = places & 0xff;
        places >>= 8;
    }
    Mac48Address mac;
    mac.CopyFrom(octets);
    return mac;
}

/// \return "eth1" for "eth0" and 1; a name without number gets one
std::string
CountUp(const std::string& name, uint32_t places)
{
    if (places == 0)
    {
        return name;
    }
    const auto end = name.find_last_not_of("0123456789") + 1;
    const std::string digits = name.substr(end, 6);
    const uint32_t number = digits.empty() ? 0 : std::stoul(digits);
    return name.substr(0, end) + std::to_string(number + places);
}

std::string
Describe(uint32_t interface, const Ipv6Address& router)
{
    return "interface " + std::to_string(interface) + " router " + ToString(router);
}

} // namespace

std::string
DescribeChange(uint32_t mask)
{
    static const std::pair<uint32_t, const char*> NAMES[] = {
        {Pvd::FLAGS, "flags"},
        {Pvd::SEQUENCE, "sequence"},
        {Pvd::DELAY, "delay"},
        {Pvd::ROUTERS, "routers"},
        {Pvd::PREFIXES, "prefixes"},
        {Pvd::ADDRESSES, "addresses"},
        {Pvd::ROUTES, "routes"},
        {Pvd::RDNSS, "rdnss"},
        {Pvd::DNSSL, "dnssl"},
        {Pvd::MTU, "mtu"},
        {Pvd::HOP_LIMIT, "curHopLimit"},
        {Pvd::CAPTIVE_PORTAL, "captivePortal"},
        {Pvd::PREF64, "pref64"},
        {Pvd::TIMERS, "timers"},
        {Pvd::LEGACY, "legacy"},
        {Pvd::ORIGIN, "origin"},
        {Pvd::PD_PREFERRED, "prefixes for DHCPv6-PD"},
    };
    std::string text;
    for (const auto& name : NAMES)
    {
        if (mask & name.first)
        {
            text += (text.empty() ? "" : " ") + std::string(name.second);
        }
    }
    return text;
}

ReplayHost::ReplayHost(const HostOptions& options, const std::vector<Capture>& captures)
    : m_node(CreateObject<Node>()),
      m_first(std::numeric_limits<int64_t>::max()),
      m_last(std::numeric_limits<int64_t>::min())
{
    PvdHostHelper host;
    if (!options.limits)
    {
        for (const char* limit : {"MaxPvds",
                                  "MaxPvdsPerInterface",
                                  "MaxRouters",
                                  "MaxPrefixes",
                                  "MaxRoutes",
                                  "MaxResolvers",
                                  "MaxSearchDomains",
                                  "MaxAddresses"})
        {
            host.SetRegistryAttribute(limit, UintegerValue(0));
        }
    }
    host.SetRegistryAttribute("ParsePvd", BooleanValue(options.parsePvd));
    host.Install(m_node);
    GetRouting()->SetAttribute("Rule55", BooleanValue(options.rule55));
    for (const auto& capture : captures)
    {
        for (const auto& frame : capture.frames)
        {
            m_first = std::min(m_first, frame.time);
            m_last = std::max(m_last, frame.time);
        }
    }
    for (uint32_t i = 0; i < captures.size(); ++i)
    {
        AddInterface(options, i, captures[i]);
    }
    ConnectTraces();
}

void
ReplayHost::AddInterface(const HostOptions& options, uint32_t place, const Capture& capture)
{
    const auto channel = CreateObject<SimpleChannel>();
    const auto device = CreateObject<SimpleNetDevice>();
    device->SetAddress(CountUp(Mac48Address(options.mac.c_str()), place));
    device->SetChannel(channel);
    device->SetMtu(ETHERNET_MTU);
    m_node->AddDevice(device);
    const auto ipv6 = GetIpv6();
    const uint32_t index = ipv6->AddInterface(device);
    GetRegistry()->GetInterface(index)->SetName(CountUp(options.name, place));
    ipv6->SetMetric(index, 1);
    ipv6->SetUp(index);

    const auto player = CreateObject<SimpleNetDevice>();
    player->SetAddress(Mac48Address::Allocate());
    player->SetChannel(channel);
    CreateObject<Node>()->AddDevice(player);
    for (const auto& frame : capture.frames)
    {
        // Events at one time run in the order of their scheduling: the interfaces are up first.
        Simulator::Schedule(NanoSeconds(frame.time - m_first),
                            &ReplayHost::Play,
                            this,
                            player,
                            frame);
    }
}

void
ReplayHost::Play(Ptr<SimpleNetDevice> player, const Frame& frame)
{
    Mac48Address destination;
    Mac48Address source;
    destination.CopyFrom(frame.octets.data());
    source.CopyFrom(frame.octets.data() + 6);
    const auto packet = Create<Packet>(frame.octets.data() + ETHERNET_HEADER,
                                       frame.octets.size() - ETHERNET_HEADER);
    player->SendFrom(packet, source, destination, ETHERTYPE_IPV6);
}

double
ReplayHost::GetDuration() const
{
    return (m_last - m_first) / 1e9;
}

void
ReplayHost::Run(double until)
{
    Simulator::Stop(Seconds(until));
    Simulator::Run();
}

Ptr<PvdRegistry>
ReplayHost::GetRegistry() const
{
    return m_node->GetObject<PvdRegistry>();
}

Ptr<PvdIpv6Routing>
ReplayHost::GetRouting() const
{
    return DynamicCast<PvdIpv6Routing>(GetIpv6()->GetRoutingProtocol());
}

Ptr<Ipv6>
ReplayHost::GetIpv6() const
{
    return m_node->GetObject<Ipv6>();
}

const std::vector<Drop>&
ReplayHost::GetDrops() const
{
    return m_drops;
}

const std::vector<Event>&
ReplayHost::GetEvents() const
{
    return m_events;
}

void
ReplayHost::ConnectTraces()
{
    const auto registry = GetRegistry();
    const auto connect = [&registry](const char* source, const CallbackBase& sink) {
        NS_ABORT_MSG_UNLESS(registry->TraceConnectWithoutContext(source, sink),
                            "no trace source " << source);
    };
    connect("PvdAdded", MakeCallback(&ReplayHost::NotePvdAdded, this));
    connect("PvdChanged", MakeCallback(&ReplayHost::NotePvdChanged, this));
    connect("PvdRemoved", MakeCallback(&ReplayHost::NotePvdRemoved, this));
    connect("RaAccepted", MakeCallback(&ReplayHost::NoteRaAccepted, this));
    connect("RaDropped", MakeCallback(&ReplayHost::NoteRaDropped, this));
    connect("OptionIgnored", MakeCallback(&ReplayHost::NoteOptionIgnored, this));
    connect("RdnssAdded", MakeCallback(&ReplayHost::NoteRdnssAdded, this));
    connect("RdnssRemoved", MakeCallback(&ReplayHost::NoteRdnssRemoved, this));
    connect("DnsslAdded", MakeCallback(&ReplayHost::NoteDnsslAdded, this));
    connect("DnsslRemoved", MakeCallback(&ReplayHost::NoteDnsslRemoved, this));
}

void
ReplayHost::Note(const std::string& what, Ptr<Pvd> pvd, const std::string& text)
{
    m_events.push_back(
        {Simulator::Now().GetSeconds(), what, pvd ? pvd->GetId().ToString() : std::string(), text});
}

void
ReplayHost::NotePvdAdded(Ptr<Pvd> pvd)
{
    Note("PvdAdded", pvd, "index " + std::to_string(pvd->GetIndex()));
}

void
ReplayHost::NotePvdChanged(Ptr<Pvd> pvd, uint32_t mask)
{
    Note("PvdChanged", pvd, DescribeChange(mask));
}

void
ReplayHost::NotePvdRemoved(Ptr<Pvd> pvd)
{
    Note("PvdRemoved", pvd, "");
}

void
ReplayHost::NoteRaAccepted(Ptr<Pvd> pvd, uint32_t interface, Ipv6Address router)
{
    Note("RaAccepted", pvd, Describe(interface, router));
}

void
ReplayHost::NoteRaDropped(RaDropReason reason,
                          uint32_t offset,
                          uint32_t interface,
                          Ipv6Address router)
{
    m_drops.push_back({Simulator::Now().GetSeconds(), ToString(reason), std::nullopt});
    Note("RaDropped",
         nullptr,
         Describe(interface, router) + ": " + ToString(reason) + " at octet " +
             std::to_string(offset));
}

void
ReplayHost::NoteOptionIgnored(OptionIgnoreReason reason,
                              uint8_t type,
                              uint32_t interface,
                              Ipv6Address router)
{
    m_drops.push_back({Simulator::Now().GetSeconds(), ToString(reason), type});
    Note("OptionIgnored",
         nullptr,
         Describe(interface, router) + " option " + std::to_string(type) + ": " + ToString(reason));
}

void
ReplayHost::NoteRdnssAdded(Ptr<Pvd> pvd, Ipv6Address address, Time)
{
    Note("RdnssAdded", pvd, ToString(address));
}

void
ReplayHost::NoteRdnssRemoved(Ptr<Pvd> pvd, Ipv6Address address)
{
    Note("RdnssRemoved", pvd, ToString(address));
}

void
ReplayHost::NoteDnsslAdded(Ptr<Pvd> pvd, std::string domain, Time)
{
    Note("DnsslAdded", pvd, domain);
}

void
ReplayHost::NoteDnsslRemoved(Ptr<Pvd> pvd, std::string domain)
{
    Note("DnsslRemoved", pvd, domain);
}

} // namespace replay
