# SPDX-License-Identifier: GPL-2.0-only
"""1.1 and 1.2 of the list, routers: packets that are not for the router (RFC 8200)."""

from base_headers import PADN, padded
from forwarding_router import forwarder
from wire import (DESTINATION, HOP_BY_HOP, NO_NEXT, PARAMETER_PROBLEM, ROUTING, multicast_mac,
                  option, options_header, routing_header)

GROUP = "ff1e::1:2"
LINK_GROUP, NO_SCOPE_GROUP = "ff12::1:2", "ff10::1:2"
UNKNOWN_OPTIONS = {"00": 0x1E, "01": 0x5E, "10": 0x9E, "11": 0xDE}  # by their first bits
OPTION_AT, ROUTING_TYPE_AT = 42, 42


def forwarded(**fields):
    """An Echo Request with something unusual in its header is forwarded as it is."""
    with forwarder() as tester:
        seen = tester.expect_forwarded(tester.tn1, tester.request(**fields), tester.tn2)
        return f"{seen}, unchanged"


def no_next_header():
    """The same of No Next Header behind Destination Options, and octets behind it."""
    with forwarder() as tester:
        octets = tester.request(extensions=[(DESTINATION, padded())], next_header=NO_NEXT)
        seen = tester.expect_forwarded(tester.tn1, octets, tester.tn2)
        return f"{seen}, unchanged"


def addresses():
    """What is forwarded, by source and destination (RFC 4291 2.4 to 2.7)."""
    with forwarder() as tester:
        tn1, own = tester.tn1, tester.tn1.glob
        tester.expect_forwarded(tn1, tester.request(), tester.tn2)
        tester.expect_forwarded(tn1, tester.request(own, tester.tn4.glob), tester.tr2)
        pairs = [("::", None), ("::1", None), (GROUP, None), (own, "::"), (own, "::1"),
                 (own, tester.tn2.link), (own, LINK_GROUP), (own, NO_SCOPE_GROUP)]
        for source, destination in pairs:
            octets = tester.request(source, destination)
            to = multicast_mac(destination) if (destination or "").startswith("ff") else None
            tester.refuse_forwarded(tn1, octets, f"from {source} to {destination}", to)
        octets = tester.request(tn1.link)
        tester.send(tn1, octets)
        tester.expect_error(tn1, octets, (1, 2, 0))
        tester.expect_forwarded(tn1, tester.request(), tester.tn2)
        return "2 forwarded, 9 not"


def hop_by_hop_options():
    """Options of a packet on its way: 5 parts to TN2, and what an unknown one does to a group."""
    with forwarder() as tester:
        for data in (bytes(6), option(PADN), option(UNKNOWN_OPTIONS["00"])):
            tester.expect_forwarded(tester.tn1, with_option(tester, data), tester.tn2)
        octets = with_option(tester, option(UNKNOWN_OPTIONS["01"]))
        tester.refuse_forwarded(tester.tn1, octets, "01")
        for bits in ("10", "11"):
            expect_unknown_option(tester, with_option(tester, option(UNKNOWN_OPTIONS[bits])))
        expect_unknown_option(tester, with_option(tester, option(UNKNOWN_OPTIONS["10"]), GROUP),
                              multicast_mac(GROUP))
        octets = with_option(tester, option(UNKNOWN_OPTIONS["11"]), GROUP)
        tester.refuse_forwarded(tester.tn1, octets, "11 to a group", multicast_mac(GROUP))
        tester.expect_forwarded(tester.tn1, tester.request(), tester.tn2)
        return "3 forwarded, 3 Parameter Problem, 2 silence"


def with_option(tester, data, destination=None):
    return tester.request(destination=destination, extensions=[(HOP_BY_HOP, options_header(data))])


def expect_unknown_option(tester, octets, to=None):
    tester.send(tester.tn1, octets, to)
    tester.expect_error(tester.tn1, octets, (PARAMETER_PROBLEM, 2, OPTION_AT))


def routing_types():
    """A Routing header is the business of the node that the packet is for: types 33 and 0."""
    with forwarder() as tester:
        for kind in (33, 0):
            header = ROUTING, routing_header(kind, 1, [tester.tn4.glob])
            tester.expect_forwarded(tester.tn1, tester.request(extensions=[header]), tester.tn2)
            octets = tester.request(destination=tester.globals[0], extensions=[header])
            tester.send(tester.tn1, octets)
            tester.expect_error(tester.tn1, octets, (PARAMETER_PROBLEM, 0, ROUTING_TYPE_AT))
        return "2 forwarded, 2 Parameter Problem"
