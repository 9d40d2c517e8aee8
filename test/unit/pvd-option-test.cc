/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "wire-test-support.h"

#include <algorithm>
#include <type_traits>

/**
 * \file
 * The PvD option (RFC 8801, section 3.1): its fields, what it contains, and what happens to the
 * message when it is malformed.
 */

using namespace ns3;
using namespace wiretest;

namespace
{

const Octets INNER_HEADER = Hex("86000000 20c80640 00000001 00000002");

/**
 * \return a PvD option
 * \param flags octets 2 and 3
 * \param name the PvD ID in wire form
 * \param rest what follows the padding
 */
Octets
PvdOf(const Octets& name, const std::string& flags, const Octets& rest = {})
{
    Octets option = Hex("1500" + flags + "0007") + name;
    option.resize((option.size() + 7) / 8 * 8);
    option = option + rest;
    option[1] = static_cast<uint8_t>(option.size() / 8);
    return option;
}

/// \return a PvD option "a.b", whose start takes 16 octets
Octets
Pvd(const std::string& flags, const Octets& rest = {})
{
    return PvdOf(Hex("01 61 01 62 00"), flags, rest);
}

/// Expect a PvD option that is ignored, with this reason, while the message counts.
void
ExpectNoPvd(const Octets& option, OptionIgnoreReason reason)
{
    ExpectIgnored(option, reason);
    const auto result = ParseExactly(MakeMessage(option));
    ASSERT_TRUE(result.message);
    EXPECT_FALSE(result.message->GetPvdOption());
    EXPECT_EQ(result.message->GetEffectiveHeader(), result.message->header);
}

} // namespace

// Rows: 8801-3.1-01, 8801-3.1-02, 8801-3.1-03
TEST(PvdOption, FlagsAndDelayAreReadAndWritten)
{
    for (unsigned bits = 0; bits < 8; ++bits)
    {
        for (uint8_t delay = 0; delay <= 15; ++delay)
        {
            PvdOption option;
            option.http = bits & 4;
            option.legacy = bits & 2;
            option.delay = delay;
            option.sequence = static_cast<uint16_t>(1000 * bits + delay);
            option.id = Name("a.b");
            if (bits & 1)
            {
                option.header.emplace();
            }
            const auto octets = SerializeOption(option);
            ASSERT_TRUE(octets);
            EXPECT_EQ((*octets)[0], 0x15);
            EXPECT_EQ((*octets)[1], octets->size() / 8);
            EXPECT_EQ((*octets)[2], bits << 5);
            EXPECT_EQ((*octets)[3], delay);
            EXPECT_EQ(ParseOnly<PvdOption>(*octets), option);
        }
    }
}

// Rows: 8801-3.1-04, 8801-3.1-05, 8801-3.4-05
TEST(PvdOption, ReservedBitsAreIgnoredAndNeverSent)
{
    const auto option = ParseOnly<PvdOption>(Pvd("9ff5"));
    EXPECT_EQ(option, ParseOnly<PvdOption>(Pvd("8005")));
    EXPECT_EQ(SerializeOption(option), Pvd("8005"));
}

// Rows: 8801-3.1-12, 8801-3.1-13
TEST(PvdOption, PaddingIsWrittenAsZerosAndNotLookedAt)
{
    for (std::size_t size = 1; size <= 16; ++size)
    {
        Octets name = {static_cast<uint8_t>(size)};
        name.insert(name.end(), size, 'x');
        name.push_back(0);
        Octets octets = PvdOf(name, "0000");
        const auto option = ParseOnly<PvdOption>(octets);
        EXPECT_EQ(SerializeOption(option), octets);
        std::fill(octets.begin() + 6 + name.size(), octets.end(), 0xff);
        EXPECT_EQ(ParseOnly<PvdOption>(octets), option);
    }
}

// Rows: LIM-12
TEST(PvdOption, ShortestOneHas16Octets)
{
    const auto option = ParseOnly<PvdOption>("1502 0000 0000 01 61 00 000000 00000000");
    EXPECT_EQ(option.id, Name("a"));
    ExpectNoPvd(Hex("1501 0000 0000 01 61"), OptionIgnoreReason::BAD_NAME);
}

// Rows: 8801-3.1-10, LIM-02
TEST(PvdOption, NameOf255OctetsIsAcceptedAnd256IsNot)
{
    const std::string label(63, 'x');
    const auto name = Name(label + '.' + label + '.' + label + '.' + std::string(61, 'x'));
    Octets wire(name.GetWire().begin(), name.GetWire().end());
    EXPECT_EQ(ParseOnly<PvdOption>(PvdOf(wire, "0000", MtuOctets())).id, name);
    wire[3 * 64] = 62;
    wire.insert(wire.end() - 1, 'x');
    ExpectNoPvd(PvdOf(wire, "0000", MtuOctets()), OptionIgnoreReason::BAD_NAME);
}

// Rows: 8801-3.1-11, 8801-3.1-20, RA-04, RA-05
TEST(PvdOption, BadNameVoidsTheOption)
{
    ExpectNoPvd(PvdOf(Hex("00"), "0000"), OptionIgnoreReason::BAD_NAME);
    ExpectNoPvd(PvdOf(Hex("03 666f6f c00c 00"), "0000"), OptionIgnoreReason::BAD_NAME);
    ExpectNoPvd(PvdOf(Hex("40 6161 00"), "0000"), OptionIgnoreReason::BAD_NAME);
    ExpectNoPvd(PvdOf(Hex("09 6161616161616161 61"), "0000"), OptionIgnoreReason::BAD_NAME);
    ExpectNoPvd(PvdOf(Hex("0a 6161616161616161 61"), "0000"), OptionIgnoreReason::BAD_NAME);
}

// Rows: 8801-3.1-14, 8801-3.1-15, 8801-3.1-17, 8801-3.1-19, 8801-3.4-03
TEST(PvdOption, InnerHeaderIsReadAndWritten)
{
    const Octets octets = Pvd("2000", INNER_HEADER + MtuOctets());
    const auto option = ParseOnly<PvdOption>(octets);
    ASSERT_TRUE(option.header);
    EXPECT_EQ(option.header->curHopLimit, 32);
    EXPECT_TRUE(option.header->managed);
    EXPECT_TRUE(option.header->otherConfig);
    EXPECT_EQ(option.header->preference, RouterPreference::HIGH);
    EXPECT_EQ(option.header->routerLifetime, 1600);
    EXPECT_EQ(option.header->reachableTime, 1u);
    EXPECT_EQ(option.header->retransTimer, 2u);
    ASSERT_EQ(option.options.size(), 1u);
    EXPECT_EQ(SerializeOption(option), octets);
    EXPECT_EQ(octets[16], 134);

    RouterAdvertisement message;
    message.options.emplace_back(option);
    EXPECT_EQ(message.GetEffectiveHeader(), *option.header);
    message.options.clear();
    EXPECT_EQ(message.GetEffectiveHeader(), message.header);
}

// Rows: 8801-3.1-16, 8801-3.1-18
TEST(PvdOption, InnerTypeCodeAndChecksumAreIgnored)
{
    const Octets octets = Pvd("2000", INNER_HEADER);
    Octets odd = octets;
    std::copy_n(Hex("0009dead").begin(), 4, odd.begin() + 16);
    EXPECT_EQ(ParseOnly<PvdOption>(odd), ParseOnly<PvdOption>(octets));
    EXPECT_EQ(SerializeOption(ParseOnly<PvdOption>(odd)), octets);
}

// Rows: 4191-2.2-03
TEST(PvdOption, ReservedPreferenceOfTheInnerHeaderIsMedium)
{
    Octets octets = Pvd("2000", INNER_HEADER);
    octets[16 + 5] = 0x10;
    EXPECT_EQ(ParseOnly<PvdOption>(octets).header->preference, RouterPreference::MEDIUM);
}

// Rows: 8801-3.1-20
TEST(PvdOption, NoRoomForTheInnerHeaderVoidsTheOption)
{
    ExpectNoPvd(Pvd("2000"), OptionIgnoreReason::PVD_NO_INNER_HEADER);
    ExpectNoPvd(Pvd("2000", MtuOctets()), OptionIgnoreReason::PVD_NO_INNER_HEADER);
    ExpectNoPvd(Pvd("2000", Octets(8)), OptionIgnoreReason::PVD_NO_INNER_HEADER);
    ParseOnly<PvdOption>(Pvd("2000", Octets(16)));
}

// Rows: 8801-3.2-04, NST-01
TEST(PvdOption, EveryKindOfOptionMayBeContained)
{
    const Octets contained = Hex("0101 00005e005301") + PioOctets() + MtuOctets() +
                             Hex("1801 0018 000000c8") +
                             Hex("1903 0000 00000708 20010db8 cafe0000 00000000 00000053") +
                             Hex("1f02 0000 00000708 01 61 00 00 00000000") +
                             Hex("2501 75726e3a7800") + Hex("2602 0708 0064ff9b 00000000 00000000");
    const Octets octets = Pvd("0000", contained);
    const auto option = ParseOnly<PvdOption>(octets);
    ASSERT_EQ(option.options.size(), 8u);
    EXPECT_TRUE(std::holds_alternative<SourceLinkLayerAddressOption>(option.options[0]));
    EXPECT_TRUE(std::holds_alternative<PrefixInformationOption>(option.options[1]));
    EXPECT_TRUE(std::holds_alternative<MtuOption>(option.options[2]));
    EXPECT_TRUE(std::holds_alternative<RouteInformationOption>(option.options[3]));
    EXPECT_TRUE(std::holds_alternative<RecursiveDnsServerOption>(option.options[4]));
    EXPECT_TRUE(std::holds_alternative<DnsSearchListOption>(option.options[5]));
    EXPECT_TRUE(std::holds_alternative<CaptivePortalOption>(option.options[6]));
    EXPECT_TRUE(std::holds_alternative<OpaqueOption>(option.options[7]));
    EXPECT_EQ(SerializeOption(option), octets);
    EXPECT_TRUE(ParseOnly<PvdOption>(Pvd("0000")).options.empty());
}

// Rows: NST-07
TEST(PvdOption, ContainedOptionsAreIgnoredOneByOne)
{
    const Octets unknown = Hex("c801 010203040506");
    const Octets redirected = Hex("0401 000000000000");
    const Octets message =
        MakeMessage(Pvd("0000", unknown + PioOctets() + redirected + MtuOctets()));
    const auto result = ParseExactly(message);
    ASSERT_TRUE(result.message && result.message->GetPvdOption());
    EXPECT_EQ(result.message->GetPvdOption()->options.size(), 4u);
    ASSERT_EQ(result.ignored.size(), 2u);
    EXPECT_EQ(result.ignored[0].reason, OptionIgnoreReason::UNKNOWN_TYPE);
    EXPECT_EQ(result.ignored[0].type, 200);
    EXPECT_EQ(result.ignored[0].offset, 16u + 16u);
    EXPECT_EQ(result.ignored[1].reason, OptionIgnoreReason::NOT_FOR_RA);
    EXPECT_EQ(result.ignored[1].offset, 16u + 16u + 8u + 32u);
    EXPECT_EQ(result.message->Serialize(), message);
}

// Rows: 8801-3.1-20, 4861-4.6-01, RA-06
TEST(PvdOption, ContainedLengthOfZeroDropsTheMessage)
{
    const Octets bad = Pvd("0000", PioOctets() + Hex("0500 0000 000005dc"));
    ExpectDropped(MakeMessage(bad), RaDropReason::OPTION_LENGTH_ZERO, 16 + 16 + 32);
    ExpectDropped(MakeMessage(MtuOctets() + Pvd("2000", INNER_HEADER + Octets(8))),
                  RaDropReason::OPTION_LENGTH_ZERO,
                  16 + 8 + 16 + 16);
}

// Rows: 8801-3.1-20, RA-06
TEST(PvdOption, ContainedOverrunVoidsTheOptionWhole)
{
    const Octets bad = Pvd("0000", PioOctets() + Hex("0302 0000 000005dc"));
    ExpectNoPvd(bad, OptionIgnoreReason::PVD_OPTION_OVERRUN);
    // What the option behind it would fill up must not repair it.
    ExpectNoPvd(Pvd("0000", Hex("05ff 0000 000005dc")), OptionIgnoreReason::PVD_OPTION_OVERRUN);
}

// Rows: 8801-3.4-04, RA-07
TEST(PvdOption, SecondOneIsIgnoredWhole)
{
    const Octets first = Pvd("0000", PioOctets());
    // Not even a contained Length of 0 matters in an option that is ignored.
    const Octets second = PvdOf(Hex("01 63 00"), "0000", Hex("0500 0000 000005dc"));
    const Octets message = MakeMessage(first + second + MtuOctets());
    const auto result = ParseExactly(message);
    ASSERT_TRUE(result.message && result.message->GetPvdOption());
    EXPECT_EQ(result.message->GetPvdOption()->id, Name("a.b"));
    ASSERT_EQ(result.message->options.size(), 3u);
    EXPECT_TRUE(std::holds_alternative<OpaqueOption>(result.message->options[1]));
    ASSERT_EQ(result.ignored.size(), 1u);
    EXPECT_EQ(result.ignored[0].reason, OptionIgnoreReason::SECOND_PVD);
    EXPECT_EQ(result.ignored[0].offset, 16 + first.size());
    EXPECT_EQ(result.message->Serialize(), message);
}

// Rows: 8801-3.4-04
TEST(PvdOption, GoodOneAfterAMalformedOneIsStillTheSecond)
{
    const Octets message = MakeMessage(PvdOf(Hex("00"), "0000") + Pvd("0000", PioOctets()));
    const auto result = ParseExactly(message);
    ASSERT_TRUE(result.message);
    EXPECT_FALSE(result.message->GetPvdOption());
    ASSERT_EQ(result.ignored.size(), 2u);
    EXPECT_EQ(result.ignored[0].reason, OptionIgnoreReason::BAD_NAME);
    EXPECT_EQ(result.ignored[1].reason, OptionIgnoreReason::SECOND_PVD);
    EXPECT_EQ(result.message->Serialize(), message);
}

// Rows: RA-08
TEST(PvdOption, NestedOneIsIgnoredWhole)
{
    const Octets nested = PvdOf(Hex("01 63 00"), "8000", Hex("0500 0000 000005dc"));
    const Octets message = MakeMessage(Pvd("0000", nested + PioOctets()));
    const auto result = ParseExactly(message);
    ASSERT_TRUE(result.message && result.message->GetPvdOption());
    const auto& options = result.message->GetPvdOption()->options;
    ASSERT_EQ(options.size(), 2u);
    EXPECT_TRUE(std::holds_alternative<OpaqueOption>(options[0]));
    EXPECT_TRUE(std::holds_alternative<PrefixInformationOption>(options[1]));
    ASSERT_EQ(result.ignored.size(), 1u);
    EXPECT_EQ(result.ignored[0].reason, OptionIgnoreReason::NESTED_PVD);
    EXPECT_EQ(result.ignored[0].type, 21);
    EXPECT_EQ(result.ignored[0].offset, 32u);
    EXPECT_EQ(result.message->Serialize(), message);
}

// Rows: 8801-3.1-02, LIM-11
TEST(PvdOption, ContainerOver2040OctetsIsRefused)
{
    PvdOption option;
    option.id = Name("a.b");
    const auto pio = ParseOnly<PrefixInformationOption>(PioOctets());
    option.options.assign(63, pio);
    option.options.emplace_back(MtuOption{1500});
    const auto largest = SerializeOption(option);
    ASSERT_TRUE(largest);
    EXPECT_EQ(largest->size(), PvdOption::MAX_SIZE);
    EXPECT_EQ((*largest)[1], 255);
    EXPECT_EQ(ParseOnly<PvdOption>(*largest), option);

    option.options.emplace_back(MtuOption{1500});
    ExpectRefused(option, "several Router Advertisements");
    ExpectRefused(option, "needs 2048 octets and may have 2040");
}

TEST(PvdOption, ValuesThatCannotBeSentAreRefused)
{
    PvdOption option;
    ExpectRefused(option, "give it a name");
    option.id = Name("a.b");
    option.delay = 16;
    ExpectRefused(option, "0 to 15");
    option.delay = 15;
    EXPECT_TRUE(SerializeOption(option));
    option.options.emplace_back(RecursiveDnsServerOption());
    ExpectRefused(option, "no address");
    option.options.clear();
    option.header.emplace().preference = static_cast<RouterPreference>(2);
    ExpectRefused(option, "reserved preference");
}

// Rows: 8801-3.2-02
TEST(PvdOption, TwoInOneMessageAreRefused)
{
    PvdOption option;
    option.id = Name("a.b");
    RouterAdvertisement message;
    message.options = {option, MtuOption{1500}, option};
    std::string error;
    EXPECT_FALSE(message.Serialize(&error));
    EXPECT_NE(error.find("one message for each"), std::string::npos) << error;
}

// Rows: 8801-3.2-03
TEST(PvdOption, CannotContainAnotherByItsType)
{
    static_assert(!std::is_constructible_v<NdOption, PvdOption>);
    static_assert(std::is_constructible_v<RouterAdvertisement::Option, PvdOption>);
}

// Rows: 8801-3.3-01
TEST(PvdOption, IsSkippedWholeByAReceiverThatDoesNotUnderstandIt)
{
    // A contained Length of 0 voids the message for those who look inside.
    const auto message = Hex("86000000 40000708 00000000 00000000"
                             "15030000 00000161 01620000 00000000 05000000 000005dc"
                             "05010000 000005dc");
    EXPECT_EQ(RouterAdvertisement::Parse(message).dropReason, RaDropReason::OPTION_LENGTH_ZERO);
    const auto result = RouterAdvertisement::Parse(message, PvdAwareness::UNAWARE);
    ASSERT_TRUE(result.message);
    EXPECT_EQ(result.message->GetPvdOption(), nullptr);
    ASSERT_EQ(result.message->options.size(), 2U);
    EXPECT_TRUE(std::holds_alternative<MtuOption>(result.message->options[1]));
    ASSERT_EQ(result.ignored.size(), 1U);
    EXPECT_EQ(result.ignored[0].reason, OptionIgnoreReason::PVD_NOT_PARSED);
    EXPECT_EQ(result.message->Serialize(), message);
}
