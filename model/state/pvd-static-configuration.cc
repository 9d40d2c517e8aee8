/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-static-configuration.h"

#include "pvd-lifetime.h"
#include "pvd-nd-option-codec.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint8_t MAX_PREFIX_LENGTH = 128;

bool
AreValidLifetimes(uint32_t valid, uint32_t preferred)
{
    return valid > 0 && preferred <= valid;
}

/// Set the lifetimes of an address from now on.
void
SetLifetimesOf(PvdAddress& address, uint32_t valid, uint32_t preferred)
{
    const Time now = Simulator::Now();
    address.validLifetime = valid;
    address.preferredLifetime = preferred;
    address.validExpiry = GetExpiry(now, valid);
    address.preferredExpiry = GetExpiry(now, preferred);
    address.deprecated = preferred == 0;
}

/// \return true if the fields that a mask names can be set and have values that a PvD can have
bool
AreValid(uint32_t mask, const PvdFields& fields)
{
    constexpr uint32_t FIELDS =
        Pvd::FLAGS | Pvd::SEQUENCE | Pvd::DELAY | Pvd::MTU | Pvd::HOP_LIMIT | Pvd::CAPTIVE_PORTAL;
    constexpr uint32_t SMALLEST_MTU = 1280;
    constexpr uint8_t LARGEST_DELAY = 15;
    return (mask & ~FIELDS) == 0 && fields.delay <= LARGEST_DELAY &&
           fields.mtu.value_or(SMALLEST_MTU) >= SMALLEST_MTU &&
           pvdwire::IsPlainUri(fields.captivePortal.value_or("urn:"));
}

/// \return false for what is common to all PvDs, or no address of a host
bool
CanBelongToPvd(const Ipv6Address& address)
{
    return !address.IsAny() && !address.IsLocalhost() && !address.IsMulticast() &&
           !address.IsLinkLocal();
}

/// What the user gave goes before DHCP and RAs (RFC 8106, section 5.3.1). \return how many there
/// are
template <class List>
std::size_t
CountStatic(const List& list)
{
    return std::count_if(list.begin(), list.end(), [](const auto& entry) {
        return entry.origin == PvdOrigin::STATIC;
    });
}

bool
CanBeResolver(const Ipv6Address& address)
{
    Ipv6Octets octets;
    address.GetBytes(octets.data());
    return pvdwire::IsResolverAddress(octets);
}

/// \return true if an address of an interface, where it is there, has the prefix length
bool
HasPrefixLength(const PvdIpv6Interface& interface, const Ipv6Address& address, uint8_t length)
{
    const auto* known = interface.FindAddress(address);
    return !known || known->prefixLength == length;
}

} // namespace

PvdStaticConfiguration::PvdStaticConfiguration(Ptr<PvdRegistry> registry)
    : m_registry(registry)
{
    NS_ABORT_MSG_IF(!registry,
                    "PvdStaticConfiguration: the node has no PvdRegistry; install the stack with "
                    "PvdHostHelper.");
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::Check(const std::string& id, uint32_t interface, Ptr<Pvd>& pvd) const
{
    pvd = m_registry->Lookup(id);
    if (!pvd)
    {
        return UNKNOWN_PVD;
    }
    const auto ipv6 = m_registry->GetObject<Ipv6L3Protocol>();
    if (interface >= ipv6->GetNInterfaces() || !ipv6->GetInterface(interface))
    {
        return UNKNOWN_INTERFACE;
    }
    const bool wrong = !pvd->IsExplicit() && !m_registry->m_store.IsOnInterface(*pvd, interface);
    return wrong ? WRONG_INTERFACE : NONE;
}

Ptr<Pvd>
PvdStaticConfiguration::CreatePvd(const std::string& id, Error* error)
{
    const auto parsed = PvdId::FromText(id);
    const bool good = parsed && (parsed->IsExplicit() || m_registry->Lookup(*parsed));
    if (error)
    {
        *error = good ? NONE : BAD_ID;
    }
    if (!good)
    {
        return nullptr;
    }
    auto& store = m_registry->m_store;
    auto pvd = store.Find(*parsed);
    if (!pvd)
    {
        pvd = store.CreatePvd(*parsed, PvdOrigin::STATIC);
    }
    store.SetStatic(*pvd);
    m_registry->Commit();
    return pvd;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::UpdatePvd(const std::string& id, uint32_t mask, const PvdFields& fields)
{
    const auto pvd = m_registry->Lookup(id);
    if (!pvd)
    {
        return UNKNOWN_PVD;
    }
    if (!AreValid(mask, fields))
    {
        return BAD_VALUE;
    }
    m_registry->m_store.SetFields(*pvd, mask, fields);
    m_registry->Commit();
    return NONE;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::RemovePvd(const std::string& id)
{
    const auto pvd = m_registry->Lookup(id);
    if (!pvd)
    {
        return UNKNOWN_PVD;
    }
    m_registry->m_store.RemovePvd(pvd, m_registry->m_removalPolicy, Simulator::Now());
    m_registry->Commit();
    return NONE;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::Block(const std::string& id)
{
    const auto parsed = PvdId::FromText(id);
    if (!parsed)
    {
        return BAD_ID;
    }
    m_registry->m_blocked.Make().insert(parsed->GetKey());
    RemovePvd(id);
    return NONE;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::Unblock(const std::string& id)
{
    const auto parsed = PvdId::FromText(id);
    if (!parsed)
    {
        return BAD_ID;
    }
    return m_registry->m_blocked.Make().erase(parsed->GetKey()) > 0 ? NONE : NOT_FOUND;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::AddAddress(const std::string& id,
                                   uint32_t interface,
                                   const Ipv6Address& address,
                                   uint8_t prefixLength,
                                   uint32_t valid,
                                   uint32_t preferred)
{
    Ptr<Pvd> pvd;
    const Error error = Check(id, interface, pvd);
    if (error != NONE)
    {
        return error;
    }
    const auto owner = m_registry->GetInterface(interface);
    if (prefixLength > MAX_PREFIX_LENGTH || !AreValidLifetimes(valid, preferred) ||
        !CanBelongToPvd(address) || !HasPrefixLength(*owner, address, prefixLength))
    {
        return BAD_VALUE;
    }
    PvdAddress entry;
    entry.address = address;
    entry.prefixLength = prefixLength;
    entry.origin = PvdOrigin::STATIC;
    entry.pvd = pvd;
    SetLifetimesOf(entry, valid, preferred);
    m_registry->m_store.PutAddress(*owner, entry);
    m_registry->Commit();
    return NONE;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::SetLifetimes(uint32_t interface,
                                     const Ipv6Address& address,
                                     uint32_t valid,
                                     uint32_t preferred)
{
    auto& store = m_registry->m_store;
    const auto owner = store.GetInterface(interface);
    const PvdAddress* known = owner ? owner->FindAddress(address) : nullptr;
    if (!known)
    {
        return owner ? NOT_FOUND : UNKNOWN_INTERFACE;
    }
    if (!AreValidLifetimes(valid, preferred))
    {
        return BAD_VALUE;
    }
    PvdAddress entry = *known;
    SetLifetimesOf(entry, valid, preferred);
    store.PutAddress(*owner, entry);
    m_registry->Commit();
    return NONE;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::RemoveAddress(uint32_t interface, const Ipv6Address& address)
{
    auto& store = m_registry->m_store;
    const auto owner = store.GetInterface(interface);
    if (!owner || !store.RemoveAddress(*owner, address))
    {
        return owner ? NOT_FOUND : UNKNOWN_INTERFACE;
    }
    m_registry->Commit();
    return NONE;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::AddRoute(const std::string& id, PvdRoute route)
{
    Ptr<Pvd> pvd;
    const Error error = Check(id, route.interface, pvd);
    if (error != NONE)
    {
        return error;
    }
    const auto ipv6 = m_registry->GetObject<Ipv6>();
    if (route.length > MAX_PREFIX_LENGTH || route.lifetime == 0 || route.gateway.IsMulticast() ||
        route.gateway.IsLocalhost() || ipv6->GetInterfaceForAddress(route.gateway) >= 0)
    {
        return BAD_VALUE;
    }
    route.prefix = route.prefix.CombinePrefix(Ipv6Prefix(route.length));
    route.origin = PvdOrigin::STATIC;
    route.expiry = GetExpiry(Simulator::Now(), route.lifetime);
    m_registry->m_store.SetRoute(*pvd, route);
    m_registry->Commit();
    return NONE;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::RemoveRoute(const std::string& id, const PvdRoute& route)
{
    const auto pvd = m_registry->Lookup(id);
    if (!pvd)
    {
        return UNKNOWN_PVD;
    }
    const bool found = m_registry->m_store.RemoveRoute(*pvd, route);
    m_registry->Commit();
    return found ? NONE : NOT_FOUND;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::AddResolver(const std::string& id,
                                    const Ipv6Address& address,
                                    uint32_t interface,
                                    uint32_t lifetime)
{
    Ptr<Pvd> pvd;
    const Error error = Check(id, interface, pvd);
    if (error != NONE && error != WRONG_INTERFACE)
    {
        return error;
    }
    if (lifetime == 0 || (address.IsLinkLocal() && interface == 0) || !CanBeResolver(address))
    {
        return BAD_VALUE;
    }
    PvdResolver resolver;
    resolver.address = address;
    resolver.zone = address.IsLinkLocal() ? interface : 0;
    resolver.interface = interface;
    resolver.origin = PvdOrigin::STATIC;
    resolver.lifetime = lifetime;
    resolver.expiry = GetExpiry(Simulator::Now(), lifetime);
    std::size_t place = CountStatic(pvd->GetResolvers());
    m_registry->m_store.SetResolver(*pvd, resolver, place);
    m_registry->Commit();
    return m_registry->m_store.HasResolver(*pvd, resolver) ? NONE : LIMIT;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::RemoveResolver(const std::string& id,
                                       const Ipv6Address& address,
                                       uint32_t interface)
{
    const auto pvd = m_registry->Lookup(id);
    if (!pvd)
    {
        return UNKNOWN_PVD;
    }
    const bool found =
        m_registry->m_store.RemoveResolver(*pvd, address, address.IsLinkLocal() ? interface : 0);
    m_registry->Commit();
    return found ? NONE : NOT_FOUND;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::AddSearchDomain(const std::string& id,
                                        const std::string& text,
                                        uint32_t lifetime)
{
    const auto pvd = m_registry->Lookup(id);
    if (!pvd)
    {
        return UNKNOWN_PVD;
    }
    const auto domain = PvdDomainName::FromText(text);
    if (!domain || domain->IsRoot() || lifetime == 0)
    {
        return BAD_VALUE;
    }
    PvdSearchDomain entry;
    entry.domain = *domain;
    entry.origin = PvdOrigin::STATIC;
    entry.lifetime = lifetime;
    entry.expiry = GetExpiry(Simulator::Now(), lifetime);
    std::size_t place = CountStatic(pvd->GetSearchDomains());
    m_registry->m_store.SetSearchDomain(*pvd, entry, place);
    m_registry->Commit();
    return m_registry->m_store.HasSearchDomain(*pvd, *domain) ? NONE : LIMIT;
}

PvdStaticConfiguration::Error
PvdStaticConfiguration::RemoveSearchDomain(const std::string& id, const std::string& text)
{
    const auto pvd = m_registry->Lookup(id);
    if (!pvd)
    {
        return UNKNOWN_PVD;
    }
    const auto domain = PvdDomainName::FromText(text);
    const bool found = domain && m_registry->m_store.RemoveSearchDomain(*pvd, *domain);
    m_registry->Commit();
    return found ? NONE : NOT_FOUND;
}

const char*
ToString(PvdStaticConfiguration::Error error)
{
    switch (error)
    {
    case PvdStaticConfiguration::NONE:
        return "none";
    case PvdStaticConfiguration::BAD_ID:
        return "not a PvD ID that can be created by hand";
    case PvdStaticConfiguration::UNKNOWN_PVD:
        return "no such PvD";
    case PvdStaticConfiguration::UNKNOWN_INTERFACE:
        return "no such interface";
    case PvdStaticConfiguration::WRONG_INTERFACE:
        return "an implicit PvD has nothing on another interface";
    case PvdStaticConfiguration::NOT_FOUND:
        return "not found";
    case PvdStaticConfiguration::BAD_VALUE:
        return "a value is out of its range";
    case PvdStaticConfiguration::LIMIT:
        return "the list is full";
    }
    return "";
}

} // namespace ns3
