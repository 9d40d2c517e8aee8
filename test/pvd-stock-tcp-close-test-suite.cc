/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-tcp-pair.h"

#include "ns3/test.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

void
ClientCloses(HostPair& net, const std::string& ip)
{
    Listen(net, AnyLike(ip));
    const auto client = Connect(net, ip);
    Send(net, client, 100);
    net.Returned("Close", client, client->Close());
    net.Wait();
    net.Returned("Close", client, client->Close());
    net.Returned("Send", client, client->Send(Create<Packet>(10)));
    const auto server = GetAccepted(net);
    Send(net, server, 50);
    net.Returned("Close", server, server->Close());
    net.Wait();
    net.Returned("Close", server, server->Close());
}

void
ServerCloses(HostPair& net, const std::string& ip)
{
    Listen(net, AnyLike(ip));
    const auto client = Connect(net, ip);
    const auto server = GetAccepted(net);
    server->Send(Create<Packet>(100));
    net.Returned("Close", server, server->Close());
    net.Wait();
    net.Returned("Close", client, client->Close());
    net.Wait();
    net.Returned("Send", client, client->Send(Create<Packet>(10)));
}

void
BothClose(HostPair& net, const std::string& ip)
{
    Listen(net, AnyLike(ip));
    const auto client = Connect(net, ip);
    const auto server = GetAccepted(net);
    client->Send(Create<Packet>(100));
    server->Send(Create<Packet>(100));
    net.Returned("Close", client, client->Close());
    net.Returned("Close", server, server->Close());
    net.Wait();
}

void
HalfClose(HostPair& net, const std::string& ip)
{
    Listen(net, AnyLike(ip));
    const auto client = Connect(net, ip);
    const auto server = GetAccepted(net);
    net.Returned("ShutdownSend", client, client->ShutdownSend());
    net.Wait();
    net.Returned("Send", client, client->Send(Create<Packet>(10)));
    Send(net, server, 3000);
    net.Returned("ShutdownSend", server, server->ShutdownSend());
    net.Wait();
}

void
ShutdownRecv(HostPair& net, const std::string& ip)
{
    Listen(net, AnyLike(ip));
    const auto client = Connect(net, ip);
    net.Returned("ShutdownRecv", client, client->ShutdownRecv());
    Send(net, GetAccepted(net), 100);
    Send(net, client, 100);
}

void
CloseWithUnread(HostPair& net, const std::string& ip)
{
    Listen(net, AnyLike(ip));
    const auto client = Connect(net, ip);
    const auto server = GetAccepted(net);
    net.LeaveReceived(server);
    Send(net, client, 100);
    net.Say("available " + std::to_string(server->GetRxAvailable()));
    net.Returned("Close", server, server->Close());
    net.Wait();
    Send(net, client, 100);
}

void
Refused(HostPair& net, const std::string& ip)
{
    // Nobody listens.
    const auto client = Connect(net, ip);
    net.SayNames(client);
    net.Returned("Send", client, client->Send(Create<Packet>(10)));
    // A listener does not want to.
    Listen(net, AnyLike(ip));
    net.accepts = false;
    Connect(net, ip, "second");
    Simulator::Stop(Seconds(300));
    Simulator::Run();
    net.accepts = true;
    // A listener that was closed.
    net.Find("listener")->Close();
    Connect(net, ip, "third");
}

void
Silence(HostPair& net, const std::string& ip)
{
    Listen(net, AnyLike(ip));
    net.GetLink(1)->BlackList(net.GetDevice(0, 1), net.GetDevice(1, 1));
    const auto client = Connect(net, ip);
    Simulator::Stop(Seconds(400));
    Simulator::Run();
    net.GetLink(1)->UnBlackList(net.GetDevice(0, 1), net.GetDevice(1, 1));
}

class StockTcpCloseSuite : public TestSuite
{
  public:
    StockTcpCloseSuite()
        : TestSuite("pvd-stock-tcp-close", Type::SYSTEM)
    {
        const auto add =
            [this](const char* name, SameAsStock::Scenario scenario, const char* mark) {
                AddTestCase(new SameAsStock(name, scenario, mark));
            };
        add("the client closes differently", &OverAll<&ClientCloses>, "client closed");
        add("the server closes differently", &OverAll<&ServerCloses>, "client closed");
        add("both close differently", &OverAll<&BothClose>, "client closed");
        add("half a connection is closed differently", &OverAll<&HalfClose>, "ShutdownSend=0");
        add("a socket that was shut down receives", &OverAll<&ShutdownRecv>, "accepted got 100");
        add("unread data is lost silently", &OverAll<&CloseWithUnread>, "accepted closed, error 0");
        add("a refusal is not told", &OverAll<&Refused>, "third failed");
        add("silence is not told", &OverAll<&Silence>, "client failed");
    }
};

StockTcpCloseSuite g_stockTcpCloseSuite; ///< registers itself

} // namespace
