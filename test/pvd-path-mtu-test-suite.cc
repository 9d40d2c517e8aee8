/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-too-big.h"
#include "pvd-test-two-pvds.h"

#include "ns3/pvd-icmpv6-l4-protocol.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

const Ipv6Address TO("2606::1"); //!< where packets go

/// How large the packets of a host are.
class PathMtu : public CaseOf<PathMtu>
{
  public:
    using CaseOf::CaseOf;

    void OnlyThatPvd();
    void UnbelievableOnes();
    void EndsAfterTenMinutes();
    void ManyPaths();
};

/// \return the same to where packets go
Octets
TooBig(uint32_t mtu, const Ipv6Address& source)
{
    return pvdtest::TooBig(mtu, source, TO);
}

/// \return the largest packet on the wire for a UDP packet of 1452 octets, which fills 1500
std::size_t
Measure(TwoPvds& net, const Ipv6Address& source, const Ipv6Address& destination = TO)
{
    net.link.ForgetSeen();
    net.host.SendUdp(destination, source, 1452);
    RunTo(Simulator::Now() + MilliSeconds(10));
    std::size_t largest = 0;
    for (const auto& seen : net.link.GetSeen())
    {
        const bool fits = seen.destination == destination && seen.source == source;
        largest = std::max(largest, fits ? 40 + seen.message.size() : 0);
    }
    return largest;
}

uint64_t
CountDropped(const TwoPvds& net)
{
    return net.host.GetNode()->GetObject<PvdIcmpv6L4Protocol>()->GetDropCount(
        NdDropReason::PATH_MTU);
}

// Rows: FLW-07
void
PathMtu::OnlyThatPvd()
{
    TwoPvds net;
    NS_TEST_EXPECT_MSG_EQ(Measure(net, net.OfA()), 1500, "A before");
    net.link.Send(TooBig(1400, net.OfA()), A, net.OfA());
    for (int i = 0; i < 3; ++i)
    {
        NS_TEST_EXPECT_MSG_LT_OR_EQ(Measure(net, net.OfA()), 1400, "A's path");
        NS_TEST_EXPECT_MSG_GT(Measure(net, net.OfA()), 1300, "A's path");
        NS_TEST_EXPECT_MSG_EQ(Measure(net, net.OfB()), 1500, "B's path");
    }
    NS_TEST_EXPECT_MSG_EQ(Measure(net, net.OfA(), Ipv6Address("2606::2")), 1500, "elsewhere");
    net.link.Send(TooBig(1300, net.OfB()), B, net.OfB());
    NS_TEST_EXPECT_MSG_LT_OR_EQ(Measure(net, net.OfB()), 1300, "B's path");
    NS_TEST_EXPECT_MSG_GT(Measure(net, net.OfA()), 1300, "A's path stays");
}

void
PathMtu::UnbelievableOnes()
{
    TwoPvds net;
    net.link.Send(TooBig(1279, net.OfA()), A, net.OfA());
    NS_TEST_EXPECT_MSG_EQ(CountDropped(net), 1, "less than every link takes");
    net.link.Send(TooBig(1400, Ipv6Address("2001:db8:a::99")), A, net.OfA());
    NS_TEST_EXPECT_MSG_EQ(CountDropped(net), 2, "a packet of somebody else");
    TestLink::Envelope forged;
    forged.destination = net.OfA();
    forged.rightChecksum = false;
    net.link.Send(TooBig(1400, net.OfA()), A, forged);
    NS_TEST_EXPECT_MSG_EQ(Measure(net, net.OfA()), 1500, "none of them counts");
    net.link.Send(TooBig(1400, net.OfA()), A, net.OfA());
    net.link.Send(TooBig(1450, net.OfA()), A, net.OfA());
    net.link.Send(TooBig(9000, net.OfA()), A, net.OfA());
    NS_TEST_EXPECT_MSG_LT_OR_EQ(Measure(net, net.OfA()), 1400, "it grew by a message");
    net.link.Send(TooBig(9000, net.OfB()), B, net.OfB());
    NS_TEST_EXPECT_MSG_EQ(Measure(net, net.OfB()), 1500, "more than the link takes");
}

void
PathMtu::EndsAfterTenMinutes()
{
    TwoPvds net;
    net.link.Send(TooBig(1400, net.OfA()), A, net.OfA());
    const auto goOn = [&net](int64_t seconds) {
        RunTo(Simulator::Now() + Seconds(seconds));
        net.Hear(
            Ra(9000, {PvdNamed("a.example", {Slla(A.mac), Pio("2001:db8:a::/64", 9000, 9000)})}),
            A);
    };
    goOn(300);
    NS_TEST_EXPECT_MSG_LT_OR_EQ(Measure(net, net.OfA()), 1400, "still believed");
    goOn(310);
    NS_TEST_EXPECT_MSG_EQ(Measure(net, net.OfA()), 1500, "believed for ever");
}

void
PathMtu::ManyPaths()
{
    TwoPvds net;
    net.link.Send(TooBig(1400, net.OfA()), A, net.OfA());
    for (uint32_t i = 0; i < 3000; ++i)
    {
        Ipv6Octets octets = ToOctets(std::string("2606:1::"));
        octets[14] = i >> 8;
        octets[15] = i & 0xff;
        net.link.Send(pvdtest::TooBig(1400, net.OfA(), Ipv6Address(octets.data())), A, net.OfA());
    }
    NS_TEST_EXPECT_MSG_EQ(CountDropped(net), 3001 - PvdPathMtu::LIMIT, "too many are kept");
    NS_TEST_EXPECT_MSG_LT_OR_EQ(Measure(net, net.OfA()), 1400, "the first is known");
    NS_TEST_EXPECT_MSG_EQ(Measure(net, net.OfB()), 1500, "B's path");
    net.link.Send(TooBig(1300, net.OfA()), A, net.OfA());
    NS_TEST_EXPECT_MSG_LT_OR_EQ(Measure(net, net.OfA()), 1300, "what is known may become less");
    RunTo(Simulator::Now() + Seconds(601));
    net.link.Send(TooBig(1400, net.OfB()), B, net.OfB());
    NS_TEST_EXPECT_MSG_EQ(CountDropped(net), 3001 - PvdPathMtu::LIMIT, "the old ones have ended");
}

class PathMtuSuite : public TestSuite
{
  public:
    PathMtuSuite()
        : TestSuite("pvd-path-mtu", Type::UNIT)
    {
        Add("path of one PvD makes packets of another small", &PathMtu::OnlyThatPvd);
        Add("anybody makes packets small", &PathMtu::UnbelievableOnes);
        Add("path is believed for ever", &PathMtu::EndsAfterTenMinutes);
        Add("paths without limit", &PathMtu::ManyPaths);
    }

  private:
    void Add(const std::string& name, PathMtu::Body body)
    {
        AddTestCase(new PathMtu(name, body));
    }
};

PathMtuSuite g_pathMtuSuite; ///< registers itself

} // namespace
