/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_REGISTRY_H
#define PVD_REGISTRY_H

#include "pvd-ipv6-interface.h"
#include "pvd-on-demand.h"
#include "pvd-provisioning-domain.h"
#include "pvd-ra-update.h"
#include "pvd-router-advertisement.h"
#include "pvd-store.h"

#include "ns3/event-id.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <list>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ns3
{

class PvdDhcpAssociation;
class PvdStaticConfiguration;

/**
 * \ingroup pvd-state
 * \brief The Provisioning Domains of one node. Aggregated to the node.
 *
 * It learns PvDs from Router Advertisements (RFC 8801, RFC 4861, RFC 4862, RFC 4191, RFC 8106),
 * keeps each object with its PvD and its own lifetime, and tells what changed. What a user wants by
 * hand goes through PvdStaticConfiguration.
 *
 * Notifications are fired after the state has changed: for each message, or each moment at which
 * lifetimes end, and each PvD that it touches, at most one of PvdAdded, PvdChanged and PvdRemoved.
 * A new PvD is told first, then DNS entries, then changes, then removals. A callback may change the
 * registry; what follows from that is told afterwards.
 */
class PvdRegistry : public Object
{
  public:
    /// \brief Get the type ID. \return the object TypeId
    static TypeId GetTypeId();

    PvdRegistry();
    ~PvdRegistry() override;

    /// \return all PvDs by index, which is the order of first sight
    const std::map<uint64_t, Ptr<Pvd>>& GetPvds() const;
    /// \param id identity \return the PvD, or null
    Ptr<Pvd> Lookup(const PvdId& id) const;
    /// \param text a PvD ID in any case, or the text of an implicit PvD \return the PvD, or null
    Ptr<Pvd> Lookup(const std::string& text) const;
    /// \param index index of a PvD \return the PvD, or null if it is not alive
    Ptr<Pvd> LookupByIndex(uint64_t index) const;
    /**
     * \param interface interface index
     * \param router link-local address
     * \return the PvDs that have this router, in order of first sight
     */
    std::vector<Ptr<Pvd>> LookupByRouter(uint32_t interface, const Ipv6Address& router) const;

    /**
     * \param interface interface index
     * \param address address of the interface
     * \return the (PvD, router) pairs that advertise a prefix of the address: what rule 5.5 of RFC
     * 6724 asks
     */
    std::vector<std::pair<Ptr<Pvd>, Ipv6Address>> GetAdvertisers(uint32_t interface,
                                                                 const Ipv6Address& address) const;

    /// \param pvd a PvD \return interface indexes and entries of the addresses that it owns
    std::vector<std::pair<uint32_t, PvdAddress>> GetAddresses(const Ptr<Pvd>& pvd) const;

    /**
     * \param index interface index; the interface must exist in the node's Ipv6
     * \return what the module keeps of the interface; made on first use
     */
    Ptr<PvdIpv6Interface> GetInterface(uint32_t index);
    /// \return all interfaces by index, null where the module keeps nothing
    const std::vector<Ptr<PvdIpv6Interface>>& GetInterfaces() const;

    /// \param index interface index \return true if PvD options are understood there
    bool UnderstandsPvd(uint32_t index);

    /// \return a number that grows whenever something may have changed
    uint64_t GetGeneration() const;
    /// \param table where routes are used, told of all; it must outlive the registry or be reset
    void SetRouteTable(PvdRouteTable* table);
    /// \return the table that was set, or null
    PvdRouteTable* GetRouteTable() const;

    /**
     * Take a Router Advertisement that has passed the checks of RFC 4861, section 6.1.2.
     * \param interface interface index
     * \param router its source address
     * \param result what RouterAdvertisement::Parse made of it
     * \return NONE, or why it was dropped
     */
    RaDropReason ReceiveRa(uint32_t interface,
                           const Ipv6Address& router,
                           const RouterAdvertisement::ParseResult& result);
    /**
     * Count and trace a Router Advertisement that is dropped.
     * \param reason why
     * \param offset where the defect is, octets from the start of the message
     * \param interface interface index
     * \param router its source address
     */
    void DropRa(RaDropReason reason,
                std::size_t offset,
                uint32_t interface,
                const Ipv6Address& router);
    /**
     * Count and trace an option that is ignored.
     * \param reason why
     * \param type its type; 0 is the header of the message
     * \param interface interface index
     * \param router source address of the message
     */
    void IgnoreOption(OptionIgnoreReason reason,
                      uint8_t type,
                      uint32_t interface,
                      const Ipv6Address& router);
    /// \param reason a reason \return how many messages were dropped for it
    uint64_t GetDropCount(RaDropReason reason) const;
    /// \param reason a reason \return how many options were ignored for it
    uint64_t GetIgnoreCount(OptionIgnoreReason reason) const;

    /// The interface went down: all that came over it goes. \param interface interface index
    void NotifyInterfaceDown(uint32_t interface);
    /**
     * An address was taken from the interface by someone else.
     * \param interface interface index
     * \param address the address
     */
    void NotifyRemoveAddress(uint32_t interface, const Ipv6Address& address);
    /// Duplicate address detection succeeded.
    void NotifyDadSuccess(uint32_t interface, const Ipv6Address& address);
    /// It failed: the address goes and does not come back.
    void NotifyDadFailure(uint32_t interface, const Ipv6Address& address);
    /// A Neighbor Advertisement says that a router is none any more (RFC 4861, section 7.2.5).
    void NotifyNotRouter(uint32_t interface, const Ipv6Address& router);

    /**
     * \name Signatures of the trace sources; GetTypeId says what each means.
     * \{
     */
    typedef void (*DhcpMismatchTracedCallback)(uint32_t interface, Ipv6Address address);
    typedef void (*InterfaceTracedCallback)(uint32_t interface);
    typedef void (*PvdTracedCallback)(Ptr<Pvd> pvd);
    typedef void (*ChangeTracedCallback)(Ptr<Pvd> pvd, uint32_t mask);
    typedef void (*DisagreementTracedCallback)(Ptr<Pvd> pvd,
                                               Ipv6Address router,
                                               Ipv6Address other,
                                               int16_t ahead);
    typedef void (*RaAcceptedTracedCallback)(Ptr<Pvd> pvd, uint32_t interface, Ipv6Address router);
    typedef void (*RaDroppedTracedCallback)(RaDropReason reason,
                                            uint32_t offset,
                                            uint32_t interface,
                                            Ipv6Address router);
    typedef void (*OptionIgnoredTracedCallback)(OptionIgnoreReason reason,
                                                uint8_t type,
                                                uint32_t interface,
                                                Ipv6Address router);
    typedef void (*RdnssAddedTracedCallback)(Ptr<Pvd> pvd, Ipv6Address address, Time lifetime);
    typedef void (*RdnssRemovedTracedCallback)(Ptr<Pvd> pvd, Ipv6Address address);
    typedef void (*DnsslAddedTracedCallback)(Ptr<Pvd> pvd, std::string domain, Time lifetime);
    typedef void (*DnsslRemovedTracedCallback)(Ptr<Pvd> pvd, std::string domain);
    /** \} */

  protected:
    void DoDispose() override;

  private:
    friend class PvdDhcpAssociation;
    friend class PvdStaticConfiguration;

    // Parts of GetTypeId.
    static TypeId AddBehaviour(TypeId tid);
    static TypeId AddLimits(TypeId tid);
    static TypeId AddTraceSources(TypeId tid);
    template <uint32_t PvdLimits::*Limit>
    static TypeId AddLimit(TypeId tid, const char* name, const char* what, uint32_t value);

    // Accessors of attributes that the store keeps.
    template <Time PvdStore::*Member>
    void SetTime(Time value);
    template <Time PvdStore::*Member>
    Time GetTime() const;
    template <uint32_t PvdLimits::*Limit>
    void SetLimit(uint32_t value);
    template <uint32_t PvdLimits::*Limit>
    uint32_t GetLimit() const;

    void Commit(); //!< tell what has changed, or gather it for CoalescingInterval
    void ApplyOtherConfiguration(Pvd& pvd, uint32_t interface); //!< of stateless DHCPv6
    void Fire();
    void Fire(const PvdEvent& event);
    void FireCoalesced();
    void Expire();
    void ScheduleExpiry();
    Ptr<Pvd> Identify(PvdIpv6Interface& interface,
                      const Ipv6Address& router,
                      const PvdOption* option,
                      RaDropReason& reason);

    PvdStore m_store;                             //!< the PvDs
    bool m_parsePvd;                              //!< understand PvD options at all
    PvdRaUpdate::HostType m_hostType;             //!< RFC 4191
    Time m_coalescingInterval;                    //!< how long changes are gathered
    PvdStore::Removal m_removalPolicy;            //!< what a removal by hand does
    PvdOnDemand<std::set<std::string>> m_blocked; //!< keys of PvDs that may not come back
    EventId m_expiryEvent;                        //!< next expiry
    Time m_expiryTime;                            //!< when that is
    uint64_t m_generation{1};                     //!< see GetGeneration
    EventId m_coalescingEvent;                    //!< end of the gathering
    PvdMapOnDemand<uint64_t, std::pair<Ptr<Pvd>, uint32_t>> m_coalesced; //!< gathered changes
    std::list<PvdEvent> m_events;                                        //!< to be told
    bool m_firing{false};                                                //!< a callback is running
    PvdMapOnDemand<RaDropReason, uint64_t> m_drops;                      //!< per reason
    PvdMapOnDemand<OptionIgnoreReason, uint64_t> m_ignores;              //!< per reason
    PvdMapOnDemand<uint32_t, PvdLegacyConfiguration> m_legacyConfigurations; //!< DHCPv4
    PvdMapOnDemand<uint32_t, std::pair<PvdOtherConfiguration, Time>> m_otherConfigurations; //!< end
    bool m_dhcpToImplicit;                                //!< where a stray address goes
    TracedCallback<uint32_t, Ipv6Address> m_dhcpMismatch; //!< see GetTypeId
    TracedCallback<uint32_t> m_interfaceDown;             //!< see GetTypeId
    TracedCallback<Ptr<Pvd>> m_pvdAdded;                  //!< see GetTypeId
    TracedCallback<Ptr<Pvd>, uint32_t> m_pvdChanged;      //!< see GetTypeId
    TracedCallback<Ptr<Pvd>> m_pvdRemoved;                //!< see GetTypeId
    TracedCallback<Ptr<Pvd>> m_pvdDrained;                //!< see GetTypeId
    TracedCallback<Ptr<Pvd>, Ipv6Address, Ipv6Address, int16_t> m_disagreement; //!< see GetTypeId
    TracedCallback<Ptr<Pvd>, uint32_t, Ipv6Address> m_raAccepted;               //!< see GetTypeId
    TracedCallback<RaDropReason, uint32_t, uint32_t, Ipv6Address> m_raDropped;  //!< see GetTypeId
    TracedCallback<OptionIgnoreReason, uint8_t, uint32_t, Ipv6Address>
        m_optionIgnored;                                      //!< see GetTypeId
    TracedCallback<Ptr<Pvd>, Ipv6Address, Time> m_rdnssAdded; //!< see GetTypeId
    TracedCallback<Ptr<Pvd>, Ipv6Address> m_rdnssRemoved;     //!< see GetTypeId
    TracedCallback<Ptr<Pvd>, std::string, Time> m_dnsslAdded; //!< see GetTypeId
    TracedCallback<Ptr<Pvd>, std::string> m_dnsslRemoved;     //!< see GetTypeId
};

} // namespace ns3

#endif /* PVD_REGISTRY_H */
