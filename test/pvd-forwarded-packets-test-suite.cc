/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-wire.h"

#include <sstream>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// A router of the module between two links, with a neighbour on each that it knows.
struct Router : TwoLinks
{
    Router()
        : near{Ipv6Address("2400:1::c"), MakeRouter('c').mac},
          far{Ipv6Address("2400:2::d"), MakeRouter('d').mac}
    {
        const auto ipv6 = host.GetIpv6();
        for (const uint32_t interface : {1, 2})
        {
            ipv6->SetForwarding(interface, true);
            ipv6->AddAddress(interface,
                             Ipv6InterfaceAddress(GetOwn(interface), Ipv6Prefix(uint8_t{64})));
        }
        RunTo(Seconds(5));
        Announce(link, near, 1);
        Announce(second, far, 2);
    }

    /// \return the address of the router on a link
    static Ipv6Address GetOwn(uint32_t interface)
    {
        return Ipv6Address(interface == 1 ? "2400:1::ff" : "2400:2::ff");
    }

    /// Let the router know a neighbour by its global and its link-local address.
    void Announce(TestLink& on, const Station& station, uint32_t interface)
    {
        const Station local{MakeRouter(ToText(station.address).back()).address, station.mac};
        on.Send(NeighborSolicitation(GetOwn(interface), &station.mac), station, GetOwn(interface));
        on.Send(NeighborSolicitation(host.GetLinkLocal(interface), &station.mac),
                local,
                host.GetLinkLocal(interface));
        link.ForgetSeen();
        second.ForgetSeen();
    }

    /// \return what the router sent on a link since the last call but Neighbor Discovery: type and
    /// code, destination, Hop Limit of what it forwarded
    static std::string Take(TestLink& on)
    {
        std::ostringstream os;
        for (const auto& seen : on.GetSeen())
        {
            const bool isMessage = seen.nextHeader == ICMPV6_MESSAGE && !seen.message.empty();
            if (isMessage && seen.message[0] > ECHO_REPLY && seen.message[0] != REDIRECT)
            {
                continue;
            }
            os << (os.tellp() > 0 ? ", " : "");
            os << (isMessage
                       ? std::to_string(seen.message[0]) + "/" + std::to_string(seen.message[1])
                       : std::to_string(seen.nextHeader));
            os << " to " << ToText(seen.destination);
            os << (seen.hopLimit < 64 ? " hop limit " + std::to_string(seen.hopLimit) : "");
        }
        on.ForgetSeen();
        return os.str();
    }

    Station near; //!< 2400:1::c, on the link of interface 1
    Station far;  //!< 2400:2::d, on that of interface 2
};

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
    }

  private:
    void Add(const std::string& name, ForwardedPackets::Body body)
    {
        AddTestCase(new ForwardedPackets(name, body));
    }
};

ForwardedPacketsSuite g_forwardedPacketsSuite; ///< registers itself

} // namespace
