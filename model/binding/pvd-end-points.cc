/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-end-points.h"

#include "ns3/ipv4-end-point-demux.h"
#include "ns3/ipv4-end-point.h"
#include "ns3/ipv6-end-point-demux.h"
#include "ns3/ipv6-end-point.h"
#include "ns3/udp-l4-protocol.h"

#include <algorithm>

namespace ns3
{

namespace
{

using EndPoints = Ipv6EndPointDemux::EndPoints;
using Ipv4EndPoints = Ipv4EndPointDemux::EndPoints;

/// Gives the end points of a UDP by the pointers to where they are.
template <auto Demux, auto List>
struct Reach
{
    friend const EndPoints& GetEndPoints(const UdpL4Protocol& udp)
    {
        return (*(udp.*Demux)).*List;
    }
};

/// The same over IPv4.
template <auto Demux, auto List>
struct ReachIpv4
{
    friend const Ipv4EndPoints& GetIpv4EndPoints(const UdpL4Protocol& udp)
    {
        return (*(udp.*Demux)).*List;
    }
};

const EndPoints& GetEndPoints(const UdpL4Protocol& udp);
const Ipv4EndPoints& GetIpv4EndPoints(const UdpL4Protocol& udp);

// A socket of ns-3 does not say which end point is its own, and the list that the demultiplexer
// gives away is a copy of all. C++ allows to who names a private member in an explicit
// instantiation to look at it.
template struct Reach<&UdpL4Protocol::m_endPoints6, &Ipv6EndPointDemux::m_endPoints>;
template struct ReachIpv4<&UdpL4Protocol::m_endPoints, &Ipv4EndPointDemux::m_endPoints>;

} // namespace

Ipv6EndPoint*
GetNewestEndPoint(const UdpL4Protocol& udp)
{
    return GetEndPoints(udp).back();
}

std::size_t
CountEndPoints(const UdpL4Protocol& udp)
{
    return GetEndPoints(udp).size();
}

Ipv4EndPoint*
FindIpv4EndPoint(const UdpL4Protocol& udp,
                 const Ipv4Address& address,
                 uint16_t port,
                 const Ptr<NetDevice>& device)
{
    const Ipv4EndPoints& all = GetIpv4EndPoints(udp);
    const auto found = std::find_if(all.begin(), all.end(), [&](Ipv4EndPoint* endPoint) {
        return endPoint->GetLocalPort() == port && endPoint->GetLocalAddress() == address &&
               endPoint->GetBoundNetDevice() == device;
    });
    return found == all.end() ? nullptr : *found;
}

} // namespace ns3
