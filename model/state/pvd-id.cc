/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-id.h"

#include <arpa/inet.h>
#include <cstdio>
#include <ostream>

namespace ns3
{

namespace
{

/// "%" in decimal notation of RFC 1035, section 5.1.
const char* const ESCAPED_PERCENT = "\\037";

std::string
EscapePercent(const std::string& text)
{
    std::string escaped;
    for (char c : text)
    {
        if (c == '%')
        {
            escaped += ESCAPED_PERCENT;
        }
        else
        {
            escaped += c;
        }
    }
    return escaped;
}

std::string
FullGroups(const Ipv6Address& address)
{
    uint8_t octets[16];
    address.GetBytes(octets);
    std::string text;
    for (int i = 0; i < 16; i += 2)
    {
        char group[6];
        std::snprintf(group, sizeof(group), "%02x%02x", octets[i], octets[i + 1]);
        text += (i > 0 ? ":" : "");
        text += group;
    }
    return text;
}

} // namespace

PvdId::PvdId(const PvdDomainName& name)
    : m_explicit(true),
      m_name(name),
      m_text(EscapePercent(name.ToString())),
      m_key(EscapePercent(name.ToCanonicalString()))
{
    if (m_key == m_text)
    {
        m_key = std::string();
    }
}

PvdId::PvdId(const Ipv6Address& router, const std::string& interfaceName)
    : m_explicit(false),
      m_text(FullGroups(router) + "%" + interfaceName)
{
}

std::optional<PvdId>
PvdId::FromText(const std::string& text)
{
    const auto percent = text.find('%');
    if (percent != std::string::npos)
    {
        uint8_t octets[16];
        const std::string name = text.substr(percent + 1);
        if (name.empty() || inet_pton(AF_INET6, text.substr(0, percent).c_str(), octets) != 1)
        {
            return std::nullopt;
        }
        return PvdId(Ipv6Address(octets), name);
    }
    const auto name = PvdDomainName::FromText(text);
    if (!name || name->IsRoot())
    {
        return std::nullopt;
    }
    return PvdId(*name);
}

bool
PvdId::IsExplicit() const
{
    return m_explicit;
}

const std::string&
PvdId::ToString() const
{
    return m_text;
}

const std::string&
PvdId::GetKey() const
{
    return m_key.empty() ? m_text : m_key;
}

const PvdDomainName&
PvdId::GetName() const
{
    return m_name;
}

bool
operator==(const PvdId& a, const PvdId& b)
{
    return a.GetKey() == b.GetKey();
}

bool
operator!=(const PvdId& a, const PvdId& b)
{
    return !(a == b);
}

bool
operator<(const PvdId& a, const PvdId& b)
{
    return a.GetKey() < b.GetKey();
}

std::ostream&
operator<<(std::ostream& os, const PvdId& id)
{
    return os << id.ToString();
}

} // namespace ns3
