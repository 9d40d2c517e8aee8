/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "parameters.h"

#include "../checked-command-line.h"
#include "host-kind.h"

#include <type_traits>
#include <variant>

namespace multihoming
{

using namespace ns3;

namespace
{

const char* const USAGE =
    "Hosts of several kinds on one access link, with the same applications at the same times. "
    "Which of them keep working?\n\n"
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

/// Where an option is kept.
using Member = std::variant<double Timeline::*,
                            double Parameters::*,
                            uint32_t Parameters::*,
                            Time Parameters::*,
                            DataRate Parameters::*>;

/// An option that is a quantity.
struct Option
{
    const char* name;      //!< on the command line
    Member member;         //!< where it is kept
    examples::Range range; //!< where it lies
    const char* help;      //!< what it means
};

const examples::Range MOMENTS{"0", "3600"};
const examples::Range RATES{"1kbps", "1000Gbps"};
const examples::Range DELAYS{"0s", "2s"};
const examples::Range SPANS{"1ms", "1h"};
const examples::Range SIZES{"1", "100000000"};
const examples::Range NUMBERS{"1", "4294967295"};

const Option OPTIONS[] = {
    // RAs are there, and addresses are checked, after 5 s.
    {"start", &Timeline::start, {"5", "3600"}, "when applications begin, seconds"},
    {"failure", &Timeline::failure, MOMENTS, "when the uplink of A fails, seconds"},
    {"repair", &Timeline::repair, MOMENTS, "when it is back, seconds"},
    {"renumber", &Timeline::renumber, MOMENTS, "when A gets another prefix, seconds"},
    {"congest", &Timeline::congest, MOMENTS, "when the uplink of B becomes congested, seconds"},
    {"relief", &Timeline::relief, MOMENTS, "when it is free again, seconds"},
    {"end", &Timeline::end, MOMENTS, "when applications end, seconds"},
    {"rateA", &Parameters::rateA, RATES, "rate of the uplink of A, such as 20Mbps"},
    {"rateB", &Parameters::rateB, RATES, "rate of the uplink of B, such as 20Mbps"},
    {"rateGarden", &Parameters::rateGarden, RATES, "rate of that of the walled garden"},
    {"delayA", &Parameters::delayA, DELAYS, "delay of the uplink of A one way, such as 10ms"},
    {"delayB", &Parameters::delayB, DELAYS, "delay of the uplink of B one way"},
    {"delayGarden", &Parameters::delayGarden, DELAYS, "delay of that of the walled garden"},
    {"loss", &Parameters::loss, {"0", "1"}, "share of the packets lost on each uplink, 0 to 1"},
    {"detection",
     &Parameters::detection,
     {"0s", "1h"},
     "time until the router of A notices its uplink, such as 3s"},
    {"congestion",
     &Parameters::congestion,
     {"0", "10"},
     "traffic to other customers of B, as a share of its rate"},
    {"servers", &Parameters::servers, {"1", "100"}, "number of servers on the Internet, 1 to 100"},
    {"webInterval", &Parameters::webInterval, SPANS, "mean time between web requests"},
    {"webSize", &Parameters::webSize, SIZES, "size of an answer, octets"},
    {"gardenInterval",
     &Parameters::gardenInterval,
     SPANS,
     "mean time between requests to the walled garden"},
    {"gardenSize", &Parameters::gardenSize, SIZES, "size of an answer, octets"},
    {"patience", &Parameters::patience, SPANS, "time after which a request is given up"},
    {"call", &Parameters::call, SPANS, "length of a call"},
    {"voiceInterval", &Parameters::voiceInterval, SPANS, "time between packets of a call"},
    {"seed", &Parameters::seed, NUMBERS, "seed of all random numbers, from 1"},
    {"run", &Parameters::run, NUMBERS, "number of the first run, from 1"},
    {"runs",
     &Parameters::runs,
     {"1", "1000"},
     "number of runs; of several, means with 95 % confidence intervals are printed"},
};

void
AddQuantities(examples::CheckedCommandLine& cmd, Parameters& parameters)
{
    for (const auto& option : OPTIONS)
    {
        const auto add = [&](auto& value) {
            cmd.AddValue(option.name, option.help, value, option.range);
        };
        std::visit(
            [&](auto member) {
                if constexpr (std::is_same_v<decltype(member), double Timeline::*>)
                {
                    add(parameters.timeline.*member);
                }
                else
                {
                    add(parameters.*member);
                }
            },
            option.member);
    }
}

void
AddRest(examples::CheckedCommandLine& cmd, Parameters& parameters)
{
    std::string names;
    for (const auto& kind : GetHostKinds())
    {
        names += (names.empty() ? "" : ",") + kind.name;
    }
    cmd.AddValue("filter", "the providers filter by source address", parameters.filter);
    cmd.AddValue("withdraw",
                 "the router of A stops being a default router, and deprecates its prefix, when it "
                 "notices",
                 parameters.withdraw);
    cmd.AddValue("kinds", "all, or some of " + names, parameters.kinds);
    cmd.AddValue("out",
                 "folder to write to; it is made if it is not there, but not those above it",
                 parameters.out);
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
    examples::CheckedCommandLine cmd("pvd-multihoming", USAGE);
    AddQuantities(cmd, parameters);
    AddRest(cmd, parameters);
    const std::string error = cmd.Parse(argc, argv);
    if (!error.empty())
    {
        return error;
    }
    return parameters.out.empty() ? "--out: write the name of a folder"
                                  : CheckTimeline(parameters.timeline);
}

} // namespace multihoming
