/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_SOCKET_WRAPPER_H
#define PVD_SOCKET_WRAPPER_H

#include "pvd-ipv6-routing.h"
#include "pvd-socket-binding.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-header.h"
#include "ns3/node.h"
#include "ns3/udp-socket.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-binding
 * \brief A socket that lets a socket of ns-3 do its work, and says which PvDs it may use.
 *
 * The classes of UDP and raw sockets of ns-3 cannot be derived from. What a socket is asked for,
 * its wrapper asks the one inside, within a PvdFlowScope; what that tells, the wrapper tells in its
 * own name.
 *
 * \tparam Base Socket or UdpSocket
 */
template <class Base>
class PvdSocketWrapper : public Base, public PvdSocketBinding
{
  public:
    PvdSocketWrapper() = default;
    ~PvdSocketWrapper() override;

    /// \param inner the socket inside, new
    void SetInner(Ptr<Socket> inner);

    // Socket
    Socket::SocketErrno GetErrno() const override;
    Socket::SocketType GetSocketType() const override;
    Ptr<Node> GetNode() const override;
    int Bind(const Address& address) override;
    int Bind() override;
    int Bind6() override;
    int Close() override;
    int ShutdownSend() override;
    int ShutdownRecv() override;
    int Connect(const Address& address) override;
    int Listen() override;
    uint32_t GetTxAvailable() const override;
    int Send(Ptr<Packet> packet, uint32_t flags) override;
    int SendTo(Ptr<Packet> packet, uint32_t flags, const Address& address) override;
    uint32_t GetRxAvailable() const override;
    Ptr<Packet> Recv(uint32_t maxSize, uint32_t flags) override;
    Ptr<Packet> RecvFrom(uint32_t maxSize, uint32_t flags, Address& from) override;
    int GetSockName(Address& address) const override;
    int GetPeerName(Address& address) const override;
    void BindToNetDevice(Ptr<NetDevice> device) override;
    bool SetAllowBroadcast(bool allow) override;
    bool GetAllowBroadcast() const override;
    using Socket::Ipv6JoinGroup;
    void Ipv6JoinGroup(Ipv6Address address,
                       Socket::Ipv6MulticastFilterMode mode,
                       std::vector<Ipv6Address> sources) override;
    void Ipv6LeaveGroup() override;

    // PvdSocketBinding
    const char* GetStateName() const override;
    void GetNames(Address& local, Address& peer) const override;

    /// Tell the socket inside the options that Socket keeps to itself.
    void SyncOptions() const;

  protected:
    /// The socket inside has a local address, or another one.
    virtual void NotifyBound()
    {
    }

    /// \return the local address that the application has given, or "::"
    const Ipv6Address& GetGivenAddress() const
    {
        return m_given;
    }

    /// Forget the local address that the application has given.
    void ForgetGivenAddress()
    {
        m_given = Ipv6Address();
        m_isGiven = false;
    }

    /// Bind the socket inside. \return 0, or -1
    virtual int DoBind(const Address& address);

    /**
     * Close the socket inside. While it sends, it uses what Close takes from it: it is closed when
     * it has sent, and until then this socket refuses to bind and to send.
     * \return 0, or -1
     */
    int CloseInside();
    /// \return false, and an error, if the socket inside is still to be closed
    bool CheckOpen() const;

    /// Give the socket inside a local port, if it has none yet. \return false if it cannot be
    virtual bool BindAnywhere()
    {
        return true;
    }

    /**
     * Send a datagram over IPv6 without the socket inside, within the flow scope that is open.
     * \param routing all that the node's IPv6 asks for routes
     * \param packet what
     * \param destination where to
     * \param port of the destination
     * \return octets that were sent, or -1; nothing if this is for the socket inside
     */
    virtual std::optional<int> SendDirectly(PvdIpv6Routing& routing,
                                            const Ptr<Packet>& packet,
                                            const Ipv6Address& destination,
                                            uint16_t port);

    /// Tell the socket inside what a received packet is to carry.
    virtual void SyncReceiveOptions() const;

    const Socket* Self() const override
    {
        return this;
    }

    void NotifyWay() override;
    void Abort() override;
    void DoDispose() override;
    /// \param error why something is refused \return -1
    int Refuse(Socket::SocketErrno error) const;
    /// What the socket inside returned is what this one returns.
    int Take(int result) const;
    /// There was no way to m_peer, and now there is one, or nobody waits for it any more.
    void EndPending();
    /// Forward what the socket inside has received.
    virtual void HandleReceived(Ptr<Socket> inner);

    Ptr<Socket> m_inner;                                         //!< the socket inside
    Ipv6Address m_peer;                                          //!< of a connected socket
    uint16_t m_peerPort{0};                                      //!< its port
    mutable Socket::SocketErrno m_error{Socket::ERROR_NOTERROR}; //!< of the last call
    bool m_checks{false}; //!< the socket inside does not tell that there is no way

  private:
    /// \return the options that Socket keeps to itself, all in one number
    uint64_t GetOptions() const;
    /// Be connected to m_peer. \return 0, or -1
    int ConnectOver();
    /// Keep the PvD over which m_peer can be reached. \return ERROR_NOTERROR, or why it cannot
    Socket::SocketErrno PinWay();
    /**
     * Send over IPv6.
     * \param packet what
     * \param destination where to
     * \param port of the destination
     * \param send has the socket inside send it
     * \return what was returned, or -1
     */
    template <class Function>
    int SendOver(const Ptr<Packet>& packet,
                 const Ipv6Address& destination,
                 uint16_t port,
                 Function&& send);
    /// The same. \param flow room for what it may use
    template <class Function>
    int SendOver(PvdFlowBinding& flow,
                 const Ptr<Packet>& packet,
                 const Ipv6Address& destination,
                 uint16_t port,
                 Function&& send);
    /// The same, in a flow scope. \param [out] isDirect the socket inside was not needed
    template <class Function>
    int SendInScope(PvdIpv6Routing* routing,
                    const PvdFlowBinding& flow,
                    const Ptr<Packet>& packet,
                    const Ipv6Address& destination,
                    uint16_t port,
                    bool& isDirect,
                    Function&& send);
    /// Have the socket inside send. \param scope of the datagram \return what it returned, or -1
    template <class Function>
    int SendInside(PvdFlowScope* scope, Function&& send);
    /// Send over IPv4. \param send sends \return what it returned, or -1
    template <class Function>
    int SendOverIpv4(Function&& send);
    /// An IPv4 address that was given to the socket inside may have set its TOS.
    void TakeIpTos();
    void HandleSent(Ptr<Socket> inner, uint32_t size);
    void HandleSpace(Ptr<Socket> inner, uint32_t space);

    mutable uint64_t m_options{0};      //!< what the socket inside was told of them
    PvdFlowScope* m_sendScope{nullptr}; //!< of what the socket inside sends and has not sent yet
    uint32_t m_closes{0};               //!< how often Close was called
    uint32_t m_insideSends{0};          //!< calls of the socket inside that send
    bool m_closesLater{false};          //!< see CloseInside
    Ipv6Address m_given;                //!< see GetGivenAddress
    bool m_isGiven{false};              //!< m_given is not "::"
    bool m_isConnected{false};          //!< m_peer is its destination
    bool m_isPending{false};            //!< it is, but there was no way when it was connected
};

extern template class PvdSocketWrapper<Socket>;
extern template class PvdSocketWrapper<UdpSocket>;

} // namespace ns3

#endif /* PVD_SOCKET_WRAPPER_H */
