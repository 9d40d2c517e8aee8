/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-bench-link.h"

#include "ns3/core-module.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/simple-net-device-helper.h"

namespace pvdbench
{

using namespace ns3;

namespace
{

constexpr uint16_t LINK_MTU = 1500;
constexpr uint8_t ND_HOP_LIMIT = 255;

void
FillChecksum(std::vector<uint8_t>& octets, const Ipv6Header& header)
{
    constexpr std::size_t CHECKSUM = 2; // where it stands
    std::vector<uint8_t> all(32);
    header.GetSource().GetBytes(all.data());
    header.GetDestination().GetBytes(all.data() + 16);
    all.insert(all.end(), octets.begin(), octets.end());
    uint32_t sum = octets.size() + Icmpv6L4Protocol::GetStaticProtocolNumber();
    for (std::size_t i = 0; i < all.size(); i += 2)
    {
        sum += all[i] << 8 | all[i + 1];
    }
    while (sum >> 16)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    octets[CHECKSUM] = ~sum >> 8;
    octets[CHECKSUM + 1] = ~sum;
}

PrefixInformationOption
MakePrefix(const RouterConfig& config, uint32_t number)
{
    PrefixInformationOption option;
    option.prefixLength = 64;
    option.onLink = true;
    option.autonomous = true;
    option.validLifetime = config.validLifetime;
    option.preferredLifetime = config.preferredLifetime;
    option.prefix = {0x20, 0x01, 0x0d, 0xb8};
    option.prefix[5] = config.router;
    option.prefix[7] = number;
    return option;
}

bool
IsGlobal(const Ipv6InterfaceAddress& address)
{
    return address.GetState() == Ipv6InterfaceAddress::PREFERRED &&
           !address.GetAddress().IsLinkLocal();
}

} // namespace

std::string
ToString(Side side)
{
    return side == Side::OURS ? "ours" : "stock";
}

Mac48Address
GetHardwareAddress(uint32_t router)
{
    const uint8_t octets[6] = {0x02, 0, 0, 0, 0xff, static_cast<uint8_t>(router)};
    Mac48Address address;
    address.CopyFrom(octets);
    return address;
}

Ipv6Address
GetLinkLocalAddress(uint32_t router)
{
    return Ipv6Address::MakeAutoconfiguredLinkLocalAddress(GetHardwareAddress(router));
}

std::vector<uint8_t>
MakeRouterAdvertisement(const RouterConfig& config)
{
    RouterAdvertisement ra;
    ra.header.curHopLimit = 64;
    ra.header.routerLifetime = config.routerLifetime;
    SourceLinkLayerAddressOption slla;
    slla.address.resize(6);
    GetHardwareAddress(config.router).CopyTo(slla.address.data());
    ra.options.emplace_back(slla);
    MtuOption mtu;
    mtu.mtu = LINK_MTU;
    ra.options.emplace_back(mtu);
    for (uint32_t i = 0; i < config.prefixes; ++i)
    {
        ra.options.emplace_back(MakePrefix(config, i));
    }
    auto octets = ra.Serialize().value();
    FillChecksum(octets, MakeIpv6Header(config.router, octets.size()));
    return octets;
}

Ipv6Header
MakeIpv6Header(uint32_t router, uint16_t size)
{
    Ipv6Header header;
    header.SetSource(GetLinkLocalAddress(router));
    header.SetDestination(Ipv6Address::GetAllNodesMulticast());
    header.SetNextHeader(Ipv6Header::IPV6_ICMPV6);
    header.SetPayloadLength(size);
    header.SetHopLimit(ND_HOP_LIMIT);
    return header;
}

NetDeviceContainer
AddDevices(Ptr<SimpleChannel> channel, uint32_t number)
{
    NodeContainer nodes(number);
    const NetDeviceContainer devices = SimpleNetDeviceHelper().Install(nodes, channel);
    for (uint32_t i = 0; i < number; ++i)
    {
        devices.Get(i)->SetMtu(LINK_MTU);
    }
    return devices;
}

NodeContainer
AddHosts(Side side, Ptr<SimpleChannel> channel, uint32_t number)
{
    const NetDeviceContainer devices = AddDevices(channel, number);
    NodeContainer hosts;
    for (uint32_t i = 0; i < number; ++i)
    {
        hosts.Add(devices.Get(i)->GetNode());
    }
    if (side == Side::OURS)
    {
        PvdHostHelper().Install(hosts);
    }
    else
    {
        InternetStackHelper().Install(hosts);
    }
    Ipv6AddressHelper().AssignWithoutAddress(devices);
    return hosts;
}

void
SendAdvertisement(Ptr<NetDevice> device, const RouterConfig& config)
{
    const auto octets = MakeRouterAdvertisement(config);
    const auto packet = Create<Packet>(octets.data(), octets.size());
    packet->AddHeader(MakeIpv6Header(config.router, octets.size()));
    device->SendFrom(packet,
                     GetHardwareAddress(config.router),
                     Mac48Address("33:33:00:00:00:01"),
                     0x86dd);
}

void
AdvertiseOnce(Ptr<SimpleChannel> channel, const RouterConfig& config)
{
    SendAdvertisement(AddDevices(channel, 1).Get(0), config);
    Simulator::Stop(Seconds(5)); // until duplicate address detection is done
    Simulator::Run();
}

PvdBinding
GetOnlyPvd(Ptr<Node> host)
{
    const auto& pvds = host->GetObject<PvdRegistry>()->GetPvds();
    NS_ABORT_MSG_IF(pvds.size() != 1, "GetOnlyPvd: the host knows " << pvds.size() << " PvDs.");
    return pvds.begin()->second->GetId().ToString();
}

Ipv6Address
GetGlobalAddress(Ptr<Node> host)
{
    const auto interface = host->GetObject<Ipv6L3Protocol>()->GetInterface(1);
    for (uint32_t i = 0; i < interface->GetNAddresses(); ++i)
    {
        if (IsGlobal(interface->GetAddress(i)))
        {
            return interface->GetAddress(i).GetAddress();
        }
    }
    NS_ABORT_MSG("GetGlobalAddress: the host has none.");
}

uint32_t
CountAddresses(Ptr<Node> host)
{
    const auto interface = host->GetObject<Ipv6L3Protocol>()->GetInterface(1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < interface->GetNAddresses(); ++i)
    {
        count += IsGlobal(interface->GetAddress(i));
    }
    return count;
}

} // namespace pvdbench
