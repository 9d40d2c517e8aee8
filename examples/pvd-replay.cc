/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-examples
 * What does a PvD-aware host make of the Router Advertisements in a capture? A simulated host on a
 * simulated link hears them at their times and configures itself; then its state is printed.
 */

#include "pvd-replay/capture.h"
#include "pvd-replay/replay-host.h"
#include "pvd-replay/report.h"

#include "ns3/core-module.h"

#include <iostream>
#include <string>
#include <vector>

namespace
{

/// How long the host is watched after the last frame, seconds.
constexpr double AFTERGLOW = 2;

/// The longest time that --until takes, seconds: about 31 years, well inside ns-3's range.
constexpr double MAX_UNTIL = 1e9;

/// What the command line says.
struct Options
{
    std::vector<std::string> captures; //!< one for each interface
    std::string stray;                 //!< an argument that is no option
    replay::HostOptions host;          //!< how the host is set up
    bool json{false};                  //!< print JSON
    bool events{false};                //!< with a timeline
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
    return os << "the bundled captures, one after the other";
}

Options
ParseCommandLine(int argc, char* argv[])
{
    Options options;
    PathList paths;
    ns3::CommandLine cmd;
    cmd.Usage("Replay the Router Advertisements of captures to a PvD-aware host and print its "
              "state.");
    cmd.AddValue("pcap", "Capture (pcap or pcapng, Ethernet); once for each interface", paths);
    cmd.AddValue("json", "Print the state as JSON", options.json);
    cmd.AddValue("mac", "MAC address of the host's first interface", options.host.mac);
    cmd.AddValue("ifname", "Name of the host's first interface", options.host.name);
    cmd.AddValue("parse-pvd", "Understand PvD options", options.host.parsePvd);
    cmd.AddValue("until",
                 "When the state is taken, seconds after the first frame; negative: " +
                     std::to_string(static_cast<int>(AFTERGLOW)) + " s after the last",
                 options.until);
    cmd.AddValue("events", "Print a timeline of notifications too", options.events);
    cmd.AddValue("limits",
                 "Keep the registry's limits, which are lifted here",
                 options.host.limits);
    cmd.AddNonOption("", "", options.stray);
    cmd.Parse(argc, argv);
    options.captures = paths.paths;
    return options;
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
        host.Run(options.until < 0 ? host.GetDuration() + AFTERGLOW : options.until);
        const auto report = replay::MakeReport(host, options.events);
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
    for (const char* name : {"radvd-plain", "radvd-two-routers", "radvd-pvd", "radvd-pvd-rflag"})
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

/// \return false, and a sentence on stderr, if a value makes no sense
bool
Check(const Options& options)
{
    unsigned int octet[6];
    char rest;
    if (std::sscanf(options.host.mac.c_str(),
                    "%2x:%2x:%2x:%2x:%2x:%2x%c",
                    &octet[0],
                    &octet[1],
                    &octet[2],
                    &octet[3],
                    &octet[4],
                    &octet[5],
                    &rest) != 6)
    {
        std::cerr << "pvd-replay: --mac=" << options.host.mac
                  << ": write six octets in hexadecimal, such as 02:00:00:00:00:01\n";
        return false;
    }
    if (!options.stray.empty())
    {
        std::cerr << "pvd-replay: " << options.stray << ": write --pcap=" << options.stray
                  << " for a capture\n";
        return false;
    }
    if (!(options.until <= MAX_UNTIL))
    {
        std::cerr << "pvd-replay: --until: write at most " << MAX_UNTIL << " seconds\n";
        return false;
    }
    if (options.host.name.empty())
    {
        std::cerr << "pvd-replay: --ifname: write a name, such as eth0\n";
        return false;
    }
    return true;
}

} // namespace

int
main(int argc, char* argv[])
{
    // A capture of a real link has real checksums: zero is no excuse.
    ns3::GlobalValue::Bind("ChecksumEnabled", ns3::BooleanValue(true));
    const Options options = ParseCommandLine(argc, argv);
    if (!Check(options))
    {
        return 1;
    }
    return options.captures.empty() ? ReplayBundled(options) : Replay(options);
}
