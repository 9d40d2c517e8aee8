/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_UPLINKS_H
#define PVD_TEST_UPLINKS_H

#include "pvd-test-topology.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-address.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/pvd-topology-helper.h"
#include "ns3/socket.h"
#include "ns3/udp-socket-factory.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-test
 * What the suites of networks with uplinks share: short ways to describe them, and packets that
 * hosts send to a server.
 */

namespace ns3
{
namespace pvdtest
{

constexpr const char* SERVER = "3fff:900::1"; //!< address of "server"

/// \param name such as "a": PvD "a.example", prefix 3fff:a00::/64 \param access its access link
inline PvdTopologyHelper::Uplink
MakeUplink(const std::string& name, const std::string& access = "lan")
{
    PvdTopologyHelper::Uplink uplink;
    uplink.name = name;
    uplink.access = access;
    uplink.pvd = name + ".example";
    uplink.prefix = "3fff:" + name + "00::/64";
    return uplink;
}

/// Add "server" to a network. \param helper describes the network
inline void
AddServer(PvdTopologyHelper& helper)
{
    helper.AddServer("server", std::string(SERVER) + "/64");
}

/// Packets that hosts send to nodes over UDP, with a payload of 1000 octets.
class UdpTraffic
{
  public:
    static constexpr uint16_t PORT = 7000;    //!< of everybody
    static constexpr uint32_t PAYLOAD = 1000; //!< octets

    /// What came to a node.
    struct Arrival
    {
        Time time;          //!< when
        Ipv6Address source; //!< from where
    };

    /// \param net where \param host sends \param from its own address; any: as it likes
    UdpTraffic(const SettledTopology& net,
               const std::string& host,
               const Ipv6Address& from = Ipv6Address::GetAny())
        : m_client(Open(net, host, from)),
          m_server(Open(net, "server", Ipv6Address::GetAny()))
    {
        m_server->SetRecvCallback(MakeCallback(&UdpTraffic::NoteArrival, this));
        m_client->SetRecvCallback(MakeCallback(&UdpTraffic::NoteReturn, this));
    }

    ~UdpTraffic()
    {
        m_server->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        m_client->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        m_server->Close();
        m_client->Close();
    }

    UdpTraffic(const UdpTraffic&) = delete;
    UdpTraffic& operator=(const UdpTraffic&) = delete;

    /// Send at once. \param count how many packets
    void Send(uint32_t count)
    {
        m_arrivals.clear();
        for (uint32_t i = 0; i < count; ++i)
        {
            m_client->SendTo(Create<Packet>(PAYLOAD), 0, Inet6SocketAddress(SERVER, PORT));
        }
    }

    /// Send one after the other. \param count how many packets \return how many of them came
    std::size_t SendSlowly(uint32_t count)
    {
        std::size_t came = 0;
        for (uint32_t i = 0; i < count; ++i)
        {
            Send(1);
            SettledTopology::Wait(0.1);
            came += m_arrivals.size();
        }
        return came;
    }

    /// Let the server send all back, from now on.
    void SendBack()
    {
        m_isReturning = true;
    }

    /// \return what came to the server of what was sent last
    const std::vector<Arrival>& GetArrivals() const
    {
        return m_arrivals;
    }

    /// \return when the last one came back
    Time GetReturned() const
    {
        return m_returned;
    }

  private:
    static Ptr<Socket> Open(const SettledTopology& net,
                            const std::string& node,
                            const Ipv6Address& own)
    {
        const auto socket =
            Socket::CreateSocket(net.topology.GetNode(node), UdpSocketFactory::GetTypeId());
        socket->Bind(Inet6SocketAddress(own, PORT));
        return socket;
    }

    void NoteArrival(Ptr<Socket> socket)
    {
        Address from;
        while (const auto packet = socket->RecvFrom(from))
        {
            const auto source = Inet6SocketAddress::ConvertFrom(from).GetIpv6();
            m_arrivals.push_back({Simulator::Now(), source});
            if (m_isReturning)
            {
                socket->SendTo(packet, 0, from);
            }
        }
    }

    void NoteReturn(Ptr<Socket> socket)
    {
        while (socket->Recv())
        {
            m_returned = Simulator::Now();
        }
    }

    Ptr<Socket> m_client;            //!< of the host
    Ptr<Socket> m_server;            //!< of the server
    std::vector<Arrival> m_arrivals; //!< see GetArrivals
    bool m_isReturning{false};       //!< see SendBack
    Time m_returned;                 //!< see GetReturned
};

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_UPLINKS_H */
