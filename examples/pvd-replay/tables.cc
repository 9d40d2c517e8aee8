/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "report.h"

#include <algorithm>
#include <iomanip>
#include <map>
#include <ostream>
#include <sstream>
#include <vector>

namespace replay
{

namespace json = boost::json;

namespace
{

using Row = std::vector<std::string>;

std::string
Seconds(const json::value& value)
{
    if (value.is_null())
    {
        return "forever";
    }
    std::ostringstream text;
    text << std::fixed << std::setprecision(1) << value.to_number<double>() << " s";
    return text.str();
}

std::string
Text(const json::value& value, const std::string& none = "-")
{
    if (value.is_null())
    {
        return none;
    }
    if (value.is_string())
    {
        return value.get_string().c_str();
    }
    if (value.is_bool())
    {
        return value.get_bool() ? "yes" : "no";
    }
    return json::serialize(value);
}

/// Columns as wide as their widest cell; the first row is the heading.
void
PrintTable(std::ostream& os, const std::string& title, const std::vector<Row>& rows)
{
    os << title << "\n";
    if (rows.size() == 1)
    {
        os << "  none\n\n";
        return;
    }
    std::vector<std::size_t> widths(rows.front().size(), 0);
    for (const auto& row : rows)
    {
        for (std::size_t i = 0; i < row.size(); ++i)
        {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    for (const auto& row : rows)
    {
        std::string line = " ";
        for (std::size_t i = 0; i < row.size(); ++i)
        {
            line += " " + row[i] + std::string(widths[i] - row[i].size() + 1, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        os << line << "\n";
    }
    os << "\n";
}

/// One line of a PvD's description; nothing if there is nothing to say.
void
PrintList(std::ostream& os, const std::string& name, const std::vector<std::string>& items)
{
    if (items.empty())
    {
        return;
    }
    os << "    " << std::left << std::setw(15) << name;
    for (std::size_t i = 0; i < items.size(); ++i)
    {
        os << (i > 0 ? ", " : "") << items[i];
    }
    os << "\n";
}

void
PrintPvd(std::ostream& os, const json::object& pvd)
{
    os << "  " << Text(pvd.at("index")) << "  " << Text(pvd.at("id")) << "  ("
       << (pvd.at("explicit").get_bool() ? "explicit" : "implicit") << ")\n";
    if (pvd.at("explicit").get_bool())
    {
        PrintList(os,
                  "PvD option",
                  {"H " + Text(pvd.at("http")),
                   "L " + Text(pvd.at("legacy")),
                   "R " + Text(pvd.at("raHeader")),
                   "sequence " + Text(pvd.at("sequence")),
                   "delay " + Text(pvd.at("delay"))});
    }
    std::vector<std::string> items;
    for (const auto& router : pvd.at("routers").get_array())
    {
        items.push_back(Text(router.at("address")) + "%" + Text(router.at("interface")) + " " +
                        Text(router.at("preference")) + " for " + Seconds(router.at("lifetime")));
    }
    PrintList(os, "routers", items);
    const auto plain = [&](const char* key) {
        items.clear();
        for (const auto& item : pvd.at(key).get_array())
        {
            items.push_back(Text(item));
        }
        PrintList(os, key, items);
    };
    plain("addresses");
    plain("routes");
    const auto timed = [&](const char* key, const char* what) {
        items.clear();
        for (const auto& item : pvd.at(key).get_array())
        {
            items.push_back(Text(item.at(what)) + " for " + Seconds(item.at("lifetime")));
        }
        PrintList(os, key, items);
    };
    timed("rdnss", "address");
    timed("dnssl", "domain");
    for (const char* key : {"mtu", "curHopLimit", "captivePortal"})
    {
        if (!pvd.at(key).is_null())
        {
            PrintList(os, key, {Text(pvd.at(key)) + (key == std::string("mtu") ? " octets" : "")});
        }
    }
    os << "\n";
}

void
PrintEvents(std::ostream& os, const json::array& events)
{
    std::vector<Row> rows{{"time", "event", "PvD", ""}};
    for (const auto& event : events)
    {
        rows.push_back({Seconds(event.at("time")),
                        Text(event.at("event")),
                        Text(event.at("pvd")),
                        Text(event.at("text"))});
    }
    PrintTable(os, "Timeline", rows);
}

void
PrintAddresses(std::ostream& os, const json::array& addresses)
{
    std::vector<Row> rows{
        {"address", "interface", "state", "valid", "preferred", "PvD", "advertised by"}};
    for (const auto& address : addresses)
    {
        std::string routers;
        for (const auto& pair : address.at("advertisedBy").get_array())
        {
            routers += (routers.empty() ? "" : ", ") + Text(pair.at("router"));
        }
        rows.push_back({Text(address.at("address")) + "/" + Text(address.at("prefixLength")),
                        Text(address.at("interface")),
                        Text(address.at("state")),
                        Seconds(address.at("valid")),
                        Seconds(address.at("preferred")),
                        Text(address.at("pvd"), "all"),
                        routers.empty() ? "-" : routers});
    }
    PrintTable(os, "Addresses", rows);
}

void
PrintRoutes(std::ostream& os, const json::array& routes)
{
    std::vector<Row> rows{{"prefix", "next hop", "interface", "preference", "lifetime", "PvD"}};
    for (const auto& route : routes)
    {
        rows.push_back({Text(route.at("prefix")),
                        Text(route.at("gateway"), "on-link"),
                        Text(route.at("interface")),
                        Text(route.at("preference")),
                        Seconds(route.at("lifetime")),
                        Text(route.at("pvd"), "all")});
    }
    PrintTable(os, "Routes", rows);
}

void
PrintPrefixes(std::ostream& os, const json::array& prefixes)
{
    std::vector<Row> rows{
        {"prefix", "interface", "on-link", "SLAAC", "DHCPv6-PD", "valid", "preferred", "PvD"}};
    for (const auto& prefix : prefixes)
    {
        rows.push_back({Text(prefix.at("prefix")),
                        Text(prefix.at("interface")),
                        Text(prefix.at("onLink")),
                        Text(prefix.at("autonomous")),
                        Text(prefix.at("pdPreferred")),
                        Seconds(prefix.at("valid")),
                        Seconds(prefix.at("preferred")),
                        Text(prefix.at("pvd"))});
    }
    PrintTable(os, "Prefixes", rows);
}

/// Hundreds of damaged messages are told by reason and number.
void
PrintDropped(std::ostream& os, const json::array& dropped)
{
    std::map<std::pair<std::string, std::string>, uint32_t> counts;
    for (const auto& drop : dropped)
    {
        const std::string option =
            drop.at("option").is_null() ? "whole message" : "option " + Text(drop.at("option"));
        ++counts[{option, Text(drop.at("reason"))}];
    }
    std::vector<Row> rows{{"what", "reason", "times"}};
    for (const auto& count : counts)
    {
        rows.push_back({count.first.first, count.first.second, std::to_string(count.second)});
    }
    PrintTable(os, "Dropped and ignored", rows);
}

void
PrintInterfaces(std::ostream& os, const json::array& interfaces)
{
    std::vector<Row> rows{
        {"name", "MAC address", "MTU", "hop limit", "reachable time", "retrans timer"}};
    for (const auto& interface : interfaces)
    {
        rows.push_back({Text(interface.at("name")),
                        Text(interface.at("mac")),
                        Text(interface.at("mtu")) + " octets",
                        Text(interface.at("curHopLimit")),
                        Seconds(interface.at("reachableTime")),
                        Seconds(interface.at("retransTimer"))});
    }
    PrintTable(os, "Interfaces", rows);
}

void
PrintDecisions(std::ostream& os, const json::object& decisions)
{
    std::vector<Row> rows{
        {"destination", "next hop", "interface", "source", "PvD", "rule", "prefix"}};
    for (const auto& entry : decisions)
    {
        const auto& decision = entry.value().get_object();
        if (const auto* error = decision.if_contains("error"))
        {
            rows.push_back({std::string(entry.key()), Text(*error), "", "", "", "", ""});
            continue;
        }
        rows.push_back({std::string(entry.key()),
                        Text(decision.at("gateway"), "on-link"),
                        Text(decision.at("interface")),
                        Text(decision.at("source")),
                        Text(decision.at("pvd"), "all"),
                        Text(decision.at("rule")),
                        Text(decision.at("prefix"))});
    }
    PrintTable(os, "How packets would leave", rows);
}

} // namespace

void
PrintTables(std::ostream& os, const json::object& report)
{
    if (const auto* events = report.if_contains("events"))
    {
        PrintEvents(os, events->get_array());
    }
    os << "State of the host " << Seconds(report.at("time"))
       << " after the first Router Advertisement\n\n";
    PrintInterfaces(os, report.at("interfaces").get_array());
    os << "Provisioning Domains\n";
    if (report.at("pvds").get_array().empty())
    {
        os << "  none\n\n";
    }
    for (const auto& pvd : report.at("pvds").get_array())
    {
        PrintPvd(os, pvd.get_object());
    }
    PrintAddresses(os, report.at("addresses").get_array());
    PrintRoutes(os, report.at("routes").get_array());
    PrintPrefixes(os, report.at("prefixes").get_array());
    PrintDropped(os, report.at("dropped").get_array());
    if (const auto* decisions = report.if_contains("get"))
    {
        PrintDecisions(os, decisions->get_object());
    }
}

} // namespace replay
