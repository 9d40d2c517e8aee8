/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "wire-test-support.h"

#include "ns3/pvd-neighbor-message.h"

#include <algorithm>
#include <functional>
#include <string>

using namespace ns3;

namespace
{

using Octets = std::vector<uint8_t>;

/// A message and what surrounds it.
struct Message
{
    Octets octets;       //!< from Type on
    NdEnvelope envelope; //!< correct for it
};

Ipv6Octets
MakeAddress(uint8_t first, uint8_t second, uint8_t last)
{
    Ipv6Octets address{};
    address[0] = first;
    address[1] = second;
    address[15] = last;
    return address;
}

/// ff02::1:ff00:<last>
Ipv6Octets
MakeSolicitedNodeGroup(uint8_t last)
{
    Ipv6Octets address = MakeAddress(0xff, 0x02, last);
    address[11] = 1;
    address[12] = 0xff;
    return address;
}

void
Append(Octets& octets, const Octets& more)
{
    octets.insert(octets.end(), more.begin(), more.end());
}

void
SetChecksum(Message& message)
{
    for (uint32_t sum = 0; sum < 0x10000; ++sum)
    {
        message.octets[2] = sum >> 8;
        message.octets[3] = sum & 0xff;
        if ((sum != 0 || message.envelope.checksums) &&
            IsIcmpv6ChecksumValid(message.octets, message.envelope))
        {
            return;
        }
    }
}

/// A good message of a type, from fe80::1 to the node with fe80::2; options take 16 octets
Message
MakeMessage(uint8_t type)
{
    Message message;
    message.octets = {type, 0, 0, 0, 0, 0, 0, 0};
    if (type >= 135 && type <= 137)
    {
        const Ipv6Octets target = MakeAddress(0xfe, 0x80, type == 135 ? 2 : 1);
        Append(message.octets, Octets(target.begin(), target.end()));
    }
    if (type == 137)
    {
        const Ipv6Octets redirected = MakeAddress(0x20, 0x01, 9);
        Append(message.octets, Octets(redirected.begin(), redirected.end()));
    }
    Append(
        message.octets,
        {static_cast<uint8_t>(type == 136 ? 2 : 1), 1, 2, 0, 0, 0, 0, 1, 14, 1, 0, 0, 0, 0, 0, 0});
    message.envelope.source = MakeAddress(0xfe, 0x80, 1);
    message.envelope.destination = MakeAddress(0xfe, 0x80, 2);
    message.envelope.addressLength = 6;
    return message;
}

/// One way to damage a message.
struct Row
{
    std::string name;                     //!< of the test
    uint8_t type;                         //!< of the message
    std::function<void(Message&)> damage; //!< before the checksum is set
    NdDropReason reason;                  //!< what is said of it
};

const Octets LONG_ADDRESS{1, 4, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0,
                          0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

const std::vector<Row> ROWS{
    {"GoodSolicitation", 135, [](Message&) {}, NdDropReason::NONE},
    {"GoodAdvertisement", 136, [](Message&) {}, NdDropReason::NONE},
    {"GoodRouterSolicitation", 133, [](Message&) {}, NdDropReason::NONE},
    {"ForwardedOnce", 135, [](Message& m) { m.envelope.hopLimit = 254; }, NdDropReason::HOP_LIMIT},
    {"AdvertisementForwarded",
     136,
     [](Message& m) { m.envelope.hopLimit = 1; },
     NdDropReason::HOP_LIMIT},
    {"Fragmented",
     135,
     [](Message& m) { m.envelope.nextHeader = 44; },
     NdDropReason::EXTENSION_HEADER},
    {"BehindHopByHop",
     136,
     [](Message& m) { m.envelope.nextHeader = 0; },
     NdDropReason::EXTENSION_HEADER},
    {"SolicitationCode", 135, [](Message& m) { m.octets[1] = 1; }, NdDropReason::CODE},
    {"AdvertisementCode", 136, [](Message& m) { m.octets[1] = 255; }, NdDropReason::CODE},
    {"CutSolicitation", 135, [](Message& m) { m.octets.resize(23); }, NdDropReason::TOO_SHORT},
    {"CutAdvertisement", 136, [](Message& m) { m.octets.resize(8); }, NdDropReason::TOO_SHORT},
    {"CutRouterSolicitation", 133, [](Message& m) { m.octets.resize(7); }, NdDropReason::TOO_SHORT},
    {"OptionOfLengthZero", 135, [](Message& m) { m.octets[25] = 0; }, NdDropReason::OPTIONS},
    {"OptionPastTheEnd", 136, [](Message& m) { m.octets[33] = 2; }, NdDropReason::OPTIONS},
    {"HalfAnOption", 135, [](Message& m) { m.octets.push_back(14); }, NdDropReason::OPTIONS},
    {"TwoLinkLayerAddresses",
     135,
     [](Message& m) {
         Append(m.octets, {1, 1, 2, 0, 0, 0, 0, 1});
     },
     NdDropReason::OPTIONS},
    {"LongSourceAddress",
     135,
     [](Message& m) {
         m.octets.resize(24);
         Append(m.octets, LONG_ADDRESS);
     },
     NdDropReason::OPTIONS},
    {"LongTargetAddress",
     136,
     [](Message& m) {
         m.octets.resize(24);
         Append(m.octets, LONG_ADDRESS);
         m.octets[24] = 2;
     },
     NdDropReason::OPTIONS},
    {"TargetIsAGroup", 135, [](Message& m) { m.octets[8] = 0xff; }, NdDropReason::TARGET},
    {"SolicitedToAGroup",
     136,
     [](Message& m) {
         m.octets[4] = 0x40;
         m.envelope.destination = MakeAddress(0xff, 0x02, 1);
     },
     NdDropReason::DESTINATION},
    {"UnsolicitedToAGroup",
     136,
     [](Message& m) { m.envelope.destination = MakeAddress(0xff, 0x02, 1); },
     NdDropReason::NONE},
    {"TestOfAnAddressToAllNodes",
     135,
     [](Message& m) {
         m.envelope.source = Ipv6Octets{};
         m.envelope.destination = MakeAddress(0xff, 0x02, 1);
     },
     NdDropReason::DESTINATION},
    {"TestOfAnAddress",
     135,
     [](Message& m) {
         m.envelope.source = Ipv6Octets{};
         m.envelope.destination = MakeSolicitedNodeGroup(2);
     },
     NdDropReason::UNSPECIFIED_SOURCE},
    {"TestOfAnAddressAsNs3SendsIt",
     135,
     [](Message& m) {
         m.envelope.source = Ipv6Octets{};
         m.envelope.destination = MakeSolicitedNodeGroup(2);
         m.envelope.anonymousAddress = true;
     },
     NdDropReason::NONE},
    {"TestOfAnAddressWithoutLinkLayerAddress",
     135,
     [](Message& m) {
         m.octets.resize(24);
         m.envelope.source = Ipv6Octets{};
         m.envelope.destination = MakeSolicitedNodeGroup(2);
     },
     NdDropReason::NONE},
    {"SolicitationOfNobodyWithAddress",
     133,
     [](Message& m) { m.envelope.source = Ipv6Octets{}; },
     NdDropReason::UNSPECIFIED_SOURCE},
    {"SolicitationOfAGroup",
     133,
     [](Message& m) { m.envelope.source = MakeAddress(0xff, 0x02, 1); },
     NdDropReason::SOURCE},
    {"SolicitationOfLoopback",
     133,
     [](Message& m) { m.envelope.source = MakeAddress(0, 0, 1); },
     NdDropReason::SOURCE},
    {"NeighborSolicitationOfAGroup",
     135,
     [](Message& m) { m.envelope.source = MakeAddress(0xff, 0x02, 2); },
     NdDropReason::SOURCE},
    {"GoodRedirect", 137, [](Message&) {}, NdDropReason::NONE},
    {"RedirectForwarded",
     137,
     [](Message& m) { m.envelope.hopLimit = 254; },
     NdDropReason::HOP_LIMIT},
    {"RedirectCode", 137, [](Message& m) { m.octets[1] = 1; }, NdDropReason::CODE},
    {"RedirectFromAGlobalAddress",
     137,
     [](Message& m) { m.envelope.source = MakeAddress(0x20, 0x01, 1); },
     NdDropReason::LINK_LOCAL_SOURCE},
    {"CutRedirect", 137, [](Message& m) { m.octets.resize(39); }, NdDropReason::TOO_SHORT},
    {"ShortestRedirect", 137, [](Message& m) { m.octets.resize(40); }, NdDropReason::NONE},
    {"RedirectOptionOfLengthZero",
     137,
     [](Message& m) { m.octets[41] = 0; },
     NdDropReason::OPTIONS},
    {"RedirectLongTargetAddress",
     137,
     [](Message& m) {
         m.octets.resize(40);
         Append(m.octets, LONG_ADDRESS);
         m.octets[40] = 2;
     },
     NdDropReason::OPTIONS},
    {"RedirectOfAGroup", 137, [](Message& m) { m.octets[24] = 0xff; }, NdDropReason::REDIRECTED},
    {"RedirectToAGlobalTarget", 137, [](Message& m) { m.octets[8] = 0x20; }, NdDropReason::TARGET},
    {"RedirectToTheDestination",
     137,
     [](Message& m) { std::copy_n(m.octets.begin() + 24, 16, m.octets.begin() + 8); },
     NdDropReason::NONE},
    {"RedirectToAllNodes",
     137,
     [](Message& m) { m.envelope.destination = MakeAddress(0xff, 0x02, 1); },
     NdDropReason::DESTINATION},
    {"ErrorWithoutPorts", 1, [](Message& m) { m.octets.resize(55); }, NdDropReason::TOO_SHORT},
    {"PathMtuOfALink",
     2,
     [](Message& m) {
         m.octets.resize(56);
         m.octets[6] = 0x05;
     },
     NdDropReason::NONE},
    {"PathMtuOfNoLink",
     2,
     [](Message& m) {
         m.octets.resize(56);
         m.octets[6] = 0x04;
         m.octets[7] = 0xff;
     },
     NdDropReason::PATH_MTU},
    {"ErrorWithPorts", 1, [](Message& m) { m.octets.resize(56); }, NdDropReason::NONE},
    {"CutEcho", 128, [](Message& m) { m.octets.resize(7); }, NdDropReason::TOO_SHORT},
    {"ShortestEcho", 128, [](Message& m) { m.octets.resize(8); }, NdDropReason::NONE},
    {"HalfAHeader", 200, [](Message& m) { m.octets.resize(3); }, NdDropReason::TOO_SHORT},
    {"UnknownType", 200, [](Message& m) { m.octets.resize(4); }, NdDropReason::NONE},
};

class NeighborMessage : public testing::TestWithParam<Row>
{
};

TEST_P(NeighborMessage, IsCheckedBeforeItIsBelieved)
{
    Message message = MakeMessage(GetParam().type);
    GetParam().damage(message);
    if (message.octets.size() >= 4)
    {
        SetChecksum(message);
    }
    EXPECT_EQ(CheckIcmpv6Message(message.octets, message.envelope), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(Damage, NeighborMessage, testing::ValuesIn(ROWS), [](const auto& test) {
    return test.param.name;
});

TEST(EchoMessage, FromAGroupOrTheUnspecifiedAddressIsDropped)
{
    for (const uint8_t type : {128, 129})
    {
        Message message = MakeMessage(type);
        SetChecksum(message);
        EXPECT_EQ(CheckIcmpv6Message(message.octets, message.envelope), NdDropReason::NONE);
        message.envelope.source = MakeAddress(0xff, 0x02, 1);
        EXPECT_EQ(CheckIcmpv6Message(message.octets, message.envelope), NdDropReason::SOURCE);
        message.envelope.source = Ipv6Octets{};
        EXPECT_EQ(CheckIcmpv6Message(message.octets, message.envelope), NdDropReason::SOURCE);
    }
}

TEST(Icmpv6Message, OfAnyTypeWithAWrongChecksumIsDropped)
{
    for (const uint8_t type : {128, 129, 130, 143, 200, 255})
    {
        Message message = MakeMessage(type);
        SetChecksum(message);
        EXPECT_EQ(CheckIcmpv6Message(message.octets, message.envelope), NdDropReason::NONE);
        message.octets.back() ^= 1;
        EXPECT_EQ(CheckIcmpv6Message(message.octets, message.envelope), NdDropReason::CHECKSUM);
    }
}

TEST(NeighborMessageChecksum, EveryWrongBitIsSeen)
{
    Message message = MakeMessage(135);
    SetChecksum(message);
    ASSERT_EQ(CheckIcmpv6Message(message.octets, message.envelope), NdDropReason::NONE);
    for (std::size_t bit = 0; bit < message.octets.size() * 8; ++bit)
    {
        Octets damaged = message.octets;
        damaged[bit / 8] ^= 1 << bit % 8;
        EXPECT_FALSE(IsIcmpv6ChecksumValid(damaged, message.envelope)) << bit;
    }
    NdEnvelope other = message.envelope;
    other.source[15] ^= 1;
    EXPECT_EQ(CheckIcmpv6Message(message.octets, other), NdDropReason::CHECKSUM);
}

TEST(NeighborMessageChecksum, ZeroIsNoneOnlyInASimulationWithoutChecksums)
{
    Message message = MakeMessage(136);
    EXPECT_FALSE(IsIcmpv6ChecksumValid(message.octets, message.envelope));
    message.envelope.checksums = false;
    EXPECT_TRUE(IsIcmpv6ChecksumValid(message.octets, message.envelope));
}

TEST(NeighborMessageFields, AreReadFromTheirPlaces)
{
    Message message = MakeMessage(136);
    EXPECT_EQ(GetNeighborTarget(message.octets), MakeAddress(0xfe, 0x80, 1));
    EXPECT_FALSE(HasRouterFlag(message.octets));
    message.octets[4] = 0x80;
    EXPECT_TRUE(HasRouterFlag(message.octets));
    EXPECT_FALSE(HasLinkLayerAddress(message.octets));
    EXPECT_TRUE(HasLinkLayerAddress(MakeMessage(135).octets));
}

} // namespace
