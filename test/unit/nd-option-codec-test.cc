/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "wire-test-support.h"

#include <algorithm>
#include <functional>
#include <random>

/**
 * \file
 * Every option but the PvD option: what is read from its octets, when it is ignored, what is
 * written for it, and when it cannot be sent.
 */

using namespace ns3;
using namespace wiretest;

namespace
{

const std::string ADDRESS = "20010db8 cafe0000 00000000 00000053";

/// \return an RDNSS option with lifetime 1800
Octets
Rdnss(const std::vector<std::string>& addresses)
{
    Octets option = Hex("1900 0000 00000708");
    for (const std::string& address : addresses)
    {
        option = option + Hex(address);
    }
    option[1] = static_cast<uint8_t>(option.size() / 8);
    return option;
}

/// \return a captive portal option in the smallest number of octets
Octets
CaptivePortal(const std::string& uri)
{
    Octets option = {37, 0};
    option.insert(option.end(), uri.begin(), uri.end());
    option.resize((option.size() + 7) / 8 * 8);
    option[1] = static_cast<uint8_t>(option.size() / 8);
    return option;
}

/// \return a DNSSL option with lifetime 1800 and this body
Octets
Dnssl(const std::string& body)
{
    Octets option = Hex("1f00 0000 00000708 " + body);
    option[1] = static_cast<uint8_t>(option.size() / 8);
    return option;
}

} // namespace

TEST(SourceLinkLayerAddress, AnyLengthIsKept)
{
    EXPECT_EQ(ParseOnly<SourceLinkLayerAddressOption>("0101 00005e005301").address,
              Hex("00005e005301"));
    const Octets eui64 = Hex("0102 00005efffe005301 000000000000");
    EXPECT_EQ(ParseOnly<SourceLinkLayerAddressOption>(eui64).address.size(), 14u);
    ExpectExact(MakeMessage(eui64));
}

TEST(SourceLinkLayerAddress, SizeThatIsNoOptionIsRefused)
{
    ExpectRefused(SourceLinkLayerAddressOption{Hex("0000")}, "6, 14, 22");
    ExpectRefused(SourceLinkLayerAddressOption{}, "6, 14, 22");
    ExpectRefused(SourceLinkLayerAddressOption{Octets(2046)}, "at most 2038");
}

TEST(PrefixInformation, FieldsAreReadAndWritten)
{
    const auto pio = ParseOnly<PrefixInformationOption>(PioOctets());
    EXPECT_EQ(pio.prefixLength, 64);
    EXPECT_TRUE(pio.onLink);
    EXPECT_TRUE(pio.autonomous);
    EXPECT_FALSE(pio.routerAddress);
    EXPECT_EQ(pio.validLifetime, 2592000u);
    EXPECT_EQ(pio.preferredLifetime, 604800u);
    EXPECT_EQ(ToString(pio.prefix), "2001:db8:f00d::");
    EXPECT_EQ(SerializeOption(pio), PioOctets());
}

// Rows: 9762-5-01
TEST(PrefixInformation, FlagsAreIndependent)
{
    for (const uint8_t flag : {0x80, 0x40, 0x20, 0x10})
    {
        Octets octets = PioOctets();
        octets[3] = flag;
        const auto pio = ParseOnly<PrefixInformationOption>(octets);
        EXPECT_EQ(pio.onLink, flag == 0x80);
        EXPECT_EQ(pio.autonomous, flag == 0x40);
        EXPECT_EQ(pio.routerAddress, flag == 0x20);
        EXPECT_EQ(pio.pdPreferred, flag == 0x10);
        EXPECT_EQ(SerializeOption(pio), octets);
    }
}

// Rows: 4861-4.6.2-01, 4861-4.6.2-02
TEST(PrefixInformation, ReservedFieldsAndHostBitsAreIgnoredAndNeverSent)
{
    Octets octets = PioOctets();
    octets[3] |= 0x0f;
    std::fill(octets.begin() + 12, octets.begin() + 16, 0xff);
    std::fill(octets.begin() + 24, octets.end(), 0xff);
    const auto pio = ParseOnly<PrefixInformationOption>(octets);
    EXPECT_EQ(pio, ParseOnly<PrefixInformationOption>(PioOctets()));
    EXPECT_EQ(SerializeOption(pio), PioOctets());

    auto byHand = pio;
    byHand.prefix[15] = 1;
    EXPECT_EQ(SerializeOption(byHand), PioOctets());
}

// Rows: 9762-5-01
TEST(PrefixInformation, PrefixForDhcpv6PdIsReadAndWritten)
{
    const Octets octets = Hex("030440d000278d0000093a800000000020010db8f00d00000000000000000000");
    const auto pio = ParseOnly<PrefixInformationOption>(octets);
    EXPECT_TRUE(pio.pdPreferred && pio.onLink && pio.autonomous);
    EXPECT_FALSE(pio == ParseOnly<PrefixInformationOption>(PioOctets()));
    EXPECT_EQ(SerializeOption(pio), octets);
}

TEST(PrefixInformation, AddressOfARouterIsWhole)
{
    Octets octets = PioOctets();
    octets[3] |= 0x20;
    octets.back() = 0x05;
    const auto pio = ParseOnly<PrefixInformationOption>(octets);
    EXPECT_EQ(ToString(pio.prefix), "2001:db8:f00d::");
    EXPECT_EQ(ToString(GetRouterAddress(pio)), "2001:db8:f00d::5");
    EXPECT_EQ(SerializeOption(pio), octets);

    auto byHand = pio;
    byHand.prefix[15] = 1;
    byHand.interfaceId[0] = 1;
    EXPECT_EQ(SerializeOption(byHand), octets);
    byHand.prefixLength = 61;
    byHand.interfaceId[7] = 0xff;
    EXPECT_EQ(ToString(GetRouterAddress(byHand)), "2001:db8:f00d:7::5");
    byHand.prefixLength = 128;
    EXPECT_EQ(ToString(GetRouterAddress(byHand)), "2001:db8:f00d::1");
}

TEST(PrefixInformation, LengthOtherThan4IsIgnored)
{
    ExpectIgnored("03 03 40 c0 00278d00 00093a80 00000000 20010db8 f00d0000",
                  OptionIgnoreReason::BAD_LENGTH);
    Octets tooLong = PioOctets() + Octets(8);
    tooLong[1] = 5;
    ExpectIgnored(tooLong, OptionIgnoreReason::BAD_LENGTH);
}

TEST(PrefixInformation, PrefixLengthOver128IsIgnoredAndRefused)
{
    Octets octets = PioOctets();
    octets[2] = 128;
    EXPECT_EQ(ParseOnly<PrefixInformationOption>(octets).prefixLength, 128);
    octets[2] = 129;
    ExpectIgnored(octets, OptionIgnoreReason::PREFIX_LENGTH);
    PrefixInformationOption pio;
    pio.prefixLength = 129;
    ExpectRefused(pio, "0 to 128");
}

TEST(Mtu, IsReadAndWritten)
{
    EXPECT_EQ(ParseOnly<MtuOption>("0501 0000 ffffffff").mtu, 0xffffffffu);
    EXPECT_EQ(SerializeOption(MtuOption{1500}), MtuOctets());
    EXPECT_EQ(ParseOnly<MtuOption>("0501 ffff 000005dc"), MtuOption{1500}) << "reserved field";
    ExpectIgnored("0502 0000 000005dc 00000000 00000000", OptionIgnoreReason::BAD_LENGTH);
}

// Rows: 4191-2.3-01
TEST(RouteInformation, LengthDependsOnThePrefixLength)
{
    for (unsigned prefixLength = 0; prefixLength <= 255; ++prefixLength)
    {
        for (unsigned length = 1; length <= 4; ++length)
        {
            Octets octets(8 * length);
            octets[0] = 24;
            octets[1] = static_cast<uint8_t>(length);
            octets[2] = static_cast<uint8_t>(prefixLength);
            const unsigned minimal = prefixLength == 0 ? 1 : prefixLength <= 64 ? 2 : 3;
            SCOPED_TRACE(testing::Message() << "/" << prefixLength << ", Length " << length);
            if (length == 4)
            {
                ExpectIgnored(octets, OptionIgnoreReason::BAD_LENGTH);
            }
            else if (prefixLength > 128)
            {
                ExpectIgnored(octets, OptionIgnoreReason::PREFIX_LENGTH);
            }
            else if (length < minimal)
            {
                ExpectIgnored(octets, OptionIgnoreReason::BAD_LENGTH);
            }
            else
            {
                const auto rio = ParseOnly<RouteInformationOption>(octets);
                EXPECT_EQ(rio.length, length == minimal ? 0 : length);
                EXPECT_EQ(SerializeOption(rio), octets);
            }
        }
    }
}

// Rows: 4191-2.1-01, 4191-2.3-05
TEST(RouteInformation, PreferenceAndLifetimeAreReadAndWritten)
{
    const std::pair<const char*, RouterPreference> codes[] = {
        {"00", RouterPreference::MEDIUM},
        {"08", RouterPreference::HIGH},
        {"18", RouterPreference::LOW},
    };
    for (const auto& code : codes)
    {
        const Octets octets = Hex(std::string("18 01 00 ") + code.first + " ffffffff");
        const auto rio = ParseOnly<RouteInformationOption>(octets);
        EXPECT_EQ(rio.preference, code.second);
        EXPECT_EQ(rio.lifetime, ND_INFINITE_LIFETIME);
        EXPECT_EQ(SerializeOption(rio), octets);
    }
}

// Rows: 4191-2.3-02
TEST(RouteInformation, ReservedPreferenceVoidsIt)
{
    ExpectIgnored("18 02 30 10 00000708 20010db8 00010000",
                  OptionIgnoreReason::RESERVED_PREFERENCE);
}

// Rows: 4191-2.1-02
TEST(RouteInformation, ReservedPreferenceIsNeverSent)
{
    RouteInformationOption rio;
    rio.preference = static_cast<RouterPreference>(2);
    ExpectRefused(rio, "HIGH, MEDIUM or LOW");
}

// Rows: 4191-2.3-03, 4191-2.3-04, 4191-2.3-06, 4191-2.3-07
TEST(RouteInformation, ReservedBitsAndHostBitsAreIgnoredAndNeverSent)
{
    const auto rio = ParseOnly<RouteInformationOption>(
        "18 03 40 ef 00000708 20010db8 00000000 ffffffff ff000001");
    EXPECT_EQ(rio.preference, RouterPreference::HIGH);
    EXPECT_EQ(ToString(rio.prefix), "2001:db8::");
    EXPECT_EQ(SerializeOption(rio),
              Hex("18 03 40 08 00000708 20010db8 00000000 00000000 00000000"));
}

TEST(RouteInformation, ShortPrefixFieldIsFilledWithZeros)
{
    const auto rio = ParseOnly<RouteInformationOption>("18 02 40 00 00000708 20010db8 00006666");
    EXPECT_EQ(ToString(rio.prefix), "2001:db8:0:6666::");
}

TEST(RouteInformation, LengthThatDoesNotFitIsRefused)
{
    RouteInformationOption rio;
    rio.prefixLength = 65;
    rio.length = 2;
    ExpectRefused(rio, "0, or 3 to 3");
    rio.length = 4;
    ExpectRefused(rio, "0, or 3 to 3");
    rio.length = 0;
    rio.prefixLength = 129;
    ExpectRefused(rio, "0 to 128");
}

// Rows: 8106-5.1-01, 8106-5.1-04, 8106-5.1-05, 8106-5.3.1-02
TEST(RecursiveDnsServer, AddressesAreReadInOrder)
{
    Octets octets = Rdnss({ADDRESS, "fe800000 00000000 00000000 00000053"});
    std::fill(octets.begin() + 4, octets.begin() + 8, 0xff);
    const auto rdnss = ParseOnly<RecursiveDnsServerOption>(octets);
    EXPECT_EQ(rdnss.lifetime, ND_INFINITE_LIFETIME);
    ASSERT_EQ(rdnss.addresses.size(), 2u);
    EXPECT_EQ(ToString(rdnss.addresses[0]), "2001:db8:cafe::53");
    EXPECT_EQ(ToString(rdnss.addresses[1]), "fe80::53");
    EXPECT_EQ(SerializeOption(rdnss), octets);
}

// Rows: 8106-5.3.1-01
TEST(RecursiveDnsServer, LengthUnder3OrEvenIsIgnored)
{
    ExpectIgnored("1901 0000 00000708", OptionIgnoreReason::BAD_LENGTH);
    ExpectIgnored("1902 0000 00000708 20010db8 cafe0000", OptionIgnoreReason::BAD_LENGTH);
    Octets even = Rdnss({ADDRESS}) + Octets(8);
    even[1] = 4;
    ExpectIgnored(even, OptionIgnoreReason::BAD_LENGTH);
}

// Rows: 8106-5.3.1-01
TEST(RecursiveDnsServer, OneAddressThatIsNotUnicastVoidsAll)
{
    for (const char* address : {"ff020000 00000000 00000000 00000001",
                                "00000000 00000000 00000000 00000000",
                                "00000000 00000000 00000000 00000001"})
    {
        ExpectIgnored(Rdnss({address}), OptionIgnoreReason::NOT_UNICAST);
        ExpectIgnored(Rdnss({ADDRESS, address}), OptionIgnoreReason::NOT_UNICAST);
    }
    ParseOnly<RecursiveDnsServerOption>(Rdnss({"00000000 00000000 00000000 00000002"}));
    ParseOnly<RecursiveDnsServerOption>(Rdnss({"01000000 00000000 00000000 00000001"}));
}

TEST(RecursiveDnsServer, ListsThatDoNotFitAreRefused)
{
    RecursiveDnsServerOption rdnss;
    ExpectRefused(rdnss, "no address");
    rdnss.addresses.assign(127, Ipv6Octets{0x20, 1});
    const auto largest = SerializeOption(rdnss);
    ASSERT_TRUE(largest);
    EXPECT_EQ((*largest)[1], 255);
    ExpectExact(MakeMessage(*largest));
    rdnss.addresses.push_back(Ipv6Octets{0x20, 1});
    ExpectRefused(rdnss, "at most 127");
    rdnss.addresses.assign(1, Ipv6Octets{0xff, 2});
    ExpectRefused(rdnss, "unicast");
}

// Rows: 8106-5.2-01, 8106-5.2-02
TEST(DnsSearchList, DomainsAreReadInOrder)
{
    const Octets octets = Dnssl("01 61 00 01 62 01 63 00");
    const auto dnssl = ParseOnly<DnsSearchListOption>(octets);
    EXPECT_EQ(dnssl.length, 0);
    EXPECT_EQ(dnssl.lifetime, 1800u);
    ASSERT_EQ(dnssl.domains.size(), 2u);
    EXPECT_EQ(dnssl.domains[0], Name("a"));
    EXPECT_EQ(dnssl.domains[1], Name("b.c"));
    EXPECT_EQ(SerializeOption(dnssl), octets);
}

// Rows: 8106-5.2-04
TEST(DnsSearchList, PaddingIsWrittenAsZerosAndNotLookedAt)
{
    const Octets padded = Dnssl("01 61 00 00 00000000");
    EXPECT_EQ(SerializeOption(DnsSearchListOption{0, 1800, {Name("a")}}), padded);
    EXPECT_EQ(ParseOnly<DnsSearchListOption>(Dnssl("01 61 00 00 01 62 00 ff")),
              ParseOnly<DnsSearchListOption>(padded));
}

TEST(DnsSearchList, MorePaddingThanNeededIsKept)
{
    const Octets octets = Dnssl("01 61 00 00 00000000 0000000000000000");
    const auto dnssl = ParseOnly<DnsSearchListOption>(octets);
    EXPECT_EQ(dnssl.length, 3);
    EXPECT_EQ(SerializeOption(dnssl), octets);
}

// Rows: 8106-5.3.1-01
TEST(DnsSearchList, LengthUnder2IsIgnored)
{
    ExpectIgnored("1f01 0000 00000708", OptionIgnoreReason::BAD_LENGTH);
}

// Rows: 8106-5.2-03
TEST(DnsSearchList, OneBadNameVoidsAll)
{
    ExpectIgnored(Dnssl("01 61 00 c0 0800 0000"), OptionIgnoreReason::BAD_NAME);
    ExpectIgnored(Dnssl("01 61 00 04 6262 6262"), OptionIgnoreReason::BAD_NAME);
    ExpectIgnored(Dnssl("01 61 00 05 6262 6262"), OptionIgnoreReason::BAD_NAME);
    ExpectIgnored(Dnssl("01 61 00 40 6262 6262"), OptionIgnoreReason::BAD_NAME);
    ExpectIgnored(Dnssl("00 00 00 00 0000 0000"), OptionIgnoreReason::BAD_NAME);
}

TEST(DnsSearchList, ListsThatDoNotFitAreRefused)
{
    DnsSearchListOption dnssl;
    ExpectRefused(dnssl, "no domain");
    dnssl.domains = {PvdDomainName()};
    ExpectRefused(dnssl, "root");
    dnssl.domains = {Name("example.org")};
    dnssl.length = 2;
    ExpectRefused(dnssl, "needs 24 octets and may have 16");
    dnssl.length = 0;
    dnssl.domains.assign(200, Name("example.org"));
    ExpectRefused(dnssl, "several DNSSL options");
}

// Rows: 8910-2.3-01, 8910-2.3-02, 8910-2.3-03
TEST(CaptivePortal, UriOfEverySizeIsPaddedToTheNextUnit)
{
    for (std::size_t size = 1; size <= 30; ++size)
    {
        const Octets octets = CaptivePortal(std::string(size, 'u'));
        const auto portal = ParseOnly<CaptivePortalOption>(octets);
        EXPECT_EQ(portal.uri, std::string(size, 'u'));
        EXPECT_EQ(portal.length, 0);
        EXPECT_EQ(SerializeOption(portal), octets);
    }
}

TEST(CaptivePortal, MorePaddingThanNeededIsKept)
{
    const Octets octets = Hex("2503 7572 6e3a7800 0000000000000000 0000000000000000");
    const auto portal = ParseOnly<CaptivePortalOption>(octets);
    EXPECT_EQ(portal.uri, "urn:x");
    EXPECT_EQ(portal.length, 3);
    EXPECT_EQ(SerializeOption(portal), octets);
}

// Rows: 8910-5-01
TEST(CaptivePortal, UriThatIsEmptyOrNotPlainIsIgnoredAndRefused)
{
    ExpectIgnored("2501 000000000000", OptionIgnoreReason::BAD_URI);
    for (const std::string& uri : {std::string("a b"),
                                   std::string("a\nb"),
                                   std::string("a\x7f"
                                               "b"),
                                   std::string("a\xc3\xa9"),
                                   std::string("a\0b", 3)})
    {
        ExpectIgnored(CaptivePortal(uri), OptionIgnoreReason::BAD_URI);
        ExpectRefused(CaptivePortalOption{0, uri}, "%XX");
    }
    ExpectRefused(CaptivePortalOption{}, "empty");
    ExpectRefused(CaptivePortalOption{1, "urn:xyz"}, "needs 16 octets and may have 8");
    ExpectRefused(CaptivePortalOption{0, std::string(2039, 'u')}, "at most 2038");
    EXPECT_TRUE(SerializeOption(CaptivePortalOption{0, std::string(2038, 'u')}));
}

TEST(OpaqueOption, Pref64IsKeptAndCounts)
{
    const Octets octets = Hex("2602 0708 0064ff9b 00000000 00000000");
    const auto pref64 = ParseOnly<OpaqueOption>(octets);
    EXPECT_EQ(pref64.type, 38);
    EXPECT_EQ(pref64.body, Octets(octets.begin() + 2, octets.end()));
    EXPECT_EQ(SerializeOption(pref64), octets);
}

// Rows: 4861-4.2-06
TEST(OpaqueOption, UnknownTypesAreSkippedAndKept)
{
    ExpectIgnored("c801 010203040506", OptionIgnoreReason::UNKNOWN_TYPE);
    ExpectIgnored("0002 010203040506 0708090a0b0c0d0e", OptionIgnoreReason::UNKNOWN_TYPE);
    ExpectIgnored("fe01 000000000000", OptionIgnoreReason::UNKNOWN_TYPE);
}

// Rows: 4861-6.1.2-02
TEST(OpaqueOption, OptionsOfOtherMessagesAreIgnored)
{
    ExpectIgnored("0201 00005e005301", OptionIgnoreReason::NOT_FOR_RA);
    ExpectIgnored("0402 000000000000 6000000000003aff", OptionIgnoreReason::NOT_FOR_RA);
}

TEST(OpaqueOption, SizeThatIsNoOptionIsRefused)
{
    ExpectRefused(OpaqueOption{200, {}}, "8 n - 2");
    ExpectRefused(OpaqueOption{200, Octets(7)}, "8 n - 2");
    ExpectRefused(OpaqueOption{200, Octets(2046)}, "at most 2038");
    EXPECT_TRUE(SerializeOption(OpaqueOption{200, Octets(2038)}));
}

// Rows: 4191-2.3-04
TEST(NdOptionCodec, RandomOptionsOfEveryTypeSurvive)
{
    std::mt19937 random(4861);
    for (unsigned type = 0; type <= 255; ++type)
    {
        for (int i = 0; i < 40; ++i)
        {
            Octets option(8 * (1 + random() % 6));
            std::generate(option.begin(), option.end(), std::ref(random));
            option[0] = static_cast<uint8_t>(type);
            option[1] = static_cast<uint8_t>(option.size() / 8);
            ExpectDropOrRoundTrip(MakeMessage(option));
        }
    }
}
