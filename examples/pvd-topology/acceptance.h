/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TOPOLOGY_ACCEPTANCE_H
#define PVD_TOPOLOGY_ACCEPTANCE_H

#include "../checked-command-line.h"

#include "ns3/pvd-topology-description.h"
#include "ns3/pvd-topology-probe.h"
#include "ns3/pvd-topology.h"
#include "ns3/simulator.h"

#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-examples
 * What the programs of the demo topologies share: they let hosts connect, print a line for each
 * connection, and say where one goes another way than it should.
 */

namespace demo
{

/// A connection, and what should become of it.
struct Trial
{
    std::string host;                           //!< who connects
    ns3::PvdBinding binding;                    //!< of its socket
    std::string destination;                    //!< where to
    std::string source;                         //!< prefix of 64 bits of its source; "": any
    std::string path;                           //!< nodes and ports where it comes in; "": any
    bool isConnected{true};                     //!< whether somebody answers
    uint16_t port{ns3::PvdTopologyProbe::PORT}; //!< TCP port
};

/// What a program is about.
struct Program
{
    std::string file;                   //!< its source file
    std::string usage;                  //!< what it does
    ns3::PvdTopology (*build)();        //!< makes its network
    std::vector<std::string> listeners; //!< nodes that accept connections
};

/// A network whose hosts have heard what routers say, and the trials that went wrong.
class Demo
{
  public:
    /// \param topology the network \param servers names of nodes that accept connections
    Demo(const ns3::PvdTopology& topology, const std::vector<std::string>& servers)
        : m_topology(topology),
          m_probe(topology)
    {
        for (const auto& server : servers)
        {
            m_probe.Listen(server);
        }
        Wait(SETTLED);
    }

    ~Demo()
    {
        ns3::Simulator::Destroy();
    }

    Demo(const Demo&) = delete;
    Demo& operator=(const Demo&) = delete;

    /// \return the network
    ns3::PvdTopology& GetTopology()
    {
        return m_topology;
    }

    /// Let a host connect, and print what becomes of it. \param trial the connection
    void Try(const Trial& trial)
    {
        const auto& way = m_probe.Connect(trial.host,
                                          trial.binding,
                                          ns3::Ipv6Address(trial.destination.c_str()),
                                          trial.port);
        Wait(PATIENCE);
        std::ostringstream source;
        source << ns3::Ipv6Address(way.source).CombinePrefix(ns3::Ipv6Prefix(64));
        std::string path;
        for (const auto& [node, port] : way.hops)
        {
            path += (path.empty() ? "" : " ") + node + ":" + port;
        }
        const bool passed = way.isConnected == trial.isConnected &&
                            (trial.source.empty() || source.str() == trial.source) &&
                            (trial.path.empty() || path.rfind(trial.path, 0) == 0);
        m_failed += !passed;
        std::cout << "  " << (passed ? "ok      " : "FAILED  ") << trial.host << " ("
                  << trial.binding << ") -> " << trial.destination << ": "
                  << (way.isConnected ? "connected" : "no answer") << ", from " << way.source
                  << ", over " << (path.empty() ? "nothing" : path) << "\n";
    }

    /// \return an exit status
    int Finish() const
    {
        std::cout << (m_failed == 0 ? "All as expected\n"
                                    : std::to_string(m_failed) + " not as expected\n");
        return m_failed == 0 ? 0 : 1;
    }

  private:
    static constexpr double SETTLED = 10; //!< seconds until all is heard and checked
    static constexpr double PATIENCE = 2; //!< seconds with a connection

    static void Wait(double seconds)
    {
        ns3::Simulator::Stop(ns3::Seconds(seconds));
        ns3::Simulator::Run();
    }

    ns3::PvdTopology m_topology;   //!< the network
    ns3::PvdTopologyProbe m_probe; //!< connects
    uint32_t m_failed{0};          //!< what went wrong
};

/**
 * Be such a program. Nothing can be said on its command line but ns-3's own options.
 * \param argc of main \param argv of main
 * \param program what it is about
 * \param tryAll prints what there is, and lets hosts connect
 * \return an exit status
 */
inline int
Run(int argc, char* argv[], const Program& program, void (*tryAll)(Demo&))
{
    examples::CheckedCommandLine cmd(program.file, program.usage);
    const std::string mistake = cmd.Parse(argc, argv);
    if (!mistake.empty())
    {
        return cmd.Fail(mistake);
    }
    Demo demo(program.build(), program.listeners);
    tryAll(demo);
    return demo.Finish();
}

} // namespace demo

#endif /* PVD_TOPOLOGY_ACCEPTANCE_H */
