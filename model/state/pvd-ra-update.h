/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_RA_UPDATE_H
#define PVD_RA_UPDATE_H

#include "pvd-router-advertisement.h"
#include "pvd-store.h"

#include <optional>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-state
 * \brief Applies one Router Advertisement to one PvD. Internal to the registry.
 *
 * The outer options come first and those inside the PvD option second, so that the inner ones win
 * wherever the PvD option stands. Of several options with one key only the last takes effect:
 * a repeated message therefore changes nothing, whatever it contradicts inside itself.
 */
class PvdRaUpdate
{
  public:
    /// Host types of RFC 4191, section 3.1.
    enum HostType : uint8_t
    {
        TYPE_A, //!< ignores preferences and Route Information options
        TYPE_B, //!< uses preferences, ignores Route Information options
        TYPE_C, //!< uses both
    };

    /// An option that the host does not apply, or only in part, and its type; 0 is the header.
    using Ignored = std::pair<OptionIgnoreReason, uint8_t>;

    /**
     * \param store where to apply
     * \param interface where the message came in
     * \param pvd the PvD that it belongs to
     * \param router its source address
     * \param hostType how much of RFC 4191 the host does
     * \param now the time of receipt
     */
    PvdRaUpdate(PvdStore& store,
                PvdIpv6Interface& interface,
                const Ptr<Pvd>& pvd,
                const Ipv6Address& router,
                HostType hostType,
                Time now);

    /**
     * \param ra the message
     * \param option its PvD option, or null if it has none or none is to be understood
     */
    void Apply(const RouterAdvertisement& ra, const PvdOption* option);

    /// \return what was not applied, in the order in which it was met
    const std::vector<Ignored>& GetIgnored() const;

  private:
    /// A lifetime of something listed in an option, with its place.
    template <class Key>
    using LifetimeList = std::vector<std::pair<Key, uint32_t>>;

    /// Sort the options by kind.
    struct Collector;

    void ApplyPvdOption(const PvdOption* option);
    void ApplyHeader(const RouterAdvertisement& ra,
                     const RaHeader& header,
                     const PvdOption* option);
    /// Note who announces another Sequence Number than a router that announces a new one.
    void CompareSequence(const PvdRouter& router);
    void ApplyLinkParameters(const RaHeader& header);
    /// \return a timer of the header, or the nearest one that the host takes, milliseconds
    uint32_t Limit(uint32_t milliseconds);
    void ApplyMtu();
    void ApplyPrefixes();
    /// \return true if the host forms an address from the prefix, as far as the flags say
    bool UsesAutoconfiguration(const PrefixInformationOption& option) const;
    /// \return false if the limit forbids it
    bool ApplyAnnouncement(const PrefixInformationOption& option, bool onLink);
    void ApplyAutoconfiguration(const PrefixInformationOption& option);
    void RefreshAddress(PvdAddress& entry, const PrefixInformationOption& option);
    void FormAddress(const Ipv6Address& address, const PrefixInformationOption& option);
    void ApplyRoutes();
    void ApplyResolvers();
    void ApplySearchDomains();
    void ApplyPortal();
    void Ignore(OptionIgnoreReason reason, NdOptionType type);
    bool HasStaticResolver() const;

    /// Change a field of the PvD and note it if it differs.
    template <class Field, class Value>
    void Assign(Field& field, const Value& value, uint32_t change);

    PvdStore& m_store;                                      //!< where to apply
    PvdIpv6Interface& m_interface;                          //!< where it came in
    Ptr<Pvd> m_pvd;                                         //!< what it belongs to
    Ipv6Address m_router;                                   //!< who sent it
    HostType m_hostType;                                    //!< how much of RFC 4191
    Time m_now;                                             //!< when
    std::vector<const PrefixInformationOption*> m_prefixes; //!< PIOs, outer first
    std::vector<const RouteInformationOption*> m_routes;    //!< RIOs, outer first
    std::vector<const MtuOption*> m_mtus;                   //!< MTU options, outer first
    LifetimeList<Ipv6Octets> m_resolvers;                   //!< RDNSS, each server once
    LifetimeList<PvdDomainName> m_domains;                  //!< DNSSL, each suffix once
    const CaptivePortalOption* m_portal{nullptr};           //!< the last
    std::vector<OpaqueOption> m_pref64;                     //!< all
    /// The router, if it is new and no default router: it counts if anything else comes from it.
    std::optional<PvdRouter> m_passing;
    std::vector<Ignored> m_ignored; //!< result
};

} // namespace ns3

#endif /* PVD_RA_UPDATE_H */
