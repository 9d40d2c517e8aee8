/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-radvd-option-reader.h"

namespace ns3
{

namespace
{

using Keywords = std::vector<PvdRadvdParser::Keyword>;

// What radvd advertises if a file does not say it.
constexpr uint32_t VALID_LIFETIME = 86400;     // seconds
constexpr uint32_t PREFERRED_LIFETIME = 14400; // seconds

constexpr uint8_t SIX_LOWPAN_CONTEXT = 34; // RFC 6775 section 4.2
constexpr uint8_t BORDER_ROUTER = 35;      // RFC 6775 section 4.3

} // namespace

void
PvdAppendNumber(std::vector<uint8_t>& to, uint64_t value, std::size_t octets)
{
    for (std::size_t i = octets; i-- > 0;)
    {
        to.push_back(static_cast<uint8_t>(value >> 8 * i));
    }
}

PvdRadvdOptionReader::PvdRadvdOptionReader(const std::string& text,
                                           std::vector<PvdRadvdConfiguration::Mistake>& mistakes)
    : m_parser(text, mistakes)
{
}

PvdRadvdParser::Reader
PvdRadvdOptionReader::Decimal(std::optional<double>& value)
{
    return [this, &value] { return m_parser.Read(value.emplace()); };
}

PvdRadvdParser::Reader
PvdRadvdOptionReader::Lifetime(uint32_t& value)
{
    return [this, &value] { return m_parser.ReadLifetime(value); };
}

PvdRadvdParser::Reader
PvdRadvdOptionReader::Lifetime(std::optional<uint32_t>& value)
{
    return [this, &value] { return m_parser.ReadLifetime(value.emplace()); };
}

PvdRadvdParser::Reader
PvdRadvdOptionReader::Refused(const std::string& sentence)
{
    return [this, sentence] { return m_parser.Refuse(m_parser.Peek(), sentence); };
}

bool
PvdRadvdOptionReader::ReadPrefix(PvdAdvertisedOptions& options)
{
    const PvdRadvdToken where = m_parser.Peek();
    PvdAdvertisedPrefix prefix;
    prefix.validLifetime = VALID_LIFETIME;
    prefix.preferredLifetime = PREFERRED_LIFETIME;
    const Keywords keywords{
        {"AdvOnLink", Value(prefix.onLink)},
        {"AdvAutonomous", Value(prefix.autonomous)},
        {"AdvRouterAddr", Value(prefix.routerAddress)},
        {"AdvDHCPv6PDPreferred", Value(prefix.pdPreferred)},
        {"AdvValidLifetime", Lifetime(prefix.validLifetime)},
        {"AdvPreferredLifetime", Lifetime(prefix.preferredLifetime)},
        {"DeprecatePrefix", Value(prefix.deprecateAtEnd)},
        {"DecrementLifetimes", Value(prefix.decrementLifetimes)},
        {"Base6Interface", Refused("a prefix of another interface: write the prefix itself")},
        {"Base6to4Interface", Refused("6to4 is not modelled: write the prefix itself")}};
    // Of all blocks, radvd lets only that of a prefix be left out.
    if (!m_parser.ReadPrefix(prefix.prefix, prefix.length) ||
        (!m_parser.Peek().Is(';') && !m_parser.ReadBlock("a prefix", keywords)))
    {
        return false;
    }
    if (prefix.prefix == Ipv6Octets() && prefix.length == 64)
    {
        return m_parser.Refuse(where,
                               "\"::/64\" stands for the prefixes that an interface happens "
                               "to have: write them here");
    }
    return Accept(where, prefix, options.prefixes, &PvdAdvertisedOptions::prefixes);
}

bool
PvdRadvdOptionReader::ReadRoute(PvdAdvertisedOptions& options)
{
    const PvdRadvdToken where = m_parser.Peek();
    PvdAdvertisedRoute route;
    const Keywords keywords{{"AdvRouteLifetime", Lifetime(route.lifetime)},
                            {"AdvRoutePreference", Value(route.preference)},
                            {"RemoveRoute", Value(route.removeAtEnd)}};
    return m_parser.ReadPrefix(route.prefix, route.length) &&
           m_parser.ReadBlock("a route", keywords) &&
           Accept(where, route, options.routes, &PvdAdvertisedOptions::routes);
}

bool
PvdRadvdOptionReader::ReadResolvers(PvdAdvertisedOptions& options)
{
    PvdAdvertisedResolvers resolvers;
    int64_t oldPreference = 0;
    bool oldOpen = false;
    const Keywords keywords{{"AdvRDNSSLifetime", Lifetime(resolvers.lifetime)},
                            {"FlushRDNSS", Value(resolvers.flushAtEnd)},
                            // Of an old draft; radvd reads them and sends nothing of them.
                            {"AdvRDNSSPreference", Number(oldPreference, 15)},
                            {"AdvRDNSSOpen", Value(oldOpen)}};
    do
    {
        if (!m_parser.Read(resolvers.addresses.emplace_back()))
        {
            return false;
        }
    } while (!m_parser.Peek().Is('{'));
    options.resolvers.push_back(resolvers);
    return ReadInto(options.resolvers.back(), resolvers, "RDNSS", keywords);
}

bool
PvdRadvdOptionReader::ReadDomains(PvdAdvertisedOptions& options)
{
    PvdAdvertisedDomains domains;
    const Keywords keywords{{"AdvDNSSLLifetime", Lifetime(domains.lifetime)},
                            {"FlushDNSSL", Value(domains.flushAtEnd)}};
    do
    {
        if (!m_parser.ReadName(domains.domains.emplace_back()))
        {
            return false;
        }
    } while (!m_parser.Peek().Is('{'));
    options.domains.push_back(domains);
    return ReadInto(options.domains.back(), domains, "DNSSL", keywords);
}

bool
PvdRadvdOptionReader::ReadContext(PvdAdvertisedOptions& options)
{
    int64_t length = 0;
    int64_t id = 0;
    int64_t lifetime = 0;
    bool compresses = false;
    Ipv6Octets prefix{};
    uint8_t prefixLength = 0;
    const Keywords keywords{
        {"AdvContextLength", Number(length, 128)},
        {"AdvContextCompressionFlag", Value(compresses)},
        {"AdvContextID", Number(id, 15)},
        {"AdvLifeTime", Number(lifetime, 65535)},
        {"AdvContextPrefix", [&] { return m_parser.ReadPrefix(prefix, prefixLength); }}};
    if (!m_parser.ReadBlock("lowpanco", keywords))
    {
        return false;
    }
    OpaqueOption option;
    option.type = SIX_LOWPAN_CONTEXT;
    PvdAppendNumber(option.body, length, 1);
    PvdAppendNumber(option.body, (compresses ? 0x10 : 0) | id, 1);
    PvdAppendNumber(option.body, 0, 2);
    PvdAppendNumber(option.body, lifetime, 2);
    option.body.insert(option.body.end(), prefix.begin(), prefix.begin() + (length > 64 ? 16 : 8));
    options.others.push_back(option);
    return true;
}

bool
PvdRadvdOptionReader::ReadBorderRouter(PvdAdvertisedOptions& options)
{
    Ipv6Octets address;
    uint8_t unused = 0;
    int64_t low = 0;
    int64_t high = 0;
    int64_t lifetime = 0;
    const Keywords keywords{{"AdvVersionLow", Number(low, 65535)},
                            {"AdvVersionHigh", Number(high, 65535)},
                            {"AdvValidLifeTime", Number(lifetime, 65535)}};
    if (!m_parser.ReadPrefix(address, unused) || !m_parser.ReadBlock("abro", keywords))
    {
        return false;
    }
    OpaqueOption option;
    option.type = BORDER_ROUTER;
    PvdAppendNumber(option.body, low, 2);
    PvdAppendNumber(option.body, high, 2);
    PvdAppendNumber(option.body, lifetime, 2);
    option.body.insert(option.body.end(), address.begin(), address.end());
    options.others.push_back(option);
    return true;
}

std::vector<PvdRadvdParser::Keyword>
PvdRadvdOptionReader::GetOptionKeywords(PvdAdvertisedOptions& options)
{
    return {{"prefix", [&] { return ReadPrefix(options); }},
            {"route", [&] { return ReadRoute(options); }},
            {"RDNSS", [&] { return ReadResolvers(options); }},
            {"DNSSL", [&] { return ReadDomains(options); }},
            {"lowpanco", [&] { return ReadContext(options); }},
            {"abro", [&] { return ReadBorderRouter(options); }},
            {"AdvLinkMTU", Number(options.linkMtu, 0xffffffff)},
            {"AdvCaptivePortalAPI", [&] { return m_parser.ReadText(options.captivePortal); }}};
}

std::vector<PvdRadvdParser::Keyword>
PvdRadvdOptionReader::GetHeaderKeywords(PvdAdvertisedHeader& header)
{
    return {{"AdvManagedFlag", Value(header.managed)},
            {"AdvOtherConfigFlag", Value(header.otherConfig)},
            {"AdvHomeAgentFlag", Value(header.homeAgent)},
            {"AdvReachableTime", Number(header.reachableTime, 3600000)},
            {"AdvRetransTimer", Number(header.retransTimer, 0xffffffff)},
            {"AdvCurHopLimit", Number(header.curHopLimit, 255)},
            {"AdvDefaultLifetime", Number(header.defaultLifetime, 65535)},
            {"AdvDefaultPreference", Value(header.preference)}};
}

} // namespace ns3
