/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/boolean.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/pvd-static-configuration.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Which PvDs there are, what they are called, how long they live.
class Registry : public CaseOf<Registry>
{
  public:
    using CaseOf::CaseOf;

    void NodesShareNothing();
    void SpellingDoesNotMatter();
    void OrderIsThatOfFirstSight();
    void IndexesAreNotReused();
    void SeveralRoutersOfOnePvd();
    void ThousandCyclesLeaveNothing();
    void PvdEndsWithItsLastLifetime();
    void PvdLingers();
    void PvdLingersForEver();
    void NothingHappensAfterTheNodeIsGone();
    void LivesOfAPvd();
    void PvdRemovedByItsListener();
    void RegistryGrowsWhileItIsRead();
    void LastMessagesAreKept();

  private:
    void RemoveChanged(Ptr<Pvd> pvd, uint32_t mask);
    void CreateThousand(Ptr<Pvd> pvd);
    void CountEvent(Ptr<Pvd> pvd);

    Ptr<PvdRegistry> m_registry; //!< of the listener
    uint32_t m_created{0};       //!< by CreateThousand
    uint32_t m_told{0};          //!< by CountEvent
};

/// A PvD with one object of each kind.
RouterAdvertisement
FullRa(const std::string& id, uint16_t lifetime = 1800)
{
    return Ra(lifetime,
              {PvdNamed(id,
                        {Pio("2001:db8:1::/64", lifetime, lifetime),
                         Rio("2001:db8:100::/40", lifetime),
                         Rdnss({"2001:db8::53"}, lifetime),
                         Dnssl({"a.example"}, lifetime)})});
}

// Rows: REG-01
void
Registry::NodesShareNothing()
{
    OneHost net;
    TestHost other;
    other.AddInterface(net.link, "02:00:00:00:00:02");
    TestLink elsewhere;
    TestHost third;
    third.AddInterface(elsewhere, "02:00:00:00:00:03");
    for (const TestHost* host : {&net.host, &other, &third})
    {
        NS_TEST_EXPECT_MSG_EQ(ListPvds(*host), "", "a registry is not empty at the start");
    }
    net.Hear(Ra(1800, {PvdNamed("a.example", {Pio("2001:db8:1::/64", 3600, 1800)})}));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(third), "", "a host on another link heard of the PvD");

    const auto removed = PvdStaticConfiguration(net.host.GetRegistry()).RemovePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(removed, PvdStaticConfiguration::NONE, "removal");
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "the PvD was removed");
    NS_TEST_EXPECT_MSG_EQ(ListPvds(other), "a.example", "another node lost its PvD");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(other, other.FindPvd("a.example")),
                          "2001:db8:1::ff:fe00:2",
                          "another node lost its address");
}

// Rows: REG-02, RA-03, NL-08
void
Registry::SpellingDoesNotMatter()
{
    OneHost net;
    net.Hear(Ra(1800, {PvdNamed("PvD.Example.COM.")}));
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetId().ToString(), "PvD.Example.COM", "as it was first spelled");
    for (const char* text : {"pvd.example.com", "pvd.example.com.", "PVD.EXAMPLE.COM"})
    {
        NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd(text), pvd, "not found as " << text);
        net.Hear(Ra(1800, {PvdNamed(text)}));
        NS_TEST_EXPECT_MSG_EQ(net.host.GetOnlyPvd(), pvd, "a second PvD for " << text);
    }
    for (const char* text :
         {"example.com", "pvd.example.com..", "xpvd.example.com", "pvd", "", "."})
    {
        NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd(text), nullptr, "found as \"" << text << "\"");
    }
}

// Rows: REG-02
void
Registry::OrderIsThatOfFirstSight()
{
    OneHost net;
    for (const char* id : {"c.example", "a.example", "b.example", "a.example", "c.example"})
    {
        net.Hear(Ra(1800, {PvdNamed(id)}));
    }
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "c.example, a.example, b.example", "order");
    PvdStaticConfiguration(net.host.GetRegistry()).RemovePvd("c.example");
    net.Hear(Ra(1800, {PvdNamed("c.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example, b.example, c.example", "returned");
}

// Rows: REG-03
void
Registry::IndexesAreNotReused()
{
    OneHost net;
    const auto registry = net.host.GetRegistry();
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    net.Hear(Ra(1800, {PvdNamed("b.example")}));
    const auto first = net.host.FindPvd("a.example");
    NS_TEST_ASSERT_MSG_NE(first, nullptr, "no PvD");
    NS_TEST_EXPECT_MSG_EQ(first->GetIndex(), 1, "the first index");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("b.example")->GetIndex(), 2, "the second index");
    for (uint64_t index = 3; index < 50; ++index)
    {
        PvdStaticConfiguration(registry).RemovePvd("a.example");
        NS_TEST_EXPECT_MSG_EQ(registry->LookupByIndex(index - 1 == 2 ? 1 : index - 1),
                              nullptr,
                              "a removed PvD is found by its index");
        net.Hear(Ra(1800, {PvdNamed("a.example")}));
        const auto again = net.host.FindPvd("a.example");
        NS_TEST_ASSERT_MSG_NE(again, nullptr, "it did not return");
        NS_TEST_EXPECT_MSG_EQ(again->GetIndex(), index, "index of a PvD that returned");
        NS_TEST_EXPECT_MSG_EQ(registry->LookupByIndex(index), again, "lookup by index");
    }
    NS_TEST_EXPECT_MSG_EQ(first->IsAlive(), false, "the first PvD came to life again");
    NS_TEST_EXPECT_MSG_EQ(registry->LookupByIndex(0), nullptr, "index 0");
}

// Rows: REG-04
void
Registry::SeveralRoutersOfOnePvd()
{
    TwoLinks net;
    const Station a = MakeRouter('a');
    const Station b = MakeRouter('b');
    PvdOption option = PvdNamed("x.example");
    option.http = true;
    option.sequence = 7;
    net.Hear(Ra(1800, {option}), a);
    net.Hear(Ra(900, {option}), b);
    net.second.Send(Ra(600, {option}), a);
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "one PvD expected");
    NS_TEST_EXPECT_MSG_EQ(ListRouters(pvd), "fe80::a%1, fe80::b%1, fe80::a%2", "routers");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetSequence(), 7, "another router's RA changed the fields");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->LookupByRouter(1, b.address).size(), 1, "b on 1");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->LookupByRouter(2, b.address).size(), 0, "b on 2");

    RunTo(Seconds(10));
    net.Hear(Ra(0, {option}), a);
    NS_TEST_EXPECT_MSG_EQ(ListRouters(pvd), "fe80::b%1, fe80::a%2", "a left link 1");
    NS_TEST_EXPECT_MSG_EQ(pvd->FindRouter(1, b.address)->lastRa, Seconds(0), "last RA of b");
    RunTo(Seconds(600));
    NS_TEST_EXPECT_MSG_EQ(ListRouters(pvd), "fe80::b%1", "a on link 2 has ended");
    RunTo(Seconds(900));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "all routers have ended");
}

// Rows: REG-05, DEL-03
void
Registry::ThousandCyclesLeaveNothing()
{
    OneHost net;
    PvdStaticConfiguration configuration(net.host.GetRegistry());
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    RunTo(Seconds(2));
    const std::size_t routes = routing->GetFib().GetSize();
    const uint32_t addresses = net.host.GetIpv6()->GetNAddresses(1);
    std::vector<Ptr<Pvd>> held;
    for (int i = 0; i < 1000; ++i)
    {
        net.Hear(FullRa("a.example"));
        net.host.SendUdp(Ipv6Address("2001:db8:100::1"));
        held.push_back(net.host.FindPvd("a.example"));
        NS_TEST_ASSERT_MSG_NE(held.back(), nullptr, "no PvD");
        configuration.RemovePvd("a.example");
        net.host.ForgetEvents();
        net.link.ForgetSeen();
    }
    NS_TEST_EXPECT_MSG_EQ(routing->GetFib().GetSize(), routes, "routes are left");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetIpv6()->GetNAddresses(1), addresses, "addresses are left");
    for (const auto& pvd : held)
    {
        NS_TEST_ASSERT_MSG_EQ(pvd->IsAlive(), false, "a removed PvD is alive");
        NS_TEST_ASSERT_MSG_EQ(pvd->IsEmpty(), true, "a removed PvD has something");
        NS_TEST_ASSERT_MSG_EQ(pvd->GetReferenceCount(), 1, "someone else still holds it");
    }
}

// Rows: REG-09, OQ-31
void
Registry::PvdEndsWithItsLastLifetime()
{
    OneHost net;
    net.Hear(Ra(100,
                {PvdNamed("a.example",
                          {Pio("2001:db8:1::/64", 400, 200),
                           Rio("2001:db8:100::/40", 300),
                           Rdnss({"2001:db8::53"}, 500),
                           Dnssl({"a.example"}, 450)})}));
    const auto pvd = net.host.FindPvd("a.example");
    RunTo(Seconds(499));
    NS_TEST_EXPECT_MSG_EQ(pvd->IsAlive(), true, "the DNS server was still there");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), "2001:db8::53", "the last object");
    net.host.ForgetEvents();
    RunTo(Seconds(500));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "RdnssRemoved a.example 2001:db8::53, PvdRemoved a.example",
                          "the end");
    net.host.ForgetEvents();
    NS_TEST_EXPECT_MSG_EQ(pvd->IsAlive(), false, "it has ended");
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "it is still listed");
}

// Rows: REG-09, DEV-03, OQ-31
void
Registry::PvdLingers()
{
    OneHost net;
    net.host.GetRegistry()->SetAttribute("LingerTime", TimeValue(Seconds(50)));
    net.Hear(FullRa("a.example", 100));
    const auto pvd = net.host.FindPvd("a.example");
    RunTo(Seconds(149));
    NS_TEST_EXPECT_MSG_EQ(pvd->IsAlive(), true, "it lingers");
    NS_TEST_EXPECT_MSG_EQ(pvd->IsEmpty(), true, "and is empty");
    net.host.ForgetEvents();
    net.Hear(FullRa("a.example", 100));
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a.example"), pvd, "it came back as another one");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host).find("PvdAdded"),
                          std::string::npos,
                          "it was never gone");
    net.host.ForgetEvents();
    RunTo(Seconds(298));
    NS_TEST_EXPECT_MSG_EQ(pvd->IsAlive(), true, "it lingers again, from its second end");
    net.host.ForgetEvents();
    RunTo(Seconds(299));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdRemoved a.example", "after LingerTime");
}

// Rows: REG-09
void
Registry::PvdLingersForEver()
{
    OneHost net;
    net.host.GetRegistry()->SetAttribute("LingerTime", TimeValue(Time::Max()));
    net.Hear(FullRa("a.example", 100));
    RunTo(Seconds(1000000));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "it is gone");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a.example")->IsEmpty(), true, "it has something");
    const auto removed = PvdStaticConfiguration(net.host.GetRegistry()).RemovePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(removed, PvdStaticConfiguration::NONE, "by hand it goes");
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "by hand it goes at once");
}

void
Registry::CountEvent(Ptr<Pvd>)
{
    ++m_told;
}

// Rows: REG-11, OQ-35
void
Registry::NothingHappensAfterTheNodeIsGone()
{
    OneHost net;
    const auto registry = net.host.GetRegistry();
    registry->SetAttribute("CoalescingInterval", TimeValue(Seconds(5)));
    net.Hear(FullRa("a.example", 100));
    RunTo(Seconds(10));
    net.Hear(FullRa("a.example", 50)); // a change that is to be told at 15 s
    registry->TraceConnectWithoutContext("PvdRemoved", MakeCallback(&Registry::CountEvent, this));
    net.host.ForgetEvents();
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
    net.host.GetNode()->Dispose();
    RunTo(Seconds(1000));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "told after the end");
    net.host.ForgetEvents();
    NS_TEST_EXPECT_MSG_EQ(m_told, 0, "a removal was told after the end");
    NS_TEST_EXPECT_MSG_EQ(registry->GetPvds().size(), 0, "PvDs of a node that is gone");
}

std::string
GetOrigin(const TestHost& host, const std::string& id)
{
    const auto pvd = host.FindPvd(id);
    return pvd ? ToString(pvd->GetOrigin()) : "no PvD";
}

// Rows: OQ-31, DEL-04, SCK-07
void
Registry::LivesOfAPvd()
{
    OneHost net;
    PvdStaticConfiguration configuration(net.host.GetRegistry());
    net.Hear(FullRa("a.example", 100)); // announced
    NS_TEST_EXPECT_MSG_EQ(GetOrigin(net.host, "a.example"), "ra", "not learned");
    configuration.Block("A.example."); // blocked
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "blocked but there");
    net.Hear(FullRa("a.example", 100));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "blocked, but an RA brought it back");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "pvd blocked", "not traced");
    net.host.ForgetEvents();
    configuration.CreatePvd("a.example"); // static, and still blocked for the network
    net.Hear(FullRa("a.example", 100));
    NS_TEST_EXPECT_MSG_EQ(ListRouters(net.host.FindPvd("a.example")), "", "blocked: an RA added");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "pvd blocked", "not traced");
    net.host.ForgetEvents();
    configuration.Unblock("a.example");
    net.Hear(FullRa("a.example", 100));
    NS_TEST_EXPECT_MSG_EQ(ListRouters(net.host.FindPvd("a.example")), "fe80::a%1", "unblocked");
    RunTo(Seconds(100)); // stale, but static: it stays
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "a static PvD ended by itself");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a.example")->IsEmpty(), true, "something did not end");
    configuration.RemovePvd("a.example");
    net.Hear(FullRa("a.example", 100)); // announced again
    NS_TEST_EXPECT_MSG_EQ(GetOrigin(net.host, "a.example"), "ra", "not learned");
    RunTo(Seconds(200));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "a learned PvD stays for ever");
}

void
Registry::RemoveChanged(Ptr<Pvd> pvd, uint32_t)
{
    PvdStaticConfiguration(m_registry).RemovePvd(pvd->GetId().ToString());
}

// Rows: OQ-02
void
Registry::PvdRemovedByItsListener()
{
    OneHost net;
    m_registry = net.host.GetRegistry();
    m_registry->TraceConnectWithoutContext("PvdChanged",
                                           MakeCallback(&Registry::RemoveChanged, this));
    net.Hear(Ra(1800, {PvdNamed("a.example", {Rio("2001:db8:100::/40", 1800)})}));
    net.Hear(FullRa("b.example"));
    net.host.ForgetEvents();
    net.Hear(FullRa("b.example", 600));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "b removed itself when it changed");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
    const std::string events = ListEvents(net.host);
    NS_TEST_EXPECT_MSG_EQ(events.substr(0, 20), "PvdChanged b.example", "the change goes first");
    NS_TEST_EXPECT_MSG_NE(events.find("PvdRemoved b.example"), std::string::npos, "then the end");
    m_registry = nullptr;
}

void
Registry::CreateThousand(Ptr<Pvd>)
{
    while (m_created < 1000)
    {
        const std::string name = "n" + std::to_string(m_created++) + ".example";
        PvdStaticConfiguration(m_registry).CreatePvd(name);
    }
}

// Rows: OQ-02
void
Registry::RegistryGrowsWhileItIsRead()
{
    OneHost net;
    m_registry = net.host.GetRegistry();
    m_registry->TraceConnectWithoutContext("PvdAdded",
                                           MakeCallback(&Registry::CreateThousand, this));
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    NS_TEST_EXPECT_MSG_EQ(m_registry->GetPvds().size(), 1001, "created from inside a notification");
    uint64_t index = 0;
    for (const auto& known : m_registry->GetPvds())
    {
        NS_TEST_ASSERT_MSG_EQ(known.first, ++index, "order");
        if (index < 1500)
        {
            const std::string name = "m" + std::to_string(index) + ".example";
            PvdStaticConfiguration(m_registry).CreatePvd(name);
        }
    }
    NS_TEST_EXPECT_MSG_EQ(index, 1001 + 1499, "iteration missed PvDs that came while it ran");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetEvents().size(), index, "each is told once");
    m_registry = nullptr;
}

// Rows: REG-12
void
Registry::LastMessagesAreKept()
{
    OneHost net;
    net.Hear(FullRa("a.example"));
    const Station router = MakeRouter('a');
    const auto pvd = net.host.FindPvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(pvd->FindRouter(1, router.address)->lastMessage.get(),
                          nullptr,
                          "kept although nobody asked for it");
    net.host.GetInterface()->SetAttribute("KeepMessages", BooleanValue(true));
    const RouterAdvertisement first = Ra(1800, {PvdNamed("a.example"), Mtu(1400), Mtu(1300)});
    const RouterAdvertisement second =
        Ra(600, {PvdNamed("b.example"), Opaque(200, Hex("112233445566"))});
    net.Hear(first);
    net.Hear(second);
    const auto kept = pvd->FindRouter(1, router.address)->lastMessage;
    NS_TEST_ASSERT_MSG_NE(kept.get(), nullptr, "not kept");
    NS_TEST_EXPECT_MSG_EQ((*kept == first), true, "not as it was");
    const auto other = net.host.FindPvd("b.example")->FindRouter(1, router.address)->lastMessage;
    NS_TEST_ASSERT_MSG_NE(other.get(), nullptr, "not kept for the second PvD of the router");
    NS_TEST_EXPECT_MSG_EQ((*other == second), true, "not as it was");
    net.Hear(Ra(0, {PvdNamed("b.example")}));
    NS_TEST_EXPECT_MSG_EQ(other.use_count(), 1, "kept although the router is gone");
}

class RegistrySuite : public TestSuite
{
  public:
    RegistrySuite()
        : TestSuite("pvd-registry", Type::UNIT)
    {
        Add("registries of two nodes are one", &Registry::NodesShareNothing);
        Add("spelling of a name makes another PvD", &Registry::SpellingDoesNotMatter);
        Add("PvDs are not in order of first sight", &Registry::OrderIsThatOfFirstSight);
        Add("index of a removed PvD comes back", &Registry::IndexesAreNotReused);
        Add("second router of a PvD replaces the first", &Registry::SeveralRoutersOfOnePvd);
        Add("removed PvD leaves objects", &Registry::ThousandCyclesLeaveNothing);
        Add("PvD outlives what it has", &Registry::PvdEndsWithItsLastLifetime);
        Add("LingerTime is not kept", &Registry::PvdLingers);
        Add("infinite LingerTime ends", &Registry::PvdLingersForEver);
        Add("event of a node that is gone", &Registry::NothingHappensAfterTheNodeIsGone);
        Add("wrong step in the life of a PvD", &Registry::LivesOfAPvd);
        Add("PvD cannot be removed by its listener", &Registry::PvdRemovedByItsListener);
        Add("registry cannot grow while it is read", &Registry::RegistryGrowsWhileItIsRead);
        Add("last RA is not kept as it was", &Registry::LastMessagesAreKept);
    }

  private:
    void Add(const std::string& name, Registry::Body body)
    {
        AddTestCase(new Registry(name, body));
    }
};

RegistrySuite g_registrySuite; ///< registers itself

} // namespace
