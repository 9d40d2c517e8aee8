/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-wire.h"

#include "ns3/nstime.h"
#include "ns3/pvd-extension-processing.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What a host makes of fragments.
class Reassembly : public CaseOf<Reassembly>
{
  public:
    using CaseOf::CaseOf;

    void AnyOrderIsAnswered();
    void FragmentsOfDifferentPacketsStayApart();
    void OverlapDiscardsThePacket();
    void OverlapDiscardsWhatComesLater();
    void DuplicatesChangeNothing();
    void OtherOctetsInTheSamePlaceAreAnOverlap();
    void TinyFragmentsDoNotCostOthersTheirs();
    void AtomicFragmentStandsAlone();
    void TimeoutIsReportedIfTheFirstIsThere();
    void FragmentsAreAwaitedForAMinute();
    void OldestMakesRoom();
    void OctetsAreLimited();
    void FlawsOfTheWholePacketAreReported();
    void HeadersBeforeTheFragmentHeader();
    void LongestPacket();

  private:
    void Send(WireHost& net, const std::string& order, uint8_t identification = 1);
};

/// An Echo Request of 64 octets.
Octets
LongEchoRequest()
{
    return EchoRequest() + Octets(48, 0xee);
}

/// \return a part of an Echo Request behind a Fragment header \param part 0 to 2
Octets
Part(const WireHost& net, int part, uint8_t identification)
{
    const Octets whole = net.Behind({}, LongEchoRequest());
    const int begin = part * 24;
    const int end = std::min<int>(begin + 24, whole.size());
    return FragmentHeader(ICMPV6_MESSAGE, begin, part < 2, identification) +
           Octets(whole.begin() + begin, whole.begin() + end);
}

void
Reassembly::Send(WireHost& net, const std::string& order, uint8_t identification)
{
    for (const char part : order)
    {
        net.Put(FRAGMENT, Part(net, part - '0', identification));
    }
}

void
Reassembly::AnyOrderIsAnswered()
{
    for (const std::string order : {"012", "021", "102", "120", "201", "210"})
    {
        WireHost net;
        Send(net, order);
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", order);
    }
}

void
Reassembly::FragmentsOfDifferentPacketsStayApart()
{
    WireHost net;
    const Ipv6Address from = net.neighbor.address;
    const Ipv6Address to = net.host.GetLinkLocal();
    Send(net, "02");
    Send(net, "1", 2);
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "another identification");
    net.Put(FRAGMENT, Part(net, 1, 1), Ipv6Address("fe80::d"), to);
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "another source");
    net.Put(FRAGMENT, Part(net, 1, 1), from, net.host.MakeAddress("2001:db8:1::"));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "another destination");
    Send(net, "1");
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "its own");
}

/// \return 16 octets at an offset
Octets
Intruder(uint16_t offset, bool more = true)
{
    return FragmentHeader(ICMPV6_MESSAGE, offset, more, 1) + Octets(16, 0xff);
}

void
Reassembly::OverlapDiscardsThePacket()
{
    for (const Octets& intruder :
         {Intruder(0), Intruder(8), Intruder(16), Intruder(56), Intruder(64), Intruder(32, false)})
    {
        WireHost net;
        Send(net, "02");
        net.Put(FRAGMENT, intruder);
        Send(net, "1");
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "offset " << +intruder[3]);
        RunTo(Seconds(80));
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "and no error, RFC 5722");
        NS_TEST_EXPECT_MSG_EQ(net.host.GetNode()->GetObject<PvdExtensionProcessing>()->GetDropCount(
                                  PvdPacketDropReason::OVERLAP),
                              1,
                              "offset " << +intruder[3]);
    }
}

void
Reassembly::OverlapDiscardsWhatComesLater()
{
    WireHost net;
    Send(net, "0");
    net.Put(FRAGMENT, Intruder(16));
    Send(net, "012");
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "within the time of the first");
    RunTo(Seconds(70));
    Send(net, "012");
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "after it");
}

void
Reassembly::DuplicatesChangeNothing()
{
    WireHost net;
    Send(net, "0022001");
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "");
}

void
Reassembly::OtherOctetsInTheSamePlaceAreAnOverlap()
{
    for (const bool isLast : {false, true})
    {
        WireHost net;
        Send(net, "012", 2);
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "without an intruder");
        Octets intruder = Part(net, isLast ? 2 : 1, 1);
        intruder.back() ^= 1;
        Send(net, isLast ? "02" : "01");
        net.Put(FRAGMENT, intruder);
        Send(net, isLast ? "1" : "2");
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "RFC 5722, the last one: " << isLast);
    }
}

void
Reassembly::TinyFragmentsDoNotCostOthersTheirs()
{
    WireHost net;
    Send(net, "01", 1);
    for (uint32_t i = 0; i < 8000; ++i)
    {
        net.Put(FRAGMENT,
                FragmentHeader(ICMPV6_MESSAGE, static_cast<uint16_t>(8 * i), true, 2) +
                    Octets(8, 0xee));
    }
    Send(net, "2", 1);
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "the other packet");
}

void
Reassembly::AtomicFragmentStandsAlone()
{
    // RFC 6946, section 4: also while fragments of the same identification wait.
    WireHost net;
    Send(net, "02");
    net.Put(FRAGMENT, net.Behind(FragmentHeader(ICMPV6_MESSAGE, 0, false, 1), EchoRequest()));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "atomic");
    Send(net, "1");
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "the others");
}

void
Reassembly::TimeoutIsReportedIfTheFirstIsThere()
{
    WireHost net;
    Send(net, "01");
    Send(net, "12", 2);
    RunTo(Seconds(64));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "too early");
    RunTo(Seconds(66));
    const auto errors = net.TakeErrors();
    NS_TEST_EXPECT_MSG_EQ(errors.size(), 1, "only for the packet whose first fragment came");
    if (errors.size() != 1)
    {
        return;
    }
    NS_TEST_EXPECT_MSG_EQ(+errors[0].message[0], 3, "Time Exceeded");
    NS_TEST_EXPECT_MSG_EQ(+errors[0].message[1], 1, "in reassembly");
    const Octets quoted(errors[0].message.begin() + 48, errors[0].message.end());
    NS_TEST_EXPECT_MSG_EQ((quoted == Part(net, 0, 1)), true, "it quotes the first fragment");
    NS_TEST_EXPECT_MSG_EQ(errors[0].source, net.host.GetLinkLocal(), "from where it went");
    Send(net, "2");
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "the others are forgotten");
}

void
Reassembly::FragmentsAreAwaitedForAMinute()
{
    WireHost net;
    Send(net, "01");
    RunTo(Seconds(64));
    net.TakeAnswers();
    net.Announce();
    Send(net, "2");
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "after 59 s");
    RunTo(Seconds(70));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "no error about a packet that was whole");
}

void
Reassembly::OldestMakesRoom()
{
    WireHost net;
    const auto processing = net.host.GetNode()->GetObject<PvdExtensionProcessing>();
    processing->SetAttribute("MaxReassemblies", UintegerValue(2));
    Send(net, "01", 1);
    Send(net, "01", 2);
    Send(net, "01", 3);
    Send(net, "2", 3);
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "the third");
    Send(net, "2", 2);
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "the second");
    Send(net, "2", 1);
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "the first was given up");
    NS_TEST_EXPECT_MSG_EQ(processing->GetDropCount(PvdPacketDropReason::REASSEMBLY_LIMIT),
                          1,
                          "and counted");
}

void
Reassembly::OctetsAreLimited()
{
    WireHost net;
    const auto processing = net.host.GetNode()->GetObject<PvdExtensionProcessing>();
    processing->SetAttribute("MaxReassemblyOctets", UintegerValue(3 * (24 + 64)));
    Send(net, "01", 1);
    Send(net, "01", 2);
    Send(net, "2", 2);
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "the second");
    Send(net, "2", 1);
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "the first was given up");
    processing->SetAttribute("MaxReassemblyOctets", UintegerValue(24));
    Send(net, "012", 3);
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "more than all room");
}

void
Reassembly::FlawsOfTheWholePacketAreReported()
{
    // Pointers are those of the packet as it was before it was cut.
    WireHost net;
    const Octets options = Hex("3a009e0400000000") + net.Behind({}, EchoRequest());
    net.Put(FRAGMENT, FragmentHeader(DESTINATION_OPTIONS, 0, true, 1) + options);
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "not whole");
    net.Put(FRAGMENT, FragmentHeader(DESTINATION_OPTIONS, 24, false, 1) + Octets(8, 0));
    const auto errors = net.TakeErrors();
    NS_TEST_EXPECT_MSG_EQ(errors.size(), 1, "unknown option");
    if (errors.size() != 1)
    {
        return;
    }
    NS_TEST_EXPECT_MSG_EQ(+errors[0].message[0], 4, "type");
    NS_TEST_EXPECT_MSG_EQ(+errors[0].message[7], 42, "pointer");
    NS_TEST_EXPECT_MSG_EQ(+errors[0].message[8 + 6], +DESTINATION_OPTIONS, "quoted Next Header");
    NS_TEST_EXPECT_MSG_EQ(+errors[0].message[8 + 5], 32, "quoted Payload Length");
    net.Put(FRAGMENT, FragmentHeader(200, 0, true, 2) + Octets(8, 1));
    net.Put(FRAGMENT, FragmentHeader(200, 8, false, 2) + Octets(8, 2));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "4/1 at 6 to fe80::c", "unknown protocol");
}

void
Reassembly::HeadersBeforeTheFragmentHeader()
{
    WireHost net;
    const Octets hopByHop = Hex("2c00050200000100");
    for (const int part : {2, 0, 1})
    {
        net.Put(HOP_BY_HOP, hopByHop + Part(net, part, 1));
    }
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "behind Hop-by-Hop Options");
    net.Put(DESTINATION_OPTIONS, Hex("2c009e0400000000") + Part(net, 0, 2));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "4/2 at 42 to fe80::c", "at once");
}

void
Reassembly::LongestPacket()
{
    WireHost net;
    const Octets whole = net.Behind({}, EchoRequest() + Octets(65535 - 16, 0x55));
    constexpr std::size_t STEP = 1024;
    for (std::size_t begin = 0; begin < whole.size(); begin += STEP)
    {
        const std::size_t end = std::min(begin + STEP, whole.size());
        net.Put(FRAGMENT,
                FragmentHeader(ICMPV6_MESSAGE, begin, end < whole.size(), 1) +
                    Octets(whole.begin() + begin, whole.begin() + end));
    }
    RunTo(Seconds(6));
    std::size_t answered = 0;
    for (const auto& seen : net.link.GetSeen())
    {
        answered += seen.nextHeader == FRAGMENT && seen.source == net.host.GetLinkLocal()
                        ? seen.message.size() - 8
                        : 0;
    }
    NS_TEST_EXPECT_MSG_EQ(answered, 65535, "octets of the Echo Reply");
}

class ReassemblySuite : public TestSuite
{
  public:
    ReassemblySuite()
        : TestSuite("pvd-reassembly", Type::UNIT)
    {
        Add("fragments in any order are answered", &Reassembly::AnyOrderIsAnswered);
        Add("fragments of different packets stay apart",
            &Reassembly::FragmentsOfDifferentPacketsStayApart);
        Add("overlap discards the packet", &Reassembly::OverlapDiscardsThePacket);
        Add("overlap discards what comes later", &Reassembly::OverlapDiscardsWhatComesLater);
        Add("duplicates change nothing", &Reassembly::DuplicatesChangeNothing);
        Add("other octets in the same place discard the packet",
            &Reassembly::OtherOctetsInTheSamePlaceAreAnOverlap);
        Add("packet in tiny fragments does not cost another one its fragments",
            &Reassembly::TinyFragmentsDoNotCostOthersTheirs);
        Add("atomic fragment stands alone", &Reassembly::AtomicFragmentStandsAlone);
        Add("timeout is reported if the first fragment is there",
            &Reassembly::TimeoutIsReportedIfTheFirstIsThere);
        Add("fragments are awaited for a minute", &Reassembly::FragmentsAreAwaitedForAMinute);
        Add("oldest incomplete packet makes room", &Reassembly::OldestMakesRoom);
        Add("octets of fragments are limited", &Reassembly::OctetsAreLimited);
        Add("flaws of the whole packet are reported",
            &Reassembly::FlawsOfTheWholePacketAreReported);
        Add("headers before the Fragment header are processed",
            &Reassembly::HeadersBeforeTheFragmentHeader);
        Add("longest packet is answered", &Reassembly::LongestPacket);
    }

  private:
    void Add(const std::string& name, Reassembly::Body body)
    {
        AddTestCase(new Reassembly(name, body));
    }
};

const ReassemblySuite g_suite;

} // namespace
