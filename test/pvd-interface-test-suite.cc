/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/boolean.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-l3-protocol.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Switches and names of interfaces, and addresses that go.
class InterfaceCase : public CaseOf<InterfaceCase>
{
  public:
    using CaseOf::CaseOf;

    void SwitchActsOnTheNextMessage();
    void OneSwitchForAllInterfaces();
    void AttributesAreReadBack();
    void ForwardingInterface();
    void OwnMessageIsNotHeard();
    void RemovedAddressComesBack();
    void DuplicateAddressStaysAway();
    void RenamedInterface();
    void NameOfAnotherInterface();
    void StockHostIsUntouched();

  private:
    std::string RecordStockHost(bool withPvdHost);
};

// Rows: SYS-01
void
InterfaceCase::SwitchActsOnTheNextMessage()
{
    OneHost net;
    const auto interface = net.host.GetInterface();
    interface->SetAttribute("ParsePvd", BooleanValue(false));
    net.Hear(FullRa("a.example"));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host),
                          "fe80:0000:0000:0000:0000:0000:0000:000a%eth0",
                          "off");
    const std::string before = net.host.Describe();
    interface->SetAttribute("ParsePvd", BooleanValue(true));
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), before, "the switch alone changes nothing");
    net.Hear(FullRa("a.example"));
    NS_TEST_EXPECT_MSG_NE(net.host.FindPvd("a.example"), nullptr, "on");
    interface->SetAttribute("ParsePvd", BooleanValue(false));
    NS_TEST_EXPECT_MSG_NE(net.host.FindPvd("a.example"), nullptr, "off again: nothing goes");
}

// Rows: SYS-02, OQ-10
void
InterfaceCase::OneSwitchForAllInterfaces()
{
    TwoLinks net;
    net.host.GetInterface(1)->SetAttribute("ParsePvd", BooleanValue(false));
    const auto hear = [&net]() {
        net.Hear(FullRa("a.example"));
        net.second.Send(FullRa("b.example"), MakeRouter('a'));
    };
    net.host.GetRegistry()->SetAttribute("ParsePvd", BooleanValue(false));
    hear();
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a.example"), nullptr, "interface 1, all off");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("b.example"), nullptr, "interface 2, all off");
    net.host.GetRegistry()->SetAttribute("ParsePvd", BooleanValue(true));
    hear();
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a.example"), nullptr, "interface 1 is off by itself");
    NS_TEST_EXPECT_MSG_NE(net.host.FindPvd("b.example"), nullptr, "interface 2 is on");
}

// Rows: RTN-05
void
InterfaceCase::AttributesAreReadBack()
{
    TwoLinks net;
    const auto second = net.host.GetStockInterface(2)->GetObject<PvdIpv6Interface>();
    NS_TEST_ASSERT_MSG_NE(second, nullptr, "not aggregated to ns-3's interface");
    for (const char* name :
         {"ParsePvd", "AcceptRa", "AcceptRaOnForwarding", "Autoconfiguration", "KeepMessages"})
    {
        BooleanValue before;
        BooleanValue after;
        BooleanValue other;
        net.host.GetInterface(1)->GetAttribute(name, before);
        second->SetAttribute(name, BooleanValue(!before.Get()));
        second->GetAttribute(name, after);
        net.host.GetInterface(1)->GetAttribute(name, other);
        NS_TEST_EXPECT_MSG_EQ(after.Get(), !before.Get(), name << " as it was set");
        NS_TEST_EXPECT_MSG_EQ(other.Get(), before.Get(), name << " of the other interface");
    }
}

// Rows: RA-01
void
InterfaceCase::ForwardingInterface()
{
    OneHost net;
    const auto interface = net.host.GetInterface();
    net.host.GetIpv6()->SetForwarding(1, true);
    net.Hear(FullRa("a.example"));
    net.Hear(Ra(1800));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "a forwarding interface");
    interface->SetAttribute("AcceptRaOnForwarding", BooleanValue(true));
    net.Hear(FullRa("a.example"));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "told to take it all the same");
    interface->SetAttribute("AcceptRa", BooleanValue(false));
    net.Hear(FullRa("b.example"));
    net.Hear(Ra(1800));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "told to take none");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host),
                          "interface forwards, interface forwards, "
                          "Router Advertisements are not accepted, "
                          "Router Advertisements are not accepted",
                          "reasons");
}

// Rows: RA-16
void
InterfaceCase::OwnMessageIsNotHeard()
{
    OneHost net;
    RunTo(Seconds(3));
    net.Hear(FullRa("a.example"), {net.host.GetLinkLocal(), Mac48Address("02:00:00:00:ff:01")});
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "its own RA made a PvD");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "sent by this node", "reason");
}

// Rows: TAG-04, DEV-03
void
InterfaceCase::RemovedAddressComesBack()
{
    OneHost net;
    net.Hear(FullRa("a.example"));
    RunTo(Seconds(3));
    const auto pvd = net.host.FindPvd("a.example");
    const Ipv6Address address = net.host.MakeAddress("2001:db8:1::");
    const std::string routes = ListRoutes(pvd);
    net.host.ForgetEvents();
    net.host.GetIpv6()->RemoveAddress(1, address);
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "", "the PvD keeps it");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), routes, "its routes are the router's");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x20", "told");
    net.Hear(FullRa("a.example"));
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), ToText(address), "the next RA forms it");
}

// Rows: TAG-04, DEV-03
void
InterfaceCase::DuplicateAddressStaysAway()
{
    OneHost net;
    RunTo(Seconds(3));
    net.Hear(FullRa("a.example"));
    RunTo(Seconds(3) + MilliSeconds(200));
    const auto pvd = net.host.FindPvd("a.example");
    const std::string routes = ListRoutes(pvd);
    const Ipv6Address address = net.host.MakeAddress("2001:db8:1::");
    const Station other{address, Mac48Address("02:00:00:00:ff:0c")};
    net.host.ForgetEvents();
    net.link.Send(NeighborAdvertisement(address, other.mac, "O"),
                  other,
                  Ipv6Address::GetAllNodesMulticast());
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "", "another node's address");
    NS_TEST_EXPECT_MSG_EQ(ListRoutes(pvd), routes, "its prefix is the router's");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x20", "told");
    net.Hear(FullRa("a.example"));
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, pvd), "", "the next RA formed it again");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "3: duplicate address", "traced");
    net.host.GetIpv6()->SetDown(1);
    net.host.GetIpv6()->SetUp(1);
    RunTo(Seconds(10));
    net.Hear(FullRa("a.example"));
    NS_TEST_EXPECT_MSG_EQ(ListAddresses(net.host, net.host.FindPvd("a.example")),
                          ToText(address),
                          "on what may be another link it may be unique");
}

// Rows: IMP-02
void
InterfaceCase::RenamedInterface()
{
    OneHost net;
    net.Hear(Ra(1800), MakeRouter('a'));
    const auto pvd = net.host.GetOnlyPvd();
    net.host.GetInterface()->SetName("wlan0");
    net.Hear(Ra(1800), MakeRouter('a'));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetOnlyPvd(), pvd, "a PvD keeps the name it was seen with");
    net.Hear(Ra(1800), MakeRouter('b'));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host),
                          "fe80:0000:0000:0000:0000:0000:0000:000a%eth0, "
                          "fe80:0000:0000:0000:0000:0000:0000:000b%wlan0",
                          "a new one has the new name");
}

// Rows: IMP-02, DEV-01
void
InterfaceCase::NameOfAnotherInterface()
{
    TwoLinks net;
    net.Hear(Ra(1800, {Pio("2001:db8:1::/64", 3600, 1800)}));
    net.host.GetInterface(1)->SetName("old");
    net.host.GetInterface(2)->SetName("eth0");
    net.second.Send(Ra(1800, {Pio("2001:db8:2::/64", 3600, 1800)}), MakeRouter('a'));
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "one text, but not one PvD");
    NS_TEST_EXPECT_MSG_EQ(ListRouters(pvd), "fe80::a%1, fe80::a%2", "routers");
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "state");
    net.host.GetIpv6()->SetDown(1);
    net.second.Send(Ra(1800, {Pio("2001:db8:2::/64", 3600, 1800)}), MakeRouter('a'));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetOnlyPvd(), pvd, "a second PvD of the same text");
    net.host.GetIpv6()->SetDown(2);
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "it outlived both interfaces");
}

/// \return all that a stock host sends, with the times
std::string
InterfaceCase::RecordStockHost(bool withPvdHost)
{
    TestLink link;
    TestLink other;
    const auto node = CreateObject<Node>();
    const auto device = CreateObject<SimpleNetDevice>();
    device->SetAddress(Mac48Address("02:00:00:00:00:07"));
    device->SetChannel(link.GetChannel());
    node->AddDevice(device);
    InternetStackHelper stack;
    stack.Install(node);
    stack.AssignStreams(NodeContainer(node), 1000);
    const auto ipv6 = node->GetObject<Ipv6>();
    ipv6->SetUp(ipv6->AddInterface(device));
    std::unique_ptr<TestHost> host;
    if (withPvdHost)
    {
        host = std::make_unique<TestHost>();
        host->AddInterface(other);
    }
    NS_TEST_EXPECT_MSG_EQ(node->GetObject<PvdRegistry>(), nullptr, "a stock host has PvDs");
    RunTo(Seconds(3));
    const RouterAdvertisement ra =
        Ra(1800, {Pio("2001:db8:1::/64", 3600, 1800), PvdNamed("a.example")});
    link.Send(ra, MakeRouter('a'));
    other.Send(ra, MakeRouter('a'));
    RunTo(Seconds(30));
    std::ostringstream record;
    for (const auto& seen : link.GetSeen())
    {
        record << seen.time.GetNanoSeconds() << " " << seen.source << " " << seen.destination;
        for (const uint8_t octet : seen.message)
        {
            record << " " << +octet;
        }
        record << "\n";
    }
    record << ipv6->GetNAddresses(1) << " addresses\n";
    Simulator::Destroy();
    return record.str();
}

// Rows: OQ-09
void
InterfaceCase::StockHostIsUntouched()
{
    const std::string alone = RecordStockHost(false);
    NS_TEST_EXPECT_MSG_EQ(RecordStockHost(true), alone, "a PvD-aware host changes a stock host");
    NS_TEST_EXPECT_MSG_NE(alone.find("2 addresses"), std::string::npos, alone);
}

class InterfaceSuite : public TestSuite
{
  public:
    InterfaceSuite()
        : TestSuite("pvd-interface", Type::UNIT)
    {
        Add("ParsePvd acts at once or never", &InterfaceCase::SwitchActsOnTheNextMessage);
        Add("switch of the node is not for all", &InterfaceCase::OneSwitchForAllInterfaces);
        Add("attribute of another interface changes", &InterfaceCase::AttributesAreReadBack);
        Add("forwarding interface takes RAs", &InterfaceCase::ForwardingInterface);
        Add("own RA makes a PvD", &InterfaceCase::OwnMessageIsNotHeard);
        Add("removed address stays", &InterfaceCase::RemovedAddressComesBack);
        Add("duplicate address comes back", &InterfaceCase::DuplicateAddressStaysAway);
        Add("renamed interface renames PvDs", &InterfaceCase::RenamedInterface);
        Add("name of another interface", &InterfaceCase::NameOfAnotherInterface);
        Add("stock host changes", &InterfaceCase::StockHostIsUntouched);
    }

  private:
    void Add(const std::string& name, InterfaceCase::Body body)
    {
        AddTestCase(new InterfaceCase(name, body));
    }
};

InterfaceSuite g_interfaceSuite; ///< registers itself

} // namespace
