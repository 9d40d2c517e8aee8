/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-icmpv6-option.h"

#include "pvd-nd-option-codec.h"
#include "pvd-nd-option-print.h"

#include "ns3/abort.h"

#include <algorithm>
#include <ostream>
#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(Icmpv6OptionPvd);
NS_OBJECT_ENSURE_REGISTERED(Icmpv6OptionRouteInformation);
NS_OBJECT_ENSURE_REGISTERED(Icmpv6OptionRdnss);
NS_OBJECT_ENSURE_REGISTERED(Icmpv6OptionDnssl);
NS_OBJECT_ENSURE_REGISTERED(Icmpv6OptionCaptivePortal);
NS_OBJECT_ENSURE_REGISTERED(Icmpv6OptionPref64);

namespace
{

/// \return the octets from here on, no more than one option can have
std::vector<uint8_t>
ReadOctets(Buffer::Iterator start, uint32_t available)
{
    std::vector<uint8_t> octets(std::min<std::size_t>(available, PvdOption::MAX_SIZE));
    if (!octets.empty())
    {
        start.Read(octets.data(), static_cast<uint32_t>(octets.size()));
    }
    return octets;
}

template <typename T>
TypeId
MakeTypeId(const char* name)
{
    return TypeId(name).SetParent<Header>().SetGroupName("Pvd").template AddConstructor<T>();
}

} // namespace

template <typename Value, NdOptionType TYPE>
Icmpv6NdOption<Value, TYPE>::Icmpv6NdOption()
{
    Set(Value());
}

template <typename Value, NdOptionType TYPE>
bool
Icmpv6NdOption<Value, TYPE>::Set(const Value& option)
{
    m_option = option;
    m_error.clear();
    m_octets = SerializeOption(option, &m_error).value_or(std::vector<uint8_t>());
    // Only a value that names its own type can name a wrong one.
    if (!m_octets.empty() && m_octets[0] != static_cast<uint8_t>(TYPE))
    {
        m_error = "an option of type " + std::to_string(m_octets[0]) + " was given: set type " +
                  std::to_string(static_cast<unsigned>(TYPE));
        m_octets.clear();
    }
    return IsValid();
}

template <typename Value, NdOptionType TYPE>
const Value&
Icmpv6NdOption<Value, TYPE>::Get() const
{
    return m_option;
}

template <typename Value, NdOptionType TYPE>
bool
Icmpv6NdOption<Value, TYPE>::IsValid() const
{
    return !m_octets.empty();
}

template <typename Value, NdOptionType TYPE>
const std::string&
Icmpv6NdOption<Value, TYPE>::GetError() const
{
    return m_error;
}

template <typename Value, NdOptionType TYPE>
void
Icmpv6NdOption<Value, TYPE>::Print(std::ostream& os) const
{
    if (!IsValid())
    {
        os << "invalid: " << m_error;
        return;
    }
    PrintOption(os, m_option);
}

template <typename Value, NdOptionType TYPE>
uint32_t
Icmpv6NdOption<Value, TYPE>::GetSerializedSize() const
{
    NS_ABORT_MSG_UNLESS(IsValid(), m_error);
    return static_cast<uint32_t>(m_octets.size());
}

template <typename Value, NdOptionType TYPE>
void
Icmpv6NdOption<Value, TYPE>::Serialize(Buffer::Iterator start) const
{
    NS_ABORT_MSG_UNLESS(IsValid(), m_error);
    start.Write(m_octets.data(), static_cast<uint32_t>(m_octets.size()));
}

template <typename Value, NdOptionType TYPE>
uint32_t
Icmpv6NdOption<Value, TYPE>::Deserialize(Buffer::Iterator start)
{
    return Decode(ReadOctets(start, start.GetRemainingSize()));
}

template <typename Value, NdOptionType TYPE>
uint32_t
Icmpv6NdOption<Value, TYPE>::Deserialize(Buffer::Iterator start, Buffer::Iterator end)
{
    return Decode(ReadOctets(start, end.GetDistanceFrom(start)));
}

template <typename Value, NdOptionType TYPE>
uint32_t
Icmpv6NdOption<Value, TYPE>::Decode(const std::vector<uint8_t>& octets)
{
    const auto parsed = pvdwire::ParseOption(octets.data(), octets.size());
    m_octets.clear();
    m_option = Value();
    if (!parsed.option)
    {
        m_error = ToString(parsed.dropReason);
        return 0;
    }
    if (octets[0] != static_cast<uint8_t>(TYPE))
    {
        m_error = "an option of type " + std::to_string(octets[0]);
        return 0;
    }
    // What a PvD option contains may be ignored without harm to the option itself.
    if (!parsed.ignored.empty() && parsed.ignored.front().offset == 0)
    {
        m_error = ToString(parsed.ignored.front().reason);
        return 0;
    }
    Set(*std::get_if<Value>(&*parsed.option));
    return static_cast<uint32_t>(parsed.size);
}

template class Icmpv6NdOption<PvdOption, NdOptionType::PVD>;
template class Icmpv6NdOption<RouteInformationOption, NdOptionType::ROUTE_INFORMATION>;
template class Icmpv6NdOption<RecursiveDnsServerOption, NdOptionType::RECURSIVE_DNS_SERVER>;
template class Icmpv6NdOption<DnsSearchListOption, NdOptionType::DNS_SEARCH_LIST>;
template class Icmpv6NdOption<CaptivePortalOption, NdOptionType::CAPTIVE_PORTAL>;
template class Icmpv6NdOption<OpaqueOption, NdOptionType::PREF64>;

TypeId
Icmpv6OptionPvd::GetTypeId()
{
    static TypeId tid = MakeTypeId<Icmpv6OptionPvd>("ns3::Icmpv6OptionPvd");
    return tid;
}

TypeId
Icmpv6OptionPvd::GetInstanceTypeId() const
{
    return GetTypeId();
}

TypeId
Icmpv6OptionRouteInformation::GetTypeId()
{
    static TypeId tid =
        MakeTypeId<Icmpv6OptionRouteInformation>("ns3::Icmpv6OptionRouteInformation");
    return tid;
}

TypeId
Icmpv6OptionRouteInformation::GetInstanceTypeId() const
{
    return GetTypeId();
}

TypeId
Icmpv6OptionRdnss::GetTypeId()
{
    static TypeId tid = MakeTypeId<Icmpv6OptionRdnss>("ns3::Icmpv6OptionRdnss");
    return tid;
}

TypeId
Icmpv6OptionRdnss::GetInstanceTypeId() const
{
    return GetTypeId();
}

TypeId
Icmpv6OptionDnssl::GetTypeId()
{
    static TypeId tid = MakeTypeId<Icmpv6OptionDnssl>("ns3::Icmpv6OptionDnssl");
    return tid;
}

TypeId
Icmpv6OptionDnssl::GetInstanceTypeId() const
{
    return GetTypeId();
}

TypeId
Icmpv6OptionCaptivePortal::GetTypeId()
{
    static TypeId tid = MakeTypeId<Icmpv6OptionCaptivePortal>("ns3::Icmpv6OptionCaptivePortal");
    return tid;
}

TypeId
Icmpv6OptionCaptivePortal::GetInstanceTypeId() const
{
    return GetTypeId();
}

TypeId
Icmpv6OptionPref64::GetTypeId()
{
    static TypeId tid = MakeTypeId<Icmpv6OptionPref64>("ns3::Icmpv6OptionPref64");
    return tid;
}

TypeId
Icmpv6OptionPref64::GetInstanceTypeId() const
{
    return GetTypeId();
}

} // namespace ns3
