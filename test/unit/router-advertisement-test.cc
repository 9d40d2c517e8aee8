/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-router-advertisement.h"
#include "wire-test-support.h"

#include <algorithm>
#include <random>

/**
 * \file
 * The message around its options: header, frames, and what damage does to it.
 */

using namespace ns3;
using namespace wiretest;

namespace
{

/// \return a message with every kind of option, inside and outside a PvD option
Octets
RichMessage()
{
    const Octets plain = Hex("0101 00005e005301") + PioOctets() + MtuOctets() +
                         Hex("1802 4008 ffffffff 20010db8 00006666") +
                         Hex("1903 0000 00000708 20010db8 cafe0000 00000000 00000053") +
                         Hex("1f02 0000 00000708 01 61 00 00 00000000") + Hex("2501 75726e3a7800") +
                         Hex("2602 0708 0064ff9b 00000000 00000000") + Hex("c801 010203040506");
    Octets pvd = Hex("1500 e00f 0007 076578616d706c65036f726700 0000000000") +
                 Hex("86000000 40000640 00000000 00000000") + plain;
    pvd[1] = static_cast<uint8_t>(pvd.size() / 8);
    return MakeMessage(plain + pvd + MtuOctets());
}

/// \return true if the options at the top level fill the message, each with a Length above 0
bool
HasGoodFrames(const Octets& message)
{
    std::size_t at = 16;
    while (at + 8 <= message.size() && message[at + 1] != 0)
    {
        at += 8u * message[at + 1];
    }
    return at == message.size() && message[0] == 134 && message[1] == 0;
}

/// Damages messages, always in the same way for the same seed.
class Mutator
{
  public:
    explicit Mutator(unsigned seed)
        : m_random(seed)
    {
    }

    Octets Mutate(Octets octets)
    {
        for (unsigned i = 0; i <= Below(3); ++i)
        {
            MutateOnce(octets);
        }
        return octets;
    }

    std::size_t Below(std::size_t limit)
    {
        return m_random() % limit;
    }

  private:
    void MutateOnce(Octets& octets)
    {
        const std::size_t at = Below(octets.size() + 1);
        const std::size_t count = std::min(8 * (1 + Below(4)), octets.size() - at);
        const auto begin = octets.begin() + static_cast<std::ptrdiff_t>(at);
        switch (Below(6))
        {
        case 0:
            octets.resize(at);
            break;
        case 1:
            octets.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
            break;
        case 2:
            octets.insert(begin, 8, static_cast<uint8_t>(m_random()));
            break;
        case 3: {
            const Octets copy(begin, begin + static_cast<std::ptrdiff_t>(count));
            octets.insert(octets.end(), copy.begin(), copy.end());
            break;
        }
        default:
            if (at < octets.size())
            {
                octets[at] = Interesting();
            }
        }
    }

    /// \return values that lengths, types, flags and labels are compared with
    uint8_t Interesting()
    {
        static const uint8_t values[] =
            {0, 1, 2, 3, 4, 5, 21, 24, 25, 31, 37, 63, 64, 128, 192, 255};
        return Below(2) ? values[Below(sizeof(values))] : static_cast<uint8_t>(m_random());
    }

    std::mt19937 m_random; //!< the source of all choices
};

} // namespace

// Rows: 4861-4.2-02, 4861-4.2-03
TEST(RouterAdvertisement, HeaderIsReadAndWritten)
{
    const Octets octets = Hex("86000000 ff e4 ffff 01020304 05060708");
    const auto result = ParseExactly(octets);
    ASSERT_TRUE(result.message);
    const RaHeader& header = result.message->header;
    EXPECT_EQ(header.curHopLimit, 255);
    EXPECT_TRUE(header.managed);
    EXPECT_TRUE(header.otherConfig);
    EXPECT_TRUE(header.homeAgent);
    EXPECT_TRUE(header.proxy);
    EXPECT_EQ(header.preference, RouterPreference::MEDIUM);
    EXPECT_EQ(header.routerLifetime, 65535);
    EXPECT_EQ(header.reachableTime, 0x01020304u);
    EXPECT_EQ(header.retransTimer, 0x05060708u);
    EXPECT_EQ(result.message->Serialize(), octets);
}

TEST(RouterAdvertisement, HeaderFlagsAreIndependent)
{
    for (const uint8_t flag : {0x80, 0x40, 0x20, 0x04})
    {
        Octets octets = HeaderOctets();
        octets[5] = flag;
        const auto result = ParseExactly(octets);
        ASSERT_TRUE(result.message);
        EXPECT_EQ(result.message->header.managed, flag == 0x80);
        EXPECT_EQ(result.message->header.otherConfig, flag == 0x40);
        EXPECT_EQ(result.message->header.homeAgent, flag == 0x20);
        EXPECT_EQ(result.message->header.proxy, flag == 0x04);
        EXPECT_EQ(result.message->Serialize(), octets);
    }
}

// Rows: 4191-2.1-01, 4191-2.2-03
TEST(RouterAdvertisement, ReservedPreferenceIsMedium)
{
    const std::pair<uint8_t, RouterPreference> codes[] = {
        {0x00, RouterPreference::MEDIUM},
        {0x08, RouterPreference::HIGH},
        {0x10, RouterPreference::MEDIUM},
        {0x18, RouterPreference::LOW},
    };
    for (const auto& code : codes)
    {
        Octets octets = HeaderOctets();
        octets[5] = code.first;
        const auto result = ParseExactly(octets);
        ASSERT_TRUE(result.message);
        EXPECT_EQ(result.message->header.preference, code.second);
        EXPECT_TRUE(result.ignored.empty());
    }
}

// Rows: 4191-2.2-04, 4191-2.2-05
TEST(RouterAdvertisement, ReservedBitsAreIgnoredAndNeverSent)
{
    Octets octets = HeaderOctets();
    octets[5] = 0x03;
    const auto result = ParseExactly(octets);
    ASSERT_TRUE(result.message);
    EXPECT_EQ(*result.message, *ParseExactly(HeaderOctets()).message);
    EXPECT_EQ(result.message->Serialize(), HeaderOctets());
}

// Rows: 4191-2.1-02
TEST(RouterAdvertisement, ReservedPreferenceIsNeverSent)
{
    RouterAdvertisement message;
    message.header.preference = static_cast<RouterPreference>(2);
    std::string error;
    EXPECT_FALSE(message.Serialize(&error));
    EXPECT_NE(error.find("HIGH, MEDIUM or LOW"), std::string::npos) << error;
}

TEST(RouterAdvertisement, ChecksumIsNotLookedAt)
{
    Octets octets = RichMessage();
    octets[2] = 0xde;
    octets[3] = 0xad;
    const auto result = ParseExactly(octets);
    ASSERT_TRUE(result.message);
    EXPECT_EQ(result.message->Serialize(), RichMessage());
}

// Rows: 4861-6.1.2-01
TEST(RouterAdvertisement, MessageUnder16OctetsIsDropped)
{
    EXPECT_EQ(RouterAdvertisement::Parse(nullptr, 0).dropReason, RaDropReason::TOO_SHORT);
    for (std::size_t size = 0; size < 16; ++size)
    {
        const Octets header = HeaderOctets();
        ExpectDropped(Octets(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(size)),
                      RaDropReason::TOO_SHORT,
                      size);
    }
}

// Rows: 4861-6.1.2-01
TEST(RouterAdvertisement, OtherTypeOrCodeIsDropped)
{
    Octets octets = HeaderOctets();
    octets[0] = 133;
    ExpectDropped(octets, RaDropReason::NOT_AN_RA, 0);
    octets = HeaderOctets();
    octets[1] = 1;
    ExpectDropped(octets, RaDropReason::CODE, 1);
}

// Rows: 4861-4.6-01, 4861-6.1.2-01
TEST(RouterAdvertisement, OptionLengthOfZeroDropsTheMessage)
{
    const Octets zero = Hex("0500 0000 000005dc");
    ExpectDropped(MakeMessage(zero), RaDropReason::OPTION_LENGTH_ZERO, 16);
    ExpectDropped(MakeMessage(PioOctets() + zero + MtuOctets()),
                  RaDropReason::OPTION_LENGTH_ZERO,
                  48);
    ExpectDropped(MakeMessage("c800 0000 00000000"), RaDropReason::OPTION_LENGTH_ZERO, 16);
    ExpectDropped(MakeMessage("1500 0000 00000000"), RaDropReason::OPTION_LENGTH_ZERO, 16);
}

TEST(RouterAdvertisement, OptionPastTheEndDropsTheMessage)
{
    ExpectDropped(MakeMessage("0502 0000 000005dc"), RaDropReason::OPTION_OVERRUN, 16);
    ExpectDropped(MakeMessage(MtuOctets() + Hex("c8ff 0000 00000000")),
                  RaDropReason::OPTION_OVERRUN,
                  24);
    // The frame counts first: inside, a PvD option may look as it likes.
    ExpectDropped(MakeMessage("1504 0000 0000 0161 00 000000 00000000 0500"),
                  RaDropReason::OPTION_OVERRUN,
                  16);
}

TEST(RouterAdvertisement, OctetsBehindTheLastOptionDropTheMessage)
{
    for (std::size_t count = 1; count < 8; ++count)
    {
        ExpectDropped(MakeMessage(MtuOctets() + Octets(count)), RaDropReason::OPTION_OVERRUN, 24);
        ExpectDropped(MakeMessage(Octets(count, 1)), RaDropReason::OPTION_OVERRUN, 16);
    }
}

TEST(RouterAdvertisement, OptionsKeepTheirOrder)
{
    ExpectExact(RichMessage());
    const auto result = ParseExactly(RichMessage());
    ASSERT_TRUE(result.message);
    EXPECT_EQ(result.message->options.size(), 11u);
    ASSERT_TRUE(result.message->GetPvdOption());
    EXPECT_EQ(result.message->GetPvdOption(), &std::get<PvdOption>(result.message->options[9]));
    EXPECT_EQ(result.message->GetPvdOption()->options.size(), 9u);
    EXPECT_EQ(result.message->GetEffectiveHeader().routerLifetime, 1600);
}

// Rows: 4861-4.2-05
TEST(RouterAdvertisement, RouterLifetimeOfZeroLeavesTheOptionsAlone)
{
    Octets octets = RichMessage();
    octets[6] = octets[7] = 0;
    octets[5] = 0x08;
    const auto result = ParseExactly(octets);
    ASSERT_TRUE(result.message);
    EXPECT_EQ(result.message->options, ParseExactly(RichMessage()).message->options);
    EXPECT_EQ(result.message->header.preference, RouterPreference::HIGH) << "kept as received";
}

TEST(RouterAdvertisement, ValuesThatDifferAreUnequal)
{
    const auto parsed = ParseExactly(RichMessage());
    ASSERT_TRUE(parsed.message);
    RouterAdvertisement other = *parsed.message;
    EXPECT_EQ(other, *parsed.message);
    other.header.reachableTime = 1;
    EXPECT_FALSE(other == *parsed.message);
    other = *parsed.message;
    std::get<PvdOption>(other.options[9]).options.pop_back();
    EXPECT_FALSE(other == *parsed.message);
    other = *parsed.message;
    std::get<PvdOption>(other.options[9]).header.reset();
    EXPECT_FALSE(other == *parsed.message);
}

// Rows: 8801-3.1-20, RA-05
TEST(RouterAdvertisement, TruncatedAtEveryOctetItIsDroppedOrWhole)
{
    const Octets whole = RichMessage();
    for (std::size_t size = 0; size < whole.size(); ++size)
    {
        SCOPED_TRACE(size);
        const Octets part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_EQ(ExpectDropOrRoundTrip(part), size >= 16 && HasGoodFrames(part));
    }
}

// Rows: 4191-2.2-05, RA-05
TEST(RouterAdvertisement, WithAnyBitFlippedItIsDroppedOrComesBack)
{
    const Octets whole = RichMessage();
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit)
    {
        SCOPED_TRACE(bit);
        Octets flipped = whole;
        flipped[bit / 8] ^= static_cast<uint8_t>(0x80 >> bit % 8);
        ExpectDropOrRoundTrip(flipped);
    }
}

// Rows: RA-05, 8801-3.1-20
TEST(RouterAdvertisement, HundredThousandMutationsAreDroppedOrComeBack)
{
    Mutator mutator(8801);
    int accepted = 0;
    int withPvd = 0;
    for (int i = 0; i < 100000; ++i)
    {
        const Octets mutated = mutator.Mutate(RichMessage());
        const bool isAccepted = ExpectDropOrRoundTrip(mutated);
        ASSERT_FALSE(HasFailure()) << "mutation " << i << ": " << testing::PrintToString(mutated);
        ASSERT_TRUE(!isAccepted || HasGoodFrames(mutated)) << "mutation " << i;
        accepted += isAccepted;
        withPvd += isAccepted && ParseExactly(mutated).message->GetPvdOption();
    }
    // Neither kind may be so rare that the property says nothing.
    EXPECT_GT(accepted, 20000);
    EXPECT_LT(accepted, 80000);
    EXPECT_GT(withPvd, 10000);
    EXPECT_LT(withPvd, accepted);
}
