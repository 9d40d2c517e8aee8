/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/boolean.h"
#include "ns3/pvd-dhcp-association.h"
#include "ns3/pvd-static-configuration.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// To which PvDs the results of DHCP belong.
class Dhcp : public CaseOf<Dhcp>
{
  public:
    using CaseOf::CaseOf;

    void AddressBelongsToThePvdOfItsPrefix();
    void PrefixMustContainTheAssignment();
    void LatestOfSeveralPvds();
    void OtherInterfaceDoesNotCount();
    void AddressWithoutAPvd();
    void LeaseIsRenewedAndEnds();
    void LeaseIsNotTheNetworks();
    void ServersGoToPvdsWithO();
    void ServersOfLaterPvds();
    void ServersAreReplaced();
    void ServersEnd();
    void ServersGoBeforeThoseOfRouters();
    void ServersBesideAFullList();
    void ServersEndWithTheirLink();
    void ServersByHandAreNotDhcps();

  private:
    void CountMismatch(uint32_t interface, Ipv6Address address);

    std::vector<std::string> m_mismatches; //!< by CountMismatch
};

/// \return a header with M and, for the letters in flags, O
RaHeader
WithFlags(const std::string& flags)
{
    RaHeader header = pvdtest::Header(1800);
    header.managed = flags.find('M') != std::string::npos;
    header.otherConfig = flags.find('O') != std::string::npos;
    return header;
}

void
Dhcp::CountMismatch(uint32_t interface, Ipv6Address address)
{
    m_mismatches.push_back(ToText(address) + "%" + std::to_string(interface));
}

// Rows: 8801-3.4.1-02, RA-21
void
Dhcp::AddressBelongsToThePvdOfItsPrefix()
{
    OneHost net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    const auto pio = [](const std::string& prefix) { return Pio(prefix, 3600, 1800, "L"); };
    net.Hear(Ra(WithFlags("M"), {PvdNamed("other.example", {pio("2001:db8:1::/64")})}));
    net.Hear(Ra(WithFlags("M"), {PvdNamed("a.example", {pio("2001:db8:cafe::/64")})}));
    net.Hear(Ra(WithFlags("O"), {PvdNamed("unmanaged.example", {pio("2001:db8:cafe::/64")})}));
    net.Hear(Ra(WithFlags("M"),
                {PvdNamed("outer.example", WithFlags(""), {pio("2001:db8:cafe::/64")})}));
    net.host.ForgetEvents();
    const Ipv6Address address("2001:db8:cafe::1234:4567");
    const auto pvd = dhcp.AddAddress(1, address, 128, 3600, 1800);
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "no PvD");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetId().ToString(), "a.example", "the one with M and a prefix");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:cafe::1234:4567", "its address");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x20", "told");
    NS_TEST_EXPECT_MSG_EQ(
        std::string(ToString(net.host.GetInterface()->FindAddress(address)->origin)),
        "dhcpv6",
        "origin");
    net.Hear(Ra(WithFlags(""), {PvdNamed("b.example", WithFlags("M"), {pio("2001:db8:b::/64")})}));
    NS_TEST_EXPECT_MSG_EQ(dhcp.FindPvd(1, Ipv6Address("2001:db8:b::1"), 128),
                          net.host.FindPvd("b.example"),
                          "M of the inner header counts");
}

// Rows: 8801-3.4.1-03
void
Dhcp::PrefixMustContainTheAssignment()
{
    OneHost net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    net.Hear(
        Ra(WithFlags("M"), {PvdNamed("a.example", {Pio("2001:db8:cafe::/64", 3600, 1800, "")})}));
    const auto pvd = net.host.FindPvd("a.example");

    struct Row
    {
        const char* address;
        uint8_t length;
        bool matches;
    };

    const Row rows[] = {
        {"2001:db8:cafe::", 128, true},
        {"2001:db8:cafe::ffff:ffff:ffff:ffff", 128, true},
        {"2001:db8:cafd:ffff:ffff:ffff:ffff:ffff", 128, false},
        {"2001:db8:cafe:1::", 128, false},
        {"2001:db8:cafe::", 64, true},
        {"2001:db8:cafe::", 80, true},
        {"2001:db8:cafe::", 63, false},
        {"2001:db8:cafe::", 56, false},
        {"::", 0, false},
    };
    for (const auto& row : rows)
    {
        const auto found = dhcp.FindPvd(1, Ipv6Address(row.address), row.length);
        NS_TEST_EXPECT_MSG_EQ((found == pvd), row.matches, row.address << "/" << +row.length);
    }
    net.Hear(Ra(WithFlags("M"), {PvdNamed("a.example", {Pio("2001:db8:cafe::/64", 0, 0, "")})}));
    NS_TEST_EXPECT_MSG_EQ(dhcp.FindPvd(1, Ipv6Address("2001:db8:cafe::1"), 128),
                          nullptr,
                          "the prefix is announced no more");
}

// Rows: 8801-3.4.1-02
void
Dhcp::LatestOfSeveralPvds()
{
    OneHost net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    const PrefixInformationOption pio = Pio("2001:db8:cafe::/64", 3600, 1800, "L");
    for (const char* id : {"a.example", "b.example", "a.example"})
    {
        net.Hear(Ra(WithFlags("M"), {PvdNamed(id, {pio})}));
        NS_TEST_EXPECT_MSG_EQ(dhcp.FindPvd(1, Ipv6Address("2001:db8:cafe::1"), 128),
                              net.host.FindPvd(id),
                              "after an RA of " << id);
        RunTo(Simulator::Now() + Seconds(1));
    }
}

// Rows: 8801-3.4.1-02
void
Dhcp::OtherInterfaceDoesNotCount()
{
    TwoLinks net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    net.Hear(
        Ra(WithFlags("M"), {PvdNamed("a.example", {Pio("2001:db8:cafe::/64", 3600, 1800, "L")})}));
    NS_TEST_EXPECT_MSG_EQ(dhcp.FindPvd(2, Ipv6Address("2001:db8:cafe::1"), 128),
                          nullptr,
                          "a prefix of another link");
    NS_TEST_EXPECT_MSG_NE(dhcp.FindPvd(1, Ipv6Address("2001:db8:cafe::1"), 128),
                          nullptr,
                          "its own");
}

// Rows: 8801-3.4.1-04, 8801-3.4.1-05
void
Dhcp::AddressWithoutAPvd()
{
    OneHost net;
    const auto registry = net.host.GetRegistry();
    PvdDhcpAssociation dhcp(registry);
    registry->TraceConnectWithoutContext("DhcpMismatch", MakeCallback(&Dhcp::CountMismatch, this));
    net.Hear(
        Ra(WithFlags("M"), {PvdNamed("a.example", {Pio("2001:db8:1::/64", 3600, 1800, "L")})}));
    NS_TEST_EXPECT_MSG_EQ(dhcp.AddAddress(1, Ipv6Address("2001:db8:2::1"), 128, 100, 100),
                          nullptr,
                          "an explicit PvD without a prefix of it");
    NS_TEST_EXPECT_MSG_EQ(Join(m_mismatches), "2001:db8:2::1%1", "traced once");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, nullptr), "2001:db8:2::1", "usable all the same");
    net.Hear(Ra(1800), MakeRouter('b'));
    net.Hear(Ra(1800), MakeRouter('c'));
    const auto first = net.host.FindPvd("fe80::b%eth0");
    NS_TEST_EXPECT_MSG_EQ(dhcp.AddAddress(1, Ipv6Address("2001:db8:2::2"), 128, 100, 100),
                          first,
                          "the first implicit PvD");
    registry->SetAttribute("DhcpToImplicit", BooleanValue(false));
    NS_TEST_EXPECT_MSG_EQ(dhcp.AddAddress(1, Ipv6Address("2001:db8:2::3"), 128, 100, 100),
                          nullptr,
                          "the attribute says no");
    NS_TEST_EXPECT_MSG_EQ(m_mismatches.size(), 3, "each is traced");
    dhcp.AddAddress(1, Ipv6Address("2001:db8:1::1"), 128, 100, 100);
    NS_TEST_EXPECT_MSG_EQ(m_mismatches.size(), 3, "one with a PvD is not");
    registry->TraceDisconnectWithoutContext("DhcpMismatch",
                                            MakeCallback(&Dhcp::CountMismatch, this));
}

// Rows: RA-21
void
Dhcp::LeaseIsRenewedAndEnds()
{
    OneHost net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    const Ipv6Address address("2001:db8:cafe::1");
    net.Hear(
        Ra(WithFlags("M"), {PvdNamed("a.example", {Pio("2001:db8:cafe::/64", 9000, 9000, "L")})}));
    const auto pvd = dhcp.AddAddress(1, address, 128, 100, 50);
    RunTo(Seconds(40));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "preferred", "at 40 s");
    RunTo(Seconds(50));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "deprecated", "at 50 s");
    dhcp.AddAddress(1, address, 128, 100, 50);
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "preferred", "renewed");
    RunTo(Seconds(149));
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "2001:db8:cafe::1", "at 149 s");
    RunTo(Seconds(150));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "none", "at 150 s");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetNAddresses(), 0, "its PvD still counts it");
}

// Rows: RA-21
void
Dhcp::LeaseIsNotTheNetworks()
{
    OneHost net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    const auto hear = [&net](const std::string& id) {
        net.Hear(Ra(WithFlags("M"), {PvdNamed(id, {Pio("2001:db8:cafe::/64", 100, 50)})}));
    };
    const Ipv6Address address = net.host.MakeAddress("2001:db8:cafe::");
    hear("a.example");
    const auto pvd = dhcp.AddAddress(1, address, 128, 3600, 3600); // what SLAAC has formed
    hear("b.example");
    RunTo(Seconds(1000));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(address), "preferred", "an RA ended the lease");
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), ToText(address), "an RA moved it");
}

PvdOtherConfiguration
Servers(const std::vector<std::string>& servers, uint32_t lifetime = 3600)
{
    PvdOtherConfiguration configuration;
    for (const auto& server : servers)
    {
        configuration.resolvers.emplace_back(server.c_str());
    }
    configuration.searchDomains.push_back(Name("dhcp.example"));
    configuration.lifetime = lifetime;
    return configuration;
}

// Rows: 8801-3.4.1-01
void
Dhcp::ServersGoToPvdsWithO()
{
    TwoLinks net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    net.Hear(Ra(WithFlags("O"), {PvdNamed("yes.example")}));
    net.Hear(Ra(WithFlags("O"), {PvdNamed("inner-no.example", WithFlags("M"))}));
    net.Hear(Ra(WithFlags("M"), {PvdNamed("no.example")}));
    net.Hear(Ra(WithFlags(""), {PvdNamed("inner-yes.example", WithFlags("O"))}));
    net.Hear(Ra(WithFlags("O")));
    net.second.Send(Ra(WithFlags("O")), MakeRouter('b'));
    dhcp.SetOtherConfiguration(1, Servers({"2001:db8::53", "2001:db8::54"}));
    for (const auto& known : net.host.GetRegistry()->GetPvds())
    {
        const std::string id = known.second->GetId().ToString();
        const bool expected = id == "yes.example" || id == "inner-yes.example" ||
                              id.find("%eth0") != std::string::npos;
        NS_TEST_EXPECT_MSG_EQ(ListResolvers(known.second),
                              (expected ? "2001:db8::53, 2001:db8::54" : ""),
                              "servers of " << id);
        NS_TEST_EXPECT_MSG_EQ(ListDomains(known.second),
                              (expected ? "dhcp.example" : ""),
                              "suffixes of " << id);
    }
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetPvds().size(), 6, "all PvDs");
}

// Rows: 8801-3.4.1-01
void
Dhcp::ServersOfLaterPvds()
{
    OneHost net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    dhcp.SetOtherConfiguration(1, Servers({"2001:db8::53"}, 100));
    net.Hear(Ra(WithFlags("O"), {PvdNamed("a.example")}));
    net.Hear(Ra(WithFlags(""), {PvdNamed("b.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(net.host.FindPvd("a.example")), "2001:db8::53", "of A");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(net.host.FindPvd("b.example")), "", "of B");
    net.Hear(Ra(WithFlags("O"), {PvdNamed("b.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(net.host.FindPvd("b.example")), "2001:db8::53", "O of B");
    RunTo(Seconds(100));
    net.Hear(Ra(WithFlags("O"), {PvdNamed("c.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(net.host.FindPvd("c.example")), "", "it has ended");
}

// Rows: 8801-3.4.1-01
void
Dhcp::ServersAreReplaced()
{
    OneHost net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    const RouterAdvertisement ra =
        Ra(WithFlags("O"), {PvdNamed("a.example"), Rdnss({"2001:db8::1"}, 600)});
    net.Hear(ra);
    const auto pvd = net.host.FindPvd("a.example");
    dhcp.SetOtherConfiguration(1, Servers({"2001:db8::53", "2001:db8::54"}));
    net.host.ForgetEvents();
    dhcp.SetOtherConfiguration(1, Servers({"2001:db8::54", "2001:db8::55"}));
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd),
                          "2001:db8::54, 2001:db8::55, 2001:db8::1",
                          "what is no more in the reply is still there");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host),
                          "RdnssRemoved a.example 2001:db8::53, "
                          "RdnssAdded a.example 2001:db8::55 3600, PvdChanged a.example 0x80",
                          "told");
    net.host.ForgetEvents();
    net.Hear(ra);
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "an RA is no change");
    dhcp.SetOtherConfiguration(1, PvdOtherConfiguration());
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), "2001:db8::1", "nothing is left of it");
    NS_TEST_EXPECT_MSG_EQ(ListDomains(pvd), "", "nothing is left of it");
}

// Rows: 8801-3.4.1-01
void
Dhcp::ServersEnd()
{
    OneHost net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    net.Hear(Ra(WithFlags("O"), {PvdNamed("a.example")}));
    dhcp.SetOtherConfiguration(1, Servers({"2001:db8::53"}, 100));
    const auto pvd = net.host.FindPvd("a.example");
    RunTo(Seconds(50));
    net.Hear(Ra(WithFlags("O"), {PvdNamed("a.example")}));
    RunTo(Seconds(99));
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd) + ListDomains(pvd),
                          "2001:db8::53dhcp.example",
                          "99 s");
    RunTo(Seconds(100));
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd) + ListDomains(pvd), "", "an RA made them live longer");
}

// Rows: 8801-3.4.1-01
void
Dhcp::ServersGoBeforeThoseOfRouters()
{
    OneHost net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    const RouterAdvertisement ra =
        Ra(WithFlags("O"), {PvdNamed("a.example", {Rdnss({"2001:db8::1", "2001:db8::53"}, 60)})});
    net.Hear(ra);
    const auto pvd = net.host.FindPvd("a.example");
    dhcp.SetOtherConfiguration(1, Servers({"2001:db8::54", "2001:db8::53"}));
    net.Hear(ra);
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd),
                          "2001:db8::54, 2001:db8::1, 2001:db8::53",
                          "those of DHCP are not first");
    RunTo(Seconds(60));
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd),
                          "2001:db8::54, 2001:db8::53",
                          "an RA's lifetime ended one of DHCP");
}

// Rows: LIM-05, 8801-3.4.1-01
void
Dhcp::ServersBesideAFullList()
{
    OneHost net;
    net.host.GetRegistry()->SetAttribute("MaxResolvers", UintegerValue(3));
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    const RouterAdvertisement ra =
        Ra(WithFlags("O"),
           {PvdNamed("a.example", {Rdnss({"2001:db8::1", "2001:db8::2", "2001:db8::3"}, 60)})});
    net.Hear(ra);
    const auto pvd = net.host.FindPvd("a.example");
    dhcp.SetOtherConfiguration(1, Servers({"2001:db8::53"}));
    for (int i = 0; i < 3; ++i)
    {
        net.Hear(ra);
        net.host.ForgetEvents();
    }
    net.Hear(ra);
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "servers come and go with each RA");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd).substr(0, 12), "2001:db8::53", "DHCP goes first");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetResolvers().size(), 3, "the limit");
}

// Rows: DEV-01, 8801-3.4.1-01
void
Dhcp::ServersEndWithTheirLink()
{
    OneHost net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    dhcp.SetOtherConfiguration(1, Servers({"2001:db8::53"}));
    net.host.GetIpv6()->SetDown(1);
    net.host.GetIpv6()->SetUp(1);
    RunTo(Seconds(3));
    net.Hear(Ra(WithFlags("O"), {PvdNamed("elsewhere.example")}));
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(net.host.FindPvd("elsewhere.example")),
                          "",
                          "servers of the link that it was on before");
}

// Rows: SCK-07, 8801-3.4.1-01
void
Dhcp::ServersByHandAreNotDhcps()
{
    OneHost net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    PvdStaticConfiguration hand(net.host.GetRegistry());
    net.Hear(Ra(WithFlags("O"), {PvdNamed("a.example")}));
    hand.AddResolver("a.example", Ipv6Address("2001:db8::53"));
    hand.AddSearchDomain("a.example", "dhcp.example");
    const auto pvd = net.host.FindPvd("a.example");
    dhcp.SetOtherConfiguration(1, Servers({"2001:db8::53"}, 100));
    RunTo(Seconds(100));
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd) + ListDomains(pvd),
                          "2001:db8::53dhcp.example",
                          "DHCP's lifetime ended what is by hand");
}

class DhcpSuite : public TestSuite
{
  public:
    DhcpSuite()
        : TestSuite("pvd-dhcp-association", Type::UNIT)
    {
        Add("address goes to a wrong PvD", &Dhcp::AddressBelongsToThePvdOfItsPrefix);
        Add("prefix that does not contain it counts", &Dhcp::PrefixMustContainTheAssignment);
        Add("address goes to an older PvD", &Dhcp::LatestOfSeveralPvds);
        Add("prefix of another interface counts", &Dhcp::OtherInterfaceDoesNotCount);
        Add("misconfiguration is not seen", &Dhcp::AddressWithoutAPvd);
        Add("lease does not end in time", &Dhcp::LeaseIsRenewedAndEnds);
        Add("RA changes a lease", &Dhcp::LeaseIsNotTheNetworks);
        Add("DNS servers go to wrong PvDs", &Dhcp::ServersGoToPvdsWithO);
        Add("later PvD lacks the DNS servers", &Dhcp::ServersOfLaterPvds);
        Add("older reply is left", &Dhcp::ServersAreReplaced);
        Add("RA refreshes what DHCP gave", &Dhcp::ServersEnd);
        Add("RA goes before DHCP", &Dhcp::ServersGoBeforeThoseOfRouters);
        Add("full list flaps", &Dhcp::ServersBesideAFullList);
        Add("DHCP changes what is by hand", &Dhcp::ServersByHandAreNotDhcps);
        Add("DNS servers of another link", &Dhcp::ServersEndWithTheirLink);
    }

  private:
    void Add(const std::string& name, Dhcp::Body body)
    {
        AddTestCase(new Dhcp(name, body));
    }
};

DhcpSuite g_dhcpSuite; ///< registers itself

} // namespace
