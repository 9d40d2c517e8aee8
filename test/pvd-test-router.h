/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_ROUTER_H
#define PVD_TEST_ROUTER_H

#include "pvd-test-case.h"

#include "ns3/pvd-router-helper.h"

#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-test
 * What the suites of the advertising side share: a router on a link, and what it says there.
 */

namespace ns3
{
namespace pvdtest
{

/// A Router Advertisement that was seen on a link.
struct SeenRa
{
    Time time;                   //!< when
    Ipv6Address source;          //!< IPv6 source address
    Ipv6Address destination;     //!< IPv6 destination address
    uint8_t hopLimit;            //!< of the IPv6 header
    std::size_t size;            //!< of the packet, octets
    RouterAdvertisement message; //!< what it says
};

/// Whose stack a router has.
enum class RouterStack : uint8_t
{
    STOCK, //!< ns-3's own
    RIPNG, //!< the same with RIPng
    PVD,   //!< that of the module
};

/// A router on a link, with one advertiser.
class TestRouter
{
  public:
    /// \param link where it is \param stack whose \param mac of its device, interface 1
    explicit TestRouter(TestLink& link,
                        RouterStack stack = RouterStack::STOCK,
                        const std::string& mac = "02:00:00:00:ff:0a");

    /// Give it one more interface. \param link where \param mac of its device \param address with
    /// 64 bits of prefix; empty: only a link-local one \return interface index
    uint32_t AddInterface(TestLink& link, const std::string& mac, const std::string& address = "");

    /// Let it advertise from a time on. \param configuration what \param start when
    void Advertise(const PvdAdvertisingInterface& configuration, Time start = Seconds(2));

    /// \return the node
    Ptr<Node> GetNode() const;
    /// \return its IPv6
    Ptr<Ipv6> GetIpv6() const;
    /// \return what advertises
    Ptr<PvdRouterAdvertiser> GetAdvertiser() const;
    /// \return its link-local address
    Ipv6Address GetLinkLocal() const;
    /// \return what was not sent, and why, in order
    const std::vector<std::string>& GetNotSent() const;
    /// \return why solicitations were dropped, in order
    const std::vector<NdDropReason>& GetDrops() const;

  private:
    void NoteNotSent(std::string sentence, uint32_t interface);
    void NoteDropped(NdDropReason reason, uint32_t interface, Ipv6Address source);

    Ptr<Node> m_node;                   //!< the node
    std::vector<std::string> m_notSent; //!< see GetNotSent
    std::vector<NdDropReason> m_drops;  //!< see GetDrops
};

/// \return Router Advertisements that others than the test sent since ForgetSeen
std::vector<SeenRa> GetSeenRas(const TestLink& link);
/// \return those to all nodes
std::vector<SeenRa> GetMulticastRas(const TestLink& link);

/// Ask for RAs. \param digit who asks \param isAnonymous from "::"
void Solicit(TestLink& link, char digit, bool isAnonymous = false);

/// A simulation of a host and a router on one link. It ends with the object.
struct HostAndRouter : OneHost
{
    TestRouter router; //!< the router

    /// \param stack of the router
    explicit HostAndRouter(RouterStack stack = RouterStack::STOCK)
        : router(link, stack)
    {
    }

    /// Let the router advertise for a while, and forget what it said. \param configuration what
    /// \param until when the test begins
    void Settle(const PvdAdvertisingInterface& configuration, Time until = Seconds(100))
    {
        router.Advertise(configuration);
        RunTo(until);
        link.ForgetSeen();
    }
};

/// \return an interface that advertises a prefix and is a default router
/// \param maxInterval MaxRtrAdvInterval, seconds
PvdAdvertisingInterface QuickInterface(double maxInterval = 10);

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_ROUTER_H */
