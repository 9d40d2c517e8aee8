/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-neighbor-state.h"

namespace ns3
{

namespace
{

/// \return a step that changes nothing
PvdNeighborStep
Stay(PvdNeighborState state)
{
    return PvdNeighborStep{state};
}

} // namespace

PvdNeighborStep
PvdNeighborStateMachine::Send(PvdNeighborState state)
{
    return Stay(state == PvdNeighborState::STALE ? PvdNeighborState::DELAY : state);
}

PvdNeighborStep
PvdNeighborStateMachine::Advertise(PvdNeighborState state, Flags flags, PvdLinkLayerAddress address)
{
    PvdNeighborStep step = Stay(state);
    if (state == PvdNeighborState::INCOMPLETE && address == PvdLinkLayerAddress::NONE)
    {
        return step; // says nothing that can be used
    }
    const bool isOther = address == PvdLinkLayerAddress::OTHER;
    if (state != PvdNeighborState::INCOMPLETE && isOther && !flags.overrides)
    {
        // The rest of the advertisement does not count either (section 7.2.5, I).
        step.state = state == PvdNeighborState::REACHABLE ? PvdNeighborState::STALE : state;
        return step;
    }
    step.takesRouter = true;
    step.takesAddress = isOther;
    step.isConfirmed = flags.solicited;
    if (flags.solicited)
    {
        step.state = PvdNeighborState::REACHABLE;
    }
    else if (isOther)
    {
        step.state = PvdNeighborState::STALE;
    }
    return step;
}

PvdNeighborStep
PvdNeighborStateMachine::Learn(std::optional<PvdNeighborState> state, PvdLinkLayerAddress address)
{
    const bool isNew = !state || *state == PvdNeighborState::INCOMPLETE;
    if (!isNew && address != PvdLinkLayerAddress::OTHER)
    {
        return Stay(*state);
    }
    PvdNeighborStep step = Stay(PvdNeighborState::STALE);
    step.takesAddress = true;
    return step;
}

PvdNeighborStep
PvdNeighborStateMachine::Confirm(PvdNeighborState state)
{
    PvdNeighborStep step = Stay(state);
    if (state != PvdNeighborState::INCOMPLETE)
    {
        step.state = PvdNeighborState::REACHABLE;
        step.isConfirmed = true;
    }
    return step;
}

PvdNeighborStep
PvdNeighborStateMachine::Expire(PvdNeighborState state, uint32_t sent, uint32_t limit)
{
    PvdNeighborStep step = Stay(state);
    switch (state)
    {
    case PvdNeighborState::REACHABLE:
        step.state = PvdNeighborState::STALE;
        break;
    case PvdNeighborState::STALE:
        break;
    case PvdNeighborState::DELAY:
        step.state = PvdNeighborState::PROBE;
        step.sendsProbe = true;
        break;
    case PvdNeighborState::INCOMPLETE:
    case PvdNeighborState::PROBE:
        step.sendsProbe = sent < limit;
        step.isUnreachable = sent >= limit;
        break;
    }
    return step;
}

} // namespace ns3
