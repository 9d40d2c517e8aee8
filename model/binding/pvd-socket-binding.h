/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_SOCKET_BINDING_H
#define PVD_SOCKET_BINDING_H

#include "pvd-flow-scope.h"
#include "pvd-ipv6-bits.h"
#include "pvd-process-table.h"
#include "pvd-process.h"

#include "ns3/ipv6-address.h"
#include "ns3/socket.h"

#include <vector>

namespace ns3
{

class PvdIpv6Routing;

/**
 * \ingroup pvd-binding
 * \brief What a socket of a PvD-aware host has beside what every socket has: the PvDs that it may
 * use. Sockets from the ordinary factories have it; Get finds it.
 *
 * What decides is the binding of the socket, then that of its thread, then that of its process: the
 * first that is not Inherit, also if it then fails.
 *
 * A bound socket sends nothing over other PvDs, and receives nothing that is not addressed to an
 * address of its own. What is common to all PvDs, it may reach: the node itself, link-local and
 * multicast addresses.
 */
class PvdSocketBinding
{
  public:
    virtual ~PvdSocketBinding();

    /// \param socket any socket \return what it may use; null if it is not of a PvD-aware host
    static PvdSocketBinding* Get(const Ptr<Socket>& socket);

    /**
     * Bind the socket.
     * \param binding what it may use; Inherit: what its process may
     * \return ERROR_NOTERROR; ERROR_INVAL if a name is none; ERROR_NODEV if a PvD is not known and
     * BindCheck is Strict; ERROR_ISCONN if it is connected and RebindPolicy is Reject. If it is an
     * error, nothing has changed.
     */
    Socket::SocketErrno BindToPvd(const PvdBinding& binding);
    /// The same. \param binding what \param check how strictly, whatever BindCheck says \return as
    /// above
    Socket::SocketErrno BindToPvd(const PvdBinding& binding, PvdBinding::Check check);
    /// \return what it was bound to, strictly: what it follows does not count
    const PvdBinding& GetPvdBinding() const;
    /// \return what decides
    const PvdBinding& GetEffectivePvdBinding() const;
    /// \return the PvD that its connection keeps, or null
    Ptr<Pvd> GetPinnedPvd() const;

    /**
     * \return the PvDs that it may use and that are there, in the order of the binding: of a
     * connection, only the one that it keeps; none unless IsBound
     */
    std::vector<Ptr<Pvd>> GetUsablePvds() const;
    /// \return those of GetPvdBinding that are there
    std::vector<Ptr<Pvd>> GetBoundPvds() const;

    /// \return what it does: a state of TCP such as "LISTEN" or "ESTABLISHED"; of other sockets
    /// "CONNECTED" or "UNCONNECTED"
    virtual const char* GetStateName() const = 0;
    /// \return true once it is closed for good, also while someone holds a Ptr to it
    virtual bool IsClosed() const;
    /**
     * Its addresses; unlike those of Socket, this never sets errno.
     * \param [out] local its local address and port; as it was if it has none
     * \param [out] peer of its connection; as it was if it has none
     */
    virtual void GetNames(Address& local, Address& peer) const = 0;

    /// \return the process or thread to which it belongs
    Ptr<PvdProcess> GetProcess() const;
    /// \param process to which it is to belong
    void SetProcess(Ptr<PvdProcess> process);

    /// \return the socket
    Ptr<Socket> GetSocket() const;
    /// \return true if it is connected, and keeps what it had then
    bool IsPinned() const;
    /// \return true if its packets may use only some PvDs
    bool IsBound() const;
    /// \param other another socket \return true if both are bound, and no PvD is of both
    bool IsApartFrom(const PvdSocketBinding& other) const;
    /// \param destination of a received packet \return true if it may receive that
    bool Accepts(const Ipv6Address& destination);
    /// \return true if it may receive over IPv4
    bool AcceptsIpv4() const;

  protected:
    PvdSocketBinding();
    /// A socket that is made of another one is bound as that is, and belongs to its process.
    PvdSocketBinding(const PvdSocketBinding& other);

    /// \return the socket
    virtual const Socket* Self() const = 0;
    /// The PvD of its connection has gone, and OnPvdLoss is Fail. Who calls it holds the socket.
    virtual void Abort() = 0;

    /// A PvD has come, or something of it: there may be a way where there was none.
    virtual void NotifyWay() = 0;
    /// \param waiting true if NotifyWay is to be called; it is not to begin with
    void SetWaiting(bool waiting);
    /// \return true if all packets of its connection have the same source
    virtual bool HasFixedSource() const;

    /// Begin to belong to a node: to the process that runs. \param node the node
    void Attach(const Ptr<Node>& node);

    /// \return the processes of its node, or null
    const PvdProcessTable* GetTable() const
    {
        return m_table;
    }

    /// \return true if it belongs to the root process, or to none
    bool IsOfRoot() const
    {
        return !m_process || !m_process->GetParent();
    }

    /// \return true if nothing on the node was ever bound: what it sends needs no scope
    bool IsPlain() const
    {
        return !m_table || !m_table->HasBindings();
    }

    /// \return the node's routing, or null
    PvdIpv6Routing* GetRouting() const;
    /// \return true if IPv6 asks nobody else, as GetRouting saw it last
    bool HasOnlyRouting() const;
    /**
     * What the next packet may use.
     * \param destination where it goes
     * \param [out] flow what it may use
     * \return ERROR_NOTERROR, or the reason if all PvDs of the binding are missing; flow then
     * allows what is common to all
     */
    Socket::SocketErrno Prepare(const Ipv6Address& destination, PvdFlowBinding& flow);
    /**
     * \param destination an IPv4 address, or an IPv4-mapped one
     * \return ERROR_NOTERROR, or why a packet may not go there
     */
    Socket::SocketErrno CheckIpv4() const;
    /**
     * \param address local address that is asked for
     * \return ERROR_NOTERROR, or ERROR_ADDRNOTAVAIL if the binding does not allow it
     */
    Socket::SocketErrno CheckAddress(const Ipv6Address& address);
    /// It is connected: keep what is used now. \param pvd index of the PvD, or 0
    void Pin(uint64_t pvd);
    /**
     * It is a connection that was accepted: keep the PvD over which what it sends would go, or else
     * the first of the binding that the local address belongs to.
     * \param local its local address
     * \param peer its peer
     */
    void PinAccepted(const Ipv6Address& local, const Ipv6Address& peer);
    /// A datagram went out: round robin stays where it is. \param pvd index of the PvD, or 0
    void Stay(uint64_t pvd);
    /// It is connected no more.
    void Unpin();

    bool m_isClosed{false}; //!< Close was called

  private:
    friend class PvdProcessTable;

    /// What a socket keeps while it is connected.
    enum Kept : uint8_t
    {
        NOTHING,    //!< it is not connected
        EVERYTHING, //!< it was not bound
        PVD,        //!< m_pvd
        ROTATION,   //!< it is not connected; m_pvd is the one whose turn it was
        NEW_PVDS,   //!< it was rebound; its source address stays. m_pvd is one that drains, or null
    };

    /// What was found out, and holds as long as the registry and the binding do not change.
    struct Known
    {
        uint64_t generation{0}; //!< of the registry; 0: nothing is known
        uint64_t pvd{0};        //!< index of the only PvD that it may use, or 0
        PvdIpv6Bits accepted;   //!< a destination that it may receive, or "::"
    };

    PvdBoundPvds& GetDeciding() const;
    /// \return what is known now, to be written
    Known& GetKnown();
    /// \param [out] pvds those that may be used \return false if all may
    bool FindAllowed(PvdIndexes& pvds);
    /// \return true if what a process or thread itself is bound to decides, or would if it were
    bool Follows(const PvdProcess& process) const;
    /// Order PvDs as a policy wants them.
    void Order(const PvdBoundPvds& bound,
               const Ipv6Address& destination,
               std::vector<Ptr<Pvd>>& pvds) const;
    Socket::SocketErrno PrepareKept(PvdFlowBinding& flow);
    /// All PvDs of the binding are missing. \param wasThere one has been there
    Socket::SocketErrno PrepareLost(PvdFlowBinding& flow, bool wasThere) const;
    /// The binding that decides has changed.
    void NotifyRebound();
    /// A PvD has come, or something of it.
    void NotifyPvdChanged(const Ptr<Pvd>& pvd);
    void NotifyPvdRemoved(const Ptr<Pvd>& pvd);
    /// What was left of a PvD that was removed has gone.
    void NotifyPvdDrained(const Ptr<Pvd>& pvd);
    /// \param pvd one that has gone \return true if its connection has used it and has no other
    bool HasLost(const Ptr<Pvd>& pvd) const;
    /// Its connection has no PvD any more.
    void NotifyLoss();

    PvdProcessTable* m_table{nullptr}; //!< the node's processes, or null
    Ptr<PvdProcess> m_process;         //!< see GetProcess
    mutable PvdBoundPvds m_bound;      //!< see GetPvdBinding
    Ptr<Pvd> m_pvd;                    //!< see Kept
    Kept m_kept{NOTHING};              //!< what it keeps
    Known m_known;                     //!< see Known
    bool m_toldUnknown{false};         //!< it was told that no PvD of the binding is there
    bool m_isWaiting{false};           //!< see SetWaiting
};

} // namespace ns3

#endif /* PVD_SOCKET_BINDING_H */
