/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_API_AGENT_H
#define PVD_API_AGENT_H

#include "pvd-api.h"

#include "ns3/object.h"

#include <map>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-helper
 * \brief What the clients of a node share: who listens, and the attributes that they have set.
 * Aggregated to the node with the first client.
 *
 * It stays connected to the trace sources, as a trace source cannot be left while it fires; who
 * listens may change at any time.
 */
class PvdApiAgent : public Object
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();
    /// \param node any node \return its agent, or null if it is no PvD-aware host
    static Ptr<PvdApiAgent> Get(const Ptr<Node>& node);

    PvdApiAgent();
    ~PvdApiAgent() override;

    /// \return the node's PvDs; null once the node has been disposed of
    Ptr<PvdRegistry> GetRegistry() const;
    /// \return the node's processes; null once the node has been disposed of
    Ptr<PvdProcessTable> GetTable() const;

    /// Someone who listens; one of the two listeners is there.
    struct Subscription
    {
        const PvdApi* client;                //!< of whom
        uint64_t number;                     //!< see PvdApi::Unsubscribe
        std::string key;                     //!< of a PvD, or "*"
        PvdApi::ListListener onList;         //!< or empty
        PvdApi::AttributeListener onChanged; //!< or empty
    };

    /// \param subscription without number \return its number
    uint64_t Add(Subscription subscription);
    /// \param client of whom \param number which \return false if there is no such subscription
    bool Remove(const PvdApi* client, uint64_t number);
    /// A client ends.
    void RemoveAll(const PvdApi* client);

    /// Attributes by name, with values in JSON.
    using Attributes = std::map<std::string, std::string>;
    /// \param pvd a PvD \return what clients have set
    const Attributes& GetAttributes(const Pvd& pvd) const;
    /// See PvdApi::SetAttribute.
    void SetAttribute(const Ptr<Pvd>& pvd, const std::string& attribute, const std::string& value);

  protected:
    void DoDispose() override;

  private:
    void NotifyPvdAdded(Ptr<Pvd> pvd);
    void NotifyPvdChanged(Ptr<Pvd> pvd, uint32_t mask);
    void NotifyPvdRemoved(Ptr<Pvd> pvd);
    void TellList(const Ptr<Pvd>& pvd, bool isNew);
    void TellAttributes(const Ptr<Pvd>& pvd, uint32_t mask);
    /// Call those who still listen. \param tell is given a copy of each subscription
    template <class Function>
    void Tell(Function tell);

    Ptr<PvdRegistry> m_registry;                 //!< see GetRegistry
    Ptr<PvdProcessTable> m_table;                //!< see GetTable
    std::vector<Subscription> m_subscriptions;   //!< in the order in which they were made
    uint64_t m_last{0};                          //!< number of the last one
    std::map<uint64_t, Attributes> m_attributes; //!< by index of the PvD
};

} // namespace ns3

#endif /* PVD_API_AGENT_H */
