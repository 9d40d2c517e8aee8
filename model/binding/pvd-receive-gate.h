/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_RECEIVE_GATE_H
#define PVD_RECEIVE_GATE_H

#include "ns3/ipv6-address.h"
#include "ns3/ipv6-end-point.h"
#include "ns3/ptr.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-binding
 * \brief While it lives, the sockets of a port that may not have a packet do not listen. Internal
 * to the protocols.
 *
 * A bound socket may have only what is addressed to its PvDs. What a bound one may have, one that
 * takes packets to any address and is not bound does not get: the binding says more.
 *
 * \tparam SocketType a socket with Accepts, IsBound and GetEndPoint
 */
template <class SocketType>
class PvdReceiveGate
{
  public:
    /// \param sockets those of the port \param destination of the packet
    PvdReceiveGate(const std::vector<SocketType*>& sockets, const Ipv6Address& destination)
    {
        const auto isBound = [](auto* socket) {
            return socket->GetEndPoint() && socket->IsBound();
        };
        if (sockets.size() < 2 && std::none_of(sockets.begin(), sockets.end(), isBound))
        {
            return;
        }
        const bool isTaken = std::any_of(sockets.begin(), sockets.end(), [&](auto* socket) {
            return isBound(socket) && socket->Accepts(destination);
        });
        std::vector<Ipv6EndPoint*> open;
        for (SocketType* socket : sockets)
        {
            Ipv6EndPoint* const endPoint = socket->GetEndPoint();
            if (!endPoint || !endPoint->IsRxEnabled())
            {
                continue;
            }
            const bool isAny = endPoint->GetLocalAddress().IsAny() && endPoint->GetPeerPort() == 0;
            const bool mayHave =
                isBound(socket) ? socket->Accepts(destination) : !(isTaken && isAny);
            // Sockets that were bound anew may have one PvD and one port: ns-3 knows only of one.
            if (mayHave && !HasTwin(open, *endPoint))
            {
                open.push_back(endPoint);
                continue;
            }
            endPoint->SetRxEnabled(false);
            m_closed.emplace_back(socket);
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
    /// \return true if another end point takes the same packets
    static bool HasTwin(const std::vector<Ipv6EndPoint*>& others, Ipv6EndPoint& endPoint)
    {
        return std::any_of(others.begin(), others.end(), [&](Ipv6EndPoint* other) {
            return other->GetLocalAddress() == endPoint.GetLocalAddress() &&
                   other->GetLocalPort() == endPoint.GetLocalPort() &&
                   other->GetPeerPort() == endPoint.GetPeerPort() &&
                   other->GetPeerAddress() == endPoint.GetPeerAddress() &&
                   other->GetBoundNetDevice() == endPoint.GetBoundNetDevice();
        });
    }

    std::vector<Ptr<SocketType>> m_closed; //!< those that do not listen
};

} // namespace ns3

#endif /* PVD_RECEIVE_GATE_H */
