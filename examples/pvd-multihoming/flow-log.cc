/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "flow-log.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace multihoming
{

namespace
{

double
Now()
{
    return ns3::Simulator::Now().GetSeconds();
}

} // namespace

const char*
ToString(Use use)
{
    constexpr const char* NAMES[USES] = {"web", "voice", "garden"};
    return NAMES[static_cast<std::size_t>(use)];
}

const char*
ToString(Outcome outcome)
{
    constexpr const char* NAMES[OUTCOMES] = {"completed", "no route", "filtered", "timeout"};
    return NAMES[static_cast<std::size_t>(outcome)];
}

FlowLog::FlowLog(std::size_t hosts, std::size_t seconds)
{
    m_record.counts.resize(hosts);
    for (auto& host : m_record.counts)
    {
        for (auto& counts : host)
        {
            counts.octets.resize(seconds);
        }
    }
}

uint32_t
FlowLog::Open(uint32_t host, Use use)
{
    m_open[++m_last].flow = {host, use, Outcome::TIMEOUT, Now(), Now()};
    return m_last;
}

void
FlowLog::SetKey(uint32_t flow, const Key& key)
{
    const auto found = m_open.find(flow);
    if (found != m_open.end() && m_keys.emplace(key, flow).second)
    {
        found->second.keys.push_back(key);
    }
}

void
FlowLog::NoteNoRoute(uint32_t flow)
{
    const auto found = m_open.find(flow);
    if (found != m_open.end())
    {
        found->second.isUnrouted = true;
    }
}

void
FlowLog::Close(uint32_t flow, bool completed)
{
    const auto found = m_open.find(flow);
    if (found == m_open.end())
    {
        return;
    }
    OpenFlow& open = found->second;
    open.flow.end = Now();
    open.flow.outcome = completed         ? Outcome::COMPLETED
                        : open.isFiltered ? Outcome::FILTERED
                        : open.isUnrouted ? Outcome::NO_ROUTE
                                          : Outcome::TIMEOUT;
    m_record.flows.push_back(open.flow);
    for (const auto& key : open.keys)
    {
        m_keys.erase(key);
    }
    m_open.erase(found);
}

bool
FlowLog::IsOpen(uint32_t flow) const
{
    return m_open.count(flow) > 0;
}

void
FlowLog::AddOctets(uint32_t host, Use use, uint32_t octets)
{
    auto& seconds = m_record.counts[host][static_cast<std::size_t>(use)].octets;
    const auto second = static_cast<std::size_t>(Now());
    if (second < seconds.size())
    {
        seconds[second] += octets;
    }
}

FlowLog::OpenFlow*
FlowLog::Find(const Key& key)
{
    const auto found = m_keys.find(key);
    return found == m_keys.end() ? nullptr : &m_open.at(found->second);
}

void
FlowLog::NoteMisfit(const Key& key, bool isDropped)
{
    OpenFlow* const open = Find(key);
    if (open)
    {
        open->isFiltered = open->isFiltered || isDropped;
        ++m_record.counts[open->flow.host][static_cast<std::size_t>(open->flow.use)].misfits;
    }
}

void
FlowLog::NoteUnrouted(const Key& key)
{
    OpenFlow* const open = Find(key);
    if (open)
    {
        open->isUnrouted = true;
    }
}

Record
FlowLog::Finish(double patience)
{
    while (!m_open.empty())
    {
        const auto first = m_open.begin();
        if (Now() - first->second.flow.start < patience)
        {
            m_open.erase(first);
            continue;
        }
        Close(first->first, false);
    }
    return m_record;
}

} // namespace multihoming
