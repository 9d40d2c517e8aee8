/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "wire-test-support.h"

#include "ns3/pvd-extension-headers.h"

#include <random>

using namespace ns3;
using wiretest::Hex;
using wiretest::Octets;

namespace ns3
{

/// For messages of failed expectations.
inline std::ostream&
operator<<(std::ostream& os, PvdPacketDropReason reason)
{
    return os << ToString(reason);
}

} // namespace ns3

namespace
{

using Reason = PvdPacketDropReason;

constexpr uint8_t ICMPV6 = 58;
constexpr uint8_t UDP = 17;
/// No Parameter Problem is due.
constexpr int SILENT = -1;

const std::string ECHO_REQUEST = "80001234 00010001";

/// A chain of headers, and what is to be found in it.
struct Row
{
    std::string name;    //!< of the test
    uint8_t nextHeader;  //!< of the IPv6 header
    std::string payload; //!< all that follows it
    Reason fault;        //!< what is wrong
    int code;            //!< of the Parameter Problem, or SILENT
    uint32_t pointer;    //!< of the Parameter Problem
    bool isMulticast{false};
};

const std::vector<Row> FAULTS{
    {"HopByHopSecond",
     60,
     "00 00 01040000 0000 3a00010400000000" + ECHO_REQUEST,
     Reason::HOP_BY_HOP_POSITION,
     1,
     40},
    {"HopByHopTwice",
     0,
     "00 00 01040000 0000 3a00010400000000" + ECHO_REQUEST,
     Reason::HOP_BY_HOP_POSITION,
     1,
     40},
    {"NothingThere", 0, "", Reason::TRUNCATED, 0, 4},
    {"OneOctet", 60, "3a", Reason::TRUNCATED, 0, 4},
    {"HeaderPastTheEnd", 60, "3aff0104", Reason::TRUNCATED, 0, 41},
    {"SecondHeaderPastTheEnd", 60, "3c00010400000000 3a01010400000000", Reason::TRUNCATED, 0, 49},
    {"ShortRoutingHeader", 43, "3a00", Reason::TRUNCATED, 0, 41},
    {"ShortFragmentHeader", 44, "3a0000", Reason::TRUNCATED, 0, 4},
    {"OptionPastTheEnd", 60, "3a003efa00000000" + ECHO_REQUEST, Reason::OPTION_OVERRUN, 0, 43},
    {"OptionWithoutLength", 60, "3a0001030000003e" + ECHO_REQUEST, Reason::OPTION_OVERRUN, 0, 47},
    {"PaddingPastTheEnd", 0, "3a00010500000000" + ECHO_REQUEST, Reason::OPTION_OVERRUN, 0, 43},
    {"Discard", 60, "3a005e0400000000" + ECHO_REQUEST, Reason::UNKNOWN_OPTION, SILENT, 42},
    {"AlwaysAnswer", 0, "3a009e0400000000" + ECHO_REQUEST, Reason::UNKNOWN_OPTION, 2, 42},
    {"AlwaysAnswerGroup",
     0,
     "3a009e0400000000" + ECHO_REQUEST,
     Reason::UNKNOWN_OPTION,
     2,
     42,
     true},
    {"AnswerNoGroup",
     60,
     "3a00de0400000000" + ECHO_REQUEST,
     Reason::UNKNOWN_OPTION,
     SILENT,
     42,
     true},
    {"AnswerUnicast", 60, "3a00de0400000000" + ECHO_REQUEST, Reason::UNKNOWN_OPTION, 2, 42},
    {"SecondOption",
     60,
     "3a011e0400000000 9e06000000000000" + ECHO_REQUEST,
     Reason::UNKNOWN_OPTION,
     2,
     48},
    {"FirstFaultDecides",
     60,
     "2c009e0400000000 3a00000100000001 00",
     Reason::UNKNOWN_OPTION,
     2,
     42},
    {"JumboPayload", 0, "3a00c20400000040" + ECHO_REQUEST, Reason::JUMBO_PAYLOAD, 0, 42},
    {"JumboPayloadForDestination",
     60,
     "3a00c20400000040" + ECHO_REQUEST,
     Reason::UNKNOWN_OPTION,
     2,
     42},
    {"RoutingType33", 43, "3a00210100000000" + ECHO_REQUEST, Reason::ROUTING_TYPE, 0, 42},
    {"RoutingType0",
     43,
     "3a02000100000000 20010db8000000000000000000000001" + ECHO_REQUEST,
     Reason::ROUTING_TYPE,
     0,
     42},
    {"RoutingBehindOptions",
     60,
     "2b00010400000000 3a00210100000000" + ECHO_REQUEST,
     Reason::ROUTING_TYPE,
     0,
     50},
    {"OddFragment", 44, "3a00000100000005" + ECHO_REQUEST + "00", Reason::FRAGMENT_LENGTH, 0, 4},
    {"EmptyFragment", 44, "3a00000900000005", Reason::FRAGMENT_EMPTY, SILENT, 0},
    {"FragmentPast65535", 44, "3a00fff800000009" + ECHO_REQUEST, Reason::FRAGMENT_TOO_LONG, 0, 42},
    {"FragmentInAtomicFragment",
     44,
     "2c00000000000001 3a00000000000002" + ECHO_REQUEST,
     Reason::FRAGMENT_IN_FRAGMENT,
     0,
     40},
    {"FragmentInFragment",
     44,
     "2c00000100000001 3a00000000000002" + ECHO_REQUEST,
     Reason::FRAGMENT_IN_FRAGMENT,
     0,
     40},
    {"FirstFragmentEndsInOptions",
     44,
     "3c00000100000001 3a01010400000000",
     Reason::INCOMPLETE_HEADER_CHAIN,
     3,
     0},
    {"FirstFragmentEndsBeforeUdp",
     44,
     "3c00000100000001 1100010400000000",
     Reason::INCOMPLETE_HEADER_CHAIN,
     3,
     0},
    {"FirstFragmentEndsInTcp",
     44,
     "0600000100000001 0001000200000000",
     Reason::INCOMPLETE_HEADER_CHAIN,
     3,
     0},
};

class ExtensionFault : public testing::TestWithParam<Row>
{
};

TEST_P(ExtensionFault, IsFoundWhereItIs)
{
    const Row& row = GetParam();
    PvdChainRules rules;
    rules.isMulticast = row.isMulticast;
    const auto chain = WalkExtensionHeaders(Hex(row.payload), row.nextHeader, rules);
    EXPECT_EQ(chain.fault, row.fault);
    EXPECT_EQ(chain.code ? *chain.code : SILENT, row.code);
    EXPECT_EQ(chain.pointer, row.pointer);
}

INSTANTIATE_TEST_SUITE_P(Chain, ExtensionFault, testing::ValuesIn(FAULTS), [](const auto& info) {
    return info.param.name;
});

TEST(ExtensionHeaders, AllOfThemInOrderLeadToTheUpperLayer)
{
    const auto chain = WalkExtensionHeaders(Hex("3c00 050200000100" // Router Alert
                                                "2b00 1e0400000000" // to be skipped
                                                "2c00 2100 00000000"
                                                "3c00 0000 00000007"
                                                "3a01 010c 000000000000000000000000" +
                                                ECHO_REQUEST),
                                            PVD_HOP_BY_HOP_OPTIONS,
                                            PvdChainRules());
    EXPECT_EQ(chain.fault, Reason::NONE);
    EXPECT_EQ(chain.protocol, ICMPV6);
    EXPECT_EQ(chain.upper, 48U);
    EXPECT_EQ(chain.field, 40U + 32U);
    EXPECT_EQ(chain.headers, (Octets{0, 60, 43, 44, 60}));
    EXPECT_EQ(chain.options, (Octets{0x05, 0x1e}));
    ASSERT_TRUE(chain.fragment);
    EXPECT_TRUE(chain.fragment->IsAtomic());
    EXPECT_EQ(chain.fragment->field, 40U + 16U);
}

TEST(ExtensionHeaders, PacketWithoutThemIsItsUpperLayer)
{
    const auto chain = WalkExtensionHeaders(Hex(ECHO_REQUEST), ICMPV6, PvdChainRules());
    EXPECT_EQ(chain.fault, Reason::NONE);
    EXPECT_EQ(chain.protocol, ICMPV6);
    EXPECT_EQ(chain.upper, 0U);
    EXPECT_EQ(chain.field, 6U);
}

TEST(ExtensionHeaders, FieldsOfAFragmentAreRead)
{
    const auto chain =
        WalkExtensionHeaders(Hex("2c00010400000000 1100 0019 deadbeef" + ECHO_REQUEST),
                             PVD_DESTINATION_OPTIONS,
                             PvdChainRules());
    EXPECT_EQ(chain.fault, Reason::NONE);
    ASSERT_TRUE(chain.fragment);
    EXPECT_EQ(chain.fragment->header, 8U);
    EXPECT_EQ(chain.fragment->data, 16U);
    EXPECT_EQ(chain.fragment->offset, 24U);
    EXPECT_EQ(chain.fragment->identification, 0xdeadbeefU);
    EXPECT_EQ(chain.fragment->nextHeader, UDP);
    EXPECT_TRUE(chain.fragment->more);
}

TEST(ExtensionHeaders, WhatFollowsAFragmentIsNotLookedAt)
{
    // What would be an unknown option, were it a header, is data of a later fragment.
    const auto chain = WalkExtensionHeaders(Hex("3c00000800000001 3a009e0400000000"),
                                            PVD_FRAGMENT_HEADER,
                                            PvdChainRules());
    EXPECT_EQ(chain.fault, Reason::NONE);
    EXPECT_EQ(chain.headers, (Octets{44}));
}

TEST(ExtensionHeaders, InTransitOnlyHopByHopOptionsCount)
{
    PvdChainRules rules;
    rules.onlyHopByHop = true;
    const auto payload = Hex("3c00010400000000 3a009e0400000000" + ECHO_REQUEST);
    EXPECT_EQ(WalkExtensionHeaders(payload, PVD_HOP_BY_HOP_OPTIONS, rules).fault, Reason::NONE);
    rules.onlyHopByHop = false;
    EXPECT_EQ(WalkExtensionHeaders(payload, PVD_HOP_BY_HOP_OPTIONS, rules).fault,
              Reason::UNKNOWN_OPTION);
}

/// \return so many Destination Options headers, and an Echo Request
Octets
MakeOptionsHeaders(int count)
{
    std::string text;
    for (int i = 1; i <= count; ++i)
    {
        text += i < count ? "3c00010400000000" : "3a00010400000000";
    }
    return Hex(text + ECHO_REQUEST);
}

TEST(ExtensionHeaders, AsManyAsTheLimitAndNoMore)
{
    PvdChainRules rules;
    rules.limits.headers = 40;
    const auto most = WalkExtensionHeaders(MakeOptionsHeaders(40), PVD_DESTINATION_OPTIONS, rules);
    EXPECT_EQ(most.fault, Reason::NONE);
    EXPECT_EQ(most.upper, 320U);
    const auto more = WalkExtensionHeaders(MakeOptionsHeaders(41), PVD_DESTINATION_OPTIONS, rules);
    EXPECT_EQ(more.fault, Reason::TOO_MANY_HEADERS);
    EXPECT_EQ(more.code, 8);
    EXPECT_EQ(more.pointer, 40U + 320U);
}

TEST(ExtensionHeaders, AsLongAsTheLimitAndNoLonger)
{
    PvdChainRules rules;
    rules.limits.octets = 16;
    EXPECT_EQ(WalkExtensionHeaders(MakeOptionsHeaders(2), PVD_DESTINATION_OPTIONS, rules).fault,
              Reason::NONE);
    const auto more = WalkExtensionHeaders(MakeOptionsHeaders(3), PVD_DESTINATION_OPTIONS, rules);
    EXPECT_EQ(more.fault, Reason::CHAIN_TOO_LONG);
    EXPECT_EQ(more.code, 7);
    EXPECT_EQ(more.pointer, 56U);
}

TEST(ExtensionHeaders, AsManyOptionsAsTheLimitAndNoMore)
{
    PvdChainRules rules;
    rules.limits.options = 2;
    const auto two = Hex("3a00 1e00 1e00 0000" + ECHO_REQUEST);
    EXPECT_EQ(WalkExtensionHeaders(two, PVD_DESTINATION_OPTIONS, rules).fault, Reason::NONE);
    const auto three = WalkExtensionHeaders(Hex("3a00 1e00 1e00 1e00" + ECHO_REQUEST),
                                            PVD_DESTINATION_OPTIONS,
                                            rules);
    EXPECT_EQ(three.fault, Reason::TOO_MANY_OPTIONS);
    EXPECT_EQ(three.code, 9);
    EXPECT_EQ(three.pointer, 46U);
}

TEST(ExtensionHeaders, NoOctetsLeadPastTheEnd)
{
    std::mt19937 random(1);
    const Octets types{0, 43, 44, 60, 58, 17, 59};
    for (int i = 0; i < 50000; ++i)
    {
        Octets payload(random() % 96);
        for (auto& octet : payload)
        {
            // Small numbers, and types of headers, make long chains likely.
            octet = random() % 3 == 0 ? types[random() % types.size()] : random() % 4;
        }
        const uint8_t nextHeader = types[random() % 4];
        const auto chain = WalkExtensionHeaders(payload, nextHeader, PvdChainRules());
        if (chain.fault == Reason::NONE)
        {
            ASSERT_LE(chain.upper, payload.size());
            ASSERT_LE(chain.headers.size() * 8, payload.size());
        }
        Octets packet(40);
        packet[6] = nextHeader;
        packet.insert(packet.end(), payload.begin(), payload.end());
        const auto upper = FindUpperLayer(packet);
        ASSERT_TRUE(upper);
        ASSERT_LT(upper->field, packet.size());
    }
}

TEST(ExtensionHeaders, UpperLayerOfAQuotedPacketIsFound)
{
    Octets packet(40);
    packet[6] = PVD_DESTINATION_OPTIONS;
    const Octets rest = Hex("c800010400000000 0000");
    packet.insert(packet.end(), rest.begin(), rest.end());
    const auto upper = FindUpperLayer(packet);
    ASSERT_TRUE(upper);
    EXPECT_EQ(upper->protocol, 200);
    EXPECT_EQ(upper->begin, 48U);
    EXPECT_EQ(upper->field, 40U);
    // Hop-by-Hop Options behind another header are no header that leads on.
    packet[40] = PVD_HOP_BY_HOP_OPTIONS;
    packet.resize(56);
    EXPECT_EQ(FindUpperLayer(packet)->protocol, PVD_HOP_BY_HOP_OPTIONS);
    EXPECT_EQ(FindUpperLayer(packet)->field, 40U);
    packet.resize(39);
    EXPECT_FALSE(FindUpperLayer(packet));
}

} // namespace
