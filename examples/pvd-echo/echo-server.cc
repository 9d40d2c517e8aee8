/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "echo-server.h"

#include "ns3/abort.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/packet.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>

namespace echo
{

using namespace ns3;

namespace
{

/// \return the lines that a packet ends
std::size_t
CountLines(const Ptr<const Packet>& packet)
{
    std::vector<uint8_t> octets(packet->GetSize());
    packet->CopyData(octets.data(), octets.size());
    return std::count(octets.begin(), octets.end(), '\n');
}

/// \return an answer to who has an address
Ptr<Packet>
MakeAnswer(const Address& from)
{
    std::ostringstream os;
    os << Inet6SocketAddress::ConvertFrom(from).GetIpv6() << "\n";
    const std::string text = os.str();
    return Create<Packet>(reinterpret_cast<const uint8_t*>(text.data()), text.size());
}

} // namespace

void
EchoServer::StartApplication()
{
    for (const auto& factory : {TcpSocketFactory::GetTypeId(), UdpSocketFactory::GetTypeId()})
    {
        const auto socket = Socket::CreateSocket(GetNode(), factory);
        const int result = socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        NS_ABORT_MSG_IF(result < 0, "EchoServer: port " << PORT << " is taken");
        socket->SetRecvCallback(MakeCallback(&EchoServer::HandleRequests, this));
        m_sockets.push_back(socket);
    }
    m_sockets.front()->Listen();
    m_sockets.front()->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                         MakeCallback(&EchoServer::HandleAccepted, this));
}

void
EchoServer::StopApplication()
{
    // Closing may call back, and what is called changes the list.
    for (const auto& socket : std::exchange(m_sockets, {}))
    {
        socket->Close();
    }
}

void
EchoServer::HandleAccepted(Ptr<Socket> socket, const Address&)
{
    socket->SetRecvCallback(MakeCallback(&EchoServer::HandleRequests, this));
    socket->SetCloseCallbacks(MakeCallback(&EchoServer::HandleClosed, this),
                              MakeCallback(&EchoServer::Forget, this));
    m_sockets.push_back(socket);
}

void
EchoServer::HandleClosed(Ptr<Socket> socket)
{
    Forget(socket);
    socket->Close();
}

void
EchoServer::Forget(Ptr<Socket> socket)
{
    // After an error the connection is over. To close it would be an error again: ns-3 would call
    // this without end.
    m_sockets.erase(std::remove(m_sockets.begin(), m_sockets.end(), socket), m_sockets.end());
}

void
EchoServer::HandleRequests(Ptr<Socket> socket)
{
    Address from;
    while (const auto packet = socket->RecvFrom(from))
    {
        for (std::size_t lines = CountLines(packet); lines > 0; --lines)
        {
            socket->SendTo(MakeAnswer(from), 0, from); // over TCP: to its peer
        }
    }
}

} // namespace echo
