/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "report.h"

#include "ns3/pvd-flow.h"
#include "ns3/pvd-ipv6-routing.h"

namespace replay
{

using namespace ns3;
namespace json = boost::json;

namespace
{

/// \return false if a PvD that the flow is to be bound to is not there
bool
MakeFlow(const ReplayHost& host, const Queries& queries, PvdFlow& flow, std::string& error)
{
    flow.bound = !queries.bind.empty();
    for (const auto& id : queries.bind)
    {
        const auto pvd = host.GetRegistry()->Lookup(id);
        if (!pvd)
        {
            error = "no PvD " + id;
            return false;
        }
        flow.pvds.push_back(pvd);
    }
    if (!queries.source.empty())
    {
        flow.source = Ipv6Address(queries.source.c_str());
    }
    return true;
}

json::object
Describe(const ReplayHost& host, const PvdDecision& decision)
{
    if (decision.error != Socket::ERROR_NOTERROR)
    {
        const bool noRoute = decision.error == Socket::ERROR_NOROUTETOHOST;
        return {{"error", noRoute ? "no route to host" : "address not available"}};
    }
    json::object one;
    one["gateway"] = decision.gateway.IsAny() ? json::value(nullptr)
                                              : json::value(ns3::ToString(decision.gateway));
    one["interface"] = host.GetRegistry()->GetInterface(decision.interface)->GetName();
    one["source"] = ns3::ToString(decision.source);
    one["pvd"] =
        decision.pvd ? json::value(decision.pvd->GetId().ToString()) : json::value(nullptr);
    one["rule"] = ns3::ToString(decision.rule);
    one["prefix"] = ns3::ToString(decision.prefix) + "/" + std::to_string(decision.length);
    return one;
}

} // namespace

json::object
MakeDecisions(const ReplayHost& host, const Queries& queries)
{
    PvdFlow flow;
    std::string error;
    const bool good = MakeFlow(host, queries, flow, error);
    json::object decisions;
    for (const auto& destination : queries.destinations)
    {
        decisions[destination] =
            good
                ? Describe(host, host.GetRouting()->Resolve(Ipv6Address(destination.c_str()), flow))
                : json::object{{"error", error}};
    }
    return decisions;
}

} // namespace replay
