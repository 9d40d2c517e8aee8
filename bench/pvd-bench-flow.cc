/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-bench-link.h"

#include "ns3/core-module.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/socket.h"

#include <benchmark/benchmark.h>
#include <chrono>
#include <string>

/**
 * \file
 * Figures udp and tcp: wall time of a simulated flow between two hosts on a link, for each packet
 * of data that arrives, both hosts ours or both stock ns-3's.
 */

namespace
{

using namespace ns3;
using namespace pvdbench;
using Clock = std::chrono::steady_clock;

constexpr uint16_t PORT = 9;
constexpr uint32_t PACKETS = 3000;
constexpr uint32_t SIZE = 1000; //!< octets of data in a packet

/// Two hosts, and a flow from the first to the second.
class Flow
{
  public:
    Flow(Side side, const std::string& protocol)
        : m_hosts(AddHosts(side, CreateObject<SimpleChannel>(), 2)),
          m_isTcp(protocol == "tcp")
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            m_hosts.Get(i)->GetObject<Ipv6>()->AddAddress(
                1,
                Ipv6InterfaceAddress(GetAddress(i), Ipv6Prefix(64)));
        }
        Simulator::Stop(Seconds(5));
        Simulator::Run();
        const std::string factory = m_isTcp ? "ns3::TcpSocketFactory" : "ns3::UdpSocketFactory";
        m_sink = Socket::CreateSocket(m_hosts.Get(1), TypeId::LookupByName(factory));
        m_sink->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        m_sink->SetRecvCallback(MakeCallback(&Flow::Receive, this));
        if (m_isTcp)
        {
            m_sink->Listen();
            m_sink->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeCallback(&Flow::Accept, this));
        }
        m_source = Socket::CreateSocket(m_hosts.Get(0), TypeId::LookupByName(factory));
        m_source->Bind6();
        m_source->Connect(Inet6SocketAddress(GetAddress(1), PORT));
    }

    ~Flow()
    {
        Simulator::Destroy();
    }

    /// \return wall time, nanoseconds for each packet of data
    double Run()
    {
        if (!m_isTcp)
        {
            SendOne(); // finds the neighbour; those that follow too soon would be lost
            Simulator::Stop(Seconds(1));
            Simulator::Run();
            m_received = 0;
        }
        if (m_isTcp)
        {
            m_source->SetSendCallback(MakeCallback(&Flow::Write, this));
            Simulator::Schedule(Seconds(1), &Flow::Write, this, m_source, 0);
        }
        else
        {
            for (uint32_t i = 0; i < PACKETS; ++i)
            {
                Simulator::Schedule(Seconds(1) + MilliSeconds(i), &Flow::SendOne, this);
            }
        }
        Simulator::Stop(Seconds(60));
        const auto start = Clock::now();
        Simulator::Run();
        const auto time = Clock::now() - start;
        return std::chrono::duration<double, std::nano>(time).count() / PACKETS;
    }

    /// \return octets of data that arrived
    uint64_t GetReceived() const
    {
        return m_received;
    }

  private:
    static Ipv6Address GetAddress(uint32_t host)
    {
        return Ipv6Address(host == 0 ? "2001:db8:1::1" : "2001:db8:1::2");
    }

    void SendOne()
    {
        m_source->Send(Create<Packet>(SIZE));
    }

    void Write(Ptr<Socket> socket, uint32_t)
    {
        while (m_written < PACKETS && socket->GetTxAvailable() >= SIZE)
        {
            socket->Send(Create<Packet>(SIZE));
            ++m_written;
        }
    }

    void Accept(Ptr<Socket> socket, const Address&)
    {
        socket->SetRecvCallback(MakeCallback(&Flow::Receive, this));
        m_accepted = socket;
    }

    void Receive(Ptr<Socket> socket)
    {
        while (const auto packet = socket->Recv())
        {
            m_received += packet->GetSize();
        }
    }

    NodeContainer m_hosts;  //!< sender and receiver
    bool m_isTcp;           //!< or UDP
    Ptr<Socket> m_sink;     //!< the receiver's
    Ptr<Socket> m_source;   //!< the sender's
    Ptr<Socket> m_accepted; //!< the receiver's, of the connection
    uint32_t m_written{0};  //!< packets given to TCP
    uint64_t m_received{0}; //!< octets that arrived
};

void
MeasureFlow(benchmark::State& state, Side side, const std::string& protocol)
{
    for (auto _ : state)
    {
        Flow flow(side, protocol);
        const double time = flow.Run();
        state.SetIterationTime(time * PACKETS * 1e-9);
        state.counters["value"] = time;
        if (flow.GetReceived() != static_cast<uint64_t>(PACKETS) * SIZE)
        {
            state.SkipWithError("not all of the data arrived");
        }
    }
    state.SetLabel("ns/packet");
}

const bool g_registered = [] {
    for (const std::string protocol : {"udp", "tcp"})
    {
        for (const Side side : {Side::OURS, Side::STOCK})
        {
            benchmark::RegisterBenchmark(
                (protocol + "/one-link/" + ToString(side)).c_str(),
                [=](benchmark::State& state) { MeasureFlow(state, side, protocol); })
                ->Iterations(1)
                ->UseManualTime();
        }
    }
    return true;
}();

} // namespace
