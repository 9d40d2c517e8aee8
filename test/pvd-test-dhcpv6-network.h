/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_DHCPV6_NETWORK_H
#define PVD_TEST_DHCPV6_NETWORK_H

#include "pvd-test-lists.h"

#if __has_include("ns3/dhcp6-client.h")

#include "ns3/application-container.h"

/**
 * \file
 * ns-3's DHCPv6 client and server on one link. It is there from ns-3.45 on.
 */

namespace ns3
{
namespace pvdtest
{

/// ns-3's Dhcp6Client on a host, stock or PvD-aware, and ns-3's Dhcp6Server on its link.
class Dhcpv6Network
{
  public:
    /**
     * \param isPvd whether the host is PvD-aware
     * \param prefixes of which the server gives addresses, "2600:a::" and others, /64
     */
    explicit Dhcpv6Network(bool isPvd, const std::vector<std::string>& prefixes = {"2600:a::"});

    /// Dhcp6Client looks at interfaces that are gone if it still runs when the simulation ends.
    ~Dhcpv6Network();

    /// Let a router say M, and a prefix that is neither on-link nor for SLAAC.
    /// \param digit of the router \param prefix /64 \param pvd its PvD, or "" for none
    void Advertise(char digit, const std::string& prefix, const std::string& pvd = "");
    /// Another node gets an address of the link. \param address the address
    void Occupy(const Ipv6Address& address);
    /// What the host sends gets to the server no more.
    void LoseServer();
    /// \return kinds of DHCPv6 messages since ForgetSeen, each with a blank behind it
    std::string ListMessages() const;
    /// \return outcomes of duplicate address detection, "+" or "-" and the address
    const std::vector<std::string>& GetOutcomes() const;
    /// \return leases that the client told of
    const std::vector<std::string>& GetLeases() const;
    /// \return state of an address of the host
    std::string GetState(const Ipv6Address& address) const;
    /// Send a packet of a socket to ELSEWHERE. \param pvd that it is bound to, or "" for none
    /// \return source and router, such as "2600:a::42:1 by a"; "nothing" if none left
    std::string Send(const std::string& pvd = "");

    TestLink link;               //!< the link
    TestHost pvdHost;            //!< used if the host is PvD-aware
    Ptr<Node> host;              //!< the host
    ApplicationContainer client; //!< of the host
    Ptr<NetDevice> serverDevice; //!< of the server

  private:
    Ptr<NetDevice> AddStockNode(const std::string& mac);
    void NoteSuccess(const Ipv6Address& address);
    void NoteFailure(const Ipv6Address& address);
    void NoteLease(const Ipv6Address& address);

    std::vector<std::string> m_outcomes; //!< see GetOutcomes
    std::vector<std::string> m_leases;   //!< see GetLeases
};

} // namespace pvdtest
} // namespace ns3

#endif

#endif /* PVD_TEST_DHCPV6_NETWORK_H */
