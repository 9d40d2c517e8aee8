/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FUZZ_FRAME_RECORDS_H
#define PVD_FUZZ_FRAME_RECORDS_H

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

/**
 * \file
 * An input of the fuzz target for whole hosts: Ethernet frames in a row. Each is a record of one
 * octet that says how it is sent, two octets for its size (the high one first), and the frame.
 */

namespace fuzz
{

/// One frame.
struct FrameRecord
{
    /// What the octet before a frame says, beside the pause in its low bits.
    enum Mend : uint8_t
    {
        LENGTH = 1 << 3,    //!< set the Payload Length of the IPv6 header
        CHECKSUM = 1 << 4,  //!< set the checksum of the upper layer
        UNICAST = 1 << 5,   //!< to the hardware address of the host
        TO_LINK = 1 << 6,   //!< to its link-local address
        TO_GLOBAL = 1 << 7, //!< to its global address
    };

    static constexpr uint8_t PAUSE_BITS = 7;

    uint8_t control{0};          //!< pause and what is mended
    std::vector<uint8_t> octets; //!< the frame

    /// \return milliseconds before the frame
    uint32_t GetPause() const
    {
        static constexpr std::array<uint32_t, PAUSE_BITS + 1> pauses =
            {0, 1, 100, 1000, 3000, 6000, 40000, 70000};
        return pauses[control & PAUSE_BITS];
    }

    /// \return true if this is to be mended before it is sent
    bool Has(Mend what) const
    {
        return control & what;
    }
};

using FrameRecords = std::vector<FrameRecord>;

constexpr std::size_t RECORD_HEADER = 3;
constexpr std::size_t LONGEST_FRAME = 2047;
constexpr std::size_t MOST_RECORDS = 256;

/// \return the records of an input; a last one that is cut off has what is there
inline FrameRecords
ReadRecords(const uint8_t* octets, std::size_t size)
{
    FrameRecords records;
    while (size >= RECORD_HEADER && records.size() < MOST_RECORDS)
    {
        const std::size_t wanted = (octets[1] << 8 | octets[2]) % (LONGEST_FRAME + 1);
        const std::size_t length = std::min(wanted, size - RECORD_HEADER);
        const uint8_t* const begin = octets + RECORD_HEADER;
        records.push_back({octets[0], std::vector<uint8_t>(begin, begin + length)});
        octets = begin + length;
        size -= RECORD_HEADER + length;
    }
    return records;
}

/// Write as many records as there is room for. \return the size of the input
inline std::size_t
WriteRecords(const FrameRecords& records, uint8_t* octets, std::size_t room)
{
    std::size_t size = 0;
    for (const FrameRecord& record : records)
    {
        const std::size_t length = record.octets.size();
        if (size + RECORD_HEADER + length > room)
        {
            break;
        }
        octets[size] = record.control;
        octets[size + 1] = static_cast<uint8_t>(length >> 8);
        octets[size + 2] = static_cast<uint8_t>(length);
        std::copy(record.octets.begin(), record.octets.end(), octets + size + RECORD_HEADER);
        size += RECORD_HEADER + length;
    }
    return size;
}

} // namespace fuzz

#endif /* PVD_FUZZ_FRAME_RECORDS_H */
