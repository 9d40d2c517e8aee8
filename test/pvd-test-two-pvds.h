/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_TWO_PVDS_H
#define PVD_TEST_TWO_PVDS_H

#include "pvd-test-lists.h"

#include "ns3/ipv6-route.h"
#include "ns3/pvd-ipv6-routing.h"

/**
 * \file
 * \ingroup pvd-test
 * A host with two Provisioning Domains, and decisions of its routing in words.
 */

namespace ns3
{
namespace pvdtest
{

const Station A = MakeRouter('a');         //!< router of a.example, with 2001:db8:a::/64
const Station B = MakeRouter('b');         //!< router of b.example, with 2001:db8:b::/64
const Ipv6Address FAR("2001:db8:ffff::1"); //!< B tells of a route to it

/// What Tell says of a packet that goes over A, with A's address, and over B.
const char* const BY_A = "via fe80::a from 2001:db8:a::ff:fe00:1 in a.example";
const char* const BY_B = "via fe80::b from 2001:db8:b::ff:fe00:1 in b.example";

/// One host; router A in PvD a.example, router B in b.example, each with a prefix.
struct TwoPvds : TwoLinks
{
    TwoPvds();

    /// \return the host's routing
    Ptr<PvdIpv6Routing> GetRouting() const;
    /// \return a flow that may use some PvDs
    PvdFlow Bound(const std::vector<std::string>& ids) const;
    /// \return the host's address of A's prefix
    Ipv6Address OfA() const;
    /// \return the host's address of B's prefix
    Ipv6Address OfB() const;
};

/// \return a flow with a source
PvdFlow From(const Ipv6Address& source);

/// \return such as "via fe80::a from 2001:db8:a::ff:fe00:1 in a.example", or the error
std::string Tell(const PvdDecision& decision);

/// What RouteOutput says.
struct SentRoute
{
    Ptr<Ipv6Route> route;                              //!< or null
    Socket::SocketErrno error{Socket::ERROR_NOTERROR}; //!< why there is none
};

/// \return what RouteOutput says to a packet
SentRoute AskRoute(const Ptr<PvdIpv6Routing>& routing,
                   const Ipv6Address& to,
                   const Ipv6Address& from);
/// \return the same as "fe80::a 2001:db8:a::ff:fe00:1", or "error" and its number
std::string TellRoute(const Ptr<PvdIpv6Routing>& routing,
                      const Ipv6Address& to,
                      const Ipv6Address& from);

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_TWO_PVDS_H */
