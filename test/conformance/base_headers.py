# SPDX-License-Identifier: GPL-2.0-only
"""1.1 and 1.2 of the list: the IPv6 header, and extension headers but fragments (RFC 8200)."""

from seen import is_error
from tester import Fail
from wire import (ALL_NODES, DESTINATION, ECHO_REPLY, FRAGMENT, HOP_BY_HOP, NO_NEXT,
                  PARAMETER_PROBLEM, LEAST_MTU, ROUTING, echo_request, fragment_header, option,
                  options_header, packet, routing_header)

PAD1, PADN = 0x00, 0x01
# Options that nobody knows; the first two bits say what to do with them: skip, discard silently,
# send an error, send an error unless to a group.
SKIPPED, REPORTED = 0x1E, 0x9E
SKIP, DISCARD, REPORT, REPORT_UNICAST = range(4)
NUMBER = 77  # of Echo Requests


def padded():
    """A Destination or Hop-by-Hop Options header that says nothing."""
    return options_header(option(PADN))


def request(tester, size=8, **fields):
    """An Echo Request of TR1 to the host's link-local address."""
    return packet(tester.tr1.link, tester.host_link, echo_request(size, NUMBER), **fields)


def is_answer(tester):
    return tester.is_reply(tester.tr1.link, NUMBER)


def ping_with(tester, **fields):
    """An Echo Request with something unusual in its header is answered."""
    tester.setup()
    tester.send(tester.tr1, request(tester, **fields))
    seen = tester.expect(is_answer(tester), 2, "echo reply")
    if not seen.checksum_ok:
        raise Fail("wrong checksum")
    return str(seen)


def bad_version(tester, version):
    tester.setup()
    tester.send(tester.tr1, request(tester, version=version))
    tester.refuse(is_answer(tester), 2, f"answered a packet of version {version}")
    tester.via(tester.tr1)
    return "silence, and alive"


def expect_problem(tester, octets, code, pointer, source=None):
    """Send a packet; the host must say with Parameter Problem where it is wrong."""
    source = source or tester.tr1.link
    tester.send(tester.tr1, octets)
    seen = tester.expect(is_error, 2, "Parameter Problem")
    wanted = PARAMETER_PROBLEM, code, pointer, source
    if (seen.kind, seen.code, seen.parameter, seen.destination) != wanted:
        raise Fail(f"{seen}, expected Parameter Problem code {code} pointer {pointer}")
    if len(seen.octets) > LEAST_MTU:
        raise Fail(f"error of {len(seen.octets)} octets")
    if seen.body[4:12] != octets[:8] or not seen.checksum_ok:
        raise Fail("the error quotes another packet, or has a wrong checksum")
    return str(seen)


def next_header(tester, value, extension=0):
    """An unknown Next Header value, in the IPv6 header or in a Destination Options header."""
    tester.setup()
    extensions = [(DESTINATION, padded())] if extension else []
    octets = request(tester, extensions=extensions, next_header=value)
    return expect_problem(tester, octets, 1, 40 if extension else 6)


def no_next_header(tester, extension=0):
    tester.setup()
    extensions = [(DESTINATION, padded())] if extension else []
    tester.send(tester.tr1, request(tester, extensions=extensions, next_header=NO_NEXT))
    tester.refuse(lambda seen: seen.kind == ECHO_REPLY or is_error(seen), 2, "answered")
    tester.via(tester.tr1)
    return "silence"


def hop_by_hop_late(tester):
    """A Hop-by-Hop Options header behind another extension header."""
    tester.setup()
    octets = request(tester, extensions=[(DESTINATION, padded()), (HOP_BY_HOP, padded())])
    return expect_problem(tester, octets, 1, 40)


def header_order(tester, first, wrong):
    """Destination Options and Fragment headers: the flaw of the outer one decides.

    The Fragment header is flawed by a length that is no multiple of 8 with M set (code 0, pointer
    4), the Destination Options header by an unknown option (code 2)."""
    tester.setup()
    has_flawed_fragment = wrong in ("fragment", "both")
    has_flawed_options = wrong in ("options", "both")
    options = DESTINATION, options_header(option(REPORTED if has_flawed_options else SKIPPED))
    fragment = FRAGMENT, fragment_header(NUMBER, 0, int(has_flawed_fragment))
    extensions = [options, fragment] if first == "options" else [fragment, options]
    octets = request(tester, 13 if has_flawed_fragment else 8, extensions=extensions)
    if has_flawed_options and (first == "options" or not has_flawed_fragment):
        return expect_problem(tester, octets, 2, 42 if first == "options" else 50)
    return expect_problem(tester, octets, 0, 4)


def expect_unknown_option(tester, pointer):
    """Wait for Parameter Problem code 2, or for what comes in its place."""
    reply = is_answer(tester)
    seen = tester.expect(lambda one: reply(one) or is_error(one), 2, "Parameter Problem")
    if (seen.kind, seen.code) != (PARAMETER_PROBLEM, 2) or seen.parameter != pointer:
        raise Fail(f"{seen}, expected Parameter Problem code 2 pointer {pointer}")
    return str(seen)


def refuse_answer(tester):
    reply = is_answer(tester)
    tester.refuse(lambda seen: reply(seen) or is_error(seen), 2, "answered")
    return "silence"


def options(tester, kind, choice, to="unicast"):
    """An option in a header of a kind: Hop-by-Hop (0) or Destination (60) Options."""
    tester.setup()
    destination = tester.host_link if to == "unicast" else ALL_NODES
    data = bytes(6) if choice == PAD1 else option(choice)
    tester.send_to(tester.tr1, destination,
                   packet(tester.tr1.link, destination, echo_request(8, NUMBER),
                          extensions=[(kind, options_header(data))]))
    action = choice >> 6
    if action == SKIP:
        return str(tester.expect(is_answer(tester), 2, "echo reply"))
    if action == DISCARD or (action == REPORT_UNICAST and to != "unicast"):
        return refuse_answer(tester)
    return expect_unknown_option(tester, 42)


def option_order(tester, second):
    """Options are read in order: one to be skipped, then another."""
    tester.setup()
    header = options_header(option(SKIPPED) + option(second, 6))
    tester.send(tester.tr1, request(tester, extensions=[(DESTINATION, header)]))
    if second >> 6 == DISCARD:
        return refuse_answer(tester)
    return expect_unknown_option(tester, 48)


def routing_type(tester, kind):
    """A Routing header of an unknown type, with a segment left."""
    tester.setup()
    header = routing_header(kind, 1, [tester.tn1.glob])
    return expect_problem(tester, request(tester, extensions=[(ROUTING, header)]), 0, 42)
