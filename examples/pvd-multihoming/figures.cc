/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "figures.h"

#include "figure-scripts.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <spawn.h>
#include <sstream>
#include <string>
#include <sys/wait.h>

extern char** environ;

namespace multihoming
{

namespace
{

constexpr double KILO = 1000;
constexpr double PERCENT = 100;
constexpr int NOT_FOUND = 127; // what a shell says of a command that is not there

/// A file to be written.
struct File
{
    std::string name; //!< in the folder
    std::string text; //!< what is in it
};

/// \return kbit/s of each host and use, second by second of the first run
std::string
MakeGoodputData(const Study& study)
{
    const Timeline& times = study.parameters.timeline;
    std::ostringstream os;
    os << "# Goodput of the first run, kbit/s: end of a second; of each kind web, voice, "
          "garden.\n#";
    for (const auto& kind : study.kinds)
    {
        os << " " << kind.name;
    }
    os << "\n";
    for (auto second = static_cast<std::size_t>(times.start); second < times.end; ++second)
    {
        os << second + 1;
        for (const auto& host : study.first.counts)
        {
            for (const auto& counts : host)
            {
                os << " " << 8 * counts.octets[second] / KILO;
            }
        }
        os << "\n";
    }
    return os.str();
}

/// \return shares of outcomes: a block for each use, a row for each kind
std::string
MakeCompletionData(const Study& study)
{
    std::ostringstream os;
    os << "# Flows by how they ended, %, means of all runs. Blocks: web, voice, garden.\n"
          "# kind completed no-route filtered timeout half-interval-of-completed\n";
    for (const Use use : {Use::WEB, Use::VOICE, Use::GARDEN})
    {
        for (std::size_t host = 0; host < study.kinds.size(); ++host)
        {
            os << study.kinds[host].name;
            double interval = 0;
            for (std::size_t i = 0; i < OUTCOMES; ++i)
            {
                const auto outcome = static_cast<Outcome>(i);
                const Mean mean = Average(Collect(study, host, use, [&](const Result& result) {
                    return PERCENT * result.GetShare(outcome);
                }));
                os << " " << mean.value;
                interval = outcome == Outcome::COMPLETED ? mean.interval : interval;
            }
            os << " " << interval << "\n";
        }
        os << "\n\n";
    }
    return os.str();
}

/// \return recovery times: a block for each event and use, a row for each kind
std::string
MakeRecoveryData(const Study& study)
{
    const auto events = study.parameters.timeline.GetEvents();
    std::ostringstream os;
    os << "# Seconds from an event until no flow failed any more (0: none failed), means of the\n"
          "# runs in which that was before the next event; -1: in none. Blocks: for each event "
          "web,\n"
          "# voice, garden.\n# kind seconds half-interval runs-with-never "
          "runs-in-which-flows-failed-before-the-first-event\n";
    for (std::size_t event = 0; event < events.size(); ++event)
    {
        for (const Use use : {Use::WEB, Use::VOICE, Use::GARDEN})
        {
            for (std::size_t host = 0; host < study.kinds.size(); ++host)
            {
                const MeanRecovery recovery = AverageRecovery(study, host, use, event);
                os << study.kinds[host].name << " "
                   << (recovery.mean.size > 0 ? recovery.mean.value : -1) << " "
                   << recovery.mean.interval << " " << recovery.never << " " << recovery.unreliable
                   << "\n";
            }
            os << "\n\n";
        }
    }
    return os.str();
}

bool
WriteFile(const std::string& folder, const File& file)
{
    const std::string path = folder + "/" + file.name;
    std::ofstream os(path);
    os << file.text;
    os.close();
    if (!os)
    {
        std::cerr << "pvd-multihoming: " << path << " cannot be written\n";
    }
    return bool(os);
}

/// Let gnuplot run in a folder. \return its exit status, or NOT_FOUND
int
Draw(const std::string& folder, const std::string& script)
{
    // The shell changes the folder; names go to it as parameters and are not read as commands.
    const std::string command =
        "command -v gnuplot > /dev/null || exit 127; cd \"$1\" && exec gnuplot \"$2\"";
    std::array<std::string, 6> words{"sh", "-c", command, "sh", folder, script};
    std::array<char*, 7> arguments{};
    std::transform(words.begin(), words.end(), arguments.begin(), [](std::string& word) {
        return &word[0];
    });
    pid_t process = 0;
    int status = 0;
    if (posix_spawnp(&process, "sh", nullptr, nullptr, arguments.data(), environ) != 0 ||
        waitpid(process, &status, 0) != process || !WIFEXITED(status))
    {
        return NOT_FOUND;
    }
    return WEXITSTATUS(status);
}

} // namespace

bool
WriteFigures(const Study& study, std::ostream& os)
{
    const std::string prefix = "pvd-multihoming-";
    const std::array<std::string, 3> figures{"goodput", "completion", "recovery"};
    const std::array<std::string, 3> data{MakeGoodputData(study),
                                          MakeCompletionData(study),
                                          MakeRecoveryData(study)};
    const std::array<std::string, 3> scripts{MakeGoodputScript(study),
                                             MakeCompletionScript(study),
                                             MakeRecoveryScript(study)};
    const std::string& folder = study.parameters.out;
    int status = 0;
    for (std::size_t i = 0; i < figures.size(); ++i)
    {
        const std::string name = prefix + figures[i];
        if (!WriteFile(folder, {name + ".dat", data[i]}) ||
            !WriteFile(folder, {name + ".plt", scripts[i]}))
        {
            return false;
        }
        status = status == 0 ? Draw(folder, name + ".plt") : status;
        os << "Written: " << folder << "/" << name << ".plt, .dat"
           << (status == 0 ? " and .png" : "") << "\n";
    }
    if (status != 0)
    {
        os << (status == NOT_FOUND ? "Not drawn: there is no gnuplot (Debian: gnuplot-nox). "
                                   : "Not drawn: gnuplot failed. ")
           << "To draw a figure, run gnuplot with its .plt in " << folder << "\n";
    }
    return true;
}

} // namespace multihoming
