/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-router-configuration.h"

#include <functional>
#include <gtest/gtest.h>

/**
 * \file
 * What may be advertised, and what must not.
 */

using namespace ns3;

namespace
{

/// A configuration that is changed in one way, and what is said of it.
struct Case
{
    std::function<void(PvdAdvertisingInterface&)> change; //!< what is changed
    std::string words;                                    //!< of the sentence; none: it is allowed
};

void
Check(const std::vector<Case>& cases)
{
    for (std::size_t i = 0; i < cases.size(); ++i)
    {
        PvdAdvertisingInterface interface;
        cases[i].change(interface);
        const std::string mistake = interface.FindMistake();
        EXPECT_EQ(mistake.empty(), cases[i].words.empty()) << "case " << i << ": " << mistake;
        EXPECT_NE(mistake.find(cases[i].words), std::string::npos)
            << "case " << i << ": " << mistake;
    }
}

} // namespace

// Rows: 4861-6.2.1-02, 4861-6.2.1-03
TEST(RouterConfiguration, IntervalsHaveLimits)
{
    using I = PvdAdvertisingInterface;
    Check({{[](I&) {}, ""},
           {[](I& i) { i.maxRtrAdvInterval = 3.9; }, "MaxRtrAdvInterval is 3.9"},
           {[](I& i) { i.maxRtrAdvInterval = 4; }, ""},
           {[](I& i) { i.maxRtrAdvInterval = 65535; }, ""},
           {[](I& i) { i.maxRtrAdvInterval = 65536; }, "MaxRtrAdvInterval"},
           {[](I& i) { i.maxRtrAdvInterval = 0.0 / 0.0; }, "MaxRtrAdvInterval"},
           {[](I& i) { i.minRtrAdvInterval = 2.9; }, "MinRtrAdvInterval"},
           {[](I& i) { i.minRtrAdvInterval = 450; }, ""},
           {[](I& i) { i.minRtrAdvInterval = 451; }, "give it 3 to 450"},
           {[](I& i) { i.minDelayBetweenRas = 0; }, "MinDelayBetweenRAs"}});
}

// Rows: 4861-6.2.1-02, 4861-6.2.1-03, 4861-6.2.1-04
TEST(RouterConfiguration, DefaultsFollowMaxRtrAdvInterval)
{
    PvdAdvertisingInterface interface;
    EXPECT_EQ(interface.maxRtrAdvInterval, 600);
    EXPECT_EQ(interface.GetMinRtrAdvInterval(), 198);
    EXPECT_EQ(interface.GetDefaultLifetime(), 1800);
    interface.maxRtrAdvInterval = 4;
    EXPECT_EQ(interface.GetMinRtrAdvInterval(), 3);
    interface.maxRtrAdvInterval = 8;
    EXPECT_EQ(interface.GetMinRtrAdvInterval(), 6);
    interface.maxRtrAdvInterval = 9;
    EXPECT_EQ(interface.GetMinRtrAdvInterval(), 3);
    interface.maxRtrAdvInterval = 65535;
    EXPECT_EQ(interface.GetDefaultLifetime(), 65535);
    EXPECT_EQ(interface.FindMistake(), "");
}

// Rows: 4861-6.2.1-04, 4861-6.2.1-05
TEST(RouterConfiguration, HeaderHasLimits)
{
    using I = PvdAdvertisingInterface;
    Check({{[](I& i) { i.advertisements[0].header.defaultLifetime = 0; }, ""},
           {[](I& i) { i.advertisements[0].header.defaultLifetime = 599; }, "AdvDefaultLifetime"},
           {[](I& i) { i.advertisements[0].header.defaultLifetime = 600; }, ""},
           {[](I& i) { i.advertisements[0].header.defaultLifetime = 65535; }, ""},
           {[](I& i) { i.advertisements[0].header.reachableTime = 3600000; }, ""},
           {[](I& i) { i.advertisements[0].header.reachableTime = 3600001; }, "AdvReachableTime"},
           {[](I& i) {
                auto& pvd = i.advertisements[0].pvd.emplace();
                pvd.id = PvdDomainName::FromText("a.example").value();
                pvd.header.emplace().defaultLifetime = 1;
            },
            "AdvDefaultLifetime"}});
}

// Rows: 4861-4.6.2-04, 4861-4.6.2-05, 4861-6.2.1-07, 4191-2.3-08
TEST(RouterConfiguration, OptionsHaveLimits)
{
    using I = PvdAdvertisingInterface;
    const auto prefix = [](I& i) -> PvdAdvertisedPrefix& {
        i.advertisements[0].options.prefixes.resize(1);
        return i.advertisements[0].options.prefixes[0];
    };
    const auto routes = [](I& i, uint8_t one, uint8_t other) {
        auto& all = i.advertisements[0].options.routes;
        all.resize(2);
        all[0].length = one;
        all[1].length = other;
    };
    Check({{[&](I& i) { prefix(i).validLifetime = 604800; }, ""},
           {[&](I& i) { prefix(i).validLifetime = 604799; }, "longer than its valid lifetime"},
           {[&](I& i) { prefix(i).length = 129; }, "0 to 128"},
           {[&](I& i) { prefix(i).prefix = ParseIpv6Address("fe80::").value(); }, "link-local"},
           {[&](I& i) { routes(i, 48, 64); }, ""},
           {[&](I& i) { routes(i, 48, 48); }, "twice"},
           {[&](I& i) { routes(i, 48, 130); }, "0 to 128"},
           {[](I& i) { i.advertisements[0].options.resolvers.resize(1); }, "RDNSS"},
           {[](I& i) { i.advertisements[0].options.domains.resize(1); }, "DNSSL"},
           {[](I& i) { i.advertisements[0].options.linkMtu = 1279; }, "AdvLinkMTU"},
           {[](I& i) { i.largestPacket = 1279; }, "largest packet"},
           {[](I& i) {
                i.order = {PvdAdvertisementPart::PVD, PvdAdvertisementPart::PVD};
            },
            "order"}});
}

TEST(RouterConfiguration, PvdAndSourceHaveLimits)
{
    using I = PvdAdvertisingInterface;
    Check(
        {{[](I& i) { i.advertisements[0].pvd.emplace(); }, "PvD ID"},
         {[](I& i) {
              i.advertisements[0].pvd.emplace().id = PvdDomainName::FromText("a.example").value();
              i.advertisements[0].pvd->delay = 16;
          },
          "Delay 16"},
         {[](I& i) { i.advertisements[0].sources = {ParseIpv6Address("2001:db8::1").value()}; },
          "not link-local"},
         {[](I& i) { i.advertisements[0].sources = {ParseIpv6Address("febf::1").value()}; }, ""}});
}

// Rows: 4191-4-05, 8910-2-02, 8910-2-03
TEST(RouterConfiguration, DoubtfulValuesAreTold)
{
    PvdAdvertisingInterface interface;
    auto& options = interface.advertisements[0].options;
    const auto count = [&interface] { return interface.FindDoubts().size(); };
    for (uint8_t length = 1; length <= 17; ++length)
    {
        options.routes.emplace_back().length = length;
    }
    EXPECT_EQ(count(), 0u);
    options.routes.emplace_back().length = 18;
    EXPECT_EQ(count(), 1u);
    options.routes.clear();
    const std::string uri = "https://portal.example/";
    options.captivePortal = uri + std::string(255 - uri.size(), 'a');
    EXPECT_EQ(count(), 0u);
    options.captivePortal += "a";
    EXPECT_EQ(count(), 1u);
    for (const char* literal :
         {"https://[2001:db8::1]/", "https://192.0.2.1", "http://192.0.2.1:8/a"})
    {
        options.captivePortal = literal;
        EXPECT_EQ(count(), 1u) << literal;
    }
    options.captivePortal = "urn:ietf:params:capport:unrestricted";
    EXPECT_EQ(count(), 0u);
    PvdAdvertisedPrefix& prefix = options.prefixes.emplace_back();
    prefix.prefix = ParseIpv6Address("2001:db8:1::").value();
    EXPECT_EQ(count(), 0u);
    prefix.routerAddress = true;
    EXPECT_EQ(count(), 1u) << "no address of a router";
    prefix.prefix = ParseIpv6Address("2001:db8:1::1").value();
    EXPECT_EQ(count(), 0u);
    interface.roundsForOptions = 2;
    EXPECT_EQ(count(), 0u);
    interface.roundsForOptions = 3;
    EXPECT_EQ(count(), 1u) << "lifetimes end meanwhile";
}
