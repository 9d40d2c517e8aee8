/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-examples
 * One PvD on two interfaces: over which of them do its packets leave, and from which address?
 */

#include "pvd-topology/acceptance.h"

#include "ns3/pvd-topology-helper.h"

namespace
{

void
TryAll(demo::Demo& demo)
{
    ns3::PrintPvds(std::cout, demo.GetTopology(), "host");
    std::cout << "Connections\n";
    const std::string overWifi = "3fff:db8:1111::8888";
    const std::string overCable = "3fff:db8:2222::8888";
    const std::string elsewhere = "2001:3::13";
    const ns3::PvdBinding unbound;
    for (const auto& binding : {ns3::PvdBinding("test1.example.com"), unbound})
    {
        demo.Try({"host", binding, overWifi, "3fff:db8:1000::", "router:router-wifi0"});
        demo.Try({"host", binding, overCable, "3fff:db8:1001::", "router:router-cable0"});
    }
    for (const auto& server : {overWifi, overCable, elsewhere})
    {
        demo.Try({"host", "test2.example.com", server, "3fff:db8:2000::", "router:router-cable1"});
    }
    demo.Try({"host", unbound, elsewhere, "3fff:db8:2000::", "router:router-cable1"});
}

} // namespace

int
main(int argc, char* argv[])
{
    const demo::Program program{
        __FILE__,
        "One PvD on two interfaces of a host, with a route of its own on each, and a second "
        "PvD on one of them. Prints what the host has learned, and which way bound and "
        "unbound sockets go.",
        ns3::PvdTopologyHelper::BuildB,
        {"server"}};
    return demo::Run(argc, argv, program, TryAll);
}
