/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_REPLAY_REPORT_H
#define PVD_REPLAY_REPORT_H

#include "replay-host.h"

#include <boost/json.hpp>
#include <iosfwd>
#include <string>
#include <vector>

namespace replay
{

/**
 * \param host the host after its run
 * \param events whether the timeline is part of it
 * \return the state: lifetimes in seconds that remain, null for what never ends
 */
boost::json::object MakeReport(const ReplayHost& host, bool events);

/// What is asked of the host after its run.
struct Queries
{
    std::vector<std::string> destinations; //!< IPv6 addresses
    std::vector<std::string> bind;         //!< PvDs that may be used; none: all
    std::string source;                    //!< the source address, or empty
};

/**
 * Ask how packets would leave.
 * \param host the host after its run
 * \param queries what is asked; all addresses are valid
 * \return for each destination the decision, or why there is none
 */
boost::json::object MakeDecisions(const ReplayHost& host, const Queries& queries);

/**
 * Print a report as tables.
 * \param os where to
 * \param report what MakeReport returned
 */
void PrintTables(std::ostream& os, const boost::json::object& report);

} // namespace replay

#endif /* PVD_REPLAY_REPORT_H */
