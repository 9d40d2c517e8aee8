/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-redirects.h"

#include <algorithm>

namespace ns3
{

PvdRedirects::Key
PvdRedirects::MakeKey(const Flow& flow, const PvdIpv6Bits& source)
{
    return {{flow.destination, source}, {flow.interface, flow.pvd}};
}

void
PvdRedirects::Set(const Flow& flow, const Redirect& redirect)
{
    const Key key = MakeKey(flow, redirect.target.IsZero() ? PvdIpv6Bits() : flow.source);
    const auto set = m_redirects.insert_or_assign(key, redirect);
    if (!set.second)
    {
        return;
    }
    m_order.push_back(key);
    if (m_order.size() > LIMIT)
    {
        m_redirects.erase(m_order.front());
        m_order.pop_front();
    }
}

const PvdIpv6Bits*
PvdRedirects::Find(const Flow& flow, const PvdIpv6Bits& router) const
{
    // That the destination is a neighbour is the last that a router can say of it.
    for (const PvdIpv6Bits& source : {PvdIpv6Bits(), flow.source})
    {
        const auto known = m_redirects.find(MakeKey(flow, source));
        if (known != m_redirects.end() && known->second.router == router)
        {
            return &known->second.target;
        }
    }
    return nullptr;
}

void
PvdRedirects::RemoveInterface(uint32_t interface)
{
    const auto isOfLink = [interface](const Key& key) { return key.second.first == interface; };
    for (const Key& key : m_order)
    {
        if (isOfLink(key))
        {
            m_redirects.erase(key);
        }
    }
    m_order.erase(std::remove_if(m_order.begin(), m_order.end(), isOfLink), m_order.end());
}

std::size_t
PvdRedirects::GetSize() const
{
    return m_redirects.size();
}

} // namespace ns3
