/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/pvd-ipv6-routing.h"
#include "ns3/uinteger.h"

#include <random>

#if defined(__SANITIZE_ADDRESS__)
// The library of GCC has it, a header for it comes with Clang only.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#elif defined(__GLIBC__)
#include <malloc.h>
#endif

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What a host makes of messages without end, and of damaged ones.
class Flood : public CaseOf<Flood>
{
  public:
    using CaseOf::CaseOf;

    void MemoryIsFlat();
    void MemoryIsFlatOverTheLink();
    void DamagedMessages();

  private:
    struct Row;

    void CheckRow(const Row& row);
};

/// \return octets of heap that are in use; 0 where the platform cannot say
std::size_t
GetHeapInUse()
{
#if defined(__SANITIZE_ADDRESS__)
    return __sanitizer_get_current_allocated_bytes();
#elif defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
#elif defined(__GLIBC__)
    const auto info = mallinfo();
    return static_cast<unsigned>(info.uordblks) + static_cast<unsigned>(info.hblkhd);
#else
    return 0;
#endif
}

/// One way to send more and more.
struct Flood::Row
{
    std::string name;                      //!< what grows
    uint32_t messages;                     //!< how many
    RouterAdvertisement (*make)(uint32_t); //!< the message of a number
    bool manyRouters{false};               //!< each from another router
};

Ipv6Address
NumberedRouter(uint32_t number)
{
    Ipv6Octets octets = ToOctets(std::string("fe80::1"));
    octets[12] = number >> 16;
    octets[13] = number >> 8;
    octets[14] = number;
    return Ipv6Address(octets.data());
}

std::string
Hextets(uint32_t number)
{
    std::ostringstream text;
    text << std::hex << "2001:db8:" << (number >> 16) << ":" << (number & 0xffff);
    return text.str();
}

RouterAdvertisement
NewPvd(uint32_t number)
{
    return Ra(1800,
              {PvdNamed("p" + std::to_string(number) + ".example",
                        {Pio("2001:db8:1::/64", 3600, 1800), Rdnss({"2001:db8::53"}, 600)})});
}

RouterAdvertisement
PassingPvd(uint32_t number)
{
    return Ra(0, {PvdNamed("p" + std::to_string(number) + ".example", {Mtu(1400)})});
}

RouterAdvertisement
SamePvd(uint32_t)
{
    return Ra(1800, {PvdNamed("a.example")});
}

RouterAdvertisement
Plain(uint32_t)
{
    return Ra(1800);
}

RouterAdvertisement
NewPrefix(uint32_t number)
{
    return Ra(1800, {PvdNamed("a.example", {Pio(Hextets(number) + "::/64", 3600, 1800)})});
}

RouterAdvertisement
NewRoute(uint32_t number)
{
    return Ra(1800, {PvdNamed("a.example", {Rio(Hextets(number) + "::/64", 3600)})});
}

RouterAdvertisement
NewServer(uint32_t number)
{
    return Ra(1800, {PvdNamed("a.example", {Rdnss({Hextets(number) + "::53"}, 600)})});
}

RouterAdvertisement
NewSuffix(uint32_t number)
{
    return Ra(1800,
              {PvdNamed("a.example", {Dnssl({"s" + std::to_string(number) + ".example"}, 600)})});
}

RouterAdvertisement
EarlierEnd(uint32_t number)
{
    return Ra(65535, {PvdNamed("a.example", {Rdnss({"2001:db8::53"}, 60000 - number)})});
}

RouterAdvertisement
NewFields(uint32_t number)
{
    PvdOption option = PvdNamed("a.example", {Mtu(1280 + number % 200)});
    option.sequence = number;
    option.options.push_back(CaptivePortalOption{0, "https://p" + std::to_string(number)});
    option.options.push_back(Opaque(38, Octets(14, number)));
    return Ra(1800, {option});
}

void
Flood::CheckRow(const Row& row)
{
    constexpr std::size_t SLACK = 32 * 1024; // octets, for what grows by doubling
    OneHost net;
    const auto registry = net.host.GetRegistry();
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    std::size_t before = 0;
    std::size_t routes = 0;
    for (uint32_t i = 0; i < row.messages; ++i)
    {
        if (i == row.messages / 4) // all limits are reached
        {
            before = GetHeapInUse();
            routes = routing->GetFib().GetSize();
        }
        const Ipv6Address router = NumberedRouter(row.manyRouters ? i : 0);
        registry->ReceiveRa(1, router, RouterAdvertisement::Parse(ToMessage(row.make(i))));
        net.host.ForgetEvents();
    }
    NS_TEST_EXPECT_MSG_LT(GetHeapInUse(), before + SLACK, row.name << ": the heap grows");
    NS_TEST_EXPECT_MSG_EQ(routing->GetFib().GetSize(), routes, row.name << ": routes grow");
    NS_TEST_EXPECT_MSG_LT(registry->GetPvds().size(), 1025, row.name << ": PvDs");
}

// Rows: LIM-01, LIM-03, LIM-04, LIM-05, LIM-06
void
Flood::MemoryIsFlat()
{
    const Row rows[] = {{"PvDs", 100000, NewPvd},
                        {"PvDs that have nothing", 8000, PassingPvd},
                        {"implicit PvDs", 8000, Plain, true},
                        {"PvDs of many routers", 8000, NewPvd, true},
                        {"routers of a PvD", 8000, SamePvd, true},
                        {"prefixes", 8000, NewPrefix},
                        {"prefixes of many routers", 8000, NewPrefix, true},
                        {"routes", 8000, NewRoute},
                        {"routes of many routers", 8000, NewRoute, true},
                        {"DNS servers", 8000, NewServer},
                        {"search suffixes", 8000, NewSuffix},
                        {"moments of an end", 8000, EarlierEnd},
                        {"values of fields", 8000, NewFields}};
    for (const auto& row : rows)
    {
        CheckRow(row);
    }
}

// Rows: LIM-01
void
Flood::MemoryIsFlatOverTheLink()
{
    OneHost net;
    RunTo(Seconds(3));
    std::size_t before = 0;
    for (uint32_t i = 0; i < 8000; ++i)
    {
        if (i == 4000)
        {
            before = GetHeapInUse();
        }
        net.Hear(NewPvd(i));
        RunTo(Simulator::Now() + MilliSeconds(1));
        net.host.ForgetEvents();
        net.link.ForgetSeen();
    }
    NS_TEST_EXPECT_MSG_LT(GetHeapInUse(), before + 64 * 1024, "the heap grows");
    NS_TEST_EXPECT_MSG_EQ(net.host.GetRegistry()->GetDropCount(RaDropReason::PVD_LIMIT),
                          8000 - 1024,
                          "each that was too much is counted");
}

/// \return a message with each kind of option, inside and outside
Octets
FullMessage()
{
    const std::vector<NdOption> inner{Slla(MakeRouter('a').mac),
                                      Pio("2001:db8:1::/64", 3600, 1800),
                                      Rio("2001:db8:100::/40", 900),
                                      Rdnss({"2001:db8::53", "2001:db8::54"}, 600),
                                      Dnssl({"a.example", "b.example"}, 600),
                                      Mtu(1400),
                                      CaptivePortalOption{0, "https://portal.example"}};
    Options options;
    for (const auto& option : inner)
    {
        std::visit([&options](const auto& value) { options.emplace_back(value); }, option);
    }
    options.insert(options.begin() + 3, PvdNamed("pvd.example", pvdtest::Header(600), inner));
    return ToMessage(Ra(1800, options));
}

/// Change a few octets, or the size.
Octets
Damage(Octets octets, std::mt19937& random)
{
    for (uint32_t n = 1 + random() % 4; n > 0; --n)
    {
        octets[random() % octets.size()] = random();
    }
    if (random() % 4 == 0)
    {
        octets.resize(random() % (octets.size() + 16));
    }
    return octets;
}

// Rows: RA-05, RA-06
void
Flood::DamagedMessages()
{
    OneHost net;
    const auto registry = net.host.GetRegistry();
    for (const char* limit : {"MaxPvds", "MaxPrefixes", "MaxRoutes", "MaxAddresses"})
    {
        registry->SetAttribute(limit, UintegerValue(16));
    }
    const Octets whole = FullMessage();
    std::mt19937 random(20010); // NOLINT: the same messages in each run
    uint32_t dropped = 0;
    for (int i = 0; i < 100000; ++i)
    {
        const Octets octets = Damage(whole, random);
        const bool look = i % 500 == 0;
        const std::string before = look ? net.host.Describe() : "";
        net.host.ForgetEvents();
        const auto result = RouterAdvertisement::Parse(octets);
        const RaDropReason reason = registry->ReceiveRa(1, MakeRouter('a').address, result);
        if (reason != RaDropReason::NONE)
        {
            ++dropped;
            NS_TEST_ASSERT_MSG_EQ(net.host.GetEvents().size(), 0, "message " << i << " was told");
            NS_TEST_ASSERT_MSG_EQ(net.host.GetDrops().size(), 1, "message " << i << " not traced");
        }
        if (look)
        {
            NS_TEST_ASSERT_MSG_EQ((reason == RaDropReason::NONE || net.host.Describe() == before),
                                  true,
                                  "message " << i << " was dropped and changed something");
            NS_TEST_ASSERT_MSG_EQ(FindContradiction(net.host), "", "after message " << i);
        }
    }
    NS_TEST_EXPECT_MSG_GT(dropped, 10000, "hardly any message was dropped");
    NS_TEST_EXPECT_MSG_LT(dropped, 90000, "hardly any message was taken");
    RunTo(Seconds(5));
    NS_TEST_EXPECT_MSG_EQ(FindContradiction(net.host), "", "at the end");
}

class FloodSuite : public TestSuite
{
  public:
    FloodSuite()
        : TestSuite("pvd-flood", Type::UNIT)
    {
        Add("flood makes the heap grow", &Flood::MemoryIsFlat);
        Add("flood over the link makes the heap grow", &Flood::MemoryIsFlatOverTheLink);
        Add("damaged message breaks the state", &Flood::DamagedMessages);
    }

  private:
    void Add(const std::string& name, Flood::Body body)
    {
        AddTestCase(new Flood(name, body));
    }
};

FloodSuite g_floodSuite; ///< registers itself

} // namespace
