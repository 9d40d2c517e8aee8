/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ID_H
#define PVD_ID_H

#include "pvd-domain-name.h"

#include "ns3/ipv6-address.h"

#include <iosfwd>
#include <optional>
#include <string>

namespace ns3
{

/**
 * \ingroup pvd-state
 * \brief The identity of a Provisioning Domain: a value.
 *
 * An explicit PvD is named by a domain name (RFC 8801, section 3.1). An implicit PvD is the pair of
 * receiving interface and router link-local address (RFC 8801, section 3.4); its text is the
 * address in eight full lower-case groups, "%", and the interface name.
 *
 * In text a "%" of a domain name is written "\037", so that no router can choose a PvD ID that
 * reads like an implicit PvD.
 */
class PvdId
{
  public:
    /// \param name the PvD ID of a PvD option
    explicit PvdId(const PvdDomainName& name);

    /**
     * \param router the link-local address of the router
     * \param interfaceName name of the receiving interface, 1 or more characters
     */
    PvdId(const Ipv6Address& router, const std::string& interfaceName);

    /**
     * \param text a domain name with or without final dot, or an implicit PvD as ToString() prints
     * it (the address may also be in any other IPv6 notation)
     * \return the identity, or nothing if it is neither
     */
    static std::optional<PvdId> FromText(const std::string& text);

    /// \return true for a PvD that a PvD option names
    bool IsExplicit() const;

    /// \return the text, without final dot, in the letter case in which it was given
    const std::string& ToString() const;

    /// \return the text in lower case: equal for equal identities
    const std::string& GetKey() const;

    /// \return the domain name of an explicit PvD, else the root
    const PvdDomainName& GetName() const;

    friend bool operator==(const PvdId& a, const PvdId& b);
    friend bool operator!=(const PvdId& a, const PvdId& b);
    friend bool operator<(const PvdId& a, const PvdId& b);

  private:
    bool m_explicit;      //!< named by a PvD option
    PvdDomainName m_name; //!< the root if implicit
    std::string m_text;   //!< what ToString() returns
    std::string m_key;    //!< what GetKey() returns, empty if it is m_text
};

std::ostream& operator<<(std::ostream& os, const PvdId& id);

} // namespace ns3

#endif /* PVD_ID_H */
