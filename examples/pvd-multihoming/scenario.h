/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_SCENARIO_H
#define PVD_MULTIHOMING_SCENARIO_H

#include "flow-log.h"
#include "host-kind.h"
#include "observer.h"
#include "parameters.h"

#include "ns3/pvd-topology-helper.h"
#include "ns3/pvd-topology.h"
#include "ns3/random-variable-stream.h"

#include <optional>
#include <string>
#include <vector>

namespace multihoming
{

/// One run: the network, its applications, and what happens to it.
class Scenario
{
  public:
    /// \param parameters of it \param kinds of the hosts, one of each
    Scenario(const Parameters& parameters, const std::vector<HostKind>& kinds);
    Scenario(const Scenario&) = delete;
    Scenario& operator=(const Scenario&) = delete;

    /// \param showsProgress print a line on stderr every now and then
    /// \param writesTraces whether captures and other traces that were asked for are written
    /// \return what happened; nothing if one of them cannot be written, which was told on stderr
    std::optional<Record> Run(bool showsProgress, bool writesTraces);

  private:
    void AddProviders();
    void AddHosts();
    void AddServers();
    void AddClients();
    void AddClients(uint32_t host);
    void AddCongestion();
    void ScheduleEvents();
    void SetUplinkA(bool isUp);
    void NoticeUplinkA(bool isUp);
    void RenumberA();
    void ShowProgress();

    Parameters m_parameters;            //!< of the run
    std::vector<HostKind> m_kinds;      //!< of the hosts
    FlowLog m_log;                      //!< what happens
    ns3::PvdTopologyHelper m_helper;    //!< knows the uplinks
    std::vector<std::string> m_servers; //!< addresses of servers on the Internet
    ns3::PvdTopology m_topology;        //!< the network
    Observer m_observer;                //!< of the providers
};

} // namespace multihoming

#endif /* PVD_MULTIHOMING_SCENARIO_H */
