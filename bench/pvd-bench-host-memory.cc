/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-bench-link.h"
#include "pvd-bench-measure.h"

#include "ns3/core-module.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <string>

/**
 * \file
 * Figure host_memory: the heap that a host takes once duplicate address detection is done and two
 * routers have spoken, on a link of many hosts.
 */

namespace
{

using namespace ns3;
using namespace pvdbench;

constexpr uint32_t HOSTS = 200;
constexpr uint32_t ROUTERS = 2;
constexpr int ROUNDS = 3;                          //!< messages of each router
constexpr int64_t FIRST = 10;                      //!< s, when the first router speaks first
constexpr int64_t INTERVAL = 16;                   //!< s, between its messages
constexpr int64_t END = FIRST + ROUNDS * INTERVAL; //!< s, all is quiet again

/// Give a router a device on the link and its messages times.
void
AddRouter(Ptr<SimpleChannel> channel, uint32_t router)
{
    const auto device = AddDevices(channel, 1).Get(0);
    RouterConfig config;
    config.router = router;
    for (int i = 0; i < ROUNDS; ++i)
    {
        Simulator::Schedule(Seconds(FIRST + i * INTERVAL + router),
                            &SendAdvertisement,
                            device,
                            config);
    }
}

void
MeasureHosts(benchmark::State& state, Side side)
{
    const auto channel = CreateObject<SimpleChannel>();
    for (uint32_t router = 1; router <= ROUTERS; ++router)
    {
        AddRouter(channel, router);
    }
    NodeContainer hosts;
    const double before = GetHeap();
    for (auto _ : state)
    {
        hosts = AddHosts(side, channel, HOSTS);
        Simulator::Stop(Seconds(END));
        Simulator::Run();
    }
    state.counters["value"] = (GetHeap() - before) / HOSTS;
    state.SetLabel("bytes/host");
    const bool ready = std::all_of(hosts.Begin(), hosts.End(), [](const auto& host) {
        return CountAddresses(host) == ROUTERS;
    });
    if (!ready)
    {
        state.SkipWithError("a host has not the addresses that the routers offer");
    }
    Simulator::Destroy();
}

const bool g_registered = [] {
    for (const Side side : {Side::OURS, Side::STOCK})
    {
        const std::string name = "host_memory/200-hosts/";
        const auto run = [side](benchmark::State& state) { MeasureHosts(state, side); };
        benchmark::RegisterBenchmark((name + ToString(side)).c_str(), run)
            ->Iterations(1)
            ->Unit(benchmark::kMillisecond);
    }
    return true;
}();

} // namespace
