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
        const bool isNeeded = std::any_of(sockets.begin(), sockets.end(), [](auto* socket) {
            return socket->GetEndPoint() && socket->IsBound();
        });
        if (!isNeeded)
        {
            return;
        }
        const bool isTaken = std::any_of(sockets.begin(), sockets.end(), [&](auto* socket) {
            return socket->GetEndPoint() && socket->IsBound() && socket->Accepts(destination);
        });
        for (SocketType* socket : sockets)
        {
            Ipv6EndPoint* const endPoint = socket->GetEndPoint();
            if (!endPoint || !endPoint->IsRxEnabled())
            {
                continue;
            }
            const bool isAny = endPoint->GetLocalAddress().IsAny() && endPoint->GetPeerPort() == 0;
            const bool mayHave =
                socket->IsBound() ? socket->Accepts(destination) : !(isTaken && isAny);
            if (!mayHave)
            {
                endPoint->SetRxEnabled(false);
                m_closed.emplace_back(socket);
            }
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
    std::vector<Ptr<SocketType>> m_closed; //!< those that do not listen
};

} // namespace ns3

#endif /* PVD_RECEIVE_GATE_H */
