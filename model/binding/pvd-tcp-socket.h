/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TCP_SOCKET_H
#define PVD_TCP_SOCKET_H

#include "pvd-socket-binding.h"

#include "ns3/tcp-socket-base.h"

#include <memory>

namespace ns3
{

class PvdEnclosedCallbacks;
class PvdTcpL4Protocol;

/**
 * \ingroup pvd-binding
 * \brief A TCP socket of a PvD-aware host, which ns3::TcpSocketFactory makes there.
 *
 * A connection of a bound socket keeps the PvD with which it began, for all that it sends; one that
 * is accepted by a bound listener keeps that of its local address.
 */
class PvdTcpSocket : public TcpSocketBase, public PvdSocketBinding
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    PvdTcpSocket();
    /// \param other a listener that has accepted a connection
    PvdTcpSocket(const PvdTcpSocket& other);
    ~PvdTcpSocket() override;

    // PvdReceiveGate
    /// \return where packets come in, or null
    Ipv6EndPoint* GetEndPoint() const;
    /// \return where packets over IPv4 come in, or null
    Ipv4EndPoint* GetIpv4EndPoint() const;
    /// \return true: TCP hears of its peer as long as there is a connection
    bool IsReceiving() const;

    // TcpSocketBase
    void SetNode(Ptr<Node> node) override;
    int Bind(const Address& address) override;
    int Bind() override;
    int Connect(const Address& address) override;
    int Listen() override;
    int Close() override;

    // PvdSocketBinding
    const char* GetStateName() const override;
    bool IsClosed() const override;
    void GetNames(Address& local, Address& peer) const override;

  protected:
    // TcpSocketBase
    void CompleteFork(Ptr<Packet> packet,
                      const TcpHeader& header,
                      const Address& from,
                      const Address& to) override;
    void DoForwardUp(Ptr<Packet> packet, const Address& from, const Address& to) override;
    uint32_t SendDataPacket(SequenceNumber32 sequence, uint32_t maxSize, bool withAck) override;
    void SendEmptyPacket(uint8_t flags) override;
    void PersistTimeout() override;
    void ReTxTimeout() override;
    void NewAck(const SequenceNumber32& sequence, bool resetRto) override;
    Ptr<TcpSocketBase> Fork() override;

    // PvdSocketBinding
    const Socket* Self() const override;
    void Abort() override;
    void NotifyWay() override;
    bool HasFixedSource() const override;

  private:
    friend class PvdTcpL4Protocol;

    /// \param to where a packet of the connection goes \return what it may use
    PvdFlowBinding GetFlow(const Ipv6Address& to);
    /// \return what a packet of the connection may use
    PvdFlowBinding GetFlow();
    /// \param bind binds to an address of IPv4 \return what it returned, or -1
    template <class Function>
    int BindOverIpv4(Function&& bind);
    /// Counts what sends, as long as it lives: what it uses must not be taken from it.
    class Sending;

    /// The same as Close and Abort, when nothing is being sent.
    void CloseNow();
    void AbortNow();
    /// Without a connection, forget the PvD of the one before.
    void UnpinClosed();
    int ConnectOver(const Address& address, const Ipv6Address& destination);
    /// What was sent arrives: notify Neighbor Discovery (RFC 4861, section 7.3.1), if it went over
    /// the present next hop. \param sequence all before it has arrived
    void ConfirmNextHop(const SequenceNumber32& sequence);
    /// What it calls later is to run in its process. \see PvdEnclosedCallbacks
    void EncloseCallbacks();

    Ipv6Address m_given;                               //!< that the application has given, or "::"
    uint16_t m_listedPort{0};                          //!< TCP knows that it has this port
    uint32_t m_sendings{0};                            //!< calls of ns-3 that send
    Time m_confirmed{Seconds(-1)};                     //!< when progress was last notified
    Ipv6Address m_nextHop;                             //!< over which segments go, or "::"
    uint32_t m_nextHopInterface{0};                    //!< its interface
    SequenceNumber32 m_nextHopFrom;                    //!< what follows has gone over it
    bool m_wasOpen{false};                             //!< it has listened or been connected
    std::unique_ptr<PvdEnclosedCallbacks> m_callbacks; //!< if its process is not the root
};

} // namespace ns3

#endif /* PVD_TCP_SOCKET_H */
