/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-incoming-interface-tag.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdIncomingInterfaceTag);

TypeId
PvdIncomingInterfaceTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdIncomingInterfaceTag")
                            .SetParent<Tag>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdIncomingInterfaceTag>();
    return tid;
}

PvdIncomingInterfaceTag::PvdIncomingInterfaceTag(uint32_t node, uint32_t interface)
    : m_node(node),
      m_interface(interface)
{
}

std::optional<uint32_t>
PvdIncomingInterfaceTag::Find(Ptr<const Packet> packet, uint32_t node)
{
    PvdIncomingInterfaceTag tag;
    if (!packet->PeekPacketTag(tag) || tag.m_node != node)
    {
        return std::nullopt;
    }
    return tag.m_interface;
}

TypeId
PvdIncomingInterfaceTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
PvdIncomingInterfaceTag::GetSerializedSize() const
{
    return sizeof(m_node) + sizeof(m_interface);
}

void
PvdIncomingInterfaceTag::Serialize(TagBuffer i) const
{
    i.WriteU32(m_node);
    i.WriteU32(m_interface);
}

void
PvdIncomingInterfaceTag::Deserialize(TagBuffer i)
{
    m_node = i.ReadU32();
    m_interface = i.ReadU32();
}

void
PvdIncomingInterfaceTag::Print(std::ostream& os) const
{
    os << "node " << m_node << " interface " << m_interface;
}

} // namespace ns3
