/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "client.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/mac48-address.h"
#include "ns3/node.h"
#include "ns3/pvd-binding-helper.h"

namespace multihoming
{

using namespace ns3;

namespace
{

/// \return the interface identifier that a device's addresses end with
uint64_t
GetInterfaceIdentifier(const Ptr<NetDevice>& device)
{
    uint8_t octets[16];
    Ipv6Address::MakeAutoconfiguredLinkLocalAddress(Mac48Address::ConvertFrom(device->GetAddress()))
        .GetBytes(octets);
    uint64_t identifier = 0;
    for (int i = 8; i < 16; ++i)
    {
        identifier = identifier << 8 | octets[i];
    }
    return identifier;
}

} // namespace

Client::Client(const ClientPlace& place, const std::vector<Address>& servers)
    : m_place(place),
      m_servers(servers),
      m_choice(CreateObject<UniformRandomVariable>())
{
}

void
Client::SetStream(int64_t stream)
{
    m_choice->SetStream(stream);
}

Ptr<Socket>
Client::MakeSocket(TypeId factory) const
{
    const auto socket = Socket::CreateSocket(GetNode(), factory);
    if (m_place.binding.GetType() == PvdBinding::PVDS)
    {
        // Its sockets are made when timers go off: a binding of its process would not reach them.
        PvdBindingHelper().Bind(socket, m_place.binding);
    }
    if (m_place.vrf)
    {
        socket->BindToNetDevice(m_place.vrf);
    }
    return socket;
}

const Address&
Client::ChooseServer() const
{
    return m_servers[m_choice->GetInteger(0, m_servers.size() - 1)];
}

void
Client::TellKey(uint32_t flow, const Ptr<Socket>& socket, uint8_t protocol) const
{
    Address own;
    socket->GetSockName(own);
    if (!Inet6SocketAddress::IsMatchingType(own))
    {
        return;
    }
    const uint16_t port = Inet6SocketAddress::ConvertFrom(own).GetPort();
    const auto node = GetNode();
    for (uint32_t i = 0; i < node->GetNDevices(); ++i)
    {
        if (Mac48Address::IsMatchingType(node->GetDevice(i)->GetAddress()))
        {
            m_place.log->SetKey(flow, {GetInterfaceIdentifier(node->GetDevice(i)), protocol, port});
        }
    }
}

const ClientPlace&
Client::GetPlace() const
{
    return m_place;
}

} // namespace multihoming
