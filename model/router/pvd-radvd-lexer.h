/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_RADVD_LEXER_H
#define PVD_RADVD_LEXER_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace ns3
{

/// A word of a file of radvd.
struct PvdRadvdToken
{
    /// What it is.
    enum Kind : uint8_t
    {
        WORD,   //!< a keyword, number, address or name
        QUOTED, //!< text between quotation marks, which are left out
        SYMBOL, //!< one of { } ; /
        END,    //!< the end of the file
        BAD,    //!< a quotation mark without a second one, or an octet that may not be there
    };

    Kind kind{END};        //!< what it is
    std::string text;      //!< as written
    std::size_t line{1};   //!< from 1
    std::size_t column{1}; //!< from 1, octets

    /// \return true if it is this symbol
    bool Is(char symbol) const;
    /// \return true if it is this keyword; case does not matter
    bool Is(const char* keyword) const;
};

/// Cuts a file of radvd into its words. Comments go from "#" to the end of the line.
class PvdRadvdLexer
{
  public:
    /// \param text all of the file; it must outlive this object
    explicit PvdRadvdLexer(const std::string& text);

    /// \return the next word, which stays there
    const PvdRadvdToken& Peek() const;
    /// \return the next word, and go on
    PvdRadvdToken Next();

  private:
    void Read();
    void SkipBlanks();
    void ReadQuoted();
    void ReadWord();
    char Take();

    const std::string& m_text; //!< all of the file
    std::size_t m_at{0};       //!< octets read
    std::size_t m_line{1};     //!< of m_at
    std::size_t m_column{1};   //!< of m_at
    PvdRadvdToken m_token;     //!< the next word
};

} // namespace ns3

#endif /* PVD_RADVD_LEXER_H */
