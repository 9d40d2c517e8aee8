/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-domain-name.h"

#include <ostream>
#include <string_view>
#include <utility>

namespace ns3
{

namespace
{

/// Room for labels in wire form: the root label takes the last octet of a name.
constexpr std::size_t MAX_LABELS = PvdDomainName::MAX_WIRE - 1;

/// \return the octet as RFC 4343 compares it. Length octets are below 0x41, so whole wire forms
/// can be folded without looking at their labels.
unsigned char
Fold(char octet)
{
    const auto value = static_cast<unsigned char>(octet);
    return value >= 0x41 && value <= 0x5a ? value + 0x20 : value;
}

bool
IsDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Append one octet of a label to text; what could be mistaken for notation is escaped.
void
AppendEscaped(std::string& text, char octet)
{
    const auto value = static_cast<unsigned char>(octet);
    if (value <= 0x20 || value >= 0x7f)
    {
        text += '\\';
        text += static_cast<char>('0' + value / 100);
        text += static_cast<char>('0' + value / 10 % 10);
        text += static_cast<char>('0' + value % 10);
        return;
    }
    if (octet == '.' || octet == '\\')
    {
        text += '\\';
    }
    text += octet;
}

/**
 * Read what stands after a backslash.
 * \param text the text
 * \param [in,out] at the octet after the backslash; then the first one that is not used
 * \param [out] octet the octet that is meant
 * \return false if it is no escape
 */
bool
ReadEscape(std::string_view text, std::size_t& at, char& octet)
{
    if (at >= text.size())
    {
        return false;
    }
    if (!IsDigit(text[at]))
    {
        octet = text[at++];
        return true;
    }
    if (text.size() - at < 3 || !IsDigit(text[at + 1]) || !IsDigit(text[at + 2]))
    {
        return false;
    }
    const int value = (text[at] - '0') * 100 + (text[at + 1] - '0') * 10 + (text[at + 2] - '0');
    at += 3;
    octet = static_cast<char>(value);
    return value <= 0xff;
}

/**
 * Read a label up to a dot or the end of the text and append it in wire form.
 * \param text the text
 * \param [in,out] at where the label starts; then its dot, or the end
 * \param [in,out] wire the name so far
 * \return false if it is no label or the name grows too long
 */
bool
AppendLabel(std::string_view text, std::size_t& at, std::string& wire)
{
    const std::size_t lengthAt = wire.size();
    wire += '\0';
    while (at < text.size() && text[at] != '.')
    {
        char octet = text[at++];
        if (octet == '\\' && !ReadEscape(text, at, octet))
        {
            return false;
        }
        wire += octet;
        if (wire.size() > MAX_LABELS)
        {
            return false;
        }
    }
    const std::size_t length = wire.size() - lengthAt - 1;
    if (length == 0 || length > PvdDomainName::MAX_LABEL)
    {
        return false;
    }
    wire[lengthAt] = static_cast<char>(length);
    return true;
}

/**
 * Find the end of a name.
 * \param octets where it starts
 * \param size how many octets may be read
 * \param [out] used its size with the root label, if there is no defect
 * \return what is wrong with it
 */
PvdDomainName::Defect
Measure(const uint8_t* octets, std::size_t size, std::size_t& used)
{
    std::size_t at = 0;
    while (at < size && octets[at] != 0)
    {
        const uint8_t length = octets[at];
        if (length >= 0xc0)
        {
            return PvdDomainName::COMPRESSED;
        }
        if (length > PvdDomainName::MAX_LABEL)
        {
            return PvdDomainName::LABEL_TOO_LONG;
        }
        at += std::size_t{1} + length;
        if (at > MAX_LABELS)
        {
            return PvdDomainName::NAME_TOO_LONG;
        }
    }
    if (at >= size)
    {
        return PvdDomainName::OVERRUN;
    }
    used = at + 1;
    return PvdDomainName::NONE;
}

} // namespace

PvdDomainName::PvdDomainName()
    : m_wire(1, '\0')
{
}

std::optional<PvdDomainName>
PvdDomainName::Parse(const uint8_t* octets, std::size_t size, std::size_t& used, Defect& defect)
{
    used = 0;
    defect = Measure(octets, size, used);
    if (defect != NONE)
    {
        return std::nullopt;
    }
    std::optional<PvdDomainName> name{std::in_place};
    name->m_wire.assign(reinterpret_cast<const char*>(octets), used);
    return name;
}

std::optional<PvdDomainName>
PvdDomainName::FromText(const std::string& text)
{
    if (text == ".")
    {
        return PvdDomainName();
    }
    std::string wire;
    std::size_t at = 0;
    do
    {
        if (!AppendLabel(text, at, wire))
        {
            return std::nullopt;
        }
        // On the dot, if there is one: the final one ends the name.
        ++at;
    } while (at < text.size());
    wire += '\0';
    PvdDomainName name;
    name.m_wire = std::move(wire);
    return name;
}

std::string
PvdDomainName::ToString() const
{
    if (IsRoot())
    {
        return ".";
    }
    std::string text;
    text.reserve(m_wire.size());
    std::size_t at = 0;
    while (m_wire[at] != '\0')
    {
        const std::size_t end = at + 1 + static_cast<unsigned char>(m_wire[at]);
        if (!text.empty())
        {
            text += '.';
        }
        for (++at; at < end; ++at)
        {
            AppendEscaped(text, m_wire[at]);
        }
    }
    return text;
}

std::string
PvdDomainName::ToCanonicalString() const
{
    std::string text = ToString();
    for (char& c : text)
    {
        c = static_cast<char>(Fold(c));
    }
    return text;
}

const std::string&
PvdDomainName::GetWire() const
{
    return m_wire;
}

bool
PvdDomainName::IsRoot() const
{
    return m_wire.size() == 1;
}

bool
operator==(const PvdDomainName& a, const PvdDomainName& b)
{
    if (a.m_wire.size() != b.m_wire.size())
    {
        return false;
    }
    for (std::size_t i = 0; i < a.m_wire.size(); ++i)
    {
        if (Fold(a.m_wire[i]) != Fold(b.m_wire[i]))
        {
            return false;
        }
    }
    return true;
}

bool
operator!=(const PvdDomainName& a, const PvdDomainName& b)
{
    return !(a == b);
}

bool
operator<(const PvdDomainName& a, const PvdDomainName& b)
{
    // No wire form is the beginning of another one: the first root label ends it.
    for (std::size_t i = 0; i < a.m_wire.size() && i < b.m_wire.size(); ++i)
    {
        const unsigned char left = Fold(a.m_wire[i]);
        const unsigned char right = Fold(b.m_wire[i]);
        if (left != right)
        {
            return left < right;
        }
    }
    return false;
}

std::ostream&
operator<<(std::ostream& os, const PvdDomainName& name)
{
    return os << name.ToString();
}

} // namespace ns3
