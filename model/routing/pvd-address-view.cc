/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-address-view.h"

#include "pvd-interface-addresses.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// A change of any of its parts changes it.
class Fingerprint
{
  public:
    // The products of an entry do not wait for each other, only those of one entry for the next.
    void Add(const PvdIpv6Bits& bits, uint64_t state)
    {
        const uint64_t entry = bits.words[0] * UINT64_C(0x9e3779b97f4a7c15) ^
                               bits.words[1] * UINT64_C(0xff51afd7ed558ccd);
        m_value = (m_value ^ entry ^ entry >> 32 ^ state) * UINT64_C(1099511628211);
    }

    uint64_t Get() const
    {
        return m_value;
    }

  private:
    uint64_t m_value{UINT64_C(14695981039346656037)}; //!< so far
};

uint64_t
GetFingerprint(const Ipv6Interface& interface)
{
    Fingerprint fingerprint;
    ForEachAddress(interface, [&fingerprint](const Ipv6InterfaceAddress& address) {
        fingerprint.Add(PvdIpv6Bits(pvdaddresses::ReadAddress(address)),
                        pvdaddresses::ReadState(address));
    });
    return fingerprint.Get();
}

bool
IsUsable(Ipv6InterfaceAddress::State_e state)
{
    return state == Ipv6InterfaceAddress::PREFERRED || state == Ipv6InterfaceAddress::DEPRECATED ||
           state == Ipv6InterfaceAddress::PERMANENT || state == Ipv6InterfaceAddress::HOMEADDRESS;
}

} // namespace

PvdAddressView::PvdAddressView(Ptr<Ipv6L3Protocol> ipv6, Ptr<PvdRegistry> registry)
    : m_ipv6(ipv6),
      m_registry(registry)
{
}

uint64_t
PvdAddressView::Refresh()
{
    // An interface that is new is without use until it comes up, and then all is looked at.
    const uint64_t registry = m_registry->GetGeneration();
    const bool all = registry != m_registrySeen;
    if (all)
    {
        m_registrySeen = registry;
        m_links.resize(m_ipv6->GetNInterfaces());
    }
    const uint64_t before = m_generation;
    for (uint32_t i = 0; i < m_links.size(); ++i)
    {
        Link& link = m_links[i];
        if (!link.interface)
        {
            link.interface = m_ipv6->GetInterface(i);
        }
        const uint64_t fingerprint = GetFingerprint(*PeekPointer(link.interface));
        if (all || fingerprint != link.fingerprint)
        {
            link.fingerprint = fingerprint;
            Copy(link, i);
            ++m_generation;
        }
    }
    if (m_generation != before)
    {
        MakeFilter();
    }
    return m_generation;
}

void
PvdAddressView::MakeFilter()
{
    m_filter = 0;
    for (const Link& link : m_links)
    {
        for (const PvdSourceCandidate& own : link.addresses)
        {
            m_filter |= GetFilterBit(own.bits);
        }
    }
}

void
PvdAddressView::Invalidate()
{
    m_registrySeen = 0;
}

void
PvdAddressView::Copy(Link& link, uint32_t index)
{
    link.addresses.clear();
    link.largestScope = 0;
    link.hasDraining = false;
    const auto& known = m_registry->GetInterfaces();
    const auto tags = index < known.size() ? known[index] : nullptr;
    ForEachAddress(*PeekPointer(link.interface), [&](const Ipv6InterfaceAddress& address) {
        link.addresses.emplace_back(address.GetAddress(), address.GetPrefix().GetPrefixLength());
        PvdSourceCandidate& candidate = link.addresses.back();
        candidate.usable = IsUsable(address.GetState());
        candidate.interface = index;
        candidate.deprecated = address.GetState() == Ipv6InterfaceAddress::DEPRECATED;
        candidate.home = address.GetState() == Ipv6InterfaceAddress::HOMEADDRESS;
        const PvdAddress* tag = tags ? tags->FindAddress(candidate.address) : nullptr;
        if (tag && tag->pvd)
        {
            candidate.owner = tag->pvd->GetIndex();
            candidate.draining = tag->pvd->IsDraining();
            link.hasDraining |= candidate.draining;
        }
        if (candidate.usable && !candidate.draining)
        {
            link.largestScope = std::max(link.largestScope, candidate.scope);
        }
        for (const auto& advertiser : m_registry->GetAdvertisers(index, candidate.address))
        {
            candidate.advertisers.push_back({advertiser.first->GetIndex(), advertiser.second});
        }
    });
}

const std::vector<PvdSourceCandidate>&
PvdAddressView::GetCandidates(uint32_t interface) const
{
    static const std::vector<PvdSourceCandidate> none;
    return interface < m_links.size() ? m_links[interface].addresses : none;
}

bool
PvdAddressView::IsOn(uint32_t interface, const PvdIndexes& pvds) const
{
    const auto& own = GetCandidates(interface);
    const auto isThere = [interface](const auto& object) { return object.interface == interface; };
    return std::any_of(pvds.begin(), pvds.end(), [&](uint64_t index) {
        const auto isOfPvd = [index](const auto& address) { return address.IsOf(index); };
        const auto pvd = m_registry->LookupByIndex(index);
        return std::any_of(own.begin(), own.end(), isOfPvd) ||
               (pvd && (std::any_of(pvd->GetRouters().begin(), pvd->GetRouters().end(), isThere) ||
                        std::any_of(pvd->GetRoutes().begin(), pvd->GetRoutes().end(), isThere)));
    });
}

const PvdSourceCandidate*
PvdAddressView::Find(const PvdIpv6Bits& address) const
{
    if ((m_filter & GetFilterBit(address)) == 0)
    {
        return nullptr; // most destinations
    }
    for (uint32_t i = 0; i < m_links.size(); ++i)
    {
        if (const PvdSourceCandidate* own = Find(address, i))
        {
            return own;
        }
    }
    return nullptr;
}

const PvdSourceCandidate*
PvdAddressView::Find(const PvdIpv6Bits& address, uint32_t interface) const
{
    if (interface >= m_links.size())
    {
        return nullptr; // no such interface, or one that has never been up
    }
    const auto& addresses = m_links[interface].addresses;
    const auto own = std::find_if(addresses.begin(), addresses.end(), [&address](const auto& one) {
        return one.bits == address;
    });
    return own == addresses.end() ? nullptr : &*own;
}

} // namespace ns3
