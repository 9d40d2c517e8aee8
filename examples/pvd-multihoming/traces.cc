/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "traces.h"

#include "../checked-command-line.h"

#ifdef PVD_HAVE_NETANIM
#include "ns3/animation-interface.h"
#endif
#ifdef PVD_HAVE_FLOW_MONITOR
#include "ns3/flow-monitor-helper.h"
#endif

#include "ns3/node-container.h"

#include <iostream>
#include <vector>

namespace multihoming
{

using namespace ns3;

namespace
{

constexpr double ANIMATED = 10; // seconds; whole runs would be gigabytes
constexpr double BEFORE = 1;    // seconds of them before the failure

} // namespace

/// What must live while the simulation runs.
struct Traces::Writers
{
#ifdef PVD_HAVE_NETANIM
    std::unique_ptr<AnimationInterface> animation; //!< writes when it ends
#endif
#ifdef PVD_HAVE_FLOW_MONITOR
    FlowMonitorHelper monitors; //!< has the monitor
#endif
};

Traces::Traces(const Parameters& parameters, const PvdTopology& topology)
    : m_parameters(parameters),
      m_topology(topology)
{
}

Traces::~Traces() = default;

std::string
Traces::FindMissing(const Parameters& parameters)
{
#ifdef PVD_HAVE_NETANIM
    const bool canAnimate = true;
#else
    const bool canAnimate = false;
#endif
#ifdef PVD_HAVE_FLOW_MONITOR
    const bool canMonitor = true;
#else
    const bool canMonitor = false;
#endif
    if (parameters.anim && !canAnimate)
    {
        return "--anim: this ns-3 was built without netanim";
    }
    if (parameters.flowmon && !canMonitor)
    {
        return "--flowmon: this ns-3 was built without flow-monitor";
    }
    return "";
}

#ifdef PVD_HAVE_NETANIM
namespace
{

/// Hosts to the left, providers from top to bottom, servers to the right.
void
Place(const PvdTopology& topology)
{
    double hosts = 0;
    double servers = 0;
    for (const auto& name : topology.GetNodeNames())
    {
        const bool isEdge = name.rfind("edge-", 0) == 0;
        const bool isProvider = name.rfind("isp-", 0) == 0;
        const bool isServer =
            name.rfind("server", 0) == 0 || name == "background" || name == "garden";
        double x = 0;
        double y = 0;
        if (isEdge || isProvider)
        {
            const char which = name[name.find('-') + 1];
            x = isEdge ? 30 : 60;
            y = which == 'a' ? 10 : which == 'b' ? 40 : 70;
        }
        else if (name == "internet")
        {
            x = 85;
            y = 25;
        }
        else
        {
            x = isServer ? 110 : 0;
            y = 8 * (isServer ? servers++ : hosts++);
        }
        AnimationInterface::SetConstantPosition(topology.GetNode(name), x, y);
    }
}

} // namespace
#endif

std::string
Traces::GetPath(const std::string& name) const
{
    return m_parameters.out + "/pvd-multihoming-" + name;
}

bool
Traces::CanWriteAll() const
{
    std::vector<std::string> names;
    if (m_parameters.pcap)
    {
        for (const auto& link : m_topology.GetLinkNames())
        {
            names.push_back(link + ".pcap");
        }
    }
    if (m_parameters.anim)
    {
        names.emplace_back("anim.xml");
    }
    if (m_parameters.flowmon)
    {
        names.emplace_back("flowmon.xml");
    }
    for (const auto& name : names)
    {
        if (!examples::IsWritable(GetPath(name)))
        {
            std::cerr << "pvd-multihoming: --out: " << GetPath(name)
                      << " cannot be written; write another folder\n";
            return false;
        }
    }
    return true;
}

bool
Traces::Begin()
{
    if (!CanWriteAll())
    {
        return false;
    }
    m_writers = std::make_unique<Writers>();
    if (m_parameters.pcap)
    {
        m_topology.EnablePcap(m_parameters.out + "/pvd-multihoming");
    }
#ifdef PVD_HAVE_NETANIM
    if (m_parameters.anim)
    {
        Place(m_topology);
        m_writers->animation = std::make_unique<AnimationInterface>(GetPath("anim.xml"));
        const double start = m_parameters.timeline.failure - BEFORE;
        m_writers->animation->SetStartTime(Seconds(start));
        m_writers->animation->SetStopTime(Seconds(start + ANIMATED));
        for (const auto& name : m_topology.GetNodeNames())
        {
            m_writers->animation->UpdateNodeDescription(m_topology.GetNode(name), name);
        }
    }
#endif
#ifdef PVD_HAVE_FLOW_MONITOR
    if (m_parameters.flowmon)
    {
        NodeContainer nodes;
        for (const auto& name : m_topology.GetNodeNames())
        {
            nodes.Add(m_topology.GetNode(name));
        }
        m_writers->monitors.Install(nodes);
    }
#endif
    return true;
}

void
Traces::End()
{
    if (!m_writers)
    {
        return;
    }
#ifdef PVD_HAVE_FLOW_MONITOR
    if (m_parameters.flowmon)
    {
        m_writers->monitors.SerializeToXmlFile(GetPath("flowmon.xml"), false, false);
    }
#endif
    m_writers.reset();
}

} // namespace multihoming
