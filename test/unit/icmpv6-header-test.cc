/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-icmpv6-option.h"
#include "pvd-icmpv6-ra-header.h"
#include "wire-test-support.h"

#include "ns3/packet-metadata.h"
#include "ns3/packet.h"

#include <sstream>

/**
 * \file
 * The ns-3 headers over the codec: what a packet holds after them, what is taken from a packet, and
 * what they print.
 */

using namespace ns3;
using namespace wiretest;

namespace
{

/// Packets can only print themselves if this comes before the first packet of the process.
const bool IS_METADATA_ENABLED = (PacketMetadata::Enable(), true);

const Octets PVD_OPTION = Hex("1506 a003 007b 0161 00 000000 00000000") +
                          Hex("86000000 40080640 00000000 00000000") + MtuOctets() +
                          Hex("c801 010203040506");

Ptr<Packet>
MakePacket(const Octets& octets)
{
    return Create<Packet>(octets.data(), static_cast<uint32_t>(octets.size()));
}

Buffer
MakeBuffer(const Octets& octets)
{
    const auto size = static_cast<uint32_t>(octets.size());
    Buffer buffer;
    buffer.AddAtStart(size);
    buffer.Begin().Write(octets.data(), size);
    return buffer;
}

Octets
OctetsOf(Ptr<const Packet> packet)
{
    Octets octets(packet->GetSize());
    packet->CopyData(octets.data(), packet->GetSize());
    return octets;
}

template <typename T>
std::string
Text(const T& header)
{
    std::ostringstream os;
    header.Print(os);
    return os.str();
}

/// Take an option from a packet, expect all of it to go, and put it into another packet.
template <typename T>
T
ExpectThroughPacket(const Octets& octets)
{
    auto packet = MakePacket(octets + Hex("ffff"));
    T header;
    EXPECT_EQ(packet->RemoveHeader(header), octets.size());
    EXPECT_EQ(packet->GetSize(), 2u);
    EXPECT_TRUE(header.IsValid()) << header.GetError();
    EXPECT_EQ(header.GetSerializedSize(), octets.size());

    auto other = Create<Packet>();
    other->AddHeader(header);
    EXPECT_EQ(OctetsOf(other), octets);

    T copy;
    EXPECT_TRUE(copy.Set(header.Get()));
    EXPECT_EQ(copy.Get(), header.Get());
    return header;
}

template <typename T>
void
ExpectMalformed(const Octets& octets, const std::string& error)
{
    auto packet = MakePacket(octets);
    T header;
    EXPECT_EQ(packet->PeekHeader(header), 0u);
    EXPECT_FALSE(header.IsValid());
    EXPECT_EQ(header.GetError(), error);
    EXPECT_EQ(Text(header), "invalid: " + error);
}

} // namespace

// Rows: RVD-12
TEST(Icmpv6OptionPvd, GoesThroughAPacketAndIsPrintedWithWhatItContains)
{
    const auto header = ExpectThroughPacket<Icmpv6OptionPvd>(PVD_OPTION);
    EXPECT_EQ(Text(header),
              "PvD: H 1, L 0, R 1, Delay 3, Sequence Number 123, PvD ID a\n"
              "    Router Advertisement header: Cur Hop Limit 64, M 0, O 0, H 0, Prf high, P 0, "
              "Router Lifetime 1600 s, Reachable Time 0 ms, Retrans Timer 0 ms\n"
              "    MTU: 1500\n"
              "    Option of type 200: 01 02 03 04 05 06");
}

TEST(Icmpv6OptionRouteInformation, GoesThroughAPacketAndIsPrinted)
{
    EXPECT_EQ(Text(ExpectThroughPacket<Icmpv6OptionRouteInformation>(
                  Hex("1802 4008 ffffffff 20010db8 00006666"))),
              "Route Information: Prefix 2001:db8:0:6666::/64, Prf high, Route Lifetime infinite");
}

TEST(Icmpv6OptionRdnss, GoesThroughAPacketAndIsPrinted)
{
    EXPECT_EQ(Text(ExpectThroughPacket<Icmpv6OptionRdnss>(
                  Hex("1903 0000 00000708 20010db8 cafe0000 00000000 00000053"))),
              "Recursive DNS Server: Lifetime 1800 s, Addresses 2001:db8:cafe::53");
}

TEST(Icmpv6OptionDnssl, GoesThroughAPacketAndIsPrinted)
{
    EXPECT_EQ(Text(ExpectThroughPacket<Icmpv6OptionDnssl>(
                  Hex("1f02 0000 00000708 01 61 00 01 0a 00 0000"))),
              "DNS Search List: Lifetime 1800 s, Domain Names a \\010");
}

TEST(Icmpv6OptionCaptivePortal, GoesThroughAPacketAndIsPrinted)
{
    EXPECT_EQ(Text(ExpectThroughPacket<Icmpv6OptionCaptivePortal>(Hex("2501 75726e3a7800"))),
              "Captive Portal: URI urn:x");
}

TEST(Icmpv6OptionPref64, GoesThroughAPacketAndIsPrinted)
{
    EXPECT_EQ(
        Text(ExpectThroughPacket<Icmpv6OptionPref64>(Hex("2602 0708 0064ff9b 00000000 00000000"))),
        "PREF64: 07 08 00 64 ff 9b 00 00 00 00 00 00 00 00");
}

TEST(Icmpv6OptionPref64, OtherTypesAreRefused)
{
    Icmpv6OptionPref64 header;
    EXPECT_FALSE(header.Set(OpaqueOption{200, Octets(6)}));
    EXPECT_EQ(header.GetError(), "an option of type 200 was given: set type 38");
    EXPECT_TRUE(header.Set(OpaqueOption{38, Octets(6)}));
}

TEST(Icmpv6NdOption, EveryTruncationIsMalformed)
{
    for (std::size_t size = 0; size < PVD_OPTION.size(); ++size)
    {
        ExpectMalformed<Icmpv6OptionPvd>(
            Octets(PVD_OPTION.begin(), PVD_OPTION.begin() + static_cast<std::ptrdiff_t>(size)),
            "option past the end");
    }
}

TEST(Icmpv6NdOption, OctetsPastTheEndOfTheHeaderAreNotRead)
{
    const auto buffer = MakeBuffer(PVD_OPTION + Hex("ffffff"));
    Icmpv6OptionPvd header;
    Buffer::Iterator end = buffer.Begin();
    end.Next(static_cast<uint32_t>(PVD_OPTION.size() - 1));
    EXPECT_EQ(header.Deserialize(buffer.Begin(), end), 0u);
    end.Next();
    EXPECT_EQ(header.Deserialize(buffer.Begin(), end), PVD_OPTION.size());
}

TEST(Icmpv6NdOption, MalformedOctetsAreNotConsumed)
{
    ExpectMalformed<Icmpv6OptionPvd>(Hex("1501 000000000000"), "bad domain name");
    ExpectMalformed<Icmpv6OptionPvd>(Hex("1500 000000000000"), "option of length 0");
    ExpectMalformed<Icmpv6OptionPvd>(MtuOctets(), "an option of type 5");
    ExpectMalformed<Icmpv6OptionRouteInformation>(Hex("1801 0010 000000c8"), "reserved preference");
    ExpectMalformed<Icmpv6OptionRdnss>(Hex("1901 0000 00000708"), "bad length");
    ExpectMalformed<Icmpv6OptionDnssl>(Hex("1f02 0000 00000708 0000000000000000"),
                                       "bad domain name");
    ExpectMalformed<Icmpv6OptionCaptivePortal>(Hex("2501 000000000000"), "bad uri");
}

TEST(Icmpv6NdOption, ValueOfAnEarlierReadIsGoneAfterMalformedOctets)
{
    Icmpv6OptionPvd header;
    MakePacket(PVD_OPTION)->PeekHeader(header);
    EXPECT_EQ(header.Get().id, Name("a"));
    MakePacket(Hex("1501 000000000000"))->PeekHeader(header);
    EXPECT_TRUE(header.Get().id.IsRoot());
}

TEST(Icmpv6NdOption, AddingAnOptionThatCannotBeSentAborts)
{
    Icmpv6OptionPvd header;
    EXPECT_FALSE(header.IsValid());
    EXPECT_DEATH(Create<Packet>()->AddHeader(header), "give it a name");
    Icmpv6RouterAdvertisement message;
    RouterAdvertisement value;
    value.options.emplace_back(PvdOption());
    EXPECT_FALSE(message.Set(value));
    EXPECT_DEATH(Create<Packet>()->AddHeader(message), "give it a name");
}

TEST(Icmpv6NdOption, PacketPrintsItsHeaders)
{
    ASSERT_TRUE(IS_METADATA_ENABLED);
    Icmpv6OptionCaptivePortal portal;
    portal.Set(CaptivePortalOption{0, "urn:x"});
    Icmpv6OptionRouteInformation route;
    auto packet = Create<Packet>();
    packet->AddHeader(portal);
    packet->AddHeader(route);
    std::ostringstream os;
    packet->Print(os);
    EXPECT_EQ(os.str(),
              "ns3::Icmpv6OptionRouteInformation (Route Information: Prefix ::/0, Prf medium, "
              "Route Lifetime 0 s) ns3::Icmpv6OptionCaptivePortal (Captive Portal: URI urn:x)");
}

TEST(Icmpv6RouterAdvertisement, GoesThroughAPacketWithItsChecksum)
{
    const Ipv6Address source("fe80::1");
    const Ipv6Address destination("ff02::1");
    const Octets octets = MakeMessage(PVD_OPTION + MtuOctets());
    Icmpv6RouterAdvertisement sent;
    sent.SetPseudoHeader(source, destination);
    ASSERT_TRUE(sent.Set(*ParseExactly(octets).message));
    auto packet = Create<Packet>();
    packet->AddHeader(sent);

    Octets wire = OctetsOf(packet);
    EXPECT_NE(Octets(wire.begin() + 2, wire.begin() + 4), Octets(2));
    EXPECT_EQ(Icmpv6RouterAdvertisement::CalculateChecksum(source, destination, wire), 0);

    Icmpv6RouterAdvertisement received;
    received.SetPseudoHeader(source, destination);
    EXPECT_EQ(packet->PeekHeader(received), octets.size());
    EXPECT_TRUE(received.IsValid() && received.IsChecksumOk());
    EXPECT_EQ(received.Get(), sent.Get());

    received.SetPseudoHeader(source, Ipv6Address("ff02::2"));
    EXPECT_EQ(packet->RemoveHeader(received), octets.size());
    EXPECT_TRUE(received.IsValid());
    EXPECT_FALSE(received.IsChecksumOk());

    wire[2] = wire[3] = 0;
    EXPECT_EQ(wire, octets);
}

TEST(Icmpv6RouterAdvertisement, ChecksumIsThatOfRfc4443)
{
    // As radvd sent it and Linux accepted it.
    const Octets octets = Hex("86005953 40000000 00000000 00000000 01010200 0000000a"
                              "150a2000 00070576 6964656f 05697370 2d620765 78616d70 6c650363"
                              "6f6d0000 86000000 3e0004b0 00000000 00000000"
                              "030440c0 00001c20 00000e10 00000000"
                              "20010db8 000b0003 00000000 00000000");
    EXPECT_EQ(Icmpv6RouterAdvertisement::CalculateChecksum(Ipv6Address("fe80::ff:fe00:a"),
                                                           Ipv6Address("ff02::1"),
                                                           octets),
              0);
}

// Rows: 8801-3.1-17
TEST(Icmpv6RouterAdvertisement, InnerChecksumStaysZero)
{
    Icmpv6RouterAdvertisement header;
    header.SetPseudoHeader(Ipv6Address("fe80::1"), Ipv6Address("ff02::1"));
    ASSERT_TRUE(header.Set(*ParseExactly(MakeMessage(PVD_OPTION)).message));
    auto packet = Create<Packet>();
    packet->AddHeader(header);
    const Octets wire = OctetsOf(packet);
    EXPECT_EQ(Octets(wire.begin() + 16 + 16, wire.begin() + 16 + 20), Hex("86000000"));
}

TEST(Icmpv6RouterAdvertisement, WithoutPseudoHeaderTheChecksumIsZeroAndNotLookedAt)
{
    Icmpv6RouterAdvertisement header;
    EXPECT_TRUE(header.IsValid());
    EXPECT_EQ(header.GetSerializedSize(), 16u);
    Octets octets = MakeMessage(MtuOctets());
    octets[2] = 0xde;
    EXPECT_EQ(MakePacket(octets)->PeekHeader(header), octets.size());
    EXPECT_TRUE(header.IsChecksumOk());
    auto packet = Create<Packet>();
    packet->AddHeader(header);
    EXPECT_EQ(OctetsOf(packet), MakeMessage(MtuOctets()));
}

TEST(Icmpv6RouterAdvertisement, EveryTruncationIsDroppedOrWhole)
{
    const Octets whole = MakeMessage(PVD_OPTION + MtuOctets());
    for (std::size_t size = 0; size < whole.size(); ++size)
    {
        const Octets part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        const auto expected = ParseExactly(part);
        Icmpv6RouterAdvertisement header;
        EXPECT_EQ(MakePacket(part)->PeekHeader(header), expected.message ? size : 0);
        EXPECT_EQ(header.IsValid(), expected.message.has_value());
        EXPECT_EQ(header.GetDropReason(), expected.dropReason);
        EXPECT_EQ(header.GetIgnored().size(), expected.ignored.size());
    }
}

TEST(Icmpv6RouterAdvertisement, EndsWhereItsHeaderEnds)
{
    const Octets octets = MakeMessage(PVD_OPTION);
    const auto buffer = MakeBuffer(octets + Hex("ffffff"));
    Icmpv6RouterAdvertisement header;
    EXPECT_EQ(header.Deserialize(buffer.Begin()), 0u);
    EXPECT_EQ(header.GetDropReason(), RaDropReason::OPTION_OVERRUN);
    Buffer::Iterator end = buffer.Begin();
    end.Next(static_cast<uint32_t>(octets.size()));
    EXPECT_EQ(header.Deserialize(buffer.Begin(), end), octets.size());
    EXPECT_EQ(header.GetDropReason(), RaDropReason::NONE);
}

TEST(Icmpv6RouterAdvertisement, IsPrintedOptionByOption)
{
    Icmpv6RouterAdvertisement header;
    MakePacket(MakeMessage(Hex("0101 00005e005301") + PioOctets() +
                           Hex("1504 0000 0000 0161 00 000000 00000000") + MtuOctets() +
                           Hex("c801 010203040506")))
        ->PeekHeader(header);
    EXPECT_EQ(Text(header),
              "Router Advertisement: Cur Hop Limit 64, M 0, O 0, H 0, Prf medium, P 0, "
              "Router Lifetime 1800 s, Reachable Time 0 ms, Retrans Timer 0 ms\n"
              "    Source Link-Layer Address: 00:00:5e:00:53:01\n"
              "    Prefix Information: Prefix 2001:db8:f00d::/64, L 1, A 1, R 0, P 0, "
              "Valid Lifetime 2592000 s, Preferred Lifetime 604800 s\n"
              "    PvD: H 0, L 0, R 0, Delay 0, Sequence Number 0, PvD ID a\n"
              "        MTU: 1500\n"
              "        Option of type 200: 01 02 03 04 05 06\n"
              "    Ignored: option of type 200 at octet 80, unknown type");
}
