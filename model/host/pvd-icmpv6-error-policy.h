/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ICMPV6_ERROR_POLICY_H
#define PVD_ICMPV6_ERROR_POLICY_H

#include "ns3/ipv6-address.h"
#include "ns3/ipv6-route.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/packet.h"
#include "ns3/traced-callback.h"

#include <vector>

namespace ns3
{

/// Why an ICMPv6 error (RFC 4443, section 2.4) or a Redirect (RFC 4861, section 8.2) is not sent.
enum class PvdErrorSuppression : uint8_t
{
    NONE,                  //!< it is sent
    NOT_A_PACKET,          //!< it quotes no whole IPv6 header
    ABOUT_AN_ERROR,        //!< the packet was an ICMPv6 error or a Redirect (e.1, e.2)
    ABOUT_A_GROUP,         //!< the packet went to a multicast address (e.3)
    NO_SENDER,             //!< the packet came from "::", a group, or an own anycast address (e.6)
    NO_NEXT_HEADER,        //!< the packet has no upper layer that could be unknown (RFC 8200 4.7)
    NOT_A_ROUTER,          //!< no route, on a node that forwards nothing (RFC 4443 3.1)
    RATE,                  //!< too many errors (f)
    NO_ROUTE,              //!< the sender of the packet cannot be reached
    NOT_A_NEIGHBOR,        //!< Redirect: the sender of the packet is not on the link
    TARGET_NOT_LINK_LOCAL, //!< Redirect: the next hop's link-local address is not known
};

/// \ingroup pvd-host
/// \return the reason in a few words, lower case
const char* ToString(PvdErrorSuppression reason);

/**
 * \ingroup pvd-host
 * \brief Which ICMPv6 errors and Redirects a PvD-aware host sends, and what it mends in those that
 * ns-3 makes (RFC 4443, section 2.4, and RFC 4861, section 8.2).
 *
 * An error goes to the source of the packet that it quotes; the Pointer of an unknown Next Header
 * points at the field; a quoted packet is consistent. A token bucket limits the errors of a node.
 */
class PvdIcmpv6ErrorPolicy : public Object
{
  public:
    /// An ICMPv6 error or a Redirect on its way out.
    struct Error
    {
        Ptr<Packet> packet;      //!< the ICMPv6 message
        Ipv6Address source;      //!< IPv6 source address
        Ipv6Address destination; //!< IPv6 destination address
        Ptr<Ipv6Route> route;    //!< its route
    };

    /**
     * \brief Get the type ID.
     * \return the object TypeId
     */
    static TypeId GetTypeId();

    PvdIcmpv6ErrorPolicy();
    ~PvdIcmpv6ErrorPolicy() override;

    /**
     * \param [in,out] error an error that ns-3 has made; it is mended where it has to be
     * \return NONE, or why it is not to be sent
     */
    PvdErrorSuppression Check(Error& error);
    /// The same for a Redirect: PvdMendRedirect mends it, and the limit of errors holds for it too.
    PvdErrorSuppression CheckRedirect(Error& redirect);

    /**
     * Look at all of a packet, of which an error would quote no more than the beginning.
     * \param packet the packet from its IPv6 header on
     * \return false if no error may be sent about it, which counts
     */
    bool MayReport(const std::vector<uint8_t>& packet);

    /// \return how many errors were not sent
    uint64_t GetSuppressedCount() const;

    /// Signature of Suppressed: reason, ICMPv6 type, destination of the error.
    typedef void (*SuppressedTracedCallback)(PvdErrorSuppression reason,
                                             uint8_t type,
                                             Ipv6Address destination);

  private:
    PvdErrorSuppression Find(Error& error);
    void Suppress(PvdErrorSuppression reason, uint8_t type, const Ipv6Address& destination);
    /// \return NONE, or which rule of RFC 4443, section 2.4 (e), forbids the error
    PvdErrorSuppression CheckRules(const std::vector<uint8_t>& error) const;
    bool Mend(Error& error, std::vector<uint8_t> octets) const;
    /// \return true if the rate permits one more, which counts
    bool TakeToken();

    double m_rate;            //!< attribute Rate
    double m_tokens{0};       //!< errors that may be sent at m_filled
    Time m_filled;            //!< when m_tokens was computed
    uint64_t m_suppressed{0}; //!< see GetSuppressedCount
    uint32_t m_burst;         //!< attribute Burst
    bool m_isStarted{false};  //!< the bucket was filled
    TracedCallback<PvdErrorSuppression, uint8_t, Ipv6Address> m_trace; //!< see GetTypeId
};

} // namespace ns3

#endif /* PVD_ICMPV6_ERROR_POLICY_H */
