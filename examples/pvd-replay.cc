/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-examples
 * What does a PvD-aware host make of the Router Advertisements in a capture? A simulated host on a
 * simulated link hears them at their times and configures itself; then its state is printed.
 */

#include "checked-command-line.h"
#include "pvd-replay/capture.h"
#include "pvd-replay/replay-host.h"
#include "pvd-replay/report.h"

#include "ns3/core-module.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace
{

/// How long the host is watched after the last frame, seconds.
constexpr double AFTERGLOW = 2;

/// The longest time that --until takes, seconds: about 31 years, well inside ns-3's range.
constexpr const char* MAX_UNTIL = "1e9";

/// What the command line says.
struct Options
{
    std::vector<std::string> captures; //!< one for each interface
    replay::HostOptions host;          //!< how the host is set up
    bool json{false};                  //!< print JSON
    bool events{false};                //!< with a timeline
    std::string query;                 //!< destinations, as they were written
    std::string bind;                  //!< PvDs, as they were written
    replay::Queries queries;           //!< what is asked of the host in the end
    double until{-1};                  //!< seconds after the first frame; negative: by itself
};

/// An option that may be given several times.
struct PathList
{
    std::vector<std::string> paths; //!< in the order of the command line
};

std::istream&
operator>>(std::istream& is, PathList& list)
{
    std::string path;
    std::getline(is, path);
    list.paths.push_back(path);
    is.clear();
    return is;
}

std::ostream&
operator<<(std::ostream& os, const PathList&)
{
    return os << "bundled"; // CommandLine shows no more than a word of a default
}

std::string
Correct(const std::string&, const PathList&)
{
    return "";
}

/// \return an exit status
int
Replay(const Options& options)
{
    std::vector<replay::Capture> captures;
    for (const auto& path : options.captures)
    {
        captures.push_back(replay::ReadCapture(path));
        if (!captures.back().error.empty())
        {
            std::cerr << "pvd-replay: " << captures.back().error << "\n";
            return 1;
        }
        if (!captures.back().warning.empty())
        {
            std::cerr << "pvd-replay: " << captures.back().warning << "; using what is before it\n";
        }
    }
    {
        replay::ReplayHost host(options.host, captures);
        if (host.GetDuration() > std::stod(MAX_UNTIL))
        {
            std::cerr << "pvd-replay: " << options.captures[0]
                      << ": more than 1e9 seconds from the first frame to the last\n";
            return 1;
        }
        host.Run(options.until < 0 ? host.GetDuration() + AFTERGLOW : options.until);
        auto report = replay::MakeReport(host, options.events);
        if (!options.queries.destinations.empty())
        {
            report["get"] = replay::MakeDecisions(host, options.queries);
        }
        if (options.json)
        {
            std::cout << boost::json::serialize(report) << "\n";
        }
        else
        {
            replay::PrintTables(std::cout, report);
        }
    }
    ns3::Simulator::Destroy();
    return 0;
}

/// What a newcomer sees first: each bundled capture by itself.
int
ReplayBundled(Options options)
{
    for (const char* name :
         {"radvd-plain", "radvd-two-routers", "radvd-pvd", "radvd-pvd-rflag", "mutated"})
    {
        const std::string file = std::string("examples/data/") + name + ".pcap";
        if (!options.json)
        {
            std::cout << "=== " << file << " ===\n\n";
        }
        options.captures = {std::string(PVD_SOURCE_DIR "/") + file};
        const int status = Replay(options);
        if (status != 0)
        {
            return status;
        }
    }
    return 0;
}

/// \return true for six octets in hexadecimal, those of one station
bool
IsMacAddress(const std::string& text)
{
    constexpr std::size_t LENGTH = 17;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        if (i % 3 == 2 ? text[i] != ':' : !std::isxdigit(static_cast<unsigned char>(text[i])))
        {
            return false;
        }
    }
    return text.size() == LENGTH && std::stoi(text.substr(0, 2), nullptr, 16) % 2 == 0;
}

/// \return true for what may name an interface: printable ASCII
bool
IsName(const std::string& text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return c < 0x80 && std::isgraph(c);
    });
}

bool
IsAddress(const std::string& text)
{
    uint8_t octets[16];
    return inet_pton(AF_INET6, text.c_str(), octets) == 1;
}

/// \return the first of the addresses of a query that is none, if there is one
std::optional<std::string>
ReadQueries(Options& options)
{
    options.queries.destinations = examples::SplitList(options.query);
    options.queries.bind = examples::SplitList(options.bind);
    auto addresses = options.queries.destinations;
    if (!options.queries.source.empty())
    {
        addresses.push_back(options.queries.source);
    }
    const auto wrong = std::find_if_not(addresses.begin(), addresses.end(), IsAddress);
    return wrong == addresses.end() ? std::nullopt : std::optional<std::string>(*wrong);
}

/// \return what is wrong with the command line, in a sentence, or nothing
std::string
FindMistake(Options& options)
{
    if (!IsMacAddress(options.host.mac))
    {
        return "--mac=" + options.host.mac +
               ": write six octets in hexadecimal, such as 02:00:00:00:00:01; the first one even";
    }
    const auto wrong = ReadQueries(options);
    if (wrong)
    {
        return "--query, --source: \"" + *wrong + "\" is no IPv6 address, such as 2001:db8::1";
    }
    const auto& bind = options.queries.bind;
    if (std::find(bind.begin(), bind.end(), std::string()) != bind.end())
    {
        return "--bind=" + options.bind + ": write names of PvDs with commas between them";
    }
    if (options.queries.destinations.empty() &&
        !(options.queries.bind.empty() && options.queries.source.empty()))
    {
        return "--bind and --source say how to answer --query: give a destination with it";
    }
    if (!IsName(options.host.name))
    {
        return "--ifname: write a name of printable ASCII, such as eth0";
    }
    return "";
}

/// \param [out] options what the command line says \return what is wrong with it, or nothing
std::string
ParseCommandLine(examples::CheckedCommandLine& cmd, int argc, char* argv[], Options& options)
{
    PathList paths;
    cmd.AddValue(
        "pcap",
        "Capture (pcap or pcapng, Ethernet); once for each interface. Without it: the bundled "
        "captures, one after the other",
        paths);
    cmd.AddValue("json", "Print the state as JSON", options.json);
    cmd.AddValue("mac", "MAC address of the host's first interface", options.host.mac);
    cmd.AddValue("ifname", "Name of the host's first interface", options.host.name);
    cmd.AddValue("parse-pvd", "Understand PvD options", options.host.parsePvd);
    cmd.AddValue("until",
                 "When the state is taken, seconds after the first frame; negative: " +
                     std::to_string(static_cast<int>(AFTERGLOW)) + " s after the last",
                 options.until,
                 {"-" + std::string(MAX_UNTIL), MAX_UNTIL});
    cmd.AddValue("events", "Print a timeline of notifications too", options.events);
    cmd.AddValue("limits",
                 "Keep the registry's limits, which are lifted here",
                 options.host.limits);
    cmd.AddValue("query",
                 "Destinations, separated by commas: how would packets to them leave?",
                 options.query);
    cmd.AddValue("bind", "PvDs, separated by commas, that these packets may use", options.bind);
    cmd.AddValue("source", "Source address of these packets", options.queries.source);
    cmd.AddValue("rule55",
                 "Prefer sources that the next hop announces (RFC 6724, rule 5.5)",
                 options.host.rule55);
    cmd.SetMeant("--pcap");
    const std::string mistake = cmd.Parse(argc, argv);
    options.captures = paths.paths;
    return mistake.empty() ? FindMistake(options) : mistake;
}

} // namespace

int
main(int argc, char* argv[])
{
    // A capture of a real link has real checksums: zero is no excuse.
    ns3::GlobalValue::Bind("ChecksumEnabled", ns3::BooleanValue(true));
    Options options;
    examples::CheckedCommandLine cmd(__FILE__,
                                     "Replay the Router Advertisements of captures to a PvD-aware "
                                     "host and print its state.");
    const std::string mistake = ParseCommandLine(cmd, argc, argv, options);
    if (!mistake.empty())
    {
        return cmd.Fail(mistake);
    }
    return options.captures.empty() ? ReplayBundled(options) : Replay(options);
}
