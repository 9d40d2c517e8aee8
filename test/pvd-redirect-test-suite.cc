/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-two-pvds.h"

#include "ns3/ndisc-cache.h"
#include "ns3/pvd-icmpv6-l4-protocol.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

const Station C = MakeRouter('c');        //!< a better router, which announces nothing
const Ipv6Address TO("2001:db8:7::1");    //!< where packets go
const Ipv6Address OTHER("2001:db8:7::2"); //!< where others go
const char* const BY_C = "via fe80::c from 2001:db8:a::ff:fe00:1 in a.example";

/// What a host makes of Redirects.
class Redirects : public CaseOf<Redirects>
{
  public:
    using CaseOf::CaseOf;

    void OnlyThatPair();
    void PacketsGoThere();
    void DestinationOnTheLink();
    void InvalidOnes();
    void OneAfterTheOther();
    void RouterThatWasATarget();
    void SilentTarget();
    void TargetIsNoRouterAnyMore();
    void TargetOfAnotherPvd();
    void EndsWithItsRouter();
    void FlowThatIsBound();
    void NotForARouter();
    void EndsWithTheInterface();
};

/// \return how many were dropped because of their sender
uint64_t
CountRefused(const TwoPvds& net)
{
    return net.host.GetNode()->GetObject<PvdIcmpv6L4Protocol>()->GetDropCount(
        NdDropReason::FIRST_HOP);
}

/// A redirects the host's packets from its prefix to TO.
void
Hear(TwoPvds& net, const Ipv6Address& target, const Station& from = A)
{
    net.link.Send(RedirectTo(target, TO, &C.mac), from, net.OfA());
}

// Rows: 8028-3.4-01, 8678-6.6-01, 4861-8.3-01, TAG-05
void
Redirects::OnlyThatPair()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    const std::size_t before = routing->GetFib().GetSize();
    Hear(net, C.address);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_C, "chosen source");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO, From(net.OfA()))), BY_C, "given source");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO, From(net.OfB()))), BY_B, "another source");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(OTHER)), BY_A, "another destination");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO, net.Bound({"a.example"}))), BY_C, "A alone");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO, net.Bound({"b.example"}))), BY_B, "B alone");
    NS_TEST_EXPECT_MSG_EQ(routing->GetFib().GetSize(), before, "a route outside of all PvDs");
    NS_TEST_EXPECT_MSG_EQ(CountRefused(net), 0, "refused");
}

// Rows: 4861-8.3-01
void
Redirects::PacketsGoThere()
{
    TwoPvds net;
    net.host.SendUdp(TO); // now it is decided, and kept
    Hear(net, C.address);
    const auto* entry = net.host.GetStockInterface()->GetNdiscCache()->Lookup(C.address);
    NS_TEST_ASSERT_MSG_NE(entry, nullptr, "its link-layer address was told");
    NS_TEST_EXPECT_MSG_EQ(entry->IsRouter(), true, "the target is a router");
    net.link.ForgetSeen();
    net.host.SendUdp(TO);
    net.host.SendUdp(OTHER);
    RunTo(Seconds(7));
    const auto seen = net.link.GetSeenUdp();
    NS_TEST_ASSERT_MSG_EQ(seen.size(), 2, "packets");
    NS_TEST_EXPECT_MSG_EQ(seen[0].hardwareDestination, C.mac, "redirected");
    NS_TEST_EXPECT_MSG_EQ(seen[0].source, net.OfA(), "its source");
    NS_TEST_EXPECT_MSG_EQ(seen[1].hardwareDestination, A.mac, "not redirected");
}

// Rows: 4861-8.3-01
void
Redirects::DestinationOnTheLink()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    Hear(net, TO);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)),
                          "on-link from 2001:db8:a::ff:fe00:1 in a.example",
                          "a neighbour");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO, From(net.OfB()))), BY_B, "another PvD's route");
    const Ipv6Address second("2001:db8:a::77");
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(second, Ipv6Prefix(64)));
    RunTo(Seconds(8));
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO, From(second))),
                          "on-link from 2001:db8:a::77 in a.example",
                          "a neighbour for each source");
    const auto* entry = net.host.GetStockInterface()->GetNdiscCache()->Lookup(TO);
    NS_TEST_ASSERT_MSG_NE(entry, nullptr, "its link-layer address was told");
    NS_TEST_EXPECT_MSG_EQ(entry->IsRouter(), false, "the target is a host");
    net.link.ForgetSeen();
    net.host.SendUdp(TO);
    RunTo(Seconds(9));
    NS_TEST_ASSERT_MSG_EQ(net.link.GetSeenUdp().size(), 1, "packets");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeenUdp()[0].hardwareDestination, C.mac, "to itself");
}

// Rows: 4861-8.1-01
void
Redirects::InvalidOnes()
{
    struct Row
    {
        const char* name;
        Station from;
        Octets message;
        Ipv6Address source;
        uint8_t hopLimit;
        uint8_t code;
        NdDropReason reason;
    };

    TwoPvds net;
    const Octets good = RedirectTo(C.address, TO, &C.mac);
    const Station global{Ipv6Address("2001:db8:a::a"), A.mac};
    Octets cut = RedirectTo(C.address, TO);
    cut.pop_back();
    Octets empty = good;
    empty[41] = 0;
    const Row rows[] = {
        {"by B", B, good, net.OfA(), 255, 0, NdDropReason::FIRST_HOP},
        {"by nobody", C, good, net.OfA(), 255, 0, NdDropReason::FIRST_HOP},
        {"of B's source", A, good, net.OfB(), 255, 0, NdDropReason::FIRST_HOP},
        {"of what is on the link",
         A,
         RedirectTo(C.address, Ipv6Address("2001:db8:a::77")),
         net.OfA(),
         255,
         0,
         NdDropReason::FIRST_HOP},
        {"of the host itself",
         A,
         RedirectTo(C.address, net.OfA()),
         net.OfA(),
         255,
         0,
         NdDropReason::FIRST_HOP},
        {"forwarded", A, good, net.OfA(), 254, 0, NdDropReason::HOP_LIMIT},
        {"code", A, good, net.OfA(), 255, 1, NdDropReason::CODE},
        {"global", global, good, net.OfA(), 255, 0, NdDropReason::LINK_LOCAL_SOURCE},
        {"cut", A, cut, net.OfA(), 255, 0, NdDropReason::TOO_SHORT},
        {"option", A, empty, net.OfA(), 255, 0, NdDropReason::OPTIONS},
        {"group",
         A,
         RedirectTo(C.address, Ipv6Address("ff0e::1")),
         net.OfA(),
         255,
         0,
         NdDropReason::REDIRECTED},
        {"target", A, RedirectTo(OTHER, TO), net.OfA(), 255, 0, NdDropReason::TARGET},
        {"to all",
         A,
         good,
         Ipv6Address::GetAllNodesMulticast(),
         255,
         0,
         NdDropReason::DESTINATION}};
    const auto icmpv6 = net.host.GetNode()->GetObject<PvdIcmpv6L4Protocol>();
    for (const auto& row : rows)
    {
        TestLink::Envelope envelope;
        envelope.destination = row.source;
        envelope.hopLimit = row.hopLimit;
        Octets message = row.message;
        message[1] = row.code;
        const uint64_t before = icmpv6->GetDropCount(row.reason);
        net.link.Send(message, row.from, envelope);
        NS_TEST_EXPECT_MSG_EQ(icmpv6->GetDropCount(row.reason), before + 1, row.name);
        NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(TO)), BY_A, row.name);
    }
    const auto cache = net.host.GetStockInterface()->GetNdiscCache();
    NS_TEST_EXPECT_MSG_EQ(cache->Lookup(C.address), nullptr, "a neighbour of whom nobody told");
}

// Rows: 4861-8.1-01
void
Redirects::OneAfterTheOther()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    const Station d = MakeRouter('d');
    Hear(net, C.address);
    Hear(net, d.address);
    NS_TEST_EXPECT_MSG_EQ(CountRefused(net), 1, "A is no longer the first hop");
    Hear(net, d.address, C);
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(TO).gateway), "fe80::d", "C knows better");
    Hear(net, A.address, d);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_A, "and back");
    Hear(net, C.address);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_C, "and again");
}

// Rows: 4861-8.1-01
void
Redirects::RouterThatWasATarget()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    net.Hear(Ra(1800, {PvdNamed("a.example", {Slla(C.mac)})}), C);
    Hear(net, C.address);
    net.Hear(Ra(0, {PvdNamed("a.example")}), A);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO, From(net.OfA()))), BY_C, "its own route now");
    Hear(net, MakeRouter('d').address, C);
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(TO, From(net.OfA())).gateway),
                          "fe80::d",
                          "what A has told is in the way");
}

// Rows: 4861-8.3-01
void
Redirects::SilentTarget()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    net.link.Send(RedirectTo(C.address, TO), A, net.OfA());
    for (int second = 7; second < 20; ++second)
    {
        net.host.SendUdp(TO); // C does not answer, A does
        RunTo(Seconds(second));
        net.link.Send(NeighborAdvertisement(A.address, A.mac, "RSO"), A, net.host.GetLinkLocal());
    }
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_A, "a router that is not there");
    net.link.Send(NeighborSolicitation(net.host.GetLinkLocal(), &C.mac),
                  C,
                  net.host.GetLinkLocal());
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_A, "who knows whether it hears");
    RunTo(Seconds(90));
    net.host.SendUdp(TO); // C would be better: it is asked
    net.link.Send(NeighborAdvertisement(C.address, C.mac, "RSO"), C, net.host.GetLinkLocal());
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_C, "it is there");
}

// Rows: 4861-8.3-01
void
Redirects::TargetIsNoRouterAnyMore()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    Hear(net, C.address);
    net.link.Send(NeighborAdvertisement(C.address, C.mac, "O"), C, net.host.GetLinkLocal());
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_A, "RFC 4861, section 7.2.5");
    net.Hear(Ra(1800, {PvdNamed("a.example", {Slla(C.mac)})}), C);
    Hear(net, C.address);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_C, "again");
    net.Hear(Ra(0, {PvdNamed("a.example")}), C);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_A, "RFC 4861, section 6.3.5");
}

// Rows: TAG-05
void
Redirects::TargetOfAnotherPvd()
{
    TwoPvds net;
    Hear(net, B.address);
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(TO)), BY_A, "A's source to B's router");
    Hear(net, net.host.GetLinkLocal());
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(TO)), BY_A, "to itself");
    NS_TEST_EXPECT_MSG_EQ(CountRefused(net), 2, "not counted");
    net.Hear(Ra(1800, {PvdNamed("a.example", {Pio("2001:db8:a::/64", 3600, 1800)})}), B);
    Hear(net, B.address);
    NS_TEST_EXPECT_MSG_EQ(ToText(net.GetRouting()->Resolve(TO).gateway), "fe80::b", "A's too");
}

void
Redirects::EndsWithItsRouter()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    Hear(net, C.address);
    net.Hear(Ra(0, {PvdNamed("a.example")}), A);
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_B, "A is no router any more");
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO, From(net.OfA()))), "no route", "nor for that");
}

// Rows: 4861-8.1-01
void
Redirects::FlowThatIsBound()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    net.Hear(Ra(1800, {PvdNamed("b.example", {Pio("2001:db8:a::/64", 3600, 1800)})}), B);
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(TO, From(net.OfA())).gateway), "fe80::a", "A");
    Hear(net, C.address, B);
    PvdFlow bound = net.Bound({"b.example"});
    bound.source = net.OfA();
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(TO, bound).gateway), "fe80::c", "its first hop");
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(TO, From(net.OfA())).gateway), "fe80::a", "A's");
}

// Rows: 4861-8.1-01
void
Redirects::NotForARouter()
{
    TwoPvds net;
    net.host.GetIpv6()->SetForwarding(1, true);
    Hear(net, C.address);
    NS_TEST_EXPECT_MSG_EQ(Tell(net.GetRouting()->Resolve(TO)), BY_A, "a router was redirected");
    NS_TEST_EXPECT_MSG_EQ(CountRefused(net), 1, "and it was not counted");
}

void
Redirects::EndsWithTheInterface()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    const Ipv6Address own("2001:db8:5::1");
    const auto configure = [&] {
        net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress(own, Ipv6Prefix(64)));
        RunTo(Simulator::Now() + Seconds(3));
        routing->AddNetworkRouteTo(Ipv6Address("2001:db8:7::"), Ipv6Prefix(48), A.address, 1);
    };
    configure();
    net.link.Send(RedirectTo(C.address, TO), A, own);
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(TO, From(own)).gateway), "fe80::c", "redirected");
    net.host.GetIpv6()->SetDown(1);
    net.host.GetIpv6()->SetUp(1);
    configure();
    NS_TEST_EXPECT_MSG_EQ(ToText(routing->Resolve(TO, From(own)).gateway), "fe80::a", "old link");
}

class RedirectSuite : public TestSuite
{
  public:
    RedirectSuite()
        : TestSuite("pvd-redirect", Type::UNIT)
    {
        Add("all flows to a destination are redirected", &Redirects::OnlyThatPair);
        Add("decided before the redirect, and kept", &Redirects::PacketsGoThere);
        Add("neighbour is reached over a router", &Redirects::DestinationOnTheLink);
        Add("somebody else redirects", &Redirects::InvalidOnes);
        Add("only the first redirect counts", &Redirects::OneAfterTheOther);
        Add("old redirect is in the way", &Redirects::RouterThatWasATarget);
        Add("redirect to nowhere", &Redirects::SilentTarget);
        Add("target is a host now", &Redirects::TargetIsNoRouterAnyMore);
        Add("redirected out of the PvD", &Redirects::TargetOfAnotherPvd);
        Add("redirect outlives the router that sent it", &Redirects::EndsWithItsRouter);
        Add("first hop of a bound flow is not believed", &Redirects::FlowThatIsBound);
        Add("router follows a redirect", &Redirects::NotForARouter);
        Add("redirect outlives its link", &Redirects::EndsWithTheInterface);
    }

  private:
    void Add(const std::string& name, Redirects::Body body)
    {
        AddTestCase(new Redirects(name, body));
    }
};

RedirectSuite g_redirectSuite; ///< registers itself

} // namespace
