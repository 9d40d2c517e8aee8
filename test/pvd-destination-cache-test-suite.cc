/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-two-pvds.h"

#include "ns3/boolean.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/ndisc-cache.h"
#include "ns3/pvd-static-configuration.h"
#include "ns3/uinteger.h"

#include <random>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Decisions that are kept, and whether they still hold.
class Cache : public CaseOf<Cache>
{
  public:
    using CaseOf::CaseOf;

    void CachedIsUncached();
    void RunningFlowMoves();
    void HitsAreShared();
    void SizeIsLimited();
    void RouteMovesToAnotherInterface();
};

/// A host that all kinds of things happen to, drawn at random.
class Changes
{
  public:
    explicit Changes(TwoPvds& net)
        : m_net(net)
    {
    }

    /// Let one thing happen.
    void Next();

    uint32_t Draw(uint32_t limit)
    {
        return m_random() % limit;
    }

    /// \return an address that is on link, near, far, of the host, or of nobody
    Ipv6Address DrawAddress();

  private:
    void HearRa();
    void ChangeAddress();
    void ChangeRoute();
    void ChangeNeighbor();
    void HearRedirect();
    void ChangeSetting();
    void Wait();

    TwoPvds& m_net;           //!< what it happens to
    std::mt19937 m_random{7}; //!< the same each time
};

Ipv6Address
Changes::DrawAddress()
{
    const char* const texts[] = {"2001:db8:a::",
                                 "2001:db8:b::",
                                 "2001:db8:ffff::",
                                 "fe80::",
                                 "ff02::",
                                 "2606::",
                                 "2001:db8:7::",
                                 "::"};
    Ipv6Octets octets = ToOctets(std::string(texts[Draw(8)]));
    octets[15] = Draw(4);
    return Draw(6) == 0 ? (Draw(2) ? m_net.OfA() : m_net.OfB()) : Ipv6Address(octets.data());
}

void
Changes::HearRa()
{
    const bool isA = Draw(2) != 0;
    const uint16_t lifetimes[] = {0, 30, 1800};
    const RouterPreference preferences[] = {RouterPreference::LOW,
                                            RouterPreference::MEDIUM,
                                            RouterPreference::HIGH};
    const RouterPreference preference = preferences[Draw(3)];
    const std::string digit = isA ? "a" : "b";
    const uint32_t valid = Draw(3) * 40;
    std::vector<NdOption> options{
        Pio("2001:db8:" + digit + "::/64", valid, valid / (1 + Draw(2)), Draw(3) ? "LA" : "A")};
    if (Draw(2) == 0)
    {
        options.push_back(Rio("2001:db8:7::/48", Draw(3) * 20, preference));
    }
    const RaHeader header = pvdtest::Header(lifetimes[Draw(3)], preference);
    if (Draw(4) == 0)
    {
        m_net.Hear(Ra(header, Options{Slla((isA ? A : B).mac)}), isA ? A : B);
    }
    m_net.Hear(Ra(header, {PvdNamed(digit + ".example", options)}), isA ? A : B);
}

void
Changes::ChangeAddress()
{
    const auto ipv6 = m_net.host.GetIpv6();
    const Ipv6Address address = Draw(2) ? Ipv6Address("2001:db8:7::1") : m_net.OfA();
    const Ipv6InterfaceAddress::State_e states[] = {Ipv6InterfaceAddress::TENTATIVE,
                                                    Ipv6InterfaceAddress::PREFERRED,
                                                    Ipv6InterfaceAddress::DEPRECATED,
                                                    Ipv6InterfaceAddress::INVALID};
    switch (Draw(3))
    {
    case 0:
        ipv6->AddAddress(1, Ipv6InterfaceAddress(address, Ipv6Prefix(64)));
        break;
    case 1:
        ipv6->RemoveAddress(1, address);
        break;
    default:
        m_net.host.GetStockInterface()->SetState(address, states[Draw(4)]);
    }
}

void
Changes::ChangeRoute()
{
    PvdRouteOptions options;
    options.metric = Draw(3);
    options.sourceLength = Draw(3) == 0 ? 64 : 0;
    options.source = Ipv6Address("2001:db8:a::");
    const Ipv6Address gateway = Draw(2) ? A.address : B.address;
    const Ipv6Address network = Draw(2) ? Ipv6Address("2606::") : Ipv6Address("2001:db8:7::");
    const Ipv6Prefix prefix(static_cast<uint8_t>(Draw(2) ? 32 : 48));
    if (Draw(2) == 0)
    {
        m_net.GetRouting()->AddRoute(network, prefix, gateway, 1, options);
    }
    else
    {
        m_net.GetRouting()->RemoveRoute(network, prefix, gateway, 1, options);
    }
}

void
Changes::ChangeNeighbor()
{
    const auto cache = m_net.host.GetStockInterface()->GetNdiscCache();
    const Station& router = Draw(2) ? A : B;
    auto* entry = cache->Lookup(router.address);
    if (!entry)
    {
        entry = cache->Add(router.address);
        entry->MarkStale(router.mac);
        return;
    }
    switch (Draw(3))
    {
    case 0:
        entry->StopNudTimer();
        cache->Remove(entry);
        break;
    case 1:
        entry->StopNudTimer();
        entry->MarkIncomplete(NdiscCache::Ipv6PayloadHeaderPair());
        break;
    default:
        entry->StopNudTimer();
        entry->MarkStale(router.mac);
    }
}

void
Changes::HearRedirect()
{
    const Station& router = Draw(2) ? A : B;
    const Ipv6Address to = DrawAddress();
    const Ipv6Address target = Draw(3) == 0 ? to : Draw(2) ? A.address : B.address;
    const Ipv6Address source = Draw(2) ? m_net.OfA() : m_net.OfB();
    m_net.link.Send(RedirectTo(target, to, Draw(2) ? &router.mac : nullptr), router, source);
}

void
Changes::ChangeSetting()
{
    const auto routing = m_net.GetRouting();
    const char* const names[] = {"Rule55", "UnknownSourceIsWorse", "PreferPublic", "KnownLocalUla"};
    PvdPolicyTable policies;
    switch (Draw(4))
    {
    case 0:
        policies.Set(Ipv6Address("2001:db8:b::"), 64, {40, Draw(2)});
        routing->SetPolicyTable(policies);
        break;
    case 1:
        m_net.host.GetIpv6()->SetForwarding(1, Draw(2) != 0);
        break;
    case 2:
        if (Draw(4) == 0)
        {
            m_net.host.GetIpv6()->SetDown(1);
            m_net.host.GetIpv6()->SetUp(1);
        }
        break;
    default:
        routing->SetAttribute(names[Draw(4)], BooleanValue(Draw(2) != 0));
    }
}

void
Changes::Wait()
{
    RunTo(Simulator::Now() + MilliSeconds(Draw(5000)));
}

void
Changes::Next()
{
    void (Changes::*const kinds[])() = {&Changes::HearRa,
                                        &Changes::ChangeAddress,
                                        &Changes::ChangeRoute,
                                        &Changes::ChangeNeighbor,
                                        &Changes::HearRedirect,
                                        &Changes::ChangeSetting,
                                        &Changes::Wait};
    (this->*kinds[Draw(7)])();
}

/// \return what Resolve, which keeps nothing, says
std::string
TellFresh(const TwoPvds& net, const Ipv6Address& to, const Ipv6Address& from)
{
    const auto decision = net.GetRouting()->Resolve(to, From(from));
    return decision.error == Socket::ERROR_NOTERROR
               ? ToText(decision.gateway) + " " + ToText(decision.source)
               : "error " + std::to_string(decision.error);
}

/// \return the source that RouteOutput gives, if it is not one that ns-3 holds for usable
std::string
FindUnusableSource(const TwoPvds& net, const Ipv6Address& to, const Ipv6Address& from)
{
    const auto route = AskRoute(net.GetRouting(), to, from).route;
    if (!route || route->GetSource().IsAny() || route->GetSource() == to)
    {
        return "";
    }
    const std::string state = net.host.GetAddressState(route->GetSource());
    const bool usable = state == "preferred" || state == "deprecated" || state == "permanent";
    return usable || route->GetSource().IsLocalhost() ? ""
                                                      : ToText(route->GetSource()) + " " + state;
}

// Rows: 4191-3.3-01
void
Cache::CachedIsUncached()
{
    TwoPvds net;
    Changes changes(net);
    std::vector<std::pair<Ipv6Address, Ipv6Address>> asked;
    for (int i = 0; i < 40; ++i)
    {
        const bool fixed = changes.Draw(3) == 0;
        asked.emplace_back(changes.DrawAddress(),
                           fixed ? changes.DrawAddress() : Ipv6Address::GetAny());
    }
    for (int round = 0; round < 3000; ++round)
    {
        changes.Next();
        for (int i = 0; i < 4; ++i)
        {
            const auto& one = asked[changes.Draw(asked.size())];
            // Fresh first: RouteOutput may probe a router, and the probe changes something.
            const std::string fresh = TellFresh(net, one.first, one.second);
            NS_TEST_ASSERT_MSG_EQ(TellRoute(net.GetRouting(), one.first, one.second),
                                  fresh,
                                  "round " << round << ": " << one.first << " from " << one.second);
            NS_TEST_ASSERT_MSG_EQ(FindUnusableSource(net, one.first, one.second),
                                  "",
                                  "round " << round << ": to " << one.first);
        }
    }
}

void
Cache::RunningFlowMoves()
{
    TwoPvds net;
    const Ipv6Address to("2606::1");
    const Ipv6Address any = Ipv6Address::GetAny();
    const std::string overA = "fe80::a 2001:db8:a::ff:fe00:1";
    const std::string overB = "fe80::b 2001:db8:b::ff:fe00:1";
    NS_TEST_EXPECT_MSG_EQ(TellRoute(net.GetRouting(), to, any), overA, "the first");
    net.Hear(Ra(1800, {PvdNamed("b.example", {Rio("2606::/32", 100)})}), B);
    NS_TEST_EXPECT_MSG_EQ(TellRoute(net.GetRouting(), to, any), overB, "a better one arrives");
    RunTo(Simulator::Now() + Seconds(99));
    NS_TEST_EXPECT_MSG_EQ(TellRoute(net.GetRouting(), to, any), overB, "it is still there");
    RunTo(Simulator::Now() + Seconds(2));
    NS_TEST_EXPECT_MSG_EQ(TellRoute(net.GetRouting(), to, any), overA, "it has ended");
}

void
Cache::HitsAreShared()
{
    TwoPvds net;
    Ipv6Header header;
    header.SetDestination(FAR);
    Socket::SocketErrno error;
    const auto routing = net.GetRouting();
    const auto first = routing->RouteOutput(Create<Packet>(), header, nullptr, error);
    NS_TEST_EXPECT_MSG_EQ(routing->RouteOutput(Create<Packet>(), header, nullptr, error),
                          first,
                          "decided once more, though nothing has changed");
    routing->AddHostRouteTo(Ipv6Address("2001:db8:77::1"), A.address, 1);
    NS_TEST_EXPECT_MSG_NE(routing->RouteOutput(Create<Packet>(), header, nullptr, error),
                          first,
                          "not decided anew, though something has changed");
    routing->SetAttribute("DestinationCacheSize", UintegerValue(0));
    routing->AddHostRouteTo(Ipv6Address("2001:db8:77::1"), B.address, 1);
    const auto third = routing->RouteOutput(Create<Packet>(), header, nullptr, error);
    NS_TEST_EXPECT_MSG_NE(routing->RouteOutput(Create<Packet>(), header, nullptr, error),
                          third,
                          "kept, though nothing is to be");
}

void
Cache::SizeIsLimited()
{
    TwoPvds net;
    net.GetRouting()->SetAttribute("DestinationCacheSize", UintegerValue(4));
    for (uint32_t i = 0; i < 1000; ++i)
    {
        Ipv6Octets octets = ToOctets(std::string("2606::"));
        octets[14] = i >> 8;
        octets[15] = i & 0xff;
        const Ipv6Address to(octets.data());
        NS_TEST_ASSERT_MSG_EQ(TellRoute(net.GetRouting(), to, Ipv6Address::GetAny()),
                              TellFresh(net, to, Ipv6Address::GetAny()),
                              "a full cache is wrong");
    }
}

void
Cache::RouteMovesToAnotherInterface()
{
    TwoPvds net;
    const auto routing = net.GetRouting();
    const Ipv6Address to("2400:7::1");
    const Ipv6Address any = Ipv6Address::GetAny();
    const Ipv6Address network("2400:7::");
    net.host.GetIpv6()->AddAddress(
        2,
        Ipv6InterfaceAddress(net.OfA(), Ipv6Prefix(64))); // the same source on both
    RunTo(Simulator::Now() + Seconds(3));
    for (int i = 0; i < 4; ++i)
    {
        const uint32_t interface = 1 + i % 2;
        routing->AddNetworkRouteTo(network, Ipv6Prefix(48), A.address, interface);
        NS_TEST_EXPECT_MSG_EQ(AskRoute(routing, to, any).route->GetOutputDevice(),
                              net.host.GetIpv6()->GetNetDevice(interface),
                              "round " << i);
        routing->RemoveRoute(network, Ipv6Prefix(48), A.address, interface);
    }
}

class CacheSuite : public TestSuite
{
  public:
    CacheSuite()
        : TestSuite("pvd-destination-cache", Type::UNIT)
    {
        Add("stale answer", &Cache::CachedIsUncached);
        Add("running flow stays on the old route", &Cache::RunningFlowMoves);
        Add("nothing is kept", &Cache::HitsAreShared);
        Add("full cache", &Cache::SizeIsLimited);
        Add("kept route has the old device", &Cache::RouteMovesToAnotherInterface);
    }

  private:
    void Add(const std::string& name, Cache::Body body)
    {
        AddTestCase(new Cache(name, body));
    }
};

CacheSuite g_cacheSuite; ///< registers itself

} // namespace
