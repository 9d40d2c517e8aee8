/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "../../examples/pvd-echo/echo-server.h"

#include "ns3/error-model.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6.h"
#include "ns3/packet.h"
#include "ns3/pointer.h"
#include "ns3/simple-channel.h"
#include "ns3/simple-net-device.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"

#include <cstdlib>
#include <gtest/gtest.h>
#include <string>

/**
 * \file
 * The server of pvd-echo when connections end badly.
 */

using namespace ns3;

namespace
{

/// A client of ns-3's own that is connected to the server, over a link that may lose what it sends.
class EchoConnection
{
  public:
    static constexpr double SERVER_STOPS = 4; //!< seconds of the simulation

    EchoConnection()
        : m_channel(CreateObject<SimpleChannel>()),
          m_loss(CreateObject<RateErrorModel>())
    {
        const auto client = AddNode("2001:db8::1");
        const auto node = AddNode("2001:db8::2");
        m_server = CreateObject<echo::EchoServer>();
        node->AddApplication(m_server);
        m_server->SetStartTime(Seconds(1));
        m_server->SetStopTime(Seconds(SERVER_STOPS));
        m_loss->SetRate(1);
        m_loss->Disable();
        node->GetDevice(0)->SetAttribute("ReceiveErrorModel", PointerValue(m_loss));
        m_socket = Socket::CreateSocket(client, TcpSocketFactory::GetTypeId());
        m_socket->SetRecvCallback(MakeCallback(&EchoConnection::NoteAnswer, this));
        RunTo(2);
        m_socket->Connect(Inet6SocketAddress("2001:db8::2", echo::PORT));
        RunTo(3);
    }

    ~EchoConnection()
    {
        Simulator::Destroy();
    }

    /// Ask. \param lost nothing of it comes to the server
    void Ask(bool lost = false)
    {
        lost ? m_loss->Enable() : m_loss->Disable();
        const std::string request = "Who am I?\n";
        m_socket->Send(
            Create<Packet>(reinterpret_cast<const uint8_t*>(request.data()), request.size()));
    }

    /// Let time go by. \param seconds of the simulation
    static void RunTo(double seconds)
    {
        Simulator::Stop(Seconds(seconds) - Simulator::Now());
        Simulator::Run();
    }

    /// \return octets that the server has answered
    std::size_t GetAnswered() const
    {
        return m_answered;
    }

    /// \return true if the connection was reset
    bool IsBroken() const
    {
        return m_socket->Send(Create<Packet>(1)) < 0;
    }

  private:
    Ptr<Node> AddNode(const char* address)
    {
        const auto node = CreateObject<Node>();
        const auto device = CreateObject<SimpleNetDevice>();
        device->SetAddress(Mac48Address::Allocate());
        device->SetChannel(m_channel);
        node->AddDevice(device);
        InternetStackHelper().Install(node);
        const auto ipv6 = node->GetObject<Ipv6>();
        const uint32_t interface = ipv6->AddInterface(device);
        ipv6->AddAddress(interface, Ipv6InterfaceAddress(Ipv6Address(address), Ipv6Prefix(64)));
        ipv6->SetUp(interface);
        return node;
    }

    void NoteAnswer(Ptr<Socket> socket)
    {
        while (const auto packet = socket->Recv())
        {
            m_answered += packet->GetSize();
        }
    }

    Ptr<SimpleChannel> m_channel;   //!< the link
    Ptr<RateErrorModel> m_loss;     //!< what the server does not get
    Ptr<echo::EchoServer> m_server; //!< the server
    Ptr<Socket> m_socket;           //!< the client
    std::size_t m_answered{0};      //!< see GetAnswered
};

/// \return 0 if all went as it should
int
StopBehindAGap()
{
    EchoConnection connection;
    connection.Ask();
    EchoConnection::RunTo(3.5);
    const std::size_t answered = connection.GetAnswered();
    connection.Ask(true);
    EchoConnection::RunTo(3.6);
    // It waits in the server's socket for what is lost: closing now is an error, and tells so.
    connection.Ask();
    EchoConnection::RunTo(3.9);
    const bool isBehindAGap = connection.GetAnswered() == answered && answered > 0;
    EchoConnection::RunTo(EchoConnection::SERVER_STOPS + 1);
    return isBehindAGap && connection.IsBroken() ? 0 : 1;
}

// In a process of its own: it would end by a stack without end.
TEST(EchoServer, ClosesAConnectionOnceThatReportsAnErrorEachTime)
{
    EXPECT_EXIT(std::exit(StopBehindAGap()), testing::ExitedWithCode(0), "");
}

} // namespace
