/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_COMPAT_H
#define PVD_COMPAT_H

#include "ns3/enum.h"
#include "ns3/icmpv6-header.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-routing-protocol.h"
#include "ns3/type-id.h"

#include <cstddef>
#include <tuple>
#include <type_traits>

/**
 * @file
 * @ingroup pvd
 *
 * Every difference between ns-3.35 and the newest ns-3 that this module has to know. Each is told
 * apart by what the headers offer, never by a version number. The rest of the module is written in
 * what all these releases share.
 *
 * It is installed, because declarations of public classes need it; nothing in it is meant for users
 * of the module.
 */

namespace ns3
{

/**
 * @ingroup pvd
 * The argument types of a member function, for overriding it without spelling them.
 *
 * @tparam Member a pointer to member function
 */
template <typename Member>
struct PvdArguments;

/// @copydoc PvdArguments
template <typename Result, typename Class, typename... Args>
struct PvdArguments<Result (Class::*)(Args...)>
{
    /// The type of one argument, counted from 0.
    template <std::size_t I>
    using At = std::tuple_element_t<I, std::tuple<Args...>>;
};

/**
 * @ingroup pvd
 * One argument type of Ipv6RoutingProtocol::RouteInput.
 *
 * The four callbacks are values until ns-3.38 and const references from 3.39. Can go when 3.38 is
 * no longer supported.
 */
template <std::size_t I>
using PvdRouteInputArgument = PvdArguments<decltype(&Ipv6RoutingProtocol::RouteInput)>::At<I>;

/// @ingroup pvd
/// Forwards a unicast packet, as RouteInput is handed it.
using PvdUnicastForwardArgument = PvdRouteInputArgument<3>;
/// @ingroup pvd
/// Forwards a multicast packet, as RouteInput is handed it.
using PvdMulticastForwardArgument = PvdRouteInputArgument<4>;
/// @ingroup pvd
/// Delivers a packet to this node, as RouteInput is handed it.
using PvdLocalDeliverArgument = PvdRouteInputArgument<5>;
/// @ingroup pvd
/// Reports an error about a packet, as RouteInput is handed it.
using PvdErrorArgument = PvdRouteInputArgument<6>;

/// @cond HIDDEN
// In the two pairs below a literal 0 prefers the overload with int, if that one is well-formed.

template <typename Enum, typename Member>
auto
PvdMakeEnumAccessorFor(Member member, int) -> decltype(MakeEnumAccessor<Enum>(member))
{
    return MakeEnumAccessor<Enum>(member);
}

template <typename Enum, typename Member>
auto
PvdMakeEnumAccessorFor(Member member, long)
{
    return MakeEnumAccessor(member);
}

template <typename Header>
auto
PvdPseudoHeaderFor(Header& header,
                   Ipv6Address source,
                   Ipv6Address destination,
                   uint16_t length,
                   int)
    -> decltype(header.CalculatePseudoHeaderChecksum(source, destination, length, uint8_t(58)))
{
    return header.CalculatePseudoHeaderChecksum(source, destination, length, uint8_t(58));
}

template <typename Header>
auto
PvdPseudoHeaderFor(Header& header,
                   Ipv6Address source,
                   Ipv6Address destination,
                   uint16_t length,
                   long)
    -> decltype(header.CalculatePseudoHeaderChecksum(source, destination, length))
{
    return header.CalculatePseudoHeaderChecksum(source, destination, length);
}

/// @endcond

/**
 * @ingroup pvd
 * Makes the accessor of an enum attribute.
 *
 * MakeEnumAccessor refuses the enum as template argument until ns-3.40 and demands it from 3.41.
 * Can go when 3.40 is no longer supported.
 *
 * @tparam Enum the enum, which is to be unscoped and nested in the class
 * @param member pointer to the data member
 * @return the accessor
 */
template <typename Enum, typename Member>
auto
PvdMakeEnumAccessor(Member member)
{
    return PvdMakeEnumAccessorFor<Enum>(member, 0);
}

/**
 * @ingroup pvd
 * Starts the checksum of an ICMPv6 header with the pseudo-header.
 *
 * The function of ns-3 takes the protocol number up to 3.48 and no longer after it. Can go when
 * 3.48 is no longer supported.
 *
 * @tparam Header an ICMPv6 header class
 * @param header the header
 * @param source source of the packet
 * @param destination destination of the packet
 * @param length octets of the whole ICMPv6 message
 */
template <typename Header>
void
PvdStartChecksum(Header& header, Ipv6Address source, Ipv6Address destination, uint16_t length)
{
    PvdPseudoHeaderFor(header, source, destination, length, 0);
}

/// @cond HIDDEN
// &Base::GetInstanceTypeId is a pointer to a member of the class that declares it last.
template <typename Base>
inline constexpr bool PVD_OVERRIDES_TYPE_ID =
    !std::is_same_v<decltype(&Base::GetInstanceTypeId), TypeId (Object::*)() const> &&
    !std::is_same_v<decltype(&Base::GetInstanceTypeId), TypeId (ObjectBase::*)() const>;

/// @endcond

/**
 * @ingroup pvd
 * Base of a class that derives from Icmpv6L4Protocol or TcpSocketBase and has attributes.
 *
 * Up to ns-3.44 these two override GetInstanceTypeId, so that a subclass which does not do so too
 * reports their TypeId, and its own attributes are silently never set. From 3.45 the function is
 * final in Object. Can go when 3.44 is no longer supported.
 *
 * @tparam Derived the subclass, which has a static GetTypeId
 * @tparam Base the class to derive from
 */
template <typename Derived, typename Base, bool = PVD_OVERRIDES_TYPE_ID<Base>>
class PvdWithTypeId : public Base
{
  public:
    using Base::Base;

    TypeId GetInstanceTypeId() const override
    {
        return Derived::GetTypeId();
    }
};

/// @copydoc PvdWithTypeId
template <typename Derived, typename Base>
class PvdWithTypeId<Derived, Base, false> : public Base
{
  public:
    using Base::Base;
};

/// @cond HIDDEN
template <typename Protocol>
auto PvdHasDadTimeout(int) -> decltype(&Protocol::GetDadTimeout, std::true_type());
template <typename Protocol>
std::false_type PvdHasDadTimeout(long);

/// @endcond

/**
 * @ingroup pvd
 * Base of a class that wants to hear when ns-3 ends its own duplicate address detection.
 *
 * FunctionDadTimeout is virtual from ns-3.37 on, which also brought GetDadTimeout. Before that,
 * ns-3 makes an address preferred and solicits routers whatever a subclass wants. Told apart by the
 * class and not by a header, which an installed ns-3 may have although the tree in use does not.
 * Can go when 3.36 is no longer supported.
 *
 * @tparam Derived the subclass, which has NotifyDadTimeout(Ipv6Interface*, Ipv6Address)
 */
template <typename Derived, typename Base, bool = decltype(PvdHasDadTimeout<Base>(0))::value>
class PvdWithDadTimeout : public Base
{
  public:
    using Base::Base;
    static constexpr bool HAS_DAD_TIMEOUT = true; //!< ns-3 asks

    void FunctionDadTimeout(Ipv6Interface* interface, Ipv6Address address) override
    {
        static_cast<Derived*>(this)->NotifyDadTimeout(interface, address);
    }
};

/// @copydoc PvdWithDadTimeout
template <typename Derived, typename Base>
class PvdWithDadTimeout<Derived, Base, false> : public Base
{
  public:
    using Base::Base;
    static constexpr bool HAS_DAD_TIMEOUT = false; //!< ns-3 does not ask
};

} // namespace ns3

/**
 * @ingroup pvd
 * Marks AssignStreams(int64_t) in a subclass of Application.
 *
 * The function is virtual from ns-3.42 on. Can go when 3.41 is no longer supported.
 */
#if __has_include("ns3/application-helper.h")
#define PVD_ASSIGN_STREAMS_OVERRIDE override
#else
#define PVD_ASSIGN_STREAMS_OVERRIDE
#endif

#endif // PVD_COMPAT_H
