/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"
#include "pvd-test-router.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What hosts make of what a router advertises.
class Advertiser : public CaseOf<Advertiser>
{
  public:
    using CaseOf::CaseOf;

    void HostConfiguresItself();
};

// Rows: 8801-3.2-01
void
Advertiser::HostConfiguresItself()
{
    HostAndRouter net;
    auto lan = QuickInterface();
    lan.advertisements[0].pvd = PvdRouterHelper::NamedPvd("isp-a.example.com");
    lan.advertisements[0].pvd->options.prefixes = {PvdRouterHelper::Prefix("2001:db8:2::/64")};
    lan.advertisements[0].pvd->options.resolvers = {PvdRouterHelper::Resolvers({"2001:db8::53"})};
    net.router.Advertise(lan);
    RunTo(Seconds(5));
    const auto pvd = net.host.GetOnlyPvd();
    NS_TEST_ASSERT_MSG_NE(pvd, nullptr, "one PvD");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetId().ToString(), "isp-a.example.com", "its name");
    const std::string router = ToText(net.router.GetLinkLocal());
    NS_TEST_EXPECT_MSG_EQ(ListRouters(pvd), router + "%1", "its router");
    NS_TEST_EXPECT_MSG_EQ(pvd->GetNAddresses(), 2, "one of each prefix");
    NS_TEST_EXPECT_MSG_EQ(ListResolvers(pvd), "2001:db8::53", "its resolver");
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "", "what the host ignores");
    NS_TEST_EXPECT_MSG_EQ(net.router.GetNotSent().size(), 0, "what the router could not send");
}

class AdvertiserSuite : public TestSuite
{
  public:
    AdvertiserSuite()
        : TestSuite("pvd-router-advertiser", Type::UNIT)
    {
        Add("what is advertised does not reach a host", &Advertiser::HostConfiguresItself);
    }

  private:
    void Add(const std::string& name, Advertiser::Body body)
    {
        AddTestCase(new Advertiser(name, body));
    }
};

AdvertiserSuite g_advertiserSuite; ///< registers itself

} // namespace
