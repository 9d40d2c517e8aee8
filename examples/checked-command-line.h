/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef CHECKED_COMMAND_LINE_H
#define CHECKED_COMMAND_LINE_H

#include "ns3/command-line.h"
#include "ns3/data-rate.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-examples
 * What all programs share: a command line on which each mistake is told in a sentence.
 */

namespace examples
{

/// What an option may be, as it is written: "0s" to "1h".
struct Range
{
    std::string least; //!< itself included
    std::string most;  //!< itself included
};

/// A type of values that are more or less.
struct Quantity
{
    const char* name;                                     //!< "a time"
    std::optional<double> (*measure)(const std::string&); //!< how much a text is, if it is one
};

const Quantity& GetQuantity(uint32_t);             //!< whole numbers
const Quantity& GetQuantity(double);               //!< numbers
const Quantity& GetQuantity(const ns3::Time&);     //!< times, with a unit or in seconds
const Quantity& GetQuantity(const ns3::DataRate&); //!< rates, with a unit or in bit/s

/// \param text of the command line \return what to write instead of it, or nothing if it is good
std::string Correct(const std::string& text, bool);
/// \param text of the command line \param quantity that it is \param range where it lies
/// \return what to write instead of it, or nothing if it is good
std::string Correct(const std::string& text, const Quantity& quantity, const Range& range);

/// \param text "a,b" \return its parts
std::vector<std::string> SplitList(const std::string& text);

/// \param path of a file \return whether it can be written; it is not there afterwards if it was
/// not
bool IsWritable(const std::string& path);

/**
 * \brief A CommandLine of ns-3 that reads no value which is none.
 *
 * By itself that one ends the program where it cannot read a time, an attribute or a global value,
 * takes -1 for a large number, 3x for 3 and "my folder" for "my", and answers the rest with all of
 * its help.
 */
class CheckedCommandLine
{
  public:
    /// \param file source file of the program \param usage what it does
    CheckedCommandLine(const std::string& file, const std::string& usage);

    /**
     * Add an option that is a quantity.
     * \param name of it \param help what it means, with its unit
     * \param [in,out] value its default, and what the command line says
     * \param range where it lies
     */
    template <class T>
    void AddValue(const std::string& name, const std::string& help, T& value, const Range& range)
    {
        m_commandLine.AddValue(name, help, value);
        m_rules[name] = [quantity = GetQuantity(value), range](const std::string& text) {
            return Correct(text, quantity, range);
        };
    }

    /**
     * Add another option.
     * \param name of it \param help what it means
     * \param [in,out] value its default, and what the command line says; a type of a program's own
     * has a function Correct of its own
     */
    template <class T>
    void AddValue(const std::string& name, const std::string& help, T& value)
    {
        m_commandLine.AddValue(name, help, value);
        m_rules[name] = [&value](const std::string& text) { return Correct(text, value); };
    }

    /// Add an option that is a text. \param name of it \param help what it means
    /// \param [in,out] value its default, and what the command line says
    void AddValue(const std::string& name, const std::string& help, std::string& value);

    /// \param option "--vectors": what somebody means who writes nothing but its value
    void SetMeant(const std::string& option);

    /**
     * Read the command line. If help is asked for, the program ends.
     * \param argc of main \param argv of main
     * \return what is wrong, in a sentence that says what to write instead; or nothing. Values are
     * as before then
     */
    std::string Parse(int argc, char* argv[]);

    /**
     * End a program because of a mistake of its user.
     * \param sentence what is wrong \return exit status; the sentence is on stderr
     */
    int Fail(const std::string& sentence) const;

  private:
    /// An argument that is an option.
    struct Option
    {
        std::string name; //!< without dashes
        std::string text; //!< behind the equals sign
    };

    static Option Split(const std::string& argument);
    std::string FindMistake(const std::string& argument) const;

    ns3::CommandLine m_commandLine; //!< of ns-3
    std::string m_meant;            //!< see SetMeant

    std::map<std::string, std::string*> m_texts; //!< by option, those that ns-3 does not read

    /// By option: what to write instead of a text.
    std::map<std::string, std::function<std::string(const std::string&)>> m_rules;
};

} // namespace examples

#endif /* CHECKED_COMMAND_LINE_H */
