/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/test.h"

#include <algorithm>
#include <memory>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What a UDP socket sends when it is bound.
class BoundUdp : public CaseOf<BoundUdp>
{
  public:
    using CaseOf::CaseOf;

    void SocketsUseTheirPvd();
    void ProcessesAndThreads();
    void FailedBindLeavesTheOld();
    void LazyBindWaits();
    void AddressOfAnotherPvd();
    void AddressImpliesItsPvd();
    void ConnectedSocket();
    void RebindsAtOnce();
    void SeveralPvds();
    void RoundRobin();
    void Scored();
    void ImplicitPvd();
    void ScopesLeftOutOfOrder();
    void LinkLocalAndMulticast();
    void LinkOfAPvdWithoutAddress();

  private:
    /// Send one datagram. \return on which wires it went, or the error as "error N"
    std::string Send(TwoProviders& net, const Ptr<Socket>& socket);
};

std::string
BoundUdp::Send(TwoProviders& net, const Ptr<Socket>& socket)
{
    net.Forget();
    const int sent = socket->SendTo(Create<Packet>(10), 0, net.GetServer());
    if (sent < 0)
    {
        RunTo(Simulator::Now() + Seconds(1));
        return "error " + std::to_string(socket->GetErrno()) + net.GetWires(UDP);
    }
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.GetSenders(), net.GetWires(UDP), "the source is not of its wire");
    return net.GetWires(UDP);
}

/// \return as Send says it
std::string
Error(Socket::SocketErrno error)
{
    return "error " + std::to_string(error);
}

// Rows: FLW-01 FLW-02 BND-01 BND-06 LIB-01 LIB-02
void
BoundUdp::SocketsUseTheirPvd()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    // Bound to b, also where a comes first; several sockets at the same time.
    const auto first = net.MakeUdp();
    const auto second = net.MakeUdp();
    const auto third = net.MakeUdp();
    NS_TEST_EXPECT_MSG_EQ(net.Bind(first, "a.example"), Socket::ERROR_NOTERROR, "a was refused");
    NS_TEST_EXPECT_MSG_EQ(net.Bind(second, "B.Example."), Socket::ERROR_NOTERROR, "b was refused");
    NS_TEST_EXPECT_MSG_EQ(net.Bind(third, PvdBinding::None()), Socket::ERROR_NOTERROR, "refused");
    const std::string free = Send(net, net.MakeUdp());
    NS_TEST_EXPECT_MSG_EQ(Send(net, first), "a", "bound to a");
    NS_TEST_EXPECT_MSG_EQ(Send(net, second), "b", "bound to b");
    NS_TEST_EXPECT_MSG_EQ(Send(net, third), free, "bound to none");
    NS_TEST_EXPECT_MSG_EQ(Send(net, first), "a", "bound to a, again");
}

// Rows: BND-01 BND-02 BND-06 BND-09 BND-10 FLW-05 LIB-03 LIB-06 LIB-08 LIB-10 LIB-12
void
BoundUdp::ProcessesAndThreads()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto table = net.GetTable();
    const auto process = table->CreateProcess("process");
    process->Bind("b.example");
    const auto child = table->CreateProcess("child", process);
    const auto thread = table->CreateThread("thread", process);
    const auto makeIn = [&net](const Ptr<PvdProcess>& in) {
        const PvdProcess::Scope scope(in);
        return net.MakeUdp();
    };
    const auto ofProcess = makeIn(process);
    const auto ofChild = makeIn(child);
    const auto ofThread = makeIn(thread);
    NS_TEST_EXPECT_MSG_EQ(Send(net, ofProcess), "b", "a process");
    NS_TEST_EXPECT_MSG_EQ(Send(net, ofChild), "b", "a child has a copy");
    NS_TEST_EXPECT_MSG_EQ(Send(net, ofThread), "b", "a thread follows");
    process->Bind("a.example");
    NS_TEST_EXPECT_MSG_EQ(Send(net, ofProcess), "a", "a process that was bound anew");
    NS_TEST_EXPECT_MSG_EQ(Send(net, ofChild), "b", "a child keeps its copy");
    NS_TEST_EXPECT_MSG_EQ(Send(net, ofThread), "a", "a thread follows");
    thread->Bind("b.example");
    NS_TEST_EXPECT_MSG_EQ(Send(net, ofThread), "b", "a thread that is bound");
    net.Bind(ofThread, "a.example");
    NS_TEST_EXPECT_MSG_EQ(Send(net, ofThread), "a", "the socket comes before the thread");
    net.Bind(ofThread, PvdBinding::Inherit());
    NS_TEST_EXPECT_MSG_EQ(Send(net, ofThread), "b", "the socket inherits again");
    thread->Bind(PvdBinding::Inherit());
    NS_TEST_EXPECT_MSG_EQ(Send(net, ofThread), "a", "the thread inherits again");
    child->Bind("a.example");
    child->Bind(PvdBinding::Inherit());
    NS_TEST_EXPECT_MSG_EQ(Send(net, ofChild), "b", "the copy of its beginning");
}

// Rows: BND-04 BND-13 OQ-03
void
BoundUdp::FailedBindLeavesTheOld()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto socket = net.MakeUdp();
    net.Bind(socket, "b.example");
    NS_TEST_EXPECT_MSG_EQ(net.Bind(socket, "x.example"), Socket::ERROR_NODEV, "an unknown PvD");
    NS_TEST_EXPECT_MSG_EQ(net.Bind(socket, ""), Socket::ERROR_INVAL, "no name");
    NS_TEST_EXPECT_MSG_EQ(net.Bind(socket, std::string(300, 'x')), Socket::ERROR_INVAL, "no name");
    NS_TEST_EXPECT_MSG_EQ(net.Bind(socket, PvdBinding(std::vector<std::string>())),
                          Socket::ERROR_INVAL,
                          "no PvDs");
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "b", "the old binding is gone");
    const auto process = net.GetTable()->CreateProcess("process");
    process->Bind("b.example");
    NS_TEST_EXPECT_MSG_EQ(process->Bind("x.example"), Socket::ERROR_NODEV, "of a process");
    NS_TEST_EXPECT_MSG_EQ(process->GetBinding().ToText(), "b.example", "of a process");
}

// Rows: BND-05 OQ-03 OQ-15
void
BoundUdp::LazyBindWaits()
{
    TwoProviders net;
    net.Advertise('a');
    net.Set("BindCheck", "Lazy");
    const auto socket = net.MakeUdp();
    NS_TEST_EXPECT_MSG_EQ(net.Bind(socket, "b.example"), Socket::ERROR_NOTERROR, "it is refused");
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), Error(Socket::ERROR_NOROUTETOHOST), "no b yet");
    NS_TEST_EXPECT_MSG_EQ(net.GetEvents().back(), "unknown socket: b.example", "nobody is told");
    net.Advertise('b');
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "b", "b is there");
}

// Rows: SAS-05
void
BoundUdp::AddressOfAnotherPvd()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto socket = net.MakeUdp();
    net.Bind(socket, "a.example");
    NS_TEST_EXPECT_MSG_EQ(socket->Bind(net.GetHost('b', 0)), -1, "b's address");
    NS_TEST_EXPECT_MSG_EQ(socket->GetErrno(), Socket::ERROR_ADDRNOTAVAIL, "b's address");
    NS_TEST_EXPECT_MSG_EQ(socket->Bind(net.GetHost('a', 0)), 0, "a's address");
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "a", "a's address");
    net.Bind(socket, "b.example");
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), Error(Socket::ERROR_ADDRNOTAVAIL), "a's address in b");
}

// Rows: OQ-21
void
BoundUdp::AddressImpliesItsPvd()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    for (const char name : {'a', 'b'})
    {
        const auto socket = net.MakeUdp();
        socket->Bind(net.GetHost(name, 0));
        NS_TEST_EXPECT_MSG_EQ(Send(net, socket), std::string(1, name), "the wire of the address");
    }
}

// Rows: FLW-02 OQ-12
void
BoundUdp::ConnectedSocket()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto socket = net.MakeUdp();
    net.Bind(socket, "b.example");
    NS_TEST_EXPECT_MSG_EQ(socket->Connect(net.GetServer()), 0, "it cannot be connected");
    net.Forget();
    socket->Send(Create<Packet>(10));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP) + net.GetSenders(), "bb", "connected");
    NS_TEST_EXPECT_MSG_EQ(socket->GetRxAvailable(), 10, "the answer did not come");
    net.Bind(socket, "a.example");
    net.Forget();
    socket->Send(Create<Packet>(10));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP), "b", "it keeps what it had");
    socket->Connect(net.GetServer());
    net.Forget();
    socket->Send(Create<Packet>(10));
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP), "a", "connected anew");
    const auto other = net.MakeUdp();
    net.Set("BindCheck", "Lazy");
    net.Bind(other, "x.example");
    NS_TEST_EXPECT_MSG_EQ(other->Connect(net.GetServer()), -1, "an unknown PvD");
    NS_TEST_EXPECT_MSG_EQ(other->GetErrno(), Socket::ERROR_NOROUTETOHOST, "an unknown PvD");
}

// Rows: BND-07
void
BoundUdp::RebindsAtOnce()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto socket = net.MakeUdp();
    net.Bind(socket, "a.example");
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "a", "bound to a");
    net.Bind(socket, "b.example");
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "b", "bound to b");
}

// Rows: BND-12 OQ-13
void
BoundUdp::SeveralPvds()
{
    TwoProviders net;
    net.Set("BindCheck", "Lazy");
    net.Advertise('b');
    const auto first = net.MakeUdp();
    net.Bind(first, {"a.example", "b.example"});
    const auto together = net.MakeUdp();
    net.Bind(together, PvdBinding({"a.example", "b.example"}, PvdBinding::UNION_BEST_ROUTE));
    NS_TEST_EXPECT_MSG_EQ(Send(net, first), "b", "only b is there");
    NS_TEST_EXPECT_MSG_EQ(Send(net, together), "b", "only b is there");
    net.Advertise('a');
    NS_TEST_EXPECT_MSG_EQ(Send(net, first), "a", "a comes first");
    // Of routes that are equal, that which was heard of first.
    NS_TEST_EXPECT_MSG_EQ(Send(net, together), "b", "the best route of both");
    net.Withdraw('a');
    NS_TEST_EXPECT_MSG_EQ(Send(net, first), "b", "a has gone");
    net.Withdraw('b');
    NS_TEST_EXPECT_MSG_EQ(Send(net, first), Error(Socket::ERROR_NOROUTETOHOST), "both have gone");
}

// Rows: OQ-13
void
BoundUdp::RoundRobin()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto process = net.GetTable()->CreateProcess("process");
    process->Bind(PvdBinding({"a.example", "b.example"}, PvdBinding::ROUND_ROBIN));
    const PvdProcess::Scope scope(process);
    std::string wires;
    for (int i = 0; i < 4; ++i)
    {
        const auto socket = net.MakeUdp();
        wires += Send(net, socket);
        wires += Send(net, socket); // it stays
    }
    NS_TEST_EXPECT_MSG_EQ(wires, "aabbaabb", "datagrams");
    net.Forget();
    std::vector<Ptr<Socket>> connected;
    for (int i = 0; i < 4; ++i)
    {
        connected.push_back(net.MakeUdp());
        connected.back()->Connect(net.GetServer());
        connected.back()->Send(Create<Packet>(10));
        RunTo(Simulator::Now() + Seconds(1));
    }
    NS_TEST_EXPECT_MSG_EQ(net.GetSenders(), "abab", "connections");
}

// Rows: OQ-13 OQ-28
void
BoundUdp::Scored()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    double scoreOfA = 1;
    const auto socket = net.MakeUdp();
    const PvdBinding::Scorer scorer = [&scoreOfA](const Ptr<Pvd>& pvd, const Ipv6Address&) {
        return pvd->GetId().ToString() == "a.example" ? scoreOfA : 2;
    };
    net.Bind(socket, PvdBinding({"a.example", "b.example"}, scorer));
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "b", "b is better");
    scoreOfA = 3;
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "a", "a is better");
    scoreOfA = -1;
    net.Withdraw('b');
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), Error(Socket::ERROR_NOROUTETOHOST), "a is not wanted");
}

// Rows: IMP-04
void
BoundUdp::ImplicitPvd()
{
    TwoProviders net;
    net.Advertise('b');
    net.AdvertiseImplicit('a');
    const auto socket = net.MakeUdp();
    const std::string id = net.host.GetRegistry()->GetPvds().rbegin()->second->GetId().ToString();
    NS_TEST_EXPECT_MSG_NE(id.find('%'), std::string::npos, "it is not implicit");
    NS_TEST_EXPECT_MSG_EQ(net.Bind(socket, id), Socket::ERROR_NOTERROR, "it cannot be bound");
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "a", "another wire");
}

// Rows: FLW-05
void
BoundUdp::ScopesLeftOutOfOrder()
{
    TwoProviders net;
    const auto table = net.GetTable();
    const auto getCurrent = [&net] {
        return PvdSocketBinding::Get(net.MakeUdp())->GetProcess()->GetName();
    };
    auto first = std::make_unique<PvdProcess::Scope>(table->CreateProcess("first"));
    auto second = std::make_unique<PvdProcess::Scope>(table->CreateProcess("second"));
    auto third = std::make_unique<PvdProcess::Scope>(table->CreateProcess("third"));
    NS_TEST_EXPECT_MSG_EQ(getCurrent(), "third", "the innermost");
    second.reset();
    NS_TEST_EXPECT_MSG_EQ(getCurrent(), "third", "one around it has gone");
    third.reset();
    NS_TEST_EXPECT_MSG_EQ(getCurrent(), "first", "one that has gone is back");
    first.reset();
    NS_TEST_EXPECT_MSG_EQ(getCurrent(), "root", "all have gone");
}

/// \return "a", "b" or both: the links on which a UDP packet was seen, to anybody
std::string
GetLinks(const TwoProviders& net)
{
    return std::string(net.a.GetSeenUdp().empty() ? "" : "a") +
           (net.b.GetSeenUdp().empty() ? "" : "b");
}

/// \return the same for a neighbour that is asked for
std::string
GetLinksOfAsking(const TwoProviders& net, const Ipv6Address& neighbor)
{
    const auto isAsked = [&neighbor](const TestLink& link) {
        const auto seen = link.GetSeen(NEIGHBOR_SOLICITATION);
        return std::any_of(seen.begin(), seen.end(), [&neighbor](const auto& packet) {
            return GetTarget(packet.message) == neighbor;
        });
    };
    return std::string(isAsked(net.a) ? "a" : "") + (isAsked(net.b) ? "b" : "");
}

// Rows: TAG-02
void
BoundUdp::LinkLocalAndMulticast()
{
    for (const char* to : {"ff02::1234", "ff05::1234", "ff0e::1234", "fe80::1234"})
    {
        for (const bool isConnected : {false, true})
        {
            TwoProviders net;
            net.Advertise('a');
            net.Advertise('b');
            const Inet6SocketAddress destination(Ipv6Address(to), PORT);
            for (const char* name : {"a", "b", ""})
            {
                const auto socket = net.MakeUdp();
                if (*name)
                {
                    net.Bind(socket, std::string(name) + ".example");
                }
                net.Forget();
                int sent = -1;
                if (isConnected)
                {
                    socket->Connect(destination);
                    sent = socket->Send(Create<Packet>(10));
                }
                else
                {
                    sent = socket->SendTo(Create<Packet>(10), 0, destination);
                }
                RunTo(Simulator::Now() + Seconds(5)); // a neighbour is asked for three times
                NS_TEST_EXPECT_MSG_EQ(sent, 10, to << " over " << name);
                // Nobody answers for fe80::1234: what is seen is that it is asked for.
                const bool isAsked = *to == 'f' && to[1] == 'e';
                const std::string links =
                    isAsked ? GetLinksOfAsking(net, Ipv6Address(to)) : GetLinks(net);
                NS_TEST_EXPECT_MSG_EQ(links, (*name ? name : "a"), to << " over another link");
            }
        }
    }
}

// Rows: TAG-02
void
BoundUdp::LinkOfAPvdWithoutAddress()
{
    TwoProviders net;
    net.Advertise('a');
    const Inet6SocketAddress all(Ipv6Address("ff02::1234"), PORT);
    PvdStaticConfiguration hand(net.host.GetRegistry());
    hand.CreatePvd("c.example");
    const auto socket = net.MakeUdp();
    net.Bind(socket, "c.example");
    NS_TEST_EXPECT_MSG_EQ(socket->SendTo(Create<Packet>(10), 0, all), -1, "it is on no link");
    NS_TEST_EXPECT_MSG_EQ(socket->GetErrno(), Socket::ERROR_NOROUTETOHOST, "it is on no link");
    PvdRoute route;
    route.interface = 2;
    route.gateway = Ipv6Address("fe80::99");
    route.lifetime = 1800;
    hand.AddRoute("c.example", route);
    NS_TEST_EXPECT_MSG_EQ(socket->SendTo(Create<Packet>(10), 0, all), 10, "it has a route");
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(GetLinks(net), "b", "another link");
    net.Forget();
    net.b.Send(Ra(1800, {PvdNamed("d.example", {Mtu(1400)})}), MakeRouter('d'));
    net.Bind(socket, "d.example");
    NS_TEST_EXPECT_MSG_EQ(socket->SendTo(Create<Packet>(10), 0, all), 10, "it has a router");
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(GetLinks(net), "b", "another link");
    // Two: the first that is on a link.
    hand.CreatePvd("e.example");
    net.Bind(socket, {"e.example", "d.example", "a.example"});
    net.Forget();
    NS_TEST_EXPECT_MSG_EQ(socket->SendTo(Create<Packet>(10), 0, all), 10, "one has a router");
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(GetLinks(net), "b", "another link");
}

class BoundUdpSuite : public TestSuite
{
  public:
    BoundUdpSuite()
        : TestSuite("pvd-bound-udp", Type::SYSTEM)
    {
        Add("a socket uses another PvD", &BoundUdp::SocketsUseTheirPvd);
        Add("a process does not decide", &BoundUdp::ProcessesAndThreads);
        Add("a bind that fails changes something", &BoundUdp::FailedBindLeavesTheOld);
        Add("a lazy bind does not wait", &BoundUdp::LazyBindWaits);
        Add("an address of another PvD is used", &BoundUdp::AddressOfAnotherPvd);
        Add("an address leaves over another PvD", &BoundUdp::AddressImpliesItsPvd);
        Add("a connected socket changes its PvD", &BoundUdp::ConnectedSocket);
        Add("a socket keeps its old PvD", &BoundUdp::RebindsAtOnce);
        Add("the wrong one of several PvDs", &BoundUdp::SeveralPvds);
        Add("connections do not take turns", &BoundUdp::RoundRobin);
        Add("a score does not count", &BoundUdp::Scored);
        Add("an implicit PvD cannot be bound", &BoundUdp::ImplicitPvd);
        Add("scopes are left in another order", &BoundUdp::ScopesLeftOutOfOrder);
        Add("link-local or multicast leaves on another link", &BoundUdp::LinkLocalAndMulticast);
        Add("a PvD without an address is on another link", &BoundUdp::LinkOfAPvdWithoutAddress);
    }

  private:
    void Add(const std::string& name, BoundUdp::Body body)
    {
        AddTestCase(new BoundUdp(name, body));
    }
};

BoundUdpSuite g_boundUdpSuite; ///< registers itself

} // namespace
