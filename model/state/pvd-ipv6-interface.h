/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_IPV6_INTERFACE_H
#define PVD_IPV6_INTERFACE_H

#include "pvd-entry.h"

#include "ns3/ipv6-interface.h"
#include "ns3/ipv6.h"
#include "ns3/object.h"
#include "ns3/random-variable-stream.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-state
 * \brief What an interface of a PvD-aware host owns: the tags and lifetimes of its addresses, its
 * link parameters and its switches.
 *
 * Aggregated to each Ipv6Interface of the host, so that
 * `ipv6Interface->GetObject<PvdIpv6Interface>()` finds it. ns-3's own state of an address
 * (tentative, preferred, deprecated) stays with the Ipv6Interface and is kept in step.
 */
class PvdIpv6Interface : public Object
{
  public:
    /// Length of the interface identifiers that the module forms, bits (RFC 4291, appendix A).
    static constexpr uint8_t INTERFACE_ID_LENGTH = 64;

    /**
     * \brief Get the type ID.
     * \return the object TypeId
     */
    static TypeId GetTypeId();

    PvdIpv6Interface();
    ~PvdIpv6Interface() override;

    /**
     * \param ipv6 the node's IPv6
     * \param index the index of the interface there
     */
    void SetInterface(Ptr<Ipv6> ipv6, uint32_t index);

    /// \return the index of the interface
    uint32_t GetIndex() const;

    /**
     * The name as it stands in the identity of an implicit PvD. Until it is set it is the name that
     * ns3::Names knows for the device, else "lo" for interface 0 and "eth<index - 1>" for others,
     * or "interface<index>" where another has that name. \return the name
     */
    std::string GetName() const;

    /**
     * Change the name. Implicit PvDs that exist keep the name they were seen with.
     * \param name one or more characters, and no other interface of the node has it
     */
    void SetName(const std::string& name);

    /// \return true if PvD options that arrive here are understood
    bool GetParsePvd() const;
    /// \return true if Router Advertisements that arrive here are taken at all
    bool GetAcceptRa() const;
    /// \return true if they are taken although the interface forwards
    bool GetAcceptRaOnForwarding() const;
    /// \return true if addresses are autoconfigured (RFC 4862)
    bool GetAutoconfiguration() const;
    /// \return true if the host does DHCPv6-PD here, so that P of a prefix counts (RFC 9762)
    bool GetPrefixDelegation() const;
    /// \return true if the last Router Advertisement of each router and PvD is kept
    bool GetKeepMessages() const;
    /// \return how many Neighbor Solicitations test an address; 0: no duplicate address detection
    uint32_t GetDupAddrDetectTransmits() const;
    /// \return how many neighbours the neighbour cache may have; 0: any number
    uint32_t GetMaxNeighbors() const;
    /**
     * \param length prefix length of a Route Information option
     * \return true if the interface takes routes of that length
     */
    bool AcceptsRouteLength(uint8_t length) const;

    /// \return LinkMTU: of the device until a Router Advertisement says less, octets
    uint32_t GetMtu() const;
    /// \return true if a Router Advertisement has said it
    bool HasMtu() const;
    /// \return CurHopLimit: 64 until a Router Advertisement says another one
    uint8_t GetCurHopLimit() const;
    /// \return true if a Router Advertisement has said it
    bool HasCurHopLimit() const;
    /// \return BaseReachableTime, milliseconds
    uint32_t GetBaseReachableTime() const;
    /// \return ReachableTime: BaseReachableTime times a random factor of 0.5 to 1.5, milliseconds
    uint32_t GetReachableTime() const;
    /// \return RetransTimer, milliseconds
    uint32_t GetRetransTimer() const;

    /**
     * \param mtu octets
     * \return true if it is at least 1280 and at most the MTU of the device
     */
    bool IsValidMtu(uint32_t mtu) const;
    /// \param mtu LinkMTU, a valid one, octets
    void SetMtu(uint32_t mtu);
    /// \param curHopLimit not 0
    void SetCurHopLimit(uint8_t curHopLimit);
    /// \param milliseconds BaseReachableTime, not 0; a new value draws a new ReachableTime
    void SetBaseReachableTime(uint32_t milliseconds);
    /// \param milliseconds RetransTimer, not 0
    void SetRetransTimer(uint32_t milliseconds);

    /// \return the addresses that the module looks after, in the order of their arrival
    const std::vector<PvdAddress>& GetAddresses() const;

    /**
     * \param address an address of the interface
     * \return what is known of it, or null if the module does not look after it (link-local
     * addresses, addresses given by hand without a PvD)
     */
    const PvdAddress* FindAddress(const Ipv6Address& address) const;

    /**
     * \param address an address
     * \return true if ns-3's interface has it, whoever looks after it
     */
    bool HasAddress(const Ipv6Address& address) const;

    /**
     * \param address an address
     * \return true if duplicate address detection failed for it since the interface came up
     */
    bool IsDuplicate(const Ipv6Address& address) const;

    /**
     * \param stream first stream number
     * \return how many streams were taken
     */
    int64_t AssignStreams(int64_t stream);

  protected:
    void DoDispose() override;

  private:
    // The two writers, as for Pvd.
    friend class PvdStore;
    friend class PvdRaUpdate;

    /// \return true if another interface of the node was given this name
    bool IsNameTaken(const std::string& name) const;

    /// \return the entry of an address, or null
    PvdAddress* FindEntry(const Ipv6Address& address);

    /// Let go of the Ipv6Interface, which holds this object.
    void Detach();

    /// Back to what the link had before any Router Advertisement.
    void ResetLinkParameters();

    /**
     * Add an address to ns-3's interface and to the list.
     * \param entry the address
     * \return false if ns-3's interface has it already and the module does not look after it
     */
    bool AddAddress(const PvdAddress& entry);

    /**
     * Look after an address that ns-3's interface has already.
     * \param entry the address
     */
    void AdoptAddress(const PvdAddress& entry);

    /**
     * Note when an address is deprecated or removed.
     * \param entry one of the list
     */
    void NoteExpiry(const PvdAddress& entry);

    /**
     * Take an address out of the list and, if it is still there, out of ns-3's interface.
     * \param position its place in the list
     */
    void RemoveAddress(std::size_t position);

    /**
     * Give an address to another PvD.
     * \param entry one of the list
     * \param pvd its new owner, or null
     */
    void SetOwner(PvdAddress& entry, const Ptr<Pvd>& pvd);

    /**
     * Bring ns-3's state of an address in step with its preferred lifetime. A tentative address is
     * left alone.
     * \param entry one of the list
     */
    void SyncState(const PvdAddress& entry);

    /**
     * \param prefix a prefix of 64 bits
     * \return the prefix with the interface identifier of the link-local address
     */
    Ipv6Address MakeAddress(const Ipv6Octets& prefix) const;

    Ptr<Ipv6> m_ipv6;                             //!< the node's IPv6
    Ptr<Ipv6Interface> m_interface;               //!< the interface itself
    uint32_t m_index{0};                          //!< its index
    std::string m_name;                           //!< its name, empty until set
    bool m_parsePvd;                              //!< understand PvD options
    bool m_acceptRa;                              //!< take RAs
    bool m_acceptRaOnForwarding;                  //!< take RAs while forwarding
    bool m_autoconfiguration;                     //!< form addresses
    bool m_prefixDelegation;                      //!< heed P of prefixes
    bool m_keepMessages;                          //!< keep RAs
    uint32_t m_dupAddrDetectTransmits;            //!< NS per address
    uint32_t m_maxNeighbors;                      //!< neighbours in the cache
    uint8_t m_minRouteLength;                     //!< shortest RIO prefix
    uint8_t m_maxRouteLength;                     //!< longest RIO prefix
    uint32_t m_mtu{0};                            //!< LinkMTU, 0 until set
    uint8_t m_curHopLimit{0};                     //!< CurHopLimit, 0 until set
    uint32_t m_baseReachableTime{30000};          //!< BaseReachableTime, ms
    mutable uint32_t m_reachableTime{0};          //!< ReachableTime, ms, 0 until drawn
    uint32_t m_retransTimer{1000};                //!< RetransTimer, ms
    Ptr<UniformRandomVariable> m_reachableJitter; //!< factor of ReachableTime
    std::vector<PvdAddress> m_addresses;          //!< the list
    std::vector<Ipv6Address> m_duplicates;        //!< what failed DAD
    Time m_nextExpiry;                            //!< no address ends before
};

} // namespace ns3

#endif /* PVD_IPV6_INTERFACE_H */
