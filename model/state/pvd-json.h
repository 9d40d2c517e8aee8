/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_JSON_H
#define PVD_JSON_H

#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * \ingroup pvd-state
 * JSON (RFC 8259) as text, for the functions of the module that write it.
 */

namespace ns3
{

/// \return text in quotes; octets from 0x80 on are left as they are, as UTF-8 wants it
std::string JsonString(const std::string& text);

/// \return "true" or "false"
std::string JsonBoolean(bool value);

/// \return a number with at most 10 significant digits, without exponent if it is whole
std::string JsonNumber(double value);

/// \param values texts that are JSON \return an array of them
std::string JsonArray(const std::vector<std::string>& values);

/// \param members names, and values that are JSON \return an object of them in this order
std::string JsonObject(const std::vector<std::pair<std::string, std::string>>& members);

} // namespace ns3

#endif /* PVD_JSON_H */
