/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-socket-wrapper.h"

namespace ns3
{

template <class Base>
PvdSocketWrapper<Base>::~PvdSocketWrapper() = default;

template <class Base>
void
PvdSocketWrapper<Base>::DoDispose()
{
    if (m_inner)
    {
        m_inner->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        m_inner->SetDataSentCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
        m_inner->SetSendCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
    }
    // The socket inside stays: an application may hold this one, and close it, after its node is
    // gone.
    Base::DoDispose();
}

template <class Base>
void
PvdSocketWrapper<Base>::SetInner(Ptr<Socket> inner)
{
    m_inner = inner;
    Attach(inner->GetNode());
    inner->SetRecvCallback(MakeCallback(&PvdSocketWrapper::HandleReceived, this));
    inner->SetDataSentCallback(MakeCallback(&PvdSocketWrapper::HandleSent, this));
    inner->SetSendCallback(MakeCallback(&PvdSocketWrapper::HandleSpace, this));
}

template <class Base>
int
PvdSocketWrapper<Base>::Refuse(Socket::SocketErrno error) const
{
    m_error = error;
    return -1;
}

template <class Base>
int
PvdSocketWrapper<Base>::Take(int result) const
{
    if (result < 0)
    {
        m_error = m_inner->GetErrno();
    }
    return result;
}

template <class Base>
Socket::SocketErrno
PvdSocketWrapper<Base>::GetErrno() const
{
    return m_error;
}

template <class Base>
Socket::SocketType
PvdSocketWrapper<Base>::GetSocketType() const
{
    return m_inner ? m_inner->GetSocketType() : Socket::NS3_SOCK_DGRAM;
}

template <class Base>
Ptr<Node>
PvdSocketWrapper<Base>::GetNode() const
{
    return m_inner ? m_inner->GetNode() : nullptr;
}

template <class Base>
int
PvdSocketWrapper<Base>::Bind()
{
    SyncOptions();
    if (!CheckOpen())
    {
        return -1;
    }
    if (!AcceptsIpv4())
    {
        return Refuse(Socket::ERROR_ADDRNOTAVAIL); // no address of IPv4 is of the PvDs
    }
    const int result = Take(m_inner->Bind());
    NotifyBound();
    return result;
}

template <class Base>
int
PvdSocketWrapper<Base>::Bind6()
{
    SyncOptions();
    if (!CheckOpen())
    {
        return -1;
    }
    const int result = Take(m_inner->Bind6());
    NotifyBound();
    return result;
}

template <class Base>
int
PvdSocketWrapper<Base>::Bind(const Address& address)
{
    SyncOptions();
    if (!CheckOpen())
    {
        return -1;
    }
    if (Inet6SocketAddress::IsMatchingType(address))
    {
        const Ipv6Address given = Inet6SocketAddress::ConvertFrom(address).GetIpv6();
        const Socket::SocketErrno error = CheckAddress(given);
        if (error != Socket::ERROR_NOTERROR)
        {
            return Refuse(error);
        }
        if (DoBind(address) < 0)
        {
            return -1;
        }
        m_given = given.IsMulticast() ? Ipv6Address() : given;
        m_isGiven = !m_given.IsAny();
        NotifyBound();
        return 0;
    }
    if (!AcceptsIpv4())
    {
        return Refuse(Socket::ERROR_ADDRNOTAVAIL);
    }
    const int result = Take(m_inner->Bind(address));
    TakeIpTos();
    NotifyBound();
    return result;
}

template <class Base>
int
PvdSocketWrapper<Base>::DoBind(const Address& address)
{
    return Take(m_inner->Bind(address));
}

template <class Base>
int
PvdSocketWrapper<Base>::Close()
{
    ++m_closes;
    const int result = CloseInside();
    m_isClosed = true;
    EndPending();
    Unpin();
    return result;
}

template <class Base>
int
PvdSocketWrapper<Base>::CloseInside()
{
    if (m_insideSends == 0)
    {
        m_closesLater = false;
        return Take(m_inner->Close());
    }
    m_closesLater = true;
    if (m_sendScope)
    {
        m_sendScope->Revoke();
    }
    return 0;
}

template <class Base>
bool
PvdSocketWrapper<Base>::CheckOpen() const
{
    return !m_closesLater || Refuse(Socket::ERROR_SHUTDOWN) == 0;
}

template <class Base>
void
PvdSocketWrapper<Base>::TakeIpTos()
{
    // Up to ns-3.41 an IPv4 address carries a TOS, which becomes that of the socket and sets its
    // priority. From 3.42 the socket inside keeps the value that was set.
    const uint8_t priority = m_inner->GetPriority();
    this->SetIpTos(m_inner->GetIpTos());
    this->SetPriority(priority);
}

template <class Base>
int
PvdSocketWrapper<Base>::ShutdownSend()
{
    return Take(m_inner->ShutdownSend());
}

template <class Base>
int
PvdSocketWrapper<Base>::ShutdownRecv()
{
    return Take(m_inner->ShutdownRecv());
}

template <class Base>
int
PvdSocketWrapper<Base>::Connect(const Address& address)
{
    SyncOptions();
    const bool isIpv6 = Inet6SocketAddress::IsMatchingType(address) &&
                        !Inet6SocketAddress::ConvertFrom(address).GetIpv6().IsIpv4MappedAddress();
    const Socket::SocketErrno blocked = isIpv6 ? Socket::ERROR_NOTERROR : CheckIpv4();
    if (blocked != Socket::ERROR_NOTERROR)
    {
        return Refuse(blocked);
    }
    if (Take(m_inner->Connect(address)) < 0)
    {
        this->NotifyConnectionFailed();
        return -1;
    }
    EndPending();
    if (!isIpv6)
    {
        TakeIpTos();
        const bool isMapped = Inet6SocketAddress::IsMatchingType(address);
        m_peer = isMapped ? Inet6SocketAddress::ConvertFrom(address).GetIpv6() : Ipv6Address();
        m_isConnected = false;
        this->NotifyConnectionSucceeded();
        return 0;
    }
    m_peer = Inet6SocketAddress::ConvertFrom(address).GetIpv6();
    m_peerPort = Inet6SocketAddress::ConvertFrom(address).GetPort();
    m_isConnected = true;
    return ConnectOver();
}

template <class Base>
int
PvdSocketWrapper<Base>::ConnectOver()
{
    const uint32_t closes = m_closes;
    const Socket::SocketErrno error = PinWay();
    if (error != Socket::ERROR_NOTERROR && closes != m_closes)
    {
        return Refuse(error);
    }
    if (error != Socket::ERROR_NOTERROR)
    {
        // The destination stays: once there is a way, a datagram takes it.
        m_isPending = true;
        SetWaiting(true);
        return Refuse(error);
    }
    this->NotifyConnectionSucceeded();
    return 0;
}

template <class Base>
void
PvdSocketWrapper<Base>::EndPending()
{
    if (m_isPending)
    {
        m_isPending = false;
        SetWaiting(false);
    }
}

template <class Base>
Socket::SocketErrno
PvdSocketWrapper<Base>::PinWay()
{
    Unpin();
    PvdFlowBinding flow;
    flow.source = m_given;
    const uint32_t closes = m_closes;
    const Socket::SocketErrno reason = Prepare(m_peer, flow);
    if (closes != m_closes)
    {
        return Socket::ERROR_SHUTDOWN; // by a listener, or by what scores PvDs
    }
    uint64_t pvd = 0;
    if (flow.bound && GetRouting())
    {
        const PvdDecision decision = GetRouting()->Resolve(m_peer, flow);
        if (decision.error != Socket::ERROR_NOTERROR)
        {
            return reason != Socket::ERROR_NOTERROR ? reason : decision.error;
        }
        pvd = decision.pvd ? decision.pvd->GetIndex() : 0;
    }
    Pin(pvd);
    return Socket::ERROR_NOTERROR;
}

template <class Base>
void
PvdSocketWrapper<Base>::NotifyWay()
{
    if (m_isPending && PinWay() == Socket::ERROR_NOTERROR)
    {
        EndPending();
        const PvdProcess::Scope process(GetProcess());
        this->NotifyConnectionSucceeded();
    }
}

template <class Base>
int
PvdSocketWrapper<Base>::Listen()
{
    return Take(m_inner->Listen());
}

template <class Base>
uint32_t
PvdSocketWrapper<Base>::GetTxAvailable() const
{
    return m_inner->GetTxAvailable();
}

template <class Base>
uint32_t
PvdSocketWrapper<Base>::GetRxAvailable() const
{
    return m_inner->GetRxAvailable();
}

template <class Base>
Ptr<Packet>
PvdSocketWrapper<Base>::Recv(uint32_t maxSize, uint32_t flags)
{
    Address from;
    return this->RecvFrom(maxSize, flags, from);
}

template <class Base>
Ptr<Packet>
PvdSocketWrapper<Base>::RecvFrom(uint32_t maxSize, uint32_t flags, Address& from)
{
    const auto packet = m_inner->RecvFrom(maxSize, flags, from);
    if (!packet)
    {
        m_error = m_inner->GetErrno();
    }
    return packet;
}

template <class Base>
int
PvdSocketWrapper<Base>::GetSockName(Address& address) const
{
    // Socket asks on its own account while it is being made.
    return m_inner ? Take(m_inner->GetSockName(address)) : -1;
}

template <class Base>
int
PvdSocketWrapper<Base>::GetPeerName(Address& address) const
{
    return Take(m_inner->GetPeerName(address));
}

template <class Base>
const char*
PvdSocketWrapper<Base>::GetStateName() const
{
    Address local;
    Address peer;
    GetNames(local, peer);
    return peer.IsInvalid() ? "UNCONNECTED" : "CONNECTED";
}

template <class Base>
void
PvdSocketWrapper<Base>::GetNames(Address& local, Address& peer) const
{
    if (m_inner)
    {
        m_inner->GetSockName(local);
        m_inner->GetPeerName(peer); // its errno is not that of the wrapper
    }
}

template <class Base>
void
PvdSocketWrapper<Base>::BindToNetDevice(Ptr<NetDevice> device)
{
    Socket::BindToNetDevice(device);
    m_inner->BindToNetDevice(device);
}

template <class Base>
bool
PvdSocketWrapper<Base>::SetAllowBroadcast(bool allow)
{
    return m_inner->SetAllowBroadcast(allow);
}

template <class Base>
bool
PvdSocketWrapper<Base>::GetAllowBroadcast() const
{
    return m_inner->GetAllowBroadcast();
}

template <class Base>
void
PvdSocketWrapper<Base>::Ipv6JoinGroup(Ipv6Address address,
                                      Socket::Ipv6MulticastFilterMode mode,
                                      std::vector<Ipv6Address> sources)
{
    m_inner->Ipv6JoinGroup(address, mode, sources);
}

template <class Base>
void
PvdSocketWrapper<Base>::Ipv6LeaveGroup()
{
    m_inner->Ipv6LeaveGroup();
}

template <class Base>
void
PvdSocketWrapper<Base>::Abort()
{
    // A datagram socket has no connection that could end: its next datagram is refused.
}

template <class Base>
void
PvdSocketWrapper<Base>::HandleReceived(Ptr<Socket>)
{
    const PvdProcess::Scope process(GetProcess());
    this->NotifyDataRecv();
}

template <class Base>
void
PvdSocketWrapper<Base>::HandleSent(Ptr<Socket>, uint32_t size)
{
    // What the application does now is not part of what this socket sends.
    const PvdFlowBinding free;
    const PvdFlowScope scope(GetRouting(), free);
    const PvdProcess::Scope process(GetProcess());
    m_sendScope = nullptr; // what was sent nobody can take back
    this->NotifyDataSent(size);
}

template <class Base>
void
PvdSocketWrapper<Base>::HandleSpace(Ptr<Socket>, uint32_t space)
{
    const PvdFlowBinding free;
    const PvdFlowScope scope(GetRouting(), free);
    const PvdProcess::Scope process(GetProcess());
    this->NotifySend(space);
}

template class PvdSocketWrapper<Socket>;
template class PvdSocketWrapper<UdpSocket>;

} // namespace ns3
