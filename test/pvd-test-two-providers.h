/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_TWO_PROVIDERS_H
#define PVD_TEST_TWO_PROVIDERS_H

#include "pvd-test-host.h"
#include "pvd-test-lists.h"

#include "ns3/pvd-binding-helper.h"
#include "ns3/pvd-process-table.h"
#include "ns3/pvd-socket-binding.h"
#include "ns3/pvd-static-configuration.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-test
 * A PvD-aware host with two providers, each on a link of its own, and a server behind both.
 */

namespace ns3
{
namespace pvdtest
{

constexpr uint8_t TCP = 6;      //!< protocol number
constexpr uint8_t UDP = 17;     //!< protocol number
constexpr uint16_t PORT = 8300; //!< of the server

/// One host; on its first link the router of a.example, with 2600:a::/64, on its second that of
/// b.example, with 2600:b::/64. Each router drops packets from other sources.
class TwoProviders
{
  public:
    TwoProviders();
    ~TwoProviders();

    /// Let a router advertise, and the host have its address. \param name 'a' or 'b'
    void Advertise(char name);
    /// Let a router advertise, and tell of a route with high preference. \param name 'a' or 'b'
    /// \param route its prefix
    void AdvertiseRoute(char name, const std::string& route);
    /// Let a router advertise without a PvD option. \param name 'a' or 'b'
    void AdvertiseImplicit(char name);
    /// Let a router take back its PvD. \param name 'a' or 'b'
    void Withdraw(char name);
    /// \param name 'a' or 'b' \return the host's address of a provider
    Ipv6Address GetAddress(char name) const;
    /// \return where the server is
    Address GetServer() const;
    /// \param name 'a' or 'b' \return the host, as it is seen from the server
    Address GetHost(char name, uint16_t port = PORT) const;

    /// \return a new socket of the host
    Ptr<Socket> MakeUdp() const;
    /// \return a new socket of the host
    Ptr<Socket> MakeTcp() const;
    /// \param protocol protocol number \return a new raw socket of the host
    Ptr<Socket> MakeRaw(uint8_t protocol) const;
    /// Send 10 octets from the server. \param protocol protocol number \param name 'a' or 'b'
    void SendRaw(uint8_t protocol, char name) const;
    /// \return where the server is
    Ipv6Address GetServerAddress() const;
    /// \return a new socket of the server
    Ptr<Socket> MakeServerSocket(uint8_t protocol) const;
    /// \param socket a socket \param binding what to bind it to \return the error
    Socket::SocketErrno Bind(const Ptr<Socket>& socket, const PvdBinding& binding) const;
    /// Set an attribute of the host's process table. \param name its name \param value its value
    void Set(const std::string& name, const std::string& value) const;
    /// \return the host's processes
    Ptr<PvdProcessTable> GetTable() const;

    /// Forget what was seen on the links, and what the server has.
    void Forget();
    /// \return on which links the host has sent packets of a protocol: "", "a", "b" or "ab"
    std::string GetWires(uint8_t protocol) const;
    /// \return from where the server got UDP packets: addresses of the host as "a" and "b", in
    /// order
    const std::string& GetSenders() const;
    /// \return how many octets the server got over TCP
    uint64_t GetOctets() const;
    /// \return what became of bindings, such as "bound process root: a.example", in order
    const std::vector<std::string>& GetEvents() const;

    TestLink a;       //!< link of the first provider
    TestLink b;       //!< link of the second provider
    TestHost host;    //!< the host
    Ptr<Node> server; //!< the server

  private:
    struct Router
    {
        Station inside;     //!< on the host's link
        Ptr<Node> node;     //!< the router
        std::string prefix; //!< of the provider
    };

    const Router& GetRouter(char name) const;
    const TestLink& GetLink(char name) const;
    Router AddRouter(char name, TestLink& link);
    void Hear(char name, const std::vector<NdOption>& more);
    void AddServer();
    void Answer(Ptr<Socket> socket);
    void Accept(Ptr<Socket> socket, const Address& from);
    void Count(Ptr<Socket> socket);
    void Note(const PvdBindingEvent& event);

    TestLink m_core;                     //!< between routers and server
    std::vector<Router> m_routers;       //!< a and b
    std::string m_senders;               //!< see GetSenders
    uint64_t m_octets{0};                //!< see GetOctets
    std::vector<std::string> m_events;   //!< see GetEvents
    std::vector<Ptr<Socket>> m_accepted; //!< by the server
};

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_TWO_PROVIDERS_H */
