/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_RADVD_PARSER_H
#define PVD_RADVD_PARSER_H

#include "pvd-radvd-configuration.h"
#include "pvd-radvd-lexer.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-router
 * \brief Reads statements: a keyword, its values, and a semicolon; or a block of statements.
 *
 * It knows no keyword. After a mistake it goes on behind the statement that has it.
 */
class PvdRadvdParser
{
  public:
    /// What reads the values of a keyword. \return false if they are wrong; it is told then
    using Reader = std::function<bool()>;

    /// A keyword of a block.
    struct Keyword
    {
        const char* name; //!< in any case
        Reader read;      //!< reads what follows it, up to the semicolon
    };

    /// \param text all of a file \param mistakes where they are told
    PvdRadvdParser(const std::string& text, std::vector<PvdRadvdConfiguration::Mistake>& mistakes);

    /// Read statements up to the end of the file. \param keywords those that may be there
    void ReadFile(const std::vector<Keyword>& keywords);
    /// Read a block in braces. \param what it is, for sentences \param keywords of it
    bool ReadBlock(const char* what, const std::vector<Keyword>& keywords);
    /// Read a block of addresses in braces, each with a semicolon.
    bool ReadAddresses(std::vector<Ipv6Octets>& addresses);

    bool Read(bool& value);
    bool Read(RouterPreference& value);
    bool Read(double& value);
    bool Read(Ipv6Octets& value);
    /// An address, a slash and a length. \param length 0..128
    bool ReadPrefix(Ipv6Octets& prefix, uint8_t& length);
    /// A number. \param least and \param most allowed
    bool ReadNumber(int64_t& value, int64_t least, int64_t most);
    /// A number of seconds, or "infinity".
    bool ReadLifetime(uint32_t& value);
    /// A name or a quoted text.
    bool ReadText(std::string& value);
    /// A domain name that is not the root.
    bool ReadName(PvdDomainName& value);

    /// \return the next word
    const PvdRadvdToken& Peek() const;
    /// Tell a mistake. \return false
    bool Refuse(const PvdRadvdToken& where, const std::string& sentence);

  private:
    void ReadStatements(const char* what, const std::vector<Keyword>& keywords);
    void ReadStatement(const char* what, const std::vector<Keyword>& keywords);
    bool Expect(char symbol, const std::string& where);
    void SkipStatement();
    bool IsFull() const;
    bool RefuseNext(const std::string& wanted);

    PvdRadvdLexer m_lexer;                                   //!< the words
    std::vector<PvdRadvdConfiguration::Mistake>& m_mistakes; //!< what is wrong
};

} // namespace ns3

#endif /* PVD_RADVD_PARSER_H */
