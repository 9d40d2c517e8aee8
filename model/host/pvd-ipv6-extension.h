/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_IPV6_EXTENSION_H
#define PVD_IPV6_EXTENSION_H

#include "ns3/ipv6-extension.h"

namespace ns3
{

/**
 * \ingroup pvd-host
 * \brief What Ipv6ExtensionDemux has for Hop-by-Hop Options, Destination Options and Routing
 * headers of a PvD-aware host: a door to its PvdExtensionProcessing.
 */
class PvdIpv6Extension : public Ipv6Extension
{
  public:
    /**
     * \brief Get the type ID.
     * \return the object TypeId
     */
    static TypeId GetTypeId();

    /// \param number Next Header value of the headers
    explicit PvdIpv6Extension(uint8_t number);

    /// Give a node an Ipv6ExtensionDemux with the extensions of the module. \param node the node
    static void Install(Ptr<Node> node);

    uint8_t GetExtensionNumber() const override;
    uint8_t Process(Ptr<Packet>& packet,
                    uint8_t offset,
                    const Ipv6Header& ipv6Header,
                    Ipv6Address dst,
                    uint8_t* nextHeader,
                    bool& stopProcessing,
                    bool& isDropped,
                    Ipv6L3Protocol::DropReason& dropReason) override;

  private:
    uint8_t m_number; //!< Next Header value
};

/// The same for Fragment headers. ns-3 finds it by its base class when it cuts packets.
class PvdIpv6ExtensionFragment : public Ipv6ExtensionFragment
{
  public:
    /**
     * \brief Get the type ID.
     * \return the object TypeId
     */
    static TypeId GetTypeId();

    uint8_t Process(Ptr<Packet>& packet,
                    uint8_t offset,
                    const Ipv6Header& ipv6Header,
                    Ipv6Address dst,
                    uint8_t* nextHeader,
                    bool& stopProcessing,
                    bool& isDropped,
                    Ipv6L3Protocol::DropReason& dropReason) override;
};

} // namespace ns3

#endif /* PVD_IPV6_EXTENSION_H */
