/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-router-advertisement.h"

#include "pvd-nd-option-codec.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ns3
{

namespace
{

using pvdwire::OptionView;
using pvdwire::OptionWriter;
using pvdwire::ReadU16;
using pvdwire::ReadU32;
using pvdwire::UNIT;
using pvdwire::Verdict;

constexpr std::size_t NO_PVD = std::numeric_limits<std::size_t>::max();
constexpr std::size_t PVD_ID_AT = 6; //!< where the PvD ID starts in its option

/// What the first pass learns of the PvD option that names the message.
struct PvdShape
{
    std::size_t offset{NO_PVD}; //!< where it starts, or NO_PVD
    Verdict defect;             //!< why it is ignored
    PvdDomainName id;           //!< its PvD ID
    std::size_t body{0};        //!< where the contained options start, from its own start
    std::size_t count{0};       //!< contained options
};

/// What the first pass learns of all options. Nothing of the message is kept before it is done.
struct MessageShape
{
    RaDropReason dropReason{RaDropReason::NONE};
    std::size_t offset{0}; //!< the option looked at last, hence the one with the defect
    std::size_t count{0};  //!< options at the top level
    bool aware{true};      //!< PvD options are understood
    PvdShape pvd;          //!< the first PvD option
};

bool
Drop(MessageShape& shape, RaDropReason reason, std::size_t offset)
{
    shape.dropReason = reason;
    shape.offset = offset;
    return false;
}

/// Read what comes before the contained options.
Verdict
CheckPvdStart(OptionView view, PvdShape& pvd)
{
    std::size_t used;
    PvdDomainName::Defect defect;
    auto id = PvdDomainName::Parse(view.octets + PVD_ID_AT, view.size - PVD_ID_AT, used, defect);
    if (!id || id->IsRoot())
    {
        return OptionIgnoreReason::BAD_NAME;
    }
    pvd.id = std::move(*id);
    // The option is a multiple of 8 octets, so the padding ends inside it if the name does.
    pvd.body = (PVD_ID_AT + used + UNIT - 1) / UNIT * UNIT;
    if (view.octets[2] & 0x20)
    {
        if (view.size - pvd.body < RaHeader::SIZE)
        {
            return OptionIgnoreReason::PVD_NO_INNER_HEADER;
        }
        pvd.body += RaHeader::SIZE;
    }
    return std::nullopt;
}

/**
 * Walk the first PvD option. A contained Length of 0 voids the message (RFC 4861, section 4.6);
 * any other defect voids the option alone.
 */
bool
CheckPvd(OptionView view, MessageShape& shape)
{
    PvdShape& pvd = shape.pvd;
    pvd.offset = shape.offset;
    pvd.defect = CheckPvdStart(view, pvd);
    if (pvd.defect)
    {
        return true;
    }
    // What is left is a multiple of 8 octets: type and length are always there.
    for (std::size_t at = pvd.body; at < view.size; ++pvd.count)
    {
        const std::size_t size = view.octets[at + 1] * UNIT;
        if (size == 0)
        {
            return Drop(shape, RaDropReason::OPTION_LENGTH_ZERO, pvd.offset + at);
        }
        if (size > view.size - at)
        {
            pvd.defect = OptionIgnoreReason::PVD_OPTION_OVERRUN;
            return true;
        }
        at += size;
    }
    return true;
}

/**
 * Check the frame of one option at the top level.
 * \param octets the message
 * \param size its size
 * \param [in,out] at where the option starts; then where the next one does
 * \param [in,out] shape what is known so far
 * \return false if the message is dropped
 */
bool
CheckOption(const uint8_t* octets, std::size_t size, std::size_t& at, MessageShape& shape)
{
    shape.offset = at;
    if (size - at < UNIT)
    {
        return Drop(shape, RaDropReason::OPTION_OVERRUN, at);
    }
    const OptionView view{octets + at, octets[at + 1] * UNIT};
    if (view.size == 0)
    {
        return Drop(shape, RaDropReason::OPTION_LENGTH_ZERO, at);
    }
    if (view.size > size - at)
    {
        return Drop(shape, RaDropReason::OPTION_OVERRUN, at);
    }
    ++shape.count;
    at += view.size;
    const bool isPvd = view.octets[0] == static_cast<uint8_t>(NdOptionType::PVD);
    return !isPvd || !shape.aware || shape.pvd.offset != NO_PVD || CheckPvd(view, shape);
}

RaHeader
DecodeHeader(const uint8_t* octets)
{
    RaHeader header;
    header.curHopLimit = octets[4];
    header.managed = octets[5] & 0x80;
    header.otherConfig = octets[5] & 0x40;
    header.homeAgent = octets[5] & 0x20;
    header.proxy = octets[5] & 0x04;
    header.preference = pvdwire::DecodePreference(octets[5]).value_or(RouterPreference::MEDIUM);
    header.routerLifetime = ReadU16(octets + 6);
    header.reachableTime = ReadU32(octets + 8);
    header.retransTimer = ReadU32(octets + 12);
    return header;
}

template <typename T, typename V>
Verdict
DecodeAs(OptionView view, std::vector<V>& options)
{
    options.emplace_back(std::in_place_type<T>);
    return pvdwire::Decode(view, *std::get_if<T>(&options.back()));
}

/// Append the value of an option that is no PvD option.
template <typename V>
Verdict
DecodeByType(OptionView view, std::vector<V>& options)
{
    switch (static_cast<NdOptionType>(view.octets[0]))
    {
    case NdOptionType::SOURCE_LINK_LAYER_ADDRESS:
        return DecodeAs<SourceLinkLayerAddressOption>(view, options);
    case NdOptionType::PREFIX_INFORMATION:
        return DecodeAs<PrefixInformationOption>(view, options);
    case NdOptionType::MTU:
        return DecodeAs<MtuOption>(view, options);
    case NdOptionType::ROUTE_INFORMATION:
        return DecodeAs<RouteInformationOption>(view, options);
    case NdOptionType::RECURSIVE_DNS_SERVER:
        return DecodeAs<RecursiveDnsServerOption>(view, options);
    case NdOptionType::DNS_SEARCH_LIST:
        return DecodeAs<DnsSearchListOption>(view, options);
    case NdOptionType::CAPTIVE_PORTAL:
        return DecodeAs<CaptivePortalOption>(view, options);
    default:
        return DecodeAs<OpaqueOption>(view, options);
    }
}

/// The second pass: all frames are known to be good.
class Decoder
{
  public:
    Decoder(MessageShape& shape, std::vector<RouterAdvertisement::Ignored>& ignored)
        : m_aware(shape.aware),
          m_pvd(shape.pvd),
          m_ignored(ignored)
    {
    }

    /// Append the value of the option at the top level that starts at this offset.
    void Append(OptionView view, std::size_t offset, std::vector<RouterAdvertisement::Option>& to)
    {
        if (view.octets[0] != static_cast<uint8_t>(NdOptionType::PVD))
        {
            AppendPlain(view, offset, to);
        }
        else if (!m_aware)
        {
            AppendIgnored(view, offset, OptionIgnoreReason::PVD_NOT_PARSED, to);
        }
        else if (offset != m_pvd.offset)
        {
            // Also after a first one that is malformed: the message then names no PvD at all.
            AppendIgnored(view, offset, OptionIgnoreReason::SECOND_PVD, to);
        }
        else if (m_pvd.defect)
        {
            AppendIgnored(view, offset, *m_pvd.defect, to);
        }
        else
        {
            to.emplace_back(std::in_place_type<PvdOption>);
            FillPvd(view, *std::get_if<PvdOption>(&to.back()));
        }
    }

  private:
    template <typename V>
    void AppendIgnored(OptionView view,
                       std::size_t offset,
                       OptionIgnoreReason reason,
                       std::vector<V>& to)
    {
        DecodeAs<OpaqueOption>(view, to);
        m_ignored.push_back({reason, view.octets[0], offset});
    }

    template <typename V>
    void AppendPlain(OptionView view, std::size_t offset, std::vector<V>& to)
    {
        const Verdict verdict = DecodeByType(view, to);
        if (verdict)
        {
            to.pop_back();
            AppendIgnored(view, offset, *verdict, to);
        }
    }

    void FillPvd(OptionView view, PvdOption& option)
    {
        const uint16_t flags = ReadU16(view.octets + 2);
        option.http = flags & 0x8000;
        option.legacy = flags & 0x4000;
        option.delay = flags & 0x000f;
        option.sequence = ReadU16(view.octets + 4);
        option.id = std::move(m_pvd.id);
        if (flags & 0x2000)
        {
            option.header = DecodeHeader(view.octets + m_pvd.body - RaHeader::SIZE);
        }
        option.options.reserve(m_pvd.count);
        for (std::size_t at = m_pvd.body; at < view.size;)
        {
            const OptionView contained{view.octets + at, view.octets[at + 1] * UNIT};
            AppendContained(contained, m_pvd.offset + at, option.options);
            at += contained.size;
        }
    }

    void AppendContained(OptionView view, std::size_t offset, std::vector<NdOption>& to)
    {
        if (view.octets[0] == static_cast<uint8_t>(NdOptionType::PVD))
        {
            AppendIgnored(view, offset, OptionIgnoreReason::NESTED_PVD, to);
        }
        else
        {
            AppendPlain(view, offset, to);
        }
    }

    bool m_aware;                                         //!< PvD options are understood
    PvdShape& m_pvd;                                      //!< its name is moved out
    std::vector<RouterAdvertisement::Ignored>& m_ignored; //!< where reasons go
};

/// Check what stands before the options.
bool
CheckHeader(const uint8_t* octets, std::size_t size, MessageShape& shape)
{
    if (size < RaHeader::SIZE)
    {
        return Drop(shape, RaDropReason::TOO_SHORT, size);
    }
    if (octets[0] != RouterAdvertisement::TYPE)
    {
        return Drop(shape, RaDropReason::NOT_AN_RA, 0);
    }
    return octets[1] == 0 || Drop(shape, RaDropReason::CODE, 1);
}

bool
CheckMessage(const uint8_t* octets, std::size_t size, MessageShape& shape)
{
    if (!CheckHeader(octets, size, shape))
    {
        return false;
    }
    for (std::size_t at = RaHeader::SIZE; at < size;)
    {
        if (!CheckOption(octets, size, at, shape))
        {
            return false;
        }
    }
    return true;
}

bool
EncodeAny(const RouterAdvertisement::Option& option, OptionWriter& writer)
{
    return std::visit([&writer](const auto& value) { return pvdwire::Encode(value, writer); },
                      option);
}

} // namespace

pvdwire::ParsedOption
pvdwire::ParseOption(const uint8_t* octets, std::size_t size)
{
    ParsedOption result;
    MessageShape shape;
    std::size_t end = 0;
    if (!CheckOption(octets, size, end, shape))
    {
        result.dropReason = shape.dropReason;
        return result;
    }
    std::vector<RouterAdvertisement::Option> options;
    Decoder(shape, result.ignored).Append({octets, end}, 0, options);
    result.option = std::move(options.front());
    result.size = end;
    return result;
}

RouterAdvertisement::ParseResult
RouterAdvertisement::Parse(const uint8_t* octets, std::size_t size, PvdAwareness awareness)
{
    ParseResult result;
    MessageShape shape;
    shape.aware = awareness == PvdAwareness::AWARE;
    if (!CheckMessage(octets, size, shape))
    {
        result.dropReason = shape.dropReason;
        result.offset = shape.offset;
        return result;
    }
    RouterAdvertisement& message = result.message.emplace();
    message.header = DecodeHeader(octets);
    message.options.reserve(shape.count);
    Decoder decoder(shape, result.ignored);
    for (std::size_t at = RaHeader::SIZE; at < size;)
    {
        const OptionView view{octets + at, octets[at + 1] * UNIT};
        decoder.Append(view, at, message.options);
        at += view.size;
    }
    return result;
}

RouterAdvertisement::ParseResult
RouterAdvertisement::Parse(const std::vector<uint8_t>& octets, PvdAwareness awareness)
{
    return Parse(octets.data(), octets.size(), awareness);
}

std::optional<std::vector<uint8_t>>
RouterAdvertisement::Serialize(std::string* error) const
{
    OptionWriter writer(error);
    const auto isPvd = [](const Option& option) {
        return std::holds_alternative<PvdOption>(option);
    };
    if (std::count_if(options.begin(), options.end(), isPvd) > 1)
    {
        writer.Refuse("a Router Advertisement has several PvD options: send one message for each");
        return std::nullopt;
    }
    // A guess that is right for Prefix Information, the option that comes in numbers.
    writer.octets.reserve(RaHeader::SIZE + 4 * UNIT * options.size());
    const auto encode = [&writer](const Option& option) { return EncodeAny(option, writer); };
    if (!pvdwire::Encode(header, writer) || !std::all_of(options.begin(), options.end(), encode))
    {
        return std::nullopt;
    }
    return std::move(writer.octets);
}

const PvdOption*
RouterAdvertisement::GetPvdOption() const
{
    for (const Option& option : options)
    {
        if (const auto* pvd = std::get_if<PvdOption>(&option))
        {
            return pvd;
        }
    }
    return nullptr;
}

const RaHeader&
RouterAdvertisement::GetEffectiveHeader() const
{
    const PvdOption* pvd = GetPvdOption();
    return pvd && pvd->header ? *pvd->header : header;
}

std::optional<std::vector<uint8_t>>
SerializeOption(const RouterAdvertisement::Option& option, std::string* error)
{
    OptionWriter writer(error);
    if (!EncodeAny(option, writer))
    {
        return std::nullopt;
    }
    return std::move(writer.octets);
}

} // namespace ns3
