/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-flow-scope.h"

#include "pvd-ipv6-routing.h"

#include <utility>

namespace ns3
{

PvdFlowScope::PvdFlowScope(PvdIpv6Routing* routing, const PvdFlowBinding& binding)
    : m_routing(routing),
      m_outer(routing ? std::exchange(routing->m_scope, this) : nullptr),
      m_binding(binding)
{
}

PvdFlowScope::~PvdFlowScope()
{
    if (m_routing)
    {
        m_routing->m_scope = m_outer;
    }
}

bool
PvdFlowScope::IsBound(const PvdIpv6Routing& routing)
{
    return routing.m_scope && routing.m_scope->m_binding.bound;
}

bool
PvdFlowScope::IsOpen(const PvdIpv6Routing& routing)
{
    return routing.m_scope != nullptr;
}

} // namespace ns3
