/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_WIRE_H
#define PVD_TEST_WIRE_H

#include "pvd-test-case.h"

/**
 * \file
 * \ingroup pvd-test
 * A host that is sent packets octet by octet, and what it answers in words.
 */

namespace ns3
{
namespace pvdtest
{

/// Values of Next Header.
enum NextHeader : uint8_t
{
    HOP_BY_HOP = 0,
    TCP_SEGMENT = 6,
    UDP_DATAGRAM = 17,
    ROUTING_HEADER = 43,
    FRAGMENT = 44,
    ICMPV6_MESSAGE = 58,
    NO_NEXT_HEADER = 59,
    DESTINATION_OPTIONS = 60,
};

/// One host that is ready, with the address 2001:db8:1::ff:fe00:1, and a link to say anything on.
struct WireHost : OneHost
{
    /// \param options how to make the host
    explicit WireHost(const HostOptions& options = HostOptions());

    /// Let the host know fe80::c, so that it need not ask before it answers.
    void Announce();

    /**
     * Send an IPv6 packet to the host now, and see what follows from it at this moment.
     * \param nextHeader of the IPv6 header
     * \param payload all that follows it
     * \param source IPv6 source address
     * \param destination IPv6 destination address
     */
    void Put(uint8_t nextHeader,
             const Octets& payload,
             const Ipv6Address& source,
             const Ipv6Address& destination);
    /// Send it from fe80::c to the link-local address of the host.
    void Put(uint8_t nextHeader, const Octets& payload);

    /// Send what is to stand behind an Ethernet header, whatever it is.
    void PutFrame(const Octets& octets);
    /// \param nextHeader of it \param length Payload Length, octets
    /// \return an IPv6 header from fe80::c to the link-local address of the host
    Octets Header(uint8_t nextHeader, uint8_t length) const;

    /// \param headers before the message \param message ICMPv6, its checksum is filled in
    /// \return both, from fe80::c to the link-local address of the host
    Octets Behind(const Octets& headers, const Octets& message) const;

    /// \return what the host sent since the last call but Neighbor Discovery: "reply to fe80::c",
    /// or "4/1 at 40 to fe80::c" for an error of type 4, code 1 and pointer 40
    std::string TakeAnswers();
    /// \param nextHeader of IPv6 headers \param destination where to \return how many such packets
    /// were sent since the last call of TakeAnswers or TakeErrors
    std::size_t CountOf(uint8_t nextHeader, const Ipv6Address& destination) const;
    /// \return the errors that the host sent since the last call
    std::vector<SeenPacket> TakeErrors();

    Station neighbor; //!< fe80::c

  private:
    /// \return true if the host sent it
    bool IsOwn(const SeenPacket& seen) const;

    Ptr<SimpleNetDevice> m_device; //!< sends what Put says
};

/// \return the octets of both, one behind the other
Octets operator+(Octets first, const Octets& second);
/// \return a UDP datagram to a port with a payload of 8 octets
Octets Datagram(uint16_t port);
/// \return a Fragment header \param offset octets
Octets FragmentHeader(uint8_t nextHeader, uint16_t offset, bool more, uint8_t identification);

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_WIRE_H */
