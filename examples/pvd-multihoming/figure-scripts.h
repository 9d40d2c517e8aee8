/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_FIGURE_SCRIPTS_H
#define PVD_MULTIHOMING_FIGURE_SCRIPTS_H

#include "report.h"

#include <string>

namespace multihoming
{

/// \param study results \return a gnuplot script: goodput over time, a strip for each kind
std::string MakeGoodputScript(const Study& study);
/// \param study results \return a gnuplot script: how flows ended, a bar for each kind
std::string MakeCompletionScript(const Study& study);
/// \param study results \return a gnuplot script: times to recover, a panel for each event
std::string MakeRecoveryScript(const Study& study);

} // namespace multihoming

#endif /* PVD_MULTIHOMING_FIGURE_SCRIPTS_H */
