/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_APPLICATION_MEMBER_H
#define PVD_APPLICATION_MEMBER_H

#include "pvd-process.h"

#include "ns3/application.h"
#include "ns3/event-id.h"

namespace ns3
{

/**
 * \ingroup pvd-binding
 * \brief Makes an application a member of a process: aggregated to it, it starts the application
 * inside the process, so that its sockets belong to that. Any application will do, unchanged.
 *
 * What the application's sockets call belongs to the process too; sockets that it makes when a
 * timer of its own goes off belong to the root process, unless it opens a PvdProcess::Scope.
 */
class PvdApplicationMember : public Object
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    PvdApplicationMember();
    ~PvdApplicationMember() override;

    /**
     * \param application an application of a PvD-aware host
     * \return what makes it a member; made on first use, then of the root process
     */
    static Ptr<PvdApplicationMember> Get(const Ptr<Application>& application);

    /// \return the process
    Ptr<PvdProcess> GetProcess() const;
    /// \param process where the application is to start
    void SetProcess(Ptr<PvdProcess> process);
    /// \return true if the process was made for this application
    bool IsAlone() const;
    /// The process was made for this application.
    void SetAlone();

  protected:
    void DoInitialize() override;
    void DoDispose() override;

  private:
    void Start();

    Ptr<PvdProcess> m_process; //!< see GetProcess
    bool m_isAlone{false};     //!< see IsAlone
    EventId m_start;           //!< of the application
};

} // namespace ns3

#endif /* PVD_APPLICATION_MEMBER_H */
