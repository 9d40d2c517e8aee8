/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-examples
 * Does address selection do what RFC 6724 says? Rows of test vectors are decided, each with the
 * rule that decided it, and compared with what is expected.
 */

#include "checked-command-line.h"
#include "pvd-address-selection/vectors.h"

#include "ns3/pvd-policy-table.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace
{

using namespace selection;

/// What the command line says.
struct Options
{
    std::string vectors{PVD_SOURCE_DIR "/examples/data/rfc6724-examples.csv"};
    std::string policies{PVD_SOURCE_DIR "/examples/data/rfc6724-policies.csv"};
    bool json{false};    //!< print JSON
    bool explain{false}; //!< print all duels
};

/// What became of a row.
struct Outcome
{
    std::vector<std::string> chosen;  //!< a source, or destinations in order
    std::vector<std::string> sources; //!< of each destination
    std::string rule;                 //!< what decided
    bool explain{false};              //!< duels are wanted
    std::vector<std::string> duels;   //!< who beat whom, and by which rule
    bool passed{false};               //!< as expected
};

ns3::PvdSourceQuery
MakeQuery(const Target& target)
{
    ns3::PvdSourceQuery query(target.destination.address);
    query.interface = target.interface;
    query.nextHop.router = ns3::PvdIpv6Bits(target.nextHop);
    return query;
}

void
AddSourceDuels(const Row& row,
               const ns3::PvdSourceQuery& query,
               const ns3::PvdPolicyTable& policies,
               Outcome& outcome)
{
    for (std::size_t a = 0; a < row.candidates.size(); ++a)
    {
        for (std::size_t b = a + 1; b < row.candidates.size(); ++b)
        {
            if (!ns3::IsCandidate(row.candidates[a], query) ||
                !ns3::IsCandidate(row.candidates[b], query))
            {
                continue;
            }
            ns3::PvdSourceRule rule;
            const int order =
                ns3::CompareSources(query, row.candidates[a], row.candidates[b], policies, rule);
            const auto& better = row.candidates[order < 0 ? b : a];
            const auto& worse = row.candidates[order < 0 ? a : b];
            outcome.duels.push_back(ToText(better.address) +
                                    (order == 0 ? " ties with " : " beats ") +
                                    ToText(worse.address) + " for " +
                                    ToText(query.bits.ToAddress()) + ": " + ns3::ToString(rule));
        }
    }
}

/// \return the place of the source for a target among the candidates, or -1
ns3::PvdSourceChoice
ChooseSource(const Row& row,
             const Target& target,
             const ns3::PvdPolicyTable& policies,
             Outcome& outcome)
{
    const auto query = MakeQuery(target);
    const auto choice = ns3::SelectSource(query, row.candidates, policies);
    outcome.sources.push_back(choice.index < 0 ? "NONE"
                                               : ToText(row.candidates[choice.index].address));
    if (outcome.explain)
    {
        AddSourceDuels(row, query, policies, outcome);
    }
    return choice;
}

void
SortTargets(const Row& row, const ns3::PvdPolicyTable& policies, Outcome& outcome)
{
    std::vector<ns3::PvdDestination> destinations;
    for (const auto& target : row.targets)
    {
        const int index = ChooseSource(row, target, policies, outcome).index;
        destinations.push_back(target.destination);
        destinations.back().hasSource = index >= 0;
        if (index >= 0)
        {
            destinations.back().source = row.candidates[index];
        }
    }
    const auto order = ns3::SortPvdDestinations(destinations, policies);
    std::vector<std::string> sources;
    for (const std::size_t place : order)
    {
        outcome.chosen.push_back(ToText(destinations[place].address));
        sources.push_back(outcome.sources[place]);
    }
    outcome.sources = sources;
    for (std::size_t i = 0; i + 1 < order.size(); ++i)
    {
        // Who was given first comes first where rule 10 decides.
        const bool swapped = order[i] > order[i + 1];
        ns3::PvdDestinationRule rule;
        ns3::CompareDestinations(destinations[swapped ? order[i + 1] : order[i]],
                                 destinations[swapped ? order[i] : order[i + 1]],
                                 policies,
                                 rule);
        outcome.rule = i == 0 ? ns3::ToString(rule) : outcome.rule;
        if (outcome.explain)
        {
            outcome.duels.push_back(outcome.chosen[i] + " goes before " + outcome.chosen[i + 1] +
                                    ": " + ns3::ToString(rule));
        }
    }
}

bool
AreAsExpected(const std::vector<std::string>& expected,
              const std::vector<std::string>& found,
              const std::vector<std::string>& allowed)
{
    if (expected == std::vector<std::string>{"ANY"})
    {
        return std::all_of(found.begin(), found.end(), [&allowed](const auto& one) {
            return std::find(allowed.begin(), allowed.end(), one) != allowed.end();
        });
    }
    return std::equal(
        expected.begin(),
        expected.end(),
        found.begin(),
        found.end(),
        [](const auto& a, const auto& b) { return a == "ANY" ? b != "NONE" : Normalize(a) == b; });
}

Outcome
Decide(const Row& row, const ns3::PvdPolicyTable& policies, bool explain)
{
    Outcome outcome;
    outcome.explain = explain;
    std::vector<std::string> candidates;
    for (const auto& candidate : row.candidates)
    {
        candidates.push_back(ToText(candidate.address));
    }
    std::vector<std::string> allowed = candidates;
    if (row.isSource)
    {
        const auto choice = ChooseSource(row, row.targets.front(), policies, outcome);
        outcome.chosen = outcome.sources;
        outcome.rule = ns3::ToString(choice.rule);
    }
    else
    {
        SortTargets(row, policies, outcome);
        allowed.clear();
        for (const auto& target : row.targets)
        {
            allowed.push_back(ToText(target.destination.address));
        }
    }
    const bool any = row.expected == std::vector<std::string>{"ANY"};
    const bool ruleFits = row.rule.empty() || any || row.rule == outcome.rule;
    outcome.passed = AreAsExpected(row.expected, outcome.chosen, allowed) && ruleFits &&
                     (row.expectedSources.empty() ||
                      AreAsExpected(row.expectedSources, outcome.sources, candidates));
    return outcome;
}

std::string
Join(const std::vector<std::string>& parts)
{
    std::string text;
    for (const auto& part : parts)
    {
        text += (text.empty() ? "" : ";") + part;
    }
    return text;
}

/// \return a JSON string
std::string
Quote(const std::string& text)
{
    std::string quoted = "\"";
    for (const char c : text)
    {
        // An id may be any octets, JSON must be UTF-8.
        const bool plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
        quoted += plain ? std::string(1, c) : c == '"' || c == '\\' ? std::string("\\") + c : "?";
    }
    return quoted + "\"";
}

std::string
QuoteAll(const std::vector<std::string>& parts)
{
    std::string text;
    for (const auto& part : parts)
    {
        text += (text.empty() ? "" : ",") + Quote(part);
    }
    return "[" + text + "]";
}

void
PrintJson(const Row& row, const Outcome& outcome, bool isFirst)
{
    const std::string duels = outcome.explain ? ",\"duels\":" + QuoteAll(outcome.duels) : "";
    std::cout << (isFirst ? "" : ",\n") << "{\"id\":" << Quote(row.id)
              << ",\"chosen\":" << QuoteAll(outcome.chosen)
              << ",\"sources\":" << QuoteAll(outcome.sources) << ",\"rule\":" << Quote(outcome.rule)
              << ",\"passed\":" << (outcome.passed ? "true" : "false") << duels << "}";
}

void
PrintText(const Row& row, const Outcome& outcome)
{
    std::cout << row.id << "  " << Join(outcome.chosen) << "  " << outcome.rule << "  "
              << (outcome.passed ? "pass" : "FAIL");
    if (!outcome.passed)
    {
        std::cout << ": expected " << Join(row.expected) << " with sources "
                  << Join(row.expectedSources) << " by " << row.rule << ", sources are "
                  << Join(outcome.sources);
    }
    std::cout << "\n";
    for (const auto& duel : outcome.duels)
    {
        std::cout << "    " << duel << "\n";
    }
}

/// The tables that the rows name, each read once.
class Policies
{
  public:
    explicit Policies(const std::string& path)
        : m_path(path)
    {
    }

    /// \param name of a table \param [out] error why there is none \return the table
    const ns3::PvdPolicyTable& Get(const std::string& name, std::string& error)
    {
        const auto known = m_tables.find(name);
        if (known != m_tables.end())
        {
            return known->second;
        }
        std::ifstream file(m_path);
        const auto table = ns3::PvdPolicyTable::Read(file, name, error);
        error = error.empty() ? "" : m_path + ": " + error;
        return error.empty() ? m_tables.emplace(name, table).first->second : m_default;
    }

  private:
    std::string m_path;                                  //!< the file
    std::map<std::string, ns3::PvdPolicyTable> m_tables; //!< by name
    ns3::PvdPolicyTable m_default;                       //!< for rows that are not run
};

/// \return an exit status
int
Run(const Options& options)
{
    std::string error;
    auto rows = ReadRows(options.vectors, error);
    if (!error.empty())
    {
        std::cerr << "pvd-address-selection: " << error << "\n";
        return 1;
    }
    Policies policies(options.policies);
    unsigned passed = 0;
    bool isFirst = true;
    std::cout << (options.json ? "{\"rows\":[" : "");
    for (auto& row : rows)
    {
        const auto& table = policies.Get(row.policy, error);
        row.error = row.error.empty() ? error : row.error;
        error.clear();
        if (!row.error.empty())
        {
            std::cerr << "pvd-address-selection: " << options.vectors << ":" << row.line << ": "
                      << row.error << "\n";
            continue;
        }
        const Outcome outcome = Decide(row, table, options.explain);
        passed += outcome.passed ? 1 : 0;
        if (options.json)
        {
            PrintJson(row, outcome, isFirst);
        }
        else
        {
            PrintText(row, outcome);
        }
        isFirst = false;
    }
    const auto failed = rows.size() - passed; // a row that cannot be run has failed
    if (options.json)
    {
        std::cout << "],\"passed\":" << passed << ",\"failed\":" << failed << "}\n";
    }
    else
    {
        std::cout << passed << " passed, " << failed << " failed\n";
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
        "Decide rows of address selection test vectors after RFC 6724 and compare with what they "
        "expect. Without arguments: the examples of the RFC.");
    cmd.AddValue("vectors",
                 "CSV file of rows (examples/data/rfc6724-examples.csv)",
                 options.vectors);
    cmd.AddValue("policies", "CSV file of policy tables", options.policies);
    cmd.AddValue("json", "Print JSON", options.json);
    cmd.AddValue("explain", "Print who beat whom, and by which rule", options.explain);
    cmd.SetMeant("--vectors");
    const std::string mistake = cmd.Parse(argc, argv);
    return mistake.empty() ? Run(options) : cmd.Fail(mistake);
}
