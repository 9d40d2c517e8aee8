/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-api.h"

#include "pvd-api-agent.h"
#include "pvd-json.h"
#include "pvd-static-configuration.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

using Members = std::vector<std::pair<std::string, std::string>>;

Socket::SocketErrno
ToErrno(PvdStaticConfiguration::Error error)
{
    switch (error)
    {
    case PvdStaticConfiguration::NONE:
        return Socket::ERROR_NOTERROR;
    case PvdStaticConfiguration::UNKNOWN_PVD:
        return Socket::ERROR_NODEV;
    default:
        return Socket::ERROR_INVAL;
    }
}

/// \return the member with a name, or the end
Members::const_iterator
FindMember(const Members& members, const std::string& name)
{
    return std::find_if(members.begin(), members.end(), [&name](const auto& member) {
        return member.first == name;
    });
}

/// \return true if the node itself may have an attribute of this name
bool
IsOfNode(const std::string& attribute)
{
    PvdAttributes full;
    full.lla = Ipv6Address("fe80::1");
    full.dev = "any";
    full.mtu = 1280;
    full.curHopLimit = 1;
    full.captivePortal = "any";
    const auto members = full.ToJsonMembers();
    return FindMember(members, attribute) != members.end();
}

} // namespace

PvdApi::PvdApi(Ptr<PvdApiAgent> agent)
    : m_agent(agent)
{
}

PvdApi::~PvdApi()
{
    m_agent->RemoveAll(this);
}

Ptr<PvdApi>
PvdApi::Connect(const Ptr<Node>& node)
{
    const auto agent = PvdApiAgent::Get(node);
    return agent ? Ptr<PvdApi>(new PvdApi(agent), false) : nullptr;
}

Socket::SocketErrno
PvdApi::GetErrno() const
{
    return m_errno;
}

Socket::SocketErrno
PvdApi::Note(Socket::SocketErrno error)
{
    m_errno = m_agent->GetRegistry() ? error : Socket::ERROR_NOTCONN;
    return m_errno;
}

Ptr<Pvd>
PvdApi::Find(const std::string& name)
{
    const auto registry = m_agent->GetRegistry();
    const auto pvd = registry ? registry->Lookup(name) : nullptr;
    Note(pvd ? Socket::ERROR_NOTERROR : Socket::ERROR_NODEV);
    return pvd;
}

std::vector<std::string>
PvdApi::GetPvdList()
{
    std::vector<std::string> names;
    if (Note(Socket::ERROR_NOTERROR) == Socket::ERROR_NOTERROR)
    {
        for (const auto& entry : m_agent->GetRegistry()->GetPvds())
        {
            names.push_back(entry.second->GetId().ToString());
        }
    }
    return names;
}

std::optional<PvdAttributes>
PvdApi::GetPvdAttributes(const std::string& name)
{
    const auto pvd = Find(name);
    return pvd ? std::optional(PvdAttributes::Get(*m_agent->GetRegistry(), *pvd)) : std::nullopt;
}

std::optional<std::string>
PvdApi::GetPvdAttributesAsJson(const std::string& name)
{
    const auto pvd = Find(name);
    if (!pvd)
    {
        return std::nullopt;
    }
    auto members = PvdAttributes::Get(*m_agent->GetRegistry(), *pvd).ToJsonMembers();
    const auto& own = m_agent->GetAttributes(*pvd);
    members.insert(members.end(), own.begin(), own.end());
    return JsonObject(members);
}

std::optional<std::string>
PvdApi::GetPvdAttribute(const std::string& name, const std::string& attribute)
{
    const auto pvd = Find(name);
    if (!pvd)
    {
        return std::nullopt;
    }
    const auto& own = m_agent->GetAttributes(*pvd);
    const auto set = own.find(attribute);
    if (set != own.end())
    {
        return set->second;
    }
    const auto members = PvdAttributes::Get(*m_agent->GetRegistry(), *pvd).ToJsonMembers();
    const auto member = FindMember(members, attribute);
    return member == members.end() ? "null" : member->second;
}

std::optional<std::vector<PvdAttributes::Resolver>>
PvdApi::GetRdnss(const std::string& name)
{
    auto attributes = GetPvdAttributes(name);
    return attributes ? std::optional(std::move(attributes->rdnss)) : std::nullopt;
}

std::optional<std::vector<PvdAttributes::SearchDomain>>
PvdApi::GetDnssl(const std::string& name)
{
    auto attributes = GetPvdAttributes(name);
    return attributes ? std::optional(std::move(attributes->dnssl)) : std::nullopt;
}

Socket::SocketErrno
PvdApi::CreatePvd(const std::string& name)
{
    const auto registry = m_agent->GetRegistry();
    auto error = PvdStaticConfiguration::NONE;
    if (registry)
    {
        PvdStaticConfiguration(registry).CreatePvd(name, &error);
    }
    return Note(ToErrno(error));
}

Socket::SocketErrno
PvdApi::UpdatePvdAttr(const std::string& name, const std::string& attribute, uint32_t value)
{
    const auto pvd = Find(name);
    if (attribute == ".deprecated")
    {
        return pvd && value != 0 ? RemovePvd(name) : Note(Socket::ERROR_NOTERROR);
    }
    const bool isFlag = attribute == "hFlag" || attribute == "lFlag";
    if (!isFlag && attribute != "sequenceNumber")
    {
        return Note(Socket::ERROR_INVAL);
    }
    if (!pvd)
    {
        return m_errno;
    }
    PvdFields fields;
    fields.http = attribute == "hFlag" ? value != 0 : pvd->GetHttp();
    fields.legacy = attribute == "lFlag" ? value != 0 : pvd->GetLegacy();
    fields.sequence = static_cast<uint16_t>(value);
    return Note(ToErrno(PvdStaticConfiguration(m_agent->GetRegistry())
                            .UpdatePvd(name, isFlag ? Pvd::FLAGS : Pvd::SEQUENCE, fields)));
}

Socket::SocketErrno
PvdApi::RemovePvd(const std::string& name)
{
    if (!Find(name))
    {
        return m_errno;
    }
    return Note(ToErrno(PvdStaticConfiguration(m_agent->GetRegistry()).RemovePvd(name)));
}

Socket::SocketErrno
PvdApi::SetAttribute(const std::string& name,
                     const std::string& attribute,
                     const std::string& value)
{
    const auto pvd = Find(name);
    if (!pvd)
    {
        return m_errno;
    }
    if (attribute.empty() || IsOfNode(attribute))
    {
        return Note(Socket::ERROR_INVAL);
    }
    m_agent->SetAttribute(pvd, attribute, value);
    return Note(Socket::ERROR_NOTERROR);
}

std::optional<uint64_t>
PvdApi::SubscribeNotifications(ListListener listener)
{
    if (Note(listener ? Socket::ERROR_NOTERROR : Socket::ERROR_INVAL) != Socket::ERROR_NOTERROR)
    {
        return std::nullopt;
    }
    return m_agent->Add({this, 0, "*", std::move(listener), nullptr});
}

std::optional<uint64_t>
PvdApi::SubscribePvdNotifications(const std::string& name, AttributeListener listener)
{
    const auto id = PvdId::FromText(name);
    const bool isGood = listener && (id || name == "*");
    if (Note(isGood ? Socket::ERROR_NOTERROR : Socket::ERROR_INVAL) != Socket::ERROR_NOTERROR)
    {
        return std::nullopt;
    }
    const std::string key = name == "*" ? name : id->GetKey();
    return m_agent->Add({this, 0, key, nullptr, std::move(listener)});
}

Socket::SocketErrno
PvdApi::Unsubscribe(uint64_t subscription)
{
    const bool isDone = m_agent->Remove(this, subscription);
    return Note(isDone ? Socket::ERROR_NOTERROR : Socket::ERROR_INVAL);
}

} // namespace ns3
