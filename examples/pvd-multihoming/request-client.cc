/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "request-client.h"

#include "request-server.h"

#include "ns3/double.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"

#include <algorithm>

namespace multihoming
{

using namespace ns3;

namespace
{

constexpr uint8_t TCP = 6;

} // namespace

RequestClient::RequestClient(const ClientPlace& place,
                             const std::vector<Address>& servers,
                             const RequestPace& pace)
    : Client(place, servers),
      m_pace(pace),
      m_interval(CreateObject<ExponentialRandomVariable>())
{
    m_interval->SetAttribute("Mean", DoubleValue(pace.interval.GetSeconds()));
}

void
RequestClient::SetStream(int64_t stream)
{
    Client::SetStream(stream);
    m_interval->SetStream(stream + 1);
}

void
RequestClient::StartApplication()
{
    m_next = Simulator::Schedule(Seconds(m_interval->GetValue()), &RequestClient::Ask, this);
}

void
RequestClient::StopApplication()
{
    m_next.Cancel();
}

void
RequestClient::Ask()
{
    m_next = Simulator::Schedule(Seconds(m_interval->GetValue()), &RequestClient::Ask, this);
    const uint32_t flow = GetPlace().log->Open(GetPlace().host, GetPlace().use);
    const auto socket = MakeSocket(TcpSocketFactory::GetTypeId());
    socket->SetConnectCallback(MakeCallback(&RequestClient::HandleConnected, this),
                               MakeCallback(&RequestClient::HandleRefused, this));
    socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                              MakeCallback(&RequestClient::HandleRefused, this));
    socket->SetRecvCallback(MakeCallback(&RequestClient::HandleAnswer, this));
    m_requests[flow] = {socket,
                        0,
                        Simulator::Schedule(m_pace.patience, &RequestClient::GiveUp, this, flow)};
    const int result = socket->Connect(ChooseServer());
    TellKey(flow, socket, TCP);
    if (result < 0)
    {
        GetPlace().log->NoteNoRoute(flow);
        Finish(flow, false);
    }
}

uint32_t
RequestClient::Find(const Ptr<Socket>& socket) const
{
    const auto found = std::find_if(m_requests.begin(), m_requests.end(), [&](const auto& one) {
        return one.second.socket == socket;
    });
    return found == m_requests.end() ? 0 : found->first;
}

void
RequestClient::HandleConnected(Ptr<Socket> socket)
{
    socket->Send(MakeRequest(m_pace.size));
}

void
RequestClient::HandleAnswer(Ptr<Socket> socket)
{
    const uint32_t flow = Find(socket);
    while (const auto packet = socket->Recv())
    {
        if (packet->GetSize() == 0)
        {
            return; // the end of the stream
        }
        if (flow != 0 && m_requests.count(flow) > 0)
        {
            GetPlace().log->AddOctets(GetPlace().host, GetPlace().use, packet->GetSize());
            Request& request = m_requests[flow];
            request.heard += packet->GetSize();
            if (request.heard >= m_pace.size)
            {
                Finish(flow, true);
            }
        }
    }
}

void
RequestClient::HandleRefused(Ptr<Socket> socket)
{
    const uint32_t flow = Find(socket);
    if (flow == 0)
    {
        return;
    }
    if (socket->GetErrno() == Socket::ERROR_NOROUTETOHOST)
    {
        GetPlace().log->NoteNoRoute(flow);
    }
    Finish(flow, false);
}

void
RequestClient::GiveUp(uint32_t flow)
{
    Finish(flow, false);
}

void
RequestClient::Finish(uint32_t flow, bool completed)
{
    const auto found = m_requests.find(flow);
    if (found == m_requests.end())
    {
        return;
    }
    const auto socket = found->second.socket;
    found->second.end.Cancel();
    m_requests.erase(found);
    GetPlace().log->Close(flow, completed);
    socket->Close();
}

} // namespace multihoming
