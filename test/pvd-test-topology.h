/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_TOPOLOGY_H
#define PVD_TEST_TOPOLOGY_H

#include "ns3/pvd-topology-description.h"
#include "ns3/pvd-topology-probe.h"
#include "ns3/pvd-topology.h"
#include "ns3/simulator.h"

#include <sstream>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-test
 * What the suites of the demo topologies share: a network that has settled, and how its hosts reach
 * things, in a line.
 */

namespace ns3
{
namespace pvdtest
{

/// A topology whose hosts have heard all Router Advertisements. Its simulation ends with it.
struct SettledTopology
{
    PvdTopology topology;   //!< the network
    PvdTopologyProbe probe; //!< connects

    /// \param made the network
    explicit SettledTopology(const PvdTopology& made)
        : topology(made),
          probe(made)
    {
        Wait(10);
    }

    ~SettledTopology()
    {
        Simulator::Destroy();
    }

    /// Let time go by. \param seconds of the simulation
    static void Wait(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    /// \param host name of a node \return its PvDs, a line for each
    std::vector<std::string> ListPvds(const std::string& host) const
    {
        std::vector<std::string> lines;
        for (const auto& pvd : DescribePvds(topology, host))
        {
            lines.push_back(pvd.id + ": " + pvd.addresses + "; " + pvd.routes);
        }
        return lines;
    }

    /// \param host name of a node \param id of a PvD, or "implicit" and a port \return the PvD
    PvdTopologyDescription Find(const std::string& host, const std::string& id) const
    {
        for (const auto& pvd : DescribePvds(topology, host))
        {
            if (pvd.id == id)
            {
                return pvd;
            }
        }
        return {};
    }

    /**
     * Connect, and wait.
     * \param host name of a node
     * \param binding of its socket
     * \param destination address
     * \param port TCP port
     * \return prefix of the source and first hop; "lost: " before it if nobody answered
     */
    std::string Connect(const std::string& host,
                        const PvdBinding& binding,
                        const std::string& destination,
                        uint16_t port = PvdTopologyProbe::PORT)
    {
        const auto& way = probe.Connect(host, binding, Ipv6Address(destination.c_str()), port);
        Wait(2);
        if (way.error != Socket::ERROR_NOTERROR)
        {
            return "no route";
        }
        std::ostringstream os;
        os << (way.isConnected ? "" : "lost: ")
           << Ipv6Address(way.source).CombinePrefix(Ipv6Prefix(64)) << " " << way.GetFirstHop();
        return os.str();
    }
};

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_TOPOLOGY_H */
