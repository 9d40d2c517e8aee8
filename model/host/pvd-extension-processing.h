/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_EXTENSION_PROCESSING_H
#define PVD_EXTENSION_PROCESSING_H

#include "pvd-extension-headers.h"
#include "pvd-on-demand.h"
#include "pvd-reassembly.h"

#include "ns3/ipv6-header.h"
#include "ns3/ipv6.h"
#include "ns3/node.h"
#include "ns3/object.h"
#include "ns3/packet.h"
#include "ns3/traced-callback.h"

namespace ns3
{

/**
 * \ingroup pvd-host
 * \brief Extension headers of the packets that a PvD-aware host receives (RFC 8200, section 4).
 *
 * ns-3 calls an object for each header in turn. Here the first of them checks and takes the whole
 * chain, so that nothing is done for a packet which is dropped later. The attributes limit what a
 * packet, and what all fragments together, may cost.
 */
class PvdExtensionProcessing : public Object
{
  public:
    /// What ns-3 is to do with a packet.
    struct Verdict
    {
        uint8_t step{0};       //!< octets to go on to the next header
        uint8_t nextHeader{0}; //!< that header
        bool stop{false};      //!< the packet goes no further
        bool dropped{false};   //!< because something is wrong with it
    };

    /**
     * \brief Get the type ID.
     * \return the object TypeId
     */
    static TypeId GetTypeId();

    PvdExtensionProcessing();
    ~PvdExtensionProcessing() override;

    /**
     * Give it to a node, in place of Ipv6::RegisterExtensions.
     * \param node a node with Ipv6
     */
    static void Install(Ptr<Node> node);

    /**
     * A packet has arrived at its destination.
     * \param [in,out] packet all after the IPv6 header; where needed another packet takes its place
     * \param begin where the first header stands that is not processed, octets
     * \param number of that header
     * \param header the IPv6 header
     * \return what to do with it
     */
    Verdict Receive(Ptr<Packet>& packet, uint8_t begin, uint8_t number, const Ipv6Header& header);

    /**
     * A packet with Hop-by-Hop Options has arrived, and it is not known yet for whom it is.
     * \param packet all after the IPv6 header
     * \param header the IPv6 header
     * \return what to do with it: nothing if Receive will see it
     */
    Verdict Inspect(Ptr<const Packet> packet, const Ipv6Header& header);

    /**
     * Note that a packet says more with its Payload Length than has arrived: newer releases of ns-3
     * hand up an IPv6 header whose Payload Length is what arrived.
     * \param packet a packet as it comes in
     */
    void NoteTruncated(const Packet& packet);
    /// \param packet what an upper layer receives now \return true if it was noted
    bool IsTruncated(Ptr<const Packet> packet) const;

    /**
     * Count and trace a packet that is dropped.
     * \param reason why
     * \param header its IPv6 header
     * \return a verdict that says so
     */
    Verdict Drop(PvdPacketDropReason reason, const Ipv6Header& header);

    /// \param reason a reason \return how many packets were dropped for it
    uint64_t GetDropCount(PvdPacketDropReason reason) const;

    /// Signature of Dropped: reason, IPv6 header.
    typedef void (*DroppedTracedCallback)(PvdPacketDropReason reason, const Ipv6Header& header);

  protected:
    void DoDispose() override;

  private:
    /// The headers before an upper layer.
    struct Span
    {
        uint32_t begin;     //!< where the first header stands that was not processed, octets
        uint32_t end;       //!< where the upper layer begins, octets
        uint16_t fragments; //!< in how many the packet came
    };

    PvdChainRules GetRules(uint32_t begin, const Ipv6Header& header) const;
    Verdict Deliver(const Ptr<Packet>& packet, const PvdHeaderChain& chain, const Span& headers);
    Verdict Reassemble(Ptr<Packet>& packet,
                       uint8_t begin,
                       const PvdHeaderChain& chain,
                       const Ipv6Header& header);
    Verdict ReceiveWhole(const PvdReassembly::Whole& whole, uint8_t begin, uint8_t number);
    PvdReassembly& GetReassembly();
    void GiveUp(PvdPacketDropReason reason, const PvdReassembly::Received& any);
    /// Find fault with a chain that ends in a protocol which the node does not have.
    void CheckProtocol(PvdHeaderChain& chain) const;
    /// \return true if the node has an upper layer, or another extension, for a Next Header
    bool IsKnown(uint8_t protocol) const;
    Verdict Reject(const PvdHeaderChain& chain,
                   const Ptr<const Packet>& packet,
                   const Ipv6Header& header);

    Ptr<Node> m_node;                        //!< whose packets these are
    Time m_reassemblyTimeout;                //!< attribute ReassemblyTimeout
    uint32_t m_maxReassemblies;              //!< attribute MaxReassemblies
    uint32_t m_maxReassemblyOctets;          //!< attribute MaxReassemblyOctets
    uint32_t m_maxChainLength;               //!< attribute MaxChainLength
    uint16_t m_maxHeaders;                   //!< attribute MaxHeaders
    uint16_t m_maxOptions;                   //!< attribute MaxOptions
    uint64_t m_truncated{0};                 //!< number of the last packet that was truncated
    Time m_truncatedAt{Seconds(-1)};         //!< when it was received
    PvdOnDemand<PvdReassembly> m_reassembly; //!< made with the first fragment
    PvdMapOnDemand<PvdPacketDropReason, uint64_t> m_drops;            //!< per reason
    TracedCallback<PvdPacketDropReason, const Ipv6Header&> m_dropped; //!< see GetTypeId
};

} // namespace ns3

#endif /* PVD_EXTENSION_PROCESSING_H */
