/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-entry.h"

#include "pvd-provisioning-domain.h"

namespace ns3
{

Ipv6Address
ToAddress(const Ipv6Octets& octets)
{
    // The constructor only reads, but does not say so up to ns-3.37.
    return Ipv6Address(const_cast<uint8_t*>(octets.data()));
}

std::string
ToString(const Ipv6Address& address)
{
    Ipv6Octets octets;
    address.GetBytes(octets.data());
    return ToString(octets);
}

const char*
ToString(PvdOrigin origin)
{
    switch (origin)
    {
    case PvdOrigin::RA:
        return "ra";
    case PvdOrigin::STATIC:
        return "static";
    case PvdOrigin::DHCPV6:
        return "dhcpv6";
    case PvdOrigin::CONNECTED:
        return "connected";
    }
    return "";
}

bool
PvdRoute::HasSameKey(const PvdRoute& other) const
{
    return interface == other.interface && length == other.length && prefix == other.prefix &&
           gateway == other.gateway && sourceLength == other.sourceLength && source == other.source;
}

// Out of line because Ptr<Pvd> needs the complete class.
PvdAddress::PvdAddress() = default;
PvdAddress::~PvdAddress() = default;
PvdAddress::PvdAddress(const PvdAddress& other) = default;
PvdAddress& PvdAddress::operator=(const PvdAddress& other) = default;

bool
PvdLegacyConfiguration::IsEmpty() const
{
    return addresses.empty() && routers.empty() && resolvers.empty();
}

} // namespace ns3
