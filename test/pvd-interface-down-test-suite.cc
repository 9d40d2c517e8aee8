/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/pvd-static-configuration.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What an interface that goes down takes with it.
class InterfaceDown : public CaseOf<InterfaceDown>
{
  public:
    using CaseOf::CaseOf;

    void DownTakesOnlyWhatCameOverIt();
    void DownAndUpAgain();
    void DownRestoresTheLink();
    void DownEndsWhatIsByHand();
    void DownInsideANotification();
    void DeviceIsNotHeld();
    void FlapInsideACallbackBeginsAnew();

  private:
    void Flap(Ptr<Pvd> pvd, uint32_t interface, Ipv6Address router);
    void SetDownOnce();
    void SetDownFromPvd(Ptr<Pvd> pvd);
    void SetDownFromChange(Ptr<Pvd> pvd, uint32_t mask);
    void SetDownFromRa(Ptr<Pvd> pvd, uint32_t interface, Ipv6Address router);
    void SetDownFromIgnored(OptionIgnoreReason reason, uint8_t type, uint32_t i, Ipv6Address from);
    void CheckDownFrom(const std::string& source, const CallbackBase& sink);

    Ptr<Ipv6> m_ipv6; //!< what SetDownOnce takes down
};

// Rows: DEV-01, OQ-08
void
InterfaceDown::DownTakesOnlyWhatCameOverIt()
{
    TwoLinks net;
    const auto on = [](const std::string& digit) {
        return Ra(1800,
                  {PvdNamed("a.example",
                            {Pio("2001:db8:" + digit + "::/64", 3600, 1800),
                             Rio("2001:db8:" + digit + "00::/40", 900),
                             Rdnss({"2001:db8::" + digit}, 600),
                             Dnssl({"s" + digit + ".example"}, 600)})});
    };
    net.Hear(on("1"));
    net.Hear(Ra(1800), MakeRouter('b'));
    net.second.Send(on("2"), MakeRouter('a'));
    RunTo(Seconds(3));
    const auto pvd = net.host.FindPvd("a.example");
    net.host.ForgetEvents();
    net.host.GetIpv6()->SetDown(1);
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "its implicit PvD goes");
    NS_TEST_EXPECT_MSG_EQ(ListRouters(pvd), "fe80::a%2", "routers");
    NS_TEST_EXPECT_MSG_EQ(ListPrefixes(pvd), "2001:db8:2::/64%2 by fe80::a", "prefixes");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:2::ff:fe00:2", "addresses");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd),
                          "::/0 via fe80::a%2, 2001:db8:2::/64%2, 2001:db8:200::/40 via fe80::a%2",
                          "routes");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd) + " " + ListDomains(pvd),
                          "2001:db8::2 s2.example",
                          "DNS");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "RdnssRemoved a.example 2001:db8::1, DnsslRemoved a.example s1.example, "
                          "PvdChanged a.example 0x1f8, "
                          "PvdRemoved fe80:0000:0000:0000:0000:0000:0000:000b%eth0",
                          "each is told once");
    net.link.ForgetSeen();
    net.second.ForgetSeen();
    NS_TEST_EXPECT_MSG_EQ(net.host.SendUdp(Ipv6Address("2001:db9::1")), true, "still usable");
    NS_TEST_EXPECT_MSG_NE(net.second.GetSeen().size(), 0, "over the other link");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen().size(), 0, "not over this one");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
}

// Rows: DEV-03
void
InterfaceDown::DownAndUpAgain()
{
    OneHost net;
    net.host.GetRegistry()->SetAttribute("LingerTime", TimeValue(Time::Max()));
    net.Hear(FullRa("a.example"));
    RunTo(Seconds(10));
    const auto pvd = net.host.FindPvd("a.example");
    const std::string routes = ListRoutes(pvd);
    net.host.GetIpv6()->SetDown(1);
    NS_TEST_EXPECT_MSG_EQ(pvd->IsEmpty(), true, "something outlived the interface");
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "it lingers");
    net.link.ForgetSeen();
    net.host.ForgetEvents();
    net.Hear(FullRa("a.example"));
    NS_TEST_EXPECT_MSG_EQ(pvd->IsEmpty(), true, "an interface that is down hears");
    net.host.GetIpv6()->SetUp(1);
    RunTo(Seconds(15));
    NS_TEST_EXPECT_MSG_NE(net.link.GetSeen(ROUTER_SOLICITATION).size(), 0, "no solicitation");
    net.Hear(FullRa("a.example"));
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a.example"), pvd, "another PvD");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), routes, "routes are back");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:1::ff:fe00:1", "address is back");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
}

// Rows: DEV-03, DEV-01
void
InterfaceDown::DownRestoresTheLink()
{
    OneHost net;
    RaHeader header = pvdtest::Header(1800);
    header.curHopLimit = 5;
    header.reachableTime = 9000;
    header.retransTimer = 3000;
    const std::string before = net.host.Describe();
    net.Hear(Ra(header, {Mtu(1300)}));
    NS_TEST_EXPECT_MSG_NE(net.host.Describe(), before, "the RA changed nothing");
    net.host.GetIpv6()->SetDown(1);
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), before, "something of the old link is left");
}

// Rows: DEV-01, SCK-07
void
InterfaceDown::DownEndsWhatIsByHand()
{
    TwoLinks net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    const auto pvd = hand.CreatePvd("a.example");
    hand.AddAddress("a.example", 1, Ipv6Address("2001:db8:1::5"), 64);
    hand.AddAddress("a.example", 1, Ipv6Address("2001:db8:1::6"), 64);
    hand.AddAddress("a.example", 2, Ipv6Address("2001:db8:1::7"), 64);
    hand.AddResolver("a.example", Ipv6Address("2001:db8::53"));
    hand.AddResolver("a.example", Ipv6Address("fe80::53"), 1);
    net.host.ForgetEvents();
    net.host.GetIpv6()->SetDown(1);
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:1::7", "addresses");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), "2001:db8:1::/64%2", "on-link prefixes");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), "2001:db8::53", "DNS servers");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "RdnssRemoved a.example fe80::53, PvdChanged a.example 0xe0",
                          "told once");
    net.host.GetIpv6()->SetDown(2);
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "a static PvD stays");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
}

void
InterfaceDown::SetDownOnce()
{
    const Ptr<Ipv6> ipv6 = m_ipv6;
    m_ipv6 = nullptr;
    if (ipv6)
    {
        ipv6->SetDown(1);
    }
}

void
InterfaceDown::SetDownFromPvd(Ptr<Pvd>)
{
    SetDownOnce();
}

void
InterfaceDown::SetDownFromChange(Ptr<Pvd>, uint32_t)
{
    SetDownOnce();
}

void
InterfaceDown::SetDownFromRa(Ptr<Pvd>, uint32_t, Ipv6Address)
{
    SetDownOnce();
}

void
InterfaceDown::SetDownFromIgnored(OptionIgnoreReason, uint8_t, uint32_t, Ipv6Address)
{
    SetDownOnce();
}

void
InterfaceDown::CheckDownFrom(const std::string& source, const CallbackBase& sink)
{
    OneHost net;
    RunTo(Seconds(3));
    net.Hear(Ra(1800));
    net.Hear(Ra(1800, {PvdNamed("a.example", {Pio("2001:db8:2::/64", 3600, 1800)})}));
    m_ipv6 = net.host.GetIpv6();
    net.host.GetRegistry()->TraceConnectWithoutContext(source, sink);
    net.Hear(Ra(900,
                {PvdNamed("a.example", {Pio("2001:db8:1::/64", 3600, 1800)}),
                 Opaque(200, Hex("000000000000")),
                 Slla(MakeRouter('a').mac)}));
    net.Hear(Ra(900, {PvdNamed("b.example", {Rdnss({"2001:db8::53"}, 9)})}));
    NS_TEST_EXPECT_MSG_EQ(m_ipv6, nullptr, source << " was not fired");
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", source << ": a PvD outlived the interface");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", source);
    RunTo(Seconds(5000));
    net.host.GetIpv6()->SetUp(1);
    RunTo(Seconds(5010));
    net.Hear(FullRa("c.example"));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "c.example", source << ": up again");
}

// Rows: DEV-02, OQ-02
void
InterfaceDown::DownInsideANotification()
{
    CheckDownFrom("PvdAdded", MakeCallback(&InterfaceDown::SetDownFromPvd, this));
    CheckDownFrom("PvdChanged", MakeCallback(&InterfaceDown::SetDownFromChange, this));
    CheckDownFrom("RaAccepted", MakeCallback(&InterfaceDown::SetDownFromRa, this));
    CheckDownFrom("OptionIgnored", MakeCallback(&InterfaceDown::SetDownFromIgnored, this));
}

// Rows: DEV-01, OQ-25, OQ-29
void
InterfaceDown::DeviceIsNotHeld()
{
    OneHost net;
    RunTo(Seconds(3));
    const auto device = net.host.GetIpv6()->GetNetDevice(1);
    const auto interface = net.host.GetStockInterface();
    const uint32_t device0 = device->GetReferenceCount();
    const uint32_t interface0 = interface->GetReferenceCount();
    net.Hear(FullRa("a.example"));
    net.Hear(Ra(1800));
    RunTo(Seconds(10));
    net.host.GetIpv6()->SetDown(1);
    RunTo(Seconds(20000));
    NS_TEST_EXPECT_MSG_EQ(device->GetReferenceCount(), device0, "the device is held");
    NS_TEST_EXPECT_MSG_EQ(interface->GetReferenceCount(), interface0, "the interface is held");
}

void
InterfaceDown::Flap(Ptr<Pvd>, uint32_t, Ipv6Address)
{
    if (const auto ipv6 = m_ipv6)
    {
        m_ipv6 = nullptr;
        ipv6->SetDown(1);
        ipv6->SetUp(1);
    }
}

// Rows: 7559-3-02
void
InterfaceDown::FlapInsideACallbackBeginsAnew()
{
    OneHost net;
    RunTo(Seconds(3));
    m_ipv6 = net.host.GetIpv6();
    net.host.GetRegistry()->TraceConnectWithoutContext("RaAccepted",
                                                       MakeCallback(&InterfaceDown::Flap, this));
    net.link.ForgetSeen();
    net.Hear(Ra(1800, {Slla(MakeRouter('a').mac)}));
    RunTo(Seconds(100));
    NS_TEST_EXPECT_MSG_GT(net.link.GetSeen(ROUTER_SOLICITATION).size(),
                          3,
                          "it stopped for a router that is forgotten");
}

class InterfaceDownSuite : public TestSuite
{
  public:
    InterfaceDownSuite()
        : TestSuite("pvd-interface-down", Type::UNIT)
    {
        Add("down takes too much or too little", &InterfaceDown::DownTakesOnlyWhatCameOverIt);
        Add("down and up lose the PvD", &InterfaceDown::DownAndUpAgain);
        Add("down leaves parameters of the link", &InterfaceDown::DownRestoresTheLink);
        Add("down leaves what is by hand", &InterfaceDown::DownEndsWhatIsByHand);
        Add("down inside a notification breaks", &InterfaceDown::DownInsideANotification);
        Add("PvD holds a device", &InterfaceDown::DeviceIsNotHeld);
        Add("flap inside a callback ends RS", &InterfaceDown::FlapInsideACallbackBeginsAnew);
    }

  private:
    void Add(const std::string& name, InterfaceDown::Body body)
    {
        AddTestCase(new InterfaceDown(name, body));
    }
};

InterfaceDownSuite g_interfaceDownSuite; ///< registers itself

} // namespace
