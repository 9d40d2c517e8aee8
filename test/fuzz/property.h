/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FUZZ_PROPERTY_H
#define PVD_FUZZ_PROPERTY_H

#include <cstdio>
#include <cstdlib>

/**
 * \file
 * What must hold for every input of a fuzz target.
 */

namespace fuzz
{

/// Stop the run, and so keep the input, if a property does not hold.
/// \param holds whether it does \param property it in words
inline void
Require(bool holds, const char* property)
{
    if (!holds)
    {
        std::fprintf(stderr, "violated: %s\n", property);
        std::abort();
    }
}

} // namespace fuzz

#endif /* PVD_FUZZ_PROPERTY_H */
