/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-nd-option.h"
#include "wire-test-support.h"

#include <algorithm>
#include <arpa/inet.h>
#include <random>

using namespace ns3;

namespace
{

Ipv6Octets
Address(const std::string& text)
{
    Ipv6Octets octets{};
    EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), octets.data()), 1) << text;
    return octets;
}

} // namespace

TEST(NdOption, AddressTextFollowsRfc5952)
{
    for (const char* text : {"::",
                             "::1",
                             "1::",
                             "2001:db8::1",
                             "fe80::5eff:fe00:5301",
                             "2001:db8:0:1:1:1:1:1",
                             "2001:0:0:1::1",
                             "2001:db8::1:0:0:1",
                             "0:1:1:1:1:1:1:1",
                             "1:1:1:1:1:1:1:0",
                             "::1:1:1:1:1:1",
                             "1:1:1:1:1:1::",
                             "abcd:ef01:2345:6789:abcd:ef01:2345:6789",
                             "10:100:1000:f:10:100:1000:f",
                             "::ffff:192.0.2.1",
                             "::ffff:0.0.0.0",
                             "::fffe:c000:201",
                             "::1:ffff:c000:201",
                             "::2:0"})
    {
        EXPECT_EQ(ToString(Address(text)), text);
    }
}

TEST(NdOption, AddressTextIsReadBack)
{
    std::mt19937 random(5952);
    for (int i = 0; i < 10000; ++i)
    {
        Ipv6Octets address{};
        // Most groups zero: runs of every length at every place.
        for (uint8_t& octet : address)
        {
            octet = random() % 4 == 0 ? static_cast<uint8_t>(random()) : 0;
        }
        const std::string text = ToString(address);
        EXPECT_EQ(Address(text), address) << text;
    }
}

// Rows: 4191-2.1-01
TEST(NdOption, PreferencesAreOrdered)
{
    EXPECT_GT(GetRank(RouterPreference::HIGH), GetRank(RouterPreference::MEDIUM));
    EXPECT_GT(GetRank(RouterPreference::MEDIUM), GetRank(RouterPreference::LOW));
    EXPECT_STREQ(ToString(RouterPreference::HIGH), "high");
    EXPECT_STREQ(ToString(RouterPreference::MEDIUM), "medium");
    EXPECT_STREQ(ToString(RouterPreference::LOW), "low");
}

TEST(NdOption, MaskKeepsAsManyBitsAsThePrefixHas)
{
    Ipv6Octets ones;
    ones.fill(0xff);
    for (unsigned length = 0; length <= 128; ++length)
    {
        const Ipv6Octets masked = MaskPrefix(ones, static_cast<uint8_t>(length));
        for (unsigned bit = 0; bit < 128; ++bit)
        {
            const bool isSet = masked[bit / 8] & (0x80 >> bit % 8);
            EXPECT_EQ(isSet, bit < length) << "length " << length << ", bit " << bit;
        }
    }
}

TEST(NdOption, ReasonsHaveWordsOfTheirOwn)
{
    std::vector<std::string> words;
    for (unsigned i = 0; i <= static_cast<unsigned>(RaDropReason::PVD_BLOCKED); ++i)
    {
        words.emplace_back(ToString(static_cast<RaDropReason>(i)));
    }
    for (unsigned i = 0; i <= static_cast<unsigned>(OptionIgnoreReason::HOST_TYPE); ++i)
    {
        words.emplace_back(ToString(static_cast<OptionIgnoreReason>(i)));
    }
    EXPECT_EQ(std::count(words.begin(), words.end(), "unknown reason"), 0);
    std::sort(words.begin(), words.end());
    EXPECT_EQ(std::adjacent_find(words.begin(), words.end()), words.end());
}
