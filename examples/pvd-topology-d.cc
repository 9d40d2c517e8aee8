/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-examples
 * A test bench of source addresses: from where do bound and unbound sockets send, and over which
 * router? pvd-echo has more ways to bind, and asks a server what it sees.
 */

#include "pvd-topology/acceptance.h"

#include "ns3/pvd-topology-helper.h"

namespace
{

void
TryAll(demo::Demo& demo)
{
    ns3::PrintPvds(std::cout, demo.GetTopology(), "host1");
    std::cout << "Connections\n";
    const std::string server = "3fff:db8:cafe:ffff::babe";
    const std::string sources[] = {"3fff:db8:1::", "3fff:db8:cafe:1::"};
    const std::string routers[] = {"router1:net1", "router2:net1"};
    const auto pvds = ns3::DescribePvds(demo.GetTopology(), "host1");
    const int first = pvds.front().id == "pirl1.cisco.com" ? 0 : 1; // it was heard first
    demo.Try({"host1", "pirl1.cisco.com", server, sources[0], routers[0]});
    demo.Try({"host1", "pirl2.cisco.com", server, sources[1], routers[1]});
    demo.Try({"host1", ns3::PvdBinding(), server, sources[first], routers[first]});
    demo.Try({"host1", ns3::PvdBinding::None(), server, sources[first], routers[first]});
}

} // namespace

int
main(int argc, char* argv[])
{
    const demo::Program program{
        __FILE__,
        "A host with two routers, each with a PvD. The address of the server has more bits in "
        "common with the prefix of router2; unbound sockets must use router and address of "
        "the same PvD all the same.",
        ns3::PvdTopologyHelper::BuildD,
        {"host2"}};
    return demo::Run(argc, argv, program, TryAll);
}
