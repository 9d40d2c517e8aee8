/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TOPOLOGY_DESCRIPTION_H
#define PVD_TOPOLOGY_DESCRIPTION_H

#include "ns3/pvd-topology.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-helper
 * \brief A PvD that a host of a topology knows, in the names of the topology. Lists are in the
 * order of their texts, with ", " between.
 */
struct PvdTopologyDescription
{
    std::string id;        //!< PvD ID; of an implicit one "implicit" and the port of its router
    std::string text;      //!< as PvdBinding wants it
    std::string addresses; //!< prefixes of its addresses; deprecated ones in "()"
    std::string routes;    //!< those over routers: prefix, port of the router, preference
    std::string resolvers; //!< DNS servers
    std::string domains;   //!< DNS search list
};

/// \param topology the network \param host name of a PvD-aware node \return its PvDs in order of
/// first sight
std::vector<PvdTopologyDescription> DescribePvds(const PvdTopology& topology,
                                                 const std::string& host);

/// Print them. \param os where to \param topology the network \param host name of a PvD-aware node
void PrintPvds(std::ostream& os, const PvdTopology& topology, const std::string& host);

} // namespace ns3

#endif /* PVD_TOPOLOGY_DESCRIPTION_H */
