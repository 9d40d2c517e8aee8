/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/pvd-static-configuration.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What is told of a change, how often, and in which order.
class Notification : public CaseOf<Notification>
{
  public:
    using CaseOf::CaseOf;

    void NewPvdIsToldOnceAndFirst();
    void OneChangeForEachTouchedPvd();
    void SequenceChangeIsToldOnce();
    void DefaultRouterComesAndGoes();
    void DnsServersComeAndGo();
    void SearchSuffixesComeAndGo();
    void EntriesThatEndTogether();
    void OrderOfDnsServersIsTheSenders();
    void ChangesAreGathered();
    void GatheredChangesOfAPvdThatIsGone();
    void ClientsSeeEachOther();
    void CallbacksMeetFinishedState();

  private:
    void RemoveAtOnce(OptionIgnoreReason reason,
                      uint8_t type,
                      uint32_t interface,
                      Ipv6Address from);

    Ptr<PvdRegistry> m_registry; //!< where a.example is removed
};

/// \return the option with H and a Sequence Number
PvdOption
WithSequence(PvdOption option, uint16_t sequence)
{
    option.http = true;
    option.sequence = sequence;
    return option;
}

// Rows: REG-06, NL-07, NL-02, NL-03
void
Notification::NewPvdIsToldOnceAndFirst()
{
    OneHost net;
    net.Hear(Ra(1800,
                {Dnssl({"a.example"}, 500),
                 Rdnss({"2001:db8::53"}, 600),
                 PvdNamed("x.example", {Pio("2001:db8:1::/64", 3600, 1800)})}));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "PvdAdded x.example, RdnssAdded x.example 2001:db8::53 600, "
                          "DnsslAdded x.example a.example 500",
                          "first sight");
    net.host.ForgetEvents();
    net.Hear(Ra(900, {PvdNamed("x.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged x.example 0x48", "second RA");
}

// Rows: REG-07, RA-19
void
Notification::OneChangeForEachTouchedPvd()
{
    OneHost net;
    const auto pios = [](const std::string& last) {
        return std::vector<NdOption>{Pio("2001:db8:1::/64", 3600, 1800),
                                     Pio("2001:db8:2::/64", 3600, 1800),
                                     Pio("2001:db8:3::/64", 3600, 1800),
                                     Rio("2001:db8:100::/40", 900),
                                     Rio(last, 900)};
    };
    net.Hear(Ra(1800)); // an implicit PvD
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    net.host.ForgetEvents();
    net.Hear(Ra(1800, {PvdNamed("a.example", pios("2001:db8:200::/40"))}));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x70", "3 PIO, 2 RIO");
    net.host.ForgetEvents();

    Options outer;
    for (const auto& option : pios("2001:db8:200::/40"))
    {
        std::visit([&outer](const auto& value) { outer.emplace_back(value); }, option);
    }
    net.Hear(Ra(1800, outer)); // addresses move to the implicit PvD
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "PvdChanged fe80:0000:0000:0000:0000:0000:0000:000a%eth0 0x70, "
                          "PvdChanged a.example 0x20",
                          "both PvDs, each once");
}

// Rows: RA-12
void
Notification::SequenceChangeIsToldOnce()
{
    OneHost net;
    net.Hear(Ra(1800, {WithSequence(PvdNamed("a.example"), 1)}));
    net.host.ForgetEvents();
    for (int i = 0; i < 5; ++i)
    {
        net.Hear(Ra(1800, {WithSequence(PvdNamed("a.example"), 2)}));
    }
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x2", "1 to 2");
    net.host.ForgetEvents();
    net.Hear(Ra(1800, {WithSequence(PvdNamed("a.example"), 65535)}));
    net.Hear(Ra(1800, {WithSequence(PvdNamed("a.example"), 0)}));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "PvdChanged a.example 0x2, PvdChanged a.example 0x2",
                          "it wraps");
}

// Rows: DFL-01, NL-01
void
Notification::DefaultRouterComesAndGoes()
{
    OneHost net;
    const auto pvd = PvdStaticConfiguration(net.host.GetRegistry()).CreatePvd("a.example");
    net.host.ForgetEvents();
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x48", "1800 s");
    net.host.ForgetEvents();
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "::/0 via fe80::a%1", "the default route");
    net.Hear(Ra(0, {PvdNamed("a.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x48", "0 s");
    net.host.ForgetEvents();
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "", "the default route is gone");
}

// Rows: NL-02, NL-05
void
Notification::DnsServersComeAndGo()
{
    OneHost net;
    const auto hear = [&net](const std::string& server, uint32_t lifetime) {
        net.Hear(Ra(1800, {PvdNamed("x.example", {Rdnss({server}, lifetime)})}));
    };
    net.Hear(Ra(1800, {PvdNamed("x.example")}));
    net.host.ForgetEvents();
    hear("2001:db8::53", 30);
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "RdnssAdded x.example 2001:db8::53 30, PvdChanged x.example 0x80",
                          "new");
    net.host.ForgetEvents();
    RunTo(Seconds(20));
    hear("2001:db8::53", 30);
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "a refresh");
    net.host.ForgetEvents();
    RunTo(MilliSeconds(49999));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "before it ends");
    net.host.ForgetEvents();
    RunTo(Seconds(50));
    const std::string removed = "RdnssRemoved x.example 2001:db8::53, PvdChanged x.example 0x80";
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), removed, "its end");
    net.host.ForgetEvents();
    hear("2001:db8::53", 30);
    net.host.ForgetEvents();
    hear("2001:db8::53", 0);
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), removed, "lifetime 0");
    net.host.ForgetEvents();
    hear("2001:db8::53", 0);
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "lifetime 0 of what is not there");
    net.host.ForgetEvents();
    hear("2001:db8::54", ND_INFINITE_LIFETIME);
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "RdnssAdded x.example 2001:db8::54 -1, PvdChanged x.example 0x80",
                          "without end");
    net.host.ForgetEvents();
    RunTo(Seconds(1000000));
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(net.host.FindPvd("x.example")), "2001:db8::54", "it ended");
}

// Rows: NL-03, NL-05, NL-08
void
Notification::SearchSuffixesComeAndGo()
{
    OneHost net;
    net.Hear(Ra(1800, {PvdNamed("x.example")}));
    net.host.ForgetEvents();
    net.Hear(Ra(1800, {PvdNamed("x.example", {Dnssl({"a.example", "X.example"}, 60)})}));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "DnsslAdded x.example a.example 60, DnsslAdded x.example X.example 60, "
                          "PvdChanged x.example 0x100",
                          "two suffixes");
    net.host.ForgetEvents();
    const auto pvd = net.host.FindPvd("x.example");
    NS_TEST_ASSERT_MSG_EQ(pvd->GetSearchDomains().size(), 2, "two suffixes");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetSearchDomains()[1].domain,
                          pvd->GetId().GetName(),
                          "a suffix and a PvD of the same name differ");
    net.Hear(Ra(1800, {PvdNamed("x.example", {Dnssl({"x.EXAMPLE"}, 0)})}));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "DnsslRemoved x.example X.example, PvdChanged x.example 0x100",
                          "lifetime 0 of one");
    net.host.ForgetEvents();
    RunTo(Seconds(60));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "DnsslRemoved x.example a.example, PvdChanged x.example 0x100",
                          "end of the other");
}

// Rows: NL-06, REG-10
void
Notification::EntriesThatEndTogether()
{
    OneHost net;
    net.Hear(Ra(1800, {PvdNamed("x.example", {Rdnss({"2001:db8::1", "2001:db8::2"}, 10)})}));
    net.host.ForgetEvents();
    RunTo(NanoSeconds(9999999999));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "early");
    net.host.ForgetEvents();
    RunTo(Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "RdnssRemoved x.example 2001:db8::1, "
                          "RdnssRemoved x.example 2001:db8::2, PvdChanged x.example 0x80",
                          "both at 10 s, then one change");
}

// In part: LIM-08
// Rows: NL-04
void
Notification::OrderOfDnsServersIsTheSenders()
{
    OneHost net;
    const std::vector<std::string> four{"2001:db8::3", "2001:db8::1", "2001:db8::4", "2001:db8::2"};
    net.Hear(Ra(1800, {PvdNamed("x.example", {Rdnss(four, 600)})}));
    const auto pvd = net.host.FindPvd("x.example");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), Join(four), "four servers in one option");
    net.Hear(Ra(1800, {PvdNamed("x.example", {Rdnss({"2001:db8::2", "2001:db8::1"}, 600)})}));
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), Join(four), "a refresh moves nothing");
}

// Rows: NL-09
void
Notification::ChangesAreGathered()
{
    OneHost net;
    net.host.GetRegistry()->SetAttribute("CoalescingInterval", TimeValue(MilliSeconds(100)));
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdAdded a.example", "a new PvD is told at once");
    net.host.ForgetEvents();
    RunTo(Seconds(1));
    for (int i = 0; i < 50; ++i)
    {
        RunTo(Seconds(1) + MicroSeconds(20 * i));
        net.Hear(
            Ra(1800,
               {PvdNamed("a.example", {Rio("2001:db8:" + std::to_string(i) + "::/48", 900)})}));
    }
    net.Hear(Ra(1800, {PvdNamed("a.example", {Mtu(1400)})}));
    RunTo(Seconds(1) + MilliSeconds(99));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "before the interval is over");
    net.host.ForgetEvents();
    RunTo(Seconds(1) + MilliSeconds(100));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x240", "all of it, once");
    net.host.ForgetEvents();
    RunTo(Seconds(2));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "told twice");
}

// Rows: NL-09
void
Notification::GatheredChangesOfAPvdThatIsGone()
{
    OneHost net;
    net.host.GetRegistry()->SetAttribute("CoalescingInterval", TimeValue(Seconds(5)));
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    net.Hear(Ra(1800, {PvdNamed("a.example", {Mtu(1400)})}));
    PvdStaticConfiguration(net.host.GetRegistry()).RemovePvd("a.example");
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    RunTo(Seconds(10));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "PvdAdded a.example, PvdRemoved a.example, PvdAdded a.example",
                          "a change is told of a PvD after its end");
}

// Rows: NL-10, OQ-14
void
Notification::ClientsSeeEachOther()
{
    OneHost net;
    PvdStaticConfiguration first(net.host.GetRegistry());
    PvdStaticConfiguration second(net.host.GetRegistry());
    const auto pvd = first.CreatePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdAdded a.example", "told to all who listen");
    net.host.ForgetEvents();
    NS_TEST_EXPECT_MSG_EQ(second.CreatePvd("A.example"), pvd, "the second client makes another");
    PvdFields fields;
    fields.sequence = 4;
    NS_TEST_EXPECT_MSG_EQ(second.UpdatePvd("a.example", Pvd::SEQUENCE, fields),
                          PvdStaticConfiguration::NONE,
                          "the second client changes it");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetSequence(), 4, "the first client sees the change");
}

void
Notification::RemoveAtOnce(OptionIgnoreReason, uint8_t, uint32_t, Ipv6Address)
{
    PvdStaticConfiguration(m_registry).RemovePvd("a.example");
}

// Rows: NL-02
void
Notification::CallbacksMeetFinishedState()
{
    OneHost net;
    m_registry = net.host.GetRegistry();
    m_registry->TraceConnectWithoutContext("OptionIgnored",
                                           MakeCallback(&Notification::RemoveAtOnce, this));
    net.Hear(Ra(
        1800,
        {PvdNamed("a.example", {Rdnss({"2001:db8::53"}, 600)}), Opaque(200, Hex("000000000000"))}));
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "PvdAdded a.example, RdnssAdded a.example 2001:db8::53 600, "
                          "RdnssRemoved a.example 2001:db8::53, PvdRemoved a.example",
                          "something was told of a PvD that nobody knew");
    m_registry = nullptr;
}

class NotificationSuite : public TestSuite
{
  public:
    NotificationSuite()
        : TestSuite("pvd-notification", Type::UNIT)
    {
        Add("new PvD is not told once and first", &Notification::NewPvdIsToldOnceAndFirst);
        Add("touched PvD is not told exactly once", &Notification::OneChangeForEachTouchedPvd);
        Add("Sequence Number changes unseen", &Notification::SequenceChangeIsToldOnce);
        Add("default router changes unseen", &Notification::DefaultRouterComesAndGoes);
        Add("DNS server is told at a wrong moment", &Notification::DnsServersComeAndGo);
        Add("search suffix is told at a wrong moment", &Notification::SearchSuffixesComeAndGo);
        Add("entries end one by one", &Notification::EntriesThatEndTogether);
        Add("order of DNS servers is lost", &Notification::OrderOfDnsServersIsTheSenders);
        Add("CoalescingInterval does not gather", &Notification::ChangesAreGathered);
        Add("gathered change of a dead PvD", &Notification::GatheredChangesOfAPvdThatIsGone);
        Add("client does not see another's change", &Notification::ClientsSeeEachOther);
        Add("callback comes in the middle", &Notification::CallbacksMeetFinishedState);
    }

  private:
    void Add(const std::string& name, Notification::Body body)
    {
        AddTestCase(new Notification(name, body));
    }
};

NotificationSuite g_notificationSuite; ///< registers itself

} // namespace
