/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ON_DEMAND_H
#define PVD_ON_DEMAND_H

#include <map>
#include <memory>

namespace ns3
{

/**
 * \ingroup pvd-state
 * \brief Something that most hosts never have, made when it is written for the first time. Until
 * then it takes the room of a pointer: simulations have thousands of hosts.
 *
 * \tparam T what it is; a new one says that there is nothing
 */
template <class T>
class PvdOnDemand
{
  public:
    /// \return it, to read; a new one that all share if it was not made
    const T& Get() const
    {
        static const T nothing{};
        return m_value ? *m_value : nothing;
    }

    /// \return it, to write
    T& Make()
    {
        if (!m_value)
        {
            m_value = std::make_unique<T>();
        }
        return *m_value;
    }

    /// Forget it.
    void Clear()
    {
        m_value.reset();
    }

  private:
    std::unique_ptr<T> m_value; //!< it, or null
};

/// A map that is made when it is written for the first time.
template <class Key, class Value>
using PvdMapOnDemand = PvdOnDemand<std::map<Key, Value>>;

} // namespace ns3

#endif /* PVD_ON_DEMAND_H */
