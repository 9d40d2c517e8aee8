/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-two-pvds.h"

namespace ns3
{
namespace pvdtest
{

TwoPvds::TwoPvds()
{
    RunTo(Seconds(3));
    Hear(Ra(1800, {PvdNamed("a.example", {Slla(A.mac), Pio("2001:db8:a::/64", 3600, 1800)})}), A);
    Hear(Ra(1800,
            {PvdNamed("b.example",
                      {Slla(B.mac),
                       Pio("2001:db8:b::/64", 3600, 1800),
                       Rio("2001:db8:ffff::/48", 1800)})}),
         B);
    RunTo(Seconds(6));
}

Ptr<PvdIpv6Routing>
TwoPvds::GetRouting() const
{
    return DynamicCast<PvdIpv6Routing>(host.GetIpv6()->GetRoutingProtocol());
}

PvdFlow
TwoPvds::Bound(const std::vector<std::string>& ids) const
{
    PvdFlow flow;
    flow.bound = true;
    for (const auto& id : ids)
    {
        flow.pvds.push_back(host.FindPvd(id));
    }
    return flow;
}

Ipv6Address
TwoPvds::OfA() const
{
    return host.MakeAddress("2001:db8:a::/64");
}

Ipv6Address
TwoPvds::OfB() const
{
    return host.MakeAddress("2001:db8:b::/64");
}

PvdFlow
From(const Ipv6Address& source)
{
    PvdFlow flow;
    flow.source = source;
    return flow;
}

std::string
Tell(const PvdDecision& decision)
{
    switch (decision.error)
    {
    case Socket::ERROR_NOTERROR:
        return (decision.gateway.IsAny() ? "on-link" : "via " + ToText(decision.gateway)) +
               " from " + ToText(decision.source) + " in " +
               (decision.pvd ? decision.pvd->GetId().ToString() : "all");
    case Socket::ERROR_NOROUTETOHOST:
        return "no route";
    case Socket::ERROR_ADDRNOTAVAIL:
        return "no address";
    default:
        return "another error";
    }
}

SentRoute
AskRoute(const Ptr<PvdIpv6Routing>& routing, const Ipv6Address& to, const Ipv6Address& from)
{
    Ipv6Header header;
    header.SetDestination(to);
    header.SetSource(from);
    SentRoute sent;
    sent.route = routing->RouteOutput(Create<Packet>(), header, nullptr, sent.error);
    return sent;
}

std::string
TellRoute(const Ptr<PvdIpv6Routing>& routing, const Ipv6Address& to, const Ipv6Address& from)
{
    const SentRoute sent = AskRoute(routing, to, from);
    return !sent.route ? "error " + std::to_string(sent.error)
                       : ToText(sent.route->GetGateway()) + " " + ToText(sent.route->GetSource());
}

} // namespace pvdtest
} // namespace ns3
