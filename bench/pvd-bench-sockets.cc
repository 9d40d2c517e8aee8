/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-bench-link.h"
#include "pvd-bench-measure.h"

#include "ns3/core-module.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/socket.h"

#include <benchmark/benchmark.h>
#include <string>
#include <vector>

/**
 * \file
 * Figures socket_create, socket_bind, process_create and process_memory: what it costs to have
 * sockets, and processes that have one each.
 */

namespace
{

using namespace ns3;
using namespace pvdbench;

constexpr uint32_t BATCH = 500;    //!< sockets of a host that are made without a pause
constexpr int BATCHES = 20;        //!< that count
constexpr uint32_t MANY = 10000;   //!< processes, or sockets, of a host that has very many
constexpr uint32_t FEW = 1000;     //!< of one that has not
constexpr uint16_t PORT = 9;       //!< where datagrams go
constexpr int64_t PAUSE = 1000000; //!< ns of simulated time from one process to the next

/// A host with an address of a PvD, if it is ours, and another one on its link.
class Pair
{
  public:
    explicit Pair(Side side)
    {
        const auto channel = CreateObject<SimpleChannel>();
        const auto hosts = AddHosts(side, channel, 2);
        AdvertiseOnce(channel, RouterConfig());
        host = hosts.Get(0);
        peer = Inet6SocketAddress(GetGlobalAddress(hosts.Get(1)), PORT);
    }

    ~Pair()
    {
        Simulator::Destroy();
    }

    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    Ptr<Node> host; //!< the host that is measured
    Address peer;   //!< of the other one
};

TypeId
GetFactory(const std::string& protocol)
{
    return TypeId::LookupByName(protocol == "tcp" ? "ns3::TcpSocketFactory"
                                                  : "ns3::UdpSocketFactory");
}

/// \return ns for each socket of a new host; its sockets are destroyed later
double
CreateBatch(Side side, const TypeId& factory)
{
    const Pair pair(side);
    std::vector<Ptr<Socket>> sockets(BATCH);
    const auto start = Clock::now();
    for (auto& socket : sockets)
    {
        socket = Socket::CreateSocket(pair.host, factory);
    }
    return GetNanoseconds(Clock::now() - start) / BATCH;
}

void
MeasureCreate(benchmark::State& state, Side side, const std::string& protocol)
{
    const TypeId factory = GetFactory(protocol);
    CreateBatch(side, factory); // the first finds its attributes' defaults
    std::vector<double> times;
    for (auto _ : state)
    {
        times.push_back(CreateBatch(side, factory));
        state.SetIterationTime(times.back() * BATCH * 1e-9);
    }
    state.counters["value"] = GetMedian(times);
    state.SetLabel("ns/socket");
}

void
MeasureBind(benchmark::State& state, Side side)
{
    for (auto _ : state)
    {
        const Pair pair(side);
        std::vector<Ptr<Socket>> sockets(MANY);
        for (auto& socket : sockets)
        {
            socket = Socket::CreateSocket(pair.host, GetFactory("udp"));
        }
        const auto start = Clock::now();
        for (const auto& socket : sockets)
        {
            if (socket->Bind6() != 0)
            {
                state.SkipWithError("a socket got no port");
            }
        }
        state.counters["value"] = GetNanoseconds(Clock::now() - start) / MANY;
        state.SetIterationTime((Clock::now() - start).count() * 1e-9);
    }
    state.SetLabel("ns/socket");
}

/// A host on which processes start, each with a socket of its own.
class Processes
{
  public:
    explicit Processes(uint32_t number)
        : m_pair(Side::OURS),
          m_binding(GetOnlyPvd(m_pair.host)),
          m_number(number)
    {
        m_sink = Socket::CreateSocket(m_pair.host, GetFactory("udp"));
        m_sink->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
    }

    /// \return wall time, ns for each process
    double Run()
    {
        Start(); // finds the neighbour
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        m_time = Clock::duration(0);
        for (uint32_t i = 0; i < m_number; ++i)
        {
            Simulator::Schedule(NanoSeconds(PAUSE * (i + 1)), &Processes::Start, this);
        }
        Simulator::Stop(NanoSeconds(PAUSE * (m_number + 1)));
        Simulator::Run();
        return GetNanoseconds(m_time) / m_number;
    }

    /// \return true if all processes could send
    bool HaveSent() const
    {
        return m_sent == m_number + 1;
    }

  private:
    /**
     * A process starts, is bound, makes a socket and sends a datagram. The port that the socket
     * needs does not count: to find one, ns-3 goes through all that are taken. That we add little
     * to it is what socket_bind asks.
     */
    void Start()
    {
        const auto start = Clock::now();
        const auto process = PvdBindingHelper::CreateProcess(m_pair.host, "process");
        process->Bind(m_binding);
        const PvdProcess::Scope scope(process);
        const auto socket = Socket::CreateSocket(m_pair.host, m_factory);
        m_time += Clock::now() - start;
        socket->Bind6();
        const auto send = Clock::now();
        m_sent += socket->SendTo(Create<Packet>(100), 0, m_pair.peer) == 100;
        m_time += Clock::now() - send;
        m_sockets.push_back(socket);
    }

    const Pair m_pair;                         //!< the host and the other one
    const TypeId m_factory{GetFactory("udp")}; //!< of sockets
    const PvdBinding m_binding;                //!< of processes
    const uint32_t m_number;                   //!< of processes
    uint32_t m_sent{0};                        //!< datagrams
    Clock::duration m_time{0};                 //!< what counts
    Ptr<Socket> m_sink;                        //!< some other socket
    std::vector<Ptr<Socket>> m_sockets;        //!< of processes
};

void
MeasureProcesses(benchmark::State& state, uint32_t number)
{
    for (auto _ : state)
    {
        Processes processes(number);
        const double time = processes.Run();
        state.SetIterationTime(time * number * 1e-9);
        state.counters["value"] = time;
        if (!processes.HaveSent())
        {
            state.SkipWithError("a process could not send");
        }
    }
    state.SetLabel("ns/process");
}

/// \return octets for each socket with a port, and for its process and binding if it is ours
double
GetMemory(Side side)
{
    const Pair pair(side);
    const TypeId factory = GetFactory("udp");
    std::vector<Ptr<Socket>> sockets(MANY);
    Socket::CreateSocket(pair.host, factory)->Bind6(); // what comes with the first does not count
    const double before = GetHeap();
    for (uint32_t i = 0; i < MANY; ++i)
    {
        Ptr<PvdProcess> process;
        if (side == Side::OURS)
        {
            process = PvdBindingHelper::CreateProcess(pair.host, "process");
            PvdBindingHelper().Bind(process, GetOnlyPvd(pair.host));
        }
        const PvdProcess::Scope scope(process);
        sockets[i] = Socket::CreateSocket(pair.host, factory);
        sockets[i]->Bind6();
    }
    return (GetHeap() - before) / MANY;
}

void
MeasureMemory(benchmark::State& state, Side side)
{
    for (auto _ : state)
    {
        // All that a process takes beside what a socket of ns-3 does; the other side is the latter.
        const double stock = GetMemory(Side::STOCK);
        state.counters["value"] = side == Side::OURS ? GetMemory(side) - stock : stock;
    }
    state.SetLabel("bytes/process");
}

template <class Function>
void
Register(const std::string& name, Side side, int iterations, Function function)
{
    benchmark::RegisterBenchmark((name + "/" + ToString(side)).c_str(), function)
        ->Iterations(iterations)
        ->UseManualTime();
}

const bool g_registered = [] {
    for (const Side side : {Side::OURS, Side::STOCK})
    {
        for (const std::string protocol : {"udp", "tcp"})
        {
            Register("socket_create/" + protocol, side, BATCHES, [=](benchmark::State& state) {
                MeasureCreate(state, side, protocol);
            });
        }
        Register("socket_bind/10000-sockets", side, 1, [=](benchmark::State& state) {
            MeasureBind(state, side);
        });
        // The other side is our own with few processes.
        const uint32_t processes = side == Side::OURS ? MANY : FEW;
        Register("process_create/10000-over-1000", side, 1, [=](benchmark::State& state) {
            MeasureProcesses(state, processes);
        });
        Register("process_memory/10000-processes", side, 1, [=](benchmark::State& state) {
            MeasureMemory(state, side);
        });
    }
    return true;
}();

} // namespace
