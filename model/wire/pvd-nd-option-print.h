/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ND_OPTION_PRINT_H
#define PVD_ND_OPTION_PRINT_H

#include "pvd-router-advertisement.h"

#include <iosfwd>

/**
 * \file
 * \ingroup pvd-wire
 * Messages and options for people, field by field in the words of the RFCs. One option takes one
 * line; what a PvD option contains follows on lines of its own, indented under it. No line break
 * comes last. All text is plain ASCII, whatever was received.
 */

namespace ns3
{

/**
 * \param os the stream
 * \param option the option
 * \param indent spaces before what a PvD option contains
 */
void PrintOption(std::ostream& os, const RouterAdvertisement::Option& option, unsigned indent = 4);

/**
 * \param os the stream
 * \param message the message
 * \param indent spaces before its options
 */
void PrintMessage(std::ostream& os, const RouterAdvertisement& message, unsigned indent = 4);

} // namespace ns3

#endif /* PVD_ND_OPTION_PRINT_H */
