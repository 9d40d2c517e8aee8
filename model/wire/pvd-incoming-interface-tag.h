/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_INCOMING_INTERFACE_TAG_H
#define PVD_INCOMING_INTERFACE_TAG_H

#include "ns3/packet.h"
#include "ns3/tag.h"

#include <cstdint>
#include <optional>
#include <ostream>

namespace ns3
{

/**
 * \ingroup pvd-wire
 * \brief Over which interface a packet from a link-local address came: an answer to it has to leave
 * there, and the address does not say so (RFC 4007, section 9).
 */
class PvdIncomingInterfaceTag : public Tag
{
  public:
    /**
     * \brief Get the type ID.
     * \return the object TypeId
     */
    static TypeId GetTypeId();

    PvdIncomingInterfaceTag() = default;
    /// \param node index of the node \param interface interface index
    PvdIncomingInterfaceTag(uint32_t node, uint32_t interface);

    /**
     * \param packet a packet, or an ICMPv6 error about it
     * \param node index of the node: a packet may have kept the tag of another one
     * \return interface index; nothing if the packet has no tag of the node
     */
    static std::optional<uint32_t> Find(Ptr<const Packet> packet, uint32_t node);

    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer i) const override;
    void Deserialize(TagBuffer i) override;
    void Print(std::ostream& os) const override;

  private:
    uint32_t m_node{0};      //!< index of the node that received it
    uint32_t m_interface{0}; //!< index of its interface
};

} // namespace ns3

#endif /* PVD_INCOMING_INTERFACE_TAG_H */
