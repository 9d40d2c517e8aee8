/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ROUTER_ADVERTISEMENT_H
#define PVD_ROUTER_ADVERTISEMENT_H

#include "pvd-drop-reason.h"
#include "pvd-nd-option.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-wire
 * \brief Whether a receiver understands PvD options. One that does not skips them whole, whatever
 * is in them (RFC 8801 section 3.3).
 */
enum class PvdAwareness : uint8_t
{
    AWARE,
    UNAWARE,
};

/**
 * \ingroup pvd-wire
 * \brief The fixed part of a Router Advertisement after Type, Code and Checksum.
 *
 * RFC 4861 section 4.2, with the preference of RFC 4191 section 2.2 and the flags of RFC 5175.
 */
struct RaHeader
{
    static constexpr std::size_t SIZE = 16; //!< octets on the wire, Type to Retrans Timer

    uint8_t curHopLimit{0};                                //!< 0: unspecified
    bool managed{false};                                   //!< M
    bool otherConfig{false};                               //!< O
    bool homeAgent{false};                                 //!< H (RFC 6275)
    bool proxy{false};                                     //!< P (RFC 4389)
    RouterPreference preference{RouterPreference::MEDIUM}; //!< Prf; the reserved code reads MEDIUM
    uint16_t routerLifetime{0};                            //!< seconds; 0: no default router
    uint32_t reachableTime{0};                             //!< milliseconds; 0: unspecified
    uint32_t retransTimer{0};                              //!< milliseconds; 0: unspecified
};

bool operator==(const RaHeader& a, const RaHeader& b);

/**
 * \ingroup pvd-wire
 * \brief PvD option (type 21, RFC 8801 section 3.1).
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +---------------+---------------+-+-+-+-----------------+-------+
 *     | Type = 21     | Length        |H|L|R| Reserved        | Delay |
 *     +---------------+---------------+-+-+-+-----------------+-------+
 *     | Sequence Number               | PvD ID, zero padding      ... |
 *     +-------------------------------+-------------------------------+
 *     | inner RA header, 16 octets, only if R                     ... |
 *     +---------------------------------------------------------------+
 *     | contained options                                         ... |
 *     +---------------------------------------------------------------+
 */
struct PvdOption
{
    static constexpr std::size_t MAX_SIZE = 2040; //!< octets: 255 units of 8

    bool http{false};               //!< H: additional information can be fetched
    bool legacy{false};             //!< L: IPv4 of this link belongs to the PvD
    uint8_t delay{0};               //!< 0..15; means something only with H
    uint16_t sequence{0};           //!< Sequence Number; means something only with H
    PvdDomainName id;               //!< PvD ID, never the root
    std::optional<RaHeader> header; //!< the inner RA header; R is set if there is one
    std::vector<NdOption> options;  //!< contained options in wire order
};

bool operator==(const PvdOption& a, const PvdOption& b);

/**
 * \ingroup pvd-wire
 * \brief A Router Advertisement as a value.
 *
 * Parse() checks a message whole before anything is kept, reads nothing past its end and allocates
 * nothing from a length it has not checked. Serialize() is its inverse, octet for octet on every
 * message whose reserved bits, paddings and inner Type, Code and Checksum are as senders set them.
 *
 * The first PvD option names the PvD of the message. If it is malformed, the message names none:
 * a later one is SECOND_PVD all the same, since whom the sender meant would be a guess. Length 0 of
 * an option in the first PvD option drops the message, unless what comes before the contained
 * options is malformed already. What an ignored PvD option contains is not looked at.
 */
struct RouterAdvertisement
{
    /// ICMPv6 type (RFC 4861 section 4.2).
    static constexpr uint8_t TYPE = 134;

    /// Any option at the top level of the message.
    using Option = std::variant<SourceLinkLayerAddressOption,
                                PrefixInformationOption,
                                MtuOption,
                                RouteInformationOption,
                                RecursiveDnsServerOption,
                                DnsSearchListOption,
                                CaptivePortalOption,
                                OpaqueOption,
                                PvdOption>;

    /// An option that the RFCs tell a host to ignore. It is kept in the value as an OpaqueOption.
    struct Ignored
    {
        OptionIgnoreReason reason; //!< why
        uint8_t type;              //!< its option type
        std::size_t offset;        //!< where it starts, octets from the start of the message
    };

    struct ParseResult;

    RaHeader header;             //!< the outer header
    std::vector<Option> options; //!< in wire order; at most one of them is a PvdOption

    /**
     * \param octets the ICMPv6 message, from its Type on
     * \param size its size, octets
     * \param awareness whether PvD options are understood
     * \return the message and what to ignore of it, or why it is dropped. The checksum is not
     * looked at: it covers addresses that are not here.
     */
    static ParseResult Parse(const uint8_t* octets,
                             std::size_t size,
                             PvdAwareness awareness = PvdAwareness::AWARE);

    /// As if with its octets. \param octets the ICMPv6 message \param awareness see there
    /// \return see there
    static ParseResult Parse(const std::vector<uint8_t>& octets,
                             PvdAwareness awareness = PvdAwareness::AWARE);

    /**
     * \param [out] error if not null: a sentence that says what cannot be sent and what to change
     * \return the ICMPv6 message with a Checksum of 0, or nothing if an option does not fit: a
     * container over 2040 octets, a list too long for one option, a name that is the root, or any
     * other value that Parse() would not give back. An OpaqueOption is written as it is.
     */
    std::optional<std::vector<uint8_t>> Serialize(std::string* error = nullptr) const;

    /// \return the PvD option that names the PvD of this message, or null
    const PvdOption* GetPvdOption() const;

    /// \return the header in force: the inner one if there is one (RFC 8801 section 3.4)
    const RaHeader& GetEffectiveHeader() const;
};

bool operator==(const RouterAdvertisement& a, const RouterAdvertisement& b);

/// What became of the octets of a message.
struct RouterAdvertisement::ParseResult
{
    std::optional<RouterAdvertisement> message;  //!< empty if it is dropped
    std::vector<Ignored> ignored;                //!< in wire order
    RaDropReason dropReason{RaDropReason::NONE}; //!< NONE if there is a message
    std::size_t offset{0}; //!< where the defect is, octets from the start of the message
};

/**
 * Serialize one option alone.
 * \param option the option
 * \param [out] error as RouterAdvertisement::Serialize
 * \return its octets, or nothing if it does not fit
 */
std::optional<std::vector<uint8_t>> SerializeOption(const RouterAdvertisement::Option& option,
                                                    std::string* error = nullptr);

} // namespace ns3

#endif /* PVD_ROUTER_ADVERTISEMENT_H */
