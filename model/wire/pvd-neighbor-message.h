/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_NEIGHBOR_MESSAGE_H
#define PVD_NEIGHBOR_MESSAGE_H

#include "pvd-drop-reason.h"
#include "pvd-nd-option.h"

#include <cstddef>
#include <vector>

namespace ns3
{

/// What surrounds an ICMPv6 message: what its IPv6 header and the link say.
struct NdEnvelope
{
    Ipv6Octets source{};         //!< IPv6 source address
    Ipv6Octets destination{};    //!< IPv6 destination address
    uint8_t hopLimit{255};       //!< IPv6 Hop Limit
    uint8_t nextHeader{58};      //!< of the header before the message, or 44 if it was in fragments
    std::size_t addressLength{}; //!< length of the link-layer addresses of the link, octets
    bool checksums{true};        //!< false: a checksum of 0 stands for none at all
    bool anonymousAddress{false}; //!< an NS from "::" may have a link-layer address
};

/**
 * \ingroup pvd-wire
 * \param octets an ICMPv6 message
 * \param envelope its addresses
 * \return true if its checksum is right (RFC 4443, section 2.3), or if there is none
 */
bool IsIcmpv6ChecksumValid(const std::vector<uint8_t>& octets, const NdEnvelope& envelope);

/**
 * \ingroup pvd-wire
 * \brief Check an ICMPv6 message, other than a Router Advertisement, that a host has received.
 *
 * ns-3 hands such messages to code that trusts them. Router and Neighbor Solicitations, Neighbor
 * Advertisements and Redirects must pass the checks of RFC 4861, sections 6.1.1, 7.1.1, 7.1.2 and
 * 8.1, and RFC 6980; beyond that their link-layer addresses must fit the link and stand there once.
 * Whether the sender of a Redirect is the first hop of its packets only the host knows. Of errors
 * enough of the packet must be there to tell whose it was.
 *
 * \param octets the message
 * \param envelope what surrounds it
 * \return NONE, or why it is to be dropped
 */
NdDropReason CheckIcmpv6Message(const std::vector<uint8_t>& octets, const NdEnvelope& envelope);

/// \param octets a checked Redirect, Neighbor Solicitation or Advertisement \return its target
Ipv6Octets GetNeighborTarget(const std::vector<uint8_t>& octets);
/// \param octets a checked Neighbor Advertisement \return its R flag
bool HasRouterFlag(const std::vector<uint8_t>& octets);
/// \param octets a checked Neighbor Advertisement \return its S flag
bool HasSolicitedFlag(const std::vector<uint8_t>& octets);
/// \param octets a checked Neighbor Advertisement \return its O flag
bool HasOverrideFlag(const std::vector<uint8_t>& octets);
/// \param octets a checked Neighbor Solicitation \return true if it has a link-layer address
bool HasLinkLayerAddress(const std::vector<uint8_t>& octets);

/// What a Packet Too Big says (RFC 4443, section 3.2).
struct PacketTooBig
{
    uint32_t mtu;           //!< octets
    Ipv6Octets source;      //!< of the packet that was too big
    Ipv6Octets destination; //!< of that packet
};

/// \param octets a checked Packet Too Big \return what it says
PacketTooBig GetPacketTooBig(const std::vector<uint8_t>& octets);
/// \param octets a checked Redirect \return its Destination Address
Ipv6Octets GetRedirectedDestination(const std::vector<uint8_t>& octets);
/**
 * \param octets a checked Router Solicitation, Neighbor Solicitation or Advertisement, or Redirect
 * \param length of the link-layer addresses of the link, octets
 * \return the link-layer address of the sender (of a solicitation) or the target, or nothing
 */
std::vector<uint8_t> GetLinkLayerAddress(const std::vector<uint8_t>& octets, std::size_t length);

/// \param octets a checked Neighbor Solicitation \return its nonce (RFC 7527), or nothing
std::vector<uint8_t> GetNonce(const std::vector<uint8_t>& octets);
/**
 * \param nonce 6 octets
 * \return the Nonce option (RFC 3971, section 5.3.2)
 */
std::vector<uint8_t> MakeNonceOption(const std::vector<uint8_t>& nonce);

} // namespace ns3

#endif /* PVD_NEIGHBOR_MESSAGE_H */
