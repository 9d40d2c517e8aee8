/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_LINK_ROUTER_H
#define PVD_TEST_LINK_ROUTER_H

#include "pvd-test-wire.h"

#include "ns3/ipv6-interface-address.h"

#include <sstream>
#include <string>

namespace ns3
{
namespace pvdtest
{

/// A router of the module between two links, with a neighbour on each that it knows.
struct LinkRouter : TwoLinks
{
    /// \param options how to make the node
    explicit LinkRouter(const HostOptions& options = HostOptions())
        : TwoLinks(options),
          near{Ipv6Address("2400:1::c"), MakeRouter('c').mac},
          far{Ipv6Address("2400:2::d"), MakeRouter('d').mac}
    {
        const auto ipv6 = host.GetIpv6();
        for (const uint32_t interface : {1, 2})
        {
            ipv6->SetForwarding(interface, true);
            ipv6->AddAddress(interface,
                             Ipv6InterfaceAddress(GetOwn(interface), Ipv6Prefix(uint8_t{64})));
        }
        RunTo(Seconds(5));
        Announce(link, near, 1);
        Announce(second, far, 2);
    }

    /// \return the address of the router on a link
    static Ipv6Address GetOwn(uint32_t interface)
    {
        return Ipv6Address(interface == 1 ? "2400:1::ff" : "2400:2::ff");
    }

    /// Let the router know a neighbour by its global and its link-local address.
    void Announce(TestLink& on, const Station& station, uint32_t interface)
    {
        const Station local{MakeRouter(ToText(station.address).back()).address, station.mac};
        on.Send(NeighborSolicitation(GetOwn(interface), &station.mac), station, GetOwn(interface));
        on.Send(NeighborSolicitation(host.GetLinkLocal(interface), &station.mac),
                local,
                host.GetLinkLocal(interface));
        link.ForgetSeen();
        second.ForgetSeen();
    }

    /// \return what the router sent on a link since the last call but Neighbor Discovery: type and
    /// code, destination, Hop Limit of what it forwarded
    static std::string Take(TestLink& on)
    {
        std::ostringstream os;
        for (const auto& seen : on.GetSeen())
        {
            const bool isMessage = seen.nextHeader == ICMPV6_MESSAGE && !seen.message.empty();
            if (isMessage && seen.message[0] > ECHO_REPLY && seen.message[0] != REDIRECT)
            {
                continue;
            }
            os << (os.tellp() > 0 ? ", " : "");
            os << (isMessage
                       ? std::to_string(seen.message[0]) + "/" + std::to_string(seen.message[1])
                       : std::to_string(seen.nextHeader));
            os << " to " << ToText(seen.destination);
            os << (seen.hopLimit < 64 ? " hop limit " + std::to_string(seen.hopLimit) : "");
        }
        on.ForgetSeen();
        return os.str();
    }

    Station near; //!< 2400:1::c, on the link of interface 1
    Station far;  //!< 2400:2::d, on that of interface 2
};

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_LINK_ROUTER_H */
