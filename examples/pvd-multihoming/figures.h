/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_FIGURES_H
#define PVD_MULTIHOMING_FIGURES_H

#include "report.h"

#include <iosfwd>

namespace multihoming
{

/**
 * Write data and gnuplot scripts of three figures, and let gnuplot draw them if it is there.
 * \param study results
 * \param os where it is told what was written
 * \return false if something could not be written; that was told on stderr
 */
bool WriteFigures(const Study& study, std::ostream& os);

} // namespace multihoming

#endif /* PVD_MULTIHOMING_FIGURES_H */
