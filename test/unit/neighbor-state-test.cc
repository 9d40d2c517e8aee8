/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-neighbor-state.h"

#include <gtest/gtest.h>
#include <string>

using namespace ns3;

namespace
{

using State = PvdNeighborState;
using Machine = PvdNeighborStateMachine;

constexpr State STATES[] = {State::INCOMPLETE,
                            State::REACHABLE,
                            State::STALE,
                            State::DELAY,
                            State::PROBE};
constexpr PvdLinkLayerAddress ADDRESSES[] = {PvdLinkLayerAddress::NONE,
                                             PvdLinkLayerAddress::SAME,
                                             PvdLinkLayerAddress::OTHER};

/// \return such as "REACHABLE confirmed address router"
std::string
Tell(const PvdNeighborStep& step)
{
    constexpr const char* NAMES[] = {"INCOMPLETE", "REACHABLE", "STALE", "DELAY", "PROBE"};
    std::string text = NAMES[static_cast<uint8_t>(step.state)];
    text += step.isConfirmed ? " confirmed" : "";
    text += step.takesAddress ? " address" : "";
    text += step.takesRouter ? " router" : "";
    text += step.sendsProbe ? " probe" : "";
    text += step.isUnreachable ? " unreachable" : "";
    return text;
}

/// What appendix C of RFC 4861 says of an advertisement, in the order of its rows.
std::string
Expect(State state, bool solicited, bool overrides, PvdLinkLayerAddress address)
{
    const PvdNeighborStep stay{state};
    const bool isOther = address == PvdLinkLayerAddress::OTHER;
    if (state == State::INCOMPLETE)
    {
        return address == PvdLinkLayerAddress::NONE ? "INCOMPLETE"
               : solicited
                   ? (isOther ? "REACHABLE confirmed address router" : "REACHABLE confirmed router")
                   : (isOther ? "STALE address router" : Tell(stay) + " router");
    }
    if (isOther && !overrides)
    {
        return state == State::REACHABLE ? "STALE" : Tell(stay);
    }
    if (solicited)
    {
        return isOther ? "REACHABLE confirmed address router" : "REACHABLE confirmed router";
    }
    return isOther ? "STALE address router" : Tell(stay) + " router";
}

} // namespace

// Rows: 4861-7.2.5-01, 4861-7.2.5-03, 4861-7.2.5-04
TEST(NeighborState, AdvertisementFollowsAppendixC)
{
    for (const State state : STATES)
    {
        for (const bool solicited : {false, true})
        {
            for (const bool overrides : {false, true})
            {
                for (const PvdLinkLayerAddress address : ADDRESSES)
                {
                    if (state == State::INCOMPLETE && address == PvdLinkLayerAddress::SAME)
                    {
                        continue; // none is known, so that each is another one
                    }
                    EXPECT_EQ(Tell(Machine::Advertise(state, {solicited, overrides}, address)),
                              Expect(state, solicited, overrides, address))
                        << Tell({state}) << " S=" << solicited << " O=" << overrides << " "
                        << static_cast<int>(address);
                }
            }
        }
    }
}

// Rows: 4861-7.2.3-01
TEST(NeighborState, OtherMessagesBringAddressesAndConfirmNothing)
{
    EXPECT_EQ(Tell(Machine::Learn(std::nullopt, PvdLinkLayerAddress::OTHER)), "STALE address");
    EXPECT_EQ(Tell(Machine::Learn(State::INCOMPLETE, PvdLinkLayerAddress::OTHER)), "STALE address");
    for (const State state : {State::REACHABLE, State::STALE, State::DELAY, State::PROBE})
    {
        EXPECT_EQ(Tell(Machine::Learn(state, PvdLinkLayerAddress::SAME)), Tell({state}));
        EXPECT_EQ(Tell(Machine::Learn(state, PvdLinkLayerAddress::OTHER)), "STALE address");
    }
}

// Rows: 4861-7.3.3-01, 4861-7.3.3-02
TEST(NeighborState, PacketsAndTimersLeadFromStaleToTheEnd)
{
    for (const State state : STATES)
    {
        const State next = state == State::STALE ? State::DELAY : state;
        EXPECT_EQ(Tell(Machine::Send(state)), Tell({next}));
    }
    EXPECT_EQ(Tell(Machine::Expire(State::REACHABLE, 0, 3)), "STALE");
    EXPECT_EQ(Tell(Machine::Expire(State::STALE, 0, 3)), "STALE");
    EXPECT_EQ(Tell(Machine::Expire(State::DELAY, 0, 3)), "PROBE probe");
    EXPECT_EQ(Tell(Machine::Expire(State::PROBE, 1, 3)), "PROBE probe");
    EXPECT_EQ(Tell(Machine::Expire(State::PROBE, 3, 3)), "PROBE unreachable");
    EXPECT_EQ(Tell(Machine::Expire(State::INCOMPLETE, 2, 3)), "INCOMPLETE probe");
    EXPECT_EQ(Tell(Machine::Expire(State::INCOMPLETE, 3, 3)), "INCOMPLETE unreachable");
    EXPECT_EQ(Tell(Machine::Expire(State::INCOMPLETE, 1, 0)), "INCOMPLETE unreachable");
}

// Rows: 4861-7.3.1-02
TEST(NeighborState, UpperLayerConfirmsWhatIsKnown)
{
    EXPECT_EQ(Tell(Machine::Confirm(State::INCOMPLETE)), "INCOMPLETE");
    for (const State state : {State::REACHABLE, State::STALE, State::DELAY, State::PROBE})
    {
        EXPECT_EQ(Tell(Machine::Confirm(state)), "REACHABLE confirmed");
    }
}
