/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-policy-table.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstdlib>
#include <sstream>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint8_t ULA_SITE_LENGTH = 48;
constexpr PvdPolicyTable::Policy KNOWN_LOCAL{45, 14};

/// A row as it stands in an RFC.
struct Text
{
    const char* prefix;
    uint8_t length;
    PvdPolicyTable::Policy policy;
};

// RFC 6724, section 2.1.
constexpr Text DEFAULT[] = {{"::1", 128, {50, 0}},
                            {"::", 0, {40, 1}},
                            {"::ffff:0:0", 96, {35, 4}},
                            {"2002::", 16, {30, 2}},
                            {"2001::", 32, {5, 5}},
                            {"fc00::", 7, {3, 13}},
                            {"::", 96, {1, 3}},
                            {"fec0::", 10, {1, 11}},
                            {"3ffe::", 16, {1, 12}}};

// draft-ietf-6man-rfc6724-update.
constexpr Text UPDATE[] = {{"::1", 128, {50, 0}},
                           {"::", 0, {40, 1}},
                           {"fc00::", 7, {30, 13}},
                           {"::ffff:0:0", 96, {20, 4}},
                           {"2002::", 16, {5, 2}},
                           {"2001::", 32, {5, 5}},
                           {"::", 96, {1, 3}},
                           {"fec0::", 10, {1, 11}},
                           {"3ffe::", 16, {1, 12}}};

/// \return the fields of a line, up to the fourth
std::vector<std::string>
Split(const std::string& line)
{
    std::vector<std::string> fields;
    std::istringstream is(line);
    std::string field;
    while (fields.size() < 4 && std::getline(is, field, ','))
    {
        while (!field.empty() && (field.back() == '\r' || field.back() == ' '))
        {
            field.pop_back();
        }
        fields.push_back(field);
    }
    return fields;
}

/// \return false if a text is no number up to a limit
bool
ReadNumber(const std::string& text, unsigned long limit, uint32_t& number)
{
    const bool digits = !text.empty() && text.size() < 10 &&
                        text.find_first_not_of("0123456789") == std::string::npos;
    number = digits ? std::strtoul(text.c_str(), nullptr, 10) : 0;
    return digits && number <= limit;
}

/// \return false if a text is no prefix such as "2001:db8::/32"
bool
ReadPrefix(const std::string& text, PvdPolicyTable::Row& row)
{
    const std::size_t slash = text.find('/');
    uint8_t octets[16];
    uint32_t length = 0;
    if (slash == std::string::npos || !ReadNumber(text.substr(slash + 1), 128, length) ||
        inet_pton(AF_INET6, text.substr(0, slash).c_str(), octets) != 1)
    {
        return false;
    }
    row.prefix = Ipv6Address(octets);
    row.length = length;
    return true;
}

bool
ReadRow(const std::vector<std::string>& fields, PvdPolicyTable::Row& row)
{
    return fields.size() == 4 && ReadPrefix(fields[1], row) &&
           ReadNumber(fields[2], UINT32_MAX, row.policy.precedence) &&
           ReadNumber(fields[3], UINT32_MAX, row.policy.label);
}

} // namespace

PvdPolicyTable::PvdPolicyTable()
{
    // Thousands of hosts have the same table.
    static const std::shared_ptr<const Lines> shared = [] {
        Lines lines;
        for (const auto& row : DEFAULT)
        {
            Insert(lines, {Ipv6Address(row.prefix), row.length, row.policy});
        }
        return std::make_shared<const Lines>(lines);
    }();
    m_lines = shared;
}

void
PvdPolicyTable::Insert(Lines& lines, const Row& row)
{
    Line line;
    line.prefix = PvdIpv6Bits(row.prefix).GetPrefix(row.length);
    line.mask.words[0] = line.mask.words[1] = ~UINT64_C(0);
    line.mask = line.mask.GetPrefix(row.length);
    line.policy = row.policy;
    line.length = row.length;
    line.automatic = row.automatic;
    Erase(lines, line.prefix, row.length);
    const auto place = std::find_if(lines.begin(), lines.end(), [&row](const auto& other) {
        return other.length < row.length;
    });
    lines.insert(place, line);
}

void
PvdPolicyTable::Erase(Lines& lines, const PvdIpv6Bits& prefix, uint8_t length)
{
    lines.erase(std::remove_if(lines.begin(),
                               lines.end(),
                               [&](const auto& line) {
                                   return line.length == length && line.prefix == prefix;
                               }),
                lines.end());
}

PvdPolicyTable
PvdPolicyTable::MakeEmpty()
{
    PvdPolicyTable table;
    table.m_lines = std::make_shared<const Lines>();
    return table;
}

PvdPolicyTable
PvdPolicyTable::MakeUpdate()
{
    PvdPolicyTable table = MakeEmpty();
    for (const auto& row : UPDATE)
    {
        table.Set(Ipv6Address(row.prefix), row.length, row.policy);
    }
    return table;
}

PvdPolicyTable
PvdPolicyTable::Read(std::istream& is, const std::string& policy, std::string& error)
{
    PvdPolicyTable table = MakeEmpty();
    error.clear();
    std::string text;
    for (unsigned number = 1; std::getline(is, text); ++number)
    {
        const auto fields = Split(text);
        Row row;
        if (number == 1 || fields.empty() || fields[0] != policy)
        {
            continue;
        }
        if (!ReadRow(fields, row))
        {
            error = "line " + std::to_string(number) + ": not policy,prefix,precedence,label";
            return table;
        }
        table.Set(row.prefix, row.length, row.policy);
    }
    if (table.m_lines->empty())
    {
        error = "no policy is called " + policy;
    }
    return table;
}

void
PvdPolicyTable::Set(const Ipv6Address& prefix, uint8_t length, Policy policy)
{
    Lines lines = *m_lines;
    Insert(lines, {prefix, length, policy});
    m_lines = std::make_shared<const Lines>(std::move(lines));
}

bool
PvdPolicyTable::Remove(const Ipv6Address& prefix, uint8_t length)
{
    Lines lines = *m_lines;
    Erase(lines, PvdIpv6Bits(prefix).GetPrefix(length), length);
    const bool found = lines.size() < m_lines->size();
    m_lines = std::make_shared<const Lines>(std::move(lines));
    return found;
}

void
PvdPolicyTable::AddKnownLocal(const Ipv6Address& address)
{
    const PvdIpv6Bits site = PvdIpv6Bits(address).GetPrefix(ULA_SITE_LENGTH);
    const bool isUla = site.words[0] >> 57 == 0xfc >> 1;
    const bool isThere = std::any_of(m_lines->begin(), m_lines->end(), [&site](const auto& line) {
        return line.length == ULA_SITE_LENGTH && line.prefix == site;
    });
    if (isUla && !isThere)
    {
        Lines lines = *m_lines;
        Insert(lines, {site.ToAddress(), ULA_SITE_LENGTH, KNOWN_LOCAL, true});
        m_lines = std::make_shared<const Lines>(std::move(lines));
    }
}

void
PvdPolicyTable::RemoveKnownLocal()
{
    Lines lines = *m_lines;
    lines.erase(
        std::remove_if(lines.begin(), lines.end(), [](const auto& line) { return line.automatic; }),
        lines.end());
    m_lines = std::make_shared<const Lines>(std::move(lines));
}

PvdPolicyTable::Policy
PvdPolicyTable::Lookup(const PvdIpv6Bits& address) const
{
    for (const auto& line : *m_lines)
    {
        if ((address.words[0] & line.mask.words[0]) == line.prefix.words[0] &&
            (address.words[1] & line.mask.words[1]) == line.prefix.words[1])
        {
            return line.policy;
        }
    }
    return {0, 0};
}

std::vector<PvdPolicyTable::Row>
PvdPolicyTable::GetRows() const
{
    std::vector<Row> rows;
    for (const auto& line : *m_lines)
    {
        rows.push_back({line.prefix.ToAddress(), line.length, line.policy, line.automatic});
    }
    return rows;
}

} // namespace ns3
