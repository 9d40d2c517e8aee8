/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-bench-link.h"

#include "ns3/core-module.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-list-routing.h"
#include "ns3/ipv6-static-routing.h"
#include "ns3/pvd-module.h"

#include <benchmark/benchmark.h>
#include <fstream>
#include <malloc.h>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

/**
 * \file
 * Figures route_output, route_output_cached, fib, fib_memory and source_selection: what a packet
 * costs on its way out, and its parts. Where ns-3 has no such part, its RouteOutput with 10 routes
 * stands on the other side; where our own growth is asked for, ourselves.
 */

namespace
{

using namespace ns3;
using namespace pvdbench;

constexpr uint32_t FEW = 10;            //!< routes of a host that has few
constexpr uint32_t MANY = 100000;       //!< routes of one that has very many
constexpr std::size_t WARM_UP = 400000; //!< lookups before those that count
constexpr std::size_t ASKED = 1 << 14;  //!< destinations, more than are ever kept
constexpr std::size_t DRAWN = 1 << 16;  //!< addresses that a FIB is asked for

Ipv6Address
MakeAddress(uint64_t first, uint64_t second)
{
    PvdIpv6Bits bits;
    bits.words[0] = first;
    bits.words[1] = second;
    return bits.ToAddress();
}

/// \return prefix number i, of 48 bits; all differ, and they are all over the place
uint64_t
GetPrefix(uint32_t i)
{
    return UINT64_C(0x2400000000000000) | static_cast<uint64_t>(i * 2654435761U) << 16;
}

/// A host with routes, and packets for all of them.
class Sender
{
  public:
    Sender(Side side, uint32_t routes)
        : m_host(AddHosts(side, CreateObject<SimpleChannel>(), 1).Get(0)),
          m_ipv6(m_host->GetObject<Ipv6L3Protocol>())
    {
        Simulator::Stop(Seconds(5));
        m_ipv6->AddAddress(1, Ipv6InterfaceAddress(Ipv6Address("2001:db8:1::1"), Ipv6Prefix(64)));
        Simulator::Run();
        m_routing = m_ipv6->GetRoutingProtocol();
        for (uint32_t i = 0; i < routes; ++i)
        {
            m_routing->NotifyAddRoute(MakeAddress(GetPrefix(i), 0),
                                      Ipv6Prefix(48),
                                      GetLinkLocalAddress(1),
                                      1);
        }
        std::mt19937_64 random(1);
        for (std::size_t i = 0; i < ASKED; ++i)
        {
            Ipv6Header header;
            header.SetDestination(MakeAddress(GetPrefix(random() % routes), random()));
            m_headers.push_back(header);
        }
    }

    ~Sender()
    {
        Simulator::Destroy();
    }

    /// Ask for the way of packet i. \return true if there is one
    bool Ask(std::size_t i)
    {
        Socket::SocketErrno error = Socket::ERROR_NOTERROR;
        return m_routing->RouteOutput(m_packet, m_headers[i % ASKED], nullptr, error) != nullptr;
    }

  private:
    Ptr<Node> m_host;                          //!< the host
    Ptr<Ipv6L3Protocol> m_ipv6;                //!< its IPv6
    Ptr<Ipv6RoutingProtocol> m_routing;        //!< its routing
    Ptr<Packet> m_packet{Create<Packet>(100)}; //!< any packet
    std::vector<Ipv6Header> m_headers;         //!< where packets go
};

void
MeasureRouteOutput(benchmark::State& state, Side side, uint32_t routes, std::size_t destinations)
{
    Sender sender(side, routes);
    std::size_t i = 0;
    bool found = true;
    while (side == Side::OURS && i < 4 * routes)
    {
        found = sender.Ask(i++ % destinations) && found;
    }
    for (auto _ : state)
    {
        found = sender.Ask(i++ % destinations) && found;
    }
    if (!found)
    {
        state.SkipWithError("a packet found no route");
    }
}

/// Prefixes of 32 to 64 bits.
class Table
{
  public:
    explicit Table(bool dense)
    {
        for (uint32_t i = 0; i < MANY; ++i)
        {
            // Dense: side by side in few blocks. Sparse: anywhere in 2000::/3.
            const uint64_t first = dense ? UINT64_C(0x20010db800000000) + (i << 8)
                                         : UINT64_C(0x2000000000000000) | (m_random() >> 3);
            const uint8_t length = dense ? 48 + i % 17 : 32 + m_random() % 33;
            m_prefixes.emplace_back(first, length);
        }
    }

    void Fill(PvdFib& fib) const
    {
        for (const auto& prefix : m_prefixes)
        {
            PvdRoute route;
            route.prefix = MakeAddress(prefix.first, 0);
            route.length = prefix.second;
            route.interface = 1;
            route.gateway = GetLinkLocalAddress(1);
            fib.Insert(nullptr, route);
        }
    }

    /// \return addresses inside prefixes drawn at random
    std::vector<PvdIpv6Bits> DrawAddresses()
    {
        std::vector<PvdIpv6Bits> addresses(DRAWN);
        for (auto& address : addresses)
        {
            const auto& prefix = m_prefixes[m_random() % MANY];
            address.words[0] = prefix.first;
            address.words[1] = m_random();
        }
        return addresses;
    }

  private:
    std::mt19937_64 m_random{1};                          //!< the same each time
    std::vector<std::pair<uint64_t, uint8_t>> m_prefixes; //!< first 64 bits, and length
};

/// \return a number that is not 0 if there is a route
uint64_t
LookUp(const PvdFib& fib, const PvdIpv6Bits& address)
{
    uint64_t found = 0;
    fib.Lookup(address, [&found](uint8_t length, const PvdFib::Routes& routes) {
        found = length + (*routes.begin()).key->interface;
        return true;
    });
    return found;
}

/// A table that is looked up often gets shortcuts.
void
WarmUp(const PvdFib& fib, const std::vector<PvdIpv6Bits>& addresses)
{
    for (std::size_t i = 0; i < WARM_UP; ++i)
    {
        benchmark::DoNotOptimize(LookUp(fib, addresses[i % DRAWN]));
    }
}

void
MeasureFib(benchmark::State& state, bool dense)
{
    Table table(dense);
    PvdFib fib;
    table.Fill(fib);
    const auto addresses = table.DrawAddresses();
    WarmUp(fib, addresses);
    std::size_t i = 0;
    uint64_t sum = 0;
    for (auto _ : state)
    {
        sum += LookUp(fib, addresses[i++ % DRAWN]);
    }
    if (sum < static_cast<uint64_t>(state.iterations()))
    {
        state.SkipWithError("a lookup found nothing");
    }
}

/// \return memory that is in use, bytes
double
GetResident()
{
    malloc_trim(0); // what is free does not count
    std::ifstream is("/proc/self/statm");
    double all = 0;
    double resident = 0;
    is >> all >> resident;
    return resident * sysconf(_SC_PAGESIZE);
}

void
MeasureFibMemory(benchmark::State& state, Side side)
{
    Simulator::Run(); // until then ns-3 keeps a list of all Time objects
    Simulator::Destroy();
    Table table(false);
    const auto addresses = table.DrawAddresses();
    std::size_t size = 0;
    for (auto _ : state)
    {
        const double before = GetResident();
        PvdFib fib;
        const auto stock = CreateObject<Ipv6StaticRouting>();
        if (side == Side::OURS)
        {
            table.Fill(fib);
            WarmUp(fib, addresses);
        }
        for (uint32_t i = 0; side == Side::STOCK && i < MANY / 10; ++i)
        {
            stock->AddNetworkRouteTo(MakeAddress(GetPrefix(i), 0),
                                     Ipv6Prefix(48),
                                     GetLinkLocalAddress(1),
                                     1);
        }
        size = side == Side::OURS ? fib.GetSize() : stock->GetNRoutes();
        state.counters["value"] = (GetResident() - before) / size;
        stock->Dispose();
    }
    state.SetLabel("bytes/route");
}

void
MeasureSourceSelection(benchmark::State& state, uint32_t number)
{
    std::vector<PvdSourceCandidate> candidates;
    for (uint32_t i = 0; i < number; ++i)
    {
        candidates.emplace_back(MakeAddress(UINT64_C(0x20010db800000000) | i << 16, i + 1));
        candidates.back().advertisers = {{1 + i % 3, GetLinkLocalAddress(1 + i % 3)}};
        candidates.back().deprecated = i % 4 == 3;
    }
    const PvdPolicyTable policies;
    PvdSourceQuery query(Ipv6Address("2606:4700::1111"));
    query.nextHop = {1, GetLinkLocalAddress(1)};
    int chosen = 0;
    for (auto _ : state)
    {
        chosen += SelectSource(query, candidates, policies).index;
    }
    if (chosen < 0)
    {
        state.SkipWithError("no source was chosen");
    }
}

template <class Function>
void
Register(const std::string& name, Side side, Function function)
{
    benchmark::RegisterBenchmark((name + "/" + ToString(side)).c_str(), function)->MinTime(0.1);
}

/// Stock ns-3's RouteOutput with few routes, as the other side of a figure.
void
RegisterStockOfFew(const std::string& name)
{
    Register(name, Side::STOCK, [](benchmark::State& state) {
        MeasureRouteOutput(state, Side::STOCK, FEW, ASKED);
    });
}

const bool g_registered = [] {
    for (const uint32_t routes : {10, 100, 1000, 10000})
    {
        for (const Side side : {Side::OURS, Side::STOCK})
        {
            Register(
                "route_output/" + std::to_string(routes) + "-routes",
                side,
                [=](benchmark::State& state) { MeasureRouteOutput(state, side, routes, ASKED); });
        }
    }
    for (const Side side : {Side::OURS, Side::STOCK})
    {
        // The other side is our own with few routes.
        const uint32_t routes = side == Side::OURS ? MANY : FEW;
        Register("route_output/100000-routes-over-10", side, [=](benchmark::State& state) {
            MeasureRouteOutput(state, Side::OURS, routes, ASKED);
        });
        const uint32_t candidates = side == Side::OURS ? 32 : 8;
        Register("source_selection/32-over-8", side, [=](benchmark::State& state) {
            MeasureSourceSelection(state, candidates);
        });
        benchmark::RegisterBenchmark(
            ("fib_memory/100000-prefixes/" + ToString(side)).c_str(),
            [=](benchmark::State& state) { MeasureFibMemory(state, side); })
            ->Iterations(1);
    }
    Register("route_output_cached/10-routes", Side::OURS, [](benchmark::State& state) {
        MeasureRouteOutput(state, Side::OURS, FEW, FEW);
    });
    RegisterStockOfFew("route_output_cached/10-routes");
    for (const bool dense : {true, false})
    {
        const std::string name = std::string("fib/100000-") + (dense ? "dense" : "sparse");
        Register(name, Side::OURS, [=](benchmark::State& state) { MeasureFib(state, dense); });
        RegisterStockOfFew(name);
    }
    for (const uint32_t candidates : {2, 8})
    {
        const std::string name = "source_selection/" + std::to_string(candidates) + "-candidates";
        Register(name, Side::OURS, [=](benchmark::State& state) {
            MeasureSourceSelection(state, candidates);
        });
        RegisterStockOfFew(name);
    }
    return true;
}();

} // namespace
