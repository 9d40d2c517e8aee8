/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-bench-link.h"
#include "pvd-bench-measure.h"

#include "ns3/core-module.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ipv6-l3-protocol.h"

#include <benchmark/benchmark.h>
#include <string>

/**
 * \file
 * Figure ra_processing: what Receive of a host's ICMPv6 takes for one Router Advertisement of a
 * router that the host has long known.
 *
 * Both sides get the same octets at the same simulated times, an interval apart, as events of a
 * running simulation. Only Receive is timed; the copy of the packet is made before. What counts is
 * the median over batches of the mean of a batch, so that an interruption spoils one batch.
 *
 * Lifetimes are a few intervals long. Longer ones would be to our advantage: stock ns-3 moves a
 * timer for each prefix of each message, and what it cancels stays in the event list until then.
 */

namespace
{

using namespace ns3;
using namespace pvdbench;

constexpr int64_t INTERVAL = 400; //!< seconds between two messages
constexpr int BATCH = 100;        //!< messages
constexpr int BATCHES = 150;
constexpr int WARM_UP = 3; //!< batches

/// \return what a measurement of nothing shows, ns
double
CalibrateClock()
{
    std::vector<double> values(1001);
    for (auto& value : values)
    {
        const auto start = Clock::now();
        value = GetNanoseconds(Clock::now() - start);
    }
    return GetMedian(values);
}

/// A host, and a router that repeats its messages in turn.
class Receiver
{
  public:
    Receiver(Side side, const std::vector<RouterConfig>& configs);

    /// \return ns for one message, the mean of a batch
    double RunBatch();

    Ptr<Node> host; //!< the host

  private:
    void Deliver();

    Ptr<Icmpv6L4Protocol> m_icmpv6;      //!< of the host
    Ptr<Ipv6Interface> m_interface;      //!< of the host
    Ipv6Header m_header;                 //!< of all messages
    std::vector<Ptr<Packet>> m_packets;  //!< the messages
    std::size_t m_next{0};               //!< which is next
    int m_left{0};                       //!< in this batch
    Clock::duration m_time{0};           //!< of this batch
    double m_overhead{CalibrateClock()}; //!< of one measurement, ns
};

Receiver::Receiver(Side side, const std::vector<RouterConfig>& configs)
    : host(AddHosts(side, CreateObject<SimpleChannel>(), 1).Get(0)),
      m_icmpv6(host->GetObject<Icmpv6L4Protocol>()),
      m_interface(host->GetObject<Ipv6L3Protocol>()->GetInterface(1))
{
    for (const auto& config : configs)
    {
        const auto octets = MakeRouterAdvertisement(config);
        m_packets.push_back(Create<Packet>(octets.data(), octets.size()));
        m_header = MakeIpv6Header(config.router, octets.size());
    }
}

double
Receiver::RunBatch()
{
    m_left = BATCH;
    m_time = Clock::duration(0);
    Simulator::Schedule(Seconds(INTERVAL), &Receiver::Deliver, this);
    Simulator::Run();
    return GetNanoseconds(m_time) / BATCH - m_overhead;
}

void
Receiver::Deliver()
{
    const auto packet = m_packets[m_next]->Copy();
    m_next = (m_next + 1) % m_packets.size();
    const auto start = Clock::now();
    m_icmpv6->Receive(packet, m_header, m_interface);
    m_time += Clock::now() - start;
    if (--m_left > 0)
    {
        Simulator::Schedule(Seconds(INTERVAL), &Receiver::Deliver, this);
    }
    else
    {
        Simulator::Stop();
    }
}

void
ProcessRas(benchmark::State& state, Side side, uint32_t prefixes, uint32_t variants)
{
    std::vector<RouterConfig> configs(variants);
    for (uint32_t i = 0; i < variants; ++i)
    {
        configs[i].prefixes = prefixes;
        configs[i].routerLifetime += 60 * i;
        configs[i].preferredLifetime += 60 * i;
        configs[i].validLifetime += 60 * i;
    }
    Receiver receiver(side, configs);
    for (int i = 0; i < WARM_UP; ++i)
    {
        receiver.RunBatch();
    }
    std::vector<double> means;
    for (auto _ : state)
    {
        means.push_back(receiver.RunBatch());
        state.SetIterationTime(means.back() * 1e-9);
    }
    if (CountAddresses(receiver.host) != prefixes)
    {
        state.SkipWithError("the host has not the addresses that the router offers");
    }
    state.counters["value"] = GetMedian(means);
    state.SetLabel("ns/RA");
    Simulator::Destroy();
}

void
Register(const std::string& name, uint32_t prefixes, uint32_t variants)
{
    for (const Side side : {Side::OURS, Side::STOCK})
    {
        const auto run = [=](benchmark::State& state) {
            ProcessRas(state, side, prefixes, variants);
        };
        benchmark::RegisterBenchmark(("ra_processing/" + name + "/" + ToString(side)).c_str(), run)
            ->Iterations(BATCHES)
            ->UseManualTime();
    }
}

const bool g_registered = [] {
    Register("1-pio", 1, 1);
    Register("16-pios", 16, 1);
    Register("1-pio-varying", 1, 7);
    Register("16-pios-varying", 16, 7);
    return true;
}();

} // namespace
