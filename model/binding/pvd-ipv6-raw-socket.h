/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_IPV6_RAW_SOCKET_H
#define PVD_IPV6_RAW_SOCKET_H

#include "pvd-socket-wrapper.h"

#include "ns3/socket.h"

#include <cstdint>
#include <deque>
#include <utility>

namespace ns3
{

/**
 * \ingroup pvd-binding
 * \brief A raw IPv6 socket of a PvD-aware host, which ns3::Ipv6RawSocketFactory makes there. Ping
 * uses it.
 */
class PvdIpv6RawSocket : public PvdSocketWrapper<Socket>
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    PvdIpv6RawSocket();
    ~PvdIpv6RawSocket() override;

    int Close() override;
    uint32_t GetRxAvailable() const override;
    Ptr<Packet> RecvFrom(uint32_t maxSize, uint32_t flags, Address& from) override;

  protected:
    void HandleReceived(Ptr<Socket> inner) override;
    void SyncReceiveOptions() const override;

  private:
    void SetProtocol(uint16_t protocol);
    uint16_t GetProtocol() const;
    /// Take off what the application has not asked for.
    void RemoveUnwanted(Packet& packet) const;

    std::deque<std::pair<Ptr<Packet>, Address>> m_received; //!< and not fetched yet
    uint32_t m_available{0};                                //!< octets of them
};

} // namespace ns3

#endif /* PVD_IPV6_RAW_SOCKET_H */
