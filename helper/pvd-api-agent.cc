/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-api-agent.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdApiAgent);

TypeId
PvdApiAgent::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdApiAgent")
                            .SetParent<Object>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdApiAgent>();
    return tid;
}

PvdApiAgent::PvdApiAgent() = default;

PvdApiAgent::~PvdApiAgent() = default;

Ptr<PvdApiAgent>
PvdApiAgent::Get(const Ptr<Node>& node)
{
    const auto table = node ? node->GetObject<PvdProcessTable>() : nullptr;
    if (!table || !table->GetRegistry())
    {
        return nullptr;
    }
    auto agent = node->GetObject<PvdApiAgent>();
    if (!agent)
    {
        agent = CreateObject<PvdApiAgent>();
        agent->m_table = table;
        agent->m_registry = Ptr<PvdRegistry>(table->GetRegistry());
        auto& registry = *agent->m_registry;
        PvdApiAgent* raw = PeekPointer(agent); // an aggregate lives as long as the other
        registry.TraceConnectWithoutContext("PvdAdded",
                                            MakeCallback(&PvdApiAgent::NotifyPvdAdded, raw));
        registry.TraceConnectWithoutContext("PvdChanged",
                                            MakeCallback(&PvdApiAgent::NotifyPvdChanged, raw));
        registry.TraceConnectWithoutContext("PvdRemoved",
                                            MakeCallback(&PvdApiAgent::NotifyPvdRemoved, raw));
        node->AggregateObject(agent);
    }
    return agent;
}

void
PvdApiAgent::DoDispose()
{
    m_subscriptions.clear();
    m_attributes.clear();
    m_registry = nullptr;
    m_table = nullptr;
    Object::DoDispose();
}

Ptr<PvdRegistry>
PvdApiAgent::GetRegistry() const
{
    return m_registry;
}

Ptr<PvdProcessTable>
PvdApiAgent::GetTable() const
{
    return m_table;
}

uint64_t
PvdApiAgent::Add(Subscription subscription)
{
    subscription.number = ++m_last;
    m_subscriptions.push_back(std::move(subscription));
    return m_last;
}

bool
PvdApiAgent::Remove(const PvdApi* client, uint64_t number)
{
    const auto found =
        std::find_if(m_subscriptions.begin(), m_subscriptions.end(), [&](const auto& one) {
            return one.client == client && one.number == number;
        });
    if (found == m_subscriptions.end())
    {
        return false;
    }
    m_subscriptions.erase(found);
    return true;
}

void
PvdApiAgent::RemoveAll(const PvdApi* client)
{
    const auto isOfClient = [client](const auto& one) { return one.client == client; };
    m_subscriptions.erase(
        std::remove_if(m_subscriptions.begin(), m_subscriptions.end(), isOfClient),
        m_subscriptions.end());
}

const PvdApiAgent::Attributes&
PvdApiAgent::GetAttributes(const Pvd& pvd) const
{
    static const Attributes none;
    const auto found = m_attributes.find(pvd.GetIndex());
    return found == m_attributes.end() ? none : found->second;
}

void
PvdApiAgent::SetAttribute(const Ptr<Pvd>& pvd,
                          const std::string& attribute,
                          const std::string& value)
{
    if (value.empty())
    {
        m_attributes[pvd->GetIndex()].erase(attribute);
    }
    else
    {
        m_attributes[pvd->GetIndex()][attribute] = value;
    }
    TellAttributes(pvd, 0);
}

template <class Function>
void
PvdApiAgent::Tell(Function tell)
{
    // A listener may subscribe and unsubscribe anyone.
    std::vector<uint64_t> numbers;
    for (const auto& one : m_subscriptions)
    {
        numbers.push_back(one.number);
    }
    for (const uint64_t number : numbers)
    {
        const auto found = std::find_if(m_subscriptions.begin(),
                                        m_subscriptions.end(),
                                        [&](const auto& one) { return one.number == number; });
        if (found != m_subscriptions.end())
        {
            const Subscription copy = *found;
            tell(copy);
        }
    }
}

void
PvdApiAgent::TellList(const Ptr<Pvd>& pvd, bool isNew)
{
    const std::string name = pvd->GetId().ToString();
    Tell([&](const Subscription& one) {
        if (one.onList && m_registry)
        {
            PvdApi::ListEvent event{isNew, name, {}};
            for (const auto& entry : m_registry->GetPvds())
            {
                event.list.push_back(entry.second->GetId().ToString());
            }
            one.onList(event);
        }
    });
}

void
PvdApiAgent::TellAttributes(const Ptr<Pvd>& pvd, uint32_t mask)
{
    const std::string key = pvd->GetId().GetKey();
    Tell([&](const Subscription& one) {
        const bool isWanted = one.onChanged && (one.key == "*" || one.key == key);
        if (isWanted && m_registry && pvd->IsAlive())
        {
            one.onChanged({pvd->GetId().ToString(), mask, PvdAttributes::Get(*m_registry, *pvd)});
        }
    });
}

void
PvdApiAgent::NotifyPvdAdded(Ptr<Pvd> pvd)
{
    TellList(pvd, true);
    TellAttributes(pvd, UINT32_MAX);
}

void
PvdApiAgent::NotifyPvdChanged(Ptr<Pvd> pvd, uint32_t mask)
{
    TellAttributes(pvd, mask);
}

void
PvdApiAgent::NotifyPvdRemoved(Ptr<Pvd> pvd)
{
    m_attributes.erase(pvd->GetIndex());
    TellList(pvd, false);
}

} // namespace ns3
