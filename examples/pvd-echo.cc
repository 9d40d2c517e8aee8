/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-examples
 * Which source address does the peer of a bound socket see? The test bench of libpvd: an echo
 * server on port 8300 answers with the address that it saw, and a client on a host with two
 * providers asks it over TCP, UDP and connected UDP, from sockets that are bound to one PvD, to the
 * other, to none, by their process, or not at all.
 *
 * The test bench of libpvd has prefixes of 2001:db8::/32. ns-3 does not forward packets to that
 * documentation prefix, so the same prefixes are taken of the other one, 3fff::/20 (RFC 9637):
 *
 *     host1 -- net1 --+-- router1, advertises 3fff:db8:1::/64      --+-- net2 -- host2
 *                     +-- router2, advertises 3fff:db8:cafe:1::/64 --+
 *
 *     net2 3fff:db8:cafe:ffff::/64, host2 3fff:db8:cafe:ffff::babe
 *
 * What matters of them is kept: the address of host2 has more bits in common with the prefix of
 * router2 (48) than with that of router1 (32). On the kernel of libpvd, which has no rule 5.5, that
 * is why unbound sockets have the address of router2 (RFC 6724, rule 8), whichever router they use.
 * Here rule 5.5 comes first: they use the default router that was heard first, and its address. To
 * show the same addresses, that is router2. "--first=1 --rule55=false" shows what is wrong with the
 * other way: packets from the address of router2 go to router1, and are lost.
 */

#include "checked-command-line.h"
#include "pvd-echo/echo-client.h"
#include "pvd-echo/echo-server.h"
#include "pvd-echo/topology.h"

#include "ns3/pvd-binding-helper.h"
#include "ns3/pvd-ipv6-bits.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <arpa/inet.h>
#include <iomanip>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace
{

using namespace echo;

const ns3::Time CLIENT_STARTS = ns3::Seconds(6); // RAs are there, addresses are checked
const ns3::Time PATIENCE = ns3::Seconds(5);      // after the last request

/// What the command line says.
struct Options
{
    std::string prefix1{"3fff:db8:1::/64"};
    std::string prefix2{"3fff:db8:cafe:1::/64"};
    std::string net2{"3fff:db8:cafe:ffff::/64"};
    Pace pace;         //!< of the client
    bool rule55{true}; //!< rule 5.5 of RFC 6724 counts on host1
    uint32_t first{2}; //!< number of the router that is heard first
    bool json{false};  //!< print JSON
};

/// A way to bind a socket.
struct Way
{
    std::string name;        //!< as in the table of results
    ns3::PvdBinding binding; //!< of the socket
    bool isInBoundProcess;   //!< its process is bound
    std::size_t provider;    //!< whose address and router are expected
};

/// A line of the table of results.
struct Result
{
    std::string protocol; //!< how the socket talks
    std::string binding;  //!< name of its way
    std::string seen;     //!< addresses that the server saw, or what went wrong
    std::string expected; //!< address that the server should have seen
    std::string router;   //!< routers that host1 gave packets to
    std::size_t answers;  //!< of the server
    bool passed;          //!< as expected
};

std::string
ToText(const ns3::Ipv6Address& address)
{
    std::ostringstream os;
    os << address;
    return os.str();
}

/**
 * \param text such as "3fff:db8:1::/64"; the length may be left out
 * \param [out] prefix what it says
 * \return false if it is no unicast prefix of 64 bits
 */
bool
ReadPrefix(const std::string& text, ns3::Ipv6Address& prefix)
{
    const auto slash = text.find('/');
    uint8_t octets[16];
    const bool isAddress = inet_pton(AF_INET6, text.substr(0, slash).c_str(), octets) == 1;
    if (!isAddress || (slash != std::string::npos && text.substr(slash) != "/64"))
    {
        return false;
    }
    prefix = ns3::Ipv6Address(octets);
    const ns3::PvdIpv6Bits bits(prefix);
    return bits.words[0] != 0 && bits.words[1] == 0 && !bits.IsMulticast() && !bits.IsLinkLocal();
}

/// \return what is wrong with the options, or nothing
std::string
ReadPrefixes(const Options& options, Prefixes& prefixes)
{
    const auto read = [](const char* name, const std::string& text, ns3::Ipv6Address& prefix) {
        return ReadPrefix(text, prefix) ? ""
                                        : "--" + std::string(name) + "=" + text +
                                              ": write a prefix such as 3fff:db8:1::/64";
    };
    const std::string errors[] = {read("prefix1", options.prefix1, prefixes.providers[0]),
                                  read("prefix2", options.prefix2, prefixes.providers[1]),
                                  read("net2", options.net2, prefixes.net2)};
    for (const auto& error : errors)
    {
        if (!error.empty())
        {
            return error;
        }
    }
    if (prefixes.providers[0] == prefixes.net2 || prefixes.providers[1] == prefixes.net2 ||
        prefixes.providers[0] == prefixes.providers[1])
    {
        return "--prefix1, --prefix2 and --net2 must be three prefixes";
    }
    return "";
}

/**
 * \param first provider whose router is heard first: what is free uses that and its address
 * \return all ways; the process that is bound is bound to the other PvD
 */
std::vector<Way>
MakeWays(std::size_t first)
{
    const std::size_t other = 1 - first;
    const std::string pvd = Topology::GetPvd(first);
    const std::string process = std::string(" (process: ") + Topology::GetPvd(other) + ")";
    return {
        {Topology::GetPvd(0), Topology::GetPvd(0), false, 0},
        {Topology::GetPvd(1), Topology::GetPvd(1), false, 1},
        {pvd + process, pvd, true, first},
        {"none" + process, ns3::PvdBinding::None(), true, first},
        {"inherit" + process, ns3::PvdBinding::Inherit(), true, other},
        {"unbound", ns3::PvdBinding::Inherit(), false, first},
    };
}

/// \return all texts, each once, joined by "+"
std::string
Join(const std::set<std::string>& texts)
{
    std::string all;
    for (const auto& text : texts)
    {
        all += (all.empty() ? "" : "+") + text;
    }
    return all;
}

/// \return the addresses that the server saw, or what went wrong
std::string
Summarize(const Conversation& conversation, const Topology& topology)
{
    if (!conversation.error.empty())
    {
        return conversation.error;
    }
    if (!conversation.answers.empty())
    {
        return Join({conversation.answers.begin(), conversation.answers.end()});
    }
    std::set<std::string> sources;
    for (const auto& source :
         topology.GetSources(GetProtocol(conversation.transport), conversation.port))
    {
        sources.insert(ToText(source));
    }
    return sources.empty() ? "nothing sent" : "lost: " + Join(sources);
}

Result
Judge(const Way& way, const Conversation& conversation, const Topology& topology, uint32_t count)
{
    Result result;
    result.protocol = ToString(conversation.transport);
    result.binding = way.name;
    result.seen = Summarize(conversation, topology);
    result.expected = ToText(topology.GetHostAddress(way.provider));
    result.router = topology.GetFirstHops(GetProtocol(conversation.transport), conversation.port);
    result.answers = conversation.answers.size();
    result.passed = result.seen == result.expected && result.answers == count &&
                    result.router == Topology::GetRouter(way.provider);
    return result;
}

/// Run the simulation. \param [out] refused packets that took the wrong router
std::vector<Result>
Measure(const Prefixes& prefixes, const Options& options, uint32_t& refused)
{
    const Pace& pace = options.pace;
    const std::size_t first = options.first - 1;
    Topology topology(prefixes, {options.rule55, first});
    const auto server = ns3::CreateObject<EchoServer>();
    topology.GetHost2()->AddApplication(server);
    const ns3::Time end = CLIENT_STARTS + pace.interval * (pace.count - 1) + PATIENCE;
    const auto makeClient = [&] {
        const auto client = ns3::CreateObject<EchoClient>(topology.GetServerAddress(), pace);
        topology.GetHost1()->AddApplication(client);
        client->SetStartTime(CLIENT_STARTS);
        client->SetStopTime(end);
        return client;
    };
    const auto freeClient = makeClient();
    const auto boundClient = makeClient();
    ns3::PvdBindingHelper().Bind(ns3::ApplicationContainer(boundClient),
                                 ns3::PvdBinding(Topology::GetPvd(1 - first)));
    const auto ways = MakeWays(first);
    const auto transports = {Transport::TCP, Transport::UDP, Transport::CONNECTED_UDP};
    for (const auto transport : transports)
    {
        for (const auto& way : ways)
        {
            (way.isInBoundProcess ? boundClient : freeClient)->Add(transport, way.binding);
        }
    }
    ns3::Simulator::Stop(end + PATIENCE); // connections are closed
    ns3::Simulator::Run();
    refused = topology.GetRefused();
    std::vector<Result> results;
    auto freeOnes = freeClient->GetConversations().begin();
    auto boundOnes = boundClient->GetConversations().begin();
    for (std::size_t i = 0; i < transports.size() * ways.size(); ++i)
    {
        const Way& way = ways[i % ways.size()];
        const Conversation& conversation = way.isInBoundProcess ? *boundOnes++ : *freeOnes++;
        results.push_back(Judge(way, conversation, topology, pace.count));
    }
    return results;
}

/// A column of the table.
struct Column
{
    const char* title;           //!< its heading
    std::string Result::*member; //!< what stands in it
};

void
PrintText(const std::vector<Result>& results, const Options& options)
{
    constexpr Column COLUMNS[] = {{"protocol", &Result::protocol},
                                  {"binding", &Result::binding},
                                  {"address the server saw", &Result::seen},
                                  {"expected", &Result::expected},
                                  {"router", &Result::router}};
    std::vector<std::size_t> widths;
    for (const auto& column : COLUMNS)
    {
        std::size_t width = std::string(column.title).size();
        for (const auto& result : results)
        {
            width = std::max(width, (result.*column.member).size());
        }
        widths.push_back(width + 2);
    }
    std::cout << options.pace.count << " requests of each socket, one every "
              << options.pace.interval.GetSeconds() << " s\n\n"
              << std::left;
    for (std::size_t i = 0; i < widths.size(); ++i)
    {
        std::cout << std::setw(widths[i]) << COLUMNS[i].title;
    }
    std::cout << "answers  result\n";
    for (const auto& result : results)
    {
        for (std::size_t i = 0; i < widths.size(); ++i)
        {
            std::cout << std::setw(widths[i]) << result.*COLUMNS[i].member;
        }
        std::cout << std::setw(9) << result.answers << (result.passed ? "ok" : "FAILED") << "\n";
    }
    std::cout << "\n";
}

void
PrintJson(const std::vector<Result>& results)
{
    // All texts are made here and hold nothing that JSON would have escaped.
    for (std::size_t i = 0; i < results.size(); ++i)
    {
        const Result& result = results[i];
        std::cout << (i == 0 ? "" : ",\n") << "{\"protocol\":\"" << result.protocol
                  << "\",\"binding\":\"" << result.binding << "\",\"seen\":\"" << result.seen
                  << "\",\"expected\":\"" << result.expected << "\",\"router\":\"" << result.router
                  << "\",\"answers\":" << result.answers
                  << ",\"passed\":" << (result.passed ? "true" : "false") << "}";
    }
}

/// \return an exit status
int
Run(const Options& options)
{
    Prefixes prefixes;
    const std::string error = ReadPrefixes(options, prefixes);
    if (!error.empty())
    {
        std::cerr << "pvd-echo: " << error << "\n";
        return 1;
    }
    if (prefixes.net2.IsDocumentation() || prefixes.providers[0].IsDocumentation() ||
        prefixes.providers[1].IsDocumentation())
    {
        std::cerr << "pvd-echo: ns-3 does not forward packets to 2001:db8::/32\n";
    }
    uint32_t refused = 0;
    const auto results = Measure(prefixes, options, refused);
    ns3::Simulator::Destroy();
    const auto passed = std::count_if(results.begin(), results.end(), [](const auto& result) {
        return result.passed;
    });
    const auto failed = results.size() - passed;
    if (options.json)
    {
        std::cout << "{\"requests\":" << options.pace.count
                  << ",\"interval\":" << options.pace.interval.GetSeconds() << ",\"rows\":[";
        PrintJson(results);
        std::cout << "],\"refused\":" << refused << ",\"passed\":" << passed
                  << ",\"failed\":" << failed << "}\n";
    }
    else
    {
        PrintText(results, options);
        std::cout << refused << " packets refused by routers because of their source\n"
                  << passed << " passed, " << failed << " failed\n";
    }
    return failed == 0 ? 0 : 1;
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    examples::CheckedCommandLine cmd(
        __FILE__,
        "An echo server on port 8300 answers with the address that it sees. A host with two "
        "providers asks it over TCP, UDP and connected UDP, all at once, from sockets bound to "
        "PvDs in all ways there are.\n\n"
        "  host1 -- net1 --+-- router1, PvD pirl1.cisco.com --+-- net2 -- host2, the server\n"
        "                  +-- router2, PvD pirl2.cisco.com --+\n\n"
        "host1 has what the RAs of the routers tell it: an address of the prefix of each and two "
        "default routers. A router refuses packets from net1 whose source is not of its prefix. "
        "Sockets bound to a PvD must show its address and go through its router. Unbound ones must "
        "go through the router that was heard first, and show its address (RFC 6724, rule 5.5). "
        "What goes otherwise has FAILED, and the exit status is 1.\n\n"
        "Columns: transport protocol; what the socket is bound to, and its process if that is "
        "bound; the address that the server saw; the one it should see; the router that host1 "
        "sent packets to; how many answers came. ns-3 does not forward packets to 2001:db8::/32, "
        "which the test bench of libpvd uses, so the defaults are of 3fff::/20.");
    cmd.AddValue("prefix1", "Prefix that router1 advertises, 64 bits", options.prefix1);
    cmd.AddValue("prefix2", "Prefix that router2 advertises, 64 bits", options.prefix2);
    cmd.AddValue("net2", "Prefix between routers and server, 64 bits", options.net2);
    cmd.AddValue("count", "Requests of each socket", options.pace.count, {"1", "100000"});
    cmd.AddValue("interval",
                 "Time between two requests of a socket",
                 options.pace.interval,
                 {"0s", "1e6s"});
    cmd.AddValue("rule55",
                 "Prefer sources that the next hop announces (RFC 6724, rule 5.5); without it, "
                 "unbound sockets have the address with the longest match, whatever their router",
                 options.rule55);
    cmd.AddValue("first", "The router that host1 hears first, 1 or 2", options.first, {"1", "2"});
    cmd.AddValue("json", "Print JSON", options.json);
    const std::string mistake = cmd.Parse(argc, argv);
    return mistake.empty() ? Run(options) : cmd.Fail(mistake);
}
