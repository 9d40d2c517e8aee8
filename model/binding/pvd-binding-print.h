/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_BINDING_PRINT_H
#define PVD_BINDING_PRINT_H

#include "ns3/node.h"

#include <iosfwd>

namespace ns3
{

/**
 * \file
 * \ingroup pvd-binding
 * Who is bound to which PvD, as text for scripts and as JSON: what the files `sockets` of
 * /proc/net/pvd.d of the Linux mPvD kernel were to hold.
 *
 * PvDs stand in order of first sight, then those that are only named by bindings. Processes and
 * sockets stand in the order in which they were made, under each PvD that they may use: a
 * connection under the one that it keeps, a closed socket under none. `scope` is where the binding
 * in force comes from: "socket", "thread", "process", or "parent" if the process was made with it.
 */

/**
 * One line for each PvD, and behind it indented lines for its processes and sockets:
 *
 *     pvd=ID present=true|false
 *       process=NAME thread=true|false scope=SCOPE binding=BINDING
 *       socket=tcp|udp|raw state=STATE scope=SCOPE kept=true|false local=ADDRESS peer=ADDRESS
 *           process=NAME
 *
 * the last two on one line. STATE is one of TCP (RFC 9293) such as ESTABLISHED, or CONNECTED or
 * UNCONNECTED; ADDRESS is "[address]:port", without port if the socket is raw, "-" if there is
 * none; `kept` says that a connection keeps the PvD. In names, blanks and what is not
 * printable are written as \\DDD.
 *
 * \param os where to
 * \param node any node; of one that is no PvD-aware host nothing is printed
 */
void PrintBindings(std::ostream& os, const Ptr<Node>& node);

/**
 * The same as one JSON object without line breaks: `node`, and `pvds`, a list of objects with
 * `name`, `present`, `processes` and `sockets`. An address is an object with `address` and `port`,
 * or null.
 * \param os where to
 * \param node any node; of one that is no PvD-aware host the list is empty
 */
void PrintBindingsAsJson(std::ostream& os, const Ptr<Node>& node);

} // namespace ns3

#endif /* PVD_BINDING_PRINT_H */
