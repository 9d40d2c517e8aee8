/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-nd-option-print.h"

#include <algorithm>
#include <ostream>

namespace ns3
{

namespace
{

constexpr unsigned STEP = 4;        //!< spaces by which contained options are indented further
constexpr std::size_t MAX_HEX = 16; //!< octets of an opaque option that are shown

void
NewLine(std::ostream& os, unsigned indent)
{
    os << '\n' << std::string(indent, ' ');
}

/// Two digits per octet, without touching the flags of the stream.
void
PrintHex(std::ostream& os, const std::vector<uint8_t>& octets, std::size_t count, char separator)
{
    static const char digits[] = "0123456789abcdef";
    for (std::size_t i = 0; i < count; ++i)
    {
        if (i > 0)
        {
            os << separator;
        }
        os << digits[octets[i] >> 4] << digits[octets[i] & 0xf];
    }
}

void
PrintLifetime(std::ostream& os, const char* field, uint32_t lifetime)
{
    os << field << ' ';
    if (lifetime == ND_INFINITE_LIFETIME)
    {
        os << "infinite";
    }
    else
    {
        os << lifetime << " s";
    }
}

void
PrintFields(std::ostream& os, const RaHeader& header)
{
    os << "Cur Hop Limit " << +header.curHopLimit << ", M " << header.managed << ", O "
       << header.otherConfig << ", H " << header.homeAgent << ", Prf "
       << ToString(header.preference) << ", P " << header.proxy << ", Router Lifetime "
       << header.routerLifetime << " s, Reachable Time " << header.reachableTime
       << " ms, Retrans Timer " << header.retransTimer << " ms";
}

/// Prints whatever option a variant holds.
class Printer
{
  public:
    Printer(std::ostream& os, unsigned indent)
        : m_os(os),
          m_indent(indent)
    {
    }

    void operator()(const SourceLinkLayerAddressOption& option) const
    {
        m_os << "Source Link-Layer Address: ";
        PrintHex(m_os, option.address, option.address.size(), ':');
    }

    void operator()(const PrefixInformationOption& option) const
    {
        m_os << "Prefix Information: Prefix " << ToString(option.prefix) << '/'
             << +option.prefixLength << ", L " << option.onLink << ", A " << option.autonomous
             << ", R " << option.routerAddress << ", P " << option.pdPreferred << ", ";
        if (option.routerAddress)
        {
            m_os << "Router Address " << ToString(GetRouterAddress(option)) << ", ";
        }
        PrintLifetime(m_os, "Valid Lifetime", option.validLifetime);
        PrintLifetime(m_os, ", Preferred Lifetime", option.preferredLifetime);
    }

    void operator()(const MtuOption& option) const
    {
        m_os << "MTU: " << option.mtu;
    }

    void operator()(const RouteInformationOption& option) const
    {
        m_os << "Route Information: Prefix " << ToString(option.prefix) << '/'
             << +option.prefixLength << ", Prf " << ToString(option.preference) << ", ";
        PrintLifetime(m_os, "Route Lifetime", option.lifetime);
    }

    void operator()(const RecursiveDnsServerOption& option) const
    {
        PrintLifetime(m_os, "Recursive DNS Server: Lifetime", option.lifetime);
        m_os << ", Addresses";
        for (const Ipv6Octets& address : option.addresses)
        {
            m_os << ' ' << ToString(address);
        }
    }

    void operator()(const DnsSearchListOption& option) const
    {
        PrintLifetime(m_os, "DNS Search List: Lifetime", option.lifetime);
        m_os << ", Domain Names";
        for (const PvdDomainName& domain : option.domains)
        {
            m_os << ' ' << domain;
        }
    }

    void operator()(const CaptivePortalOption& option) const
    {
        m_os << "Captive Portal: URI " << option.uri;
    }

    void operator()(const OpaqueOption& option) const
    {
        if (option.type == static_cast<uint8_t>(NdOptionType::PREF64))
        {
            m_os << "PREF64: ";
        }
        else
        {
            m_os << "Option of type " << +option.type << ": ";
        }
        PrintHex(m_os, option.body, std::min(option.body.size(), MAX_HEX), ' ');
        if (option.body.size() > MAX_HEX)
        {
            m_os << " ... (" << option.body.size() << " octets)";
        }
    }

    void operator()(const PvdOption& option) const
    {
        m_os << "PvD: H " << option.http << ", L " << option.legacy << ", R "
             << option.header.has_value() << ", Delay " << +option.delay << ", Sequence Number "
             << option.sequence << ", PvD ID " << option.id;
        if (option.header)
        {
            NewLine(m_os, m_indent);
            m_os << "Router Advertisement header: ";
            PrintFields(m_os, *option.header);
        }
        for (const NdOption& contained : option.options)
        {
            NewLine(m_os, m_indent);
            std::visit(*this, contained);
        }
    }

  private:
    std::ostream& m_os; //!< where to
    unsigned m_indent;  //!< spaces before what a PvD option contains
};

} // namespace

void
PrintOption(std::ostream& os, const RouterAdvertisement::Option& option, unsigned indent)
{
    std::visit(Printer(os, indent), option);
}

void
PrintMessage(std::ostream& os, const RouterAdvertisement& message, unsigned indent)
{
    os << "Router Advertisement: ";
    PrintFields(os, message.header);
    for (const RouterAdvertisement::Option& option : message.options)
    {
        NewLine(os, indent);
        PrintOption(os, option, indent + STEP);
    }
}

} // namespace ns3
