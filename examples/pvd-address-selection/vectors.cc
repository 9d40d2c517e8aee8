/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "vectors.h"

#include "ns3/pvd-entry.h"

#include <algorithm>
#include <arpa/inet.h>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

namespace selection
{

namespace
{

/// Columns of the file.
enum Column : std::size_t
{
    ID,
    KIND,
    POLICY,
    CANDIDATES,
    DESTINATIONS,
    EXPECTED,
    EXPECTED_SOURCES,
    RULE,
    N_COLUMNS,
};

/// \return the fields of a line; a field in quotes may hold commas and doubled quotes
std::vector<std::string>
SplitLine(const std::string& line)
{
    std::vector<std::string> fields(1);
    bool isQuoted = false;
    for (std::size_t i = 0; i < line.size(); ++i)
    {
        if (line[i] == '"' && isQuoted && i + 1 < line.size() && line[i + 1] == '"')
        {
            fields.back() += line[++i];
        }
        else if (line[i] == '"')
        {
            isQuoted = !isQuoted;
        }
        else if (line[i] == ',' && !isQuoted)
        {
            fields.emplace_back();
        }
        else if (line[i] != '\r')
        {
            fields.back() += line[i];
        }
    }
    return fields;
}

/// \return the parts between separators, none for an empty text
std::vector<std::string>
Split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::istringstream is(text);
    std::string part;
    while (std::getline(is, part, separator))
    {
        parts.push_back(part);
    }
    return parts;
}

std::optional<ns3::Ipv6Address>
ReadAddress(const std::string& text)
{
    uint8_t octets[16]{};
    if (inet_pton(AF_INET6, text.c_str(), octets) == 1)
    {
        return ns3::Ipv6Address(octets);
    }
    octets[10] = octets[11] = 0xff;
    if (inet_pton(AF_INET, text.c_str(), octets + 12) == 1)
    {
        return ns3::Ipv6Address(octets);
    }
    return std::nullopt;
}

bool
ReadNumber(const std::string& text, uint32_t& number)
{
    const bool good = !text.empty() && text.size() < 9 &&
                      text.find_first_not_of("0123456789") == std::string::npos;
    number = good ? std::stoul(text) : 0;
    return good;
}

/// An address with attributes in brackets.
struct Item
{
    ns3::Ipv6Address address;            //!< IPv6, or IPv4-mapped
    std::vector<std::string> attributes; //!< such as "deprecated" or "if=2"
};

Item
ReadItem(const std::string& text, std::string& error)
{
    Item item;
    const std::size_t bracket = text.find('[');
    const auto address = ReadAddress(text.substr(0, bracket));
    const bool closed = bracket == std::string::npos || text.back() == ']';
    if (!address || !closed)
    {
        error = "\"" + text + "\" is no address with attributes";
        return item;
    }
    item.address = *address;
    if (bracket != std::string::npos)
    {
        item.attributes = Split(text.substr(bracket + 1, text.size() - bracket - 2), ' ');
    }
    return item;
}

/// Indexes for names of PvDs of one row.
using PvdIndexes = std::map<std::string, uint64_t>;

/// \return the pairs of the routers and PvDs of an address; each side alone stands for any other
std::vector<ns3::PvdAdvertiser>
ReadAdvertisers(const std::string& routers, const std::string& pvds, PvdIndexes& indexes)
{
    std::vector<uint64_t> numbers;
    for (const auto& name : Split(pvds, '+'))
    {
        numbers.push_back(indexes.emplace(name, indexes.size() + 1).first->second);
    }
    if (numbers.empty())
    {
        numbers.push_back(0);
    }
    std::vector<ns3::PvdAdvertiser> advertisers;
    for (const auto& router : Split(routers, '+'))
    {
        for (const uint64_t number : numbers)
        {
            advertisers.push_back({number, ReadAddress(router).value_or(ns3::Ipv6Address())});
        }
    }
    return advertisers;
}

ns3::PvdSourceCandidate
ReadCandidate(const std::string& text, PvdIndexes& indexes, std::string& error)
{
    const Item item = ReadItem(text, error);
    ns3::PvdSourceCandidate candidate(item.address);
    std::string routers;
    std::string pvds;
    for (const auto& attribute : item.attributes)
    {
        const std::string value =
            attribute.substr(std::min(attribute.size(), attribute.find('=') + 1));
        if (attribute == "deprecated")
        {
            candidate.deprecated = true;
        }
        else if (attribute == "temporary")
        {
            candidate.temporary = true;
        }
        else if (attribute == "home")
        {
            candidate.home = true;
        }
        else if (attribute == "careof")
        {
            candidate.careOf = true;
        }
        else if (attribute.rfind("adv=", 0) == 0)
        {
            routers = value;
        }
        else if (attribute.rfind("pvd=", 0) == 0)
        {
            pvds = value;
        }
        else if (attribute.rfind("if=", 0) != 0 || !ReadNumber(value, candidate.interface))
        {
            error = "\"" + attribute + "\" is no attribute of a candidate";
        }
    }
    for (const auto& router : Split(routers, '+'))
    {
        error = ReadAddress(router) ? error : "\"" + router + "\" is no router's address";
    }
    candidate.advertisers = ReadAdvertisers(routers, pvds, indexes);
    return candidate;
}

Target
ReadTarget(const std::string& text, std::string& error)
{
    const Item item = ReadItem(text, error);
    Target target;
    target.destination = ns3::PvdDestination(item.address);
    for (const auto& attribute : item.attributes)
    {
        const auto nextHop =
            ReadAddress(attribute.substr(std::min<std::size_t>(3, attribute.size())));
        if (attribute == "unreachable")
        {
            target.destination.unreachable = true;
        }
        else if (attribute == "encap")
        {
            target.destination.encapsulated = true;
        }
        else if (attribute.rfind("nh=", 0) == 0 && nextHop)
        {
            target.nextHop = *nextHop;
        }
        else if (attribute.rfind("oif=", 0) != 0 ||
                 !ReadNumber(attribute.substr(4), target.interface))
        {
            error = "\"" + attribute + "\" is no attribute of a destination";
        }
    }
    return target;
}

Row
ReadRow(const std::vector<std::string>& fields, unsigned line)
{
    Row row;
    row.line = line;
    row.id = fields[ID];
    if (fields.size() < N_COLUMNS)
    {
        row.error = std::to_string(fields.size()) + " columns, at least " +
                    std::to_string(N_COLUMNS) + " are wanted";
        return row;
    }
    row.isSource = fields[KIND] == "source";
    row.policy = fields[POLICY];
    row.rule = fields[RULE];
    row.expected = Split(fields[EXPECTED], ';');
    row.expectedSources = Split(fields[EXPECTED_SOURCES], ';');
    PvdIndexes indexes;
    for (const auto& text : Split(fields[CANDIDATES], ';'))
    {
        row.candidates.push_back(ReadCandidate(text, indexes, row.error));
    }
    for (const auto& text : Split(fields[DESTINATIONS], ';'))
    {
        row.targets.push_back(ReadTarget(text, row.error));
    }
    if (!row.isSource && fields[KIND] != "destination")
    {
        row.error = "\"" + fields[KIND] + "\" is neither \"source\" nor \"destination\"";
    }
    else if (row.targets.empty() || row.expected.empty())
    {
        row.error = "no destination, or nothing is expected";
    }
    return row;
}

} // namespace

std::vector<Row>
ReadRows(const std::string& path, std::string& error)
{
    std::vector<Row> rows;
    std::ifstream file(path);
    std::string text;
    if (!file || !std::getline(file, text))
    {
        error = path + ": cannot be read, or is empty";
        return rows;
    }
    for (unsigned line = 2; std::getline(file, text); ++line)
    {
        if (!text.empty() && text != "\r")
        {
            rows.push_back(ReadRow(SplitLine(text), line));
        }
    }
    if (rows.empty())
    {
        error = path + ": no row behind its first line";
    }
    return rows;
}

std::string
ToText(const ns3::Ipv6Address& address)
{
    const ns3::PvdIpv6Bits bits(address);
    if (!ns3::IsIpv4Mapped(bits))
    {
        return ns3::ToString(address);
    }
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8)
    {
        text += (text.empty() ? "" : ".") + std::to_string(bits.words[1] >> shift & 0xff);
    }
    return text;
}

std::string
Normalize(const std::string& text)
{
    const auto address = ReadAddress(text);
    return address ? ToText(*address) : text;
}

} // namespace selection
