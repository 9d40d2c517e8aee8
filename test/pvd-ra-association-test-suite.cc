/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ndisc-cache.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// To which PvD the objects of a Router Advertisement belong.
class Association : public CaseOf<Association>
{
  public:
    using CaseOf::CaseOf;

    void OptionOfTheRfc();
    void UnusablePvdOptionLeavesTheRestImplicit();
    void BrokenNestedOptionDropsAll();
    void OnlyTheFirstPvdOptionCounts();
    void PvdInsideAPvdIsSkipped();
    void BadLinkLayerAddressRemovesNothing();
    void PvdOptionOfASolicitationIsNotRead();
    void PvdWithoutDefaultRouter();
    void SeveralMessagesAddUp();
    void AddressFollowsTheLastMessage();
    void SequenceNumbersOfTwoRouters();
    void AllObjectsOfOneMessage();
    void LinkLocalBelongsToNobody();
    void AddressEndsAfterTwoHours();

  private:
    void NoteDisagreement(Ptr<Pvd> pvd, Ipv6Address router, Ipv6Address other, int16_t ahead);

    std::vector<std::string> m_disagreements; //!< PvD, router, the other, how far ahead
};

const char* const ROUTER_A = "fe80:0000:0000:0000:0000:0000:0000:000a%eth0";

/// \return the PvD option as octets, to stand where only one may
OpaqueOption
AsOctets(const PvdOption& option)
{
    const auto octets = SerializeOption(option);
    NS_ABORT_MSG_UNLESS(octets, "the option cannot be sent");
    return Opaque(21, Octets(octets->begin() + 2, octets->end()));
}

// Figure 2 of RFC 8801, with contents of ours for the options that it only names.
// Rows: RA-02
void
Association::OptionOfTheRfc()
{
    OneHost net;
    const Octets option =
        Hex("15 0c 8001 007b 07 6578616d706c65 03 6f7267 00 0000000000"
            "19 05 0000 00000708 20010db8cafe00000000000000000053 20010db8f00d00000000000000000053"
            "03 04 40 c0 00000e10 00000708 00000000 20010db8f00d00000000000000000000");
    Octets message = ToMessage(Ra(1800));
    message.insert(message.end(), option.begin(), option.end());
    net.link.Send(message, MakeRouter('a'), TestLink::Envelope());
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(),
                          "pvd example.org explicit H delay 1 sequence 123\n"
                          "  parameters mtu 0 hop limit 0 reachable 0 retrans 0 portal none "
                          "pref64 0\n"
                          "  router 1 fe80::a medium lifetime 1800 until 1800\n"
                          "  prefix 1 2001:db8:f00d::/64 by fe80::a A on-link until 3600 valid "
                          "until 3600 preferred until 1800\n"
                          "  route 1 2001:db8:f00d::/64 via :: medium until 3600\n"
                          "  route 1 ::/0 via fe80::a medium until 1800\n"
                          "  rdnss 2001:db8:cafe::53 zone 0 until 1800\n"
                          "  rdnss 2001:db8:f00d::53 zone 0 until 1800\n"
                          "interface 1 mtu 1500 hop limit 64 reachable 30000 retrans 1000\n"
                          "2001:db8:f00d::ff:fe00:1/64 tentative valid until 3600 preferred "
                          "until 1800 of example.org\n",
                          "the option is misread");
    const auto parsed = RouterAdvertisement::Parse(message);
    const bool same = parsed.message && ToMessage(*parsed.message) == message;
    NS_TEST_EXPECT_MSG_EQ(same, true, "other octets come back");
}

// Rows: RA-04
void
Association::UnusablePvdOptionLeavesTheRestImplicit()
{
    OneHost net;
    net.Hear(Ra(1800,
                {Opaque(21, Hex("8000 0001 00 00")), // the root is no PvD ID
                 Pio("2001:db8:1::/64", 3600, 1800)}));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), ROUTER_A, "not the implicit PvD");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, net.host.GetOnlyPvd()),
                          "2001:db8:1::ff:fe00:1",
                          "the prefix is not the implicit PvD's");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "21: bad domain name", "reason");
}

// Rows: RA-06
void
Association::BrokenNestedOptionDropsAll()
{
    OneHost net;
    Octets octets = ToMessage(
        Ra(1800,
           {PvdNamed("a.example",
                     {Pio("2001:db8:1::/64", 3600, 1800), Opaque(200, Hex("000000000000"))})}));
    NS_TEST_ASSERT_MSG_EQ(+octets.at(octets.size() - 7), 1, "length of the last nested option");
    octets.at(octets.size() - 7) = 0;
    const std::string before = net.host.Describe();
    net.link.Send(octets, MakeRouter('a'), TestLink::Envelope());
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), before, "a part of the message was applied");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "option of length 0", "reason");
}

// Rows: RA-07
void
Association::OnlyTheFirstPvdOptionCounts()
{
    OneHost net;
    net.Hear(Ra(1800,
                {PvdNamed("first.example", {Pio("2001:db8:a::/64", 3600, 1800)}),
                 AsOctets(PvdNamed("second.example", {Pio("2001:db8:b::/64", 3600, 1800)})),
                 Pio("2001:db8:c::/64", 3600, 1800)}));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "first.example", "PvDs");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, net.host.GetOnlyPvd()),
                          "2001:db8:c::ff:fe00:1, 2001:db8:a::ff:fe00:1",
                          "addresses");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "21: second pvd option", "reason");
}

// Rows: RA-08
void
Association::PvdInsideAPvdIsSkipped()
{
    OneHost net;
    net.Hear(
        Ra(1800,
           {PvdNamed("outer.example",
                     {AsOctets(PvdNamed("inner.example", {Pio("2001:db8:b::/64", 3600, 1800)})),
                      Pio("2001:db8:a::/64", 3600, 1800)})}));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "outer.example", "PvDs");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, net.host.GetOnlyPvd()),
                          "2001:db8:a::ff:fe00:1",
                          "addresses");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "21: pvd option in a pvd option", "reason");
}

// Rows: RA-14
void
Association::BadLinkLayerAddressRemovesNothing()
{
    OneHost net;
    const PvdOption option = PvdNamed("a.example", {Pio("2001:db8:1::/64", 3600, 1800)});
    net.Hear(Ra(1800, {option}));
    const auto pvd = net.host.FindPvd("a.example");
    RunTo(Seconds(3));
    const std::string before = net.host.Describe();
    SourceLinkLayerAddressOption longer;
    longer.address.assign(14, 0x02);
    net.host.ForgetEvents();
    net.link.ForgetSeen();
    Octets octets = ToMessage(Ra(1800, {option, longer}));
    net.link.Send(octets, MakeRouter('a'), TestLink::Envelope());
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "something changed");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a.example"), pvd, "another PvD");
    octets.at(octets.size() - 15) = 0; // Length of the link-layer address option
    net.link.Send(octets, MakeRouter('a'), TestLink::Envelope());
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "something changed");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host),
                          "option of length 0, 1: link-layer address does not fit the link",
                          "reasons");
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(Ipv6Address("2001:db8:1::99")), true, "a flow");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:1::ff:fe00:1", "its address");
    NS_TEST_EXPECT_MSG_NE(before.find("valid until 3600 preferred"), std::string::npos, before);
}

// Rows: RA-15
void
Association::PvdOptionOfASolicitationIsNotRead()
{
    OneHost net;
    RunTo(Seconds(3));
    const Station neighbour = MakeRouter('c');
    const Mac48Address other("02:00:00:00:ff:99");
    Octets ns = NeighborSolicitation(net.host.GetLinkLocal(), &neighbour.mac);
    const auto option = SerializeOption(PvdNamed("a.example", {Slla(other)}));
    ns.insert(ns.end(), option->begin(), option->end());
    net.link.Send(ns, neighbour, Ipv6Address::MakeSolicitedAddress(net.host.GetLinkLocal()));
    const auto device = net.host.GetIpv6()->GetNetDevice(1);
    const auto* entry =
        net.host.GetNode()->GetObject<Ipv6L3Protocol>()->GetInterface(1)->GetNdiscCache()->Lookup(
            neighbour.address);
    NS_TEST_ASSERT_MSG_NE(entry, nullptr, "the solicitation left no neighbour of " << device);
    NS_TEST_EXPECT_MSG_EQ(Mac48Address::ConvertFrom(entry->GetMacAddress()),
                          neighbour.mac,
                          "the address inside the PvD option was taken");
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "a solicitation made a PvD");
}

// Rows: RA-17, RA-09
void
Association::PvdWithoutDefaultRouter()
{
    OneHost net;
    net.Hear(Ra(1800,
                {PvdNamed("a.example",
                          pvdtest::Header(0),
                          {Pio("2001:db8:1::/64", 3600, 1800), Rio("2001:db8:100::/40", 900)})}));
    RunTo(Seconds(3));
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd),
                          "2001:db8:1::/64%1, 2001:db8:100::/40 via fe80::a%1",
                          "the inner header says that it is no default router");
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(Ipv6Address("2001:db8:1::99")), true, "on-link");
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(Ipv6Address("2001:db8:100::99")), true, "RIO");
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(Ipv6Address("2001:db9::99")), false, "no route there");
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(Ipv6Address("2001:db9::99")), true, "a default router");
    net.Hear(Ra(0, {PvdNamed("a.example")}));
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(Ipv6Address("2001:db9::99")), false, "and none again");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:1::ff:fe00:1", "addresses stay");
}

// Rows: RA-18, LIM-11
void
Association::SeveralMessagesAddUp()
{
    OneHost net;
    net.Hear(Ra(1800, {PvdNamed("a.example", {Pio("2001:db8:a::/64", 3600, 1800)})}));
    net.Hear(Ra(1800,
                {PvdNamed("a.example",
                          {Pio("2001:db8:b::/64", 3600, 1800), Rdnss({"2001:db8::53"}, 600)})}));
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd),
                          "2001:db8:a::ff:fe00:1, 2001:db8:b::ff:fe00:1",
                          "an absent option removed an address");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), "2001:db8::53", "an absent option removed a server");
}

// Rows: RA-19, TAG-03, TAG-04
void
Association::AddressFollowsTheLastMessage()
{
    OneHost net;
    const PrefixInformationOption shared = Pio("2001:db8:1::/64", 3600, 1800);
    const PrefixInformationOption own = Pio("2001:db8:2::/64", 3600, 1800);
    const auto hear = [&](const std::string& id, const std::vector<NdOption>& options) {
        net.host.ForgetEvents();
        net.Hear(Ra(1800, {PvdNamed(id, options)}));
    };
    hear("a.example", {shared, own});
    hear("b.example", {});
    RunTo(Seconds(3));
    const auto a = net.host.FindPvd("a.example");
    const auto b = net.host.FindPvd("b.example");
    hear("b.example", {shared});
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, b), "2001:db8:1::ff:fe00:1", "to B");
    NS_TEST_EXPECT_MSG_EQ(a->GetNAddresses() + 10 * b->GetNAddresses(), 11, "counts");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "PvdChanged a.example 0x20, PvdChanged b.example 0x70",
                          "told to both");
    hear("a.example", {shared, own});
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, a),
                          "2001:db8:1::ff:fe00:1, 2001:db8:2::ff:fe00:1",
                          "back to A");
    NS_TEST_EXPECT_MSG_EQ(a->GetNAddresses() + 10 * b->GetNAddresses(), 2, "counts");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "PvdChanged a.example 0x20, PvdChanged b.example 0x20",
                          "told to both");
    NS_TEST_EXPECT_MSG_EQ(
        net.host.GetRegistry()->GetAdvertisers(1, Ipv6Address("2001:db8:1::ff:fe00:1")).size(),
        2,
        "both PvDs go on advertising it");
}

void
Association::NoteDisagreement(Ptr<Pvd> pvd, Ipv6Address router, Ipv6Address other, int16_t ahead)
{
    m_disagreements.push_back(pvd->GetId().ToString() + " " + ToText(router) + " " + ToText(other) +
                              " " + std::to_string(ahead));
}

// Rows: RA-11
void
Association::SequenceNumbersOfTwoRouters()
{
    OneHost net;
    net.host.GetRegistry()->TraceConnectWithoutContext(
        "SequenceDisagreement",
        MakeCallback(&Association::NoteDisagreement, this));
    const auto hear = [&net](uint16_t sequence, char router, bool http = true) {
        PvdOption option = PvdNamed("a.example");
        option.http = http;
        option.sequence = sequence;
        net.Hear(Ra(1800, {option}), MakeRouter(router));
        return net.host.FindPvd("a.example")->GetSequence();
    };
    hear(5, 'a');
    NS_TEST_EXPECT_MSG_EQ(Join(m_disagreements), "", "one router cannot disagree");
    for (int round = 0; round < 3; ++round)
    {
        NS_TEST_EXPECT_MSG_EQ(hear(6, 'b'), 6, "the last heard");
        NS_TEST_EXPECT_MSG_EQ(hear(5, 'a'), 5, "the last heard");
    }
    NS_TEST_EXPECT_MSG_EQ(Join(m_disagreements),
                          "a.example fe80::b fe80::a 1",
                          "told for each message");
    hear(5, 'b');
    NS_TEST_EXPECT_MSG_EQ(m_disagreements.size(), 1, "they agree");
    hear(65535, 'b');
    NS_TEST_EXPECT_MSG_EQ(m_disagreements.back(), "a.example fe80::b fe80::a -6", "numbers wrap");
    hear(7, 'b', false);
    hear(8, 'a');
    NS_TEST_EXPECT_MSG_EQ(m_disagreements.size(), 2, "with H clear the number says nothing");
}

// Rows: TAG-01, NST-01, NST-02
void
Association::AllObjectsOfOneMessage()
{
    OneHost net;
    net.Hear(Ra(1800,
                {Pio("2001:db8:1::/64", 3600, 1800),
                 PvdNamed("a.example",
                          {Slla(MakeRouter('a').mac),
                           Mtu(1400),
                           Pio("2001:db8:2::/64", 3600, 1800),
                           Rio("2001:db8:100::/40", 900, RouterPreference::HIGH),
                           Rdnss({"2001:db8::53"}, 600),
                           Dnssl({"s.example"}, 500),
                           CaptivePortalOption{0, "https://portal.example"},
                           Opaque(38, Hex("0258 20010db8 0064 000000000000")),
                           Opaque(200, Hex("000000000000"))})}));
    RunTo(Seconds(3));
    NS_TEST_EXPECT_MSG_EQ(
        net.host.Describe(),
        "pvd a.example explicit delay 0 sequence 0\n"
        "  parameters mtu 1400 hop limit 0 reachable 0 retrans 0 portal https://portal.example "
        "pref64 1\n"
        "  router 1 fe80::a medium lifetime 1800 until 1800\n"
        "  prefix 1 2001:db8:1::/64 by fe80::a A on-link until 3600 valid until 3600 preferred "
        "until 1800\n"
        "  prefix 1 2001:db8:2::/64 by fe80::a A on-link until 3600 valid until 3600 preferred "
        "until 1800\n"
        "  route 1 2001:db8:100::/40 via fe80::a high until 900\n"
        "  route 1 2001:db8:1::/64 via :: medium until 3600\n"
        "  route 1 2001:db8:2::/64 via :: medium until 3600\n"
        "  route 1 ::/0 via fe80::a medium until 1800\n"
        "  rdnss 2001:db8::53 zone 0 until 600\n"
        "  dnssl s.example until 500\n"
        "interface 1 mtu 1400 hop limit 64 reachable 30000 retrans 1000\n"
        "2001:db8:1::ff:fe00:1/64 preferred valid until 3600 preferred until 1800 of a.example\n"
        "2001:db8:2::ff:fe00:1/64 preferred valid until 3600 preferred until 1800 of a.example\n",
        "all that the message says");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
    const auto* entry =
        net.host.GetStockInterface()->GetNdiscCache()->Lookup(MakeRouter('a').address);
    NS_TEST_ASSERT_MSG_NE(entry, nullptr, "the nested link-layer address was not taken");
    NS_TEST_EXPECT_MSG_EQ(Mac48Address::ConvertFrom(entry->GetMacAddress()),
                          MakeRouter('a').mac,
                          "link-layer address");
}

// Rows: TAG-02
void
Association::LinkLocalBelongsToNobody()
{
    OneHost net;
    const std::string before = ListAddresses(net.host, nullptr);
    net.Hear(Ra(1800, {PvdNamed("a.example", {Pio("fe80::/64", 3600, 1800)})}));
    RunTo(Seconds(3));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetInterface()->FindAddress(net.host.GetLinkLocal()),
                          nullptr,
                          "the link-local address has a PvD");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, nullptr), before, "addresses without a PvD");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(net.host.GetOnlyPvd()), "::/0 via fe80::a%1", "routes");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "3: link-local prefix", "reason");
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(Ipv6Address("ff02::1")), true, "multicast");
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(Ipv6Address("fe80::a")), true, "link-local");
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(Ipv6Address("::1")), true, "loopback");
}

// Rows: TAG-06, RA-19
void
Association::AddressEndsAfterTwoHours()
{
    OneHost net;
    const auto hear = [&net](uint32_t valid) {
        net.Hear(Ra(65000, {PvdNamed("a.example", {Pio("2001:db8:1::/64", valid, 0, "A")})}));
    };
    hear(100000);
    RunTo(Seconds(3));
    const Ipv6Address address = net.host.MakeAddress("2001:db8:1::");
    net.host.ForgetEvents();
    hear(0);
    NS_TEST_EXPECT_MSG_EQ(net.host.GetInterface()->FindAddress(address)->validExpiry,
                          Seconds(7203),
                          "two hours are left");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x30", "told");
    net.host.ForgetEvents();
    RunTo(Seconds(7202));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "deprecated", "still there");
    RunTo(Seconds(7203));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "none", "it has ended");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x20", "its end");
}

class AssociationSuite : public TestSuite
{
  public:
    AssociationSuite()
        : TestSuite("pvd-ra-association", Type::UNIT)
    {
        Add("option of the RFC is misread", &Association::OptionOfTheRfc);
        Add("unusable PvD option loses the rest",
            &Association::UnusablePvdOptionLeavesTheRestImplicit);
        Add("options before a broken one are applied", &Association::BrokenNestedOptionDropsAll);
        Add("second PvD option is read", &Association::OnlyTheFirstPvdOptionCounts);
        Add("PvD option in a PvD option is read", &Association::PvdInsideAPvdIsSkipped);
        Add("bad link-layer address removes a PvD",
            &Association::BadLinkLayerAddressRemovesNothing);
        Add("PvD option of a solicitation is read",
            &Association::PvdOptionOfASolicitationIsNotRead);
        Add("PvD without default router is unusable", &Association::PvdWithoutDefaultRouter);
        Add("absent option removes an object", &Association::SeveralMessagesAddUp);
        Add("address stays with its first PvD", &Association::AddressFollowsTheLastMessage);
        Add("Sequence Number of one router only", &Association::SequenceNumbersOfTwoRouters);
        Add("object of a message has no PvD", &Association::AllObjectsOfOneMessage);
        Add("link-local address gets a PvD", &Association::LinkLocalBelongsToNobody);
        Add("address ends at once", &Association::AddressEndsAfterTwoHours);
    }

  private:
    void Add(const std::string& name, Association::Body body)
    {
        AddTestCase(new Association(name, body));
    }
};

AssociationSuite g_associationSuite; ///< registers itself

} // namespace
