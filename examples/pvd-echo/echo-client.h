/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ECHO_ECHO_CLIENT_H
#define PVD_ECHO_ECHO_CLIENT_H

#include "ns3/application.h"
#include "ns3/event-id.h"
#include "ns3/ipv6-address.h"
#include "ns3/nstime.h"
#include "ns3/pvd-binding.h"
#include "ns3/socket.h"

#include <cstdint>
#include <string>
#include <vector>

namespace echo
{

/// How a socket talks to the server.
enum class Transport : uint8_t
{
    TCP,           //!< one connection
    UDP,           //!< each datagram with its destination
    CONNECTED_UDP, //!< connected once
};

/// \return as in the table of results
const char* ToString(Transport transport);
/// \return Protocol or Next Header of IP
uint8_t GetProtocol(Transport transport);

/// What a socket of the client says and hears.
struct Conversation
{
    Transport transport;                   //!< how
    ns3::PvdBinding binding;               //!< of the socket; Inherit: its process decides
    ns3::Ptr<ns3::Socket> socket{nullptr}; //!< null before the start
    uint16_t port{0};                      //!< of the socket
    std::string heard{};                   //!< of an answer that is not whole yet
    std::vector<std::string> answers{};    //!< the addresses that the server saw
    std::string error{};                   //!< the first thing that was refused, or empty
};

/// How often the server is asked.
struct Pace
{
    uint32_t count{3};                     //!< requests of each socket
    ns3::Time interval{ns3::Seconds(0.5)}; //!< between two of them
};

/// A process with several sockets, which ask the server all at the same times.
class EchoClient : public ns3::Application
{
  public:
    /// \param server its address \param pace how often it is asked
    EchoClient(const ns3::Ipv6Address& server, const Pace& pace);

    /// Have one more socket. \param transport how it talks \param binding what it is bound to
    void Add(Transport transport, const ns3::PvdBinding& binding);
    /// \return what became of the sockets, in the order in which they were added
    const std::vector<Conversation>& GetConversations() const;

  private:
    void StartApplication() override;
    void StopApplication() override;
    void Open(Conversation& conversation);
    void Ask(Conversation& conversation);
    void AskAll();
    void HandleAnswers(ns3::Ptr<ns3::Socket> socket);
    void HandleRefused(ns3::Ptr<ns3::Socket> socket);
    Conversation& Find(const ns3::Ptr<ns3::Socket>& socket);
    /// \param result of a call; negative: it is kept why
    void Check(Conversation& conversation, int result);

    ns3::Address m_server;                     //!< with its port
    Pace m_pace;                               //!< how often it is asked
    uint32_t m_asked{0};                       //!< requests of each socket up to now
    ns3::EventId m_next;                       //!< the next requests
    std::vector<Conversation> m_conversations; //!< see GetConversations
};

} // namespace echo

#endif /* PVD_ECHO_ECHO_CLIENT_H */
