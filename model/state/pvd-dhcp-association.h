/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_DHCP_ASSOCIATION_H
#define PVD_DHCP_ASSOCIATION_H

#include "pvd-registry.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-state
 * \brief To which PvDs the results of DHCP belong: RFC 8801, sections 3.4.1 and 3.4.2.
 *
 * It runs no DHCP itself. The leases of ns-3's Dhcp6Client and DhcpClient are handed over by
 * PvdIcmpv6L4Protocol; a client of a script hands over what it got.
 */
class PvdDhcpAssociation
{
  public:
    /// \param registry the PvDs of the node
    explicit PvdDhcpAssociation(Ptr<PvdRegistry> registry);

    /**
     * Configure an address that DHCPv6 assigned. It belongs to the PvD of the interface that has
     * M set and announces a prefix that contains it (section 3.4.1); of several to the one with
     * the latest RA. Without one it goes to the first implicit PvD of the interface, or to none,
     * and the registry's trace source DhcpMismatch fires.
     * \param interface interface index
     * \param address the address
     * \param prefixLength length of the assignment, 128 for a single address
     * \param valid seconds, or ND_INFINITE_LIFETIME
     * \param preferred seconds, or ND_INFINITE_LIFETIME, at most valid
     * \return its PvD, or null
     */
    Ptr<Pvd> AddAddress(uint32_t interface,
                        const Ipv6Address& address,
                        uint8_t prefixLength,
                        uint32_t valid,
                        uint32_t preferred);

    /**
     * \param interface interface index
     * \param address an assigned address or prefix
     * \param length its length
     * \return the PvD it belongs to, or null if no RA of a PvD with M set has a matching PIO
     */
    Ptr<Pvd> FindPvd(uint32_t interface, const Ipv6Address& address, uint8_t length) const;

    /**
     * Look again at the addresses from DHCPv6 of an interface: one whose PvD does not announce a
     * prefix of it with M goes to a PvD that does, if there is one. The registry does so after each
     * Router Advertisement.
     * \param interface interface index
     */
    void Reassociate(uint32_t interface);

    /**
     * Replace what stateless DHCPv6 said on an interface. It goes to every PvD of the interface
     * whose RA has O set, also to those that appear later.
     * \param interface interface index
     * \param configuration DNS servers and search list
     */
    void SetOtherConfiguration(uint32_t interface, const PvdOtherConfiguration& configuration);

    /**
     * Replace what DHCPv4 said on an interface. Which PvDs it belongs to follows from the L flags
     * at the time of asking, so it does not matter what came first.
     * \param interface interface index
     * \param configuration IPv4 addresses, routers and DNS servers
     */
    void SetLegacyConfiguration(uint32_t interface, const PvdLegacyConfiguration& configuration);

    /**
     * DHCPv4 took an address back: what came with it ends too.
     * \param address an IPv4 address
     */
    void EndLegacyLease(const Ipv4Address& address);

    /**
     * \param pvd a PvD
     * \return the IPv4 configuration that belongs to it: of each interface whose only explicit PvD
     * with L it is, or, for an implicit PvD, of its interface if not exactly one explicit PvD
     * claims it
     */
    PvdLegacyConfiguration GetLegacyConfiguration(const Ptr<Pvd>& pvd) const;

  private:
    /// \return the PvD that alone claims the IPv4 of an interface, or null
    Ptr<Pvd> FindLegacyOwner(uint32_t interface) const;

    Ptr<PvdRegistry> m_registry; //!< the PvDs
};

} // namespace ns3

#endif /* PVD_DHCP_ASSOCIATION_H */
