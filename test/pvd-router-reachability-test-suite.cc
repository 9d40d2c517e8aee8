/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-two-pvds.h"

#include "ns3/ndisc-cache.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

const Ipv6Address TO("2606::1");       //!< where packets go
const Station C = MakeRouter('c');     //!< a router that is not there
const Station OTHER = MakeRouter('d'); //!< one that is there

/// What becomes of packets while a router does not answer.
class RouterReachability : public CaseOf<RouterReachability>
{
  public:
    using CaseOf::CaseOf;

    void DeadRouterAtAnyInterval();
    void DeadTargetOfARedirect();
    void ForgottenWithTheLink();

  private:
    void RunDeadRouter(int64_t interval, bool hasAddress);
};

/// \return how many UDP packets went to a station
std::size_t
CountTo(const TwoPvds& net, const Mac48Address& mac)
{
    std::size_t number = 0;
    for (const auto& seen : net.link.GetSeenUdp())
    {
        number += seen.hardwareDestination == mac ? 1 : 0;
    }
    return number;
}

void
RouterReachability::RunDeadRouter(int64_t interval, bool hasAddress)
{
    TwoPvds net;
    std::vector<NdOption> ofC{Pio("2001:db8:c::/64", 9000, 9000)};
    if (hasAddress)
    {
        ofC.push_back(Slla(C.mac));
    }
    const RaHeader high = pvdtest::Header(9000, RouterPreference::HIGH);
    net.Hear(Ra(high, {PvdNamed("c.example", ofC)}), C);
    const RaHeader medium = pvdtest::Header(9000);
    net.Hear(
        Ra(medium, {PvdNamed("d.example", {Slla(OTHER.mac), Pio("2001:db8:d::/64", 9000, 9000)})}),
        OTHER);
    net.Hear(Ra(0, {PvdNamed("a.example")}), A);
    net.Hear(Ra(0, {PvdNamed("b.example")}), B);
    RunTo(Seconds(10));
    const auto cache = net.host.GetStockInterface()->GetNdiscCache();
    cache->Lookup(OTHER.address)->MarkPermanent();
    net.link.ForgetSeen();
    constexpr int64_t PACKETS = 40;
    for (int64_t i = 0; i < PACKETS; ++i)
    {
        net.host.SendUdp(TO);
        RunTo(Seconds(10 + (i + 1) * interval));
    }
    // What is sent until C is known to be silent is lost, and no more: DELAY, three probes.
    const auto most = static_cast<std::size_t>(2 + 8 / interval);
    NS_TEST_EXPECT_MSG_GT_OR_EQ(CountTo(net, OTHER.mac) + most,
                                PACKETS,
                                "every " << interval << " s, address known: " << hasAddress);
    const auto decision = net.GetRouting()->Resolve(TO);
    NS_TEST_EXPECT_MSG_EQ(ToText(decision.gateway), "fe80::d", "at the end");
    NS_TEST_EXPECT_MSG_EQ(ToText(decision.source),
                          ToText(net.host.MakeAddress("2001:db8:d::/64")),
                          "its source");
}

// Rows: 4861-6.3.6-01, 4191-3.2-02, 8028-3.2-05
void
RouterReachability::DeadRouterAtAnyInterval()
{
    for (const int64_t interval : {1, 3, 4, 5, 10, 30})
    {
        RunDeadRouter(interval, true);
        RunDeadRouter(interval, false);
    }
}

// Rows: 4861-8.3-01
void
RouterReachability::DeadTargetOfARedirect()
{
    for (const bool isOnLink : {false, true})
    {
        TwoPvds net;
        net.link.Send(RedirectTo(isOnLink ? TO : C.address, TO), A, net.OfA());
        net.host.GetStockInterface()->GetNdiscCache()->Lookup(A.address)->MarkPermanent();
        for (int64_t i = 0; i < 5; ++i)
        {
            net.host.SendUdp(TO, net.OfA());
            RunTo(Seconds(20 + i * 10));
        }
        NS_TEST_EXPECT_MSG_EQ(CountTo(net, A.mac), 4, "on-link: " << isOnLink);
    }
}

void
RouterReachability::ForgottenWithTheLink()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    const auto cache = net.host.GetStockInterface()->GetNdiscCache();
    cache->Lookup(A.address)->MarkIncomplete(NdiscCache::Ipv6PayloadHeaderPair());
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_B, "A is silent");
    net.host.GetIpv6()->SetDown(1);
    net.host.GetIpv6()->SetUp(1);
    RunTo(Seconds(9));
    net.Hear(Ra(1800, {PvdNamed("a.example", {Pio("2001:db8:a::/64", 3600, 1800)})}), A);
    net.Hear(Ra(1800, {PvdNamed("b.example", {Pio("2001:db8:b::/64", 3600, 1800)})}), B);
    RunTo(Seconds(12));
    NS_TEST_EXPECT_MSG_EQ(Tell(routing->Resolve(TO)), BY_A, "on another link, maybe");
}

class RouterReachabilitySuite : public TestSuite
{
  public:
    RouterReachabilitySuite()
        : TestSuite("pvd-router-reachability", Type::UNIT)
    {
        Add("dead router is asked again and again", &RouterReachability::DeadRouterAtAnyInterval);
        Add("redirected to one that is dead", &RouterReachability::DeadTargetOfARedirect);
        Add("router is silent on the next link", &RouterReachability::ForgottenWithTheLink);
    }

  private:
    void Add(const std::string& name, RouterReachability::Body body)
    {
        AddTestCase(new RouterReachability(name, body));
    }
};

RouterReachabilitySuite g_routerReachabilitySuite; ///< registers itself

} // namespace
