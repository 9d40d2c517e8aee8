/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_CLIENT_H
#define PVD_MULTIHOMING_CLIENT_H

#include "flow-log.h"

#include "ns3/application.h"
#include "ns3/net-device.h"
#include "ns3/pvd-binding.h"
#include "ns3/random-variable-stream.h"
#include "ns3/socket.h"

#include <cstdint>
#include <vector>

namespace multihoming
{

/// Where a client belongs.
struct ClientPlace
{
    uint32_t host;                         //!< index of its host
    Use use;                               //!< what it is for
    FlowLog* log;                          //!< where it writes down what happens; it lives longer
    ns3::PvdBinding binding{};             //!< of its sockets
    ns3::Ptr<ns3::NetDevice> vrf{nullptr}; //!< to which its sockets are bound, or null
};

/// What both clients have: servers to choose from, and sockets that are as their host wants them.
class Client : public ns3::Application
{
  public:
    /// \param place where it belongs \param servers with ports; each flow takes one at random
    Client(const ClientPlace& place, const std::vector<ns3::Address>& servers);

    /// All clients of one use get the same, so that each host has the same flows at the same times.
    /// \param stream number of the first of two random streams
    virtual void SetStream(int64_t stream);

  protected:
    /// \param factory of the transport protocol \return a new socket, and bound if its host has
    /// VRFs
    ns3::Ptr<ns3::Socket> MakeSocket(ns3::TypeId factory) const;
    /// \return a server, at random
    const ns3::Address& ChooseServer() const;
    /// Tell the log how packets of a flow look. \param flow which \param socket its socket
    void TellKey(uint32_t flow, const ns3::Ptr<ns3::Socket>& socket, uint8_t protocol) const;
    /// \return where it belongs
    const ClientPlace& GetPlace() const;

  private:
    ClientPlace m_place;                           //!< where it belongs
    std::vector<ns3::Address> m_servers;           //!< to choose from
    ns3::Ptr<ns3::UniformRandomVariable> m_choice; //!< of servers
};

} // namespace multihoming

#endif /* PVD_MULTIHOMING_CLIENT_H */
