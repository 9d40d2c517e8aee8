/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TCP_L4_PROTOCOL_H
#define PVD_TCP_L4_PROTOCOL_H

#include "pvd-on-demand.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/tcp-l4-protocol.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace ns3
{

class PvdProcessTable;
class PvdTcpSocket;

/**
 * \ingroup pvd-binding
 * \brief The TCP of a PvD-aware host. Its sockets can be bound to PvDs, several sockets to the
 * same port if they are bound to different ones.
 */
class PvdTcpL4Protocol : public TcpL4Protocol
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    PvdTcpL4Protocol();
    ~PvdTcpL4Protocol() override;

    /// \return a new socket, with the congestion control that the attributes name
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
    friend class PvdTcpSocket;

    /// \return true if all sockets on a port are bound to other PvDs than one that wants it too
    bool MayShare(const PvdTcpSocket& socket, const Inet6SocketAddress& address) const;
    /// A socket has a port that others may want.
    void List(PvdTcpSocket* socket);
    void Unlist(PvdTcpSocket* socket);

    using Sockets = std::vector<PvdTcpSocket*>;

    /// Which sockets have ports.
    struct Ports
    {
        std::unordered_map<uint16_t, Sockets> sockets; //!< by port
        const PvdProcessTable* processes{nullptr};     //!< of the node; null: there are no sockets
    };

    /// \param packet that came in \return the sockets on its port, or null if there are none, or
    /// nothing was ever bound: then ns-3 alone knows who gets what
    const Sockets* FindSockets(const Ptr<Packet>& packet) const;
    /// Receive what not all of some sockets may have.
    RxStatus ReceiveGated(const Sockets& sockets,
                          const Ptr<Packet>& packet,
                          const Ipv6Header& header,
                          const Ptr<Ipv6Interface>& interface);

    PvdOnDemand<Ports> m_ports; //!< see Ports
};

} // namespace ns3

#endif /* PVD_TCP_L4_PROTOCOL_H */
