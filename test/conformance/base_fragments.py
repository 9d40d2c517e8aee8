# SPDX-License-Identifier: GPL-2.0-only
"""1.3 of the list: fragments (RFC 8200 4.5, RFC 5722, RFC 6946)."""

from base_headers import NUMBER, expect_problem
from seen import is_error
from tester import Fail
from wire import (FRAGMENT, ICMPV6, TIME_EXCEEDED, echo_request, fragment_header, fragments, packet,
                  with_checksum)

SIZES = [24, 24, 16]
SIZE = 56  # octets of data of the Echo Request that has these fragments
IDENTIFICATION = 0x4711
REASSEMBLY_TIMEOUT = 60


def parts_of(tester, how):
    """The fragments of an Echo Request, and what is wrong with them."""
    source, destination = tester.tr1.link, tester.host_link
    if how == "1500":
        return fragments(source, destination, echo_request(1452, NUMBER), [1232, 600])
    message = echo_request(SIZE, NUMBER)
    parts = fragments(source, destination, message, SIZES)
    if how == "reverse":
        parts.reverse()
    elif how == "ids":
        parts[1] = fragments(source, destination, message, SIZES, IDENTIFICATION + 1)[1]
    elif how == "sources":
        parts[1] = fragments(tester.tr1.glob, destination, message, SIZES)[1]
    elif how == "destinations":
        parts[1] = fragments(source, tester.host_global, message, SIZES)[1]
    elif how == "overlap":
        header = fragment_header(IDENTIFICATION, 16, 1)
        parts.insert(1, packet(source, destination, (ICMPV6, b"\xff" * 16), sealed=True,
                               extensions=[(FRAGMENT, header)]))
    return parts


def reassembly(tester, how):
    tester.setup()
    for part in parts_of(tester, how):
        tester.send(tester.tr1, part)
    reply = tester.is_reply(tester.tr1.link, NUMBER)
    seen = tester.listen(2, reply)
    if how not in ("valid", "reverse", "1500"):
        if seen is not None:
            raise Fail(f"a reply: {seen}")
        return "no reply"
    if seen is None and how == "1500":
        if any(one.fragment and one.destination == tester.tr1.link for one in tester.seen):
            return "reply in fragments"
    if seen is None:
        raise Fail("no reply" + tester.last())
    return "a reply"


def reassembly_time(tester, how):
    """What becomes of a packet whose fragments come late, or not at all."""
    source, destination = tester.tr1.link, tester.host_link
    if how == "global":
        source, destination = tester.tn2.glob, tester.host_global
    tester.setup()
    parts = fragments(source, destination, echo_request(SIZE, NUMBER), SIZES)
    reply = tester.is_reply(source, NUMBER)
    if how == "short":
        tester.send(tester.tr1, parts[0])
        tester.listen(REASSEMBLY_TIMEOUT - 10)
        tester.send(tester.tr1, parts[1])
        tester.send(tester.tr1, parts[2])
        return str(tester.expect(reply, 3, "echo reply"))
    tester.send(tester.tr1, parts[1 if how == "second only" else 0])
    if how == "second only":
        tester.refuse(is_error, REASSEMBLY_TIMEOUT + 6, "an error without the first fragment")
        return "silence"
    if how == "late":
        tester.send(tester.tr1, parts[1])
    seen = expect_time_exceeded(tester, source, destination)
    if how == "late":
        tester.send(tester.tr1, parts[2])
        tester.refuse(reply, 3, "a reply")
    return str(seen)


def expect_time_exceeded(tester, source, destination):
    seen = tester.listen(REASSEMBLY_TIMEOUT + 6, is_error)
    if seen is None or (seen.kind, seen.code) != (TIME_EXCEEDED, 1):
        raise Fail(f"no Time Exceeded code 1 within {REASSEMBLY_TIMEOUT + 6} s" + tester.last())
    if (seen.destination, seen.source) != (source, destination):
        raise Fail(f"addresses of {seen}")
    return seen


def odd_fragment(tester):
    """A fragment that is not the last, with a length that is no multiple of 8 octets."""
    tester.setup()
    source, destination = tester.tr1.link, tester.host_link
    data = with_checksum(source, destination, echo_request(SIZE, NUMBER))[:29]
    octets = packet(source, destination, (ICMPV6, data), sealed=True,
                    extensions=[(FRAGMENT, fragment_header(IDENTIFICATION, 0, 1))])
    return expect_problem(tester, octets, 0, 4)


def stub_fragment(tester):
    """A packet with a Fragment header that is whole (RFC 6946)."""
    tester.setup()
    message = echo_request(8, NUMBER)
    tester.send(tester.tr1, fragments(tester.tr1.link, tester.host_link, message, [16])[0])
    seen = tester.expect(tester.is_reply(tester.tr1.link, NUMBER), 2, "echo reply")
    if seen.fragment:
        raise Fail("reply has a Fragment header")
    return str(seen)
