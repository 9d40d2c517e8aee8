/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_NEIGHBOR_H
#define PVD_TEST_NEIGHBOR_H

#include "pvd-test-lists.h"

#include <algorithm>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-test
 * A host with a neighbour, for the suites of address resolution and unreachability detection.
 */

namespace ns3
{
namespace pvdtest
{

const Station A = MakeRouter('a');                         ///< a router
const Station B = MakeRouter('b');                         ///< another one
const Ipv6Address FAR("2606::1");                          ///< behind the routers
const Station PEER{"2001:db8:1::77", "02:00:00:00:00:77"}; ///< a neighbour
const Mac48Address OTHER_MAC("02:00:00:00:00:78");         ///< its other device

/// A host with the prefix 2001:db8:1::/64 and the default router A.
struct HostAndPeer : OneHost
{
    HostAndPeer()
    {
        RunTo(Seconds(3));
        Hear(Ra(9000, {Slla(A.mac), Pio("2001:db8:1::/64", 90000, 90000)}));
        RunTo(Seconds(6));
        link.ForgetSeen();
    }

    /// \return the host's address
    Ipv6Address Own() const
    {
        return host.MakeAddress("2001:db8:1::/64");
    }

    /// Send an advertisement of PEER. \param flags see NeighborAdvertisement \param mac or null
    void Advertise(const std::string& flags, const Mac48Address* mac)
    {
        Octets message = NeighborAdvertisement(PEER.address, PEER.mac, flags);
        if (mac)
        {
            message = NeighborAdvertisement(PEER.address, *mac, flags);
        }
        else
        {
            message.resize(24);
        }
        const bool isAnswer = flags.find('S') != std::string::npos;
        link.Send(message, PEER, isAnswer ? Own() : Ipv6Address::GetAllNodesMulticast());
        RunNow();
    }

    /// Let PEER be known and confirmed.
    void Confirm()
    {
        host.SendUdp(PEER.address);
        Advertise("SO", &PEER.mac);
        RunTo(Simulator::Now() + Seconds(1));
        link.ForgetSeen();
    }

    /// Send a packet to a neighbour each second. \param seconds for how long
    void Talk(uint32_t seconds, const Ipv6Address& to = PEER.address)
    {
        for (uint32_t i = 0; i < seconds; ++i)
        {
            host.SendUdp(to);
            RunTo(Simulator::Now() + Seconds(1));
        }
    }

    /// \return how many UDP packets went to a device
    std::size_t CountUdp(const Mac48Address& mac) const
    {
        return Count(link.GetSeenUdp(), mac);
    }

    /// \return how many solicitations went to a device
    std::size_t CountProbes(const Mac48Address& mac) const
    {
        return Count(link.GetSeen(NEIGHBOR_SOLICITATION), mac);
    }

    /// \return how many multicast solicitations there were for an address
    std::size_t CountQuestions(const Ipv6Address& target) const
    {
        const auto seen = link.GetSeen(NEIGHBOR_SOLICITATION);
        return std::count_if(seen.begin(), seen.end(), [&](const auto& one) {
            return one.destination.IsMulticast() && GetTarget(one.message) == target;
        });
    }

    static std::size_t Count(const std::vector<SeenPacket>& seen, const Mac48Address& mac)
    {
        return std::count_if(seen.begin(), seen.end(), [&](const auto& one) {
            return one.hardwareDestination == mac;
        });
    }
};

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_NEIGHBOR_H */
