/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ROUTER_HELPER_H
#define PVD_ROUTER_HELPER_H

#include "ns3/application-container.h"
#include "ns3/attribute.h"
#include "ns3/callback.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/object-factory.h"
#include "ns3/ptr.h"
#include "ns3/pvd-radvd-configuration.h"
#include "ns3/pvd-router-advertiser.h"
#include "ns3/pvd-router-configuration.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-helper
 * \brief Makes nodes routers that advertise themselves, and Provisioning Domains.
 *
 * \code
 *   PvdAdvertisingInterface lan;
 *   lan.advertisements[0].options.prefixes = {PvdRouterHelper::Prefix("3fff:a00::/64")};
 *   lan.advertisements[0].pvd = PvdRouterHelper::NamedPvd("isp-a.example.com");
 *   PvdRouterHelper router;
 *   ApplicationContainer advertisers = router.Install(device, lan);
 *   advertisers.Start(Seconds(1));
 * \endcode
 *
 * Answers reach the hosts only if the router has a route to them: give its interface an address of
 * the prefix that it advertises. ns-3 forwards nothing from or to 2001:db8::/32.
 *
 * The functions that make values from text stop the program with a sentence if the text is wrong.
 */
class PvdRouterHelper
{
  public:
    PvdRouterHelper();

    /**
     * \param name an attribute of ns3::PvdRouterAdvertiser
     * \param value its value on the advertisers to come
     */
    void SetAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Let a node advertise on an interface. All interfaces of the node forward from now on, and the
     * interface gets the link-local sources that the configuration names and it does not have. A
     * node has one advertiser: a second call adds an interface to it. An interface that advertises
     * already, or a configuration without advertisements, stops the program with a sentence.
     * \param device a device of a node that has an internet stack, ours or ns-3's
     * \param configuration what is advertised
     * \return the advertiser of the node
     */
    ApplicationContainer Install(Ptr<NetDevice> device,
                                 const PvdAdvertisingInterface& configuration) const;
    /// The same by interface index. \param node which \param interface of it \param configuration
    /// what is advertised \return the advertiser of the node
    ApplicationContainer Install(Ptr<Node> node,
                                 uint32_t interface,
                                 const PvdAdvertisingInterface& configuration) const;

    /// Devices of a node by the names that files have for them.
    using Devices = std::map<std::string, Ptr<NetDevice>>;

    /**
     * Let a node advertise what files of radvd say, as if a daemon read each of them. A mistake in
     * a file stops the program, with the line and column of each.
     * \param node which
     * \param files their names; their grammar is that of PvdRadvdConfiguration
     * \param devices of the node by name; others are looked for in ns3::Names, under the node
     * \return the advertiser of the node
     */
    ApplicationContainer InstallFromFiles(Ptr<Node> node,
                                          const std::vector<std::string>& files,
                                          const Devices& devices = Devices()) const;

    /**
     * \param files names of files of radvd; a mistake in one stops the program
     * \return what they say together
     */
    static PvdRadvdConfiguration LoadFiles(const std::vector<std::string>& files);

    /// \param node any node \return its advertiser, or null
    static Ptr<PvdRouterAdvertiser> GetAdvertiser(Ptr<Node> node);

    /**
     * A condition for PvdRouterAdvertiser::WatchUplink: the uplink is up while the node has a route
     * (RFC 8475 section 3.1.2). Where a border router has the uplink, ask for a destination that
     * only its provider announces. Routing of ns-3 itself chooses a source when it is asked, and
     * its asserts, where they are compiled in, want an address beside the link-local one on the
     * interface of the route.
     * \param node a node with an internet stack, ours or ns-3's, and any routing protocol
     * \param destination such as "3fff:a00::1"; a default route is a route to it, too
     * \return what tells whether there is a route
     */
    static Callback<bool> HasRoute(Ptr<Node> node, const std::string& destination);

    /**
     * Give fixed streams to all random variables of advertisers.
     * \param advertisers what Install returned
     * \param stream first stream number
     * \return how many streams were taken
     */
    static int64_t AssignStreams(const ApplicationContainer& advertisers, int64_t stream);

    /// \param text such as "3fff:a00::/64" \return the prefix, with default lifetimes
    static PvdAdvertisedPrefix Prefix(const std::string& text);
    /// \param text such as "3fff:a00::/64" \param valid lifetime, seconds \param preferred
    /// lifetime, seconds \return the prefix
    static PvdAdvertisedPrefix Prefix(const std::string& text, uint32_t valid, uint32_t preferred);
    /// \param text such as "3fff:a00::/48" \param preference of the route \return the route, with
    /// its default lifetime
    static PvdAdvertisedRoute Route(const std::string& text,
                                    RouterPreference preference = RouterPreference::MEDIUM);
    /// \param addresses such as "3fff:a00::53" \return the DNS servers
    static PvdAdvertisedResolvers Resolvers(const std::vector<std::string>& addresses);
    /// \param domains such as "example.com" \return the DNS search list
    static PvdAdvertisedDomains Domains(const std::vector<std::string>& domains);
    /// \param id such as "isp-a.example.com" \return a PvD option that contains nothing
    static PvdAdvertisedPvd NamedPvd(const std::string& id);
    /// \param text such as "fe80::a" \return the address
    static Ipv6Octets Address(const std::string& text);

  private:
    ObjectFactory m_factory; //!< makes advertisers
};

} // namespace ns3

#endif /* PVD_ROUTER_HELPER_H */
