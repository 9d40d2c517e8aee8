/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-link-router.h"

#include "ns3/double.h"
#include "ns3/ipv6-header.h"
#include "ns3/pvd-icmpv6-error-policy.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/uinteger.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;
using Router = LinkRouter;

namespace
{

/// What a router sends about packets that are not for it.
class ForwardedPackets : public CaseOf<ForwardedPackets>
{
  public:
    using CaseOf::CaseOf;

    void LinkLocalSourceIsReported();
    void LinkLocalSourceOnAHostIsNotReported();
    void NothingGoesToTheUnspecifiedAddress();
    void HopLimitThatIsUsedUpIsReported();
    void UnknownOptionToAGroupIsReported();
    void RedirectNamesTheFirstHop();
    void RedirectOfALongPacketIsShort();
    void RedirectAboutTheSecondLink();
    void NoRedirectToWhoIsNoNeighbor();
    void NoRedirectWithoutLinkLocalTarget();
    void RedirectsAreLimited();

  private:
    void Note(PvdErrorSuppression reason, uint8_t type, Ipv6Address destination);

    std::vector<std::string> m_suppressed; //!< what the router did not send
};

void
ForwardedPackets::LinkLocalSourceIsReported()
{
    Router net;
    const Station near{Ipv6Address("fe80::c"), net.near.mac};
    net.link.Send(EchoRequest(), near, net.far.address);
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.link), "1/2 to fe80::c", "RFC 4443, section 3.1");
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.second), "", "RFC 4291, section 2.5.6");
    const Station far{Ipv6Address("fe80::d"), net.far.mac};
    net.second.Send(EchoRequest(), far, net.near.address);
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.second), "1/2 to fe80::d", "on the second link");
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.link), "", "nor there");
    net.second.Send(EchoRequest(), far, Ipv6Address("2600::1"));
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.second),
                          "1/2 to fe80::d",
                          "whether there is a route or not");
    for (const char* to : {"::", "::1"})
    {
        net.second.Send(EchoRequest(), far, Ipv6Address(to));
        NS_TEST_EXPECT_MSG_EQ(net.Take(net.second), "", to);
    }
}

void
ForwardedPackets::LinkLocalSourceOnAHostIsNotReported()
{
    Router net;
    const Station near{Ipv6Address("fe80::c"), net.near.mac};
    net.host.GetIpv6()->SetForwarding(1, false);
    net.link.Send(EchoRequest(), near, net.far.address);
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.link), "", "no router on this link");
    net.host.GetIpv6()->SetForwarding(2, false);
    net.link.Send(EchoRequest(), near, net.far.address);
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.link), "", "no router at all");
}

void
ForwardedPackets::NothingGoesToTheUnspecifiedAddress()
{
    Router net;
    net.link.Send(EchoRequest(), net.near, Ipv6Address("::"));
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.link), "", "no error");
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.second), "", "RFC 4291, section 2.5.2");
}

void
ForwardedPackets::HopLimitThatIsUsedUpIsReported()
{
    Router net;
    for (const uint8_t hopLimit : {0, 1})
    {
        TestLink::Envelope envelope;
        envelope.destination = net.far.address;
        envelope.hopLimit = hopLimit;
        net.link.Send(EchoRequest(), net.near, envelope);
        NS_TEST_EXPECT_MSG_EQ(net.Take(net.link), "3/0 to 2400:1::c", +hopLimit);
        NS_TEST_EXPECT_MSG_EQ(net.Take(net.second), "", +hopLimit);
    }
    TestLink::Envelope envelope;
    envelope.destination = net.far.address;
    envelope.hopLimit = 2;
    net.link.Send(EchoRequest(), net.near, envelope);
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.second), "128/0 to 2400:2::d hop limit 1", "enough");
}

void
ForwardedPackets::UnknownOptionToAGroupIsReported()
{
    Router net;
    const auto put = [&net](const char* option, const char* destination) {
        TestLink::Envelope envelope;
        envelope.destination = Ipv6Address(destination);
        envelope.nextHeader = HOP_BY_HOP;
        envelope.fragmentHeader = Hex("3a00") + Hex(option);
        net.link.Send(EchoRequest(), net.near, envelope);
        return net.Take(net.link) + net.Take(net.second);
    };
    NS_TEST_EXPECT_MSG_EQ(put("9e0400000000", "ff1e::7"), "4/2 to 2400:1::c", "10");
    NS_TEST_EXPECT_MSG_EQ(put("de0400000000", "ff1e::7"), "", "11: not about a group");
    NS_TEST_EXPECT_MSG_EQ(put("1e0400000000", "ff1e::7"), "", "00");
    NS_TEST_EXPECT_MSG_EQ(put("9e0400000000", "ff12::7"), "", "a group of the link, of others");
    NS_TEST_EXPECT_MSG_EQ(put("9e0400000000", "ff02::1"), "4/2 to 2400:1::c", "its own group");
    NS_TEST_EXPECT_MSG_EQ(put("9e0400000000", "2400:2::d"), "4/2 to 2400:1::c", "one receiver");
    net.host.GetIpv6()->SetForwarding(1, false);
    net.host.GetIpv6()->SetForwarding(2, false);
    NS_TEST_EXPECT_MSG_EQ(put("9e0400000000", "ff1e::7"), "", "a host, not its group");
}

/// \return the static routes of the router
Ptr<PvdIpv6Routing>
GetRouting(const Router& net)
{
    return DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
}

/// Let the router have a route to 2400:3::/64 by fe80::e, which it knows, on the first link.
void
AddFirstHop(Router& net)
{
    const Station hop{Ipv6Address("2400:1::e"), MakeRouter('e').mac};
    net.Announce(net.link, hop, 1);
    GetRouting(net)->AddNetworkRouteTo(Ipv6Address("2400:3::"),
                                       Ipv6Prefix(64),
                                       MakeRouter('e').address,
                                       1);
}

/// \return type and code, IPv6 header, body and options of a Redirect from the router on an
/// interface, about a packet that consists of a message
Octets
MakeRedirect(const Octets& target, const Octets& options, const Octets& quoted)
{
    const Octets destination(quoted.begin() + 24, quoted.begin() + 40);
    return Octets{REDIRECT, 0, 0, 0, 0, 0, 0, 0} + target + destination + options +
           Octets{4, static_cast<uint8_t>(1 + quoted.size() / 8), 0, 0, 0, 0, 0, 0} + quoted;
}

/// \return the octets of an address
Octets
ToList(const Ipv6Address& address)
{
    Octets octets(16);
    address.GetBytes(octets.data());
    return octets;
}

/// \return an IPv6 packet that TestLink::Send makes of a message
Octets
ToPacket(const Octets& message, const Station& from, const Ipv6Address& to)
{
    const uint8_t high = static_cast<uint8_t>(message.size() >> 8);
    const uint8_t low = static_cast<uint8_t>(message.size() & 0xff);
    // 1 is the flow label of headers of ns-3.
    return Octets{0x60, 0, 0, 1, high, low, ICMPV6_MESSAGE, 255} + ToList(from.address) +
           ToList(to) + WithChecksum(message, from.address, to);
}

/// \return a Target Link-Layer Address option
Octets
Tlla(const Mac48Address& mac)
{
    Octets option{2, 1, 0, 0, 0, 0, 0, 0};
    mac.CopyTo(&option[2]);
    return option;
}

void
ForwardedPackets::RedirectNamesTheFirstHop()
{
    Router net;
    AddFirstHop(net);
    const Ipv6Address to("2400:3::1");
    net.link.Send(EchoRequest(), net.near, to);
    const auto redirects = net.link.GetSeen(REDIRECT);
    NS_TEST_EXPECT_MSG_EQ(redirects.size(), 1, "RFC 4861, section 8.2");
    if (redirects.size() != 1)
    {
        return;
    }
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(ECHO_REQUEST).size(), 1, "the packet goes on");
    const auto& seen = redirects.front();
    NS_TEST_EXPECT_MSG_EQ(seen.source, net.host.GetLinkLocal(), "source");
    NS_TEST_EXPECT_MSG_EQ(seen.destination, net.near.address, "destination");
    NS_TEST_EXPECT_MSG_EQ(seen.hardwareDestination, net.near.mac, "who gets it");
    NS_TEST_EXPECT_MSG_EQ(+seen.hopLimit, 255, "or no host takes it");
    const Octets expected = WithChecksum(MakeRedirect(ToList(MakeRouter('e').address),
                                                      Tlla(MakeRouter('e').mac),
                                                      ToPacket(EchoRequest(), net.near, to)),
                                         seen.source,
                                         seen.destination);
    NS_TEST_EXPECT_MSG_EQ((seen.message == expected), true, seen.message.size() << " octets");
    net.link.ForgetSeen();
    const Ipv6Address neighbor("2400:1::e");
    net.link.Send(EchoRequest(), net.near, neighbor);
    const auto direct = net.link.GetSeen(REDIRECT);
    NS_TEST_EXPECT_MSG_EQ(direct.size(), 1, "the destination is a neighbor");
    if (direct.size() != 1)
    {
        return;
    }
    const Octets target(direct[0].message.begin() + 8, direct[0].message.begin() + 24);
    NS_TEST_EXPECT_MSG_EQ((target == ToList(neighbor)), true, "so it is the target");
}

void
ForwardedPackets::RedirectOfALongPacketIsShort()
{
    Router net;
    AddFirstHop(net);
    const Ipv6Address to("2400:3::1");
    for (const std::size_t size : {1100, 1144, 1152, 1153, 1160, 1176, 1184, 1192, 1400, 1460})
    {
        Octets message = EchoRequest();
        message.resize(size);
        net.link.ForgetSeen();
        net.link.Send(message, net.near, to);
        const auto redirects = net.link.GetSeen(REDIRECT);
        NS_TEST_EXPECT_MSG_EQ(redirects.size(), 1, size);
        if (redirects.size() != 1)
        {
            return;
        }
        const Octets& octets = redirects[0].message;
        NS_TEST_EXPECT_MSG_LT(octets.size(), 1280 - 40 + 1, size);
        const bool isWhole = octets.size() > 56 && 48u + 8u * octets[49] == octets.size();
        NS_TEST_EXPECT_MSG_EQ(isWhole, true, size);
        if (!isWhole)
        {
            return;
        }
        const Octets packet = ToPacket(message, net.near, to);
        const std::size_t quoted = std::min<std::size_t>(octets.size() - 56, packet.size());
        const Octets begin(octets.begin() + 56, octets.begin() + 56 + quoted);
        NS_TEST_EXPECT_MSG_EQ(std::equal(begin.begin(), begin.end(), packet.begin()), true, size);
        NS_TEST_EXPECT_MSG_EQ(quoted, std::min<std::size_t>(packet.size(), 1184), size);
        NS_TEST_EXPECT_MSG_EQ(
            (WithChecksum(octets, redirects[0].source, redirects[0].destination) == octets),
            true,
            size);
    }
}

void
ForwardedPackets::RedirectAboutTheSecondLink()
{
    Router net;
    net.second.Send(EchoRequest(), net.far, net.far.address);
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.second),
                          "137/0 to 2400:2::d, 128/0 to 2400:2::d",
                          "from its address there");
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.link), "", "and not on the first one");
    net.link.Send(EchoRequest(), net.near, net.far.address);
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.link), "", "no better first hop");
}

void
ForwardedPackets::Note(PvdErrorSuppression reason, uint8_t type, Ipv6Address destination)
{
    m_suppressed.push_back(std::to_string(type) + " to " + ToText(destination) + ": " +
                           ToString(reason));
}

void
ForwardedPackets::NoRedirectToWhoIsNoNeighbor()
{
    Router net;
    AddFirstHop(net);
    net.host.GetNode()->GetObject<PvdIcmpv6ErrorPolicy>()->TraceConnectWithoutContext(
        "Suppressed",
        MakeCallback(&ForwardedPackets::Note, this));
    const std::vector<std::string> expected{"137 to 2400:3::1: the sender is no neighbor",
                                            "137 to 2600::1: the sender is no neighbor",
                                            "137 to 2400:2::7: the sender is no neighbor"};
    for (const char* from : {"2400:3::1", "2600::1", "2400:2::7"})
    {
        net.link.Send(EchoRequest(), {Ipv6Address(from), MakeRouter('e').mac}, net.near.address);
        NS_TEST_EXPECT_MSG_EQ(net.Take(net.link), "128/0 to 2400:1::c", from);
        NS_TEST_EXPECT_MSG_EQ(net.Take(net.second), "", from);
    }
    NS_TEST_EXPECT_MSG_EQ((m_suppressed == expected), true, m_suppressed.size());
}

void
ForwardedPackets::NoRedirectWithoutLinkLocalTarget()
{
    Router net;
    AddFirstHop(net);
    GetRouting(net)->AddNetworkRouteTo(Ipv6Address("2400:4::"),
                                       Ipv6Prefix(64),
                                       Ipv6Address("2400:1::e"),
                                       1);
    net.link.Send(EchoRequest(), net.near, Ipv6Address("2400:4::1"));
    NS_TEST_EXPECT_MSG_EQ(net.Take(net.link), "128/0 to 2400:4::1", "hosts would drop it");
}

void
ForwardedPackets::RedirectsAreLimited()
{
    Router net;
    AddFirstHop(net);
    const auto policy = net.host.GetNode()->GetObject<PvdIcmpv6ErrorPolicy>();
    policy->SetAttribute("Rate", DoubleValue(2));
    policy->SetAttribute("Burst", UintegerValue(3));
    for (int i = 0; i < 10; ++i)
    {
        net.link.Send(EchoRequest(), net.near, Ipv6Address("2400:3::1"));
    }
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(REDIRECT).size(), 3, "the burst");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeen(ECHO_REQUEST).size(), 10, "all packets go on");
    NS_TEST_EXPECT_MSG_EQ(policy->GetSuppressedCount(), 7, "the rest is counted");
}

class ForwardedPacketsSuite : public TestSuite
{
  public:
    ForwardedPacketsSuite()
        : TestSuite("pvd-forwarded-packets", Type::UNIT)
    {
        Add("link-local source is reported as beyond scope",
            &ForwardedPackets::LinkLocalSourceIsReported);
        Add("link-local source is not reported by what is no router there",
            &ForwardedPackets::LinkLocalSourceOnAHostIsNotReported);
        Add("packet to :: is dropped without an error",
            &ForwardedPackets::NothingGoesToTheUnspecifiedAddress);
        Add("Hop Limits 0 and 1 lead to Time Exceeded",
            &ForwardedPackets::HopLimitThatIsUsedUpIsReported);
        Add("unknown option in a packet to a far group is reported",
            &ForwardedPackets::UnknownOptionToAGroupIsReported);
        Add("Redirect names the first hop and its link-layer address",
            &ForwardedPackets::RedirectNamesTheFirstHop);
        Add("Redirect about a long packet has at most 1280 octets",
            &ForwardedPackets::RedirectOfALongPacketIsShort);
        Add("Redirect leaves on the link of the sender",
            &ForwardedPackets::RedirectAboutTheSecondLink);
        Add("no Redirect is sent to a node behind a router",
            &ForwardedPackets::NoRedirectToWhoIsNoNeighbor);
        Add("no Redirect names a router by a global address",
            &ForwardedPackets::NoRedirectWithoutLinkLocalTarget);
        Add("Redirects count as errors in the limit of the rate",
            &ForwardedPackets::RedirectsAreLimited);
    }

  private:
    void Add(const std::string& name, ForwardedPackets::Body body)
    {
        AddTestCase(new ForwardedPackets(name, body));
    }
};

ForwardedPacketsSuite g_forwardedPacketsSuite; ///< registers itself

} // namespace
