# SPDX-License-Identifier: GPL-2.0-only
"""5 of the list: ICMPv6 (RFC 4443)."""

import struct

from seen import is_error, is_kind
from tester import Fail
from wire import (ALL_NODES, DESTINATION, ECHO_REPLY, ECHO_REQUEST, UNREACHABLE, echo_request,
                  fragments, icmp, multicast_mac, option, options_header, packet, udp)

CLOSED_PORT = 9000
REPORTED, REPORTED_IF_UNICAST = 0x9E, 0xDE  # options that nobody knows
NUMBER = 77
REASSEMBLY = 66  # seconds until a Time Exceeded message would be there
ERRORS = {"unreachable 0": (1, 0), "unreachable 3": (1, 3), "time 0": (3, 0), "time 1": (3, 1),
          "too big": (2, 0), "parameter": (4, 0)}


def host_pings(tester):
    tester.setup()
    tester.know(tester.tn1)
    tester.host.do("ping", tester.tn1.link, 8)
    seen = tester.expect(is_kind(ECHO_REQUEST, 0), 3, "Echo Request")
    if not seen.checksum_ok or seen.destination != tester.tn1.link:
        raise Fail(str(seen))
    return str(seen)


def answers_ping(tester, destination, yes=1):
    """An Echo Request to one of the host's addresses, or to an address that is none."""
    tester.setup()
    where = {"link-local": tester.host_link, "global": tester.host_global}.get(destination,
                                                                              destination)
    is_group = where.startswith("ff")
    reply = tester.echo(tester.tr1, tester.tr1.link, where,
                        to=multicast_mac(where) if is_group else None)
    seen = tester.listen(2, lambda one: reply(one) or is_error(one))
    if not yes:
        if seen:
            raise Fail(f"answered: {seen}")
        return "silence"
    if seen is None or seen.kind != ECHO_REPLY:
        raise Fail(f"no reply: {seen}" if seen else "no reply")
    if is_group and seen.source.startswith("ff") or not is_group and seen.source != where:
        raise Fail(f"reply from {seen.source}")
    if not seen.checksum_ok:
        raise Fail("wrong checksum")
    return str(seen)


def port_unreachable(tester, where):
    tester.setup()
    source, destination = tester.tn2.glob, tester.host_global
    if where == "link-local":
        source, destination = tester.tr1.link, tester.host_link
    tester.send(tester.tr1, packet(source, destination, udp(4000, CLOSED_PORT)))
    seen = tester.expect(is_error, 2, "Destination Unreachable")
    wanted = UNREACHABLE, 4, source, destination
    if (seen.kind, seen.code, seen.destination, seen.source) != wanted:
        raise Fail(str(seen))
    return str(seen)


def unknown_type(tester, kind):
    """An informational message of an unknown type is discarded silently."""
    tester.setup()
    message = echo_request(8, NUMBER, kind)
    tester.send(tester.tr1, packet(tester.tr1.link, tester.host_link, message))
    tester.refuse(lambda seen: seen.kind == ECHO_REPLY or is_error(seen), 2, "answered")
    return "silence"


def no_error(tester, what, source="unicast", destination="unicast"):
    """What must not lead to an error: errors, packets to groups and from odd sources (2.4 e)."""
    tester.setup()
    where = {"unicast": tester.host_link, "multicast": ALL_NODES}[destination]
    sender = {"unicast": tester.tr1.link, "unspecified": "::", "multicast": "ff02::5"}[source]
    kind = REPORTED if what == "option" else REPORTED_IF_UNICAST
    unknown = [(DESTINATION, options_header(option(kind)))]
    if what == "udp":
        octets = packet(sender, where, udp(4000, CLOSED_PORT))
    elif what == "fragment":
        octets = fragments(sender, where, echo_request(56, NUMBER), [24, 24, 16])[0]
    elif what == "option":
        octets = packet(sender, where, echo_request(8, NUMBER), extensions=unknown)
    else:
        octets = packet(sender, where, error(tester, what), extensions=unknown)
    tester.send_to(tester.tr1, where, octets)
    tester.refuse(is_error, REASSEMBLY if what == "fragment" else 2, "an error")
    return "silence"


def error(tester, what):
    """An error about a datagram of the host."""
    kind, code = ERRORS[what]
    quoted = packet(tester.host_link, tester.tr1.link, udp(4000, CLOSED_PORT))
    return icmp(kind, struct.pack(">I", 1400 if what == "too big" else 0) + quoted, code)
