/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-fib.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// Take a free place of a list, or a new one at its end.
template <class List>
uint32_t
TakePlace(List& list, std::vector<uint32_t>& free)
{
    if (free.empty())
    {
        list.emplace_back();
        return list.size() - 1;
    }
    const uint32_t place = free.back();
    free.pop_back();
    return place;
}

/// A vector grows to twice its size; a table of routes need not have that much room to spare.
template <class List>
void
GrowByAnEighth(List& list)
{
    if (list.size() == list.capacity())
    {
        list.reserve(list.size() + list.size() / 8 + 4);
    }
}

} // namespace

PvdFib::PvdFib()
{
    AddNode(PvdIpv6Bits(), 0);
}

uint32_t
PvdFib::AddNode(const PvdIpv6Bits& prefix, uint8_t length)
{
    GrowByAnEighth(m_nodes);
    const uint32_t node = TakePlace(m_nodes, m_freeNodes);
    m_nodes[node] = {prefix.GetPrefix(length), {NONE, NONE}, NONE, length};
    return node;
}

void
PvdFib::FreeNode(uint32_t node)
{
    m_freeNodes.push_back(node);
}

void
PvdFib::SetSource(Route& to, const PvdRoute& route)
{
    to.sourceLength = route.sourceLength;
    if (route.sourceLength > 0)
    {
        to.source = TakePlace(m_sources, m_freeSources);
        m_sources[to.source] = PvdIpv6Bits(route.source).GetPrefix(route.sourceLength);
    }
}

void
PvdFib::FreeSource(const Route& route)
{
    if (route.sourceLength > 0)
    {
        m_freeSources.push_back(route.source);
    }
}

uint32_t
PvdFib::AddRoute(const Ptr<Pvd>& pvd, const PvdRoute& route)
{
    GrowByAnEighth(m_routes);
    const uint32_t place = TakePlace(m_routes, m_freeRoutes);
    Route& to = m_routes[place];
    to.pvd = pvd;
    to.gateway = PvdIpv6Bits(route.gateway);
    to.interface = route.interface;
    to.next = NONE;
    SetSource(to, route);
    return place;
}

void
PvdFib::FreeRoute(uint32_t place)
{
    FreeSource(m_routes[place]);
    m_routes[place].pvd = nullptr;
    m_freeRoutes.push_back(place);
}

uint32_t
PvdFib::MakeNode(const PvdIpv6Bits& prefix, uint8_t length)
{
    uint32_t parent = 0;
    for (;;)
    {
        if (m_nodes[parent].length == length)
        {
            return parent;
        }
        const unsigned bit = prefix.GetBit(m_nodes[parent].length);
        const uint32_t child = m_nodes[parent].children[bit];
        if (child == NONE)
        {
            const uint32_t leaf = AddNode(prefix, length);
            m_nodes[parent].children[bit] = leaf;
            return leaf;
        }
        const uint8_t common = std::min<unsigned>(
            {prefix.GetCommonLength(m_nodes[child].prefix), m_nodes[child].length, length});
        if (common == m_nodes[child].length)
        {
            parent = child;
            continue;
        }
        // The new node, or one where both ways part, comes between.
        const uint32_t between = AddNode(prefix, common);
        m_nodes[between].children[m_nodes[child].prefix.GetBit(common)] = child;
        m_nodes[parent].children[bit] = between;
        parent = between;
    }
}

uint32_t
PvdFib::FindNode(const PvdIpv6Bits& prefix, uint8_t length, std::vector<Link>& way) const
{
    uint32_t node = 0;
    while (node != NONE && m_nodes[node].length < length)
    {
        const unsigned bit = prefix.GetBit(m_nodes[node].length);
        way.push_back({node, bit});
        node = m_nodes[node].children[bit];
    }
    const bool found = node != NONE && m_nodes[node].length == length &&
                       m_nodes[node].prefix == prefix.GetPrefix(length);
    return found ? node : NONE;
}

void
PvdFib::Prune(uint32_t node, std::vector<Link> way)
{
    while (!way.empty() && m_nodes[node].routes == NONE)
    {
        const Node& old = m_nodes[node];
        if (old.children[0] != NONE && old.children[1] != NONE)
        {
            return; // two ways part here
        }
        const Link link = way.back();
        way.pop_back();
        m_nodes[link.node].children[link.bit] =
            old.children[0] != NONE ? old.children[0] : old.children[1];
        FreeNode(node);
        node = link.node;
    }
}

uint32_t
PvdFib::FindRoute(uint32_t node, const Ptr<Pvd>& pvd, const PvdRoute& route) const
{
    const PvdIpv6Bits source = PvdIpv6Bits(route.source).GetPrefix(route.sourceLength);
    const PvdIpv6Bits gateway(route.gateway);
    uint32_t place = m_nodes[node].routes;
    while (place != NONE)
    {
        const Route& known = m_routes[place];
        if (known.pvd == pvd && known.interface == route.interface && known.gateway == gateway &&
            known.sourceLength == route.sourceLength &&
            (known.sourceLength == 0 || m_sources[known.source] == source))
        {
            break;
        }
        place = known.next;
    }
    return place;
}

void
PvdFib::NoteChange()
{
    ++m_generation;
    m_shortcuts.Clear();
}

void
PvdFib::Insert(const Ptr<Pvd>& pvd, const PvdRoute& route)
{
    NoteChange();
    const uint32_t node = MakeNode(PvdIpv6Bits(route.prefix), route.length);
    uint32_t place = FindRoute(node, pvd, route);
    if (place == NONE)
    {
        place = AddRoute(pvd, route);
        ++m_size;
        uint32_t last = m_nodes[node].routes;
        while (last != NONE && m_routes[last].next != NONE)
        {
            last = m_routes[last].next;
        }
        (last == NONE ? m_nodes[node].routes : m_routes[last].next) = place;
    }
    Route& to = m_routes[place];
    to.preference = route.preference;
    to.origin = route.origin;
    to.metric = route.metric;
    to.lifetime = route.lifetime;
    to.expiry = route.expiry;
}

bool
PvdFib::Remove(const Ptr<Pvd>& pvd, const PvdRoute& route)
{
    std::vector<Link> way;
    const uint32_t node = FindNode(PvdIpv6Bits(route.prefix), route.length, way);
    const uint32_t place = node == NONE ? NONE : FindRoute(node, pvd, route);
    if (place == NONE)
    {
        return false;
    }
    NoteChange();
    uint32_t* link = &m_nodes[node].routes;
    while (*link != place)
    {
        link = &m_routes[*link].next;
    }
    *link = m_routes[place].next;
    FreeRoute(place);
    --m_size;
    Prune(node, std::move(way));
    return true;
}

Ipv6Address
PvdFib::GetSourcePrefix(const Route& route) const
{
    return route.sourceLength == 0 ? Ipv6Address::GetAny() : m_sources[route.source].ToAddress();
}

bool
PvdFib::AcceptsSource(const Route& route, const PvdIpv6Bits& source) const
{
    return route.sourceLength == 0 ||
           source.GetCommonLength(m_sources[route.source]) >= route.sourceLength;
}

std::vector<PvdFib::Entry>
PvdFib::GetEntries() const
{
    std::vector<uint32_t> nodes;
    std::vector<uint32_t> waiting{0};
    while (!waiting.empty())
    {
        const uint32_t node = waiting.back();
        waiting.pop_back();
        if (m_nodes[node].routes != NONE)
        {
            nodes.push_back(node);
        }
        for (const uint32_t child : m_nodes[node].children)
        {
            if (child != NONE)
            {
                waiting.push_back(child);
            }
        }
    }
    std::sort(nodes.begin(), nodes.end(), [this](uint32_t a, uint32_t b) {
        return m_nodes[a].length != m_nodes[b].length ? m_nodes[a].length > m_nodes[b].length
                                                      : m_nodes[a].prefix < m_nodes[b].prefix;
    });
    std::vector<Entry> entries;
    for (const uint32_t node : nodes)
    {
        for (const Route& known : Routes(*this, m_nodes[node].routes))
        {
            Entry entry;
            entry.pvd = known.pvd;
            entry.route.interface = known.interface;
            entry.route.gateway = known.gateway.ToAddress();
            entry.route.prefix = m_nodes[node].prefix.ToAddress();
            entry.route.length = m_nodes[node].length;
            entry.route.source = GetSourcePrefix(known);
            entry.route.sourceLength = known.sourceLength;
            entry.route.preference = known.preference;
            entry.route.metric = known.metric;
            entry.route.origin = known.origin;
            entry.route.lifetime = known.lifetime;
            entry.route.expiry = known.expiry;
            entries.push_back(entry);
        }
    }
    return entries;
}

std::size_t
PvdFib::GetSize() const
{
    return m_size;
}

uint64_t
PvdFib::GetGeneration() const
{
    return m_generation;
}

} // namespace ns3
