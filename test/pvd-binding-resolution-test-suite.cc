/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/test.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

const std::string NO_ROUTE = "error " + std::to_string(Socket::ERROR_NOROUTETOHOST);

/// Which of the bindings around a socket decides, and which of its PvDs is used.
class BindingResolution : public CaseOf<BindingResolution>
{
  public:
    using CaseOf::CaseOf;

    void FirstThatSaysSomethingDecides();
    void AllThreadsFollowTheirProcess();
    void SenderIsNotTheOwner();
    void RevivesAtEveryScope();
    void SetsOfPvds();
    void OnlyWayIsOfTheSecond();
    void BoundReceiverComesFirst();
    void AcceptedGoesByTheBestRoute();

  private:
    /// Send one datagram. \return on which wires it went, or the error
    static std::string Send(TwoProviders& net, const Ptr<Socket>& socket);
    /// \param process in which it is made \return a new socket
    static Ptr<Socket> MakeIn(const TwoProviders& net, const Ptr<PvdProcess>& process);
};

std::string
BindingResolution::Send(TwoProviders& net, const Ptr<Socket>& socket)
{
    net.a.ForgetSeen();
    net.b.ForgetSeen();
    const int sent = socket->SendTo(Create<Packet>(10), 0, net.GetServer());
    const std::string error = sent < 0 ? "error " + std::to_string(socket->GetErrno()) : "";
    RunTo(Simulator::Now() + Seconds(1));
    return error + net.GetWires(UDP);
}

Ptr<Socket>
BindingResolution::MakeIn(const TwoProviders& net, const Ptr<PvdProcess>& process)
{
    const PvdProcess::Scope scope(process);
    return net.MakeUdp();
}

/// What three scopes are bound to.
struct ScopesRow
{
    const char* socket;  //!< the socket
    const char* thread;  //!< its thread
    const char* process; //!< its process
    std::string way;     //!< what Send says
};

// Rows: BND-02 BND-05 BND-06 OQ-03
void
BindingResolution::FirstThatSaysSomethingDecides()
{
    const ScopesRow rows[] = {
        {"inherit", "inherit", "inherit", "a"}, // heard first
        {"inherit", "inherit", "b.example", "b"},
        {"inherit", "b.example", "inherit", "b"},
        {"b.example", "inherit", "inherit", "b"},
        {"inherit", "b.example", "a.example", "b"},
        {"b.example", "a.example", "a.example", "b"},
        {"inherit", "none", "b.example", "a"},
        {"none", "b.example", "b.example", "a"},
        // Also if it then fails.
        {"inherit", "inherit", "x.example", NO_ROUTE},
        {"inherit", "x.example", "b.example", NO_ROUTE},
        {"x.example", "b.example", "b.example", NO_ROUTE},
        {"b.example", "x.example", "x.example", "b"},
        {"none", "x.example", "x.example", "a"},
        {"inherit", "none", "x.example", "a"},
    };
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    net.Set("BindCheck", "Lazy");
    for (const auto& row : rows)
    {
        const auto process = net.GetTable()->CreateProcess("process");
        const auto thread = net.GetTable()->CreateThread("thread", process);
        const auto socket = MakeIn(net, thread);
        const auto bind = [](const char* text, auto&& bindTo) {
            PvdBinding binding;
            PvdBinding::FromText(text, binding);
            return bindTo(binding);
        };
        const auto ofSocket = [&](const PvdBinding& binding) { return net.Bind(socket, binding); };
        const auto ofThread = [&](const PvdBinding& binding) { return thread->Bind(binding); };
        const auto ofProcess = [&](const PvdBinding& binding) { return process->Bind(binding); };
        const bool isTaken = bind(row.socket, ofSocket) == Socket::ERROR_NOTERROR &&
                             bind(row.thread, ofThread) == Socket::ERROR_NOTERROR &&
                             bind(row.process, ofProcess) == Socket::ERROR_NOTERROR;
        const std::string name = std::string(row.socket) + " " + row.thread + " " + row.process;
        NS_TEST_EXPECT_MSG_EQ(isTaken, true, name << " is refused");
        NS_TEST_EXPECT_MSG_EQ(Send(net, socket), row.way, name);
        socket->Close();
    }
}

// Rows: BND-09 OQ-06
void
BindingResolution::AllThreadsFollowTheirProcess()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto process = net.GetTable()->CreateProcess("process");
    std::vector<Ptr<Socket>> sockets{MakeIn(net, process)};
    Ptr<PvdProcess> last = process;
    for (const char* name : {"first", "second", "third"})
    {
        last = net.GetTable()->CreateThread(name, last); // one of a thread is one of its process
        sockets.push_back(MakeIn(net, last));
    }
    process->Bind("b.example");
    for (const auto& socket : sockets)
    {
        NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "b", "a thread does not follow its process");
    }
    last->Bind("a.example");
    std::string ways;
    for (const auto& socket : sockets)
    {
        ways += Send(net, socket);
    }
    NS_TEST_EXPECT_MSG_EQ(ways, "bbba", "a thread takes others with it");
}

// Rows: FLW-05
void
BindingResolution::SenderIsNotTheOwner()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const auto owner = net.GetTable()->CreateProcess("owner");
    owner->Bind("b.example");
    const auto sender = net.GetTable()->CreateProcess("sender");
    sender->Bind("a.example");
    const auto socket = MakeIn(net, owner);
    {
        const PvdProcess::Scope scope(sender);
        NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "b", "who sends decides");
    }
    PvdSocketBinding::Get(socket)->SetProcess(sender);
    NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "a", "it has been given away");
}

// Rows: BND-03 BND-08 BND-10 OQ-06 OQ-07
void
BindingResolution::RevivesAtEveryScope()
{
    for (const bool isSticky : {true, false})
    {
        TwoProviders net;
        net.Advertise('b');
        net.Advertise('a');
        net.Set("StickyByName", isSticky ? "true" : "false");
        const auto process = net.GetTable()->CreateProcess("process");
        process->Bind("a.example");
        const auto child = net.GetTable()->CreateProcess("child", process);
        const auto thread = net.GetTable()->CreateThread("thread", child);
        const auto bound = net.GetTable()->CreateThread("bound", child);
        bound->Bind("a.example");
        const std::vector<Ptr<Socket>> sockets{MakeIn(net, process),
                                               MakeIn(net, child),
                                               MakeIn(net, thread),
                                               MakeIn(net, bound),
                                               net.MakeUdp()};
        net.Bind(sockets.back(), "a.example");
        // Nothing is sent before: who was bound while the PvD was there has seen it.
        net.Withdraw('a');
        net.Advertise('a');
        for (std::size_t i = 0; i < sockets.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(Send(net, sockets[i]), (isSticky ? "a" : NO_ROUTE), i);
        }
    }
}

/// Which of two PvDs is used.
struct SetRow
{
    PvdBinding::Policy policy; //!< of a binding to a and b, in this order
    const char* both;          //!< both have a default route, b was heard first
    const char* longer;        //!< b has a longer prefix too
    const char* onlyA;         //!< b has gone
    std::string none;          //!< both have gone, and only a third one is there
};

// Rows: BND-12 OQ-13
void
BindingResolution::SetsOfPvds()
{
    const SetRow rows[] = {
        {PvdBinding::FIRST_USABLE, "a", "a", "a", NO_ROUTE},
        {PvdBinding::UNION_BEST_ROUTE, "b", "b", "a", NO_ROUTE},
    };
    for (const auto& row : rows)
    {
        TwoProviders net;
        net.Advertise('b');
        net.Advertise('a');
        // Better than all, and of none of them.
        const Station third = MakeRouter('c');
        net.a.Send(Ra(1800,
                      {PvdNamed("c.example",
                                {Slla(third.mac),
                                 Pio("2600:c::/64", 3600, 1800),
                                 Rio("2600:ff::/64", 1800, RouterPreference::HIGH)})}),
                   third);
        RunTo(Simulator::Now() + Seconds(2));
        const auto socket = net.MakeUdp();
        net.Bind(socket, PvdBinding({"a.example", "b.example"}, row.policy));
        NS_TEST_EXPECT_MSG_EQ(Send(net, socket), row.both, "both, " << row.policy);
        net.AdvertiseRoute('b', "2600:ff::/32");
        NS_TEST_EXPECT_MSG_EQ(Send(net, socket), row.longer, "b has more, " << row.policy);
        net.Withdraw('b');
        NS_TEST_EXPECT_MSG_EQ(Send(net, socket), row.onlyA, "b has gone, " << row.policy);
        net.Withdraw('a');
        NS_TEST_EXPECT_MSG_EQ(Send(net, socket), row.none, "both have gone, " << row.policy);
        const auto& seen = net.a.GetSeenUdp();
        const bool isByThird = std::any_of(seen.begin(), seen.end(), [&third](const auto& packet) {
            return packet.hardwareDestination == third.mac;
        });
        NS_TEST_EXPECT_MSG_EQ(isByThird, false, "by one that is not of the set");
    }
}

// Rows: BND-12 OQ-13
void
BindingResolution::OnlyWayIsOfTheSecond()
{
    for (const auto policy :
         {PvdBinding::FIRST_USABLE, PvdBinding::UNION_BEST_ROUTE, PvdBinding::ROUND_ROBIN})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        const auto ofA = net.host.FindPvd("a.example")->GetRouters().front();
        net.host.GetRegistry()->NotifyNotRouter(ofA.interface, ofA.address);
        for (int i = 0; i < 2; ++i)
        {
            const auto socket = net.MakeUdp();
            net.Bind(socket, PvdBinding({"a.example", "b.example"}, policy));
            NS_TEST_EXPECT_MSG_EQ(Send(net, socket), "b", "only b has a route, " << policy);
            const auto tcp = net.MakeTcp();
            net.Bind(tcp, PvdBinding({"a.example", "b.example"}, policy));
            NS_TEST_EXPECT_MSG_EQ(tcp->Connect(net.GetServer()), 0, "it cannot be connected");
            RunTo(Simulator::Now() + Seconds(1));
            NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), "b", "only b has a route, " << policy);
        }
    }
}

// Rows: OQ-21
void
BindingResolution::BoundReceiverComesFirst()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const Inet6SocketAddress any(Ipv6Address::GetAny(), PORT);
    const auto free = net.MakeUdp();
    net.Bind(free, "a.example");
    free->Bind(any);
    const auto bound = net.MakeUdp();
    net.Bind(bound, "b.example");
    bound->Bind(any);
    net.Bind(free, PvdBinding::None());
    for (const char name : {'a', 'b'})
    {
        net.MakeServerSocket(UDP)->SendTo(Create<Packet>(10), 0, net.GetHost(name));
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(bool(free->Recv()), (name == 'a'), "one that is not bound, " << name);
        NS_TEST_EXPECT_MSG_EQ(bool(bound->Recv()), (name == 'b'), "one that is bound, " << name);
    }
}

// Rows: BND-11 OQ-13
void
BindingResolution::AcceptedGoesByTheBestRoute()
{
    // Two PvDs of one link announce one prefix; the second has the better route.
    const Station other = MakeRouter('c');
    for (const auto policy : {PvdBinding::FIRST_USABLE, PvdBinding::UNION_BEST_ROUTE})
    {
        TwoProviders net;
        net.Advertise('a');
        net.a.Send(
            Ra(1800,
               {PvdNamed(
                   "c.example",
                   {Slla(other.mac), Pio("2600:a::/64", 3600, 1800), Rio("2600:ff::/32", 1800)})}),
            other);
        const auto listener = net.MakeTcp();
        net.Bind(listener, PvdBinding({"a.example", "c.example"}, policy));
        listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        listener->Listen();
        net.Forget();
        net.MakeServerSocket(TCP)->Connect(net.GetHost('a'));
        RunTo(Simulator::Now() + Seconds(1));
        const auto& seen = net.a.GetSeen();
        const bool isByC = std::any_of(seen.begin(), seen.end(), [&other](const auto& packet) {
            return packet.nextHeader == TCP && packet.hardwareDestination == other.mac;
        });
        NS_TEST_EXPECT_MSG_EQ(isByC, (policy == PvdBinding::UNION_BEST_ROUTE), policy);
    }
}

class BindingResolutionSuite : public TestSuite
{
  public:
    BindingResolutionSuite()
        : TestSuite("pvd-binding-resolution", Type::SYSTEM)
    {
        Add("another scope decides", &BindingResolution::FirstThatSaysSomethingDecides);
        Add("a thread does not follow its process",
            &BindingResolution::AllThreadsFollowTheirProcess);
        Add("who sends decides", &BindingResolution::SenderIsNotTheOwner);
        Add("a scope does not revive as others do", &BindingResolution::RevivesAtEveryScope);
        Add("a set of PvDs is taken for another", &BindingResolution::SetsOfPvds);
        Add("the only way is not taken", &BindingResolution::OnlyWayIsOfTheSecond);
        Add("what is accepted goes by another route",
            &BindingResolution::AcceptedGoesByTheBestRoute);
        Add("what a bound socket may have goes to another",
            &BindingResolution::BoundReceiverComesFirst);
    }

  private:
    void Add(const std::string& name, BindingResolution::Body body)
    {
        AddTestCase(new BindingResolution(name, body));
    }
};

BindingResolutionSuite g_bindingResolutionSuite; ///< registers itself

} // namespace
