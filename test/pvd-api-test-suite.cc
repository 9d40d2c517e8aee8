/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-two-pvds.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/pvd-api.h"
#include "ns3/pvd-lifetime.h"
#include "ns3/pvd-socket-binding.h"
#include "ns3/string.h"
#include "ns3/udp-socket-factory.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// The calls of libpvd.
class Api : public CaseOf<Api>
{
  public:
    using CaseOf::CaseOf;

    void NodesWithoutPvds();
    void SocketCalls();
    void ProcessCalls();
    void ThreadCalls();
    void SeveralPvds();
    void CallsThatMustFail();
    void UnknownPvdIsToldSo();
    void ConnectionKeepsItsPvd();
    void PvdThatWentBeforeTheFirstPacket();
    void DeadNode();
};

using Bound = PvdApi::Bound;

/// \return such as "a.example, b.example", or "(inherit)"
std::string
Text(const Bound& bound)
{
    return bound.pvds ? Join(*bound.pvds) : "(" + std::string(ToString(bound.reason)) + ")";
}

/// Two PvDs, a client and a UDP socket.
struct Client : TwoPvds
{
    Client()
        : api(PvdApi::Connect(host.GetNode())),
          table(host.GetNode()->GetObject<PvdProcessTable>()),
          socket(MakeSocket())
    {
    }

    Ptr<Socket> MakeSocket() const
    {
        return Socket::CreateSocket(host.GetNode(), UdpSocketFactory::GetTypeId());
    }

    /// \return by which PvD a datagram goes to where the unbound path is that of b.example
    std::string Way(const Ptr<Socket>& from)
    {
        link.ForgetSeen();
        if (from->SendTo(Create<Packet>(4), 0, Inet6SocketAddress(FAR, 9)) < 0)
        {
            return "refused";
        }
        RunTo(Simulator::Now() + MilliSeconds(10));
        const auto seen = link.GetSeenUdp();
        if (seen.size() != 1)
        {
            return "nothing sent";
        }
        return seen[0].source == OfA() ? "a" : seen[0].source == OfB() ? "b" : "?";
    }

    Ptr<PvdApi> api;            //!< of the host
    Ptr<PvdProcessTable> table; //!< of the host
    Ptr<Socket> socket;         //!< of its root process
};

// Rows: LIB-18, SCK-09
void
Api::NodesWithoutPvds()
{
    OneHost net;
    NS_TEST_EXPECT_MSG_EQ(!PvdApi::Connect(CreateObject<Node>()), true, "client of a plain node");
    NS_TEST_EXPECT_MSG_EQ(!PvdApi::Connect(nullptr), true, "client of no node");
    NS_TEST_EXPECT_MSG_EQ(!PvdApi::Connect(net.host.GetNode()), false, "no client of a host");
}

// Rows: LIB-01, LIB-02, LIB-03, LIB-04, LIB-05, SCK-01, SCK-02
void
Api::SocketCalls()
{
    Client net;
    net.api->ProcBindToPvd(net.table->GetRoot(), "a.example");
    const auto bind = [&net](const char* name) { return net.api->SockBindToPvd(net.socket, name); };

    const struct
    {
        Socket::SocketErrno error;
        std::function<Socket::SocketErrno()> call;
        const char* strict;
        const char* relaxed;
        const char* way;
    } steps[] = {
        {Socket::ERROR_NOTERROR,
         [&] { return net.api->SockInheritBoundPvd(net.socket); },
         "(inherit)",
         "a.example",
         "a"},
        {Socket::ERROR_NOTERROR, [&] { return bind("B.Example."); }, "b.example", "b.example", "b"},
        {Socket::ERROR_NODEV, [&] { return bind("x.example"); }, "b.example", "b.example", "b"},
        {Socket::ERROR_INVAL, [&] { return bind(""); }, "b.example", "b.example", "b"},
        {Socket::ERROR_NOTERROR, [&] { return bind("a.example"); }, "a.example", "a.example", "a"},
        {Socket::ERROR_NOTERROR,
         [&] { return net.api->SockBindToNoPvd(net.socket); },
         "(no PvD)",
         "(no PvD)",
         "b"},
        {Socket::ERROR_NOTERROR,
         [&] { return net.api->SockInheritBoundPvd(net.socket); },
         "(inherit)",
         "a.example",
         "a"},
    };

    for (const auto& step : steps)
    {
        NS_TEST_EXPECT_MSG_EQ(step.call(), step.error, "error before " << step.strict);
        NS_TEST_EXPECT_MSG_EQ(net.api->GetErrno(), step.error, "errno before " << step.strict);
        NS_TEST_EXPECT_MSG_EQ(Text(net.api->SockGetBoundPvd(net.socket)), step.strict, "strict");
        NS_TEST_EXPECT_MSG_EQ(Text(net.api->SockGetBoundPvdRelaxed(net.socket)),
                              step.relaxed,
                              "whole chain at " << step.strict);
        NS_TEST_EXPECT_MSG_EQ(net.Way(net.socket), step.way, "way at " << step.strict);
    }
}

// Rows: LIB-06, LIB-07, LIB-08, LIB-09
void
Api::ProcessCalls()
{
    Client net;
    net.api->ProcBindToPvd(net.table->GetRoot(), "a.example");
    const auto child = net.table->CreateProcess("child");
    Ptr<Socket> socket;
    {
        const PvdProcess::Scope scope(child);
        NS_TEST_EXPECT_MSG_EQ(net.api->GetCurrentProcess(), child, "the process that runs");
        socket = net.MakeSocket();
    }
    NS_TEST_EXPECT_MSG_EQ(net.api->GetCurrentProcess(), net.table->GetRoot(), "it runs on");

    const struct
    {
        std::function<Socket::SocketErrno()> call;
        const char* strict;
        const char* relaxed;
        const char* way;
    } steps[] = {
        {[&] { return net.api->ProcBindToPvd(child, "b.example"); }, "b.example", "b.example", "b"},
        {[&] { return net.api->ProcInheritBoundPvd(child); }, "(inherit)", "a.example", "a"},
        {[&] { return net.api->ProcBindToPvd(net.table->GetRoot(), "b.example"); },
         "(inherit)",
         "a.example",
         "a"},
        {[&] { return net.api->ProcBindToNoPvd(child); }, "(no PvD)", "(no PvD)", "b"},
    };

    for (const auto& step : steps)
    {
        NS_TEST_EXPECT_MSG_EQ(step.call(), Socket::ERROR_NOTERROR, "refused: " << step.strict);
        NS_TEST_EXPECT_MSG_EQ(Text(net.api->ProcGetBoundPvd(child)), step.strict, "strict");
        NS_TEST_EXPECT_MSG_EQ(Text(net.api->ProcGetBoundPvdRelaxed(child)), step.relaxed, "chain");
        NS_TEST_EXPECT_MSG_EQ(net.Way(socket), step.way, "way at " << step.strict);
    }
    NS_TEST_EXPECT_MSG_EQ(net.Way(net.socket), "b", "another process is not meant");
}

// Rows: LIB-10, LIB-11, LIB-12, LIB-13
void
Api::ThreadCalls()
{
    Client net;
    const auto process = net.table->CreateProcess("process");
    const auto thread = net.table->CreateThread("thread", process);
    const auto other = net.table->CreateThread("other", process);
    Ptr<Socket> socket;
    {
        const PvdProcess::Scope scope(thread);
        socket = net.MakeSocket();
    }

    const struct
    {
        std::function<Socket::SocketErrno()> call;
        const char* strict;
        const char* relaxed;
        const char* way;
        const char* others;
    } steps[] = {
        {[&] { return net.api->ProcBindToPvd(thread, "a.example"); },
         "(inherit)",
         "a.example",
         "a",
         "a.example"},
        {[&] { return net.api->ThreadBindToPvd(thread, "b.example"); },
         "b.example",
         "b.example",
         "b",
         "a.example"},
        {[&] { return net.api->ThreadInheritBoundPvd(thread); },
         "(inherit)",
         "a.example",
         "a",
         "a.example"},
        {[&] { return net.api->ThreadBindToNoPvd(thread); },
         "(no PvD)",
         "(no PvD)",
         "b",
         "a.example"},
        {[&] { return net.api->ProcBindToPvd(process, "b.example"); },
         "(no PvD)",
         "(no PvD)",
         "b",
         "b.example"},
    };

    for (const auto& step : steps)
    {
        NS_TEST_EXPECT_MSG_EQ(step.call(), Socket::ERROR_NOTERROR, "refused: " << step.strict);
        NS_TEST_EXPECT_MSG_EQ(Text(net.api->ThreadGetBoundPvd(thread)), step.strict, "strict");
        NS_TEST_EXPECT_MSG_EQ(Text(net.api->SockGetBoundPvdRelaxed(socket)), step.relaxed, "chain");
        NS_TEST_EXPECT_MSG_EQ(net.Way(socket), step.way, "way at " << step.strict);
        NS_TEST_EXPECT_MSG_EQ(Text(net.api->ProcGetBoundPvdRelaxed(other)),
                              step.others,
                              "the other thread at " << step.strict);
    }
}

// Rows: OQ-28
void
Api::SeveralPvds()
{
    Client net;
    net.api->SockBindToPvd(net.socket, {"b.example", "a.example"});
    NS_TEST_EXPECT_MSG_EQ(Text(net.api->SockGetBoundPvd(net.socket)),
                          "b.example, a.example",
                          "some of the PvDs, in order");
    NS_TEST_EXPECT_MSG_EQ(net.Way(net.socket), "b", "the first of them");
    net.api->RemovePvd("b.example");
    NS_TEST_EXPECT_MSG_EQ(Text(net.api->SockGetBoundPvd(net.socket)), "a.example", "one has gone");
}

// Rows: SCK-01, LIB-01
void
Api::CallsThatMustFail()
{
    Client net;
    TestHost elsewhere;
    const auto foreign = Socket::CreateSocket(elsewhere.GetNode(), UdpSocketFactory::GetTypeId());
    const auto process = elsewhere.GetNode()->GetObject<PvdProcessTable>()->GetRoot();
    const auto root = net.table->GetRoot();
    const std::pair<Socket::SocketErrno, Socket::SocketErrno> calls[] = {
        {net.api->SockBindToPvd(nullptr, "a.example"), Socket::ERROR_INVAL},
        {net.api->SockBindToPvd(foreign, "a.example"), Socket::ERROR_INVAL},
        {net.api->SockBindToNoPvd(foreign), Socket::ERROR_INVAL},
        {net.api->ProcBindToPvd(nullptr, "a.example"), Socket::ERROR_INVAL},
        {net.api->ProcBindToPvd(process, "a.example"), Socket::ERROR_INVAL},
        {net.api->ProcBindToPvd(root, "x.example"), Socket::ERROR_NODEV},
        {net.api->ProcBindToPvd(root, std::string(255, 'x')), Socket::ERROR_INVAL},
        {net.api->ThreadBindToPvd(root, "a.example"), Socket::ERROR_INVAL},
        {net.api->ThreadBindToPvd(nullptr, "a.example"), Socket::ERROR_INVAL},
    };
    for (std::size_t i = 0; i < std::size(calls); ++i)
    {
        NS_TEST_EXPECT_MSG_EQ(calls[i].first, calls[i].second, "call " << i);
    }
    const std::string answers =
        Text(net.api->SockGetBoundPvd(foreign)) + Text(net.api->SockGetBoundPvdRelaxed(nullptr)) +
        Text(net.api->ProcGetBoundPvd(process)) + Text(net.api->ProcGetBoundPvdRelaxed(nullptr)) +
        Text(net.api->ThreadGetBoundPvd(root));
    std::string expected;
    for (int i = 0; i < 5; ++i)
    {
        expected += "(not PvD-aware)";
    }
    NS_TEST_EXPECT_MSG_EQ(answers, expected, "answers about what is not ours");
    NS_TEST_EXPECT_MSG_EQ(net.api->GetErrno(), Socket::ERROR_INVAL, "errno");
    NS_TEST_EXPECT_MSG_EQ(Text(net.api->ProcGetBoundPvd(root)) +
                              Text(net.api->SockGetBoundPvd(net.socket)),
                          "(inherit)(inherit)",
                          "something is bound now");
}

// Rows: OQ-05, LIB-09, LIB-04
void
Api::UnknownPvdIsToldSo()
{
    Client net;
    net.table->SetAttribute("BindCheck", StringValue("Lazy"));
    const auto root = net.table->GetRoot();
    const auto ask = [&] {
        return Text(net.api->ProcGetBoundPvd(root)) + " " +
               Text(net.api->SockGetBoundPvdRelaxed(net.socket)) + " " + net.Way(net.socket);
    };
    NS_TEST_EXPECT_MSG_EQ(net.api->ProcBindToPvd(root, "x.example"),
                          Socket::ERROR_NOTERROR,
                          "lazy");
    NS_TEST_EXPECT_MSG_EQ(ask(), "(unknown PvD) (unknown PvD) refused", "not there yet");
    net.api->ProcGetBoundPvd(root);
    NS_TEST_EXPECT_MSG_EQ(net.api->GetErrno(), Socket::ERROR_NODEV, "errno");
    net.api->CreatePvd("x.example");
    NS_TEST_EXPECT_MSG_EQ(ask(), "x.example x.example refused", "there, without a route");
    net.api->RemovePvd("x.example");
    NS_TEST_EXPECT_MSG_EQ(ask(), "(unknown PvD) (unknown PvD) refused", "a name of the past");
}

// Rows: LIB-05
void
Api::ConnectionKeepsItsPvd()
{
    Client net;
    net.api->SockBindToPvd(net.socket, "a.example");
    net.socket->Connect(Inet6SocketAddress(FAR, 9));
    net.api->SockBindToPvd(net.socket, "b.example");
    NS_TEST_EXPECT_MSG_EQ(Text(net.api->SockGetBoundPvd(net.socket)), "b.example", "as bound");
    NS_TEST_EXPECT_MSG_EQ(Text(net.api->SockGetBoundPvdRelaxed(net.socket)),
                          "a.example",
                          "as used");
    net.api->SockBindToNoPvd(net.socket);
    NS_TEST_EXPECT_MSG_EQ(Text(net.api->SockGetBoundPvdRelaxed(net.socket)),
                          "a.example",
                          "as used");
    const auto free = net.MakeSocket();
    free->Connect(Inet6SocketAddress(FAR, 9));
    net.api->SockBindToPvd(free, "a.example");
    NS_TEST_EXPECT_MSG_EQ(Text(net.api->SockGetBoundPvdRelaxed(free)), "(no PvD)", "as used");
}

// Rows: BND-08
void
Api::PvdThatWentBeforeTheFirstPacket()
{
    const auto bind = [](Client& net, bool wholeProcess) {
        wholeProcess ? net.api->ProcBindToPvd(net.table->GetRoot(), "a.example")
                     : net.api->SockBindToPvd(net.socket, "a.example");
    };

    const struct
    {
        const char* attribute;
        const char* value;
        bool returns;
        const char* way;
    } rows[] = {
        {"OnPvdLoss", "Unbind", false, "b"},
        {"OnPvdLoss", "Fail", false, "refused"},
        {"OnPvdLoss", "Fail", true, "a"},
        {"StickyByName", "false", true, "refused"},
    };

    for (const auto& row : rows)
    {
        for (const bool wholeProcess : {false, true})
        {
            Client net;
            net.table->SetAttribute(row.attribute, StringValue(row.value));
            bind(net, wholeProcess);
            net.api->RemovePvd("a.example");
            if (row.returns)
            {
                net.Hear(
                    Ra(1800,
                       {PvdNamed("a.example", {Slla(A.mac), Pio("2001:db8:a::/64", 3600, 1800)})}),
                    A);
                RunTo(Seconds(9));
            }
            NS_TEST_EXPECT_MSG_EQ(net.Way(net.socket),
                                  row.way,
                                  row.attribute << " " << row.value << ", process "
                                                << wholeProcess);
        }
    }
}

// Rows: LIB-18
void
Api::DeadNode()
{
    Ptr<PvdApi> api;
    Ptr<PvdProcess> process;
    {
        Client net;
        api = net.api;
        process = net.table->GetRoot();
        net.host.GetNode()->Dispose();
    }
    const bool isEmpty = api->GetPvdList().empty() && !api->GetPvdAttributes("a.example") &&
                         !api->GetPvdAttribute("a.example", "name") && !api->GetRdnss("a.example");
    NS_TEST_EXPECT_MSG_EQ(isEmpty, true, "it has PvDs");
    NS_TEST_EXPECT_MSG_EQ(api->GetErrno(), Socket::ERROR_NOTCONN, "errno");
    const Socket::SocketErrno errors[] = {api->CreatePvd("c.example"),
                                          api->UpdatePvdAttr("a.example", "hFlag", 1),
                                          api->RemovePvd("a.example"),
                                          api->SetAttribute("a.example", "cost", "1"),
                                          api->ProcBindToPvd(process, "a.example"),
                                          api->Unsubscribe(1)};
    for (const auto error : errors)
    {
        NS_TEST_EXPECT_MSG_EQ(error, Socket::ERROR_NOTCONN, "a call of a dead node");
    }
    NS_TEST_EXPECT_MSG_EQ(!api->SubscribeNotifications([](const PvdApi::ListEvent&) {}),
                          true,
                          "someone may listen");
}

class ApiSuite : public TestSuite
{
  public:
    ApiSuite()
        : TestSuite("pvd-api", Type::UNIT)
    {
        Add("node without PvDs has a client", &Api::NodesWithoutPvds);
        Add("call for a socket does something else", &Api::SocketCalls);
        Add("call for a process does something else", &Api::ProcessCalls);
        Add("call for a thread does something else", &Api::ThreadCalls);
        Add("only one PvD can be bound", &Api::SeveralPvds);
        Add("call that must fail does something", &Api::CallsThatMustFail);
        Add("binding to an unknown PvD answers with a name", &Api::UnknownPvdIsToldSo);
        Add("connection is said to use what it does not", &Api::ConnectionKeepsItsPvd);
        Add("PvD that went before the first packet was never there",
            &Api::PvdThatWentBeforeTheFirstPacket);
        Add("node that is gone answers", &Api::DeadNode);
    }

  private:
    void Add(const std::string& name, Api::Body body)
    {
        AddTestCase(new Api(name, body));
    }
};

ApiSuite g_apiSuite; ///< registers itself

} // namespace
