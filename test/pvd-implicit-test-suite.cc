/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/boolean.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// PvDs that no PvD option names.
class Implicit : public CaseOf<Implicit>
{
  public:
    using CaseOf::CaseOf;

    void ChangeToAnExplicitPvd();
    void ImplicitPvdsByRouterAndInterface();
    void NameOfAnImplicitPvd();
    void ImplicitPvdWithoutUnderstanding();
    void ImplicitPvdHasNoFields();
    void ChangedRouterAddress();
    void InterfacesWithOneName();
};

const char* const ROUTER_A = "fe80:0000:0000:0000:0000:0000:0000:000a%eth0";

// A router may send both kinds (design, decision A11): the old PvD ends with its own lifetimes.
// Rows: RA-20
void
Implicit::ChangeToAnExplicitPvd()
{
    OneHost net;
    const PrefixInformationOption pio = Pio("2001:db8:1::/64", 300, 200);
    net.Hear(Ra(300, {pio}));
    RunTo(Seconds(100));
    net.Hear(Ra(300, {PvdNamed("a.example"), pio}));
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, net.host.FindPvd("a.example")),
                          "2001:db8:1::ff:fe00:1",
                          "the address moves at once");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd(ROUTER_A)->GetNAddresses(), 0, "and leaves");
    RunTo(Seconds(299));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host),
                          std::string(ROUTER_A) + ", a.example",
                          "the router may still send both kinds");
    RunTo(Seconds(300));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "an empty PvD stays for ever");
}

// Rows: IMP-01
void
Implicit::ImplicitPvdsByRouterAndInterface()
{
    TwoLinks net;
    net.Hear(Ra(1800), MakeRouter('a'));
    net.Hear(Ra(1800), MakeRouter('b'));
    net.second.Send(Ra(1800), MakeRouter('a'));
    net.Hear(Ra(1800), MakeRouter('a'));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host),
                          "fe80:0000:0000:0000:0000:0000:0000:000a%eth0, "
                          "fe80:0000:0000:0000:0000:0000:0000:000b%eth0, "
                          "fe80:0000:0000:0000:0000:0000:0000:000a%eth1",
                          "two routers on one link, and one address on two links");
}

// In part: IMP-04
// Rows: IMP-02
void
Implicit::NameOfAnImplicitPvd()
{
    OneHost net;
    net.host.GetInterface()->SetName("wlan7");
    net.Hear(Ra(1800),
             {Ipv6Address("fe80::704B:7DFF:FE02:C762"), Mac48Address("02:00:00:00:ff:01")});
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetId().ToString(),
                          "fe80:0000:0000:0000:704b:7dff:fe02:c762%wlan7",
                          "text of the identity");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("fe80::704b:7dff:fe02:c762%wlan7"), pvd, "short form");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("fe80::704b:7dff:fe02:c762%eth0"), nullptr, "elsewhere");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("fe80::704b:7dff:fe02:c762"), nullptr, "no interface");
}

// Rows: IMP-03, NST-09, SYS-01, RA-09
void
Implicit::ImplicitPvdWithoutUnderstanding()
{
    OneHost net;
    net.host.GetInterface()->SetAttribute("ParsePvd", BooleanValue(false));
    net.Hear(Ra(1800,
                {PvdNamed("a.example",
                          pvdtest::Header(0),
                          {Pio("2001:db8:2::/64", 3600, 1800), Rdnss({"2001:db8::53"}, 600)}),
                 Pio("2001:db8:1::/64", 3600, 1800)}));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), ROUTER_A, "PvDs");
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd),
                          "::/0 via fe80::a%1, 2001:db8:1::/64%1",
                          "the outer header and the outer prefix");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:1::ff:fe00:1", "addresses");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), "", "a nested option counts");
}

// In part: IMP-04
// Rows: IMP-05
void
Implicit::ImplicitPvdHasNoFields()
{
    OneHost net;
    PvdOption option = PvdNamed("a.example");
    option.http = true;
    option.legacy = true;
    option.sequence = 9;
    option.delay = 3;
    net.Hear(Ra(1800));
    net.Hear(Ra(1800, {option}));
    net.Hear(Ra(1800));
    const auto implicit = net.host.FindPvd(ROUTER_A);
    const auto named = net.host.FindPvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(implicit->IsExplicit(), false, "implicit");
    NS_TEST_EXPECT_MSG_EQ(named->IsExplicit(), true, "explicit");
    NS_TEST_EXPECT_MSG_EQ(implicit->GetHttp() || implicit->GetLegacy() || implicit->GetRaHeader(),
                          false,
                          "a flag of another PvD");
    NS_TEST_EXPECT_MSG_EQ(implicit->GetSequence() + implicit->GetDelay(), 0, "a number of another");
    NS_TEST_EXPECT_MSG_EQ(named->GetSequence() + named->GetDelay(), 12, "its own numbers");
}

// Rows: IMP-07, DFL-01
void
Implicit::ChangedRouterAddress()
{
    OneHost net;
    net.Hear(Ra(100, {Pio("2001:db8:1::/64", 100, 50)}), MakeRouter('a'));
    RunTo(Seconds(60));
    net.Hear(Ra(100, {Pio("2001:db8:1::/64", 100, 50)}), MakeRouter('b'));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 2, "another implicit PvD");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, net.host.FindPvd("fe80::b%eth0")),
                          "2001:db8:1::ff:fe00:1",
                          "the address follows");
    RunTo(Seconds(100));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host),
                          "fe80:0000:0000:0000:0000:0000:0000:000b%eth0",
                          "the old one does not age out");
}

// Rows: 8801-3.4-02
void
Implicit::InterfacesWithOneName()
{
    OneHost net;
    TestLink second;
    net.host.GetInterface()->SetName("eth1"); // what the next one would be called
    net.host.AddInterface(second, "02:00:00:00:00:02");
    net.Hear(Ra(1800), MakeRouter('a'));
    second.Send(Ra(1800), MakeRouter('a'));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host),
                          "fe80:0000:0000:0000:0000:0000:0000:000a%eth1, "
                          "fe80:0000:0000:0000:0000:0000:0000:000a%interface2",
                          "two links are in one PvD");
}

class ImplicitSuite : public TestSuite
{
  public:
    ImplicitSuite()
        : TestSuite("pvd-implicit", Type::UNIT)
    {
        Add("implicit PvD outlives the change", &Implicit::ChangeToAnExplicitPvd);
        Add("implicit PvDs are mixed up", &Implicit::ImplicitPvdsByRouterAndInterface);
        Add("implicit PvD has a wrong name", &Implicit::NameOfAnImplicitPvd);
        Add("PvD option counts with ParsePvd off", &Implicit::ImplicitPvdWithoutUnderstanding);
        Add("implicit PvD takes fields of another", &Implicit::ImplicitPvdHasNoFields);
        Add("implicit PvD of an old router address stays", &Implicit::ChangedRouterAddress);
        Add("two links are in one PvD", &Implicit::InterfacesWithOneName);
    }

  private:
    void Add(const std::string& name, Implicit::Body body)
    {
        AddTestCase(new Implicit(name, body));
    }
};

ImplicitSuite g_implicitSuite; ///< registers itself

} // namespace
