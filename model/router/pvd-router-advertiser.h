/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ROUTER_ADVERTISER_H
#define PVD_ROUTER_ADVERTISER_H

#include "ns3/application.h"
#include "ns3/callback.h"
#include "ns3/event-id.h"
#include "ns3/ipv6-address.h"
#include "ns3/nstime.h"
#include "ns3/pvd-compat.h"
#include "ns3/pvd-drop-reason.h"
#include "ns3/pvd-router-advertisement.h"
#include "ns3/pvd-router-configuration.h"
#include "ns3/random-variable-stream.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace ns3
{

class PvdAdvertisingLink;

/**
 * \ingroup pvd-router
 * \brief Makes a node advertise itself as a router, with any number of PvDs on each interface
 * (RFC 4861 section 6.2, RFC 8801).
 *
 * The node may be a PvD-aware one or ns-3's own. It does not configure itself from what it sends.
 * Where an interface does not forward, its Router Lifetimes are 0. Interfaces advertise from the
 * start of the application on; when it stops, all is withdrawn.
 *
 * It goes on for ever: end such a simulation with Simulator::Stop.
 */
class PvdRouterAdvertiser : public Application
{
  public:
    /**
     * \brief Get the type ID.
     * \return the object TypeId
     */
    static TypeId GetTypeId();

    PvdRouterAdvertiser();
    ~PvdRouterAdvertiser() override;

    /**
     * Set what an interface advertises. While it advertises, hosts are told soon, and lifetimes
     * begin to count down anew. A mistake stops the program with a sentence.
     * \param interface interface index
     * \param configuration what it advertises from now on
     */
    void SetInterface(uint32_t interface, const PvdAdvertisingInterface& configuration);
    /// \param interface interface index \return what it advertises, or null
    const PvdAdvertisingInterface* GetInterface(uint32_t interface) const;

    /**
     * There is new additional information of a PvD: its Sequence Number goes up by one, 65535 to 0
     * (RFC 8801 section 4.2), and hosts are told soon.
     * \param pvd a PvD ID that is advertised
     */
    void IncrementSequence(const std::string& pvd);

    /**
     * An uplink went down or came back (RFC 8475). What depends on it is withdrawn, or is
     * advertised again after the attribute "UplinkHoldTime".
     * \param uplink name of an uplink, as in the configuration; a name that no configuration has
     * had stops the program with a sentence
     * \param isUp whether it is up; uplinks are up until this says otherwise
     */
    void SetUplink(const std::string& uplink, bool isUp);
    /**
     * Ask for the state of an uplink again and again, see attribute "UplinkPollInterval".
     * \param uplink name of an uplink, as for SetUplink
     * \param isUp tells whether it is up: the state of an interface, a route, a role, or anything
     */
    void WatchUplink(const std::string& uplink, Callback<bool> isUp);

    /**
     * \param stream first stream number
     * \return how many streams were taken
     */
    int64_t AssignStreams(int64_t stream) PVD_ASSIGN_STREAMS_OVERRIDE;

    /**
     * Signature of "Tx".
     * \param message what leaves
     * \param interface interface index
     * \param source IPv6 source address
     * \param destination IPv6 destination address
     */
    typedef void (*TxTracedCallback)(const RouterAdvertisement& message,
                                     uint32_t interface,
                                     Ipv6Address source,
                                     Ipv6Address destination);
    /**
     * Signature of "SolicitationDropped".
     * \param reason why it is not answered
     * \param interface interface index
     * \param source IPv6 source address
     */
    typedef void (*SolicitationDroppedTracedCallback)(NdDropReason reason,
                                                      uint32_t interface,
                                                      Ipv6Address source);
    /**
     * Signature of "NotSent".
     * \param sentence what is not sent, and why
     * \param interface interface index
     */
    typedef void (*NotSentTracedCallback)(std::string sentence, uint32_t interface);

    /**
     * Signature of "Inconsistent".
     * \param sentence what differs
     * \param interface interface index
     * \param router the other router
     */
    typedef void (*InconsistentTracedCallback)(std::string sentence,
                                               uint32_t interface,
                                               Ipv6Address router);

  protected:
    void DoDispose() override;

  private:
    friend class PvdAdvertisingLink;

    /// An uplink.
    struct Uplink
    {
        bool isDown{false};  //!< as it is advertised
        EventId up;          //!< then it is advertised as up again
        Callback<bool> isUp; //!< what is asked, or null
    };

    void StartApplication() override;
    void StopApplication() override;
    void KnowUplinks(const PvdAdvertisingInterface& configuration);
    Uplink& FindUplink(const std::string& method, const std::string& uplink);
    void SettleUplink(std::string uplink, bool isDown);
    void Poll();
    void PollAddresses();

    std::map<uint32_t, std::unique_ptr<PvdAdvertisingLink>> m_links; //!< by interface index
    std::map<std::string, Uplink> m_uplinks;                         //!< by name
    std::set<std::string> m_downUplinks;                             //!< those that are down
    EventId m_poll;                                                  //!< next question
    EventId m_addressPoll;                                           //!< next look at addresses
    bool m_isRunning{false};                                         //!< started, not stopped
    Time m_uplinkHoldTime;                                           //!< see attribute
    Time m_uplinkPollInterval;                                       //!< see attribute
    Time m_addressPollInterval;                                      //!< see attribute
    uint32_t m_nFinal;                                               //!< see attribute
    uint32_t m_maxSolicitors;                                        //!< see attribute
    Ptr<UniformRandomVariable> m_interval;                           //!< between two rounds, 0..1
    Ptr<UniformRandomVariable> m_delay;                              //!< of answers, 0..1
    TracedCallback<const RouterAdvertisement&, uint32_t, Ipv6Address, Ipv6Address> m_tx; //!< Tx
    TracedCallback<NdDropReason, uint32_t, Ipv6Address> m_solicitationDropped;           //!< see it
    TracedCallback<std::string, uint32_t> m_notSent;                                     //!< see it
    TracedCallback<std::string, uint32_t, Ipv6Address> m_inconsistent;                   //!< see it
};

} // namespace ns3

#endif /* PVD_ROUTER_ADVERTISER_H */
