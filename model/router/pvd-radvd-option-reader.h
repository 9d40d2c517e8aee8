/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_RADVD_OPTION_READER_H
#define PVD_RADVD_OPTION_READER_H

#include "pvd-radvd-parser.h"

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace ns3
{

/// Append a number in network order. \param to where \param value the number \param octets how many
void PvdAppendNumber(std::vector<uint8_t>& to, uint64_t value, std::size_t octets);

/// Reads what may stand in an interface block and in a pvd block alike.
class PvdRadvdOptionReader
{
  public:
    /// \param text all of a file \param mistakes where they are told
    PvdRadvdOptionReader(const std::string& text,
                         std::vector<PvdRadvdConfiguration::Mistake>& mistakes);

  protected:
    /// \return a reader of a value of its own type
    template <typename T>
    PvdRadvdParser::Reader Value(T& value)
    {
        return [this, &value] { return m_parser.Read(value); };
    }

    /// \return a reader of a number up to the largest of its type, or another
    template <typename T>
    PvdRadvdParser::Reader Number(T& value, int64_t most, int64_t least = 0)
    {
        return [this, &value, most, least] {
            int64_t number = 0;
            if (!m_parser.ReadNumber(number, least, most))
            {
                return false;
            }
            value = static_cast<typename std::decay_t<decltype(Unwrap(value))>>(number);
            return true;
        };
    }

    template <typename T>
    static T& Unwrap(T& value)
    {
        return value;
    }

    template <typename T>
    static T Unwrap(std::optional<T>& value)
    {
        return value.value_or(T());
    }

    PvdRadvdParser::Reader Decimal(std::optional<double>& value);
    PvdRadvdParser::Reader Lifetime(uint32_t& value);
    PvdRadvdParser::Reader Lifetime(std::optional<uint32_t>& value);
    /// \return a reader that tells why this keyword cannot be here
    PvdRadvdParser::Reader Refused(const std::string& sentence);

    /// \return keywords of options
    std::vector<PvdRadvdParser::Keyword> GetOptionKeywords(PvdAdvertisedOptions& options);
    /// \return keywords of the header of a message
    std::vector<PvdRadvdParser::Keyword> GetHeaderKeywords(PvdAdvertisedHeader& header);

    PvdRadvdParser m_parser; //!< reads words

  private:
    bool ReadPrefix(PvdAdvertisedOptions& options);
    bool ReadRoute(PvdAdvertisedOptions& options);
    bool ReadResolvers(PvdAdvertisedOptions& options);
    bool ReadDomains(PvdAdvertisedOptions& options);
    bool ReadContext(PvdAdvertisedOptions& options);
    bool ReadBorderRouter(PvdAdvertisedOptions& options);

    /// Keep a value if it has no mistake of its own.
    template <typename T>
    bool Accept(const PvdRadvdToken& where,
                const T& value,
                std::vector<T>& to,
                std::vector<T> PvdAdvertisedOptions::*member)
    {
        PvdAdvertisingInterface alone;
        alone.advertisements[0].options.*member = {value};
        const std::string mistake = alone.FindMistake();
        if (!mistake.empty())
        {
            return m_parser.Refuse(where, mistake);
        }
        to.push_back(value);
        return true;
    }

    /// Read the block of a list, and keep what it says.
    template <typename T>
    bool ReadInto(T& kept,
                  const T& read,
                  const char* what,
                  const std::vector<PvdRadvdParser::Keyword>& keywords)
    {
        const bool isGood = m_parser.ReadBlock(what, keywords);
        kept = read;
        return isGood;
    }
};

} // namespace ns3

#endif /* PVD_RADVD_OPTION_READER_H */
