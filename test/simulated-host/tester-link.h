/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TESTER_LINK_H
#define PVD_TESTER_LINK_H

#include "ns3/node.h"
#include "ns3/simple-net-device.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace pvdsimulated
{

/**
 * A link with a simulated node on one end and the tester on the other. The tester's end has no
 * stack: it sends the frames that it is given, and hands on all frames of the node.
 */
class TesterLink
{
  public:
    using Octets = std::vector<uint8_t>;
    /// Takes a frame of the node: Ethernet header and packet.
    using Listener = std::function<void(const Octets& frame)>;

    /**
     * \param node gets a device on the link
     * \param mac hardware address of that device
     * \param listener is called for each frame that the node sends
     */
    TesterLink(const ns3::Ptr<ns3::Node>& node, const std::string& mac, Listener listener);

    /// Send a frame to the node now. \param frame at least an Ethernet header; shorter ones are
    /// lost
    void Send(const Octets& frame);

    /// \return the node's device
    ns3::Ptr<ns3::NetDevice> GetDevice() const;

  private:
    bool Receive(ns3::Ptr<ns3::NetDevice> device,
                 ns3::Ptr<const ns3::Packet> packet,
                 uint16_t protocol,
                 const ns3::Address& from,
                 const ns3::Address& to,
                 ns3::NetDevice::PacketType type);

    ns3::Ptr<ns3::SimpleNetDevice> m_device; //!< of the node
    ns3::Ptr<ns3::SimpleNetDevice> m_tester; //!< the other end
    Listener m_listener;                     //!< takes the frames of the node
};

} // namespace pvdsimulated

#endif /* PVD_TESTER_LINK_H */
