/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_RUNS_H
#define PVD_MULTIHOMING_RUNS_H

#include "report.h"

namespace multihoming
{

/**
 * Make all runs of a study, each in a process of its own: what a run leaves behind in ns-3, such as
 * the numbers of random streams, does not change the next one. Two run at once.
 * \param [in,out] study gets their results
 * \return false if a run failed; that was told
 */
bool RunAll(Study& study);

} // namespace multihoming

#endif /* PVD_MULTIHOMING_RUNS_H */
