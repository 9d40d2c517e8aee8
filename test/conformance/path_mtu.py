# SPDX-License-Identifier: GPL-2.0-only
"""4 of the list: path MTU (RFC 8201)."""

import struct

from seen import is_to
from tester import Fail, Skip
from wire import (ECHO_REPLY, IPV6_HEADER, LEAST_MTU, TOO_BIG, icmp, mtu_option, packet,
                  prefix_information)

HEADERS = 48  # of an echo reply: IPv6 and ICMPv6
FULL = 1500 - HEADERS
GROUP = "ff1e::1:2"


def pieces(tester, source=None, size=FULL, sender=None, destination=None, seconds=3):
    """Ask for a reply with so many octets of data: the sizes of the packets that come, and the
    first of them."""
    source = source or tester.tn2.glob
    before = len(tester.seen)
    tester.echo(sender or tester.tr1, source, destination or tester.host_global, size)
    tester.listen(seconds)
    found = [seen for seen in tester.seen[before:]
             if is_to(source)(seen) and (seen.kind == ECHO_REPLY or seen.fragment)]
    if not found:
        raise Fail(f"no reply of {HEADERS + size} octets{tester.last()}")
    return [len(seen.octets) for seen in found], found[0]


def quote(octets):
    """What an error quotes of a packet."""
    return octets[:LEAST_MTU - IPV6_HEADER - 8]


def too_big(tester, seen, mtu, sender=None, code=0):
    """A router says that a packet of the host was too big."""
    sender = sender or tester.tr1
    message = icmp(TOO_BIG, struct.pack(">I", mtu) + quote(seen.octets), code)
    tester.send(sender, packet(sender.link, seen.source, message))
    tester.listen(0.3)


def confirm_ping(tester, size):
    tester.setup()
    sizes, _ = pieces(tester, size=size - HEADERS)
    if sizes != [size]:
        raise Fail(f"came in {sizes}")
    return f"one packet of {size} octets"


def path_mtu(tester, mtus, limit, where="off-link", code=0, second=None):
    """Too Big messages one after the other; afterwards no packet is larger than the limit. second:
    the MTU of the way to another destination."""
    tester.setup()
    tester.know(tester.tn1)
    end = {"off-link": {"source": tester.tn2.glob, "sender": tester.tr1},
           "global": {"source": tester.tn1.glob, "sender": tester.tn1},
           "link-local": {"source": tester.tn1.link, "sender": tester.tn1,
                          "destination": tester.host_link}}[where]
    sizes, first = pieces(tester, **end)
    if sizes != [HEADERS + FULL]:
        raise Fail(f"first reply in {sizes}")
    history = []
    for mtu in mtus:
        too_big(tester, first, mtu, end["sender"], code)
        sizes, _ = pieces(tester, **end)
        history.append(sizes)
    if second:
        check_second(tester, second)
        sizes, _ = pieces(tester, **end)
    if (limit < HEADERS + FULL) != (len(sizes) > 1) or max(sizes) > limit:
        raise Fail(f"replies in {history}, limit {limit}")
    return f"replies in {history}"


def check_second(tester, mtu):
    """The same for TN4."""
    _, first = pieces(tester, tester.tn4.glob)
    too_big(tester, first, mtu)
    sizes, _ = pieces(tester, tester.tn4.glob)
    if max(sizes) > mtu or len(sizes) < 2:
        raise Fail(f"second destination: {sizes}")


def too_small(tester, mtu):
    """An MTU below 1280 changes nothing (RFC 8201 4)."""
    tester.setup()
    size = LEAST_MTU - HEADERS
    _, first = pieces(tester, size=size)
    too_big(tester, first, mtu)
    sizes, again = pieces(tester, size=size)
    if max(sizes) < LEAST_MTU or again.fragment:
        raise Fail(f"reply in {sizes}{' with a Fragment header' if again.fragment else ''}")
    return "one packet of 1280 octets"


def ra_mtu(tester):
    tester.setup()
    pieces(tester)
    tester.ra(tester.tr1, prefix_information(tester.prefix), mtu_option(LEAST_MTU))
    tester.listen(0.5)
    sizes, _ = pieces(tester)
    if max(sizes) > LEAST_MTU:
        raise Fail(f"reply in {sizes} after the MTU option of 1280")
    return f"reply in {sizes}"


def mtu_ageing(tester):
    """No larger packet is tried within 5 minutes."""
    if tester.host.real_time:
        raise Skip("takes 11 minutes of real time")
    tester.setup()
    _, first = pieces(tester)
    too_big(tester, first, 1304)
    pieces(tester)
    tester.listen(280)
    early, _ = pieces(tester)
    if max(early) > 1304:
        raise Fail(f"a larger packet less than 5 minutes after the Too Big: {early}")
    tester.listen(330)
    late, _ = pieces(tester)
    return f"after 5 min {early}, after 10 min {late}"


def multicast_mtu(tester, routers):
    """The path MTU to a group is the smallest that any router reports."""
    tester.setup()
    senders = [(tester.tr1, 1400)]
    if routers == 2:
        senders.append((tester.tr2, 1300))
        tester.know(tester.tr2, glob=False)
        tester.ra(tester.tr2, prefix_information(tester.prefix))
    first = pinged(tester)[0]
    for sender, mtu in senders:
        too_big(tester, first, mtu, sender)
    tester.listen(2)
    sizes = [len(seen.octets) for seen in pinged(tester)]
    if max(sizes) > senders[-1][1]:
        raise Fail(f"packets of {sizes} after the Too Big of {senders[-1][1]}")
    return f"packets of {sizes}"


def pinged(tester):
    """What the host sends when it pings the group."""
    before = len(tester.seen)
    tester.host.do("ping", GROUP, 1420)
    tester.expect(is_to(GROUP), 2, "multicast packet")
    tester.listen(2)
    return [seen for seen in tester.seen[before:] if is_to(GROUP)(seen)]
