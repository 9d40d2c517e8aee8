/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/pvd-fib.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <vector>

using namespace ns3;

namespace
{

/// A route as a number, and the way back.
PvdRoute
MakeRoute(const PvdIpv6Bits& prefix, uint8_t length, uint32_t metric, uint32_t interface = 1)
{
    PvdRoute route;
    route.prefix = prefix.GetPrefix(length).ToAddress();
    route.length = length;
    route.interface = interface;
    route.metric = metric;
    return route;
}

PvdRoute
MakeRoute(const char* prefix, uint8_t length, uint32_t metric, uint32_t interface = 1)
{
    return MakeRoute(PvdIpv6Bits(Ipv6Address(prefix)), length, metric, interface);
}

/// What a lookup visits: length and metrics of each prefix.
using Visited = std::vector<std::pair<uint8_t, std::vector<uint32_t>>>;

Visited
LookupAll(const PvdFib& fib, const PvdIpv6Bits& address)
{
    Visited visited;
    fib.Lookup(address, [&visited](uint8_t length, const PvdFib::Routes& routes) {
        visited.emplace_back(length, std::vector<uint32_t>());
        for (const auto& route : routes)
        {
            visited.back().second.push_back(route.metric);
        }
        return false;
    });
    return visited;
}

/// The plainest table that can be right: every prefix is compared with every address.
class NaiveFib
{
  public:
    void Insert(const PvdIpv6Bits& prefix, uint8_t length, uint32_t metric, uint32_t interface)
    {
        auto& routes = m_prefixes[{length, prefix.GetPrefix(length)}];
        const auto known = std::find_if(routes.begin(), routes.end(), [=](const auto& route) {
            return route.second == interface;
        });
        if (known == routes.end())
        {
            routes.emplace_back(metric, interface);
        }
        else
        {
            known->first = metric;
        }
    }

    bool Remove(const PvdIpv6Bits& prefix, uint8_t length, uint32_t interface)
    {
        const auto found = m_prefixes.find({length, prefix.GetPrefix(length)});
        if (found == m_prefixes.end())
        {
            return false;
        }
        auto& routes = found->second;
        const auto old = std::find_if(routes.begin(), routes.end(), [=](const auto& route) {
            return route.second == interface;
        });
        if (old == routes.end())
        {
            return false;
        }
        routes.erase(old);
        if (routes.empty())
        {
            m_prefixes.erase(found);
        }
        return true;
    }

    Visited Lookup(const PvdIpv6Bits& address) const
    {
        Visited visited;
        for (auto it = m_prefixes.rbegin(); it != m_prefixes.rend(); ++it)
        {
            if (address.GetPrefix(it->first.first) == it->first.second)
            {
                visited.emplace_back(it->first.first, std::vector<uint32_t>());
                for (const auto& route : it->second)
                {
                    visited.back().second.push_back(route.first);
                }
            }
        }
        return visited;
    }

  private:
    std::map<std::pair<uint8_t, PvdIpv6Bits>, std::vector<std::pair<uint32_t, uint32_t>>>
        m_prefixes; //!< (metric, interface) of each prefix
};

/// Addresses that often agree in their first bits.
class Addresses
{
  public:
    PvdIpv6Bits Draw()
    {
        PvdIpv6Bits bits;
        bits.words[0] = m_random();
        bits.words[1] = m_random();
        if (!m_drawn.empty() && m_random() % 4 != 0)
        {
            const PvdIpv6Bits& other = m_drawn[m_random() % m_drawn.size()];
            const PvdIpv6Bits same = other.GetPrefix(m_random() % 129);
            const unsigned length = bits.GetCommonLength(same);
            const unsigned keep = m_random() % 129;
            bits = keep > length ? Mix(other, bits, keep) : bits;
        }
        if (m_drawn.size() < 4096)
        {
            m_drawn.push_back(bits);
        }
        return bits;
    }

    uint32_t Number(uint32_t limit)
    {
        return m_random() % limit;
    }

  private:
    static PvdIpv6Bits Mix(const PvdIpv6Bits& first, const PvdIpv6Bits& then, unsigned length)
    {
        const PvdIpv6Bits head = first.GetPrefix(length);
        const PvdIpv6Bits cut = then.GetPrefix(length);
        PvdIpv6Bits mixed;
        for (int i = 0; i < 2; ++i)
        {
            mixed.words[i] = head.words[i] | (then.words[i] ^ cut.words[i]);
        }
        return mixed;
    }

    std::mt19937_64 m_random{1};      //!< the same each time
    std::vector<PvdIpv6Bits> m_drawn; //!< some of those before
};

} // namespace

TEST(Ipv6Bits, AreThoseOfTheAddress)
{
    const Ipv6Address address("2001:db8:1:2:3:4:5:6");
    const PvdIpv6Bits bits(address);
    EXPECT_EQ(bits.words[0], UINT64_C(0x20010db800010002));
    EXPECT_EQ(bits.words[1], UINT64_C(0x0003000400050006));
    EXPECT_EQ(bits.ToAddress(), address);
    for (unsigned length = 0; length <= 128; ++length)
    {
        EXPECT_EQ(bits.GetPrefix(length).ToAddress(),
                  Ipv6Address(address).CombinePrefix(Ipv6Prefix(static_cast<uint8_t>(length))));
    }
    EXPECT_EQ(bits.GetCommonLength(bits), 128U);
    EXPECT_EQ(bits.GetCommonLength(PvdIpv6Bits(Ipv6Address("2001:db8:1:2:3:4:5:7"))), 127U);
    EXPECT_EQ(bits.GetCommonLength(PvdIpv6Bits(Ipv6Address("a001:db8::"))), 0U);
    EXPECT_EQ(bits.GetBit(2), 1U);
    EXPECT_EQ(bits.GetBit(0), 0U);
    EXPECT_EQ(bits.GetBit(127), 0U);
    EXPECT_EQ(bits.GetBit(126), 1U);
}

TEST(Fib, AgreesWithANaiveTableUnderChange)
{
    PvdFib fib;
    NaiveFib naive;
    Addresses addresses;
    std::vector<std::pair<PvdIpv6Bits, uint8_t>> inserted;
    uint32_t metric = 0;
    for (int step = 0; step < 20000; ++step)
    {
        const bool removes = !inserted.empty() && addresses.Number(3) == 0;
        const uint32_t interface = 1 + addresses.Number(3);
        if (removes)
        {
            const auto& old = inserted[addresses.Number(inserted.size())];
            const bool expected = naive.Remove(old.first, old.second, interface);
            ASSERT_EQ(fib.Remove(nullptr, MakeRoute(old.first, old.second, 0, interface)),
                      expected);
        }
        else
        {
            const PvdIpv6Bits prefix = addresses.Draw();
            const uint8_t length =
                addresses.Number(8) == 0 ? 128 * addresses.Number(2) : addresses.Number(129);
            inserted.emplace_back(prefix, length);
            naive.Insert(prefix, length, ++metric, interface);
            fib.Insert(nullptr, MakeRoute(prefix, length, metric, interface));
        }
        if (step % 100 == 0)
        {
            for (int i = 0; i < 5; ++i)
            {
                const PvdIpv6Bits address = addresses.Draw();
                ASSERT_EQ(LookupAll(fib, address), naive.Lookup(address)) << step;
            }
        }
    }
    for (const auto& old : inserted)
    {
        for (uint32_t interface = 1; interface <= 3; ++interface)
        {
            fib.Remove(nullptr, MakeRoute(old.first, old.second, 0, interface));
        }
    }
    EXPECT_EQ(fib.GetSize(), 0U);
    EXPECT_TRUE(fib.GetEntries().empty());
    EXPECT_TRUE(LookupAll(fib, PvdIpv6Bits()).empty());
}

TEST(Fib, MillionLookupsAgreeWithANaiveTable)
{
    // Many small tables of all lengths, so that the naive one answers in time.
    uint32_t lookups = 0;
    Addresses addresses;
    while (lookups < 1000000)
    {
        PvdFib fib;
        NaiveFib naive;
        const uint32_t routes = 1 + addresses.Number(24);
        for (uint32_t metric = 0; metric < routes; ++metric)
        {
            const PvdIpv6Bits prefix = addresses.Draw();
            const uint8_t length = addresses.Number(129);
            naive.Insert(prefix, length, metric, 1);
            fib.Insert(nullptr, MakeRoute(prefix, length, metric));
        }
        for (int i = 0; i < 1000; ++i, ++lookups)
        {
            const PvdIpv6Bits address = addresses.Draw();
            ASSERT_EQ(LookupAll(fib, address), naive.Lookup(address));
        }
    }
}

TEST(Fib, TableThatIsLookedUpOftenIsStillRight)
{
    // Between two changes there are more lookups than nodes, so that shortcuts come and go. Blocks
    // of neighbours, prefixes inside prefixes, and some far from all.
    Addresses addresses;
    const PvdIpv6Bits block(Ipv6Address("2001:db8:40::"));
    for (const unsigned spread : {6, 12, 40})
    {
        PvdFib fib;
        NaiveFib naive;
        std::vector<std::pair<PvdIpv6Bits, uint8_t>> prefixes;
        for (uint32_t change = 0; change < 150; ++change)
        {
            if (change % 5 == 4)
            {
                const auto old = prefixes[addresses.Number(prefixes.size())];
                ASSERT_EQ(fib.Remove(nullptr, MakeRoute(old.first, old.second, 0)),
                          naive.Remove(old.first, old.second, 1));
            }
            else
            {
                const bool far = addresses.Number(10) == 0;
                PvdIpv6Bits prefix = far ? addresses.Draw() : block;
                prefix.words[0] ^= uint64_t(addresses.Number(1U << std::min(spread, 31U))) << 8;
                const uint8_t length = far ? addresses.Number(129) : 56 - addresses.Number(spread);
                prefixes.emplace_back(prefix, length);
                naive.Insert(prefix, length, change, 1);
                fib.Insert(nullptr, MakeRoute(prefix, length, change));
            }
            for (int i = 0; i < 700; ++i)
            {
                PvdIpv6Bits address = prefixes[addresses.Number(prefixes.size())].first;
                address.words[0] ^= uint64_t(addresses.Number(3)) << (8 + addresses.Number(55));
                ASSERT_EQ(LookupAll(fib, address), naive.Lookup(address)) << change;
            }
        }
    }
}

TEST(Fib, RoutesOfAPrefixKeepTheirOrder)
{
    PvdFib fib;
    for (uint32_t interface = 1; interface <= 4; ++interface)
    {
        fib.Insert(nullptr, MakeRoute("2001:db8::", 32, interface, interface));
    }
    fib.Insert(nullptr, MakeRoute("2001:db8::", 32, 20, 2)); // keeps its place
    EXPECT_TRUE(fib.Remove(nullptr, MakeRoute("2001:db8::", 32, 0, 3)));
    EXPECT_FALSE(fib.Remove(nullptr, MakeRoute("2001:db8::", 32, 0, 3)));
    fib.Insert(nullptr, MakeRoute("2001:db8::", 32, 30, 3)); // comes last now
    const Visited expected{{32, {1, 20, 4, 30}}};
    EXPECT_EQ(LookupAll(fib, PvdIpv6Bits(Ipv6Address("2001:db8::1"))), expected);
    EXPECT_EQ(fib.GetSize(), 4U);
}

TEST(Fib, SourcePrefixIsPartOfTheKey)
{
    PvdFib fib;
    PvdRoute route = MakeRoute("::", 0, 1);
    fib.Insert(nullptr, route);
    route.source = Ipv6Address("2001:db8:a::");
    route.sourceLength = 48;
    route.metric = 2;
    fib.Insert(nullptr, route);
    route.metric = 3;
    fib.Insert(nullptr, route);
    const Visited expected{{0, {1, 3}}};
    EXPECT_EQ(LookupAll(fib, PvdIpv6Bits()), expected);
    std::vector<bool> accepted;
    fib.Lookup(PvdIpv6Bits(), [&](uint8_t, const PvdFib::Routes& routes) {
        for (const auto& one : routes)
        {
            accepted.push_back(one.key->AcceptsSource(PvdIpv6Bits(Ipv6Address("2001:db8:a::1"))));
            accepted.push_back(one.key->AcceptsSource(PvdIpv6Bits(Ipv6Address("2001:db8:b::1"))));
        }
        return false;
    });
    EXPECT_EQ(accepted, (std::vector<bool>{true, true, true, false}));
    EXPECT_TRUE(fib.Remove(nullptr, route));
    EXPECT_EQ(fib.GetSize(), 1U);
}

TEST(Fib, EntriesAreListedFromLongToShort)
{
    PvdFib fib;
    fib.Insert(nullptr, MakeRoute("::", 0, 1));
    fib.Insert(nullptr, MakeRoute("2001:db8:2::", 48, 2));
    fib.Insert(nullptr, MakeRoute("2001:db8:1::", 48, 3));
    fib.Insert(nullptr, MakeRoute("2001:db8:1::1", 128, 4));
    std::vector<uint32_t> metrics;
    for (const auto& entry : fib.GetEntries())
    {
        metrics.push_back(entry.route.metric);
    }
    EXPECT_EQ(metrics, (std::vector<uint32_t>{4, 3, 2, 1}));
}

TEST(Fib, GenerationGrowsWithEachChange)
{
    PvdFib fib;
    uint64_t before = fib.GetGeneration();
    fib.Insert(nullptr, MakeRoute("::", 0, 1));
    EXPECT_GT(fib.GetGeneration(), before);
    before = fib.GetGeneration();
    EXPECT_FALSE(fib.Remove(nullptr, MakeRoute("2001:db8::", 32, 1)));
    EXPECT_EQ(fib.GetGeneration(), before);
    EXPECT_TRUE(fib.Remove(nullptr, MakeRoute("::", 0, 1)));
    EXPECT_GT(fib.GetGeneration(), before);
}
