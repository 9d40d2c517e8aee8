/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tester-link.h"

#include "ns3/mac48-address.h"
#include "ns3/packet.h"
#include "ns3/simple-channel.h"

#include <utility>

using namespace ns3;

namespace pvdsimulated
{

namespace
{

constexpr uint32_t ETHERNET_HEADER = 14;
constexpr uint32_t MAC_SIZE = 6;
constexpr uint16_t LINK_MTU = 1500;

Ptr<SimpleNetDevice>
MakeDevice(const Ptr<Node>& node, const Ptr<SimpleChannel>& channel, const std::string& mac)
{
    const auto device = CreateObject<SimpleNetDevice>();
    device->SetAddress(Mac48Address(mac.c_str()));
    device->SetChannel(channel);
    device->SetMtu(LINK_MTU);
    node->AddDevice(device);
    return device;
}

} // namespace

TesterLink::TesterLink(const Ptr<Node>& node, const std::string& mac, Listener listener)
    : m_listener(std::move(listener))
{
    const auto channel = CreateObject<SimpleChannel>();
    m_device = MakeDevice(node, channel, mac);
    m_tester = MakeDevice(CreateObject<Node>(), channel, "02:00:00:00:00:fe");
    m_tester->SetPromiscReceiveCallback(MakeCallback(&TesterLink::Receive, this));
}

void
TesterLink::Send(const Octets& frame)
{
    if (frame.size() < ETHERNET_HEADER)
    {
        return;
    }
    Mac48Address to;
    Mac48Address from;
    to.CopyFrom(frame.data());
    from.CopyFrom(frame.data() + MAC_SIZE);
    const auto protocol = static_cast<uint16_t>(frame[2 * MAC_SIZE] << 8 | frame[2 * MAC_SIZE + 1]);
    const auto packet = Create<Packet>(frame.data() + ETHERNET_HEADER,
                                       static_cast<uint32_t>(frame.size() - ETHERNET_HEADER));
    m_tester->SendFrom(packet, from, to, protocol);
}

Ptr<NetDevice>
TesterLink::GetDevice() const
{
    return m_device;
}

bool
TesterLink::Receive(Ptr<NetDevice> /* device */,
                    Ptr<const Packet> packet,
                    uint16_t protocol,
                    const Address& from,
                    const Address& to,
                    NetDevice::PacketType /* type */)
{
    Octets frame(ETHERNET_HEADER + packet->GetSize());
    Mac48Address::ConvertFrom(to).CopyTo(frame.data());
    Mac48Address::ConvertFrom(from).CopyTo(frame.data() + MAC_SIZE);
    frame[2 * MAC_SIZE] = protocol >> 8;
    frame[2 * MAC_SIZE + 1] = protocol & 0xff;
    packet->CopyData(frame.data() + ETHERNET_HEADER, packet->GetSize());
    m_listener(frame);
    return true;
}

} // namespace pvdsimulated
