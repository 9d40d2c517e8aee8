/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-examples
 * What do the same Router Advertisements make of a host that knows PvDs, and of one that does not?
 */

#include "pvd-topology/acceptance.h"

#include "ns3/pvd-topology-helper.h"

namespace
{

void
TryAll(demo::Demo& demo)
{
    std::string implicit;
    for (const char* host : {"host_pvd", "host_classic"})
    {
        ns3::PrintPvds(std::cout, demo.GetTopology(), host);
    }
    for (const auto& pvd : ns3::DescribePvds(demo.GetTopology(), "host_pvd"))
    {
        implicit = pvd.id == "implicit rt2" ? pvd.text : implicit;
    }
    std::cout << "Connections\n";
    for (const char* server : {"2001:1111:1111::8888", "2001:1111:1111::8844", "2001:2222:2222::2"})
    {
        demo.Try({"host_pvd", "test1.example.com", server, "", "router:rt0"});
        demo.Try({"host_pvd", "test2.example.com", server, "2001:db8:2::", "router:rt1"});
        demo.Try({"host_pvd", implicit, server, "2001:db8:3::", "router:rt2"});
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    const demo::Program program{
        __FILE__,
        "Two PvDs and a router without one, on one link, as the Linux implementation of PvDs "
        "was shown on. Prints what a PvD-aware host and one that knows no PvDs have learned, "
        "and which way bound sockets go to three servers.",
        ns3::PvdTopologyHelper::BuildA,
        {"router"}};
    return demo::Run(argc, argv, program, TryAll);
}
