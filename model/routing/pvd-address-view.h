/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ADDRESS_VIEW_H
#define PVD_ADDRESS_VIEW_H

#include "pvd-indexes.h"
#include "pvd-registry.h"
#include "pvd-source-selection.h"

#include "ns3/ipv6-l3-protocol.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief The addresses of a node as source address selection wants them. Internal to
 * PvdIpv6Routing.
 *
 * A copy of what ns-3's interfaces and the registry say, made again when they say something else.
 */
class PvdAddressView
{
  public:
    /// \param ipv6 the node's IPv6 \param registry the node's PvDs
    PvdAddressView(Ptr<Ipv6L3Protocol> ipv6, Ptr<PvdRegistry> registry);

    /**
     * Bring the copy up to date. To be called before the others.
     * \return a number that grows when something has changed
     */
    uint64_t Refresh();

    /// Something has changed that Refresh would not see: addresses came or went.
    void Invalidate();

    /// \param interface interface index \return its addresses in the order of their arrival
    const std::vector<PvdSourceCandidate>& GetCandidates(uint32_t interface) const;

    /// \param interface interface index \return the largest scope of an address that any flow may
    /// use, 0: none
    uint8_t GetLargestScope(uint32_t interface) const
    {
        return interface < m_links.size() ? m_links[interface].largestScope : 0;
    }

    /// \param interface interface index \return true if it has an address of a PvD that drains
    bool HasDraining(uint32_t interface) const
    {
        return interface < m_links.size() && m_links[interface].hasDraining;
    }

    /// \param interface interface index \param pvds indexes of PvDs \return true if one of them has
    /// an address, a router or a route there
    bool IsOn(uint32_t interface, const PvdIndexes& pvds) const;
    /// \param address an address \return what is known of it, or null if it is not the node's
    const PvdSourceCandidate* Find(const PvdIpv6Bits& address) const;
    /// \param address an address \param interface where \return as Find, on one interface
    const PvdSourceCandidate* Find(const PvdIpv6Bits& address, uint32_t interface) const;

  private:
    /// What is known of an interface.
    struct Link
    {
        Ptr<Ipv6Interface> interface;              //!< ns-3's part
        uint64_t fingerprint{0};                   //!< of what was copied
        uint8_t largestScope{0};                   //!< see GetLargestScope
        bool hasDraining{false};                   //!< see HasDraining
        std::vector<PvdSourceCandidate> addresses; //!< all
    };

    void Copy(Link& link, uint32_t index);
    void MakeFilter();

    /// \return the bit of an address in the filter
    static uint64_t GetFilterBit(const PvdIpv6Bits& address)
    {
        const uint64_t mixed = (address.words[0] ^ address.words[1]) * UINT64_C(0x9e3779b97f4a7c15);
        return UINT64_C(1) << (mixed >> 58);
    }

    Ptr<Ipv6L3Protocol> m_ipv6;  //!< the node's IPv6
    Ptr<PvdRegistry> m_registry; //!< the node's PvDs
    std::vector<Link> m_links;   //!< by interface index
    uint64_t m_filter{0};        //!< bits of all addresses: what has none is not the node's
    uint64_t m_registrySeen{0};  //!< its generation when the copy was made
    uint64_t m_generation{1};    //!< of the copy
};

} // namespace ns3

#endif /* PVD_ADDRESS_VIEW_H */
