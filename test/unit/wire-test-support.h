/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_WIRE_TEST_SUPPORT_H
#define PVD_WIRE_TEST_SUPPORT_H

#include "pvd-router-advertisement.h"

#include <cstdint>
#include <gtest/gtest.h>
#include <ostream>
#include <string>
#include <vector>

/**
 * \file
 * What the tests of the wire codec share: octets from text, messages around options, and the
 * property that every accepted message has.
 */

namespace ns3
{

/// For messages of failed expectations.
inline std::ostream&
operator<<(std::ostream& os, RaDropReason reason)
{
    return os << ToString(reason);
}

inline std::ostream&
operator<<(std::ostream& os, OptionIgnoreReason reason)
{
    return os << ToString(reason);
}

} // namespace ns3

namespace wiretest
{

using Octets = std::vector<uint8_t>;

/// \return octets from pairs of hexadecimal digits; blanks are skipped
inline Octets
Hex(const std::string& text)
{
    std::string digits;
    for (char c : text)
    {
        if (c != ' ')
        {
            digits += c;
        }
    }
    Octets octets;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    {
        octets.push_back(static_cast<uint8_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
    }
    return octets;
}

inline Octets
operator+(Octets a, const Octets& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/// A header with hop limit 64 and Router Lifetime 1800.
inline Octets
HeaderOctets()
{
    return Hex("86000000 40000708 00000000 00000000");
}

/// \return a message with these options
inline Octets
MakeMessage(const Octets& options)
{
    return HeaderOctets() + options;
}

inline Octets
MakeMessage(const std::string& options)
{
    return MakeMessage(Hex(options));
}

/// Options at which nothing can be wrong, 8 and 32 octets.
inline Octets
MtuOctets()
{
    return Hex("05010000 000005dc");
}

inline Octets
PioOctets()
{
    return Hex("030440c0 00278d00 00093a80 00000000 20010db8 f00d0000 00000000 00000000");
}

/**
 * Parse octets that lie in memory of exactly their size, so that a sanitizer sees a read past them.
 */
inline ns3::RouterAdvertisement::ParseResult
ParseExactly(const Octets& octets)
{
    Octets exact(octets);
    exact.shrink_to_fit();
    return ns3::RouterAdvertisement::Parse(exact.data(), exact.size());
}

/// \return the only option of a message, as a T; fails and gives an empty one if it is none
template <typename T>
T
ParseOnly(const Octets& option)
{
    auto result = ParseExactly(MakeMessage(option));
    if (!result.message || result.message->options.size() != 1 || !result.ignored.empty() ||
        !std::holds_alternative<T>(result.message->options[0]))
    {
        ADD_FAILURE() << "not one good option of the type expected";
        return T();
    }
    return std::get<T>(result.message->options[0]);
}

template <typename T>
T
ParseOnly(const std::string& option)
{
    return ParseOnly<T>(Hex(option));
}

/// Expect that the first option is kept as octets and ignored, and that the MTU behind it counts.
inline void
ExpectIgnored(const Octets& option, ns3::OptionIgnoreReason reason)
{
    const Octets message = MakeMessage(option + MtuOctets());
    auto result = ParseExactly(message);
    ASSERT_TRUE(result.message) << ToString(result.dropReason);
    ASSERT_EQ(result.message->options.size(), 2u);
    ASSERT_EQ(result.ignored.size(), 1u);
    EXPECT_EQ(result.ignored[0].reason, reason);
    EXPECT_EQ(result.ignored[0].type, option[0]);
    EXPECT_EQ(result.ignored[0].offset, 16u);
    const auto* opaque = std::get_if<ns3::OpaqueOption>(&result.message->options[0]);
    ASSERT_TRUE(opaque);
    EXPECT_EQ(opaque->type, option[0]);
    EXPECT_EQ(opaque->body, Octets(option.begin() + 2, option.end()));
    const auto* mtu = std::get_if<ns3::MtuOption>(&result.message->options[1]);
    ASSERT_TRUE(mtu);
    EXPECT_EQ(mtu->mtu, 1500u);
    EXPECT_EQ(result.message->Serialize(), message);
}

inline void
ExpectIgnored(const std::string& option, ns3::OptionIgnoreReason reason)
{
    ExpectIgnored(Hex(option), reason);
}

/// Expect that a message is dropped, for this reason at this octet.
inline void
ExpectDropped(const Octets& message, ns3::RaDropReason reason, std::size_t offset)
{
    auto result = ParseExactly(message);
    EXPECT_FALSE(result.message);
    EXPECT_TRUE(result.ignored.empty());
    EXPECT_EQ(result.dropReason, reason);
    EXPECT_EQ(result.offset, offset);
}

/// Expect that a message comes back octet for octet.
inline void
ExpectExact(const Octets& message)
{
    auto result = ParseExactly(message);
    ASSERT_TRUE(result.message) << ToString(result.dropReason);
    EXPECT_EQ(result.message->Serialize(), message);
}

/**
 * Either there is a reason to drop, or the value survives being sent and received.
 * \return true if the message is accepted
 */
inline bool
ExpectDropOrRoundTrip(const Octets& octets)
{
    const auto first = ParseExactly(octets);
    EXPECT_EQ(first.message.has_value(), first.dropReason == ns3::RaDropReason::NONE);
    if (!first.message)
    {
        EXPECT_LE(first.offset, octets.size());
        EXPECT_TRUE(first.ignored.empty());
        return false;
    }
    std::string error;
    const auto sent = first.message->Serialize(&error);
    EXPECT_TRUE(sent) << error;
    if (!sent)
    {
        return true;
    }
    EXPECT_EQ(sent->size(), octets.size());
    const auto second = ParseExactly(*sent);
    EXPECT_TRUE(second.message && *second.message == *first.message);
    EXPECT_TRUE(second.message && second.message->Serialize() == sent);
    return true;
}

/// Expect that an option cannot be sent and that the sentence says so in these words.
inline void
ExpectRefused(const ns3::RouterAdvertisement::Option& option, const std::string& words)
{
    std::string error;
    EXPECT_FALSE(ns3::SerializeOption(option, &error));
    EXPECT_NE(error.find(words), std::string::npos) << error;
    ns3::RouterAdvertisement message;
    message.options.push_back(option);
    EXPECT_FALSE(message.Serialize());
}

/// \return a name from text that is known to be one
inline ns3::PvdDomainName
Name(const std::string& text)
{
    const auto name = ns3::PvdDomainName::FromText(text);
    EXPECT_TRUE(name) << text;
    return name.value_or(ns3::PvdDomainName());
}

} // namespace wiretest

#endif /* PVD_WIRE_TEST_SUPPORT_H */
