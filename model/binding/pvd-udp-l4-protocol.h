/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_UDP_L4_PROTOCOL_H
#define PVD_UDP_L4_PROTOCOL_H

#include "ns3/inet6-socket-address.h"
#include "ns3/socket.h"
#include "ns3/udp-l4-protocol.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{

class Ipv6Route;
class PvdIpv6Routing;
class PvdUdpSocket;

/**
 * \ingroup pvd-binding
 * \brief The UDP of a PvD-aware host. Its sockets can be bound to PvDs, several of them to the same
 * port if they are bound to different ones.
 */
class PvdUdpL4Protocol : public UdpL4Protocol
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    PvdUdpL4Protocol();
    ~PvdUdpL4Protocol() override;

    /// \return a new socket
    Ptr<Socket> CreatePvdSocket();

    // IpL4Protocol
    RxStatus Receive(Ptr<Packet> packet,
                     const Ipv4Header& header,
                     Ptr<Ipv4Interface> interface) override;
    RxStatus Receive(Ptr<Packet> packet,
                     const Ipv6Header& header,
                     Ptr<Ipv6Interface> interface) override;

  protected:
    void NotifyNewAggregate() override;
    void DoDispose() override;

  private:
    friend class PvdUdpSocket;

    /// \return the end point over IPv6 that was made last
    Ipv6EndPoint* GetNewestEndPoint() const;
    /// \return true if all sockets on a port are bound to other PvDs than one that wants it too
    bool MayShare(const PvdUdpSocket& socket, const Inet6SocketAddress& address) const;
    /**
     * \param routing all that the node's IPv6 asks for routes
     * \param packet a datagram
     * \param destination where to
     * \param [out] error why there is no route, if there is none
     * \return a route to the destination, or null
     */
    Ptr<Ipv6Route> FindRoute(PvdIpv6Routing& routing,
                             const Ptr<Packet>& packet,
                             const Ipv6Address& destination,
                             Socket::SocketErrno& error);
    /// A socket has a port.
    void List(PvdUdpSocket* socket);
    void Unlist(PvdUdpSocket* socket);
    /// A socket is open: it is held until it is closed.
    void Remember(PvdUdpSocket* socket);
    void Forget(PvdUdpSocket* socket);
    /// \return the sockets on a port, or null
    const std::vector<PvdUdpSocket*>* FindSockets(uint16_t port) const;
    /**
     * \param sockets those on the destination port of a packet
     * \param destination of the packet
     * \param port the same of it
     * \return who receives it, if that is as simple as it mostly is; else null
     */
    PvdUdpSocket* FindReceiver(const std::vector<PvdUdpSocket*>& sockets,
                               const Ipv6Address& destination,
                               uint16_t port) const;
    /// Give a packet to a socket. \return what became of it
    RxStatus Deliver(PvdUdpSocket& socket,
                     const Ptr<Packet>& packet,
                     const Ipv6Header& header,
                     const Ptr<Ipv6Interface>& interface) const;

    struct Sockets;

    std::unique_ptr<Sockets> m_pvdSockets; //!< none until the first one is made
};

} // namespace ns3

#endif /* PVD_UDP_L4_PROTOCOL_H */
