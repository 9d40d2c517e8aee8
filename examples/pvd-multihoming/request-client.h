/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_REQUEST_CLIENT_H
#define PVD_MULTIHOMING_REQUEST_CLIENT_H

#include "client.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"

#include <map>

namespace multihoming
{

/// How requests are made.
struct RequestPace
{
    ns3::Time interval; //!< mean time between the beginnings of two requests; exponential
    uint32_t size;      //!< of an answer, octets
    ns3::Time patience; //!< after which a request is given up
};

/// Opens a TCP connection now and then, asks, and waits for the answer.
class RequestClient : public Client
{
  public:
    /// \param place where it belongs \param servers to choose from \param pace how it asks
    RequestClient(const ClientPlace& place,
                  const std::vector<ns3::Address>& servers,
                  const RequestPace& pace);

    void SetStream(int64_t stream) override;

  private:
    /// A request that has no answer yet.
    struct Request
    {
        ns3::Ptr<ns3::Socket> socket; //!< its connection
        uint32_t heard;               //!< octets of the answer
        ns3::EventId end;             //!< of the patience
    };

    void StartApplication() override;
    void StopApplication() override;
    void Ask();
    void GiveUp(uint32_t flow);
    void Finish(uint32_t flow, bool completed);
    void HandleConnected(ns3::Ptr<ns3::Socket> socket);
    void HandleAnswer(ns3::Ptr<ns3::Socket> socket);
    void HandleRefused(ns3::Ptr<ns3::Socket> socket);
    /// \return number of the flow of a socket, or 0
    uint32_t Find(const ns3::Ptr<ns3::Socket>& socket) const;

    RequestPace m_pace;                                  //!< how it asks
    ns3::Ptr<ns3::ExponentialRandomVariable> m_interval; //!< until the next request
    ns3::EventId m_next;                                 //!< the next request
    std::map<uint32_t, Request> m_requests;              //!< by flow
};

} // namespace multihoming

#endif /* PVD_MULTIHOMING_REQUEST_CLIENT_H */
