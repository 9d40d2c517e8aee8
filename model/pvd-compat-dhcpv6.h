/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_COMPAT_DHCPV6_H
#define PVD_COMPAT_DHCPV6_H

#include "ns3/ipv6-address.h"

#include <cstdint>
#include <type_traits>

/**
 * @file
 * @ingroup pvd
 *
 * The part of pvd-compat.h that DHCPv6 needs of ns-3's ICMPv6.
 */

namespace ns3
{

/**
 * @ingroup pvd
 * Base of a class in place of Icmpv6L4Protocol that calls what that class calls for DHCPv6.
 *
 * Icmpv6L4Protocol has SetDhcpv6Callback and the trace sources DadSuccess and DadFailure from
 * ns-3.43 on, and fires them in functions that cannot be overridden; what they fire is protected.
 * Before, there is nothing to fire. Can go when 3.42 is no longer supported.
 *
 * @tparam Base the class to derive from, at last Icmpv6L4Protocol
 */
template <typename Base, typename = void>
class PvdWithDhcpv6 : public Base
{
  public:
    using Base::Base;

  protected:
    /// There is nobody to call.
    void CallDhcpv6(uint32_t)
    {
    }

    /// There is no trace source.
    void FireDadOutcome(const Ipv6Address&, bool)
    {
    }
};

/// @copydoc PvdWithDhcpv6
template <typename Base>
class PvdWithDhcpv6<Base, std::void_t<decltype(&Base::SetDhcpv6Callback)>> : public Base
{
  public:
    using Base::Base;

  protected:
    /// Call whom SetDhcpv6Callback named. @param interface where DHCPv6 is wanted
    void CallDhcpv6(uint32_t interface)
    {
        const auto callback = this->m_startDhcpv6; // it may set another one
        if (!callback.IsNull())
        {
            callback(interface);
        }
    }

    /// Fire DadSuccess or DadFailure. @param address the address @param unique success
    void FireDadOutcome(const Ipv6Address& address, bool unique)
    {
        if (unique)
        {
            this->m_dadSuccessAddressTrace(address);
        }
        else
        {
            this->m_dadFailureAddressTrace(address);
        }
    }
};

} // namespace ns3

#endif // PVD_COMPAT_DHCPV6_H
