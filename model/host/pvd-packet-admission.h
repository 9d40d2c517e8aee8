/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_PACKET_ADMISSION_H
#define PVD_PACKET_ADMISSION_H

#include "pvd-first-octets.h"

#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/packet.h"

namespace ns3
{

/**
 * \ingroup pvd-host
 * \brief Looks at each IPv6 packet that a device of the node receives, before ns-3 does.
 *
 * ns-3 reads an IPv6 header where there is none, and answers packets that claim to come from the
 * node itself, to the node itself, for ever and without a moment of simulated time. Such packets,
 * those from or to an address that no link may carry, and those of which a part is missing, are
 * dropped; PvdExtensionProcessing counts and traces them.
 */
class PvdPacketAdmission
{
  public:
    /// \param node a node with Ipv6 and PvdExtensionProcessing, and without IPv6 interfaces yet
    static void Install(const Ptr<Node>& node);

  private:
    static void Receive(Ptr<NetDevice> device,
                        Ptr<const Packet> packet,
                        uint16_t protocol,
                        const Address& from,
                        const Address& to,
                        NetDevice::PacketType type);
    /// An answer to a link-local address has to leave over the interface of the device.
    static void NoteInterface(const Ptr<const Packet>& packet, const Ptr<NetDevice>& device);
    static PvdPacketDropReason Check(const Packet& packet,
                                     const PvdFirstOctets& first,
                                     const Ptr<NetDevice>& device);
};

} // namespace ns3

#endif /* PVD_PACKET_ADMISSION_H */
