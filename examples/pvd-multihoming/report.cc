/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "report.h"

#include "ns3/abort.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>
#include <string>

namespace multihoming
{

namespace
{

constexpr double PERCENT = 100;
constexpr double KILO = 1000;

using Row = std::vector<std::string>;

/// \return a number in plain digits, the same in every locale of a C++ program
std::string
Fixed(double value, int digits)
{
    char text[64];
    std::snprintf(text, sizeof(text), "%.*f", digits, value);
    return text;
}

/// \return a mean, with its confidence interval if there is one
std::string
ToText(const Mean& mean, int digits)
{
    const std::string value = Fixed(mean.value, digits);
    return mean.size > 1 ? value + "±" + Fixed(mean.interval, digits) : value;
}

std::string
ToText(const MeanRecovery& recovery)
{
    if (recovery.mean.size == 0)
    {
        return recovery.never == 0 ? "-" : "never";
    }
    const std::size_t others = recovery.never + recovery.unreliable;
    return ToText(recovery.mean, 1) +
           (others == 0 ? "" : " (" + std::to_string(recovery.mean.size) + ")");
}

/// \return how many columns of a terminal a text takes
std::size_t
GetWidth(const std::string& text)
{
    return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; });
}

void
PrintRows(std::ostream& os, const std::vector<Row>& rows)
{
    std::vector<std::size_t> widths;
    for (const auto& row : rows)
    {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
        {
            widths[i] = std::max(widths[i], GetWidth(row[i]));
        }
    }
    for (const auto& row : rows)
    {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
        {
            const std::string space(widths[i] - GetWidth(row[i]), ' ');
            line += (i == 0 ? "" : "  ") + (i < 1 ? row[i] + space : space + row[i]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        os << line << "\n";
    }
}

Row
MakeRow(const Study& study, std::size_t host, Use use)
{
    const auto mean = [&](auto&& get, int digits) {
        return ToText(Average(Collect(study, host, use, get)), digits);
    };
    Row row{study.kinds[host].name};
    row.push_back(mean([](const Result& result) { return double(result.started); }, 0));
    for (std::size_t i = 0; i < OUTCOMES; ++i)
    {
        const auto outcome = static_cast<Outcome>(i);
        row.push_back(
            mean([&](const Result& result) { return PERCENT * result.GetShare(outcome); }, 1));
    }
    row.push_back(mean([](const Result& result) { return result.goodput / KILO; }, 0));
    row.push_back(mean([](const Result& result) { return double(result.misfits); }, 0));
    for (std::size_t event = 0; event < study.parameters.timeline.GetEvents().size(); ++event)
    {
        row.push_back(ToText(AverageRecovery(study, host, use, event)));
    }
    return row;
}

void
PrintUse(std::ostream& os, const Study& study, Use use)
{
    Row titles{ToString(use),
               "flows",
               "completed",
               "no route",
               "filtered",
               "timeout",
               "goodput",
               "misfits"};
    Row units{"", "", "%", "%", "%", "%", "kbit/s", "packets"};
    for (const auto& event : study.parameters.timeline.GetEvents())
    {
        titles.push_back(event.name);
        units.emplace_back("s");
    }
    std::vector<Row> rows{titles, units};
    for (std::size_t host = 0; host < study.kinds.size(); ++host)
    {
        rows.push_back(MakeRow(study, host, use));
    }
    PrintRows(os, rows);
    os << "\n";
}

/// \param measure "web filtered" \return the share of the flows, "12 %"; stops if there is no such
std::string
Measure(const Study& study, std::size_t host, const std::string& measure)
{
    for (const Use use : {Use::WEB, Use::VOICE, Use::GARDEN})
    {
        for (std::size_t i = 0; i < OUTCOMES; ++i)
        {
            const auto outcome = static_cast<Outcome>(i);
            if (measure == std::string(ToString(use)) + " " + ToString(outcome))
            {
                const auto shares = Collect(study, host, use, [&](const Result& result) {
                    return PERCENT * result.GetShare(outcome);
                });
                return Fixed(Average(shares).value, 0) + " %";
            }
        }
    }
    NS_ABORT_MSG("no flows end as \"" << measure << "\"");
}

/// \return the text of a kind with what was measured in it
std::string
FillIn(const Study& study, std::size_t host)
{
    std::string text = study.kinds[host].lesson;
    for (auto begin = text.find('<'); begin != std::string::npos; begin = text.find('<'))
    {
        const auto size = text.find('>') - begin + 1;
        text.replace(begin, size, Measure(study, host, text.substr(begin + 1, size - 2)));
    }
    return text;
}

/// \return the longest name of the kinds, characters
std::size_t
GetNameWidth(const Study& study)
{
    std::size_t width = 0;
    for (const auto& kind : study.kinds)
    {
        width = std::max(width, kind.name.size());
    }
    return width;
}

/// Print a line that begins with the name of a kind.
void
PrintLine(std::ostream& os, const Study& study, std::size_t host, const std::string& text)
{
    const std::string& name = study.kinds[host].name;
    os << "  " << name << std::string(GetNameWidth(study) - name.size() + 2, ' ') << text << "\n";
}

} // namespace

MeanRecovery
AverageRecovery(const Study& study, std::size_t host, Use use, std::size_t event)
{
    MeanRecovery result;
    std::vector<double> times;
    for (const auto& run : study.runs)
    {
        const Recovery& recovery = run[host][static_cast<std::size_t>(use)].recoveries[event];
        result.never += recovery.state == Recovery::NEVER;
        result.unreliable += recovery.state == Recovery::UNRELIABLE;
        if (recovery.state == Recovery::TIME)
        {
            times.push_back(recovery.seconds);
        }
    }
    result.mean = Average(times);
    return result;
}

void
PrintTable(std::ostream& os, const Study& study)
{
    const Timeline& times = study.parameters.timeline;
    os << "Kinds of hosts\n";
    for (std::size_t host = 0; host < study.kinds.size(); ++host)
    {
        PrintLine(os, study, host, study.kinds[host].meaning);
    }
    os << "\nApplications from " << Fixed(times.start, 0) << " s to " << Fixed(times.end, 0)
       << " s; A fails at " << Fixed(times.failure, 0) << " s, is back at "
       << Fixed(times.repair, 0) << " s, is renumbered at " << Fixed(times.renumber, 0)
       << " s; B is congested from " << Fixed(times.congest, 0) << " s to "
       << Fixed(times.relief, 0) << " s. ";
    os << (study.runs.size() == 1 ? "One run.\n"
                                  : "Means of " + std::to_string(study.runs.size()) +
                                        " runs with 95 % confidence intervals (Student's t).\n");
    os << "Flows by how they ended; goodput; packets whose source does not fit their uplink; time "
          "to recover\nafter each event (0: no flow failed; never: not before the next; -: flows "
          "failed before the first\nevent already, or none had ended"
       << (study.runs.size() == 1 ? ").\n\n" : "; (n): in n of the runs).\n\n");
    for (const Use use : {Use::WEB, Use::VOICE, Use::GARDEN})
    {
        PrintUse(os, study, use);
    }
}

void
PrintLessons(std::ostream& os, const Study& study)
{
    os << "What it means\n";
    for (std::size_t host = 0; host < study.kinds.size(); ++host)
    {
        PrintLine(os, study, host, FillIn(study, host));
    }
    os << "\n";
}

void
WriteCsv(std::ostream& os, const Study& study)
{
    os << "run,kind,application,flows,completed,no_route,filtered,timeout,goodput_bit_per_s,"
          "misfit_packets";
    for (const auto& event : study.parameters.timeline.GetEvents())
    {
        std::string name = event.name;
        std::replace(name.begin(), name.end(), ' ', '_');
        os << ",recovery_" << name << "_s";
    }
    os << "\n";
    for (std::size_t run = 0; run < study.runs.size(); ++run)
    {
        for (std::size_t host = 0; host < study.kinds.size(); ++host)
        {
            for (std::size_t use = 0; use < USES; ++use)
            {
                const Result& result = study.runs[run][host][use];
                os << study.parameters.run + run << "," << study.kinds[host].name << ","
                   << ToString(static_cast<Use>(use)) << "," << result.started;
                for (const uint32_t ended : result.ended)
                {
                    os << "," << ended;
                }
                os << "," << Fixed(result.goodput, 0) << "," << result.misfits;
                for (const auto& recovery : result.recoveries)
                {
                    os << ","
                       << (recovery.state == Recovery::TIME    ? Fixed(recovery.seconds, 3)
                           : recovery.state == Recovery::NEVER ? "never"
                                                               : "unreliable");
                }
                os << "\n";
            }
        }
    }
}

} // namespace multihoming
