/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_LISTS_H
#define PVD_TEST_LISTS_H

#include "pvd-test-case.h"

#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-test
 * State as short text, so that one check says all of a list: what is there, in which order, and
 * what is not. Interfaces stand behind a "%". A PvD that is null is "no PvD".
 */

namespace ns3
{
namespace pvdtest
{

/// \return the parts with ", " between them
std::string Join(const std::vector<std::string>& parts);

/// \return identities of all PvDs in order
std::string ListPvds(const TestHost& host);
/// \return such as "fe80::a%1, fe80::b%2"
std::string ListRouters(const Ptr<Pvd>& pvd);
/// \return such as "2001:db8:1::/64%1 by fe80::a"
std::string ListPrefixes(const Ptr<Pvd>& pvd);
/// \return such as "::/0 via fe80::a%1, 2001:db8:1::/64%1 low"; medium is not said
std::string ListRoutes(const Ptr<Pvd>& pvd);
/// \return DNS servers
std::string ListResolvers(const Ptr<Pvd>& pvd);
/// \return DNS search suffixes
std::string ListDomains(const Ptr<Pvd>& pvd);
/// \return addresses that a PvD owns, on all interfaces; null: those without a PvD
std::string ListAddresses(const TestHost& host, const Ptr<Pvd>& pvd);
/// \return routes that are in use without a PvD, link-local and multicast ones left out
std::string ListCommonRoutes(const TestHost& host);

/// \return default routes with routers and preferences, over all PvDs: "fe80::a medium"
std::string DefaultRoutes(const TestHost& host);

/// \return what was told since ForgetEvents
std::string ListEvents(const TestHost& host);
/// \return reasons of drops, and of ignored options such as "3: prefix limit", since ForgetEvents
std::string ListComplaints(const TestHost& host);

/**
 * Look for contradictions between the PvDs, the routes in use, and the addresses of ns-3.
 * \return what is wrong, or an empty text
 */
std::string FindContradiction(const TestHost& host);

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_LISTS_H */
