/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include <benchmark/benchmark.h>

// The program of all benchmarks; each source beside this one registers its own. What counts of a
// result is "value", in the unit that follows it.
BENCHMARK_MAIN();
