/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-tcp-socket.h"

#include "pvd-enclosed-callbacks.h"
#include "pvd-ipv6-routing.h"
#include "pvd-neighbor-table.h"
#include "pvd-tcp-l4-protocol.h"

#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-end-point.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdTcpSocket);

class PvdTcpSocket::Sending
{
  public:
    explicit Sending(PvdTcpSocket& socket)
        : m_socket(socket)
    {
        ++m_socket.m_sendings;
    }

    ~Sending()
    {
        --m_socket.m_sendings;
    }

    Sending(const Sending&) = delete;
    Sending& operator=(const Sending&) = delete;

  private:
    PvdTcpSocket& m_socket; //!< that sends
};

TypeId
PvdTcpSocket::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdTcpSocket")
                            .SetParent<TcpSocketBase>()
                            .SetGroupName("Pvd")
                            .AddConstructor<PvdTcpSocket>();
    return tid;
}

PvdTcpSocket::PvdTcpSocket() = default;

PvdTcpSocket::PvdTcpSocket(const PvdTcpSocket& other)
    : TcpSocketBase(other),
      PvdSocketBinding(other)
{
}

PvdTcpSocket::~PvdTcpSocket()
{
    auto* tcp = m_listedPort != 0 ? dynamic_cast<PvdTcpL4Protocol*>(PeekPointer(m_tcp)) : nullptr;
    if (tcp)
    {
        tcp->Unlist(this);
    }
}

Ptr<TcpSocketBase>
PvdTcpSocket::Fork()
{
    return CopyObject<PvdTcpSocket>(this);
}

const Socket*
PvdTcpSocket::Self() const
{
    return this;
}

Ipv6EndPoint*
PvdTcpSocket::GetEndPoint() const
{
    return m_endPoint6;
}

Ipv4EndPoint*
PvdTcpSocket::GetIpv4EndPoint() const
{
    return m_endPoint;
}

bool
PvdTcpSocket::IsReceiving() const
{
    return true; // ns-3 goes on with a connection whose receiver was shut down
}

void
PvdTcpSocket::SetNode(Ptr<Node> node)
{
    TcpSocketBase::SetNode(node);
    Attach(node);
}

PvdFlowBinding
PvdTcpSocket::GetFlow(const Ipv6Address& to)
{
    PvdFlowBinding flow;
    flow.source = m_given;
    // What is missing has no way: ns-3 drops the segment, and sends it again later.
    Prepare(to, flow);
    return flow;
}

PvdFlowBinding
PvdTcpSocket::GetFlow()
{
    return m_endPoint6 ? GetFlow(m_endPoint6->GetPeerAddress()) : PvdFlowBinding();
}

void
PvdTcpSocket::UnpinClosed()
{
    if (m_state == CLOSED)
    {
        Unpin();
    }
}

int
PvdTcpSocket::Bind(const Address& address)
{
    UnpinClosed();
    if (!Inet6SocketAddress::IsMatchingType(address))
    {
        return BindOverIpv4([&] { return TcpSocketBase::Bind(address); });
    }
    const auto wanted = Inet6SocketAddress::ConvertFrom(address);
    m_errno = CheckAddress(wanted.GetIpv6());
    if (m_errno != ERROR_NOTERROR)
    {
        return -1;
    }
    int result = TcpSocketBase::Bind(address);
    auto* tcp = dynamic_cast<PvdTcpL4Protocol*>(PeekPointer(m_tcp));
    if (result < 0 && m_errno == ERROR_ADDRINUSE && tcp && tcp->MayShare(*this, wanted))
    {
        // Another socket has the port, for other PvDs. ns-3 would not have two: this one gets any
        // other port first.
        result = TcpSocketBase::Bind(Inet6SocketAddress(wanted.GetIpv6(), 0));
        if (result == 0)
        {
            m_endPoint6->SetLocalPort(wanted.GetPort());
            m_errno = ERROR_NOTERROR;
        }
    }
    if (result == 0)
    {
        m_given = wanted.GetIpv6();
        m_isClosed = false;
    }
    if (result == 0 && tcp && m_endPoint6)
    {
        tcp->List(this);
    }
    return result;
}

int
PvdTcpSocket::Bind()
{
    UnpinClosed();
    return BindOverIpv4([&] { return TcpSocketBase::Bind(); });
}

template <class Function>
int
PvdTcpSocket::BindOverIpv4(Function&& bind)
{
    if (CheckIpv4() != ERROR_NOTERROR)
    {
        m_errno = ERROR_ADDRNOTAVAIL; // no address of IPv4 is of the PvDs
        return -1;
    }
    const int result = bind();
    m_isClosed &= result < 0;
    return result;
}

int
PvdTcpSocket::Connect(const Address& address)
{
    UnpinClosed();
    if (Inet6SocketAddress::IsMatchingType(address))
    {
        const Ipv6Address to = Inet6SocketAddress::ConvertFrom(address).GetIpv6();
        if (!to.IsIpv4MappedAddress())
        {
            return ConnectOver(address, to);
        }
    }
    const SocketErrno error = CheckIpv4();
    if (error != ERROR_NOTERROR)
    {
        m_errno = error;
        return -1;
    }
    const int result = TcpSocketBase::Connect(address);
    m_wasOpen |= result == 0;
    return result;
}

int
PvdTcpSocket::ConnectOver(const Address& address, const Ipv6Address& destination)
{
    const Sending sending(*this);
    PvdFlowBinding flow;
    flow.source = m_given;
    const SocketErrno reason = Prepare(destination, flow);
    const PvdFlowScope scope(GetRouting(), flow);
    const int result = TcpSocketBase::Connect(address);
    if (result == 0)
    {
        m_wasOpen = true;
        Pin(scope.GetPvd());
    }
    else if (reason != ERROR_NOTERROR)
    {
        m_errno = reason;
    }
    return result;
}

int
PvdTcpSocket::Listen()
{
    UnpinClosed();
    if (m_endPoint && CheckIpv4() != ERROR_NOTERROR)
    {
        m_errno = ERROR_ADDRNOTAVAIL;
        return -1;
    }
    const int result = TcpSocketBase::Listen();
    m_wasOpen |= result == 0;
    auto* tcp = dynamic_cast<PvdTcpL4Protocol*>(PeekPointer(m_tcp));
    if (result == 0 && tcp && (m_endPoint || m_endPoint6))
    {
        tcp->List(this); // also with a port that it was not given
    }
    return result;
}

int
PvdTcpSocket::Close()
{
    m_isClosed = true;
    if (m_sendings > 0)
    {
        // By a listener of a decision or of what is sent. ns-3 would go on with an end point that
        // is gone.
        Simulator::ScheduleNow(&PvdTcpSocket::CloseNow, Ptr<PvdTcpSocket>(this));
        return 0;
    }
    return TcpSocketBase::Close();
}

void
PvdTcpSocket::CloseNow()
{
    m_isClosed = true;
    TcpSocketBase::Close();
}

const char*
PvdTcpSocket::GetStateName() const
{
    return TcpStateName[m_state];
}

bool
PvdTcpSocket::IsClosed() const
{
    // ns-3 leaves the state of a reset connection as it was, and the end point of a socket that was
    // only bound.
    const bool hasEndPoint = m_endPoint || m_endPoint6;
    return (m_wasOpen && !hasEndPoint) || (m_isClosed && m_state == CLOSED);
}

void
PvdTcpSocket::GetNames(Address& local, Address& peer) const
{
    if (m_endPoint || m_endPoint6)
    {
        GetSockName(local);
        GetPeerName(peer);
    }
}

void
PvdTcpSocket::CompleteFork(Ptr<Packet> packet,
                           const TcpHeader& header,
                           const Address& from,
                           const Address& to)
{
    m_wasOpen = true;
    const bool isIpv6 = Inet6SocketAddress::IsMatchingType(to);
    PinAccepted(isIpv6 ? Inet6SocketAddress::ConvertFrom(to).GetIpv6() : Ipv6Address(),
                isIpv6 ? Inet6SocketAddress::ConvertFrom(from).GetIpv6() : Ipv6Address());
    TcpSocketBase::CompleteFork(packet, header, from, to);
}

void
PvdTcpSocket::DoForwardUp(Ptr<Packet> packet, const Address& from, const Address& to)
{
    if (IsPlain())
    {
        TcpSocketBase::DoForwardUp(packet, from, to);
        return;
    }
    const Ptr<Socket> self = GetSocket(); // who is told of its end may forget it
    const PvdProcess::Scope process(GetProcess());
    TcpSocketBase::DoForwardUp(packet, from, to);
    EncloseCallbacks();
}

void
PvdTcpSocket::EncloseCallbacks()
{
    if (!m_callbacks && IsOfRoot())
    {
        return; // what is made anywhere belongs to the root
    }
    if (!m_callbacks)
    {
        m_callbacks = std::make_unique<PvdEnclosedCallbacks>(*this, *this);
    }
    m_callbacks->Enclose();
}

uint32_t
PvdTcpSocket::SendDataPacket(SequenceNumber32 sequence, uint32_t maxSize, bool withAck)
{
    const Sending sending(*this);
    if (IsPlain())
    {
        return TcpSocketBase::SendDataPacket(sequence, maxSize, withAck);
    }
    const PvdFlowBinding flow = GetFlow();
    const PvdFlowScope scope(GetRouting(), flow);
    const uint32_t sent = TcpSocketBase::SendDataPacket(sequence, maxSize, withAck);
    EncloseCallbacks();
    return sent;
}

void
PvdTcpSocket::SendEmptyPacket(uint8_t flags)
{
    // The last time that it is asked for a SYN it sends none, but tells that it gives up.
    const bool givesUp = (flags & TcpHeader::SYN) != 0 && m_synCount == 0;
    const auto sending = givesUp ? nullptr : std::make_unique<Sending>(*this);
    if (IsPlain())
    {
        TcpSocketBase::SendEmptyPacket(flags);
        return;
    }
    const PvdProcess::Scope process(givesUp ? GetProcess() : nullptr);
    const PvdFlowBinding flow = GetFlow();
    const PvdFlowScope scope(givesUp ? nullptr : GetRouting(), flow);
    TcpSocketBase::SendEmptyPacket(flags);
}

void
PvdTcpSocket::PersistTimeout()
{
    const Sending sending(*this);
    const PvdFlowBinding flow = GetFlow();
    const PvdFlowScope scope(GetRouting(), flow);
    TcpSocketBase::PersistTimeout();
}

void
PvdTcpSocket::ReTxTimeout()
{
    const PvdProcess::Scope process(GetProcess());
    TcpSocketBase::ReTxTimeout();
}

void
PvdTcpSocket::NewAck(const SequenceNumber32& sequence, bool resetRto)
{
    // More often would show no more: the shortest timer that it stops is longer.
    if (m_endPoint6 && Simulator::Now() - m_confirmed >= Seconds(1))
    {
        ConfirmNextHop(sequence);
    }
    TcpSocketBase::NewAck(sequence, resetRto);
}

void
PvdTcpSocket::ConfirmNextHop(const SequenceNumber32& sequence)
{
    PvdIpv6Routing* const routing = GetRouting();
    const auto icmpv6 = m_node->GetObject<Icmpv6L4Protocol>();
    auto* const neighbors = dynamic_cast<PvdNeighborTable*>(PeekPointer(icmpv6));
    const Ipv6Address peer = m_endPoint6->GetPeerAddress();
    PvdFlowBinding flow = GetFlow(peer);
    flow.source = m_endPoint6->GetLocalAddress();
    const PvdDecision decision = routing ? routing->Resolve(peer, flow) : PvdDecision();
    if (!neighbors || !routing || decision.error != ERROR_NOTERROR)
    {
        m_confirmed = Simulator::Now();
        return;
    }
    const Ipv6Address nextHop = decision.gateway.IsAny() ? peer : decision.gateway;
    if (m_nextHop != nextHop || m_nextHopInterface != decision.interface)
    {
        // What arrives now may have gone over another one.
        m_nextHop = nextHop;
        m_nextHopInterface = decision.interface;
        m_nextHopFrom = m_tcb->m_highTxMark;
    }
    else if (sequence > m_nextHopFrom)
    {
        m_confirmed = Simulator::Now();
        neighbors->ConfirmNeighbor(decision.interface, nextHop);
    }
}

void
PvdTcpSocket::Abort()
{
    if (m_sendings > 0)
    {
        Simulator::ScheduleNow(&PvdTcpSocket::AbortNow, Ptr<PvdTcpSocket>(this));
        return;
    }
    AbortNow();
}

void
PvdTcpSocket::AbortNow()
{
    if (m_state == CLOSED || m_state == TIME_WAIT)
    {
        return;
    }
    const bool isNew = m_state == SYN_SENT;
    const bool isTold = m_closeNotified;
    m_errno = ERROR_NOROUTETOHOST;
    m_closeNotified = true;
    CloseAndNotify();
    Unpin();
    // Last, as who is told may connect again.
    const PvdProcess::Scope process(GetProcess());
    if (isNew)
    {
        NotifyConnectionFailed();
    }
    else if (!isTold)
    {
        NotifyErrorClose();
    }
}

bool
PvdTcpSocket::HasFixedSource() const
{
    return true;
}

void
PvdTcpSocket::NotifyWay()
{
    // A connection that waits sends again when its timer says so.
}

} // namespace ns3
