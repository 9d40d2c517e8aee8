/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ECHO_ECHO_SERVER_H
#define PVD_ECHO_ECHO_SERVER_H

#include "ns3/application.h"
#include "ns3/socket.h"

#include <cstdint>
#include <vector>

namespace echo
{

constexpr uint16_t PORT = 8300; //!< of the server, TCP and UDP

/// Answers each line that it is sent, over TCP or UDP, with the address of who sent it as a line.
class EchoServer : public ns3::Application
{
  private:
    void StartApplication() override;
    void StopApplication() override;
    void HandleAccepted(ns3::Ptr<ns3::Socket> socket, const ns3::Address& from);
    void HandleClosed(ns3::Ptr<ns3::Socket> socket);
    void Forget(ns3::Ptr<ns3::Socket> socket);
    void HandleRequests(ns3::Ptr<ns3::Socket> socket);

    std::vector<ns3::Ptr<ns3::Socket>> m_sockets; //!< all that are open
};

} // namespace echo

#endif /* PVD_ECHO_ECHO_SERVER_H */
