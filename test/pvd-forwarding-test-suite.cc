/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-case.h"

#include "ns3/boolean.h"
#include "ns3/ipv6-route.h"
#include "ns3/pvd-ipv6-routing.h"
#include "ns3/pvd-scoped-routes.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What a router makes of packets that are not for it.
class Forwarding : public CaseOf<Forwarding>
{
  public:
    using CaseOf::CaseOf;

    void TablesOfRfc8678();
    void PacketsOfRfc8678();
    void MostSpecificSourceInAnyOrder();
    void IngressFilter();
    void HostForwardsNothing();
    void AddressesThatDoNotTravel();
    void NeighborOnALinkWithoutPrefix();

  private:
    void NoteForwarded(Ptr<const NetDevice> device,
                       Ptr<Ipv6Route> route,
                       Ptr<const Packet> packet,
                       const Ipv6Header& header);
    void NoteError(Ptr<const Packet> packet, const Ipv6Header& header, Socket::SocketErrno error);
    void NoteDropped(const Ipv6Header& header, uint32_t interface);
    std::string Forward(const OneHost& net, const Ipv6Address& from, const Ipv6Address& to);

    std::string m_result; //!< the gateway, or what happened else
};

/// A route as the file has it.
struct Row
{
    std::string stage;   //!< which table
    std::string router;  //!< whose table
    PvdRoute route;      //!< the next hop as a link-local address
    std::string nextHop; //!< its name
};

/// \return an address for a name, always the same
Ipv6Address
ToGateway(const std::string& name)
{
    Ipv6Octets octets = ToOctets(std::string("fe80::"));
    std::copy_n(name.begin(), std::min<std::size_t>(name.size(), 8), octets.begin() + 8);
    return Ipv6Address(octets.data());
}

void
SetPrefix(const std::string& text, Ipv6Address& prefix, uint8_t& length)
{
    const std::size_t slash = text.find('/');
    prefix = Ipv6Address(text.substr(0, slash).c_str());
    length = std::stoul(text.substr(slash + 1));
}

std::vector<Row>
ReadRows()
{
    std::vector<Row> rows;
    std::ifstream file(std::string(PVD_SOURCE_DIR) + "/examples/data/rfc8678-sadr-tables.csv");
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line))
    {
        std::istringstream fields(line);
        Row row;
        std::string source;
        std::string destination;
        std::getline(fields, row.stage, ',');
        std::getline(fields, row.router, ',');
        std::getline(fields, source, ',');
        std::getline(fields, destination, ',');
        std::getline(fields, row.nextHop, ',');
        SetPrefix(source, row.route.source, row.route.sourceLength);
        SetPrefix(destination, row.route.prefix, row.route.length);
        row.route.gateway = ToGateway(row.nextHop.substr(0, row.nextHop.find('\r')));
        row.route.interface = 1;
        rows.push_back(row);
    }
    return rows;
}

std::vector<PvdRoute>
Select(const std::vector<Row>& rows, const std::string& stage)
{
    std::vector<PvdRoute> routes;
    for (const auto& row : rows)
    {
        if (row.stage == stage)
        {
            routes.push_back(row.route);
        }
    }
    return routes;
}

/// \return the routes as text, in an order of their own
std::multiset<std::string>
ToTexts(const std::vector<PvdRoute>& routes)
{
    std::multiset<std::string> texts;
    for (const auto& route : routes)
    {
        texts.insert(ToText(route.source) + "/" + std::to_string(route.sourceLength) + " " +
                     ToText(route.prefix) + "/" + std::to_string(route.length) + " " +
                     ToText(route.gateway));
    }
    return texts;
}

// Rows: 8678-5-01, 8678-5-04
void
Forwarding::TablesOfRfc8678()
{
    const auto rows = ReadRows();
    NS_TEST_ASSERT_MSG_EQ(rows.size(), 39, "the file is not there, or another");
    const auto filled = FillUpScopedRoutes(Select(rows, "input-fig5"));
    const bool same = ToTexts(filled) == ToTexts(Select(rows, "output-fig6"));
    NS_TEST_EXPECT_MSG_EQ(same, true, "the tables of R8");
    const auto unscoped = Select(rows, "output-fig8");
    NS_TEST_EXPECT_MSG_EQ((ToTexts(FillUpScopedRoutes(unscoped)) == ToTexts(unscoped)),
                          true,
                          "R5 has one table, which stays as it is");
}

void
Forwarding::NoteForwarded(Ptr<const NetDevice>,
                          Ptr<Ipv6Route> route,
                          Ptr<const Packet>,
                          const Ipv6Header&)
{
    m_result = ToText(route->GetGateway());
}

void
Forwarding::NoteError(Ptr<const Packet>, const Ipv6Header&, Socket::SocketErrno)
{
    m_result = "error";
}

void
Forwarding::NoteDropped(const Ipv6Header&, uint32_t interface)
{
    m_result = "dropped on " + std::to_string(interface);
}

std::string
Forwarding::Forward(const OneHost& net, const Ipv6Address& from, const Ipv6Address& to)
{
    Ipv6Header header;
    header.SetSource(from);
    header.SetDestination(to);
    m_result = "nothing";
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    routing->RouteInput(Create<Packet>(),
                        header,
                        net.host.GetIpv6()->GetNetDevice(1),
                        MakeCallback(&Forwarding::NoteForwarded, this),
                        Ipv6RoutingProtocol::MulticastForwardCallback(),
                        Ipv6RoutingProtocol::LocalDeliverCallback(),
                        MakeCallback(&Forwarding::NoteError, this));
    return m_result;
}

// Rows: 8678-5-02
void
Forwarding::PacketsOfRfc8678()
{
    OneHost net;
    net.host.GetIpv6()->SetForwarding(1, true);
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    const auto rows = ReadRows();
    for (const auto& route : Select(rows, "input-fig5"))
    {
        PvdRouteOptions options;
        options.source = route.source;
        options.sourceLength = route.sourceLength;
        routing->AddRoute(route.prefix, Ipv6Prefix(route.length), route.gateway, 1, options);
    }
    const auto tables = Select(rows, "output-fig6");
    std::mt19937 random(1);
    const char* const texts[] = {"2001:db8:0:a010::",
                                 "2001:db8:0:b010::",
                                 "2001:db8:0:a020::",
                                 "2001:db8:0:b020::",
                                 "2001:db8:0:5555::",
                                 "2001:db8:0:6666::",
                                 "2001:db8:0:1234::",
                                 "2606::"};
    const auto draw = [&] {
        Ipv6Octets octets = ToOctets(std::string(texts[random() % 8]));
        octets[15] = random() % 256;
        return Ipv6Address(octets.data());
    };
    for (int i = 0; i < 10000; ++i)
    {
        const Ipv6Address from = draw();
        const Ipv6Address to = draw();
        const auto* expected = LookupScopedRoute(tables, from, to);
        NS_TEST_ASSERT_MSG_NE(expected, nullptr, "the tables have no route");
        NS_TEST_ASSERT_MSG_EQ(Forward(net, from, to),
                              ToText(expected->gateway),
                              from << " to " << to);
    }
}

void
Forwarding::IngressFilter()
{
    OneHost net;
    net.host.GetIpv6()->SetForwarding(1, true);
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    routing->SetDefaultRoute(Ipv6Address("fe80::9"), 1);
    routing->TraceConnectWithoutContext("IngressDropped",
                                        MakeCallback(&Forwarding::NoteDropped, this));
    const Ipv6Address good("2001:db8:a::1");
    const Ipv6Address bad("2001:db8:b::1");
    const Ipv6Address to("2606::1");
    NS_TEST_EXPECT_MSG_EQ(Forward(net, bad, to), "fe80::9", "no filter");
    routing->GetIngressFilter().Allow(1, Ipv6Address("2001:db8:a::"), 48);
    NS_TEST_EXPECT_MSG_EQ(Forward(net, good, to), "fe80::9", "of the prefix");
    NS_TEST_EXPECT_MSG_EQ(Forward(net, bad, to), "dropped on 1", "of another");
    routing->SetAttribute("IngressFiltering", BooleanValue(false));
    NS_TEST_EXPECT_MSG_EQ(Forward(net, bad, to), "fe80::9", "turned off");
    routing->SetAttribute("IngressFiltering", BooleanValue(true));
    routing->GetIngressFilter().Clear(1);
    NS_TEST_EXPECT_MSG_EQ(Forward(net, bad, to), "fe80::9", "no filter again");
}

// Rows: LKP-12
void
Forwarding::HostForwardsNothing()
{
    OneHost net;
    net.Hear(Ra(1800, {PvdNamed("a.example")}));
    RunTo(Seconds(3));
    const Ipv6Address from("2001:db8:a::1");
    NS_TEST_EXPECT_MSG_EQ(Forward(net, from, Ipv6Address("2606::1")), "error", "a host");
    net.host.GetIpv6()->SetForwarding(1, true);
    NS_TEST_EXPECT_MSG_EQ(Forward(net, from, Ipv6Address("2606::1")),
                          "fe80::a",
                          "routes of PvDs are routes");
    NS_TEST_EXPECT_MSG_EQ(Forward(net, from, Ipv6Address("fe80::77")), "nothing", "link-local");
}

void
Forwarding::NeighborOnALinkWithoutPrefix()
{
    TwoLinks net;
    // ns-3 looks for nobody from an interface that has only a link-local address.
    net.host.GetIpv6()->AddAddress(2,
                                   Ipv6InterfaceAddress(Ipv6Address("2400:8::1"), Ipv6Prefix(64)));
    RunTo(Seconds(5));
    const Ipv6Address to("2400:7::1");
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    routing->AddNetworkRouteTo(Ipv6Address("2400:7::"), Ipv6Prefix(48), 2);
    net.host.GetIpv6()->SetForwarding(1, true);
    net.host.GetIpv6()->SetForwarding(2, true);
    net.second.ForgetSeen();
    const Station from{Ipv6Address("2400:9::1"), MakeRouter('a').mac};
    const Station neighbor{to, MakeRouter('b').mac};
    net.link.Send(EchoRequest(), from, to);
    RunTo(MilliSeconds(5500)); // ns-3 asks once, for a second
    const auto solicitations = net.second.GetSeen(NEIGHBOR_SOLICITATION);
    NS_TEST_ASSERT_MSG_GT(solicitations.size(), 0, "not looked for");
    const auto& asked = solicitations.front();
    NS_TEST_EXPECT_MSG_EQ(GetTarget(asked.message), to, "somebody else is looked for");
    NS_TEST_EXPECT_MSG_EQ(asked.source, net.host.GetLinkLocal(2), "from an address of nobody");
    net.second.Send(NeighborAdvertisement(to, neighbor.mac, "SO"),
                    neighbor,
                    net.host.GetLinkLocal(2));
    RunTo(Seconds(7));
    NS_TEST_EXPECT_MSG_EQ(net.second.GetSeen(ECHO_REQUEST).size(), 1, "not forwarded");
}

// Rows: 8678-5-02
void
Forwarding::MostSpecificSourceInAnyOrder()
{
    const uint8_t lengths[][3] = {{0, 32, 48}, {48, 32, 0}, {32, 0, 48}, {48, 0, 32}};
    for (const auto& order : lengths)
    {
        OneHost net;
        net.host.GetIpv6()->SetForwarding(1, true);
        const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
        for (const uint8_t length : order)
        {
            PvdRouteOptions options;
            options.source = Ipv6Address("2400:1:2::");
            options.sourceLength = length;
            routing->AddRoute(Ipv6Address("2600::"),
                              Ipv6Prefix(uint8_t(12)),
                              ToGateway(std::to_string(length)),
                              1,
                              options);
        }
        const Ipv6Address to("2600::1");
        const auto expect = [&](const char* from, const char* gateway) {
            NS_TEST_EXPECT_MSG_EQ(Forward(net, Ipv6Address(from), to),
                                  ToText(ToGateway(gateway)),
                                  from);
        };
        expect("2400:1:2::7", "48");
        expect("2400:1:3::7", "32");
        expect("2a00::7", "0");
    }
}

void
Forwarding::AddressesThatDoNotTravel()
{
    OneHost net;
    net.host.GetIpv6()->SetForwarding(1, true);
    const auto routing = DynamicCast<PvdIpv6Routing>(net.host.GetIpv6()->GetRoutingProtocol());
    routing->SetDefaultRoute(Ipv6Address("fe80::9"), 1);
    routing->TraceConnectWithoutContext("IngressDropped",
                                        MakeCallback(&Forwarding::NoteDropped, this));
    const Ipv6Address far("2600::1");
    for (const char* from : {"::", "::1", "ff02::1"})
    {
        NS_TEST_EXPECT_MSG_EQ(Forward(net, Ipv6Address(from), far), "dropped on 1", from);
    }
    NS_TEST_EXPECT_MSG_EQ(Forward(net, Ipv6Address("fe80::1"), far), "error", "has a sender");
    const Ipv6Address good("2400::1");
    for (const char* to : {"::1", "::"})
    {
        NS_TEST_EXPECT_MSG_EQ(Forward(net, good, Ipv6Address(to)), "dropped on 1", to);
    }
    NS_TEST_EXPECT_MSG_EQ(Forward(net, good, far), "fe80::9", "what may travel");
}

class ForwardingSuite : public TestSuite
{
  public:
    ForwardingSuite()
        : TestSuite("pvd-forwarding", Type::UNIT)
    {
        Add("tables of RFC 8678 differ", &Forwarding::TablesOfRfc8678);
        Add("packet takes another way than the tables", &Forwarding::PacketsOfRfc8678);
        Add("less specific source wins", &Forwarding::MostSpecificSourceInAnyOrder);
        Add("wrong source enters", &Forwarding::IngressFilter);
        Add("forwarded to a link without a prefix", &Forwarding::NeighborOnALinkWithoutPrefix);
        Add("link-local source is forwarded", &Forwarding::AddressesThatDoNotTravel);
        Add("host forwards", &Forwarding::HostForwardsNothing);
    }

  private:
    void Add(const std::string& name, Forwarding::Body body)
    {
        AddTestCase(new Forwarding(name, body));
    }
};

ForwardingSuite g_forwardingSuite; ///< registers itself

} // namespace
