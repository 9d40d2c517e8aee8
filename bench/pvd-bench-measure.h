/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_BENCH_MEASURE_H
#define PVD_BENCH_MEASURE_H

#include <algorithm>
#include <chrono>
#include <malloc.h>
#include <vector>

/**
 * \file
 * What the benchmarks measure with.
 */

namespace pvdbench
{

using Clock = std::chrono::steady_clock;

/// \param duration wall time \return the same in nanoseconds
inline double
GetNanoseconds(Clock::duration duration)
{
    return std::chrono::duration<double, std::nano>(duration).count();
}

/// \param values one or more \return the median
inline double
GetMedian(std::vector<double> values)
{
    const auto middle = values.begin() + values.size() / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// \return octets of the heap that are in use
inline double
GetHeap()
{
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

} // namespace pvdbench

#endif /* PVD_BENCH_MEASURE_H */
