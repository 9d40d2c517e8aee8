/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_HOST_HELPER_H
#define PVD_HOST_HELPER_H

#include "ns3/attribute.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-routing-helper.h"
#include "ns3/ipv6-routing-helper.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/trace-helper.h"

#include <memory>
#include <string>

namespace ns3
{

/**
 * \ingroup pvd-helper
 * \brief Makes nodes PvD-aware IPv6 hosts: installs the whole internet stack, in place of
 * InternetStackHelper.
 *
 * The setters are those of InternetStackHelper and mean the same. IPv4 is installed as
 * InternetStackHelper does it.
 */
class PvdHostHelper : public PcapHelperForIpv4,
                      public PcapHelperForIpv6,
                      public AsciiTraceHelperForIpv4,
                      public AsciiTraceHelperForIpv6
{
  public:
    PvdHostHelper();
    ~PvdHostHelper() override;
    PvdHostHelper(const PvdHostHelper& other);
    PvdHostHelper& operator=(const PvdHostHelper& other);

    /// Back to the state after construction.
    void Reset();

    /// \param routing what makes the IPv4 routing protocol; it is copied
    void SetRoutingHelper(const Ipv4RoutingHelper& routing);
    /**
     * \param routing what makes a further IPv6 routing protocol; it is copied. It is asked for what
     * PvdIpv6Routing has no route to.
     */
    void SetRoutingHelper(const Ipv6RoutingHelper& routing);
    /// \param enable whether IPv4 is installed, default true
    void SetIpv4StackInstall(bool enable);
    /// \param enable whether IPv6 is installed, default true; without it a node has no PvDs
    void SetIpv6StackInstall(bool enable);
    /// \param tid TypeId of the TCP protocol, default "ns3::PvdTcpL4Protocol"; of another one,
    /// sockets cannot be bound to PvDs
    void SetTcp(const std::string& tid);
    /// \param enable whether ARP requests are delayed at random, default true
    void SetIpv4ArpJitter(bool enable);
    /// \param enable whether the first NS and RS are delayed at random, default true
    void SetIpv6NsRsJitter(bool enable);

    /**
     * \param tid TypeId of the routing protocol, "ns3::PvdIpv6Routing" by default, or of a class of
     * yours that is derived from it
     */
    void SetPvdRouting(const std::string& tid);
    /**
     * \param name an attribute of the routing protocol, such as "Rule55"
     * \param value its value on the nodes to come
     */
    void SetRoutingAttribute(const std::string& name, const AttributeValue& value);
    /**
     * \param name an attribute of ns3::PvdRegistry, such as "MaxPvds"
     * \param value its value on the nodes to come
     */
    void SetRegistryAttribute(const std::string& name, const AttributeValue& value);
    /**
     * \param name an attribute of ns3::PvdProcessTable, such as "OnPvdLoss" or "RootBinding"
     * \param value its value on the nodes to come
     */
    void SetBindingAttribute(const std::string& name, const AttributeValue& value);

    /// \param node a node without internet stack
    void Install(Ptr<Node> node) const;
    /// \param nodeName a node's name in ns3::Names
    void Install(const std::string& nodeName) const;
    /// \param nodes nodes without internet stack
    void Install(const NodeContainer& nodes) const;
    /// Install on all nodes of the simulation.
    void InstallAll() const;

    /**
     * Give fixed streams to all random variables of the stack. Call it when the nodes have all
     * their interfaces.
     * \param nodes nodes with this stack
     * \param stream first stream number
     * \return how many streams were taken
     */
    int64_t AssignStreams(const NodeContainer& nodes, int64_t stream);

  private:
    void EnablePcapIpv4Internal(std::string prefix,
                                Ptr<Ipv4> ipv4,
                                uint32_t interface,
                                bool explicitFilename) override;
    void EnableAsciiIpv4Internal(Ptr<OutputStreamWrapper> stream,
                                 std::string prefix,
                                 Ptr<Ipv4> ipv4,
                                 uint32_t interface,
                                 bool explicitFilename) override;
    void EnablePcapIpv6Internal(std::string prefix,
                                Ptr<Ipv6> ipv6,
                                uint32_t interface,
                                bool explicitFilename) override;
    void EnableAsciiIpv6Internal(Ptr<OutputStreamWrapper> stream,
                                 std::string prefix,
                                 Ptr<Ipv6> ipv6,
                                 uint32_t interface,
                                 bool explicitFilename) override;

    void InstallIpv4(Ptr<Node> node) const;
    void InstallIpv6(Ptr<Node> node) const;

    InternetStackHelper m_stock;                            //!< does pcap and ascii tracing
    ObjectFactory m_registry;                               //!< makes the registries
    ObjectFactory m_processes;                              //!< makes the process tables
    ObjectFactory m_routing;                                //!< makes the routing protocols
    std::unique_ptr<const Ipv4RoutingHelper> m_ipv4Routing; //!< makes IPv4 routing
    std::unique_ptr<const Ipv6RoutingHelper> m_ipv6Routing; //!< makes further IPv6 routing, or null
    std::string m_tcp;                                      //!< TypeId of TCP
    bool m_ipv4{true};                                      //!< install IPv4
    bool m_ipv6{true};                                      //!< install IPv6
    bool m_arpJitter{true};                                 //!< delay ARP
    bool m_nsRsJitter{true};                                //!< delay NS and RS
};

} // namespace ns3

#endif /* PVD_HOST_HELPER_H */
