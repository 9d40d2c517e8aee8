/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/core-module.h"
#include "ns3/csma-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/pvd-module.h"

#include <iostream>

/**
 * A host on a link, made of the module and of the modules of ns-3 that it depends on.
 *
 * @returns 0 if the host has a registry and its interface a link-local address
 */
int
main()
{
    ns3::NodeContainer hosts{1};
    ns3::NetDeviceContainer devices = ns3::CsmaHelper{}.Install(hosts);
    ns3::PvdHostHelper{}.Install(hosts);
    auto ipv6 = hosts.Get(0)->GetObject<ns3::Ipv6>();
    uint32_t interface = ipv6->AddInterface(devices.Get(0));
    ipv6->SetUp(interface);
    ns3::Simulator::Stop(ns3::Seconds(3));
    ns3::Simulator::Run();
    std::cout << ipv6->GetAddress(interface, 0).GetAddress() << std::endl;
    bool works = hosts.Get(0)->GetObject<ns3::PvdRegistry>() &&
                 ipv6->GetAddress(interface, 0).GetAddress().IsLinkLocal();
    ns3::Simulator::Destroy();
    return works ? 0 : 1;
}
