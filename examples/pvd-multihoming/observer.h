/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_MULTIHOMING_OBSERVER_H
#define PVD_MULTIHOMING_OBSERVER_H

#include "flow-log.h"

#include "ns3/ipv6.h"
#include "ns3/packet.h"
#include "ns3/pvd-ingress-filter.h"
#include "ns3/pvd-topology.h"

#include <list>
#include <optional>
#include <string>

namespace multihoming
{

/// Looks at what providers get from their customers, and tells the log what is wrong with it.
class Observer
{
  public:
    /// \param topology the network \param log who is told; it lives longer
    Observer(const ns3::PvdTopology& topology, FlowLog& log);
    Observer(const Observer&) = delete;
    Observer& operator=(const Observer&) = delete;

    /**
     * \param uplink name of an uplink
     * \param prefix of its customers
     * \param only destinations that its provider can reach; none: all but those of other gardens
     */
    void Watch(const std::string& uplink,
               const std::string& prefix,
               const std::optional<std::string>& only = std::nullopt);
    /// \param uplink a watched uplink \param prefix of its customers from now on
    void SetPrefix(const std::string& uplink, const std::string& prefix);

  private:
    using Prefix = std::pair<ns3::Ipv6Address, ns3::Ipv6Prefix>;

    /// An uplink.
    struct Provider
    {
        Observer* observer;                  //!< whose it is
        std::string uplink;                  //!< its name
        uint32_t interface;                  //!< to the customers
        const ns3::PvdIngressFilter* filter; //!< of the provider
        Prefix customers;                    //!< their prefix
        std::optional<Prefix> only;          //!< see Watch
    };

    static void See(Provider* provider,
                    ns3::Ptr<const ns3::Packet> packet,
                    ns3::Ptr<ns3::Ipv6> ipv6,
                    uint32_t interface);
    bool CanReach(const Provider& provider, const ns3::Ipv6Address& destination) const;

    const ns3::PvdTopology& m_topology; //!< the network
    FlowLog& m_log;                     //!< who is told
    std::list<Provider> m_providers;    //!< they stay where they are
};

} // namespace multihoming

#endif /* PVD_MULTIHOMING_OBSERVER_H */
