/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/output-stream-wrapper.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/pvd-print.h"
#include "ns3/pvd-static-configuration.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// State as text.
class Print : public CaseOf<Print>
{
  public:
    using CaseOf::CaseOf;

    void ListOfPvds();
    void AttributesOfOnePvd();
    void RoutesOfOnePvd();
    void AddressesOfOnePvd();
    void DnsOfOnePvd();
    void RoutingTable();
    void LongNamesAreWhole();
    void NamesCannotForgeLines();
    void EmptyStateIsEmptyText();
};

/// \return what a print function writes
template <class Function, class... Arguments>
std::string
TextOf(Function function, const Arguments&... arguments)
{
    std::ostringstream text;
    function(text, arguments...);
    return text.str();
}

/// One explicit PvD with all that is printed and one implicit PvD, 10.25 s before the print.
struct PrintedHost : TwoLinks
{
    PrintedHost()
    {
        PvdOption option = PvdNamed("PvD.Example.",
                                    pvdtest::Header(1800, RouterPreference::LOW),
                                    {Pio("2001:db8:1::/64", 3600, 1800),
                                     Pio("2001:db8:2::/64", ND_INFINITE_LIFETIME, 0),
                                     Rio("2001:db8:100::/40", 900, RouterPreference::HIGH),
                                     Rdnss({"2001:db8::53", "2001:db8::54"}, 600),
                                     Rdnss({"2001:db8::55"}, ND_INFINITE_LIFETIME),
                                     Dnssl({"s.Example", "t.example"}, 500)});
        option.http = true;
        option.sequence = 65535;
        Hear(Ra(0, {option}), MakeRouter('b'));
        Hear(Ra(900, {option}), MakeRouter('a'));
        second.Send(Ra(300, {Pio("2001:db8:3::/64", 100, 50)}), MakeRouter('a'));
        PvdStaticConfiguration hand(host.GetRegistry());
        hand.CreatePvd("static.example");
        PvdFields fields;
        fields.legacy = true;
        hand.UpdatePvd("static.example", Pvd::FLAGS, fields);
        RunTo(MilliSeconds(10250));
        explicitPvd = host.FindPvd("pvd.example");
        implicitPvd = host.FindPvd("fe80::a%eth1");
    }

    Ptr<Pvd> explicitPvd; //!< of interface 1
    Ptr<Pvd> implicitPvd; //!< of interface 2
};

// Rows: PRC-01, IMP-05
void
Print::ListOfPvds()
{
    PrintedHost net;
    NS_TEST_EXPECT_MSG_EQ(
        TextOf(PrintPvds, *net.host.GetRegistry()),
        "name=PvD.Example seq=65535 h=true l=false a=true index=1 "
        "lla=fe80:0000:0000:0000:0000:0000:0000:000b dev=<nodev>\n"
        "name=fe80:0000:0000:0000:0000:0000:0000:000a%eth1 seq=0 h=false l=false a=false index=2 "
        "lla=fe80:0000:0000:0000:0000:0000:0000:000a dev=eth1\n"
        "name=static.example seq=0 h=false l=true a=false index=3 "
        "lla=0000:0000:0000:0000:0000:0000:0000:0000 dev=<nodev>\n",
        "a line for each PvD");
}

// Rows: PRC-02
void
Print::AttributesOfOnePvd()
{
    PrintedHost net;
    NS_TEST_EXPECT_MSG_EQ(TextOf(PrintPvdAttributes, *net.explicitPvd),
                          "seq=65535 h=true l=false a=true index=1 "
                          "lla=fe80:0000:0000:0000:0000:0000:0000:000b dev=<nodev>\n",
                          "explicit");
    NS_TEST_EXPECT_MSG_EQ(TextOf(PrintPvdAttributes, *net.implicitPvd),
                          "seq=0 h=false l=false a=false index=2 "
                          "lla=fe80:0000:0000:0000:0000:0000:0000:000a dev=eth1\n",
                          "implicit");
}

// Rows: PRC-03
void
Print::RoutesOfOnePvd()
{
    PrintedHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    PvdRoute route;
    route.interface = 1;
    route.prefix = Ipv6Address("2001:db8:200::");
    route.length = 40;
    route.gateway = Ipv6Address("fe80::c");
    route.metric = 7;
    route.lifetime = ND_INFINITE_LIFETIME;
    hand.AddRoute("static.example", route);
    NS_TEST_EXPECT_MSG_EQ(
        TextOf(PrintPvdRoutes, *net.host.GetRegistry(), *net.implicitPvd),
        "0 0000:0000:0000:0000:0000:0000:0000:0000/0 0000:0000:0000:0000:0000:0000:0000:0000/0 "
        "fe80:0000:0000:0000:0000:0000:0000:000a 0 eth1 (289.75)\n"
        "1 2001:0db8:0003:0000:0000:0000:0000:0000/64 0000:0000:0000:0000:0000:0000:0000:0000/0 "
        "0000:0000:0000:0000:0000:0000:0000:0000 0 eth1 (89.75)\n",
        "routes with a lifetime");
    NS_TEST_EXPECT_MSG_EQ(
        TextOf(PrintPvdRoutes, *net.host.GetRegistry(), *net.host.FindPvd("static.example")),
        "0 2001:0db8:0200:0000:0000:0000:0000:0000/40 0000:0000:0000:0000:0000:0000:0000:0000/0 "
        "fe80:0000:0000:0000:0000:0000:0000:000c 7 eth0 (-1)\n",
        "a route without end");
}

// Rows: PRC-04
void
Print::AddressesOfOnePvd()
{
    PrintedHost net;
    NS_TEST_EXPECT_MSG_EQ(TextOf(PrintPvdAddresses, *net.host.GetRegistry(), *net.explicitPvd),
                          "0 2001:0db8:0001:0000:0000:00ff:fe00:0001/64 eth0 (3589.75)\n"
                          "1 2001:0db8:0002:0000:0000:00ff:fe00:0001/64 eth0 (-1)\n",
                          "addresses");
    RunTo(Seconds(100));
    NS_TEST_EXPECT_MSG_EQ(TextOf(PrintPvdAddresses, *net.host.GetRegistry(), *net.implicitPvd),
                          "",
                          "after its end");
}

// Rows: PRC-05
void
Print::DnsOfOnePvd()
{
    PrintedHost net;
    net.Hear(Ra(900,
                {PvdNamed("PvD.Example",
                          {Rdnss({"2001:db8::54"}, 100), Dnssl({"t.example", "u.example"}, 70)})}));
    RunTo(MilliSeconds(20500));
    NS_TEST_EXPECT_MSG_EQ(TextOf(PrintPvdResolvers, *net.explicitPvd),
                          "0 2001:0db8:0000:0000:0000:0000:0000:0053 (579.5)\n"
                          "1 2001:0db8:0000:0000:0000:0000:0000:0054 (89.75)\n"
                          "2 2001:0db8:0000:0000:0000:0000:0000:0055 (-1)\n",
                          "DNS servers");
    NS_TEST_EXPECT_MSG_EQ(TextOf(PrintPvdSearchDomains, *net.explicitPvd),
                          "0 u.example (59.75)\n"
                          "1 s.Example (479.5)\n"
                          "2 t.example (59.75)\n",
                          "search suffixes");
}

// Rows: PRC-07
void
Print::RoutingTable()
{
    OneHost net;
    net.Hear(
        Ra(1800, {PvdNamed("a.example", {Rio("2001:db8:100::/40", 900, RouterPreference::LOW)})}));
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    routing->AddNetworkRouteTo(Ipv6Address("2001:db8:200::"),
                               Ipv6Prefix(40),
                               Ipv6Address("fe80::c"),
                               1,
                               9);
    RunTo(MilliSeconds(500));
    std::ostringstream text;
    routing->PrintRoutingTable(Create<OutputStreamWrapper>(&text));
    std::istringstream lines(text.str());
    std::vector<std::string> found;
    for (std::string line; std::getline(lines, line);)
    {
        if (line.find("2001:db8") == 0 || line.find("default") == 0)
        {
            found.push_back(line);
        }
    }
    NS_TEST_ASSERT_MSG_EQ(found.size(), 3, text.str());
    const auto endsWith = [](const std::string& line, const std::string& end) {
        return line.size() >= end.size() &&
               line.compare(line.size() - end.size(), end.size(), end) == 0;
    };
    NS_TEST_EXPECT_MSG_EQ(found[0].find("2001:db8:100::/40 via fe80::a dev eth0 proto ra metric 0"),
                          0,
                          found[0]);
    NS_TEST_EXPECT_MSG_EQ(endsWith(found[0], "pref low pvd a.example"), true, found[0]);
    NS_TEST_EXPECT_MSG_EQ(
        found[1],
        "2001:db8:200::/40 via fe80::c dev eth0 proto static metric 9 pref medium",
        "a route without a PvD");
    NS_TEST_EXPECT_MSG_EQ(endsWith(found[2], "pref medium pvd a.example"), true, found[2]);
}

// Rows: RTN-03, LIM-09
void
Print::LongNamesAreWhole()
{
    OneHost net;
    PvdStaticConfiguration hand(net.host.GetRegistry());
    std::string tail;
    while (tail.size() < 253 - 3)
    {
        tail += tail.size() % 60 == 0 ? '.' : 'x';
    }
    for (int i = 100; i < 300; ++i)
    {
        hand.CreatePvd(std::to_string(i) + tail);
    }
    const std::string text = TextOf(PrintPvds, *net.host.GetRegistry());
    std::istringstream lines(text);
    int next = 100;
    for (std::string line; std::getline(lines, line); ++next)
    {
        const std::string start = "name=" + std::to_string(next) + tail + " seq=0 ";
        NS_TEST_ASSERT_MSG_EQ(line.substr(0, start.size()), start, "a name is not whole");
    }
    NS_TEST_EXPECT_MSG_EQ(next, 300, "lines");
}

// Rows: PRC-01, IMP-05
void
Print::NamesCannotForgeLines()
{
    OneHost net;
    Octets body = Hex("0000 0000 0e"); // a label of 14 octets that looks like more
    for (const char c : std::string("a seq=9\nname=b"))
    {
        body.push_back(c);
    }
    body.resize(22);
    net.Hear(Ra(1800, {Opaque(21, body)}));
    body = Hex("0000 0000 0e");
    for (const char c : std::string("fe80::a%eth0xx"))
    {
        body.push_back(c);
    }
    body.resize(22);
    net.Hear(Ra(1800, {Opaque(21, body)}));
    NS_TEST_EXPECT_MSG_EQ(ListComplaints(net.host), "", "refused");
    NS_TEST_EXPECT_MSG_EQ(TextOf(PrintPvds, *net.host.GetRegistry()),
                          "name=a\\032seq=9\\010name=b seq=0 h=false l=false a=false index=1 "
                          "lla=fe80:0000:0000:0000:0000:0000:0000:000a dev=<nodev>\n"
                          "name=fe80::a\\037eth0xx seq=0 h=false l=false a=false index=2 "
                          "lla=fe80:0000:0000:0000:0000:0000:0000:000a dev=<nodev>\n",
                          "a router chose a name that reads like something else");
}

// Rows: REG-01, PRC-01
void
Print::EmptyStateIsEmptyText()
{
    OneHost net;
    NS_TEST_EXPECT_MSG_EQ(TextOf(PrintPvds, *net.host.GetRegistry()), "", "no PvD");
    const auto pvd = PvdStaticConfiguration(net.host.GetRegistry()).CreatePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(TextOf(PrintPvdRoutes, *net.host.GetRegistry(), *pvd) +
                              TextOf(PrintPvdAddresses, *net.host.GetRegistry(), *pvd) +
                              TextOf(PrintPvdResolvers, *pvd) + TextOf(PrintPvdSearchDomains, *pvd),
                          "",
                          "a PvD with nothing");
}

class PrintSuite : public TestSuite
{
  public:
    PrintSuite()
        : TestSuite("pvd-print", Type::UNIT)
    {
        Add("list of PvDs is not the kernel's", &Print::ListOfPvds);
        Add("attributes are not the kernel's", &Print::AttributesOfOnePvd);
        Add("routes are not the kernel's", &Print::RoutesOfOnePvd);
        Add("addresses are not the kernel's", &Print::AddressesOfOnePvd);
        Add("DNS entries are not the kernel's", &Print::DnsOfOnePvd);
        Add("routing table lacks the PvD", &Print::RoutingTable);
        Add("long name is cut", &Print::LongNamesAreWhole);
        Add("name that looks like another line", &Print::NamesCannotForgeLines);
        Add("nothing is printed as something", &Print::EmptyStateIsEmptyText);
    }

  private:
    void Add(const std::string& name, Print::Body body)
    {
        AddTestCase(new Print(name, body));
    }
};

PrintSuite g_printSuite; ///< registers itself

} // namespace
