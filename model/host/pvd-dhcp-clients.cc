/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-dhcp-clients.h"

#include "pvd-dhcp-association.h"

#include "ns3/ipv4-routing-table-entry.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
#include "ns3/net-device.h"
#include "ns3/simulator.h"

namespace ns3
{

namespace
{

/// By name: Dhcp6Client does not exist in every release.
bool
IsA(const Object& object, const std::string& name)
{
    TypeId tid = object.GetInstanceTypeId();
    while (tid.GetName() != name && tid.HasParent() && tid.GetParent() != tid)
    {
        tid = tid.GetParent();
    }
    return tid.GetName() == name;
}

void
TakeDhcpv6Lease(Ptr<PvdRegistry> registry, const Ipv6Address& address)
{
    const auto ipv6 = registry->GetObject<Ipv6>();
    const int32_t interface = ipv6 ? ipv6->GetInterfaceForAddress(address) : -1;
    if (interface >= 0)
    {
        PvdDhcpAssociation(registry).AddAddress(interface,
                                                address,
                                                128,
                                                ND_INFINITE_LIFETIME,
                                                ND_INFINITE_LIFETIME);
    }
}

void
EndDhcpv4Lease(Ptr<PvdRegistry> registry, const Ipv4Address& address)
{
    PvdDhcpAssociation(registry).EndLegacyLease(address);
}

/// The client that loses its link removes its address and fires no trace.
void
CheckDhcpv4Lease(Ptr<PvdRegistry> registry, Ipv4Address address)
{
    const auto ipv4 = registry->GetObject<Ipv4>();
    if (ipv4 && ipv4->GetInterfaceForAddress(address) < 0)
    {
        EndDhcpv4Lease(registry, address);
    }
}

void
CheckDhcpv4LeaseSoon(Ptr<PvdRegistry> registry, Ipv4Address address)
{
    Simulator::ScheduleNow(&CheckDhcpv4Lease, registry, address);
}

void
AddDefaultRouters(const Ptr<Ipv4>& ipv4, uint32_t interface, PvdLegacyConfiguration& configuration)
{
    const auto routing = Ipv4StaticRoutingHelper().GetStaticRouting(ipv4);
    for (uint32_t i = 0; routing && i < routing->GetNRoutes(); ++i)
    {
        const Ipv4RoutingTableEntry route = routing->GetRoute(i);
        if (route.IsDefault() && route.IsGateway() && route.GetInterface() == interface)
        {
            configuration.routers.push_back(route.GetGateway());
        }
    }
}

void
TakeDhcpv4Lease(Ptr<PvdRegistry> registry, Ipv4Address address)
{
    const auto ipv4 = registry->GetObject<Ipv4>();
    const auto ipv6 = registry->GetObject<Ipv6>();
    const int32_t ipv4Interface = ipv4 ? ipv4->GetInterfaceForAddress(address) : -1;
    if (ipv4Interface < 0 || !ipv6)
    {
        return;
    }
    const auto device = ipv4->GetNetDevice(ipv4Interface);
    const int32_t interface = ipv6->GetInterfaceForDevice(device);
    if (interface < 0)
    {
        return;
    }
    PvdLegacyConfiguration configuration;
    configuration.addresses.push_back(address);
    AddDefaultRouters(ipv4, ipv4Interface, configuration);
    PvdDhcpAssociation(registry).SetLegacyConfiguration(interface, configuration);
    device->AddLinkChangeCallback(MakeBoundCallback(&CheckDhcpv4LeaseSoon, registry, address));
}

/// The client sets its default route after it has told of its lease.
void
TakeDhcpv4LeaseSoon(Ptr<PvdRegistry> registry, const Ipv4Address& address)
{
    Simulator::ScheduleNow(&TakeDhcpv4Lease, registry, Ipv4Address(address));
}

} // namespace

void
PvdFollowDhcpClient(const Ptr<Application>& application, const Ptr<PvdRegistry>& registry)
{
    if (IsA(*application, "ns3::Dhcp6Client"))
    {
        application->TraceConnectWithoutContext("NewLease",
                                                MakeBoundCallback(&TakeDhcpv6Lease, registry));
    }
    else if (IsA(*application, "ns3::DhcpClient"))
    {
        application->TraceConnectWithoutContext("NewLease",
                                                MakeBoundCallback(&TakeDhcpv4LeaseSoon, registry));
        application->TraceConnectWithoutContext("ExpireLease",
                                                MakeBoundCallback(&EndDhcpv4Lease, registry));
    }
}

} // namespace ns3
