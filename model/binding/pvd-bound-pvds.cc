/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-bound-pvds.h"

#include "pvd-registry.h"

#include <algorithm>

namespace ns3
{

void
PvdBoundPvds::Set(const PvdBinding& binding)
{
    m_binding = binding;
    m_seen.clear();
    turn = 0;
}

std::vector<Ptr<Pvd>>
PvdBoundPvds::Find(const PvdRegistry& registry, bool sticky)
{
    std::vector<Ptr<Pvd>> found;
    const auto& names = m_binding.GetPvds();
    m_seen.resize(names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        // The PvD of last time is found without reading the name again.
        Ptr<Pvd> pvd = m_seen[i] != 0 ? registry.LookupByIndex(m_seen[i]) : nullptr;
        if (!pvd && (sticky || m_seen[i] == 0))
        {
            pvd = registry.Lookup(names[i]);
        }
        if (pvd)
        {
            m_seen[i] = pvd->GetIndex();
            found.push_back(pvd);
        }
    }
    return found;
}

bool
PvdBoundPvds::WasThere() const
{
    return std::any_of(m_seen.begin(), m_seen.end(), [](uint64_t index) { return index != 0; });
}

bool
PvdBoundPvds::Names(const Pvd& pvd) const
{
    const auto& names = m_binding.GetPvds();
    return std::any_of(names.begin(), names.end(), [&pvd](const auto& name) {
        const auto id = PvdId::FromText(name);
        return id && *id == pvd.GetId();
    });
}

} // namespace ns3
