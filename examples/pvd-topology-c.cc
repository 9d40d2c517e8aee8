/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-examples
 * Three PvDs of one router: does the choice of a PvD choose the provider, and what does a captive
 * portal close?
 */

#include "pvd-topology/acceptance.h"

#include "ns3/pvd-topology-helper.h"

namespace
{

void
TryAll(demo::Demo& demo)
{
    ns3::PrintPvds(std::cout, demo.GetTopology(), "h1");
    std::cout << "Connections\n";
    const std::string gateway = "2001:67c:1230:103::1";
    const std::string open = "e1:ve1br0 r2:e1 u2:r2 gateway:outside";
    const std::string closed = "e1:ve1br0 r2:e1";
    const char* const fettered = "fettered.mpvd.io";
    for (const char* host : {"h1", "h2"})
    {
        demo.Try({host, "big.mpvd.io", gateway, "2001:67c:1230:e001::", "e1:ve1br0 r1:e1 u1:r1"});
        demo.Try({host, "ben.mpvd.io", gateway, "2001:67c:1230:f001::", "e1:ve1br0 r1:e1 u2:r1"});
        demo.Try({host, fettered, gateway, "2001:67c:1230:f101::", closed, false});
    }
    std::ostringstream portal;
    portal << ns3::PvdTopologyHelper::GetPortal();
    std::cout << "h1 visits the portal\n";
    demo.Try({"h1", fettered, portal.str(), "2001:67c:1230:f101::", closed, true, 80});
    demo.Try({"h1", fettered, gateway, "2001:67c:1230:f101::", open});
    demo.Try({"h2", fettered, gateway, "2001:67c:1230:f101::", closed, false});
}

} // namespace

int
main(int argc, char* argv[])
{
    const demo::Program program{
        __FILE__,
        "Two upstreams behind one edge router that advertises three PvDs, one of which has a "
        "captive portal. Prints what the hosts have learned, which way their connections go "
        "to the gateway outside, and what a visit at the portal changes.",
        ns3::PvdTopologyHelper::BuildC,
        {"gateway"}};
    return demo::Run(argc, argv, program, TryAll);
}
