/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_SUMMARY_H
#define PVD_MULTIHOMING_SUMMARY_H

#include "flow-log.h"
#include "parameters.h"

#include <array>
#include <cstdint>
#include <vector>

namespace multihoming
{

/// How long it took until no flow failed any more.
struct Recovery
{
    /// Whether there is such a time.
    enum State : uint8_t
    {
        TIME,       //!< see seconds; 0: no flow failed
        NEVER,      //!< flows failed until the next event
        UNRELIABLE, //!< too many flows failed before the first event already
    };

    State state{UNRELIABLE}; //!< whether there is a time
    double seconds{0};       //!< the time
};

/// One application of one host in one run.
struct Result
{
    uint32_t started{0};                    //!< flows
    std::array<uint32_t, OUTCOMES> ended{}; //!< flows, by outcome
    double goodput{0};                      //!< mean over the time of the applications, bit/s
    uint64_t misfits{0};                    //!< packets whose source does not fit their uplink
    std::vector<Recovery> recoveries;       //!< by event

    /// \param outcome which \return share of the flows that ended so, 0..1; 0 if there were none
    double GetShare(Outcome outcome) const;
};

/// Results of a run, by host and use.
using RunResults = std::vector<std::array<Result, USES>>;

/// \param record of a run \param parameters of it \return what came out
RunResults Summarize(const Record& record, const Parameters& parameters);

} // namespace multihoming

#endif /* PVD_MULTIHOMING_SUMMARY_H */
