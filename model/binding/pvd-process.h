/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_PROCESS_H
#define PVD_PROCESS_H

#include "pvd-bound-pvds.h"

#include "ns3/object.h"
#include "ns3/socket.h"

#include <string>
#include <vector>

namespace ns3
{

class PvdProcessTable;
class PvdSocketBinding;

/**
 * \ingroup pvd-binding
 * \brief A process of a node, or a thread of one: what sockets without a binding of their own
 * follow.
 *
 * A process begins with a copy of what its parent was bound to; what the parent does later does not
 * change it. A thread has nothing of its own until it is bound: it follows its process.
 *
 * PvdProcessTable makes them.
 */
class PvdProcess : public Object
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    PvdProcess();
    ~PvdProcess() override;

    /// \return its name
    const std::string& GetName() const;
    /// \return the process that made it, or of which it is a thread; null for the root
    Ptr<PvdProcess> GetParent() const;
    /// \return true if it is a thread of its parent
    bool IsThread() const;
    /// \return the table that it stands in
    PvdProcessTable* GetTable() const;

    /**
     * Bind it. Sockets that were connected before keep what they had, unless RebindPolicy says
     * otherwise.
     * \param binding what its sockets may use; Inherit: what it began with
     * \return ERROR_NOTERROR; ERROR_INVAL if a name is none; ERROR_NODEV if a PvD is not known and
     * BindCheck is Strict. If it is an error, nothing has changed.
     */
    Socket::SocketErrno Bind(const PvdBinding& binding);
    /// The same. \param binding what \param check how strictly, whatever BindCheck says \return as
    /// above
    Socket::SocketErrno Bind(const PvdBinding& binding, PvdBinding::Check check);
    /// \return what it was bound to, strictly: what it follows does not count
    const PvdBinding& GetBinding() const;
    /// \return what its sockets follow
    const PvdBinding& GetEffectiveBinding() const;
    /// \return the PvDs that its sockets may use and that are there, in the order of the binding
    std::vector<Ptr<Pvd>> GetUsablePvds();
    /// \return those of GetBinding that are there
    std::vector<Ptr<Pvd>> GetBoundPvds();

    /**
     * \brief While it lives, sockets that are made on the node belong to a process.
     */
    class Scope
    {
      public:
        /// \param process the process; null: the scope does nothing
        explicit Scope(Ptr<PvdProcess> process);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

      private:
        friend class PvdProcessTable;

        Ptr<PvdProcess> m_process; //!< the process, or null
    };

  protected:
    void DoDispose() override;

  private:
    friend class PvdProcessTable;
    friend class PvdSocketBinding;

    /// \return what decides: its own, that of its process, or what it began with
    PvdBoundPvds& GetDeciding();
    /// \return sockets of the process and of its threads, in the order in which they joined
    std::vector<PvdSocketBinding*>& GetSockets();

    PvdProcessTable* m_table{nullptr};        //!< see GetTable
    std::string m_name;                       //!< see GetName
    Ptr<PvdProcess> m_parent;                 //!< see GetParent
    bool m_isThread{false};                   //!< see IsThread
    PvdBoundPvds m_bound;                     //!< see GetBinding
    PvdBoundPvds m_inherited;                 //!< what it began with
    std::vector<PvdSocketBinding*> m_sockets; //!< see GetSockets
};

} // namespace ns3

#endif /* PVD_PROCESS_H */
