/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-advertisement-builder.h"
#include "pvd-radvd-configuration.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

/**
 * \file
 * What files of radvd mean, and how mistakes in them are told.
 */

using namespace ns3;

namespace
{

/// \return what the only interface of a text advertises
PvdAdvertisingInterface
ParseOne(const std::string& text)
{
    const auto result = PvdRadvdConfiguration::Parse(text);
    EXPECT_EQ(result.Describe("FILE"), "");
    EXPECT_EQ(result.interfaces.size(), 1u);
    return result.interfaces.empty() ? PvdAdvertisingInterface()
                                     : result.interfaces[0].configuration;
}

std::string
Mistakes(const std::string& text)
{
    return PvdRadvdConfiguration::Parse(text).Describe("FILE");
}

PvdRadvdConfiguration
Load(const std::string& name)
{
    const auto path = std::filesystem::path(PVD_TEST_VECTORS) / "../../examples/data" / name;
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_TRUE(file) << path;
    const auto result = PvdRadvdConfiguration::Parse(text.str());
    EXPECT_EQ(result.Describe(name), "");
    return result;
}

std::string
Words(const PvdAdvertisedOptions& options)
{
    std::string text;
    for (const auto& one : options.prefixes)
    {
        text += "prefix " + ToString(one.prefix) + "/" + std::to_string(one.length) + " " +
                std::to_string(one.validLifetime) + " " + std::to_string(one.preferredLifetime) +
                (one.decrementLifetimes ? " falling" : "") + "\n";
    }
    for (const auto& one : options.routes)
    {
        text += "route " + ToString(one.prefix) + "/" + std::to_string(one.length) + " " +
                ToString(one.preference) + " " + std::to_string(one.lifetime.value_or(0)) + "\n";
    }
    for (const auto& one : options.resolvers)
    {
        text += "rdnss " + std::to_string(one.lifetime.value_or(0));
        for (const auto& address : one.addresses)
        {
            text += " " + ToString(address);
        }
        text += "\n";
    }
    for (const auto& one : options.domains)
    {
        text += "dnssl " + std::to_string(one.lifetime.value_or(0));
        for (const auto& domain : one.domains)
        {
            text += " " + domain.ToString();
        }
        text += "\n";
    }
    return text + (options.linkMtu ? "mtu " + std::to_string(options.linkMtu) + "\n" : "");
}

std::string
Words(const PvdAdvertisement& advertisement)
{
    std::string text = Words(advertisement.options);
    if (advertisement.pvd)
    {
        const PvdAdvertisedPvd& pvd = *advertisement.pvd;
        text += "pvd " + pvd.id.ToString() + (pvd.http ? " H" : "") + (pvd.legacy ? " L" : "") +
                " " + std::to_string(pvd.sequence) +
                (pvd.header ? std::string(" ") + ToString(pvd.header->preference) : "") + "\n" +
                Words(pvd.options);
    }
    return text;
}

} // namespace

TEST(RadvdConfiguration, DefaultsAreThoseOfRadvd)
{
    const auto interface = ParseOne("interface eth0 { prefix 2001:db8:1::/64 { };\n"
                                    "RDNSS 2001:db8::53 { }; DNSSL example.com { };\n"
                                    "route 2001:db8:2::/48 { }; };");
    EXPECT_FALSE(interface.sendAdvertisements);
    EXPECT_TRUE(interface.unicastSolicited);
    EXPECT_EQ(Words(interface.advertisements[0]),
              "prefix 2001:db8:1::/64 86400 14400\nroute 2001:db8:2::/48 medium 0\n"
              "rdnss 600 2001:db8::53\ndnssl 600 example.com\n");
    EXPECT_FALSE(interface.advertisements[0].options.routes[0].lifetime);
}

TEST(RadvdConfiguration, EveryKeywordOfAnInterfaceIsRead)
{
    const auto interface = ParseOne(R"(
# a comment { that ends with the line
interface eth0 {
    AdvSendAdvert on; IgnoreIfMissing off; UnicastOnly on; AdvRASolicitedUnicast off;
    MaxRtrAdvInterval 30.5; MinRtrAdvInterval 10.25; MinDelayBetweenRAs 0.5;
    advmanagedflag ON; ADVOTHERCONFIGFLAG on; AdvLinkMTU 1400; AdvRAMTU 1300;
    AdvReachableTime 1000; AdvRetransTimer 2000; AdvCurHopLimit 32;
    AdvDefaultLifetime 900; AdvDefaultPreference low; AdvSourceLLAddress off;
    AdvHomeAgentFlag on; AdvHomeAgentInfo on; HomeAgentLifetime 500; HomeAgentPreference -2;
    AdvMobRtrSupportFlag on; AdvIntervalOpt on; RemoveAdvOnExit off;
    AdvCaptivePortalAPI "https://portal.example.com/api";
    clients { fe80::1; fe80::2; };
    AdvRASrcAddress { fe80::a; fe80::b; };
    prefix 2001:db8:1::/63 {
        AdvOnLink off; AdvAutonomous off; AdvRouterAddr on; AdvValidLifetime infinity;
        AdvPreferredLifetime 10; DeprecatePrefix on; DecrementLifetimes on;
        AdvDHCPv6PDPreferred on;
    };
    route 2001:db8:2::/48 { AdvRouteLifetime 11; AdvRoutePreference high; RemoveRoute off; };
    RDNSS 2001:db8::53 2001:db8::54 { AdvRDNSSLifetime 12; FlushRDNSS off;
                                      AdvRDNSSPreference 8; AdvRDNSSOpen on; };
    DNSSL a.example b.example { AdvDNSSLLifetime infinity; FlushDNSSL off; };
    lowpanco { AdvContextLength 64; AdvContextCompressionFlag on; AdvContextID 3;
               AdvLifeTime 60; AdvContextPrefix 2001:db8:5::/64; };
    abro fe80::1/64 { AdvVersionLow 10; AdvVersionHigh 2; AdvValidLifeTime 7; };
};)");
    EXPECT_TRUE(interface.sendAdvertisements);
    EXPECT_TRUE(interface.unicastOnly);
    EXPECT_FALSE(interface.unicastSolicited);
    EXPECT_FALSE(interface.sourceLinkLayerAddress);
    EXPECT_FALSE(interface.finalAdvertisements);
    EXPECT_EQ(interface.maxRtrAdvInterval, 30.5);
    EXPECT_EQ(interface.minRtrAdvInterval, 10.25);
    EXPECT_EQ(interface.minDelayBetweenRas, 0.5);
    EXPECT_EQ(interface.largestPacket, 1300u);
    EXPECT_EQ(interface.clients.size(), 2u);
    const PvdAdvertisement& advertisement = interface.advertisements[0];
    EXPECT_EQ(advertisement.sources.size(), 2u);
    const PvdAdvertisedHeader& header = advertisement.header;
    EXPECT_TRUE(header.managed && header.otherConfig && header.homeAgent);
    EXPECT_EQ(header.reachableTime, 1000u);
    EXPECT_EQ(header.retransTimer, 2000u);
    EXPECT_EQ(header.curHopLimit, 32);
    EXPECT_EQ(header.defaultLifetime, 900);
    EXPECT_EQ(header.preference, RouterPreference::LOW);
    EXPECT_EQ(Words(advertisement),
              "prefix 2001:db8:1::/63 4294967295 10 falling\nroute 2001:db8:2::/48 high 11\n"
              "rdnss 12 2001:db8::53 2001:db8::54\ndnssl 4294967295 a.example b.example\n"
              "mtu 1400\n");
    const PvdAdvertisedOptions& options = advertisement.options;
    EXPECT_FALSE(options.prefixes[0].onLink || options.prefixes[0].autonomous);
    EXPECT_TRUE(options.prefixes[0].pdPreferred);
    EXPECT_TRUE(options.prefixes[0].routerAddress && options.prefixes[0].deprecateAtEnd);
    EXPECT_FALSE(options.routes[0].removeAtEnd || options.resolvers[0].flushAtEnd ||
                 options.domains[0].flushAtEnd);
    EXPECT_EQ(options.captivePortal, "https://portal.example.com/api");
    ASSERT_EQ(options.others.size(), 4u);
    using Octets = std::vector<uint8_t>;
    EXPECT_EQ(options.others[0].body,
              (Octets{64, 0x13, 0, 0, 0, 60, 0x20, 1, 0xd, 0xb8, 0, 5, 0, 0}));
    EXPECT_EQ(options.others[1].body,
              (Octets{0, 10, 0, 2, 0, 7, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
    EXPECT_EQ(options.others[2].body, (Octets{0, 0, 0, 0, 0x77, 0x24})) << "30500 ms";
    EXPECT_EQ(options.others[3].body, (Octets{0x80, 0, 0xff, 0xfe, 1, 0xf4}));
}

// Rows: RVD-01, RVD-02, RVD-03
TEST(RadvdConfiguration, EveryKeywordOfAPvdIsRead)
{
    const auto interface = ParseOne(R"(interface eth0 {
    pvd Isp-A.Example.COM. {
        AdvPvdIdSequenceNumber 65535; AdvPvdIdHttpExtraInfo on; AdvPvdIdLegacy on;
        AdvPvdAdvHeader on; AdvPvdIdDelay 15;
        AdvManagedFlag on; AdvOtherConfigFlag on; AdvReachableTime 1; AdvRetransTimer 2;
        AdvDefaultLifetime 700; AdvDefaultPreference high; AdvCurHopLimit 3; AdvHomeAgentFlag on;
        prefix 2001:db8:1::/64 { }; route ::/0 { }; RDNSS 2001:db8::53 { }; DNSSL a.example { };
        AdvLinkMTU 1280; lowpanco { }; abro fe80::1/64 { };
    };
};)");
    const PvdAdvertisedPvd& pvd = interface.advertisements.at(0).pvd.value();
    EXPECT_EQ(Words(interface.advertisements[0]),
              "pvd Isp-A.Example.COM H L 65535 high\nprefix 2001:db8:1::/64 86400 14400\n"
              "route ::/0 medium 0\nrdnss 600 2001:db8::53\ndnssl 600 a.example\nmtu 1280\n");
    EXPECT_EQ(pvd.delay, 15);
    EXPECT_TRUE(pvd.header->managed && pvd.header->otherConfig && pvd.header->homeAgent);
    EXPECT_EQ(pvd.header->reachableTime, 1u);
    EXPECT_EQ(pvd.header->retransTimer, 2u);
    EXPECT_EQ(pvd.header->defaultLifetime, 700);
    EXPECT_EQ(pvd.header->curHopLimit, 3);
    EXPECT_EQ(pvd.options.others.size(), 2u);
}

// Rows: RVD-05
TEST(RadvdConfiguration, EachFurtherPvdIsAnAdvertisementOfItsOwn)
{
    const auto interface =
        ParseOne("interface eth0 { AdvDefaultPreference low; prefix 2001:db8:1::/64 { };\n"
                 "pvd a.example { }; pvd b.example { }; };");
    ASSERT_EQ(interface.advertisements.size(), 2u);
    EXPECT_EQ(Words(interface.advertisements[0]),
              "prefix 2001:db8:1::/64 86400 14400\npvd a.example 0\n");
    EXPECT_EQ(Words(interface.advertisements[1]), "pvd b.example 0\n");
    EXPECT_EQ(interface.advertisements[1].header.preference, RouterPreference::LOW);
}

// Rows: RVD-06
TEST(RadvdConfiguration, MistakesAreToldWithTheirPlaces)
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"interface eth0 {\n  AdvSendAdvrt on;\n};",
         "FILE:2:3: \"AdvSendAdvrt\" is no keyword of an interface; write one of: AdvSendAdvert"},
        {"interface eth0 { AdvSendAdvert yes; };",
         "FILE:1:32: here must be on or off, not \"yes\""},
        {"interface eth0 { AdvCurHopLimit 256; };",
         "FILE:1:33: here must be a number of 0 to 255, not \"256\""},
        {"interface eth0 { AdvCurHopLimit -1; };", "FILE:1:33: "},
        {"interface eth0 { AdvLinkMTU 99999999999; };", "FILE:1:29: "},
        {"interface eth0 { MaxRtrAdvInterval 1.; };", "FILE:1:36: "},
        {"interface eth0 { MinRtrAdvInterval .5; };", "FILE:1:36: "},
        {"interface eth0 { route 2001:db8::/48; };", "FILE:1:37: here must be \"{\" before"},
        {"interface eth0 { AdvDefaultPreference best; };",
         "FILE:1:39: here must be low, medium or high, not \"best\""},
        {"interface eth0 { prefix 2001:db8::/129 { }; };",
         "FILE:1:36: here must be a number of 0 to 128, not \"129\""},
        {"interface eth0 { prefix 2001:db8:/64 { }; };", "FILE:1:25: here must be an IPv6 address"},
        {"interface eth0 { prefix fe80::/64 { }; };", "FILE:1:25: prefix fe80::/64 is link-local"},
        {"interface eth0 { prefix ::/64 { }; };", "FILE:1:25: \"::/64\" stands for"},
        {"interface eth0 { prefix 2001:db8::/64 { AdvValidLifetime 5; }; };",
         "FILE:1:25: prefix 2001:db8::/64 has a preferred lifetime of 14400 s"},
        {"interface eth0 { prefix 2001:db8::/64 { Base6to4Interface ppp0; }; };",
         "FILE:1:59: 6to4"},
        {"interface eth0 { RDNSS { }; };", "FILE:1:24: here must be an IPv6 address"},
        {"interface eth0 { DNSSL a..b { }; };", "FILE:1:24: here must be a domain name"},
        {"interface eth0 { AdvSendAdvert on };",
         "FILE:1:35: here must be \";\" after AdvSendAdvert, not \"}\""},
        {"interface eth0 { AdvSendAdvert on; }",
         "FILE:1:37: here must be \";\" after interface, not the end of the file"},
        {"interface eth0 { AdvSendAdvert on;", "FILE:1:35: here must be \"}\" at the end of an"},
        {"interface eth0 { MaxRtrAdvInterval 3; };", "FILE:1:11: MaxRtrAdvInterval is 3 s"},
        {"interface eth0 { AdvDefaultLifetime 100; };", "FILE:1:11: AdvDefaultLifetime is 100 s"},
        {"interface eth0 { pvd " + std::string(64, 'a') + ".example { }; };", "FILE:1:22: "},
        {"interface eth0 { pvd a.example { AdvDefaultLifetime 700; }; };",
         "FILE:1:53: AdvDefaultLifetime is of the inner header"},
        {"interface eth0 { pvd a.example { pvd b.example { }; }; };",
         "FILE:1:34: \"pvd\" is no keyword of a pvd"},
        {"};", "FILE:1:1: here must be an interface"},
        {"\xff", "FILE:1:1: "},
        {"interface eth0 { AdvCaptivePortalAPI \"https://a\n; };", "FILE:1:38: "}};
    for (const auto& [text, expected] : cases)
    {
        const std::string told = Mistakes(text);
        EXPECT_EQ(told.substr(0, expected.size()), expected) << text;
        EXPECT_EQ(std::count(told.begin(), told.end(), '\n'), 1) << text << "\n" << told;
    }
}

TEST(RadvdConfiguration, BlockOfAPrefixCanBeLeftOut)
{
    const auto file = PvdRadvdConfiguration::Parse("interface eth0 { prefix 2001:db8::/64; };");
    EXPECT_EQ(file.Describe("FILE"), "");
    EXPECT_EQ(Words(file.Find("eth0")->advertisements.at(0)), "prefix 2001:db8::/64 86400 14400\n");
}

TEST(RadvdConfiguration, DaemonThatDoesNotSendIsNoneOfAnInterface)
{
    const std::string first = "interface eth0 { AdvSendAdvert on; prefix 2001:db8:1::/64; };";
    const std::string second = "interface eth0 { AdvSendAdvert on; prefix 2001:db8:2::/64; };";
    const std::string silent = "interface eth0 { prefix 2001:db8:9::/64; };";
    for (const std::string& text :
         {silent + first + second, first + silent + second, first + second + silent})
    {
        const auto file = PvdRadvdConfiguration::Parse(text);
        ASSERT_EQ(file.interfaces.size(), 1u);
        EXPECT_TRUE(file.interfaces[0].configuration.sendAdvertisements);
        const auto& advertisements = file.interfaces[0].configuration.advertisements;
        ASSERT_EQ(advertisements.size(), 2u) << text;
        EXPECT_EQ(Words(advertisements[0]), "prefix 2001:db8:1::/64 86400 14400\n");
        EXPECT_EQ(Words(advertisements[1]), "prefix 2001:db8:2::/64 86400 14400\n");
    }
}

TEST(RadvdConfiguration, AllMistakesAreTold)
{
    const std::string told = Mistakes("interface eth0 {\n  Wrong { on; { } };\n  AdvSendAdvert 1;\n"
                                      "  prefix 2001:db8::/64 {\n    AdvOnLink 2;\n  };\n"
                                      "  AdvLinkMTU on;\n};\ninterfaces eth1 { };\n");
    std::string places;
    std::istringstream lines(told);
    for (std::string line; std::getline(lines, line);)
    {
        places += line.substr(5, line.find(": ") - 5) + " ";
    }
    EXPECT_EQ(places, "2:3 3:17 5:15 7:14 9:1 ");
    std::string many;
    for (int i = 0; i < 1000; ++i)
    {
        many += "wrong;\n";
    }
    EXPECT_EQ(PvdRadvdConfiguration::Parse(many).mistakes.size(),
              PvdRadvdConfiguration::MOST_MISTAKES);
}

// Rows: RVD-09, DFL-04
TEST(RadvdConfiguration, TopologyALoads)
{
    const auto file = Load("topology-a.conf");
    ASSERT_EQ(file.interfaces.size(), 3u);
    EXPECT_EQ(Words(file.Find("rt0")->advertisements.at(0)),
              "prefix 2001:db8:1::/64 2048 1024 falling\n"
              "route 2001:db8:1000::/40 high 4294967295\n"
              "rdnss 1234 2001:1111:1111::8888\n"
              "dnssl 1100 office.test1.example.com test1.example.com example.com\n"
              "mtu 1500\n"
              "pvd test1.example.com H 113 medium\n"
              "prefix 2001:db8:1:abcd::/64 86400 14400\n"
              "prefix 2001:db8:1:beef::/64 86400 14400\n"
              "route 2001:db8:1a00::/40 high 4294967295\n"
              "route 2001:db8:1000::/40 low 4294967295\n"
              "rdnss 1234 2001:1111:1111::8844\n"
              "dnssl 1234 special.test1-pvd.example.com test1-pvd.example.com example.com\n");
    EXPECT_EQ(Words(file.Find("rt1")->advertisements.at(0)),
              "prefix 2001:db8:2::/64 2048 1024 falling\n"
              "route 2001:db8:2000::/48 high 4294967295\n"
              "rdnss 1234 2001:2222:2222::2\n"
              "dnssl 1100 office.test2.example.com test2.example.com example.com\n"
              "mtu 1500\n"
              "pvd test2.example.com H 111 low\n");
    EXPECT_FALSE(file.Find("rt2")->advertisements.at(0).pvd);
    const PvdAdvertisingInterface& rt0 = *file.Find("rt0");
    EXPECT_EQ(rt0.maxRtrAdvInterval, 500);
    const auto built = BuildAdvertisement(rt0, rt0.advertisements[0], PvdAdvertisingMoment());
    ASSERT_EQ(built.messages.size(), 1u);
    EXPECT_EQ(built.messages[0].GetEffectiveHeader().routerLifetime, 1500);
}

TEST(RadvdConfiguration, TopologyBLoads)
{
    const auto file = Load("topology-b.conf");
    ASSERT_EQ(file.interfaces.size(), 3u);
    EXPECT_EQ(Words(file.Find("router-cable0")->advertisements.at(0)),
              "prefix 2001:db8:100b::/64 86400 14400\n"
              "rdnss 1234 2001:4860:4860::8844\n"
              "dnssl 1100 office.test1.example.com test1.example.com example.com\n"
              "mtu 1500\n"
              "pvd test1.example.com H 113 low\n"
              "prefix 2001:db8:100b::/64 86400 0\n"
              "prefix 2001:db8:1001::/64 86400 14400\n"
              "route 2001:db8:2222::/48 high 4294967295\n");
    const PvdAdvertisement& cable1 = file.Find("router-cable1")->advertisements.at(0);
    EXPECT_EQ(cable1.header.preference, RouterPreference::HIGH);
    EXPECT_EQ(cable1.options.prefixes.at(0).preferredLifetime, 0u);
    EXPECT_FALSE(cable1.pvd->header);
    EXPECT_EQ(cable1.pvd->options.prefixes.at(0).preferredLifetime, 14400u);
}

TEST(RadvdConfiguration, ThreeDaemonsOfTopologyCAreOneInterface)
{
    PvdRadvdConfiguration all;
    for (const char* name : {"big", "ben", "fettered"})
    {
        for (const auto& block : Load(std::string("topology-c-") + name + ".conf").interfaces)
        {
            all.Add(block);
        }
    }
    ASSERT_EQ(all.interfaces.size(), 1u);
    const auto& advertisements = all.Find("ve1br0")->advertisements;
    ASSERT_EQ(advertisements.size(), 3u);
    EXPECT_EQ(Words(advertisements[2]),
              "prefix 2001:67c:1230:f101::/64 86400 14400\nrdnss 800 2001:4860:4860::8844\n"
              "mtu 1500\npvd fettered.mpvd.io H 113 medium\ndnssl 800 mpvd.io\n");
}
