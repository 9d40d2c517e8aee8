/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "request-server.h"

#include "ns3/abort.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/node.h"
#include "ns3/tcp-cubic.h"
#include "ns3/tcp-l4-protocol.h"
#include "ns3/tcp-socket-base.h"
#include "ns3/tcp-socket-factory.h"

#include <algorithm>
#include <vector>

namespace multihoming
{

using namespace ns3;

namespace
{

/**
 * Give an accepted connection a congestion control of its own. ns-3 copies that of the listening
 * socket, and from ns-3.41 on the copy of a TcpCubic lacks TcpFriendliness: whatever was in memory
 * before would decide how the window grows, and one seed would give several results. To be removed
 * once all supported releases copy it.
 */
void
RenewCongestionControl(const Ptr<Socket>& socket)
{
    TypeIdValue type;
    socket->GetNode()->GetObject<TcpL4Protocol>()->GetAttribute("SocketType", type);
    TypeId::AttributeInformation friendliness;
    const auto connection = DynamicCast<TcpSocketBase>(socket);
    if (connection && type.Get() == TcpCubic::GetTypeId() &&
        type.Get().LookupAttributeByName("TcpFriendliness", &friendliness))
    {
        connection->SetCongestionControlAlgorithm(CreateObject<TcpCubic>());
    }
}

} // namespace

Ptr<Packet>
MakeRequest(uint32_t size)
{
    std::vector<uint8_t> octets(REQUEST_SIZE);
    for (int i = 0; i < 4; ++i)
    {
        octets[i] = size >> (24 - 8 * i);
    }
    return Create<Packet>(octets.data(), octets.size());
}

RequestServer::RequestServer(uint16_t port)
    : m_port(port)
{
}

void
RequestServer::StartApplication()
{
    m_listener = Socket::CreateSocket(GetNode(), TcpSocketFactory::GetTypeId());
    const int result = m_listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), m_port));
    NS_ABORT_MSG_IF(result < 0, "RequestServer: port " << m_port << " is taken");
    m_listener->Listen();
    m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&RequestServer::HandleAccepted, this));
}

void
RequestServer::StopApplication()
{
    m_listener->Close();
    m_work.clear();
}

void
RequestServer::HandleAccepted(Ptr<Socket> socket, const Address&)
{
    RenewCongestionControl(socket);
    m_work[socket] = Work();
    socket->SetRecvCallback(MakeCallback(&RequestServer::HandleRequest, this));
    socket->SetSendCallback(MakeCallback(&RequestServer::HandleRoom, this));
    socket->SetCloseCallbacks(MakeCallback(&RequestServer::HandleClosed, this),
                              MakeCallback(&RequestServer::HandleClosed, this));
}

void
RequestServer::HandleClosed(Ptr<Socket> socket)
{
    // Closing a connection that failed tells so again.
    if (m_work.erase(socket) > 0)
    {
        socket->Close();
    }
}

void
RequestServer::HandleRequest(Ptr<Socket> socket)
{
    while (const auto packet = socket->Recv())
    {
        const auto found = m_work.find(socket);
        if (found == m_work.end() || packet->GetSize() == 0)
        {
            return;
        }
        Work& work = found->second;
        if (work.heard == 0)
        {
            uint8_t octets[4] = {}; // requests are small and come in one piece
            packet->CopyData(octets, sizeof(octets));
            work.left = uint32_t(octets[0]) << 24 | octets[1] << 16 | octets[2] << 8 | octets[3];
        }
        work.heard += packet->GetSize();
        if (work.heard >= REQUEST_SIZE)
        {
            HandleRoom(socket, socket->GetTxAvailable());
        }
    }
}

void
RequestServer::HandleRoom(Ptr<Socket> socket, uint32_t room)
{
    const auto found = m_work.find(socket);
    if (found == m_work.end() || found->second.heard < REQUEST_SIZE || found->second.left == 0)
    {
        return;
    }
    const uint32_t size = std::min(room, found->second.left);
    if (size > 0 && socket->Send(Create<Packet>(size)) > 0)
    {
        const auto still = m_work.find(socket); // sending may have closed it
        if (still != m_work.end())
        {
            still->second.left -= size;
            if (still->second.left == 0)
            {
                socket->Close();
            }
        }
    }
}

} // namespace multihoming
