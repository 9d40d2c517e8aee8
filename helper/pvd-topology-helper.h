/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TOPOLOGY_HELPER_H
#define PVD_TOPOLOGY_HELPER_H

#include "ns3/nstime.h"
#include "ns3/pvd-nd-option.h"
#include "ns3/pvd-topology.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-helper
 * \brief Builds networks with several providers: any number of uplinks and hosts on access links.
 *
 * \code
 *   host0 ...--+             +-- edge-a --- uplink-a --- isp-a --+
 *   host1 ...--+-- "lan" ----+                                   +-- internet --- server ...
 *              +             +-- edge-b --- uplink-b --- isp-b --+
 *
 *   PvdTopologyHelper helper;
 *   helper.AddUplink(a);
 *   helper.AddUplink(b);
 *   helper.AddHost("host", PvdTopologyHelper::PvdHost());
 *   helper.AddServer("server", "3fff:900::1/64");
 *   PvdTopology topology = helper.Build();
 * \endcode
 *
 * Each uplink has a router on its access link, which advertises the provider's prefix and PvD, and
 * on the other side a router of the provider, which refuses what comes from other sources (BCP 38).
 * Hosts have what the Router Advertisements say, and nothing else.
 *
 * ns-3 forwards nothing to 2001:db8::/32; use 3fff::/20, the other documentation prefix (RFC 9637).
 */
class PvdTopologyHelper
{
  public:
    /// A provider and the way to it.
    struct Uplink
    {
        std::string name;          //!< "a": nodes "edge-a", "isp-a"; link "uplink-a"
        std::string access{"lan"}; //!< access link
        std::string pvd;           //!< PvD ID; empty: there is no PvD option
        std::string prefix;        //!< of 64 bits, for the access link, such as "3fff:a00::/64"
        std::vector<std::string> routes; //!< prefixes that are reachable over it (RFC 4191)
        bool isDefaultRouter{true};      //!< "edge-a" is one, and its provider has the Internet
        RouterPreference preference{RouterPreference::MEDIUM}; //!< of default router and routes
        PvdTopologyLink link{DataRate("100Mbps"), MilliSeconds(5)}; //!< "uplink-a"
        bool ingressFilter{true}; //!< the provider drops what is not from the prefix
        Time start{Seconds(2)};   //!< when advertising begins; addresses are checked for 1 s
    };

    /// \param name of an access link \param link how it carries packets
    void AddAccessLink(const std::string& name, const PvdTopologyLink& link = PvdTopologyLink());
    /// \param uplink a provider and the way to it
    void AddUplink(const Uplink& uplink);
    /**
     * \param name of the host
     * \param stack what makes it a host
     * \param accesses its access links: its port "eth0" is on the first, "eth1" on the second
     */
    void AddHost(const std::string& name,
                 const PvdTopology::Stack& stack,
                 const std::vector<std::string>& accesses = {"lan"});
    /**
     * Add a host of ns-3 that is behind the providers.
     * \param name of it; its port is "eth0"
     * \param address its address and the prefix of its link, such as "3fff:900::1/64"
     * \param uplink name of the uplink whose provider has it; empty: it is on the Internet
     */
    void AddServer(const std::string& name,
                   const std::string& address,
                   const std::string& uplink = "");

    /// \return the network; "lan" is added if no access link was
    PvdTopology Build();

    /**
     * The provider gives the customer another prefix, and takes the old one back at once. The
     * router on the access link deprecates the old one (RFC 9096, section 3.3), and advertises the
     * new one.
     * \param topology what Build has made
     * \param uplink name of the uplink
     * \param prefix the new one, of 64 bits
     */
    void Renumber(PvdTopology& topology, const std::string& uplink, const std::string& prefix);

    /**
     * \name Kinds of hosts
     * \{
     */
    /// \return ns-3's own host
    static PvdTopology::Stack StockHost();
    /// \return a host that knows no PvDs, and no rule 5.5 of RFC 6724: that of Linux, today
    static PvdTopology::Stack Rfc6724Host();
    /// \return a host that knows no PvDs, but rule 5.5 and RFC 8028
    static PvdTopology::Stack Rule55Host();
    /// \return a PvD-aware host
    static PvdTopology::Stack PvdHost();
    /** \} */

    /**
     * \name The networks on which the Linux implementation of PvDs was demonstrated
     *
     * With the same addresses, names and Router Advertisements. Only what is forwarded in B and D,
     * and was of 2001:db8::/32, is of 3fff:db8::/32 instead; and where routers have an on-link
     * route, they also have the address ::1 there, as ns-3 solicits neighbors from an address of
     * their prefix. Routers begin to advertise at 2 s.
     * \{
     */
    /**
     * Two PvDs and a router without one, on one link.
     *
     * Nodes: "host_pvd" with port "eh0", PvD-aware; "host_classic" with "eh1", which knows no PvDs
     * and takes Route Information as Linux does; "router" with "rt0", "rt1", "rt2" on the same link
     * "brpvd", and "dummy0" with the addresses of three servers.
     *
     * PvDs: "test1.example.com" of rt0, with an inner header and options of its own;
     * "test2.example.com" of rt1, with nothing but an inner header; rt2 names none.
     * \return the network
     */
    static PvdTopology BuildA();

    /**
     * One PvD on two interfaces.
     *
     * Nodes: "host" with "host-wifi" and "host-cable"; "router" with "router-wifi0" and
     * "router-wifi1", of which the latter does not advertise, on the link "wifi", "router-cable0"
     * and "router-cable1" on "cable", and "router-server"; "server" with "server-router" and
     * "dummy0".
     *
     * PvDs: "test1.example.com" of router-wifi0 and router-cable0, each with a route of its own;
     * "test2.example.com" of router-cable1. Hosts that know PvDs use other prefixes than those that
     * do not.
     * \return the network
     */
    static PvdTopology BuildB();

    /**
     * Two upstreams behind one edge router, and a PvD with a captive portal.
     *
     * Nodes: "gateway"; upstreams "u1" and "u2", which filter; "r1" and "r2"; the edge router "e1"
     * with "ve1br0" on the link "br0"; the hosts "h1" and "h2" with "eth0". The port of a link
     * between two nodes has the name of the other one.
     *
     * PvDs, all of ve1br0 and of one link-local address: "big.mpvd.io" over r1 and u1,
     * "ben.mpvd.io" over r1 and u2, "fettered.mpvd.io" over r2 and u2. r2 forwards from e1 only
     * what comes from addresses that have been at its portal: GetPortal.
     * \return the network
     */
    static PvdTopology BuildC();
    /// \return address of the portal of topology C; its TCP port is 80
    static Ipv6Address GetPortal();

    /**
     * A test bench of source addresses.
     *
     * Nodes: "host1" with "net1"; "router1" and "router2" with "net1" and "net2"; "host2" with
     * "net2". PvDs: "pirl1.cisco.com" of router1, "pirl2.cisco.com" of router2.
     * \return the network
     */
    static PvdTopology BuildD();
    /** \} */

  private:
    struct Host
    {
        std::string name;                  //!< of the node
        PvdTopology::Stack stack;          //!< see AddHost
        std::vector<std::string> accesses; //!< see AddHost
    };

    struct Server
    {
        std::string name;    //!< of the node
        std::string address; //!< with the length of its prefix
        std::string uplink;  //!< see AddServer
    };

    /// Stop if another link has a prefix. \param who wants it \param prefix which
    void CheckFree(const std::string& who, const std::string& prefix) const;
    Uplink& FindUplink(const std::string& name);
    void BuildUplink(PvdTopology& topology, const Uplink& uplink) const;
    void BuildServer(PvdTopology& topology, const Server& server) const;

    std::vector<std::pair<std::string, PvdTopologyLink>> m_accesses; //!< access links
    std::vector<Uplink> m_uplinks;                                   //!< as they are now
    std::vector<Host> m_hosts;                                       //!< in order
    std::vector<Server> m_servers;                                   //!< in order
};

} // namespace ns3

#endif /* PVD_TOPOLOGY_HELPER_H */
