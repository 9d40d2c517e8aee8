/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_BINDING_HELPER_H
#define PVD_BINDING_HELPER_H

#include "ns3/application-container.h"
#include "ns3/node-container.h"
#include "ns3/pvd-binding.h"
#include "ns3/pvd-process-table.h"
#include "ns3/socket.h"

#include <string>
#include <type_traits>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-helper
 * \brief Says which PvDs applications, processes and sockets may use.
 *
 * \code
 *   PvdBindingHelper binding;
 *   binding.Bind(clients, "isp-a.example.com");
 *   binding.Bind(servers, {"isp-a.example.com", "isp-b.example.com"}, PvdBinding::ROUND_ROBIN);
 * \endcode
 *
 * It may be called before or after the applications are given their times, and before the PvDs are
 * known: unless SetBindCheck says otherwise, who is bound waits for them, and the trace source
 * "Binding" of PvdProcessTable tells if they are missing when an application starts.
 */
class PvdBindingHelper
{
  public:
    PvdBindingHelper();

    /// \param check Strict: a PvD that is not known stops the program
    void SetBindCheck(PvdBinding::Check check);

    /**
     * Bind applications. Each gets a process of its own; one that was put into a process becomes a
     * thread of that.
     * \param applications applications of PvD-aware hosts that have not started
     * \param binding what they may use
     */
    void Bind(const ApplicationContainer& applications, const PvdBinding& binding) const;
    /// The same with names. \param applications which \param pvds names \param policy which is used
    void Bind(const ApplicationContainer& applications,
              const std::vector<std::string>& pvds,
              PvdBinding::Policy policy) const;
    /// Bind nodes: what belongs to no other process. \param nodes PvD-aware hosts \param binding
    /// what
    void Bind(const NodeContainer& nodes, const PvdBinding& binding) const;
    /// Bind a node: what belongs to no other process. \param node a PvD-aware host \param binding
    /// what it may use
    void Bind(const Ptr<Node>& node, const PvdBinding& binding) const;
    /// Bind an application, as above. \param application which \param binding what it may use
    void Bind(const Ptr<Application>& application, const PvdBinding& binding) const;
    /// Bind a process or a thread. \param process which \param binding what it may use
    void Bind(const Ptr<PvdProcess>& process, const PvdBinding& binding) const;
    /// Bind a socket. \param socket of a PvD-aware host \param binding what it may use
    void Bind(const Ptr<Socket>& socket, const PvdBinding& binding) const;
    /**
     * Bind what has a class that is derived from one of the above, such as UdpSocket.
     * \param derived a node, an application, a process or a socket
     * \param binding what it may use
     */
    template <typename T>
    void Bind(const Ptr<T>& derived, const PvdBinding& binding) const;

    /// Let applications use everything. \param applications which
    void Unbind(const ApplicationContainer& applications) const;
    /// Let what belongs to no other process of nodes use everything. \param nodes PvD-aware hosts
    void Unbind(const NodeContainer& nodes) const;
    /// Let one of these use everything. \param one a node, an application, a process or a socket
    template <typename T>
    void Unbind(const Ptr<T>& one) const;

    /**
     * \param node a PvD-aware host
     * \param name any name
     * \param parent of whose binding it gets a copy; null: the root
     * \return a new process
     */
    static Ptr<PvdProcess> CreateProcess(const Ptr<Node>& node,
                                         const std::string& name,
                                         const Ptr<PvdProcess>& parent = nullptr);
    /// Let applications run in a process. \param process which \param applications of its node
    static void Exec(const Ptr<PvdProcess>& process, const ApplicationContainer& applications);

  private:
    PvdBinding::Check m_check{PvdBinding::LAZY}; //!< see SetBindCheck
};

template <typename T>
void
PvdBindingHelper::Bind(const Ptr<T>& derived, const PvdBinding& binding) const
{
    if constexpr (std::is_base_of_v<Socket, T>)
    {
        Bind(Ptr<Socket>(derived), binding);
    }
    else if constexpr (std::is_base_of_v<Application, T>)
    {
        Bind(Ptr<Application>(derived), binding);
    }
    else
    {
        static_assert(std::is_base_of_v<Node, T>,
                      "only nodes, applications, processes and sockets can be bound");
        Bind(Ptr<Node>(derived), binding);
    }
}

template <typename T>
void
PvdBindingHelper::Unbind(const Ptr<T>& one) const
{
    Bind(one, PvdBinding::None());
}

} // namespace ns3

#endif /* PVD_BINDING_HELPER_H */
