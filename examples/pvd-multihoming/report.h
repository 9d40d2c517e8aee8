/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_REPORT_H
#define PVD_MULTIHOMING_REPORT_H

#include "host-kind.h"
#include "mean.h"
#include "parameters.h"
#include "summary.h"

#include <iosfwd>
#include <vector>

namespace multihoming
{

/// Results of all runs.
struct Study
{
    const Parameters& parameters;       //!< of the runs
    const std::vector<HostKind>& kinds; //!< of the hosts
    std::vector<RunResults> runs;       //!< in order
    Record first;                       //!< of the first run
};

/// Print a table of means, with confidence intervals if there are several runs.
void PrintTable(std::ostream& os, const Study& study);
/// Print what it means, a line for each kind of host, with means of all runs.
void PrintLessons(std::ostream& os, const Study& study);
/// Write a row for each run, host and use, with units in its head.
void WriteCsv(std::ostream& os, const Study& study);

/// \param study results \param host index of a host \param use of it \param get what is wanted of a
/// result \return what it is in each run
template <class Get>
std::vector<double>
Collect(const Study& study, std::size_t host, Use use, Get&& get)
{
    std::vector<double> values;
    for (const auto& run : study.runs)
    {
        values.push_back(get(run[host][static_cast<std::size_t>(use)]));
    }
    return values;
}

/// Recoveries of several runs.
struct MeanRecovery
{
    Mean mean;                 //!< of the runs that have a time
    std::size_t never{0};      //!< runs in which it never came
    std::size_t unreliable{0}; //!< runs in which flows failed before the first event already
};

/// \param event index of an event \return what the runs have of it
MeanRecovery AverageRecovery(const Study& study, std::size_t host, Use use, std::size_t event);

} // namespace multihoming

#endif /* PVD_MULTIHOMING_REPORT_H */
