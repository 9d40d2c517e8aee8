/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_BOUND_PVDS_H
#define PVD_BOUND_PVDS_H

#include "pvd-binding.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

class PvdRegistry;

/**
 * \ingroup pvd-binding
 * \brief A binding, and which PvDs its names have stood for. Internal to processes and sockets.
 */
class PvdBoundPvds
{
  public:
    /// \param binding what to be bound to from now on
    void Set(const PvdBinding& binding);

    /// \return what it is bound to
    const PvdBinding& Get() const
    {
        return m_binding;
    }

    /**
     * \param registry the node's PvDs
     * \param sticky a PvD that has gone and come back is the same
     * \return the PvDs that there are, in the order of the binding
     */
    std::vector<Ptr<Pvd>> Find(const PvdRegistry& registry, bool sticky);

    /**
     * \param i place of a name in the binding
     * \param registry the node's PvDs
     * \param sticky a PvD that has gone and come back is the same
     * \return the PvD of that name, or null
     */
    Ptr<Pvd> Find(std::size_t i, const PvdRegistry& registry, bool sticky);

    /// \return true if it has one name
    bool IsOne() const
    {
        return m_seen.size() == 1;
    }

    /// \return true if a PvD of the binding was there once
    bool WasThere() const;
    /// \param pvd a PvD \return true if the binding names it
    bool Names(const Pvd& pvd) const;

    /// How often Find was asked for a connection: where round robin goes on.
    uint32_t turn{0};

  private:
    PvdBinding m_binding;         //!< see Get
    std::vector<uint64_t> m_seen; //!< of each name the index of the PvD that it last stood for
};

} // namespace ns3

#endif /* PVD_BOUND_PVDS_H */
