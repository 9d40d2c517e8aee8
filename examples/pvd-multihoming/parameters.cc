/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "parameters.h"

#include "host-kind.h"

#include "ns3/command-line.h"

#include <algorithm>
#include <cmath>

namespace multihoming
{

using namespace ns3;

namespace
{

constexpr uint32_t MAX_RUNS = 1000;
constexpr uint32_t MAX_SERVERS = 100;
constexpr uint32_t MAX_SIZE = 100000000; // octets of an answer
constexpr double LEAST_START = 5;        // seconds: RAs are there, addresses are checked
constexpr double LONGEST = 3600;         // seconds
const Time LONGEST_DELAY = Seconds(2);

const char* const USAGE =
    "Hosts of several kinds on one access link, with the same applications at the same times. "
    "Which "
    "of them keep working?\n\n"
    "  hosts --+-- edge-a --- uplink-a --- isp-a --+\n"
    "          +-- edge-b --- uplink-b --- isp-b --+-- internet --- servers\n"
    "          +-- edge-garden --- isp-garden --- garden\n\n"
    "Providers A and B drop what does not come from the prefix that they gave out (BCP 38). The "
    "third PvD is a walled garden: a reachable prefix, no default route. On a timeline, the uplink "
    "of A fails and comes back, its prefix is renumbered at once, and the uplink of B is "
    "congested.\n\n"
    "Each host asks web servers over TCP (web), makes calls over UDP (voice), and asks the server "
    "of the walled garden over TCP (garden). A flow that is not completed in time has failed: no "
    "route (of the host or of a router), filtered (by a provider, for its source address), or "
    "timeout (no such reason was seen). Recovery is the time from an event until no flow fails any "
    "more; of voice, until 95 % of the packets come back in each second.\n\n"
    "Written to the folder --out: pvd-multihoming.csv, a row for each run, kind and application; "
    "figures with their data and gnuplot scripts.";

void
AddTimeline(CommandLine& cmd, Timeline& timeline)
{
    cmd.AddValue("start", "when applications begin, seconds", timeline.start);
    cmd.AddValue("failure", "when the uplink of A fails, seconds", timeline.failure);
    cmd.AddValue("repair", "when it is back, seconds", timeline.repair);
    cmd.AddValue("renumber",
                 "when the prefix of A becomes another one, seconds",
                 timeline.renumber);
    cmd.AddValue("congest", "when the uplink of B becomes congested, seconds", timeline.congest);
    cmd.AddValue("relief", "when it is free again, seconds", timeline.relief);
    cmd.AddValue("end", "when applications end, seconds", timeline.end);
}

void
AddNetwork(CommandLine& cmd, Parameters& parameters)
{
    cmd.AddValue("rateA", "rate of the uplink of A, such as 20Mbps", parameters.rateA);
    cmd.AddValue("rateB", "rate of the uplink of B, such as 20Mbps", parameters.rateB);
    cmd.AddValue("rateGarden", "rate of that of the walled garden", parameters.rateGarden);
    cmd.AddValue("delayA", "delay of the uplink of A one way, such as 10ms", parameters.delayA);
    cmd.AddValue("delayB", "delay of the uplink of B one way", parameters.delayB);
    cmd.AddValue("delayGarden", "delay of that of the walled garden", parameters.delayGarden);
    cmd.AddValue("loss", "share of the packets lost on each uplink, 0 to 1", parameters.loss);
    cmd.AddValue("filter", "the providers filter by source address", parameters.filter);
    cmd.AddValue("detection",
                 "time until the router of A notices its uplink, such as 3s",
                 parameters.detection);
    cmd.AddValue("withdraw",
                 "the router of A then stops being a default router and deprecates its prefix",
                 parameters.withdraw);
    cmd.AddValue("congestion",
                 "traffic to other customers of B, as a share of its rate",
                 parameters.congestion);
    cmd.AddValue("servers", "number of servers on the Internet, 1 to 100", parameters.servers);
}

void
AddApplications(CommandLine& cmd, Parameters& parameters)
{
    cmd.AddValue("webInterval", "mean time between web requests", parameters.webInterval);
    cmd.AddValue("webSize", "size of an answer, octets", parameters.webSize);
    cmd.AddValue("gardenInterval",
                 "mean time between requests to the walled garden",
                 parameters.gardenInterval);
    cmd.AddValue("gardenSize", "size of an answer, octets", parameters.gardenSize);
    cmd.AddValue("patience", "time after which a request is given up", parameters.patience);
    cmd.AddValue("call", "length of a call", parameters.call);
    cmd.AddValue("voiceInterval", "time between packets of a call", parameters.voiceInterval);
}

void
AddRest(CommandLine& cmd, Parameters& parameters)
{
    std::string names;
    for (const auto& kind : GetHostKinds())
    {
        names += (names.empty() ? "" : ",") + kind.name;
    }
    cmd.AddValue("kinds", "all, or some of " + names, parameters.kinds);
    cmd.AddValue("seed", "seed of all random numbers, from 1", parameters.seed);
    cmd.AddValue("run", "number of the first run, from 1", parameters.run);
    cmd.AddValue("runs",
                 "number of runs; of several, means with 95 % confidence intervals are printed",
                 parameters.runs);
    cmd.AddValue("out", "folder to write to; it is made if it is not there", parameters.out);
    cmd.AddValue("figures", "draw figures, if gnuplot is there", parameters.figures);
    cmd.AddValue("pcap", "write a capture of each link, of the first run", parameters.pcap);
    cmd.AddValue("anim",
                 "write 10 s around the failure for NetAnim, of the first run",
                 parameters.anim);
    cmd.AddValue("flowmon", "write what FlowMonitor sees, of the first run", parameters.flowmon);
}

std::string
CheckTimeline(const Timeline& timeline)
{
    const std::vector<std::pair<const char*, double>> times{{"start", timeline.start},
                                                            {"failure", timeline.failure},
                                                            {"repair", timeline.repair},
                                                            {"renumber", timeline.renumber},
                                                            {"congest", timeline.congest},
                                                            {"relief", timeline.relief},
                                                            {"end", timeline.end}};
    if (!(timeline.start >= LEAST_START && timeline.end <= LONGEST))
    {
        return "--start and --end: write seconds from 5 to 3600";
    }
    for (std::size_t i = 1; i < times.size(); ++i)
    {
        if (!(times[i - 1].second < times[i].second))
        {
            return "--" + std::string(times[i].first) + ": write a time after --" +
                   times[i - 1].first;
        }
    }
    return "";
}

std::string
CheckNumbers(const Parameters& parameters)
{
    const auto isShort = [](Time time) {
        return time.IsStrictlyPositive() && time <= Seconds(LONGEST);
    };
    // Without a unit a number is seconds, which is seldom what is meant here.
    const auto isDelay = [](Time time) {
        return !time.IsStrictlyNegative() && time <= LONGEST_DELAY;
    };
    const auto isRate = [](DataRate rate) { return rate.GetBitRate() >= 1000; };
    const std::pair<bool, const char*> rules[] = {
        {parameters.runs >= 1 && parameters.runs <= MAX_RUNS, "--runs: write 1 to 1000"},
        {parameters.seed >= 1 && parameters.run >= 1, "--seed, --run: write a number from 1"},
        {parameters.servers >= 1 && parameters.servers <= MAX_SERVERS, "--servers: write 1 to 100"},
        {parameters.loss >= 0 && parameters.loss <= 1, "--loss: write a share from 0 to 1"},
        {parameters.congestion >= 0 && parameters.congestion <= 10,
         "--congestion: write a share from 0 to 10"},
        {isRate(parameters.rateA) && isRate(parameters.rateB) && isRate(parameters.rateGarden),
         "--rateA, --rateB, --rateGarden: write at least 1kbps"},
        {parameters.webSize >= 1 && parameters.webSize <= MAX_SIZE && parameters.gardenSize >= 1 &&
             parameters.gardenSize <= MAX_SIZE,
         "--webSize, --gardenSize: write 1 to 100000000 octets"},
        {isShort(parameters.webInterval) && isShort(parameters.gardenInterval) &&
             isShort(parameters.patience) && isShort(parameters.call) &&
             isShort(parameters.voiceInterval),
         "--webInterval, --gardenInterval, --patience, --call, --voiceInterval: write a time such "
         "as 2s"},
        {isDelay(parameters.delayA) && isDelay(parameters.delayB) &&
             isDelay(parameters.delayGarden),
         "--delayA, --delayB, --delayGarden: write a time such as 10ms, at most 2s"},
        {!parameters.detection.IsStrictlyNegative() && parameters.detection <= Seconds(LONGEST),
         "--detection: write a time such as 3s, at most 3600s"},
        {!parameters.out.empty(), "--out: write the name of a folder"},
    };
    for (const auto& [isGood, sentence] : rules)
    {
        if (!isGood)
        {
            return sentence;
        }
    }
    return "";
}

} // namespace

std::vector<Timeline::Event>
Timeline::GetEvents() const
{
    return {{"A fails", failure, repair},
            {"A is back", repair, renumber},
            {"A renumbered", renumber, congest},
            {"B congested", congest, relief},
            {"B is free", relief, end}};
}

uint32_t
Parameters::GetVoiceSize() const
{
    constexpr uint32_t RTP_HEADER = 12; // octets
    constexpr double CODEC = 8000;      // octets of speech in a second (G.711)
    return RTP_HEADER + static_cast<uint32_t>(CODEC * voiceInterval.GetSeconds());
}

std::string
ReadParameters(int argc, char* argv[], Parameters& parameters)
{
    CommandLine cmd("pvd-multihoming");
    std::string stray;
    cmd.Usage(USAGE);
    AddTimeline(cmd, parameters.timeline);
    AddNetwork(cmd, parameters);
    AddApplications(cmd, parameters);
    AddRest(cmd, parameters);
    cmd.AddNonOption("stray", "nothing else can be said", stray);
    cmd.Parse(argc, argv);
    if (!stray.empty())
    {
        return "\"" + stray + "\" is no option; --help lists them";
    }
    const std::string error = CheckTimeline(parameters.timeline);
    return error.empty() ? CheckNumbers(parameters) : error;
}

} // namespace multihoming
