/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_TRACES_H
#define PVD_MULTIHOMING_TRACES_H

#include "parameters.h"

#include "ns3/pvd-topology.h"

#include <memory>
#include <string>

namespace multihoming
{

/// Captures, and what NetAnim and FlowMonitor make of a run.
class Traces
{
  public:
    /// \param parameters say what is wanted \param topology the network
    Traces(const Parameters& parameters, const ns3::PvdTopology& topology);
    ~Traces();

    /// Begin to write, before the simulation runs. \return false if a file cannot be written; that
    /// was told on stderr
    bool Begin();
    /// Write what is still to be written, after it.
    void End();

    /// \param parameters of a run \return what of it this build cannot do, in a sentence, or
    /// nothing
    static std::string FindMissing(const Parameters& parameters);

  private:
    struct Writers;

    std::string GetPath(const std::string& name) const;
    bool CanWriteAll() const;

    const Parameters& m_parameters;     //!< say what is wanted
    const ns3::PvdTopology& m_topology; //!< the network
    std::unique_ptr<Writers> m_writers; //!< null before Begin
};

} // namespace multihoming

#endif /* PVD_MULTIHOMING_TRACES_H */
