/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-registry.h"

#include "pvd-compat.h"
#include "pvd-dhcp-association.h"
#include "pvd-lifetime.h"

#include "ns3/boolean.h"
#include "ns3/enum.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdRegistry");

NS_OBJECT_ENSURE_REGISTERED(PvdRegistry);

template <uint32_t PvdLimits::*Limit>
void
PvdRegistry::SetLimit(uint32_t value)
{
    m_store.limits.*Limit = value;
}

template <uint32_t PvdLimits::*Limit>
uint32_t
PvdRegistry::GetLimit() const
{
    return m_store.limits.*Limit;
}

template <Time PvdStore::*Member>
void
PvdRegistry::SetTime(Time value)
{
    m_store.*Member = value;
}

template <Time PvdStore::*Member>
Time
PvdRegistry::GetTime() const
{
    return m_store.*Member;
}

TypeId
PvdRegistry::GetTypeId()
{
    static TypeId tid =
        AddTraceSources(AddLimits(AddBehaviour(TypeId("ns3::PvdRegistry")
                                                   .SetParent<Object>()
                                                   .SetGroupName("Pvd")
                                                   .AddConstructor<PvdRegistry>())));
    return tid;
}

TypeId
PvdRegistry::AddBehaviour(TypeId tid)
{
    return tid
        .AddAttribute("ParsePvd",
                      "Understand PvD options on the interfaces that do; off: on none.",
                      BooleanValue(true),
                      MakeBooleanAccessor(&PvdRegistry::m_parsePvd),
                      MakeBooleanChecker())
        .AddAttribute("HostType",
                      "How much of router preferences and Route Information options the host uses "
                      "(RFC 4191, section 3.1): A neither, B preferences, C both.",
                      EnumValue(PvdRaUpdate::TYPE_C),
                      PvdMakeEnumAccessor<PvdRaUpdate::HostType>(&PvdRegistry::m_hostType),
                      MakeEnumChecker(PvdRaUpdate::TYPE_A,
                                      "A",
                                      PvdRaUpdate::TYPE_B,
                                      "B",
                                      PvdRaUpdate::TYPE_C,
                                      "C"))
        .AddAttribute("LingerTime",
                      "How long a learned PvD stays when its last router, prefix, address, route "
                      "and resolver is gone.",
                      TimeValue(Time(0)),
                      MakeTimeAccessor(&PvdRegistry::SetTime<&PvdStore::lingerTime>,
                                       &PvdRegistry::GetTime<&PvdStore::lingerTime>),
                      MakeTimeChecker(Time(0)))
        .AddAttribute(
            "DhcpToImplicit",
            "Whether an address from DHCPv6 that no PvD announces a prefix of goes to the "
            "first implicit PvD of its interface; else to none.",
            BooleanValue(true),
            MakeBooleanAccessor(&PvdRegistry::m_dhcpToImplicit),
            MakeBooleanChecker())
        .AddAttribute("CoalescingInterval",
                      "How long changes of one PvD are gathered before PvdChanged tells them; 0: "
                      "one notification for each message.",
                      TimeValue(Time(0)),
                      MakeTimeAccessor(&PvdRegistry::m_coalescingInterval),
                      MakeTimeChecker(Time(0)))
        .AddAttribute("RemovalPolicy",
                      "What happens to addresses and routes of a PvD that is removed by hand.",
                      EnumValue(PvdStore::FLUSH),
                      PvdMakeEnumAccessor<PvdStore::Removal>(&PvdRegistry::m_removalPolicy),
                      MakeEnumChecker(PvdStore::FLUSH,
                                      "Flush",
                                      PvdStore::UNTAG,
                                      "Untag",
                                      PvdStore::DEPRECATE,
                                      "Deprecate"))
        .AddAttribute("DrainTime",
                      "How long connections of a PvD that is removed by hand may go on with its "
                      "addresses and routes, which nobody else may use any more; if RemovalPolicy "
                      "is Flush.",
                      TimeValue(Time(0)),
                      MakeTimeAccessor(&PvdRegistry::SetTime<&PvdStore::drainTime>,
                                       &PvdRegistry::GetTime<&PvdStore::drainTime>),
                      MakeTimeChecker(Time(0)));
}

template <uint32_t PvdLimits::*Limit>
TypeId
PvdRegistry::AddLimit(TypeId tid, const char* name, const char* what, uint32_t value)
{
    return tid.AddAttribute(
        name,
        std::string(what) + "; 0: without limit.",
        UintegerValue(value),
        MakeUintegerAccessor(&PvdRegistry::SetLimit<Limit>, &PvdRegistry::GetLimit<Limit>),
        MakeUintegerChecker<uint32_t>());
}

TypeId
PvdRegistry::AddLimits(TypeId tid)
{
    tid = AddLimit<&PvdLimits::pvds>(tid, "MaxPvds", "Most PvDs of the node", 1024);
    tid = AddLimit<&PvdLimits::pvdsPerInterface>(tid,
                                                 "MaxPvdsPerInterface",
                                                 "Most PvDs with a router on one interface",
                                                 1024);
    tid = AddLimit<&PvdLimits::routers>(tid, "MaxRouters", "Most routers of a PvD", 32);
    tid = AddLimit<&PvdLimits::prefixes>(tid,
                                         "MaxPrefixes",
                                         "Most prefixes announced in a PvD, counted per router",
                                         256);
    tid = AddLimit<&PvdLimits::routes>(tid,
                                       "MaxRoutes",
                                       "Most learned more-specific routes of a PvD",
                                       1024);
    tid = AddLimit<&PvdLimits::resolvers>(tid, "MaxResolvers", "Most DNS servers of a PvD", 32);
    tid = AddLimit<&PvdLimits::searchDomains>(tid,
                                              "MaxSearchDomains",
                                              "Most DNS search suffixes of a PvD",
                                              64);
    return AddLimit<&PvdLimits::addresses>(tid,
                                           "MaxAddresses",
                                           "Most autoconfigured addresses of an interface",
                                           256);
}

TypeId
PvdRegistry::AddTraceSources(TypeId tid)
{
    return tid
        .AddTraceSource("DhcpMismatch",
                        "DHCPv6 assigned an address that no PvD with M set announces a prefix of, "
                        "likely a misconfiguration (RFC 8801, section 3.4.1).",
                        MakeTraceSourceAccessor(&PvdRegistry::m_dhcpMismatch),
                        "ns3::PvdRegistry::DhcpMismatchTracedCallback")
        .AddTraceSource("InterfaceDown",
                        "An interface went down and all that came over it was forgotten.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_interfaceDown),
                        "ns3::PvdRegistry::InterfaceTracedCallback")
        .AddTraceSource("PvdAdded",
                        "A PvD is new.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_pvdAdded),
                        "ns3::PvdRegistry::PvdTracedCallback")
        .AddTraceSource("PvdChanged",
                        "A PvD changed; the mask of Pvd::Change bits says what.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_pvdChanged),
                        "ns3::PvdRegistry::ChangeTracedCallback")
        .AddTraceSource("PvdRemoved",
                        "A PvD is gone.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_pvdRemoved),
                        "ns3::PvdRegistry::PvdTracedCallback")
        .AddTraceSource("PvdDrained",
                        "A PvD was removed DrainTime ago, or less if it had nothing left: now "
                        "its connections cannot go on.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_pvdDrained),
                        "ns3::PvdRegistry::PvdTracedCallback")
        .AddTraceSource("SequenceDisagreement",
                        "A router announces a Sequence Number for a PvD, H set, that differs from "
                        "what another router of the PvD said last: PvD, the router, the other, by "
                        "how much the first one's number is newer (negative: older). Told once for "
                        "each new number of a router, not for each message.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_disagreement),
                        "ns3::PvdRegistry::DisagreementTracedCallback")
        .AddTraceSource("RaAccepted",
                        "A Router Advertisement was applied, whether it changed anything or not: "
                        "PvD (not alive if the message left nothing in it), interface index, "
                        "router.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_raAccepted),
                        "ns3::PvdRegistry::RaAcceptedTracedCallback")
        .AddTraceSource("RaDropped",
                        "A Router Advertisement was dropped: reason, offset of the defect in the "
                        "message, interface index, router.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_raDropped),
                        "ns3::PvdRegistry::RaDroppedTracedCallback")
        .AddTraceSource("OptionIgnored",
                        "An option was ignored, or applied only in part: reason, option type (0 is "
                        "the header of the message), interface index, router.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_optionIgnored),
                        "ns3::PvdRegistry::OptionIgnoredTracedCallback")
        .AddTraceSource("RdnssAdded",
                        "A PvD has a new DNS server: address, remaining lifetime.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_rdnssAdded),
                        "ns3::PvdRegistry::RdnssAddedTracedCallback")
        .AddTraceSource("RdnssRemoved",
                        "A PvD lost a DNS server.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_rdnssRemoved),
                        "ns3::PvdRegistry::RdnssRemovedTracedCallback")
        .AddTraceSource("DnsslAdded",
                        "A PvD has a new DNS search suffix: domain, remaining lifetime.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_dnsslAdded),
                        "ns3::PvdRegistry::DnsslAddedTracedCallback")
        .AddTraceSource("DnsslRemoved",
                        "A PvD lost a DNS search suffix.",
                        MakeTraceSourceAccessor(&PvdRegistry::m_dnsslRemoved),
                        "ns3::PvdRegistry::DnsslRemovedTracedCallback");
}

PvdRegistry::PvdRegistry()
    : m_expiryTime(InfiniteExpiry())
{
}

PvdRegistry::~PvdRegistry() = default;

void
PvdRegistry::DoDispose()
{
    m_expiryEvent.Cancel();
    m_coalescingEvent.Cancel();
    m_coalesced.Clear();
    m_events.clear();
    m_store.Clear();
    Object::DoDispose();
}

Ptr<PvdIpv6Interface>
PvdRegistry::GetInterface(uint32_t index)
{
    auto interface = m_store.GetInterface(index);
    if (!interface)
    {
        const auto ipv6 = GetObject<Ipv6L3Protocol>();
        NS_ABORT_MSG_IF(!ipv6 || index >= ipv6->GetNInterfaces(),
                        "PvdRegistry::GetInterface: the node has no IPv6 interface "
                            << index << "; assign it an address or call Ipv6::AddInterface first.");
        interface = CreateObject<PvdIpv6Interface>();
        interface->SetInterface(ipv6, index);
        ipv6->GetInterface(index)->AggregateObject(interface);
        m_store.SetInterface(interface);
    }
    return interface;
}

const std::vector<Ptr<PvdIpv6Interface>>&
PvdRegistry::GetInterfaces() const
{
    return m_store.GetInterfaces();
}

bool
PvdRegistry::UnderstandsPvd(uint32_t index)
{
    return m_parsePvd && GetInterface(index)->GetParsePvd();
}

void
PvdRegistry::SetRouteTable(PvdRouteTable* table)
{
    m_store.SetRouteTable(table);
}

PvdRouteTable*
PvdRegistry::GetRouteTable() const
{
    return m_store.routeTable;
}

Ptr<Pvd>
PvdRegistry::Identify(PvdIpv6Interface& interface,
                      const Ipv6Address& router,
                      const PvdOption* option,
                      RaDropReason& reason)
{
    auto pvd = option ? m_store.Find(PvdId(option->id))
                      : m_store.FindImplicit(interface.GetIndex(), router);
    const bool isNew = !pvd;
    if (isNew || !m_blocked.Get().empty())
    {
        const PvdId id = pvd      ? pvd->GetId()
                         : option ? PvdId(option->id)
                                  : PvdId(router, interface.GetName());
        if (m_blocked.Get().count(id.GetKey()) > 0)
        {
            reason = RaDropReason::PVD_BLOCKED;
            return nullptr;
        }
    }
    if (!m_store.HasRoom(pvd, interface.GetIndex()))
    {
        reason = RaDropReason::PVD_LIMIT;
        return nullptr;
    }
    if (isNew)
    {
        pvd = option ? m_store.CreatePvd(PvdId(option->id), PvdOrigin::RA)
                     : m_store.CreateImplicitPvd(interface, router);
    }
    return pvd;
}

RaDropReason
PvdRegistry::ReceiveRa(uint32_t index,
                       const Ipv6Address& router,
                       const RouterAdvertisement::ParseResult& result)
{
    NS_LOG_FUNCTION(this << index << router);
    if (!result.message)
    {
        DropRa(result.dropReason, result.offset, index, router);
        return result.dropReason;
    }
    const auto interface = GetInterface(index);
    const PvdOption* option = UnderstandsPvd(index) ? result.message->GetPvdOption() : nullptr;
    RaDropReason reason = RaDropReason::NONE;
    const auto pvd = Identify(*interface, router, option, reason);
    if (!pvd)
    {
        DropRa(reason, 0, index, router);
        return reason;
    }
    PvdRaUpdate update(m_store, *interface, pvd, router, m_hostType, Simulator::Now());
    update.Apply(*result.message, option);
    ApplyOtherConfiguration(*pvd, index);
    PvdDhcpAssociation(this).Reassociate(index);
    Commit();
    for (const auto& ignored : result.ignored)
    {
        IgnoreOption(ignored.reason, ignored.type, index, router);
    }
    for (const auto& ignored : update.GetIgnored())
    {
        IgnoreOption(ignored.first, ignored.second, index, router);
    }
    m_raAccepted(pvd, index, router);
    return RaDropReason::NONE;
}

void
PvdRegistry::DropRa(RaDropReason reason,
                    std::size_t offset,
                    uint32_t interface,
                    const Ipv6Address& router)
{
    NS_LOG_INFO("RA from " << router << " on interface "
                           << interface << " dropped: " << ToString(reason));
    ++m_drops.Make()[reason];
    m_raDropped(reason, offset, interface, router);
}

void
PvdRegistry::IgnoreOption(OptionIgnoreReason reason,
                          uint8_t type,
                          uint32_t interface,
                          const Ipv6Address& router)
{
    NS_LOG_INFO("Option " << +type << " from " << router << " on interface "
                          << interface << " ignored: " << ToString(reason));
    ++m_ignores.Make()[reason];
    m_optionIgnored(reason, type, interface, router);
}

uint64_t
PvdRegistry::GetDropCount(RaDropReason reason) const
{
    const auto it = m_drops.Get().find(reason);
    return it == m_drops.Get().end() ? 0 : it->second;
}

uint64_t
PvdRegistry::GetIgnoreCount(OptionIgnoreReason reason) const
{
    const auto it = m_ignores.Get().find(reason);
    return it == m_ignores.Get().end() ? 0 : it->second;
}

void
PvdRegistry::NotifyInterfaceDown(uint32_t interface)
{
    NS_LOG_FUNCTION(this << interface);
    m_store.ClearInterface(interface);
    if (m_otherConfigurations.Get().count(interface) > 0)
    {
        m_otherConfigurations.Make().erase(interface);
    }
    m_interfaceDown(interface);
    Commit();
}

void
PvdRegistry::NotifyRemoveAddress(uint32_t interface, const Ipv6Address& address)
{
    NS_LOG_FUNCTION(this << interface << address);
    const auto owner = m_store.GetInterface(interface);
    if (owner && m_store.RemoveAddress(*owner, address))
    {
        Commit();
    }
}

void
PvdRegistry::NotifyDadSuccess(uint32_t interface, const Ipv6Address& address)
{
    NS_LOG_FUNCTION(this << interface << address);
    const auto owner = m_store.GetInterface(interface);
    if (owner)
    {
        m_store.ConfirmAddress(*owner, address);
        Commit();
    }
}

void
PvdRegistry::NotifyDadFailure(uint32_t interface, const Ipv6Address& address)
{
    NS_LOG_FUNCTION(this << interface << address);
    const auto owner = m_store.GetInterface(interface);
    if (owner)
    {
        m_store.FailAddress(*owner, address);
        Commit();
    }
}

void
PvdRegistry::NotifyNotRouter(uint32_t interface, const Ipv6Address& router)
{
    NS_LOG_FUNCTION(this << interface << router);
    m_store.EndDefaultRouter(interface, router);
    Commit();
}

} // namespace ns3
