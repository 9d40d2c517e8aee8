/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "checked-command-line.h"

#include "ns3/global-value.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/type-id.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <sstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace examples
{

namespace
{

/// \param text in plain digits \return the number
std::optional<double>
MeasureNumber(const std::string& text)
{
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    const bool isPlain = text.find_first_not_of("+-0123456789.eE") == std::string::npos;
    const bool isNumber = isPlain && !text.empty() && *end == '\0' && std::isfinite(number);
    return isNumber ? std::optional<double>(number) : std::nullopt;
}

std::optional<double>
MeasureWholeNumber(const std::string& text)
{
    const bool isWhole = text.find_first_not_of("0123456789") == std::string::npos;
    return isWhole ? MeasureNumber(text) : std::nullopt;
}

/// \param text such as "10ms" \return seconds
std::optional<double>
MeasureTime(const std::string& text)
{
    static const std::map<std::string, double> units{{"", 1},
                                                     {"fs", 1e-15},
                                                     {"ps", 1e-12},
                                                     {"ns", 1e-9},
                                                     {"us", 1e-6},
                                                     {"ms", 1e-3},
                                                     {"s", 1},
                                                     {"min", 60},
                                                     {"h", 3600},
                                                     {"d", 86400},
                                                     {"y", 31536000}};
    const auto end = std::min(text.find_first_not_of("+-0123456789.eE"), text.size());
    const auto unit = units.find(text.substr(end));
    const auto number = MeasureNumber(text.substr(0, end));
    return unit != units.end() && number ? std::optional<double>(*number * unit->second)
                                         : std::nullopt;
}

/// \param text such as "20Mbps" \return bit/s
std::optional<double>
MeasureRate(const std::string& text)
{
    constexpr double MOST = 1e18;    // bit/s: ns-3 keeps 64 bits
    constexpr double LARGEST = 1e10; // more than the largest unit
    const auto end = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto number = MeasureNumber(text.substr(0, end));
    const double unit = end == text.size() ? 1 : LARGEST;
    std::istringstream is(text);
    ns3::DataRate rate;
    const bool isRate = number && *number * unit <= MOST && is >> rate && is.eof();
    return isRate ? std::optional<double>(rate.GetBitRate()) : std::nullopt;
}

/// \return whether ns-3 reads an argument, and goes on or ends well
bool
IsUnderstood(const std::string& argument)
{
    // Where it does not, it ends the process in one of several ways: so it is another process.
    std::cout.flush();
    const pid_t child = fork();
    if (child == 0)
    {
        const rlimit none{0, 0};
        setrlimit(RLIMIT_CORE, &none);
        unsetenv("NS_COMMANDLINE_INTROSPECTION"); // it is the program that is described, not this
        const int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        ns3::CommandLine().Parse({"", argument});
        ns3::Simulator::Now(); // is there a simulator of the type that is named?
        std::_Exit(0);
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

/// \return what an attribute takes, with an example and what the attribute is for
std::string
DescribeType(const ns3::Ptr<const ns3::AttributeChecker>& checker,
             const ns3::AttributeValue& initial,
             std::string help)
{
    const std::string example = initial.SerializeToString(checker);
    std::replace(help.begin(), help.end(), '\n', ' ');
    return checker->GetUnderlyingTypeInformation() +
           (example.empty() ? "" : " such as \"" + example + "\"") + ": " + help;
}

/// \param name of a global value or an attribute \return what it takes, or nothing if there is none
std::string
FindType(const std::string& name)
{
    for (auto global = ns3::GlobalValue::Begin(); global != ns3::GlobalValue::End(); ++global)
    {
        if ((*global)->GetName() == name)
        {
            ns3::StringValue value;
            (*global)->GetValue(value);
            return DescribeType((*global)->GetChecker(), value, (*global)->GetHelp());
        }
    }
    const auto colons = name.rfind("::");
    ns3::TypeId type;
    if (colons == std::string::npos ||
        !ns3::TypeId::LookupByNameFailSafe(name.substr(0, colons), &type))
    {
        return "";
    }
    for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
    {
        const auto attribute = type.GetAttribute(i);
        if (attribute.name == name.substr(colons + 2))
        {
            return DescribeType(attribute.checker, *attribute.initialValue, attribute.help);
        }
    }
    return "";
}

} // namespace

const Quantity&
GetQuantity(uint32_t)
{
    static const Quantity quantity{"a whole number", MeasureWholeNumber};
    return quantity;
}

const Quantity&
GetQuantity(double)
{
    static const Quantity quantity{"a number", MeasureNumber};
    return quantity;
}

const Quantity&
GetQuantity(const ns3::Time&)
{
    static const Quantity quantity{"a time", MeasureTime};
    return quantity;
}

const Quantity&
GetQuantity(const ns3::DataRate&)
{
    static const Quantity quantity{"a rate", MeasureRate};
    return quantity;
}

std::string
Correct(const std::string& text, bool)
{
    std::string low = text;
    std::transform(low.begin(), low.end(), low.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    for (const char* const one : {"", "true", "t", "1", "false", "f", "0"})
    {
        if (low == one)
        {
            return "";
        }
    }
    return "write true or false";
}

std::string
Correct(const std::string& text, const Quantity& quantity, const Range& range)
{
    const auto amount = quantity.measure(text);
    const bool isGood = amount && *amount >= quantity.measure(range.least) &&
                        *amount <= quantity.measure(range.most);
    return isGood ? ""
                  : "write " + std::string(quantity.name) + " from " + range.least + " to " +
                        range.most;
}

std::vector<std::string>
SplitList(const std::string& text)
{
    std::vector<std::string> parts;
    std::istringstream is(text);
    for (std::string part; std::getline(is, part, ',');)
    {
        parts.push_back(part);
    }
    return parts;
}

bool
IsWritable(const std::string& path)
{
    const bool isThere = access(path.c_str(), F_OK) == 0;
    const bool isWritable = std::ofstream(path, std::ios::app).is_open();
    if (isWritable && !isThere)
    {
        std::remove(path.c_str());
    }
    return isWritable;
}

CheckedCommandLine::CheckedCommandLine(const std::string& file, const std::string& usage)
    : m_commandLine(file)
{
    m_commandLine.Usage(usage);
}

void
CheckedCommandLine::SetMeant(const std::string& option)
{
    m_meant = option;
}

void
CheckedCommandLine::AddValue(const std::string& name, const std::string& help, std::string& value)
{
    m_commandLine.AddValue(name, help, value);
    m_texts[name] = &value;
}

CheckedCommandLine::Option
CheckedCommandLine::Split(const std::string& argument)
{
    // One dash or two, as ns-3 takes them.
    const auto start = std::min({argument.find_first_not_of('-'), argument.size(), std::size_t(2)});
    const auto equals = std::min(argument.find('=', start), argument.size());
    return {argument.substr(start, equals - start),
            argument.substr(std::min(equals + 1, argument.size()))};
}

std::string
CheckedCommandLine::FindMistake(const std::string& argument) const
{
    if (argument.empty() || argument[0] != '-')
    {
        return "\"" + argument + "\" is no option; " +
               (m_meant.empty() ? "--help lists them" : "write " + m_meant + "=" + argument);
    }
    const auto [name, text] = Split(argument);
    const auto rule = m_rules.find(name);
    if (rule != m_rules.end())
    {
        const std::string correction = rule->second(text);
        return correction.empty() ? "" : argument + ": " + correction;
    }
    if (m_texts.count(name) > 0 || IsUnderstood(argument))
    {
        return "";
    }
    const std::string type = FindType(name);
    return argument + ": " +
           (!type.empty() ? "write a value of the type " + type
            : name.find("::") == std::string::npos
                ? "no such option; --help lists them"
                : "no such attribute; --PrintTypeIds lists the types, --PrintAttributes=TYPE "
                  "those of one");
}

std::string
CheckedCommandLine::Parse(int argc, char* argv[])
{
    for (int i = 1; i < argc; ++i)
    {
        const std::string mistake = FindMistake(argv[i]);
        if (!mistake.empty())
        {
            return mistake;
        }
    }
    std::vector<std::string> others(argv, argv + std::min(argc, 1));
    for (int i = 1; i < argc; ++i)
    {
        const Option option = Split(argv[i]);
        const auto text = m_texts.find(option.name);
        if (text == m_texts.end())
        {
            others.emplace_back(argv[i]);
        }
        else
        {
            *text->second = option.text;
        }
    }
    m_commandLine.Parse(others);
    return "";
}

int
CheckedCommandLine::Fail(const std::string& sentence) const
{
    std::cerr << m_commandLine.GetName() << ": " << sentence << "\n";
    return 1;
}

} // namespace examples
