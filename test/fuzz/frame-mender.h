/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FUZZ_FRAME_MENDER_H
#define PVD_FUZZ_FRAME_MENDER_H

#include "frame-records.h"

#include <cstddef>
#include <cstdint>
#include <vector>

/**
 * \file
 * Makes of a frame of random octets one that a host looks at: a fuzzer does not find checksums.
 */

namespace fuzz
{

constexpr std::size_t ETHERNET_HEADER = 14;
constexpr std::size_t IPV6_HEADER = 40;
constexpr std::size_t MAC_SIZE = 6;
constexpr std::size_t ADDRESS_SIZE = 16;
constexpr std::size_t DESTINATION_AT = ETHERNET_HEADER + 24;

/// Where the upper layer of a packet is.
struct UpperLayer
{
    uint8_t protocol{0}; //!< its number
    std::size_t at{0};   //!< its first octet
};

/// \return the upper layer, behind extension headers
inline UpperLayer
FindUpperLayer(const std::vector<uint8_t>& frame)
{
    constexpr uint8_t hopByHop = 0;
    constexpr uint8_t routing = 43;
    constexpr uint8_t fragment = 44;
    constexpr uint8_t destination = 60;
    UpperLayer found{frame[ETHERNET_HEADER + 6], ETHERNET_HEADER + IPV6_HEADER};
    while (found.at + 8 <= frame.size())
    {
        const bool hasLength = found.protocol == hopByHop || found.protocol == routing ||
                               found.protocol == destination;
        if (!hasLength && found.protocol != fragment)
        {
            break;
        }
        const std::size_t length = hasLength ? 8 + 8 * frame[found.at + 1] : 8;
        found = {frame[found.at], found.at + length};
    }
    return found;
}

/// \return a sum of the octets from one to another as 16-bit numbers
inline uint32_t
Sum(const std::vector<uint8_t>& octets, std::size_t begin, std::size_t end)
{
    uint32_t sum = 0;
    for (std::size_t i = begin; i < end; ++i)
    {
        sum += (i - begin) % 2 ? octets[i] : octets[i] << 8;
    }
    return sum;
}

/// Set the checksum of ICMPv6, UDP or TCP.
inline void
MendChecksum(std::vector<uint8_t>& frame)
{
    const UpperLayer upper = FindUpperLayer(frame);
    const std::size_t offset = upper.protocol == 58   ? 2
                               : upper.protocol == 17 ? 6
                               : upper.protocol == 6  ? 16
                                                      : 0;
    if (offset == 0 || upper.at + offset + 2 > frame.size())
    {
        return;
    }
    const std::size_t at = upper.at + offset;
    frame[at] = 0;
    frame[at + 1] = 0;
    uint32_t sum = Sum(frame, ETHERNET_HEADER + 8, ETHERNET_HEADER + IPV6_HEADER) +
                   Sum(frame, upper.at, frame.size()) + upper.protocol +
                   static_cast<uint32_t>(frame.size() - upper.at);
    while (sum >> 16)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    frame[at] = static_cast<uint8_t>(~sum >> 8);
    frame[at + 1] = static_cast<uint8_t>(~sum);
}

/// The addresses of the host.
struct HostAddresses
{
    std::vector<uint8_t> mac;    //!< 6 octets
    std::vector<uint8_t> link;   //!< link-local, 16 octets
    std::vector<uint8_t> global; //!< 16 octets
};

/// \return the frame of a record as it is sent
inline std::vector<uint8_t>
MendFrame(const FrameRecord& record, const HostAddresses& host)
{
    std::vector<uint8_t> frame = record.octets;
    if (frame.size() < ETHERNET_HEADER + IPV6_HEADER)
    {
        return frame; // there is nothing to mend in it
    }
    const auto set = [&frame](std::size_t at, const std::vector<uint8_t>& octets) {
        std::copy(octets.begin(), octets.end(), frame.begin() + at);
    };
    if (record.Has(FrameRecord::UNICAST))
    {
        set(0, host.mac);
    }
    if (record.Has(FrameRecord::TO_LINK))
    {
        set(DESTINATION_AT, host.link);
    }
    else if (record.Has(FrameRecord::TO_GLOBAL))
    {
        set(DESTINATION_AT, host.global);
    }
    if (record.Has(FrameRecord::LENGTH))
    {
        const std::size_t length = frame.size() - ETHERNET_HEADER - IPV6_HEADER;
        frame[ETHERNET_HEADER + 4] = static_cast<uint8_t>(length >> 8);
        frame[ETHERNET_HEADER + 5] = static_cast<uint8_t>(length);
    }
    if (record.Has(FrameRecord::CHECKSUM))
    {
        MendChecksum(frame);
    }
    return frame;
}

} // namespace fuzz

#endif /* PVD_FUZZ_FRAME_MENDER_H */
