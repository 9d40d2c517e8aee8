/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-radvd-configuration.h"

#include "pvd-radvd-option-reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{

namespace
{

using Keyword = PvdRadvdParser::Keyword;
using Keywords = std::vector<Keyword>;

// Options that are carried as octets.
constexpr uint8_t ADVERTISEMENT_INTERVAL = 7; // RFC 6275 section 7.3
constexpr uint8_t HOME_AGENT = 8;             // RFC 6275 section 7.4
constexpr int64_t LARGEST_HOME_LIFETIME = 65520;

/// What an interface block says of Mobile IPv6 (RFC 6275, RFC 3963).
struct Mobility
{
    bool interval{false};      //!< AdvIntervalOpt
    bool homeAgent{false};     //!< AdvHomeAgentInfo
    bool mobileRouters{false}; //!< AdvMobRtrSupportFlag
    int64_t lifetime{0};       //!< HomeAgentLifetime; 0: that of the router
    int64_t preference{0};     //!< HomeAgentPreference
};

/// A pvd block: its header counts if the block says so.
struct PvdBlock
{
    PvdAdvertisedPvd pvd;       //!< all but its header
    PvdAdvertisedHeader header; //!< AdvPvdAdvHeader on
    bool hasHeader{false};      //!< AdvPvdAdvHeader
    PvdRadvdToken headerWord;   //!< a keyword of the header
};

/// Reads the blocks of a file.
class Reader : private PvdRadvdOptionReader
{
  public:
    Reader(const std::string& text, PvdRadvdConfiguration& result)
        : PvdRadvdOptionReader(text, result.mistakes),
          m_result(result)
    {
    }

    void Read()
    {
        m_parser.ReadFile({{"interface", [this] { return ReadInterface(); }}});
    }

  private:
    bool ReadPvd(std::vector<PvdAdvertisedPvd>& pvds)
    {
        PvdBlock block;
        PvdAdvertisedPvd& pvd = block.pvd;
        Keywords keywords{{"AdvPvdIdSequenceNumber", Number(pvd.sequence, 65535)},
                          {"AdvPvdIdHttpExtraInfo", Value(pvd.http)},
                          {"AdvPvdIdLegacy", Value(pvd.legacy)},
                          {"AdvPvdIdDelay", Number(pvd.delay, 15)},
                          {"AdvPvdAdvHeader", Value(block.hasHeader)}};
        for (const Keyword& keyword : GetHeaderKeywords(block.header))
        {
            keywords.push_back({keyword.name, [this, &block, keyword] {
                                    block.headerWord = m_parser.Peek();
                                    block.headerWord.text = keyword.name;
                                    return keyword.read();
                                }});
        }
        const Keywords options = GetOptionKeywords(pvd.options);
        keywords.insert(keywords.end(), options.begin(), options.end());
        if (!m_parser.ReadName(pvd.id) || !m_parser.ReadBlock("a pvd", keywords))
        {
            return false;
        }
        if (!block.hasHeader && !block.headerWord.text.empty())
        {
            return m_parser.Refuse(block.headerWord,
                                   block.headerWord.text +
                                       " is of the inner header, which is not sent: write "
                                       "AdvPvdAdvHeader on; too");
        }
        if (block.hasHeader)
        {
            pvd.header = block.header;
        }
        pvds.push_back(pvd);
        return true;
    }

    bool ReadInterface()
    {
        const PvdRadvdToken where = m_parser.Peek();
        PvdRadvdConfiguration::Interface block;
        PvdAdvertisingInterface& interface = block.configuration;
        PvdAdvertisement& advertisement = interface.advertisements[0];
        std::vector<PvdAdvertisedPvd> pvds;
        Mobility mobility;
        bool isIgnored = false;
        const std::size_t mistakesBefore = m_result.mistakes.size();
        interface.sendAdvertisements = false;
        Keywords keywords{
            {"AdvSendAdvert", Value(interface.sendAdvertisements)},
            {"IgnoreIfMissing", Value(isIgnored)},
            {"UnicastOnly", Value(interface.unicastOnly)},
            {"AdvRASolicitedUnicast", Value(interface.unicastSolicited)},
            {"RemoveAdvOnExit", Value(interface.finalAdvertisements)},
            {"AdvSourceLLAddress", Value(interface.sourceLinkLayerAddress)},
            {"MaxRtrAdvInterval", Value(interface.maxRtrAdvInterval)},
            {"MinRtrAdvInterval", Decimal(interface.minRtrAdvInterval)},
            {"MinDelayBetweenRAs", Value(interface.minDelayBetweenRas)},
            {"AdvRAMTU", Number(interface.largestPacket, 65535)},
            {"AdvRASrcAddress", [&] { return m_parser.ReadAddresses(advertisement.sources); }},
            {"clients", [&] { return m_parser.ReadAddresses(interface.clients); }},
            {"AdvIntervalOpt", Value(mobility.interval)},
            {"AdvHomeAgentInfo", Value(mobility.homeAgent)},
            {"AdvMobRtrSupportFlag", Value(mobility.mobileRouters)},
            {"HomeAgentLifetime", Number(mobility.lifetime, LARGEST_HOME_LIFETIME, 1)},
            {"HomeAgentPreference", Number(mobility.preference, 32767, -32768)},
            {"pvd", [&] { return ReadPvd(pvds); }}};
        for (const Keywords& more :
             {GetHeaderKeywords(advertisement.header), GetOptionKeywords(advertisement.options)})
        {
            keywords.insert(keywords.end(), more.begin(), more.end());
        }
        if (!m_parser.ReadText(block.name) || !m_parser.ReadBlock("an interface", keywords))
        {
            return false;
        }
        if (m_result.mistakes.size() > mistakesBefore)
        {
            return true; // what follows from them would only confuse
        }
        AddMobility(mobility, interface);
        AddPvds(pvds, interface);
        SetDnsLifetimes(interface);
        const std::string mistake = interface.FindMistake();
        if (!mistake.empty())
        {
            return m_parser.Refuse(where, mistake);
        }
        m_result.Add(block);
        return true;
    }

    static void AddMobility(const Mobility& mobility, PvdAdvertisingInterface& interface)
    {
        PvdAdvertisement& advertisement = interface.advertisements[0];
        if (mobility.interval)
        {
            OpaqueOption option;
            option.type = ADVERTISEMENT_INTERVAL;
            PvdAppendNumber(option.body, 0, 2);
            PvdAppendNumber(option.body,
                            static_cast<uint64_t>(
                                std::llround(1000 * std::min(interface.maxRtrAdvInterval, 1e6))),
                            4);
            advertisement.options.others.push_back(option);
        }
        if (mobility.homeAgent && (mobility.preference != 0 || mobility.lifetime != 0))
        {
            OpaqueOption option;
            option.type = HOME_AGENT;
            PvdAppendNumber(option.body, mobility.mobileRouters ? 0x8000 : 0, 2);
            PvdAppendNumber(option.body, static_cast<uint16_t>(mobility.preference), 2);
            const auto lifetime =
                advertisement.header.defaultLifetime.value_or(interface.GetDefaultLifetime());
            PvdAppendNumber(option.body, mobility.lifetime != 0 ? mobility.lifetime : lifetime, 2);
            advertisement.options.others.push_back(option);
        }
    }

    static void AddPvds(const std::vector<PvdAdvertisedPvd>& pvds,
                        PvdAdvertisingInterface& interface)
    {
        for (const PvdAdvertisedPvd& pvd : pvds)
        {
            if (interface.advertisements.back().pvd)
            {
                PvdAdvertisement more;
                more.sources = interface.advertisements[0].sources;
                more.header = interface.advertisements[0].header;
                interface.advertisements.push_back(more);
            }
            interface.advertisements.back().pvd = pvd;
        }
    }

    /// As radvd does it: its manual has twice that.
    static void SetDnsLifetimes(PvdAdvertisingInterface& interface)
    {
        const double seconds = std::min(interface.maxRtrAdvInterval, 4e9);
        const auto lifetime = static_cast<uint32_t>(seconds);
        const auto set = [lifetime](PvdAdvertisedOptions& options) {
            for (PvdAdvertisedResolvers& resolvers : options.resolvers)
            {
                resolvers.lifetime = resolvers.lifetime.value_or(lifetime);
            }
            for (PvdAdvertisedDomains& domains : options.domains)
            {
                domains.lifetime = domains.lifetime.value_or(lifetime);
            }
        };
        for (PvdAdvertisement& advertisement : interface.advertisements)
        {
            set(advertisement.options);
            if (advertisement.pvd)
            {
                set(advertisement.pvd->options);
            }
        }
    }

    PvdRadvdConfiguration& m_result; //!< what they mean
};

} // namespace

PvdRadvdConfiguration
PvdRadvdConfiguration::Parse(const std::string& text)
{
    PvdRadvdConfiguration result;
    Reader(text, result).Read();
    return result;
}

void
PvdRadvdConfiguration::Add(const Interface& block)
{
    const auto found =
        std::find_if(interfaces.begin(), interfaces.end(), [&block](const Interface& one) {
            return one.name == block.name;
        });
    if (found == interfaces.end())
    {
        interfaces.push_back(block);
        return;
    }
    if (!block.configuration.sendAdvertisements)
    {
        return;
    }
    if (!found->configuration.sendAdvertisements)
    {
        *found = block;
        return;
    }
    auto& to = found->configuration.advertisements;
    const auto& from = block.configuration.advertisements;
    to.insert(to.end(), from.begin(), from.end());
}

const PvdAdvertisingInterface*
PvdRadvdConfiguration::Find(const std::string& name) const
{
    for (const Interface& interface : interfaces)
    {
        if (interface.name == name)
        {
            return &interface.configuration;
        }
    }
    return nullptr;
}

std::string
PvdRadvdConfiguration::Describe(const std::string& file) const
{
    std::string text;
    for (const Mistake& mistake : mistakes)
    {
        text += file + ":" + std::to_string(mistake.line) + ":" + std::to_string(mistake.column) +
                ": " + mistake.sentence + "\n";
    }
    return text;
}

} // namespace ns3
