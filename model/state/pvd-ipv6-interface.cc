/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-interface.h"

#include "pvd-lifetime.h"
#include "pvd-provisioning-domain.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/names.h"
#include "ns3/net-device.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <limits>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdIpv6Interface");

NS_OBJECT_ENSURE_REGISTERED(PvdIpv6Interface);

namespace
{

/// Hop Limit where no router says one (the assigned numbers of RFC 1700 and its successors).
constexpr uint8_t DEFAULT_HOP_LIMIT = 64;
/// IPv6 minimum link MTU, octets (RFC 8200, section 5).
constexpr uint32_t MIN_MTU = 1280;

/// ns-3's Ipv6Interface keeps its timers in 16 bits; ours are 32 bits as on the wire.
uint16_t
Saturate(uint32_t milliseconds)
{
    return std::min<uint32_t>(milliseconds, std::numeric_limits<uint16_t>::max());
}

} // namespace

TypeId
PvdIpv6Interface::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::PvdIpv6Interface")
            .SetParent<Object>()
            .SetGroupName("Pvd")
            .AddConstructor<PvdIpv6Interface>()
            .AddAttribute("ParsePvd",
                          "Understand PvD options (RFC 8801). Off: every Router Advertisement "
                          "belongs to an implicit PvD and what a PvD option contains is skipped.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&PvdIpv6Interface::m_parsePvd),
                          MakeBooleanChecker())
            .AddAttribute("AcceptRa",
                          "Take Router Advertisements.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&PvdIpv6Interface::m_acceptRa),
                          MakeBooleanChecker())
            .AddAttribute("AcceptRaOnForwarding",
                          "Take Router Advertisements although the interface forwards.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&PvdIpv6Interface::m_acceptRaOnForwarding),
                          MakeBooleanChecker())
            .AddAttribute("Autoconfiguration",
                          "Form addresses from Prefix Information options (RFC 4862).",
                          BooleanValue(true),
                          MakeBooleanAccessor(&PvdIpv6Interface::m_autoconfiguration),
                          MakeBooleanChecker())
            .AddAttribute("PrefixDelegation",
                          "The host does DHCPv6-PD here: no address is formed from a prefix with P "
                          "(RFC 9762, section 7.1).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&PvdIpv6Interface::m_prefixDelegation),
                          MakeBooleanChecker())
            .AddAttribute("KeepMessages",
                          "Keep the last Router Advertisement of each router and PvD "
                          "(PvdRouter::lastMessage), to look at it.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&PvdIpv6Interface::m_keepMessages),
                          MakeBooleanChecker())
            .AddAttribute("DupAddrDetectTransmits",
                          "Neighbor Solicitations sent to test an address (RFC 4862, section 5.1); "
                          "0 turns duplicate address detection off.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&PvdIpv6Interface::m_dupAddrDetectTransmits),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute(
                "MaxNeighbors",
                "Most neighbours in the neighbour cache, statically configured ones not counted. "
                "For "
                "one more, the neighbour that has been STALE or INCOMPLETE for the longest time is "
                "removed, a next hop last. 0: without limit.",
                UintegerValue(1024),
                MakeUintegerAccessor(&PvdIpv6Interface::m_maxNeighbors),
                MakeUintegerChecker<uint32_t>())
            .AddAttribute("MinRouteLength",
                          "Shortest prefix of a Route Information option that is taken, bits.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&PvdIpv6Interface::m_minRouteLength),
                          MakeUintegerChecker<uint8_t>(0, 128))
            .AddAttribute("MaxRouteLength",
                          "Longest prefix of a Route Information option that is taken, bits.",
                          UintegerValue(128),
                          MakeUintegerAccessor(&PvdIpv6Interface::m_maxRouteLength),
                          MakeUintegerChecker<uint8_t>(0, 128));
    return tid;
}

PvdIpv6Interface::PvdIpv6Interface()
    : m_reachableJitter(CreateObject<UniformRandomVariable>()),
      m_nextExpiry(InfiniteExpiry())
{
    m_reachableJitter->SetAttribute("Min", DoubleValue(0.5));
    m_reachableJitter->SetAttribute("Max", DoubleValue(1.5));
}

PvdIpv6Interface::~PvdIpv6Interface() = default;

void
PvdIpv6Interface::DoDispose()
{
    Detach();
    Object::DoDispose();
}

void
PvdIpv6Interface::Detach()
{
    m_addresses.clear();
    m_ipv6 = nullptr;
    m_interface = nullptr;
}

void
PvdIpv6Interface::SetInterface(Ptr<Ipv6> ipv6, uint32_t index)
{
    NS_LOG_FUNCTION(this << index);
    m_ipv6 = ipv6;
    m_index = index;
    m_interface = DynamicCast<Ipv6L3Protocol>(ipv6)->GetInterface(index);
}

uint32_t
PvdIpv6Interface::GetIndex() const
{
    return m_index;
}

std::string
PvdIpv6Interface::GetName() const
{
    if (!m_name.empty())
    {
        return m_name;
    }
    const std::string name = Names::FindName(m_interface->GetDevice());
    if (!name.empty())
    {
        return name;
    }
    const std::string usual = m_index == 0 ? "lo" : "eth" + std::to_string(m_index - 1);
    return IsNameTaken(usual) ? "interface" + std::to_string(m_index) : usual;
}

bool
PvdIpv6Interface::IsNameTaken(const std::string& name) const
{
    const auto ipv6 = DynamicCast<Ipv6L3Protocol>(m_ipv6);
    for (uint32_t i = 0; i < ipv6->GetNInterfaces(); ++i)
    {
        const auto other = ipv6->GetInterface(i)->GetObject<PvdIpv6Interface>();
        if (other && other != this && other->m_name == name)
        {
            return true;
        }
    }
    return false;
}

void
PvdIpv6Interface::SetName(const std::string& name)
{
    NS_ABORT_MSG_IF(name.empty(), "PvdIpv6Interface::SetName: give a name, such as \"eth0\".");
    NS_ABORT_MSG_IF(m_ipv6 && IsNameTaken(name),
                    "PvdIpv6Interface::SetName: another interface of the node is called \""
                        << name << "\"; implicit PvDs are told apart by it, give another name.");
    m_name = name;
}

bool
PvdIpv6Interface::GetParsePvd() const
{
    return m_parsePvd;
}

bool
PvdIpv6Interface::GetAcceptRa() const
{
    return m_acceptRa;
}

bool
PvdIpv6Interface::GetAcceptRaOnForwarding() const
{
    return m_acceptRaOnForwarding;
}

bool
PvdIpv6Interface::GetAutoconfiguration() const
{
    return m_autoconfiguration;
}

bool
PvdIpv6Interface::GetPrefixDelegation() const
{
    return m_prefixDelegation;
}

bool
PvdIpv6Interface::GetKeepMessages() const
{
    return m_keepMessages;
}

uint32_t
PvdIpv6Interface::GetDupAddrDetectTransmits() const
{
    return m_dupAddrDetectTransmits;
}

uint32_t
PvdIpv6Interface::GetMaxNeighbors() const
{
    return m_maxNeighbors;
}

bool
PvdIpv6Interface::AcceptsRouteLength(uint8_t length) const
{
    return m_minRouteLength <= length && length <= m_maxRouteLength;
}

uint32_t
PvdIpv6Interface::GetMtu() const
{
    return m_mtu != 0 ? m_mtu : m_interface->GetDevice()->GetMtu();
}

bool
PvdIpv6Interface::HasMtu() const
{
    return m_mtu != 0;
}

uint8_t
PvdIpv6Interface::GetCurHopLimit() const
{
    return HasCurHopLimit() ? m_curHopLimit : DEFAULT_HOP_LIMIT;
}

bool
PvdIpv6Interface::HasCurHopLimit() const
{
    return m_curHopLimit != 0;
}

uint32_t
PvdIpv6Interface::GetBaseReachableTime() const
{
    return m_baseReachableTime;
}

uint32_t
PvdIpv6Interface::GetReachableTime() const
{
    if (m_reachableTime == 0)
    {
        constexpr double LONGEST = std::numeric_limits<uint32_t>::max();
        const double drawn = m_baseReachableTime * m_reachableJitter->GetValue();
        m_reachableTime = static_cast<uint32_t>(std::clamp(drawn, 1.0, LONGEST));
    }
    return m_reachableTime;
}

uint32_t
PvdIpv6Interface::GetRetransTimer() const
{
    return m_retransTimer;
}

bool
PvdIpv6Interface::IsValidMtu(uint32_t mtu) const
{
    return MIN_MTU <= mtu && mtu <= m_interface->GetDevice()->GetMtu();
}

void
PvdIpv6Interface::SetMtu(uint32_t mtu)
{
    m_mtu = mtu;
}

void
PvdIpv6Interface::SetCurHopLimit(uint8_t curHopLimit)
{
    m_curHopLimit = curHopLimit;
    m_interface->SetCurHopLimit(GetCurHopLimit());
}

void
PvdIpv6Interface::SetBaseReachableTime(uint32_t milliseconds)
{
    if (milliseconds == m_baseReachableTime)
    {
        return;
    }
    m_baseReachableTime = milliseconds;
    m_reachableTime = 0;
    m_interface->SetBaseReachableTime(Saturate(milliseconds));
    m_interface->SetReachableTime(Saturate(GetReachableTime()));
}

void
PvdIpv6Interface::SetRetransTimer(uint32_t milliseconds)
{
    m_retransTimer = milliseconds;
    m_interface->SetRetransTimer(Saturate(milliseconds));
}

const std::vector<PvdAddress>&
PvdIpv6Interface::GetAddresses() const
{
    return m_addresses;
}

const PvdAddress*
PvdIpv6Interface::FindAddress(const Ipv6Address& address) const
{
    for (const auto& entry : m_addresses)
    {
        if (entry.address == address)
        {
            return &entry;
        }
    }
    return nullptr;
}

PvdAddress*
PvdIpv6Interface::FindEntry(const Ipv6Address& address)
{
    return const_cast<PvdAddress*>(FindAddress(address));
}

bool
PvdIpv6Interface::HasAddress(const Ipv6Address& address) const
{
    // ns-3 looks for an address in one pass, but gives the first interface that has it.
    const int32_t found = m_ipv6->GetInterfaceForAddress(address);
    if (found < 0 || static_cast<uint32_t>(found) == m_index)
    {
        return found >= 0;
    }
    for (uint32_t i = 0; i < m_interface->GetNAddresses(); ++i)
    {
        if (m_interface->GetAddress(i).GetAddress() == address)
        {
            return true;
        }
    }
    return false;
}

bool
PvdIpv6Interface::IsDuplicate(const Ipv6Address& address) const
{
    return std::find(m_duplicates.begin(), m_duplicates.end(), address) != m_duplicates.end();
}

int64_t
PvdIpv6Interface::AssignStreams(int64_t stream)
{
    m_reachableJitter->SetStream(stream);
    return 1;
}

void
PvdIpv6Interface::ResetLinkParameters()
{
    m_mtu = 0;
    SetCurHopLimit(0);
    SetBaseReachableTime(30000);
    SetRetransTimer(1000);
}

bool
PvdIpv6Interface::AddAddress(const PvdAddress& entry)
{
    NS_LOG_FUNCTION(this << entry.address);
    Ipv6InterfaceAddress address(entry.address, Ipv6Prefix(entry.prefixLength));
    address.SetState(Ipv6InterfaceAddress::TENTATIVE);
    // The on-link route is the Prefix List's business: L and A of an option are independent.
    if (!m_ipv6->AddAddress(m_index, address, false))
    {
        return false;
    }
    AdoptAddress(entry);
    return true;
}

void
PvdIpv6Interface::AdoptAddress(const PvdAddress& entry)
{
    m_addresses.push_back(entry);
    if (entry.pvd)
    {
        ++entry.pvd->m_nAddresses;
    }
    NoteExpiry(entry);
    SyncState(entry);
}

void
PvdIpv6Interface::NoteExpiry(const PvdAddress& entry)
{
    m_nextExpiry = std::min(m_nextExpiry, entry.validExpiry);
    if (!entry.deprecated)
    {
        m_nextExpiry = std::min(m_nextExpiry, entry.preferredExpiry);
    }
}

void
PvdIpv6Interface::RemoveAddress(std::size_t position)
{
    const PvdAddress entry = m_addresses.at(position);
    NS_LOG_FUNCTION(this << entry.address);
    // Out of the list first: ns-3 tells the routing protocol, which comes back here.
    m_addresses.erase(m_addresses.begin() + position);
    if (entry.pvd)
    {
        --entry.pvd->m_nAddresses;
    }
    m_ipv6->RemoveAddress(m_index, entry.address);
}

void
PvdIpv6Interface::SetOwner(PvdAddress& entry, const Ptr<Pvd>& pvd)
{
    if (entry.pvd)
    {
        --entry.pvd->m_nAddresses;
    }
    entry.pvd = pvd;
    if (pvd)
    {
        ++pvd->m_nAddresses;
    }
}

void
PvdIpv6Interface::SyncState(const PvdAddress& entry)
{
    for (uint32_t i = 0; i < m_interface->GetNAddresses(); ++i)
    {
        const Ipv6InterfaceAddress address = m_interface->GetAddress(i);
        if (address.GetAddress() != entry.address)
        {
            continue;
        }
        if (address.GetState() == Ipv6InterfaceAddress::PREFERRED ||
            address.GetState() == Ipv6InterfaceAddress::DEPRECATED)
        {
            m_interface->SetState(entry.address,
                                  entry.deprecated ? Ipv6InterfaceAddress::DEPRECATED
                                                   : Ipv6InterfaceAddress::PREFERRED);
        }
        return;
    }
}

Ipv6Address
PvdIpv6Interface::MakeAddress(const Ipv6Octets& prefix) const
{
    uint8_t octets[16];
    m_interface->GetLinkLocalAddress().GetAddress().GetBytes(octets);
    std::copy_n(prefix.begin(), 8, octets);
    return Ipv6Address(octets);
}

} // namespace ns3
