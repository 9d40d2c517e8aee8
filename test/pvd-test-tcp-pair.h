/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_TCP_PAIR_H
#define PVD_TEST_TCP_PAIR_H

#include "pvd-test-host-pair.h"

#include <cstdint>
#include <string>

/**
 * \file
 * \ingroup pvd-test
 * TCP connections between two hosts.
 */

namespace ns3
{
namespace pvdtest
{

constexpr uint16_t PORT = 8300;

/// What host 1 is called: over IPv4, IPv6, and as IPv4 is called in IPv6.
const char* const SERVERS[] = {"10.0.1.2", "2001:db8:1::2", "::ffff:10.0.1.2"};

/// \return a listener of host 1
inline Ptr<Socket>
Listen(HostPair& net, const std::string& ip, const std::string& name = "listener")
{
    const auto socket = net.Make(1, "Tcp", name);
    net.Returned("Bind " + name, socket, socket->Bind(To(ip, PORT)));
    net.Returned("Listen " + name, socket, socket->Listen());
    return socket;
}

/// \return a socket of host 0 that has connected to host 1
inline Ptr<Socket>
Connect(HostPair& net, const std::string& ip, const std::string& name = "client")
{
    const auto socket = net.Make(0, "Tcp", name);
    net.Returned("Connect " + name, socket, socket->Connect(To(ip, PORT)));
    net.Wait();
    return socket;
}

/// \return a connection that a listener has accepted, or a socket that has none if nobody did
inline Ptr<Socket>
GetAccepted(HostPair& net, const std::string& name = "accepted")
{
    const auto accepted = net.Find(name);
    return accepted ? accepted : net.Make(1, "Tcp", "nobody");
}

/// Send some octets from a connection.
inline void
Send(HostPair& net, const Ptr<Socket>& socket, uint32_t size)
{
    if (!socket)
    {
        return net.Say("no socket");
    }
    net.Returned("Send", socket, socket->Send(Create<Packet>(size)));
    net.Wait();
}

/// Run a scenario for each way to call the server, on ports that are free.
template <void (*Each)(HostPair&, const std::string&)>
void
OverAll(HostPair& net)
{
    for (const char* ip : SERVERS)
    {
        net.Say(ip);
        Each(net, ip);
        for (const char* name : {"client", "listener", "accepted"})
        {
            if (const auto socket = net.Find(name))
            {
                socket->Close();
            }
        }
        Simulator::Stop(Seconds(300)); // until all timers are done
        Simulator::Run();
        net.Forget();
    }
}

/// \return a local address of any host that takes connections to another
inline std::string
AnyLike(const std::string& ip)
{
    return ip.find(':') == std::string::npos ? "0.0.0.0" : "::";
}

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_TCP_PAIR_H */
