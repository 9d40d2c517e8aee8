/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ROUTER_SOLICITATION_H
#define PVD_ROUTER_SOLICITATION_H

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/random-variable-stream.h"

#include <functional>

namespace ns3
{

/**
 * \ingroup pvd-host
 * \brief When one interface sends Router Solicitations: RFC 4861 section 6.3.7, RFC 7559.
 *
 * The first one leaves at once or after a random delay, each further one after an interval that
 * doubles from InitialRetransmissionTime up to MaxRetransmissionTime, each with fresh jitter, until
 * an RA brings a default router. One is sent even if that RA came before. It goes on for ever where
 * no router answers, as RFC 7559 demands: end such a simulation with Simulator::Stop.
 */
class PvdRouterSolicitation : public Object
{
  public:
    /**
     * \brief Get the type ID.
     * \return the object TypeId
     */
    static TypeId GetTypeId();

    PvdRouterSolicitation();
    ~PvdRouterSolicitation() override;

    /// \param send what sends one Router Solicitation
    void SetSend(std::function<void()> send);

    /**
     * The interface came up and can send. An RA that came since Stop, while the link-local address
     * was tentative, counts.
     * \param delayed false if the random delay was already spent, for the link-local address
     */
    void Start(bool delayed);

    /// The interface went down: forget all answers.
    void Stop();

    /**
     * An RA was accepted.
     * \param hasDefaultRouter whether the Router Lifetime in force was not 0
     */
    void NotifyRa(bool hasDefaultRouter);

    /// \return how many were sent since Start
    uint32_t GetNSent() const;

    /// \return true while another one is to come
    bool IsSoliciting() const;

    /**
     * \param stream first stream number
     * \return how many streams were taken
     */
    int64_t AssignStreams(int64_t stream);

  protected:
    void DoDispose() override;

  private:
    /// Send one and plan the next.
    void Transmit();
    /// \return the interval before the next one (RFC 8415, section 15)
    Time GetNextTimeout();

    Time m_initialTime;                  //!< IRT
    Time m_maxTime;                      //!< MRT
    uint32_t m_maxCount;                 //!< MRC, 0: no limit
    Time m_maxDuration;                  //!< MRD, 0: no limit
    Ptr<RandomVariableStream> m_delay;   //!< of the first one, seconds
    Ptr<UniformRandomVariable> m_jitter; //!< RAND
    std::function<void()> m_send;        //!< sends one
    EventId m_event;                     //!< the next one
    Time m_start;                        //!< when the first one left
    Time m_previous;                     //!< RTprev
    uint32_t m_sent{0};                  //!< since Start
    bool m_answered{false};              //!< a default router is known
};

} // namespace ns3

#endif /* PVD_ROUTER_SOLICITATION_H */
