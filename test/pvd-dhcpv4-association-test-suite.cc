/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/pvd-dhcp-association.h"
#include "ns3/pvd-static-configuration.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// To which PvDs the IPv4 configuration of a link belongs.
class Dhcpv4 : public CaseOf<Dhcpv4>
{
  public:
    using CaseOf::CaseOf;

    void Ipv4BelongsToTheOnlyPvdWithL();
    void Ipv4OfSeveralInterfaces();

  private:
    void CheckIpv4(const TestHost& host, const std::string& expected, const std::string& when);
};

/// Which PvDs have the IPv4 of interface 1.
void
Dhcpv4::CheckIpv4(const TestHost& host, const std::string& expected, const std::string& when)
{
    PvdDhcpAssociation dhcp(host.GetRegistry());
    std::vector<std::string> ids;
    for (const auto& known : host.GetRegistry()->GetPvds())
    {
        const auto configuration = dhcp.GetLegacyConfiguration(known.second);
        if (!configuration.IsEmpty())
        {
            ids.push_back(known.second->GetId().ToString());
            NS_TEST_EXPECT_MSG_EQ(configuration.addresses.size() + configuration.routers.size() +
                                      configuration.resolvers.size(),
                                  4,
                                  when << ": not all of it");
        }
    }
    NS_TEST_EXPECT_MSG_EQ(Join(ids), expected, when);
}

// In part: RA-13
// Rows: 8801-3.4.2-01, 8801-3.4.2-02, 8801-3.4.2-03, 7556-2.5-02
void
Dhcpv4::Ipv4BelongsToTheOnlyPvdWithL()
{
    PvdLegacyConfiguration ipv4;
    ipv4.addresses.push_back(Ipv4Address("192.0.2.5"));
    ipv4.routers.push_back(Ipv4Address("192.0.2.1"));
    ipv4.resolvers = {Ipv4Address("192.0.2.53"), Ipv4Address("192.0.2.54")};
    PvdOption a = PvdNamed("a.example");
    a.legacy = true;
    PvdOption b = PvdNamed("b.example");
    b.legacy = true;
    const std::string first = "fe80:0000:0000:0000:0000:0000:0000:000b%eth0";
    const std::string both = first + ", fe80:0000:0000:0000:0000:0000:0000:000c%eth0";
    for (const bool dhcpFirst : {true, false})
    {
        OneHost net;
        PvdDhcpAssociation dhcp(net.host.GetRegistry());
        if (dhcpFirst)
        {
            dhcp.SetLegacyConfiguration(1, ipv4);
        }
        net.Hear(Ra(1800), MakeRouter('b'));
        net.Hear(Ra(1800), MakeRouter('c'));
        net.Hear(Ra(1800, {PvdNamed("without.example")}));
        if (!dhcpFirst)
        {
            CheckIpv4(net.host, "", "before DHCP");
            dhcp.SetLegacyConfiguration(1, ipv4);
        }
        CheckIpv4(net.host, both, "no L: all implicit PvDs");
        net.Hear(Ra(1800, {a}));
        CheckIpv4(net.host, "a.example", "one L");
        net.Hear(Ra(1800, {b}));
        CheckIpv4(net.host, both, "two L: no explicit PvD");
        net.Hear(Ra(1800, {PvdNamed("b.example")}));
        CheckIpv4(net.host, "a.example", "one of them gave up L");
        PvdStaticConfiguration(net.host.GetRegistry()).RemovePvd("a.example");
        CheckIpv4(net.host, both, "the other one is gone");
    }
}

// Rows: 8801-3.4.2-01
void
Dhcpv4::Ipv4OfSeveralInterfaces()
{
    TwoLinks net;
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    PvdLegacyConfiguration ipv4;
    ipv4.addresses.push_back(Ipv4Address("192.0.2.5"));
    dhcp.SetLegacyConfiguration(1, ipv4);
    ipv4.addresses[0] = Ipv4Address("198.51.100.5");
    dhcp.SetLegacyConfiguration(2, ipv4);
    PvdOption a = PvdNamed("a.example");
    a.legacy = true;
    PvdOption b = PvdNamed("b.example");
    b.legacy = true;
    net.Hear(Ra(1800, {a}));
    net.second.Send(Ra(1800, {a}), MakeRouter('a'));
    net.second.Send(Ra(1800, {b}), MakeRouter('b'));
    const auto ofA = dhcp.GetLegacyConfiguration(net.host.FindPvd("a.example"));
    NS_TEST_ASSERT_MSG_EQ(ofA.addresses.size(), 1, "A alone has L on link 1 only");
    NS_TEST_EXPECT_MSG_EQ(ofA.addresses[0], Ipv4Address("192.0.2.5"), "of link 1");
    const auto ofB = dhcp.GetLegacyConfiguration(net.host.FindPvd("b.example"));
    NS_TEST_EXPECT_MSG_EQ(ofB.IsEmpty(), true, "two PvDs with L on link 2");
    dhcp.SetLegacyConfiguration(1, PvdLegacyConfiguration());
    NS_TEST_EXPECT_MSG_EQ(dhcp.GetLegacyConfiguration(net.host.FindPvd("a.example")).IsEmpty(),
                          true,
                          "DHCP took it back");
}

class Dhcpv4Suite : public TestSuite
{
  public:
    Dhcpv4Suite()
        : TestSuite("pvd-dhcpv4-association", Type::UNIT)
    {
        Add("IPv4 goes to wrong PvDs", &Dhcpv4::Ipv4BelongsToTheOnlyPvdWithL);
        Add("IPv4 of two interfaces is mixed up", &Dhcpv4::Ipv4OfSeveralInterfaces);
    }

  private:
    void Add(const std::string& name, Dhcpv4::Body body)
    {
        AddTestCase(new Dhcpv4(name, body));
    }
};

Dhcpv4Suite g_dhcpv4Suite; ///< registers itself

} // namespace
