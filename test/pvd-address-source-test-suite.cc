/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/pvd-dhcp-association.h"
#include "ns3/pvd-lifetime.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Who may change an address: time, the latest RA of any PvD, DHCPv6, the user.
class AddressSource : public CaseOf<AddressSource>
{
  public:
    using CaseOf::CaseOf;

    void LinkLocalAddressComesAndStays();
    void TwoHourRuleIsKeptInTime();
    void PreferredLifetimeIsAlwaysTaken();
    void LatestPvdOwnsTheAddress();
    void OtherPvdObeysTheTwoHourRule();
    void AddressByHandIsNotChanged();
    void SamePrefixOfAnotherLengthIsAnother();
    void RaAndDhcpAreUnited();
};

const char* const PREFIX = "2001:db8:1::/64";
const Station A = MakeRouter('a');
const Station B = MakeRouter('b');

/// Options of a host that does not test its addresses, so that they are there at once.
HostOptions
WithoutDad()
{
    HostOptions options;
    options.dadTransmits = 0;
    return options;
}

/// A simulation whose host does not test its addresses.
struct QuickHost : OneHost
{
    QuickHost()
        : OneHost(WithoutDad())
    {
        RunNow();
    }

    /// \return the address of PREFIX
    Ipv6Address Own() const
    {
        return host.MakeAddress(PREFIX);
    }

    /// \return what the module knows of it, or null
    const PvdAddress* Find() const
    {
        return host.GetInterface()->FindAddress(Own());
    }

    /// \return its state
    std::string State() const
    {
        return host.GetAddressState(Own());
    }
};

// Rows: 4862-5.3-01
void
AddressSource::LinkLocalAddressComesAndStays()
{
    HostOptions options;
    options.up = false;
    OneHost net(options);
    RunTo(Seconds(5));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetIpv6()->GetNAddresses(1), 0, "before the interface is up");
    const Ipv6Address expected("fe80::ff:fe00:1"); // of 02:00:00:00:00:01, its bit inverted
    for (double up : {10.0, 200.0})
    {
        RunTo(Seconds(up));
        net.host.GetIpv6()->SetUp(1);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(expected), "tentative", "at once");
        RunTo(Seconds(up + 100));
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(expected), "preferred", "later");
        net.host.GetIpv6()->SetDown(1);
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(expected), "none", "down");
    }
    net.host.GetIpv6()->SetUp(1);
    net.Hear(Ra(1800)); // so that soliciting ends
    RunTo(Days(365 * 200));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(expected), "preferred", "after 200 years");
}

const uint32_t INFINITE = ND_INFINITE_LIFETIME;

// Rows: 4862-5.5.3-e2, 4862-5.5.3-e3
void
AddressSource::TwoHourRuleIsKeptInTime()
{
    QuickHost net;
    net.Hear(Ra(1800, {Pio(PREFIX, 2592000, 604800)}));
    // An attacker who repeats a short lifetime does not get below two hours from the first.
    for (int i = 0; i < 100; ++i)
    {
        RunTo(Seconds(1000 + 60 * i));
        net.Hear(Ra(1800, {Pio(PREFIX, 1, 0)}));
    }
    NS_TEST_ASSERT_MSG_NE(net.Find(), nullptr, "no address");
    NS_TEST_EXPECT_MSG_EQ(net.Find()->validExpiry, Seconds(1000 + 7200), "two hours, once");
    RunTo(Seconds(8200) - NanoSeconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.State(), "deprecated", "early");
    RunTo(Seconds(8200));
    NS_TEST_EXPECT_MSG_EQ(net.State(), "none", "late");
}

// Rows: 4862-5.5.3-e0
void
AddressSource::PreferredLifetimeIsAlwaysTaken()
{
    struct Row
    {
        uint32_t valid;
        uint32_t preferred;
        const char* state;
    };

    // The valid lifetime of the address is an hour: two of these rows do not change it.
    const Row rows[] = {
        {3600, 0, "deprecated"},
        {3600, 1200, "preferred"},
        {0, 0, "deprecated"},
        {7300, 7300, "preferred"},
        {7200, 10, "preferred"},
        {7200, 0, "deprecated"},
        {INFINITE, INFINITE, "preferred"},
        {INFINITE, 0, "deprecated"},
    };
    QuickHost net;
    net.Hear(Ra(1800, {Pio(PREFIX, 3600, 1800)}));
    for (const auto& row : rows)
    {
        net.Hear(Ra(1800, {Pio(PREFIX, row.valid, row.preferred)}));
        NS_TEST_ASSERT_MSG_NE(net.Find(), nullptr, "no address");
        NS_TEST_EXPECT_MSG_EQ(net.State(), row.state, row.valid << "/" << row.preferred);
        NS_TEST_EXPECT_MSG_EQ(net.Find()->preferredExpiry,
                              GetExpiry(Simulator::Now(), row.preferred),
                              row.valid << "/" << row.preferred << ": end");
    }
    net.Hear(Ra(1800, {Pio(PREFIX, INFINITE, 100)}));
    RunTo(Seconds(60));
    net.Hear(Ra(1800, {Pio(PREFIX, INFINITE, 100)}));
    RunTo(Seconds(160) - NanoSeconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.State(), "preferred", "early");
    RunTo(Seconds(160));
    NS_TEST_EXPECT_MSG_EQ(net.State(), "deprecated", "late");
}

/// \return an RA for a PvD with PREFIX
RouterAdvertisement
RaIn(const std::string& pvd, uint32_t valid, uint32_t preferred)
{
    return Ra(1800, {PvdNamed(pvd), Pio(PREFIX, valid, preferred)});
}

// Rows: 4862-5.5.3-e6, 8801-3.4-07
void
AddressSource::LatestPvdOwnsTheAddress()
{
    QuickHost net;
    const auto owner = [&net]() {
        return net.Find() && net.Find()->pvd ? net.Find()->pvd->GetId().ToString() : "none";
    };
    net.Hear(RaIn("a.example", 7200, 3600), A);
    NS_TEST_EXPECT_MSG_EQ(owner(), "a.example", "first A");
    net.Hear(RaIn("b.example", 7200, 3600), B);
    NS_TEST_EXPECT_MSG_EQ(owner(), "b.example", "then B");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("a.example")->GetNAddresses(), 0, "of A");
    NS_TEST_EXPECT_MSG_EQ(net.host.FindPvd("b.example")->GetNAddresses(), 1, "of B");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetInterface()->GetAddresses().size(), 1, "one address");
    net.Hear(Ra(1800, {PvdNamed("a.example"), Pio(PREFIX, 7200, 3600, "L")}), A);
    NS_TEST_EXPECT_MSG_EQ(owner(), "b.example", "A without the A flag");
    net.Hear(Ra(1800, {Pio(PREFIX, 7200, 3600)}), A);
    NS_TEST_EXPECT_MSG_EQ(owner(), "fe80:0000:0000:0000:0000:0000:0000:000a%eth0", "implicit");
}

// Rows: 4862-5.5.3-e6
void
AddressSource::OtherPvdObeysTheTwoHourRule()
{
    QuickHost net;
    net.Hear(RaIn("a.example", 86400, 43200), A);
    net.Hear(RaIn("b.example", 0, 0), B);
    NS_TEST_ASSERT_MSG_NE(net.Find(), nullptr, "B took the address of A away");
    NS_TEST_EXPECT_MSG_EQ(net.Find()->validExpiry, Seconds(7200), "remaining of A counts");
    NS_TEST_EXPECT_MSG_EQ(net.State(), "deprecated", "preferred lifetime of B");
    net.Hear(RaIn("a.example", 3600, 1800), A);
    NS_TEST_EXPECT_MSG_EQ(net.Find()->validExpiry, Seconds(7200), "remaining in B counts");
    NS_TEST_EXPECT_MSG_EQ(net.State(), "preferred", "preferred lifetime of A");
}

// Rows: 4862-5.5.3-e0, 4862-5.5.3-d1
void
AddressSource::AddressByHandIsNotChanged()
{
    QuickHost net;
    Ipv6InterfaceAddress byHand(net.Own(), Ipv6Prefix(64));
    net.host.GetIpv6()->AddAddress(1, byHand);
    RunNow();
    net.Hear(Ra(1800, {Pio(PREFIX, 300, 0)}));
    NS_TEST_EXPECT_MSG_EQ(net.State(), "preferred", "deprecated by an RA");
    RunTo(Seconds(1000));
    NS_TEST_EXPECT_MSG_EQ(net.State(), "preferred", "removed by an RA");
    NS_TEST_EXPECT_MSG_EQ(net.Find(), nullptr, "the module looks after it");
    NS_TEST_EXPECT_MSG_EQ(
        net.host.GetRegistry()->GetIgnoreCount(OptionIgnoreReason::STATIC_CONFIGURATION),
        1,
        "told");
}

// Rows: 4862-5.5.3-e0
void
AddressSource::SamePrefixOfAnotherLengthIsAnother()
{
    QuickHost net;
    net.Hear(Ra(1800, {Pio(PREFIX, 7200, 3600)}));
    net.Hear(Ra(1800, {Pio("2001:db8:1::/63", 100, 0), Pio("2001:db8:1::/65", 100, 0)}));
    NS_TEST_ASSERT_MSG_NE(net.Find(), nullptr, "no address");
    NS_TEST_EXPECT_MSG_EQ(net.Find()->preferredExpiry, Seconds(3600), "changed by another prefix");
}

// Rows: 4862-5.6-01
void
AddressSource::RaAndDhcpAreUnited()
{
    RaHeader header = pvdtest::Header(1800);
    header.managed = true;
    const Ipv6Address assigned("2001:db8:1::1234");
    for (bool dhcpFirst : {false, true})
    {
        QuickHost net;
        PvdDhcpAssociation dhcp(net.host.GetRegistry());
        const auto assign = [&](uint32_t valid, uint32_t preferred) {
            dhcp.AddAddress(1, assigned, 128, valid, preferred);
        };
        if (dhcpFirst)
        {
            assign(5000, 4000);
        }
        net.Hear(Ra(header, {Pio(PREFIX, 7200, 3600)}));
        if (!dhcpFirst)
        {
            assign(5000, 4000);
        }
        const auto* leased = net.host.GetInterface()->FindAddress(assigned);
        NS_TEST_ASSERT_MSG_NE(net.Find(), nullptr, "the address of the RA");
        NS_TEST_ASSERT_MSG_NE(leased, nullptr, "the address of DHCPv6");
        NS_TEST_EXPECT_MSG_EQ(leased->validExpiry, Seconds(5000), "changed by the RA");
        net.Hear(Ra(header, {Pio(PREFIX, 9000, 100)}));
        NS_TEST_EXPECT_MSG_EQ(net.Find()->validExpiry, Seconds(9000), "latest RA");
        leased = net.host.GetInterface()->FindAddress(assigned);
        NS_TEST_EXPECT_MSG_EQ(leased->validExpiry, Seconds(5000), "changed by the latest RA");
        assign(600, 0);
        leased = net.host.GetInterface()->FindAddress(assigned);
        NS_TEST_EXPECT_MSG_EQ(leased->validExpiry, Seconds(600), "latest of DHCPv6, at once");
        NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(assigned), "deprecated", "its state");
        NS_TEST_EXPECT_MSG_EQ(net.State(), "preferred", "the address of the RA");
    }
}

class AddressSourceSuite : public TestSuite
{
  public:
    AddressSourceSuite()
        : TestSuite("pvd-address-source", Type::UNIT)
    {
        Add("link-local address is missing or ends", &AddressSource::LinkLocalAddressComesAndStays);
        Add("repeated RAs shorten the two hours", &AddressSource::TwoHourRuleIsKeptInTime);
        Add("preferred lifetime is not taken", &AddressSource::PreferredLifetimeIsAlwaysTaken);
        Add("address stays in the older PvD", &AddressSource::LatestPvdOwnsTheAddress);
        Add("two-hour rule is lost between PvDs", &AddressSource::OtherPvdObeysTheTwoHourRule);
        Add("RA changes an address given by hand", &AddressSource::AddressByHandIsNotChanged);
        Add("prefix of another length counts", &AddressSource::SamePrefixOfAnotherLengthIsAnother);
        Add("RA or DHCPv6 changes what the other gave", &AddressSource::RaAndDhcpAreUnited);
    }

  private:
    void Add(const std::string& name, AddressSource::Body body)
    {
        AddTestCase(new AddressSource(name, body));
    }
};

AddressSourceSuite g_addressSourceSuite; ///< registers itself

} // namespace
