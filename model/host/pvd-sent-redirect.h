/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_SENT_REDIRECT_H
#define PVD_SENT_REDIRECT_H

#include "pvd-icmpv6-error-policy.h"

namespace ns3
{

/**
 * \ingroup pvd-host
 * \brief Mend a Redirect that ns-3 has made when it forwarded a packet over the interface on which
 * the packet came (RFC 4861, section 8.2).
 *
 * It leaves on the link of the sender, with a Hop Limit of 255, and is not longer than 1280 octets.
 * \param node the router
 * \param [in,out] redirect the Redirect
 * \return NONE; or why it is not to be sent: NOT_A_NEIGHBOR, TARGET_NOT_LINK_LOCAL
 */
PvdErrorSuppression PvdMendRedirect(const Ptr<Node>& node, PvdIcmpv6ErrorPolicy::Error& redirect);

} // namespace ns3

#endif /* PVD_SENT_REDIRECT_H */
