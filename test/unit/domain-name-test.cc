/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-domain-name.h"
#include "wire-test-support.h"

#include <sstream>

using ns3::PvdDomainName;
using wiretest::Hex;
using wiretest::Name;
using wiretest::Octets;

namespace
{

/// \return octets of a name whose labels have these sizes, all of the letter x
Octets
WireOfLabels(const std::vector<std::size_t>& sizes)
{
    Octets wire;
    for (std::size_t size : sizes)
    {
        wire.push_back(static_cast<uint8_t>(size));
        wire.insert(wire.end(), size, 'x');
    }
    wire.push_back(0);
    return wire;
}

/// \return a name of exactly this many octets on the wire, 194 to 257
Octets
WireOfSize(std::size_t size)
{
    return WireOfLabels({63, 63, 63, size - 3 * 64 - 2});
}

std::optional<PvdDomainName>
Parse(const Octets& octets, std::size_t& used, PvdDomainName::Defect& defect)
{
    Octets exact(octets);
    exact.shrink_to_fit();
    return PvdDomainName::Parse(exact.data(), exact.size(), used, defect);
}

void
ExpectDefect(const Octets& octets, PvdDomainName::Defect expected)
{
    std::size_t used = 99;
    PvdDomainName::Defect defect = PvdDomainName::NONE;
    EXPECT_FALSE(Parse(octets, used, defect));
    EXPECT_EQ(defect, expected);
    EXPECT_EQ(used, 0u);
}

void
ExpectName(const Octets& octets, const std::string& text, std::size_t expectedUsed)
{
    std::size_t used = 0;
    PvdDomainName::Defect defect = PvdDomainName::OVERRUN;
    const auto name = Parse(octets, used, defect);
    ASSERT_TRUE(name);
    EXPECT_EQ(defect, PvdDomainName::NONE);
    EXPECT_EQ(used, expectedUsed);
    EXPECT_EQ(name->ToString(), text);
}

} // namespace

// Rows: 8801-3.1-10
TEST(DomainName, WireFormIsReadUpToItsRootLabel)
{
    ExpectName(Hex("07 6578616d706c65 03 6f7267 00 ffff"), "example.org", 13);
    ExpectName(Hex("01 61 00"), "a", 3);
    ExpectName(Hex("00 01 61 00"), ".", 1);
}

TEST(DomainName, WireFormIsKeptAsReceived)
{
    std::size_t used;
    PvdDomainName::Defect defect;
    const auto name = Parse(Hex("02 4162 00 ff"), used, defect);
    ASSERT_TRUE(name);
    EXPECT_EQ(name->GetWire(),
              std::string("\x02"
                          "Ab\0",
                          4));
}

TEST(DomainName, DefaultIsTheRoot)
{
    EXPECT_TRUE(PvdDomainName().IsRoot());
    EXPECT_EQ(PvdDomainName().ToString(), ".");
    EXPECT_EQ(PvdDomainName().GetWire(), std::string(1, '\0'));
    EXPECT_FALSE(Name("a").IsRoot());
}

// Rows: 8801-3.1-10
TEST(DomainName, LabelOf63OctetsIsAcceptedAnd64IsNot)
{
    ExpectName(WireOfLabels({63}), std::string(63, 'x'), 65);
    ExpectDefect(WireOfLabels({64}), PvdDomainName::LABEL_TOO_LONG);
    ExpectDefect(WireOfLabels({1, 64}), PvdDomainName::LABEL_TOO_LONG);
    ExpectDefect(Hex("80"), PvdDomainName::LABEL_TOO_LONG);
    ExpectDefect(Hex("bf"), PvdDomainName::LABEL_TOO_LONG);
}

// Rows: 8801-3.1-10, LIM-02
TEST(DomainName, NameOf255OctetsIsAcceptedAnd256IsNot)
{
    const Octets longest = WireOfSize(255);
    ASSERT_EQ(longest.size(), 255u);
    std::size_t used;
    PvdDomainName::Defect defect;
    const auto name = Parse(longest, used, defect);
    ASSERT_TRUE(name);
    EXPECT_EQ(used, 255u);
    EXPECT_EQ(name->ToString().size(), 253u);

    ExpectDefect(WireOfSize(256), PvdDomainName::NAME_TOO_LONG);
    ExpectDefect(WireOfLabels(std::vector<std::size_t>(200, 1)), PvdDomainName::NAME_TOO_LONG);
}

// Rows: 8801-3.1-11
TEST(DomainName, CompressionIsRefused)
{
    ExpectDefect(Hex("c0 0c"), PvdDomainName::COMPRESSED);
    ExpectDefect(Hex("03 666f6f c0 0c 00"), PvdDomainName::COMPRESSED);
    ExpectDefect(Hex("ff"), PvdDomainName::COMPRESSED);
}

// Rows: 8801-3.1-20, RA-05
TEST(DomainName, EveryTruncationIsAnOverrun)
{
    const Octets whole = Hex("04 63616665 07 6578616d706c65 03 636f6d 00");
    for (std::size_t size = 0; size < whole.size(); ++size)
    {
        ExpectDefect(Octets(whole.begin(), whole.begin() + size), PvdDomainName::OVERRUN);
    }
    Octets longest = WireOfSize(255);
    longest.pop_back();
    ExpectDefect(longest, PvdDomainName::OVERRUN);
}

// Rows: 8801-3.4-08
TEST(DomainName, ComparisonFoldsAsciiLettersOnly)
{
    EXPECT_EQ(Name("CaFe.EXAMPLE.com"), Name("cafe.example.COM"));
    EXPECT_EQ(Name("AZ"), Name("az"));
    EXPECT_NE(Name("\\221"), Name("\\253")) << "0xdd and 0xfd differ by the case bit of ASCII";
    EXPECT_NE(Name("@"), Name("`")) << "0x40 and 0x60 are next to the letters";
    EXPECT_NE(Name("["), Name("{")) << "0x5b and 0x7b are next to the letters";
}

// Rows: RA-03
TEST(DomainName, FinalDotIsNotPartOfTheName)
{
    EXPECT_EQ(Name("a.example."), Name("a.example"));
    EXPECT_EQ(Name("a.example.").ToString(), "a.example");
    EXPECT_NE(Name("a.example\\."), Name("a.example"));
}

TEST(DomainName, NamesThatDifferAreUnequal)
{
    EXPECT_NE(Name("a.b"), Name("a"));
    EXPECT_NE(Name("a.b"), Name("b.a"));
    EXPECT_NE(Name("a\\.b"), Name("a.b")) << "one label against two";
    EXPECT_FALSE(Name("a") == PvdDomainName());
}

TEST(DomainName, OrderIsTotalAndAgreesWithEquality)
{
    const std::vector<PvdDomainName> names =
        {PvdDomainName(), Name("a"), Name("A"), Name("b"), Name("a.b"), Name("ab"), Name("\\255")};
    for (const auto& a : names)
    {
        for (const auto& b : names)
        {
            EXPECT_EQ(a == b, !(a < b) && !(b < a)) << a << ' ' << b;
            EXPECT_FALSE(a < b && b < a) << a << ' ' << b;
            EXPECT_EQ(a == b, a.ToCanonicalString() == b.ToCanonicalString()) << a << ' ' << b;
        }
    }
}

TEST(DomainName, TextEscapesWhatCouldBeMistaken)
{
    EXPECT_EQ(Name("a\\.b.c").ToString(), "a\\.b.c");
    EXPECT_EQ(Name("a\\\\b").ToString(), "a\\\\b");
    EXPECT_EQ(Name("a\\032b").ToString(), "a\\032b");
    EXPECT_EQ(Name("\\000\\010\\127\\255").ToString(), "\\000\\010\\127\\255");
    EXPECT_EQ(Name("\\097\\q").ToString(), "aq") << "needless escapes go";
    EXPECT_EQ(Name("A\\192").ToCanonicalString(), "a\\192");
}

TEST(DomainName, EveryOctetSurvivesText)
{
    for (unsigned octet = 0; octet <= 0xff; ++octet)
    {
        const Octets wire = {2, static_cast<uint8_t>(octet), 'z', 0};
        std::size_t used;
        PvdDomainName::Defect defect;
        const auto name = Parse(wire, used, defect);
        ASSERT_TRUE(name);
        const auto again = PvdDomainName::FromText(name->ToString());
        ASSERT_TRUE(again) << octet;
        EXPECT_EQ(again->GetWire(), name->GetWire()) << octet;
    }
}

TEST(DomainName, TextWithEmptyLabelsIsRefused)
{
    for (const char* text : {"", "..", ".a", "a..b", "a..", ".a."})
    {
        EXPECT_FALSE(PvdDomainName::FromText(text)) << text;
    }
    EXPECT_TRUE(Name(".").IsRoot());
}

TEST(DomainName, BrokenEscapesAreRefused)
{
    for (const char* text : {"\\", "a\\", "\\1", "\\12", "\\1a2", "\\256", "\\999"})
    {
        EXPECT_FALSE(PvdDomainName::FromText(text)) << text;
    }
}

// Rows: LIM-02
TEST(DomainName, TextHasTheLimitsOfTheWire)
{
    const std::string label(63, 'x');
    EXPECT_TRUE(PvdDomainName::FromText(label));
    EXPECT_FALSE(PvdDomainName::FromText(label + 'x'));

    const std::string longest = label + '.' + label + '.' + label + '.' + std::string(61, 'x');
    ASSERT_EQ(longest.size(), 253u);
    EXPECT_EQ(Name(longest).GetWire().size(), 255u);
    EXPECT_EQ(Name(longest + '.'), Name(longest));
    EXPECT_FALSE(PvdDomainName::FromText(longest + 'x'));
    EXPECT_FALSE(PvdDomainName::FromText(longest + ".x"));
    EXPECT_FALSE(PvdDomainName::FromText(std::string(100000, 'x')));
}

TEST(DomainName, IsPrintedAsText)
{
    std::ostringstream os;
    os << Name("Example.ORG.");
    EXPECT_EQ(os.str(), "Example.ORG");
}
