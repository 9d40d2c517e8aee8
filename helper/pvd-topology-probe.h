/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TOPOLOGY_PROBE_H
#define PVD_TOPOLOGY_PROBE_H

#include "ns3/ipv6-address.h"
#include "ns3/ipv6.h"
#include "ns3/packet.h"
#include "ns3/pvd-binding.h"
#include "ns3/pvd-topology.h"
#include "ns3/socket.h"

#include <cstdint>
#include <iosfwd>
#include <list>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-helper
 * \brief Asks hosts of a topology how they reach something: opens TCP connections and looks where
 * they pass, and with which source address.
 *
 * \code
 *   PvdTopologyProbe probe(topology);
 *   probe.Listen("server");
 *   const auto& way = probe.Connect("host", "isp-a.example.com", "3fff:900::1");
 *   Simulator::Run();
 *   std::cout << way.source << " " << way.GetFirstHop() << " " << way.isConnected;
 * \endcode
 */
class PvdTopologyProbe
{
  public:
    static constexpr uint16_t PORT = 8300; //!< on which Listen listens

    /// What became of a connection.
    struct Way
    {
        std::string host;                                      //!< who connects
        PvdBinding binding;                                    //!< of its socket
        Ipv6Address destination;                               //!< where to
        Ptr<Socket> socket;                                    //!< its socket
        Socket::SocketErrno error{Socket::ERROR_NOTERROR};     //!< why nothing was sent
        bool isConnected{false};                               //!< it was accepted
        Ipv6Address source;                                    //!< own address
        uint16_t port{0};                                      //!< own port
        std::vector<std::pair<std::string, std::string>> hops; //!< node and port where the first
                                                               //!< packet came in, in order

        /// \return node and port of the first hop, such as "router:rt0"; "-" if there is none
        std::string GetFirstHop() const;
        /// \param node name of a node \return true if the first packet passed it
        bool Passes(const std::string& node) const;
    };

    /// \param topology the network; nodes that are added later are not watched
    explicit PvdTopologyProbe(const PvdTopology& topology);
    ~PvdTopologyProbe();
    PvdTopologyProbe(const PvdTopologyProbe&) = delete;
    PvdTopologyProbe& operator=(const PvdTopologyProbe&) = delete;

    /// Accept connections. \param node name of a node \param port TCP port
    void Listen(const std::string& node, uint16_t port = PORT);
    /**
     * Connect now.
     * \param host name of a node
     * \param binding of the socket; only Inherit if the host is not PvD-aware
     * \param destination where to
     * \param port TCP port
     * \return what becomes of it, while the simulation goes on; it lives as long as the probe
     */
    const Way& Connect(const std::string& host,
                       const PvdBinding& binding,
                       const Ipv6Address& destination,
                       uint16_t port = PORT);
    /// Print a line for each connection: who, bound to what, where to, from where, over which hops.
    /// \param os where to
    void Print(std::ostream& os) const;

  private:
    /// A node that is watched.
    struct Watched
    {
        PvdTopologyProbe* probe;               //!< by whom
        std::string node;                      //!< its name
        std::map<uint32_t, std::string> ports; //!< by interface index
    };

    static void See(Watched* watched, Ptr<const Packet> packet, Ptr<Ipv6> ipv6, uint32_t interface);
    void HandleConnected(Ptr<Socket> socket);
    void HandleAccepted(Ptr<Socket> socket, const Address& from);

    PvdTopology m_topology;               //!< the network
    std::list<Watched> m_watched;         //!< they stay where they are
    std::vector<Ptr<Socket>> m_listeners; //!< and what they accepted
    std::list<Way> m_ways;                //!< they stay where they are
};

} // namespace ns3

#endif /* PVD_TOPOLOGY_PROBE_H */
