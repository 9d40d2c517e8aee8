/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-router-configuration.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cmath>
#include <set>
#include <utility>

namespace ns3
{

namespace
{

constexpr double LEAST_MAX_INTERVAL = 4;        // RFC 4861 section 6.2.1, seconds
constexpr double LARGEST_MAX_INTERVAL = 65535;  // RFC 8319
constexpr double LEAST_MIN_INTERVAL = 3;        // RFC 4861 section 6.2.1, seconds
constexpr double SHORT_INTERVAL = 9;            // below it, Min follows Max in another way
constexpr uint32_t LARGEST_REACHABLE = 3600000; // RFC 4861 section 6.2.1, milliseconds
constexpr uint32_t LEAST_LINK_MTU = 1280;       // RFC 8200 section 5, octets
constexpr uint8_t LARGEST_PREFIX_LENGTH = 128;  // bits
constexpr std::size_t LARGEST_URI = 255;        // RFC 8910 section 2, octets
constexpr std::size_t MOST_ROUTES = 17;         // RFC 4191 section 4
constexpr uint8_t LARGEST_DELAY = 15;           // RFC 8801 section 3.1
constexpr uint32_t MOST_ROUNDS_FOR_OPTIONS = 2; // lifetimes that are left out last for three

bool
IsLinkLocal(const Ipv6Octets& address)
{
    return address[0] == 0xfe && (address[1] & 0xc0) == 0x80;
}

std::string
ToText(const Ipv6Octets& prefix, uint8_t length)
{
    return ToString(prefix) + "/" + std::to_string(length);
}

/// \return the number as users write it
std::string
ToText(double seconds)
{
    std::string text = std::to_string(seconds);
    text.erase(text.find_last_not_of('0') + 1);
    return text.back() == '.' ? text.substr(0, text.size() - 1) : text;
}

std::string
FindMistake(const PvdAdvertisedPrefix& prefix)
{
    if (prefix.length > LARGEST_PREFIX_LENGTH)
    {
        return "prefix " + ToText(prefix.prefix, prefix.length) + ": give it a length of 0 to 128";
    }
    if (IsLinkLocal(prefix.prefix) && prefix.length >= 10)
    {
        return "prefix " + ToText(prefix.prefix, prefix.length) +
               " is link-local: leave it out, every link has it (RFC 4861 section 4.6.2)";
    }
    if (prefix.preferredLifetime > prefix.validLifetime)
    {
        return "prefix " + ToText(prefix.prefix, prefix.length) + " has a preferred lifetime of " +
               std::to_string(prefix.preferredLifetime) + " s, longer than its valid lifetime of " +
               std::to_string(prefix.validLifetime) + " s: make it at most as long";
    }
    return "";
}

std::string
FindMistake(const std::vector<PvdAdvertisedRoute>& routes)
{
    std::set<std::pair<Ipv6Octets, uint8_t>> seen;
    for (const PvdAdvertisedRoute& route : routes)
    {
        const std::string text = ToText(route.prefix, route.length);
        if (route.length > LARGEST_PREFIX_LENGTH)
        {
            return "route " + text + ": give it a length of 0 to 128";
        }
        if (!seen.emplace(MaskPrefix(route.prefix, route.length), route.length).second)
        {
            return "route " + text + " is there twice: give it once (RFC 4191 section 2.3)";
        }
    }
    return "";
}

std::string
FindMistake(const PvdAdvertisedOptions& options)
{
    for (const PvdAdvertisedPrefix& prefix : options.prefixes)
    {
        const std::string mistake = FindMistake(prefix);
        if (!mistake.empty())
        {
            return mistake;
        }
    }
    for (const PvdAdvertisedResolvers& resolvers : options.resolvers)
    {
        if (resolvers.addresses.empty())
        {
            return "an RDNSS option has no address: give it one, or leave it out";
        }
    }
    for (const PvdAdvertisedDomains& domains : options.domains)
    {
        if (domains.domains.empty())
        {
            return "a DNSSL option has no domain: give it one, or leave it out";
        }
    }
    if (options.linkMtu != 0 && options.linkMtu < LEAST_LINK_MTU)
    {
        return "AdvLinkMTU is " + std::to_string(options.linkMtu) +
               " octets: give it 0 or at least 1280";
    }
    return FindMistake(options.routes);
}

std::string
FindMistake(const PvdAdvertisedHeader& header, double maxInterval)
{
    if (header.reachableTime > LARGEST_REACHABLE)
    {
        return "AdvReachableTime is " + std::to_string(header.reachableTime) +
               " ms: give it at most 3600000";
    }
    if (header.defaultLifetime.value_or(0) != 0 && *header.defaultLifetime < maxInterval)
    {
        return "AdvDefaultLifetime is " + std::to_string(*header.defaultLifetime) +
               " s, shorter than MaxRtrAdvInterval: give it 0, or " + ToText(maxInterval) +
               " to 65535";
    }
    return "";
}

std::string
FindMistake(const PvdAdvertisedPvd& pvd, double maxInterval)
{
    if (pvd.id.IsRoot())
    {
        return "a PvD has no PvD ID: give it a domain name";
    }
    if (pvd.delay > LARGEST_DELAY)
    {
        return "PvD " + pvd.id.ToString() + " has Delay " + std::to_string(pvd.delay) +
               ": give it 0 to 15";
    }
    const std::string mistake = pvd.header ? FindMistake(*pvd.header, maxInterval) : std::string();
    return mistake.empty() ? FindMistake(pvd.options) : mistake;
}

std::string
FindMistake(const PvdAdvertisement& advertisement, double maxInterval)
{
    for (const Ipv6Octets& source : advertisement.sources)
    {
        if (!IsLinkLocal(source))
        {
            return "source " + ToString(source) +
                   " is not link-local: hosts would drop the message (RFC 4861 section 6.1.2)";
        }
    }
    std::string mistake = FindMistake(advertisement.header, maxInterval);
    mistake = mistake.empty() ? FindMistake(advertisement.options) : mistake;
    return mistake.empty() && advertisement.pvd ? FindMistake(*advertisement.pvd, maxInterval)
                                                : mistake;
}

/// Say what is doubtful about prefixes.
void
AddDoubts(const std::vector<PvdAdvertisedPrefix>& prefixes, std::vector<std::string>& doubts)
{
    for (const PvdAdvertisedPrefix& prefix : prefixes)
    {
        if (prefix.routerAddress && prefix.prefix == MaskPrefix(prefix.prefix, prefix.length))
        {
            doubts.push_back("prefix " + ToText(prefix.prefix, prefix.length) +
                             " is to be an address of the router, and is none: write it whole, "
                             "such as 2001:db8:1::1/64 (RFC 6275 section 7.2)");
        }
    }
}

/// Say what is doubtful about the URI of a captive portal.
void
AddDoubts(const std::string& uri, std::vector<std::string>& doubts)
{
    if (uri.size() > LARGEST_URI)
    {
        doubts.push_back("the URI of a captive portal has " + std::to_string(uri.size()) +
                         " octets: DHCPv4 could not carry more than 255 (RFC 8910 section 2)");
    }
    const auto host = uri.find("://");
    const auto first = host == std::string::npos ? std::string::npos : host + 3;
    const auto end = first == std::string::npos ? first : uri.find_first_of(":/?#", first);
    if (first < uri.size() &&
        (uri[first] == '[' ||
         uri.substr(first, end - first).find_first_not_of("0123456789.") == std::string::npos))
    {
        doubts.push_back("the URI " + uri +
                         " of a captive portal has an address: its certificate "
                         "needs a name (RFC 8910 section 2)");
    }
}

std::string
FindMistakeInIntervals(const PvdAdvertisingInterface& interface)
{
    const double most = interface.maxRtrAdvInterval;
    if (!(most >= LEAST_MAX_INTERVAL && most <= LARGEST_MAX_INTERVAL))
    {
        return "MaxRtrAdvInterval is " + ToText(most) + " s: give it 4 to 65535";
    }
    const double least = interface.GetMinRtrAdvInterval();
    if (!(least >= LEAST_MIN_INTERVAL && least <= 0.75 * most))
    {
        return "MinRtrAdvInterval is " + ToText(least) + " s: give it 3 to " + ToText(0.75 * most) +
               ", three quarters of MaxRtrAdvInterval";
    }
    if (!(interface.minDelayBetweenRas > 0 && interface.minDelayBetweenRas <= most))
    {
        return "MinDelayBetweenRAs is " + ToText(interface.minDelayBetweenRas) +
               " s: give it more than 0, and at most MaxRtrAdvInterval";
    }
    return "";
}

} // namespace

double
PvdAdvertisingInterface::GetMinRtrAdvInterval() const
{
    const double factor = maxRtrAdvInterval >= SHORT_INTERVAL ? 0.33 : 0.75;
    // 0.33 of 9 s would be less than what is allowed.
    return minRtrAdvInterval.value_or(std::max(LEAST_MIN_INTERVAL, factor * maxRtrAdvInterval));
}

uint16_t
PvdAdvertisingInterface::GetDefaultLifetime() const
{
    return static_cast<uint16_t>(std::min(65535.0, std::floor(3 * maxRtrAdvInterval)));
}

std::string
PvdAdvertisingInterface::FindMistake() const
{
    const std::string mistake = FindMistakeInIntervals(*this);
    if (!mistake.empty())
    {
        return mistake;
    }
    if (roundsForOptions == 0)
    {
        return "no round is to have options: give roundsForOptions 1 for all of them, or more";
    }
    if (largestPacket != 0 && largestPacket < LEAST_LINK_MTU)
    {
        return "the largest packet is to have " + std::to_string(largestPacket) +
               " octets: give it 0 or at least 1280";
    }
    if (std::set<PvdAdvertisementPart>(order.begin(), order.end()).size() != order.size())
    {
        return "the order of the options names one twice: name each once";
    }
    for (const PvdAdvertisement& advertisement : advertisements)
    {
        const std::string wrong = ns3::FindMistake(advertisement, maxRtrAdvInterval);
        if (!wrong.empty())
        {
            return wrong;
        }
    }
    return "";
}

std::vector<std::string>
PvdAdvertisingInterface::FindDoubts() const
{
    std::vector<std::string> doubts;
    std::size_t routes = 0;
    if (roundsForOptions > MOST_ROUNDS_FOR_OPTIONS)
    {
        doubts.push_back("options are in one of " + std::to_string(roundsForOptions) +
                         " rounds: lifetimes that are left out end before they come again");
    }
    for (const PvdAdvertisement& advertisement : advertisements)
    {
        AddDoubts(advertisement.options.prefixes, doubts);
        routes += advertisement.options.routes.size();
        AddDoubts(advertisement.options.captivePortal, doubts);
        if (advertisement.pvd)
        {
            routes += advertisement.pvd->options.routes.size();
            AddDoubts(advertisement.pvd->options.prefixes, doubts);
            AddDoubts(advertisement.pvd->options.captivePortal, doubts);
        }
    }
    if (routes > MOST_ROUTES)
    {
        doubts.push_back(std::to_string(routes) + " routes are advertised: hosts may keep only " +
                         std::to_string(MOST_ROUTES) + " (RFC 4191 section 4)");
    }
    return doubts;
}

std::optional<Ipv6Octets>
ParseIpv6Address(const std::string& text)
{
    Ipv6Octets octets;
    if (inet_pton(AF_INET6, text.c_str(), octets.data()) != 1)
    {
        return std::nullopt;
    }
    return octets;
}

} // namespace ns3
