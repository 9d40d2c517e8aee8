/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-wire.h"

#include "ns3/double.h"
#include "ns3/pvd-icmpv6-error-policy.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <tuple>
#include <vector>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Which ICMPv6 errors a host sends, and what they say.
class Icmpv6Error : public CaseOf<Icmpv6Error>
{
  public:
    using CaseOf::CaseOf;

    void NoErrorAboutAnError();
    void NoErrorToNobody();
    void NoErrorAboutGroups();
    void UnknownOptionOfAGroupIsReported();
    void HostIsSilentAboutPacketsOfOthers();
    void RouterReportsThatThereIsNoRoute();
    void RateIsLimited();
    void NoLimit();
    void QuotedPacketIsConsistent();
    void ErrorsOfGlobalAddresses();
    void SuppressedErrorsAreTraced();

  private:
    void Note(PvdErrorSuppression reason, uint8_t type, Ipv6Address destination);

    std::vector<PvdErrorSuppression> m_reasons; //!< in order
};

/// Destination Options with an option that is always reported.
Octets
Unknown(uint8_t nextHeader = ICMPV6_MESSAGE)
{
    return Octets{nextHeader, 0, 0x9e, 4, 0, 0, 0, 0};
}

/// \return an ICMPv6 error that quotes a UDP packet of the host
Octets
ErrorMessage(uint8_t type, uint8_t code)
{
    Octets quoted = Hex("60000000 0010 11 40 fe8000000000000000 00 00 ff fe 00 00 01"
                        "fe80000000000000000000000000000c");
    quoted.resize(40);
    return Octets{type, code, 0, 0, 0, 0, 5, 0} + quoted + Datagram(9);
}

void
Icmpv6Error::NoErrorAboutAnError()
{
    WireHost net;
    for (const uint8_t type : {1, 2, 3, 4, 100, 127})
    {
        net.Put(DESTINATION_OPTIONS, net.Behind(Unknown(), ErrorMessage(type, 0)));
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "error of type " << +type);
    }
    net.Put(DESTINATION_OPTIONS,
            net.Behind(Unknown(), RedirectTo(Ipv6Address("fe80::d"), Ipv6Address("fe80::e"))));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "Redirect");
    for (const uint8_t type : {128, 200, 255})
    {
        Octets message = EchoRequest();
        message[0] = type;
        net.Put(DESTINATION_OPTIONS, net.Behind(Unknown(), message));
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "4/2 at 42 to fe80::c", "type " << +type);
    }
}

void
Icmpv6Error::NoErrorToNobody()
{
    WireHost net;
    const Ipv6Address to = net.host.GetLinkLocal();
    for (const char* from : {"::", "ff02::5", "ff02::1"})
    {
        net.Put(UDP_DATAGRAM, Datagram(9), Ipv6Address(from), to);
        net.Put(DESTINATION_OPTIONS, Unknown(UDP_DATAGRAM) + Datagram(9), Ipv6Address(from), to);
        net.Put(200, Datagram(9), Ipv6Address(from), to);
        net.Put(FRAGMENT,
                FragmentHeader(UDP_DATAGRAM, 0, true, 1) + Datagram(9),
                Ipv6Address(from),
                to);
        RunTo(Simulator::Now() + Seconds(70));
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", from);
    }
}

void
Icmpv6Error::NoErrorAboutGroups()
{
    WireHost net;
    const Ipv6Address from = net.neighbor.address;
    const Ipv6Address all = Ipv6Address::GetAllNodesMulticast();
    net.Put(UDP_DATAGRAM, Datagram(9), from, all);
    net.Put(200, Datagram(9), from, all);
    net.Put(ROUTING_HEADER, Hex("1100210100000000") + Datagram(9), from, all);
    net.Put(DESTINATION_OPTIONS, Hex("1100de0400000000") + Datagram(9), from, all);
    net.Put(FRAGMENT, FragmentHeader(UDP_DATAGRAM, 0, true, 1) + Datagram(9), from, all);
    RunTo(Seconds(70));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", "RFC 4443, section 2.4 (e.3)");
}

void
Icmpv6Error::UnknownOptionOfAGroupIsReported()
{
    WireHost net;
    net.Put(DESTINATION_OPTIONS,
            Unknown(UDP_DATAGRAM) + Datagram(9),
            net.neighbor.address,
            Ipv6Address::GetAllNodesMulticast());
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "4/2 at 42 to fe80::c", "the second exception");
}

void
Icmpv6Error::HostIsSilentAboutPacketsOfOthers()
{
    WireHost net;
    for (const char* to : {"2001:db8:1::77", "2001:db8:2::1", "::", "::1", "fe80::77"})
    {
        net.Put(UDP_DATAGRAM, Datagram(9), net.neighbor.address, Ipv6Address(to));
        net.Put(200, Datagram(9), net.neighbor.address, Ipv6Address(to));
        net.Put(DESTINATION_OPTIONS,
                Unknown(UDP_DATAGRAM) + Datagram(9),
                net.neighbor.address,
                Ipv6Address(to));
        NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "", to);
    }
}

void
Icmpv6Error::RouterReportsThatThereIsNoRoute()
{
    OneHost net;
    RunTo(Seconds(3));
    const auto ipv6 = net.host.GetIpv6();
    ipv6->SetForwarding(1, true);
    ipv6->AddAddress(1, Ipv6InterfaceAddress(Ipv6Address("2001:db8:1::1"), Ipv6Prefix(64)));
    RunTo(Seconds(6));
    const Station sender{Ipv6Address("2001:db8:1::c"), MakeRouter('c').mac};
    net.link.Send(NeighborSolicitation(Ipv6Address("2001:db8:1::1"), &sender.mac),
                  sender,
                  Ipv6Address("2001:db8:1::1"));
    net.link.ForgetSeen();
    net.link.Send(EchoRequest(), sender, Ipv6Address("2001:db8:2::1"));
    const auto errors = net.link.GetSeen(DESTINATION_UNREACHABLE);
    NS_TEST_EXPECT_MSG_EQ(errors.size(), 1, "no route");
    if (errors.size() != 1)
    {
        return;
    }
    NS_TEST_EXPECT_MSG_EQ(errors[0].destination, sender.address, "to the sender");
}

/// \return how many errors were sent about so many datagrams to a closed port
std::size_t
CountErrors(WireHost& net, int datagrams)
{
    for (int i = 0; i < datagrams; ++i)
    {
        net.Put(UDP_DATAGRAM, Datagram(9));
    }
    return net.TakeErrors().size();
}

void
Icmpv6Error::RateIsLimited()
{
    WireHost net;
    const auto policy = net.host.GetNode()->GetObject<PvdIcmpv6ErrorPolicy>();
    policy->SetAttribute("Rate", DoubleValue(2));
    policy->SetAttribute("Burst", UintegerValue(4));
    NS_TEST_EXPECT_MSG_EQ(CountErrors(net, 10), 4, "the burst");
    NS_TEST_EXPECT_MSG_EQ(CountErrors(net, 10), 0, "and no more");
    RunTo(Seconds(6));
    NS_TEST_EXPECT_MSG_EQ(CountErrors(net, 10), 2, "those of one second");
    RunTo(Seconds(16));
    net.Announce();
    NS_TEST_EXPECT_MSG_EQ(CountErrors(net, 10), 4, "never more than the burst");
    NS_TEST_EXPECT_MSG_EQ(policy->GetSuppressedCount(), 6 + 10 + 8 + 6, "the rest is counted");
    net.Put(ICMPV6_MESSAGE, net.Behind({}, EchoRequest()));
    NS_TEST_EXPECT_MSG_EQ(net.TakeAnswers(), "reply to fe80::c", "a reply is no error");
}

void
Icmpv6Error::NoLimit()
{
    WireHost net;
    const auto policy = net.host.GetNode()->GetObject<PvdIcmpv6ErrorPolicy>();
    NS_TEST_EXPECT_MSG_EQ(CountErrors(net, 60), 50, "by default");
    policy->SetAttribute("Rate", DoubleValue(0));
    NS_TEST_EXPECT_MSG_EQ(CountErrors(net, 60), 60, "without limit");
}

void
Icmpv6Error::QuotedPacketIsConsistent()
{
    // On every release of ns-3: what Next Header and Payload Length say is what follows.
    constexpr std::size_t MOST = 1280 - 40 - 8 - 40; // octets behind the quoted IPv6 header
    Octets longDatagram = Datagram(9);
    longDatagram.resize(1300);
    longDatagram[4] = 1300 >> 8;
    longDatagram[5] = 1300 & 0xff;
    const Octets options = Hex("1100010400000000");
    const std::vector<std::tuple<uint8_t, Octets, Octets>> rows = {
        {UDP_DATAGRAM, {}, Datagram(9)},
        {DESTINATION_OPTIONS, options, Datagram(9)},
        {DESTINATION_OPTIONS, options, longDatagram},
        {ROUTING_HEADER, Hex("3c00210000000000") + options, Datagram(9)},
        {FRAGMENT, FragmentHeader(UDP_DATAGRAM, 0, false, 1), Datagram(9)}};
    for (const auto& [nextHeader, headers, datagram] : rows)
    {
        WireHost net;
        net.Put(nextHeader, headers + datagram);
        auto errors = net.TakeErrors();
        NS_TEST_ASSERT_MSG_EQ(errors.size(), 1, "closed port");
        const Octets& message = errors[0].message;
        const std::size_t length = (message[8 + 4] << 8) | message[8 + 5];
        NS_TEST_EXPECT_MSG_EQ(+message[8 + 6], +UDP_DATAGRAM, "Next Header, was " << +nextHeader);
        NS_TEST_EXPECT_MSG_EQ(length, datagram.size(), "Payload Length, was " << +nextHeader);
        const Octets quoted(message.begin() + 48, message.end());
        Octets expected = datagram;
        expected.resize(std::min(datagram.size(), MOST));
        NS_TEST_EXPECT_MSG_EQ((quoted == expected), true, "the datagram");
        NS_TEST_EXPECT_MSG_EQ(
            (WithChecksum(message, errors[0].source, errors[0].destination) == message),
            true,
            "checksum");
    }
}

void
Icmpv6Error::ErrorsOfGlobalAddresses()
{
    // By way of the router, from the address that the packet went to.
    WireHost net;
    const Ipv6Address own = net.host.MakeAddress("2001:db8:1::");
    const Ipv6Address far("2001:db8:2::c2");
    net.Put(200, Datagram(9), far, own);
    net.Put(DESTINATION_OPTIONS, Hex("c800010400000000"), far, own);
    net.Put(ROUTING_HEADER, Hex("1100210100000000") + Datagram(9), far, own);
    net.Put(UDP_DATAGRAM, Datagram(9), far, own);
    const auto errors = net.TakeErrors();
    NS_TEST_EXPECT_MSG_EQ(errors.size(), 4, "errors");
    if (errors.size() != 4)
    {
        return;
    }
    for (const auto& error : errors)
    {
        NS_TEST_EXPECT_MSG_EQ(error.source, own, "source");
        NS_TEST_EXPECT_MSG_EQ(error.destination, far, "destination");
        NS_TEST_EXPECT_MSG_EQ(error.hardwareDestination, MakeRouter('a').mac, "router");
        NS_TEST_EXPECT_MSG_EQ(
            (WithChecksum(error.message, error.source, error.destination) == error.message),
            true,
            "checksum");
    }
}

void
Icmpv6Error::Note(PvdErrorSuppression reason, uint8_t, Ipv6Address)
{
    m_reasons.push_back(reason);
}

void
Icmpv6Error::SuppressedErrorsAreTraced()
{
    WireHost net;
    net.host.GetNode()->GetObject<PvdIcmpv6ErrorPolicy>()->TraceConnectWithoutContext(
        "Suppressed",
        MakeCallback(&Icmpv6Error::Note, this));
    net.Put(DESTINATION_OPTIONS, net.Behind(Unknown(), ErrorMessage(1, 0)));
    net.Put(200, Datagram(9), net.neighbor.address, Ipv6Address::GetAllNodesMulticast());
    net.Put(UDP_DATAGRAM, Datagram(9), Ipv6Address("::"), net.host.GetLinkLocal());
    const std::vector<PvdErrorSuppression> expected{PvdErrorSuppression::ABOUT_AN_ERROR,
                                                    PvdErrorSuppression::ABOUT_A_GROUP,
                                                    PvdErrorSuppression::NO_SENDER};
    NS_TEST_EXPECT_MSG_EQ((m_reasons == expected), true, m_reasons.size() << " reasons");
}

class Icmpv6ErrorSuite : public TestSuite
{
  public:
    Icmpv6ErrorSuite()
        : TestSuite("pvd-icmpv6-error", Type::UNIT)
    {
        Add("no error about an error or Redirect", &Icmpv6Error::NoErrorAboutAnError);
        Add("no error to a source that is no single node", &Icmpv6Error::NoErrorToNobody);
        Add("no error about packets to groups", &Icmpv6Error::NoErrorAboutGroups);
        Add("unknown option in a packet to a group is reported",
            &Icmpv6Error::UnknownOptionOfAGroupIsReported);
        Add("host is silent about packets of others",
            &Icmpv6Error::HostIsSilentAboutPacketsOfOthers);
        Add("router reports that there is no route", &Icmpv6Error::RouterReportsThatThereIsNoRoute);
        Add("rate of errors is limited", &Icmpv6Error::RateIsLimited);
        Add("rate of errors has no limit at 0", &Icmpv6Error::NoLimit);
        Add("quoted packet is consistent", &Icmpv6Error::QuotedPacketIsConsistent);
        Add("errors come from where the packet went", &Icmpv6Error::ErrorsOfGlobalAddresses);
        Add("suppressed errors are traced", &Icmpv6Error::SuppressedErrorsAreTraced);
    }

  private:
    void Add(const std::string& name, Icmpv6Error::Body body)
    {
        AddTestCase(new Icmpv6Error(name, body));
    }
};

const Icmpv6ErrorSuite g_suite;

} // namespace
