/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Traffic of an address whose lifetimes end.
class DeprecatedAddress : public CaseOf<DeprecatedAddress>
{
  public:
    using CaseOf::CaseOf;

    void TcpFlowContinues();
    void TcpConnectionIsAccepted();
    void NothingIsSentFromWhatIsGone();
};

const char* const PREFIX = "2001:db8:1::/64";
const Ipv6Address PEER("2001:db8:1::99");
constexpr uint16_t PORT = 80;

/// A host with PREFIX, valid for 100 s and preferred for 50 s, and a peer with ns-3's own stack.
struct HostAndPeer : OneHost
{
    Ptr<Node> peer{CreateObject<Node>()}; //!< on the same link
    uint32_t received{0};                 //!< octets, at whichever end listens
    Ipv6Address from;                     //!< who connected

    HostAndPeer()
    {
        InternetStackHelper stack;
        stack.SetIpv4StackInstall(false);
        stack.Install(peer);
        const auto device = CreateObject<SimpleNetDevice>();
        device->SetAddress(Mac48Address("02:00:00:00:00:99"));
        device->SetChannel(link.GetChannel());
        device->SetMtu(1500);
        peer->AddDevice(device);
        const auto ipv6 = peer->GetObject<Ipv6>();
        const uint32_t index = ipv6->AddInterface(device);
        ipv6->AddAddress(index, Ipv6InterfaceAddress(PEER, Ipv6Prefix(64)));
        ipv6->SetUp(index);
        Hear(Ra(1800, {Pio(PREFIX, 100, 50)}));
        RunTo(Seconds(5));
    }

    Ipv6Address Own() const
    {
        return host.MakeAddress(PREFIX);
    }

    /// Listen on a node for TCP.
    Ptr<Socket> Listen(const Ptr<Node>& node)
    {
        const auto socket = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
        socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        socket->Listen();
        socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&HostAndPeer::Accept, this));
        return socket;
    }

    void Accept(Ptr<Socket> socket, const Address& address)
    {
        from = Inet6SocketAddress::ConvertFrom(address).GetIpv6();
        socket->SetRecvCallback(MakeCallback(&HostAndPeer::Receive, this));
    }

    void Receive(Ptr<Socket> socket)
    {
        while (const auto packet = socket->Recv())
        {
            received += packet->GetSize();
        }
    }

    /// Connect from a node by TCP.
    static Ptr<Socket> Connect(const Ptr<Node>& node, const Ipv6Address& to)
    {
        const auto socket = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
        socket->Bind6();
        socket->Connect(Inet6SocketAddress(to, PORT));
        return socket;
    }
};

// Rows: 4862-5.5.4-02
void
DeprecatedAddress::TcpFlowContinues()
{
    HostAndPeer net;
    const auto listening = net.Listen(net.peer);
    const auto flow = HostAndPeer::Connect(net.host.GetNode(), PEER);
    RunTo(Seconds(10));
    flow->Send(Create<Packet>(1000));
    RunTo(Seconds(60));
    NS_TEST_ASSERT_MSG_EQ(net.received, 1000, "before deprecation");
    NS_TEST_EXPECT_MSG_EQ(net.from, net.Own(), "source of the flow");
    NS_TEST_ASSERT_MSG_EQ(net.host.GetAddressState(net.Own()), "deprecated", "state");
    flow->Send(Create<Packet>(1000));
    RunTo(Seconds(70));
    NS_TEST_EXPECT_MSG_EQ(net.received, 2000, "after deprecation");
}

// Rows: 4862-5.5.4-04
void
DeprecatedAddress::TcpConnectionIsAccepted()
{
    HostAndPeer net;
    const auto listening = net.Listen(net.host.GetNode());
    RunTo(Seconds(60));
    NS_TEST_ASSERT_MSG_EQ(net.host.GetAddressState(net.Own()), "deprecated", "state");
    const auto flow = HostAndPeer::Connect(net.peer, net.Own());
    RunTo(Seconds(65));
    flow->Send(Create<Packet>(1000));
    RunTo(Seconds(70));
    NS_TEST_EXPECT_MSG_EQ(net.from, PEER, "no connection to a deprecated address");
    NS_TEST_EXPECT_MSG_EQ(net.received, 1000, "data to a deprecated address");
}

// Rows: 4862-5.5.4-06
void
DeprecatedAddress::NothingIsSentFromWhatIsGone()
{
    HostAndPeer net;
    net.host.GetIpv6()->AddAddress(1, Ipv6InterfaceAddress("2001:db8:1::7", Ipv6Prefix(64)));
    const auto socket = Socket::CreateSocket(net.host.GetNode(), UdpSocketFactory::GetTypeId());
    socket->Bind(Inet6SocketAddress(net.Own(), 0));
    const auto send = [&](Time when) {
        RunTo(when);
        socket->SendTo(Create<Packet>(4), 0, Inet6SocketAddress(PEER, 9));
        RunTo(when + MilliSeconds(100));
    };
    send(Seconds(99));
    NS_TEST_ASSERT_MSG_EQ(net.link.GetSeenUdp().size(), 1, "while it is valid");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeenUdp()[0].source, net.Own(), "its source");
    send(Seconds(101));
    NS_TEST_EXPECT_MSG_EQ(net.host.GetAddressState(net.Own()), "none", "state");
    NS_TEST_EXPECT_MSG_EQ(net.link.GetSeenUdp().size(), 1, "when it is gone");
}

class DeprecatedAddressSuite : public TestSuite
{
  public:
    DeprecatedAddressSuite()
        : TestSuite("pvd-deprecated-address", Type::UNIT)
    {
        Add("TCP flow ends with the preferred lifetime", &DeprecatedAddress::TcpFlowContinues);
        Add("TCP connection to a deprecated address fails",
            &DeprecatedAddress::TcpConnectionIsAccepted);
        Add("packet is sent from an address that is gone",
            &DeprecatedAddress::NothingIsSentFromWhatIsGone);
    }

  private:
    void Add(const std::string& name, DeprecatedAddress::Body body)
    {
        AddTestCase(new DeprecatedAddress(name, body));
    }
};

DeprecatedAddressSuite g_deprecatedAddressSuite; ///< registers itself

} // namespace
