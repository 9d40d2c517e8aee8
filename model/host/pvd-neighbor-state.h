/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_NEIGHBOR_STATE_H
#define PVD_NEIGHBOR_STATE_H

#include <cstdint>
#include <optional>

namespace ns3
{

/// What a node knows of a neighbour (RFC 4861, section 7.3.2).
enum class PvdNeighborState : uint8_t
{
    INCOMPLETE, //!< its link-layer address is being asked for
    REACHABLE,  //!< a confirmation is younger than ReachableTime
    STALE,      //!< no confirmation is that young, and nothing was sent since
    DELAY,      //!< a packet was sent since; an upper layer may still confirm
    PROBE,      //!< it is being probed; packets are sent on meanwhile
};

/// How the link-layer address of a message compares with the one that is known.
enum class PvdLinkLayerAddress : uint8_t
{
    NONE,  //!< the message has none
    SAME,  //!< the one that is known
    OTHER, //!< another one, or none is known
};

/// What an event makes of a neighbour.
struct PvdNeighborStep
{
    PvdNeighborState state;    //!< the new state
    bool isConfirmed{false};   //!< ReachableTime begins anew
    bool takesAddress{false};  //!< the link-layer address of the message is recorded
    bool takesRouter{false};   //!< the R flag of the advertisement is recorded
    bool sendsProbe{false};    //!< a Neighbor Solicitation is sent, and RetransTimer begins anew
    bool isUnreachable{false}; //!< the neighbour is given up, and its entry removed
};

/**
 * \ingroup pvd-host
 * \brief The state machine of a neighbour: RFC 4861, sections 7.2 and 7.3 and appendix C.
 *
 * Functions of a state and an event; they know no timer, no packet and no cache.
 */
class PvdNeighborStateMachine
{
  public:
    /// The flags of a Neighbor Advertisement that matter (section 4.4).
    struct Flags
    {
        bool solicited; //!< S
        bool overrides; //!< O
    };

    /// A packet is about to be sent (section 7.3.3). \param state present state \return what
    /// follows
    static PvdNeighborStep Send(PvdNeighborState state);

    /**
     * A valid Neighbor Advertisement was received (section 7.2.5).
     * \param state present state
     * \param flags of the advertisement
     * \param address its link-layer address
     * \return what follows
     */
    static PvdNeighborStep Advertise(PvdNeighborState state,
                                     Flags flags,
                                     PvdLinkLayerAddress address);

    /**
     * Another message with the neighbour's link-layer address was received: NS, RS, RA or Redirect
     * (sections 6.2.6, 6.3.4, 7.2.3 and 8.3).
     * \param state present state; nothing: there is no entry yet
     * \param address SAME or OTHER
     * \return what follows
     */
    static PvdNeighborStep Learn(std::optional<PvdNeighborState> state,
                                 PvdLinkLayerAddress address);

    /**
     * An upper layer has seen that what is sent arrives (section 7.3.1).
     * \param state present state \return what follows
     */
    static PvdNeighborStep Confirm(PvdNeighborState state);

    /**
     * The timer of a state has run out: ReachableTime, DELAY_FIRST_PROBE_TIME or RetransTimer.
     * \param state present state
     * \param sent Neighbor Solicitations that were sent in this state
     * \param limit how many are sent at most: MAX_MULTICAST_SOLICIT or MAX_UNICAST_SOLICIT
     * \return what follows
     */
    static PvdNeighborStep Expire(PvdNeighborState state, uint32_t sent, uint32_t limit);
};

} // namespace ns3

#endif /* PVD_NEIGHBOR_STATE_H */
