/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_HUGE_PAGE_ALLOCATOR_H
#define PVD_HUGE_PAGE_ALLOCATOR_H

#include <cstddef>
#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace ns3
{

/**
 * \ingroup pvd-routing
 * \brief Gives large arrays whole huge pages, where the system has them to give.
 *
 * A lookup in a large FIB jumps from place to place. With pages of 4 KiB most jumps miss the
 * processor's list of pages, which costs more than the memory itself.
 *
 * \tparam T what the array is of
 */
template <class T>
class PvdHugePageAllocator
{
  public:
    using value_type = T; //!< the name that the standard library asks for

    PvdHugePageAllocator() = default;

    /// An allocator for other types does the same.
    template <class Other>
    PvdHugePageAllocator(const PvdHugePageAllocator<Other>&)
    {
    }

    /// \param number of elements \return room for them
    T* allocate(std::size_t number)
    {
        const std::size_t size = number * sizeof(T);
        if (size < PAGE)
        {
            return static_cast<T*>(::operator new(size, std::align_val_t(alignof(T))));
        }
        void* const room = ::operator new(size, std::align_val_t(PAGE));
#if defined(MADV_HUGEPAGE)
        // What is not a whole page at the end stays as it is. This is advice: without it things
        // only take longer.
        madvise(room, size / PAGE * PAGE, MADV_HUGEPAGE);
#endif
        return static_cast<T*>(room);
    }

    /// \param room what allocate has returned \param number as it was asked for
    void deallocate(T* room, std::size_t number)
    {
        const std::size_t alignment = number * sizeof(T) < PAGE ? alignof(T) : PAGE;
        ::operator delete(room, std::align_val_t(alignment));
    }

    /// \return true: what one has given the other may take back
    bool operator==(const PvdHugePageAllocator&) const
    {
        return true;
    }

    /// \return false
    bool operator!=(const PvdHugePageAllocator&) const
    {
        return false;
    }

  private:
    static constexpr std::size_t PAGE = std::size_t(1) << 21; //!< bytes of a huge page
};

} // namespace ns3

#endif /* PVD_HUGE_PAGE_ALLOCATOR_H */
