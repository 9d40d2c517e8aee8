/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/boolean.h"
#include "ns3/pvd-icmpv6-l4-protocol.h"
#include "ns3/pvd-router-solicitation.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <deque>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// When the host solicits routers, and how.
class RsTest : public CaseOf<RsTest>
{
  public:
    using CaseOf::CaseOf;

    void DefaultsAreThoseOfRfc7559();
    void IntervalsDoubleUpToTheMaximum();
    void JitterIsFresh();
    void CountAndDurationEndIt();
    void MessageIsWellFormed();
    void WithoutLinkLocalAddressThereIsNoSlla();
    void FirstOneIsDelayedAtRandom();
    void DadIsDelayEnough();
    void DefaultRouterStopsIt();
    void RouterLifetimeZeroDoesNot();
    void EffectiveHeaderDecides();
    void OneIsSentThoughAnRaCameFirst();
    void DroppedRaDoesNotStopIt();
    void LinkUpBeginsAnew();
    void InterfacesAreIndependent();
    void RoutersDoNotSolicit();

  private:
    void CheckBackOff(const std::vector<Time>& times, const std::string& what);
};

/// A PvdRouterSolicitation alone, and when it sent.
struct Solicitor
{
    Ptr<PvdRouterSolicitation> solicitation{CreateObject<PvdRouterSolicitation>()};
    std::vector<Time> times; //!< of what was sent

    Solicitor()
    {
        solicitation->SetSend(MakeCallback(&Solicitor::Send, this));
    }

    ~Solicitor()
    {
        solicitation->Dispose();
        Simulator::Destroy();
    }

    void Send()
    {
        times.push_back(Simulator::Now());
    }
};

std::vector<Time>
TimesOf(const std::vector<SeenPacket>& packets)
{
    std::vector<Time> times;
    for (const auto& packet : packets)
    {
        times.push_back(packet.time);
    }
    return times;
}

/// \return how many Router Solicitations a link saw
std::size_t
CountRs(const TestLink& link)
{
    return link.GetSeen(ROUTER_SOLICITATION).size();
}

// Rows: 7559-2-02, 7559-3-01, 4861-10-01
void
RsTest::DefaultsAreThoseOfRfc7559()
{
    const auto solicitation = CreateObject<PvdRouterSolicitation>();
    const std::pair<const char*, Time> times[] = {
        {"InitialRetransmissionTime", Seconds(4)},
        {"MaxRetransmissionTime", Seconds(3600)},
        {"MaxRetransmissionDuration", Seconds(0)},
    };
    for (const auto& expected : times)
    {
        TimeValue value;
        solicitation->GetAttribute(expected.first, value);
        NS_TEST_EXPECT_MSG_EQ(value.Get(), expected.second, expected.first);
    }
    UintegerValue count;
    solicitation->GetAttribute("MaxRetransmissionCount", count);
    NS_TEST_EXPECT_MSG_EQ(count.Get(), 0, "MaxRetransmissionCount");
}

void
RsTest::CheckBackOff(const std::vector<Time>& times, const std::string& what)
{
    double previous = 0;
    for (std::size_t i = 1; i < times.size(); ++i)
    {
        const double interval = (times[i] - times[i - 1]).GetSeconds();
        double low = i == 1 ? 3.6 : 1.9 * previous;
        double high = i == 1 ? 4.4 : 2.1 * previous;
        if (high > 3600)
        {
            low = std::min(low, 3240.0);
            high = 3960;
        }
        NS_TEST_EXPECT_MSG_GT_OR_EQ(interval, low, what << ": interval " << i << " is too short");
        NS_TEST_EXPECT_MSG_LT_OR_EQ(interval, high, what << ": interval " << i << " is too long");
        previous = interval;
    }
}

// Rows: 7559-2-01, 7559-2-03, 7559-3-01
void
RsTest::IntervalsDoubleUpToTheMaximum()
{
    OneHost net;
    RunTo(Days(1));
    const auto times = TimesOf(net.link.GetSeen(ROUTER_SOLICITATION));
    CheckBackOff(times, "a day without router");
    // Ten intervals up to 2048 s or so take 4092 s of the day, the others an hour each.
    NS_TEST_EXPECT_MSG_GT(times.size(), 10 + 20, "it stopped, or was too slow");
    NS_TEST_EXPECT_MSG_LT(times.size(), 10 + 27, "it was too fast");
    NS_TEST_EXPECT_MSG_GT(times.back(), Days(1) - Seconds(3960), "it stopped");
}

// Rows: 7559-2-03
void
RsTest::JitterIsFresh()
{
    Solicitor one;
    one.solicitation->Start(false);
    RunTo(Days(2));
    std::vector<double> hours; // intervals at the maximum
    for (std::size_t i = 12; i < one.times.size(); ++i)
    {
        hours.push_back((one.times[i] - one.times[i - 1]).GetSeconds());
    }
    NS_TEST_ASSERT_MSG_GT(hours.size(), 30, "too few intervals to judge");
    const auto range = std::minmax_element(hours.begin(), hours.end());
    NS_TEST_EXPECT_MSG_LT(*range.first, 3600 - 180, "no interval is much shorter than the mean");
    NS_TEST_EXPECT_MSG_GT(*range.second, 3600 + 180, "no interval is much longer than the mean");
    std::sort(hours.begin(), hours.end());
    const bool repeats = std::adjacent_find(hours.begin(), hours.end()) != hours.end();
    NS_TEST_EXPECT_MSG_EQ(repeats, false, "two intervals are equal: the jitter is not drawn anew");
}

// Rows: 7559-2-02, 4861-6.3.7-01
void
RsTest::CountAndDurationEndIt()
{
    {
        Solicitor three;
        three.solicitation->SetAttribute("MaxRetransmissionCount", UintegerValue(3));
        three.solicitation->Start(false);
        RunTo(Days(1));
        NS_TEST_EXPECT_MSG_EQ(three.times.size(), 3, "MAX_RTR_SOLICITATIONS as RFC 4861 has it");
        NS_TEST_EXPECT_MSG_EQ(three.solicitation->IsSoliciting(), false, "it goes on");
        CheckBackOff(three.times, "three");
    }
    Solicitor minute;
    minute.solicitation->SetAttribute("MaxRetransmissionDuration", TimeValue(Seconds(50)));
    minute.solicitation->Start(false);
    RunTo(Days(1));
    NS_TEST_EXPECT_MSG_EQ(minute.times.size(), 4, "after about 0, 4, 12 and 28 s");
    NS_TEST_EXPECT_MSG_LT_OR_EQ(minute.times.back(), Seconds(50), "after the duration");
}

// Rows: 4861-6.3.7-05, 4861-6.1.2-01
void
RsTest::MessageIsWellFormed()
{
    OneHost net;
    RunTo(Seconds(2));
    const auto seen = net.link.GetSeen(ROUTER_SOLICITATION);
    NS_TEST_ASSERT_MSG_EQ(seen.size(), 1, "one Router Solicitation");
    const SeenPacket& rs = seen[0];
    NS_TEST_EXPECT_MSG_EQ(rs.source, net.host.GetLinkLocal(), "source");
    NS_TEST_EXPECT_MSG_EQ(rs.destination, Ipv6Address("ff02::2"), "destination");
    NS_TEST_EXPECT_MSG_EQ(rs.hardwareDestination, Mac48Address("33:33:00:00:00:02"), "frame");
    NS_TEST_EXPECT_MSG_EQ(+rs.hopLimit, 255, "Hop Limit");
    Octets expected = RouterSolicitation(Mac48Address("02:00:00:00:00:01"));
    expected = WithChecksum(expected, rs.source, rs.destination);
    NS_TEST_EXPECT_MSG_EQ((rs.message == expected), true, "octets, with the SLLA and checksum");
}

// Rows: 4861-6.3.7-05
void
RsTest::WithoutLinkLocalAddressThereIsNoSlla()
{
    OneHost net;
    RunTo(Seconds(2));
    net.link.ForgetSeen();
    net.host.GetIpv6()->RemoveAddress(1, net.host.GetLinkLocal());
    RunTo(Seconds(6));
    const auto seen = net.link.GetSeen(ROUTER_SOLICITATION);
    NS_TEST_ASSERT_MSG_EQ(seen.size(), 1, "one Router Solicitation");
    NS_TEST_EXPECT_MSG_EQ(seen[0].source, Ipv6Address("::"), "source");
    NS_TEST_EXPECT_MSG_EQ(seen[0].message.size(), 8, "it has an option");
}

/// \return when the first Router Solicitation of each of 200 hosts left
std::vector<double>
FirstOf200Hosts(const HostOptions& options)
{
    std::vector<double> firsts;
    std::deque<TestLink> links(200);
    std::deque<TestHost> hosts;
    for (auto& link : links)
    {
        hosts.emplace_back(options);
        hosts.back().AddInterface(link);
    }
    RunTo(Seconds(3));
    for (const auto& link : links)
    {
        const auto seen = link.GetSeen(ROUTER_SOLICITATION);
        firsts.push_back(seen.empty() ? -1 : seen[0].time.GetSeconds());
    }
    Simulator::Destroy();
    return firsts;
}

// Rows: 4861-6.3.7-02, 4861-10-01
void
RsTest::FirstOneIsDelayedAtRandom()
{
    HostOptions options;
    options.randomDelays = true;
    options.dadTransmits = 0;
    const auto firsts = FirstOf200Hosts(options);
    double sum = 0;
    std::vector<int> quarters(4);
    for (double first : firsts)
    {
        NS_TEST_ASSERT_MSG_GT_OR_EQ(first, 0.0, "none, or too early");
        NS_TEST_ASSERT_MSG_LT_OR_EQ(first, 1.0, "later than MAX_RTR_SOLICITATION_DELAY");
        sum += first;
        ++quarters[std::min(3, static_cast<int>(first * 4))];
    }
    // Standard deviations: 0.02 of the mean, 6.1 of each quarter's 50.
    NS_TEST_EXPECT_MSG_EQ_TOL(sum / firsts.size(), 0.5, 0.1, "mean");
    for (int count : quarters)
    {
        NS_TEST_EXPECT_MSG_EQ_TOL(count, 50, 25, "hosts in a quarter of the second");
    }
}

// Rows: 4861-6.3.7-02
void
RsTest::DadIsDelayEnough()
{
    HostOptions options;
    options.randomDelays = true;
    OneHost net(options);
    RunTo(Seconds(3));
    const auto ns = net.link.GetSeen(NEIGHBOR_SOLICITATION);
    const auto rs = net.link.GetSeen(ROUTER_SOLICITATION);
    NS_TEST_ASSERT_MSG_EQ(ns.size(), 1, "one Neighbor Solicitation tests the address");
    NS_TEST_ASSERT_MSG_EQ(rs.size(), 1, "one Router Solicitation");
    NS_TEST_EXPECT_MSG_EQ(rs[0].time - ns[0].time, Seconds(1), "delayed a second time");
}

// Rows: 4861-6.3.7-03, 7559-2.1-01
void
RsTest::DefaultRouterStopsIt()
{
    for (uint16_t lifetime : {1, 1800, 65535})
    {
        OneHost net;
        RunTo(Seconds(100));
        const std::size_t before = CountRs(net.link);
        NS_TEST_EXPECT_MSG_EQ(before, 5, "after about 1, 5, 13, 29 and 61 s");
        net.Hear(Ra(lifetime));
        RunTo(Days(1));
        NS_TEST_EXPECT_MSG_EQ(CountRs(net.link), before, "lifetime " << lifetime);
    }
}

// Rows: 7559-2.1-02
void
RsTest::RouterLifetimeZeroDoesNot()
{
    OneHost net;
    for (int i = 1; i <= 10; ++i)
    {
        RunTo(Seconds(10 * i));
        net.Hear(Ra(0, {Pio("2001:db8:1::/64", 3600, 1800)}));
    }
    RunTo(Days(1));
    const auto times = TimesOf(net.link.GetSeen(ROUTER_SOLICITATION));
    NS_TEST_EXPECT_MSG_GT(times.size(), 30, "it stopped");
    CheckBackOff(times, "with a router that is no default router");
}

// Rows: 7559-2.1-04, 8801-3.4-03
void
RsTest::EffectiveHeaderDecides()
{
    struct Row
    {
        uint16_t outer;
        int inner; // -1: no inner header
        bool aware;
        bool stops;
    };

    const Row rows[] = {
        {0, 1600, true, true},
        {6000, 0, true, false},
        {6000, -1, true, true},
        {0, -1, true, false},
        {0, 1600, false, false},
        {6000, 0, false, true},
    };
    for (const Row& row : rows)
    {
        OneHost net;
        net.host.GetInterface()->SetAttribute("ParsePvd", BooleanValue(row.aware));
        const auto option = row.inner < 0 ? PvdNamed("example.org")
                                          : PvdNamed("example.org", pvdtest::Header(row.inner));
        RunTo(Seconds(100));
        const std::size_t before = CountRs(net.link);
        net.Hear(Ra(row.outer, {option}));
        RunTo(Seconds(1000));
        NS_TEST_EXPECT_MSG_EQ((CountRs(net.link) == before),
                              row.stops,
                              "outer " << row.outer << " inner " << row.inner << " aware "
                                       << row.aware);
    }
}

// Rows: 4861-6.3.7-04
void
RsTest::OneIsSentThoughAnRaCameFirst()
{
    for (double when : {0.0, 0.5, 0.999})
    {
        OneHost net; // its link-local address is ready after 1 s
        RunTo(Seconds(when));
        net.Hear(Ra(1800));
        RunTo(Seconds(1000));
        NS_TEST_EXPECT_MSG_EQ(CountRs(net.link), 1, "RA at " << when << " s");
    }
    HostOptions delayed;
    delayed.randomDelays = true;
    delayed.dadTransmits = 0;
    OneHost net(delayed); // its first one waits for up to a second
    net.Hear(Ra(1800));
    RunTo(Seconds(1000));
    NS_TEST_EXPECT_MSG_EQ(CountRs(net.link), 1, "RA before the first one that is delayed");
}

// Rows: 7559-2.1-01
void
RsTest::DroppedRaDoesNotStopIt()
{
    OneHost net;
    RunTo(Seconds(100));
    const std::size_t before = CountRs(net.link);
    TestLink::Envelope envelope;
    envelope.hopLimit = 64;
    net.link.Send(ToMessage(Ra(1800)), MakeRouter('a'), envelope);
    RunTo(Seconds(1000));
    NS_TEST_EXPECT_MSG_GT(CountRs(net.link), before, "an RA that was forwarded stopped it");
}

// Rows: 7559-3-02, 4861-6.3.7-01
void
RsTest::LinkUpBeginsAnew()
{
    OneHost net;
    RunTo(Seconds(100));
    net.Hear(Ra(1800));
    RunTo(Seconds(150));
    net.host.GetIpv6()->SetDown(1);
    net.link.ForgetSeen();
    RunTo(Seconds(5000));
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen().size(), 0, "sent while down");
    net.host.GetIpv6()->SetUp(1);
    RunTo(Seconds(5100));
    const auto times = TimesOf(net.link.GetSeen(ROUTER_SOLICITATION));
    NS_TEST_ASSERT_MSG_EQ(times.size(), 5, "after about 1, 5, 13, 29 and 61 s");
    NS_TEST_EXPECT_MSG_EQ(times[0], Seconds(5001), "first, after DAD");
    CheckBackOff(times, "after the link came up again");
}

// Rows: 7559-3-01
void
RsTest::InterfacesAreIndependent()
{
    TwoLinks net;
    RunTo(Seconds(40));
    net.Hear(Ra(1800));
    net.link.ForgetSeen();
    net.second.ForgetSeen();
    RunTo(Seconds(800));
    NS_TEST_EXPECT_MSG_EQ(CountRs(net.link), 0, "the answered interface");
    NS_TEST_EXPECT_MSG_EQ(CountRs(net.second), 4, "the other, at about 61, 125, 253, 509 s");
}

// Rows: 7559-2-01
void
RsTest::RoutersDoNotSolicit()
{
    HostOptions options;
    options.up = false;
    OneHost net(options);
    net.host.GetIpv6()->SetForwarding(1, true);
    net.host.GetIpv6()->SetUp(1);
    RunTo(Seconds(100));
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(NEIGHBOR_SOLICITATION).size(), 1, "it is not up");
    NS_TEST_EXPECT_MSG_EQ(CountRs(net.link), 0, "a forwarding interface solicits");
}

class RsSuite : public TestSuite
{
  public:
    RsSuite()
        : TestSuite("pvd-router-solicitation", Type::UNIT)
    {
        Add("default of RFC 7559 is another", &RsTest::DefaultsAreThoseOfRfc7559);
        Add("back-off is not RFC 7559's, or ends", &RsTest::IntervalsDoubleUpToTheMaximum);
        Add("jitter is drawn once", &RsTest::JitterIsFresh);
        Add("MRC or MRD is not kept", &RsTest::CountAndDurationEndIt);
        Add("malformed RS", &RsTest::MessageIsWellFormed);
        Add("RS from :: with SLLA", &RsTest::WithoutLinkLocalAddressThereIsNoSlla);
        Add("first RS is not spread over a second", &RsTest::FirstOneIsDelayedAtRandom);
        Add("first RS is delayed after DAD was", &RsTest::DadIsDelayEnough);
        Add("RS after a default router answered", &RsTest::DefaultRouterStopsIt);
        Add("RA without default router stops RS", &RsTest::RouterLifetimeZeroDoesNot);
        Add("outer header counts where an inner one does", &RsTest::EffectiveHeaderDecides);
        Add("early RA suppresses or multiplies RS", &RsTest::OneIsSentThoughAnRaCameFirst);
        Add("invalid RA stops RS", &RsTest::DroppedRaDoesNotStopIt);
        Add("link up does not begin anew", &RsTest::LinkUpBeginsAnew);
        Add("interfaces share their state", &RsTest::InterfacesAreIndependent);
        Add("forwarding interface solicits", &RsTest::RoutersDoNotSolicit);
    }

  private:
    void Add(const std::string& name, RsTest::Body body)
    {
        AddTestCase(new RsTest(name, body));
    }
};

RsSuite g_rsSuite; ///< registers itself

} // namespace
