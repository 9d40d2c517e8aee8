/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ICMPV6_RA_HEADER_H
#define PVD_ICMPV6_RA_HEADER_H

#include "pvd-router-advertisement.h"

#include "ns3/header.h"
#include "ns3/ipv6-address.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-wire
 * \brief A whole Router Advertisement, options included, as an ns-3 Header.
 *
 * It takes everything from the ICMPv6 Type to the end of the packet. As with Icmpv6NdOption, a
 * message that cannot be sent or is malformed leaves the header invalid: adding it to a packet
 * aborts with GetError(), and taking it from a packet consumes nothing.
 *
 * With a pseudo-header the checksum is computed when the message is written and checked when one is
 * read; without one, the Checksum field is written as 0 and not looked at. A wrong checksum does
 * not make the header invalid, so that such packets can still be printed.
 */
class Icmpv6RouterAdvertisement : public Header
{
  public:
    /// \return the type id
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;

    /// A message with all fields 0 and no options.
    Icmpv6RouterAdvertisement();

    /**
     * \param message the message to send
     * \return true if it can be sent; else GetError() says what to change
     */
    bool Set(const RouterAdvertisement& message);
    /// \return the message that was set or received last
    const RouterAdvertisement& Get() const;
    /// \return options of the received message that hosts ignore, each with its reason
    const std::vector<RouterAdvertisement::Ignored>& GetIgnored() const;
    /// \return true if the message can be sent, or was received whole
    bool IsValid() const;
    /// \return why the header is not valid, or nothing
    const std::string& GetError() const;
    /// \return why the received message has to be dropped, or NONE
    RaDropReason GetDropReason() const;

    /**
     * Addresses for the checksum (RFC 8200, section 8.1): to be set before the header is added to a
     * packet or taken from one.
     * \param source IPv6 source address
     * \param destination IPv6 destination address
     */
    void SetPseudoHeader(const Ipv6Address& source, const Ipv6Address& destination);
    /// \return false if the message received last has a wrong checksum for the pseudo-header
    bool IsChecksumOk() const;

    /**
     * \param source IPv6 source address
     * \param destination IPv6 destination address
     * \param octets an ICMPv6 message
     * \return the one's complement of its sum with the pseudo-header: the Checksum to send if that
     * field is 0, and 0 if the message has a correct one
     */
    static uint16_t CalculateChecksum(const Ipv6Address& source,
                                      const Ipv6Address& destination,
                                      const std::vector<uint8_t>& octets);

    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    /// \return octets consumed: all there are, or 0 if the message is malformed
    uint32_t Deserialize(Buffer::Iterator start) override;
    /// \copydoc Deserialize(Buffer::Iterator)
    uint32_t Deserialize(Buffer::Iterator start, Buffer::Iterator end) override;

  private:
    /// Source and destination of the packet.
    struct PseudoHeader
    {
        Ipv6Address source;      //!< IPv6 source address
        Ipv6Address destination; //!< IPv6 destination address
    };

    /// Read a message that ends after so many octets.
    uint32_t Decode(Buffer::Iterator start, uint32_t size);

    RouterAdvertisement m_message;                       //!< the message
    std::vector<RouterAdvertisement::Ignored> m_ignored; //!< what hosts ignore of it
    std::vector<uint8_t> m_octets;                       //!< its wire form; empty if there is none
    std::string m_error;                                 //!< why there is none
    RaDropReason m_dropReason{RaDropReason::NONE};       //!< why a received one is dropped
    std::optional<PseudoHeader> m_pseudoHeader;          //!< for the checksum
    bool m_isChecksumOk{true};                           //!< as received
};

} // namespace ns3

#endif /* PVD_ICMPV6_RA_HEADER_H */
