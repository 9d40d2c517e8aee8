/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "figure-scripts.h"

#include <algorithm>
#include <sstream>

namespace multihoming
{

namespace
{

// Colours that are told apart by everyone (Okabe and Ito).
constexpr const char* USE_COLOURS[USES] = {"#0072B2", "#009E73", "#CC79A7"};
constexpr const char* OUTCOME_COLOURS[OUTCOMES] = {"#0072B2", "#999999", "#D55E00", "#E69F00"};

constexpr int STRIP = 84;     // pixels of a strip of the goodput figure
constexpr int BAR = 34;       // pixels of a kind in the other figures
constexpr int MARGIN = 120;   // pixels above and below
constexpr double LEFT = 0.17; // shares of the width
constexpr double RIGHT = 0.985;
constexpr double GAP = 0.02;

/// The beginning of every script.
void
Begin(std::ostream& os, const std::string& name, int width, int height)
{
    os << "# SPDX-License-Identifier: GPL-2.0-only\n"
       << "# Made by pvd-multihoming. Run gnuplot in this folder.\n"
       << "set terminal pngcairo size " << width << "," << height
       << " font \"sans,11\" background rgb \"white\"\n"
       << "set output \"pvd-multihoming-" << name << ".png\"\n"
       << "data = \"pvd-multihoming-" << name << ".dat\"\n"
       << "set border lw 0.8 lc rgb \"#555555\"\nset tics nomirror scale 0.5\n";
}

/// \return names of the kinds as tics of a y axis on which the first is on top
std::string
MakeKindTics(const Study& study)
{
    std::ostringstream os;
    for (std::size_t i = 0; i < study.kinds.size(); ++i)
    {
        os << (i == 0 ? "(" : ", ") << "\"" << study.kinds[i].name << "\" -" << i;
    }
    os << ")";
    return os.str();
}

/// Squares and texts of a legend in a line above the panels.
template <std::size_t N>
void
PlaceLegend(std::ostream& os,
            const char* const (&colours)[N],
            const std::vector<std::string>& texts,
            double y)
{
    for (std::size_t i = 0; i < texts.size(); ++i)
    {
        const double x = (texts.size() > USES ? LEFT : 0.03) + 0.12 * i;
        os << "set object " << 100 + i << " rectangle from screen " << x << "," << y - 0.007
           << " to screen " << x + 0.014 << "," << y + 0.009 << " fc rgb \"" << colours[i]
           << "\" fs solid noborder\n"
           << "set label " << 100 + i << " \"" << texts[i] << "\" at screen " << x + 0.02 << ","
           << y << " left\n";
    }
}

void
ForgetLegend(std::ostream& os, std::size_t size)
{
    for (std::size_t i = 0; i < size; ++i)
    {
        os << "unset object " << 100 + i << "\nunset label " << 100 + i << "\n";
    }
}

/// \return kbit/s that all strips have room for
double
FindMost(const Study& study)
{
    uint32_t most = 1;
    for (const auto& host : study.first.counts)
    {
        for (std::size_t second = 0; second < host.front().octets.size(); ++second)
        {
            uint32_t sum = 0;
            for (const auto& counts : host)
            {
                sum += counts.octets[second];
            }
            most = std::max(most, sum);
        }
    }
    return 8.0 * most / 1000 * 1.1;
}

} // namespace

std::string
MakeGoodputScript(const Study& study)
{
    const auto& times = study.parameters.timeline;
    const auto events = times.GetEvents();
    const int kinds = study.kinds.size();
    const int height = kinds * STRIP + MARGIN;
    const double top = 1 - 66.0 / height;
    const double bottom = 46.0 / height;
    const double strip = (top - bottom) / kinds;
    std::ostringstream os;
    Begin(os, "goodput", 1000, height);
    os << "set multiplot\nset xrange [" << times.start << ":" << times.end
       << "]\nset yrange [0:" << FindMost(study) << "]\nset lmargin at screen " << LEFT
       << "\nset rmargin at screen " << RIGHT
       << "\nset style fill solid 0.9 noborder\nunset key\nset xtics 10 format \"\"\n"
       << "set ytics 500 offset 0.6,0 font \",8\"\n";
    PlaceLegend(os, USE_COLOURS, {"web (TCP)", "voice (UDP)", "garden (TCP)"}, 1 - 16.0 / height);
    os << "set label 90 \"goodput, kbit/s\" at screen 0.014," << (top + bottom) / 2
       << " rotate by 90 center\n";
    for (std::size_t i = 0; i < events.size(); ++i)
    {
        os << "set label " << i + 1 << " \"" << events[i].name << "\" at first " << events[i].time
           << ", screen " << top + 14.0 / height << " left font \",10\"\n"
           << "set arrow " << i + 1 << " from first " << events[i].time << ", graph 0 to first "
           << events[i].time << ", graph 1 nohead lw 1.2 dt 2 lc rgb \"#333333\" front\n";
    }
    for (int i = 0; i < kinds; ++i)
    {
        const double high = top - i * strip;
        os << "set tmargin at screen " << high << "\nset bmargin at screen "
           << high - strip + 8.0 / height << "\nset label 80 \"" << study.kinds[i].name
           << "\" at screen " << LEFT - 0.05 << ", graph 0.5 right font \",11\"\n";
        if (i == kinds - 1)
        {
            os << "set xtics 10 format \"%g\"\nset xlabel \"time, s\" offset 0,0.5\n";
        }
        std::string low = "0";
        for (std::size_t use = 0; use < USES; ++use)
        {
            const std::string high = low + "+$" + std::to_string(2 + USES * i + use);
            os << (use == 0 ? "plot " : ", \\\n     ") << "data using ($1-0.5):(0):($1-1):1:("
               << low << "):(" << high << ") with boxxyerror lc rgb \"" << USE_COLOURS[use] << "\"";
            low = high;
        }
        os << "\n";
        if (i == 0)
        {
            ForgetLegend(os, USES);
            os << "unset label 90\n";
            for (std::size_t event = 0; event < events.size(); ++event)
            {
                os << "unset label " << event + 1 << "\n";
            }
        }
    }
    os << "unset multiplot\n";
    return os.str();
}

std::string
MakeCompletionScript(const Study& study)
{
    const int kinds = study.kinds.size();
    const int height = kinds * BAR + MARGIN;
    const double width = (RIGHT - LEFT - (USES - 1) * GAP) / USES;
    std::ostringstream os;
    Begin(os, "completion", 1000, height);
    os << "set multiplot\nset tmargin at screen " << 1 - 62.0 / height << "\nset bmargin at screen "
       << 48.0 / height << "\nset xrange [0:100]\nset yrange [" << -kinds + 0.4
       << ":0.6]\nset style fill solid noborder\nunset key\nset xtics (0, 25, 50, 75, \"100\" "
          "100)\n"
       << "set xlabel \"share of the flows, %\" offset 0,0.4\n";
    PlaceLegend(os,
                OUTCOME_COLOURS,
                {ToString(Outcome::COMPLETED),
                 ToString(Outcome::NO_ROUTE),
                 ToString(Outcome::FILTERED),
                 ToString(Outcome::TIMEOUT)},
                1 - 18.0 / height);
    for (std::size_t use = 0; use < USES; ++use)
    {
        const double left = LEFT + use * (width + GAP);
        os << "set lmargin at screen " << left << "\nset rmargin at screen " << left + width
           << "\nset title \"" << ToString(static_cast<Use>(use)) << "\" offset 0,-0.7\n"
           << "set ytics " << (use == 0 ? MakeKindTics(study) : "format \"\" (\"\" 0)") << "\n"
           << "plot ";
        std::string low = "0";
        for (std::size_t i = 0; i < OUTCOMES; ++i)
        {
            const std::string high = low + "+$" + std::to_string(i + 2);
            os << (i == 0 ? "" : ", \\\n     ") << "data index " << use << " using (0):(-$0):("
               << low << "):(" << high << "):(-$0-0.36):(-$0+0.36) with boxxyerror lc rgb \""
               << OUTCOME_COLOURS[i] << "\"";
            low = high;
        }
        if (study.runs.size() > 1)
        {
            os << ", \\\n     data index " << use
               << " using 2:(-$0):6 with xerrorbars pt 0 lw 1.2 lc rgb \"black\"";
        }
        os << "\n";
        if (use == 0)
        {
            ForgetLegend(os, OUTCOMES);
        }
    }
    os << "unset multiplot\n";
    return os.str();
}

std::string
MakeRecoveryScript(const Study& study)
{
    const auto events = study.parameters.timeline.GetEvents();
    const int kinds = study.kinds.size();
    const int height = kinds * (BAR + 6) + MARGIN;
    const double width = (RIGHT - LEFT - (events.size() - 1) * GAP) / events.size();
    std::ostringstream os;
    Begin(os, "recovery", 1000, height);
    os << "set multiplot\nset tmargin at screen " << 1 - 62.0 / height << "\nset bmargin at screen "
       << 48.0 / height << "\nset yrange [" << -kinds + 0.4
       << ":0.6]\nset style fill solid noborder\nunset key\n"
       << "set xlabel \"recovery, s\" offset 0,0.4\nset xtics 5\n";
    PlaceLegend(os, USE_COLOURS, {"web (TCP)", "voice (UDP)", "garden (TCP)"}, 1 - 18.0 / height);
    os << "set label 90 \"pale: not before the next event"
       << (study.runs.size() > 1 ? ", in some run" : "")
       << "     -: flows failed before the first event already\" at screen " << RIGHT << ","
       << 1 - 18.0 / height << " right font \",10\"\n";
    for (std::size_t event = 0; event < events.size(); ++event)
    {
        const double left = LEFT + event * (width + GAP);
        const double length = events[event].until - events[event].time;
        os << "set lmargin at screen " << left << "\nset rmargin at screen " << left + width
           << "\nset title \"" << events[event].name << "\" offset 0,-0.7\nset xrange [0:" << length
           << "]\nset ytics " << (event == 0 ? MakeKindTics(study) : "format \"\" (\"\" 0)")
           << "\nplot ";
        for (std::size_t use = 0; use < USES; ++use)
        {
            const std::string index =
                "data index " + std::to_string(event * USES + use) + " using ";
            const std::string y = "(-$0+" + std::to_string(0.25 - 0.25 * use) + ")";
            const std::string colour = std::string(" lc rgb \"") + USE_COLOURS[use] + "\"";
            os << (use == 0 ? "" : ", \\\n     ") << index << "(0):" << y << ":(0):($2>0?$2:0):("
               << y << "-0.11):(" << y << "+0.11) with boxxyerror" << colour << ", \\\n     "
               << index << "(0):" << y << ":(0):($4>0?" << length << ":0):(" << y << "-0.11):(" << y
               << "+0.11) with boxxyerror fs solid 0.25 noborder" << colour << ", \\\n     "
               << index << "($2==-2?" << length * 0.03 << ":1/0):" << y
               << ":(\"-\") with labels tc rgb \"" << USE_COLOURS[use] << "\"";
            if (study.runs.size() > 1)
            {
                os << ", \\\n     " << index << "($2>=0?$2:1/0):" << y
                   << ":3 with xerrorbars pt 0 lc rgb \"black\"";
            }
        }
        os << "\n";
        if (event == 0)
        {
            ForgetLegend(os, USES);
            os << "unset label 90\n";
        }
    }
    os << "unset multiplot\n";
    return os.str();
}

} // namespace multihoming
