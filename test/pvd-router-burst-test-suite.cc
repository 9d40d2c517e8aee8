/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-router.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr std::size_t MANY = 150;      //!< PvDs: more messages than a queue has room for
constexpr std::size_t TOO_MANY = 1700; //!< PvDs: more messages than may wait
constexpr std::size_t AT_ONCE = 50;    //!< messages that leave together
constexpr std::size_t WAITING = 1500;  //!< messages that may wait

/// A round of many messages.
class Burst : public CaseOf<Burst>
{
  public:
    using CaseOf::CaseOf;

    void TailOfARound();
    void MoreThanMayWait();
    void LinkThatGoesDown();
};

/// \param number how many PvDs \return an interface that advertises them, each with a prefix
PvdAdvertisingInterface
ManyPvds(std::size_t number)
{
    auto lan = QuickInterface(600);
    const PvdAdvertisement model = lan.advertisements.at(0);
    lan.advertisements.clear();
    for (std::size_t i = 0; i < number; ++i)
    {
        PvdAdvertisement advertisement = model;
        advertisement.pvd = PvdRouterHelper::NamedPvd("pvd" + std::to_string(i) + ".example");
        lan.advertisements.push_back(advertisement);
    }
    return lan;
}

/// Let a router begin to advertise, and run until its first message. \return when that left
Time
RunToFirst(HostAndRouter& net, const PvdAdvertisingInterface& lan)
{
    net.router.Advertise(lan);
    while (GetMulticastRas(net.link).empty() && Simulator::Now() < Seconds(30))
    {
        RunTo(Simulator::Now() + MilliSeconds(1));
    }
    return GetMulticastRas(net.link).at(0).time;
}

void
Burst::TailOfARound()
{
    HostAndRouter net;
    const Time first = RunToFirst(net, ManyPvds(MANY));
    RunTo(first + MilliSeconds(199));
    NS_TEST_EXPECT_MSG_EQ(GetMulticastRas(net.link).size(), MANY - 1, "they leave too soon");
    RunTo(first + MilliSeconds(201));
    const auto seen = GetMulticastRas(net.link);
    NS_TEST_EXPECT_MSG_EQ(seen.size(), MANY, "some are lost");
    NS_TEST_EXPECT_MSG_EQ(std::count_if(seen.begin(),
                                        seen.end(),
                                        [first](const auto& ra) { return ra.time == first; }),
                          AT_ONCE,
                          "at once");
    NS_TEST_EXPECT_MSG_EQ(net.router.GetNotSent().size(), 0, "not sent");
}

void
Burst::MoreThanMayWait()
{
    HostAndRouter net;
    const Time first = RunToFirst(net, ManyPvds(TOO_MANY));
    RunTo(first + Seconds(4));
    NS_TEST_EXPECT_MSG_EQ(GetMulticastRas(net.link).size(), AT_ONCE + WAITING, "they leave");
    NS_TEST_EXPECT_MSG_EQ(net.router.GetNotSent().size(),
                          TOO_MANY - AT_ONCE - WAITING,
                          "the others are lost silently");
}

void
Burst::LinkThatGoesDown()
{
    HostAndRouter net;
    const Time first = RunToFirst(net, ManyPvds(MANY));
    RunTo(first + MilliSeconds(101));
    net.router.GetIpv6()->SetDown(1);
    RunTo(first + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(GetMulticastRas(net.link).size(), MANY - 50, "they leave");
    NS_TEST_EXPECT_MSG_EQ(net.router.GetNotSent().size(), 50, "the others are lost silently");
}

class BurstSuite : public TestSuite
{
  public:
    BurstSuite()
        : TestSuite("pvd-router-burst", Type::UNIT)
    {
        Add("tail of a round is lost", &Burst::TailOfARound);
        Add("what waits grows without a limit", &Burst::MoreThanMayWait);
        Add("what waits when the link goes down is not told", &Burst::LinkThatGoesDown);
    }

  private:
    void Add(const std::string& name, Burst::Body body)
    {
        AddTestCase(new Burst(name, body));
    }
};

BurstSuite g_burstSuite; ///< registers itself

} // namespace
