/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-redirects.h"

#include <algorithm>
#include <iterator>

namespace ns3
{

PvdRedirects::Key
PvdRedirects::MakeKey(const Flow& flow, const PvdIpv6Bits& source)
{
    return {{flow.destination, source}, {flow.interface, flow.pvd}};
}

void
PvdRedirects::Set(const Flow& flow,
                  const PvdIpv6Bits& router,
                  const PvdIpv6Bits& target,
                  bool isAgain)
{
    Redirects& redirects = m_redirects.Make();
    const auto before = redirects.find(MakeKey(flow, flow.source));
    const bool isKnown = isAgain && before != redirects.end();
    const PvdIpv6Bits first = isKnown ? before->second.router : router;
    const PvdIpv6Bits source = target.IsZero() ? PvdIpv6Bits() : flow.source;
    redirects[MakeKey(flow, source)] = {first, target, m_number++};
    if (redirects.size() > LIMIT)
    {
        redirects.erase(
            std::min_element(redirects.begin(), redirects.end(), [](const auto& a, const auto& b) {
                return a.second.number < b.second.number;
            }));
    }
}

const PvdIpv6Bits*
PvdRedirects::Find(const Flow& flow, const PvdIpv6Bits& router) const
{
    const Redirects& redirects = m_redirects.Get();
    // That the destination is a neighbour is the last that a router can say of it.
    for (const PvdIpv6Bits& source : {PvdIpv6Bits(), flow.source})
    {
        const auto known = redirects.find(MakeKey(flow, source));
        if (known != redirects.end() && known->second.router == router)
        {
            return &known->second.target;
        }
    }
    return nullptr;
}

template <class Condition>
void
PvdRedirects::RemoveIf(Condition condition)
{
    if (m_redirects.Get().empty())
    {
        return;
    }
    Redirects& redirects = m_redirects.Make();
    for (auto known = redirects.begin(); known != redirects.end();)
    {
        known = condition(*known) ? redirects.erase(known) : std::next(known);
    }
}

bool
PvdRedirects::LeadsTo(uint32_t interface, const PvdIpv6Bits& neighbor) const
{
    const auto& redirects = m_redirects.Get();
    return std::any_of(redirects.begin(), redirects.end(), [&](const auto& known) {
        const auto& target = known.second.target;
        return known.first.second.first == interface &&
               (target.IsZero() ? known.first.first.first : target) == neighbor;
    });
}

void
PvdRedirects::RemoveTarget(uint32_t interface, const PvdIpv6Bits& target)
{
    RemoveIf([&](const auto& known) {
        return known.first.second.first == interface && known.second.target == target;
    });
}

void
PvdRedirects::RemoveInterface(uint32_t interface)
{
    RemoveIf([interface](const auto& known) { return known.first.second.first == interface; });
}

std::size_t
PvdRedirects::GetSize() const
{
    return m_redirects.Get().size();
}

} // namespace ns3
