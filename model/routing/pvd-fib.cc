/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-fib.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// Append an element. A vector grows to twice its size; a table of routes, and the few of a host,
/// need not have that much room to spare. \return its place
template <class List>
uint32_t
Append(List& list)
{
    if (list.size() == list.capacity())
    {
        list.reserve(list.size() + list.size() / 8 + 1);
    }
    list.emplace_back();
    return list.size() - 1;
}

PvdFibKey
MakeKey(const Ptr<Pvd>& pvd, const PvdRoute& route)
{
    PvdFibKey key;
    key.pvd = pvd;
    key.gateway = PvdIpv6Bits(route.gateway);
    key.source = PvdIpv6Bits(route.source).GetPrefix(route.sourceLength);
    key.interface = route.interface;
    key.sourceLength = route.sourceLength;
    return key;
}

} // namespace

PvdFib::PvdFib()
{
    AddNode(PvdIpv6Bits(), 0);
}

uint32_t
PvdFib::AddNode(const PvdIpv6Bits& prefix, uint8_t length)
{
    const uint32_t node = m_freeNode == NONE ? Append(m_nodes) : m_freeNode;
    m_freeNode = m_nodes[node].children[0];
    m_nodes[node] = Node();
    m_nodes[node].prefix = prefix.GetPrefix(length);
    m_nodes[node].length = length;
    return node;
}

void
PvdFib::FreeNode(uint32_t node)
{
    m_nodes[node] = Node();
    m_nodes[node].children[0] = m_freeNode;
    m_freeNode = node;
}

PvdFib::SharedKeys::const_iterator
PvdFib::FindKey(const PvdFibKey& key) const
{
    return std::lower_bound(
        m_keys.begin(),
        m_keys.end(),
        key,
        [](const auto& one, const PvdFibKey& other) { return one->key < other; });
}

const PvdFibKey*
PvdFib::ShareKey(const PvdFibKey& key)
{
    auto place = FindKey(key);
    if (place == m_keys.end() || key < (*place)->key)
    {
        place = m_keys.insert(place, std::make_unique<SharedKey>(SharedKey{key, 0}));
    }
    ++(*place)->users;
    return &(*place)->key;
}

void
PvdFib::UnshareKey(const PvdFibKey& key)
{
    const auto place = FindKey(key);
    if (--(*place)->users == 0)
    {
        m_keys.erase(place);
    }
}

PvdFib::Route&
PvdFib::AddRoute(Node& node, const PvdFibKey& key)
{
    Route* added = &node.first;
    if (node.HasRoutes())
    {
        const uint32_t place = m_freeRoute == NONE ? Append(m_routes) : m_freeRoute;
        m_freeRoute = m_routes[place].next;
        Route* last = &node.first;
        while (last->next != NONE)
        {
            last = &m_routes[last->next];
        }
        last->next = place;
        added = &m_routes[place];
    }
    *added = Route();
    added->key = ShareKey(key);
    ++m_size;
    return *added;
}

void
PvdFib::FreeRoute(uint32_t place)
{
    m_routes[place] = Route();
    m_routes[place].next = m_freeRoute;
    m_freeRoute = place;
}

void
PvdFib::RemoveRoute(Node& node, const Route& route)
{
    UnshareKey(*route.key);
    --m_size;
    if (&route != &node.first)
    {
        Route* before = &node.first;
        while (&m_routes[before->next] != &route)
        {
            before = &m_routes[before->next];
        }
        const uint32_t place = before->next;
        before->next = route.next;
        FreeRoute(place);
    }
    else if (route.next != NONE)
    {
        const uint32_t second = route.next;
        node.first = m_routes[second];
        FreeRoute(second);
    }
    else
    {
        node.first = Route();
    }
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
    while (!way.empty() && !m_nodes[node].HasRoutes())
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

PvdFib::Route*
PvdFib::FindRoute(Node& node, const PvdFibKey& key)
{
    const auto shared = FindKey(key);
    if (!node.HasRoutes() || shared == m_keys.end() || key < (*shared)->key)
    {
        return nullptr;
    }
    Route* route = &node.first;
    while (route && route->key != &(*shared)->key)
    {
        route = route->next == NONE ? nullptr : &m_routes[route->next];
    }
    return route;
}

void
PvdFib::NoteChange()
{
    ++m_generation;
    m_lookups = 0;
    m_shortcuts.reset();
}

void
PvdFib::MakeShortcuts() const
{
    m_lookups = 0;
    auto shortcuts = std::make_unique<PvdFibShortcuts>(m_nodes);
    if (shortcuts->HasForks())
    {
        m_shortcuts = std::move(shortcuts);
    }
}

void
PvdFib::Insert(const Ptr<Pvd>& pvd, const PvdRoute& route)
{
    NoteChange();
    Node& node = m_nodes[MakeNode(PvdIpv6Bits(route.prefix), route.length)];
    const PvdFibKey key = MakeKey(pvd, route);
    Route* known = FindRoute(node, key);
    Route& to = known ? *known : AddRoute(node, key);
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
    const uint32_t place = FindNode(PvdIpv6Bits(route.prefix), route.length, way);
    const Route* known = place == NONE ? nullptr : FindRoute(m_nodes[place], MakeKey(pvd, route));
    if (!known)
    {
        return false;
    }
    NoteChange();
    RemoveRoute(m_nodes[place], *known);
    Prune(place, std::move(way));
    return true;
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
        if (m_nodes[node].HasRoutes())
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
        for (const Route& known : Routes(*this, m_nodes[node]))
        {
            Entry entry;
            entry.pvd = known.key->pvd;
            entry.route.interface = known.key->interface;
            entry.route.gateway = known.key->gateway.ToAddress();
            entry.route.prefix = m_nodes[node].prefix.ToAddress();
            entry.route.length = m_nodes[node].length;
            entry.route.source = known.key->source.ToAddress();
            entry.route.sourceLength = known.key->sourceLength;
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

bool
PvdFib::HasNextHop(uint32_t interface, const PvdIpv6Bits& gateway) const
{
    return std::any_of(m_keys.begin(), m_keys.end(), [&](const auto& shared) {
        return shared->key.interface == interface && shared->key.gateway == gateway;
    });
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
