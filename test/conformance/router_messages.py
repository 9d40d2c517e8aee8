# SPDX-License-Identifier: GPL-2.0-only
"""2.1, 2.3 and 5.1 of the list, routers: anycast, Redirects, and errors (RFC 4861, RFC 4443)."""

from forwarding_router import FIRST, MACS, UNKNOWN, forwarder, is_between
from seen import is_error, is_kind, read_options
from tester import Fail
from wire import (DESTINATION, ECHO_REPLY, ECHO_REQUEST, LEAST_MTU, NA, REDIRECT, TARGET_LINK_LAYER,
                  canonical, echo_request, fragments, mac_octets, option, options_header, packet,
                  redirect, solicitation, solicited_node, source_link_layer, target_link_layer,
                  text, udp)

ANYCAST = FIRST  # of the routers on the first link (RFC 4291 2.6.1)
GROUP = "ff1e::1:2"
REDIRECTED_HEADER = 4
CLOSED_PORT = 9000
MTU = 1400  # of the second link, where it is small
LARGE = 1452  # octets of data of an Echo Request that fills the first link
REASSEMBLY = 66  # seconds until a Time Exceeded message would be there
ADDRESS_RESOLUTION = 5  # seconds until a neighbour that is none was asked for three times
MAX_ANYCAST_DELAY = 1
SOLICITED, OVERRIDE, ROUTER = 2, 1, 4  # flags of a Neighbor Advertisement


# Anycast addresses


def anycast_solicitation():
    """The Subnet-Router anycast address has a hardware address, which may be another router's."""
    with forwarder() as tester:
        message = solicitation(ANYCAST, source_link_layer(tester.tn1.mac))
        tester.multicast(tester.tn1, packet(tester.tn1.link, solicited_node(ANYCAST), message))
        seen = tester.expect(is_kind(NA), MAX_ANYCAST_DELAY + 1, "Neighbor Advertisement")
        if (seen.target, seen.destination) != (ANYCAST, tester.tn1.link):
            raise Fail(str(seen))
        if seen.source not in (tester.links[0], tester.globals[0]):
            raise Fail(f"from an address that is no unicast one of the router: {seen}")
        if seen.flags != ROUTER | SOLICITED:
            raise Fail(f"flags {seen.flags} of {seen}, expected R and S without O")
        if seen.options.get(TARGET_LINK_LAYER) != mac_octets(MACS[0]):
            raise Fail(f"hardware address of {seen}")
        octets = tester.request(destination=ANYCAST)
        tester.send(tester.tn1, octets)
        tester.expect(lambda one: one.kind == ECHO_REPLY and one.destination == tester.tn1.glob, 2,
                      "echo reply for the anycast address")
        return str(seen)


def no_error_to_anycast():
    """Nothing that is wrong with a packet from the anycast address leads to an error."""
    with forwarder() as tester:
        tester.host.do("mtu", 1, MTU)
        # Whoever asks for it would learn where an error can go.
        tester.neighbors[ANYCAST] = tester.tn1.mac, True
        own = tester.globals[0]
        unknown = [(DESTINATION, options_header(option(0x9E)))]
        spoilt = [packet(ANYCAST, own, udp(4000, CLOSED_PORT)),
                  tester.request(ANYCAST, size=LARGE),
                  fragments(ANYCAST, own, echo_request(56), [24, 24, 16])[0],
                  tester.request(ANYCAST, own, extensions=unknown)]
        for octets in spoilt:
            tester.send(tester.tn1, octets)
        tester.refuse(is_error, REASSEMBLY, "an error to the anycast address")
        return "4 times silence"


# Redirects


def expect_redirect(tester, octets, target, mac):
    """The router says to TN1 that a target is the better first hop for a packet."""
    seen = tester.expect(is_kind(REDIRECT), 2, "Redirect")
    to = seen.link, seen.to, seen.source, seen.destination
    if to != (0, tester.tn1.mac, tester.links[0], tester.tn1.glob):
        raise Fail(f"addresses of {seen}")
    if (seen.code, seen.hop_limit, seen.checksum_ok) != (0, 255, True):
        raise Fail(f"header of {seen}")
    named = text(seen.body[4:20]), text(seen.body[20:36])
    if named != (target, text(octets[24:40])):
        raise Fail(f"target and destination {named}")
    options = read_options(seen.body[36:])
    if options.get(TARGET_LINK_LAYER) != mac_octets(mac):
        raise Fail(f"no hardware address of {target} in {sorted(options)}")
    quoted = options.get(REDIRECTED_HEADER, b"")[6:]
    if len(quoted) < min(len(octets), LEAST_MTU - 112) or not octets.startswith(
            quoted[:len(octets)]) or len(seen.octets) > LEAST_MTU:
        raise Fail(f"{len(seen.octets)} octets, quotes {quoted.hex()}")
    return seen


def redirects():
    """Redirects to a router, to a neighbour, about a long packet; none to who is no neighbour."""
    with forwarder() as tester:
        tr1, tn1 = tester.tr1, tester.tn1
        for target in (tester.tn3.glob, tr1.glob):  # of both the router learns the first hop
            tester.expect_forwarded(tn1, tester.request(destination=target), tr1)
            tester.listen(1)
        for size in (8, 5, LARGE):
            octets = tester.request(destination=tester.tn3.glob, size=size)
            tester.send(tn1, octets)
            expect_redirect(tester, octets, tr1.link, tr1.mac)
            tester.expect(is_between(octets), 2, "forwarded packet")
        octets = tester.request(destination=tr1.glob)
        tester.send(tn1, octets)
        expect_redirect(tester, octets, tr1.glob, tr1.mac)
        for source, sender, receiver in ((tester.tn3.glob, tr1, tn1), (tn1.glob, tn1, tester.tn2)):
            before = len(tester.seen)
            octets = tester.request(source, receiver.glob)
            tester.expect_forwarded(sender, octets, receiver)
            tester.listen(1)
            found = [seen for seen in tester.seen[before:] if seen.kind == REDIRECT]
            if found:
                raise Fail(f"not to a neighbour, or about another link: {found[0]}")
        return "4 Redirects, and none to a node behind a router"


def takes_no_redirect():
    """The routes of a router do not come from Redirects, nor does it take them for its own."""
    with forwarder() as tester:
        octets = tester.request(destination=tester.tn4.glob)
        tester.expect_forwarded(tester.tn1, octets, tester.tr2)
        message = redirect(tester.tn2.link, tester.tn4.glob, target_link_layer(tester.tn2.mac))
        for own in (tester.globals[1], tester.links[1]):
            tester.send(tester.tr2, packet(tester.tr2.link, own, message))
            tester.listen(0.5)
        octets = tester.request(destination=tester.tn4.glob)
        tester.expect_forwarded(tester.tn1, octets, tester.tr2)
        tester.host.do("ping", tester.tn4.glob, 8)
        seen = tester.expect(is_kind(ECHO_REQUEST, destination=tester.tn4.glob), 2, "Echo Request")
        if seen.to != tester.tr2.mac:
            raise Fail(f"its own packet went to {tester.name(seen.to)}")
        return "packets to TN4 still go to TR2"


# Errors


def unreachable(why):
    """No route, a neighbour that does not answer, a link-local source of a global destination."""
    with forwarder() as tester:
        source, destination, code = {"no route": (tester.tn1.glob, UNKNOWN, 0),
                                     "address": (tester.tn1.glob, canonical(
                                         tester.tn2.glob[:-2] + "77"), 3),
                                     "scope": (tester.tn1.link, tester.tn2.glob, 2)}[why]
        octets = tester.request(source, destination)
        tester.send(tester.tn1, octets)
        seen = tester.expect_error(tester.tn1, octets, (1, code, 0), ADDRESS_RESOLUTION)
        tester.refuse(is_error, 2, "a second error")
        if why == "scope":
            octets = tester.request(tester.tn2.link, tester.tn1.glob)
            tester.send(tester.tn2, octets)
            tester.expect_error(tester.tn2, octets, (1, code, 0))
        return str(seen)


def too_big():
    """A packet that the second link does not carry; one that it just does is forwarded."""
    with forwarder() as tester:
        tester.host.do("mtu", 1, MTU)
        tester.expect_forwarded(tester.tn1, tester.request(size=MTU - 48), tester.tn2)
        octets = tester.request(size=MTU - 47)
        tester.send(tester.tn1, octets)
        seen = tester.expect_error(tester.tn1, octets, (2, 0, MTU))
        return str(seen)


def time_exceeded():
    """Hop Limits 1 and 0 of packets on their way."""
    with forwarder() as tester:
        for hop_limit in (1, 0):
            octets = tester.request(hop_limit=hop_limit)
            tester.send(tester.tn1, octets)
            seen = tester.expect_error(tester.tn1, octets, (3, 0, 0))
        return str(seen)


def too_big_from(source):
    """A packet that is too big, from no single node: silence."""
    with forwarder() as tester:
        tester.host.do("mtu", 1, MTU)
        octets = tester.request({"unspecified": "::", "multicast": GROUP}[source], size=LARGE)
        tester.refuse_forwarded(tester.tn1, octets, f"from {source}")
        tester.expect_forwarded(tester.tn1, tester.request(), tester.tn2)
        return "silence"
