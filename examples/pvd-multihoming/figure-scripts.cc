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

// Colours that are told apart by everyone (Okabe and Ito), and without colours by their lightness.
constexpr const char* USE_COLOURS[USES] = {"#0072B2", "#009E73", "#E69F00"};
constexpr const char* OUTCOME_COLOURS[OUTCOMES] = {"#0072B2", "#999999", "#D55E00", "#F0E442"};
constexpr const char* DARK = "#333333";
constexpr const char* BAND = "#F4F4F4";

// All lengths in pixels.
constexpr int WIDTH = 1000;
constexpr int LEFT = 140;  // room for the names of kinds
constexpr int TICS = 44;   // room for numbers behind them
constexpr int RIGHT = 18;  // at the other side
constexpr int STRIP = 80;  // of a kind in the goodput figure
constexpr int BAR = 34;    // of a kind in that of completion
constexpr int GROUP = 46;  // of a kind in that of recovery
constexpr int LINE = 24;   // of text
constexpr int BOTTOM = 50; // tics and the name of the x axis

const std::vector<std::string> USE_NAMES{"web (TCP)", "voice (UDP)", "garden (TCP)"};

/// A figure: what of it is where, as gnuplot wants it.
class Canvas
{
  public:
    /// \param os gets the script \param name of the figure \param height pixels
    Canvas(std::ostream& os, const std::string& name, int height)
        : m_os(os),
          m_height(height)
    {
        os << "# SPDX-License-Identifier: GPL-2.0-only\n"
           << "# Made by pvd-multihoming. Run gnuplot in this folder.\n"
           << "set terminal pngcairo size " << WIDTH << "," << height
           << " font \"sans,11\" background rgb \"white\"\n"
           << "set output \"pvd-multihoming-" << name << ".png\"\n"
           << "data = \"pvd-multihoming-" << name << ".dat\"\n"
           << "set border lw 0.8 lc rgb \"" << DARK << "\"\nset tics nomirror scale 0.5\n"
           << "unset key\nset multiplot\n";
    }

    /// \param pixels from the left \return share of the width
    static double GetX(double pixels)
    {
        return pixels / WIDTH;
    }

    /// \param pixels from above \return share of the height, from below
    double GetY(double pixels) const
    {
        return 1 - pixels / m_height;
    }

    /// Place the next plot. Pixels from the left and from above.
    void Place(double left, double right, double top, double bottom)
    {
        m_os << "set lmargin at screen " << GetX(left) << "\nset rmargin at screen " << GetX(right)
             << "\nset tmargin at screen " << GetY(top) << "\nset bmargin at screen "
             << GetY(bottom) << "\n";
    }

    /// Add a text to a legend. \param x where it begins \param y its middle \param text what it
    /// says
    void AddText(double x, double y, const std::string& text)
    {
        ++m_last;
        m_os << "set label " << m_last << " \"" << text << "\" at screen " << GetX(x) << ","
             << GetY(y) << " left font \",10\"\n";
    }

    /// Add a square and a text to a legend. \return where the next one may begin
    double AddSquare(double x, double y, const std::string& colour, const std::string& text)
    {
        constexpr double SIDE = 12;
        AddText(x + SIDE + 6, y, text);
        m_os << "set object " << m_last << " rectangle from screen " << GetX(x) << ","
             << GetY(y + SIDE / 2) << " to screen " << GetX(x + SIDE) << "," << GetY(y - SIDE / 2)
             << " fc rgb \"" << colour << "\" fs solid noborder\n";
        return GetNext(x + SIDE + 6, text);
    }

    /// Add a mark and a text to a legend. \return where the next one may begin
    double AddMark(double x, double y, const std::string& mark, const std::string& text)
    {
        AddText(x + 16, y, text);
        ++m_last;
        m_os << "set label " << m_last << " \"\" at screen " << GetX(x + 6) << "," << GetY(y)
             << " point " << mark << "\n";
        return GetNext(x + 16, text);
    }

    /// Legends are drawn with the first plot; the others are without.
    void ForgetLegend()
    {
        for (; m_last >= FIRST; --m_last)
        {
            m_os << "unset label " << m_last << "\nunset object " << m_last << "\n";
        }
    }

  private:
    static constexpr int FIRST = 100; //!< tag of the first thing in a legend

    static double GetNext(double x, const std::string& text)
    {
        constexpr double LETTER = 6.6;
        return x + LETTER * text.size() + 20;
    }

    std::ostream& m_os;    //!< gets the script
    int m_height;          //!< pixels
    int m_last{FIRST - 1}; //!< tag of the last thing in the legend
};

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

/// Every other kind has a background, so that the eye keeps to its line.
void
AddBands(std::ostream& os, const Study& study)
{
    for (std::size_t i = 1; i < study.kinds.size(); i += 2)
    {
        os << "set object " << i << " rectangle from graph 0, first " << -double(i) - 0.5
           << " to graph 1, first " << 0.5 - double(i) << " fc rgb \"" << BAND
           << "\" fs solid noborder behind\n";
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

/// \return distance of tics, of which one or two are below the most
double
FindStep(double most)
{
    double step = 1;
    while (10 * step < most)
    {
        step *= 10;
    }
    return 5 * step < 0.65 * most ? 5 * step : 2 * step < 0.65 * most ? 2 * step : step;
}

/// Legend of the uses in a line. \return where the next thing may begin
double
AddUses(Canvas& canvas, double y)
{
    double x = LEFT;
    for (std::size_t use = 0; use < USES; ++use)
    {
        x = canvas.AddSquare(x, y, USE_COLOURS[use], USE_NAMES[use]);
    }
    return x;
}

/// Events as lines through all strips, with their names above the first; what lasts has a shade.
void
AddEvents(std::ostream& os, const Timeline& times, double y)
{
    const std::pair<double, double> shades[] = {{times.failure, times.repair},
                                                {times.congest, times.relief}};
    int tag = 0;
    for (const auto& [from, to] : shades)
    {
        os << "set object " << ++tag << " rectangle from first " << from << ", graph 0 to first "
           << to << ", graph 1 fc rgb \"#E8E8E8\" fs solid noborder "
           << "behind\n";
    }
    tag = 0;
    for (const auto& event : times.GetEvents())
    {
        ++tag;
        os << "set label " << tag << " \"" << event.name << "\" at first " << event.time
           << ", screen " << y << " left font \",10\"\nset arrow " << tag << " from first "
           << event.time << ", graph 0 to first " << event.time
           << ", graph 1 nohead lw 1.2 dt 2 lc rgb \"" << DARK << "\" front\n";
    }
}

} // namespace

std::string
MakeGoodputScript(const Study& study)
{
    const auto& times = study.parameters.timeline;
    const int kinds = study.kinds.size();
    constexpr int TOP = 62;
    const int bottom = TOP + kinds * STRIP;
    const double most = FindMost(study);
    std::ostringstream os;
    Canvas canvas(os, "goodput", bottom + BOTTOM);
    os << "set xrange [" << times.start << ":" << times.end << "]\nset yrange [0:" << most
       << "]\nset style fill solid noborder\nset xtics 10 format \"\"\nset ytics " << FindStep(most)
       << " offset 0.6,0 font \",9\"\n";
    const double next = AddUses(canvas, LINE * 0.7);
    canvas.AddText(next,
                   LINE * 0.7,
                   "grey: A is away, B is congested" +
                       std::string(study.runs.size() > 1 ? "; the first of several runs" : ""));
    os << "set label 90 \"goodput, kbit/s\" at screen " << Canvas::GetX(14) << ","
       << canvas.GetY((TOP + bottom) / 2) << " rotate by 90 center\n";
    AddEvents(os, times, canvas.GetY(LINE * 2));
    for (int i = 0; i < kinds; ++i)
    {
        const int top = TOP + i * STRIP;
        canvas.Place(LEFT + TICS, WIDTH - RIGHT, top, top + STRIP - 8);
        os << "set label 80 \"" << study.kinds[i].name << "\" at screen " << Canvas::GetX(LEFT)
           << ", graph 0.5 right\n";
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
            canvas.ForgetLegend();
            os << "unset label 90\n";
            for (std::size_t event = 1; event <= times.GetEvents().size(); ++event)
            {
                os << "unset label " << event << "\n";
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
    constexpr int TOP = 66;
    constexpr double GAP = 30;
    constexpr double PANEL = (WIDTH - LEFT - RIGHT - (USES - 1) * GAP) / USES;
    const int bottom = TOP + kinds * BAR;
    const bool hasIntervals = study.runs.size() > 1;
    std::ostringstream os;
    Canvas canvas(os, "completion", bottom + BOTTOM);
    os << "set xrange [0:100]\nset yrange [" << -kinds + 0.5
       << ":0.5]\nset style fill solid noborder\nset xtics 25\n"
       << "set xlabel \"share of the flows, %\" offset 0,0.4\n";
    double x = LEFT;
    for (std::size_t i = 0; i < OUTCOMES; ++i)
    {
        const std::string name = ToString(static_cast<Outcome>(i));
        x = canvas.AddSquare(x, LINE * 0.7, OUTCOME_COLOURS[i], name);
    }
    canvas.AddText(x,
                   LINE * 0.7,
                   hasIntervals ? "mean of " + std::to_string(study.runs.size()) +
                                      " runs; of completed, also the 95 % confidence interval"
                                : "one run");
    for (std::size_t use = 0; use < USES; ++use)
    {
        const double left = LEFT + use * (PANEL + GAP);
        canvas.Place(left, left + PANEL, TOP, bottom);
        os << "set title \"" << USE_NAMES[use] << "\" offset 0,-0.7\n"
           << "set ytics scale 0 " << (use == 0 ? MakeKindTics(study) : "format \"\" (\"\" 0)")
           << "\nplot ";
        const std::string index = "data index " + std::to_string(use) + " using ";
        std::string low = "0";
        for (std::size_t i = 0; i < OUTCOMES; ++i)
        {
            const std::string high = low + "+$" + std::to_string(i + 2);
            os << index << "(0):(-$0):(" << low << "):(" << high
               << "):(-$0-0.36):(-$0+0.36) with boxxyerror lc rgb \"" << OUTCOME_COLOURS[i]
               << "\", \\\n     ";
            low = high;
        }
        if (hasIntervals)
        {
            // What lies beyond 0 and 100 is no share.
            os << index << "($6>0.05?$2:1/0):(-$0-0.2):($2-$6<0?0:$2-$6):($2+$6>100?100:$2+$6)"
               << " with xerrorbars pt 0 lw 1.2 lc rgb \"black\", \\\n     ";
        }
        os << index << "(2):(-$0+" << (hasIntervals ? 0.1 : 0)
           << "):(sprintf(\"%.0f\", $2)):($2<8?0x333333:0xffffff) with labels left font \",9\" "
           << "tc rgb variable\n";
        canvas.ForgetLegend();
    }
    os << "unset multiplot\n";
    return os.str();
}

namespace
{

constexpr const char* NONE_FAILED = "pt 7 ps 1";
constexpr const char* NO_BASE = "pt 2 ps 0.8 lw 1.6";

/// The two lines above the panels of the recovery figure.
void
AddRecoveryLegend(Canvas& canvas, const Study& study)
{
    const std::string dark = std::string(" lc rgb \"") + DARK + "\"";
    const std::size_t runs = study.runs.size();
    double x = AddUses(canvas, LINE * 0.7);
    canvas.AddText(x,
                   LINE * 0.7,
                   runs > 1 ? "mean of those of " + std::to_string(runs) +
                                  " runs that recovered, with its 95 % confidence interval"
                            : "one run");
    x = canvas.AddMark(LEFT, LINE * 1.7, NONE_FAILED + dark, "0 s: no flow failed");
    x = canvas.AddSquare(x, LINE * 1.7, "#C8C8C8", "pale: never before the next event");
    canvas.AddMark(x,
                   LINE * 1.7,
                   NO_BASE + dark,
                   "flows failed before the first event already" +
                       std::string(runs > 1 ? ", in some run at least" : ""));
}

/// Bars and marks of one application after one event. \param index of their data \param y where in
/// the row of a kind \param length of the x axis, seconds
void
AddRecoveries(std::ostream& os,
              const Study& study,
              const std::string& index,
              std::size_t use,
              double length)
{
    const std::string y = "(-$0+" + std::to_string(0.28 - 0.28 * double(use)) + ")";
    const std::string box = ":(" + y + "-0.13):(" + y + "+0.13) with boxxyerror";
    const std::string colour = std::string(" lc rgb \"") + USE_COLOURS[use] + "\"";
    const std::size_t runs = study.runs.size();
    const char* const next = ", \\\n     ";
    os << index << "(0):" << y << ":(0):($4>0?" << length << ":0)" << box
       << " fs solid 0.25 noborder" << colour << next << index << "(0):" << y << ":(0):($2>0?$2:0)"
       << box << colour << next << index << "($2==0?0:1/0):" << y << " with points " << NONE_FAILED
       << colour << next << index << "($5>0?" << -0.06 * length << ":1/0):" << y << " with points "
       << NO_BASE << colour << next << index << "(" << 0.98 * length << "):" << y
       << ":($4==0?\"\":$4==" << runs << "?\"never\":sprintf(\"never in %d of " << runs
       << "\", $4)) with labels right font \",8\" "
       << "tc rgb \"" << DARK << "\"";
    if (runs > 1)
    {
        os << next << index << "($3>0.01?$2:1/0):" << y << ":($2-$3<0?0:$2-$3):($2+$3>" << length
           << "?" << length << ":$2+$3) with xerrorbars pt 0 lw 1.2 lc rgb \"black\"";
    }
}

} // namespace

std::string
MakeRecoveryScript(const Study& study)
{
    const auto events = study.parameters.timeline.GetEvents();
    const int kinds = study.kinds.size();
    constexpr int TOP = 88;
    constexpr double GAP = 16;
    const double panel = (WIDTH - LEFT - RIGHT - (events.size() - 1) * GAP) / events.size();
    const int bottom = TOP + kinds * GROUP;
    std::ostringstream os;
    Canvas canvas(os, "recovery", bottom + BOTTOM);
    os << "set yrange [" << -kinds + 0.5 << ":0.5]\nset style fill solid noborder\n"
       << "set xlabel \"time to recover, s\" offset 0,0.4\nset xtics 5\n";
    AddBands(os, study);
    AddRecoveryLegend(canvas, study);
    for (std::size_t event = 0; event < events.size(); ++event)
    {
        const double left = LEFT + event * (panel + GAP);
        const double length = events[event].until - events[event].time;
        canvas.Place(left, left + panel, TOP, bottom);
        os << "set title \"" << events[event].name << "\" offset 0,-0.7\nset xrange ["
           << -0.12 * length << ":" << length << "]\nset ytics scale 0 "
           << (event == 0 ? MakeKindTics(study) : "format \"\" (\"\" 0)")
           << "\nset arrow 1 from 0, graph 0 to 0, graph 1 nohead lw 0.8 lc rgb \"#AAAAAA\" back\n"
           << "plot ";
        for (std::size_t use = 0; use < USES; ++use)
        {
            os << (use == 0 ? "" : ", \\\n     ");
            AddRecoveries(os,
                          study,
                          "data index " + std::to_string(event * USES + use) + " using ",
                          use,
                          length);
        }
        os << "\n";
        canvas.ForgetLegend();
    }
    os << "unset multiplot\n";
    return os.str();
}

} // namespace multihoming
