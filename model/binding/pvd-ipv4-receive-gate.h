/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_IPV4_RECEIVE_GATE_H
#define PVD_IPV4_RECEIVE_GATE_H

#include "ns3/ipv4-end-point.h"
#include "ns3/ptr.h"

#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-binding
 * \brief While it lives, the sockets of a port that may not use IPv4 do not listen there. Internal
 * to the protocols.
 *
 * \tparam SocketType a socket with AcceptsIpv4, IsReceiving and GetIpv4EndPoint
 */
template <class SocketType>
class PvdIpv4ReceiveGate
{
  public:
    /// \param sockets those of the port
    explicit PvdIpv4ReceiveGate(const std::vector<SocketType*>& sockets)
    {
        for (SocketType* socket : sockets)
        {
            Ipv4EndPoint* const endPoint =
                socket->AcceptsIpv4() ? nullptr : socket->GetIpv4EndPoint();
            if (endPoint && endPoint->IsRxEnabled())
            {
                endPoint->SetRxEnabled(false);
                m_closed.emplace_back(socket);
            }
        }
    }

    ~PvdIpv4ReceiveGate()
    {
        for (const auto& socket : m_closed)
        {
            if (socket->GetIpv4EndPoint() && socket->IsReceiving())
            {
                socket->GetIpv4EndPoint()->SetRxEnabled(true);
            }
        }
    }

    PvdIpv4ReceiveGate(const PvdIpv4ReceiveGate&) = delete;
    PvdIpv4ReceiveGate& operator=(const PvdIpv4ReceiveGate&) = delete;

  private:
    std::vector<Ptr<SocketType>> m_closed; //!< those that do not listen
};

} // namespace ns3

#endif /* PVD_IPV4_RECEIVE_GATE_H */
