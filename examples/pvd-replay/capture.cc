/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "capture.h"

#include <memory>
#include <pcap/pcap.h>

namespace replay
{

namespace
{

constexpr std::size_t ETHERNET_HEADER = 14; ///< octets
constexpr std::size_t IPV6_HEADER = 40;     ///< octets
constexpr uint8_t ICMPV6 = 58;              ///< IPv6 next header
constexpr uint8_t ROUTER_ADVERTISEMENT = 134;

struct PcapCloser
{
    void operator()(pcap_t* pcap) const
    {
        pcap_close(pcap);
    }
};

using Pcap = std::unique_ptr<pcap_t, PcapCloser>;

bool
IsRouterAdvertisement(const uint8_t* octets, std::size_t size)
{
    return size > ETHERNET_HEADER + IPV6_HEADER && octets[12] == 0x86 && octets[13] == 0xdd &&
           octets[ETHERNET_HEADER + 6] == ICMPV6 &&
           octets[ETHERNET_HEADER + IPV6_HEADER] == ROUTER_ADVERTISEMENT;
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
        frame.time = header->ts.tv_sec * INT64_C(1000000000) + header->ts.tv_usec;
        frame.octets.assign(octets, octets + header->caplen);
        capture.frames.push_back(frame);
    }
}

} // namespace

Capture
ReadCapture(const std::string& path)
{
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
