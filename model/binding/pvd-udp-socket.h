/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_UDP_SOCKET_H
#define PVD_UDP_SOCKET_H

#include "pvd-socket-wrapper.h"

#include "ns3/udp-socket.h"

#include <array>

namespace ns3
{

class Ipv4EndPoint;
class Ipv6EndPoint;
class PvdUdpL4Protocol;

/**
 * \ingroup pvd-binding
 * \brief A UDP socket of a PvD-aware host, which ns3::UdpSocketFactory makes there. Attributes and
 * trace sources are those of ns-3's own.
 *
 * What datagrams over IPv6 mostly are, it sends itself. Those over IPv4, and those that carry more
 * than data, the socket inside sends. All that is received waits there.
 */
class PvdUdpSocket : public PvdSocketWrapper<UdpSocket>
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    PvdUdpSocket();
    ~PvdUdpSocket() override;

    /// \param udp the node's UDP
    void SetUdp(PvdUdpL4Protocol* udp);
    /// \return where packets over IPv6 come in, or null
    Ipv6EndPoint* GetEndPoint() const;
    /// \return where packets over IPv4 come in, or null
    Ipv4EndPoint* GetIpv4EndPoint();
    /// \return false if it was shut down
    bool IsReceiving() const;
    /// \return the local ports, over IPv4 and over IPv6, or 0
    const std::array<uint16_t, 2>& GetPorts() const;
    /// \return true if it has any local address over IPv6
    bool IsAnywhere() const;

    // UdpSocket
    int Bind6() override;
    int MulticastJoinGroup(uint32_t interface, const Address& group) override;
    int MulticastLeaveGroup(uint32_t interface, const Address& group) override;
    int Close() override;
    int ShutdownSend() override;
    int ShutdownRecv() override;

  protected:
    void NotifyBound() override;
    int DoBind(const Address& address) override;
    bool BindAnywhere() override;
    std::optional<int> SendDirectly(PvdIpv6Routing& routing,
                                    const Ptr<Packet>& packet,
                                    const Ipv6Address& destination,
                                    uint16_t port) override;
    void DoDispose() override;

  private:
    friend class PvdUdpL4Protocol;
    class DropTrace;

    using IcmpCallback = Callback<void, Ipv4Address, uint8_t, uint8_t, uint8_t, uint32_t>;
    using Icmpv6Callback = Callback<void, Ipv6Address, uint8_t, uint8_t, uint8_t, uint32_t>;

    // UdpSocket
    void SetRcvBufSize(uint32_t size) override;
    uint32_t GetRcvBufSize() const override;
    void SetIpMulticastTtl(uint8_t ttl) override;
    uint8_t GetIpMulticastTtl() const override;
    void SetIpMulticastIf(int32_t interface) override;
    int32_t GetIpMulticastIf() const override;
    void SetIpMulticastLoop(bool loop) override;
    bool GetIpMulticastLoop() const override;
    void SetMtuDiscover(bool discover) override;
    bool GetMtuDiscover() const override;

    /// \return the node's UDP, also if the socket is closed; or null
    PvdUdpL4Protocol* FindUdp() const;
    /// A socket that was closed is bound again.
    void Reopen();
    /// The socket inside has a port. \param endPoint over IPv6: where packets come in, else null
    void NotifyPort(uint16_t port, Ipv6EndPoint* endPoint);
    /// It has the end point over IPv6 that was made last. \return 0
    int NotifyNewest();
    void SetIcmpCallback(IcmpCallback callback);
    IcmpCallback GetIcmpCallback() const;
    void SetIcmpv6Callback(Icmpv6Callback callback);
    Icmpv6Callback GetIcmpv6Callback() const;

    PvdUdpL4Protocol* m_udp{nullptr};  //!< the node's UDP, while it is open
    Ipv6EndPoint* m_endPoint{nullptr}; //!< see GetEndPoint
    std::array<uint16_t, 2> m_ports{}; //!< see GetPorts
    bool m_isReceiving{true};          //!< it was not shut down since it was bound
    bool m_isSending{true};            //!< it was never shut down; else the socket inside knows
    bool m_isAnywhere{false};          //!< over IPv6 it has any local address
};

} // namespace ns3

#endif /* PVD_UDP_SOCKET_H */
