/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_PROCESS_TABLE_H
#define PVD_PROCESS_TABLE_H

#include "pvd-on-demand.h"
#include "pvd-process.h"

#include "ns3/ipv6-address.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace ns3
{

class Ipv6L3Protocol;
class Ipv6RoutingProtocol;
class PvdIpv6Routing;
class PvdRegistry;
class PvdSocketBinding;

/// Something that has happened to a binding.
struct PvdBindingEvent
{
    /// What has happened.
    enum Edge : uint8_t
    {
        BOUND,    //!< it names other PvDs than before
        UNBOUND,  //!< it names none any more
        DANGLING, //!< a PvD that it names has gone
        REVIVED,  //!< a PvD that it names has come, or come back
        UNKNOWN,  //!< it is used, and none of its PvDs is there yet
    };

    Edge edge;               //!< what has happened
    Ptr<PvdProcess> process; //!< whose binding, or to which process the socket belongs
    Ptr<Socket> socket;      //!< whose binding; null: that of the process
    std::string pvd;         //!< the binding, or the PvD that went or came
};

/**
 * \ingroup pvd-binding
 * \brief The processes of a node, and how its bindings behave. Aggregated to the node.
 *
 * There is always a root process: sockets and applications that were given no other belong to it.
 */
class PvdProcessTable : public Object
{
  public:
    /// What happens to who uses a PvD that goes.
    enum OnPvdLoss : uint8_t
    {
        FAIL,   //!< connections end with an error; datagrams: ERROR_NOROUTETOHOST until it is back
        UNBIND, //!< it may use everything
        WAIT,   //!< connections send again later; datagrams: ERROR_AGAIN until it is back
    };

    /// What happens if a connected socket, or the process of one, is bound anew.
    enum RebindPolicy : uint8_t
    {
        PIN,     //!< the connection stays; what is new counts for the next one
        REJECT,  //!< ERROR_ISCONN
        REROUTE, //!< the connection goes on over the new PvD, with the old source address
    };

    /// What a bound socket may do with IPv4, which no PvD knows of.
    enum Ipv4WhenBound : uint8_t
    {
        FREE,  //!< everything
        BLOCK, //!< nothing: ERROR_NOROUTETOHOST, a local address ERROR_ADDRNOTAVAIL
    };

    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    PvdProcessTable();
    ~PvdProcessTable() override;

    /// \return the root process
    Ptr<PvdProcess> GetRoot();
    /// \return the process to which a socket would belong that is made now
    Ptr<PvdProcess> GetCurrent();
    /**
     * \param name any name
     * \param parent of whose binding it gets a copy; null: the root
     * \return a new process
     */
    Ptr<PvdProcess> CreateProcess(const std::string& name, Ptr<PvdProcess> parent = nullptr);
    /// \param name any name \param process a process \return a new thread of it
    Ptr<PvdProcess> CreateThread(const std::string& name, Ptr<PvdProcess> process);
    /// \return all processes and threads, in the order in which they were made
    const std::vector<Ptr<PvdProcess>>& GetProcesses() const;
    /// \return all sockets that are open, in the order in which they were made
    const std::vector<PvdSocketBinding*>& GetSockets() const;

    /// See PvdProcess::Bind. \param process which \param binding what to \param check how strictly
    Socket::SocketErrno Bind(PvdProcess* process,
                             const PvdBinding& binding,
                             PvdBinding::Check check);
    /**
     * \param binding a binding
     * \param check whether PvDs must be known
     * \return ERROR_NOTERROR, ERROR_INVAL if a name is none, or ERROR_NODEV if a PvD is not there
     * and has to be
     */
    Socket::SocketErrno Check(const PvdBinding& binding, PvdBinding::Check check) const;
    /// \return what happens to unknown PvDs
    PvdBinding::Check GetBindCheck() const;
    /// \return what happens when a PvD goes
    OnPvdLoss GetOnPvdLoss() const;
    /// \return what happens when a connected socket is bound
    RebindPolicy GetRebindPolicy() const;
    /// \return what bound sockets may do with IPv4
    Ipv4WhenBound GetIpv4WhenBound() const;
    /// \return true if a binding names a PvD, whether or not it is the same one that was there
    bool IsStickyByName() const;

    /// \return true once something on the node has been bound, or a process made beside the root:
    /// until then all sockets may use everything, and belong to the root
    bool HasBindings() const
    {
        return m_hasBindings;
    }

    /// Print the processes as a tree, each with its binding.
    void Print(std::ostream& os) const;

    /// \return the node's PvDs
    PvdRegistry* GetRegistry() const;
    /// \return the node's routing, or null if it is another one
    PvdIpv6Routing* GetRouting();

    /// \param event what has happened \see PvdBindingEvent
    typedef void (*BindingTracedCallback)(const PvdBindingEvent& event);

  protected:
    void NotifyNewAggregate() override;
    void DoDispose() override;

  private:
    friend class PvdApplicationMember;
    friend class PvdProcess;
    friend class PvdSocketBinding;

    /// Note which PvDs a binding stands for, so that it is known later that they were there.
    void Note(PvdBoundPvds& bound);
    /// From now on be told of PvDs that come and go: nodes without bindings save the room for that.
    void Watch();
    /// \return the PvDs of a binding that are there
    std::vector<Ptr<Pvd>> GetUsablePvds(PvdBoundPvds& bound) const;
    /// An application starts in a process.
    void NotifyUse(const Ptr<PvdProcess>& process);
    void SetRootBinding(PvdBinding binding);
    PvdBinding GetRootBinding() const;
    Ptr<PvdProcess> Add(const std::string& name, Ptr<PvdProcess> parent);
    void NotifyPvdAdded(Ptr<Pvd> pvd);
    /// So many more sockets wait for a way, or fewer.
    void AddWaiting(int32_t more);
    void NotifyPvdChanged(Ptr<Pvd> pvd, uint32_t mask);
    void NotifyPvdRemoved(Ptr<Pvd> pvd);
    void NotifyPvdDrained(Ptr<Pvd> pvd);
    /// \return true if an edge of a PvD is one of a binding
    bool IsTold(const PvdBoundPvds& bound, PvdBindingEvent::Edge edge, const Pvd& pvd) const;
    /// \return all sockets, held: who is told of something may close them
    std::vector<Ptr<Socket>> HoldSockets() const;
    /// Tell who names a PvD.
    void Tell(PvdBindingEvent::Edge edge, const Ptr<Pvd>& pvd);

    Ptr<Ipv6L3Protocol> m_ipv6;                       //!< the node's IPv6
    Ptr<PvdRegistry> m_registry;                      //!< its PvDs
    Ptr<Ipv6RoutingProtocol> m_protocol;              //!< in which routing was found
    PvdIpv6Routing* m_routing{nullptr};               //!< see GetRouting
    bool m_isOnlyRouting{false};                      //!< m_protocol is m_routing
    bool m_isWatching{false};                         //!< see Watch
    bool m_hasBindings{false};                        //!< see HasBindings
    PvdOnDemand<PvdBinding> m_rootBinding;            //!< attribute
    std::vector<PvdProcess::Scope*> m_scopes;         //!< see GetCurrent; the last one counts
    std::vector<Ptr<PvdProcess>> m_processes;         //!< the first is the root
    std::vector<PvdSocketBinding*> m_sockets;         //!< see GetSockets
    PvdBinding::Check m_bindCheck;                    //!< attribute
    OnPvdLoss m_onPvdLoss;                            //!< attribute
    RebindPolicy m_rebindPolicy;                      //!< attribute
    Ipv4WhenBound m_ipv4WhenBound;                    //!< attribute
    bool m_stickyByName;                              //!< attribute
    bool m_seesChanges{false};                        //!< it is told of PvdChanged
    bool m_seesDrains{false};                         //!< it is told of PvdDrained
    uint32_t m_nWaiting{0};                           //!< sockets that wait for a way
    TracedCallback<const PvdBindingEvent&> m_binding; //!< see GetTypeId
};

} // namespace ns3

#endif /* PVD_PROCESS_TABLE_H */
