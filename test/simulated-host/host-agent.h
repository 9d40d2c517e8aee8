/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_HOST_AGENT_H
#define PVD_HOST_AGENT_H

#include "ns3/ipv6-address.h"
#include "ns3/node.h"
#include "ns3/pvd-registry.h"
#include "ns3/socket.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace pvdsimulated
{

/**
 * What a program on the simulated node does when the tester asks for it. Each answer is a line that
 * begins with "report".
 */
class HostAgent
{
  public:
    /// Takes an answer.
    using Reporter = std::function<void(const std::string& line)>;

    /**
     * \param node with an internet stack, ours or ns-3's
     * \param interface of the node, the one on the tester's link
     * \param reporter takes the answers
     */
    HostAgent(const ns3::Ptr<ns3::Node>& node, uint32_t interface, Reporter reporter);

    /**
     * Carry out a command; see main.cc for their list.
     * \param line the command
     * \return false if there is no such command
     */
    bool Do(const std::string& line);

  private:
    void Ping(std::istream& words);
    void SendUdp(std::istream& words);
    void Bind(std::istream& words);
    void SendBound(std::istream& words);
    void Query(std::istream& words);
    void AddAddress(std::istream& words);
    void AddDhcpAddress(std::istream& words);
    void ReportState(std::istream& words);

    /// \return the text as an address; a mistake ends the program
    static ns3::Ipv6Address ToAddress(const std::string& text);
    /// \return the PvDs of the node; a host that knows none ends the program
    ns3::Ptr<ns3::PvdRegistry> GetRegistry() const;
    /// \return a UDP socket bound to a PvD; null, with the reason reported, if that is refused
    ns3::Ptr<ns3::Socket> MakeSocket(const std::string& name, const std::string& pvd);
    /// Send and report how it went.
    void Send(const std::string& name,
              const ns3::Ptr<ns3::Socket>& socket,
              const ns3::Ptr<ns3::Packet>& packet,
              const ns3::Ipv6Address& destination,
              uint16_t port);

    ns3::Ptr<ns3::Node> m_node;                             //!< the node
    uint32_t m_interface;                                   //!< on the tester's link
    Reporter m_reporter;                                    //!< takes the answers
    std::map<std::string, ns3::Ptr<ns3::Socket>> m_sockets; //!< bound flows by name
};

} // namespace pvdsimulated

#endif /* PVD_HOST_AGENT_H */
