/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-two-pvds.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-raw-socket-factory.h"
#include "ns3/pvd-binding-print.h"
#include "ns3/pvd-process-table.h"
#include "ns3/pvd-socket-binding.h"
#include "ns3/pvd-static-configuration.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <sstream>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// Who is bound to what, as text.
class BindingPrint : public CaseOf<BindingPrint>
{
  public:
    using CaseOf::CaseOf;

    void NothingIsBound();
    void TcpFromBirthToClose();
    void TcpThatIsReset();
    void DatagramSockets();
    void ProcessesAndScopes();
    void SeveralAndMissingPvds();
    void PrintingChangesNothing();
    void Json();
    void NamesCannotForgeLines();
};

/// \return what is printed of a node
std::string
TextOf(const Ptr<Node>& node)
{
    std::ostringstream text;
    PrintBindings(text, node);
    return text.str();
}

/// \return the same as JSON
std::string
JsonOf(const Ptr<Node>& node)
{
    std::ostringstream text;
    PrintBindingsAsJson(text, node);
    return text.str();
}

/// \return the lines of sockets alone, without indentation
std::string
SocketsOf(const Ptr<Node>& node)
{
    std::istringstream lines(TextOf(node));
    std::string found;
    for (std::string line; std::getline(lines, line);)
    {
        if (line.find("  socket=") == 0)
        {
            found += line.substr(2) + "\n";
        }
    }
    return found;
}

/// A host with two PvDs, and another one on the link of the first, with an address in a.example.
struct TwoHosts : TwoPvds
{
    TwoHosts()
    {
        peer.AddInterface(link, "02:00:00:00:00:09");
        RunTo(Seconds(9));
        Hear(Ra(1800, {PvdNamed("a.example", {Slla(A.mac), Pio("2001:db8:a::/64", 3600, 1800)})}),
             A);
        RunTo(Seconds(12));
        table = host.GetNode()->GetObject<PvdProcessTable>();
    }

    Ptr<Socket> Make(TypeId factory, const PvdBinding& binding = PvdBinding()) const
    {
        const auto socket = Socket::CreateSocket(host.GetNode(), factory);
        PvdSocketBinding::Get(socket)->BindToPvd(binding);
        return socket;
    }

    /// \return a socket of the peer that listens on port 80
    Ptr<Socket> Listen()
    {
        const auto socket = Socket::CreateSocket(peer.GetNode(), TcpSocketFactory::GetTypeId());
        socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 80));
        socket->Listen();
        return socket;
    }

    /// \return the only socket that the peer has beside a listener
    Ptr<Socket> GetAccepted(const Ptr<Socket>& listener) const
    {
        for (auto* own : peer.GetNode()->GetObject<PvdProcessTable>()->GetSockets())
        {
            if (own->GetSocket() != listener)
            {
                return own->GetSocket();
            }
        }
        return nullptr;
    }

    Address PeerAddress() const
    {
        return Inet6SocketAddress(peer.MakeAddress("2001:db8:a::/64"), 80);
    }

    TestHost peer;              //!< the other one
    Ptr<PvdProcessTable> table; //!< of the host
};

// Rows: PRC-06
void
BindingPrint::NothingIsBound()
{
    TwoHosts net;
    const auto socket = net.Make(UdpSocketFactory::GetTypeId());
    const auto free = net.Make(UdpSocketFactory::GetTypeId(), PvdBinding::None());
    NS_TEST_EXPECT_MSG_EQ(TextOf(net.host.GetNode()),
                          "pvd=a.example present=true\npvd=b.example present=true\n",
                          "two PvDs that nobody is bound to");
    const auto plain = CreateObject<Node>();
    NS_TEST_EXPECT_MSG_EQ(TextOf(plain) + TextOf(nullptr), "", "nodes without PvDs");
    NS_TEST_EXPECT_MSG_EQ(JsonOf(nullptr), "{\"node\":null,\"pvds\":[]}\n", "no node");
}

// Rows: PRC-06
void
BindingPrint::TcpFromBirthToClose()
{
    TwoHosts net;
    const auto listener = net.Listen();
    const auto node = net.host.GetNode();
    const auto socket = net.Make(TcpSocketFactory::GetTypeId(), "a.example");
    const std::string start = "socket=tcp state=";
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node),
                          start + "CLOSED scope=socket kept=false local=- peer=- process=root\n",
                          "it is new");
    socket->Connect(net.PeerAddress());
    const std::string ends = " scope=socket kept=true local=[2001:db8:a::ff:fe00:1]:49153 "
                             "peer=[2001:db8:a::ff:fe00:9]:80 process=root\n";
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node), start + "SYN_SENT" + ends, "it connects");
    RunTo(Seconds(14));
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node), start + "ESTABLISHED" + ends, "it is connected");
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(net.peer.GetNode()), "", "the peer is not bound");
    socket->Close();
    RunTo(Seconds(15));
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node), start + "FIN_WAIT_2" + ends, "it waits for the peer");
    net.GetAccepted(listener)->Close();
    RunTo(Seconds(16));
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node), start + "TIME_WAIT" + ends, "it lingers");
    RunTo(Seconds(600));
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node), "", "it is closed, and the test holds it");
}

// Rows: PRC-06
void
BindingPrint::TcpThatIsReset()
{
    TwoHosts net;
    const auto node = net.host.GetNode();
    const auto abandoned = net.Make(TcpSocketFactory::GetTypeId(), "a.example");
    abandoned->Connect(Inet6SocketAddress(Ipv6Address("2001:db8:a::77"), 80));
    const auto onlyBound = net.Make(TcpSocketFactory::GetTypeId(), "a.example");
    onlyBound->Bind(Inet6SocketAddress(net.OfA(), 81));
    const auto listens = net.Make(TcpSocketFactory::GetTypeId(), "a.example");
    listens->Bind(Inet6SocketAddress(net.OfA(), 82));
    listens->Listen();
    const std::string end = " peer=- process=root\n";
    const std::string only =
        "socket=tcp state=CLOSED scope=socket kept=false local=[2001:db8:a::ff:fe00:1]:81" + end;
    const std::string listening =
        "socket=tcp state=LISTEN scope=socket kept=false local=[2001:db8:a::ff:fe00:1]:82" + end;
    RunTo(Seconds(13));
    const auto lines = SocketsOf(node);
    NS_TEST_EXPECT_MSG_EQ(lines.find("socket=tcp state=SYN_SENT"), 0, lines);
    NS_TEST_EXPECT_MSG_EQ(lines.substr(lines.find('\n') + 1), only + listening, "and others");
    abandoned->Close();
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node), only + listening, "abandoned");
    onlyBound->Close();
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node), listening, "closed before it was used");
    listens->Close();
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node), "", "the listener is closed");
    const auto refused = net.Make(TcpSocketFactory::GetTypeId(), "a.example");
    refused->Connect(net.PeerAddress());
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node).find("socket=tcp state=SYN_SENT"), 0, "it tries");
    RunTo(Seconds(600));
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node), "", "nobody has answered");
    const auto listener = net.Listen();
    const auto unread = net.Make(TcpSocketFactory::GetTypeId(), "a.example");
    unread->Connect(net.PeerAddress());
    RunTo(Seconds(602));
    net.GetAccepted(listener)->Send(Create<Packet>(4));
    RunTo(Seconds(604));
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node).find("socket=tcp state=ESTABLISHED"), 0, "connected");
    unread->Close();
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node), "", "closed with unread data, which is a reset");
}

// Rows: PRC-06
void
BindingPrint::DatagramSockets()
{
    TwoHosts net;
    const auto node = net.host.GetNode();
    const auto udp = net.Make(UdpSocketFactory::GetTypeId(), "a.example");
    const auto raw = net.Make(Ipv6RawSocketFactory::GetTypeId(), "b.example");
    const auto ipv4 = net.Make(UdpSocketFactory::GetTypeId(), "b.example");
    const std::string unused = " state=UNCONNECTED scope=socket kept=false local=- peer=- "
                               "process=root\n";
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node),
                          "socket=udp" + unused + "socket=raw" + unused + "socket=udp" + unused,
                          "they are new");
    udp->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 53));
    udp->Connect(Inet6SocketAddress(FAR, 9));
    raw->Bind(Inet6SocketAddress(net.OfB(), 0));
    ipv4->Bind(InetSocketAddress(Ipv4Address::GetAny(), 67));
    NS_TEST_EXPECT_MSG_EQ(
        SocketsOf(node),
        "socket=udp state=CONNECTED scope=socket kept=true local=[::]:53 "
        "peer=[2001:db8:ffff::1]:9 process=root\n"
        "socket=raw state=UNCONNECTED scope=socket kept=false local=2001:db8:b::ff:fe00:1 peer=- "
        "process=root\n"
        "socket=udp state=UNCONNECTED scope=socket kept=false local=0.0.0.0:67 peer=- "
        "process=root\n",
        "they are used");
    udp->Close();
    raw->Close();
    ipv4->Close();
    NS_TEST_EXPECT_MSG_EQ(SocketsOf(node), "", "they are closed");
}

// Rows: PRC-06
void
BindingPrint::ProcessesAndScopes()
{
    TwoHosts net;
    const auto parent = net.table->CreateProcess("parent");
    parent->Bind("a.example");
    const auto child = net.table->CreateProcess("child", parent);
    const auto thread = net.table->CreateThread("thread", parent);
    const auto bound = net.table->CreateThread("bound", parent);
    bound->Bind("b.example");
    const auto free = net.table->CreateThread("free", parent);
    free->Bind(PvdBinding::None());
    std::vector<Ptr<Socket>> sockets;
    for (const auto& process : {parent, child, thread, bound, free})
    {
        const PvdProcess::Scope scope(process);
        sockets.push_back(net.Make(UdpSocketFactory::GetTypeId()));
    }
    const auto socket = [](const char* scope, const char* process) {
        return "  socket=udp state=UNCONNECTED scope=" + std::string(scope) +
               " kept=false local=- peer=- process=" + process + "\n";
    };
    NS_TEST_EXPECT_MSG_EQ(TextOf(net.host.GetNode()),
                          "pvd=a.example present=true\n"
                          "  process=parent thread=false scope=process binding=a.example\n"
                          "  process=child thread=false scope=parent binding=a.example\n"
                          "  process=thread thread=true scope=process binding=a.example\n" +
                              socket("process", "parent") + socket("parent", "child") +
                              socket("process", "thread") +
                              "pvd=b.example present=true\n"
                              "  process=bound thread=true scope=thread binding=b.example\n" +
                              socket("thread", "bound"),
                          "where the bindings come from");
}

// Rows: PRC-06
void
BindingPrint::SeveralAndMissingPvds()
{
    TwoHosts net;
    const auto node = net.host.GetNode();
    const PvdBinding several({"B.example.", "x.example", "b.example"});
    const auto socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
    PvdSocketBinding::Get(socket)->BindToPvd(several, PvdBinding::LAZY);
    const std::string line =
        "  socket=udp state=UNCONNECTED scope=socket kept=false local=- peer=- process=root\n";
    NS_TEST_EXPECT_MSG_EQ(TextOf(node),
                          "pvd=a.example present=true\npvd=b.example present=true\n" + line +
                              "pvd=x.example present=false\n" + line,
                          "under each PvD once");
    PvdStaticConfiguration(net.host.GetRegistry()).RemovePvd("b.example");
    NS_TEST_EXPECT_MSG_EQ(TextOf(node),
                          "pvd=a.example present=true\npvd=B.example present=false\n" + line +
                              "pvd=x.example present=false\n" + line,
                          "a PvD that has gone");
}

// Rows: PRC-06
void
BindingPrint::PrintingChangesNothing()
{
    TwoHosts net;
    const auto tcp = net.Make(TcpSocketFactory::GetTypeId(), "a.example");
    const auto udp = net.Make(UdpSocketFactory::GetTypeId(), "a.example");
    tcp->Bind6();
    udp->Bind6();
    TextOf(net.host.GetNode());
    JsonOf(net.host.GetNode());
    NS_TEST_EXPECT_MSG_EQ(tcp->GetErrno(), Socket::ERROR_NOTERROR, "errno of TCP");
    NS_TEST_EXPECT_MSG_EQ(udp->GetErrno(), Socket::ERROR_NOTERROR, "errno of UDP");
}

// Rows: PRC-06
void
BindingPrint::Json()
{
    TwoHosts net;
    const auto node = net.host.GetNode();
    const auto process = net.table->CreateProcess("a \"name\"\\\n");
    process->Bind({"a.example", "b.example"});
    const auto socket = net.Make(UdpSocketFactory::GetTypeId(), "a.example");
    socket->Bind(Inet6SocketAddress(net.OfA(), 53));
    const std::string processes =
        "[{\"name\":\"a \\\"name\\\"\\\\\\u000a\",\"thread\":false,\"scope\":\"process\","
        "\"binding\":\"first:a.example,b.example\"}]";
    NS_TEST_EXPECT_MSG_EQ(
        JsonOf(node),
        "{\"node\":" + std::to_string(node->GetId()) +
            ",\"pvds\":[{\"name\":\"a.example\",\"present\":true,\"processes\":" + processes +
            ",\"sockets\":[{\"type\":\"udp\",\"state\":\"UNCONNECTED\",\"scope\":\"socket\","
            "\"kept\":false,\"local\":{\"address\":\"2001:db8:a::ff:fe00:1\",\"port\":53},"
            "\"peer\":null,\"process\":\"root\"}]},"
            "{\"name\":\"b.example\",\"present\":true,\"processes\":" +
            processes + ",\"sockets\":[]}]}\n",
        "one object");
}

// Rows: PRC-06
void
BindingPrint::NamesCannotForgeLines()
{
    TwoHosts net;
    net.table->CreateProcess("x\npvd=evil present=true")->Bind("b.example");
    net.table->CreateProcess("")->Bind("b.example");
    NS_TEST_EXPECT_MSG_EQ(TextOf(net.host.GetNode()),
                          "pvd=a.example present=true\npvd=b.example present=true\n"
                          "  process=x\\010pvd=evil\\032present=true thread=false scope=process "
                          "binding=b.example\n"
                          "  process=- thread=false scope=process binding=b.example\n",
                          "a name that reads like a line");
}

class BindingPrintSuite : public TestSuite
{
  public:
    BindingPrintSuite()
        : TestSuite("pvd-binding-print", Type::UNIT)
    {
        Add("what is not bound is printed", &BindingPrint::NothingIsBound);
        Add("TCP socket stays when it is closed", &BindingPrint::TcpFromBirthToClose);
        Add("TCP socket without connection stays", &BindingPrint::TcpThatIsReset);
        Add("datagram socket has a wrong line", &BindingPrint::DatagramSockets);
        Add("binding comes from elsewhere", &BindingPrint::ProcessesAndScopes);
        Add("PvD that is named is not there", &BindingPrint::SeveralAndMissingPvds);
        Add("printing sets errno", &BindingPrint::PrintingChangesNothing);
        Add("JSON says something else", &BindingPrint::Json);
        Add("name that looks like another line", &BindingPrint::NamesCannotForgeLines);
    }

  private:
    void Add(const std::string& name, BindingPrint::Body body)
    {
        AddTestCase(new BindingPrint(name, body));
    }
};

BindingPrintSuite g_bindingPrintSuite; ///< registers itself

} // namespace
