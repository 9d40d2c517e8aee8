/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ARRIVAL_TAG_H
#define PVD_ARRIVAL_TAG_H

#include "ns3/packet.h"
#include "ns3/tag.h"

#include <optional>
#include <ostream>
#include <vector>

namespace ns3
{

/// How a packet came that had extension headers.
struct PvdArrival
{
    uint32_t node{0};             //!< which node received it
    uint8_t protocol{0};          //!< of its upper layer
    uint32_t length{0};           //!< of its upper layer, octets
    uint16_t fragments{0};        //!< in how many fragments; 0: without Fragment header
    std::vector<uint8_t> headers; //!< Next Header values of its extension headers, in order
    std::vector<uint8_t> options; //!< types of their options but padding, in order
};

/**
 * \ingroup pvd-wire
 * \brief What a packet came through, for whoever receives its upper layer.
 *
 * Some releases of ns-3 hand the IPv6 header up as it was received, others without a trace of the
 * extension headers. A PvD-aware host puts this tag on each packet that had some, on every release;
 * a packet without extension headers has none.
 */
class PvdArrivalTag : public Tag
{
  public:
    /**
     * \brief Get the type ID.
     * \return the object TypeId
     */
    static TypeId GetTypeId();

    PvdArrivalTag() = default;
    /// \param arrival what to note; of headers and options the first 64 are kept
    explicit PvdArrivalTag(const PvdArrival& arrival);

    /**
     * \param packet a packet, as an upper layer of a node received it
     * \param node index of that node: a packet may have kept the tag of another one
     * \return how it came; nothing if it had no extension header
     */
    static std::optional<PvdArrival> Find(Ptr<const Packet> packet, uint32_t node);

    /// \return what is noted
    const PvdArrival& Get() const;

    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer i) const override;
    void Deserialize(TagBuffer i) override;
    void Print(std::ostream& os) const override;

  private:
    PvdArrival m_arrival; //!< what is noted
};

} // namespace ns3

#endif /* PVD_ARRIVAL_TAG_H */
