/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ND_OPTION_CODEC_H
#define PVD_ND_OPTION_CODEC_H

#include "pvd-nd-option.h"
#include "pvd-router-advertisement.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-wire
 * How single options are read and written. This header is for the sources of model/wire alone;
 * everybody else uses RouterAdvertisement::Parse and Serialize.
 *
 * Framing comes first: the caller has checked that Length is not 0 and that all octets of the
 * option are there. A decoder then sees exactly one option and can only say why it is ignored.
 */

namespace ns3
{
namespace pvdwire
{

/// Options are multiples of this many octets; Length counts these units.
constexpr std::size_t UNIT = 8;

/// One framed option: size is 8 * Length, never 0.
struct OptionView
{
    const uint8_t* octets; //!< its type
    std::size_t size;      //!< all its octets, type and length included
};

inline uint16_t
ReadU16(const uint8_t* octets)
{
    return static_cast<uint16_t>(octets[0] << 8 | octets[1]);
}

inline uint32_t
ReadU32(const uint8_t* octets)
{
    return uint32_t{octets[0]} << 24 | uint32_t{octets[1]} << 16 | uint32_t{octets[2]} << 8 |
           uint32_t{octets[3]};
}

/// Nothing if the option counts, else why it is ignored; the value is then unspecified.
using Verdict = std::optional<OptionIgnoreReason>;

Verdict Decode(OptionView view, SourceLinkLayerAddressOption& option);
Verdict Decode(OptionView view, PrefixInformationOption& option);
Verdict Decode(OptionView view, MtuOption& option);
Verdict Decode(OptionView view, RouteInformationOption& option);
Verdict Decode(OptionView view, RecursiveDnsServerOption& option);
Verdict Decode(OptionView view, DnsSearchListOption& option);
Verdict Decode(OptionView view, CaptivePortalOption& option);
/// Keeps the octets. The verdict depends on the type: PREF64 counts, all others are ignored.
Verdict Decode(OptionView view, OpaqueOption& option);

/**
 * The preference bits, 0x18 of an octet.
 * \param octet the octet with Prf
 * \return the preference, or nothing for the reserved code
 */
std::optional<RouterPreference> DecodePreference(uint8_t octet);

/// \return the smallest Length of a Route Information option for this prefix length
uint8_t GetMinimalRouteLength(uint8_t prefixLength);
/// \return true if a DNS server can have this address: neither ::, ::1 nor multicast
bool IsResolverAddress(const Ipv6Octets& address);
/// \return true if every octet may stand in a URI and there is at least one
bool IsPlainUri(const std::string& uri);

/// What became of one option that stands alone.
struct ParsedOption
{
    std::optional<RouterAdvertisement::Option> option; //!< empty if it is dropped
    std::vector<RouterAdvertisement::Ignored> ignored; //!< offset 0: the option itself
    RaDropReason dropReason{RaDropReason::NONE};       //!< OPTION_LENGTH_ZERO or OPTION_OVERRUN
    std::size_t size{0};                               //!< octets that it takes
};

/**
 * Read the option at the beginning of some octets as the only one of a message.
 * \param octets where it starts
 * \param size how many octets may be read; more may follow the option
 * \return the option, or why there is none
 */
ParsedOption ParseOption(const uint8_t* octets, std::size_t size);

/// Where encoders write, and where they say why they cannot.
class OptionWriter
{
  public:
    /// \param error where the first refusal goes, or null
    explicit OptionWriter(std::string* error);

    /// Say what cannot be sent and what to write instead. \return false
    bool Refuse(const std::string& sentence) const;

    void WriteU8(uint8_t value);
    void WriteU16(uint16_t value);
    void WriteU32(uint32_t value);
    void Write(const uint8_t* octets, std::size_t size);
    void WriteZeros(std::size_t count);

    /// Write type and a Length to be known later. \return where the option starts
    std::size_t Begin(uint8_t type);
    /// Fill with zeros up to the next unit, counted from where the option starts.
    void Pad(std::size_t start);
    /**
     * Pad the option and write its Length.
     * \param start what Begin() gave
     * \param length Length that the value asks for, or 0 for the smallest
     * \param advice what to change if the option is too large for its Length
     * \return false if it is
     */
    bool End(std::size_t start, uint8_t length, const char* advice);

    std::vector<uint8_t> octets; //!< what is written so far

  private:
    std::string* m_error; //!< where the refusal goes
};

bool Encode(const SourceLinkLayerAddressOption& option, OptionWriter& writer);
bool Encode(const PrefixInformationOption& option, OptionWriter& writer);
bool Encode(const MtuOption& option, OptionWriter& writer);
bool Encode(const RouteInformationOption& option, OptionWriter& writer);
bool Encode(const RecursiveDnsServerOption& option, OptionWriter& writer);
bool Encode(const DnsSearchListOption& option, OptionWriter& writer);
bool Encode(const CaptivePortalOption& option, OptionWriter& writer);
bool Encode(const OpaqueOption& option, OptionWriter& writer);
bool Encode(const PvdOption& option, OptionWriter& writer);
/// The 16 octets of an outer or inner header: Type 134, Code 0, Checksum 0.
bool Encode(const RaHeader& header, OptionWriter& writer);

} // namespace pvdwire
} // namespace ns3

#endif /* PVD_ND_OPTION_CODEC_H */
