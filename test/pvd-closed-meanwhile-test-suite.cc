/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet-socket-address.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// A socket that is closed by who is told of what it does, in the middle of a call.
class ClosedMeanwhile : public CaseOf<ClosedMeanwhile>
{
  public:
    using CaseOf::CaseOf;

    void WhenSentOverIpv4();
    void WhenTheRouteIsTold();

  private:
    void CloseWhenSent(Ptr<Socket>, uint32_t)
    {
        m_victim->Close();
        m_victim = nullptr; // the last reference
    }

    void CloseWhenDecided(const PvdDecision&)
    {
        m_victim->Close();
    }

    Ptr<Socket> m_victim; //!< to be closed
};

// Rows: FLW-05
void
ClosedMeanwhile::WhenSentOverIpv4()
{
    for (const bool isBound : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        m_victim = net.MakeUdp();
        if (isBound)
        {
            net.Bind(m_victim, "a.example");
        }
        m_victim->SetDataSentCallback(MakeCallback(&ClosedMeanwhile::CloseWhenSent, this));
        const InetSocketAddress to(Ipv4Address::GetLoopback(), PORT);
        Socket& socket = *m_victim;
        NS_TEST_EXPECT_MSG_EQ(socket.SendTo(Create<Packet>(10), 0, to), 10, "it is not sent");
    }
}

// Rows: FLW-05
void
ClosedMeanwhile::WhenTheRouteIsTold()
{
    for (const bool isBound : {false, true})
    {
        TwoProviders net;
        net.Advertise('a');
        m_victim = net.MakeUdp();
        if (isBound)
        {
            net.Bind(m_victim, "a.example");
        }
        const bool isTold = net.GetTable()->GetRouting()->TraceConnectWithoutContext(
            "Decision",
            MakeCallback(&ClosedMeanwhile::CloseWhenDecided, this));
        NS_TEST_EXPECT_MSG_EQ(isTold, true, "nobody tells");
        const int sent = m_victim->SendTo(Create<Packet>(10), 0, net.GetServer());
        NS_TEST_EXPECT_MSG_EQ(sent, -1, "a closed socket sends");
        NS_TEST_EXPECT_MSG_EQ(m_victim->GetErrno(), Socket::ERROR_SHUTDOWN, "another error");
        NS_TEST_EXPECT_MSG_EQ(net.GetSenders(), "", "it arrived");
    }
}

class ClosedMeanwhileSuite : public TestSuite
{
  public:
    ClosedMeanwhileSuite()
        : TestSuite("pvd-closed-meanwhile", Type::SYSTEM)
    {
        Add("a socket is closed when it has sent over IPv4", &ClosedMeanwhile::WhenSentOverIpv4);
        Add("a socket is closed when its route is told", &ClosedMeanwhile::WhenTheRouteIsTold);
    }

  private:
    void Add(const std::string& name, ClosedMeanwhile::Body body)
    {
        AddTestCase(new ClosedMeanwhile(name, body));
    }
};

ClosedMeanwhileSuite g_closedMeanwhileSuite; ///< registers itself

} // namespace
