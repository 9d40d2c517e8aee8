/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_EMULATION_ECHO_TRAFFIC_H
#define PVD_EMULATION_ECHO_TRAFFIC_H

#include "ns3/ipv6-address.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/pvd-flow.h"
#include "ns3/socket.h"

#include <cstdint>
#include <ostream>

namespace ns3
{
namespace pvdtest
{

/**
 * \ingroup pvd-test
 * \brief Sends datagrams to a peer in equal intervals, answers those of others on UDP port 7, and
 * watches whether the host changes its router meanwhile.
 */
class EchoTraffic
{
  public:
    /// \param node a PvD-aware host
    explicit EchoTraffic(const Ptr<Node>& node);

    /**
     * \param peer to which host
     * \param interval between two datagrams
     * \param begin when the first one leaves \param end when no other leaves
     */
    void Start(const Ipv6Address& peer, const Time& interval, const Time& begin, const Time& end);

    /// Print "sent", "answered", "given up" and "switches" with their numbers, a line for each.
    void Print(std::ostream& os) const;

  private:
    void Send(Ipv6Address peer, Time interval, Time end);
    void Answer(Ptr<Socket> socket);
    void Count(Ptr<Socket> socket);
    void NoteReachability(uint32_t interface, Ipv6Address neighbor, bool isReachable);
    void NoteDecision(const PvdDecision& decision);

    Ptr<Node> m_node;       //!< the host
    Ptr<Socket> m_server;   //!< on port 7
    Ptr<Socket> m_client;   //!< sends
    Ipv6Address m_peer;     //!< to which host
    Ipv6Address m_gateway;  //!< of the last datagram, or "::"
    uint64_t m_sent{0};     //!< datagrams
    uint64_t m_answered{0}; //!< answers
    uint64_t m_givenUp{0};  //!< neighbours that have not answered
    uint64_t m_switches{0}; //!< changes of the router
};

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_EMULATION_ECHO_TRAFFIC_H */
