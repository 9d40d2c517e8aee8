/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-advertisement-consistency.h"

#include <cstdint>

namespace ns3
{

namespace
{

constexpr uint32_t SLACK = 2; // seconds: lifetimes that count down are rounded, and take their way

void
Compare(const std::string& what, uint64_t ours, uint64_t theirs, std::vector<std::string>& found)
{
    if (ours != theirs)
    {
        found.push_back(what + " is " + std::to_string(theirs) + " there and " +
                        std::to_string(ours) + " here");
    }
}

/// As Compare, where 0 says nothing.
void
CompareSpecified(const std::string& what,
                 uint64_t ours,
                 uint64_t theirs,
                 std::vector<std::string>& found)
{
    if (ours != 0 && theirs != 0)
    {
        Compare(what, ours, theirs, found);
    }
}

bool
AreFarApart(uint32_t one, uint32_t other)
{
    return one > other ? one - other > SLACK : other - one > SLACK;
}

void
ComparePrefixes(const PrefixInformationOption& ours,
                const PrefixInformationOption& theirs,
                std::vector<std::string>& found)
{
    if (ours.prefixLength != theirs.prefixLength || ours.prefix != theirs.prefix)
    {
        return;
    }
    const std::string name = ToString(ours.prefix) + "/" + std::to_string(ours.prefixLength);
    if (AreFarApart(ours.validLifetime, theirs.validLifetime))
    {
        Compare("the valid lifetime of " + name, ours.validLifetime, theirs.validLifetime, found);
    }
    if (AreFarApart(ours.preferredLifetime, theirs.preferredLifetime))
    {
        Compare("the preferred lifetime of " + name,
                ours.preferredLifetime,
                theirs.preferredLifetime,
                found);
    }
}

void
CompareOptions(const RouterAdvertisement::Option& ours,
               const RouterAdvertisement::Option& theirs,
               std::vector<std::string>& found)
{
    const auto* ourMtu = std::get_if<MtuOption>(&ours);
    const auto* theirMtu = std::get_if<MtuOption>(&theirs);
    if (ourMtu && theirMtu)
    {
        Compare("the MTU", ourMtu->mtu, theirMtu->mtu, found);
    }
    const auto* ourPrefix = std::get_if<PrefixInformationOption>(&ours);
    const auto* theirPrefix = std::get_if<PrefixInformationOption>(&theirs);
    if (ourPrefix && theirPrefix)
    {
        ComparePrefixes(*ourPrefix, *theirPrefix, found);
    }
}

} // namespace

std::vector<std::string>
FindInconsistencies(const RouterAdvertisement& ours, const RouterAdvertisement& theirs)
{
    std::vector<std::string> found;
    const RaHeader& here = ours.header;
    const RaHeader& there = theirs.header;
    CompareSpecified("Cur Hop Limit", here.curHopLimit, there.curHopLimit, found);
    Compare("the M flag", here.managed, there.managed, found);
    Compare("the O flag", here.otherConfig, there.otherConfig, found);
    CompareSpecified("Reachable Time", here.reachableTime, there.reachableTime, found);
    CompareSpecified("Retrans Timer", here.retransTimer, there.retransTimer, found);
    for (const auto& ourOption : ours.options)
    {
        for (const auto& theirOption : theirs.options)
        {
            CompareOptions(ourOption, theirOption, found);
        }
    }
    return found;
}

} // namespace ns3
