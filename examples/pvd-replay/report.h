/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_REPLAY_REPORT_H
#define PVD_REPLAY_REPORT_H

#include "replay-host.h"

#include <boost/json.hpp>
#include <iosfwd>

namespace replay
{

/**
 * \param host the host after its run
 * \param events whether the timeline is part of it
 * \return the state: lifetimes in seconds that remain, null for what never ends
 */
boost::json::object MakeReport(const ReplayHost& host, bool events);

/**
 * Print a report as tables.
 * \param os where to
 * \param report what MakeReport returned
 */
void PrintTables(std::ostream& os, const boost::json::object& report);

} // namespace replay

#endif /* PVD_REPLAY_REPORT_H */
