/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/dhcp-helper.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/pvd-dhcp-association.h"
#include "ns3/pvd-static-configuration.h"
#include "ns3/string.h"

#include <sstream>

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
    void LeaseOfTheClientOfNs3();

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

/// \return addresses and routers of IPv4 that belong to a PvD
std::string
ListLegacy(const TestHost& host, const std::string& id)
{
    const auto configuration =
        PvdDhcpAssociation(host.GetRegistry()).GetLegacyConfiguration(host.FindPvd(id));
    std::ostringstream os;
    for (const auto& address : configuration.addresses)
    {
        os << address << " ";
    }
    for (const auto& router : configuration.routers)
    {
        os << "via " << router << " ";
    }
    return os.str();
}

// Rows: 8801-3.4.2-01, 8801-3.4.2-02
void
Dhcpv4::LeaseOfTheClientOfNs3()
{
    OneHost net;
    const auto server = CreateObject<Node>();
    const auto device = CreateObject<SimpleNetDevice>();
    device->SetAddress(Mac48Address("02:00:00:00:00:0d"));
    device->SetChannel(net.link.GetChannel());
    server->AddDevice(device);
    InternetStackHelper().Install(server);
    DhcpHelper dhcp;
    dhcp.SetServerAttribute("LeaseTime", StringValue("30s"));
    dhcp.SetServerAttribute("RenewTime", StringValue("10s"));
    dhcp.SetServerAttribute("RebindTime", StringValue("20s"));
    const auto hostDevice = DynamicCast<SimpleNetDevice>(net.host.GetIpv6()->GetNetDevice(1));
    dhcp.InstallDhcpClient(hostDevice).Start(Seconds(4));
    dhcp.InstallFixedAddress(device, Ipv4Address("192.0.2.1"), Ipv4Mask("/24"));
    auto servers = dhcp.InstallDhcpServer(device,
                                          Ipv4Address("192.0.2.1"),
                                          Ipv4Address("192.0.2.0"),
                                          Ipv4Mask("/24"),
                                          Ipv4Address("192.0.2.10"),
                                          Ipv4Address("192.0.2.20"),
                                          Ipv4Address("192.0.2.1"));
    servers.Start(Seconds(0));
    RunTo(Seconds(3));
    PvdOption a = PvdNamed("a.example");
    a.legacy = true;
    net.Hear(Ra(9000, {a}));
    net.Hear(Ra(9000, {PvdNamed("b.example")}));
    const std::string lease = "192.0.2.10 via 192.0.2.1 ";
    NS_TEST_EXPECT_MSG_EQ(ListLegacy(net.host, "a.example"), "", "before it is leased");
    RunTo(Seconds(50));
    NS_TEST_EXPECT_MSG_EQ(ListLegacy(net.host, "a.example"), lease, "of the PvD with L");
    NS_TEST_EXPECT_MSG_EQ(ListLegacy(net.host, "b.example"), "", "of the other one");
    hostDevice->GetChannel()->GetObject<SimpleChannel>()->BlackList(device, hostDevice);
    RunTo(Seconds(90));
    NS_TEST_EXPECT_MSG_EQ(ListLegacy(net.host, "a.example"), "", "after its end");
    hostDevice->GetChannel()->GetObject<SimpleChannel>()->UnBlackList(device, hostDevice);
    RunTo(Seconds(150));
    NS_TEST_EXPECT_MSG_NE(ListLegacy(net.host, "a.example"), "", "leased again");
}

class Dhcpv4Suite : public TestSuite
{
  public:
    Dhcpv4Suite()
        : TestSuite("pvd-dhcpv4-association", Type::UNIT)
    {
        Add("IPv4 goes to wrong PvDs", &Dhcpv4::Ipv4BelongsToTheOnlyPvdWithL);
        Add("IPv4 of two interfaces is mixed up", &Dhcpv4::Ipv4OfSeveralInterfaces);
        Add("lease of ns-3's DhcpClient goes to the PvD with L and ends",
            &Dhcpv4::LeaseOfTheClientOfNs3);
    }

  private:
    void Add(const std::string& name, Dhcpv4::Body body)
    {
        AddTestCase(new Dhcpv4(name, body));
    }
};

Dhcpv4Suite g_dhcpv4Suite; ///< registers itself

} // namespace
