/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_POLICY_TABLE_H
#define PVD_POLICY_TABLE_H

#include "pvd-ipv6-bits.h"

#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief The policy table of RFC 6724, section 2.1: precedence and label of address prefixes.
 *
 * A value. A new one has the default table of the RFC. IPv4 addresses are looked up as IPv4-mapped
 * ones.
 */
class PvdPolicyTable
{
  public:
    /// What the longest matching prefix says of an address.
    struct Policy
    {
        uint32_t precedence; //!< larger is better, for destinations
        uint32_t label;      //!< source and destination should have the same
    };

    /// A line of the table.
    struct Row
    {
        Ipv6Address prefix;    //!< bits past length are zero
        uint8_t length;        //!< 0..128
        Policy policy;         //!< what it says
        bool automatic{false}; //!< made of an address of the node, not configured
    };

    PvdPolicyTable();

    /// \return a table without rows, in which every address has precedence 0 and label 0
    static PvdPolicyTable MakeEmpty();
    /**
     * \return the table of the update of RFC 6724 that the 6man working group prepares
     * (draft-ietf-6man-rfc6724-update), which prefers ULAs to IPv4; AddKnownLocal adds to it
     */
    static PvdPolicyTable MakeUpdate();
    /**
     * Read a table from lines "policy,prefix,precedence,label[,...]", such as
     * "default,::/0,40,1"; the first line is the header.
     * \param is the lines
     * \param policy which lines count
     * \param [out] error what is wrong and in which line, or empty
     * \return the table
     */
    static PvdPolicyTable Read(std::istream& is, const std::string& policy, std::string& error);

    /**
     * Add a row, or replace the one of the same prefix.
     * \param prefix prefix
     * \param length its length, 0..128
     * \param policy precedence and label
     */
    void Set(const Ipv6Address& prefix, uint8_t length, Policy policy);
    /// \param prefix prefix \param length its length \return false if there is no such row
    bool Remove(const Ipv6Address& prefix, uint8_t length);
    /**
     * Make a ULA of the node known-local: its /48 gets precedence 45 and label 14. A row that was
     * configured for that prefix stays.
     * \param address a ULA; others change nothing
     */
    void AddKnownLocal(const Ipv6Address& address);
    /// Remove all rows that AddKnownLocal made.
    void RemoveKnownLocal();

    /// \param address an address \return what the longest matching prefix says of it
    Policy Lookup(const PvdIpv6Bits& address) const;
    /// \return the rows, from the longest prefix to the shortest
    std::vector<Row> GetRows() const;

  private:
    /// A row as it is looked up.
    struct Line
    {
        PvdIpv6Bits prefix; //!< prefix
        PvdIpv6Bits mask;   //!< ones up to its length
        Policy policy;      //!< what it says
        uint8_t length;     //!< of the prefix
        bool automatic;     //!< see Row
    };

    using Lines = std::vector<Line>;

    static void Insert(Lines& lines, const Row& row);
    static void Erase(Lines& lines, const PvdIpv6Bits& prefix, uint8_t length);

    std::shared_ptr<const Lines> m_lines; //!< from long to short; copies share them
};

} // namespace ns3

#endif /* PVD_POLICY_TABLE_H */
