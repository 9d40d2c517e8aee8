/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-wire.h"

#include "ns3/ipv6-header.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace pvdtest
{

namespace
{

constexpr uint16_t ETHERTYPE_IPV6 = 0x86dd;

bool
IsError(const SeenPacket& seen)
{
    return seen.nextHeader == ICMPV6_MESSAGE && seen.message.size() >= 8 &&
           seen.message[0] < ECHO_REQUEST;
}

} // namespace

Octets
operator+(Octets first, const Octets& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

Octets
Datagram(uint16_t port)
{
    const uint8_t high = static_cast<uint8_t>(port >> 8);
    const uint8_t low = static_cast<uint8_t>(port & 0xff);
    return Octets{0x12, 0x34, high, low, 0, 16, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
}

Octets
FragmentHeader(uint8_t nextHeader, uint16_t offset, bool more, uint8_t identification)
{
    const uint8_t high = static_cast<uint8_t>(offset >> 8);
    const uint8_t low = static_cast<uint8_t>((offset & 0xf8) | (more ? 1 : 0));
    return Octets{nextHeader, 0, high, low, 0, 0, 0, identification};
}

WireHost::WireHost(const HostOptions& options)
    : OneHost(options),
      neighbor(MakeRouter('c')),
      m_device(CreateObject<SimpleNetDevice>())
{
    m_device->SetAddress(Mac48Address("02:00:00:00:ee:ef"));
    m_device->SetChannel(link.GetChannel());
    CreateObject<Node>()->AddDevice(m_device);
    Hear(Ra(1800, {Slla(MakeRouter('a').mac), Pio("2001:db8:1::/64", 3600, 1800)}));
    RunTo(Seconds(5));
    Announce();
}

void
WireHost::Announce()
{
    link.Send(NeighborSolicitation(host.GetLinkLocal(), &neighbor.mac),
              neighbor,
              host.GetLinkLocal());
    link.ForgetSeen();
}

void
WireHost::Put(uint8_t nextHeader,
              const Octets& payload,
              const Ipv6Address& source,
              const Ipv6Address& destination)
{
    const auto packet = Create<Packet>(payload.data(), static_cast<uint32_t>(payload.size()));
    Ipv6Header header;
    header.SetSource(source);
    header.SetDestination(destination);
    header.SetNextHeader(nextHeader);
    header.SetPayloadLength(static_cast<uint16_t>(payload.size()));
    header.SetHopLimit(64);
    packet->AddHeader(header);
    m_device->SendFrom(packet, neighbor.mac, Mac48Address("02:00:00:00:00:01"), ETHERTYPE_IPV6);
    RunNow();
}

void
WireHost::Put(uint8_t nextHeader, const Octets& payload)
{
    Put(nextHeader, payload, neighbor.address, host.GetLinkLocal());
}

void
WireHost::PutFrame(const Octets& octets)
{
    const auto packet = Create<Packet>(octets.data(), static_cast<uint32_t>(octets.size()));
    m_device->SendFrom(packet, neighbor.mac, Mac48Address("02:00:00:00:00:01"), ETHERTYPE_IPV6);
    RunNow();
}

Octets
WireHost::Header(uint8_t nextHeader, uint8_t length) const
{
    Octets header{0x60, 0, 0, 0, 0, length, nextHeader, 64};
    header.resize(40);
    neighbor.address.GetBytes(&header[8]);
    host.GetLinkLocal().GetBytes(&header[24]);
    return header;
}

Octets
WireHost::Behind(const Octets& headers, const Octets& message) const
{
    return headers + WithChecksum(message, neighbor.address, host.GetLinkLocal());
}

std::size_t
WireHost::CountOf(uint8_t nextHeader, const Ipv6Address& destination) const
{
    const auto& seen = link.GetSeen();
    return std::count_if(seen.begin(), seen.end(), [&](const auto& one) {
        return one.nextHeader == nextHeader && one.destination == destination;
    });
}

bool
WireHost::IsOwn(const SeenPacket& seen) const
{
    return host.GetIpv6()->GetInterfaceForAddress(seen.source) >= 0;
}

std::string
WireHost::TakeAnswers()
{
    std::ostringstream os;
    for (const auto& seen : link.GetSeen())
    {
        const bool isReply = seen.nextHeader == ICMPV6_MESSAGE && !seen.message.empty() &&
                             seen.message[0] == ECHO_REPLY;
        if (!IsOwn(seen) || !(isReply || IsError(seen)))
        {
            continue;
        }
        os << (os.tellp() > 0 ? ", " : "");
        if (isReply)
        {
            os << "reply";
        }
        else
        {
            os << +seen.message[0] << "/" << +seen.message[1] << " at "
               << (seen.message[6] << 8 | seen.message[7]);
        }
        os << " to " << ToText(seen.destination);
    }
    link.ForgetSeen();
    return os.str();
}

std::vector<SeenPacket>
WireHost::TakeErrors()
{
    std::vector<SeenPacket> errors;
    const auto& all = link.GetSeen();
    std::copy_if(all.begin(), all.end(), std::back_inserter(errors), [this](const auto& seen) {
        return IsOwn(seen) && IsError(seen);
    });
    link.ForgetSeen();
    return errors;
}

} // namespace pvdtest
} // namespace ns3
