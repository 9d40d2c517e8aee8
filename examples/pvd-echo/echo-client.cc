/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "echo-client.h"

#include "echo-server.h"

#include "ns3/abort.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/packet.h"
#include "ns3/pvd-socket-binding.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>

namespace echo
{

using namespace ns3;

namespace
{

const std::string REQUEST = "Who am I?\n";

/// \return why a call of a socket failed
std::string
Explain(Socket::SocketErrno error)
{
    switch (error)
    {
    case Socket::ERROR_NODEV:
        return "no such PvD";
    case Socket::ERROR_NOROUTETOHOST:
        return "no route";
    case Socket::ERROR_ADDRNOTAVAIL:
        return "no usable address";
    case Socket::ERROR_NOTERROR:
        return "connection refused";
    default:
        return "socket error " + std::to_string(error);
    }
}

} // namespace

const char*
ToString(Transport transport)
{
    switch (transport)
    {
    case Transport::TCP:
        return "TCP";
    case Transport::UDP:
        return "UDP";
    default:
        return "connected UDP";
    }
}

uint8_t
GetProtocol(Transport transport)
{
    constexpr uint8_t TCP = 6;
    constexpr uint8_t UDP = 17;
    return transport == Transport::TCP ? TCP : UDP;
}

EchoClient::EchoClient(const Ipv6Address& server, const Pace& pace)
    : m_server(Inet6SocketAddress(server, PORT)),
      m_pace(pace)
{
}

void
EchoClient::Add(Transport transport, const PvdBinding& binding)
{
    m_conversations.push_back({transport, binding});
}

const std::vector<Conversation>&
EchoClient::GetConversations() const
{
    return m_conversations;
}

void
EchoClient::StartApplication()
{
    for (auto& conversation : m_conversations)
    {
        Open(conversation);
    }
    AskAll();
}

void
EchoClient::StopApplication()
{
    m_next.Cancel();
    for (const auto& conversation : m_conversations)
    {
        if (conversation.socket)
        {
            conversation.socket->Close();
        }
    }
}

void
EchoClient::Open(Conversation& conversation)
{
    const bool isTcp = conversation.transport == Transport::TCP;
    conversation.socket =
        Socket::CreateSocket(GetNode(),
                             isTcp ? TcpSocketFactory::GetTypeId() : UdpSocketFactory::GetTypeId());
    conversation.socket->SetRecvCallback(MakeCallback(&EchoClient::HandleAnswers, this));
    auto* bound = PvdSocketBinding::Get(conversation.socket);
    NS_ABORT_MSG_UNLESS(bound, "EchoClient: its node is no PvD-aware host");
    const auto error = bound->BindToPvd(conversation.binding);
    if (error != Socket::ERROR_NOTERROR)
    {
        conversation.error = Explain(error);
        return;
    }
    if (conversation.transport != Transport::UDP)
    {
        conversation.socket->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                                                MakeCallback(&EchoClient::HandleRefused, this));
        Check(conversation, conversation.socket->Connect(m_server));
    }
}

void
EchoClient::AskAll()
{
    for (auto& conversation : m_conversations)
    {
        if (conversation.error.empty())
        {
            Ask(conversation);
        }
    }
    ++m_asked;
    if (m_asked < m_pace.count)
    {
        m_next = Simulator::Schedule(m_pace.interval, &EchoClient::AskAll, this);
    }
}

void
EchoClient::Ask(Conversation& conversation)
{
    const auto& socket = conversation.socket;
    const auto packet =
        Create<Packet>(reinterpret_cast<const uint8_t*>(REQUEST.data()), REQUEST.size());
    Check(conversation,
          conversation.transport == Transport::UDP ? socket->SendTo(packet, 0, m_server)
                                                   : socket->Send(packet));
    Address own;
    socket->GetSockName(own);
    if (Inet6SocketAddress::IsMatchingType(own))
    {
        conversation.port = Inet6SocketAddress::ConvertFrom(own).GetPort();
    }
}

void
EchoClient::HandleAnswers(Ptr<Socket> socket)
{
    Conversation& conversation = Find(socket);
    while (const auto packet = socket->Recv())
    {
        std::string text(packet->GetSize(), '\0');
        packet->CopyData(reinterpret_cast<uint8_t*>(&text[0]), text.size());
        conversation.heard += text;
    }
    for (auto end = conversation.heard.find('\n'); end != std::string::npos;
         end = conversation.heard.find('\n'))
    {
        conversation.answers.push_back(conversation.heard.substr(0, end));
        conversation.heard.erase(0, end + 1);
    }
}

void
EchoClient::HandleRefused(Ptr<Socket> socket)
{
    Check(Find(socket), -1);
}

Conversation&
EchoClient::Find(const Ptr<Socket>& socket)
{
    const auto found = std::find_if(m_conversations.begin(),
                                    m_conversations.end(),
                                    [&](const auto& one) { return one.socket == socket; });
    NS_ABORT_MSG_IF(found == m_conversations.end(), "EchoClient: a socket of somebody else");
    return *found;
}

void
EchoClient::Check(Conversation& conversation, int result)
{
    if (result < 0 && conversation.error.empty())
    {
        conversation.error = Explain(conversation.socket->GetErrno());
    }
}

} // namespace echo
