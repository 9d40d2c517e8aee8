/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "wire-test-support.h"

#include <algorithm>
#include <fstream>
#include <map>

/**
 * \file
 * One test for each row of option-golden-bytes.csv. What a row means is in the table of checks
 * below, under its id; a row that is not in it fails.
 */

using namespace ns3;
using namespace wiretest;

namespace
{

/// One line of the file.
struct Row
{
    std::string id;     //!< name of the case
    std::string octets; //!< how many octets it has
    std::string length; //!< Length of the option; empty for a message header
    Octets bytes;       //!< the octets
};

void
PrintTo(const Row& row, std::ostream* os)
{
    *os << row.id;
}

/// \return the fields of a line; a field in quotes may hold commas and doubled quotes
std::vector<std::string>
Split(const std::string& line)
{
    std::vector<std::string> fields(1);
    bool isQuoted = false;
    for (std::size_t i = 0; i < line.size(); ++i)
    {
        if (line[i] == '"' && isQuoted && i + 1 < line.size() && line[i + 1] == '"')
        {
            fields.back() += line[++i];
        }
        else if (line[i] == '"')
        {
            isQuoted = !isQuoted;
        }
        else if (line[i] == ',' && !isQuoted)
        {
            fields.emplace_back();
        }
        else if (line[i] != '\r')
        {
            fields.back() += line[i];
        }
    }
    return fields;
}

/// \return all rows; none if the file cannot be read
std::vector<Row>
ReadRows()
{
    std::vector<Row> rows;
    std::ifstream file(std::string(PVD_TEST_VECTORS) + "/option-golden-bytes.csv");
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line))
    {
        const auto fields = Split(line);
        if (fields.size() == 7)
        {
            rows.push_back({fields[0], fields[2], fields[3], Hex(fields[4])});
        }
    }
    return rows;
}

const std::vector<Row>&
AllRows()
{
    static const std::vector<Row> rows = ReadRows();
    return rows;
}

/// \return the octets of a row, or none
Octets
BytesOf(const std::string& id)
{
    for (const Row& row : AllRows())
    {
        if (row.id == id)
        {
            return row.bytes;
        }
    }
    ADD_FAILURE() << "no row " << id;
    return {};
}

/// Expect that the option comes back octet for octet, and give its value.
template <typename T>
T
Exact(const Octets& option)
{
    ExpectExact(MakeMessage(option));
    const T value = ParseOnly<T>(option);
    EXPECT_EQ(SerializeOption(value), option);
    return value;
}

void
ExpectHeader(const Octets& octets, bool isExact, bool bothFlags, RouterPreference preference)
{
    const auto result = ParseExactly(octets);
    ASSERT_TRUE(result.message);
    RaHeader expected;
    expected.curHopLimit = 64;
    expected.managed = bothFlags;
    expected.otherConfig = bothFlags;
    expected.preference = preference;
    expected.routerLifetime = 1800;
    EXPECT_EQ(result.message->header, expected);
    EXPECT_EQ(result.message->Serialize() == octets, isExact);
}

/// What both RDNSS options with two servers hold.
void
ExpectTwoServers(const NdOption& option)
{
    const auto* rdnss = std::get_if<RecursiveDnsServerOption>(&option);
    ASSERT_TRUE(rdnss);
    EXPECT_EQ(rdnss->lifetime, 1800u);
    ASSERT_EQ(rdnss->addresses.size(), 2u);
    EXPECT_EQ(ToString(rdnss->addresses[0]), "2001:db8:cafe::53");
    EXPECT_EQ(ToString(rdnss->addresses[1]), "2001:db8:f00d::53");
}

void
ExpectPrefix(const NdOption& option)
{
    const auto* pio = std::get_if<PrefixInformationOption>(&option);
    ASSERT_TRUE(pio);
    EXPECT_EQ(*pio, ParseOnly<PrefixInformationOption>(PioOctets()));
}

/// A PvD option with RDNSS and PIO.
void
ExpectFigure2(const Octets& octets, bool isHttp, uint8_t delay, uint16_t sequence)
{
    const auto pvd = Exact<PvdOption>(octets);
    EXPECT_EQ(pvd.http, isHttp);
    EXPECT_FALSE(pvd.legacy);
    EXPECT_FALSE(pvd.header);
    EXPECT_EQ(pvd.delay, delay);
    EXPECT_EQ(pvd.sequence, sequence);
    EXPECT_EQ(pvd.id, Name("example.org"));
    ASSERT_EQ(pvd.options.size(), 2u);
    ExpectTwoServers(pvd.options[0]);
    ExpectPrefix(pvd.options[1]);
}

/// A row that is only the start of an option of Length 12: what follows is borrowed from another.
Octets
Complete(const Octets& start)
{
    const Octets whole = BytesOf("g-8801-fig2-full");
    return start + Octets(whole.begin() + 24, whole.end());
}

/// The PvD option of section 5.4 of RFC 8801.
void
ExpectCafe(const Octets& octets, bool isExact)
{
    const auto pvd = ParseOnly<PvdOption>(octets);
    EXPECT_TRUE(pvd.http);
    EXPECT_FALSE(pvd.legacy);
    EXPECT_FALSE(pvd.header);
    EXPECT_EQ(pvd.sequence, 7);
    EXPECT_EQ(pvd.id, Name("cafe.example.com"));
    EXPECT_TRUE(pvd.options.empty());
    EXPECT_EQ(SerializeOption(pvd) == octets, isExact);
}

void
ExpectInnerHeader(const PvdOption& pvd, const std::string& id, uint16_t routerLifetime)
{
    EXPECT_EQ(pvd.id, Name(id));
    RaHeader expected;
    expected.curHopLimit = 64;
    expected.routerLifetime = routerLifetime;
    ASSERT_TRUE(pvd.header);
    EXPECT_EQ(*pvd.header, expected);
}

void
ExpectRoute(const Octets& octets,
            const std::string& prefix,
            RouterPreference preference,
            uint32_t lifetime,
            uint8_t length)
{
    const auto rio = Exact<RouteInformationOption>(octets);
    EXPECT_EQ(ToString(rio.prefix) + "/" + std::to_string(rio.prefixLength), prefix);
    EXPECT_EQ(rio.preference, preference);
    EXPECT_EQ(rio.lifetime, lifetime);
    EXPECT_EQ(rio.length, length);
}

using Check = void (*)(const Octets& octets);

/// What each row has to give.
// Rows: 8801-3.1-01, 8801-3.1-02, 8801-3.1-03, 8801-3.1-05, 8801-3.1-10, 8801-3.1-11
// Rows: 8801-3.1-14, 8801-3.1-15, 8801-3.1-16, 8801-3.1-20, 8801-3.4-08, RA-02
// Rows: 4191-2.1-01, 4191-2.2-03, 4191-2.3-01, 4191-2.3-02, 4191-2.3-05, 4861-4.2-02
// Rows: 8106-5.1-01, 8106-5.2-01, 8106-5.3.1-01, 8910-2.3-01
const std::map<std::string, Check> CHECKS = {
    {"g-8801-fig2-header",
     [](const Octets& octets) {
         ExpectDropped(MakeMessage(octets), RaDropReason::OPTION_OVERRUN, 16);
         ExpectFigure2(Complete(octets), true, 1, 123);
     }},
    {"g-8801-fig2-full", [](const Octets& octets) { ExpectFigure2(octets, true, 1, 123); }},
    {"g-8801-5.1", [](const Octets& octets) { ExpectFigure2(octets, false, 0, 0); }},
    {"g-8801-5.2a",
     [](const Octets& octets) {
         const auto pvd = Exact<PvdOption>(octets);
         ExpectInnerHeader(pvd, "foo.example.org", 0);
         EXPECT_TRUE(pvd.options.empty());
     }},
    {"g-8801-5.2b",
     [](const Octets& octets) {
         const auto pvd = Exact<PvdOption>(octets);
         ExpectInnerHeader(pvd, "bar.example.org", 1600);
         ASSERT_EQ(pvd.options.size(), 2u);
         ExpectPrefix(pvd.options[0]);
         const auto* rdnss = std::get_if<RecursiveDnsServerOption>(&pvd.options[1]);
         ASSERT_TRUE(rdnss);
         EXPECT_EQ(rdnss->lifetime, 1600u);
         ASSERT_EQ(rdnss->addresses.size(), 1u);
         EXPECT_EQ(ToString(rdnss->addresses[0]), "2001:db8:f00d::53");
     }},
    {"g-8801-5.4", [](const Octets& octets) { ExpectCafe(octets, true); }},
    {"g-8801-allflags",
     [](const Octets& octets) {
         const auto pvd = Exact<PvdOption>(octets);
         EXPECT_TRUE(pvd.http && pvd.legacy && pvd.header);
         EXPECT_EQ(pvd.delay, 15);
         EXPECT_EQ(pvd.sequence, 65535);
         EXPECT_EQ(pvd.id, Name("a.b"));
         EXPECT_EQ(pvd.header->preference, RouterPreference::HIGH);
         EXPECT_EQ(pvd.header->routerLifetime, 9000);
     }},
    {"g-8801-reserved", [](const Octets& octets) { ExpectCafe(octets, false); }},
    {"g-8801-case", [](const Octets& octets) { ExpectCafe(octets, true); }},
    {"g-8801-root",
     [](const Octets& octets) { ExpectIgnored(octets, OptionIgnoreReason::BAD_NAME); }},
    {"g-8801-noterm",
     [](const Octets& octets) { ExpectIgnored(octets, OptionIgnoreReason::BAD_NAME); }},
    {"g-8801-comp",
     [](const Octets& octets) { ExpectIgnored(octets, OptionIgnoreReason::BAD_NAME); }},
    {"g-8801-inner0",
     [](const Octets& octets) {
         ExpectDropped(MakeMessage(octets), RaDropReason::OPTION_LENGTH_ZERO, 16 + 16);
     }},
    {"g-8801-innerover",
     [](const Octets& octets) { ExpectIgnored(octets, OptionIgnoreReason::PVD_OPTION_OVERRUN); }},
    {"g-8801-nested",
     [](const Octets& octets) {
         ExpectExact(MakeMessage(octets));
         const auto result = ParseExactly(MakeMessage(octets));
         ASSERT_TRUE(result.message && result.message->GetPvdOption());
         const PvdOption& pvd = *result.message->GetPvdOption();
         EXPECT_EQ(pvd.id, Name("a.b"));
         ASSERT_EQ(pvd.options.size(), 1u);
         EXPECT_TRUE(std::holds_alternative<OpaqueOption>(pvd.options[0]));
         ASSERT_EQ(result.ignored.size(), 1u);
         EXPECT_EQ(result.ignored[0].reason, OptionIgnoreReason::NESTED_PVD);
         EXPECT_EQ(result.ignored[0].offset, 32u);
     }},
    {"g-8801-shortR",
     [](const Octets& octets) { ExpectIgnored(octets, OptionIgnoreReason::PVD_NO_INNER_HEADER); }},
    {"g-d02-fig2-header",
     [](const Octets& octets) {
         ExpectDropped(MakeMessage(octets), RaDropReason::OPTION_OVERRUN, 16);
         ExpectFigure2(Complete(octets), true, 5, 123);
     }},
    {"g-d02-inner-ra",
     [](const Octets& octets) {
         ExpectInnerHeader(ParseOnly<PvdOption>(octets), "foo.example.org", 1600);
         Octets sent = octets;
         sent[24] = 134;
         EXPECT_EQ(SerializeOption(ParseOnly<PvdOption>(octets)), sent);
     }},
    {"g-d01-fig1-header",
     [](const Octets& octets) {
         ExpectDropped(MakeMessage(octets), RaDropReason::OPTION_OVERRUN, 16);
         ExpectIgnored(Complete(octets), OptionIgnoreReason::UNKNOWN_TYPE);
     }},
    {"g-ra-high",
     [](const Octets& octets) { ExpectHeader(octets, true, false, RouterPreference::HIGH); }},
    {"g-ra-low-mo",
     [](const Octets& octets) { ExpectHeader(octets, true, true, RouterPreference::LOW); }},
    {"g-ra-resv",
     [](const Octets& octets) { ExpectHeader(octets, false, false, RouterPreference::MEDIUM); }},
    {"g-pio",
     [](const Octets& octets) {
         const auto pio = Exact<PrefixInformationOption>(octets);
         EXPECT_TRUE(pio.onLink && pio.autonomous && !pio.routerAddress);
         EXPECT_EQ(ToString(pio.prefix), "2001:db8:f00d::");
         EXPECT_EQ(pio.prefixLength, 64);
         EXPECT_EQ(pio.validLifetime, 30u * 86400);
         EXPECT_EQ(pio.preferredLifetime, 7u * 86400);
     }},
    {"g-pio-noLA",
     [](const Octets& octets) {
         auto pio = Exact<PrefixInformationOption>(octets);
         EXPECT_FALSE(pio.onLink || pio.autonomous);
         pio.onLink = pio.autonomous = true;
         ExpectPrefix(pio);
     }},
    {"g-rio-def",
     [](const Octets& octets) { ExpectRoute(octets, "::/0", RouterPreference::LOW, 200, 0); }},
    {"g-rio-64",
     [](const Octets& octets) {
         ExpectRoute(octets,
                     "2001:db8:0:6666::/64",
                     RouterPreference::HIGH,
                     ND_INFINITE_LIFETIME,
                     0);
     }},
    {"g-rio-32-len3",
     [](const Octets& octets) {
         ExpectRoute(octets, "2001:db8::/32", RouterPreference::MEDIUM, 1800, 3);
     }},
    {"g-rio-128",
     [](const Octets& octets) {
         ExpectRoute(octets, "2001:db8::1/128", RouterPreference::MEDIUM, 1800, 0);
     }},
    {"g-rio-resv",
     [](const Octets& octets) { ExpectIgnored(octets, OptionIgnoreReason::RESERVED_PREFERENCE); }},
    {"g-rio-short",
     [](const Octets& octets) { ExpectIgnored(octets, OptionIgnoreReason::BAD_LENGTH); }},
    {"g-rdnss-1",
     [](const Octets& octets) {
         const auto rdnss = Exact<RecursiveDnsServerOption>(octets);
         EXPECT_EQ(rdnss.lifetime, 1800u);
         ASSERT_EQ(rdnss.addresses.size(), 1u);
         EXPECT_EQ(ToString(rdnss.addresses[0]), "2001:db8:cafe::53");
     }},
    {"g-rdnss-even",
     [](const Octets& octets) { ExpectIgnored(octets, OptionIgnoreReason::BAD_LENGTH); }},
    {"g-dnssl",
     [](const Octets& octets) {
         const auto dnssl = Exact<DnsSearchListOption>(octets);
         EXPECT_EQ(dnssl.lifetime, 1800u);
         ASSERT_EQ(dnssl.domains.size(), 2u);
         EXPECT_EQ(dnssl.domains[0], Name("example.com"));
         EXPECT_EQ(dnssl.domains[1], Name("sub.example.com"));
     }},
    {"g-mtu", [](const Octets& octets) { EXPECT_EQ(Exact<MtuOption>(octets).mtu, 1500u); }},
    {"g-slla",
     [](const Octets& octets) {
         EXPECT_EQ(Exact<SourceLinkLayerAddressOption>(octets).address, Hex("00005e005301"));
     }},
    {"g-cp",
     [](const Octets& octets) {
         EXPECT_EQ(Exact<CaptivePortalOption>(octets).uri, "https://api.example.org/cp");
     }},
    {"g-cp-none",
     [](const Octets& octets) {
         EXPECT_EQ(Exact<CaptivePortalOption>(octets).uri, "urn:ietf:params:capport:unrestricted");
     }},
};

/// \return the id in letters that GoogleTest allows
std::string
TestName(const testing::TestParamInfo<Row>& info)
{
    std::string name = info.param.id;
    std::replace_if(
        name.begin(),
        name.end(),
        [](char c) { return c == '-' || c == '.'; },
        '_');
    return name;
}

} // namespace

class OptionGoldenBytes : public testing::TestWithParam<Row>
{
};

TEST_P(OptionGoldenBytes, Row)
{
    const Row& row = GetParam();
    EXPECT_EQ(std::to_string(row.bytes.size()), row.octets);
    if (!row.length.empty())
    {
        EXPECT_EQ(std::to_string(row.bytes.at(1)), row.length);
    }
    const auto check = CHECKS.find(row.id);
    ASSERT_NE(check, CHECKS.end()) << "nothing is said about this row";
    check->second(row.bytes);
}

INSTANTIATE_TEST_SUITE_P(Csv, OptionGoldenBytes, testing::ValuesIn(AllRows()), TestName);

TEST(OptionGoldenBytesFile, HasARowForEveryCheck)
{
    EXPECT_EQ(AllRows().size(), CHECKS.size());
    for (const auto& check : CHECKS)
    {
        EXPECT_FALSE(BytesOf(check.first).empty());
    }
}
