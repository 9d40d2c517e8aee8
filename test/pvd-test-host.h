/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_HOST_H
#define PVD_TEST_HOST_H

#include "pvd-test-messages.h"

#include "ns3/ipv6-interface.h"
#include "ns3/ipv6.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/pvd-registry.h"
#include "ns3/simple-channel.h"
#include "ns3/simple-net-device.h"
#include "ns3/test.h"

#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * \ingroup pvd-test
 * What the test suites of the host share: a link on which a test says and sees what it wants, and a
 * PvD-aware host on it.
 */

namespace ns3
{
/// For messages of failed checks.
std::ostream& operator<<(std::ostream& os, RaDropReason reason);
/// For messages of failed checks.
std::ostream& operator<<(std::ostream& os, OptionIgnoreReason reason);
/// For messages of failed checks.
std::ostream& operator<<(std::ostream& os, RouterPreference preference);

namespace pvdtest
{

/// A packet seen on a link.
struct SeenPacket
{
    Time time;                        //!< when
    Mac48Address hardwareDestination; //!< to which device
    Ipv6Address source;               //!< IPv6 source address
    Ipv6Address destination;          //!< IPv6 destination address
    uint8_t nextHeader;               //!< of the IPv6 header
    uint8_t hopLimit;                 //!< of the IPv6 header
    Octets message;                   //!< all octets after the IPv6 header
};

/// A link, and on it a station that sends what the test says, as anyone, and sees all packets.
class TestLink
{
  public:
    TestLink();

    /// \return the channel, for devices of nodes
    Ptr<SimpleChannel> GetChannel() const;

    /// How a message is sent where it matters.
    struct Envelope
    {
        Ipv6Address destination{Ipv6Address::GetAllNodesMulticast()}; //!< IPv6 destination
        uint8_t hopLimit{255};                                        //!< IPv6 Hop Limit
        bool rightChecksum{true};                                     //!< or one that is wrong
        Octets fragmentHeader;                                        //!< before the message
        uint8_t nextHeader{44};                                       //!< of what is before it
        uint16_t missing{0}; //!< octets that the payload length promises beyond what is there
    };

    /**
     * Send an ICMPv6 message now, and see what follows from it at this moment.
     * \param message the message; its Checksum is filled in
     * \param from who sends it
     * \param envelope how
     */
    void Send(const Octets& message, const Station& from, const Envelope& envelope);
    /// Send it to an address.
    void Send(const Octets& message, const Station& from, const Ipv6Address& destination);
    /// Send a Router Advertisement to all nodes.
    void Send(const RouterAdvertisement& ra, const Station& from);

    /// \return what others sent since ForgetSeen
    const std::vector<SeenPacket>& GetSeen() const;
    /// \return what others sent of an ICMPv6 type since ForgetSeen
    std::vector<SeenPacket> GetSeen(IcmpType type) const;
    /// \return UDP packets that others sent since ForgetSeen
    std::vector<SeenPacket> GetSeenUdp() const;
    /// Forget them.
    void ForgetSeen();

  private:
    void See(Ptr<NetDevice> device,
             Ptr<const Packet> packet,
             uint16_t protocol,
             const Address& from,
             const Address& to,
             NetDevice::PacketType type);

    Ptr<SimpleChannel> m_channel;   //!< the link
    Ptr<SimpleNetDevice> m_device;  //!< the station's
    std::vector<SeenPacket> m_seen; //!< since ForgetSeen
};

/// How a host is made.
struct HostOptions
{
    bool randomDelays{false};  //!< delay the first NS and RS at random
    std::string hostType{"C"}; //!< of RFC 4191
    uint32_t dadTransmits{1};  //!< DupAddrDetectTransmits of its interfaces
    uint32_t maxPvds{1024};    //!< attribute of the registry
    uint32_t maxResolvers{32}; //!< attribute of the registry
    uint32_t deviceMtu{1500};  //!< of its devices
    bool up{true};             //!< bring interfaces up at once
    bool deviceFirst{false};   //!< the node has a device before it has a stack
};

/// A PvD-aware host, and what it told.
class TestHost
{
  public:
    /// \param options how to make it
    explicit TestHost(const HostOptions& options = HostOptions());

    /**
     * Give the host an interface on a link and bring it up.
     * \param link the link
     * \param mac its hardware address
     * \return the interface index, 1 for the first
     */
    uint32_t AddInterface(TestLink& link, const std::string& mac = "02:00:00:00:00:01");

    /// \return the node
    Ptr<Node> GetNode() const;
    /// \return its IPv6
    Ptr<Ipv6> GetIpv6() const;
    /// \return its PvDs
    Ptr<PvdRegistry> GetRegistry() const;
    /// \return what the module keeps of an interface
    Ptr<PvdIpv6Interface> GetInterface(uint32_t index = 1) const;
    /// \return ns-3's part of an interface
    Ptr<Ipv6Interface> GetStockInterface(uint32_t index = 1) const;
    /// \return a PvD by the text of its identity, or null
    Ptr<Pvd> FindPvd(const std::string& id) const;
    /// \return the only PvD, or null if there is none or are several
    Ptr<Pvd> GetOnlyPvd() const;

    /// \return the link-local address of an interface
    Ipv6Address GetLinkLocal(uint32_t index = 1) const;
    /// \return the address that the host forms from a prefix of 64 bits
    Ipv6Address MakeAddress(const std::string& prefix, uint32_t index = 1) const;
    /// \return "tentative", "preferred", "deprecated", "invalid", or "none" if ns-3 lacks it
    std::string GetAddressState(const Ipv6Address& address, uint32_t index = 1) const;
    /// \return addresses of an interface without the link-local one, in words, in order
    std::string DescribeAddresses(uint32_t index = 1) const;
    /// \return all that the registry knows, a line for each object, in a fixed order
    std::string Describe() const;

    /**
     * Send a UDP packet.
     * \param destination to whom
     * \param source local address to bind to, or "::"
     * \param size of its payload, octets
     * \return false if the socket says that it was not sent
     */
    bool SendUdp(const Ipv6Address& destination,
                 const Ipv6Address& source = Ipv6Address::GetAny(),
                 uint32_t size = 4);

    /// \return why messages were dropped, in order
    const std::vector<RaDropReason>& GetDrops() const;
    /// \return why options were ignored and their types, in order
    const std::vector<std::pair<OptionIgnoreReason, uint8_t>>& GetIgnored() const;
    /// \return PvdAdded, PvdRemoved, RdnssAdded, ... and what they were about, in order
    const std::vector<std::string>& GetEvents() const;
    /// Forget drops, ignored options and events.
    void ForgetEvents();

  private:
    void NotePvdAdded(Ptr<Pvd> pvd);
    void NotePvdChanged(Ptr<Pvd> pvd, uint32_t mask);
    void NotePvdRemoved(Ptr<Pvd> pvd);
    void NoteRaDropped(RaDropReason reason, uint32_t offset, uint32_t interface, Ipv6Address from);
    void NoteIgnored(OptionIgnoreReason reason, uint8_t type, uint32_t interface, Ipv6Address from);
    void NoteRdnssAdded(Ptr<Pvd> pvd, Ipv6Address address, Time lifetime);
    void NoteRdnssRemoved(Ptr<Pvd> pvd, Ipv6Address address);
    void NoteDnsslAdded(Ptr<Pvd> pvd, std::string domain, Time lifetime);
    void NoteDnsslRemoved(Ptr<Pvd> pvd, std::string domain);

    HostOptions m_options;             //!< how it was made
    Ptr<Node> m_node;                  //!< the node
    Ptr<SimpleNetDevice> m_device;     //!< of the interface to come, or null
    std::vector<RaDropReason> m_drops; //!< see GetDrops
    std::vector<std::pair<OptionIgnoreReason, uint8_t>> m_ignored; //!< see GetIgnored
    std::vector<std::string> m_events;                             //!< see GetEvents
};

/// \return "fe80::1", as RFC 5952 wants it
std::string ToText(const Ipv6Address& address);

/// Let what was planned for this moment happen; the time stays.
void RunNow();
/// Let all up to a time happen, what is planned for that time included.
void RunTo(Time time);

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_HOST_H */
