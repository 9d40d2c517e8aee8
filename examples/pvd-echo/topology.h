/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ECHO_TOPOLOGY_H
#define PVD_ECHO_TOPOLOGY_H

#include "ns3/ipv6-address.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6.h"
#include "ns3/mac48-address.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/simple-channel.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace echo
{

constexpr std::size_t PROVIDERS = 2; //!< routers, each with a PvD

/// Prefixes of the test bench, each of 64 bits.
struct Prefixes
{
    std::array<ns3::Ipv6Address, PROVIDERS> providers; //!< what each router advertises on net1
    ns3::Ipv6Address net2;                             //!< between routers and server
};

/// How host1 chooses without a binding.
struct FreeChoice
{
    bool rule55{true};    //!< attribute "Rule55" of its routing
    std::size_t first{1}; //!< provider whose router it hears first
};

/**
 * The test bench:
 *
 *                     +- router1, PvD pirl1.cisco.com -+
 *     host1 -- net1 --+                                +-- net2 -- host2
 *                     +- router2, PvD pirl2.cisco.com -+
 *
 * host1 is PvD-aware and has only what the RAs say. Both routers advertise themselves as default
 * router, with one prefix each, and let only sources of that prefix in from net1: a packet that
 * takes the wrong router is lost. host2 is ns-3's own host.
 */
class Topology
{
  public:
    /// \param prefixes of the links \param choice of host1
    Topology(const Prefixes& prefixes, const FreeChoice& choice);
    Topology(const Topology&) = delete;
    Topology& operator=(const Topology&) = delete;

    /// \return the PvD-aware host
    ns3::Ptr<ns3::Node> GetHost1() const;
    /// \return where the server runs
    ns3::Ptr<ns3::Node> GetHost2() const;
    /// \return address of host2
    ns3::Ipv6Address GetServerAddress() const;
    /// \param provider 0 or 1 \return address that host1 makes of its prefix
    ns3::Ipv6Address GetHostAddress(std::size_t provider) const;
    /// \param provider 0 or 1 \return its PvD ID
    static const char* GetPvd(std::size_t provider);
    /// \param provider 0 or 1 \return name of its router
    static const char* GetRouter(std::size_t provider);
    /**
     * \param protocol of the transport layer
     * \param port source port
     * \return names of all routers that host1 gave such packets to, joined by "+"; "-" if none
     */
    std::string GetFirstHops(uint8_t protocol, uint16_t port) const;
    /// \param protocol of the transport layer \param port source port \return addresses that
    /// host1 sent such packets from
    std::set<ns3::Ipv6Address> GetSources(uint8_t protocol, uint16_t port) const;
    /// \return how many packets of host1 the routers refused because of their source
    uint32_t GetRefused() const;

  private:
    using Flow = std::pair<uint8_t, uint16_t>; //!< protocol and source port

    /// How the packets of a flow left host1.
    struct Way
    {
        std::set<std::size_t> providers;    //!< whose routers got them
        std::set<ns3::Ipv6Address> sources; //!< their source addresses
    };

    /// \param provider 0 or 1 \return the interface on net1
    uint32_t AddRouter(std::size_t provider);
    void Advertise(std::size_t provider, uint32_t interface, ns3::Time start);
    void Watch(std::size_t provider);
    static void NoteReceived(Topology* self,
                             std::size_t provider,
                             ns3::Ptr<const ns3::Packet> packet,
                             ns3::Ptr<ns3::Ipv6> ipv6,
                             uint32_t interface);
    static void NoteRefused(Topology* self, const ns3::Ipv6Header& header, uint32_t interface);

    Prefixes m_prefixes;                                  //!< of the links
    ns3::Ptr<ns3::SimpleChannel> m_net1;                  //!< of host1
    ns3::Ptr<ns3::SimpleChannel> m_net2;                  //!< of host2
    ns3::Ptr<ns3::Node> m_host1;                          //!< the PvD-aware host
    ns3::Ptr<ns3::Node> m_host2;                          //!< the server
    std::array<ns3::Ptr<ns3::Node>, PROVIDERS> m_routers; //!< one of each provider
    uint32_t m_serverInterface{0};                        //!< of host2
    std::map<Flow, Way> m_ways;                           //!< what the routers got of host1
    uint32_t m_refused{0};                                //!< see GetRefused
};

} // namespace echo

#endif /* PVD_ECHO_TOPOLOGY_H */
