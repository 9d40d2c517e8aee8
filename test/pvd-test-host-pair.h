/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_HOST_PAIR_H
#define PVD_TEST_HOST_PAIR_H

#include "ns3/ipv4-header.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6.h"
#include "ns3/node.h"
#include "ns3/simple-channel.h"
#include "ns3/simple-net-device.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/test.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-test
 * Two hosts, as ns-3 makes them or PvD-aware, and what their sockets did: to compare them.
 */

namespace ns3
{
namespace pvdtest
{

/// How the hosts of a pair are made.
enum class HostKind : uint8_t
{
    STOCK, //!< by InternetStackHelper
    AWARE, //!< by PvdHostHelper
    BOUND, //!< by PvdHostHelper, and all their sockets are bound to a PvD
};

/// Hosts 0 and 1 on two links. On link 1 they are 10.0.1.1 and 10.0.1.2, 2001:db8:1::1 and
/// 2001:db8:1::2; on link 2 10.0.2.1 ... What happens to their sockets is written down.
class HostPair
{
  public:
    /// \param kind how to make them
    explicit HostPair(HostKind kind);
    ~HostPair();

    /// \param host 0 or 1 \return the host
    Ptr<Node> GetNode(uint32_t host) const;
    /// \param host 0 or 1 \param link 1 or 2 \return the device
    Ptr<SimpleNetDevice> GetDevice(uint32_t host, uint32_t link) const;
    /// \param link 1 or 2 \return the link
    Ptr<SimpleChannel> GetLink(uint32_t link) const;
    /**
     * Make a socket, and write down what it tells. What it receives is fetched at once.
     * \param host 0 or 1
     * \param protocol "Udp", "Tcp" or "Ipv6Raw"
     * \param name what it is called in the diary
     */
    Ptr<Socket> Make(uint32_t host, const std::string& protocol, const std::string& name);
    /// Write down what the socket tells. \param socket a socket \param name what it is called
    void Watch(const Ptr<Socket>& socket, const std::string& name);
    /// Fetch nothing when a socket receives.
    void LeaveReceived(const Ptr<Socket>& socket);
    /// Fetch all that a socket has received.
    void Fetch(Ptr<Socket> socket);
    /// Write down TOS, TTL and priority of all that a host sends. \param host 0 or 1
    void WatchHeaders(uint32_t host);
    /// \param name of a socket that was made or accepted \return it, or null
    Ptr<Socket> Find(const std::string& name) const;
    /// Forget the names of all sockets: others may have them.
    void Forget();
    /// Whether listeners take connections.
    bool accepts{true};

    /// Write something down.
    void Say(const std::string& text);
    /// Write down what a call returned, and the error if it failed.
    void Returned(const std::string& call, const Ptr<Socket>& socket, int result);
    /// Write down the local and the remote address of a socket.
    void SayNames(const Ptr<Socket>& socket);
    /// Let two seconds go by.
    void Wait();
    /// \return what was written down, a line each
    const std::string& GetDiary() const;

  private:
    void AddLink(uint32_t link, HostKind kind);
    std::string GetName(const Ptr<Socket>& socket) const;
    void Received(Ptr<Socket> socket);
    void Connected(Ptr<Socket> socket);
    void Failed(Ptr<Socket> socket);
    void Closed(Ptr<Socket> socket);
    void ErrorClosed(Ptr<Socket> socket);
    bool Asked(Ptr<Socket> socket, const Address& from);
    void Accepted(Ptr<Socket> socket, const Address& from);
    void Sent(Ptr<Socket> socket, uint32_t size);
    void SentIpv4(const Ipv4Header& header, Ptr<const Packet> packet, uint32_t interface);
    void SentIpv6(const Ipv6Header& header, Ptr<const Packet> packet, uint32_t interface);

    std::vector<Ptr<Node>> m_nodes;              //!< the hosts
    std::vector<Ptr<SimpleChannel>> m_links;     //!< links 1 and 2
    std::map<Socket*, std::string> m_names;      //!< of the sockets
    std::map<std::string, Ptr<Socket>> m_byName; //!< the sockets
    std::string m_diary;                         //!< see GetDiary
};

/// \param ip IPv4 or IPv6 address as text \param port port number \return both as a socket takes it
Address To(const std::string& ip, uint16_t port);
/// \return "10.0.1.1:8300" or "2001:db8:1::1:8300"
std::string ToText(const Address& address);

/// A test case that lets the same happen on hosts of ns-3 and on PvD-aware ones, and wants the same
/// outcome.
class SameAsStock : public TestCase
{
  public:
    /// What happens.
    using Scenario = void (*)(HostPair& net);

    /**
     * \param name what the case catches
     * \param scenario what happens
     * \param landmark a line that ns-3's own hosts write down: what it is about does happen
     */
    SameAsStock(const std::string& name, Scenario scenario, const std::string& landmark)
        : TestCase(name),
          m_scenario(scenario),
          m_landmark(landmark)
    {
    }

  protected:
    void DoRun() override;

  private:
    Scenario m_scenario;    //!< what happens
    std::string m_landmark; //!< a line
};

/// The same of packets to ::1. It is left out where hosts of ns-3 send them from "::", as those of
/// ns-3.35 do: PvD-aware ones send them from ::1.
class SameLoopbackAsStock : public SameAsStock
{
  public:
    /// \param suite name of the suite, for the report \param name what the case catches
    /// \param scenario what happens \param landmark a line that ns-3's own hosts write down
    SameLoopbackAsStock(const std::string& suite,
                        const std::string& name,
                        Scenario scenario,
                        const std::string& landmark)
        : SameAsStock(name, scenario, landmark),
          m_suite(suite)
    {
    }

  private:
    void DoRun() override;

    std::string m_suite; //!< its name
};

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_HOST_PAIR_H */
