/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_INDEXES_H
#define PVD_INDEXES_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief Indexes of PvDs, in order. Internal to routing and sockets.
 *
 * Each packet of a bound flow brings its PvDs along, and most flows have one: that needs no memory
 * of the heap. Index 0 is no PvD's.
 */
class PvdIndexes
{
  public:
    PvdIndexes() = default;

    /// \param indexes none of them 0
    PvdIndexes(std::initializer_list<uint64_t> indexes)
    {
        for (const uint64_t index : indexes)
        {
            push_back(index);
        }
    }

    /// \param other what to copy
    PvdIndexes(const PvdIndexes& other)
        : m_one(other.m_one),
          m_many(other.m_many ? std::make_unique<std::vector<uint64_t>>(*other.m_many) : nullptr)
    {
    }

    /// \param other what to take; not to be used after
    PvdIndexes(PvdIndexes&& other) noexcept = default;

    /// \param other what to take \return this
    PvdIndexes& operator=(PvdIndexes other) noexcept
    {
        m_one = other.m_one;
        m_many.swap(other.m_many);
        return *this;
    }

    ~PvdIndexes() = default;

    /// \return the first
    const uint64_t* begin() const
    {
        return m_many ? m_many->data() : &m_one;
    }

    /// \return behind the last
    const uint64_t* end() const
    {
        return begin() + size();
    }

    /// \return how many there are
    std::size_t size() const
    {
        return m_many ? m_many->size() : m_one != 0;
    }

    /// \return true if there are none
    bool empty() const
    {
        return size() == 0;
    }

    /// \param index not 0
    void push_back(uint64_t index)
    {
        if (!m_many && m_one == 0)
        {
            m_one = index;
            return;
        }
        if (!m_many)
        {
            m_many = std::make_unique<std::vector<uint64_t>>(1, m_one);
        }
        m_many->push_back(index);
    }

    /// \param index of a PvD \return true if it is there
    bool Has(uint64_t index) const
    {
        return std::find(begin(), end(), index) != end();
    }

    /// \return true if both have the same in the same order
    bool operator==(const PvdIndexes& other) const
    {
        return m_many || other.m_many ? std::equal(begin(), end(), other.begin(), other.end())
                                      : m_one == other.m_one;
    }

  private:
    uint64_t m_one{0};                             //!< the first, or 0
    std::unique_ptr<std::vector<uint64_t>> m_many; //!< all, if there are more
};

} // namespace ns3

#endif /* PVD_INDEXES_H */
