/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/pvd-dhcp-association.h"
#include "ns3/pvd-static-configuration.h"
#include "ns3/uinteger.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What counts as a change, and which bits say so.
class ChangeMask : public CaseOf<ChangeMask>
{
  public:
    using CaseOf::CaseOf;

    void RepeatedMessageIsNoChange();
    void CountingDownIsNoChange();
    void MaskSaysWhatChanged();
    void MaskSaysWhatTheUserChanged();

  private:
    struct Repetition;
    struct MaskRow;

    void CheckRepetition(const Repetition& row);
    void CheckMask(const MaskRow& row);
    void CountAccepted(Ptr<Pvd> pvd, uint32_t interface, Ipv6Address router);

    uint32_t m_accepted{0}; //!< by CountAccepted
};

/// \return the option with H and a Sequence Number
PvdOption
WithSequence(PvdOption option, uint16_t sequence)
{
    option.http = true;
    option.sequence = sequence;
    return option;
}

void
ChangeMask::CountAccepted(Ptr<Pvd>, uint32_t, Ipv6Address)
{
    ++m_accepted;
}

/// A message that a host hears again and again.
struct ChangeMask::Repetition
{
    std::string name;                //!< what is special
    RouterAdvertisement ra;          //!< the message
    std::string limit{"MaxRouters"}; //!< an attribute of the registry
    uint32_t value{32};              //!< its value
};

void
ChangeMask::CheckRepetition(const Repetition& row)
{
    OneHost net;
    const auto registry = net.host.GetRegistry();
    registry->SetAttribute(row.limit, UintegerValue(row.value));
    m_accepted = 0;
    registry->TraceConnectWithoutContext("RaAccepted",
                                         MakeCallback(&ChangeMask::CountAccepted, this));
    RunTo(Seconds(2));
    net.Hear(Ra(9000, {PvdNamed("a.example")}), MakeRouter('b'));
    net.Hear(row.ra);
    RunTo(Seconds(5)); // duplicate address detection is over
    net.host.ForgetEvents();
    for (int i = 0; i < 10; ++i)
    {
        RunTo(Seconds(6 + i));
        net.Hear(row.ra);
    }
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", row.name << ": a repetition is a change");
    net.host.ForgetEvents();
    NS_TEST_EXPECT_MSG_EQ(m_accepted, 12, row.name << ": RaAccepted");
    registry->TraceDisconnectWithoutContext("RaAccepted",
                                            MakeCallback(&ChangeMask::CountAccepted, this));
}

/// \return options of one kind, more than a small limit
template <class Make>
std::vector<NdOption>
Five(Make make)
{
    std::vector<NdOption> options;
    for (char digit = '1'; digit <= '5'; ++digit)
    {
        options.push_back(make(digit));
    }
    return options;
}

PrefixInformationOption
NumberedPio(char digit)
{
    return Pio(std::string("2001:db8:") + digit + "::/64", 3600, 1800);
}

RouteInformationOption
NumberedRio(char digit)
{
    return Rio(std::string("2001:db8:") + digit + "00::/40", 3600);
}

DnsSearchListOption
NumberedDnssl(char digit)
{
    return Dnssl({std::string("s") + digit + ".example"}, 600);
}

// Rows: REG-08
void
ChangeMask::RepeatedMessageIsNoChange()
{
    const std::vector<NdOption> full{Pio("2001:db8:1::/64", 3600, 1800),
                                     Pio("2001:db8:2::/64", ND_INFINITE_LIFETIME, 0),
                                     Rio("2001:db8:100::/40", 900, RouterPreference::LOW),
                                     Rio("::/0", 900),
                                     Rdnss({"2001:db8::53", "fe80::53"}, 600),
                                     Dnssl({"a.example", "b.example"}, 600),
                                     Mtu(1400),
                                     Opaque(38, Hex("0258 20010db8 0064 000000000000"))};
    const std::vector<std::string> servers{"2001:db8::1", "2001:db8::2", "2001:db8::3"};
    const Repetition rows[] = {
        {"one of each", Ra(1800, {WithSequence(PvdNamed("a.example", full), 3)})},
        {"implicit", Ra(1800, {Pio("2001:db8:1::/64", 3600, 1800), Mtu(1300)})},
        {"no lifetime, nothing else", Ra(0, {PvdNamed("a.example")})},
        {"no lifetime, a foreign MTU", Ra(0, {PvdNamed("a.example", {Mtu(9000)})})},
        {"end of what is not there",
         Ra(0, {PvdNamed("a.example", {Pio("2001:db8:1::/64", 0, 0), Rdnss(servers, 0)})})},
        {"inside and outside differ",
         Ra(1800,
            {Pio("2001:db8:1::/64", 3600, 1800),
             Rio("2001:db8:100::/40", 900, RouterPreference::HIGH),
             Rdnss(servers, 60),
             PvdNamed("a.example", pvdtest::Header(600), full)})},
        {"one option contradicts another",
         Ra(1800,
            {Rdnss(servers, 0),
             Rdnss(servers, 60),
             Rio("2001:db8:100::/40", 0),
             Rio("2001:db8:100::/40", 60),
             Mtu(1300),
             Mtu(1400)})},
        {"too many servers",
         Ra(1800, {PvdNamed("a.example", {Rdnss(servers, 60)})}),
         "MaxResolvers",
         2},
        {"too many suffixes",
         Ra(1800, {PvdNamed("a.example", Five(NumberedDnssl))}),
         "MaxSearchDomains",
         2},
        {"too many routes", Ra(1800, {PvdNamed("a.example", Five(NumberedRio))}), "MaxRoutes", 2},
        {"too many prefixes",
         Ra(1800, {PvdNamed("a.example", Five(NumberedPio))}),
         "MaxPrefixes",
         2},
        {"too many addresses",
         Ra(1800, {PvdNamed("a.example", Five(NumberedPio))}),
         "MaxAddresses",
         2},
        {"too many routers", Ra(1800, {PvdNamed("a.example", full)}), "MaxRouters", 1},
    };
    for (const auto& row : rows)
    {
        CheckRepetition(row);
    }
}

// Rows: REG-08
void
ChangeMask::CountingDownIsNoChange()
{
    OneHost net;
    for (uint32_t i = 0; i < 10; ++i)
    {
        RunTo(Seconds(10 * i));
        const uint32_t left = 3600 - 10 * i; // ends at 3600 s whenever it is said
        net.Hear(Ra(left,
                    {PvdNamed("a.example",
                              {Pio("2001:db8:1::/64", left, left),
                               Rio("2001:db8:100::/40", left),
                               Rdnss({"2001:db8::53"}, left),
                               Dnssl({"a.example"}, left)})}));
        if (i == 0)
        {
            RunTo(Seconds(5)); // duplicate address detection is over
            net.host.ForgetEvents();
        }
    }
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "lifetimes that count down are no change");
    net.host.ForgetEvents();
    RunTo(Seconds(3599));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "a.example", "it ended early");
    RunTo(Seconds(3600));
    NS_TEST_EXPECT_MSG_EQ(ListPvds(net.host), "", "it did not end in time");
}

/// A message that differs in one thing from the one before.
struct ChangeMask::MaskRow
{
    std::string name;       //!< what differs
    RouterAdvertisement ra; //!< the second message
    uint32_t mask;          //!< what is told
};

/// \return the first message, with one more option
RouterAdvertisement
Base(const NdOption& more = Mtu(1400))
{
    RaHeader header = pvdtest::Header(1800);
    header.curHopLimit = 64;
    PvdOption option = WithSequence(PvdNamed("a.example", {Mtu(1400)}), 1);
    option.options.push_back(more);
    return Ra(header, {option});
}

/// \return the first message with a change to its PvD option
template <class Change>
RouterAdvertisement
Changed(Change change)
{
    RouterAdvertisement ra = Base();
    change(ra.header, std::get<PvdOption>(ra.options[0]));
    return ra;
}

void
ChangeMask::CheckMask(const MaskRow& row)
{
    OneHost net;
    net.Hear(Base());
    net.host.ForgetEvents();
    net.Hear(row.ra);
    std::ostringstream expected;
    expected << "PvdChanged a.example 0x" << std::hex << row.mask;
    std::string events = ListEvents(net.host);
    events = events.substr(std::min(events.find("PvdChanged"), events.size()));
    NS_TEST_EXPECT_MSG_EQ(events, expected.str(), row.name);
}

// Rows: NL-01, REG-07
void
ChangeMask::MaskSaysWhatChanged()
{
    const MaskRow rows[] = {
        {"H", Changed([](auto&, auto& o) { o.http = false; }), Pvd::FLAGS},
        {"L", Changed([](auto&, auto& o) { o.legacy = true; }), Pvd::FLAGS},
        {"R", Changed([](auto& h, auto& o) { o.header = h; }), Pvd::FLAGS},
        {"sequence", Changed([](auto&, auto& o) { o.sequence = 2; }), Pvd::SEQUENCE},
        {"delay", Changed([](auto&, auto& o) { o.delay = 5; }), Pvd::DELAY},
        {"lifetime",
         Changed([](auto& h, auto&) { h.routerLifetime = 900; }),
         Pvd::ROUTERS | Pvd::ROUTES},
        {"M", Changed([](auto& h, auto&) { h.managed = true; }), Pvd::ROUTERS},
        {"O", Changed([](auto& h, auto&) { h.otherConfig = true; }), Pvd::ROUTERS},
        {"hop limit", Changed([](auto& h, auto&) { h.curHopLimit = 32; }), Pvd::HOP_LIMIT},
        {"reachable", Changed([](auto& h, auto&) { h.reachableTime = 9000; }), Pvd::TIMERS},
        {"retrans", Changed([](auto& h, auto&) { h.retransTimer = 9000; }), Pvd::TIMERS},
        {"MTU", Base(Mtu(1300)), Pvd::MTU},
        {"prefix, on-link", Base(Pio("2001:db8:1::/64", 9, 9, "L")), Pvd::PREFIXES | Pvd::ROUTES},
        {"prefix, A", Base(Pio("2001:db8:1::/64", 9, 9, "A")), Pvd::PREFIXES | Pvd::ADDRESSES},
        {"prefix alone", Base(Pio("2001:db8:1::/48", 9, 9, "")), Pvd::PREFIXES},
        {"route", Base(Rio("2001:db8::/32", 900)), Pvd::ROUTES},
        {"server", Base(Rdnss({"2001:db8::53"}, 900)), Pvd::RDNSS},
        {"suffix", Base(Dnssl({"s.example"}, 900)), Pvd::DNSSL},
        {"portal", Base(CaptivePortalOption{0, "https://p.example"}), Pvd::CAPTIVE_PORTAL},
        {"NAT64", Base(Opaque(38, Hex("0258 20010db8 0064 000000000000"))), Pvd::PREF64},
        {"two things",
         Changed([](auto& h, auto& o) {
             h.curHopLimit = 32;
             o.sequence = 2;
         }),
         Pvd::HOP_LIMIT | Pvd::SEQUENCE},
    };
    for (const auto& row : rows)
    {
        CheckMask(row);
    }
}

// Rows: NL-01, SCK-06
void
ChangeMask::MaskSaysWhatTheUserChanged()
{
    OneHost net;
    PvdStaticConfiguration configuration(net.host.GetRegistry());
    PvdDhcpAssociation dhcp(net.host.GetRegistry());
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    net.host.ForgetEvents();
    configuration.CreatePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x8000", "origin");
    net.host.ForgetEvents();
    configuration.CreatePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "it is static already");
    net.host.ForgetEvents();
    PvdFields fields;
    fields.http = true;
    fields.sequence = 9;
    fields.mtu = 1300;
    configuration.UpdatePvd("a.example", Pvd::SEQUENCE | Pvd::MTU, fields);
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x202", "fields");
    net.host.ForgetEvents();
    configuration.UpdatePvd("a.example", Pvd::SEQUENCE | Pvd::MTU, fields);
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "they have these values already");
    net.host.ForgetEvents();
    PvdLegacyConfiguration legacy;
    legacy.addresses.push_back(Ipv4Address("192.0.2.1"));
    dhcp.SetLegacyConfiguration(1, legacy);
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdChanged a.example 0x4000", "IPv4");
}

class ChangeMaskSuite : public TestSuite
{
  public:
    ChangeMaskSuite()
        : TestSuite("pvd-change-mask", Type::UNIT)
    {
        Add("repeated RA is a change", &ChangeMask::RepeatedMessageIsNoChange);
        Add("lifetime that counts down is a change", &ChangeMask::CountingDownIsNoChange);
        Add("mask is wrong after an RA", &ChangeMask::MaskSaysWhatChanged);
        Add("mask is wrong after a call", &ChangeMask::MaskSaysWhatTheUserChanged);
    }

  private:
    void Add(const std::string& name, ChangeMask::Body body)
    {
        AddTestCase(new ChangeMask(name, body));
    }
};

ChangeMaskSuite g_changeMaskSuite; ///< registers itself

} // namespace
