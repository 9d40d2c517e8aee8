/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-router.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What a router heeds besides its own clock: uplinks, other routers, its clients.
class Condition : public CaseOf<Condition>
{
  public:
    using CaseOf::CaseOf;

    void UplinkFails();
    void UplinkFlaps();
    void WatchedUplink();
    void OtherRouterDisagrees();
    void ClientsOnly();
};

/// \return an interface whose prefix depends on the uplink "isp"
PvdAdvertisingInterface
ConditionalInterface()
{
    auto lan = QuickInterface(600);
    lan.advertisements[0].uplink = "isp";
    return lan;
}

/// \return Preferred Lifetimes of the prefixes of messages
std::vector<uint32_t>
GetPreferred(const std::vector<SeenRa>& seen)
{
    std::vector<uint32_t> lifetimes;
    for (const SeenRa& ra : seen)
    {
        lifetimes.push_back(
            std::get<PrefixInformationOption>(ra.message.options.at(0)).preferredLifetime);
    }
    return lifetimes;
}

// Rows: 8475-3.1.2-01, 8475-3.1.2-02, 8475-3.1.2-03, 4191-4-02, 8678-6.4.2-01
void
Condition::UplinkFails()
{
    HostAndRouter net;
    net.Settle(ConditionalInterface());
    net.router.GetAdvertiser()->SetUplink("isp", false);
    RunTo(Seconds(101));
    Solicit(net.link, 'd');
    RunTo(Seconds(102));
    NS_TEST_EXPECT_MSG_EQ((GetPreferred(GetSeenRas(net.link)) == std::vector<uint32_t>{0, 0}),
                          true,
                          "at once to all, and to who solicits");
    const auto address = net.host.MakeAddress("2001:db8:1::/64");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "deprecated", "at the host");
    RunTo(Seconds(300));
    net.link.ForgetSeen();
    net.router.GetAdvertiser()->SetUplink("isp", true);
    RunTo(Seconds(304));
    NS_TEST_EXPECT_MSG_EQ((GetPreferred(GetSeenRas(net.link)) == std::vector<uint32_t>{604800}),
                          true,
                          "up again");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "preferred", "at the host");
}

// Rows: 8475-3.2.7-01, 4191-4-03, 4191-4-04
void
Condition::UplinkFlaps()
{
    HostAndRouter net;
    net.Settle(ConditionalInterface());
    for (uint32_t i = 0; i < 200; ++i)
    {
        net.router.GetAdvertiser()->SetUplink("isp", i % 2 == 1);
        RunTo(Seconds(101 + 0.5 * i));
    }
    const auto preferred = GetPreferred(GetMulticastRas(net.link));
    NS_TEST_EXPECT_MSG_EQ((preferred == std::vector<uint32_t>{0, 0, 0}),
                          true,
                          "a failure is told three times, and no return");
    const auto solicited = net.link.GetSeen(NEIGHBOR_SOLICITATION);
    NS_TEST_EXPECT_MSG_EQ(std::count_if(solicited.begin(),
                                        solicited.end(),
                                        [](const auto& seen) { return seen.source.IsAny(); }),
                          0,
                          "an address is looked for anew");
    RunTo(Seconds(210));
    NS_TEST_EXPECT_MSG_EQ(GetPreferred(GetMulticastRas(net.link)).back(), 604800, "it is stable");
}

// Rows: 8475-3.1.2-05
void
Condition::WatchedUplink()
{
    HostAndRouter net;
    TestLink second;
    net.router.AddInterface(second, "02:00:00:00:ff:1a");
    const auto ipv6 = net.router.GetIpv6();
    net.router.Advertise(ConditionalInterface());
    net.router.GetAdvertiser()->WatchUplink("isp",
                                            MakeBoundCallback(
                                                +[](Ptr<Ipv6> watched) { return watched->IsUp(2); },
                                                ipv6));
    RunTo(Seconds(100));
    net.link.ForgetSeen();
    ipv6->SetDown(2);
    RunTo(Seconds(101));
    NS_TEST_EXPECT_MSG_EQ((GetPreferred(GetMulticastRas(net.link)) == std::vector<uint32_t>{0}),
                          true,
                          "interface down");
    ipv6->SetUp(2);
    RunTo(Seconds(105));
    NS_TEST_EXPECT_MSG_EQ(GetPreferred(GetMulticastRas(net.link)).back(), 604800, "interface up");
}

// Rows: 4861-6.2.7-01
void
Condition::OtherRouterDisagrees()
{
    HostAndRouter net;
    auto lan = QuickInterface();
    lan.advertisements[0].options.linkMtu = 1500;
    lan.advertisements.push_back(lan.advertisements[0]);
    lan.advertisements[1].pvd = PvdRouterHelper::NamedPvd("a.example");
    net.router.Advertise(lan);
    std::vector<std::string> told;
    net.router.GetAdvertiser()->TraceConnectWithoutContext(
        "Inconsistent",
        MakeBoundCallback(
            +[](std::vector<std::string>* to, std::string sentence, uint32_t, Ipv6Address) {
                to->push_back(sentence);
            },
            &told));
    RunTo(Seconds(20));
    auto header = pvdtest::Header(1800, RouterPreference::HIGH);
    net.link.Send(Ra(header, {Pio("2001:db8:99::/64", 10, 5)}), MakeRouter('e'));
    NS_TEST_EXPECT_MSG_EQ(told.size(), 0, "other prefixes and preferences are no conflict");
    header.curHopLimit = 32;
    header.managed = true;
    TestLink::Envelope broken;
    broken.rightChecksum = false;
    net.link.Send(ToMessage(Ra(header)), MakeRouter('e'), broken);
    TestLink::Envelope far;
    far.hopLimit = 254;
    net.link.Send(ToMessage(Ra(header)), MakeRouter('e'), far);
    NS_TEST_EXPECT_MSG_EQ(told.size(), 0, "what is not valid is no conflict");
    net.link.Send(Ra(header, {Mtu(1400), Pio("2001:db8:1::/64", 3600, 604800)}), MakeRouter('e'));
    NS_TEST_ASSERT_MSG_EQ(told.size(), 4, "hop limit, M, MTU, valid lifetime, each once");
    NS_TEST_EXPECT_MSG_EQ(told[2],
                          "the valid lifetime of 2001:db8:1::/64 is 3600 there and 2592000 here",
                          "words");
}

void
Condition::ClientsOnly()
{
    HostAndRouter net;
    auto lan = QuickInterface();
    lan.clients = {PvdRouterHelper::Address("fe80::d")};
    net.router.Advertise(lan);
    RunTo(Seconds(60));
    for (const SeenRa& ra : GetSeenRas(net.link))
    {
        NS_TEST_EXPECT_MSG_EQ(ra.destination, Ipv6Address("fe80::d"), "to whom");
    }
    net.link.ForgetSeen();
    Solicit(net.link, 'e');
    RunTo(Seconds(60.6));
    NS_TEST_EXPECT_MSG_EQ(GetMulticastRas(net.link).size(), 0, "to all");
    NS_TEST_EXPECT_MSG_GT(net.router.GetNotSent().size(), 0, "not told");
}

class ConditionSuite : public TestSuite
{
  public:
    ConditionSuite()
        : TestSuite("pvd-router-condition", Type::UNIT)
    {
        Add("failure of an uplink is not told", &Condition::UplinkFails);
        Add("uplink that flaps is told each time", &Condition::UplinkFlaps);
        Add("condition is not asked for", &Condition::WatchedUplink);
        Add("other router is not compared", &Condition::OtherRouterDisagrees);
        Add("others than clients are told", &Condition::ClientsOnly);
    }

  private:
    void Add(const std::string& name, Condition::Body body)
    {
        AddTestCase(new Condition(name, body));
    }
};

ConditionSuite g_conditionSuite; ///< registers itself

} // namespace
