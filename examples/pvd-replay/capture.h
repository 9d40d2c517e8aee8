/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_REPLAY_CAPTURE_H
#define PVD_REPLAY_CAPTURE_H

#include <cstdint>
#include <string>
#include <vector>

namespace replay
{

/// A frame with a Router Advertisement.
struct Frame
{
    int64_t time{0};             //!< nanoseconds since the epoch
    std::vector<uint8_t> octets; //!< from the Ethernet destination address on
};

/// What a capture file holds for us.
struct Capture
{
    std::vector<Frame> frames; //!< Router Advertisements in the order of the file
    std::string error;         //!< why the file cannot be used, or empty
    std::string warning;       //!< what is missing at its end, or empty
};

/**
 * Read the Router Advertisements of a pcap or pcapng file of an Ethernet link.
 * \param path the file
 * \return the frames, or an error; both texts name the file and the place
 */
Capture ReadCapture(const std::string& path);

} // namespace replay

#endif /* PVD_REPLAY_CAPTURE_H */
