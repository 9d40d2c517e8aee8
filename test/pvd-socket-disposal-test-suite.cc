/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-raw-socket-factory.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What an application may do with a socket whose node is gone: in its destructor, for example.
class SocketDisposal : public CaseOf<SocketDisposal>
{
  public:
    using CaseOf::CaseOf;

    void SocketsOutliveTheirNode();
};

void
SocketDisposal::SocketsOutliveTheirNode()
{
    for (const auto& factory : {UdpSocketFactory::GetTypeId(),
                                TcpSocketFactory::GetTypeId(),
                                Ipv6RawSocketFactory::GetTypeId()})
    {
        for (const bool isBound : {true, false})
        {
            auto node = CreateObject<Node>();
            PvdHostHelper().Install(node);
            const auto socket = Socket::CreateSocket(node, factory);
            if (isBound)
            {
                socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 4000));
            }
            node = nullptr;
            Simulator::Destroy();
            Address from;
            NS_TEST_EXPECT_MSG_EQ(socket->GetRxAvailable(), 0, "there is something to receive");
            NS_TEST_EXPECT_MSG_EQ(bool(socket->RecvFrom(from)), false, "a packet out of nothing");
            NS_TEST_EXPECT_MSG_EQ(socket->Close(), 0, factory.GetName() << " is not closed");
        }
    }
}

class SocketDisposalSuite : public TestSuite
{
  public:
    SocketDisposalSuite()
        : TestSuite("pvd-socket-disposal", Type::UNIT)
    {
        AddTestCase(new SocketDisposal("an application closes a socket after its node is gone",
                                       &SocketDisposal::SocketsOutliveTheirNode));
    }
};

SocketDisposalSuite g_socketDisposalSuite; ///< registers itself

} // namespace
