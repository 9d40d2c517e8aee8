/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/node.h"
#include "ns3/packet-socket-factory.h"
#include "ns3/pvd-application-member.h"
#include "ns3/pvd-binding-helper.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/pvd-process-table.h"
#include "ns3/pvd-socket-binding.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <gtest/gtest.h>

using namespace ns3;

namespace
{

/// Two hosts with nothing but their loopback interfaces.
class BindingMistakes : public testing::Test
{
  protected:
    BindingMistakes()
        : m_node(CreateObject<Node>()),
          m_other(CreateObject<Node>()),
          m_app(CreateObject<Application>())
    {
        PvdHostHelper().Install(m_node);
        PvdHostHelper().Install(m_other);
        m_node->AddApplication(m_app);
        m_table = m_node->GetObject<PvdProcessTable>();
        m_foreign = m_other->GetObject<PvdProcessTable>()->CreateProcess("foreign");
        m_socket = Socket::CreateSocket(m_node, UdpSocketFactory::GetTypeId());
    }

    ~BindingMistakes() override
    {
        m_socket = nullptr;
        Simulator::Destroy();
    }

    Ptr<Node> m_node;             //!< a host
    Ptr<Node> m_other;            //!< another one
    Ptr<Application> m_app;       //!< of the first
    Ptr<PvdProcessTable> m_table; //!< of the first
    Ptr<PvdProcess> m_foreign;    //!< a process of the other
    Ptr<Socket> m_socket;         //!< of the first
};

TEST_F(BindingMistakes, SocketInAProcessOfAnotherNode)
{
    EXPECT_DEATH(PvdSocketBinding::Get(m_socket)->SetProcess(m_foreign), "not of the socket's");
}

TEST_F(BindingMistakes, ApplicationInAProcessOfAnotherNode)
{
    EXPECT_DEATH(PvdApplicationMember::Get(m_app)->SetProcess(m_foreign), "not of the applic");
    EXPECT_DEATH(PvdBindingHelper::Exec(m_foreign, ApplicationContainer(m_app)), "on another node");
}

TEST_F(BindingMistakes, ChildOfAProcessOfAnotherNode)
{
    EXPECT_DEATH(m_table->CreateProcess("child", m_foreign), "process of another node");
    EXPECT_DEATH(m_table->CreateThread("thread", m_foreign), "process of the same table");
}

TEST_F(BindingMistakes, NullPointers)
{
    const PvdBindingHelper helper;
    EXPECT_DEATH(helper.Bind(Ptr<PvdProcess>(), "a.example"), "no process; make one");
    EXPECT_DEATH(helper.Bind(Ptr<Socket>(), "a.example"), "null pointer is no socket");
    EXPECT_DEATH(PvdBindingHelper::Exec(nullptr, ApplicationContainer(m_app)), "no process; make");
    EXPECT_DEATH(PvdBindingHelper::CreateProcess(nullptr, "process"), "null pointer is no node");
    EXPECT_DEATH(PvdApplicationMember::Get(m_app)->SetProcess(nullptr), "not of the application's");
    EXPECT_DEATH(m_table->CreateThread("thread", nullptr), "process of the same table");
    EXPECT_EQ(PvdSocketBinding::Get(nullptr), nullptr);
    const PvdProcess::Scope scope(nullptr);
    EXPECT_EQ(m_table->GetCurrent(), m_table->GetRoot());
}

TEST_F(BindingMistakes, NodeWithoutPvds)
{
    const auto stock = CreateObject<Node>();
    const auto app = CreateObject<Application>();
    stock->AddApplication(app);
    const PvdBindingHelper helper;
    EXPECT_DEATH(helper.Bind(NodeContainer(stock), "a.example"), "is no PvD-aware host");
    EXPECT_DEATH(helper.Bind(ApplicationContainer(app), "a.example"), "not on a PvD-aware host");
    EXPECT_DEATH(helper.Bind(ApplicationContainer(CreateObject<Application>()), "a.example"),
                 "not on a PvD-aware host");
}

TEST_F(BindingMistakes, SocketOfAStockHost)
{
    const auto stock = CreateObject<Node>();
    InternetStackHelper().Install(stock);
    const auto socket = Socket::CreateSocket(stock, TcpSocketFactory::GetTypeId());
    EXPECT_DEATH(PvdBindingHelper().Bind(socket, "a.example"),
                 "the node of the socket is no PvD-aware host; install PvdHostHelper");
}

TEST_F(BindingMistakes, SocketOfStockTcpOnAPvdAwareHost)
{
    const auto node = CreateObject<Node>();
    PvdHostHelper stack;
    stack.SetTcp("ns3::TcpL4Protocol");
    stack.Install(node);
    const auto socket = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
    EXPECT_DEATH(PvdBindingHelper().Bind(socket, "a.example"),
                 "a socket of ns-3's own TCP .*leave PvdHostHelper::SetTcp out");
}

TEST_F(BindingMistakes, PacketSocketOnAPvdAwareHost)
{
    const auto socket = Socket::CreateSocket(m_node, PacketSocketFactory::GetTypeId());
    EXPECT_DEATH(PvdBindingHelper().Bind(socket, "a.example"),
                 "a socket of the type ns3::PacketSocket cannot be bound .*UDP, TCP");
}

TEST_F(BindingMistakes, RefusedBindings)
{
    PvdBindingHelper helper;
    EXPECT_DEATH(helper.Bind(m_socket, ""), "names no PvD");
    helper.SetBindCheck(PvdBinding::STRICT);
    EXPECT_DEATH(helper.Bind(m_socket, "x.example"), "no PvD is called");
}

TEST_F(BindingMistakes, RootBindingWhileASocketIsConnected)
{
    m_table->SetAttribute("RebindPolicy", StringValue("Reject"));
    m_table->SetAttribute("RootBinding", StringValue("none"));
    const auto listener = Socket::CreateSocket(m_node, UdpSocketFactory::GetTypeId());
    listener->Bind(Inet6SocketAddress(Ipv6Address::GetLoopback(), 4000));
    ASSERT_EQ(m_socket->Connect(Inet6SocketAddress(Ipv6Address::GetLoopback(), 4000)), 0);
    EXPECT_DEATH(m_table->SetAttribute("RootBinding", StringValue("a.example")),
                 "is not taken while a socket of the root process is connected");
    m_socket->Close();
    m_table->SetAttribute("RootBinding", StringValue("a.example"));
    EXPECT_EQ(m_table->GetRoot()->GetBinding().ToText(), "a.example");
}

TEST_F(BindingMistakes, ApplicationThatHasStarted)
{
    m_app->SetStartTime(Seconds(1));
    Simulator::Stop(Seconds(2));
    Simulator::Run();
    EXPECT_DEATH(PvdBindingHelper().Bind(ApplicationContainer(m_app), "a.example"),
                 "has started already");
}

} // namespace
