/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-json.h"

#include <cstdio>

namespace ns3
{

namespace
{

std::string
Join(const std::vector<std::string>& parts)
{
    std::string joined;
    for (const auto& part : parts)
    {
        joined += (joined.empty() ? "" : ",") + part;
    }
    return joined;
}

} // namespace

std::string
JsonString(const std::string& text)
{
    std::string quoted = "\"";
    for (const char c : text)
    {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
        {
            quoted += '\\';
            quoted += c;
        }
        else if (octet < 0x20 || octet == 0x7f)
        {
            char escape[8];
            std::snprintf(escape, sizeof(escape), "\\u%04x", octet);
            quoted += escape;
        }
        else
        {
            quoted += c;
        }
    }
    return quoted + "\"";
}

std::string
JsonBoolean(bool value)
{
    return value ? "true" : "false";
}

std::string
JsonNumber(double value)
{
    char text[32];
    std::snprintf(text, sizeof(text), "%.10g", value);
    return text;
}

std::string
JsonArray(const std::vector<std::string>& values)
{
    return "[" + Join(values) + "]";
}

std::string
JsonObject(const std::vector<std::pair<std::string, std::string>>& members)
{
    std::vector<std::string> parts;
    for (const auto& member : members)
    {
        parts.push_back(JsonString(member.first) + ":" + member.second);
    }
    return "{" + Join(parts) + "}";
}

} // namespace ns3
