/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_INTERFACE_ADDRESSES_H
#define PVD_INTERFACE_ADDRESSES_H

#include "ns3/ipv6-interface.h"

namespace ns3
{

/**
 * \file
 * \ingroup pvd-routing
 * ns-3 gives the addresses of an interface one by one, each found from the beginning of the list
 * and copied. Who looks at all of them for each packet goes through the list itself, which C++
 * allows to who names the private member in an explicit instantiation. So it is with the state of
 * an address, which ns-3 writes to its log whenever it is read.
 */

namespace pvdaddresses
{

/// Gives members by their pointers.
template <auto Addresses, auto State, auto Address>
struct Reach
{
    friend const auto& GetList(const Ipv6Interface& interface)
    {
        return interface.*Addresses;
    }

    friend Ipv6InterfaceAddress::State_e ReadState(const Ipv6InterfaceAddress& address)
    {
        return address.*State;
    }

    friend const Ipv6Address& ReadAddress(const Ipv6InterfaceAddress& address)
    {
        return address.*Address;
    }
};

const auto& GetList(const Ipv6Interface& interface);
Ipv6InterfaceAddress::State_e ReadState(const Ipv6InterfaceAddress& address);

const Ipv6Address& ReadAddress(const Ipv6InterfaceAddress& address);

template struct Reach<&Ipv6Interface::m_addresses,
                      &Ipv6InterfaceAddress::m_state,
                      &Ipv6InterfaceAddress::m_address>;

inline const Ipv6InterfaceAddress&
GetAddress(const Ipv6InterfaceAddress& entry)
{
    return entry;
}

/// Up to some version the list has pairs, the second of which is the solicited-node group.
template <class Pair>
const Ipv6InterfaceAddress&
GetAddress(const Pair& entry)
{
    return entry.first;
}

} // namespace pvdaddresses

/// Call a function with each address of an interface, in the order of their arrival.
template <class Visit>
void
ForEachAddress(const Ipv6Interface& interface, Visit&& visit)
{
    for (const auto& entry : pvdaddresses::GetList(interface))
    {
        visit(pvdaddresses::GetAddress(entry));
    }
}

} // namespace ns3

#endif /* PVD_INTERFACE_ADDRESSES_H */
