/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "summary.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace multihoming
{

namespace
{

/// Share of the flows before the first event that must be completed for recovery to mean anything.
constexpr double RELIABLE = 0.95;
constexpr double NONE = -std::numeric_limits<double>::infinity();

/// Flows of one host and use.
using Flows = std::vector<Flow>;

bool
IsCompleted(const Flow& flow)
{
    return flow.outcome == Outcome::COMPLETED;
}

bool
IsReliable(const Flows& flows, const Timeline& timeline)
{
    uint32_t all = 0;
    uint32_t completed = 0;
    for (const auto& flow : flows)
    {
        if (flow.end < timeline.failure)
        {
            ++all;
            completed += IsCompleted(flow);
        }
    }
    return all > 0 && completed >= RELIABLE * all;
}

/// \return when flows fail no more; those that end after the next event are of that
Recovery
FindRecovery(const Flows& flows, const Timeline::Event& event)
{
    double lastFailure = NONE;
    for (const auto& flow : flows)
    {
        if (!IsCompleted(flow) && flow.end >= event.time && flow.end < event.until)
        {
            lastFailure = std::max(lastFailure, flow.start);
        }
    }
    if (lastFailure == NONE)
    {
        return {Recovery::TIME, 0};
    }
    double next = event.until;
    for (const auto& flow : flows)
    {
        if (IsCompleted(flow) && flow.start > lastFailure && flow.end < event.until)
        {
            next = std::min(next, flow.start);
        }
    }
    return next < event.until ? Recovery{Recovery::TIME, std::max(0.0, next - event.time)}
                              : Recovery{Recovery::NEVER, 0};
}

/**
 * \param octets that came back, by second
 * \param enough of them in a second
 * \param event what happened
 * \return when the last second ends in which there was not enough
 */
Recovery
FindRecovery(const std::vector<uint32_t>& octets, double enough, const Timeline::Event& event)
{
    const auto first = static_cast<std::size_t>(event.time);
    const auto end = static_cast<std::size_t>(event.until);
    std::size_t last = first;
    for (std::size_t second = first; second < end; ++second)
    {
        last = octets[second] < enough ? second + 1 : last;
    }
    return last == end ? Recovery{Recovery::NEVER, 0}
                       : Recovery{Recovery::TIME, std::max(0.0, last - event.time)};
}

Result
Summarize(const Record& record, uint32_t host, Use use, const Parameters& parameters)
{
    const Timeline& timeline = parameters.timeline;
    Flows flows;
    std::copy_if(record.flows.begin(),
                 record.flows.end(),
                 std::back_inserter(flows),
                 [&](const Flow& flow) { return flow.host == host && flow.use == use; });
    const auto& counts = record.counts[host][static_cast<std::size_t>(use)];
    Result result;
    result.started = flows.size();
    for (const auto& flow : flows)
    {
        ++result.ended[static_cast<std::size_t>(flow.outcome)];
    }
    const double octets = std::accumulate(counts.octets.begin(), counts.octets.end(), 0.0);
    result.goodput = 8 * octets / (timeline.end - timeline.start);
    result.misfits = counts.misfits;
    const double enough =
        GOOD_VOICE * parameters.GetVoiceSize() / parameters.voiceInterval.GetSeconds();
    const bool isReliable = IsReliable(flows, timeline);
    for (const auto& event : timeline.GetEvents())
    {
        result.recoveries.push_back(!isReliable         ? Recovery()
                                    : use == Use::VOICE ? FindRecovery(counts.octets, enough, event)
                                                        : FindRecovery(flows, event));
    }
    return result;
}

} // namespace

double
Result::GetShare(Outcome outcome) const
{
    return started == 0 ? 0 : double(ended[static_cast<std::size_t>(outcome)]) / started;
}

RunResults
Summarize(const Record& record, const Parameters& parameters)
{
    RunResults results(record.counts.size());
    for (uint32_t host = 0; host < results.size(); ++host)
    {
        for (std::size_t use = 0; use < USES; ++use)
        {
            results[host][use] = Summarize(record, host, static_cast<Use>(use), parameters);
        }
    }
    return results;
}

} // namespace multihoming
