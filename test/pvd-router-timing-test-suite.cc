/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-router.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ndisc-cache.h"
#include "ns3/output-stream-wrapper.h"
#include "ns3/pvd-extension-processing.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <sstream>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// When a router advertises (RFC 4861 section 6.2).
class Timing : public CaseOf<Timing>
{
  public:
    using CaseOf::CaseOf;

    void Intervals();
    void FirstOnesComeSoon();
    void ChangesAreToldSoon();
    void SilentInterface();
    void LongDelayBetweenRounds();
    void LinkComesBack();
    void LinkIsDown();
    void AnswersAreDelayed();
    void AnswersToAllAreRare();
    void AnswersToOne();
    void BadSolicitations();
    void AnonymousSolicitations();
    void ForwardingIsOff();
    void RoundsWithoutOptions();
    void SameSeedSameTimes();
};

/// \return times between rounds, the first ones left out
std::vector<double>
GetIntervals(const std::vector<SeenRa>& seen)
{
    std::vector<double> intervals;
    for (std::size_t i = 1; i < seen.size(); ++i)
    {
        intervals.push_back((seen[i].time - seen[i - 1].time).GetSeconds());
    }
    return intervals;
}

/// \return the Neighbor Cache of a router as ns-3 prints it
std::string
ListNeighbors(const TestRouter& router)
{
    std::ostringstream os;
    router.GetNode()
        ->GetObject<Ipv6L3Protocol>()
        ->GetInterface(1)
        ->GetNdiscCache()
        ->PrintNdiscCache(Create<OutputStreamWrapper>(&os));
    return os.str();
}

// Rows: 4861-6.2.4-02, 4861-6.2.6-04
void
Timing::Intervals()
{
    HostAndRouter net;
    auto lan = QuickInterface(100);
    lan.minRtrAdvInterval = 40;
    net.Settle(lan, Seconds(60));
    RunTo(Seconds(70000));
    const auto intervals = GetIntervals(GetMulticastRas(net.link));
    NS_TEST_ASSERT_MSG_GT(intervals.size(), 950, "many");
    double sum = 0;
    for (const double interval : intervals)
    {
        NS_TEST_EXPECT_MSG_EQ((interval >= 40 && interval <= 100), true, interval << " s");
        sum += interval;
    }
    NS_TEST_EXPECT_MSG_EQ_TOL(sum / intervals.size(), 70, 2, "mean of a uniform distribution");
    const auto range = std::minmax_element(intervals.begin(), intervals.end());
    NS_TEST_EXPECT_MSG_LT(*range.first, 41, "the shortest");
    NS_TEST_EXPECT_MSG_GT(*range.second, 99, "the longest");
}

// Rows: 4861-6.2.4-03, 4861-10-01
void
Timing::FirstOnesComeSoon()
{
    HostAndRouter net;
    auto lan = QuickInterface(600);
    net.router.Advertise(lan);
    RunTo(Seconds(1000));
    const auto intervals = GetIntervals(GetMulticastRas(net.link));
    NS_TEST_ASSERT_MSG_GT(intervals.size(), 2, "some");
    NS_TEST_EXPECT_MSG_EQ(intervals[0], 16, "first to second");
    NS_TEST_EXPECT_MSG_EQ(intervals[1], 16, "second to third");
    NS_TEST_EXPECT_MSG_GT(intervals[2], 198, "third to fourth");
}

// Rows: 4861-6.2.4-04, 4191-4-07, 4861-6.2.3-02
void
Timing::ChangesAreToldSoon()
{
    HostAndRouter net;
    auto lan = QuickInterface(600);
    net.Settle(lan, Seconds(300));
    lan.advertisements[0].options.prefixes[0].preferredLifetime = 1234;
    net.router.Advertise(lan);
    RunTo(Seconds(1000));
    const auto seen = GetMulticastRas(net.link);
    NS_TEST_ASSERT_MSG_GT(seen.size(), 3, "three and the next");
    NS_TEST_EXPECT_MSG_EQ(seen[0].time, Seconds(300), "at once");
    NS_TEST_EXPECT_MSG_EQ(seen[1].time, Seconds(316), "again");
    NS_TEST_EXPECT_MSG_EQ(seen[2].time, Seconds(332), "and again");
    NS_TEST_EXPECT_MSG_GT(seen[3].time, Seconds(332 + 198), "no more");
    for (const SeenRa& ra : seen)
    {
        const auto& prefix = std::get<PrefixInformationOption>(ra.message.options.at(0));
        NS_TEST_EXPECT_MSG_EQ(prefix.preferredLifetime, 1234, "the new value");
        NS_TEST_EXPECT_MSG_EQ(ra.message.options.size(), 2, "all options");
    }
}

// Rows: 4861-6.2.1-01, 4861-6.2.2-01
void
Timing::SilentInterface()
{
    HostAndRouter net;
    TestLink second;
    net.router.AddInterface(second, "02:00:00:00:ff:1a");
    auto lan = QuickInterface();
    lan.sendAdvertisements = false;
    net.router.Advertise(lan);
    RunTo(Seconds(50));
    Solicit(net.link, 'd');
    Solicit(second, 'd');
    RunTo(Seconds(100));
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(net.link).size(), 0, "AdvSendAdvertisements is off");
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(second).size(), 0, "it was never told to advertise");
    lan.sendAdvertisements = true;
    net.router.Advertise(lan);
    RunTo(Seconds(101));
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(net.link).size(), 1, "turned on");
    lan.sendAdvertisements = false;
    net.router.Advertise(lan);
    RunTo(Seconds(200));
    NS_TEST_ASSERT_MSG_EQ(GetSeenRas(net.link).size(), 2, "turned off");
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(net.link)[1].message.header.routerLifetime, 0, "withdrawn");
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(second).size(), 0, "still silent");
}

// Rows: 4861-6.2.6-02
void
Timing::LongDelayBetweenRounds()
{
    HostAndRouter net;
    auto lan = QuickInterface(30);
    lan.minRtrAdvInterval = 3;
    lan.minDelayBetweenRas = 20;
    net.router.Advertise(lan);
    RunTo(Seconds(1000));
    const auto intervals = GetIntervals(GetMulticastRas(net.link));
    NS_TEST_ASSERT_MSG_GT(intervals.size(), 30, "many");
    for (const double interval : intervals)
    {
        NS_TEST_EXPECT_MSG_EQ((interval >= 20 && interval <= 30), true, interval << " s");
    }
}

// Rows: 4861-6.2.4-03
void
Timing::LinkComesBack()
{
    HostAndRouter net;
    net.Settle(QuickInterface(600));
    net.router.GetIpv6()->SetDown(1);
    RunTo(Seconds(120));
    net.router.GetIpv6()->SetUp(1);
    RunTo(Seconds(160));
    const auto intervals = GetIntervals(GetMulticastRas(net.link));
    NS_TEST_ASSERT_MSG_EQ(intervals.size(), 2, "three rounds");
    NS_TEST_EXPECT_MSG_LT(GetMulticastRas(net.link)[0].time, Seconds(123), "the first one");
    NS_TEST_EXPECT_MSG_EQ(intervals[0], 16, "first to second");
    NS_TEST_EXPECT_MSG_EQ(intervals[1], 16, "second to third");
}

void
Timing::LinkIsDown()
{
    HostAndRouter net;
    net.router.Advertise(QuickInterface(600));
    net.router.GetAdvertiser()->SetStopTime(Seconds(110));
    RunTo(Seconds(100));
    net.link.ForgetSeen();
    Solicit(net.link, 'd');
    net.router.GetIpv6()->SetDown(1);
    RunTo(Seconds(120));
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(net.link).size(), 0, "sent");
    const std::vector<std::string> expected{
        "an answer to a solicitation: the interface is down",
        "a last message, which withdraws all: the interface is down"};
    NS_TEST_EXPECT_MSG_EQ((net.router.GetNotSent() == expected), true, "lost without a word");
}

// Rows: 4861-6.2.6-01, 4861-6.2.2-02, 4861-10-01
void
Timing::AnswersAreDelayed()
{
    HostAndRouter net;
    auto lan = QuickInterface(65535);
    lan.minRtrAdvInterval = 40000;
    lan.unicastSolicited = false;
    net.router.Advertise(lan);
    RunTo(Seconds(100));
    double sum = 0;
    double most = 0;
    constexpr uint32_t ROUNDS = 500;
    for (uint32_t i = 1; i <= ROUNDS; ++i)
    {
        const Time asked = Seconds(100 + 10 * i);
        RunTo(asked);
        net.link.ForgetSeen();
        Solicit(net.link, 'd');
        RunTo(asked + Seconds(9));
        const auto seen = GetMulticastRas(net.link);
        NS_TEST_ASSERT_MSG_EQ(seen.size(), 1, "one answer to all");
        const double delay = (seen[0].time - asked).GetSeconds();
        sum += delay;
        most = std::max(most, delay);
        NS_TEST_EXPECT_MSG_EQ((delay >= 0 && delay <= 0.5), true, delay << " s");
    }
    NS_TEST_EXPECT_MSG_EQ_TOL(sum / ROUNDS, 0.25, 0.03, "mean of a uniform distribution");
    NS_TEST_EXPECT_MSG_GT(most, 0.45, "the longest");
}

// Rows: 4861-6.2.6-02, 4861-10-01
void
Timing::AnswersToAllAreRare()
{
    HostAndRouter net;
    auto lan = QuickInterface();
    lan.minRtrAdvInterval = 3;
    net.Settle(lan, Seconds(10));
    for (uint32_t i = 0; i < 300; ++i)
    {
        Solicit(net.link, 'd', true);
        RunTo(Seconds(10 + 0.1 * i));
    }
    const auto intervals = GetIntervals(GetMulticastRas(net.link));
    NS_TEST_ASSERT_MSG_GT(intervals.size(), 6, "answers");
    for (const double interval : intervals)
    {
        NS_TEST_EXPECT_MSG_EQ((interval >= 3 && interval <= 3.5), true, interval << " s");
    }
}

// Rows: 4861-6.2.6-03, ODH-01
void
Timing::AnswersToOne()
{
    HostAndRouter net;
    auto lan = QuickInterface(600);
    lan.advertisements.push_back(lan.advertisements[0]);
    lan.advertisements[1].pvd = PvdRouterHelper::NamedPvd("a.example");
    net.router.Advertise(lan);
    net.router.GetAdvertiser()->SetAttribute("MaxSolicitors", UintegerValue(2));
    RunTo(Seconds(100));
    net.link.ForgetSeen();
    Solicit(net.link, 'd');
    Solicit(net.link, 'e');
    Solicit(net.link, 'd');
    RunTo(Seconds(101));
    std::vector<std::string> told;
    for (const SeenRa& ra : GetSeenRas(net.link))
    {
        told.push_back(ToText(ra.destination));
    }
    std::sort(told.begin(), told.end());
    const std::vector<std::string> expected{"fe80::d", "fe80::d", "fe80::e", "fe80::e"};
    NS_TEST_EXPECT_MSG_EQ((told == expected), true, "each is told all, once");
    net.link.ForgetSeen();
    for (const char digit : {'b', 'c', 'd', 'e'})
    {
        Solicit(net.link, digit);
    }
    RunTo(Seconds(102));
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(net.link).size(), 6, "two of them, and one for all");
    NS_TEST_EXPECT_MSG_EQ(GetMulticastRas(net.link).size(), 2, "which is to all");
}

// Rows: 4861-6.1.1-02
void
Timing::BadSolicitations()
{
    // A router with ns-3's own stack would not survive them.
    HostAndRouter net(RouterStack::PVD);
    auto lan = QuickInterface(600);
    net.Settle(lan);
    const Octets good = RouterSolicitation(MakeRouter('d').mac);
    const auto with = [&good](std::size_t at, uint8_t value) {
        Octets octets = good;
        octets[at] = value;
        return octets;
    };
    TestLink::Envelope envelope;
    envelope.destination = Ipv6Address::GetAllRoutersMulticast();
    TestLink::Envelope far = envelope;
    far.hopLimit = 254;
    TestLink::Envelope broken = envelope;
    broken.rightChecksum = false;
    Station anonymous = MakeRouter('d');
    anonymous.address = Ipv6Address::GetAny();
    net.link.Send(good, MakeRouter('d'), far);
    net.link.Send(good, MakeRouter('d'), broken);
    net.link.Send(with(1, 1), MakeRouter('d'), envelope);
    net.link.Send(Octets(good.begin(), good.begin() + 7), MakeRouter('d'), envelope);
    net.link.Send(with(9, 0), MakeRouter('d'), envelope);
    net.link.Send(good, anonymous, envelope);
    for (const char* source : {"ff02::1", "ff02::2", "::1"})
    {
        Station nobody = MakeRouter('d');
        nobody.address = Ipv6Address(source);
        net.link.Send(good, nobody, envelope);
    }
    RunTo(Seconds(105));
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(net.link).size(), 0, "answered");
    const std::vector<NdDropReason> expected{NdDropReason::HOP_LIMIT,
                                             NdDropReason::CHECKSUM,
                                             NdDropReason::CODE,
                                             NdDropReason::TOO_SHORT,
                                             NdDropReason::OPTIONS,
                                             NdDropReason::UNSPECIFIED_SOURCE,
                                             NdDropReason::SOURCE,
                                             NdDropReason::SOURCE};
    NS_TEST_EXPECT_MSG_EQ((net.router.GetDrops() == expected), true, "reasons");
    const auto admission = net.router.GetNode()->GetObject<PvdExtensionProcessing>();
    NS_TEST_EXPECT_MSG_EQ(admission->GetDropCount(PvdPacketDropReason::NODE_LOCAL_ADDRESS),
                          1,
                          "from ::1");
    net.link.Send(good, MakeRouter('d'), envelope);
    RunTo(Seconds(106));
    NS_TEST_EXPECT_MSG_EQ(GetSeenRas(net.link).size(), 1, "a good one");
}

// Rows: 4861-6.2.5-02
void
Timing::ForwardingIsOff()
{
    HostAndRouter net;
    net.router.Advertise(QuickInterface());
    RunTo(Seconds(30));
    net.router.GetIpv6()->SetForwarding(1, false);
    net.link.ForgetSeen();
    RunTo(Seconds(60));
    const auto seen = GetMulticastRas(net.link);
    NS_TEST_ASSERT_MSG_GT(seen.size(), 1, "it goes on");
    for (const SeenRa& ra : seen)
    {
        NS_TEST_EXPECT_MSG_EQ(ra.message.header.routerLifetime, 0, "no default router");
    }
}

// Rows: 4861-6.2.6-05
void
Timing::AnonymousSolicitations()
{
    for (const auto stack : {RouterStack::STOCK, RouterStack::PVD})
    {
        HostAndRouter net(stack);
        net.router.Advertise(QuickInterface());
        RunTo(Seconds(100));
        const std::string before = ListNeighbors(net.router);
        Solicit(net.link, 'd', true);
        RunTo(Seconds(104));
        NS_TEST_EXPECT_MSG_EQ(ListNeighbors(net.router), before, "from nobody");
        Solicit(net.link, 'd');
        RunTo(Seconds(108));
        NS_TEST_EXPECT_MSG_NE(ListNeighbors(net.router).find("fe80::d "),
                              std::string::npos,
                              "from a host");
    }
}

// Rows: 4861-6.2.3-02, 4861-6.2.3-03
void
Timing::RoundsWithoutOptions()
{
    HostAndRouter net;
    auto lan = QuickInterface();
    lan.roundsForOptions = 4;
    lan.unicastSolicited = false;
    auto& pvd = lan.advertisements[0].pvd;
    pvd = PvdRouterHelper::NamedPvd("a.example");
    pvd->options.prefixes = {PvdRouterHelper::Prefix("2001:db8:2::/64")};
    net.router.Advertise(lan);
    RunTo(Seconds(200));
    const auto seen = GetMulticastRas(net.link);
    NS_TEST_ASSERT_MSG_GT(seen.size(), 18, "many rounds");
    for (std::size_t i = 0; i < seen.size(); ++i)
    {
        const auto& message = seen[i].message;
        const bool isWhole = i < 3 || (i - 2) % 4 == 0;
        NS_TEST_EXPECT_MSG_EQ(message.options.size(), (isWhole ? 3 : 1), "options of " << i);
        NS_TEST_ASSERT_MSG_NE(message.GetPvdOption(), nullptr, "whose router it is");
        NS_TEST_EXPECT_MSG_EQ(message.GetPvdOption()->options.size(), isWhole, "of its PvD");
        NS_TEST_EXPECT_MSG_EQ(message.header.routerLifetime, 30, "Router Lifetime of " << i);
    }
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 1, "PvDs");
    for (const char* prefix : {"2001:db8:1::/64", "2001:db8:2::/64"})
    {
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.host.MakeAddress(prefix)),
                              "preferred",
                              prefix);
    }
    lan.maxRtrAdvInterval = 600;
    lan.roundsForOptions = 1000;
    net.Settle(lan, Seconds(300));
    Solicit(net.link, 'd');
    RunTo(Seconds(1000));
    const auto asked = GetMulticastRas(net.link);
    NS_TEST_ASSERT_MSG_GT(asked.size(), 1, "an answer, and a round that nobody asked for");
    NS_TEST_EXPECT_MSG_EQ(asked[0].message.options.size(), 3, "who asks is told all");
    NS_TEST_EXPECT_MSG_EQ(asked[1].message.options.size(), 1, "then as before");
}

void
Timing::SameSeedSameTimes()
{
    const auto run = [](int64_t stream) {
        HostAndRouter net;
        net.router.Advertise(QuickInterface());
        net.router.GetAdvertiser()->AssignStreams(stream);
        RunTo(Seconds(100));
        std::string times;
        for (const SeenRa& ra : GetSeenRas(net.link))
        {
            times += std::to_string(ra.time.GetNanoSeconds()) + " ";
        }
        return times;
    };
    NS_TEST_EXPECT_MSG_EQ(run(7), run(7), "one stream");
    NS_TEST_EXPECT_MSG_NE(run(7), run(9), "another stream");
}

class TimingSuite : public TestSuite
{
  public:
    TimingSuite()
        : TestSuite("pvd-router-timing", Type::UNIT)
    {
        Add("rounds come at other intervals", &Timing::Intervals);
        Add("first rounds come late", &Timing::FirstOnesComeSoon);
        Add("change is told late", &Timing::ChangesAreToldSoon);
        Add("interface advertises that should not", &Timing::SilentInterface);
        Add("MinDelayBetweenRAs is for answers only", &Timing::LongDelayBetweenRounds);
        Add("link that is back is told late", &Timing::LinkComesBack);
        Add("what a link that is down loses is not told", &Timing::LinkIsDown);
        Add("answers come at other times", &Timing::AnswersAreDelayed);
        Add("answers to all come too often", &Timing::AnswersToAllAreRare);
        Add("answers go to the wrong host", &Timing::AnswersToOne);
        Add("bad solicitation is answered", &Timing::BadSolicitations);
        Add("anonymous solicitation makes a neighbor", &Timing::AnonymousSolicitations);
        Add("host is taken for a router", &Timing::ForwardingIsOff);
        Add("round without options ends something", &Timing::RoundsWithoutOptions);
        Add("one seed gives different times", &Timing::SameSeedSameTimes);
    }

  private:
    void Add(const std::string& name, Timing::Body body)
    {
        AddTestCase(new Timing(name, body));
    }
};

TimingSuite g_timingSuite; ///< registers itself

} // namespace
