/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "mean.h"

#include <cmath>
#include <numeric>

namespace multihoming
{

namespace
{

/// \return the 97.5 % quantile of Student's t distribution
double
GetStudentQuantile(std::size_t freedom)
{
    constexpr double QUANTILES[] = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306,
                                    2.262,  2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
                                    2.110,  2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064,
                                    2.060,  2.056, 2.052, 2.048, 2.045, 2.042};
    constexpr std::size_t LISTED = sizeof(QUANTILES) / sizeof(QUANTILES[0]);
    if (freedom <= LISTED)
    {
        return QUANTILES[freedom - 1];
    }
    // Cornish and Fisher; from 31 on good to four digits.
    constexpr double Z = 1.959964;
    const double n = freedom;
    return Z + (std::pow(Z, 3) + Z) / (4 * n) +
           (5 * std::pow(Z, 5) + 16 * std::pow(Z, 3) + 3 * Z) / (96 * n * n);
}

} // namespace

Mean
Average(const std::vector<double>& values)
{
    Mean mean;
    mean.size = values.size();
    if (values.empty())
    {
        return mean;
    }
    const double n = values.size();
    mean.value = std::accumulate(values.begin(), values.end(), 0.0) / n;
    if (values.size() > 1)
    {
        double squares = 0;
        for (const double value : values)
        {
            squares += (value - mean.value) * (value - mean.value);
        }
        mean.interval = GetStudentQuantile(values.size() - 1) * std::sqrt(squares / (n - 1) / n);
    }
    return mean;
}

} // namespace multihoming
