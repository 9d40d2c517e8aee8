/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_FIB_H
#define PVD_FIB_H

#include "pvd-entry.h"
#include "pvd-fib-shortcuts.h"
#include "pvd-ipv6-bits.h"
#include "pvd-provisioning-domain.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief The forwarding information base of a PvD-aware host: routes by prefix, each with its PvD.
 *
 * A path-compressed binary trie. A prefix holds any number of routes, told apart by (PvD,
 * interface, next hop, source prefix), in the order of their insertion. A lookup gives the matching
 * prefixes from the longest to the shortest, so that who finds nothing usable at one can go back to
 * the next.
 *
 * A lookup walks from bit to bit without looking at what the nodes skip, and compares the address
 * once, at the end of its way: how far it agrees with the last node says which of the prefixes that
 * it has passed are its own.
 */
class PvdFib
{
  public:
    /// A route and the PvD it came from; without one it is common to all.
    struct Entry
    {
        PvdRoute route; //!< the route
        Ptr<Pvd> pvd;   //!< its PvD, or null
    };

    /// What the FIB keeps of a route beside its prefix.
    using Route = PvdFibRoute;

    /// The routes of one prefix, in the order of their insertion.
    class Routes
    {
      public:
        /// Goes from route to route.
        class Iterator
        {
          public:
            /// \param fib where the routes are \param route the first, or null
            Iterator(const PvdFib& fib, const Route* route)
                : m_fib(fib),
                  m_route(route)
            {
            }

            const Route& operator*() const
            {
                return *m_route;
            }

            Iterator& operator++()
            {
                m_route = m_route->next == NONE ? nullptr : &m_fib.m_routes[m_route->next];
                return *this;
            }

            bool operator!=(const Iterator& other) const
            {
                return m_route != other.m_route;
            }

          private:
            const PvdFib& m_fib;  //!< where the routes are
            const Route* m_route; //!< which one
        };

        /// \param fib where the routes are \param node a node that has some
        Routes(const PvdFib& fib, const PvdFibNode& node)
            : m_fib(fib),
              m_node(node)
        {
        }

        Iterator begin() const
        {
            return Iterator(m_fib, &m_node.first);
        }

        Iterator end() const
        {
            return Iterator(m_fib, nullptr);
        }

      private:
        const PvdFib& m_fib;      //!< where the routes are
        const PvdFibNode& m_node; //!< the node
    };

    PvdFib();
    // Its routes point to its keys: it can be moved, not copied.
    PvdFib(PvdFib&&) = default;
    PvdFib& operator=(PvdFib&&) = default;

    /**
     * Insert a route, or replace the one with the same key, which keeps its place.
     * \param pvd its PvD, or null
     * \param route the route
     */
    void Insert(const Ptr<Pvd>& pvd, const PvdRoute& route);

    /**
     * \param pvd its PvD, or null
     * \param route a route with the key of the one to remove
     * \return false if there is none
     */
    bool Remove(const Ptr<Pvd>& pvd, const PvdRoute& route);

    /**
     * Visit the prefixes that match an address, the longest first.
     * \param address destination
     * \param visit called with the length and the routes of each prefix; returns true to stop
     * \return true if it was stopped
     */
    template <class Visit>
    bool Lookup(const PvdIpv6Bits& address, Visit&& visit) const;

    /// \return all routes, by prefix length from long to short, then by prefix, then by insertion
    std::vector<Entry> GetEntries() const;

    /// \param interface interface index \param gateway address \return true if a route goes there
    bool HasNextHop(uint32_t interface, const PvdIpv6Bits& gateway) const;
    /// \return how many routes there are
    std::size_t GetSize() const;
    /// \return a number that grows with each change
    uint64_t GetGeneration() const;

  private:
    using Node = PvdFibNode;
    static constexpr uint32_t NONE = Node::NONE; //!< no node, no route
    /// A trie with fewer nodes needs no shortcuts.
    static constexpr std::size_t MANY_NODES = 16;

    /// A node with a child in its place.
    struct Link
    {
        uint32_t node; //!< the node
        unsigned bit;  //!< which child
    };

    uint32_t AddNode(const PvdIpv6Bits& prefix, uint8_t length);
    void FreeNode(uint32_t node);

    /// A key, and how many routes share it.
    struct SharedKey
    {
        PvdFibKey key;     //!< the key
        uint32_t users{0}; //!< so many
    };

    /// Sorted by key. In most hosts they are few, and a tree would take half as much again.
    using SharedKeys = std::vector<std::unique_ptr<SharedKey>>;

    /// \return the first key that does not come before one
    SharedKeys::const_iterator FindKey(const PvdFibKey& key) const;
    /// \return a key that is kept as long as it is shared
    const PvdFibKey* ShareKey(const PvdFibKey& key);
    void UnshareKey(const PvdFibKey& key);
    /// Put a new route behind the others of a node. \return where it is
    Route& AddRoute(Node& node, const PvdFibKey& key);
    void FreeRoute(uint32_t place);
    /// Take out a route of a node.
    void RemoveRoute(Node& node, const Route& route);
    /// \return the node of a prefix; made if it is not there
    uint32_t MakeNode(const PvdIpv6Bits& prefix, uint8_t length);
    /// \return the node of a prefix, or NONE, and the way to it
    uint32_t FindNode(const PvdIpv6Bits& prefix, uint8_t length, std::vector<Link>& way) const;
    /// Take out a node that has no routes, and what is not needed without it.
    void Prune(uint32_t node, std::vector<Link> way);
    /// \return the route with the same key among those of a node, or null
    Route* FindRoute(Node& node, const PvdFibKey& key);

    /// Visit the matching prefixes from a node on down. \return true if it was stopped
    template <class Visit>
    bool Walk(uint32_t first, const PvdIpv6Bits& address, Visit& visit) const;
    /// Visit the matching prefixes above a node. \return true if it was stopped
    template <class Visit>
    bool VisitCovers(uint32_t node, const PvdIpv6Bits& address, Visit& visit) const;
    void NoteChange();
    /// A lookup has found no shortcuts.
    void NoteLookup() const;
    void MakeShortcuts() const;

    Node::Large<Node> m_nodes;        //!< the first is the root, ::/0
    std::vector<Route> m_routes;      //!< those that are not the first of a node
    SharedKeys m_keys;                //!< of the routes
    uint32_t m_freeNode{NONE};        //!< a free place; its first child is the next one
    uint32_t m_freeRoute{NONE};       //!< a free place; its next one is the next one
    std::size_t m_size{0};            //!< routes
    uint64_t m_generation{0};         //!< changes
    mutable std::size_t m_lookups{0}; //!< since the last change, up to the shortcuts
    mutable std::unique_ptr<PvdFibShortcuts> m_shortcuts; //!< until the next change, or null
};

} // namespace ns3

#include "pvd-fib-lookup.h"

#endif /* PVD_FIB_H */
