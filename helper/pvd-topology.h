/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TOPOLOGY_H
#define PVD_TOPOLOGY_H

#include "ns3/channel.h"
#include "ns3/data-rate.h"
#include "ns3/error-model.h"
#include "ns3/ipv6-address.h"
#include "ns3/mac48-address.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

class PvdIpv6Routing;
class PvdRouterAdvertiser;

/// How a link of a topology carries packets.
struct PvdTopologyLink
{
    DataRate rate{"1Gbps"};       //!< in each direction, or of the whole segment
    Time delay{MicroSeconds(10)}; //!< from one end to the other
    double loss{0};               //!< share of the packets that get lost, 0..1
    uint32_t mtu{1500};           //!< octets
};

/**
 * \ingroup pvd-helper
 * \brief A network whose nodes, links and ports have names. A port is the device and the interface
 * by which a node is connected to a link.
 *
 * Whatever is called by a name that is not there stops the program with a sentence that says which
 * names there are. Hardware addresses come from the order of nodes and ports, so that all that is
 * made of them is the same each time. A value; copies share nodes and links.
 */
class PvdTopology
{
  public:
    /// Installs an internet stack on a node.
    using Stack = std::function<void(const Ptr<Node>& node)>;

    /// \param node name of a node \return the node
    Ptr<Node> GetNode(const std::string& node) const;
    /// \param node name of a node \param port name of one of its ports \return the device
    Ptr<NetDevice> GetDevice(const std::string& node, const std::string& port) const;
    /// \param node name of a node \param port name of one of its ports \return interface index
    uint32_t GetInterface(const std::string& node, const std::string& port) const;
    /// \param node name of a node \param port name of one of its ports \return its hardware address
    Mac48Address GetMac(const std::string& node, const std::string& port) const;
    /// \param node name of a node \param port name of one of its ports \return link-local address
    Ipv6Address GetLinkLocal(const std::string& node, const std::string& port) const;
    /// \param node name of a node \param port name of one of its ports \param prefix of 64 bits
    /// \return the address that the port forms from it (RFC 4862)
    Ipv6Address GetAddress(const std::string& node,
                           const std::string& port,
                           const Ipv6Address& prefix) const;
    /// \param node name of a node \return its routing; null if it is ns-3's own
    Ptr<PvdIpv6Routing> GetRouting(const std::string& node) const;
    /// \param node name of a node \return the first that it has; null if it has none
    Ptr<PvdRouterAdvertiser> GetAdvertiser(const std::string& node) const;
    /// \param link name of a link \return the channel
    Ptr<Channel> GetLink(const std::string& link) const;
    /// \return names of the nodes in the order in which they were added
    const std::vector<std::string>& GetNodeNames() const;
    /// \param node name of a node \return names of its ports in the order of its interfaces
    std::vector<std::string> GetPortNames(const std::string& node) const;
    /// \return names of the links in the order in which they were added
    const std::vector<std::string>& GetLinkNames() const;
    /// \param link name of a link \return (node, port) of its ends, in order
    const std::vector<std::pair<std::string, std::string>>& GetEnds(const std::string& link) const;

    /// \param name of the new node \param stack installs what it has \return the node
    Ptr<Node> AddNode(const std::string& name, const Stack& stack);
    /// The same of a PvdIpv6Routing node whose ports forward. \param name of it \return the node
    Ptr<Node> AddRouter(const std::string& name);
    /// \param name of a new segment, as of Ethernet \param link how it carries packets
    void AddSegment(const std::string& name, const PvdTopologyLink& link = PvdTopologyLink());
    /// Connect a node to a segment. \param node which \param port its new port \param segment which
    /// \return interface index
    uint32_t Connect(const std::string& node, const std::string& port, const std::string& segment);
    /**
     * Connect two nodes with a link of their own.
     * \param name of the new link
     * \param one a node and its new port
     * \param other another node and its new port
     * \param link how it carries packets
     */
    void AddPointToPoint(const std::string& name,
                         const std::pair<std::string, std::string>& one,
                         const std::pair<std::string, std::string>& other,
                         const PvdTopologyLink& link = PvdTopologyLink());
    /// Give a node a port that leads nowhere, for addresses of its own. \param node which \param
    /// port its new port
    void AddDummy(const std::string& node, const std::string& port);
    /// \param node which \param port its port \param address such as "3fff:db8::1/64"
    void AddAddress(const std::string& node, const std::string& port, const std::string& address);
    /**
     * \param node which
     * \param prefix destinations, such as "3fff:db8::/32"
     * \param gateway next hop; empty: they are on the link
     * \param port over which
     * \param from source prefix, of nodes with PvdIpv6Routing; empty: from anywhere
     */
    void AddRoute(const std::string& node,
                  const std::string& prefix,
                  const std::string& gateway,
                  const std::string& port,
                  const std::string& from = "");
    /// Take a route away that has no source prefix. \param node a PvdIpv6Routing node \param prefix
    /// destinations \param gateway next hop \param port over which
    void RemoveRoute(const std::string& node,
                     const std::string& prefix,
                     const std::string& gateway,
                     const std::string& port);
    /// Let a router refuse what enters by a port from other sources (BCP 38). \param node which
    /// \param port which \param prefix of sources, such as "3fff:db8::/32"
    void AllowSource(const std::string& node, const std::string& port, const std::string& prefix);

    /// \param link which \param up false: nothing gets through, and nobody is told
    void SetUp(const std::string& link, bool up);
    /// \param link which \param loss share of the packets that get lost while it is up, 0..1
    void SetLoss(const std::string& link, double loss);
    /// Give fixed streams to all random variables of stacks, links and advertisers, when all is
    /// there. \param stream first stream number \return how many streams were taken
    int64_t AssignStreams(int64_t stream);
    /// Write what is seen at one end of each link. \param prefix of the names of the files
    void EnablePcap(const std::string& prefix) const;

    /// \param text such as "3fff:db8::/32" \return address and length; stops if it is none
    static std::pair<Ipv6Address, uint8_t> ReadPrefix(const std::string& text);

  private:
    struct Port
    {
        Ptr<NetDevice> device; //!< the device
        uint32_t interface;    //!< its interface index
    };

    struct NamedNode
    {
        Ptr<Node> node;                    //!< the node
        uint8_t number;                    //!< from 1
        bool forwards;                     //!< its ports do
        std::map<std::string, Port> ports; //!< by name
    };

    struct Link
    {
        Ptr<Channel> channel;                                  //!< the channel
        PvdTopologyLink how;                                   //!< how it carries packets
        bool isUp;                                             //!< see SetUp
        std::vector<Ptr<RateErrorModel>> errors;               //!< one of each end
        std::vector<std::pair<std::string, std::string>> ends; //!< see GetEnds
    };

    const NamedNode& FindNode(const std::string& node) const;
    const Port& FindPort(const std::string& node, const std::string& port) const;
    const Link& FindLink(const std::string& link) const;
    Link& FindLink(const std::string& link);
    /// Give a node a device. \return interface index
    uint32_t AddPort(const std::string& node,
                     const std::string& port,
                     const Ptr<NetDevice>& device,
                     const std::string& link);
    /// \return the next hardware address of a node
    static Mac48Address MakeMac(const NamedNode& node);
    static void ApplyLoss(const Link& link);

    std::map<std::string, NamedNode> m_nodes; //!< by name
    std::map<std::string, Link> m_links;      //!< by name
    std::vector<std::string> m_nodeNames;     //!< see GetNodeNames
    std::vector<std::string> m_linkNames;     //!< see GetLinkNames
};

} // namespace ns3

#endif /* PVD_TOPOLOGY_H */
