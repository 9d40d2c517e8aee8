/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ingress-filter.h"

#include <algorithm>

namespace ns3
{

void
PvdIngressFilter::Allow(uint32_t interface, const Ipv6Address& prefix, uint8_t length)
{
    m_prefixes.Make()[interface].emplace_back(PvdIpv6Bits(prefix).GetPrefix(length), length);
}

void
PvdIngressFilter::Clear(uint32_t interface)
{
    m_prefixes.Make().erase(interface);
}

bool
PvdIngressFilter::Accepts(uint32_t interface, const Ipv6Address& source) const
{
    const auto& prefixes = m_prefixes.Get();
    const auto found = prefixes.find(interface);
    const PvdIpv6Bits bits(source);
    return found == prefixes.end() ||
           std::any_of(found->second.begin(), found->second.end(), [&bits](const auto& prefix) {
               return bits.GetCommonLength(prefix.first) >= prefix.second;
           });
}

} // namespace ns3
