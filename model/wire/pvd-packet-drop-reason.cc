/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-packet-drop-reason.h"

namespace ns3
{

const char*
ToString(PvdPacketDropReason reason)
{
    switch (reason)
    {
    case PvdPacketDropReason::NONE:
        return "none";
    case PvdPacketDropReason::NO_HEADER:
        return "no whole IPv6 header";
    case PvdPacketDropReason::VERSION:
        return "version not 6";
    case PvdPacketDropReason::MULTICAST_SOURCE:
        return "multicast source";
    case PvdPacketDropReason::NODE_LOCAL_ADDRESS:
        return "node-local address";
    case PvdPacketDropReason::OWN_SOURCE:
        return "address of this node as source";
    case PvdPacketDropReason::TRUNCATED:
        return "header past the end";
    case PvdPacketDropReason::HOP_BY_HOP_POSITION:
        return "hop-by-hop options not first";
    case PvdPacketDropReason::OPTION_OVERRUN:
        return "option past the end of its header";
    case PvdPacketDropReason::UNKNOWN_OPTION:
        return "unknown option";
    case PvdPacketDropReason::JUMBO_PAYLOAD:
        return "jumbo payload";
    case PvdPacketDropReason::ROUTING_TYPE:
        return "routing header with segments left";
    case PvdPacketDropReason::FRAGMENT_LENGTH:
        return "fragment length no multiple of 8";
    case PvdPacketDropReason::FRAGMENT_EMPTY:
        return "empty fragment";
    case PvdPacketDropReason::FRAGMENT_TOO_LONG:
        return "fragment past 65535 octets";
    case PvdPacketDropReason::FRAGMENT_IN_FRAGMENT:
        return "second fragment header";
    case PvdPacketDropReason::INCOMPLETE_HEADER_CHAIN:
        return "first fragment without all headers";
    case PvdPacketDropReason::TOO_MANY_HEADERS:
        return "too many headers";
    case PvdPacketDropReason::CHAIN_TOO_LONG:
        return "headers too long";
    case PvdPacketDropReason::TOO_MANY_OPTIONS:
        return "too many options";
    case PvdPacketDropReason::PAYLOAD_LENGTH:
        return "payload length over what arrived";
    case PvdPacketDropReason::OVERLAP:
        return "fragments overlap";
    case PvdPacketDropReason::REASSEMBLY_TIMEOUT:
        return "reassembly timed out";
    case PvdPacketDropReason::REASSEMBLY_LIMIT:
        return "too many incomplete packets";
    case PvdPacketDropReason::UNKNOWN_PROTOCOL:
        return "unknown protocol";
    }
    return "unknown";
}

} // namespace ns3
