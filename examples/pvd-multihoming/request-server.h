/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_REQUEST_SERVER_H
#define PVD_MULTIHOMING_REQUEST_SERVER_H

#include "ns3/application.h"
#include "ns3/packet.h"
#include "ns3/socket.h"

#include <cstdint>
#include <map>

namespace multihoming
{

constexpr uint16_t WEB_PORT = 80;      //!< of servers of the Internet
constexpr uint16_t GARDEN_PORT = 8080; //!< of the server of the walled garden
constexpr uint32_t REQUEST_SIZE = 200; //!< octets; the first four are the size of the answer

/// \param size of the answer, octets \return a request
ns3::Ptr<ns3::Packet> MakeRequest(uint32_t size);

/// A TCP server: on each connection it takes one request, answers it, and closes.
class RequestServer : public ns3::Application
{
  public:
    /// \param port on which it listens
    explicit RequestServer(uint16_t port);

  private:
    /// What a connection has to do.
    struct Work
    {
        uint32_t heard{0}; //!< octets of the request
        uint32_t left{0};  //!< octets of the answer that are still to be sent
    };

    void StartApplication() override;
    void StopApplication() override;
    void HandleAccepted(ns3::Ptr<ns3::Socket> socket, const ns3::Address& from);
    void HandleClosed(ns3::Ptr<ns3::Socket> socket);
    void HandleRequest(ns3::Ptr<ns3::Socket> socket);
    void HandleRoom(ns3::Ptr<ns3::Socket> socket, uint32_t room);

    uint16_t m_port;                              //!< on which it listens
    ns3::Ptr<ns3::Socket> m_listener;             //!< null before the start
    std::map<ns3::Ptr<ns3::Socket>, Work> m_work; //!< connections; their order does not matter
};

} // namespace multihoming

#endif /* PVD_MULTIHOMING_REQUEST_SERVER_H */
