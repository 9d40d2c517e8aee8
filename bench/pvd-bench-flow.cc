/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-bench-link.h"
#include "pvd-bench-measure.h"

#include "ns3/core-module.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/socket.h"

#include <benchmark/benchmark.h>
#include <string>

/**
 * \file
 * Figures udp, tcp, bound_udp and bound_tcp: wall time of a simulated flow between two hosts on a
 * link, for each packet of data that arrives. Either both hosts are ours, or both stock ns-3's; or
 * both are ours, and either both sockets are bound to a PvD, or none is.
 */

namespace
{

using namespace ns3;
using namespace pvdbench;

constexpr uint16_t PORT = 9;
constexpr uint32_t PACKETS = 3000;
constexpr uint32_t MANY_PACKETS = 15000; //!< where a difference of a few percent counts
constexpr uint32_t SIZE = 1000;          //!< octets of data in a packet

/// Between whom a flow is, and how.
struct FlowConfig
{
    Side side{Side::OURS};     //!< whose hosts
    std::string protocol;      //!< "udp" or "tcp"
    bool hasPvd{false};        //!< a router gives the hosts their addresses
    bool isBound{false};       //!< the sockets are bound to the router's PvD
    bool isConnected{true};    //!< the sender has not to say each time where to
    uint32_t packets{PACKETS}; //!< how many
};

/// Two hosts, and a flow from the first to the second.
class Flow
{
  public:
    explicit Flow(const FlowConfig& config)
        : m_config(config),
          m_isTcp(config.protocol == "tcp")
    {
        const auto channel = CreateObject<SimpleChannel>();
        m_hosts = AddHosts(config.side, channel, 2);
        if (config.hasPvd)
        {
            AdvertiseOnce(channel, RouterConfig());
        }
        else
        {
            SetAddresses();
        }
        m_destination = Inet6SocketAddress(GetGlobalAddress(m_hosts.Get(1)), PORT);
        m_sink = MakeSocket(1);
        m_sink->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        m_sink->SetRecvCallback(MakeCallback(&Flow::Receive, this));
        if (m_isTcp)
        {
            m_sink->Listen();
            m_sink->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeCallback(&Flow::Accept, this));
        }
        m_source = MakeSocket(0);
        m_source->Bind6();
        if (config.isConnected)
        {
            m_source->Connect(m_destination);
        }
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
            for (uint32_t i = 0; i < m_config.packets; ++i)
            {
                Simulator::Schedule(Seconds(1) + MilliSeconds(i), &Flow::SendOne, this);
            }
        }
        Simulator::Stop(Seconds(60));
        const auto start = Clock::now();
        Simulator::Run();
        return GetNanoseconds(Clock::now() - start) / m_config.packets;
    }

    /// \return octets of data that arrived
    uint64_t GetReceived() const
    {
        return m_received;
    }

  private:
    void SetAddresses()
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            const Ipv6Address address(i == 0 ? "2001:db8:1::1" : "2001:db8:1::2");
            m_hosts.Get(i)->GetObject<Ipv6>()->AddAddress(
                1,
                Ipv6InterfaceAddress(address, Ipv6Prefix(64)));
        }
        Simulator::Stop(Seconds(5));
        Simulator::Run();
    }

    Ptr<Socket> MakeSocket(uint32_t host)
    {
        const std::string factory = m_isTcp ? "ns3::TcpSocketFactory" : "ns3::UdpSocketFactory";
        const auto socket = Socket::CreateSocket(m_hosts.Get(host), TypeId::LookupByName(factory));
        if (m_config.isBound)
        {
            PvdBindingHelper().Bind(socket, GetOnlyPvd(m_hosts.Get(host)));
        }
        return socket;
    }

    void SendOne()
    {
        if (m_config.isConnected)
        {
            m_source->Send(Create<Packet>(SIZE));
        }
        else
        {
            m_source->SendTo(Create<Packet>(SIZE), 0, m_destination);
        }
    }

    void Write(Ptr<Socket> socket, uint32_t)
    {
        while (m_written < m_config.packets && socket->GetTxAvailable() >= SIZE)
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

    FlowConfig m_config;    //!< see there
    bool m_isTcp;           //!< or UDP
    NodeContainer m_hosts;  //!< sender and receiver
    Address m_destination;  //!< of the receiver's
    Ptr<Socket> m_sink;     //!< the receiver's
    Ptr<Socket> m_source;   //!< the sender's
    Ptr<Socket> m_accepted; //!< the receiver's, of the connection
    uint32_t m_written{0};  //!< packets given to TCP
    uint64_t m_received{0}; //!< octets that arrived
};

void
MeasureFlow(benchmark::State& state, const FlowConfig& config)
{
    for (auto _ : state)
    {
        Flow flow(config);
        const double time = flow.Run();
        state.SetIterationTime(time * config.packets * 1e-9);
        state.counters["value"] = time;
        if (flow.GetReceived() != static_cast<uint64_t>(config.packets) * SIZE)
        {
            state.SkipWithError("not all of the data arrived");
        }
    }
    state.SetLabel("ns/packet");
}

void
Register(const std::string& name, Side side, const FlowConfig& config)
{
    const auto run = [config](benchmark::State& state) { MeasureFlow(state, config); };
    benchmark::RegisterBenchmark((name + "/" + ToString(side)).c_str(), run)
        ->Iterations(1)
        ->UseManualTime();
}

void
RegisterBound(const std::string& name, FlowConfig config)
{
    config.hasPvd = true;
    config.packets = MANY_PACKETS;
    for (const Side side : {Side::OURS, Side::STOCK})
    {
        // The other side is our own, not bound.
        config.isBound = side == Side::OURS;
        Register("bound_" + config.protocol + "/" + name, side, config);
    }
}

const bool g_registered = [] {
    FlowConfig config;
    for (const std::string protocol : {"udp", "tcp"})
    {
        config.protocol = protocol;
        for (const Side side : {Side::OURS, Side::STOCK})
        {
            config.side = side;
            Register(protocol + "/one-link", side, config);
        }
        config.side = Side::OURS;
        RegisterBound("bound-over-unbound", config);
    }
    config.protocol = "udp";
    config.isConnected = false;
    RegisterBound("bound-sendto-over-unbound", config);
    return true;
}();

} // namespace
