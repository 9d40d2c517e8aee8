/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_REPLAY_HOST_H
#define PVD_REPLAY_HOST_H

#include "capture.h"

#include "ns3/ipv6.h"
#include "ns3/node.h"
#include "ns3/pvd-module.h"
#include "ns3/simple-net-device.h"

#include <optional>
#include <string>
#include <vector>

namespace replay
{

/// A Router Advertisement that was dropped, or an option that was ignored.
struct Drop
{
    double time;                   //!< seconds since the first frame
    std::string reason;            //!< why
    std::optional<uint8_t> option; //!< type of the option, or nothing for a whole message
};

/// One line of the timeline.
struct Event
{
    double time;      //!< seconds since the first frame
    std::string what; //!< such as "PvdAdded"
    std::string pvd;  //!< of which PvD, or empty
    std::string text; //!< the rest
};

/// How the host is set up.
struct HostOptions
{
    std::string mac{"02:00:00:00:00:01"}; //!< of the first interface; others count up
    std::string name{"eth0"};             //!< of the first interface; others count up
    bool parsePvd{true};                  //!< understand PvD options
    bool limits{false};                   //!< keep the registry's limits
    bool rule55{true};                    //!< rule 5.5 of RFC 6724 counts
};

/// A PvD-aware host that hears one capture on each interface.
class ReplayHost
{
  public:
    /**
     * \param options how to set it up
     * \param captures one for each interface
     */
    ReplayHost(const HostOptions& options, const std::vector<Capture>& captures);

    /// \return seconds from the first frame of all captures to the last
    double GetDuration() const;

    /// Run up to a time and keep the state. \param until seconds since the first frame
    void Run(double until);

    /// \return the host's PvDs
    ns3::Ptr<ns3::PvdRegistry> GetRegistry() const;
    /// \return the host's IPv6
    ns3::Ptr<ns3::Ipv6> GetIpv6() const;
    /// \return the host's routing
    ns3::Ptr<ns3::PvdIpv6Routing> GetRouting() const;
    /// \return what was dropped, in order
    const std::vector<Drop>& GetDrops() const;
    /// \return the timeline
    const std::vector<Event>& GetEvents() const;

  private:
    void AddInterface(const HostOptions& options, uint32_t place, const Capture& capture);
    void Play(ns3::Ptr<ns3::SimpleNetDevice> player, const Frame& frame);
    void ConnectTraces();
    void Note(const std::string& what, ns3::Ptr<ns3::Pvd> pvd, const std::string& text);

    void NotePvdAdded(ns3::Ptr<ns3::Pvd> pvd);
    void NotePvdChanged(ns3::Ptr<ns3::Pvd> pvd, uint32_t mask);
    void NotePvdRemoved(ns3::Ptr<ns3::Pvd> pvd);
    void NoteRaAccepted(ns3::Ptr<ns3::Pvd> pvd, uint32_t interface, ns3::Ipv6Address router);
    void NoteRaDropped(ns3::RaDropReason reason,
                       uint32_t offset,
                       uint32_t interface,
                       ns3::Ipv6Address router);
    void NoteOptionIgnored(ns3::OptionIgnoreReason reason,
                           uint8_t type,
                           uint32_t interface,
                           ns3::Ipv6Address router);
    void NoteRdnssAdded(ns3::Ptr<ns3::Pvd> pvd, ns3::Ipv6Address address, ns3::Time lifetime);
    void NoteRdnssRemoved(ns3::Ptr<ns3::Pvd> pvd, ns3::Ipv6Address address);
    void NoteDnsslAdded(ns3::Ptr<ns3::Pvd> pvd, std::string domain, ns3::Time lifetime);
    void NoteDnsslRemoved(ns3::Ptr<ns3::Pvd> pvd, std::string domain);

    ns3::Ptr<ns3::Node> m_node;  //!< the host
    int64_t m_first;             //!< time of the first frame, ns since the epoch
    int64_t m_last;              //!< time of the last frame
    std::vector<Frame> m_frames; //!< all frames; events refer to them
    std::vector<Drop> m_drops;   //!< see GetDrops
    std::vector<Event> m_events; //!< see GetEvents
};

/// \return the names of the Pvd::Change bits of a mask
std::string DescribeChange(uint32_t mask);

} // namespace replay

#endif /* PVD_REPLAY_HOST_H */
