/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_HOST_KIND_H
#define PVD_MULTIHOMING_HOST_KIND_H

#include "flow-log.h"

#include "ns3/pvd-binding.h"
#include "ns3/pvd-topology.h"

#include <array>
#include <string>
#include <vector>

namespace multihoming
{

extern const char* const PVD_A;      //!< PvD ID of provider A
extern const char* const PVD_B;      //!< PvD ID of provider B
extern const char* const PVD_GARDEN; //!< PvD ID of the walled garden

/// How the interfaces of a host are arranged in VRFs.
enum class Vrf : uint8_t
{
    NONE,    //!< no VRFs
    ONE,     //!< its interface is in a VRF, and all sockets are
    VIRTUAL, //!< an interface for each PvD, each in a VRF; the sockets of a use are in one of them
};

/// A way to make a host.
struct HostKind
{
    std::string name;                           //!< short, as in files
    std::string meaning;                        //!< one line
    ns3::PvdTopology::Stack stack;              //!< what makes it
    std::array<ns3::PvdBinding, USES> bindings; //!< of its applications
    /// What a run teaches about it, one line. <web filtered> stands for the share of its flows that
    /// ended so
    std::string lesson;
    Vrf vrf{Vrf::NONE}; //!< its VRFs
};

/// \return all kinds, in the order of the tables
const std::vector<HostKind>& GetHostKinds();

} // namespace multihoming

#endif /* PVD_MULTIHOMING_HOST_KIND_H */
