/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_PRINT_H
#define PVD_PRINT_H

#include "pvd-registry.h"

#include <iosfwd>

namespace ns3
{

/**
 * \file
 * \ingroup pvd-state
 * State as text for scripts, one object a line. The lines are those of /proc/net/pvd and
 * /proc/net/pvd.d of the Linux mPvD kernel, without kernel pointers and with the lifetimes it
 * lacks: seconds that remain, -1 for ever. Addresses are in full form, names in RFC 8801's.
 */

/// One line for each PvD: `name= seq= h= l= a= index= lla= dev=`; a is R, `<nodev>` for explicit.
void PrintPvds(std::ostream& os, const PvdRegistry& registry);

/// The same for one PvD, without its name.
void PrintPvdAttributes(std::ostream& os, const Pvd& pvd);

/// `index destination/length source/0 gateway metric device (seconds)` for each route.
void PrintPvdRoutes(std::ostream& os, const PvdRegistry& registry, const Pvd& pvd);

/// `index address/length device (seconds)` for each address, with its valid lifetime.
void PrintPvdAddresses(std::ostream& os, const PvdRegistry& registry, const Pvd& pvd);

/// `index address (seconds)` for each DNS server.
void PrintPvdResolvers(std::ostream& os, const Pvd& pvd);

/// `index domain (seconds)` for each search suffix.
void PrintPvdSearchDomains(std::ostream& os, const Pvd& pvd);

} // namespace ns3

#endif /* PVD_PRINT_H */
