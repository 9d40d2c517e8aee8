/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_DOMAIN_NAME_H
#define PVD_DOMAIN_NAME_H

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace ns3
{

/**
 * \ingroup pvd-wire
 * \brief A domain name as Neighbor Discovery options carry it: a value, never compressed.
 *
 * PvD IDs (RFC 8801, section 3.1) and DNS search suffixes (RFC 8106, section 5.2) are such names.
 * The octets are kept as they were received. Comparison follows RFC 4343: only the octets
 * 0x41..0x5a and 0x61..0x7a are folded, all others must be equal. The final dot belongs to the
 * notation and not to the name, so "a.example" and "A.EXAMPLE." are the same value.
 *
 * Limits (RFC 1035, section 2.3.4): a label has 1..63 octets; the name has at most 255 octets on
 * the wire, which is 253 characters of text without the final dot.
 */
class PvdDomainName
{
  public:
    /// Largest label, octets (RFC 1035, section 2.3.4).
    static constexpr std::size_t MAX_LABEL = 63;
    /// Largest name in wire form with its root label, octets (RFC 1035, section 2.3.4).
    static constexpr std::size_t MAX_WIRE = 255;

    /// Why octets are no domain name.
    enum Defect : uint8_t
    {
        NONE,           //!< They are one.
        OVERRUN,        //!< A label or the root label lies past the end.
        LABEL_TOO_LONG, //!< A length octet of 0x40..0xbf.
        COMPRESSED,     //!< A compression pointer (0xc0..0xff); RFC 8801 and RFC 8106 forbid them.
        NAME_TOO_LONG,  //!< More than MAX_WIRE octets.
    };

    /// The root name: no label at all.
    PvdDomainName();

    /**
     * Read a name from its wire form.
     * \param octets where it starts
     * \param size how many octets may be read
     * \param [out] used how many octets the name took, with its root label; 0 if there is none
     * \param [out] defect why there is none, or NONE
     * \return the name (possibly the root), or nothing
     */
    static std::optional<PvdDomainName> Parse(const uint8_t* octets,
                                              std::size_t size,
                                              std::size_t& used,
                                              Defect& defect);

    /**
     * Read a name from text in the notation of RFC 1035, section 5.1: labels between dots, a
     * backslash before a literal dot or backslash, \\DDD for any octet. The final dot may be left
     * out. "." is the root.
     * \param text the text
     * \return the name, or nothing if a label is empty or a limit is passed
     */
    static std::optional<PvdDomainName> FromText(const std::string& text);

    /**
     * \return the text form without the final dot, "." for the root. Octets outside the printable
     * ASCII range are written as \\DDD, so that the text is always plain ASCII on one line.
     */
    std::string ToString() const;

    /// \return ToString() in lower case: equal for equal names, fit as the key of a map.
    std::string ToCanonicalString() const;

    /// \return the wire form, root label included
    const std::string& GetWire() const;

    /// \return true if the name has no label
    bool IsRoot() const;

    friend bool operator==(const PvdDomainName& a, const PvdDomainName& b);
    friend bool operator!=(const PvdDomainName& a, const PvdDomainName& b);
    /// A total order that agrees with operator==.
    friend bool operator<(const PvdDomainName& a, const PvdDomainName& b);

  private:
    std::string m_wire; //!< labels with their length octets, and the root label
};

std::ostream& operator<<(std::ostream& os, const PvdDomainName& name);

} // namespace ns3

#endif /* PVD_DOMAIN_NAME_H */
