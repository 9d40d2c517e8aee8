/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ADVERTISING_LINK_H
#define PVD_ADVERTISING_LINK_H

#include "pvd-advertised-sources.h"
#include "pvd-advertisement-builder.h"
#include "pvd-router-advertiser.h"

#include "ns3/event-id.h"
#include "ns3/ipv6-address.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6.h"
#include "ns3/nstime.h"
#include "ns3/socket.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-router
 * \brief One advertising interface at work: when its Router Advertisements leave (RFC 4861 section
 * 6.2), and to whom.
 *
 * All advertisements of the interface leave together and count as one: a solicitation is answered
 * with all of them, and the delays of RFC 4861 are between two such rounds. Of more messages than
 * the queue of a device may have room for, the last ones leave one after the other.
 */
class PvdAdvertisingLink
{
  public:
    /// \param owner whose interface it is \param interface its index \param configuration of it
    PvdAdvertisingLink(PvdRouterAdvertiser& owner,
                       uint32_t interface,
                       const PvdAdvertisingInterface& configuration);
    ~PvdAdvertisingLink();
    PvdAdvertisingLink(const PvdAdvertisingLink&) = delete;
    PvdAdvertisingLink& operator=(const PvdAdvertisingLink&) = delete;

    /// Begin to advertise and to hear solicitations.
    void Start();
    /// Withdraw what is advertised, and fall silent. \param times how often, 0..3
    void Stop(uint32_t times);
    /// Advertise something else from now on. \param configuration what
    void Change(const PvdAdvertisingInterface& configuration);
    /// \return true if something here depends on an uplink. \param uplink its name
    bool DependsOn(const std::string& uplink) const;
    /// What is advertised has changed: say so soon, and again (RFC 4861 section 6.2.4).
    void NotifyChanged();

    /// See whether link-local addresses have changed, or the link is back, and say so if (RFC 4861
    /// sections 6.2.4, 6.2.8).
    void CheckLink();

    /// \return what is advertised
    PvdAdvertisingInterface& GetConfiguration();

  private:
    /// What messages have.
    enum class Round : uint8_t
    {
        ALL,   //!< all that is configured
        BARE,  //!< no options
        FINAL, //!< all, and it is withdrawn
    };

    /// \return IPv6 of the node
    Ptr<Ipv6> GetIpv6() const;
    /// \return true if messages may leave
    bool CanSend() const;
    /// \return what messages depend on. \param round what they have
    PvdAdvertisingMoment GetMoment(Round round) const;

    /// Plan to withdraw what is said now and not from now on. \param next said from now on
    void Withdraw(const PvdAdvertisingInterface& next);
    /// \return true if hosts take one for the other: same router, same PvD. \param one the new one
    /// \param old the old one
    bool IsSuccessor(const PvdAdvertisement& one, const PvdAdvertisement& old) const;

    void OpenSocket();
    void CloseSocket();
    void HandleReceived(Ptr<Socket> socket);
    void HandleMessage(const Ptr<Packet>& packet, const Ipv6Header& header);
    void Answer(const Ipv6Address& solicitor);
    void Compare(const std::vector<uint8_t>& octets, const Ipv6Header& header);
    bool IsClient(const Ipv6Address& address) const;

    /// Send a round to all nodes, and plan the next one.
    void SendUnsolicited();
    /// \return what the next round to all nodes has
    Round GetNextRound() const;
    void SendFinal(uint32_t times);
    void SendUnicast(Ipv6Address destination);
    /// Take back what was said from addresses that are not the sources any more.
    void SendLost();
    /// Send a round to all nodes, or to each client. \return true if something left, or nobody is
    /// to be sent to
    bool SendToAll(const PvdAdvertisingInterface& configuration, Round round);
    /// Send all advertisements of a configuration. \return true if at least one left
    bool SendRound(const PvdAdvertisingInterface& configuration,
                   const Ipv6Address& destination,
                   Round round);
    /// Send the messages of one advertisement.
    void SendAdvertisement(const PvdAdvertisingInterface& configuration,
                           const PvdAdvertisement& advertisement,
                           const Ipv6Address& source,
                           const Ipv6Address& destination,
                           Round round);

    /// A message that is to leave.
    struct Outgoing
    {
        RouterAdvertisement message; //!< what it says
        Ipv6Address source;          //!< from where
        Ipv6Address destination;     //!< where to
    };

    /// Send a message now, or after those that wait.
    void SendPaced(const Outgoing& outgoing);
    /// Send the first of those that wait.
    void SendNext();
    void SendMessage(const Outgoing& outgoing);
    /// Send a round to all nodes at a time, or earlier if one is planned earlier.
    void PlanAt(Time time);
    /// \return the earliest time of the next round to all nodes
    Time GetEarliest() const;

    PvdRouterAdvertiser& m_owner;             //!< whose interface it is
    uint32_t m_interface;                     //!< interface index
    PvdAdvertisingInterface m_configuration;  //!< what is advertised
    PvdAdvertisingInterface m_withdrawn;      //!< what is said no more: to be withdrawn
    bool m_isRunning{false};                  //!< between Start and Stop
    bool m_isDown{false};                     //!< nothing could leave at the last look
    PvdAdvertisedSources m_sources;           //!< where messages come from
    Ptr<Socket> m_socket;                     //!< hears solicitations
    Time m_began;                             //!< when lifetimes began to count down
    Time m_last;                              //!< last round to all nodes
    bool m_hasSent{false};                    //!< there was one
    uint32_t m_nRounds{0};                    //!< since the start or the last change
    bool m_isAsked{false};                    //!< the next round answers a solicitation
    EventId m_next;                           //!< next round to all nodes
    std::deque<Outgoing> m_outgoing;          //!< wait, so that the device keeps up
    Time m_burstTime;                         //!< when messages left last
    uint32_t m_burst{0};                      //!< how many then
    EventId m_pace;                           //!< SendNext
    std::map<Ipv6Address, EventId> m_unicast; //!< answers to come, by who gets them
};

} // namespace ns3

#endif /* PVD_ADVERTISING_LINK_H */
