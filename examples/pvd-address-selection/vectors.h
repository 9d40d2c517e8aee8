/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ADDRESS_SELECTION_VECTORS_H
#define PVD_ADDRESS_SELECTION_VECTORS_H

#include "ns3/pvd-destination-selection.h"
#include "ns3/pvd-source-selection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace selection
{

/// A destination of a row.
struct Target
{
    ns3::PvdDestination destination; //!< the address, and what is known of it
    uint32_t interface {
        1
    };                        //!< outgoing interface
    ns3::Ipv6Address nextHop; //!< the next hop chosen for it, or "::"
};

/// A row of a file of test vectors: addresses, and what is to be chosen.
struct Row
{
    unsigned line{0};                                //!< where it stands in the file
    std::string error;                               //!< what is wrong with it, or empty
    std::string id;                                  //!< its name
    bool isSource{true};                             //!< chooses a source; else sorts destinations
    std::string policy;                              //!< which policy table
    std::vector<ns3::PvdSourceCandidate> candidates; //!< addresses of the host
    std::vector<Target> targets;                     //!< destinations
    std::vector<std::string> expected;               //!< a source, or destinations in order
    std::vector<std::string> expectedSources;        //!< the source of each, or none
    std::string rule;                                //!< what decides, or empty
};

/**
 * Read rows "id,kind,policy,candidates,destinations,expected,expected_sources,rule,...".
 * \param path the file
 * \param [out] error why it cannot be read, or empty
 * \return the rows; those with an error are there too
 */
std::vector<Row> ReadRows(const std::string& path, std::string& error);

/// \param address IPv6, or IPv4-mapped \return its text, IPv4 with dots
std::string ToText(const ns3::Ipv6Address& address);

/// \return the same text for the same address, however it was written; others as they are
std::string Normalize(const std::string& text);

} // namespace selection

#endif /* PVD_ADDRESS_SELECTION_VECTORS_H */
