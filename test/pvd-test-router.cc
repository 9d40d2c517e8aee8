/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-router.h"

#include "ns3/internet-stack-helper.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/ripng-helper.h"

namespace ns3
{
namespace pvdtest
{

TestRouter::TestRouter(TestLink& link, RouterStack stack, const std::string& mac)
    : m_node(CreateObject<Node>())
{
    if (stack == RouterStack::PVD)
    {
        PvdHostHelper helper;
        helper.SetIpv6NsRsJitter(false);
        helper.Install(m_node);
    }
    else
    {
        InternetStackHelper helper;
        helper.SetIpv6NsRsJitter(false);
        if (stack == RouterStack::RIPNG)
        {
            helper.SetRoutingHelper(RipNgHelper());
        }
        helper.Install(m_node);
    }
    AddInterface(link, mac);
}

uint32_t
TestRouter::AddInterface(TestLink& link, const std::string& mac, const std::string& address)
{
    const auto device = CreateObject<SimpleNetDevice>();
    device->SetAddress(Mac48Address(mac.c_str()));
    device->SetChannel(link.GetChannel());
    m_node->AddDevice(device);
    const auto ipv6 = GetIpv6();
    const uint32_t interface = ipv6->AddInterface(device);
    if (!address.empty())
    {
        ipv6->AddAddress(interface,
                         Ipv6InterfaceAddress(Ipv6Address(address.c_str()), Ipv6Prefix(64)));
    }
    ipv6->SetUp(interface);
    return interface;
}

void
TestRouter::Advertise(const PvdAdvertisingInterface& configuration, Time start)
{
    if (GetAdvertiser())
    {
        GetAdvertiser()->SetInterface(1, configuration);
    }
    else
    {
        const auto advertisers = PvdRouterHelper().Install(m_node, 1, configuration);
        PvdRouterHelper::AssignStreams(advertisers, 100);
        GetAdvertiser()->SetStartTime(start);
        GetAdvertiser()->TraceConnectWithoutContext("NotSent",
                                                    MakeCallback(&TestRouter::NoteNotSent, this));
        GetAdvertiser()->TraceConnectWithoutContext("SolicitationDropped",
                                                    MakeCallback(&TestRouter::NoteDropped, this));
    }
}

Ptr<Node>
TestRouter::GetNode() const
{
    return m_node;
}

Ptr<Ipv6>
TestRouter::GetIpv6() const
{
    return m_node->GetObject<Ipv6>();
}

Ptr<PvdRouterAdvertiser>
TestRouter::GetAdvertiser() const
{
    return PvdRouterHelper::GetAdvertiser(m_node);
}

Ipv6Address
TestRouter::GetLinkLocal() const
{
    return GetIpv6()->GetAddress(1, 0).GetAddress();
}

const std::vector<std::string>&
TestRouter::GetNotSent() const
{
    return m_notSent;
}

const std::vector<NdDropReason>&
TestRouter::GetDrops() const
{
    return m_drops;
}

void
TestRouter::NoteNotSent(std::string sentence, uint32_t)
{
    m_notSent.push_back(sentence);
}

void
TestRouter::NoteDropped(NdDropReason reason, uint32_t, Ipv6Address)
{
    m_drops.push_back(reason);
}

std::vector<SeenRa>
GetSeenRas(const TestLink& link)
{
    std::vector<SeenRa> seen;
    for (const SeenPacket& packet : link.GetSeen(ROUTER_ADVERTISEMENT))
    {
        const auto parsed = RouterAdvertisement::Parse(packet.message);
        if (parsed.message)
        {
            seen.push_back({packet.time,
                            packet.source,
                            packet.destination,
                            packet.hopLimit,
                            packet.message.size() + 40,
                            *parsed.message});
        }
    }
    return seen;
}

std::vector<SeenRa>
GetMulticastRas(const TestLink& link)
{
    std::vector<SeenRa> seen;
    for (const SeenRa& ra : GetSeenRas(link))
    {
        if (ra.destination.IsMulticast())
        {
            seen.push_back(ra);
        }
    }
    return seen;
}

void
Solicit(TestLink& link, char digit, bool isAnonymous)
{
    Station from = MakeRouter(digit);
    Octets message = RouterSolicitation(from.mac);
    if (isAnonymous)
    {
        from.address = Ipv6Address::GetAny();
        message.resize(8);
    }
    link.Send(message, from, Ipv6Address::GetAllRoutersMulticast());
}

PvdAdvertisingInterface
QuickInterface(double maxInterval)
{
    PvdAdvertisingInterface interface;
    interface.maxRtrAdvInterval = maxInterval;
    interface.advertisements[0].options.prefixes = {PvdRouterHelper::Prefix("2001:db8:1::/64")};
    return interface;
}

} // namespace pvdtest
} // namespace ns3
