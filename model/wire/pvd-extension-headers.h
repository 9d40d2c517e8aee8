/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_EXTENSION_HEADERS_H
#define PVD_EXTENSION_HEADERS_H

#include "pvd-packet-drop-reason.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

/// Values of Next Header that belong to extension headers (RFC 8200, section 4), and their end.
enum PvdNextHeader : uint8_t
{
    PVD_HOP_BY_HOP_OPTIONS = 0,
    PVD_ROUTING_HEADER = 43,
    PVD_FRAGMENT_HEADER = 44,
    PVD_NO_NEXT_HEADER = 59,
    PVD_DESTINATION_OPTIONS = 60,
};

/// What a host takes of extension headers (RFC 8504, section 5.3).
struct PvdExtensionLimits
{
    uint16_t headers{64};  //!< extension headers of a packet
    uint16_t options{8};   //!< options of a header, without padding
    uint32_t octets{2048}; //!< of all extension headers of a packet together
};

/// How a chain is to be walked.
struct PvdChainRules
{
    PvdExtensionLimits limits; //!< what the host takes
    uint32_t begin{0};         //!< where the first header stands in the payload
    bool isMulticast{false};   //!< the destination of the packet is a group
    bool onlyHopByHop{false};  //!< the packet is in transit: no other header concerns the node
};

/// A Fragment header (RFC 8200, section 4.5).
struct PvdFragment
{
    uint32_t header;         //!< where it stands in the payload
    uint32_t data;           //!< where the data of the fragment begin in the payload
    uint32_t offset;         //!< of the data in the fragmentable part, octets
    uint32_t identification; //!< of the packet
    uint32_t field;          //!< where the Next Header field stands that names the Fragment header
    uint8_t nextHeader;      //!< of the fragmentable part
    bool more;               //!< M flag

    /// \return true if the packet is no part of another one (RFC 6946)
    bool IsAtomic() const
    {
        return offset == 0 && !more;
    }
};

/**
 * \ingroup pvd-wire
 * \brief What a packet has between IPv6 header and upper layer.
 *
 * Positions called pointer and field count from the first octet of the IPv6 header, as the Pointer
 * of a Parameter Problem does; other positions count from the first octet after it.
 */
struct PvdHeaderChain
{
    uint8_t protocol{PVD_NO_NEXT_HEADER}; //!< what follows the last header
    uint32_t upper{0};                    //!< where that begins
    uint32_t field{6};                    //!< where the Next Header field stands that names it
    std::vector<uint8_t> headers;         //!< extension headers, in order
    std::vector<uint8_t> options;         //!< types of all options but padding, in order
    std::optional<PvdFragment> fragment;  //!< the first Fragment header
    PvdPacketDropReason fault{PvdPacketDropReason::NONE}; //!< why it is to be dropped
    std::optional<uint8_t> code; //!< of the Parameter Problem that is due, if one is
    uint32_t pointer{0};         //!< of that Parameter Problem
};

/**
 * \ingroup pvd-wire
 * \brief Walk and check all extension headers of a packet. Nothing is done by it.
 *
 * The first fault ends the walk, in the order in which the headers stand (RFC 8200, section 4). The
 * walk ends, too, at a fragment of a larger packet: what is behind it counts when the packet is
 * whole. Of a first fragment it is asked whether all headers are there (RFC 7112).
 *
 * \param payload all that follows the IPv6 header
 * \param nextHeader of the IPv6 header
 * \param rules how to walk
 * \return what was found
 */
PvdHeaderChain WalkExtensionHeaders(const std::vector<uint8_t>& payload,
                                    uint8_t nextHeader,
                                    const PvdChainRules& rules);

/// Where the upper layer of a packet is, as far as the packet goes.
struct PvdUpperLayer
{
    uint8_t protocol; //!< its Next Header value
    uint32_t begin;   //!< where it begins in the packet, which may be past the end
    uint32_t field;   //!< where the Next Header field stands in the packet that names it
};

/**
 * \ingroup pvd-wire
 * \param packet a packet from its IPv6 header on, of which the end may be missing
 * \return where its upper layer is; nothing if there is no whole IPv6 header
 */
std::optional<PvdUpperLayer> FindUpperLayer(const std::vector<uint8_t>& packet);

} // namespace ns3

#endif /* PVD_EXTENSION_HEADERS_H */
