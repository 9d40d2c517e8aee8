/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"
#include "pvd-test-two-providers.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/tcp-header.h"
#include "ns3/test.h"

#include <algorithm>
#include <map>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// \return true if a RST of TCP was seen on a link
bool
HasReset(const TestLink& link)
{
    const auto& seen = link.GetSeen();
    return std::any_of(seen.begin(), seen.end(), [](const auto& packet) {
        return packet.nextHeader == TCP && (packet.message.at(13) & TcpHeader::RST) != 0;
    });
}

/// What a socket receives when it is bound.
class BoundReceiver : public CaseOf<BoundReceiver>
{
  public:
    using CaseOf::CaseOf;

    void UdpReceivesOfItsPvd();
    void UdpBesideOneThatIsNotBound();
    void TcpListensInItsPvd();
    void SeveralListeners();
    void AcceptedKeepsThePvd();
    void UnboundServerAnswersRightly();
    void RawSocketReceivesOfItsPvd();
    void PortsBeforeListening();
    void SocketsOfOnePvdAndPort();
    void ScorerIsNotAsked();
    void AcceptedTakesTheFirstOfItsBinding();

  private:
    /// What may be bound to the host's port.
    using Sockets = std::map<std::string, Ptr<Socket>>;

    /// \return a socket of the host on PORT, bound to a PvD, or not if it is empty
    Ptr<Socket> MakeReceiver(TwoProviders& net, uint8_t protocol, const std::string& pvd);
    /// Send a datagram to the host. \return the names of the sockets that got it, and "!" if the
    /// server was told that the port is closed
    std::string SendTo(TwoProviders& net, char name, const Sockets& sockets);
    /// Connect to the host. \return the names of the listeners that accepted, or "refused"
    std::string ConnectTo(TwoProviders& net, char name, const Sockets& listeners);
    void Accept(Ptr<Socket> socket, const Address& from);
    void Echo(Ptr<Socket> socket);
    void NoteIcmp(Ipv6Address from, uint8_t ttl, uint8_t type, uint8_t code, uint32_t info);
    void NoteConnected(Ptr<Socket> socket);

    std::vector<Ptr<Socket>> m_accepted; //!< connections
    bool m_isClosed{false};              //!< the server was told so
    bool m_isConnected{false};           //!< the server's connection
};

Ptr<Socket>
BoundReceiver::MakeReceiver(TwoProviders& net, uint8_t protocol, const std::string& pvd)
{
    const auto socket = protocol == TCP ? net.MakeTcp() : net.MakeUdp();
    if (!pvd.empty())
    {
        net.Bind(socket, pvd);
    }
    NS_TEST_EXPECT_MSG_EQ(socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT)),
                          0,
                          "the port cannot be had for " << pvd);
    if (protocol == TCP)
    {
        socket->Listen();
        socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&BoundReceiver::Accept, this));
    }
    return socket;
}

void
BoundReceiver::NoteIcmp(Ipv6Address, uint8_t, uint8_t, uint8_t, uint32_t)
{
    m_isClosed = true;
}

std::string
BoundReceiver::SendTo(TwoProviders& net, char name, const Sockets& sockets)
{
    m_isClosed = false;
    const auto sender = net.MakeServerSocket(UDP);
    sender->SetAttribute("IcmpCallback6",
                         CallbackValue(MakeCallback(&BoundReceiver::NoteIcmp, this)));
    sender->Bind(Inet6SocketAddress(net.GetServerAddress(), 0));
    sender->SendTo(Create<Packet>(10), 0, net.GetHost(name));
    RunTo(Simulator::Now() + Seconds(1));
    std::string got;
    for (const auto& one : sockets)
    {
        while (one.second->Recv())
        {
            got += one.first;
        }
    }
    return got + (m_isClosed ? "!" : "");
}

void
BoundReceiver::Accept(Ptr<Socket> socket, const Address&)
{
    m_accepted.push_back(socket);
    socket->SetRecvCallback(MakeCallback(&BoundReceiver::Echo, this));
}

void
BoundReceiver::Echo(Ptr<Socket> socket)
{
    while (const auto packet = socket->Recv())
    {
        if (packet->GetSize() == 0)
        {
            break;
        }
        socket->Send(packet);
    }
}

void
BoundReceiver::NoteConnected(Ptr<Socket>)
{
    m_isConnected = true;
}

std::string
BoundReceiver::ConnectTo(TwoProviders& net, char name, const Sockets& listeners)
{
    m_isConnected = false;
    m_accepted.clear();
    net.Forget();
    const auto client = net.MakeServerSocket(TCP);
    client->SetConnectCallback(MakeCallback(&BoundReceiver::NoteConnected, this),
                               MakeNullCallback<void, Ptr<Socket>>());
    client->Connect(net.GetHost(name));
    RunTo(Simulator::Now() + Seconds(1));
    std::string got;
    for (const auto& accepted : m_accepted)
    {
        const auto* bound = PvdSocketBinding::Get(accepted);
        for (const auto& one : listeners)
        {
            const auto* listener = PvdSocketBinding::Get(one.second);
            got += bound->GetPvdBinding() == listener->GetPvdBinding() ? one.first : "";
        }
    }
    // ns-3's client takes no notice of a RST.
    return m_isConnected ? got : HasReset(name == 'a' ? net.a : net.b) ? "refused" : "nothing";
}

// Rows: OQ-21
void
BoundReceiver::UdpReceivesOfItsPvd()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Sockets sockets;
    sockets["A"] = MakeReceiver(net, UDP, "a.example");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'a', sockets), "A", "to a");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'b', sockets), "!", "to b, of which nobody is");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'a', sockets), "A", "to a, again");
    sockets["B"] = MakeReceiver(net, UDP, "b.example");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'a', sockets), "A", "to a, beside one of b");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'b', sockets), "B", "to b");
    sockets["A"]->Close();
    sockets.erase("A");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'a', sockets), "!", "to a, which is closed");
}

// Rows: OQ-21
void
BoundReceiver::UdpBesideOneThatIsNotBound()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Sockets sockets;
    sockets["A"] = MakeReceiver(net, UDP, "a.example");
    sockets["N"] = net.MakeUdp();
    NS_TEST_EXPECT_MSG_EQ(sockets["N"]->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT)),
                          -1,
                          "a port of a bound socket is had by one that is not");
    NS_TEST_EXPECT_MSG_EQ(sockets["N"]->GetErrno(), Socket::ERROR_ADDRINUSE, "another error");
    NS_TEST_EXPECT_MSG_EQ(sockets["N"]->Bind(net.GetHost('b')), 0, "an address");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'a', sockets), "A", "to a");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'b', sockets), "N", "to b");
    const auto process = net.GetTable()->CreateProcess("process");
    PvdSocketBinding::Get(sockets["N"])->SetProcess(process);
    process->Bind("a.example");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'b', sockets), "!", "to b, of a process of a");
}

// Rows: OQ-21
void
BoundReceiver::TcpListensInItsPvd()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Sockets listeners;
    listeners["A"] = MakeReceiver(net, TCP, "a.example");
    NS_TEST_EXPECT_MSG_EQ(ConnectTo(net, 'a', listeners), "A", "to a");
    NS_TEST_EXPECT_MSG_EQ(ConnectTo(net, 'b', listeners), "refused", "to b");
    NS_TEST_EXPECT_MSG_EQ(ConnectTo(net, 'a', listeners), "A", "to a, again");
}

// Rows: OQ-21
void
BoundReceiver::SeveralListeners()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Sockets listeners;
    listeners["A"] = MakeReceiver(net, TCP, "a.example");
    listeners["B"] = MakeReceiver(net, TCP, "b.example");
    NS_TEST_EXPECT_MSG_EQ(ConnectTo(net, 'a', listeners), "A", "to a");
    NS_TEST_EXPECT_MSG_EQ(ConnectTo(net, 'b', listeners), "B", "to b");
    const auto third = net.MakeTcp();
    net.Bind(third, {"a.example", "b.example"});
    NS_TEST_EXPECT_MSG_EQ(third->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT)),
                          -1,
                          "a third one for the same PvDs");
    NS_TEST_EXPECT_MSG_EQ(third->GetErrno(), Socket::ERROR_ADDRINUSE, "a third one");
}

// Rows: BND-11 OQ-21 FLW-03
void
BoundReceiver::AcceptedKeepsThePvd()
{
    for (const char name : {'a', 'b'})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        Sockets listeners;
        listeners["S"] = net.MakeTcp();
        net.Bind(listeners["S"], {"a.example", "b.example"});
        listeners["S"]->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        listeners["S"]->Listen();
        listeners["S"]->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                          MakeCallback(&BoundReceiver::Accept, this));
        net.Forget();
        NS_TEST_EXPECT_MSG_EQ(ConnectTo(net, name, listeners), "S", "it is not accepted");
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), std::string(1, name), "SYN-ACK on another wire");
        const auto pvd = PvdSocketBinding::Get(m_accepted.front())->GetPinnedPvd();
        NS_TEST_EXPECT_MSG_EQ((pvd ? pvd->GetId().ToString() : "none"),
                              std::string(1, name) + ".example",
                              "it has another PvD");
        m_accepted.front()->Send(Create<Packet>(1000));
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), std::string(1, name), "data on another wire");
        m_accepted.front()->Close();
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), std::string(1, name), "FIN on another wire");
        m_accepted.clear();
    }
}

// Rows: OQ-21 FLW-03
void
BoundReceiver::UnboundServerAnswersRightly()
{
    for (const char name : {'a', 'b'})
    {
        TwoProviders net;
        net.Advertise('a');
        net.Advertise('b');
        Sockets listeners;
        listeners["N"] = MakeReceiver(net, TCP, "");
        net.Forget();
        NS_TEST_EXPECT_MSG_EQ(ConnectTo(net, name, listeners), "N", "it is not accepted");
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), std::string(1, name), "another wire");
        // What is refused goes back where it came from.
        net.Forget();
        listeners["N"]->Close();
        m_accepted.clear();
        RunTo(Simulator::Now() + Seconds(1));
        net.Forget();
        NS_TEST_EXPECT_MSG_EQ(ConnectTo(net, name, {}), "refused", "nobody listens");
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), std::string(1, name), "RST on another wire");
    }
}

// Rows: FLW-03
void
BoundReceiver::RawSocketReceivesOfItsPvd()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    // From ns-3.46 on a raw socket gets only what another part of the node takes too.
    const auto raw = net.MakeRaw(UDP);
    net.Bind(raw, "a.example");
    const auto answer = net.MakeRaw(UDP);
    net.Forget();
    NS_TEST_EXPECT_MSG_EQ(raw->SendTo(Create<Packet>(10), 0, net.GetServer()),
                          10,
                          "it is not sent");
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP), "a", "another wire");
    net.Bind(raw, "b.example");
    net.Forget();
    raw->SendTo(Create<Packet>(10), 0, net.GetServer());
    RunTo(Simulator::Now() + Seconds(1));
    NS_TEST_EXPECT_MSG_EQ(net.GetWires(UDP), "b", "another wire");
    for (const char name : {'a', 'b'})
    {
        net.SendRaw(UDP, name);
        RunTo(Simulator::Now() + Seconds(1));
    }
    NS_TEST_EXPECT_MSG_EQ(raw->GetRxAvailable(), 50, "what was sent to a, or not to b");
    NS_TEST_EXPECT_MSG_EQ(answer->GetRxAvailable(), 100, "one that is not bound");
    net.Withdraw('b');
    NS_TEST_EXPECT_MSG_EQ(raw->SendTo(Create<Packet>(10), 0, net.GetServer()), -1, "b has gone");
    NS_TEST_EXPECT_MSG_EQ(raw->GetErrno(), Socket::ERROR_NOROUTETOHOST, "b has gone");
}

// Rows: OQ-21
void
BoundReceiver::PortsBeforeListening()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    const Inet6SocketAddress any(Ipv6Address::GetAny(), PORT);
    Sockets listeners;
    for (const char* name : {"a", "b"})
    {
        listeners[name] = net.MakeTcp();
        net.Bind(listeners[name], std::string(name) + ".example");
        NS_TEST_EXPECT_MSG_EQ(listeners[name]->Bind(any), 0, "the port cannot be had for " << name);
    }
    const auto third = net.MakeTcp();
    NS_TEST_EXPECT_MSG_EQ(third->Bind(any), -1, "one that is not bound has the port too");
    NS_TEST_EXPECT_MSG_EQ(ConnectTo(net, 'a', listeners), "refused", "nobody listens");
    for (const auto& listener : listeners)
    {
        listener.second->Listen();
        listener.second->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                           MakeCallback(&BoundReceiver::Accept, this));
    }
    NS_TEST_EXPECT_MSG_EQ(ConnectTo(net, 'a', listeners), "a", "to a");
    NS_TEST_EXPECT_MSG_EQ(ConnectTo(net, 'b', listeners), "b", "to b");
    // From one port over two PvDs to one server.
    std::vector<Ptr<Socket>> clients;
    for (const char name : {'a', 'b'})
    {
        clients.push_back(net.MakeTcp());
        net.Bind(clients.back(), std::string(1, name) + ".example");
        NS_TEST_EXPECT_MSG_EQ(clients.back()->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 4000)),
                              0,
                              "the port cannot be had for " << name);
        net.Forget();
        clients.back()->Connect(net.GetServer());
        clients.back()->Send(Create<Packet>(10));
        RunTo(Simulator::Now() + Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(net.GetWires(TCP), std::string(1, name), "another wire");
        NS_TEST_EXPECT_MSG_EQ(net.GetOctets(), 10, "it is not connected");
    }
    clients.clear();
    RunTo(Simulator::Now() + Seconds(1));
}

// Rows: OQ-21 BND-07
void
BoundReceiver::SocketsOfOnePvdAndPort()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    Sockets sockets;
    sockets["A"] = MakeReceiver(net, UDP, "a.example");
    sockets["B"] = MakeReceiver(net, UDP, "b.example");
    net.Bind(sockets["B"], "a.example");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'a', sockets), "A", "the first, as of twins of ns-3");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'b', sockets), "!", "to b, of which nobody is");
    sockets["A"]->Close();
    sockets.erase("A");
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'a', sockets), "B", "the other one");
    Sockets listeners;
    listeners["A"] = MakeReceiver(net, TCP, "a.example");
    listeners["B"] = MakeReceiver(net, TCP, "b.example");
    net.Bind(listeners["B"], "a.example");
    ConnectTo(net, 'a', listeners);
    NS_TEST_EXPECT_MSG_EQ(m_isConnected, true, "nobody accepts");
    NS_TEST_EXPECT_MSG_EQ(m_accepted.size(), 1, "both accept");
}

// Rows: OQ-13 OQ-28
void
BoundReceiver::ScorerIsNotAsked()
{
    TwoProviders net;
    net.Advertise('a');
    net.Advertise('b');
    int asked = 0;
    const PvdBinding::Scorer scorer = [&asked](const Ptr<Pvd>&, const Ipv6Address&) {
        return ++asked;
    };
    Sockets sockets;
    sockets["S"] = net.MakeUdp();
    net.Bind(sockets["S"], PvdBinding({"a.example", "b.example"}, scorer));
    sockets["S"]->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
    NS_TEST_EXPECT_MSG_EQ(SendTo(net, 'a', sockets), "S", "to a");
    Sockets listeners;
    listeners["L"] = net.MakeTcp();
    net.Bind(listeners["L"], PvdBinding({"a.example", "b.example"}, scorer));
    listeners["L"]->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
    listeners["L"]->Listen();
    ConnectTo(net, 'b', listeners);
    NS_TEST_EXPECT_MSG_EQ(m_isConnected, true, "it is not accepted");
    NS_TEST_EXPECT_MSG_EQ(asked, 0, "it is asked for what came in");
    sockets["S"]->SendTo(Create<Packet>(10), 0, net.GetServer());
    NS_TEST_EXPECT_MSG_EQ(asked, 2, "it is not asked for what goes out");
}

// Rows: BND-11 OQ-21
void
BoundReceiver::AcceptedTakesTheFirstOfItsBinding()
{
    // Two PvDs of one link announce one prefix; a has been heard first.
    const Station other = MakeRouter('c');
    for (const bool isOnlyC : {true, false})
    {
        for (const char* first : {"a.example", "c.example"})
        {
            TwoProviders net;
            net.Advertise('a');
            net.a.Send(
                Ra(1800,
                   {PvdNamed("c.example", {Slla(other.mac), Pio("2600:a::/64", 3600, 1800)})}),
                other);
            const char* const second = first[0] == 'a' ? "c.example" : "a.example";
            const auto listener = MakeReceiver(net, TCP, "c.example");
            net.Bind(listener, isOnlyC ? PvdBinding("c.example") : PvdBinding({first, second}));
            net.Forget();
            net.MakeServerSocket(TCP)->Connect(net.GetHost('a'));
            RunTo(Simulator::Now() + Seconds(1));
            const auto& seen = net.a.GetSeen();
            const bool isByC = std::any_of(seen.begin(), seen.end(), [&](const auto& packet) {
                return packet.nextHeader == TCP && packet.hardwareDestination == other.mac;
            });
            NS_TEST_EXPECT_MSG_EQ(isByC, (isOnlyC || first[0] == 'c'), first << isOnlyC);
        }
    }
}

class BoundReceiverSuite : public TestSuite
{
  public:
    BoundReceiverSuite()
        : TestSuite("pvd-bound-receiver", Type::SYSTEM)
    {
        Add("UDP of another PvD is received", &BoundReceiver::UdpReceivesOfItsPvd);
        Add("a bound and an unbound UDP socket are in each other's way",
            &BoundReceiver::UdpBesideOneThatIsNotBound);
        Add("a connection of another PvD is accepted", &BoundReceiver::TcpListensInItsPvd);
        Add("listeners are in each other's way", &BoundReceiver::SeveralListeners);
        Add("an accepted connection leaves its PvD", &BoundReceiver::AcceptedKeepsThePvd);
        Add("an unbound server answers over another PvD",
            &BoundReceiver::UnboundServerAnswersRightly);
        Add("a raw socket uses another PvD", &BoundReceiver::RawSocketReceivesOfItsPvd);
        Add("a port is taken before somebody listens", &BoundReceiver::PortsBeforeListening);
        Add("two sockets have one PvD and one port", &BoundReceiver::SocketsOfOnePvdAndPort);
        Add("a scorer is asked for what came in", &BoundReceiver::ScorerIsNotAsked);
        Add("an accepted connection has a PvD that its listener likes less",
            &BoundReceiver::AcceptedTakesTheFirstOfItsBinding);
    }

  private:
    void Add(const std::string& name, BoundReceiver::Body body)
    {
        AddTestCase(new BoundReceiver(name, body));
    }
};

BoundReceiverSuite g_boundReceiverSuite; ///< registers itself

} // namespace
