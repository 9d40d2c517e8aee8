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
    m_seen.assign(binding.GetPvds().size(), 0);
    turn = 0;
}

std::vector<Ptr<Pvd>>
PvdBoundPvds::Find(const PvdRegistry& registry, bool sticky)
{
    std::vector<Ptr<Pvd>> found;
    for (std::size_t i = 0; i < m_seen.size(); ++i)
    {
        if (const auto pvd = Find(i, registry, sticky))
        {
            found.push_back(pvd);
        }
    }
    return found;
}

Ptr<Pvd>
PvdBoundPvds::Find(std::size_t i, const PvdRegistry& registry, bool sticky)
{
    // The PvD of last time is found without reading the name again.
    Ptr<Pvd> pvd = m_seen[i] != 0 ? registry.LookupByIndex(m_seen[i]) : nullptr;
    if (!pvd && (sticky || m_seen[i] == 0))
    {
        pvd = registry.Lookup(m_binding.GetPvds()[i]);
    }
    m_seen[i] = pvd ? pvd->GetIndex() : m_seen[i];
    return pvd;
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
