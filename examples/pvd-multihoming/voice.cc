/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "voice.h"

#include "ns3/abort.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

#include <vector>

namespace multihoming
{

using namespace ns3;

namespace
{

constexpr uint8_t UDP = 17;
constexpr std::size_t STAMP = 12; // octets: number of the call, time in nanoseconds

/// \return a packet that says to which call it belongs and when it was sent
Ptr<Packet>
MakePacket(uint32_t flow, uint32_t size)
{
    std::vector<uint8_t> octets(size);
    const auto now = static_cast<uint64_t>(Simulator::Now().GetNanoSeconds());
    for (std::size_t i = 0; i < 4; ++i)
    {
        octets[i] = flow >> (24 - 8 * i);
    }
    for (std::size_t i = 0; i < 8; ++i)
    {
        octets[4 + i] = now >> (56 - 8 * i);
    }
    return Create<Packet>(octets.data(), octets.size());
}

/// \return number of the call and time of sending
std::pair<uint32_t, Time>
ReadPacket(const Ptr<Packet>& packet)
{
    uint8_t octets[STAMP] = {};
    packet->CopyData(octets, STAMP);
    uint32_t flow = 0;
    uint64_t sent = 0;
    for (std::size_t i = 0; i < STAMP; ++i)
    {
        i < 4 ? flow = flow << 8 | octets[i] : sent = sent << 8 | octets[i];
    }
    return {flow, NanoSeconds(sent)};
}

} // namespace

void
VoiceServer::StartApplication()
{
    m_socket = Socket::CreateSocket(GetNode(), UdpSocketFactory::GetTypeId());
    const int result = m_socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), VOICE_PORT));
    NS_ABORT_MSG_IF(result < 0, "VoiceServer: port " << VOICE_PORT << " is taken");
    m_socket->SetRecvCallback(MakeCallback(&VoiceServer::HandlePackets, this));
}

void
VoiceServer::StopApplication()
{
    m_socket->Close();
}

void
VoiceServer::HandlePackets(Ptr<Socket> socket)
{
    Address from;
    while (const auto packet = socket->RecvFrom(from))
    {
        socket->SendTo(packet->Copy(), 0, from);
    }
}

VoiceClient::VoiceClient(const ClientPlace& place,
                         const std::vector<Address>& servers,
                         const VoicePace& pace)
    : Client(place, servers),
      m_pace(pace)
{
}

void
VoiceClient::StartApplication()
{
    Call();
}

void
VoiceClient::StopApplication()
{
    m_nextCall.Cancel();
    m_nextPacket.Cancel();
    Simulator::Schedule(m_pace.playout, &VoiceClient::HangUp, this, m_flow, m_socket);
}

void
VoiceClient::Call()
{
    m_nextPacket.Cancel();
    if (m_socket)
    {
        // What is on its way may still come back.
        Simulator::Schedule(m_pace.playout, &VoiceClient::HangUp, this, m_flow, m_socket);
    }
    m_flow = GetPlace().log->Open(GetPlace().host, GetPlace().use);
    m_packets[m_flow] = {0, 0};
    m_server = ChooseServer();
    m_socket = MakeSocket(UdpSocketFactory::GetTypeId());
    m_socket->Bind6();
    m_socket->SetRecvCallback(MakeCallback(&VoiceClient::HandlePackets, this));
    TellKey(m_flow, m_socket, UDP);
    m_nextCall = Simulator::Schedule(m_pace.call, &VoiceClient::Call, this);
    Speak();
}

void
VoiceClient::HangUp(uint32_t flow, Ptr<Socket> socket)
{
    const auto [sent, heard] = m_packets[flow];
    m_packets.erase(flow);
    GetPlace().log->Close(flow, heard >= m_pace.goodShare * sent);
    socket->Close();
}

void
VoiceClient::Speak()
{
    ++m_packets[m_flow].first;
    if (m_socket->SendTo(MakePacket(m_flow, m_pace.size), 0, m_server) < 0)
    {
        GetPlace().log->NoteNoRoute(m_flow);
    }
    m_nextPacket = Simulator::Schedule(m_pace.interval, &VoiceClient::Speak, this);
}

void
VoiceClient::HandlePackets(Ptr<Socket> socket)
{
    while (const auto packet = socket->Recv())
    {
        const auto [flow, sent] = ReadPacket(packet);
        const auto found = m_packets.find(flow);
        if (found == m_packets.end() || Simulator::Now() - sent > m_pace.playout)
        {
            continue;
        }
        ++found->second.second;
        GetPlace().log->AddOctets(GetPlace().host, GetPlace().use, packet->GetSize());
    }
}

} // namespace multihoming
