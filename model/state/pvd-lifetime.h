/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_LIFETIME_H
#define PVD_LIFETIME_H

#include "ns3/nstime.h"

#include <cstdint>

namespace ns3
{

/**
 * \ingroup pvd-state
 * The arithmetic of lifetimes: functions of times, without a clock of their own.
 *
 * An expiry is an absolute simulation time; InfiniteExpiry() stands for the lifetime 0xffffffff.
 */

/// \return the expiry of what never expires
inline Time
InfiniteExpiry()
{
    return Time::Max();
}

/**
 * \param now the time of receipt
 * \param seconds the lifetime as received; 0xffffffff is infinite
 * \return when it ends
 */
Time GetExpiry(Time now, uint32_t seconds);

/**
 * \param now the present
 * \param expiry when it ends
 * \return what is left, never negative; InfiniteExpiry() if it never ends
 */
Time GetRemaining(Time now, Time expiry);

/**
 * The valid lifetime of an autoconfigured address after another Prefix Information option for its
 * prefix (RFC 4862, section 5.5.3 e): a received lifetime over two hours, or over what remains, is
 * taken; else what remains stays if it is two hours or less; else it becomes two hours.
 *
 * \param now the time of receipt
 * \param current the present expiry of the address
 * \param received the valid lifetime in the option, seconds
 * \return the new expiry
 */
Time ApplyTwoHourRule(Time now, Time current, uint32_t received);

/**
 * Whether a refresh says something new. It does not if it repeats the lifetime of the last
 * advertisement, nor if it ends when the last one did (a router that counts its lifetimes down).
 *
 * \param oldSeconds the lifetime last received, seconds
 * \param oldExpiry when that ends
 * \param newSeconds the lifetime received now, seconds
 * \param newExpiry when that ends
 * \return true if the lifetime changed
 */
bool IsNewLifetime(uint32_t oldSeconds, Time oldExpiry, uint32_t newSeconds, Time newExpiry);

} // namespace ns3

#endif /* PVD_LIFETIME_H */
