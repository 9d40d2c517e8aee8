/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-advertisement-builder.h"

#include <algorithm>
#include <gtest/gtest.h>

/**
 * \file
 * From what is configured to the messages that leave.
 */

using namespace ns3;

namespace
{

PvdDomainName
Name(const std::string& text)
{
    return PvdDomainName::FromText(text).value();
}

PvdAdvertisedPrefix
Prefix(const std::string& address, uint8_t length = 64)
{
    PvdAdvertisedPrefix prefix;
    prefix.prefix = ParseIpv6Address(address).value();
    prefix.length = length;
    return prefix;
}

/// \return prefixes that differ in their fourth group
std::vector<PvdAdvertisedPrefix>
Prefixes(std::size_t count)
{
    std::vector<PvdAdvertisedPrefix> prefixes(count, Prefix("2001:db8::"));
    for (std::size_t i = 0; i < count; ++i)
    {
        prefixes[i].prefix[7] = static_cast<uint8_t>(i);
        prefixes[i].prefix[6] = static_cast<uint8_t>(i >> 8);
    }
    return prefixes;
}

PvdAdvertisedRoute
Route(const std::string& address, uint8_t length = 48)
{
    PvdAdvertisedRoute route;
    route.prefix = ParseIpv6Address(address).value();
    route.length = length;
    return route;
}

/// \return an interface that advertises one PvD, with one option of each kind on both levels
PvdAdvertisingInterface
FullInterface()
{
    PvdAdvertisingInterface interface;
    PvdAdvertisement& advertisement = interface.advertisements[0];
    PvdAdvertisedPvd& pvd = advertisement.pvd.emplace();
    pvd.id = Name("isp-a.example.com");
    for (PvdAdvertisedOptions* options : {&advertisement.options, &pvd.options})
    {
        options->prefixes = {Prefix("2001:db8:1::")};
        options->routes = {Route("2001:db8:1111::")};
        PvdAdvertisedResolvers resolvers;
        resolvers.addresses = {ParseIpv6Address("2001:db8::53").value()};
        options->resolvers = {resolvers};
        PvdAdvertisedDomains domains;
        domains.domains = {Name("example.com")};
        options->domains = {domains};
        options->linkMtu = 1400;
        options->captivePortal = "https://portal.example.com/api";
        OpaqueOption pref64;
        pref64.type = 38;
        pref64.body.resize(14);
        options->others = {pref64};
    }
    return interface;
}

PvdAdvertisingMoment
Moment()
{
    PvdAdvertisingMoment moment;
    moment.linkLayerAddress = {2, 0, 0, 0, 0, 1};
    return moment;
}

std::vector<RouterAdvertisement>
Build(const PvdAdvertisingInterface& interface, const PvdAdvertisingMoment& moment = Moment())
{
    const auto built = BuildAdvertisement(interface, interface.advertisements[0], moment);
    EXPECT_TRUE(built.unsendable.empty());
    for (const RouterAdvertisement& message : built.messages)
    {
        std::string error;
        const auto octets = message.Serialize(&error);
        EXPECT_TRUE(octets) << error;
        EXPECT_LE(octets.value_or(std::vector<uint8_t>()).size() + 40, moment.linkMtu);
    }
    return built.messages;
}

/// \return option types as they stand in a message, such as "3 24 21(3 24)"
std::string
Types(const RouterAdvertisement& message)
{
    std::string text;
    for (const RouterAdvertisement::Option& option : message.options)
    {
        text += std::to_string(SerializeOption(option).value()[0]);
        if (const auto* pvd = std::get_if<PvdOption>(&option))
        {
            text += "(";
            for (const NdOption& contained : pvd->options)
            {
                text += std::visit(
                    [](const auto& value) {
                        return std::to_string(SerializeOption(value).value()[0]) + " ";
                    },
                    contained);
            }
            text += ")";
        }
        text += " ";
    }
    return text;
}

template <typename T, typename Options>
std::vector<T>
All(const Options& options)
{
    std::vector<T> found;
    for (const auto& option : options)
    {
        if (const auto* value = std::get_if<T>(&option))
        {
            found.push_back(*value);
        }
    }
    return found;
}

const PvdOption&
PvdOf(const RouterAdvertisement& message)
{
    return *message.GetPvdOption();
}

} // namespace

// Rows: RVD-03, RVD-04, 4861-6.2.3-01
TEST(AdvertisementBuilder, OptionsStandInTheOrderOfRadvdAndThePvdOptionLast)
{
    const auto messages = Build(FullInterface());
    ASSERT_EQ(messages.size(), 1u);
    EXPECT_EQ(Types(messages[0]), "3 24 25 31 5 1 37 38 21(3 24 25 31 5 37 38 ) ");
}

// Rows: RVD-04
TEST(AdvertisementBuilder, OrderOfTheOptionsCanBeChosen)
{
    auto interface = FullInterface();
    interface.order = {PvdAdvertisementPart::MTU,
                       PvdAdvertisementPart::PVD,
                       PvdAdvertisementPart::DOMAINS};
    EXPECT_EQ(Types(Build(interface)[0]), "5 21(5 31 3 24 25 37 38 ) 31 3 24 25 1 37 38 ");
}

// Rows: 4191-4-01, 4861-6.2.3-01
TEST(AdvertisementBuilder, NothingIsAdvertisedThatWasNotConfigured)
{
    const auto messages = Build(PvdAdvertisingInterface());
    ASSERT_EQ(messages.size(), 1u);
    EXPECT_EQ(Types(messages[0]), "1 ");
    EXPECT_EQ(messages[0].header.preference, RouterPreference::MEDIUM);
    EXPECT_EQ(messages[0].header.routerLifetime, 1800);
    EXPECT_EQ(messages[0].header.curHopLimit, 64);
}

// Rows: 8801-3.1-06, 8801-3.1-08
TEST(AdvertisementBuilder, DelayAndSequenceAreZeroWithoutH)
{
    auto interface = FullInterface();
    interface.advertisements[0].pvd->delay = 7;
    interface.advertisements[0].pvd->sequence = 4660;
    EXPECT_EQ(PvdOf(Build(interface)[0]).delay, 0);
    EXPECT_EQ(PvdOf(Build(interface)[0]).sequence, 0);
    interface.advertisements[0].pvd->http = true;
    interface.advertisements[0].pvd->legacy = true;
    EXPECT_EQ(PvdOf(Build(interface)[0]).delay, 7);
    EXPECT_EQ(PvdOf(Build(interface)[0]).sequence, 4660);
    EXPECT_TRUE(PvdOf(Build(interface)[0]).legacy);
}

// Rows: 8106-5.1-02, RVD-09, DFL-04
TEST(AdvertisementBuilder, LifetimesThatAreLeftOutFollowTheInterval)
{
    auto interface = FullInterface();
    interface.maxRtrAdvInterval = 500;
    interface.advertisements[0].pvd->header.emplace();
    const auto message = Build(interface)[0];
    EXPECT_EQ(message.header.routerLifetime, 1500);
    EXPECT_EQ(PvdOf(message).header->routerLifetime, 1500);
    EXPECT_EQ(All<RouteInformationOption>(message.options)[0].lifetime, 1500u);
    EXPECT_EQ(All<RecursiveDnsServerOption>(message.options)[0].lifetime, 1500u);
    EXPECT_EQ(All<DnsSearchListOption>(PvdOf(message).options)[0].lifetime, 1500u);
}

// Rows: 8801-3.2-09, 8801-3.2-10, 8801-3.2-11, RVD-07, 4861-9-02, 6980-5-01
TEST(AdvertisementBuilder, WhatDoesNotFitOnePacketIsSpreadAndEachHasTheSamePvdHeader)
{
    auto interface = FullInterface();
    PvdAdvertisedPvd& pvd = *interface.advertisements[0].pvd;
    pvd.http = true;
    pvd.sequence = 3;
    pvd.header.emplace().preference = RouterPreference::HIGH;
    pvd.options.prefixes = Prefixes(50);
    auto moment = Moment();
    moment.linkMtu = 1280;
    const auto messages = Build(interface, moment);
    ASSERT_EQ(messages.size(), 2u);
    std::set<Ipv6Octets> seen;
    for (const RouterAdvertisement& message : messages)
    {
        PvdOption header = PvdOf(message);
        header.options.clear();
        PvdOption first = PvdOf(messages[0]);
        first.options.clear();
        EXPECT_EQ(header, first);
        EXPECT_EQ(message.header, messages[0].header);
        for (const auto& prefix : All<PrefixInformationOption>(PvdOf(message).options))
        {
            EXPECT_TRUE(seen.insert(prefix.prefix).second) << "twice";
        }
    }
    EXPECT_EQ(seen.size(), 50u);
}

// Rows: LIM-11
TEST(AdvertisementBuilder, ContainerOver2040OctetsIsSpread)
{
    PvdAdvertisingInterface interface = FullInterface();
    interface.advertisements[0].pvd->options.prefixes = Prefixes(100);
    auto moment = Moment();
    moment.linkMtu = 9000;
    const auto messages = Build(interface, moment);
    ASSERT_EQ(messages.size(), 2u);
    EXPECT_EQ(All<PrefixInformationOption>(PvdOf(messages[0]).options).size() +
                  All<PrefixInformationOption>(PvdOf(messages[1]).options).size(),
              100u);
}

TEST(AdvertisementBuilder, OuterOptionsThatDoNotFitStayInThePvd)
{
    PvdAdvertisingInterface interface = FullInterface();
    interface.advertisements[0].options.prefixes = Prefixes(90);
    const auto messages = Build(interface);
    ASSERT_EQ(messages.size(), 3u);
    for (const RouterAdvertisement& message : messages)
    {
        EXPECT_NE(message.GetPvdOption(), nullptr);
    }
}

TEST(AdvertisementBuilder, LongListsAreSplit)
{
    PvdAdvertisingInterface interface;
    PvdAdvertisedResolvers resolvers;
    resolvers.addresses.assign(300, ParseIpv6Address("2001:db8::53").value());
    PvdAdvertisedDomains domains;
    domains.domains.assign(200, Name("a-rather-long-label.example.com"));
    PvdAdvertisedPvd& pvd = interface.advertisements[0].pvd.emplace();
    pvd.id = Name("isp-a.example.com");
    for (PvdAdvertisedOptions* options : {&interface.advertisements[0].options, &pvd.options})
    {
        options->resolvers = {resolvers};
        options->domains = {domains};
    }
    for (const uint32_t mtu : {1280, 1500, 9000, 65535})
    {
        auto moment = Moment();
        moment.linkMtu = mtu;
        std::size_t addresses = 0;
        std::size_t names = 0;
        const auto count = [&](const auto& options) {
            for (const auto& option : All<RecursiveDnsServerOption>(options))
            {
                addresses += option.addresses.size();
            }
            for (const auto& option : All<DnsSearchListOption>(options))
            {
                names += option.domains.size();
            }
        };
        for (const RouterAdvertisement& message : Build(interface, moment))
        {
            count(message.options);
            count(PvdOf(message).options);
        }
        EXPECT_EQ(addresses, 600u) << mtu;
        EXPECT_EQ(names, 400u) << mtu;
    }
}

TEST(AdvertisementBuilder, WhatFitsNoPacketIsToldAndTheRestIsSent)
{
    PvdAdvertisingInterface interface = FullInterface();
    interface.advertisements[0].options.captivePortal = "https://" + std::string(1600, 'a');
    const auto built = BuildAdvertisement(interface, interface.advertisements[0], Moment());
    ASSERT_EQ(built.unsendable.size(), 1u);
    EXPECT_NE(built.unsendable[0].find("type 37"), std::string::npos) << built.unsendable[0];
    ASSERT_EQ(built.messages.size(), 1u);
    EXPECT_EQ(Types(built.messages[0]), "3 24 25 31 5 1 38 21(3 24 25 31 5 37 38 ) ");
}

// Rows: RVD-08, 4191-4-08
TEST(AdvertisementBuilder, FinalMessageWithdrawsInsideThePvdToo)
{
    auto interface = FullInterface();
    interface.advertisements[0].pvd->header.emplace();
    interface.advertisements[0].pvd->options.prefixes[0].deprecateAtEnd = true;
    auto moment = Moment();
    moment.ceasing = true;
    const auto message = Build(interface, moment)[0];
    EXPECT_EQ(message.header.routerLifetime, 0);
    EXPECT_EQ(PvdOf(message).header->routerLifetime, 0);
    EXPECT_EQ(All<RouteInformationOption>(message.options)[0].lifetime, 0u);
    EXPECT_EQ(All<RouteInformationOption>(PvdOf(message).options)[0].lifetime, 0u);
    EXPECT_EQ(All<RecursiveDnsServerOption>(PvdOf(message).options)[0].lifetime, 0u);
    EXPECT_EQ(All<DnsSearchListOption>(PvdOf(message).options)[0].lifetime, 0u);
    const auto outer = All<PrefixInformationOption>(message.options)[0];
    EXPECT_EQ(outer.preferredLifetime, 604800u);
    const auto inner = All<PrefixInformationOption>(PvdOf(message).options)[0];
    EXPECT_EQ(inner.preferredLifetime, 0u);
    EXPECT_EQ(inner.validLifetime, 7200u);
}

TEST(AdvertisementBuilder, FinalMessageKeepsWhatIsToStay)
{
    auto interface = FullInterface();
    PvdAdvertisedOptions& options = interface.advertisements[0].options;
    options.routes[0].removeAtEnd = false;
    options.resolvers[0].flushAtEnd = false;
    options.domains[0].flushAtEnd = false;
    auto moment = Moment();
    moment.ceasing = true;
    const auto message = Build(interface, moment)[0];
    EXPECT_EQ(All<RouteInformationOption>(message.options)[0].lifetime, 1800u);
    EXPECT_EQ(All<RecursiveDnsServerOption>(message.options)[0].lifetime, 1800u);
    EXPECT_EQ(All<DnsSearchListOption>(message.options)[0].lifetime, 1800u);
}

// Rows: 4191-2.2-01, 4861-6.2.5-02
TEST(AdvertisementBuilder, RouterThatIsNoDefaultRouterHasNoPreference)
{
    auto interface = FullInterface();
    interface.advertisements[0].header.preference = RouterPreference::HIGH;
    interface.advertisements[0].pvd->header.emplace().preference = RouterPreference::LOW;
    EXPECT_EQ(Build(interface)[0].header.preference, RouterPreference::HIGH);
    auto moment = Moment();
    moment.forwarding = false;
    const auto message = Build(interface, moment)[0];
    EXPECT_EQ(message.header.routerLifetime, 0);
    EXPECT_EQ(message.header.preference, RouterPreference::MEDIUM);
    EXPECT_EQ(PvdOf(message).header->preference, RouterPreference::MEDIUM);
    interface.advertisements[0].header.defaultLifetime = 0;
    EXPECT_EQ(Build(interface)[0].header.preference, RouterPreference::MEDIUM);
}

// Rows: 4861-6.2.1-06, RVD-11
TEST(AdvertisementBuilder, LifetimesCountDownIfTheyShall)
{
    PvdAdvertisingInterface interface;
    PvdAdvertisedPrefix fixed = Prefix("2001:db8:1::");
    PvdAdvertisedPrefix falling = Prefix("2001:db8:2::");
    falling.validLifetime = 2048;
    falling.preferredLifetime = 1024;
    falling.decrementLifetimes = true;
    PvdAdvertisedPrefix endless = falling;
    endless.validLifetime = endless.preferredLifetime = ND_INFINITE_LIFETIME;
    interface.advertisements[0].options.prefixes = {fixed, falling, endless};
    for (const uint64_t elapsed : {0, 1000, 2000, 3000})
    {
        auto moment = Moment();
        moment.elapsed = elapsed;
        const auto all = All<PrefixInformationOption>(Build(interface, moment)[0].options);
        ASSERT_EQ(all.size(), 3u);
        EXPECT_EQ(all[0].validLifetime, 2592000u);
        EXPECT_EQ(all[0].preferredLifetime, 604800u);
        EXPECT_EQ(all[1].validLifetime, elapsed < 2048 ? 2048 - elapsed : 0);
        EXPECT_EQ(all[1].preferredLifetime, elapsed < 1024 ? 1024 - elapsed : 0);
        EXPECT_EQ(all[2].validLifetime, ND_INFINITE_LIFETIME);
        EXPECT_EQ(all[2].preferredLifetime, ND_INFINITE_LIFETIME);
    }
}

TEST(AdvertisementBuilder, AddressOfTheRouterIsSentWholeAndOtherPrefixesAreNot)
{
    PvdAdvertisingInterface interface;
    auto& prefixes = interface.advertisements[0].options.prefixes;
    prefixes = {Prefix("2001:db8:1::5"), Prefix("2001:db8:2::5")};
    prefixes[0].routerAddress = true;
    const auto all = All<PrefixInformationOption>(Build(interface)[0].options);
    ASSERT_EQ(all.size(), 2u);
    const auto prefixOf = [](const PrefixInformationOption& option) {
        const auto octets = SerializeOption(option).value();
        Ipv6Octets prefix;
        std::copy_n(octets.begin() + 16, prefix.size(), prefix.begin());
        return ToString(prefix);
    };
    EXPECT_EQ(prefixOf(all[0]), "2001:db8:1::5"); // RFC 6275 section 7.2
    EXPECT_EQ(prefixOf(all[1]), "2001:db8:2::");  // RFC 4861 section 4.6.2
}

// Rows: 4861-6.2.3-03
TEST(AdvertisementBuilder, BareMessageHasItsHeadersAndNoOptions)
{
    auto interface = FullInterface();
    interface.advertisements[0].pvd->header.emplace().preference = RouterPreference::LOW;
    auto moment = Moment();
    moment.bare = true;
    const auto messages = Build(interface, moment);
    ASSERT_EQ(messages.size(), 1u);
    EXPECT_EQ(Types(messages[0]), "21() ");
    EXPECT_EQ(messages[0].header, Build(interface)[0].header);
    EXPECT_EQ(PvdOf(messages[0]).header, PvdOf(Build(interface)[0]).header);
    interface.advertisements[0].pvd.reset();
    EXPECT_EQ(Types(Build(interface, moment)[0]), "");
}

// Rows: 8475-3.1.2-03, 8475-3.1.2-04, 8475-3.1.2-06, 8678-6.3.2-02
TEST(AdvertisementBuilder, DownUplinkDeprecatesAndKeepsValidLifetimes)
{
    auto interface = FullInterface();
    interface.advertisements[0].pvd->uplink = "isp-a";
    interface.advertisements[0].pvd->header.emplace();
    auto moment = Moment();
    moment.downUplinks = {"isp-a"};
    const auto message = Build(interface, moment)[0];
    const auto inner = All<PrefixInformationOption>(PvdOf(message).options)[0];
    EXPECT_EQ(inner.preferredLifetime, 0u);
    EXPECT_EQ(inner.validLifetime, 2592000u);
    EXPECT_EQ(PvdOf(message).header->routerLifetime, 0);
    EXPECT_EQ(All<RecursiveDnsServerOption>(PvdOf(message).options)[0].lifetime, 0u);
    EXPECT_EQ(All<RouteInformationOption>(PvdOf(message).options)[0].lifetime, 1800u);
    EXPECT_EQ(message.header.routerLifetime, 1800) << "outside of the PvD";
    EXPECT_EQ(All<PrefixInformationOption>(message.options)[0].preferredLifetime, 604800u);
    moment.downUplinks = {"isp-b"};
    EXPECT_EQ(Build(interface, moment)[0], Build(interface)[0]) << "another uplink";
}

// Rows: 8678-6.3.2-01, 8678-6.2.2-03
TEST(AdvertisementBuilder, DownUplinkCanTakeTheDefaultRouterAlone)
{
    auto interface = FullInterface();
    interface.advertisements[0].uplink = "isp-b";
    interface.advertisements[0].withdrawal.prefixes = false;
    interface.advertisements[0].withdrawal.resolvers = false;
    auto moment = Moment();
    moment.downUplinks = {"isp-b"};
    const auto message = Build(interface, moment)[0];
    EXPECT_EQ(message.header.routerLifetime, 0);
    EXPECT_EQ(message.options, Build(interface)[0].options);
}

// Rows: 9762-6-01
TEST(AdvertisementBuilder, PrefixIsForDhcpv6PdIfThatIsWantedWhateverElseItIs)
{
    PvdAdvertisingInterface interface;
    interface.advertisements[0].options.prefixes = Prefixes(3);
    interface.advertisements[0].options.prefixes[1].pdPreferred = true;
    interface.advertisements[0].options.prefixes[2].pdPreferred = true;
    interface.advertisements[0].options.prefixes[2].autonomous = false;
    const auto options = All<PrefixInformationOption>(Build(interface)[0].options);
    ASSERT_EQ(options.size(), 3u);
    EXPECT_TRUE(!options[0].pdPreferred && options[0].autonomous);
    EXPECT_TRUE(options[1].pdPreferred && options[1].autonomous);
    EXPECT_TRUE(options[2].pdPreferred && !options[2].autonomous);
}

// Rows: 8028-2.1-02, 8028-2.1-03
TEST(AdvertisementBuilder, PrefixCanBeNeitherOnLinkNorForAddresses)
{
    PvdAdvertisingInterface interface;
    PvdAdvertisedPrefix prefix = Prefix("2001:db8:1::");
    prefix.onLink = false;
    prefix.autonomous = false;
    interface.advertisements[0].options.prefixes = {prefix};
    const auto option = All<PrefixInformationOption>(Build(interface)[0].options).at(0);
    EXPECT_FALSE(option.onLink);
    EXPECT_FALSE(option.autonomous);
    EXPECT_EQ(option.validLifetime, 2592000u);
}
