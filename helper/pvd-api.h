/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_API_H
#define PVD_API_H

#include "ns3/node.h"
#include "ns3/pvd-attributes.h"
#include "ns3/pvd-binding.h"
#include "ns3/pvd-process-table.h"
#include "ns3/simple-ref-count.h"
#include "ns3/socket.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

class PvdApiAgent;

/**
 * \ingroup pvd-helper
 * \brief The calls of libpvd, the C library of the Linux mPvD work, for programs that are ported to
 * a simulation: one client of one node. A node may have several; each sees what the others do.
 *
 * \code
 *   const auto api = PvdApi::Connect(node);
 *   api->SockBindToPvd(socket, "isp-a.example.com");
 *   for (const auto& server : *api->GetRdnss("isp-a.example.com")) ...
 * \endcode
 *
 * Every call is answered at once, also if a PvD is not known, for which libpvd waits for ever; so
 * nothing has a timeout. PvDs are named in any case and with or without the final dot. A call that
 * fails changes nothing and returns nothing; GetErrno says why. When the node has been disposed of,
 * each call fails with ERROR_NOTCONN.
 *
 * Of libpvd, there is nothing here for what a simulation does not have: connections that are
 * cloned, promoted, closed and asked for their descriptor (pvd_reconnect, pvd_disconnect,
 * pvd_get_control_socket, pvd_get_binary_socket, pvd_connection_fd, pvd_connection_type: LIB-19 to
 * LIB-23), parsers of text and what frees their results (LIB-30), and read buffers with messages in
 * them (pvd_read_data, pvd_get_message: LIB-31). A client ends with its last Ptr.
 */
class PvdApi : public SimpleRefCount<PvdApi>
{
  public:
    /// What is known of a binding. Only BOUND comes with PvDs.
    enum Reason : uint8_t
    {
        BOUND,       //!< to PvDs that are there
        INHERIT,     //!< it follows what is above it; of a whole chain: nothing in it is bound
        NO_PVD,      //!< it may use everything, whatever is above it
        UNKNOWN_PVD, //!< it is bound, and none of its PvDs is there
        NOT_AWARE,   //!< it is null, not of this node, not PvD-aware, or not a thread
    };

    /// The answer to the question what something is bound to.
    struct Bound
    {
        std::optional<std::vector<std::string>> pvds; //!< PvDs that are there, in order; or nothing
        Reason reason;                                //!< what is known, or why there are no PvDs
    };

    /// A PvD came or went.
    struct ListEvent
    {
        bool isNew;                    //!< it came
        std::string name;              //!< the PvD
        std::vector<std::string> list; //!< all PvDs, now
    };

    /// Attributes of a PvD have changed, or it came.
    struct AttributeEvent
    {
        std::string name;         //!< the PvD
        uint32_t mask;            //!< Pvd::Change bits; all of them if it came; 0: SetAttribute
        PvdAttributes attributes; //!< all of them, now
    };

    /// Called when a PvD comes or goes.
    using ListListener = std::function<void(const ListEvent&)>;
    /// Called when attributes have changed.
    using AttributeListener = std::function<void(const AttributeEvent&)>;

    /**
     * \param node any node
     * \return a new client, or null if the node is no PvD-aware host
     */
    static Ptr<PvdApi> Connect(const Ptr<Node>& node);
    ~PvdApi();
    PvdApi(const PvdApi&) = delete;
    PvdApi& operator=(const PvdApi&) = delete;

    /// \return ERROR_NOTERROR, or why the last call of this client failed
    Socket::SocketErrno GetErrno() const;

    /**
     * \name Binding
     *
     * Instead of a name, a PvdBinding says more: several PvDs with a policy.
     *
     * They return ERROR_NOTERROR; ERROR_INVAL if a name is none, or what is to be bound is not of
     * this node or not PvD-aware; ERROR_NODEV if no PvD has the name and BindCheck is Strict;
     * ERROR_ISCONN if it is connected and RebindPolicy is Reject. What was bound before stays then.
     * \{
     */
    /// sock_bind_to_pvd (LIB-01)
    Socket::SocketErrno SockBindToPvd(const Ptr<Socket>& socket, const PvdBinding& pvd);
    /// sock_bind_to_nopvd (LIB-02)
    Socket::SocketErrno SockBindToNoPvd(const Ptr<Socket>& socket);
    /// sock_inherit_bound_pvd (LIB-03)
    Socket::SocketErrno SockInheritBoundPvd(const Ptr<Socket>& socket);
    /// proc_bind_to_pvd (LIB-06). Of a thread, its process is bound.
    Socket::SocketErrno ProcBindToPvd(const Ptr<PvdProcess>& process, const PvdBinding& pvd);
    /// proc_bind_to_nopvd (LIB-07)
    Socket::SocketErrno ProcBindToNoPvd(const Ptr<PvdProcess>& process);
    /// proc_inherit_bound_pvd (LIB-08): back to what its parent was bound to when it was made
    Socket::SocketErrno ProcInheritBoundPvd(const Ptr<PvdProcess>& process);
    /// thread_bind_to_pvd (LIB-10). What is no thread: ERROR_INVAL.
    Socket::SocketErrno ThreadBindToPvd(const Ptr<PvdProcess>& thread, const PvdBinding& pvd);
    /// thread_bind_to_nopvd (LIB-11)
    Socket::SocketErrno ThreadBindToNoPvd(const Ptr<PvdProcess>& thread);
    /// thread_inherit_bound_pvd (LIB-12)
    Socket::SocketErrno ThreadInheritBoundPvd(const Ptr<PvdProcess>& thread);
    /** \} */

    /// sock_get_bound_pvd (LIB-04): the socket alone, not what it follows
    Bound SockGetBoundPvd(const Ptr<Socket>& socket);
    /// sock_get_bound_pvd_relaxed (LIB-05): what decides in the end; of a connection, what it keeps
    Bound SockGetBoundPvdRelaxed(const Ptr<Socket>& socket);
    /// proc_get_bound_pvd (LIB-09): the process alone. Of a thread, its process is asked.
    Bound ProcGetBoundPvd(const Ptr<PvdProcess>& process);
    /// What the sockets of a process or a thread follow.
    Bound ProcGetBoundPvdRelaxed(const Ptr<PvdProcess>& process);
    /// thread_get_bound_pvd (LIB-13): the thread alone
    Bound ThreadGetBoundPvd(const Ptr<PvdProcess>& thread);
    /// \return the process or thread that runs now: to it, a new socket would belong; or null
    Ptr<PvdProcess> GetCurrentProcess();

    /// kernel_get_pvdlist, pvd_get_pvd_list (LIB-14, LIB-24) \return names in order of first sight
    std::vector<std::string> GetPvdList();
    /// kernel_get_pvd_attributes (LIB-15) \return all attributes, or nothing: ERROR_NODEV
    std::optional<PvdAttributes> GetPvdAttributes(const std::string& name);
    /// pvd_get_attributes (LIB-25) \return the same as a JSON object, with those of SetAttribute
    std::optional<std::string> GetPvdAttributesAsJson(const std::string& name);
    /**
     * pvd_get_attribute (LIB-26)
     * \param name a PvD
     * \param attribute such as "sequenceNumber"; see PvdAttributes::ToJsonMembers
     * \return its value in JSON, "null" if there is no such attribute; or nothing: ERROR_NODEV
     */
    std::optional<std::string> GetPvdAttribute(const std::string& name,
                                               const std::string& attribute);
    /// pvd_get_rdnss (LIB-29) \return DNS servers in order of preference, or nothing: ERROR_NODEV
    std::optional<std::vector<PvdAttributes::Resolver>> GetRdnss(const std::string& name);
    /// pvd_get_dnssl (LIB-29) \return search list in order of preference, or nothing: ERROR_NODEV
    std::optional<std::vector<PvdAttributes::SearchDomain>> GetDnssl(const std::string& name);

    /// kernel_create_pvd (LIB-16); one that is there becomes static. \return ERROR_INVAL: no PvD ID
    Socket::SocketErrno CreatePvd(const std::string& name);
    /**
     * kernel_update_pvd_attr (LIB-17). The other attributes stay as they are.
     * \param name a PvD
     * \param attribute "hFlag", "lFlag" (0 clears it), "sequenceNumber" (modulo 65536), or
     * ".deprecated" (unless 0, the PvD is removed if it is there)
     * \param value the value
     * \return ERROR_NOTERROR; ERROR_INVAL: another attribute; ERROR_NODEV: no such PvD
     */
    Socket::SocketErrno UpdatePvdAttr(const std::string& name,
                                      const std::string& attribute,
                                      uint32_t value);
    /// \return ERROR_NOTERROR, or ERROR_NODEV: no such PvD
    Socket::SocketErrno RemovePvd(const std::string& name);
    /**
     * Keep something of a PvD that the node itself knows nothing of (LIB-32), such as "cost", for
     * all clients and until the PvD goes.
     * \param name a PvD
     * \param attribute any name but those of PvdAttributes::ToJsonMembers
     * \param value in JSON; empty: forget it
     * \return ERROR_NOTERROR; ERROR_INVAL: the attribute is the node's; ERROR_NODEV: no such PvD
     */
    Socket::SocketErrno SetAttribute(const std::string& name,
                                     const std::string& attribute,
                                     const std::string& value);

    /**
     * pvd_subscribe_notifications (LIB-27)
     * \param listener is called for each PvD that comes or goes, until it is unsubscribed
     * \return a number for Unsubscribe, or nothing: ERROR_NOTCONN
     */
    std::optional<uint64_t> SubscribeNotifications(ListListener listener);
    /**
     * pvd_subscribe_pvd_notifications (LIB-28). It holds if the PvD goes and comes back.
     * \param name a PvD, which need not be there, or "*" for all
     * \param listener is called when attributes have changed or the PvD came
     * \return a number for Unsubscribe, or nothing: ERROR_INVAL if the name is none
     */
    std::optional<uint64_t> SubscribePvdNotifications(const std::string& name,
                                                      AttributeListener listener);
    /**
     * pvd_unsubscribe_notifications, pvd_unsubscribe_pvd_notifications: nothing is told from now
     * on, also if an event is being told. \param subscription what subscribing returned \return
     * ERROR_NOTERROR, or ERROR_INVAL: there is no such subscription
     */
    Socket::SocketErrno Unsubscribe(uint64_t subscription);

  private:
    friend class PvdApiAgent;

    explicit PvdApi(Ptr<PvdApiAgent> agent);
    /// Note why a call failed. \return the same
    Socket::SocketErrno Note(Socket::SocketErrno error);
    Ptr<Pvd> Find(const std::string& name);
    Bound Describe(const PvdBinding& binding, const std::vector<Ptr<Pvd>>& pvds);
    Bound DescribeUnknown();
    bool IsOurs(const Ptr<PvdProcess>& process) const;
    Socket::SocketErrno Bind(const Ptr<PvdProcess>& process, const PvdBinding& pvd);

    Ptr<PvdApiAgent> m_agent;                            //!< of the node
    Socket::SocketErrno m_errno{Socket::ERROR_NOTERROR}; //!< see GetErrno
};

/// \return such as "unknown PvD"
const char* ToString(PvdApi::Reason reason);

} // namespace ns3

#endif /* PVD_API_H */
