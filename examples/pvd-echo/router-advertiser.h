/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ECHO_ROUTER_ADVERTISER_H
#define PVD_ECHO_ROUTER_ADVERTISER_H

#include "ns3/application.h"
#include "ns3/event-id.h"
#include "ns3/ipv6-address.h"
#include "ns3/nstime.h"
#include "ns3/pvd-router-advertisement.h"
#include "ns3/random-variable-stream.h"
#include "ns3/socket.h"

namespace echo
{

/**
 * Advertises a router on one of its links: unsolicited at a fixed interval, and to who solicits
 * (RFC 4861, section 6.2). The RAs are those of ns3::RouterAdvertisement, sent over a raw socket.
 */
class RouterAdvertiser : public ns3::Application
{
  public:
    /**
     * \param interface of the router, which has its link-local address by the time of the start
     * \param message what is advertised
     */
    RouterAdvertiser(uint32_t interface, const ns3::RouterAdvertisement& message);

    /// \param stream of the delay before a solicited RA
    void SetStream(int64_t stream);

  private:
    void StartApplication() override;
    void StopApplication() override;
    void Send();
    /// Send after a delay, or earlier. \param delay from now
    void SendWithin(ns3::Time delay);
    void HandleSolicitations(ns3::Ptr<ns3::Socket> socket);

    uint32_t m_interface;                          //!< interface index
    ns3::RouterAdvertisement m_message;            //!< what is advertised
    ns3::Ipv6Address m_own;                        //!< link-local address of the interface
    ns3::Ptr<ns3::Socket> m_socket;                //!< sends RAs
    ns3::Ptr<ns3::Socket> m_solicitations;         //!< hears RSs
    ns3::EventId m_next;                           //!< the next RA
    ns3::Time m_last;                              //!< when the last RA went out
    ns3::Ptr<ns3::UniformRandomVariable> m_random; //!< delays solicited RAs
};

} // namespace echo

#endif /* PVD_ECHO_ROUTER_ADVERTISER_H */
