/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_RECEIVE_GATE_H
#define PVD_RECEIVE_GATE_H

#include "ns3/ipv6-address.h"
#include "ns3/ipv6-end-point.h"
#include "ns3/ipv6-interface.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/// \param packet of UDP or TCP \return its destination port; 0 if it is too short to have one
inline uint16_t
PeekDestinationPort(const Ptr<Packet>& packet)
{
    uint8_t ports[4]{};
    const bool isWhole = packet->CopyData(ports, sizeof(ports)) == sizeof(ports);
    return isWhole ? ports[2] << 8 | ports[3] : 0;
}

/**
 * \ingroup pvd-binding
 * \brief While it lives, the sockets of a port that may not have a packet do not listen. Internal
 * to the protocols.
 *
 * A bound socket may have only what is addressed to its PvDs. What a bound one may have, one that
 * takes packets to any address and is not bound does not get: the binding says more.
 *
 * \tparam SocketType a socket with Accepts, IsBound, IsReceiving and GetEndPoint
 */
template <class SocketType>
class PvdReceiveGate
{
  public:
    /**
     * \param sockets those of the port, over IPv6 or over IPv4
     * \param destination of the packet
     * \param port the same of it
     * \param interface where it came in; null if it came over IPv4
     */
    PvdReceiveGate(const std::vector<SocketType*>& sockets,
                   const Ipv6Address& destination,
                   uint16_t port,
                   const Ptr<Ipv6Interface>& interface)
        : m_destination(destination),
          m_port(port),
          m_device(interface ? interface->GetDevice() : nullptr)
    {
        bool isTaken = false; // by a bound one
        for (SocketType* socket : sockets)
        {
            if (Takes(socket->GetEndPoint()) && socket->IsBound())
            {
                const bool accepts = socket->Accepts(destination);
                isTaken = isTaken || (accepts && socket->GetEndPoint()->GetPeerPort() == 0);
                CloseIf(!accepts, socket);
            }
        }
        for (std::size_t i = 0; isTaken && i < sockets.size(); ++i)
        {
            Ipv6EndPoint* const endPoint = sockets[i]->GetEndPoint();
            if (endPoint && !sockets[i]->IsBound())
            {
                // Without a local address it has no peer either.
                CloseIf(endPoint->GetLocalAddress().IsAny(), sockets[i]);
            }
        }
        // Sockets that were bound anew may have one PvD and one port: ns-3 knows only of one.
        for (std::size_t i = 1; i < sockets.size(); ++i)
        {
            const bool hasTwin =
                std::any_of(sockets.begin(), sockets.begin() + i, [&](auto* other) {
                    return AreTwins(other->GetEndPoint(), sockets[i]->GetEndPoint());
                });
            CloseIf(hasTwin, sockets[i]);
        }
    }

    ~PvdReceiveGate()
    {
        for (const auto& socket : m_closed)
        {
            if (socket->GetEndPoint() && socket->IsReceiving())
            {
                socket->GetEndPoint()->SetRxEnabled(true);
            }
        }
    }

    PvdReceiveGate(const PvdReceiveGate&) = delete;
    PvdReceiveGate& operator=(const PvdReceiveGate&) = delete;

  private:
    /// \return true if ns-3 could give the packet to an end point, as far as its peer allows
    bool Takes(Ipv6EndPoint* endPoint) const
    {
        return endPoint && endPoint->IsRxEnabled() && endPoint->GetLocalPort() == m_port &&
               (endPoint->GetLocalAddress().IsAny() ||
                endPoint->GetLocalAddress() == m_destination) &&
               (!endPoint->GetBoundNetDevice() || endPoint->GetBoundNetDevice() == m_device);
    }

    /// \return true if two end points take the packet, and neither says more of it
    bool AreTwins(Ipv6EndPoint* a, Ipv6EndPoint* b) const
    {
        return a != b && Takes(a) && Takes(b) && a->GetLocalAddress() == b->GetLocalAddress() &&
               a->GetPeerPort() == b->GetPeerPort() && a->GetPeerAddress() == b->GetPeerAddress();
    }

    void CloseIf(bool condition, SocketType* socket)
    {
        if (condition && socket->GetEndPoint()->IsRxEnabled())
        {
            socket->GetEndPoint()->SetRxEnabled(false);
            m_closed.emplace_back(socket);
        }
    }

    Ipv6Address m_destination;             //!< of the packet
    uint16_t m_port;                       //!< the same of it
    Ptr<NetDevice> m_device;               //!< where it came in, or null
    std::vector<Ptr<SocketType>> m_closed; //!< those that do not listen
};

} // namespace ns3

#endif /* PVD_RECEIVE_GATE_H */
