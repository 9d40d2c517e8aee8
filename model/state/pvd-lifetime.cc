/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-lifetime.h"

#include "pvd-nd-option.h"

#include <algorithm>

namespace ns3
{

Time
GetExpiry(Time now, uint32_t seconds)
{
    // Seconds() and its like would calculate in 128 bits. With a resolution finer than nanoseconds
    // not every lifetime ends within the time that can be simulated.
    const int64_t second = Time::FromInteger(1, Time::S).GetTimeStep();
    const int64_t left = InfiniteExpiry().GetTimeStep() - now.GetTimeStep();
    return seconds == ND_INFINITE_LIFETIME || seconds >= left / second
               ? InfiniteExpiry()
               : now + TimeStep(seconds * second);
}

Time
GetRemaining(Time now, Time expiry)
{
    return expiry == InfiniteExpiry() ? InfiniteExpiry() : std::max(Time(0), expiry - now);
}

Time
ApplyTwoHourRule(Time now, Time current, uint32_t received)
{
    const Time wanted = GetExpiry(now, received);
    const Time twoHours = now + Time::FromInteger(2, Time::H);
    if (wanted > twoHours || wanted > current)
    {
        return wanted;
    }
    return current <= twoHours ? current : twoHours;
}

bool
IsNewLifetime(uint32_t oldSeconds, Time oldExpiry, uint32_t newSeconds, Time newExpiry)
{
    return oldSeconds != newSeconds && oldExpiry != newExpiry;
}

} // namespace ns3
