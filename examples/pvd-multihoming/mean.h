/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_MEAN_H
#define PVD_MULTIHOMING_MEAN_H

#include <cstddef>
#include <vector>

namespace multihoming
{

/// A mean of several runs.
struct Mean
{
    double value{0};     //!< the mean
    double interval{0};  //!< half of the confidence interval, 95 %; 0 if there are too few values
    std::size_t size{0}; //!< how many values there are
};

/// \param values of independent runs \return their mean (Student's t)
Mean Average(const std::vector<double>& values);

} // namespace multihoming

#endif /* PVD_MULTIHOMING_MEAN_H */
