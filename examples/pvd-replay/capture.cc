/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "capture.h"

#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <pcap/pcap.h>

namespace replay
{

namespace
{

constexpr std::size_t ETHERNET_HEADER = 14; ///< octets
constexpr std::size_t IPV6_HEADER = 40;     ///< octets
constexpr uint8_t HOP_BY_HOP = 0;           ///< IPv6 next headers
constexpr uint8_t ROUTING = 43;
constexpr uint8_t FRAGMENT = 44;
constexpr uint8_t ICMPV6 = 58;
constexpr uint8_t DESTINATION_OPTIONS = 60;
constexpr uint8_t ROUTER_ADVERTISEMENT = 134;

struct PcapCloser
{
    void operator()(pcap_t* pcap) const
    {
        pcap_close(pcap);
    }
};

using Pcap = std::unique_ptr<pcap_t, PcapCloser>;

/// \return true for extension headers that have their length in their second octet
bool
IsExtensionHeader(uint8_t nextHeader)
{
    return nextHeader == HOP_BY_HOP || nextHeader == ROUTING || nextHeader == DESTINATION_OPTIONS;
}

/// Also one behind extension headers, which the host may refuse; it says so then.
bool
IsRouterAdvertisement(const uint8_t* octets, std::size_t size)
{
    if (size < ETHERNET_HEADER + IPV6_HEADER || octets[12] != 0x86 || octets[13] != 0xdd)
    {
        return false;
    }
    uint8_t nextHeader = octets[ETHERNET_HEADER + 6];
    std::size_t offset = ETHERNET_HEADER + IPV6_HEADER;
    while (offset + 8 <= size && (IsExtensionHeader(nextHeader) || nextHeader == FRAGMENT))
    {
        const bool isLaterFragment =
            nextHeader == FRAGMENT && ((octets[offset + 2] << 8 | octets[offset + 3]) & ~7) != 0;
        if (isLaterFragment)
        {
            return false; // what it carries cannot be seen
        }
        const std::size_t length = nextHeader == FRAGMENT ? 8 : (octets[offset + 1] + 1U) * 8;
        nextHeader = octets[offset];
        offset += length;
    }
    return nextHeader == ICMPV6 && offset < size && octets[offset] == ROUTER_ADVERTISEMENT;
}

/// \return nanoseconds since the epoch, or nothing if they do not fit
std::optional<int64_t>
GetTime(const pcap_pkthdr& header, bool isPcapng)
{
    constexpr int64_t NANOSECONDS = 1000000000;
    // The classic format has unsigned seconds of 32 bits, which libpcap reads as signed ones.
    const int64_t seconds = isPcapng ? header.ts.tv_sec : static_cast<uint32_t>(header.ts.tv_sec);
    if (seconds < 0 || seconds > std::numeric_limits<int64_t>::max() / NANOSECONDS - 1)
    {
        return std::nullopt;
    }
    return seconds * NANOSECONDS + header.ts.tv_usec;
}

Capture
Fail(const std::string& text)
{
    Capture capture;
    capture.error = text;
    return capture;
}

/// libpcap tells a file that ends inside a record only in words.
bool
IsTruncation(const std::string& error)
{
    return error.find("truncated") != std::string::npos;
}

std::string
DescribeCut(const std::string& path, std::size_t record, const pcap_pkthdr& header)
{
    return path + ": record " + std::to_string(record) + " was cut to " +
           std::to_string(header.caplen) + " of " + std::to_string(header.len) + " octets";
}

/// Read record after record until the file ends or is no use.
Capture
ReadRecords(pcap_t* pcap, const std::string& path)
{
    const bool isPcapng = pcap_major_version(pcap) == 1; // 2 in the classic format
    Capture capture;
    std::size_t record = 0;
    std::string cut; // the record before was one of ours and lacks its end
    for (;;)
    {
        pcap_pkthdr* header = nullptr;
        const u_char* octets = nullptr;
        const int status = pcap_next_ex(pcap, &header, &octets);
        if (status == PCAP_ERROR_BREAK)
        {
            capture.warning = cut;
            return capture;
        }
        if (!cut.empty())
        {
            return Fail(cut);
        }
        ++record;
        if (status < 0)
        {
            const std::string error = pcap_geterr(pcap);
            const std::string where = path + ": record " + std::to_string(record) + ": " + error;
            if (!IsTruncation(error))
            {
                return Fail(where);
            }
            capture.warning = where;
            return capture;
        }
        if (!IsRouterAdvertisement(octets, header->caplen))
        {
            continue;
        }
        if (header->caplen < header->len)
        {
            cut = DescribeCut(path, record, *header);
            continue;
        }
        Frame frame;
        const auto time = GetTime(*header, isPcapng);
        if (!time)
        {
            return Fail(path + ": record " + std::to_string(record) +
                        ": its time is further from 1970 than 292 years");
        }
        frame.time = *time;
        frame.octets.assign(octets, octets + header->caplen);
        capture.frames.push_back(frame);
    }
}

} // namespace

Capture
ReadCapture(const std::string& path)
{
    if (std::error_code ignored; std::filesystem::is_directory(path, ignored))
    {
        return Fail(path + ": is a directory, not a capture");
    }
    char text[PCAP_ERRBUF_SIZE] = "";
    const Pcap pcap(
        pcap_open_offline_with_tstamp_precision(path.c_str(), PCAP_TSTAMP_PRECISION_NANO, text));
    if (!pcap)
    {
        const std::string error(text);
        const bool named = error.find(path) != std::string::npos;
        return Fail(named ? error : path + ": " + error);
    }
    if (pcap_datalink(pcap.get()) != DLT_EN10MB)
    {
        const char* name = pcap_datalink_val_to_name(pcap_datalink(pcap.get()));
        return Fail(path + ": file header: link type " + (name ? name : "unknown") +
                    ", only Ethernet (EN10MB) is understood");
    }
    Capture capture = ReadRecords(pcap.get(), path);
    if (capture.error.empty() && capture.frames.empty())
    {
        const std::string missing =
            capture.warning.empty() ? path + ": no record" : capture.warning + "; no other record";
        return Fail(missing + " holds a Router Advertisement");
    }
    return capture;
}

} // namespace replay
