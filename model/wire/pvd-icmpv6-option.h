/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ICMPV6_OPTION_H
#define PVD_ICMPV6_OPTION_H

#include "pvd-router-advertisement.h"

#include "ns3/header.h"

#include <string>
#include <vector>

/**
 * \file
 * \ingroup pvd-wire
 * Neighbor Discovery options as ns-3 headers, for packets that are put together by hand and for
 * packet printing. They hold the plain values and leave all octets to the codec.
 */

namespace ns3
{

/**
 * \ingroup pvd-wire
 * \brief One option as an ns-3 Header.
 *
 * An option that cannot be sent, or octets that are no such option, leave the header invalid:
 * IsValid() is false and GetError() says why. Adding an invalid header to a packet aborts with that
 * sentence. Taking one from malformed octets consumes none of them: Packet::PeekHeader and
 * RemoveHeader return 0. An option that hosts must ignore, such as a Route Information option with
 * the reserved preference, counts as malformed here.
 *
 * \tparam Value the plain value
 * \tparam TYPE its option type
 */
template <typename Value, NdOptionType TYPE>
class Icmpv6NdOption : public Header
{
  public:
    Icmpv6NdOption();

    /**
     * \param option the value to send
     * \return true if it can be sent; else GetError() says what to change
     */
    bool Set(const Value& option);
    /// \return the value that was set or received last
    const Value& Get() const;
    /// \return true if the value can be sent, or was received whole
    bool IsValid() const;
    /// \return why the header is not valid, or nothing
    const std::string& GetError() const;

    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    /// \return octets consumed: the whole option, or 0 if it is malformed
    uint32_t Deserialize(Buffer::Iterator start) override;
    /// \copydoc Deserialize(Buffer::Iterator)
    uint32_t Deserialize(Buffer::Iterator start, Buffer::Iterator end) override;

  private:
    /// Read an option from octets that may hold more than it.
    uint32_t Decode(const std::vector<uint8_t>& octets);

    Value m_option;                //!< the value
    std::vector<uint8_t> m_octets; //!< its wire form; empty if there is none
    std::string m_error;           //!< why there is none
};

extern template class Icmpv6NdOption<PvdOption, NdOptionType::PVD>;
extern template class Icmpv6NdOption<RouteInformationOption, NdOptionType::ROUTE_INFORMATION>;
extern template class Icmpv6NdOption<RecursiveDnsServerOption, NdOptionType::RECURSIVE_DNS_SERVER>;
extern template class Icmpv6NdOption<DnsSearchListOption, NdOptionType::DNS_SEARCH_LIST>;
extern template class Icmpv6NdOption<CaptivePortalOption, NdOptionType::CAPTIVE_PORTAL>;
extern template class Icmpv6NdOption<OpaqueOption, NdOptionType::PREF64>;

/**
 * \ingroup pvd-wire
 * \brief PvD option (type 21, RFC 8801 section 3.1) with all it contains.
 *
 * Invalid until it has been given a PvD ID.
 */
class Icmpv6OptionPvd : public Icmpv6NdOption<PvdOption, NdOptionType::PVD>
{
  public:
    /// \return the type id
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
};

/**
 * \ingroup pvd-wire
 * \brief Route Information option (type 24, RFC 4191 section 2.3).
 */
class Icmpv6OptionRouteInformation
    : public Icmpv6NdOption<RouteInformationOption, NdOptionType::ROUTE_INFORMATION>
{
  public:
    /// \return the type id
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
};

/**
 * \ingroup pvd-wire
 * \brief Recursive DNS Server option (type 25, RFC 8106 section 5.1).
 *
 * Invalid until it has been given an address.
 */
class Icmpv6OptionRdnss
    : public Icmpv6NdOption<RecursiveDnsServerOption, NdOptionType::RECURSIVE_DNS_SERVER>
{
  public:
    /// \return the type id
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
};

/**
 * \ingroup pvd-wire
 * \brief DNS Search List option (type 31, RFC 8106 section 5.2).
 *
 * Invalid until it has been given a domain.
 */
class Icmpv6OptionDnssl : public Icmpv6NdOption<DnsSearchListOption, NdOptionType::DNS_SEARCH_LIST>
{
  public:
    /// \return the type id
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
};

/**
 * \ingroup pvd-wire
 * \brief Captive Portal option (type 37, RFC 8910 section 2.3).
 *
 * Invalid until it has been given a URI.
 */
class Icmpv6OptionCaptivePortal
    : public Icmpv6NdOption<CaptivePortalOption, NdOptionType::CAPTIVE_PORTAL>
{
  public:
    /// \return the type id
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
};

/**
 * \ingroup pvd-wire
 * \brief PREF64 option (type 38, RFC 8781 section 4), carried as octets.
 *
 * Invalid until it has been given a body, with type 38.
 */
class Icmpv6OptionPref64 : public Icmpv6NdOption<OpaqueOption, NdOptionType::PREF64>
{
  public:
    /// \return the type id
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
};

} // namespace ns3

#endif /* PVD_ICMPV6_OPTION_H */
