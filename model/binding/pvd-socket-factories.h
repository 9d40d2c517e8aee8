/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_SOCKET_FACTORIES_H
#define PVD_SOCKET_FACTORIES_H

#include "ns3/ipv6-raw-socket-factory.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <vector>

namespace ns3
{

class Node;
class PvdIpv6RawSocket;
class PvdTcpL4Protocol;
class PvdUdpL4Protocol;

/**
 * \ingroup pvd-binding
 * \brief Makes the UDP sockets of a PvD-aware host: what ns3::UdpSocketFactory finds there.
 */
class PvdUdpSocketFactory : public UdpSocketFactory
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    /// \param udp the node's UDP
    void SetUdp(PvdUdpL4Protocol* udp);
    Ptr<Socket> CreateSocket() override;

  private:
    PvdUdpL4Protocol* m_udp{nullptr}; //!< the node's UDP
};

/**
 * \ingroup pvd-binding
 * \brief Makes the TCP sockets of a PvD-aware host: what ns3::TcpSocketFactory finds there.
 */
class PvdTcpSocketFactory : public TcpSocketFactory
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    /// \param tcp the node's TCP
    void SetTcp(PvdTcpL4Protocol* tcp);
    Ptr<Socket> CreateSocket() override;

  private:
    PvdTcpL4Protocol* m_tcp{nullptr}; //!< the node's TCP
};

/**
 * \ingroup pvd-binding
 * \brief Makes the raw IPv6 sockets of a PvD-aware host: what ns3::Ipv6RawSocketFactory finds
 * there.
 */
class PvdIpv6RawSocketFactory : public Ipv6RawSocketFactory
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    PvdIpv6RawSocketFactory();
    ~PvdIpv6RawSocketFactory() override;

    /**
     * Give a node a factory, before the one that it has already.
     * \param node a node with IPv6
     */
    static void Install(const Ptr<Node>& node);
    Ptr<Socket> CreateSocket() override;
    /// A socket was closed.
    void Forget(PvdIpv6RawSocket* socket);

  protected:
    void DoDispose() override;

  private:
    std::vector<Ptr<PvdIpv6RawSocket>> m_open; //!< those that are not closed
};

} // namespace ns3

#endif /* PVD_SOCKET_FACTORIES_H */
