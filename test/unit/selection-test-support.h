/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_SELECTION_TEST_SUPPORT_H
#define PVD_SELECTION_TEST_SUPPORT_H

#include "ns3/pvd-source-selection.h"

#include <arpa/inet.h>
#include <functional>
#include <string>

/**
 * \file
 * What the tests of address selection share: addresses from text, and candidates.
 */

namespace selectiontest
{

/// \return the address; unlike ns-3's own reader this one knows "::ffff:192.0.2.1"
inline ns3::Ipv6Address
Parse(const std::string& text)
{
    uint8_t octets[16]{};
    inet_pton(AF_INET6, text.c_str(), octets);
    return ns3::Ipv6Address(octets);
}

/// \return a candidate, changed
inline ns3::PvdSourceCandidate
Make(const std::string& address,
     const std::function<void(ns3::PvdSourceCandidate&)>& change = nullptr)
{
    ns3::PvdSourceCandidate candidate(Parse(address));
    if (change)
    {
        change(candidate);
    }
    return candidate;
}

} // namespace selectiontest

#endif /* PVD_SELECTION_TEST_SUPPORT_H */
