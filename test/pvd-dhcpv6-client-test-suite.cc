/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-dhcpv6-network.h"

#if __has_include("ns3/dhcp6-client.h")

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

const Ipv6Address FIRST_LEASE("2600:a::42:1"); ///< that the server gives of 2600:a::/64
const Ipv6Address OTHER_LEASE("2600:b::42:1"); ///< that the server gives of 2600:b::/64
const char* const LEASE = "Solicit Advertise Request Reply "; ///< messages that bring one

/// What ns-3's DHCPv6 client does on a PvD-aware host.
class Dhcpv6Client : public CaseOf<Dhcpv6Client>
{
  public:
    using CaseOf::CaseOf;

    void SaysWhatItSaysOnAStockHost();
    void DeclinesWhatItDeclinesOnAStockHost();
    void StartsWithTheLinkLocalAddress();
    void AsksOnlyWhereTheHeaderInForceSaysM();
    void LeaseIsUsedOverItsRouter();
    void LeaseGoesToAPvdThatComesLater();
    void LeaseStaysWithRenewals();
    void LeaseEndsWithItsRelease();
    void LeaseEndsWithItsInterface();
};

// Rows: 8801-3.4.1-02
void
Dhcpv6Client::SaysWhatItSaysOnAStockHost()
{
    std::string kinds;
    for (const double lost : {10, 50})
    {
        std::vector<std::string> seen;
        for (const bool isPvd : {false, true})
        {
            Dhcpv6Network net(isPvd);
            RunTo(Seconds(4));
            net.Advertise('a', "2600:a::");
            RunTo(Seconds(lost));
            net.LoseServer();
            RunTo(Seconds(100));
            seen.push_back(net.ListMessages() + Join(net.GetOutcomes()) + " leases " +
                           Join(net.GetLeases()) + " " + net.GetState(FIRST_LEASE));
        }
        NS_TEST_EXPECT_MSG_EQ(seen[1], seen[0], "the PvD host if the server is lost at " << lost);
        NS_TEST_EXPECT_MSG_EQ(seen[0].find(LEASE), 0, "a lease: " << seen[0]);
        kinds += seen[0];
    }
    for (const char* kind : {"Renew Reply", "Rebind", "Release"})
    {
        NS_TEST_EXPECT_MSG_NE(kinds.find(kind), std::string::npos, kind);
    }
}

void
Dhcpv6Client::DeclinesWhatItDeclinesOnAStockHost()
{
    std::vector<std::string> messages;
    for (const bool isPvd : {false, true})
    {
        Dhcpv6Network net(isPvd);
        net.Occupy(FIRST_LEASE);
        RunTo(Seconds(4));
        net.Advertise('a', "2600:a::");
        RunTo(Seconds(8));
        messages.push_back(net.ListMessages());
        NS_TEST_EXPECT_MSG_EQ(net.GetOutcomes().back(), "-" + ToText(FIRST_LEASE), "the trace");
        NS_TEST_EXPECT_MSG_EQ(net.GetState(FIRST_LEASE), "invalid", "the address");
        NS_TEST_EXPECT_MSG_EQ(net.GetLeases().size(), 0, "leases");
    }
    NS_TEST_EXPECT_MSG_EQ(messages[1], messages[0], "messages of the PvD host");
    NS_TEST_EXPECT_MSG_NE(messages[0].find("Decline"), std::string::npos, "a Decline");
}

void
Dhcpv6Client::StartsWithTheLinkLocalAddress()
{
    Dhcpv6Network net(true);
    RunTo(MilliSeconds(500));
    net.Advertise('a', "2600:a::");
    NS_TEST_ASSERT_MSG_EQ(net.pvdHost.GetAddressState(net.pvdHost.GetLinkLocal()),
                          "tentative",
                          "the RA is early");
    RunTo(Seconds(5));
    NS_TEST_EXPECT_MSG_EQ(net.ListMessages(), LEASE, "one lease");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeenUdp().at(0).source,
                          net.pvdHost.GetLinkLocal(),
                          "from the link-local address");
}

void
Dhcpv6Client::AsksOnlyWhereTheHeaderInForceSaysM()
{
    RaHeader managed = pvdtest::Header(1800);
    managed.managed = true;
    const PrefixInformationOption pio = Pio("2600:a::/64", 3600, 1800, "");
    Dhcpv6Network net(true);
    RunTo(Seconds(4));
    net.link.Send(Ra(1800, {pio}), MakeRouter('a'));
    net.link.Send(Ra(managed, {PvdNamed("a.example", pvdtest::Header(1800), {pio})}),
                  MakeRouter('a'));
    RunTo(Seconds(8));
    NS_TEST_EXPECT_MSG_EQ(net.ListMessages(), "", "M is clear, or not in force");
    net.link.Send(Ra(1800, {PvdNamed("b.example", managed, {pio})}), MakeRouter('a'));
    RunTo(Seconds(12));
    NS_TEST_EXPECT_MSG_EQ(net.ListMessages(), LEASE, "M of the inner header");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.pvdHost, net.pvdHost.FindPvd("b.example")),
                          ToText(FIRST_LEASE),
                          "the PvD with M in force");
}

// Rows: 8801-3.4.1-02, 8801-3.4.1-03
void
Dhcpv6Client::LeaseIsUsedOverItsRouter()
{
    for (const bool isExplicit : {true, false})
    {
        Dhcpv6Network net(true);
        RunTo(Seconds(4));
        const std::string slaac = "2600:b::/64";
        net.link.Send(
            Ra(1800, {Slla(MakeRouter('b').mac), PvdNamed("b.example"), Pio(slaac, 3600, 1800)}),
            MakeRouter('b'));
        net.Advertise('a', "2600:a::", isExplicit ? "a.example" : "");
        RunTo(Seconds(8));
        const std::string pvd = isExplicit ? "a.example" : "fe80::a%eth0";
        NS_TEST_EXPECT_MSG_EQ(net.Send(pvd), "2600:a::42:1 by a", "bound to " << pvd);
        NS_TEST_EXPECT_MSG_EQ(net.Send("b.example"),
                              ToText(net.pvdHost.MakeAddress("2600:b::")) + " by b",
                              "bound to the other PvD");
    }
}

// Rows: 8801-3.4.1-02
void
Dhcpv6Client::LeaseGoesToAPvdThatComesLater()
{
    Dhcpv6Network net(true, {"2600:a::", "2600:b::"});
    RunTo(Seconds(4));
    net.Advertise('a', "2600:a::", "a.example");
    RunTo(Seconds(8));
    NS_TEST_EXPECT_MSG_EQ(net.GetState(OTHER_LEASE), "preferred", "leased as well");
    NS_TEST_EXPECT_MSG_EQ(net.Send("a.example"), "2600:a::42:1 by a", "bound to a.example");
    net.Advertise('b', "2600:b::", "b.example");
    RunTo(Seconds(9));
    NS_TEST_EXPECT_MSG_EQ(net.Send("b.example"), "2600:b::42:1 by b", "bound to b.example");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.pvdHost, net.pvdHost.FindPvd("b.example")),
                          ToText(OTHER_LEASE),
                          "its owner");
    net.Advertise('b', "2600:a::", "late.example");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.pvdHost, net.pvdHost.FindPvd("late.example")),
                          "",
                          "the lease has a PvD");
    NS_TEST_EXPECT_MSG_EQ(net.Send("a.example"), "2600:a::42:1 by a", "which is its PvD still");
}

// Rows: 8801-3.4.1-02
void
Dhcpv6Client::LeaseStaysWithRenewals()
{
    Dhcpv6Network net(true);
    RunTo(Seconds(4));
    net.Advertise('a', "2600:a::", "a.example");
    RunTo(Seconds(60));
    NS_TEST_EXPECT_MSG_NE(net.ListMessages().find("Renew Reply Renew Reply"),
                          std::string::npos,
                          "renewed");
    NS_TEST_EXPECT_MSG_EQ(net.Send("a.example"), "2600:a::42:1 by a", "after its first lifetime");
}

void
Dhcpv6Client::LeaseEndsWithItsRelease()
{
    Dhcpv6Network net(true);
    RunTo(Seconds(4));
    net.Advertise('a', "2600:a::", "a.example");
    RunTo(Seconds(8));
    net.LoseServer();
    RunTo(Seconds(24));
    NS_TEST_EXPECT_MSG_EQ(net.Send("a.example"), "2600:a::42:1 by a", "before its release");
    RunTo(Seconds(25));
    NS_TEST_EXPECT_MSG_EQ(net.Send("a.example"), "nothing", "released");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.pvdHost, net.pvdHost.FindPvd("a.example")),
                          "",
                          "of the PvD");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.pvdHost), "", "state");
}

// Rows: DEV-01
void
Dhcpv6Client::LeaseEndsWithItsInterface()
{
    Dhcpv6Network net(true);
    RunTo(Seconds(4));
    net.Advertise('a', "2600:a::", "a.example");
    RunTo(Seconds(8));
    net.pvdHost.GetIpv6()->SetDown(1);
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.pvdHost), "", "PvDs of a link that is down");
    net.link.ForgetSeen();
    net.pvdHost.GetIpv6()->SetUp(1);
    RunTo(Seconds(11));
    NS_TEST_EXPECT_MSG_EQ(net.ListMessages(), "", "no router has said M since");
    net.Advertise('b', "2600:a::", "b.example");
    RunTo(Seconds(15));
    NS_TEST_EXPECT_MSG_EQ(net.ListMessages(), LEASE, "leased anew");
    const auto leased = net.pvdHost.FindPvd("b.example");
    NS_TEST_EXPECT_MSG_EQ(net.Send("b.example"),
                          ListAddresses(net.pvdHost, leased) + " by b",
                          "over the router of now");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.pvdHost), "", "state");
}

class Dhcpv6ClientSuite : public TestSuite
{
  public:
    Dhcpv6ClientSuite()
        : TestSuite("pvd-dhcpv6-client", Type::UNIT)
    {
        Add("client sends and traces what it does on a stock host",
            &Dhcpv6Client::SaysWhatItSaysOnAStockHost);
        Add("client declines a duplicate as on a stock host",
            &Dhcpv6Client::DeclinesWhatItDeclinesOnAStockHost);
        Add("client starts when the link-local address is usable",
            &Dhcpv6Client::StartsWithTheLinkLocalAddress);
        Add("client asks where M is set in the header in force",
            &Dhcpv6Client::AsksOnlyWhereTheHeaderInForceSaysM);
        Add("leased address is used over the router of its PvD",
            &Dhcpv6Client::LeaseIsUsedOverItsRouter);
        Add("leased address goes to a PvD that comes later",
            &Dhcpv6Client::LeaseGoesToAPvdThatComesLater);
        Add("leased address is used after renewals", &Dhcpv6Client::LeaseStaysWithRenewals);
        Add("leased address ends with its release", &Dhcpv6Client::LeaseEndsWithItsRelease);
        Add("leased address ends with its interface, and a new one is leased",
            &Dhcpv6Client::LeaseEndsWithItsInterface);
    }

  private:
    void Add(const std::string& name, Dhcpv6Client::Body body)
    {
        AddTestCase(new Dhcpv6Client(name, body));
    }
};

Dhcpv6ClientSuite g_dhcpv6ClientSuite; ///< registers itself

} // namespace

#else

#include <iostream>

using namespace ns3;

namespace
{

class Dhcpv6ClientSuite : public TestSuite
{
  public:
    Dhcpv6ClientSuite()
        : TestSuite("pvd-dhcpv6-client", Type::UNIT)
    {
        AddTestCase(new Skipped);
    }

  private:
    /// Says that there is nothing to test.
    class Skipped : public TestCase
    {
      public:
        Skipped()
            : TestCase("skipped")
        {
        }

      private:
        void DoRun() override
        {
            std::cout << "pvd-dhcpv6-client: skipped, since this ns-3 has no Dhcp6Client\n";
        }
    };
};

Dhcpv6ClientSuite g_dhcpv6ClientSuite; ///< registers itself

} // namespace

#endif
