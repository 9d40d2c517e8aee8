/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/callback.h"
#include "ns3/config.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/pvd-router-helper.h"
#include "ns3/simple-net-device-helper.h"
#include "ns3/simulator.h"
#include "ns3/type-id.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

/**
 * \file
 * doc/pvd.rst lists each attribute of the module with its default, and each trace source with its
 * signature, and nothing that there is not. What is missing is printed as it has to stand there.
 * The paths that it gives lead to something.
 */

using namespace ns3;

namespace
{

const std::filesystem::path TOP = std::filesystem::path(PVD_TEST_VECTORS) / ".." / "..";

using Row = std::vector<std::string>;

/// The rows of the tables of one kind without their headings: by class, then by first cell.
using Tables = std::map<std::string, std::map<std::string, Row>>;

std::string
ReadText(const std::filesystem::path& path)
{
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// \return the text with each run of white space as one space, and none around it
std::string
Squeeze(const std::string& text)
{
    const std::string single = std::regex_replace(text, std::regex(R"(\s+)"), " ");
    return std::regex_replace(single, std::regex(R"(^ | $)"), "");
}

/// \return a cell without the marks of a literal
std::string
Plain(const std::string& cell)
{
    return std::regex_replace(Squeeze(cell), std::regex("``"), "");
}

/**
 * \param kind what the titles of the tables begin with
 * \return the tables "KIND of ``CLASS``"
 */
Tables
ReadTables(const std::string& kind)
{
    static const std::regex title(R"(^\.\. list-table:: (.+) of ``(.+)``$)");
    static const std::regex cell(R"(^   (\* |  )- ?(.*)$)");
    std::vector<std::pair<std::string, Row>> rows;
    std::string owner;
    std::istringstream text(ReadText(TOP / "doc" / "pvd.rst"));
    for (std::string line; std::getline(text, line);)
    {
        std::smatch match;
        if (std::regex_match(line, match, title))
        {
            owner = match[1] == kind ? match[2].str() : "";
        }
        else if (!line.empty() && line.front() != ' ')
        {
            owner.clear();
        }
        else if (!owner.empty() && std::regex_match(line, match, cell))
        {
            if (match[1] == "* ")
            {
                rows.emplace_back(owner, Row());
            }
            rows.back().second.push_back(match[2]);
        }
        else if (!owner.empty() && line.compare(0, 7, "       ") == 0)
        {
            rows.back().second.back() += line;
        }
    }
    Tables tables;
    for (const auto& [name, row] : rows)
    {
        const std::string first = Plain(row.front());
        if (row.front().compare(0, 2, "``") == 0)
        {
            EXPECT_TRUE(tables[name].emplace(first, row).second) << first << " is there twice";
        }
    }
    return tables;
}

/// \return the classes of the module
std::vector<TypeId>
ListClasses()
{
    std::vector<TypeId> classes;
    for (std::size_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId tid = TypeId::GetRegistered(i);
        if (tid.GetGroupName() == "Pvd")
        {
            classes.push_back(tid);
        }
    }
    return classes;
}

/// \return true if the text says the initial value of the attribute
bool
IsDefault(const TypeId::AttributeInformation& attribute, const std::string& text)
{
    if (dynamic_cast<const CallbackValue*>(PeekPointer(attribute.initialValue)))
    {
        return text == "none";
    }
    const std::string initial = attribute.initialValue->SerializeToString(attribute.checker);
    const auto value = attribute.checker->Create();
    const std::string compact = std::regex_replace(text, std::regex(R"((\d) (\w))"), "$1$2");
    return text == initial || (value->DeserializeFromString(compact, attribute.checker) &&
                               value->SerializeToString(attribute.checker) == initial);
}

/// \return the parameters of a callback in brackets; for one of ns-3's own its name
std::string
FindSignature(const std::string& callback)
{
    const std::size_t at = callback.rfind("::");
    const std::string name = callback.substr(at + 2);
    const std::string owner = callback.substr(5, at - 5);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(TOP / "model"))
    {
        const std::string text = entry.path().extension() == ".h" ? ReadText(entry.path()) : "";
        std::smatch match;
        if (text.find("(*" + name + ")") != std::string::npos &&
            std::regex_search(text, std::regex("class " + owner + R"(\s+[:{])")) &&
            std::regex_search(text, match, std::regex(R"(\(\*)" + name + R"(\)(\([^;]*\));)")))
        {
            return Squeeze(match[1]);
        }
    }
    return callback;
}

std::string
AttributeRow(const TypeId::AttributeInformation& attribute)
{
    return "   * - ``" + attribute.name + "``\n     - ``" +
           attribute.initialValue->SerializeToString(attribute.checker) +
           "``\n     - UNIT\n     - " + attribute.help + "\n";
}

std::string
TraceRow(const TypeId::TraceSourceInformation& source)
{
    return "   * - ``" + source.name + "``\n     - ``" + FindSignature(source.callback) +
           "``\n     - " + source.help + "\n";
}

/// All that is left in the tables is nowhere else.
void
ExpectNothingLeft(const Tables& tables)
{
    for (const auto& [owner, rows] : tables)
    {
        for (const auto& row : rows)
        {
            ADD_FAILURE() << owner << " has no " << row.first;
        }
    }
}

/// Make a PvD-aware host and a router, which their paths find.
void
MakeHostAndRouter()
{
    NodeContainer nodes(2);
    PvdHostHelper().Install(nodes);
    const auto devices = SimpleNetDeviceHelper().Install(nodes);
    Ipv6AddressHelper().AssignWithoutAddress(devices);
    PvdRouterHelper().Install(devices.Get(1), PvdAdvertisingInterface());
}

TEST(DocumentationTables, PathsLeadToTracesAndAttributes)
{
    MakeHostAndRouter();
    const std::string text = ReadText(TOP / "doc" / "pvd.rst");
    const std::regex literal(R"(``(/NodeList/[^`]*)/(\w+)``)");
    std::set<std::string> classes;
    for (std::sregex_iterator it(text.begin(), text.end(), literal), end; it != end; ++it)
    {
        const std::string name = (*it)[2];
        const auto objects = Config::LookupMatches((*it)[1]);
        EXPECT_GT(objects.GetN(), 0) << it->str();
        for (std::size_t i = 0; i < objects.GetN(); ++i)
        {
            const TypeId tid = objects.Get(i)->GetInstanceTypeId();
            TypeId::AttributeInformation attribute;
            const bool isTrace = bool(tid.LookupTraceSourceByName(name));
            EXPECT_TRUE(isTrace || tid.LookupAttributeByName(name, &attribute)) << it->str();
            classes.insert(isTrace ? tid.GetName() : "");
        }
    }
    // The manual says that these two have no path.
    for (const char* exception : {"ns3::PvdIpv6Routing", "ns3::PvdUdpSocket"})
    {
        EXPECT_TRUE(classes.insert(exception).second) << exception << " has a path";
    }
    for (const auto& table : ReadTables("Trace sources"))
    {
        EXPECT_EQ(classes.count(table.first), 1) << table.first << " has no path";
    }
    Simulator::Destroy();
}

} // namespace

TEST(DocumentationTables, HaveEachAttributeWithItsDefault)
{
    Tables tables = ReadTables("Attributes");
    for (const TypeId& tid : ListClasses())
    {
        auto& rows = tables[tid.GetName()];
        for (std::size_t i = 0; i < tid.GetAttributeN(); ++i)
        {
            const auto attribute = tid.GetAttribute(i);
            const auto found = rows.find(attribute.name);
            if (found == rows.end())
            {
                ADD_FAILURE() << tid.GetName() << ", attribute:\n" << AttributeRow(attribute);
                continue;
            }
            EXPECT_EQ(found->second.size(), 4u) << attribute.name;
            EXPECT_TRUE(IsDefault(attribute, Plain(found->second.at(1))))
                << tid.GetName() << ":\n"
                << AttributeRow(attribute);
            EXPECT_FALSE(Plain(found->second.at(2)).empty()) << attribute.name << " has no unit";
            rows.erase(found);
        }
    }
    ExpectNothingLeft(tables);
}

TEST(DocumentationTables, HaveEachTraceSourceWithItsSignature)
{
    Tables tables = ReadTables("Trace sources");
    for (const TypeId& tid : ListClasses())
    {
        auto& rows = tables[tid.GetName()];
        for (std::size_t i = 0; i < tid.GetTraceSourceN(); ++i)
        {
            const auto source = tid.GetTraceSource(i);
            const auto found = rows.find(source.name);
            if (found == rows.end())
            {
                ADD_FAILURE() << tid.GetName() << ", trace source:\n" << TraceRow(source);
                continue;
            }
            EXPECT_EQ(found->second.size(), 3u) << source.name;
            EXPECT_EQ(Plain(found->second.at(1)), FindSignature(source.callback)) << source.name;
            rows.erase(found);
        }
    }
    ExpectNothingLeft(tables);
}
