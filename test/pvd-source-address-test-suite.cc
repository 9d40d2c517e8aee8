/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-two-pvds.h"

#include "ns3/boolean.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/pvd-static-configuration.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Which source address a packet has, and that its next hop belongs to it.
class SourceAddress : public CaseOf<SourceAddress>
{
  public:
    using CaseOf::CaseOf;

    void HardFilter();
    void FirstHopHasTheSource();
    void LinuxMixesThem();
    void FixedSource();
    void FixedSourceOfSeveralRouters();
    void AnnouncedBeatsPreference();
    void ManualAddress();
    void UnusableAddresses();
    void AddressOfAnotherInterface();
    void DeprecatedAddressOfTheBetterRouter();
    void AttributesTakeEffect();
    void SortedDestinations();
    void WalledGarden();
    void ChangeBehindItsBack();
};

/// \return destination number i
Ipv6Address
Destination(uint32_t i)
{
    Ipv6Octets octets = ToOctets(std::string("2606:4700::"));
    octets[5] = i % 2;
    octets[14] = i >> 8;
    octets[15] = i & 0xff;
    return Ipv6Address(octets.data());
}

/// \return true if next hop and source are those of one router
bool
BelongTogether(const TwoPvds& net, const PvdDecision& decision)
{
    return (decision.gateway == A.address && decision.source == net.OfA()) ||
           (decision.gateway == B.address && decision.source == net.OfB());
}

// Rows: SAS-02
void
SourceAddress::HardFilter()
{
    TwoPvds net;
    net.Hear(Ra(1800, {PvdNamed("a.example", {Pio("2001:db8:a::/64", 3600, 0)})}), A);
    const auto flow = net.Bound({"a.example"});
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(FAR, flow)),
                          BY_A,
                          "its deprecated address, not B's good one");
    net.host.GetIpv6()->RemoveAddress(1, net.OfA());
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(FAR, flow)), "no address", "B's is used");
    PvdFlow fixed = flow;
    fixed.source = net.OfB();
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(FAR, fixed)), "no address", "B's given");
}

// Rows: SAS-03, 8028-3.2-01, 8028-3.2-04, 8028-3.3-01
void
SourceAddress::FirstHopHasTheSource()
{
    TwoPvds net;
    net.Hear(Ra(1800, {PvdNamed("a.example", {Rio("2606:4700::/48", 1800)})}), A);
    net.Hear(Ra(1800, {PvdNamed("b.example", {Rio("2606:4700:1::/48", 1800)})}), B);
    std::size_t overB = 0;
    for (uint32_t i = 0; i < 100; ++i)
    {
        const auto decision = net.GetRouting()->Resolve(Destination(i));
        NS_TEST_ASSERT_MSG_EQ(BelongTogether(net, decision), true, Tell(decision));
        overB += decision.gateway == B.address ? 1 : 0;
    }
    NS_TEST_EXPECT_MSG_EQ(overB, 50, "only one router was used");
}

// In part: SAS-03 (what hosts of today do)
void
SourceAddress::LinuxMixesThem()
{
    TwoPvds net;
    net.GetRouting()->SetAttribute("Rule55", BooleanValue(false));
    std::size_t mixed = 0;
    for (uint32_t i = 0; i < 100; ++i)
    {
        mixed += BelongTogether(net, net.GetRouting()->Resolve(Destination(i))) ? 0 : 1;
    }
    NS_TEST_EXPECT_MSG_EQ(mixed, 100, "over A, with the address that came last");
}

// Rows: SAS-05, 6724-1-01, 6724-4-09, 8028-3.1-02
void
SourceAddress::FixedSource()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR, From(net.OfA()))), BY_A, "A's, in spite of B");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(Destination(0), From(net.OfB()))), BY_B, "B's");
    net.Hear(Ra(1800, {PvdNamed("a.example", {Pio("2001:db8:a::/64", 3600, 0)})}), A);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR, From(net.OfA()))), BY_A, "deprecated");
    PvdFlow flow = net.Bound({"a.example"});
    flow.source = net.host.GetLinkLocal();
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(Ipv6Address("fe80::b"), flow)),
                          "on-link from " + ToText(net.host.GetLinkLocal()) + " in all",
                          "link-local is common");
}

// Rows: 8028-3.1-01
void
SourceAddress::FixedSourceOfSeveralRouters()
{
    // Bob: two routers announce A's prefix, the second is the better one; B knows the destination.
    TwoPvds net;
    const Station a2 = MakeRouter('c');
    net.Hear(Ra(pvdtest::Header(1800, RouterPreference::HIGH),
                {PvdNamed("a.example", {Slla(a2.mac), Pio("2001:db8:a::/64", 3600, 1800)})}),
             a2);
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(FAR, From(net.OfA()))),
                          "via fe80::c from 2001:db8:a::ff:fe00:1 in a.example",
                          "the better of A's routers");
}

// Rows: 8028-3.2-02
void
SourceAddress::AnnouncedBeatsPreference()
{
    // One PvD, two routers; only the worse one announces the prefix.
    OneHost net;
    RunTo(Seconds(3));
    net.Hear(Ra(pvdtest::Header(1800, RouterPreference::LOW),
                {PvdNamed("a.example", {Slla(A.mac), Pio("2001:db8:a::/64", 3600, 1800)})}),
             A);
    net.Hear(
        Ra(pvdtest::Header(1800, RouterPreference::HIGH), {PvdNamed("a.example", {Slla(B.mac)})}),
        B);
    RunTo(Seconds(6));
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    const Ipv6Address source = net.host.MakeAddress("2001:db8:a::/64");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR, From(source))), BY_A, "who announced it");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR)), BY_A, "also if it was not given");
}

// Rows: 8028-3.2-03, 8028-2.1-04
void
SourceAddress::ManualAddress()
{
    TwoPvds net;
    const Ipv6Address manual("2001:db8:5::1");
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(manual, Ipv6Prefix(64)));
    RunTo(Seconds(9));
    NS_TEST_EXPECT_MSG_EQ(ToText(net.GetRouting()->Resolve(Destination(0), From(manual)).gateway),
                          "fe80::a",
                          "nobody announced it: the first router");
    // Announced with neither L nor A set: it belongs to that router all the same.
    net.Hear(Ra(1800, {PvdNamed("b.example", {Pio("2001:db8:5::/64", 3600, 1800, "")})}), B);
    NS_TEST_EXPECT_MSG_EQ(ToText(net.GetRouting()->Resolve(Destination(0), From(manual)).gateway),
                          "fe80::b",
                          "B announced its prefix");
}

// Rows: 6724-4-08, 6724-4-10
void
SourceAddress::UnusableAddresses()
{
    TwoPvds net;
    const Ipv6Address fresh("2001:db8:a::5");
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(fresh, Ipv6Prefix(64)));
    const auto routing = net.GetRouting();
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(fresh), "tentative", "it is being tested");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR, From(fresh))), "no address", "tentative");
    NS_TEST_EXPECT_MSG_NE(ToText(routing->Resolve(Ipv6Address("2001:db8:a::6")).source),
                          ToText(fresh),
                          "tentative, though the longest match");
    net.host.GetStockInterface()->SetState(fresh, Ipv6InterfaceAddress::INVALID);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR, From(fresh))), "no address", "a duplicate");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR, From(Ipv6Address("2001:db8:dead::1")))),
                          "no address",
                          "not of this node");
}

// Rows: 6724-4-01
void
SourceAddress::AddressOfAnotherInterface()
{
    TwoPvds net;
    net.second.Send(Ra(0, {Pio("2606:4700::/64", 3600, 1800)}), MakeRouter('c'));
    RunTo(Seconds(9));
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(Ipv6Address("2606:4700:0:1::1"))),
                          BY_A,
                          "an address of interface 2, which matches longer");
    const Ipv6Address other = net.host.MakeAddress("2606:4700::/64", 2);
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(FAR, From(other))),
                          "no route",
                          "sent over an interface that has not the address");
}

void
SourceAddress::DeprecatedAddressOfTheBetterRouter()
{
    // Rule 3 comes before rule 5.5: the address is B's, and so the packet goes over B.
    TwoPvds net;
    net.Hear(Ra(pvdtest::Header(1800, RouterPreference::HIGH),
                {PvdNamed("a.example", {Pio("2001:db8:a::/64", 3600, 0)})}),
             A);
    const auto decision = net.GetRouting()->Resolve(Destination(0));
    NS_TEST_EXPECT_MSG_EQ(Tell(decision), BY_B, "route and source are of two domains");
    NS_TEST_EXPECT_MSG_EQ(ToString(decision.rule), std::string("S3"), "what decided");
}

// Rows: 6724-2-01, 6724-5-R7c
void
SourceAddress::AttributesTakeEffect()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    const Ipv6Address destination = Destination(0);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(destination)), BY_A, "before");
    routing->SetAttribute("Rule55", BooleanValue(false));
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(destination).source),
                          ToText(net.OfB()),
                          "off: the address added last");
    routing->SetAttribute("Rule55", BooleanValue(true));
    // The table: a label of its own makes B's prefix fit for the destination.
    routing->SetAttribute("UnknownSourceIsWorse", BooleanValue(true));
    PvdPolicyTable policies;
    policies.Set(Ipv6Address("2606:4700::"), 32, {40, 77});
    policies.Set(Ipv6Address("2001:db8:5::"), 48, {40, 77});
    routing->SetPolicyTable(policies);
    net.host.GetIpv6()->AddAddress(
        1,
        Ipv6InterfaceAddress(Ipv6Address("2001:db8:5::1"), Ipv6Prefix(64)));
    RunTo(Seconds(9));
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(destination)), BY_A, "unknown is worse");
    routing->SetAttribute("UnknownSourceIsWorse", BooleanValue(false));
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(destination).source),
                          "2001:db8:5::1",
                          "rule 5.5 has no effect on it, and its label fits");
    net.host.GetIpv6()->AddAddress(
        1,
        Ipv6InterfaceAddress(Ipv6Address("fd11:1111:1111:1::1"), Ipv6Prefix(64)));
    RunTo(Seconds(12));
    routing->SetPolicyTable(PvdPolicyTable::MakeUpdate());
    routing->SetAttribute("KnownLocalUla", BooleanValue(true));
    routing->Resolve(destination);
    NS_TEST_EXPECT_MSG_EQ(
        routing->GetPolicyTable().Lookup(PvdIpv6Bits(Ipv6Address("fd11:1111:1111:2::2"))).label,
        14,
        "the node's ULA is known-local");
    const Ipv6Address duplicate("fd22:2222:2222:1::1");
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(duplicate, Ipv6Prefix(64)));
    net.host.GetStockInterface()->SetState(duplicate, Ipv6InterfaceAddress::INVALID);
    routing->Resolve(destination);
    NS_TEST_EXPECT_MSG_EQ(routing->GetPolicyTable().Lookup(PvdIpv6Bits(duplicate)).label,
                          13,
                          "a duplicate is not the node's");
    routing->SetAttribute("KnownLocalUla", BooleanValue(false));
    routing->Resolve(destination);
    NS_TEST_EXPECT_MSG_EQ(
        routing->GetPolicyTable().Lookup(PvdIpv6Bits(Ipv6Address("fd11:1111:1111:2::2"))).label,
        13,
        "turned off, its row stays");
}

// Rows: 6724-8-01
void
SourceAddress::SortedDestinations()
{
    TwoPvds net;
    const Ipv6Address global = Destination(0);
    const Ipv6Address mapped = Ipv6Address::MakeIpv4MappedAddress(Ipv4Address("192.0.2.9"));
    const Ipv6Address local("fe80::b");
    const auto sorted = net.GetRouting()->SortDestinations({mapped, global, local});
    NS_TEST_EXPECT_MSG_EQ(sorted[0], local, "the smaller scope");
    NS_TEST_EXPECT_MSG_EQ(sorted[1], global, "then what can be reached");
    NS_TEST_EXPECT_MSG_EQ(sorted[2], mapped, "there is no IPv4");
    net.Hear(Ra(0, {PvdNamed("a.example")}), A);
    net.Hear(Ra(0, {PvdNamed("b.example")}), B);
    const auto later = net.GetRouting()->SortDestinations({global, Ipv6Address("2001:db8:a::9")});
    NS_TEST_EXPECT_MSG_EQ(later[0], Ipv6Address("2001:db8:a::9"), "global is unreachable now");
}

// Rows: 8678-6.2.2-02, 8678-6.7.1-01
void
SourceAddress::WalledGarden()
{
    // B is no default router; it knows its garden only.
    TwoPvds net;
    net.Hear(Ra(0, {PvdNamed("b.example")}), B);
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(FAR)), BY_B, "the garden over B");
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(Destination(0))), BY_A, "the rest over A");
    net.Hear(Ra(0, {PvdNamed("a.example", {Pio("2001:db8:a::/64", 3600, 0)})}), A);
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(Destination(0))), "no route", "A is gone");
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(FAR)), BY_B, "the garden stays");
}

// In part: SAS-05
void
SourceAddress::ChangeBehindItsBack()
{
    TwoPvds net;
    const Ipv6Address first("2001:db8:a::1");
    const Ipv6Address second("2001:db8:a::2");
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(first, Ipv6Prefix(64)));
    RunTo(Simulator::Now() + Seconds(3));
    const auto routing = net.GetRouting();
    NS_TEST_EXPECT_MSG_NE(Tell(routing->Resolve(FAR, From(first))), "no address", "before");
    // The interface itself, not Ipv6: routing is not told, and nothing else happens meanwhile.
    const auto interface = DynamicCast<Ipv6L3Protocol>(net.host.GetIpv6())->GetInterface(1);
    interface->RemoveAddress(first);
    interface->AddAddress(Ipv6InterfaceAddress(second, Ipv6Prefix(64)));
    interface->SetState(second, Ipv6InterfaceAddress::PREFERRED);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(FAR, From(first))), "no address", "it is gone");
    NS_TEST_EXPECT_MSG_NE(Tell(routing->Resolve(FAR, From(second))), "no address", "it is there");
}

class SourceAddressSuite : public TestSuite
{
  public:
    SourceAddressSuite()
        : TestSuite("pvd-source-address", Type::UNIT)
    {
        using T = SourceAddress;
        Add("bound flow uses another PvD's address", &T::HardFilter);
        Add("first hop has not the source", &T::FirstHopHasTheSource);
        Add("rule 5.5 cannot be turned off", &T::LinuxMixesThem);
        Add("given source goes to another's router", &T::FixedSource);
        Add("worse router of the source", &T::FixedSourceOfSeveralRouters);
        Add("preference beats the announcer", &T::AnnouncedBeatsPreference);
        Add("manual address has no router", &T::ManualAddress);
        Add("unusable address is used", &T::UnusableAddresses);
        Add("address of another interface is used", &T::AddressOfAnotherInterface);
        Add("rule before 5.5 parts route and source", &T::DeprecatedAddressOfTheBetterRouter);
        Add("setting has no effect", &T::AttributesTakeEffect);
        Add("destinations in a wrong order", &T::SortedDestinations);
        Add("walled garden", &T::WalledGarden);
        Add("address that came unseen is not known", &T::ChangeBehindItsBack);
    }

  private:
    void Add(const std::string& name, SourceAddress::Body body)
    {
        AddTestCase(new SourceAddress(name, body));
    }
};

SourceAddressSuite g_sourceAddressSuite; ///< registers itself

} // namespace
