/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ADVERTISEMENT_CONSISTENCY_H
#define PVD_ADVERTISEMENT_CONSISTENCY_H

#include "pvd-router-advertisement.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-router
 * \brief Compare what two routers of a link say to all hosts (RFC 4861 section 6.2.7).
 *
 * Values that are unspecified, and prefixes that only one of them has, are no contradiction. PvD
 * options are not looked at: they are there to differ.
 *
 * \param ours what one router says
 * \param theirs what the other says
 * \return a sentence for each contradiction
 */
std::vector<std::string> FindInconsistencies(const RouterAdvertisement& ours,
                                             const RouterAdvertisement& theirs);

} // namespace ns3

#endif /* PVD_ADVERTISEMENT_CONSISTENCY_H */
