/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/test.h"

#include <vector>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What a bound socket accepts, before and after something has changed.
struct Change
{
    const char* what;                                  //!< has changed
    PvdBinding binding;                                //!< of the socket, to begin with
    void (*change)(TwoProviders&, const Ptr<Socket>&); //!< makes the change
    bool acceptsA;                                     //!< afterwards, what is sent to a's address
    bool acceptsB;                                     //!< afterwards, what is sent to b's address
};

void
BindToB(TwoProviders& net, const Ptr<Socket>& socket)
{
    net.Bind(socket, "b.example");
}

void
BindProcessToB(TwoProviders& net, const Ptr<Socket>&)
{
    net.GetTable()->GetRoot()->Bind("b.example");
}

void
MoveToProcessOfB(TwoProviders& net, const Ptr<Socket>& socket)
{
    const auto process = net.GetTable()->CreateProcess("other");
    process->Bind("b.example");
    PvdSocketBinding::Get(socket)->SetProcess(process);
}

void
Connect(TwoProviders& net, const Ptr<Socket>& socket)
{
    socket->Connect(net.GetServer());
}

/// What was kept for a connection that there is no more does not count.
void
ConnectInVain(TwoProviders& net, const Ptr<Socket>& socket)
{
    Connect(net, socket);
    BindToB(net, socket);
    NS_ABORT_MSG_IF(!PvdSocketBinding::Get(socket)->Accepts(net.GetAddress('a')),
                    "a connection has lost its PvD to a binding that is for the next one");
    net.Withdraw('b');
    RunTo(Simulator::Now() + Seconds(1));
    NS_ABORT_MSG_IF(!PvdSocketBinding::Get(socket)->Accepts(net.GetAddress('a')),
                    "a connection has lost its PvD with another one");
    Connect(net, socket);
}

void
ListenAndConnect(TwoProviders& net, const Ptr<Socket>& socket)
{
    socket->Bind6();
    socket->Listen();
    Connect(net, socket);
}

void
WithdrawA(TwoProviders& net, const Ptr<Socket>&)
{
    net.Withdraw('a');
    RunTo(Simulator::Now() + Seconds(1));
}

void
WithdrawAndAdvertiseA(TwoProviders& net, const Ptr<Socket>& socket)
{
    WithdrawA(net, socket);
    net.Advertise('a');
}

const std::vector<Change> CHANGES = {
    {"it is bound to b", "a.example", &BindToB, false, true},
    {"its process is bound to b", PvdBinding(), &BindProcessToB, false, true},
    {"it moves to a process of b", PvdBinding(), &MoveToProcessOfB, false, true},
    {"it is connected, over a", {"a.example", "b.example"}, &Connect, true, false},
    {"a listener is connected, over a", {"a.example", "b.example"}, &ListenAndConnect, true, false},
    {"its connection ends", "a.example", &ConnectInVain, false, false},
    {"a goes", "a.example", &WithdrawA, false, false},
    {"a goes and comes back", "a.example", &WithdrawAndAdvertiseA, true, false},
};

/// What a socket has accepted once it does not accept for ever.
class Acceptance : public CaseOf<Acceptance>
{
  public:
    using CaseOf::CaseOf;

    void Changes();

  private:
    /// \param isReverse what is sent to b is looked at first
    void Look(const Change& row, bool isReverse);
};

void
Acceptance::Look(const Change& row, bool isReverse)
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    net.GetTable()->GetRoot()->Bind("a.example");
    const auto socket = row.change == &ListenAndConnect ? net.MakeTcp() : net.MakeUdp();
    net.Bind(socket, row.binding);
    auto* binding = PvdSocketBinding::Get(socket);
    const Ipv6Address a = net.GetAddress('a');
    const Ipv6Address b = net.GetAddress('b');
    const bool hasBoth = row.binding.GetPvds().size() == 2;
    for (int times = 0; times < 2; ++times)
    {
        for (const bool isB : {isReverse, !isReverse})
        {
            NS_TEST_EXPECT_MSG_EQ(binding->Accepts(isB ? b : a),
                                  (!isB || hasBoth),
                                  "before " << row.what << ", " << (isB ? "b" : "a"));
        }
    }
    row.change(net, socket);
    for (const bool isB : {!isReverse, isReverse}) // what was looked at last may be kept
    {
        NS_TEST_EXPECT_MSG_EQ(binding->Accepts(isB ? b : a),
                              (isB ? row.acceptsB : row.acceptsA),
                              row.what << ", " << (isB ? "b" : "a"));
    }
}

// Rows: OQ-21
void
Acceptance::Changes()
{
    for (const auto& row : CHANGES)
    {
        Look(row, false);
        Look(row, true);
    }
}

class AcceptanceSuite : public TestSuite
{
  public:
    AcceptanceSuite()
        : TestSuite("pvd-acceptance", Type::SYSTEM)
    {
        AddTestCase(new Acceptance("what was accepted once is accepted after a change",
                                   &Acceptance::Changes));
    }
};

AcceptanceSuite g_acceptanceSuite; ///< registers itself

} // namespace
