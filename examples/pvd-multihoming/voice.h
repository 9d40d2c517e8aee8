/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_VOICE_H
#define PVD_MULTIHOMING_VOICE_H

#include "client.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"

#include <set>

namespace multihoming
{

constexpr uint16_t VOICE_PORT = 5004; //!< of the servers

/// How calls are made.
struct VoicePace
{
    ns3::Time call;     //!< length of a call; the next one follows at once
    ns3::Time interval; //!< between two packets
    uint32_t size;      //!< of a packet, octets
    ns3::Time playout;  //!< what comes back later than this after it was sent is lost
    double goodShare;   //!< of the packets of a call that must come back for it to be completed
};

/// Sends back what it gets, as if somebody spoke there.
class VoiceServer : public ns3::Application
{
  private:
    void StartApplication() override;
    void StopApplication() override;
    void HandlePackets(ns3::Ptr<ns3::Socket> socket);

    ns3::Ptr<ns3::Socket> m_socket; //!< null before the start
};

/// Makes one call after the other over UDP.
class VoiceClient : public Client
{
  public:
    /// \param place where it belongs \param servers to choose from \param pace how it calls
    VoiceClient(const ClientPlace& place,
                const std::vector<ns3::Address>& servers,
                const VoicePace& pace);

  private:
    void StartApplication() override;
    void StopApplication() override;
    void Call();
    void HangUp(uint32_t flow, ns3::Ptr<ns3::Socket> socket);
    void Speak();
    void HandlePackets(ns3::Ptr<ns3::Socket> socket);

    VoicePace m_pace;                                            //!< how it calls
    ns3::Address m_server;                                       //!< of the present call
    ns3::Ptr<ns3::Socket> m_socket;                              //!< of the present call
    uint32_t m_flow{0};                                          //!< number of the present call
    std::map<uint32_t, std::pair<uint32_t, uint32_t>> m_packets; //!< by flow: sent, heard in time
    ns3::EventId m_nextCall;                                     //!< the next call
    ns3::EventId m_nextPacket;                                   //!< the next packet
};

} // namespace multihoming

#endif /* PVD_MULTIHOMING_VOICE_H */
